// Dates as news data has them -> a closed interval of Unix seconds.
#pragma once
#include <string>
#include <string_view>
#include "reprise/article.hpp"

namespace reprise::corpus {

/// ISO 8601 with or without zone, RFC 2822, epoch seconds or milliseconds (10 or 13 digits), a date alone (its UTC day,
/// or the day in `timezone` when given). A time without a zone is read in `timezone` ("+03:30", "Z"), or, when that is
/// empty, widened by 14 hours either way. A month or a year alone is that month or year. Unknown or unreadable: an interval
/// with known() == false. Pure.
TimeInterval parse_time(std::string_view text, std::string_view timezone = {});

/// True for what `timezone` above may be: "+03:30", "+0330", "-5", "Z", "UTC".
bool is_timezone(std::string_view timezone);

/// A time that parse_time() had to widen, because it has no zone, read in `timezone` after all: how an outlet's own zone comes in,
/// which is known only once the outlet is. Any other interval, or no such timezone: as it is. Pure.
TimeInterval narrowed_to_zone(TimeInterval time, std::string_view timezone);

/// "2023-10-07T09:12:00Z"; "" for kNoTime.
std::string format_time(Seconds seconds);

}  // namespace reprise::corpus
