// Hash of a run of k words, rolled from one run to the next.
//
// Idea: a polynomial in a fixed odd multiplier modulo 2^64 over the 32-bit word hashes (Karp & Rabin 1987),
//   p(w[0..k)) = w[0]*C^(k-1) + ... + w[k-1],  then mix64, which is a bijection.
//   The next run drops its oldest word and takes a new one, so a run costs two multiplications whatever k is,
//   and the two do not wait for each other.
// Invariant: the hash depends on the words of the run alone, not on where the run stands. A word is never 0, so runs
//   of different lengths do not share a polynomial by leading zeros.
// Tested by tests/sketch/shingles_test.cpp, against the plain sum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/hash.hpp"

namespace reprise::sketch {

/// Odd, from the digits of the square root of 3 (no further meaning).
inline constexpr std::uint64_t kRunMultiplier = 0xbb67ae8584caa73bull;

/// C^(k), modulo 2^64.
constexpr std::uint64_t run_power(std::size_t k) {
  std::uint64_t power = 1;
  for (; k > 0; --k) power *= kRunMultiplier;
  return power;
}

/// Calls take(i, hash) for each of the words.size() - k + 1 runs, from left to right; needs 1 <= k <= words.size().
template <class Take>
inline void for_each_run(std::span<const std::uint32_t> words, std::size_t k, Take&& take) {
  std::uint64_t polynomial = 0;
  for (std::size_t i = 0; i < k; ++i) polynomial = polynomial * kRunMultiplier + words[i];
  take(std::size_t{0}, mix64(polynomial));
  const std::uint64_t drop = run_power(k);
  const std::size_t runs = words.size() - k + 1;
  const std::uint32_t* word = words.data();
  for (std::size_t i = 1; i < runs; ++i) {
    const std::uint64_t change = word[i + k - 1] - word[i - 1] * drop;  // off the critical path
    polynomial = polynomial * kRunMultiplier + change;
    take(i, mix64(polynomial));
  }
}

}  // namespace reprise::sketch
