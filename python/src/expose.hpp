// A struct of the library as a Python class with read-only attributes.
//
// FieldsOf<T>::list names each member once; attributes, to_dict() and repr() are made from it. Nested objects and those of lists refer into
// their owner and keep it alive; nothing can be written, so nothing can dangle.
#pragma once

#include <nanobind/nanobind.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "reprise/index.hpp"
#include "values.hpp"

namespace reprise::python {

enum class When { always, not_empty_or_none, not_empty };  ///< not_empty: to_dict() leaves the key out otherwise, as the run files do

template <class T, class Member>
struct Field {
  const char* name;
  Member T::*member;
  const char* doc;
  When when = When::always;
};
template <class T, class Member>
Field(const char*, Member T::*, const char*) -> Field<T, Member>;
template <class T, class Member>
Field(const char*, Member T::*, const char*, When) -> Field<T, Member>;

template <class T>
struct FieldsOf;

template <class T>
nb::object dict_of(const T& value);

inline bool is_nothing(const Holding& holding) { return holding.family.empty(); }
template <class T>
bool is_nothing(const T&) { return false; }

// What an attribute gives. `owner` is the Python object that the value lives in.
template <class Member>
nb::object attribute_of(const Member& value, When when, nb::handle owner) {
  if constexpr (std::is_same_v<Member, std::string>) return when == When::not_empty_or_none ? str_or_none(value) : str(value);
  else if constexpr (std::is_same_v<Member, bool>) return nb::bool_(value);
  else if constexpr (std::is_same_v<Member, double>) return nb::float_(value);
  else if constexpr (std::is_same_v<Member, Seconds>) return datetime_or_none(value);
  else if constexpr (std::is_integral_v<Member>) return nb::int_(value);
  else if constexpr (std::is_same_v<Member, TimeInterval>) return interval_or_none(value);
  else if constexpr (std::is_same_v<Member, Span>) return span(value);
  else if constexpr (std::is_same_v<Member, Credited>) return credited(value);
  else if constexpr (std::is_enum_v<Member>) return str_or_none(to_string(value));
  else if constexpr (requires { value.begin(); }) {
    nb::list items;
    for (const auto& item : value) items.append(attribute_of(item, When::always, owner));
    return nb::tuple(items);
  } else {
    return is_nothing(value) ? nb::none() : nb::cast(&value, nb::rv_policy::reference_internal, owner.ptr() == nullptr ? nb::handle() : owner);
  }
}

// The same as JSON has it.
template <class Member>
nb::object json_of(const Member& value, When when) {
  if constexpr (std::is_same_v<Member, double>) return json_number(value);
  else if constexpr (std::is_same_v<Member, Seconds>) return json_time(value);
  else if constexpr (std::is_same_v<Member, TimeInterval>) return json_interval(value);
  else if constexpr (std::is_same_v<Member, Span>) return nb::list(span(value));
  else if constexpr (std::is_same_v<Member, std::string> || std::is_arithmetic_v<Member> || std::is_enum_v<Member>) return attribute_of(value, when, {});
  else if constexpr (requires { value.begin(); }) {
    nb::list items;
    for (const auto& item : value) items.append(json_of(item, When::always));
    return items;
  } else {
    return is_nothing(value) ? nb::none() : dict_of(value);
  }
}

template <class T>
nb::object dict_of(const T& value) {
  nb::dict out;
  const auto put = [&](const auto& field) {
    const auto& member = value.*field.member;
    if constexpr (requires { member.empty(); }) {
      if (field.when == When::not_empty && member.empty()) return;
    }
    out[field.name] = json_of(member, field.when);
  };
  std::apply([&](const auto&... fields) { (put(fields), ...); }, FieldsOf<T>::list);
  return out;
}

nb::object json_text(const nb::object& value);
nb::object from_json(const std::string& text);
/// 'Passage(family="f-12", ...)' from pairs of name and value; see classes.cpp.
nb::object representation(const char* name, const nb::list& pairs);

template <class T>
nb::class_<T> expose(nb::module_& module, const char* name, const char* doc) {
  nb::class_<T> made(module, name, doc);
  made.attr("__module__") = "reprise";
  const auto define = [&](const auto& field) {
    made.def_prop_ro(field.name, [field](nb::handle self) { return attribute_of(nb::cast<const T&>(self).*field.member, field.when, self); }, field.doc);
  };
  std::apply([&](const auto&... fields) { (define(fields), ...); }, FieldsOf<T>::list);
  made.def("__repr__", [name](nb::handle self) {
    const T& value = nb::cast<const T&>(self);
    nb::list pairs;
    std::apply([&](const auto&... fields) { (pairs.append(nb::make_tuple(fields.name, attribute_of(value.*fields.member, fields.when, self))), ...); }, FieldsOf<T>::list);
    return representation(name, pairs);
  });
  // Where the library itself writes JSON of the struct, that is taken.
  if constexpr (requires(const T& value) { { reprise::to_json(value) } -> std::same_as<std::string>; }) {
    made.def("to_json", [](const T& value) { return str(reprise::to_json(value)); }, "One line of JSON; keys as in docs/formats.md.");
    made.def("to_dict", [](const T& value) { return from_json(reprise::to_json(value)); }, "The same as json.loads(self.to_json()).");
  } else {
    made.def("to_json", [](const T& value) { return json_text(dict_of(value)); }, "One line of JSON.");
    made.def("to_dict", [](const T& value) { return dict_of(value); }, "The same as json.loads(self.to_json()).");
  }
  return made;
}

}  // namespace reprise::python
