// Every call that changes a file is made to fail in turn, in every way a disk fails: a clear error or none, never a crash; then the index opens, all that
// was acknowledged is there, and it goes on.
//
// Fast: every 97th call in one way each. Slow: every 29th, in all ways. Long: every call in all ways.
#include <doctest/doctest.h>

#include <algorithm>

#include "crash/failing_disk.hpp"
#include "crash/scenario.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

constexpr const char* kWays[] = {"eio", "enospc", "short", "done", "dead", "full"};
constexpr const char* kDurabilities[] = {"per_call", "grouped", "on_flush"};

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

/// True where the disk failed in a way that was told.
bool check_failure(const std::string& durability, long at, const std::string& how) {
  const TempDir dir;
  const Lived lived = live(dir, durability, at, how);
  INFO(durability << ", call " << at << ", " << how << ": exit " << lived.code << "\n" << joined(lived.log) << lived.errors);
  CHECK((lived.code == 0 || lived.code == 3));
  CHECK(lived.errors.empty());
  bool told = false;
  for (const std::string& line : lived.log) {
    if (!line.starts_with("error ")) continue;
    told = true;
    const int code = std::stoi(line.substr(6));
    // io, no_space; bad_index, not_found, exists and locked where what could not be made is met by the next call; read_only where SQLite could open a
    // file only to read.
    CHECK((code == 3 || code == 6 || code == 2 || code == 5 || code == 9 || code == 10 || code == 12));
    CHECK(line.size() > 12);
  }
  CHECK(told == (lived.code == 3));
  Expected expected = read_scenario(lived.log, false, true);
  const std::string index = dir / "disk/index";
  if (!expected.check(index)) return told;
  // It goes on.
  {
    Result<Index> opened = Index::open(index);
    REQUIRE(opened);
    const Result<Verdict> verdict = opened->add({.id = "after", .text = "Another article, after all that."});
    CHECK(verdict);
    MadeArticle after;
    after.id = "after";
    after.text = "Another article, after all that.";
    expected.acknowledged("after", after);
  }
  expected.check(index);
  if (at % 5 == 0) expected.check_settled(index);
  return told;
}

void check_failures(long stride, bool all_ways) {
  int runs = 0, told = 0;
  std::string calls;
  std::size_t turn = 0;
  for (const char* durability : kDurabilities) {
    const TempDir dir;
    const Lived whole = live(dir, durability, 0, "eio");
    INFO(joined(whole.log) << whole.errors);
    REQUIRE(whole.code == 0);
    REQUIRE(whole.calls > 200);
    Expected expected = read_scenario(whole.log, false, true);
    REQUIRE(expected.check(dir / "disk/index"));
    calls += std::string(calls.empty() ? "" : ", ") + durability + " " + std::to_string(whole.calls);
    for (long at = 1 + static_cast<long>(turn) % stride; at <= whole.calls; at += stride) {
      for (std::size_t way = 0; way < std::size(kWays); ++way) {
        if (!all_ways && way != turn % std::size(kWays)) continue;
        ++runs;
        told += check_failure(durability, at, kWays[way]);
      }
      ++turn;
    }
  }
  CHECK(told > runs / 4);
  MESSAGE("calls: " << calls << "; " << runs << " failures, of which " << told << " were told as errors");
}

}  // namespace

TEST_CASE("failing disk: a sample") { check_failures(97, false); }
TEST_CASE("failing disk: many calls in all ways") { check_failures(29, true); }
TEST_CASE("failing disk: every call in all ways") { check_failures(1, true); }
