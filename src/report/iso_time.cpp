#include "report/iso_time.hpp"

#include <algorithm>
#include <cstdint>

namespace reprise::report {
namespace {

constexpr Seconds kDay = 86400;

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar.
Seconds days_from_civil(int year, int month, int day) {
  const std::int64_t y = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

void put(char* at, int value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

Civil to_civil(Seconds seconds) {
  seconds = std::clamp(seconds, kFirstSecond, kLastSecond);
  Seconds days = seconds / kDay;
  Seconds rest = seconds % kDay;
  if (rest < 0) {
    rest += kDay;
    --days;
  }
  const std::int64_t z = days + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t shifted_month = (5 * doy + 2) / 153;
  Civil c;
  c.day = static_cast<int>(doy - (153 * shifted_month + 2) / 5 + 1);
  c.month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  c.year = static_cast<int>(yoe + era * 400 + (c.month <= 2 ? 1 : 0));
  c.hour = static_cast<int>(rest / 3600);
  c.minute = static_cast<int>(rest / 60 % 60);
  c.second = static_cast<int>(rest % 60);
  return c;
}

void append_iso(std::string& out, Seconds seconds) {
  const Civil c = to_civil(seconds);
  char text[] = "0000-00-00T00:00:00Z";
  put(text, c.year, 4);
  put(text + 5, c.month, 2);
  put(text + 8, c.day, 2);
  put(text + 11, c.hour, 2);
  put(text + 14, c.minute, 2);
  put(text + 17, c.second, 2);
  out.append(text, 20);
}

bool parse_iso(std::string_view text, Seconds& out) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool good = kForm[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == kForm[i];
    if (!good) return false;
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const int month = number(5, 2), day = number(8, 2), hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return false;
  out = days_from_civil(number(0, 4), month, day) * kDay + hour * 3600 + minute * 60 + second;
  return to_civil(out).day == day;  // 31 February comes back as a day of March
}

}  // namespace reprise::report
