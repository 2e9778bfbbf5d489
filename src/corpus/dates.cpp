// Dates as news data has them: ISO 8601, RFC 2822 and its relatives, epoch numbers.
// Idea: three small readers, chosen by the first characters: all digits -> epoch or compact date; four digits and a
//   separator -> ISO; otherwise words and numbers in any of the orders that mail, HTTP and US datelines use.
//   Each yields civil fields and a precision; one function turns these into a closed interval.
// Invariant: an interval is only as narrow as the text: a minute is 60 seconds, a date its day, "2016-05" its month, a time
//   whose zone is not known is widened by 14 hours either way. What cannot be a date (30 February, year 3023) is unknown.
// Calendar: days_from_civil / civil_from_days after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013);
//   proleptic Gregorian. No locale, no mktime.
// Cost: linear in the text, no allocation. Tested by tests/corpus/dates_test.cpp.
#include "corpus/dates.hpp"

#include <array>
#include <cstdio>
#include <optional>

namespace reprise::corpus {

namespace {

constexpr int kFirstYear = 1600, kLastYear = 2200;  // newspapers begin in 1605; anything outside is a slip
constexpr Seconds kMinute = 60, kHour = 3600, kDay = 86400;
constexpr Seconds kWidening = 14 * kHour;  // the widest offset in use (UTC+14, Kiribati)
constexpr std::size_t kMaxText = 100;      // no date is longer; a longer text is not looked at

constexpr Seconds days_from_civil(int year, int month, int day) {
  const int y = year - (month <= 2);
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<Seconds>(era) * 146097 + day_of_era - 719468;
}

static_assert(days_from_civil(1970, 1, 1) == 0 && days_from_civil(2000, 3, 1) == 11017);

constexpr bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_alpha(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool equal_ignoring_case(std::string_view a, std::string_view lower_b) {
  if (a.size() != lower_b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower_b[i]) return false;
  }
  return true;
}

/// What is known of the zone: an offset, nothing (the caller's timezone holds), or a name we cannot place.
struct Zone {
  enum Kind { none, offset, unplaced } kind = none;
  Seconds seconds = 0;
};

struct NamedZone {
  std::string_view name;
  int minutes;
  bool mail_only;  // RFC 2822 fixes it, elsewhere it is ambiguous (CST: Chicago, Beijing, Havana)
};
constexpr std::array<NamedZone, 25> kZones{{
    {"z", 0, false},      {"ut", 0, false},     {"utc", 0, false},    {"gmt", 0, false},    {"est", -300, true},
    {"edt", -240, true},  {"cst", -360, true},  {"cdt", -300, true},  {"mst", -420, true},  {"mdt", -360, true},
    {"pst", -480, true},  {"pdt", -420, true},  {"msk", 180, false},  {"msd", 240, false},  {"cet", 60, false},
    {"cest", 120, false}, {"eet", 120, false},  {"eest", 180, false}, {"wet", 0, false},    {"west", 60, false},
    {"trt", 180, false},  {"irst", 210, false}, {"irdt", 270, false}, {"hkt", 480, false},  {"jst", 540, false},
}};

struct Civil {
  enum Precision { year_only, month_only, day_only, hour_only, minute_only, second_exact };
  int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  Precision precision = day_only;
  bool next_day = false;  // 24:00 is 00:00 of the day after
  Zone zone;
};

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool done() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void advance(std::size_t n = 1) { at_ += n; }
  bool take(char c) {
    if (peek() != c || done()) return false;
    ++at_;
    return true;
  }
  void skip_spaces() {
    while (is_space(peek())) ++at_;
  }
  std::size_t digits_ahead() const {
    std::size_t n = 0;
    while (is_digit(peek(n))) ++n;
    return n;
  }
  /// Exactly `count` digits as a number; the caller has checked digits_ahead().
  int number(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (peek(i) - '0');
    at_ += count;
    return value;
  }
  std::string_view word() {
    const std::size_t begin = at_;
    while (is_alpha(peek())) ++at_;
    return text_.substr(begin, at_ - begin);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// "+03:30", "+0330", "+03"; the cursor stands on the sign.
bool read_offset(Cursor& cursor, Zone& zone) {
  const bool negative = cursor.peek() == '-';
  cursor.advance();
  const std::size_t digits = cursor.digits_ahead();
  int hours = 0, minutes = 0;
  if (digits == 4) {
    hours = cursor.number(2);
    minutes = cursor.number(2);
  } else if (digits == 2 || digits == 1) {
    hours = cursor.number(digits);
    if (cursor.take(':')) {
      if (cursor.digits_ahead() != 2) return false;
      minutes = cursor.number(2);
    }
  } else {
    return false;
  }
  if (hours > 15 || minutes > 59) return false;  // Manila kept -15:56 until 1844; nothing is wider
  const Seconds seconds = hours * kHour + minutes * kMinute;
  zone = {Zone::offset, negative ? -seconds : seconds};
  return true;
}

/// A zone, if there is one. False when there is something that is none.
bool read_zone(Cursor& cursor, Zone& zone, bool mail) {
  if (cursor.done()) return true;
  if (cursor.peek() == '+' || cursor.peek() == '-') return read_offset(cursor, zone);
  if (!is_alpha(cursor.peek())) return false;
  const std::string_view name = cursor.word();
  for (const NamedZone& known : kZones) {
    if (!equal_ignoring_case(name, known.name)) continue;
    if (known.mail_only && !mail) {
      zone.kind = Zone::unplaced;
      return true;
    }
    zone = {Zone::offset, known.minutes * kMinute};
    // "UTC+3", "GMT+0300"
    if (known.minutes == 0 && (cursor.peek() == '+' || cursor.peek() == '-')) return read_offset(cursor, zone);
    return true;
  }
  if (name.size() > 5) return false;
  zone.kind = Zone::unplaced;
  return true;
}

/// "09:12", "09:12:30.5", "0912", "091230", "09", then "AM" or "PM".
bool read_clock(Cursor& cursor, Civil& civil) {
  const std::size_t digits = cursor.digits_ahead();
  civil.precision = Civil::minute_only;
  if (digits == 6 || digits == 4) {
    civil.hour = cursor.number(2);
    civil.minute = cursor.number(2);
    if (digits == 6) {
      civil.second = cursor.number(2);
      civil.precision = Civil::second_exact;
    }
  } else if (digits == 1 || digits == 2) {
    civil.hour = cursor.number(digits);
    if (cursor.take(':')) {
      if (cursor.digits_ahead() != 2) return false;
      civil.minute = cursor.number(2);
      if (cursor.take(':')) {
        if (cursor.digits_ahead() != 2) return false;
        civil.second = cursor.number(2);
        civil.precision = Civil::second_exact;
      }
    } else {
      civil.precision = Civil::hour_only;
    }
  } else {
    return false;
  }
  if (civil.precision == Civil::second_exact && (cursor.peek() == '.' || cursor.peek() == ',') && is_digit(cursor.peek(1))) {
    cursor.advance();
    cursor.advance(cursor.digits_ahead());  // fractions are cut: intervals are whole seconds
  }
  const std::size_t space = is_space(cursor.peek()) ? 1 : 0;
  const char half = lower(cursor.peek(space));
  if ((half == 'a' || half == 'p') && lower(cursor.peek(space + 1)) == 'm' && !is_alpha(cursor.peek(space + 2))) {
    if (civil.hour < 1 || civil.hour > 12) return false;
    civil.hour = civil.hour % 12 + (half == 'p' ? 12 : 0);
    cursor.advance(space + 2);
  }
  if (civil.hour == 24 && civil.minute == 0 && civil.second == 0) {
    civil.hour = 0;
    civil.next_day = true;
  }
  if (civil.hour > 23 || civil.minute > 59 || civil.second > 60) return false;
  if (civil.second == 60) civil.second = 59;  // a leap second: Unix time has none
  return true;
}

/// The rest of an ISO text behind the date.
bool read_iso_rest(Cursor& cursor, Civil& civil) {
  if (cursor.done()) return true;
  if (lower(cursor.peek()) == 't' || is_space(cursor.peek()) || cursor.peek() == '_') {
    cursor.advance();
    cursor.skip_spaces();
    if (is_digit(cursor.peek()) && !read_clock(cursor, civil)) return false;
  }
  cursor.skip_spaces();
  return read_zone(cursor, civil.zone, false) && cursor.done();
}

std::optional<Civil> read_iso(std::string_view text) {
  Cursor cursor(text);
  Civil civil;
  civil.year = cursor.number(4);
  if (cursor.done()) {
    civil.precision = Civil::year_only;
    return civil;
  }
  const char separator = cursor.peek();
  cursor.advance();
  std::size_t digits = cursor.digits_ahead();
  if (digits < 1 || digits > 2) return std::nullopt;
  civil.month = cursor.number(digits);
  if (cursor.done() && digits == 2 && separator == '-') {
    civil.precision = Civil::month_only;
    return civil;
  }
  if (!cursor.take(separator)) return std::nullopt;
  digits = cursor.digits_ahead();
  if (digits < 1 || digits > 2) return std::nullopt;
  civil.day = cursor.number(digits);
  if (!read_iso_rest(cursor, civil)) return std::nullopt;
  return civil;
}

std::optional<Civil> read_compact(std::string_view text) {  // "20231007", "20231007T0912Z"
  Cursor cursor(text);
  Civil civil;
  civil.year = cursor.number(4);
  civil.month = cursor.number(2);
  civil.day = cursor.number(2);
  if (cursor.digits_ahead() == 6) {  // "20231007091200", as web archives write it: always UTC there
    if (!read_clock(cursor, civil) || !cursor.done()) return std::nullopt;
    civil.zone = {Zone::offset, 0};
    return civil;
  }
  if (!read_iso_rest(cursor, civil)) return std::nullopt;
  return civil;
}

int month_by_name(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths{"january", "february", "march",     "april",   "may",      "june",
                                                     "july",    "august",   "september", "october", "november", "december"};
  if (equal_ignoring_case(word, "sept")) return 9;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (equal_ignoring_case(word, kMonths[i]) || equal_ignoring_case(word, kMonths[i].substr(0, 3))) return static_cast<int>(i) + 1;
  }
  return 0;
}

bool is_weekday(std::string_view word) {
  constexpr std::array<std::string_view, 7> kDays{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
  for (const std::string_view day : kDays) {
    if (equal_ignoring_case(word, day) || equal_ignoring_case(word, day.substr(0, 3))) return true;
  }
  return equal_ignoring_case(word, "tues") || equal_ignoring_case(word, "thur") || equal_ignoring_case(word, "thurs");
}

/// RFC 2822 and 850, asctime, Twitter, "October 7, 2023 9:12 AM": weekday, day, month, year, clock and zone, told apart by
/// their shapes. Each may stand once.
std::optional<Civil> read_words(std::string_view text) {
  Cursor cursor(text);
  Civil civil;
  bool day = false, month = false, year = false, clock = false, zone = false, weekday = false;
  for (;;) {
    while (is_space(cursor.peek()) || cursor.peek() == ',') cursor.advance();
    if (cursor.done()) break;
    const char c = cursor.peek();
    if (c == '(') {  // a comment: "+0300 (MSK)"
      while (!cursor.done() && cursor.peek() != ')') cursor.advance();
      if (!cursor.take(')')) return std::nullopt;
    } else if (is_digit(c)) {
      const std::size_t digits = cursor.digits_ahead();
      if (digits <= 2 && cursor.peek(digits) == ':') {
        if (clock || !read_clock(cursor, civil)) return std::nullopt;
        clock = true;
      } else if (digits <= 2 && !day) {
        civil.day = cursor.number(digits);
        day = true;
        cursor.take('-');  // "07-Oct-23"
      } else if ((digits == 4 || digits == 2) && !year) {
        civil.year = cursor.number(digits);
        // RFC 2822, 4.3: two digits below 50 are of this century.
        if (digits == 2) civil.year += civil.year < 50 ? 2000 : 1900;
        year = true;
      } else {
        return std::nullopt;
      }
    } else if ((c == '+' || c == '-') && clock && !zone) {
      if (!read_offset(cursor, civil.zone)) return std::nullopt;
      zone = true;
    } else if (is_alpha(c)) {
      Cursor ahead = cursor;
      const std::string_view word = ahead.word();
      if (const int number = month_by_name(word); number > 0 && !month) {
        civil.month = number;
        month = true;
        cursor = ahead;
        cursor.take('.');
        if (cursor.peek() == '-' && is_digit(cursor.peek(1))) cursor.advance();
      } else if (is_weekday(word) && !weekday) {
        weekday = true;
        cursor = ahead;
        cursor.take('.');
      } else if (clock && !zone) {
        if (!read_zone(cursor, civil.zone, true)) return std::nullopt;
        zone = true;
      } else if (!equal_ignoring_case(word, "at")) {  // "October 7, 2023 at 9:12 AM"
        return std::nullopt;
      } else {
        cursor = ahead;
      }
    } else {
      return std::nullopt;
    }
  }
  if (!day || !month || !year) return std::nullopt;
  return civil;
}

TimeInterval shift(TimeInterval interval, const Zone& zone, const Zone& fallback, bool has_clock) {
  const Zone& used = zone.kind == Zone::none ? fallback : zone;
  if (used.kind == Zone::offset) return {interval.from - used.seconds, interval.to - used.seconds};
  if (!has_clock) return interval;
  return {interval.from - kWidening, interval.to + kWidening};
}

TimeInterval to_interval(const Civil& c, const Zone& fallback) {
  if (c.year < kFirstYear || c.year > kLastYear || c.month < 1 || c.month > 12) return {};
  if (c.day < 1 || c.day > days_in_month(c.year, c.month)) return {};
  Seconds from = days_from_civil(c.year, c.month, c.day) * kDay + c.hour * kHour + c.minute * kMinute + c.second;
  if (c.next_day) from += kDay;
  Seconds length = 1;
  switch (c.precision) {
    case Civil::year_only: length = (is_leap(c.year) ? 366 : 365) * kDay; break;
    case Civil::month_only: length = days_in_month(c.year, c.month) * kDay; break;
    case Civil::day_only: length = kDay; break;
    case Civil::hour_only: length = kHour; break;
    case Civil::minute_only: length = kMinute; break;
    case Civil::second_exact: break;
  }
  return shift({from, from + length - 1}, c.zone, fallback, c.precision >= Civil::hour_only);
}

/// 9 or 10 digits: seconds; 13: milliseconds (an instant before 1970 is rounded down, as one after it is).
TimeInterval read_epoch(std::string_view digits, bool negative) {
  Seconds value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  const bool milliseconds = digits.size() == 13;
  if (milliseconds) value = negative ? (value + 999) / 1000 : value / 1000;
  if (negative) value = -value;
  if (value < days_from_civil(kFirstYear, 1, 1) * kDay || value >= days_from_civil(kLastYear + 1, 1, 1) * kDay) return {};
  return {value, value};
}

Zone read_timezone(std::string_view timezone) {
  Zone zone;
  Cursor cursor(timezone);
  if (!read_zone(cursor, zone, false) || !cursor.done() || zone.kind != Zone::offset) return {};
  return zone;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

TimeInterval narrowed_to_zone(TimeInterval time, std::string_view timezone) {
  if (!time.known()) return time;
  // Nothing else is as wide: a second or a minute, and 14 hours on both sides.
  const Seconds width = time.to - time.from;
  if (width != 2 * kWidening && width != 2 * kWidening + 59) return time;
  const auto zone = read_timezone(trim(timezone));
  if (zone.kind != Zone::offset) return time;
  return {time.from + kWidening - zone.seconds, time.to - kWidening - zone.seconds};
}

bool is_timezone(std::string_view timezone) { return read_timezone(trim(timezone)).kind == Zone::offset; }

TimeInterval parse_time(std::string_view text, std::string_view timezone) {
  text = trim(text);
  if (text.empty() || text.size() > kMaxText) return {};
  const Zone fallback = read_timezone(trim(timezone));

  const bool negative = text.front() == '-';
  Cursor cursor(text.substr(negative ? 1 : 0));
  const std::size_t digits = cursor.digits_ahead();
  const std::string_view whole = text.substr(negative ? 1 : 0, digits);
  cursor.advance(digits);
  if (cursor.peek() == '.' && digits >= 9) {  // "1696669920.25"
    cursor.advance();
    cursor.advance(cursor.digits_ahead());
  }
  if (cursor.done() && (digits == 9 || digits == 10 || digits == 13)) return read_epoch(whole, negative);
  if (negative) return {};

  std::optional<Civil> civil;
  const char behind = digits < text.size() ? text[digits] : '\0';
  if (digits == 4 && (behind == '\0' || behind == '-' || behind == '/' || behind == '.')) {
    civil = read_iso(text);
  } else if (digits == 8 || digits == 14) {
    civil = read_compact(text);
  } else {
    civil = read_words(text);
  }
  return civil ? to_interval(*civil, fallback) : TimeInterval{};
}

std::string format_time(Seconds seconds) {
  if (seconds == kNoTime) return {};
  Seconds days = seconds / kDay;
  if (seconds % kDay < 0) --days;
  const int clock = static_cast<int>(seconds - days * kDay);
  const Seconds shifted = days + 719468;
  const Seconds era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const Seconds day_of_era = shifted - era * 146097;
  const Seconds year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const Seconds day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const Seconds month_index = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * month_index + 2) / 5 + 1);
  const int month = static_cast<int>(month_index < 10 ? month_index + 3 : month_index - 9);
  const Seconds year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04lld-%02d-%02dT%02d:%02d:%02dZ", static_cast<long long>(year), month, day,
                clock / 3600, clock / 60 % 60, clock % 60);
  return buffer;
}

}  // namespace reprise::corpus
