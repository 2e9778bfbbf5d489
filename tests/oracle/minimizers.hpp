// Oracle of the fingerprints: every window looked through from the left, every run hashed from scratch.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

#include "base/hash.hpp"
#include "sketch/run_hash.hpp"
#include "sketch/sketch.hpp"

namespace reprise::oracle {

/// mix64 of the sum of word[i] * C^(k-1-i), with the powers computed one by one.
inline std::uint64_t run_hash(std::span<const std::uint32_t> run) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < run.size(); ++i) {
    std::uint64_t term = run[i];
    for (std::size_t times = i + 1; times < run.size(); ++times) term *= sketch::kRunMultiplier;
    sum += term;
  }
  return mix64(sum);
}

inline std::vector<sketch::Fingerprint> minimizers(std::span<const std::uint32_t> words, std::size_t k,
                                                   std::size_t window) {
  if (words.size() < k) return {};
  std::vector<std::uint64_t> hash;
  for (std::size_t i = 0; i + k <= words.size(); ++i) hash.push_back(run_hash(words.subspan(i, k)));
  window = std::min(window, hash.size());
  std::set<std::size_t> kept;
  for (std::size_t first = 0; first + window <= hash.size(); ++first) {
    std::size_t best = first;
    for (std::size_t i = first; i < first + window; ++i) {
      if (static_cast<std::uint32_t>(hash[i]) < static_cast<std::uint32_t>(hash[best])) best = i;
    }
    kept.insert(best);
  }
  std::vector<sketch::Fingerprint> result;
  for (const std::size_t i : kept) result.push_back({mix64(hash[i]), static_cast<std::uint32_t>(i)});
  return result;
}

}  // namespace reprise::oracle
