// Readers: bytes of files -> Article batches, with every bad line skipped and listed.
//
// Shape: BlockReader (serial, owns the file handle, decompression and the cut at line ends) hands out
// Blocks of a few MiB; parse_block() is pure and runs in parallel. What is buffered does not grow with a file.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reprise/article.hpp"
#include "reprise/result.hpp"

namespace reprise::corpus {

enum class Format : std::uint8_t { jsonl, csv, tsv, text_file, json_file };

/// Names of the fields in the input; empty = guess from the first block (see docs/formats.md for the guesses).
struct FieldMapping {
  std::string id, outlet, published, fetched, url, title, text, lang;
  bool operator==(const FieldMapping&) const = default;
};

struct InputOptions {
  std::vector<std::string> inputs;   ///< files, directories, or "-" for standard input
  FieldMapping fields;
  std::string timezone;              ///< "+03:30" for times without a zone; empty = unknown (widened by 14 h)
  std::uint64_t max_article_bytes = 16u << 20;  ///< a longer line or file is a skip
  std::uint64_t block_bytes = 4u << 20;
  const std::atomic<bool>* cancel = nullptr;  ///< true: a wait for a pipe or a terminal ends with ErrorCode::interrupted; null: it does not
  bool strict = false;  ///< a record without an id, or with a time that cannot be read, is a skip
};

struct Skip {
  std::string file;
  std::uint64_t line = 0;    ///< 1-based; 0 when the file has no lines (a .txt, a directory entry)
  std::string reason;        ///< pinned word: bad_json | bad_utf8 | missing_text | missing_id | bad_time | duplicate_id | too_long | bad_csv | unreadable | empty_text
  std::string detail;        ///< what was expected and found
  std::string id;            ///< the article's id where known
};

/// A piece of one input, cut at record ends.
struct Block {
  std::uint32_t file = 0;          ///< index into BlockReader::files()
  std::uint64_t first_line = 1;
  Format format = Format::jsonl;
  std::string bytes;
  std::vector<Skip> skips;         ///< found by the reader itself (a line over the limit); parse_block passes them on
  std::string id;                  ///< text_file: the article's id (its path without the extension)
  std::vector<std::string> columns;  ///< csv, tsv: the header's names
};

struct ParsedArticle {
  Article article;
  std::uint32_t file = 0;
  std::uint64_t line = 0;
  std::uint64_t content_hash = 0;  ///< of outlet, url, title, text, lang and times: decides between two articles with one id
};

/// Hash of an article's fields, each with its length: the same for the same article from any file. Pure.
std::uint64_t content_hash(const Article& article);

struct ParsedBatch {
  std::vector<ParsedArticle> articles;
  std::vector<Skip> skips;
};

/// Serial reader over all inputs in the order given (a directory's files by name). Not thread-safe.
class BlockReader {
 public:
  static Result<BlockReader> open(const InputOptions& options);  ///< fails when an input cannot be opened
  BlockReader(BlockReader&&) noexcept;
  BlockReader& operator=(BlockReader&&) noexcept;
  ~BlockReader();
  Result<bool> next(Block& block);          ///< false at the end of all inputs
  const std::vector<std::string>& files() const;
  std::uint64_t total_bytes() const;        ///< size on disk of all inputs, 0 if unknown (a pipe)
  std::uint64_t bytes_read() const;         ///< on-disk bytes consumed so far
  /// The mapping in force for a file: as given, completed by the guesses made on its first block (CSV: its header). A JSON
  /// field that is not seen there is looked for under its own name ("title").
  /// Parallel callers get a stable copy with each file's first block.
  const FieldMapping& mapping(std::uint32_t file) const;
 private:
  struct State;
  std::unique_ptr<State> state_;
  explicit BlockReader(std::unique_ptr<State> state);
};

/// Pure. Appends a block's articles and skips (its own and the reader's, by line) to `out`; file name and line stand with
/// each. A record without an id gets its url, or else "h-" and its content hash, so that it does not hang on the order.
void parse_block(const Block& block, const std::string& file_name, const FieldMapping& mapping,
                 const InputOptions& options, ParsedBatch& out);

/// JSON lines that come one by one: each is read by itself, field names that are not given are guessed from its own. So what
/// a line says does not hang on the lines before it. Not thread-safe.
class LineParser {
 public:
  explicit LineParser(InputOptions options);
  ~LineParser();
  LineParser(const LineParser&) = delete;
  LineParser& operator=(const LineParser&) = delete;
  /// Appends an article or a skip; nothing for a line of white space.
  void parse(std::string_view line, std::uint64_t number, const std::string& file_name, ParsedBatch& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace reprise::corpus
