#include "engine/analyse.hpp"

#include <algorithm>

#include "base/parallel.hpp"
#include "corpus/dates.hpp"
#include "engine/assemble.hpp"
#include "engine/credits.hpp"
#include "engine/translations.hpp"
#include "group/advertising.hpp"
#include "group/captions.hpp"
#include "group/clusters.hpp"
#include "group/families.hpp"
#include "group/kinds.hpp"
#include "group/neighbours.hpp"
#include "group/occasions.hpp"
#include "group/parting.hpp"
#include "group/topics.hpp"
#include "group/vouching.hpp"
#include "match/banding.hpp"
#include "match/candidates.hpp"
#include "match/postings.hpp"
#include "match/restatements.hpp"
#include "match/second_look.hpp"
#include "sketch/sketch.hpp"

namespace reprise::engine {

namespace {

constexpr unsigned kMostThreads = 256;

/// By rank; kNone where it is not known.
std::vector<std::uint32_t> outlets_of(const Corpus& corpus, const Run& run) {
  const OutletNumbers number(run.articles);
  std::vector<std::uint32_t> outlets;
  for (const std::uint32_t article : corpus.article_of_rank) outlets.push_back(number(run.articles[article].outlet));
  return outlets;
}

/// Of publication, by rank.
std::vector<std::int32_t> days_of(const Corpus& corpus, const Run& run) {
  std::vector<std::int32_t> days;
  for (const std::uint32_t article : corpus.article_of_rank) {
    const TimeInterval& published = run.articles[article].published;
    days.push_back(published.known() ? static_cast<std::int32_t>(published.from / 86400) : group::kUnknownDay);
  }
  return days;
}

std::vector<group::DocFacts> doc_facts(const Corpus& corpus, std::span<const std::uint32_t> outlets, std::span<const std::int32_t> days,
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

}  // namespace

Result<void> Stages::run(const char* name, std::uint64_t articles, const std::function<Result<void>()>& body) {
  const Error interrupted{ErrorCode::interrupted, "interrupted; nothing was left behind", ""};
  if (options_.cancel && options_.cancel->load()) return interrupted;
  if (options_.progress) options_.progress({name, 0, articles, 0, 0});
  const auto start = std::chrono::steady_clock::now();
  Result<void> done;
  try {
    done = body();
  } catch (const Interrupted&) {
    return interrupted;
  }
  summary_.stage_seconds.emplace_back(name, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  return done;
}

Result<Run> analyse(Corpus& corpus, const corpus::OutletRegistry& registry, const ScanOptions& options, Stages& stages, ScanSummary& summary) {
  Run run;
  run.articles = std::move(corpus.articles);
  const std::uint64_t n = run.articles.size();
  match::MatchBatch matches;
  std::vector<group::Family> families;
  std::vector<Kind> kinds;
  std::vector<std::vector<group::WordRange>> repeated;
  std::vector<match::Credits> credits;  // by rank

  Result<void> done = stages.run("match", n, [&]() -> Result<void> {
    if (n < 2) return {};
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
    credits = credits_of(corpus, run.articles);
    match::add_restatements(corpus.docs, credits, {.min_words = options.min_passage_words}, matches);
    for (match::DocView& doc : corpus.docs) doc.common = {};
    if (Result<void> translated = add_translations(corpus, run.articles, credits, options.min_passage_words, matches); !translated) return translated;
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
    group::drop_unvouched(corpus.docs, facts, repeated, credits, {}, matches);
    families = group::build_families(corpus.docs, facts, topics, repeated, matches, {.min_words = options.min_passage_words, .boilerplate = boilerplate});
    group::leave_datelines(corpus.docs, corpus.datelines, options.min_passage_words, families);
    kinds = group::find_kinds(corpus.docs, facts, topics, families, {.boilerplate = boilerplate, .shared_furniture = {.articles = options.boilerplate_articles, .undated_articles = 2 * options.boilerplate_articles}});
    const std::vector<group::DividedPost> divided = group::divide_occasions(corpus.docs, facts, repeated, {}, {}, families, kinds);
    matches = {};
    group::part_forms(corpus.docs, families, kinds, {}, clusters);
    group::part_round_ups(corpus.docs, families, kinds, outlets, {}, clusters);
    group::part_occasions(divided, clusters);
    assemble_clusters(corpus, clusters, run);
    assemble_families(corpus, families, kinds, run);
    return {};
  });
  if (!done) return done.error();

  done = stages.run("provenance", n, [&] { return assemble_provenance(corpus, registry, repeated, run); });
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

}  // namespace reprise::engine
