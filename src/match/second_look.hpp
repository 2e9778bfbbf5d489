// Second look: what else two articles share that are known to share something.
//
// Which articles meet is a matter of samples: of fingerprints, and of the holders of hot ones. What two that have met have in common
// need not be. Where a pair has a strong alignment that is no stock phrase, all its runs of a fingerprint's length outside
// what is known are found, sampled or not, hot or not, and aligned; a weak alignment counts as it does beside a strong one in the first look.
// It comes after the restatements, and takes nothing back: what is known stays as it is, and a new alignment whose place is mostly
// taken on either side is dropped. Whether two articles are one story or two fillings of one form is told without it (Alignment::added).
// Invariant: depends on the pair alone. No pair is added. Cost: one index per article that has such a pair; per pair a look-up for every
// few words of the earlier article.
// Tested by tests/match/second_look_test.cpp, with tests/oracle/matching.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/align.hpp"
#include "match/candidates.hpp"

namespace reprise::match {

struct SecondLookOptions {
  std::uint32_t run_words = 5;       ///< equal words in a row that are found for sure
  std::uint32_t run_ideographs = 8;  ///< where the later article is mainly ideographs
};

/// Finds the runs of `length` equal words or more that articles share with one article.
/// Idea: all places of the one are indexed by the few words that begin there; of the others one place in `step` is looked up by its
/// length - step + 1 words. A run of `length` words holds such a place whole, wherever it begins.
class RunIndex {
 public:
  /// A beginning that stands at more places is known at so many of the first only: a page of equal lines costs no square.
  static constexpr std::uint32_t kMostPlaces = 8;

  /// `words` must live as long as the index is asked; length >= 2.
  void build(std::span<const std::uint32_t> words, std::uint32_t length);
  /// One seed in every maximal run that `a` shares with the article, sorted by (b, a). `out` is replaced.
  void find(std::span<const std::uint32_t> a, std::vector<Seed>& out) const;

 private:
  template <std::uint32_t kWords>
  void build_by();
  template <std::uint32_t kWords>
  void find_by(std::span<const std::uint32_t> a, std::vector<Seed>& out) const;

  static constexpr std::uint32_t kLeftOut = ~0u;
  std::span<const std::uint32_t> words_;
  std::uint32_t length_ = 0, step_ = 1, looked_up_ = 2;  ///< looked_up_: words of a beginning
  unsigned shift_ = 0;
  std::vector<std::uint8_t> places_;  ///< by slot: how many places' beginnings fall there
  std::vector<std::uint32_t> last_;   ///< by slot: the last of them
  std::vector<std::uint32_t> next_;   ///< by place: the one before it in its slot; kLeftOut: in none
};

/// Adds to the pairs of `matches` what they share besides. In parallel; pairs and what is known keep their order.
void look_again(std::span<const DocView> docs, const SecondLookOptions& options, const AlignOptions& align_options, MatchBatch& matches);

}  // namespace reprise::match
