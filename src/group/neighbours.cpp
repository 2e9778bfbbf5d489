#include "group/neighbours.hpp"

#include <algorithm>
#include <compare>
#include <iterator>
#include <numeric>
#include <tuple>

#include "base/hash.hpp"
#include "text/tokens.hpp"

namespace reprise::group {

namespace {

constexpr std::uint32_t kAtOnce = 3;         // words: a heading's number, a sign that counts as one
constexpr std::uint32_t kMostInserted = 48;  // words of a caption, or of a long sentence
constexpr std::uint32_t kAroundInserted = 3; // times as many words stand around it

/// An occurrence and its family; sorted by article and place, the longer one first.
struct Place {
  std::uint32_t doc, begin, end, family;
  auto key() const { return std::tuple(doc, begin, ~end, family); }
};

std::vector<Place> list_places(const std::vector<Family>& families) {
  std::vector<Place> places;
  for (std::uint32_t f = 0; f < families.size(); ++f)
    if (!families[f].formula)
      for (const FamilyOccurrence& o : families[f].occurrences) places.push_back({o.doc, o.begin, o.end, f});
  std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) { return x.key() < y.key(); });
  return places;
}

/// Keeps the families that `keep` marks, in their order.
void keep_marked(const std::vector<std::uint8_t>& keep, std::vector<Family>& families) {
  std::size_t kept = 0;
  for (std::size_t f = 0; f < families.size(); ++f)
    if (keep[f]) std::swap(families[kept++], families[f]);
  families.resize(kept);
}

/// Two occurrences in one article, the first not behind the second: do they stand near to each other in one paragraph of common size?
template <class Occurrence>
bool in_one_paragraph(std::span<const match::DocView> docs, const Occurrence& x, const Occurrence& y) {
  if (x.doc != y.doc) return false;
  const match::DocView& doc = docs[x.doc];
  return (y.begin <= x.end || y.begin - x.end <= tokens_of(doc, x.begin, kMaxInnerGapWords)) &&
         std::max(x.end, y.end) - x.begin <= tokens_of(doc, x.begin, kMaxParagraphWords) && line_starts(doc, x.begin + 1, y.begin + 1) == 0;
}

/// A quotation begins or ends where the first of two occurrences in an article touches the second.
bool touch_at_quote(std::span<const match::DocView> docs, const Place& x, const Place& y) {
  if (y.begin == 0 || y.begin > x.end) return false;
  const auto flags = docs[x.doc].flags;
  return ((flags[y.begin] ^ flags[y.begin - 1]) & text::kInQuote) != 0;
}

/// Two families in one paragraph of an article.
struct Meeting {
  std::uint32_t x, y, doc;
  bool no_quote;  ///< they do not touch at a quotation mark; last, so that of an article's meetings one that does is kept
  auto operator<=>(const Meeting&) const = default;
};

std::vector<Meeting> list_meetings(std::span<const match::DocView> docs, const std::vector<Family>& families) {
  const std::vector<Place> places = list_places(families);
  std::vector<Meeting> meetings;
  for (std::size_t i = 0; i + 1 < places.size(); ++i) {
    const auto [x, y] = std::minmax(places[i].family, places[i + 1].family);
    if (x != y && in_one_paragraph(docs, places[i], places[i + 1])) meetings.push_back({x, y, places[i].doc, !touch_at_quote(docs, places[i], places[i + 1])});
  }
  std::sort(meetings.begin(), meetings.end());
  const auto same = [](const Meeting& p, const Meeting& q) { return p.x == q.x && p.y == q.y && p.doc == q.doc; };
  meetings.erase(std::unique(meetings.begin(), meetings.end(), same), meetings.end());
  return meetings;
}

std::vector<std::uint32_t> articles_of(const Family& family) {
  std::vector<std::uint32_t> docs;
  for (const FamilyOccurrence& o : family.occurrences) docs.push_back(o.doc);  // occurrences are sorted by article
  docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
  return docs;
}

