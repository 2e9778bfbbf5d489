/* A disk that fails, or loses its power, when a test wants it to: loaded with LD_PRELOAD, it stands before the calls of libc that change files and
   counts those about files below one directory.

   FAILING_DISK_DIR    the directory
   FAILING_DISK_AT     the number of the call that fails, from 1; 0: none, they are only counted
   FAILING_DISK_HOW    eio, enospc: that call answers this error
                       short: if it writes, it writes half of its bytes and says so; others are not hindered
                       done: that call is done, and answers EIO; all later ones that need space answer ENOSPC, so that what was done is not undone
                       dead: it and all later ones answer EIO
                       full: it and all later ones that need space answer ENOSPC; the first one writes half of its bytes
                       power: the process ends there, before the call
   FAILING_DISK_COUNT  a file that gets the count when the process ends
   FAILING_DISK_STATE  a directory for what is on the disk, whatever happens: inodes/N is what a file with inode number N held when
                       it was last brought to the disk, names/PATH lists "N NAME" of a directory below FAILING_DISK_DIR when it was ("/" written as "%")

   fsync and fdatasync of those files say that it is done and do nothing: a test has no use for the wait.
   Threads: the count is atomic. Files are told by /proc/self/fd. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum how { NONE, EIO_ONCE, ENOSPC_ONCE, SHORT, DONE, DEAD, FULL, POWER };
enum answer { PASS, FAIL, HALF, UNSAID };
enum kind { WRITES, GROWS, OTHER }; /* GROWS: needs space, writes no bytes */

static char directory[PATH_MAX], state[PATH_MAX];
static size_t directory_length;
static long at;
static enum how how;
static atomic_long calls;
static atomic_flag recording = ATOMIC_FLAG_INIT;

#define REAL(name) \
  static __typeof__(name)* real; \
  if (!real) real = (__typeof__(name)*)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char* where = getenv("FAILING_DISK_DIR");
  if (!where) return;
  snprintf(directory, sizeof directory, "%s", where);
  directory_length = strlen(directory);
  if (getenv("FAILING_DISK_STATE")) snprintf(state, sizeof state, "%s", getenv("FAILING_DISK_STATE"));
  at = getenv("FAILING_DISK_AT") ? atol(getenv("FAILING_DISK_AT")) : 0;
  const char* kind = getenv("FAILING_DISK_HOW");
  how = !kind ? NONE : !strcmp(kind, "eio") ? EIO_ONCE : !strcmp(kind, "enospc") ? ENOSPC_ONCE : !strcmp(kind, "short") ? SHORT
      : !strcmp(kind, "done") ? DONE : !strcmp(kind, "dead") ? DEAD : !strcmp(kind, "full") ? FULL : !strcmp(kind, "power") ? POWER : NONE;
}

__attribute__((destructor)) static void end(void) {
  const char* path = getenv("FAILING_DISK_COUNT");
  if (!directory_length || !path) return;
  FILE* file = fopen(path, "w");
  if (!file) return;
  fprintf(file, "%ld\n", atomic_load(&calls));
  fclose(file);
}

static int below(const char* path) {
  return strncmp(path, directory, directory_length) == 0 && (path[directory_length] == '/' || path[directory_length] == 0);
}

static int ours(int fd, const char* path, char* full) {
  if (!directory_length) return 0;
  char link[64];
  if (!path) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t size = readlink(link, full, PATH_MAX - 1);
    if (size < 0) return 0;
    full[size] = 0;
    return below(full);
  }
  if (path[0] == '/' || fd == AT_FDCWD) { /* tests give absolute paths */
    snprintf(full, PATH_MAX, "%s", path);
    return below(full);
  }
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t size = readlink(link, full, PATH_MAX - 1);
  if (size < 0) return 0;
  snprintf(full + size, (size_t)(PATH_MAX - size), "/%s", path);
  return below(full);
}

