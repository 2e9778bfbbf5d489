// Attributions: cues of six languages, layout, links, traps. All sentences are ours.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "provenance/attributions_cases.hpp"

using namespace reprise;
using namespace reprise::test;

TEST_CASE("English cues") {
  check({
      {"The talks went well, according to Russia's TASS media on Monday.", "TASS/sentence"},
      {"Fars News in Iran also highlighted the remarks.", "Fars/sentence"},
      {"The minister left early, TASS reported.", "TASS/sentence"},
      {"He said so on Friday, quoting the IRNA news agency.", "IRNA/sentence"},
      {"The bridge is closed, state-run IRNA said.", "IRNA/sentence"},
      {"The mayor told Reuters that the works would last a year.", "Reuters/sentence"},
      {"The deal was first reported by the Wall Street Journal.", "Wall Street Journal/sentence"},
      {"The port was shut, IRNA reported, citing TASS.", "TASS via IRNA/sentence"},
      {"The port was shut, IRNA, citing TASS, wrote.", "TASS via IRNA/sentence"},
      {"MOSCOW, October 5. /TASS/. The new line opens in May.", "TASS/dateline"},
      {"LISBON (Reuters) - The new line opens in May.", "Reuters/dateline"},
      {"TEHRAN (FNA)- The new line opens in May.", "Fars/dateline"},
      {"In an interview with Al Jazeera the author spoke of rivers.", "Al Jazeera/sentence"},
      {"The plant was sold, the Evening Lantern Chronicle reported.", "Evening Lantern Chronicle/sentence"},
      {"CNN's Anna Smith reported that the road was open.", "CNN/sentence"},
      {"The road was open. The Associated Press contributed to this report.", "AP/credit"},
  });
}

TEST_CASE("Russian cues") {
  check({
      {"Мост закрыт, сообщает ТАСС.", "TASS/sentence"},
      {"Мост закрыт, передаёт РИА Новости.", "RIA Novosti/sentence"},
      {"Мост закрыт, пишет «Коммерсантъ».", "Kommersant/sentence"},
      {"По данным Интерфакса, мост закрыт.", "Interfax/sentence"},
      {"Мост закрыли со ссылкой на агентство Reuters.", "Reuters/sentence"},
      {"ТАСС сообщил, что мост закрыт.", "TASS/sentence"},
      {"Об этом министр рассказал «Известиям» в среду.", "Izvestia/sentence"},
      {"МОСКВА, 1 мая. /ТАСС/. Мост закрыт на ремонт.", "TASS/dateline"},
      {"МОСКВА, 1 мая — РИА Новости. Мост закрыт на ремонт.", "RIA Novosti/dateline"},
      {"Мост закрыт на ремонт до осени.\nИсточник: Интерфакс", "Interfax/credit"},
      {"Мост закрыт на ремонт до осени.\nФото: РИА Новости", "RIA Novosti/photo"},
      {"Об этом сообщает Интерфакс-Украина.", "Interfax-Ukraine/sentence"},
  });
}

TEST_CASE("Persian cues") {
  check({
      {"به گزارش ایرنا، پل بسته شد.", "IRNA/sentence"},
      {"به گزارش خبرگزاری فارس، پل بسته شد.", "Fars/sentence"},
      {"به گزارش فارس، پل بسته شد.", "Fars/sentence"},
      {"پل به نقل از تسنیم بسته شد.", "Tasnim/sentence"},
      {"وزیر در گفت‌وگو با ایسنا از پل گفت.", "ISNA/sentence"},
      {"به نوشته نیویورک تایمز پل بسته شد.", "New York Times/sentence"},
      {"ایلنا گزارش داد که پل بسته شد.", "ILNA/sentence"},
      {"رویترز نوشت پل بسته شد.", "Reuters/sentence"},
      {"پل بسته شد و راه دیگری نیست.\nمنبع: ایسنا", "ISNA/credit"},
      {"پل بسته شد و راه دیگری نیست.\nعکس: تسنیم", "Tasnim/photo"},
      {"تهران- ایرنا- پل بسته شد.", "IRNA/dateline"},
      {"بر اساس گزارش بلومبرگ پل بسته شد.", "Bloomberg/sentence"},
  });
}

