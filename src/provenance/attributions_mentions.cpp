// Idea: one pass over the tokens finds the registry's aliases, and capitalised runs that end like a paper's name, for outlets that the registry
//   does not know; both are a bit test for most words. A name is dropped where its letters alone make it one: a plain word, part of a longer word, a
//   post office. A short name ("The Times") is resolved to the text's own outlet or the last one named whose name ends so.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_mentions.hpp"

#include <algorithm>
#include <iterator>

#include "provenance/attributions_cues.hpp"
#include "provenance/attributions_names.hpp"
#include "provenance/attributions_page.hpp"
#include "text/word_reader.hpp"

namespace reprise::provenance {
namespace {

constexpr std::size_t kMostInflected = 4;  // words of a name with an ending
constexpr std::size_t kMaxRun = 5;  // words of an outlet's name that the registry does not know

class MentionFinder : private View {
 public:
  MentionFinder(const View& view, const corpus::OutletRegistry& registry, std::string_view self) : View(view), registry_(registry), self_(self), turkish_(has(text_, "ı")) {}

  std::vector<Mention> find() {
    for (std::size_t i = 0; i < n_;) {
      const corpus::AliasMatch m = registry_.may_start(t_.word[i]) ? registry_.match(t_.word.data() + i, n_ - i) : corpus::AliasMatch();
      if (m.outlet >= 0 && (!m.needs_upper || upper(i)) && (!m.all_caps || all_caps(i)) && unbroken(i, i + m.words) &&
          !(m.words == 1 && is_number(i)) && !part_of_word(i, i + m.words, m.ambiguous) && !plain_words(i, i + m.words) &&
          !(m.possessive && !apostrophe(i + m.words - 1)) && !post_office(i + m.words) && !(m.ambiguous && is_state(i))) {
        if (glosses(m.outlet, i, i + m.words)) mentions_.back().end = i + m.words;
        else mentions_.push_back({i, i + m.words, resolved(m.outlet, i, i + m.words), m.ambiguous, m.prefixed});
        i += m.words;
        continue;
      }
      if (!may_begin(i)) {
        ++i;
        continue;
      }
      if (const std::size_t end = turkish_ ? inflected_end(i) : i; end > i) {
        i = end;
        continue;
      }
      if (const std::size_t end = site_end(text_, t_, i); end > i) {
        const int outlet = registry_.find_url(text_.substr(begin_of(i), end_of(end - 1) - begin_of(i)));
        if (outlet >= 0) mentions_.push_back({i, end, outlet, false});
        i = end;
        continue;
      }
      const std::uint32_t cls = classes(i);
      if (const int house = house_wires(i); house >= 0) mentions_.push_back({i, i + 1, house, false});
      else if (cls & (kMediaTail | kMediaHead)) add_unknown(i);
      else if (call_sign(i)) mentions_.push_back({i, i + 1, -1, false});
      if (cls & kPress) {
        const Range name = name_behind(*this, i);
        if (name.begin < name.end && !holds_known(i + 1, name.end)) mentions_.push_back({name.begin, name.end, -1, false}), i = name.end - 1;
      }
      ++i;
    }
    return std::move(mentions_);
  }

 private:
  // False where nothing begins at this word that is not in the registry: nearly always.
  bool may_begin(std::size_t i) const {
    const char first = text_[begin_of(i)];
    return cues_.may_name(t_.word[i]) || turkish_ || t_.word[i] == post_ || first == 'K' || first == 'W' || (end_of(i) < text_.size() && text_[end_of(i)] == '.');
  }

  // "Reuters'ın haberine göre": Turkish parts a name and its ending by an apostrophe. Behind the name that it finds there, or `i`.
  std::size_t inflected_end(std::size_t i) {
    std::uint32_t words[kMostInflected];
    for (std::size_t k = i; k < n_ && k - i < kMostInflected && (k == i || !(t_.flags[k] & text::kLineStart)); ++k) {
      const std::string_view written = word(k);
      const std::size_t mark = std::min(written.find('\''), written.find("\u2019"));
      words[k - i] = t_.word[k];
      if (mark == std::string_view::npos) continue;
      if (mark == 0 || !upper(i)) return i;
      words[k - i] = text::hash_of_span(text_, begin_of(k), begin_of(k) + mark);
      const corpus::AliasMatch m = registry_.match(words, k + 1 - i);
      if (m.outlet < 0 || m.words != k + 1 - i || (m.all_caps && !all_caps(k))) return i;
      mentions_.push_back({i, k + 1, m.outlet, m.ambiguous});
      return k + 1;
    }
    return i;
  }

