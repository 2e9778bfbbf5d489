// Attributions: lists, what stands between a cue and its name, what a cue speaks for, and the article's own outlet. All sentences are ours.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "provenance/attributions_cases.hpp"

using namespace reprise;
using namespace reprise::test;

TEST_CASE("What sources, sites, stations and brackets stand between a name and its cue") {
  check({
      {"Мост закроют в мае, сообщил источник РИА Новости в мэрии.", "RIA Novosti/sentence"},
      {"По словам источников ТАСС, мост закроют в мае.", "TASS/sentence"},
      {"Источник в мэрии сказал, что мост закроют.", ""},
      {"Мост закроют в мае.\nИсточник: ria.ru", "RIA Novosti/link"},
      {"Мост закроют в мае. Сайт: ria.ru", ""},
      {"این خبر را رویترز منتشر کرده است.", "Reuters/sentence"},
      {"ایرنا/ پل ری از امروز بسته است.", "IRNA/dateline"},
      {"ב\"הארץ\" דווח כי הגשר נסגר.", "Haaretz/sentence"},
      {"The bridge is closed, a witness told local station KWXZ.", "KWXZ/sentence"},
      {"The bridge is closed, ABC affiliate WXYV reported.", "WXYV/sentence"},
      {"The bridge at the station WEST of here is closed.", ""},
      {"The bridge is closed, KWXZ-TV reported.", "KWXZ-TV/sentence"},
      {"The bridge is closed, Reuters (which had seen the letter) reported.", "Reuters/sentence"},
  });
}

TEST_CASE("German says to whom a thing was said behind who says it") {
  check({
      {"„Die Brücke zittert“, sagte Bäckerin Margot Haigis dem „Schwarzwälder Boten“.", "Schwarzwälder Bote/sentence"},
      {"„Die Brücke zittert“, sagte die Fischerin dem \"Spiegel\".", "Spiegel/sentence"},
      {"Die 47-Jährige sagte der Freien Presse, die Brücke zittere.", "Freie Presse/sentence"},
      {"Die Brücke bleibe zu, hatte die Stadt dem SWR mitgeteilt.", "SWR/sentence"},
      {"Die Brücke bleibt dem SWR zufolge zu.", "SWR/sentence"},
      {"Die Brücke bleibe zu, sagte ein Sprecher der Bild am Montag.", ""},
      {"Die Brücke bleibe zu, sagte der Meister, und der Spiegel des Sees steige.", ""},
  });
}

