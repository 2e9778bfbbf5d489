// Run files back into a Run: the inverse of run_files.cpp.
//
// Idea: a line is one record; lines are parsed as they stream in, ids become indices through hash maps that are built when
//   a file has been read whole. Articles refer to clusters and to each other before those are known, so these references
//   are kept as ids until then.
// Invariant: a Run that is returned has only indices that lead somewhere and spans with begin <= end (their fit into the
//   texts is checked where the texts are opened). A damaged line is an error "FILE:LINE: expected ..., found ...".
// Cost: one pass; a line may have up to kMaxLineBytes, and no more than one line and one block is held as bytes.
// Tested by tests/report/run_load_test.cpp.
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/io.hpp"
#include "report/json_in.hpp"
#include "report/run_io.hpp"

namespace reprise::report {
namespace {

using Object = LineFields::Object;

constexpr std::size_t kReadBytes = 1u << 20;
constexpr std::size_t kMaxLineBytes = 1u << 30;  ///< a family with a million occurrences is about half of it

/// Lines of a file, with the padding behind them that simdjson reads (and ignores).
class Lines {
 public:
  explicit Lines(io::InputStream stream) : stream_(std::move(stream)), buffer_(kReadBytes + simdjson::SIMDJSON_PADDING, '\0') {}

  /// False at the end. The view and its padding are good until the next call.
  Result<bool> next(std::string_view& line) {
    for (;;) {
      const char* begin = buffer_.data() + begin_;
      if (const void* newline = std::memchr(begin + seen_, '\n', end_ - begin_ - seen_)) {
        const auto size = static_cast<std::size_t>(static_cast<const char*>(newline) - begin);
        line = {begin, size};
        begin_ += size + 1;
        seen_ = 0;
        return true;
      }
      seen_ = end_ - begin_;
      if (at_end_) {
        if (seen_ == 0) return false;
        line = {begin, seen_};
        begin_ = end_;
        seen_ = 0;
        return true;
      }
      if (auto filled = fill(); !filled) return filled.error();
    }
  }

 private:
  Result<void> fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    const std::size_t room = buffer_.size() - simdjson::SIMDJSON_PADDING - end_;
    if (room == 0) {
      if (end_ >= kMaxLineBytes) return Error{ErrorCode::bad_run, "expected a line of at most 1 GiB, found a longer one", {}};
      buffer_.resize(end_ * 2 + simdjson::SIMDJSON_PADDING);
    }
    auto got = stream_.read(buffer_.data() + end_, buffer_.size() - simdjson::SIMDJSON_PADDING - end_);
    if (!got) return got.error();
    end_ += *got;
    at_end_ = *got == 0;
    return {};
  }

  io::InputStream stream_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0, seen_ = 0;
  bool at_end_ = false;
};

using Ids = std::unordered_map<std::string_view, std::uint32_t>;

class Loader {
 public:
  explicit Loader(std::string dir) : dir_(std::move(dir)) {}

  Result<Run> load() {
    if (auto r = each_line("articles.jsonl", [&](Object& o) { article(o); }); !r) return r.error();
    if (auto r = index(run_.articles, article_ids_, "articles.jsonl", "article"); !r) return r.error();
    if (auto r = each_line("clusters.jsonl", [&](Object& o) { cluster(o); }); !r) return r.error();
    if (auto r = index(run_.clusters, cluster_ids_, "clusters.jsonl", "cluster"); !r) return r.error();
    if (auto r = resolve_article_references(); !r) return r.error();
    if (auto r = each_line("passages.jsonl", [&](Object& o) { family(o); }); !r) return r.error();
    if (auto r = index(run_.families, family_ids_, "passages.jsonl", "family"); !r) return r.error();
    if (auto r = each_line("chains.jsonl", [&](Object& o) { chains(o); }); !r) return r.error();
    if (auto r = each_line("outlets.jsonl", [&](Object& o) { outlet_pair(o); }); !r) return r.error();
    return std::move(run_);
  }

 private:
  struct PendingArticle {
    std::string cluster, near_duplicate_of;
    std::vector<std::string> sources;
  };

