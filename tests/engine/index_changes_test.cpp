// Late arrivals: an earlier copy found later changes what was said of the others, and the change can be asked for.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/index_inputs.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

const std::string kWire =
    "the reservoir above Tarn has fallen to eleven metres, its lowest mark since the dam was closed forty years ago, and the turbines will stand still from Thursday, the water board said.";

std::string story(const std::string& before, const std::string& after) { return before + kWire + after; }

NewArticle kestrel(const std::string& text) { return {.id = "kestrel", .outlet = "Kestrel Post", .published = "2024-06-03T12:00:00Z", .text = text}; }
NewArticle reuters(const std::string& text) { return {.id = "reuters", .outlet = "Reuters", .published = "2024-06-03T08:00:00Z", .text = text}; }
NewArticle harbor(const std::string& text) { return {.id = "harbor", .outlet = "Harbor Gazette", .published = "2024-06-03T15:00:00Z", .text = text}; }

const std::string kKestrel = story("Candles sell well in Tarn. According to Reuters, ", " Our readers in the upper valley have begun to store candles and water in their cellars.");
const std::string kReuters = story("TARN, June 3 (Reuters) - ", " Engineers inspected the northern sluice last week and found no leak in it.");
const std::string kHarbor = story("Reuters reported that ", " The harbour drew its last power from Tarn in nineteen ninety, older dockers remember.");

const VerdictPassage* passage_with(const Verdict& verdict, const std::string& text, const char* words) {
  for (const VerdictPassage& p : verdict.passages)
    if (text.substr(p.span.begin, p.span.size()).find(words) != std::string::npos) return &p;
  return nullptr;
}

/// A new index of the source and its two copies, in the order in which they appeared.
Result<Index> with_the_three(const TempDir& dir) {
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  for (const NewArticle& article : {reuters(kReuters), kestrel(kKestrel), harbor(kHarbor)}) REQUIRE(index->add(article));
  return index;
}

}  // namespace

TEST_CASE("the source comes last: cited becomes copied, and changes() says so") {
  const TempDir dir;
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  const Result<Verdict> first = index->add(kestrel(kKestrel));
  REQUIRE(first);
  const VerdictPassage* cited = passage_with(*first, kKestrel, "reservoir");
  REQUIRE(cited);
  CHECK(cited->status == Status::cited);
  CHECK(index->changes(0)->empty());

  REQUIRE(index->add(reuters(kReuters)));
  const Verdict now = index->get("kestrel")->verdict;
  const VerdictPassage* copied = passage_with(now, kKestrel, "reservoir");
  REQUIRE(copied);
  CHECK(copied->status == Status::copied);
  CHECK(copied->parent == "reuters");

  const Result<std::vector<Change>> changes = index->changes(0);
  REQUIRE(changes);
  REQUIRE(changes->size() == 1);
  const Change& change = changes->front();
  CHECK(change.article == "kestrel");
  CHECK(change.cause == "reuters");
  CHECK(change.before.status == Status::cited);
  CHECK(change.before.parent_outlet == "Reuters");
  CHECK(change.before.parent == "");
  CHECK(change.now.status == Status::copied);
  CHECK(change.now.parent == "reuters");
  CHECK(change.now.family == copied->family);
  CHECK(index->changes(change.sequence)->empty());
  CHECK(index->stats()->last_change == change.sequence);
}

TEST_CASE("a third copy changes nothing of the other two") {
  const TempDir dir;
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  REQUIRE(index->add(reuters(kReuters)));
  REQUIRE(index->add(kestrel(kKestrel)));
  const std::string family = passage_with(index->get("kestrel")->verdict, kKestrel, "reservoir")->family;
  const std::uint64_t before = index->stats()->last_change;
  REQUIRE(index->add(harbor(kHarbor)));
  CHECK(passage_with(index->get("harbor")->verdict, kHarbor, "reservoir")->family == family);  // a family that lives on keeps its id
  for (const Change& change : *index->changes(before)) CHECK(change.now.parent == change.before.parent);
  CHECK(index->family(family)->occurrences.size() == 3);
}

TEST_CASE("the source is removed: copied becomes cited again, and nothing names it") {
  const TempDir dir;
  Result<Index> index = with_the_three(dir);
  REQUIRE(index->remove("reuters"));
  for (const std::string id : {"kestrel", "harbor"}) {
    const std::string& text = id == "kestrel" ? kKestrel : kHarbor;
    const Result<StoredArticle> stored = index->get(id);
    REQUIRE(stored);
    const VerdictPassage* p = passage_with(stored->verdict, text, "reservoir");
    REQUIRE(p);
    CHECK(p->parent != "reuters");
    CHECK(p->parent_outlet == "Reuters");
    CHECK(p->status == Status::cited);
    CHECK(to_json(stored->verdict).find("\"reuters\"") == std::string::npos);
  }
  const Result<std::vector<Change>> changes = index->changes(0);
  REQUIRE(changes);
  bool told = false;
  for (const Change& change : *changes) {
    CHECK(to_json(change).find("\"reuters\"") == std::string::npos);
    told = told || (change.article == "kestrel" && change.now.status == Status::cited);
  }
  CHECK(told);
}

