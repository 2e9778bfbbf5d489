#include "group/vouching.hpp"

#include <algorithm>
#include <utility>

namespace reprise::group {

namespace {

/// At least half of [begin, end) lies in the lines.
bool in_lines(std::span<const WordRange> lines, std::uint32_t begin, std::uint32_t end) {
  std::uint32_t inside = 0;
  for (const WordRange& line : lines)
    if (line.begin < end && line.end > begin) inside += std::min(line.end, end) - std::max(line.begin, begin);
  return 2 * inside >= end - begin;
}

}  // namespace

void drop_unvouched(std::span<const match::DocView> docs, std::span<const std::vector<WordRange>> repeated, const match::AlignOptions& options,
                    match::MatchBatch& matches) {
  std::size_t pairs = 0;
  std::vector<match::Alignment> kept;  // a pair's alignments do not lie in the order of the pairs
  for (match::PairMatch pair : matches.pairs) {
    const auto all = std::span(matches.alignments).subspan(pair.first_alignment, pair.alignment_count);
    const auto repeats = [&](const match::Alignment& x) {
      return in_lines(repeated[pair.a], x.a_begin, x.a_end) || in_lines(repeated[pair.b], x.b_begin, x.b_end);
    };
    const bool vouched = std::any_of(all.begin(), all.end(), [&](const match::Alignment& x) {
      return (x.restated ? x.restated_strong : x.net_qbits >= options.strong_net_qbits) && !repeats(x);
    });
    const std::size_t first = kept.size();
    for (const match::Alignment& x : all) {
      const bool quote = match::quoted(docs[pair.a], x.a_begin, x.a_end) && match::quoted(docs[pair.b], x.b_begin, x.b_end);
      if (vouched || quote || repeats(x)) kept.push_back(x);
    }
    if (kept.size() == first) continue;
    pair.first_alignment = static_cast<std::uint32_t>(first);
    pair.alignment_count = static_cast<std::uint32_t>(kept.size() - first);
    matches.pairs[pairs++] = pair;
  }
  matches.pairs.resize(pairs);
  matches.alignments = std::move(kept);
}

}  // namespace reprise::group
