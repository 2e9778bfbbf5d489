#include "group/kinds.hpp"

#include <algorithm>

#include "text/tokens.hpp"

namespace reprise::group {

namespace {

std::uint32_t quoted_permille(std::span<const match::DocView> docs, const Family& family) {
  std::uint64_t quoted = 0, words = 0;
  for (const FamilyOccurrence& o : family.occurrences) {
    for (std::uint32_t i = o.begin; i < o.end; ++i) quoted += (docs[o.doc].flags[i] & text::kInQuote) != 0;
    words += o.end - o.begin;
  }
  return words ? static_cast<std::uint32_t>(1000 * quoted / words) : 0;
}

}  // namespace

std::vector<Kind> find_kinds(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                             std::span<const Family> families, const KindOptions& options) {
  std::vector<Kind> kinds;
  kinds.reserve(families.size());
  for (const Family& family : families) {
    if (family.formula || is_boilerplate(docs, facts, topics, family.occurrences, options.boilerplate) ||
        is_furniture(docs, facts, topics, family.occurrences, family.identity_permille, options.boilerplate)) {
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
