// What the tests of the catalogue share: rows with awkward values, and how rows are compared.
#pragma once

#include <doctest/doctest.h>

#include <limits>

#include "hostile/files.hpp"
#include "store/catalogue.hpp"

namespace reprise::testing {

using namespace reprise::store;

inline constexpr Seconds kLate = Seconds{1} << 33;  // beyond 32 bits
inline const std::string kNul("a\0b\0", 4);
inline const std::string kForeign = "Иран сообщил — «тест» ‏עברית 中文 🛰";

template <class T>
T good(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}
inline void good(Result<void> result) {
  if (!result) FAIL(result.error().message);
}

inline std::unique_ptr<Catalogue> make(const TempDir& dir) { return good(Catalogue::create(dir / "c")); }

/// Runs `write` in a transaction.
template <class Write>
void stored(Catalogue& catalogue, Write write) {
  Transaction transaction = good(Transaction::begin(catalogue.database()));
  write();
  good(transaction.commit());
}

inline std::int64_t count(Catalogue& catalogue, const char* sql) {
  Query q = catalogue.database().query(sql);
  REQUIRE(q.step());
  return q.number(0);
}

inline ArticleRow article(std::string id) {
  ArticleRow a;
  a.given.id = std::move(id);
  return a;
}

inline ArticleRow full_article() {
  ArticleRow a = article("id-" + kForeign);
  a.given.outlet = "as given";
  a.given.published = {kLate, kLate + 86399};
  a.given.fetched = -5;
  a.given.url = "https://news.example/" + std::string(3000, 'x');
  a.given.title = kNul;
  a.given.lang = "English";
  a.version = 4'000'000'000u;
  a.added = 0;
  a.outlet = "Газета";
  a.lang = "en";
  a.words = 4'294'967'295u;
  a.attributions = R"([{"outlet":"TASS"}])";
  return a;
}

inline void check_same(const ArticleRow& x, const ArticleRow& y) {
  CHECK(x.given.id == y.given.id);
  CHECK(x.given.outlet == y.given.outlet);
  CHECK(x.given.url == y.given.url);
  CHECK(x.given.title == y.given.title);
  CHECK(x.given.lang == y.given.lang);
  CHECK(x.given.published == y.given.published);
  CHECK(x.given.fetched == y.given.fetched);
  CHECK(x.given.text.empty());
  CHECK(x.version == y.version);
  CHECK(x.added == y.added);
  CHECK(x.outlet == y.outlet);
  CHECK(x.lang == y.lang);
  CHECK(x.words == y.words);
  CHECK(x.cluster == y.cluster);
  CHECK(x.attributions == y.attributions);
}

inline void check_same(const OccurrenceRow& x, const OccurrenceRow& y) {
  CHECK(x.number == y.number);
  CHECK(x.span == y.span);
  CHECK(x.chars == y.chars);
  CHECK(x.status == y.status);
  CHECK(x.relation == y.relation);
  CHECK(x.parent == y.parent);
  CHECK(x.parent_outlet == y.parent_outlet);
  CHECK(x.parent_observed == y.parent_observed);
  CHECK(x.confidence == y.confidence);
  CHECK(x.identity == y.identity);
  CHECK(x.credited == y.credited);
  CHECK(x.evidence == y.evidence);
}

inline void check_same(const FamilyRow& x, const FamilyRow& y) {
  CHECK(x.family == y.family);
  CHECK(x.kind == y.kind);
  CHECK(x.origin == y.origin);
  CHECK(x.origin_outlet == y.origin_outlet);
  CHECK(x.origin_observed == y.origin_observed);
  CHECK(x.origin_confidence == y.origin_confidence);
  REQUIRE(x.occurrences.size() == y.occurrences.size());
  for (std::size_t i = 0; i < x.occurrences.size(); ++i) check_same(x.occurrences[i], y.occurrences[i]);
}

inline void check_same(const Holding& x, const Holding& y) {
  CHECK(x.family == y.family);
  CHECK(x.status == y.status);
  CHECK(x.parent == y.parent);
  CHECK(x.parent_outlet == y.parent_outlet);
  CHECK(x.origin == y.origin);
  CHECK(x.origin_outlet == y.origin_outlet);
  CHECK(x.confidence == y.confidence);
}

inline ErrorCode code_of_open(const std::string& path, OpenMode mode = OpenMode::write) {
  const auto opened = Catalogue::open(path, mode);
  if (opened) return ErrorCode::ok;
  CHECK(opened.error().where == path);
  CHECK(opened.error().message.find(path) != std::string::npos);
  return opened.error().code;
}

/// A catalogue of some rows, closed: its log is in the file.
inline void make_some(const TempDir& dir) {
  const auto catalogue = make(dir);
  stored(*catalogue, [&] {
    for (int i = 0; i < 200; ++i) good(catalogue->insert_article(article("a" + std::to_string(i)), std::string(700, 'f'), std::string(60, 'p')));
  });
}

}  // namespace reprise::testing
