// Occasions: set sentences that come back with each event of their kind are no re-reports of each other.
//
// "The fire service saved six people in the city's flames" and an official's formula about the next drone are copied from channel to channel
// on their day, and said again weeks later about something else. So a short text is divided into its occasions:
// - *said again*: its articles fall into groups of days that lie far apart, and one outlet at least opens articles of two of them
//   with it. A title that stands in a digest a month later is still that title;
// - *filled anew*: it is most of a post, and one outlet has it on two days with no number in common. On one day new numbers are news of
//   the same event, and what keeps a number goes on with the same report.
// Each occasion that two articles hold is a family of its own. Quotations stay: a speaker's words are his, whenever they are printed.
// Invariant: a function of the family and of its articles' days and outlets. Cost: O(occurrences^2) of filled families with few
// occurrences, else O(occurrences * log).
// Tested by tests/group/returning_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/boilerplate.hpp"
#include "group/families.hpp"
#include "group/kinds.hpp"
#include "reprise/run.hpp"

namespace reprise::group {

struct OccasionOptions {
  std::uint32_t max_words = 30;           ///< of a set sentence; an ideograph is half a word
  std::uint32_t lead_words = 3;           ///< in front of a sentence that an article opens with
  std::int32_t far_days = 14;             ///< between two occasions of what is said again
  std::uint32_t min_post_permille = 600;  ///< of the words of a post that its outlet does not repeat, in what is filled anew
  std::uint32_t max_filled = 256;         ///< occurrences; a form that more posts fill is left whole
};

/// A post that is mostly a set sentence, told by what was one family, on one of its occasions.
struct DividedPost {
  std::uint32_t doc = 0, family = 0, occasion = 0;
};

/// Divides the families of short texts into occasions, whose kinds are told by their own words (identity_kind); what is left alone goes.
/// Boilerplate and quotations stay whole. `repeated` as repeated_lines() gives it. The order stays that of the first occurrences.
/// Returns the posts of the divided families, by article.
std::vector<DividedPost> divide_occasions(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const std::vector<WordRange>> repeated,
                                          const OccasionOptions& options, const KindOptions& kind_options, std::vector<Family>& families,
                                          std::vector<Kind>& kinds);

}  // namespace reprise::group
