// Attributions: words in a text that name a source, read from the article itself.
#pragma once
#include <string_view>
#include <vector>
#include "corpus/outlets.hpp"
#include "reprise/run.hpp"
#include "text/tokens.hpp"

namespace reprise::provenance {

/// Finds sentence cues, datelines, bylines, end credits, links and photo credits, in en, ru, fa, ar, he, zh.
/// `self`: canonical name of the article's own outlet; an outlet naming itself is no attribution.
/// Result is sorted by span; `span` covers the cue and the name, `scope` the text it speaks for. `named`, if given, gets the
/// outlets that the text names at all, but as a picture's: sorted, unique. Pure; thread-safe.
std::vector<Attribution> find_attributions(std::string_view text, const text::Tokens& tokens, std::string_view lang,
                                           const corpus::OutletRegistry& registry, std::string_view self,
                                           std::vector<std::string>* named = nullptr);

}  // namespace reprise::provenance
