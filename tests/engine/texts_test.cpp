// texts.bin: what is written is read back; a damaged file is an error that names it, or the right text, and never a crash.
#include <doctest/doctest.h>

#include "engine/texts.hpp"
#include "hostile/files.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

const std::vector<std::string> kTexts = {"One short text.", "ایران و روسیه — ТАСС 你好", std::string("NUL \0 inside", 12), std::string(5000, 'a') + "b", "x"};

void write(const std::vector<std::string>& texts, const std::string& directory, const std::string& path) {
  Result<engine::TextSpill> spill = engine::TextSpill::create(directory);
  REQUIRE(spill);
  engine::TextCompressor compressor;
  std::vector<engine::StoredText> order;
  for (const std::string& text : texts) {
    std::string frame;
    const std::uint32_t stored = compressor.append(text, frame);
    CHECK(stored == frame.size());
    const Result<std::uint64_t> offset = spill->append(frame);
    REQUIRE(offset);
    order.push_back({*offset, stored, static_cast<std::uint32_t>(text.size())});
    const Result<std::string> back = spill->read(order.back());
    REQUIRE(back);
    CHECK(*back == text);
  }
  REQUIRE(engine::write_texts(*spill, order, path));
}

/// Opens and reads everything; whatever is answered must be an error of one line that names the file, or the text itself.
/// True when something was found to be wrong.
bool notices(const std::string& path) {
  const auto clear = [&](const Error& error) {
    CHECK(error.code != ErrorCode::ok);
    CHECK(error.message.find(path) != std::string::npos);
    CHECK(error.message.find('\n') == std::string::npos);
  };
  const auto file = engine::TextFile::open(path);
  if (!file) return clear(file.error()), true;
  bool noticed = (*file)->size() != kTexts.size();
  for (std::uint32_t i = 0; i < (*file)->size(); ++i) {
    const Result<std::string> text = (*file)->text(i);
    if (!text) {
      clear(text.error());
      noticed = true;
    } else {
      REQUIRE(i < kTexts.size());
      CHECK(*text == kTexts[i]);
    }
  }
  return noticed;
}

}  // namespace

TEST_CASE("texts are read back as they were written") {
  const TempDir dir;
  write(kTexts, dir.path(), dir / "texts.bin");
  const auto file = engine::TextFile::open(dir / "texts.bin");
  REQUIRE(file);
  REQUIRE((*file)->size() == kTexts.size());
  for (std::uint32_t i = 0; i < kTexts.size(); ++i) {
    const Result<std::string> text = (*file)->text(i);
    REQUIRE(text);
    CHECK(*text == kTexts[i]);
  }
  const Result<std::string> beyond = (*file)->text(static_cast<std::uint32_t>(kTexts.size()));
  REQUIRE_FALSE(beyond);
  CHECK(beyond.error().code == ErrorCode::bad_run);
  write({}, dir.path(), dir / "none.bin");
  const auto none = engine::TextFile::open(dir / "none.bin");
  REQUIRE(none);
  CHECK((*none)->size() == 0);
  CHECK_FALSE(engine::TextFile::open(dir / "missing.bin"));
}

TEST_CASE("a text file cut off at any byte is noticed") {
  const TempDir dir;
  write(kTexts, dir.path(), dir / "texts.bin");
  const std::string whole = get(dir / "texts.bin");
  CHECK_FALSE(notices(dir / "texts.bin"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    put(dir / "cut.bin", whole.substr(0, size));
    CHECK_MESSAGE(notices(dir / "cut.bin"), "cut at " << size);
  }
}

TEST_CASE("a flipped bit anywhere in a text file is an error or does no harm") {
  const TempDir dir;
  write(kTexts, dir.path(), dir / "texts.bin");
  const std::string whole = get(dir / "texts.bin");
  const std::size_t index_end = 16 + 16 * kTexts.size() + 8;
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      put(dir / "flipped.bin", damaged);
      INFO("byte " << at << " bit " << bit);
      const bool noticed = notices(dir / "flipped.bin");
      if (at < index_end) CHECK(noticed);
    }
}
