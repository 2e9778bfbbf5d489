// Restatements of a corpus: which articles are compared, against the plain twin (tests/oracle/restatements.hpp), and what the rules say.
#include <doctest/doctest.h>

#include <array>
#include <random>

#include "base/parallel.hpp"
#include "match/restated_docs.hpp"
#include "oracle/restatements.hpp"

using namespace reprise;
using namespace reprise::test::restated;
using match::RestatementOptions;

namespace {

struct Corpus {
  std::vector<Doc> docs;
  std::vector<match::DocView> views;
  std::vector<match::Credits> credits;

  explicit Corpus(const std::vector<std::vector<Sentence>>& articles) {
    for (const auto& article : articles) docs.emplace_back(article);
    for (const Doc& doc : docs) views.push_back(doc.view());
    for (std::uint32_t d = 0; d < docs.size(); ++d) credits.push_back({d, {}});
  }
  match::MatchBatch restated(const RestatementOptions& options = {}, match::MatchBatch matches = {}) const {
    match::add_restatements(views, credits, options, matches);
    return matches;
  }
};

std::vector<std::array<std::uint32_t, 9>> flat(const match::MatchBatch& batch) {
  std::vector<std::array<std::uint32_t, 9>> out;
  for (const match::PairMatch& p : batch.pairs)
    for (std::uint32_t i = p.first_alignment; i < p.first_alignment + p.alignment_count; ++i) {
      const Alignment& x = batch.alignments[i];
      out.push_back({p.a, p.b, x.a_begin, x.a_end, x.b_begin, x.b_end, x.restated_score, x.run_count, x.run_count ? batch.runs[x.first_run].a : 0});
    }
  return out;
}

/// Articles of which some restate earlier ones; every fifth credits an earlier one, or a third.
Corpus random_corpus(std::mt19937& random, std::size_t articles, std::uint32_t vocabulary) {
  std::vector<std::vector<Sentence>> all;
  while (all.size() < articles) {
    all.push_back(random_article(random, 1 + random() % 30, vocabulary));
    if (all.size() > 1 && random() % 2) take_over(all.back(), all[random() % (all.size() - 1)], 1 + random() % 3, random, vocabulary);
  }
  Corpus corpus(all);
  for (Doc& doc : corpus.docs)
    if (random() % 2) hold_commonly(doc, random);
  corpus.views.clear();
  for (const Doc& doc : corpus.docs) corpus.views.push_back(doc.view());
  for (match::Credits& c : corpus.credits)
    if (random() % 5 == 0) c.credited = {static_cast<std::uint32_t>(random() % articles)};
  return corpus;
}

}  // namespace

TEST_CASE("restatements of a corpus: the pairs that the twin's candidates give, in order") {
  std::mt19937 random(43);
  std::size_t pairs = 0, crowded = 0;
  for (int round = 0; round < 6; ++round) {
    const Corpus corpus = random_corpus(random, 40, round % 2 ? 4000 : 400);
    RestatementOptions options;
    if (round % 3 == 0) options.hot_holders = 6, options.hot_latest = 2, options.max_candidates = 3;
    const match::MatchBatch batch = corpus.restated(options);
    const auto candidates = oracle::restatement_candidates(corpus.views, corpus.credits, options);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> expected, found;
    for (std::uint32_t b = 0; b < corpus.docs.size(); ++b) {
      crowded += candidates[b].size() == options.max_candidates;
      for (const std::uint32_t a : candidates[b]) {
        const auto link = match::credit_link(corpus.credits[a], corpus.credits[b]);
        const auto twin = oracle::PlainRestater(corpus.views[a], corpus.views[b], options).restate({}, link);
        if (!twin.empty()) expected.emplace_back(a, b);
      }
    }
    for (const match::PairMatch& p : batch.pairs) found.emplace_back(p.a, p.b);
    CHECK(found == expected);
    pairs += found.size();
  }
  CHECK(pairs > 40);
  CHECK(crowded > 10);
}

