// Fingerprints: minimizers of an article's words, the unit of the passage index.
//
// Idea: hash every run of k words; of every w runs in a row keep the one that is least (Schleimer, Wilkerson & Aiken
//   2003, winnowing; Roberts et al. 2004, minimizers). Two texts that share k + w - 1 words in a row share a whole
//   window, so they keep the same run of it. About 2 / (w + 1) of the runs are kept.
// Invariant: what a window keeps depends on the words of the window alone. Of equal minima the leftmost is kept; it
//   stays until it leaves the window, so a repetition inside the window adds nothing. An article of fewer than w
//   runs is one window. The order looks at 32 bits of the hash and the key is mixed once more, so that keys are
//   spread evenly although the kept runs are those with a small order: partitions by the key's bits stay level.
// Cost: O(n) whatever w is (van Herk 1992, Gil & Werman 1993: running minima from block borders to the left and to the
//   right), without a branch on the data; no memory besides `out`.
// Example: runs of order 9 4 7 4 8, w = 3: windows keep run 1, 1, 3 -> [1, 3]
// Tested by tests/sketch/fingerprints_test.cpp, against tests/oracle/minimizers.hpp.
#include <algorithm>
#include <array>

#include "sketch/run_hash.hpp"
#include "sketch/sketch.hpp"

namespace reprise::sketch {
namespace {

/// Wider windows than this are cut to it: 256 runs are longer than any passage one would miss.
constexpr std::size_t kMaxWindow = 256;

/// The order of runs: 32 bits of the hash, then the place, so that equal minima resolve to the leftmost.
std::uint64_t rank_of(const Fingerprint& run) { return (run.key << 32) | run.position; }

/// Reduces `runs` (one entry per run, key = hash, position = index) in place to the minimizers; answers how many.
/// Writing never overtakes reading: the window at i writes at most the entry i, and later windows start after it.
std::size_t keep_minimizers(Fingerprint* runs, std::size_t count, std::size_t window) {
  std::array<std::uint64_t, kMaxWindow> from_left_border;  // [j]: least rank of block[j..window)
  const std::size_t windows = count - window + 1;
  std::size_t kept = 0;
  std::uint32_t last = 0xffffffffu;
  for (std::size_t block = 0; block < windows; block += window) {
    from_left_border[window - 1] = rank_of(runs[block + window - 1]);
    for (std::size_t j = window - 1; j > 0; --j) {
      from_left_border[j - 1] = std::min(from_left_border[j], rank_of(runs[block + j - 1]));
    }
    std::uint64_t next_block = ~std::uint64_t{0};  // least rank of the next block's part of the window
    const std::size_t end = std::min(windows, block + window);
    for (std::size_t i = block;;) {
      const std::uint64_t least = std::min(from_left_border[i - block], next_block);
      const std::uint32_t position = static_cast<std::uint32_t>(least);
      runs[kept] = runs[position];
      kept += position != last;
      last = position;
      if (++i == end) break;
      next_block = std::min(next_block, rank_of(runs[i + window - 1]));
    }
  }
  return kept;
}

}  // namespace

void fingerprints(std::span<const std::uint32_t> words, bool ideographic, const FingerprintOptions& options,
                  std::vector<Fingerprint>& out) {
  out.clear();
  const std::size_t k = std::max(1u, ideographic ? options.run_ideographs : options.run_words);
  if (words.size() < k) return;
  const std::size_t runs = words.size() - k + 1;
  const std::size_t wished = ideographic ? options.window_ideographs : options.window;
  const std::size_t window = std::clamp<std::size_t>(wished, 1, std::min(runs, kMaxWindow));
  out.resize(runs);
  for_each_run(words, k, [all = out.data()](std::size_t i, std::uint64_t hash) {
    all[i] = {hash, static_cast<std::uint32_t>(i)};
  });
  out.resize(keep_minimizers(out.data(), runs, window));
  for (Fingerprint& fingerprint : out) fingerprint.key = mix64(fingerprint.key);
}

}  // namespace reprise::sketch
