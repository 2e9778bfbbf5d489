// What keeps an index in shape: bringing it to the disk, sealing and merging segments, settling, compacting, verifying, rebuilding.
//
// Segments: articles stand in the table `recent` until IndexOptions::seal_articles of them are sealed into a segment. Of kMergeAt segments of about one
//   size one is made, so that an index of n articles has O(log n) of them and each posting is written O(log n) times.
//   A segment is on the disk under its name before the catalogue names it, and its file goes only when the catalogue has ceased to.
// Tested by tests/engine/index_upkeep_test.cpp, tests/crash.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <filesystem>
#include <functional>
#include <new>
#include <numeric>

#include "base/io.hpp"
#include "base/parallel.hpp"
#include "engine/analyse.hpp"
#include "engine/index_state.hpp"
#include "engine/local_outlets.hpp"
#include "engine/texts.hpp"

namespace reprise {

namespace fs = std::filesystem;

namespace {

using store::Number;
using SegmentList = std::vector<std::shared_ptr<const store::Segment>>;

constexpr std::size_t kMergeAt = 4;                      // segments of one size class
constexpr std::uint64_t kMostLogPages = 16384;           // 64 MiB: then the log is moved into the database
constexpr std::size_t kArticlesPerRebuiltSegment = 65536;
constexpr std::size_t kArticlesPerBlock = 64;

/// The class of a segment's size: those within a factor of four.
int size_class(const store::SegmentInfo& info) { return (static_cast<int>(std::bit_width(info.postings)) + 1) / 2; }

Error interrupted() { return {ErrorCode::interrupted, "interrupted; nothing was changed", ""}; }

}  // namespace

/// What a thread of the index's own does must not end the process.
static Result<void> without_exceptions(const std::function<Result<void>()>& work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::no_memory, "no memory for work in the background", ""};
  } catch (const std::exception& e) {
    return Error{ErrorCode::internal, std::string("a fault in the background: ") + e.what(), ""};
  }
}

/// The syncs of a group: waits for the first article, then for the group to be full or old.
void Index::State::sync_loop() {
  std::unique_lock guard(work);
  while (true) {
    work_waits.wait(guard, [&] { return stop || unsynced > 0; });
    if (unsynced == 0) return;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(options.group_milliseconds);
    work_waits.wait_until(guard, until, [&] { return stop || unsynced >= options.group_articles; });
    unsynced = 0;
    guard.unlock();
    const Result<void> synced = without_exceptions([&] { return writer->database().sync_log(); });
    guard.lock();
    if (!synced && background.code == ErrorCode::ok) background = synced.error();
  }
}

void Index::State::maintain() {
  std::unique_lock guard(work);
  while (true) {
    work_waits.wait(guard, [&] { return stop || (seal_wanted && pauses == 0); });
    if (stop) return;
    seal_wanted = false;
    busy = true;
    guard.unlock();
    const Result<void> done = without_exceptions([&] { return seal_and_merge(); });
    guard.lock();
    busy = false;
    // The articles stay in the table `recent` and are tried again with the next ones: nothing is lost, but the caller should know.
    if (!done && background.code == ErrorCode::ok && done.error().code == ErrorCode::bad_index) background = done.error();
    last_maintenance = done ? Error{} : done.error();
    work_done.notify_all();
  }
}

/// Until the maintenance thread has nothing to do; `seal`: what is recent is to be sealed first. Its error, if it had one.
Result<void> Index::State::wait_for_maintenance(bool seal, bool pause) {
  std::unique_lock guard(work);
  work_done.wait(guard, [&] { return stop || pauses == 0; });
  if (seal) {
    seal_wanted = true;
    work_waits.notify_all();
  }
  work_done.wait(guard, [&] { return stop || (!busy && !seal_wanted && pauses == 0); });
  if (pause) ++pauses;
  if (last_maintenance.code != ErrorCode::ok) return last_maintenance;
  return {};
}

Index::State::MaintenancePause::~MaintenancePause() {
  const std::lock_guard guard(state_.work);
  --state_.pauses;
  state_.work_waits.notify_all();
  state_.work_done.notify_all();
}

std::string Index::State::fresh_segment_name() {
  std::uint64_t last = 0;
  std::error_code error;
  const auto see = [&](const std::string& name) { last = std::max<std::uint64_t>(last, std::strtoull(name.c_str(), nullptr, 10)); };
  for (const auto& entry : fs::directory_iterator(segments_path(), error)) see(entry.path().filename().string());
  for (const auto& segment : fingerprints.segments()) see(segment->info().name);
  return fmt::format("{:08}.seg", last + 1);
}

