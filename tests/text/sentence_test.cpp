// Sentence, line and paragraph starts, and quotations.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "text/tokens.hpp"

using namespace reprise::text;

namespace {

// Tokens joined by spaces; "|" before a sentence's first token but the first, "/" for a line's, "¶" for a paragraph's.
std::string starts(std::string_view text) {
  Tokens t;
  tokenise(text, t);
  std::string out;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (i > 0) out += ' ';
    if (i > 0 && (t.flags[i] & kParagraphStart) != 0) out += "¶";
    else if (i > 0 && (t.flags[i] & kLineStart) != 0) out += "/";
    else if (i > 0 && (t.flags[i] & kSentenceStart) != 0) out += "|";
    out += text.substr(t.begin[i], t.length[i]);
  }
  return out;
}

// Quoted tokens in braces; "[" at quotation starts.
std::string quoted(std::string_view text) {
  Tokens t;
  tokenise(text, t);
  std::string out;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (i > 0) out += ' ';
    if ((t.flags[i] & kQuoteStart) != 0) out += "[";
    const std::string word(text.substr(t.begin[i], t.length[i]));
    out += (t.flags[i] & kInQuote) != 0 ? "{" + word + "}" : word;
  }
  return out;
}

}  // namespace

TEST_CASE("sentences: stops") {
  CHECK(starts("One two. Three! Four? Five… Six") == "One two |Three |Four |Five |Six");
  CHECK(starts("He left.” Then “No.” She (yes.) Go") == "He left |Then No |She yes |Go");
  CHECK(starts("Mr. Smith of the U.S. Army met Dr. J. Doe on Jan. 5.") == "Mr Smith of the U S Army met Dr J Doe on Jan 5");
  CHECK(starts("Das Fass stammt aus dem 16. Jahrhundert. Am 5. Mai kam es ans Licht.") == "Das Fass stammt aus dem 16 Jahrhundert |Am 5 Mai kam es ans Licht");
  CHECK(starts("The score was 16. Nobody left.") == "The score was 16 |Nobody left");
  CHECK(starts("It rose 3.5 percent. The") == "It rose 3.5 percent |The");
  CHECK(starts("“Why?” he asked. approx. five") == "Why he asked approx five");
  CHECK(starts("Acme Inc., The firm") == "Acme Inc The firm");
  CHECK(starts("He wore No. 28 and left. No. 9 said no. 12 men") == "He wore No 28 and left |No 9 said no 12 men");
  CHECK(starts("She said no. Then 12 men") == "She said no |Then 12 men");
  CHECK(starts("see site.Com now") == "see site Com now");
  CHECK(starts("В 2020 г. Москва дала 5 млн. Рублей и т.д. Потом. Он") == "В 2020 г Москва дала 5 млн Рублей и т д Потом |Он");
  CHECK(starts("他来了。我走了！为什么？好") == "他 来 了 |我 走 了 |为 什 么 |好");
  CHECK(starts("ما هذا؟ هو هنا. وقال") == "ما هذا |هو هنا |وقال");
  CHECK(starts("یہ ہے۔ وہ") == "یہ ہے |وہ");
}

TEST_CASE("sentences: an address alone in its line belongs to the line above") {
  const auto sentences = [](std::string_view text) {
    Tokens t;
    tokenise(text, t);
    std::string out;
    for (std::size_t i = 0; i < t.size(); ++i) {
      if (i > 0) out += (t.flags[i] & kSentenceStart) != 0 ? " |" : (t.flags[i] & kLineStart) != 0 ? " /" : " ";
      out += text.substr(t.begin[i], t.length[i]);
    }
    return out;
  };
  CHECK(sentences("Old mill\nhttps://t.me/walks/12\nThe weir\r\nt.me/walks/13 .\r\nCave") == "Old mill /https://t.me/walks/12 |The weir /t.me/walks/13 |Cave");
  CHECK(sentences("Walks:\nwww.a.org/1\nwww.a.org/2\n\nwww.a.org/3\nwww.a.org/4") == "Walks /www.a.org/1 /www.a.org/2 |www.a.org/3 /www.a.org/4");
  CHECK(sentences("Old mill\nhttps://t.me/walks/12 is open\nSee https://t.me/walks/13") == "Old mill |https://t.me/walks/12 is open |See https://t.me/walks/13");
}

