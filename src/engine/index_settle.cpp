// settle(): all articles as one corpus, analysed as a scan does, and its findings instead of those that verdicts left.
// Tested by tests/engine/index_batch_test.cpp, index_changes_test.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "base/parallel.hpp"
#include "engine/analyse.hpp"
#include "engine/index_state.hpp"
#include "engine/local_outlets.hpp"

namespace reprise {

namespace {

using store::Number;

constexpr std::size_t kArticlesPerBlock = 64;

std::size_t blocks_of(std::size_t articles) { return (articles + kArticlesPerBlock - 1) / kArticlesPerBlock; }

}  // namespace

Result<void> Index::State::read_blocks(std::span<const Number> numbers, const std::function<void(std::size_t block, std::vector<StoredText>&& texts)>& take) const {
  std::mutex failure_lock;
  Error failure;
  parallel_ranges(blocks_of(numbers.size()), 1, [&](std::size_t begin, std::size_t end) {
    Result<ReaderPool::Lease> reader = readers.take();
    for (std::size_t b = begin; b < end; ++b) {
      std::vector<StoredText> texts;
      Error error = reader ? Error{} : reader.error();
      for (std::size_t i = b * kArticlesPerBlock; i < std::min(numbers.size(), (b + 1) * kArticlesPerBlock) && error.code == ErrorCode::ok; ++i) {
        Result<std::optional<store::ArticleRow>> row = (*reader)->article(numbers[i]);
        if (!row || !*row) {
          error = row ? Error{ErrorCode::bad_index, fmt::format("{}: article number {} is missing", catalogue_path(), numbers[i]), catalogue_path()} : row.error();
          break;
        }
        std::string lang = (*row)->lang;
        Result<Article> article = engine::load_text(**reader, std::move(**row));
        if (article) texts.push_back({std::move(*article), std::move(lang), numbers[i]});
        else error = article.error();
      }
      if (error.code != ErrorCode::ok) {
        const std::lock_guard guard(failure_lock);
        failure = error;
        return;
      }
      take(b, std::move(texts));
    }
  });
  if (failure.code != ErrorCode::ok) return failure;
  return {};
}

/// All articles as they were given, each block prepared.
Result<std::vector<engine::PreparedBlock>> Index::State::prepare_all(const char* stage) {
  const Result<std::vector<Number>> numbers = writer->numbers();
  if (!numbers) return numbers.error();
  std::vector<engine::PreparedBlock> blocks(blocks_of(numbers->size()));
  std::mutex progress_lock;
  std::uint64_t done = 0;
  const Result<void> read = read_blocks(*numbers, [&](std::size_t b, std::vector<StoredText>&& texts) {
    std::vector<Article> articles;
    for (StoredText& t : texts) articles.push_back(std::move(t.article));
    engine::prepare_articles(std::move(articles), scan, registry, blocks[b]);
    if (!options.progress) return;
    const std::lock_guard guard(progress_lock);
    done += blocks[b].articles.size();
    options.progress({stage, done, numbers->size(), 0, 0});
  });
  if (!read) return read.error();
  return blocks;
}

namespace {

/// What an article holds somewhere.
struct Held {
  Number number = 0;
  Span span;
  Holding holding;
};

/// The ids of a run's articles by their numbers.
class IdsOfNumbers {
 public:
  IdsOfNumbers(const Run& run, const std::vector<Number>& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) ids_.emplace_back(numbers[i], &run.articles[i].id);
    std::sort(ids_.begin(), ids_.end());
  }
  std::string operator()(Number number) const {
    const auto found = std::lower_bound(ids_.begin(), ids_.end(), number, [](const auto& x, Number wanted) { return x.first < wanted; });
    return found != ids_.end() && found->first == number ? *found->second : std::string();
  }

 private:
  std::vector<std::pair<Number, const std::string*>> ids_;
};

void add_held(const store::FamilyRow& f, const IdsOfNumbers& id, std::vector<Held>& out) {
  for (const store::OccurrenceRow& o : f.occurrences)
    out.push_back({o.number, o.span, {f.family, o.status, id(o.parent), o.parent_outlet, id(f.origin), f.origin_outlet, o.confidence}});
}

void sort_held(std::vector<Held>& held) {
  std::sort(held.begin(), held.end(), [](const Held& x, const Held& y) {
    return x.number != y.number ? x.number < y.number : x.span.begin != y.span.begin ? x.span.begin < y.span.begin : x.holding.family < y.holding.family;
  });
}

std::span<const Held> held_by(const std::vector<Held>& all, Number number) {
  const auto [first, last] = std::equal_range(all.begin(), all.end(), Held{number, {}, {}}, [](const Held& x, const Held& y) { return x.number < y.number; });
  return {first, last};
}

bool touches(Span x, Span y) { return std::min(x.end, y.end) > std::max(x.begin, y.begin); }

}  // namespace

