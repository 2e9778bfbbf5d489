// scan(): reads articles, finds what they repeat from each other, and writes a run directory.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reprise/article.hpp"
#include "reprise/options.hpp"
#include "reprise/result.hpp"
#include "reprise/run.hpp"

namespace reprise {

struct InputSummary {
  std::string file;
  FieldNames fields;          ///< as given or guessed; "" = the file has no such field
  std::uint64_t articles = 0;
  std::uint64_t skipped = 0;
};

struct ScanSummary {
  std::uint64_t articles = 0, skipped = 0, words = 0, text_bytes = 0, outlets = 0;
  std::uint64_t fingerprints = 0, repeated_fingerprints = 0, pairs_aligned = 0, alignments = 0;
  std::uint64_t clusters = 0, families = 0, occurrences = 0;
  std::uint64_t families_verbatim = 0, families_edited = 0, families_paraphrase = 0, families_quote = 0, families_boilerplate = 0;
  std::uint64_t families_cited_only = 0, articles_with_parent = 0;
  std::vector<std::pair<std::string, std::uint64_t>> skip_reasons;  ///< reason, count
  std::vector<InputSummary> inputs;
  std::vector<std::pair<std::string, double>> stage_seconds;        ///< in order
  double seconds = 0;
  std::uint64_t peak_memory_bytes = 0;
  unsigned threads = 0;
};

/// Scans options.inputs into options.output. Bad lines are skipped, counted and listed in skipped.jsonl; the scan answers an
/// error only when it could not be done: an input that cannot be opened, an output that holds another run, a full disk, a
/// cancel. Nothing is left under the output's name then. Blocking; uses options.threads threads. Cost: see docs/performance.md.
Result<ScanSummary> scan(const ScanOptions& options);

/// The same analysis for articles in memory; nothing is written. Two articles with one id: the one with the smaller content hash stays.
Result<Run> scan_articles(std::vector<Article> articles, const ScanOptions& options);

/// Reads a run directory back.
Result<Run> load_run(const std::string& directory);

}  // namespace reprise
