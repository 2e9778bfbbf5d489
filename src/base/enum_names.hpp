// The words that run files use for kinds, statuses, relations and cues, in the order of their enumerators. One table
// serves run files, the catalogue of an index, the C interface and the reports, so that no word can be written that cannot be read back.
// Tested by tests/report/run_files_test.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "reprise/run.hpp"

namespace reprise {

inline constexpr std::array<std::string_view, 5> kKindNames = {"verbatim", "edited", "paraphrase", "quote", "boilerplate"};
inline constexpr std::array<std::string_view, 6> kStatusNames = {"origin", "copied", "cited", "common_source", "version", "undecided"};
inline constexpr std::array<std::string_view, 6> kRelationNames = {"", "verbatim", "edited", "paraphrase", "quote", "translation"};
inline constexpr std::array<std::string_view, 6> kCueNames = {"sentence", "dateline", "byline", "credit", "photo", "link"};

/// Finds the enumerator with this name; false when no one has it ("" is never a name).
template <class Enum, std::size_t N>
bool from_name(const std::array<std::string_view, N>& names, std::string_view name, Enum& out) {
  for (std::size_t i = 0; i < N; ++i) {
    if (!names[i].empty() && names[i] == name) {
      out = static_cast<Enum>(i);
      return true;
    }
  }
  return false;
}

/// "verbatim, edited or quote": what a reader may say it expected.
template <std::size_t N>
std::string list_of(const std::array<std::string_view, N>& names) {
  std::string out;
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i].empty()) continue;
    if (!out.empty()) out += i + 1 == N ? " or " : ", ";
    out += names[i];
  }
  return out;
}

}  // namespace reprise
