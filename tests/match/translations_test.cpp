// Which articles are compared across languages, against a plain twin, and what the rules say.
#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "match/restated_docs.hpp"
#include "match/translations.hpp"
#include "oracle/restatements.hpp"

using namespace reprise;
using namespace reprise::test::restated;
using match::Credits;
using match::Tongue;
using match::TranslationOptions;

namespace {

struct Corpus {
  std::vector<Doc> docs;
  std::vector<match::DocView> views;
  std::vector<Credits> credits;
  std::vector<Tongue> tongues;

  void add(const std::vector<Sentence>& article, std::uint32_t language, std::uint32_t outlet, std::vector<std::uint32_t> credited, std::int32_t day = 0, bool dated = true) {
    docs.emplace_back(article);
    credits.push_back({outlet, std::move(credited)});
    tongues.push_back({language, day, day, dated});
  }
  match::MatchBatch translated(const TranslationOptions& options, match::MatchBatch matches = {}) {
    views.clear();
    for (const Doc& doc : docs) views.push_back(doc.view());
    match::add_translations(views, credits, tongues, options, matches);
    return matches;
  }
};

/// The words of the tests' articles are small numbers, which are no fillers here.
TranslationOptions options_for_tests() {
  TranslationOptions options;
  options.sentences.first_key_stem = 0;
  options.sentences.hot_holders = 1000;
  options.sentences.max_candidates = 1000;
  return options;
}

bool compared(const Corpus& corpus, std::uint32_t a, std::uint32_t b, std::int64_t max_days) {
  const Tongue &x = corpus.tongues[a], &y = corpus.tongues[b];
  if (x.language == kNone || y.language == kNone || x.language == y.language) return false;
  const Credits &c = corpus.credits[a], &d = corpus.credits[b];
  const auto names = [](const Credits& who, std::uint32_t outlet) { return std::count(who.credited.begin(), who.credited.end(), outlet) > 0; };
  const bool kin = c.outlet == d.outlet || names(c, d.outlet) || names(d, c.outlet);
  if (!x.dated || !y.dated) return kin;
  bool third = false;
  for (const std::uint32_t outlet : c.credited) third = third || (outlet != c.outlet && outlet != d.outlet && names(d, outlet));
  return std::abs(x.first_day - y.first_day) <= max_days && (kin || third);
}

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

Pairs pairs_of(const match::MatchBatch& batch) {
  Pairs out;
  for (const match::PairMatch& p : batch.pairs) out.insert({p.a, p.b});
  return out;
}

}  // namespace

TEST_CASE("translations: the pairs that a plain twin finds") {
  std::mt19937 random(71);
  std::size_t found = 0, copies = 0;
  for (int round = 0; round < 40; ++round) {
    Corpus corpus;
    std::vector<std::vector<Sentence>> articles;
    match::MatchBatch known;
    for (std::uint32_t d = 0; d < 30; ++d) {
      articles.push_back(random_article(random, 1 + random() % 8, 4000));
      if (d > 0 && random() % 3 != 0) take_over(articles.back(), articles[random() % d], 1 + random() % 3, random, 4000);
      std::vector<std::uint32_t> credited;
      if (random() % 2) credited.push_back(random() % 6);
      corpus.add(articles.back(), random() % 8 == 0 ? kNone : random() % 3, random() % 6, credited, static_cast<std::int32_t>(random() % 12), random() % 6 != 0);
      // Some share text in their own language: that they do is all that counts here.
      if (d > 1 && random() % 3 == 0)
        if (const std::uint32_t a = random() % d; corpus.tongues[a].language != kNone && corpus.tongues[a].language == corpus.tongues[d].language && !articles[a].front().empty() && !articles.back().front().empty()) {
          Alignment x = alignment_at(0, 1, 0, 1);
          x.first_run = static_cast<std::uint32_t>(known.runs.size()), x.run_count = 1;
          known.runs.push_back({0, 0, 1});
          known.pairs.push_back({a, d, static_cast<std::uint32_t>(known.alignments.size()), 1});
          known.alignments.push_back(x);
        }
    }
    const TranslationOptions options = options_for_tests();
    const Pairs got = pairs_of(corpus.translated(options, known));

    const auto candidates = oracle::restatement_candidates(corpus.views, corpus.credits, options.sentences);
    const auto is_translated = [&](std::uint32_t a, std::uint32_t b) {
      const auto link = corpus.tongues[a].dated && corpus.tongues[b].dated ? match::CreditLink::linked : match::CreditLink::none;
      return !oracle::PlainRestater(corpus.views[a], corpus.views[b], options.sentences).restate({}, link).empty();
    };
    Pairs expected = pairs_of(known), direct;
    for (std::uint32_t b = 0; b < corpus.docs.size(); ++b)
      for (const std::uint32_t a : candidates[b])
        if (compared(corpus, a, b, options.max_days) && is_translated(a, b)) direct.insert({a, b});
    const auto same_language = [&](const std::pair<std::uint32_t, std::uint32_t>& pair) { return corpus.tongues[pair.first].language == corpus.tongues[pair.second].language; };
    Pairs more;
    for (const auto& [a, b] : direct)
      for (const auto& pair : expected) {
        if (!same_language(pair)) continue;
        const auto other = [&](std::uint32_t of) { return pair.first == of ? pair.second : pair.second == of ? pair.first : kNone; };
        for (const auto& [of, with] : {std::pair(a, b), std::pair(b, a)})
          if (const std::uint32_t copy = other(of); copy != kNone && is_translated(std::min(copy, with), std::max(copy, with))) more.insert({std::min(copy, with), std::max(copy, with)});
      }
    for (const auto& pair : more) copies += direct.count(pair) == 0;
    expected.insert(direct.begin(), direct.end());
    expected.insert(more.begin(), more.end());
    found += direct.size();
    CHECK(got == expected);
  }
  CHECK(found > 60);
  CHECK(copies > 0);
}

