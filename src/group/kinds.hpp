// Kinds of families: verbatim, edited, paraphrase by the identity of the aligned text; quote when the text is a speaker's
// words; boilerplate when an outlet repeats it over unrelated articles.
//
// Boilerplate rests on integer counts alone (articles of one outlet that hold the text), so that it can be summed in any
// order and taken back; it is a finding about a family, never a filter on what is stored or matched.
// Tested by tests/group/kinds_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/clusters.hpp"
#include "group/families.hpp"
#include "reprise/run.hpp"

namespace reprise::group {

struct KindOptions {
  std::uint32_t verbatim_permille = 970;
  std::uint32_t edited_permille = 600;
  std::uint32_t quote_permille = 700;        ///< share of a family's words inside quotation marks
  std::uint32_t boilerplate_articles = 4;    ///< unrelated articles of one outlet that hold the text
  std::uint32_t boilerplate_max_share_permille = 500;  ///< an article that is mostly this text is a re-post, not a holder of boilerplate
};

/// What kinds need to know of an article, by rank.
struct DocFacts {
  std::uint32_t outlet = kNone;   ///< index of its canonical outlet; kNone = unknown, never pooled
  std::uint32_t cluster = kNone;  ///< near-duplicates count as one article
  std::int64_t day = 0;           ///< days since 1970 of its time; kNoDay when unknown
};
inline constexpr std::int64_t kNoDay = INT64_MIN;

std::vector<Kind> find_kinds(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const Family> families,
                             const KindOptions& options);

}  // namespace reprise::group
