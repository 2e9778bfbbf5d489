// Attributions: which sources a text names, and by which words.
//
// Idea: names first (attributions_mentions), cues second. Only around a name
//   are cues looked for: a phrase that ends before it ("according to [the state-run] IRNA"), one that begins behind it
//   ("Fars News [in Iran also] highlighted"; attributions_phrases), or the layout (dateline in brackets or dashes, a line of its own, a picture's
//   credit; attributions_layout). A name without a cue is no attribution. Where no such cue stands next to it, an outlet or one of its people may
//   still speak (attributions_speakers); and some cues tell a name that no registry has (attributions_names).
// Traps: an alias that is also a common word needs its cue next to it with nothing but known words between; a capitalised
//   word before it ("Michael Bloomberg") makes it a person, there and, for verbs behind it, in the whole text; the outlet's
//   own name never counts; a longer alias ("Interfax-Ukraine") wins over its beginning.
// Two hops: "IRNA, citing TASS" is TASS, via IRNA, as one attribution.
// Cost: 14 us per 3 KB of English or Chinese, 4 to 7 us of other scripts (measured on one core, tables built).
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/utf8.hpp"
#include "corpus/url_host.hpp"
#include "provenance/attributions_cues.hpp"
#include "provenance/attributions_layout.hpp"
#include "provenance/attributions_mentions.hpp"
#include "provenance/attributions_names.hpp"
#include "provenance/attributions_page.hpp"
#include "provenance/attributions_phrases.hpp"
#include "provenance/attributions_speakers.hpp"
#include "provenance/attributions_view.hpp"

namespace reprise::provenance {
namespace {

constexpr std::size_t kMaxOffice = 4;      // words from a title to its place
constexpr std::size_t kContributors = 48;  // from an agency's name to "contributed", with names and places between

// Appends a character's position to the code point counter: spans come in rising order of begin, ends close behind.
class CharCounter {
 public:
  explicit CharCounter(std::string_view text) : text_(text) {}
  std::uint32_t at(std::uint32_t byte) {
    if (byte < byte_) byte_ = 0, chars_ = 0;
    chars_ += static_cast<std::uint32_t>(utf8::count(text_.substr(byte_, byte - byte_)));
    byte_ = byte;
    return chars_;
  }

 private:
  std::string_view text_;
  std::uint32_t byte_ = 0, chars_ = 0;
};

class Finder : private NamedView {
 public:
  Finder(std::string_view text, const text::Tokens& tokens, const corpus::OutletRegistry& registry, std::string_view self)
      : NamedView(text, tokens, registry), self_(self) {}

  std::vector<Attribution> run(std::vector<std::string>* named) {
    mentions_ = find_mentions(*this, registry_, self_);
    for (std::size_t i = 0; i < mentions_.size(); ++i) {
      const std::size_t before = out_.size();
      judge(i);
      if (named != nullptr && is_named(mentions_[i], out_.size() > before && out_.back().cue == Cue::photo)) named->push_back(name_of(mentions_[i]));
    }
    find_links();
    finish();
    if (named != nullptr) {
      for (const Attribution& a : out_) {
        if (a.cue == Cue::photo) continue;
        named->push_back(a.outlet);
        if (!a.via.empty()) named->push_back(a.via);
      }
      std::sort(named->begin(), named->end());
      named->erase(std::unique(named->begin(), named->end()), named->end());
    }
    return std::move(out_);
  }

 private:
  // --- Names ---
  // "Mr. Bloomberg": a paper that gives people their titles means the outlet by the bare name.
  bool titled(const Mention& m) const {
    static const std::uint32_t titles[] = {text::word_hash("mr"), text::word_hash("ms"), text::word_hash("mrs")};
    return m.begin > 0 && std::find(std::begin(titles), std::end(titles), t_.word[m.begin - 1]) != std::end(titles);
  }

