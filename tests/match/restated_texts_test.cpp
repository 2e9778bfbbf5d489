// Restatements in written texts of the six languages: a lead rewritten by another hand is found, and a second report of the same event
// (same names, numbers, stock phrases; another reporter's sentences) is not.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "match/restatements.hpp"
#include "text/tokens.hpp"

using namespace reprise;
using match::Alignment;
using match::CreditLink;

namespace {

struct Text {
  std::string text;
  text::Tokens tokens;
  std::vector<sketch::ContentWord> content;
  std::vector<std::uint32_t> starts;

  explicit Text(std::string given) : text(std::move(given)) {
    text::tokenise(text, tokens);
    sketch::content_words(text, tokens, content);
    sketch::sentence_starts(tokens.flags, starts);
  }
  match::DocView view() const { return {tokens.word, tokens.weight, tokens.flags, content, starts}; }
  std::string_view words(std::uint32_t begin, std::uint32_t end) const {
    return std::string_view(text).substr(tokens.begin[begin], tokens.end_of(end - 1) - tokens.begin[begin]);
  }
};

struct Case {
  const char *lang, *source, *rewritten, *same_event;
  const char *said, *restated;  ///< parts of the sentences that say the same, in source and rewritten
};

// The source, a report that takes over its second sentence in other words, and a report of the event by someone who was there.
const Case kCases[] = {
    {"en",
     "Harlow council met on Tuesday. Councillors approved a plan to close the flooded railway tunnel for eleven weeks while engineers replace the corroded drainage pumps. "
     "Mayor Ellen Prowse thanked residents for their patience during the long repairs. Shops near the station expect fewer customers.",
     "The town will be cut off by train this autumn. Engineers are to replace corroded pumps that drain the railway tunnel, which will stay closed eleven weeks after its flooding, under plans the councillors have approved. "
     "Commuters reacted angrily.",
     "Ellen Prowse, the mayor of Harlow, faced loud protests on Tuesday over trains. Travellers demanded buses at rush hour and cheaper parking near the council offices. "
     "For eleven weeks nobody can ride from Harlow to the coast.",
     "Councillors approved", "Engineers are to replace"},
    {"ru",
     "Совет Заречного собрался во вторник. Депутаты одобрили закрытие затопленного железнодорожного тоннеля на одиннадцать недель, пока инженеры заменят проржавевшие дренажные насосы. "
     "Мэр Елена Прохорова поблагодарила жителей за терпение. Магазины у вокзала ждут убытков.",
     "Осенью город останется без поездов. Инженерам предстоит заменить дренажные насосы, проржавевшие в железнодорожном тоннеле: из-за затопления его закроют на одиннадцать недель, такое решение одобрено депутатами. "
     "Пассажиры недовольны.",
     "Елена Прохорова, мэр Заречного, во вторник услышала громкие протесты. Пассажиры требовали автобусов в часы пик и дешёвых стоянок рядом со зданием совета. "
     "Одиннадцать недель из Заречного нельзя будет уехать к морю.",
     "Депутаты одобрили", "Инженерам предстоит"},
    {"fa",
     "شورای شهر زرین‌رود روز سه‌شنبه تشکیل جلسه داد. اعضای شورا تعطیلی یازده هفته‌ای تونل راه‌آهن را تصویب کردند تا مهندسان پمپ‌های زنگ‌زده تخلیه آب سیلاب را تعویض کنند. "
     "شهردار از صبر ساکنان تشکر کرد. مغازه‌های نزدیک ایستگاه منتظر مشتریان کمتری هستند.",
     "پاییز امسال قطاری به شهر نمی‌رسد. مهندسان باید پمپ‌های زنگ‌زده تخلیه سیلاب را در تونل راه‌آهن تعویض کنند و برای همین تعطیلی یازده هفته‌ای آن به تصویب اعضای شورا رسید. "
     "مسافران ناراضی هستند.",
     "شهردار زرین‌رود روز سه‌شنبه با اعتراض مردم روبرو شد. مسافران اتوبوس بیشتر و پارکینگ ارزان خواستند. "
     "تا یازده هفته کسی از زرین‌رود با قطار به ساحل نمی‌رود.",
     "اعضای شورا", "مهندسان باید"},
    {"ar",
     "اجتمع مجلس مدينة الزهراء يوم الثلاثاء. وافق الأعضاء على إغلاق نفق السكة الحديدية المغمور بالمياه أحد عشر أسبوعا ريثما يستبدل المهندسون مضخات التصريف المتآكلة. "
     "وشكر رئيس البلدية السكان على صبرهم. وتتوقع المتاجر القريبة من المحطة زبائن أقل.",
     "لن تصل القطارات إلى المدينة هذا الخريف. فالمهندسون سيعملون على استبدال المضخات المتآكلة لتصريف المياه في نفق السكة الحديدية المغمور، وسيستمر الإغلاق أحد عشر أسبوعا بعد أن وافق الأعضاء عليه. "
     "وأبدى الركاب غضبهم.",
     "واجه رئيس بلدية الزهراء احتجاجات صاخبة يوم الثلاثاء. وطالب المسافرون بحافلات إضافية ومواقف رخيصة للسيارات قرب مقر المجلس. "
     "ولن يذهب أحد من الزهراء إلى الساحل أحد عشر أسبوعا.",
     "وافق الأعضاء", "فالمهندسون"},
    {"he",
     "מועצת העיר נווה ארז התכנסה ביום שלישי. חברי המועצה החליטו לסגור את הגשר הישן לאחד עשר שבועות כדי שהעובדים יחליפו את עמודי הברזל שנפגעו בסערה. "
     "ראש העיר הודה לתושבים על הסבלנות. בעלי החנויות ליד התחנה חוששים מירידה במספר הלקוחות.",
     "בקרוב לא יהיה אפשר להגיע לעיר מהצפון. עובדים יחליפו את עמודי הברזל של הגשר הישן, שנפגעו בסערה, ולכן הוא ייסגר לאחד עשר שבועות, כך החליטו חברי המועצה. "
     "התושבים כועסים מאוד.",
     "ראש העיר של נווה ארז נתקל ביום שלישי במחאה גדולה. נוסעים דרשו אוטובוסים בשעות הבוקר וחניה זולה ליד בניין המועצה. "
     "אחד עשר שבועות לא יעבור איש מנווה ארז לצפון.",
     "חברי המועצה", "עובדים יחליפו"},
    {"zh",
     "河湾市议会周二开会。议员批准将被洪水淹没的铁路隧道关闭十一周,以便工程师更换锈蚀的排水泵。市长感谢居民的耐心。车站附近的商店预计顾客会减少。",
     "今年秋天火车到不了这座城市。工程师需要更换锈蚀的排水泵,被洪水淹没的铁路隧道因此关闭十一周,这一计划已由议员批准。乘客十分不满。",
     "河湾市市长周二遭到响亮的抗议。旅客要求在高峰时间增加公共汽车,并在议会大楼旁设立便宜的停车场。十一周内谁也不能从河湾坐车去海边。",
     "议员批准", "工程师需要"},
};

std::vector<Alignment> restated(const Text& a, const Text& b, CreditLink link) {
  match::Restater restater;
  const match::DocView later = b.view();
  restater.set_later(later);
  std::vector<Alignment> found;
  std::vector<match::MatchRun> runs;
  restater.restate(a.view(), {}, link, found, runs);
  return found;
}

}  // namespace

