// Topics: which articles of one outlet belong to one running story, judged by what stands outside the text they share.
//
// A footer, a gallery or a biography stands in articles that have nothing else to do with each other; the background of a
// running story stands in articles of a few days that speak of the same names all through. So for each pair that matching
// aligned, the words outside its alignments are compared: cosine of the two sets of words, weighted by the square of their
// information. Where too little stands outside to judge by (short posts), the pair is one subject if most of the shorter article is shared.
// Measured on eight sets: pairs of one outlet half a year apart lie at 20 to 120 permille; of one running story at 110 to 330.
// Invariant: integers, a function of the pair alone. Cost: O(words of both) per aligned pair of one outlet.
// Tested by tests/group/boilerplate_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/boilerplate.hpp"
#include "match/banding.hpp"
#include "match/candidates.hpp"

namespace reprise::group {

struct TopicOptions {
  std::uint32_t min_weight = 24;            ///< quarter-bits; words that say less are left out
  std::uint32_t min_rest_words = 12;        ///< different words outside the alignments, in the article that has fewer;
  std::uint32_t min_foreign_words = 4;      ///< where none is common, so few tell
  std::uint32_t min_cosine_permille = 90;  ///< of one subject
  // Another filling of one form: outside the shared text the words are nearly the same, or the shared text is much of the
  // article and breaks into short runs.
  std::uint32_t max_cosine_permille = 400;
  std::uint32_t min_form_share_permille = 400;
  std::uint32_t min_run_words = 14;         ///< mean length of the exact runs
  std::int32_t running_days = 7;            ///< between two articles of a running story
  std::uint32_t undated_cosine_permille = 220;  ///< of one subject, where a day is not known
  std::uint32_t min_share_permille = 500;   ///< of the shorter article, where too little stands outside
};

enum class Kinship : std::uint8_t {
  none,
  same_form,     ///< two fillings of one form
  same_subject,  ///< of one running story
};

struct RelatedPair {
  std::uint32_t a = 0, b = 0;  ///< ranks, a < b
  Kinship kinship = Kinship::none;
};

/// The related pairs of ranks, as lists per article; see find_topics().
class Topics {
 public:
  Topics() = default;
  Topics(std::size_t docs, std::span<const RelatedPair> pairs);

  /// How many groups remain of the articles when those of one story and those related are joined: by `same_subject`, and by
  /// `same_form` too if `with_forms`. `docs` ascending, each once. Replaces what `group` held by the group's number of each.
  std::uint32_t count(std::span<const std::uint32_t> docs, std::span<const DocFacts> facts, bool with_forms, std::vector<std::uint32_t>& group) const;

 private:
  struct Other {
    std::uint32_t doc;
    Kinship kinship;
  };
  std::vector<std::uint64_t> first_;  ///< per article
  std::vector<Other> others_;         ///< earlier ones, ascending
};

/// Compares two articles outside what they share.
class RestComparer {
 public:
  explicit RestComparer(const TopicOptions& options) : options_(options) {}
  /// Cosine, permille, of the words of a and b outside the alignments; kNone when too little stands there.
  std::uint32_t cosine_permille(const match::DocView& a, const match::DocView& b, std::span<const match::Alignment> alignments);

 private:
  /// A set of words that is emptied in no time.
  class WordSet {
   public:
    void clear(std::size_t words);
    bool insert(std::uint32_t word);  ///< false when it was in
    bool contains(std::uint32_t word) const;

   private:
    struct Slot {
      std::uint32_t word = 0, round = 0;
    };
    std::size_t place(std::uint32_t word) const;
    std::vector<Slot> slots_;
    std::uint32_t round_ = 0;
  };

  const TopicOptions& options_;
  std::vector<WordRange> shared_;
  WordSet in_a_, in_b_;
};

/// All aligned pairs of articles of one outlet. `facts` by rank.
Topics find_topics(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const match::MatchBatch& matches,
                   const TopicOptions& options);

}  // namespace reprise::group
