// Articles that hand on what media report without saying which, and what institutions give out. All sentences are ours.
#include "provenance/other_sources.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace reprise;

namespace {

bool credits(const std::string& text) {
  text::Tokens tokens;
  text::tokenise(text, tokens);
  return provenance::other_sources(text, tokens).media;
}

bool from_release(const std::string& text) {
  text::Tokens tokens;
  text::tokenise(text, tokens);
  return !provenance::other_sources(text, tokens).handed_out.empty();
}

}  // namespace

TEST_CASE("unnamed media: a noun for them with a word of reporting, in six languages") {
  for (const std::string text : {
           "The dam broke at dawn, foreign media reported on Sunday.",
           "According to several Turkish media outlets, the bridge has been closed.",
           "News agencies have reported that the mill burned down.",
           "Two men drowned, the minister said, citing local media.",
           "According to the reports, the gap has grown to sixty metres.",
           "Как сообщают местные СМИ, мельница сгорела ночью.",
           "СМИ также писали, что мост закрыт.",
           "به گزارش رسانه‌های خارجی، سد صبح یکشنبه شکست.",
           "رسانه ها گزارش دادند که پل بسته شده است.",
           "وذكرت وسائل إعلام محلية أن الجسر أغلق.",
           "انهار السد فجر الأحد بحسب تقارير إعلامية.",
           "לפי כלי תקשורת זרים, הסכר קרס עם שחר.",
           "כלי התקשורת דיווחו כי הגשר נסגר.",
           "据多家当地媒体报道，水坝于周日凌晨决口。",
           "外媒称，大桥已经关闭。",
       }) {
    CAPTURE(text);
    CHECK(credits(text));
  }
}

TEST_CASE("unnamed media: what is written about media, on networks or in a speaker's words is no credit") {
  for (const std::string text : {
           "Media were kept behind the fence while the mayor said little.",
           "Pictures of the flood spread; social media said he was dead.",
           "The media, the mayor said, should wait.",
           "\"Foreign media reported lies about our dam,\" the mayor said.",
           "Police reports said the door had been forced.",
           "Журналисты крупнейших СМИ ждали у ворот.",
           "رسانه‌ها پشت در ماندند.",
           "منع وسائل الإعلام من دخول القرية.",
           "כלי התקשורת הורחקו מהכפר.",
           "市长邀请媒体参观水坝。",
           "学校开设新媒体报道课程。",
           "",
       }) {
    CAPTURE(text);
    CHECK_FALSE(credits(text));
  }
}

TEST_CASE("releases: press offices, press releases and published figures, in six languages") {
  for (const std::string text : {
           "The mill will open in May, the company said in a press release on Monday.",
           "Nobody was hurt, the port's press office said.",
           "Мост закроют на неделю, сообщили в пресс-службе министерства.",
           "В пресс-релизе завода говорится о ста рабочих.",
           "به گزارش روابط عمومی شهرداری، پل از فردا بسته می‌شود.",
           "وقالت البلدية في بيان صحفي إن الجسر سيغلق غدا.",
           "מדוברות הנמל נמסר כי הגשר ייסגר מחר.",
           "记者从市水务局了解到，大桥明天关闭。",
           "水务局公布的数据显示，水位上升了两米。",
           "据“水务发布”微信公众号消息，大桥明天关闭。",
           "This story is published from a syndicated feed.",
           "Мост закрыт, информирует администрация города.",
           "据“平安荆州”消息，大桥明天关闭。",
           "海巡署指出，大橋明天關閉。",
           "消防隊表示，大橋明天關閉。",
           "警方通报，大桥明天关闭。",
           "\"הגשר ייסגר מחר\", הודיעו בעיריית חיפה.",
       }) {
    CAPTURE(text);
    CHECK(from_release(text));
  }
  for (const std::string text : {
           "The press was kept behind the fence, and the mayor's office said little.",
           "\"I read your press release,\" the old man said.",
           "Пресса ждала у ворот, а служба спасения искала лодку.",
           "العلاقات بين القريتين طيبة.",
           "הדובר לא הגיע.",
           "市长参观了水坝，没有说话。",
           "孩子们了解到长城的历史。",
           "关注本报公众号，了解更多。",
           "Фото: пресс-служба министерства",
           "Photo: Harbour press office",
           "The bridge is open, Algeria Press Service reported.",
           "",
       }) {
    CAPTURE(text);
    CHECK_FALSE(from_release(text));
  }
}

TEST_CASE("statements: their paragraph and the one before") {
  const auto over = [](const std::string& text) {
    text::Tokens tokens;
    text::tokenise(text, tokens);
    std::string out;
    for (const Span s : provenance::other_sources(text, tokens).handed_out) out += text.substr(s.begin, s.size()) + "|";
    return out;
  };
  CHECK(over("Один.\n\nДом сгорел.\n\nЛюди не пострадали, сообщили в МЧС.\n\nКонец.") == "Дом сгорел.\n\nЛюди не пострадали, сообщили в МЧС|");
  CHECK(over("Un communiqué le dit.") == "Un communiqué le dit|");
  CHECK(over("«Мне сообщили в МЧС», — сказал старик.").empty());
  CHECK(over("Nobody was hurt, the ministry said in a statement.").empty());  // as in every agency's reports
  for (const std::string text : {
           "Дом сгорел, сообщили в МЧС.",
           "Будинок згорів, повідомили в ДСНС.",
           "متن این اطلاعیه به شرح زیر است: پل بسته شد.",
           "وقالت الوزارة في بيانها إن الجسر مغلق.",
           "מדובר צה\"ל נמסר כי הגשר נסגר.",
           "食安中心公佈三宗個案。",
           "Selon un communiqué, le pont est fermé.",
       }) {
    CAPTURE(text);
    CHECK_FALSE(over(text).empty());
  }
  for (const std::string text : {"В городе сгорел дом.", "הגשר נסגר אתמול.", "桥昨天关闭。"}) {
    CAPTURE(text);
    CHECK(over(text).empty());
  }
}
