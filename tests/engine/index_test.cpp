// The calls of an index, one by one: what they answer, what they refuse, what stays after the index was closed.
#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <thread>

#include "engine/corpus_maker.hpp"
#include "engine/index_inputs.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

const std::string kSpeech =
    "We have signed the harbour agreement today, and every crane on the northern quay will be at work before the first ice, the minister told the dockers who had waited since dawn.";
const std::string kTass = "MURMANSK, March 3. /TASS/. " + kSpeech + " The northern quay was closed for repairs in the spring of last year after two of its pillars gave way.";
const std::string kFars = "The harbour of Murmansk opens again, Russia's TASS news agency reported. " + kSpeech + " Iranian ships called there eleven times last year, port records show.";
const std::string kOther = "Bakers in the old town raised the price of rye bread by four coins on Monday, the second rise since the mill on the canal burnt down in the winter.";

Index opened(const std::string& path, const IndexOptions& options = {}) {
  Result<Index> index = Index::open(path, options);
  if (!index) FAIL(index.error().message);
  return std::move(*index);
}

Verdict added(Index& index, const NewArticle& article) {
  const Result<Verdict> verdict = index.add(article);
  if (!verdict) FAIL(verdict.error().message);
  return *verdict;
}

NewArticle tass() { return {.id = "tass-1", .outlet = "tass.com", .published = "2024-03-03T08:00:00Z", .text = kTass}; }
NewArticle fars() { return {.id = "fars-1", .outlet = "Fars News Agency", .published = "2024-03-03T10:30:00Z", .text = kFars}; }

ErrorCode code(const auto& result) { return result ? ErrorCode::ok : result.error().code; }

}  // namespace

TEST_CASE("a verdict: what is repeated, from whom, since when, what is new") {
  const TempDir dir;
  Index index = opened(dir / "index");
  const Verdict first = added(index, tass());
  CHECK(first.outlet == "TASS");
  CHECK(first.passages.empty());
  CHECK(first.original_share == 1);

  const Verdict verdict = added(index, fars());
  REQUIRE(verdict.passages.size() == 1);
  const VerdictPassage& p = verdict.passages.front();
  CHECK(kFars.substr(p.span.begin, p.span.size()).find("every crane on the northern quay") != std::string::npos);
  CHECK(p.status == Status::copied);
  CHECK(p.parent == "tass-1");
  CHECK(p.parent_outlet == "TASS");
  CHECK(p.origin.article == "tass-1");
  CHECK(p.origin.outlet == "TASS");
  CHECK(p.credited == Credited::yes);
  CHECK(p.confidence > 0.5);
  REQUIRE(p.chain.size() == 2);
  CHECK(p.chain.front().article == "tass-1");
  CHECK(p.chain.back().article == "fars-1");
  REQUIRE(verdict.sources.size() == 1);
  CHECK(verdict.sources.front().article == "tass-1");
  CHECK(verdict.original_share < 0.7);
  CHECK(verdict.original_share > 0.2);
  CHECK_FALSE(verdict.attributions.empty());

  const Result<StoredArticle> stored = index.get("fars-1");
  REQUIRE(stored);
  CHECK(to_json(stored->verdict) == to_json(verdict));
  CHECK(stored->article.text == kFars);
  CHECK(stored->version == 1);
  const Result<VerdictFamily> family = index.family(p.family);
  REQUIRE(family);
  CHECK(family->occurrences.size() == 2);
  CHECK(family->text.find("harbour agreement") != std::string::npos);
  const auto chain = index.chain("fars-1");
  REQUIRE(chain);
  CHECK(to_json(*chain) == to_json(verdict.chains));
}

TEST_CASE("a query is the verdict of add without storing") {
  const TempDir dir;
  Index index = opened(dir / "index");
  added(index, tass());
  const Result<Verdict> asked = index.query(fars());
  REQUIRE(asked);
  CHECK_FALSE(index.contains("fars-1"));
  const Verdict verdict = added(index, fars());
  CHECK(to_json(*asked) == to_json(verdict));
  // An id that is there is not compared with itself.
  const Result<Verdict> again = index.query(fars());
  REQUIRE(again);
  CHECK(to_json(*again) == to_json(verdict));
  CHECK(index.stats()->articles == 2);
}

