// Index: the library call for each fetched article. A directory on disk that remembers articles, what they repeat from each
// other, and from whom; in-process, over months, through crashes.
//
//   auto index = reprise::Index::open("news.reprise");
//   auto verdict = index->add({.id = "jp-722", .outlet = "jpost.com", .published = "2023-10-07T09:12Z", .text = body});
//   if (!verdict) return fail(verdict.error());
//   for (const auto& p : verdict->passages)
//     std::cout << p.span.begin << ".." << p.span.end << " from " << p.origin.outlet << '\n';
//
// A verdict is what can be said so far, from the articles that match this one. settle() takes the wider look (families that merge,
// statistics of the corpus); after it the index holds what a batch scan of the same articles yields.
// Threads: every call may be made from any thread. Calls that write wait for each other; query, get, chain, family, changes and
// stats run beside them and see the last article whose call has returned.
// Processes: one writer, any number of readers (IndexOptions::read_only). A second writer gets ErrorCode::locked.
// The layout on disk is docs/formats.md, "An index".
#pragma once

#include <atomic>
#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reprise/article.hpp"
#include "reprise/options.hpp"
#include "reprise/result.hpp"
#include "reprise/run.hpp"
#include "reprise/verdict.hpp"

namespace reprise {

/// What a call that writes has done when it returns. In all three, what a call has returned survives the death of the process.
enum class Durability : std::uint8_t {
  per_call,  ///< it is on the disk: nothing is lost when the machine loses power. Costs one fsync per call
  grouped,   ///< it is on the disk after group_milliseconds or group_articles, whichever comes first: so much is lost with the power
  on_flush,  ///< it is on the disk after flush(); until then the operating system has it
};

struct IndexOptions {
  bool create = true;                   ///< open() makes an index where there is none
  bool read_only = false;               ///< beside a writer, in this process or another
  Durability durability = Durability::grouped;
  std::uint32_t group_milliseconds = 50;
  std::uint32_t group_articles = 256;
  std::uint32_t seal_articles = 4096;   ///< so many recent articles become a segment, 1 or more: fewer start quicker, more are merged less often
  std::string timezone = {};            ///< "+03:30": zone of times that have none; empty = unknown
  std::string outlets_file = {};        ///< JSONL of outlets that extends the built-in registry
  bool outlets_replace = false;         ///< use only outlets_file
  std::uint64_t max_article_bytes = 16u << 20;
  unsigned threads = 0;                 ///< of add_many, settle, rebuild and verify; 0 = one per core
  std::function<void(const Progress&)> progress = {};  ///< of settle, rebuild, compact, verify and import_run
  const std::atomic<bool>* cancel = nullptr;      ///< set to true to stop them: they answer ErrorCode::interrupted and change nothing
};

/// An article as a crawler has it. `id` and `text` are not empty; all strings are UTF-8. Times are ISO 8601, as in the input of a scan
/// ("2023-10-07T09:12Z", "2023-10-07"); a time that cannot be read is ErrorCode::bad_argument.
struct NewArticle {
  std::string_view id;
  std::string_view outlet = {};     ///< a name or a domain; empty = unknown, or known from the url
  std::string_view published = {};  ///< empty = unknown
  std::string_view fetched = {};    ///< upper bound of the publication time
  std::string_view url = {};
  std::string_view title = {};
  std::string_view lang = {};       ///< empty = to be detected
  std::string_view text;
};

/// A text that replace() put aside.
struct ArticleVersion {
  std::uint32_t version = 1;  ///< the first is 1
  Seconds replaced = kNoTime; ///< when the next one came
  Article article;            ///< as given then
};

struct StoredArticle {
  Article article;            ///< as given
  std::uint32_t version = 1;
  Seconds added = kNoTime;    ///< when this version came
  std::vector<ArticleVersion> earlier;  ///< oldest first
  Verdict verdict;            ///< as it stands now
};

/// What is held of one passage; a side of a Change. Ids of an article that was removed since are "".
struct Holding {
  std::string family;         ///< "" = the article had no such passage
  Status status = Status::undecided;
  std::string parent, parent_outlet;
  std::string origin, origin_outlet;  ///< of the family
  double confidence = 0;
};

/// A verdict of an earlier article that changed: a late arrival, a removal, a replacement, or settle().
struct Change {
  std::uint64_t sequence = 0; ///< ascending; changes(since) answers those above `since`
  Seconds at = kNoTime;
  std::string article;        ///< whose verdict changed
  std::string cause;          ///< id of the article whose arrival changed it; "" for settle() and where an article was removed
  Span span;                  ///< of the passage now, or before where it is gone
  Holding before, now;
};

struct IndexStats {
  std::uint64_t articles = 0;
  std::uint64_t versions = 0;       ///< put aside by replace()
  std::uint64_t families = 0, occurrences = 0, clusters = 0;
  std::uint64_t segments = 0;       ///< files of fingerprints
  std::uint64_t fingerprints = 0;   ///< in segments, those of removed articles among them until compact()
  std::uint64_t recent_articles = 0;  ///< whose fingerprints are not in a segment yet
  std::uint64_t text_bytes = 0;     ///< of the texts, compressed
  std::uint64_t disk_bytes = 0;     ///< of all files
  std::uint64_t last_change = 0;    ///< highest Change::sequence
  bool settled = false;             ///< nothing was added, replaced or removed since the last settle()
  std::uint32_t format = 0;
};
std::string to_json(const IndexStats& stats);
std::string to_json(const Change& change);
std::string to_json(const StoredArticle& article);

/// Every byte of the index's files was read and compared with its checksum. `problems` empty = sound.
struct VerifyReport {
  std::uint64_t files = 0, bytes = 0, articles = 0;
  std::vector<std::string> problems;  ///< each one line that names the file and, where known, the offset
};

class Index {
 public:
  /// An index in a new directory (or an empty one). ErrorCode::exists where something stands already.
  static Result<Index> create(const std::string& directory, const IndexOptions& options = {});
  /// Errors: not_found (and neither create nor a directory), locked (another writer), bad_index (damaged or no index),
  /// newer_format (made by a later version), io.
  static Result<Index> open(const std::string& directory, const IndexOptions& options = {});
  /// An index with the articles and the findings of a finished scan; settled.
  static Result<Index> import_run(const std::string& directory, const std::string& run_directory, const IndexOptions& options = {});

  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  ~Index();  ///< flushes, then closes

