// The scan on one screen: inputs -> corpus -> postings -> alignments -> clusters, families, kinds -> provenance -> files.
// Every stage is a pure function of what the stage before hands over; threads live here and in base/parallel.
#include "reprise/scan.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>

#include "base/io.hpp"
#include "base/parallel.hpp"
#include "corpus/dates.hpp"
#include "engine/assemble.hpp"
#include "engine/credits.hpp"
#include "engine/ingest.hpp"
#include "engine/summary.hpp"
#include "group/advertising.hpp"
#include "group/captions.hpp"
#include "group/clusters.hpp"
#include "group/families.hpp"
#include "group/kinds.hpp"
#include "group/occasions.hpp"
#include "group/parting.hpp"
#include "group/topics.hpp"
#include "group/vouching.hpp"
#include "match/banding.hpp"
#include "match/candidates.hpp"
#include "match/postings.hpp"
#include "match/restatements.hpp"
#include "match/second_look.hpp"
#include "report/run_io.hpp"
#include "sketch/sketch.hpp"

namespace reprise {

namespace {

using Clock = std::chrono::steady_clock;
constexpr unsigned kMostThreads = 256;

/// Runs stages one after the other: times each, reports progress, stops at the first error or a cancel.
class Stages {
 public:
  Stages(const ScanOptions& options, ScanSummary& summary) : options_(options), summary_(summary) {}

  Result<void> run(const char* name, std::uint64_t articles, const std::function<Result<void>()>& body) {
    const Error interrupted{ErrorCode::interrupted, "interrupted; nothing was left behind", ""};
    if (options_.cancel && options_.cancel->load()) return interrupted;
    if (options_.progress) options_.progress({name, 0, articles, 0, 0});
    const auto start = Clock::now();
    Result<void> done;
    try {
      done = body();
    } catch (const Interrupted&) {
      return interrupted;
    }
    summary_.stage_seconds.emplace_back(name, std::chrono::duration<double>(Clock::now() - start).count());
    return done;
  }

