#include "provenance/decode_tree.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace reprise::provenance {
namespace {

constexpr std::uint32_t kNoEdge = 0xffffffffu;

// exp(-k/100), k = 0..99, and exp(-k), k = 0..30, by Taylor's series at compile time.
constexpr double series(double x) {
  double sum = 1, term = 1;
  for (int k = 1; k < 30; ++k) {
    term *= x / k;
    sum += term;
  }
  return sum;
}
constexpr auto kFine = [] {
  std::array<double, 100> t{};
  for (int k = 0; k < 100; ++k) t[static_cast<std::size_t>(k)] = 1.0 / series(k / 100.0);
  return t;
}();
constexpr auto kWhole = [] {
  std::array<double, 31> t{};
  t[0] = 1;
  for (std::size_t k = 1; k < t.size(); ++k) t[k] = t[k - 1] / series(1.0);
  return t;
}();

// Best score per node; weights relative to it, so that a node's weights are at most 1 and scale cancels.
std::vector<double> relative_weights(std::uint32_t nodes, std::span<const TreeEdge> edges) {
  std::vector<std::int32_t> best(nodes, -2000000000);
  for (const TreeEdge& e : edges) best[e.to] = std::max(best[e.to], e.score);
  std::vector<double> weight(edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) {
    // A floor keeps the Laplacian regular however far the root lies behind.
    const std::int64_t gap = static_cast<std::int64_t>(edges[i].score) - best[edges[i].to];
    weight[i] = exp_centi(static_cast<std::int32_t>(std::max<std::int64_t>(gap, -2300)));
  }
  return weight;
}

std::int32_t millionths(double x) {
  if (!(x > 0)) return 0;
  return static_cast<std::int32_t>(std::min(x, 1.0) * 1000000.0 + 0.5);
}

}  // namespace

double exp_centi(std::int32_t x) {
  if (x >= 0) return 1;
  if (x < -3000) return 0;
  const std::int32_t n = -x;
  return kWhole[static_cast<std::size_t>(n / 100)] * kFine[static_cast<std::size_t>(n % 100)];
}

namespace {

struct Work {
  std::uint32_t from, to, original;
  std::int64_t score;
};

// Bound on the edges kept over all levels (96 MB). 64 witnesses and their cited outlets stay below a fifth of it; a
// large graph that nests cycles deeper gets its last ones opened where that costs least.
constexpr std::size_t kMostKept = 4000000;

// Each cycle is entered from the root at the member that loses least by it.
void open_cycles(const std::vector<Work>& edges, std::vector<std::uint32_t>& best, const std::vector<std::uint32_t>& cycle,
                 std::uint32_t cycles) {
  std::vector<std::uint32_t> entry(cycles + 1, kNoEdge);
  const auto loss = [&](std::uint32_t e) { return edges[best[edges[e].to]].score - edges[e].score; };
  for (std::uint32_t e = 0; e < edges.size(); ++e) {
    const std::uint32_t c = cycle[edges[e].to];
    if (c == 0 || edges[e].from != 0) continue;
    if (entry[c] == kNoEdge || loss(e) < loss(entry[c])) entry[c] = e;
  }
  for (std::uint32_t e : entry) {
    if (e != kNoEdge) best[edges[e].to] = e;
  }
}

}  // namespace

