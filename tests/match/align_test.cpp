#include "match/align.hpp"

#include <doctest/doctest.h>

#include "docs.hpp"
#include "oracle/matching.hpp"
#include "text/weights.hpp"

using namespace reprise;
using namespace reprise::test;
using match::Alignment;
using match::MatchRun;

namespace {

struct Found {
  std::vector<Alignment> alignments;
  std::vector<MatchRun> runs;
};

Found align(const Doc& a, const Doc& b, std::uint32_t seed_words = 5, match::AlignOptions options = {}) {
  Found found;
  match::AlignScratch scratch;
  match::align_pair(a.view(), b.view(), oracle::common_runs(a.view(), b.view(), seed_words), options, scratch, found.alignments, found.runs);
  return found;
}

void check_runs(const Doc& a, const Doc& b, const Found& found) {
  for (const Alignment& x : found.alignments) {
    REQUIRE(x.run_count > 0);
    const auto runs = std::span(found.runs).subspan(x.first_run, x.run_count);
    CHECK(runs.front().a == x.a_begin);
    CHECK(runs.front().b == x.b_begin);
    CHECK(runs.back().a + runs.back().length == x.a_end);
    CHECK(runs.back().b + runs.back().length == x.b_end);
    std::uint32_t words = 0;
    for (std::size_t r = 0; r < runs.size(); ++r) {
      CHECK(runs[r].length > 0);
      words += runs[r].length;
      for (std::uint32_t i = 0; i < runs[r].length; ++i) CHECK(a.words[runs[r].a + i] == b.words[runs[r].b + i]);
      if (r > 0) {
        CHECK(runs[r].a >= runs[r - 1].a + runs[r - 1].length);
        CHECK(runs[r].b >= runs[r - 1].b + runs[r - 1].length);
      }
    }
    CHECK(words == x.matched_words);
    CHECK(x.identity_permille <= 1000);
  }
}

}  // namespace

TEST_CASE("runs: each once, also of many equal lines; pages of one line are not run into each other over and over") {
  std::uint32_t next = 1;
  const auto line = fresh(8, next);
  const auto lines = [&](std::size_t count, bool alone) {
    std::vector<std::uint32_t> text;
    for (std::size_t i = 0; i < count; ++i) text = joined({text, line, alone ? fresh(1, next) : std::vector<std::uint32_t>{}});
    return text;
  };
  const auto grown = [&](const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b, std::size_t step) {
    const Doc x = make_doc(a), y = make_doc(b);
    std::vector<match::Seed> seeds;
    for (std::uint32_t j = 0; j < b.size(); j += static_cast<std::uint32_t>(step))
      for (std::uint32_t i = 0; i < a.size(); i += static_cast<std::uint32_t>(step)) {
        seeds.push_back({i, j});
        if (step > 8) seeds.push_back({i + 2, j});  // no run
        if (step > 8) seeds.push_back({i + 2, j + 2});
      }
    std::sort(seeds.begin(), seeds.end(), [](const auto& s, const auto& t) { return s.b != t.b ? s.b < t.b : s.a < t.a; });
    match::AlignScratch scratch;
    match::grow_runs(x.view(), y.view(), seeds, scratch);
    return scratch.runs;
  };
  const auto runs = grown(lines(60, true), lines(50, true), 9);
  REQUIRE(runs.size() == 60 * 50);
  for (std::size_t i = 0; i < runs.size(); ++i) CHECK((runs[i].length == 8 && runs[i].b == 9 * (i / 60) && runs[i].a == 9 * (i % 60)));
  std::size_t words = 0;
  for (const auto& run : grown(lines(400, false), lines(400, false), 8)) words += run.length;
  CHECK(words < 800 * 3200);
}

TEST_CASE("a verbatim passage is found with its exact borders") {
  std::uint32_t next = 1;
  const auto passage = fresh(40, next);
  const Doc a = make_doc(joined({fresh(50, next), passage, fresh(30, next)}));
  const Doc b = make_doc(joined({fresh(7, next), passage, fresh(80, next)}));
  const Found found = align(a, b);
  REQUIRE(found.alignments.size() == 1);
  CHECK(found.alignments[0].a_begin == 50);
  CHECK(found.alignments[0].a_end == 90);
  CHECK(found.alignments[0].b_begin == 7);
  CHECK(found.alignments[0].b_end == 47);
  CHECK(found.alignments[0].identity_permille == 1000);
  check_runs(a, b, found);
}

