// The words of one language, and the word that a misread spelling most likely stands for.
//
// Idea: a scan's misprint is read as a noisy channel does. A word costs its weight (quarter-bits, as in weights.hpp); a spelling
//   that is no word may stand for one that looks the same (equal skeletons: letters that scanners take for each other are one
//   letter in a skeleton) or nearly so (skeletons one edit apart), at a surcharge for the misprint. The cheapest reading wins,
//   so a rare spelling that looks like a very common word ("tho", "aud") is read as that word, and a good word stays.
//   Words one edit apart share a skeleton with one letter left out, so that a few look-ups find them (Garbe 2012, "SymSpell").
// The words are those of data/word_weights.tsv and, for English, of data/scan_words.tsv.
// Invariant: what a spelling is read as depends on the spelling and the tables alone. Cost: building takes some 50 ms, once per
//   process and only when a scan is met; a reading costs about a microsecond.
// Tested by tests/text/ocr_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reprise::text {

/// What a spelling is read as.
struct Reading {
  std::uint32_t word = 0;    ///< hash; of the skeleton when no word is near
  std::uint8_t weight = 0;   ///< of the word that it is read as; 0 = none is near
  std::uint16_t cost = 0;    ///< quarter-bits: the word's weight and the misprint's surcharge
};

class Lexicon {
 public:
  static constexpr std::uint16_t kUnknownCost = 76;       ///< of a spelling that is near no word: 19 bits, as the rarest words listed
  static constexpr std::uint16_t kShortUnknownCost = 50;  ///< the same for up to three letters: there are few of those

  /// The lexicon for a language tag; null for languages without one. Thread-safe.
  static const Lexicon* of(std::string_view language);
  /// The same with the few hundred commonest words only: made in a millisecond.
  static const Lexicon* common_of(std::string_view language);

  /// Weight of a word hash as spelled, 0 = no word.
  std::uint8_t weight(std::uint32_t word) const;
  /// `spelling` is a folded word (see word_reader.hpp), `word` its hash. Not `loosely`: as itself or as one of the same skeleton.
  Reading read(std::string_view spelling, std::uint32_t word, bool loosely) const;

  /// Tables in the format of data/word_weights.tsv; rows of other languages and of words above `max_weight` are passed over.
  Lexicon(std::string_view language, std::initializer_list<std::string_view> tables, unsigned max_weight = 255);

 private:
  struct Word {
    std::uint32_t hash, skeleton_begin;
    std::uint8_t skeleton_size, weight;
  };
  void read_table(std::string_view language, std::string_view tsv, unsigned max_weight);
  void index_words();
  const Word* near(std::uint32_t key) const;

  std::vector<Word> words_;
  std::u32string skeletons_;
  struct Slot {
    std::uint32_t key = 0;
    std::uint32_t value = 0;  ///< 0 = empty
  };
  // Open addressing.
  std::vector<Slot> exact_;  ///< word hash -> weight
  std::vector<Slot> near_;   ///< hash of a skeleton, whole or without one letter -> index of the commonest word + 1
};

/// The skeleton of a folded spelling: confusable letters and letter pairs are one letter.
std::u32string skeleton(std::string_view spelling);

/// The embedded data/scan_words.tsv.
std::string_view embedded_scan_words();

}  // namespace reprise::text
