#include "values.hpp"

#include <datetime.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace reprise::python {

namespace {

/// A moment as Python's calendar has it, which knows the years 1 to 9999 only: what lies outside becomes its first or last second.
struct Civil {
  int year, month, day, hour, minute, second;
};

Civil civil_of(Seconds seconds) {
  using namespace std::chrono;
  constexpr Seconds kFirst = -62135596800, kLast = 253402300799;  // 0001-01-01T00:00:00Z, 9999-12-31T23:59:59Z
  const sys_seconds moment{std::chrono::seconds(std::clamp(seconds, kFirst, kLast))};
  const sys_days day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss<std::chrono::seconds> time{moment - day};
  return {int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())), int(time.hours().count()), int(time.minutes().count()), int(time.seconds().count())};
}

nb::object steal(PyObject* object) {
  if (object == nullptr) throw nb::python_error();
  return nb::steal(object);
}

nb::object datetime(Seconds seconds) {
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw nb::python_error();
  const Civil c = civil_of(seconds);
  return steal(PyDateTimeAPI->DateTime_FromDateAndTime(c.year, c.month, c.day, c.hour, c.minute, c.second, 0, PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType));
}

nb::object type_of(const char* name) { return nb::module_::import_("reprise._types").attr(name); }

nb::object count_or_none(std::uint64_t value) { return value == 0 ? nb::none() : nb::object(nb::int_(value)); }

}  // namespace

nb::object exception_of(const Error& error) {
  return nb::module_::import_("reprise._errors").attr("error_of")(int(error.code), str(error.message), str_or_none(error.where));
}

void raise(const Error& error) {
  const nb::object exception = exception_of(error);
  PyErr_SetObject(exception.type().ptr(), exception.ptr());
  throw nb::python_error();
}

nb::object str(std::string_view utf8) { return steal(PyUnicode_DecodeUTF8(utf8.data(), Py_ssize_t(utf8.size()), "replace")); }

nb::object str_or_none(std::string_view utf8) { return utf8.empty() ? nb::none() : str(utf8); }

nb::object datetime_or_none(Seconds seconds) { return seconds == kNoTime ? nb::none() : datetime(seconds); }

nb::object interval_or_none(const TimeInterval& interval) {
  if (!interval.known()) return nb::none();
  return type_of("Interval")(datetime(interval.from), datetime(interval.to));
}

nb::object span(Span span) { return nb::make_tuple(span.begin, span.end); }

nb::object credited(Credited value) { return value == Credited::unset ? nb::none() : nb::object(nb::bool_(value == Credited::yes)); }

nb::object progress(const Progress& p) {
  return type_of("Progress")(str(p.stage), p.articles, count_or_none(p.articles_total), p.bytes, count_or_none(p.bytes_total));
}

nb::object json_number(double value) {
  const double rounded = std::round(value * 1e4) / 1e4;
  if (rounded == std::floor(rounded)) return nb::int_(std::int64_t(rounded));  // as the files have it: 1, not 1.0
  return nb::float_(rounded);
}

nb::object json_time(Seconds seconds) {
  if (seconds == kNoTime) return nb::none();
  const Civil c = civil_of(seconds);
  char text[40];
  const int size = std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute, c.second);
  return str({text, std::size_t(size)});
}

nb::object json_interval(const TimeInterval& interval) {
  if (!interval.known()) return nb::none();
  nb::dict out;
  out["from"] = json_time(interval.from);
  out["to"] = json_time(interval.to);
  return out;
}

std::string_view text_of(nb::handle value, const char* argument) {
  if (value.is_none()) return {};
  if (!PyUnicode_Check(value.ptr())) {
    PyErr_Format(PyExc_TypeError, "%s: expected str, found %.100s", argument, Py_TYPE(value.ptr())->tp_name);
    throw nb::python_error();
  }
  Py_ssize_t size = 0;
  const char* utf8 = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
  if (utf8 == nullptr) throw nb::python_error();  // lone surrogates: UnicodeEncodeError, a ValueError
  return {utf8, std::size_t(size)};
}

}  // namespace reprise::python
