// `reprise index add --jsonl -` as a crawler talks to it: one line, its answer, the next line.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "engine/command.hpp"
#include "engine/corpus_maker.hpp"
#include "engine/piped_command.hpp"

using namespace reprise::testing;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

std::string article(const std::string& id, const std::string& text = "The pier was closed on Monday because the storm had loosened its planks.") {
  return R"({"id":")" + id + R"(","outlet":"TASS","text":")" + text + "\"}\n";
}

bool is_verdict_of(const std::optional<std::string>& line, const std::string& id) { return line && line->starts_with("{\"article\":\"" + id + "\""); }

}  // namespace

TEST_CASE("a line is answered before the next one is written") {
  const TempDir dir;
  for (const char* durability : {"grouped", "per_call", "on_flush"}) {
    INFO(durability);
    PipedCommand command({"index", "add", dir / durability, "--jsonl", "-", "--durability", durability});
    for (const char* id : {"a", "b", "c"}) {
      REQUIRE(command.write(article(id)));
      CHECK(is_verdict_of(command.line(), id));
    }
    // A half line is waited for; white space has no answer.
    const std::string line = article("d");
    command.write(" \n" + line.substr(0, 20));
    CHECK_FALSE(command.line(300));
    command.write(line.substr(20));
    CHECK(is_verdict_of(command.line(), "d"));
    command.write(article("b"));
    const std::optional<std::string> refused = command.line();
    REQUIRE(refused);
    CHECK(*refused == R"({"error":"article 'b': the index has one with this id; replace is the call for a new version","line":6})");
    command.close_input();
    CHECK(command.wait() == 1);
    CHECK(command.errors() == "4 articles added, 1 error\n");
  }
}

TEST_CASE("standard input by its name is answered line by line, too, and interrupted while it is idle") {
  const TempDir dir;
  PipedCommand command({"index", "add", dir / "index", "--jsonl", "/dev/stdin"});
  for (const char* id : {"a", "b"}) {
    REQUIRE(command.write(article(id)));
    CHECK(is_verdict_of(command.line(), id));
  }
  command.signal(SIGTERM);
  CHECK(command.wait() == 2);
  PipedCommand input({"index", "add", dir / "index", "-"});
  input.write("{\"id\":\"half");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  input.signal(SIGINT);
  CHECK(input.wait() == 2);
  CHECK(input.errors().find("interrupted; what was answered is done, what came after it is not") != std::string::npos);
}

TEST_CASE("many lines at once are answered in their order, broken ones in their place") {
  const TempDir dir;
  std::string lines;
  std::vector<std::string> expected;
  for (int i = 0; i < 700; ++i) {
    const std::string number = std::to_string(i);
    if (i % 7 == 3) {
      lines += "{\"id\":\"" + number + "\"}\n";
      expected.push_back("{\"error\":\"missing_text: expected a text in 'text', found none\",\"line\":" + std::to_string(i + 1) + "}");
    } else {
      lines += article(number);
      expected.push_back("{\"article\":\"" + number + "\"");
    }
  }
  lines.pop_back();  // the last line needs no line feed
  const Ran ran = reprise_command({"index", "add", dir / "index", "--jsonl", "-"}, lines);
  CHECK(ran.code == 1);
  const std::vector<std::string> found = lines_of(ran.out);
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i].starts_with(expected[i]));
  CHECK(reprise_command({"index", "stats", dir / "index", "--format", "json"}).out.starts_with("{\"articles\":600,"));
}

