// Gaps between what two articles share, against the plain twin (tests/oracle/gaps.hpp).
#include "match/gaps.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "oracle/gaps.hpp"
#include "reprise/run.hpp"

using namespace reprise;
using match::Alignment;

namespace {

/// An article of which only the sentences matter.
struct Doc {
  std::vector<std::uint32_t> words, sentences;
  explicit Doc(const std::vector<std::uint32_t>& lengths) {
    std::uint32_t at = 0;
    for (const std::uint32_t length : lengths) sentences.push_back(at), at += length;
    words.resize(at);
  }
  match::DocView view() const { return {.words = words, .weights = {}, .flags = {}, .sentences = sentences}; }
};

Alignment at(std::uint32_t a_begin, std::uint32_t a_end, std::uint32_t b_begin, std::uint32_t b_end) {
  return {.a_begin = a_begin, .a_end = a_end, .b_begin = b_begin, .b_end = b_end, .matched_words = std::min(a_end - a_begin, b_end - b_begin)};
}

match::Gaps gaps_of(const Doc& a, const Doc& b, const std::vector<Alignment>& alignments) {
  match::Gaps gaps;
  match::find_gaps(a.view(), b.view(), alignments, gaps);
  return gaps;
}

using List = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("gaps: between neighbours, not before the first and behind the last") {
  const Doc doc({10, 10, 10, 10, 10});
  const match::Gaps gaps = gaps_of(doc, doc, {at(30, 40, 30, 40), at(10, 20, 10, 20)});
  CHECK(gaps.of_a == List{kNone, kNone, 0, kNone, kNone});
  CHECK(gaps.of_b == List{kNone, kNone, 0, kNone, kNone});
  CHECK(gaps.pairs == List{1});
  CHECK(gaps_of(doc, doc, {at(10, 20, 10, 20)}).pairs.empty());
  CHECK(gaps_of(doc, doc, {}).pairs.empty());
}

TEST_CASE("gaps: what stands crosswise or overlaps bounds none; the longer passage decides") {
  const Doc doc({10, 10, 10, 10, 10, 10});
  CHECK(gaps_of(doc, doc, {at(0, 10, 40, 50), at(40, 50, 0, 10)}).pairs.empty());
  CHECK(gaps_of(doc, doc, {at(0, 10, 0, 10), at(5, 20, 20, 35)}).pairs.empty());
  // The short one in the middle stands elsewhere in b: the gap goes across it.
  const match::Gaps gaps = gaps_of(doc, doc, {at(0, 10, 0, 10), at(20, 26, 50, 56), at(40, 50, 40, 50)});
  CHECK(gaps.pairs == List{9});
  CHECK(gaps.of_a == List{kNone, 0, 0, 0, kNone, kNone});
}

TEST_CASE("gaps: two thirds of a sentence, three sentences on either side") {
  const Doc a({10, 10, 10, 10}), b({10, 10, 10, 10});
  CHECK(gaps_of(a, b, {at(0, 13, 0, 14), at(30, 40, 30, 40)}).of_a == List{kNone, 0, 0, kNone});
  CHECK(gaps_of(a, b, {at(0, 13, 0, 14), at(30, 40, 30, 40)}).of_b == List{kNone, kNone, 0, kNone});
  const Doc many({10, 10, 10, 10, 10, 10});
  CHECK(gaps_of(many, many, {at(0, 10, 0, 10), at(50, 60, 50, 60)}).pairs.empty());
  CHECK(gaps_of(many, many, {at(0, 10, 0, 10), at(50, 60, 30, 40)}).pairs == List{8});
}

TEST_CASE("gaps: as the twin finds them") {
  std::mt19937 random(53);
  std::size_t found = 0, crowded = 0;
  for (int round = 0; round < 2000; ++round) {
    const auto doc = [&] {
      List lengths(1 + random() % 14);
      for (auto& length : lengths) length = 1 + random() % 9;
      return Doc(lengths);
    };
    const Doc a = doc(), b = doc();
    const auto words_a = static_cast<std::uint32_t>(a.words.size()), words_b = static_cast<std::uint32_t>(b.words.size());
    std::vector<Alignment> alignments;
    for (std::uint32_t n = random() % (round % 50 == 0 ? 80 : 8); n > 0; --n) {
      const std::uint32_t from_a = random() % words_a, from_b = random() % words_b;
      alignments.push_back(at(from_a, std::min<std::uint32_t>(words_a, from_a + 1 + random() % 9), from_b, std::min<std::uint32_t>(words_b, from_b + 1 + random() % 9)));
    }
    crowded += alignments.size() > match::kMostAnchors;
    const match::Gaps gaps = gaps_of(a, b, alignments);
    const oracle::GapTable twin = oracle::gap_table(a.view(), b.view(), alignments);
    for (std::size_t s = 0; s < a.sentences.size(); ++s)
      for (std::size_t t = 0; t < b.sentences.size(); ++t) {
        const bool one_gap = gaps.of_a[s] != kNone && gaps.of_a[s] == gaps.of_b[t];
        REQUIRE((one_gap ? gaps.pairs[gaps.of_a[s]] : 0) == twin[s][t]);
        found += one_gap;
      }
  }
  CHECK(found > 500);
  CHECK(crowded > 3);
}
