// Run files: the exact bytes of a tiny run, escaping, numbers, times, and write-read-write.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <unistd.h>

#include "base/enum_names.hpp"
#include "base/utf8.hpp"
#include "report/iso_time.hpp"
#include "report/json_out.hpp"
#include "report/run_io.hpp"
#include "report/sample_run.hpp"
#include "simdjson.h"

using namespace reprise;
using namespace reprise::report;

namespace {

struct Folder {
  std::string path;
  explicit Folder(const char* name) : path(std::filesystem::temp_directory_path() / ("reprise-" + std::string(name) + "-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

constexpr const char* kFiles[] = {"articles.jsonl", "clusters.jsonl", "passages.jsonl", "chains.jsonl", "outlets.jsonl"};

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}
std::string decimal(double value) {
  std::string out;
  append_decimal(out, value);
  return out;
}

}  // namespace

TEST_CASE("a tiny run has exactly these bytes") {
  Run run;
  ArticleRecord a;
  a.id = "a";
  a.outlet = "TASS";
  a.outlet_as_given = "tass.com";
  a.published = {1696669920, 1696669920};
  a.title = "A \"title\"";
  a.lang = "en";
  a.words = 7;
  ArticleRecord b;
  b.id = "b";
  b.fetched = 86399;
  b.words = 3;
  b.original_share = 0.25;
  b.cluster = 0;
  b.near_duplicate_of = 0;
  b.sources = {{"TASS", 0, 0.75, false}};
  b.attributions = {{"TASS", "", Cue::dateline, {0, 6}, {0, 6}, "/TASS/", {}, true}};
  run.articles = {a, b};
  run.clusters = {{"c1", {0, 1}, 0, 0.9, {"TASS"}, {{0, 1, 0.5, 1, 0.33333}}}};
  FamilyRecord f;
  f.id = "f1";
  f.kind = Kind::edited;
  f.text = "x\ny";
  f.origin_article = 0;
  f.origin_outlet = "TASS";
  f.origin_observed = true;
  f.origin_confidence = 0.9;
  Occurrence first;
  first.article = 0;
  first.span = {0, 10};
  first.chars = {0, 9};
  first.status = Status::origin;
  first.identity = 1;
  first.confidence = 0.9;
  Occurrence second;
  second.article = 1;
  second.span = {4, 12};
  second.chars = {3, 11};
  second.status = Status::undecided;
  second.credited = Credited::no;
  second.relation = Relation::edited;
  second.evidence.candidates = {{0, "TASS", 0.5}, {kNone, "", 0.5}};
  f.occurrences = {first, second};
  run.families = {f};
  run.chains = {{1, {{0.75, {0}, {{"TASS", 0, {1696669920, 1696669920}, Relation::none, 0.9, Credited::unset}, {"", 1, {}, Relation::edited, 0.5, Credited::no}}}}}};
  run.outlet_pairs = {{"TASS", "", 1, 1, 3, 0, true, -60}, {"TASS", "X", 1, 2, 3, 0.5, false, 0}};

  Folder dir("golden");
  REQUIRE(write_run_files(run, dir.path));
  CHECK(bytes_of(dir.path + "/articles.jsonl") ==
        R"({"article":"a","outlet":"TASS","outlet_as_given":"tass.com","published":{"from":"2023-10-07T09:12:00Z","to":"2023-10-07T09:12:00Z"},"url":null,"title":"A \"title\"","lang":"en","words":7,"cluster":null,"near_duplicate_of":null,"original_share":1,"sources":[],"attributions":[]})" "\n"
        R"({"article":"b","outlet":null,"outlet_as_given":null,"published":null,"fetched":"1970-01-01T23:59:59Z","url":null,"title":null,"lang":null,"words":3,"cluster":"c1","near_duplicate_of":"a","original_share":0.25,"sources":[{"outlet":"TASS","article":"a","share":0.75,"credited":false}],"attributions":[{"outlet":"TASS","via":null,"cue":"dateline","span":[0,6],"chars":[0,6],"text":"/TASS/"}]})" "\n");
  CHECK(bytes_of(dir.path + "/clusters.jsonl") ==
        R"({"cluster":"c1","articles":["a","b"],"origin":{"article":"a","outlet":"TASS","confidence":0.9},"outlets":["TASS"],"pairs":[{"a":"a","b":"b","jaccard":0.5,"containment_a":1,"containment_b":0.3333}]})" "\n");
  CHECK(bytes_of(dir.path + "/passages.jsonl") ==
        R"({"family":"f1","kind":"edited","text":"x\ny","origin":{"article":"a","outlet":"TASS","observed":true,"confidence":0.9},"occurrences":[{"article":"a","outlet":"TASS","published":{"from":"2023-10-07T09:12:00Z","to":"2023-10-07T09:12:00Z"},"span":[0,10],"chars":[0,9],"parent":null,"parent_outlet":null,"parent_observed":false,"confidence":0.9,"status":"origin","relation":null,"identity":1,"credited":null,"evidence":{"time":null,"variants":null,"attribution":null}},{"article":"b","outlet":null,"published":null,"span":[4,12],"chars":[3,11],"parent":null,"parent_outlet":null,"parent_observed":false,"confidence":0,"status":"undecided","relation":"edited","identity":0,"credited":false,"evidence":{"time":null,"variants":null,"attribution":null,"candidates":[{"article":"a","outlet":"TASS","share":0.5},{"article":null,"outlet":null,"share":0.5}]}}]})" "\n");
  CHECK(bytes_of(dir.path + "/chains.jsonl") ==
        R"({"article":"b","outlet":null,"chains":[{"share":0.75,"families":["f1"],"hops":[{"outlet":"TASS","article":"a","published":{"from":"2023-10-07T09:12:00Z","to":"2023-10-07T09:12:00Z"},"relation":null,"confidence":0.9,"credited":null},{"outlet":null,"article":"b","published":null,"relation":"edited","confidence":0.5,"credited":false}]}]})" "\n");
  CHECK(bytes_of(dir.path + "/outlets.jsonl") ==
        R"({"from":"TASS","to":null,"articles":1,"passages":1,"words":3,"credited_share":0,"median_lag_seconds":-60})" "\n"
        R"({"from":"TASS","to":"X","articles":1,"passages":2,"words":3,"credited_share":0.5,"median_lag_seconds":null})" "\n");
}

