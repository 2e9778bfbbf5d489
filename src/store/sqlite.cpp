#include "store/sqlite.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/io.hpp"
#include "store/log_writes.hpp"
#include "store/page_checksums.hpp"

namespace reprise::store {

namespace {

constexpr const char* kAside = "-vacuum";  // behind the database's name: what VACUUM puts aside

ErrorCode code_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL: return ErrorCode::no_space;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ErrorCode::locked;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_SCHEMA: return ErrorCode::bad_index;
    case SQLITE_READONLY: return ErrorCode::read_only;
    case SQLITE_INTERRUPT: return ErrorCode::interrupted;
    default: return ErrorCode::io;
  }
}

/// A file system that is mounted read-only has no room for the log's index, which SQLite wants to make; where no log holds anything, the file is all there is.
bool is_still(const std::string& path) {
  struct statvfs system {};
  struct stat log {};
  if (::statvfs(path.c_str(), &system) != 0 || (system.f_flag & ST_RDONLY) == 0) return false;
  return ::stat((path + "-wal").c_str(), &log) != 0 ? errno == ENOENT : log.st_size == 0;
}

/// https://www.sqlite.org/uri.html; an empty authority, so that a path of two slashes is none.
std::string still_uri(const std::string& path) {
  std::string uri = path.starts_with('/') ? "file://" : "file:";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

/// What a reader lacks that cannot begin; "" where it is not that.
std::string lacking(const std::string& path) {
  const std::string index = path + "-shm", directory = std::filesystem::path(path).parent_path().string();
  const bool there = ::faccessat(AT_FDCWD, index.c_str(), F_OK, AT_EACCESS) == 0;
  if (::faccessat(AT_FDCWD, there ? index.c_str() : directory.empty() ? "." : directory.c_str(), W_OK, AT_EACCESS) == 0) return {};
  return fmt::format("; a reader needs to be allowed to {} {}, or a file system that is mounted read-only", there ? "write" : "make", index);
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path, OpenMode mode, int busy_milliseconds) {
  if (mode == OpenMode::read && is_still(path)) mode = OpenMode::read_still;
  const int flags = SQLITE_OPEN_NOMUTEX | (mode == OpenMode::create  ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                           : mode == OpenMode::write ? SQLITE_OPEN_READWRITE
                                           : mode == OpenMode::read  ? SQLITE_OPEN_READONLY
                                                                     : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  if (mode == OpenMode::write) ::unlink((path + kAside).c_str());  // of a process that died
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(mode == OpenMode::read_still ? still_uri(path).c_str() : path.c_str(), &handle, flags, page_checksum_vfs());
  std::unique_ptr<Database> database(new Database(handle, path));
  if (code != SQLITE_OK) {
    Error failed = database->error(code, "open");
    if ((code & 0xff) == SQLITE_CANTOPEN) failed.code = mode == OpenMode::create ? ErrorCode::io : ErrorCode::not_found;
    return failed;
  }
  sqlite3_extended_result_codes(handle, 1);
  if (mode == OpenMode::create) {
    int reserved = kPageChecksumBytes;
    if (const int kept = sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved); kept != SQLITE_OK) return database->error(kept, "reserve room for checksums");
  }
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &database->file_);
  sqlite3_rollback_hook(handle, drop_held_writes, handle);
  sqlite3_busy_timeout(handle, busy_milliseconds);
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_finalize(rollback_);
  sqlite3_close(handle_);
}

Error Database::error(int code, const char* doing) const {
  if (code == SQLITE_IOERR_DATA)
    return {ErrorCode::bad_index, path_ + ": " + last_damage(), path_};
  const char* said = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  const int system = handle_ ? sqlite3_system_errno(handle_) : 0;
  ErrorCode kind = code_of(code);
  // SQLite calls a failed write of the disk "disk I/O error"; the system's own number tells a full disk from a broken one.
  if (kind == ErrorCode::io && (system == ENOSPC || system == EDQUOT)) kind = ErrorCode::no_space;
  const bool hindered = (code & 0xff) == SQLITE_CANTOPEN || ((code & 0xff) == SQLITE_READONLY && code != SQLITE_READONLY);  // plain: a reader that writes
  const std::string lacks = hindered && file_ != nullptr && sqlite3_db_readonly(handle_, "main") == 1 ? lacking(path_) : std::string();
  return {kind, fmt::format("{}: cannot {}: {} (SQLite code {}{}){}", path_, doing, said, code, system ? fmt::format(", system error {}", system) : std::string(), lacks), path_};
}

Result<void> Database::run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code, "change the catalogue");
  return {};
}

void Database::rollback() noexcept {
  constexpr const char* kRollback = "ROLLBACK";
  if (rollback_ == nullptr) sqlite3_prepare_v3(handle_, kRollback, -1, SQLITE_PREPARE_PERSISTENT, &rollback_, nullptr);
  if (rollback_ == nullptr) {  // no memory for it
    sqlite3_exec(handle_, kRollback, nullptr, nullptr, nullptr);
    return;
  }
  sqlite3_step(rollback_);
  sqlite3_reset(rollback_);
}

Query Database::query(const char* sql) { return Query(*this, sql); }

