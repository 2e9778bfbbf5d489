// Importing a run: an index with the articles, the texts and the findings of a finished scan, without scanning again.
//
// Idea: rows and texts go in by transactions of some hundred articles, their fingerprints are made anew from the texts, and the run's findings are
//   stored as those of settle() are.
// Invariant: the index is made beside its name and gets it when it is whole, so that an import that is stopped or killed leaves nothing there.
// The run says what an article was after it had been read: its language may have been detected, its time narrowed to the outlet's zone. Taken as
//   given, both come out the same again.
// Tested by tests/engine/index_import_test.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "base/io.hpp"
#include "base/parallel.hpp"
#include "engine/analyse.hpp"
#include "engine/index_state.hpp"
#include "engine/texts.hpp"
#include "report/run_io.hpp"

namespace reprise {

namespace {

constexpr std::size_t kArticlesPerTransaction = 512;  // some megabytes of texts

/// What an article's text yields.
struct Incoming {
  std::string frame;
  std::vector<store::SegmentPosting> postings;
  Error error;
};

/// As a crawler would have given it.
Article given_of(const ArticleRecord& r) {
  Article a;
  a.id = r.id;
  a.outlet = r.outlet_as_given;
  a.url = r.url;
  a.title = r.title;
  a.lang = r.lang;
  a.published = r.published;
  a.fetched = r.fetched;
  return a;
}

}  // namespace

Result<void> Index::State::import(const Run& run, const report::TextSource& texts) {
  std::vector<store::Number> numbers;
  for (std::size_t first = 0; first < run.articles.size(); first += kArticlesPerTransaction) {
    std::vector<Incoming> incoming(std::min(kArticlesPerTransaction, run.articles.size() - first));
    parallel_ranges(incoming.size(), 8, [&](std::size_t begin, std::size_t end) {
      engine::TextCompressor compressor;
      for (std::size_t i = begin; i < end; ++i) {
        const std::size_t article = first + i;
        const Result<std::string> text = texts.text(static_cast<std::uint32_t>(article));
        if (!text) {
          incoming[i].error = text.error();
          continue;
        }
        compressor.append(*text, incoming[i].frame);
        incoming[i].postings = engine::postings_of_text(*text, run.articles[article].lang, scan, last_number + 1 + static_cast<store::Number>(i));
      }
    });
    const std::lock_guard guard(write);
    Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
    if (!transaction) return transaction.error();
    if (Result<void> marked = mark_unsettled(); !marked) return marked;
    for (std::size_t i = 0; i < incoming.size(); ++i) {
      if (incoming[i].error.code != ErrorCode::ok) return incoming[i].error;
      const Result<store::Number> stored = writer->insert_article(engine::article_row(given_of(run.articles[first + i]), run.articles[first + i]), incoming[i].frame, store::pack_fingerprints(incoming[i].postings));
      if (!stored) return stored.error();
      numbers.push_back(*stored);
    }
    if (Result<void> done = transaction->commit(); !done) return done;
    for (std::size_t i = 0; i < incoming.size(); ++i) fingerprints.insert(incoming[i].postings, last_number + 1 + static_cast<store::Number>(i));
    last_number += static_cast<store::Number>(incoming.size());
    if (Result<void> done = committed(static_cast<std::uint32_t>(incoming.size())); !done) return done;
    if (options.progress) options.progress({"import", first + incoming.size(), run.articles.size(), 0, 0});
  }
  const std::lock_guard guard(write);
  // The outlets of the articles themselves are not in the run: found as settle() finds them.
  Result<std::vector<engine::PreparedBlock>> blocks = prepare_all("outlets");
  if (!blocks) return blocks.error();
  Result<std::unique_ptr<engine::Corpus>> corpus = engine::collect(std::move(*blocks), scan);
  if (!corpus) return corpus.error();
  const Result<engine::LocalOutlets> named = engine::name_local_outlets(**corpus, registry);
  if (!named) return named.error();
  if (options.progress) options.progress({"write", 0, run.articles.size(), 0, 0});
  Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
  if (!transaction) return transaction.error();
  if (Result<void> stored = store_run(run, numbers); !stored) return stored;
  if (Result<void> stored = store_outlets(*named); !stored) return stored;
  if (Result<void> done = transaction->commit(); !done) return done;
  settled = true;
  return {};
}

Result<Index> Index::import_run(const std::string& directory, const std::string& run_directory, const IndexOptions& options) {
  if (options.read_only) return Error{ErrorCode::bad_argument, "a run cannot be imported into an index that is read-only", "read_only"};
  const Result<Run> run = report::load_run(run_directory);
  if (!run) return run.error();
  const Result<std::unique_ptr<engine::TextFile>> texts = engine::TextFile::open(run_directory + "/texts.bin");
  if (!texts) return texts.error();
  if ((*texts)->size() != run->articles.size())
    return Error{ErrorCode::bad_run, fmt::format("{}/texts.bin: expected {} texts, one per article, found {}", run_directory, run->articles.size(), (*texts)->size()), run_directory};
  const auto taken = [&](const Error& error) {
    return error.code == ErrorCode::exists ? Error{ErrorCode::exists, directory + ": expected a new or empty directory for an index, found one with content", directory} : error;
  };
  Result<io::StagedDirectory> staged = io::StagedDirectory::create(directory, false);
  if (!staged) return taken(staged.error());
  {
    IndexOptions making = options;
    making.durability = Durability::on_flush;
    Result<Index> index = create(staged->path(), making);
    if (!index) return index.error();
    Result<void> done;
    with_threads(options.threads, [&] {
      try {
        done = index->state_->import(*run, **texts);
      } catch (const Interrupted&) {
        done = Error{ErrorCode::interrupted, "interrupted; nothing was left behind", ""};
      }
    }, options.cancel);
    if (done) done = index->state_->wait_for_maintenance(false);
    if (done) done = index->flush();
    if (!done) return done.error();
  }
  if (Result<void> committed = staged->commit(); !committed) return taken(committed.error());
  return open(directory, options);
}

}  // namespace reprise
