// Opening and closing an index; what a reader sees of a writer in another process.
// Tested by tests/engine/index_test.cpp, tests/crash.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "corpus/dates.hpp"
#include "engine/analyse.hpp"
#include "engine/index_state.hpp"

namespace reprise {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPartial = ".partial";

ScanOptions scan_options(const IndexOptions& options) {
  ScanOptions scan;
  scan.threads = options.threads;
  scan.timezone = options.timezone;
  scan.outlets_file = options.outlets_file;
  scan.outlets_replace = options.outlets_replace;
  scan.max_article_bytes = options.max_article_bytes;
  return scan;
}

Result<void> check(const IndexOptions& options) {
  if (Result<void> good = engine::check(scan_options(options)); !good) return good;
  const auto bad = [](const std::string& message, const char* where) { return Error{ErrorCode::bad_argument, message, where}; };
  if (options.group_articles == 0) return bad("a group needs 1 article or more; found 0", "group_articles");
  if (options.seal_articles == 0) return bad("a segment needs 1 article or more; found 0", "seal_articles");
  if (options.group_milliseconds == 0 || options.group_milliseconds > 60000) return bad(fmt::format("a group waits 1 to 60000 milliseconds; found {}", options.group_milliseconds), "group_milliseconds");
  return {};
}

/// True for a directory that may become an index: missing, or empty, or what a create() that was killed has left.
bool is_free(const std::string& directory) {
  std::error_code error;
  if (!fs::exists(directory, error)) return true;
  if (!fs::is_directory(directory, error)) return false;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const std::string name = entry.path().filename().string();
    if (name != "LOCK" && name.rfind("catalogue.new", 0) != 0 && !(name == "segments" && fs::is_empty(entry.path(), error))) return false;
  }
  return !error;
}

}  // namespace

Result<ReaderPool::Lease> ReaderPool::take() {
  {
    const std::lock_guard guard(lock_);
    if (!idle_.empty()) {
      std::unique_ptr<store::Catalogue> catalogue = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(catalogue));
    }
  }
  Result<std::unique_ptr<store::Catalogue>> opened = store::Catalogue::open(path_, store::OpenMode::read);
  if (!opened) return opened.error();
  return Lease(*this, std::move(*opened));
}

void ReaderPool::give_back(std::unique_ptr<store::Catalogue> catalogue) {
  const std::lock_guard guard(lock_);
  idle_.push_back(std::move(catalogue));
}

void ReaderPool::clear() {
  const std::lock_guard guard(lock_);
  idle_.clear();
}

Index::State::State(std::string where, std::string whole, const IndexOptions& given, corpus::OutletRegistry outlets)
    : directory(std::move(where)), root(std::move(whole)), options(given), scan(scan_options(given)), registry(std::move(outlets)), readers(catalogue_path()) {}

Index::State::~State() { close(); }

