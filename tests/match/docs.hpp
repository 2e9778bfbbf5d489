// Articles made of word numbers, for the tests of matching and grouping.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "match/align.hpp"
#include "text/tokens.hpp"

namespace reprise::test {

struct Doc {
  std::vector<std::uint32_t> words;
  std::vector<std::uint8_t> weights, flags;
  match::DocView view() const { return {words, weights, flags}; }
};

/// Every word weighs `weight` quarter-bits; a sentence starts every `sentence` words.
inline Doc make_doc(std::vector<std::uint32_t> words, std::uint8_t weight = 32, std::size_t sentence = 12) {
  Doc doc;
  doc.words = std::move(words);
  doc.weights.assign(doc.words.size(), weight);
  doc.flags.assign(doc.words.size(), 0);
  for (std::size_t i = 0; i < doc.words.size(); i += sentence) doc.flags[i] = text::kSentenceStart;
  return doc;
}

/// `n` words that occur nowhere else: numbered on from `next`.
inline std::vector<std::uint32_t> fresh(std::size_t n, std::uint32_t& next) {
  std::vector<std::uint32_t> words(n);
  for (auto& w : words) w = next++;
  return words;
}

inline std::vector<std::uint32_t> joined(std::initializer_list<std::vector<std::uint32_t>> parts) {
  std::vector<std::uint32_t> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// Random words of a small vocabulary, Zipf-like.
inline std::vector<std::uint32_t> prose(std::size_t n, std::mt19937& random, std::uint32_t vocabulary = 400) {
  std::vector<std::uint32_t> words(n);
  std::uniform_real_distribution<double> u(0, 1);
  for (auto& w : words) {
    const double x = u(random);
    w = 1 + static_cast<std::uint32_t>(x * x * x * vocabulary);
  }
  return words;
}

}  // namespace reprise::test
