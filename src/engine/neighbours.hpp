// Neighbours: the stored articles that one article should be compared with, told from fingerprints alone, before any text is read.
//
// Idea: in an index of a million articles any text shares stock phrases of five words with hundreds of others, and reading them all would
//   cost a hundred times the answer. But a passage makes several fingerprints that lie close together and shifted alike in both articles. So
//   hits are gathered along diagonals, and an article is a neighbour when the words of one gathering say enough (quarter-bits, as
//   in matching), less where very many articles hold them. What is too weak for that is too weak for a match: a pair needs
//   AlignOptions::strong_net_qbits, or a quotation of quote_net_qbits.
// Invariant: depends on the fingerprints and words alone. Cost: O(hits log hits).
// Tested by tests/engine/neighbours_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/align.hpp"
#include "sketch/sketch.hpp"
#include "store/fingerprints.hpp"

namespace reprise::engine {

struct NeighbourOptions {
  store::HitLimits limits;               ///< per fingerprint and segment
  std::uint32_t most = 24;               ///< neighbours: those that share most
  std::uint32_t max_gap_words = 60;      ///< between two hits of one gathering, on either side, as between two runs of a chain
  std::uint32_t max_shift_words = 40;
  std::uint32_t common_holders = 48;     ///< a fingerprint that more articles hold is a stock phrase
  std::uint32_t min_qbits = 132;         ///< of a gathering
  std::uint32_t min_common_qbits = 480;  ///< of one that is mostly stock phrases (CandidateOptions::stock_net_qbits)
};

struct Neighbour {
  std::uint32_t number = 0;
  std::uint32_t qbits = 0;  ///< of its best gathering
};

struct NeighbourScratch {
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> holders;
  std::vector<store::SegmentHit> hits;
};

/// Neighbours of `doc` among the articles with numbers below `below`, most in common first. `prints` are its fingerprints.
Result<std::vector<Neighbour>> find_neighbours(const match::DocView& doc, std::span<const sketch::Fingerprint> prints, std::uint32_t run_words,
                                               const store::Fingerprints& index, std::uint32_t below, const NeighbourOptions& options,
                                               NeighbourScratch& scratch);

}  // namespace reprise::engine
