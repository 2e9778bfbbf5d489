// Content words: the words of an article that say what a sentence is about, as a bag per sentence.
//
// Idea: to find a sentence that was written anew, the order of words and their endings are forgotten. What stays are the stems of its
//   informative words (of ideographs: pairs of neighbours), each once per sentence, sorted by stem so that two articles are
//   compared by one merge.
// Weights: a word's information, less for what reports of one event share whoever wrote them: numbers, names (capitals inside a
//   sentence; they are marked, too) and what may be a name (words that the table does not know; where capitals do not tell names, any
//   word: without that lists of persons and parties make Hebrew and Arabic pairs by chance, docs/accuracy.md, "Null distributions").
// Tested by tests/sketch/content_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/tokens.hpp"

namespace reprise::sketch {

/// Eight bytes. Sorted by (stem, sentence, offset); one per stem and sentence.
struct ContentWord {
  std::uint32_t stem = 0;
  std::uint16_t sentence = 0;  ///< see sentence_starts()
  std::uint8_t offset = 0;     ///< word position within the sentence
  std::uint8_t weight : 7 = 0;   ///< quarter-bits
  std::uint8_t is_name : 1 = 0;  ///< capitals tell it
};

inline constexpr std::uint32_t kMinWeight = 18;  ///< of a content word, quarter-bits: below are function words and the commonest verbs
inline constexpr std::size_t kMostSentences = 1024;  ///< sentences behind these have no content words
inline constexpr std::size_t kMostSentenceWords = 200;  ///< longer sentences are cut

/// The words of an article as the tokeniser and the repair of scans left them; see text::Tokens.
struct WordSpans {
  std::span<const std::uint32_t> word, begin;
  std::span<const std::uint8_t> length, weight, flags;
};

/// First word of every sentence; `out` is replaced. A pure function of the flags.
void sentence_starts(std::span<const std::uint8_t> flags, std::vector<std::uint32_t>& out);

/// The content words of `text`; appended to `out`. None when the table of weights does not know most of
/// the words: its language is not there. Pure. Cost: linear.
void content_words(std::string_view text, const WordSpans& words, std::vector<ContentWord>& out);
inline void content_words(std::string_view text, const text::Tokens& tokens, std::vector<ContentWord>& out) {
  content_words(text, WordSpans{tokens.word, tokens.begin, tokens.length, tokens.weight, tokens.flags}, out);
}

}  // namespace reprise::sketch
