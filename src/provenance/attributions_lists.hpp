// Names that share a cue, and round-ups that credit item by item.
#pragma once

#include <optional>
#include <span>

#include "provenance/attributions_phrases.hpp"

namespace reprise::provenance {

/// The cue before the first name of the list that mention `index` goes on; nothing where it goes on none.
std::optional<Found> joined_before(const NamedView& view, std::span<const Mention> mentions, std::size_t index);

/// The cue behind the last name of the list that mention `index` begins or goes on.
std::optional<Found> joined_behind(const NamedView& view, std::span<const Mention> mentions, std::size_t index);

/// "... will retire after 46 years. (Daily Mail)": in brackets behind a sentence, at a line's end.
bool ends_item(const NamedView& view, const Mention& m);

}  // namespace reprise::provenance
