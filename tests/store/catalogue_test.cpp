// The catalogue: every row comes back as it went in, whatever it holds; what fails, fails by its name.
#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <limits>

#include "hostile/files.hpp"
#include "store/catalogue.hpp"

using namespace reprise;
using namespace reprise::testing;
using namespace reprise::store;

namespace {

constexpr Seconds kLate = Seconds{1} << 33;  // beyond 32 bits
const std::string kNul("a\0b\0", 4);
const std::string kForeign = "Иран сообщил — «тест» ‏עברית 中文 🛰";

template <class T>
T good(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}
void good(Result<void> result) {
  if (!result) FAIL(result.error().message);
}

std::unique_ptr<Catalogue> make(const TempDir& dir) { return good(Catalogue::create(dir / "c")); }

/// Runs `write` in a transaction.
template <class Write>
void stored(Catalogue& catalogue, Write write) {
  Transaction transaction = good(Transaction::begin(catalogue.database()));
  write();
  good(transaction.commit());
}

std::int64_t count(Catalogue& catalogue, const char* sql) {
  Query q = catalogue.database().query(sql);
  REQUIRE(q.step());
  return q.number(0);
}

ArticleRow article(std::string id) {
  ArticleRow a;
  a.given.id = std::move(id);
  return a;
}

ArticleRow full_article() {
  ArticleRow a = article("id-" + kForeign);
  a.given.outlet = "as given";
  a.given.published = {kLate, kLate + 86399};
  a.given.fetched = -5;
  a.given.url = "https://news.example/" + std::string(3000, 'x');
  a.given.title = kNul;
  a.given.lang = "English";
  a.version = 4'000'000'000u;
  a.added = 0;
  a.outlet = "Газета";
  a.lang = "en";
  a.words = 4'294'967'295u;
  a.attributions = R"([{"outlet":"TASS"}])";
  return a;
}

void check_same(const ArticleRow& x, const ArticleRow& y) {
  CHECK(x.given.id == y.given.id);
  CHECK(x.given.outlet == y.given.outlet);
  CHECK(x.given.url == y.given.url);
  CHECK(x.given.title == y.given.title);
  CHECK(x.given.lang == y.given.lang);
  CHECK(x.given.published == y.given.published);
  CHECK(x.given.fetched == y.given.fetched);
  CHECK(x.given.text.empty());
  CHECK(x.version == y.version);
  CHECK(x.added == y.added);
  CHECK(x.outlet == y.outlet);
  CHECK(x.lang == y.lang);
  CHECK(x.words == y.words);
  CHECK(x.cluster == y.cluster);
  CHECK(x.attributions == y.attributions);
}

void check_same(const OccurrenceRow& x, const OccurrenceRow& y) {
  CHECK(x.number == y.number);
  CHECK(x.span == y.span);
  CHECK(x.chars == y.chars);
  CHECK(x.status == y.status);
  CHECK(x.relation == y.relation);
  CHECK(x.parent == y.parent);
  CHECK(x.parent_outlet == y.parent_outlet);
  CHECK(x.parent_observed == y.parent_observed);
  CHECK(x.confidence == y.confidence);
  CHECK(x.identity == y.identity);
  CHECK(x.credited == y.credited);
  CHECK(x.evidence == y.evidence);
}

void check_same(const FamilyRow& x, const FamilyRow& y) {
  CHECK(x.family == y.family);
  CHECK(x.kind == y.kind);
  CHECK(x.origin == y.origin);
  CHECK(x.origin_outlet == y.origin_outlet);
  CHECK(x.origin_observed == y.origin_observed);
  CHECK(x.origin_confidence == y.origin_confidence);
  REQUIRE(x.occurrences.size() == y.occurrences.size());
  for (std::size_t i = 0; i < x.occurrences.size(); ++i) check_same(x.occurrences[i], y.occurrences[i]);
}

void check_same(const Holding& x, const Holding& y) {
  CHECK(x.family == y.family);
  CHECK(x.status == y.status);
  CHECK(x.parent == y.parent);
  CHECK(x.parent_outlet == y.parent_outlet);
  CHECK(x.origin == y.origin);
  CHECK(x.origin_outlet == y.origin_outlet);
  CHECK(x.confidence == y.confidence);
}

ErrorCode code_of_open(const std::string& path, OpenMode mode = OpenMode::write) {
  const auto opened = Catalogue::open(path, mode);
  if (opened) return ErrorCode::ok;
  CHECK(opened.error().where == path);
  CHECK(opened.error().message.find(path) != std::string::npos);
  return opened.error().code;
}

/// A catalogue of some rows, closed: its log is in the file.
void make_some(const TempDir& dir) {
  const auto catalogue = make(dir);
  stored(*catalogue, [&] {
    for (int i = 0; i < 200; ++i) good(catalogue->insert_article(article("a" + std::to_string(i)), std::string(700, 'f'), std::string(60, 'p')));
  });
}

}  // namespace

