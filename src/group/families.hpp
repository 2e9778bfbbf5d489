// Families: all passages, over all articles, that are the same text in its variants.
//
// 1. Cuts. Every article's covered stretches are cut at sentence starts and where alignments begin or end; cuts travel along the
//    alignments to the other articles, so that what one article cuts is cut everywhere.
// 2. Segments, the pieces between cuts, are linked where an alignment maps one onto the other; linked segments are a component
//    (union-find; the earliest segment is the root). Large components are checked against leaders, so that links from one
//    variant to the next do not join different texts.
// 3. Passages. Neighbouring components are joined again: in one paragraph while at least half of the occurrences hold half of
//    its words, in whatever order, and nine of ten have one component in common, for a paragraph is what editors take, shorten and
//    turn round; across paragraphs while every occurrence holds four fifths. Where not, the stretch is split, between paragraphs if it has any, at the cut where most
//    holders end, begin or go on elsewhere, and both halves are tried again. A few words that one article alone has (a speech
//    tag) do not divide its passages. What the earliest article lacks, and the others have, is joined last (neighbours.hpp).
//    Components that are boilerplate make families of their own, and do not split the passages of others that run across
//    them: a title formula inside a copied report is part of the report, and so is one at its end that two outlets have there.
// Invariant: nothing depends on the order of input or on threads; ties go to the earlier article and the earlier word.
// Cost: O(alignments * segments in them) + O(occurrences * log) per split level.
// Tested by tests/group/group_test.cpp and borders_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/boilerplate.hpp"
#include "match/candidates.hpp"

namespace reprise::group {

struct FamilyOptions {
  std::uint32_t snap_words = 3;        ///< an alignment's end this near to a sentence or a quotation mark is taken to it
  std::uint32_t min_cut_distance = 4;  ///< words between two cuts
  std::uint32_t min_split_distance = 12;  ///< words from a cut inside a sentence to any other cut
  std::uint32_t max_unchecked_members = 64;  ///< components with more segments are checked against leaders
  std::uint32_t max_leaders = 512;          ///< per component; what fits none of them stands alone
  std::uint32_t min_words = 8;         ///< shorter families are dropped; an ideograph is half a word
  std::uint32_t min_qbits = 128;       ///< families with less information are dropped (32 bits, as of an alignment)
  std::uint32_t max_formula_words = 60;  ///< boilerplate that a passage may run across
  BoilerplateOptions boilerplate;
};

struct Family {
  std::vector<FamilyOccurrence> occurrences;  ///< by (doc, begin); two articles at least
  std::uint32_t identity_permille = 0;        ///< of the aligned text, over all links that hold it together
  bool formula = false;                       ///< made of components that are boilerplate by themselves
};

/// Families, sorted by their first occurrence. `repeated` as repeated_lines() gives it.
std::vector<Family> build_families(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                                   std::span<const std::vector<WordRange>> repeated, const match::MatchBatch& matches,
                                   const FamilyOptions& options);

}  // namespace reprise::group