Result<void> Database::sync_log() {
  // By a descriptor of its own: fsync is the file's, and SQLite holds no locks on the log that closing one would drop.
  const std::string log = path_ + "-wal";
  const auto failed = [&] { return io::system_error(log, "cannot bring the log to the disk", errno); };
  const int file = ::open(log.c_str(), O_RDONLY | O_CLOEXEC);
  // Moved, deleted, or another index put in its place: SQLite writes on into files that nobody will find there.
  int moved = 0;
  if (file >= 0 && file_ != nullptr && file_->pMethods != nullptr) file_->pMethods->xFileControl(file_, SQLITE_FCNTL_HAS_MOVED, &moved);
  if (moved != 0 || (file < 0 && errno == ENOENT)) {
    if (file >= 0) ::close(file);
    return Error{ErrorCode::io, log + ": cannot bring the log to the disk: expected it where it was opened, found " + (moved != 0 ? "another one" : "none") + ": the index was moved or deleted meanwhile", log};
  }
  if (file < 0) return failed();
  Result<void> done;
  if (::fdatasync(file) != 0) done = failed();
  ::close(file);
  return done;
}

Result<std::uint64_t> Database::checkpoint(bool truncate) {
  int in_log = 0, moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code == SQLITE_BUSY && !truncate) return static_cast<std::uint64_t>(std::max(0, in_log - moved));
  if (code != SQLITE_OK) return error(code, "move the log into the database");
  return static_cast<std::uint64_t>(std::max(0, in_log - moved));
}

Result<void> Database::vacuum() {
  const std::string aside = path_ + kAside;
  const TemporaryFiles files(aside);
  // Elsewhere temporary tables are small: sorting of some thousand rows.
  if (Result<void> done = run("PRAGMA temp_store=FILE"); !done) return done;
  const Result<void> done = run("VACUUM");
  if (Result<void> back = run("PRAGMA temp_store=MEMORY"); !back && done) return back;
  return done;
}

void Database::set_cancel(const std::atomic<bool>* cancel) {
  constexpr int kSteps = 10000;  // of SQLite's machine between two looks: a millisecond or less
  const auto look = [](void* flag) { return static_cast<const std::atomic<bool>*>(flag)->load() ? 1 : 0; };
  if (cancel == nullptr) sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
  else sqlite3_progress_handler(handle_, kSteps, look, const_cast<std::atomic<bool>*>(cancel));
}

void Database::verify_pages(std::vector<std::string>& problems) const { (void)store::verify_pages(handle_, path_, problems); }

std::optional<std::uint32_t> Database::application_of_header() const {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  constexpr std::size_t kApplicationAt = 68;  // https://www.sqlite.org/fileformat2.html, 1.3
  char head[kApplicationAt + 4];              // less than a page: it comes as it is
  if (file_ == nullptr || file_->pMethods == nullptr || file_->pMethods->xRead(file_, head, sizeof head, 0) != SQLITE_OK) return {};
  if (std::string_view(head, kMagic.size()) != kMagic) return {};
  std::uint32_t id = 0;
  for (std::size_t i = kApplicationAt; i < sizeof head; ++i) id = id << 8 | static_cast<unsigned char>(head[i]);
  return id;
}

std::int64_t Database::last_insert_rowid() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Database::changed_rows() const { return sqlite3_changes64(handle_); }

Query::Query(Database& database, const char* sql) : database_(database) {
  sqlite3_stmt*& statement = database.statements_[sql];
  if (statement == nullptr) {
    const int code = sqlite3_prepare_v3(database.handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    check(code, "read the catalogue");
    // The statements here are right: what one of them does not find, a table or a column, is missing.
    if ((code & 0xff) == SQLITE_ERROR) error_.code = ErrorCode::bad_index;
  }
  statement_ = statement;
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::check(int code, const char* doing) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE || failed_) return;
  failed_ = true;
  error_ = database_.error(code, doing);
}

Query& Query::bind(int parameter, std::int64_t value) {
  if (!failed_) check(sqlite3_bind_int64(statement_, parameter, value), "bind a number");
  return *this;
}
Query& Query::bind(int parameter, double value) {
  if (!failed_) check(sqlite3_bind_double(statement_, parameter, value), "bind a number");
  return *this;
}
Query& Query::bind_text(int parameter, std::string_view text) {
  if (failed_ || text.empty()) return *this;  // unbound is null
  check(sqlite3_bind_text64(statement_, parameter, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8), "bind a text");
  return *this;
}
Query& Query::bind_blob(int parameter, std::string_view bytes) {
  if (!failed_) check(sqlite3_bind_blob64(statement_, parameter, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC), "bind bytes");  // no address is null to SQLite
  return *this;
}
Query& Query::bind_null(int parameter) {
  if (!failed_) check(sqlite3_bind_null(statement_, parameter), "bind null");
  return *this;
}

bool Query::step() {
  if (failed_) return false;
  const int code = sqlite3_step(statement_);
  check(code, "read or write");
  return code == SQLITE_ROW;
}

Result<void> Query::execute() {
  while (step()) {
  }
  if (failed_) return error_;
  return {};
}

bool Query::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Query::number(int column) const { return sqlite3_column_int64(statement_, column); }
double Query::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string_view Query::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<Transaction> Transaction::begin(Database& database) {
  if (Result<void> begun = database.query("BEGIN IMMEDIATE").execute(); !begun) return begun.error();
  return Transaction(database);
}

Result<Transaction> Transaction::read(Database& database) {
  if (Result<void> begun = database.query("BEGIN").execute(); !begun) return begun.error();
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) database_->rollback();
}

Result<void> Transaction::commit() {
  Result<void> done = database_->query("COMMIT").execute();
  if (done) database_ = nullptr;
  return done;
}

}  // namespace reprise::store