  // What the registry knows is left to it.
  bool holds_known(std::size_t begin, std::size_t end) const {
    for (std::size_t k = begin; k < end; ++k) {
      if (registry_.match(t_.word.data() + k, end - k).outlet >= 0) return true;
    }
    return false;
  }

  // "Half-Life", "RBC-乌克兰": a hyphen ties the name into a longer one. "Post-ABC News poll" names two givers and stands.
  bool part_of_word(std::size_t begin, std::size_t end, bool ambiguous) const {
    const bool left = begin > 0 && gap(begin - 1) == "-", right = end < n_ && gap(end - 1) == "-";
    if (ambiguous && (left || right)) return true;
    const auto far = [&](std::size_t token) { return static_cast<unsigned char>(text_[begin_of(token)]) >= 0xe0; };
    return right && far(end) != far(end - 1);
  }

  // "美国广播公司(ABC)": the short name in brackets behind the long one is part of it.
  bool glosses(int outlet, std::size_t begin, std::size_t end) const {
    return !mentions_.empty() && mentions_.back().outlet == outlet && mentions_.back().end == begin && opens(gap(begin - 1)) && closes(gap(end - 1));
  }

  // "The paper said" is any paper; The Paper has a capital.
  bool plain_words(std::size_t begin, std::size_t end) const {
    return end - begin == 2 && is_the(begin) && cased(begin) && !upper(end - 1);
  }

  // "With Post wires" ends the reports of the New York Post: its name for the agencies' reports that it has used.
  int house_wires(std::size_t i) const {
    static const std::uint32_t with = text::word_hash("with"), wires = text::word_hash("wires"), wire = text::word_hash("wire");
    if (t_.word[i] != post_ || i == 0 || t_.word[i - 1] != with || i + 1 >= n_ || !upper(i) || !(t_.word[i + 1] == wires || t_.word[i + 1] == wire)) return -1;
    if (!(t_.flags[i - 1] & (text::kSentenceStart | text::kLineStart)) && !opens(gap_before(i - 1))) return -1;
    const int longer = longer_name(word(i));
    return longer >= 0 ? longer : registry_.find("New York Post");
  }

  // "local station KPLR": American stations have three or four capitals, the first a K or a W. (WFAA-TV is known by its tail.)
  bool call_sign(std::size_t i) const {
    static const std::uint32_t kStations[] = {text::word_hash("station"), text::word_hash("affiliate"), text::word_hash("stations"), text::word_hash("radio")};
    const char first = text_[begin_of(i)];
    if (i == 0 || (first != 'K' && first != 'W') || gap(i - 1) != " ") return false;
    const std::string_view name = word(i).substr(0, word(i).find('-'));
    if (name.size() < 3 || name.size() > 4 || (i + 1 < n_ && gap(i) == "-" && (classes(i + 1) & kMediaTail))) return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) && std::find(std::begin(kStations), std::end(kStations), t_.word[i - 1]) != std::end(kStations);
  }

  // "Reason's" and "reasons" are the same word.
  bool apostrophe(std::size_t token) const { return has(word(token), "'") || has(word(token), "\u2019"); }

  bool post_office(std::size_t end) const {
    static const std::uint32_t office = text::word_hash("office");
    return end < n_ && t_.word[end - 1] == post_ && t_.word[end] == office && gap(end - 1) == " ";
  }

  // "Scott Perry (PA)", "PHILADELPHIA, PA", "AIR.PA": Pennsylvania, or Paris, and no agency.
  bool is_state(std::size_t token) const {
    static const std::uint32_t pa = text::word_hash("pa");
    if (t_.word[token] != pa || token == 0) return false;
    const std::string_view before = gap_before(token);
    return has(before, "(") || before == "." || (before == ", " && all_caps(token - 1));
  }

  bool is_number(std::size_t token) const {
    const std::string_view word = text_.substr(begin_of(token), t_.length[token]);
    return word.find_first_not_of("0123456789") == std::string_view::npos;
  }

  // "The Times" means, in the Washington Times or behind a mention of it, that paper: a short name is the tail of a long one.
  int resolved(int outlet, std::size_t begin, std::size_t end) const {
    if (end - begin > 2 || !is_the(begin)) return outlet;
    const int longer = longer_name(text_.substr(begin_of(end - 1), t_.length[end - 1]));
    return longer >= 0 ? longer : outlet;
  }

