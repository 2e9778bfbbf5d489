// Sorting by keys that are well mixed, as hashes are: distributed by their first bits they lie in pieces of a few, which are sorted one by one.
//
// Cost: O(n) for up to 2^12 pieces' worth; a few hundred items take a quarter of std::sort's time, whose every comparison is a coin toss to the processor. Keys that are
//   not mixed, or many equal ones, make long pieces: then it is std::sort.
// Tested by tests/base/mixed_sort_test.cpp, against std::sort.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace reprise {

/// As std::sort(items, less); `less` must order by `key_of` (64 bits) before all else. `room`: memory to use again.
template <typename T, typename KeyOf, typename Less>
void sort_mixed(std::vector<T>& items, std::vector<T>& room, KeyOf key_of, Less less) {
  constexpr unsigned kMostBits = 12;
  constexpr std::size_t kFew = 32;  // sorted as they are
  const std::size_t n = items.size();
  if (n <= kFew) return std::sort(items.begin(), items.end(), less);
  const unsigned bits = std::min(kMostBits, static_cast<unsigned>(std::bit_width(n)) - 2);  // two to four a piece
  const std::size_t pieces = std::size_t{1} << bits;
  std::array<std::uint32_t, (std::size_t{1} << kMostBits) + 1> end;  // of a piece, once all are placed
  std::fill_n(end.begin(), pieces + 1, 0u);
  for (const T& item : items) ++end[(key_of(item) >> (64 - bits)) + 1];
  for (std::size_t p = 0; p < pieces; ++p) end[p + 1] += end[p];
  room.resize(n);
  for (const T& item : items) room[end[key_of(item) >> (64 - bits)]++] = item;
  std::uint32_t begin = 0;
  for (std::size_t p = 0; p < pieces; begin = end[p++])
    if (end[p] - begin > 1) std::sort(room.begin() + begin, room.begin() + end[p], less);
  items.swap(room);
}

}  // namespace reprise
