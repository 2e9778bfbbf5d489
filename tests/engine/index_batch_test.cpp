// One by one = batch: adding in any order, with restarts, removals and replacements in between, ends after settle() in what a scan of the articles
// that are left finds, byte for byte.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <thread>

#include "engine/corpus_maker.hpp"
#include "engine/index_inputs.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

std::string scan_bytes(const std::map<std::string, Article>& left) {
  std::vector<Article> articles;
  for (const auto& [id, article] : left) articles.push_back(article);
  Result<Run> run = scan_articles(std::move(articles), {});
  REQUIRE(run);
  return run_bytes(*run);
}

std::string index_bytes(const Index& index) {
  Result<Run> run = index.run();
  if (!run) FAIL(run.error().message);
  return run_bytes(*run);
}

/// A text under the same id: another article's, or its own with a sentence less.
Article changed(Article article, const std::vector<Article>& all, Chance& chance) {
  if (chance.below(2) == 0) {
    article.text = all[chance.below(all.size())].text;
  } else if (const std::size_t stop = article.text.find(". "); stop != std::string::npos && stop + 2 < article.text.size()) {
    article.text = article.text.substr(stop + 2);
  }
  return article;
}

void check_history(std::vector<Article> articles, std::uint64_t seed) {
  Chance chance(seed);
  shuffle(articles, chance);
  const TempDir dir;
  const std::string path = dir / "index";
  std::optional<Index> index;
  const auto reopen = [&] {
    index.reset();
    Result<Index> opened = Index::open(path);
    if (!opened) FAIL(opened.error().message);
    index.emplace(std::move(*opened));
  };
  reopen();
  std::map<std::string, Article> left;
  std::size_t next = 0;
  while (next < articles.size()) {
    switch (chance.below(24)) {
      case 0:
        reopen();
        break;
      case 1:
        REQUIRE(index->settle());
        break;
      case 2:
        REQUIRE(index->compact());
        break;
      case 3:
        if (left.empty()) break;
        {
          const auto gone = std::next(left.begin(), static_cast<std::ptrdiff_t>(chance.below(left.size())));
          REQUIRE(index->remove(gone->first));
          left.erase(gone);
        }
        break;
      case 4:
      case 5:
        if (left.empty()) break;
        {
          auto& [id, article] = *std::next(left.begin(), static_cast<std::ptrdiff_t>(chance.below(left.size())));
          article = changed(article, articles, chance);
          const Result<Verdict> verdict = index->replace(article);
          if (!verdict) FAIL(verdict.error().message);
        }
        break;
      case 6:
      case 7: {
        const std::size_t count = std::min<std::size_t>(articles.size() - next, 1 + chance.below(40));
        const auto answers = index->add_many(std::span<const Article>(articles).subspan(next, count));
        for (std::size_t i = 0; i < count; ++i) {
          if (!answers[i]) FAIL(answers[i].error().message);
          left.emplace(articles[next + i].id, articles[next + i]);
        }
        next += count;
        break;
      }
      default: {
        const Result<Verdict> verdict = index->add(articles[next]);
        if (!verdict) FAIL(verdict.error().message);
        left.emplace(articles[next].id, articles[next]);
        ++next;
      }
    }
  }
  REQUIRE(index->settle());
  const std::string expected = scan_bytes(left);
  CHECK((index_bytes(*index) == expected));
  const Result<VerifyReport> sound = index->verify();
  REQUIRE(sound);
  CHECK(sound->problems.empty());
  CHECK(sound->articles == left.size());
  reopen();
  CHECK((index_bytes(*index) == expected));
  REQUIRE(index->rebuild());
  REQUIRE(index->compact());
  CHECK((index_bytes(*index) == expected));
}

}  // namespace

TEST_CASE("the fixtures, one by one in any order, with restarts, removals and replacements") {
  for (const std::uint64_t seed : {11u, 12u, 13u}) {
    CAPTURE(seed);
    check_history(fixture_articles(), seed);
  }
}

TEST_CASE("a corpus made by chance") {
  const TempDir dir;
  CorpusMaker maker(5);
  put(dir / "made.jsonl", json_lines(maker.make(300)));
  for (const std::uint64_t seed : {21u, 22u}) {
    CAPTURE(seed);
    check_history(read_articles({dir / "made.jsonl"}), seed);
  }
}

TEST_CASE("many at once answer as one by one") {
  std::vector<Article> articles = fixture_articles();
  Chance chance(3);
  shuffle(articles, chance);
  const TempDir dir;
  Result<Index> one = Index::open(dir / "one"), many = Index::open(dir / "many");
  REQUIRE(one);
  REQUIRE(many);
  const auto answers = many->add_many(std::span<const Article>(articles));
  REQUIRE(answers.size() == articles.size());
  for (std::size_t i = 0; i < articles.size(); ++i) {
    const Result<Verdict> verdict = one->add(articles[i]);
    REQUIRE(verdict);
    REQUIRE(answers[i]);
    CHECK(to_json(*verdict) == to_json(*answers[i]));
  }
  CHECK((index_bytes(*one) == index_bytes(*many)));
}

