// The calls of reprise.h on an index: each a guarded call of the C++ one. Thread rules, errors and costs are those of reprise.h.
// Tested by tests/capi.
#include <memory>

#include "capi/border.hpp"
#include "report/json_out.hpp"

using reprise::Error;
using reprise::Index;
using reprise::NewArticle;
using reprise::Result;
using reprise::Verdict;
using namespace reprise::capi;

// Callers hold these layouts.
static_assert(sizeof(void*) != 8 || (sizeof(reprise_index_options) == 88 && sizeof(reprise_article) == 136 && sizeof(reprise_answer) == 24 &&
                                     sizeof(reprise_stats) == 96));

namespace {

reprise_index_options default_options() {
  const reprise::IndexOptions d;
  reprise_index_options o{};
  o.max_article_bytes = d.max_article_bytes;
  o.create = d.create;
  o.read_only = d.read_only;
  o.durability = static_cast<int32_t>(d.durability);
  o.group_milliseconds = d.group_milliseconds;
  o.group_articles = d.group_articles;
  o.seal_articles = d.seal_articles;
  o.threads = d.threads;
  o.outlets_replace = d.outlets_replace;
  return o;
}

Result<reprise::IndexOptions> options_of(const reprise_index_options* from) {
  reprise_index_options o = default_options();
  if (from != nullptr)
    if (Result<void> read = read_struct(from, o); !read) return read.error();
  if (o.durability < REPRISE_PER_CALL || o.durability > REPRISE_ON_FLUSH)
    return bad_argument("expected REPRISE_PER_CALL, REPRISE_GROUPED or REPRISE_ON_FLUSH", "durability");
  reprise::IndexOptions to;
  to.create = o.create != 0;
  to.read_only = o.read_only != 0;
  to.durability = static_cast<reprise::Durability>(o.durability);
  to.group_milliseconds = o.group_milliseconds;
  to.group_articles = o.group_articles;
  to.seal_articles = o.seal_articles;
  to.timezone = text(o.timezone);
  to.outlets_file = text(o.outlets_file);
  to.outlets_replace = o.outlets_replace != 0;
  to.max_article_bytes = o.max_article_bytes;
  to.threads = o.threads;
  to.progress = progress_of(o.progress, o.user);
  to.cancel = cancel_of(o.cancel);
  return to;
}

/// open, create and import_run: `make(options)` answers the Index.
template <class Make>
int opened(const char* directory, const reprise_index_options* options, reprise_index** index, reprise_error** error, Make make) noexcept {
  if (index != nullptr) *index = nullptr;
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    if (directory == nullptr) return missing("directory");
    const Result<reprise::IndexOptions> read = options_of(options);
    if (!read) return read.error();
    Result<Index> made = make(*read);
    if (!made) return made.error();
    *index = new reprise_index{std::move(*made), !read->read_only};
    return {};
  });
}

Result<NewArticle> article_of(const reprise_article* from) {
  reprise_article a{};
  if (Result<void> read = read_struct(from, a); !read) return read.error();
  return NewArticle{.id = view(a.id), .outlet = view(a.outlet), .published = view(a.published), .fetched = view(a.fetched),
                    .url = view(a.url), .title = view(a.title), .lang = view(a.lang), .text = view(a.text)};
}

/// add, query and replace: `ask(index, article)` answers the Verdict.
template <class Handle, class Ask>
int judged(Handle* index, const reprise_article* article, reprise_verdict** verdict, reprise_error** error, Ask ask) noexcept {
  if (verdict != nullptr) *verdict = nullptr;
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    if (article == nullptr) return missing("article");
    const Result<NewArticle> read = article_of(article);
    if (!read) return read.error();
    auto handle = std::make_unique<reprise_verdict>();  // before anything is stored
    Result<Verdict> answer = ask(index->index, *read);
    if (!answer) return answer.error();
    handle->verdict = std::move(*answer);
    if (verdict != nullptr) *verdict = handle.release();
    return {};
  });
}

