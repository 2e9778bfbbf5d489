// Writes to SQLite's log, gathered: SQLite writes a frame's head and its page one by one, for each page of a transaction, which is two calls of the system a page.
//
// Idea: what is appended is held until the commit's frame, which its head tells, or until there are 64 KiB; then it is one write.
// Invariant: SQLite publishes a transaction, in the log's index, after the last frame's write has returned: by then all is in the hands of the system, or that write has
//   failed and the transaction with it. Whatever is not an append of a frame goes through at once, behind what is held; so does every read, sync and truncation.
//   What is held when a transaction is undone, the file closed or the process killed was not committed and is dropped: another connection may write there next.
// (The log's form: https://www.sqlite.org/fileformat2.html, section 4.)
// Tested by tests/store/log_writes_test.cpp, and by the tests of crashes and failing disks.
#pragma once

#include <cstddef>

struct sqlite3_file;
struct sqlite3_vfs;

namespace reprise::store {

/// Opens a log whose appends are gathered. `file` has room for log_file_bytes() and what `real` asks for.
int open_log(sqlite3_vfs* real, const char* name, sqlite3_file* file, int flags, int* out_flags);
std::size_t log_file_bytes();

/// For sqlite3_rollback_hook, with the connection (sqlite3*).
void drop_held_writes(void* connection);

}  // namespace reprise::store
