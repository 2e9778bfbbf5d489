// What cannot be done: exit code 2, one clear line, and nothing left behind.
#include <doctest/doctest.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "engine/command.hpp"
#include "engine/corpus_maker.hpp"

using namespace reprise::testing;
namespace fs = std::filesystem;

namespace {

/// Checks that `ran` failed with one line of the command's own that has `part` in it.
void check_refused(const Ran& ran, const std::string& part) {
  INFO(ran.err);
  CHECK(ran.signal == 0);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK(ran.err.starts_with("reprise: "));
  CHECK(lines_of(ran.err).size() == 1);
  CHECK(ran.err.find(part) != std::string::npos);
}

std::string some_articles(std::size_t count) { return json_lines(CorpusMaker(3).make(count)); }

}  // namespace

TEST_CASE("an input that is not there") {
  const TempDir dir;
  check_refused(reprise_command({"scan", dir / "missing.jsonl", "-o", dir / "run"}), dir / "missing.jsonl" + ": cannot open: No such file or directory");
  CHECK(names_in(dir.path()).empty());
  put(dir / "good.jsonl", some_articles(3));
  check_refused(reprise_command({"scan", dir / "good.jsonl", dir / "missing.jsonl", "-o", dir / "run"}), "missing.jsonl");
  CHECK(names_in(dir.path()) == std::vector<std::string>{"good.jsonl"});
}

TEST_CASE("an input that is no corpus, an empty directory, a truncated stream") {
  const TempDir dir;
  put(dir / "noise", "neither JSON nor a table\n");
  check_refused(reprise_command({"scan", dir / "noise", "-o", dir / "run"}), "expected JSON lines");
  fs::create_directory(dir / "empty");
  check_refused(reprise_command({"scan", dir / "empty", "-o", dir / "run"}), "expected .txt, .json");
  const std::string packed = zstd(some_articles(200));
  put(dir / "cut.jsonl.zst", packed.substr(0, packed.size() / 2));
  check_refused(reprise_command({"scan", dir / "cut.jsonl.zst", "-o", dir / "run"}), "cut.jsonl.zst");
  CHECK(names_in(dir.path()) == std::vector<std::string>{"cut.jsonl.zst", "empty", "noise"});
}

TEST_CASE("an output that holds another run is replaced only with --force, one that is no run never") {
  const TempDir dir;
  put(dir / "a.jsonl", some_articles(10));
  put(dir / "b.jsonl", R"({"id":"b","text":"Another corpus of one article."})" "\n");
  REQUIRE(reprise_command({"scan", dir / "a.jsonl", "-o", dir / "run", "--quiet"}).code == 0);
  const auto before = promised_bytes(dir / "run");
  check_refused(reprise_command({"scan", dir / "b.jsonl", "-o", dir / "run"}), "holds another run; use --force");
  CHECK(differing_files(before, promised_bytes(dir / "run")) == "");
  // A scan with --force that fails leaves the old run whole.
  check_refused(reprise_command({"scan", dir / "missing.jsonl", "-o", dir / "run", "--force"}), "cannot open");
  CHECK(differing_files(before, promised_bytes(dir / "run")) == "");
  CHECK(reprise_command({"scan", dir / "b.jsonl", "-o", dir / "run", "--force", "--quiet"}).code == 0);
  CHECK(get(dir / "run/articles.jsonl").starts_with("{\"article\":\"b\""));

  put(dir / "mine/thesis.txt", "not a run");
  check_refused(reprise_command({"scan", dir / "b.jsonl", "-o", dir / "mine"}), "holds no run");
  check_refused(reprise_command({"scan", dir / "b.jsonl", "-o", dir / "mine", "--force"}), "holds no run");
  check_refused(reprise_command({"scan", dir / "b.jsonl", "-o", dir / "a.jsonl", "--force"}), "found a file");
  CHECK(get(dir / "mine/thesis.txt") == "not a run");
  CHECK(names_in(dir.path()) == std::vector<std::string>{"a.jsonl", "b.jsonl", "mine", "run"});
}

