// Wordings: which of a text's occurrences say it in nearly the same words.
//
// What an outlet repeats, it repeats as it is, or as a form with other numbers and names. A report that is told again in other words
// is news, however often it is told, while the story runs. So occurrences are counted by their wording: two are of one wording when most of the
// words of the shorter lie in the other, numbers aside. Each is compared with the first of every wording before it;
// what comes when there are many wordings already is left out, since no wording of such a text is repeated much.
// Invariant: a function of the words alone, in the order of the occurrences. Cost: O(words * wordings).
// Tested by tests/group/boilerplate_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/boilerplate.hpp"

namespace reprise::group {

struct WordingOptions {
  std::uint32_t min_common_permille = 500;  ///< of the words of the shorter occurrence
  std::uint32_t max_wordings = 16;
  // Numbers that change make a form, where they are much of what is said:
  std::uint32_t min_numbers_permille = 100;  ///< of the words
  std::uint32_t min_numbers = 3;             ///< in an occurrence
};

struct Wording {
  std::vector<std::uint32_t> docs;  ///< ascending, each once
  std::uint32_t words = 0;          ///< of its first occurrence; an ideograph is half of one
  bool numbers_change = false;      ///< from its first occurrence to most of the others
};

/// The wordings of `occurrences`, which are ordered by (doc, begin), in the order of their first occurrences.
std::vector<Wording> find_wordings(std::span<const match::DocView> docs, std::span<const FamilyOccurrence> occurrences, const WordingOptions& options);

}  // namespace reprise::group
