// What an open index is made of. Shared by the index_*.cpp files; nobody else includes it.
//
// Locks, outermost first: `write` (one writing call at a time, or a turn of add_many(): the writing connection, numbers), `readers.lock` (the idle reading
// connections), the locks inside store::Fingerprints and engine::PreparedCache. Maintenance (sealing, merging) runs in a thread of its own and takes `write` only to
// commit what it has written. The sync thread takes none of them while it waits for the disk.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/turn_lock.hpp"
#include "corpus/outlets.hpp"
#include "engine/arrivals.hpp"
#include "engine/findings.hpp"
#include "engine/local_outlets.hpp"
#include "report/run_io.hpp"
#include "reprise/index.hpp"
#include "store/catalogue.hpp"
#include "store/fingerprints.hpp"

namespace reprise {

namespace engine {
struct Touched;
}

/// Reading connections, each used by one thread at a time.
class ReaderPool {
 public:
  explicit ReaderPool(std::string path) : path_(std::move(path)) {}
  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<store::Catalogue> catalogue) : pool_(&pool), catalogue_(std::move(catalogue)) {}
    Lease(Lease&&) = default;
    ~Lease() {
      if (catalogue_) pool_->give_back(std::move(catalogue_));
    }
    store::Catalogue& operator*() { return *catalogue_; }
    store::Catalogue* operator->() { return catalogue_.get(); }

   private:
    ReaderPool* pool_;
    std::unique_ptr<store::Catalogue> catalogue_;
  };
  Result<Lease> take();
  void clear();

 private:
  void give_back(std::unique_ptr<store::Catalogue> catalogue);
  std::string path_;
  std::mutex lock_;
  std::vector<std::unique_ptr<store::Catalogue>> idle_;
};

/// Some 2,500 articles of 500 words. Of the neighbours that share a passage so many hold three in four, by a count over 100,000 articles of bench/million.cpp; four times as many, nine in ten.
inline constexpr std::size_t kPreparedBytes = std::size_t{32} << 20;

struct Index::State {
  State(std::string where, std::string root, const IndexOptions& given, corpus::OutletRegistry outlets);
  ~State();

  const std::string directory;            ///< as given
  const std::string root;                 ///< the same, absolute: the process may go elsewhere
  const IndexOptions options;
  const ScanOptions scan;                 ///< the numbers of matching: a scan's defaults
  const corpus::OutletRegistry registry;  ///< what settle() reads with, as a scan does
  /// With the outlets of the articles themselves, as the last settle() found them: what verdicts read with.
  mutable std::shared_ptr<const corpus::OutletRegistry> wide;
  mutable std::mutex wide_lock;
  mutable std::string wide_mark;          ///< meta "settles" when it was made
  int lock_file = -1;

  TurnLock write;
  std::unique_ptr<store::Catalogue> writer;  ///< null when read-only
  std::atomic<store::Number> last_number{0};
  bool settled = false;
  Error broken;                           ///< set when the disk failed in a way that leaves what is held in memory in doubt

  mutable ReaderPool readers;
  mutable store::Fingerprints fingerprints;
  mutable engine::PreparedCache prepared{kPreparedBytes};

  // What of the catalogue's fingerprints is in memory; a read-only index follows the writer's work.
  mutable std::mutex refresh;
  mutable std::unique_ptr<store::Catalogue> watch;
  mutable std::int64_t seen_version = -1;
  mutable std::atomic<store::Number> seen_number{0};    ///< the last that was recent
  mutable std::atomic<store::Number> seen_articles{0};  ///< the last number given
  mutable std::vector<store::SegmentInfo> seen_segments;

  // Background work.
  std::mutex work;
  std::condition_variable work_waits, work_done;
  bool stop = false, seal_wanted = false, busy = false;
  std::uint32_t pauses = 0;               ///< maintenance does not begin while somebody else puts segments in place
  std::uint32_t unsynced = 0;             ///< articles written since the last sync
  std::vector<std::string> doubtful;      ///< segments of a commit that failed; of whoever holds `write` and maintains
  Error background;                       ///< a sync failed, or a segment is damaged: the next writing call or flush() tells it
  Error last_maintenance;                 ///< what became of the last sealing and merging
  std::thread maintenance, syncer;

  std::string catalogue_path() const { return root + "/catalogue.sqlite"; }
  std::string segments_path() const { return root + "/segments"; }

  // index_open.cpp
  Result<void> open_files(bool create);
  Result<void> remove_unnamed();
  Result<void> load_fingerprints(store::Catalogue& catalogue) const;
  Result<std::shared_ptr<const store::Segment>> open_segment(const store::SegmentInfo& info) const;
  Result<void> refresh_reader() const;
  Result<void> load_outlets(store::Catalogue& catalogue) const;
  std::shared_ptr<const corpus::OutletRegistry> outlets() const {
    const std::lock_guard guard(wide_lock);
    return wide;
  }
  void start();
  void close();
  // index_upkeep.cpp
  using SegmentList = std::vector<std::shared_ptr<const store::Segment>>;
  void maintain();
  void sync_loop();
  Result<void> wait_for_maintenance(bool seal, bool pause = false);
  /// Segments change by nobody but whoever holds one; `seal`: what is recent is sealed first.
  class MaintenancePause {
   public:
    MaintenancePause(State& state, bool seal) : state_(state), before_(state.wait_for_maintenance(seal, true)) {}
    ~MaintenancePause();
    MaintenancePause(const MaintenancePause&) = delete;
    MaintenancePause& operator=(const MaintenancePause&) = delete;
    /// What became of the work that was waited for.
    const Result<void>& before() const { return before_; }

