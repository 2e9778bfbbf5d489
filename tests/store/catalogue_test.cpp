// The catalogue as a file, and its articles: every row comes back as it went in, whatever it holds; what fails, fails by its name.
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/catalogue_rows.hpp"

using namespace reprise;
using namespace reprise::testing;
using namespace reprise::store;

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

TEST_CASE("a file that another program made is told from a damaged catalogue") {
  TempDir dir;
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open((dir / "other").c_str(), &other) == SQLITE_OK);
  CHECK(sqlite3_exec(other, "PRAGMA application_id = 77; CREATE TABLE t(x)", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(other);
  make_some(dir);
  std::string bytes = get(dir / "c");
  bytes[2000] = static_cast<char>(bytes[2000] ^ 1);
  put(dir / "damaged", bytes);
  for (const OpenMode mode : {OpenMode::write, OpenMode::read}) {
    const auto foreign = Catalogue::open(dir / "other", mode), damaged = Catalogue::open(dir / "damaged", mode);
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().code == ErrorCode::bad_index);
    CHECK(foreign.error().message == (dir / "other") + ": expected the catalogue of a reprise index, found another SQLite file (application id 77)");
    REQUIRE_FALSE(damaged);
    CHECK(damaged.error().code == ErrorCode::bad_index);
    CHECK(damaged.error().message == (dir / "damaged") + ": damaged page at offset 0: its checksum does not fit");
  }
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
      CHECK(good(other->holds(row.number, row.given.id)));
      CHECK_FALSE(good(other->holds(row.number, row.given.id + "x")));
      CHECK_FALSE(good(other->holds(row.number + 1000, row.given.id)));
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
  CHECK_FALSE(good(catalogue->holds(99, "bare")));
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