  bool person_in_text(const Mention& m) const {
    for (const Mention& other : mentions_) {
      if (other.outlet == m.outlet && titled(other)) return false;
    }
    for (const Mention& other : mentions_) {
      if (other.outlet == m.outlet && other.ambiguous && person_at(other)) return true;
    }
    return false;
  }

  // In quotation marks of its own, or behind a word like "newspaper".
  bool named(const Mention& m) const {
    const std::string_view before = gap_before(m.begin), behind = gap(m.end - 1);
    for (const std::string_view mark : {"«", "\"", "“", "”", "„", "《", "'", "''"}) {
      if (has(before, mark) && (has(behind, "»") || has(behind, "\"") || has(behind, "”") || has(behind, "“") ||
                                has(behind, "》") || has(behind, "'"))) {
        return true;
      }
    }
    return m.begin > 0 && (cues_.classes(t_.word[m.begin - 1]) & kMediaHead);
  }

  // "The Times building", "Vice President"; a sure name's president speaks for it.
  bool vetoed(const Mention& m) const {
    if (m.end >= n_ || starts_sentence(m.end) || !(classes(m.end) & kVetoNext)) return false;
    return m.ambiguous || m.outlet < 0 || !(classes(m.end) & kPerson);
  }

  bool according_to(std::size_t token) const {
    static const std::uint32_t according = text::word_hash("according");
    return token > 1 && t_.word[token - 2] == according;
  }

  // "the governor of Fars said", "Fars officials", "in Phoenix": the town or the province of that name.
  bool is_place(const Mention& m) const {
    static const std::uint32_t kTowns[] = {text::word_hash("fars"), text::word_hash("phoenix"), text::word_hash("saba"), text::word_hash("petra"), text::word_hash("mashregh")};
    static const std::uint32_t kPlaced[] = {text::word_hash("of"), text::word_hash("in"), text::word_hash("from"), text::word_hash("at"), text::word_hash("to"), text::word_hash("for"), text::word_hash("through")};
    if (!m.ambiguous || m.end - m.begin != 1 || !cased(m.begin)) return false;
    if (std::find(std::begin(kTowns), std::end(kTowns), t_.word[m.begin]) == std::end(kTowns)) return false;
    if (m.end < n_ && !starts_sentence(m.end) && (classes(m.end) & kOfTown) && gap(m.end - 1) == " ") return true;
    return m.begin > 0 && !starts_sentence(m.begin) && std::find(std::begin(kPlaced), std::end(kPlaced), t_.word[m.begin - 1]) != std::end(kPlaced) &&
           !according_to(m.begin);
  }

  // "Ministry of Foreign Affairs", "Students for Life": a body or a cause of that name.
  bool is_governed(const Mention& m) const {
    static const std::uint32_t kBodies[] = {text::word_hash("ministry"), text::word_hash("ministries"), text::word_hash("department"), text::word_hash("minister"), text::word_hash("ministers"),
                                            text::word_hash("secretary"), text::word_hash("committee"), text::word_hash("council"), text::word_hash("institute"), text::word_hash("faculty"),
                                            text::word_hash("bureau"), text::word_hash("vice-president")};
    static const std::uint32_t of = text::word_hash("of"), for_ = text::word_hash("for"), on = text::word_hash("on");
    if (!m.ambiguous || !cased(m.begin) || m.begin < 2 || starts_inside(m.begin - 1, m.begin + 1)) return false;
    const std::size_t tie = is_the(m.begin - 1) ? m.begin - 2 : m.begin - 1;
    if (tie == 0 || starts_sentence(tie)) return false;
    const std::uint32_t by = t_.word[tie];
    if (by != of && by != for_ && by != on) return false;
    if (std::find(std::begin(kBodies), std::end(kBodies), t_.word[tie - 1]) != std::end(kBodies)) return true;
    return by == for_ && tie + 1 == m.begin && upper(tie - 1) && gap(tie - 1) == " " && !word(tie - 1).ends_with("ing") && !(classes(tie - 1) & (kFiller | kSpeech | kPerson));
  }

