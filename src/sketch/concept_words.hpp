// Concept words: a sentence as a bag of what its words mean in any of the languages of text/concepts.hpp.
//
// Idea: the same bags that content.hpp makes of stems, so that sentences of two languages are compared as sentences of one are
//   (match/restatements.hpp): a word counts as its concepts, a number as its value ("480 тысяч", "480,000", "٤٨٠ ألف"), a name as its consonants.
//   What stands in no table counts against a sentence but never for it: a filler. Fillers of two languages are never equal.
// Tested by tests/sketch/concept_words_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sketch/content.hpp"

namespace reprise::sketch {

/// Stems below this are fillers.
inline constexpr std::uint32_t kFillerStems = 1 << 12;

/// The concept words of `text` in the order of content_words(), with sentences as it counts them; appended to `out`. `language` is a column of the
/// table of concepts. Pure. Cost: linear, a binary search per word.
void concept_words(std::string_view text, const WordSpans& words, std::size_t language, std::vector<ContentWord>& out);

}  // namespace reprise::sketch
