// Postings: which articles hold which fingerprint, for fingerprints that at least two articles hold.
//
// Shape: fingerprints of all articles -> a counting filter drops those seen once -> partitions by key -> sort ->
// lists in the order (article rank, position). Ranks follow the total order (time, id), so a list reads from its earliest
// holder to its latest. Each article's own entries point into the lists, so that a query needs no look-up.
// Invariant: lists have two articles or more. Filter collisions only let singletons through, which the sort then drops:
// the result does not depend on the filter. Cost: two passes over the fingerprints and one sort of the repeated ones.
// Tested by tests/match/postings_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "match/align.hpp"
#include "sketch/sketch.hpp"

namespace reprise::match {

struct Posting {
  std::uint32_t doc = 0;       ///< rank
  std::uint32_t position = 0;  ///< word
};

/// One fingerprint of an article that others hold too.
struct Entry {
  std::uint32_t list_begin = 0;
  std::uint32_t own : 31 = 0;    ///< index of this article's posting in Postings::postings
  std::uint32_t common : 1 = 0;  ///< 1: more than common_articles hold it
};

struct Postings {
  std::vector<Posting> postings;         ///< all lists, one after the other
  std::vector<Entry> entries;            ///< by article, in the order of the lists
  std::vector<std::uint64_t> first_entry;  ///< per article, size docs + 1
  std::uint64_t fingerprints = 0;        ///< all, repeated or not
  std::uint64_t lists = 0;
};

/// Appends the keys of article `doc`, each with its position, to the list. Called once or twice per article, from several threads.
using KeyEmitter = std::function<void(std::size_t doc, std::vector<sketch::Fingerprint>& keys)>;

/// Postings of any keys. `expected_keys` sizes the filter only; 0, where most keys are repeated: none. Deterministic for a given order of articles, whatever the number
/// of threads.
Postings group_keys(std::size_t docs, std::uint64_t expected_keys, std::uint32_t common_articles, const KeyEmitter& emit);

/// Postings of the articles' fingerprints.
Postings build_postings(std::span<const DocView> docs, const sketch::FingerprintOptions& options, std::uint32_t common_articles = 48);

/// Per article, what DocView::common is: the content words that lie in a fingerprint which very many articles hold (Entry::common).
std::vector<std::vector<std::uint8_t>> common_content(std::span<const DocView> docs, const Postings& postings, const sketch::FingerprintOptions& options);

/// True when most of an article's words are single ideographs: it is fingerprinted with the ideograph sizes.
bool is_ideographic(const DocView& doc);

}  // namespace reprise::match
