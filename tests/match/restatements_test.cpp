// Restatements of two articles: the engine against its plain twin (tests/oracle/restatements.hpp), alignment by alignment; what the rules
// say. Which articles of a corpus meet is tested in restated_corpus_test.cpp, what real sentences come to in restated_texts_test.cpp.
#include "match/restatements.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>

#include "match/restated_docs.hpp"
#include "oracle/restatements.hpp"
#include "reprise/run.hpp"
#include "text/tokens.hpp"

using namespace reprise;
using namespace reprise::test::restated;
using match::CreditLink;
using match::RestatementOptions;

namespace {

struct Found {
  std::vector<Alignment> alignments;
  std::vector<match::MatchRun> runs;
};

Found restate(const Doc& a, const Doc& b, const RestatementOptions& options = {}, CreditLink link = CreditLink::none, std::span<const Alignment> known = {}) {
  match::Restater restater(options);
  const match::DocView later = b.view();
  restater.set_later(later);
  Found found;
  restater.restate(a.view(), known, link, found.alignments, found.runs);
  return found;
}

/// Every word pair of the alignment's runs is one that the twin counts, they increase, and no chain is longer.
void check_runs(const Alignment& x, std::span<const match::MatchRun> runs, const oracle::Restated& twin, const match::DocView& a, const match::DocView& b) {
  REQUIRE(x.first_run + x.run_count <= runs.size());
  std::uint32_t qbits = 0;
  for (std::uint32_t r = x.first_run; r < x.first_run + x.run_count; ++r) {
    CHECK(runs[r].length == 1);
    CHECK(std::count(twin.words.begin(), twin.words.end(), std::pair{runs[r].a, runs[r].b}) == 1);
    if (r > x.first_run) CHECK((runs[r - 1].a < runs[r].a && runs[r - 1].b < runs[r].b));
    qbits += std::min(a.weights[runs[r].a], b.weights[runs[r].b]);
  }
  CHECK(x.run_count == oracle::longest_chain(twin.words));
  CHECK(x.matched_words == x.run_count);
  CHECK(x.matched_qbits == qbits);
  const std::uint32_t all = match::qbits_of(a, x.a_begin, x.a_end) + match::qbits_of(b, x.b_begin, x.b_end);
  CHECK(x.identity_permille == 2000 * qbits / all);
  CHECK(x.net_qbits == 2 * static_cast<std::int32_t>(qbits) - static_cast<std::int32_t>(all / 2));
}

/// Compares engine and twin; how many alignments there are.
std::size_t check_twin(const Doc& a, const Doc& b, const RestatementOptions& options = {}, CreditLink link = CreditLink::none, std::span<const Alignment> known = {}) {
  const std::vector<oracle::Restated> twin = oracle::PlainRestater(a.view(), b.view(), options).restate(known, link);
  const Found found = restate(a, b, options, link, known);
  const std::vector<oracle::Sentence> in_a = oracle::sentences_of(a.view()), in_b = oracle::sentences_of(b.view());
  REQUIRE(found.alignments.size() == twin.size());
  for (std::size_t i = 0; i < twin.size(); ++i) {
    const Alignment& x = found.alignments[i];
    CHECK(std::array{x.a_begin, x.a_end, x.b_begin, x.b_end} == std::array{in_a[twin[i].a].begin, in_a[twin[i].a].end, in_b[twin[i].b].begin, in_b[twin[i].b].end});
    CHECK(x.restated);
    CHECK(x.restated_score == twin[i].score);
    CHECK(x.restated_strong == twin[i].strong);
    check_runs(x, found.runs, twin[i], a.view(), b.view());
  }
  return twin.size();
}

constexpr CreditLink kLinks[] = {CreditLink::none, CreditLink::source, CreditLink::linked};

}  // namespace

