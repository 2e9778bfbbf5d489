// A close look at what stands around the words that two articles share, before all of the other one's words are read.
//
// Idea: most neighbours share one turn of phrase or two with the article and no passage, and reading all of their words to learn it was a third of what looking
//   for neighbours costs. The words that a fingerprint stands for are found again in the other's text as the article has them; some words on either
//   side are read, and aligned with the article.
// Invariant: errs towards reading all: it says no only where it has found each of the shared places, and nothing around them aligns even by half.
// Cost: O(bytes) to find the places, a fifth of what reading the words takes.
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

/// False where the article whose text is `other` shares no passage with `own`. `seeds`: by (b, a); a: word of the other, b: of `own`, of `run_words` words
/// each. `options` are those that aligns() is given.
bool may_align(std::string_view other, const OwnText& own, std::span<const match::Seed> seeds, std::uint32_t run_words, const match::AlignOptions& options);

}  // namespace reprise::engine
