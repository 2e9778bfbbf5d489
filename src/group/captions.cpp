#include "group/captions.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "text/tokens.hpp"

namespace reprise::group {

namespace {

/// Numbers are hashes like all words; these are the counters that are known by their value.
class CounterValues {
 public:
  CounterValues() {
    for (std::uint32_t value = 1; value <= kMost; ++value) values_[value - 1] = {text::word_hash(std::to_string(value)), value};
    std::sort(values_.begin(), values_.end());
  }
  std::uint32_t value_of(std::uint32_t word) const {
    const auto at = std::lower_bound(values_.begin(), values_.end(), std::pair<std::uint32_t, std::uint32_t>(word, 0));
    return at != values_.end() && at->first == word ? at->second : 0;
  }

 private:
  static constexpr std::uint32_t kMost = 400;
  std::array<std::pair<std::uint32_t, std::uint32_t>, kMost> values_;
};

/// A number with the two words behind it.
struct Counter {
  std::uint64_t behind;
  std::uint32_t position, value;
  auto operator<=>(const Counter&) const = default;
};

/// Sorts the ranges and joins those that overlap.
void join_overlaps(std::vector<WordRange>& ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const WordRange& x, const WordRange& y) { return x.begin != y.begin ? x.begin < y.begin : x.end < y.end; });
  std::size_t kept = 0;
  for (const WordRange& range : ranges) {
    if (kept > 0 && range.begin < ranges[kept - 1].end) ranges[kept - 1].end = std::max(ranges[kept - 1].end, range.end);
    else ranges[kept++] = range;
  }
  ranges.resize(kept);
}

}  // namespace

std::vector<WordRange> numbered_captions(const match::DocView& doc, const CaptionOptions& options) {
  static const CounterValues values;
  std::vector<Counter> counters;
  for (std::uint32_t i = 0; i + 2 < doc.size(); ++i) {
    if (!(doc.flags[i] & text::kNumber)) continue;
    const std::uint32_t value = values.value_of(doc.words[i]);
    if (value == 0) continue;
    // The items of a list are numbered too, but not out of a total.
    if ((doc.flags[i + 1] | doc.flags[i + 2]) & text::kNumber) counters.push_back({hash_combine(doc.words[i + 1], doc.words[i + 2]), i, value});
  }
  std::sort(counters.begin(), counters.end());
  std::vector<WordRange> ranges;
  for (std::size_t first = 0, i = 1; i <= counters.size(); ++i) {
    const bool goes_on = i < counters.size() && counters[i].behind == counters[first].behind && counters[i].value == counters[i - 1].value + 1 &&
                         counters[i].position - counters[i - 1].position <= options.max_caption_words;
    if (goes_on) continue;
    const std::size_t count = i - first;
    if (count >= options.min_counters) {
      // The first caption stands in front of its counter; it is as long as the others, or begins with the line.
      const std::uint32_t from = counters[first].position, to = counters[i - 1].position;
      const auto caption = static_cast<std::uint32_t>((to - from) / (count - 1));
      std::uint32_t begin = from, end = std::min(to + 3, doc.size());
      while (begin > 0 && from - begin < caption && !(doc.flags[begin] & text::kLineStart)) --begin;
      ranges.push_back({begin, end});
    }
    first = i;
  }
  join_overlaps(ranges);
  return ranges;
}

void add_numbered_captions(std::span<const match::DocView> docs, const CaptionOptions& options, std::vector<std::vector<WordRange>>& ranges) {
  parallel_ranges(docs.size(), 256, [&](std::size_t first, std::size_t last) {
    for (std::size_t d = first; d < last; ++d) {
      const std::vector<WordRange> captions = numbered_captions(docs[d], options);
      if (captions.empty()) continue;
      ranges[d].insert(ranges[d].end(), captions.begin(), captions.end());
      join_overlaps(ranges[d]);
    }
  });
}

}  // namespace reprise::group
