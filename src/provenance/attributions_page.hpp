// What of an article's text belongs to the page around it: links, and lines that say whose the page is.
// Invariant: spans lie inside the text, in its order, disjoint. Cost: one pass for links; a line for a licence.
// Tested by tests/provenance/attributions_test.cpp.
#pragma once
#include <string_view>
#include <vector>

#include "reprise/run.hpp"
#include "text/tokens.hpp"

namespace reprise::provenance {

/// Addresses with a scheme, and channels of t.me without one.
std::vector<Span> links_in(std::string_view text);

/// "Completesports.com", in running text and no part of a link: behind the last token of the address that begins at `token`, or `token`.
std::size_t site_end(std::string_view text, const text::Tokens& tokens, std::size_t token);
/// All of them.
std::vector<Span> sites_in(std::string_view text, const text::Tokens& tokens);

/// "All content by X is licensed under ...", near the text's end: whose the page is, not whose the words are.
bool in_licence(std::string_view text, Span name);

}  // namespace reprise::provenance
