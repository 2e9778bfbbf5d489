// `reprise index add`, `replace` and `query`: articles in, a line of JSON for each out, in the order of the input.
//
// An answer is written when what it says is true: the article is stored as durably as was asked. So articles are taken in groups, as many as wait,
//   and a group is stored, brought to the disk, and answered. A client that waits for each answer makes groups of one; a file makes full ones.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <unordered_set>

#include "base/parallel.hpp"
#include "cli/article_source.hpp"
#include "cli/commands.hpp"
#include "cli/index_commands.hpp"
#include "report/json_out.hpp"
#include "report/plain.hpp"

namespace reprise::cli {

namespace {

// What Index::add_many stores in one transaction. 256 articles of common length hold one MiB; of the longest (16 MiB) they would hold 4 GiB.
constexpr GroupSize kGroup{256, std::size_t{32} << 20};

/// What the three commands are told.
struct Settings {
  IndexOptions index;
  corpus::InputOptions input;
  std::string jsonl;
  unsigned long max_article_bytes = 16u << 20;
  bool quiet = false;
};

void add_input_options(OptionTable& table, Settings& s) {
  table.add("jsonl", &s.jsonl, "JSON lines, read one by one as they come; - is standard input. Each line stands by itself, its field names are guessed from its own");
  table.add("id-field", &s.input.fields.id, "name of the field; guessed when not given");
  table.add("outlet-field", &s.input.fields.outlet, "the same for the outlet");
  table.add("time-field", &s.input.fields.published, "the same for the time of publication");
  table.add("fetched-field", &s.input.fields.fetched, "the same for the time it was fetched (an upper bound)");
  table.add("url-field", &s.input.fields.url, "the same for the URL");
  table.add("title-field", &s.input.fields.title, "the same for the title");
  table.add("text-field", &s.input.fields.text, "the same for the text");
  table.add("lang-field", &s.input.fields.lang, "the same for the language");
  table.add("timezone", &s.input.timezone, "zone of times that have none, such as +03:30; without it they are widened by 14 hours either way");
  add_outlet_options(table, s.index);
  table.add("max-article-bytes", &s.max_article_bytes, "longer lines or files are errors");
  table.add("threads", &s.index.threads, "0 = one per core; changes no byte of the result");
  table.add("quiet", &s.quiet, "write only the lines of errors");
}

constexpr const char* kInputs =
    "INPUT is what reprise scan takes; --jsonl reads lines as they come. An article has an id and a text.\n"
    "For each article one line of JSON is written, in the order of the input: the verdict, or {\"error\": ..., \"line\": N} (and\n"
    "\"file\", unless it came by --jsonl -) for one that cannot be taken; lines of white space get none.\n";

bool ends_it(ErrorCode code) {
  return code == ErrorCode::io || code == ErrorCode::no_space || code == ErrorCode::bad_index || code == ErrorCode::newer_format || code == ErrorCode::locked ||
         code == ErrorCode::read_only || code == ErrorCode::interrupted;
}

std::string error_line(const Incoming& in, const std::string& message) {
  std::string out = "{\"error\":";
  report::append_json_string(out, message);
  out += ",\"line\":";
  if (in.line == 0) out += "null";
  else report::append_uint(out, in.line);
  if (!in.file.empty()) {
    out += ",\"file\":";
    report::append_json_string(out, in.file);
  }
  return out + "}\n";
}

using Answers = std::vector<Result<Verdict>>;

/// Reads the input to its end; `take` answers the good articles of a group, `keep` brings them to the disk as was asked.
int run_groups(Settings& s, const GroupSize& group_size, const char* done_word, const std::function<Answers(std::vector<Article>&&)>& take, const std::function<Result<void>()>& keep) {
  const std::atomic<bool>& cancel = catch_signals();
  s.input.max_article_bytes = s.max_article_bytes;
  Result<ArticleSource> source = ArticleSource::open(s.jsonl, s.input, cancel);
  if (!source) return fail(source.error());
  std::vector<Incoming> group;
  std::uint64_t good = 0, bad = 0;
  Error ended;
  while (ended.code == ErrorCode::ok) {
    const Result<bool> some = source->next(group, group_size);
    if (!some) ended = some.error();
    if (!some || !*some) break;
    std::vector<Article> articles;
    for (Incoming& in : group)
      if (in.problem.empty()) articles.push_back(std::move(in.article));
    const Answers answers = take(std::move(articles));
    for (const Result<Verdict>& a : answers)
      if (!a && ends_it(a.error().code) && ended.code == ErrorCode::ok) ended = a.error();
    if (const Result<void> kept = keep(); !kept) return fail(kept.error());  // none of the group's answers would be true
    std::string out;
    std::size_t next = 0;
    for (const Incoming& in : group) {
      const Result<Verdict>* answer = in.problem.empty() ? &answers[next++] : nullptr;
      if (answer != nullptr && *answer) {
        ++good;
        if (!s.quiet) out += to_json(**answer) + '\n';
      } else {
        ++bad;
        out += error_line(in, answer != nullptr ? answer->error().message : in.problem);
      }
    }
    if (const int code = print(out); code != 0) return code;
  }
  if (ended.code != ErrorCode::ok) return fail(ended);
  std::fprintf(stderr, "%s\n", fmt::format("{} {}{}", report::counted(good, "article", "articles"), done_word, bad == 0 ? "" : ", " + report::counted(bad, "error", "errors")).c_str());
  if (cancel.load()) return fail({ErrorCode::interrupted, "interrupted; what was answered is done, what came after it is not", ""});
  return bad == 0 ? 0 : 1;
}

bool no_input(const Settings& s) { return s.jsonl.empty() && s.input.inputs.empty(); }

/// The articles in their order: those with new ids together, a new version of one that is there by itself.
Answers add_or_replace(Index& index, std::vector<Article>&& articles, bool replace) {
  if (!replace) return index.add_many(articles);
  Answers answers;
  for (std::size_t begin = 0; begin < articles.size();) {
    std::size_t end = begin;
    std::unordered_set<std::string_view> ids;
    while (end < articles.size() && !index.contains(articles[end].id) && ids.insert(articles[end].id).second) ++end;
    if (end == begin) {
      answers.push_back(index.replace(articles[begin++]));
      continue;
    }
    for (Result<Verdict>& answer : index.add_many(std::span<const Article>(articles).subspan(begin, end - begin))) answers.push_back(std::move(answer));
    begin = end;
  }
  return answers;
}

/// add and replace: a writer's command.
int write_command(const std::vector<std::string>& arguments, const char* name, const char* about, bool adds) {
  Settings s;
  std::string durability = "grouped";
  bool replace = false;
  OptionTable table(fmt::format("reprise index {} DIR INPUT... | --jsonl FILE [options]", name), std::string(about) + kInputs + 
      "--durability says when an answer is written. In all three, what was answered survives the death of the process; per_call: every\n"
      "article is stored and brought to the disk by itself; grouped: the articles that wait, at most 256, are stored together, and\n"
      "answered when they are on the disk; on_flush: they are answered when the system has them, which a loss of power may undo.\n"
      "Exit code 0: all were taken; 1: some lines had errors; 2: it could not be done, or was interrupted.");
  add_input_options(table, s);
  table.add("durability", &durability, "per_call, grouped or on_flush");
  if (adds) table.add("replace", &replace, "an id that is there gets a new version instead of an error");
  table.add("seal-articles", &s.index.seal_articles, "so many recent articles become a segment");
  IndexCall call = parse_index_call(table, name, arguments, 0, static_cast<std::size_t>(-1), "DIR INPUT...");
  if (call.code >= 0) return call.code;
  s.input.inputs = std::move(call.rest);
  if (no_input(s)) return fail({ErrorCode::bad_argument, fmt::format("index {0}: no INPUT and no --jsonl given; see reprise index {0} --help", name), ""});
  const bool per_call = durability == "per_call";
  if (!per_call && durability != "grouped" && durability != "on_flush")
    return fail({ErrorCode::bad_argument, fmt::format("index {}: unknown durability '{}'; expected per_call, grouped or on_flush", name, durability), ""});
  s.index.create = adds;
  s.index.timezone = s.input.timezone;
  s.index.max_article_bytes = s.max_article_bytes;
  // The groups are brought to the disk here, before they are answered; the index need not do it on its own.
  s.index.durability = per_call ? Durability::per_call : Durability::on_flush;
  Result<Index> index = Index::open(call.directory, s.index);
  if (!index) return fail(index.error());
  const bool flush_groups = durability == "grouped";
  const int code = run_groups(
      s, per_call ? GroupSize{} : kGroup, adds ? "added" : "replaced",
      [&](std::vector<Article>&& articles) {
        if (adds) return add_or_replace(*index, std::move(articles), replace);
        Answers answers;
        for (const Article& article : articles) answers.push_back(index->replace(article));
        return answers;
      },
      [&]() { return flush_groups ? index->flush() : Result<void>(); });
  const Result<void> flushed = index->flush();
  if (!flushed) return code == 2 ? code : fail(flushed.error());
  // The articles are stored; that their fingerprints could not go into a segment should not pass in silence.
  const Result<void> kept_up = index->wait();
  return kept_up || code == 2 ? code : fail(kept_up.error());
}

}  // namespace

int index_add_command(const std::vector<std::string>& arguments) {
  return write_command(arguments, "add", "Stores articles in the index DIR and answers what each repeats, and from whom. An index that is not there is made.\n", true);
}

int index_replace_command(const std::vector<std::string>& arguments) {
  return write_command(arguments, "replace", "Stores new versions of articles that are in the index DIR; the earlier ones are kept. An id that is not there is an error.\n", false);
}

int index_query_command(const std::vector<std::string>& arguments) {
  Settings s;
  OptionTable table("reprise index query DIR INPUT... | --jsonl FILE [options]",
                    std::string("Answers what articles repeat from those in the index DIR, without storing them. May run beside a writer. An article of\n"
                                "the index with the same id is not compared.\n") + kInputs + "Exit code 0: all were answered; 1: some lines had errors; 2: it could not be done, or was interrupted.");
  add_input_options(table, s);
  IndexCall call = parse_index_call(table, "query", arguments, 0, static_cast<std::size_t>(-1), "DIR INPUT...");
  if (call.code >= 0) return call.code;
  s.input.inputs = std::move(call.rest);
  if (no_input(s)) return fail({ErrorCode::bad_argument, "index query: no INPUT and no --jsonl given; see reprise index query --help", ""});
  s.index.read_only = true;
  s.index.timezone = s.input.timezone;
  s.index.max_article_bytes = s.max_article_bytes;
  const Result<Index> index = Index::open(call.directory, s.index);
  if (!index) return fail(index.error());
  return run_groups(
      s, kGroup, "asked for",
      [&](std::vector<Article>&& articles) {
        Answers answers(articles.size(), Result<Verdict>(Error{}));
        with_threads(s.index.threads, [&] {
          parallel_ranges(articles.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) answers[i] = index->query(articles[i]);
          });
        });
        return answers;
      },
      [] { return Result<void>(); });
}

}  // namespace reprise::cli
