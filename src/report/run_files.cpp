// Run files: a Run as JSON lines. The format is docs/formats.md; run_load.cpp is the inverse.
//
// Idea: every line is appended to one buffer that is handed to the file in pieces of a mebibyte; nothing is built in
//   between, so the cost is that of copying the strings.
// Invariant: the same Run gives the same bytes; write, read, write gives the same bytes. Keys stand in the order of
//   docs/formats.md; an empty string that means "not known" is null; a reference is an id, never an index. Optional keys,
//   written only when there is something to say: an article's "fetched", an evidence's "candidates".
// A Run whose indices lead nowhere is refused (bad_argument): a programmer's error must not become a file.
// Tested by tests/report/run_files_test.cpp.
#include <cassert>
#include <string>

#include "base/enum_names.hpp"
#include "base/io.hpp"
#include "report/json_fields.hpp"
#include "report/records_json.hpp"
#include "report/run_io.hpp"

namespace reprise::report {
namespace {

constexpr std::size_t kFlushBytes = 1u << 20;

/// Appends the fields of records to a line. `key` texts carry their own braces and commas.
class LineWriter : private JsonFields {
 public:
  LineWriter(const Run& run, std::string& out) : JsonFields(out), run_(run) {}
  bool sound() const { return sound_; }

  void article(const ArticleRecord& a) {
    text("{\"article\":", a.id);
    text_or_null(",\"outlet\":", a.outlet);
    text_or_null(",\"outlet_as_given\":", a.outlet_as_given);
    interval(",\"published\":", a.published);
    if (a.fetched != kNoTime) time(",\"fetched\":", a.fetched);
    text_or_null(",\"url\":", a.url);
    text_or_null(",\"title\":", a.title);
    text_or_null(",\"lang\":", a.lang);
    number(",\"words\":", a.words);
    out_ += ",\"cluster\":";
    if (a.cluster == kNone) {
      out_ += "null";
    } else if (check(a.cluster < run_.clusters.size())) {
      append_json_string(out_, run_.clusters[a.cluster].id);
    }
    article_or_null(",\"near_duplicate_of\":", a.near_duplicate_of);
    decimal(",\"original_share\":", a.original_share);
    list(",\"sources\":", a.sources, [&](const Source& s) {
      text_or_null("{\"outlet\":", s.outlet);
      article_or_null(",\"article\":", s.article);
      decimal(",\"share\":", s.share);
      boolean(",\"credited\":", s.credited);
      out_ += '}';
    });
    out_ += ",\"attributions\":";
    append_attributions(out_, a.attributions);
    out_ += "}\n";
  }

  void cluster(const ClusterRecord& c) {
    text("{\"cluster\":", c.id);
    list(",\"articles\":", c.articles, [&](std::uint32_t a) { article_id(a); });
    out_ += ",\"origin\":";
    article_or_null("{\"article\":", c.origin);
    text_or_null(",\"outlet\":", c.origin < run_.articles.size() ? std::string_view(run_.articles[c.origin].outlet) : std::string_view());
    decimal(",\"confidence\":", c.origin_confidence);
    list("},\"outlets\":", c.outlets, [&](const std::string& name) { append_json_string(out_, name); });
    list(",\"pairs\":", c.pairs, [&](const ClusterPair& p) {
      out_ += "{\"a\":";
      article_id(p.a);
      out_ += ",\"b\":";
      article_id(p.b);
      decimal(",\"jaccard\":", p.jaccard);
      decimal(",\"containment_a\":", p.containment_a);
      decimal(",\"containment_b\":", p.containment_b);
      out_ += '}';
    });
    out_ += "}\n";
  }

  void family(const FamilyRecord& f) {
    text("{\"family\":", f.id);
    text(",\"kind\":", to_string(f.kind));
    text(",\"text\":", f.text);
    out_ += ",\"origin\":";
    article_or_null("{\"article\":", f.origin_article);
    text_or_null(",\"outlet\":", f.origin_outlet);
    boolean(",\"observed\":", f.origin_observed);
    decimal(",\"confidence\":", f.origin_confidence);
    list("},\"occurrences\":", f.occurrences, [&](const Occurrence& o) { occurrence(o); });
    out_ += "}\n";
  }

  void chains(const ChainRecord& c) {
    out_ += "{\"article\":";
    article_id(c.article);
    text_or_null(",\"outlet\":", c.article < run_.articles.size() ? std::string_view(run_.articles[c.article].outlet) : std::string_view());
    list(",\"chains\":", c.chains, [&](const Chain& chain) {
      decimal("{\"share\":", chain.share);
      list(",\"families\":", chain.families, [&](std::uint32_t f) {
        if (check(f < run_.families.size())) append_json_string(out_, run_.families[f].id);
      });
      list(",\"hops\":", chain.hops, [&](const Hop& h) {
        text_or_null("{\"outlet\":", h.outlet);
        article_or_null(",\"article\":", h.article);
        interval(",\"published\":", h.published);
        text_or_null(",\"relation\":", to_string(h.relation));
        decimal(",\"confidence\":", h.confidence);
        credited(",\"credited\":", h.credited);
        out_ += '}';
      });
      out_ += "}";
    });
    out_ += "}\n";
  }

