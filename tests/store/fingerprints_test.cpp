// Fingerprints in memory, being sealed, and in segments, against multimaps.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "store/fingerprints.hpp"
#include "store/fingerprints_twin.hpp"

using namespace reprise;
using namespace reprise::testing;
using store::Fingerprints;
using store::RecentTable;
using store::Segment;

namespace {

constexpr std::uint32_t kAll = ~0u;
constexpr HitLimits kNoLimits{~0u, ~0u};

/// Keys that a hash table confuses most easily: some alike in all bits that pick a slot, some in all bits of the tag, some in all but four.
std::vector<std::uint64_t> awkward_keys(std::uint64_t count) {
  std::vector<std::uint64_t> keys;
  for (std::uint64_t i = 0; keys.size() < count; ++i) {
    keys.push_back(key_number(i));
    keys.push_back((mix64(i) & ~std::uint64_t{0xfffff}) | 0x12340);      // the slot is every other's
    keys.push_back(std::uint64_t{0xabcdef01} << 32 | (key_number(i) & 0xffffffff));  // the tag is every other's
    keys.push_back(std::uint64_t{0x55} << 40 | i << 24 | 0x12340);       // a few bits in the middle
    keys.push_back(i << 32 | 0x12340);                                  // tags that are small numbers, and key 0x12340
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

/// The fingerprints of one article: ascending positions, few keys frequent.
std::vector<SegmentPosting> article_postings(Chance& chance, std::uint32_t number, std::size_t count, const std::vector<std::uint64_t>& keys) {
  std::vector<SegmentPosting> postings;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t pick = chance.below(3) == 0 ? chance.below(1 + chance.below(1 + chance.below(keys.size()))) : chance.below(keys.size());
    postings.push_back({keys[pick], number, static_cast<std::uint16_t>(std::min<std::size_t>(65535, i * 3 + chance.below(3)))});
  }
  return postings;
}

/// An article's postings that lie in 1 or more segments, in what is being sealed, and in the table: the plain twin of Fingerprints.
struct Twin {
  std::vector<std::vector<SegmentPosting>> segments;
  std::optional<RecentTwin> frozen;
  RecentTwin recent;

  Found find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits) const {
    Found found;
    found.holders.resize(keys.size());
    recent.find(keys, below, kNoLimits, found.hits, found.holders);
    if (frozen) frozen->find(keys, below, kNoLimits, found.hits, found.holders);
    for (const auto& postings : segments) SegmentTwin(postings).find(keys, kNoLimits, found.hits, found.holders);
    found = in_order(std::move(found));
    // Wherever a posting stands, the limits count over all.
    std::vector<SegmentHit> within;
    for (std::size_t i = 0; i < found.hits.size(); ++i) {
      const auto same = [&](std::size_t k) { return found.hits[k].key_index == found.hits[i].key_index; };
      std::uint64_t before = 0, from = 0;
      while (before < i && same(i - before - 1)) ++before;
      while (i + from < found.hits.size() && same(i + from)) ++from;
      if (before < limits.first || from <= limits.last) within.push_back(found.hits[i]);
    }
    found.hits = std::move(within);
    return found;
  }
};

Found find_all_in(const Fingerprints& fingerprints, std::span<const std::uint64_t> keys, std::uint32_t below = kAll, const HitLimits& limits = kNoLimits) {
  Found found;
  found.holders.resize(keys.size());
  const Result<void> done = fingerprints.find(keys, below, limits, found.hits, found.holders);
  if (!done) FAIL(done.error().message);
  return in_order(std::move(found));
}

}  // namespace

