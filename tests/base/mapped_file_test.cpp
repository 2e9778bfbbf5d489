// Mapped files, writes at an offset, and the names of a directory made durable.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "base/io.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using reprise::testing::TempDir;

TEST_CASE("a mapped file shows the file's bytes, and read_at copies them") {
  TempDir dir;
  std::string text(100'000, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 7 / 5);
  reprise::testing::put(dir / "a", text);
  auto opened = io::MappedFile::open(dir / "a");
  REQUIRE(opened);
  io::MappedFile file = std::move(*opened);
  CHECK(file.bytes() == text);
  file.will_need(0, 1 << 30);
  std::string piece(1000, '\0');
  for (const std::size_t at : {0u, 4095u, 99'000u}) {
    const auto got = file.read_at(at, piece.data(), piece.size());
    REQUIRE(got);
    CHECK(*got == piece.size());
    CHECK(piece == text.substr(at, piece.size()));
  }
  CHECK(*file.read_at(99'990, piece.data(), piece.size()) == 10);
  CHECK(*file.read_at(1'000'000, piece.data(), piece.size()) == 0);
  std::filesystem::remove(dir / "a");
  CHECK(*file.read_at(5, piece.data(), piece.size()) == piece.size());
  CHECK(file.bytes() == text);
}

TEST_CASE("read_at tells of a file that was cut after it was mapped") {
  TempDir dir;
  reprise::testing::put(dir / "a", std::string(50'000, 'x'));
  auto file = io::MappedFile::open(dir / "a");
  REQUIRE(file);
  std::filesystem::resize_file(dir / "a", 20'000);
  std::string piece(16'384, '\0');
  CHECK(*file->read_at(16'384, piece.data(), piece.size()) == 20'000 - 16'384);
}

TEST_CASE("what cannot be mapped is named, and an empty file can be") {
  TempDir dir;
  const auto missing = io::MappedFile::open(dir / "none");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(missing.error().message.find("none") != std::string::npos);
  CHECK_FALSE(io::MappedFile::open(dir.path()));
  REQUIRE(mkfifo((dir / "pipe").c_str(), 0600) == 0);
  CHECK_FALSE(io::MappedFile::open(dir / "pipe"));
  reprise::testing::put(dir / "empty", "");
  const auto empty = io::MappedFile::open(dir / "empty");
  REQUIRE(empty);
  CHECK(empty->bytes().empty());
}

TEST_CASE("write_at fills a file in any order, beside write()") {
  TempDir dir;
  auto file = io::OutputFile::create(dir / "out");
  REQUIRE(file);
  REQUIRE(file->write_at(10, "tail"));
  REQUIRE(file->write("head"));
  REQUIRE(file->write_at(6, "mid"));
  CHECK(file->size_bytes() == 4);
  REQUIRE(file->close());
  CHECK(reprise::testing::get(dir / "out") == std::string("head\0\0mid\0tail", 14));
  CHECK_FALSE(file->write_at(0, "more"));

  auto full = io::OutputFile::create("/dev/full");
  REQUIRE(full);
  const auto written = full->write_at(0, "x");
  REQUIRE_FALSE(written);
  CHECK(written.error().code == ErrorCode::no_space);
  CHECK_FALSE(full->write("y"));
  CHECK_FALSE(full->close());
}

TEST_CASE("a directory is synced; one that is not there is named") {
  TempDir dir;
  CHECK(io::sync_directory(dir.path()));
  const auto missing = io::sync_directory(dir / "none");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::not_found);
}
