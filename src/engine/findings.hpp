// Findings: a run's families and clusters <-> rows of the catalogue.
//
// A run refers to articles by index, a row by number. Storing is a translation; loading gathers the articles that the wanted families
// and clusters hold, orders everything as a scan does, and lets provenance::build_chains tell sources and chains anew: they follow
// from the hops and are not stored.
// Invariant: what a scan finds, stored and loaded whole, is the same run (tests/engine/findings_test.cpp, index_batch_test.cpp).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "corpus/outlets.hpp"
#include "reprise/run.hpp"
#include "store/catalogue.hpp"

namespace reprise::engine {

/// `numbers`: by index of the run's articles.
store::FamilyRow family_row(const Run& run, const FamilyRecord& family, std::span<const store::Number> numbers);
store::OccurrenceRow occurrence_row(const Run& run, const Occurrence& occurrence, std::span<const store::Number> numbers);
store::ClusterRow cluster_row(const ClusterRecord& cluster, std::span<const store::Number> numbers);
Article without_text(const Article& article);
/// What is stored of an article beside its text; `given` is as it came, without its text.
store::ArticleRow article_row(Article given, const ArticleRecord& record);
Seconds now();
std::string attributions_json(std::span<const Attribution> attributions);

/// A run and the numbers of its articles.
struct LoadedRun {
  Run run;
  std::vector<store::Number> numbers;  ///< by index of the run's articles
  std::uint32_t index_of(store::Number number) const;  ///< kNone where it is not
};

/// The article with its families and cluster, whole: not_found where there is none.
Result<LoadedRun> load_article(store::Catalogue& catalogue, const corpus::OutletRegistry& registry, store::Number number);
/// One family, with its wording.
Result<LoadedRun> load_family(store::Catalogue& catalogue, const corpus::OutletRegistry& registry, store::Key family);
/// Everything.
Result<LoadedRun> load_all(store::Catalogue& catalogue, const corpus::OutletRegistry& registry);

/// An article as it was given, with its text.
Result<Article> load_text(store::Catalogue& catalogue, store::ArticleRow row);

}  // namespace reprise::engine
