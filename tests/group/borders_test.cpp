// Where passages begin and end, and what is one passage.
#include <doctest/doctest.h>

#include <algorithm>

#include "group/corpus.hpp"
#include "group/neighbours.hpp"
#include "text/weights.hpp"

using namespace reprise;
using namespace reprise::test;

TEST_CASE("an abridged sentence and the whole one are one family") {
  std::uint32_t next = 1;
  const auto before = fresh(30, next), behind = fresh(30, next);
  const auto first = fresh(6, next), second = fresh(6, next), third = fresh(6, next), fourth = fresh(6, next);
  auto whole = joined({first, fresh(12, next), second, fresh(12, next), third, fresh(12, next), fourth});
  Corpus c({joined({before, whole, behind}), joined({before, first, second, third, fourth, behind})}, 1000);
  REQUIRE(c.matches.alignments.size() == 1);
  c.docs[0].flags[30] = c.docs[0].flags[90] = text::kSentenceStart;
  c.docs[1].flags[30] = c.docs[1].flags[54] = text::kSentenceStart;
  const auto families = c.families();
  REQUIRE(families.size() == 1);
  CHECK(in(families[0], 0)->begin == 0);
  CHECK(in(families[0], 0)->end == 120);
  CHECK(in(families[0], 1)->end == 84);
}

TEST_CASE("a passage's end goes to the sentence over three changed words, and not over eight") {
  for (const std::size_t changed : {3, 8}) {
    std::uint32_t next = 1;
    const auto passage = fresh(30, next);
    Corpus c({joined({fresh(40, next), passage, fresh(40, next)}), joined({fresh(20, next), passage, fresh(20, next)})}, 1000);
    for (const auto& [doc, begin] : {std::pair<std::size_t, std::size_t>{0, 40}, {1, 20}})
      c.docs[doc].flags[begin - changed] = c.docs[doc].flags[begin + 30 + changed] = text::kSentenceStart;
    const auto families = c.families();
    REQUIRE(families.size() == 1);
    const std::uint32_t outside = changed == 3 ? 3 : 0;
    CHECK(in(families[0], 0)->begin == 40 - outside);
    CHECK(in(families[0], 0)->end == 70 + outside);
    CHECK(in(families[0], 1)->begin == 20 - outside);
    CHECK(in(families[0], 1)->end == 50 + outside);
  }
}

TEST_CASE("a speech tag that only the earliest article has does not divide a passage") {
  for (const std::size_t tag : {8, 30}) {
    std::uint32_t next = 1;
    const auto before = fresh(30, next), behind = fresh(30, next), alone = fresh(tag, next);
    Corpus c({joined({before, alone, behind, fresh(20, next)}), joined({fresh(20, next), before, behind})}, 1000);
    c.docs[0].flags[30] = c.docs[0].flags[30 + tag] = text::kSentenceStart;
    c.docs[1].flags[50] = text::kSentenceStart;
    const auto families = c.families();
    CHECK(families.size() == (tag == 8 ? 1 : 2));
    CHECK(in(families[0], 1)->begin == 20);
    CHECK(in(families[0], 1)->end == (tag == 8 ? 80 : 50));
  }
}

TEST_CASE("what one copy has put in does not divide a passage that stands in the others at once") {
  const auto families_of = [](std::size_t put_in, std::size_t copies_with_it, bool another_has_half, bool put_in_is_known) {
    std::uint32_t next = 1;
    const auto before = fresh(60, next), behind = fresh(60, next), caption = fresh(put_in, next);
    std::vector<std::vector<std::uint32_t>> texts;
    for (std::size_t k = 0; k < 3; ++k) {
      auto own = fresh(put_in, next);
      if (put_in_is_known && k == 0) own = caption;
      texts.push_back(joined({fresh(20, next), before, k < copies_with_it ? own : fresh(0, next), behind, fresh(20, next)}));
    }
    if (another_has_half) texts.push_back(joined({fresh(20, next), behind}));
    if (put_in_is_known) texts.push_back(joined({fresh(20, next), caption, fresh(20, next)}));
    Corpus c(texts, 1000);
    for (std::size_t k = 0; k < 3; ++k) {
      c.docs[k].flags[80] |= text::kSentenceStart | text::kLineStart;
      if (k < copies_with_it) c.docs[k].flags[80 + put_in] |= text::kSentenceStart | text::kLineStart;
    }
    return c.families();
  };
  for (const bool known : {false, true}) {
    CAPTURE(known);
    const auto one = families_of(40, 1, false, known);
    REQUIRE(one.size() == (known ? 2 : 1));
    CHECK(in(one[0], 0)->begin == 20);
    CHECK(in(one[0], 0)->end == 180);
    CHECK(in(one[0], 1)->end == 140);
  }
  CHECK(families_of(48, 1, false, false).size() == 2);  // more than a third of what stands around it
  CHECK(families_of(40, 2, false, false).size() == 2);  // most have it
  CHECK(families_of(40, 1, true, false).size() == 2);   // whoever has the half has another passage
}

