#include "group/occasions.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "text/tokens.hpp"

namespace reprise::group {

namespace {

/// Per occurrence the number of its occasion.
using Occasions = std::vector<std::uint32_t>;

/// One outlet opens articles of two occasions with the text.
bool outlet_returns(const Family& family, std::span<const DocFacts> facts, const Occasions& occasion, std::uint32_t lead_words) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (std::size_t i = 0; i < occasion.size(); ++i) {
    const std::uint32_t outlet = facts[family.occurrences[i].doc].outlet;
    if (outlet != kNone && family.occurrences[i].begin <= lead_words) seen.emplace_back(outlet, occasion[i]);
  }
  std::sort(seen.begin(), seen.end());
  return std::adjacent_find(seen.begin(), seen.end(), [](const auto& x, const auto& y) { return x.first == y.first && x.second != y.second; }) != seen.end();
}

/// Groups of days that lie far apart.
Occasions by_time(const Family& family, std::span<const DocFacts> facts, std::int32_t far_days) {
  std::vector<std::uint32_t> order(family.occurrences.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto day = [&](std::uint32_t i) { return facts[family.occurrences[i].doc].day; };
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) { return day(x) < day(y); });
  Occasions occasion(order.size(), 0);
  for (std::size_t k = 1; k < order.size(); ++k)
    occasion[order[k]] = occasion[order[k - 1]] + (std::int64_t{day(order[k])} - day(order[k - 1]) >= far_days ? 1 : 0);
  return occasion;
}

std::vector<std::uint32_t> numbers_of(const match::DocView& doc, const FamilyOccurrence& o) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = o.begin; i < o.end; ++i)
    if (doc.flags[i] & text::kNumber) numbers.push_back(doc.words[i]);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// Groups that share their day or a number, one after the other.
Occasions by_filling(const Family& family, std::span<const match::DocView> docs, std::span<const DocFacts> facts) {
  const std::size_t n = family.occurrences.size();
  std::vector<std::vector<std::uint32_t>> numbers;
  for (const FamilyOccurrence& o : family.occurrences) numbers.push_back(numbers_of(docs[o.doc], o));
  Occasions occasion(n);
  std::iota(occasion.begin(), occasion.end(), 0u);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const bool together = facts[family.occurrences[i].doc].day == facts[family.occurrences[j].doc].day ||
                            std::find_first_of(numbers[i].begin(), numbers[i].end(), numbers[j].begin(), numbers[j].end()) != numbers[i].end();
      if (together && occasion[i] != occasion[j]) std::replace(occasion.begin(), occasion.end(), std::max(occasion[i], occasion[j]), std::min(occasion[i], occasion[j]));
    }
  return occasion;
}

/// Most of what the post says besides the lines that its outlet repeats.
bool is_most_of_post(const match::DocView& doc, const FamilyOccurrence& o, std::span<const WordRange> repeated, std::uint32_t min_permille) {
  std::uint32_t own = doc.size();
  for (const WordRange& line : repeated) own -= line.end - line.begin;
  return 1000ull * (o.end - o.begin) >= std::uint64_t{min_permille} * own;
}

/// Identity of the texts with the first, by the information in their common words.
std::uint32_t identity_of(std::span<const match::DocView> docs, const Family& family, match::AlignScratch& scratch) {
  const FamilyOccurrence& first = family.occurrences.front();
  const match::DocView& a = docs[first.doc];
  std::uint64_t matched = 0, all = 0;
  std::vector<match::MatchRun> runs;
  for (const FamilyOccurrence& o : std::span(family.occurrences).subspan(1)) {
    const match::DocView& b = docs[o.doc];
    runs.clear();
    match::common_subsequence(a, first.begin, first.end, b, o.begin, o.end, scratch, runs);
    for (const match::MatchRun& run : runs) matched += 2ull * match::qbits_of(a, run.a, run.a + run.length);
    all += match::qbits_of(a, first.begin, first.end) + match::qbits_of(b, o.begin, o.end);
  }
  return static_cast<std::uint32_t>(1000 * matched / std::max<std::uint64_t>(1, all));
}

/// Empty when the family is one occasion, or what it says is no set sentence.
Occasions find_occasions(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const std::vector<WordRange>> repeated,
                         const OccasionOptions& options, const Family& family) {
  const auto& all = family.occurrences;
  const bool is_short_and_dated = std::all_of(all.begin(), all.end(), [&](const FamilyOccurrence& o) {
    return facts[o.doc].day != kUnknownDay && match::words_of(docs[o.doc], o.begin, o.end) <= options.max_words;
  });
  if (!is_short_and_dated) return {};
  Occasions occasion = by_time(family, facts, options.far_days);
  if (outlet_returns(family, facts, occasion, options.lead_words)) return occasion;
  const bool is_filled = all.size() <= options.max_filled && std::all_of(all.begin(), all.end(), [&](const FamilyOccurrence& o) {
    return !numbers_of(docs[o.doc], o).empty() && is_most_of_post(docs[o.doc], o, repeated[o.doc], options.min_post_permille);
  });
  if (!is_filled) return {};
  occasion = by_filling(family, docs, facts);
  return outlet_returns(family, facts, occasion, options.lead_words) ? occasion : Occasions{};
}

}  // namespace

std::vector<DividedPost> divide_occasions(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const std::vector<WordRange>> repeated,
                                          const OccasionOptions& options, const KindOptions& kind_options, std::vector<Family>& families,
                                          std::vector<Kind>& kinds) {
  std::vector<std::pair<Family, Kind>> divided;
  std::vector<DividedPost> posts;
  match::AlignScratch scratch;
  for (std::size_t f = 0; f < families.size(); ++f) {
    const Occasions occasion = kinds[f] == Kind::boilerplate || kinds[f] == Kind::quote ? Occasions{} : find_occasions(docs, facts, repeated, options, families[f]);
    if (occasion.empty()) {
      divided.emplace_back(std::move(families[f]), kinds[f]);
      continue;
    }
    std::vector<std::uint32_t> order(occasion.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) { return occasion[x] < occasion[y]; });
    for (std::size_t first = 0, end = 0; first < order.size(); first = end) {
      Family part{{}, families[f].identity_permille, families[f].formula};
      for (; end < order.size() && occasion[order[end]] == occasion[order[first]]; ++end) {
        const FamilyOccurrence& o = families[f].occurrences[order[end]];
        part.occurrences.push_back(o);
        if (is_most_of_post(docs[o.doc], o, repeated[o.doc], options.min_post_permille)) posts.push_back({o.doc, static_cast<std::uint32_t>(f), occasion[order[end]]});
      }
      if (part.occurrences.front().doc == part.occurrences.back().doc) continue;
      part.identity_permille = identity_of(docs, part, scratch);
      divided.emplace_back(std::move(part), identity_kind(part.identity_permille, kind_options));
    }
  }
  std::stable_sort(divided.begin(), divided.end(), [](const auto& x, const auto& y) {
    const FamilyOccurrence &a = x.first.occurrences.front(), &b = y.first.occurrences.front();
    return a.doc != b.doc ? a.doc < b.doc : a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  families.clear();
  kinds.clear();
  for (auto& [family, kind] : divided) {
    families.push_back(std::move(family));
    kinds.push_back(kind);
  }
  std::stable_sort(posts.begin(), posts.end(), [](const DividedPost& x, const DividedPost& y) { return x.doc < y.doc; });
  return posts;
}

}  // namespace reprise::group
