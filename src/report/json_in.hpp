// Reading one line of a run file: typed fields by name, with an error that says what was expected and what was found.
//
// Idea: simdjson's DOM parser judges a whole line first, so that damaged JSON ends there and field access only meets keys
//   and types (its on-demand parser leaves damage inside a line undefined for keys out of order). The first failure is kept and
//   every later call answers an empty value, so that record readers are straight lines of fields and one check at the end.
// Invariant: after a failure nothing that was read is used. Unknown keys are passed over (a later version may add some).
// Not thread-safe. Tested by tests/report/run_load_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/enum_names.hpp"
#include "reprise/article.hpp"
#include "reprise/run.hpp"
#include "simdjson.h"

namespace reprise::report {

class LineFields {
 public:
  using Value = simdjson::dom::element;
  using Object = simdjson::dom::object;

  bool failed() const { return failed_; }
  const std::string& message() const { return message_; }
  void fail(std::string message) {
    if (!failed_) message_ = std::move(message);
    failed_ = true;
  }
  void reset() {
    failed_ = false;
    message_.clear();
  }

  std::string text(Object& o, std::string_view key) { return std::string(view(o, key, false)); }
  std::string text_or_null(Object& o, std::string_view key) { return std::string(view(o, key, true)); }
  /// The string's characters until the next line is parsed; "" for null when that is allowed.
  std::string_view view(Object& o, std::string_view key, bool null_allowed);
  std::uint32_t number(Object& o, std::string_view key);
  /// 0..1
  double share(Object& o, std::string_view key);
  bool boolean(Object& o, std::string_view key);
  Credited credited(Object& o, std::string_view key);
  Span span(Object& o, std::string_view key);
  TimeInterval interval(Object& o, std::string_view key);
  Seconds time(Object& o, std::string_view key);  ///< kNoTime when the key is not there
  /// false: null (allowed) or a failure
  bool signed_number_or_null(Object& o, std::string_view key, std::int64_t& out);
  bool object(Object& o, std::string_view key, Object& out);
  Attribution attribution(Object& o);

  template <class Enum, std::size_t N>
  Enum word(Object& o, std::string_view key, const std::array<std::string_view, N>& names, bool null_allowed = false) {
    Enum out{};
    const std::string_view name = view(o, key, null_allowed);
    if (failed_ || (null_allowed && name.empty())) return out;
    if (!from_name(names, name, out)) fail("expected \"" + std::string(key) + "\" to be " + list_of(names) + ", found " + quoted(name));
    return out;
  }

  /// Calls each(Value) for the elements of the array under `key`.
  template <class F>
  void list(Object& o, std::string_view key, F&& each, bool may_be_absent = false) {
    Value value;
    if (!field(o, key, value, may_be_absent)) return;
    simdjson::dom::array array;
    if (value.get_array().get(array)) return wrong(key, "an array", value);
    for (const Value item : array) {
      each(item);
      if (failed_) return;
    }
  }
  template <class F>
  void objects(Object& o, std::string_view key, F&& each, bool may_be_absent = false) {
    list(o, key, [&](Value item) {
      Object object;
      if (item.get_object().get(object)) return fail("expected objects in \"" + std::string(key) + "\", found " + kind_of(item));
      each(object);
    }, may_be_absent);
  }
  template <class F>
  void strings(Object& o, std::string_view key, F&& each) {
    list(o, key, [&](Value item) {
      std::string_view text;
      if (item.get_string().get(text)) return fail("expected strings in \"" + std::string(key) + "\", found " + kind_of(item));
      each(text);
    });
  }

  /// A short, printable form of outside text for a message.
  static std::string quoted(std::string_view text);

 private:
  bool field(Object& o, std::string_view key, Value& out, bool may_be_absent = false);
  void wrong(std::string_view key, std::string_view expected, Value found);
  static std::string kind_of(Value value);

  bool failed_ = false;
  std::string message_;
};

}  // namespace reprise::report