TEST_CASE("a source that is not in the index is cited") {
  const TempDir dir;
  Index index = opened(dir / "index");
  const Verdict verdict = added(index, {.id = "fars-1", .outlet = "Fars News Agency", .published = "2024-03-03", .text = "According to TASS, every crane on the northern quay of Murmansk will be at work before the first ice of the year."});
  REQUIRE_FALSE(verdict.passages.empty());
  CHECK(verdict.passages.front().status == Status::cited);
  CHECK(verdict.passages.front().parent_outlet == "TASS");
  CHECK_FALSE(verdict.passages.front().parent_observed);
}

TEST_CASE("articles that say one sentence 20,000 times are near-duplicates, and one passage") {
  const TempDir dir;
  Index index = opened(dir / "index");
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "The harbour committee met again on Monday to hear of the crane. ";
  added(index, {.id = "first", .outlet = "Lantern", .published = "2024-03-03T08:00:00Z", .text = text});
  const Verdict verdict = added(index, {.id = "second", .outlet = "Mast", .published = "2024-03-04T08:00:00Z", .text = text});
  REQUIRE(verdict.near_duplicates.size() == 1);
  CHECK(verdict.near_duplicates.front().article == "first");
  REQUIRE(verdict.passages.size() == 1);
  CHECK(verdict.passages.front().kind == Kind::verbatim);
  CHECK(verdict.passages.front().span.end - verdict.passages.front().span.begin > text.size() - 10);
}

TEST_CASE("what cannot be stored is refused by name, and hinders nothing") {
  const TempDir dir;
  Index index = opened(dir / "index");
  added(index, tass());
  CHECK(code(index.add(tass())) == ErrorCode::exists);
  CHECK(code(index.add(NewArticle{.id = "", .text = kOther})) == ErrorCode::bad_argument);
  CHECK(code(index.add(NewArticle{.id = "x", .text = ""})) == ErrorCode::bad_argument);
  CHECK(code(index.add(NewArticle{.id = "x", .text = " \n\t"})) == ErrorCode::bad_argument);
  CHECK(code(index.add(NewArticle{.id = "x", .text = "bad \xff bytes"})) == ErrorCode::bad_input);
  CHECK(code(index.add(NewArticle{.id = "x\xc3", .text = kOther})) == ErrorCode::bad_input);
  CHECK(code(index.add(NewArticle{.id = "x", .published = "the other day", .text = kOther})) == ErrorCode::bad_argument);
  CHECK(code(index.replace(NewArticle{.id = "x", .text = kOther})) == ErrorCode::not_found);
  CHECK(code(index.replace(NewArticle{.id = "tass-1", .published = "the other day", .text = kOther})) == ErrorCode::bad_argument);
  CHECK(code(index.query(NewArticle{.id = "x", .published = "the other day", .text = kOther})) == ErrorCode::bad_argument);
  CHECK(code(index.remove("x")) == ErrorCode::not_found);
  CHECK(code(index.get("x")) == ErrorCode::not_found);
  CHECK(code(index.chain("x")) == ErrorCode::not_found);
  CHECK(code(index.family("f-0")) == ErrorCode::not_found);
  CHECK(code(index.text("x")) == ErrorCode::not_found);
  const Result<Verdict> refused = index.add(tass());
  CHECK(refused.error().message.find("tass-1") != std::string::npos);
  const std::vector<NewArticle> mixed = {fars(), tass(), {.id = "bread", .text = kOther}, {.id = "bread", .text = kOther}, {.id = "", .text = kOther}};
  const auto answers = index.add_many(std::span<const NewArticle>(mixed));
  REQUIRE(answers.size() == 5);
  CHECK(code(answers[0]) == ErrorCode::ok);
  CHECK(code(answers[1]) == ErrorCode::exists);
  CHECK(code(answers[2]) == ErrorCode::ok);
  CHECK(code(answers[3]) == ErrorCode::exists);
  CHECK(code(answers[4]) == ErrorCode::bad_argument);
  CHECK(index.stats()->articles == 3);
  CHECK(answers[0]->passages.front().parent == "tass-1");
}

TEST_CASE("a time without a zone is read as the options say") {
  const TempDir dir;
  {
    Index index = opened(dir / "wide");
    CHECK(added(index, {.id = "a", .outlet = "Kestrel Post", .published = "2024-03-03T12:00:00", .text = kOther}).published == TimeInterval{1709467200 - 14 * 3600, 1709467200 + 14 * 3600});
  }
  Index index = opened(dir / "index", {.timezone = "+03:30"});
  CHECK(added(index, {.id = "a", .outlet = "Kestrel Post", .published = "2024-03-03T12:00:00", .text = kOther}).published == TimeInterval{1709454600, 1709454600});
}

