#include <doctest/doctest.h>

#include <algorithm>

#include "base/parallel.hpp"
#include "group/clusters.hpp"
#include "group/corpus.hpp"
#include "group/kinds.hpp"
#include "group/topics.hpp"
#include "group/vouching.hpp"

using namespace reprise;
using namespace reprise::test;
using group::Family;

namespace {
const match::Credits kNobody{.outlet = kNone, .credited = {}};
}

TEST_CASE("one passage of three articles is one family") {
  std::uint32_t next = 1;
  const auto passage = fresh(40, next);
  const Corpus c({joined({fresh(20, next), passage, fresh(20, next)}), joined({fresh(30, next), passage, fresh(10, next)}),
                  joined({passage, fresh(50, next)}), fresh(80, next)});
  const auto families = c.families();
  REQUIRE(families.size() == 1);
  REQUIRE(families[0].occurrences.size() == 3);
  CHECK(in(families[0], 0)->begin == 20);
  CHECK(in(families[0], 0)->end == 60);
  CHECK(in(families[0], 1)->begin == 30);
  CHECK(in(families[0], 2)->begin == 0);
  CHECK(in(families[0], 2)->end == 40);
  CHECK(families[0].identity_permille == 1000);
}

TEST_CASE("a long passage of which others hold only half is split where the holders change") {
  std::uint32_t next = 1;
  const auto first = fresh(50, next), second = fresh(50, next);
  const Corpus c({joined({first, second, fresh(30, next)}), joined({fresh(30, next), first, second}), joined({fresh(20, next), first, fresh(40, next)})});
  const auto families = c.families();
  REQUIRE(families.size() == 2);
  CHECK(families[0].occurrences.size() == 3);
  CHECK(families[1].occurrences.size() == 2);
  CHECK(in(families[0], 0)->end == 50);
  CHECK(in(families[1], 0)->begin == 50);
}

TEST_CASE("copies that each lack one sentence stay one family") {
  std::uint32_t next = 1;
  const auto story = fresh(200, next);
  std::vector<std::vector<std::uint32_t>> texts = {story};
  for (std::size_t drop = 20; drop < 180; drop += 20) {
    auto copy = story;
    copy.erase(copy.begin() + static_cast<std::ptrdiff_t>(drop), copy.begin() + static_cast<std::ptrdiff_t>(drop) + 10);
    texts.push_back(joined({fresh(20, next), copy}));
  }
  const auto families = Corpus(texts).families();
  REQUIRE(families.size() == 1);
  CHECK(families[0].occurrences.size() == texts.size());
}

TEST_CASE("every occurrence holds four fifths of its family's longest one: random truncated and edited copies") {
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    std::uint32_t next = 1;
    std::vector<std::vector<std::uint32_t>> texts;
    const auto story = fresh(240, next);
    std::vector<std::size_t> copied;
    for (int i = 0; i < 12; ++i) {
      const std::size_t from = 10 * (random() % 8), to = 160 + 10 * (random() % 8);
      std::vector<std::uint32_t> copy(story.begin() + static_cast<std::ptrdiff_t>(from), story.begin() + static_cast<std::ptrdiff_t>(to));
      copied.push_back(copy.size());
      texts.push_back(joined({fresh(10 * (random() % 5), next), copy, fresh(30, next)}));
    }
    const Corpus c(texts);
    std::vector<std::size_t> covered(texts.size());
    for (const Family& family : c.families()) {
      std::uint32_t longest = 0;
      for (const auto& o : family.occurrences) longest = std::max(longest, o.end - o.begin);
      for (const auto& o : family.occurrences) {
        CHECK(5 * (o.end - o.begin) >= 4 * longest - 5);
        covered[o.doc] += o.end - o.begin;
      }
    }
    for (std::size_t d = 0; d < texts.size(); ++d) CHECK(10 * covered[d] >= 8 * copied[d]);
    for (std::size_t d = 0; d < texts.size(); ++d) CHECK(covered[d] <= copied[d]);
  }
}

