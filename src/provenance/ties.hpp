// What the other passages of two articles say of a copy from one to the other, and what the corpus says of their outlets.
//
// Idea: two articles seldom share one passage alone. Whoever a passage came from, the passages beside it likely came from
//   too: a parent that holds more of a text's passages, and closer to the text's wording, is the likelier parent of each
//   (pooled word evidence). What the two read and nobody else does, one of them has from the other, or both from one whom the others do not follow. A source that others in the story name is a source; an outlet that is named and has an article
//   in the story, but not this passage, is not where the passage came from. And two outlets that share text again and
//   again without ever naming each other are customers of one wire.
// Invariant: sums over sorted lists of integers: no order of families or articles shows.
// Cost: O(p log p) for p pairs of occurrences in families of at most kPooled; lookups O(log p).
// Tested by tests/provenance/ties_test.cpp.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "provenance/decode_align.hpp"
#include "provenance/provenance.hpp"

namespace reprise::provenance {

/// Two occurrences of a family, and what changed if `to` was copied from `from`.
struct FamilyPair {
  std::uint32_t from = 0, to = 0;  ///< indices into the family's occurrences
  Change change;
};

/// How many of `to`'s words that others have too stand in `from` as well, and what the two have against all others.
struct Tie {
  std::uint32_t from = 0, to = 0;  ///< articles
  std::uint32_t held = 0;          ///< words
  std::uint32_t innovations = 0;   ///< readings that the two alone have, of three texts and more
};

class Ties {
 public:
  /// `pairs[f]` are families[f]'s; empty where the family takes no part (boilerplate, or too large).
  Ties(const std::vector<ArticleRecord>& articles, const std::vector<FamilyRecord>& families,
       const std::vector<std::vector<FamilyPair>>& pairs);
  Ties() = default;

  /// False for the empty ties: nothing is known of any story, and silence says nothing.
  bool known() const { return articles_ != nullptr; }
  /// Words of `to` that others have too and `from` has not.
  std::uint32_t missing(std::uint32_t from, std::uint32_t to) const;
  /// Readings that the two have and no other text of the same passages.
  std::uint32_t innovations(std::uint32_t from, std::uint32_t to) const { return tie(from, to).innovations; }
  /// How many articles that share a passage with `article` name its outlet.
  std::uint32_t named_by(std::uint32_t article) const { return article < named_by_.size() ? named_by_[article] : 0; }
  /// True if `article`, or one that shares a passage with it, is of an outlet that an article sharing a passage with that one names.
  bool names_run(std::uint32_t article) const { return article < names_run_.size() && names_run_[article]; }
  /// The article of `outlet` in the story of `articles`, kNone without one: it shares a passage with one of them or, with two steps, with one that does. Of
  /// several the nearest, then the one that shares most words, then the first.
  std::uint32_t in_story(std::span<const std::uint32_t> articles, std::string_view outlet, int steps = 2) const;

  /// What is known of two outlets from the pairs of articles that share a passage.
  struct Outlets {
    std::uint32_t shared = 0;   ///< pairs of articles, one of each
    std::uint32_t credits = 0;  ///< of them: `to`'s names `from`
  };
  Outlets outlets(std::string_view from, std::string_view to) const;

 private:
  Tie tie(std::uint32_t from, std::uint32_t to) const;

  const std::vector<ArticleRecord>* articles_ = nullptr;
  std::vector<Tie> ties_;
  std::vector<std::uint32_t> shared_;  // per article: words that others have too
  std::vector<std::uint32_t> first_;  // per article: where its ties begin in ties_ (as `from`)
  std::vector<std::uint32_t> named_by_;
  std::vector<bool> names_run_;
  struct OutletPair {
    std::string_view a, b;  // a < b
    std::uint32_t shared = 0, a_names_b = 0, b_names_a = 0;
  };
  std::vector<OutletPair> outlet_pairs_;  // sorted
};

/// All pairs of a family of at most 64 occurrences that is no boilerplate; empty for others. `words`, unless null: is given the family's, where they were read.
std::vector<FamilyPair> compare_family(std::span<const Witness> witnesses, const FamilyRecord& family, FamilyWords* words = nullptr);

/// Fills everything but id, kind, text and the occurrences' article/span/chars of `family`, from the texts, times, outlets,
/// attributions and ties. family.occurrences[i] belongs to witnesses[i] and is sorted earliest first; `pairs` are compare_family's, and
/// so may `words` be, which are taken. With
/// empty ties it is a function of this family and its articles alone. Deterministic: integer scores, ties by (time, id).
/// Cost: O(n^2) pair scores for n <= 64 occurrences, O(64 n) above. Thread-safe on different families.
void decode_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                   std::span<const Witness> witnesses, std::span<const FamilyPair> pairs, const Ties& ties, FamilyRecord& family, FamilyWords* words = nullptr);

}  // namespace reprise::provenance
