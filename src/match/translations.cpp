#include "match/translations.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "match/restated_candidates.hpp"

namespace reprise::match {

namespace {

using ArticleLists = std::vector<std::vector<std::uint32_t>>;

bool speak_differently(const Tongue& a, const Tongue& b) { return a.language != kNone && b.language != kNone && a.language != b.language; }

/// At least.
std::int64_t days_between(const Tongue& a, const Tongue& b) {
  return std::max({std::int64_t{0}, a.first_day - b.last_day, b.first_day - a.last_day});
}

/// One names the other's outlet, or both are editions of one outlet.
bool are_kin(const Credits& a, const Credits& b) {
  if (a.outlet != kNone && a.outlet == b.outlet) return true;
  return credits(a, b.outlet) || credits(b, a.outlet);
}

/// The pairs of step 2, by their later article, ascending.
ArticleLists copies_to_compare(std::span<const DocView> docs, std::span<const Tongue> tongues, const TranslationOptions& options, const MatchBatch& matches) {
  ArticleLists copies(docs.size()), compared(docs.size());
  const auto add_copy = [&](std::uint32_t article, std::uint32_t copy) {
    if (copies[article].size() < options.max_copies) copies[article].push_back(copy);
  };
  for (const PairMatch& pair : matches.pairs) {
    if (tongues[pair.a].language == kNone || tongues[pair.a].language != tongues[pair.b].language) continue;
    add_copy(pair.a, pair.b);
    add_copy(pair.b, pair.a);
  }
  const auto add_pair = [&](std::uint32_t x, std::uint32_t y) { compared[std::max(x, y)].push_back(std::min(x, y)); };
  for (const PairMatch& pair : matches.pairs) {
    if (!speak_differently(tongues[pair.a], tongues[pair.b])) continue;
    for (const std::uint32_t copy : copies[pair.a]) add_pair(copy, pair.b);
    for (const std::uint32_t copy : copies[pair.b]) add_pair(pair.a, copy);
  }
  for (std::vector<std::uint32_t>& list : compared) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return compared;
}

}  // namespace

void add_translations(std::span<const DocView> docs, std::span<const Credits> credits, std::span<const Tongue> tongues, const TranslationOptions& options,
                      MatchBatch& matches) {
  const auto dated = [&](std::uint32_t a, std::uint32_t b) { return tongues[a].dated && tongues[b].dated; };
  const PairFilter may_be = [&](std::uint32_t a, std::uint32_t b) {
    if (!speak_differently(tongues[a], tongues[b])) return false;
    if (!dated(a, b)) return are_kin(credits[a], credits[b]);
    return days_between(tongues[a], tongues[b]) <= options.max_days &&
           (are_kin(credits[a], credits[b]) || credit_link(credits[a], credits[b]) == CreditLink::linked);
  };
  const Postings keys = restatement_keys(docs, options.sentences);
  // All that an outlet ever wrote is much for chance to choose from.
  const auto link_if = [&](std::uint32_t a, std::uint32_t b, bool linked) {
    return linked ? std::optional(dated(a, b) ? CreditLink::linked : CreditLink::none) : std::nullopt;
  };
  restate_all(
      docs, options.sentences,
      [&](std::uint32_t b, std::span<const PairMatch> known, CandidateFinder& finder) { return finder.find(b, docs[b], keys, credits, known, matches, &may_be, options.sentences); },
      [&](std::uint32_t a, std::uint32_t b) { return link_if(a, b, may_be(a, b)); }, matches);

  const ArticleLists compared = copies_to_compare(docs, tongues, options, matches);
  if (std::all_of(compared.begin(), compared.end(), [](const auto& list) { return list.empty(); })) return;
  std::vector<std::uint64_t> joined;  // pairs that are known before step 2 are not compared again
  for (const PairMatch& pair : matches.pairs)
    if (may_be(pair.a, pair.b)) joined.push_back(std::uint64_t{pair.b} << 32 | pair.a);
  restate_all(
      docs, options.sentences, [&](std::uint32_t b, std::span<const PairMatch>, CandidateFinder&) { return std::span<const std::uint32_t>(compared[b]); },
      [&](std::uint32_t a, std::uint32_t b) {
        return link_if(a, b, std::binary_search(compared[b].begin(), compared[b].end(), a) && !std::binary_search(joined.begin(), joined.end(), std::uint64_t{b} << 32 | a));
      },
      matches);
}

}  // namespace reprise::match
