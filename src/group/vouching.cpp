#include "group/vouching.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "text/names.hpp"

namespace reprise::group {

namespace {

/// A restated sentence comes within so many days. Pairs of articles 60 days apart that nothing else joins
/// (docs/accuracy.md, "Null distributions") are formulas and old background, with few exceptions.
constexpr std::int32_t kRestatedDays = 45;

bool far_apart(const DocFacts& a, const DocFacts& b) { return a.day != kUnknownDay && b.day != kUnknownDay && std::abs(a.day - b.day) > kRestatedDays; }

/// At least half of [begin, end) lies in the lines.
bool in_lines(std::span<const WordRange> lines, std::uint32_t begin, std::uint32_t end) {
  std::uint32_t inside = 0;
  for (const WordRange& line : lines)
    if (line.begin < end && line.end > begin) inside += std::min(line.end, end) - std::max(line.begin, begin);
  return 2 * inside >= end - begin;
}

}  // namespace

std::int32_t evidence_qbits(const match::DocView& a, const match::DocView& b, bool capitals_tell, const match::Alignment& x,
                            std::span<const match::MatchRun> runs) {
  if (match::is_ideographic(a)) return x.net_qbits;
  if (!capitals_tell) return x.net_qbits - static_cast<std::int32_t>(x.matched_qbits / 5);
  std::int32_t names = 0;
  for (const match::MatchRun& run : runs.subspan(x.first_run, x.run_count))
    for (std::uint32_t i = 0; i < run.length; ++i)
      if (text::is_name(a.flags[run.a + i]) && text::is_name(b.flags[run.b + i])) names += a.weights[run.a + i];
  return x.net_qbits - names * 2 / 5;
}

void drop_unvouched(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const std::vector<WordRange>> repeated,
                    std::span<const match::Credits> credits, const match::AlignOptions& options, match::MatchBatch& matches) {
  std::vector<std::uint8_t> names_told;
  for (const match::DocView& doc : docs) names_told.push_back(text::capitals_tell_names(doc.flags));
  std::size_t pairs = 0;
  std::vector<match::Alignment> kept;  // a pair's alignments do not lie in the order of the pairs
  for (match::PairMatch pair : matches.pairs) {
    const auto all = std::span(matches.alignments).subspan(pair.first_alignment, pair.alignment_count);
    const auto repeats = [&](const match::Alignment& x) {
      return in_lines(repeated[pair.a], x.a_begin, x.a_end) || in_lines(repeated[pair.b], x.b_begin, x.b_end);
    };
    // What one outlet repeats is judged by how many of its articles hold it, names or not.
    const bool one_outlet = facts[pair.a].outlet != kNone && facts[pair.a].outlet == facts[pair.b].outlet;
    const bool far = far_apart(facts[pair.a], facts[pair.b]);
    const std::int32_t strong = match::one_credits_other(credits[pair.a], credits[pair.b]) ? options.credited_net_qbits : options.strong_net_qbits;
    const auto is_strong = [&](const match::Alignment& x) {
      if (x.restated) return x.restated_strong && !far;
      const bool capitals_tell = names_told[pair.a] && names_told[pair.b];
      return (one_outlet ? x.net_qbits : evidence_qbits(docs[pair.a], docs[pair.b], capitals_tell, x, matches.runs)) >= strong;
    };
    const bool vouched = std::any_of(all.begin(), all.end(), [&](const match::Alignment& x) { return is_strong(x) && !repeats(x); });
    const std::size_t first = kept.size();
    for (const match::Alignment& x : all) {
      const bool quote = match::quoted(docs[pair.a], x.a_begin, x.a_end) && match::quoted(docs[pair.b], x.b_begin, x.b_end);
      if ((vouched && !(x.restated && far)) || quote || repeats(x)) kept.push_back(x);
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