TEST_CASE("restatements: the engine and the twin find the same in random articles") {
  std::mt19937 random(31);
  std::size_t alignments = 0, silent = 0;
  for (int round = 0; round < 600; ++round) {
    // Small vocabularies make ties and stems in many sentences, large ones clear cases.
    const std::uint32_t vocabulary = std::array{30u, 200u, 3000u}[random() % 3];
    const std::vector<Sentence> first = random_article(random, random() % 25, vocabulary);
    std::vector<Sentence> second = random_article(random, random() % 25, vocabulary);
    take_over(second, first, random() % 5, random, vocabulary);
    const std::uint8_t flags = round % 4 == 0 ? text::kIdeograph : 0;
    Doc a(first, flags), b(second, flags);
    if (random() % 4 == 0) hold_commonly(a, random);
    if (random() % 2 == 0) hold_commonly(b, random);
    if (random() % 2 == 0) name_some(a, random), name_some(b, random);
    std::vector<Alignment> known;
    for (unsigned n = random() % 3 == 0 ? 1 + random() % 4 : 0; n > 0 && !a.words.empty() && !b.words.empty(); --n) {
      const auto at_a = static_cast<std::uint32_t>(random() % a.words.size()), at_b = static_cast<std::uint32_t>(random() % b.words.size());
      known.push_back(alignment_at(at_a, std::min<std::uint32_t>(at_a + 20, a.view().size()), at_b, std::min<std::uint32_t>(at_b + 20, b.view().size())));
    }
    const std::size_t n = check_twin(a, b, {}, kLinks[random() % 3], known);
    alignments += n;
    silent += n == 0;
  }
  CHECK(alignments > 150);
  CHECK(silent > 100);
}

TEST_CASE("restatements: the engine and the twin find the same between passages that are shared in order") {
  std::mt19937 random(71);
  std::size_t alignments = 0, without_gaps = 0;
  for (int round = 0; round < 400; ++round) {
    const std::vector<Sentence> first = random_article(random, 3 + random() % 8, 3000, 16);
    std::vector<Sentence> second;
    for (const Sentence& sentence : first) second.push_back(random() % 3 ? rewritten(sentence, random, 3000) : random_sentence(random, 1 + random() % 16, 3000));
    Doc a(first), b(second);
    if (random() % 2) name_some(a, random), name_some(b, random);
    std::vector<Alignment> known;
    for (std::size_t s = 0; s < std::min(a.starts.size(), b.starts.size()); s += 1 + random() % 3)
      known.push_back(alignment_at(a.starts[s], a.view().sentence_end(static_cast<std::uint32_t>(s)), b.starts[s], b.view().sentence_end(static_cast<std::uint32_t>(s))));
    alignments += check_twin(a, b, {}, CreditLink::linked, known);
    const std::vector<Alignment> last(known.begin(), known.begin() + std::min<std::ptrdiff_t>(1, std::ssize(known)));
    without_gaps += check_twin(a, b, {}, CreditLink::linked, last);
  }
  CHECK(alignments > 200);
  CHECK(without_gaps > 200);
}

