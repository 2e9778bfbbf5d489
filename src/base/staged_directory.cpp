// StagedDirectory: a run directory that appears under its final name only when it is complete.
// Idea: everything is written to the sibling "<final>.partial-<pid>", which commit() renames. Where an older run is
//   replaced, renameat2(RENAME_EXCHANGE) swaps the two in one step; file systems without it get two renames.
// Invariant: under the final name there is either nothing, the whole old run or the whole new one (without
//   RENAME_EXCHANGE: for one moment nothing, with the old run beside it).
// A maker holds an flock on its partial directory, so the leavings of a dead process can be told from the work of a
//   live one even when process numbers are used again or belong to another container.
// Tested by tests/base/staged_directory_test.cpp.
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/io.hpp"

namespace reprise::io {

namespace {

namespace fs = std::filesystem;

constexpr const char* kMarker = "summary.json";  // written by every finished run

Error failure(const std::string& path, const std::string& doing, int number) {
  ErrorCode code = ErrorCode::io;
  if (number == ENOSPC || number == EDQUOT) code = ErrorCode::no_space;
  if (number == EEXIST || number == ENOTEMPTY) code = ErrorCode::exists;
  return {code, path + ": " + doing + ": " + std::generic_category().message(number), path};
}

/// Nothing when a run may be put at `path`, else why not.
Result<void> check_target(const std::string& path, bool force) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return {};
    return failure(path, "cannot look at the output directory", errno);
  }
  if (!S_ISDIR(info.st_mode)) {
    return Error{ErrorCode::exists, path + ": expected a directory or nothing, found a file", path};
  }
  std::error_code error;
  const bool empty = fs::is_empty(path, error);
  if (error) return failure(path, "cannot look into the output directory", error.value());
  if (empty) return {};
  if (::access((path + "/" + kMarker).c_str(), F_OK) != 0) {
    return Error{ErrorCode::exists,
                 path + ": is not empty and holds no run (no " + kMarker + "); choose another directory", path};
  }
  if (!force) return Error{ErrorCode::exists, path + ": holds another run; use --force to replace it", path};
  return {};
}

int lock_directory(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return -1;
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return -1;
  }
  return fd;
}

/// Removes a partial directory that no one holds. False when its maker is alive.
bool remove_abandoned(const std::string& path) {
  const int fd = lock_directory(path);
  if (fd < 0) return false;
  std::error_code ignored;
  fs::remove_all(path, ignored);
  ::close(fd);
  return true;
}

void clean_up_after_the_dead(const std::string& parent, const std::string& prefix) {
  std::error_code error;
  for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.size() <= prefix.size() || name.compare(0, prefix.size(), prefix) != 0) continue;
    const std::string number = name.substr(prefix.size());
    if (number.size() > 9 || !std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; })) continue;
    const pid_t pid = static_cast<pid_t>(std::stol(number));
    if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH) remove_abandoned(it->path().string());
  }
}

}  // namespace

struct StagedDirectory::State {
  std::string final_path, partial_path, parent;
  bool force = false;
  bool owned = false;  // the partial directory is there and ours to remove
  int lock = -1;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (owned) {
      std::error_code ignored;
      fs::remove_all(partial_path, ignored);
    }
    if (lock >= 0) ::close(lock);
  }

  /// The old run is there and is to be replaced.
  Result<void> replace() {
    if (::renameat2(AT_FDCWD, partial_path.c_str(), AT_FDCWD, final_path.c_str(), RENAME_EXCHANGE) == 0) return {};
    if (errno != EINVAL && errno != ENOSYS) return failure(final_path, "cannot put the new run in place", errno);
    const std::string aside = final_path + ".replaced-" + std::to_string(::getpid());
    if (::rename(final_path.c_str(), aside.c_str()) != 0) return failure(final_path, "cannot move the old run aside", errno);
    if (::rename(partial_path.c_str(), final_path.c_str()) != 0) {
      const int number = errno;
      if (::rename(aside.c_str(), final_path.c_str()) != 0) {
        return failure(final_path, "cannot put the new run in place (the old one is now " + aside + ")", number);
      }
      return failure(final_path, "cannot put the new run in place", number);
    }
    if (::rename(aside.c_str(), partial_path.c_str()) != 0) return failure(aside, "cannot remove the old run", errno);
    return {};
  }
};

StagedDirectory::StagedDirectory(std::unique_ptr<State> state) : state_(std::move(state)) {}
StagedDirectory::StagedDirectory(StagedDirectory&&) noexcept = default;
StagedDirectory& StagedDirectory::operator=(StagedDirectory&&) noexcept = default;
StagedDirectory::~StagedDirectory() = default;

Result<StagedDirectory> StagedDirectory::create(const std::string& final_path, bool force) {
  auto state = std::make_unique<State>();
  state->force = force;
  std::string path = final_path;
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  std::error_code error;
  if (fs::is_symlink(path, error)) {  // the run goes where the link points, and the link stays
    const fs::path target = fs::canonical(path, error);
    if (error) return Error{ErrorCode::exists, path + ": is a link that points nowhere", path};
    path = target.string();
  }
  const std::string name = fs::path(path).filename().string();
  if (name.empty() || name == "." || name == ".." || path == "/") {
    return Error{ErrorCode::bad_argument, "'" + final_path + "': expected the name of a directory to make", final_path};
  }
  if (auto free = check_target(path, force); !free) return free.error();

  state->final_path = path;
  state->parent = fs::path(path).parent_path().string();
  if (state->parent.empty()) state->parent = ".";
  fs::create_directories(state->parent, error);
  if (error) return failure(state->parent, "cannot create the directory", error.value());
  const std::string prefix = name + ".partial-";
  clean_up_after_the_dead(state->parent, prefix);

  state->partial_path = path + ".partial-" + std::to_string(::getpid());
  if (::mkdir(state->partial_path.c_str(), 0777) != 0) {
    // Of our own process number: an older process with it left this, or another thread makes the same run now.
    if (errno != EEXIST) return failure(state->partial_path, "cannot create the directory", errno);
    if (!remove_abandoned(state->partial_path) || ::mkdir(state->partial_path.c_str(), 0777) != 0) {
      return Error{ErrorCode::exists, state->partial_path + ": is being written by another run", state->partial_path};
    }
  }
  state->lock = lock_directory(state->partial_path);
  state->owned = true;
  return StagedDirectory(std::move(state));
}

const std::string& StagedDirectory::path() const { return state_->partial_path; }

Result<void> StagedDirectory::commit() {
  State& s = *state_;
  if (!s.owned) return Error{ErrorCode::bad_argument, s.final_path + ": committed twice", s.final_path};
  if (auto done = sync_directory(s.partial_path); !done) return done;
  if (auto free = check_target(s.final_path, s.force); !free) return free;
  // A target that is absent or empty is taken by one rename, which refuses a directory that has been filled meanwhile.
  if (::rename(s.partial_path.c_str(), s.final_path.c_str()) == 0) {
    s.owned = false;
  } else if (errno == EEXIST || errno == ENOTEMPTY) {
    if (!s.force) return Error{ErrorCode::exists, s.final_path + ": holds another run; use --force to replace it", s.final_path};
    if (auto done = s.replace(); !done) return done;
    std::error_code error;  // what is under the partial name now is the old run
    fs::remove_all(s.partial_path, error);
    s.owned = static_cast<bool>(error);
  } else {
    return failure(s.final_path, "cannot put the new run in place", errno);
  }
  return sync_directory(s.parent);
}

}  // namespace reprise::io