/// A call about an article or family by its id.
template <class Handle, class Ask>
int about_id(Handle* index, const char* id, std::size_t id_size, reprise_error** error, Ask ask) noexcept {
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    if (id == nullptr) return missing("id");
    return ask(index->index, view(id, id_size));
  });
}

/// The same, with a string for an answer: `ask` answers a Result<std::string>.
template <class Ask>
int string_about_id(const reprise_index* index, const char* id, std::size_t id_size, reprise_string* out, reprise_error** error, Ask ask) noexcept {
  if (out != nullptr) *out = {nullptr, 0};
  return about_id(index, id, id_size, error, [&](const Index& i, std::string_view name) -> Result<void> {
    if (out == nullptr) return missing("the string for the answer");
    const Result<std::string> answer = ask(i, name);
    if (!answer) return answer.error();
    *out = given(*answer);
    return {};
  });
}

std::string report_line(const reprise::VerifyReport& r) {
  std::string out = "{\"files\":";
  reprise::report::append_uint(out, r.files);
  out += ",\"bytes\":";
  reprise::report::append_uint(out, r.bytes);
  out += ",\"articles\":";
  reprise::report::append_uint(out, r.articles);
  out += ",\"problems\":[";
  for (const std::string& problem : r.problems) {
    if (&problem != &r.problems.front()) out += ',';
    reprise::report::append_json_string(out, problem);
  }
  return out + "]}";
}

template <class Do>
int upkeep(reprise_index* index, reprise_error** error, Do act) noexcept {
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    return act(index->index);
  });
}

}  // namespace

extern "C" {

void reprise_index_options_init(reprise_index_options* options, size_t struct_size) { init_struct(options, struct_size, default_options()); }
void reprise_article_init(reprise_article* article, size_t struct_size) { init_struct(article, struct_size, reprise_article{}); }

int reprise_index_open(const char* directory, const reprise_index_options* options, reprise_index** index, reprise_error** error) {
  return opened(directory, options, index, error, [&](const reprise::IndexOptions& o) { return Index::open(directory, o); });
}

int reprise_index_create(const char* directory, const reprise_index_options* options, reprise_index** index, reprise_error** error) {
  return opened(directory, options, index, error, [&](const reprise::IndexOptions& o) { return Index::create(directory, o); });
}

int reprise_index_import_run(const char* directory, const char* run_directory, const reprise_index_options* options, reprise_index** index,
                             reprise_error** error) {
  return opened(directory, options, index, error, [&](const reprise::IndexOptions& o) -> Result<Index> {
    if (run_directory == nullptr) return missing("run_directory");
    return Index::import_run(directory, run_directory, o);
  });
}

int reprise_index_close(reprise_index* index, reprise_error** error) {
  return guarded(error, [&]() -> Result<void> {
    const std::unique_ptr<reprise_index> last(index);
    if (index == nullptr || !index->writes) return {};
    return index->index.flush();
  });
}

int reprise_index_add(reprise_index* index, const reprise_article* article, reprise_verdict** verdict, reprise_error** error) {
  return judged(index, article, verdict, error, [](Index& i, const NewArticle& a) { return i.add(a); });
}

int reprise_index_query(const reprise_index* index, const reprise_article* article, reprise_verdict** verdict, reprise_error** error) {
  return judged(index, article, verdict, error, [](const Index& i, const NewArticle& a) { return i.query(a); });
}

int reprise_index_replace(reprise_index* index, const reprise_article* article, reprise_verdict** verdict, reprise_error** error) {
  return judged(index, article, verdict, error, [](Index& i, const NewArticle& a) { return i.replace(a); });
}

int reprise_index_add_many(reprise_index* index, const reprise_article* articles, size_t count, reprise_answer* answers, size_t* added,
                           reprise_error** error) {
  if (added != nullptr) *added = 0;
  if (answers != nullptr) std::fill_n(answers, count, reprise_answer{});
  const int code = guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    if (count == 0) return {};
    if (articles == nullptr) return missing("articles");
    if (answers == nullptr) return missing("answers");
    std::vector<NewArticle> read;
    read.reserve(count);
    const std::size_t stride = articles->struct_size;
    if (stride % alignof(reprise_article) != 0) return bad_argument("expected a struct_size as its _init function sets it", "struct_size");
    for (std::size_t i = 0; i < count; ++i) {
      const auto* article = reinterpret_cast<const reprise_article*>(reinterpret_cast<const char*>(articles) + i * stride);
      if (article->struct_size != stride) return bad_argument("expected all articles to have one struct_size", "struct_size");
      const Result<NewArticle> one = article_of(article);
      if (!one) return one.error();
      read.push_back(*one);
    }
    std::vector<std::unique_ptr<reprise_verdict>> handles(count);
    for (auto& handle : handles) handle = std::make_unique<reprise_verdict>();
    std::vector<Result<Verdict>> found = index->index.add_many(read);
    for (std::size_t i = 0; i < count; ++i) {
      reprise_answer& answer = answers[i];
      if (!found[i]) {
        answer.code = fail(&answer.error, found[i].error());
        continue;
      }
      handles[i]->verdict = std::move(*found[i]);
      answer.verdict = handles[i].release();
      if (added != nullptr) ++*added;
    }
    return {};
  });
  return code;
}