TEST_CASE("Arabic cues") {
  check({
      {"أغلق الجسر، نقلا عن رويترز.", "Reuters/sentence"},
      {"وأفادت وكالة الأناضول بإغلاق الجسر.", "Anadolu/sentence"},
      {"وذكرت وكالة الأنباء السعودية أن الجسر أغلق.", "SPA/sentence"},
      {"بحسب تاس أغلق الجسر.", ""},
      {"بحسب وكالة تاس أغلق الجسر.", "TASS/sentence"},
      {"(رويترز) أغلق الجسر للصيانة.", "Reuters/dateline"},
      {"الرياض (واس) أغلق الجسر للصيانة.", "SPA/dateline"},
      {"(أ ف ب) أغلق الجسر للصيانة.", "AFP/dateline"},
      {"وقالت صحيفة عكاظ إن الجسر أغلق.", "Okaz/sentence"},
      {"أغلق الجسر، وفقا لسي إن إن.", "CNN/sentence"},
      {"أغلق الجسر للصيانة حتى الخريف.\nالمصدر: شينخوا", "Xinhua/credit"},
      {"وقال الوزير في مقابلة مع بلومبرغ إن الجسر أغلق.", "Bloomberg/sentence"},
      {"وصل إلى المدينة عن طريق الجسر.", ""},
  });
}

TEST_CASE("a name by its place alone is a source only in the place of one") {
  check({
      {"عين اليوم – الرياض: أغلق الجسر للصيانة.", ""},
      {"أغلق الجسر للصيانة حتى الخريف (اليوم) كما قيل.", ""},
      {"Topeka, Kan. (AP) - The bridge was closed for repairs.", "AP/dateline"},
      {"The players of Half-Life reported that the bridge was closed.", ""},
      {"The paper said that the bridge was closed.", ""},
      {"Мост через реку закроют на ремонт до самой осени этого года — CNN\nОб этом стало известно вчера.", "CNN/dateline"},
      {"به گفته مقام رسمی در پایتخت کشور همسایه (سانا)، پل بسته شد.", "SANA/sentence"},
      {"The Kentucky Republican said the bridge was closed.", ""},
      {"据美国广播公司(ABC)报道，大桥已经关闭。", "ABC News/sentence"},
      {"《中国新闻周刊》报道，大桥已经关闭。", "China Newsweek/sentence"},
      {"The bridge was closed until the autumn. (Source: Press TV) All content by Mehr News Agency is licensed under a public licence.",
       "Press TV/credit"},
  });
}

TEST_CASE("Hebrew cues") {
  check({
      {"לפי רויטרס הגשר נסגר.", "Reuters/sentence"},
      {"על פי ynet הגשר נסגר.", "ynet/sentence"},
      {"הגשר נסגר, כך דווח בישראל היום.", "Israel Hayom/sentence"},
      {"השר אמר לרויטרס שהגשר נסגר.", "Reuters/sentence"},
      {"בראיון לכלכליסט דיבר השר על הגשר.", "Calcalist/sentence"},
      {"פוליטיקו דיווח שהגשר נסגר.", "Politico/sentence"},
      {"סוכנות הידיעות רויטרס דיווחה שהגשר נסגר.", "Reuters/sentence"},
      {"(רויטרס) הגשר נסגר לתיקונים.", "Reuters/dateline"},
      {"הגשר נסגר לתיקונים עד הסתיו.\nמקור: רויטרס", "Reuters/credit"},
      {"הגשר נסגר לתיקונים עד הסתיו.\nצילום: רויטרס", "Reuters/photo"},
      {"אקסיוס פרסם שהגשר נסגר.", "Axios/sentence"},
      {"לפי עיתון הארץ הגשר נסגר.", "Haaretz/sentence"},
      {"ברחבי הארץ דווח על גשם.", ""},
  });
}

