// Gaps: what two articles have between the passages that they share in the same order.
//
// Idea: a report that was written anew goes through its source from top to bottom. Where two shared passages stand in one order in
//   both articles, the few sentences between them in one are likely those between them in the other; a sentence there is compared
//   with a handful, not with the whole article, and chance makes less of it.
// 1. The chain of alignments with most matched words that ascends in both articles, without overlaps. Of equals the one whose last alignment begins first, and so on backwards.
// 2. A gap lies between neighbours of the chain. A sentence is in it when two thirds of its words are. What stands before the first
//    and behind the last passage has one border only, and is none.
// Example: alignments [10, 20) ~ [5, 15) and [40, 60) ~ [30, 50): the gap [20, 40) ~ [15, 30).
// Tested by tests/match/gaps_test.cpp, with tests/oracle/gaps.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/align.hpp"

namespace reprise::match {

struct Gaps {
  std::vector<std::uint32_t> of_a, of_b;  ///< by sentence: its gap, or kNone
  std::vector<std::uint32_t> pairs;       ///< by gap: pairs of a sentence of a and one of b; 1 to kMostGapPairs
};

inline constexpr std::uint32_t kMostGapPairs = 9;   ///< three sentences of each: larger gaps say little about a pair of sentences
inline constexpr std::size_t kMostAnchors = 64;     ///< more alignments leave no gaps worth their cost

/// Replaces `gaps`. The alignments may be in any order and may overlap. Cost: quadratic in them, linear in the sentences per gap.
void find_gaps(const DocView& a, const DocView& b, std::span<const Alignment> alignments, Gaps& gaps);

}  // namespace reprise::match