  // «سكان الجزيرة»: the province.
  bool is_province(const Mention& m) const {
    static const std::uint32_t kOf[] = {text::word_hash("ولاية"), text::word_hash("محافظة"), text::word_hash("إقليم"), text::word_hash("مقاطعة"), text::word_hash("سكان"),
                                        text::word_hash("أهالي"), text::word_hash("حاكم"), text::word_hash("والي"), text::word_hash("شبه")};
    if (cased(m.begin) || m.begin == 0 || m.end - m.begin != 1 || starts_sentence(m.begin)) return false;
    return std::find(std::begin(kOf), std::end(kOf), t_.word[m.begin - 1]) != std::end(kOf);
  }

  // «استاندار فارس»: a title or an office and the place of it, in one chain.
  bool ends_office(const Mention& m) const {
    static const std::uint32_t kOffices[] = {text::word_hash("استاندار"), text::word_hash("استانداری"), text::word_hash("فرماندار"), text::word_hash("فرمانداری"), text::word_hash("مدیرکل"), text::word_hash("مدیر"),
                                             text::word_hash("رئیس"), text::word_hash("رییس"), text::word_hash("معاون"), text::word_hash("فرمانده"), text::word_hash("پلیس"), text::word_hash("دادستان"),
                                             text::word_hash("دادگستری"), text::word_hash("مردم"), text::word_hash("اهالی"), text::word_hash("نماینده"), text::word_hash("شهردار"), text::word_hash("هواشناسی"),
                                             text::word_hash("انتظامی"), text::word_hash("سپاه"), text::word_hash("دانشگاه"), text::word_hash("سخنگوی"), text::word_hash("مسئول"), text::word_hash("امام")};
    static const std::uint32_t kParts[] = {text::word_hash("از"), text::word_hash("به"), text::word_hash("در"), text::word_hash("با"), text::word_hash("که"), text::word_hash("را"), text::word_hash("و")};
    if (!m.ambiguous || cased(m.begin) || named(m) || m.end - m.begin != 1) return false;
    for (std::size_t k = m.begin; k > 0 && m.begin - k < kMaxOffice && !starts_sentence(k) && gap(k - 1) == " "; --k) {
      const std::uint32_t word = t_.word[k - 1];
      if (std::find(std::begin(kParts), std::end(kParts), word) != std::end(kParts)) return false;
      if (std::find(std::begin(kOffices), std::end(kOffices), word) != std::end(kOffices)) return true;
    }
    return false;
  }

  // "Image copyright AFP Image caption The bridge": the first token of it, or the name's own.
  std::size_t image_copyright(const Mention& m) const {
    static const std::uint32_t copyright = text::word_hash("copyright");
    static const std::uint32_t kPictures[] = {text::word_hash("image"), text::word_hash("photo"), text::word_hash("picture"), text::word_hash("video"), text::word_hash("media")};
    if (m.begin < 2 || t_.word[m.begin - 1] != copyright) return m.begin;
    return std::find(std::begin(kPictures), std::end(kPictures), t_.word[m.begin - 2]) != std::end(kPictures) ? m.begin - 2 : m.begin;
  }

  // "Copyright 2024 The Associated Press", "© 2024 AFP": the first token of it. Of agencies; the outlet's own is none.
  std::optional<std::size_t> copyright_of(const Mention& m) const {
    static const std::uint32_t copyright = text::word_hash("copyright"), by = text::word_hash("by"), c = text::word_hash("c");
    if (!is_agency(m) || !cased(m.begin)) return std::nullopt;
    if (const std::optional<Found> left = left_cue(m, true); left && left->kind == PhraseKind::photo) return std::nullopt;  // "Photo: © TASS"
    for (std::size_t k = m.begin; m.begin - k < kMaxFill; --k) {
      if (has(gap_before(k), "©")) return k;
      if (k == 0 || (t_.flags[k] & text::kLineStart)) break;
      if (t_.word[k - 1] == copyright) return k - 1;
      if (!is_the(k - 1) && t_.word[k - 1] != by && t_.word[k - 1] != c && !(t_.flags[k - 1] & text::kNumber)) break;
    }
    return std::nullopt;
  }