TEST_CASE("Chinese cues") {
  check({
      {"据新华社报道，大桥关闭。", "Xinhua/sentence"},
      {"据央视新闻消息，大桥关闭。", "CCTV/sentence"},
      {"路透社援引塔斯社报道，大桥关闭。", "TASS via Reuters/sentence"},
      {"部长告诉路透社，大桥关闭。", "Reuters/sentence"},
      {"新华社北京3月1日电 大桥今天关闭。", "Xinhua/dateline"},
      {"中新网3月1日电 大桥今天关闭。", "China News Service/dateline"},
      {"大桥今天关闭，秋天再开放。\n来源：人民日报", "People's Daily/credit"},
      {"大桥今天关闭，秋天再开放。\n图源：视觉中国", "Visual China/photo"},
      {"他在接受彭博社采访时说，大桥关闭。", "Bloomberg/sentence"},
      {"《纽约时报》报道，大桥关闭。", "New York Times/sentence"},
      {"據路透社報道，大橋關閉。", "Reuters/sentence"},
      {"大桥关闭，转自财联社", "CLS/credit"},
  });
}

TEST_CASE("Traps") {
  check({
      {"The quake shook Fars province on Monday.", ""},
      {"سیل در استان فارس دو پل را برد.", ""},
      {"ناوها در خلیج فارس ماندند.", ""},
      {"در ماه مهر مدرسه‌ها باز شد.", ""},
      {"She took an AP course in biology.", ""},
      {"The AFP said goodbye to its chief.", "AFP/sentence"},
      {"Doctors praised the Sputnik vaccine.", ""},
      {"Вакцина Спутник сообщает организму иммунитет.", ""},
      {"Crowds filled Times Square and the New York Times building.", ""},
      {"He was a Reuters photographer for ten years.", ""},
      {"Michael Bloomberg said he would run.", ""},
      {"Time said little and reason reported nothing.", "Time/sentence"},
  });
  // The outlet's own name is no source.
  CHECK(shown("The minister told TASS that the bridge is closed.", "TASS") == "");
  CHECK(shown("All content by Mehr News Agency is licensed under a free licence.", "Mehr") == "");
  CHECK(shown("The minister told TASS that the bridge is closed.", "Fars") == "TASS/sentence");
}

TEST_CASE("Links are read from the bytes, also where they yield no words") {
  CHECK(shown("The bridge [closed](https://www.reuters.com/world/x-1) today.") == "Reuters/link");
  CHECK(shown("The bridge closed, t.me/breakingmash wrote.") == "Mash/link");
  CHECK(shown("The bridge closed: https://example.org/tass.ru") == "");
  CHECK(shown("The bridge closed: https://t.me/mostovik/12345") == "t.me/mostovik/link");
  CHECK(shown("Read us: https://t.me/mostovik") == "");
  CHECK(shown("Join us: https://t.me/+mostovik and t.me/joinchat/77") == "");
}

TEST_CASE("Spans are exact in bytes and in code points") {
  const std::string text = "Мост. Сегодня «мост» закрыт, сообщает ТАСС. Ещё мост, пишет Reuters.";
  const std::vector<Attribution> all = find(text);
  REQUIRE(all.size() == 2);
  CHECK(all[0].text == "сообщает ТАСС");
  CHECK(all[1].text == "пишет Reuters");
  for (const Attribution& a : all) {
    CHECK(text.substr(a.span.begin, a.span.size()) == a.text);
    CHECK(a.chars.begin == utf8::count(text.substr(0, a.span.begin)));
    CHECK(a.chars.size() == utf8::count(a.text));
  }
}

TEST_CASE("Scope: a sentence cue speaks for its sentence, a dateline for the text, a picture's credit for itself") {
  const std::string text = "The bridge was shut today. The port is open, TASS reported. Fishermen were pleased with it.";
  std::vector<Attribution> all = find(text);
  REQUIRE(all.size() == 1);
  CHECK(text.substr(all[0].scope.begin, all[0].scope.size()) == "The port is open, TASS reported");
  const std::string wire = "OSLO (AFP) - The bridge was shut today. The port is open.";
  all = find(wire);
  REQUIRE(all.size() == 1);
  CHECK(all[0].scope == Span{0, static_cast<std::uint32_t>(wire.size())});
  const std::string photo = "The bridge was shut today.\nPhoto: Reuters";
  all = find(photo);
  REQUIRE(all.size() == 1);
  CHECK(all[0].scope == all[0].span);
}