/// The catalogue names `come` instead of `gone`, and what is sealed is no longer recent. The caller holds `write`.
Result<void> Index::State::name_segments(const SegmentList& gone, const std::vector<store::SegmentInfo>& come, Number sealed_to) {
  Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
  if (!transaction) return transaction.error();
  for (const auto& segment : gone)
    if (Result<void> done = writer->delete_segment(segment->info().name); !done) return done;
  for (const store::SegmentInfo& info : come)
    if (Result<void> done = writer->insert_segment(info); !done) return done;
  if (sealed_to > 0)
    if (Result<void> done = writer->delete_recent(sealed_to); !done) return done;
  return transaction->commit();
}

Result<void> Index::State::commit_segments(const SegmentList& gone, const std::vector<store::SegmentInfo>& come, Number sealed_to) {
  const std::lock_guard guard(write);
  return name_segments(gone, come, sealed_to);
}

/// Takes the files of segments that the catalogue has ceased to name off the disk. Only when the log is on the disk: until then the catalogue
/// there names them, and would miss them after a loss of power.
Result<void> Index::State::drop_segments(const SegmentList& gone) {
  if (Result<void> synced = writer->database().sync_log(); !synced) return synced;
  unlink_segments(gone);
  return {};
}

void Index::State::unlink_segments(const SegmentList& gone) {
  std::error_code ignored;  // what stays is removed when the index is opened again
  for (const auto& segment : gone) fs::remove(segments_path() + "/" + segment->info().name, ignored);
}

Result<void> Index::State::seal_and_merge() {
  std::shared_ptr<const store::RecentTable> table;
  {
    // Not in the middle of a call: a number is sealed only when its article is stored.
    const std::lock_guard guard(write);
    table = fingerprints.seal();
  }
  if (table && table->postings().empty()) {  // texts too short for a fingerprint
    if (Result<void> done = commit_segments({}, {}, table->last()); !done) return done;
    fingerprints.sealed(nullptr);
  } else if (table) {
    std::vector<store::SegmentPosting> postings = table->postings();
    const Result<store::SegmentInfo> info = store::write_segment(segments_path(), fresh_segment_name(), postings);
    if (!info) return info.error();
    Result<std::shared_ptr<const store::Segment>> segment = store::Segment::open(segments_path(), *info);
    if (!segment) return segment.error();
    if (Result<void> done = commit_segments({}, {*info}, table->last()); !done) {
      unlink_segments({*segment});
      return done;
    }
    fingerprints.sealed(std::move(*segment));
  }
  for (;;) {
    SegmentList all = fingerprints.segments(), same;
    std::sort(all.begin(), all.end(), [](const auto& x, const auto& y) { return x->info().postings < y->info().postings; });
    for (std::size_t i = 0; i + kMergeAt <= all.size() && same.empty(); ++i)
      if (size_class(all[i]->info()) == size_class(all[i + kMergeAt - 1]->info())) same.assign(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(i + kMergeAt));
    if (same.empty()) break;
    const Result<store::SegmentInfo> info = store::merge_segments(segments_path(), fresh_segment_name(), same, [](Number) { return true; });
    if (!info) return info.error();
    Result<std::shared_ptr<const store::Segment>> segment = store::Segment::open(segments_path(), *info);
    if (!segment) return segment.error();
    if (Result<void> done = commit_segments(same, {*info}, 0); !done) {
      unlink_segments({*segment});
      return done;
    }
    fingerprints.replace(same, {*segment});
    if (Result<void> dropped = drop_segments(same); !dropped) return dropped;
    const std::lock_guard guard(work);
    if (stop) break;
  }
  const std::lock_guard guard(write);
  const Result<std::uint64_t> left = writer->database().checkpoint(false);
  return left ? Result<void>() : Result<void>(left.error());
}

Result<void> Index::flush() {
  State& s = *state_;
  if (!s.writer) return Error{ErrorCode::read_only, s.directory + ": the index was opened to read", s.directory};
  const std::lock_guard guard(s.write);
  if (s.broken.code != ErrorCode::ok) return s.broken;
  if (Result<void> synced = s.writer->database().sync_log(); !synced) {
    s.broken = synced.error();
    return synced;
  }
  const std::lock_guard work(s.work);
  s.unsynced = 0;
  return s.background.code == ErrorCode::ok ? Result<void>() : Result<void>(s.background);
}

