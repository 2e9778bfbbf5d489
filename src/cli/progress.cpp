#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

namespace reprise::cli {

namespace {

std::atomic<bool> cancelled{false};
void on_signal(int) { cancelled = true; }

}  // namespace

ProgressLine::ProgressLine() : on_(::isatty(STDERR_FILENO) != 0) {}

void ProgressLine::show(const Progress& p) {
  const auto now = std::chrono::steady_clock::now();
  if (p.stage == last_stage_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  last_stage_ = p.stage;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::string line = fmt::format("\r\x1b[K{}", p.stage);
  if (p.bytes_total > 0) {
    const double share = static_cast<double>(p.bytes) / static_cast<double>(p.bytes_total);
    line += fmt::format("  {} articles  {:.0f} %  {:.1f} MB/s", p.articles, 100 * share, static_cast<double>(p.bytes) / 1e6 / std::max(seconds, 0.001));
    if (share > 0.02) line += fmt::format("  {:.0f} s left to read", seconds / share - seconds);
  } else if (p.articles > 0) {
    line += fmt::format("  {} articles", p.articles);
  }
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

void ProgressLine::clear() const {
  if (on_) std::fputs("\r\x1b[K", stderr);
}

const std::atomic<bool>& catch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;  // no SA_RESTART: a wait for input must end
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
  return cancelled;
}

}  // namespace reprise::cli
