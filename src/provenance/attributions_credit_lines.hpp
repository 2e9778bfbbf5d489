// Lines that credit an agency or its people for a text or a picture: copyright, contributors.
#pragma once

#include <cstddef>
#include <optional>

#include "provenance/attributions_phrases.hpp"

namespace reprise::provenance {

/// "Image copyright AFP Image caption The bridge": the first token of it, or the name's own.
std::size_t image_copyright(const NamedView& view, const Mention& m);

/// "Copyright 2024 The Associated Press", "© 2024 AFP": the first token of it. Of agencies; the outlet's own is none.
std::optional<std::size_t> copyright_of(const NamedView& view, const Mention& m);

/// "Associated Press writers A in Washington, B and C contributed to this report": one past the verb, or the name's end.
std::size_t contributors_end(const NamedView& view, const Mention& m);

}  // namespace reprise::provenance