TEST_CASE("a few words that are no passage by themselves join one of their line, or none") {
  std::uint32_t next = 1;
  const auto first = fresh(16, next), few = fresh(5, next), last = fresh(16, next);
  const std::vector<std::vector<std::uint32_t>> texts = {joined({first, few, last}), joined({first, few, last}), joined({first, fresh(30, next)}), joined({last, fresh(30, next)})};
  enum class Place { with_first, with_last, alone };
  for (const Place place : {Place::with_first, Place::with_last, Place::alone}) {
    Corpus c(texts, 1000);
    for (const std::size_t doc : {0, 1}) {
      c.docs[doc].flags[16] = text::kSentenceStart | (place == Place::with_first ? 0 : text::kLineStart);
      c.docs[doc].flags[21] = text::kSentenceStart | (place == Place::with_last ? 0 : text::kLineStart);
    }
    const auto families = c.families();
    REQUIRE(families.size() == 2);
    CHECK(in(families[0], 0)->end == (place == Place::with_first ? 21 : 16));
    CHECK(in(families[1], 0)->begin == (place == Place::with_last ? 16 : 21));
    CHECK(in(families[0], 2)->end == 16);
    CHECK(in(families[1], 3)->begin == 0);
  }
}

TEST_CASE("a passage is divided where a copy goes on elsewhere, and nowhere else") {
  std::uint32_t next = 1;
  const auto first = fresh(60, next), moved = fresh(40, next), last = fresh(60, next);
  const Corpus c({joined({first, moved, last}), joined({moved, fresh(80, next), first, last})});
  const auto families = c.families();
  REQUIRE(families.size() == 3);
  CHECK(in(families[0], 0)->begin == 0);
  CHECK(in(families[0], 0)->end == 60);
  CHECK(in(families[1], 0)->end == 100);
  CHECK(in(families[1], 1)->begin == 0);
  CHECK(in(families[1], 1)->end == 40);
  CHECK(in(families[2], 0)->end == 160);
}

TEST_CASE("boilerplate that opens a report belongs to it where other outlets have it there as well") {
  std::uint32_t next = 1;
  const auto title = fresh(10, next), report = fresh(50, next);
  // The first outlet writes the title in everything; the second ran the report once, as the first did.
  std::vector<std::vector<std::uint32_t>> texts = {joined({fresh(20, next), title, report}), joined({fresh(40, next), title, report})};
  for (int i = 0; i < 5; ++i) texts.push_back(joined({fresh(30, next), title, fresh(30, next)}));
  Corpus c(texts);
  std::vector<group::DocFacts> facts(texts.size(), {.outlet = 0});
  const auto report_of = [](const std::vector<group::Family>& families) {
    return *std::find_if(families.begin(), families.end(), [](const group::Family& f) { return !f.formula; });
  };
  CHECK(in(report_of(c.families(facts)), 0)->begin == 30);  // both in one outlet: its own title
  facts[1].outlet = 1;
  const group::Family copied = report_of(c.families(facts));
  CHECK(copied.occurrences.size() == 2);
  CHECK(in(copied, 0)->begin == 20);
  CHECK(in(copied, 0)->end == 80);
  CHECK(in(copied, 1)->begin == 40);
}

