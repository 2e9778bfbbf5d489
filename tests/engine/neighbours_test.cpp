// Neighbours by gatherings of fingerprints, against a plain twin; their choice, and their alignment.
#include <doctest/doctest.h>

#include <filesystem>

#include "engine/neighbours.hpp"
#include "hostile/files.hpp"
#include "match/docs.hpp"
#include "oracle/neighbours.hpp"

using namespace reprise;
using namespace reprise::test;
using engine::Neighbour;
using engine::NeighbourOptions;
using oracle::Stored;
using reprise::testing::Chance;
using reprise::testing::TempDir;

namespace {

constexpr std::uint32_t kRun = 5;

std::vector<sketch::Fingerprint> prints_of(const Doc& doc) {
  std::vector<sketch::Fingerprint> prints;
  sketch::fingerprints(doc.words, false, {}, prints);
  return prints;
}

std::vector<store::SegmentPosting> postings_of(const Stored& stored) {
  std::vector<store::SegmentPosting> out;
  for (const sketch::Fingerprint& p : stored.prints) out.push_back({p.key, stored.number, static_cast<std::uint16_t>(std::min(p.position, 65535u))});
  return out;
}

/// Articles that share what news shares: passages, some with changed words; stock phrases; footers of an outlet.
class Maker {
 public:
  Maker(std::uint64_t seed, std::uint32_t vocabulary) : chance_(seed), vocabulary_(vocabulary) {
    for (std::uint64_t i = 0; i < 12; ++i) phrases_.push_back(words(5 + chance_.below(9)));
    for (std::uint64_t i = 0; i < 3; ++i) footers_.push_back(words(25 + chance_.below(30)));
  }

  Doc article() {
    Doc doc;
    const auto add = [&](std::span<const std::uint32_t> more) { doc.words.insert(doc.words.end(), more.begin(), more.end()); };
    for (std::uint64_t parts = chance_.below(7); parts > 0; --parts) {
      switch (chance_.below(5)) {
        case 0: add(phrases_[chance_.below(phrases_.size())]); break;
        case 1:
          if (stories_.empty() || chance_.below(3) == 0) stories_.push_back(words(8 + chance_.below(120)));
          add(edited(stories_[chance_.below(stories_.size())]));
          break;
        default: add(words(chance_.below(60)));
      }
    }
    if (chance_.below(2) == 0) add(footers_[chance_.below(footers_.size())]);
    doc.flags.assign(doc.words.size(), 0);
    for (const std::uint32_t w : doc.words) doc.weights.push_back(static_cast<std::uint8_t>(8 + (w * 2654435761u >> 16) % 49));
    return doc;
  }

 private:
  std::vector<std::uint32_t> words(std::uint64_t count) {
    std::vector<std::uint32_t> out(count);
    for (auto& w : out) w = 1 + static_cast<std::uint32_t>(chance_.below(1 + chance_.below(vocabulary_)));
    return out;
  }
  std::vector<std::uint32_t> edited(const std::vector<std::uint32_t>& story) {
    std::vector<std::uint32_t> out;
    const std::uint64_t begin = chance_.below(story.size()), every = chance_.below(2) == 0 ? 1000 : 9;
    for (std::size_t i = chance_.below(2) == 0 ? 0 : begin; i < story.size(); ++i) {
      const std::uint64_t dice = chance_.below(every);
      if (dice != 1) out.push_back(dice == 2 ? 1 + static_cast<std::uint32_t>(chance_.below(vocabulary_)) : story[i]);
      if (dice == 3) out.push_back(7);
    }
    return out;
  }

