// Blocks -> articles: the parallel half of the reader.
// Idea: whatever the format, a record becomes a RawRecord (eight values as the input has them); one function then makes the
//   article or says why not. So JSON, CSV and text files share their rules for ids, dates and missing fields.
// Invariant: pure; an article depends on its record, the mapping and the options alone, never on where a block was cut.
// Cost: one pass over the bytes; one allocation per string of an article.
// Tested by tests/corpus/reader_test.cpp (the same result from blocks of 64 bytes, 4 KiB and 4 MiB).
#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <tuple>

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "corpus/csv.hpp"
#include "corpus/dates.hpp"
#include "corpus/reader_internal.hpp"
#include "text/language_tag.hpp"

namespace reprise::corpus {

namespace detail {

namespace {

/// The guesses, in the order in which they are tried. docs/formats.md shows them.
const std::array<std::vector<std::string>, kFieldCount>& guesses() {
  static const std::array<std::vector<std::string>, kFieldCount> kGuesses{{
      {"id", "article_id", "uuid", "guid", "doc_id", "_id"},
      {"outlet", "source", "publisher", "site", "domain", "newspaper", "media", "channel", "outlet.name", "source.name",
       "publisher.name"},
      {"published", "published_at", "publish_date", "pubDate", "date", "datetime", "time", "timestamp", "created_at"},
      {"fetched", "fetched_at", "crawled", "crawl_date", "retrieved"},
      {"url", "link", "href", "permalink"},
      {"title", "headline"},
      {"text", "body", "content", "article", "maintext", "message"},
      {"lang", "language"},
  }};
  return kGuesses;
}

std::string lower_ascii(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

std::string find_guess(const std::vector<std::string>& names, const std::vector<std::string>& keys) {
  for (const std::string& name : names) {
    if (std::find(keys.begin(), keys.end(), name) != keys.end()) return name;
  }
  for (const std::string& name : names) {
    for (const std::string& key : keys) {
      if (lower_ascii(key) == lower_ascii(name)) return key;
    }
  }
  return {};
}

}  // namespace


const std::string& field_name(const FieldMapping& m, unsigned field) {
  const std::array<const std::string*, kFieldCount> names{&m.id,  &m.outlet, &m.published, &m.fetched,
                                                          &m.url, &m.title,  &m.text,      &m.lang};
  return *names[field];
}

std::string& field_name(FieldMapping& mapping, unsigned field) {
  return const_cast<std::string&>(field_name(static_cast<const FieldMapping&>(mapping), field));
}

FieldMapping complete_mapping(const FieldMapping& given, const std::vector<std::string>& keys) {
  FieldMapping mapping = given;
  for (unsigned f = 0; f < kFieldCount; ++f) {
    std::string& name = field_name(mapping, f);
    if (name.empty()) name = find_guess(guesses()[f], keys);
  }
  return mapping;
}

FieldMapping complete_json_mapping(const FieldMapping& given, const std::vector<std::string>& keys) {
  const FieldMapping own{"id", "outlet", "published", "fetched", "url", "title", "text", "lang"};
  FieldMapping mapping = complete_mapping(given, keys);
  for (unsigned f = 0; f < kFieldCount; ++f) {
    std::string& name = field_name(mapping, f);
    if (name.empty()) name = field_name(own, f);
  }
  return mapping;
}

bool has_text_name(const std::vector<std::string>& names, const FieldMapping& given) {
  if (!given.text.empty()) return std::find(names.begin(), names.end(), given.text) != names.end();
  return !find_guess(guesses()[kText], names).empty();
}

}  // namespace detail

/// Everything but the id, each string as its length and hash, so that no two articles can be written alike.
std::uint64_t content_hash(const Article& a) {
  std::string bytes;
  const auto put = [&](std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(value >> shift & 0xffu));
  };
  for (const std::string* field : {&a.outlet, &a.url, &a.title, &a.text, &a.lang}) {
    put(field->size());
    put(hash_bytes(*field));
  }
  put(static_cast<std::uint64_t>(a.published.from));
  put(static_cast<std::uint64_t>(a.published.to));
  put(static_cast<std::uint64_t>(a.fetched));
  return hash_bytes(bytes);
}

namespace {

using detail::RawRecord;
using detail::RawValue;

std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// A JSON number may be written 1.696669920e9: brought to digits.
std::string time_text(const RawValue& value) {
  if (value.kind == RawValue::number && value.text.find_first_of("eE") != std::string::npos && value.text.size() < 40) {
    long long mantissa = 0;
    int exponent = 0;
    std::size_t at = value.text.front() == '-' ? 1 : 0;
    bool fraction = false;
    for (; at < value.text.size() && value.text[at] != 'e' && value.text[at] != 'E'; ++at) {
      if (value.text[at] == '.') {
        fraction = true;
      } else if (mantissa < 100'000'000'000'000'000) {
        mantissa = mantissa * 10 + (value.text[at] - '0');
        if (fraction) --exponent;
      }
    }
    exponent += std::atoi(value.text.c_str() + at + 1);
    for (; exponent < 0 && mantissa != 0 && exponent > -20; ++exponent) mantissa /= 10;
    for (; exponent > 0 && mantissa < 1'000'000'000'000'000; --exponent) mantissa *= 10;
    return exponent == 0 ? (value.text.front() == '-' ? "-" : "") + std::to_string(mantissa) : std::string();
  }
  return value.text;
}

/// Makes articles and skips of records; knows where they stand.
class Collector {
 public:
  Collector(std::uint32_t file, const std::string& name, const FieldMapping& mapping, const InputOptions& options,
            ParsedBatch& out)
      : file_(file), name_(name), mapping_(mapping), options_(options), out_(out) {}

  void skip(std::uint64_t line, std::string reason, std::string detail, std::string id = {}) {
    out_.skips.push_back({name_, line, std::move(reason), std::move(detail), std::move(id)});
  }

  void too_long(std::uint64_t line, std::size_t size) {
    skip(line, "too_long", "expected at most " + std::to_string(options_.max_article_bytes) + " bytes, found " + std::to_string(size));
  }

  void add(std::uint64_t line, RawRecord& record) {
    Article article;
    const RawValue& id = record.values[detail::kId];
    if (id.kind == RawValue::other) {
      return skip(line, "missing_id", "expected a string or number in '" + mapping_.id + "', found " + id.text);
    }
    article.id = trim(id.text);
    if (options_.strict && article.id.empty()) return skip(line, "missing_id", "expected a string or number in '" + mapping_.id + "', found none");
    RawValue& text = record.values[detail::kText];
    if (text.kind != RawValue::string) {
      const std::string found = text.kind == RawValue::absent ? "none" : text.kind == RawValue::number ? "a number" : text.text;
      return skip(line, "missing_text", "expected a text in '" + mapping_.text + "', found " + found, article.id);
    }
    if (trim(text.text).empty()) {
      return skip(line, "empty_text", "expected words in '" + mapping_.text + "', found " + std::to_string(text.text.size()) +
                                          " bytes of white space", article.id);
    }
    article.text = std::move(text.text);
    article.outlet = plain(record.values[detail::kOutlet]);
    article.url = plain(record.values[detail::kUrl]);
    article.title = plain(record.values[detail::kTitle]);
    article.lang = text::language_tag(plain(record.values[detail::kLang]));
    const RawValue& published = record.values[detail::kPublished];
    if (published.kind != RawValue::other) article.published = parse_time(time_text(published), options_.timezone);
    const RawValue& fetched = record.values[detail::kFetched];
    if (fetched.kind != RawValue::other) {
      const TimeInterval interval = parse_time(time_text(fetched), options_.timezone);
      if (interval.known()) article.fetched = interval.to;  // an upper bound
    }
    for (const auto& [value, name, known] : {std::tuple(&published, &mapping_.published, article.published.known()), {&fetched, &mapping_.fetched, article.fetched != kNoTime}}) {
      if (!options_.strict || known || value->kind == RawValue::absent || (value->kind == RawValue::string && trim(value->text).empty())) continue;
      return skip(line, "bad_time", "expected a time like 2023-10-07T09:12:00Z or 2023-10-07 in '" + *name + "', found " + (value->kind == RawValue::other ? value->text : "'" + value->text.substr(0, 60) + "'"), article.id);
    }
    add(line, std::move(article));
  }

  void add(std::uint64_t line, Article article) {
    const std::uint64_t hash = content_hash(article);
    if (article.id.empty()) article.id = article.url;
    if (article.id.empty()) {
      char hex[20];
      std::snprintf(hex, sizeof hex, "h-%016llx", static_cast<unsigned long long>(hash));
      article.id = hex;
    }
    // Nobody could ask for it: command lines and the C interface end an id there.
    if (const std::size_t zero = article.id.find('\0'); zero != std::string::npos)
      return skip(line, "missing_id", "expected an id without zero bytes, found one at byte " + std::to_string(zero + 1) + " of the id");
    out_.articles.push_back({std::move(article), file_, line, hash});
  }

 private:
  static std::string plain(const RawValue& value) {
    return value.kind == RawValue::other ? std::string() : std::string(trim(value.text));
  }

  std::uint32_t file_;
  const std::string& name_;
  const FieldMapping& mapping_;
  const InputOptions& options_;
  ParsedBatch& out_;
};

std::string bad_utf8_detail(std::size_t at) {
  return "expected UTF-8, found another byte at byte " + std::to_string(at + 1);
}

void parse_lines(const Block& block, const FieldMapping& mapping, std::uint64_t max_bytes, Collector& collector) {
  detail::JsonReader reader(mapping);
  RawRecord record;
  detail::JsonProblem problem;
  const char* const end = block.bytes.data() + block.bytes.size();
  std::uint64_t line = block.first_line;
  for (const char* at = block.bytes.data(); at < end; ++line) {
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    const char* stop = found ? static_cast<const char*>(found) : end;
    std::string_view json(at, static_cast<std::size_t>(stop - at));
    if (!json.empty() && json.back() == '\r') json.remove_suffix(1);
    if (json.size() > max_bytes) {
      collector.too_long(line, json.size());
    } else if (!trim(json).empty()) {
      // Reading may run on into the lines behind; only a block's last line needs a padded copy.
      if (reader.read_object(json, static_cast<std::size_t>(end - at), record, problem)) {
        collector.add(line, record);
      } else {
        collector.skip(line, problem.reason, problem.detail);
      }
    }
    at = stop + 1;
  }
}

void parse_json_file(const Block& block, const FieldMapping& mapping, Collector& collector) {
  detail::JsonReader reader(mapping);
  RawRecord record;
  detail::JsonProblem problem;
  std::size_t counted = 0;
  std::uint64_t line = block.first_line;
  const auto line_at = [&](std::size_t offset) {
    line += static_cast<std::uint64_t>(std::count(block.bytes.data() + counted, block.bytes.data() + offset, '\n'));
    counted = offset;
    return line;
  };
  if (trim(block.bytes).empty()) return collector.skip(0, "bad_json", "expected an object or an array of them, found nothing");
  const bool sound = reader.read_document(block.bytes, block.bytes.size(), record, problem, [&](std::size_t offset, RawRecord* r) {
    if (r) {
      collector.add(line_at(offset), *r);
    } else {
      collector.skip(line_at(offset), "bad_json", "expected an object in the array, found another value");
    }
  });
  if (!sound) collector.skip(0, problem.reason, problem.detail);
}

void parse_text_file(const Block& block, Collector& collector) {
  std::size_t bad_at = 0;
  if (!utf8::valid(block.bytes, &bad_at)) return collector.skip(0, "bad_utf8", bad_utf8_detail(bad_at), block.id);
  if (trim(block.bytes).empty()) {
    return collector.skip(0, "empty_text", "expected words, found " + std::to_string(block.bytes.size()) + " bytes of white space",
                          block.id);
  }
  Article article;
  article.id = block.id;
  article.text = block.bytes;
  collector.add(0, std::move(article));
}

void parse_table(const Block& block, const FieldMapping& mapping, std::uint64_t max_bytes, Collector& collector) {
  const char separator = block.format == Format::tsv ? '\t' : ',';
  std::array<std::size_t, detail::kFieldCount> column_of{};
  for (unsigned f = 0; f < detail::kFieldCount; ++f) {
    const std::string& name = detail::field_name(mapping, f);
    const auto found = std::find(block.columns.begin(), block.columns.end(), name);
    column_of[f] = name.empty() ? block.columns.size() : static_cast<std::size_t>(found - block.columns.begin());
  }
  std::string_view rest = block.bytes;
  std::uint64_t line = block.first_line;
  std::vector<std::string> fields;
  std::string problem;
  RawRecord record;
  while (!rest.empty()) {
    const csv::RecordEnd where = csv::find_end(rest, separator);
    const std::string_view bytes = rest.substr(0, where.content);
    std::size_t bad_at = 0;
    if (bytes.size() > max_bytes) {
      collector.too_long(line, bytes.size());
    } else if (!utf8::valid(bytes, &bad_at)) {
      collector.skip(line, "bad_utf8", bad_utf8_detail(bad_at));
    } else if (!trim(bytes).empty()) {
      if (!csv::split(bytes, separator, fields, problem)) {
        collector.skip(line, "bad_csv", problem);
      } else if (fields.size() != block.columns.size()) {
        collector.skip(line, "bad_csv", "expected " + std::to_string(block.columns.size()) + " fields, found " +
                                            std::to_string(fields.size()));
      } else {
        record.clear();
        for (unsigned f = 0; f < detail::kFieldCount; ++f) {
          if (column_of[f] >= fields.size()) continue;
          record.values[f].kind = RawValue::string;
          record.values[f].text = fields[column_of[f]];
        }
        collector.add(line, record);
      }
    }
    line += static_cast<std::uint64_t>(std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(where.total), '\n'));
    rest.remove_prefix(where.total);
  }
}

}  // namespace

void parse_block(const Block& block, const std::string& file_name, const FieldMapping& mapping, const InputOptions& options,
                 ParsedBatch& out) {
  const auto first = static_cast<std::ptrdiff_t>(out.skips.size());
  out.skips.insert(out.skips.end(), block.skips.begin(), block.skips.end());
  Collector collector(block.file, file_name, mapping, options, out);
  const bool whole_file = block.format == Format::json_file || block.format == Format::text_file;
  if (!block.bytes.empty() || (whole_file && block.skips.empty())) {
    switch (block.format) {
      case Format::jsonl: parse_lines(block, mapping, options.max_article_bytes, collector); break;
      case Format::json_file: parse_json_file(block, mapping, collector); break;
      case Format::text_file: parse_text_file(block, collector); break;
      case Format::csv:
      case Format::tsv: parse_table(block, mapping, options.max_article_bytes, collector); break;
    }
  }
  std::stable_sort(out.skips.begin() + first, out.skips.end(), [](const Skip& a, const Skip& b) { return a.line < b.line; });
}

struct LineParser::State {
  InputOptions options;
  detail::JsonReader keys_reader{FieldMapping()};
  std::vector<std::string> keys;
  FieldMapping mapping;                        // of the line before; most lines of a stream have the same names
  std::unique_ptr<detail::JsonReader> reader;  // that reads by it
  RawRecord record;
};

LineParser::LineParser(InputOptions options) : state_(std::make_unique<State>()) { state_->options = std::move(options); }
LineParser::~LineParser() = default;

void LineParser::parse(std::string_view line, std::uint64_t number, const std::string& file_name, ParsedBatch& out) {
  State& s = *state_;
  if (trim(line).empty()) return;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  s.keys.clear();
  if (line.size() <= s.options.max_article_bytes) s.keys_reader.collect_keys(line, line.size(), s.keys);
  FieldMapping mapping = detail::complete_json_mapping(s.options.fields, s.keys);
  if (!s.reader || mapping != s.mapping) {
    s.mapping = std::move(mapping);
    s.reader = std::make_unique<detail::JsonReader>(s.mapping);
  }
  Collector collector(0, file_name, s.mapping, s.options, out);
  detail::JsonProblem problem;
  if (line.size() > s.options.max_article_bytes) collector.too_long(number, line.size());
  else if (s.reader->read_object(line, line.size(), s.record, problem)) collector.add(number, s.record);
  else collector.skip(number, problem.reason, problem.detail);
}

}  // namespace reprise::corpus
