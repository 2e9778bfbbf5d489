// Slow, plain twin of match/gaps.hpp: chains as lists, sentences word by word.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "match/gaps.hpp"

namespace reprise::oracle {

/// By sentence of a and of b: how many pairs of sentences the gap has that both are in; 0: there is none.
using GapTable = std::vector<std::vector<std::size_t>>;

inline std::vector<std::size_t> sentences_within(const match::DocView& doc, std::uint32_t from, std::uint32_t to) {
  std::vector<std::size_t> out;
  for (std::size_t s = 0; s < doc.sentences.size(); ++s) {
    const std::uint32_t begin = doc.sentences[s], end = doc.sentence_end(static_cast<std::uint32_t>(s));
    std::uint32_t inside = 0;
    for (std::uint32_t word = begin; word < end; ++word) inside += word >= from && word < to;
    if (inside > 0 && 3 * inside >= 2 * (end - begin)) out.push_back(s);
  }
  return out;
}

inline GapTable gap_table(const match::DocView& a, const match::DocView& b, std::span<const match::Alignment> alignments) {
  GapTable table(a.sentences.size(), std::vector<std::size_t>(b.sentences.size(), 0));
  if (alignments.size() < 2 || alignments.size() > match::kMostAnchors) return table;
  std::vector<match::Alignment> sorted(alignments.begin(), alignments.end());
  std::sort(sorted.begin(), sorted.end(), [](const match::Alignment& x, const match::Alignment& y) {
    return std::tie(x.a_begin, x.b_begin, x.a_end, x.b_end) < std::tie(y.a_begin, y.b_begin, y.a_end, y.b_end);
  });
  struct Chain {
    std::uint64_t words = 0;
    std::vector<std::size_t> links;
  };
  std::vector<Chain> chains;  // the best that ends in each
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    Chain best;
    for (std::size_t j = 0; j < i; ++j)
      if (sorted[j].a_end <= sorted[i].a_begin && sorted[j].b_end <= sorted[i].b_begin && chains[j].words > best.words) best = chains[j];
    best.words += sorted[i].matched_words;
    best.links.push_back(i);
    chains.push_back(best);
  }
  const auto heaviest = std::max_element(chains.begin(), chains.end(), [](const Chain& x, const Chain& y) { return x.words < y.words; });
  for (std::size_t k = 0; k + 1 < heaviest->links.size(); ++k) {
    const match::Alignment &before = sorted[heaviest->links[k]], &behind = sorted[heaviest->links[k + 1]];
    const auto in_a = sentences_within(a, before.a_end, behind.a_begin), in_b = sentences_within(b, before.b_end, behind.b_begin);
    if (in_a.size() * in_b.size() > match::kMostGapPairs) continue;
    for (const std::size_t s : in_a)
      for (const std::size_t t : in_b) table[s][t] = in_a.size() * in_b.size();
  }
  return table;
}

}  // namespace reprise::oracle
