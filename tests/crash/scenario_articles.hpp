// What scenario.cpp stores.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/corpus_maker.hpp"

namespace reprise::testing {

inline constexpr std::uint32_t kScenarioSeal = 5;  ///< articles per segment: seals and merges all along

/// Articles with different ids; the second half are other texts for the ids of the first.
inline std::vector<MadeArticle> scenario_articles() {
  CorpusMaker maker(77);
  std::vector<MadeArticle> made = maker.make(104);
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i].id = "s" + std::to_string(i % (made.size() / 2));
    while (made[i].title.ends_with(' ')) made[i].title.pop_back();  // as a reader would
  }
  return made;
}

}  // namespace reprise::testing
