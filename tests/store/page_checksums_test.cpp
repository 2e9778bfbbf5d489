// A flipped byte of the database's file is named by offset; one in a page that the log has a newer version of is nobody's concern.
#include <doctest/doctest.h>

#include "hostile/files.hpp"
#include "store/page_checksums.hpp"
#include "store/sqlite.hpp"

using namespace reprise;
using namespace reprise::testing;
using namespace reprise::store;

namespace {

std::vector<std::string> problems_of(const std::string& path) {
  std::vector<std::string> problems;
  (void)verify_pages(path, problems);
  return problems;
}

void flip(const std::string& path, std::uint64_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get() ^ 8);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
}

}  // namespace

TEST_CASE("every page has its checksum, and a page that the log replaces needs none") {
  const TempDir dir;
  const std::string path = dir / "database";
  Result<std::unique_ptr<Database>> made = Database::open(path, OpenMode::create);
  REQUIRE(made);
  Database& database = **made;
  REQUIRE(database.run("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE one(n INTEGER); CREATE TABLE two(n INTEGER); INSERT INTO one VALUES(1); INSERT INTO two VALUES(2);"));
  REQUIRE(database.checkpoint(true));
  REQUIRE(std::filesystem::file_size(path) == 3 * kPageBytes);  // the schema, and a page for each table
  CHECK(problems_of(path).empty());
  for (std::uint64_t page = 0; page < 3; ++page) {
    flip(path, page * kPageBytes + 1000 + page);
    CHECK(problems_of(path) == std::vector<std::string>{path + ": damaged page at offset " + std::to_string(page * kPageBytes) + ": its checksum does not fit"});
    flip(path, page * kPageBytes + 1000 + page);
  }

  REQUIRE(database.run("UPDATE two SET n = 3"));  // in the log
  flip(path, 2 * kPageBytes + 1000);
  CHECK(problems_of(path).empty());
  flip(path, 1 * kPageBytes + 1000);
  CHECK(problems_of(path).size() == 1);
  flip(path, 1 * kPageBytes + 1000);
  std::filesystem::resize_file(path, 2 * kPageBytes + 700);  // half a page: the disk filled up while the log was moved
  CHECK(problems_of(path).empty());
  // What was begun and not committed says nothing of the file; neither does a log of before.
  REQUIRE(database.checkpoint(true));
  CHECK(problems_of(path).empty());
  flip(path, 2 * kPageBytes + 1000);
  CHECK(problems_of(path).size() == 1);
  flip(path, 2 * kPageBytes + 1000);
  Query query = database.query("SELECT n FROM two");
  REQUIRE(query.step());
  CHECK(query.number(0) == 3);
}
