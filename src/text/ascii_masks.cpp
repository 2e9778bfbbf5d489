// Masks of ASCII letters and digits; see ascii_masks.hpp.
#include "text/ascii_masks.hpp"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace reprise::text {
namespace {

std::uint64_t block_plain(const char* p) {
  std::uint64_t mask = 0;
  for (unsigned i = 0; i < 64; ++i) {
    const auto b = static_cast<unsigned char>(p[i]);
    const auto low = static_cast<unsigned char>(b | 0x20);
    const bool word = static_cast<unsigned char>(b - '0') < 10 || static_cast<unsigned char>(low - 'a') < 26;
    mask |= static_cast<std::uint64_t>(word) << i;
  }
  return mask;
}

// Runs `block` over whole blocks, and over a padded copy of what is left.
template <class Block>
inline void run(Block block, const char* bytes, std::size_t size, std::uint64_t* out) {
  while (size >= 64) {
    *out++ = block(bytes);
    bytes += 64;
    size -= 64;
  }
  if (size > 0) {
    char padded[64] = {};
    std::memcpy(padded, bytes, size);
    *out = block(padded);
  }
}

void masks_plain(const char* bytes, std::size_t size, std::uint64_t* out) { run(block_plain, bytes, size, out); }

#if defined(__x86_64__)
// A byte x is in [low, low+n) when, as a signed number, x - low - 128 < n - 128.
std::uint64_t block_sse2(const char* p) {
  std::uint64_t mask = 0;
  for (unsigned k = 0; k < 4; ++k) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * k));
    const __m128i letter = _mm_cmpgt_epi8(
        _mm_set1_epi8(static_cast<char>(26 - 128)),
        _mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)), _mm_set1_epi8(static_cast<char>('a' - 128))));
    const __m128i digit = _mm_cmpgt_epi8(_mm_set1_epi8(static_cast<char>(10 - 128)),
                                         _mm_sub_epi8(v, _mm_set1_epi8(static_cast<char>('0' - 128))));
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(letter, digit)));
    mask |= static_cast<std::uint64_t>(bits) << (16 * k);
  }
  return mask;
}

void masks_sse2(const char* bytes, std::size_t size, std::uint64_t* out) { run(block_sse2, bytes, size, out); }

__attribute__((target("avx2"))) std::uint32_t half_avx2(const char* p) {
  const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  const __m256i letter = _mm256_cmpgt_epi8(
      _mm256_set1_epi8(static_cast<char>(26 - 128)),
      _mm256_sub_epi8(_mm256_or_si256(v, _mm256_set1_epi8(0x20)), _mm256_set1_epi8(static_cast<char>('a' - 128))));
  const __m256i digit = _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(10 - 128)),
                                          _mm256_sub_epi8(v, _mm256_set1_epi8(static_cast<char>('0' - 128))));
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(letter, digit)));
}

__attribute__((target("avx2"))) void masks_avx2(const char* bytes, std::size_t size, std::uint64_t* out) {
  char padded[64];
  while (size > 0) {
    const char* block = bytes;
    const std::size_t now = size < 64 ? size : 64;
    if (now < 64) {
      std::memset(padded, 0, sizeof padded);
      std::memcpy(padded, bytes, now);
      block = padded;
    }
    *out++ = half_avx2(block) | static_cast<std::uint64_t>(half_avx2(block + 32)) << 32;
    bytes += now;
    size -= now;
  }
}
#endif

}  // namespace

MaskFunction mask_function(MaskPath path) {
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2 && (path == MaskPath::best || path == MaskPath::avx2)) return masks_avx2;
  if (path != MaskPath::plain && path != MaskPath::avx2) return masks_sse2;
#endif
  (void)path;
  return masks_plain;
}

}  // namespace reprise::text
