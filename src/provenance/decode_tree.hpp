// The best tree of copies and how sure each of its edges is.
//
// Idea: every witness has one parent or none (the root, node 0); the best whole is a maximum spanning arborescence
//   (Chu & Liu 1965, Edmonds 1967). The share of an edge among all trees, each weighted by exp(score), follows from
//   the inverse of a Laplacian (matrix-tree theorem; Koo et al. 2007, Smith & Smith 2007).
// Invariant: scores are integers (centi-nats). exp is a table made at compile time and the sums run in a fixed order,
//   so equal input gives equal bits anywhere (the build turns contraction of multiply-add off for this floor).
// Cost: best_tree O(E * levels of nested cycles), at most 4 million edges in all (beyond that the deepest cycles are
//   opened where it costs least); shares O(V^3).
// Tested by tests/provenance/decode_tree_test.cpp against tests/oracle/arborescence.hpp (all trees, listed).
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace reprise::provenance {

struct TreeEdge {
  std::uint32_t from = 0;  ///< 0 is the root
  std::uint32_t to = 0;    ///< never 0
  std::int32_t score = 0;  ///< centi-nats
};

/// Index of the chosen edge for each node 1 .. nodes - 1 (element 0 is unused). Every node must have an edge from the
/// root. Ties go to the edge that stands first.
std::vector<std::uint32_t> best_tree(std::uint32_t nodes, std::span<const TreeEdge> edges);

/// Share of each edge among all trees, 0..1, as a fraction of 1000000. Every node must have an edge from the root.
std::vector<std::int32_t> tree_shares(std::uint32_t nodes, std::span<const TreeEdge> edges);

/// The same, looking at each node's edges alone: exact when no cycle is possible, an approximation otherwise.
std::vector<std::int32_t> local_shares(std::uint32_t nodes, std::span<const TreeEdge> edges);

/// exp(x / 100) for x <= 0, same bits on every platform; 0 below -3000.
double exp_centi(std::int32_t x);

}  // namespace reprise::provenance