  void article(Object& o) {
    ArticleRecord a;
    PendingArticle p;
    a.id = in_.text(o, "article");
    a.outlet = in_.text_or_null(o, "outlet");
    a.outlet_as_given = in_.text_or_null(o, "outlet_as_given");
    a.published = in_.interval(o, "published");
    a.fetched = in_.time(o, "fetched");
    a.url = in_.text_or_null(o, "url");
    a.title = in_.text_or_null(o, "title");
    a.lang = in_.text_or_null(o, "lang");
    a.words = in_.number(o, "words");
    p.cluster = in_.text_or_null(o, "cluster");
    p.near_duplicate_of = in_.text_or_null(o, "near_duplicate_of");
    a.original_share = in_.share(o, "original_share");
    in_.objects(o, "sources", [&](Object s) {
      Source source;
      source.outlet = in_.text_or_null(s, "outlet");
      p.sources.push_back(in_.text_or_null(s, "article"));
      source.share = in_.share(s, "share");
      source.credited = in_.boolean(s, "credited");
      a.sources.push_back(std::move(source));
    });
    in_.objects(o, "attributions", [&](Object t) { a.attributions.push_back(in_.attribution(t)); });
    run_.articles.push_back(std::move(a));
    pending_.push_back(std::move(p));
  }

  void cluster(Object& o) {
    ClusterRecord c;
    c.id = in_.text(o, "cluster");
    in_.strings(o, "articles", [&](std::string_view id) { c.articles.push_back(article_of(id)); });
    Object origin;
    if (in_.object(o, "origin", origin)) {
      c.origin = article_or_none(origin, "article");
      c.origin_confidence = in_.share(origin, "confidence");
    }
    in_.strings(o, "outlets", [&](std::string_view name) { c.outlets.emplace_back(name); });
    in_.objects(o, "pairs", [&](Object p) {
      ClusterPair pair;
      pair.a = article_of(in_.view(p, "a", false));
      pair.b = article_of(in_.view(p, "b", false));
      pair.jaccard = in_.share(p, "jaccard");
      pair.containment_a = in_.share(p, "containment_a");
      pair.containment_b = in_.share(p, "containment_b");
      c.pairs.push_back(pair);
    });
    run_.clusters.push_back(std::move(c));
  }

  void family(Object& o) {
    FamilyRecord f;
    f.id = in_.text(o, "family");
    f.kind = in_.word<Kind>(o, "kind", kKindNames);
    f.text = in_.text(o, "text");
    Object origin;
    if (in_.object(o, "origin", origin)) {
      f.origin_article = article_or_none(origin, "article");
      f.origin_outlet = in_.text_or_null(origin, "outlet");
      f.origin_observed = in_.boolean(origin, "observed");
      f.origin_confidence = in_.share(origin, "confidence");
    }
    in_.objects(o, "occurrences", [&](Object item) { f.occurrences.push_back(occurrence(item)); });
    run_.families.push_back(std::move(f));
  }

  Occurrence occurrence(Object& o) {
    Occurrence out;
    out.article = article_of(in_.view(o, "article", false));
    out.span = in_.span(o, "span");
    out.chars = in_.span(o, "chars");
    out.parent = article_or_none(o, "parent");
    out.parent_outlet = in_.text_or_null(o, "parent_outlet");
    out.parent_observed = in_.boolean(o, "parent_observed");
    out.confidence = in_.share(o, "confidence");
    out.status = in_.word<Status>(o, "status", kStatusNames);
    out.relation = in_.word<Relation>(o, "relation", kRelationNames, true);
    out.identity = in_.share(o, "identity");
    out.credited = in_.credited(o, "credited");
    Object evidence;
    if (in_.object(o, "evidence", evidence)) {
      out.evidence.time = in_.text_or_null(evidence, "time");
      out.evidence.variants = in_.text_or_null(evidence, "variants");
      out.evidence.attribution = in_.text_or_null(evidence, "attribution");
      in_.objects(evidence, "candidates", [&](Object c) {
        Candidate candidate;
        candidate.article = article_or_none(c, "article");
        candidate.outlet = in_.text_or_null(c, "outlet");
        candidate.share = in_.share(c, "share");
        out.evidence.candidates.push_back(std::move(candidate));
      }, true);
    }
    return out;
  }

  void chains(Object& o) {
    ChainRecord record;
    record.article = article_of(in_.view(o, "article", false));
    in_.objects(o, "chains", [&](Object c) {
      Chain chain;
      chain.share = in_.share(c, "share");
      in_.strings(c, "families", [&](std::string_view id) { chain.families.push_back(find(family_ids_, id, "a family of passages.jsonl")); });
      in_.objects(c, "hops", [&](Object h) {
        Hop hop;
        hop.outlet = in_.text_or_null(h, "outlet");
        hop.article = article_or_none(h, "article");
        hop.published = in_.interval(h, "published");
        hop.relation = in_.word<Relation>(h, "relation", kRelationNames, true);
        hop.confidence = in_.share(h, "confidence");
        hop.credited = in_.credited(h, "credited");
        chain.hops.push_back(std::move(hop));
      });
      record.chains.push_back(std::move(chain));
    });
    run_.chains.push_back(std::move(record));
  }