TEST_CASE("an output that cannot be made") {
  const TempDir dir;
  put(dir / "in.jsonl", some_articles(3));
  check_refused(reprise_command({"scan", dir / "in.jsonl", "-o", "/proc/reprise-run"}), "/proc");
  check_refused(reprise_command({"scan", dir / "in.jsonl", "-o", dir / "in.jsonl/run"}), "in.jsonl");
  fs::create_directory(dir / "locked");
  REQUIRE(::chmod((dir / "locked").c_str(), 0500) == 0);
  if (::geteuid() == 0) {  // root may write anywhere: the child becomes someone else
    REQUIRE(::chmod(dir.path().c_str(), 0755) == 0);
    const Ran ran = reprise_command({"scan", "/dev/stdin", "-o", dir / "locked/run"}, some_articles(3), [] { if (::setuid(65534) != 0) ::_exit(126); });
    if (ran.code == 127) MESSAGE("skipped: the command cannot be run by another user here");
    else check_refused(ran, "Permission denied");
  } else {
    check_refused(reprise_command({"scan", dir / "in.jsonl", "-o", dir / "locked/run"}), "Permission denied");
  }
  ::chmod((dir / "locked").c_str(), 0700);
  CHECK(names_in(dir / "locked").empty());
}

TEST_CASE("a file size limit at any point of the run is an error that leaves nothing") {
  const TempDir dir;
  put(dir / "in.jsonl", some_articles(400));
  REQUIRE(reprise_command({"scan", dir / "in.jsonl", "-o", dir / "whole", "--quiet"}).code < 2);
  const std::uint64_t page = fs::file_size(dir / "whole/report.html");
  fs::remove_all(dir / "whole");
  for (const std::uint64_t limit : {std::uint64_t{0}, std::uint64_t{100}, std::uint64_t{20'000}, std::uint64_t{100'000}, page - 1}) {
    INFO("limit of " << limit);
    const Ran ran = reprise_command({"scan", dir / "in.jsonl", "-o", dir / "run", "--quiet"}, "", [&] {
      // The message of the failure must come out as well: standard error is a pipe's end, which has no size.
      const rlimit most{limit, limit};
      std::signal(SIGXFSZ, SIG_IGN);
      if (limit < 100) {
        const int null = ::open("/dev/null", O_WRONLY);
        ::dup2(null, 2);
      }
      ::setrlimit(RLIMIT_FSIZE, &most);
    });
    CHECK(ran.signal == 0);
    CHECK(ran.code == 2);
    if (limit >= 1000) CHECK(ran.err.find("File too large") != std::string::npos);
    CHECK(names_in(dir.path()) == std::vector<std::string>{"in.jsonl"});
  }
}

TEST_CASE("a full disk is one clear line, whenever it happens") {
  const TempDir dir;
  put(dir / "in.jsonl", some_articles(1500));
  fs::create_directory(dir / "small");
  int kept = 0;
  for (const char* size : {"size=32k", "size=200k", "size=600k", "size=1m", "size=2m"}) {
    if (::mount("tmpfs", (dir / "small").c_str(), "tmpfs", 0, size) != 0) {
      MESSAGE("skipped: no right to mount a small file system here");
      return;
    }
    INFO(size);
    const Ran ran = reprise_command({"scan", dir / "in.jsonl", "-o", dir / "small/run", "--quiet"});
    const std::vector<std::string> left = names_in(dir / "small");
    CHECK(::umount((dir / "small").c_str()) == 0);
    kept += ran.code == 1;  // 1: the corpus has ids that occur twice
    if (ran.code == 1) continue;
    check_refused(ran, "No space left on device");
    CHECK(left.empty());
  }
  CHECK(kept < 5);
}

TEST_CASE("results that cannot be printed") {
  const TempDir dir;
  put(dir / "in.jsonl", some_articles(3));
  REQUIRE(reprise_command({"scan", dir / "in.jsonl", "-o", dir / "run", "--quiet"}).code == 0);
  const auto full = [] { ::dup2(::open("/dev/full", O_WRONLY), 1); };
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"report", dir / "run"}, {"--help"}, {"scan", "--help"}, {"outlets"}, {"tune"}}) {
    INFO(arguments.front());
    check_refused(reprise_command(arguments, "", full), "cannot write to standard output: No space left on device");
  }
  check_refused(reprise_command({"report", dir / "run", "-o", "/dev/full"}), "No space left on device");
}

