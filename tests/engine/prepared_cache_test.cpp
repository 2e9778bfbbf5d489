// The cache of prepared articles, against a plain list; and an index that has articles in it, against one that is opened anew for every call.
#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <thread>
#include <vector>

#include "engine/corpus_maker.hpp"
#include "engine/index_inputs.hpp"
#include "engine/prepared_cache.hpp"
#include "sketch/content.hpp"
#include "text/tokens.hpp"

using namespace reprise;
using namespace reprise::testing;
using engine::PreparedCache;
using engine::SharedBlock;

namespace {

SharedBlock block_of(std::size_t text_bytes) {
  auto block = std::make_shared<engine::PreparedBlock>();
  block->chunk = std::make_shared<engine::TokenChunk>();
  block->articles.resize(1);
  block->frames.assign(text_bytes, 'x');
  return block;
}

engine::SharedRegistry a_registry() { return std::make_shared<const corpus::OutletRegistry>(corpus::OutletRegistry::builtin()); }

}  // namespace

TEST_CASE("the cache is a list of what was used last, as many as the bytes hold") {
  constexpr std::size_t kBytes = 100'000;
  PreparedCache cache(kBytes);
  const engine::SharedRegistry registry = a_registry();
  struct Kept {
    store::Number number;
    SharedBlock block;
  };
  std::vector<Kept> list;  // latest used first
  const auto place = [&](store::Number number) { return std::find_if(list.begin(), list.end(), [&](const Kept& k) { return k.number == number; }); };
  const auto bytes = [&] {
    std::size_t sum = 0;
    for (const Kept& k : list) sum += engine::bytes_of(*k.block);
    return sum;
  };
  Chance chance(1);
  std::size_t found = 0, refused = 0;
  std::vector<store::Number> gone;  // fewer between two clear() than are remembered
  for (int i = 0; i < 20'000; ++i) {
    const auto number = static_cast<store::Number>(1 + chance.below(200));
    const std::uint64_t dice = chance.below(1000);
    if (dice == 0) {
      cache.clear();
      list.clear();
      gone.clear();
    } else if (dice < 20) {
      cache.forget(number);
      gone.push_back(number);
      std::erase_if(list, [&](const Kept& k) { return k.number == number; });
    } else if (dice < 400) {
      const SharedBlock block = block_of(chance.below(50) == 0 ? kBytes / 8 : chance.below(6000));
      cache.keep(number, block, registry);
      std::erase_if(list, [&](const Kept& k) { return k.number == number; });
      // What is removed stays so, whoever comes with it.
      const bool fits = engine::bytes_of(*block) <= kBytes / 8 && std::find(gone.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(gone.size(), 256)), gone.end(), number) == gone.end();
      refused += !fits;
      if (fits) list.insert(list.begin(), {number, block});
      while (bytes() > kBytes) list.pop_back();
    } else {
      const auto at = place(number);
      const SharedBlock got = cache.find(number, registry);
      CHECK(got == (at == list.end() ? nullptr : at->block));
      if (at != list.end()) std::rotate(list.begin(), at, at + 1);
      found += got != nullptr;
    }
    REQUIRE(cache.bytes() == bytes());
    REQUIRE(cache.bytes() <= kBytes);
  }
  CHECK(found > 1000);
  CHECK(refused > 10);
}

TEST_CASE("what another registry prepared is not answered") {
  PreparedCache cache(1 << 20);
  const engine::SharedRegistry first = a_registry(), second = a_registry();
  cache.keep(1, block_of(10), first);
  CHECK(cache.find(1, first));
  CHECK_FALSE(cache.find(1, second));
  cache.keep(2, block_of(10), second);
  CHECK(cache.find(2, second));
  CHECK_FALSE(cache.find(1, second));
  CHECK_FALSE(cache.find(1, first));
  CHECK_FALSE(cache.find(2, first));
}

TEST_CASE("bytes count what an article holds") {
  const SharedBlock small = block_of(0);
  CHECK(engine::bytes_of(*block_of(5000)) >= engine::bytes_of(*small) + 4900);
  auto words = std::make_shared<engine::PreparedBlock>();
  Article article;
  article.id = "a";
  engine::prepare_article(article, std::string(3000, 'x') + " Reuters reported. " + std::string(1000, 'y'), nullptr, {}, *a_registry(), *words);
  CHECK(engine::bytes_of(*words) >= engine::bytes_of(*small) + 4000);
}

