// Signals at chance moments of a scan: under the final name there is a whole run or none, and what a killed scan leaves beside
// it goes with the next one.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "engine/command.hpp"
#include "engine/corpus_maker.hpp"

using namespace reprise::testing;
using Clock = std::chrono::steady_clock;

namespace {

/// A corpus, the run that a scan of it makes, and how long that takes.
struct Fixture {
  TempDir dir;
  std::map<std::string, std::string> expected;
  std::uint64_t microseconds = 0;

  Fixture() {
    put(dir / "in.jsonl", json_lines(CorpusMaker(21).make(6000)));
    const auto start = Clock::now();
    REQUIRE(reprise_command({"scan", dir / "in.jsonl", "-o", dir / "whole", "--quiet"}).code == 1);
    microseconds = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count());
    expected = promised_bytes(dir / "whole");
  }

  Ran signalled(int number, std::uint64_t after_microseconds, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"scan", dir / "in.jsonl", "-o", dir / "out/run", "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Child child(arguments);
    std::this_thread::sleep_for(std::chrono::microseconds(after_microseconds));
    child.signal(number);
    return child.wait();
  }
};

}  // namespace

TEST_CASE("an interrupted scan leaves a whole run or nothing") {
  Fixture f;
  Chance chance(4);
  int stopped = 0;
  for (int round = 0; round < 20; ++round) {
    std::filesystem::create_directories(f.dir / "out");
    // The first moments of the process belong to the dynamic linker, before any handler is there.
    const Ran ran = f.signalled(round % 2 ? SIGINT : SIGTERM, 30'000 + chance.below(f.microseconds));
    INFO("round " << round << ": exit " << ran.code << " signal " << ran.signal << " " << ran.err);
    const std::vector<std::string> names = names_in(f.dir / "out");
    if (ran.signal != 0) {
      // A slow start: the handler was not there yet, and neither was anything else.
      CHECK(ran.err == "");
      CHECK(names.empty());
    } else if (ran.code == 1) {
      CHECK(names == std::vector<std::string>{"run"});
      CHECK(differing_files(f.expected, promised_bytes(f.dir / "out/run")) == "");
    } else {
      ++stopped;
      CHECK(ran.code == 2);
      CHECK(ran.err == "reprise: interrupted; nothing was left behind\n");
      CHECK(names.empty());
    }
    std::filesystem::remove_all(f.dir / "out");
  }
  CHECK(stopped > 0);
}

TEST_CASE("an interrupted scan with --force leaves the old run or the new one, whole") {
  Fixture f;
  put(f.dir / "old.jsonl", json_lines(CorpusMaker(22).make(20)));
  Chance chance(5);
  for (int round = 0; round < 6; ++round) {
    REQUIRE(reprise_command({"scan", f.dir / "old.jsonl", "-o", f.dir / "out/run", "--force", "--quiet"}).code < 2);
    const auto old = promised_bytes(f.dir / "out/run");
    const Ran ran = f.signalled(round % 2 ? SIGKILL : SIGINT, 30'000 + chance.below(f.microseconds * 5 / 4), {"--force"});
    const auto now = promised_bytes(f.dir / "out/run");
    INFO("round " << round << ": exit " << ran.code << " signal " << ran.signal);
    CHECK((differing_files(old, now) == "" || differing_files(f.expected, now) == ""));
    if (ran.code == 1) CHECK(differing_files(f.expected, now) == "");
  }
}

TEST_CASE("a killed scan leaves no run, and the next scan clears its leavings") {
  Fixture f;
  std::filesystem::create_directories(f.dir / "out");
  Chance chance(6);
  int leavings = 0;
  for (int round = 0; round < 8; ++round) {
    const Ran ran = f.signalled(SIGKILL, 20'000 + chance.below(f.microseconds * 3 / 4));
    const std::vector<std::string> names = names_in(f.dir / "out");
    INFO("round " << round);
    if (ran.signal != SIGKILL) {  // it was quicker
      CHECK(differing_files(f.expected, promised_bytes(f.dir / "out/run")) == "");
      std::filesystem::remove_all(f.dir / "out/run");
      continue;
    }
    CHECK(std::find(names.begin(), names.end(), "run") == names.end());
    CHECK(names.size() <= 1);  // its own: the leavings of the round before are gone
    leavings += !names.empty();
  }
  CHECK(leavings > 0);
  CHECK(reprise_command({"scan", f.dir / "in.jsonl", "-o", f.dir / "out/run", "--quiet"}).code == 1);
  CHECK(names_in(f.dir / "out") == std::vector<std::string>{"run"});
  CHECK(differing_files(f.expected, promised_bytes(f.dir / "out/run")) == "");
}