TEST_CASE("made once, opened ever after; a second create of the same file is an error") {
  TempDir dir;
  make_some(dir);
  CHECK_FALSE(std::filesystem::exists(dir / "c-wal"));
  for (const OpenMode mode : {OpenMode::write, OpenMode::read}) {
    const auto catalogue = good(Catalogue::open(dir / "c", mode));
    CHECK(good(catalogue->numbers()).size() == 200);
    CHECK(good(catalogue->check()).empty());
    CHECK(good(catalogue->last_number()) == 200);
  }
  CHECK_FALSE(Catalogue::create(dir / "c"));
  CHECK(good(good(Catalogue::open(dir / "c", OpenMode::read))->numbers()).size() == 200);
}

TEST_CASE("what is no catalogue, and what a later version made") {
  TempDir dir;
  for (const OpenMode mode : {OpenMode::write, OpenMode::read}) {
    CHECK(code_of_open(dir / "none", mode) == ErrorCode::not_found);
    put(dir / "empty", "");
    CHECK(code_of_open(dir / "empty", mode) == ErrorCode::bad_index);
    put(dir / "text", std::string(10'000, 'x'));
    CHECK(code_of_open(dir / "text", mode) == ErrorCode::bad_index);
    put(dir / "short", "SQLite format 3");
    CHECK(code_of_open(dir / "short", mode) == ErrorCode::bad_index);
    CHECK(code_of_open(dir.path(), mode) != ErrorCode::ok);
  }
  good(good(Database::open(dir / "other", OpenMode::create))->run("CREATE TABLE t(x)"));
  CHECK(code_of_open(dir / "other") == ErrorCode::bad_index);
  make_some(dir);
  good(good(Database::open(dir / "c", OpenMode::write))->run("PRAGMA user_version = 2"));
  for (const OpenMode mode : {OpenMode::write, OpenMode::read}) CHECK(code_of_open(dir / "c", mode) == ErrorCode::newer_format);
  for (const char* version : {"PRAGMA user_version = 0", "PRAGMA user_version = -1"}) {
    good(good(Database::open(dir / "c", OpenMode::write))->run(version));
    CHECK(code_of_open(dir / "c") == ErrorCode::bad_index);
  }
  good(good(Database::open(dir / "c", OpenMode::write))->run("PRAGMA user_version = 1"));
  CHECK(code_of_open(dir / "c") == ErrorCode::ok);
  CHECK_FALSE(Catalogue::create(dir / "none/c"));
}

TEST_CASE("a catalogue that lacks a table is damaged") {
  TempDir dir;
  make_some(dir);
  good(good(Database::open(dir / "c", OpenMode::write))->run("DROP VIEW hops; DROP TABLE articles"));
  const auto catalogue = good(Catalogue::open(dir / "c", OpenMode::read));
  const auto numbers = catalogue->numbers();
  REQUIRE_FALSE(numbers);
  CHECK(numbers.error().code == ErrorCode::bad_index);
  CHECK(numbers.error().message.find("articles") != std::string::npos);
  CHECK(good(catalogue->recent(0)).size() == 200);
}

TEST_CASE("a file that was cut or overwritten is an error by name, never a crash") {
  TempDir dir;
  make_some(dir);
  const std::string whole = get(dir / "c");
  const auto codes = [&](const std::string& bytes) {
    put(dir / "d", bytes);
    std::vector<ErrorCode> codes;
    const auto opened = Catalogue::open(dir / "d", OpenMode::read);
    if (!opened) return std::vector{opened.error().code};
    const auto see = [&](const auto& result) {
      if (!result) codes.push_back(result.error().code);
    };
    see((*opened)->numbers());
    see((*opened)->ids());
    see((*opened)->each_article([](ArticleRow&&) { return true; }));
    for (Number n = 1; n <= 200; n += 7) see((*opened)->frame(n));
    see((*opened)->recent(0));
    see((*opened)->last_number());
    const auto problems = (*opened)->check();
    if (!problems || !problems->empty()) codes.push_back(ErrorCode::bad_index);
    return codes;
  };
  CHECK(codes(whole).empty());
  for (const std::size_t size : {std::size_t{1}, std::size_t{50}, std::size_t{100}, std::size_t{4096}, whole.size() / 3, whole.size() / 2, whole.size() - 4096}) {
    CAPTURE(size);
    const auto found = codes(whole.substr(0, size));
    CHECK_FALSE(found.empty());
    for (const ErrorCode code : found) CHECK(code == ErrorCode::bad_index);
  }
  Chance chance(3);
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    std::string bytes = whole;
    const std::size_t page = 4096 * chance.below(bytes.size() / 4096);
    for (std::size_t i = 0; i < 64; ++i) bytes[page + (round % 2 == 0 ? i : chance.below(4096))] = static_cast<char>(chance.below(256));
    for (const ErrorCode code : codes(bytes)) CHECK(code == ErrorCode::bad_index);
  }
}

TEST_CASE("articles come back as they went in, with their texts and fingerprints") {
  TempDir dir;
  const auto catalogue = make(dir);
  ArticleRow bare = article("bare"), nul = article(std::string("x\0y", 3));
  std::vector<ArticleRow> rows = {full_article(), bare, nul, article(std::string("x\0z", 3)), article(std::string(4096, 'i')), article("' OR 1=1 --")};
  const std::string frame = std::string("\x28\xb5\x2f\xfd\0\0\xff", 7), prints = std::string(20, '\0');
  stored(*catalogue, [&] {
    for (ArticleRow& row : rows) row.number = good(catalogue->insert_article(row, row.given.id == "bare" ? "" : frame, row.given.id == "bare" ? "" : prints));
  });
  for (int again = 0; again < 2; ++again) {
    const auto other = good(Catalogue::open(dir / "c", again == 0 ? OpenMode::read : OpenMode::write));
    for (const ArticleRow& row : rows) {
      CHECK(good(other->find(row.given.id)) == row.number);
      const auto back = good(other->article(row.number));
      REQUIRE(back);
      check_same(*back, row);
      CHECK(good(other->frame(row.number)) == (row.given.id == "bare" ? "" : frame));
      const auto text = good(other->text(row.number));
      REQUIRE(text);
      CHECK(text->lang == row.lang);
      CHECK(text->frame == (row.given.id == "bare" ? "" : frame));
    }
    CHECK(good(other->last_number()) == rows.size());
    std::vector<std::string> ids;
    for (const ArticleRow& row : rows) ids.push_back(row.given.id);
    std::sort(ids.begin(), ids.end());
    CHECK(good(other->ids()) == ids);
    std::vector<std::string> visited;
    good(other->each_article([&](ArticleRow&& row) {
      visited.push_back(row.given.id);
      return true;
    }));
    CHECK(visited == ids);
    visited.clear();
    good(other->each_article([&](ArticleRow&& row) {
      visited.push_back(row.given.id);
      return visited.size() < 2;
    }));
    CHECK(visited.size() == 2);
    const auto recent = good(other->recent(1));
    REQUIRE(recent.size() == rows.size() - 1);
    CHECK(recent[0].number == 2);
    CHECK(recent[0].fingerprints == "");
    CHECK(recent[1].fingerprints == prints);
  }
  CHECK_FALSE(good(catalogue->find("")));
  CHECK_FALSE(good(catalogue->find("x")));
  CHECK_FALSE(good(catalogue->article(99)));
  CHECK_FALSE(good(catalogue->frame(99)));
  CHECK_FALSE(good(catalogue->text(99)));
  // The id is there: not twice.
  Transaction transaction = good(Transaction::begin(catalogue->database()));
  CHECK_FALSE(catalogue->insert_article(bare, frame, prints));
}

TEST_CASE("texts and fingerprints that are nothing at all are empty") {
  TempDir dir;
  const auto catalogue = make(dir);
  stored(*catalogue, [&] {
    const Number n = good(catalogue->insert_article(article("a"), {}, {}));
    CHECK(good(catalogue->frame(n)) == "");
    good(catalogue->insert_version(article("a"), 1, {}));
  });
}

TEST_CASE("facts of an article are set anew") {
  TempDir dir;
  const auto catalogue = make(dir);
  ArticleRow row = full_article();
  stored(*catalogue, [&] {
    row.number = good(catalogue->insert_article(row, "f", "p"));
    good(catalogue->set_facts(row.number, "", "", 7, ""));
  });
  row.outlet = row.lang = row.attributions = "";
  row.words = 7;
  check_same(*good(catalogue->article(row.number)), row);
}

TEST_CASE("numbers are given once, and those of a transaction that was rolled back again") {
  TempDir dir;
  const auto catalogue = make(dir);
  CHECK(good(catalogue->last_number()) == 0);
  stored(*catalogue, [&] {
    good(catalogue->insert_article(article("a"), "f", "p"));
    good(catalogue->insert_article(article("b"), "f", "p"));
    good(catalogue->delete_article(2));
  });
  CHECK(good(catalogue->last_number()) == 2);
  {
    const Transaction transaction = good(Transaction::begin(catalogue->database()));
    CHECK(good(catalogue->insert_article(article("b"), "f", "p")) == 3);
  }
  CHECK(good(catalogue->last_number()) == 2);
  CHECK_FALSE(good(catalogue->find("b")));
  stored(*catalogue, [&] { CHECK(good(catalogue->insert_article(article("b"), "f", "p")) == 3); });
  CHECK(good(catalogue->numbers()) == std::vector<Number>{1, 3});
}

TEST_CASE("families and occurrences come back as they went in") {
  TempDir dir;
  const auto catalogue = make(dir);
  FamilyRow full;
  full.family = "f-2";
  full.kind = Kind::boilerplate;
  full.origin = 4'294'967'294u;
  full.origin_outlet = kForeign;
  full.origin_observed = true;
  full.origin_confidence = 0.1 + 0.2;
  OccurrenceRow o;
  o.number = 7;
  o.span = {0, 4'294'967'295u};
  o.chars = {3'000'000'000u, 3'000'000'001u};
  o.evidence = "{}";
  for (const Status status : {Status::origin, Status::copied, Status::cited, Status::common_source, Status::version, Status::undecided}) {
    o.status = status;
    full.occurrences.push_back(o);
    ++o.number;
  }
  for (const Relation relation : {Relation::none, Relation::verbatim, Relation::edited, Relation::paraphrase, Relation::quote, Relation::translation}) {
    o.relation = relation;
    o.parent = 3;
    o.parent_outlet = "O'Neill \"Post\"";
    o.parent_observed = true;
    o.confidence = 1e-300;
    o.identity = 1.0 / 3;
    o.credited = relation == Relation::none ? Credited::no : Credited::yes;
    o.evidence = R"({"time":"ä"})";
    full.occurrences.push_back(o);
    ++o.number;
  }
  o.span = {4'294'967'295u, 4'294'967'295u};
  --o.number;
  full.occurrences.push_back(o);  // a second one of the same article
  FamilyRow bare;
  bare.family = "f-1";
  Key full_key = 0, bare_key = 0;
  stored(*catalogue, [&] {
    full_key = good(catalogue->insert_family(full));
    bare_key = good(catalogue->insert_family(bare));
  });
  CHECK(full_key != bare_key);
  check_same(*good(catalogue->family(full_key)), full);
  check_same(*good(catalogue->family(bare_key)), bare);
  CHECK(good(catalogue->family(full_key))->key == full_key);
  CHECK(good(catalogue->family_head(full_key))->occurrences.empty());
  CHECK(good(catalogue->family_key("f-2")) == full_key);
  CHECK_FALSE(good(catalogue->family_key("f-3")));
  CHECK_FALSE(good(catalogue->family_key("")));
  CHECK_FALSE(good(catalogue->family(99)));
  CHECK(good(catalogue->occurrences_in(full_key, 5)) == 5);
  CHECK(good(catalogue->occurrences_in(full_key, 500)) == 13);
  CHECK(good(catalogue->occurrences_in(99, 500)) == 0);
  CHECK(good(catalogue->families_of(o.number)) == std::vector<Key>{full_key});
  const auto places = good(catalogue->places_of(o.number));
  REQUIRE(places.size() == 2);
  CHECK(places[0].family == full_key);
  CHECK(places[0].span == Span{0, 4'294'967'295u});
  CHECK(places[1].span == o.span);
  // By id; every kind.
  stored(*catalogue, [&] {
    for (const Kind kind : {Kind::verbatim, Kind::edited, Kind::paraphrase, Kind::quote, Kind::boilerplate}) {
      bare.family = "g" + std::string(to_string(kind));
      bare.kind = kind;
      good(catalogue->insert_family(bare));
    }
  });
  std::vector<FamilyRow> all;
  good(catalogue->each_family([&](FamilyRow&& f) {
    all.push_back(std::move(f));
    return true;
  }));
  REQUIRE(all.size() == 7);
  CHECK(all[0].family == "f-1");
  check_same(all[1], full);
  for (const FamilyRow& f : all)
    if (f.family[0] == 'g') CHECK(f.family == "g" + std::string(to_string(f.kind)));
  int visits = 0;
  good(catalogue->each_family([&](FamilyRow&&) { return ++visits < 3; }));
  CHECK(visits == 3);
  // An occurrence at the same place is replaced; kind and origin are set anew.
  stored(*catalogue, [&] {
    o = full.occurrences[0];
    o.confidence = 0.75;
    good(catalogue->insert_occurrence(full_key, o));
    full.occurrences[0] = o;
    full.key = full_key;
    full.kind = Kind::quote;
    full.origin = 0;
    full.origin_outlet.clear();
    full.origin_observed = false;
    full.origin_confidence = 0;
    good(catalogue->update_family(full));
    good(catalogue->delete_occurrences(full_key, full.occurrences.back().number));
    full.occurrences.resize(11);
  });
  check_same(*good(catalogue->family(full_key)), full);
  stored(*catalogue, [&] { good(catalogue->delete_family(full_key)); });
  CHECK_FALSE(good(catalogue->family(full_key)));
  CHECK(count(*catalogue, "SELECT count(*) FROM occurrences") == 0);
  CHECK(good(catalogue->families_of(7)).empty());
}

TEST_CASE("clusters come back as they went in") {
  TempDir dir;
  const auto catalogue = make(dir);
  ClusterRow row;
  row.cluster = "c-2";
  row.origin = 2;
  row.origin_confidence = 2.0 / 3;
  row.articles = {1, 2, 4};
  row.pairs = {{1, 2, 0.1, 0.2, 0.3}, {1, 4, 1, 1, 1}, {4, 2, 0, 0, 0}};
  Key key = 0;
  stored(*catalogue, [&] {
    for (const char* id : {"a", "b", "c", "d"}) good(catalogue->insert_article(article(id), "f", "p"));
    key = good(catalogue->insert_cluster(row));
    good(catalogue->insert_cluster({0, "c-1", 0, 0, {3}, {}}));
  });
  const auto check_row = [&](const ClusterRow& back) {
    CHECK(back.key == key);
    CHECK(back.cluster == row.cluster);
    CHECK(back.origin == row.origin);
    CHECK(back.origin_confidence == row.origin_confidence);
    CHECK(back.articles == row.articles);
    REQUIRE(back.pairs.size() == row.pairs.size());
    for (std::size_t i = 0; i < row.pairs.size(); ++i) {
      CHECK(back.pairs[i].a == row.pairs[i].a);
      CHECK(back.pairs[i].b == row.pairs[i].b);
      CHECK(back.pairs[i].jaccard == row.pairs[i].jaccard);
      CHECK(back.pairs[i].containment_a == row.pairs[i].containment_a);
      CHECK(back.pairs[i].containment_b == row.pairs[i].containment_b);
    }
  };
  check_row(*good(catalogue->cluster(key)));
  CHECK(good(catalogue->article(4))->cluster == key);
  CHECK(good(catalogue->cluster_head(key))->articles.empty());
  CHECK(good(catalogue->members(key)) == row.articles);
  CHECK_FALSE(good(catalogue->cluster(99)));
  std::vector<std::string> ids;
  good(catalogue->each_cluster([&](ClusterRow&& c) {
    ids.push_back(c.cluster);
    return true;
  }));
  CHECK(ids == std::vector<std::string>{"c-1", "c-2"});
  stored(*catalogue, [&] {
    good(catalogue->insert_pairs(key, {{1, 2, 0.5, 0.5, 0.5}}));  // again: replaced
    good(catalogue->leave_cluster(4));
    good(catalogue->join_cluster(key, 3));
    good(catalogue->forget_origin(key, 1));  // is not its origin
  });
  row.pairs[0] = {1, 2, 0.5, 0.5, 0.5};
  row.articles = {1, 2, 3};
  check_row(*good(catalogue->cluster(key)));
  stored(*catalogue, [&] { good(catalogue->forget_origin(key, 2)); });
  CHECK(good(catalogue->cluster(key))->origin == 0);
  CHECK(good(catalogue->cluster(key))->origin_confidence == 0);
  stored(*catalogue, [&] { good(catalogue->delete_cluster(key)); });
  CHECK_FALSE(good(catalogue->cluster(key)));
  CHECK(good(catalogue->article(1))->cluster == 0);
  CHECK(count(*catalogue, "SELECT count(*) FROM cluster_pairs") == 0);
}

TEST_CASE("a removed article takes its text, fingerprints, occurrences and pairs along, not its versions") {
  TempDir dir;
  const auto catalogue = make(dir);
  Key family = 0;
  stored(*catalogue, [&] {
    for (const char* id : {"a", "b", "c"}) good(catalogue->insert_article(article(id), "f", "p"));
    good(catalogue->insert_version(article("b"), 5, "old"));
    FamilyRow f;
    f.family = "f";
    for (const Number n : {1u, 2u, 3u}) {
      f.occurrences.emplace_back().number = n;
      f.occurrences.back().evidence = "{}";
    }
    family = good(catalogue->insert_family(f));
    good(catalogue->insert_cluster({0, "c", 2, 1, {1, 2, 3}, {{1, 2, 1, 1, 1}, {2, 3, 1, 1, 1}, {1, 3, 1, 1, 1}}}));
    good(catalogue->delete_article(2));
    good(catalogue->delete_article(77));  // nobody
  });
  CHECK_FALSE(good(catalogue->find("b")));
  CHECK_FALSE(good(catalogue->article(2)));
  CHECK_FALSE(good(catalogue->frame(2)));
  CHECK(good(catalogue->recent(0)).size() == 2);
  CHECK(good(catalogue->families_of(2)).empty());
  CHECK(good(catalogue->family(family))->occurrences.size() == 2);
  const auto cluster = good(catalogue->cluster(1));
  CHECK(cluster->articles == std::vector<Number>{1, 3});
  REQUIRE(cluster->pairs.size() == 1);
  CHECK(cluster->pairs[0].b == 3);
  CHECK(good(catalogue->versions("b")).size() == 1);
  stored(*catalogue, [&] { good(catalogue->clear_findings()); });
  IndexStats stats;
  good(catalogue->count(stats));
  CHECK(stats.articles == 2);
  CHECK(stats.versions == 1);
  CHECK(stats.families + stats.occurrences + stats.clusters == 0);
  CHECK(good(catalogue->article(1))->cluster == 0);
}

TEST_CASE("versions are kept by id, oldest first") {
  TempDir dir;
  const auto catalogue = make(dir);
  ArticleRow row = full_article();
  stored(*catalogue, [&] {
    row.version = 2;
    good(catalogue->insert_version(row, kLate, "second"));
    row.version = 1;
    good(catalogue->insert_version(row, kNoTime, std::string("\0first", 6)));
    good(catalogue->insert_version(article("other"), 3, ""));
    CHECK_FALSE(catalogue->insert_version(row, 1, "again"));
  });
  const auto versions = good(catalogue->versions(row.given.id));
  REQUIRE(versions.size() == 2);
  CHECK(versions[0].version == 1);
  CHECK(versions[0].replaced == kNoTime);
  CHECK(versions[0].article.text == std::string("\0first", 6));
  CHECK(versions[1].version == 2);
  CHECK(versions[1].replaced == kLate);
  const Article& a = versions[1].article;
  CHECK(a.id == row.given.id);
  CHECK(a.outlet == row.given.outlet);
  CHECK(a.url == row.given.url);
  CHECK(a.title == row.given.title);
  CHECK(a.lang == row.given.lang);
  CHECK(a.published == row.given.published);
  CHECK(a.fetched == row.given.fetched);
  CHECK(good(catalogue->versions("none")).empty());
  stored(*catalogue, [&] { good(catalogue->delete_versions(row.given.id)); });
  CHECK(good(catalogue->versions(row.given.id)).empty());
  CHECK(good(catalogue->versions("other")).size() == 1);
}

TEST_CASE("changes come back as they were told, after a number and up to so many") {
  TempDir dir;
  const auto catalogue = make(dir);
  Change full;
  full.at = kLate;
  full.article = "a";
  full.cause = kForeign;
  full.span = {1, 4'294'967'295u};
  full.before = {"f1", Status::version, "p1", "o1", "g1", "q1", 0.125};
  full.now = {"f2", Status::origin, "", "", "", "", 0};
  Change bare;
  bare.article = "b";
  bare.now = {"f2", Status::undecided, "c", "", "a", kNul, 1.0 / 3};
  stored(*catalogue, [&] {
    good(catalogue->insert_change(full));
    good(catalogue->insert_change(bare));
    good(catalogue->insert_change(full));
  });
  const auto changes = good(catalogue->changes(0, 10));
  REQUIRE(changes.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const Change& given = i == 1 ? bare : full;
    CHECK(changes[i].sequence == i + 1);
    CHECK(changes[i].at == given.at);
    CHECK(changes[i].article == given.article);
    CHECK(changes[i].cause == given.cause);
    CHECK(changes[i].span == given.span);
    check_same(changes[i].before, given.before);
    check_same(changes[i].now, given.now);
  }
  CHECK(count(*catalogue, "SELECT count(*) FROM changes WHERE at IS NULL") == 1);  // not known is null, here as everywhere
  CHECK(good(catalogue->changes(1, 1)).front().sequence == 2);
  CHECK(good(catalogue->changes(0, 0)).empty());
  CHECK(good(catalogue->changes(3, 10)).empty());
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  CHECK(good(catalogue->changes(kMost, 10)).empty());
  CHECK(good(catalogue->changes(kMost / 2 + 1, 10)).empty());
  CHECK(good(catalogue->changes(0, kMost)).size() == 3);
  CHECK(good(catalogue->changes(1, kMost / 2 + 7)).size() == 2);
  // Forgotten: its own go, others no longer name it. Sequences are not given again.
  stored(*catalogue, [&] { good(catalogue->forget_changes("a")); });
  auto left = good(catalogue->changes(0, 10));
  REQUIRE(left.size() == 1);
  CHECK(left[0].now.origin == "");
  CHECK(left[0].now.parent == "c");
  stored(*catalogue, [&] {
    good(catalogue->forget_changes("c"));
    good(catalogue->forget_changes("b"));
    good(catalogue->insert_change(bare));
  });
  left = good(catalogue->changes(0, 10));
  REQUIRE(left.size() == 1);
  CHECK(left[0].sequence == 4);
}

TEST_CASE("segments, recent fingerprints and settings") {
  TempDir dir;
  const auto catalogue = make(dir);
  const SegmentInfo first{"00000002.seg", 1, 4'294'967'295u, 1ull << 33, 1ull << 40, 0xffffffffffffffffull}, second{"00000001.seg", 3, 3, 0, 4096, 1ull << 63}, empty{"e", 0, 0, 0, 0, 0};
  stored(*catalogue, [&] {
    for (const SegmentInfo& s : {first, second, empty}) good(catalogue->insert_segment(s));
    CHECK_FALSE(catalogue->insert_segment(first));
    for (const char* id : {"a", "b", "c"}) good(catalogue->insert_article(article(id), std::string(10, 'f'), "p"));
    good(catalogue->delete_recent(2));
    good(catalogue->set_meta("k", kNul));
    good(catalogue->set_meta("k2", "x"));
    good(catalogue->set_meta("k2", ""));
  });
  CHECK(good(catalogue->segments()) == std::vector<SegmentInfo>{empty, first, second});
  CHECK(good(catalogue->recent(0)).size() == 1);
  CHECK(good(catalogue->recent(0))[0].number == 3);
  CHECK(good(catalogue->meta("k")) == kNul);
  CHECK(good(catalogue->meta("k2")) == "");
  CHECK(good(catalogue->meta("none")) == "");
  IndexStats stats;
  good(catalogue->count(stats));
  CHECK(stats.segments == 3);
  CHECK(stats.fingerprints == 1ull << 33);
  CHECK(stats.recent_articles == 1);
  CHECK(stats.articles == 3);
  CHECK(stats.text_bytes == 30);
  CHECK(stats.last_change == 0);
  CHECK(stats.format == kFormat);
  stored(*catalogue, [&] { good(catalogue->delete_segment(first.name)); });
  CHECK(good(catalogue->segments()) == std::vector<SegmentInfo>{empty, second});
}

TEST_CASE("packed fingerprints come back; bytes that are none are refused") {
  const std::vector<SegmentPosting> postings = {{0, 7, 0}, {~std::uint64_t{0}, 7, 65535}, {0x0123456789abcdef, 7, 0xff00}};
  const std::string bytes = pack_fingerprints(postings);
  CHECK(bytes.size() == 30);
  std::vector<SegmentPosting> back;
  REQUIRE(unpack_fingerprints(bytes, 7, back));
  REQUIRE(back.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(back[i].key == postings[i].key);
    CHECK(back[i].article == 7);
    CHECK(back[i].position == postings[i].position);
  }
  CHECK(unpack_fingerprints("", 7, back));
  CHECK(back.size() == 3);
  for (std::size_t size = 1; size < 30; ++size)
    if (size % 10 != 0) CHECK_FALSE(unpack_fingerprints(bytes.substr(0, size), 7, back));
  CHECK(back.size() == 3);
}

TEST_CASE("a transaction that is not committed leaves nothing; one that was moved is one still") {
  TempDir dir;
  const auto catalogue = make(dir);
  {
    Transaction transaction = good(Transaction::begin(catalogue->database()));
    good(catalogue->insert_article(article("a"), "f", "p"));
    const Transaction moved = std::move(transaction);
    good(catalogue->insert_article(article("b"), "f", "p"));
  }
  CHECK(good(catalogue->numbers()).empty());
  {
    Transaction transaction = good(Transaction::begin(catalogue->database()));
    CHECK_FALSE(Transaction::begin(catalogue->database()));  // no transaction in a transaction
    good(catalogue->insert_article(article("a"), "f", "p"));
    CHECK_FALSE(catalogue->insert_article(article("a"), "f", "p"));  // a failed statement ends itself alone
    good(transaction.commit());
  }
  CHECK(good(catalogue->numbers()).size() == 1);
}

TEST_CASE("a query that is left half-way is begun anew, and its parameters are forgotten") {
  TempDir dir;
  const auto catalogue = make(dir);
  stored(*catalogue, [&] {
    for (const char* id : {"a", "b", "c"}) good(catalogue->insert_article(article(id), "f", "p"));
  });
  for (int again = 0; again < 3; ++again) {
    Query q = catalogue->database().query("SELECT article FROM articles WHERE ?1 IS NULL OR article = ?1 ORDER BY article");
    if (again == 1) q.bind_text(1, "b");
    REQUIRE(q.step());
    CHECK(q.text(0) == (again == 1 ? "b" : "a"));
  }
  Query wrong = catalogue->database().query("SELECT nothing FROM nowhere");
  CHECK_FALSE(wrong.bind(1, std::int64_t{1}).bind_text(2, "x").step());
  CHECK(wrong.failed());
  Query few = catalogue->database().query("SELECT ?1");
  CHECK_FALSE(few.bind(2, std::int64_t{1}).step());
  CHECK(few.failed());
}

TEST_CASE("a reader in a transaction sees one moment") {
  TempDir dir;
  const auto writer = make(dir);
  const auto reader = good(Catalogue::open(dir / "c", OpenMode::read));
  stored(*writer, [&] { good(writer->insert_article(article("a"), "f", "p")); });
  {
    const Transaction moment = good(Transaction::read(reader->database()));
    CHECK(good(reader->numbers()).size() == 1);
    stored(*writer, [&] {
      good(writer->insert_article(article("b"), "f", "p"));
      good(writer->delete_article(1));
    });
    CHECK(good(reader->find("a")) == 1u);
    CHECK_FALSE(good(reader->find("b")));
    CHECK(good(reader->frame(1)) == "f");
    // The log cannot be emptied below it, but as far as it goes.
    good(writer->database().checkpoint(false));
    CHECK(good(reader->find("a")) == 1u);
  }
  CHECK_FALSE(good(reader->find("a")));
  CHECK(good(reader->find("b")) == 2u);
}

TEST_CASE("a checkpoint beside a busy reader leaves pages in the log, and waits in vain when it must not") {
  TempDir dir;
  const auto writer = make(dir);
  const auto reader = good(Catalogue::open(dir / "c", OpenMode::read));
  stored(*writer, [&] { good(writer->insert_article(article("a"), "f", "p")); });
  const auto second = good(Catalogue::open(dir / "c", OpenMode::write));
  Database* const impatient = &second->database();
  good(impatient->run("PRAGMA busy_timeout = 20"));
  {
    const Transaction moment = good(Transaction::read(reader->database()));
    good(reader->numbers());
    stored(*writer, [&] { good(writer->insert_article(article("b"), std::string(50'000, 'f'), "p")); });
    CHECK(good(writer->database().checkpoint(false)) > 0);
    const auto truncated = impatient->checkpoint(true);
    REQUIRE_FALSE(truncated);
    CHECK(truncated.error().code == ErrorCode::locked);
    CHECK(good(reader->numbers()).size() == 1);
  }
  CHECK(good(impatient->checkpoint(true)) == 0);
  CHECK(std::filesystem::file_size(dir / "c-wal") == 0);
  CHECK(good(reader->numbers()).size() == 2);
}

TEST_CASE("bringing the log to the disk, with a log and without") {
  TempDir dir;
  {
    const auto catalogue = make(dir);
    stored(*catalogue, [&] { good(catalogue->insert_article(article("a"), "f", "p")); });
    CHECK(std::filesystem::file_size(dir / "c-wal") > 0);
    good(catalogue->database().sync_log());
  }
  const auto plain = good(Database::open(dir / "c", OpenMode::read));
  CHECK_FALSE(std::filesystem::exists(dir / "c-wal"));
  good(plain->sync_log());
  good(good(Database::open(dir / "new", OpenMode::create))->sync_log());
  // What stands in its place is no log.
  std::filesystem::create_symlink(dir / "loop-wal", dir / "loop-wal");
  const auto broken = good(Database::open(dir / "loop", OpenMode::create))->sync_log();
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == ErrorCode::io);
  CHECK(broken.error().where == dir / "loop-wal");
}

TEST_CASE("a connection that reads cannot write") {
  TempDir dir;
  make_some(dir);
  const auto reader = good(Catalogue::open(dir / "c", OpenMode::read));
  const auto done = reader->set_meta("k", "v");
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::read_only);
  CHECK(done.error().message.find(dir / "c") != std::string::npos);
  const auto run = reader->clear_findings();
  REQUIRE_FALSE(run);
  CHECK(run.error().code == ErrorCode::read_only);
  {
    const Transaction begun = good(Transaction::begin(reader->database()));  // to SQLite it is one that reads
    CHECK_FALSE(reader->insert_article(article("x"), "f", "p"));
  }
  CHECK(good(reader->numbers()).size() == 200);
}

TEST_CASE("a second writer waits for the first, and not for ever") {
  TempDir dir;
  const auto first = make(dir);
  const auto second = good(Database::open(dir / "c", OpenMode::write, 20));
  {
    Transaction held = good(Transaction::begin(first->database()));
    good(first->set_meta("k", "1"));
    const auto begun = Transaction::begin(*second);
    REQUIRE_FALSE(begun);
    CHECK(begun.error().code == ErrorCode::locked);
    CHECK(begun.error().where == dir / "c");
    const auto run = second->run("DELETE FROM meta");
    REQUIRE_FALSE(run);
    CHECK(run.error().code == ErrorCode::locked);
    good(held.commit());
  }
  Transaction begun = good(Transaction::begin(*second));
  good(begun.commit());
  // One that has read an older moment cannot write on it.
  {
    Transaction stale = good(Transaction::read(*second));
    {
      Query q = second->query("SELECT count(*) FROM meta");
      CHECK(q.step());
    }
    good(first->set_meta("k", "2"));
    const auto late = second->run("DELETE FROM meta");
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::locked);
  }
  CHECK(good(first->meta("k")) == "2");
}

TEST_CASE("a full database is no space") {
  TempDir dir;
  const auto catalogue = make(dir);
  good(catalogue->database().run("PRAGMA max_page_count = 60"));
  ErrorCode code = ErrorCode::ok;
  {
    const Transaction transaction = good(Transaction::begin(catalogue->database()));
    for (int i = 0; i < 100 && code == ErrorCode::ok; ++i) {
      const auto number = catalogue->insert_article(article("a" + std::to_string(i)), std::string(9000, 'f'), "p");
      if (!number) code = number.error().code;
    }
  }
  CHECK(code == ErrorCode::no_space);
  CHECK(good(catalogue->numbers()).empty());
  stored(*catalogue, [&] { good(catalogue->insert_article(article("a"), "f", "p")); });
  CHECK(good(catalogue->numbers()).size() == 1);
}

TEST_CASE("a file that may not be read or made") {
  if (::geteuid() == 0) return;  // root may
  TempDir dir;
  make_some(dir);
  ::chmod((dir / "c").c_str(), 0);
  CHECK(code_of_open(dir / "c") != ErrorCode::ok);
}
