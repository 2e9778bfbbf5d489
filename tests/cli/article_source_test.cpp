// Articles in groups: how many there are together, and what of a pipe is waited for.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "cli/article_source.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using namespace reprise::testing;
using namespace reprise::cli;

namespace {

std::string lines(int count, std::size_t text_bytes) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"" + std::string(text_bytes, 'x') + "\"}\n";
  return out;
}

ArticleSource opened(const std::string& jsonl, const std::vector<std::string>& inputs, const std::atomic<bool>& cancel) {
  corpus::InputOptions options;
  options.inputs = inputs;
  Result<ArticleSource> source = ArticleSource::open(jsonl, options, cancel);
  if (!source) FAIL(source.error().message);
  return std::move(*source);
}

}  // namespace

TEST_CASE("a group ends with its articles or with the bytes of their texts") {
  const TempDir dir;
  put(dir / "lines.jsonl", lines(10, 1000));
  const std::atomic<bool> cancel{false};
  for (const bool line_by_line : {true, false}) {
    for (const auto& [most, expected] : {std::pair(GroupSize{4, 1u << 20}, std::vector<std::size_t>{4, 4, 2}), {GroupSize{256, 2500}, {3, 3, 3, 1}}, {GroupSize{256, 10}, std::vector<std::size_t>(10, 1)}}) {
      ArticleSource source = opened(line_by_line ? dir / "lines.jsonl" : "", line_by_line ? std::vector<std::string>() : std::vector{dir / "lines.jsonl"}, cancel);
      std::vector<std::size_t> sizes;
      std::vector<Incoming> group;
      for (;;) {
        const Result<bool> some = source.next(group, most);
        REQUIRE(some);
        if (!*some) break;
        sizes.push_back(group.size());
      }
      CHECK(sizes == expected);
    }
  }
}

TEST_CASE("lines of a named pipe are handed out as they come, and a cancelled wait for them ends") {
  const TempDir dir;
  REQUIRE(::mkfifo((dir / "pipe").c_str(), 0600) == 0);
  std::atomic<bool> cancel{false};
  ArticleSource source = opened(dir / "pipe", {}, cancel);  // nobody writes to it yet
  std::vector<Incoming> group;
  {
    std::thread cancelling([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      cancel = true;
    });
    const Result<bool> some = source.next(group, {256, 1u << 20});
    cancelling.join();
    REQUIRE(some);
    CHECK_FALSE(*some);
  }
  cancel = false;
  ArticleSource lines_of = opened(dir / "pipe", {}, cancel);
  const int to = ::open((dir / "pipe").c_str(), O_WRONLY | O_CLOEXEC);
  REQUIRE(to >= 0);
  for (const int count : {1, 2}) {
    const std::string some_lines = lines(count, 10);
    REQUIRE(::write(to, some_lines.data(), some_lines.size()) == static_cast<ssize_t>(some_lines.size()));
    const Result<bool> some = lines_of.next(group, {256, 1u << 20});
    REQUIRE(some);
    CHECK(*some);
    REQUIRE(group.size() == static_cast<std::size_t>(count));
    CHECK(group.front().file == dir / "pipe");
    CHECK(group.front().article.text == std::string(10, 'x'));
  }
  ::close(to);
  const Result<bool> end = lines_of.next(group, {256, 1u << 20});
  REQUIRE(end);
  CHECK_FALSE(*end);
}