  // "Associated Press writers A in Washington, B and C contributed to this report": one past the verb, or the name's end.
  std::size_t contributors_end(const Mention& m) const {
    static const std::uint32_t kPeople[] = {text::word_hash("writer"), text::word_hash("writers"), text::word_hash("reporter"), text::word_hash("reporters"), text::word_hash("journalist"), text::word_hash("journalists"),
                                            text::word_hash("correspondent"), text::word_hash("correspondents"), text::word_hash("staff"), text::word_hash("producer"), text::word_hash("producers"), text::word_hash("video")};
    static const std::uint32_t contributed = text::word_hash("contributed"), to = text::word_hash("to"), reporting = text::word_hash("reporting"), from = text::word_hash("from");
    if (m.end >= n_ || starts_sentence(m.end) || gap(m.end - 1) != " " || !cased(m.begin)) return m.end;
    if (m.ambiguous && !acronym(m)) return m.end;
    if (std::find(std::begin(kPeople), std::end(kPeople), t_.word[m.end]) == std::end(kPeople)) return m.end;
    for (std::size_t k = m.end + 1; k < n_ && k - m.end < kContributors && !(starts_sentence(k) && !upper(k - 1)) && !(t_.flags[k] & text::kParagraphStart); ++k) {
      if (t_.word[k] != contributed) continue;
      if (k + 1 < n_ && !starts_sentence(k + 1) && t_.word[k + 1] != to && t_.word[k + 1] != reporting && t_.word[k + 1] != from) return m.end;
      std::size_t end = k + 1;
      while (end < n_ && end - k < kMaxFill && !starts_sentence(end)) ++end;  // "to this report"
      return end;
    }
    return m.end;
  }

  // A mention that is the outlet without doubt, cue or none.
  bool is_named(const Mention& m, bool photo) const {
    if (photo || m.outlet < 0 || sells_photos(m) || name_of(m) == self_) return false;
    // Three capitals and more are seldom anything else: AFP, BBC; AP and RT are.
    if (m.ambiguous && !named(m) && !(acronym(m) && !is_local(m) && t_.length[m.begin] > 2)) return false;
    if (vetoed(m)) return false;
    return !in_licence(text_, {begin_of(m.begin), end_of(m.end - 1)});
  }