/// Takes the lock of the one writer. It goes with the process, however that ends.
static Result<int> take_lock(const std::string& directory, const std::string& root) {
  const std::string path = root + "/LOCK";
  const int file = io::above_standard(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (file < 0) return io::system_error(path, "cannot open the lock", errno);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  const int code = errno;
  ::close(file);
  if (code == EWOULDBLOCK) return Error{ErrorCode::locked, directory + ": another writer has this index open; open it read-only, or wait until that one closes it", directory};
  return io::system_error(path, "cannot lock", code);
}

Result<void> Index::State::open_files(bool create) {
  std::error_code error;
  if (!options.read_only) {
    fs::create_directories(segments_path(), error);  // a copy may have come without the empty one
    if (error) return io::system_error(segments_path(), "cannot make the directory", error.value());
    Result<int> lock = take_lock(directory, root);
    if (!lock) return lock.error();
    lock_file = *lock;
  }
  if (create && !fs::exists(catalogue_path(), error)) {
    // Made under another name: a catalogue that is there is whole.
    const std::string fresh = root + "/catalogue.new";
    for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(fresh + end, error);
    {
      Result<std::unique_ptr<store::Catalogue>> made = store::Catalogue::create(fresh);
      if (!made) return made.error();
    }
    fs::rename(fresh, catalogue_path(), error);
    if (error) return io::system_error(catalogue_path(), "cannot rename the new catalogue", error.value());
    const fs::path parent = fs::path(root).lexically_normal();
    const std::string above = (parent.has_filename() ? parent : parent.parent_path()).parent_path().string();
    for (const std::string& holder : {root, above})
      if (Result<void> synced = io::sync_directory(holder); !synced) return synced;
  }
  if (options.read_only) return refresh_reader();
  Result<std::unique_ptr<store::Catalogue>> opened = store::Catalogue::open(catalogue_path(), store::OpenMode::write);
  if (!opened) return opened.error();
  writer = std::move(*opened);
  const Result<store::Number> last = writer->last_number();
  if (!last) return last.error();
  last_number = *last;
  const Result<std::string> mark = writer->meta("settled");
  if (!mark) return mark.error();
  settled = *mark == "1";
  if (Result<void> loaded = load_fingerprints(*writer); !loaded) return loaded;
  if (Result<void> loaded = load_outlets(*writer); !loaded) return loaded;
  return remove_unnamed();
}

/// Files that no catalogue names: a writer died before it could, or before it had removed them. Readers do not know them either.
Result<void> Index::State::remove_unnamed() {
  const Result<std::vector<store::SegmentInfo>> listed = writer->segments();
  if (!listed) return listed.error();
  std::vector<std::string> unnamed;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(segments_path(), error)) {
    const std::string name = entry.path().filename().string();
    const bool known = std::any_of(listed->begin(), listed->end(), [&](const store::SegmentInfo& s) { return s.name == name; });
    if (!known && (name.ends_with(".seg") || name.ends_with(kPartial))) unnamed.push_back(name);
  }
  // The dead writer's log may be all that has ceased to name them, and its move into the file may have been put off.
  return unnamed.empty() ? Result<void>() : drop_segments(unnamed);
}

/// What the catalogue names: segments, and the articles in none. A segment that does not open makes every look-up an error, but not this call:
/// verify() names it and rebuild() mends it. A reader that has followed the writer so far takes only what is new.
Result<void> Index::State::load_fingerprints(store::Catalogue& catalogue) const {
  for (int attempt = 0;; ++attempt) {
    Result<store::Transaction> moment = store::Transaction::read(catalogue.database());
    if (!moment) return moment.error();
    const Result<std::vector<store::SegmentInfo>> listed = catalogue.segments();
    if (!listed) return listed.error();
    const Result<std::vector<store::RecentRow>> rows = catalogue.recent(seen_number);
    if (!rows) return rows.error();
    const bool follows = seen_version >= 0;
    if (!follows || *listed != seen_segments) {
      std::vector<std::shared_ptr<const store::Segment>> segments;
      store::Number sealed_to = 0;
      Error damage;
      for (const store::SegmentInfo& info : *listed) {
        sealed_to = std::max(sealed_to, info.last);
        Result<std::shared_ptr<const store::Segment>> segment = open_segment(info);
        if (segment) segments.push_back(std::move(*segment));
        else if (damage.code == ErrorCode::ok) damage = segment.error();
      }
      // A writer in another process may have merged a segment away between the list and the file.
      if (damage.code == ErrorCode::not_found && options.read_only && attempt < 20) continue;
      fingerprints.follow(std::move(segments), sealed_to);
      seen_segments = *listed;
      if (damage.code != ErrorCode::ok) {
        damage.code = damage.code == ErrorCode::not_found ? ErrorCode::bad_index : damage.code;
        damage.message += "; rebuild makes the segments anew from the texts";
        fingerprints.set_damage(std::move(damage));
      }
    }
    std::vector<store::SegmentPosting> postings;
    for (const store::RecentRow& row : *rows) {
      postings.clear();
      if (!store::unpack_fingerprints(row.fingerprints, row.number, postings))
        fingerprints.set_damage({ErrorCode::bad_index, fmt::format("{}: damaged fingerprints of article number {}: expected a multiple of 10 bytes, found {}; rebuild makes them anew from the texts", catalogue_path(), row.number, row.fingerprints.size()), catalogue_path()});
      fingerprints.insert(postings, row.number);
      seen_number = row.number;
    }
    return {};
  }
}

/// One that is open already is taken again: what of it was checked stays checked.
Result<std::shared_ptr<const store::Segment>> Index::State::open_segment(const store::SegmentInfo& info) const {
  for (const auto& segment : fingerprints.segments())
    if (segment->info() == info) return segment;
  return store::Segment::open(segments_path(), info);
}

