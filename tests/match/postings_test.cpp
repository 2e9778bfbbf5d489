#include "match/postings.hpp"

#include <doctest/doctest.h>

#include "base/parallel.hpp"
#include "docs.hpp"
#include "match/banding.hpp"
#include "match/candidates.hpp"
#include "oracle/matching.hpp"

using namespace reprise;
using namespace reprise::test;

namespace {

std::vector<Doc> corpus(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Doc> docs;
  for (std::size_t i = 0; i < n; ++i) docs.push_back(make_doc(prose(random() % 200, random, 40)));
  return docs;
}
std::vector<match::DocView> views(const std::vector<Doc>& docs) {
  std::vector<match::DocView> out;
  for (const Doc& d : docs) out.push_back(d.view());
  return out;
}

}  // namespace

TEST_CASE("postings are those of a plain map") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const auto docs = corpus(60, seed);
    const auto view = views(docs);
    const match::Postings postings = match::build_postings(view, {});
    const auto expected = oracle::repeated_fingerprints(view, {});
    CHECK(postings.lists == expected.size());
    std::size_t total = 0;
    for (const auto& [key, list] : expected) total += list.size();
    REQUIRE(postings.postings.size() == total);
    REQUIRE(postings.entries.size() == total);
    // Each article's entries point to lists that hold the article at that position, in the order of ranks.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::pair<std::uint32_t, std::uint32_t>>> list_of;
    for (const auto& [key, list] : expected)
      for (const auto& place : list) list_of[place] = list;
    for (std::uint32_t d = 0; d < docs.size(); ++d)
      for (std::uint64_t e = postings.first_entry[d]; e < postings.first_entry[d + 1]; ++e) {
        const match::Entry& entry = postings.entries[e];
        CHECK(postings.postings[entry.own].doc == d);
        const auto& list = list_of.at({d, postings.postings[entry.own].position});
        for (std::size_t i = 0; i < list.size(); ++i) {
          CHECK(postings.postings[entry.list_begin + i].doc == list[i].first);
          CHECK(postings.postings[entry.list_begin + i].position == list[i].second);
        }
      }
  }
}

TEST_CASE("few articles are grouped as many are") {
  // The same articles, and behind them so many without a key that the lists are made with the filter and partitions.
  std::mt19937 random(4);
  for (const std::size_t docs : {0u, 1u, 2u, 31u, 32u}) {
    for (const std::uint64_t pool : {1u, 20u, 400u}) {
      for (const std::uint64_t expected : {0u, 100u, 5000u}) {
        std::vector<std::vector<sketch::Fingerprint>> keys(docs);
        for (auto& of : keys) {
          std::uint32_t position = 0;
          for (std::size_t n = random() % 60; n > 0; --n) {
            // Keys that differ in the first byte alone, in the last alone, and in all.
            const std::uint64_t x = random() % pool;
            const std::uint64_t key = x % 3 == 0 ? x << 56 | 7 : x % 3 == 1 ? x : x * 0x9e3779b97f4a7c15ull;
            of.push_back({key, position += random() % 3});
          }
        }
        const auto emit = [&](std::size_t d, std::vector<sketch::Fingerprint>& out) {
          if (d < keys.size()) out.insert(out.end(), keys[d].begin(), keys[d].end());
        };
        const match::Postings few = match::group_keys(docs, expected, 5, emit);
        for (const std::size_t padded : {std::size_t{33}, std::size_t{300}}) {
          CAPTURE(docs);
          CAPTURE(padded);
          const match::Postings many = match::group_keys(padded, expected, 5, emit);
          CHECK(few.fingerprints == many.fingerprints);
          CHECK(few.lists == many.lists);
          CHECK(std::equal(few.postings.begin(), few.postings.end(), many.postings.begin(), many.postings.end(), [](const auto& x, const auto& y) { return x.doc == y.doc && x.position == y.position; }));
          CHECK(std::equal(few.entries.begin(), few.entries.end(), many.entries.begin(), many.entries.end(), [](const auto& x, const auto& y) { return x.list_begin == y.list_begin && x.own == y.own && x.common == y.common; }));
          REQUIRE(few.first_entry.size() == docs + 1);
          REQUIRE(many.first_entry.size() == padded + 1);
          CHECK(std::equal(few.first_entry.begin(), few.first_entry.end(), many.first_entry.begin()));
          for (std::size_t d = docs; d <= padded; ++d) CHECK(many.first_entry[d] == few.first_entry.back());
        }
      }
    }
  }
}

