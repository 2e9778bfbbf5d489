#include "match/second_look.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "docs.hpp"
#include "oracle/matching.hpp"

using namespace reprise;
using namespace reprise::test;
using match::Seed;

namespace {

/// The maximal run that holds a seed, as (a, b) of its first words.
std::pair<std::uint32_t, std::uint32_t> run_of(const Doc& a, const Doc& b, Seed seed) {
  while (seed.a > 0 && seed.b > 0 && a.words[seed.a - 1] == b.words[seed.b - 1]) --seed.a, --seed.b;
  return {seed.a, seed.b};
}

using Runs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

Runs runs_of(const Doc& a, const Doc& b, const std::vector<Seed>& seeds) {
  Runs runs;
  for (const Seed& seed : seeds) runs.insert(run_of(a, b, seed));
  return runs;
}

match::MatchBatch first_look(std::span<const match::DocView> view) { return match::match_all(view, match::build_postings(view, {}), {}, {}); }

std::vector<match::Alignment> of_pair(const match::MatchBatch& batch, std::uint32_t a, std::uint32_t b) {
  for (const auto& pair : batch.pairs)
    if (pair.a == a && pair.b == b) return {batch.alignments.begin() + pair.first_alignment, batch.alignments.begin() + pair.first_alignment + pair.alignment_count};
  return {};
}

bool any_at(const std::vector<match::Alignment>& alignments, std::uint32_t a_begin, std::uint32_t b_begin) {
  return std::any_of(alignments.begin(), alignments.end(), [&](const auto& x) { return x.a_begin == a_begin && x.b_begin == b_begin; });
}

}  // namespace

TEST_CASE("a run index finds the runs that a comparison of all places finds, each once") {
  std::mt19937 random(5);
  std::size_t found = 0;
  for (int round = 0; round < 200; ++round) {
    for (const std::uint32_t length : {2u, 4u, 5u, 8u, 13u}) {
      // The small vocabulary gives chance runs; the copied stretch long ones.
      auto words = prose(random() % 120, random, 3000);
      const Doc a = make_doc(words);
      auto other = prose(random() % 120, random, 3000);
      const auto copied = words.begin() + static_cast<std::ptrdiff_t>(words.size() / 8);
      if (words.size() > 20) other.insert(other.begin() + static_cast<std::ptrdiff_t>(other.size() / 2), copied, copied + static_cast<std::ptrdiff_t>(random() % 17));
      const Doc b = make_doc(other);
      match::RunIndex index;
      index.build(b.words, length);
      std::vector<Seed> seeds;
      index.find(a.words, seeds);
      const Runs expected = runs_of(a, b, oracle::common_runs(a.view(), b.view(), length));
      CHECK(runs_of(a, b, seeds) == expected);
      CHECK(seeds.size() == expected.size());
      CHECK(std::is_sorted(seeds.begin(), seeds.end(), [](const Seed& x, const Seed& y) { return std::pair(x.b, x.a) < std::pair(y.b, y.a); }));
      found += expected.size();
    }
  }
  CHECK(found > 300);
}

