#include "store/page_checksums.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <new>
#include <set>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "store/log_writes.hpp"

namespace reprise::store {

namespace {

constexpr std::size_t kBody = kPageBytes - kPageChecksumBytes;
constexpr std::uint64_t kLockOffset = 0x40000000;  // SQLite locks bytes of the page here, and never writes it (file format, 1.4)

thread_local std::uint64_t tls_damaged = 0;
thread_local bool tls_empty = false;  ///< that page was
thread_local const char* tls_temporary = nullptr;  ///< the name for files that have none

std::uint64_t checksum_of(const char* page, std::uint64_t offset) { return hash_bytes(std::string_view(page, kBody), offset); }

std::uint64_t stored_in(const char* page) {
  std::uint64_t stored;
  std::memcpy(&stored, page + kBody, sizeof stored);
  return stored;
}
bool fits(const char* page, std::uint64_t offset) { return stored_in(page) == checksum_of(page, offset); }

/// What SQLite is shown has nothing in a checksum's place, and so has what it writes to the log. Where another program moves the log into the
/// file (the sqlite3 shell after a writer died), the pages it writes have none, which is told from a wrong one.
bool has_none(const char* page) { return stored_in(page) == 0; }

/// The file has room for the page, and nobody has written it there.
bool is_empty(const char* page) { return page[0] == 0 && std::memcmp(page, page + 1, kPageBytes - 1) == 0; }

std::string damage_at(std::uint64_t offset, bool empty) {
  return empty ? fmt::format("the page at offset {} is empty: a write of it was lost", offset) : fmt::format("damaged page at offset {}: its checksum does not fit", offset);
}

/// The database file: SQLite's own file lies behind it in the same memory.
struct CheckedFile {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(CheckedFile) % alignof(std::max_align_t) == 0 || sizeof(CheckedFile) == 8);

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<CheckedFile*>(file)->real(); }
bool is_page(int bytes, sqlite3_int64 offset) { return bytes == kPageBytes && offset % kPageBytes == 0; }

int read_page(sqlite3_file* file, void* out, int bytes, sqlite3_int64 offset) {
  const int code = real(file)->pMethods->xRead(real(file), out, bytes, offset);
  if (code != SQLITE_OK || !is_page(bytes, offset)) return code;
  const auto at = static_cast<std::uint64_t>(offset);
  char* const page = static_cast<char*>(out);
  if (has_none(page) ? is_empty(page) : !fits(page, at)) {
    tls_damaged = at;
    tls_empty = is_empty(page);
    return SQLITE_IOERR_DATA;
  }
  std::memset(page + kBody, 0, kPageChecksumBytes);
  return SQLITE_OK;
}

int write_page(sqlite3_file* file, const void* page, int bytes, sqlite3_int64 offset) {
  if (!is_page(bytes, offset)) return real(file)->pMethods->xWrite(real(file), page, bytes, offset);
  char copy[kPageBytes];
  std::memcpy(copy, page, kBody);
  const std::uint64_t sum = checksum_of(copy, static_cast<std::uint64_t>(offset));
  std::memcpy(copy + kBody, &sum, sizeof sum);
  return real(file)->pMethods->xWrite(real(file), copy, bytes, offset);
}

// The rest goes through.
int close_file(sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); }
int truncate_file(sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); }
int sync_file(sqlite3_file* f, int flags) { return real(f)->pMethods->xSync(real(f), flags); }
int file_size(sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); }
int lock_file(sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); }
int unlock_file(sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); }
int check_lock(sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
int control(sqlite3_file* f, int op, void* argument) { return real(f)->pMethods->xFileControl(real(f), op, argument); }
int sector_size(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int characteristics(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) { return real(f)->pMethods->xShmMap(real(f), page, size, extend, out); }
int shm_lock(sqlite3_file* f, int offset, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), offset, n, flags); }
void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int shm_unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }
/// No page comes through mapped memory: it would not be compared.
int fetch(sqlite3_file*, sqlite3_int64, int, void** out) {
  *out = nullptr;
  return SQLITE_OK;
}
int unfetch(sqlite3_file*, sqlite3_int64, void*) { return SQLITE_OK; }

constexpr sqlite3_io_methods kMethods = {3, close_file, read_page, write_page, truncate_file, sync_file, file_size, lock_file, unlock_file, check_lock, control,
                                         sector_size, characteristics, shm_map, shm_lock, shm_barrier, shm_unmap, fetch, unfetch};