TEST_CASE("translations: who is compared with whom") {
  const Sentence said = heavy(100, 20);
  const auto pairs = [&](std::uint32_t language, std::uint32_t outlet, std::vector<std::uint32_t> credited, std::int32_t day, bool dated) {
    Corpus corpus;
    corpus.add({said}, 0, 1, {7});
    corpus.add({said}, language, outlet, std::move(credited), day, dated);
    return corpus.translated(options_for_tests()).pairs.size();
  };
  CHECK(pairs(1, 2, {1}, 3, true) == 1);      // credits the other
  CHECK(pairs(1, 2, {7}, 3, true) == 1);      // both credit a third
  CHECK(pairs(1, 1, {}, 3, true) == 1);       // editions of one outlet
  CHECK(pairs(1, 2, {}, 3, true) == 0);       // nobody credits anybody
  CHECK(pairs(0, 2, {1}, 3, true) == 0);      // one language: restatements' business
  CHECK(pairs(kNone, 2, {1}, 3, true) == 0);
  CHECK(pairs(1, 2, {1}, 8, true) == 0);      // a week later it is another report
  CHECK(pairs(1, 2, {1}, 0, false) == 1);     // when, is not known: a direct credit is asked for
  CHECK(pairs(1, 2, {7}, 0, false) == 0);
}

TEST_CASE("translations: a time that is not known to the day may be any day of it") {
  const Sentence said = heavy(100, 20);
  Corpus corpus;
  corpus.add({said}, 0, 1, {}, 0);
  corpus.add({said}, 1, 2, {1}, 20);
  CHECK(corpus.translated(options_for_tests()).pairs.empty());
  corpus.tongues[0].last_day = 30;
  CHECK(corpus.translated(options_for_tests()).pairs.size() == 1);
}

TEST_CASE("translations: a copy that shares a line with the source is compared with it all the same") {
  const Sentence said = heavy(100, 20), line = heavy(5000, 20);
  Corpus corpus;
  corpus.add({said, line}, 0, 1, {});         // the source
  corpus.add({said}, 1, 2, {1});              // who translates it, and says so
  corpus.add({said, line}, 1, 3, {});         // a copy of that, with a line in the source's words
  match::MatchBatch known;
  known.pairs = {{0, 2, 0, 1}, {1, 2, 1, 1}};
  known.alignments = {alignment_at(20, 40, 20, 40), alignment_at(0, 1, 0, 1)};
  known.alignments[0].run_count = known.alignments[1].run_count = 1;
  known.alignments[1].first_run = 1;
  known.runs = {{20, 20, 20}, {0, 0, 1}};
  const match::MatchBatch batch = corpus.translated(options_for_tests(), known);
  const auto pair = std::find_if(batch.pairs.begin(), batch.pairs.end(), [](const match::PairMatch& p) { return p.a == 0 && p.b == 2; });
  REQUIRE(pair != batch.pairs.end());
  CHECK(pair->alignment_count == 2);
}

TEST_CASE("translations: alignments that are there stay as they are") {
  const Sentence said = heavy(100, 20), more = heavy(3000, 20);
  Corpus corpus;
  corpus.add({said, more}, 0, 1, {});
  corpus.add({said, more}, 0, 2, {});
  match::MatchBatch known;
  known.pairs = {{0, 1, 0, 1}};
  known.alignments = {alignment_at(0, 20, 0, 20)};
  known.alignments[0].run_count = 1;
  known.runs = {{0, 0, 20}};
  const match::MatchBatch batch = corpus.translated(options_for_tests(), known);
  REQUIRE(batch.pairs.size() == 1);
  CHECK(batch.pairs[0].alignment_count == 1);
  CHECK(batch.runs[batch.alignments[0].first_run].length == 20);
}