  Chance chance_;
  std::uint32_t vocabulary_;
  std::vector<std::vector<std::uint32_t>> phrases_, footers_, stories_;
};

void check_same(const std::vector<Neighbour>& x, const std::vector<Neighbour>& y) {
  REQUIRE(x.size() == y.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(x[i].number == y[i].number);
    CHECK(x[i].qbits == y[i].qbits);
    REQUIRE(x[i].seeds.size() == y[i].seeds.size());
    bool same = true;
    for (std::size_t s = 0; s < x[i].seeds.size(); ++s) same = same && x[i].seeds[s].a == y[i].seeds[s].a && x[i].seeds[s].b == y[i].seeds[s].b;
    CHECK(same);
  }
}

std::vector<Neighbour> found(const Doc& doc, const store::Fingerprints& index, std::uint32_t below, std::uint32_t articles, const NeighbourOptions& options = {}) {
  engine::NeighbourScratch scratch;
  auto neighbours = engine::find_neighbours(doc.view(), prints_of(doc), kRun, index, below, articles, options, scratch);
  if (!neighbours) FAIL(neighbours.error().message);
  return std::move(*neighbours);
}

/// An index of articles that are given by their words, numbered from 1; and one of them looked up as a newcomer.
struct Small {
  std::vector<Doc> docs;
  store::Fingerprints index;
  void add(Doc doc) {
    docs.push_back(std::move(doc));
    index.insert(postings_of({static_cast<std::uint32_t>(docs.size()), prints_of(docs.back())}));
  }
};

}  // namespace

TEST_CASE("neighbours are those of the plain twin") {
  NeighbourOptions usual, loose, tight;
  loose.limits = {~0u, ~0u};
  loose.max_gap_words = 3;
  loose.max_shift_words = 1;
  loose.min_qbits = 1;
  loose.block_words = 1;
  loose.few_holders = 1000;
  loose.common_holders = 2;
  loose.min_common_qbits = 300;
  loose.lone_qbits = 1;
  loose.lone_holders = 1000;
  loose.most_lone = 1000;
  tight.limits = {1, 2};
  tight.max_shift_words = 0;
  tight.block_words = 40;
  tight.few_holders = 1;
  tight.lone_qbits = 100;
  tight.most_lone = 1;
  std::size_t neighbours_in_all = 0, alone = 0;
  for (const std::uint32_t vocabulary : {3u, 12u, 80u, 5000u}) {
    for (const std::uint64_t seed : {1u, 2u}) {
      CAPTURE(vocabulary);
      CAPTURE(seed);
      Maker maker(seed, vocabulary);
      Chance chance(seed);
      std::vector<Doc> docs;
      std::vector<Stored> stored;
      store::Fingerprints index;
      engine::NeighbourScratch scratch;
      std::uint32_t number = 0;
      for (int i = 0; i < 110; ++i) {
        docs.push_back(maker.article());
        number += 1 + static_cast<std::uint32_t>(chance.below(2));
        const auto prints = prints_of(docs.back());
        if (i % 15 == 9)
          for (const NeighbourOptions& options : {usual, loose, tight})
            for (const std::uint32_t below : {number, number / 2 + 1, ~0u})
              for (const std::uint32_t articles : {number, 1u, 1'000'000u}) {
                const auto got = engine::find_neighbours(docs.back().view(), prints, kRun, index, below, articles, options, scratch);
                REQUIRE(got);
                const auto expected = oracle::find_neighbours(docs.back().view(), prints, kRun, stored, below, articles, options);
                check_same(*got, expected);
                neighbours_in_all += got->size();
                for (const Neighbour& n : *got) alone += n.seeds.size() == 1;
              }
        stored.push_back({number, prints});
        index.insert(postings_of(stored.back()));
      }
    }
  }
  CHECK(neighbours_in_all > 2000);  // else the test would say little
  CHECK(alone > 40);
}

TEST_CASE("segments and the table give the same neighbours") {
  TempDir dir;
  Maker maker(5, 2000);
  store::Fingerprints table, segments;
  NeighbourOptions options;
  SUBCASE("without limits") { options.limits = {~0u, ~0u}; }
  SUBCASE("with those that cut here") { options.limits = {2, 3}; }
  for (std::uint32_t number = 1; number <= 150; ++number) {
    const Doc doc = maker.article();
    const auto one = found(doc, table, number, number, options);
    check_same(one, found(doc, segments, number, number, options));
    check_same(one, found(doc, table, number, number, options));
    const auto postings = postings_of({number, prints_of(doc)});
    table.insert(postings);
    segments.insert(postings);
    if (number % 37 != 0) continue;
    auto all = segments.seal()->postings();
    const auto info = store::write_segment(dir.path(), std::to_string(number), all);
    REQUIRE(info);
    segments.sealed(*store::Segment::open(dir.path(), *info));
  }
}

