// Every tree of a small graph, listed: the slow twin of src/provenance/decode_tree. For up to 6 nodes beside the root.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "provenance/decode_tree.hpp"

namespace reprise::oracle {

/// Calls see(choice) for each arborescence rooted at node 0; choice[v] = index of v's edge, v = 1 .. nodes - 1.
template <class See>
void each_tree(std::uint32_t nodes, std::span<const provenance::TreeEdge> edges, See see) {
  std::vector<std::uint32_t> choice(nodes, 0);
  const auto reaches_root = [&](std::uint32_t v) {
    for (std::uint32_t steps = 0; steps < nodes && v != 0; ++steps) v = edges[choice[v]].from;
    return v == 0;
  };
  const auto place = [&](auto&& self, std::uint32_t v) -> void {
    if (v == nodes) {
      for (std::uint32_t w = 1; w < nodes; ++w) {
        if (!reaches_root(w)) return;
      }
      see(choice);
      return;
    }
    for (std::uint32_t e = 0; e < edges.size(); ++e) {
      if (edges[e].to != v || edges[e].from == v) continue;
      choice[v] = e;
      self(self, v + 1);
    }
  };
  place(place, 1);
}

}  // namespace reprise::oracle
