// MinHash signature of an article: one-permutation hashing, two rounds, then an exact fill ("OPH-r2k").
//
// Idea: round 0 sends each shingle to one slot (its top 8 bits) and keeps the least value per slot (Li, Owen & Zhang
//   2012). Slots that stay empty get a second round with a fresh hash, and what is still empty is filled as in
//   classic MinHash: the least of a slot's own permutation over *all* shingles (Broder 1997). The fill is the idea of
//   Dahlgaard et al. 2017 (arXiv 1704.04370), cut after two rounds: k-wise permutations are cheap in SIMD.
// Invariant: a slot is the least `round << 30 | value` over all shingles, with three rounds (the last reaches every
//   slot). The rounds are skipped where they cannot win, which does not change that minimum. Hence P(slot equal) =
//   Jaccard exactly, no estimate is borrowed from a neighbour slot (rotation densification ruins banding), and the
//   slot-wise minimum of two signatures is the signature of the union.
// Cost: O(n + k * share of empty slots * n / 8); about 2 us for 500 shingles with AVX2.
// Where we differ from the sources: the round stands in the two top bits of the slot, so values have 30 bits.
// Tested by tests/sketch/signature_test.cpp, against tests/oracle/minhash.hpp (classic MinHash) and the definition.
#include <algorithm>
#include <cassert>
#include <limits>

#include "base/hash.hpp"
#include "sketch/run_hash.hpp"
#include "sketch/sketch.hpp"
#include "sketch/slot_order.hpp"

#if defined(__x86_64__) || defined(__i386__)
#define REPRISE_HAVE_AVX2 1
#include <immintrin.h>
#endif

namespace reprise::sketch {
namespace {

/// The empty slots of a signature and their permutations, packed so that the fill runs over whole vectors.
struct EmptySlots {
  alignas(32) std::array<std::uint32_t, kSlots> factor;
  alignas(32) std::array<std::uint32_t, kSlots> offset;
  alignas(32) std::array<std::uint32_t, kSlots> least;
  std::array<std::uint16_t, kSlots> slot;
  std::size_t count = 0;
  std::size_t padded = 0;  ///< count rounded up to a whole vector
};

/// Rounds 0 and 1: scalar, since every shingle writes to a slot of its own. Answers whether a slot is still empty.
bool hashed_rounds(std::span<const std::uint64_t> shingles, Signature& out) {
  out.slot.fill(kEmptySlot);
  for (const std::uint64_t h : shingles) {
    std::uint32_t& slot = out.slot[slot_of(h)];
    slot = std::min(slot, slot_value<0>(static_cast<std::uint32_t>(h)));
  }
  const auto is_empty = [](std::uint32_t slot) { return slot == kEmptySlot; };
  if (std::none_of(out.slot.begin(), out.slot.end(), is_empty)) return false;
  for (const std::uint64_t h : shingles) {
    const std::uint64_t again = second_hash(h);
    std::uint32_t& slot = out.slot[slot_of(again)];
    slot = std::min(slot, slot_value<1>(static_cast<std::uint32_t>(again)));  // never below a value of round 0
  }
  return std::any_of(out.slot.begin(), out.slot.end(), is_empty);
}

void gather_empty(const Signature& signature, EmptySlots& empty) {
  constexpr std::size_t kLanes = 8;
  for (std::size_t i = 0; i < kSlots; ++i) {
    if (signature.slot[i] != kEmptySlot) continue;
    empty.slot[empty.count] = static_cast<std::uint16_t>(i);
    empty.factor[empty.count] = kPermutations.factor[i];
    empty.offset[empty.count] = kPermutations.offset[i];
    ++empty.count;
  }
  empty.padded = (empty.count + kLanes - 1) / kLanes * kLanes;
  for (std::size_t i = empty.count; i < empty.padded; ++i) empty.factor[i] = empty.offset[i] = 0;
}

void fill_scalar(std::span<const std::uint64_t> shingles, EmptySlots& empty) {
  for (std::size_t i = 0; i < empty.count; ++i) {
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    for (const std::uint64_t h : shingles) {
      least = std::min(least, empty.factor[i] * permuted_key(h) + empty.offset[i]);
    }
    empty.least[i] = least;
  }
}

#ifdef REPRISE_HAVE_AVX2
/// N vectors of eight slots over all shingles; N independent minima hide the latency of the multiplication.
template <std::size_t N>
__attribute__((target("avx2"))) void fill_vectors(std::span<const std::uint64_t> shingles, EmptySlots& empty,
                                                  std::size_t first) {
  __m256i factor[N], offset[N], least[N];
  for (std::size_t v = 0; v < N; ++v) {
    factor[v] = _mm256_load_si256(reinterpret_cast<const __m256i*>(&empty.factor[first + 8 * v]));
    offset[v] = _mm256_load_si256(reinterpret_cast<const __m256i*>(&empty.offset[first + 8 * v]));
    least[v] = _mm256_set1_epi32(-1);
  }
  for (const std::uint64_t h : shingles) {
    const __m256i key = _mm256_set1_epi32(static_cast<int>(permuted_key(h)));
    for (std::size_t v = 0; v < N; ++v) {
      least[v] = _mm256_min_epu32(least[v], _mm256_add_epi32(_mm256_mullo_epi32(factor[v], key), offset[v]));
    }
  }
  for (std::size_t v = 0; v < N; ++v) {
    _mm256_store_si256(reinterpret_cast<__m256i*>(&empty.least[first + 8 * v]), least[v]);
  }
}

__attribute__((target("avx2"))) void fill_avx2(std::span<const std::uint64_t> shingles, EmptySlots& empty) {
  std::size_t first = 0;
  for (; first + 32 <= empty.padded; first += 32) fill_vectors<4>(shingles, empty, first);
  for (; first + 16 <= empty.padded; first += 16) fill_vectors<2>(shingles, empty, first);
  for (; first < empty.padded; first += 8) fill_vectors<1>(shingles, empty, first);
}

bool cpu_has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") != 0;
  return has;
}
#endif

template <class Fill>
void make(std::span<const std::uint64_t> shingles, Signature& out, Fill fill) {
  constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
  out.shingles = static_cast<std::uint32_t>(std::min(shingles.size(), kMost));
  if (!hashed_rounds(shingles, out) || shingles.empty()) return;
  EmptySlots empty;
  gather_empty(out, empty);
  fill(shingles, empty);
  for (std::size_t i = 0; i < empty.count; ++i) out.slot[empty.slot[i]] = slot_value<2>(empty.least[i]);
}

}  // namespace