TEST_CASE("more than a turn's worth, with taken ids and empty texts among them, answers as one by one") {
  // 1024 articles are a turn, 256 a transaction: the borders of both lie inside.
  const TempDir dir;
  CorpusMaker maker(17);
  put(dir / "made.jsonl", json_lines(maker.make(1150)));
  std::vector<Article> articles = read_articles({dir / "made.jsonl"});
  REQUIRE(articles.size() > 1030);
  Chance chance(9);
  shuffle(articles, chance);
  articles[300].id = articles[290].id;    // in one transaction
  articles[1027].id = articles[5].id;     // in another turn
  articles[600].text = " ";
  articles[1023].text = "";               // the last of a turn
  Result<Index> one = Index::open(dir / "one"), many = Index::open(dir / "many");
  REQUIRE(one);
  REQUIRE(many);
  const auto answers = many->add_many(std::span<const Article>(articles));
  REQUIRE(answers.size() == articles.size());
  std::size_t refused = 0, different = 0;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    const Result<Verdict> verdict = one->add(articles[i]);
    REQUIRE(verdict.has_value() == answers[i].has_value());
    if (!verdict) {
      ++refused;
      CHECK(verdict.error().message == answers[i].error().message);
    } else {
      different += to_json(*verdict) != to_json(*answers[i]);
    }
  }
  CHECK(refused == 4);
  CHECK(different == 0);
  CHECK(one->stats()->articles == many->stats()->articles);
  CHECK((index_bytes(*one) == index_bytes(*many)));
}

TEST_CASE("a verdict does not depend on what is sealed, nor on what is in memory") {
  // Each wire is run by dozens, so that of its holders only the first and the last are looked at.
  const TempDir dir;
  CorpusMaker maker(23);
  put(dir / "made.jsonl", json_lines(maker.make(400)));
  std::vector<Article> articles = read_articles({dir / "made.jsonl"});
  const std::vector<Article> copies(articles.begin(), articles.begin() + 4);
  for (int i = 0; i < 100; ++i) {
    Article copy = copies[static_cast<std::size_t>(i % 4)];
    copy.id = "copy" + std::to_string(i);
    copy.text += "\n" + maker.paragraph(4);
    articles.insert(articles.begin() + static_cast<std::ptrdiff_t>(maker.chance().below(articles.size())), copy);
  }
  IndexOptions often;
  often.seal_articles = 16;
  Result<Index> whole = Index::open(dir / "whole"), sealed = Index::open(dir / "sealed", often);
  REQUIRE(whole);
  REQUIRE(sealed);
  std::size_t different = 0, from_elsewhere = 0;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    const Result<Verdict> a = whole->add(articles[i]), b = sealed->add(articles[i]);
    REQUIRE(a.has_value() == b.has_value());
    if (!a) continue;
    different += to_json(*a) != to_json(*b);
    from_elsewhere += a->original_share < 0.9;
    if (i % 48 != 47) continue;
    REQUIRE(sealed->wait());
    sealed = Error{};  // one writer at a time
    sealed = Index::open(dir / "sealed", often);
    REQUIRE(sealed);
  }
  CHECK(different == 0);
  CHECK(from_elsewhere > 80);
  CHECK(sealed->stats()->segments > 1);
}

TEST_CASE("removed holders of a frequent text do not hide the one that is left") {
  const TempDir dir;
  CorpusMaker maker(29);
  const std::string story = maker.paragraph(6);
  const auto article = [&](const std::string& id) {
    Article a;
    a.id = id;
    a.outlet = id + ".example";
    a.text = maker.paragraph(3) + story + maker.paragraph(3);
    return a;
  };
  IndexOptions often;
  often.seal_articles = 8;
  Result<Index> index = Index::open(dir / "index", often);
  REQUIRE(index);
  std::vector<std::string> gone;
  for (int i = 0; i < 33; ++i) {
    const std::string id = i == 16 ? "left" : "gone" + std::to_string(i);
    REQUIRE(index->add(article(id)));
    if (i != 16) gone.push_back(id);
  }
  REQUIRE(index->wait());
  for (const std::string& id : gone) REQUIRE(index->remove(id));
  const Result<Verdict> verdict = index->query(article("asked"));
  REQUIRE(verdict);
  CHECK(verdict->passages.size() == 1);
}

TEST_CASE("several threads add at once, one article or many, and each has its turn") {
  const TempDir dir;
  CorpusMaker maker(19);
  put(dir / "made.jsonl", json_lines(maker.make(240)));
  const std::vector<Article> articles = read_articles({dir / "made.jsonl"});
  std::map<std::string, Article> all;
  for (const Article& a : articles) all.emplace(a.id, a);
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  const std::size_t half = articles.size() / 2;
  std::atomic<std::size_t> added{0};
  {
    const std::jthread many([&] {
      for (std::size_t i = 0; i < half; i += 30)
        for (const auto& answer : index->add_many(std::span(articles).subspan(i, std::min<std::size_t>(30, half - i)))) added += answer.has_value();
    });
    const std::jthread one([&] {
      for (std::size_t i = half; i < articles.size(); ++i) added += index->add(articles[i]).has_value();
    });
  }
  CHECK(added == articles.size());
  REQUIRE(index->settle());
  CHECK((index_bytes(*index) == scan_bytes(all)));
}