TEST_CASE("write, read, write gives the same bytes") {
  const auto sample = report_test::sample();
  Folder one("round1"), two("round2");
  REQUIRE(write_run_files(sample.run, one.path));
  auto loaded = load_run(one.path);
  REQUIRE_MESSAGE(loaded.has_value(), loaded.error().message);
  REQUIRE(write_run_files(*loaded, two.path));
  for (const char* file : kFiles) {
    INFO(file);
    const std::string bytes = bytes_of(one.path + "/" + file);
    CHECK(!bytes.empty());
    CHECK(bytes == bytes_of(two.path + "/" + file));
    CHECK(utf8::valid(bytes));
  }
  CHECK(loaded->articles.size() == sample.run.articles.size());
  CHECK(loaded->articles[7].title == report_test::kHostileTitle);
  CHECK(loaded->families[3].occurrences[2].evidence.candidates.size() == 2);
  CHECK(loaded->families[3].occurrences[2].evidence.candidates[1].article == kNone);
}

TEST_CASE("an empty run round-trips") {
  Folder one("empty");
  REQUIRE(write_run_files(Run{}, one.path));
  for (const char* file : kFiles) CHECK(std::filesystem::file_size(one.path + "/" + file) == 0);
  auto loaded = load_run(one.path);
  REQUIRE(loaded);
  CHECK(loaded->articles.empty());
}

TEST_CASE("a run whose indices lead nowhere is refused") {
  Run run;
  run.articles.resize(1);
  run.articles[0].id = "a";
  Folder dir("lost");
  SUBCASE("cluster") { run.articles[0].cluster = 0; }
  SUBCASE("near duplicate") { run.articles[0].near_duplicate_of = 1; }
  SUBCASE("occurrence") {
    run.families.resize(1);
    run.families[0].occurrences.resize(1);
  }
  SUBCASE("chain family") { run.chains = {{0, {{0.5, {3}, {}}}}}; }
  auto done = write_run_files(run, dir.path);
  REQUIRE(!done);
  CHECK(done.error().code == ErrorCode::bad_argument);
}

