// `reprise index`: the commands on a whole index, or on articles that are in it. Those that read articles are index_articles.cpp.
#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.hpp"
#include "cli/index_commands.hpp"
#include "report/plain.hpp"

namespace reprise::cli {

namespace {

constexpr const char* kHelp =
    "An index remembers articles, what they repeat from each other, and from whom: one article at a time, over months.\n"
    "\n"
    "Usage:\n"
    "  reprise index create DIR            an empty index\n"
    "  reprise index add DIR INPUT...      stores articles and answers what each repeats, a line of JSON per article\n"
    "  reprise index query DIR INPUT...    the same answers without storing\n"
    "  reprise index replace DIR INPUT...  new versions of articles that are there\n"
    "  reprise index remove DIR ID...      forgets articles\n"
    "  reprise index get DIR ID            an article as it is stored, with its verdict as it stands now\n"
    "  reprise index changes DIR           verdicts that changed after they were given\n"
    "  reprise index stats DIR             how much it holds\n"
    "  reprise index settle DIR            the wider look: after it the index holds what a scan of its articles finds\n"
    "  reprise index compact DIR           one segment; gives space back, takes what was removed off the disk\n"
    "  reprise index verify DIR            reads and checks every file\n"
    "  reprise index rebuild DIR           all segments anew from the texts; mends damaged ones\n"
    "  reprise index import DIR RUN        an index with the articles and findings of a scan's run\n"
    "  reprise index COMMAND --help        the options of a command\n"
    "\n"
    "reprise report and reprise explain take an index where they take a run.\n";

/// Sets the index on its way with what a command that takes its time needs.
class LongWork {
 public:
  explicit LongWork(IndexOptions& options) {
    options.cancel = &catch_signals();
    if (line_.on()) options.progress = [this](const Progress& p) { line_.show(p); };
  }
  void over() const { line_.clear(); }