/* What becomes of this call; errno is set for FAIL. */
static enum answer judge(enum kind kind) {
  const long number = atomic_fetch_add(&calls, 1) + 1;
  if (at == 0 || number < at) return PASS;
  if (how == POWER) syscall(SYS_exit_group, 99);
  if (how == DEAD) return errno = EIO, FAIL;
  if (how == DONE && number > at) return kind == OTHER ? PASS : (errno = ENOSPC, FAIL);
  if (how == FULL && kind != OTHER) return number == at && kind == WRITES ? HALF : (errno = ENOSPC, FAIL);
  if (number > at) return PASS;
  if (how == EIO_ONCE) return errno = EIO, FAIL;
  if (how == ENOSPC_ONCE) return errno = ENOSPC, FAIL;
  if (how == DONE) return UNSAID;
  return how == SHORT && kind == WRITES ? HALF : PASS;
}

/* What the program is answered after the call was done. */
static ssize_t answered(enum answer verdict, ssize_t result) {
  if (verdict != UNSAID || result < 0) return result;
  return errno = EIO, -1;
}

#define JUDGE(fd, path, kind) \
  char full[PATH_MAX]; \
  const int mine = ours(fd, path, full); \
  const enum answer verdict = mine ? judge(kind) : PASS; \
  if (verdict == FAIL) return -1

ssize_t write(int fd, const void* bytes, size_t size) {
  REAL(write);
  JUDGE(fd, NULL, WRITES);
  return answered(verdict, real(fd, bytes, verdict == HALF && size > 1 ? size / 2 : size));
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  REAL(pwrite);
  JUDGE(fd, NULL, WRITES);
  return answered(verdict, real(fd, bytes, verdict == HALF && size > 1 ? size / 2 : size, offset));
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  REAL(pwrite64);
  JUDGE(fd, NULL, WRITES);
  return answered(verdict, real(fd, bytes, verdict == HALF && size > 1 ? size / 2 : size, offset));
}
ssize_t writev(int fd, const struct iovec* parts, int count) {
  REAL(writev);
  JUDGE(fd, NULL, WRITES);
  return answered(verdict, real(fd, parts, verdict == HALF && count > 1 ? count / 2 : count));
}
int ftruncate(int fd, off_t size) {
  REAL(ftruncate);
  JUDGE(fd, NULL, GROWS);
  return (int)answered(verdict, real(fd, size));
}
int ftruncate64(int fd, off64_t size) {
  REAL(ftruncate64);
  JUDGE(fd, NULL, GROWS);
  return (int)answered(verdict, real(fd, size));
}
int fallocate(int fd, int mode, off_t offset, off_t size) {
  REAL(fallocate);
  JUDGE(fd, NULL, GROWS);
  return (int)answered(verdict, real(fd, mode, offset, size));
}
int posix_fallocate(int fd, off_t offset, off_t size) {
  REAL(posix_fallocate);
  char full[PATH_MAX];
  if (ours(fd, NULL, full) && judge(GROWS) == FAIL) return errno; /* it answers the error itself */
  return real(fd, offset, size);
}
int rename(const char* from, const char* to) {
  REAL(rename);
  JUDGE(AT_FDCWD, to, OTHER);
  return (int)answered(verdict, real(from, to));
}
int renameat(int from_fd, const char* from, int to_fd, const char* to) {
  REAL(renameat);
  JUDGE(to_fd, to, OTHER);
  return (int)answered(verdict, real(from_fd, from, to_fd, to));
}
int renameat2(int from_fd, const char* from, int to_fd, const char* to, unsigned flags) {
  REAL(renameat2);
  JUDGE(to_fd, to, OTHER);
  return (int)answered(verdict, real(from_fd, from, to_fd, to, flags));
}
int unlink(const char* path) {
  REAL(unlink);
  JUDGE(AT_FDCWD, path, OTHER);
  return (int)answered(verdict, real(path));
}
int unlinkat(int fd, const char* path, int flags) {
  REAL(unlinkat);
  JUDGE(fd, path, OTHER);
  return (int)answered(verdict, real(fd, path, flags));
}
int remove(const char* path) { /* libc's own calls of unlink() do not come by here */
  REAL(remove);
  JUDGE(AT_FDCWD, path, OTHER);
  return (int)answered(verdict, real(path));
}
int mkdir(const char* path, mode_t mode) {
  REAL(mkdir);
  JUDGE(AT_FDCWD, path, GROWS);
  return (int)answered(verdict, real(path, mode));
}

