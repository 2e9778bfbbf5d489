// MappedFile: a file's bytes as read-only memory, and beside it a way to read the same bytes that answers errors.
// Idea: the mapping and read_at() share the system's page cache, so bytes that read_at() has just delivered are the bytes
//   that the mapping shows, and they show without a wait. A reader that checks with read_at() before it first looks meets a
//   failing disk or a cut file as an Error instead of a signal.
// Cost: an open file each, kept for read_at(): it goes on working when the file has been renamed or unlinked.
// Tested by tests/base/mapped_file_test.cpp.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "base/io.hpp"

namespace reprise::io {

struct MappedFile::State {
  std::string path;
  int fd = -1;
  void* memory = MAP_FAILED;
  std::size_t size = 0;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (memory != MAP_FAILED) ::munmap(memory, size);
    if (fd >= 0) ::close(fd);
  }
};

MappedFile::MappedFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
MappedFile::MappedFile(MappedFile&&) noexcept = default;
MappedFile& MappedFile::operator=(MappedFile&&) noexcept = default;
MappedFile::~MappedFile() = default;

Result<MappedFile> MappedFile::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  // O_NONBLOCK: a pipe under this name must not make us wait for its writer; for a file it means nothing.
  state->fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (state->fd < 0) return system_error(path, "cannot open", errno);
  struct stat info {};
  if (::fstat(state->fd, &info) != 0) return system_error(path, "cannot open", errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorCode::io, path + ": expected a regular file, found something else", path};
  state->size = static_cast<std::size_t>(info.st_size);
  if (state->size > 0) {  // mmap refuses 0 bytes
    state->memory = ::mmap(nullptr, state->size, PROT_READ, MAP_SHARED, state->fd, 0);
    if (state->memory == MAP_FAILED) return system_error(path, "cannot map " + std::to_string(state->size) + " bytes", errno);
    ::madvise(state->memory, state->size, MADV_RANDOM);  // a hint: a page alone, not the 128 KiB around it
  }
  return MappedFile(std::move(state));
}

std::string_view MappedFile::bytes() const {
  return state_->size > 0 ? std::string_view(static_cast<const char*>(state_->memory), state_->size) : std::string_view();
}

Result<std::size_t> MappedFile::read_at(std::uint64_t offset, char* out, std::size_t size) const {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(state_->fd, out + done, std::min<std::size_t>(size - done, SSIZE_MAX), static_cast<off_t>(offset + done));
    if (got == 0) break;
    if (got < 0) {
      if (errno == EINTR) continue;
      return system_error(state_->path, "cannot read at byte " + std::to_string(offset + done), errno);
    }
    done += static_cast<std::size_t>(got);
  }
  return done;
}

void MappedFile::will_need(std::uint64_t offset, std::uint64_t size) const {
  ::posix_fadvise(state_->fd, static_cast<off_t>(offset), static_cast<off_t>(size), POSIX_FADV_WILLNEED);
}

}  // namespace reprise::io
