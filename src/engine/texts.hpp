// Texts of a run: texts.bin, each article's text as a zstd frame of its own, so that any one can be read alone.
//
// Layout (little endian): magic "RPRTEXT1", u32 count, u32 zero, count * {u64 offset, u32 stored, u32 raw}, u64 XXH3 of all
// bytes before, then the frames (each with its checksum) in the order of the articles (by id). Same articles = same bytes.
// A damaged file is an error that names it; sizes are checked before memory is taken.
// Tested by tests/engine/texts_test.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/io.hpp"
#include "report/run_io.hpp"

namespace reprise::engine {

/// One zstd frame of `text`. `scratch` belongs to the calling thread. Pure.
class TextCompressor {
 public:
  TextCompressor();
  ~TextCompressor();
  TextCompressor(const TextCompressor&) = delete;
  TextCompressor& operator=(const TextCompressor&) = delete;
  /// Appends the frame to `out`; returns its size.
  std::uint32_t append(std::string_view text, std::string& out);

 private:
  void* context_;
};

struct StoredText {
  std::uint64_t offset = 0;  ///< in the spill file
  std::uint32_t stored = 0, raw = 0;
};

/// Frames in the order they came, in a file that has no name any more: what is held in memory does not grow with the texts. Of few articles, or
/// such as are in memory anyway: in memory.
class TextSpill {
 public:
  static Result<TextSpill> create(const std::string& directory);
  /// `compressed`: what comes in are frames; else the texts themselves.
  static TextSpill in_memory(bool compressed);
  TextSpill(TextSpill&&) noexcept;
  TextSpill& operator=(TextSpill&&) noexcept;
  ~TextSpill();
  Result<std::uint64_t> append(std::string_view frames);  ///< returns the offset of the first byte. One thread at a time.
  /// In memory only, and of all that it has: looked at where it is, which must be there as long as it is read.
  std::uint64_t append_held(std::string_view frames);
  Result<std::string> read(const StoredText& where) const;  ///< decompressed; thread-safe
  Result<std::string_view> view(const StoredText& where, std::string& room) const;  ///< the same, in `room` where it is not held as it is
  Result<std::string> read_frame(const StoredText& where) const;

 private:
  TextSpill() = default;
  int file_ = -1;  ///< -1: in memory
  bool compressed_ = true;
  std::uint64_t size_ = 0;
  std::string directory_, memory_;
  struct Held {
    std::uint64_t offset;
    std::string_view frames;
  };
  std::vector<Held> held_;

  std::string_view in_memory_at(const StoredText& where) const;
};

/// One frame of its own.
std::string compress(std::string_view text);

/// The text of one frame. An error of `code` that names `path` where the frame is damaged; its size is checked before memory is taken.
Result<std::string> decompress(std::string_view frame, const std::string& path, ErrorCode code);
/// The same into `text`, whose memory is used again.
Result<void> decompress(std::string_view frame, const std::string& path, ErrorCode code, std::string& text);

/// Writes texts.bin: frame i is the text of article i.
Result<void> write_texts(const TextSpill& spill, const std::vector<StoredText>& order, const std::string& path);

/// texts.bin of a run. Thread-safe.
class TextFile : public report::TextSource {
 public:
  static Result<std::unique_ptr<TextFile>> open(const std::string& path);
  ~TextFile() override;
  Result<std::string> text(std::uint32_t article) const override;
  std::size_t size() const { return index_.size(); }

 private:
  TextFile() = default;
  int file_ = -1;
  std::string path_;
  std::vector<StoredText> index_;
};

}  // namespace reprise::engine