 private:
  ProgressLine line_;
};

Result<Index> open_to_read(const std::string& directory) {
  IndexOptions options;
  options.read_only = true;
  return Index::open(directory, options);
}

/// An id on the command line: as it stands where the index has it so (another client may have given it), else without white space around it, as
/// readers of articles take ids.
std::string id_in(const Index& index, const std::string& given) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const std::size_t begin = given.find_first_not_of(kSpace), end = given.find_last_not_of(kSpace);
  return begin == std::string::npos || index.contains(given) ? given : given.substr(begin, end + 1 - begin);
}

int create_command(const std::vector<std::string>& arguments) {
  OptionTable table("reprise index create DIR", "Makes an empty index in a new or empty directory.");
  const IndexCall call = parse_index_call(table, "create", arguments, 0, 0, "DIR");
  if (call.code >= 0) return call.code;
  const Result<Index> index = Index::create(call.directory);
  return index ? 0 : fail(index.error());
}

int remove_command(const std::vector<std::string>& arguments) {
  IndexOptions options;
  OptionTable table("reprise index remove DIR ID...",
                    "Forgets articles with all their versions. Who had a passage from them is found anew. Their bytes leave the disk\n"
                    "with the next reprise index compact. Exit code 1: an ID was not there.");
  add_outlet_options(table, options);
  const IndexCall call = parse_index_call(table, "remove", arguments, 1, static_cast<std::size_t>(-1), "DIR ID...");
  if (call.code >= 0) return call.code;
  options.create = false;
  options.durability = Durability::on_flush;
  Result<Index> index = Index::open(call.directory, options);
  if (!index) return fail(index.error());
  int code = 0;
  for (const std::string& id : call.rest) {
    const Result<void> removed = index->remove(id_in(*index, id));
    if (removed) continue;
    (void)fail(removed.error());
    if (removed.error().code != ErrorCode::not_found) return 2;
    code = 1;
  }
  const Result<void> flushed = index->flush();
  return flushed ? code : fail(flushed.error());
}

int get_command(const std::vector<std::string>& arguments) {
  IndexOptions options;
  OptionTable table("reprise index get DIR ID", "An article as it is stored, with its earlier versions and its verdict as it stands now: a line of JSON.");
  add_outlet_options(table, options);
  const IndexCall call = parse_index_call(table, "get", arguments, 1, 1, "DIR ID");
  if (call.code >= 0) return call.code;
  options.read_only = true;
  const Result<Index> index = Index::open(call.directory, options);
  if (!index) return fail(index.error());
  const Result<StoredArticle> article = index->get(id_in(*index, call.rest.front()));
  return article ? print(to_json(*article) + "\n") : fail(article.error());
}

int changes_command(const std::vector<std::string>& arguments) {
  unsigned long since = 0;
  OptionTable table("reprise index changes DIR [--since N]", "Verdicts that changed after they were given, by a late arrival, a removal, a new version or settle: a line of JSON each.");
  table.add("since", &since, "only those with a greater sequence");
  const IndexCall call = parse_index_call(table, "changes", arguments, 0, 0, "DIR");
  if (call.code >= 0) return call.code;
  const Result<Index> index = open_to_read(call.directory);
  if (!index) return fail(index.error());
  for (std::uint64_t after = since;;) {
    const Result<std::vector<Change>> changes = index->changes(after);
    if (!changes) return fail(changes.error());
    if (changes->empty()) return 0;
    std::string out;
    for (const Change& change : *changes) out += to_json(change) + "\n";
    if (const int code = print(out); code != 0) return code;
    after = changes->back().sequence;
  }
}

std::string stats_text(const IndexStats& s) {
  const auto counted = [](std::uint64_t n, const char* one, const char* many) { return report::counted(n, one, many); };
  return counted(s.articles, "article", "articles") + ", " + counted(s.versions, "earlier version", "earlier versions") + "\n" +
         counted(s.families, "passage family", "passage families") + " with " + counted(s.occurrences, "occurrence", "occurrences") + ", " +
         counted(s.clusters, "cluster", "clusters") + " of near-duplicates\n" + counted(s.fingerprints, "fingerprint", "fingerprints") + " in " +
         counted(s.segments, "segment", "segments") + ", " + counted(s.recent_articles, "article", "articles") + " in none yet\n" +
         fmt::format("{:.1f} MiB on disk, {:.1f} MiB of them texts\n", static_cast<double>(s.disk_bytes) / 1048576.0, static_cast<double>(s.text_bytes) / 1048576.0) +
         fmt::format("{}, {}, format {}\n", s.settled ? "settled" : "not settled since the last change", counted(s.last_change, "change told", "changes told"), s.format);
}

int stats_command(const std::vector<std::string>& arguments) {
  std::string format = "text";
  OptionTable table("reprise index stats DIR [--format text|json]", "How much the index holds.");
  table.add("format", &format, "text or json");
  const IndexCall call = parse_index_call(table, "stats", arguments, 0, 0, "DIR");
  if (call.code >= 0) return call.code;
  if (format != "text" && format != "json") return fail({ErrorCode::bad_argument, "index stats: unknown format '" + format + "'; expected text or json", ""});
  const Result<Index> index = open_to_read(call.directory);
  if (!index) return fail(index.error());
  const Result<IndexStats> stats = index->stats();
  if (!stats) return fail(stats.error());
  return print(format == "json" ? to_json(*stats) + "\n" : stats_text(*stats));
}

int verify_command(const std::vector<std::string>& arguments) {
  IndexOptions options;
  OptionTable table("reprise index verify DIR",
                    "Reads every file of the index and compares it with its checksums. Exit code 0: all is sound; 2: it is not, and each\n"
                    "problem is a line. A damaged segment is mended by reprise index rebuild.");
  const IndexCall call = parse_index_call(table, "verify", arguments, 0, 0, "DIR");
  if (call.code >= 0) return call.code;
  options.read_only = true;
  const LongWork work(options);
  const Result<Index> index = Index::open(call.directory, options);
  if (!index) return fail(index.error());
  const Result<VerifyReport> report = index->verify();
  work.over();
  if (!report) return fail(report.error());
  std::string out;
  for (const std::string& problem : report->problems) out += report::visible(problem) + "\n";
  out += report::counted(report->files, "file", "files") + " of " + report::counted(report->bytes, "byte", "bytes") + " and the texts of " +
         report::counted(report->articles, "article", "articles") + " were read: " +
         (report->problems.empty() ? "all sound" : report::counted(report->problems.size(), "problem", "problems")) + "\n";
  if (const int code = print(out); code != 0) return code;
  return report->problems.empty() ? 0 : 2;
}

/// settle, rebuild and compact: one call on an index that is there.
int upkeep_command(const std::vector<std::string>& arguments, const char* name, const char* about, bool analyses, Result<void> (Index::*call_it)()) {
  IndexOptions options;
  OptionTable table(std::string("reprise index ") + name + " DIR", about);
  if (std::string_view(name) != "compact") table.add("threads", &options.threads, "0 = one per core; changes no byte of the result");
  if (analyses) add_outlet_options(table, options);
  const IndexCall call = parse_index_call(table, name, arguments, 0, 0, "DIR");
  if (call.code >= 0) return call.code;
  options.create = false;
  const LongWork work(options);
  Result<Index> index = Index::open(call.directory, options);
  if (!index) return fail(index.error());
  Result<void> done = ((*index).*call_it)();
  if (done) done = index->flush();
  work.over();
  return done ? 0 : fail(done.error());
}

int settle_command(const std::vector<std::string>& arguments) {
  return upkeep_command(arguments, "settle", "Takes the wider look: after it the index holds what a scan of its articles finds. Costs what that scan does.", true, &Index::settle);
}
int compact_command(const std::vector<std::string>& arguments) {
  return upkeep_command(arguments, "compact", "Makes one segment of all, without what was removed, gives space back, and takes removed texts off the disk.", false, &Index::compact);
}
int rebuild_command(const std::vector<std::string>& arguments) {
  return upkeep_command(arguments, "rebuild", "Makes all segments anew from the texts in the catalogue. Mends a damaged segment.", false, &Index::rebuild);
}

int import_command(const std::vector<std::string>& arguments) {
  IndexOptions options;
  OptionTable table("reprise index import DIR RUN", "Makes the index DIR with the articles, the texts and the findings of RUN, a run directory of reprise scan. It is settled.");
  table.add("threads", &options.threads, "0 = one per core; changes no byte of the result");
  add_outlet_options(table, options);
  const IndexCall call = parse_index_call(table, "import", arguments, 1, 1, "DIR RUN");
  if (call.code >= 0) return call.code;
  const LongWork work(options);
  const Result<Index> index = Index::import_run(call.directory, call.rest.front(), options);
  work.over();
  return index ? 0 : fail(index.error());
}

struct IndexCommand {
  const char* name;
  int (*run)(const std::vector<std::string>&);
};
constexpr IndexCommand kCommands[] = {
    {"create", create_command}, {"add", index_add_command},   {"query", index_query_command}, {"replace", index_replace_command}, {"remove", remove_command},
    {"get", get_command},       {"changes", changes_command}, {"stats", stats_command},       {"settle", settle_command},         {"compact", compact_command},
    {"verify", verify_command}, {"rebuild", rebuild_command}, {"import", import_command},
};

}  // namespace

