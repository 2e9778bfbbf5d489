// CSV and TSV records after RFC 4180.
// Idea: one rule says what a quote is (it opens only where a field starts), and the reader that cuts blocks and the
//   parser that splits records both follow it, so that they never disagree about where a record ends.
// Invariant: find_end() is a function of the record's bytes alone; text behind a closing quote makes the record bad, but
//   does not change where it ends. Cost: linear, memchr inside quotes.
// Example: a,"b ""c""<newline>d",e -> 3 fields, the second is: b "c"<newline>d
// Tested by tests/corpus/reader_csv_test.cpp.
#include "corpus/csv.hpp"

#include <algorithm>
#include <cstring>

namespace reprise::corpus::csv {

namespace {

/// Length of the quoted part that starts at bytes[0] == '"', closing quote included; npos when it is not closed.
std::size_t quoted_length(std::string_view bytes) {
  std::size_t at = 1;
  for (;;) {
    at = bytes.find('"', at);
    if (at == std::string_view::npos) return at;
    if (at + 1 >= bytes.size() || bytes[at + 1] != '"') return at + 1;
    at += 2;
  }
}

std::size_t find_either(std::string_view bytes, std::size_t from, char a, char b) {
  for (std::size_t i = from; i < bytes.size(); ++i) {
    if (bytes[i] == a || bytes[i] == b) return i;
  }
  return std::string_view::npos;
}

}  // namespace

RecordEnd find_end(std::string_view bytes, char separator) {
  std::size_t at = 0;
  for (;;) {
    if (at < bytes.size() && bytes[at] == '"') {
      const std::size_t length = quoted_length(bytes.substr(at));
      if (length == std::string_view::npos) return {End::unfinished, bytes.size(), bytes.size(), true};
      at += length;
    }
    at = find_either(bytes, at, separator, '\n');
    if (at == std::string_view::npos) {
      const std::size_t content = bytes.size() - (!bytes.empty() && bytes.back() == '\r' ? 1 : 0);
      return {End::unfinished, content, bytes.size(), false};
    }
    if (bytes[at] == '\n') break;
    ++at;
  }
  const bool carriage_return = at > 0 && bytes[at - 1] == '\r';
  return {End::complete, at - (carriage_return ? 1 : 0), at + 1, false};
}

bool split(std::string_view record, char separator, std::vector<std::string>& fields, std::string& problem) {
  fields.clear();
  std::size_t at = 0;
  for (;;) {
    std::string& field = fields.emplace_back();
    const std::string number = "field " + std::to_string(fields.size());
    if (at < record.size() && record[at] == '"') {
      const std::size_t length = quoted_length(record.substr(at));
      if (length == std::string_view::npos) {
        problem = number + ": expected a closing quote, found the end of the record";
        return false;
      }
      const std::string_view inside = record.substr(at + 1, length - 2);
      field.reserve(inside.size());
      for (std::size_t from = 0; from <= inside.size();) {
        const std::size_t quote = std::min(inside.find('"', from), inside.size());
        field.append(inside, from, quote - from + (quote < inside.size() ? 1 : 0));
        from = quote + 2;
      }
      at += length;
      if (at < record.size() && record[at] != separator) {
        problem = number + ": expected a separator behind the closing quote, found other text";
        return false;
      }
    } else {
      const std::size_t end = std::min(record.find(separator, at), record.size());
      field.assign(record, at, end - at);
      if (field.find('"') != std::string::npos) {
        problem = number + ": expected no quote inside an unquoted field, found one";
        return false;
      }
      at = end;
    }
    if (at >= record.size()) return true;
    ++at;
  }
}

}  // namespace reprise::corpus::csv
