// Files: reading plain, gzip and zstd streams, mapping a file into memory, writing with every error seen, and a directory
// that appears under its final name only when it is complete.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "reprise/result.hpp"

namespace reprise::io {

/// A stream of decompressed bytes; the compression is told from the first bytes, not from the name. Not thread-safe.
class InputStream {
 public:
  /// "-" is standard input. The error names the path and what the system said. Where the bytes come by and by (a pipe, a terminal), a wait for them ends with
  /// ErrorCode::interrupted soon after `cancel` is true (null: it does not); it must outlive the stream.
  static Result<InputStream> open(const std::string& path, const std::atomic<bool>* cancel = nullptr);
  InputStream(InputStream&&) noexcept;
  InputStream& operator=(InputStream&&) noexcept;
  ~InputStream();
  /// Fills up to `size` bytes; 0 = end. A truncated or damaged compressed stream is an error that names the file and the
  /// decompressed offset.
  Result<std::size_t> read(char* out, std::size_t size);
  std::uint64_t raw_bytes_read() const;  ///< bytes taken from disk so far
 private:
  struct State;
  std::unique_ptr<State> state_;
  explicit InputStream(std::unique_ptr<State> state);
};

/// A whole file in memory, refused above `max_bytes`.
Result<std::string> read_file(const std::string& path, std::uint64_t max_bytes = 1ull << 32);

/// Buffered writer to a new file. Every short write, ENOSPC and close error is reported (no_space or io), naming the path.
/// Not thread-safe. After the first error all calls keep answering it.
class OutputFile {
 public:
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  ~OutputFile();  ///< closes without flushing what close() was not called for
  Result<void> write(std::string_view bytes);
  /// At once, at `offset` bytes from the beginning, past write()'s buffer: the two must not meet in the same bytes. What lies
  /// between the end of the file and `offset` reads as zeros.
  Result<void> write_at(std::uint64_t offset, std::string_view bytes);
  Result<void> close();  ///< flush, fsync, close
  std::uint64_t size_bytes() const;  ///< what write() took
 private:
  struct State;
  std::unique_ptr<State> state_;
  explicit OutputFile(std::unique_ptr<State> state);
};

/// A file's bytes as memory, read-only; pages come from disk when they are touched, in no order that is foreseen. Thread-safe.
/// Whoever touches bytes() that the disk cannot deliver, or that were cut off after open(), is ended by SIGBUS; read_at() answers an
/// error instead, so what comes from an unsure file is read once with it first.
class MappedFile {
 public:
  /// Errors: not_found, io. A file of 0 bytes is fine, a directory is not.
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&&) noexcept;
  MappedFile& operator=(MappedFile&&) noexcept;
  ~MappedFile();
  std::string_view bytes() const;  ///< valid as long as the object; as many as the file had at open()
  /// Copies the file's bytes from `offset`; fewer than `size` only where the file ends now.
  Result<std::size_t> read_at(std::uint64_t offset, char* out, std::size_t size) const;
  /// Asks the system to fetch the bytes soon; does not wait.
  void will_need(std::uint64_t offset, std::uint64_t size) const;
 private:
  struct State;
  std::unique_ptr<State> state_;
  explicit MappedFile(std::unique_ptr<State> state);
};

/// Makes the names in a directory (files created, renamed or removed) durable.
Result<void> sync_directory(const std::string& path);

/// The same open file by a descriptor that is none of the three standard ones, which a file gets where the process was started with them closed: what
/// is printed would go into it. -1 and errno where that fails, or where `descriptor` is negative.
int above_standard(int descriptor);

/// "<path>: <doing>: <what the system said>"; the code follows from errno's `number` (not_found, no_space, else io).
Error system_error(const std::string& path, const std::string& doing, int number);

/// A run directory being made: everything is written to `path()` (a sibling "<final>.partial-<pid>"), and commit() renames
/// it to the final name. Destroyed without commit: the partial directory is removed. An older run under the final name
/// is refused (ErrorCode::exists) unless `force`; with `force` it is replaced at commit and stays whole until then.
/// A final directory that exists and is empty is fine; one that is not empty and is no run (no summary.json) is refused even
/// with `force`.
class StagedDirectory {
 public:
  static Result<StagedDirectory> create(const std::string& final_path, bool force);
  StagedDirectory(StagedDirectory&&) noexcept;
  StagedDirectory& operator=(StagedDirectory&&) noexcept;
  ~StagedDirectory();
  const std::string& path() const;
  Result<void> commit();
 private:
  struct State;
  std::unique_ptr<State> state_;
  explicit StagedDirectory(std::unique_ptr<State> state);
};

}  // namespace reprise::io
