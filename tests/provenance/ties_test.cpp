// Ties against maps over all families and pairs, and by hand.
#include <algorithm>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

#include "oracle/ties.hpp"
#include "provenance/decode_family_builder.hpp"

using namespace reprise;
using provenance::FamilyPair;
using provenance::Ties;
using test::StoryBuilder;

namespace {

constexpr Seconds kNoon = 1700000000;

std::vector<std::vector<FamilyPair>> compare_all(const StoryBuilder& s) {
  std::vector<std::vector<FamilyPair>> pairs;
  for (std::size_t f = 0; f < s.families.size(); ++f) pairs.push_back(provenance::compare_family(s.witnesses[f], s.families[f]));
  return pairs;
}

Ties ties_of(const StoryBuilder& s) { return Ties(s.articles, s.families, compare_all(s)); }

bool same(const Ties::Outlets& a, const Ties::Outlets& b) {
  return a.shared == b.shared && a.credits == b.credits;
}

const char* const kOutlets[] = {"", "Harbour Gazette", "Valley Herald", "Upland Courier", "Isle Observer"};

// Texts of few words, so that words are shared, moved and their own; articles with a passage twice and thrice.
StoryBuilder random_story(std::mt19937& rng) {
  StoryBuilder s;
  const std::uint32_t count = 2 + rng() % 9;
  for (std::uint32_t a = 0; a < count; ++a) s.article(kOutlets[rng() % 5], rng() % 4 == 0 ? 0 : kNoon + rng() % 90000);
  for (std::uint32_t a = 0; a < count; ++a) {
    for (unsigned k = rng() % 3; k > 0; --k) {
      const std::string outlet = kOutlets[1 + rng() % 4];
      if (rng() % 3 == 0) s.mentions(a, outlet);
      else s.articles[a].attributions.push_back(test::Wording::attribution(rng() % 2 ? outlet : "Elsewhere Post", rng() % 3 ? Cue::sentence : Cue::photo, {90, 210}, rng() % 3 ? "" : outlet));
    }
  }
  for (unsigned f = 1 + rng() % 6; f > 0; --f) {
    std::vector<std::string> base(3 + rng() % 10);
    for (std::string& w : base) w = "w" + std::to_string(rng() % 8);
    std::vector<StoryBuilder::Passage> texts;
    for (unsigned o = 2 + rng() % 5; o > 0; --o) {
      std::string text;
      for (const std::string& w : base) text += (rng() % 5 == 0 ? "x" + std::to_string(rng() % 12) : w) + " ";
      texts.push_back({static_cast<std::uint32_t>(rng() % count), text});
    }
    s.passage(texts, rng() % 8 == 0 ? Kind::boilerplate : static_cast<Kind>(rng() % 2));
  }
  return s;
}

}  // namespace

TEST_CASE("ties agree with the slow twin") {
  unsigned missed = 0, named = 0, runs = 0, stories = 0, credits = 0, twice = 0, innovations = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    std::mt19937 rng(seed);
    StoryBuilder s = random_story(rng);
    const auto pairs = compare_all(s);
    const Ties ties(s.articles, s.families, pairs);
    const oracle::SlowTies slow(s.articles, s.families, pairs);
    CAPTURE(seed);
    const std::uint32_t n = static_cast<std::uint32_t>(s.articles.size());
    for (std::uint32_t a = 0; a < n; ++a) {
      REQUIRE(ties.named_by(a) == slow.named_by(a));
      REQUIRE(ties.names_run(a) == slow.names_run(a));
      named += slow.named_by(a) > 0;
      runs += slow.names_run(a) && slow.named_by(a) == 0;
      for (std::uint32_t b = 0; b < n; ++b) {
        REQUIRE(ties.missing(a, b) == slow.missing(a, b));
        missed += slow.held.count({a, b}) != 0 && slow.missing(a, b) != 0;
        const auto own = slow.innovations.find({a, b});
        REQUIRE(ties.innovations(a, b) == (own == slow.innovations.end() ? 0 : own->second));
        innovations += ties.innovations(a, b) > 0;
      }
      const std::vector<std::uint32_t> of{a, static_cast<std::uint32_t>(rng() % n), a};
      for (const char* outlet : kOutlets) {
        if (*outlet == 0) continue;
        REQUIRE(ties.in_story(of, outlet) == slow.in_story(of, outlet));
        stories += slow.in_story(of, outlet) != kNone;
      }
      REQUIRE(ties.in_story(of, "Elsewhere Post") == kNone);
    }
    for (const char* from : kOutlets) {
      for (const char* to : kOutlets) {
        REQUIRE(same(ties.outlets(from, to), slow.outlets(from, to)));
        credits += slow.outlets(from, to).credits > 0;
      }
    }
    for (const FamilyRecord& f : s.families) {
      std::vector<std::uint32_t> in;
      for (const Occurrence& o : f.occurrences) in.push_back(o.article);
      std::sort(in.begin(), in.end());
      twice += std::adjacent_find(in.begin(), in.end()) != in.end();
    }
  }
  // The corpora are of every kind.
  for (unsigned seen : {missed, named, runs, stories, credits, twice, innovations}) CHECK(seen > 100);
}

