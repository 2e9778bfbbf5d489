// Stems: inflected forms that must meet and words that must not, per language; and a plain twin on words made of what hurts.
#include "text/stems.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "oracle/text_twin.hpp"

using namespace reprise;
using namespace reprise::text;

namespace {

using Forms = std::vector<std::string_view>;

void check_meet(const Forms& forms) {
  for (const std::string_view form : forms) {
    CAPTURE(forms.front());
    CAPTURE(form);
    CHECK(stem_hash(form) == stem_hash(forms.front()));
  }
}

/// No two of them meet.
void check_apart(const Forms& words) {
  std::map<std::uint32_t, std::string_view> stems;
  for (const std::string_view word : words) {
    const auto [at, fresh] = stems.emplace(stem_hash(word), word);
    CAPTURE(word);
    CAPTURE(at->second);
    CHECK(fresh);
  }
}

std::string utf8_of(const std::u32string& letters) {
  std::string out;
  for (const char32_t c : letters) utf8::append(out, c);
  return out;
}

/// Whether a letter that may reach the stem is of the script.
bool has_script(const std::u32string& word, bool (FoldEntry::*script)() const) {
  return std::any_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(word.size(), 9)), [&](char32_t c) { return (fold(c).*script)(); });
}

/// Takes one ending off the word, if three letters stay.
bool without(std::u32string& word, std::u32string_view ending) {
  if (!word.ends_with(ending) || word.size() < ending.size() + 3) return false;
  word.resize(word.size() - ending.size());
  return true;
}

bool is_within(const std::u32string& word, char32_t low, char32_t high) {
  return word.find_first_not_of(U'\0') != std::u32string::npos && std::all_of(word.begin(), word.end(), [&](char32_t c) { return c >= low && c <= high; });
}

std::u32string without_ending(std::u32string word, bool arabic) {
  if (arabic) {
    for (const char32_t* ending : {U"ات", U"ون", U"ين", U"ان"})
      if (without(word, ending)) break;
  } else if (is_within(word, U'a', U'z')) {
    for (const char32_t* ending : {U"ing", U"ed", U"es", U"s"})
      if (without(word, ending)) break;
    without(word, U"e");
    if (word.size() > 3 && word.back() == U'y') word.back() = U'i';
  } else if (is_within(word, 0x400, 0x4ff) && word.size() <= kStemLetters) {
    while (word.size() > 3 && std::u32string_view(U"аеёиоуыэюяйьіїє").find(word.back()) != std::u32string_view::npos) word.pop_back();
  }
  return word;
}

/// The stem of a folded word, by strings.
std::u32string plain_stem(std::u32string word) {
  std::erase(word, U'.');
  const bool whole = word.size() < 9;
  std::size_t letters = kStemLetters;
  if (has_script(word, &FoldEntry::hebrew)) {
    letters = kHebrewStemLetters;
    for (int n = 0; n < 4 && word.size() >= 4 && std::u32string(U"והבכלמש").find(word[0]) != std::u32string::npos; ++n) word.erase(0, 1);
  } else if (has_script(word, &FoldEntry::arabic)) {
    for (const char32_t before : std::u32string(U"وفبك"))
      if (word.size() >= 5 && word.starts_with(std::u32string{before} + U"ال")) {
        word.erase(0, 1);
        break;
      }
    if (word.size() >= 4 && (word.starts_with(U"ال") || word.starts_with(U"لل"))) word.erase(0, 2);
    if (whole) word = without_ending(word, true);
  } else if (whole) {
    word = without_ending(word, false);
  }
  return word.substr(0, letters);
}

}  // namespace

