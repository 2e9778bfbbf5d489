// Outlets that only the corpus knows: their names count as outlets in the other articles, and people who once wrote do not become
// outlets. All texts are ours.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "reprise/reprise.hpp"

using namespace reprise;

namespace {

Article article(const std::string& id, const std::string& outlet, const std::string& text) {
  Article a;
  a.id = id;
  a.outlet = outlet;
  a.text = text;
  return a;
}

const ArticleRecord& record(const Run& run, const std::string& id) {
  return *std::find_if(run.articles.begin(), run.articles.end(), [&](const ArticleRecord& a) { return a.id == id; });
}

std::vector<std::string> outlets(const Run& run, const std::string& id) {
  std::vector<std::string> out;
  for (const Attribution& a : record(run, id).attributions) out.push_back(a.outlet);
  return out;
}

using Names = std::vector<std::string>;

std::vector<Article> corpus() {
  return {article("a", "The Lantern Digest", "The ferry to Nordholm was sold on Monday for nine crowns, and nobody bid against the baker."),
          article("b", "Вечерний Мост", "Паром в Нордхольм продали в понедельник за девять крон, других желающих не было."),
          article("c", "Harbour Notes (blog)", "The buyer is a baker, the Lantern Digest understands, and will bake on board."),
          article("d", "Пристань", "Как пишет «Вечерний Мост», паром продали за девять крон."),
          article("e", "", "According to Harbour Notes, the oven is too big for the ferry."),
          article("f", "", "A report in Lantern Digest says that the oven fits.")};
}

}  // namespace

TEST_CASE("An outlet that has articles in the corpus is known by its name in the others") {
  const Result<Run> run = scan_articles(corpus(), {});
  REQUIRE(run);
  CHECK(outlets(*run, "c") == Names{"The Lantern Digest"});
  CHECK(outlets(*run, "d") == Names{"Вечерний Мост"});
  CHECK(outlets(*run, "e") == Names{"Harbour Notes (blog)"});
  CHECK(outlets(*run, "f") == Names{"The Lantern Digest"});
  CHECK(record(*run, "d").named == Names{"Вечерний Мост"});
  CHECK(outlets(*run, "a").empty());
}

TEST_CASE("It does not matter in what order the articles come, nor how many threads there are") {
  std::vector<Article> turned = corpus();
  std::reverse(turned.begin(), turned.end());
  ScanOptions one;
  one.threads = 1;
  const Result<Run> run = scan_articles(corpus(), {}), other = scan_articles(turned, one);
  REQUIRE(run);
  REQUIRE(other);
  for (const char* id : {"a", "b", "c", "d", "e", "f"}) CHECK(outlets(*run, id) == outlets(*other, id));
}

TEST_CASE("Whoever is spoken of far more often than he publishes is no outlet, and a person's name needs the cue of one") {
  std::vector<Article> articles = {article("guest", "Anna Lindqvist", "Nordholm needs no ferry, for it has a bridge of stone.")};
  articles.push_back(article("said", "", "The bridge is old, Anna Lindqvist said on Monday."));
  CHECK(outlets(*scan_articles(articles, {}), "said").empty());
  for (int i = 0; i < 20; ++i) articles.push_back(article("n" + std::to_string(i), "", "In the town of " + std::string(1, static_cast<char>('A' + i)) + "holm, according to Anna Lindqvist, nothing happened."));
  CHECK(outlets(*scan_articles(articles, {}), "n3").empty());
}

TEST_CASE("A copy that names its parent's outlet in whatever words is credited") {
  const std::string story = "The ferry to Nordholm was sold on Monday for nine crowns to the baker Osvald Lind, who will put an oven on the lower deck and sell "
                            "rye bread on both shores of the fjord from the first week of the summer until the ice comes back in November.";
  std::vector<Article> articles = {article("first", "The Lantern Digest", story), article("copy", "Fjord Weekly", "We loved this one in the Lantern Digest.\n\n" + story),
                                   article("bare", "Skerry Herald", story)};
  articles[0].published = {1700000000, 1700000000};
  articles[1].published = {1700090000, 1700090000};
  articles[2].published = {1700180000, 1700180000};
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  std::size_t seen = 0;
  for (const FamilyRecord& f : run->families) {
    for (const Occurrence& o : f.occurrences) {
      const std::string& id = run->articles[o.article].id;
      if (id == "first") continue;
      CHECK(o.credited == (id == "copy" ? Credited::yes : Credited::no));
      ++seen;
    }
  }
  CHECK(seen == 2);
}

namespace {

Article at(Article a, const std::string& url) {
  a.url = url;
  return a;
}

std::string cues(const Run& run, const std::string& id) {
  std::string out;
  for (const Attribution& a : record(run, id).attributions) out += (out.empty() ? "" : "; ") + a.outlet + (a.cue == Cue::link ? "/link" : "/words");
  return out;
}

}  // namespace