TEST_CASE("content words that lie in what very many articles hold") {
  std::uint32_t next = 1;
  const auto phrase = fresh(12, next);
  std::vector<Doc> docs;
  for (int i = 0; i < 60; ++i) docs.push_back(make_doc(joined({fresh(20, next), phrase, fresh(20, next)})));
  docs.push_back(make_doc(joined({fresh(7, next), phrase})));
  // Every third word is a content word; sentences have twelve words.
  std::vector<std::vector<sketch::ContentWord>> content(docs.size());
  std::vector<std::vector<std::uint32_t>> starts(docs.size());
  auto view = views(docs);
  for (std::size_t d = 0; d < docs.size(); ++d) {
    for (std::uint32_t i = 0; i < view[d].size(); i += 3)
      content[d].push_back({docs[d].words[i], static_cast<std::uint16_t>(i / 12), static_cast<std::uint8_t>(i % 12), 32});
    view[d].content = content[d];
    sketch::sentence_starts(view[d].flags, starts[d]);
    view[d].sentences = starts[d];
  }
  const match::Postings postings = match::build_postings(view, {});
  const auto common = match::common_content(view, postings, {});
  for (std::size_t d = 0; d < docs.size(); ++d) {
    const std::uint32_t begin = d == 60 ? 7 : 20;
    REQUIRE(common[d].size() == content[d].size());
    // Its fingerprints need not reach the phrase's first and last three words, and never reach beyond it.
    for (std::uint32_t i = 0; i < common[d].size(); ++i) {
      if (3 * i < begin || 3 * i >= begin + 12) CHECK(common[d][i] == 0);
      if (3 * i >= begin + 3 && 3 * i < begin + 9) CHECK(common[d][i] == 1);
    }
  }
  const auto rare = match::common_content(view, match::build_postings(view, {}, 61), {});
  for (const auto& marks : rare) CHECK(std::count(marks.begin(), marks.end(), 1) == 0);
}

TEST_CASE("postings and matches do not depend on the number of threads") {
  const auto docs = corpus(300, 9);
  const auto view = views(docs);
  std::vector<std::vector<std::uint32_t>> results;
  for (const unsigned threads : {1u, 2u, 8u}) {
    std::vector<std::uint32_t> flat;
    with_threads(threads, [&] {
      const match::Postings postings = match::build_postings(view, {});
      for (const auto& p : postings.postings) flat.push_back(p.doc), flat.push_back(p.position);
      for (const auto& e : postings.entries) flat.push_back(e.own);
      const match::MatchBatch batch = match::match_all(view, postings, {}, {});
      for (const auto& p : batch.pairs) flat.push_back(p.a), flat.push_back(p.b), flat.push_back(p.first_alignment);
      for (const auto& x : batch.alignments) flat.push_back(x.a_begin), flat.push_back(x.b_end), flat.push_back(x.first_run);
    });
    results.push_back(std::move(flat));
  }
  CHECK(results[0] == results[1]);
  CHECK(results[0] == results[2]);
}

