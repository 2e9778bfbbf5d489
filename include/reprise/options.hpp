// ScanOptions: what a scan reads, where it writes, and the numbers it works with. Defaults are the command's.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace reprise {

struct Run;

struct Progress {
  const char* stage = "";         ///< read, match, group, provenance, write
  std::uint64_t articles = 0;     ///< done in this stage
  std::uint64_t articles_total = 0;  ///< 0 = not known yet
  std::uint64_t bytes = 0;        ///< of input consumed, on disk
  std::uint64_t bytes_total = 0;  ///< 0 = not known (a pipe)
};

/// Names of the fields in the input. Empty = guess (docs/formats.md has the guesses, a scan's summary what was taken).
struct FieldNames {
  std::string id, outlet, published, fetched, url, title, text, lang;
};

struct ScanOptions {
  std::vector<std::string> inputs;  ///< files (.jsonl, .csv, .tsv, each plain, .gz or .zst), directories, "-" = standard input
  std::string output;               ///< the run directory to make
  bool force = false;               ///< replace a run that is there
  unsigned threads = 0;             ///< 0 = one per core; changes no byte of the result
  FieldNames fields;
  std::string timezone;             ///< "+03:30": zone of times that have none; empty = unknown
  std::string outlets_file;         ///< JSONL of outlets that extends the built-in registry
  bool outlets_replace = false;     ///< use only outlets_file
  std::uint64_t max_article_bytes = 16u << 20;

  // Matching; docs/architecture.md says how each was chosen.
  std::uint32_t fingerprint_words = 5;       ///< words per fingerprint
  std::uint32_t fingerprint_window = 4;      ///< every shared run of words + window - 1 words is found
  std::uint32_t hot_holders = 24;            ///< a fingerprint with more earlier holders is compared with a few of them only
  std::uint32_t bands = 64;                  ///< of the MinHash signature of 256 slots
  std::uint32_t band_rows = 4;
  std::uint32_t min_passage_words = 8;
  std::uint32_t boilerplate_articles = 4;    ///< unrelated articles of one outlet that make a text boilerplate

  std::uint32_t report_families = 200;       ///< in report.html
  std::uint32_t report_articles = 60;        ///< whose texts stand in report.html

  std::function<void(const Progress&)> progress;   ///< called from one thread at a time, at most a few times a second
  /// Called once with the finished run, before it is written: spares a caller of scan() to read it back. May be empty.
  std::function<void(const Run&)> on_run;
  const std::atomic<bool>* cancel = nullptr;       ///< set to true to stop: the scan answers ErrorCode::interrupted
};

}  // namespace reprise
