// CSV and TSV after RFC 4180.
#include <doctest/doctest.h>

#include "corpus/csv.hpp"
#include "corpus/read_all.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using namespace reprise::corpus;
using reprise::testing::put;
using reprise::testing::read_path;
using reprise::testing::TempDir;

TEST_CASE("fields, quotes and line ends") {
  std::vector<std::string> fields;
  std::string problem;
  CHECK(csv::split("a,\"b \"\"c\"\"\nd\",,\"\"", ',', fields, problem));
  CHECK(fields == std::vector<std::string>{"a", "b \"c\"\nd", "", ""});
  CHECK(csv::split("", ',', fields, problem));
  CHECK(fields == std::vector<std::string>{""});
  CHECK(csv::split("a,", ',', fields, problem));
  CHECK(fields.size() == 2);
  for (const char* bad : {"a,\"b\"c", "a,b\"c", "\"open", "\"open\"\""}) {
    CAPTURE(bad);
    CHECK_FALSE(csv::split(bad, ',', fields, problem));
    CHECK(problem.find("expected") != std::string::npos);
  }
  const auto end = csv::find_end("a,\"b\r\nc\"\r\nd", ',');
  CHECK(end.end == csv::End::complete);
  CHECK(end.content == 8);
  CHECK(end.total == 10);
  CHECK(csv::find_end("a,\"b\nc", ',').open_quote);
  CHECK_FALSE(csv::find_end("a,b\"", ',').open_quote);
}

TEST_CASE("a table with a byte order mark, lines inside quotes and bad records") {
  TempDir dir;
  put(dir / "a.csv",
      "\xef\xbb\xbfID,Source,Text,Date\r\n1,TASS,\"line one\r\nline \"\"two\"\"\",2023-10-07\r\n2,RIA,short\r\n\r\n"
      "3,RIA,bad \"quote\",2023-10-07\r\n4,RIA,\xff,2023-10-07\r\n5,,five,\r\n");
  const auto all = read_path(dir / "a.csv");
  REQUIRE(all.articles.size() == 2);
  CHECK(all.articles[0].article.text == "line one\r\nline \"two\"");
  CHECK(all.articles[0].article.outlet == "TASS");
  CHECK(all.articles[0].line == 2);
  CHECK(all.articles[1].article.outlet.empty());
  CHECK_FALSE(all.articles[1].article.published.known());
  REQUIRE(all.skips.size() == 3);
  CHECK(all.skips[0].reason == "bad_csv");
  CHECK(all.skips[0].line == 4);
  CHECK(all.skips[1].line == 6);
  CHECK(all.skips[2].reason == "bad_utf8");
}

TEST_CASE("a quote that is never closed costs one line") {
  TempDir dir;
  std::string table = "id,text\n1,one\n2,\"open\n";
  for (int i = 3; i < 100; ++i) table += std::to_string(i) + ",plain\n";
  put(dir / "a.csv", table);
  const auto all = read_path(dir / "a.csv");
  CHECK(all.articles.size() == 98);
  REQUIRE(all.skips.size() == 1);
  CHECK(all.skips[0].line == 3);
  CHECK(all.skips[0].reason == "bad_csv");
}

TEST_CASE("a header without a text column is an error that lists what there is") {
  TempDir dir;
  put(dir / "a.csv", "id,words\n1,one\n");
  const auto all = read_path(dir / "a.csv");
  CHECK(all.error.code == ErrorCode::bad_input);
  CHECK(all.error.message.find("id, words") != std::string::npos);
  put(dir / "d/a.csv", "id,words\n1,one\n");
  put(dir / "d/b.csv", "id,text\n1,one\n");
  const auto directory = read_path(dir / "d");
  CHECK(directory.articles.size() == 1);
  REQUIRE(directory.skips.size() == 1);
  CHECK(directory.skips[0].reason == "bad_csv");
}
