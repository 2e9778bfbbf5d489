// Markup; see markup.hpp.
#include "text/markup.hpp"

#include <algorithm>
#include <iterator>

namespace reprise::text {
namespace {

// A tag longer than this is taken for text: real ones with long attributes stay below.
constexpr std::size_t kMaxTagBytes = 4096;
constexpr std::size_t kMaxTargetBytes = 4096;

struct NamedCharacter {
  std::string_view name;
  char32_t c;
};
constexpr NamedCharacter kNamed[] = {
#include "text/entities.inc"
};

// What HTML makes of &#128; to &#159;, which are meant as Windows-1252 (HTML Living Standard, 13.2.5.80).
constexpr char16_t kWindows1252[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
                                       0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                       0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

char32_t numbered(std::string_view digits) {
  const bool hex = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
  if (hex) digits.remove_prefix(1);
  if (digits.empty() || digits.size() > 8) return 0;
  std::uint64_t value = 0;
  for (const char c : digits) {
    const char low = static_cast<char>(c | 0x20);
    if (is_digit(c)) {
      value = value * (hex ? 16 : 10) + static_cast<unsigned>(c - '0');
    } else if (hex && low >= 'a' && low <= 'f') {
      value = value * 16 + static_cast<unsigned>(low - 'a' + 10);
    } else {
      return 0;
    }
  }
  if (value >= 0x80 && value < 0xa0) value = kWindows1252[value - 0x80];
  if (value == 0 || value >= 0x110000 || (value >= 0xd800 && value < 0xe000)) return 0xfffd;
  return static_cast<char32_t>(value);
}

char32_t named(std::string_view name) {
  const auto* const end = std::end(kNamed);
  const auto* const at =
      std::lower_bound(std::begin(kNamed), end, name, [](const NamedCharacter& n, std::string_view s) { return n.name < s; });
  return at != end && at->name == name ? at->c : 0;
}

bool ascii_iequals(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char c = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] + 32) : a[i];
    if (c != lower[i]) return false;
  }
  return true;
}

unsigned newlines_of_tag(std::string_view name) {
  for (const std::string_view line : {"br", "li", "tr", "dt", "dd", "hr", "option"}) {
    if (ascii_iequals(name, line)) return 1;
  }
  for (const std::string_view block : {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote",
                                       "section", "article", "aside", "header", "footer", "nav", "figure", "figcaption", "pre",
                                       "main", "form"}) {
    if (ascii_iequals(name, block)) return 2;
  }
  return 0;
}

}  // namespace

char32_t entity_at(std::string_view text, std::size_t at, std::uint32_t* size_bytes) {
  *size_bytes = 0;
  const std::string_view rest = text.substr(at + 1, kMaxEntityBytes - 1);
  std::size_t skip = 0;
  while (rest.substr(skip, 4) == "amp;") skip += 4;
  const std::string_view body = rest.substr(skip);
  const std::size_t semicolon = body.substr(0, 10).find(';');
  if (semicolon != std::string_view::npos && semicolon > 0) {
    const std::string_view name = body.substr(0, semicolon);
    const char32_t c = name[0] == '#' ? numbered(name.substr(1)) : named(name);
    if (c != 0) {
      *size_bytes = static_cast<std::uint32_t>(1 + skip + semicolon + 1);
      return c;
    }
  }
  if (skip == 0) return 0;
  *size_bytes = static_cast<std::uint32_t>(1 + skip);
  return U'&';
}

Unit entity_unit_at(std::string_view text, std::size_t at) {
  std::uint32_t size_bytes = 0;
  const char32_t c = entity_at(text, at, &size_bytes);
  if (size_bytes == 0) return {U'&', 1, fold(U'&')};
  return {c, size_bytes, fold(c)};
}

Tag TagFinder::tag_at(std::string_view text, std::size_t at) {
  const std::size_t next = at + 1;
  if (next >= text.size()) return {at, 0};
  if (text.substr(next, 3) == "!--") {
    const std::size_t from = at + 4;
    if (comment_end_ != std::string_view::npos && comment_end_ < from) comment_end_ = text.find("-->", from);
    return comment_end_ == std::string_view::npos ? Tag{at, 0} : Tag{comment_end_ + 3, 0};
  }
  std::size_t name = next;
  if (text[name] == '/') ++name;
  if (name >= text.size() || !(is_alpha(text[name]) || (text[next] == '!' && name == next))) return {at, 0};
  const std::size_t limit = std::min(text.size(), at + kMaxTagBytes);
  std::size_t end = name + 1;
  while (end < limit && text[end] != '>' && text[end] != '<') ++end;
  if (end >= limit || text[end] != '>') return {at, 0};
  std::size_t name_end = name;
  while (is_alpha(text[name_end]) || is_digit(text[name_end])) ++name_end;
  return {end + 1, newlines_of_tag(text.substr(name, name_end - name))};
}

std::size_t link_target_end(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size() || text[at + 1] != '(') return at;
  const std::size_t limit = std::min(text.size(), at + kMaxTargetBytes);
  bool looks_like_target = at + 2 < text.size() && text[at + 2] == ')';
  unsigned depth = 1;
  for (std::size_t i = at + 2; i < limit; ++i) {
    const char c = text[i];
    if (is_space(c)) return at;
    // A further "](" ends the search: each is looked at once, which keeps hostile text linear.
    if (c == ']' && i + 1 < limit && text[i + 1] == '(') return at;
    if (c == '(') ++depth;
    if (c == '.' || c == '/' || c == ':' || c == '#' || c == '@') looks_like_target = true;
    if (c == ')' && --depth == 0) return looks_like_target ? i + 1 : at;
  }
  return at;
}

std::size_t url_end(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view word = text.substr(begin, end - begin);
  const std::string_view rest = text.substr(end, 5);
  const bool scheme = rest.substr(0, 3) == "://" && (ascii_iequals(word, "http") || ascii_iequals(word, "https"));
  const bool www = rest.size() > 1 && rest[0] == '.' && (is_alpha(rest[1]) || is_digit(rest[1])) && ascii_iequals(word, "www");
  const bool telegram = rest.substr(0, 4) == ".me/" && ascii_iequals(word, "t");
  if (!scheme && !www && !telegram) return end;

  std::size_t i = end;
  std::size_t last = end;  // behind the last character that is not punctuation of the sentence around it
  while (i < text.size()) {
    const char b = text[i];
    if (is_space(b) || b == '<' || b == '>' || b == '"' || b == '[' || b == ']' || b == '(' || b == ')' || b == '`' ||
        static_cast<unsigned char>(b) < 0x20) {
      break;
    }
    std::size_t behind = i;
    const char32_t c = utf8::next(text, behind);
    const FoldEntry e = fold(c);
    if (c >= 0x80 && !e.in_word() && e.char_class() != CharClass::mark && e.char_class() != CharClass::format) break;
    i = behind;
    const bool trailing = b == '.' || b == ',' || b == ';' || b == ':' || b == '!' || b == '?' || b == '\'' || b == '*' || b == '_';
    if (!trailing) last = i;
  }
  return last;
}

bool fills_line(std::string_view text, std::size_t begin, std::size_t end) {
  const auto blank = [](unsigned char b) { return b == ' ' || b == '\t' || b == '.'; };
  while (begin > 0 && blank(text[begin - 1])) --begin;
  while (end < text.size() && blank(text[end])) ++end;
  const auto breaks = [](char c) { return c == '\n' || c == '\r'; };
  return (begin == 0 || breaks(text[begin - 1])) && (end == text.size() || breaks(text[end]));
}

}  // namespace reprise::text