void reprise_answers_free(reprise_answer* answers, size_t count) {
  if (answers == nullptr) return;
  for (std::size_t i = 0; i < count; ++i) {
    reprise_verdict_free(answers[i].verdict);
    reprise_error_free(answers[i].error);
    answers[i] = {};
  }
}

int reprise_index_remove(reprise_index* index, const char* id, size_t id_size, reprise_error** error) {
  return about_id(index, id, id_size, error, [](Index& i, std::string_view name) { return i.remove(name); });
}

int reprise_index_contains(const reprise_index* index, const char* id, size_t id_size, int* there, reprise_error** error) {
  if (there != nullptr) *there = 0;
  return about_id(index, id, id_size, error, [&](const Index& i, std::string_view name) -> Result<void> {
    if (there == nullptr) return missing("there");
    *there = i.contains(name);
    return {};
  });
}

int reprise_index_text(const reprise_index* index, const char* id, size_t id_size, reprise_string* text, reprise_error** error) {
  return string_about_id(index, id, id_size, text, error, [](const Index& i, std::string_view name) { return i.text(name); });
}

int reprise_index_verdict(const reprise_index* index, const char* id, size_t id_size, reprise_verdict** verdict, reprise_error** error) {
  if (verdict != nullptr) *verdict = nullptr;
  return about_id(index, id, id_size, error, [&](const Index& i, std::string_view name) -> Result<void> {
    if (verdict == nullptr) return missing("verdict");
    Result<reprise::StoredArticle> stored = i.get(name);
    if (!stored) return stored.error();
    *verdict = new reprise_verdict{std::move(stored->verdict)};
    return {};
  });
}

int reprise_index_get_json(const reprise_index* index, const char* id, size_t id_size, reprise_string* json, reprise_error** error) {
  return string_about_id(index, id, id_size, json, error, [](const Index& i, std::string_view name) -> Result<std::string> {
    const Result<reprise::StoredArticle> stored = i.get(name);
    if (!stored) return stored.error();
    return reprise::to_json(*stored);
  });
}

int reprise_index_chain_json(const reprise_index* index, const char* id, size_t id_size, reprise_string* json, reprise_error** error) {
  return string_about_id(index, id, id_size, json, error, [](const Index& i, std::string_view name) -> Result<std::string> {
    const Result<std::vector<reprise::VerdictChain>> chains = i.chain(name);
    if (!chains) return chains.error();
    return reprise::to_json(*chains);
  });
}

int reprise_index_family_json(const reprise_index* index, const char* family, size_t family_size, reprise_string* json, reprise_error** error) {
  return string_about_id(index, family, family_size, json, error, [](const Index& i, std::string_view name) -> Result<std::string> {
    const Result<reprise::VerdictFamily> found = i.family(name);
    if (!found) return found.error();
    return reprise::to_json(*found);
  });
}

