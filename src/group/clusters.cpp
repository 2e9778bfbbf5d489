#include "group/clusters.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/mixed_sort.hpp"
#include "base/parallel.hpp"
#include "match/postings.hpp"
#include "sketch/sketch.hpp"

namespace reprise::group {

namespace {

struct Pair {
  std::uint32_t a, b;
  std::uint32_t matched_words;  ///< by alignments; 0 for a pair that only banding found
};

/// The shingle sets of the articles that take part, built once each.
class ShingleSets {
 public:
  ShingleSets(std::span<const match::DocView> docs, std::span<const Pair> pairs) : sets_(docs.size()) {
    std::vector<std::uint32_t> wanted;
    for (const Pair& p : pairs) wanted.push_back(p.a), wanted.push_back(p.b);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    parallel_ranges(wanted.size(), 32, [&](std::size_t begin, std::size_t end) {
      std::vector<std::uint64_t> room;
      for (std::size_t i = begin; i < end; ++i) {
        auto& set = sets_[wanted[i]];
        const auto& doc = docs[wanted[i]];
        sketch::shingles(doc.words, match::is_ideographic(doc) ? sketch::kShingleIdeographs : sketch::kShingleWords, set);
        sort_mixed(set, room, [](std::uint64_t shingle) { return shingle; }, std::less());
        set.erase(std::unique(set.begin(), set.end()), set.end());
      }
    });
  }
  ClusterEdge compare(std::uint32_t a, std::uint32_t b) const {
    const sketch::Overlap o = sketch::overlap_sorted(sets_[a], sets_[b]);
    return {a, b, o.common, o.a, o.b};
  }

 private:
  std::vector<std::vector<std::uint64_t>> sets_;
};

std::uint32_t jaccard_permille(const ClusterEdge& e) {
  const std::uint64_t all = std::uint64_t{e.a_size} + e.b_size - e.common;
  return all ? static_cast<std::uint32_t>(1000ull * e.common / all) : 0;
}

/// Pairs worth comparing, each once, sorted: all banded ones, and those whose alignments match half of the shorter article.
std::vector<Pair> candidate_pairs(std::span<const match::DocView> docs, std::span<const match::DocPair> banded, const match::MatchBatch& matches) {
  std::vector<Pair> pairs;
  for (const auto& [a, b] : banded) pairs.push_back({a, b, 0});
  for (const auto& pair : matches.pairs) {
    std::uint32_t words = 0;
    for (std::uint32_t i = 0; i < pair.alignment_count; ++i) words += matches.alignments[pair.first_alignment + i].matched_words;
    if (2 * words >= std::max(docs[pair.a].size(), docs[pair.b].size())) pairs.push_back({pair.a, pair.b, words});
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& x, const Pair& y) {
    return x.a != y.a ? x.a < y.a : x.b != y.b ? x.b < y.b : x.matched_words > y.matched_words;
  });
  pairs.erase(std::unique(pairs.begin(), pairs.end(), [](const Pair& x, const Pair& y) { return x.a == y.a && x.b == y.b; }), pairs.end());
  return pairs;
}

}  // namespace

std::vector<Cluster> build_clusters(std::span<const match::DocView> docs, std::span<const match::DocPair> banded,
                                    const match::MatchBatch& matches, std::span<const std::uint32_t> outlets, const ClusterOptions& options) {
  const std::vector<Pair> pairs = candidate_pairs(docs, banded, matches);
  const ShingleSets sets(docs, pairs);
  const auto near = [&](const ClusterEdge& e, std::uint32_t matched_words) {
    if (e.common == 0) return false;
    const std::uint32_t jaccard = jaccard_permille(e);
    if (jaccard >= options.near_jaccard_permille) return true;
    const std::uint64_t longer = std::max(docs[e.a].size(), docs[e.b].size());
    return jaccard >= options.min_jaccard_permille && 1000ull * matched_words >= options.near_containment_permille * longer;
  };
  std::vector<ClusterEdge> edges(pairs.size());
  std::vector<std::uint8_t> holds(pairs.size());
  parallel_ranges(pairs.size(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      edges[i] = sets.compare(pairs[i].a, pairs[i].b);
      holds[i] = near(edges[i], pairs[i].matched_words);
    }
  });

  // Edges by their later article, so that ranks are walked once.
  std::vector<std::uint32_t> by_later;
  for (std::uint32_t i = 0; i < pairs.size(); ++i)
    if (holds[i]) by_later.push_back(i);
  std::sort(by_later.begin(), by_later.end(), [&](std::uint32_t x, std::uint32_t y) {
    return edges[x].b != edges[y].b ? edges[x].b < edges[y].b : edges[x].a < edges[y].a;
  });
  constexpr std::uint32_t kNoLeader = 0xffffffffu;
  std::vector<std::uint32_t> leader(docs.size(), kNoLeader);
  const auto leader_of = [&](std::uint32_t d) { return leader[d] == kNoLeader ? d : leader[d]; };
  const auto is_version = [&](const ClusterEdge& to_leader, std::uint32_t between) {
    if (outlets.empty() || outlets[to_leader.a] == kNone || outlets[to_leader.a] != outlets[to_leader.b] || outlets[between] != outlets[to_leader.a]) return false;
    return 1000ull * to_leader.common >= std::uint64_t{options.version_containment_permille} * to_leader.a_size;
  };
  std::vector<ClusterEdge> star;  // comparisons with leaders that were no candidates
  for (std::size_t i = 0; i < by_later.size();) {
    std::size_t end = i;
    const std::uint32_t b = edges[by_later[i]].b;
    while (end < by_later.size() && edges[by_later[end]].b == b) ++end;
    std::vector<std::uint32_t> nearest(by_later.begin() + static_cast<std::ptrdiff_t>(i), by_later.begin() + static_cast<std::ptrdiff_t>(end));
    std::stable_sort(nearest.begin(), nearest.end(), [&](std::uint32_t x, std::uint32_t y) { return jaccard_permille(edges[x]) > jaccard_permille(edges[y]); });
    std::vector<std::uint32_t> refused;
    for (const std::uint32_t e : nearest) {
      const std::uint32_t first = leader_of(edges[e].a);
      if (first != edges[e].a) {
        if (std::find(refused.begin(), refused.end(), first) != refused.end()) continue;
        const bool known = std::any_of(nearest.begin(), nearest.end(), [&](std::uint32_t other) { return edges[other].a == first; });
        if (!known) {
          const ClusterEdge to_leader = sets.compare(first, b);
          if (!near(to_leader, 0) && !is_version(to_leader, edges[e].a)) {
            refused.push_back(first);
            continue;
          }
          star.push_back(to_leader);
        }
      }
      leader[b] = leader[first] = first;
      break;
    }
    i = end;
  }

  std::vector<Cluster> clusters;
  std::vector<std::uint32_t> index(docs.size(), kNoLeader);
  for (std::uint32_t d = 0; d < docs.size(); ++d) {
    if (leader[d] == kNoLeader) continue;
    std::uint32_t& at = index[leader[d]];
    if (at == kNoLeader) {
      at = static_cast<std::uint32_t>(clusters.size());
      clusters.emplace_back();
    }
    clusters[at].docs.push_back(d);
  }
  for (const std::uint32_t e : by_later) star.push_back(edges[e]);
  std::sort(star.begin(), star.end(), [](const ClusterEdge& x, const ClusterEdge& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  for (const ClusterEdge& e : star)
    if (leader[e.a] != kNoLeader && leader[e.a] == leader[e.b]) clusters[index[leader[e.a]]].edges.push_back(e);
  return clusters;
}

}  // namespace reprise::group
