// Lines that say only who made the text: "By AFP and ToI Staff", "PTI | Alipurduar | December 12", "With AAP".
#pragma once

#include <optional>

#include "provenance/attributions_phrases.hpp"
#include "reprise/run.hpp"

namespace reprise::provenance {

/// byline at the head of the text, credit at its end, where the name's line holds nothing but makers, places and dates.
std::optional<Cue> cue_by_makers(const NamedView& view, const Mention& m);

}  // namespace reprise::provenance
