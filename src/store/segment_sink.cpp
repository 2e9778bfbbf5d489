#include "store/segment_sink.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdio>

#include "base/hash.hpp"

namespace reprise::store {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{2} << 20;       // a large page of x86-64
constexpr std::size_t kBufferBytes = kPieceBytes + kBlockBytes;  // a piece may begin inside a block
constexpr std::size_t kSlack = 16;                      // what RecordCodec::pack() writes over the end

std::string path_of(const std::string& directory, const std::string& name) { return directory + "/" + name; }

}  // namespace

Result<SegmentSink> SegmentSink::create(const std::string& directory, const std::string& name, const Shape& shape) {
  assert(shape.postings <= kMaxSegmentPostings);
  auto file = io::OutputFile::create(path_of(directory, name) + ".partial");
  if (!file) return file.error();
  return SegmentSink(directory, name, shape, std::move(*file));
}

SegmentSink::SegmentSink(std::string directory, std::string name, const Shape& shape, io::OutputFile file)
    : directory_(std::move(directory)), name_(std::move(name)), shape_(shape), codec_(shape), file_(std::make_unique<io::OutputFile>(std::move(file))),
      table_(shape.blocks()) {
  starts_.offset = starts_.written = kHeaderBytes;
  records_.offset = records_.written = shape.records_begin();
  starts_.buffer.resize(kBufferBytes + kSlack);
  records_.buffer.resize(kBufferBytes + kSlack);
}

SegmentSink::~SegmentSink() {
  if (file_) ::unlink((path_of(directory_, name_) + ".partial").c_str());
}

/// Writes up to the last border of pieces in the buffer; all of it where the stream has come to its end.
bool SegmentSink::flush(Stream& stream, bool last) {
  const std::uint64_t end = stream.offset + stream.used, to = last ? end : end / kPieceBytes * kPieceBytes;
  if (auto done = file_->write_at(stream.written, {stream.buffer.data() + (stream.written - stream.offset), to - stream.written}); !done) {
    error_ = done.error();
    failed_ = true;
    return false;
  }
  stream.written = to;
  std::size_t hashed = 0;
  for (std::size_t size; hashed < stream.used; hashed += size) {
    size = std::min<std::size_t>(kBlockBytes, stream.used - hashed);
    if (!last && stream.offset + hashed + kBlockBytes > to) break;  // the block of the border goes with the next piece
    table_[(stream.offset + hashed - kHeaderBytes) / kBlockBytes] = hash_bytes({stream.buffer.data() + hashed, size});
  }
  std::memmove(stream.buffer.data(), stream.buffer.data() + hashed, stream.used - hashed);
  stream.offset += hashed;
  stream.used -= hashed;
  return true;
}

/// Writes the directory's entry of the bucket and goes on to the next.
bool SegmentSink::add_entry() {
  char* to = starts_.buffer.data() + starts_.used;
  store_little(to, bucket_start_);
  if (shape_.has_filters()) store_little(to + sizeof bucket_start_, filter_);
  starts_.used += shape_.entry_bytes();
  ++bucket_;
  bucket_start_ = static_cast<std::uint32_t>(added_);
  filter_ = 0;
  return starts_.used < kBufferBytes || flush(starts_);
}

bool SegmentSink::add(const SegmentPosting& posting) {
  if (failed_ || inconsistent_) return false;
  const KeyPlace place = codec_.place(posting.key);
  if (added_ == shape_.postings || posting.article < shape_.first || posting.article > shape_.last || place.bucket < bucket_) {
    inconsistent_ = true;
    return false;
  }
  while (bucket_ < place.bucket) {
    if (!add_entry()) return false;
  }
  filter_ |= filter_bits(place.remainder);
  codec_.pack(records_.buffer.data() + records_.used, place.remainder, posting.article, posting.position);
  records_.used += codec_.bytes();
  ++added_;
  return records_.used < kBufferBytes || flush(records_);
}

Result<SegmentInfo> SegmentSink::finish() {
  while (!failed_ && bucket_ < std::uint64_t{1} << shape_.directory_bits) add_entry();
  if (failed_ || (starts_.used > 0 && !flush(starts_, true)) || (records_.used > 0 && !flush(records_, true))) return error_;
  if (inconsistent_ || added_ != shape_.postings) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("{}: expected {} postings of the articles {} to {}, in order; were given others", path_of(directory_, name_),
                             shape_.postings, shape_.first, shape_.last), name_};
  }
  std::string table(8 * table_.size(), '\0');
  for (std::size_t i = 0; i < table_.size(); ++i) store_little(table.data() + 8 * i, table_[i]);
  const std::string header = encode_header(shape_, hash_bytes(table));
  if (auto done = file_->write_at(shape_.table_begin(), table); !done) return done.error();
  if (auto done = file_->write_at(0, header); !done) return done.error();
  if (auto done = file_->close(); !done) return done.error();

  const std::string path = path_of(directory_, name_);
  if (std::rename((path + ".partial").c_str(), path.c_str()) != 0) return io::system_error(path, "cannot put the segment in place", errno);
  file_.reset();
  if (auto done = io::sync_directory(directory_); !done) {
    ::unlink(path.c_str());  // not known to last: the caller is told so and counts on nothing
    return done.error();
  }
  return SegmentInfo{name_, shape_.first, shape_.last, shape_.postings, shape_.file_bytes(),
                     load_little<std::uint64_t>(header.data() + kHeaderBytes - 8)};
}

}  // namespace reprise::store
