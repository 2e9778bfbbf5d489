// Verdicts: what a run says of one article or one family, with ids instead of indices, so that it stands alone.
#pragma once

#include <cstdint>

#include "reprise/run.hpp"
#include "reprise/verdict.hpp"

namespace reprise::engine {

/// `article` is an index into run.articles. Cost: O(occurrences of its families).
Verdict verdict_of(const Run& run, std::uint32_t article);

/// `family` is an index into run.families.
VerdictFamily verdict_family(const Run& run, std::uint32_t family);

VerdictEvidence evidence_of(const Run& run, const Evidence& evidence);

}  // namespace reprise::engine
