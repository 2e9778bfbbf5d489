// _reprise.Index: the calls of an index with plain arguments. reprise/_index.py is what people see.
#include "reprise/index.hpp"

#include <nanobind/stl/string.h>

#include <array>
#include <vector>

#include "handle.hpp"
#include "module.hpp"
#include "options.hpp"

namespace reprise::python {

namespace {

using namespace nb::literals;

IndexOptions options_of(nb::dict given) {
  IndexOptions options;
  GivenOptions from(std::move(given));
  from.take("create", options.create);
  from.take("read_only", options.read_only);
  from.take("group_milliseconds", options.group_milliseconds);
  from.take("group_articles", options.group_articles);
  from.take("seal_articles", options.seal_articles);
  from.take("timezone", options.timezone);
  from.take("outlets", options.outlets_file);
  from.take("outlets_replace", options.outlets_replace);
  from.take("max_article_bytes", options.max_article_bytes);
  from.take("threads", options.threads);
  std::string durability;
  from.take("durability", durability);
  if (durability == "per_call") options.durability = Durability::per_call;
  else if (durability == "on_flush") options.durability = Durability::on_flush;
  else if (!durability.empty() && durability != "grouped")
    raise({ErrorCode::bad_argument, "durability: expected 'grouped', 'per_call' or 'on_flush', found '" + durability + "'", "durability"});
  from.end();
  return options;
}

/// From (id, text, outlet, published, fetched, url, title, lang), as reprise/_given.py orders them. Views into the str objects of the tuple.
NewArticle article_of(const nb::tuple& given) {
  constexpr std::array<std::pair<const char*, std::string_view NewArticle::*>, 8> kMembers = {{{"id", &NewArticle::id}, {"text", &NewArticle::text}, {"outlet", &NewArticle::outlet}, {"published", &NewArticle::published}, {"fetched", &NewArticle::fetched}, {"url", &NewArticle::url}, {"title", &NewArticle::title}, {"lang", &NewArticle::lang}}};
  if (given.size() != kMembers.size()) throw nb::value_error("an article has eight members");
  NewArticle article;
  for (std::size_t i = 0; i < kMembers.size(); ++i) article.*kMembers[i].second = text_of(given[i], kMembers[i].first);
  return article;
}

Handle* open_index(const char* how, const std::string& directory, const std::string& run, nb::dict options, nb::object tell) {
  Handle::Opening opening = [](const std::string& d, const std::string&, const IndexOptions& o) { return Index::open(d, o); };
  if (std::string_view(how) == "create") opening = [](const std::string& d, const std::string&, const IndexOptions& o) { return Index::create(d, o); };
  if (std::string_view(how) == "import_run") opening = [](const std::string& d, const std::string& r, const IndexOptions& o) { return Index::import_run(d, r, o); };
  return Handle::open(opening, directory, run, options_of(std::move(options)), std::move(tell));
}

nb::list add_many(Handle& handle, nb::list given) {
  std::vector<NewArticle> articles;
  articles.reserve(given.size());
  for (nb::handle item : given) articles.push_back(article_of(nb::cast<nb::tuple>(item)));
  std::vector<Result<Verdict>> answers = handle.with([&](Index& index) { return index.add_many(std::span<const NewArticle>(articles)); });
  nb::list out;
  for (Result<Verdict>& answer : answers) out.append(answer ? nb::cast(std::move(*answer)) : exception_of(answer.error()));
  return out;
}

template <class T>
nb::list list_of(std::vector<T> items) {
  nb::list out;
  for (T& item : items) {
    if constexpr (std::is_same_v<T, std::string>) out.append(str(item));
    else out.append(nb::cast(std::move(item)));
  }
  return out;
}

}  // namespace

nb::object run_tables(const Run& run);  // scan.cpp

void define_index(nb::module_& module) {
  nb::class_<Handle>(module, "Index", "An open index; see reprise.Index.")
      .def_static("open", &open_index, "how"_a, "directory"_a, "run"_a, "options"_a, "progress"_a = nb::none(), nb::rv_policy::take_ownership)
      .def("close", &Handle::close)
      .def_prop_ro("closed", &Handle::closed)
      .def("add", [](Handle& h, nb::tuple given) {
        const NewArticle article = article_of(given);
        return value_or_raise(h.with([&](Index& index) { return index.add(article); }));
      })
      .def("add_many", &add_many)
      .def("query", [](Handle& h, nb::tuple given) {
        const NewArticle article = article_of(given);
        return value_or_raise(h.with([&](Index& index) { return index.query(article); }));
      })
      .def("replace", [](Handle& h, nb::tuple given) {
        const NewArticle article = article_of(given);
        return value_or_raise(h.with([&](Index& index) { return index.replace(article); }));
      })
      .def("remove", [](Handle& h, nb::str id) {
        const std::string_view view = text_of(id, "id");
        value_or_raise(h.with([&](Index& index) { return index.remove(view); }));
      })
      .def("get", [](Handle& h, nb::str id) {
        const std::string_view view = text_of(id, "id");
        return value_or_raise(h.with([&](Index& index) { return index.get(view); }));
      })
      .def("contains", [](Handle& h, nb::str id) {
        const std::string_view view = text_of(id, "id");
        return h.with([&](Index& index) { return index.contains(view); });
      })
      .def("chain", [](Handle& h, nb::str id) {
        const std::string_view view = text_of(id, "id");
        return list_of(value_or_raise(h.with([&](Index& index) { return index.chain(view); })));
      })
      .def("family", [](Handle& h, nb::str family) {
        const std::string_view view = text_of(family, "family");
        return value_or_raise(h.with([&](Index& index) { return index.family(view); }));
      })
      .def("text", [](Handle& h, nb::str id) {
        const std::string_view view = text_of(id, "id");
        return str(value_or_raise(h.with([&](Index& index) { return index.text(view); })));
      })
      .def("changes", [](Handle& h, std::uint64_t since, std::uint64_t limit) { return list_of(value_or_raise(h.with([&](Index& index) { return index.changes(since, limit); }))); })
      .def("stats", [](Handle& h) { return value_or_raise(h.with([](Index& index) { return index.stats(); })); })
      .def("ids", [](Handle& h) { return list_of(value_or_raise(h.with([](Index& index) { return index.ids(); }))); })
      .def("run", [](Handle& h) { return run_tables(value_or_raise(h.with([](Index& index) { return index.run(); }))); })
      .def("flush", [](Handle& h) { value_or_raise(h.with([](Index& index) { return index.flush(); })); })
      .def("settle", [](Handle& h, nb::object tell) { value_or_raise(h.with_long([](Index& index) { return index.settle(); }, std::move(tell))); }, "progress"_a.none())
      .def("compact", [](Handle& h, nb::object tell) { value_or_raise(h.with_long([](Index& index) { return index.compact(); }, std::move(tell))); }, "progress"_a.none())
      .def("rebuild", [](Handle& h, nb::object tell) { value_or_raise(h.with_long([](Index& index) { return index.rebuild(); }, std::move(tell))); }, "progress"_a.none())
      .def("verify", [](Handle& h, nb::object tell) { return value_or_raise(h.with_long([](Index& index) { return index.verify(); }, std::move(tell))); }, "progress"_a.none());
}

}  // namespace reprise::python
