// Which spellings are one word and which are not; markup; the cut of long words.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "text/adverts.hpp"
#include "text/names.hpp"
#include "text/tokens.hpp"

using namespace reprise::text;

namespace {

struct Pair {
  std::string_view a, b;
};

std::vector<std::string> spans(std::string_view text) {
  Tokens t;
  tokenise(text, t);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < t.size(); ++i) out.emplace_back(text.substr(t.begin[i], t.length[i]));
  return out;
}
using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("rules: spellings of one word") {
  const Pair same[] = {
      {"Hello", "hELLO"}, {"don't", "dont"}, {"don’t", "don't"}, {"Iran's", "Iran’s"}, {"café", "CAFE"}, {"cafe\u0301", "café"},
      {"naïve", "naive"}, {"Erdoğan", "Erdogan"}, {"Łódź", "Lodz"}, {"Straße", "strasse"}, {"Æsop", "aesop"}, {"İstanbul", "istanbul"},
      {"ﬁnance", "finance"}, {"ＴＡＳＳ", "tass"}, {"２０２３", "2023"}, {"۱۴۰۲", "1402"}, {"٢٠٢٣", "2023"}, {"1,000", "1000"},
      {"1.000", "1,000"}, {"1,000,000", "1000000"}, {"1.000,5", "1,000.5"}, {"3,5", "3.5"}, {"٣٫٥", "3.5"}, {"co\u00adoperate", "cooperate"},
      {"te\u200bst", "test"}, {"\u202bשלום\u202c", "שלום"}, {"km²", "km2"},
      {"Ещё", "еще"}, {"замо\u0301к", "замок"}, {"МОСКВА", "москва"}, {"йод", "и\u0306од"}, {"Київ", "київ"}, {"м'я", "м’я"},
      {"أحمد", "احمد"}, {"إيران", "ايران"}, {"آل", "ال"}, {"ٱلله", "الله"}, {"مُحَمَّد", "محمد"}, {"مـــحمد", "محمد"}, {"مستشفى", "مستشفي"},
      {"مدرسة", "مدرسه"}, {"مؤتمر", "موتمر"}, {"رئيس", "رييس"}, {"ﻻ", "لا"},
      {"ایران", "ايران"}, {"کتاب", "كتاب"}, {"خانۀ", "خانه"}, {"می‌شود", "میشود"}, {"می شود", "می‌شود"}, {"نمی خواهد", "نمی‌خواهد"},
      {"کتاب ها", "کتاب‌ها"}, {"کتاب های", "کتابهای"}, {"بزرگ ترین", "بزرگ‌ترین"}, {"خانه ای", "خانه‌ای"}, {"مي شود", "می‌شود"},
      {"שָׁלוֹם", "שלום"}, {"צה\"ל", "צה״ל"}, {"צה”ל", "צהל"}, {"דו''ח", "דו״ח"}, {"צה’’ל", "צה״ל"}, {"צה׳׳ל", "צהל"}, {"מנכ״ל", "מנכל"}, {"ג'ורג", "ג׳ורג"}, {"ם", "מ"},
      {"國", "国"}, {"個", "个"}, {"ｶ", "カ"}, {"體", "体"}, {"&eacute;t&eacute;", "été"}, {"don&#8217;t", "don't"}, {"don&#146;t", "don't"},
      {"می&zwnj;شود", "می‌شود"},
  };
  for (const Pair& p : same) {
    CAPTURE(p.a);
    CAPTURE(p.b);
    CHECK(word_hash(p.a) != 0);
    CHECK(word_hash(p.a) == word_hash(p.b));
    CHECK(normalised(p.a) == normalised(p.b));
  }
}

TEST_CASE("rules: words that stay apart") {
  const Pair different[] = {{"hello", "hallo"}, {"1000", "10"}, {"3.5", "35"}, {"кот", "kot"}, {"в", "b"}, {"中", "国"}, {"か", "カ"},
                            {"its", "it"}, {"Iran's", "Iran"}, {"על", "אל"}, {"كتاب", "كتب"}, {"ab", "ba"}, {"aaaaaaaa", "aaaaaaaaa"},
                            {"abcdefghijklmnop", "abcdefghijklmnopq"}, {"ө", "о"}};
  for (const Pair& p : different) {
    CAPTURE(p.a);
    CAPTURE(p.b);
    CHECK(word_hash(p.a) != 0);
    CHECK(word_hash(p.b) != 0);
    CHECK(word_hash(p.a) != word_hash(p.b));
  }
  for (const std::string_view none : {"", " ", "two words", "中国", "...", "\u0301", "<b>"}) CHECK(word_hash(none) == 0);
}

TEST_CASE("rules: where words end") {
  CHECK(spans("state-of-the-art") == Words{"state", "of", "the", "art"});
  CHECK(spans("covid19 2nd") == Words{"covid19", "2nd"});
  CHECK(spans("'quoted' dogs' o'clock") == Words{"quoted", "dogs", "o'clock"});
  CHECK(spans("תל־אביב") == Words{"תל", "אביב"});
  CHECK(spans("5月12日B站") == Words{"5", "月", "12", "日", "B", "站"});
  CHECK(spans("cafe\u0301 x") == Words{"cafe\u0301", "x"});
  CHECK(spans("a\u200b b") == Words{"a", "b"});
  CHECK(spans("من أي شخص") == Words{"من", "أي", "شخص"});  // Arabic "any" is not the Persian suffix
  CHECK(spans("کتاب، های") == Words{"کتاب", "های"});
  CHECK(spans("کتاب  های") == Words{"کتاب", "های"});
  CHECK(spans("1,000 and 2019,2020 and 5, 6") == Words{"1,000", "and", "2019,2020", "and", "5", "6"});
  CHECK(spans("½ ℃ 😀 a") == Words{"a"});
  const std::string run(600, 'x');
  CHECK(spans(run) == Words{std::string(255, 'x'), std::string(255, 'x'), std::string(90, 'x')});
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "ж";
  CHECK(spans(wide) == Words{wide.substr(0, 254), wide.substr(254)});
}

