// Text that was read off paper: words broken by lines and by the reading machine, put together again.
//
// Idea: matching compares words, and a scan breaks them: "infor-/mation" at a line's end (the hyphen often lost or misread), "tbe",
//   "tho", "peo ple", "ofthe". So an article that shows such breaks gets its tokens repaired once, before anything is compared:
//   parts are joined, run-together words divided and misprints read as the word that they most likely stand for (lexicon.hpp).
//   Whatever comes after works on its words as on those of any article, and a scan can match clean text.
// Detection is by the text alone: words that no table has are frequent, and again and again two neighbours are a word of the
//   language only together. Clean text shows neither, whatever its subject; it is looked at once and left as it was.
// In columns a line break says nothing: a line begins a sentence there only where the line before has ended one, or behind a heading.
//   Letters that stand alone at a column's edge are dirt and are dropped.
// Invariant: begins strictly increase; a token's bytes are those that it was read from. Cost: about a microsecond a word of a scan;
//   for clean text one pass over the weights.
// Tested by tests/text/ocr_test.cpp.
#pragma once

#include <string_view>

#include "text/tokens.hpp"

namespace reprise::text {

/// True when the tokens of `text` are those of a scan. `language`: a tag as detect_language gives it; only languages with a
/// lexicon are looked at. Pure; thread-safe.
bool looks_scanned(std::string_view text, std::string_view language, const Tokens& tokens);

/// False where repair_ocr() leaves the tokens as they are, whatever the language: nearly always. Pure; thread-safe.
bool may_be_scanned(const Tokens& tokens);

/// Repairs the tokens of a scan; says whether it was one. Pure; thread-safe.
bool repair_ocr(std::string_view text, std::string_view language, Tokens& tokens);

}  // namespace reprise::text
