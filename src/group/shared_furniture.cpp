#include "group/shared_furniture.hpp"

#include <algorithm>
#include <vector>

namespace reprise::group {

namespace {

/// Whole lines in all articles, and at an end of most.
bool stands_at_ends(std::span<const match::DocView> docs, std::span<const FamilyOccurrence> occurrences, const SharedFurnitureOptions& options) {
  std::size_t at_end = 0;
  for (const FamilyOccurrence& o : occurrences) {
    const match::DocView& doc = docs[o.doc];
    const std::uint32_t share = match::words_of(doc, o.begin, o.end) <= options.short_words ? options.max_short_share_permille : options.max_share_permille;
    if (1000ull * (o.end - o.begin) > std::uint64_t{share} * doc.size()) return false;
    const bool whole = near_line_start(doc, o.begin, options.edge_words) && (near_line_start(doc, o.end, options.edge_words) || doc.size() - o.end <= options.last_words);
    if (!whole) return false;
    at_end += o.begin <= options.edge_words || doc.size() - o.end <= options.end_words;
  }
  return 1000 * at_end >= std::uint64_t{options.min_end_permille} * occurrences.size();
}

/// What two articles say outside the text has little in common, and is enough to tell.
bool are_unrelated(std::span<const match::DocView> docs, const FamilyOccurrence& a, const FamilyOccurrence& b, const SharedFurnitureOptions& options,
                   RestComparer& rest) {
  match::Alignment shared;
  shared.a_begin = a.begin, shared.a_end = a.end, shared.b_begin = b.begin, shared.b_end = b.end;
  const std::uint32_t cosine = rest.cosine_permille(docs[a.doc], docs[b.doc], {&shared, 1});
  return cosine != kNone && cosine < options.max_cosine_permille;
}

}  // namespace

bool is_shared_furniture(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const FamilyOccurrence> occurrences,
                         std::uint32_t identity_permille, const SharedFurnitureOptions& options, RestComparer& rest) {
  if (occurrences.size() < options.articles || identity_permille < options.min_identity_permille || !stands_at_ends(docs, occurrences, options)) return false;
  std::vector<FamilyOccurrence> by_day(occurrences.begin(), occurrences.end());
  std::stable_sort(by_day.begin(), by_day.end(), [&](const FamilyOccurrence& x, const FamilyOccurrence& y) { return facts[x.doc].day < facts[y.doc].day; });
  std::vector<FamilyOccurrence> strangers;  // unrelated two by two
  std::uint32_t occasions = 0;
  std::int64_t last = 0;
  for (const FamilyOccurrence& o : by_day) {
    const bool unrelated = std::all_of(strangers.begin(), strangers.end(), [&](const FamilyOccurrence& s) { return s.doc != o.doc && are_unrelated(docs, s, o, options, rest); });
    if (!unrelated) continue;
    strangers.push_back(o);
    const std::int32_t day = facts[o.doc].day;
    if (day != kUnknownDay && (occasions == 0 || day - last >= options.far_days)) ++occasions, last = day;
    if (occasions >= options.articles || strangers.size() >= options.undated_articles) return true;
    if (strangers.size() == options.max_holders) break;
  }
  return false;
}

}  // namespace reprise::group
