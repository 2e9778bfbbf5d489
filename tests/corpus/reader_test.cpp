// Reading articles: formats, field guesses, ids, and the same result from blocks of any size.
#include <doctest/doctest.h>

#include "corpus/read_all.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using namespace reprise::corpus;
using reprise::testing::put;
using reprise::testing::read_all;
using reprise::testing::read_path;
using reprise::testing::TempDir;

TEST_CASE("JSON lines: byte order mark, CRLF, empty lines, no line feed at the end") {
  TempDir dir;
  put(dir / "a.jsonl",
      "\xef\xbb\xbf{\"id\":\"1\",\"text\":\"one\",\"published\":\"2023-10-07\",\"lang\":\"en-US\"}\r\n\r\n\n"
      "  {\"id\":2,\"text\":\"tw\\u006f \\ud83d\\ude00\",\"published\":1696669920} \n{\"id\":\"3\",\"text\":\"three\"}");
  const auto all = read_path(dir / "a.jsonl");
  REQUIRE(all.articles.size() == 3);
  CHECK(all.skips.empty());
  CHECK(all.articles[0].article.lang == "en");
  CHECK(all.articles[0].article.published == TimeInterval{1696636800, 1696723199});
  CHECK(all.articles[1].article.id == "2");
  CHECK(all.articles[1].article.text == "two \xf0\x9f\x98\x80");
  CHECK(all.articles[1].article.published == TimeInterval{1696669920, 1696669920});
  CHECK(all.articles[1].line == 4);
  CHECK(all.articles[2].line == 5);
}

TEST_CASE("bad lines are skipped with line and reason, and the rest is read") {
  TempDir dir;
  put(dir / "a.jsonl",
      "{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"text\":\"tw\n{\"id\":\"3\",\"text\":\"\xff\"}\n{\"id\":\"4\"}\n"
      "{\"id\":\"5\",\"text\":\" \\n\"}\n{\"id\":\"6\",\"text\":7}\n[1]\n{\"id\":{},\"text\":\"x\"}\n{\"id\":\"9\",\"text\":\"nine\"} x\n"
      "{\"id\":\"10\",\"text\":\"ten\",\"x\":tru}\n{\"id\":\"11\",\"text\":\"a\\qb\"}\n{\"id\":\"12\",\"text\":null}\n"
      "{\"id\":\"13\",\"text\":\"last\"}\n{\"id\":\"1\\u00004\",\"text\":\"x\"}\n{\"url\":\"u\\u0000\",\"text\":\"x\"}\n");
  const auto all = read_path(dir / "a.jsonl");
  REQUIRE(all.articles.size() == 2);
  CHECK(all.articles[1].article.id == "13");
  const std::vector<std::pair<int, std::string>> expected{
      {2, "bad_json"}, {3, "bad_utf8"}, {4, "missing_text"}, {5, "empty_text"}, {6, "missing_text"}, {7, "bad_json"},
      {8, "missing_id"}, {9, "bad_json"}, {10, "bad_json"}, {11, "bad_json"}, {12, "missing_text"},
      {14, "missing_id"}, {15, "missing_id"}};
  REQUIRE(all.skips.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(all.skips[i].line == expected[i].first);
    CHECK(all.skips[i].reason == expected[i].second);
    CHECK(all.skips[i].file == dir / "a.jsonl");
    CHECK_FALSE(all.skips[i].detail.empty());
  }
  CHECK(all.skips[1].detail.find("byte 19") != std::string::npos);
  CHECK(all.skips[2].id == "4");
}