/// All articles as they were given, each block prepared.
Result<std::vector<engine::PreparedBlock>> Index::State::prepare_all(std::vector<Number>& numbers, const char* stage) {
  const Result<std::vector<Number>> all = writer->numbers();
  if (!all) return all.error();
  numbers = *all;
  std::vector<engine::PreparedBlock> blocks((numbers.size() + kArticlesPerBlock - 1) / kArticlesPerBlock);
  std::mutex failure_lock;
  Error failure;
  std::atomic<std::uint64_t> done{0};
  parallel_ranges(blocks.size(), 1, [&](std::size_t begin, std::size_t end) {
    Result<ReaderPool::Lease> reader = readers.take();
    for (std::size_t b = begin; b < end; ++b) {
      std::vector<Article> articles;
      Error error = reader ? Error{} : reader.error();
      for (std::size_t i = b * kArticlesPerBlock; i < std::min(numbers.size(), (b + 1) * kArticlesPerBlock) && error.code == ErrorCode::ok; ++i) {
        Result<std::optional<store::ArticleRow>> row = (*reader)->article(numbers[i]);
        if (!row || !*row) {
          error = row ? Error{ErrorCode::bad_index, fmt::format("{}: article number {} is missing", catalogue_path(), numbers[i]), catalogue_path()} : row.error();
          break;
        }
        Result<Article> article = engine::load_text(**reader, std::move(**row));
        if (article) articles.push_back(std::move(*article));
        else error = article.error();
      }
      if (error.code != ErrorCode::ok) {
        const std::lock_guard guard(failure_lock);
        failure = error;
        return;
      }
      engine::prepare_articles(std::move(articles), scan, registry, engine::Depth::scan, blocks[b]);
      const std::uint64_t so_far = done += kArticlesPerBlock;
      if (options.progress) {
        const std::lock_guard guard(failure_lock);
        options.progress({stage, std::min<std::uint64_t>(so_far, numbers.size()), numbers.size(), 0, 0});
      }
    }
  });
  if (failure.code != ErrorCode::ok) return failure;
  return blocks;
}

