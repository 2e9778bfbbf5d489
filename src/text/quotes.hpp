// Quotation marks: which tokens stand inside a quotation.
//
// Idea: a stack of marks that opened. A closing mark takes the nearest open one of its family and flags the tokens between;
//   flags are written only then, so what is never closed is never a quotation. A quotation ends within kMaxQuoteTokens and
//   within its paragraph. Marks that open in one language and close in another (“ ” « » and the straight ") go by what is
//   open and by the spaces around them.
// Example: He said: "We agree. “Yes” is a word." -> tokens 2..7 kInQuote, 2 and 4 kQuoteStart.
// Cost: each token is flagged at most kMaxDepth times. Single quotation marks are never quotes: they are apostrophes too often.
// Tested by tests/text/sentence_test.cpp, against tests/oracle/text_twin.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "text/tokens.hpp"

namespace reprise::text {

class QuoteTracker {
 public:
  static constexpr std::size_t kMaxQuoteTokens = 150;  ///< a longer one is a mark forgotten, not a quotation
  static constexpr unsigned kMaxDepth = 8;

  /// A mark before token `next`. `space_before`/`space_after`: a space, border or opening bracket stands there.
  void mark(char32_t c, bool space_before, bool space_after, std::size_t next, std::uint8_t* flags) {
    switch (c) {
      case U'„': return open(c, kDouble, next);
      case U'「': case U'｢': case U'﹁': return open(c, kCorner, next);
      case U'『': case U'﹃': return open(c, kWhiteCorner, next);
      case U'」': case U'｣': case U'﹂': return close(kCorner, next, flags);
      case U'』': case U'﹄': return close(kWhiteCorner, next, flags);
      case U'“': case U'❝': case U'〝': case U'‟':
        // „so“: the mark that opens in English closes in German and Russian.
        return opened_by(kDouble) == U'„' ? close(kDouble, next, flags) : open(c, kDouble, next);
      case U'”': case U'❞': case U'〞': case U'〟':
        // ”så”: opens in Swedish.
        if (opened_by(kDouble) != 0) return close(kDouble, next, flags);
        if (space_before && !space_after) open(c, kDouble, next);
        return;
      case U'«':
        return opened_by(kAngle) == U'»' ? close(kAngle, next, flags) : open(c, kAngle, next);
      case U'»':
        if (opened_by(kAngle) != 0) return close(kAngle, next, flags);
        if (space_before && !space_after) open(c, kAngle, next);
        return;
      default:  // straight marks
        if (space_before && !space_after) return open(c, kDouble, next);
        if (opened_by(kDouble) != 0) return close(kDouble, next, flags);
        if (space_before || !space_after) open(c, kDouble, next);
    }
  }

  /// A paragraph's end: what is open was no quotation.
  void forget() { depth_ = 0; }

 private:
  enum Family : std::uint8_t { kDouble, kAngle, kCorner, kWhiteCorner };
  struct Open {
    char32_t by;
    Family family;
    std::size_t first;
  };

  char32_t opened_by(Family family) const {
    for (unsigned i = depth_; i > 0; --i) {
      if (stack_[i - 1].family == family) return stack_[i - 1].by;
    }
    return 0;
  }

  void open(char32_t c, Family family, std::size_t next) {
    if (depth_ == kMaxDepth) {  // the outermost is given up
      for (unsigned i = 1; i < kMaxDepth; ++i) stack_[i - 1] = stack_[i];
      --depth_;
    }
    stack_[depth_++] = {c, family, next};
  }

  void close(Family family, std::size_t next, std::uint8_t* flags) {
    unsigned i = depth_;
    while (i > 0 && stack_[i - 1].family != family) --i;
    if (i == 0) return;
    const std::size_t first = stack_[i - 1].first;
    depth_ = i - 1;
    if (first >= next || next - first > kMaxQuoteTokens) return;
    flags[first] |= kQuoteStart;
    for (std::size_t t = first; t < next; ++t) flags[t] |= kInQuote;
  }

  Open stack_[kMaxDepth] = {};
  unsigned depth_ = 0;
};

}  // namespace reprise::text
