#include "match/postings.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <memory>
#include <numeric>
#include <optional>

#include "base/mixed_sort.hpp"
#include "base/parallel.hpp"
#include "text/tokens.hpp"

namespace reprise::match {

namespace {

constexpr std::size_t kPartitions = 256;
constexpr unsigned kTopShift = 56;  // of a key's first byte, which is its partition
constexpr std::size_t kDocsPerRange = 256;
constexpr std::size_t kFewDocs = 32;
constexpr std::uint32_t kMostPostings = (1u << 31) - 1;  // what Entry::own holds

struct Record {
  std::uint64_t key;
  std::uint32_t doc, position;
};

struct InOrder {
  bool operator()(const Record& x, const Record& y) const { return x.key != y.key ? x.key < y.key : x.doc != y.doc ? x.doc < y.doc : x.position < y.position; }
};

/// Two bits per cell, "seen once" and "seen again"; cells are picked by a hash of the key.
class CountingFilter {
 public:
  explicit CountingFilter(std::uint64_t expected)
      : mask_(std::bit_ceil(std::max<std::uint64_t>(1024, expected * 4)) - 1),
        cells_(std::make_unique<std::atomic<std::uint8_t>[]>((mask_ + 1) / 4)) {}

  void add(std::uint64_t key) {
    const std::uint64_t cell = (key * 0x9e3779b97f4a7c15ull >> 20) & mask_;
    const unsigned shift = static_cast<unsigned>(cell & 3) * 2;
    auto& byte = cells_[cell >> 2];
    const unsigned seen = byte.load(std::memory_order_relaxed) >> shift & 3u;
    if (seen & 2u) return;
    if (seen == 0) {
      // Two threads may both meet an empty cell: the one that comes second sees the first bit in what fetch_or returns.
      const unsigned before = byte.fetch_or(static_cast<std::uint8_t>(1u << shift), std::memory_order_relaxed) >> shift & 3u;
      if (before == 0) return;
    }
    byte.fetch_or(static_cast<std::uint8_t>(2u << shift), std::memory_order_relaxed);
  }
  bool repeated(std::uint64_t key) const {
    const std::uint64_t cell = (key * 0x9e3779b97f4a7c15ull >> 20) & mask_;
    return cells_[cell >> 2].load(std::memory_order_relaxed) >> ((cell & 3) * 2) & 2u;
  }

 private:
  std::uint64_t mask_;
  std::unique_ptr<std::atomic<std::uint8_t>[]> cells_;
};

std::size_t partition_of(std::uint64_t key) { return key >> kTopShift; }

static_assert(kDocsPerRange <= 256);

/// The records of a range of articles by partition, in twelve bytes each: the partition is a key's first byte, and in its place
/// stands the article's number within the range.
class Scattered {
 public:
  Scattered() = default;
  explicit Scattered(std::span<const Record> records) : keys_(records.size()), positions_(records.size()) {
    for (const Record& r : records) ++begin_[partition_of(r.key)];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    for (std::size_t i = records.size(); i-- > 0;) {
      const std::uint32_t at = --begin_[partition_of(records[i].key)];
      keys_[at] = records[i].key << 8 | records[i].doc % kDocsPerRange;
      positions_[at] = records[i].position;
    }
  }
  void append(std::size_t partition, std::uint32_t first_doc, std::vector<Record>& out) const {
    const std::uint32_t end = partition + 1 < kPartitions ? begin_[partition + 1] : static_cast<std::uint32_t>(keys_.size());
    for (std::uint32_t i = begin_[partition]; i < end; ++i)
      out.push_back({keys_[i] >> 8 | std::uint64_t{partition} << 56, first_doc + static_cast<std::uint32_t>(keys_[i] & 0xff), positions_[i]});
  }

