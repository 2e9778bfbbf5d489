// Calls that may take minutes: scan, settle, compact, verify, rebuild, import_run.
//
// The work runs in a thread of its own; the calling thread waits without the GIL and wakes 20 times a second to look for signals (Ctrl-C)
// and to tell of progress, so that the Python function that is told runs in the caller's thread. An exception of either stops the work, which
// changes nothing then, and is raised when it has stopped.
// Tested by python/tests/test_threads.py.
#pragma once

#include <nanobind/nanobind.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "values.hpp"

namespace reprise::python {

/// The latest progress, from the thread that works to the one that waits.
class ProgressSlot {
 public:
  void post(const Progress& progress) {
    const std::lock_guard guard(lock_);
    latest_ = progress;
  }
  std::optional<Progress> take() {
    const std::lock_guard guard(lock_);
    return std::exchange(latest_, std::nullopt);
  }

 private:
  std::mutex lock_;
  std::optional<Progress> latest_;  ///< Progress::stage is a literal
};

/// work() -> Result<T>, which heeds `cancel` and posts to `slot`. Called with the GIL.
template <class Work>
auto long_call(Work work, std::atomic<bool>& cancel, ProgressSlot& slot, nb::object tell) -> decltype(work()) {
  std::optional<decltype(work())> result;
  std::exception_ptr thrown;   // in the thread that works
  std::exception_ptr stopped;  // by a signal, or by the function that is told
  std::mutex lock;
  std::condition_variable ended;
  bool done = false;
  const auto look = [&] {  // with the GIL
    if (stopped) return;
    try {
      if (PyErr_CheckSignals() != 0) throw nb::python_error();
      const std::optional<Progress> news = slot.take();
      if (news && !tell.is_none()) tell(progress(*news));
    } catch (...) {
      stopped = std::current_exception();
      cancel = true;
    }
  };
  {
    nb::gil_scoped_release release;
    std::thread worker([&] {
      try {
        result.emplace(work());
      } catch (...) {
        thrown = std::current_exception();
      }
      const std::lock_guard guard(lock);
      done = true;
      ended.notify_all();
    });
    std::unique_lock waiting(lock);
    while (!ended.wait_for(waiting, std::chrono::milliseconds(50), [&] { return done; })) {
      waiting.unlock();
      {
        nb::gil_scoped_acquire acquire;
        look();
      }
      waiting.lock();
    }
    waiting.unlock();
    worker.join();
  }
  look();  // the last of it
  cancel = false;
  if (stopped) std::rethrow_exception(stopped);
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*result);
}

}  // namespace reprise::python
