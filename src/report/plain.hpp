// Words for people: outside text made harmless for a terminal, wrapping, times, shares and counts as they are read.
//
// Invariant: visible() returns valid UTF-8 without control characters and without the characters that reorder a line
//   (bidirectional embeddings, overrides, isolates): they stand there as \x1b or \u202e. Marks that Arabic, Persian and
//   Hebrew spelling needs (ZWNJ, ZWJ, LRM, RLM) stay. wrap() breaks between words, or between characters where a word is
//   longer than the line or the script has no spaces; it never cuts a character or parts a mark from its letter.
// Widths are terminal columns: 2 for East Asian wide characters, 0 for combining marks, 1 for the rest.
// Tested by tests/report/plain_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "reprise/run.hpp"

namespace reprise::report {

inline constexpr std::size_t kColumns = 88;

/// One line: line breaks and tabs become spaces.
std::string visible(std::string_view text);

/// The text of an article as it is meant to be read: HTML entities, also those escaped twice, stand as their characters.
/// For display only and before visible() or escaped(): what an entity hides (&lt; or &#27;) they still make harmless.
/// Never for ids, which must be found again as they are written.
std::string prose(std::string_view text);

std::size_t columns(std::string_view text);

/// `text` (already visible) as lines of at most `width` columns, each behind `indent` and ended by '\n'; the first line
/// behind `first` instead (as wide as `indent`).
std::string wrap(std::string_view text, std::string_view indent, std::string_view first, std::size_t width = kColumns);
inline std::string wrap(std::string_view text, std::string_view indent, std::size_t width = kColumns) { return wrap(text, indent, indent, width); }

/// The first `limit` columns, with "..." where something was cut.
std::string shortened(std::string_view text, std::size_t limit);
std::string padded(std::string_view text, std::size_t width);       ///< filled with spaces to the right, cut if longer
std::string padded_left(std::string_view text, std::size_t width);  ///< filled to the left

/// "2023-10-07 09:12", "2023-10-07" for a whole day, "2023-10-07 .. 2023-10-09", "time unknown".
std::string time_words(const TimeInterval& time);
/// "2 h 10 min", "3 days 4 h", "45 s"; the sign is dropped.
std::string duration_words(Seconds seconds);
std::string percent(double share);                 ///< "41%"
std::string decimal2(double value);                ///< "0.97"
std::string counted(std::uint64_t n, std::string_view one, std::string_view many);  ///< "1 passage", "1,204 passages"
std::string in_quotes(std::string_view text);
std::string_view outlet_or_unknown(std::string_view outlet);

/// [begin, end) cut to the text and widened to whole characters: spans from a file may not fit a text.
Span fitted(std::string_view text, Span span);
std::string_view part(std::string_view text, Span span);

}  // namespace reprise::report
