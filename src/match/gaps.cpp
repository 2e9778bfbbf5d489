#include "match/gaps.hpp"

#include <algorithm>
#include <tuple>

#include "reprise/run.hpp"

namespace reprise::match {

namespace {

/// An alignment as a link of the chain.
struct Anchor {
  std::uint32_t a, a_end, b, b_end;
  std::uint64_t weight;  ///< matched words of the heaviest chain that ends here
  std::int32_t previous;
};

/// The heaviest chain, last anchor first.
std::vector<Anchor> chain_backwards(std::span<const Alignment> alignments) {
  std::vector<Anchor> anchors;
  for (const Alignment& x : alignments) anchors.push_back({x.a_begin, x.a_end, x.b_begin, x.b_end, x.matched_words, -1});
  std::sort(anchors.begin(), anchors.end(), [](const Anchor& x, const Anchor& y) { return std::tie(x.a, x.b, x.a_end, x.b_end) < std::tie(y.a, y.b, y.a_end, y.b_end); });
  std::size_t best = 0;
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const std::uint64_t own = anchors[i].weight;
    for (std::size_t j = 0; j < i; ++j)
      if (anchors[j].a_end <= anchors[i].a && anchors[j].b_end <= anchors[i].b && anchors[j].weight + own > anchors[i].weight)
        anchors[i].weight = anchors[j].weight + own, anchors[i].previous = static_cast<std::int32_t>(j);
    if (anchors[i].weight > anchors[best].weight) best = i;
  }
  std::vector<Anchor> chain;
  for (auto i = static_cast<std::int32_t>(best); i >= 0; i = anchors[static_cast<std::size_t>(i)].previous) chain.push_back(anchors[static_cast<std::size_t>(i)]);
  return chain;
}

/// The sentences of which two thirds lie in [from, to): first and one past the last.
std::pair<std::uint32_t, std::uint32_t> sentences_in(const DocView& doc, std::uint32_t from, std::uint32_t to) {
  const auto after = std::upper_bound(doc.sentences.begin(), doc.sentences.end(), from);
  auto first = static_cast<std::uint32_t>(after - doc.sentences.begin());
  if (first > 0) --first;
  const auto inside = [&](std::uint32_t s) {
    const std::uint32_t begin = doc.sentences[s], end = doc.sentence_end(s);
    const std::uint32_t in_begin = std::max(begin, from), in_end = std::min(end, to);
    return in_begin < in_end && 3 * (in_end - in_begin) >= 2 * (end - begin);
  };
  if (first < doc.sentences.size() && !inside(first)) ++first;
  std::uint32_t last = first;
  while (last < doc.sentences.size() && inside(last)) ++last;
  return {first, last};
}

}  // namespace

void find_gaps(const DocView& a, const DocView& b, std::span<const Alignment> alignments, Gaps& gaps) {
  gaps.of_a.assign(a.sentences.size(), kNone);
  gaps.of_b.assign(b.sentences.size(), kNone);
  gaps.pairs.clear();
  if (alignments.size() < 2 || alignments.size() > kMostAnchors) return;
  const std::vector<Anchor> chain = chain_backwards(alignments);
  for (std::size_t i = chain.size(); i-- > 1;) {
    const Anchor &before = chain[i], &behind = chain[i - 1];
    const auto [a_first, a_last] = sentences_in(a, before.a_end, behind.a);
    const auto [b_first, b_last] = sentences_in(b, before.b_end, behind.b);
    const std::uint64_t pairs = std::uint64_t{a_last - a_first} * (b_last - b_first);
    if (pairs == 0 || pairs > kMostGapPairs) continue;
    const auto gap = static_cast<std::uint32_t>(gaps.pairs.size());
    std::fill(gaps.of_a.begin() + a_first, gaps.of_a.begin() + a_last, gap);
    std::fill(gaps.of_b.begin() + b_first, gaps.of_b.begin() + b_last, gap);
    gaps.pairs.push_back(static_cast<std::uint32_t>(pairs));
  }
}

}  // namespace reprise::match
