// What else the name of an outlet may be where it stands: a province, a town, a body of that name.
#pragma once

#include "provenance/attributions_phrases.hpp"

namespace reprise::provenance {

/// In quotation marks of its own, or behind a word like "newspaper".
bool set_apart(const NamedView& view, const Mention& m);

/// "Ministry of Foreign Affairs", "Students for Life", "Topeka, Kan.", "the CCTV": whatever stands around it.
bool is_other_thing(const NamedView& view, const Mention& m);

/// "the governor of Fars", «استاندار فارس», «سكان الجزيرة»: unless the layout says otherwise.
bool is_place(const NamedView& view, const Mention& m);

}  // namespace reprise::provenance
