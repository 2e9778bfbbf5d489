// SQLite: the only door to it. A connection, its prepared statements, and errors as Results.
//
// Statements are prepared once per connection and found again by the address of their text, so call sites use literals. A Query
//   borrows one, resets it when it goes, and keeps the first error: bind and step as a straight line, then ask failed().
// Errors: no_space (the disk is full), locked (another process holds a lock that was not given up in time), bad_index (the file
//   is damaged, no database, or lacks a table), read_only, io (the rest). The message names the file and what SQLite said.
// Not thread-safe: a connection belongs to one thread at a time.
// Tested by tests/store/sqlite_test.cpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reprise/result.hpp"

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_file;

namespace reprise::store {

/// read_still: nobody can change the file while it is open; neither locks nor files beside it are asked for, and a log is not looked at.
enum class OpenMode : std::uint8_t { create, write, read, read_still };

class Query;

class Database {
 public:
  /// `busy_milliseconds`: how long a call waits for a lock of another connection. `read` is `read_still` where the file system is mounted read-only and
  /// no log with content stands beside.
  static Result<std::unique_ptr<Database>> open(const std::string& path, OpenMode mode, int busy_milliseconds = 5000);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// One or more statements without results.
  Result<void> run(const char* sql);
  /// `sql` must be a literal: it is known again by its address.
  Query query(const char* sql);
  void rollback() noexcept;
  /// What was committed is on the disk when it returns. May run beside calls of the connection's thread. An error where the log is not beside the
  /// database any more, or the database not where it was opened (io: somebody moved or deleted the directory); a catalogue that is open to write always has one.
  Result<void> sync_log();
  /// Moves the log's pages into the database file, as far as no reader needs the old ones; `truncate`: all of them, and empties the
  /// log, waiting for readers. Answers how many pages are left in the log.
  Result<std::uint64_t> checkpoint(bool truncate);
  /// Writes the whole file anew, without what was removed. What it puts aside meanwhile, as much as the file, is in memory up to the cache's size and then in a
  /// file beside it (`path`-vacuum).
  Result<void> vacuum();
  /// From now on a statement ends with ErrorCode::interrupted soon after `cancel` is true (null: none does); a transaction it belongs to is as
  /// it was before it.
  void set_cancel(const std::atomic<bool>* cancel);
  /// verify_pages() of page_checksums.hpp: compares the whole file and its log with their checksums, and adds what does not fit to `problems`.
  void verify_pages(std::vector<std::string>& problems) const;
  /// The application id in the file's header, whatever the page's checksum says; nothing where the file does not begin as SQLite's do.
  std::optional<std::uint32_t> application_of_header() const;
  std::int64_t last_insert_rowid() const;
  std::int64_t changed_rows() const;
  const std::string& path() const { return path_; }

 private:
  friend class Query;
  Database(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  Error error(int code, const char* doing) const;

  sqlite3* handle_;
  sqlite3_file* file_ = nullptr;  ///< the database's, as SQLite has it open
  std::string path_;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
  sqlite3_stmt* rollback_ = nullptr;  ///< made when it is first needed: every transaction that only reads ends with it
};

/// One use of a prepared statement. Parameters are numbered from 1, columns from 0.
class Query {
 public:
  Query(Query&&) = delete;
  ~Query();
  Query& bind(int parameter, std::int64_t value);
  Query& bind(int parameter, double value);
  /// The bytes must live until the query is gone. Null for an empty string.
  Query& bind_text(int parameter, std::string_view text);
  Query& bind_blob(int parameter, std::string_view bytes);
  Query& bind_null(int parameter);

  /// True while there is a row. After an error: false, and failed().
  bool step();
  /// Runs a statement without results.
  Result<void> execute();

  bool is_null(int column) const;
  std::int64_t number(int column) const;
  double real(int column) const;
  /// Good until the next step(); "" for null.
  std::string_view text(int column) const;

  bool failed() const { return failed_; }
  const Error& error() const { return error_; }

 private:
  friend class Database;
  Query(Database& database, const char* sql);
  void check(int code, const char* doing);

  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
  bool failed_ = false;
  Error error_;
};

/// Everything between begin and commit happens or nothing does; destroyed without commit(): rolled back.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);  ///< to write
  static Result<Transaction> read(Database& database);   ///< all reads in it see one moment
  Transaction(Transaction&& other) noexcept : database_(other.database_) { other.database_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace reprise::store