TEST_CASE("nobody, and an article of no words") {
  Small small;
  CHECK(found(make_doc({}), small.index, ~0u, 0).empty());
  std::uint32_t next = 1;
  small.add(make_doc(fresh(60, next)));
  CHECK(found(make_doc({}), small.index, ~0u, 1).empty());
  CHECK(found(make_doc({1, 2}), small.index, ~0u, 1).empty());
  CHECK(found(make_doc(fresh(60, next)), small.index, ~0u, 1).empty());
  CHECK(found(small.docs[0], small.index, 1, 1).empty());  // itself has no smaller number
  const auto itself = found(small.docs[0], small.index, 2, 100);
  REQUIRE(itself.size() == 1);
  CHECK(itself[0].number == 1);
  CHECK(itself[0].qbits > 32 * 50);
  CHECK(std::is_sorted(itself[0].seeds.begin(), itself[0].seeds.end(), [](const auto& x, const auto& y) { return x.b < y.b; }));
}

TEST_CASE("a gathering that says enough counts, though a single rare fingerprint elsewhere says more") {
  // Twenty words of 12 quarter-bits say enough; far away five words of 57 say more, but as a single fingerprint, and such neighbours are few.
  NeighbourOptions options;
  options.most_lone = 0;
  std::uint32_t next = 1;
  int single = 0;
  for (int round = 0; round < 20; ++round) {
    Small small;
    const std::uint32_t first = next;
    const auto passage = fresh(20, next), rare = fresh(5, next);
    const auto weigh = [&](Doc doc) {
      for (std::size_t i = 0; i < doc.words.size(); ++i) doc.weights[i] = doc.words[i] - first < 20 ? 12 : 57;
      return doc;
    };
    small.add(weigh(make_doc(joined({fresh(80, next), passage, fresh(300, next), rare, fresh(80, next)}))));
    const Doc doc = weigh(make_doc(joined({fresh(30, next), passage, fresh(30, next), rare, fresh(90, next)})));
    const auto neighbours = found(doc, small.index, ~0u, 1000, options);
    REQUIRE(neighbours.size() == 1);
    CHECK(neighbours[0].qbits <= 240);
    single += neighbours[0].seeds.back().b == 80;  // those five words are a fingerprint
  }
  CHECK(single > 3);
}

