// Translations: sentences that one article has taken over from an article in another language.
//
// Idea: as bags of concepts (sketch/concept_words.hpp) sentences of two languages are compared like restated ones (restatements.hpp).
//   Two reports of one event share its places, persons and figures in any language, and a table of words knows fewer words than the
//   language has; so only such articles are compared of which one credits the other's outlet, or both a third, or that are editions of one outlet, at most a few
//   days apart; where a date is unknown a credit must join the two themselves, and they are asked as much as articles without one.
// 1. Candidates by keys, as there.
// 2. Where a and b share a passage, the articles that share text with a in its own language are compared with b, and those that
//    share text with b with a: copies of a translation credit whom they copied, not the source abroad.
// Invariant and cost as restatements.hpp.
// Tested by tests/match/translations_test.cpp.
#pragma once

#include <cstdint>
#include <span>

#include "match/restatements.hpp"
#include "sketch/concept_words.hpp"

namespace reprise::match {

struct TranslationOptions {
  /// Concepts are fewer than words, and more articles hold two of them together; those near in time are asked for.
  RestatementOptions sentences{.key_stems = 8, .first_key_stem = sketch::kFillerStems, .hot_holders = 64, .hot_latest = 32, .min_keys = 1};
  std::int64_t max_days = 7;        ///< between the two articles' publications, in step 1
  std::size_t max_copies = 8;       ///< of an article, that step 2 compares
};

/// What an article is to its comparisons with others in another language.
struct Tongue {
  std::uint32_t language = kNone;    ///< kNone: takes no part
  std::int64_t first_day = 0, last_day = 0;  ///< of its publication, as far as is known
  bool dated = false;
};

/// Adds the translated sentences of all articles to `matches`, in parallel; pairs stay in the order (b, a). `docs` as for add_restatements(), with the
/// concept words as their content (none of articles that take no part); `tongues` and `credits` per article.
void add_translations(std::span<const DocView> docs, std::span<const Credits> credits, std::span<const Tongue> tongues, const TranslationOptions& options,
                      MatchBatch& matches);

}  // namespace reprise::match
