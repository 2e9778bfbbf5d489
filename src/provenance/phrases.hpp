// Set phrases of a table, looked for by one of their words.
// Cost: one bit test at a word that none of them has there.
// Tested by tests/provenance/other_sources_test.cpp.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/tokens.hpp"

namespace reprise::provenance {

using Words = std::vector<std::uint32_t>;

/// Those of a table, by their first word or by their last. Immutable; any number of threads may read.
class Phrases {
 public:
  using Filter = std::bitset<4096>;
  /// Phrases are parted by '|'.
  Phrases(std::string_view list, bool by_last) {
    text::Tokens tokens;
    while (!list.empty()) {
      const std::size_t bar = std::min(list.find('|'), list.size());
      text::tokenise(list.substr(0, bar), tokens);
      list.remove_prefix(std::min(bar + 1, list.size()));
      if (tokens.size() == 0) continue;
      const std::uint32_t key = by_last ? tokens.word.back() : tokens.word.front();
      filter_.set(key % filter_.size());
      by_word_[key].push_back(tokens.word);
    }
  }
  bool may_have(std::uint32_t word) const { return filter_[word % filter_.size()]; }
  const Filter& filter() const { return filter_; }  ///< what may_have() tests
  const std::vector<Words>* of(std::uint32_t word) const {
    if (!may_have(word)) return nullptr;
    const auto at = by_word_.find(word);
    return at == by_word_.end() ? nullptr : &at->second;
  }

 private:
  Filter filter_;
  std::unordered_map<std::uint32_t, std::vector<Words>> by_word_;
};

/// Words of the longest of them that begins at token i; 0 where none does.
inline std::size_t longest_at(const std::vector<Words>& phrases, const text::Tokens& tokens, std::size_t i) {
  std::size_t longest = 0;
  for (const Words& words : phrases)
    if (words.size() <= tokens.size() - i && std::equal(words.begin(), words.end(), tokens.word.begin() + static_cast<std::ptrdiff_t>(i))) longest = std::max(longest, words.size());
  return longest;
}

}  // namespace reprise::provenance