TEST_CASE("restatements of a corpus: alignments that are there stay as they are, and ask for less") {
  const Sentence copied = heavy(100, 20), said = heavy(3000, 9);
  Sentence near = said;
  std::reverse(near.begin(), near.end());
  for (const std::uint32_t word : heavy(8000, 11)) near.push_back(word);
  const Corpus corpus({{heavy(20'000, 20)}, {copied, said}, {heavy(40'000, 20), copied, near}});
  const RestatementOptions options{.strong_score = 2000, .source_score = 2000, .linked_score = 2000};
  CHECK(corpus.restated(options).pairs.empty());
  match::MatchBatch known;
  known.pairs = {{1, 2, 0, 1}};
  known.alignments = {alignment_at(0, 20, 20, 40)};
  known.alignments[0].first_run = 1, known.alignments[0].run_count = 1;
  known.runs = {{9, 9, 9}, {0, 20, 20}};
  const match::MatchBatch batch = corpus.restated(options, known);
  REQUIRE(batch.pairs.size() == 1);
  REQUIRE(batch.pairs[0].alignment_count == 2);
  const Alignment &first = batch.alignments[batch.pairs[0].first_alignment], &second = batch.alignments[batch.pairs[0].first_alignment + 1];
  CHECK_FALSE(first.restated);
  CHECK(batch.runs[first.first_run].length == 20);
  CHECK(second.restated);
  CHECK(second.a_begin == 20);
  CHECK(second.b_begin == 40);
}

