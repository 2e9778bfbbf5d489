#include "engine/summary.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/io.hpp"
#include "report/json_out.hpp"
#include "reprise/version.hpp"

namespace reprise::engine {

namespace {

/// A JSON object with indentation, key by key.
class JsonObject {
 public:
  explicit JsonObject(std::string& out, unsigned depth) : out_(out), depth_(depth) { out_ += '{'; }
  void number(std::string_view key, std::uint64_t value) { begin(key), report::append_uint(out_, value); }
  void decimal(std::string_view key, double value) { begin(key), report::append_decimal(out_, value); }
  void text(std::string_view key, std::string_view value) { begin(key), report::append_json_or_null(out_, value); }
  std::string& raw(std::string_view key) {
    begin(key);
    return out_;
  }
  unsigned depth() const { return depth_; }
  void close() {
    out_ += '\n' + std::string(2 * (depth_ - 1), ' ') + '}';
  }

 private:
  void begin(std::string_view key) {
    out_ += first_ ? "\n" : ",\n";
    first_ = false;
    out_ += std::string(2 * depth_, ' ');
    report::append_json_string(out_, key);
    out_ += ": ";
  }
  std::string& out_;
  unsigned depth_;
  bool first_ = true;
};

Result<void> write_file(const std::string& path, std::string_view content) {
  Result<io::OutputFile> file = io::OutputFile::create(path);
  if (!file) return file.error();
  if (Result<void> wrote = file->write(content); !wrote) return wrote;
  return file->close();
}

/// What the run itself holds.
void count_run(const Run& run, ScanSummary& s) {
  s.articles = run.articles.size();
  std::set<std::string_view> outlets;
  for (const ArticleRecord& a : run.articles)
    if (!a.outlet.empty()) outlets.insert(a.outlet);
  s.outlets = outlets.size();
  s.clusters = run.clusters.size();
  s.families = run.families.size();
  for (const FamilyRecord& f : run.families) {
    s.occurrences += f.occurrences.size();
    if (f.occurrences.size() == 1) {
      ++s.families_cited_only;
      continue;
    }
    switch (f.kind) {
      case Kind::verbatim: ++s.families_verbatim; break;
      case Kind::edited: ++s.families_edited; break;
      case Kind::paraphrase: ++s.families_paraphrase; break;
      case Kind::quote: ++s.families_quote; break;
      case Kind::boilerplate: ++s.families_boilerplate; break;
    }
  }
  s.articles_with_parent = run.chains.size();
}

void write_program(JsonObject& root) {
  root.text("program", "reprise");
  root.text("version", kVersion);
  root.number("format", kRunFormat);
}

void write_counts_of_findings(JsonObject& counts, const ScanSummary& s) {
  counts.number("clusters", s.clusters);
  counts.number("families", s.families);
  counts.number("families_verbatim", s.families_verbatim);
  counts.number("families_edited", s.families_edited);
  counts.number("families_paraphrase", s.families_paraphrase);
  counts.number("families_quote", s.families_quote);
  counts.number("families_boilerplate", s.families_boilerplate);
  counts.number("families_cited_only", s.families_cited_only);
  counts.number("occurrences", s.occurrences);
  counts.number("articles_with_parent", s.articles_with_parent);
}

void write_counts(JsonObject& root, const ScanSummary& s) {
  JsonObject counts(root.raw("counts"), 2);
  counts.number("articles", s.articles);
  counts.number("skipped", s.skipped);
  counts.number("words", s.words);
  counts.number("text_bytes", s.text_bytes);
  counts.number("outlets", s.outlets);
  counts.number("fingerprints", s.fingerprints);
  counts.number("repeated_fingerprints", s.repeated_fingerprints);
  counts.number("pairs_aligned", s.pairs_aligned);
  counts.number("alignments", s.alignments);
  write_counts_of_findings(counts, s);
  counts.close();
}

void write_parameters(JsonObject& root, const ScanOptions& o) {
  JsonObject p(root.raw("parameters"), 2);
  p.number("fingerprint_words", o.fingerprint_words);
  p.number("fingerprint_window", o.fingerprint_window);
  p.number("hot_holders", o.hot_holders);
  p.number("bands", o.bands);
  p.number("band_rows", o.band_rows);
  p.number("min_passage_words", o.min_passage_words);
  p.number("boilerplate_articles", o.boilerplate_articles);
  p.number("max_article_bytes", o.max_article_bytes);
  p.text("timezone", o.timezone);
  p.text("outlets_file", o.outlets_file);
  p.close();
}

void write_inputs(JsonObject& root, const ScanSummary& s) {
  std::string& out = root.raw("inputs");
  out += '[';
  for (std::size_t i = 0; i < s.inputs.size(); ++i) {
    const InputSummary& input = s.inputs[i];
    out += i ? ",\n    " : "\n    ";
    JsonObject entry(out, 3);
    entry.text("file", input.file);
    entry.number("articles", input.articles);
    entry.number("skipped", input.skipped);
    JsonObject fields(entry.raw("fields"), 4);
    fields.text("id", input.fields.id);
    fields.text("outlet", input.fields.outlet);
    fields.text("published", input.fields.published);
    fields.text("fetched", input.fields.fetched);
    fields.text("url", input.fields.url);
    fields.text("title", input.fields.title);
    fields.text("text", input.fields.text);
    fields.text("lang", input.fields.lang);
    fields.close();
    entry.close();
  }
  out += "\n  ]";
}

}  // namespace

void count(const Corpus& corpus, const Run& run, ScanSummary& s) {
  count_run(run, s);
  s.skipped = corpus.skips.size();
  s.words = corpus.words;
  s.text_bytes = corpus.text_bytes;
  s.inputs = corpus.inputs;
  std::map<std::string, std::uint64_t> reasons;
  for (const corpus::Skip& skip : corpus.skips) ++reasons[skip.reason];
  s.skip_reasons.assign(reasons.begin(), reasons.end());
}

std::string index_summary(const Run& run, const IndexStats& stats) {
  ScanSummary s;
  count_run(run, s);
  for (const ArticleRecord& a : run.articles) s.words += a.words;
  std::string out;
  JsonObject root(out, 1);
  write_program(root);
  JsonObject counts(root.raw("counts"), 2);
  counts.number("articles", s.articles);
  counts.number("words", s.words);
  counts.number("outlets", s.outlets);
  write_counts_of_findings(counts, s);
  counts.close();
  root.raw("index") += to_json(stats);
  root.close();
  return out + '\n';
}

Result<void> write_summary(const ScanSummary& s, const ScanOptions& options, const std::string& path) {
  std::string out;
  JsonObject root(out, 1);
  write_program(root);
  write_counts(root, s);
  write_parameters(root, options);
  JsonObject stages(root.raw("stage_seconds"), 2);
  for (const auto& [name, seconds] : s.stage_seconds) stages.decimal(name, seconds);
  stages.close();
  root.decimal("seconds", s.seconds);
  root.number("peak_memory_bytes", s.peak_memory_bytes);
  root.number("threads", s.threads);
  JsonObject reasons(root.raw("skip_reasons"), 2);
  for (const auto& [reason, times] : s.skip_reasons) reasons.number(reason, times);
  reasons.close();
  write_inputs(root, s);
  root.close();
  out += '\n';
  return write_file(path, out);
}

Result<void> write_skips(const std::vector<corpus::Skip>& skips, const std::string& path) {
  std::string out;
  for (const corpus::Skip& skip : skips) {
    out += "{\"file\":";
    report::append_json_string(out, skip.file);
    out += ",\"line\":";
    if (skip.line) report::append_uint(out, skip.line);
    else out += "null";
    out += ",\"id\":";
    report::append_json_or_null(out, skip.id);
    out += ",\"reason\":";
    report::append_json_string(out, skip.reason);
    out += ",\"detail\":";
    report::append_json_string(out, skip.detail);
    out += "}\n";
  }
  return write_file(path, out);
}

}  // namespace reprise::engine
