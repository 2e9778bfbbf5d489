// Runs the built command as a child process and catches what it prints; reads run directories back as bytes.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "hostile/files.hpp"

namespace reprise::testing {

struct Ran {
  int code = -1;    ///< exit code; -1 when a signal ended it
  int signal = 0;   ///< that signal
  std::string out, err;
};

/// A child that runs `reprise arguments`. stdout and stderr go to files, so nothing can block on a full pipe.
class Child {
 public:
  /// `in_child` runs between fork and exec.
  explicit Child(const std::vector<std::string>& arguments, const std::string& standard_input = {}, const std::function<void()>& in_child = {}) {
    put(files_ / "in", standard_input);
    std::vector<std::string> all = {REPRISE_COMMAND};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& argument : all) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const std::string in = files_ / "in", out = files_ / "out", err = files_ / "err";
    pid_ = ::fork();
    if (pid_ != 0) return;
    const int from = ::open(in.c_str(), O_RDONLY);
    const int to = ::open(out.c_str(), O_WRONLY | O_CREAT, 0600);
    const int errors = ::open(err.c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(from, 0), ::dup2(to, 1), ::dup2(errors, 2);
    if (in_child) in_child();
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  ~Child() {
    if (pid_ > 0) ::kill(pid_, SIGKILL), wait();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void signal(int number) const { ::kill(pid_, number); }
  Ran wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0, get(files_ / "out"), get(files_ / "err")};
  }

 private:
  TempDir files_;
  pid_t pid_ = 0;
};

inline Ran reprise_command(const std::vector<std::string>& arguments, const std::string& standard_input = {}, const std::function<void()>& in_child = {}) {
  return Child(arguments, standard_input, in_child).wait();
}

/// The files of a run whose bytes are promised: all but summary.json and skipped.jsonl.
inline std::map<std::string, std::string> promised_bytes(const std::string& run) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(run)) {
    const std::string name = entry.path().filename().string();
    if (name != "summary.json" && name != "skipped.jsonl") files[name] = get(entry.path().string());
  }
  return files;
}

/// Names of the promised files that differ between two runs; "" = none.
inline std::string differing_files(const std::map<std::string, std::string>& a, const std::map<std::string, std::string>& b) {
  std::string names;
  for (const auto& [name, bytes] : a) {
    const auto other = b.find(name);
    if (other == b.end() || other->second != bytes) names += name + ' ';
  }
  for (const auto& [name, bytes] : b)
    if (a.count(name) == 0) names += name + ' ';
  return names;
}

inline std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

}  // namespace reprise::testing
