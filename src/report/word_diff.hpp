// Which words of a copy stand in its parent: the alignment that `explain` and the page show.
//
// Idea: longest common subsequence over normalised words (text::tokenise), after the common head and tail are set aside;
//   equal spellings of one word (case, marks, ي/ی) count as equal, as everywhere in reprise.
// Invariant: the pieces of the copy, put together, are the copy; the pieces of the parent are the parent.
// Cost: O(n m) over what is between head and tail; above kMaxCells cells that part is shown as replaced as a whole.
// Tested by tests/report/plain_test.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace reprise::report {

inline constexpr std::size_t kMaxCells = std::size_t{1} << 24;

struct DiffPiece {
  enum Side { both, only_old, only_new } side = both;
  std::string_view old_text;  ///< bytes of the parent ("" for only_new)
  std::string_view new_text;  ///< bytes of the copy ("" for only_old)
};

/// Pieces in reading order; neighbours are of different sides.
std::vector<DiffPiece> word_diff(std::string_view old_text, std::string_view new_text);

/// "same [-old-]{+new+} same", as one visible line.
std::string marked_diff(std::string_view old_text, std::string_view new_text);

}  // namespace reprise::report