/// Two families that the articles of `meetings` have in one paragraph are one when these are most of the articles that hold either, and
/// nearly all of those hold the one that more hold: what all have in common. Three of four are enough where the families mostly touch
/// at a quotation mark: a speaker's words and the tag that names him are one passage, and some copies tag the words anew.
bool are_one(const Family& x, const Family& y, std::span<const Meeting> meetings) {
  const auto in_x = articles_of(x), in_y = articles_of(y);
  std::vector<std::uint32_t> either;
  std::set_union(in_x.begin(), in_x.end(), in_y.begin(), in_y.end(), std::back_inserter(either));
  if (2 * meetings.size() <= either.size()) return false;
  const auto apart = static_cast<std::size_t>(std::count_if(meetings.begin(), meetings.end(), [](const Meeting& m) { return m.no_quote; }));
  const std::size_t most = std::max(in_x.size(), in_y.size());
  return 2 * apart < meetings.size() ? 4 * most >= 3 * either.size() : 10 * most >= 9 * either.size();
}

std::uint64_t words_of_all(const Family& family) {
  return std::accumulate(family.occurrences.begin(), family.occurrences.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const FamilyOccurrence& o) { return sum + (o.end - o.begin); });
}

/// Of two families as one, by their words.
std::uint32_t mean_identity(const Family& x, const Family& y) {
  const std::uint64_t of_x = words_of_all(x), of_y = words_of_all(y);
  return static_cast<std::uint32_t>((x.identity_permille * of_x + y.identity_permille * of_y) / std::max<std::uint64_t>(1, of_x + of_y));
}

/// Adds the occurrences of `from` to `into`.
void take_over(Family& from, Family& into) {
  into.identity_permille = mean_identity(into, from);
  into.occurrences.insert(into.occurrences.end(), from.occurrences.begin(), from.occurrences.end());
}

/// Occurrences in one paragraph become one.
void close_gaps(std::span<const match::DocView> docs, std::vector<FamilyOccurrence>& list) {
  std::sort(list.begin(), list.end(), [](const FamilyOccurrence& x, const FamilyOccurrence& y) { return std::tuple(x.doc, x.begin, x.end) < std::tuple(y.doc, y.begin, y.end); });
  std::size_t last = 0;
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (in_one_paragraph(docs, list[last], list[i]) || (list[last].doc == list[i].doc && list[i].begin < list[last].end)) {
      list[last].end = std::max(list[last].end, list[i].end);
    } else {
      list[++last] = list[i];
    }
  }
  list.resize(last + 1);
}

}  // namespace

std::uint32_t tokens_of(const match::DocView& doc, std::uint32_t at, std::uint32_t words) { return doc.flags[at] & text::kIdeograph ? 2 * words : words; }

std::uint32_t line_starts(const match::DocView& doc, std::uint32_t begin, std::uint32_t end) {
  const auto flags = doc.flags.subspan(begin, end - begin);
  return static_cast<std::uint32_t>(std::count_if(flags.begin(), flags.end(), [](std::uint8_t f) { return (f & text::kLineStart) != 0; }));
}

void merge_neighbours(std::span<const match::DocView> docs, std::vector<Family>& families) {
  const std::vector<Meeting> meetings = list_meetings(docs, families);
  std::vector<std::uint32_t> root(families.size());
  std::iota(root.begin(), root.end(), 0u);
  const auto find = [&](std::uint32_t f) {
    while (root[f] != f) f = root[f] = root[root[f]];
    return f;
  };
  for (std::size_t i = 0, end = 0; i < meetings.size(); i = end) {
    while (end < meetings.size() && meetings[end].x == meetings[i].x && meetings[end].y == meetings[i].y) ++end;
    if (!are_one(families[meetings[i].x], families[meetings[i].y], std::span(meetings).subspan(i, end - i))) continue;
    const auto [first, second] = std::minmax({find(meetings[i].x), find(meetings[i].y)});
    root[second] = first;
  }
  std::vector<std::uint8_t> keep(families.size(), 1), grown(families.size(), 0);
  for (std::uint32_t f = 0; f < families.size(); ++f) {
    if (find(f) == f) continue;
    take_over(families[f], families[find(f)]);
    keep[f] = 0;
    grown[find(f)] = 1;
  }
  for (std::uint32_t f = 0; f < families.size(); ++f)
    if (grown[f]) close_gaps(docs, families[f].occurrences);
  keep_marked(keep, families);
}