TEST_CASE("changed, dropped and added words inside a passage are bridged") {
  std::uint32_t next = 1;
  auto passage = fresh(60, next);
  auto copy = passage;
  copy[20] = next++;                       // changed
  copy.erase(copy.begin() + 35);           // dropped
  copy.insert(copy.begin() + 45, next++);  // added
  const Doc a = make_doc(joined({fresh(20, next), passage, fresh(20, next)}));
  const Doc b = make_doc(joined({fresh(33, next), copy, fresh(9, next)}));
  const Found found = align(a, b);
  REQUIRE(found.alignments.size() == 1);
  CHECK(found.alignments[0].a_begin == 20);
  CHECK(found.alignments[0].a_end == 80);
  CHECK(found.alignments[0].matched_words == 58);
  CHECK(found.alignments[0].identity_permille > 950);
  check_runs(a, b, found);
}

TEST_CASE("the ends are extended over a changed word") {
  std::uint32_t next = 1;
  const auto head = fresh(4, next), body = fresh(20, next), tail = fresh(4, next);
  const Doc a = make_doc(joined({fresh(9, next), head, {next++}, body, {next++}, tail, fresh(9, next)}));
  const Doc b = make_doc(joined({fresh(5, next), head, {next++}, body, {next++}, tail, fresh(5, next)}));
  const Found found = align(a, b);  // head and tail are shorter than a seed
  REQUIRE(found.alignments.size() == 1);
  CHECK(found.alignments[0].a_begin == 9);
  CHECK(found.alignments[0].a_end == 39);
  check_runs(a, b, found);
}

TEST_CASE("moved paragraphs are alignments of their own") {
  std::uint32_t next = 1;
  const auto first = fresh(30, next), second = fresh(30, next);
  const Doc a = make_doc(joined({first, fresh(100, next), second}));
  const Doc b = make_doc(joined({second, fresh(90, next), first}));
  const Found found = align(a, b);
  CHECK(found.alignments.size() == 2);
  check_runs(a, b, found);
}

TEST_CASE("a sentence moved into the gap of another alignment is an alignment of its own") {
  std::uint32_t next = 1;
  const auto before = fresh(30, next), moved = fresh(18, next), behind = fresh(30, next), elsewhere = fresh(16, next);
  const Doc a = make_doc(joined({before, moved, behind}));
  const Doc b = make_doc(joined({moved, fresh(70, next), before, elsewhere, behind}));
  const Found found = align(a, b);
  REQUIRE(found.alignments.size() == 2);
  CHECK(found.alignments[0].a_begin == 0);
  CHECK(found.alignments[0].a_end == 78);
  CHECK(found.alignments[1].a_begin == 30);
  CHECK(found.alignments[1].b_begin == 0);
  CHECK(found.alignments[1].b_end == 18);
  check_runs(a, b, found);
  // Said again, where the first one matches it already, it is no second one.
  const Doc again = make_doc(joined({before, moved, behind, fresh(70, next), moved}));
  CHECK(align(a, again).alignments.size() == 1);
}

TEST_CASE("of two paragraphs that change places within a passage neither is lost") {
  std::uint32_t next = 1;
  const auto x = fresh(19, next), q = fresh(30, next), p = fresh(28, next), z = fresh(24, next);
  const Doc a = make_doc(joined({x, q, p, z})), b = make_doc(joined({x, p, q, z}));
  const Found found = align(a, b);
  check_runs(a, b, found);
  const auto held = [&](std::uint32_t begin, std::uint32_t end) {
    std::uint32_t words = 0;
    for (const MatchRun& run : found.runs)
      if (run.b >= begin && run.b + run.length <= end) words += run.length;
    return words;
  };
  CHECK(held(19, 47) == 28);
  CHECK(held(47, 77) == 30);
}

TEST_CASE("a short run of common words is no passage") {
  std::uint32_t next = 1;
  const auto phrase = fresh(7, next);
  const Doc a = make_doc(joined({fresh(20, next), phrase, fresh(20, next)}));
  const Doc b = make_doc(joined({fresh(20, next), phrase, fresh(20, next)}));
  CHECK(align(a, b).alignments.empty());
  // The same number of stop words has too little information even when it is long.
  const auto stops = fresh(14, next);
  const Doc c = make_doc(joined({fresh(20, next), stops, fresh(20, next)}), 6);
  const Doc d = make_doc(joined({fresh(20, next), stops, fresh(20, next)}), 6);
  CHECK(align(c, d).alignments.empty());
}