TEST_CASE("a new version tells what it changed for others, and nothing of what was in between") {
  const TempDir dir;
  Result<Index> index = with_the_three(dir);
  const std::uint64_t before = index->stats()->last_change;
  for (const NewArticle& same : {reuters(kReuters), kestrel(kKestrel), harbor(kHarbor)}) {
    REQUIRE(index->replace(same));
    CHECK(index->changes(before)->empty());
  }
  CHECK(passage_with(index->get("kestrel")->verdict, kKestrel, "reservoir")->parent == "reuters");
  // The source says something else now: its copies have lost it, and what they had is named.
  REQUIRE(index->replace(reuters("TARN, June 3 (Reuters) - Nothing of what we wrote this morning about a lake was right, and the editors ask its shores for pardon.")));
  const Result<std::vector<Change>> lost = index->changes(before);
  REQUIRE(lost);
  CHECK(lost->size() == 2);
  for (const Change& change : *lost) {
    CHECK((change.article == "kestrel" || change.article == "harbor"));
    CHECK(change.cause == "reuters");
    CHECK(change.before.status == Status::copied);
    CHECK(change.before.parent == "reuters");
    CHECK(change.before.origin == "reuters");
    CHECK(change.now.status == Status::cited);
    CHECK(change.now.parent == "");
  }
  // And has it again.
  REQUIRE(index->replace(reuters(kReuters)));
  const Result<std::vector<Change>> again = index->changes(lost->back().sequence);
  REQUIRE(again);
  CHECK(again->size() == 2);
  for (const Change& change : *again) {
    CHECK(change.before.parent == "");
    CHECK(change.now.parent == "reuters");
  }
}

TEST_CASE("a new version with the same text leaves every passage as it is") {
  const TempDir dir;
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  // The last one parts what two others have in common: without it they hold one long passage, and its id is that of a part then.
  std::vector<Article> articles = read_articles({std::string(REPRISE_SOURCE_DIR) + "/fixtures/seed/seed.jsonl"});
  std::sort(articles.begin(), articles.end(), [](const Article& x, const Article& y) { return x.published.from < y.published.from; });
  REQUIRE(articles.back().id == "seed-jpost");
  for (const Article& a : articles) REQUIRE(index->add(a));
  const auto passages = [&] {  // a family may have another id
    std::vector<std::string> out;
    for (const Article& a : articles) {
      const Verdict verdict = index->get(a.id)->verdict;
      for (const VerdictPassage& p : verdict.passages)
        out.push_back(a.id + " " + std::to_string(p.span.begin) + ".." + std::to_string(p.span.end) + " " + std::string(to_string(p.status)) + " " + p.parent + " " + p.origin.article);
    }
    return out;
  };
  const std::vector<std::string> before = passages();
  const std::uint64_t told = index->stats()->last_change, families = index->stats()->families;
  CHECK(families == 5);
  for (int again = 0; again < 2; ++again) {
    REQUIRE(index->replace(articles.back()));
    CHECK(index->stats()->families == families);
    CHECK(passages() == before);
    CHECK(index->changes(told)->empty());
  }
}

TEST_CASE("settle() tells what the wider look changed, and only that") {
  const TempDir dir;
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  REQUIRE(index->add(kestrel(kKestrel)));
  REQUIRE(index->add(reuters(kReuters)));
  REQUIRE(index->add(harbor(kHarbor)));
  REQUIRE(index->settle());
  const std::uint64_t settled = index->stats()->last_change;
  CHECK(index->stats()->settled);
  REQUIRE(index->settle());  // nothing came meanwhile
  CHECK(index->stats()->last_change == settled);
  REQUIRE(index->add(NewArticle{.id = "far", .outlet = "Harbor Gazette", .published = "2024-06-09", .text = "Nothing of this was ever printed anywhere else, the archivist of the lighthouse society insists to this day."}));
  CHECK_FALSE(index->stats()->settled);
  REQUIRE(index->settle());
  CHECK(index->stats()->last_change == settled);  // a lone article changes nobody's verdict
}

