// settle_families: directions between two articles, and quotations that only their words connect.
#include <doctest/doctest.h>

#include <algorithm>

#include "provenance/decode_rules.hpp"
#include "provenance/provenance.hpp"

using namespace reprise;
using provenance::Published;

namespace {

struct Two {
  std::vector<ArticleRecord> articles = std::vector<ArticleRecord>(2);
  std::vector<FamilyRecord> families;

  Two() {
    articles[0].outlet = "Harbour Gazette";
    articles[1].outlet = "Valley Herald";
  }
  /// `child` took `size` bytes from the other article.
  FamilyRecord& add(Kind kind, std::uint32_t child, std::uint32_t size, double confidence = 0.9) {
    FamilyRecord f;
    f.kind = kind;
    f.origin_article = 1 - child;
    f.origin_outlet = articles[1 - child].outlet;
    f.origin_observed = true;
    f.origin_confidence = confidence;
    for (std::uint32_t a = 0; a < 2; ++a) {
      Occurrence o;
      o.article = a;
      o.span = {1000 * static_cast<std::uint32_t>(families.size()), 1000 * static_cast<std::uint32_t>(families.size()) + size};
      o.confidence = confidence;
      o.status = a == child ? Status::copied : Status::origin;
      if (a == child) {
        o.parent = 1 - child;
        o.parent_outlet = articles[1 - child].outlet;
        o.parent_observed = true;
        o.credited = Credited::no;
      }
      f.occurrences.push_back(o);
    }
    families.push_back(f);
    return families.back();
  }
  void credit(std::uint32_t article, const std::string& outlet) {
    Attribution a;
    a.outlet = outlet;
    articles[article].attributions.push_back(a);
  }
  void settle() { provenance::settle_families(articles, families); }
};

}  // namespace

TEST_CASE("of two directions the one with more text stands, in any order of the families") {
  for (const bool reversed : {false, true}) {
    Two t;
    t.add(Kind::verbatim, 1, 400);
    t.add(Kind::edited, 0, 100);
    if (reversed) std::reverse(t.families.begin(), t.families.end());
    t.settle();
    for (const FamilyRecord& f : t.families) {
      if (f.kind == Kind::verbatim) {
        CHECK(f.occurrences[1].status == Status::copied);
        CHECK(f.origin_outlet == "Harbour Gazette");
        continue;
      }
      CHECK(f.occurrences[0].status == Status::undecided);
      CHECK(f.occurrences[0].parent == kNone);
      REQUIRE(f.occurrences[0].evidence.candidates.size() == 1);
      CHECK(f.occurrences[0].evidence.candidates[0].article == 1);
      CHECK(f.occurrences[1].status == Status::undecided);  // nobody is held to have copied it
      CHECK(f.origin_outlet.empty());
      CHECK_FALSE(f.origin_observed);
    }
  }
}

TEST_CASE("a credit holds a hop that is outvoted") {
  Two t;
  t.add(Kind::verbatim, 1, 400);
  t.add(Kind::edited, 0, 100);
  t.credit(0, "Valley Herald");
  t.settle();
  CHECK(t.families[0].occurrences[1].status == Status::copied);
  CHECK(t.families[1].occurrences[0].status == Status::copied);
}

TEST_CASE("a quotation that only its words connect has a common source and no origin") {
  Two t;
  t.add(Kind::quote, 1, 200, 0.97);
  t.settle();
  const FamilyRecord& f = t.families[0];
  for (const Occurrence& o : f.occurrences) {
    CHECK(o.status == Status::common_source);
    CHECK(o.parent == kNone);
    CHECK(o.confidence <= 0.6);
  }
  CHECK(f.origin_article == kNone);
  CHECK(f.origin_outlet.empty());
  CHECK(f.origin_confidence == 0);
}

TEST_CASE("a quotation is copied with a credit, a duplicate, or other text from the same article") {
  Two credited, duplicate, framed;
  credited.credit(1, "Harbour Gazette");
  duplicate.articles[0].cluster = duplicate.articles[1].cluster = 3;
  framed.add(Kind::verbatim, 1, 80);
  for (Two* t : {&credited, &duplicate, &framed}) {
    t->add(Kind::quote, 1, 200);
    t->settle();
    CHECK(t->families.back().occurrences[1].status == Status::copied);
    CHECK(t->families.back().origin_outlet == "Harbour Gazette");
  }
}

TEST_CASE("one outlet's own texts share no unknown source") {
  Two t;
  t.articles[1].outlet = t.articles[0].outlet;
  t.add(Kind::quote, 1, 200);
  t.settle();
  for (const Occurrence& o : t.families[0].occurrences) CHECK(o.status == Status::undecided);
}

TEST_CASE("no hop is surer than its kind of evidence") {
  using provenance::most_sure;
  const Published noon{true, 1000000, 1000000}, soon{true, 1000600, 1000600}, evening{true, 1030000, 1030000};
  const Published months{true, 1000000 + 40 * 86400, 1000000 + 40 * 86400};
  CHECK(most_sure(10000, 80, false, noon, evening) == 850000);
  CHECK(most_sure(4000, 80, false, noon, evening) <= 500000);
  CHECK(most_sure(2900, 80, false, noon, evening) == 0);
  CHECK(most_sure(2900, 80, true, noon, evening) == 800000);  // it says whom it is from, however far the wording
  CHECK(most_sure(10000, 80, false, noon, soon) <= 600000);
  CHECK(most_sure(10000, 80, true, noon, soon) == 1000000);
  CHECK(most_sure(10000, 22, false, noon, evening) == 700000);
  CHECK(most_sure(10000, 22, true, noon, evening) == 800000);
  CHECK(most_sure(10000, 80, false, noon, months) == 0);
  CHECK(most_sure(10000, 80, true, noon, months) > 0);
  CHECK(most_sure(10000, 80, false, evening, noon) == 0);
}

TEST_CASE("an article's own framing is not its source's: a source in the corpus that lacks the passage is named elsewhere only") {
  Two t;
  t.add(Kind::edited, 1, 400);  // the Herald took another passage from the Gazette's article
  t.credit(1, "Harbour Gazette");
  t.articles[1].attributions[0].scope = {0, 400};
  FamilyRecord& f = t.add(Kind::edited, 1, 300);
  Occurrence& own = f.occurrences[0];  // first holder: the Herald, held to have it from the Gazette
  own.article = 1;
  own.status = Status::cited;
  own.parent_outlet = "Harbour Gazette";
  own.credited = Credited::yes;
  f.occurrences[1].article = 0;
  f.occurrences[1].status = Status::undecided;
  f.occurrences[1].parent = kNone;
  f.occurrences[1].parent_outlet.clear();
  f.origin_article = kNone;
  f.origin_outlet = "Harbour Gazette";
  f.origin_observed = false;

  SUBCASE("named elsewhere") {
    t.settle();
    CHECK(t.families[1].occurrences[0].status == Status::origin);
    CHECK(t.families[1].occurrences[0].parent_outlet.empty());
    CHECK(t.families[1].origin_article == 1);
    CHECK(t.families[1].origin_outlet == "Valley Herald");
  }
  SUBCASE("named for these words") {
    t.articles[1].attributions[0].scope = {1000, 1300};
    t.settle();
    CHECK(t.families[1].occurrences[0].status == Status::cited);
    CHECK(t.families[1].origin_outlet == "Harbour Gazette");
  }
}
