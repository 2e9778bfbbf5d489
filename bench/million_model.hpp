// A language as its real articles use it, and new text of the same phrases.
//
// Idea: a random walk over the real text. The next word is what follows a random place whose last words are the same; how many last words (1 to
// 4) is the most of which enough places are left (kBranches). A place belongs to one such group alone, so the walk comes to all places equally often: a stock phrase
// ("did not immediately respond to a request for comment"), which stands in many articles, stays whole and as frequent as it is, while no run of one article alone
// can be followed, and after kLongest words of long contexts the walk goes on from the last word alone. Rare names and words (below kRareShare) are replaced by those of the
// event an article is about, since new articles bring new names, and the same ones come again within an event; numbers get other digits.
// Before: Shannon 1948, section 3 (n-gram approximations); Katz 1987 (shorter context where the longer was seen seldom).
// Cost: building sorts the places by their last words, 4 stable counting sorts; a word costs two cache misses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace reprise::bench {

/// splitmix64 (Steele, Lea, Flood 2014): the same numbers everywhere.
struct Random {
  std::uint64_t state;
  std::uint64_t operator()() {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint32_t below(std::uint64_t n) { return static_cast<std::uint32_t>((static_cast<unsigned __int128>((*this)()) * n) >> 64); }
  double share() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }
  bool chance(double p) { return share() < p; }
  double normal();  ///< mean 0, deviation 1
};

/// What the articles of one event have in common: names and rare words.
struct Event {
  std::vector<std::string> names, words;
  std::vector<std::string> said;  ///< sentences that its articles quote
};

class Language {
 public:
  static constexpr std::uint32_t kBranches[5] = {0, 8, 8, 40, 40};  ///< by words of context. With 6 throughout, what six reports of one event quote became a phrase of the language
  static constexpr std::uint32_t kLongContext = 3, kLongest = 7;  ///< a run of words with such a context ends after so many
  static constexpr double kRareShare = 2e-6;         ///< of the tokens: about 6 % of English ones are rarer
  static constexpr std::size_t kEventNames = 16, kEventWords = 16;

  explicit Language(std::string code);

  void read(std::string_view text);  ///< one real article
  void build();                      ///< after the last of them

  const std::string& code() const { return code_; }
  bool ideographs() const { return ideographs_; }
  std::size_t tokens() const { return places_.size(); }
  const char* paragraph_break() const { return code_ == "en" ? "\n\n" : "\n"; }

  Event event(Random& random) const;
  /// Paragraphs with about `words` words in all.
  std::vector<std::string> walk(Random& random, const Event& event, std::size_t words) const;
  /// A word of natural frequency, as it stands within a sentence.
  std::string_view word(Random& random) const;

 private:
  enum Class : std::uint8_t { kPlain, kName, kRare, kNumber };
  struct Surface {
    std::string text;
    std::uint32_t core_begin = 0, core_end = 0;  ///< without punctuation around it
    std::uint32_t word = 0;                      ///< index of its folded form
    Class what = kPlain;
  };
  struct Place {
    std::uint32_t begin;       ///< in groups_: the places whose last `length` words are as here
    std::uint32_t count : 28, length : 4;
    std::uint32_t surface;
  };
  static constexpr std::uint32_t kSentence = 0, kParagraph = 1;  ///< surfaces and words that stand for ends

  void token(std::string_view text);
  void paragraph(std::string_view text);

  std::string code_;
  bool ideographs_;
  std::unordered_map<std::string, std::uint32_t> surface_index_, word_index_;
  std::unordered_set<std::uint64_t> paragraphs_;
  std::vector<Surface> surfaces_;
  std::vector<std::uint32_t> order_, groups_, after_, begins_, names_, rare_;
  std::vector<Place> places_;
};

/// Bytes of the code point that begins with `lead`; 0 of a byte that begins none.
std::size_t code_point_bytes(unsigned char lead);

}  // namespace reprise::bench
