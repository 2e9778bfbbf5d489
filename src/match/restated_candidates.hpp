// Candidates of restated sentences: articles that have the heaviest stems of a sentence in common (step 1 of restatements.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "match/restatements.hpp"

namespace reprise::match {

/// Which pairs of articles are compared; a < b.
using PairFilter = std::function<bool(std::uint32_t a, std::uint32_t b)>;

/// The keys of all articles.
Postings restatement_keys(std::span<const DocView> docs, const RestatementOptions& options);

/// Memory of one article's candidates, reused from article to article; one per thread.
class CandidateFinder {
 public:
  struct Candidate {
    std::uint32_t doc;
    std::uint32_t keys;     ///< common keys of all pairs of sentences
    std::uint32_t closest;  ///< of the pair that has most
  };

  /// Earlier articles that have enough keys in common with b, in rank order. `known` are the pairs of b. Of those that pass the filter; null: of all.
  std::span<const Candidate> find(std::uint32_t b, const DocView& doc, const Postings& keys, std::span<const Credits> credits, std::span<const PairMatch> known,
                                  const MatchBatch& matches, const PairFilter* filter, const RestatementOptions& options);

 private:
  void find_settled(const DocView& b, std::span<const PairMatch> known, const MatchBatch& matches, const RestatementOptions& options);
  void find_hits(std::uint32_t b, const Postings& keys, const PairFilter* filter, const RestatementOptions& options);

  std::vector<std::uint64_t> hits_;  ///< article << 32 | its sentence << 16 | b's sentence, for each common key
  std::vector<std::uint32_t> keys_of_;  ///< by article; zero between calls
  std::vector<Candidate> candidates_;
  std::vector<std::int32_t> held_;     ///< per word of b: alignments that hold it
  std::vector<std::uint8_t> settled_;  ///< per sentence of b
};

}  // namespace reprise::match
