// Sources that are no outlets: media without a name, and institutions.
//
// "Foreign media reported", «сообщают местные СМИ», «به گزارش رسانه‌های خارجی», 「据多家媒体报道」: no outlet is credited, so this is no
// attribution; but what the article holds of another one it may have from there, as surely as if it had named it. Told by a noun for the
// media with a word of reporting beside it, or by a set phrase. What stands in quotation marks is a speaker's word and says nothing.
// A press release, a press office, figures that an authority has published: texts that have the same words from there name their source, though it is
// no outlet of a chain.
// Invariant: a function of the words. Cost: one look at each word, more only at a noun's first.
// Tested by tests/provenance/other_sources_test.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "reprise/run.hpp"
#include "text/tokens.hpp"

namespace reprise::provenance {

struct OtherSources {
  bool media = false;    ///< it hands on what unnamed media report
  std::vector<Span> handed_out;  ///< bytes of which it says, outside quotations, that an institution gave them out: a release's whole text, a statement's paragraph and the one before; in the order of the text
};

/// In en, ru, fa, ar, he, zh. `tokens` are those of `text`. Pure; thread-safe.
OtherSources other_sources(std::string_view text, const text::Tokens& tokens);

}  // namespace reprise::provenance
