// Articles of JSON lines for the measurements of the index: plain, or .zst through the `zstd` command. One line is held at a time.
#pragma once

#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace reprise::bench {

/// The fields of one line; views into the reader, good until the next line.
struct Line {
  std::string_view id, outlet, published, url, title, text, lang, family;
};

class Lines {
 public:
  explicit Lines(const std::string& path) : piped_(path.ends_with(".zst")) {
    file_ = piped_ ? ::popen(("zstd -dcq -- '" + path + "'").c_str(), "r") : std::fopen(path.c_str(), "rb");
    if (!file_) std::fprintf(stderr, "cannot read %s\n", path.c_str()), std::exit(2);
  }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  ~Lines() {
    std::free(line_);
    piped_ ? ::pclose(file_) : std::fclose(file_);
  }

  /// False at the end. Lines that are no article (no id, no text, no JSON) are left out.
  bool next(Line& out) {
    for (ssize_t length; (length = ::getline(&line_, &room_, file_)) > 0;) {
      simdjson::dom::object object;
      padded_.assign(line_, static_cast<std::size_t>(length));
      padded_.reserve(padded_.size() + simdjson::SIMDJSON_PADDING);
      if (parser_.parse(padded_.data(), padded_.size(), false).get(object) != simdjson::SUCCESS) continue;
      const auto field = [&](const char* name) {
        std::string_view value;
        return object[name].get(value) == simdjson::SUCCESS ? value : std::string_view();
      };
      out = {field("id"), field("outlet"), field("published"), field("url"), field("title"), field("text"), field("lang"), field("family")};
      if (!out.id.empty() && !out.text.empty()) return true;
    }
    return false;
  }
  /// Passes over `count` lines without parsing them.
  void skip(std::uint64_t count) {
    while (count-- > 0 && ::getline(&line_, &room_, file_) > 0) {}
  }

 private:
  bool piped_;
  std::FILE* file_ = nullptr;
  char* line_ = nullptr;
  std::size_t room_ = 0;
  std::string padded_;
  simdjson::dom::parser parser_;
};

}  // namespace reprise::bench
