// Inputs -> the files to be read.
// Idea: a directory is listed once, before anything is read, and sorted by bytes, so that the order of a run's input does not
//   hang on the file system. A file that the user names must open now, not an hour later.
// Invariant: names and ids are UTF-8; a path that is not has its odd bytes written as %XX.
// Cost: memory in the number of files. Tested by tests/corpus/reader_test.cpp.
#include "corpus/reader_sources.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/utf8.hpp"

namespace reprise::corpus {

namespace {

namespace fs = std::filesystem;

std::string to_utf8(const std::string& path) {
  if (utf8::valid(path)) return path;
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    char hex[8];
    std::snprintf(hex, sizeof hex, "%%%02X", byte);
    if (byte < 0x80) {
      out.push_back(c);
    } else {
      out += hex;
    }
  }
  return out;
}

std::string lower_ascii(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

bool cut_end(std::string& text, std::string_view end) {
  if (text.size() <= end.size() || lower_ascii(text.substr(text.size() - end.size())) != end) return false;
  text.resize(text.size() - end.size());
  return true;
}

/// Cuts the extensions off `name` and says what they mean.
Source::Guess cut_extension(std::string& name) {
  constexpr std::array<std::pair<std::string_view, Source::Guess>, 8> kExtensions{{
      {".jsonl", Source::Guess::lines}, {".ndjson", Source::Guess::lines}, {".jsonlines", Source::Guess::lines},
      {".csv", Source::Guess::csv},     {".tsv", Source::Guess::tsv},      {".tab", Source::Guess::tsv},
      {".txt", Source::Guess::text},    {".json", Source::Guess::json},
  }};
  if (!cut_end(name, ".gz") && !cut_end(name, ".zst")) cut_end(name, ".zstd");
  for (const auto& [extension, guess] : kExtensions) {
    if (cut_end(name, extension)) return guess;
  }
  return Source::Guess::unknown;
}

Error cannot_open(const std::string& path, int number) {
  const ErrorCode code = number == ENOENT || number == ENOTDIR ? ErrorCode::not_found : ErrorCode::io;
  return {code, path + ": cannot open: " + std::generic_category().message(number), path};
}

void add_file(std::vector<Source>& sources, const std::string& path, std::string relative, bool from_directory) {
  Source source;
  source.path = path;
  source.name = to_utf8(path);
  source.format = cut_extension(relative);
  source.id = to_utf8(relative);
  source.from_directory = from_directory;
  sources.push_back(std::move(source));
}

struct Found {
  std::string relative;
  std::string problem;  // of a directory that could not be listed
};

void list_directory(const std::string& root, const std::string& below, std::vector<Found>& found, std::uint64_t& total_bytes) {
  std::error_code error;
  fs::directory_iterator it(root + "/" + below, error);
  for (const fs::directory_iterator end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.front() == '.') continue;
    const std::string relative = below + name;
    std::error_code ignored;
    const bool link = it->is_symlink(ignored);
    if (it->is_directory(ignored)) {
      if (!link) list_directory(root, relative + "/", found, total_bytes);  // a link may lead in a circle
    } else if (std::string stem = name; it->is_regular_file(ignored) && cut_extension(stem) != Source::Guess::unknown) {
      const auto size = it->file_size(ignored);
      if (!ignored) total_bytes += size;
      found.push_back({relative, {}});
    }
  }
  if (error) found.push_back({below, error.message()});
}

}  // namespace

Result<void> list_sources(const std::string& input, std::vector<Source>& sources, std::uint64_t& total_bytes, bool& size_known) {
  if (input == "-") {
    size_known = false;
    Source source;
    source.path = source.name = source.id = "-";
    sources.push_back(std::move(source));
    return {};
  }
  struct stat info {};
  if (::stat(input.c_str(), &info) != 0) return cannot_open(input, errno);
  if (!S_ISDIR(info.st_mode)) {
    // A pipe may be opened only once, so it is only asked about.
    if (S_ISREG(info.st_mode)) {
      const int fd = ::open(input.c_str(), O_RDONLY | O_CLOEXEC);
      if (fd < 0) return cannot_open(input, errno);
      ::close(fd);
      total_bytes += static_cast<std::uint64_t>(info.st_size);
    } else {
      if (::access(input.c_str(), R_OK) != 0) return cannot_open(input, errno);
      size_known = false;
    }
    add_file(sources, input, fs::path(input).filename().string(), false);
    return {};
  }
  std::string root = input;
  while (root.size() > 1 && root.back() == '/') root.pop_back();
  const int fd = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return cannot_open(input, errno);
  ::close(fd);
  std::vector<Found> found;
  list_directory(root, "", found, total_bytes);
  if (found.empty()) {
    return Error{ErrorCode::not_found, input + ": expected .txt, .json, .jsonl, .csv or .tsv files in it, found none", input};
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.relative < b.relative; });
  for (const Found& one : found) {
    add_file(sources, (root == "/" ? "" : root) + "/" + one.relative, one.relative, true);
    if (!one.problem.empty()) {
      sources.back().unreadable = true;
      sources.back().problem = to_utf8(root + "/" + one.relative) + ": cannot list: " + one.problem;
    }
  }
  return {};
}

}  // namespace reprise::corpus
