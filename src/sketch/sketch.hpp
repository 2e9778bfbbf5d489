// Sketches of an article: MinHash signature (whole article) and fingerprints (passages).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace reprise::sketch {

inline constexpr std::size_t kSlots = 256;
inline constexpr std::size_t kShingleWords = 5;       ///< words per shingle
inline constexpr std::size_t kShingleIdeographs = 8;  ///< where the words are single ideographs

/// One-permutation MinHash with a second round and an exact fill ("OPH-r2k"): slot i is the minimum, over a
/// total order (round, value), of the shingles' hashes, so P(slot equal) = Jaccard exactly.
struct Signature {
  std::array<std::uint32_t, kSlots> slot;
  std::uint32_t shingles = 0;  ///< number of shingles (with repeats); 0: an empty article, never a candidate
};

/// 64-bit hashes of the runs of `k` words; `out` is replaced. Fewer than k words: one shingle of them all; no words: none.
void shingles(std::span<const std::uint32_t> words, std::size_t k, std::vector<std::uint64_t>& out);

/// The signature of a list of shingle hashes. AVX2 where the CPU has it, with the same bits from the scalar path.
void make_signature(std::span<const std::uint64_t> shingles, Signature& out);
void make_signature_scalar(std::span<const std::uint64_t> shingles, Signature& out);

/// Share of equal slots: an unbiased estimate of the Jaccard similarity, standard error sqrt(J(1-J)/256).
double jaccard_estimate(const Signature& a, const Signature& b);

/// Keys of `bands` bands of `rows` slots (bands * rows <= kSlots); equal key = candidate pair. `out` is replaced.
void band_keys(const Signature& signature, std::size_t bands, std::size_t rows, std::vector<std::uint64_t>& out);

/// Exact Jaccard and containments of two shingle sets (sorted, unique). Containment of a = |a and b| / |a|.
struct Overlap { std::uint32_t common = 0, a = 0, b = 0; };
Overlap overlap_sorted(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

/// A minimizer: the hash of a run of words and where the run starts (token index).
struct Fingerprint {
  std::uint64_t key = 0;
  std::uint32_t position = 0;
};

struct FingerprintOptions {
  std::uint32_t run_words = 5;        ///< k: words per fingerprint
  std::uint32_t window = 4;           ///< w: one minimizer at least in every w runs; any shared run of k + w - 1 words has a common one
  std::uint32_t run_ideographs = 8;   ///< k where the article is mainly ideographs
  std::uint32_t window_ideographs = 6;  ///< w there; any shared run of 13 ideographs has a common one
};

/// Minimizers of `words`, by position, each once (rightmost of equal minima is not re-emitted). `out` is replaced.
/// `ideographic`: use the ideograph sizes. Fewer words than k: none. Pure. The key of a run does not depend on its place.
void fingerprints(std::span<const std::uint32_t> words, bool ideographic, const FingerprintOptions&, std::vector<Fingerprint>& out);

}  // namespace reprise::sketch