 private:
  std::array<std::uint32_t, kPartitions> begin_{};
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> positions_;
};

struct List {
  std::uint32_t begin;  ///< its first posting
  std::uint32_t articles;
};

/// Sorts records whose keys agree above the byte at `shift`. Keys are well mixed: distributed by that byte they lie in pieces so small that sorting these costs little.
void sort_records(std::vector<Record>& records, unsigned shift) {
  constexpr std::size_t kPieces = 256;
  const auto piece_of = [&](const Record& r) { return r.key >> shift & (kPieces - 1); };
  std::array<std::uint32_t, kPieces + 1> end{};  // of a piece, once all are placed
  for (const Record& r : records) ++end[piece_of(r) + 1];
  std::partial_sum(end.begin(), end.end(), end.begin());
  std::vector<Record> placed(records.size());
  for (const Record& r : records) placed[end[piece_of(r)]++] = r;
  std::uint32_t begin = 0;
  for (std::size_t p = 0; p < kPieces; begin = end[p++])
    std::sort(placed.begin() + begin, placed.begin() + end[p], InOrder());
  records.swap(placed);
}

/// Keeps the keys that two articles hold, of records that are sorted.
void group_sorted(const std::vector<Record>& records, std::vector<Posting>& postings, std::vector<List>& lists) {
  for (std::size_t i = 0; i < records.size();) {
    std::size_t end = i + 1;
    while (end < records.size() && records[end].key == records[i].key) ++end;
    if (records[end - 1].doc != records[i].doc) {
      lists.push_back({static_cast<std::uint32_t>(postings.size()), 0});
      for (; i < end; ++i) {
        lists.back().articles += postings.size() == lists.back().begin || postings.back().doc != records[i].doc;
        postings.push_back({records[i].doc, records[i].position});
      }
    }
    i = end;
  }
}

/// All lists one after the other, and each article's entries into them. Takes the partitions.
void join_partitions(std::size_t docs, std::uint32_t common_articles, std::vector<std::vector<Posting>>& postings, const std::vector<std::vector<List>>& lists, Postings& result) {
  std::uint64_t total = 0;
  for (const auto& p : postings) total += p.size();
  result.postings.reserve(total);
  result.first_entry.assign(docs + 1, 0);
  for (const auto& p : postings)
    for (const Posting& posting : p) ++result.first_entry[posting.doc + 1];
  for (std::size_t d = 0; d < docs; ++d) result.first_entry[d + 1] += result.first_entry[d];
  result.entries.resize(total);
  std::vector<std::uint64_t> next(result.first_entry.begin(), result.first_entry.end() - 1);
  for (std::size_t p = 0; p < postings.size(); ++p) {
    const std::uint32_t base = static_cast<std::uint32_t>(result.postings.size());
    result.lists += lists[p].size();
    std::size_t list = 0;
    for (std::uint32_t i = 0; i < postings[p].size(); ++i) {
      if (list + 1 < lists[p].size() && i >= lists[p][list + 1].begin) ++list;
      const Posting& posting = postings[p][i];
      result.entries[next[posting.doc]++] = {base + lists[p][list].begin, (base + i) & kMostPostings, lists[p][list].articles > common_articles};
    }
    result.postings.insert(result.postings.end(), postings[p].begin(), postings[p].end());
    std::vector<Posting>().swap(postings[p]);
  }
}

struct FewScratch {
  std::vector<sketch::Fingerprint> found;
  std::vector<Record> records, room;
  std::vector<std::uint8_t> seen;
};

/// Drops most keys that one article alone holds. A byte per cell: 0, the article that has it (and one), or kSeenBySeveral.
void drop_lone(std::vector<Record>& records, std::vector<std::uint8_t>& seen) {
  static_assert(kFewDocs < 255);
  constexpr std::uint8_t kSeenBySeveral = 255;
  const unsigned shift = 64 - static_cast<unsigned>(std::bit_width(std::max<std::size_t>(64, records.size() * 4)));
  seen.assign(std::size_t{1} << (64 - shift), 0);
  const auto cell_of = [&](const Record& r) -> std::uint8_t& { return seen[r.key * 0x9e3779b97f4a7c15ull >> shift]; };
  for (const Record& r : records) {
    std::uint8_t& cell = cell_of(r);
    const auto own = static_cast<std::uint8_t>(r.doc + 1);
    cell = cell == 0 || cell == own ? own : kSeenBySeveral;
  }
  std::erase_if(records, [&](const Record& r) { return cell_of(r) != kSeenBySeveral; });
}

/// Few articles need no partitions: the same lists from one sort.
Postings group_few(std::size_t docs, std::uint32_t common_articles, const KeyEmitter& emit) {
  thread_local FewScratch scratch;
  constexpr std::size_t kMostKept = std::size_t{1} << 16;  // records, of usual articles; long ones may have thousands of times as many
  Postings result;
  std::vector<Record>& records = scratch.records;
  records.clear();
  for (std::size_t d = 0; d < docs; ++d) {
    scratch.found.clear();
    emit(d, scratch.found);
    result.fingerprints += scratch.found.size();
    for (const auto& f : scratch.found) records.push_back({f.key, static_cast<std::uint32_t>(d), f.position});
  }
  drop_lone(records, scratch.seen);
  sort_mixed(records, scratch.room, [](const Record& r) { return r.key; }, InOrder());
  std::vector<std::vector<Posting>> postings(1);
  std::vector<std::vector<List>> lists(1);
  group_sorted(records, postings[0], lists[0]);
  join_partitions(docs, common_articles, postings, lists, result);
  if (records.capacity() > kMostKept) scratch = {};
  return result;
}

}  // namespace

bool is_ideographic(const DocView& doc) {
  std::size_t ideographs = 0;
  for (const std::uint8_t flags : doc.flags) ideographs += (flags & text::kIdeograph) != 0;
  return ideographs * 2 > doc.flags.size();
}

Postings group_keys(std::size_t docs, std::uint64_t expected_keys, std::uint32_t common_articles, const KeyEmitter& emit) {
  if (docs <= kFewDocs) return group_few(docs, common_articles, emit);
  Postings result;
  std::optional<CountingFilter> filter;
  if (expected_keys > 0) filter.emplace(expected_keys);

  const std::size_t ranges = (docs + kDocsPerRange - 1) / kDocsPerRange;
  std::atomic<std::uint64_t> fingerprints{0};
  if (filter)
    parallel_ranges(ranges, 1, [&](std::size_t begin, std::size_t end) {
      std::vector<sketch::Fingerprint> found;
      for (std::size_t d = begin * kDocsPerRange; d < std::min(docs, end * kDocsPerRange); ++d) {
        found.clear();
        emit(d, found);
        for (const auto& f : found) filter->add(f.key);
      }
    });

  // Each range of articles scatters into partitions of its own, so the joined order is that of the articles.
  std::vector<Scattered> scattered(ranges);
  parallel_ranges(ranges, 1, [&](std::size_t begin, std::size_t end) {
    std::vector<sketch::Fingerprint> found;
    std::vector<Record> records;
    std::uint64_t count = 0;
    for (std::size_t r = begin; r < end; ++r) {
      records.clear();
      for (std::size_t d = r * kDocsPerRange; d < std::min(docs, (r + 1) * kDocsPerRange); ++d) {
        found.clear();
        emit(d, found);
        count += found.size();
        for (const auto& f : found)
          if (!filter || filter->repeated(f.key)) records.push_back({f.key, static_cast<std::uint32_t>(d), f.position});
      }
      scattered[r] = Scattered(records);
    }
    fingerprints += count;
  });
  result.fingerprints = fingerprints;
  filter.reset();

  std::vector<std::vector<Posting>> postings(kPartitions);
  std::vector<std::vector<List>> lists(kPartitions);
  parallel_ranges(kPartitions, 1, [&](std::size_t begin, std::size_t end) {
    std::vector<Record> records;
    for (std::size_t p = begin; p < end; ++p) {
      records.clear();
      for (std::size_t r = 0; r < ranges; ++r) scattered[r].append(p, static_cast<std::uint32_t>(r * kDocsPerRange), records);
      sort_records(records, kTopShift - 8);
      group_sorted(records, postings[p], lists[p]);
    }
  });
  scattered = {};

  join_partitions(docs, common_articles, postings, lists, result);
  return result;
}

Postings build_postings(std::span<const DocView> docs, const sketch::FingerprintOptions& options, std::uint32_t common_articles) {
  std::uint64_t words = 0;
  for (const DocView& doc : docs) words += doc.size();
  return group_keys(docs.size(), words / 2, common_articles, [&](std::size_t d, std::vector<sketch::Fingerprint>& found) {
    sketch::fingerprints(docs[d].words, is_ideographic(docs[d]), options, found);
  });
}

std::vector<std::vector<std::uint8_t>> common_content(std::span<const DocView> docs, const Postings& postings, const sketch::FingerprintOptions& options) {
  std::vector<std::vector<std::uint8_t>> result(docs.size());
  parallel_ranges(docs.size(), kDocsPerRange, [&](std::size_t begin, std::size_t end) {
    std::vector<std::uint8_t> held;
    for (std::size_t d = begin; d < end; ++d) {
      const DocView& doc = docs[d];
      const std::uint32_t run = is_ideographic(doc) ? options.run_ideographs : options.run_words;
      held.assign(doc.size(), 0);
      for (std::uint64_t e = postings.first_entry[d]; e < postings.first_entry[d + 1]; ++e)
        if (const Entry& entry = postings.entries[e]; entry.common) {
          const std::uint32_t position = postings.postings[entry.own].position;
          std::fill_n(held.begin() + position, std::min(run, doc.size() - position), std::uint8_t{1});
        }
      result[d].resize(doc.content.size());
      for (std::size_t i = 0; i < doc.content.size(); ++i) result[d][i] = held[doc.sentences[doc.content[i].sentence] + doc.content[i].offset];
    }
  });
  return result;
}

}  // namespace reprise::match
