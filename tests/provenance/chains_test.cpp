// Chains, sources and outlet pairs from families by hand; passages whose source is only cited.
#include <doctest/doctest.h>

#include "provenance/provenance.hpp"

using namespace reprise;
using namespace reprise::provenance;

namespace {

// A word every ten bytes.
struct TenBytes : WordCounter {
  std::uint32_t words_in(std::uint32_t, Span s) const override { return s.size() / 10; }
};

ArticleRecord article(const std::string& id, const std::string& outlet, Seconds time) {
  ArticleRecord a;
  a.id = id;
  a.outlet = outlet;
  a.words = 100;
  if (time != 0) a.published = {time, time};
  return a;
}

Occurrence top(std::uint32_t a, Span span) {
  Occurrence o;
  o.article = a;
  o.span = span;
  o.status = Status::origin;
  o.confidence = 0.9;
  return o;
}

Occurrence copy(std::uint32_t a, Span span, std::uint32_t parent, const std::string& outlet, Credited credited) {
  Occurrence o = top(a, span);
  o.status = Status::copied;
  o.parent = parent;
  o.parent_outlet = outlet;
  o.parent_observed = true;
  o.relation = Relation::edited;
  o.credited = credited;
  return o;
}

Attribution naming(const std::string& outlet, Cue cue, Span scope, const std::string& via = "") {
  Attribution a;
  a.outlet = outlet;
  a.via = via;
  a.cue = cue;
  a.scope = scope;
  a.span = {scope.begin, scope.begin + 4};
  a.text = "per " + outlet;
  a.known = true;
  return a;
}

// TASS -> Fars -> Jerusalem Post with two passages, one of them straight from TASS.
Run seed() {
  Run run;
  run.articles = {article("fars", "Fars", 2000), article("jp", "Jerusalem Post", 9000), article("tass", "TASS", 1000)};
  FamilyRecord f;
  f.origin_article = 2;
  f.origin_outlet = "TASS";
  f.origin_observed = true;
  f.occurrences = {top(2, {0, 300}), copy(0, {100, 400}, 2, "TASS", Credited::yes), copy(1, {0, 300}, 0, "Fars", Credited::yes)};
  FamilyRecord g = f;
  g.occurrences = {top(2, {300, 500}), copy(1, {250, 450}, 2, "TASS", Credited::no)};
  run.families = {f, g};
  return run;
}

}  // namespace

TEST_CASE("a chain begins with an article that gave a passage it does not hold") {
  Run run;
  run.articles = {article("ft", "Financial Times", 1000), article("rbc", "RBC", 2000), article("tass", "TASS", 1500)};
  FamilyRecord f;
  f.id = "f-1";
  f.occurrences = {copy(2, {0, 400}, 0, "Financial Times", Credited::yes), copy(1, {100, 500}, 2, "TASS", Credited::no)};
  f.origin_article = 0;
  f.origin_outlet = "Financial Times";
  f.origin_observed = true;
  run.families = {f};
  build_chains(run, TenBytes());
  REQUIRE(run.chains.size() == 2);
  const std::vector<Hop>& hops = run.chains[0].chains[0].hops;  // of rbc
  REQUIRE(hops.size() == 3);
  CHECK(hops[0].article == 0);
  CHECK(hops[0].outlet == "Financial Times");
  CHECK(hops[0].published == run.articles[0].published);
  CHECK(hops[1].article == 2);
  CHECK(hops[2].article == 1);
  REQUIRE(run.outlet_pairs.size() == 2);
  CHECK(run.outlet_pairs[0].from == "Financial Times");
  CHECK(run.outlet_pairs[0].lag_known);
  CHECK(run.outlet_pairs[0].median_lag_seconds == 500);
}