TEST_CASE("strings are escaped and always valid UTF-8") {
  CHECK(json("plain") == "\"plain\"");
  CHECK(json("a\"b\\c\n\r\t") == R"("a\"b\\c\n\r\t")");
  CHECK(json(std::string_view("\0\x01\x1b\x7f", 4)) == R"("\u0000\u0001\u001b\u007f")");
  CHECK(json("\xC2\x85\xC2\xA0") == "\"\\u0085\xC2\xA0\"");                       // NEL is escaped, NBSP is not
  CHECK(json("\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\x9C") == "\"\\u2028\\u2029\xE2\x80\x9C\"");  // separators yes, a quotation mark no
  CHECK(json("<&>") == "\"<&>\"");
  CHECK(json("a\xFFz") == "\"a\xEF\xBF\xBDz\"");
  CHECK(json("\xC2") == "\"\xEF\xBF\xBD\"");      // cut characters at the end
  CHECK(json("\xE2\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(json("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // a surrogate
  for (unsigned i = 0; i < 256; ++i) {
    const std::string text = json(std::string(1, static_cast<char>(i)) + "x");
    INFO(i);
    CHECK(utf8::valid(text));
    simdjson::dom::parser parser;
    CHECK(parser.parse(text).error() == simdjson::SUCCESS);
  }
}

TEST_CASE("decimals have at most four places and no locale") {
  CHECK(decimal(0) == "0");
  CHECK(decimal(1) == "1");
  CHECK(decimal(0.5) == "0.5");
  CHECK(decimal(0.12345) == "0.1235");
  CHECK(decimal(0.00004) == "0");
  CHECK(decimal(0.00005) == "0.0001");
  CHECK(decimal(0.9999) == "0.9999");
  CHECK(decimal(0.99996) == "1");
  CHECK(decimal(0.0102) == "0.0102");
  CHECK(decimal(-0.25) == "-0.25");
  CHECK(decimal(-12.5) == "-12.5");
  CHECK(decimal(-0.00001) == "0");
  CHECK(decimal(std::nan("")) == "0");
  CHECK(decimal(std::numeric_limits<double>::infinity()) == "0");
  CHECK(decimal(1e300) == "100000000000000");
  for (int i = 0; i <= 10000; ++i) {
    const std::string text = decimal(i / 10000.0);
    simdjson::dom::parser parser;
    double back = -1;
    REQUIRE(parser.parse(text).get(back) == simdjson::SUCCESS);
    REQUIRE(decimal(back) == text);
  }
}

TEST_CASE("times are written and read as UTC seconds") {
  const auto iso = [](Seconds s) {
    std::string out;
    append_iso(out, s);
    return out;
  };
  CHECK(iso(0) == "1970-01-01T00:00:00Z");
  CHECK(iso(-1) == "1969-12-31T23:59:59Z");
  CHECK(iso(1696669920) == "2023-10-07T09:12:00Z");
  CHECK(iso(951782400) == "2000-02-29T00:00:00Z");
  CHECK(iso(-1704067200) == "1916-01-02T00:00:00Z");
  CHECK(iso(std::numeric_limits<Seconds>::max()) == "9999-12-31T23:59:59Z");
  CHECK(iso(std::numeric_limits<Seconds>::min()) == "0000-01-01T00:00:00Z");
  for (Seconds s = kFirstSecond; s <= kLastSecond; s += 86399 * 37) {
    Seconds back = 0;
    REQUIRE(parse_iso(iso(s), back));
    REQUIRE(back == s);
  }
  Seconds ignored = 0;
  for (const char* bad : {"", "2023-10-07", "2023-10-07T09:12:00", "2023-13-07T09:12:00Z", "2023-02-29T00:00:00Z", "2023-04-31T00:00:00Z", "2023-10-07T24:00:00Z",
                          "2023-10-07t09:12:00Z", "2023-10-00T09:12:00Z", "+023-10-07T09:12:00Z", "2023-10-07T09:12:60Z"}) {
    INFO(bad);
    CHECK(!parse_iso(bad, ignored));
  }
}

TEST_CASE("every enumerator has a name that is read back") {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    Kind kind{};
    CHECK(from_name(kKindNames, to_string(static_cast<Kind>(i)), kind));
    CHECK(kind == static_cast<Kind>(i));
  }
  CHECK(to_string(Kind::boilerplate) == "boilerplate");
  CHECK(to_string(Status::undecided) == "undecided");
  CHECK(to_string(Status::common_source) == "common_source");
  CHECK(to_string(Relation::none).empty());
  CHECK(to_string(Relation::translation) == "translation");
  CHECK(to_string(Cue::link) == "link");
  Relation relation{};
  CHECK(!from_name(kRelationNames, "", relation));
}
