// What is gathered is in the log when a commit has returned: another connection, a process that dies, and a disk that is full all find it so.
#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "hostile/files.hpp"
#include "store/page_checksums.hpp"
#include "store/sqlite.hpp"

using namespace reprise;
using namespace reprise::testing;
using namespace reprise::store;

namespace {

constexpr const char* kMake = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=20; CREATE TABLE one(n INTEGER PRIMARY KEY, text TEXT)";

std::unique_ptr<Database> opened(const std::string& path, OpenMode mode) {
  Result<std::unique_ptr<Database>> database = Database::open(path, mode);
  REQUIRE(database);
  return std::move(*database);
}

/// Rows of half a page each; more than 20 pages of them are in the log before the commit.
Result<void> put(Database& database, std::int64_t from, std::int64_t rows) {
  for (std::int64_t n = from; n < from + rows; ++n) {
    Query q = database.query("INSERT OR REPLACE INTO one VALUES(?1, ?2)");
    const std::string text(2000, static_cast<char>('a' + n % 26));
    q.bind(1, n).bind_text(2, text);
    if (Result<void> done = q.execute(); !done) return done;
  }
  return {};
}

std::int64_t count(Database& database) {
  Query q = database.query("SELECT count(*) FROM one WHERE length(text) = 2000 AND substr(text, 1, 1) = char(97 + n % 26)");
  REQUIRE(q.step());
  return q.number(0);
}

std::vector<std::string> problems_of(Database& database) {
  std::vector<std::string> problems;
  database.verify_pages(problems);
  return problems;
}

}  // namespace

TEST_CASE("another connection sees each commit, small and larger than the cache, and nothing of what was undone") {
  const TempDir dir;
  const std::string path = dir / "database";
  const auto writer = opened(path, OpenMode::create);
  REQUIRE(writer->run(kMake));
  const auto reader = opened(path, OpenMode::read);
  std::int64_t rows = 0;
  for (const std::int64_t more : {1, 3, 400, 1, 90, 7}) {
    {
      Result<Transaction> undone = Transaction::begin(*writer);
      REQUIRE(undone);
      REQUIRE(put(*writer, rows, more));
      CHECK(count(*writer) == rows + more);  // what went to the log early is read back
      CHECK(count(*reader) == rows);
    }
    CHECK(count(*writer) == rows);
    Result<Transaction> done = Transaction::begin(*writer);
    REQUIRE(done);
    REQUIRE(put(*writer, rows, more));
    REQUIRE(put(*writer, 0, more));  // pages that are in the log already are written again
    REQUIRE(done->commit());
    rows += more;
    CHECK(count(*reader) == rows);
    CHECK(problems_of(*reader).empty());
    if (more == 90) REQUIRE(writer->checkpoint(true));  // the log begins anew
  }
  REQUIRE(writer->checkpoint(true));
  CHECK(count(*reader) == rows);
  CHECK(problems_of(*writer).empty());
}

TEST_CASE("what one connection gave up does not fall on what another committed behind it") {
  const TempDir dir;
  const std::string path = dir / "database";
  const auto first = opened(path, OpenMode::create);
  REQUIRE(first->run(kMake));
  const auto second = opened(path, OpenMode::write);
  REQUIRE(second->run("PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=20"));
  std::int64_t rows = 0;
  for (const std::int64_t given_up : {30, 45, 60, 200}) {  // some of whose frames are held when it is undone
    REQUIRE(first->checkpoint(true));  // else undoing reads the first page from the log, which lets go of them in time
    {
      Result<Transaction> undone = Transaction::begin(*first);
      REQUIRE(undone);
      REQUIRE(put(*first, rows, given_up));
    }
    for (Database* const database : {second.get(), first.get(), second.get()}) {
      REQUIRE(put(*database, rows, 5));
      rows += 5;
      CHECK(count(*first) == rows);
      CHECK(count(*second) == rows);
    }
  }
  const auto reader = opened(path, OpenMode::read);
  CHECK(count(*reader) == rows);
  CHECK(problems_of(*reader).empty());
  REQUIRE(first->checkpoint(true));
  CHECK(problems_of(*second).empty());
}

TEST_CASE("what was committed outlives the process, and a write that fails fails its commit") {
  const TempDir dir;
  const std::string path = dir / "database";
  REQUIRE(opened(path, OpenMode::create)->run(kMake));
  const pid_t child = fork();
  if (child == 0) {
    Result<std::unique_ptr<Database>> database = Database::open(path, OpenMode::write);
    if (!database || !(*database)->run("PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0")) _exit(1);
    {
      Result<Transaction> kept = Transaction::begin(**database);
      if (!kept || !put(**database, 0, 50) || !kept->commit()) _exit(2);
    }
    std::signal(SIGXFSZ, SIG_IGN);
    const auto log_bytes = std::filesystem::file_size(path + "-wal");
    const rlimit limit{log_bytes + 5000, log_bytes + 5000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(3);
    {
      Result<Transaction> lost = Transaction::begin(**database);
      if (!lost || !put(**database, 50, 10) || lost->commit()) _exit(4);
    }
    Query q = (*database)->query("SELECT count(*) FROM one");
    _exit(q.step() && q.number(0) == 50 ? 0 : 5);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  const auto database = opened(path, OpenMode::write);
  CHECK(count(*database) == 50);
  CHECK(problems_of(*database).empty());
  REQUIRE(put(*database, 50, 10));
  CHECK(count(*database) == 60);
}
