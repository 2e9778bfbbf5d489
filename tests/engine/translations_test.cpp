// Passages that an article took over from another language: found where a credit joins the two, told as translations. All texts are ours.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "reprise/reprise.hpp"

using namespace reprise;

namespace {

constexpr Seconds kHour = 3600, kMorning = 1'709'452'800;  // 3 March 2024, 8 h UTC

Article article(const std::string& id, const std::string& outlet, Seconds published, const std::string& text) {
  Article a;
  a.id = id;
  a.outlet = outlet;
  a.published = {published, published};
  a.text = text;
  return a;
}

const std::string kTass =
    "НОРДХОЛЬМ, 3 марта. /ТАСС/. Порт Нордхольма купит 48 тысяч тонн пшеницы у трех экспортеров, первая поставка придет в апреле, сообщил ТАСС директор порта Антон Карпинский.\n\n"
    "\"Мы заплатим вовремя и разгрузим корабли за девять дней. Дешевой пшеницы больше нет, и ждать цены ниже бессмысленно\", - сказал он.\n\n"
    "По данным порта, тонна обойдется покупателю в 270 долларов, зерно повезут восемь кораблей. Склады порта вмещают 52 тысячи тонн.";
const std::string kGuardian =
    "The port of Nordholm will buy 48,000 tonnes of wheat from three exporters and expects the first delivery in April, the port's director, Anton Karpinsky, told TASS.\n\n"
    "“We will pay on time and unload the ships in nine days. There is no cheap wheat any more, and waiting for a lower price is senseless,” he said.\n\n"
    "Bakers in the old town, who were not asked, say that bread will cost more before the summer whatever the port does.";
const std::string kFars =
    "به گزارش تاس، بندر نوردهولم ۴۸ هزار تن گندم از سه صادرکننده می‌خرد و نخستین محموله در ماه آوریل می‌رسد.\n\n"
    "مدیر بندر گفت هر تن برای خریدار ۲۷۰ دلار قیمت دارد و هشت کشتی غلات را حمل می‌کنند.\n\n"
    "نانوایان شهر از گران شدن نان نگران هستند و می‌گویند کسی با آنها مشورت نکرده است.";
const std::string kOther =
    "The port of Nordholm closed its museum on Monday. The museum's director said that the roof leaks and that nobody had paid for it since April, and thanked TASS for asking.\n\n"
    "Visitors bought eight tickets last month.";

std::vector<Article> corpus() {
  return {article("tass", "ТАСС", kMorning, kTass), article("guardian", "The Guardian", kMorning + 3 * kHour, kGuardian),
          article("fars", "خبرگزاری فارس", kMorning + 4 * kHour, kFars), article("other", "The Guardian", kMorning + 25 * kHour, kOther)};
}

const Occurrence* occurrence(const Run& run, const std::string& id, const std::string& parent) {
  for (const FamilyRecord& family : run.families)
    for (const Occurrence& o : family.occurrences)
      if (run.articles[o.article].id == id && o.parent != kNone && run.articles[o.parent].id == parent) return &o;
  return nullptr;
}

std::size_t families_of(const Run& run, const std::string& id) {
  return static_cast<std::size_t>(std::count_if(run.families.begin(), run.families.end(), [&](const FamilyRecord& family) {
    return family.occurrences.size() > 1 && std::any_of(family.occurrences.begin(), family.occurrences.end(), [&](const Occurrence& o) { return run.articles[o.article].id == id; });
  }));
}

}  // namespace

TEST_CASE("A passage told in another language is a translation from the article whose outlet it credits") {
  const Result<Run> run = scan_articles(corpus(), {});
  REQUIRE(run);
  for (const char* copy : {"guardian", "fars"}) {
    CAPTURE(copy);
    const Occurrence* o = occurrence(*run, copy, "tass");
    REQUIRE(o != nullptr);
    CHECK(o->relation == Relation::translation);
    CHECK(o->status == Status::copied);
    CHECK(o->credited == Credited::yes);
    CHECK(o->evidence.variants.find("another language") != std::string::npos);
  }
  CHECK(families_of(*run, "other") == 0);
}

TEST_CASE("Without a credit nothing is compared across languages") {
  std::vector<Article> articles = corpus();
  for (Article& a : articles)
    for (const std::string name : {"told TASS", "به گزارش تاس، ", "/ТАСС/. ", "ТАСС "})
      if (const std::size_t at = a.text.find(name); at != std::string::npos) a.text.erase(at, name.size());
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  CHECK(families_of(*run, "tass") == 0);
}

TEST_CASE("Nor months later") {
  std::vector<Article> articles = corpus();
  for (Article& a : articles)
    if (a.id != "tass") a.published.from += 2000 * kHour, a.published.to += 2000 * kHour;
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  CHECK(families_of(*run, "tass") == 0);
}

TEST_CASE("A copy in the second language belongs to the translated passage, whomever it credits") {
  std::vector<Article> articles = corpus();
  articles.push_back(article("tabnak", "تابناک", kMorning + 6 * kHour,
                             "فارس نوشت: بندر نوردهولم ۴۸ هزار تن گندم از سه صادرکننده می‌خرد و نخستین محموله در ماه آوریل می‌رسد. مدیر بندر گفت هر تن برای خریدار ۲۷۰ دلار قیمت دارد و هشت کشتی غلات را حمل می‌کنند."));
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  const Occurrence* o = occurrence(*run, "tabnak", "fars");
  REQUIRE(o != nullptr);
  CHECK(o->relation != Relation::translation);
  bool together = false;
  for (const FamilyRecord& family : run->families) {
    const auto holds = [&](const char* id) {
      return std::any_of(family.occurrences.begin(), family.occurrences.end(), [&](const Occurrence& x) { return run->articles[x.article].id == id; });
    };
    together = together || (holds("tass") && holds("fars") && holds("tabnak"));
  }
  CHECK(together);
}

TEST_CASE("The order of input and the number of threads change nothing") {
  std::vector<Article> turned = corpus();
  std::reverse(turned.begin(), turned.end());
  ScanOptions one;
  one.threads = 1;
  const Result<Run> a = scan_articles(corpus(), {}), b = scan_articles(turned, one);
  REQUIRE(a);
  REQUIRE(b);
  REQUIRE(a->families.size() == b->families.size());
  for (std::size_t f = 0; f < a->families.size(); ++f) {
    CHECK(a->families[f].id == b->families[f].id);
    CHECK(a->families[f].occurrences.size() == b->families[f].occurrences.size());
  }
}
