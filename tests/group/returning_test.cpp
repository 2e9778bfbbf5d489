// What comes back: occasions of set sentences, standing text and long texts under other subjects.
#include <doctest/doctest.h>

#include "group/outlet.hpp"

using namespace reprise;
using namespace reprise::test;
using group::Family;

namespace {

/// Posts that open with one text of ten words; the tenth is a number.
struct Posts {
  std::vector<Doc> docs;
  std::vector<group::DocFacts> facts;
  std::vector<Family> families{1};
  std::vector<Kind> kinds{Kind::edited};
  std::vector<std::vector<group::WordRange>> repeated;
  std::vector<group::DividedPost> posts;

  void add(std::uint32_t outlet, std::int32_t day, std::uint32_t number, std::uint32_t before = 0, std::uint32_t behind = 0) {
    std::uint32_t next = 1000 * static_cast<std::uint32_t>(docs.size() + 1);
    Words text{1, 2, 3, 4, 5, 6, 7, 8, 9, 100 + number};
    docs.push_back(make_doc(joined({fresh(before, next), text, fresh(behind, next)}), 32, 10));
    if (number > 0) docs.back().flags[before + 9] |= text::kNumber;
    families[0].occurrences.push_back({static_cast<std::uint32_t>(docs.size() - 1), before, before + 10});
    facts.push_back({.outlet = outlet, .day = day});
    repeated.emplace_back();
  }
  /// The articles of each family, in order.
  std::vector<Words> divided() {
    std::vector<match::DocView> views;
    for (const Doc& d : docs) views.push_back(d.view());
    posts = group::divide_occasions(views, facts, repeated, {}, {}, families, kinds);
    CHECK(kinds.size() == families.size());
    std::vector<Words> result;
    for (const Family& family : families) {
      result.emplace_back();
      for (const auto& o : family.occurrences) result.back().push_back(o.doc);
    }
    return result;
  }
};

}  // namespace

TEST_CASE("a sentence that posts open with again weeks later tells of another occasion") {
  Posts p;
  p.add(1, 0, 0);
  p.add(2, 1, 0, 0, 50);
  p.add(1, 30, 0);
  p.add(3, 31, 0, 20);
  p.add(2, 60, 0);
  SUBCASE("each occasion that two articles hold is a family") { CHECK(p.divided() == std::vector<Words>{{0, 1}, {2, 3}}); }
  SUBCASE("but not when no outlet returns to it: who has it from whom weeks later is another question") {
    p.facts[2].outlet = 4, p.facts[4].outlet = 5;
    CHECK(p.divided() == std::vector<Words>{{0, 1, 2, 3, 4}});
  }
  SUBCASE("nor when the outlets that do list it below other things, as a digest does") {
    for (const std::size_t i : {2u, 4u}) p.families[0].occurrences[i].begin += 5;
    CHECK(p.divided() == std::vector<Words>{{0, 1, 2, 3, 4}});
  }
  SUBCASE("nor where the days are near or not known") {
    SUBCASE("") { for (auto& fact : p.facts) fact.day /= 3; }
    SUBCASE("") { p.facts[1].day = group::kUnknownDay; }
    CHECK(p.divided() == std::vector<Words>{{0, 1, 2, 3, 4}});
  }
  SUBCASE("boilerplate and quotations stay whole") {
    SUBCASE("") { p.kinds[0] = Kind::boilerplate; }
    SUBCASE("") { p.kinds[0] = Kind::quote; }
    CHECK(p.divided() == std::vector<Words>{{0, 1, 2, 3, 4}});
  }
}

TEST_CASE("a post that is one sentence with other numbers on another day is another report") {
  Posts p;
  p.add(1, 0, 15);
  p.add(2, 0, 16);
  p.add(1, 1, 6);
  p.add(2, 1, 6);
  p.add(3, 2, 6);
  SUBCASE("of one day or with a common number they are one") { CHECK(p.divided() == std::vector<Words>{{0, 1}, {2, 3, 4}}); }
  SUBCASE("a common number joins them") {
    p.docs[3].words[9] = p.docs[0].words[9];
    CHECK(p.divided() == std::vector<Words>{{0, 1, 2, 3, 4}});
  }
  SUBCASE("where more is told the sentence is part of a report") {
    p.docs.clear(), p.facts.clear(), p.repeated.clear(), p.families.assign(1, {});
    p.add(1, 0, 15, 0, 30), p.add(1, 1, 6, 0, 30);
    SUBCASE("") { CHECK(p.divided() == std::vector<Words>{{0, 1}}); }
    SUBCASE("unless that is what the outlet always prints below") {
      for (auto& lines : p.repeated) lines = {{10, 40}};
      CHECK(p.divided().empty());
    }
  }
}