TEST_CASE("build_chains follows parents from the origin to the article") {
  Run run = seed();
  build_chains(run, TenBytes{});
  REQUIRE(run.chains.size() == 2);
  CHECK(run.chains[0].article == 0);
  REQUIRE(run.chains[1].chains.size() == 2);
  const Chain& way = run.chains[1].chains[0];
  CHECK(way.share == doctest::Approx(0.3));
  REQUIRE(way.hops.size() == 3);
  CHECK(way.hops[0].outlet == "TASS");
  CHECK(way.hops[1].outlet == "Fars");
  CHECK(way.hops[2].outlet == "Jerusalem Post");
  CHECK(way.hops[0].credited == Credited::unset);
  CHECK(run.chains[1].chains[1].hops.size() == 2);
  // [0, 300) and [250, 450) overlap: 45 of 100 words have a parent.
  CHECK(run.articles[1].original_share == doctest::Approx(0.55));
  CHECK(run.articles[2].original_share == 1);
  REQUIRE(run.articles[1].sources.size() == 2);
  CHECK(run.articles[1].sources[0].outlet == "Fars");
  CHECK(run.articles[1].sources[0].credited);
  CHECK_FALSE(run.articles[1].sources[1].credited);
}

TEST_CASE("an outlet that is only cited stands between a text that is here and the one that names both") {
  Run run = seed();
  run.families.resize(1);
  FamilyRecord& f = run.families[0];
  f.occurrences = {top(2, {0, 300}), copy(1, {0, 300}, kNone, "Fars", Credited::yes)};
  f.occurrences[1].status = Status::cited;
  f.occurrences[1].parent_observed = false;
  for (const bool said : {false, true}) {
    if (said) run.articles[1].attributions = {naming("TASS", Cue::sentence, {0, 200}, "Fars")};
    run.chains.clear();
    build_chains(run, TenBytes{});
    REQUIRE(run.chains.size() == 1);
    const std::vector<Hop>& hops = run.chains[0].chains[0].hops;
    REQUIRE(hops.size() == (said ? 3u : 2u));
    CHECK(hops[hops.size() - 2].outlet == "Fars");
    CHECK(hops[hops.size() - 2].article == kNone);
    if (said) CHECK(hops[0].article == 2);
  }
}

TEST_CASE("outlet pairs count direct parents, known lags and credits") {
  Run run = seed();
  build_chains(run, TenBytes{});
  REQUIRE(run.outlet_pairs.size() == 3);
  CHECK(run.outlet_pairs[0].from == "Fars");
  CHECK(run.outlet_pairs[2].from == "TASS");
  CHECK(run.outlet_pairs[2].to == "Jerusalem Post");
  CHECK(run.outlet_pairs[2].credited_share == 0);
  CHECK(run.outlet_pairs[2].words == 20);
  CHECK(run.outlet_pairs[2].lag_known);
  CHECK(run.outlet_pairs[2].median_lag_seconds == 8000);
}

TEST_CASE("passages with the same hops are one chain") {
  Run run = seed();
  run.families.push_back(run.families[1]);
  run.families[2].occurrences[1].span = {600, 700};
  build_chains(run, TenBytes{});
  const auto& chains = run.chains[1].chains;
  REQUIRE(chains.size() == 2);
  CHECK(chains[0].families == std::vector<std::uint32_t>{0});
  CHECK(chains[1].families == std::vector<std::uint32_t>{1, 2});
  CHECK(chains[1].share == doctest::Approx(0.3));
}

TEST_CASE("unknown outlets get no pair row, boilerplate no chain, unknown times no lag") {
  Run run = seed();
  run.articles[1].outlet.clear();
  run.articles[2].published = {};
  build_chains(run, TenBytes{});
  REQUIRE(run.outlet_pairs.size() == 1);
  CHECK_FALSE(run.outlet_pairs[0].lag_known);
  CHECK(run.chains.size() == 2);
  for (auto& f : run.families) f.kind = Kind::boilerplate;
  build_chains(run, TenBytes{});
  CHECK(run.chains.empty());
  CHECK(run.articles[1].sources.empty());
  CHECK(run.articles[1].original_share == 1);
}

