// Work that is cancelled.
#include <doctest/doctest.h>

#include <atomic>

#include "base/parallel.hpp"

using namespace reprise;

TEST_CASE("a cancel is heard between ranges, and ends the loop when those that had begun are done") {
  std::atomic<bool> cancel{false};
  std::atomic<int> begun{0}, done{0};
  const auto loop = [&] {
    parallel_ranges(1000, 1, [&](std::size_t, std::size_t) {
      if (++begun == 5) cancel = true;
      ++done;
    });
  };
  for (const unsigned threads : {1u, 3u}) {
    begun = 0, done = 0, cancel = false;
    CHECK_THROWS_AS(with_threads(threads, loop, &cancel), Interrupted);
    CHECK(begun < 100);
    CHECK(begun == done);
    // Without a cancel nobody listens, and what was cancelled once is not for ever.
    begun = 0;
    with_threads(threads, loop);
    CHECK(begun == 1000);
  }
}
