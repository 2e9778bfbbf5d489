// Markup: HTML tags, comments, entities and the targets of Markdown links yield no tokens; a bare URL is one token.
//
// Each function answers where the markup that starts at an offset ends, or the same offset when there is none. All are
// bounded, and none looks at a byte so often that hostile text could cost more than linear time.
// Tested by tests/text/rules_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/utf8.hpp"
#include "text/fold.hpp"

namespace reprise::text {

/// One character as the tokeniser sees it: a code point, or an HTML entity that stands for one.
struct Unit {
  char32_t c;
  std::uint32_t size_bytes;  ///< in the text as given, >= 1
  FoldEntry entry;
};

inline constexpr std::size_t kMaxEntityBytes = 40;

/// The entity at text[at] ('&'): its character, and its size in *size_bytes; *size_bytes = 0 when it is none. Entities that
/// were escaped twice ("&amp;nbsp;") count as once.
char32_t entity_at(std::string_view text, std::size_t at, std::uint32_t* size_bytes);

Unit entity_unit_at(std::string_view text, std::size_t at);

/// The character at text[at]; `at` < text.size().
inline Unit unit_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return byte == '&' ? entity_unit_at(text, at) : Unit{byte, 1, fold(byte)};
  std::size_t behind = at;
  const char32_t c = utf8::next(text, behind);
  return {c, static_cast<std::uint32_t>(behind - at), fold(c)};
}

/// What a tag does to the line: nothing, a line break, or a blank line (the number of line breaks it stands for).
struct Tag {
  std::size_t end;  ///< == at when no tag stands there
  unsigned newlines;
};

/// Finds tags and comments; remembers where comments end so that unclosed ones cost nothing.
class TagFinder {
 public:
  Tag tag_at(std::string_view text, std::size_t at);

 private:
  std::size_t comment_end_ = 0;  ///< next "-->" known, or npos
};

/// text[at] is ']': the end of "](target)", or `at` when what follows is not a link's target.
std::size_t link_target_end(std::string_view text, std::size_t at);

/// A word [begin, end) just read: the end of the URL that it starts ("https://…", "www.…", "t.me/…"), or `end` when none.
std::size_t url_end(std::string_view text, std::size_t begin, std::size_t end);

/// Nothing but spaces and full stops stands beside [begin, end) in its line.
bool fills_line(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace reprise::text
