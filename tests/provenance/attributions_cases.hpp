// Attributions of a text, shown as words: what the tests of attributions compare.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "provenance/attributions.hpp"
#include "text/tokens.hpp"

namespace reprise::test {

inline std::vector<Attribution> find(const std::string& text, const std::string& self = "") {
  text::Tokens tokens;
  text::tokenise(text, tokens);
  return provenance::find_attributions(text, tokens, "", corpus::OutletRegistry::builtin(), self);
}

// "TASS via IRNA/sentence; ..." of all that is found.
inline std::string shown(const std::string& text, const std::string& self = "") {
  std::string out;
  static const char* const kCues[] = {"sentence", "dateline", "byline", "credit", "photo", "link"};
  for (const Attribution& a : find(text, self)) {
    if (!out.empty()) out += "; ";
    out += a.outlet + (a.via.empty() ? "" : " via " + a.via) + "/" + kCues[static_cast<int>(a.cue)];
  }
  return out;
}

struct Case {
  const char* text;
  const char* expected;
};

inline void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const std::string text = c.text, expected = c.expected;
    CAPTURE(text);
    CHECK(shown(text) == expected);
  }
}

}  // namespace reprise::test