TEST_CASE("Slashes and captions name pictures; a free pair of slashes and a bracket before a report are datelines") {
  check({
      {"A ferry leaves the pier at dawn. (Ann Kolbe/Reuters)\n\nThe strike ended on Monday.", "Reuters/photo"},
      {"Ferries Return\n\nEnlarge this image toggle caption Lena Ohm/AFP/Getty Images Lena Ohm/AFP/Getty Images\n\nThe strike ended.",
       "AFP/photo; Getty Images/photo; AFP/photo; Getty Images/photo"},
      {"The ferry in the harbor of the old town on a Sunday morning in May. (Reuters)\n\nThe strike ended on Monday.", "Reuters/photo"},
      {"A boat in the fog (Reuters photo: Ann Kolbe)\n\nThe strike ended on Monday.", "Reuters/photo"},
      {"PERM, May 3 /TASS/ The strike ended.", "TASS/dateline"},
      {"HULL, England (AP)\n\nThe strike ended on Monday.", "AP/dateline"},
  });
}

TEST_CASE("Words of titles and places are no names of outlets") {
  check({
      {"Deputy Prime Minister Olga Lind said the strike was over.", ""},
      {"Prime Minister Olga Lind said the strike was over.", ""},
      {"Vice President Olga Lind said the strike was over.", ""},
      {"PHOENIX - The strike ended on Monday.", ""},
      {"The rise was confirmed, according to 360 people who were asked.", ""},
      {"Schools dropped Advanced Placement (AP) exams in the spring.", ""},
      {"The strike ended, Prime reported.", "Prime/sentence"},
  });
}

TEST_CASE("A short name is the tail of the longer one that the text or the paper has") {
  CHECK(shown("The mayor told the Washington Times that the strike was over. He told The Times so twice.") ==
        "Washington Times/sentence; Washington Times/sentence");
  CHECK(shown("He told The Times that the strike was over.", "Washington Times") == "");
}

TEST_CASE("A source that is quoted as saying is named") {
  check({{"The strike is over, Lind was quoted as saying by the TASS news agency.", "TASS/sentence"}});
}

TEST_CASE("People of outlets, and outlets that do not merely report") {
  check({
      {"NBC's Anna Lind asked whether the bridge was open.", "NBC/sentence"},
      {"CBS moderator Anna Lind pressed him on the bridge.", "CBS/sentence"},
      {"Anna Lind, who covered the harbor for ABC News, said the bridge was open.", "ABC News/sentence"},
      {"\"It is open,\" said Anna Lind, a former mayor and now an analyst at CNN.", "CNN/sentence"},
      {"Politico, in a long look at the harbor, described a broken bridge.", "Politico/sentence"},
      {"Xinhua, the official Chinese news agency, wrote that the bridge was open.", "Xinhua/sentence"},
      {"The New York Times and the Boston Globe endorsed the new bridge.", "New York Times/sentence; Boston Globe/sentence"},
      {"The mayor was interviewed on the subject by the Chicago Tribune.", "Chicago Tribune/sentence"},
      {"RT pointed to the bridge as a success. Many RT hosts praised it.", "RT/sentence; RT/sentence"},
      {"A CNN poll found that the bridge was liked.", "CNN/sentence"},
      {"The agency counts nine bridges; by the Associated Press's tally there are ten.", "AP/sentence"},
      // A programme, a product, a building: nobody speaks.
      {"The CBS drama follows a mayor who builds a bridge.", ""},
      {"The CNN morning shows were full of bridges.", ""},
      {"A CNN poll released on Sunday was about bridges.", ""},
      {"The bridge opens next to the Fox News headquarters.", ""},
      {"Mr. Fox gave money for the bridge, and NBC was told so.", ""},
  });
}

