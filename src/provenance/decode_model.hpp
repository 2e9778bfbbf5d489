// FamilyModel: what solve_family found, and the step from it to the record: statuses, parents, credit, sentences.
// Nodes: 0 the root, 1 .. n the witnesses, then the outlets that are only cited.
#pragma once
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "provenance/decode_align.hpp"
#include "provenance/decode_score.hpp"
#include "provenance/decode_tree.hpp"
#include "provenance/provenance.hpp"
#include "provenance/ties.hpp"

namespace reprise::provenance {

/// Nobody in the story names any of its outlets; or the two outlets share much and hardly ever name each other.
enum class Silence : std::uint8_t { none, story, outlets };

struct FamilyModel {
  FamilyWords words;
  Names names;
  std::vector<std::uint32_t> cited;   ///< outlets (indices into names) of the nodes n + 1 ..
  std::vector<bool> cited_observed;   ///< beside cited: the outlet has an article in the story, which lacks this passage
  std::vector<Silence> silent;        ///< per witness: why its likeness to another is no copy
  std::vector<TreeEdge> edges;
  std::vector<Change> changes;        ///< beside edges; empty where an end is no witness
  std::vector<std::uint32_t> told_anew;  ///< beside edges: of a hop from a cited outlet that outlet's article of the story, in which the passage was not found; else kNone
  std::vector<std::uint32_t> chosen;  ///< per node: index into edges
  std::vector<std::int32_t> shares;   ///< beside edges, millionths
};

inline constexpr std::size_t kExact = 64;  ///< witnesses up to which all pairs are scored

FamilyModel solve_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                         std::span<const Witness> witnesses, const FamilyRecord& family, std::span<const FamilyPair> compared, const Ties& ties, FamilyWords* words = nullptr);

/// Pairs (u < v) that are worth a comparison: all, or for large families the earliest, those just before, the most
/// alike and those credited. Sorted, unique.
std::vector<std::pair<std::uint32_t, std::uint32_t>> candidate_pairs(const FamilyWords& words, const Names& names);

/// Both directions of each pair (u < v); pairs within one article are left out.
std::vector<FamilyPair> compare_pairs(const FamilyWords& words, const FamilyRecord& family,
                                      std::span<const std::pair<std::uint32_t, std::uint32_t>> which);

/// Fills cited, cited_observed, silent, edges and changes of a model whose words and names stand.
void build_edges(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry, std::span<const Witness> witnesses,
                 const FamilyRecord& family, std::span<const FamilyPair> pairs, const Ties& ties, FamilyModel& model);

/// Writes the record. `decided`: the share, in millionths, from which a parent is claimed.
void tell_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                 const FamilyModel& model, std::int32_t decided, FamilyRecord& family);
void tell_boilerplate(const std::vector<ArticleRecord>& articles, FamilyRecord& family);

}  // namespace reprise::provenance
