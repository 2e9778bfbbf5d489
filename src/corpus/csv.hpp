// CSV and TSV records (RFC 4180): where a record ends and what its fields are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace reprise::corpus::csv {

enum class End { complete, unfinished };  ///< unfinished: no line end (or an open quote) before the end of the bytes

struct RecordEnd {
  End end = End::unfinished;
  std::size_t content = 0;  ///< length without the line end
  std::size_t total = 0;    ///< length with it
  bool open_quote = false;  ///< unfinished because a quote is open
};

/// The record that starts at bytes[0]. A quote opens only at the start of a field; line ends inside quotes belong to it.
RecordEnd find_end(std::string_view bytes, char separator);

/// Splits one record (without its line end) into fields, unquoted. False with `problem` set: text behind a closing quote, a
/// quote inside an unquoted field, or a quote that is never closed.
bool split(std::string_view record, char separator, std::vector<std::string>& fields, std::string& problem);

}  // namespace reprise::corpus::csv