TEST_CASE("rules: normalised text") {
  CHECK(normalised("“Café” — 1,000 ＴＡＳＳ\nЁлка") == "cafe 1000 tass елка");
  CHECK(normalised("می شود") == "ميشود");
  CHECK(normalised("中國") == "中 国");
}

TEST_CASE("markup: tags, comments and entities") {
  CHECK(spans("<p class=\"x y\">one</p><br/>two <!-- three <b> --> four") == Words{"one", "two", "four"});
  CHECK(spans("1 < 2 > 0") == Words{"1", "2", "0"});
  CHECK(spans("<3 hearts <unclosed tag") == Words{"3", "hearts", "unclosed", "tag"});
  CHECK(spans("<!-- never closed") == Words{"never", "closed"});
  CHECK(spans("a&nbsp;b&amp;c&quot;d &amp;nbsp; e") == Words{"a", "b", "c", "d", "e"});
  CHECK(spans("&bogus; &#0; &#xD800; &#99999999999;") == Words{"bogus", "99999999999"});
  CHECK(spans("wo<b>rd</b>") == Words{"wo", "rd"});
}

TEST_CASE("markup: Markdown, links, addresses") {
  CHECK(spans("**bold** __under__ ~~gone~~ `code` *it*") == Words{"bold", "under", "gone", "code", "it"});
  CHECK(spans("[text here](https://a.b/c_(d)?e=f) more") == Words{"text", "here", "more"});
  CHECK(spans("[\u200b](http://a.b/c)**Title**") == Words{"Title"});
  CHECK(spans("[sic](he said) so") == Words{"sic", "he", "said", "so"});
  CHECK(spans("see https://a.b/c?d=e&f=g. Then") == Words{"see", "https://a.b/c?d=e&f=g", "Then"});
  CHECK(spans("HTTP://A.B www.site.org/x t.me/channel/12 end") == Words{"HTTP://A.B", "www.site.org/x", "t.me/channel/12", "end"});
  CHECK(spans("смотри https://a.b/в-мире, там") == Words{"смотри", "https://a.b/в-мире", "там"});
  CHECK(spans("看https://t.cn/abc，详") == Words{"看", "https://t.cn/abc", "详"});
  CHECK(spans("http is a word, www too, t as well") == Words{"http", "is", "a", "word", "www", "too", "t", "as", "well"});
  CHECK(spans("@user #tag") == Words{"user", "tag"});
}

TEST_CASE("names by their capitals, where few words have them") {
  const auto names = [](std::string_view text) {
    Tokens t;
    tokenise(text, t);
    return std::pair(std::count_if(t.flags.begin(), t.flags.end(), is_name), capitals_tell_names(t.flags));
  };
  CHECK(names("Yesterday the minister met Anna in the town hall. \"Fine,\" he said.") == std::pair<std::ptrdiff_t, bool>(1, true));
  CHECK(names("Вчера министр встретил Анну в здании городского совета") == std::pair<std::ptrdiff_t, bool>(1, true));
  CHECK(names("MINISTER MEETS ANNA IN THE TOWN HALL").second == false);
  CHECK(names("Die Ministerin traf den Chef der Polizei im Rathaus der Stadt").second == false);
  CHECK(names("השרה נפגשה עם ראש העיר").second == false);
  CHECK(names("yesterday the minister met anna in the town hall").second == false);
  CHECK(names("") == std::pair<std::ptrdiff_t, bool>(0, true));
}

TEST_CASE("adverts by the number that the law puts on them") {
  for (const std::string_view text : {"Скидки на чай. erid: 2VtzqxKp9", "Реклама. ERID: 2VtzqxKp9", "erid:\u00a02VtzqxKp9", "erid 2VtzqxKp9", "Erid\u00a02VtzqxKp9.", "ERID — 2VtzqxKp9",
                                      "https://chay.example/lavka-erid-2VtzqxKp9?a=b", "erid у рекламы такой: erid 2VtzqxKp9"})
    CHECK(advert_number(text, "ru") == "2VtzqxKp9");
  for (const std::string_view text : {"ООО «Чай» Erid:LjN8KXYZ", "[В лавку](https://chay.example/?utm_source=tg&erid=LjN8KXYZ)", "erid= erid=LjN8KXYZ"}) CHECK(advert_number(text, "ru") == "LjN8KXYZ");
  for (const std::string_view text : {"", "erid", "erid:", "erid: ", "rid=12345", "grid=12345", "erid: 1234", "Маркировка (erid) стоит на рекламе", "erid = 12345", "erid 12345678",
                                      "erid advertising", "erid 2Vtzqx", "Erid2VtzqxKp9", "hybrid 2VtzqxKp9"})
    CHECK(advert_number(text, "ru") == "");
  CHECK(advert_number("erid: 2VtzqxKp9", "en") == "");
}
