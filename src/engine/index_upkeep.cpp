// What keeps an index in shape: bringing it to the disk, sealing and merging segments, compacting.
//
// Segments: articles stand in the table `recent` until IndexOptions::seal_articles of them are sealed into a segment. Of kMergeAt segments of about one
//   size one is made, so that an index of n articles has O(log n) of them and each posting is written O(log n) times.
//   A segment is on the disk under its name before the catalogue names it, and its file goes only when the catalogue has ceased to.
// Tested by tests/engine/index_test.cpp, index_batch_test.cpp, tests/crash.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <filesystem>
#include <functional>
#include <new>

#include "base/parallel.hpp"
#include "engine/index_state.hpp"

namespace reprise {

namespace fs = std::filesystem;

namespace {

using store::Number;
using SegmentList = std::vector<std::shared_ptr<const store::Segment>>;

constexpr std::size_t kMergeAt = 4;  // segments of one size class

/// The class of a segment's size: those within a factor of four.
int size_class(const store::SegmentInfo& info) { return (static_cast<int>(std::bit_width(info.postings)) + 1) / 2; }

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

/// A segment that was just written, opened.
Result<std::shared_ptr<const store::Segment>> Index::State::written(const Result<store::SegmentInfo>& info) const {
  if (!info) return info.error();
  Result<std::shared_ptr<const store::Segment>> segment = store::Segment::open(segments_path(), *info);
  if (!segment) return segment;
  if (Result<void> read = (*segment)->read_directory(); !read) return read.error();
  return segment;
}

static std::vector<std::string> names_of(const SegmentList& segments) {
  std::vector<std::string> names;
  for (const auto& segment : segments) names.push_back(segment->info().name);
  return names;
}

/// The catalogue names `come` instead of `gone`, and what is sealed is no longer recent. The caller holds `write`.
/// Of a commit that failed nobody knows whether it will be found in the log when that is read again (a write may have been done although the disk said that
/// it was not): the files of `come` are `doubtful` then, and stay.
Result<void> Index::State::name_segments(const std::vector<std::string>& gone, const std::vector<store::SegmentInfo>& come, Number sealed_to) {
  const auto named = [&]() -> Result<void> {
    Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
    if (!transaction) return transaction.error();
    for (const std::string& name : gone)
      if (Result<void> done = writer->delete_segment(name); !done) return done;
    for (const store::SegmentInfo& info : come)
      if (Result<void> done = writer->insert_segment(info); !done) return done;
    if (sealed_to > 0)
      if (Result<void> done = writer->delete_recent(sealed_to); !done) return done;
    return transaction->commit();
  };
  Result<void> done = named();
  if (!done)
    for (const store::SegmentInfo& info : come) doubtful.push_back(info.name);
  return done;
}

Result<void> Index::State::commit_segments(const SegmentList& gone, const std::vector<store::SegmentInfo>& come, Number sealed_to) {
  const std::lock_guard guard(write);
  return name_segments(names_of(gone), come, sealed_to);
}

/// Takes the files of segments that the catalogue has ceased to name off the disk. Only when the log is on the disk: until then the catalogue
/// there names them, and would miss them after a loss of power.
Result<void> Index::State::drop_segments(const std::vector<std::string>& names) {
  if (Result<void> synced = writer->database().sync_log(); !synced) return synced;
  unlink_segments(names);
  return {};
}

void Index::State::unlink_segments(const std::vector<std::string>& names) {
  std::error_code ignored;  // what stays is removed when the index is opened again
  for (const std::string& name : names) fs::remove(segments_path() + "/" + name, ignored);
}

/// A commit that is done takes the place of the one that failed in the log, or follows it there: the doubtful segments go. The caller holds `write`.
Result<void> Index::State::end_doubt() {
  if (doubtful.empty()) return {};
  Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
  if (!transaction) return transaction.error();
  // A count, since SQLite writes no page that stays as it was.
  const Result<std::string> before = writer->meta("doubts");
  if (!before) return before.error();
  if (Result<void> done = writer->set_meta("doubts", std::to_string(std::strtoull(before->c_str(), nullptr, 10) + 1)); !done) return done;
  if (Result<void> done = transaction->commit(); !done) return done;
  if (Result<void> dropped = drop_segments(doubtful); !dropped) return dropped;
  doubtful.clear();
  return {};
}

Result<void> Index::State::seal_and_merge() {
  std::shared_ptr<const store::RecentTable> table;
  {
    // Not in the middle of a call: a number is sealed only when its article is stored.
    const std::lock_guard guard(write);
    if (broken.code != ErrorCode::ok) return broken;
    if (Result<void> sure = end_doubt(); !sure) return sure;
    table = fingerprints.seal();
  }
  if (table && !table->has_postings()) {  // texts too short for a fingerprint
    if (Result<void> done = commit_segments({}, {}, table->last()); !done) return done;
    fingerprints.sealed(nullptr);
  } else if (table) {
    std::vector<store::SegmentPosting> postings = table->postings();
    Result<std::shared_ptr<const store::Segment>> segment = written(store::write_segment(segments_path(), fresh_segment_name(), postings));
    if (!segment) return segment.error();
    if (Result<void> done = commit_segments({}, {(*segment)->info()}, table->last()); !done) return done;
    fingerprints.sealed(std::move(*segment));
  }
  for (;;) {
    SegmentList all = fingerprints.segments(), same;
    std::sort(all.begin(), all.end(), [](const auto& x, const auto& y) { return x->info().postings < y->info().postings; });
    for (std::size_t i = 0; i + kMergeAt <= all.size() && same.empty(); ++i)
      if (size_class(all[i]->info()) == size_class(all[i + kMergeAt - 1]->info())) same.assign(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(i + kMergeAt));
    if (same.empty()) break;
    Result<std::shared_ptr<const store::Segment>> segment = written(store::merge_segments(segments_path(), fresh_segment_name(), same, {}));
    if (!segment) return segment.error();
    if (Result<void> done = commit_segments(same, {(*segment)->info()}, 0); !done) return done;
    fingerprints.replace(same, {*segment});
    if (Result<void> dropped = drop_segments(names_of(same)); !dropped) return dropped;
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
  Result<std::shared_ptr<const store::Segment>> segment = written(store::merge_segments(segments_path(), fresh_segment_name(), all, keep));
  if (!segment) return segment.error();
  if (Result<void> done = name_segments(names_of(all), {(*segment)->info()}, 0); !done) return done;
  fingerprints.replace(all, {*segment});
  return drop_segments(names_of(all));
}

Result<void> Index::compact() {
  State& s = *state_;
  if (!s.writer) return Error{ErrorCode::read_only, s.directory + ": the index was opened to read", s.directory};
  const State::MaintenancePause pause(s, true);
  if (!pause.before()) return pause.before();
  if (s.options.progress) s.options.progress({"merge", 0, 0, 0, 0});
  const std::lock_guard guard(s.write);
  if (Result<void> open = s.writable(); !open) return open;
  if (Result<void> sure = s.end_doubt(); !sure) return sure;
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
  Result<void> vacuumed = s.writer->database().run(
      "DELETE FROM local_outlets WHERE name NOT IN (SELECT outlet FROM articles WHERE outlet IS NOT NULL) AND name NOT IN (SELECT outlet_as_given FROM articles WHERE outlet_as_given IS NOT NULL)");
  if (vacuumed) vacuumed = s.writer->database().vacuum();
  s.writer->database().set_cancel(nullptr);
  if (!vacuumed) return vacuumed.error().code == ErrorCode::interrupted ? stopped : vacuumed.error();
  const Result<std::uint64_t> left = s.writer->database().checkpoint(true);
  if (left) return {};
  Error error = left.error();
  if (error.code == ErrorCode::locked) error.message = s.directory + ": compacted, but a reader still holds the old pages: what was removed leaves the disk with the next compact when no reader is busy";
  return error;
}

/// What sealing and merging in the background has come to.
Result<void> Index::wait() {
  if (!state_->writer) return {};
  return state_->wait_for_maintenance(false);
}

}  // namespace reprise
