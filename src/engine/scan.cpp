// The scan: inputs -> corpus -> what analyse() finds -> files.
// Threads live here and in base/parallel.
#include "reprise/scan.hpp"

#include <sys/resource.h>

#include <chrono>

#include "base/io.hpp"
#include "base/parallel.hpp"
#include "engine/analyse.hpp"
#include "engine/ingest.hpp"
#include "engine/summary.hpp"
#include "report/run_io.hpp"

namespace reprise {

namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

Result<ScanSummary> scan_into(const ScanOptions& options, const std::string& directory, const corpus::OutletRegistry& registry, ScanSummary& summary) {
  engine::Stages stages(options, summary);
  const auto start = Clock::now();
  std::unique_ptr<engine::Corpus> corpus;
  Result<void> done = stages.run("read", 0, [&]() -> Result<void> {
    Result<std::unique_ptr<engine::Corpus>> read = engine::ingest(options, registry, directory);
    if (!read) return read.error();
    corpus = std::move(*read);
    return {};
  });
  if (!done) return done.error();
  Result<Run> run = engine::analyse(*corpus, registry, options, stages, summary);
  if (!run) return run.error();
  if (options.on_run) options.on_run(*run);
  done = stages.run("write", run->articles.size(), [&]() -> Result<void> {
    const std::string texts = directory + "/texts.bin";
    Result<void> wrote_texts, wrote_run;
    parallel_both([&] { wrote_texts = engine::write_texts(corpus->spill, corpus->texts, texts); }, [&] { wrote_run = report::write_run_files(*run, directory); });
    if (!wrote_texts) return wrote_texts;
    if (!wrote_run) return wrote_run;
    if (Result<void> wrote = engine::write_skips(corpus->skips, directory + "/skipped.jsonl"); !wrote) return wrote;
    Result<std::unique_ptr<engine::TextFile>> source = engine::TextFile::open(texts);
    if (!source) return source.error();
    return report::write_html(*run, **source, {.top_families = options.report_families, .article_pages = options.report_articles}, directory + "/report.html");
  });
  if (!done) return done.error();
  engine::count(*corpus, *run, summary);
  summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  summary.peak_memory_bytes = peak_memory_bytes();
  if (Result<void> wrote = engine::write_summary(summary, options, directory + "/summary.json"); !wrote) return wrote.error();
  return summary;
}

}  // namespace

Result<ScanSummary> scan(const ScanOptions& options) {
  if (Result<void> good = engine::check(options); !good) return good.error();
  if (options.inputs.empty()) return Error{ErrorCode::bad_argument, "no input given", "inputs"};
  if (options.output.empty()) return Error{ErrorCode::bad_argument, "no output directory given", "output"};
  Result<corpus::OutletRegistry> registry = engine::registry_for(options);
  if (!registry) return registry.error();
  Result<io::StagedDirectory> directory = io::StagedDirectory::create(options.output, options.force);
  if (!directory) return directory.error();
  ScanSummary summary;
  Result<ScanSummary> result = Error{};
  with_threads(options.threads, [&] {
    summary.threads = current_threads();
    result = scan_into(options, directory->path(), *registry, summary);
  }, options.cancel);
  if (!result) return result;
  if (Result<void> committed = directory->commit(); !committed) return committed.error();
  return result;
}

Result<Run> scan_articles(std::vector<Article> articles, const ScanOptions& options) {
  if (Result<void> good = engine::check(options); !good) return good.error();
  Result<corpus::OutletRegistry> registry = engine::registry_for(options);
  if (!registry) return registry.error();
  Result<Run> result = Error{};
  with_threads(options.threads, [&] {
    ScanSummary summary;
    engine::Stages stages(options, summary);
    Result<std::unique_ptr<engine::Corpus>> corpus = Error{};
    const Result<void> read = stages.run("read", articles.size(), [&]() -> Result<void> {
      corpus = engine::ingest_articles(std::move(articles), options, *registry);
      return corpus ? Result<void>() : Result<void>(corpus.error());
    });
    result = read ? engine::analyse(**corpus, *registry, options, stages, summary) : Result<Run>(read.error());
  }, options.cancel);
  return result;
}

Result<Run> load_run(const std::string& directory) { return report::load_run(directory); }

}  // namespace reprise
