// Names by their capitals: what two reports of one event share, whoever wrote them.
//
// A word inside a sentence with a capital letter is taken for a name or a title. Capitals tell nothing where the script has none
// (next to no word has one then, sentences begin without) and where many words have them (German nouns, headlines in capitals): in
// 3,000 English articles 13 % of the words are such, in 99 of a hundred articles less than 26 %; a German paragraph of ours has 29 %.
// Tested by tests/text/rules_test.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "text/tokens.hpp"

namespace reprise::text {

/// `flags` of a word; where capitals tell names.
inline bool is_name(std::uint8_t flags) { return (flags & kUpper) && !(flags & (kSentenceStart | kQuoteStart)); }

/// Whether capitals tell names in an article, by its words' flags: one word in fifty has one, at most one in four inside sentences.
inline bool capitals_tell_names(std::span<const std::uint8_t> flags) {
  const auto count = [&](auto has) { return static_cast<std::size_t>(std::count_if(flags.begin(), flags.end(), has)); };
  return 50 * count([](std::uint8_t f) { return (f & kUpper) != 0; }) >= flags.size() && 4 * count(is_name) <= flags.size();
}

}  // namespace reprise::text