  void outlet_pair(Object& o) {
    OutletPair p;
    p.from = in_.text_or_null(o, "from");
    p.to = in_.text_or_null(o, "to");
    p.articles = in_.number(o, "articles");
    p.passages = in_.number(o, "passages");
    p.words = in_.number(o, "words");
    p.credited_share = in_.share(o, "credited_share");
    p.lag_known = in_.signed_number_or_null(o, "median_lag_seconds", p.median_lag_seconds);
    run_.outlet_pairs.push_back(std::move(p));
  }

  Result<void> resolve_article_references() {
    for (std::size_t i = 0; i < run_.articles.size(); ++i) {
      ArticleRecord& a = run_.articles[i];
      PendingArticle& p = pending_[i];
      in_.reset();
      if (!p.cluster.empty()) a.cluster = find(cluster_ids_, p.cluster, "a cluster of clusters.jsonl");
      if (!p.near_duplicate_of.empty()) a.near_duplicate_of = article_of(p.near_duplicate_of);
      for (std::size_t k = 0; k < p.sources.size(); ++k) {
        if (!p.sources[k].empty()) a.sources[k].article = article_of(p.sources[k]);
      }
      if (in_.failed()) return damaged("articles.jsonl", i + 1, in_.message());
    }
    pending_.clear();
    pending_.shrink_to_fit();
    return {};
  }

  std::uint32_t find(const Ids& ids, std::string_view id, std::string_view what) {
    if (in_.failed()) return kNone;
    if (const auto at = ids.find(id); at != ids.end()) return at->second;
    in_.fail("expected " + std::string(what) + ", found the id " + LineFields::quoted(id));
    return kNone;
  }
  std::uint32_t article_of(std::string_view id) { return find(article_ids_, id, "an article of articles.jsonl"); }
  std::uint32_t article_or_none(Object& o, std::string_view key) {
    const std::string_view id = in_.view(o, key, true);
    return id.empty() ? kNone : article_of(id);
  }

  template <class Record>
  Result<void> index(const std::vector<Record>& records, Ids& ids, const char* file, const char* key) {
    ids.reserve(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (records[i].id.empty()) return damaged(file, i + 1, "expected a name in \"" + std::string(key) + "\", found an empty string");
      if (!ids.emplace(records[i].id, static_cast<std::uint32_t>(i)).second) {
        return damaged(file, i + 1, "expected each " + std::string(key) + " once, found a second " + LineFields::quoted(records[i].id));
      }
    }
    return {};
  }

  Error damaged(const char* file, std::uint64_t line, const std::string& message) const {
    const std::string path = dir_ + "/" + file;
    return Error{ErrorCode::bad_run, path + ":" + std::to_string(line) + ": " + message, path};
  }

  template <class F>
  Result<void> each_line(const char* file, F&& record) {
    auto stream = io::InputStream::open(dir_ + "/" + file);
    if (!stream) return stream.error();
    Lines lines(std::move(*stream));
    std::uint64_t number = 0;
    for (std::string_view line;;) {
      auto more = lines.next(line);
      if (!more) {
        if (more.error().code == ErrorCode::bad_run) return damaged(file, number + 1, more.error().message);
        return more.error();
      }
      if (!*more) return {};
      ++number;
      if (number >= kNone) return damaged(file, number, "expected fewer than 2^32 - 1 lines, found more");
      in_.reset();
      Object object;
      const auto error = parser_.parse(line.data(), line.size(), false).get_object().get(object);
      if (error) return damaged(file, number, "expected one JSON object, found " + LineFields::quoted(line) + " (" + simdjson::error_message(error) + ")");
      record(object);
      if (in_.failed()) return damaged(file, number, in_.message());
    }
  }

  std::string dir_;
  Run run_;
  LineFields in_;
  simdjson::dom::parser parser_;
  std::vector<PendingArticle> pending_;
  Ids article_ids_, cluster_ids_, family_ids_;
};

}  // namespace

Result<Run> load_run(const std::string& dir) { return Loader(dir).load(); }

}  // namespace reprise::report
