// Catalogue: the SQLite database of an index. Articles, texts, families, clusters, changes, the list of segments.
//
// Idea: plain rows in, plain rows out; what they mean is the engine's. An article is known by its number, which is given once and
//   never again: fingerprints in segments name it, and a removed or replaced article's number leads nowhere. Number 0 is nobody.
// The schema is docs/formats.md, "An index"; it may be read with the sqlite3 shell beside a running writer.
// Invariant: one connection; the caller lets one thread at a time use it. Write calls belong into a Transaction.
// Tested by tests/store/catalogue_test.cpp, catalogue_rows_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reprise/index.hpp"
#include "store/segment.hpp"
#include "store/sqlite.hpp"

namespace reprise::store {

inline constexpr std::uint32_t kFormat = 1;  ///< PRAGMA user_version of the catalogues written here

using Number = std::uint32_t;  ///< of an article
using Key = std::int64_t;      ///< of a family or cluster; 0 = none

struct ArticleRow {
  Number number = 0;
  Article given;             ///< without its text
  std::uint32_t version = 1;
  Seconds added = kNoTime;
  std::string outlet;        ///< canonical
  std::string lang;          ///< given or detected
  std::uint32_t words = 0;
  Key cluster = 0;
  std::string attributions;  ///< JSON array, as in articles.jsonl
};

struct OccurrenceRow {
  Number number = 0;
  Span span, chars;
  Status status = Status::undecided;
  Relation relation = Relation::none;
  Number parent = 0;
  std::string parent_outlet;
  bool parent_observed = false;
  double confidence = 0, identity = 0;
  Credited credited = Credited::unset;
  std::string evidence;      ///< JSON object, as in passages.jsonl
};

struct FamilyRow {
  Key key = 0;
  std::string family;        ///< its id
  Kind kind = Kind::verbatim;
  Number origin = 0;
  std::string origin_outlet;
  bool origin_observed = false;
  double origin_confidence = 0;
  std::vector<OccurrenceRow> occurrences;
};

struct ClusterPairRow {
  Number a = 0, b = 0;
  double jaccard = 0, containment_a = 0, containment_b = 0;
};

struct ClusterRow {
  Key key = 0;
  std::string cluster;       ///< its id
  Number origin = 0;
  double origin_confidence = 0;
  std::vector<Number> articles;
  std::vector<ClusterPairRow> pairs;
};

/// Fingerprints of an article that is in no segment yet.
struct RecentRow {
  Number number = 0;
  std::string fingerprints;  ///< see pack_fingerprints
};

class Catalogue {
 public:
  static Result<std::unique_ptr<Catalogue>> create(const std::string& path);
  /// bad_index where the file is no catalogue, newer_format where a later version wrote it.
  static Result<std::unique_ptr<Catalogue>> open(const std::string& path, OpenMode mode);
  Database& database() { return *database_; }

  // Reading. A missing article, family or cluster is an empty optional, not an error.
  Result<std::optional<Number>> find(std::string_view id);
  Result<std::optional<ArticleRow>> article(Number number);
  Result<std::optional<std::string>> frame(Number number);  ///< its text's zstd frame
  Result<bool> holds(Number number, std::string_view id);   ///< the number is still this article's
  Result<std::vector<ArticleVersion>> versions(std::string_view id);  ///< oldest first; Article::text is the zstd frame
  Result<std::vector<Key>> families_of(Number number);
  Result<std::optional<FamilyRow>> family(Key key);
  Result<std::optional<FamilyRow>> family_head(Key key);  ///< without its occurrences
  Result<std::optional<Key>> family_key(std::string_view family);
  struct Place { Key family; Span span; };
  Result<std::vector<Place>> places_of(Number number);  ///< its occurrences
  Result<std::uint32_t> occurrences_in(Key family, std::uint32_t most);  ///< counts up to `most`
  Result<std::optional<ClusterRow>> cluster(Key key);
  Result<std::optional<ClusterRow>> cluster_head(Key key);  ///< without articles and pairs
  Result<std::vector<Number>> members(Key cluster);
  Result<std::vector<Change>> changes(std::uint64_t since, std::size_t limit);
  Result<std::vector<SegmentInfo>> segments();
  Result<std::vector<RecentRow>> recent(Number above);  ///< with greater numbers, ascending
  Result<Number> last_number();
  Result<std::string> meta(std::string_view key);  ///< "" where there is none
  /// Outlets of the articles themselves, as the last settle() found them: name, and a site of theirs or "".
  Result<std::vector<std::pair<std::string, std::string>>> local_outlets();
  Result<void> count(IndexStats& stats);           ///< what can be counted here
  /// In the order of ids. The visitor answers false to stop.
  Result<void> each_article(const std::function<bool(ArticleRow&&)>& visit);
  Result<void> each_family(const std::function<bool(FamilyRow&&)>& visit);
  Result<void> each_cluster(const std::function<bool(ClusterRow&&)>& visit);
  Result<std::vector<Number>> numbers();           ///< ascending
  Result<std::vector<std::string>> ids();          ///< ascending
  /// Lines of SQLite's own check of its file; empty = sound.
  Result<std::vector<std::string>> check();

  // Writing.
  Result<Number> insert_article(const ArticleRow& article, std::string_view frame, std::string_view fingerprints);
  Result<void> delete_article(Number number);      ///< with its text, fingerprints and occurrences; not its versions
  Result<void> insert_version(const ArticleRow& article, Seconds replaced, std::string_view frame);
  Result<void> delete_versions(std::string_view id);
  Result<Key> insert_family(const FamilyRow& family);
  Result<void> insert_occurrence(Key family, const OccurrenceRow& occurrence);
  Result<void> delete_occurrences(Key family, Number number);
  Result<void> update_family(const FamilyRow& family);  ///< kind and origin
  Result<void> delete_family(Key key);
  Result<Key> insert_cluster(const ClusterRow& cluster);  ///< assigns its articles
  Result<void> join_cluster(Key key, Number number);
  Result<void> insert_pairs(Key cluster, const std::vector<ClusterPairRow>& pairs);
  Result<void> delete_cluster(Key key);            ///< its articles are in none then
  Result<void> leave_cluster(Number number);
  Result<void> forget_origin(Key cluster, Number number);  ///< if that was its origin
  Result<void> set_facts(Number number, std::string_view outlet, std::string_view lang, std::uint32_t words, std::string_view attributions);
  Result<void> insert_change(const Change& change);
  Result<void> forget_changes(std::string_view id);  ///< its own go, others no longer name it
  Result<void> clear_findings();                   ///< all families and clusters
  Result<void> insert_segment(const SegmentInfo& segment);
  Result<void> delete_segment(std::string_view name);
  Result<void> delete_recent(Number up_to);
  Result<void> set_local_outlets(const std::vector<std::pair<std::string, std::string>>& outlets);
  Result<void> set_meta(std::string_view key, std::string_view value);

 private:
  explicit Catalogue(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  Result<std::vector<OccurrenceRow>> occurrences(Key family);
  std::unique_ptr<Database> database_;
};

/// Key and position of each fingerprint, ten bytes.
std::string pack_fingerprints(std::span<const SegmentPosting> fingerprints);
/// False where the bytes are no such list.
bool unpack_fingerprints(std::string_view bytes, Number number, std::vector<SegmentPosting>& out);

}  // namespace reprise::store
