// A small seeded source of words and sets for the sketch tests.
#pragma once

#include <cstdint>
#include <vector>

#include "base/hash.hpp"

namespace reprise::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mix64(seed + 0x51ed270b7a2f4c95ull)) {}
  std::uint64_t next() { return mix64(state_ += 0x9e3779b97f4a7c15ull); }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

 private:
  std::uint64_t state_;
};

/// `count` word hashes out of a vocabulary of `vocabulary` words (small: many repetitions). Never 0.
inline std::vector<std::uint32_t> random_words(Random& random, std::size_t count, std::uint64_t vocabulary) {
  std::vector<std::uint32_t> words(count);
  for (std::uint32_t& word : words) word = static_cast<std::uint32_t>(mix64(random.below(vocabulary) + 1)) | 1u;
  return words;
}

}  // namespace reprise::test
