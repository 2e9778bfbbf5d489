// Cues beside a name that looks like a common word, as names in scripts without capitals do ("المدينة", "میزان").
#pragma once

#include <optional>

#include "provenance/attributions_phrases.hpp"

namespace reprise::provenance {

/// The cue alone tells that the words are a name.
bool sure_cue_behind(const NamedView& view, const Mention& m, const Found& cue);
bool sure_cue_before(const NamedView& view, const Mention& m, const Found& cue);

/// «передаёт слова тренера «Матч ТВ»»: a verb with words between it and the name that no table of cues knows.
std::optional<Found> quoting_verb(const NamedView& view, const Mention& m);

/// "sagte Bäckerin Margot Haigis dem Boten", "hat die Bank dem SWR mitgeteilt": said to a medium, with who says it between verb and article.
std::optional<Found> told_in_german(const NamedView& view, const Mention& m);

/// «آکسیوس از مذاکره ایران و آمریکا خبر داد»: a verb behind the name, with all that is told between.
std::optional<Found> telling_verb(const NamedView& view, const Mention& m);

}  // namespace reprise::provenance