TEST_CASE("a circle of parents ends") {
  Run run = seed();
  run.families[0].occurrences[0] = copy(2, {0, 300}, 1, "Jerusalem Post", Credited::yes);
  build_chains(run, TenBytes{});
  REQUIRE(run.chains.size() == 3);
  for (const auto& record : run.chains) {
    for (const Chain& chain : record.chains) CHECK(chain.hops.size() <= 3);
  }
}

TEST_CASE("a parent that is not in the family, and articles without words, do no harm") {
  Run run = seed();
  run.families[0].occurrences.erase(run.families[0].occurrences.begin());
  run.articles[0].words = 0;
  build_chains(run, TenBytes{});
  CHECK(run.chains[0].chains[0].hops.size() == 2);  // with the parent, which does not hold the passage
  CHECK(run.chains[0].chains[0].share == 0);
}

TEST_CASE("the Jerusalem Post alone: TASS and Fars are cited, and lead its chains") {
  Run run;
  run.articles = {article("jp", "Jerusalem Post", 9000)};
  run.articles[0].attributions = {naming("TASS", Cue::sentence, {100, 300}), naming("Sputnik", Cue::photo, {0, 1000}),
                                  naming("Fars", Cue::sentence, {300, 500})};
  run.families = cited_only_families(run.articles, corpus::OutletRegistry::builtin(), 0, {}, 1000, TenBytes{});
  REQUIRE(run.families.size() == 2);
  CHECK(run.families[0].origin_outlet == "TASS");
  CHECK(run.families[1].origin_outlet == "Fars");
  for (const FamilyRecord& f : run.families) {
    CHECK_FALSE(f.origin_observed);
    CHECK(f.origin_article == kNone);
    REQUIRE(f.occurrences.size() == 1);
    CHECK(f.occurrences[0].status == Status::cited);
    CHECK(f.occurrences[0].parent == kNone);
    CHECK(f.occurrences[0].credited == Credited::yes);
    CHECK_FALSE(f.occurrences[0].parent_observed);
  }
  CHECK(run.families[0].occurrences[0].span == Span{100, 300});
  CHECK(run.families[0].occurrences[0].evidence.attribution == "per TASS");
  build_chains(run, TenBytes{});
  REQUIRE(run.chains.size() == 1);
  REQUIRE(run.chains[0].chains.size() == 2);
  CHECK(run.chains[0].chains[0].hops[0].article == kNone);
  CHECK(run.articles[0].sources[0].article == kNone);
  CHECK(run.outlet_pairs.size() == 2);
}

TEST_CASE("a dateline takes what sentences and other families leave") {
  std::vector<ArticleRecord> articles = {article("x", "Gazette", 0)};
  articles[0].attributions = {naming("Reuters", Cue::dateline, {0, 1000}), naming("TASS", Cue::sentence, {400, 500})};
  const Held held[] = {{{0, 200}, "AFP", "AFP"}, {{490, 500}, "AFP", "AFP"}, {{520, 980}, "AFP", "AFP"}};
  const auto families = cited_only_families(articles, corpus::OutletRegistry::builtin(), 0, held, 1000, TenBytes{});
  REQUIRE(families.size() == 2);
  CHECK(families[0].occurrences[0].span == Span{200, 400});
  CHECK(families[0].origin_outlet == "Reuters");
  CHECK(families[1].occurrences[0].span == Span{400, 490});
  CHECK(families[1].origin_outlet == "TASS");
}

