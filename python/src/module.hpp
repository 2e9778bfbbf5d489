// The parts that make up the module _reprise.
#pragma once

#include <nanobind/nanobind.h>

namespace reprise::python {

void define_classes(nanobind::module_& module);  // classes.cpp
void define_index(nanobind::module_& module);    // index.cpp
void define_scan(nanobind::module_& module);     // scan.cpp

}  // namespace reprise::python
