// Fields of JSON objects, appended to one string: what all writers of records share. A `key` is given with its own brace or comma, `,"outlet":`.
// Tested by tests/report/run_files_test.cpp, verdict_json_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "report/iso_time.hpp"
#include "report/json_out.hpp"
#include "reprise/run.hpp"

namespace reprise::report {

class JsonFields {
 public:
  explicit JsonFields(std::string& out) : out_(out) {}

 protected:
  void text(std::string_view key, std::string_view value) {
    out_ += key;
    append_json_string(out_, value);
  }
  /// "" is null.
  void text_or_null(std::string_view key, std::string_view value) {
    out_ += key;
    append_json_or_null(out_, value);
  }
  void number(std::string_view key, std::uint64_t value) {
    out_ += key;
    append_uint(out_, value);
  }
  void decimal(std::string_view key, double value) {
    out_ += key;
    append_decimal(out_, value);
  }
  void boolean(std::string_view key, bool value) {
    out_ += key;
    out_ += value ? "true" : "false";
  }
  void credited(std::string_view key, Credited value) {
    out_ += key;
    out_ += value == Credited::unset ? "null" : value == Credited::yes ? "true" : "false";
  }
  void interval(std::string_view key, const TimeInterval& value) {
    out_ += key;
    append_interval(out_, value);
  }
  void span(std::string_view key, Span value) {
    out_ += key;
    append_span(out_, value);
  }
  void time(std::string_view key, Seconds value) {
    out_ += key;
    if (value == kNoTime) {
      out_ += "null";
      return;
    }
    out_ += '"';
    append_iso(out_, value);
    out_ += '"';
  }
  /// An array; `each` appends an element.
  template <class List, class Each>
  void list(std::string_view key, const List& items, Each&& each) {
    out_ += key;
    out_ += '[';
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      each(item);
    }
    out_ += ']';
  }

  std::string& out_;
};

}  // namespace reprise::report