TEST_CASE("of a phrase that very many hold the first and the last holders are found") {
  std::uint32_t next = 1;
  Small small;
  const auto story = fresh(60, next);
  for (int i = 0; i < 100; ++i) small.add(make_doc(joined({fresh(20, next), story})));
  const auto neighbours = found(make_doc(story), small.index, ~0u, 100'000);
  CHECK(neighbours.size() == 16);
  for (const Neighbour& n : neighbours) CHECK((n.number <= 8 || n.number > 92));
  NeighbourOptions options;
  options.limits = {0, 0};
  CHECK(found(make_doc(story), small.index, ~0u, 100'000, options).empty());
}

TEST_CASE("a damaged index is an error, not an absence of neighbours") {
  store::Fingerprints index;
  index.set_damage({ErrorCode::bad_index, "damaged", "x"});
  engine::NeighbourScratch scratch;
  const Doc doc = make_doc({1, 2, 3, 4, 5, 6, 7, 8, 9});
  const auto neighbours = engine::find_neighbours(doc.view(), prints_of(doc), kRun, index, ~0u, 1, {}, scratch);
  REQUIRE_FALSE(neighbours);
  CHECK(neighbours.error().code == ErrorCode::bad_index);
}

TEST_CASE("positions beyond 65,534 are all one") {
  // An article of 70,000 words that holds the same passage at 100 and at 69,000: the later place is stored as 65,535, and is no seed.
  std::uint32_t next = 1;
  const auto passage = fresh(50, next);
  Small small;
  small.add(make_doc(joined({fresh(100, next), passage, fresh(68'850, next), passage, fresh(950, next)})));
  small.add(make_doc(joined({fresh(69'000, next), passage, fresh(950, next)})));
  const Doc doc = make_doc(joined({fresh(30, next), passage, fresh(30, next)}));
  const auto neighbours = found(doc, small.index, ~0u, 1000);
  REQUIRE(neighbours.size() == 2);
  for (const Neighbour& n : neighbours) {
    CHECK(engine::aligns(small.docs[n.number - 1].view(), doc.view(), n.seeds, {}) == (n.number == 1));
    // The number is another text's by now: shorter, or quite different.
    CHECK_FALSE(engine::aligns(make_doc({1, 2, 3}).view(), doc.view(), n.seeds, {}));
    CHECK_FALSE(engine::aligns(make_doc(fresh(70'000, next)).view(), doc.view(), n.seeds, {}));
    CHECK_FALSE(engine::aligns(make_doc({}).view(), doc.view(), n.seeds, {}));
    CHECK_FALSE(engine::aligns(small.docs[0].view(), make_doc({}).view(), n.seeds, {}));
  }
  // And the newcomer is the long one.
  Small other;
  other.add(doc);
  const auto back = found(small.docs[1], other.index, ~0u, 1000);
  REQUIRE(back.size() == 1);
  CHECK(engine::aligns(doc.view(), small.docs[1].view(), back[0].seeds, {}));
}

TEST_CASE("aligned is what has an alignment, whatever foreign places are among the seeds") {
  Maker maker(8, 3000);
  Chance chance(8);
  std::vector<Doc> docs;
  for (int i = 0; i < 60; ++i) docs.push_back(maker.article());
  int aligned = 0;
  for (std::size_t i = 0; i < docs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const match::DocView a = docs[j].view(), b = docs[i].view();
      std::vector<match::Seed> seeds;
      for (const auto& own : prints_of(docs[i]))
        for (const auto& other : prints_of(docs[j]))
          if (own.key == other.key) seeds.push_back({other.position, own.position});
      match::AlignScratch scratch;
      std::vector<match::Alignment> alignments;
      std::vector<match::MatchRun> runs;
      match::align_pair(a, b, seeds, {}, scratch, alignments, runs);
      for (int foreign = 0; foreign < 20; ++foreign) {
        const match::Seed s{static_cast<std::uint32_t>(chance.below(70'000)), static_cast<std::uint32_t>(chance.below(b.size() + 3))};
        if (s.a < a.size() && s.b < b.size() && a.words[s.a] == b.words[s.b]) continue;  // that one could be a seed
        seeds.push_back(s);
      }
      std::sort(seeds.begin(), seeds.end(), [](const auto& x, const auto& y) { return x.b != y.b ? x.b < y.b : x.a < y.a; });
      CHECK(engine::aligns(a, b, seeds, {}) == !alignments.empty());
      aligned += !alignments.empty();
    }
  }
  CHECK(aligned > 50);
}

TEST_CASE("neighbours that say again what enough better ones have said are passed over") {
  Chance chance(2);
  for (const std::uint32_t enough : {1u, 3u, 8u}) {
    NeighbourOptions options;
    options.enough = enough;
    constexpr std::uint32_t kWords = 60;
    engine::NeighbourChoice choice(kWords, kRun, options);
    std::vector<std::uint32_t> shared(kWords, 0);  // plainly: by word, how many that were taken hold it
    int passed_over = 0;
    for (int i = 0; i < 200; ++i) {
      Neighbour n;
      for (std::uint32_t b = static_cast<std::uint32_t>(chance.below(kWords)); b < kWords; b += static_cast<std::uint32_t>(chance.below(20))) {
        n.seeds.push_back({static_cast<std::uint32_t>(chance.below(100)), b});
        if (n.seeds.size() > 8) break;
      }
      bool more = false;
      std::vector<std::uint8_t> holds(kWords, 0);
      for (const match::Seed& s : n.seeds) {
        more = more || shared[s.b] < enough;
        for (std::uint32_t w = s.b; w < std::min(s.b + kRun, kWords); ++w) holds[w] = 1;
      }
      CHECK(choice.says_more(n) == more);
      passed_over += !more;
      if (!more && chance.below(4) != 0) continue;  // some are taken all the same
      choice.take(n);
      for (std::uint32_t w = 0; w < kWords; ++w) shared[w] += holds[w];
    }
    CHECK(passed_over > 50);
  }
}

TEST_CASE("a choice of more than 255 neighbours") {
  NeighbourOptions options;
  options.enough = 255;
  engine::NeighbourChoice choice(10, kRun, options);
  Neighbour n;
  n.seeds = {{0, 2}};
  for (int i = 0; i < 255; ++i) {
    CHECK(choice.says_more(n));
    choice.take(n);
  }
  for (int i = 0; i < 300; ++i) {
    CHECK_FALSE(choice.says_more(n));
    choice.take(n);
  }
  CHECK_FALSE(engine::NeighbourChoice(0, kRun, options).says_more({}));
}