TEST_CASE("a page of equal lines costs a run index no square, and hides no passage") {
  std::uint32_t next = 10;
  const auto passage = fresh(30, next);
  const std::vector<std::uint32_t> line(20'000, 7);
  const Doc a = make_doc(joined({line, passage})), b = make_doc(joined({line, passage, line}));
  match::RunIndex index;
  index.build(b.words, 5);
  std::vector<Seed> seeds;
  index.find(a.words, seeds);
  CHECK(seeds.size() <= a.words.size() * match::RunIndex::kMostPlaces);
  CHECK(runs_of(a, b, seeds).count({0, 0}) == 1);  // the first lines and the passage behind them are one run
}

TEST_CASE("a hot passage that two articles share besides what few hold is found") {
  std::uint32_t next = 1;
  const auto hot = fresh(20, next), rare = fresh(30, next);
  std::vector<Doc> docs;
  for (int i = 0; i < 40; ++i) {
    const bool pair = i == 10 || i == 30;
    docs.push_back(make_doc(joined({fresh(10, next), hot, fresh(80, next), pair ? rare : fresh(30, next), fresh(10, next)})));
  }
  std::vector<match::DocView> view;
  for (const Doc& d : docs) view.push_back(d.view());
  match::MatchBatch batch = first_look(view);
  const match::MatchBatch before = batch;
  CHECK(any_at(of_pair(batch, 10, 30), 110, 110));
  CHECK(!any_at(of_pair(batch, 10, 30), 10, 10));
  match::look_again(view, {}, {}, batch);
  CHECK(any_at(of_pair(batch, 10, 30), 110, 110));
  CHECK(any_at(of_pair(batch, 10, 30), 10, 10));
  // No pair is added, and what the first look found stands first.
  REQUIRE(batch.pairs.size() == before.pairs.size());
  for (std::size_t p = 0; p < batch.pairs.size(); ++p) {
    CHECK(batch.pairs[p].a == before.pairs[p].a);
    CHECK(batch.pairs[p].b == before.pairs[p].b);
    REQUIRE(batch.pairs[p].alignment_count >= before.pairs[p].alignment_count);
    for (std::uint32_t i = 0; i < batch.pairs[p].alignment_count; ++i) CHECK(batch.alignments[batch.pairs[p].first_alignment + i].added == (i >= before.pairs[p].alignment_count));
    for (std::uint32_t i = 0; i < before.pairs[p].alignment_count; ++i) {
      const auto &x = batch.alignments[batch.pairs[p].first_alignment + i], &y = before.alignments[before.pairs[p].first_alignment + i];
      CHECK(x.a_begin == y.a_begin);
      CHECK(x.b_end == y.b_end);
      REQUIRE(x.run_count == y.run_count);
      CHECK(batch.runs[x.first_run].a == before.runs[y.first_run].a);
    }
  }
}

TEST_CASE("runs that the samples missed are found beside a strong alignment, and only there") {
  // Two runs of five words with one changed word between them: sampling takes both in both articles only now and then.
  std::size_t missed = 0, found = 0;
  for (std::uint32_t round = 0; round < 200; ++round) {
    std::uint32_t next = 1 + 1000 * round;
    const auto known = fresh(30, next), passage = fresh(11, next);
    auto copy = passage;
    copy[5] = next++;
    for (const bool strong : {true, false}) {
      const Doc a = make_doc(joined({strong ? known : fresh(30, next), fresh(90, next), passage, fresh(20, next)}));
      const Doc b = make_doc(joined({known, fresh(70, next), copy, fresh(20, next)}));
      const std::vector<match::DocView> view = {a.view(), b.view()};
      match::MatchBatch batch = first_look(view);
      REQUIRE(batch.pairs.size() == (strong ? 1 : 0));
      const bool first = any_at(batch.alignments, 120, 100);
      match::look_again(view, {}, {}, batch);
      CHECK(any_at(batch.alignments, 120, 100) == strong);
      missed += strong && !first;
      found += strong && !first && any_at(batch.alignments, 120, 100);
    }
  }
  CHECK(missed > 20);
  CHECK(found == missed);
}

TEST_CASE("a pair that shares only what very many hold is not looked at again") {
  std::uint32_t next = 1;
  const auto common = fresh(24, next), extra = fresh(7, next);
  std::vector<Doc> docs;
  for (int i = 0; i < 60; ++i) docs.push_back(make_doc(joined({fresh(100, next), common, fresh(100, next), extra})));
  std::vector<match::DocView> view;
  for (const Doc& d : docs) view.push_back(d.view());
  match::MatchBatch batch = first_look(view);
  REQUIRE(!batch.pairs.empty());
  for (const auto& x : batch.alignments) CHECK(x.common);
  const std::size_t before = batch.alignments.size();
  match::look_again(view, {}, {.min_words = 5}, batch);
  CHECK(batch.alignments.size() == before);
}