TEST_CASE("A link to the site that an outlet's articles come from is a link to the outlet; what many share is nobody's") {
  const std::vector<Article> articles = {
      at(article("a", "The Lantern Digest", "The ferry to Nordholm was sold on Monday."), "https://www.lantern-digest.example.org/2024/ferry"),
      at(article("b", "Skerry Herald", "The bridge to Nordholm was sold on Tuesday."), "https://shared.example.net/skerry/1"),
      at(article("c", "Fjord Weekly", "The pier of Nordholm was sold on Wednesday."), "https://shared.example.net/fjord/2"),
      at(article("d", "Пристань", "Pier news."), "https://t.me/pristan_news/17"),
      at(article("e", "", "Bread will be baked on deck."), "https://bare-host.example.com/1"),
      article("to-a", "Harbour Notes", "The ferry has a [new owner](https://lantern-digest.example.org/2024/ferry?x=1) and an oven."),
      article("to-b", "Harbour Notes", "The bridge has a [new owner](https://shared.example.net/skerry/1) and a toll."),
      article("to-d", "Harbour Notes", "The pier is shut: https://t.me/s/Pristan_News/18"),
      article("to-e", "Harbour Notes", "Bread: https://bare-host.example.com/2"),
      article("to-none", "Harbour Notes", "The pier is open: https://t.me/mostovik/12345 and https://t.me/+abcdefgh and https://t.me/joinchat/x1"),
      at(article("own", "The Lantern Digest", "More [here](https://lantern-digest.example.org/more)."), "https://www.lantern-digest.example.org/2024/more"),
  };
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  CHECK(cues(*run, "to-a") == "The Lantern Digest/link");
  CHECK(cues(*run, "to-b") == "");
  CHECK(cues(*run, "to-d") == "Пристань/link");
  CHECK(cues(*run, "to-e") == record(*run, "e").outlet + "/link");
  CHECK(cues(*run, "to-none") == "t.me/mostovik/link");
  CHECK(cues(*run, "own") == "");
}

TEST_CASE("An outlet of the corpus that is called by a common word is named by its capitals and a strong cue") {
  std::vector<Article> articles = {article("star", "The Star", "The ferry was sold."), article("sun", "The Sun", "The bridge was sold."), article("today", "Today", "The pier was sold."),
                                   article("citizen", "The Citizen", "The quay was sold.")};
  const auto add = [&](const std::string& id, const std::string& text) { articles.push_back(article(id, "Harbour Notes", text)); };
  add("1", "The Star reported that the ferry was sold.");
  add("2", "According to The Sun, the bridge was sold.");
  add("3", "The quay was sold, as The Citizen first reported.");
  add("4", "The pier was sold, according to Today.");
  add("5", "The Sun newspaper reported that the bridge was sold.");
  add("6", "The baker told The Star that the ferry was dear.");
  add("plain1", "The star reported to the set, and the sun said nothing.");
  add("plain2", "Today reported sales fell, and a citizen reported that the sun had set.");
  add("plain3", "The Star shone over the ferry, and Today was a Monday.");
  for (int i = 0; i < 20; ++i) add("n" + std::to_string(i), "Today the sun stood high and a star of the screen, a citizen of Nordholm, was on deck " + std::to_string(i) + ".");
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  CHECK(outlets(*run, "1") == Names{"The Star"});
  CHECK(outlets(*run, "2") == Names{"The Sun"});
  CHECK(outlets(*run, "3") == Names{"The Citizen"});
  CHECK(outlets(*run, "4") == Names{"Today"});
  CHECK(outlets(*run, "5") == Names{"The Sun"});
  CHECK(outlets(*run, "6") == Names{"The Star"});
  for (const char* id : {"plain1", "plain2", "plain3", "n3"}) CHECK(outlets(*run, id).empty());
}

TEST_CASE("An outlet that links to one unknown channel in article after article links to its own") {
  std::vector<Article> articles;
  for (int i = 0; i < 6; ++i) articles.push_back(article("n" + std::to_string(i), "Harbour Notes", "Deck " + std::to_string(i) + " is shut, more at https://t.me/harbour_notes/" + std::to_string(i)));
  articles.push_back(article("other", "Skerry Herald", "The deck is shut: https://t.me/harbour_notes/3"));
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  CHECK(cues(*run, "n3") == "");
  CHECK(cues(*run, "other") == "t.me/harbour_notes/link");
}

TEST_CASE("What articles call themselves is a name of the outlet that their address tells") {
  Article first = article("first", "The Metro Daily", "Four persons were buried in one night with a torchlight and a borrowed shovel, which belongs to the church.");
  first.url = "https://metro.co.uk/four-were-buried";
  const std::vector<Article> articles = {first, article("later", "Harbour Notes", "As reported by The Metro Daily, four persons were buried in one night with a torchlight and a borrowed shovel.")};
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  CHECK(record(*run, "first").outlet == "Metro (UK)");
  CHECK(outlets(*run, "later") == Names{"Metro (UK)"});
  CHECK(outlets(*run, "first").empty());
}

TEST_CASE("A name that is a common word, too, is an outlet's where a text marks it, and a site is known by its address") {
  std::vector<Article> articles = corpus();
  articles.push_back(article("g", "الأنباء", "بيعت العبارة إلى نوردهولم يوم الاثنين مقابل تسعة كرونات ولم يزايد أحد على الخباز."));
  articles.back().url = "https://www.alanba.com.kw/1";
  for (int i = 0; i < 40; ++i)  // far more than name an outlet of one article
    articles.push_back(article("w" + std::to_string(i), "", "قراء الأنباء الكبرى يشربون كثيرا من القهوة رقم " + std::to_string(i) + " في الصباح الباكر."));
  articles.push_back(article("h", "", "وكشفت صحيفة \"الأنباء\" أن العبارة بيعت بتسعة كرونات."));
  articles.push_back(article("i", "Ferry Letters", "The oven was carried on board by six men and a horse."));
  articles.back().url = "https://ferryletters.example.com/oven";
  articles.push_back(article("j", "", "It took six men, the baker told ferryletters.example.com on Friday."));
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  CHECK(record(*run, "g").outlet == "Al Anba (Kuwait)");  // its address tells
  CHECK(outlets(*run, "h") == Names{"Al Anba (Kuwait)"});
  CHECK(outlets(*run, "w3").empty());
  CHECK(outlets(*run, "j") == Names{"Ferry Letters"});
}