TEST_CASE("families do not depend on the number of threads") {
  std::mt19937 random(5);
  std::vector<std::vector<std::uint32_t>> texts;
  for (int i = 0; i < 200; ++i) texts.push_back(prose(150, random, 30));
  const Corpus c(texts);
  std::vector<std::vector<std::uint32_t>> results;
  for (const unsigned threads : {1u, 2u, 8u}) {
    std::vector<std::uint32_t> flat;
    with_threads(threads, [&] {
      for (const Family& f : c.families())
        for (const auto& o : f.occurrences) flat.push_back(o.doc), flat.push_back(o.begin), flat.push_back(o.end);
    });
    results.push_back(flat);
  }
  CHECK(results[0] == results[1]);
  CHECK(results[0] == results[2]);
}

TEST_CASE("near-duplicates cluster; a chain of drifting versions does not become one cluster") {
  std::uint32_t next = 1;
  const auto a = fresh(300, next);
  auto near_copy = a;
  near_copy[100] = next++;
  // b keeps the last 60 % of a, c the last 60 % of b: neighbours are near, the ends are not.
  const auto b = joined({std::vector<std::uint32_t>(a.begin() + 80, a.end()), fresh(60, next)});
  const auto c = joined({std::vector<std::uint32_t>(b.begin() + 80, b.end()), fresh(60, next)});
  const Corpus corpus({a, near_copy, b, c, fresh(300, next)});
  const auto clusters = corpus.clusters();
  for (const auto& cluster : clusters) {
    const bool has_a = std::count(cluster.docs.begin(), cluster.docs.end(), 0u) > 0;
    const bool has_c = std::count(cluster.docs.begin(), cluster.docs.end(), 3u) > 0;
    CHECK_FALSE((has_a && has_c));
    for (const auto& edge : cluster.edges) CHECK(edge.a < edge.b);
  }
  REQUIRE_FALSE(clusters.empty());
  CHECK(clusters[0].docs[0] == 0);
  CHECK(clusters[0].docs[1] == 1);
}

TEST_CASE("a round-up that holds three stories joins none of them") {
  std::uint32_t next = 1;
  const auto x = fresh(200, next), y = fresh(200, next), z = fresh(200, next);
  const Corpus corpus({x, y, z, joined({x, y, z})});
  CHECK(corpus.clusters().empty());
  CHECK(corpus.families().size() == 3);
}

TEST_CASE("the versions of a live blog are one cluster, as long as the first is half of the last") {
  std::uint32_t next = 1;
  std::vector<std::uint32_t> blog = fresh(300, next);
  std::vector<std::vector<std::uint32_t>> versions = {blog};
  for (int entry = 0; entry < 6; ++entry) {
    blog = joined({fresh(40, next), blog});  // the newest entry stands on top
    versions.push_back(blog);
  }
  versions.push_back(fresh(300, next));
  const auto clusters = Corpus(versions).clusters();
  REQUIRE(clusters.size() == 1);
  CHECK(clusters[0].docs == std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6});
}

TEST_CASE("a live blog that grows beyond twice its first version stays one cluster in its outlet") {
  std::uint32_t next = 1;
  std::vector<std::uint32_t> blog = fresh(200, next);
  std::vector<std::vector<std::uint32_t>> versions = {blog};
  for (int entry = 0; entry < 5; ++entry) {
    blog = joined({fresh(100, next), blog});
    versions.push_back(blog);
  }
  const Corpus c(versions);
  const auto docs_of = [&](std::vector<std::uint32_t> outlets) {
    std::vector<std::vector<std::uint32_t>> docs;
    for (const auto& cluster : c.clusters(outlets)) docs.push_back(cluster.docs);
    return docs;
  };
  const std::vector<std::uint32_t> all = {0, 1, 2, 3, 4, 5};
  CHECK(docs_of({7, 7, 7, 7, 7, 7}) == std::vector<std::vector<std::uint32_t>>{all});
  // Not across outlets, and not where it is not known.
  for (const auto& outlets : {std::vector<std::uint32_t>{7, 8, 7, 8, 7, 8}, std::vector<std::uint32_t>(6, kNone), std::vector<std::uint32_t>{}})
    for (const auto& docs : docs_of(outlets)) CHECK(docs != all);
}

