#include "base/flat_table.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <unordered_map>

#include "base/hash.hpp"

using reprise::FlatTable;
using reprise::mix64;

TEST_CASE("a flat table holds what a map holds") {
  FlatTable<std::uint64_t, std::uint32_t> table;
  std::unordered_map<std::uint64_t, std::uint32_t> map;
  CHECK(table.find(0) == nullptr);
  for (std::uint32_t i = 0; i < 5000; ++i) {
    const std::uint64_t key = i % 7 == 0 ? i / 7 : mix64(i % 3000);  // small ones, zero among them, and some again
    table[key] += i;
    map[key] += i;
  }
  CHECK(table.size() == map.size());
  for (const auto& [key, value] : map) {
    const std::uint32_t* const found = table.find(key);
    REQUIRE(found != nullptr);
    CHECK(*found == value);
  }
  for (std::uint32_t i = 10'000; i < 20'000; ++i) CHECK(table.find(mix64(i)) == nullptr);
}
