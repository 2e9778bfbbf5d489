// decode_family: one model of a family, decoded as a whole.
//
// Idea: witnesses, and the outlets that are only cited, are nodes; an edge u -> v carries what the words say of v as a
//   copy of u (decode_align), the times, the names in the text and the outlets (decode_score), the other passages of the two
//   articles and the habits of their outlets (ties), put together by decode_edges; the root stands for "from nobody here". The best tree gives parents, its edges' shares among all trees the confidence (decode_tree).
//   A parent is given only where its share reaches kDecided; below, the status is undecided and the likeliest
//   parents are listed with their shares.
// Statuses: the top of the largest tree is the origin; other tops are common_source. Quotations reach the root more
//   easily: two reporters may have heard one speaker. Boilerplate has no direction: its first holder is called
//   origin, the rest is undecided without candidates and with confidence 0.
// Invariant: a function of the family, its articles and the ties; parents never form a cycle.
// Cost: O(n^2) pairs for n <= kExact, kCandidates n above, with local shares instead of the matrix.
// Source: Xu & Smith 2018 (directed spanning trees over documents); stemmatology for shared innovations.
// Tested by tests/provenance/decode_test.cpp.
#include <algorithm>
#include <utility>

#include "provenance/decode_model.hpp"

namespace reprise::provenance {
namespace {

constexpr std::int32_t kDecided = 550000; // millionths: a parent below this share is not claimed

}  // namespace

FamilyModel solve_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                         std::span<const Witness> witnesses, const FamilyRecord& family, std::span<const FamilyPair> compared, const Ties& ties, FamilyWords* words) {
  FamilyModel model;
  model.words = words != nullptr && !words->first.empty() ? std::move(*words) : family_words(witnesses);
  model.names = names_of(articles, registry, family);
  std::vector<FamilyPair> large;
  if (witnesses.size() > kExact) {
    large = compare_pairs(model.words, family, candidate_pairs(model.words, model.names));
    compared = large;
  }
  build_edges(articles, registry, witnesses, family, compared, ties, model);
  const std::uint32_t nodes = static_cast<std::uint32_t>(witnesses.size() + 1 + model.cited.size());
  model.chosen = best_tree(nodes, model.edges);
  model.shares = witnesses.size() <= kExact ? tree_shares(nodes, model.edges) : local_shares(nodes, model.edges);
  return model;
}

void decode_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                   std::span<const Witness> witnesses, std::span<const FamilyPair> pairs, const Ties& ties, FamilyRecord& family, FamilyWords* words) {
  family.origin_article = kNone;
  family.origin_outlet.clear();
  family.origin_observed = false;
  family.origin_confidence = 0;
  for (Occurrence& o : family.occurrences) {
    o.parent = kNone;
    o.parent_outlet.clear();
    o.parent_observed = false;
    o.confidence = 0;
    o.status = Status::undecided;
    o.relation = Relation::none;
    o.identity = 0;
    o.credited = Credited::unset;
    o.evidence = {};
  }
  if (family.occurrences.empty() || witnesses.size() != family.occurrences.size()) return;
  if (family.kind == Kind::boilerplate) {
    tell_boilerplate(articles, family);
    return;
  }
  const FamilyModel model = solve_family(articles, registry, witnesses, family, pairs, ties, words);
  tell_family(articles, registry, model, kDecided, family);
}

}  // namespace reprise::provenance