TEST_CASE("a version that dropped much of the first one is no version of its cluster") {
  std::uint32_t next = 1;
  const auto kept = fresh(80, next), dropped = fresh(120, next), middle = fresh(180, next), last = fresh(60, next);
  const Corpus c({joined({kept, dropped}), joined({kept, dropped, middle}), joined({kept, middle, last})});
  const std::vector<std::uint32_t> outlets(3, 7);
  for (const auto& cluster : c.clusters(outlets)) CHECK(cluster.docs.size() < 3);
}

TEST_CASE("a line that an outlet repeats vouches for no stock phrase beside it") {
  std::uint32_t next = 1;
  const auto footer = fresh(20, next), phrase = fresh(8, next), story = fresh(30, next);
  const Corpus c({joined({fresh(70, next), phrase, fresh(70, next), footer}), joined({fresh(80, next), phrase, fresh(70, next), footer}),
                  joined({fresh(70, next), phrase, fresh(70, next), story})});
  REQUIRE(c.matches.pairs.size() == 1);
  REQUIRE(c.matches.alignments.size() == 2);
  std::vector<std::vector<group::WordRange>> repeated(3);
  const std::vector<group::DocFacts> facts = {{.outlet = 0}, {.outlet = 1}, {.outlet = 2}};
  match::MatchBatch matches = c.matches;
  group::drop_unvouched(c.views, facts, repeated, std::vector<match::Credits>(c.views.size(), kNobody), {}, matches);
  CHECK(matches.alignments.size() == 2);
  repeated[0] = {{148, 168}};
  group::drop_unvouched(c.views, facts, repeated, std::vector<match::Credits>(c.views.size(), kNobody), {}, matches);
  REQUIRE(matches.pairs.size() == 1);
  CHECK(matches.pairs[0].alignment_count == 1);
  REQUIRE(matches.alignments.size() == 1);
  CHECK(matches.alignments[0].a_begin == 148);
  // Inside quotation marks it is someone's words, and stays.
  Corpus quoted = c;
  for (std::uint32_t d = 0; d < 2; ++d)
    for (std::size_t i = 0; i < 8; ++i) quoted.docs[d].flags[(d == 0 ? 70 : 80) + i] |= text::kInQuote;
  quoted.views.clear();
  for (const Doc& d : quoted.docs) quoted.views.push_back(d.view());
  group::drop_unvouched(quoted.views, facts, repeated, std::vector<match::Credits>(quoted.views.size(), kNobody), {}, quoted.matches);
  CHECK(quoted.matches.alignments.size() == 2);
}

TEST_CASE("told again in other words more than 45 days later is told anew, but for quotations and what other words join") {
  std::uint32_t next = 1;
  const auto sentence = fresh(20, next), passage = fresh(30, next);
  Corpus c({joined({fresh(70, next), sentence, fresh(70, next), passage}), joined({fresh(80, next), sentence, fresh(60, next), passage})});
  REQUIRE(c.matches.alignments.size() == 2);
  std::sort(c.matches.alignments.begin(), c.matches.alignments.end(), [](const auto& x, const auto& y) { return x.a_begin < y.a_begin; });
  c.matches.alignments[0].restated = c.matches.alignments[0].restated_strong = true;
  const std::vector<std::vector<group::WordRange>> repeated(2);
  const auto left = [&](std::int32_t later, bool passage_too, bool quoted) {
    Corpus copy = c;
    if (!passage_too) copy.matches.alignments.resize(1), copy.matches.pairs[0].alignment_count = 1;
    for (std::uint32_t d = 0; d < 2 && quoted; ++d)
      for (std::size_t i = 0; i < 20; ++i) copy.docs[d].flags[(d == 0 ? 70 : 80) + i] |= text::kInQuote;
    copy.views.clear();
    for (const Doc& d : copy.docs) copy.views.push_back(d.view());
    const std::vector<group::DocFacts> facts = {{.outlet = 0, .day = 100}, {.outlet = 1, .day = later}};
    group::drop_unvouched(copy.views, facts, repeated, std::vector<match::Credits>(copy.views.size(), kNobody), {}, copy.matches);
    return copy.matches.alignments.size();
  };
  CHECK(left(145, false, false) == 1);
  CHECK(left(146, false, false) == 0);
  CHECK(left(54, false, false) == 0);
  CHECK(left(group::kUnknownDay, false, false) == 1);
  CHECK(left(146, false, true) == 1);
  CHECK(left(146, true, false) == 1);
  CHECK(left(145, true, false) == 2);
}