TEST_CASE("bad option values, arguments and files") {
  const TempDir dir;
  put(dir / "in.jsonl", some_articles(3));
  put(dir / "outlets.jsonl", "{\"name\": 3}\n");
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{}, "no INPUT"},
      {{dir / "in.jsonl"}, "-o RUN"},
      {{dir / "in.jsonl", "-o"}, "--output"},
      {{dir / "in.jsonl", "-o", dir / "run", "--no-such-option"}, "--no-such-option"},
      {{dir / "in.jsonl", "-o", dir / "run", "--threads", "two"}, "threads"},
      {{dir / "in.jsonl", "-o", dir / "run", "--threads", "-1"}, "negative"},
      {{dir / "in.jsonl", "-o", dir / "run", "--threads=-1"}, "negative"},
      {{dir / "in.jsonl", "-o", dir / "run", "--threads", "100000"}, "threads"},
      {{dir / "in.jsonl", "-o", dir / "run", "--bands", "0"}, "bands"},
      {{dir / "in.jsonl", "-o", dir / "run", "--bands", "99999999999"}, "bands"},
      {{dir / "in.jsonl", "-o", dir / "run", "--bands", "128", "--band-rows", "4"}, "128 * 4"},
      {{dir / "in.jsonl", "-o", dir / "run", "--fingerprint-words", "1"}, "found 1"},
      {{dir / "in.jsonl", "-o", dir / "run", "--fingerprint-window", "65"}, "found 65"},
      {{dir / "in.jsonl", "-o", dir / "run", "--hot-holders", "2"}, "found 2"},
      {{dir / "in.jsonl", "-o", dir / "run", "--min-passage-words", "0"}, "found 0"},
      {{dir / "in.jsonl", "-o", dir / "run", "--boilerplate-articles", "1"}, "found 1"},
      {{dir / "in.jsonl", "-o", dir / "run", "--max-article-bytes", "0"}, "size limit"},
      {{dir / "in.jsonl", "-o", dir / "run", "--max-article-bytes", "18446744073709551615"}, "size limit"},
      {{dir / "in.jsonl", "-o", dir / "run", "--timezone", "Moscow"}, "timezone"},
      {{dir / "in.jsonl", "-o", dir / "run", "--timezone", "+99:00"}, "timezone"},
      {{dir / "in.jsonl", "-o", dir / "run", "--outlets", dir / "none.jsonl"}, "none.jsonl"},
      {{dir / "in.jsonl", "-o", dir / "run", "--outlets", dir / "outlets.jsonl"}, "outlets.jsonl"},
      {{dir / "in.jsonl", "-o", dir / "run", "--outlets-replace"}, "--outlets"},
      {{dir / "in.jsonl", "-o", dir / "run", "--config", dir / "none.cfg"}, "none.cfg"},
      {{dir / "in.jsonl", "-o", dir / "run", "--config", dir / "in.jsonl"}, ""},
      {{dir / "in.jsonl", "-o", ""}, ""},
      {{"", "-o", dir / "run"}, ""},
  };
  for (const auto& [arguments, part] : cases) {
    std::vector<std::string> all = {"scan"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::string shown;
    for (const std::string& argument : all) shown += argument + ' ';
    INFO(shown);
    check_refused(reprise_command(all), part);
  }
  CHECK(names_in(dir.path()) == std::vector<std::string>{"in.jsonl", "outlets.jsonl"});
}

TEST_CASE("a damaged run is refused, not believed") {
  const TempDir dir;
  put(dir / "in.jsonl", some_articles(60));
  REQUIRE(reprise_command({"scan", dir / "in.jsonl", "-o", dir / "run", "--quiet"}).code < 2);
  check_refused(reprise_command({"report", dir / "nothing"}), "nothing");
  check_refused(reprise_command({"report", dir / "run", "--article", "no such"}), "no such");
  check_refused(reprise_command({"explain", dir / "run", "no", "such"}), "no");
  Chance chance(9);
  for (const char* name : {"articles.jsonl", "clusters.jsonl", "passages.jsonl", "chains.jsonl", "outlets.jsonl", "texts.bin"}) {
    const std::string path = dir / (std::string("run/") + name), whole = get(path);
    INFO(name);
    fs::remove(path);
    check_refused(reprise_command({"report", dir / "run"}), name);
    for (int round = 0; round < 6; ++round) {  // cut inside, or a byte changed
      std::string damaged = whole;
      if (round % 2) damaged[chance.below(damaged.size())] ^= static_cast<char>(1 + chance.below(255));
      else damaged.resize(chance.below(damaged.size()));
      put(path, damaged);
      const Ran ran = reprise_command({"report", dir / "run"});
      INFO(ran.err);
      CHECK((ran.code == 0 || ran.code == 2));
      if (ran.code == 2) CHECK(lines_of(ran.err).size() == 1);
    }
    put(path, whole);
  }
  CHECK(reprise_command({"report", dir / "run"}).code == 0);
}
