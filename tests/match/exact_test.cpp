// The exact twin of matching (tests/oracle/exact_matching.hpp) against plainer code still, and the engine against the twin.
#include "oracle/exact_matching.hpp"

#include <doctest/doctest.h>

#include <set>

#include "docs.hpp"
#include "match/candidates.hpp"

using namespace reprise;
using namespace reprise::test;
using match::Alignment;

namespace {

/// Best score over all pairs of stretches, each by the table of a global alignment.
std::int32_t best_of_all_stretches(const match::DocView& a, const match::DocView& b) {
  std::int32_t best = 0;
  for (std::uint32_t a0 = 0; a0 < a.size(); ++a0)
    for (std::uint32_t b0 = 0; b0 < b.size(); ++b0) {
      std::vector<std::vector<std::int32_t>> t(a.size() - a0 + 1, std::vector<std::int32_t>(b.size() - b0 + 1, 0));
      for (std::uint32_t i = 0; i < t.size(); ++i)
        for (std::uint32_t j = 0; j < t[0].size(); ++j) {
          if (i == 0 && j == 0) continue;
          std::int32_t score = -1'000'000;
          if (i > 0) score = std::max(score, t[i - 1][j] - match::skip_cost(a.weights[a0 + i - 1]));
          if (j > 0) score = std::max(score, t[i][j - 1] - match::skip_cost(b.weights[b0 + j - 1]));
          if (i > 0 && j > 0) {
            const std::uint32_t p = a0 + i - 1, q = b0 + j - 1;
            score = std::max(score, t[i - 1][j - 1] + (a.words[p] == b.words[q] ? a.weights[p] : -match::mismatch_cost(a.weights[p], b.weights[q])));
          }
          t[i][j] = score;
          best = std::max(best, score);
        }
    }
  return best;
}

/// Words weigh by what they are, from 4 to 52 quarter-bits.
Doc weighted(std::vector<std::uint32_t> words) {
  Doc doc = make_doc(std::move(words));
  for (std::size_t i = 0; i < doc.words.size(); ++i) doc.weights[i] = static_cast<std::uint8_t>(4 + doc.words[i] * 2654435761u % 49);
  return doc;
}

std::vector<Alignment> exact(const Doc& a, const Doc& b, std::vector<match::MatchRun>& runs, const match::AlignOptions& options = {}) {
  oracle::ExactScratch scratch;
  std::vector<Alignment> out;
  oracle::exact_align(a.view(), b.view(), options, scratch, out, runs);
  return out;
}

/// What the engine finds in two articles, from fingerprints on.
match::MatchBatch engine(const Doc& a, const Doc& b) {
  const std::vector<match::DocView> docs = {a.view(), b.view()};
  return match::match_all(docs, match::build_postings(docs, {}), {}, {});
}

std::uint32_t longest_run(const Alignment& x, const std::vector<match::MatchRun>& runs) {
  std::uint32_t longest = 0;
  for (std::uint32_t r = x.first_run; r < x.first_run + x.run_count; ++r) longest = std::max(longest, runs[r].length);
  return longest;
}

std::uint32_t common(std::uint32_t x_begin, std::uint32_t x_end, std::uint32_t y_begin, std::uint32_t y_end) {
  const std::uint32_t begin = std::max(x_begin, y_begin), end = std::min(x_end, y_end);
  return end > begin ? end - begin : 0;
}

/// Of every five words two are changed, dropped or added, but for `kept` words in the middle.
std::vector<std::uint32_t> edited(const std::vector<std::uint32_t>& text, std::size_t kept, std::mt19937& random, std::uint32_t& next) {
  std::vector<std::uint32_t> copy;
  const std::size_t from = (text.size() - kept) / 2;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool free = i < from || i >= from + kept;
    const unsigned dice = free ? random() % 100 : 99;
    if (dice < 8) copy.push_back(next++);
    else if (dice < 12) continue;
    else if (dice < 16) copy.push_back(text[i]), copy.push_back(next++);
    else copy.push_back(text[i]);
  }
  return copy;
}

}  // namespace

TEST_CASE("the best local score is that of all stretches compared one by one") {
  std::mt19937 random(5);
  oracle::ExactScratch scratch;
  for (int round = 0; round < 200; ++round) {
    const Doc a = weighted(prose(random() % 10, random, 5)), b = weighted(prose(random() % 10, random, 5));
    CHECK(oracle::best_local_score(a.view(), b.view(), scratch) == best_of_all_stretches(a.view(), b.view()));
  }
}

