// Attributions: words in a text that name a source, read from the article itself.
#pragma once
#include <string_view>
#include <vector>
#include "corpus/outlets.hpp"
#include "reprise/run.hpp"
#include "text/tokens.hpp"

namespace reprise::provenance {

/// What a text says of outlets besides.
struct Mentioned {
  std::vector<std::string> named;  ///< outlets that it names at all, but as a picture's; sorted, unique
  std::vector<Span> own_words;     ///< bytes of the paragraphs that say of its own outlet that it was told, or learned it; ascending
};

/// Finds sentence cues, datelines, bylines, end credits, links and photo credits, in en, ru, fa, ar, he, zh.
/// `self`: canonical name of the article's own outlet; an outlet naming itself is no attribution.
/// Result is sorted by span; `span` covers the cue and the name, `scope` the text it speaks for. `mentioned`, if given, gets the rest. Pure; thread-safe.
std::vector<Attribution> find_attributions(std::string_view text, const text::Tokens& tokens, std::string_view lang,
                                           const corpus::OutletRegistry& registry, std::string_view self,
                                           Mentioned* mentioned = nullptr);

}  // namespace reprise::provenance
