// The command line, word for word: scripts of commands with what they print and their exit code.
//
// A script (tests/cli/*.txt) has blocks of "$ reprise ARGUMENTS", then the lines of standard output, those of standard error
// after "! ", and "= CODE". @name stands for fixtures/name, RUN and INDEX for directories that live as long as the script,
// FAMILY and CLUSTER for the first ids of its run, TWINS for two articles that are near-duplicates.
// Times, sizes of memory and disk, numbers of threads and of an index's fingerprints are masked. REPRISE_REWRITE=1 in the environment writes the scripts anew from
// what the command says now: read the difference before it is committed.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <regex>

#include "engine/command.hpp"

using namespace reprise::testing;

namespace {

const std::string kScripts = std::string(REPRISE_SOURCE_DIR) + "/tests/cli/";

constexpr const char* kTwins =
    R"({"id":"early","outlet":"TASS","published":"2024-02-01T08:00:00Z","text":"The ferry to the island will not sail before Monday, the harbour office said, because a cable lies across the channel and divers have to cut it in daylight."})" "\n"
    R"({"id":"late","outlet":"Fars","published":"2024-02-01T11:30:00Z","text":"The ferry to the island will not sail before Monday, the harbour office said, because a cable lies across the channel and divers must cut it in daylight."})" "\n";

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
}

/// Words of a command line; "double quotes" hold spaces together.
std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> words;
  bool quoted = false, open = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      if (!open) words.emplace_back(), open = true;
    } else if (c == ' ' && !quoted) {
      open = false;
    } else {
      if (!open) words.emplace_back(), open = true;
      words.back() += c;
    }
  }
  return words;
}

std::string masked(std::string text, const std::string& directory) {
  replace_all(text, directory + "/", "");
  replace_all(text, std::string(REPRISE_SOURCE_DIR) + "/fixtures/", "@");
  text = std::regex_replace(text, std::regex("\"(at|added|replaced)\":\"[^\"]+\""), "\"$1\":#");
  text = std::regex_replace(text, std::regex("(\"disk_bytes\":|\"fingerprints\":|files of )[0-9]+(,[0-9]{3})*"), "$1#");
  text = std::regex_replace(text, std::regex("[0-9.]+ MiB on disk"), "# MiB on disk");
  text = std::regex_replace(text, std::regex("[1-9][0-9,]* fingerprints?"), "# fingerprints");
  text = std::regex_replace(text, std::regex("[0-9]+\\.[0-9]+ s\\b( with [0-9]+ threads?, [0-9]+ MiB)?"), "# s");
  return text;
}

/// The id at the beginning of a run file: {"family":"f-...
std::string first_id(const std::string& path) {
  const std::string bytes = get(path);
  const std::size_t colon = bytes.find(":\"");
  return colon == std::string::npos ? "none" : bytes.substr(colon + 2, bytes.find('"', colon + 2) - colon - 2);
}

/// One command with what it says, in the form of a script.
std::string play(const std::string& line, const TempDir& dir) {
  std::string expanded = line;
  replace_all(expanded, "@", std::string(REPRISE_SOURCE_DIR) + "/fixtures/");
  replace_all(expanded, "FAMILY", first_id(dir / "RUN/passages.jsonl"));
  replace_all(expanded, "CLUSTER", first_id(dir / "RUN/clusters.jsonl"));
  replace_all(expanded, "TWINS", dir / "TWINS");
  replace_all(expanded, "RUN", dir / "RUN");
  replace_all(expanded, "INDEX", dir / "INDEX");
  std::vector<std::string> words = split(expanded);
  REQUIRE(words.size() >= 1);
  REQUIRE(words.front() == "reprise");
  words.erase(words.begin());
  const Ran ran = reprise_command(words);
  std::string out = "$ " + line + "\n" + masked(ran.out, dir.path());
  if (!ran.out.empty() && ran.out.back() != '\n') out += "\n(no line end)\n";
  for (const std::string& error : lines_of(masked(ran.err, dir.path()))) out += "! " + error + "\n";
  return out + "= " + std::to_string(ran.code) + "\n\n";
}

void check_script(const std::string& name) {
  const std::string path = kScripts + name, script = get(path);
  std::string now;
  const TempDir dir;
  put(dir / "TWINS", kTwins);
  std::size_t commands = 0;
  for (const std::string& line : lines_of(script))
    if (line.starts_with("$ ")) now += play(line.substr(2), dir), ++commands;
  CHECK(commands > 0);
  if (std::getenv("REPRISE_REWRITE")) {
    put(path, now);
    MESSAGE("wrote " << path);
    return;
  }
  const std::vector<std::string> expected = lines_of(script), found = lines_of(now);
  std::size_t at = 0;
  while (at < std::min(expected.size(), found.size()) && expected[at] == found[at]) ++at;
  INFO(name << " line " << at + 1 << "\nexpected: " << (at < expected.size() ? expected[at] : "the end") << "\nfound:    " << (at < found.size() ? found[at] : "the end"));
  CHECK(expected == found);
}

}  // namespace

TEST_CASE("--help, --version and unknown commands") { check_script("help.txt"); }
TEST_CASE("scan, report, explain and compare on the seed case") { check_script("seed.txt"); }
TEST_CASE("a family, a cluster and their lines in JSON") { check_script("news.txt"); }
TEST_CASE("errors of the command line") { check_script("errors.txt"); }
TEST_CASE("an index") { check_script("index.txt"); }
TEST_CASE("outlets and tune") { check_script("tools.txt"); }
