// Restatements: the engine against its plain twin (tests/oracle/restatements.hpp), alignment by alignment; what the rules say.
// What real sentences come to is tested in restated_texts_test.cpp.
#include "match/restatements.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <random>

#include "base/parallel.hpp"
#include "oracle/restatements.hpp"
#include "reprise/run.hpp"
#include "text/tokens.hpp"

using namespace reprise;
using match::Alignment;
using match::CreditLink;
using match::RestatementOptions;
using sketch::ContentWord;

namespace {

using Sentence = std::vector<std::uint32_t>;

/// Words are their numbers; a stem is a third of the number, so that words have three forms.
struct Doc {
  std::vector<std::uint32_t> words;
  std::vector<std::uint8_t> weights, flags;
  std::vector<ContentWord> content;
  std::vector<std::uint32_t> starts;
  std::vector<std::uint8_t> common;  ///< empty, or by content word

  explicit Doc(const std::vector<Sentence>& sentences, std::uint8_t word_flags = 0) {
    std::map<std::pair<std::uint32_t, std::uint16_t>, ContentWord> bags;
    for (std::size_t s = 0; s < sentences.size(); ++s)
      for (std::size_t i = 0; i < sentences[s].size(); ++i) {
        const std::uint32_t word = sentences[s][i], stem = word / 3 + 1;
        words.push_back(word);
        weights.push_back(static_cast<std::uint8_t>(4 + stem * 2654435761u % 49));
        flags.push_back(static_cast<std::uint8_t>(word_flags | (i == 0 ? text::kSentenceStart : 0)));
        const auto sentence = static_cast<std::uint16_t>(s);
        if (weights.back() >= 18) bags.try_emplace({stem, sentence}, ContentWord{stem, sentence, static_cast<std::uint8_t>(i), weights.back()});
      }
    for (const auto& [key, word] : bags)
      if (word.sentence < sketch::kMostSentences) content.push_back(word);
    sketch::sentence_starts(flags, starts);
  }
  match::DocView view() const { return {words, weights, flags, content, starts, common}; }
};

/// A third of the content words, as they come, are names.
void name_some(Doc& doc, std::mt19937& random) {
  for (ContentWord& word : doc.content) word.is_name = random() % 3 == 0;
}

/// Half of the content words, as they come, are what very many articles hold.
void hold_commonly(Doc& doc, std::mt19937& random) {
  for (std::size_t i = 0; i < doc.content.size(); ++i) doc.common.push_back(random() % 2);
}

Sentence random_sentence(std::mt19937& random, std::size_t words, std::uint32_t vocabulary) {
  Sentence out(words);
  std::uniform_real_distribution<double> u(0, 1);
  for (auto& w : out) {
    const double x = u(random);
    w = static_cast<std::uint32_t>(x * x * vocabulary);
  }
  return out;
}

std::vector<Sentence> random_article(std::mt19937& random, std::size_t sentences, std::uint32_t vocabulary, std::size_t most_words = 30) {
  std::vector<Sentence> out;
  for (std::size_t s = 0; s < sentences; ++s) out.push_back(random_sentence(random, 1 + random() % most_words, vocabulary));
  return out;
}

/// In another order, with other endings, some words left out and others put in.
Sentence rewritten(Sentence sentence, std::mt19937& random, std::uint32_t vocabulary) {
  std::shuffle(sentence.begin(), sentence.end(), random);
  for (auto& word : sentence) {
    const unsigned dice = random() % 10;
    if (dice < 3) word = word / 3 * 3 + random() % 3;
    if (dice == 9) word = random() % vocabulary;
  }
  sentence.resize(sentence.size() - random() % (1 + sentence.size() / 4));
  return sentence;
}

/// Replaces or appends rewritten sentences of `source`.
void take_over(std::vector<Sentence>& article, const std::vector<Sentence>& source, std::size_t count, std::mt19937& random, std::uint32_t vocabulary) {
  for (; count > 0 && !source.empty(); --count) {
    Sentence taken = rewritten(source[random() % source.size()], random, vocabulary);
    if (taken.empty()) continue;
    if (article.empty() || random() % 2) article.push_back(taken);
    else article[random() % article.size()] = taken;
  }
}

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

Alignment alignment_at(std::uint32_t a_begin, std::uint32_t a_end, std::uint32_t b_begin, std::uint32_t b_end) {
  return {.a_begin = a_begin, .a_end = a_end, .b_begin = b_begin, .b_end = b_end, .matched_words = std::min(a_end - a_begin, b_end - b_begin)};
}

constexpr CreditLink kLinks[] = {CreditLink::none, CreditLink::source, CreditLink::linked};

/// A sentence of `words` heavy words that no other has; numbers from 3 * first on.
Sentence heavy(std::uint32_t first, std::size_t words) {
  Sentence out;
  for (std::uint32_t stem = first; out.size() < words; ++stem)
    if (4 + (stem + 1) * 2654435761u % 49 >= 40) out.push_back(3 * stem);
  return out;
}

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
}

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
