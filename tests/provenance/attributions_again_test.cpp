// Sources that are named once and then called by what they are, and paragraphs that one source speaks for. All sentences are ours.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "provenance/attributions_cases.hpp"

using namespace reprise;
using namespace reprise::test;

TEST_CASE("a noun stands for the source that was named last") {
  check({
      {"The bridge is closed, the Irish Examiner reported. The newspaper said the rails were loose.", "Irish Examiner/sentence; Irish Examiner/sentence"},
      {"The bridge is closed, the Irish Examiner reported. Its mender told the paper that the rails were loose.", "Irish Examiner/sentence; Irish Examiner/sentence"},
      {"The bridge is closed, Reuters reported. According to the news agency, the rails were loose.", "Reuters/sentence; Reuters/sentence"},
      {"Мост закрыт, сообщает «Коммерсантъ». По данным издания, рельсы шатались.", "Kommersant/sentence; Kommersant/sentence"},
      {"Мост закрыт, сообщает ТАСС. По словам собеседника агентства, рельсы шатались.", "TASS/sentence; TASS/sentence"},
      {"به گزارش فارس، پل بسته است. به نوشته این خبرگزاری، ریل‌ها لق بود.", "Fars/sentence; Fars/sentence"},
      {"الجسر مغلق، بحسب صحيفة الأهرام. وأضافت أمس. وقالت الصحيفة إن القضبان كانت رخوة.", "Al-Ahram/sentence; Al-Ahram/sentence"},
      {"הגשר סגור, כך דווח בהארץ. לפי העיתון, הפסים היו רופפים.", "Haaretz/sentence; Haaretz/sentence"},
      {"据《新京报》报道，大桥今天封闭。该报称，钢轨松动。", "Beijing News/sentence; Beijing News/sentence"},
  });
}

TEST_CASE("a noun is another thing where nobody was named, a name follows, or the named is no such thing") {
  check({
      {"The newspaper said the rails were loose.", ""},
      {"Reuters reported that the bridge is closed. The newspaper said the rails were loose.", "Reuters/sentence"},
      {"The Irish Examiner reported that the bridge is closed. The news agency said the rails were loose.", "Irish Examiner/sentence"},
      {"Reuters reported that the bridge is closed. The newspaper Haaretz said the rails were loose.", "Reuters/sentence; Haaretz/sentence"},
      {"Мост закрыт, сообщает «Коммерсантъ». Издание «Медуза» сообщает, что рельсы шатались.", "Kommersant/sentence; Meduza/sentence"},
      {"The Irish Examiner reported that the bridge is closed. The newspaper is printed in Cork.", "Irish Examiner/sentence"},
      {"AP Photo. The newspaper said the rails were loose.", "AP/photo"},
  });
  // The text's own outlet, named between, may be the one.
  CHECK(shown("Haaretz reported that the bridge is closed. The Irish Examiner asked its mender. He told the newspaper that the rails were loose.", "Irish Examiner") == "Haaretz/sentence");
  // Too far away.
  std::string far = "The bridge is closed, the Irish Examiner reported.";
  for (int k = 0; k < 60; ++k) far += " Trains stood in the rain.";
  CHECK(shown(far + " The newspaper said the rails were loose.") == "Irish Examiner/sentence");
}

TEST_CASE("the one source of a paragraph speaks for all of it") {
  const std::string facts = "The bridge was closed at noon. Forty trains stood in the rain.", cue = " Nobody was told, the Irish Examiner reported.", rest = "A ferry was put on in the evening.";
  const std::string text = facts + cue + "\n\n" + rest;
  std::vector<Attribution> found = find(text);
  REQUIRE(found.size() == 1);
  CHECK(found[0].scope.begin == 0);
  CHECK(found[0].scope.end <= facts.size() + cue.size());
  CHECK(text.substr(found[0].sentence.begin, found[0].sentence.size()) == "Nobody was told, the Irish Examiner reported");
  // Two sources: each for its sentence.
  found = find("Forty trains stood in the rain, Reuters said." + cue);
  REQUIRE(found.size() == 2);
  CHECK(found[0].scope.end <= found[1].scope.begin);
  // A paragraph that is as long as an article.
  std::string report;
  for (int k = 0; k < 40; ++k) report += facts + " ";
  found = find(report + cue);
  REQUIRE(found.size() == 1);
  CHECK(found[0].scope.begin >= report.size());
}

TEST_CASE("CCTV is a broadcaster, and cameras") {
  check({
      {"State broadcaster CCTV said the bridge is closed.", "CCTV/sentence"},
      {"The leopard passed the gate at noon, according to the CCTV.", ""},
      {"The leopard passed the gate at noon, CCTV footage shows.", ""},
  });
}

TEST_CASE("PA is an agency where it signs, and Pennsylvania elsewhere") {
  check({
      {"Eoin Darragh, PA\n\nThe bridge was closed at noon. Forty trains stood in the rain.", "PA Media/byline"},
      {"The bridge was closed at noon.\nImage copyright PA", "PA Media/photo"},
      {"PHILADELPHIA, PA – The bridge was closed at noon.", ""},
      {"Senators Bob Corker (TN) and Pat Toomey (PA) have put forth a plan for the bridge.", ""},
      {"Shares of the builder (AIR.PA) said to be sold fell.", ""},
  });
}