TEST_CASE("ties do not depend on the order of the families, nor of the occurrences") {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 rng(1000 + seed);
    StoryBuilder s = random_story(rng);
    const Ties ties = ties_of(s);
    std::vector<std::size_t> order(s.families.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), rng);
    std::vector<FamilyRecord> families;
    std::vector<std::vector<FamilyPair>> pairs;
    for (std::size_t f : order) {
      // The occurrences turned about.
      FamilyRecord family = s.families[f];
      std::vector<provenance::Witness> witnesses = s.witnesses[f];
      std::reverse(family.occurrences.begin(), family.occurrences.end());
      std::reverse(witnesses.begin(), witnesses.end());
      pairs.push_back(provenance::compare_family(s.witnesses[f], s.families[f]));
      const std::uint32_t last = static_cast<std::uint32_t>(witnesses.size() - 1);
      for (FamilyPair& p : pairs.back()) {
        p.from = last - p.from;
        p.to = last - p.to;
      }
      std::shuffle(pairs.back().begin(), pairs.back().end(), rng);
      families.push_back(std::move(family));
    }
    const Ties other(s.articles, families, pairs);
    CAPTURE(seed);
    const std::uint32_t n = static_cast<std::uint32_t>(s.articles.size());
    for (std::uint32_t a = 0; a < n; ++a) {
      REQUIRE(ties.named_by(a) == other.named_by(a));
      REQUIRE(ties.names_run(a) == other.names_run(a));
      for (std::uint32_t b = 0; b < n; ++b) {
        REQUIRE(ties.missing(a, b) == other.missing(a, b));
        REQUIRE(ties.innovations(a, b) == other.innovations(a, b));
      }
      for (const char* outlet : kOutlets) REQUIRE(ties.in_story(std::vector<std::uint32_t>{a}, outlet) == other.in_story(std::vector<std::uint32_t>{a}, outlet));
    }
    for (const char* from : kOutlets) {
      for (const char* to : kOutlets) REQUIRE(same(ties.outlets(from, to), other.outlets(from, to)));
    }
  }
}

TEST_CASE("missing counts the words that others have and the parent has not") {
  StoryBuilder s;
  const auto a = s.article("Harbour Gazette", kNoon), b = s.article("Valley Herald", kNoon), c = s.article("Upland Courier", kNoon);
  s.passage({{a, "one two three four five"}, {b, "one two three four six"}, {c, "one two three four six seven"}});
  s.passage({{b, "red green blue"}, {c, "red green blue"}});
  const Ties ties = ties_of(s);
  CHECK(ties.missing(b, c) == 0);  // seven is c's own word
  CHECK(ties.missing(a, c) == 1 + 3);
  CHECK(ties.missing(c, a) == 0);
  CHECK(ties.missing(b, b) == 5 + 3);  // not its own parent: all that it shares
  CHECK(ties.missing(a, 99) == 0);
}

TEST_CASE("readings that two articles alone have are added up over their passages") {
  StoryBuilder s;
  const auto a = s.article("Harbour Gazette", kNoon), b = s.article("Valley Herald", kNoon), c = s.article("Upland Courier", kNoon);
  s.passage({{a, "one two odd four five six"}, {b, "one two odd four five six"}, {c, "one two three four five six"}});
  s.passage({{a, "red green strange brown black"}, {b, "red green strange brown black"}, {c, "red green blue brown black"}});
  s.passage({{a, "north east south"}, {b, "north east south"}});  // of two texts all readings are theirs alone
  const Ties ties = ties_of(s);
  CHECK(ties.innovations(a, b) == 2);
  CHECK(ties.innovations(b, a) == 2);
  CHECK(ties.innovations(a, c) == 0);
  CHECK(ties.innovations(a, 99) == 0);
}

TEST_CASE("an article that has the passage twice counts once, with the closer text") {
  StoryBuilder s;
  const auto a = s.article("Harbour Gazette", kNoon), b = s.article("Valley Herald", kNoon);
  s.passage({{a, "one two three four"}, {a, "one two nine ten"}, {b, "one two three four"}});
  const Ties ties = ties_of(s);
  CHECK(ties.missing(a, b) == 0);
  CHECK(ties.missing(b, a) == 0);
  CHECK(ties.outlets("Harbour Gazette", "Valley Herald").shared == 1);
}

