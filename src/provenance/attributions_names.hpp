// Names of outlets that no registry has, where a cue says that what follows prints: «пишет «Утренний звон»», 「据望江日报报道」.
// And the languages' ways to say that somebody told an outlet something by the name's form alone.
#pragma once

#include <cstddef>

#include "provenance/attributions_view.hpp"

namespace reprise::provenance {

struct Range {
  std::size_t begin = 0, end = 0;  ///< tokens; empty: none
};

/// The name behind the cue that ends with the token `cue` (a word of class kPress): in quotation marks or in another script in Russian,
/// up to the comma in Persian, up to the word for a report in Chinese.
Range name_behind(const View& view, std::size_t cue);

/// Arabic and Hebrew: the name at `begin`, or the word for its kind before it, carries the particle "to", and somebody speaks in the
/// sentence before it. The token that carries the particle; one that is none if nobody does. `prefixed`: a particle is glued to the name.
std::size_t told_from(const View& view, std::size_t begin, bool prefixed);

}  // namespace reprise::provenance