  // An Article, as the run files and readers have it, may be given to any of these, too; a template, so that a list in braces is a NewArticle.

  /// Stores the article and answers what it repeats. ErrorCode::exists for an id that is there.
  Result<Verdict> add(const NewArticle& article);
  template <std::same_as<Article> Given>
  Result<Verdict> add(const Given& article) { return add_given(article); }
  /// Many at once, the same verdicts as one by one, faster. One answer per article, in order: an article that cannot be added
  /// does not hinder the others. An error of the disk ends it: it is the answer for all from
  /// there on, and for those before (256 at most) that were to go to the disk together.
  std::vector<Result<Verdict>> add_many(std::span<const NewArticle> articles);
  std::vector<Result<Verdict>> add_many(std::span<const Article> articles);
  /// The verdict of add() without storing; the id need not be new, and an article with it is not compared.
  Result<Verdict> query(const NewArticle& article) const;
  template <std::same_as<Article> Given>
  Result<Verdict> query(const Given& article) const { return query_given(article); }
  /// A new text under an id that is there (else not_found). The earlier one is kept as a version.
  Result<Verdict> replace(const NewArticle& article);
  template <std::same_as<Article> Given>
  Result<Verdict> replace(const Given& article) { return replace_given(article); }
  /// Forgets the article with all its versions. Its bytes are off the disk after compact().
  Result<void> remove(std::string_view id);

  Result<StoredArticle> get(std::string_view id) const;
  bool contains(std::string_view id) const;
  Result<std::vector<VerdictChain>> chain(std::string_view id) const;
  Result<VerdictFamily> family(std::string_view family) const;
  /// Verdicts that changed after they were given, oldest first, at most `limit`.
  Result<std::vector<Change>> changes(std::uint64_t since, std::size_t limit = 1000) const;
  Result<IndexStats> stats() const;
  /// All ids, ascending.
  Result<std::vector<std::string>> ids() const;

  Result<void> flush();    ///< all that was written is on the disk
  Result<void> wait();     ///< until sealing and merging in the background are done; answers what hindered them. Nothing is lost by that: they are tried again
  Result<void> settle();   ///< the index holds what a batch scan of its articles yields. Cost: that scan
  Result<void> compact();  ///< one segment, without removed articles; gives space back and takes removed bytes off the disk
  Result<VerifyReport> verify() const;
  /// All segments anew, from the texts in the catalogue. Mends a damaged segment.
  Result<void> rebuild();

  /// The findings of all articles, as load_run() gives those of a scan. Of a settled index they are the same.
  Result<Run> run() const;
  Result<std::string> text(std::string_view id) const;
  const std::string& directory() const;

 private:
  struct State;
  explicit Index(std::unique_ptr<State> state);
  Result<Verdict> add_given(const Article& article);
  Result<Verdict> query_given(const Article& article) const;
  Result<Verdict> replace_given(const Article& article);
  std::unique_ptr<State> state_;
};

}  // namespace reprise
