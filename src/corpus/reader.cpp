// BlockReader: files -> blocks cut at record ends; the serial half of the reader.
// Idea: one buffer per reader. It is filled to block_bytes, cut at the last record end, and handed out; the rest moves to the
//   front. JSONL is cut at line feeds; CSV where a record ends (line feeds inside quotes do not); text and .json files
//   are one block each. A file's format and field names are settled on its first kSniffBytes, whatever block_bytes is.
// Invariant: which records there are, and which are skipped, does not depend on block_bytes. Buffered at any time: at most
//   max_article_bytes + block_bytes + kSniffBytes; a longer line is counted and dropped while it is read.
// Cost: one copy of a partial record per block. Tested by tests/corpus/reader_test.cpp, reader_csv_test.cpp and
//   tests/hostile/reader_hostile_test.cpp.
#include <algorithm>
#include <cstring>
#include <optional>

#include "base/io.hpp"
#include "base/utf8.hpp"
#include "corpus/csv.hpp"
#include "corpus/reader_internal.hpp"
#include "corpus/reader_sources.hpp"

namespace reprise::corpus {

namespace {

constexpr std::size_t kSniffBytes = 256u << 10;  // some 50 records of news: enough to see every field once
constexpr std::size_t kPadding = 64;             // simdjson reads up to 32 bytes past a document

/// memchr outruns std::count by far where lines are long.
std::uint64_t count_feeds(std::string_view bytes) {
  std::uint64_t feeds = 0;
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) ++feeds;
  return feeds;
}

std::string_view first_line(std::string_view bytes) {
  std::string_view line = bytes.substr(0, bytes.find('\n'));
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

std::string_view skip_space(std::string_view bytes) {
  const std::size_t at = bytes.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? std::string_view() : bytes.substr(at);
}

/// JSON lines, or one document in a file? A record stands whole on its line, or the next line begins another one.
bool looks_like_lines(std::string_view bytes) {
  bytes = skip_space(bytes);
  if (bytes.empty() || bytes.front() != '{') return false;
  const std::string_view line = first_line(bytes);
  if (line.back() == '}' || bytes.find('\n') == std::string_view::npos) return line.size() > 1;
  const std::string_view next = skip_space(bytes.substr(bytes.find('\n')));
  return !next.empty() && next.front() == '{';
}

std::vector<std::string> header_names(std::string_view record, char separator) {
  std::vector<std::string> names;
  std::string problem;
  if (!csv::split(record, separator, names, problem)) names.clear();
  for (std::string& name : names) {
    const std::size_t begin = std::min(name.find_first_not_of(" \t"), name.size());
    const std::size_t end = name.find_last_not_of(" \t");
    name = end == std::string::npos ? std::string() : name.substr(begin, end + 1 - begin);
  }
  return names;
}

}  // namespace

struct BlockReader::State {
  InputOptions options;
  std::vector<Source> sources;
  std::vector<std::string> names;
  std::vector<FieldMapping> mappings;
  std::uint64_t total = 0;

  std::uint32_t file = 0;               // index of the source in hand
  std::optional<io::InputStream> stream;
  std::string data;                     // data[0, have) is read and not handed out
  std::size_t have = 0;
  bool ended = false;                   // nothing more to read in this file
  std::optional<Error> read_error;      // met while reading; told after the whole records before it
  Format format = Format::jsonl;
  bool mapped = false;                  // the mapping of this file is settled
  std::vector<std::string> columns;
  std::uint64_t line = 1;
  std::uint64_t done_bytes = 0;

  std::string_view view() const { return {data.data(), have}; }
  std::size_t limit() const { return options.max_article_bytes + 2; }  // a record and its line end

  void drop(std::size_t count) {
    line += count_feeds({data.data(), count});
    std::memmove(data.data(), data.data() + count, have - count);
    have -= count;
  }

  /// Reads until `want` bytes are there or the file ends.
  void fill(std::size_t want) {
    if (data.size() < want) {
      data.reserve(want + kPadding);
      data.resize(want);
    }
    while (have < want && !ended) {
      const auto got = stream->read(data.data() + have, want - have);
      if (!got) read_error = got.error();
      if (!got || *got == 0) {
        ended = true;
      } else {
        have += *got;
      }
    }
  }