TEST_CASE("what was added is there after the index was closed, whatever the durability") {
  for (const Durability durability : {Durability::per_call, Durability::grouped, Durability::on_flush}) {
    const TempDir dir;
    std::string before;
    {
      Index index = opened(dir / "index", {.durability = durability});
      added(index, tass());
      before = to_json(added(index, fars()));
    }
    Index index = opened(dir / "index");
    CHECK(index.ids().value() == std::vector<std::string>{"fars-1", "tass-1"});
    CHECK(to_json(index.get("fars-1")->verdict) == before);
    CHECK(code(index.add(tass())) == ErrorCode::exists);
    CHECK(index.query(NewArticle{.id = "q", .text = kFars})->passages.size() == 1);
  }
}

TEST_CASE("the process goes elsewhere while an index with a relative path is open; the index goes elsewhere and says so") {
  const TempDir dir;
  const std::filesystem::path here = std::filesystem::current_path();
  std::filesystem::current_path(dir.path());
  std::filesystem::create_directory("elsewhere");
  {
    Index index = opened("index", {.durability = Durability::per_call});
    CHECK(index.directory() == "index");
    std::filesystem::current_path("elsewhere");
    added(index, tass());
    CHECK(index.flush());
    CHECK(index.query(fars())->passages.size() == 1);  // by a connection that is opened now
    CHECK(index.compact());
    CHECK(std::filesystem::is_empty(dir / "elsewhere"));
    std::filesystem::rename(dir / "index", dir / "moved");
    const Result<Verdict> lost = index.add(fars());
    REQUIRE_FALSE(lost);
    CHECK(lost.error().code == ErrorCode::io);
    CHECK(lost.error().message.find("moved or deleted") != std::string::npos);
    CHECK(code(index.flush()) == ErrorCode::io);
  }
  std::filesystem::current_path(here);
  CHECK(opened(dir / "moved").contains("tass-1"));
}

TEST_CASE("the lock takes no standard stream's number") {
  const TempDir dir;
  const int kept = ::dup(STDOUT_FILENO);
  ::close(STDOUT_FILENO);
  {
    Index index = opened(dir / "index", {.seal_articles = 1});
    std::error_code error;  // SQLite puts /dev/null there
    const std::string taken = std::filesystem::read_symlink("/proc/self/fd/1", error).string();
    const ErrorCode second = code(Index::open(dir / "index"));
    added(index, tass());
    (void)index.compact();
    ::dup2(kept, STDOUT_FILENO);
    CHECK_FALSE(taken.starts_with(dir.path()));
    CHECK(second == ErrorCode::locked);
  }
  ::close(kept);
  CHECK(opened(dir / "index").contains("tass-1"));
}

TEST_CASE("replace keeps the earlier text as a version") {
  const TempDir dir;
  Index index = opened(dir / "index");
  added(index, tass());
  added(index, fars());
  const Result<Verdict> corrected = index.replace(NewArticle{.id = "fars-1", .outlet = "Fars News Agency", .published = "2024-03-03T11:00:00Z", .text = kOther});
  REQUIRE(corrected);
  CHECK(corrected->passages.empty());
  const Result<StoredArticle> stored = index.get("fars-1");
  REQUIRE(stored);
  CHECK(stored->version == 2);
  CHECK(stored->article.text == kOther);
  REQUIRE(stored->earlier.size() == 1);
  CHECK(stored->earlier.front().version == 1);
  CHECK(stored->earlier.front().article.text == kFars);
  CHECK(stored->earlier.front().article.published == TimeInterval{1709461800, 1709461800});
  CHECK(index.get("tass-1")->verdict.passages.empty());  // nobody else has its words now
  REQUIRE(index.replace(fars()));
  CHECK(index.get("fars-1")->version == 3);
  CHECK(index.get("fars-1")->verdict.passages.front().parent == "tass-1");
  CHECK(index.stats()->versions == 2);
  // An earlier version is no source of anyone's.
  CHECK(index.query(NewArticle{.id = "q", .text = kOther})->passages.empty());
}

TEST_CASE("remove forgets an article and its versions") {
  const TempDir dir;
  Index index = opened(dir / "index");
  added(index, tass());
  added(index, fars());
  REQUIRE(index.replace(fars()));
  REQUIRE(index.remove("fars-1"));
  CHECK_FALSE(index.contains("fars-1"));
  CHECK(index.stats()->versions == 0);
  CHECK(index.get("tass-1")->verdict.passages.empty());
  CHECK(index.query(fars())->passages.front().parent == "tass-1");
  added(index, fars());
  CHECK(index.get("fars-1")->version == 1);
}

