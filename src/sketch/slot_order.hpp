// What a signature's slot holds: `round << 30 | value`, compared as one number.
//
// Round 0 and 1 give a shingle one slot each, round 2 gives it a value in every slot (a permutation of 2^32 per slot,
// cut to its 30 top bits). kEmptySlot is above them all. The functions stand in a header of their own so that the
// definition, a plain minimum over all rounds, can be computed by the tests from the same hashes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/hash.hpp"
#include "sketch/sketch.hpp"

namespace reprise::sketch {

inline constexpr std::uint32_t kEmptySlot = 0xffffffffu;

template <unsigned round>
constexpr std::uint32_t slot_value(std::uint32_t value) {
  static_assert(round < 3);
  return round << 30 | value >> 2;
}

static_assert(kSlots == 256, "slot_of takes eight bits");
constexpr std::size_t slot_of(std::uint64_t hash) { return hash >> 56; }

/// The hash of round 1: bijective, and independent of round 0's slot and value.
constexpr std::uint64_t second_hash(std::uint64_t hash) { return mix64(hash + 0x9e3779b97f4a7c15ull); }

/// What the permutations of round 2 permute. Not the low half, which round 0 takes its values from.
constexpr std::uint32_t permuted_key(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

/// x -> factor * x + offset modulo 2^32 with an odd factor: a permutation for each slot.
struct Permutations {
  std::array<std::uint32_t, kSlots> factor{};
  std::array<std::uint32_t, kSlots> offset{};
};

constexpr Permutations make_permutations() {
  Permutations permutations;
  for (std::size_t i = 0; i < kSlots; ++i) {
    // Our own stream of constants; changing it changes every stored signature.
    const std::uint64_t random = mix64(0x7265707269736521ull + (i + 1) * 0x9e3779b97f4a7c15ull);
    permutations.factor[i] = static_cast<std::uint32_t>(random >> 32) | 1u;
    permutations.offset[i] = static_cast<std::uint32_t>(random);
  }
  return permutations;
}

inline constexpr Permutations kPermutations = make_permutations();

}  // namespace reprise::sketch
