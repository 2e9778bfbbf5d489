// Shared furniture: lines that articles of many outlets end or begin with, once each, and that are nobody's report.
//
// A writer's biography, a licence line, an agency's portrait of itself stands in each outlet once or twice, so that no outlet's count
// tells (boilerplate.hpp). A passage of a wire stands in as many. What parts the two is what they stand in:
// - a passage travels with its story: the articles that hold it speak of the same things outside it too (topics.hpp), and come
//   within days of each other. Furniture stands in articles that have nothing else in common, for months;
// - furniture is whole lines at an end of its articles, in nearly the same words; a passage is told where it belongs.
// All of it is asked for: lines at an end, and articles that are unrelated two by two, weeks apart each; or, for want of days, twice as many.
// A speaker's words are a quotation whoever prints them, and are not asked (kinds.cpp).
// Invariant: integers; a function of the family and its articles. Cost: O(words of the articles) per article compared, at most
// max_holders^2 comparisons of a family whose lines stand at ends.
// Tested by tests/group/shared_furniture_test.cpp.
#pragma once

#include <cstdint>
#include <span>

#include "group/boilerplate.hpp"
#include "group/topics.hpp"

namespace reprise::group {

struct SharedFurnitureOptions {
  std::uint32_t articles = 4;          ///< unrelated ones, each far_days after the last,
  std::uint32_t undated_articles = 8;  ///< or so many, whatever their days
  std::int32_t far_days = 14;
  std::uint32_t edge_words = 3;        ///< from a line's border
  std::uint32_t end_words = 40;        ///< that may stand between the text and the end of its article: other lines of the kind
  std::uint32_t last_words = 10;       ///< behind it in its own line, where the article ends: "Copyright 2019"
  std::uint32_t min_end_permille = 750;  ///< of the occurrences, which stand so
  std::uint32_t max_share_permille = 500;        ///< of an article
  std::uint32_t short_words = 60;                ///< a text of so few words may be more of it: a lead and the words of a paywall
  std::uint32_t max_short_share_permille = 700;
  std::uint32_t min_identity_permille = 800;
  std::uint32_t max_cosine_permille = 150; ///< of unrelated articles, outside the text
  std::uint32_t max_holders = 24;      ///< compared; an article that is related to one before is none of them
};

/// `occurrences` by (doc, begin); `rest` is scratch.
bool is_shared_furniture(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const FamilyOccurrence> occurrences,
                         std::uint32_t identity_permille, const SharedFurnitureOptions& options, RestComparer& rest);

}  // namespace reprise::group