TEST_CASE("boilerplate that stands beside a few of very many copies is no part of the passage") {
  // Two copies of the report, in different outlets, stand before a phrase that the first outlet writes in everything.
  const auto taken = [](std::size_t copies) {
    std::uint32_t next = 1;
    const auto report = fresh(50, next), phrase = fresh(20, next);
    std::vector<std::vector<std::uint32_t>> texts;
    std::vector<group::DocFacts> facts;
    for (std::size_t i = 0; i < copies; ++i) {
      texts.push_back(i < 2 ? joined({report, phrase, fresh(20, next)}) : joined({report, fresh(20, next)}));
      facts.push_back({.outlet = static_cast<std::uint32_t>(i)});
    }
    for (int i = 0; i < 8; ++i) texts.push_back(joined({fresh(30, next), phrase, fresh(30, next)})), facts.push_back({.outlet = 0});
    const auto families = Corpus(texts).families(facts);
    const auto passage = std::find_if(families.begin(), families.end(), [](const group::Family& f) { return !f.formula; });
    REQUIRE(passage != families.end());
    CHECK(passage->occurrences.size() == copies);
    return in(*passage, 0)->end == 70;
  };
  CHECK(taken(4));
  CHECK(taken(20));
  CHECK_FALSE(taken(21));
  CHECK_FALSE(taken(60));
}

TEST_CASE("a lead and the sentence that it sums up stay two texts of a report that is copied with both") {
  std::uint32_t next = 1;
  const auto report = fresh(60, next);  // six sentences
  Corpus c({joined({report, fresh(10, next)}), joined({fresh(10, next), report})});
  REQUIRE(c.matches.alignments.size() == 1);
  REQUIRE(c.families().size() == 1);
  // The first sentence of one is a restatement of the fourth of the other.
  const match::MatchRun common[] = {{2, 42, 1}, {5, 45, 1}, {8, 48, 1}};
  c.matches.alignments.push_back({.a_begin = 0, .a_end = 10, .b_begin = 40, .b_end = 50, .matched_words = 3, .matched_qbits = 96,
                                  .identity_permille = 300, .first_run = static_cast<std::uint32_t>(c.matches.runs.size()), .run_count = 3,
                                  .restated = true, .restated_score = 100});
  c.matches.runs.insert(c.matches.runs.end(), std::begin(common), std::end(common));
  c.matches.pairs[0].alignment_count = 2;
  const auto families = c.families();
  REQUIRE(families.size() == 1);
  CHECK(families[0].occurrences.size() == 2);
  CHECK(in(families[0], 0)->end == 60);
  CHECK(in(families[0], 1)->begin == 10);
}

TEST_CASE("a paragraph that some copies shorten or turn round is one passage") {
  std::uint32_t next = 1;
  const auto first = fresh(20, next), second = fresh(20, next), third = fresh(20, next);
  Corpus c({joined({first, second, third, fresh(30, next)}), joined({fresh(30, next), first, second, third}), joined({fresh(20, next), first, fresh(40, next)}),
            joined({fresh(20, next), third, first, second, fresh(20, next)})});
  CHECK(c.families().size() > 1);  // as lines of their own
  c.break_lines(1000);
  const auto families = c.families();
  REQUIRE(families.size() == 1);
  CHECK(families[0].occurrences.size() == 4);
  CHECK(in(families[0], 1)->begin == 30);
  CHECK(in(families[0], 1)->end == 90);
  CHECK(in(families[0], 2)->begin == 20);
  CHECK(in(families[0], 2)->end == 40);
  CHECK(in(families[0], 3)->begin == 20);
  CHECK(in(families[0], 3)->end == 80);
}

TEST_CASE("a paragraph of which most copies hold little is divided") {
  std::uint32_t next = 1;
  const auto first = fresh(20, next), second = fresh(40, next);
  std::vector<std::vector<std::uint32_t>> texts = {joined({first, second, fresh(30, next)}), joined({fresh(30, next), first, second})};
  for (int i = 0; i < 3; ++i) texts.push_back(joined({fresh(20, next), first, fresh(40, next)}));
  Corpus c(texts);
  c.break_lines(1000);
  const auto families = c.families();
  REQUIRE(families.size() == 2);
  CHECK(families[0].occurrences.size() == 5);
  CHECK(in(families[0], 0)->end == 20);
  CHECK(families[1].occurrences.size() == 2);
}