Result<void> Index::State::load_outlets(store::Catalogue& catalogue) const {
  const Result<std::string> mark = catalogue.meta("settles");
  if (!mark) return mark.error();
  if (outlets() && *mark == wide_mark) return {};
  const Result<std::vector<std::pair<std::string, std::string>>> found = catalogue.local_outlets();
  if (!found) return found.error();
  std::vector<std::string> names;
  std::vector<std::pair<std::string, std::string>> sites;
  for (const auto& [name, site] : *found) {
    if (site.empty()) names.push_back(name);
    else sites.emplace_back(site, name);
  }
  auto made = std::make_shared<const corpus::OutletRegistry>(found->empty() ? registry : registry.with(names, sites));
  const std::lock_guard guard(wide_lock);
  wide = std::move(made);
  wide_mark = *mark;
  return {};
}

/// Of a read-only index, before each call: sees what the writer has committed. Nearly free where that is nothing.
Result<void> Index::State::refresh_reader() const {
  if (!options.read_only) return {};
  const std::lock_guard guard(refresh);
  if (!watch) {
    Result<std::unique_ptr<store::Catalogue>> opened = store::Catalogue::open(catalogue_path(), store::OpenMode::read);
    if (!opened) return opened.error();
    watch = std::move(*opened);
  }
  store::Query query = watch->database().query("PRAGMA data_version");
  const std::int64_t version = query.step() ? query.number(0) : -1;
  if (query.failed()) return query.error();
  if (version == seen_version) return {};
  if (Result<void> loaded = load_fingerprints(*watch); !loaded) return loaded;
  if (Result<void> loaded = load_outlets(*watch); !loaded) return loaded;
  const Result<store::Number> last = watch->last_number();
  if (!last) return last.error();
  seen_articles = *last;
  seen_version = version;
  return {};
}

void Index::State::start() {
  if (options.read_only) return;
  maintenance = std::thread([this] { maintain(); });
  if (options.durability == Durability::grouped) syncer = std::thread([this] { sync_loop(); });
}

void Index::State::close() {
  {
    const std::lock_guard guard(work);
    stop = true;
  }
  work_waits.notify_all();
  if (maintenance.joinable()) maintenance.join();
  if (syncer.joinable()) syncer.join();
  readers.clear();
  watch.reset();
  writer.reset();
  if (lock_file >= 0) ::close(lock_file);
  lock_file = -1;
}

Index::Index(std::unique_ptr<State> state) : state_(std::move(state)) {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() {
  if (state_ && state_->writer) (void)flush();
}

Result<Index> Index::create(const std::string& directory, const IndexOptions& options) {
  if (options.read_only) return Error{ErrorCode::bad_argument, "an index cannot be created read-only", "read_only"};
  if (directory.empty()) return Error{ErrorCode::bad_argument, "no directory given", "directory"};
  if (!is_free(directory)) return Error{ErrorCode::exists, directory + ": expected a new or empty directory for an index, found one with content", directory};
  IndexOptions creating = options;
  creating.create = true;
  return open(directory, creating);
}

Result<Index> Index::open(const std::string& directory, const IndexOptions& options) {
  if (Result<void> good = check(options); !good) return good.error();
  if (directory.empty()) return Error{ErrorCode::bad_argument, "no directory given", "directory"};
  std::error_code error;
  const bool there = fs::exists(directory + "/catalogue.sqlite", error);
  if (!there) {
    if (!is_free(directory)) return Error{ErrorCode::bad_index, directory + ": expected an index (a directory with catalogue.sqlite), found something else", directory};
    if (options.read_only || !options.create) return Error{ErrorCode::not_found, directory + ": no index is there", directory};
  }
  Result<corpus::OutletRegistry> registry = engine::registry_for(scan_options(options));
  if (!registry) return registry.error();
  const fs::path root = fs::absolute(directory, error);
  if (error) return io::system_error(directory, "cannot tell where it is", error.value());
  auto state = std::make_unique<State>(directory, root.string(), options, std::move(*registry));
  if (Result<void> opened = state->open_files(!there); !opened) return opened.error();
  state->start();
  return Index(std::move(state));
}

const std::string& Index::directory() const { return state_->directory; }

}  // namespace reprise
