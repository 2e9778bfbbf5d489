// Word-by-word alignment of the witnesses of one family, and what the differences between two of them say.
//
// Idea: longest common subsequence by bit-parallel rows (Crochemore et al. 2001; Hyyrö 2004), kept so that the
//   matches can be read back; between matches lie gaps, and a gap's words are told apart by who else has them:
//   a word that stands in no other witness is the holder's innovation, one that stands in others came from
//   elsewhere, one that the partner has in another place was moved. Who has a word is asked of the word with its
//   left neighbour, so that a common word counts as the same reading only in the same surroundings.
// Two witnesses in different languages with little in common are a translation, whatever their words: its price is one and the same.
// Invariant: matches strictly increase on both sides. Pure; the result depends on the words alone.
// Cost: O(|u| |v| / 64) time and bits per pair; both sides are cut at kMaxAligned words after the common head and
//   tail are taken off.
// Tested by tests/provenance/decode_align_test.cpp against a quadratic table.
#pragma once
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "provenance/provenance.hpp"

namespace reprise::provenance {

/// Longest middle part that is aligned; the rest of a longer text counts as not matched. 4096 x 4096 bits = 2 MiB.
inline constexpr std::size_t kMaxAligned = 4096;

/// The witnesses' words as small numbers (equal word, equal number) and who else holds each of them.
struct FamilyWords {
  std::vector<std::uint32_t> first;    ///< n + 1 offsets into word, weight, holders
  std::vector<std::uint32_t> word;     ///< 0 .. distinct - 1
  std::vector<std::uint8_t> weight;    ///< quarter-bits
  std::vector<std::uint64_t> holders;  ///< bit (w mod 64): witness w has this word after the same left neighbour
  std::uint32_t distinct = 0;
  std::vector<std::string_view> language;  ///< per witness; "" = unknown

  std::size_t size() const { return first.size() - 1; }
  std::uint32_t length(std::size_t w) const { return first[w + 1] - first[w]; }
  std::span<const std::uint32_t> words(std::size_t w) const { return {word.data() + first[w], length(w)}; }
};

FamilyWords family_words(std::span<const Witness> witnesses);

/// What changed from one witness to another, in words, and the price of the change in centi-nats before scaling.
struct Change {
  std::uint32_t matched = 0;         ///< words
  std::uint32_t matched_weight = 0;  ///< quarter-bits, of the copy's words
  std::uint32_t own = 0;             ///< the copy's words that no other witness has
  std::uint32_t foreign = 0;         ///< the copy's words that others have, but not this parent
  std::uint32_t moved = 0;
  std::uint32_t dropped = 0;         ///< the parent's words that the copy does not have
  std::uint32_t innovations = 0;     ///< short runs of readings that these two alone of three or more witnesses have, the same both ways
  std::int32_t cost = 0;
  bool translated = false;           ///< told in another language: the counts are 0, words cannot be compared
};

/// Aligns pairs; keeps its memory from pair to pair. Not thread-safe: one per thread.
class Aligner {
 public:
  /// Matches (position in a, position in b) of a longest common subsequence.
  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& align(std::span<const std::uint32_t> a,
                                                                    std::span<const std::uint32_t> b,
                                                                    std::uint32_t distinct);
  /// Whether its memory is more than two articles of usual length need.
  bool is_large() const { return rows_.capacity() + local_.capacity() > (std::size_t{1} << 17); }

 private:
  std::vector<std::uint64_t> masks_, rows_;
  std::vector<std::uint32_t> local_;  // word -> row of masks_, 0 between calls
  std::vector<std::pair<std::uint32_t, std::uint32_t>> matches_;
};

/// Both directions at once, from one alignment: .first = u -> v, .second = v -> u.
std::pair<Change, Change> compare(const FamilyWords& family, std::size_t u, std::size_t v, Aligner& aligner);

/// 2 * common weight / (weight of both), in 1/10000; 10000 for two empty texts.
std::int32_t identity_of(const FamilyWords& family, std::size_t u, std::size_t v, const Change& change);

}  // namespace reprise::provenance
