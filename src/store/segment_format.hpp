// The layout of a segment file (segment.hpp describes it) as arithmetic: where things lie, how a record is packed.
// Invariant: a Shape that decode_header() answers has sizes that add up to the file's, so whatever is read by it lies in
//   the file; nothing is allocated by a number that was not checked so.
// Tested by tests/store/segment_test.cpp and segment_damage_test.cpp.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "reprise/result.hpp"
#include "store/segment.hpp"

namespace reprise::store {

inline constexpr std::uint32_t kFormatVersion = 2;  // what is written; 1 is read, too
inline constexpr std::uint64_t kHeaderBytes = 4096;   // a page, so that blocks of the mapping begin with one
inline constexpr std::uint64_t kBlockBytes = 16384;   // about 1 us to hash: what a cold key costs; table 0.05 % of the file
inline constexpr unsigned kKeyBits = 50;              // 50, not 64: a record of the usual segment then has 8 bytes, not 10
inline constexpr std::uint64_t kKeptBits = ~std::uint64_t{0} << (64 - kKeyBits);
inline constexpr unsigned kPositionBits = 16;
inline constexpr unsigned kLeastDirectoryBits = 12;   // whole blocks: directory and records begin at borders without padding
inline constexpr unsigned kMostDirectoryBits = 30;    // what 2^32 postings asked for in format 1
inline constexpr unsigned kLeastRecordBytes = 8, kMostRecordBytes = 12;

template <class T>
T load_little(const char* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  if constexpr (std::endian::native == std::endian::big) {
    T swapped = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) swapped = static_cast<T>(swapped << 8 | (value >> (8 * i) & 0xff));
    return swapped;
  }
  return value;
}

template <class T>
void store_little(char* to, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i) to[i] = static_cast<char>(value >> (8 * i));
}

/// What the header says of the file's parts. Offsets are bytes from the file's beginning.
struct Shape {
  std::uint64_t postings = 0;
  std::uint32_t first = 0, last = 0;
  unsigned directory_bits = kLeastDirectoryBits;
  std::uint32_t format = kFormatVersion;

  /// Of a new segment: buckets of 6 to 12 postings; in format 1, whose directory entries are half as large, of 3 to 6.
  static Shape of(std::uint64_t postings, std::uint32_t first, std::uint32_t last, std::uint32_t format = kFormatVersion) {
    const auto wished = static_cast<unsigned>(std::bit_width(std::max<std::uint64_t>(postings / (format == 1 ? 3 : 6), 1))) - 1;
    return {postings, first, last, std::clamp(wished, kLeastDirectoryBits, kMostDirectoryBits), format};
  }
  bool has_filters() const { return format > 1; }
  unsigned key_bits() const { return format == 1 ? 60 : kKeyBits; }
  unsigned article_bits() const { return static_cast<unsigned>(std::bit_width(last - first)); }
  unsigned remainder_bits() const { return key_bits() - directory_bits; }
  unsigned record_bytes() const { return std::max(kLeastRecordBytes, (remainder_bits() + article_bits() + kPositionBits + 7) / 8); }
  /// Of the directory, per bucket: where it starts and, after format 1, its filter.
  std::uint64_t entry_bytes() const { return has_filters() ? 8 : 4; }
  std::uint64_t entry_at(std::uint64_t bucket) const { return kHeaderBytes + entry_bytes() * bucket; }
  std::uint64_t records_begin() const { return entry_at(std::uint64_t{1} << directory_bits); }
  std::uint64_t table_begin() const { return records_begin() + postings * record_bytes(); }
  std::uint64_t blocks() const { return (table_begin() - kHeaderBytes + kBlockBytes - 1) / kBlockBytes; }
  std::uint64_t file_bytes() const { return table_begin() + 8 * blocks(); }
  std::uint64_t block_begin(std::uint64_t block) const { return kHeaderBytes + block * kBlockBytes; }
  std::uint64_t block_end(std::uint64_t block) const { return std::min(block_begin(block) + kBlockBytes, table_begin()); }
};

/// A key as the segment knows it: its bucket and the bits below.
struct KeyPlace {
  std::uint32_t bucket;
  std::uint64_t remainder;
};

/// A bucket's filter: two of its 32 bits for each remainder, so that most of the keys that it has not need no look at its records.
inline std::uint32_t filter_bits(std::uint64_t remainder) { return std::uint32_t{1} << (remainder & 31) | std::uint32_t{1} << (remainder >> 5 & 31); }

/// Packs and unpacks records. A record is at least 8 bytes and its remainder lies in the last 8 (directory_bits >= 12 makes it so),
/// hence two loads and shifts, and none reaches over the record's end.
class RecordCodec {
 public:
  explicit RecordCodec(const Shape& shape)
      : bytes_(shape.record_bytes()), key_bits_(shape.key_bits()), remainder_bits_(shape.remainder_bits()), tail_bits_(shape.article_bits() + kPositionBits),
        shift_(tail_bits_ + 64 - 8 * bytes_), article_mask_((std::uint64_t{1} << shape.article_bits()) - 1), first_(shape.first) {}

  KeyPlace place(std::uint64_t key) const {
    const std::uint64_t top = key >> (64 - key_bits_);
    return {static_cast<std::uint32_t>(top >> remainder_bits_), top & ((std::uint64_t{1} << remainder_bits_) - 1)};
  }
  std::uint64_t remainder(const char* record) const { return load_little<std::uint64_t>(record + bytes_ - 8) >> shift_; }
  /// May be beyond the header's `last`, also beyond u32, in a file that was made to mislead.
  std::uint64_t article(const char* record) const { return first_ + (load_little<std::uint64_t>(record) >> kPositionBits & article_mask_); }
  std::uint16_t position(const char* record) const { return load_little<std::uint16_t>(record); }
  /// Writes kMostRecordBytes + 4 bytes, of which the record is the first bytes().
  void pack(char* to, std::uint64_t remainder, std::uint32_t article, std::uint16_t position) const {
    store_little(to, remainder << tail_bits_ | std::uint64_t{article - first_} << kPositionBits | position);
    store_little(to + 8, remainder >> (64 - tail_bits_));
  }
  unsigned bytes() const { return bytes_; }
  /// The key, zero in the bits that are not kept.
  std::uint64_t key(std::uint32_t bucket, std::uint64_t remainder) const {
    return (std::uint64_t{bucket} << remainder_bits_ | remainder) << (64 - key_bits_);
  }

 private:
  unsigned bytes_, key_bits_, remainder_bits_, tail_bits_, shift_;
  std::uint64_t article_mask_;
  std::uint64_t first_;
};

struct Header {
  Shape shape;
  std::uint64_t table_checksum = 0;
  std::uint64_t checksum = 0;  ///< the header's own
};

/// kHeaderBytes bytes, with their checksum.
std::string encode_header(const Shape& shape, std::uint64_t table_checksum);

/// `bytes`: the first kHeaderBytes of a file of `file_bytes`. Errors: bad_index, newer_format.
Result<Header> decode_header(std::string_view bytes, std::uint64_t file_bytes, const std::string& path);

/// bad_index: "<path>: at byte <offset>: expected <expected>, found <found>".
Error bad_index(const std::string& path, std::uint64_t offset, const std::string& expected, const std::string& found);
Error bad_checksum(const std::string& path, std::uint64_t offset, const char* of, std::uint64_t expected, std::uint64_t found);

}  // namespace reprise::store
