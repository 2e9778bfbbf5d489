#include "group/kinds.hpp"

#include <algorithm>

#include "group/advertising.hpp"
#include "text/tokens.hpp"

namespace reprise::group {

namespace {

/// At least half of the occurrences stand mostly in quotation marks: what these print as a speaker's words others print as a
/// transcript, an embedded post or a block without marks.
bool is_quote(std::span<const match::DocView> docs, const Family& family, std::uint32_t permille) {
  const auto is_quoted = [&](const FamilyOccurrence& o) {
    const auto flags = docs[o.doc].flags.subspan(o.begin, o.end - o.begin);
    const auto quoted = std::count_if(flags.begin(), flags.end(), [](std::uint8_t f) { return (f & text::kInQuote) != 0; });
    return 1000 * static_cast<std::uint64_t>(quoted) >= std::uint64_t{permille} * flags.size();
  };
  const auto quoted = std::count_if(family.occurrences.begin(), family.occurrences.end(), is_quoted);
  return 2 * static_cast<std::size_t>(quoted) >= family.occurrences.size();
}

/// The links that hold a family together may reach beyond what is left of it: where the words are equal they tell nothing.
bool all_equal(std::span<const match::DocView> docs, const Family& family) {
  const auto words_of = [&](const FamilyOccurrence& o) { return docs[o.doc].words.subspan(o.begin, o.end - o.begin); };
  const auto first = words_of(family.occurrences.front());
  return std::all_of(family.occurrences.begin(), family.occurrences.end(), [&](const FamilyOccurrence& o) { return std::ranges::equal(words_of(o), first); });
}

}  // namespace

Kind identity_kind(std::uint32_t identity_permille, const KindOptions& options) {
  if (identity_permille >= options.verbatim_permille) return Kind::verbatim;
  return identity_permille >= options.edited_permille ? Kind::edited : Kind::paraphrase;
}

std::vector<Kind> find_kinds(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                             std::span<const Family> families, const KindOptions& options) {
  std::vector<Kind> kinds;
  kinds.reserve(families.size());
  const TopicOptions topic_options;
  RestComparer rest(topic_options);
  for (const Family& family : families) {
    if (family.formula || is_advertising(facts, family.occurrences) || is_boilerplate(docs, facts, topics, family.occurrences, options.boilerplate) ||
        is_furniture(docs, facts, topics, family.occurrences, family.identity_permille, options.boilerplate)) {
      kinds.push_back(Kind::boilerplate);
    } else if (is_quote(docs, family, options.quote_permille)) {
      kinds.push_back(Kind::quote);
    } else if (is_shared_furniture(docs, facts, family.occurrences, family.identity_permille, options.shared_furniture, rest)) {
      kinds.push_back(Kind::boilerplate);
    } else {
      kinds.push_back(identity_kind(all_equal(docs, family) ? 1000 : family.identity_permille, options));
    }
  }
  return kinds;
}

}  // namespace reprise::group
