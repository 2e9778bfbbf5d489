// The table of word weights; see weights.hpp.
#include "text/weights.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "text/tokens.hpp"

namespace reprise::text {

WeightTable::WeightTable(std::string_view tsv) {
  std::size_t words = 4096;
  for (const char c : tsv) words += c == ' ';
  unsigned bits = 8;
  while ((std::size_t{1} << bits) < words * 3 / 2) ++bits;
  slots_.assign(std::size_t{1} << bits, 0);
  mask_ = static_cast<std::uint32_t>(slots_.size() - 1);
  shift_ = 32 - bits;

  std::vector<std::pair<std::uint8_t, std::uint32_t>> entries;
  const auto enter = [&entries](std::string_view word, unsigned weight) {
    const std::uint32_t hash = word_hash(word);
    if (hash != 0) entries.emplace_back(static_cast<std::uint8_t>(weight), hash);
  };
  // A line is "language TAB weight TAB words with spaces between"; '#' starts a remark.
  while (!tsv.empty()) {
    const std::string_view line = tsv.substr(0, tsv.find('\n'));
    tsv.remove_prefix(std::min(tsv.size(), line.size() + 1));
    const std::size_t tab = line.find('\t');
    const std::size_t second = tab == std::string_view::npos ? tab : line.find('\t', tab + 1);
    if (line.starts_with('#') || second == std::string_view::npos) continue;
    unsigned weight = 0;
    for (const char c : line.substr(tab + 1, second - tab - 1)) {
      if (c >= '0' && c <= '9') weight = weight * 10 + static_cast<unsigned>(c - '0');
    }
    if (weight < 1 || weight > kRareWeight) continue;
    std::string_view words_left = line.substr(second + 1);
    while (!words_left.empty()) {
      const std::string_view word = words_left.substr(0, words_left.find(' '));
      words_left.remove_prefix(std::min(words_left.size(), word.size() + 1));
      enter(word, weight);
    }
  }
  for (unsigned n = 0; n < 100; ++n) enter(std::to_string(n), kSmallNumberWeight);
  for (char n = '0'; n <= '9'; ++n) enter(std::string{'0', n}, kSmallNumberWeight);
  // Years, of the Gregorian, Persian (13xx, 14xx), Islamic (14xx) and Hebrew (57xx) calendars.
  for (unsigned n = 1300; n < 2100; ++n) enter(std::to_string(n), kYearWeight);
  for (unsigned n = 5700; n < 5900; ++n) enter(std::to_string(n), kYearWeight);
  std::sort(entries.begin(), entries.end());
  for (const auto& [weight, hash] : entries) add(hash, weight);

  ideographs_.resize(kIdeographs);
  for (std::uint32_t i = 0; i < kIdeographs; ++i) {
    std::string character;
    utf8::append(character, 0x4e00 + i);
    ideographs_[i] = find(word_hash(character));
  }
}

void WeightTable::add(std::uint32_t word, std::uint8_t weight) {
  std::uint32_t i = slot(word);
  while (slots_[i] != 0 && ((slots_[i] ^ word) & ~63u) != 0) i = (i + 1) & mask_;
  if (slots_[i] != 0) return;  // entered before, with a weight that is no greater
  if (used_ + 1 >= slots_.size()) return;  // never with a table sized by its text; keeps find() finite
  ++used_;
  slots_[i] = (word & ~63u) | weight;
}

const WeightTable& WeightTable::get() {
  static const WeightTable table(embedded_word_weights());
  return table;
}

}  // namespace reprise::text
