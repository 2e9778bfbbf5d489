// Stems: what inflected forms of a word have in common, roughly.
//
// Idea: truncation. The first letters of a folded word are its stem: five in most scripts, four in Hebrew, after the particles that
//   Hebrew and Arabic write onto the front of a word. For matching that is about as good as a stemmer per language, needs no
//   tables and treats names like words. Of short words the first letters are all there are, endings among them: so the commonest go
//   first, a handful each of Latin, Cyrillic and Arabic letters (coin, coins; дом, дома; عامل, عاملين). Different words may share a stem:
//   whoever compares stems asks for several. Words that change inside do not meet.
// Invariant: equal for all spellings that the tokeniser folds to one word.
// Source: truncation at five characters is a strong baseline for inflected languages in retrieval (Can et al. 2008, JASIST 59:3,
//   for Turkish; McNamee and Mayfield 2004, Information Retrieval 7, for European languages).
// Cost: a few table loads per word. Tested by tests/text/stems_test.cpp, with tests/oracle/text_twin.hpp.
#pragma once

#include <cstdint>
#include <string_view>

namespace reprise::text {

/// Letters of a stem.
inline constexpr std::size_t kStemLetters = 5;
inline constexpr std::size_t kHebrewStemLetters = 4;

/// The stem's hash of a word of letters as it is spelled in the text (valid UTF-8, any case, with marks); never 0. Ideographs and signs
/// do not count. An address is its own stem. Pure.
std::uint32_t stem_hash(std::string_view spelling);

}  // namespace reprise::text
