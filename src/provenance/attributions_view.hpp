// A text and its tokens as the finders of attributions look at them: words by number, and what stands between words.
// Invariant: refers to text and tokens of its maker; changes nothing. Every look costs O(1) or the length of a gap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "provenance/attributions_cues.hpp"
#include "text/tokens.hpp"

namespace reprise::provenance {

struct View {
  View(std::string_view text, const text::Tokens& tokens) : text_(text), t_(tokens), cues_(CueTables::get()), n_(tokens.size()) {}

  std::uint32_t begin_of(std::size_t token) const { return t_.begin[token]; }
  std::uint32_t end_of(std::size_t token) const { return t_.end_of(token); }
  std::string_view gap(std::size_t after) const {  // between token `after` and the next
    const std::uint32_t from = end_of(after);
    return text_.substr(from, (after + 1 < n_ ? begin_of(after + 1) : static_cast<std::uint32_t>(text_.size())) - from);
  }
  std::string_view gap_before(std::size_t token) const {
    return token == 0 ? text_.substr(0, begin_of(0)) : gap(token - 1);
  }
  std::string_view word(std::size_t token) const { return text_.substr(begin_of(token), t_.length[token]); }
  std::uint32_t classes(std::size_t token) const { return cues_.classes(t_.word[token]); }

  static bool has(std::string_view gap, std::string_view sign) { return gap.find(sign) != std::string_view::npos; }
  static bool comma(std::string_view g) {
    return has(g, ",") || has(g, ";") || has(g, "،") || has(g, "，") || has(g, "、") || has(g, "؛") || has(g, "\n");
  }
  static bool colon(std::string_view g) { return has(g, ":") || has(g, "：") || has(g, "/") || has(g, "|") || has(g, "｜") || has(g, "丨") || has(g, "-"); }
  static bool dash(std::string_view g) { return has(g, "-") || has(g, "–") || has(g, "—") || has(g, "ـ") || has(g, "―"); }
  static bool opens(std::string_view g) { return has(g, "(") || has(g, "（") || has(g, "/") || has(g, "[") || has(g, "〔") || has(g, "【"); }
  static bool closes(std::string_view g) { return has(g, ")") || has(g, "）") || has(g, "/") || has(g, "]") || has(g, "〕") || has(g, "】"); }

  /// No more words stand in the line behind those before `end`.
  bool line_ends(std::size_t end) const { return end >= n_ || (t_.flags[end] & text::kLineStart); }
  bool starts_sentence(std::size_t token) const { return t_.flags[token] & text::kSentenceStart; }
  /// A sentence begins at one of the tokens [begin, end).
  bool starts_inside(std::size_t begin, std::size_t end) const {
    for (std::size_t k = begin; k < end; ++k) {
      if (starts_sentence(k)) return true;
    }
    return false;
  }
  bool upper(std::size_t token) const { return t_.flags[token] & text::kUpper; }
  bool quoted(std::size_t token) const { return t_.flags[token] & text::kInQuote; }
  bool cased(std::size_t token) const {
    const auto lead = static_cast<unsigned char>(text_[begin_of(token)]);
    return lead < 0x80 || (lead >= 0xc3 && lead < 0xd5);  // Latin to Armenian
  }
  bool is_the(std::size_t token) const {
    static const std::uint32_t the = text::word_hash("the");
    return t_.word[token] == the;
  }

  bool all_caps(std::size_t token) const {
    for (const char c : text_.substr(begin_of(token), t_.length[token])) {
      if (c == '\'' || static_cast<unsigned char>(c) == 0xe2) break;  // a possessive's s is small
      if (c >= 'a' && c <= 'z') return false;
    }
    return true;
  }

  std::string_view text_;
  const text::Tokens& t_;
  const CueTables& cues_;
  std::size_t n_;
};

}  // namespace reprise::provenance
