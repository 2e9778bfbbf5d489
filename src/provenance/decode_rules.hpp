// What no sum of evidence may overrule: hops that are ruled out, and how sure a hop can be at most.
//
// Idea: words and times alone cannot tell a copy from a second copy of the same wire. Unless the copy names the parent's
//   outlet, a parent that is certainly later is impossible, an agency does not take from its customers, and a text that
//   names an absent source for the passage is that source's customer, so its look-alikes are customers beside it.
//   What is left is claimed no more surely than its kind of evidence has earned.
// Invariant: integers only; a function of two witnesses and the family's names.
// Cost: O(names of the two articles) per pair; shared readings O(words) where they are asked for.
// Tested by tests/provenance/settle_test.cpp and decode_test.cpp.
#pragma once
#include <cstdint>

#include "provenance/decode_align.hpp"
#include "provenance/decode_score.hpp"

namespace reprise::provenance {

/// The copy names the parent's outlet, or both are one outlet's.
bool names_or_is(const Names& names, std::size_t parent, std::size_t child);

/// Both times are known and the parent's begins after the copy's ends.
bool certainly_later(const Published& parent, const Published& child);

/// The order is unknown, or so close that feeds and clocks may have made it.
bool within_minutes(const Published& a, const Published& b);

/// No credit, and the times or the trades of the outlets forbid the hop.
bool ruled_out(const Names& names, const Published& parent, const Published& child, std::size_t u, std::size_t v);

/// The absent outlet whose text the witness says the passage is; kNone without one. An outlet of the family is not absent.
std::uint32_t absent_source(const Names& names, std::size_t witness);

/// The copy appeared hours after `u` and has readings that only the two have: taken from this customer, not from its wire.
bool follows_closely(const FamilyWords& words, const Published& parent, const Published& child, std::size_t u, std::size_t v);

/// At most so sure, millionths; 0: nothing is to be claimed. `identity` in 1/10000, `half_words` counts ideographs as one half.
std::int32_t most_sure(std::int32_t identity, std::uint32_t half_words, bool credited, const Published& parent, const Published& child);

}  // namespace reprise::provenance