void shingles(std::span<const std::uint32_t> words, std::size_t k, std::vector<std::uint64_t>& out) {
  out.clear();
  if (words.empty()) return;
  const std::size_t length = std::clamp<std::size_t>(k, 1, words.size());
  out.resize(words.size() - length + 1);
  for_each_run(words, length, [hashes = out.data()](std::size_t i, std::uint64_t hash) { hashes[i] = hash; });
}

void make_signature_scalar(std::span<const std::uint64_t> shingles, Signature& out) {
  make(shingles, out, fill_scalar);
}

void make_signature(std::span<const std::uint64_t> shingles, Signature& out) {
#ifdef REPRISE_HAVE_AVX2
  if (cpu_has_avx2()) return make(shingles, out, fill_avx2);
#endif
  make(shingles, out, fill_scalar);
}

double jaccard_estimate(const Signature& a, const Signature& b) {
  if (a.shingles == 0 || b.shingles == 0) return 0;
  unsigned equal = 0;
  for (std::size_t i = 0; i < kSlots; ++i) equal += a.slot[i] == b.slot[i];
  return static_cast<double>(equal) / static_cast<double>(kSlots);
}

void band_keys(const Signature& signature, std::size_t bands, std::size_t rows, std::vector<std::uint64_t>& out) {
  assert(rows > 0 && bands <= kSlots / rows);
  out.clear();
  if (signature.shingles == 0) return;
  out.resize(bands);
  const std::uint32_t* slot = signature.slot.data();
  for (std::size_t band = 0; band < bands; ++band) {
    // The band's number comes first, so equal rows in different bands never meet in one list.
    std::uint64_t key = band + 1;
    for (std::size_t row = 0; row < rows; ++row) key = key * kRunMultiplier + *slot++;
    out[band] = mix64(key);
  }
}

Overlap overlap_sorted(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  assert(std::is_sorted(a.begin(), a.end()) && std::is_sorted(b.begin(), b.end()));
  Overlap overlap{0, static_cast<std::uint32_t>(a.size()), static_cast<std::uint32_t>(b.size())};
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {  // no branch on the data: two articles' hashes interleave at random
    const std::uint64_t x = a[i], y = b[j];
    overlap.common += x == y;
    i += x <= y;
    j += y <= x;
  }
  return overlap;
}

}  // namespace reprise::sketch
