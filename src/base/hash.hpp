// Hashing: the only door to xxHash. All hashes are seeded by constants of ours, so they are the same on
// every platform and in every run; they are stored and derive the ids that users see.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace reprise {

/// XXH3, 64 bits, of the bytes.
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0);

/// XXH3, 128 bits, as 32 lower-case hex digits cut to `digits` (for ids).
std::string hash_hex(std::string_view bytes, unsigned digits = 16);

/// A bijective mixer of 64 bits (Stafford's variant 13 of the MurmurHash3 finaliser; the constants are SplitMix64's).
constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ull;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

/// Order-dependent combination of two hashes.
constexpr std::uint64_t hash_combine(std::uint64_t a, std::uint64_t b) {
  return mix64(a + 0x9e3779b97f4a7c15ull + mix64(b));
}

}  // namespace reprise
