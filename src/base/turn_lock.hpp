// TurnLock: a mutex that serves in the order of asking. A thread that takes a std::mutex again as soon as it has given it back keeps others out
// for as long as it goes on; here they come first.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace reprise {

/// For std::lock_guard. May be given back by another thread than the one that took it.
class TurnLock {
 public:
  void lock() {
    std::unique_lock guard(mutex_);
    const std::uint64_t mine = asked_++;
    turn_.wait(guard, [&] { return served_ == mine; });
  }
  void unlock() {
    {
      const std::lock_guard guard(mutex_);
      ++served_;
    }
    turn_.notify_all();
  }
  /// How often it was asked for so far.
  std::uint64_t asked() const {
    const std::lock_guard guard(mutex_);
    return asked_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable turn_;
  std::uint64_t asked_ = 0, served_ = 0;
};

}  // namespace reprise
