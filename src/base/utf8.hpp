// UTF-8: decoding, validation, counting. Inputs to the decoders are valid UTF-8 (readers check it at the border).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace reprise::utf8 {

/// Reads the character at text[i] (i < text.size()), moves i behind it. Text must be valid UTF-8.
inline char32_t next(std::string_view text, std::size_t& i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned lead = byte(i);
  if (lead < 0x80) {
    ++i;
    return lead;
  }
  if (lead < 0xe0) {
    const char32_t c = (lead & 0x1fu) << 6 | (byte(i + 1) & 0x3fu);
    i += 2;
    return c;
  }
  if (lead < 0xf0) {
    const char32_t c = (lead & 0x0fu) << 12 | (byte(i + 1) & 0x3fu) << 6 | (byte(i + 2) & 0x3fu);
    i += 3;
    return c;
  }
  const char32_t c = (lead & 0x07u) << 18 | (byte(i + 1) & 0x3fu) << 12 | (byte(i + 2) & 0x3fu) << 6 | (byte(i + 3) & 0x3fu);
  i += 4;
  return c;
}

/// Appends the UTF-8 form of c.
void append(std::string& out, char32_t c);

/// True when `bytes` is valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). On false *bad_at, if given, is
/// the offset of the first bad byte.
bool valid(std::string_view bytes, std::size_t* bad_at = nullptr);

/// Number of characters (code points): bytes that are not continuation bytes.
std::size_t count(std::string_view text);

/// True when offset i is at a character's first byte or at the end.
inline bool is_boundary(std::string_view text, std::size_t i) {
  return i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xc0u) != 0x80u;
}

}  // namespace reprise::utf8