sqlite3_vfs* real_vfs(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  if (name == nullptr && tls_temporary != nullptr) {
    name = tls_temporary;
    (void)real_vfs(vfs)->xDelete(real_vfs(vfs), name, 0);  // of a process that died
  }
  if ((flags & SQLITE_OPEN_WAL) != 0) return open_log(real_vfs(vfs), name, file, flags, out_flags);
  // Journals and temporary files are SQLite's alone.
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return real_vfs(vfs)->xOpen(real_vfs(vfs), name, file, flags, out_flags);
  auto* checked = new (file) CheckedFile{};
  const int code = real_vfs(vfs)->xOpen(real_vfs(vfs), name, checked->real(), flags, out_flags);
  checked->base.pMethods = checked->real()->pMethods != nullptr ? &kMethods : nullptr;
  return code;
}

}  // namespace

const char* page_checksum_vfs() {
  static const char* const name = [] {
    static sqlite3_vfs vfs;
    sqlite3_vfs* const real = sqlite3_vfs_find(nullptr);
    vfs = *real;  // every call but xOpen is that of the system's layer, which reads nothing of it but pAppData where it opens files
    vfs.szOsFile = real->szOsFile + static_cast<int>(std::max(sizeof(CheckedFile), log_file_bytes()));
    vfs.zName = "reprise-pages";
    vfs.pNext = nullptr;
    vfs.pAppData = real;
    vfs.xOpen = open_file;
    vfs.xDelete = [](sqlite3_vfs* v, const char* path, int sync) { return real_vfs(v)->xDelete(real_vfs(v), path, sync); };
    vfs.xAccess = [](sqlite3_vfs* v, const char* path, int flags, int* out) { return real_vfs(v)->xAccess(real_vfs(v), path, flags, out); };
    vfs.xFullPathname = [](sqlite3_vfs* v, const char* path, int size, char* out) { return real_vfs(v)->xFullPathname(real_vfs(v), path, size, out); };
    sqlite3_vfs_register(&vfs, 0);
    return vfs.zName;
  }();
  return name;
}

TemporaryFiles::TemporaryFiles(const std::string& path) { tls_temporary = path.c_str(); }
TemporaryFiles::~TemporaryFiles() { tls_temporary = nullptr; }

std::string last_damage() { return damage_at(tls_damaged, tls_empty); }

namespace {

/// What the log (-wal) has newer versions of: those pages of the file no longer count, and may be half of the old and half of the new where
/// moving them was not finished. (The log's form: https://www.sqlite.org/fileformat2.html, section 4.)
struct Log {
  std::set<std::uint64_t> pages;   ///< offsets in the database file
  std::uint64_t database_bytes = 0;  ///< of the database after the log; 0: the log says nothing
};

std::uint32_t big_endian(const unsigned char* bytes) { return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3]; }

Log read_log(const std::string& path) {
  constexpr std::size_t kLogHeader = 32, kFrameHeader = 24;
  Log log;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return log;
  unsigned char head[kLogHeader], frame[kFrameHeader];
  if (::pread(file, head, sizeof head, 0) == static_cast<ssize_t>(sizeof head)) {
    std::vector<std::uint64_t> open;  // of a transaction whose last frame was not met yet
    for (off_t at = kLogHeader; ::pread(file, frame, sizeof frame, at) == static_cast<ssize_t>(sizeof frame); at += static_cast<off_t>(kFrameHeader) + kPageBytes) {
      if (std::memcmp(frame + 8, head + 16, 8) != 0) break;  // of an earlier log
      open.push_back((std::uint64_t{big_endian(frame)} - 1) * kPageBytes);
      const std::uint32_t pages_now = big_endian(frame + 4);
      if (pages_now == 0) continue;
      log.pages.insert(open.begin(), open.end());
      log.database_bytes = std::uint64_t{pages_now} * kPageBytes;
      open.clear();
    }
  }
  ::close(file);
  return log;
}

/// The sums that chain the log's frames (SQLite's file format, 4.2).
struct LogSum {
  std::uint32_t first = 0, second = 0;
  bool big = false;  ///< words are big-endian
  void add(const unsigned char* bytes, std::size_t size) {
    for (std::size_t i = 0; i + 8 <= size; i += 8) {
      first += word(bytes + i) + second;
      second += word(bytes + i + 4) + first;
    }
  }
  bool is(const unsigned char* stored) const { return big_endian(stored) == first && big_endian(stored + 4) == second; }