TEST_CASE("a sentence that always stands inside a passage is part of it") {
  std::uint32_t next = 1;
  const auto first = fresh(20, next), inner = fresh(10, next), last = fresh(20, next);
  // The earliest article lacks the sentence between.
  std::vector<std::vector<std::uint32_t>> texts = {joined({first, last, fresh(30, next)})};
  for (int i = 0; i < 2; ++i) texts.push_back(joined({fresh(30, next), first, inner, last}));
  const auto families = Corpus(texts).families();
  REQUIRE(families.size() == 1);
  CHECK(in(families[0], 0)->end == 40);
  CHECK(in(families[0], 1)->begin == 30);
  CHECK(in(families[0], 1)->end == 80);
  // Where it also stands elsewhere, it is a passage of its own.
  texts.push_back(joined({fresh(30, next), inner, fresh(30, next)}));
  CHECK(Corpus(texts).families().size() == 2);
}

TEST_CASE("what the earliest article lacks is joined where most others have it in one paragraph") {
  std::uint32_t next = 1;
  const auto first = fresh(20, next), second = fresh(20, next);
  std::vector<std::vector<std::uint32_t>> texts = {joined({first, fresh(30, next)})};
  for (int i = 0; i < 2; ++i) texts.push_back(joined({fresh(30, next), first, second}));
  Corpus c(texts);
  CHECK(c.families().size() == 2);
  c.break_lines(1000);
  const auto families = c.families();
  REQUIRE(families.size() == 1);
  CHECK(families[0].occurrences.size() == 3);
  CHECK(in(families[0], 0)->end == 20);
  CHECK(in(families[0], 1)->begin == 30);
  CHECK(in(families[0], 1)->end == 70);
  // Not where as many have one without the other.
  texts.push_back(joined({fresh(40, next), first}));
  Corpus even(texts);
  even.break_lines(1000);
  CHECK(even.families().size() == 2);
}

TEST_CASE("a tag that shares only names with a restated sentence is not that sentence") {
  for (const bool names : {false, true}) {
    std::uint32_t next = 1;
    Corpus c({joined({fresh(30, next), fresh(30, next)}), joined({fresh(30, next), fresh(30, next)})}, 30);
    // Twenty words in quotation marks, then the tag; the other article's sentence has two of the tag's words.
    for (std::size_t i = 0; i < 20; ++i) c.docs[0].flags[i] |= text::kInQuote;
    if (names)
      for (const auto& [doc, word] : {std::pair{0, 22}, {0, 24}, {1, 5}, {1, 8}}) c.docs[static_cast<std::size_t>(doc)].flags[static_cast<std::size_t>(word)] |= text::kUpper;
    const match::MatchRun common[] = {{22, 5, 1}, {24, 8, 1}};
    c.matches.alignments.push_back({.a_begin = 0, .a_end = 30, .b_begin = 0, .b_end = 30, .matched_words = 2, .matched_qbits = 64, .identity_permille = 100,
                                    .first_run = static_cast<std::uint32_t>(c.matches.runs.size()), .run_count = 2, .restated = true, .restated_score = 200});
    c.matches.runs.insert(c.matches.runs.end(), std::begin(common), std::end(common));
    c.matches.pairs.push_back({0, 1, static_cast<std::uint32_t>(c.matches.alignments.size() - 1), 1});
    CHECK(c.families().size() == (names ? 0 : 1));
  }
}

