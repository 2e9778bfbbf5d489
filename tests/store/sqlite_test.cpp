// The door to SQLite: transactions, queries, two connections, the log, and errors by their names.
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <thread>

#include "store/catalogue_rows.hpp"

using namespace reprise;
using namespace reprise::testing;
using namespace reprise::store;

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

TEST_CASE("bringing the log to the disk, where it is and where it is no more") {
  TempDir dir;
  {
    const auto catalogue = make(dir);
    stored(*catalogue, [&] { good(catalogue->insert_article(article("a"), "f", "p")); });
    CHECK(std::filesystem::file_size(dir / "c-wal") > 0);
    good(catalogue->database().sync_log());
  }
  const auto lost = [&](Database& database) {
    const auto synced = database.sync_log();
    REQUIRE_FALSE(synced);
    CHECK(synced.error().code == ErrorCode::io);
    CHECK(synced.error().message.find("moved or deleted") != std::string::npos);
  };
  {
    // Who writes has a log, whatever was done with it.
    const auto catalogue = good(Catalogue::open(dir / "c", OpenMode::write));
    good(catalogue->database().sync_log());
    good(catalogue->database().checkpoint(true));
    good(catalogue->database().sync_log());
    good(catalogue->database().run("VACUUM"));
    good(catalogue->database().sync_log());
  }
  for (const char* what : {"moved", "deleted", "replaced"}) {
    CAPTURE(what);
    std::filesystem::create_directory(dir / "d");
    std::filesystem::copy_file(dir / "c", dir / "d/c");
    const auto catalogue = good(Catalogue::open(dir / "d/c", OpenMode::write));
    stored(*catalogue, [&] { good(catalogue->insert_article(article("b"), "f", "p")); });
    good(catalogue->database().sync_log());
    if (what == std::string("deleted")) std::filesystem::remove_all(dir / "d");
    else std::filesystem::rename(dir / "d", dir / what);
    if (what == std::string("replaced")) std::filesystem::copy(dir / what, dir / "d");
    lost(catalogue->database());
    std::filesystem::remove_all(dir / "d");
  }
  lost(*good(Database::open(dir / "new", OpenMode::create)));  // one that keeps no log
  // What stands in its place is no log.
  std::filesystem::create_symlink(dir / "loop-wal", dir / "loop-wal");
  const auto broken = good(Database::open(dir / "loop", OpenMode::create))->sync_log();
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == ErrorCode::io);
  CHECK(broken.error().where == dir / "loop-wal");
}

