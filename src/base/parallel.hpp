// Parallel loops: the only door to oneTBB. Thread policy lives in engine/; the stages only say what may
// run side by side. With REPRISE_PLAIN_THREADS (the tsan preset: libtbb is not instrumented) the same calls
// run on std::thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

namespace reprise {

/// Thrown out of parallel_ranges() once its work is cancelled, when all ranges that had begun are done.
struct Interrupted {};

/// Limits every parallel call inside `body` to `threads` (0 = one per core). Once `cancel` is true, parallel_ranges() that `body` itself
/// calls begins no more ranges.
void with_threads(unsigned threads, const std::function<void()>& body, const std::atomic<bool>* cancel = nullptr);

/// Every parallel call inside `body` runs in the calling thread alone: for work that is too small to share, or that is shared already.
void serially(const std::function<void()>& body);

/// The number of threads parallel calls use now.
unsigned current_threads();

/// body(begin, end) over disjoint ranges that cover [0, n), about `grain` items each. Ranges run in any order, so
/// what a range writes must depend on its items alone.
void parallel_ranges(std::size_t n, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body);

/// Index of the calling worker, 0 .. current_threads()-1, stable during one range: for reusable scratch memory.
unsigned worker_index();

/// What a pipeline does with a slot. A serial stage takes one slot at a time, in the order of production; another, several at once.
struct PipelineStage {
  bool serial = false;
  std::function<void(std::size_t slot)> run;
};

/// A pipeline: `produce` (serial, called until it returns false) fills a slot, and each stage takes it when the one before is done with it. At most `slots` are in
/// flight, numbered 0..slots-1; the last stage is serial, and after it a slot is free again. What a serial stage writes is seen by the stages after
/// it, also of later slots.
void parallel_pipeline(std::size_t slots, const std::function<bool(std::size_t slot)>& produce, const std::vector<PipelineStage>& stages);

/// a() and b(), perhaps at the same time.
void parallel_both(const std::function<void()>& a, const std::function<void()>& b);

}  // namespace reprise