TEST_CASE("names alone make no pair of two outlets' articles") {
  std::uint32_t next = 1;
  const auto phrase = fresh(13, next);
  Corpus c({joined({fresh(70, next), phrase, fresh(70, next)}), joined({fresh(80, next), phrase, fresh(60, next)})});
  REQUIRE(c.matches.alignments.size() == 1);
  const std::vector<std::vector<group::WordRange>> repeated(2);
  std::vector<match::Credits> credits(2, kNobody);
  const auto left = [&](std::uint32_t other_outlet) {
    const std::vector<group::DocFacts> facts = {{.outlet = 0}, {.outlet = other_outlet}};
    match::MatchBatch matches = c.matches;
    group::drop_unvouched(c.views, facts, repeated, credits, {}, matches);
    CHECK(matches.pairs.size() == matches.alignments.size());
    return matches.alignments.size();
  };
  const auto capitals = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) c.docs[0].flags[i] |= text::kUpper, c.docs[1].flags[i + 10] |= text::kUpper;
  };
  // Sentences begin with capitals.
  for (std::size_t d = 0; d < 2; ++d)
    for (std::size_t i = 0; i < c.docs[d].flags.size(); i += 10) c.docs[d].flags[i] |= text::kUpper;
  CHECK(left(1) == 1);
  // "said Anna Bauer, senior analyst of the Research Institute": names and titles.
  capitals(70, 83);
  CHECK(left(1) == 0);
  CHECK(left(0) == 1);
  // The later article says that it has it from the other's outlet.
  credits = {{.outlet = 0, .credited = {}}, {.outlet = 1, .credited = {0}}};
  CHECK(left(1) == 1);
  credits = {{.outlet = 0, .credited = {}}, {.outlet = 1, .credited = {5}}};
  CHECK(left(1) == 0);
  // Where every other word has a capital names are not told: a fifth of all is taken for theirs.
  capitals(0, 60);
  CHECK(left(1) == 1);
}

TEST_CASE("kinds: what half of the articles print in quotation marks is a quote") {
  for (std::size_t quoting = 0; quoting <= 3; ++quoting) {
    std::uint32_t next = 1;
    const auto words = fresh(20, next);
    Corpus c({joined({fresh(50, next), words}), joined({fresh(30, next), words}), joined({fresh(40, next), words})});
    for (std::size_t d = 0; d < quoting; ++d)
      for (std::size_t i = c.docs[d].words.size() - 20; i < c.docs[d].words.size() - 4; ++i) c.docs[d].flags[i] |= text::kInQuote;
    const auto families = c.families();
    REQUIRE(families.size() == 1);
    const std::vector<group::DocFacts> facts(3);
    CHECK((group::find_kinds(c.views, facts, {}, families, {}).front() == Kind::quote) == (quoting >= 2));
  }
}

TEST_CASE("kinds: equal words are verbatim, whatever the links that hold them together lost") {
  std::uint32_t next = 1;
  const auto words = fresh(20, next);
  Corpus c({joined({fresh(50, next), words}), joined({fresh(30, next), words})});
  auto families = c.families();
  REQUIRE(families.size() == 1);
  families[0].identity_permille = 700;
  const std::vector<group::DocFacts> facts(2);
  CHECK(group::find_kinds(c.views, facts, {}, families, {}).front() == Kind::verbatim);
  families[0].occurrences[1].end -= 3;
  CHECK(group::find_kinds(c.views, facts, {}, families, {}).front() == Kind::edited);
}