TEST_CASE("a story in many outlets costs each of them a bounded number of comparisons") {
  std::uint32_t next = 1;
  const auto story = fresh(200, next);
  std::vector<Doc> docs;
  for (int i = 0; i < 3000; ++i) docs.push_back(make_doc(joined({fresh(10, next), story})));
  const auto view = views(docs);
  const match::Postings postings = match::build_postings(view, {});
  const match::CandidateOptions options;
  const match::MatchBatch batch = match::match_all(view, postings, options, {});
  CHECK(batch.pairs.size() <= docs.size() * (options.hot_holders + 1));
  // Every copy is compared with the earliest one, so that all stand in one family.
  std::vector<bool> with_first(docs.size());
  for (const auto& pair : batch.pairs)
    if (pair.a == 0) with_first[pair.b] = true;
  CHECK(std::count(with_first.begin(), with_first.end(), true) == static_cast<std::ptrdiff_t>(docs.size()) - 1);
}

TEST_CASE("a form that is filled in anew costs each filling a bounded number of alignments, and hides no rare passage") {
  std::uint32_t next = 1000;
  std::mt19937 random(3);
  const auto form = fresh(120, next), rare = fresh(40, next);
  std::vector<Doc> docs;
  for (int i = 0; i < 2000; ++i) {
    auto words = form;
    for (std::size_t at = 4; at < words.size(); at += 12) words[at] = 1 + static_cast<std::uint32_t>(random() % 90);
    docs.push_back(make_doc(i == 700 || i == 1900 ? joined({words, rare}) : words));
  }
  const auto view = views(docs);
  const match::CandidateOptions options;
  const match::MatchBatch batch = match::match_all(view, match::build_postings(view, {}), options, {});
  // Without the rule of covered words it is more than 100 for each.
  CHECK(batch.pairs.size() <= docs.size() * (options.always_aligned + 1));
  bool found = false;
  for (const auto& pair : batch.pairs) {
    if (pair.a != 700 || pair.b != 1900) continue;
    for (std::uint32_t i = 0; i < pair.alignment_count; ++i) found = found || batch.alignments[pair.first_alignment + i].b_end == 160;
  }
  CHECK(found);
  for (std::size_t i = 1; i < batch.pairs.size(); ++i)
    CHECK(std::pair(batch.pairs[i - 1].b, batch.pairs[i - 1].a) < std::pair(batch.pairs[i].b, batch.pairs[i].a));
}

TEST_CASE("a stock phrase is no match, unless few hold it, it is long, much of the article, or quoted") {
  const auto pairs = [](std::size_t articles, std::size_t phrase_words, std::size_t own_words, bool quoted) {
    std::uint32_t next = 1;
    const auto phrase = fresh(phrase_words, next);
    std::vector<Doc> docs;
    for (std::size_t i = 0; i < articles; ++i) {
      docs.push_back(make_doc(joined({fresh(own_words, next), phrase, fresh(own_words, next)})));
      for (std::size_t w = own_words; quoted && w < own_words + phrase_words; ++w) docs.back().flags[w] |= text::kInQuote;
    }
    const auto view = views(docs);
    return match::match_all(view, match::build_postings(view, {}), {}, {}).pairs.size();
  };
  CHECK(pairs(200, 12, 60, false) < 20);  // 384 quarter-bits; of some 1,600, those that share a fingerprint only which few have chosen
  CHECK(pairs(40, 12, 60, false) > 0);
  CHECK(pairs(200, 18, 60, false) > 0);
  CHECK(pairs(200, 12, 6, false) > 0);
  CHECK(pairs(200, 12, 60, true) > 0);
}

TEST_CASE("banding gives each bucket's members its earliest one, and no pair twice") {
  // 2 bands; articles 0, 2, 5 share band 0; 1, 2 share band 1; 4 has no keys.
  const std::vector<std::uint64_t> keys = {7, 1, 8, 2, 7, 2, 9, 3, 7, 1, 7, 4};
  const std::vector<std::uint8_t> has_keys = {1, 1, 1, 1, 0, 1};
  const auto pairs = match::band_candidates(keys, has_keys, 2);
  CHECK(pairs == std::vector<match::DocPair>{{0, 2}, {0, 5}, {1, 2}, {2, 5}});
}
