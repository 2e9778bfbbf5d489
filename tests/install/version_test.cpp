#include <doctest/doctest.h>

#include "reprise/version.hpp"

TEST_CASE("the version in the headers is the version of the build") {
  CHECK(reprise::kVersion == REPRISE_CMAKE_VERSION);
}
