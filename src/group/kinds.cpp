#include "group/kinds.hpp"

#include <algorithm>

#include "text/tokens.hpp"

namespace reprise::group {

namespace {

/// The largest number of unrelated articles of one outlet that hold the family. Near-duplicates count once, and so do articles
/// that consist mostly of this text.
std::uint32_t most_unrelated_holders(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Family& family,
                                     const KindOptions& options) {
  struct Holder {
    std::uint32_t outlet, story;
  };
  std::vector<Holder> holders;
  for (const FamilyOccurrence& o : family.occurrences) {
    const DocFacts& fact = facts[o.doc];
    if (fact.outlet == kNone) continue;
    if (1000ull * (o.end - o.begin) > std::uint64_t{options.boilerplate_max_share_permille} * docs[o.doc].size()) continue;
    // Clusters and articles share one number space: clusters above the ranks.
    const std::uint32_t story = fact.cluster == kNone ? o.doc : static_cast<std::uint32_t>(docs.size()) + fact.cluster;
    holders.push_back({fact.outlet, story});
  }
  std::sort(holders.begin(), holders.end(), [](const Holder& x, const Holder& y) { return x.outlet != y.outlet ? x.outlet < y.outlet : x.story < y.story; });
  std::uint32_t most = 0, count = 0;
  for (std::size_t i = 0; i < holders.size(); ++i) {
    if (i == 0 || holders[i].outlet != holders[i - 1].outlet) {
      count = 1;
    } else if (holders[i].story != holders[i - 1].story) {
      ++count;
    }
    most = std::max(most, count);
  }
  return most;
}

std::uint32_t quoted_permille(std::span<const match::DocView> docs, const Family& family) {
  std::uint64_t quoted = 0, words = 0;
  for (const FamilyOccurrence& o : family.occurrences) {
    for (std::uint32_t i = o.begin; i < o.end; ++i) quoted += (docs[o.doc].flags[i] & text::kInQuote) != 0;
    words += o.end - o.begin;
  }
  return words ? static_cast<std::uint32_t>(1000 * quoted / words) : 0;
}

}  // namespace

std::vector<Kind> find_kinds(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const Family> families,
                             const KindOptions& options) {
  std::vector<Kind> kinds;
  kinds.reserve(families.size());
  for (const Family& family : families) {
    if (most_unrelated_holders(docs, facts, family, options) >= options.boilerplate_articles) {
      kinds.push_back(Kind::boilerplate);
    } else if (quoted_permille(docs, family) >= options.quote_permille) {
      kinds.push_back(Kind::quote);
    } else {
      kinds.push_back(family.identity_permille >= options.verbatim_permille ? Kind::verbatim
                      : family.identity_permille >= options.edited_permille ? Kind::edited
                                                                            : Kind::paraphrase);
    }
  }
  return kinds;
}

}  // namespace reprise::group
