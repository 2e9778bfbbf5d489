// Restatements: sentences that say the same thing in other words, in another order or with other endings.
//
// Fingerprints need runs of equal words. Here two sentences are compared as bags of content stems (sketch/content.hpp):
//   shared(s, t)  = sum over common stems of weight * 2 / (sentences of a with the stem + sentences of b with it)
//   score(s, t)   = shared^2 / weight of the smaller bag, or half of the larger one's if that is more
// The divisor discounts what both articles talk about throughout: two reports of one event share its names and its subject in
// every sentence, a restated sentence shares what is said only there. The square asks for both: much in common, and a
// large part of the sentence. A sentence more than twice as long as the other has room for more of whatever is looked for. Names
// corroborate: those of a sentence count for half of its other words at most, for two sentences that have a speaker's name and titles
// in common need not say the same; but more than eight are a list, which is evidence by itself.
// Words that very many articles hold as they stand (DocView::common) are no evidence where both articles have them so: were they a
// copied text the fingerprints have found it, and what those passed over is a stock phrase or said already.
// 1. Keys: the pairs of the heaviest stems of a sentence, whatever their order. Articles with two keys in common are candidates,
//    and so are those that alignments join already. A sentence that many alignments hold is a copied one and asks no further.
// 2. All sentence pairs of two candidates are scored by one merge of their bags.
// 3. Best first, a pair is kept when its score, over words that nothing has explained yet, reaches the threshold; a word explains
//    once. The first must be strong, or the articles share an alignment; then weaker ones count too. Where one of the articles credits
//    anyone, several sentences may be strong together: chance does not come several times.
// 4. Between what two articles share in one order (gaps.hpp), a sentence is compared with the few that face it, and chance being less
//    there, less is asked for.
// Invariant: depends on the articles' content and order of ranks only. Cost: candidates as the hot-fingerprint policy of
// candidates.hpp; n + m + common stems per pair.
// Tested by tests/match/restatements_test.cpp and restated_texts_test.cpp, with tests/oracle/restatements.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "match/align.hpp"
#include "match/candidates.hpp"
#include "match/gaps.hpp"
#include "reprise/run.hpp"

namespace reprise::match {

struct RestatementOptions {
  std::uint32_t key_stems = 7;          ///< heaviest stems of a sentence that are paired into keys
  std::uint32_t key_sentences = 24;     ///< sentences of an article that yield keys: the first ones
  std::uint32_t first_key_stem = 0;     ///< smaller stems are in no keys
  std::uint32_t hot_holders = 24;       ///< keys that more earlier articles hold ...
  std::uint32_t hot_latest = 8;         ///< ... lead to the latest of them only
  std::uint32_t enough_alignments = 12;  ///< a sentence that so many alignments hold yields no candidates
  std::uint32_t min_keys = 2;           ///< common keys of a candidate ...
  std::uint32_t min_keys_credited = 1;  ///< ... and where one of the two credits any outlet
  std::uint32_t max_candidates = 12;    ///< per article; first those with min_keys, and of which one sentence has most in common with one of it
  std::uint32_t min_stems = 2;          ///< common stems of two sentences
  std::uint32_t min_words = 8;          ///< of either sentence; an ideograph is half a word
  // Scores in quarter-bits, beyond four for each doubling of the number of sentence pairs that two articles have.
  std::uint32_t strong_score = 120;     ///< makes two articles a pair
  std::uint32_t source_score = 60;      ///< the same where one of them credits any outlet: it does take over what others write
  std::uint32_t linked_score = 20;      ///< the same where one credits the other, or both a third
  std::uint32_t weak_score = 12;        ///< of further sentences of a pair
  std::uint32_t weak_linked_score = 6;  ///< the same of linked articles, and in gaps where one of them credits any outlet
};

/// Whom an article belongs to and whom it credits; numbers of outlets, kNone for none.
struct Credits {
  std::uint32_t outlet = 0;
  std::vector<std::uint32_t> credited;  ///< sorted, each once
  bool credits_media = false;           ///< it hands on what media report, and does not say which
};

/// What the credits of two articles say about them. `linked`: one credits the other's outlet, or both credit a third.
enum class CreditLink : std::uint8_t { none, source, linked };
CreditLink credit_link(const Credits& a, const Credits& b);
/// Whether an article credits the outlet; kNone is credited by none.
bool credits(const Credits& x, std::uint32_t outlet);
/// Whether one of the two credits the other's outlet.
bool one_credits_other(const Credits& a, const Credits& b);

/// The names in a bag of words.
struct NamesOfBag {
  std::uint64_t weight = 0;
  std::uint32_t count = 0;
};

/// Adds to `matches` the restated sentences of all articles, in parallel; pairs stay in the order (b, a). `credits` per article.
void add_restatements(std::span<const DocView> docs, std::span<const Credits> credits, const RestatementOptions& options, MatchBatch& matches);

/// Whether a content word lies in words that very many articles hold; see DocView::common.
inline bool is_common(const DocView& doc, std::size_t content_word) { return !doc.common.empty() && doc.common[content_word]; }

/// The later article of many pairs, made ready to be compared: its content words behind a bit set of their stems.
class Restater {
 public:
  explicit Restater(const RestatementOptions& options = {}) : options_(options) {}
  void set_options(const RestatementOptions& options) { options_ = options; }

