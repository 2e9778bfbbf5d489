// Articles for `index add`, `query` and `replace`: from JSON lines as they come, and from whatever a scan reads.
//
// JSON lines are read one by one, so that a client that writes a line and waits gets its answer; of lines that wait together as many are
//   handed out together as the caller takes. Standard input, and a named pipe or device, is plain there; files may be compressed.
// Tested by tests/cli/index_lines_test.cpp, article_source_test.cpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "corpus/reader.hpp"
#include "reprise/result.hpp"

namespace reprise::cli {

/// One article of the input, or why it is none.
struct Incoming {
  std::string file;         ///< "" for JSON lines from standard input
  std::uint64_t line = 0;   ///< 1-based; 0 where the file has none
  Article article;
  std::string problem;      ///< "" = the article is good
};

/// When a group is full: with so many articles, or texts of so many bytes (the last one may go beyond).
struct GroupSize {
  std::size_t articles = 1;
  std::size_t text_bytes = 1;
};

class ArticleSource {
 public:
  /// `jsonl`: a file or "-" to be read line by line ("" = none); `options.inputs` are read after it.
  static Result<ArticleSource> open(const std::string& jsonl, const corpus::InputOptions& options, const std::atomic<bool>& cancel);
  ArticleSource(ArticleSource&&) noexcept;
  ~ArticleSource();
  /// What is there now, one article or more until the group is full, in the order of the input; waits where nothing is. False at the end of all inputs, and once `cancel` is set.
  /// The articles before an error are handed out first.
  Result<bool> next(std::vector<Incoming>& group, const GroupSize& most);

 private:
  struct State;
  explicit ArticleSource(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace reprise::cli