TEST_CASE("what VACUUM puts aside is a file beside the database, not memory, and goes") {
  TempDir dir;
  make_some(dir);
  put(dir / "c-vacuum", "left by one that died");
  const auto catalogue = good(Catalogue::open(dir / "c", OpenMode::write));
  CHECK_FALSE(std::filesystem::exists(dir / "c-vacuum"));
  const std::string blob(200'000, 'f');
  stored(*catalogue, [&] {
    for (int i = 0; i < 100; ++i) good(catalogue->insert_article(article("b" + std::to_string(i)), blob, "p"));
  });
  good(catalogue->database().run("PRAGMA cache_size = -500"));
  // The name goes at once, so it is seen in the list of open files, by one who looks in the middle.
  std::atomic<bool> over{false}, seen{false};
  std::thread look([&] {
    std::error_code gone;
    while (!over)
      for (std::filesystem::directory_iterator file("/proc/self/fd", gone), end; !gone && file != end; file.increment(gone))
        if (std::filesystem::read_symlink(file->path(), gone).string().starts_with(dir / "c-vacuum")) seen = true;
  });
  put(dir / "c-vacuum", "left by one that died");
  const Result<void> done = catalogue->database().vacuum();
  over = true;
  look.join();
  good(done);
  CHECK(seen);
  CHECK_FALSE(std::filesystem::exists(dir / "c-vacuum"));
  CHECK(count(*catalogue, "PRAGMA temp_store") == 2);  // memory again
  CHECK(good(catalogue->check()).empty());
  CHECK(good(catalogue->numbers()).size() == 300);
}

TEST_CASE("pages that were freed are no lost ones where another program moves the log") {
  TempDir dir;
  {
    const auto catalogue = make(dir);
    stored(*catalogue, [&] {
      for (int i = 0; i < 40; ++i) good(catalogue->insert_article(article("a" + std::to_string(i)), std::string(9000, 'f'), "p"));
    });
    stored(*catalogue, [&] {
      for (Number n = 1; n <= 39; ++n) good(catalogue->delete_article(n));
    });
    std::filesystem::create_directory(dir / "d");
    for (const char* end : {"", "-wal"}) std::filesystem::copy_file(dir / "c" + end, dir / "d/c" + end);
  }
  sqlite3* shell = nullptr;
  REQUIRE(sqlite3_open((dir / "d/c").c_str(), &shell) == SQLITE_OK);
  CHECK(sqlite3_exec(shell, "SELECT * FROM articles", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(shell);
  const auto catalogue = good(Catalogue::open(dir / "d/c", OpenMode::write));
  for (const std::string& problem : good(catalogue->check())) CHECK(problem.find("has no checksum") != std::string::npos);
  stored(*catalogue, [&] { good(catalogue->insert_article(article("b"), std::string(90'000, 'f'), "p")); });
  good(catalogue->database().vacuum());
  good(catalogue->database().checkpoint(true));
  CHECK(good(catalogue->check()).empty());
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

TEST_CASE("a file that nobody can change is read without a file beside it, whatever its name") {
  TempDir dir;
  make_some(dir);
  for (const std::string name : {"c", "a b?mode=rw&immutable=0#x%20y", "каталог", "/c"}) {
    CAPTURE(name);
    if (name.find('c') != name.size() - 1) std::filesystem::copy_file(dir / "c", dir / name);
    const auto catalogue = good(Catalogue::open(dir / name, OpenMode::read_still));
    CHECK(good(catalogue->numbers()).size() == 200);
    CHECK(good(catalogue->check()).empty());
    CHECK_FALSE(std::filesystem::exists(dir / name + "-shm"));
    CHECK_FALSE(catalogue->set_meta("k", "v"));
  }
  CHECK(code_of_open(dir / "none", OpenMode::read_still) == ErrorCode::not_found);
}

TEST_CASE("a reader that may not make its file is told what it lacks") {
  TempDir dir;
  make_some(dir);
  ::chmod(dir.path().c_str(), 0555);
  const bool root = ::geteuid() == 0;
  if (root) REQUIRE(::seteuid(65534) == 0);
  const auto opened = Catalogue::open(dir / "c", OpenMode::read);
  if (root) REQUIRE(::seteuid(0) == 0);
  ::chmod(dir.path().c_str(), 0755);
  REQUIRE_FALSE(opened);
  INFO(opened.error().message);
  CHECK(opened.error().message.ends_with("; a reader needs to be allowed to make " + (dir / "c-shm") + ", or a file system that is mounted read-only"));
}

namespace {

bool full = false;  ///< the disk, for the files "c"

ssize_t write_unless_full(int file, const void* bytes, std::size_t size, off_t offset) {
  std::error_code error;
  if (!full || !std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(file), error).string().ends_with("/c")) return ::pwrite(file, bytes, size, offset);
  errno = ENOSPC;
  return -1;
}

}  // namespace

TEST_CASE("a full disk does not keep a writer out: a dead one's log is moved later") {
  TempDir dir;
  const auto first = make(dir);
  stored(*first, [&] { good(first->insert_article(article("a"), "f", "p")); });
  for (const char* end : {"", "-wal"}) std::filesystem::copy_file(dir / "c" + end, dir / "copy-c" + end);  // as a writer that dies leaves it
  std::filesystem::create_directory(dir / "d");
  for (const char* end : {"", "-wal"}) std::filesystem::rename(dir / "copy-c" + end, dir / "d/c" + end);
  sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  for (const char* call : {"pwrite", "pwrite64"}) system->xSetSystemCall(system, call, reinterpret_cast<sqlite3_syscall_ptr>(write_unless_full));
  {
    full = true;
    const auto catalogue = good(Catalogue::open(dir / "d/c", OpenMode::write));
    CHECK(good(catalogue->find("a")) == 1u);
    const auto moved = catalogue->database().checkpoint(true);
    REQUIRE_FALSE(moved);
    CHECK(moved.error().code == ErrorCode::no_space);
    stored(*catalogue, [&] { good(catalogue->delete_article(1)); });
    good(catalogue->database().sync_log());
    full = false;
    good(catalogue->database().checkpoint(true));
    CHECK(good(catalogue->check()).empty());
  }
  CHECK(good(good(Catalogue::open(dir / "d/c", OpenMode::read))->numbers()).empty());
  for (const char* call : {"pwrite", "pwrite64"}) system->xSetSystemCall(system, call, nullptr);
}

TEST_CASE("a file that may not be read or made") {
  if (::geteuid() == 0) return;  // root may
  TempDir dir;
  make_some(dir);
  ::chmod((dir / "c").c_str(), 0);
  CHECK(code_of_open(dir / "c") != ErrorCode::ok);
}
