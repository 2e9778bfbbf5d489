// The walk behind tokenise(), with what its tests need to turn.
#pragma once

#include <string_view>

#include "text/ascii_masks.hpp"
#include "text/tokens.hpp"

namespace reprise::text {

struct WalkOptions {
  MaskPath path = MaskPath::best;
  /// False: weights are all 56 and abbreviations unknown; for building those very tables.
  bool with_tables = true;
};

void walk(std::string_view text, const WalkOptions& options, Tokens& out);

}  // namespace reprise::text
