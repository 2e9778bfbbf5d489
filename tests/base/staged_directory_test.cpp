// A run directory appears whole or not at all.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "base/io.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using reprise::testing::get;
using reprise::testing::put;
using reprise::testing::TempDir;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const std::string& path) {
  std::size_t n = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(path)) ++n;
  return n;
}

void make_run(const std::string& path, const std::string& content, bool force) {
  auto staged = io::StagedDirectory::create(path, force);
  REQUIRE(staged);
  put(staged->path() + "/summary.json", content);
  REQUIRE(staged->commit());
}

}  // namespace

TEST_CASE("a run appears under its final name at commit, parents made") {
  TempDir dir;
  const std::string final_path = dir / "a/b/run/";
  auto staged = io::StagedDirectory::create(final_path, false);
  REQUIRE(staged);
  put(staged->path() + "/deep/file", "x");
  CHECK_FALSE(fs::exists(dir / "a/b/run"));
  REQUIRE(staged->commit());
  CHECK(get(dir / "a/b/run/deep/file") == "x");
  CHECK(entries(dir / "a/b") == 1);
  CHECK_FALSE(staged->commit());
}

TEST_CASE("a run that is given up leaves nothing") {
  TempDir dir;
  {
    auto staged = io::StagedDirectory::create(dir / "run", false);
    REQUIRE(staged);
    put(staged->path() + "/articles.jsonl", "half");
  }
  CHECK(entries(dir.path()) == 0);
}

TEST_CASE("an older run is refused without force and replaced with it") {
  TempDir dir;
  make_run(dir / "run", "old", false);
  const auto refused = io::StagedDirectory::create(dir / "run", false);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::exists);
  {
    auto staged = io::StagedDirectory::create(dir / "run", true);
    REQUIRE(staged);
    put(staged->path() + "/summary.json", "given up");
    CHECK(get(dir / "run/summary.json") == "old");
  }
  CHECK(get(dir / "run/summary.json") == "old");
  put(dir / "run/extra", "of the old run");
  make_run(dir / "run", "new", true);
  CHECK(get(dir / "run/summary.json") == "new");
  CHECK_FALSE(fs::exists(dir / "run/extra"));
  CHECK(entries(dir.path()) == 1);
}

TEST_CASE("a directory that is no run is refused even with force, an empty one is fine") {
  TempDir dir;
  put(dir / "mine/thesis.txt", "three years of work");
  for (const bool force : {false, true}) {
    const auto refused = io::StagedDirectory::create(dir / "mine", force);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::exists);
  }
  CHECK(get(dir / "mine/thesis.txt") == "three years of work");
  fs::create_directory(dir / "empty");
  make_run(dir / "empty", "run", false);
  CHECK(get(dir / "empty/summary.json") == "run");
  put(dir / "file", "x");
  CHECK_FALSE(io::StagedDirectory::create(dir / "file", true));
  for (const char* name : {"", ".", "/", ".."}) CHECK_FALSE(io::StagedDirectory::create(name, true));
}

TEST_CASE("what appears under the final name meanwhile is not overwritten") {
  TempDir dir;
  auto staged = io::StagedDirectory::create(dir / "run", false);
  REQUIRE(staged);
  put(dir / "run/summary.json", "of another process");
  const auto committed = staged->commit();
  REQUIRE_FALSE(committed);
  CHECK(committed.error().code == ErrorCode::exists);
  CHECK(get(dir / "run/summary.json") == "of another process");
}

TEST_CASE("the leavings of a dead process go, the work of a live one stays") {
  TempDir dir;
  const pid_t child = fork();
  if (child == 0) {  // dies without cleaning up
    auto staged = io::StagedDirectory::create(dir / "run", false);
    if (staged) put(staged->path() + "/articles.jsonl", "half");
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  const std::string left = dir / ("run.partial-" + std::to_string(child));
  REQUIRE(fs::exists(left));
  fs::create_directory(dir / "run.partial-1");     // process 1 is alive
  fs::create_directory(dir / "run.partial-notes"); // not ours
  auto first = io::StagedDirectory::create(dir / "run", false);
  REQUIRE(first);
  CHECK_FALSE(fs::exists(left));
  CHECK(fs::exists(dir / "run.partial-1"));
  CHECK(fs::exists(dir / "run.partial-notes"));
  const auto second = io::StagedDirectory::create(dir / "run", false);  // the same process, at the same time
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::exists);
  CHECK(fs::exists(first->path()));
}

TEST_CASE("a link to a directory is followed and kept") {
  TempDir dir;
  fs::create_directory(dir / "target");
  fs::create_directory_symlink("target", dir / "link");
  make_run(dir / "link", "run", false);
  CHECK(fs::is_symlink(dir / "link"));
  CHECK(get(dir / "target/summary.json") == "run");
}