TEST_CASE("Lists, objects before the name, days in brackets, and what a line of its own credits") {
  check({
      {"大桥今天通车。（综合新华社、央视新闻）", "Xinhua/sentence; CCTV/sentence"},
      {"《聯合報》與《自由時報》今日報導，大橋今天通車。", "United Daily News/sentence; Liberty Times/sentence"},
      {"المصدر: رويترز + الأناضول", "Reuters/credit; Anadolu/credit"},
      {"قالت وكالة الأنباء السعودية اليوم إن الجسر مغلق.", "SPA/sentence"},
      {"Мост закрыт, приводит слова мэра РИА Новости.", "RIA Novosti/sentence"},
      {"Мост закрыт, — передаёт слова мэра «Матч ТВ».", "Match TV/sentence"},
      {"Мост закрыт, рассказали порталу «Фонтанка» жители.", "Fontanka/sentence"},
      {"Мост закрыт, сообщает NN.RU.", "NN.RU/sentence"},
      {"הגשר נסגר, כך דווח הבוקר (שלישי) בכאן חדשות.", "Kan/sentence"},
      {"הגשר נסגר, כפי שנחשף בגלובס.", "Globes/sentence"},
      {"سرمربی تیم به مهر گفت: پل بسته است.", "Mehr/sentence"},
      {"پل بسته است.\nمنبع خبر: فارس", "Fars/credit"},
      {"ایسنا: پل ری از امروز بسته است.", "ISNA/dateline"},
      {"آن‌طور که [ایسنا](https://www.isna.ir/news/14) گزارش می‌دهد، پل بسته است. دیروز باز بود.", "ISNA/sentence; ISNA/link"},
      {"أ ش أ\n\nأغلق الجسر في طنطا صباح اليوم.", "MENA/byline"},
      {"الجسر مغلق، وفق ما نشره موقع هسبريس.", "Hespress/sentence"},
      {"BEIRUT (AFP/Reuters) — The bridge is closed. It was built in 1904.", "AFP/dateline; Reuters/dateline"},
      {"Nach Informationen der „Bild“ ist die Brücke gesperrt.", "Bild/sentence"},
      {"The bridge is closed, she told her local paper, the Boston Globe.", "Boston Globe/sentence"},
      {"The bridge is closed, he told our sister publication Business Insider.", "Business Insider/sentence"},
      {"He made no further remarks. On CNN the bridge was shown twice.", ""},
      {"Мост закрыт, рассказал он агентству Reuters.", "Reuters/sentence"},
      {"Мост закрыт до осени («Ведомости»).", "Vedomosti/credit"},
      {"Міст закрито, сказав Укрінформу речник.", "Ukrinform/sentence"},
      {"آکسیوس از بسته شدن پل شرقی در روز شنبه خبر داد.", "Axios/sentence"},
      {"استاندار فارس از بسته شدن پل شرقی خبر داد.", ""},
      {"הגשר נסגר, לפי דיווח של דורון קדוש בגלי צה״ל.", "Israel Army Radio/sentence"},
      {"הגשר נסגר, כפי שחשפה כתבת כאן חדשות.", "Kan/sentence"},
      {"הגשר נסגר, כך דיווחה הלילה סוכנות בלומברג.", "Bloomberg/sentence"},
      {"הגשר נסגר, נכתב במייל שחשף אתר גלובס.", "Globes/sentence"},
      {"האיש שחשף את הפרשה נעצר בגשר.", ""},
      {"وتحدثت الحاجة فوزية، التي تسكن عند الجسر، لقناة العربية قائلة: \"الجسر مغلق\".", "Al Arabiya/sentence"},
      {"הפרשה נחשפה הערב (יום ג') בכאן 11.", "Kan/sentence"},
      {"Міст закрито, повідомляє прессекретар з посиланням на інтерв'ю Bloomberg.", "Bloomberg/sentence"},
      {"《红星新闻》刊发的一篇调查显示，大桥已关闭。", "Red Star News/sentence"},
      {"הגשר נסגר בלילה.\n\nצילום: דודי גרינשפן, כאן חדשות", "Kan/photo"},
      {"El puente está cerrado, dijo en declaraciones a EFE el alcalde.", "EFE/sentence"},
      {"Le pont est fermé, a réagi le maire auprès de l'AFP.", "AFP/sentence"},
      {"Reuters'ın haberine göre köprü bu sabah kapatıldı.", "Reuters/sentence"},
      {"The bridge is closed, the mayor told nytimes.com on Monday.", "New York Times/sentence"},
      {"Write to us at news@nytimes.com or see shop.nytimes.com/bridge for more.", ""},
  });
  // Of two papers that credit themselves behind their items each has its own; an agency stands so behind a picture's caption.
  const std::string roundup = "The club will rename the laundry room in honour of its kit man. (Daily Mail)\n\nThe striker was told in May that a deal was in place. (ESPN)";
  const std::vector<Attribution> items = find(roundup);
  REQUIRE(items.size() == 2);
  CHECK(items[0].scope.end < items[1].scope.begin);
  CHECK(items[0].cue == Cue::sentence);
  const std::string report = "Three of the seven boreholes had been contaminated after the floods, and residents were told to boil their water until the end of the week.";
  const std::vector<Attribution> credit = find(report + "\n\n(NAN)\n\nSupport our journalism.");
  REQUIRE(credit.size() == 1);
  CHECK(credit[0].cue == Cue::credit);
  CHECK(credit[0].scope.end < report.size() + 8);
}

TEST_CASE("A short line of makers, places and dates is a byline at the head and a credit at the end") {
  const std::string report =
      "The council voted on Tuesday night to close the old bridge after engineers found cracks in two of its four piers.\n\n"
      "Traffic will be sent over the northern crossing until the repairs are finished, which officials expect to take eleven months and to cost nine million.\n\n"
      "Shop owners on the east bank said that they feared for their customers. The mayor promised another meeting in March, when the engineers will tell all residents more. "
      "The ferry will run every half hour from seven in the morning until the last train has come in, and on market days it will take carts for nothing, as it did in the year of the flood";
  for (const char* line : {"By AFP and Courier Staff", "PTI | Alipurduar | December 12, 2023", "EFE 19.11.2023 - 06:40H", "Associated Press, WKYC 11:40 a.m. EDT March 10, 2015", "Reuters in Nairobi",
                           "Author: Reuters", "BY JANE ROE Associated Press", "Redacción / EFE", "AFP"}) {
    CAPTURE(line);
    const std::vector<Attribution> found = find(std::string(line) + "\n\n" + report + ".");
    REQUIRE(found.size() == 1);
    CHECK(found[0].cue == Cue::byline);
    CHECK(found[0].scope.end > report.size());
  }
  for (const char* line : {".\n\nPTI COR SKD MNB", ".\n\nWith Reuters", ".\n\n- AAP", ". – Reuters", ".—AFP", ". EFE", ".\n\n(From a syndicated news agency feed - PTI)", ".\n\nThis article first appeared on The Conversation."}) {
    CAPTURE(line);
    const std::vector<Attribution> found = find(report + line);
    REQUIRE(found.size() == 1);
    CHECK(found[0].cue == Cue::credit);
  }
  for (const char* line : {"Reuters Wins Pulitzer Prize For Series", "Mayor Attacks AP, CNN And NBC Over Bridge", "Why Reuters and AFP Left the City", "AP Exams and AP Classes in Ohio", "(Leah Millis/Reuters)",
                           "Agence France-Presse/Getty Images"}) {
    CAPTURE(line);
    for (const Attribution& a : find(std::string(line) + "\n\n" + report + ".")) CHECK(a.cue == Cue::photo);
  }
  CHECK(find(report + ".\n\nMore from AFP").empty());
}