TEST_CASE("An interview names its outlet where something is said in it; the words reach to the verb") {
  const std::vector<Attribution> said = find("The mayor said in an interview with CNN on Sunday that the bridge was open.");
  REQUIRE(said.size() == 1);
  CHECK(said[0].text == "said in an interview with CNN");
  CHECK(!said[0].speaker);
  const std::vector<Attribution> quoted = find("The mayor spoke to nobody after his interview with CNN. \u201cIt is simply not open to anybody,\u201d he had told them.");
  REQUIRE(quoted.size() == 1);
  CHECK(quoted[0].outlet == "CNN");
  CHECK(shown("The mayor cancelled an interview with CNN on the way to the bridge.") == "");
  CHECK(shown("The film about the bridge was aired on NBC.") == "");
  // What somebody tells an outlet was printed there; what its anchor says was not taken from it.
  CHECK(!find("The mayor told Reuters that the bridge was open.")[0].speaker);
  CHECK(find("CNN anchor Anna Lind called the bridge a wonder.")[0].speaker);
}

TEST_CASE("Headlines hand the word on") {
  check({
      {"AP: Bridge shut for repairs\n\nThe bridge was shut on Monday.", "AP/sentence"},
      {"Reuters editorial: Shut the bridge\n\nThe bridge was open on Monday.", "Reuters/sentence"},
      {"He was on CNN: nobody had seen the bridge.", ""},
  });
}

TEST_CASE("A paper that gives people their titles means the outlet by the bare name") {
  CHECK(shown("Bloomberg says the bridge costs a billion. Michael Bloomberg lives near it. \u201cIt is dear,\u201d Mr. Bloomberg said.") == "Bloomberg/sentence");
  CHECK(shown("Michael Bloomberg lives near the bridge. Bloomberg says it costs a billion.") == "");
  CHECK(shown("Yet Bloomberg says the bridge costs a billion.") == "Bloomberg/sentence");
}

TEST_CASE("Names that no registry has: behind words that say that somebody prints") {
  check({
      {"Мост закрыт, пишет «Утренний звон».", "Утренний звон/sentence"},
      {"Мост закрыт, сообщает Ponte Esporte.", "Ponte Esporte/sentence"},
      {"Мост закрыли, сообщает ТАСС со ссылкой на Ponte Esporte.", "Ponte Esporte via TASS/sentence"},
      {"Мост закрыт, сообщает Анна Линд.", ""},
      {"Мост на «Утренней звезде» закрыт.", ""},
      {"به نوشته آوای پل، جاده بسته شد.", "آوای پل/sentence"},
      {"به نقل از سایت آوای پل، جاده بسته شد.", "آوای پل/sentence"},
      {"به گزارش پایگاه خبری وزارت راه، جاده بسته شد.", "پایگاه خبری وزارت راه/sentence"},
      {"به گزارش روابط عمومی وزارت راه، جاده بسته شد.", ""},
      {"به نقل از آنا رضایی، جاده بسته شد.", ""},
      {"به گزارش گروه اجتماعی ایسنا، جاده بسته شد.", "ISNA/sentence"},
      {"据望桥晚报报道，大桥今天关闭。", "望桥晚报/sentence"},
      {"据《望桥论坛报》报道，大桥今天关闭。", "望桥论坛报/sentence"},
      {"大桥今天关闭。转自：望桥消费者报", "望桥消费者报/credit"},
      {"据中央气象台消息，大桥今天关闭。", ""},
      {"据望桥市政府官网消息，大桥今天关闭。", ""},
      {"据了解，大桥今天关闭。", ""},
  });
}

TEST_CASE("Told to an outlet: datives, particles, and the verbs of all six languages") {
  check({
      {"«Мост закроют», — сказала «Интерфаксу» Анна Линд.", "Interfax/sentence"},
      {"По данным «Ленты.ру», мост закроют.", "Lenta.ru/sentence"},
      {"Как следует из публикации РИА Новости, мост закроют.", "RIA Novosti/sentence"},
      {"فارس نوشت: پل بسته شد.", "Fars/sentence"},
      {"آن‌طور که رویترز حساب کرده پل بسته است.", "Reuters/sentence"},
      {"ایسنا از قول مهندس پل نوشته: راه بسته است.", "ISNA/sentence"},
      {"وقال المهندس لوكالة الأناضول إن الجسر أغلق.", "Anadolu/sentence"},
      {"وروت إحداهن لـ\"فرانس برس\" كيف أغلق الجسر.", "AFP/sentence"},
      {"وبحسب «رويترز» أغلق الجسر.", "Reuters/sentence"},
      {"أعلن المهندس لليوم التالي إغلاق الجسر.", ""},
      {"\"הגשר נסגר\", אומר לגלובס המהנדס.", "Globes/sentence"},
      {"לפי הפרסום ב-ynet הגשר נסגר.", "ynet/sentence"},
      {"באתר וואלה דווח כי הגשר נסגר.", "Walla/sentence"},
  });
}

