// Where a text names outlets, whatever the words around: the first half of finding attributions.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "corpus/outlets.hpp"
#include "provenance/attributions_view.hpp"

namespace reprise::provenance {

struct Mention {
  std::size_t begin = 0, end = 0;  // tokens
  int outlet = -1;                 // -1: not in the registry
  bool ambiguous = false;
  bool prefixed = false;           // a particle is glued to it
};

/// In the order of the text. `self`: the outlet of the text, whose short name means it.
std::vector<Mention> find_mentions(const View& view, const corpus::OutletRegistry& registry, std::string_view self);

}  // namespace reprise::provenance