int reprise_index_changes_json(const reprise_index* index, uint64_t since, size_t limit, reprise_string* json, uint64_t* last, reprise_error** error) {
  if (json != nullptr) *json = {nullptr, 0};
  if (last != nullptr) *last = since;
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    if (json == nullptr) return missing("json");
    const Result<std::vector<reprise::Change>> changes = index->index.changes(since, limit);
    if (!changes) return changes.error();
    std::string out = "[";
    for (const reprise::Change& c : *changes) {
      if (out.size() > 1) out += ',';
      out += reprise::to_json(c);
    }
    out += ']';
    *json = given(out);
    if (last != nullptr && !changes->empty()) *last = changes->back().sequence;
    return {};
  });
}

int reprise_index_stats(const reprise_index* index, reprise_stats* stats, size_t stats_size, reprise_error** error) {
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    if (stats == nullptr) return missing("stats");
    const Result<reprise::IndexStats> s = index->index.stats();
    if (!s) return s.error();
    reprise_stats out{};
    out.articles = s->articles;
    out.versions = s->versions;
    out.families = s->families;
    out.occurrences = s->occurrences;
    out.clusters = s->clusters;
    out.segments = s->segments;
    out.fingerprints = s->fingerprints;
    out.recent_articles = s->recent_articles;
    out.text_bytes = s->text_bytes;
    out.disk_bytes = s->disk_bytes;
    out.last_change = s->last_change;
    out.settled = s->settled;
    out.format = s->format;
    write_struct(out, stats, stats_size);
    return {};
  });
}

int reprise_index_stats_json(const reprise_index* index, reprise_string* json, reprise_error** error) {
  if (json != nullptr) *json = {nullptr, 0};
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    if (json == nullptr) return missing("json");
    const Result<reprise::IndexStats> stats = index->index.stats();
    if (!stats) return stats.error();
    *json = given(reprise::to_json(*stats));
    return {};
  });
}

int reprise_index_ids(const reprise_index* index, reprise_ids** ids, reprise_error** error) {
  if (ids != nullptr) *ids = nullptr;
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    if (ids == nullptr) return missing("ids");
    Result<std::vector<std::string>> all = index->index.ids();
    if (!all) return all.error();
    *ids = new reprise_ids{std::move(*all)};
    return {};
  });
}

size_t reprise_ids_count(const reprise_ids* ids) { return ids == nullptr ? 0 : ids->ids.size(); }
const char* reprise_ids_at(const reprise_ids* ids, size_t i) { return i < reprise_ids_count(ids) ? ids->ids[i].c_str() : nullptr; }
void reprise_ids_free(reprise_ids* ids) { delete ids; }

int reprise_index_flush(reprise_index* index, reprise_error** error) {
  return upkeep(index, error, [](Index& i) { return i.flush(); });
}
int reprise_index_settle(reprise_index* index, reprise_error** error) {
  return upkeep(index, error, [](Index& i) { return i.settle(); });
}
int reprise_index_compact(reprise_index* index, reprise_error** error) {
  return upkeep(index, error, [](Index& i) { return i.compact(); });
}
int reprise_index_rebuild(reprise_index* index, reprise_error** error) {
  return upkeep(index, error, [](Index& i) { return i.rebuild(); });
}

int reprise_index_verify_json(const reprise_index* index, reprise_string* json, size_t* problems, reprise_error** error) {
  if (json != nullptr) *json = {nullptr, 0};
  if (problems != nullptr) *problems = 0;
  return guarded(error, [&]() -> Result<void> {
    if (index == nullptr) return missing("index");
    const Result<reprise::VerifyReport> report = index->index.verify();
    if (!report) return report.error();
    if (json != nullptr) *json = given(report_line(*report));
    if (problems != nullptr) *problems = report->problems.size();
    return {};
  });
}

}  // extern "C"