TEST_CASE("restated texts: a lead rewritten by another hand, with and without credit") {
  for (const Case& c : kCases) {
    CAPTURE(c.lang);
    const Text source(c.source), rewritten(c.rewritten);
    for (const CreditLink link : {CreditLink::none, CreditLink::source, CreditLink::linked}) {
      const std::vector<Alignment> found = restated(source, rewritten, link);
      REQUIRE(found.size() == 1);
      CHECK(source.words(found[0].a_begin, found[0].a_end).starts_with(c.said));
      CHECK(rewritten.words(found[0].b_begin, found[0].b_end).starts_with(c.restated));
      // The other way round, too.
      const std::vector<Alignment> back = restated(rewritten, source, link);
      REQUIRE(back.size() == 1);
      CHECK(back[0].restated_score == found[0].restated_score);
      CHECK(back[0].a_begin == found[0].b_begin);
    }
  }
}

TEST_CASE("restated texts: another report of the event is none") {
  for (const Case& c : kCases) {
    CAPTURE(c.lang);
    for (const CreditLink link : {CreditLink::none, CreditLink::source, CreditLink::linked}) {
      CHECK(restated(Text(c.source), Text(c.same_event), link).empty());
      CHECK(restated(Text(c.rewritten), Text(c.same_event), link).empty());
    }
  }
}

TEST_CASE("restated texts: nothing across languages") {
  for (const Case& x : kCases)
    for (const Case& y : kCases)
      if (x.lang != y.lang) CHECK(restated(Text(x.source), Text(y.source), CreditLink::linked).empty());
}