TEST_CASE("sentences: lines and paragraphs") {
  CHECK(starts("one\ntwo\r\nthree\n\nfour\n \n five") == "one /two /three ¶four ¶five");
  CHECK(starts("a1<br>b1</p><p>c1<b>d1</b>") == "a1 /b1 ¶c1 d1");
  CHECK(starts("1. First\n2. Second") == "1 First /2 Second");
  Tokens t;
  tokenise("  word", t);
  CHECK(t.flags[0] == (kSentenceStart | kLineStart | kParagraphStart));
}

TEST_CASE("flags: upper case, numbers, ideographs") {
  Tokens t;
  tokenise("Iran iran Ёж 5th 国 ǅ Ⅷ", t);
  REQUIRE(t.size() == 7);
  CHECK((t.flags[0] & kUpper) != 0);
  CHECK((t.flags[1] & kUpper) == 0);
  CHECK((t.flags[2] & kUpper) != 0);
  CHECK((t.flags[3] & kNumber) != 0);
  CHECK((t.flags[4] & kIdeograph) != 0);
  CHECK((t.flags[5] & kUpper) != 0);
  CHECK((t.flags[6] & kNumber) == 0);
}

TEST_CASE("quotes: pairs of many kinds") {
  CHECK(quoted("He said: “We go.” Then") == "He said [{We} {go} Then");
  CHECK(quoted("a \"b c\" d") == "a [{b} {c} d");
  CHECK(quoted("Он: «да „нет“ да» и") == "Он [{да} [{нет} {да} и");
  CHECK(quoted("sagt „ja so“ er") == "sagt [{ja} {so} er");
  CHECK(quoted("sagt »ja so« er") == "sagt [{ja} {so} er");
  CHECK(quoted("sade ”ja” han") == "sade [{ja} han");
  CHECK(quoted("他说「好『很』」吗") == "他 说 [{好} [{很} 吗");
  CHECK(quoted("&quot;b c&quot; d") == "[{b} {c} d");
  CHECK(quoted("``b c\'\' d, \'\'e f\'\'") == "[{b} {c} d [{e} {f}");
  CHECK(quoted("`` b c , \'\' he said") == "[{b} {c} he said");
  CHECK(quoted("```b\'\'\' it\'\'s `c`") == "b it s c");
  CHECK(quoted("**\"b\"** <b>\"c\"</b> d") == "[{b} [{c} d");
}

TEST_CASE("quotes: what is none") {
  CHECK(quoted("'single' don't “") == "single don't");
  CHECK(quoted("never “closed here") == "never closed here");
  CHECK(quoted("over “a paragraph\n\nends” here") == "over a paragraph ends here");
  CHECK(quoted("over “a line\nends” here") == "over [{a} {line} {ends} here");
  CHECK(quoted("a 6\" nail and b") == "a 6 nail and b");
  CHECK(quoted("הוא \"צה\"ל כאן\" שם") == "הוא [{צה\"ל} {כאן} שם");
  CHECK(quoted("empty “” here") == "empty here");
}

TEST_CASE("quotes: at most 150 tokens") {
  std::string fits = "“", longer = "“";
  for (int i = 0; i < 150; ++i) fits += "w ";
  for (int i = 0; i < 151; ++i) longer += "w ";
  Tokens t;
  tokenise(fits + "” x", t);
  REQUIRE(t.size() == 151);
  CHECK((t.flags[0] & kInQuote) != 0);
  CHECK((t.flags[149] & kInQuote) != 0);
  CHECK((t.flags[150] & kInQuote) == 0);
  tokenise(longer + "” x", t);
  for (const std::uint8_t f : t.flags) CHECK((f & (kInQuote | kQuoteStart)) == 0);
}