TEST_CASE("a title with the same address below is a passage, though it has few words") {
  std::uint32_t next = 1;
  const auto item = fresh(6, next);
  Doc a = make_doc(joined({fresh(50, next), item, fresh(30, next)}), 50);
  Doc b = make_doc(joined({fresh(20, next), item, fresh(60, next)}), 50);
  CHECK(align(a, b).alignments.empty());
  a.weights[55] = b.weights[25] = text::kAddressWeight;
  const Found found = align(a, b);
  REQUIRE(found.alignments.size() == 1);
  check_runs(a, b, found);
  CHECK(found.alignments[0].a_begin == 50);
  CHECK(found.alignments[0].matched_words == 6);
  CHECK(match::words_of(a.view(), 50, 56) == 8);
}

TEST_CASE("the common subsequence is as heavy as the oracle's") {
  std::mt19937 random(7);
  match::AlignScratch scratch;
  for (int round = 0; round < 300; ++round) {
    Doc a = make_doc(prose(random() % 30, random, 12)), b = make_doc(prose(random() % 30, random, 12));
    // A word weighs the same wherever it stands.
    for (std::size_t i = 0; i < a.words.size(); ++i) a.weights[i] = static_cast<std::uint8_t>(1 + a.words[i] * 7 % 50);
    for (std::size_t i = 0; i < b.words.size(); ++i) b.weights[i] = static_cast<std::uint8_t>(1 + b.words[i] * 7 % 50);
    std::vector<MatchRun> runs;
    match::common_subsequence(a.view(), 0, a.view().size(), b.view(), 0, b.view().size(), scratch, runs);
    std::uint64_t weight = 0;
    std::uint32_t last_a = 0, last_b = 0;
    for (const MatchRun& run : runs) {
      CHECK(run.a >= last_a);
      CHECK(run.b >= last_b);
      weight += match::qbits_of(a.view(), run.a, run.a + run.length);
      last_a = run.a + run.length, last_b = run.b + run.length;
    }
    CHECK(weight == oracle::common_weight(a.view(), b.view()));
  }
}

TEST_CASE("random edited copies: invariants hold and most of the passage is found") {
  std::mt19937 random(11);
  std::size_t found_words = 0, planted_words = 0;
  for (int round = 0; round < 200; ++round) {
    std::uint32_t next = 1000000;
    const auto passage = prose(40 + random() % 60, random, 3000);
    auto copy = passage;
    for (std::size_t i = 0; i < copy.size(); ++i) {
      const unsigned dice = random() % 100;
      if (dice < 5) copy[i] = next++;
      else if (dice < 7) copy.erase(copy.begin() + static_cast<std::ptrdiff_t>(i));
      else if (dice < 9) copy.insert(copy.begin() + static_cast<std::ptrdiff_t>(i), next++);
    }
    const Doc a = make_doc(joined({prose(80, random, 3000), passage, prose(60, random, 3000)}));
    const Doc b = make_doc(joined({prose(50, random, 3000), copy, prose(90, random, 3000)}));
    const Found found = align(a, b, 4);
    check_runs(a, b, found);
    planted_words += passage.size();
    for (const Alignment& x : found.alignments) {
      const std::uint32_t begin = std::max<std::uint32_t>(80, x.a_begin), end = std::min<std::uint32_t>(80 + static_cast<std::uint32_t>(passage.size()), x.a_end);
      if (end > begin) found_words += end - begin;
    }
  }
  CHECK(found_words * 100 > planted_words * 95);
}

TEST_CASE("hostile shapes: empty, repetitive, identical articles") {
  const Doc empty = make_doc({});
  const Doc same = make_doc(std::vector<std::uint32_t>(300, 7));
  std::uint32_t next = 1;
  const Doc doc = make_doc(fresh(500, next));
  CHECK(align(empty, doc).alignments.empty());
  CHECK(align(doc, empty).alignments.empty());
  const Found whole = align(doc, doc);
  REQUIRE(whole.alignments.size() == 1);
  CHECK(whole.alignments[0].a_end == 500);
  check_runs(same, same, align(same, same, 50));
}