   private:
    State& state_;
    Result<void> before_;
  };
  Result<void> seal_and_merge();
  Result<void> commit_segments(const SegmentList& gone, const std::vector<store::SegmentInfo>& come, store::Number sealed_to);
  Result<void> name_segments(const std::vector<std::string>& gone, const std::vector<store::SegmentInfo>& come, store::Number sealed_to);
  Result<void> drop_segments(const std::vector<std::string>& names);
  void unlink_segments(const std::vector<std::string>& names);
  Result<void> end_doubt();
  Result<void> merge_all();
  std::string fresh_segment_name();
  Result<std::shared_ptr<const store::Segment>> written(const Result<store::SegmentInfo>& info) const;
  // index_settle.cpp
  /// An article as it was given, its language as found.
  struct StoredText {
    Article article;
    std::string lang;
    store::Number number = 0;
  };
  /// Reads these articles by blocks, in parallel; `take` may be called from several threads at once.
  Result<void> read_blocks(std::span<const store::Number> numbers, const std::function<void(std::size_t block, std::vector<StoredText>&& texts)>& take) const;
  Result<std::vector<engine::PreparedBlock>> prepare_all(const char* stage);
  Result<void> store_outlets(const engine::LocalOutlets& named);
  Result<void> tell_settled(const Run& run, const std::vector<store::Number>& numbers);
  Result<void> store_run(const Run& run, const std::vector<store::Number>& numbers);
  // index_import.cpp
  Result<void> import(const Run& run, const report::TextSource& texts);
  // index_verify.cpp
  Result<std::vector<store::SegmentPosting>> postings_of_articles(std::span<const store::Number> numbers) const;
  // index_add.cpp
  Result<Verdict> add_one(Result<Article> given);
  Result<Verdict> query_one(Result<Article> given) const;
  Result<Verdict> replace_one(Result<Article> given);
  Result<void> forget(const store::ArticleRow& row, engine::Touched& touched);
  void number_arrival(engine::Arrival& arrival);
  engine::FindContext beside(const engine::Arrival& arrival) const;
  engine::FindContext apart_from(const engine::Arrival& arrival) const;
  Result<engine::Finding> find_by_reader(const engine::Arrival& arrival, const engine::FindContext& context, bool named = false) const;
  Result<void> store_arrival(const engine::Arrival& arrival, engine::Finding& finding, engine::Touched touched, const store::ArticleRow* replaced = nullptr);
  /// Numbers and fingerprints in memory as the catalogue has them.
  Result<void> recover();
  void go_back() noexcept;
  Result<void> or_go_back(const std::function<Result<void>()>& store, const engine::Arrival& arrival);
  store::Number articles_about() const { return writer ? last_number : seen_articles; }
  Result<void> writable() const;
  Result<void> takes_articles();
  /// After a commit of so many articles: durable as asked, and sealed when it is time.
  Result<void> committed(std::uint32_t articles);
  Result<void> mark_unsettled();
  // index_add_many.cpp
  class Turn;
  std::vector<Result<Verdict>> add_several(std::size_t count, const std::function<Result<Article>(std::size_t)>& given);
};

namespace engine {

inline Error nothing_changed() { return {ErrorCode::interrupted, "interrupted; nothing was changed", ""}; }
/// What changes() tells of: the family's id may be another, and the confidence.
bool same_holding(const Holding& x, const Holding& y);

// index_merge.cpp
/// What a call has done to the stored families, one step after the other: of those it touched, as they were before it and as they are now.
struct Touched {
  std::vector<store::FamilyRow> before, now;
  /// A further step: these have gone, those have come. What an earlier step had made never was before, and is no more.
  void step(std::vector<store::FamilyRow> gone, std::vector<store::FamilyRow> come);
};
/// Brings what was found of finding.self (kNone: of all its articles) into the catalogue, in the caller's transaction; families and clusters of
/// finding.run get the ids under which they are stored. `torn` are families that were taken out already.
Result<void> merge_finding(store::Catalogue& catalogue, Finding& finding, Touched& touched, std::vector<store::FamilyRow> torn = {});
/// Tells what is held otherwise now by articles other than `arrival` (0: none) and `taken_out` (null: none), whose row the catalogue need not have any more.
Result<void> tell_changes(store::Catalogue& catalogue, const Touched& touched, std::string_view cause, store::Number arrival, const store::ArticleRow* taken_out = nullptr);
/// Gives families and cluster of the finding the ids under which the catalogue knows them; writes nothing.
Result<void> name_finding(store::Catalogue& catalogue, Finding& finding);

/// Takes an article out of its families and cluster. Answers the families that must be found anew (they are gone from the catalogue) and the
/// articles that held them; the others that lost it are in `touched`.
struct Torn {
  std::vector<store::FamilyRow> families;
  std::vector<store::Number> articles;
};
Result<Torn> tear_out(store::Catalogue& catalogue, const store::ArticleRow& article, Touched& touched);

}  // namespace engine

}  // namespace reprise
