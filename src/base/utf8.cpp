#include "base/utf8.hpp"

#include <cstring>

namespace reprise::utf8 {

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xc0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xe0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
  } else {
    out.push_back(static_cast<char>(0xf0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
  }
}

bool valid(std::string_view bytes, std::size_t* bad_at) {
  const auto fail = [&](std::size_t at) {
    if (bad_at) *bad_at = at;
    return false;
  };
  const auto byte = [&](std::size_t k) -> unsigned { return k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0u; };
  const auto continues = [&](std::size_t k) { return (byte(k) & 0xc0u) == 0x80u; };
  const auto all_ascii = [&](std::size_t at) {  // of the eight bytes from here
    std::uint64_t eight;
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    return (eight & 0x8080808080808080u) == 0;
  };
  for (std::size_t i = 0; i < bytes.size();) {
    const unsigned lead = byte(i);
    if (lead < 0x80) {
      ++i;
      while (i + 8 <= bytes.size() && all_ascii(i)) i += 8;
    } else if (lead >= 0xc2 && lead < 0xe0) {
      if (!continues(i + 1)) return fail(i);
      i += 2;
    } else if (lead >= 0xe0 && lead < 0xf0) {
      if (!continues(i + 1) || !continues(i + 2)) return fail(i);
      if (lead == 0xe0 && byte(i + 1) < 0xa0) return fail(i);   // overlong
      if (lead == 0xed && byte(i + 1) >= 0xa0) return fail(i);  // surrogate
      i += 3;
    } else if (lead >= 0xf0 && lead < 0xf5) {
      if (!continues(i + 1) || !continues(i + 2) || !continues(i + 3)) return fail(i);
      if (lead == 0xf0 && byte(i + 1) < 0x90) return fail(i);   // overlong
      if (lead == 0xf4 && byte(i + 1) >= 0x90) return fail(i);  // above U+10FFFF
      i += 4;
    } else {
      return fail(i);
    }
  }
  return true;
}

std::size_t count(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xc0u) != 0x80u;
  return n;
}

}  // namespace reprise::utf8
