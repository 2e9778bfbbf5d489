// Candidates: for one article, the earlier articles that share fingerprints with it, aligned.
//
// Hot-fingerprint policy. A fingerprint that few articles hold is compared with all earlier holders. One that many hold is
// compared with the earliest holders and the latest ones before the article only: the holders of a viral story share the
// same few representatives, so n copies cost n times a constant and stay one family through the earliest. The order
// is that of the ranks (time, id) over the whole set, never that of arrival.
// Fillings of one form share different fingerprints with different articles, each of them with few. So the candidates with most
// hits come first, and once some of them have been aligned, a candidate whose hits all lie in words that enough alignments
// have covered is passed over: it would only say again what is known. Text that few hold is never covered.
// Stock phrases. Words that very many articles hold say little about any two of them: a pair whose alignments are short, small parts
// of both articles and made of such fingerprints is no match, unless the words are quoted.
// What sampling leaves out between articles that do meet, second_look.hpp adds.
// Tested by tests/match/postings_test.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "base/kept.hpp"
#include "base/parallel.hpp"
#include "match/align.hpp"
#include "match/postings.hpp"

namespace reprise::match {

struct CandidateOptions {
  std::uint32_t hot_holders = 24;       ///< up to this many earlier holders are all compared
  std::uint32_t hot_earliest = 3;       ///< above: so many of the earliest
  std::uint32_t hot_latest = 5;         ///< and so many of the latest before the article
  std::uint32_t max_candidates = 192;   ///< articles aligned per article; those with the most common fingerprints
  std::uint32_t always_aligned = 24;    ///< of them, whatever they have
  std::uint32_t enough_alignments = 12;  ///< the others only for words that fewer alignments have covered
  std::int32_t stock_net_qbits = 480;   ///< a pair that shares less, and only what very many hold, shares stock phrases
};

/// Alignments of one article (side b) with one earlier article (side a).
struct PairMatch {
  std::uint32_t a = 0, b = 0;  ///< ranks, a < b
  std::uint32_t first_alignment = 0, alignment_count = 0;
};

/// What a range of articles yields; joined in rank order.
struct MatchBatch {
  std::vector<PairMatch> pairs;
  std::vector<Alignment> alignments;
  std::vector<MatchRun> runs;
};

struct CandidateScratch {
  struct Hit {
    std::uint64_t key;  ///< a << 32 | position in b
    std::uint32_t position_a;
    bool common;  ///< very many articles hold the fingerprint
  };
  std::vector<Hit> hits;
  struct Group {
    std::uint32_t begin, end;
  };
  std::vector<Group> groups;
  std::vector<std::uint32_t> covered;  ///< per word of the article: alignments so far
  std::vector<Seed> seeds;
  AlignScratch align;
};

/// Aligns article `b` with its earlier candidates; appends to `out`.
void match_article(std::uint32_t b, std::span<const DocView> docs, const Postings& postings, const CandidateOptions& options,
                   const AlignOptions& align_options, CandidateScratch& scratch, MatchBatch& out);

/// All articles, in parallel; one batch, in rank order.
MatchBatch match_all(std::span<const DocView> docs, const Postings& postings, const CandidateOptions& options,
                     const AlignOptions& align_options);

/// The batches of consecutive ranges of articles as one.
MatchBatch joined(std::vector<MatchBatch>& batches);

/// A few articles of usual length, as an index analyses them thousands of times: then it is memory to be made ready that costs most, and may be kept.
bool are_few(std::span<const DocView> docs);

/// What `match(b, scratch, batch)` yields for all articles b, in parallel, in the order of ranks. One Scratch per range; of a few articles, the one that the thread keeps.
template <typename Scratch, typename Match>
MatchBatch map_articles(std::span<const DocView> articles, Match match) {
  constexpr std::size_t kDocsPerRange = 64;
  const std::size_t docs = articles.size(), ranges = (docs + kDocsPerRange - 1) / kDocsPerRange;
  if (are_few(articles)) {
    MatchBatch batch;
    with_kept<Scratch>([&](Scratch& scratch) {
      for (std::uint32_t b = 0; b < docs; ++b) match(b, scratch, batch);
    });
    return batch;
  }
  std::vector<MatchBatch> batches(ranges);
  parallel_ranges(ranges, 1, [&](std::size_t begin, std::size_t end) {
    Scratch scratch;
    for (std::size_t r = begin; r < end; ++r)
      for (std::size_t b = r * kDocsPerRange; b < std::min(docs, (r + 1) * kDocsPerRange); ++b)
        match(static_cast<std::uint32_t>(b), scratch, batches[r]);
  });
  return joined(batches);
}

}  // namespace reprise::match
