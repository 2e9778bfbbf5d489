// Files: input streams (plain, gzip, zstd) and output files.
// Idea: a stream is a raw file descriptor and, where the first bytes say so, a decompressor between it and the caller.
//   Compression is told by magic bytes (gzip 1f 8b, RFC 1952; zstd 28 b5 2f fd and skippable frames 5? 2a 4d 18,
//   RFC 8878), so that a renamed file or a pipe reads the same. Members and frames may follow each other.
// Invariant: every byte handed out was checked as far as the format allows; an end inside a member or frame is an error,
//   never a short file. After an error a stream answers the same error for ever.
// Cost: one buffer of 256 KiB a stream, plus the decompressor's window (gzip 32 KiB, zstd at most 128 MiB).
// Tested by tests/base/io_test.cpp and tests/hostile/streams_test.cpp.
#include "base/io.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <optional>
#include <vector>

namespace reprise::io {

namespace {

// 256 KiB: twice zstd's recommended input size (ZSTD_DStreamInSize, 128 KiB); larger did not read faster here.
constexpr std::size_t kBufferBytes = 256u << 10;
// 2^27 bytes, the window that zstd itself accepts unasked; larger ones (--long=28..31) could take 2 GiB of memory.
constexpr int kMaxWindowLog = 27;
constexpr std::size_t kMagicBytes = 4;
constexpr int kWaitMilliseconds = 200;  // between two looks at whether a wait is still wanted

std::string system_text(int number) {
  char buffer[256] = "";
  return strerror_r(number, buffer, sizeof buffer);  // GNU form: thread-safe, returns the text
}

enum class Compression { none, gzip, zstd };

bool is_zstd_magic(const unsigned char* b) {
  const bool frame = b[0] == 0x28 && b[1] == 0xb5 && b[2] == 0x2f && b[3] == 0xfd;
  const bool skippable = (b[0] & 0xf0u) == 0x50 && b[1] == 0x2a && b[2] == 0x4d && b[3] == 0x18;
  return frame || skippable;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

Error system_error(const std::string& path, const std::string& doing, int number) {
  ErrorCode code = ErrorCode::io;
  if (number == ENOENT || number == ENOTDIR) code = ErrorCode::not_found;
  if (number == ENOSPC || number == EDQUOT) code = ErrorCode::no_space;
  return {code, path + ": " + doing + ": " + system_text(number), path};
}

int above_standard(int descriptor) {
  if (descriptor < 0 || descriptor > STDERR_FILENO) return descriptor;
  const int above = ::fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  const int number = errno;
  ::close(descriptor);
  errno = number;
  return above;
}

Result<void> sync_directory(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return system_error(path, "cannot open", errno);
  const int answer = ::fsync(fd);
  const int number = errno;
  ::close(fd);
  // EINVAL: the file system cannot sync directories, which then need none.
  if (answer != 0 && number != EINVAL) return system_error(path, "cannot flush to disk", number);
  return {};
}

struct InputStream::State {
  std::string path;
  int fd = -1;
  std::uint64_t raw_bytes = 0;
  std::uint64_t out_bytes = 0;
  Compression compression = Compression::none;
  std::vector<char> buffer = std::vector<char>(kBufferBytes);
  std::size_t begin = 0, end = 0;  // unread bytes of `buffer`
  bool raw_end = false;
  bool member_open = false;   // inside a gzip member or zstd frame
  bool gzip_ready = false;
  z_stream gzip{};
  ZSTD_DCtx* zstd = nullptr;
  const std::atomic<bool>* cancel = nullptr;
  std::optional<Error> failed;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (gzip_ready) inflateEnd(&gzip);
    ZSTD_freeDCtx(zstd);
    if (fd > STDIN_FILENO) ::close(fd);
  }

  Error fail(Error error) {
    failed = error;
    return error;
  }

  Error fail_at(const std::string& what, std::size_t produced = 0) {
    return fail({ErrorCode::bad_input,
                 path + ": at decompressed byte " + std::to_string(out_bytes + produced) + ": " + what, path});
  }

  /// Damage met after `produced` bytes of this call: those are handed out first, the next call answers the error. So what
  /// comes out before an error does not depend on the sizes that the caller reads in.
  Result<std::size_t> damaged(const std::string& what, std::size_t produced) {
    const Error error = fail_at(what, produced);
    return produced > 0 ? Result<std::size_t>(produced) : Result<std::size_t>(error);
  }

  Error truncated(const char* kind) {
    return fail_at(std::string("unexpected end: expected the rest of a ") + kind + ", found the end of the file after " +
                   std::to_string(raw_bytes) + " bytes");
  }

  /// One read(2) into `to`; 0 = end.
  Result<std::size_t> raw_read(char* to, std::size_t size) {
    for (;;) {
      while (cancel != nullptr) {
        pollfd in{fd, POLLIN, 0};
        if (::poll(&in, 1, kWaitMilliseconds) > 0) break;
        if (cancel->load()) return fail({ErrorCode::interrupted, path + ": interrupted", path});
      }
      const ssize_t got = ::read(fd, to, std::min<std::size_t>(size, SSIZE_MAX));
      if (got >= 0) {
        raw_bytes += static_cast<std::uint64_t>(got);
        if (got == 0) raw_end = true;
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) {
        return fail(system_error(path, "cannot read after byte " + std::to_string(raw_bytes), errno));
      }
    }
  }

  /// Makes sure that a byte is unread unless the file has ended.
  Result<void> refill() {
    if (begin < end || raw_end) return {};
    begin = end = 0;
    const auto got = raw_read(buffer.data(), buffer.size());
    if (!got) return got.error();
    end = *got;
    return {};
  }

  Result<void> detect() {
    while (end < kMagicBytes && !raw_end) {
      const auto got = raw_read(buffer.data() + end, buffer.size() - end);
      if (!got) return got.error();
      end += *got;
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(buffer.data());
    if (end >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) {
      compression = Compression::gzip;
      gzip_ready = inflateInit2(&gzip, 15 + 16) == Z_OK;  // 15: the largest window, 16: gzip wrapper only
      if (!gzip_ready) return fail({ErrorCode::io, path + ": no memory for gzip", path});
      member_open = true;
    } else if (end >= kMagicBytes && is_zstd_magic(bytes)) {
      compression = Compression::zstd;
      zstd = ZSTD_createDCtx();
      if (!zstd) return fail({ErrorCode::io, path + ": no memory for zstd", path});
      ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, kMaxWindowLog);
      member_open = true;
    } else if (end < kMagicBytes && ends_with(path, ".zst") && std::memcmp(bytes, "\x28\xb5\x2f\xfd", end) == 0) {
      return truncated("zstd frame");
    } else if (end < 2 && ends_with(path, ".gz") && (end == 0 || bytes[0] == 0x1f)) {
      return truncated("gzip member");
    }
    return {};
  }

  Result<std::size_t> read_plain(char* out, std::size_t size) {
    if (begin < end) {
      const std::size_t n = std::min(size, end - begin);
      std::memcpy(out, buffer.data() + begin, n);
      begin += n;
      return n;
    }
    return raw_end ? Result<std::size_t>(0) : raw_read(out, size);
  }

  /// Between members: skips the zero bytes that some archives pad with. False at the end of the file.
  Result<bool> next_member() {
    for (;;) {
      while (begin < end && buffer[begin] == 0) ++begin;
      if (begin < end) break;
      if (raw_end) return false;
      if (auto filled = refill(); !filled) return filled.error();
    }
    inflateReset(&gzip);
    member_open = true;
    return true;
  }

  Result<std::size_t> read_gzip(char* out, std::size_t size) {
    size = std::min<std::size_t>(size, UINT_MAX);
    gzip.next_out = reinterpret_cast<Bytef*>(out);
    gzip.avail_out = static_cast<uInt>(size);
    while (gzip.avail_out == size) {
      if (!member_open) {
        const auto more = next_member();
        if (!more) return more.error();
        if (!*more) return std::size_t{0};
      }
      if (auto filled = refill(); !filled) return filled.error();
      gzip.next_in = reinterpret_cast<Bytef*>(buffer.data() + begin);
      gzip.avail_in = static_cast<uInt>(end - begin);
      const int answer = inflate(&gzip, Z_NO_FLUSH);
      begin = end - gzip.avail_in;
      if (answer == Z_STREAM_END) {
        member_open = false;
      } else if (answer == Z_BUF_ERROR || (answer == Z_OK && gzip.avail_out == size && begin == end && raw_end)) {
        if (raw_end) return truncated("gzip member");
      } else if (answer != Z_OK) {
        const char* why = gzip.msg ? gzip.msg : answer == Z_NEED_DICT ? "a preset dictionary is asked for" : "no memory";
        return damaged(std::string("expected sound gzip data, found damage (") + why + ")", size - gzip.avail_out);
      }
    }
    return size - gzip.avail_out;
  }

  Result<std::size_t> read_zstd(char* out, std::size_t size) {
    ZSTD_outBuffer to{out, size, 0};
    while (to.pos == 0) {
      if (auto filled = refill(); !filled) return filled.error();
      if (begin == end && !member_open) return std::size_t{0};
      const bool at_end = begin == end;
      ZSTD_inBuffer from{buffer.data(), end, begin};
      const std::size_t answer = ZSTD_decompressStream(zstd, &to, &from);
      begin = from.pos;
      if (ZSTD_isError(answer)) {
        const bool window = ZSTD_getErrorCode(answer) == ZSTD_error_frameParameter_windowTooLarge;
        return damaged(window ? std::string("expected a zstd window of at most 128 MiB, found a larger one")
                              : std::string("expected sound zstd data, found damage (") + ZSTD_getErrorName(answer) + ")",
                       to.pos);
      }
      member_open = answer != 0;
      if (at_end && member_open && to.pos == 0) return truncated("zstd frame");
    }
    return to.pos;
  }
};

InputStream::InputStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
InputStream::InputStream(InputStream&&) noexcept = default;
InputStream& InputStream::operator=(InputStream&&) noexcept = default;
InputStream::~InputStream() = default;

Result<InputStream> InputStream::open(const std::string& path, const std::atomic<bool>* cancel) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (state->fd < 0) return system_error(path, "cannot open", errno);
  struct stat info {};
  if (::fstat(state->fd, &info) != 0) return system_error(path, "cannot open", errno);
  if (S_ISDIR(info.st_mode)) return Error{ErrorCode::io, path + ": expected a file, found a directory", path};
  if (!S_ISREG(info.st_mode)) state->cancel = cancel;
  if (auto detected = state->detect(); !detected) return detected.error();
  return InputStream(std::move(state));
}

Result<std::size_t> InputStream::read(char* out, std::size_t size) {
  State& s = *state_;
  if (s.failed) return *s.failed;
  if (size == 0) return std::size_t{0};
  auto got = s.compression == Compression::gzip   ? s.read_gzip(out, size)
             : s.compression == Compression::zstd ? s.read_zstd(out, size)
                                                  : s.read_plain(out, size);
  if (got) s.out_bytes += *got;
  return got;
}

std::uint64_t InputStream::raw_bytes_read() const { return state_->raw_bytes; }

Result<std::string> read_file(const std::string& path, std::uint64_t max_bytes) {
  auto stream = InputStream::open(path);
  if (!stream) return stream.error();
  std::string bytes;
  std::size_t size = 0;
  for (;;) {
    // Grows by doubling with what was really read, so a small compressed file cannot ask for much at once.
    if (size == bytes.size()) bytes.resize(std::max(kBufferBytes, bytes.size() * 2));
    const auto got = stream->read(bytes.data() + size, bytes.size() - size);
    if (!got) return got.error();
    if (*got == 0) break;
    size += *got;
    if (size > max_bytes) {
      return Error{ErrorCode::bad_input, path + ": expected at most " + std::to_string(max_bytes) + " bytes, found more", path};
    }
  }
  bytes.resize(size);
  return bytes;
}

struct OutputFile::State {
  std::string path;
  int fd = -1;
  std::uint64_t size = 0;
  std::string buffer;
  std::optional<Error> failed;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (fd >= 0) ::close(fd);
  }

