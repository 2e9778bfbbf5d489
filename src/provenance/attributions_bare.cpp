// Idea: where capitals do not tell a name from a word, its cue alone must do it: marks around the name, a word for its kind, a phrase of two words and more,
//   or one of the shapes here, each of which was seen with names and not with words.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_bare.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include "provenance/attributions_senses.hpp"

namespace reprise::provenance {
namespace {

constexpr std::size_t kMostObject = 3;  // words of what is quoted, between the verb and the name
constexpr std::size_t kMostDay = 6;     // words of a name's country and a day
constexpr std::size_t kMostTeller = 9;  // words of who says it, and the article
constexpr std::size_t kMostTold = 30;   // words of what is told, before the verb

class Bare : private NamedView {
 public:
  explicit Bare(const NamedView& view) : NamedView(view) {}

  bool sure_behind(const Mention& m, const Found& cue) const {
    return cue.end - cue.begin >= 2 || set_apart(*this, m) || hands_word_on(m, cue) || reports_that(m, cue) || prints(m, cue) || told_in_persian(m, cue);
  }

  bool sure_before(const Mention& m, const Found& cue) const {
    if (cue.kind == PhraseKind::relay && cue.fill == 0 && hands_on_from(cue.begin, cue.end, m)) return true;  // "ونقلت واس": agencies are handed on
    return cue.end - cue.begin >= 2 || set_apart(*this, m) || closes_clause(m, cue) || (cue.fill == 0 && (with_article(m) || capitals(m)) && !starts_sentence(m.begin)) ||
           credits_alone(m, cue);
  }

  // «передаёт слова тренера «Матч ТВ»», «пишет местная «Фонтанка»»: what is handed on, or what it is, stands between the verb and the name.
  std::optional<Found> quoting_verb(const Mention& m) const {
    static const std::uint32_t kVerbs[] = {text::word_hash("передает"), text::word_hash("передают"), text::word_hash("приводит"), text::word_hash("приводят"), text::word_hash("цитирует"), text::word_hash("цитируют"),
                                           text::word_hash("пишет"), text::word_hash("пишут"), text::word_hash("сообщает"), text::word_hash("сообщают"), text::word_hash("сообщил"), text::word_hash("сообщила"), text::word_hash("сообщили")};
    if (m.ambiguous && !set_apart(*this, m)) return std::nullopt;
    for (std::size_t k = m.begin; k > 0 && m.begin - k <= kMostObject && !starts_sentence(k); --k) {
      if (std::find(std::begin(kVerbs), std::end(kVerbs), t_.word[k - 1]) != std::end(kVerbs)) return Found{k - 1, k, PhraseKind::report, m.begin - k, false};
      const std::string_view between = gap(k - 1);
      if (between != " " && !(k == m.begin && !comma(between))) return std::nullopt;
    }
    return std::nullopt;
  }

  // "sagte Bäckerin Margot Haigis dem Boten"; but "sagte ein Sprecher der Bild" is the paper's own.
  std::optional<Found> told_in_german(const Mention& m) const {
    static const std::uint32_t kArticles[] = {text::word_hash("dem"), text::word_hash("der")};
    static const std::uint32_t kSaid[] = {text::word_hash("sagte"), text::word_hash("sagten"), text::word_hash("sagt"), text::word_hash("erzählte"), text::word_hash("erzählt"), text::word_hash("erklärte"), text::word_hash("erklärten"),
                                          text::word_hash("schilderte"), text::word_hash("verriet"), text::word_hash("bestätigte"), text::word_hash("bestätigten"), text::word_hash("teilte")};
    static const std::uint32_t kTold[] = {text::word_hash("mitgeteilt"), text::word_hash("gesagt"), text::word_hash("erzählt"), text::word_hash("erklärt"), text::word_hash("bestätigt"), text::word_hash("geschildert"), text::word_hash("verraten")};
    static const std::uint32_t kItsOwn[] = {text::word_hash("sprecher"), text::word_hash("sprecherin"), text::word_hash("chef"), text::word_hash("chefin"), text::word_hash("chefredakteur"), text::word_hash("chefredakteurin"), text::word_hash("reporter"),
                                            text::word_hash("reporterin"), text::word_hash("korrespondent"), text::word_hash("korrespondentin"), text::word_hash("redakteur"), text::word_hash("redakteurin"), text::word_hash("herausgeber"), text::word_hash("verleger"),
                                            text::word_hash("geschäftsführer"), text::word_hash("intendant"), text::word_hash("intendantin"), text::word_hash("redaktion")};
    const auto is_one = [&](std::span<const std::uint32_t> list, std::size_t k) { return std::find(list.begin(), list.end(), t_.word[k]) != list.end(); };
    if (m.begin < 2 || starts_sentence(m.begin) || starts_sentence(m.begin - 1) || !is_one(kArticles, m.begin - 1) || is_one(kItsOwn, m.begin - 2)) return std::nullopt;
    if (m.end < n_ && !starts_sentence(m.end) && is_one(kTold, m.end)) return Found{m.begin - 1, m.begin, PhraseKind::report, 0, false};
    for (std::size_t k = m.begin - 1; k > 0 && m.begin - k <= kMostTeller; --k) {
      if (starts_sentence(k) || comma(gap_before(k))) return std::nullopt;
      if (is_one(kSaid, k - 1)) return k + 1 < m.begin ? std::optional(Found{k - 1, m.begin, PhraseKind::report, 0, false}) : std::nullopt;  // "sagte der Spiegel" speaks itself
    }
    return std::nullopt;
  }

