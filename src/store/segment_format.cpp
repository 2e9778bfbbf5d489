// The header of a segment file: written from a Shape, and read back with distrust.
// Order of the checks: magic, the header's own checksum, the version, then the numbers. Later formats keep magic, version and
//   checksum in their places, so a flipped bit in the version is damage and not a later format.
// Tested by tests/store/segment_damage_test.cpp.
#include "store/segment_format.hpp"

#include <fmt/format.h>

#include <array>

#include "base/hash.hpp"

namespace reprise::store {

namespace {

constexpr std::string_view kMagic("RPRSEG\0\0", 8);

// Offsets in the header.
constexpr std::size_t kVersionAt = 8, kHeaderBytesAt = 12, kPostingsAt = 16, kFirstAt = 24, kLastAt = 28, kDirectoryBitsAt = 32,
                      kArticleBitsAt = 36, kRecordBytesAt = 40, kBlockBytesAt = 44, kFileBytesAt = 48, kTableChecksumAt = 56;
constexpr std::size_t kChecksumAt = kHeaderBytes - 8;

}  // namespace

Error bad_index(const std::string& path, std::uint64_t offset, const std::string& expected, const std::string& found) {
  return {ErrorCode::bad_index, fmt::format("{}: at byte {}: expected {}, found {}", path, offset, expected, found), path};
}

Error bad_checksum(const std::string& path, std::uint64_t offset, const char* of, std::uint64_t expected, std::uint64_t found) {
  return bad_index(path, offset, fmt::format("{} with checksum {:016x}", of, expected), fmt::format("{:016x}", found));
}

std::string encode_header(const Shape& shape, std::uint64_t table_checksum) {
  std::string header(kHeaderBytes, '\0');
  char* to = header.data();
  std::memcpy(to, kMagic.data(), kMagic.size());
  store_little(to + kVersionAt, shape.format);
  store_little(to + kHeaderBytesAt, static_cast<std::uint32_t>(kHeaderBytes));
  store_little(to + kPostingsAt, shape.postings);
  store_little(to + kFirstAt, shape.first);
  store_little(to + kLastAt, shape.last);
  store_little(to + kDirectoryBitsAt, std::uint32_t{shape.directory_bits});
  store_little(to + kArticleBitsAt, std::uint32_t{shape.article_bits()});
  store_little(to + kRecordBytesAt, std::uint32_t{shape.record_bytes()});
  store_little(to + kBlockBytesAt, static_cast<std::uint32_t>(kBlockBytes));
  store_little(to + kFileBytesAt, shape.file_bytes());
  store_little(to + kTableChecksumAt, table_checksum);
  store_little(to + kChecksumAt, hash_bytes({to, kChecksumAt}));
  return header;
}

Result<Header> decode_header(std::string_view bytes, std::uint64_t file_bytes, const std::string& path) {
  if (bytes.size() < kHeaderBytes) {
    return bad_index(path, 0, fmt::format("a header of {} bytes", kHeaderBytes), fmt::format("a file of {}", bytes.size()));
  }
  const char* from = bytes.data();
  if (bytes.substr(0, kMagic.size()) != kMagic) return bad_index(path, 0, "the mark of a segment (RPRSEG)", "something else");
  Header header;
  header.checksum = load_little<std::uint64_t>(from + kChecksumAt);
  if (const std::uint64_t found = hash_bytes(bytes.substr(0, kChecksumAt)); found != header.checksum) {
    return bad_checksum(path, 0, "a header", header.checksum, found);
  }
  const auto version = load_little<std::uint32_t>(from + kVersionAt);
  if (version > kFormatVersion) {
    return Error{ErrorCode::newer_format, fmt::format("{}: at byte {}: expected segment format {} at most, found {}; a later version of reprise made it",
                                                      path, kVersionAt, kFormatVersion, version), path};
  }
  if (version == 0) return bad_index(path, kVersionAt, "segment format 1", "0");

  Shape& shape = header.shape;
  shape.format = version;
  shape.postings = load_little<std::uint64_t>(from + kPostingsAt);
  shape.first = load_little<std::uint32_t>(from + kFirstAt);
  shape.last = load_little<std::uint32_t>(from + kLastAt);
  shape.directory_bits = load_little<std::uint32_t>(from + kDirectoryBitsAt);
  header.table_checksum = load_little<std::uint64_t>(from + kTableChecksumAt);
  if (shape.postings > kMaxSegmentPostings) {
    return bad_index(path, kPostingsAt, fmt::format("at most {} postings", kMaxSegmentPostings), std::to_string(shape.postings));
  }
  if (shape.last < shape.first) {
    return bad_index(path, kLastAt, fmt::format("a last article not before the first, {}", shape.first), std::to_string(shape.last));
  }
  if (shape.directory_bits < kLeastDirectoryBits || shape.directory_bits > kMostDirectoryBits) {
    return bad_index(path, kDirectoryBitsAt, fmt::format("{} to {} directory bits", kLeastDirectoryBits, kMostDirectoryBits),
                     std::to_string(shape.directory_bits));
  }
  // What follows from the numbers above; none of the sums overflows, as these are within their bounds.
  struct Field { std::size_t at; const char* what; std::uint64_t expected, found; };
  for (const Field& field : {
           Field{kHeaderBytesAt, "bytes of header", kHeaderBytes, load_little<std::uint32_t>(from + kHeaderBytesAt)},
           Field{kArticleBitsAt, "article bits", shape.article_bits(), load_little<std::uint32_t>(from + kArticleBitsAt)},
           Field{kRecordBytesAt, "bytes a record", shape.record_bytes(), load_little<std::uint32_t>(from + kRecordBytesAt)},
           Field{kBlockBytesAt, "bytes a block", kBlockBytes, load_little<std::uint32_t>(from + kBlockBytesAt)},
           Field{kFileBytesAt, "bytes of file", shape.file_bytes(), load_little<std::uint64_t>(from + kFileBytesAt)}}) {
    if (field.expected != field.found) {
      return bad_index(path, field.at, fmt::format("{} {}", field.expected, field.what), std::to_string(field.found));
    }
  }
  if (shape.file_bytes() != file_bytes) {
    return bad_index(path, std::min(shape.file_bytes(), file_bytes), fmt::format("a file of {} bytes", shape.file_bytes()),
                     fmt::format("one of {}", file_bytes));
  }
  return header;
}

}  // namespace reprise::store
