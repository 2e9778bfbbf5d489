// The words that stand around a source's name, in six languages, as hashes: what find_attributions compares with.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/flat_table.hpp"

namespace reprise::provenance {

/// What a phrase next to a name says.
enum class PhraseKind : std::uint8_t {
  report,   ///< the source speaks: "according to", "reported"
  relay,    ///< one source hands on another: "citing", «со ссылкой на»
  credit,   ///< names the source of the whole text: "source:", "contributed to this report"
  photo,    ///< names a picture's source
  meeting,  ///< where somebody spoke: "interview with"; a source where the sentence says or quotes something
};

struct Phrase {
  std::vector<std::uint32_t> words;
  PhraseKind kind = PhraseKind::report;
  bool colon = false;  ///< counts only with a colon behind it (or a dash)
  bool told = false;   ///< the one who is named heard or saw it: "told", "learned"
};

enum WordClass : std::uint32_t {
  kOfTown = 65536, ///< a town or a province has them: "governor", "residents"
  kFiller = 1,    ///< may stand between cue and name: "the", "state-run", "news agency"
  kRole = 2,      ///< may stand between name and verb: "columnist", "also"
  kVetoNext = 4,  ///< a name before it is no source: "photographer", "Square", "vaccine"
  kVetoPrev = 8,  ///< a name behind it is no source: "province", "استان"
  kMediaTail = 16,///< ends the name of a paper or station: "Times", "Post", "Herald"
  kMediaHead = 32,///< stands before one: «газета», «خبرگزاری»
  kLeft = 64,     ///< last word of a phrase that stands before a name
  kRight = 128,   ///< first word of a phrase that stands behind a name
  kPoll = 256,    ///< "poll": the names before it asked people together
  kSpeech = 512,  ///< a verb of speech in the widest sense: "said", "mocked", "predicted"
  kPerson = 1024, ///< whom an outlet employs: "columnist", "anchor", "executives"
  kAuxiliary = 2048, ///< may stand between a speaker and the verb: "has", "later", "twice"
  kPress = 32768, ///< whom this names prints: «пишет», «به نوشته», 「据」
  kOpener = 16384,///< begins a sentence and is no given name: "yet", "while"
  kPrinted = 8192,///< a verb of speech that is more often another word: "shows", "published", "comments"
  kOfPlace = 4096,///< ties a person to an outlet: "of", "at", "for"
};

/// Immutable tables; built once, any number of threads may read.
class CueTables {
 public:
  static const CueTables& get();
  std::uint32_t classes(std::uint32_t word) const {
    if (!(filter_[(word & 0xffff) / 64] >> (word % 64) & 1)) return 0;
    const std::uint32_t* const found = classes_.find(word);
    return found == nullptr ? std::uint32_t{0} : *found;
  }
  /// False where the word neither is part of a paper's name nor tells one: nearly always.
  bool may_name(std::uint32_t word) const { return names_filter_[word % names_filter_.size()]; }
  /// Phrases whose last (left) or first (right) word this is, longest first, of equal ones those with a colon.
  const std::vector<Phrase>* left(std::uint32_t word) const { return find(left_, word); }
  const std::vector<Phrase>* right(std::uint32_t word) const { return find(right_, word); }

 private:
  using Map = std::unordered_map<std::uint32_t, std::vector<Phrase>>;
  CueTables();
  static const std::vector<Phrase>* find(const Map& map, std::uint32_t word) {
    const auto at = map.find(word);
    return at == map.end() ? nullptr : &at->second;
  }
  void add_words(const char* list, std::uint32_t bit);
  void add_phrases(const char* list, PhraseKind kind, bool left, bool told = false);

  std::array<std::uint64_t, 1024> filter_{};
  std::bitset<16384> names_filter_;  // words of kMediaTail, kMediaHead and kPress
  FlatTable<std::uint32_t, std::uint32_t> classes_;
  Map left_, right_;
};

}  // namespace reprise::provenance