TEST_CASE("one writer, any readers") {
  const TempDir dir;
  Index writer = opened(dir / "index");
  added(writer, tass());
  CHECK(code(Index::open(dir / "index")) == ErrorCode::locked);
  Index reader = opened(dir / "index", {.read_only = true});
  CHECK(reader.query(fars())->passages.front().parent == "tass-1");
  added(writer, fars());
  CHECK(reader.contains("fars-1"));
  CHECK(reader.query(NewArticle{.id = "q", .published = "2024-03-04", .text = kFars})->near_duplicates.size() == 1);
  CHECK(code(reader.add(fars())) == ErrorCode::read_only);
  CHECK(code(reader.remove("tass-1")) == ErrorCode::read_only);
  CHECK(code(reader.settle()) == ErrorCode::read_only);
  CHECK(code(reader.compact()) == ErrorCode::read_only);
  CHECK(code(reader.rebuild()) == ErrorCode::read_only);
  CHECK(code(reader.flush()) == ErrorCode::read_only);
}

TEST_CASE("opening: what is none is told") {
  const TempDir dir;
  CHECK(code(Index::open(dir / "none", {.create = false})) == ErrorCode::not_found);
  CHECK(code(Index::open(dir / "none", {.read_only = true})) == ErrorCode::not_found);
  CHECK_FALSE(std::filesystem::exists(dir / "none"));
  std::filesystem::create_directory(dir / "folder");
  put(dir / "folder/notes.txt", "mine");
  CHECK(code(Index::open(dir / "folder")) == ErrorCode::bad_index);
  CHECK(code(Index::create(dir / "folder")) == ErrorCode::exists);
  put(dir / "file", "mine");
  CHECK(code(Index::open(dir / "file")) == ErrorCode::bad_index);
  { REQUIRE(Index::create(dir / "index")); }
  CHECK(code(Index::create(dir / "index")) == ErrorCode::exists);
  CHECK(code(Index::create("")) == ErrorCode::bad_argument);
  CHECK(code(Index::open(dir / "index", {.group_articles = 0})) == ErrorCode::bad_argument);
  CHECK(code(Index::open(dir / "index", {.timezone = "noon"})) == ErrorCode::bad_argument);
}

TEST_CASE("many threads ask while one adds") {
  const TempDir dir;
  CorpusMaker maker(9);
  put(dir / "made.jsonl", json_lines(maker.make(200)));
  const std::vector<Article> articles = read_articles({dir / "made.jsonl"});
  Index index = opened(dir / "index", {.seal_articles = 16});
  std::atomic<bool> done{false};
  std::atomic<int> failures{0}, asked{0};
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t)
    readers.emplace_back([&, t] {
      for (std::size_t i = static_cast<std::size_t>(t); !done; i = (i + 7) % articles.size()) {
        const Result<Verdict> verdict = index.query(articles[i]);
        if (!verdict) ++failures;
        if (index.contains(articles[i].id) && !index.get(articles[i].id)) ++failures;
        ++asked;
      }
    });
  for (const Article& article : articles)
    if (!index.add(article)) ++failures;
  done = true;
  for (std::thread& t : readers) t.join();
  CHECK(failures == 0);
  CHECK(asked > 0);
  CHECK(index.stats()->articles == articles.size());
  const Result<VerifyReport> sound = index.verify();
  REQUIRE(sound);
  for (const std::string& problem : sound->problems) FAIL_CHECK(problem);
}

TEST_CASE("after settle() verdicts know the outlets of the articles themselves") {
  const TempDir dir;
  Index index = opened(dir / "index");
  const std::string wire = "Ferries to the outer islands will run through the night until the bridge at Sandholm is mended, the county said on Tuesday after a long meeting.";
  const std::string copy = "Ferries run all night, the Skerry Herald reported: " + wire + " Tickets cost the same as by day.";
  added(index, {.id = "s1", .outlet = "Skerry Herald", .published = "2024-05-01T08:00:00Z", .text = wire + " The bridge was hit by a barge on Sunday."});
  added(index, {.id = "s2", .outlet = "Skerry Herald", .published = "2024-05-02T08:00:00Z", .text = kOther});
  REQUIRE(index.settle());
  const Verdict verdict = added(index, {.id = "c", .outlet = "Kestrel Post", .published = "2024-05-01T12:00:00Z", .text = copy});
  REQUIRE(verdict.attributions.size() == 1);
  CHECK(verdict.attributions.front().outlet == "Skerry Herald");
  CHECK(verdict.passages.front().credited == Credited::yes);
}
