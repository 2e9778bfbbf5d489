// Reads one word that is not plain ASCII (or might not be): where it ends and what it hashes to.
//
// Rules inside a word: marks and invisible characters belong to it and are not hashed (a mark at its end is still part of it,
//   an invisible character is not); an apostrophe or geresh between letters is dropped ("don't" = "dont" = "don’t"); double
//   marks, or two apostrophes for one, are dropped between two Hebrew letters (gershayim); a dot or comma between digits stays as "." unless exactly three
//   digits follow ("1,000" = "1.000" = "1000", "3,5" = "3.5"). Longer than kMaxWordBytes: cut before the character that
//   would not fit.
// Tested by tests/text/rules_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/markup.hpp"

namespace reprise::text {

inline constexpr std::size_t kMaxWordBytes = 255;

struct Word {
  std::size_t end;
  std::uint32_t hash;
  FoldEntry first;
};

/// The word at text[begin], whose first unit is in a word (letter, digit or expansion). With `spelling`, appends the folded
/// word to it.
Word read_word(std::string_view text, std::size_t begin, std::string* spelling = nullptr);

/// The hash of text[begin, end) read as one word: white space and the like inside it are passed over (Persian affixes). With
/// `spelling`, appends the folded word to it. Any token's span gives its token's hash.
std::uint32_t hash_of_span(std::string_view text, std::size_t begin, std::size_t end, std::string* spelling = nullptr);

}  // namespace reprise::text