TEST_CASE("What a text names without attributing anything to it") {
  const auto named = [](const std::string& text, const std::string& self = "") {
    text::Tokens tokens;
    text::tokenise(text, tokens);
    provenance::Mentioned mentioned;
    provenance::find_attributions(text, tokens, "", corpus::OutletRegistry::builtin(), self, &mentioned);
    return mentioned.named;
  };
  CHECK(named("The fullest account of the bridge is in the Tehran Times and in Reuters.") == std::vector<std::string>{"Reuters", "Tehran Times"});
  CHECK(named("The mayor told TASS about the bridge.", "TASS").empty());
  CHECK(named("The bridge was shut today.\nPhoto: Reuters").empty());
  CHECK(named("Crowds filled Times Square and stood around the New York Times building.").empty());
  CHECK(named("In the region of Fars the bridge was shut in the light of day.").empty());
}

TEST_CASE("A bare عن is of, about, from; it hands on behind a verb that does, before marks and before a word for the kind") {
  check({
      {"أكد الوزير أهمية الدفاع عن الوطن وجسوره.", ""},
      {"شكر المهندس العمال نيابة عن كافة السكان.", ""},
      {"وصل الجسر إلى كافة القرى، وقال المهندس إنه متين.", ""},
      {"تحدث المهندس عن الحياة قرب الجسر.", ""},
      {"يبعد الجسر عن المدينة ميلين.", ""},
      {"أغلق الجسر، نقلا عن الوطن.", "Al Watan/sentence"},
      {"ونقلت الصحف عن واس أن الجسر أغلق.", "SPA/sentence"},
      {"أغلق الجسر بحسب ما ورد عن صحيفة المدينة.", "Al Madina/sentence"},
      {"ونشر الخبر عن «الحياة» أمس.", "Al-Hayat/sentence"},
      {"ونشر الخبر عن رويترز أمس.", "Reuters/sentence"},
      {"ونشر الخبر عن (الوطن) أمس.", "Al Watan/sentence"},
  });
}

TEST_CASE("Companies, towns, offices, titles and channels that have an outlet's name in theirs") {
  check({
      {"The bridge was paid for with cards, American Express said.", ""},
      {"Federal Express reported that the bridge was closed.", ""},
      {"The bridge was closed, the Harbor Express reported.", "Harbor Express/sentence"},
      {"Anna Lind reported from Phoenix that the bridge was closed.", ""},
      {"Olof Lind in Phoenix contributed to this report.", ""},
      {"Vice Premier Olga Lind said the bridge was closed.", ""},
      {"Vice Chair Olga Lind said the bridge was closed.", ""},
      {"Nine Reasons Explained\n\nThe reasons suggested a closed bridge.", ""},
      {"The Bridge and the Reason Explained\n\nIt was closed.", ""},
      {"The bridge was closed, Reason reported.", "Reason/sentence"},
      {"The bridge was closed, according to Fars officials.", ""},
      {"The Fars governor said the bridge was closed.", ""},
      {"The governor of Fars said the bridge was closed.", ""},
      {"The bridge was closed, according to Fars.", "Fars/sentence"},
      {"The bridge was closed, Fars reported.", "Fars/sentence"},
      {"Sputnik, said to be 91% effective, came over the bridge.", ""},
      {"Sputnik said to be 91% effective crossed the bridge.", ""},
      {"The Washington Post Office said the bridge was closed.", ""},
      {"Сообщает Telegram-канал «Рыбак», мост закрыт.", "Рыбак/sentence"},
      {"Мост закрыт, пишет Telegram-канал «Рыбак».", "Рыбак/sentence"},
      {"Рамазан утверждает, что мост закрыт.", ""},
      {"به گزارش مردم، پل بسته شد.", ""},
  });
}

