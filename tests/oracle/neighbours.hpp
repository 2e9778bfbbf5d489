// Slow, plain twin of engine::find_neighbours: every hit by a search through every article, every gathering kept, and what each says counted
// anew from its hits.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <span>
#include <vector>

#include "engine/neighbours.hpp"

namespace reprise::oracle {

/// The fingerprints of a stored article, by position.
struct Stored {
  std::uint32_t number = 0;
  std::vector<sketch::Fingerprint> prints;
};

struct NeighbourHit {
  std::uint32_t own = 0, other = 0, holders = 0;
};

/// log2 in steps of an eighth: the fraction goes straight from one power of two to the next.
inline int log2_eighths(std::uint32_t x) {
  const int whole = static_cast<int>(std::floor(std::log2(static_cast<double>(x))));
  return static_cast<int>(std::floor(8 * (whole + x / std::exp2(whole) - 1)));
}

/// 4 log2(articles / holders), quarter-bits; of what all hold nothing.
inline std::uint32_t told_qbits(std::uint32_t articles, std::uint32_t holders) {
  return static_cast<std::uint32_t>(std::max(0, log2_eighths(std::max(1u, articles)) - log2_eighths(std::max(1u, holders))) / 2);
}

/// What the first `count` hits of a gathering say.
struct Said {
  std::uint32_t qbits = 0, common_qbits = 0, told_qbits = 0;
};

inline Said said(const match::DocView& doc, std::span<const NeighbourHit> hits, std::uint32_t run_words, std::uint32_t articles, const engine::NeighbourOptions& options) {
  Said out;
  std::set<std::uint32_t> words;
  std::uint32_t block = 0, block_told = 0;
  for (const NeighbourHit& h : hits) {
    for (std::uint32_t w = h.own; w < std::min(h.own + run_words, doc.size()); ++w) {
      if (!words.insert(w).second) continue;  // a word says what it says once
      out.qbits += doc.weights[w];
      if (h.holders > options.common_holders) out.common_qbits += doc.weights[w];
    }
    if (&h == &hits.front() || h.own >= block + options.block_words) {  // another turn of phrase
      out.told_qbits += block_told;
      block = h.own;
      block_told = 0;
    }
    block_told = std::max(block_told, told_qbits(articles, h.holders));
  }
  out.told_qbits += block_told;
  return out;
}

/// Limits are per fingerprint over all of `stored`: as if it stood in one table.
inline std::vector<engine::Neighbour> find_neighbours(const match::DocView& doc, std::span<const sketch::Fingerprint> prints, std::uint32_t run_words, std::span<const Stored> stored,
                                                      std::uint32_t below, std::uint32_t articles, const engine::NeighbourOptions& options) {
  articles = std::max(articles, options.least_articles);
  // Hits, by article, in the order of the article's own words.
  std::vector<std::vector<NeighbourHit>> hits(stored.size());
  for (const sketch::Fingerprint& p : prints) {
    std::vector<std::pair<std::size_t, std::uint32_t>> holders;
    for (std::size_t s = 0; s < stored.size(); ++s)
      for (const sketch::Fingerprint& other : stored[s].prints)
        if (other.key == p.key && stored[s].number < below) holders.emplace_back(s, std::min(other.position, 65535u));
    for (std::size_t rank = 0; rank < holders.size(); ++rank)
      if (rank < options.limits.first || holders.size() - rank <= options.limits.last)
        hits[holders[rank].first].push_back({p.position, holders[rank].second, static_cast<std::uint32_t>(holders.size())});
  }
  std::vector<engine::Neighbour> found, lone;
  for (std::size_t s = 0; s < stored.size(); ++s) {
    // A hit belongs to the latest gathering whose last hit is near and shifted alike.
    std::vector<std::vector<NeighbourHit>> gatherings;
    for (const NeighbourHit& h : hits[s]) {
      std::vector<NeighbourHit>* into = nullptr;
      for (auto& g : gatherings) {
        const std::int64_t shift = std::int64_t{h.other} - h.own, last = std::int64_t{g.back().other} - g.back().own;
        if (h.own - g.back().own <= options.max_gap_words + run_words && std::llabs(shift - last) <= options.max_shift_words) into = &g;
      }
      if (into == nullptr) into = &gatherings.emplace_back();
      into->push_back(h);
    }
    std::uint32_t most = 0, most_lone = 0;
    for (const auto& g : gatherings) {
      for (std::size_t count = 1; count <= g.size(); ++count) {
        const Said x = said(doc, std::span(g).first(count), run_words, articles, options);
        const std::uint32_t wanted = 2 * x.common_qbits >= x.qbits ? options.min_common_qbits : options.min_qbits;
        if (count > 1 && x.told_qbits >= told_qbits(articles, options.few_holders) && x.qbits >= wanted) most = std::max(most, x.qbits);
        if (count == 1 && g.front().holders <= options.lone_holders && x.qbits >= options.lone_qbits) most_lone = std::max(most_lone, x.qbits);
      }
    }
    if (most == 0 && most_lone == 0) continue;
    engine::Neighbour& n = (most > 0 ? found : lone).emplace_back();
    n.number = stored[s].number;
    n.qbits = most > 0 ? most : most_lone;
    for (const NeighbourHit& h : hits[s]) n.seeds.push_back({h.other, h.own});
  }
  const auto more = [](const engine::Neighbour& x, const engine::Neighbour& y) { return x.qbits != y.qbits ? x.qbits > y.qbits : x.number < y.number; };
  std::sort(found.begin(), found.end(), more);
  std::sort(lone.begin(), lone.end(), more);
  if (lone.size() > options.most_lone) lone.resize(options.most_lone);
  found.insert(found.end(), lone.begin(), lone.end());
  return found;
}

}  // namespace reprise::oracle
