// Numbered captions: photo galleries and slide shows that lie inside an article's text ("photo 3 of 17", "3/17").
//
// A gallery is told by its counter: one number after the other, 1, 2, 3, each in front of the same total, a caption's length
// apart. Lists and prose count too, but not out of a total each time. The stretch runs from the caption of the first counter
// to the last counter.
// Invariant: a function of the article alone. Cost: O(numbers * log).
// Tested by tests/group/boilerplate_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/boilerplate.hpp"
#include "match/align.hpp"

namespace reprise::group {

struct CaptionOptions {
  std::uint32_t min_counters = 5;
  std::uint32_t max_caption_words = 150;  ///< between two counters
};

/// Stretches of numbered captions, ascending, without overlap.
std::vector<WordRange> numbered_captions(const match::DocView& doc, const CaptionOptions& options);

/// Adds the numbered captions of each article to its ranges, which stay ascending and without overlap.
void add_numbered_captions(std::span<const match::DocView> docs, const CaptionOptions& options, std::vector<std::vector<WordRange>>& ranges);

}  // namespace reprise::group
