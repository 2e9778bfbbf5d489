// Seconds <-> "2023-10-07T09:12:00Z", the one form of a time in run files: UTC, whole seconds, a four-digit year.
//
// Idea: civil dates by integer arithmetic over 400-year eras that begin on 1 March (the method of H. Hinnant's
//   public-domain notes on calendar algorithms); no locale, no time zone data, no libc call.
// Invariant: parse_iso(format_iso(s)) == s for every s that format_iso can write (years 0 to 9999).
// Tested by tests/report/run_files_test.cpp.
#pragma once

#include <string>
#include <string_view>

#include "reprise/article.hpp"

namespace reprise::report {

inline constexpr Seconds kFirstSecond = -62167219200;  ///< 0000-01-01T00:00:00Z
inline constexpr Seconds kLastSecond = 253402300799;   ///< 9999-12-31T23:59:59Z

/// A day and a time of day in UTC.
struct Civil {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};
Civil to_civil(Seconds seconds);

/// Appends the 20 characters. Times beyond the years 0..9999 are written as the nearest second inside them.
void append_iso(std::string& out, Seconds seconds);

/// Reads exactly that form; false for anything else, dates that do not exist included.
bool parse_iso(std::string_view text, Seconds& out);

}  // namespace reprise::report
