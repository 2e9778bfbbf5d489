// summary.json and skipped.jsonl, and the counts they hold.
#pragma once

#include <string>
#include <vector>

#include "corpus/reader.hpp"
#include "engine/ingest.hpp"
#include "reprise/index.hpp"
#include "reprise/scan.hpp"

namespace reprise::engine {

/// Fills the counts of `summary` from the corpus and the run.
void count(const Corpus& corpus, const Run& run, ScanSummary& summary);

/// What summary.json says of an index: the counts that its articles and findings have, and its own figures as "index".
std::string index_summary(const Run& run, const IndexStats& stats);

/// The keys are described in docs/formats.md.
Result<void> write_summary(const ScanSummary& summary, const ScanOptions& options, const std::string& path);

/// One line per skip; an empty file when nothing was skipped.
Result<void> write_skips(const std::vector<corpus::Skip>& skips, const std::string& path);

}  // namespace reprise::engine
