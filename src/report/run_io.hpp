// Run files: writing and reading back a run directory. The format is docs/formats.md.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "reprise/result.hpp"
#include "reprise/run.hpp"

namespace reprise::report {

/// The texts of a run's articles, by article index; random access. Thread-safe for reading.
class TextSource {
 public:
  virtual ~TextSource() = default;
  virtual Result<std::string> text(std::uint32_t article) const = 0;
};

/// Writes articles.jsonl, clusters.jsonl, passages.jsonl, chains.jsonl, outlets.jsonl into `dir`. Same Run = same bytes.
Result<void> write_run_files(const Run& run, const std::string& dir);

/// Lines as write_run_files() writes them, each with its line feed: of articles.jsonl and chains.jsonl, passages.jsonl, clusters.jsonl. "" where
/// the run has none with this id.
std::string article_lines(const Run& run, std::string_view article_id);
std::string family_line(const Run& run, std::string_view family_id);
std::string cluster_line(const Run& run, std::string_view cluster_id);

/// Reads a run directory's JSONL files back (without the texts). Errors name file and line.
Result<Run> load_run(const std::string& dir);

struct ReportOptions {
  std::uint32_t top_families = 200;
  std::uint32_t article_pages = 60;  ///< articles whose texts stand in the page
};
/// The self-contained report page. Same Run and texts = same bytes.
Result<void> write_html(const Run& run, const TextSource& texts, const ReportOptions&, const std::string& path);

/// Text reports for the terminal; control characters of outside text are made visible, never sent raw.
std::string summary_text(const Run& run, std::size_t top = 10);
Result<std::string> article_text(const Run& run, const TextSource& texts, std::string_view article_id);
Result<std::string> family_text(const Run& run, const TextSource& texts, std::string_view family_id);
Result<std::string> outlet_text(const Run& run, std::string_view outlet);
Result<std::string> cluster_text(const Run& run, const TextSource& texts, std::string_view cluster_id);
/// Two articles: their shared passages side by side, aligned words with differences marked, scores, who had it first and why.
Result<std::string> explain_text(const Run& run, const TextSource& texts, std::string_view a, std::string_view b);

}  // namespace reprise::report
