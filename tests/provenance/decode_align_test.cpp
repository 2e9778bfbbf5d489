// The bit-parallel alignment against a quadratic table, and what differences are taken to mean.
#include <random>

#include <doctest/doctest.h>

#include "provenance/decode_align.hpp"

using namespace reprise::provenance;

namespace {

std::size_t longest_common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::vector<std::size_t> row(b.size() + 1, 0);
  for (std::uint32_t x : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = x == b[j] ? diagonal + 1 : std::max(row[j + 1], row[j]);
      diagonal = above;
    }
  }
  return row[b.size()];
}

FamilyWords family_of(const std::vector<std::vector<std::uint32_t>>& texts) {
  static const std::vector<std::uint8_t> weights(1000, 20);
  std::vector<Witness> witnesses;
  for (const auto& t : texts) witnesses.push_back({t, {weights.data(), t.size()}, reprise::kNone});
  return family_words(witnesses);
}

}  // namespace

TEST_CASE("align finds a longest common subsequence") {
  std::mt19937 rng(7);
  Aligner aligner;
  for (int round = 0; round < 400; ++round) {
    const unsigned alphabet = 2 + rng() % 40;
    std::vector<std::uint32_t> a(rng() % 200), b(rng() % 200);
    for (auto& x : a) x = static_cast<std::uint32_t>(rng() % alphabet);
    for (auto& x : b) x = static_cast<std::uint32_t>(rng() % alphabet);
    if (round % 2) b = a, b.resize(a.size() / 2), b.insert(b.begin() + static_cast<std::ptrdiff_t>(b.size() / 2), 1);
    const auto& matches = aligner.align(a, b, 64);
    CHECK(matches.size() == longest_common(a, b));
    for (std::size_t i = 0; i < matches.size(); ++i) {
      REQUIRE(a[matches[i].first] == b[matches[i].second]);
      if (i > 0) CHECK((matches[i - 1].first < matches[i].first && matches[i - 1].second < matches[i].second));
    }
  }
}

TEST_CASE("a longer middle than kMaxAligned is cut, not refused") {
  std::vector<std::uint32_t> a(9000, 1), b(9000, 2);
  a.front() = b.front() = 3;
  a.back() = b.back() = 4;
  Aligner aligner;
  CHECK(aligner.align(a, b, 8).size() == 2);
}

TEST_CASE("own words, words of others, moved and dropped words are told apart") {
  //                                 parent          copy: 4 -> 90, tail cut         third: has 77 for 2
  const auto family = family_of({{1, 2, 3, 4, 5, 6, 7, 8}, {1, 2, 3, 90, 5, 6}, {1, 77, 3, 4, 5, 6, 7, 8}});
  Aligner aligner;
  const auto [down, up] = compare(family, 0, 1, aligner);
  CHECK(down.matched == 5);
  // 90 and the word after it (5 after 90 stands nowhere else) is one gap: only unmatched words count.
  CHECK(down.own == 1);
  CHECK(down.foreign == 0);
  CHECK(down.dropped == 3);
  CHECK(up.foreign == 3);  // 4 and the tail stand in the third witness as well
  CHECK(down.cost < up.cost);
  const auto same = compare(family, 0, 0, aligner).first;
  CHECK(same.cost == 0);
  CHECK(identity_of(family, 0, 0, same) == 10000);
  CHECK(identity_of(family, 0, 1, down) == 2 * 5 * 10000 / 14);
}

TEST_CASE("a cut at the tail costs less than an addition") {
  const auto family = family_of({{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {1, 2, 3, 4, 5}});
  Aligner aligner;
  const auto [down, up] = compare(family, 0, 1, aligner);
  CHECK(down.cost < up.cost);
}

TEST_CASE("empty texts") {
  const auto family = family_of({{}, {1, 2}, {}});
  Aligner aligner;
  CHECK(compare(family, 0, 1, aligner).first.matched == 0);
  CHECK(compare(family, 0, 2, aligner).first.cost == 0);
  CHECK(identity_of(family, 0, 2, {}) == 10000);
}

TEST_CASE("what two read and no third does counts by places, where the third is told in the same words") {
  Aligner aligner;
  const auto innovations = [&](const std::vector<std::vector<std::uint32_t>>& texts) { return compare(family_of(texts), 0, 1, aligner).first.innovations; };
  // 77 with the word behind it is one place, 88 and 89 another; what the two begin with the third has not at all.
  CHECK(innovations({{1, 2, 77, 4, 5, 6, 88, 89, 8, 9}, {1, 2, 77, 4, 5, 6, 88, 89, 8, 9}, {1, 2, 3, 4, 5, 6, 7, 8, 9}}) == 2);
  CHECK(innovations({{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}}) == 0);
  CHECK(innovations({{1, 2, 77, 4, 5}, {1, 2, 77, 4, 5}}) == 0);                          // nobody to compare with
  CHECK(innovations({{1, 2, 77, 4, 5}, {1, 2, 77, 4, 5}, {1, 2, 77, 4, 5}}) == 0);        // three have it
  CHECK(innovations({{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}, {91, 2, 92, 4, 93, 6}}) == 0);  // told in other words
  // Seven words and more were cut by the third, not put in by the two.
  CHECK(innovations({{1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17}, {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17}, {1, 10, 11, 12, 13, 14, 15, 16, 17}}) == 0);
}
