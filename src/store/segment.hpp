// Segments: immutable, checksummed files that say which article holds which fingerprint, and where.
//
// Idea: the keys are well mixed, so their top bits pick a bucket of about eight postings. What the bucket says of the key is not stored again, and an
//   article is stored as its distance from the segment's first: the more articles a segment has, the more bits its buckets give
//   back, so that a record takes 8 bytes in segments of all usual sizes (48 postings or more per article number).
//   Most of what is asked for is in no older article, and each look at a page of memory costs more than all the rest. So the directory
//   has a small filter beside a bucket's start, and of the keys that a bucket has not, nine in ten where it has six, and seven in ten where it has twelve, cost one touch, not two (1 - (1 - (31/32)^2n)^2 for n keys).
// A key is its upper 50 bits; two keys that agree in these are one. (An index of 180 million postings that looked each of them
//   up once would expect 29 wrong hits; what makes a verdict is the words there.)
// The file, format 2, little-endian:
//   header     4096 bytes: "RPRSEG" and two zeros; u32 format = 2; u32 header bytes = 4096; u64 postings n; u32 first and
//              u32 last article; u32 directory bits d (12..30); u32 article bits a = bits of (last - first); u32 bytes of a
//              record r = max(8, ceil((50 - d + a + 16) / 8)); u32 bytes of a block = 16384; u64 bytes of the file;
//              u64 XXH3 of the table; zeros; at 4088 u64 XXH3 of the 4088 bytes before it
//   directory  2^d of u32, the number of the first posting whose key has these top d bits or greater ones, and u32, the filter: for each key
//              in the bucket the bits of that number which its remainder's lowest five bits, and the five above, name
//   records    n of r bytes, by (key, article, position): position in the low 16 bits (65535: there or later), then
//              article - first in a bits, then the remainder, the 50 - d key bits below the bucket's; the rest is zero
//   table      one u64 per block of directory and records (they begin at a block's border; the last block may be
//              shorter): XXH3 of its bytes
// Format 1, which is read and no longer written, keeps 60 bits of a key and has no filters: a directory entry is the u32 start alone.
// Invariant: no byte steers an answer before its checksum was compared. Header and table are checked by open(), a block
//   when find() first touches it. Every byte of the file is under some checksum.
// Cost: r + 0.7..1.3 bytes a posting on disk; in memory a bit a block, the table, and of the directory what was touched (0.7..1.3 bytes a posting at most).
// Tested by tests/store/segment_test.cpp against a multimap, and segment_damage_test.cpp, which flips every byte.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "reprise/result.hpp"

namespace reprise::store {

/// What one segment can hold; a larger index has several. (Bucket starts are u32.)
inline constexpr std::uint64_t kMaxSegmentPostings = 0xffffffffu;

struct SegmentPosting {
  std::uint64_t key = 0;       ///< fingerprint; well mixed, as sketch::fingerprints() yields them
  std::uint32_t article = 0;   ///< number
  std::uint16_t position = 0;  ///< word; 65535 stands for all later ones too
};

/// What the catalogue records of a segment. `checksum` is the header's, which binds the table and so every byte.
struct SegmentInfo {
  std::string name;
  std::uint32_t first = 0, last = 0;  ///< article numbers, both included; 0, 0 in an empty segment
  std::uint64_t postings = 0, bytes = 0, checksum = 0;
  bool operator==(const SegmentInfo&) const = default;
};

struct SegmentHit {
  std::uint32_t key_index = 0;  ///< into the keys asked for
  std::uint32_t article = 0;
  std::uint32_t position = 0;   ///< word; 65535: there or later
  bool operator==(const SegmentHit&) const = default;
};

/// Per key, of what is asked (a segment, or all of an index: Fingerprints): of a key with more than first + last postings only so many are answered, the first and the last in
/// the order (article, position). 8 and 8 show a frequent key's earliest and latest holders.
struct HitLimits {
  std::uint32_t first = 8, last = 8;
};

struct SegmentState;  // segment_state.hpp

/// An open segment. All calls may be made from any thread at once. It goes on working after its file was unlinked. A file that
/// others shorten while it is open may end the process (SIGBUS): segments are never written to in place.
class Segment {
 public:
  /// Checks size, header and checksum table against `info`. Shared, because readers go on with a segment that a merge has
  /// replaced. Errors: not_found, io; bad_index with file, offset, expected and found; newer_format. Cost: 0.05 % of the file.
  static Result<std::shared_ptr<const Segment>> open(const std::string& directory, const SegmentInfo& info);
  ~Segment();

  /// Appends the hits of `keys`, by key index, then (article, position); holders[i] += the number of postings of keys[i],
  /// beyond the limits too. A key that is given twice is answered twice. A damaged block that it touches is bad_index naming the
  /// file and the block's offset; `hits` is then as it was, `holders` of no use. holders.size() == keys.size().
  /// Example: 5 articles hold k, limits {2, 1}: hits of the first two and the last, holders[0] += 5.
  Result<void> find(std::span<const std::uint64_t> keys, const HitLimits& limits, std::vector<SegmentHit>& hits,
                    std::span<std::uint32_t> holders) const;

  /// Reads and compares the directory, which find() would do a block at a time: a segment that takes another's place answers as fast as that did.
  /// Errors: as find().
  Result<void> read_directory() const;

  /// Reads every byte anew and compares; appends a line per damaged block to `problems`, naming file and offset; answers
  /// the bytes read. What it finds damaged is damaged for find() from then on.
  std::uint64_t verify(std::vector<std::string>& problems) const;

  const SegmentInfo& info() const;
  std::uint32_t format() const;  ///< of the file

 private:
  std::unique_ptr<SegmentState> state_;
  explicit Segment(std::unique_ptr<SegmentState> state);
  friend class SegmentCursor;  // reads all postings in order, for merge_segments()
};

/// Sorts the postings and writes them to `directory`/`name`. When it returns, the file is on disk, complete, under that name: it
/// is written as `name`.partial, synced, renamed, and the directory synced. A file of that name is replaced. Equal sets of
/// postings make equal bytes. Errors: io, no_space, not_found, naming the path; bad_argument above kMaxSegmentPostings. On an error
/// nothing of it is left. Sorts side by side as the caller's thread policy has it (parallel.hpp; a cancelled one ends it before a file is made).
Result<SegmentInfo> write_segment(const std::string& directory, const std::string& name, std::vector<SegmentPosting>& postings);

/// The segment that write_segment() would make of all postings of `segments` whose article is `alive` (empty: of all), byte for byte. One
/// streaming pass, and another where there is an `alive`; memory: 4 MiB, 200 KiB a segment, 8 bytes per block written, and where a segment is of format 1 the postings of one key. `alive` is called twice per posting
/// and must answer alike (else bad_argument). Compares every byte it reads with its checksum anew. Errors: as find() and write_segment().
Result<SegmentInfo> merge_segments(const std::string& directory, const std::string& name,
                                   std::span<const std::shared_ptr<const Segment>> segments,
                                   const std::function<bool(std::uint32_t)>& alive);

}  // namespace reprise::store
