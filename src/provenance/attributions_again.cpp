// Idea: definite nouns alone. Where the text has named several sources the last one is meant, and a paper is not called an agency.
// Tested by tests/provenance/attributions_again_test.cpp.
#include "provenance/attributions_again.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "provenance/phrases.hpp"

namespace reprise::provenance {
namespace {

// Phrases are parted by '|'. One table for all languages, as in attributions_cues.cpp.
constexpr std::string_view kAny =
    "the outlet|the news outlet|the publication|the news site|the news website|the news organization|the news organisation|"
    "издание|издания|изданию|изданием|издании|видання|виданню|виданням|виданні|این رسانه|این پایگاه خبری|این سایت|כלי התקשורת|该媒体|該媒體|该网|該網";
constexpr std::string_view kPaper =
    "the newspaper|the magazine|the tabloid|the daily|газета|газеты|газете|газетой|газету|журналисты газеты|این روزنامه|این نشریه|این مجله|این هفته‌نامه|الصحيفة|المجلة|الجريدة|للصحيفة|העיתון|לעיתון|בעיתון|"
    "该报|該報|该刊|該刊|die zeitung|der zeitung|das blatt|dem blatt|das magazin|dem magazin|le quotidien|le journal|el periódico|el diario|il quotidiano|o jornal";
constexpr std::string_view kAgency = "the news agency|the wire service|این خبرگزاری|该社|該社|die nachrichtenagentur|l'agence|la agencia de noticias";
constexpr std::string_view kBroadcaster =
    "the broadcaster|the network|the tv channel|телеканал|телеканала|телеканалу|این شبکه|القناة|للقناة|הערוץ|לערוץ|该台|該台|der sender|dem sender|la chaîne|la cadena";
constexpr std::string_view kVaguePaper = "the paper";
constexpr std::string_view kVagueAny = "الموقع|للموقع|האתר|לאתר|портал|портала|порталу|报道|報導|報道|报导";
constexpr std::string_view kVagueAgency = "агентство|агентства|агентству|агентством|агенція|агенції|агентства|الوكالة|للوكالة|הסוכנות|סוכנות הידיעות|ajans";

struct Table {
  Phrases phrases;
  SourceNoun noun;
  bool vague;
};

const std::vector<Table>& tables() {
  static const std::vector<Table> all = [] {
    std::vector<Table> out;
    for (const auto& [list, noun, vague] : {std::tuple{kAny, SourceNoun::any, false}, {kPaper, SourceNoun::paper, false}, {kAgency, SourceNoun::agency, false},
                                            {kBroadcaster, SourceNoun::broadcaster, false}, {kVaguePaper, SourceNoun::paper, true}, {kVagueAny, SourceNoun::any, true},
                                            {kVagueAgency, SourceNoun::agency, true}})
      out.push_back({Phrases(list, false), noun, vague});
    return out;
  }();
  return all;
}

const Phrases::Filter& starts() {
  static const Phrases::Filter all = [] {
    Phrases::Filter out;
    for (const Table& table : tables()) out |= table.phrases.filter();
    return out;
  }();
  return all;
}

// «газета «Труд»», "the newspaper Haaretz".
bool name_follows(const View& view, std::size_t end) {
  if (end >= view.n_ || view.starts_sentence(end)) return false;
  const std::string_view between = view.gap(end - 1);
  static constexpr std::string_view kQuotes[] = {"«", "\"", "“", "„", "《", "「", "'", "‘"};
  if (std::any_of(std::begin(kQuotes), std::end(kQuotes), [&](std::string_view quote) { return View::has(between, quote); })) return !View::has(between, ",") && !View::has(between, ":") && !View::has(between, ".");
  return between == " " && view.cased(end) && view.upper(end);
}

}  // namespace

std::optional<TakenUp> taken_up(const View& view, std::size_t token) {
  const std::uint32_t word = view.t_.word[token];
  if (!starts()[word % starts().size()]) return std::nullopt;
  TakenUp best;
  for (const Table& table : tables()) {
    const std::vector<Words>* const phrases = table.phrases.of(word);
    if (phrases == nullptr) continue;
    if (const std::size_t end = token + longest_at(*phrases, view.t_, token); end > token && end > best.end) best = {end, table.noun, table.vague};
  }
  if (best.end == 0 || name_follows(view, best.end)) return std::nullopt;
  // 「报道称」 opens a sentence; elsewhere it is the verb of what stands before it.
  if ((view.t_.flags[token] & text::kIdeograph) && best.vague && !view.starts_sentence(token)) return std::nullopt;
  return best;
}

bool may_be_called(SourceNoun noun, std::string_view kind) {
  switch (noun) {
    case SourceNoun::agency: return kind == "agency";
    case SourceNoun::broadcaster: return kind == "broadcaster" || kind.empty();
    case SourceNoun::paper: return kind != "agency" && kind != "broadcaster";
    default: return true;
  }
}

}  // namespace reprise::provenance
