// Alignment of two articles from their common fingerprints: seeds -> exact runs -> chains -> alignments.
//
// 1. Each seed is grown to the maximal exact run around it.
// 2. Runs are chained colinearly: the best chain ending at run i extends the best predecessor within the look-back, less a
//    gap cost that grows with the shift and with the unmatched words between (Li 2018, minimap2, eq. 1-2; distances in words).
// 3. The gaps inside a chain are filled by a weighted longest common subsequence, and both ends are extended by a
//    local alignment with X-drop, so that changed words inside and near the ends are bridged.
// 4. The filled chain is cut where a gap costs more than what stands on one side of it is worth.
// 5. An alignment is kept when the information in its matched words (quarter-bits, see text/tokens.hpp) and its identity
//    are high enough.
// Several alignments of one pair are independent of each other: moved paragraphs come out as alignments of their own.
// Invariant: runs strictly increase in both articles; all scores are integers. Cost: chain O(n * look-back) for n runs, gaps
// and ends at most max_gap_words^2 cells each; where equal lines come by thousands, a constant times what they hold.
// Tested by tests/match/align_test.cpp, with tests/oracle/matching.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "sketch/content.hpp"

namespace reprise::match {

/// The parts of an article that matching reads; see text::Tokens. The first three spans have the same size.
struct DocView {
  std::span<const std::uint32_t> words;
  std::span<const std::uint8_t> weights;  ///< quarter-bits
  std::span<const std::uint8_t> flags;    ///< text::TokenFlag
  std::span<const sketch::ContentWord> content = {};  ///< for restatements; sorted as content_words() gives them
  std::span<const std::uint32_t> sentences = {};      ///< for restatements: sketch::sentence_starts() of the flags
  std::span<const std::uint8_t> common = {};  ///< by content word, 1: it lies in words that very many articles hold; or empty
  std::uint32_t language = 0;                 ///< a number of its own; of two different languages only translations are the same text
  std::uint32_t size() const { return static_cast<std::uint32_t>(words.size()); }
  std::uint32_t sentence_end(std::uint32_t sentence) const { return sentence + 1 < sentences.size() ? sentences[sentence + 1] : size(); }
};

/// A common fingerprint: word positions in both articles.
struct Seed {
  std::uint32_t a = 0, b = 0;
};

/// `length` equal words at a and b.
struct MatchRun {
  std::uint32_t a = 0, b = 0, length = 0;
};

/// One passage shared by two articles, in word positions, half-open.
struct Alignment {
  std::uint32_t a_begin = 0, a_end = 0, b_begin = 0, b_end = 0;
  std::uint32_t matched_words = 0;
  std::uint32_t matched_qbits = 0;      ///< information in the matched words
  std::int32_t net_qbits = 0;           ///< matched_qbits less half of the unmatched information of both spans
  std::uint32_t identity_permille = 0;  ///< 2 * matched / (all of a's span + all of b's span), by weight
  std::uint32_t first_run = 0, run_count = 0;  ///< into the run list it was made with
  bool common = false;  ///< most of its common fingerprints are held by very many articles
  bool added = false;   ///< by the second look (second_look.hpp): no word on what the two articles are to each other
  /// Found by content words regardless of their order (restatements.hpp): runs are a few single words.
  bool restated = false;
  std::uint32_t restated_score = 0;  ///< of a restated sentence, quarter-bits
  bool restated_strong = false;      ///< the score makes two articles a pair by itself, or with the others'
};

struct AlignOptions {
  std::uint32_t max_gap_words = 60;      ///< between two runs of a chain, on either side
  std::uint32_t max_shift_words = 40;    ///< difference of the two gaps
  std::uint32_t lookback = 24;           ///< predecessors tried per run
  std::uint32_t end_window_words = 16;   ///< how far one step of the end extension looks
  std::uint32_t min_chain_qbits = 96;    ///< a chain below this is dropped before it is extended
  std::uint32_t min_words = 8;           ///< matched words of an alignment; an ideograph is half a word, an address three
  std::uint32_t min_qbits = 128;         ///< matched information of an alignment (32 bits)
  std::uint32_t min_identity_permille = 450;
  // Two reports of one event share names, numbers and stock phrases: single alignments of up to about 75 net bits. A pair
  // therefore needs one alignment above that, or a shared quotation; only then do its weaker alignments count.
  std::int32_t min_net_qbits = 120;      ///< of any alignment
  std::int32_t weak_net_qbits = 200;     ///< of the others of a pair that has a strong one
  std::int32_t strong_net_qbits = 300;   ///< of a pair's best alignment
  std::int32_t credited_net_qbits = 220;  ///< the same less what names say, where one article credits the other's outlet
  std::int32_t quote_net_qbits = 140;    ///< of an alignment that stands inside quotation marks on both sides
};

/// Scratch memory, reused from call to call; one per thread.
struct AlignScratch {
  struct Run {
    std::uint32_t a, b, length;
    std::int32_t qbits;
  };
  struct Cell {
    std::int32_t score;
    std::uint8_t from;
  };
  std::vector<Run> runs;
  std::vector<std::int32_t> best;
  std::vector<std::int32_t> previous;
  std::vector<std::uint32_t> order;
  std::vector<std::uint8_t> used;
  std::vector<MatchRun> chain, filled;
  std::vector<Cell> cells;
  struct Piece {
    std::uint32_t from, to;
    std::int64_t left, right;  ///< running totals before its first and behind its last run
  };
  std::vector<Piece> piece_stack;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pieces;
};

/// Step 1: every seed grown to its maximal exact run, each once, into scratch.runs by (b, a). `seeds` are sorted by (b, a).
void grow_runs(const DocView& a, const DocView& b, std::span<const Seed> seeds, AlignScratch& scratch);

/// All alignments of a and b. `seeds` are sorted by (b, a). Appends to `out` and `runs`. Pure but for `scratch`.
void align_pair(const DocView& a, const DocView& b, std::span<const Seed> seeds, const AlignOptions& options,
                AlignScratch& scratch, std::vector<Alignment>& out, std::vector<MatchRun>& runs);

/// Words that two ranges have in common.
constexpr std::uint32_t overlap(std::uint32_t x_begin, std::uint32_t x_end, std::uint32_t y_begin, std::uint32_t y_end) {
  const std::uint32_t begin = x_begin > y_begin ? x_begin : y_begin, end = x_end < y_end ? x_end : y_end;
  return end > begin ? end - begin : 0;
}

/// What a local alignment loses where two words differ, and where one side has a word that the other lacks; quarter-bits.
constexpr std::int32_t mismatch_cost(std::uint8_t a, std::uint8_t b) { return 4 + (a < b ? a : b) * 2 / 5; }
constexpr std::int32_t skip_cost(std::uint8_t weight) { return 4 + weight / 3; }

/// Steps 4 and 5 for one filled chain: its stretches that stand by themselves and pass the floors are appended.
void accept_pieces(const DocView& a, const DocView& b, std::span<const MatchRun> filled, const AlignOptions& options, AlignScratch& scratch,
                   std::vector<Alignment>& out, std::vector<MatchRun>& runs);

/// Of a pair's alignments (from `first` on) drops those that repeat a better one's place, and those that prove too little.
void keep_alignments(const DocView& a, const DocView& b, std::span<const MatchRun> runs, const AlignOptions& options, std::size_t first,
                     std::vector<Alignment>& out);

/// Weighted longest common subsequence of two word ranges: matched runs appended to `out` (positions absolute).
/// At most (a_end-a_begin) * (b_end-b_begin) cells; the caller bounds it.
void common_subsequence(const DocView& a, std::uint32_t a_begin, std::uint32_t a_end, const DocView& b, std::uint32_t b_begin,
                        std::uint32_t b_end, AlignScratch& scratch, std::vector<MatchRun>& out);

/// Most of [begin, end) stands inside quotation marks, seven in ten of its words; or half of them, where that is a quotation of eight words.
bool quoted(const DocView& doc, std::uint32_t begin, std::uint32_t end);

/// Words in [begin, end); an ideograph counts as half of one, an address as three (host, channel, post): it is one token, and a title with
/// the same link below is as much as a sentence.
std::uint32_t words_of(const DocView& doc, std::uint32_t begin, std::uint32_t end);

/// Sum of weights, quarter-bits.
std::uint32_t qbits_of(const DocView& doc, std::uint32_t begin, std::uint32_t end);

}  // namespace reprise::match
