// Streams and output files: what is written is read back, and every error has its name.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <thread>

#include "base/io.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using reprise::testing::TempDir;

namespace {

std::string read_all(const std::string& path, std::size_t step, Error* error = nullptr) {
  auto stream = io::InputStream::open(path);
  if (!stream) {
    if (error) *error = stream.error();
    return {};
  }
  std::string all, piece(step, '\0');
  for (;;) {
    const auto got = stream->read(piece.data(), step);
    if (!got) {
      if (error) *error = got.error();
      return all;
    }
    if (*got == 0) return all;
    all.append(piece, 0, *got);
  }
}

std::string sample(std::size_t size) {
  std::string text;
  reprise::testing::Chance chance(7);
  while (text.size() < size) text += "word" + std::to_string(chance.below(5000)) + (chance.below(9) == 0 ? "\n" : " ");
  text.resize(size);
  return text;
}

}  // namespace

TEST_CASE("plain, gzip and zstd read the same, whatever their name and the size of the reads") {
  TempDir dir;
  const std::string text = sample(700'000), more = sample(1000);
  reprise::testing::put(dir / "plain", text + more);
  reprise::testing::put(dir / "gz", reprise::testing::gzip(text) + reprise::testing::gzip(more));
  reprise::testing::put(dir / "padded.gz", reprise::testing::gzip(text + more) + std::string(5000, '\0'));
  reprise::testing::put(dir / "zst", reprise::testing::zstd(text) + reprise::testing::zstd("") + reprise::testing::zstd(more));
  const std::string skippable("\x52\x2a\x4d\x18\x03\x00\x00\x00xyz", 11);
  reprise::testing::put(dir / "skippable", skippable + reprise::testing::zstd(text + more) + skippable);
  for (const char* name : {"plain", "gz", "padded.gz", "zst", "skippable"}) {
    for (const std::size_t step : {1000u, 65'537u, 4'000'000u}) {
      CAPTURE(name);
      Error error;
      CHECK(read_all(dir / name, step, &error) == text + more);
      CHECK(error.code == ErrorCode::ok);
    }
  }
  CHECK(read_all(dir / "gz", 1) == text + more);
}

TEST_CASE("bytes read from disk are counted") {
  TempDir dir;
  const std::string packed = reprise::testing::zstd(sample(100'000));
  reprise::testing::put(dir / "a", packed);
  auto stream = io::InputStream::open(dir / "a");
  REQUIRE(stream);
  std::string piece(1 << 20, '\0');
  for (auto got = stream->read(piece.data(), piece.size()); got && *got > 0; got = stream->read(piece.data(), piece.size())) {
  }
  CHECK(stream->raw_bytes_read() == packed.size());
}

TEST_CASE("what cannot be opened is named") {
  TempDir dir;
  const auto missing = io::InputStream::open(dir / "none");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(missing.error().message.find("none") != std::string::npos);
  const auto directory = io::InputStream::open(dir.path());
  REQUIRE_FALSE(directory);
  CHECK(directory.error().message.find("found a directory") != std::string::npos);
}

TEST_CASE("read_file refuses what is larger than allowed, also when it is packed small") {
  TempDir dir;
  reprise::testing::put(dir / "bomb.zst", reprise::testing::zstd(std::string(50'000'000, 'a')));
  const auto refused = io::read_file(dir / "bomb.zst", 1'000'000);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::bad_input);
  reprise::testing::put(dir / "exact", "12345");
  CHECK(*io::read_file(dir / "exact", 5) == "12345");
  CHECK_FALSE(io::read_file(dir / "exact", 4));
}

TEST_CASE("a pipe is read to its end") {
  TempDir dir;
  REQUIRE(mkfifo((dir / "pipe").c_str(), 0600) == 0);
  const std::string text = sample(300'000);
  std::thread writer([&] { reprise::testing::put(dir / "pipe", reprise::testing::gzip(text)); });
  CHECK(read_all(dir / "pipe", 10'000) == text);
  writer.join();
}

TEST_CASE("an output file holds what was written, in small pieces and large") {
  TempDir dir;
  const std::string text = sample(900'000);
  auto file = io::OutputFile::create(dir / "out");
  REQUIRE(file);
  std::size_t at = 0;
  for (std::size_t step = 1; at < text.size(); step = step * 3 % 400'003 + 1) {
    REQUIRE(file->write(std::string_view(text).substr(at, step)));
    at += std::min(step, text.size() - at);
    CHECK(file->size_bytes() == at);
  }
  REQUIRE(file->close());
  REQUIRE(file->close());
  CHECK(reprise::testing::get(dir / "out") == text);
  CHECK_FALSE(file->write("more"));
}

TEST_CASE("a full disk is an error of its own and stays one") {
  auto small = io::OutputFile::create("/dev/full");
  REQUIRE(small);
  CHECK(small->write("a little"));
  const auto closed = small->close();
  REQUIRE_FALSE(closed);
  CHECK(closed.error().code == ErrorCode::no_space);
  CHECK(closed.error().message.find("/dev/full") != std::string::npos);

  auto large = io::OutputFile::create("/dev/full");
  REQUIRE(large);
  const auto written = large->write(std::string(1 << 20, 'x'));
  REQUIRE_FALSE(written);
  CHECK(written.error().code == ErrorCode::no_space);
  CHECK_FALSE(large->write("y"));
  CHECK_FALSE(large->close());
}
