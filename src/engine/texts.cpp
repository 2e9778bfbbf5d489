#include "engine/texts.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <new>
#include <utility>

#include "base/hash.hpp"

namespace reprise::engine {

namespace {

constexpr std::string_view kMagic = "RPRTEXT1";
constexpr std::size_t kHeaderBytes = 16, kEntryBytes = 16, kChecksumBytes = 8;
constexpr int kLevel = 1;  // texts are read back a few at a time; level 3 costs three times as long for 6 % less

Error io_error(const std::string& path, const char* doing) {
  const int code = errno;
  return {code == ENOSPC || code == EDQUOT ? ErrorCode::no_space : ErrorCode::io, fmt::format("{}: cannot {}: {}", path, doing, std::strerror(code)), path};
}

/// Reads exactly `size` bytes at `offset`.
bool read_at(int file, std::uint64_t offset, char* out, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::pread(file, out, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    out += got, offset += static_cast<std::uint64_t>(got), size -= static_cast<std::size_t>(got);
  }
  return true;
}

template <class T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}
template <class T>
T get(const char* bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = static_cast<T>(value | static_cast<T>(static_cast<unsigned char>(bytes[i])) << (8 * i));
  return value;
}

/// Texts are below the size limit of an article, which is at most this.
constexpr std::uint64_t kMostBytes = 1u << 30;

/// The same where the size is known.
Result<std::string> decompress_exactly(std::string_view frame, std::uint32_t raw, const std::string& path) {
  if (ZSTD_getFrameContentSize(frame.data(), frame.size()) != raw)
    return Error{ErrorCode::bad_run, fmt::format("{}: damaged text: expected a zstd frame of {} bytes", path, raw), path};
  return decompress(frame, path, ErrorCode::bad_run);
}

}  // namespace

Result<void> decompress(std::string_view frame, const std::string& path, ErrorCode code, std::string& text) {
  const auto damaged = [&] { return Error{code, path + ": damaged text: expected a zstd frame", path}; };
  const unsigned long long raw = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (raw > kMostBytes) return damaged();  // of unknown size, or no frame: both are greater
  // A frame of so few bytes cannot hold so much: zstd repeats at most 128 KiB with a few bytes.
  if (raw > 65536 + (std::uint64_t{frame.size()} << 16)) return damaged();
  text.resize(raw);
  // A context of one's own: ZSTD_decompress() makes and clears one of 160 KB for every frame.
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  thread_local std::unique_ptr<ZSTD_DCtx, Free> context;
  if (!context) context.reset(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  const std::size_t got = ZSTD_decompressDCtx(context.get(), text.data(), text.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) || got != raw) return damaged();
  return {};
}

Result<std::string> decompress(std::string_view frame, const std::string& path, ErrorCode code) {
  std::string text;
  if (Result<void> done = decompress(frame, path, code, text); !done) return done.error();
  return text;
}

TextCompressor::TextCompressor() : context_(ZSTD_createCCtx()) {
  const auto context = static_cast<ZSTD_CCtx*>(context_);
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);  // or a changed literal would be read back as another text
}
TextCompressor::~TextCompressor() { ZSTD_freeCCtx(static_cast<ZSTD_CCtx*>(context_)); }

std::string compress(std::string_view text) {
  // The bound is twice what a frame takes: the answer is as long as it need be.
  thread_local TextCompressor compressor;
  thread_local std::string room;
  room.clear();
  compressor.append(text, room);
  return {room.begin(), room.end()};
}

std::uint32_t TextCompressor::append(std::string_view text, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + ZSTD_compressBound(text.size()));
  const std::size_t size = ZSTD_compress2(static_cast<ZSTD_CCtx*>(context_), out.data() + before, out.size() - before, text.data(), text.size());
  out.resize(before + size);  // cannot fail: the bound is compressBound's
  return static_cast<std::uint32_t>(size);
}

Result<TextSpill> TextSpill::create(const std::string& directory) {
  TextSpill spill;
  spill.directory_ = directory;
  std::string name = directory + "/texts-XXXXXX";
  spill.file_ = ::mkstemp(name.data());
  if (spill.file_ < 0) return io_error(directory, "make a temporary file");
  ::unlink(name.c_str());
  return spill;
}
TextSpill TextSpill::in_memory(bool compressed) {
  TextSpill spill;
  spill.compressed_ = compressed;
  spill.directory_ = "memory";
  return spill;
}
TextSpill::TextSpill(TextSpill&& other) noexcept { *this = std::move(other); }
TextSpill& TextSpill::operator=(TextSpill&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(size_, other.size_);
  std::swap(compressed_, other.compressed_);
  std::swap(directory_, other.directory_);
  std::swap(memory_, other.memory_);
  std::swap(held_, other.held_);
  return *this;
}
TextSpill::~TextSpill() {
  if (file_ >= 0) ::close(file_);
}

std::uint64_t TextSpill::append_held(std::string_view frames) {
  assert(file_ < 0 && memory_.empty());
  held_.push_back({size_, frames});
  return std::exchange(size_, size_ + frames.size());
}

