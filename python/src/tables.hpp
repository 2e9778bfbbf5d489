// The findings of a run as tables: columns in memory, laid out as Arrow has them, so that they can be given away without a copy (arrow.hpp).
//
// One row a thing: an article, an occurrence, a family, a cluster, a hop, a pair of outlets. No Python here.
// Tested by python/tests/test_scan.py.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reprise/run.hpp"

namespace reprise::python {

enum class ColumnType { text, texts, integer, number, boolean, time };  ///< texts: a list of text per row

/// Values of one type; each row may be null.
struct Column {
  std::string name;
  ColumnType type;
  std::uint64_t rows = 0, nulls = 0;
  std::vector<std::uint8_t> valid;       ///< a bit a row
  std::vector<std::int64_t> offsets{0};  ///< text: into bytes; texts: into item_offsets
  std::vector<std::int64_t> item_offsets{0};
  std::string bytes;
  std::vector<std::int64_t> integers;    ///< integer, time (seconds)
  std::vector<double> numbers;
  std::vector<std::uint8_t> booleans;    ///< a bit a row

  void text(std::string_view value);
  void text_or_null(std::string_view value) { value.empty() ? null() : text(value); }
  void texts(const std::vector<std::string>& values);
  void integer(std::int64_t value);
  void number(double value);
  void boolean(bool value);
  void credited(Credited value) { value == Credited::unset ? null() : boolean(value == Credited::yes); }
  void time(Seconds value) { value == kNoTime ? null() : integer(value); }
  void null();

  bool is_null(std::uint64_t row) const { return (valid[row / 8] >> (row % 8) & 1) == 0; }
  std::string_view text_at(std::uint64_t row) const { return std::string_view(bytes).substr(offsets[row], offsets[row + 1] - offsets[row]); }
  std::string_view item_at(std::uint64_t item) const { return std::string_view(bytes).substr(item_offsets[item], item_offsets[item + 1] - item_offsets[item]); }
  bool boolean_at(std::uint64_t row) const { return (booleans[row / 8] >> (row % 8) & 1) != 0; }

 private:
  void end_row(bool is_valid);
};

struct Table {
  std::deque<Column> columns;  ///< their addresses stay while columns are added
  Column& add(std::string name, ColumnType type) {
    columns.push_back({});
    columns.back().name = std::move(name);
    columns.back().type = type;
    return columns.back();
  }
  std::uint64_t rows() const { return columns.empty() ? 0 : columns.front().rows; }
};

/// In the order in which reprise.Run has them: name, table.
using Tables = std::vector<std::pair<std::string, std::shared_ptr<const Table>>>;
Tables tables_of(const Run& run);

}  // namespace reprise::python
