// A Table as an Arrow C stream of one batch, for __arrow_c_stream__: pyarrow, pandas, polars and DuckDB read it without a copy.
// Source: the Arrow C data and C stream interfaces, https://arrow.apache.org/docs/format/CDataInterface.html (the structs are defined there to be
// copied), and the PyCapsule interface.
// Invariant: every array that was handed out holds the table, so the buffers outlive whoever reads them.
// Tested by python/tests/test_scan.py.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>

#include "tables.hpp"

namespace reprise::python {

/// A capsule "arrow_array_stream". Needs the GIL.
nanobind::object arrow_stream(std::shared_ptr<const Table> table);

}  // namespace reprise::python
