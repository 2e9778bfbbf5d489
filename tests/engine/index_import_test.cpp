// A run that is imported is the run that was scanned, and goes on as an index.
#include <doctest/doctest.h>

#include <atomic>

#include "engine/command.hpp"
#include "engine/corpus_maker.hpp"
#include "report/run_io.hpp"
#include "reprise/reprise.hpp"
#include "store/catalogue.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

ScanSummary scanned(const std::string& input, const std::string& output) {
  ScanOptions options;
  options.inputs = {input};
  options.output = output;
  const Result<ScanSummary> summary = scan(options);
  REQUIRE(summary);
  return *summary;
}

/// The promised files of an index's findings, written as a scan writes them.
std::map<std::string, std::string> files_of(const Index& index, const std::string& directory) {
  const Result<Run> run = index.run();
  REQUIRE(run);
  std::filesystem::create_directory(directory);
  REQUIRE(report::write_run_files(*run, directory));
  return promised_bytes(directory);
}

std::map<std::string, std::string> without_page_and_texts(std::map<std::string, std::string> files) {
  files.erase("report.html");
  files.erase("texts.bin");
  return files;
}

}  // namespace

TEST_CASE("a scan's run, imported, is the same run; settled anew, too; and takes more articles") {
  const TempDir dir;
  const std::string news = std::string(REPRISE_SOURCE_DIR) + "/fixtures/news/";
  std::string lines = json_lines(CorpusMaker(31).make(600));
  for (const char* language : {"ar", "en", "fa", "he", "ru", "zh"}) lines += get(news + language + ".jsonl");
  put(dir / "in.jsonl", lines);
  scanned(dir / "in.jsonl", dir / "run");
  const auto expected = without_page_and_texts(promised_bytes(dir / "run"));
  IndexOptions options;
  options.seal_articles = 100;
  Result<Index> index = Index::import_run(dir / "index", dir / "run", options);
  REQUIRE_MESSAGE(index, index.error().message);
  CHECK(index->stats()->settled);
  CHECK(differing_files(expected, files_of(*index, dir / "imported")) == "");
  CHECK(index->verify()->problems.empty());

  // An article that copies one of the corpus finds it by the imported fingerprints.
  const std::string id = "en-reuters-ferry", text = *index->text(id);
  const Result<Verdict> verdict = index->add({.id = "copy", .outlet = "Fars", .published = "2024-03-01T00:00Z", .text = text});
  REQUIRE(verdict);
  REQUIRE(!verdict->near_duplicates.empty());
  const auto own_outlets = [&] {
    Result<std::unique_ptr<store::Catalogue>> catalogue = store::Catalogue::open(dir / "index/catalogue.sqlite", store::OpenMode::read);
    REQUIRE(catalogue);
    return *(*catalogue)->local_outlets();
  };
  const auto imported = own_outlets();
  CHECK(!imported.empty());
  REQUIRE(index->remove("copy"));
  CHECK_FALSE(index->stats()->settled);
  REQUIRE(index->settle());
  CHECK(differing_files(expected, files_of(*index, dir / "settled")) == "");
  CHECK(own_outlets() == imported);
  REQUIRE(index->rebuild());
  CHECK(index->verify()->problems.empty());
}

TEST_CASE("an import that cannot be done leaves nothing") {
  const TempDir dir;
  put(dir / "in.jsonl", json_lines(CorpusMaker(32).make(50)));
  scanned(dir / "in.jsonl", dir / "run");
  CHECK(Index::import_run(dir / "index", dir / "nothing", {}).error().code == ErrorCode::not_found);
  CHECK(Index::import_run(dir / "run", dir / "run", {}).error().code == ErrorCode::exists);
  std::atomic<bool> stop{true};
  IndexOptions cancelled;
  cancelled.cancel = &stop;
  CHECK(Index::import_run(dir / "index", dir / "run", cancelled).error().code == ErrorCode::interrupted);
  std::string texts = get(dir / "run/texts.bin");
  texts[texts.size() / 2] ^= 1;
  put(dir / "run/texts.bin", texts);
  CHECK(Index::import_run(dir / "index", dir / "run", {}).error().code == ErrorCode::bad_run);
  CHECK(names_in(dir.path()) == std::vector<std::string>{"in.jsonl", "run"});
}
