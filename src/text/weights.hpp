// Weights of words: how much information a word carries, in quarter-bits, from a table that ships with reprise.
// Idea: data/word_weights.tsv (language, weight, normalised words) is embedded at build time and becomes, at first use, an
//   open-addressing table of 32-bit slots: 26 bits of the word's hash and 6 of weight. A word that is in several languages has
//   the smallest of its weights. Common words are entered first and stand in their first slot. Two words that agree in 26 bits and in their slot's neighbourhood share a weight: about one
//   unknown word in a hundred million gets a wrong one, always the same.
// Cost: 512 KiB, one probe for most words. Thread-safe (a static's initialisation).
// Tested by tests/text/weights_test.cpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace reprise::text {

inline constexpr std::uint8_t kRareWeight = 56;       ///< words the table does not know: names, mostly
inline constexpr std::uint8_t kAddressWeight = 57;    ///< a bare address ("https://…"): a rare name's; no word has it, which is how an address is told
inline constexpr std::uint8_t kIdeographWeight = 32;  ///< an ideograph it does not know: a character is less than a word
inline constexpr std::uint8_t kNumberWeight = 44;     ///< numbers other than years and one or two digits
inline constexpr std::uint8_t kYearWeight = 28;
inline constexpr std::uint8_t kSmallNumberWeight = 20;

/// What two ideographs side by side say: seven eighths of what both say, for the one lets the other be guessed.
constexpr std::uint8_t ideograph_pair_weight(std::uint32_t first, std::uint32_t second) {
  const std::uint32_t both = (first + second) * 7 / 8;
  return static_cast<std::uint8_t>(both < kRareWeight ? both : kRareWeight);
}

class WeightTable {
 public:
  /// The table of this process.
  static const WeightTable& get();
  /// 0 = unknown.
  std::uint8_t find(std::uint32_t word) const {
    for (std::uint32_t i = slot(word);; i = (i + 1) & mask_) {
      const std::uint32_t s = slots_[i];
      if (((s ^ word) & ~63u) == 0) return static_cast<std::uint8_t>(s & 63u);
      if (s == 0) return 0;
    }
  }
  /// It will be looked up soon.
  void prefetch(std::uint32_t word) const { __builtin_prefetch(&slots_[slot(word)]); }
  /// The same for an ideograph by its folded code point, without a hash: U+4E00 to U+9FFF only, others 0.
  std::uint8_t find_ideograph(char32_t folded) const {
    const std::uint32_t i = folded - 0x4e00u;
    return i < kIdeographs ? ideographs_[i] : 0;
  }
  std::size_t size() const { return used_; }
  explicit WeightTable(std::string_view tsv);

 private:
  static constexpr std::uint32_t kIdeographs = 0x5200;
  std::uint32_t slot(std::uint32_t word) const { return word * 0x9e3779b1u >> shift_; }
  void add(std::uint32_t word, std::uint8_t weight);
  std::vector<std::uint32_t> slots_;
  std::vector<std::uint8_t> ideographs_;
  std::uint32_t mask_ = 0;
  unsigned shift_ = 0;
  std::size_t used_ = 0;
};

/// The embedded data/word_weights.tsv.
std::string_view embedded_word_weights();

}  // namespace reprise::text
