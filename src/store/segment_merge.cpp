// merge_segments(): a k-way merge of segments' postings by a heap of cursors. Where not all live, twice over: once to count what does (the
//   header's numbers shape the file), once to write it.
// Invariant: a cursor decodes only bytes that it has read through the system into its own buffer and compared there, whatever
//   find() has compared before: damage that came since is not copied under a new checksum.
// Cost: O(n log segments); 192 KiB of buffers a segment; about 0.05 us a posting.
// Tested by tests/store/segment_test.cpp (byte for byte write_segment() of the living) and segment_damage_test.cpp.
#include <algorithm>
#include <optional>

#include "store/segment_sink.hpp"
#include "store/segment_state.hpp"

namespace reprise::store {

namespace {

constexpr std::uint64_t kReadBlocks = 6;  // 96 KiB a read; larger reads were not faster here

bool in_order(const SegmentPosting& x, const SegmentPosting& y) {
  return x.key != y.key ? x.key < y.key : x.article != y.article ? x.article < y.article : x.position < y.position;
}

}  // namespace

/// The postings of a segment in order, of keys the bits that the latest format keeps: in a segment of an older one, which keeps more, two keys may become
/// one, and only the keys are in order then. Not thread-safe.
class SegmentCursor {
 public:
  explicit SegmentCursor(const Segment& segment)
      : s_(*segment.state_), starts_(s_, kHeaderBytes, s_.shape.records_begin()), records_(s_, s_.shape.records_begin(), s_.shape.table_begin()) {}

  /// False at the end or after an error.
  bool next() {
    if (read_ == s_.shape.postings || error_) return false;
    while (bucket_end_ <= read_) {  // at first: below bucket 0
      if (!next_bucket()) return false;
    }
    const char* record = records_.take(s_.codec.bytes(), error_);
    if (!record) return false;
    const std::uint64_t article = s_.codec.article(record);
    const SegmentPosting before = stored_;
    stored_ = {s_.codec.key(bucket_, s_.codec.remainder(record)), static_cast<std::uint32_t>(article), s_.codec.position(record)};
    current_ = {stored_.key & kKeptBits, stored_.article, stored_.position};
    if (article > s_.shape.last) return fail(s_.misplaced(read_, article));
    if (read_ > 0 && in_order(stored_, before)) {
      return fail(bad_index(s_.path, s_.record_at(read_), "postings in order", "one that belongs before the last"));
    }
    ++read_;
    return true;
  }
  const SegmentPosting& current() const { return current_; }
  const std::optional<Error>& error() const { return error_; }

 private:
  /// Bytes [begin, end) of the file, from a block's border on, in order.
  class Stream {
   public:
    Stream(const SegmentState& state, std::uint64_t begin, std::uint64_t end) : s_(state), next_(begin), end_(end), buffer_(kKeep + kReadBlocks * kBlockBytes) {}
    /// `size` <= kKeep bytes that were compared; null with an error. Not to be called at the end.
    const char* take(std::size_t size, std::optional<Error>& error) {
      if (size > to_ - from_ && !fill(error)) return nullptr;
      from_ += size;
      return buffer_.data() + from_ - size;
    }

   private:
    static constexpr std::size_t kKeep = 16;  // a record that two reads share
    bool fill(std::optional<Error>& error) {
      const std::size_t kept = to_ - from_;
      std::memmove(buffer_.data() + kKeep - kept, buffer_.data() + from_, kept);
      const std::uint64_t stop = std::min(next_ + kReadBlocks * kBlockBytes, end_);
      if (auto done = s_.read(next_, stop, buffer_.data() + kKeep); !done) return error = done.error(), false;
      for (std::uint64_t at = next_; at < stop; at += kBlockBytes) {
        if (auto same = s_.compare(SegmentState::block_of(at), buffer_.data() + kKeep + (at - next_)); !same) return error = same.error(), false;
      }
      from_ = kKeep - kept;
      to_ = kKeep + (stop - next_);
      next_ = stop;
      return true;
    }
    const SegmentState& s_;
    std::uint64_t next_, end_;
    std::vector<char> buffer_;
    std::size_t from_ = kKeep, to_ = kKeep;  // unread bytes of the buffer
  };

  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }

  /// Goes to the bucket whose start is the next in the directory; bucket_end_ is the start after it.
  bool next_bucket() {
    const std::uint64_t buckets = std::uint64_t{1} << s_.shape.directory_bits;
    if (starts_read_ == 0) {
      if (!next_start()) return false;
      if (bucket_end_ != 0) return fail(bad_index(s_.path, kHeaderBytes, "a first bucket that starts at 0", std::to_string(bucket_end_)));
    }
    bucket_ = static_cast<std::uint32_t>(starts_read_ - 1);
    if (starts_read_ < buckets) return next_start();
    bucket_end_ = s_.shape.postings;
    return true;
  }
  bool next_start() {
    const char* bytes = starts_.take(s_.shape.entry_bytes(), error_);
    if (!bytes) return false;
    const auto start = load_little<std::uint32_t>(bytes);
    if (start < bucket_end_ || start > s_.shape.postings) {
      return fail(bad_index(s_.path, s_.shape.entry_at(starts_read_), "bucket starts in order", std::to_string(start)));
    }
    bucket_end_ = start;
    ++starts_read_;
    return true;
  }

