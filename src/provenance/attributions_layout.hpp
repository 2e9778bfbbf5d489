// What the layout says of an outlet's name: datelines, bylines, end credits, captions.
#pragma once

#include <optional>

#include "provenance/attributions_phrases.hpp"
#include "reprise/run.hpp"

namespace reprise::provenance {

/// The cue that stands around the name without a word; none: words must tell.
std::optional<Cue> cue_by_layout(const NamedView& view, const Mention& m);

/// "Jim Young/Reuters", "REUTERS/Jim Young": slashes part a picture's maker and its sellers.
bool shows_photo(const NamedView& view, const Mention& m);

bool alone_in_line(const NamedView& view, const Mention& m);

}  // namespace reprise::provenance
