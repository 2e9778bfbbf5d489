// Parts of records as JSON text, for whoever keeps them outside a run directory: attributions and evidence. Keys and order are those of the
// run files (docs/formats.md). What was written reads back the same.
// Tested by tests/report/verdict_json_test.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reprise/result.hpp"
#include "reprise/run.hpp"
#include "reprise/verdict.hpp"

namespace reprise::report {

/// Appends an array.
void append_attributions(std::string& out, std::span<const Attribution> attributions);
/// Appends an object.
void append_evidence(std::string& out, const VerdictEvidence& evidence);

/// bad_index with what was expected and found.
Result<std::vector<Attribution>> parse_attributions(std::string_view json);
Result<VerdictEvidence> parse_evidence(std::string_view json);

}  // namespace reprise::report
