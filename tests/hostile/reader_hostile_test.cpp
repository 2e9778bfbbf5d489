// Input that means harm, or was damaged: the reader skips or refuses, in bounded memory, and never crashes.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "base/utf8.hpp"
#include "corpus/read_all.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using namespace reprise::corpus;
using reprise::testing::put;
using reprise::testing::read_all;
using reprise::testing::read_path;
using reprise::testing::TempDir;

TEST_CASE("empty files, files of line feeds only, and of bytes that are none of ours") {
  TempDir dir;
  for (const char* name : {"a.jsonl", "a.csv", "a.tsv", "plain"}) {
    put(dir / name, "");
    auto all = read_path(dir / name);
    CHECK(all.error.message.empty());
    CHECK(all.articles.empty());
    put(dir / name, std::string(1000, '\n'));
    all = read_path(dir / name);
    CHECK(all.error.message.empty());
    CHECK(all.articles.empty());
    CHECK(all.skips.empty());
  }
  put(dir / "zeros.jsonl", std::string(1000, '\0'));
  CHECK(read_path(dir / "zeros.jsonl").skips.size() == 1);
  put(dir / "bom.jsonl", "\xef\xbb\xbf");
  CHECK(read_path(dir / "bom.jsonl").skips.empty());
}

TEST_CASE("a line of 20 MB is passed over without being kept") {
  TempDir dir;
  const std::string line = "{\"id\":\"long\",\"text\":\"" + std::string(20'000'000, 'x') + "\"}";
  put(dir / "a.jsonl", "{\"id\":\"1\",\"text\":\"one\"}\n" + line + "\n{\"id\":\"3\",\"text\":\"three\"}\n" + line);
  InputOptions options;
  options.inputs = {dir / "a.jsonl"};
  options.max_article_bytes = 1u << 20;
  options.block_bytes = 1u << 16;
  const auto all = read_all(options);
  CHECK(all.articles.size() == 2);
  REQUIRE(all.skips.size() == 2);
  CHECK(all.skips[0].line == 2);
  CHECK(all.skips[0].reason == "too_long");
  CHECK(all.skips[0].detail.find(std::to_string(line.size())) != std::string::npos);
  CHECK(all.skips[1].line == 4);
  CHECK(all.largest_block < 2'500'000);  // a string's room is doubled when it grows
  options.max_article_bytes = 32u << 20;
  CHECK(read_all(options).articles.size() == 4);
}

TEST_CASE("what is buffered does not grow with the file: 100 MB through a pipe") {
  TempDir dir;
  REQUIRE(mkfifo((dir / "pipe").c_str(), 0600) == 0);
  const std::string line = "{\"text\":\"" + std::string(1000, 'y') + "\"}\n";
  constexpr int kLines = 100'000;
  std::thread writer([&] {
    std::FILE* out = std::fopen((dir / "pipe").c_str(), "w");
    for (int i = 0; i < kLines; ++i) std::fwrite(line.data(), 1, line.size(), out);
    std::fclose(out);
  });
  InputOptions options;
  options.inputs = {dir / "pipe"};
  options.block_bytes = 1u << 20;
  auto reader = BlockReader::open(options);
  REQUIRE(reader);
  CHECK(reader->total_bytes() == 0);
  Block block;
  std::uint64_t bytes = 0, largest = 0;
  for (auto more = reader->next(block); more && *more; more = reader->next(block)) {
    bytes += block.bytes.size();
    largest = std::max<std::uint64_t>(largest, block.bytes.capacity());
  }
  writer.join();
  CHECK(bytes == line.size() * kLines);
  CHECK(reader->bytes_read() == bytes);
  CHECK(largest < (3u << 20));
}