TEST_CASE("touching scopes of one outlet are one passage; short rests, own outlet, links and wild scopes are none") {
  std::vector<ArticleRecord> articles = {article("x", "Gazette", 0)};
  articles[0].attributions = {naming("TASS", Cue::sentence, {100, 200}), naming("TASS", Cue::sentence, {201, 300}),
                              naming("Gazette", Cue::sentence, {300, 400}), naming("RIA", Cue::link, {400, 500}),
                              naming("AFP", Cue::sentence, {600, 630}), naming("DPA", Cue::sentence, {5000, 9000})};
  const auto families = cited_only_families(articles, corpus::OutletRegistry::builtin(), 0, {}, 1000, TenBytes{});
  REQUIRE(families.size() == 1);
  CHECK(families[0].occurrences[0].span == Span{100, 300});
}

TEST_CASE("a part that an agency contributed, a photo and a paper's byline make no passage; an agency's byline and its own credit line do") {
  std::vector<ArticleRecord> articles = {article("x", "Gazette", 0)};
  articles[0].attributions = {naming("AP", Cue::credit, {0, 1000}), naming("Reuters", Cue::photo, {0, 1000}),
                              naming("Detroit Free Press", Cue::byline, {0, 1000})};
  articles[0].attributions[0].text = "The Associated Press contributed to this report";
  CHECK(cited_only_families(articles, corpus::OutletRegistry::builtin(), 0, {}, 1000, TenBytes{}).empty());
  for (const auto& [cue, text] : {std::pair(Cue::byline, "AP"), std::pair(Cue::credit, "Copyright 2024 The Associated Press"), std::pair(Cue::credit, "AP writer Nora Blyth contributed"),
                                  std::pair(Cue::credit, "Source: AP")}) {
    CAPTURE(text);
    articles[0].attributions = {naming("AP", cue, {0, 1000})};
    articles[0].attributions[0].text = text;
    const auto families = cited_only_families(articles, corpus::OutletRegistry::builtin(), 0, {}, 1000, TenBytes{});
    REQUIRE(families.size() == 1);
    CHECK(families[0].occurrences[0].span == Span{0, 1000});
  }
}

TEST_CASE("where the source's own article gave the words, its cue makes no second passage; a frame around a copy makes none") {
  std::vector<ArticleRecord> articles = {article("x", "Gazette", 0)};
  articles[0].attributions = {naming("Fars", Cue::sentence, {100, 300}), naming("TASS", Cue::sentence, {600, 800})};
  const Held held[] = {{{310, 420}, "Fars", "TASS"}, {{600, 710}, "AFP", ""}};
  CHECK(cited_only_families(articles, corpus::OutletRegistry::builtin(), 0, held, 1000, TenBytes{}).empty());
}

TEST_CASE("fewer than eight words beside the cue are no passage") {
  std::vector<ArticleRecord> articles = {article("x", "Gazette", 0)};
  articles[0].attributions = {naming("TASS", Cue::sentence, {100, 183})};
  CHECK(cited_only_families(articles, corpus::OutletRegistry::builtin(), 0, {}, 1000, TenBytes{}).empty());
  articles[0].attributions = {naming("TASS", Cue::sentence, {100, 184})};
  CHECK(cited_only_families(articles, corpus::OutletRegistry::builtin(), 0, {}, 1000, TenBytes{}).size() == 1);
}

TEST_CASE("IRNA, citing TASS: both hops stand in the chain") {
  Run run;
  run.articles = {article("x", "Gazette", 5)};
  run.articles[0].attributions = {naming("TASS", Cue::sentence, {100, 300}, "IRNA")};
  run.families = cited_only_families(run.articles, corpus::OutletRegistry::builtin(), 0, {}, 1000, TenBytes{});
  REQUIRE(run.families.size() == 1);
  CHECK(run.families[0].occurrences[0].parent_outlet == "IRNA");
  CHECK(run.families[0].origin_outlet == "TASS");
  build_chains(run, TenBytes{});
  const auto& hops = run.chains[0].chains[0].hops;
  REQUIRE(hops.size() == 3);
  CHECK(hops[0].outlet == "TASS");
  CHECK(hops[1].outlet == "IRNA");
}
