// Inputs -> the files to be read, in a fixed order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reprise/result.hpp"

namespace reprise::corpus {

struct Source {
  enum class Guess : std::uint8_t { unknown, lines, csv, tsv, text, json };
  std::string path;
  std::string name;             ///< the path as shown: always UTF-8
  std::string id;               ///< for a text file: its path in the directory, without the extension
  Guess format = Guess::unknown;  ///< from the extension
  bool from_directory = false;  ///< found in a directory, not named by the user
  bool unreadable = false;      ///< a directory that could not be listed
  std::string problem;          ///< why
};

/// Appends the files of one input: itself, or those of a directory and all below it (.txt, .json, .jsonl, .ndjson, .csv, .tsv,
/// each also with .gz or .zst; names that begin with a dot are passed over), by the bytes of their relative paths.
/// An input that is not there or cannot be opened, and a directory without any such file, are errors.
Result<void> list_sources(const std::string& input, std::vector<Source>& sources, std::uint64_t& total_bytes, bool& size_known);

}  // namespace reprise::corpus
