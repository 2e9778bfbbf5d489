// Oracles of the signature: classic MinHash, its published statistics, and the definition of our slots.
//
// Classic MinHash (Broder 1997): k independent hash functions, slot i is the least of function i over the set. Slow
// (n * k full mixes) and plain. Its theory is the yardstick: unbiased, standard error sqrt(J(1-J)/k), and with b
// bands of r rows P(candidate) = 1 - (1 - J^r)^b.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>

#include "base/hash.hpp"
#include "sketch/sketch.hpp"
#include "sketch/slot_order.hpp"

namespace reprise::oracle {

inline sketch::Signature classic_minhash(std::span<const std::uint64_t> set) {
  sketch::Signature signature;
  signature.shingles = static_cast<std::uint32_t>(set.size());
  for (std::size_t i = 0; i < sketch::kSlots; ++i) {
    std::uint32_t least = 0xffffffffu;
    for (const std::uint64_t x : set) {
      least = std::min(least, static_cast<std::uint32_t>(hash_combine(x, 1000 + i) >> 32));
    }
    signature.slot[i] = least;
  }
  return signature;
}

/// The definition of our signature, with no round skipped: every shingle offers a value of every round.
inline std::array<std::uint32_t, sketch::kSlots> slots_by_definition(std::span<const std::uint64_t> set) {
  std::array<std::uint32_t, sketch::kSlots> slots;
  slots.fill(sketch::kEmptySlot);
  const auto offer = [&](std::size_t slot, std::uint32_t round, std::uint32_t value) {
    slots[slot] = std::min(slots[slot], (round << 30) + (value >> 2));
  };
  for (const std::uint64_t x : set) {
    offer(x >> 56, 0, static_cast<std::uint32_t>(x));
    const std::uint64_t again = sketch::second_hash(x);
    offer(again >> 56, 1, static_cast<std::uint32_t>(again));
    for (std::size_t i = 0; i < sketch::kSlots; ++i) {
      offer(i, 2,
            sketch::kPermutations.factor[i] * static_cast<std::uint32_t>(x >> 32) + sketch::kPermutations.offset[i]);
    }
  }
  return slots;
}

inline double minhash_standard_error(double jaccard) {
  return std::sqrt(jaccard * (1 - jaccard) / static_cast<double>(sketch::kSlots));
}

inline double candidate_probability(double jaccard, int bands, int rows) {
  return 1 - std::pow(1 - std::pow(jaccard, rows), bands);
}

}  // namespace reprise::oracle
