// What a command that takes its time shows and hears: a progress line on a terminal, and the signals that stop it.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "reprise/options.hpp"

namespace reprise::cli {

/// One line on a terminal, drawn anew at most ten times a second; silent when standard error is no terminal.
class ProgressLine {
 public:
  ProgressLine();
  bool on() const { return on_; }
  void show(const Progress& p);
  void clear() const;

 private:
  bool on_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now(), last_{};
  std::string last_stage_;
};

/// From now on SIGINT, SIGTERM and SIGHUP set what it answers to true; a read or poll that waits ends with EINTR.
const std::atomic<bool>& catch_signals();

}  // namespace reprise::cli