TEST_CASE("who is named, by whom, and how far that is heard") {
  StoryBuilder s;
  const auto a = s.article("Harbour Gazette", kNoon), b = s.article("Valley Herald", kNoon), c = s.article("Upland Courier", kNoon),
             d = s.article("Isle Observer", kNoon), e = s.article("Harbour Gazette", kNoon), stranger = s.article("Moor Post", kNoon);
  s.passage({{a, "one two three"}, {b, "one two three"}});
  s.passage({{b, "red green blue"}, {c, "red green blue"}});
  s.passage({{c, "north east south"}, {d, "north east south"}});
  s.passage({{a, "salt wind rope"}, {e, "salt wind rope"}});
  s.names(b, 0, "Harbour Gazette");
  s.names(e, 3, "Harbour Gazette");  // itself
  s.names(stranger, 0, "Harbour Gazette");
  const Ties ties = ties_of(s);
  CHECK(ties.named_by(a) == 1);
  CHECK(ties.named_by(b) == 0);
  CHECK(ties.named_by(e) == 0);  // b shares nothing with it
  CHECK(ties.named_by(99) == 0);
  CHECK(ties.names_run(a));
  CHECK(ties.names_run(b));
  CHECK(ties.names_run(e));
  CHECK_FALSE(ties.names_run(c));  // a shares nothing with it
  CHECK_FALSE(ties.names_run(stranger));
  CHECK_FALSE(ties.names_run(99));
  const auto in = [&](std::uint32_t article, const char* outlet) { return ties.in_story(std::vector<std::uint32_t>{article}, outlet) != kNone; };
  CHECK(in(a, "Valley Herald"));
  CHECK(in(a, "Upland Courier"));
  CHECK_FALSE(in(a, "Isle Observer"));  // three steps
  CHECK_FALSE(in(stranger, "Moor Post"));
  CHECK(ties.in_story(std::vector<std::uint32_t>{stranger, b}, "Isle Observer") != kNone);
  CHECK(same(ties.outlets("Harbour Gazette", "Valley Herald"), {1, 1}));
  CHECK(same(ties.outlets("Valley Herald", "Harbour Gazette"), {1, 0}));
  CHECK(same(ties.outlets("Valley Herald", "Upland Courier"), {1, 0}));
  CHECK(same(ties.outlets("Harbour Gazette", "Harbour Gazette"), {0, 0}));
  CHECK(same(ties.outlets("Harbour Gazette", "Isle Observer"), {0, 0}));
}

TEST_CASE("several passages of two articles are one pair of articles, several articles are several") {
  StoryBuilder s;
  std::vector<std::uint32_t> ours, theirs;
  for (int k = 0; k < 3; ++k) ours.push_back(s.article("Harbour Gazette", kNoon)), theirs.push_back(s.article("Valley Herald", kNoon));
  for (int k = 0; k < 3; ++k) {
    s.passage({{ours[k], "one two three"}, {theirs[k], "one two three"}});
    s.passage({{ours[k], "red green blue"}, {theirs[k], "red green blue"}});
  }
  s.mentions(theirs[0], "Harbour Gazette");
  s.mentions(theirs[1], "Harbour Gazette");
  s.mentions(ours[1], "Valley Herald");
  CHECK(same(ties_of(s).outlets("Harbour Gazette", "Valley Herald"), {3, 2}));
}

TEST_CASE("boilerplate and families of more than 64 tie nothing") {
  for (const auto& [count, kind, tied] : {std::tuple<int, Kind, bool>{2, Kind::boilerplate, false}, {64, Kind::verbatim, true}, {65, Kind::verbatim, false}}) {
    StoryBuilder s;
    std::vector<StoryBuilder::Passage> texts;
    for (int k = 0; k < count; ++k) texts.push_back({s.article(k % 2 ? "Harbour Gazette" : "Valley Herald", kNoon), "one two three"});
    s.passage(texts, kind);
    const Ties ties = ties_of(s);
    CHECK((ties.outlets("Harbour Gazette", "Valley Herald").shared > 0) == tied);
    CHECK((ties.missing(0, 0) > 0) == tied);
  }
}

TEST_CASE("nothing is known without a corpus") {
  const Ties ties;
  CHECK(ties.missing(0, 0) == 0);
  CHECK(ties.named_by(0) == 0);
  CHECK_FALSE(ties.names_run(0));
  CHECK(ties.in_story(std::vector<std::uint32_t>{0}, "Harbour Gazette") == kNone);
  CHECK(same(ties.outlets("Harbour Gazette", "Valley Herald"), {0, 0}));
}
