#include "base/mixed_sort.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/hash.hpp"

using reprise::mix64;

namespace {

struct Item {
  std::uint64_t key;
  std::uint32_t place;
  bool operator==(const Item&) const = default;
};

void check_against_plain(std::vector<Item> items) {
  const auto less = [](const Item& x, const Item& y) { return x.key != y.key ? x.key < y.key : x.place < y.place; };
  std::vector<Item> plain = items, room(3, Item{7, 7});
  std::sort(plain.begin(), plain.end(), less);
  reprise::sort_mixed(items, room, [](const Item& item) { return item.key; }, less);
  CHECK(items == plain);
}

}  // namespace

TEST_CASE("sort_mixed sorts as std::sort does: mixed keys of any number") {
  for (const std::size_t n : {0, 1, 2, 31, 32, 33, 63, 64, 65, 500, 4096, 20'000}) {
    std::vector<Item> items;
    for (std::uint32_t i = 0; i < n; ++i) items.push_back({mix64(i * 77 + n), i});
    check_against_plain(items);
    for (Item& item : items) item.key %= 5, item.place = 100'000 - item.place;  // all in one piece, and many alike
    check_against_plain(items);
    for (Item& item : items) item.key = ~std::uint64_t{0} - item.place % 3;  // in the last one
    check_against_plain(items);
  }
}