  /// Room for a record that did not end in what is buffered: twice as much, up to the limit.
  std::size_t grown() const {
    const std::size_t block = std::max<std::size_t>(options.block_bytes, 1);
    return std::max(have + 1, std::min(std::max(have * 2, block), limit() + block));
  }

  void begin_block(Block& block) {
    block.file = file;
    block.first_line = line;
    block.format = format;
    block.bytes.clear();
    block.skips.clear();
    block.id = sources[file].id;
    block.columns = columns;
  }

  void hand_out(Block& block, std::size_t count) {
    block.first_line = line;
    block.bytes.swap(data);
    const std::size_t rest = have - count;
    if (data.size() < rest) data.resize(rest);
    std::memcpy(data.data(), block.bytes.data() + count, rest);
    have = rest;
    if (block.bytes.capacity() < count + kPadding) block.bytes.reserve(count + kPadding);
    block.bytes.resize(count);
    line += count_feeds(block.bytes);
  }

  Skip make_skip(std::uint64_t at_line, std::string reason, std::string detail) const {
    return {names[file], at_line, std::move(reason), std::move(detail), {}};
  }

  /// A record over the limit: passes over what is buffered up to `from` and on to the next line feed.
  void pass_over_line(Block& block, std::size_t from) {
    const std::uint64_t at_line = line;
    std::uint64_t size = 0;
    char last = 0;
    for (;;) {
      const std::size_t feed = view().find('\n', from);
      const bool found = feed != std::string_view::npos;
      const std::size_t count = found ? feed : have;
      if (count > 0) last = data[count - 1];
      size += count;
      drop(found ? count + 1 : count);
      from = 0;
      if (found) break;
      fill(std::max<std::size_t>(options.block_bytes, 1));
      if (have == 0) break;
    }
    if (have == 0 && read_error) return;  // the line was not seen to its end
    if (last == '\r') --size;
    block.skips.push_back(make_skip(at_line, "too_long",
                                    "expected at most " + std::to_string(options.max_article_bytes) + " bytes, found " +
                                        std::to_string(size)));
  }

  void settle_json_mapping(std::string_view bytes, std::size_t readable) {
    if (mapped) return;
    mapped = true;
    std::vector<std::string> keys;
    detail::JsonReader json({});
    if (format == Format::json_file) {
      json.collect_keys(bytes, readable, keys);
    } else {
      for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t stop = std::min(bytes.find('\n', at), bytes.size());
        if (at > 0 && stop > kSniffBytes) break;
        if (stop - at <= limit()) json.collect_keys(bytes.substr(at, stop - at), readable - at, keys);
        at = stop + 1;
      }
    }
    mappings[file] = detail::complete_json_mapping(options.fields, keys);
  }

  bool next_lines(Block& block) {
    std::size_t want = std::max<std::size_t>(options.block_bytes, mapped ? 1 : kSniffBytes);
    std::size_t scanned = 0;
    for (;;) {
      fill(want);
      // What the field names are guessed from must not depend on how much is buffered, so it starts with a sound line.
      const std::size_t first_feed = mapped ? std::string_view::npos : view().find('\n');
      if (first_feed != std::string_view::npos && first_feed >= limit()) {
        pass_over_line(block, 0);
        scanned = 0;
        continue;
      }
      const void* feed = memrchr(data.data() + scanned, '\n', have - scanned);
      if (feed) {
        hand_out(block, static_cast<std::size_t>(static_cast<const char*>(feed) - data.data()) + 1);
        return true;
      }
      if (ended) {
        if (have > 0 && !read_error) hand_out(block, have);
        return !block.bytes.empty() || !block.skips.empty();
      }
      scanned = have;
      if (have >= limit()) {
        pass_over_line(block, have);
        scanned = 0;
        want = std::max<std::size_t>(options.block_bytes, mapped ? 1 : kSniffBytes);
      } else {
        want = grown();
      }
    }
  }

