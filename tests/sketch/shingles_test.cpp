#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>

#include "oracle/minimizers.hpp"
#include "sketch/random_words.hpp"
#include "sketch/sketch.hpp"

using namespace reprise;
using namespace reprise::sketch;

TEST_CASE("a rolled shingle hash is the hash of its words alone") {
  test::Random random(1);
  std::vector<std::uint64_t> hashes;
  for (const std::size_t k : {1u, 2u, 5u, 8u, 31u}) {
    for (const std::size_t count : {31u, 32u, 200u}) {
      const auto words = test::random_words(random, count, 50);
      shingles(words, k, hashes);
      REQUIRE(hashes.size() == count - k + 1);
      for (std::size_t i = 0; i < hashes.size(); ++i) {
        CHECK(hashes[i] == oracle::run_hash(std::span(words).subspan(i, k)));
      }
    }
  }
}

TEST_CASE("fewer words than a shingle make one shingle, no words make none") {
  test::Random random(2);
  std::vector<std::uint64_t> hashes{1, 2, 3};
  const auto words = test::random_words(random, 3, 1000);
  shingles(words, kShingleWords, hashes);
  REQUIRE(hashes.size() == 1);
  CHECK(hashes[0] == oracle::run_hash(words));
  shingles({}, kShingleWords, hashes);
  CHECK(hashes.empty());
}

TEST_CASE("shingles of different words differ, in every order of the words") {
  std::vector<std::uint32_t> words{11, 12, 13, 14, 15};
  std::vector<std::uint64_t> all, one;
  do {
    shingles(words, 5, one);
    all.insert(all.end(), one.begin(), one.end());
  } while (std::next_permutation(words.begin(), words.end()));
  std::sort(all.begin(), all.end());
  CHECK(all.size() == 120);
  CHECK(std::unique(all.begin(), all.end()) == all.end());
}

TEST_CASE("overlap_sorted counts what set_intersection finds") {
  test::Random random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint64_t> a(random.below(40)), b(random.below(40)), common;
    for (auto* set : {&a, &b}) {
      for (auto& x : *set) x = random.below(60);
      std::sort(set->begin(), set->end());
      set->erase(std::unique(set->begin(), set->end()), set->end());
    }
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    const Overlap overlap = overlap_sorted(a, b);
    CHECK(overlap.common == common.size());
    CHECK(overlap.a == a.size());
    CHECK(overlap.b == b.size());
  }
}
