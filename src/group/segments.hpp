// Segments: the pieces into which covered text is cut, and which of them are the same text (steps 1 and 2 of families.hpp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/families.hpp"

namespace reprise::group {

/// Words [begin, end) of article `doc`; `root` is the index of the earliest segment of its component.
struct Segment {
  std::uint32_t doc = 0, begin = 0, end = 0, root = 0;
  bool repeated = false;  ///< lies in lines that its outlet repeats
  std::uint32_t addresses = 0;  ///< of its words
  std::uint32_t size() const { return end - begin; }
  /// An address says as much as three words (match::words_of).
  std::uint32_t said() const { return size() + 2 * addresses; }
};

struct SegmentGraph {
  std::vector<Segment> segments;  ///< by (doc, begin)
  /// Per root: twice the matched words and all words of both sides, summed over the links of the component.
  std::vector<std::uint64_t> matched, total;
};

/// `repeated` as repeated_lines() gives it.
SegmentGraph build_segments(std::span<const match::DocView> docs, std::span<const std::vector<WordRange>> repeated,
                            const match::MatchBatch& matches, const FamilyOptions& options);

}  // namespace reprise::group
