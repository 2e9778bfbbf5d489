// Kept memory: what a thread works with again and again, where making it anew would cost more than the work.
// Tested by tests/base/kept_test.cpp.
#pragma once

namespace reprise {

/// The T of the calling thread.
template <typename T>
T& kept_here() {
  thread_local T kept;
  return kept;
}

/// Runs `body` with a T that the calling thread keeps from one call to the next, as the last call left it. After an exception it begins anew: what a T promises
/// between calls ("all zero") need not hold in the middle of one. Not from within `body` with the same T.
template <typename T, typename Body>
void with_kept(Body body) {
  T& kept = kept_here<T>();
  try {
    body(kept);
  } catch (...) {
    kept = T();
    throw;
  }
}

}  // namespace reprise