 private:
  std::uint32_t word(const unsigned char* b) const {
    return big ? big_endian(b) : std::uint32_t{b[3]} << 24 | std::uint32_t{b[2]} << 16 | std::uint32_t{b[1]} << 8 | b[0];
  }
};

/// "" = sound. A damaged frame counts where a commit lies behind it: the last one may be what a writer that died was just writing.
std::string log_problem(const std::string& path) {
  constexpr std::size_t kLogHeader = 32, kFrameHeader = 24, kFrame = kFrameHeader + kPageBytes;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  unsigned char head[kLogHeader], frame[kFrame];
  std::string problem;
  if (::pread(file, head, sizeof head, 0) == static_cast<ssize_t>(sizeof head)) {
    LogSum sum;
    sum.big = (head[3] & 1) != 0;
    sum.add(head, 24);
    off_t bad = sum.is(head + 24) ? -1 : 0;
    for (off_t at = kLogHeader; problem.empty() && ::pread(file, frame, sizeof frame, at) == static_cast<ssize_t>(sizeof frame); at += static_cast<off_t>(kFrame)) {
      const bool this_log = std::memcmp(frame + 8, head + 16, 8) == 0;
      if (!this_log && bad != 0) {
        if (bad < 0) bad = at;  // the salts may be what is damaged: a commit of this log behind it tells
        continue;
      }
      if (bad < 0) {
        sum.add(frame, 8);
        sum.add(frame + kFrameHeader, kPageBytes);
        if (!sum.is(frame + 16)) bad = at;
      }
      if (bad >= 0 && at > bad && this_log && big_endian(frame + 4) != 0) problem = fmt::format("damaged log at offset {}: its checksum does not fit; what was committed behind it is lost", bad);
    }
  }
  ::close(file);
  return problem;
}

/// The page's state: "" = sound. `there`: its bytes that the file has.
std::string page_problem(sqlite3_file* file, std::uint64_t offset, std::uint64_t& there) {
  char page[kPageBytes];
  sqlite3_int64 size = 0;
  there = 0;
  int code = real(file)->pMethods->xFileSize(real(file), &size);
  if (code == SQLITE_OK) {
    there = std::min<std::uint64_t>(kPageBytes, static_cast<std::uint64_t>(size) - std::min(static_cast<std::uint64_t>(size), offset));
    if (there == 0) return {};
    if (there < kPageBytes) return fmt::format("expected pages of {} bytes, found {} bytes at offset {}", kPageBytes, there, offset);
    code = real(file)->pMethods->xRead(real(file), page, kPageBytes, static_cast<sqlite3_int64>(offset));
  }
  if (code != SQLITE_OK) return fmt::format("cannot read at offset {}: {}", offset, sqlite3_errstr(code));
  if (is_empty(page)) return offset == kLockOffset ? std::string() : damage_at(offset, true);
  if (has_none(page)) return fmt::format("the page at offset {} has no checksum: another program than reprise wrote it; compact gives it one", offset);
  return fits(page, offset) ? std::string() : damage_at(offset, false);
}

}  // namespace

std::uint64_t verify_pages(sqlite3* connection, const std::string& path, std::vector<std::string>& problems) {
  // Through SQLite's own descriptor: closing another one of this file would drop the locks that the process has on it, and with them what keeps
  // another program from taking the log away.
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file == nullptr || file->pMethods != &kMethods) {
    problems.push_back(path + ": cannot read: the database is not open");
    return 0;
  }
  std::uint64_t offset = 0;
  for (;; offset += kPageBytes) {
    std::uint64_t there = 0;
    std::string problem = page_problem(file, offset, there);
    // A page that a writer is just writing may be half of one and half of the other: it is in the log, or whole when the log is not there any more.
    for (int attempt = 0; attempt < 5 && !problem.empty(); ++attempt) {
      const Log log = read_log(path + "-wal");
      if (log.pages.count(offset) != 0 || (log.database_bytes != 0 && offset >= log.database_bytes)) {
        problem.clear();
        break;
      }
      ::usleep(2000);
      problem = page_problem(file, offset, there);
    }
    if (!problem.empty()) problems.push_back(path + ": " + problem);
    if (there != kPageBytes) break;
  }
  // A writer that begins its log anew meanwhile makes it look mixed for a moment.
  std::string log = log_problem(path + "-wal");
  for (int attempt = 0; attempt < 5 && !log.empty(); ++attempt) {
    ::usleep(2000);
    log = log_problem(path + "-wal");
  }
  if (!log.empty()) problems.push_back(path + "-wal: " + log);
  return offset;
}

}  // namespace reprise::store