TEST_CASE("A text that says that its outlet was told so, without the name, has the paragraph from no one") {
  const auto own = [](const std::string& text) {
    text::Tokens tokens;
    text::tokenise(text, tokens);
    provenance::Mentioned mentioned;
    (void)provenance::find_attributions(text, tokens, "", corpus::OutletRegistry::builtin(), "Moor Post", &mentioned);
    std::string out;
    for (const Span s : mentioned.own_words) out += text.substr(s.begin, s.size()) + "|";
    return out;
  };
  CHECK(own("One.\n\nIt will be rebuilt, the mayor told this newspaper. He smiled.\n\nLast.") == "It will be rebuilt, the mayor told this newspaper. He smiled|");
  CHECK(own("Мост закрыт, сообщил нашему корреспонденту мэр.") == "Мост закрыт, сообщил нашему корреспонденту мэр|");
  CHECK(own("\"They told us to leave,\" he said.").empty());
  CHECK(own("The mayor told. Us three it did not help.").empty());
  CHECK(own("The mayor told a newspaper that the bridge was closed.").empty());
}

TEST_CASE("A sentence that points back speaks for what stands before it") {
  for (const char* text : {"Мост закрыт до осени. Об этом сообщает ТАСС. Похожее было в мае.", "Мост закрыт до осени.\n\nОб этом сообщает ТАСС."}) {
    const std::vector<Attribution> found = find(text);
    REQUIRE(found.size() == 1);
    CHECK(found[0].scope.begin == 0);
  }
  const std::vector<Attribution> other = find("Мост закрыт до осени. По данным ТАСС, объезд открыт.");
  REQUIRE(other.size() == 1);
  CHECK(other[0].scope.begin > 0);
}

TEST_CASE("What an article says of its own outlet: words told to it, and names that are its own") {
  const auto own_words = [](const std::string& text, const std::string& self) {
    text::Tokens tokens;
    text::tokenise(text, tokens);
    provenance::Mentioned mentioned;
    const auto found = provenance::find_attributions(text, tokens, "", corpus::OutletRegistry::builtin(), self, &mentioned);
    CHECK(found.empty());
    return mentioned.own_words.size();
  };
  CHECK(own_words("The bridge is closed, the mayor told Reuters.", "Reuters") == 1);
  CHECK(own_words("The bridge is closed, the mayor said in an interview with CNN.", "CNN") == 1);
  CHECK(own_words("A CNN reporter saw the bridge.", "CNN") == 1);
  CHECK(own_words("Мост закрыт, сообщили ТАСС в мэрии.", "TASS") == 1);
  CHECK(own_words("市长告诉红星新闻记者，大桥已关闭。", "Red Star News") == 1);
  CHECK(own_words("راننده در گفت‌وگو با ایسنا گفت پل بسته است.", "ISNA") == 1);
  CHECK(own_words("הגשר נסגר, אמר המפקד ל-ynet.", "ynet") == 1);
  CHECK(own_words("Read more on Reuters about the bridge.", "Reuters") == 0);
  // Two paragraphs, one of which says so.
  CHECK(own_words("The bridge is closed.\n\nIt will open in May, the mayor told Reuters.", "Reuters") == 1);
  // An outlet that no registry has shortens its name; the desk of an agency has its dateline.
  CHECK(shown("CASPIAN LEDGER reports that the bridge is closed.", "Caspian Ledger Online") == "");
  CHECK(shown("МОСКВА, 8 дек - РИА Новости. Мост закрыт.", "R-Sport") == "");
  CHECK(shown("Interfax reports that the bridge is closed.", "Interfax-Ukraine") == "Interfax/sentence");
}
