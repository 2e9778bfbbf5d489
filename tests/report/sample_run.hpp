// A run made by hand for the report tests: the seed case (TASS -> Fars -> Jerusalem Post) with invented texts, articles in
// Persian, Arabic, Hebrew and Chinese, a boilerplate footer, and titles that try to break out of every format.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "report/run_io.hpp"

namespace reprise::report_test {

struct MemoryTexts : report::TextSource {
  std::vector<std::string> texts;
  Result<std::string> text(std::uint32_t article) const override {
    if (article >= texts.size()) return Error{ErrorCode::not_found, "no such text", {}};
    return texts[article];
  }
};

struct Sample {
  Run run;
  MemoryTexts texts;

  std::uint32_t add(std::string id, std::string outlet, Seconds from, Seconds to, std::string lang, std::string title, std::string text) {
    ArticleRecord a;
    a.id = std::move(id);
    a.outlet = outlet;
    a.outlet_as_given = std::move(outlet);
    a.published = {from, to};
    a.url = "https://news.example/" + a.id;
    a.title = std::move(title);
    a.lang = std::move(lang);
    a.words = static_cast<std::uint32_t>(1 + std::count(text.begin(), text.end(), ' '));
    run.articles.push_back(std::move(a));
    texts.texts.push_back(std::move(text));
    return static_cast<std::uint32_t>(run.articles.size() - 1);
  }

  Span bytes(std::uint32_t article, std::string_view words) const {
    const std::size_t at = texts.texts[article].find(words);
    if (at == std::string::npos) return {};
    return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
  }
  Span chars(std::uint32_t article, Span span) const {
    const std::string_view text = texts.texts[article];
    return {static_cast<std::uint32_t>(utf8::count(text.substr(0, span.begin))), static_cast<std::uint32_t>(utf8::count(text.substr(0, span.end)))};
  }

  Occurrence occurrence(std::uint32_t article, std::string_view words, Status status) const {
    Occurrence o;
    o.article = article;
    o.span = bytes(article, words);
    o.chars = chars(article, o.span);
    o.status = status;
    o.confidence = 0.5;
    return o;
  }

  Occurrence origin(std::uint32_t article, std::string_view words, double confidence) const {
    Occurrence o = occurrence(article, words, Status::origin);
    o.identity = 1;
    o.confidence = confidence;
    o.evidence.time = "Earliest of all its holders.";
    return o;
  }

  Occurrence copied(std::uint32_t article, std::string_view words, std::uint32_t parent, double confidence, Relation relation, double identity,
                    Credited credited, Evidence evidence) const {
    Occurrence o = occurrence(article, words, Status::copied);
    o.parent = parent;
    o.parent_outlet = run.articles[parent].outlet;
    o.parent_observed = true;
    o.confidence = confidence;
    o.relation = relation;
    o.identity = identity;
    o.credited = credited;
    o.evidence = std::move(evidence);
    return o;
  }

  void family(std::string id, Kind kind, std::vector<Occurrence> occurrences) {
    FamilyRecord f;
    f.id = std::move(id);
    f.kind = kind;
    const Occurrence& first = occurrences.front();
    f.text = texts.texts[first.article].substr(first.span.begin, first.span.size());
    if (first.status == Status::origin) {
      f.origin_article = first.article;
      f.origin_outlet = run.articles[first.article].outlet;
      f.origin_observed = true;
      f.origin_confidence = first.confidence;
    } else if (first.status == Status::cited) {
      f.origin_outlet = first.parent_outlet;
      f.origin_confidence = first.confidence;
    }
    f.occurrences = std::move(occurrences);
    run.families.push_back(std::move(f));
  }