TEST_CASE("a passage begins behind its article's dateline") {
  std::uint32_t next = 1;
  const auto dateline = fresh(6, next), report = fresh(50, next);
  const Corpus c({joined({dateline, report}), joined({dateline, report}), joined({fresh(20, next), dateline, report})});
  auto families = c.families();
  REQUIRE(families.size() == 1);
  // The second has none; the third one's begins two words before the passage.
  const std::vector<group::WordRange> datelines = {{0, 6}, {0, 0}, {18, 26}};
  group::leave_datelines(c.views, datelines, 8, families);
  CHECK(in(families[0], 0)->begin == 6);
  CHECK(in(families[0], 0)->end == 56);
  CHECK(in(families[0], 1)->begin == 0);
  CHECK(in(families[0], 2)->begin == 26);
  // What is mostly a dateline stays, and so does boilerplate.
  std::vector<group::Family> others = {{{{0, 0, 10}, {1, 0, 10}}, 1000, false}, {{{0, 0, 56}, {1, 0, 56}}, 1000, true}};
  group::leave_datelines(c.views, datelines, 8, others);
  CHECK(in(others[0], 0)->begin == 0);
  CHECK(in(others[1], 0)->begin == 0);
  // So does what would be too short to be a passage.
  std::vector<group::Family> few = {{{{0, 0, 13}, {1, 0, 13}}, 1000, false}};
  group::leave_datelines(c.views, datelines, 8, few);
  CHECK(in(few[0], 0)->begin == 0);
}

TEST_CASE("a heading over links of which few are the same is another list") {
  for (const std::size_t same : {2, 4}) {
    std::uint32_t next = 1;
    // Two words of a heading and six addresses, the last ones the same.
    const auto heading = fresh(2, next), common = fresh(same, next);
    Corpus c({joined({heading, fresh(6 - same, next), common}), joined({heading, fresh(6 - same, next), common})}, 30);
    for (Doc& d : c.docs) std::fill(d.weights.begin() + 2, d.weights.end(), text::kAddressWeight);
    const match::MatchRun runs[] = {{0, 0, 2}, {static_cast<std::uint32_t>(8 - same), static_cast<std::uint32_t>(8 - same), static_cast<std::uint32_t>(same)}};
    c.matches = {};
    c.matches.alignments.push_back({.a_begin = 0, .a_end = 8, .b_begin = 0, .b_end = 8, .matched_words = static_cast<std::uint32_t>(2 + same), .matched_qbits = 200,
                                    .net_qbits = 300, .identity_permille = 500, .first_run = 0, .run_count = 2});
    c.matches.runs.assign(std::begin(runs), std::end(runs));
    c.matches.pairs.push_back({0, 1, 0, 1});
    CHECK(c.families().size() == (same == 4 ? 1 : 0));
  }
}

TEST_CASE("the occurrences of a paragraph have a piece in common") {
  std::uint32_t next = 1;
  const auto first = fresh(20, next), second = fresh(20, next);
  std::vector<std::vector<std::uint32_t>> texts;
  for (int i = 0; i < 3; ++i) texts.push_back(joined({fresh(30, next), first, second}));
  texts.push_back(joined({fresh(30, next), first}));
  Corpus c(texts);
  c.break_lines(1000);
  CHECK(c.families().size() == 1);
  // One copy has the first half alone and another one the second.
  texts.push_back(joined({fresh(30, next), second}));
  Corpus disjoint(texts);
  disjoint.break_lines(1000);
  CHECK(disjoint.families().size() == 2);
}

TEST_CASE("a speaker's words and the tag before them are one passage though a few copies have one of the two") {
  for (const bool quoted : {false, true})
    for (const int alone : {1, 2}) {
      std::uint32_t next = 1;
      const auto tag = fresh(20, next), words = fresh(20, next);
      std::vector<std::vector<std::uint32_t>> texts;
      for (int i = 0; i < 3; ++i) texts.push_back(joined({fresh(30, next), tag, words}));
      for (int i = 0; i < alone; ++i) {
        texts.push_back(joined({fresh(30, next), tag}));
        texts.push_back(joined({fresh(30, next), words}));
      }
      Corpus c(texts);
      c.break_lines(1000);
      for (Doc& d : c.docs)
        for (std::size_t i = 0; i < d.words.size(); ++i)
          if (quoted && std::find(words.begin(), words.end(), d.words[i]) != words.end()) d.flags[i] |= text::kInQuote;
      // Of five articles four hold the tag; of seven five, too few.
      CHECK(c.families().size() == (quoted && alone == 1 ? 1 : 2));
    }
}