/// Tells what the run holds otherwise than the catalogue, before the catalogue is changed.
Result<void> Index::State::tell_settled(const Run& run, const std::vector<Number>& numbers) {
  const Seconds at = engine::now();
  const IdsOfNumbers id(run, numbers);
  std::vector<Held> before, after;
  if (Result<void> done = writer->each_family([&](store::FamilyRow&& f) { add_held(f, id, before); return true; }); !done) return done;
  for (const FamilyRecord& f : run.families) add_held(engine::family_row(run, f, numbers), id, after);
  sort_held(before);
  sort_held(after);
  const auto tell = [&](const Held& held, const Holding& was, const Holding& is) {
    Change change;
    change.at = at;
    change.article = id(held.number);
    change.span = held.span;
    change.before = was;
    change.now = is;
    return writer->insert_change(change);
  };
  for (const Held& is : after) {
    const Held* was = nullptr;
    for (const Held& held : held_by(before, is.number))
      if (touches(held.span, is.span) && (was == nullptr || engine::same_holding(held.holding, is.holding))) was = &held;
    if (was != nullptr && engine::same_holding(was->holding, is.holding)) continue;
    if (Result<void> done = tell(is, was ? was->holding : Holding{}, is.holding); !done) return done;
  }
  for (const Held& was : before) {
    const std::span<const Held> now_held = held_by(after, was.number);
    if (std::any_of(now_held.begin(), now_held.end(), [&](const Held& is) { return touches(is.span, was.span); })) continue;
    if (Result<void> done = tell(was, was.holding, Holding{}); !done) return done;
  }
  return {};
}

/// The run's findings instead of the catalogue's; in the caller's transaction.
Result<void> Index::State::store_run(const Run& run, const std::vector<Number>& numbers) {
  if (Result<void> done = writer->clear_findings(); !done) return done;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const ArticleRecord& a = run.articles[i];
    if (Result<void> done = writer->set_facts(numbers[i], a.outlet, a.lang, a.words, engine::attributions_json(a.attributions)); !done) return done;
  }
  for (const FamilyRecord& f : run.families) {
    const Result<store::Key> key = writer->insert_family(engine::family_row(run, f, numbers));
    if (!key) return key.error();
  }
  for (const ClusterRecord& c : run.clusters) {
    const Result<store::Key> key = writer->insert_cluster(engine::cluster_row(c, numbers));
    if (!key) return key.error();
  }
  return writer->set_meta("settled", "1");
}

/// The outlets of the articles themselves, for verdicts to come; in the caller's transaction.
Result<void> Index::State::store_outlets(const engine::LocalOutlets& named) {
  std::vector<std::pair<std::string, std::string>> locals;
  for (const std::string& name : named.names) locals.emplace_back(name, "");
  for (const auto& [site, name] : named.sites) locals.emplace_back(name, site);
  if (Result<void> stored = writer->set_local_outlets(locals); !stored) return stored;
  return writer->set_meta("settles", std::to_string(std::strtoull(wide_mark.c_str(), nullptr, 10) + 1));
}

Result<void> Index::settle() {
  State& s = *state_;
  Result<void> result;
  const std::lock_guard guard(s.write);
  if (Result<void> open = s.writable(); !open) return open;
  if (s.settled) return {};
  with_threads(s.options.threads, [&] {
    const auto work = [&]() -> Result<void> {
      Result<std::vector<engine::PreparedBlock>> blocks = s.prepare_all("read");
      if (!blocks) return blocks.error();
      ScanOptions scan = s.scan;
      scan.progress = s.options.progress;
      scan.cancel = s.options.cancel;
      Result<std::unique_ptr<engine::Corpus>> corpus = engine::collect(std::move(*blocks), scan);
      if (!corpus) return corpus.error();
      Result<engine::LocalOutlets> named = engine::name_local_outlets(**corpus, s.registry);
      if (!named) return named.error();
      ScanSummary summary;
      engine::Stages stages(scan, summary);
      Result<Run> run = engine::analyse(**corpus, s.registry, scan, stages, summary);
      if (!run) return run.error();
      // The run's articles are in the order of ids.
      std::vector<Number> by_id;
      for (const ArticleRecord& a : run->articles) {
        const Result<std::optional<Number>> number = s.writer->find(a.id);
        if (!number) return number.error();
        if (!*number) return Error{ErrorCode::bad_index, fmt::format("{}: article '{}' is missing", s.catalogue_path(), a.id), s.catalogue_path()};
        by_id.push_back(**number);
      }
      if (s.options.progress) s.options.progress({"write", 0, by_id.size(), 0, 0});
      Result<store::Transaction> transaction = store::Transaction::begin(s.writer->database());
      if (!transaction) return transaction.error();
      if (Result<void> told = s.tell_settled(*run, by_id); !told) return told;
      if (Result<void> stored = s.store_run(*run, by_id); !stored) return stored;
      if (Result<void> stored = s.store_outlets(*named); !stored) return stored;
      if (Result<void> done = transaction->commit(); !done) return done;
      return s.load_outlets(*s.writer);
    };
    try {
      result = work();
    } catch (const Interrupted&) {
      result = engine::nothing_changed();
    }
  }, s.options.cancel);
  if (!result) return result;
  if (Result<void> done = s.committed(1); !done) return done;
  s.settled = true;
  return {};
}

}  // namespace reprise
