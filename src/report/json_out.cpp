#include "report/json_out.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "base/utf8.hpp"
#include "report/iso_time.hpp"
#include "simdjson.h"

namespace reprise::report {
namespace {

// Bytes at which the copy must stop and look: 1 always escaped, 2 perhaps (first byte of C1 or of U+2028/2029).
constexpr std::array<unsigned char, 256> kStop = [] {
  std::array<unsigned char, 256> t{};
  for (std::size_t i = 0; i < 0x20; ++i) t[i] = 1;
  t['"'] = t['\\'] = t[0x7f] = 1;
  t[0xc2] = t[0xe2] = 2;
  return t;
}();

void append_escape(std::string& out, unsigned c) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const char text[] = {'\\', 'u', kHex[c >> 12 & 15], kHex[c >> 8 & 15], kHex[c >> 4 & 15], kHex[c & 15]};
  out.append(text, sizeof text);
}

}  // namespace

std::string_view valid_utf8(std::string_view text, std::string& scratch) {
  if (simdjson::validate_utf8(text.data(), text.size())) return text;
  scratch.clear();
  std::size_t bad = 0;
  while (!utf8::valid(text, &bad)) {
    scratch.append(text.data(), bad);
    utf8::append(scratch, 0xfffd);
    text.remove_prefix(bad + 1);
  }
  scratch.append(text);
  return scratch;
}

void append_json_string(std::string& out, std::string_view given) {
  std::string scratch;
  const std::string_view text = valid_utf8(given, scratch);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  out.push_back('"');
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char stop = kStop[byte(i)];
    if (stop == 0) continue;
    unsigned c = byte(i);
    std::size_t width = 1;
    if (stop == 2) {  // valid UTF-8: the bytes that follow are there
      if (c == 0xc2 && byte(i + 1) < 0xa0) {
        c = byte(i + 1);
        width = 2;
      } else if (c == 0xe2 && byte(i + 1) == 0x80 && (byte(i + 2) == 0xa8 || byte(i + 2) == 0xa9)) {
        c = 0x2000u | (byte(i + 2) & 0x3fu);
        width = 3;
      } else {
        continue;
      }
    }
    out.append(text.data() + done, i - done);
    append_escape(out, c);
    i += width - 1;
    done = i + 1;
  }
  out.append(text.data() + done, text.size() - done);
  out.push_back('"');
}

void append_json_or_null(std::string& out, std::string_view text) {
  if (text.empty()) {
    out += "null";
  } else {
    append_json_string(out, text);
  }
}

void append_uint(std::string& out, std::uint64_t value) {
  char digits[20];
  std::size_t at = sizeof digits;
  do {
    digits[--at] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  out.append(digits + at, sizeof digits - at);
}

void append_int(std::string& out, std::int64_t value) {
  if (value < 0) out.push_back('-');
  append_uint(out, value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value));
}

void append_decimal(std::string& out, double value) {
  constexpr double kLimit = 1e14;  // times 10^4 it still fits 64 bits
  if (!std::isfinite(value)) value = 0;
  if (value > kLimit) value = kLimit;
  if (value < -kLimit) value = -kLimit;
  const long long scaled = std::llround(value * 10000.0);
  append_int(out, scaled / 10000);
  auto fraction = static_cast<unsigned>((scaled < 0 ? -scaled : scaled) % 10000);
  if (scaled < 0 && scaled / 10000 == 0) out.insert(out.size() - 1, 1, '-');
  if (fraction == 0) return;
  char digits[5] = {'.', '0', '0', '0', '0'};
  for (std::size_t i = 4; i >= 1; --i, fraction /= 10) digits[i] = static_cast<char>('0' + fraction % 10);
  std::size_t size = 5;
  while (digits[size - 1] == '0') --size;
  out.append(digits, size);
}

void append_interval(std::string& out, const TimeInterval& time) {
  if (!time.known()) {
    out += "null";
    return;
  }
  out += "{\"from\":\"";
  append_iso(out, time.from);
  out += "\",\"to\":\"";
  append_iso(out, time.to);
  out += "\"}";
}

void append_span(std::string& out, Span span) {
  out.push_back('[');
  append_uint(out, span.begin);
  out.push_back(',');
  append_uint(out, span.end);
  out.push_back(']');
}

}  // namespace reprise::report
