#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#ifndef REPRISE_PLAIN_THREADS
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>
#endif

namespace reprise {

namespace {

// Of the thread that runs the stages: two scans of one process are cancelled each by itself.
thread_local const std::atomic<bool>* tls_cancel = nullptr;

/// Sets what cancels, for as long as it lives.
class CancelScope {
 public:
  explicit CancelScope(const std::atomic<bool>* cancel) : before_(tls_cancel) { tls_cancel = cancel; }
  ~CancelScope() { tls_cancel = before_; }
  CancelScope(const CancelScope&) = delete;
  CancelScope& operator=(const CancelScope&) = delete;

 private:
  const std::atomic<bool>* before_;
};

thread_local bool tls_serial = false;

/// True where the ranges ran in this thread: there is one, or the work is serial.
bool ran_here(std::size_t n, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body) {
  if (!tls_serial && n > grain) return false;
  body(0, n);
  return true;
}

/// True where the pipeline ran in this thread: the work is serial.
bool piped_here(const std::function<bool(std::size_t)>& produce, const std::vector<PipelineStage>& stages) {
  if (!tls_serial) return false;
  while (produce(0))
    for (const PipelineStage& stage : stages) stage.run(0);
  return true;
}

bool is_cancelled(const std::atomic<bool>* cancel) { return cancel != nullptr && cancel->load(std::memory_order_relaxed); }

}  // namespace

void serially(const std::function<void()>& body) {
  struct Scope {
    bool before = std::exchange(tls_serial, true);
    ~Scope() { tls_serial = before; }
  } scope;
  body();
}

#ifndef REPRISE_PLAIN_THREADS

void with_threads(unsigned threads, const std::function<void()>& body, const std::atomic<bool>* cancel) {
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  // An arena alone is capped at the machine's cores; the control lifts the cap so that "8 threads" means 8.
  tbb::global_control control(tbb::global_control::max_allowed_parallelism, std::max(2u, threads));
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    const CancelScope scope(cancel);
    body();
  });
}

unsigned current_threads() { return static_cast<unsigned>(tbb::this_task_arena::max_concurrency()); }

unsigned worker_index() {
  const int index = tbb::this_task_arena::current_thread_index();
  return index < 0 ? 0u : static_cast<unsigned>(index);
}

void parallel_ranges(std::size_t n, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body) {
  if (n == 0) return;
  const std::atomic<bool>* const cancel = tls_cancel;
  if (is_cancelled(cancel)) throw Interrupted{};
  if (ran_here(n, grain, body)) return;
  tbb::parallel_for(
      tbb::blocked_range<std::size_t>(0, n, std::max<std::size_t>(1, grain)),
      [&](const tbb::blocked_range<std::size_t>& r) {
        // Isolation: a range that itself waits for parallel work must not pick up another range of this loop, or the
        // scratch memory of its worker would be used twice.
        if (!is_cancelled(cancel)) tbb::this_task_arena::isolate([&] { body(r.begin(), r.end()); });
      },
      tbb::simple_partitioner());
  if (is_cancelled(cancel)) throw Interrupted{};
}

void parallel_pipeline(std::size_t slots, const std::function<bool(std::size_t)>& produce, const std::vector<PipelineStage>& stages) {
  if (piped_here(produce, stages)) return;
  // In-order production and a last stage that is in order, too: slot numbers cycle, and a slot is free again when its turn comes, because at
  // most `slots` tokens are alive.
  std::size_t next = 0;
  tbb::filter<void, std::size_t> filters = tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& flow) -> std::size_t {
    const std::size_t slot = next % slots;
    if (!produce(slot)) {
      flow.stop();
      return 0;
    }
    ++next;
    return slot;
  });
  for (std::size_t s = 0; s + 1 < stages.size(); ++s)
    filters = filters & tbb::make_filter<std::size_t, std::size_t>(stages[s].serial ? tbb::filter_mode::serial_in_order : tbb::filter_mode::parallel, [&run = stages[s].run](std::size_t slot) {
                run(slot);
                return slot;
              });
  tbb::parallel_pipeline(slots, filters & tbb::make_filter<std::size_t, void>(tbb::filter_mode::serial_in_order, [&](std::size_t slot) { stages.back().run(slot); }));
}

