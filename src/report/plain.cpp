#include "report/plain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/utf8.hpp"
#include "report/iso_time.hpp"
#include "report/json_out.hpp"
#include "text/markup.hpp"

namespace reprise::report {
namespace {

using Range = std::pair<char32_t, char32_t>;

// East Asian Wide and Fullwidth (Unicode Annex 11), by block.
constexpr std::array<Range, 11> kWide = {{{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
                                          {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd}}};
// Combining marks of the scripts that news here is written in, and format characters.
constexpr std::array<Range, 13> kZero = {{{0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x05bf, 0x05c7}, {0x0610, 0x061a}, {0x064b, 0x065f}, {0x0670, 0x0670},
                                          {0x06d6, 0x06ed}, {0x200b, 0x200f}, {0x2060, 0x2060}, {0x20d0, 0x20f0}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}}};

template <std::size_t N>
bool in(const std::array<Range, N>& ranges, char32_t c) {
  for (const Range& r : ranges) {
    if (c < r.first) return false;
    if (c <= r.second) return true;
  }
  return false;
}

std::size_t width_of(char32_t c) { return c < 0x300 ? 1 : in(kZero, c) ? 0 : in(kWide, c) ? 2 : 1; }

bool reorders(char32_t c) { return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 || c == 0x061c; }

void append_code(std::string& out, char32_t c) {
  constexpr char kHex[] = "0123456789abcdef";
  out += c < 0x100 ? "\\x" : "\\u";
  for (int shift = c < 0x100 ? 4 : 12; shift >= 0; shift -= 4) out.push_back(kHex[(c >> shift) & 15]);
}

}  // namespace

std::string visible(std::string_view given) {
  std::string scratch, out;
  const std::string_view text = valid_utf8(given, scratch);
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t from = i;
    const char32_t c = utf8::next(text, i);
    if (c == '\n' || c == '\t' || c == '\r') {
      out.push_back(' ');
    } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || reorders(c)) {
      append_code(out, c);
    } else {
      out.append(text, from, i - from);
    }
  }
  return out;
}

std::string prose(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    std::uint32_t size_bytes = 0;
    const char32_t c = text[i] == '&' ? text::entity_at(text, i, &size_bytes) : 0;
    if (size_bytes == 0) {
      out.push_back(text[i++]);
      continue;
    }
    utf8::append(out, c == 0xa0 ? U' ' : c);
    i += size_bytes;
  }
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size();) n += width_of(utf8::next(text, i));
  return n;
}

std::string wrap(std::string_view text, std::string_view indent, std::string_view first, std::size_t width) {
  const std::size_t room = std::max<std::size_t>(8, width > columns(indent) ? width - columns(indent) : 0);
  std::string out(first);
  std::string line, word;
  std::size_t line_columns = 0, word_columns = 0;
  const auto end_line = [&] {
    out += line;
    out += '\n';
    out += indent;
    line.clear();
    line_columns = 0;
  };
  const auto end_word = [&](bool space_before) {
    if (word.empty()) return;
    const std::size_t gap = space_before && !line.empty() ? 1 : 0;
    if (!line.empty() && line_columns + gap + word_columns > room) end_line();
    if (gap != 0 && !line.empty()) {
      line.push_back(' ');
      ++line_columns;
    }
    line += word;
    line_columns += word_columns;
    word.clear();
    word_columns = 0;
  };
  bool space = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t from = i;
    const char32_t c = utf8::next(text, i);
    const std::size_t w = width_of(c);
    if (c == ' ') {
      end_word(space);
      space = true;
      continue;
    }
    if (w != 0 && !word.empty() && (w == 2 || word_columns + w > room)) {  // a place where a line may break
      end_word(space);
      space = false;
    }
    word.append(text, from, i - from);
    word_columns += w;
  }
  end_word(space);
  out += line;
  out += '\n';
  return out;
}

std::string shortened(std::string_view text, std::size_t limit) {
  if (columns(text) <= limit) return std::string(text);
  std::size_t used = 0, i = 0;
  while (i < text.size()) {
    std::size_t next = i;
    const std::size_t w = width_of(utf8::next(text, next));
    if (used + w + 3 > limit) break;
    used += w;
    i = next;
  }
  return std::string(text.substr(0, i)) + "...";
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out = shortened(text, width);
  const std::size_t used = columns(out);
  if (used < width) out.append(width - used, ' ');
  return out;
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string time_words(const TimeInterval& time) {
  if (!time.known()) return "time unknown";
  std::string from, to;
  append_iso(from, time.from);
  append_iso(to, time.to);
  const std::string day = from.substr(0, 10);
  const auto minute = [](const std::string& iso) { return iso.substr(0, 10) + " " + iso.substr(11, iso[17] == '0' && iso[18] == '0' ? 5 : 8); };
  if (from == to) return minute(from);
  const bool days = from.substr(11) == "00:00:00Z" && to.substr(11) == "23:59:59Z";
  if (days) return day == to.substr(0, 10) ? day : day + " .. " + to.substr(0, 10);
  return minute(from) + " .. " + minute(to);
}

std::string duration_words(Seconds seconds) {
  std::uint64_t s = seconds < 0 ? 0 - static_cast<std::uint64_t>(seconds) : static_cast<std::uint64_t>(seconds);
  if (s < 60) return std::to_string(s) + " s";
  if (s < 3600) return std::to_string(s / 60) + " min";
  const auto two = [](std::uint64_t big, std::string unit, std::uint64_t small, std::string_view small_unit) {
    std::string out = std::to_string(big) + std::move(unit);
    if (small != 0) out.append(" ").append(std::to_string(small)).append(small_unit);
    return out;
  };
  if (s < 86400) return two(s / 3600, " h", s / 60 % 60, " min");
  return two(s / 86400, s / 86400 == 1 ? " day" : " days", s / 3600 % 24, " h");
}

std::string percent(double share) {
  const auto n = static_cast<std::uint64_t>(std::llround(std::clamp(std::isfinite(share) ? share : 0.0, 0.0, 1.0) * 100));
  return std::to_string(n) + "%";
}

std::string decimal2(double value) {
  const auto n = static_cast<unsigned>(std::lround(std::clamp(std::isfinite(value) ? value : 0.0, 0.0, 1.0) * 100));
  std::string out = std::to_string(n / 100) + ".";
  out.push_back(static_cast<char>('0' + n / 10 % 10));
  out.push_back(static_cast<char>('0' + n % 10));
  return out;
}

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  std::string digits = std::to_string(n);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  const std::string_view word = n == 1 ? one : many;
  return word.empty() ? digits : digits + " " + std::string(word);
}

std::string in_quotes(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  return out.append("\"").append(text).append("\"");
}

std::string_view outlet_or_unknown(std::string_view outlet) { return outlet.empty() ? std::string_view("(unknown outlet)") : outlet; }

Span fitted(std::string_view text, Span span) {
  const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), 0xffffffffu));
  Span out{std::min(span.begin, size), std::min(span.end, size)};
  while (out.begin > 0 && !utf8::is_boundary(text, out.begin)) --out.begin;
  while (out.end < size && !utf8::is_boundary(text, out.end)) ++out.end;
  if (out.end < out.begin) out.end = out.begin;
  return out;
}

std::string_view part(std::string_view text, Span span) {
  const Span fit = fitted(text, span);
  return text.substr(fit.begin, fit.size());
}

}  // namespace reprise::report
