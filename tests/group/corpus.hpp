// A corpus of made articles with its matches, for the tests of grouping.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/clusters.hpp"
#include "group/families.hpp"
#include "group/topics.hpp"
#include "match/docs.hpp"
#include "match/postings.hpp"
#include "text/tokens.hpp"

namespace reprise::test {

struct Corpus {
  std::vector<Doc> docs;
  std::vector<match::DocView> views;
  match::MatchBatch matches;
  explicit Corpus(std::vector<std::vector<std::uint32_t>> texts, std::size_t sentence = 10) {
    for (auto& t : texts) docs.push_back(make_doc(std::move(t), 32, sentence));
    break_lines(sentence);
    for (const Doc& d : docs) views.push_back(d.view());
    matches = match::match_all(views, match::build_postings(views, {}), {}, {});
  }
  /// A line of its own for every so many words, as wires write; one paragraph when there are no more words.
  void break_lines(std::size_t words) {
    for (Doc& d : docs)
      for (std::size_t i = 0; i < d.flags.size(); ++i) d.flags[i] = static_cast<std::uint8_t>(i % words == 0 ? d.flags[i] | text::kLineStart : d.flags[i] & ~text::kLineStart);
  }
  std::vector<group::Family> families(std::span<const group::DocFacts> facts) const {
    return group::build_families(views, facts, group::Topics(), std::vector<std::vector<group::WordRange>>(views.size()), matches, {});
  }
  std::vector<group::Family> families() const { return families(std::vector<group::DocFacts>(views.size())); }
  std::vector<group::Cluster> clusters(std::span<const std::uint32_t> outlets = {}) const { return group::build_clusters(views, {}, matches, outlets, {}); }
};

/// The article's first occurrence in the family, or null.
inline const group::FamilyOccurrence* in(const group::Family& family, std::uint32_t doc) {
  for (const auto& o : family.occurrences)
    if (o.doc == doc) return &o;
  return nullptr;
}

}  // namespace reprise::test
