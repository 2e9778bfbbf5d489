// Tokens: an article's words as parallel arrays (struct of arrays), reused from article to article.
//
// word[i]   32-bit hash of the normalised word (equal words of any spelling variant = equal hash;
//           0 is never used). One ideograph is one word.
// begin[i]  first byte in the article's text as given; begin[i] + length[i] is one past its last.
// length[i] bytes, 1..255: longer runs of letters are cut at a character boundary.
// weight[i] quarter-bits of information, 1..57 (log2 of inverse frequency, from the shipped table; 57: an address).
// flags[i]  TokenFlag bits.
// Invariant: all arrays have the same size; begins strictly increase; no token cuts a character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reprise::text {

enum TokenFlag : std::uint8_t {
  kSentenceStart = 1,   ///< first token of a sentence
  kLineStart = 2,       ///< first token after a line break (also a sentence start, unless it is an address alone in its line)
  kInQuote = 4,         ///< stands inside quotation marks
  kIdeograph = 8,       ///< one character of a script written without spaces (Han, kana)
  kNumber = 16,         ///< starts with a digit
  kQuoteStart = 32,     ///< first token after an opening quotation mark
  kUpper = 64,          ///< as written, its first letter is upper case (cased scripts)
  kParagraphStart = 128 ///< first token after a blank line, or the first of the text
};

struct Tokens {
  std::vector<std::uint32_t> word;
  std::vector<std::uint32_t> begin;
  std::vector<std::uint8_t> length;
  std::vector<std::uint8_t> weight;
  std::vector<std::uint8_t> flags;
  std::size_t size() const { return word.size(); }
  std::uint32_t end_of(std::size_t i) const { return begin[i] + length[i]; }
  void clear();
};

/// Splits `text` (valid UTF-8, below 4 GiB) into tokens; replaces what `out` held, keeps its memory.
/// Pure; thread-safe. Cost: see docs/performance.md. Markup (HTML tags and entities, Markdown emphasis,
/// link targets) yields no tokens.
void tokenise(std::string_view text, Tokens& out);

/// The hash that tokenise() gives for a single word, e.g. for tables and tests. 0 if `word` is not exactly one token.
std::uint32_t word_hash(std::string_view word);

/// Quarter-bits of information of a word hash, 1..56; unknown words get the table's maximum for rare words.
std::uint8_t word_weight(std::uint32_t word);

/// The normalised spelling of a text: tokens joined by one space. Slow; for tests, `explain` and debugging.
std::string normalised(std::string_view text);

/// Primary language tag: "en", "ru", "fa", "ar", "he", "zh", another two-letter tag, or "und".
/// Looks at the first 4 KiB at most. Pure.
std::string_view detect_language(std::string_view text);

/// The unit in which text is split for boilerplate and for passage borders: sentence spans in token
/// positions follow from kSentenceStart; nothing more is stored.

}  // namespace reprise::text
