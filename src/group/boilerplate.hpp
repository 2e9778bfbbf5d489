// Boilerplate: text that an outlet repeats over unrelated articles, and forms that it fills in anew.
//
// Two findings, both on integer counts of articles of one outlet, so that they can be summed in any order and taken back. They
// are findings about a text, never a filter on what is stored or matched.
// - Repeated: sign-up lines, bios, galleries, licence lines. Held by several articles of one outlet that are not the same story.
//   Articles are the same story when they are near-duplicates, or share much of their text and their lead with it: a list that is
//   posted again is no boilerplate of its posts.
//   Counted twice: over the lines of all articles, which needs no match and sees a footer of two words, and over the
//   components that matching found, which sees blocks whose lines differ.
// - Form: a daily rate table or forecast. Several articles of one outlet hold the same words with other numbers.
// Tested by tests/group/group_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/candidates.hpp"
#include "reprise/run.hpp"

namespace reprise::group {

/// Words [begin, end) of article `doc` (rank).
struct FamilyOccurrence {
  std::uint32_t doc = 0, begin = 0, end = 0;
};

struct WordRange {
  std::uint32_t begin = 0, end = 0;
};

/// What grouping needs to know of an article besides its words, by rank.
struct DocFacts {
  std::uint32_t outlet = kNone;  ///< index of its canonical outlet; kNone = unknown, never pooled
  std::uint32_t story = kNone;   ///< articles of one story count once; kNone = a story of its own
};

struct BoilerplateOptions {
  std::uint32_t articles = 4;               ///< unrelated articles of one outlet that hold the text
  std::uint32_t min_repeating_permille = 250;   ///< of a text's articles, in such outlets, where most outlets hold it once
  std::uint32_t min_form_share_permille = 200;  ///< of an article that is such a form
  std::uint32_t max_share_permille = 500;   ///< an article that is mostly this text is a re-post, not a holder of boilerplate
};

struct StoryOptions {
  std::uint32_t lead_words = 40;            ///< the lead: the first words of an article
  std::uint32_t min_share_permille = 400;   ///< of the shorter article's words, matched
  std::uint32_t min_run_words = 14;         ///< mean length of the exact runs
};

/// story per rank (the earliest member's rank; kNone for an article alone) from near-duplicate clusters and from pairs that share
/// their leads and much of their text. `cluster` is the cluster's number per rank, or kNone.
std::vector<std::uint32_t> find_stories(std::span<const match::DocView> docs, const match::MatchBatch& matches,
                                        std::span<const std::uint32_t> cluster, const StoryOptions& options);

/// Per article, by rank: the lines [begin, end) that its outlet repeats over unrelated articles, ascending.
std::vector<std::vector<WordRange>> repeated_lines(std::span<const match::DocView> docs, std::span<const DocFacts> facts,
                                                   const BoilerplateOptions& options);

bool is_boilerplate(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const FamilyOccurrence> occurrences,
                    const BoilerplateOptions& options);

}  // namespace reprise::group
