// SegmentState: an open segment file, and which of its blocks were compared with their checksums.
// Idea: a bit per block. trusted() is what find() asks on its way, two loads; check() reads the block through the system first
//   (io::MappedFile::read_at), so that a disk that fails or a file that was cut is an error, not a signal.
// The directory, of which every look-up reads some place at random, is copied into large pages (base/large_pages.hpp) block by block when it is checked; records,
//   of which few are looked at, are read where the system has mapped the file. In a segment of 120 million postings a look into the mapped directory took 100 ns, into large
//   pages 55 (AMD EPYC, a virtual machine), and look-ups were spending two thirds of their time there.
// Threads: the bits are atomic; two threads that meet an unchecked block of records both check it, and no order is needed between them: the
//   bytes do not change. A block of the directory is copied once, under a lock, before its bit is set.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/io.hpp"
#include "base/large_pages.hpp"
#include "store/segment_format.hpp"

namespace reprise::store {

struct SegmentState {
  SegmentState(std::string file_path, SegmentInfo as_recorded, io::MappedFile mapped, const Shape& of_header, std::vector<std::uint64_t> checksums)
        : path(std::move(file_path)), info(std::move(as_recorded)), file(std::move(mapped)), data(file.bytes().data()), shape(of_header),
        codec(of_header), table(std::move(checksums)), compared((table.size() + 63) / 64), directory(of_header.records_begin() - kHeaderBytes), copied(directory_blocks(), false) {}

  std::string path;
  SegmentInfo info;
  io::MappedFile file;
  const char* data;  // file.bytes()
  Shape shape;
  RecordCodec codec;
  std::vector<std::uint64_t> table;  // a checksum per block
  mutable std::vector<std::atomic<std::uint64_t>> compared;
  LargePages directory;  // the blocks that were compared
  mutable std::mutex copying;
  mutable std::vector<bool> copied;  // by block of the directory; under the lock

  static std::uint64_t block_of(std::uint64_t offset) { return (offset - kHeaderBytes) / kBlockBytes; }
  std::uint64_t record_at(std::uint64_t index) const { return shape.records_begin() + index * codec.bytes(); }

  /// The directory ends at a block's border: it has 2^12 entries at least, of 4 or 8 bytes.
  std::uint64_t directory_blocks() const { return (shape.records_begin() - kHeaderBytes) / kBlockBytes; }
  /// The directory's entry of a bucket, once its block is trusted.
  const char* entry(std::uint64_t bucket) const { return directory.data() + shape.entry_bytes() * bucket; }

  bool trusted_block(std::uint64_t block) const { return compared[block / 64].load(std::memory_order_acquire) >> (block % 64) & 1u; }
  /// The blocks of the bytes [begin, end) of the file, begin < end, were compared.
  bool trusted(std::uint64_t begin, std::uint64_t end) const {
    for (std::uint64_t block = block_of(begin); block <= block_of(end - 1); ++block) {
      if (!trusted_block(block)) return false;
    }
    return true;
  }
  void set_trusted(std::uint64_t block, bool sound) const {
    const std::uint64_t bit = std::uint64_t{1} << (block % 64);
    if (sound) compared[block / 64].fetch_or(bit, std::memory_order_release);
    else compared[block / 64].fetch_and(~bit, std::memory_order_relaxed);
  }
  /// Compares the blocks of [begin, end) that were not yet. Errors: bad_index, io.
  Result<void> check(std::uint64_t begin, std::uint64_t end) const;
  /// Reads bytes [begin, end) into `out`; fewer is bad_index.
  Result<void> read(std::uint64_t begin, std::uint64_t end, char* out) const;
  /// Of a block whose bytes, these, were compared: from now on find() reads it.
  void trust(std::uint64_t block, const char* bytes) const;
  /// Compares the bytes of a block with the table.
  Result<void> compare(std::uint64_t block, const char* bytes) const;
  Error misplaced(std::uint64_t record, std::uint64_t article) const;
};

}  // namespace reprise::store
