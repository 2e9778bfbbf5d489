// SegmentSink: takes postings in their order and puts a segment file in place.
// Idea: the numbers of the header are known before the first posting, so directory and records are two streams that fill
//   their parts of the file side by side, block by block, each block hashed as it leaves. The header comes last.
//   They leave in pieces of 2 MiB that begin at such borders of the file: Linux (of ext4 from 6.16 on) keeps each in one large page of its cache and maps it so. Among a
//   million articles a look at a record then finds its page at once, where walking the page tables took more than all the rest of a look-up.
// Invariant: under the final name there is never an unfinished segment; a sink that was not finished removes its file.
// Cost: two buffers of 2 MiB, 8 bytes a block, and one hash of what is written.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/io.hpp"
#include "store/segment_format.hpp"

namespace reprise::store {

/// Not thread-safe. An error stays and is answered by finish().
class SegmentSink {
 public:
  static Result<SegmentSink> create(const std::string& directory, const std::string& name, const Shape& shape);
  SegmentSink(SegmentSink&&) noexcept = default;
  SegmentSink& operator=(SegmentSink&&) = delete;
  ~SegmentSink();

  /// In the order of (the key's bits that are kept, article, position); shape.postings times. False after an error: more is of no use.
  bool add(const SegmentPosting& posting);
  Result<SegmentInfo> finish();

 private:
  /// One part of the file, from a block's border on.
  struct Stream {
    std::uint64_t offset = 0;  // of the buffer's first byte
    std::string buffer;        // full size; `used` bytes of it are waiting
    std::size_t used = 0;
    std::uint64_t written = 0;  // where the file goes on; the buffer begins with the block that this lies in
  };
  SegmentSink(std::string directory, std::string name, const Shape& shape, io::OutputFile file);
  bool flush(Stream& stream, bool last = false);
  bool add_entry();

  std::string directory_, name_;
  Shape shape_;
  RecordCodec codec_;
  std::unique_ptr<io::OutputFile> file_;  // null once in place, and in a sink that was moved from
  Stream starts_, records_;
  std::vector<std::uint64_t> table_;
  std::uint64_t added_ = 0;
  // The bucket that postings go to now; those below it have their entries.
  std::uint64_t bucket_ = 0;
  std::uint32_t bucket_start_ = 0, filter_ = 0;
  bool inconsistent_ = false;      // postings that the shape has no place for
  bool failed_ = false;
  Error error_;
};

}  // namespace reprise::store
