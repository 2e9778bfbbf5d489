// Assemble: what grouping found (ranks and word positions) -> the records of a Run (articles, bytes, characters), with
// provenance decoded and chains built.
#pragma once

#include <span>
#include <vector>

#include "corpus/outlets.hpp"
#include "engine/ingest.hpp"
#include "group/clusters.hpp"
#include "group/families.hpp"
#include "reprise/run.hpp"

namespace reprise::engine {

/// Clusters of the corpus as records, sorted by id; fills ArticleRecord::cluster and near_duplicate_of.
void assemble_clusters(Corpus& corpus, std::span<const group::Cluster> clusters, Run& run);

/// Families as records with ids, kinds and byte spans; not decoded yet.
void assemble_families(const Corpus& corpus, std::span<const group::Family> families, std::span<const Kind> kinds, Run& run);

/// Parents, origins, cited-only families, chains, sources, outlet pairs, cluster origins; characters and wordings, for which every
/// text is read once. Sorts run.families by id. `repeated`: by rank, the lines that outlets repeat, which are asked for no source.
Result<void> assemble_provenance(const Corpus& corpus, const corpus::OutletRegistry& registry,
                                 std::span<const std::vector<group::WordRange>> repeated, Run& run);

}  // namespace reprise::engine
