// Clusters: articles that are near-duplicates of each other as wholes.
//
// Candidates come from banding and from pairs whose alignments cover much of both. Each is verified on the exact sets of
// shingles. Clusters are stars: in the order of ranks, an article joins the cluster of its nearest verified neighbour if it is
// also near that cluster's leader (its earliest member), so A~B~C with A and C far apart does not become one cluster. A live blog grows
// away from its first version: a version that still holds nearly all of that, in one outlet with the neighbour between, joins, too.
// What is near in its words and no duplicate is parted once more is known (parting.hpp).
// Cost: one comparison per candidate and at most one more per cluster an article could join.
// Tested by tests/group/group_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/banding.hpp"
#include "match/candidates.hpp"
#include "reprise/run.hpp"

namespace reprise::group {

struct ClusterOptions {
  // An edge holds when the shingle sets have Jaccard >= near_jaccard, or when the words matched by alignments make up
  // near_containment of both articles and the shingle sets are not too far apart.
  std::uint32_t near_jaccard_permille = 500;
  std::uint32_t near_containment_permille = 800;
  std::uint32_t min_jaccard_permille = 250;
  // A version of a growing article that holds the earliest one so far is near it through the versions between.
  std::uint32_t version_containment_permille = 900;
};

struct ClusterEdge {
  std::uint32_t a = 0, b = 0;           ///< ranks, a < b
  std::uint32_t common = 0, a_size = 0, b_size = 0;  ///< of the shingle sets
};

struct Cluster {
  std::vector<std::uint32_t> docs;  ///< ranks, ascending
  std::vector<ClusterEdge> edges;   ///< verified, both ends inside
};

/// Sorted by the earliest member. `outlets` by rank, kNone = unknown; without any there are no versions.
std::vector<Cluster> build_clusters(std::span<const match::DocView> docs, std::span<const match::DocPair> banded,
                                    const match::MatchBatch& matches, std::span<const std::uint32_t> outlets, const ClusterOptions& options);

}  // namespace reprise::group