std::string_view TextSpill::in_memory_at(const StoredText& where) const {
  if (held_.empty()) return std::string_view(memory_).substr(where.offset, where.stored);
  const auto behind = std::upper_bound(held_.begin(), held_.end(), where.offset, [](std::uint64_t offset, const Held& h) { return offset < h.offset; });
  return std::prev(behind)->frames.substr(where.offset - std::prev(behind)->offset, where.stored);
}

Result<std::uint64_t> TextSpill::append(std::string_view frames) {
  assert(held_.empty());
  const std::uint64_t offset = size_;
  if (file_ < 0) {
    memory_ += frames;
    size_ += frames.size();
    return offset;
  }
  while (!frames.empty()) {
    const ssize_t wrote = ::pwrite(file_, frames.data(), frames.size(), static_cast<off_t>(size_));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return io_error(directory_, "write texts");
    size_ += static_cast<std::uint64_t>(wrote);
    frames.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return offset;
}

Result<std::string> TextSpill::read_frame(const StoredText& where) const {
  if (file_ < 0) return std::string(in_memory_at(where));
  std::string frame(where.stored, '\0');
  if (!read_at(file_, where.offset, frame.data(), frame.size())) return io_error(directory_, "read texts back");
  return frame;
}
Result<std::string> TextSpill::read(const StoredText& where) const {
  Result<std::string> frame = read_frame(where);
  if (!frame || !compressed_) return frame;
  return decompress_exactly(*frame, where.raw, directory_);
}

Result<std::string_view> TextSpill::view(const StoredText& where, std::string& room) const {
  if (file_ < 0 && !compressed_) return in_memory_at(where);
  Result<std::string> text = read(where);
  if (!text) return text.error();
  room = std::move(*text);
  return std::string_view(room);
}

Result<void> write_texts(const TextSpill& spill, const std::vector<StoredText>& order, const std::string& path) {
  Result<io::OutputFile> file = io::OutputFile::create(path);
  if (!file) return file.error();
  std::string header(kMagic);
  put<std::uint32_t>(header, static_cast<std::uint32_t>(order.size()));
  put<std::uint32_t>(header, 0);
  std::uint64_t offset = kHeaderBytes + kEntryBytes * order.size() + kChecksumBytes;
  for (const StoredText& text : order) {
    put<std::uint64_t>(header, offset);
    put<std::uint32_t>(header, text.stored);
    put<std::uint32_t>(header, text.raw);
    offset += text.stored;
  }
  put<std::uint64_t>(header, hash_bytes(header));
  if (Result<void> wrote = file->write(header); !wrote) return wrote;
  for (const StoredText& text : order) {
    Result<std::string> frame = spill.read_frame(text);
    if (!frame) return frame.error();
    if (Result<void> wrote = file->write(*frame); !wrote) return wrote;
  }
  return file->close();
}

Result<std::unique_ptr<TextFile>> TextFile::open(const std::string& path) {
  std::unique_ptr<TextFile> texts(new TextFile);
  texts->path_ = path;
  texts->file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (texts->file_ < 0) return io_error(path, "open");
  const auto damaged = [&](const std::string& what) { return Error{ErrorCode::bad_run, path + ": " + what, path}; };
  struct stat info {};
  if (::fstat(texts->file_, &info) != 0) return io_error(path, "read");
  const std::uint64_t size = static_cast<std::uint64_t>(info.st_size);
  char head[kHeaderBytes];
  if (size < kHeaderBytes || !read_at(texts->file_, 0, head, sizeof head) || std::string_view(head, 8) != kMagic)
    return damaged("not a text file of a run: expected the magic RPRTEXT1 at offset 0");
  const std::uint64_t count = get<std::uint32_t>(head + 8);
  const std::uint64_t index_end = kHeaderBytes + kEntryBytes * count;
  if (index_end + kChecksumBytes > size) return damaged(fmt::format("truncated: an index of {} texts needs {} bytes, the file has {}", count, index_end + kChecksumBytes, size));
  std::string index(index_end + kChecksumBytes, '\0');
  if (!read_at(texts->file_, 0, index.data(), index.size())) return io_error(path, "read the index");
  if (hash_bytes(std::string_view(index).substr(0, index_end)) != get<std::uint64_t>(index.data() + index_end)) return damaged("damaged index: its checksum does not fit");
  texts->index_.resize(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const char* entry = index.data() + kHeaderBytes + kEntryBytes * i;
    texts->index_[i] = {get<std::uint64_t>(entry), get<std::uint32_t>(entry + 8), get<std::uint32_t>(entry + 12)};
    if (texts->index_[i].offset > size || texts->index_[i].stored > size - texts->index_[i].offset) return damaged(fmt::format("truncated: text {} lies behind the end", i));
  }
  return texts;
}
TextFile::~TextFile() {
  if (file_ >= 0) ::close(file_);
}

Result<std::string> TextFile::text(std::uint32_t article) const {
  if (article >= index_.size()) return Error{ErrorCode::bad_run, fmt::format("{}: has {} texts, article {} asked for", path_, index_.size(), article), path_};
  std::string frame(index_[article].stored, '\0');
  if (!read_at(file_, index_[article].offset, frame.data(), frame.size())) return io_error(path_, "read a text");
  return decompress_exactly(frame, index_[article].raw, path_);
}

}  // namespace reprise::engine