void add_outlet_options(OptionTable& table, IndexOptions& options) {
  table.add("outlets", &options.outlets_file, "JSONL of outlets that extends the built-in registry; give the same to every command on an index");
  table.add("outlets-replace", &options.outlets_replace, "use only the outlets of --outlets");
}

IndexCall parse_index_call(OptionTable& table, const std::string& name, const std::vector<std::string>& arguments, std::size_t least, std::size_t most, const char* expected) {
  IndexCall call;
  table.add_positional(&call.rest);
  const Result<OptionTable::Parsed> parsed = table.parse(arguments);
  if (!parsed) call.code = fail(parsed.error());
  else if (*parsed == OptionTable::Parsed::help) call.code = print(table.help());
  else if (call.rest.size() < 1 + least || call.rest.size() - 1 > most)
    call.code = fail({ErrorCode::bad_argument, fmt::format("index {}: expected {}, found {}", name, expected, report::counted(call.rest.size(), "argument", "arguments")), ""});
  if (call.code >= 0) return call;
  call.directory = call.rest.front();
  call.rest.erase(call.rest.begin());
  return call;
}

int index_command(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    std::fputs(kHelp, stderr);
    return 2;
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") return print(kHelp);
  for (const IndexCommand& command : kCommands)
    if (name == command.name) return command.run({arguments.begin() + 1, arguments.end()});
  return fail({ErrorCode::bad_argument, "unknown command 'index " + name + "'; see reprise index --help", name});
}

}  // namespace reprise::cli
