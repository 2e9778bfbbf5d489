#include "base/large_pages.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <new>

using namespace reprise;

TEST_CASE("large pages: as many zero bytes as were asked for, at a border that fits, apart from each other") {
  constexpr std::size_t kLarge = std::size_t{2} << 20;
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{4096}, kLarge - 1, kLarge, kLarge + 1, 3 * kLarge + 5000}) {
    CAPTURE(bytes);
    LargePages one(bytes), other(bytes);
    if (bytes == 0) continue;
    if (bytes >= kLarge) CHECK(reinterpret_cast<std::uintptr_t>(one.data()) % kLarge == 0);
    bool zero = true;
    for (std::size_t i = 0; i < bytes; ++i) zero = zero && one.data()[i] == 0;
    CHECK(zero);
    std::memset(one.data(), 1, bytes);
    std::memset(other.data(), 2, bytes);
    CHECK(one.data()[0] == 1);
    CHECK(one.data()[bytes - 1] == 1);
    CHECK(other.data()[bytes - 1] == 2);
  }
}

TEST_CASE("large pages: more than there is, is no memory") {
  for (const std::size_t bytes : {std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max() - (std::size_t{2} << 20), std::size_t{1} << 62})
    CHECK_THROWS_AS(LargePages{bytes}, std::bad_alloc);
}