TEST_CASE("the twin's alignments share no word pair, pair equal words, and the best is among them") {
  std::mt19937 random(6);
  match::AlignOptions options;
  // No pair rules: every alignment that is cut out stays, and none that is a piece is lost.
  options.min_words = 2, options.min_qbits = 0, options.min_identity_permille = 0;
  options.min_net_qbits = options.weak_net_qbits = options.strong_net_qbits = oracle::kMinLocalScore;
  for (int round = 0; round < 60; ++round) {
    const Doc a = weighted(prose(120, random, 40)), b = weighted(prose(120, random, 40));
    std::vector<match::MatchRun> runs;
    const std::vector<Alignment> found = exact(a, b, runs, options);
    std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
    std::size_t words = 0;
    for (const Alignment& x : found)
      for (std::uint32_t r = x.first_run; r < x.first_run + x.run_count; ++r)
        for (std::uint32_t i = 0; i < runs[r].length; ++i) {
          CHECK(a.words[runs[r].a + i] == b.words[runs[r].b + i]);
          pairs.emplace(runs[r].a + i, runs[r].b + i);
          ++words;
        }
    CHECK(pairs.size() == words);
    CHECK(!found.empty());
  }
}

TEST_CASE("verbatim passages: the engine finds what the twin finds, to the word") {
  std::mt19937 random(7);
  for (int round = 0; round < 100; ++round) {
    std::uint32_t next = 1;
    // Sixteen words are twice the run of which a common fingerprint is certain, and enough to be believed alone.
    const auto first = fresh(16 + random() % 40, next), second = fresh(16 + random() % 40, next);
    const Doc a = make_doc(joined({fresh(random() % 60, next), first, fresh(50, next), second, fresh(random() % 30, next)}));
    const Doc b = make_doc(joined({fresh(random() % 60, next), second, fresh(70, next), first, fresh(random() % 30, next)}));
    std::vector<match::MatchRun> runs;
    const std::vector<Alignment> twin = exact(a, b, runs);
    const match::MatchBatch found = engine(a, b);
    REQUIRE(twin.size() == 2);
    std::set<std::array<std::uint32_t, 4>> by_twin, by_engine;
    for (const Alignment& x : twin) by_twin.insert({x.a_begin, x.a_end, x.b_begin, x.b_end});
    for (const Alignment& x : found.alignments) by_engine.insert({x.a_begin, x.a_end, x.b_begin, x.b_end});
    CHECK(by_twin == by_engine);
  }
}

TEST_CASE("edited passages with eight words in a row: the engine finds all that the twin finds, and nothing else") {
  std::mt19937 random(8);
  std::size_t passages = 0;
  for (int round = 0; round < 300; ++round) {
    std::uint32_t next = 1000000;
    const auto text = prose(20 + random() % 60, random, 5000);
    const Doc a = weighted(joined({prose(60, random, 5000), text, prose(80, random, 5000)}));
    const Doc b = weighted(joined({prose(90, random, 5000), edited(text, 8, random, next), prose(50, random, 5000)}));
    std::vector<match::MatchRun> runs;
    const std::vector<Alignment> twin = exact(a, b, runs);
    const match::MatchBatch found = engine(a, b);
    for (const Alignment& x : twin) {
      if (longest_run(x, runs) < 8) continue;
      ++passages;
      std::uint32_t in_a = 0, in_b = 0;
      for (const Alignment& y : found.alignments)
        in_a += common(x.a_begin, x.a_end, y.a_begin, y.a_end), in_b += common(x.b_begin, x.b_end, y.b_begin, y.b_end);
      CHECK(2 * in_a >= x.a_end - x.a_begin);
      CHECK(2 * in_b >= x.b_end - x.b_begin);
    }
    for (const Alignment& y : found.alignments)
      CHECK(std::any_of(twin.begin(), twin.end(), [&](const Alignment& x) {
        return common(x.a_begin, x.a_end, y.a_begin, y.a_end) > 0 && common(x.b_begin, x.b_end, y.b_begin, y.b_end) > 0;
      }));
  }
  CHECK(passages > 200);
}
