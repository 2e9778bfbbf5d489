// Languages, on sentences of our own.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "text/language_tag.hpp"
#include "text/tokens.hpp"

using namespace reprise::text;

TEST_CASE("language: sentences") {
  const std::pair<std::string_view, std::string_view> samples[] = {
      {"en", "The minister said that the talks with his neighbours would go on after the summer."},
      {"de", "Der Minister sagte, dass die Gespräche mit den Nachbarn nach dem Sommer fortgesetzt werden."},
      {"fr", "Le ministre a dit que les discussions avec les voisins se poursuivent après l'été."},
      {"es", "El ministro dijo que las conversaciones con los vecinos van a seguir después del verano."},
      {"it", "Il ministro ha detto che i colloqui con i vicini sono stati rinviati alla fine dell'estate."},
      {"pt", "O ministro disse que as conversas com os vizinhos não vão parar depois do verão."},
      {"nl", "De minister zei dat het gesprek met de buren na de zomer wordt voortgezet."},
      {"pl", "Minister powiedział, że rozmowy z sąsiadami będą się toczyć także po lecie, ale nie w tym roku."},
      {"tr", "Bakan, komşularla görüşmelerin yazdan sonra da devam edeceğini ve bir karar için erken olduğunu söyledi."},
      {"ru", "Министр сказал, что переговоры с соседями будут продолжены после лета, и это было решено не сегодня."},
      {"uk", "Міністр сказав, що переговори з сусідами триватимуть і після літа, але не цього року."},
      {"bg", "Министърът каза, че преговорите със съседите ще продължат и след лятото, но не са решени."},
      {"sr", "Министар је рекао да ће се разговори са суседима наставити и после лета, али не ове године."},
      {"ar", "قال الوزير إن المحادثات مع الجيران سوف تستمر بعد الصيف في العاصمة."},
      {"fa", "وزیر گفت که گفتگوها با همسایگان پس از تابستان نیز ادامه خواهد داشت و این را تایید کرد."},
      {"ur", "وزیر نے کہا کہ ہمسایوں کے ساتھ بات چیت گرمیوں کے بعد بھی جاری رہے گی۔"},
      {"he", "השר אמר כי השיחות עם השכנים יימשכו גם אחרי הקיץ."},
      {"zh", "部长说，与邻国的会谈将在夏天以后继续进行。"},
      {"ja", "大臣は、隣国との話し合いを夏の後も続けると述べた。"},
      {"ko", "장관은 이웃 나라와의 대화가 여름 이후에도 계속될 것이라고 말했다."},
      {"el", "Ο υπουργός είπε ότι οι συνομιλίες θα συνεχιστούν."},
      {"und", ""},
      {"und", "12345 ... !!!"},
  };
  for (const auto& [tag, text] : samples) {
    CAPTURE(text);
    CHECK(detect_language(text) == tag);
  }
}

TEST_CASE("language: markup and foreign names do not count") {
  CHECK(detect_language("<div class='the of and to in'><a href='http://the.and.of/to'>Он</a> и она не были в городе</div>") == "ru");
  CHECK(detect_language("Компания Apple и Microsoft не будут") == "ru");
  CHECK(detect_language("[ссылка](https://very-long.example.com/with/english/words/in/it)") == "ru");
}

TEST_CASE("language: only the first 4 KiB are looked at, and no character is cut") {
  std::string text;
  while (text.size() < 4095) text += "и в не ";
  text += "é";
  for (int i = 0; i < 5000; ++i) text += "the of and ";
  CHECK(detect_language(text) == "ru");
}

TEST_CASE("tags: any spelling of a language is its two letters") {
  for (const char* given : {"en", "EN", "en-US", "en_GB", "eng", "ENG", "English", "english", " en\n", "English-US"}) CHECK(language_tag(given) == "en");
  for (const char* given : {"fa", "fas", "per", "pes", "Persian", "Farsi", "fa-IR"}) CHECK(language_tag(given) == "fa");
  for (const char* given : {"zh", "zho", "chi", "cmn", "zh-Hant", "Chinese"}) CHECK(language_tag(given) == "zh");
  CHECK(language_tag("rus") == "ru");
  CHECK(language_tag("ara") == "ar");
  CHECK(language_tag("heb") == "he");
  CHECK(language_tag("iw") == "he");
  CHECK(language_tag("ger") == "de");
  CHECK(language_tag("aar") == "aa");
  CHECK(language_tag("Zulu") == "zu");
  // Not known: a tag stays, anything else is for detection.
  CHECK(language_tag("xx") == "xx");
  CHECK(language_tag("Tlh") == "tlh");
  for (const char* given : {"", "und", "e", "Klingonese", "русский", "en1", "-"}) CHECK(language_tag(given) == "");
}
