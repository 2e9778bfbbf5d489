// Reads inputs whole, for tests: every article and skip as one line of text.
#pragma once

#include <string>
#include <vector>

#include "corpus/dates.hpp"
#include "corpus/reader.hpp"

namespace reprise::testing {

struct Everything {
  std::vector<corpus::ParsedArticle> articles;
  std::vector<corpus::Skip> skips;
  std::vector<corpus::FieldMapping> mappings;
  Error error;
  std::size_t largest_block = 0;

  std::string shown() const {
    std::string out;
    for (const auto& a : articles) {
      out += std::to_string(a.file) + ":" + std::to_string(a.line) + " " + a.article.id + "|" + a.article.outlet + "|" +
             corpus::format_time(a.article.published.from) + "|" + a.article.url + "|" + a.article.title + "|" + a.article.text +
             "|" + a.article.lang + "|" + std::to_string(a.content_hash) + "\n";
    }
    for (const auto& s : skips) out += s.file + ":" + std::to_string(s.line) + " " + s.reason + " " + s.detail + " " + s.id + "\n";
    return out + error.message;
  }
};

inline Everything read_all(const corpus::InputOptions& options) {
  Everything all;
  auto reader = corpus::BlockReader::open(options);
  if (!reader) {
    all.error = reader.error();
    return all;
  }
  corpus::Block block;
  corpus::ParsedBatch batch;
  for (;;) {
    const auto more = reader->next(block);
    if (!more) all.error = more.error();
    if (!more || !*more) break;
    all.largest_block = std::max(all.largest_block, block.bytes.capacity());
    corpus::parse_block(block, reader->files()[block.file], reader->mapping(block.file), options, batch);
  }
  all.articles = std::move(batch.articles);
  all.skips = std::move(batch.skips);
  for (std::uint32_t f = 0; f < reader->files().size(); ++f) all.mappings.push_back(reader->mapping(f));
  return all;
}

inline Everything read_path(const std::string& path) {
  corpus::InputOptions options;
  options.inputs = {path};
  return read_all(options);
}

}  // namespace reprise::testing