  void outlet_pair(const OutletPair& p) {
    text_or_null("{\"from\":", p.from);
    text_or_null(",\"to\":", p.to);
    number(",\"articles\":", p.articles);
    number(",\"passages\":", p.passages);
    number(",\"words\":", p.words);
    decimal(",\"credited_share\":", p.credited_share);
    out_ += ",\"median_lag_seconds\":";
    if (p.lag_known) {
      append_int(out_, p.median_lag_seconds);
    } else {
      out_ += "null";
    }
    out_ += "}\n";
  }

 private:
  void occurrence(const Occurrence& o) {
    out_ += "{\"article\":";
    article_id(o.article);
    if (!sound_) return;
    const ArticleRecord& a = run_.articles[o.article];
    text_or_null(",\"outlet\":", a.outlet);
    interval(",\"published\":", a.published);
    span(",\"span\":", o.span);
    span(",\"chars\":", o.chars);
    article_or_null(",\"parent\":", o.parent);
    text_or_null(",\"parent_outlet\":", o.parent_outlet);
    boolean(",\"parent_observed\":", o.parent_observed);
    decimal(",\"confidence\":", o.confidence);
    text(",\"status\":", to_string(o.status));
    text_or_null(",\"relation\":", to_string(o.relation));
    decimal(",\"identity\":", o.identity);
    credited(",\"credited\":", o.credited);
    text_or_null(",\"evidence\":{\"time\":", o.evidence.time);
    text_or_null(",\"variants\":", o.evidence.variants);
    text_or_null(",\"attribution\":", o.evidence.attribution);
    if (!o.evidence.candidates.empty()) {
      list(",\"candidates\":", o.evidence.candidates, [&](const Candidate& c) {
        article_or_null("{\"article\":", c.article);
        text_or_null(",\"outlet\":", c.outlet);
        decimal(",\"share\":", c.share);
        out_ += '}';
      });
    }
    out_ += "}}";
  }

  bool check(bool good) {
    sound_ = sound_ && good;
    return good;
  }
  void article_id(std::uint32_t index) {
    if (check(index < run_.articles.size())) append_json_string(out_, run_.articles[index].id);
  }
  void article_or_null(std::string_view key, std::uint32_t index) {
    out_ += key;
    if (index == kNone) {
      out_ += "null";
    } else {
      article_id(index);
    }
  }

  const Run& run_;
  bool sound_ = true;
};

template <class T, class F>
Result<void> write_lines(const Run& run, const std::vector<T>& records, const std::string& path, F&& line) {
  auto file = io::OutputFile::create(path);
  if (!file) return file.error();
  std::string buffer;
  buffer.reserve(kFlushBytes + (kFlushBytes >> 2));
  LineWriter writer(run, buffer);
  for (const T& record : records) {
    line(writer, record);
    if (!writer.sound()) return Error{ErrorCode::bad_argument, path + ": a record refers to an article, cluster or family that the run does not hold", path};
    if (buffer.size() < kFlushBytes) continue;
    if (auto done = file->write(buffer); !done) return done;
    buffer.clear();
  }
  if (auto done = file->write(buffer); !done) return done;
  return file->close();
}

}  // namespace

Result<void> write_run_files(const Run& run, const std::string& dir) {
  if (auto done = write_lines(run, run.articles, dir + "/articles.jsonl", [](LineWriter& w, const ArticleRecord& r) { w.article(r); }); !done) return done;
  if (auto done = write_lines(run, run.clusters, dir + "/clusters.jsonl", [](LineWriter& w, const ClusterRecord& r) { w.cluster(r); }); !done) return done;
  if (auto done = write_lines(run, run.families, dir + "/passages.jsonl", [](LineWriter& w, const FamilyRecord& r) { w.family(r); }); !done) return done;
  if (auto done = write_lines(run, run.chains, dir + "/chains.jsonl", [](LineWriter& w, const ChainRecord& r) { w.chains(r); }); !done) return done;
  return write_lines(run, run.outlet_pairs, dir + "/outlets.jsonl", [](LineWriter& w, const OutletPair& r) { w.outlet_pair(r); });
}

std::string article_lines(const Run& run, std::string_view article_id) {
  std::string out;
  LineWriter writer(run, out);
  for (std::uint32_t i = 0; i < run.articles.size(); ++i) {
    if (run.articles[i].id != article_id) continue;
    writer.article(run.articles[i]);
    for (const ChainRecord& c : run.chains)
      if (c.article == i) writer.chains(c);
  }
  return out;
}

std::string family_line(const Run& run, std::string_view family_id) {
  std::string out;
  LineWriter writer(run, out);
  for (const FamilyRecord& f : run.families)
    if (f.id == family_id) writer.family(f);
  return out;
}

std::string cluster_line(const Run& run, std::string_view cluster_id) {
  std::string out;
  LineWriter writer(run, out);
  for (const ClusterRecord& c : run.clusters)
    if (c.id == cluster_id) writer.cluster(c);
  return out;
}

}  // namespace reprise::report