TEST_CASE("deep, huge and odd JSON") {
  TempDir dir;
  const auto deep = [](int depth, const char* open, const char* close) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += open;
    text += "1";
    for (int i = 0; i < depth; ++i) text += close;
    return text;
  };
  std::string lines;
  const auto add = [&](const std::string& rest) { lines += "{\"id\":\"x\",\"text\":\"t\",\"more\":" + rest + "}\n"; };
  add(deep(100'000, "[", "]"));                    // 1 refused
  add(deep(100'000, "{\"a\":", "}"));              // 2 refused
  add(deep(100, "[", "]"));                        // 3 read
  add("1e999999");                                 // 4 read: no one wants the number
  add("123456789012345678901234567890123456789");  // 5 read
  add("-");                                        // 6 refused
  add("01");                                       // 7 refused
  add("\"\\ud800\"");                              // 8 read
  lines += "{\"id\":\"9\",\"text\":\"half \\ud800 and \\udc00 nul \\u0000.\"}\n";
  lines += "{\"id\":\"a\",\"id\":\"10\",\"text\":\"first\",\"text\":\"last\"}\n";
  lines += "{\"id\":\"11\",\"text\":\"t\",\"published\":1e400,\"fetched\":-1e-400}\n";
  lines += "{\"id\":\"12\",\"text\":\"t\",\"published\":1.69666992E9}\n";
  lines += "{\"id\":1e5,\"text\":[\"one\",\"two\"]}\n{\"id\":\"14\",\"text\":[\"one\",2]}\n";
  put(dir / "a.jsonl", lines);
  const auto all = read_path(dir / "a.jsonl");
  std::string refused;
  for (const auto& skip : all.skips) refused += std::to_string(skip.line) + " ";
  CHECK(refused == "1 2 6 7 14 ");
  REQUIRE(all.articles.size() == 9);
  const std::string kReplacement = "\xef\xbf\xbd";
  CHECK(all.articles[4].article.text == "half " + kReplacement + " and " + kReplacement + " nul " + std::string(1, '\0') + ".");
  CHECK(all.articles[5].article.id == "10");
  CHECK(all.articles[5].article.text == "last");
  CHECK_FALSE(all.articles[6].article.published.known());
  CHECK(format_time(all.articles[7].article.published.from) == "2023-10-07T09:12:00Z");
  CHECK(all.articles[8].article.text == "one\n\ntwo");
  put(dir / "deep.json", deep(1'000'000, "[", "]"));
  CHECK(read_path(dir / "deep.json").skips.size() == 1);
}

TEST_CASE("JSON that is cut or altered anywhere is read or skipped, and every article is sound") {
  TempDir dir;
  const std::string sound =
      "{\"id\":\"1\",\"source\":{\"name\":\"T\\u0410SS\"},\"tags\":[\"a\",1.5,null,true],\"text\":\"words \xd0\xb0 \\ud83d\\ude00 \\n\"}";
  std::string lines;
  for (std::size_t size = 1; size < sound.size(); ++size) lines += sound.substr(0, size) + "\n";
  put(dir / "cut.jsonl", sound + "\n" + lines);
  const auto cut = read_path(dir / "cut.jsonl");
  CHECK(cut.articles.size() == 1);
  CHECK(cut.skips.size() == sound.size() - 1);

  reprise::testing::Chance chance(17);
  lines.clear();
  constexpr std::size_t kRounds = 20'000;
  for (std::size_t round = 0; round < kRounds; ++round) {
    std::string line = sound;
    for (std::uint64_t n = 1 + chance.below(3); n > 0; --n) {
      char byte = static_cast<char>(chance.below(256));
      if (byte == '\n') byte = '"';
      line[chance.below(line.size())] = byte;
    }
    lines += line + "\n";
  }
  put(dir / "altered.jsonl", lines);
  const auto altered = read_path(dir / "altered.jsonl");
  CHECK(altered.articles.size() + altered.skips.size() == kRounds);
  for (const auto& a : altered.articles) {
    if (!utf8::valid(a.article.text) || a.article.text.empty() || a.article.id.empty()) FAIL(a.line);
  }
  for (const auto& s : altered.skips) {
    if (!utf8::valid(s.detail) || s.detail.empty()) FAIL(s.line);
  }
}

TEST_CASE("CSV with quotes anywhere ends, and no line is counted twice") {
  TempDir dir;
  reprise::testing::Chance chance(23);
  const std::string alphabet = "a\",\n\r\"";
  for (int round = 0; round < 300; ++round) {
    std::string table = "id,text\n";
    for (int i = 0; i < 400; ++i) table.push_back(alphabet[chance.below(alphabet.size())]);
    put(dir / "a.csv", table);
    InputOptions options;
    options.inputs = {dir / "a.csv"};
    options.max_article_bytes = 1 + chance.below(100);
    options.block_bytes = 1 + chance.below(50);
    const std::string small = read_all(options).shown();
    options.block_bytes = 1 << 20;
    CHECK((read_all(options).shown() == small));
  }
}

TEST_CASE("a damaged compressed file: an error where it was named, a skip where a directory held it") {
  TempDir dir;
  std::string lines;
  for (int i = 0; i < 5000; ++i) lines += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"text " + std::to_string(i * i) + "\"}\n";
  const std::string packed = reprise::testing::gzip(lines);
  put(dir / "d/a.jsonl.gz", packed.substr(0, packed.size() / 2));
  put(dir / "d/b.txt", "sound");
  std::string first;
  for (const std::uint64_t block : {64u, 1u << 22}) {
    InputOptions options;
    options.inputs = {dir / "d/a.jsonl.gz"};
    options.block_bytes = block;
    const auto all = read_all(options);
    CHECK(all.error.message.find("unexpected end") != std::string::npos);
    CHECK(all.articles.size() > 1000);
    CHECK(all.skips.empty());
    if (first.empty()) first = all.shown();
    CHECK((all.shown() == first));
  }
  const auto directory = read_path(dir / "d");
  CHECK(directory.error.message.empty());
  CHECK(directory.articles.back().article.text == "sound");
  REQUIRE(directory.skips.size() == 1);
  CHECK(directory.skips[0].reason == "unreadable");
  put(dir / "d/a.jsonl.gz", "");
  REQUIRE(read_path(dir / "d").skips.size() == 1);
  CHECK(read_path(dir / "d").skips[0].reason == "unreadable");
}

TEST_CASE("a file in a directory that may not be read is a skip") {
  TempDir dir;
  put(dir / "d/a.txt", "closed");
  put(dir / "d/b.txt", "open");
  chmod((dir / "d/a.txt").c_str(), 0);
  if (access((dir / "d/a.txt").c_str(), R_OK) == 0) {
    MESSAGE("passed over: this user (root) may read every file");
    return;
  }
  const auto all = read_path(dir / "d");
  CHECK(all.articles.size() == 1);
  REQUIRE(all.skips.size() == 1);
  CHECK(all.skips[0].reason == "unreadable");
  CHECK(read_path(dir / "d/a.txt").error.code == ErrorCode::io);
}

TEST_CASE("text files and paths that are no UTF-8, and links in a circle") {
  TempDir dir;
  put(dir / "d/a.txt", "bad \xc3 byte");
  put(dir / "d/n\xff.txt", "odd name");
  put(dir / "d/long.txt", std::string(3000, 'x'));
  std::filesystem::create_directory_symlink("..", dir / "d/up");
  InputOptions options;
  options.inputs = {dir / "d"};
  options.max_article_bytes = 2000;
  const auto all = read_all(options);
  REQUIRE(all.articles.size() == 1);
  CHECK(all.articles[0].article.id == "n%FF");
  REQUIRE(all.skips.size() == 2);
  CHECK(all.skips[0].reason == "bad_utf8");
  CHECK(all.skips[1].reason == "too_long");
}
