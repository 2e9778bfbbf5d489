// A flipped byte of the database's file is named by offset; one in a page that the log has a newer version of is nobody's concern.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "hostile/files.hpp"
#include "store/page_checksums.hpp"
#include "store/sqlite.hpp"

using namespace reprise;
using namespace reprise::testing;
using namespace reprise::store;

namespace {

std::vector<std::string> problems_of(const std::string& path) {
  std::vector<std::string> problems;
  Result<std::unique_ptr<Database>> opened = Database::open(path, OpenMode::read);
  REQUIRE(opened);
  (*opened)->verify_pages(problems);
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

TEST_CASE("verifying leaves the locks of the process where they are") {
  // Another program that has the file to itself takes the log away when it closes; the lock on the file is what tells it otherwise.
  const TempDir dir;
  const std::string path = dir / "database";
  Result<std::unique_ptr<Database>> made = Database::open(path, OpenMode::create);
  REQUIRE(made);
  REQUIRE((*made)->run("PRAGMA journal_mode=WAL; CREATE TABLE one(n INTEGER); INSERT INTO one VALUES(1);"));
  const auto locked = [&] {
    const pid_t child = ::fork();
    if (child == 0) {
      const int file = ::open(path.c_str(), O_RDWR);
      struct flock lock = {};
      lock.l_type = F_WRLCK;
      lock.l_whence = SEEK_SET;
      ::_exit(file >= 0 && ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status) == 1;
  };
  CHECK(locked());
  std::vector<std::string> problems;
  (*made)->verify_pages(problems);
  CHECK(problems.empty());
  CHECK(locked());
  CHECK(problems_of(path).empty());  // by another connection, which is closed
  CHECK(locked());
}

TEST_CASE("a page that another program writes is read, told by verify, and gets its checksum with the next write") {
  const TempDir dir;
  const std::string path = dir / "database";
  {
    Result<std::unique_ptr<Database>> made = Database::open(path, OpenMode::create);
    REQUIRE(made);
    REQUIRE((*made)->run("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE one(n INTEGER); INSERT INTO one VALUES(1);"));
    REQUIRE((*made)->checkpoint(true));
    REQUIRE((*made)->run("UPDATE one SET n = 2"));
    // The log as a writer that dies leaves it, in a copy.
    for (const char* end : {"", "-wal"}) std::filesystem::copy_file(path + end, dir / "copy" + end);
  }
  sqlite3* shell = nullptr;
  REQUIRE(sqlite3_open((dir / "copy").c_str(), &shell) == SQLITE_OK);
  CHECK(sqlite3_exec(shell, "SELECT n FROM one", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(shell);  // the last to close moves the log into the file
  REQUIRE_FALSE(std::filesystem::exists(dir / "copy-wal"));
  REQUIRE(problems_of(dir / "copy").size() == 1);
  CHECK(problems_of(dir / "copy").front().find("has no checksum") != std::string::npos);
  Result<std::unique_ptr<Database>> opened = Database::open(dir / "copy", OpenMode::write);
  REQUIRE(opened);
  {
    Query query = (*opened)->query("SELECT n FROM one");
    REQUIRE(query.step());
    CHECK(query.number(0) == 2);
  }
  REQUIRE((*opened)->run("VACUUM"));
  REQUIRE((*opened)->checkpoint(true));
  CHECK(problems_of(dir / "copy").empty());
}

TEST_CASE("a page of zeros is one whose write was lost") {
  const TempDir dir;
  const std::string path = dir / "database";
  {
    Result<std::unique_ptr<Database>> made = Database::open(path, OpenMode::create);
    REQUIRE(made);
    REQUIRE((*made)->run("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE one(n INTEGER); CREATE TABLE long(t BLOB); INSERT INTO one VALUES(1); INSERT INTO long VALUES(zeroblob(12000));"));
  }
  CHECK(problems_of(path).empty());  // zeros with a checksum are a page like any other
  const std::uint64_t pages = std::filesystem::file_size(path) / kPageBytes;
  REQUIRE(pages >= 5);
  for (std::uint64_t page = 1; page < pages; ++page) {
    CAPTURE(page);
    const std::string whole = get(path);
    put(path, std::string(whole).replace(page * kPageBytes, kPageBytes, kPageBytes, '\0'));
    const std::string told = path + ": the page at offset " + std::to_string(page * kPageBytes) + " is empty: a write of it was lost";
    CHECK(problems_of(path) == std::vector<std::string>{told});
    Result<std::unique_ptr<Database>> opened = Database::open(path, OpenMode::read);
    REQUIRE(opened);
    Query query = (*opened)->query("SELECT n FROM one UNION ALL SELECT substr(t, -1) FROM long");
    while (query.step()) {
    }
    REQUIRE(query.failed());
    CHECK(query.error().code == ErrorCode::bad_index);
    CHECK(query.error().message == told);
    put(path, whole);
  }
}

TEST_CASE("a damaged log is told wherever it is damaged, as long as a commit lies behind") {
  const TempDir dir;
  const std::string path = dir / "database";
  Result<std::unique_ptr<Database>> made = Database::open(path, OpenMode::create);
  REQUIRE(made);
  REQUIRE((*made)->run("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE one(n INTEGER); INSERT INTO one VALUES(1);"));
  REQUIRE((*made)->run("UPDATE one SET n = 2"));
  REQUIRE((*made)->run("UPDATE one SET n = 3"));
  CHECK(problems_of(path).empty());
  const std::uint64_t size = std::filesystem::file_size(path + "-wal");
  for (std::uint64_t at = 0; at < size; at += 61) {
    CAPTURE(at);
    flip(path + "-wal", at);
    CHECK(problems_of(path).size() == (at < size - 24 - kPageBytes ? 1u : 0u));  // the last transaction is one frame
    flip(path + "-wal", at);
  }
  CHECK(problems_of(path).empty());
}
