// Articles for the tests of the index: read from JSON lines by the reader that a scan uses, so that both see the same.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "corpus/reader.hpp"
#include "engine/command.hpp"
#include "report/run_io.hpp"
#include "reprise/reprise.hpp"

namespace reprise::testing {

/// The articles of files, of two with one id the one that a scan keeps.
inline std::vector<Article> read_articles(const std::vector<std::string>& files) {
  corpus::InputOptions options;
  options.inputs = files;
  Result<corpus::BlockReader> reader = corpus::BlockReader::open(options);
  REQUIRE(reader);
  std::vector<corpus::ParsedArticle> parsed;
  for (corpus::Block block;;) {
    const Result<bool> more = reader->next(block);
    REQUIRE(more);
    if (!*more) break;
    corpus::ParsedBatch batch;
    corpus::parse_block(block, reader->files()[block.file], reader->mapping(block.file), options, batch);
    for (auto& article : batch.articles) parsed.push_back(std::move(article));
  }
  std::sort(parsed.begin(), parsed.end(), [](const auto& x, const auto& y) { return x.article.id != y.article.id ? x.article.id < y.article.id : x.content_hash < y.content_hash; });
  std::vector<Article> out;
  for (auto& p : parsed)
    if (out.empty() || out.back().id != p.article.id) out.push_back(std::move(p.article));
  return out;
}

inline std::vector<Article> fixture_articles() {
  const std::string fixtures = std::string(REPRISE_SOURCE_DIR) + "/fixtures/";
  std::vector<std::string> files = {fixtures + "seed/seed.jsonl", fixtures + "translated/translated.jsonl"};
  for (const char* language : {"en", "ru", "fa", "ar", "he", "zh"}) files.push_back(fixtures + "news/" + language + ".jsonl");
  return read_articles(files);
}

/// The bytes of the five files of a run, one after the other.
inline std::string run_bytes(const Run& run) {
  const TempDir dir;
  REQUIRE(report::write_run_files(run, dir / ""));
  std::string out;
  for (const char* name : {"articles.jsonl", "clusters.jsonl", "passages.jsonl", "chains.jsonl", "outlets.jsonl"}) out += get(dir / name);
  return out;
}

}  // namespace reprise::testing
