// Datelines by capitals, brackets and dashes, and by the words of Chinese agencies. All lines are ours.
#include "text/datelines.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace reprise;

namespace {

/// The text behind the dateline, or "" where none is found.
std::string report(const std::string& text) {
  text::Tokens tokens;
  text::tokenise(text, tokens);
  const text::Dateline line = text::find_dateline(text, tokens);
  return line.end == line.begin ? "" : text.substr(tokens.begin[line.end]);
}

}  // namespace

TEST_CASE("datelines: the report begins behind them") {
  for (const auto& [dateline, rest] : {
           std::pair<std::string, std::string>{"HARLOW, England (AP) — ", "Engineers closed the tunnel."},
           {"(CNN) ", "Engineers closed the tunnel."},
           {"(Reuters) - ", "Engineers closed the tunnel."},
           {"HARLOW — ", "Engineers closed the tunnel."},
           {"HARLOW/ELY, Oct. 5 (Reuters) - ", "Engineers closed the tunnel."},
           {"Tunnel closed\nHARLOW (AP) -- ", "Engineers closed the tunnel."},
           {"ЗАРЕЧНЫЙ, 5 мая — ", "Инженеры закрыли тоннель."},
           {"ЗАРЕЧНЫЙ, 5 мая. /ТАСС/. ", "Инженеры закрыли тоннель."},
           {"HARLOW, October 5. /TASS/. ", "Engineers closed the tunnel."},
           {"Заречный. 5 мая. ВЕСТНИК.RU - ", "Инженеры закрыли тоннель."},
           {"نهر الوادي (أ ف ب) - ", "أغلق المهندسون النفق."},
           {"نهر / الأناضول: ", "أغلق المهندسون النفق."},
           {"رودبار- ایرنا- ", "مهندسان تونل را بستند."},
           {"新华社河湾5月25日电(记者张三、李四)", "工程师关闭了隧道。"},
           {"【望江时报综合报道】", "工程师关闭了隧道。"},
           {"〔國際中心／綜合報導〕", "工程師關閉了隧道。"},
           {"中新社河湾6月10日电", "工程师关闭了隧道。"},
           {"央视网消息（新闻联播）：", "工程师关闭了隧道。"},
           {"本报讯 ", "工程师关闭了隧道。"},
       }) {
    CAPTURE(dateline);
    CHECK(report(dateline + rest) == rest);
  }
}

TEST_CASE("datelines: none in a report that begins at once") {
  for (const std::string text : {
           "Engineers closed the tunnel (and the bridge) on Tuesday.",
           "The Tunnel — as it is known — was closed.",
           "NASA said the tunnel - a new one - was closed.",
           "Mayor Ellen Prowse (Harlow) thanked residents.",
           "Инженеры закрыли тоннель — до осени.",
           "Закрыт тоннель. Инженеры - до осени.",
           "أغلق المهندسون النفق (الجديد) يوم الثلاثاء.",
           "النفق - وهو جديد - أغلق يوم الثلاثاء - بقرار.",
           "The tunnel and/or the bridge /a new one/ was closed.",
           "国家电网河湾公司关闭了隧道。",
           "工程师说，消息：隧道关闭。",
           "HARLOW (AP) —",
           "",
       }) {
    CAPTURE(text);
    CHECK(report(text) == "");
  }
}
