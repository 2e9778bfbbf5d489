// Parting: edges of clusters that are taken back, once more is known than how many words two articles share.
//
// - *Own leads.* Articles of one outlet that each open with something else, and say something else in what they do not share, have a
//   gallery or a portrait in common, be it two thirds of both. Another version of a report opens with the same news.
// - *Forms.* Two fillings of one form (a rate table, a telegram of congratulations): most of two articles is boilerplate, and each has
//   names or numbers that the other has not. So have articles under one template, of whatever outlets, that say something else beside it.
// - *Round-ups.* An article that holds most of two stories or more, in different places, which have nothing to do with each other, is none
//   of them, even where one is more than half of it. Nor are a wire's takes of one report stories: the outlets that join them are most. A live blog's versions are no such stories: each holds the last one in its place.
// - *Occasions.* Posts that are one set sentence, said of different days (occasions.hpp).
// What hangs together no more is divided, and what stands alone is no cluster.
// Invariant: functions of the articles and families alone. Cost: a comparison of words per edge that is asked about; of a round-up, at
// most max_holders articles per family and max_stories^2 comparisons.
// Tested by tests/group/parting_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/clusters.hpp"
#include "group/families.hpp"
#include "group/occasions.hpp"
#include "reprise/run.hpp"

namespace reprise::group {

struct LeadOptions {
  std::uint32_t lead_words = 30;         ///< of both articles, none of which is shared
  std::uint32_t min_own_permille = 200;  ///< of both articles, or so many
  std::uint32_t min_own_words = 80;      ///< words, unless they are far apart
  std::int32_t far_days = 14;
  std::uint32_t max_cosine_permille = 150;  ///< of the words that are not shared (topics.hpp)
};

/// Takes back edges between articles of one outlet with leads of their own. `outlets` and `days` by rank.
void part_own_leads(std::span<const match::DocView> docs, const match::MatchBatch& matches, std::span<const std::uint32_t> outlets,
                    std::span<const std::int32_t> days, const LeadOptions& options, std::vector<Cluster>& clusters);

struct FormOptions {
  std::uint32_t min_boilerplate_permille = 500;  ///< of the words of both articles
  std::uint32_t min_weight = 36;                 ///< quarter-bits, of a word that fills a form
  std::uint32_t min_other_words = 2;             ///< numbers and such words that the other article has not, in each
  std::uint32_t min_other_permille = 100;        ///< of its numbers and such words
  std::uint32_t max_cosine_permille = 150;       ///< of what stands beside one template
};

/// Takes back edges between fillings of one form, and between articles under one template.
void part_forms(std::span<const match::DocView> docs, std::span<const Family> families, std::span<const Kind> kinds, const FormOptions& options,
                std::vector<Cluster>& clusters);

struct RoundUpOptions {
  std::uint32_t min_held_permille = 600;    ///< of a story's words that the round-up holds
  std::uint32_t min_story_words = 40;       ///< an ideograph is half a word
  std::uint32_t max_common_permille = 100;  ///< of a story's words in the round-up, which are another's too
  std::uint32_t max_cosine_permille = 90;   ///< of two stories; the takes of one lie above it, most often
  std::uint32_t max_holders = 32;           ///< of a family, looked at; the earliest
  std::uint32_t max_stories = 16;           ///< the longest that an article holds
};

/// Takes back edges between round-ups and articles that are none, in clusters whose most members are none: what most print together is one
/// story, though a wire may send it in parts. `outlets` by rank.
void part_round_ups(std::span<const match::DocView> docs, std::span<const Family> families, std::span<const Kind> kinds,
                    std::span<const std::uint32_t> outlets, const RoundUpOptions& options, std::vector<Cluster>& clusters);

/// Takes back edges between posts that are one set sentence on different occasions. `divided` as divide_occasions() gives it.
void part_occasions(std::span<const DividedPost> divided, std::vector<Cluster>& clusters);

}  // namespace reprise::group
