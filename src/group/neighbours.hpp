// Passages beside each other and inside each other, brought into order after the components have been joined.
//
// Idea: components are joined along the earliest article that holds them (families.hpp). It may lack what all the others have: then two
//   families stand side by side in one paragraph of theirs, or one inside the other, though to a reader they are one passage. So is what only
//   a picture's caption in one copy divides.
// Invariant: no occurrence is lost but by being part of a longer one; nothing depends on the order of input or on threads.
// Cost: O(n log n) for n occurrences.
// Tested by tests/group/borders_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/families.hpp"

namespace reprise::group {

inline constexpr std::uint32_t kMaxInnerGapWords = 16;    ///< words between two pieces of a passage that still follow each other
inline constexpr std::uint32_t kMaxParagraphWords = 160;  ///< a longer paragraph is split like other text

/// How many tokens so many words are at a place of the article: where ideographs stand, each is half a word.
std::uint32_t tokens_of(const match::DocView& doc, std::uint32_t at, std::uint32_t words);

/// Line breaks right before one of the words [begin, end).
std::uint32_t line_starts(const match::DocView& doc, std::uint32_t begin, std::uint32_t end);

/// Makes one family of two that stand in one paragraph in most of the articles that hold either, when nearly all hold one of the two
/// (three of four, where the two mostly touch at a quotation mark). Boilerplate is left alone.
void merge_neighbours(std::span<const match::DocView> docs, std::vector<Family>& families);

/// Makes one family of two that the same articles hold one right behind the other, but that some have a caption or a sentence of their own
/// between them. Boilerplate is left alone.
void join_over_insertions(std::span<const match::DocView> docs, std::vector<Family>& families);

/// Takes the beginnings of occurrences that lie in their article's dateline behind it: a copy has its own, or its source's, and neither is what
/// is told. `datelines` by article. What is mostly a dateline, and boilerplate, is left alone.
void leave_datelines(std::span<const match::DocView> docs, std::span<const WordRange> datelines, std::uint32_t min_words, std::vector<Family>& families);

/// Drops families that lie inside occurrences of one other family wherever they stand. Boilerplate is left alone.
void absorb_inner(std::vector<Family>& families);

}  // namespace reprise::group
