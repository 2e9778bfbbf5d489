// Neighbours: the stored articles that one article should be compared with, told from fingerprints alone, before any text is read.
//
// Idea: in an index of a million articles any text shares stock phrases of five words with hundreds of others, and reading them all would
//   cost a hundred times the answer. But a passage makes several fingerprints that lie close together and shifted alike in both articles. So
//   hits are gathered along diagonals, and an article is a neighbour when one gathering says enough: by the information in its words, and by how few articles of
//   the index hold its turns of phrase: 4 log2(articles / holders) quarter-bits each. A single fingerprint says enough only where hardly anyone holds
//   it and its words are rare, and few such neighbours are taken. What of it is really a passage, alignment says (aligns()).
//   A story that hundreds run, or an outlet's footer, needs few of its holders: a neighbour whose hits lie in words that enough better ones
//   have shared already is passed over.
//   Most hits, in a large index nine in ten, are the only one of their article: they go before anything is sorted.
// Invariant: depends on the fingerprints and words alone. Cost: O(hits log hits).
// What it costs of a scan's findings: docs/accuracy.md, "Verdicts before settle()" (bench/index_recall.sh).
// Tested by tests/engine/neighbours_test.cpp, against tests/oracle/neighbours.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/align.hpp"
#include "sketch/sketch.hpp"
#include "store/fingerprints.hpp"

namespace reprise::engine {

struct NeighbourOptions {
  store::HitLimits limits;               ///< per fingerprint
  std::uint32_t most = 24;               ///< neighbours: those whose gatherings say most
  std::uint32_t max_gap_words = 60;      ///< between two hits of one gathering, as between two runs of a chain
  std::uint32_t max_shift_words = 40;
  std::uint32_t min_qbits = 132;         ///< of the words of a gathering (AlignOptions::min_qbits and a little)
  std::uint32_t block_words = 10;        ///< fingerprints that begin within so many words tell of one turn of phrase
  std::uint32_t few_holders = 6;         ///< what a gathering tells must be as much as one turn of phrase that so many articles hold
  std::uint32_t least_articles = 1u << 17;  ///< a story that half of a small index runs is no turn of phrase: few articles are told apart as if they were so many
  std::uint32_t common_holders = 48;     ///< a fingerprint that more articles hold is a stock phrase
  std::uint32_t min_common_qbits = 480;  ///< of the words of a gathering that is mostly such (CandidateOptions::stock_net_qbits)
  std::uint32_t lone_holders = 4;        ///< of a single fingerprint that makes a neighbour
  std::uint32_t lone_qbits = 150;        ///< of its words
  std::uint32_t most_lone = 4;           ///< such neighbours
  std::uint32_t enough = 8;              ///< better neighbours that share the same words
};

/// Where the two articles hold the same fingerprint.
struct Neighbour {
  std::uint32_t number = 0;
  std::uint32_t qbits = 0;           ///< of the words of its best gathering
  std::vector<match::Seed> seeds;    ///< a: in the neighbour, b: in the article; by (b, a)
};

struct NeighbourScratch {
  /// A hit, by what it is sorted by.
  struct Placed {
    std::uint64_t article_own;  ///< number of the article above the word position in one's own
    std::uint32_t position, holders;
  };
  std::vector<sketch::Fingerprint> prints, prints_room;
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> holders;
  std::vector<store::SegmentHit> hits;
  std::vector<std::uint8_t> seen;
  std::vector<Placed> placed;
};

/// Neighbours of `doc` among the articles with numbers below `below`, most in common first. `prints` are its fingerprints of `run_words` words each;
/// `articles` is how many the index has.
Result<std::vector<Neighbour>> find_neighbours(const match::DocView& doc, std::span<const sketch::Fingerprint> prints, std::uint32_t run_words,
                                               const store::Fingerprints& index, std::uint32_t below, std::uint32_t articles, const NeighbourOptions& options,
                                               NeighbourScratch& scratch);

/// Passes over neighbours that would say again what is known.
class NeighbourChoice {
 public:
  NeighbourChoice(std::uint32_t words, std::uint32_t run_words, const NeighbourOptions& options) : shared_(words, 0), run_words_(run_words), enough_(options.enough) {}
  /// False where enough of those that were taken share all its words.
  bool says_more(const Neighbour& neighbour) const;
  void take(const Neighbour& neighbour);

 private:
  std::vector<std::uint8_t> shared_;  ///< by word: how many neighbours that were taken share it
  std::uint32_t run_words_, enough_;
};

/// True where the two share a passage.
bool aligns(const match::DocView& neighbour, const match::DocView& doc, std::span<const match::Seed> seeds, const match::AlignOptions& options);

}  // namespace reprise::engine
