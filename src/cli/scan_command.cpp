#include <fmt/format.h>

#include <cstdio>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "report/plain.hpp"
#include "report/run_io.hpp"
#include "reprise/scan.hpp"

namespace reprise::cli {

namespace {

std::string mapping_line(const InputSummary& input) {
  std::string line = "fields of " + report::visible(input.file) + ":";
  const auto field = [&](const char* name, const std::string& from) {
    line += fmt::format(" {}={}", name, from.empty() ? "-" : report::visible(from));
  };
  field("id", input.fields.id), field("outlet", input.fields.outlet), field("published", input.fields.published);
  field("fetched", input.fields.fetched), field("url", input.fields.url), field("title", input.fields.title);
  field("text", input.fields.text), field("lang", input.fields.lang);
  return line;
}

/// What is said on standard error after a scan: the fields taken, the skips, the times.
void say_how(const ScanSummary& summary, const std::string& output) {
  constexpr std::size_t kMostMappings = 4;
  const InputSummary* last = nullptr;
  std::size_t said = 0;
  for (const InputSummary& input : summary.inputs) {
    const bool same = last && mapping_line({.file = "", .fields = last->fields}) == mapping_line({.file = "", .fields = input.fields});
    last = &input;
    if (same || said == kMostMappings) continue;
    ++said;
    std::fprintf(stderr, "%s\n", mapping_line(input).c_str());
  }
  if (summary.skipped > 0) {
    std::string reasons;
    for (const auto& [reason, count] : summary.skip_reasons) reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", count, reason);
    std::fprintf(stderr, "skipped %llu (%s): see %s/skipped.jsonl\n", static_cast<unsigned long long>(summary.skipped), reasons.c_str(), report::visible(output).c_str());
  }
  std::string stages;
  for (const auto& [name, seconds] : summary.stage_seconds) stages += fmt::format("  {} {:.2f} s", name, seconds);
  std::fprintf(stderr, "%.2f s with %u threads, %.0f MiB:%s\n", summary.seconds, summary.threads, static_cast<double>(summary.peak_memory_bytes) / 1048576.0, stages.c_str());
}

}  // namespace

int scan_command(const std::vector<std::string>& arguments) {
  ScanOptions options;
  bool quiet = false;
  unsigned long max_article_bytes = options.max_article_bytes;
  OptionTable table("reprise scan INPUT... -o RUN [options]",
                    "Reads articles (.jsonl, .csv, .tsv, each plain, .gz or .zst; directories of them and of .txt and .json; - is\n"
                    "standard input), finds the passages they repeat from each other, and writes the run directory RUN.");
  table.add_positional(&options.inputs);
  table.add("output,o", &options.output, "the run directory to make");
  table.add("force", &options.force, "replace a run that is there");
  table.add("threads", &options.threads, "0 = one per core; changes no byte of the result");
  table.add("id-field", &options.fields.id, "name of the field; guessed and printed when not given");
  table.add("outlet-field", &options.fields.outlet, "the same for the outlet");
  table.add("time-field", &options.fields.published, "the same for the time of publication");
  table.add("fetched-field", &options.fields.fetched, "the same for the time it was fetched (an upper bound)");
  table.add("url-field", &options.fields.url, "the same for the URL");
  table.add("title-field", &options.fields.title, "the same for the title");
  table.add("text-field", &options.fields.text, "the same for the text");
  table.add("lang-field", &options.fields.lang, "the same for the language");
  table.add("timezone", &options.timezone, "zone of times that have none, such as +03:30; without it they are widened by 14 hours either way");
  table.add("outlets", &options.outlets_file, "JSONL of outlets that extends the built-in registry");
  table.add("outlets-replace", &options.outlets_replace, "use only the outlets of --outlets");
  table.add("max-article-bytes", &max_article_bytes, "longer lines or files are skipped");
  table.add("fingerprint-words", &options.fingerprint_words, "words per fingerprint");
  table.add("fingerprint-window", &options.fingerprint_window, "every shared run of fingerprint-words + window - 1 words is found");
  table.add("hot-holders", &options.hot_holders, "a fingerprint with more earlier holders is compared with the earliest and latest few only");
  table.add("bands", &options.bands, "bands of the MinHash signature of 256 slots (see reprise tune)");
  table.add("band-rows", &options.band_rows, "slots per band");
  table.add("min-passage-words", &options.min_passage_words, "shorter passages are dropped");
  table.add("boilerplate-articles", &options.boilerplate_articles, "unrelated articles of one outlet that make a repeated text its boilerplate");
  table.add("report-families", &options.report_families, "families in report.html");
  table.add("report-articles", &options.report_articles, "articles whose texts stand in report.html");
  table.add("quiet", &quiet, "print nothing but errors");
  const Result<OptionTable::Parsed> parsed = table.parse(arguments);
  if (!parsed) return fail(parsed.error());
  if (*parsed == OptionTable::Parsed::help) return print(table.help());
  options.max_article_bytes = max_article_bytes;
  if (options.inputs.empty()) return fail({ErrorCode::bad_argument, "scan: no INPUT given; see reprise scan --help", ""});
  if (options.output.empty()) return fail({ErrorCode::bad_argument, "scan: no run directory given: -o RUN", ""});

  options.cancel = &catch_signals();
  ProgressLine progress;
  if (progress.on() && !quiet) options.progress = [&](const Progress& p) { progress.show(p); };
  std::string found;
  if (!quiet) options.on_run = [&](const Run& run) { found = report::summary_text(run); };
  const Result<ScanSummary> summary = scan(options);
  progress.clear();
  if (!summary) return fail(summary.error());
  if (!quiet) {
    say_how(*summary, options.output);
    if (const int code = print(found); code != 0) return code;
    if (const int code = print(fmt::format("run {0}\npage {0}/report.html\n", report::visible(options.output))); code != 0) return code;
  }
  return summary->skipped > 0 ? 1 : 0;
}

}  // namespace reprise::cli
