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

/// What an outlet has from itself.
inline bool own(const ArticleRecord& a, const Source& s) { return !a.outlet.empty() && a.outlet == s.outlet; }

/// True when it copies an article and names neither that nor the origin.
inline bool took_without_credit(const Occurrence& o) { return o.status == Status::copied && o.credited == Credited::no; }

/// What the occurrences are, told apart: a copied passage, a quotation that is shared, a sentence that only names a source.
struct Tally {
  std::size_t occurrences = 0, copied = 0, uncredited = 0, quotes = 0, uncredited_quotes = 0, cited = 0, undecided = 0;
};
void add_to(Tally& tally, const FamilyRecord& family);
Tally tally_of(const Run& run);  ///< over all families but boilerplate
/// "2 copies, 1 uncredited", "1 shared quote", "3 sentences that cite it"; what is none is left out.
std::string tally_words(const Tally& tally);

/// Occurrences that took the passage, the earliest of each outlet and the origin's own left out; with `uncredited` those
/// only that name no one. Earliest first.
std::vector<std::uint32_t> takers_of(const Run& run, const FamilyRecord& family, bool uncredited);

/// Whom a family's takers have it from: its origin, else the outlet that the first taker has it from; "" for neither.
std::string_view giver_of(const FamilyRecord& family);

struct RankedFamily {
  std::uint32_t family = kNone;
  std::uint32_t copies = 0;       ///< re-reports, those that only cite included
  std::uint32_t uncredited = 0;   ///< copies that name neither their parent nor the origin
  std::uint64_t chars = 0;        ///< characters that were re-reported, over all copies
};
/// Families with a re-report, boilerplate left out; the most re-reported characters first.
std::vector<RankedFamily> largest_families(const Run& run);
/// Those of them with uncredited re-reports; quotations last (who was quoted may have spoken to many), then the most
/// uncredited characters first.
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
