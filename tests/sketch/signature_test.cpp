#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "oracle/minhash.hpp"
#include "sketch/random_words.hpp"
#include "sketch/sketch.hpp"

using namespace reprise;
using namespace reprise::sketch;

namespace {

struct Sets {
  std::vector<std::uint64_t> a, b;
};

/// Two sets with `common` shared elements and `rest` that only one has (dealt in turn).
Sets random_sets(test::Random& random, std::size_t common, std::size_t rest) {
  Sets sets;
  for (std::size_t i = 0; i < common; ++i) {
    sets.a.push_back(random.next());
    sets.b.push_back(sets.a.back());
  }
  for (std::size_t i = 0; i < rest; ++i) (i % 2 ? sets.a : sets.b).push_back(random.next());
  return sets;
}

Signature signature_of(const std::vector<std::uint64_t>& set) {
  Signature signature;
  make_signature(set, signature);
  return signature;
}

struct Statistics {
  double bias = 0, rmse = 0;
};

template <class Sketch>
Statistics measure(std::size_t united, double jaccard, int trials, std::uint64_t seed, Sketch sketch) {
  test::Random random(seed);
  const auto common = static_cast<std::size_t>(std::lround(jaccard * static_cast<double>(united)));
  const double truth = static_cast<double>(common) / static_cast<double>(united);
  double sum = 0, squares = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const Sets sets = random_sets(random, common, united - common);
    const double error = jaccard_estimate(sketch(sets.a), sketch(sets.b)) - truth;
    sum += error;
    squares += error * error;
  }
  return {sum / trials, std::sqrt(squares / trials)};
}

}  // namespace

TEST_CASE("a slot is the minimum of its definition, whichever rounds were skipped and whichever path ran") {
  test::Random random(11);
  for (const std::size_t size : {1u, 2u, 7u, 30u, 100u, 255u, 400u, 700u, 1000u, 1500u, 5000u}) {
    std::vector<std::uint64_t> set(size);
    for (auto& x : set) x = random.next();
    Signature fast, scalar;
    make_signature(set, fast);
    make_signature_scalar(set, scalar);
    const auto expected = oracle::slots_by_definition(set);
    CHECK(fast.slot == expected);
    CHECK(scalar.slot == expected);
    CHECK(fast.shingles == size);
    CHECK(scalar.shingles == size);
  }
}

TEST_CASE("the wide path gives the bits of the scalar path for every number of shingles") {
  test::Random random(12);
  std::vector<std::uint64_t> set;
  for (std::size_t size = 0; size <= 1200; ++size) {
    Signature fast, scalar;
    make_signature(set, fast);
    make_signature_scalar(set, scalar);
    REQUIRE(fast.slot == scalar.slot);
    set.push_back(random.next());
  }
}

TEST_CASE("order and repetition of shingles do not matter, and signatures merge slot by slot") {
  test::Random random(13);
  for (const std::size_t size : {3u, 60u, 300u, 2000u}) {
    Sets sets = random_sets(random, size, size);
    const Signature a = signature_of(sets.a), b = signature_of(sets.b);
    std::vector<std::uint64_t> all = sets.b;
    all.insert(all.end(), sets.a.rbegin(), sets.a.rend());
    const Signature both = signature_of(all);
    for (std::size_t i = 0; i < kSlots; ++i) REQUIRE(both.slot[i] == std::min(a.slot[i], b.slot[i]));
  }
}

TEST_CASE("the Jaccard estimate is unbiased and within the standard error of MinHash") {
  constexpr int kTrials = 3000;
  for (const std::size_t united : {10u, 30u, 100u, 1000u}) {
    for (const double jaccard : {0.1, 0.3, 0.5, 0.8}) {
      const Statistics ours = measure(united, jaccard, kTrials, 14 + united, signature_of);
      const double theory = oracle::minhash_standard_error(jaccard);
      CAPTURE(united);
      CAPTURE(jaccard);
      INFO("rmse / theory ", ours.rmse / theory);
      CHECK(ours.rmse <= theory * 1.05);
      CHECK(std::abs(ours.bias) <= 3.5 * theory / std::sqrt(double{kTrials}));
    }
  }
}

TEST_CASE("classic MinHash meets its own theory in this harness, and ours is not worse") {
  constexpr int kTrials = 400;
  for (const std::size_t united : {10u, 30u, 100u}) {
    const double theory = oracle::minhash_standard_error(0.5);
    const Statistics classic = measure(united, 0.5, kTrials, 15, oracle::classic_minhash);
    const Statistics ours = measure(united, 0.5, kTrials, 15, signature_of);
    CHECK(classic.rmse > theory * 0.9);
    CHECK(classic.rmse < theory * 1.1);
    CHECK(ours.rmse < classic.rmse * 1.02);
  }
}

TEST_CASE("bands meet as often as the law of independent slots says") {
  constexpr int kTrials = 3000;
  struct Case {
    std::size_t united;
    double jaccard;
    std::size_t bands, rows;
  };
  for (const Case& c : {Case{30, 0.3, 32, 8}, Case{30, 0.5, 32, 8}, Case{100, 0.3, 64, 4}, Case{100, 0.6, 32, 8},
                        Case{1000, 0.2, 64, 4}, Case{1000, 0.7, 32, 8}, Case{1000, 0.3, 64, 4}}) {
    test::Random random(16);
    const auto common = static_cast<std::size_t>(std::lround(c.jaccard * static_cast<double>(c.united)));
    int met = 0;
    std::vector<std::uint64_t> a, b;
    for (int trial = 0; trial < kTrials; ++trial) {
      const Sets sets = random_sets(random, common, c.united - common);
      band_keys(signature_of(sets.a), c.bands, c.rows, a);
      band_keys(signature_of(sets.b), c.bands, c.rows, b);
      bool candidate = false;
      for (std::size_t band = 0; band < c.bands; ++band) candidate = candidate || a[band] == b[band];
      met += candidate;
    }
    const double law =
        oracle::candidate_probability(c.jaccard, static_cast<int>(c.bands), static_cast<int>(c.rows));
    const double share = static_cast<double>(met) / kTrials;
    const double sigma = std::sqrt(std::max(law * (1 - law), 1.0 / kTrials) / kTrials);
    CAPTURE(c.united);
    CAPTURE(c.jaccard);
    CAPTURE(law);
    CAPTURE(share);
    CHECK(std::abs(share - law) <= 3 * sigma);
  }
}

TEST_CASE("an empty article has no bands and resembles nothing, itself included") {
  const Signature empty = signature_of({});
  CHECK(empty.shingles == 0);
  std::vector<std::uint64_t> keys{1};
  band_keys(empty, 32, 8, keys);
  CHECK(keys.empty());
  CHECK(jaccard_estimate(empty, empty) == 0);
  const Signature one = signature_of({42});
  CHECK(jaccard_estimate(one, one) == 1);
}

TEST_CASE("equal rows in different bands give different keys") {
  Signature signature;
  signature.shingles = 1;
  signature.slot.fill(7);
  std::vector<std::uint64_t> keys;
  band_keys(signature, 64, 4, keys);
  REQUIRE(keys.size() == 64);
  std::sort(keys.begin(), keys.end());
  CHECK(std::unique(keys.begin(), keys.end()) == keys.end());
}
