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
  /// Earlier articles that have enough keys in common with b, ascending. `known` are the pairs of b. Of those that pass the filter; null: of all.
  std::span<const std::uint32_t> find(std::uint32_t b, const DocView& doc, const Postings& keys, std::span<const Credits> credits, std::span<const PairMatch> known,
                                  const MatchBatch& matches, const PairFilter* filter, const RestatementOptions& options);

 private:
  struct Candidate {
    std::uint32_t doc;
    std::uint32_t keys;     ///< common keys of all pairs of sentences
    std::uint32_t closest;  ///< of the pair that has most
  };
  void find_settled(const DocView& b, std::span<const PairMatch> known, const MatchBatch& matches, const RestatementOptions& options);
  void find_hits(std::uint32_t b, const Postings& keys, const PairFilter* filter, const RestatementOptions& options);

  std::vector<std::uint64_t> hits_;  ///< article << 32 | its sentence << 16 | b's sentence, for each common key
  std::vector<std::uint32_t> keys_of_;  ///< by article; zero between calls
  std::vector<Candidate> candidates_;
  std::vector<std::uint32_t> found_;   ///< their articles
  std::vector<std::int32_t> held_;     ///< per word of b: alignments that hold it
  std::vector<std::uint8_t> settled_;  ///< per sentence of b
};

/// What restate_article() finds for all articles, in parallel, pairs in the order (b, a): among `find(b, known, finder)`, a list of earlier articles, where
/// `link_of(a, b)` has a link. `matches` is replaced.
template <typename Find, typename Link>
void restate_all(std::span<const DocView> docs, const RestatementOptions& options, Find find, Link link_of, MatchBatch& matches) {
  std::vector<std::uint64_t> first_pair(docs.size() + 1, 0);
  for (const PairMatch& pair : matches.pairs) ++first_pair[pair.b + 1];
  for (std::size_t d = 0; d < docs.size(); ++d) first_pair[d + 1] += first_pair[d];
  struct Scratch {
    CandidateFinder finder;
    Restater restater;
  };
  matches = map_articles<Scratch>(docs, [&](std::uint32_t b, Scratch& scratch, MatchBatch& out) {
    scratch.restater.set_options(options);
    const auto known = std::span<const PairMatch>(matches.pairs).subspan(first_pair[b], first_pair[b + 1] - first_pair[b]);
    restate_article(b, docs, known, find(b, known, scratch.finder), matches, [&](std::uint32_t a) { return link_of(a, b); }, scratch.restater, out);
  });
}

}  // namespace reprise::match