/// What was held before and what is held now, by article, so that settle() can tell the changes.
Result<void> Index::State::store_run(const Run& run, const std::vector<Number>& numbers, bool tell) {
  const Seconds at = engine::now();
  // Before: the holdings of each article, in order of number.
  struct Held {
    Number number;
    Span span;
    Holding holding;
  };
  std::vector<Held> before, now_held;
  std::vector<std::string> id_of;
  if (tell) {
    std::vector<std::pair<Number, std::string>> ids;
    for (std::size_t i = 0; i < numbers.size(); ++i) ids.emplace_back(numbers[i], run.articles[i].id);
    std::sort(ids.begin(), ids.end());
    const auto id = [&](Number number) -> std::string {
      const auto found = std::lower_bound(ids.begin(), ids.end(), std::pair(number, std::string()));
      return found != ids.end() && found->first == number ? found->second : std::string();
    };
    const auto hold = [&](const store::FamilyRow& f, std::vector<Held>& out) {
      for (const store::OccurrenceRow& o : f.occurrences)
        out.push_back({o.number, o.span, {f.family, o.status, id(o.parent), o.parent_outlet, id(f.origin), f.origin_outlet, o.confidence}});
    };
    if (Result<void> done = writer->each_family([&](store::FamilyRow&& f) { hold(f, before); return true; }); !done) return done;
    for (const FamilyRecord& f : run.families) hold(engine::family_row(run, f, numbers), now_held);
    const auto order = [](const Held& x, const Held& y) { return x.number != y.number ? x.number < y.number : x.span.begin != y.span.begin ? x.span.begin < y.span.begin : x.holding.family < y.holding.family; };
    std::sort(before.begin(), before.end(), order);
    std::sort(now_held.begin(), now_held.end(), order);
    const auto same = [](const Holding& x, const Holding& y) {
      return x.status == y.status && x.parent == y.parent && x.parent_outlet == y.parent_outlet && x.origin == y.origin && x.origin_outlet == y.origin_outlet;
    };
    const auto overlaps = [](Span x, Span y) { return std::min(x.end, y.end) > std::max(x.begin, y.begin); };
    const auto of = [](const std::vector<Held>& all, Number number) {
      return std::equal_range(all.begin(), all.end(), Held{number, {}, {}}, [](const Held& x, const Held& y) { return x.number < y.number; });
    };
    const auto tell_change = [&](const Held& held, const Holding& was, const Holding& is) {
      Change change;
      change.at = at;
      change.article = id(held.number);
      change.span = held.span;
      change.before = was;
      change.now = is;
      return writer->insert_change(change);
    };
    for (const Held& is : now_held) {
      const auto [first, last] = of(before, is.number);
      const Held* was = nullptr;
      for (auto i = first; i != last; ++i)
        if (overlaps(i->span, is.span) && (was == nullptr || same(i->holding, is.holding))) was = &*i;
      if (was != nullptr && same(was->holding, is.holding)) continue;
      if (Result<void> done = tell_change(is, was ? was->holding : Holding{}, is.holding); !done) return done;
    }
    for (const Held& was : before) {
      const auto [first, last] = of(now_held, was.number);
      if (std::any_of(first, last, [&](const Held& is) { return overlaps(is.span, was.span); })) continue;
      if (Result<void> done = tell_change(was, was.holding, Holding{}); !done) return done;
    }
  }
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
      std::vector<Number> numbers;
      Result<std::vector<engine::PreparedBlock>> blocks = s.prepare_all(numbers, "read");
      if (!blocks) return blocks.error();
      ScanOptions scan = s.scan;
      scan.progress = s.options.progress;
      scan.cancel = s.options.cancel;
      Result<std::unique_ptr<engine::Corpus>> corpus = engine::collect(std::move(*blocks), scan, engine::Depth::scan);
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
      if (s.options.progress) s.options.progress({"write", 0, numbers.size(), 0, 0});
      Result<store::Transaction> transaction = store::Transaction::begin(s.writer->database());
      if (!transaction) return transaction.error();
      if (Result<void> stored = s.store_run(*run, by_id, true); !stored) return stored;
      if (Result<void> stored = s.store_outlets(*named); !stored) return stored;
      if (Result<void> done = transaction->commit(); !done) return done;
      return s.load_outlets(*s.writer);
    };
    try {
      result = work();
    } catch (const Interrupted&) {
      result = interrupted();
    }
  }, s.options.cancel);
  if (!result) return result;
  if (Result<void> done = s.committed(1); !done) return done;
  s.settled = true;
  return {};
}

Result<void> Index::rebuild() {
  State& s = *state_;
  if (!s.writer) return Error{ErrorCode::read_only, s.directory + ": the index was opened to read", s.directory};
  const State::MaintenancePause pause(s, false);  // what became of sealing does not matter: all is made anew
  Result<void> result;
  const std::lock_guard guard(s.write);
  if (Result<void> open = s.writable(); !open) return open;
  SegmentList come;
  bool named = false;
  with_threads(s.options.threads, [&] {
    const auto work = [&]() -> Result<void> {
      const Result<std::vector<Number>> numbers = s.writer->numbers();
      if (!numbers) return numbers.error();
      std::vector<store::SegmentInfo> infos;
      for (std::size_t first = 0; first < numbers->size(); first += kArticlesPerRebuiltSegment) {
        const std::size_t count = std::min(kArticlesPerRebuiltSegment, numbers->size() - first);
        Result<std::vector<store::SegmentPosting>> postings = s.postings_of_articles(std::span(*numbers).subspan(first, count));
        if (!postings) return postings.error();
        const Result<store::SegmentInfo> info = store::write_segment(s.segments_path(), s.fresh_segment_name(), *postings);
        if (!info) return info.error();
        Result<std::shared_ptr<const store::Segment>> segment = store::Segment::open(s.segments_path(), *info);
        if (!segment) return segment.error();
        come.push_back(std::move(*segment));
        infos.push_back(*info);
        if (s.options.progress) s.options.progress({"rebuild", first + count, numbers->size(), 0, 0});
      }
      // Damaged ones are not open: the catalogue's list says what goes.
      const Result<std::vector<store::SegmentInfo>> listed = s.writer->segments();
      if (!listed) return listed.error();
      Result<store::Transaction> transaction = store::Transaction::begin(s.writer->database());
      if (!transaction) return transaction.error();
      for (const store::SegmentInfo& info : *listed)
        if (Result<void> done = s.writer->delete_segment(info.name); !done) return done;
      for (const store::SegmentInfo& info : infos)
        if (Result<void> done = s.writer->insert_segment(info); !done) return done;
      if (Result<void> done = s.writer->delete_recent(s.last_number); !done) return done;
      if (Result<void> done = transaction->commit(); !done) return done;
      named = true;
      s.fingerprints.reset(come, std::make_shared<store::RecentTable>());
      // Only when the log is on the disk: until then the catalogue there may name the old ones.
      if (Result<void> synced = s.writer->database().sync_log(); !synced) return synced;
      std::error_code ignored;
      for (const store::SegmentInfo& info : *listed) fs::remove(s.segments_path() + "/" + info.name, ignored);
      return {};
    };
    try {
      result = work();
    } catch (const Interrupted&) {
      result = interrupted();
    }
  }, s.options.cancel);
  if (!named) s.unlink_segments(come);
  return result;
}

