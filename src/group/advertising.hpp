// Advertising: text that was paid for, told by the numbers that its articles bear (text/adverts.hpp).
//
// The mark is on the advertisement, and an advertisement is most often the whole post. Not where it is a banner's: in an article longer
// than posts are, and where another article with the same number says something else. What remains is nobody's report as long as all
// who hold it were paid: news that one of them prints without a mark is news.
// Invariant: a function of the articles. Cost: a comparison of words per pair of articles with one number.
// Tested by tests/group/advertising_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/boilerplate.hpp"

namespace reprise::group {

struct AdvertOptions {
  std::uint32_t max_words = 300;            ///< of an advertisement; an ideograph is half a word. The longest of 100 read has 283
  std::uint32_t max_cosine_permille = 400;  ///< of two articles with one number, which are not one advertisement (topics.hpp)
  std::uint32_t max_compared = 16;          ///< of the articles with one number, each with the one before
};

/// By rank, 1: the article is an advertisement. `numbers` by rank; 0 = none.
std::vector<std::uint8_t> find_adverts(std::span<const match::DocView> docs, std::span<const std::uint64_t> numbers, const AdvertOptions& options);

/// True when all who hold the text were paid for it.
bool is_advertising(std::span<const DocFacts> facts, std::span<const FamilyOccurrence> occurrences);

}  // namespace reprise::group
