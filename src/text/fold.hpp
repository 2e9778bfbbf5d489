// Folding of single characters: what a character counts as, and what it is written as in a word's hash.
//
// Idea: one two-stage table over all code points (pages of 64, equal pages stored once). An entry keeps the *difference* to
//   the folded character, so that whole scripts without case share one page. Letters fold to lower case without marks,
//   digits of every script to 0-9, full-width forms to ASCII, Arabic and Persian variants of a letter to one, Hebrew final
//   letters to plain ones, Traditional ideographs to Simplified. A character that folds to several ("ß", "ﬁ") is an
//   expansion: its entry holds an index into kExpansions, a run of code points that ends with 0.
// Invariant: fold(fold(c)) == fold(c). Cost: two loads; below U+0800 the second stage is hot in L1.
// Source: Unicode data as ICU has it, through generate/fold_table.cpp (`cmake --build . -t generate_fold_table`), plus the
//   exceptions listed there. Tested by tests/text/fold_test.cpp against ICU, for all code points.
#pragma once

#include <cstdint>

namespace reprise::text {

/// What a character is to the tokeniser. The numbers are stored in fold_table.inc.
enum class CharClass : std::uint8_t {
  other = 0,        ///< separates words, says nothing more
  letter = 1,
  digit = 2,
  mark = 3,         ///< belongs to the character before it and is not hashed (accents, vowel points, tatweel)
  format = 4,       ///< invisible (joiners, soft hyphen, direction marks): neither hashed nor a border
  ideograph = 5,    ///< a word by itself
  expansion = 6,    ///< letters: folds to several characters
  space = 7,
  newline = 8,
  stop = 9,         ///< ends a sentence by itself: ! ? … 。
  dot = 10,         ///< ends a sentence when the context allows
  comma = 11,       ///< after a stop: the sentence goes on
  quote = 12,       ///< double quotation marks of any script, either side
  apostrophe = 13,  ///< joins letters inside a word, else a border
  number_sign = 14, ///< Arabic decimal and thousands separators
  opener = 15,      ///< brackets that open, dashes: a quotation mark after one opens
};

struct FoldEntry {
  std::uint32_t bits;
  CharClass char_class() const { return static_cast<CharClass>(bits & 15u); }
  bool upper() const { return (bits & 16u) != 0; }
  bool lower() const { return (bits & 32u) != 0; }
  bool arabic() const { return (bits & 64u) != 0; }
  bool hebrew() const { return (bits & 128u) != 0; }
  bool starts_with_digit() const { return (bits & 256u) != 0; }  ///< digits, and expansions such as "⑩"
  bool in_word() const { return (1u << (bits & 15u) & (1u << 1 | 1u << 2 | 1u << 6)) != 0; }
  char32_t folded(char32_t c) const {
    return static_cast<char32_t>(static_cast<std::int32_t>(c) + (static_cast<std::int32_t>(bits) >> 10));
  }
  unsigned expansion_index() const { return bits >> 10; }
};

extern const std::uint16_t kFoldPages[0x110000 / 64];
extern const std::uint32_t kFoldEntries[];
extern const char32_t kExpansions[];

/// The entry of c; anything above U+10FFFF counts as `other`.
inline FoldEntry fold(char32_t c) {
  if (c >= 0x110000) return {0};
  return {kFoldEntries[kFoldPages[c >> 6] * 64u + (c & 63u)]};
}

/// The longest run in kExpansions, without its end.
inline constexpr unsigned kMaxExpansion = 8;

}  // namespace reprise::text