  // «آکسیوس از مذاکره ایران و آمریکا خبر داد»: of what it tells stands between the name and the verb.
  std::optional<Found> telling_verb(const Mention& m) const {
    static const std::uint32_t of = text::word_hash("از"), news = text::word_hash("خبر"), kGave[] = {text::word_hash("داد"), text::word_hash("داده"), text::word_hash("داده‌است")};
    if (cased(m.begin) || m.end >= n_ || (m.ambiguous && !set_apart(*this, m))) return std::nullopt;
    std::size_t k = m.end;
    while (k < n_ && k - m.end < kMostDay && !starts_sentence(k) && t_.word[k] != of) ++k;
    if (k >= n_ || t_.word[k] != of || starts_sentence(k)) return std::nullopt;
    for (const std::size_t first = k; k + 1 < n_ && k - first < kMostTold && !starts_sentence(k + 1); ++k)
      if (t_.word[k] == news && std::find(std::begin(kGave), std::end(kGave), t_.word[k + 1]) != std::end(kGave)) return Found{k, k + 2, PhraseKind::report, k - m.end, false};
    return std::nullopt;
  }

 private:
  // "فارس نوشت: ...": name and verb open the sentence, and a colon follows.
  bool hands_word_on(const Mention& m, const Found& verb) const {
    return !cased(m.begin) && verb.fill == 0 && starts_sentence(m.begin) && verb.end < n_ && has(gap(verb.end - 1), ":");
  }

  // «به مهر گفت»: said to the agency.
  bool told_in_persian(const Mention& m, const Found& verb) const {
    static const std::uint32_t to = text::word_hash("به"), kSaid[] = {text::word_hash("گفت"), text::word_hash("گفته")};
    return m.begin > 0 && !starts_sentence(m.begin) && t_.word[m.begin - 1] == to && verb.fill == 0 && std::find(std::begin(kSaid), std::end(kSaid), t_.word[verb.begin]) != std::end(kSaid);
  }

  // «منبع: فارس»: a line of the credit and the name.
  bool credits_alone(const Mention& m, const Found& cue) const {
    return cue.kind == PhraseKind::credit && cue.fill == 0 && has(gap_before(m.begin), ":") && (cue.begin == 0 || (t_.flags[cue.begin] & text::kLineStart)) &&
           line_ends(m.end);
  }

  // "The Star" with both its capitals.
  bool with_article(const Mention& m) const { return m.end - m.begin == 2 && is_the(m.begin) && upper(m.begin) && upper(m.begin + 1); }

  // "Complete Sports", "WNEP": two capitals and more, of an outlet of the corpus.
  bool capitals(const Mention& m) const {
    if (!is_local(m)) return false;
    if (m.end - m.begin == 1) return call_sign(m);
    for (std::size_t k = m.begin; k < m.end; ++k)
      if (!cased(k) || !upper(k)) return false;
    return true;
  }

  bool call_sign(const Mention& m) const {
    const std::string_view word = text_.substr(begin_of(m.begin), end_of(m.begin) - begin_of(m.begin));
    return word.size() >= 3 && std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  }

  // "The Star first reported", "..., Today reported": what outlets do, behind a name that its capitals tell from words.
  bool prints(const Mention& m, const Found& verb) const {
    static const std::uint32_t kDo[] = {text::word_hash("reported"), text::word_hash("reports"), text::word_hash("revealed"), text::word_hash("wrote")};
    if (!is_local(m) || !cased(m.begin) || verb.fill > 1 || std::find(std::begin(kDo), std::end(kDo), t_.word[verb.begin]) == std::end(kDo)) return false;
    return with_article(m) || capitals(m) || (m.end - m.begin == 1 && upper(m.begin) && !starts_sentence(m.begin));
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
};

}  // namespace

bool sure_cue_behind(const NamedView& view, const Mention& m, const Found& cue) { return Bare(view).sure_behind(m, cue); }

bool sure_cue_before(const NamedView& view, const Mention& m, const Found& cue) { return Bare(view).sure_before(m, cue); }

std::optional<Found> quoting_verb(const NamedView& view, const Mention& m) { return Bare(view).quoting_verb(m); }

std::optional<Found> told_in_german(const NamedView& view, const Mention& m) { return Bare(view).told_in_german(m); }

std::optional<Found> telling_verb(const NamedView& view, const Mention& m) { return Bare(view).telling_verb(m); }

}  // namespace reprise::provenance
