// A writer that is killed with SIGKILL at any moment loses nothing that it has answered, and the index opens by itself.
//
// The real command is the writer: it is fed lines as fast as it takes them, its answers are read, and it is killed after some of them, or some time after its
//   start; so are settle, compact, rebuild and remove. Segments are sealed every few articles, so that most kills hit a seal or a merge.
// Fast: 20 rounds. Slow: 300. Long: 2000.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "crash/expected.hpp"
#include "engine/piped_command.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

constexpr int kRoundsPerIndex = 25;
constexpr int kRoundsPerScan = 5;

/// One answer is about one line: the id of the article, "" for an error.
std::string answered_id(const std::string& line) {
  constexpr std::string_view kStart = "{\"article\":\"";
  return line.starts_with(kStart) ? line.substr(kStart.size(), line.find('"', kStart.size()) - kStart.size()) : std::string();
}

class Rounds {
 public:
  explicit Rounds(std::uint64_t seed) : maker_(seed), chance_(maker_.chance()) {}

  void play(int rounds) {
    for (int round = 0; round < rounds; ++round) {
      if (round % kRoundsPerIndex == 0) begin_index();
      INFO("round " << round);
      const std::uint64_t dice = chance_.below(10);
      if (dice < 7 || expected_.ids().empty()) kill_add();
      else if (dice == 7) kill_remove();
      else kill_upkeep();
      if (!expected_.check(directory())) return;
      if (round % kRoundsPerScan == kRoundsPerScan - 1) expected_.check_settled(directory());
    }
    CHECK(kills_ > rounds / 2);
    MESSAGE(rounds << " rounds, " << kills_ << " killed, " << answers_ << " answers");
  }

 private:
  std::string directory() const { return *dir_ / "index"; }
  void begin_index() {
    dir_ = std::make_unique<TempDir>();
    expected_ = Expected();
  }
  void sleep(std::uint64_t most_microseconds) { std::this_thread::sleep_for(std::chrono::microseconds(chance_.below(most_microseconds))); }

  void kill_add() {
    std::vector<MadeArticle> articles = maker_.make(1 + chance_.below(60));
    const bool replace = chance_.below(3) == 0;
    const std::vector<std::string> there = expected_.ids();
    if (replace)
      for (MadeArticle& a : articles)
        if (!there.empty() && chance_.below(4) == 0) a.id = there[chance_.below(there.size())];
    const char* durability = chance_.below(4) == 0 ? "per_call" : chance_.below(2) ? "grouped" : "on_flush";
    std::vector<std::string> arguments = {"index", "add", directory(), "--jsonl", "-", "--seal-articles", std::to_string(1 + chance_.below(12)), "--durability", durability};
    if (replace) arguments.push_back("--replace");
    PipedCommand command(arguments);
    std::size_t told = 0;  // articles whose answers were read
    const auto hear = [&](int milliseconds) {
      const std::optional<std::string> line = command.line(milliseconds);
      if (!line) return false;
      const MadeArticle& a = articles[told++];
      const std::string id = answered_id(*line);
      ++answers_;
      if (!id.empty()) {
        CHECK(id == a.id);
        expected_.acknowledged(a.id, a);
      } else {
        INFO(*line);
        CHECK((expected_.knows(a.id) && !replace));  // an id that occurs twice
      }
      return true;
    };
    // Killed after so many answers; or, one time in six, so long after its start, which may be before the index is open.
    const bool early = chance_.below(6) == 0;
    const std::size_t answers = early ? 0 : 1 + chance_.below(articles.size());
    const bool one_by_one = chance_.below(3) == 0;
    std::size_t sent = 0;
    const auto send = [&] { return command.write(articles[sent++].line()); };
    if (early) {
      while (sent < articles.size()) send();
      sleep(60'000);
    } else {
      while (told < answers) {
        while (sent < articles.size() && (sent == told || !one_by_one) && send()) {
        }
        REQUIRE(hear(30'000));
      }
      sleep(chance_.below(3) == 0 ? 20'000 : 2'000);
    }
    command.kill();
    while (hear(0) || hear(200)) {
    }
    if (command.wait() == -SIGKILL) ++kills_;
    // Of what was sent and not answered anything may be there; the last of two with one id wins only where it replaces.
    for (std::size_t i = told; i < sent; ++i)
      if (replace || !expected_.surely_there(articles[i].id)) expected_.asked(articles[i].id, articles[i]);
  }

  void kill_remove() {
    std::vector<std::string> ids = expected_.ids();
    shuffle(ids, chance_);
    ids.resize(std::min<std::size_t>(ids.size(), 1 + chance_.below(5)));
    std::vector<std::string> arguments = {"index", "remove", directory()};
    arguments.insert(arguments.end(), ids.begin(), ids.end());
    const int code = killed_after(arguments, 60'000);
    for (const std::string& id : ids) {
      if (code == 0) expected_.acknowledged(id, {});
      else expected_.asked(id, {});
    }
  }

  void kill_upkeep() {
    constexpr const char* kCommands[] = {"settle", "compact", "rebuild"};
    const int code = killed_after({"index", kCommands[chance_.below(3)], directory()}, 200'000);
    CHECK((code == 0 || code == -SIGKILL));
  }

  int killed_after(const std::vector<std::string>& arguments, std::uint64_t most_microseconds) {
    PipedCommand command(arguments);
    sleep(most_microseconds);
    command.kill();
    const int code = command.wait();
    INFO(command.errors());
    CHECK((code == 0 || code == -SIGKILL));
    if (code == -SIGKILL) ++kills_;
    return code;
  }

  CorpusMaker maker_;
  Chance& chance_;
  std::unique_ptr<TempDir> dir_;
  Expected expected_;
  int kills_ = 0, answers_ = 0;
};

}  // namespace

TEST_CASE("killed: 20 rounds") { Rounds(1).play(20); }
TEST_CASE("killed: 300 rounds") { Rounds(2).play(300); }
TEST_CASE("killed: 2000 rounds") { Rounds(3).play(2000); }