TEST_CASE("each line stands by itself: its field names, its length, its mistakes") {
  const TempDir dir;
  const std::string lines = "\xef\xbb\xbf" R"({"id":1,"body":"Names of fields are guessed."})" "\n"
                            R"({"guid":"two","content":"Of each line anew.","source":"TASS","date":"2023-10-07"})" "\r\n"
                            R"({"text":"no id"})" "\n"
                            R"({"id":"t","text":"a time","published":"soon"})" "\n"
                            R"({"id":"n","text":"a time","published":[1]})" "\n"
                            R"({"id":"f","text":"a time","fetched":"soon"})" "\n"
                            R"({"id":"e","text":"no time","published":"","fetched":null})" "\n"
                            R"({"id":"a\u0000b","text":"a zero byte"})" "\n" +
                            article("long", std::string(3000, 'x')) + "{\"id\":\"cut";
  const Ran ran = reprise_command({"index", "add", dir / "index", "--jsonl", "-", "--max-article-bytes", "1000"}, lines);
  const std::vector<std::string> found = lines_of(ran.out);
  REQUIRE(found.size() == 10);
  CHECK(is_verdict_of(found[0], "1"));
  CHECK(found[1].starts_with(R"({"article":"two","outlet":"TASS","outlet_as_given":"TASS","published":{"from":"2023-10-07T00:00:00Z")"));
  CHECK(found[2] == R"({"error":"missing_id: expected a string or number in 'id', found none","line":3})");
  CHECK(found[3] == R"({"error":"bad_time: expected a time like 2023-10-07T09:12:00Z or 2023-10-07 in 'published', found 'soon'","line":4})");
  CHECK(found[4] == R"({"error":"bad_time: expected a time like 2023-10-07T09:12:00Z or 2023-10-07 in 'published', found an array","line":5})");
  CHECK(found[5] == R"({"error":"bad_time: expected a time like 2023-10-07T09:12:00Z or 2023-10-07 in 'fetched', found 'soon'","line":6})");
  CHECK(is_verdict_of(found[6], "e"));
  CHECK(found[7] == R"({"error":"missing_id: expected an id without zero bytes, found one at byte 2 of the id","line":8})");
  CHECK(found[8] == R"({"error":"too_long: expected at most 1000 bytes, found 3039","line":9})");
  CHECK(found[9].starts_with(R"({"error":"bad_json: )"));
  CHECK(ran.code == 1);
}

TEST_CASE("a line of any length is passed over without being held") {
  const TempDir dir;
  PipedCommand command({"index", "add", dir / "index", "--jsonl", "-", "--max-article-bytes", "100000"}, [] {
    if (kSanitized) return;  // whose own memory is beyond any limit
    const rlimit most{512u << 20, 512u << 20};
    ::setrlimit(RLIMIT_DATA, &most);
  });
  const std::string piece(1u << 20, 'x');
  const int pieces = kSanitized ? 50 : 700;
  for (int i = 0; i < pieces; ++i) REQUIRE(command.write(piece));
  command.write("\n" + article("after"));
  CHECK(command.line() == R"({"error":"too_long: expected at most 100000 bytes, found )" + std::to_string(pieces * piece.size()) + R"(","line":1})");
  CHECK(is_verdict_of(command.line(), "after"));
}

TEST_CASE("new versions and the articles between them keep their order") {
  const TempDir dir;
  const std::string lines = article("a") + article("b") + article("a", "The pier is open again since the planks were nailed down on Friday.") + article("c") +
                            article("a", "The pier is open again since the planks were nailed down on Friday, and free.");
  const Ran ran = reprise_command({"index", "add", dir / "index", "--jsonl", "-", "--replace"}, lines);
  CHECK(ran.code == 0);
  CHECK(lines_of(ran.out).size() == 5);
  CHECK(reprise_command({"index", "stats", dir / "index", "--format", "json"}).out.starts_with("{\"articles\":3,\"versions\":2,"));
  CHECK(reprise_command({"index", "get", dir / "index", "a"}).out.find("\"version\":3,") != std::string::npos);
  const Ran refused = reprise_command({"index", "replace", dir / "index", "--jsonl", "-"}, article("z") + article("b", "Another text of b."));
  CHECK(refused.code == 1);
  CHECK(lines_of(refused.out).front().starts_with(R"({"error":"article 'z': the index has none with this id)"));
}

TEST_CASE("Ctrl-C while it waits, and in the middle of the work: what was answered is there") {
  const TempDir dir;
  {
    PipedCommand command({"index", "add", dir / "idle", "--jsonl", "-"});
    command.write(article("a") + "{\"id\":\"half");
    CHECK(is_verdict_of(command.line(), "a"));
    command.signal(SIGINT);
    CHECK(command.wait() == 2);
    CHECK(command.errors() == "1 article added\nreprise: interrupted; what was answered is done, what came after it is not\n");
    CHECK_FALSE(command.line(0));
  }
  CHECK(reprise_command({"index", "stats", dir / "idle", "--format", "json"}).out.starts_with("{\"articles\":1,"));
  const std::string lines = json_lines(CorpusMaker(5).make(3000));
  put(dir / "lines", lines);
  std::size_t answered = 0;
  {
    PipedCommand command({"index", "add", dir / "busy", "--jsonl", dir / "lines"});
    for (; answered < 300; ++answered) REQUIRE(command.line());
    command.signal(SIGTERM);
    while (command.line()) ++answered;
    CHECK(command.wait() == 2);
    CHECK(answered < 3000);
  }
  const Ran verified = reprise_command({"index", "verify", dir / "busy"});
  CHECK(verified.code == 0);
  const Ran again = reprise_command({"index", "add", dir / "busy", "--jsonl", dir / "lines"});
  const std::vector<std::string> found = lines_of(again.out);
  REQUIRE(found.size() > answered);
  for (std::size_t i = 0; i < answered; ++i) CHECK(found[i].starts_with("{\"error\":"));
}

TEST_CASE("white space around an id is none of it, in lines and as an argument") {
  const TempDir dir;
  REQUIRE(reprise_command({"index", "add", dir / "index", "--jsonl", "-"}, article(" sp ")).code == 0);
  for (const char* id : {"sp", " sp ", "\tsp"}) CHECK(reprise_command({"index", "get", dir / "index", id}).out.starts_with("{\"article\":\"sp\""));
  CHECK(reprise_command({"index", "get", dir / "index", "s p"}).code == 2);
  CHECK(reprise_command({"index", "remove", dir / "index", " sp "}).code == 0);
  CHECK(reprise_command({"index", "get", dir / "index", "sp"}).code == 2);
}

TEST_CASE("answers that nobody reads end it") {
  const TempDir dir;
  const Ran ran = reprise_command({"index", "add", dir / "index", "--jsonl", "-"}, article("a"), [] { ::dup2(::open("/dev/full", O_WRONLY), 1); });
  CHECK(ran.code == 2);
  CHECK(ran.err == "reprise: cannot write to standard output: No space left on device\n");
}

TEST_CASE("started without standard streams: what is printed goes into no file of the index") {
  const TempDir dir;
  put(dir / "lines", article("a") + article("b"));
  int number = 0;
  for (const std::vector<int>& closed : {std::vector{1}, {1, 2}, {0, 1, 2}}) {
    const std::string index = dir / std::to_string(++number);
    const Ran ran = reprise_command({"index", "add", index, "--jsonl", dir / "lines"}, {}, [&] {
      for (const int stream : closed) ::close(stream);
    });
    CHECK(ran.code == 2);
    if (closed.size() == 1) CHECK(ran.err == "reprise: cannot write to standard output: Bad file descriptor\n");
    CHECK(get(index + "/LOCK").empty());
    CHECK(reprise_command({"index", "verify", index}).code == 0);
    CHECK(reprise_command({"index", "stats", index, "--format", "json"}).out.starts_with("{\"articles\":2,"));
  }
}

TEST_CASE("an index is asked beside its writer") {
  const TempDir dir;
  PipedCommand writer({"index", "add", dir / "index", "--jsonl", "-"});
  writer.write(article("a"));
  REQUIRE(is_verdict_of(writer.line(), "a"));
  const Ran asked = reprise_command({"index", "query", dir / "index", "--jsonl", "-"}, article("b"));
  CHECK(asked.code == 0);
  CHECK(is_verdict_of(lines_of(asked.out).front(), "b"));
  CHECK(reprise_command({"index", "stats", dir / "index", "--format", "json"}).out.starts_with("{\"articles\":1,"));
  CHECK(reprise_command({"index", "verify", dir / "index"}).code == 0);
  CHECK(reprise_command({"report", dir / "index"}).code == 0);
  const Ran second = reprise_command({"index", "add", dir / "index", "--jsonl", "-"}, article("b"));
  CHECK(second.code == 2);
  CHECK(second.err.find("another writer has this index open") != std::string::npos);
  CHECK(second.out.empty());
}