Result<std::vector<store::SegmentPosting>> Index::State::postings_of_articles(std::span<const Number> numbers) {
  const std::size_t ranges = (numbers.size() + kArticlesPerBlock - 1) / kArticlesPerBlock;
  std::vector<std::vector<store::SegmentPosting>> parts(ranges);
  std::mutex failure_lock;
  Error failure;
  parallel_ranges(ranges, 1, [&](std::size_t begin, std::size_t end) {
    Result<ReaderPool::Lease> reader = readers.take();
    for (std::size_t r = begin; r < end; ++r) {
      for (std::size_t i = r * kArticlesPerBlock; i < std::min(numbers.size(), (r + 1) * kArticlesPerBlock); ++i) {
        Error error = reader ? Error{} : reader.error();
        Result<std::optional<store::ArticleRow>> row = std::optional<store::ArticleRow>();
        if (reader) row = (*reader)->article(numbers[i]);
        if (!row) error = row.error();
        if (error.code == ErrorCode::ok && *row) {
          const std::string lang = (*row)->lang;
          const Result<Article> article = engine::load_text(**reader, std::move(**row));
          if (article) {
            const auto found = engine::postings_of_text(article->text, lang, scan, numbers[i]);
            parts[r].insert(parts[r].end(), found.begin(), found.end());
          } else {
            error = article.error();
          }
        }
        if (error.code == ErrorCode::ok) continue;
        const std::lock_guard guard(failure_lock);
        failure = error;
        return;
      }
    }
  });
  if (failure.code != ErrorCode::ok) return failure;
  std::vector<store::SegmentPosting> all;
  for (auto& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
    part = {};
  }
  return all;
}

/// The segments without removed articles, as one.
Result<void> Index::State::merge_all() {
  const SegmentList all = fingerprints.segments();
  const Result<std::vector<store::SegmentInfo>> listed = writer->segments();
  if (!listed) return listed.error();
  if (listed->size() != all.size()) return Error{ErrorCode::bad_index, directory + ": a segment is damaged; rebuild makes the segments anew from the texts", directory};
  const Result<std::vector<Number>> numbers = writer->numbers();
  if (!numbers) return numbers.error();
  std::vector<bool> alive(last_number + 1, false);
  for (const Number number : *numbers) alive[number] = true;
  if (all.empty()) return {};
  std::uint32_t asked = 0;
  const auto keep = [&](Number n) {
    if (++asked % 65536 == 0 && options.cancel && options.cancel->load()) throw Interrupted();
    return n < alive.size() && alive[n];
  };
  // Even one segment is written anew: it may hold removed articles.
  const Result<store::SegmentInfo> info = store::merge_segments(segments_path(), fresh_segment_name(), all, keep);
  if (!info) return info.error();
  Result<std::shared_ptr<const store::Segment>> segment = store::Segment::open(segments_path(), *info);
  if (!segment) return segment.error();
  if (Result<void> done = name_segments(all, {*info}, 0); !done) {
    unlink_segments({*segment});
    return done;
  }
  fingerprints.replace(all, {*segment});
  return drop_segments(all);
}

