// A close look at what stands around the words that two articles share, before all of the other one's words are read.
//
// Idea: most neighbours share one turn of phrase or two with the article and no passage, and reading all of their words to learn it was a third of what looking
//   for neighbours costs. The words that a fingerprint stands for are found again in the other's text, spelt as the article has them; some words on either
//   side are read, and aligned with the article.
// Invariant: errs towards reading all: it says no only where each of the shared places was found, about where it should be, and nothing around them aligns, even
//   by two thirds of what a passage needs. Of 3,000 neighbours that shared a passage it denied 4 (docs/performance.md).
// Cost: O(bytes) to find the places, most often a fifth of what reading the words takes.
// Tested by tests/engine/closeup_test.cpp, against aligns() of all the words.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "match/align.hpp"

namespace reprise::engine {

/// An article by its words and where they stand.
struct OwnText {
  std::string_view text;
  std::span<const std::uint32_t> begin;   ///< by word: its first byte
  std::span<const std::uint8_t> length;   ///< in bytes
  match::DocView doc;
};

/// Whether may_align() can say no: what shares more than a few places is worth reading.
bool may_be_spared(std::span<const match::Seed> seeds, const OwnText& own);

/// False where the article whose text is `other` seems to share no passage with `own`. `seeds`: by (b, a); a: word of the other, 65535 for all later ones;
/// b: of `own`, of `run_words` words each. `options` are those that aligns() is given.
bool may_align(std::string_view other, const OwnText& own, std::span<const match::Seed> seeds, std::uint32_t run_words, const match::AlignOptions& options);

}  // namespace reprise::engine