  static bool ends_in(std::string_view name, std::string_view word) {
    return name.size() > word.size() + 1 && name.substr(name.size() - word.size()) == word && name[name.size() - word.size() - 1] == ' ' &&
           name.substr(0, 4) != "The ";
  }

  // The outlet of the text, or the last one named before, whose longer name ends in this word; -1 for none.
  int longer_name(std::string_view last_word) const {
    if (ends_in(self_, last_word)) {
      const int own = registry_.find(self_);
      if (own >= 0) return own;
    }
    for (std::size_t k = mentions_.size(); k-- > 0;) {
      const int outlet = mentions_[k].outlet;
      if (outlet >= 0 && ends_in(registry_.outlets()[static_cast<std::size_t>(outlet)].name, last_word)) return outlet;
    }
    return -1;
  }

  // A name is one run: no sentence begins in it.
  bool unbroken(std::size_t begin, std::size_t end) const {
    for (std::size_t k = begin + 1; k < end; ++k) {
      if (t_.flags[k] & text::kLineStart) return false;
    }
    return true;
  }

  static std::uint32_t post() {
    static const std::uint32_t word = text::word_hash("post");
    return word;
  }

  static bool joins(std::string_view g) { return g == " " || g == "-" || g == "\u00a0"; }

  void add_unknown(std::size_t i) {
    const std::uint32_t cls = cues_.classes(t_.word[i]);
    const std::size_t floor = mentions_.empty() ? 0 : mentions_.back().end;
    if ((cls & kMediaTail) && upper(i)) {
      std::size_t begin = i;
      while (begin > floor && i - begin < kMaxRun && upper(begin - 1) && joins(gap(begin - 1)) &&
             !(cues_.classes(t_.word[begin - 1]) & kLeft)) {
        --begin;
      }
      while (begin < i && is_the(begin)) ++begin;
      const bool goes_on = i + 1 < n_ && upper(i + 1) && joins(gap(i)) && !starts_sentence(i + 1);
      static const std::uint32_t agency = text::word_hash("agency");
      const bool office = t_.word[i] == agency && begin < i && !(classes(i - 1) & (kMediaTail | kFiller));  // "Environmental Protection Agency"
      static const std::uint32_t express = text::word_hash("express");
      const bool company = t_.word[i] == express && (begin == 0 || !is_the(begin - 1));  // "American Express"
      static const std::uint32_t federal = text::word_hash("federal"), register_ = text::word_hash("register"), congressional = text::word_hash("congressional"), record = text::word_hash("record");
      const bool gazette = begin < i && ((t_.word[i] == register_ && t_.word[i - 1] == federal) || (t_.word[i] == record && t_.word[i - 1] == congressional));
      if (office || company || gazette) return;
      if (begin < i && !goes_on) {
        mentions_.push_back({begin, i + 1, -1, false});
      } else if (!goes_on && i > floor && is_the(i - 1)) {
        const int longer = longer_name(text_.substr(begin_of(i), t_.length[i]));
        if (longer >= 0) mentions_.push_back({i, i + 1, longer, true});
      }
      return;
    }
    if (!(cls & kMediaHead) || i + 1 >= n_ || starts_sentence(i + 1)) return;
    if (registry_.match(t_.word.data() + i + 1, n_ - i - 1).outlet >= 0) return;
    const std::string_view g = gap(i);
    const bool quoted = has(g, "«") || has(g, "\"") || has(g, "“") || has(g, "„");
    if (!quoted && !upper(i + 1)) return;  // without marks or a capital nothing tells a name from a plain word
    std::size_t end = i + 2;
    if (quoted) {
      while (end < n_ && end - i <= kMaxRun && (gap(end - 1) == " " || gap(end - 1) == " — " || gap(end - 1) == " - " || gap(end - 1) == " – ")) ++end;  // «Подмосковье — сегодня»
    } else {
      while (end < n_ && end - i <= kMaxRun && upper(end) && joins(gap(end - 1))) ++end;
    }
    mentions_.push_back({i + 1, end, -1, false});
  }

  const corpus::OutletRegistry& registry_;
  std::string_view self_;
  bool turkish_;  ///< it has a letter that no other language has
  std::uint32_t post_ = post();
  std::vector<Mention> mentions_;
};

}  // namespace

std::vector<Mention> find_mentions(const View& view, const corpus::OutletRegistry& registry, std::string_view self) { return MentionFinder(view, registry, self).find(); }

}  // namespace reprise::provenance
