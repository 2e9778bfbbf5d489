// Banding: candidate pairs of near-duplicates from MinHash signatures (Leskovec et al., Mining of Massive Datasets, 3.4).
//
// Articles that agree in all rows of a band share a bucket. A bucket of m articles yields the pairs (earliest, x) and
// (the one before x, x): 2m pairs, never m^2; what is near the bucket's earliest member is found through it.
// P(candidate) = 1 - (1 - J^rows)^bands. With 64 bands of 4 rows: J 0.2 -> 0.10, 0.3 -> 0.41, 0.4 -> 0.81, 0.5 -> 0.98.
// Tested by tests/match/postings_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace reprise::match {

struct BandingOptions {
  std::uint32_t bands = 64;
  std::uint32_t rows = 4;
};

using DocPair = std::pair<std::uint32_t, std::uint32_t>;  ///< ranks, first < second

/// `keys[d * bands + i]` is band i of article d; articles with `has_keys[d] == 0` (no shingles) take no part. Sorted, unique.
std::vector<DocPair> band_candidates(std::span<const std::uint64_t> keys, std::span<const std::uint8_t> has_keys, std::uint32_t bands);

}  // namespace reprise::match
