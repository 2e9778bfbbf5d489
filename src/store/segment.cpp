// Reading a segment: open(), find() and verify(). The format and its invariant stand in segment.hpp.
//
// find() goes over a batch of keys four times: ask for the lines of the directory; read them and see which keys their filters let through; ask for the
//   lines of these keys' records; read those. So the memory's latency is paid a few times a batch and not twice a key (Chen et al. 2007,
//   group prefetching). Blocks that were not compared yet are asked for from the disk in the same way.
// Whether a filter lets a key through is a coin toss to the processor: no branch hangs on it, so that asking for records, each a walk of the page tables, is a
//   loop of its own in which several walks run at once.
// A key that the bucket's filter does not know needs no look at its records: most of what is asked for is in no older article.
// A bucket is searched from its beginning; one that a frequent key has made long, by halving, so that of a key with a
//   million holders a few blocks are touched.
// Tested by tests/store/segment_test.cpp and segment_damage_test.cpp.
#include "store/segment.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <cstring>

#include "base/hash.hpp"
#include "store/segment_state.hpp"

namespace reprise::store {

namespace {

constexpr std::size_t kBatch = 128;        // keys in flight; two lines each is half of a 32 KiB L1
constexpr std::uint32_t kLongBucket = 64;  // records; a longer one is searched by halving
constexpr std::uint64_t kLineBytes = 64;

static_assert(kBatch <= 256);  // a key of a batch is named by a byte

/// Postings, by number.
struct Run {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t size() const { return end - begin; }
};

}  // namespace

Result<void> SegmentState::read(std::uint64_t begin, std::uint64_t end, char* out) const {
  const auto got = file.read_at(begin, out, end - begin);
  if (!got) return got.error();
  if (*got != end - begin) {
    return bad_index(path, begin + *got, fmt::format("a file of {} bytes", shape.file_bytes()), "its end");
  }
  return {};
}

Result<void> SegmentState::compare(std::uint64_t block, const char* bytes) const {
  const std::uint64_t begin = shape.block_begin(block);
  const std::uint64_t found = hash_bytes({bytes, shape.block_end(block) - begin});
  if (found != table[block]) return bad_checksum(path, begin, "a block", table[block], found);
  return {};
}

Result<void> SegmentState::check(std::uint64_t begin, std::uint64_t end) const {
  std::array<char, kBlockBytes> bytes;
  for (std::uint64_t block = block_of(begin); block <= block_of(end - 1); ++block) {
    if (trusted_block(block)) continue;
    if (auto done = read(shape.block_begin(block), shape.block_end(block), bytes.data()); !done) return done;
    if (auto done = compare(block, bytes.data()); !done) return done;
    trust(block, bytes.data());
  }
  return {};
}

void SegmentState::trust(std::uint64_t block, const char* bytes) const {
  if (block < directory_blocks()) {
    // What was copied once is never written again: others read it, and equal checksums say that these are the same bytes.
    const std::lock_guard guard(copying);
    if (!copied[block]) std::memcpy(directory.data() + block * kBlockBytes, bytes, kBlockBytes);
    copied[block] = true;
  }
  set_trusted(block, true);
}

Error SegmentState::misplaced(std::uint64_t record, std::uint64_t article) const {
  return bad_index(path, record_at(record), fmt::format("an article from {} to {}", shape.first, shape.last), std::to_string(article));
}

Segment::Segment(std::unique_ptr<SegmentState> state) : state_(std::move(state)) {}
Segment::~Segment() = default;

const SegmentInfo& Segment::info() const { return state_->info; }
std::uint32_t Segment::format() const { return state_->shape.format; }

Result<std::shared_ptr<const Segment>> Segment::open(const std::string& directory, const SegmentInfo& info) {
  const std::string path = directory + "/" + info.name;
  auto file = io::MappedFile::open(path);
  if (!file) return file.error();
  const std::uint64_t file_bytes = file->bytes().size();
  std::string bytes(kHeaderBytes, '\0');
  const auto got = file->read_at(0, bytes.data(), bytes.size());
  if (!got) return got.error();
  bytes.resize(*got);
  const auto header = decode_header(bytes, file_bytes, path);
  if (!header) return header.error();
  const Shape& shape = header->shape;
  const SegmentInfo found{info.name, shape.first, shape.last, shape.postings, file_bytes, header->checksum};
  if (!(found == info)) {
    const auto text = [](const SegmentInfo& i) {
      return fmt::format("articles {} to {}, {} postings, {} bytes, checksum {:016x}", i.first, i.last, i.postings, i.bytes, i.checksum);
    };
    return bad_index(path, 0, text(info) + " (as the catalogue has it)", text(found));
  }

  bytes.resize(8 * shape.blocks());  // less than the file, which is there
  const auto table_got = file->read_at(shape.table_begin(), bytes.data(), bytes.size());
  if (!table_got) return table_got.error();
  if (*table_got != bytes.size()) return bad_index(path, shape.table_begin() + *table_got, "the rest of the checksums", "the file's end");
  if (const std::uint64_t checksum = hash_bytes(bytes); checksum != header->table_checksum) {
    return bad_checksum(path, shape.table_begin(), "a table", header->table_checksum, checksum);
  }
  std::vector<std::uint64_t> table(shape.blocks());
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = load_little<std::uint64_t>(bytes.data() + 8 * i);
  return std::shared_ptr<const Segment>(new Segment(std::make_unique<SegmentState>(path, info, std::move(*file), shape, std::move(table))));
}

namespace {

/// The look-up of one batch of keys. Its steps answer false after an error, which error() then is.
class Batch {
 public:
  Batch(const SegmentState& state, std::span<const std::uint64_t> keys) : s_(state), keys_(keys) {}