TEST_CASE("a table answers what its twin answers, whatever the keys") {
  Chance chance(1);
  for (const std::uint64_t pool : {1u, 7u, 300u, 9000u}) {
    CAPTURE(pool);
    const std::vector<std::uint64_t> keys = awkward_keys(pool);
    std::vector<std::uint64_t> asked = keys;
    for (std::uint64_t i = 0; i < 20; ++i) asked.push_back(keys[chance.below(keys.size())] ^ std::uint64_t{1} << chance.below(64));  // some that nobody holds
    asked.push_back(keys[0]);                                                                                                     // and one twice
    asked.push_back(0);
    asked.push_back(~std::uint64_t{0});
    RecentTable table;
    RecentTwin twin;
    CHECK(find_below(table, asked, kAll) == find_below(twin, asked, kAll));
    std::uint32_t number = 0;
    for (int article = 0; article < 120; ++article) {
      number += 1 + static_cast<std::uint32_t>(chance.below(3));
      const auto postings = article_postings(chance, number, chance.below(8) == 0 ? 0 : chance.below(200), keys);
      table.insert(postings);
      twin.insert(postings);
      if (article % 40 != 0 && article != 119) continue;
      for (const HitLimits limits : {HitLimits{}, kNoLimits, HitLimits{0, 0}, HitLimits{1, 0}, HitLimits{0, 3}, HitLimits{100, 7}}) {
        CHECK((find_below(table, asked, kAll, limits) == find_below(twin, asked, kAll, limits)));
        const auto below = static_cast<std::uint32_t>(chance.below(number + 2));
        CHECK((find_below(table, asked, below, limits) == find_below(twin, asked, below, limits)));
      }
      CHECK(table.articles() == twin.articles());
      CHECK(table.last() == twin.last());
      CHECK(table.postings().size() == twin.all().size());
    }
  }
}

