// What can be made anew, and what can be compared: rebuild() and verify().
// Tested by tests/engine/index_batch_test.cpp, tests/crash/damage_test.cpp.
#include <algorithm>
#include <filesystem>

#include "base/parallel.hpp"
#include "engine/index_state.hpp"

namespace reprise {

namespace fs = std::filesystem;

namespace {

using store::Number;
using SegmentList = std::vector<std::shared_ptr<const store::Segment>>;

constexpr std::size_t kArticlesPerRebuiltSegment = 65536;

}  // namespace

Result<std::vector<store::SegmentPosting>> Index::State::postings_of_articles(std::span<const Number> numbers) const {
  std::mutex lock;
  std::vector<store::SegmentPosting> all;  // write_segment() sorts them
  const Result<void> read = read_blocks(numbers, [&](std::size_t, std::vector<StoredText>&& texts) {
    std::vector<store::SegmentPosting> part;
    for (const StoredText& t : texts) {
      const auto found = engine::postings_of_text(t.article.text, t.lang, scan, t.number);
      part.insert(part.end(), found.begin(), found.end());
    }
    const std::lock_guard guard(lock);
    all.insert(all.end(), part.begin(), part.end());
  });
  if (!read) return read.error();
  return all;
}

Result<void> Index::rebuild() {
  State& s = *state_;
  if (!s.writer) return Error{ErrorCode::read_only, s.directory + ": the index was opened to read", s.directory};
  const State::MaintenancePause pause(s, false);  // what became of sealing does not matter: all is made anew
  Result<void> result;
  const std::lock_guard guard(s.write);
  if (Result<void> open = s.writable(); !open) return open;
  if (Result<void> sure = s.end_doubt(); !sure) return sure;
  SegmentList come;
  bool asked = false;  // the catalogue was, to name them
  with_threads(s.options.threads, [&] {
    const auto work = [&]() -> Result<void> {
      const Result<std::vector<Number>> numbers = s.writer->numbers();
      if (!numbers) return numbers.error();
      for (std::size_t first = 0; first < numbers->size(); first += kArticlesPerRebuiltSegment) {
        const std::size_t count = std::min(kArticlesPerRebuiltSegment, numbers->size() - first);
        Result<std::vector<store::SegmentPosting>> postings = s.postings_of_articles(std::span(*numbers).subspan(first, count));
        if (!postings) return postings.error();
        Result<std::shared_ptr<const store::Segment>> segment = s.written(store::write_segment(s.segments_path(), s.fresh_segment_name(), *postings));
        if (!segment) return segment.error();
        come.push_back(std::move(*segment));
        if (s.options.progress) s.options.progress({"rebuild", first + count, numbers->size(), 0, 0});
      }
      // Damaged ones are not open: the catalogue's list says what goes.
      const Result<std::vector<store::SegmentInfo>> listed = s.writer->segments();
      if (!listed) return listed.error();
      std::vector<std::string> gone;
      std::vector<store::SegmentInfo> infos;
      for (const store::SegmentInfo& info : *listed) gone.push_back(info.name);
      for (const auto& segment : come) infos.push_back(segment->info());
      asked = true;
      if (Result<void> done = s.name_segments(gone, infos, s.last_number); !done) return done;
      s.fingerprints.reset(come, std::make_shared<store::RecentTable>());
      if (Result<void> dropped = s.drop_segments(gone); !dropped) return dropped;
      return {};
    };
    try {
      result = work();
    } catch (const Interrupted&) {
      result = engine::nothing_changed();
    }
  }, s.options.cancel);
  if (!asked) {
    for (const auto& segment : come) s.unlink_segments({segment->info().name});
  }
  if (result) {
    const std::lock_guard work(s.work);
    if (s.background.code == ErrorCode::bad_index) s.background = {};  // of a segment that is no more
  }
  return result;
}

/// Whether the catalogue names the segment now.
static bool is_listed(ReaderPool& readers, const store::SegmentInfo& info) {
  Result<ReaderPool::Lease> reader = readers.take();
  if (!reader) return true;
  const Result<std::vector<store::SegmentInfo>> listed = (*reader)->segments();
  return !listed || std::find(listed->begin(), listed->end(), info) != listed->end();
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
  if (s.options.cancel && s.options.cancel->load()) return engine::nothing_changed();
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
    if (s.options.cancel && s.options.cancel->load()) return engine::nothing_changed();
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
    if (s.options.cancel && s.options.cancel->load()) return engine::nothing_changed();
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