TEST_CASE("an occasion is verbatim where its own words are the same, whatever the others say") {
  Posts p;
  for (const std::int32_t day : {0, 30}) p.add(1, day, 0), p.add(2, day, 0);
  for (std::uint32_t i = 0; i < 4; ++i) p.docs[2].words[i] = p.docs[3].words[i] = 5000 + i;
  CHECK(p.divided() == std::vector<Words>{{0, 1}, {2, 3}});
  CHECK(p.kinds == std::vector<Kind>{Kind::verbatim, Kind::verbatim});
}

TEST_CASE("posts of two occasions are no near-duplicates; posts of one, and reports that the sentence is a part of, may be") {
  Posts p;
  for (const std::int32_t day : {0, 30}) p.add(1, day, 0), p.add(2, day, 0);
  std::vector<group::Cluster> clusters(1);
  clusters[0].docs = {0, 1, 2, 3};
  for (std::uint32_t a = 0; a < 4; ++a)
    for (std::uint32_t b = a + 1; b < 4; ++b) clusters[0].edges.push_back({a, b, 20, 36, 36});
  SUBCASE("posts") {
    p.divided();
    group::part_occasions(p.posts, clusters);
    REQUIRE(clusters.size() == 2);
    CHECK(clusters[0].docs == Words{0, 1});
    CHECK(clusters[1].docs == Words{2, 3});
  }
  SUBCASE("reports") {
    for (Doc& d : p.docs) {
      const Words more = joined({d.words, Words(30, 9000)});
      d = make_doc(more, 32, 10);
    }
    p.divided();
    group::part_occasions(p.posts, clusters);
    CHECK(clusters.size() == 1);
  }
}

TEST_CASE("a post that an outlet prints again every few weeks is standing text; one that it prints again for a few weeks is a re-post") {
  Outlet o;
  const Words post = o.own(40);
  for (int i = 0; i < 5; ++i) o.add(joined({post, o.own(2)}));
  for (auto& fact : o.facts) fact.story = 0;
  CHECK(o.kind() == Kind::boilerplate);
  SUBCASE("every week for two months") {
    for (std::size_t i = 0; i < 5; ++i) o.facts[i].day = static_cast<std::int32_t>(13 * i);
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("other outlets' days do not count") {
    o.facts[4].outlet = 2;
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("nor unknown ones") {
    o.facts[4].day = group::kUnknownDay;
    CHECK(o.kind() == Kind::verbatim);
  }
}

TEST_CASE("a long text under other subjects that comes back for months is boilerplate, whatever the outlets; a report that they all run is none") {
  Outlet o;
  const Words gallery = o.own(120);
  for (std::uint32_t i = 0; i < 4; ++i) {
    o.add(joined({o.own(60), gallery}));
    o.facts.back().outlet = i;
  }
  CHECK(o.kind() == Kind::boilerplate);
  SUBCASE("within days") {
    o.daily();
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("three times") {
    o.facts[3].day = o.facts[2].day + 1;
    CHECK(o.kind() == Kind::verbatim);
  }
}

TEST_CASE("a long text that outlets open with for months is run again; so is a short one of one story") {
  Outlet o;
  SUBCASE("long") {
    const Words report = o.own(120);
    for (std::uint32_t i = 0; i < 4; ++i) {
      o.add(joined({report, o.own(60)}));
      o.facts.back().outlet = i;
    }
  }
  SUBCASE("short") {
    const Words background = o.own(60);
    for (std::uint32_t i = 0; i < 4; ++i) {
      o.add(joined({o.own_in_story(120), background}));
      o.facts.back().outlet = i;
    }
  }
  CHECK(o.kind() == Kind::verbatim);
}