TEST_CASE("restatements: between two shared passages less is asked for") {
  // One sentence of each faces the other; ten more on either side make chance great elsewhere.
  std::vector<Sentence> a, b;
  for (std::uint32_t i = 0; i < 10; ++i) a.push_back(heavy(10'000 + 100 * i, 12)), b.push_back(heavy(30'000 + 100 * i, 12));
  const Sentence said = heavy(100, 12);
  Sentence anew(said.begin(), said.begin() + 5);
  for (const std::uint32_t word : heavy(60'000, 7)) anew.push_back(word);
  a[5] = said, b[5] = anew;
  const Doc doc_a(a), doc_b(b);
  const std::vector<Alignment> around = {alignment_at(48, 60, 48, 60), alignment_at(72, 84, 72, 84)};
  const std::uint32_t score = restate(doc_a, doc_b, {.strong_score = 0, .weak_score = 0}).alignments.at(0).restated_score;
  const RestatementOptions options{.weak_score = score - 4};  // one pair of sentences in the gap, a hundred in all
  const Found found = restate(doc_a, doc_b, options, CreditLink::none, around);
  REQUIRE(found.alignments.size() == 1);
  CHECK(found.alignments[0].a_begin == 60);
  CHECK_FALSE(found.alignments[0].restated_strong);
  CHECK(restate(doc_a, doc_b, options, CreditLink::none, std::span(around).first(1)).alignments.empty());
  CHECK(restate(doc_a, doc_b, {.weak_score = score - 3}, CreditLink::none, around).alignments.empty());
  // Crosswise they enclose nothing.
  const std::vector<Alignment> crosswise = {alignment_at(48, 60, 72, 84), alignment_at(72, 84, 48, 60)};
  CHECK(restate(doc_a, doc_b, options, CreditLink::none, crosswise).alignments.empty());
}

TEST_CASE("restatements: names count for half of the other words at most") {
  const Sentence said = heavy(100, 16);
  const Sentence elsewhere = heavy(900, 4);
  Sentence tag(said.begin(), said.begin() + 12);  // twelve words in common, four of its own
  tag.insert(tag.end(), elsewhere.begin(), elsewhere.end());
  const auto score_with_names = [&](std::size_t names) {
    Doc a({said}), b({tag});
    for (Doc* doc : {&a, &b})
      for (ContentWord& word : doc->content) word.is_name = std::find(said.begin(), said.begin() + static_cast<std::ptrdiff_t>(names), 3 * (word.stem - 1)) != said.begin() + static_cast<std::ptrdiff_t>(names);
    const Found found = restate(a, b, {.linked_score = 0, .weak_linked_score = 0}, CreditLink::linked);
    return found.alignments.empty() ? 0 : found.alignments[0].restated_score;
  };
  CHECK(score_with_names(4) == score_with_names(0));  // a third of the common words: as others
  CHECK(score_with_names(6) < score_with_names(0));
  CHECK(score_with_names(8) < score_with_names(6));    // an office and its holder
  CHECK(score_with_names(9) == score_with_names(0));   // a list of names
  CHECK(score_with_names(12) == score_with_names(0));
}

TEST_CASE("restatements: other options, one after the other with one Restater") {
  std::mt19937 random(37);
  const RestatementOptions loose{.min_stems = 1, .min_words = 1, .strong_score = 1, .weak_score = 1};
  std::size_t alignments = 0;
  match::Restater reused(loose);
  for (int round = 0; round < 60; ++round) {
    const Doc b(random_article(random, random() % 12, 60));
    const match::DocView later = b.view();
    reused.set_later(later);
    for (int k = 0; k < 4; ++k) {
      const Doc a(random_article(random, random() % 12, 60));
      alignments += check_twin(a, b, loose);
      // What it compared before leaves no trace.
      Found again;
      reused.restate(a.view(), {}, CreditLink::none, again.alignments, again.runs);
      const Found fresh = restate(a, b, loose);
      REQUIRE(again.alignments.size() == fresh.alignments.size());
      for (std::size_t i = 0; i < fresh.alignments.size(); ++i) CHECK(again.alignments[i].a_begin == fresh.alignments[i].a_begin);
    }
  }
  CHECK(alignments > 150);
}

TEST_CASE("restatements: nothing, one sentence, equal sentences, very many") {
  const Doc nothing({}), one({heavy(100, 14)}), twice({heavy(100, 14), heavy(100, 14)}), light({Sentence(30, 0)});
  for (const Doc* x : {&nothing, &one, &twice, &light})
    for (const Doc* y : {&nothing, &one, &twice, &light})
      for (const CreditLink link : kLinks) check_twin(*x, *y, {}, link);
  CHECK(check_twin(one, one) == 1);
  CHECK(check_twin(nothing, one) == 0);
  CHECK(check_twin(light, light) == 0);

  std::mt19937 random(41);
  std::vector<Sentence> many = random_article(random, 1300, 60'000, 14);
  many[1100] = many[500] = heavy(500'000, 20);
  const std::vector<Sentence> copy = {many[500], random_sentence(random, 20, 60'000), rewritten(many[7], random, 60'000)};
  CHECK(check_twin(Doc(many), Doc(copy)) >= 1);
  CHECK(check_twin(Doc(copy), Doc(many)) >= 1);
  // Behind the last sentence that has content words nothing is found.
  CHECK(check_twin(Doc(many), Doc({many[1200]})) == 0);
}

TEST_CASE("restatements: a word explains once") {
  const Sentence said = heavy(100, 16), other = heavy(900, 16);
  // The article says it twice; the other once: one alignment, and the earlier of the two equal ones.
  const Found found = restate(Doc({other, said, said}), Doc({said}));
  REQUIRE(found.alignments.size() == 1);
  CHECK(found.alignments[0].a_begin == 16);
  CHECK(found.alignments[0].b_end == 16);
  // Half of a sentence in one, half in the other: two alignments, no word in both.
  const Sentence first(said.begin(), said.begin() + 8), second(said.begin() + 8, said.end());
  const Found halves = restate(Doc({first, other, second}), Doc({said}), {.linked_score = 1, .weak_linked_score = 1}, CreditLink::linked);
  REQUIRE(halves.alignments.size() == 2);
  CHECK(halves.runs.size() == 16);
  // What an alignment holds already is explained on its side, and a score is of what is left.
  const Alignment known[] = {alignment_at(0, 8, 0, 8)};
  CHECK(restate(Doc({said}), Doc({said}), {}, CreditLink::none, known).alignments.size() == 1);
  CHECK(restate(Doc({said}), Doc({said}), {}, CreditLink::none, known).alignments[0].restated_score < restate(Doc({said}), Doc({said})).alignments[0].restated_score / 2);
  const Alignment all[] = {alignment_at(0, 16, 0, 0)};
  CHECK(restate(Doc({said}), Doc({said}), {}, CreditLink::none, all).alignments.empty());
}

TEST_CASE("restatements: what a score is of the words left decides whether it is strong") {
  // The lead sums up two sentences of the other article: the better one is strong, what is left for the second is not.
  const Sentence lead = heavy(100, 16);
  Sentence most(lead.begin(), lead.begin() + 14), again(lead.begin() + 4, lead.end());
  again.push_back(heavy(700, 1)[0]);
  const Found found = restate(Doc({most, again}), Doc({lead}), {.min_stems = 2, .min_words = 4, .strong_score = 60, .weak_score = 1});
  REQUIRE(!found.alignments.empty());
  CHECK(found.alignments[0].restated_strong);
  for (std::size_t i = 1; i < found.alignments.size(); ++i) {
    CHECK_FALSE(found.alignments[i].restated_strong);
    CHECK(found.alignments[i].restated_score < found.alignments[0].restated_score / 4);
  }
}

TEST_CASE("restatements: thresholds to the quarter-bit, with and without credit") {
  const Doc a({heavy(100, 14), heavy(700, 14), heavy(800, 14)}), b({heavy(400, 14), heavy(100, 14), heavy(900, 14), heavy(901, 14)});
  const std::uint32_t score = restate(a, b).alignments.at(0).restated_score;
  const std::uint32_t trials = 4 * 4;  // twelve pairs of sentences
  RestatementOptions options{.strong_score = score - trials, .source_score = score - trials, .linked_score = score - trials, .weak_score = 1, .weak_linked_score = 1};
  const auto none_of = [&](CreditLink link) { return restate(a, b, options, link).alignments.empty(); };
  for (const CreditLink link : kLinks) CHECK_FALSE(none_of(link));
  options.strong_score += 1;
  CHECK(none_of(CreditLink::none));
  CHECK_FALSE(none_of(CreditLink::source));
  options.source_score += 1;
  CHECK(none_of(CreditLink::source));
  CHECK_FALSE(none_of(CreditLink::linked));
  options.linked_score += 1;
  CHECK(none_of(CreditLink::linked));
  // Articles that share an alignment are asked for less, and what is found so is not strong.
  const Alignment elsewhere[] = {alignment_at(20, 30, 30, 40)};
  options.weak_score = score - trials;
  const Found weak = restate(a, b, options, CreditLink::none, elsewhere);
  REQUIRE(weak.alignments.size() == 1);
  CHECK_FALSE(weak.alignments[0].restated_strong);
  options.weak_score += 1;
  CHECK(restate(a, b, options, CreditLink::none, elsewhere).alignments.empty());
  CHECK(restate(a, b, options, CreditLink::linked, elsewhere).alignments.size() == 1);
  // Fewer words or stems than asked for, whatever they weigh.
  CHECK(restate(a, b, {.min_stems = 14}).alignments.size() == 1);
  CHECK(restate(a, b, {.min_stems = 15}).alignments.empty());
  CHECK(restate(a, b, {.min_words = 14}).alignments.size() == 1);
  CHECK(restate(a, b, {.min_words = 15}).alignments.empty());
}

TEST_CASE("restatements: several sentences make a pair together where somebody is credited") {
  const Doc a({heavy(100, 14), heavy(300, 14), heavy(500, 14)}), b({heavy(400, 14), heavy(500, 14), heavy(300, 14), heavy(100, 14)});
  const Doc one({heavy(400, 14), heavy(500, 14), heavy(600, 14), heavy(900, 14)});
  const std::uint32_t score = restate(a, b).alignments.at(0).restated_score - 4 * 4;  // twelve pairs of sentences
  // Two of them come to less than a fifth more than is asked of one; three do not.
  const std::uint32_t asked = score * 2;
  const RestatementOptions options{.strong_score = asked, .source_score = asked, .linked_score = asked, .weak_score = 1, .weak_linked_score = 1};
  CHECK(restate(a, b, options, CreditLink::none).alignments.empty());
  CHECK(restate(a, one, options, CreditLink::source).alignments.empty());
  for (const CreditLink link : {CreditLink::source, CreditLink::linked}) {
    const Found found = restate(a, b, options, link);
    REQUIRE(found.alignments.size() == 3);
    for (const Alignment& x : found.alignments) CHECK(x.restated_strong);
    CHECK(restate(Doc({heavy(100, 14), heavy(300, 14), heavy(700, 14)}), b, options, link).alignments.empty());
  }
  // The best of them must have a third of it.
  RestatementOptions more = options;
  more.source_score = more.linked_score = 3 * score + 3;
  CHECK(restate(a, b, more, CreditLink::source).alignments.empty());
}

TEST_CASE("restatements: what both articles say throughout tells nothing") {
  // The same words in one sentence each, and with half of them in every sentence.
  const Sentence shared = heavy(100, 16);
  std::vector<Sentence> a = {shared}, b = {shared};
  const std::uint32_t alone = restate(Doc(a), Doc(b)).alignments.at(0).restated_score;
  for (std::uint32_t i = 0; i < 6; ++i)
    for (std::vector<Sentence>* article : {&a, &b}) {
      Sentence more(shared.begin(), shared.begin() + 12);
      for (const std::uint32_t word : heavy((article == &a ? 1000 : 5000) + 100 * i, 12)) more.push_back(word);
      article->push_back(more);
    }
  const std::uint32_t throughout = restate(Doc(a), Doc(b), {.strong_score = 1}).alignments.at(0).restated_score;
  CHECK(throughout * 4 < alone);
}

TEST_CASE("restatements: half of a sentence more than twice as long counts as the whole of the other one") {
  const Sentence shared = heavy(100, 12);
  const auto score_beside = [&](std::uint32_t more) {
    Sentence longer = shared;
    for (const std::uint32_t word : heavy(1000, more)) longer.push_back(word);
    return static_cast<double>(restate(Doc({shared}), Doc({longer}), {.strong_score = 1}).alignments.at(0).restated_score);
  };
  const double alone = score_beside(0);
  CHECK(score_beside(10) == doctest::Approx(alone).epsilon(0.02));
  CHECK(score_beside(36) == doctest::Approx(alone / 2).epsilon(0.1));
}

TEST_CASE("restatements: whom articles credit") {
  const auto link = [](std::uint32_t outlet_a, std::vector<std::uint32_t> a, std::uint32_t outlet_b, std::vector<std::uint32_t> b) {
    const CreditLink there = match::credit_link({outlet_a, a}, {outlet_b, b});
    CHECK(there == match::credit_link({outlet_b, b}, {outlet_a, a}));
    return there;
  };
  CHECK(link(1, {}, 2, {}) == CreditLink::none);
  CHECK(link(1, {1}, 2, {2}) == CreditLink::none);
  CHECK(link(1, {2}, 2, {}) == CreditLink::linked);
  CHECK(link(1, {}, 2, {0, 1, 7}) == CreditLink::linked);
  CHECK(link(1, {3}, 2, {3}) == CreditLink::linked);
  CHECK(link(1, {3}, 2, {4}) == CreditLink::source);
  CHECK(link(1, {3}, 2, {}) == CreditLink::source);
  CHECK(link(1, {1}, 1, {1}) == CreditLink::linked);
  CHECK(link(kNone, {}, kNone, {}) == CreditLink::none);
  CHECK(link(kNone, {5}, kNone, {}) == CreditLink::source);
  CHECK(link(kNone, {5}, 5, {}) == CreditLink::linked);
  // Media that it does not name.
  CHECK(match::credit_link({1, {}, true}, {2, {}, false}) == CreditLink::source);
  CHECK(match::credit_link({1, {}, false}, {2, {}, true}) == CreditLink::source);
  CHECK(match::credit_link({1, {2}, true}, {2, {}, true}) == CreditLink::linked);
}
