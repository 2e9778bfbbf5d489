// Damaged streams: never a crash, never a short file that looks whole.
#include <doctest/doctest.h>

#include "base/io.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using reprise::testing::TempDir;

TEST_CASE("a compressed file that ends early is an error at every length") {
  TempDir dir;
  std::string text;
  for (int i = 0; i < 60; ++i) text += "line " + std::to_string(i * i) + "\n";
  for (const bool gzip : {true, false}) {
    const std::string packed = gzip ? reprise::testing::gzip(text) : reprise::testing::zstd(text);
    const std::string path = dir / (gzip ? "a.gz" : "a.zst");
    for (std::size_t size = 0; size < packed.size(); ++size) {
      CAPTURE(size);
      reprise::testing::put(path, packed.substr(0, size));
      const auto read = io::read_file(path);
      REQUIRE_FALSE(read);
      CHECK(read.error().code == ErrorCode::bad_input);
      CHECK(read.error().message.find(path) != std::string::npos);
      CHECK(read.error().message.find("unexpected end") != std::string::npos);
    }
    reprise::testing::put(path, packed);
    CHECK(*io::read_file(path) == text);
  }
}

TEST_CASE("flipped bits are noticed, and what comes out before does not depend on the sizes of the reads") {
  TempDir dir;
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "line " + std::to_string(i * i) + "\n";
  reprise::testing::Chance chance(11);
  for (int round = 0; round < 400; ++round) {
    std::string packed = round % 2 ? reprise::testing::gzip(text) : reprise::testing::zstd(text);
    // Behind the magic bytes: without these it is another kind of file. Flags, names and times of gzip carry no checksum.
    const std::size_t at = 10 + chance.below(packed.size() - 10);
    packed[at] = static_cast<char>(packed[at] ^ (1 << chance.below(8)));
    reprise::testing::put(dir / "x", packed);
    std::string outcomes[2];
    for (const std::size_t step : {100u, 1u << 20}) {
      auto stream = io::InputStream::open(dir / "x");
      REQUIRE(stream);
      std::string piece(step, '\0'), all;
      for (;;) {
        const auto got = stream->read(piece.data(), step);
        if (!got) {
          CHECK(got.error().message.find("at decompressed byte") != std::string::npos);
          CHECK_FALSE(stream->read(piece.data(), step));  // and so it stays
          all += "|error";
          break;
        }
        if (*got == 0) break;
        all.append(piece, 0, *got);
      }
      const bool failed = all.size() > 6 && all.compare(all.size() - 6, 6, "|error") == 0;
      CHECK((failed || all == text || all == "|error"));
      outcomes[step > 100] = all;
    }
    if (round % 2) CHECK(outcomes[0] == outcomes[1]);  // zstd decodes by blocks, and a damaged one may come out in part
  }
}

TEST_CASE("a zstd window that would take gigabytes is refused") {
  TempDir dir;
  // Frame header: no single segment, window descriptor 0xa8 = 2^31 bytes; then an empty last block.
  reprise::testing::put(dir / "long.zst", std::string("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9));
  const auto read = io::read_file(dir / "long.zst");
  REQUIRE_FALSE(read);
  CHECK(read.error().message.find("128 MiB") != std::string::npos);
}

TEST_CASE("other bytes behind a member or frame are an error") {
  TempDir dir;
  reprise::testing::put(dir / "a", reprise::testing::gzip("text\n") + "garbage");
  CHECK_FALSE(io::read_file(dir / "a"));
  reprise::testing::put(dir / "b", reprise::testing::zstd("text\n") + "garbage");
  CHECK_FALSE(io::read_file(dir / "b"));
}
