#include "base/kept.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

namespace {

struct Counts {
  std::vector<int> of{0, 0, 0};
};

}  // namespace

TEST_CASE("what a thread keeps is as the last call left it, and anew after an exception") {
  reprise::with_kept<Counts>([](Counts& counts) { counts.of[1] = 5; });
  reprise::with_kept<Counts>([](Counts& counts) { CHECK(counts.of[1] == 5); });
  CHECK_THROWS_AS(reprise::with_kept<Counts>([](Counts& counts) {
                    counts.of[2] = 9;
                    throw std::runtime_error("in the middle");
                  }),
                  std::runtime_error);
  reprise::with_kept<Counts>([](Counts& counts) { CHECK(counts.of == std::vector<int>{0, 0, 0}); });
}
