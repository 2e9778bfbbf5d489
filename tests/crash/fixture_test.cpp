// An index that an earlier version wrote opens for ever: fixtures/index-v1, made by the first one (fixtures/README.md says how).
#include <doctest/doctest.h>

#include "engine/command.hpp"
#include "reprise/reprise.hpp"

using namespace reprise;
using namespace reprise::testing;
namespace fs = std::filesystem;

TEST_CASE("index-v1: opens, answers, and goes on") {
  const TempDir dir;
  fs::copy(std::string(REPRISE_SOURCE_DIR) + "/fixtures/index-v1", dir / "index", fs::copy_options::recursive);
  for (const auto& entry : fs::recursive_directory_iterator(dir / "index")) fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
  {
    IndexOptions options;
    options.read_only = true;
    const Result<Index> index = Index::open(dir / "index", options);
    if (!index) FAIL(index.error().message);
    const Result<IndexStats> stats = index->stats();
    REQUIRE(stats);
    CHECK(stats->articles == 12);
    CHECK(stats->versions == 1);
    CHECK(stats->segments == 1);
    CHECK(stats->recent_articles == 1);
    CHECK(stats->format == 1);
    CHECK(stats->last_change > 0);
    CHECK(index->changes(0)->size() == stats->last_change);
    const Result<VerifyReport> report = index->verify();
    REQUIRE(report);
    CHECK(report->problems.empty());
    const Result<StoredArticle> article = index->get("en-reuters-ferry");
    REQUIRE(article);
    CHECK(article->version == 2);
    REQUIRE(article->earlier.size() == 1);
    CHECK(article->article.text == article->earlier.front().article.text + " The ferry line said so.");
    CHECK(index->run()->families.size() == stats->families);
    // A copy is known by its fingerprints: one that was sealed, one that was not.
    for (const char* id : {"en-reuters-ferry", "late"}) {
      const Result<std::string> text = index->text(id);
      REQUIRE(text);
      const Result<Verdict> verdict = index->query({.id = "copy", .outlet = "Fars", .published = "2024-06-01T00:00Z", .text = *text});
      REQUIRE(verdict);
      const auto& found = verdict->near_duplicates;
      CHECK(std::any_of(found.begin(), found.end(), [&](const NearDuplicate& d) { return d.article == id; }));
    }
  }
  Result<Index> index = Index::open(dir / "index");
  REQUIRE(index);
  CHECK(index->add({.id = "new", .text = "An article that the old index has not seen before, added by the version of today."}));
  CHECK(index->replace({.id = "new", .text = "Another text of the article that the old index has not seen before."}));
  CHECK(index->remove("late"));
  CHECK(index->settle());
  CHECK(index->rebuild());
  CHECK(index->compact());
  CHECK(index->verify()->problems.empty());
  CHECK(index->ids()->size() == 12);
}
