// What is near in its words and no near-duplicate: leads of their own, forms, templates, round-ups. Occasions: returning_test.cpp.
#include <doctest/doctest.h>

#include "group/outlet.hpp"

using namespace reprise;
using namespace reprise::test;

TEST_CASE("two fillings of one form are no near-duplicates") {
  // A form of 40 words with four places to fill; two copies each of two fillings.
  Outlet o;
  Words form = o.own(40);
  const Words one = o.own(4), other = o.own(4);
  const auto filled = [&](const Words& filling) {
    for (std::size_t i = 0; i < 4; ++i) form[10 * i + 5] = filling[i];
    return form;
  };
  for (const Words* filling : {&one, &other, &one, &other}) o.add(filled(*filling));
  for (const Doc& d : o.docs) o.views.push_back(d.view());
  const auto clusters = [&](Kind kind, std::uint32_t boilerplate_words, group::FormOptions options = {}) {
    std::vector<group::Cluster> result(1);
    result[0].docs = {0, 1, 2, 3};
    for (std::uint32_t a = 0; a < 4; ++a)
      for (std::uint32_t b = a + 1; b < 4; ++b) result[0].edges.push_back({a, b, 20, 36, 36});
    group::Family family;
    for (std::uint32_t d = 0; d < 4; ++d) family.occurrences.push_back({d, 0, boilerplate_words});
    group::part_forms(o.views, std::vector{family}, std::vector{kind}, options, result);
    return result;
  };
  // What is filled in says more than the form's words do.
  for (Doc& d : o.docs)
    for (std::size_t i = 5; i < 40; i += 10) d.weights[i] = 50;
  const auto parted = clusters(Kind::boilerplate, 40);
  REQUIRE(parted.size() == 2);
  CHECK(parted[0].docs == Words{0, 2});
  CHECK(parted[1].docs == Words{1, 3});
  REQUIRE(parted[1].edges.size() == 1);
  CHECK(parted[1].edges[0].a == 1);
  CHECK(clusters(Kind::verbatim, 40).size() == 1);     // no form
  CHECK(clusters(Kind::boilerplate, 19).size() == 1);  // not most of the article
  CHECK(clusters(Kind::boilerplate, 40, {.min_other_words = 5}).size() == 1);
  SUBCASE("numbers fill it too, whatever they weigh") {
    for (Doc& d : o.docs)
      for (std::size_t i = 5; i < 40; i += 10) d.weights[i] = 20, d.flags[i] |= text::kNumber;
    CHECK(clusters(Kind::boilerplate, 40).size() == 2);
  }
  SUBCASE("words that say little do not") {
    for (Doc& d : o.docs) std::fill(d.weights.begin(), d.weights.end(), std::uint8_t{20});
    CHECK(clusters(Kind::boilerplate, 40).size() == 1);
  }
  SUBCASE("a copy that only leaves something out is a duplicate") {
    for (const std::size_t d : {1u, 3u})
      for (std::size_t i = 5; i < 40; i += 10) o.docs[d].words[i] = form[0];
    CHECK(clusters(Kind::boilerplate, 40).size() == 1);
  }
  SUBCASE("what stands alone is no cluster") {
    o.docs[3].words = o.docs[2].words = o.docs[0].words;
    const auto alone = clusters(Kind::boilerplate, 40);
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].docs == Words{0, 2, 3});
  }
}

namespace {

/// The articles of each cluster, parted as the engine does it.
struct Parted : Outlet {
  std::vector<Words> clusters() {
    views.clear();
    for (const Doc& d : docs) views.push_back(d.view());
    const match::MatchBatch matches = match::match_all(views, match::build_postings(views, {}), {}, {});
    std::vector<std::uint32_t> outlets;
    std::vector<std::int32_t> days;
    for (const auto& fact : facts) outlets.push_back(fact.outlet), days.push_back(fact.day);
    std::vector<group::Cluster> found = group::build_clusters(views, {}, matches, outlets, {});
    group::part_own_leads(views, matches, outlets, days, {}, found);
    std::vector<std::uint32_t> cluster_of(docs.size(), kNone);
    for (std::uint32_t c = 0; c < found.size(); ++c)
      for (const std::uint32_t d : found[c].docs) cluster_of[d] = c;
    const std::vector<std::uint32_t> stories = group::find_stories(views, matches, cluster_of, days, {});
    for (std::size_t d = 0; d < docs.size(); ++d) facts[d].story = stories[d];
    const Result result = run();
    group::part_forms(views, result.families, result.kinds, {}, found);
    group::part_round_ups(views, result.families, result.kinds, outlets, {}, found);
    std::vector<Words> docs_of;
    for (const auto& cluster : found) docs_of.push_back(cluster.docs);
    return docs_of;
  }
  void add_in(std::uint32_t outlet, Words words) {
    add(std::move(words));
    facts.back().outlet = outlet, facts.back().day = 100;
  }
};

}  // namespace