TEST_CASE("stems: forms of a word meet") {
  SUBCASE("en") {
    check_meet({"minister", "ministers", "Minister's", "MINISTERS", "ministerial", "ministry"});
    check_meet({"announce", "announced", "announcing", "announcement"});
    check_meet({"elect", "election", "elections", "electoral"});
    check_meet({"date", "dates", "dated", "dating"});
    check_meet({"coin", "coins", "COIN"});
    check_meet({"city", "cities"});
    check_meet({"bank", "banks", "banking"});
  }
  SUBCASE("ru") {
    check_meet({"выборы", "выборов", "выборах", "Выборами", "выборный"});
    check_meet({"министр", "министра", "министры", "министерство"});
    check_meet({"подписал", "подписали", "подписан", "подписание"});
    check_meet({"ёлочка", "елочка", "Ёлочки"});
    check_meet({"дом", "дома", "дому", "доме"});
    check_meet({"банк", "банка", "банки", "банку"});
    check_meet({"улица", "улицы", "улице"});
  }
  SUBCASE("fa") {
    check_meet({"انتخابات", "انتخاب", "انتخاباتی", "انتخاب\u200cها"});
    check_meet({"نماینده", "نمایندگان", "نماینده\u200cها"});
    check_meet({"دانشگاه", "دانشگاهی", "دانشگاه\u200cهای"});
    // Arabic and Persian yeh and kaf.
    check_meet({"کشورهای", "كشورهاي", "کشورها"});
  }
  SUBCASE("ar") {
    check_meet({"الحكومة", "حكومة", "والحكومة", "بالحكومة", "للحكومة", "فالحكومة", "كالحكومة", "الحُكومة"});
    check_meet({"انتخابات", "الانتخابات", "للانتخابات", "والانتخابات", "انتخابية"});
    check_meet({"المسؤولون", "المسؤولين", "مسؤولون", "للمسؤولين"});
    check_meet({"عامل", "عاملان", "عاملين", "العاملون"});
    check_meet({"مطار", "مطارات", "المطارين"});
  }
  SUBCASE("he") {
    check_meet({"ממשלה", "הממשלה", "לממשלה", "בממשלה", "והממשלה", "מהממשלה"});
    check_meet({"בחירות", "הבחירות", "לבחירות", "שהבחירות"});
    check_meet({"ישראל", "בישראל", "לישראל", "וישראל", "שישראל", "ישראלית", "הישראלי"});
    check_meet({"בית", "הבית", "בבית", "לבית", "מהבית", "שבבית"});
    check_meet({"משטרה", "המשטרה", "למשטרה", "במשטרה"});
    check_meet({"מלחמה", "המלחמה", "מהמלחמה"});
    // Final letters, vowel points.
    check_meet({"שלום", "שלומ", "שָׁלוֹם", "השלום"});
  }
  SUBCASE("others, by the general rule") {
    check_meet({"κυβέρνηση", "κυβερνήσεις", "ΚΥΒΕΡΝΗΣΗ", "κυβερνητικός"});
    check_meet({"président", "presidente", "presidency", "PRÉSIDENTE"});
    check_meet({"regierung", "Regierungen", "REGIERUNGSCHEF"});
    check_meet({"größe", "Grösse", "GRÖSSE"});
    check_meet({"hükümet", "hükümetin", "Hükümetler"});
    check_meet({"прем’єр", "прем'єра", "премєр"});
  }
}

TEST_CASE("stems: other words stay apart") {
  check_apart({"minister", "president", "government", "election", "budget", "police", "border", "market", "court", "bank", "back", "1916", "1917", "a", "b", "as", "is", "bee", "red", "king"});
  check_apart({"выборы", "министр", "правительство", "президент", "бюджет", "полиция", "граница", "рынок", "суд", "банк", "год", "город"});
  check_apart({"انتخابات", "دولت", "مجلس", "رئیس", "بودجه", "پلیس", "مرز", "بازار", "دادگاه", "بانک", "کشور", "وزیر"});
  check_apart({"الحكومة", "الرئيس", "الوزير", "الانتخابات", "الميزانية", "الشرطة", "الحدود", "السوق", "المحكمة", "البنك"});
  check_apart({"ממשלה", "נשיא", "בחירות", "תקציב", "משטרה", "גבול", "שוק", "בנק", "ראש", "כנסת", "צבא", "מלחמה"});
  check_apart({"κυβέρνηση", "πρόεδρος", "εκλογές", "αστυνομία", "σύνορα"});
}