TEST_CASE("field names are guessed in order, given names hold, nested names are followed") {
  TempDir dir;
  put(dir / "a.jsonl",
      "{\"guid\":\"g\",\"source\":{\"name\":\"TASS\",\"x\":[1,{}]},\"pubDate\":\"2023-10-07\",\"link\":\"https://x.y/z\",\"headline\":\"H\","
      "\"body\":\"words\",\"summary\":\"short\",\"Language\":\"ru\",\"crawl_date\":\"2023-10-08\"}\n");
  auto all = read_path(dir / "a.jsonl");
  REQUIRE(all.articles.size() == 1);
  const Article& a = all.articles[0].article;
  CHECK(a.id == "g");
  CHECK(a.outlet == "TASS");
  CHECK(a.url == "https://x.y/z");
  CHECK(a.title == "H");
  CHECK(a.text == "words");
  CHECK(a.lang == "ru");
  CHECK(format_time(a.published.from) == "2023-10-07T00:00:00Z");
  CHECK(format_time(a.fetched) == "2023-10-08T23:59:59Z");
  CHECK(all.mappings[0].outlet == "source.name");
  CHECK(all.mappings[0].published == "pubDate");

  InputOptions options;
  options.inputs = {dir / "a.jsonl"};
  options.fields.text = "summary";
  options.fields.url = options.fields.id = "link";
  all = read_all(options);
  REQUIRE(all.articles.size() == 1);
  CHECK(all.articles[0].article.text == "short");
  CHECK(all.articles[0].article.id == "https://x.y/z");
  CHECK(all.articles[0].article.url == "https://x.y/z");
}

TEST_CASE("a field that only late records have is found under its own name") {
  TempDir dir;
  std::string lines;
  for (int i = 0; i < 6000; ++i) lines += "{\"id\":\"" + std::to_string(i) + "\",\"body\":\"" + std::string(60, 'x') + "\"}\n";
  put(dir / "a.jsonl", lines + "{\"id\":\"last\",\"body\":\"x\",\"title\":\"T\"}\n");
  const auto all = read_path(dir / "a.jsonl");
  REQUIRE(all.articles.size() == 6001);
  CHECK(all.articles.back().article.title == "T");
  CHECK(all.mappings[0].text == "body");
}

TEST_CASE("a record without an id gets its url, else a hash of its content, whatever the order") {
  TempDir dir;
  const std::string one = "{\"text\":\"one\",\"url\":\"https://a/1\"}\n", two = "{\"text\":\"two\"}\n", three = "{\"text\":\"three\"}\n";
  put(dir / "a.jsonl", one + two + three);
  put(dir / "b.jsonl", three + one + two);
  const auto a = read_path(dir / "a.jsonl"), b = read_path(dir / "b.jsonl");
  REQUIRE(a.articles.size() == 3);
  REQUIRE(b.articles.size() == 3);
  CHECK(a.articles[0].article.id == "https://a/1");
  CHECK(a.articles[1].article.id.size() == 18);
  CHECK(a.articles[1].article.id.substr(0, 2) == "h-");
  CHECK(a.articles[1].article.id == b.articles[2].article.id);
  CHECK(a.articles[2].article.id == b.articles[0].article.id);
  CHECK(a.articles[1].article.id != a.articles[2].article.id);
}

TEST_CASE("the content hash sees every field but the id, and where one ends") {
  const auto hash = [](const std::string& fields) {
    TempDir dir;
    put(dir / "a.jsonl", "{\"id\":\"1\"," + fields + "}\n");
    const auto all = read_path(dir / "a.jsonl");
    REQUIRE(all.articles.size() == 1);
    return all.articles[0].content_hash;
  };
  const std::vector<std::string> different{
      "\"text\":\"x\"", "\"text\":\"xy\"", "\"text\":\"x\",\"title\":\"y\"", "\"text\":\"x\",\"outlet\":\"y\"",
      "\"text\":\"x\",\"url\":\"y\"", "\"text\":\"x\",\"lang\":\"en\"", "\"text\":\"x\",\"published\":\"2023-10-07\"",
      "\"text\":\"x\",\"fetched\":\"2023-10-07\""};
  for (std::size_t i = 0; i < different.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) CHECK((hash(different[i]) == hash(different[j])) == (i == j));
  }
}

