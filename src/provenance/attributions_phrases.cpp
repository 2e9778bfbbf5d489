// Idea: from the name outwards, word by word, up to a phrase of the tables; every word between must be one that stands there in sentences that
//   credit, and a sentence's border, most commas and a closing bracket end the look.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_phrases.hpp"

#include <algorithm>
#include <iterator>

#include "provenance/attributions_speakers.hpp"

namespace reprise::provenance {
namespace {

constexpr std::size_t kMaxUnknown = 2;  // words of no table between a sure name and its verb: "the Post's investigative unit reported"
constexpr std::size_t kMostBracketed = 2;  // between a verb and its name: the day
constexpr std::size_t kMostExplained = 6;  // in brackets behind a name
constexpr std::size_t kMostReporter = 2;   // words of a reporter's name between the cue and "ב" + outlet

// "her local paper, the Connacht Tribune": what the outlet is, and its name after a comma.
bool is_medium(std::uint32_t word) {
  static const std::uint32_t kMedia[] = {text::word_hash("paper"), text::word_hash("newspaper"), text::word_hash("publication"), text::word_hash("broadcaster"), text::word_hash("daily"), text::word_hash("weekly"), text::word_hash("outlet"),
                                         text::word_hash("website"), text::word_hash("station"), text::word_hash("magazine"), text::word_hash("agency"), text::word_hash("newswire"), text::word_hash("portal"), text::word_hash("site")};
  return std::find(std::begin(kMedia), std::end(kMedia), word) != std::end(kMedia);
}

}  // namespace

bool NamedView::acronym(const Mention& m) const {
  const auto shouts = [&](std::size_t token) { return upper(token) && t_.length[token] > 1 && all_caps(token); };
  return m.end - m.begin == 1 && shouts(m.begin) && (m.begin == 0 || !shouts(m.begin - 1)) && (m.end >= n_ || !shouts(m.end));
}

bool NamedView::person_at(const Mention& m) const {
  if (m.begin == 0 || starts_sentence(m.begin) || acronym(m)) return false;
  const std::size_t before = m.begin - 1;
  if (cues_.classes(t_.word[before]) & kVetoPrev) return true;
  return gap(before) == " " && upper(before) && !(classes(before) & (kFiller | kLeft | kRole | kOpener)) &&
         t_.length[before] > 2 && !all_caps(before);
}

/// The token behind which a bracket of a word or two opens that closes before `k`; `k` where there is none.
std::size_t NamedView::before_brackets(std::size_t k) const {
  if (k < 2 || !gap(k - 1).ends_with(") ")) return k;
  for (std::size_t word = k - 1; word > 0 && k - word <= kMostBracketed && !starts_sentence(word); --word)
    if (gap(word - 1) == " (") return word;
  return k;
}

std::optional<Found> NamedView::left_cue(const Mention& m, bool strict) const {
  std::size_t reporters = 0;
  for (std::size_t fill = 0, k = m.begin; fill <= kMaxFill; ++fill, --k) {
    if (k == 0 || starts_sentence(k) ) {
      // "Source:\nTASS" and "Источник: ТАСС" may be lines of their own.
      if (k == 0 || !colon(gap_before(k)) || fill > 0) return std::nullopt;
    }
    const std::uint32_t cls = cues_.classes(t_.word[k - 1]);
    if (cls & kLeft) {
      for (const Phrase& p : *cues_.left(t_.word[k - 1])) {
        if (p.words.size() > k || !std::equal(p.words.begin(), p.words.end(), t_.word.begin() + static_cast<long>(k - p.words.size()))) continue;
        if (p.colon && !colon(gap(k - 1)) && !dash(gap(k - 1)) && !has(gap(k - 1), "】")) continue;
        if (comma(gap(k - 1)) && !p.colon) continue;
        if ((reporters > 0 && p.words.size() < 2) || starts_inside(k - p.words.size() + 1, k)) continue;
        return Found{k - p.words.size(), k, p.kind, fill, p.told};
      }
    }
    if (const std::size_t before = before_brackets(k); before < k) {  // "דווח הבוקר (שלישי) בכאן"
      k = before + 1;
      continue;
    }
    const bool parted = comma(gap(k - 1)) && !(gap(k - 1) == ", " && is_medium(t_.word[k - 1]));
    if (parted || has(gap(k - 1), ")") || has(gap(k - 1), "）") || has(gap(k - 1), "]")) return std::nullopt;
    const bool known = cls & kFiller;
    const bool reporter = !known && m.prefixed && !cased(m.begin) && ++reporters <= kMostReporter;  // "לפי דיווח של דורון קדוש בגלי צה״ל"
    if (!known && !reporter && (strict || !upper(k - 1))) return std::nullopt;
  }
  return std::nullopt;
}

/// Behind "(of Arlington Heights)" or "（總部在倫敦）" that explains the name before `end`; `end` where nothing does.
std::size_t NamedView::behind_brackets(std::size_t end) const {
  const std::string_view before = gap(end - 1);
  if (end >= n_ || starts_sentence(end) || !(has(before, " (") || has(before, "（")) || closes(before)) return end;
  for (std::size_t k = end; k < n_ && k - end < kMostExplained && !(k > end && starts_sentence(k)); ++k)
    if (has(gap(k), ")") || has(gap(k), "）")) return comma(gap(k)) ? end : k + 1;
  return end;
}

std::optional<Found> NamedView::right_cue(const Mention& m, bool strict) const {
  std::size_t unknown = 0;
  bool polled = false;
  const std::size_t first = behind_brackets(m.end);
  for (std::size_t fill = 0, k = first; fill <= kMaxFill && k < n_; ++fill, ++k) {
    if (starts_sentence(k)) return std::nullopt;
    const std::uint32_t cls = cues_.classes(t_.word[k]);
    const std::string_view before = gap(k - 1);
    if (fill == 0 && cased(m.begin) && has(before, ": ")) return std::nullopt;  // "on CNN: 'I never said ...'"
    static const std::uint32_t report = text::word_hash("report"), states = text::word_hash("states");
    if (cls & kRight) {
      for (const Phrase& p : *cues_.right(t_.word[k])) {
        if (p.words.size() > n_ - k || !std::equal(p.words.begin(), p.words.end(), t_.word.begin() + static_cast<long>(k))) continue;
        if (comma(before) && p.kind != PhraseKind::relay) continue;
        if (cased(k) && (passive(*this, k) || said_to_be(*this, k))) return std::nullopt;
        if (m.ambiguous && !acronym(m) && cased(k) && upper(k) && p.kind == PhraseKind::report) continue;  // "Reason Explained", a title
        if ((cls & kPrinted) && unknown > 0 && !polled && cased(k)) continue;  // "the CNN morning shows"
        const bool name = p.words.size() == 1 && (t_.word[k] == report || t_.word[k] == states) && fill > 0 && upper(k) && upper(k - 1);
        if (name) continue;  // "CNN and the Drudge Report", "the United States"
        return Found{k, k + p.words.size(), p.kind, fill, p.told};
      }
    }
    if (comma(before)) return std::nullopt;
    polled = polled || (cls & kPoll);
    if (!(cls & (kRole | kFiller)) && !upper(k) && (strict || ++unknown > kMaxUnknown || !cased(k))) return std::nullopt;
    if (strict && !(cls & (kRole | kFiller))) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace reprise::provenance
