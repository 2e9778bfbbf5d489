// The built command as a child that is talked to: lines in, answers out, as a crawler does it.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hostile/files.hpp"

namespace reprise::testing {

class PipedCommand {
 public:
  explicit PipedCommand(const std::vector<std::string>& arguments, const std::function<void()>& in_child = {}) {
    std::vector<std::string> all = {REPRISE_COMMAND};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& argument : all) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) std::abort();
    const std::string errors = files_ / "err";
    pid_ = ::fork();
    if (pid_ == 0) {
      const int err = ::open(errors.c_str(), O_WRONLY | O_CREAT, 0600);
      ::dup2(in[0], 0), ::dup2(out[1], 1), ::dup2(err, 2);
      if (in_child) in_child();
      ::execv(pointers[0], pointers.data());
      ::_exit(127);
    }
    if (pid_ < 0) std::abort();  // kill(-1) is everyone
    ::close(in[0]), ::close(out[1]);
    to_ = in[1], from_ = out[0];
  }
  ~PipedCommand() {
    close_input();
    if (pid_ > 0) kill(), wait();
    ::close(from_);
  }
  PipedCommand(const PipedCommand&) = delete;
  PipedCommand& operator=(const PipedCommand&) = delete;

  /// As much as the pipe takes now; the number of bytes.
  std::size_t write_some(std::string_view bytes) const {
    ::fcntl(to_, F_SETFL, O_NONBLOCK);
    const ssize_t wrote = ::write(to_, bytes.data(), bytes.size());
    return wrote < 0 ? 0 : static_cast<std::size_t>(wrote);
  }
  /// All of it, waiting where the pipe is full. False where the child has closed it.
  bool write(std::string_view bytes) const {
    ::fcntl(to_, F_SETFL, 0);
    while (!bytes.empty()) {
      const ssize_t wrote = ::write(to_, bytes.data(), bytes.size());
      if (wrote <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return true;
  }
  void close_input() {
    if (to_ >= 0) ::close(to_);
    to_ = -1;
  }
  /// The next line of the child's output without its line feed; nothing where none comes in time, or no more will.
  std::optional<std::string> line(int milliseconds = 20'000) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    for (;;) {
      if (const std::size_t feed = got_.find('\n'); feed != std::string::npos) {
        std::string out = got_.substr(0, feed);
        got_.erase(0, feed + 1);
        return out;
      }
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
      pollfd ready{from_, POLLIN, 0};
      if (::poll(&ready, 1, static_cast<int>(std::max<long long>(left, 0))) <= 0) return {};
      char buffer[65536];
      const ssize_t read = ::read(from_, buffer, sizeof buffer);
      if (read <= 0) return {};
      got_.append(buffer, static_cast<std::size_t>(read));
    }
  }
  void signal(int number) const { ::kill(pid_, number); }
  void kill() const { signal(SIGKILL); }
  /// Its exit code, or minus the signal that ended it.
  int wait() {
    if (pid_ <= 0) return code_;
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    code_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    return code_;
  }
  std::string errors() const { return get(files_ / "err"); }

 private:
  TempDir files_;
  pid_t pid_ = 0;
  int to_ = -1, from_ = -1, code_ = 0;
  std::string got_;
};

}  // namespace reprise::testing