void parallel_both(const std::function<void()>& a, const std::function<void()>& b) {
  if (tls_serial) {
    a();
    b();
  } else {
    tbb::parallel_invoke(a, b);
  }
}

#else

namespace {
thread_local unsigned tls_worker = 0;
std::atomic<unsigned> plain_threads{0};
unsigned plain_count() {
  const unsigned n = plain_threads.load();
  return n ? n : std::max(1u, std::thread::hardware_concurrency());
}
}  // namespace

void with_threads(unsigned threads, const std::function<void()>& body, const std::atomic<bool>* cancel) {
  const CancelScope scope(cancel);
  const unsigned before = plain_threads.exchange(threads);
  body();
  plain_threads = before;
}

unsigned current_threads() { return plain_count(); }
unsigned worker_index() { return tls_worker; }

void parallel_ranges(std::size_t n, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body) {
  if (n == 0) return;
  grain = std::max<std::size_t>(1, grain);
  const std::atomic<bool>* const cancel = tls_cancel;
  if (is_cancelled(cancel)) throw Interrupted{};
  if (ran_here(n, grain, body)) return;
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> pool;
  for (unsigned w = 0; w < plain_count(); ++w)
    pool.emplace_back([&, w] {
      tls_worker = w;
      for (;;) {
        const std::size_t begin = next.fetch_add(grain);
        if (begin >= n || is_cancelled(cancel)) return;
        body(begin, std::min(n, begin + grain));
      }
    });
  for (auto& t : pool) t.join();
  if (is_cancelled(cancel)) throw Interrupted{};
}

void parallel_pipeline(std::size_t slots, const std::function<bool(std::size_t)>& produce, const std::vector<PipelineStage>& stages) {
  if (piped_here(produce, stages)) return;
  // Threads that each take one token through all stages, waiting for its turn at the serial ones: as much overlap as oneTBB's, for the sanitizer to see.
  std::mutex mutex;
  std::condition_variable turns;
  std::vector<std::size_t> turn(stages.size(), 0);  // of a serial stage: the token that may enter
  std::size_t produced = 0;
  bool more = true;
  std::exception_ptr thrown;
  const auto guarded = [&](const std::function<void()>& work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard guard(mutex);
      if (!thrown) thrown = std::current_exception();
      more = false;
      turns.notify_all();
    }
  };
  const auto take_through = [&](std::size_t token) {
    for (std::size_t s = 0; s < stages.size(); ++s) {
      if (!stages[s].serial) {
        guarded([&] { stages[s].run(token % slots); });
        continue;
      }
      std::unique_lock guard(mutex);
      turns.wait(guard, [&] { return turn[s] == token || thrown; });
      if (thrown) return;
      guard.unlock();
      guarded([&] { stages[s].run(token % slots); });
      guard.lock();
      ++turn[s];
      turns.notify_all();
    }
  };
  const auto work = [&](unsigned w) {
    tls_worker = w;
    for (std::unique_lock guard(mutex);;) {
      turns.wait(guard, [&] { return !more || produced < turn.back() + slots; });
      if (!more) return;
      const std::size_t token = produced;
      bool there = false;
      try {
        there = produce(token % slots);
      } catch (...) {
        thrown = std::current_exception();
      }
      if (!there) {
        more = false;
        turns.notify_all();
        return;
      }
      ++produced;
      guard.unlock();
      take_through(token);
      guard.lock();
    }
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned w = 1; w < plain_count(); ++w) pool.emplace_back(work, w);
    work(0);
  }
  tls_worker = 0;
  if (thrown) std::rethrow_exception(thrown);
}

void parallel_both(const std::function<void()>& a, const std::function<void()>& b) {
  if (tls_serial) {
    a();
    b();
    return;
  }
  const std::jthread other(a);  // joined, too, when b() is interrupted
  b();
}

#endif

}  // namespace reprise
