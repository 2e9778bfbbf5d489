// Keyword arguments -> the option structs of the library. An option that is not given keeps the library's default, so that each default stands
// in one place. Unknown names are a TypeError.
#pragma once

#include <nanobind/nanobind.h>

#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

#include "values.hpp"

namespace reprise::python {

class GivenOptions {
 public:
  explicit GivenOptions(nb::dict given) : given_(std::move(given)) {}

  /// Puts options[name] into `member`, where it is given and not None.
  template <class Member>
  void take(const char* name, Member& member) {
    const nb::object value = get(name);
    if (value.is_none()) return;
    if constexpr (std::is_same_v<Member, std::string>) {
      member = std::string(text_of(value, name));
    } else if constexpr (std::is_same_v<Member, bool>) {
      if (!PyBool_Check(value.ptr())) wrong(name, "bool", value);
      member = value.ptr() == Py_True;
    } else {
      static_assert(std::is_unsigned_v<Member>);
      if (!PyLong_Check(value.ptr()) || PyBool_Check(value.ptr())) wrong(name, "int", value);
      int overflow = 0;
      const long long number = PyLong_AsLongLongAndOverflow(value.ptr(), &overflow);
      if (overflow != 0 || number < 0 || std::uint64_t(number) > std::uint64_t(std::numeric_limits<Member>::max())) {
        PyErr_Format(PyExc_ValueError, "%s: expected 0 to %llu, found %R", name, static_cast<unsigned long long>(std::numeric_limits<Member>::max()), value.ptr());
        throw nb::python_error();
      }
      member = Member(number);
    }
  }
  nb::object get(const char* name) {
    const nb::object value = given_.attr("pop")(name, nb::none());
    return value;
  }
  /// What nobody took is no option.
  void end() const {
    for (const auto& [name, value] : given_) {
      PyErr_Format(PyExc_TypeError, "there is no option %R", name.ptr());
      throw nb::python_error();
    }
  }

 private:
  [[noreturn]] static void wrong(const char* name, const char* expected, const nb::object& value) {
    PyErr_Format(PyExc_TypeError, "%s: expected %s, found %.100s", name, expected, Py_TYPE(value.ptr())->tp_name);
    throw nb::python_error();
  }
  nb::dict given_;
};

}  // namespace reprise::python
