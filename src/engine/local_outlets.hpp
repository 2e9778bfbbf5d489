// Outlets that the registry does not know, but the corpus has: a local paper, a portal, a channel.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/ingest.hpp"

namespace reprise::engine {

/// What makes them known: names, and whose site belongs to whom.
struct LocalOutlets {
  std::vector<std::string> names;
  std::vector<std::pair<std::string, std::string>> sites;  ///< site, name; as OutletRegistry::with() has them
};

/// Reads the attributions of the articles that name such an outlet anew, now that its name is known to be one. What comes of it
/// depends on the set of the corpus's outlets, not on their order or number. Answers which they are.
Result<LocalOutlets> name_local_outlets(Corpus& corpus, const corpus::OutletRegistry& registry);

/// Links with the same key may lead to the same outlet's site; 0 for pages on what many share.
std::uint64_t site_key(std::string_view url);

}  // namespace reprise::engine