Result<void> Index::compact() {
  State& s = *state_;
  if (!s.writer) return Error{ErrorCode::read_only, s.directory + ": the index was opened to read", s.directory};
  const State::MaintenancePause pause(s, true);
  if (!pause.before()) return pause.before();
  if (s.options.progress) s.options.progress({"merge", 0, 0, 0, 0});
  const std::lock_guard guard(s.write);
  if (Result<void> open = s.writable(); !open) return open;
  const Error stopped{ErrorCode::interrupted, "interrupted; nothing was lost, and what was removed may still be on the disk", ""};
  try {
    if (Result<void> merged = s.merge_all(); !merged) return merged;
  } catch (const Interrupted&) {
    return stopped;
  }
  if (s.options.progress) s.options.progress({"catalogue", 0, 0, 0, 0});
  // Idle reading connections would keep the old pages in the log.
  s.readers.clear();
  s.writer->database().set_cancel(s.options.cancel);
  const Result<void> vacuumed = s.writer->database().run(
        "DELETE FROM local_outlets WHERE name NOT IN (SELECT outlet FROM articles WHERE outlet IS NOT NULL) AND name NOT IN (SELECT outlet_as_given FROM articles WHERE outlet_as_given IS NOT NULL); VACUUM");
  s.writer->database().set_cancel(nullptr);
  if (!vacuumed) return vacuumed.error().code == ErrorCode::interrupted ? stopped : vacuumed.error();
  const Result<std::uint64_t> left = s.writer->database().checkpoint(true);
  if (left) return {};
  Error error = left.error();
  if (error.code == ErrorCode::locked) error.message = s.directory + ": compacted, but a reader still holds the old pages: what was removed leaves the disk with the next compact when no reader is busy";
  return error;
}

/// Whether the catalogue names the segment now.
static bool is_listed(ReaderPool& readers, const store::SegmentInfo& info) {
  Result<ReaderPool::Lease> reader = readers.take();
  if (!reader) return true;
  const Result<std::vector<store::SegmentInfo>> listed = (*reader)->segments();
  return !listed || std::find(listed->begin(), listed->end(), info) != listed->end();
}

/// What sealing and merging in the background has come to.
Result<void> Index::wait() {
  if (!state_->writer) return {};
  return state_->wait_for_maintenance(false);
}

Result<VerifyReport> Index::verify() const {
  State& s = *state_;
  VerifyReport report;
  Result<ReaderPool::Lease> reader = s.readers.take();
  if (!reader) return reader.error();
  Result<store::Transaction> moment = store::Transaction::read((*reader)->database());
  if (!moment) return moment.error();
  if (s.options.progress) s.options.progress({"catalogue", 0, 0, 0, 0});
  (*reader)->database().set_cancel(s.options.cancel);
  const Result<std::vector<std::string>> problems = (*reader)->check();
  (*reader)->database().set_cancel(nullptr);
  if (s.options.cancel && s.options.cancel->load()) return interrupted();
  if (!problems) return problems.error();
  report.problems = *problems;
  std::error_code error;
  for (const char* end : {"", "-wal"}) {
    const std::string path = s.catalogue_path() + end;
    const std::uint64_t size = fs::file_size(path, error);
    if (error) continue;
    ++report.files;
    report.bytes += size;
  }
  const Result<std::vector<store::SegmentInfo>> listed = (*reader)->segments();
  if (!listed) return listed.error();
  for (const store::SegmentInfo& info : *listed) {
    if (s.options.cancel && s.options.cancel->load()) return interrupted();
    ++report.files;
    const Result<std::shared_ptr<const store::Segment>> segment = store::Segment::open(s.segments_path(), info);
    if (!segment && segment.error().code == ErrorCode::not_found && !is_listed(s.readers, info)) --report.files;  // merged away meanwhile
    else if (!segment) report.problems.push_back(segment.error().message);
    else report.bytes += (*segment)->verify(report.problems);
  }
  // Texts carry a checksum of their own.
  const Result<std::vector<Number>> numbers = (*reader)->numbers();
  if (!numbers) return numbers.error();
  for (const Number number : *numbers) {
    if (s.options.cancel && s.options.cancel->load()) return interrupted();
    Result<std::optional<store::ArticleRow>> row = (*reader)->article(number);
    if (!row) {
      report.problems.push_back(row.error().message);
      continue;
    }
    if (!*row) continue;
    const Result<Article> article = engine::load_text(**reader, std::move(**row));
    if (!article) report.problems.push_back(article.error().message);
    ++report.articles;
    if (s.options.progress && report.articles % 4096 == 0) s.options.progress({"texts", report.articles, numbers->size(), 0, 0});
  }
  return report;
}

}  // namespace reprise
