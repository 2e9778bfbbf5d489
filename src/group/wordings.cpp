#include "group/wordings.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "match/align.hpp"
#include "text/tokens.hpp"

namespace reprise::group {

namespace {

/// What an occurrence says: its words and its numbers, each once, ascending. Ideographs count in pairs.
struct Said {
  std::vector<std::uint32_t> words, numbers;
};

void sort_unique(std::vector<std::uint32_t>& x) {
  std::sort(x.begin(), x.end());
  x.erase(std::unique(x.begin(), x.end()), x.end());
}

void read_said(const match::DocView& doc, const FamilyOccurrence& o, Said& said) {
  said.words.clear();
  said.numbers.clear();
  for (std::uint32_t i = o.begin; i < o.end; ++i) {
    if (doc.flags[i] & text::kNumber) {
      said.numbers.push_back(doc.words[i]);
    } else if (!(doc.flags[i] & text::kIdeograph)) {
      said.words.push_back(doc.words[i]);
    } else if (i + 1 < o.end && (doc.flags[i + 1] & text::kIdeograph)) {
      said.words.push_back(static_cast<std::uint32_t>(hash_combine(doc.words[i], doc.words[i + 1])));
    }
  }
  sort_unique(said.words);
  sort_unique(said.numbers);
}

/// Words of both.
std::size_t common_words(const Said& a, const Said& b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.words.size() && j < b.words.size();) {
    if (a.words[i] < b.words[j]) ++i;
    else if (b.words[j] < a.words[i]) ++j;
    else ++common, ++i, ++j;
  }
  return common;
}

/// Most of the numbers of b are none of a's, and they are much of what both say.
bool other_numbers(const Said& a, const Said& b, const WordingOptions& options) {
  for (const Said* said : {&a, &b})
    if (said->numbers.size() < options.min_numbers ||
        1000 * said->numbers.size() < std::uint64_t{options.min_numbers_permille} * (said->numbers.size() + said->words.size()))
      return false;
  std::size_t other = 0;
  for (const std::uint32_t number : b.numbers) other += !std::binary_search(a.numbers.begin(), a.numbers.end(), number);
  return 2 * other > b.numbers.size();
}

}  // namespace

std::vector<Wording> find_wordings(std::span<const match::DocView> docs, std::span<const FamilyOccurrence> occurrences, const WordingOptions& options) {
  struct Leader {
    Said said;
    std::size_t others = 0, other_numbers = 0;
  };
  std::vector<Wording> wordings;
  std::vector<Leader> leaders;
  Said said;
  for (const FamilyOccurrence& o : occurrences) {
    read_said(docs[o.doc], o, said);
    std::size_t w = 0;
    while (w < leaders.size() &&
           1000 * common_words(leaders[w].said, said) < options.min_common_permille * std::min(leaders[w].said.words.size(), said.words.size()))
      ++w;
    if (w == leaders.size()) {
      if (w == options.max_wordings) continue;
      wordings.push_back({{}, match::words_of(docs[o.doc], o.begin, o.end), false});
      leaders.push_back({said});
    } else {
      ++leaders[w].others;
      leaders[w].other_numbers += other_numbers(leaders[w].said, said, options);
    }
    if (wordings[w].docs.empty() || wordings[w].docs.back() != o.doc) wordings[w].docs.push_back(o.doc);
  }
  for (std::size_t w = 0; w < wordings.size(); ++w) wordings[w].numbers_change = 2 * leaders[w].other_numbers > leaders[w].others;
  return wordings;
}

}  // namespace reprise::group