TEST_CASE("blocks of any size give the same articles and skips") {
  TempDir dir;
  reprise::testing::Chance chance(3);
  std::string lines, table = "id,text,date\n";
  for (int i = 0; i < 3000; ++i) {
    const std::string words(1 + chance.below(chance.below(20) == 0 ? 3000 : 60), static_cast<char>('a' + i % 26));
    switch (chance.below(9)) {
      case 0: lines += "\n"; break;
      case 1: lines += "{\"id\":\"broken " + words + "\n"; break;
      case 2: lines += "{\"id\":\"" + std::to_string(i) + "\",\"title\":\"no text\"}\r\n"; break;
      default: lines += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"" + words + "\"}" + (chance.below(2) ? "\r\n" : "\n");
    }
    switch (chance.below(12)) {
      case 0: table += std::to_string(i) + ",\"one\n\"\"" + words + "\"\"\r\nthree\",2020-01-01\r\n"; break;
      case 1: table += std::to_string(i) + ",too,many,fields " + words + "\n"; break;
      case 2: table += std::to_string(i) + ",\"stray\" " + words + ",2020-01-01\n"; break;
      case 3: table += "\n"; break;
      default: table += std::to_string(i) + "," + words + ",2020-01-01\n";
    }
  }
  put(dir / "a.jsonl.zst", reprise::testing::zstd(lines));
  put(dir / "b.csv", table + "last,\"never closed\nmore,words,2020-01-02\n");
  put(dir / "c.jsonl", std::string(5000, 'x') + "\n" + lines.substr(0, lines.size() - 1));
  for (const std::uint64_t limit : {16u << 20, 1000u, 200u}) {
    InputOptions options;
    options.inputs = {dir / "a.jsonl.zst", dir / "b.csv", dir / "c.jsonl"};
    options.max_article_bytes = limit;
    std::string first;
    for (const std::uint64_t block : {std::uint64_t{4} << 20, std::uint64_t{4096}, std::uint64_t{64}, std::uint64_t{1}}) {
      options.block_bytes = block;
      const auto all = read_all(options);
      CHECK(all.error.message.empty());
      CHECK(all.articles.size() > 3000);
      CHECK(all.skips.size() > 500);
      const std::string shown = all.shown();
      if (first.empty()) first = shown;
      CHECK((shown == first));
    }
  }
}

TEST_CASE("a directory is read by the bytes of its paths") {
  TempDir dir;
  put(dir / "d/b.txt", "text b");
  put(dir / "d/a/z.txt.gz", reprise::testing::gzip("text z"));
  put(dir / "d/c.json", "[{\"id\":\"c1\",\"text\":\"one\"},\n 5,\n {\"id\":\"c2\",\"body\":\"x\",\"text\":\"two\"}]");
  put(dir / "d/d.json", "{\n \"headline\": \"t\",\n \"body\": \"pretty\", \"url\": \"u\"\n}\n");
  put(dir / "d/e.jsonl", "{\"id\":\"e\",\"text\":\"lines\"}\n");
  put(dir / "d/f.csv", "id,body\nf,words\n");
  put(dir / "d/g.json", "{\"id\":\"g1\",\"text\":\"1\"}\n{\"id\":\"g2\",\"text\":\"2\"}\n");
  put(dir / "d/notes.md", "not an article");
  put(dir / "d/.hidden.txt", "nor this");
  put(dir / "d/empty.txt", "");
  const auto all = read_path(dir / "d/");
  std::string ids;
  for (const auto& a : all.articles) ids += a.article.id + " ";
  CHECK(ids == "a/z b c1 c2 u e f g1 g2 ");
  REQUIRE(all.skips.size() == 2);
  CHECK(all.skips[0].reason == "bad_json");
  CHECK(all.skips[0].line == 2);
  CHECK(all.skips[1].reason == "empty_text");
  CHECK(all.skips[1].file == dir / "d/empty.txt");
  CHECK(all.articles[4].article.text == "pretty");
}

TEST_CASE("the format of a file without an extension is told by its content") {
  TempDir dir;
  put(dir / "lines", "{\"id\":\"1\",\"text\":\"one\"}\n");
  put(dir / "table", "id,outlet,text\n1,TASS,one\n");
  put(dir / "tabs", "id\toutlet\ttext\n1\tTASS\tone\n");
  for (const char* name : {"lines", "table", "tabs"}) {
    const auto all = read_path(dir / name);
    REQUIRE(all.articles.size() == 1);
    CHECK(all.articles[0].article.text == "one");
  }
  put(dir / "prose", "Once upon a time, there was no header.\n");
  CHECK(read_path(dir / "prose").error.code == ErrorCode::bad_input);
}

TEST_CASE("inputs that are not there are errors") {
  TempDir dir;
  CHECK(read_path(dir / "none.jsonl").error.code == ErrorCode::not_found);
  put(dir / "d/readme.md", "x");
  CHECK(read_path(dir / "d").error.code == ErrorCode::not_found);
  CHECK(read_all({}).error.code == ErrorCode::bad_argument);
}
