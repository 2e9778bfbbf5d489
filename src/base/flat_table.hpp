// A table of keys that are hashes already, for look-ups that mostly wait for memory: a key and what stands by it lie in one place, so that one line is touched where
//   std::unordered_map touches three.
// Idea: open addressing, at most half full. Cost: 2 to 4 places a key. Any number of threads may read what no one changes.
// Tested by tests/base/flat_table_test.cpp, against std::unordered_map.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace reprise {

/// `Key` is an unsigned integer, its low bits at least mixed. `Value()` stands by a key that is new.
template <typename Key, typename Value>
class FlatTable {
 public:
  /// Null where the key is not there.
  const Value* find(Key key) const {
    if (places_.empty()) return nullptr;
    for (std::size_t at = place_of(key);; at = (at + 1) & (places_.size() - 1)) {
      const Place& place = places_[at];
      if (!place.taken) return nullptr;
      if (place.key == key) return &place.value;
    }
  }
  Value& operator[](Key key) {
    if (2 * (size_ + 1) > places_.size()) grow();
    Place& place = free_or_same(key);
    if (!place.taken) {
      place.taken = true;
      place.key = key;
      ++size_;
    }
    return place.value;
  }
  std::size_t size() const { return size_; }

 private:
  struct Place {
    Key key{};
    bool taken = false;
    Value value{};
  };
  std::size_t place_of(Key key) const { return static_cast<std::size_t>(std::uint64_t{key} * 0x9e3779b97f4a7c15ull >> shift_); }
  Place& free_or_same(Key key) {
    std::size_t at = place_of(key);
    while (places_[at].taken && places_[at].key != key) at = (at + 1) & (places_.size() - 1);
    return places_[at];
  }
  void grow() {
    std::vector<Place> before(places_.empty() ? 64 : 2 * places_.size());
    before.swap(places_);
    shift_ = 64;
    for (std::size_t n = places_.size(); n > 1; n /= 2) --shift_;
    for (const Place& place : before)
      if (place.taken) free_or_same(place.key) = place;
  }
  std::vector<Place> places_;
  std::size_t size_ = 0;
  unsigned shift_ = 64;
};

}  // namespace reprise
