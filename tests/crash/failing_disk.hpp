// Runs the scenario on a disk that fails or loses its power at one of its calls (failing_disk.c).
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include "engine/command.hpp"

namespace reprise::testing {

struct Lived {
  int code = -1;       ///< exit code; minus a signal; -1000: it hung
  long calls = 0;      ///< of the disk that were counted
  std::string errors;  ///< its standard error
  std::vector<std::string> log;
};

/// The index is `dir`/disk/index.
inline Lived live(const TempDir& dir, const std::string& durability, long at, const std::string& how) {
  std::filesystem::create_directories(dir / "disk");
  for (const char* name : {"state/inodes", "state/names"}) std::filesystem::create_directories(dir / name);
  const std::string index = dir / "disk/index", log = dir / "log", errors = dir / "errors", count = dir / "count";
  std::vector<std::string> environment = {"LD_PRELOAD=" REPRISE_FAILING_DISK, "FAILING_DISK_DIR=" + (dir / "disk"), "FAILING_DISK_AT=" + std::to_string(at),
                                          "FAILING_DISK_HOW=" + how, "FAILING_DISK_COUNT=" + count, "ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"};
  if (how == "power") environment.push_back("FAILING_DISK_STATE=" + (dir / "state"));
  const char* arguments[] = {REPRISE_CRASH_SCENARIO, index.c_str(), log.c_str(), durability.c_str(), nullptr};
  std::vector<char*> variables;
  for (std::string& variable : environment) variables.push_back(variable.data());
  variables.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid == 0) {
    const int err = ::open(errors.c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(err, 2);
    ::execve(arguments[0], const_cast<char**>(arguments), variables.data());
    ::_exit(127);
  }
  if (pid < 0) std::abort();
  Lived lived;
  int status = 0;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (::waitpid(pid, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, &status, 0);
      lived.code = -1000;
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (lived.code != -1000) lived.code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  lived.calls = std::atol(get(count).c_str());
  lived.errors = get(errors);
  lived.log = lines_of(get(log));
  return lived;
}

}  // namespace reprise::testing
