// Articles of word numbers, with their content words, for the tests of restatements.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "match/restatements.hpp"
#include "text/tokens.hpp"

namespace reprise::test::restated {

using match::Alignment;
using sketch::ContentWord;

using Sentence = std::vector<std::uint32_t>;

/// Words are their numbers; a stem is a third of the number, so that words have three forms.
struct Doc {
  std::vector<std::uint32_t> words;
  std::vector<std::uint8_t> weights, flags;
  std::vector<ContentWord> content;
  std::vector<std::uint32_t> starts;
  std::vector<std::uint8_t> common;  ///< empty, or by content word

  explicit Doc(const std::vector<Sentence>& sentences, std::uint8_t word_flags = 0) {
    std::map<std::pair<std::uint32_t, std::uint16_t>, ContentWord> bags;
    for (std::size_t s = 0; s < sentences.size(); ++s)
      for (std::size_t i = 0; i < sentences[s].size(); ++i) {
        const std::uint32_t word = sentences[s][i], stem = word / 3 + 1;
        words.push_back(word);
        weights.push_back(static_cast<std::uint8_t>(4 + stem * 2654435761u % 49));
        flags.push_back(static_cast<std::uint8_t>(word_flags | (i == 0 ? text::kSentenceStart : 0)));
        const auto sentence = static_cast<std::uint16_t>(s);
        if (weights.back() >= 18) bags.try_emplace({stem, sentence}, ContentWord{stem, sentence, static_cast<std::uint8_t>(i), weights.back()});
      }
    for (const auto& [key, word] : bags)
      if (word.sentence < sketch::kMostSentences) content.push_back(word);
    sketch::sentence_starts(flags, starts);
  }
  match::DocView view() const { return {words, weights, flags, content, starts, common}; }
};

/// A third of the content words, as they come, are names.
inline void name_some(Doc& doc, std::mt19937& random) {
  for (ContentWord& word : doc.content) word.is_name = random() % 3 == 0;
}

/// Half of the content words, as they come, are what very many articles hold.
inline void hold_commonly(Doc& doc, std::mt19937& random) {
  for (std::size_t i = 0; i < doc.content.size(); ++i) doc.common.push_back(random() % 2);
}

inline Sentence random_sentence(std::mt19937& random, std::size_t words, std::uint32_t vocabulary) {
  Sentence out(words);
  std::uniform_real_distribution<double> u(0, 1);
  for (auto& w : out) {
    const double x = u(random);
    w = static_cast<std::uint32_t>(x * x * vocabulary);
  }
  return out;
}

inline std::vector<Sentence> random_article(std::mt19937& random, std::size_t sentences, std::uint32_t vocabulary, std::size_t most_words = 30) {
  std::vector<Sentence> out;
  for (std::size_t s = 0; s < sentences; ++s) out.push_back(random_sentence(random, 1 + random() % most_words, vocabulary));
  return out;
}

/// In another order, with other endings, some words left out and others put in.
inline Sentence rewritten(Sentence sentence, std::mt19937& random, std::uint32_t vocabulary) {
  std::shuffle(sentence.begin(), sentence.end(), random);
  for (auto& word : sentence) {
    const unsigned dice = random() % 10;
    if (dice < 3) word = word / 3 * 3 + random() % 3;
    if (dice == 9) word = random() % vocabulary;
  }
  sentence.resize(sentence.size() - random() % (1 + sentence.size() / 4));
  return sentence;
}

/// Replaces or appends rewritten sentences of `source`.
inline void take_over(std::vector<Sentence>& article, const std::vector<Sentence>& source, std::size_t count, std::mt19937& random, std::uint32_t vocabulary) {
  for (; count > 0 && !source.empty(); --count) {
    Sentence taken = rewritten(source[random() % source.size()], random, vocabulary);
    if (taken.empty()) continue;
    if (article.empty() || random() % 2) article.push_back(taken);
    else article[random() % article.size()] = taken;
  }
}

inline Alignment alignment_at(std::uint32_t a_begin, std::uint32_t a_end, std::uint32_t b_begin, std::uint32_t b_end) {
  return {.a_begin = a_begin, .a_end = a_end, .b_begin = b_begin, .b_end = b_end, .matched_words = std::min(a_end - a_begin, b_end - b_begin)};
}

/// A sentence of `words` heavy words that no other has; numbers from 3 * first on.
inline Sentence heavy(std::uint32_t first, std::size_t words) {
  Sentence out;
  for (std::uint32_t stem = first; out.size() < words; ++stem)
    if (4 + (stem + 1) * 2654435761u % 49 >= 40) out.push_back(3 * stem);
  return out;
}

}  // namespace reprise::test::restated
