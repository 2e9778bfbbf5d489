// Outlets that the registry does not know, but the corpus has: a local paper, a portal, a channel.
#pragma once

#include "engine/ingest.hpp"

namespace reprise::engine {

/// Reads the attributions of the articles that name such an outlet anew, now that its name is known to be one. What comes of it
/// depends on the set of the corpus's outlets, not on their order or number.
Result<void> name_local_outlets(Corpus& corpus, const corpus::OutletRegistry& registry);

/// Links with the same key may lead to the same outlet's site; 0 for pages on what many share.
std::uint64_t site_key(std::string_view url);

}  // namespace reprise::engine
