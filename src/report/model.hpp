// What the reports ask of a Run: look-ups by id, orders of importance, and verdicts in words. Shared by the text and the
// HTML writers, so that both say the same of the same occurrence.
//
// Invariant: every order is total and depends on the Run's content alone (ties end in ids or indices, which follow ids).
// Tested by tests/report/text_report_test.cpp, tests/report/html_report_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reprise/run.hpp"

namespace reprise::report {

/// True when the occurrence is a re-report: taken from an article or from an outlet that is named. `version` is not.
inline bool is_rereport(const Occurrence& o) { return o.status == Status::copied || o.status == Status::cited; }

struct RankedFamily {
  std::uint32_t family = kNone;
  std::uint32_t copies = 0;       ///< re-reports
  std::uint32_t uncredited = 0;   ///< re-reports that name neither their parent nor the origin
  std::uint64_t chars = 0;        ///< characters that were re-reported, over all copies
};
/// Families with a re-report, boilerplate left out; the most re-reported characters first.
std::vector<RankedFamily> largest_families(const Run& run);
/// Those of them with uncredited re-reports; the most uncredited characters first.
std::vector<RankedFamily> uncredited_families(const Run& run);

struct ChainRef {
  std::uint32_t record = kNone, chain = kNone;  ///< run.chains[record].chains[chain]
};
/// Chains, those with more outlets first, then by the words they carry; a family leads at most once.
std::vector<ChainRef> longest_chains(const Run& run, std::size_t limit);

/// Outlet pairs, most words first; pairs of an outlet with itself last.
std::vector<std::uint32_t> heaviest_pairs(const Run& run);

/// Articles by how many words they share as a giver or a taker; each has at least one passage that is not boilerplate.
std::vector<std::uint32_t> most_involved_articles(const Run& run, std::size_t limit);

/// Index of the record with this id, kNone when there is none.
std::uint32_t find_article(const Run& run, std::string_view id);
std::uint32_t find_family(const Run& run, std::string_view id);
std::uint32_t find_cluster(const Run& run, std::string_view id);

struct Held {
  std::uint32_t family = kNone, occurrence = kNone;
};
/// The occurrences in an article, by (span, family).
std::vector<Held> passages_of(const Run& run, std::uint32_t article);

/// The occurrences on the way from the origin to `occurrence`, the latter last. Cycles end the way.
std::vector<std::uint32_t> way_to(const FamilyRecord& family, std::uint32_t occurrence);

/// One or two plain sentences: who has it from whom, how sure, credited or not. Outside text is not yet made visible.
std::string verdict_words(const Run& run, const FamilyRecord& family, const Occurrence& o);

/// "TASS (tass-1)", "TASS (cited, not in the corpus)".
std::string holder_words(const Run& run, std::string_view outlet, std::uint32_t article);

}  // namespace reprise::report