  bool next_table(Block& block) {
    const char separator = format == Format::tsv ? '\t' : ',';
    std::size_t want = std::max<std::size_t>(options.block_bytes, 1);
    for (;;) {
      fill(want);
      std::size_t at = 0;
      bool over = false, open_quote = false;
      while (at < have && !over) {
        const std::string_view window = view().substr(at, limit());
        const csv::RecordEnd where = csv::find_end(window, separator);
        open_quote = where.open_quote;
        if (where.end == csv::End::complete) {
          at += where.total;
        } else if (window.size() == limit()) {
          over = true;
        } else {
          break;
        }
      }
      if (at > 0) {
        hand_out(block, at);
        return true;
      }
      if (over || (ended && have > 0 && !read_error && open_quote)) {
        // A quote that is never closed would swallow the rest of the file: only its first line is given up. (Its quotes
        // cannot leave the next line open as well, so this happens at most once in max_article_bytes.)
        const std::size_t feed = view().substr(0, limit()).find('\n');
        if (open_quote && (feed != std::string_view::npos || !over)) {
          block.skips.push_back(make_skip(line, "bad_csv",
                                          "expected the quote of a field to be closed within " +
                                              std::to_string(options.max_article_bytes) +
                                              " bytes and before the end of the file, found it open"));
          drop(std::min(feed, have - 1) + 1);
        } else {
          pass_over_line(block, limit());
        }
      } else if (ended) {
        if (have > 0 && !read_error) hand_out(block, have);
        return !block.bytes.empty() || !block.skips.empty();
      } else {
        want = grown();
      }
    }
  }

  bool next_whole(Block& block) {
    std::size_t want = std::max<std::size_t>(kSniffBytes, options.block_bytes);
    for (;;) {
      want = std::min<std::size_t>(want, options.max_article_bytes + 1);
      fill(std::max(want, have));
      if (have > options.max_article_bytes) {
        have = 0;
        ended = true;
        read_error.reset();
        block.skips.push_back(make_skip(0, "too_long",
                                        "expected a file of at most " + std::to_string(options.max_article_bytes) +
                                            " bytes, found more"));
        return true;
      }
      if (ended) break;
      want = have * 2;
    }
    if (read_error) return false;
    hand_out(block, have);
    return true;
  }

  /// The format where the name did not say it.
  Result<void> sniff() {
    const std::string_view start = skip_space(view());
    const Source& source = sources[file];
    if (source.format == Source::Guess::json || (source.format == Source::Guess::unknown && !start.empty() &&
                                                 (start.front() == '{' || start.front() == '['))) {
      format = looks_like_lines(view()) ? Format::jsonl : Format::json_file;
      return {};
    }
    switch (source.format) {
      case Source::Guess::lines: format = Format::jsonl; return {};
      case Source::Guess::csv: format = Format::csv; return {};
      case Source::Guess::tsv: format = Format::tsv; return {};
      case Source::Guess::text: format = Format::text_file; return {};
      default: break;
    }
    format = Format::jsonl;
    if (start.empty()) return {};
    for (const Format candidate : {Format::csv, Format::tsv}) {
      const char separator = candidate == Format::csv ? ',' : '\t';
      const auto found = header_names(first_line(start), separator);
      if (found.size() > 1 && detail::has_text_name(found, options.fields)) {
        format = candidate;
        return {};
      }
    }
    return Error{ErrorCode::bad_input,
                 names[file] + ": expected JSON lines, or CSV or TSV with a header that names a text field, found neither",
                 names[file]};
  }

  /// Reads the header of a table. An error is one of the file as a whole.
  Result<void> read_header() {
    const char separator = format == Format::tsv ? '\t' : ',';
    csv::RecordEnd where;
    for (;;) {
      const std::size_t blank = view().find_first_not_of("\r\n");
      drop(std::min(blank, have));
      where = csv::find_end(view(), separator);
      if (where.end == csv::End::complete || ended || have >= limit()) break;
      fill(grown());
    }
    if (have == 0) return {};
    columns = where.open_quote ? std::vector<std::string>() : header_names(view().substr(0, where.content), separator);
    if (columns.empty() || !utf8::valid(view().substr(0, where.content)) || where.content > limit()) {
      return Error{ErrorCode::bad_input, names[file] + ": line 1: expected a header row, found none that can be read", names[file]};
    }
    mappings[file] = detail::complete_mapping(options.fields, columns);
    mapped = true;
    if (!detail::has_text_name(columns, options.fields)) {
      std::string listed;
      for (const std::string& name : columns) listed += (listed.empty() ? "" : ", ") + name.substr(0, 40);
      const std::string wanted = options.fields.text.empty() ? "for the text (text, body, content, ...)" : "'" + options.fields.text + "'";
      return Error{ErrorCode::bad_input,
                   names[file] + ": line 1: expected a column " + wanted + ", found: " + listed.substr(0, 300), names[file]};
    }
    drop(where.total);
    return {};
  }

