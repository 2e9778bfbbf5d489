// Damaged run files: every error names the file, the line, what was expected and what was found.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

#include "report/run_io.hpp"
#include "report/sample_run.hpp"

using namespace reprise;
using namespace reprise::report;

namespace {

/// A written sample run, one of whose files is changed before it is loaded.
struct Damaged {
  std::string dir = std::filesystem::temp_directory_path() / ("reprise-load-" + std::to_string(::getpid()));
  Damaged() {
    std::filesystem::create_directories(dir);
    REQUIRE(write_run_files(report_test::sample().run, dir));
  }
  ~Damaged() { std::filesystem::remove_all(dir); }
  std::string read(const std::string& file) const {
    std::ifstream in(dir + "/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& file, const std::string& bytes) const { std::ofstream(dir + "/" + file, std::ios::binary) << bytes; }
  /// Replaces the first `from` and returns the message of load_run ("" when it loads).
  std::string replace(const std::string& file, const std::string& from, const std::string& to) const {
    const std::string whole = read(file);
    std::string bytes = whole;
    const std::size_t at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    write(file, bytes.replace(at, from.size(), to));
    const std::string message = load();
    write(file, whole);
    return message;
  }
  std::string load() const {
    auto run = load_run(dir);
    if (run) return "";
    CHECK(run.error().code == ErrorCode::bad_run);
    return run.error().message;
  }
};

bool has(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

}  // namespace

TEST_CASE("load errors") {
  Damaged d;
  REQUIRE(d.load() == "");

  SUBCASE("unknown words") {
    CHECK(has(d.replace("passages.jsonl", "\"kind\":\"quote\"", "\"kind\":\"qoute\""), "passages.jsonl:1: expected \"kind\" to be verbatim, edited, paraphrase, quote or boilerplate, found \"qoute\""));
    CHECK(has(d.replace("passages.jsonl", "\"status\":\"copied\"", "\"status\":\"stolen\""), "found \"stolen\""));
    CHECK(has(d.replace("passages.jsonl", "\"relation\":\"edited\"", "\"relation\":\"none\""), "found \"none\""));
    CHECK(has(d.replace("articles.jsonl", "\"cue\":\"sentence\"", "\"cue\":\"\""), "articles.jsonl:2: expected \"cue\""));
  }
  SUBCASE("wrong types") {
    CHECK(has(d.replace("articles.jsonl", "\"words\":", "\"words\":-"), "articles.jsonl:1: expected a whole number below 2^32 in \"words\", found the number -"));
    CHECK(has(d.replace("articles.jsonl", "\"title\":\"", "\"title\":[],\"x\":\""), "articles.jsonl:1: expected a string or null in \"title\", found an array"));
    CHECK(has(d.replace("articles.jsonl", "\"sources\":[]", "\"sources\":null"), "expected an array in \"sources\", found null"));
    CHECK(has(d.replace("articles.jsonl", "\"original_share\":1", "\"original_share\":1.5"), "expected a number from 0 to 1 in \"original_share\", found the number 1.5"));
    CHECK(has(d.replace("passages.jsonl", "\"observed\":true", "\"observed\":1"), "passages.jsonl:1: expected true or false in \"observed\""));
    CHECK(has(d.replace("passages.jsonl", "\"credited\":null", "\"credited\":\"no\""), "expected true, false or null in \"credited\", found a string"));
    CHECK(has(d.replace("outlets.jsonl", "\"median_lag_seconds\":6600", "\"median_lag_seconds\":1.5"), "outlets.jsonl:1: expected a whole number or null"));
  }
  SUBCASE("missing keys") {
    CHECK(has(d.replace("articles.jsonl", "\"words\":", "\"wordz\":"), "articles.jsonl:1: expected the key \"words\", found no such key"));
    CHECK(has(d.replace("chains.jsonl", "\"hops\":", "\"hop\":"), "chains.jsonl:1: expected the key \"hops\""));
  }
  SUBCASE("spans and times") {
    CHECK(has(d.replace("articles.jsonl", "\"span\":[", "\"span\":[9999,"), "\"span\""));
    CHECK(has(d.replace("passages.jsonl", "\"span\":[", "\"span\":[4294967296,"), "below 2^32"));
    CHECK(has(d.replace("passages.jsonl", "\"span\":[", "\"span\":[],\"x\":["), "found fewer positions"));
    CHECK(has(d.replace("articles.jsonl", "\"from\":\"2023-10-07T11:42:00Z\"", "\"from\":\"2023-10-07\""), "articles.jsonl:1: expected a time such as"));
    CHECK(has(d.replace("articles.jsonl", "\"from\":\"2023-10-07T11:42:00Z\"", "\"from\":\"2024-10-07T11:42:00Z\""), "expected \"from\" <= \"to\" in \"published\""));
  }
  SUBCASE("references") {
    CHECK(has(d.replace("passages.jsonl", "\"article\":\"tass-1\"", "\"article\":\"nobody\""), "passages.jsonl:1: expected an article of articles.jsonl, found the id \"nobody\""));
    CHECK(has(d.replace("articles.jsonl", "\"cluster\":\"c100\"", "\"cluster\":\"c9\""), "articles.jsonl:2: expected a cluster of clusters.jsonl, found the id \"c9\""));
    CHECK(has(d.replace("chains.jsonl", "\"families\":[\"0a11\"]", "\"families\":[\"ffff\"]"), "chains.jsonl:1: expected a family of passages.jsonl"));
    CHECK(has(d.replace("articles.jsonl", "{\"article\":\"fars-1\"", "{\"article\":\"ar-1\""), "articles.jsonl:2: expected each article once, found a second \"ar-1\""));
    CHECK(has(d.replace("articles.jsonl", "{\"article\":\"fars-1\"", "{\"article\":\"\""), "expected a name in \"article\""));
  }
  SUBCASE("damaged lines") {
    CHECK(has(d.replace("clusters.jsonl", "{\"cluster\"", "[\"cluster\""), "clusters.jsonl:1: expected one JSON object"));
    CHECK(has(d.replace("clusters.jsonl", "\n", "\n\n"), "clusters.jsonl:2: expected one JSON object"));
    CHECK(has(d.replace("articles.jsonl", "\"title\":\"", "\"title\":\"\xFF"), "articles.jsonl:1: expected one JSON object"));
    const std::string whole = d.read("passages.jsonl");
    for (const std::size_t cut : {whole.size() - 2, whole.size() / 2, whole.size() / 3, std::size_t{1}}) {
      d.write("passages.jsonl", whole.substr(0, cut));
      INFO(cut);
      CHECK(has(d.load(), "passages.jsonl:"));
    }
  }
  SUBCASE("a missing file") {
    std::filesystem::remove(d.dir + "/chains.jsonl");
    auto run = load_run(d.dir);
    REQUIRE(!run);
    CHECK(has(run.error().message, "chains.jsonl"));
  }
  SUBCASE("outside text in a message is made harmless") {
    const std::string message = d.replace("passages.jsonl", "\"kind\":\"quote\"", "\"kind\":\"\\u001b[2J\"");
    CHECK(has(message, "\\u001b[2J"));
    CHECK(message.find('\x1b') == std::string::npos);
  }
  SUBCASE("unknown keys and another order of keys are fine") {
    CHECK(d.replace("clusters.jsonl", "{\"cluster\":\"c100\",", "{\"later\":{\"a\":[1]},\"cluster\":\"c100\",") == "");
    CHECK(d.replace("outlets.jsonl", "{\"from\":\"Fars\",\"to\":\"Jerusalem Post\"", "{\"to\":\"Jerusalem Post\",\"from\":\"Fars\"") == "");
  }
}

TEST_CASE("every truncation and every changed byte of a small run is an error or a load, never a crash") {
  Damaged d;
  for (const char* file : {"articles.jsonl", "clusters.jsonl", "passages.jsonl", "chains.jsonl", "outlets.jsonl"}) {
    const std::string whole = d.read(file);
    INFO(file);
    const auto check_load = [&](const std::string& bytes) {
      d.write(file, bytes);
      const auto run = load_run(d.dir);
      if (!run) CHECK(run.error().message.find(".jsonl:") != std::string::npos);
      return run.has_value();
    };
    for (std::size_t i = 0; i < whole.size(); ++i) {
      std::string bytes = whole;
      bytes[i] = static_cast<char>(bytes[i] ^ 0x15);
      check_load(bytes);
      const bool cut_loads = check_load(whole.substr(0, i));
      const bool cut_between_lines = i == 0 || whole[i - 1] == '\n' || whole[i] == '\n';
      if (!cut_between_lines) CHECK(!cut_loads);
    }
    d.write(file, whole);
  }
}
