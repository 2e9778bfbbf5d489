// Words of six languages that mean alike, names by their consonants, numbers by their value.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "text/concepts.hpp"
#include "text/stems.hpp"
#include "text/tokens.hpp"

using namespace reprise;
using text::ConceptTable;

namespace {

std::vector<std::uint32_t> concepts_of(const ConceptTable& table, const char* language, const char* word) {
  const auto found = table.find(text::concept_language(language), text::stem_hash(word));
  return {found.begin(), found.end()};
}

bool mean_alike(const char* language_a, const char* a, const char* language_b, const char* b) {
  const auto x = concepts_of(ConceptTable::get(), language_a, a), y = concepts_of(ConceptTable::get(), language_b, b);
  return std::find_first_of(x.begin(), x.end(), y.begin(), y.end()) != x.end();
}

std::vector<std::uint32_t> ideographs(const char* word) {
  text::Tokens tokens;
  text::tokenise(word, tokens);
  return tokens.word;
}

std::uint32_t key(const char* name) { return text::name_key(name, false).hash; }
std::uint32_t bare_key(const char* name) { return text::name_key(name, true).hash; }

}  // namespace

TEST_CASE("A word meets the words of other languages that mean the same, in its forms and with its particles") {
  CHECK(mean_alike("en", "wheat", "ru", "пшеницы"));
  CHECK(mean_alike("en", "wheat", "ar", "والقمح"));
  CHECK(mean_alike("ru", "поезда", "fa", "قطار"));
  CHECK(mean_alike("he", "והחיטה", "fa", "گندم"));
  CHECK_FALSE(mean_alike("en", "wheat", "ru", "поезд"));
  // Persian and Arabic share a script, not their words.
  CHECK(concepts_of(ConceptTable::get(), "fa", "قمح").empty());
  CHECK(concepts_of(ConceptTable::get(), "en", "zzyzx").empty());
  CHECK(text::concept_language("de") == text::kConceptLanguages.size());
}

TEST_CASE("Of ideographs the longest word is found") {
  const ConceptTable table("\tbank\tбанк\tبانک\tبنك\tבנק\t银行\n\tbanker\tбанкир\t\tمصرفي\tבנקאי\t银行家\n");
  CHECK(table.size() == 2);
  CHECK(table.longest(ideographs("银行家说")).concepts.front() == 1);
  CHECK(table.longest(ideographs("银行家说")).length == 3);
  CHECK(table.longest(ideographs("银行说")).concepts.front() == 0);
  CHECK(table.longest(ideographs("银行")).length == 2);
  CHECK(table.longest(ideographs("说银行")).length == 0);
  CHECK(table.longest(ideographs("銀行")).length == 2);  // the traditional character is the simplified one
}