  void judge(std::size_t index) {
    const Mention& m = mentions_[index];
    if (m.outlet >= 0 && name_of(m) == self_) return;
    if (sells_photos(m)) {
      // An agency of pictures is named beside them; EPA in running text is another EPA.
      if (shows_photo(*this, m) || (!m.ambiguous && (opens(gap_before(m.begin)) || left_cue(m, true) || right_cue(m, true) || alone_in_line(*this, m)))) {
        emit(m, Cue::photo, m.begin, m.end, kNone);
      }
      return;
    }
    if (const std::size_t image = image_copyright(m); image < m.begin) return emit(m, Cue::photo, image, m.end, kNone);
    const bool licence = in_licence(text_, {begin_of(m.begin), end_of(m.end - 1)});
    if (const std::optional<std::size_t> first = licence ? copyright_of(m) : std::nullopt) return emit(m, Cue::credit, *first, m.end, kNone);
    if (licence || abbreviates_state(m) || is_governed(m)) return;
    if (const std::size_t end = contributors_end(m); end > m.end) return emit(m, Cue::credit, m.begin, end, kNone);
    if (const std::optional<Cue> cue = cue_by_layout(*this, m)) return emit(m, *cue, m.begin, m.end, kNone);
    if (vetoed(m)) return;
    if (m.begin > 0 && (cues_.classes(t_.word[m.begin - 1]) & kVetoPrev) && m.ambiguous) return;
    if (ends_office(m) || is_province(m)) return;
    if (m.ambiguous && (person_at(m) || is_place(m))) return;
    const bool strict = m.ambiguous || m.outlet < 0;
    std::optional<Found> left = left_cue(m, strict);
    std::optional<Found> right = right_cue(m, strict);
    if (m.ambiguous && (!cased(m.begin) || is_local(m))) {
      // Without capitals ("المدينة", "میزان") only marks, a word for its kind or a phrase of two words tell the name.
      if (right && right->end - right->begin < 2 && !named(m) && !hands_word_on(m, *right) && !reports_that(m, *right) &&
          !prints(m, *right)) right.reset();
      const bool hands = left && left->kind == PhraseKind::relay && left->fill == 0 && hands_on_from(left->begin, left->end, m);  // "ونقلت واس": agencies are handed on
      if (left && !hands && left->end - left->begin < 2 && !named(m) && !closes_clause(m, *left) &&
          !(left->fill == 0 && with_article(m) && !starts_sentence(m.begin))) left.reset();
    } else if (m.ambiguous && right && (right->fill > 2 || person_in_text(m))) {
      right.reset();
    }
    const bool met = left ? left->kind == PhraseKind::meeting : right && right->kind == PhraseKind::meeting;
    if (!left && !right && (!m.ambiguous || named(m))) {
      if (const std::size_t first = told_from(*this, m.begin, m.prefixed); first <= m.begin) return emit(m, Cue::sentence, first, m.end, index);
    }
    if (const auto cue = left || right ? std::nullopt : joined(index))
      return emit(m, cue->kind == PhraseKind::credit ? Cue::credit : Cue::sentence, cue->begin, m.end, kNone);
    if (met || (!left && !right)) return judge_speaker(index, left ? left : right);
    if (left && left->kind == PhraseKind::photo) return emit(m, Cue::photo, left->begin, m.end, index);
    if (right && right->kind == PhraseKind::photo && !left) return emit(m, Cue::photo, m.begin, right->end, index);
    // A verb behind the name that hands on another source: the next name will take this one as its via.
    if (right && right->kind == PhraseKind::relay && hands_on(index, *right)) return;
    const std::size_t begin = left ? left->begin : m.begin;
    const std::size_t end = !left && right ? right->end : m.end;
    const bool credit = (left && left->kind == PhraseKind::credit) || (right && right->kind == PhraseKind::credit);
    emit(m, credit ? Cue::credit : Cue::sentence, begin, end, index, !left && right && speaks_in_person(m, *right));
  }

  // «По данным РБК и «Ведомостей»», "Sources: AP, AFP": the cue before the first name is the second one's too.
  std::optional<Found> joined(std::size_t index) const {
    static const std::uint32_t also = text::word_hash("и"), and_ = text::word_hash("and");
    if (index == 0) return std::nullopt;
    const Mention &first = mentions_[index - 1], &m = mentions_[index];
    if (!cased(m.begin) || starts_inside(first.end, m.begin + 1) || first.outlet == m.outlet) return std::nullopt;
    const bool russian = m.begin == first.end + 1 && t_.word[first.end] == also;
    const bool listed = is_agency(m) && ((m.begin == first.end + 1 && t_.word[first.end] == and_) || (m.begin == first.end && gap(first.end - 1) == ", "));
    if (!russian && !listed) return std::nullopt;
    std::optional<Found> cue = left_cue(first, true);
    if (!cue && listed) cue = joined(index - 1);  // the third of a list
    return russian || (cue && cue->kind == PhraseKind::credit) ? cue : std::nullopt;
  }

