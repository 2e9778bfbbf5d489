// Plain values of reprise as Python has them, and errors.
//
// What is unknown ("" or kNoTime or unset) is None. Times are datetimes in UTC, intervals reprise.Interval, spans tuples,
// enumerations the words of the run files. `json_*` give the same as json.loads() of a line of the run files does.
// All functions need the GIL. Tested by python/tests/test_values.py.
#pragma once

#include <nanobind/nanobind.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "reprise/article.hpp"
#include "reprise/options.hpp"
#include "reprise/result.hpp"
#include "reprise/run.hpp"

namespace reprise::python {

namespace nb = nanobind;

/// Raises the subclass of reprise.Error that belongs to the code.
[[noreturn]] void raise(const Error& error);
/// The same exception as an object.
nb::object exception_of(const Error& error);

nb::object str(std::string_view utf8);
nb::object str_or_none(std::string_view utf8);
nb::object datetime_or_none(Seconds seconds);
nb::object interval_or_none(const TimeInterval& interval);
nb::object span(Span span);
nb::object credited(Credited value);
nb::object progress(const Progress& progress);

nb::object json_number(double value);  ///< four decimals
nb::object json_time(Seconds seconds);
nb::object json_interval(const TimeInterval& interval);

/// The UTF-8 of a str, valid as long as the object; None is "". Anything else is a TypeError that names the argument.
std::string_view text_of(nb::handle value, const char* argument);

/// The value of a Result, or its error raised.
template <class T>
T value_or_raise(Result<T>&& result) {
  if (!result) raise(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace reprise::python
