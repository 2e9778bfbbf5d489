// Which witnesses of a family are compared, and the comparison.
//
// Idea: all pairs up to kExact witnesses; above, each witness with the earliest, those just before it, those that share its rarest
//   readings and those whose outlet it names.
// Cost: O(n^2) comparisons up to kExact, O(n) above.
// Tested by tests/provenance/decode_test.cpp.
#include <algorithm>

#include "base/kept.hpp"
#include "provenance/decode_model.hpp"

namespace reprise::provenance {

std::vector<std::pair<std::uint32_t, std::uint32_t>> candidate_pairs(const FamilyWords& words, const Names& names) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  const std::uint32_t n = static_cast<std::uint32_t>(words.size());
  if (n <= kExact) {
    for (std::uint32_t u = 0; u < n; ++u) {
      for (std::uint32_t v = u + 1; v < n; ++v) pairs.emplace_back(u, v);
    }
    return pairs;
  }
  constexpr std::uint32_t kEarliest = 8, kJustBefore = 8, kSimilar = 8, kRareWords = 6, kHolders = 24, kCredited = 8;
  // A witness's rarest readings that others share lead to those most like it.
  std::vector<std::uint32_t> frequency(words.distinct, 0), stamp(words.distinct, n);
  for (std::uint32_t w = 0; w < n; ++w) {
    for (std::uint32_t id : words.words(w)) {
      if (stamp[id] != w) ++frequency[id];
      stamp[id] = w;
    }
  }
  std::vector<std::vector<std::uint32_t>> holders(words.distinct);
  std::vector<std::vector<std::uint32_t>> rare(n);
  for (std::uint32_t w = 0; w < n; ++w) {
    std::vector<std::uint32_t>& mine = rare[w];
    for (std::uint32_t id : words.words(w)) {
      if (frequency[id] > 1) mine.push_back(id);
    }
    std::sort(mine.begin(), mine.end(), [&](std::uint32_t a, std::uint32_t b) {
      return frequency[a] != frequency[b] ? frequency[a] < frequency[b] : a < b;
    });
    mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
    if (mine.size() > kRareWords) mine.resize(kRareWords);
    for (std::uint32_t id : mine) {
      if (holders[id].size() < kHolders) holders[id].push_back(w);
    }
  }
  std::vector<std::vector<std::uint32_t>> by_outlet(names.names.size());
  for (std::uint32_t w = 0; w < n; ++w) {
    if (names.own[w] != kNone && by_outlet[names.own[w]].size() < kCredited) by_outlet[names.own[w]].push_back(w);
  }
  std::vector<std::uint32_t> votes(n, 0), touched, near;
  for (std::uint32_t v = 0; v < n; ++v) {
    near.clear();
    for (std::uint32_t u = 0; u < std::min(kEarliest, n); ++u) near.push_back(u);
    for (std::uint32_t u = v > kJustBefore ? v - kJustBefore : 0; u < v; ++u) near.push_back(u);
    touched.clear();
    for (std::uint32_t id : rare[v]) {
      for (std::uint32_t u : holders[id]) {
        if (votes[u]++ == 0) touched.push_back(u);
      }
    }
    const std::size_t take = std::min<std::size_t>(kSimilar, touched.size());
    std::partial_sort(touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(take), touched.end(),
                      [&](std::uint32_t a, std::uint32_t b) { return votes[a] != votes[b] ? votes[a] > votes[b] : a < b; });
    near.insert(near.end(), touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(take));
    for (std::uint32_t u : touched) votes[u] = 0;
    std::size_t credited = 0;
    for (const Named& named : names.named[v]) {
      for (std::uint32_t u : by_outlet[named.outlet]) {
        if (credited++ < kCredited) near.push_back(u);
      }
    }
    for (std::uint32_t u : near) {
      if (u != v) pairs.emplace_back(std::min(u, v), std::max(u, v));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

std::vector<FamilyPair> compare_pairs(const FamilyWords& words, const FamilyRecord& family,
                                      std::span<const std::pair<std::uint32_t, std::uint32_t>> which) {
  std::vector<FamilyPair> pairs;
  pairs.reserve(2 * which.size());
  with_kept<Aligner>([&](Aligner& aligner) {
    for (const auto& [u, v] : which) {
      if (family.occurrences[u].article == family.occurrences[v].article) continue;
      const auto [down, up] = compare(words, u, v, aligner);
      pairs.push_back({u, v, down});
      pairs.push_back({v, u, up});
    }
    if (aligner.is_large()) aligner = {};
  });
  return pairs;
}

std::vector<FamilyPair> compare_family(std::span<const Witness> witnesses, const FamilyRecord& family, FamilyWords* kept) {
  if (family.kind == Kind::boilerplate || witnesses.size() > kExact || witnesses.size() < 2) return {};
  FamilyWords words = family_words(witnesses);
  std::vector<FamilyPair> pairs = compare_pairs(words, family, candidate_pairs(words, {}));
  if (kept != nullptr) *kept = std::move(words);
  return pairs;
}

}  // namespace reprise::provenance