// Chu-Liu/Edmonds: take every node's best edge; where they close cycles, make each cycle one node, charge every edge
// into it what it would save, and repeat. Then open the cycles again, innermost last.
std::vector<std::uint32_t> best_tree(std::uint32_t nodes, std::span<const TreeEdge> edges) {
  struct Level {
    std::vector<Work> edges;           // of this level
    std::vector<std::uint32_t> best;   // index into edges, per node
    std::vector<std::uint32_t> group;  // node -> node of the next level
    std::vector<std::uint32_t> parent_index;  // edges of the next level -> index into edges
  };
  std::vector<Level> levels(1);
  levels[0].edges.reserve(edges.size());
  for (std::uint32_t i = 0; i < edges.size(); ++i) {
    if (edges[i].to != 0 && edges[i].from != edges[i].to) {
      levels[0].edges.push_back({edges[i].from, edges[i].to, i, edges[i].score});
    }
  }
  std::uint32_t count = nodes;
  std::size_t kept = 0;
  for (;;) {
    Level& level = levels.back();
    level.best.assign(count, kNoEdge);
    for (std::uint32_t i = 0; i < level.edges.size(); ++i) {
      std::uint32_t& b = level.best[level.edges[i].to];
      if (b == kNoEdge || level.edges[i].score > level.edges[b].score) b = i;
    }
    std::vector<std::uint32_t> mark(count, 0), cycle(count, 0);  // cycle: 1-based number, 0 none
    std::uint32_t cycles = 0;
    for (std::uint32_t start = 1; start < count; ++start) {
      std::uint32_t at = start;
      while (at != 0 && mark[at] == 0) {
        mark[at] = start;
        at = level.edges[level.best[at]].from;
      }
      if (at == 0 || mark[at] != start || cycle[at] != 0) continue;
      ++cycles;
      for (std::uint32_t k = at; cycle[k] == 0; k = level.edges[level.best[k]].from) cycle[k] = cycles;
    }
    if (cycles == 0) break;
    kept += level.edges.size();
    if (kept > kMostKept) {
      open_cycles(level.edges, level.best, cycle, cycles);
      break;
    }
    level.group.assign(count, 0);
    std::uint32_t next = 1;
    std::vector<std::uint32_t> cycle_node(cycles + 1, 0);
    for (std::uint32_t v = 1; v < count; ++v) {
      if (cycle[v] == 0) level.group[v] = next++;
      else if (cycle_node[cycle[v]] == 0) level.group[v] = cycle_node[cycle[v]] = next++;
      else level.group[v] = cycle_node[cycle[v]];
    }
    Level above;
    for (std::uint32_t i = 0; i < level.edges.size(); ++i) {
      const Work& e = level.edges[i];
      const std::uint32_t from = level.group[e.from], to = level.group[e.to];
      if (from == to) continue;
      const std::int64_t saved = cycle[e.to] != 0 ? level.edges[level.best[e.to]].score : 0;
      above.edges.push_back({from, to, e.original, e.score - saved});
      above.parent_index.push_back(i);
    }
    count = next;
    levels.push_back(std::move(above));
  }
  for (std::size_t l = levels.size() - 1; l > 0; --l) {
    // The edge chosen into a merged node replaces the cycle's own edge at the member that it enters.
    Level& below = levels[l - 1];
    for (std::uint32_t v = 1; v < levels[l].best.size(); ++v) {
      const std::uint32_t entering = levels[l].parent_index[levels[l].best[v]];
      below.best[below.edges[entering].to] = entering;
    }
  }
  std::vector<std::uint32_t> out(nodes, kNoEdge);
  for (std::uint32_t v = 1; v < nodes; ++v) out[v] = levels[0].edges[levels[0].best[v]].original;
  return out;
}

std::vector<std::int32_t> local_shares(std::uint32_t nodes, std::span<const TreeEdge> edges) {
  const std::vector<double> weight = relative_weights(nodes, edges);
  std::vector<double> sum(nodes, 0);
  for (std::size_t i = 0; i < edges.size(); ++i) sum[edges[i].to] += weight[i];
  std::vector<std::int32_t> out(edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) out[i] = millionths(weight[i] / sum[edges[i].to]);
  return out;
}

// Laplacian over the nodes but the root: L[v][v] = sum of the weights into v, L[u][v] = -weight(u -> v).
// share(u -> v) = weight * (Linv[v][v] - Linv[v][u]); from the root only the first term.
std::vector<std::int32_t> tree_shares(std::uint32_t nodes, std::span<const TreeEdge> edges) {
  const std::vector<double> weight = relative_weights(nodes, edges);
  const std::size_t n = nodes - 1;
  std::vector<double> a(n * n, 0), inverse(n * n, 0);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const TreeEdge& e = edges[i];
    if (e.to == 0 || e.from == e.to) continue;
    a[(e.to - 1) * n + (e.to - 1)] += weight[i];
    if (e.from != 0) a[(e.from - 1) * n + (e.to - 1)] -= weight[i];
  }
  for (std::size_t i = 0; i < n; ++i) inverse[i * n + i] = 1;
  for (std::size_t c = 0; c < n; ++c) {
    std::size_t pivot = c;
    for (std::size_t r = c + 1; r < n; ++r) {
      if (std::fabs(a[r * n + c]) > std::fabs(a[pivot * n + c])) pivot = r;
    }
    if (a[pivot * n + c] == 0) return local_shares(nodes, edges);
    if (pivot != c) {
      std::swap_ranges(&a[pivot * n], &a[pivot * n] + n, &a[c * n]);
      std::swap_ranges(&inverse[pivot * n], &inverse[pivot * n] + n, &inverse[c * n]);
    }
    const double scale = 1.0 / a[c * n + c];
    for (std::size_t k = 0; k < n; ++k) {
      a[c * n + k] *= scale;
      inverse[c * n + k] *= scale;
    }
    for (std::size_t r = 0; r < n; ++r) {
      const double factor = a[r * n + c];
      if (r == c || factor == 0) continue;
      for (std::size_t k = 0; k < n; ++k) {
        a[r * n + k] -= factor * a[c * n + k];
        inverse[r * n + k] -= factor * inverse[c * n + k];
      }
    }
  }
  std::vector<std::int32_t> out(edges.size(), 0);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const TreeEdge& e = edges[i];
    if (e.to == 0 || e.from == e.to) continue;
    double share = inverse[(e.to - 1) * n + (e.to - 1)];
    if (e.from != 0) share -= inverse[(e.to - 1) * n + (e.from - 1)];
    out[i] = millionths(weight[i] * share);
  }
  return out;
}

}  // namespace reprise::provenance
