// The hash of a normalised word.
//
// Idea: words whose folded characters are all ASCII are hashed as bytes, 16 at a time (a multiply-fold as in wyhash); all other
//   words one code point after the other. Which of the two it is follows from the folded word alone, so a word has one hash
//   on every path: "café" folds to ASCII and equals "cafe". Equal on all platforms (little-endian loads are spelled out).
// Cost: about 4 ns for an English word. Tested by tests/text/rules_test.cpp.
#pragma once

#include <cstdint>
#include <cstring>

#include <string_view>

#include "base/hash.hpp"
#include "base/utf8.hpp"

namespace reprise::text {

__extension__ typedef unsigned __int128 Wide;

inline constexpr std::uint64_t kHashKeyA = 0xa0761d6478bd642full;  // wyhash's secrets: odd, balanced bits
inline constexpr std::uint64_t kHashKeyB = 0xe7037ed1a0b428dbull;

inline std::uint32_t reduce_hash(std::uint64_t h) {
  const auto low = static_cast<std::uint32_t>(h ^ h >> 32);
  return low == 0 ? 1 : low;
}

inline std::uint64_t multiply_fold(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t load_le(const char* p) {
  std::uint64_t v;
  std::memcpy(&v, p, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  v = __builtin_bswap64(v);
#endif
  return v;
}

/// Masks that keep the first n (0..16) bytes of two little-endian loads; a table, because a branch on a word's length is
/// mispredicted half of the time.
struct KeepBytes {
  std::uint64_t low[17] = {};
  std::uint64_t high[17] = {};
  constexpr KeepBytes() {
    for (unsigned n = 0; n <= 16; ++n) {
      low[n] = n >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * n) - 1;
      high[n] = n >= 16 ? ~std::uint64_t{0} : n <= 8 ? 0 : (std::uint64_t{1} << 8 * (n - 8)) - 1;
    }
  }
};
inline constexpr KeepBytes kKeepBytes;

/// Hash of `size` bytes out of [0-9A-Za-z.], letters of either case alike (the bit 0x20 is set in digits and the dot already).
/// With `readable16`, up to 15 bytes behind the word may be read.
inline std::uint32_t hash_ascii_word(const char* p, std::size_t size, bool readable16) {
  constexpr std::uint64_t kLower = 0x2020202020202020ull;
  std::uint64_t h = kHashKeyA ^ size;
  char padded[16];
  for (;;) {
    if (!readable16 && size < 16) {
      std::memset(padded, 0, sizeof padded);
      std::memcpy(padded, p, size);
      p = padded;
    }
    const std::size_t now = size < 16 ? size : 16;
    const std::uint64_t low = (load_le(p) | kLower) & kKeepBytes.low[now];
    const std::uint64_t high = (load_le(p + 8) | kLower) & kKeepBytes.high[now];
    h = multiply_fold(low ^ h, high ^ kHashKeyB);
    if (size <= 16) break;
    p += 16;
    size -= 16;
  }
  return reduce_hash(h * kHashKeyA);
}

/// The running hash of a word that is not all ASCII.
struct WideHash {
  std::uint64_t state = kHashKeyB;
  void add(char32_t c) { state = (state ^ c) * 0x9fb21c651e98df25ull; }
  std::uint32_t finish() const { return reduce_hash(mix64(state)); }
};

/// The hash of a bare URL: of its characters as written, behind one that no word holds.
inline std::uint32_t url_hash(std::string_view url) {
  WideHash hash;
  hash.add(U'\U0010FFFF');
  for (std::size_t i = 0; i < url.size();) hash.add(utf8::next(url, i));
  return hash.finish();
}

}  // namespace reprise::text
