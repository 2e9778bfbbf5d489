// Concepts: what words of six languages mean alike, for sentences that are compared across languages.
//
// Idea: data/concepts.tsv has a row per concept and a column per language. A word meets the concept by its stem (stems.hpp), so that a row
//   lists dictionary forms; words written in ideographs are found in the running text, the longest first. A stem that stands in several rows has
//   several concepts: whoever compares sentences asks for several words in common.
// Names that no table has are compared by their consonants as the scripts write them (name_key()), and numbers by their value.
// Weights: the mean over the languages of what the commonest word of a cell weighs (weights.hpp), so that a concept weighs the same on either side.
// Cost: the table is made once per process, in some 20 ms, when articles of two languages first meet. A look-up is a binary search.
// Tested by tests/text/concepts_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace reprise::text {

/// The columns of the table.
inline constexpr std::array<std::string_view, 6> kConceptLanguages = {"en", "ru", "fa", "ar", "he", "zh"};

/// The column of a primary language tag; kConceptLanguages.size() for others.
std::size_t concept_language(std::string_view tag);

struct Concept {
  std::uint8_t weight = 0;     ///< quarter-bits
  bool is_name = false;        ///< of a place, an organisation, a person
  std::uint64_t value = 0;     ///< of a numeral ("eight", "тысяча"), else 0
};

class ConceptTable {
 public:
  static const ConceptTable& get();
  /// Rows "mark TAB en TAB ru TAB fa TAB ar TAB he TAB zh"; cells are words with commas between; the mark is empty, `n` (a name) or a numeral's
  /// value. '#' starts a remark. What is no such row, and words that are not one token, are passed over.
  explicit ConceptTable(std::string_view tsv);

  const Concept& operator[](std::uint32_t concept_id) const { return concepts_[concept_id]; }
  std::size_t size() const { return concepts_.size(); }
  /// The concepts of a stem (stem_hash()) in a language; ascending, mostly none or one.
  std::span<const std::uint32_t> find(std::size_t language, std::uint32_t stem) const;

  struct Ideographs {
    std::span<const std::uint32_t> concepts = {};  ///< as find() gives them
    std::uint32_t length = 0;                      ///< in characters; 0: none
  };
  /// The longest word that the ideographs (word hashes, next to each other in the text) begin with.
  Ideographs longest(std::span<const std::uint32_t> ideographs) const;

 private:
  void add_words(std::string_view cell, std::size_t language, std::uint32_t concept_id);
  void find_weight(const std::array<std::string_view, kConceptLanguages.size()>& cells, Concept& made) const;

  std::vector<Concept> concepts_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_stem_;        ///< language << 32 | stem, concept; sorted
  std::vector<std::uint32_t> concept_of_;                                ///< the second halves of by_stem_
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_ideographs_;  ///< hash of all characters, concept; sorted
  std::vector<std::uint32_t> concept_of_ideographs_;
  std::vector<std::size_t> lengths_;                                     ///< that words of ideographs have, descending
};

/// The consonants of a name, in classes that most scripts here tell apart (those that are written as vowels or left out, v, f, h, do not count, and
/// equal neighbours are one), as a hash: "Velizhanin", "Велижанин" and "فيليجانين" have one key.
struct NameKey {
  std::uint32_t hash = 0;      ///< 0: too few consonants
  std::uint32_t consonants = 0;
};
/// Of a word of letters as it is spelled in the text. `bare`: without a Russian case ending that has a consonant ("Тегераном") or an English
/// "'s"; the same key where it has none. Pure.
NameKey name_key(std::string_view spelling, bool bare);

/// What a number written with digits of any script amounts to, in thousandths: "3,900", "3900", "۳۹۰۰"; "3.9" and "3,9". 0 where it is no plain
/// number (a time, a score) or too great.
std::uint64_t number_thousandths(std::string_view spelling);

/// A number written with ideographs, "三十一", "二〇二四", "两万", at the start of `text`; its first 16 characters at most.
struct IdeographNumber {
  std::uint64_t value = 0;
  std::uint32_t characters = 0;  ///< 0: there is none
};
IdeographNumber ideograph_number(std::string_view text);

/// The embedded data/concepts.tsv.
std::string_view embedded_concepts();

}  // namespace reprise::text