  bool find(std::uint32_t first_key, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      places_[i] = s_.codec.place(keys_[i]);
      announce_bucket(places_[i].bucket);
    }
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      wanted_[wanted] = static_cast<std::uint8_t>(i);
      bool may_hold = false;
      if (!ask_filter(i, may_hold)) return false;
      wanted += may_hold;
    }
    for (const std::uint8_t i : std::span(wanted_).first(wanted)) {
      if (!read_bucket(i)) return false;
    }
    for (const std::uint8_t i : std::span(wanted_).first(wanted)) {
      Run run;
      if (!search(i, run)) return false;
      if (run.size() == 0) continue;
      holders[i] += run.size();
      const auto key = first_key + static_cast<std::uint32_t>(i);
      if (run.size() <= std::uint64_t{limits.first} + limits.last) {
        if (!answer(key, run, hits)) return false;
      } else if (!answer(key, {run.begin, run.begin + limits.first}, hits) || !answer(key, {run.end - limits.last, run.end}, hits)) {
        return false;
      }
    }
    return true;
  }
  const Error& error() const { return error_; }

 private:
  const char* record(std::uint32_t index) const { return s_.data + s_.record_at(index); }
  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }
  bool ensure(std::uint64_t begin, std::uint64_t end) {
    if (s_.trusted(begin, end)) return true;
    auto done = s_.check(begin, end);
    return done || fail(done.error());
  }

  /// Of a bucket the entry, and the next one's start.
  std::uint64_t entry_end(std::uint32_t bucket) const {
    const bool is_last = bucket + 1 == std::uint32_t{1} << s_.shape.directory_bits;
    return s_.shape.entry_at(bucket + 1) + (is_last ? 0 : sizeof(std::uint32_t));
  }

  /// The bucket's entry will be read soon. Its block is asked for from the disk where it is not there; the next one's hardly ever matters.
  void announce_bucket(std::uint32_t bucket) const {
    const std::uint64_t block = s_.block_of(s_.shape.entry_at(bucket));
    if (s_.trusted_block(block)) __builtin_prefetch(s_.entry(bucket));
    else s_.file.will_need(s_.shape.block_begin(block), kBlockBytes);
  }

  /// The records from `begin` to `end` will be read soon.
  void announce(std::uint64_t begin, std::uint64_t end) const {
    if (s_.trusted(begin, end)) {
      __builtin_prefetch(s_.data + begin);
      if (begin / kLineBytes != (end - 1) / kLineBytes) __builtin_prefetch(s_.data + end - 1);
    } else {
      const std::uint64_t from = s_.shape.block_begin(s_.block_of(begin));  // check() will read whole blocks
      s_.file.will_need(from, s_.shape.block_end(s_.block_of(end - 1)) - from);
    }
  }

  /// Whether the key may be in its bucket.
  bool ask_filter(std::size_t i, bool& may_hold) {
    const std::uint32_t bucket = places_[i].bucket;
    if (!ensure(s_.shape.entry_at(bucket), entry_end(bucket))) return false;
    if (!s_.shape.has_filters()) return may_hold = true;
    const std::uint32_t bits = filter_bits(places_[i].remainder);
    may_hold = (load_little<std::uint32_t>(s_.entry(bucket) + 4) & bits) == bits;
    return true;
  }

  bool read_bucket(std::size_t i) {
    const std::uint32_t bucket = places_[i].bucket;
    const bool is_last = bucket + 1 == std::uint32_t{1} << s_.shape.directory_bits;
    const std::uint64_t at = s_.shape.entry_at(bucket);
    const char* const entry = s_.entry(bucket);
    Run& run = buckets_[i];
    run.begin = load_little<std::uint32_t>(entry);
    run.end = is_last ? static_cast<std::uint32_t>(s_.shape.postings) : load_little<std::uint32_t>(s_.entry(bucket + 1));
    if (run.begin > run.end || run.end > s_.shape.postings) {
      return fail(bad_index(s_.path, at, fmt::format("bucket starts in order and at most {}", s_.shape.postings),
                            fmt::format("{} and {}", run.begin, run.end)));
    }
    if (run.size() > kLongBucket) {  // the middle comes first, as in search()
      const std::uint32_t middle = run.begin + run.size() / 2;
      announce(s_.record_at(middle), s_.record_at(middle) + s_.codec.bytes());
    } else if (run.size() > 0) {
      announce(s_.record_at(run.begin), s_.record_at(run.end));
    }
    return true;
  }

  bool search(std::size_t i, Run& run) {
    const Run bucket = buckets_[i];
    const std::uint64_t wanted = places_[i].remainder;
    if (bucket.size() == 0) return true;
    if (bucket.size() > kLongBucket) {
      return first_from(wanted, bucket, run.begin) && first_from(wanted + 1, {run.begin, bucket.end}, run.end);
    }
    if (!ensure(s_.record_at(bucket.begin), s_.record_at(bucket.end))) return false;
    run.begin = bucket.begin;
    while (run.begin < bucket.end && s_.codec.remainder(record(run.begin)) < wanted) ++run.begin;
    run.end = run.begin;
    while (run.end < bucket.end && s_.codec.remainder(record(run.end)) == wanted) ++run.end;
    return true;
  }

  /// The first posting of `within` whose remainder is not below `wanted`, by halving.
  bool first_from(std::uint64_t wanted, Run within, std::uint32_t& found) {
    while (within.size() > 0) {
      const std::uint32_t middle = within.begin + within.size() / 2;
      if (!ensure(s_.record_at(middle), s_.record_at(middle) + s_.codec.bytes())) return false;
      if (s_.codec.remainder(record(middle)) < wanted) within.begin = middle + 1;
      else within.end = middle;
    }
    found = within.begin;
    return true;
  }

  bool answer(std::uint32_t key, Run run, std::vector<SegmentHit>& hits) {
    if (run.size() == 0) return true;
    if (!ensure(s_.record_at(run.begin), s_.record_at(run.end))) return false;
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      const std::uint64_t article = s_.codec.article(record(i));
      if (article > s_.shape.last) return fail(s_.misplaced(i, article));
      hits.push_back({key, static_cast<std::uint32_t>(article), s_.codec.position(record(i))});
    }
    return true;
  }

  const SegmentState& s_;
  std::span<const std::uint64_t> keys_;
  Error error_;
  std::array<KeyPlace, kBatch> places_;
  std::array<Run, kBatch> buckets_;          // of the keys that are wanted
  std::array<std::uint8_t, kBatch> wanted_;  // the keys that their buckets' filters let through, by their places in the batch
};

}  // namespace