TEST_CASE("restatements of a corpus: two keys make a candidate, one does only where somebody is credited") {
  // Eight of 24 heavy words are common; how many of them are among the five heaviest of both sentences is what counts.
  const Sentence common = heavy(100, 30);
  Corpus corpus({{common}, {common}});
  const RestatementOptions one{.key_stems = 2}, all{.key_stems = 5};
  CHECK(corpus.restated(one).pairs.empty());
  corpus.credits[0].credited = {77};
  CHECK(corpus.restated(one).pairs.size() == 1);
  corpus.credits[0].credited.clear();
  CHECK(corpus.restated(all).pairs.size() == 1);
  CHECK(corpus.restated({.key_stems = 2, .min_keys = 1}).pairs.size() == 1);
  // A sentence behind those that yield keys makes no candidate.
  std::vector<Sentence> late;
  for (std::uint32_t i = 0; i < 24; ++i) late.push_back(heavy(10'000 + 100 * i, 10));
  late.push_back(common);
  CHECK(Corpus({{common}, late}).restated().pairs.empty());
  late.erase(late.begin());
  CHECK(Corpus({{common}, late}).restated().pairs.size() == 1);
}

TEST_CASE("restatements of a corpus: a sentence that very many hold leads to the latest of them") {
  std::mt19937 random(47);
  const Sentence common = heavy(100, 20);
  std::vector<std::vector<Sentence>> articles;
  for (std::uint32_t d = 0; d < 60; ++d) articles.push_back({heavy(10'000 + 1000 * d, 12), common});
  const Corpus corpus(articles);
  std::vector<std::set<std::uint32_t>> partners(60);
  const RestatementOptions options{.max_candidates = 24};
  for (const match::PairMatch& p : corpus.restated(options).pairs) partners[p.b].insert(p.a);
  for (std::uint32_t b = 0; b < 60; ++b) {
    CHECK(partners[b].size() == (b <= options.hot_holders ? b : options.hot_latest));
    if (b > 0) CHECK(*partners[b].rbegin() == b - 1);
  }
  for (const match::PairMatch& p : corpus.restated({.max_candidates = 5}).pairs) CHECK(p.b - p.a <= 5);
}

TEST_CASE("restatements of a corpus: the candidate with the closest sentence comes first") {
  // Each of three sentences shares two heavy stems, thus one key, with the first article; with the second one shares three, thus three keys.
  const auto sentence = [](std::uint32_t first, std::initializer_list<std::uint32_t> shared) {
    Sentence out(shared);
    for (const std::uint32_t word : heavy(first, 3)) out.push_back(word);
    return out;
  };
  const Sentence w = heavy(100, 20);
  const std::vector<Sentence> scattered = {sentence(3000, {w[0], w[1]}), sentence(4000, {w[2], w[3]}), sentence(5000, {w[4], w[5]}), sentence(5500, {w[6], w[7]})};
  const std::vector<Sentence> close = {sentence(6000, {w[8], w[9], w[10]})};
  const std::vector<Sentence> later = {sentence(7000, {w[0], w[1]}), sentence(8000, {w[2], w[3]}), sentence(9000, {w[4], w[5]}), sentence(9500, {w[6], w[7]}), sentence(10'000, {w[8], w[9], w[10]})};
  for (const auto& articles : {std::vector{scattered, close, later}, std::vector{close, scattered, later}}) {
    const Corpus corpus(articles);
    const RestatementOptions one{.key_stems = 6, .max_candidates = 1, .min_stems = 1, .min_words = 1, .strong_score = 0, .weak_score = 0};
    const match::MatchBatch batch = corpus.restated(one);
    const auto found = std::find_if(batch.pairs.begin(), batch.pairs.end(), [](const match::PairMatch& p) { return p.b == 2; });
    REQUIRE(found != batch.pairs.end());
    CHECK(articles[found->a].size() == close.size());
  }
}

TEST_CASE("restatements of a corpus: words that very many hold count where one article alone has them so") {
  const Sentence said = heavy(100, 20);
  const auto pairs = [&](bool in_first, bool in_second) {
    Corpus corpus({{heavy(3000, 12), said}, {heavy(5000, 12), said}});
    const bool common[] = {in_first, in_second};
    for (std::size_t d = 0; d < 2; ++d) {
      for (const ContentWord& word : corpus.docs[d].content) corpus.docs[d].common.push_back(common[d] && word.sentence == 1);
      corpus.views[d] = corpus.docs[d].view();
    }
    return corpus.restated({.strong_score = 40}).pairs.size();
  };
  CHECK(pairs(false, false) == 1);
  CHECK(pairs(true, false) == 1);
  CHECK(pairs(false, true) == 1);
  CHECK(pairs(true, true) == 0);
}

TEST_CASE("restatements of a corpus: a sentence that enough alignments hold asks for no more candidates") {
  const Sentence said = heavy(100, 20);
  const RestatementOptions options;
  // Article 0 says it too; the alignments are with others that do not.
  const auto asked = [&](std::uint32_t alignments, std::uint32_t begin, std::uint32_t end) {
    std::vector<std::vector<Sentence>> articles = {{heavy(3000, 12), said}};
    for (std::uint32_t d = 0; d < alignments; ++d) articles.push_back({heavy(10'000 + 1000 * d, 30)});
    articles.push_back({heavy(5000, 12), said});
    match::MatchBatch known;
    for (std::uint32_t d = 1; d <= alignments; ++d) {
      known.pairs.push_back({d, alignments + 1, d - 1, 1});
      known.alignments.push_back(alignment_at(0, 20, begin, end));
    }
    const match::MatchBatch batch = Corpus(articles).restated(options, known);
    return std::any_of(batch.pairs.begin(), batch.pairs.end(), [](const match::PairMatch& p) { return p.a == 0; });
  };
  CHECK(asked(0, 12, 32));
  CHECK(asked(options.enough_alignments - 1, 12, 32));
  CHECK_FALSE(asked(options.enough_alignments, 12, 32));
  CHECK_FALSE(asked(options.enough_alignments, 20, 25));
  CHECK(asked(options.enough_alignments, 0, 20));  // less than half of the sentence
  CHECK(asked(options.enough_alignments, 24, 32));
}

TEST_CASE("restatements of a corpus: threads change nothing") {
  std::mt19937 random(53);
  const Corpus corpus = random_corpus(random, 400, 4000);
  match::MatchBatch known;
  for (std::uint32_t b = 1; b < 400; b += 7) {
    const auto at = static_cast<std::uint32_t>(known.alignments.size());
    known.pairs.push_back({b / 2, b, at, 1});
    known.alignments.push_back(alignment_at(0, 1, 0, 1));
    known.alignments.back().first_run = at, known.alignments.back().run_count = 1;
    known.runs.push_back({0, 0, 1});
  }
  std::vector<std::vector<std::array<std::uint32_t, 9>>> found;
  for (const unsigned threads : {1u, 2u, 5u}) with_threads(threads, [&] { found.push_back(flat(corpus.restated({}, known))); });
  CHECK(found[0].size() > 100);
  CHECK(found[0] == found[1]);
  CHECK(found[0] == found[2]);
}
