#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/io.hpp"
#include "base/utf8.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "engine/summary.hpp"
#include "engine/texts.hpp"
#include "report/run_io.hpp"
#include "reprise/index.hpp"
#include "reprise/scan.hpp"

namespace reprise::cli {

namespace {

/// Texts of an index's articles, in the order of its run.
class IndexTexts : public report::TextSource {
 public:
  IndexTexts(Index index, const Run& run) : index_(std::move(index)) {
    for (const ArticleRecord& a : run.articles) ids_.push_back(a.id);
  }
  Result<std::string> text(std::uint32_t article) const override { return index_.text(ids_[article]); }

 private:
  Index index_;
  std::vector<std::string> ids_;
};

struct OpenRun {
  Run run;
  std::unique_ptr<report::TextSource> texts;
  std::string summary;  ///< in JSON; "": it is the run's summary.json
};

Result<OpenRun> open_index(const std::string& directory) {
  IndexOptions options;
  options.read_only = true;
  Result<Index> index = Index::open(directory, options);
  if (!index) return index.error();
  Result<Run> run = index->run();
  if (!run) return run.error();
  const Result<IndexStats> stats = index->stats();
  if (!stats) return stats.error();
  OpenRun opened{std::move(*run), nullptr, {}};
  opened.summary = engine::index_summary(opened.run, *stats);
  opened.texts = std::make_unique<IndexTexts>(std::move(*index), opened.run);
  return opened;
}

/// A run directory, or an index.
Result<OpenRun> open_run(const std::string& directory) {
  std::error_code error;
  if (std::filesystem::exists(directory + "/catalogue.sqlite", error)) return open_index(directory);
  Result<Run> run = load_run(directory);
  if (!run) return run.error();
  Result<std::unique_ptr<engine::TextFile>> texts = engine::TextFile::open(directory + "/texts.bin");
  if (!texts) return texts.error();
  if ((*texts)->size() != run->articles.size())
    return Error{ErrorCode::bad_run, fmt::format("{}/texts.bin: holds {} texts, articles.jsonl {} articles", directory, (*texts)->size(), run->articles.size()), directory};
  return OpenRun{std::move(*run), std::move(*texts), {}};
}

Result<void> write_result(const std::string& text, const std::string& path) {
  Result<io::OutputFile> file = io::OutputFile::create(path);
  if (!file) return file.error();
  if (Result<void> wrote = file->write(text); !wrote) return wrote;
  return file->close();
}

}  // namespace

int report_command(const std::vector<std::string>& arguments) {
  std::string article, family, outlet, cluster, format = "text", output;
  std::vector<std::string> positional;
  unsigned families = 200, articles = 60;
  OptionTable table("reprise report RUN [--article ID | --family ID | --outlet NAME | --cluster ID] [--format text|html|json] [-o FILE]",
                    "Prints what a run found, or what an index holds: all of it in short, or one article, family, outlet or cluster.");
  table.add_positional(&positional);
  table.add("article", &article, "an article: its passages, where they came from, its chains");
  table.add("family", &family, "a family: all its occurrences");
  table.add("outlet", &outlet, "an outlet: whom it feeds, who feeds it");
  table.add("cluster", &cluster, "a cluster of near-duplicates");
  table.add("format", &format, "text; json (the lines of the run's files); html (the whole run's page)");
  table.add("output,o", &output, "write to this file instead of standard output");
  table.add("report-families", &families, "families in the html page");
  table.add("report-articles", &articles, "articles whose texts stand in the html page");
  const Result<OptionTable::Parsed> parsed = table.parse(arguments);
  if (!parsed) return fail(parsed.error());
  if (*parsed == OptionTable::Parsed::help) return print(table.help());
  if (positional.size() != 1) return fail({ErrorCode::bad_argument, fmt::format("report: expected one RUN directory, found {}", positional.size()), ""});
  const std::string& directory = positional.front();
  const int chosen = !article.empty() + !family.empty() + !outlet.empty() + !cluster.empty();
  if (chosen > 1) return fail({ErrorCode::bad_argument, "report: give one of --article, --family, --outlet, --cluster", ""});
  if (format != "text" && format != "json" && format != "html")
    return fail({ErrorCode::bad_argument, "report: unknown format '" + format + "'; expected text, json or html", ""});
  const Result<OpenRun> opened = open_run(directory);
  if (!opened) return fail(opened.error());
  const Run& run = opened->run;
  const report::TextSource& texts = *opened->texts;

  if (format == "html") {
    if (chosen != 0) return fail({ErrorCode::bad_argument, "report: the html page is of the whole run; leave out --article, --family, --outlet, --cluster", ""});
    if (output.empty()) return fail({ErrorCode::bad_argument, "report: the html format needs -o FILE", ""});
    const Result<void> wrote = report::write_html(run, texts, {.top_families = families, .article_pages = articles}, output);
    return wrote ? 0 : fail(wrote.error());
  }
  // The text form also answers whether there is such an article, family, outlet or cluster.
  Result<std::string> result = !article.empty()   ? report::article_text(run, texts, article)
                               : !family.empty()  ? report::family_text(run, texts, family)
                               : !outlet.empty()  ? report::outlet_text(run, outlet)
                               : !cluster.empty() ? report::cluster_text(run, texts, cluster)
                                                  : Result<std::string>(report::summary_text(run));
  if (!result) return fail(result.error());
  if (format == "json") {
    if (!outlet.empty()) return fail({ErrorCode::bad_argument, "report: --outlet has no json form; read outlets.jsonl of the run", ""});
    result = !article.empty()   ? report::article_lines(run, article)
             : !family.empty()  ? report::family_line(run, family)
             : !cluster.empty() ? report::cluster_line(run, cluster)
             : opened->summary.empty() ? io::read_file(directory + "/summary.json")
                                       : Result<std::string>(opened->summary);
    if (!result) return fail(result.error());
  }
  if (output.empty()) return print(*result);
  const Result<void> wrote = write_result(*result, output);
  return wrote ? 0 : fail(wrote.error());
}

int explain_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> positional;
  OptionTable table("reprise explain RUN ID_A ID_B", "Two articles side by side: the passages they share, the scores, who had them first and why.");
  table.add_positional(&positional);
  const Result<OptionTable::Parsed> parsed = table.parse(arguments);
  if (!parsed) return fail(parsed.error());
  if (*parsed == OptionTable::Parsed::help) return print(table.help());
  if (positional.size() != 3) return fail({ErrorCode::bad_argument, fmt::format("explain: expected RUN ID_A ID_B, found {} arguments", positional.size()), ""});
  const Result<OpenRun> opened = open_run(positional[0]);
  if (!opened) return fail(opened.error());
  const Result<std::string> text = report::explain_text(opened->run, *opened->texts, positional[1], positional[2]);
  return text ? print(*text) : fail(text.error());
}