  // What an outlet or one of its people says, and what is said to it or there: named, though the text need not be its.
  void judge_speaker(std::size_t index, const std::optional<Found>& met) {
    const Mention& m = mentions_[index];
    if (met) {
      const std::size_t begin = std::min(m.begin, met->begin), end = std::max(m.end, met->end);
      const std::optional<Speech> verb = speech_near(*this, begin, end);
      if (verb) return emit(m, Cue::sentence, std::min(begin, verb->begin), std::max(end, verb->end), index, true);
      if (quotes_follow(*this, begin)) emit(m, Cue::sentence, begin, end, index, true);
      return;
    }
    if (!cased(m.begin) || (m.ambiguous && (is_local(m) || person_in_text(m)))) return;
    if (opens_headline(*this, m.begin, m.end) && (!m.ambiguous || acronym(m))) return emit(m, Cue::sentence, m.begin, m.end, index);
    if (const std::optional<Speech> verb = speech_of(*this, m.begin, m.end, !m.ambiguous || acronym(m))) {
      if (m.ambiguous && !acronym(m) && verb->begin >= m.end && upper(verb->begin)) return;  // "Reason Explained", a title
      emit(m, Cue::sentence, std::min(m.begin, verb->begin), std::max(m.end, verb->end), index, true);
    }
  }

  // "CNN anchor Anna Lind called": one of its people says so, and the outlet need not have printed it. What reporters report it has.
  bool speaks_in_person(const Mention& m, const Found& verb) const {
    static const std::uint32_t kPrints[] = {text::word_hash("reported"), text::word_hash("reports"), text::word_hash("wrote"), text::word_hash("writes")};
    if (!cased(m.begin) || std::find(std::begin(kPrints), std::end(kPrints), t_.word[verb.begin]) != std::end(kPrints)) return false;
    bool person = false;
    for (std::size_t k = m.end; k < verb.begin; ++k) person = person || ((classes(k) & kPerson) && !(classes(k) & kPoll));
    return person && verb.begin > m.end && upper(verb.begin - 1);
  }

  // "فارس نوشت: ...": name and verb open the sentence, and a colon follows.
  bool hands_word_on(const Mention& m, const Found& verb) const {
    return !cased(m.begin) && verb.fill == 0 && starts_sentence(m.begin) && verb.end < n_ && has(gap(verb.end - 1), ":");
  }

  // "The Star" with both its capitals.
  bool with_article(const Mention& m) const { return m.end - m.begin == 2 && is_the(m.begin) && upper(m.begin) && upper(m.begin + 1); }

  // "The Star first reported", "..., Today reported": what outlets do, behind a name that its capitals tell from words.
  bool prints(const Mention& m, const Found& verb) const {
    static const std::uint32_t kDo[] = {text::word_hash("reported"), text::word_hash("reports"), text::word_hash("revealed"), text::word_hash("wrote")};
    if (!is_local(m) || !cased(m.begin) || verb.fill > 1 || std::find(std::begin(kDo), std::end(kDo), t_.word[verb.begin]) == std::end(kDo)) return false;
    return with_article(m) || (m.end - m.begin == 1 && upper(m.begin) && !starts_sentence(m.begin));
  }

  bool hebrew(std::size_t token) const {
    const auto lead = static_cast<unsigned char>(text_[begin_of(token)]);
    return lead == 0xd6 || lead == 0xd7;
  }

  // "לפי הארץ, ...": cue, name and a comma.
  bool closes_clause(const Mention& m, const Found& cue) const {
    static const std::uint32_t by = text::word_hash("לפי");
    return hebrew(m.begin) && cue.fill == 0 && t_.word[cue.begin] == by && has(gap(m.end - 1), ",");
  }

  // "מעריב דיווח כי ...": name, verb, "that".
  bool reports_that(const Mention& m, const Found& verb) const {
    static const std::uint32_t kActive[] = {text::word_hash("דיווח"), text::word_hash("דיווחה"), text::word_hash("פרסם"), text::word_hash("כתב"), text::word_hash("חשף"), text::word_hash("טען"), text::word_hash("מדווח")};
    static const std::uint32_t that = text::word_hash("כי");
    return hebrew(m.begin) && verb.fill == 0 && !m.prefixed && std::find(std::begin(kActive), std::end(kActive), t_.word[verb.begin]) != std::end(kActive) &&
           verb.end < n_ && t_.word[verb.end] == that && (starts_sentence(m.begin) || comma(gap_before(m.begin)));
  }