  Result<void> put(const char* bytes, std::size_t count) {
    while (count > 0) {
      const ssize_t put = ::write(fd, bytes, std::min<std::size_t>(count, SSIZE_MAX));
      if (put < 0) {
        if (errno == EINTR) continue;
        failed = system_error(path, "cannot write after byte " + std::to_string(size), errno);
        return *failed;
      }
      bytes += put;
      count -= static_cast<std::size_t>(put);
      size += static_cast<std::uint64_t>(put);
    }
    return {};
  }

  Result<void> flush() {
    auto done = put(buffer.data(), buffer.size());
    buffer.clear();
    return done;
  }
};

OutputFile::OutputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

Result<OutputFile> OutputFile::create(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->fd = above_standard(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (state->fd < 0) return system_error(path, "cannot create", errno);
  state->buffer.reserve(kBufferBytes);
  return OutputFile(std::move(state));
}

Result<void> OutputFile::write(std::string_view bytes) {
  State& s = *state_;
  if (s.failed) return *s.failed;
  if (s.fd < 0) return Error{ErrorCode::io, s.path + ": written to after close", s.path};
  if (s.buffer.size() + bytes.size() > kBufferBytes) {
    if (auto done = s.flush(); !done) return done;
  }
  if (bytes.size() >= kBufferBytes) return s.put(bytes.data(), bytes.size());
  s.buffer.append(bytes);
  return {};
}

Result<void> OutputFile::write_at(std::uint64_t offset, std::string_view bytes) {
  State& s = *state_;
  if (s.failed) return *s.failed;
  if (s.fd < 0) return Error{ErrorCode::io, s.path + ": written to after close", s.path};
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(s.fd, bytes.data(), std::min<std::size_t>(bytes.size(), SSIZE_MAX), static_cast<off_t>(offset));
    if (put < 0) {
      if (errno == EINTR) continue;
      s.failed = system_error(s.path, "cannot write at byte " + std::to_string(offset), errno);
      return *s.failed;
    }
    bytes.remove_prefix(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return {};
}

Result<void> OutputFile::close() {
  State& s = *state_;
  if (s.failed) return *s.failed;
  if (s.fd < 0) return {};
  if (auto done = s.flush(); !done) return done;
  // EINVAL and EROFS: a pipe or device that cannot be synced; what was written is as safe as it can be.
  if (::fsync(s.fd) != 0 && errno != EINVAL && errno != EROFS) {
    s.failed = system_error(s.path, "cannot flush to disk", errno);
    return *s.failed;
  }
  const int fd = std::exchange(s.fd, -1);
  if (::close(fd) != 0 && errno != EINTR) {
    s.failed = system_error(s.path, "cannot close", errno);
    return *s.failed;
  }
  return {};
}

std::uint64_t OutputFile::size_bytes() const { return state_->size + state_->buffer.size(); }

}  // namespace reprise::io
