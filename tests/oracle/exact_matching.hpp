// Exact twin of matching: what the engine would find in two articles if it looked at every word of both.
//
// Idea: all local alignments of a pair, best first: the whole table of Smith & Waterman (1981), then again without the word
//   pairs already used (Waterman & Eggert 1987: only the rows that this changes are filled anew), until the best scores below `min_score`. Scores, the cutting into pieces,
//   floors and pair rules are the engine's own (match/align.hpp: mismatch_cost, skip_cost, accept_pieces, keep_alignments).
//   What the engine adds for speed is not here: no fingerprints, no hot cut-off, no chains, no band, no end window, no X-drop.
// Invariant: the alignments of one pair share no word pair. Of equal scores the first end in the order of (a, b) wins.
// Cost: |a| * |b| steps for a pair whose best is too low, and 5 bytes for each of them otherwise.
// Tested by tests/match/exact_test.cpp; run over corpora by bench/twin_losses.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "match/align.hpp"

namespace reprise::oracle {

/// The end of a local alignment, one past its last words.
struct LocalBest {
  std::int32_t score = 0;
  std::uint32_t a_end = 0, b_end = 0;
};

struct ExactScratch {
  std::vector<std::int32_t> row, skip_b, mismatch_b;
  std::vector<std::int32_t> scores;     ///< the table, a row of zeros before it
  std::vector<std::uint8_t> cells;      ///< per word pair: a Step, and kUsed
  std::vector<LocalBest> best_of_row;
  match::AlignScratch align;
};

/// A local alignment that scores less is not cut into pieces: no piece of it could pass the floors.
inline constexpr std::int32_t kMinLocalScore = 96;

/// The best score of a local alignment of a and b. One row of memory.
inline std::int32_t best_local_score(const match::DocView& a, const match::DocView& b, ExactScratch& scratch) {
  const std::size_t n = b.size();
  scratch.row.assign(n, 0);
  scratch.skip_b.resize(n);
  scratch.mismatch_b.resize(n);
  for (std::size_t j = 0; j < n; ++j) {
    scratch.skip_b[j] = match::skip_cost(b.weights[j]);
    scratch.mismatch_b[j] = match::mismatch_cost(b.weights[j], b.weights[j]);
  }
  std::int32_t* row = scratch.row.data();
  const std::int32_t *skip_b = scratch.skip_b.data(), *mismatch_b = scratch.mismatch_b.data();
  const std::uint32_t* words_b = b.words.data();
  std::int32_t best = 0;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    const std::uint32_t word = a.words[i];
    const std::int32_t gain = a.weights[i], skip_a = match::skip_cost(a.weights[i]);
    const std::int32_t mismatch_a = match::mismatch_cost(a.weights[i], a.weights[i]);  // the cost is the lesser of the two
    std::int32_t diagonal = 0, left = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const std::int32_t above = row[j];
      const std::int32_t meet = diagonal + (word == words_b[j] ? gain : -std::min(mismatch_a, mismatch_b[j]));
      left = std::max({meet, above - skip_a, left - skip_b[j], 0});
      diagonal = above;
      row[j] = left;
      best = std::max(best, left);
    }
  }
  return best;
}

namespace exact_detail {

enum Step : std::uint8_t { kStop = 0, kMatch = 1, kMismatch = 2, kSkipA = 3, kSkipB = 4, kStepBits = 7, kUsed = 8 };

/// Fills one row of the table, leaving out used word pairs; true when a score in it differs from before.
inline bool fill_row(const match::DocView& a, const match::DocView& b, std::uint32_t i, ExactScratch& scratch) {
  const std::size_t n = b.size();
  std::uint8_t* cell = &scratch.cells[i * n];
  std::int32_t* row = &scratch.scores[(i + 1) * n];
  const std::int32_t* above = row - n;
  std::int32_t diagonal = 0, left = 0;
  LocalBest best;
  bool changed = false;
  for (std::uint32_t j = 0; j < n; ++j) {
    const bool used = cell[j] & kUsed;
    const bool match = a.words[i] == b.words[j] && !used;
    std::int32_t score = 0;
    std::uint8_t step = kStop;
    const auto offer = [&](std::int32_t value, std::uint8_t by) {
      if (value > score) score = value, step = by;
    };
    offer(match ? diagonal + a.weights[i] : diagonal - match::mismatch_cost(a.weights[i], b.weights[j]), match ? kMatch : kMismatch);
    offer(above[j] - match::skip_cost(a.weights[i]), kSkipA);
    offer(left - match::skip_cost(b.weights[j]), kSkipB);
    diagonal = above[j];
    changed |= row[j] != score;
    row[j] = left = score;
    cell[j] = static_cast<std::uint8_t>(step | (used ? kUsed : 0));
    if (score > best.score) best = {score, i + 1, j + 1};
  }
  scratch.best_of_row[i] = best;
  return changed;
}

/// Fills the rows from `from` on that can have changed, which are all until `sure`, then those until one comes out as it was.
inline void fill_rows(const match::DocView& a, const match::DocView& b, std::uint32_t from, std::uint32_t sure, ExactScratch& scratch) {
  for (std::uint32_t i = from; i < a.size(); ++i)
    if (!fill_row(a, b, i, scratch) && i >= sure) return;
}

/// The runs of the alignment that ends there, from left to right; its word pairs become used.
inline std::vector<match::MatchRun> walk_back(const LocalBest& best, std::size_t width, ExactScratch& scratch) {
  std::vector<match::MatchRun> runs;
  for (std::uint32_t i = best.a_end, j = best.b_end; i > 0 && j > 0;) {
    std::uint8_t& cell = scratch.cells[(i - 1) * width + j - 1];
    const std::uint8_t step = cell & kStepBits;
    if (step == kStop) break;
    if (step == kMatch) {
      cell |= kUsed;
      if (!runs.empty() && runs.back().a == i && runs.back().b == j) {
        --runs.back().a, --runs.back().b, ++runs.back().length;
      } else {
        runs.push_back({i - 1, j - 1, 1});
      }
    }
    i -= step != kSkipB;
    j -= step != kSkipA;
  }
  std::reverse(runs.begin(), runs.end());
  return runs;
}

}  // namespace exact_detail

/// All alignments of a and b that the floors accept, and the pair rules keep. Appends to `out` and `runs`.
inline void exact_align(const match::DocView& a, const match::DocView& b, const match::AlignOptions& options, ExactScratch& scratch,
                        std::vector<match::Alignment>& out, std::vector<match::MatchRun>& runs) {
  if (best_local_score(a, b, scratch) < kMinLocalScore) return;
  const std::size_t first = out.size(), width = b.size();
  scratch.cells.assign(std::size_t{a.size()} * width, exact_detail::kStop);
  scratch.scores.assign((std::size_t{a.size()} + 1) * width, 0);
  scratch.best_of_row.assign(a.size(), {});
  exact_detail::fill_rows(a, b, 0, a.size(), scratch);
  for (;;) {
    LocalBest best;
    for (const LocalBest& row : scratch.best_of_row)
      if (row.score > best.score) best = row;
    if (best.score < kMinLocalScore) break;
    const std::vector<match::MatchRun> filled = exact_detail::walk_back(best, width, scratch);
    match::accept_pieces(a, b, filled, options, scratch.align, out, runs);
    exact_detail::fill_rows(a, b, filled.front().a, best.a_end - 1, scratch);
  }
  match::keep_alignments(a, b, runs, options, first, out);
}

}  // namespace reprise::oracle