TEST_CASE("Heads, house wires, clauses without a word for the kind, and the second of two names") {
  check({
      {"(CNN) A storm closed the bridge on Monday.", "CNN/dateline"},
      {"(CNN)A storm closed the bridge on Monday.", "CNN/dateline"},
      {"(CNN) - A storm closed the bridge on Monday.", "CNN/dateline"},
      {"A storm (CNN) closed the bridge on Monday.", ""},
      {"The bridge was closed on Monday.\n\nWith Post wires", "New York Post/credit"},
      {"The bridge was dealt with post haste.", ""},
      {"לפי הארץ, הגשר נסגר.", "Haaretz/sentence"},
      {"לפי הארץ הגשר נסגר.", ""},
      {"מעריב דיווח כי הגשר נסגר.", "Maariv/sentence"},
      {"央视新闻客户端消息，大桥今天关闭。", "CCTV/sentence"},
      {"По данным РБК и «Ведомостей», мост закрыт.", "RBC/sentence; Vedomosti/sentence"},
      {"Как сообщают ТАСС и Интерфакс, мост закрыт.", "TASS/sentence; Interfax/sentence"},
      {"Мост строят РБК и «Ведомости».", ""},
  });
  CHECK(shown("The bridge was closed on Monday.\n\nWith Post wires", "New York Post") == "");
}

namespace {
// What stands between a line at the head and one at the end, so that neither is both.
const std::string kReport =
    "HARLOW — Engineers closed the tunnel for the winter, and the buses go round by the mill until the frost is over and the pumps can be lifted out.\n\n"
    "The last time it was closed for so long the river stood in it for a month, and the older people of the town still tell how the ferry was brought back.\n\n"
    "The council has set aside the money for it, and asks everybody who lives near the mouth to keep the lane free for the lorries, day and night, until then.\n\n"
    "A list of the buses hangs at the town hall, at the school and at the baker's, who has had his shop beside the tunnel since he was twenty years old.";
}  // namespace

TEST_CASE("Bylines of agencies, writers who contributed, copyright lines of others") {
  for (const auto& [line, expected] : std::vector<std::pair<std::string, std::string>>{
           {"By NORA BLYTH, Associated Press", "AP/byline"},
           {"By Nora Blyth | The Associated Press", "AP/byline"},
           {"By Nora Blyth and Tom Reed of the Associated Press", "AP/byline"},
           {"BY NORA BLYTH ASSOCIATED PRESS", "AP/byline"},
           {"By The Associated Press", "AP/byline"},
           {"By Reuters Staff", "Reuters/byline"},
           {"By Nora Blyth (Reuters)", "Reuters/byline"},
           {"Nora Blyth, The Canadian Press", "Canadian Press/byline"},
           {"By Nora Blyth, Washington Post", "Washington Post/byline"},
           {"By Nora Blyth", ""},
           {"Nora Blyth watched Reuters", ""},
       }) {
    CAPTURE(line);
    CHECK(shown(line + "\n\n" + kReport) == expected);
  }
  for (const auto& [line, expected] : std::vector<std::pair<std::string, std::string>>{
           {"Associated Press writers Nora Blyth, Tom Reed in Ely and Ann Poole contributed to this report.", "AP/credit"},
           {"AP writer Nora Blyth contributed.", "AP/credit"},
           {"Associated Press journalists were thanked.", ""},
           {"Copyright 2024 The Associated Press. All rights reserved.", "AP/credit"},
           {"© 2024 AFP", "AFP/credit"},
           {"Photo: © TASS", ""},
           {"Copyright 2024 Harlow Lantern. All rights reserved.", ""},
           {"©2024 The Dallas Morning News. Distributed by Tribune Content Agency, LLC.", "Dallas Morning News/credit"},
           {"(c) 2023 The Seattle Times. Visit seattletimes.com.", "Seattle Times/credit"},
           {"© 2024 The Seattle Times. All rights reserved.", ""},
           {"With inputs from PTI and ANI", "PTI/credit; ANI/credit"},
           {"Sources: AP, AFP", "AP/credit; AFP/credit"},
           {"(with AFP)", "AFP/credit"},
           {"Republished with permission from ProPublica.", "ProPublica/credit"},
       }) {
    CAPTURE(line);
    CHECK(shown(kReport + "\n\n" + line) == expected);
  }
  CHECK(shown(kReport + "\n\nCopyright 2024 The Associated Press. All rights reserved.", "AP") == "");
  REQUIRE(find(kReport + "\n\n© AFP").size() == 1);
  CHECK(find(kReport + "\n\n© AFP").front().text == "AFP");
  CHECK(shown("Image copyright Reuters Image caption The tunnel is closed, the mayor said\n\n" + kReport) == "Reuters/photo");
  CHECK(shown(kReport + "\n\nImage copyright AFP Image caption The tunnel in May") == "AFP/photo");
}