  Result<void> begin_file() {
    auto opened = io::InputStream::open(sources[file].path, options.cancel);
    if (!opened) {
      read_error = opened.error();
      return opened.error();
    }
    stream.emplace(std::move(*opened));
    have = 0;
    ended = mapped = false;
    read_error.reset();
    columns.clear();
    line = 1;
    fill(kSniffBytes);
    if (view().substr(0, 3) == "\xef\xbb\xbf") {
      std::memmove(data.data(), data.data() + 3, have - 3);
      have -= 3;
    }
    if (have == 0 && read_error) return *read_error;
    if (auto sniffed = sniff(); !sniffed) return sniffed;
    if (format == Format::csv || format == Format::tsv) return read_header();
    return {};
  }

  void end_file() {
    if (stream) done_bytes += stream->raw_bytes_read();
    stream.reset();
    ++file;
  }

  /// A file that cannot be read: an error where the user named it, a skip where a directory held it.
  Result<bool> give_up(const Error& error, Block& block) {
    if (!sources[file].from_directory) return error;
    format = Format::jsonl;
    columns.clear();
    begin_block(block);
    block.first_line = 0;
    block.skips.push_back(make_skip(0, error.code == ErrorCode::bad_input && !read_error ? "bad_csv" : "unreadable", error.message));
    end_file();
    return true;
  }

  Result<bool> next(Block& block) {
    while (file < sources.size()) {
      if (sources[file].unreadable) {  // a directory below an input
        read_error = Error{ErrorCode::io, sources[file].problem, sources[file].path};
        return give_up(*read_error, block);
      }
      if (!stream) {
        if (auto begun = begin_file(); !begun) return give_up(begun.error(), block);
      }
      begin_block(block);
      bool some = false;
      if (format == Format::jsonl) {
        some = next_lines(block);
      } else if (format == Format::csv || format == Format::tsv) {
        some = next_table(block);
      } else {
        some = !(ended && mapped) && next_whole(block);
      }
      if (some) {
        const bool json = format == Format::jsonl || format == Format::json_file;
        if (json && !block.bytes.empty()) settle_json_mapping(block.bytes, block.bytes.size());
        if (format == Format::text_file || format == Format::json_file) mapped = ended = true;
        return true;
      }
      if (read_error) return give_up(*read_error, block);
      end_file();
    }
    return false;
  }
};

BlockReader::BlockReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockReader::BlockReader(BlockReader&&) noexcept = default;
BlockReader& BlockReader::operator=(BlockReader&&) noexcept = default;
BlockReader::~BlockReader() = default;

Result<BlockReader> BlockReader::open(const InputOptions& options) {
  auto state = std::make_unique<State>();
  state->options = options;
  if (options.inputs.empty()) return Error{ErrorCode::bad_argument, "expected an input, found none", {}};
  if (options.max_article_bytes == 0 || options.max_article_bytes > (1ull << 31)) {  // spans are 32 bits wide
    return Error{ErrorCode::bad_argument, "max_article_bytes: expected 1 .. 2147483648, found " +
                                              std::to_string(options.max_article_bytes), {}};
  }
  state->options.block_bytes = std::clamp<std::uint64_t>(options.block_bytes, 1, 1ull << 30);
  bool size_known = true;
  for (const std::string& input : options.inputs) {
    if (auto listed = list_sources(input, state->sources, state->total, size_known); !listed) return listed.error();
  }
  if (!size_known) state->total = 0;
  for (const Source& source : state->sources) state->names.push_back(source.name);
  state->mappings.assign(state->sources.size(), options.fields);
  return BlockReader(std::move(state));
}

Result<bool> BlockReader::next(Block& block) { return state_->next(block); }
const std::vector<std::string>& BlockReader::files() const { return state_->names; }
std::uint64_t BlockReader::total_bytes() const { return state_->total; }
std::uint64_t BlockReader::bytes_read() const {
  return state_->done_bytes + (state_->stream ? state_->stream->raw_bytes_read() : 0);
}
const FieldMapping& BlockReader::mapping(std::uint32_t file) const { return state_->mappings[file]; }

}  // namespace reprise::corpus