TEST_CASE("stems: letters behind the stem do not count, those within do") {
  std::mt19937 random(3);
  // Without the letters of endings that short words lose.
  const std::u32string alphabets[] = {U"abcfhijklmnopqrtuvwxz", U"бвгджзклмнпрстфхцчшщ", U"αβγδεζηθικλμνξοπρστυφχψω", U"گچپژدذرزسش", U"טיסעפצקרתגדזח"};
  for (const std::u32string& alphabet : alphabets)
    for (int round = 0; round < 300; ++round) {
      std::u32string word;
      for (unsigned n = 1 + random() % 40; n > 0; --n) word += alphabet[random() % alphabet.size()];
      const std::size_t size = alphabet[0] == U'ט' ? kHebrewStemLetters : kStemLetters;
      CAPTURE(utf8_of(word));
      CHECK(stem_hash(utf8_of(word)) == stem_hash(utf8_of(word.substr(0, size))));
      if (word.size() < size) continue;
      std::u32string other = word;
      const std::size_t at = random() % size;
      other[at] = alphabet[(alphabet.find(word[at]) + 1 + random() % (alphabet.size() - 1)) % alphabet.size()];
      CHECK(stem_hash(utf8_of(word)) != stem_hash(utf8_of(other)));
    }
}

TEST_CASE("stems: any words as the tokeniser cuts them, against strings") {
  const std::string_view pieces[] = {"word", "Don't", "don’t", "naïve", "cafe\u0301", "Straße", "ﬁ", "１２", "1,000", "3.5", "٣٫٥", "слово", "Ёж", "м’я", "می\u200cشود", "مـــن", "صِلَة",
                                     "ال", "وال", "لل", "بال", "أي", "الله", "שלום", "צה\"ל", "צה״ל", "ה", "וש", "ב", "中", "ﻻ", "ﷺ", "①", "&eacute;", "&amp;", "&shy;", "<b>", "</b>",
                                     "\u00ad", "\u200f", "\u0301", "\U00020000", "x1", "Ⅷ", " ", " ", ". ", "-"};
  std::mt19937 random(11);
  std::size_t words = 0;
  for (int round = 0; round < 10'000; ++round) {
    std::string text;
    for (unsigned n = random() % 12; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const oracle::TextTwin twin(text);
    for (const oracle::TwinToken& token : twin.tokens()) {
      if (token.flags & kIdeograph) continue;
      CAPTURE(text);
      const std::string_view spelling = std::string_view(text).substr(token.begin, token.end - token.begin);
      CAPTURE(spelling);
      WideHash expected;
      for (const char32_t c : plain_stem(token.folded)) expected.add(c);
      CHECK(stem_hash(spelling) == expected.finish());
      ++words;
    }
  }
  CHECK(words > 10'000);
}

TEST_CASE("stems: any characters have one, never 0, and a bounded part of them counts") {
  std::mt19937 random(17);
  for (int round = 0; round < 5000; ++round) {
    std::string characters;
    for (unsigned n = random() % 24; n > 0; --n) {
      const auto c = static_cast<char32_t>(random() % (random() % 2 == 0 ? 0x110000 : 0x700));
      utf8::append(characters, c >= 0xd800 && c < 0xe000 ? U'&' : c);
    }
    // A buffer of exactly that size: reading past it is seen by the sanitizers.
    const std::vector<char> exact(characters.begin(), characters.end());
    const std::uint32_t stem = stem_hash({exact.data(), exact.size()});
    CHECK(stem != 0);
    CHECK(stem == stem_hash(characters));
  }
  CHECK(stem_hash("") != 0);
  CHECK(stem_hash("") == stem_hash("—"));
  CHECK(stem_hash("") != stem_hash("a"));
  CHECK(stem_hash("&") == stem_hash(""));
  CHECK(stem_hash("&#") == stem_hash(""));
  CHECK(stem_hash(std::string(1 << 16, 'a')) == stem_hash("aaaaa"));
  std::string marks = "a";
  for (int i = 0; i < 1 << 12; ++i) marks += "\u0301";
  CHECK(stem_hash(marks) == stem_hash("a"));
}

TEST_CASE("stems: an address is itself, whatever it starts with") {
  CHECK(stem_hash("https://t.me/walks/12") == stem_hash("https://t.me/walks/12"));
  CHECK(stem_hash("https://t.me/walks/12") != stem_hash("https://t.me/walks/13"));
  CHECK(stem_hash("t.me/walks") != stem_hash("tmewalks"));
}
