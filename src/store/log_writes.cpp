#include "store/log_writes.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "store/page_checksums.hpp"

namespace reprise::store {

namespace {

constexpr int kFrameHead = 24;
constexpr int kHeldBytes = 16 * (kFrameHead + static_cast<int>(kPageBytes));

/// SQLite's own file lies behind it in the same memory.
struct LogFile {
  sqlite3_file base;
  char* held;               ///< kHeldBytes; null until something is held
  int held_bytes;
  bool commits;             ///< the frame whose page comes next is a transaction's last
  sqlite3_int64 held_from;  ///< where in the file
  sqlite3_int64 end;        ///< of all that was written since the log began anew; -1: not known
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(this) + log_file_bytes()); }
};

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }

int write_through(LogFile& log, const void* bytes, int size, sqlite3_int64 at) { return log.real()->pMethods->xWrite(log.real(), bytes, size, at); }

int let_go(LogFile& log) {
  const int size = log.held_bytes;
  log.held_bytes = 0;
  if (size == 0) return SQLITE_OK;
  const int code = write_through(log, log.held, size, log.held_from);
  if (code != SQLITE_OK) log.end = -1;
  return code;
}

bool hold(LogFile& log, const void* bytes, int size, sqlite3_int64 at) {
  if (log.held == nullptr) log.held = new (std::nothrow) char[kHeldBytes];
  if (log.held == nullptr) return false;
  if (log.held_bytes == 0) log.held_from = at;
  std::memcpy(log.held + log.held_bytes, bytes, static_cast<std::size_t>(size));
  log.held_bytes += size;
  return true;
}

/// The number of pages after the transaction, which only its last frame has.
bool is_last(const void* head) {
  const auto* bytes = static_cast<const unsigned char*>(head);
  return (bytes[4] | bytes[5] | bytes[6] | bytes[7]) != 0;
}

int write_log(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  LogFile& log = log_of(file);
  const bool head = size == kFrameHead, appends = at > 0 && at == log.end && (head || size == static_cast<int>(kPageBytes));
  if (!appends || log.held_bytes + size > kHeldBytes)
    if (const int code = let_go(log); code != SQLITE_OK) return code;
  if (head) log.commits = is_last(bytes);
  if (appends && hold(log, bytes, size, at)) {
    log.end += size;
    return head || !log.commits ? SQLITE_OK : let_go(log);
  }
  const int code = write_through(log, bytes, size, at);
  if (code != SQLITE_OK) log.end = -1;
  else log.end = at == 0 ? size : std::max(log.end, at + size);  // at 0: the log begins anew
  return code;
}

// The rest finds the file as SQLite thinks it is.
int close_log(sqlite3_file* file) {
  LogFile& log = log_of(file);
  delete[] log.held;  // of no transaction that was committed
  log.held = nullptr;
  log.held_bytes = 0;
  return log.real()->pMethods->xClose(log.real());
}
template <typename Call>
int after_writes(sqlite3_file* file, Call call) {
  LogFile& log = log_of(file);
  if (const int code = let_go(log); code != SQLITE_OK) return code;
  return call(log.real());
}
int read_log(sqlite3_file* f, void* out, int size, sqlite3_int64 at) {
  return after_writes(f, [&](sqlite3_file* real) { return real->pMethods->xRead(real, out, size, at); });
}
int truncate_log(sqlite3_file* f, sqlite3_int64 size) {
  const int code = after_writes(f, [&](sqlite3_file* real) { return real->pMethods->xTruncate(real, size); });
  log_of(f).end = -1;
  return code;
}
int sync_log(sqlite3_file* f, int flags) {
  return after_writes(f, [&](sqlite3_file* real) { return real->pMethods->xSync(real, flags); });
}
int log_size(sqlite3_file* f, sqlite3_int64* size) {
  return after_writes(f, [&](sqlite3_file* real) { return real->pMethods->xFileSize(real, size); });
}
int lock_log(sqlite3_file* f, int lock) { return log_of(f).real()->pMethods->xLock(log_of(f).real(), lock); }
int unlock_log(sqlite3_file* f, int lock) { return log_of(f).real()->pMethods->xUnlock(log_of(f).real(), lock); }
int check_lock(sqlite3_file* f, int* out) { return log_of(f).real()->pMethods->xCheckReservedLock(log_of(f).real(), out); }
int control(sqlite3_file* f, int op, void* argument) {
  return after_writes(f, [&](sqlite3_file* real) { return real->pMethods->xFileControl(real, op, argument); });
}
int sector_size(sqlite3_file* f) { return log_of(f).real()->pMethods->xSectorSize(log_of(f).real()); }
int characteristics(sqlite3_file* f) { return log_of(f).real()->pMethods->xDeviceCharacteristics(log_of(f).real()); }

constexpr sqlite3_io_methods kLogMethods = {1, close_log, read_log, write_log, truncate_log, sync_log, log_size, lock_log, unlock_log, check_lock, control, sector_size, characteristics,
                                            nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};

}  // namespace

std::size_t log_file_bytes() { return (sizeof(LogFile) + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t); }

int open_log(sqlite3_vfs* real, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* log = new (file) LogFile{};
  log->end = -1;
  const int code = real->xOpen(real, name, log->real(), flags, out_flags);
  log->base.pMethods = log->real()->pMethods != nullptr ? &kLogMethods : nullptr;
  return code;
}

void drop_held_writes(void* connection) {
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(static_cast<sqlite3*>(connection), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) != SQLITE_OK || file == nullptr || file->pMethods != &kLogMethods) return;
  log_of(file).held_bytes = 0;
  log_of(file).end = -1;
}

}  // namespace reprise::store
