// A scan's run in the catalogue: stored row by row and loaded whole it is the same run, and a part of it says of one article what the whole says.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/corpus_maker.hpp"
#include "engine/findings.hpp"
#include "engine/index_inputs.hpp"
#include "engine/texts.hpp"
#include "engine/verdicts.hpp"

using namespace reprise;
using namespace reprise::testing;
using store::Number;

namespace {

template <class T>
T good(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}
void good(Result<void> result) {
  if (!result) FAIL(result.error().message);
}

const corpus::OutletRegistry& registry() { return corpus::OutletRegistry::builtin(); }

std::vector<Article> made_articles(std::uint64_t seed, std::size_t count) {
  const TempDir dir;
  CorpusMaker maker(seed);
  put(dir / "made.jsonl", json_lines(maker.make(count)));
  return read_articles({dir / "made.jsonl"});
}

/// A scan of articles, and a catalogue that holds what it found.
struct Stored {
  TempDir dir;
  std::vector<Article> articles;  ///< by id
  Run run;
  std::vector<Number> numbers;    ///< by index
  std::unique_ptr<store::Catalogue> catalogue;

  Stored(std::vector<Article> given, std::uint64_t seed) : articles(std::move(given)), run(good(scan_articles(articles, {}))) {
    REQUIRE(run.articles.size() == articles.size());
    catalogue = good(store::Catalogue::create(dir / "c"));
    store::Transaction transaction = good(store::Transaction::begin(catalogue->database()));
    // Numbers are in any order of the ids, with gaps.
    std::vector<std::size_t> order(articles.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    Chance chance(seed);
    shuffle(order, chance);
    numbers.resize(articles.size());
    for (const std::size_t i : order) {
      if (chance.below(10) == 0) {
        store::ArticleRow gone;
        gone.given.id = "gone";
        good(catalogue->delete_article(good(catalogue->insert_article(gone, "", ""))));
      }
      REQUIRE(articles[i].id == run.articles[i].id);
      const ArticleRecord& record = run.articles[i];
      store::ArticleRow row;
      row.given = articles[i];
      row.given.text.clear();
      row.outlet = record.outlet;
      row.lang = record.lang;
      row.words = record.words;
      row.attributions = engine::attributions_json(record.attributions);
      numbers[i] = good(catalogue->insert_article(row, engine::compress(articles[i].text), ""));
    }
    for (const FamilyRecord& f : run.families) good(catalogue->insert_family(engine::family_row(run, f, numbers)));
    for (const ClusterRecord& c : run.clusters) good(catalogue->insert_cluster(engine::cluster_row(c, numbers)));
    good(transaction.commit());
  }
};

void check_whole(const Stored& s) {
  const engine::LoadedRun loaded = good(engine::load_all(*s.catalogue, registry()));
  CHECK((run_bytes(loaded.run) == run_bytes(s.run)));
  CHECK(loaded.numbers == s.numbers);
  for (std::uint32_t i = 0; i < s.numbers.size(); ++i) CHECK(loaded.index_of(s.numbers[i]) == i);
  CHECK(loaded.index_of(0) == kNone);
  CHECK(loaded.index_of(~0u) == kNone);
}

/// Answers how many near-duplicates they have.
std::size_t check_each_article(const Stored& s) {
  std::size_t passages = 0, chains = 0, near = 0;
  for (std::uint32_t i = 0; i < s.numbers.size(); ++i) {
    CAPTURE(s.articles[i].id);
    const engine::LoadedRun loaded = good(engine::load_article(*s.catalogue, registry(), s.numbers[i]));
    const std::uint32_t at = loaded.index_of(s.numbers[i]);
    REQUIRE(at != kNone);
    const Verdict part = engine::verdict_of(loaded.run, at), whole = engine::verdict_of(s.run, i);
    CHECK(to_json(part) == to_json(whole));
    passages += whole.passages.size();
    chains += whole.chains.size();
    near += whole.near_duplicates.size();
  }
  CHECK(passages > 50);
  CHECK(chains > 20);
  return near;
}

void check_each_family(const Stored& s) {
  for (std::uint32_t f = 0; f < s.run.families.size(); ++f) {
    CAPTURE(s.run.families[f].id);
    const auto key = good(s.catalogue->family_key(s.run.families[f].id));
    REQUIRE(key);
    const engine::LoadedRun loaded = good(engine::load_family(*s.catalogue, registry(), *key));
    REQUIRE(loaded.run.families.size() == 1);
    CHECK(to_json(engine::verdict_family(loaded.run, 0)) == to_json(engine::verdict_family(s.run, f)));
  }
}

void check_each_text(const Stored& s) {
  for (std::size_t i = 0; i < s.numbers.size(); i += 5) {
    const Article back = good(engine::load_text(*s.catalogue, *good(s.catalogue->article(s.numbers[i]))));
    const Article& given = s.articles[i];
    CHECK(back.id == given.id);
    CHECK(back.outlet == given.outlet);
    CHECK(back.url == given.url);
    CHECK(back.title == given.title);
    CHECK(back.text == given.text);
    CHECK(back.lang == given.lang);
    CHECK(back.published == given.published);
    CHECK(back.fetched == given.fetched);
  }
}

}  // namespace

TEST_CASE("the fixtures: the whole, each article, each family, each text") {
  const Stored s(fixture_articles(), 1);
  check_whole(s);
  check_each_article(s);
  check_each_family(s);
  check_each_text(s);
}

TEST_CASE("a corpus made by chance: the whole, each article, each family, each text") {
  const Stored s(made_articles(7, 260), 2);
  check_whole(s);
  CHECK(check_each_article(s) > 0);
  check_each_family(s);
  check_each_text(s);
}

TEST_CASE("an empty catalogue is an empty run") {
  const Stored s({}, 1);
  check_whole(s);
  const auto nobody = engine::load_article(*s.catalogue, registry(), 1);
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().code == ErrorCode::not_found);
  CHECK(good(engine::load_family(*s.catalogue, registry(), 1)).run.families.empty());
}