TEST_CASE("an article's content words are made when it is compared, for all who do so at once") {
  const std::string texts[] = {"The minister said the harbour would be closed on Friday because of the storm.", "Fishermen protested against the closing of the harbour and blocked a road."};
  std::vector<SharedBlock> blocks;
  std::vector<std::vector<sketch::ContentWord>> expected(2);
  for (std::size_t i = 0; i < 2; ++i) {
    Article head;
    head.id = std::to_string(i);
    auto block = std::make_shared<engine::PreparedBlock>();
    engine::prepare_article(head, texts[i], nullptr, {}, *a_registry(), *block);
    blocks.push_back(std::move(block));
    text::Tokens tokens;
    text::tokenise(texts[i], tokens);
    sketch::content_words(texts[i], tokens, expected[i]);
    REQUIRE(expected[i].size() > 4);
  }
  const auto alone = engine::collect(std::span(blocks).first(1), {});
  REQUIRE(alone);
  CHECK((*alone)->docs[0].content.empty());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      const auto both = engine::collect(blocks, {});
      REQUIRE(both);
      for (std::size_t i = 0; i < 2; ++i) {
        const auto& found = (*both)->docs[(*both)->rank_of_article[i]].content;
        CHECK(std::equal(found.begin(), found.end(), expected[i].begin(), expected[i].end(), [](const sketch::ContentWord& x, const sketch::ContentWord& y) {
          return x.stem == y.stem && x.sentence == y.sentence && x.offset == y.offset && x.weight == y.weight && x.is_name == y.is_name;
        }));
      }
    });
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("threads keep, find and forget side by side") {
  PreparedCache cache(50'000);
  const engine::SharedRegistry registries[] = {a_registry(), a_registry()};
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      Chance chance(t + 1);
      for (int i = 0; i < 5000; ++i) {
        const auto number = static_cast<store::Number>(1 + chance.below(50));
        const auto& registry = registries[chance.below(200) == 0];
        switch (chance.below(8)) {
          case 0: cache.forget(number); break;
          case 1:
          case 2: cache.keep(number, block_of(chance.below(4000)), registry); break;
          default:
            if (const SharedBlock block = cache.find(number, registry)) CHECK(block->articles.size() == 1);
        }
      }
    });
  for (std::thread& t : threads) t.join();
  CHECK(cache.bytes() <= 50'000);
}

TEST_CASE("an index answers alike with articles in memory and opened anew again and again, whatever is replaced, removed or settled") {
  // Of phrases that very many hold an index knows those first and last that were there when it was opened, gone ones too: the fixtures have none.
  std::vector<Article> articles = fixture_articles();
  const TempDir dir;
  const auto opened = [&](const char* name) {
    Result<Index> index = Index::open(dir / name);
    if (!index) FAIL(index.error().message);
    return std::move(*index);
  };
  std::optional<Index> warm = opened("warm");
  std::optional<Index> cold = opened("cold");
  Chance chance(3);
  shuffle(articles, chance);
  std::size_t next = 0, passages = 0;
  std::vector<std::string> ids;
  const auto same = [&](const Result<Verdict>& x, const Result<Verdict>& y) {
    REQUIRE(x.has_value() == y.has_value());
    if (!x) return;
    CHECK(to_json(*x) == to_json(*y));
    passages += x->passages.size();
  };
  while (next < articles.size()) {
    if (chance.below(3) != 0) {
      cold.reset();
      cold = opened("cold");
    }
    const std::uint64_t dice = chance.below(40);
    const Article& other = articles[chance.below(articles.size())];
    if (dice == 0) {
      REQUIRE(warm->settle());
      REQUIRE(cold->settle());
    } else if (dice < 3 && !ids.empty()) {
      const std::size_t gone = chance.below(ids.size());
      REQUIRE(warm->remove(ids[gone]));
      REQUIRE(cold->remove(ids[gone]));
      ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(gone));
    } else if (dice < 7 && !ids.empty()) {
      Article changed = other;
      changed.id = ids[chance.below(ids.size())];
      same(warm->replace(changed), cold->replace(changed));
    } else if (dice < 14) {
      same(warm->query(other), cold->query(other));
    } else {
      same(warm->add(articles[next]), cold->add(articles[next]));
      ids.push_back(articles[next].id);
      ++next;
    }
  }
  CHECK(passages > 50);
}