  const SegmentState& s_;
  Stream starts_, records_;
  SegmentPosting stored_, current_;
  std::optional<Error> error_;
  std::uint64_t read_ = 0, starts_read_ = 0, bucket_end_ = 0;
  std::uint32_t bucket_ = 0;
};

namespace {

/// The cursors of all segments; the one with the least posting on top.
class Merge {
 public:
  explicit Merge(std::span<const std::shared_ptr<const Segment>> segments) {
    cursors_.reserve(segments.size());
    for (const auto& segment : segments) {
      cursors_.emplace_back(*segment);
      heap_.push_back(&cursors_.back());
      advance(heap_.size() - 1);
    }
    for (std::size_t i = heap_.size(); i-- > 0;) sink(i);
  }
  bool at_end() const { return heap_.empty() || error_; }
  const SegmentPosting& current() const { return heap_[0]->current(); }
  void next() {
    advance(0);
    if (!heap_.empty()) sink(0);
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  /// Moves cursor `i` on; where it has no more, the heap's last takes its place.
  void advance(std::size_t i) {
    if (heap_[i]->next()) return;
    if (heap_[i]->error()) error_ = heap_[i]->error();
    heap_[i] = heap_.back();
    heap_.pop_back();
  }
  void sink(std::size_t i) {
    for (std::size_t child; (child = 2 * i + 1) < heap_.size(); i = child) {
      if (child + 1 < heap_.size() && in_order(heap_[child + 1]->current(), heap_[child]->current())) ++child;
      if (!in_order(heap_[child]->current(), heap_[i]->current())) return;
      std::swap(heap_[i], heap_[child]);
    }
  }
  std::vector<SegmentCursor> cursors_;
  std::vector<SegmentCursor*> heap_;
  std::optional<Error> error_;
};

/// The numbers of the segment that all postings make, or those that `alive` has.
Result<Shape> shape_of(std::span<const std::shared_ptr<const Segment>> segments, const std::function<bool(std::uint32_t)>& alive) {
  std::uint64_t postings = 0;
  std::uint32_t first = ~std::uint32_t{0}, last = 0;
  for (const auto& segment : segments) {
    if (!alive) {
      const SegmentInfo& info = segment->info();
      if (info.postings == 0) continue;
      postings += info.postings;
      first = std::min(first, info.first);
      last = std::max(last, info.last);
      continue;
    }
    SegmentCursor cursor(*segment);
    while (cursor.next()) {
      const std::uint32_t article = cursor.current().article;
      if (!alive(article)) continue;
      ++postings;
      first = std::min(first, article);
      last = std::max(last, article);
    }
    if (cursor.error()) return *cursor.error();
  }
  return Shape::of(postings, postings > 0 ? first : 0, last);
}

}  // namespace

Result<SegmentInfo> merge_segments(const std::string& directory, const std::string& name,
                                   std::span<const std::shared_ptr<const Segment>> segments,
                                   const std::function<bool(std::uint32_t)>& alive) {
  const auto shape = shape_of(segments, alive);
  if (!shape) return shape.error();
  if (shape->postings > kMaxSegmentPostings) {
    return Error{ErrorCode::bad_argument, directory + "/" + name + ": expected at most " + std::to_string(kMaxSegmentPostings) +
                 " postings in a segment, found " + std::to_string(shape->postings), name};
  }
  auto sink = SegmentSink::create(directory, name, *shape);
  if (!sink) return sink.error();
  Merge merge(segments);
  const auto lives = [&] { return !alive || alive(merge.current().article); };
  const bool any_old = std::any_of(segments.begin(), segments.end(), [](const auto& s) { return s->format() != kFormatVersion; });
  if (!any_old) {
    for (; !merge.at_end(); merge.next()) {
      if (lives() && !sink->add(merge.current())) break;
    }
  } else {
    std::vector<SegmentPosting> same;  // of one key
    for (bool more = true; more && !merge.at_end();) {
      same.clear();
      for (const std::uint64_t key = merge.current().key; !merge.at_end() && merge.current().key == key; merge.next())
        if (lives()) same.push_back(merge.current());
      std::sort(same.begin(), same.end(), in_order);
      more = std::all_of(same.begin(), same.end(), [&](const SegmentPosting& posting) { return sink->add(posting); });
    }
  }
  if (merge.error()) return *merge.error();
  return sink->finish();
}

}  // namespace reprise::store