  // "عن" is also "of" and "about": it hands on behind a verb that does, "نقلت الصحف عن واس".
  bool hands_on_from(std::size_t begin, std::size_t end, const Mention& m) const {
    static const std::uint32_t of = text::word_hash("عن");
    static const std::uint32_t kHand[] = {text::word_hash("نقل"), text::word_hash("نقلت"), text::word_hash("ونقلت"), text::word_hash("ونقل"), text::word_hash("ينقل"), text::word_hash("تنقل"),
                                          text::word_hash("نقلا"), text::word_hash("ناقلا"), text::word_hash("ناقلة"), text::word_hash("نقلته"), text::word_hash("نقله"), text::word_hash("منقول")};
    if (end - begin != 1 || t_.word[begin] != of || (opens(gap_before(m.begin)) && closes(gap(m.end - 1)))) return true;
    for (std::size_t k = begin; k > 0 && begin - k < kMaxFill && !starts_sentence(k); --k) {
      if (std::find(std::begin(kHand), std::end(kHand), t_.word[k - 1]) != std::end(kHand)) return true;
    }
    return false;
  }

  bool hands_on(std::size_t index, const Found& relay) const {
    if (index + 1 >= mentions_.size()) return false;
    const Mention& next = mentions_[index + 1];
    if (next.outlet == mentions_[index].outlet || (next.outlet >= 0 && name_of(next) == self_)) return false;
    const std::optional<Found> cue = left_cue(next, true);
    return cue && cue->kind == PhraseKind::relay && cue->end >= relay.begin && cue->begin < relay.end + 2;
  }

  // "Topeka, Kan.": a state's short form.
  bool abbreviates_state(const Mention& m) const {
    return m.ambiguous && m.end - m.begin == 1 && cased(m.begin) && m.begin > 0 && has(gap_before(m.begin), ",") &&
           gap(m.end - 1).substr(0, 1) == ".";
  }

  // --- Links ---
  void find_links() {
    for (const Span& link : links_in(text_)) add_link(link.begin, link.end);
  }

  // "t.me/name/123" is one post; "t.me/name" bids the reader to subscribe.
  static bool is_post(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    const std::size_t slash = url.rfind('/');
    std::string_view last = url.substr(slash == std::string_view::npos ? 0 : slash + 1);
    while (!last.empty() && (last.back() == '.' || last.back() == ',')) last.remove_suffix(1);
    return !last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos;
  }

  void add_link(std::uint32_t begin, std::uint32_t end) {
    if (begin >= end || n_ == 0) return;
    const int outlet = registry_.find_url(text_.substr(begin, end - begin));
    std::string name;
    if (outlet >= 0) name = registry_.outlets()[static_cast<std::size_t>(outlet)].name;
    else if (std::string site = corpus::own_site(text_.substr(begin, end - begin)); site.substr(0, 5) == "t.me/" && is_post(text_.substr(begin, end - begin)))
      name = std::move(site);
    if (name.empty() || name == self_) return;
    Attribution a;
    a.outlet = std::move(name);
    a.known = outlet >= 0;
    a.cue = Cue::link;
    a.span = {begin, end};
    const auto after = std::upper_bound(t_.begin.begin(), t_.begin.end(), begin);
    const auto token = static_cast<std::size_t>(after - t_.begin.begin());
    a.scope = sentence_scope(token == 0 ? 0 : token - 1, token == 0 ? 0 : token - 1, false);
    out_.push_back(std::move(a));
  }