/* Opening is a call that can fail where it may make a file. A new file's old contents, of another that had its inode number, are forgotten. */
static void forget(const char* path) {
  struct stat info;
  char copy[PATH_MAX + 64];
  if (!state[0] || stat(path, &info) != 0) return;
  snprintf(copy, sizeof copy, "%s/inodes/%lu", state, (unsigned long)info.st_ino);
  syscall(SYS_unlinkat, AT_FDCWD, copy, 0);
}
#define OPENING(name, has_fd, fd, call) \
  { \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
    } \
    REAL(name); \
    char full[PATH_MAX]; \
    const int makes = (flags & O_CREAT) && ours(fd, path, full) && faccessat(AT_FDCWD, full, F_OK, 0) != 0; \
    const enum answer verdict = makes ? judge(GROWS) : PASS; \
    if (verdict == FAIL) return -1; \
    const int opened = call; \
    if (makes && opened >= 0) forget(full); \
    if (verdict == UNSAID && opened >= 0) close(opened); \
    return (int)answered(verdict, opened); \
  }
int open(const char* path, int flags, ...) OPENING(open, 0, AT_FDCWD, real(path, flags, mode))
int open64(const char* path, int flags, ...) OPENING(open64, 0, AT_FDCWD, real(path, flags, mode))
int openat(int fd, const char* path, int flags, ...) OPENING(openat, 1, fd, real(fd, path, flags, mode))
int openat64(int fd, const char* path, int flags, ...) OPENING(openat64, 1, fd, real(fd, path, flags, mode))

/* Keeps what is on the disk now: a file's bytes, or a directory's names. By system calls, so that nothing is counted. */
static void keep(int fd, const char* full) {
  if (!state[0]) return;
  while (atomic_flag_test_and_set(&recording)) {
  }
  char from[64], to[2 * PATH_MAX + 64], fresh[2 * PATH_MAX + 80];
  struct stat info;
  snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
  if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    char name[PATH_MAX + 1];
    snprintf(name, sizeof name, "%%%s", full + directory_length);
    for (char* c = name; *c; ++c) *c = *c == '/' ? '%' : *c;
    snprintf(to, sizeof to, "%s/names/%s", state, name);
    snprintf(fresh, sizeof fresh, "%s.new", to);
    FILE* list = fopen(fresh, "w");
    DIR* entries = list ? opendir(full) : NULL;
    for (struct dirent* entry; entries && (entry = readdir(entries)) != NULL;)
      if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) fprintf(list, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
    if (entries) closedir(entries);
    if (list) fclose(list);
    syscall(SYS_renameat2, AT_FDCWD, fresh, AT_FDCWD, to, 0);
  } else if (S_ISREG(info.st_mode)) {
    snprintf(to, sizeof to, "%s/inodes/%lu", state, (unsigned long)info.st_ino);
    snprintf(fresh, sizeof fresh, "%s.new", to);
    const int in = (int)syscall(SYS_openat, AT_FDCWD, from, O_RDONLY, 0), out = (int)syscall(SYS_openat, AT_FDCWD, fresh, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    static char buffer[1 << 16];
    for (ssize_t got; (got = read(in, buffer, sizeof buffer)) > 0;)
      if (syscall(SYS_write, out, buffer, got) != got) abort();
    close(in), close(out);
    syscall(SYS_renameat2, AT_FDCWD, fresh, AT_FDCWD, to, 0);
  }
  atomic_flag_clear(&recording);
}
int fsync(int fd) {
  REAL(fsync);
  JUDGE(fd, NULL, OTHER);
  if (!mine) return real(fd);
  keep(fd, full);
  return (int)answered(verdict, 0);
}
int fdatasync(int fd) {
  REAL(fdatasync);
  JUDGE(fd, NULL, OTHER);
  if (!mine) return real(fd);
  keep(fd, full);
  return (int)answered(verdict, 0);
}