  /// `b` must live as long as it is asked about.
  void set_later(const DocView& b);
  /// The restated sentences of a and the later article. `known` are the pair's alignments: what they hold is explained.
  /// Appends to `out` and `runs`.
  void restate(const DocView& a, std::span<const Alignment> known, CreditLink link, std::vector<Alignment>& out, std::vector<MatchRun>& runs);

 private:
  static constexpr std::size_t kSetBits = 1 << 14;
  static constexpr unsigned kDirectoryShift = 22;
  /// A content word that both articles have and no alignment holds.
  struct Word {
    std::uint16_t sentence;
    std::uint8_t offset, weight;  ///< as ContentWord has them
    bool is_name;
    bool common;                  ///< very many articles hold it as it stands
    bool used;                    ///< a restated sentence explains it
  };
  /// A stem of both articles: its words in words_a_ and words_b_.
  struct SharedStem {
    std::uint32_t a, a_end, b, b_end;
    std::uint32_t share;  ///< see share_of()
  };
  /// A stem in a sentence of a and in one of b.
  struct Common {
    std::uint32_t cell;         ///< index of the pair of sentences
    std::uint32_t in_a, in_b;   ///< indexes into words_a_ and words_b_
    std::uint32_t shared;       ///< what it adds to shared(s, t), in 1/16 quarter-bits
  };
  /// A pair of sentences.
  struct Cell {
    std::uint32_t a, b;         ///< sentences
    std::uint32_t begin, end;   ///< in common_
    std::uint32_t score;
  };

  bool may_share(std::uint32_t stem) const { return stem_set_[(stem % kSetBits) >> 6] >> (stem & 63) & 1; }
  bool is_used(const Common& c) const { return words_a_[c.in_a].used || words_b_[c.in_b].used; }
  std::uint32_t strong_score(CreditLink link) const;
  std::uint32_t first_score(CreditLink link) const;
  std::uint32_t weak_score(CreditLink link) const;
  bool long_enough(const Cell& cell, const DocView& a) const;
  void find_held(const DocView& a, std::span<const Alignment> known);
  void find_stems(const DocView& a);
  template <typename Visit>
  void visit_cells(std::span<const SharedStem> stems, Visit visit) const;
  void find_common(std::uint32_t asked, std::uint32_t least);
  void list_cells();
  std::uint32_t score(const Cell& cell) const;
  void chain_words(const Cell& cell, const DocView& a, std::vector<MatchRun>& runs);
  Alignment alignment(const Cell& cell, const DocView& a, std::vector<MatchRun>& runs);
  template <typename Asked>
  void take_cells(const DocView& a, Asked asked, std::uint32_t strong, std::vector<Alignment>& out, std::vector<MatchRun>& runs);
  void restate_gaps(const DocView& a, std::uint32_t weak, std::vector<Alignment>& out, std::vector<MatchRun>& runs);

  RestatementOptions options_;
  const DocView* b_ = nullptr;
  std::array<std::uint64_t, kSetBits / 64> stem_set_{};
  std::vector<std::uint32_t> total_a_, total_b_;    ///< weight of each sentence's bag, see with_names()
  std::vector<NamesOfBag> names_;                   ///< scratch memory of the totals
  std::array<std::uint32_t, std::size_t{1} << (32 - kDirectoryShift)> first_of_b_{};  ///< by a stem's first bits: b's first such content word
  std::uint32_t sentences_a_ = 0;
  std::vector<std::uint32_t> places_;
  std::vector<std::uint8_t> held_a_, held_b_;       ///< by word: an alignment holds it; empty where there are none
  std::vector<Word> words_a_, words_b_;
  std::vector<SharedStem> rare_, wide_;             ///< stems of few pairs of sentences, and the others
  std::vector<std::uint32_t> rest_;                 ///< by sentence of a; zero between calls
  std::vector<Common> common_;
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> shared_;               ///< by pair of sentences; zero between calls
  Gaps gaps_;
  std::vector<Alignment> anchors_;
  std::vector<MatchRun> words_;
  std::vector<std::uint32_t> length_;
  std::vector<std::int32_t> previous_;
};

/// What the credits of an earlier article and the later one say; none: the pair is not compared, and keeps its alignments.
using LinkOfPair = std::function<std::optional<CreditLink>(std::uint32_t a)>;

/// The pairs of article b: `known`, those that `matches` has, with their alignments, and those with the candidates (ascending); in the order of a.
/// Appends to `out`.
void restate_article(std::uint32_t b, std::span<const DocView> docs, std::span<const PairMatch> known, std::span<const std::uint32_t> candidates, const MatchBatch& matches,
                     const LinkOfPair& link_of, Restater& restater, MatchBatch& out);

}  // namespace reprise::match