 private:
  const ScanOptions& options_;
  ScanSummary& summary_;
};

/// By rank; kNone where it is not known.
std::vector<std::uint32_t> outlets_of(const engine::Corpus& corpus, const Run& run) {
  const engine::OutletNumbers number(run.articles);
  std::vector<std::uint32_t> outlets;
  for (const std::uint32_t article : corpus.article_of_rank) outlets.push_back(number(run.articles[article].outlet));
  return outlets;
}

/// Of publication, by rank.
std::vector<std::int32_t> days_of(const engine::Corpus& corpus, const Run& run) {
  std::vector<std::int32_t> days;
  for (const std::uint32_t article : corpus.article_of_rank) {
    const TimeInterval& published = run.articles[article].published;
    days.push_back(published.known() ? static_cast<std::int32_t>(published.from / 86400) : group::kUnknownDay);
  }
  return days;
}

std::vector<group::DocFacts> doc_facts(const engine::Corpus& corpus, std::span<const std::uint32_t> outlets, std::span<const std::int32_t> days,
                                       std::span<const group::Cluster> clusters, const match::MatchBatch& matches) {
  std::vector<std::uint32_t> cluster_of(corpus.docs.size(), kNone);
  for (std::uint32_t c = 0; c < clusters.size(); ++c)
    for (const std::uint32_t rank : clusters[c].docs) cluster_of[rank] = c;
  const std::vector<std::uint32_t> stories = group::find_stories(corpus.docs, matches, cluster_of, days, {});
  const std::vector<std::uint8_t> adverts = group::find_adverts(corpus.docs, corpus.adverts, {});
  std::vector<group::DocFacts> facts(corpus.docs.size());
  for (std::size_t rank = 0; rank < facts.size(); ++rank)
    facts[rank] = {.outlet = outlets[rank], .story = stories[rank], .day = days[rank], .advert = adverts[rank] != 0};
  return facts;
}

/// Everything between the corpus and the files.
Result<Run> analyse(engine::Corpus& corpus, const corpus::OutletRegistry& registry, const ScanOptions& options, Stages& stages, ScanSummary& summary) {
  Run run;
  run.articles = std::move(corpus.articles);
  const std::uint64_t n = run.articles.size();
  match::MatchBatch matches;
  std::vector<group::Family> families;
  std::vector<Kind> kinds;
  std::vector<std::vector<group::WordRange>> repeated;

  Result<void> done = stages.run("match", n, [&]() -> Result<void> {
    std::vector<std::vector<std::uint8_t>> common;
    {
      const sketch::FingerprintOptions fingerprints{.run_words = options.fingerprint_words, .window = options.fingerprint_window};
      const match::Postings postings = match::build_postings(corpus.docs, fingerprints);
      summary.fingerprints = postings.fingerprints;
      summary.repeated_fingerprints = postings.postings.size();
      matches = match::match_all(corpus.docs, postings, {.hot_holders = options.hot_holders}, {.min_words = options.min_passage_words});
      common = match::common_content(corpus.docs, postings, fingerprints);
    }
    for (std::size_t d = 0; d < n; ++d) corpus.docs[d].common = common[d];
    match::add_restatements(corpus.docs, engine::credits_of(corpus, run.articles), {.min_words = options.min_passage_words}, matches);
    for (match::DocView& doc : corpus.docs) doc.common = {};
    match::look_again(corpus.docs, {.run_words = options.fingerprint_words}, {.min_words = options.min_passage_words}, matches);
    summary.pairs_aligned = matches.pairs.size();
    summary.alignments = matches.alignments.size();
    return {};
  });
  if (!done) return done.error();

  done = stages.run("group", n, [&]() -> Result<void> {
    const std::vector<match::DocPair> banded = match::band_candidates(corpus.band_keys, corpus.has_keys, options.bands);
    const std::vector<std::uint32_t> outlets = outlets_of(corpus, run);
    std::vector<group::Cluster> clusters = group::build_clusters(corpus.docs, banded, matches, outlets, {});
    const std::vector<std::int32_t> days = days_of(corpus, run);
    group::part_own_leads(corpus.docs, matches, outlets, days, {}, clusters);
    const std::vector<group::DocFacts> facts = doc_facts(corpus, outlets, days, clusters, matches);
    const group::Topics topics = group::find_topics(corpus.docs, facts, matches, {});
    const group::BoilerplateOptions boilerplate{.articles = options.boilerplate_articles};
    repeated = group::repeated_lines(corpus.docs, facts, topics, boilerplate);
    group::add_numbered_captions(corpus.docs, {}, repeated);
    group::drop_unvouched(corpus.docs, facts, repeated, {}, matches);
    families = group::build_families(corpus.docs, facts, topics, repeated, matches, {.min_words = options.min_passage_words, .boilerplate = boilerplate});
    kinds = group::find_kinds(corpus.docs, facts, topics, families, {.boilerplate = boilerplate, .shared_furniture = {.articles = options.boilerplate_articles, .undated_articles = 2 * options.boilerplate_articles}});
    const std::vector<group::DividedPost> divided = group::divide_occasions(corpus.docs, facts, repeated, {}, {}, families, kinds);
    matches = {};
    group::part_forms(corpus.docs, families, kinds, {}, clusters);
    group::part_round_ups(corpus.docs, families, kinds, outlets, {}, clusters);
    group::part_occasions(divided, clusters);
    engine::assemble_clusters(corpus, clusters, run);
    engine::assemble_families(corpus, families, kinds, run);
    return {};
  });
  if (!done) return done.error();

  done = stages.run("provenance", n, [&] { return engine::assemble_provenance(corpus, registry, repeated, run); });
  if (!done) return done.error();
  return run;
}

Result<corpus::OutletRegistry> registry_for(const ScanOptions& options) {
  if (options.outlets_file.empty()) return corpus::OutletRegistry::builtin();
  return corpus::OutletRegistry::load(options.outlets_file, options.outlets_replace);
}

Result<void> check(const ScanOptions& options) {
  const auto bad = [](const std::string& message, const char* where) { return Error{ErrorCode::bad_argument, message, where}; };
  if (options.bands == 0 || options.band_rows == 0 || options.bands * std::uint64_t{options.band_rows} > sketch::kSlots)
    return bad("bands times rows must lie between 1 and 256; found " + std::to_string(options.bands) + " * " + std::to_string(options.band_rows), "bands");
  if (options.fingerprint_words < 2 || options.fingerprint_words > 64) return bad("fingerprint words must lie between 2 and 64; found " + std::to_string(options.fingerprint_words), "fingerprint-words");
  if (options.fingerprint_window < 1 || options.fingerprint_window > 64) return bad("the fingerprint window must lie between 1 and 64; found " + std::to_string(options.fingerprint_window), "fingerprint-window");
  if (options.hot_holders < 8) return bad("hot holders must be 8 or more; found " + std::to_string(options.hot_holders), "hot-holders");
  if (options.min_passage_words < 4) return bad("the shortest passage must have 4 words or more; found " + std::to_string(options.min_passage_words), "min-passage-words");
  if (options.boilerplate_articles < 2) return bad("boilerplate needs 2 articles or more; found " + std::to_string(options.boilerplate_articles), "boilerplate-articles");
  if (options.max_article_bytes == 0 || options.max_article_bytes > (1u << 30)) return bad("the size limit of an article must lie between 1 and 2^30 bytes", "max-article-bytes");
  // More threads than this gain nothing, and the system may refuse to make them in the middle of the work.
  if (options.threads > kMostThreads) return bad("threads must lie between 0 and " + std::to_string(kMostThreads) + "; found " + std::to_string(options.threads), "threads");
  if (!options.timezone.empty() && !corpus::is_timezone(options.timezone))
    return bad("the timezone must be like +03:30, -05:00 or Z; found '" + options.timezone + "'", "timezone");
  if (options.outlets_replace && options.outlets_file.empty()) return bad("outlets-replace needs the file of --outlets", "outlets-replace");
  return {};
}

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

Result<ScanSummary> scan_into(const ScanOptions& options, const std::string& directory, const corpus::OutletRegistry& registry, ScanSummary& summary) {
  Stages stages(options, summary);
  const auto start = Clock::now();
  std::unique_ptr<engine::Corpus> corpus;
  Result<void> done = stages.run("read", 0, [&]() -> Result<void> {
    Result<std::unique_ptr<engine::Corpus>> read = engine::ingest(options, registry, directory);
    if (!read) return read.error();
    corpus = std::move(*read);
    return {};
  });
  if (!done) return done.error();
  Result<Run> run = analyse(*corpus, registry, options, stages, summary);
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
  if (Result<void> good = check(options); !good) return good.error();
  if (options.inputs.empty()) return Error{ErrorCode::bad_argument, "no input given", "inputs"};
  if (options.output.empty()) return Error{ErrorCode::bad_argument, "no output directory given", "output"};
  Result<corpus::OutletRegistry> registry = registry_for(options);
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
  if (Result<void> good = check(options); !good) return good.error();
  Result<corpus::OutletRegistry> registry = registry_for(options);
  if (!registry) return registry.error();
  std::error_code ignored;
  const std::string temporary = std::filesystem::temp_directory_path(ignored).string();
  Result<Run> result = Error{};
  with_threads(options.threads, [&] {
    ScanSummary summary;
    Stages stages(options, summary);
    Result<std::unique_ptr<engine::Corpus>> corpus = Error{};
    const Result<void> read = stages.run("read", articles.size(), [&]() -> Result<void> {
      corpus = engine::ingest_articles(std::move(articles), options, *registry, temporary.empty() ? "/tmp" : temporary);
      return corpus ? Result<void>() : Result<void>(corpus.error());
    });
    result = read ? analyse(**corpus, *registry, options, stages, summary) : Result<Run>(read.error());
  }, options.cancel);
  return result;
}

Result<Run> load_run(const std::string& directory) { return report::load_run(directory); }

}  // namespace reprise