TEST_CASE("references that lead nowhere are none") {
  // Articles are taken out one after the other, and nothing that named them: what is left loads, and names nobody who is gone.
  const Stored s(made_articles(3, 120), 3);
  Chance chance(3);
  std::vector<std::uint32_t> left;
  for (std::uint32_t i = 0; i < s.numbers.size(); ++i) left.push_back(i);
  shuffle(left, chance);
  while (left.size() > 1) {
    for (std::size_t n = std::min<std::size_t>(left.size() - 1, 25); n > 0; --n) {
      good(s.catalogue->delete_article(s.numbers[left.back()]));
      left.pop_back();
    }
    const engine::LoadedRun all = good(engine::load_all(*s.catalogue, registry()));
    CHECK(all.run.articles.size() == left.size());
    CHECK_FALSE(run_bytes(all.run).empty());
    for (const FamilyRecord& f : all.run.families) CHECK_FALSE(f.occurrences.empty());
    for (std::size_t n = 0; n < left.size(); n += 7) {
      const engine::LoadedRun one = good(engine::load_article(*s.catalogue, registry(), s.numbers[left[n]]));
      const Verdict verdict = engine::verdict_of(one.run, one.index_of(s.numbers[left[n]]));
      CHECK(verdict.article == s.articles[left[n]].id);
    }
  }
}

TEST_CASE("damage in a row is an error that names it") {
  const Stored s(fixture_articles(), 4);
  const auto harm = [&](const char* sql) {
    good(s.catalogue->database().run(sql));
  };
  const auto check_bad = [&](const std::string& named) {
    const auto loaded = engine::load_all(*s.catalogue, registry());
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == ErrorCode::bad_index);
    CAPTURE(loaded.error().message);
    CHECK(loaded.error().message.find(named) != std::string::npos);
  };
  SUBCASE("evidence") {
    harm("UPDATE occurrences SET evidence = '{\"time\":3}'");
    check_bad("evidence in family '");
  }
  SUBCASE("attributions") {
    harm("UPDATE articles SET attributions = '[{}]'");
    check_bad("attributions of article '");
  }
  SUBCASE("texts") {
    harm("UPDATE texts SET text = substr(text, 1, length(text) - 1)");
    check_bad("text of article '");
    const auto text = engine::load_text(*s.catalogue, *good(s.catalogue->article(s.numbers.front())));
    REQUIRE_FALSE(text);
    CHECK(text.error().code == ErrorCode::bad_index);
  }
  SUBCASE("a missing text") {
    harm("DELETE FROM texts");
    const auto text = engine::load_text(*s.catalogue, *good(s.catalogue->article(s.numbers.front())));
    REQUIRE_FALSE(text);
    CHECK(text.error().code == ErrorCode::bad_index);
    CHECK(engine::load_all(*s.catalogue, registry()));
  }
}

TEST_CASE("spans that leave their text, a parent that is oneself, words that no one knows: loaded without harm") {
  const Stored s(fixture_articles(), 5);
  SUBCASE("spans") { good(s.catalogue->database().run("UPDATE OR IGNORE occurrences SET span_begin = span_begin + 1000000, span_end = 4294967295")); }
  SUBCASE("spans the wrong way round") { good(s.catalogue->database().run("UPDATE occurrences SET span_end = 0, char_end = 0")); }
  SUBCASE("parents") { good(s.catalogue->database().run("UPDATE occurrences SET parent = number")); }
  SUBCASE("a ring of parents") { good(s.catalogue->database().run("UPDATE occurrences SET status = 'copied', parent = (SELECT min(o.number) FROM occurrences AS o WHERE o.family = occurrences.family AND o.number <> occurrences.number)")); }
  SUBCASE("words") { good(s.catalogue->database().run("UPDATE occurrences SET status = 'x', relation = 'y'; UPDATE families SET kind = 'z'")); }
  SUBCASE("numbers") { good(s.catalogue->database().run("UPDATE occurrences SET confidence = 'many', identity = x'00', credited = 'no'; UPDATE articles SET words = 'w', cluster = 99")); }
  const engine::LoadedRun all = good(engine::load_all(*s.catalogue, registry()));
  CHECK_FALSE(run_bytes(all.run).empty());
  for (std::uint32_t i = 0; i < all.run.articles.size(); ++i) {
    const engine::LoadedRun one = good(engine::load_article(*s.catalogue, registry(), all.numbers[i]));
    CHECK_FALSE(to_json(engine::verdict_of(one.run, one.index_of(all.numbers[i]))).empty());
  }
}