Result<void> Segment::find(std::span<const std::uint64_t> keys, const HitLimits& limits, std::vector<SegmentHit>& hits,
                           std::span<std::uint32_t> holders) const {
  assert(holders.size() == keys.size());
  const std::size_t hits_before = hits.size();
  for (std::size_t begin = 0; begin < keys.size(); begin += kBatch) {
    const std::size_t size = std::min(kBatch, keys.size() - begin);
    Batch batch(*state_, keys.subspan(begin, size));
    if (!batch.find(static_cast<std::uint32_t>(begin), limits, hits, holders.subspan(begin, size))) {
      hits.resize(hits_before);
      return batch.error();
    }
  }
  return {};
}

Result<void> Segment::read_directory() const { return state_->check(kHeaderBytes, state_->shape.records_begin()); }

std::uint64_t Segment::verify(std::vector<std::string>& problems) const {
  const SegmentState& s = *state_;
  std::uint64_t bytes_read = 0;
  const auto read = [&](std::uint64_t begin, std::uint64_t end, std::string& out) {
    out.resize(end - begin);
    const auto done = s.read(begin, end, out.data());
    if (done) bytes_read += end - begin;
    else problems.push_back(done.error().message);
    return done.has_value();
  };
  std::string bytes;
  if (read(0, kHeaderBytes, bytes)) {
    if (const auto header = decode_header(bytes, s.shape.file_bytes(), s.path); !header) problems.push_back(header.error().message);
    else if (header->checksum != s.info.checksum) problems.push_back(bad_checksum(s.path, 0, "a header", s.info.checksum, header->checksum).message);
  }
  for (std::uint64_t block = 0; block < s.shape.blocks(); ++block) {
    bool sound = read(s.shape.block_begin(block), s.shape.block_end(block), bytes);
    if (sound) {
      if (const auto same = s.compare(block, bytes.data()); !same) {
        problems.push_back(same.error().message);
        sound = false;
      }
    }
    if (sound) s.trust(block, bytes.data());
    else s.set_trusted(block, false);
  }
  if (read(s.shape.table_begin(), s.shape.file_bytes(), bytes)) {
    for (std::uint64_t block = 0; block < s.shape.blocks(); ++block) {  // the table of open() was sound
      const auto found = load_little<std::uint64_t>(bytes.data() + 8 * block);
      if (found == s.table[block]) continue;
      problems.push_back(bad_index(s.path, s.shape.table_begin() + 8 * block, fmt::format("checksum {:016x}", s.table[block]), fmt::format("{:016x}", found)).message);
    }
  }
  char more = 0;
  if (const auto got = s.file.read_at(s.shape.file_bytes(), &more, 1); got && *got > 0) {
    problems.push_back(bad_index(s.path, s.shape.file_bytes(), "the file's end", "more bytes").message);
  }
  return bytes_read;
}

}  // namespace reprise::store