namespace {

/// Family y stands right behind x in an article.
struct Step {
  std::uint32_t x, y, doc, gap, length;  ///< words between the two, and of both
  auto operator<=>(const Step&) const = default;
};

/// Of the articles that hold the family, each once; 0 where one holds it twice. Equal for equal lists, and hardly for others.
std::uint64_t key_of_articles(const Family& family) {
  std::uint64_t key = 0;
  for (std::size_t o = 0; o < family.occurrences.size(); ++o) {
    if (o > 0 && family.occurrences[o].doc == family.occurrences[o - 1].doc) return 0;
    key = hash_combine(key, family.occurrences[o].doc + 1);
  }
  return key;
}

std::vector<Step> list_steps(std::span<const match::DocView> docs, const std::vector<Family>& families) {
  const std::vector<Place> places = list_places(families);
  std::vector<std::uint64_t> articles(families.size());
  std::transform(families.begin(), families.end(), articles.begin(), key_of_articles);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& x = places[i];
    if (articles[x.family] == 0) continue;
    const std::uint32_t furthest = x.end + tokens_of(docs[x.doc], x.begin, kMostInserted);
    for (std::size_t k = i + 1; k < places.size() && places[k].doc == x.doc && places[k].begin <= furthest; ++k) {
      const Place& y = places[k];
      if (y.begin < x.end || y.family == x.family || articles[y.family] != articles[x.family]) continue;  // what others have may stand in between
      steps.push_back({x.family, y.family, x.doc, match::words_of(docs[x.doc], x.end, y.begin), match::words_of(docs[x.doc], x.begin, x.end) + match::words_of(docs[x.doc], y.begin, y.end)});
      break;
    }
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

/// All articles of the two, which are as many, have the one behind the other; most have no more than a line's end between them, the others a caption or a sentence.
bool is_insertion(const Family& x, const Family& y, std::span<const Step> steps) {
  if (steps.size() != x.occurrences.size() || steps.size() != y.occurrences.size()) return false;
  const auto close = std::count_if(steps.begin(), steps.end(), [](const Step& s) { return s.gap <= kAtOnce; });
  return 2 * static_cast<std::size_t>(close) >= steps.size() && std::all_of(steps.begin(), steps.end(), [](const Step& s) { return s.gap <= kAtOnce || kAroundInserted * s.gap <= s.length; });
}

}  // namespace

void join_over_insertions(std::span<const match::DocView> docs, std::vector<Family>& families) {
  const std::vector<Step> steps = list_steps(docs, families);
  std::vector<std::uint32_t> next(families.size(), kNone);
  std::vector<std::uint8_t> keep(families.size(), 1);
  for (std::size_t i = 0, end = 0; i < steps.size(); i = end) {
    while (end < steps.size() && steps[end].x == steps[i].x && steps[end].y == steps[i].y) ++end;
    if (!is_insertion(families[steps[i].x], families[steps[i].y], std::span(steps).subspan(i, end - i))) continue;
    next[steps[i].x] = steps[i].y;
    keep[steps[i].y] = 0;
  }
  for (std::uint32_t f = 0; f < families.size(); ++f) {
    if (!keep[f]) continue;
    for (std::uint32_t g = next[f]; g != kNone; g = next[g]) {
      families[f].identity_permille = mean_identity(families[f], families[g]);
      for (std::size_t o = 0; o < families[f].occurrences.size(); ++o) families[f].occurrences[o].end = families[g].occurrences[o].end;
    }
  }
  keep_marked(keep, families);
}

void leave_datelines(std::span<const match::DocView> docs, std::span<const WordRange> datelines, std::uint32_t min_words, std::vector<Family>& families) {
  for (Family& family : families) {
    if (family.formula) continue;
    for (FamilyOccurrence& o : family.occurrences)
      if (const WordRange& line = datelines[o.doc]; o.begin >= line.begin && o.begin < line.end && o.end >= line.end + (line.end - o.begin) && match::words_of(docs[o.doc], line.end, o.end) >= min_words)
        o.begin = line.end;
  }
}

void absorb_inner(std::vector<Family>& families) {
  const std::vector<Place> places = list_places(families);
  std::vector<std::uint32_t> outer(families.size(), kNone);  // the one family around all occurrences so far
  std::vector<std::uint8_t> keep(families.size(), 0);
  for (std::size_t f = 0; f < families.size(); ++f) keep[f] = families[f].formula;
  const Place* furthest = nullptr;  // of this article's so far
  for (const Place& here : places) {
    if (furthest == nullptr || furthest->doc != here.doc || furthest->end < here.end) {
      furthest = &here;
      keep[here.family] = 1;
    } else if (furthest->family == here.family || (outer[here.family] != kNone && outer[here.family] != furthest->family)) {
      keep[here.family] = 1;
    } else {
      outer[here.family] = furthest->family;
    }
  }
  keep_marked(keep, families);
}

}  // namespace reprise::group
