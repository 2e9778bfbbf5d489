// Result<T> and Error: how every fallible call of reprise answers.
//
// C++20 has no std::expected, so Result<T> carries the same names (has_value, value, error,
// operator*, operator->). Expected failures come back as a Result; a programmer's error is an
// assert. The library never prints, exits or throws across its own border on bad input.
// Codes are pinned: the same numbers stand in C++, C and Python.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace reprise {

/// Closed set of error codes. Numbers never change; new ones are appended.
enum class ErrorCode : int {
  ok = 0,
  bad_argument = 1,   ///< an option or argument is not acceptable
  not_found = 2,      ///< a file, directory, article or family is not there
  io = 3,             ///< the operating system refused to read or write
  bad_input = 4,      ///< bytes from outside are not what they should be
  exists = 5,         ///< the output is there already and may not be overwritten
  no_space = 6,       ///< the disk is full
  bad_run = 7,        ///< a run directory is damaged or of another format
  interrupted = 8,    ///< stopped by a signal
  locked = 9,         ///< another writer has the index open
  bad_index = 10,     ///< an index is damaged, or the directory holds none
  newer_format = 11,  ///< an index was written by a later version
  read_only = 12,     ///< a call that writes, on an index opened to read
  no_memory = 13,     ///< memory could not be had. C++ callers see std::bad_alloc; reprise.h, and work in the background, answer this
  internal = 14,      ///< a fault of the library. Answered where no exception may pass: by reprise.h, and for work in the background
};

/// What went wrong. `message` is one line that names the file, line or offset, what was
/// expected and what was found; `where` is the path or option it is about (may be empty).
struct Error {
  ErrorCode code = ErrorCode::ok;
  std::string message;
  std::string where;
};

/// A value or an Error. Thread rule: as for the contained value.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { assert(has_value()); return *std::get_if<0>(&state_); }
  const T& value() const& { assert(has_value()); return *std::get_if<0>(&state_); }
  // Of a temporary the value itself, where std::expected gives a reference: `for (auto& c : *index.changes(0))` must not outlive what it reads.
  T value() && { assert(has_value()); return std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const { assert(!has_value()); return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}
  bool has_value() const { return !failed_; }
  explicit operator bool() const { return !failed_; }
  const Error& error() const { assert(failed_); return error_; }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace reprise
