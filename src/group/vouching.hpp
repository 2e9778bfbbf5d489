// Neither boilerplate nor names vouch for a pair. A short alignment counts when its pair has a strong one; where all that is strong lies in lines
// that one of the outlets repeats (a footer, a licence, a sign-up block), the short ones are stock phrases, and are taken back.
// Between two outlets names and titles count three fifths: "said NAME, the senior analyst of the NAME Institute" is no re-report,
// and half of the English pairs of years apart that were strong shared such words (docs/accuracy.md, "Null distributions").
// Where one article credits the other's outlet, less is asked for (AlignOptions::credited_net_qbits).
// What is told again in other words more than six weeks later is told anew: formulas, and background that many write.
// Quotations stand for themselves, and the alignments of the lines themselves stay: they are findings about the lines.
// Cost: one look at each alignment.
// Tested by tests/group/group_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/boilerplate.hpp"
#include "match/candidates.hpp"
#include "match/restatements.hpp"

namespace reprise::group {

/// An alignment's net information less what names say: two fifths of theirs where capitals tell them, else a fifth of all (of
/// ideographs nothing: single ones weigh little). `runs` are those of the batch.
std::int32_t evidence_qbits(const match::DocView& a, const match::DocView& b, bool capitals_tell, const match::Alignment& x,
                            std::span<const match::MatchRun> runs);

/// Removes alignments, and pairs that are left with none, from `matches`. `facts` and `credits` by rank, `repeated` as repeated_lines() gives it.
void drop_unvouched(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const std::vector<WordRange>> repeated,
                    std::span<const match::Credits> credits, const match::AlignOptions& options, match::MatchBatch& matches);

}  // namespace reprise::group