TEST_CASE("a large family is joined, not judged anew") {
  const TempDir dir;
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  REQUIRE(index->add(reuters(kReuters)));
  std::vector<std::string> texts, ids, outlets, times;
  for (int i = 0; i < 90; ++i) {
    ids.push_back("copy-" + std::to_string(i));
    outlets.push_back("Paper " + std::string(1, static_cast<char>('A' + i % 26)) + std::to_string(i));
    times.push_back("2024-06-03T1" + std::to_string(i / 10) + ":" + std::to_string(10 + i % 10) + ":00Z");
    texts.push_back("Copy number " + std::to_string(i) + " from our newsroom, who read on Monday, as Reuters reported, that " + kWire + " Page " + std::to_string(i) + " of the evening paper has the map.");
  }
  for (int i = 0; i < 90; ++i) REQUIRE(index->add(NewArticle{.id = ids[i], .outlet = outlets[i], .published = times[i], .text = texts[i]}));
  const Verdict last = index->get("copy-89")->verdict;
  const VerdictPassage* p = passage_with(last, texts[89], "reservoir");
  REQUIRE(p);
  const Result<VerdictFamily> family = index->family(p->family);
  REQUIRE(family);
  CHECK(family->occurrences.size() == 91);
  // The wider look knows who took it from whom.
  REQUIRE(index->settle());
  const std::string settled = passage_with(index->get("copy-89")->verdict, texts[89], "reservoir")->family;
  const auto copies_of = [&] {
    std::vector<std::string> copies;
    const Result<VerdictFamily> now = index->family(settled);
    REQUIRE(now);
    for (const VerdictPassage& o : now->occurrences)
      if (o.parent == "reuters") copies.push_back(o.article);
    std::sort(copies.begin(), copies.end());
    return copies;
  };
  const std::vector<std::string> copies = copies_of();
  CHECK(copies.size() > 40);
  const std::uint64_t before = index->stats()->last_change;
  for (const bool removed : {false, true}) {
    CAPTURE(removed);
    const std::uint64_t since = index->stats()->last_change;
    if (removed) REQUIRE(index->remove("reuters"));
    else REQUIRE(index->replace(reuters(kReuters)));
    const Result<std::vector<Change>> changes = index->changes(since);
    REQUIRE(changes);
    if (removed) {
      CHECK(changes->empty());  // they have lost it already
      break;
    }
    // What hung on the earlier version is undecided until settle().
    CHECK(copies_of().empty());
    std::vector<std::string> told;
    for (const Change& change : *changes) {
      CHECK(change.cause == "reuters");
      CHECK(change.article != "reuters");
      CHECK(change.now.parent == "");
      if (change.before.parent == "reuters") {
        told.push_back(change.article);
        CHECK(change.now.status == Status::undecided);
      }
    }
    std::sort(told.begin(), told.end());
    CHECK(told == copies);
  }
  const Result<VerdictFamily> without = index->family(settled);
  REQUIRE(without);
  CHECK(without->occurrences.size() == 90);
  CHECK(to_json(*without).find("\"reuters\"") == std::string::npos);
  for (const Change& change : *index->changes(before)) CHECK(to_json(change).find("\"reuters\"") == std::string::npos);
}

TEST_CASE("a source whose article tells the passage in other words is the parent, and nothing names it once it is removed") {
  const std::string told = "Reuters reported that villagers carried the last of the trout from the drying pools to the river in milk churns and bath tubs for eleven nights on end. ";
  const std::string copied = "Villagers carried the last of the trout from the drying pools to the river in milk churns and bath tubs for eleven nights on end. ";
  const std::string first = told + "Candles sell well in Tarn.\n\nOf the dam itself the agency wrote that " + kWire;
  const std::string second = copied + "The harbour drew its last power from Tarn in nineteen ninety, older dockers remember.";
  const TempDir dir;
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  for (const NewArticle& article : {reuters(kReuters), kestrel(first), harbor(second)}) REQUIRE(index->add(article));
  REQUIRE(index->settle());
  const auto of_kestrel = [&](const char* words) {
    const Verdict verdict = index->get("kestrel")->verdict;
    const VerdictPassage* passage = passage_with(verdict, first, words);
    REQUIRE(passage);
    return *passage;
  };
  const VerdictPassage anew = of_kestrel("trout");
  CHECK(anew.status == Status::copied);
  CHECK(anew.parent == "reuters");
  CHECK(anew.identity == 0);
  REQUIRE(anew.chain.size() == 2);
  CHECK(anew.chain.front().article == "reuters");
  CHECK(of_kestrel("reservoir").parent == "reuters");

  REQUIRE(index->remove("reuters"));
  CHECK(of_kestrel("trout").parent == "");
  REQUIRE(index->settle());
  const VerdictPassage after = of_kestrel("trout");
  CHECK(after.status == Status::cited);
  CHECK(after.parent_outlet == "Reuters");
  REQUIRE(index->compact());
  CHECK(index->verify());
}
