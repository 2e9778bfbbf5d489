// Page checksums: every page of the catalogue's file ends in the XXH3 of its other bytes, so that a flipped byte is an error and no answer.
//
// Idea: SQLite leaves the last bytes of each page alone where it is told so when the file is made. A layer between SQLite and its
//   files ("VFS") fills them when a page goes to the file, and compares when one comes from it. The page's offset seeds the hash: a page in another's place
//   does not fit. (SQLite's own extension cksumvfs does likewise; Debian's library comes without it.)
// The log (-wal) has checksums of SQLite's own; they are compared when a log is read back after a crash, and by verify_pages().
// A page of nothing but zeros is one whose write was lost: none is written so (pages that are freed keep what they held, see catalogue.cpp).
// The sqlite3 shell may read such a file; a page that it writes (moving a log that a dead writer left) has no checksum, is taken as it is, and is told
// by verify_pages(). VACUUM, and the next write of the page, give it one.
// Cost: a hash of 4 KiB per page read or written, 0.2 us.
// Tested by tests/store/page_checksums_test.cpp, which flips bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

struct sqlite3;

namespace reprise::store {

inline constexpr int kPageBytes = 4096;
inline constexpr int kPageChecksumBytes = 8;

/// The name under which SQLite knows the layer; registers it with the first call. Thread-safe.
const char* page_checksum_vfs();

/// While one lives, what SQLite puts into a file without a name for the calling thread goes to `path` instead of the system's directory for such files.
/// The name is gone as soon as the file is open, so that one after the other may have it; a file is left only where the process dies in between.
class TemporaryFiles {
 public:
  explicit TemporaryFiles(const std::string& path);  ///< `path` outlives it and all those files
  ~TemporaryFiles();
  TemporaryFiles(const TemporaryFiles&) = delete;
  TemporaryFiles& operator=(const TemporaryFiles&) = delete;
};

/// What is wrong with the page that the calling thread last found damaged, with its offset; for messages.
std::string last_damage();

/// Reads the whole file and its log and compares; a line per damaged page or log. Pages that the log has newer versions of do not count: a move of the log that the disk
/// did not finish leaves halves of them, which nobody reads. Answers the bytes read. `connection` is one to the database in the file `path`, opened with this
/// layer, and belongs to the calling thread; others may write meanwhile.
std::uint64_t verify_pages(sqlite3* connection, const std::string& path, std::vector<std::string>& problems);

}  // namespace reprise::store