int compare_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> positional;
  std::string outlet_a, outlet_b;
  OptionTable table("reprise compare FILE_A FILE_B", "The passages that two text files share, aligned; no corpus needed.");
  table.add_positional(&positional);
  table.add("outlet-a", &outlet_a, "outlet of FILE_A, for credit lines");
  table.add("outlet-b", &outlet_b, "outlet of FILE_B");
  const Result<OptionTable::Parsed> parsed = table.parse(arguments);
  if (!parsed) return fail(parsed.error());
  if (*parsed == OptionTable::Parsed::help) return print(table.help());
  if (positional.size() != 2) return fail({ErrorCode::bad_argument, fmt::format("compare: expected FILE_A FILE_B, found {} arguments", positional.size()), ""});

  struct Given : report::TextSource {
    std::vector<std::string> texts;
    Result<std::string> text(std::uint32_t article) const override { return texts[article]; }
  } given;
  std::vector<Article> articles;
  for (std::size_t i = 0; i < 2; ++i) {
    Result<std::string> text = io::read_file(positional[i], 64u << 20);
    if (!text) return fail(text.error());
    std::size_t bad_at = 0;
    if (!utf8::valid(*text, &bad_at)) return fail({ErrorCode::bad_input, fmt::format("{}: expected UTF-8, found another byte at offset {}", positional[i], bad_at), ""});
    if (text->empty()) return fail({ErrorCode::bad_input, positional[i] + ": expected text, found an empty file", ""});
    Article article;
    article.id = std::string(1, i == 0 ? 'A' : 'B');  // A and B: the run's articles are in the order of ids
    article.title = positional[i];
    article.outlet = i == 0 ? outlet_a : outlet_b;
    article.text = *text;
    given.texts.push_back(std::move(*text));
    articles.push_back(std::move(article));
  }
  const Result<Run> run = scan_articles(std::move(articles), {});
  if (!run) return fail(run.error());
  const Result<std::string> text = report::explain_text(*run, given, "A", "B");
  return text ? print(*text) : fail(text.error());
}

}  // namespace reprise::cli