TEST_CASE("an outlet's articles around one gallery are no near-duplicates, and the gallery is boilerplate") {
  Parted p;
  const Words gallery = p.own(300);
  for (int i = 0; i < 4; ++i) p.add_in(1, joined({p.own(100), gallery}));
  CHECK(p.clusters().empty());
  SUBCASE("an update of a report opens with the same news") {
    const Words lead = p.own(40);
    for (Doc& d : p.docs) std::copy(lead.begin(), lead.end(), d.words.begin());
    CHECK(p.clusters() == std::vector<Words>{{0, 1, 2, 3}});
  }
  SUBCASE("or speaks of the same names") {
    for (Doc& d : p.docs) {
      const Words story = p.own_in_story(100);
      std::copy(story.begin(), story.end(), d.words.begin());
    }
    CHECK(p.clusters() == std::vector<Words>{{0, 1, 2, 3}});
  }
  SUBCASE("copies in four outlets have each its own things above and below") {
    for (std::uint32_t i = 0; i < 4; ++i) p.facts[i].outlet = i;
    CHECK(p.clusters() == std::vector<Words>{{0, 1, 2, 3}});
  }
}

TEST_CASE("articles of several outlets that are little but one gallery, for months, are no near-duplicates") {
  Parted p;
  const Words gallery = p.own(400);
  for (std::uint32_t i = 0; i < 5; ++i) p.add(joined({p.own(40), gallery})), p.facts.back().outlet = i;
  CHECK(p.clusters().empty());
  SUBCASE("where they say nothing else they are") {
    for (Doc& d : p.docs) std::fill(d.words.begin(), d.words.begin() + 40, d.words[0]);
    CHECK(p.clusters() == std::vector<Words>{{0, 1, 2, 3, 4}});
  }
}

TEST_CASE("a round-up of which one story is more than half joins no story") {
  Parted p;
  const Words first = p.own(200), second = p.own(80), third = p.own(60);
  p.add_in(1, first);
  p.add_in(2, second);
  p.add_in(3, third);
  p.add_in(4, joined({first, second, third}));
  CHECK(p.clusters().empty());
  SUBCASE("but another copy of it, as other copies of the story are near that") {
    p.add_in(5, joined({first, second, third}));
    p.add_in(6, first);
    CHECK(p.clusters() == std::vector<Words>{{0, 5}, {3, 4}});
  }
  SUBCASE("a report that takes in a few lines of another, or of a short post, is that report") {
    p.docs[1] = make_doc(joined({second, p.own(100)}), 32, 10);
    p.docs[2] = make_doc(p.own(60), 32, 10);
    CHECK(p.clusters() == std::vector<Words>{{0, 3}});
  }
}

TEST_CASE("a report that a wire sends in takes, or that other articles tell in parts, is no round-up") {
  Parted p;
  SUBCASE("takes of one outlet that others join") {
    const Words first = p.own(200), second = p.own(80);
    p.add_in(1, first);
    p.add_in(1, second);
    p.add_in(2, joined({first, second}));
    CHECK(p.clusters() == std::vector<Words>{{0, 2}});
  }
  SUBCASE("most print it whole") {
    const Words first = p.own(200), second = p.own(80);
    p.add_in(1, first);
    p.add_in(2, second);
    for (std::uint32_t i = 3; i < 6; ++i) p.add_in(i, joined({first, second}));
    CHECK(p.clusters() == std::vector<Words>{{0, 2, 3, 4}});
  }
  SUBCASE("parts that speak of the same names") {
    const Words first = p.own_in_story(200), second = p.own_in_story(80);
    p.add_in(1, first);
    p.add_in(2, second);
    p.add_in(3, joined({first, second}));
    CHECK(p.clusters() == std::vector<Words>{{0, 2}});
  }
}
