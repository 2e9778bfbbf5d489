// JSON text, appended to one string. The caller owns structure (commas, braces); this owns escaping and numbers.
//
// Invariant: what is appended is valid UTF-8 and valid JSON on one line: control characters (C0, DEL, C1) and the line
//   separators U+2028/2029 are written as \u escapes, bytes that are no UTF-8 as U+FFFD.
// Numbers: doubles have at most four decimals, trailing zeros cut ("0.5", "1"); never a locale, never an exponent.
// Cost: one table look-up per byte; strings without a special byte are copied in one piece.
// Tested by tests/report/run_files_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reprise/article.hpp"

namespace reprise::report {

/// Appends `text` quoted and escaped.
void append_json_string(std::string& out, std::string_view text);

/// As append_json_string, but null for "".
void append_json_or_null(std::string& out, std::string_view text);

void append_uint(std::string& out, std::uint64_t value);
void append_int(std::string& out, std::int64_t value);

/// Rounded to four decimals, half away from zero. Not finite: 0. Magnitudes above 10^14 are cut to it.
void append_decimal(std::string& out, double value);

/// {"from":"...","to":"..."} or null.
void append_interval(std::string& out, const TimeInterval& time);

/// [begin,end]
void append_span(std::string& out, Span span);

/// `text` with every byte that is no UTF-8 replaced by U+FFFD; the common case (all valid) copies nothing.
std::string_view valid_utf8(std::string_view text, std::string& scratch);

}  // namespace reprise::report