  Hop hop(std::uint32_t article, Relation relation, double confidence, Credited credited) const {
    return {run.articles[article].outlet, article, run.articles[article].published, relation, confidence, credited};
  }
};

inline constexpr std::string_view kHostileTitle = "</script><img src=x onerror=alert(1)>\" onmouseover='alert(2)' <!-- \xE2\x80\xA8 & \x1b[31mred\xE2\x80\xAE";

/// Articles are in order of id, families too, as in a run that the engine makes.
inline Sample sample() {
  Sample s;
  constexpr Seconds kMorning = 1696669920;  // 2023-10-07T09:12:00Z
  const auto ar = s.add("ar-1", "Al Jazeera", kMorning + 9000, kMorning + 9000, "ar", "روسيا وإيران", "نقلت وكالة فارس عن المسؤول الروسي قوله إن العلاقات مع إيران جيدة جدا وستتطور في كل المجالات الممكنة.\n\nوقال مراقبون إن الزيارة كانت قصيرة.");
  const auto fars = s.add("fars-1", "Fars", kMorning + 7800, kMorning + 7800, "en", "Russia: ties with Iran very good",
      "TEHRAN (FNA) - A senior Russian official said the ties are strong, Russia's TASS news agency reported.\n\n\"We have very good relations with Iran and we will develop these relations in every possible way,\" he told reporters after the session on Saturday.\n\nThe two sides signed a plan for the northern railway, which is to open in the spring of next year.\n\nAll content of this page is offered under the agency's licence.");
  const auto fars2 = s.add("fars-2", "Fars", kMorning + 97800, kMorning + 97800, "en", "Wheat harvest up", "The harvest of wheat in the west grew this year, the ministry said.\n\nAll content of this page is offered under the agency's licence.");
  const auto he = s.add("he-1", "Ynet", kMorning + 20000, kMorning + 20000, "he", "רוסיה ואיראן", "לפי סוכנות פארס, הבכיר הרוסי אמר כי היחסים עם איראן טובים מאוד וכי הם יפותחו בכל דרך אפשרית.");
  const auto irib = s.add("irib-1", "", kNoTime, kNoTime, "fa", "روسیه و ایران", "به گزارش فارس، مقام روس گفت روابط ما با ایران بسیار خوب است و این روابط را به هر شکل ممکن توسعه خواهیم داد.");
  const auto jp = s.add("jp-722", "Jerusalem Post", kMorning + 14400, kMorning + 14400, "en", "How Moscow speaks of Tehran - analysis",
      "Moscow has changed its tone, and Tehran has noticed.\n\n\"We have very good relations with Iran. And we will enhance them in every possible way,\" the official said, according to Russia's TASS media.\n\nFars News in Iran also highlighted the speech. The two sides signed a plan for the northern railway, which is to open in the spring of next year.\n\nWhat this means for the region remains open.");
  const auto tass = s.add("tass-1", "TASS", kMorning, kMorning, "en", "Official: Russia to enhance relations with Iran",
      "MOSCOW, October 7. /TASS/. Russia values its neighbours, a senior official told reporters on Saturday.\n\n\"We have very good relations with Iran. And we will enhance them in every possible way,\" he said.\n\nThe talks lasted two hours.");
  const auto evil = s.add("zz-</script>\x1b", "Evil & <b>Sons</b>", kMorning + 30000, kMorning + 116399, "en", std::string(kHostileTitle),
      "<script>alert(3)</script> The two sides signed a plan for the northern railway, which is to open in the spring of next year. \x1b[2J\xE2\x80\xAE gnirts \xE2\x80\xA8 </textarea><svg/onload=alert(4)> javascript:alert(5)");
  s.run.articles[evil].url = "javascript:alert(6)";
  const auto zh = s.add("zh-1", "Xinhua", kMorning + 25000, kMorning + 25000, "zh", "俄罗斯与伊朗", "据塔斯社报道，俄罗斯官员表示，我们与伊朗的关系非常好，我们将以一切可能的方式发展这些关系。会谈持续了两个小时。");

  s.run.articles[jp].attributions.push_back({"TASS", "", Cue::sentence, s.bytes(jp, "according to Russia's TASS media"), s.chars(jp, s.bytes(jp, "according to Russia's TASS media")), "according to Russia's TASS media", {}, false});
  s.run.articles[jp].attributions.push_back({"Fars", "", Cue::sentence, s.bytes(jp, "Fars News in Iran also highlighted"), s.chars(jp, s.bytes(jp, "Fars News in Iran also highlighted")), "Fars News in Iran also highlighted", {}, false});
  s.run.articles[fars].attributions.push_back({"TASS", "", Cue::sentence, s.bytes(fars, "Russia's TASS news agency reported"), s.chars(fars, s.bytes(fars, "Russia's TASS news agency reported")), "Russia's TASS news agency reported", {}, false});

  // f1: the quotation.
  const std::string q1 = "We have very good relations with Iran. And we will enhance them in every possible way";
  const std::string q2 = "We have very good relations with Iran and we will develop these relations in every possible way";
  s.family("0a11", Kind::quote, {s.origin(tass, q1, 0.92),
      s.copied(fars, q2, tass, 0.88, Relation::edited, 0.79, Credited::yes, {"2 h 10 min after the parent.", "4 of 17 words differ.", "Russia's TASS news agency reported", {}}),
      s.copied(jp, q1, tass, 0.97, Relation::verbatim, 1, Credited::yes, {"4 h after the parent.", "No word differs.", "according to Russia's TASS media", {}})});
  // f2: the railway sentence; the last one names no one.
  const std::string rail = "The two sides signed a plan for the northern railway, which is to open in the spring of next year.";
  s.family("1b22", Kind::verbatim, {s.origin(fars, rail, 0.81),
      s.copied(jp, rail, fars, 0.75, Relation::verbatim, 1, Credited::yes, {"1 h 50 min after the parent.", "No word differs.", "Fars News in Iran also highlighted", {}}),
      s.copied(evil, rail, jp, 0.61, Relation::verbatim, 1, Credited::no, {"4 h 20 min after the parent.", "No word differs.", "", {}})});
  // f3: a footer.
  const std::string footer = "All content of this page is offered under the agency's licence.";
  s.family("2c33", Kind::boilerplate, {s.occurrence(fars, footer, Status::undecided), s.occurrence(fars2, footer, Status::undecided)});
  // f4: an undecided pair, with candidates.
  Occurrence undecided = s.occurrence(irib, "روابط ما با ایران بسیار خوب است", Status::undecided);
  undecided.evidence.candidates = {{ar, "Al Jazeera", 0.6}, {kNone, "Fars", 0.4}};
  Occurrence common = s.occurrence(he, "היחסים עם איראן טובים מאוד", Status::common_source);
  s.family("3d44", Kind::paraphrase, {s.origin(ar, "العلاقات مع إيران جيدة جدا", 0.4), common, undecided});
  // f5: cited only.
  Occurrence cited = s.occurrence(zh, "我们与伊朗的关系非常好，我们将以一切可能的方式发展这些关系", Status::cited);
  cited.parent_outlet = "TASS";
  cited.relation = Relation::translation;
  cited.credited = Credited::yes;
  cited.evidence.attribution = "据塔斯社报道";
  s.family("4e55", Kind::paraphrase, {cited});

  ClusterRecord c;
  c.id = "c100";
  c.articles = {tass, fars};
  c.origin = tass;
  c.origin_confidence = 0.7;
  c.outlets = {"Fars", "TASS"};
  c.pairs = {{tass, fars, 0.3125, 0.8, 0.4}};
  s.run.clusters.push_back(c);
  s.run.articles[tass].cluster = s.run.articles[fars].cluster = 0;
  s.run.articles[fars].near_duplicate_of = tass;
  s.run.articles[jp].original_share = 0.41;
  s.run.articles[fars].original_share = 0.7;
  s.run.articles[evil].original_share = 0.3333;
  s.run.articles[jp].sources = {{"TASS", tass, 0.31, true}, {"Fars", fars, 0.28, true}};
  s.run.articles[fars].sources = {{"TASS", tass, 0.3, true}};
  s.run.articles[evil].sources = {{"Jerusalem Post", jp, 0.66, false}};
  s.run.articles[zh].sources = {{"TASS", kNone, 0.5, true}};

  s.run.chains.push_back({fars, {{0.3, {0}, {s.hop(tass, Relation::none, 0.92, Credited::unset), s.hop(fars, Relation::edited, 0.88, Credited::yes)}}}});
  s.run.chains.push_back({jp, {{0.31, {0}, {s.hop(tass, Relation::none, 0.92, Credited::unset), s.hop(jp, Relation::verbatim, 0.97, Credited::yes)}},
                               {0.28, {1}, {s.hop(fars, Relation::none, 0.81, Credited::unset), s.hop(jp, Relation::verbatim, 0.75, Credited::yes)}}}});
  s.run.chains.push_back({evil, {{0.66, {1}, {s.hop(fars, Relation::none, 0.81, Credited::unset), s.hop(jp, Relation::verbatim, 0.75, Credited::yes), s.hop(evil, Relation::verbatim, 0.61, Credited::no)}}}});
  Hop cited_hop;
  cited_hop.outlet = "TASS";
  s.run.chains.push_back({zh, {{0.5, {4}, {cited_hop, s.hop(zh, Relation::translation, 0.5, Credited::yes)}}}});
  s.run.outlet_pairs = {{"Fars", "Jerusalem Post", 1, 1, 18, 1, true, 6600},
                        {"Jerusalem Post", "Evil & <b>Sons</b>", 1, 1, 18, 0, true, 15600},
                        {"TASS", "Fars", 1, 1, 17, 1, true, 7800},
                        {"TASS", "Jerusalem Post", 1, 1, 16, 1, true, 14400},
                        {"TASS", "Xinhua", 1, 1, 12, 1, false, 0}};
  return s;
}

}  // namespace reprise::report_test