TEST_CASE("A word that stands in two rows has both concepts") {
  const ConceptTable table("\taggression\t\t\t\t\t侵略\n\tinvasion,raid\t\t\t\t\t侵略\n\traid\t\t\t\t\t\n");
  CHECK(table.longest(ideographs("侵略")).concepts.size() == 2);
  CHECK(concepts_of(table, "en", "raid") == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("Rows that are none are passed over, and so are words that are not one token") {
  const ConceptTable table("# a remark\tb\tc\td\te\tf\tg\nfour\tcolumns\tonly\tx\n\tred wine,red\tкрасный\t\t\t\t红\n\n8\teight\t\t\t\t\t\n");
  REQUIRE(table.size() == 2);
  CHECK(concepts_of(table, "en", "red") == std::vector<std::uint32_t>{0});
  CHECK(table[1].value == 8);
  CHECK_FALSE(table[1].is_name);
}

TEST_CASE("A concept weighs the same whoever names it, and a place is a name") {
  const auto egypt = concepts_of(ConceptTable::get(), "en", "Egypt"), misr = concepts_of(ConceptTable::get(), "ar", "مصر");
  REQUIRE(!egypt.empty());
  CHECK(std::find(misr.begin(), misr.end(), egypt.front()) != misr.end());
  CHECK(ConceptTable::get()[egypt.front()].is_name);
  CHECK_FALSE(ConceptTable::get()[concepts_of(ConceptTable::get(), "en", "wheat").front()].is_name);
  CHECK(ConceptTable::get()[concepts_of(ConceptTable::get(), "ru", "тысяч").front()].value == 1000);
}

TEST_CASE("The embedded table: a row has two languages at least and no word twice") {
  std::string_view rest = text::embedded_concepts();
  std::size_t rows = 0;
  while (!rest.empty()) {
    const std::string line(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.starts_with('#')) continue;
    REQUIRE_MESSAGE(std::count(line.begin(), line.end(), '\t') == 6, line);
    std::size_t filled = 0, at = line.find('\t') + 1;
    for (int column = 0; column < 6; ++column) {
      const std::size_t end = std::min(line.find('\t', at), line.size());
      std::string cell = line.substr(at, end - at);
      at = end + 1;
      filled += !cell.empty();
      std::set<std::string> words;
      while (!cell.empty()) {
        const std::string word = cell.substr(0, cell.find(','));
        CHECK_MESSAGE((!word.empty() && words.insert(word).second), line);
        cell.erase(0, word.size() + 1);
      }
    }
    CHECK_MESSAGE((filled >= 2 || line.starts_with("10000")), line);  // 万 and 亿 are Chinese alone
    ++rows;
  }
  CHECK(rows == ConceptTable::get().size());
  CHECK(rows > 2000);
}

TEST_CASE("A name has the same consonants in every script") {
  CHECK(key("Karpinsky") == key("Карпинский"));
  CHECK(key("Zelenovodsk") == key("Зеленоводск"));
  CHECK(key("Zelenovodsk") == key("زيلينوفودسك"));
  CHECK(key("Nordholm") == key("نوردهولم"));
  CHECK(key("Nordholm") == key("נורדהולם"));
  CHECK(key("Berezhnoy") == key("برژنوی"));
  CHECK(key("Tikhonov") == key("تیخونوف"));
  CHECK(key("Chernov") == key("تشيرنوف"));
  CHECK(key("الزيلينوفودسك") == key("زيلينوفودسك"));
  CHECK(key("Karpinsky") != key("Карповский"));
  CHECK(key("Leo") == 0);
  CHECK(key("") == 0);
}

TEST_CASE("A case ending with a consonant is no part of a name") {
  CHECK(bare_key("Нордхольмом") == bare_key("Nordholm"));
  CHECK(bare_key("Карпинского") == key("Карпинский"));
  CHECK(bare_key("Nordholm's") == key("Nordholm"));
  CHECK(bare_key("Назым") == key("Назым"));  // too short for an ending
}

TEST_CASE("Numbers by their value") {
  using text::number_thousandths;
  CHECK(number_thousandths("3900") == 3'900'000);
  CHECK(number_thousandths("3,900") == 3'900'000);
  CHECK(number_thousandths("۳۹۰۰") == 3'900'000);
  CHECK(number_thousandths("٣٩٠٠") == 3'900'000);
  CHECK(number_thousandths("1,250,000") == 1'250'000'000);
  CHECK(number_thousandths("3.9") == 3'900);
  CHECK(number_thousandths("3,9") == 3'900);
  CHECK(number_thousandths("11th") == 11'000);
  CHECK(number_thousandths("0.125") == 125);
  CHECK(number_thousandths("14:30") == 0);
  CHECK(number_thousandths("1.2.3") == 0);
  CHECK(number_thousandths("") == 0);
  CHECK(number_thousandths("99999999999999999999") == 0);
}

TEST_CASE("Numbers of ideographs") {
  const auto value = [](const char* text) { return text::ideograph_number(text).value; };
  CHECK(value("三十一稿") == 31);
  CHECK(value("十二") == 12);
  CHECK(value("两万三千") == 23'000);
  CHECK(value("兩萬") == 20'000);
  CHECK(value("二〇二四年") == 2024);
  CHECK(value("一亿二千万") == 120'000'000);
  CHECK(value("三万亿") == 3'000'000'000'000);
  CHECK(text::ideograph_number("百姓").characters == 0);  // a power alone is no number
  CHECK(value("十") == 10);
  CHECK(value("九千九百九十九亿亿") == 999'900'000'000);  // as far as it makes sense
  CHECK(text::ideograph_number("三十一稿").characters == 3);
  CHECK(text::ideograph_number("稿").characters == 0);
  CHECK(text::ideograph_number("").characters == 0);
  std::string long_one;
  for (int i = 0; i < 10'000; ++i) long_one += "亿";
  CHECK(text::ideograph_number(long_one).characters < 10);
  std::string noughts;
  for (int i = 0; i < 10'000; ++i) noughts += "零";
  CHECK(text::ideograph_number(noughts).characters == 16);  // longer ones would be read again and again
}
