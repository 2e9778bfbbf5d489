// Slow, plain twins of the matching stages.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "match/align.hpp"
#include "match/postings.hpp"

namespace reprise::oracle {

/// Largest weight of a common subsequence, by the textbook table.
inline std::uint64_t common_weight(const match::DocView& a, const match::DocView& b) {
  std::vector<std::vector<std::uint64_t>> t(a.size() + 1, std::vector<std::uint64_t>(b.size() + 1, 0));
  for (std::uint32_t i = 1; i <= a.size(); ++i)
    for (std::uint32_t j = 1; j <= b.size(); ++j)
      t[i][j] = std::max({t[i - 1][j], t[i][j - 1], a.words[i - 1] == b.words[j - 1] ? t[i - 1][j - 1] + a.weights[i - 1] : 0});
  return t[a.size()][b.size()];
}

/// All positions where the two articles have `length` equal words in a row.
inline std::vector<match::Seed> common_runs(const match::DocView& a, const match::DocView& b, std::uint32_t length) {
  std::vector<match::Seed> seeds;
  for (std::uint32_t j = 0; j + length <= b.size(); ++j)
    for (std::uint32_t i = 0; i + length <= a.size(); ++i)
      if (std::equal(a.words.begin() + i, a.words.begin() + i + length, b.words.begin() + j)) seeds.push_back({i, j});
  return seeds;
}

/// key -> (article, position) of every fingerprint that two articles hold, by a map.
inline std::map<std::uint64_t, std::vector<std::pair<std::uint32_t, std::uint32_t>>> repeated_fingerprints(
    std::span<const match::DocView> docs, const sketch::FingerprintOptions& options) {
  std::map<std::uint64_t, std::vector<std::pair<std::uint32_t, std::uint32_t>>> lists;
  std::vector<sketch::Fingerprint> found;
  for (std::uint32_t d = 0; d < docs.size(); ++d) {
    sketch::fingerprints(docs[d].words, match::is_ideographic(docs[d]), options, found);
    for (const auto& f : found) lists[f.key].emplace_back(d, f.position);
  }
  std::erase_if(lists, [](const auto& entry) {
    std::set<std::uint32_t> holders;
    for (const auto& [doc, position] : entry.second) holders.insert(doc);
    return holders.size() < 2;
  });
  return lists;
}

}  // namespace reprise::oracle
