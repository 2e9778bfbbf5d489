// Sentences of two languages as bags of what their words mean. All sentences are ours.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "sketch/concept_words.hpp"
#include "text/concepts.hpp"

using namespace reprise;
using sketch::ContentWord;

namespace {

std::vector<ContentWord> words_of(const std::string& text, const char* language) {
  text::Tokens tokens;
  text::tokenise(text, tokens);
  std::vector<ContentWord> out;
  sketch::concept_words(text, {tokens.word, tokens.begin, tokens.length, tokens.weight, tokens.flags}, text::concept_language(language), out);
  return out;
}

std::set<std::uint32_t> stems_of(const std::vector<ContentWord>& words) {
  std::set<std::uint32_t> out;
  for (const ContentWord& word : words) out.insert(word.stem);
  return out;
}

std::size_t in_common(const std::string& a, const char* language_a, const std::string& b, const char* language_b) {
  const auto x = stems_of(words_of(a, language_a)), y = stems_of(words_of(b, language_b));
  std::vector<std::uint32_t> common;
  std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(common));
  return common.size();
}

const std::string kEnglish = "The port of Nordholm will buy 48,000 tonnes of wheat for eight ships, said Anton Karpinsky.";
const std::string kRussian = "Порт Нордхольма купит 48 тысяч тонн пшеницы для восьми судов, сказал Антон Карпинский.";

}  // namespace

TEST_CASE("A sentence and its translation have words, figures and names in common") {
  CHECK(in_common(kEnglish, "en", kRussian, "ru") >= 7);
  CHECK(in_common(kEnglish, "en", "بندر نوردهولم ۴۸ هزار تن گندم برای هشت کشتی می‌خرد.", "fa") >= 5);
  CHECK(in_common(kEnglish, "en", "سيشتري ميناء نوردهولم 48 ألف طن من القمح لثماني سفن.", "ar") >= 5);
  CHECK(in_common(kEnglish, "en", "港口将为八艘船购买4.8万吨小麦。", "zh") >= 4);
  CHECK(in_common(kEnglish, "en", "Оркестр вчера репетировал симфонию до полуночи, потом музыканты пошли домой.", "ru") <= 1);
}

TEST_CASE("What is in no table is a filler, of which two languages have none in common") {
  const auto english = words_of("Every frobnicator perambulated quixotically.", "en"), russian = words_of("Каждый бармаглот зюзюкал наперекосяк.", "ru");
  REQUIRE(!english.empty());
  REQUIRE(!russian.empty());
  for (const ContentWord& word : english) CHECK(word.stem < sketch::kFillerStems);
  CHECK(in_common("Zwiggling frobnicators perambulate.", "en", "Зюзюкают бармаглоты наперекосяк.", "ru") == 0);
}

TEST_CASE("Sorted by stem and sentence, each once, with places that count as sentence_starts() does") {
  const std::string text = kEnglish + " Wheat is wheat, and the wheat of Nordholm is good. The port pays.";
  text::Tokens tokens;
  text::tokenise(text, tokens);
  std::vector<std::uint32_t> starts;
  sketch::sentence_starts(tokens.flags, starts);
  const auto words = words_of(text, "en");
  CHECK(std::is_sorted(words.begin(), words.end(), [](const ContentWord& x, const ContentWord& y) { return x.stem != y.stem ? x.stem < y.stem : x.sentence < y.sentence; }));
  std::set<std::pair<std::uint32_t, std::uint16_t>> places;
  for (const ContentWord& word : words) {
    CHECK(places.insert({word.stem, word.sentence}).second);
    REQUIRE(word.sentence < starts.size());
    const std::uint32_t end = word.sentence + 1u < starts.size() ? starts[word.sentence + 1u] : static_cast<std::uint32_t>(tokens.size());
    CHECK(starts[word.sentence] + word.offset < end);
  }
}

TEST_CASE("Names are marked where capitals tell them, and a figure is none") {
  const auto words = words_of(kEnglish, "en");
  CHECK(std::count_if(words.begin(), words.end(), [](const ContentWord& word) { return word.is_name; }) == 3);
}

TEST_CASE("A number at a sentence's end takes no multiplier from the next one") {
  const auto figures = [](const char* text) { return stems_of(words_of(text, "en")); };
  const auto both = figures("They counted 48. Million is a word.");
  const auto small = figures("They counted 48.");
  CHECK(std::includes(both.begin(), both.end(), small.begin(), small.end()));
}

TEST_CASE("A text without words has none") {
  CHECK(words_of("", "en").empty());
  CHECK(words_of("...", "zh").empty());
}
