// reprise._reprise: the library as the Python package sees it. What people call is written in Python (reprise/*.py) on top of this;
// the types of this module are in reprise/_reprise.pyi.
#include "module.hpp"

#include <string>

#include "reprise/version.hpp"

NB_MODULE(_reprise, module) {
  nanobind::set_leak_warnings(false);  // an object that lives until the interpreter ends is no fault of the program
  module.doc() = "The compiled part of reprise.";
  module.attr("__version__") = std::string(reprise::kVersion).c_str();
  reprise::python::define_classes(module);
  reprise::python::define_index(module);
  reprise::python::define_scan(module);
}