TEST_CASE("a table grows within one article, and past many") {
  RecentTable table;
  RecentTwin twin;
  std::vector<SegmentPosting> large;
  for (std::uint32_t i = 0; i < 50'000; ++i) large.push_back({key_number(i), 3, static_cast<std::uint16_t>(std::min(i, 65535u))});
  for (const auto& postings : {std::vector<SegmentPosting>{{key_number(1), 1, 0}}, large, std::vector<SegmentPosting>{{key_number(2), 9, 9}}}) {
    table.insert(postings);
    twin.insert(postings);
  }
  std::vector<std::uint64_t> keys;
  for (std::uint32_t i = 0; i < 50'100; ++i) keys.push_back(key_number(i));
  CHECK((find_below(table, keys, kAll) == find_below(twin, keys, kAll)));
  CHECK((find_below(table, keys, 9) == find_below(twin, keys, 9)));
}

TEST_CASE("of a key that very many hold the first and the last are answered, those below the bound alone") {
  RecentTable table;
  for (std::uint32_t a = 1; a <= 20'000; ++a) table.insert(std::vector<SegmentPosting>{{42, a, static_cast<std::uint16_t>(a % 7)}});
  const std::vector<std::uint64_t> keys = {42, 42 + (std::uint64_t{1} << 12)};
  const Found found = find_below(table, keys, 10'001, {2, 3});
  CHECK(found.holders == std::vector<std::uint32_t>{10'000, 0});
  CHECK(found.hits == std::vector<SegmentHit>{{0, 1, 1}, {0, 2, 2}, {0, 9998, 9998 % 7}, {0, 9999, 9999 % 7}, {0, 10'000, 10'000 % 7}});
  CHECK(find_below(table, keys, 1).hits.empty());
  CHECK(find_below(table, keys, 0).holders == std::vector<std::uint32_t>{0, 0});
  // Asked again, the answer is the same.
  const Found again = find_below(table, std::vector<std::uint64_t>{42, 7, 42, 42}, 10'001, {1, 1});
  CHECK(again.holders == std::vector<std::uint32_t>{10'000, 0, 10'000, 10'000});
  CHECK(again.hits == std::vector<SegmentHit>{{0, 1, 1}, {0, 10'000, 10'000 % 7}, {2, 1, 1}, {2, 10'000, 10'000 % 7}, {3, 1, 1}, {3, 10'000, 10'000 % 7}});
}

TEST_CASE("articles that say one thing 65,000 times, asked for as often") {
  RecentTable table;
  std::vector<SegmentPosting> postings;
  for (std::uint32_t number = 1; number <= 2; ++number) {
    postings.clear();
    for (std::uint32_t i = 0; i < 65'000; ++i) postings.push_back({42, number, static_cast<std::uint16_t>(i)});
    table.insert(postings);
  }
  const std::vector<std::uint64_t> keys(65'000, 42);
  CHECK(find_below(table, keys, 1, {1, 1}).hits.empty());  // below the first nobody has it, however long the list
  const Found found = find_below(table, keys, 2, {1, 1});
  CHECK(found.holders == std::vector<std::uint32_t>(65'000, 65'000));
  CHECK(found.hits.size() == 130'000);
  CHECK(found.hits.back() == SegmentHit{64'999, 1, 64'999});
}

TEST_CASE("hits and holders are added to what is there; no keys are no question") {
  RecentTable table;
  table.insert(std::vector<SegmentPosting>{{16, 3, 5}, {16, 3, 9}});
  std::vector<SegmentHit> hits = {{9, 9, 9}};
  std::vector<std::uint32_t> holders = {100};
  table.find(std::vector<std::uint64_t>{16}, kAll, {}, hits, holders);
  CHECK(hits == std::vector<SegmentHit>{{9, 9, 9}, {0, 3, 5}, {0, 3, 9}});
  CHECK(holders == std::vector<std::uint32_t>{102});
  table.find({}, kAll, {}, hits, {});
  CHECK(hits.size() == 3);
}

TEST_CASE("articles without fingerprints count as articles, and hold nothing") {
  RecentTable table;
  table.insert({});
  table.insert({});
  CHECK(table.articles() == 2);
  CHECK(table.postings().empty());
  CHECK(find_below(table, std::vector<std::uint64_t>{0}, kAll).hits.empty());
}

TEST_CASE("segments, what is being sealed, and the table: the answers of a plain list, through any history") {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    CAPTURE(seed);
    TempDir dir;
    Chance chance(seed);
    std::vector<std::uint64_t> keys = awkward_keys(400);
    for (std::uint64_t& key : keys) key &= store::kKeptBits;  // a segment takes keys that agree in these for one
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    Fingerprints fingerprints;
    Twin twin;
    std::vector<std::shared_ptr<const Segment>> open;
    std::uint32_t number = 0, names = 0;
    CHECK(fingerprints.seal() == nullptr);
    for (int step = 0; step < 260; ++step) {
      switch (chance.below(14)) {
        case 0: {
          const auto table = fingerprints.seal();
          if (!twin.frozen && twin.recent.articles() > 0) twin.frozen = std::exchange(twin.recent, {});
          REQUIRE((table != nullptr) == twin.frozen.has_value());
          if (!table) break;
          CHECK(table->last() == twin.frozen->last());
          CHECK(table->postings().size() == twin.frozen->all().size());
          CHECK(fingerprints.seal() == table);  // until it is a segment
          break;
        }
        case 1:
          if (!twin.frozen) break;
          open.push_back(open_sound(dir.path(), write_sound(dir.path(), std::to_string(names++), fingerprints.seal()->postings())));
          fingerprints.sealed(open.back());
          twin.segments.push_back(twin.frozen->all());
          twin.frozen.reset();
          break;
        case 2: {
          if (twin.segments.size() < 3) break;
          const std::vector<std::shared_ptr<const Segment>> gone(open.begin() + 1, open.begin() + 3);
          const auto merged = store::merge_segments(dir.path(), std::to_string(names++), gone, [](std::uint32_t) { return true; });
          REQUIRE(merged);
          open.erase(open.begin() + 1, open.begin() + 3);
          open.push_back(open_sound(dir.path(), *merged));
          fingerprints.replace(gone, {open.back()});
          auto both = twin.segments[1];
          both.insert(both.end(), twin.segments[2].begin(), twin.segments[2].end());
          twin.segments.erase(twin.segments.begin() + 1, twin.segments.begin() + 3);
          twin.segments.push_back(std::move(both));
          break;
        }
        case 3:
          if (chance.below(6) != 0) break;
          twin.frozen.reset();
          twin.recent = {};
          twin.segments.resize(twin.segments.size() / 2);
          open.resize(open.size() / 2);
          fingerprints.reset(open, std::make_shared<RecentTable>());
          break;
        default: {
          number += 1 + static_cast<std::uint32_t>(chance.below(2));
          const auto postings = article_postings(chance, number, chance.below(60), keys);
          fingerprints.insert(postings);
          twin.recent.insert(postings);
        }
      }
      CHECK(fingerprints.recent_articles() == twin.recent.articles());
      CHECK(fingerprints.segments().size() == twin.segments.size());
      if (step % 4 != 0) continue;
      std::uint32_t sealed = 0;
      for (const auto& postings : twin.segments)
        for (const SegmentPosting& p : postings) sealed = std::max(sealed, p.article);
      const std::uint32_t below = sealed + 1 + static_cast<std::uint32_t>(chance.below(number + 2 - std::min(sealed, number)));
      for (const HitLimits limits : {HitLimits{}, kNoLimits, HitLimits{1, 1}}) {
        CHECK((find_all_in(fingerprints, keys, below, limits) == twin.find(keys, below, limits)));
        CHECK((find_all_in(fingerprints, keys, kAll, limits) == twin.find(keys, kAll, limits)));
      }
    }
  }
}

TEST_CASE("a damaged index says so, until it is loaded anew") {
  TempDir dir;
  Fingerprints fingerprints;
  fingerprints.insert(std::vector<SegmentPosting>{{16, 1, 0}});
  fingerprints.set_damage({ErrorCode::bad_index, "segment 7 is damaged", "7"});
  std::vector<SegmentHit> hits = {{9, 9, 9}};
  std::vector<std::uint32_t> holders(1);
  const std::vector<std::uint64_t> keys = {16};
  const auto failed = fingerprints.find(keys, kAll, {}, hits, holders);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == ErrorCode::bad_index);
  CHECK(failed.error().message == "segment 7 is damaged");
  CHECK(hits == std::vector<SegmentHit>{{9, 9, 9}});
  // What comes and goes does not heal it.
  fingerprints.insert(std::vector<SegmentPosting>{{16, 2, 0}});
  fingerprints.sealed(open_sound(dir.path(), write_sound(dir.path(), "a", fingerprints.seal()->postings())));
  fingerprints.replace({}, {});
  CHECK_FALSE(fingerprints.find(keys, kAll, {}, hits, holders));
  SUBCASE("by the writer") { fingerprints.reset(fingerprints.segments(), std::make_shared<RecentTable>()); }
  SUBCASE("by a reader") { fingerprints.follow(fingerprints.segments(), 2); }
  CHECK(find_all_in(fingerprints, keys).hits == std::vector<SegmentHit>{{0, 1, 0}, {0, 2, 0}});
}

TEST_CASE("a segment that is damaged makes the look-up an error") {
  TempDir dir;
  Chance chance(4);
  Fingerprints fingerprints;
  std::vector<SegmentPosting> postings = some_postings(chance, 5000, 1, 100, 800);
  const auto info = write_sound(dir.path(), "a", postings);
  std::string bytes = get(dir / "a");
  bytes[20'000] = static_cast<char>(bytes[20'000] ^ 4);
  put(dir / "a", bytes);
  fingerprints.reset({open_sound(dir.path(), info)}, std::make_shared<RecentTable>());
  const auto keys = all_keys(800);
  std::vector<SegmentHit> hits;
  std::vector<std::uint32_t> holders(keys.size());
  const auto done = fingerprints.find(keys, kAll, {}, hits, holders);
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::bad_index);
}

TEST_CASE("a reader that follows the writer has each fingerprint once") {
  TempDir dir;
  std::vector<std::uint64_t> keys;
  for (std::uint64_t i = 0; i < 40; ++i) keys.push_back(key_number(i));
  Chance chance(9);
  Fingerprints reader;
  RecentTwin all;
  std::vector<SegmentPosting> sealed;
  std::vector<std::shared_ptr<const Segment>> segments;
  std::uint32_t number = 0, sealed_to = 0;
  for (int round = 0; round < 12; ++round) {
    CAPTURE(round);
    for (std::uint64_t n = chance.below(9); n > 0; --n) {
      const auto postings = article_postings(chance, ++number, chance.below(30), keys);
      reader.insert(postings);
      all.insert(postings);
    }
    CHECK((find_all_in(reader, keys) == in_order(find_below(all, keys, kAll, kNoLimits))));
    // The writer seals: everything, or all but what the reader has seen since.
    const std::uint32_t to = number - static_cast<std::uint32_t>(chance.below(std::min<std::uint32_t>(number - sealed_to + 1, 4)));
    std::vector<SegmentPosting> part;
    for (const SegmentPosting& p : all.all())
      if (p.article > sealed_to && p.article <= to) part.push_back(p);
    sealed_to = to;
    segments.push_back(open_sound(dir.path(), write_sound(dir.path(), std::to_string(round), part)));
    reader.follow(segments, sealed_to);
    CHECK((find_all_in(reader, keys) == in_order(find_below(all, keys, kAll, kNoLimits))));
  }
}

TEST_CASE("what was read back from the catalogue while it was being sealed is not there twice") {
  TempDir dir;
  Fingerprints fingerprints;
  const std::vector<SegmentPosting> one = {{16, 1, 0}}, two = {{16, 2, 0}};
  fingerprints.insert(one);
  const auto table = fingerprints.seal();
  // A call failed meanwhile, and the catalogue's table was loaded anew.
  fingerprints.reset(fingerprints.segments(), std::make_shared<RecentTable>());
  fingerprints.insert(one);
  fingerprints.insert(two);
  fingerprints.sealed(open_sound(dir.path(), write_sound(dir.path(), "a", table->postings())));
  const Found found = find_all_in(fingerprints, std::vector<std::uint64_t>{16});
  CHECK(found.hits == std::vector<SegmentHit>{{0, 1, 0}, {0, 2, 0}});
  CHECK(found.holders == std::vector<std::uint32_t>{2});
  CHECK(fingerprints.recent_articles() == 1);
}

TEST_CASE("a segment that was read back from the catalogue before its maker brought it is not there twice") {
  TempDir dir;
  Fingerprints fingerprints;
  fingerprints.insert(std::vector<SegmentPosting>{{16, 1, 0}});
  const auto a = write_sound(dir.path(), "a", fingerprints.seal()->postings());
  fingerprints.reset({open_sound(dir.path(), a)}, std::make_shared<RecentTable>());
  fingerprints.sealed(open_sound(dir.path(), a));
  CHECK(find_all_in(fingerprints, std::vector<std::uint64_t>{16}).hits == std::vector<SegmentHit>{{0, 1, 0}});
  const auto b = write_sound(dir.path(), "b", {{16, 1, 0}});
  const auto gone = fingerprints.segments();
  fingerprints.reset({open_sound(dir.path(), b)}, std::make_shared<RecentTable>());
  fingerprints.replace(gone, {open_sound(dir.path(), b)});
  CHECK(find_all_in(fingerprints, std::vector<std::uint64_t>{16}).hits == std::vector<SegmentHit>{{0, 1, 0}});
}

TEST_CASE("look-ups beside a writer that inserts, seals and merges see each article once") {
  TempDir dir;
  constexpr std::uint32_t kArticles = 400;
  Fingerprints fingerprints;
  std::atomic<std::uint32_t> written{0}, problems{0};
  std::atomic<bool> stop{false};
  const std::vector<std::uint64_t> keys = {key_number(0), key_number(1), key_number(2)};  // all, the odd ones, nobody
  std::vector<std::thread> readers;
  for (int r = 0; r < 4; ++r) {
    readers.emplace_back([&] {
      do {
        const std::uint32_t before = written;
        std::vector<SegmentHit> hits;
        std::vector<std::uint32_t> holders(keys.size());
        const bool found = fingerprints.find(keys, kAll, kNoLimits, hits, holders).has_value();
        const std::uint32_t after = written + 1;  // one may be on its way
        std::vector<std::uint32_t> articles;
        for (const SegmentHit& hit : hits)
          if (hit.key_index == 0) articles.push_back(hit.article);
        std::sort(articles.begin(), articles.end());
        bool right = found && holders[0] >= before && holders[0] <= after && articles.size() == holders[0] && holders[1] == (holders[0] + 1) / 2 && holders[2] == 0;
        for (std::uint32_t i = 0; i < articles.size(); ++i) right = right && articles[i] == i + 1;
        if (!right) ++problems;
      } while (!stop);
    });
  }
  std::uint32_t names = 0;
  for (std::uint32_t a = 1; a <= kArticles; ++a) {
    std::vector<SegmentPosting> postings = {{keys[0], a, 0}};
    if (a % 2 == 1) postings.push_back({keys[1], a, 1});
    for (std::uint32_t i = 0; i < 20; ++i) postings.push_back({key_number(100 + a * 20 + i), a, static_cast<std::uint16_t>(2 + i)});
    fingerprints.insert(postings);
    written = a;
    if (a % 40 != 0) continue;
    const auto table = fingerprints.seal();
    fingerprints.sealed(open_sound(dir.path(), write_sound(dir.path(), std::to_string(names++), table->postings())));
    const auto segments = fingerprints.segments();
    if (segments.size() < 3) continue;
    const auto merged = store::merge_segments(dir.path(), std::to_string(names++), segments, [](std::uint32_t) { return true; });
    REQUIRE(merged);
    fingerprints.replace(segments, {open_sound(dir.path(), *merged)});
    for (const auto& s : segments) std::filesystem::remove(dir / s->info().name);
  }
  stop = true;
  for (std::thread& t : readers) t.join();
  CHECK(problems == 0);
  CHECK(find_all_in(fingerprints, keys).holders == std::vector<std::uint32_t>{kArticles, kArticles / 2, 0});
}
