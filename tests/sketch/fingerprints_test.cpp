#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "oracle/minimizers.hpp"
#include "sketch/random_words.hpp"
#include "sketch/sketch.hpp"

using namespace reprise;
using namespace reprise::sketch;

namespace {

std::vector<Fingerprint> fingerprints_of(std::span<const std::uint32_t> words, const FingerprintOptions& options = {},
                                         bool ideographic = false) {
  std::vector<Fingerprint> result{{1, 1}};
  fingerprints(words, ideographic, options, result);
  return result;
}

bool same(const std::vector<Fingerprint>& a, const std::vector<Fingerprint>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Fingerprint& x, const Fingerprint& y) {
    return x.key == y.key && x.position == y.position;
  });
}

}  // namespace

TEST_CASE("fingerprints are the minimizers that a search of every window finds") {
  test::Random random(21);
  for (const std::uint64_t vocabulary : {1ull, 2ull, 5ull, 3000ull}) {
    for (const std::uint32_t k : {1u, 2u, 5u, 8u}) {
      for (const std::uint32_t window : {1u, 2u, 3u, 4u, 7u, 8u, 19u, 200u}) {
        for (std::size_t count = 0; count < 60; count += 1 + count / 8) {
          const auto words = test::random_words(random, count, vocabulary);
          FingerprintOptions options;
          options.run_words = k;
          options.window = window;
          CAPTURE(k);
          CAPTURE(window);
          CAPTURE(count);
          REQUIRE(same(fingerprints_of(words, options), oracle::minimizers(words, k, window)));
        }
      }
    }
  }
  const auto words = test::random_words(random, 5000, 900);
  CHECK(same(fingerprints_of(words), oracle::minimizers(words, 5, 4)));
}

TEST_CASE("ideographic articles use their own sizes") {
  test::Random random(22);
  const auto words = test::random_words(random, 300, 400);
  CHECK(same(fingerprints_of(words, {}, true), oracle::minimizers(words, 8, 6)));
}

TEST_CASE("texts that share k + w - 1 words in a row share a fingerprint of that run, at the same word of it") {
  test::Random random(23);
  for (int round = 0; round < 3000; ++round) {
    const bool ideographic = round % 2 == 1;
    const std::size_t shared_words = ideographic ? 15 : 8;
    const auto shared = test::random_words(random, shared_words + random.below(20), round % 3 ? 10000 : 4);
    std::array<std::vector<std::uint32_t>, 2> text;
    std::array<std::size_t, 2> start;
    for (std::size_t side = 0; side < 2; ++side) {
      text[side] = test::random_words(random, random.below(30), 10000);
      start[side] = text[side].size();
      text[side].insert(text[side].end(), shared.begin(), shared.end());
      const auto after = test::random_words(random, random.below(30), 10000);
      text[side].insert(text[side].end(), after.begin(), after.end());
    }
    const auto a = fingerprints_of(text[0], {}, ideographic), b = fingerprints_of(text[1], {}, ideographic);
    bool met = false;
    for (const Fingerprint& x : a) {
      for (const Fingerprint& y : b) {
        met = met || (x.key == y.key && x.position >= start[0] && x.position - start[0] == y.position - start[1]);
      }
    }
    REQUIRE(met);
  }
}

TEST_CASE("short texts: nothing below k words, one fingerprint up to k + w - 1") {
  test::Random random(24);
  for (std::size_t count = 0; count <= 8; ++count) {
    CHECK(fingerprints_of(test::random_words(random, count, 10000)).size() == (count >= 5 ? 1 : 0));
  }
}

TEST_CASE("about 2 / (w + 1) of the words become fingerprints, and their keys are spread evenly") {
  test::Random random(25);
  const auto words = test::random_words(random, 200000, 100000);
  const auto found = fingerprints_of(words);
  const double density = static_cast<double>(found.size()) / static_cast<double>(words.size());
  CHECK(density > 0.39);
  CHECK(density < 0.41);
  std::array<std::size_t, 16> high{}, low{};
  for (const Fingerprint& f : found) {
    ++high[f.key >> 60];
    ++low[f.key & 15];
  }
  for (const auto& bucket : {high, low}) {
    const auto [least, most] = std::minmax_element(bucket.begin(), bucket.end());
    CHECK(static_cast<double>(*most) < 1.1 * static_cast<double>(*least));
  }
}

TEST_CASE("sizes of zero and windows without bound are cut to what makes sense") {
  test::Random random(26);
  const auto words = test::random_words(random, 1000, 10000);
  FingerprintOptions options;
  options.run_words = 0;
  options.window = 0;
  CHECK(fingerprints_of(words, options).size() == words.size());
  options.window = 0xffffffffu;
  CHECK(same(fingerprints_of(words, options), oracle::minimizers(words, 1, 256)));
  options.run_words = 0xffffffffu;
  CHECK(fingerprints_of(words, options).empty());
}