  // --- Results ---
  std::string name_of(const Mention& m) const {
    if (m.outlet >= 0) return registry_.outlets()[static_cast<std::size_t>(m.outlet)].name;
    const std::string_view words = text_.substr(begin_of(m.begin), end_of(m.end - 1) - begin_of(m.begin));
    return std::string(words);
  }

  // The sentence that holds tokens [begin, end); where it ends in a colon or a quotation goes on behind it, to the
  // quotation's or the paragraph's end.
  Span sentence_scope(std::size_t begin, std::size_t end, bool follow) const {
    std::size_t first = begin;
    while (first > 0 && !starts_sentence(first)) --first;
    std::size_t last = std::max(begin + 1, end);
    while (last < n_ && !starts_sentence(last)) ++last;
    while (follow && last < n_ && !(t_.flags[last] & text::kParagraphStart) &&
           ((t_.flags[last] & (text::kInQuote | text::kQuoteStart)) || has(gap(last - 1), ":"))) {
      ++last;
      while (last < n_ && !starts_sentence(last)) ++last;
    }
    return {begin_of(first), end_of(last - 1)};
  }

  void emit(const Mention& m, Cue cue, std::size_t begin, std::size_t end, std::size_t index, bool speaker = false) {
    Attribution a;
    a.speaker = speaker;
    a.outlet = name_of(m);
    a.known = m.outlet >= 0;
    a.cue = cue;
    if (index != kNone && index > 0 && (cue == Cue::sentence)) {
      // The name before it, if that one hands this one on.
      const Mention& before = mentions_[index - 1];
      const std::optional<Found> cue_of = left_cue(m, true);
      if (cue_of && cue_of->kind == PhraseKind::relay && before.end <= cue_of->begin && cue_of->begin - before.end <= 2 &&
          before.outlet != m.outlet && !starts_inside(before.end, m.begin)) {
        const bool own = before.outlet >= 0 && name_of(before) == self_;
        if (!own) a.via = name_of(before);
        const std::optional<Found> first = left_cue(before, before.ambiguous);
        begin = own ? begin : first ? first->begin : before.begin;
        // Its own attribution, if it was given one, is this one now.
        if (!out_.empty() && !own && out_.back().outlet == a.via && out_.back().cue == Cue::sentence &&
            out_.back().span.end > begin_of(before.begin)) {
          out_.pop_back();
        }
      }
    }
    a.span = {begin_of(begin), end_of(end - 1)};
    switch (cue) {
      case Cue::dateline:
      case Cue::byline:
      case Cue::credit:
        a.scope = {0, static_cast<std::uint32_t>(text_.size())};
        break;
      case Cue::photo:
        a.scope = a.span;
        break;
      default:
        a.scope = sentence_scope(begin, end, true);
    }
    out_.push_back(std::move(a));
  }

  bool starts_inside(std::size_t begin, std::size_t end) const {
    for (std::size_t k = begin; k < end; ++k) {
      if (starts_sentence(k)) return true;
    }
    return false;
  }

  void finish() {
    std::stable_sort(out_.begin(), out_.end(), [](const Attribution& a, const Attribution& b) {
      return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end < b.span.end;
    });
    CharCounter counter(text_);
    for (Attribution& a : out_) {
      a.chars.begin = counter.at(a.span.begin);
      CharCounter ahead = counter;  // the next span may begin before this one ends
      a.chars.end = ahead.at(a.span.end);
      a.text = std::string(text_.substr(a.span.begin, a.span.size()));
    }
  }

  std::string_view self_;
  std::vector<Mention> mentions_;
  std::vector<Attribution> out_;
};

}  // namespace

std::vector<Attribution> find_attributions(std::string_view text, const text::Tokens& tokens, std::string_view,
                                           const corpus::OutletRegistry& registry, std::string_view self, std::vector<std::string>* named) {
  if (named != nullptr) named->clear();
  if (tokens.size() == 0) return {};
  return Finder(text, tokens, registry, self).run(named);
}

}  // namespace reprise::provenance