TEST_CASE("Ministries, committees, causes, provinces and their people that have an outlet's name") {
  check({
      {"The Ministry of Foreign Affairs said two people were hurt.", ""},
      {"The Foreign Affairs Committee said two people were hurt.", ""},
      {"Students for Life said the march would go on.", ""},
      {"The essay, Foreign Affairs wrote, was the author's last.", "Foreign Affairs/sentence"},
      {"استاندار فارس اعلام کرد که مدرسه‌ها تعطیل است.", ""},
      {"فرمانده انتظامی فارس خبر داد که دو نفر دستگیر شدند.", ""},
      {"رئیس جمهور به نقل از فارس اعلام کرد که مدرسه‌ها تعطیل است.", "Fars/sentence"},
      {"فرماندار به خبرنگار فارس گفت که مدرسه‌ها تعطیل است.", "Fars/sentence"},
      {"قال سكان الجزيرة إن الجسر مغلق.", ""},
      {"وقال حاكم الجزيرة إن الجسر مغلق.", ""},
  });
}

TEST_CASE("Further languages, the commonest cues") {
  check({
      {"Das berichtet die Nachrichtenagentur dpa.", "DPA/sentence"},
      {"Berlin (dpa) - Die Brücke ist gesperrt.", "DPA/dateline"},
      {"Laut „Spiegel“ ist die Brücke gesperrt.", "Spiegel/sentence"},
      {"Selon l'AFP, le pont est fermé.", "AFP/sentence"},
      {"Le pont est fermé, rapporte Le Parisien.", "Le Parisien/sentence"},
      {"Fuente: EFE", "EFE/credit"},
      {"El puente está cerrado, según informa la agencia Efe.", "EFE/sentence"},
      {"Про це повідомляє Укрінформ.", "Ukrinform/sentence"},
      {"Джерело: Інтерфакс-Україна", "Interfax-Ukraine/credit"},
      {"Reuters haber ajansına göre köprü kapatıldı.", "Reuters/sentence"},
      {"《法新社》報導，大橋今天通車。", "AFP/sentence"},
      {"【资料来源】新华社", "Xinhua/credit"},
      {"القاهرة / الأناضول: أغلق الجسر.", "Anadolu/dateline"},
      {"YEREVAN, JANUARY 5, ARMENPRESS. Snow closed the pass.", "Armenpress/dateline"},
      {"Die Brücke ist gesperrt, schreibt der Spiegel.", "Spiegel/sentence"},
      {"Le pont est fermé, écrit Le Monde.", "Le Monde/sentence"},
      {"大橋今天通車。聯合報今天報導，票價不變。", "United Daily News/sentence"},
      {"路透社星期一报道，大桥已经通车。", "Reuters/sentence"},
      {"法新社写道，大桥已经通车。", "AFP/sentence"},
      {"مدرسه‌ها امروز تعطیل است.\nمنبع: فارس", "Fars/credit"},
      {"مدرسه‌ها تعطیل است و منبع: فارس و چند استان دیگر نام برده شد.", ""},
      {"رویترز روز دوشنبه نوشت که پل بسته است.", "Reuters/sentence"},
      {"El puente está cerrado, según ha podido saber El País.", "El País/sentence"},
      {"Le pont est fermé, a appris l'AFP.", "AFP/sentence"},
      {"《星島》報道，大橋今天通車。", "Sing Tao Daily/sentence"},
  });
}
