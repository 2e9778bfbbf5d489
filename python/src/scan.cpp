// _reprise.scan, load_run and Columns: a batch scan and the tables of its run. reprise/_scan.py and _tables.py are what people see.
#include "reprise/scan.hpp"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "arrow.hpp"
#include "long_call.hpp"
#include "module.hpp"
#include "options.hpp"
#include "tables.hpp"

namespace reprise::python {

namespace {

using namespace nb::literals;

/// A Table in Python's hands.
struct Columns {
  std::shared_ptr<const Table> table;

  const Column& find(std::string_view name) const {
    for (const Column& column : table->columns)
      if (column.name == name) return column;
    throw nb::key_error(std::string(name).c_str());
  }
};

nb::object value_at(const Column& column, std::uint64_t row) {
  if (column.is_null(row)) return nb::none();
  switch (column.type) {
    case ColumnType::text: return str(column.text_at(row));
    case ColumnType::integer: return nb::int_(column.integers[row]);
    case ColumnType::number: return nb::float_(column.numbers[row]);
    case ColumnType::boolean: return nb::bool_(column.boolean_at(row));
    case ColumnType::time: return datetime_or_none(column.integers[row]);
    case ColumnType::texts: {
      nb::list items;
      for (std::int64_t i = column.offsets[row]; i < column.offsets[row + 1]; ++i) items.append(str(column.item_at(std::uint64_t(i))));
      return items;
    }
  }
  return nb::none();
}

nb::object dict_of_tables(const Tables& tables) {
  nb::dict out;
  for (const auto& [name, table] : tables) out[name.c_str()] = nb::cast(Columns{table});
  return out;
}

ScanOptions options_of(nb::dict given) {
  ScanOptions options;
  GivenOptions from(std::move(given));
  from.take("output", options.output);
  from.take("force", options.force);
  from.take("threads", options.threads);
  from.take("timezone", options.timezone);
  from.take("outlets", options.outlets_file);
  from.take("outlets_replace", options.outlets_replace);
  from.take("max_article_bytes", options.max_article_bytes);
  from.take("fingerprint_words", options.fingerprint_words);
  from.take("fingerprint_window", options.fingerprint_window);
  from.take("hot_holders", options.hot_holders);
  from.take("bands", options.bands);
  from.take("band_rows", options.band_rows);
  from.take("min_passage_words", options.min_passage_words);
  from.take("boilerplate_articles", options.boilerplate_articles);
  from.take("report_families", options.report_families);
  from.take("report_articles", options.report_articles);
  if (nb::object fields = from.get("fields"); !fields.is_none()) {
    GivenOptions names(nb::cast<nb::dict>(fields));
    constexpr std::pair<const char*, std::string FieldNames::*> kNames[] = {{"id", &FieldNames::id}, {"outlet", &FieldNames::outlet}, {"published", &FieldNames::published}, {"fetched", &FieldNames::fetched}, {"url", &FieldNames::url}, {"title", &FieldNames::title}, {"text", &FieldNames::text}, {"lang", &FieldNames::lang}};
    for (const auto& [name, member] : kNames) names.take(name, options.fields.*member);
    names.end();
  }
  from.end();
  return options;
}

/// (tables by name, {"articles": ..., "skipped": ..., ...})
nb::tuple scan_to_tables(std::vector<std::string> inputs, nb::dict given, nb::object tell) {
  ScanOptions options = options_of(std::move(given));
  options.inputs = std::move(inputs);
  std::atomic<bool> cancel{false};
  ProgressSlot slot;
  Tables tables;
  options.cancel = &cancel;
  options.progress = [&slot](const Progress& progress) { slot.post(progress); };
  options.on_run = [&tables](const Run& run) { tables = tables_of(run); };
  const ScanSummary summary = value_or_raise(long_call([&] { return scan(options); }, cancel, slot, std::move(tell)));
  nb::dict counts, reasons;
  counts["articles"] = summary.articles;
  counts["skipped"] = summary.skipped;
  counts["words"] = summary.words;
  counts["outlets"] = summary.outlets;
  counts["clusters"] = summary.clusters;
  counts["families"] = summary.families;
  counts["occurrences"] = summary.occurrences;
  counts["articles_with_parent"] = summary.articles_with_parent;
  for (const auto& [reason, count] : summary.skip_reasons) reasons[reason.c_str()] = count;
  counts["skip_reasons"] = reasons;
  counts["seconds"] = summary.seconds;
  return nb::make_tuple(dict_of_tables(tables), counts);
}

nb::object load_tables(const std::string& directory) {
  Tables tables;
  {
    nb::gil_scoped_release release;
    Result<Run> run = load_run(directory);
    if (run) {
      tables = tables_of(*run);
    } else {
      nb::gil_scoped_acquire acquire;
      raise(run.error());
    }
  }
  return dict_of_tables(tables);
}

}  // namespace

nb::object run_tables(const Run& run) {
  Tables tables;
  {
    nb::gil_scoped_release release;
    tables = tables_of(run);
  }
  return dict_of_tables(tables);
}

void define_scan(nb::module_& module) {
  nb::class_<Columns>(module, "Columns", "The columns of a table; see reprise.Table.")
      .def("__len__", [](const Columns& c) { return c.table->rows(); })
      .def_prop_ro("names", [](const Columns& c) {
        nb::list names;
        for (const Column& column : c.table->columns) names.append(str(column.name));
        return nb::tuple(names);
      })
      .def("column", [](const Columns& c, const std::string& name) {
        const Column& column = c.find(name);
        nb::list values;
        for (std::uint64_t row = 0; row < column.rows; ++row) values.append(value_at(column, row));
        return values;
      })
      .def("row", [](const Columns& c, std::uint64_t row) {
        if (row >= c.table->rows()) throw nb::index_error("row");
        nb::dict values;
        for (const Column& column : c.table->columns) values[column.name.c_str()] = value_at(column, row);
        return values;
      })
      .def("arrow_stream", [](const Columns& c) { return arrow_stream(c.table); });
  module.def("scan", &scan_to_tables, "inputs"_a, "options"_a, "progress"_a.none());
  module.def("load_run", &load_tables, "directory"_a);
}

}  // namespace reprise::python
