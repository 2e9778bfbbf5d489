#include "sketch/content.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/hash.hpp"
#include "text/names.hpp"
#include "text/stems.hpp"
#include "text/weights.hpp"

namespace reprise::sketch {

namespace {

constexpr unsigned kWeightBits = 0x7f;  ///< no word weighs more than kRareWeight
static_assert(text::kRareWeight <= kWeightBits);

std::uint32_t ideograph_pair(std::uint32_t first, std::uint32_t second) {
  const std::uint64_t h = hash_combine(first, second);
  const auto low = static_cast<std::uint32_t>(h ^ h >> 32);
  return low == 0 ? 1 : low;
}

bool tells_name(std::uint8_t flags, bool capitals_tell) { return capitals_tell && text::is_name(flags) && !(flags & text::kNumber); }

/// What a word weighs as evidence of a common source: names and numbers less than their information, and what may be a name.
std::uint8_t evidence(std::uint8_t weight, std::uint8_t flags, bool capitals_tell) {
  const bool number = flags & text::kNumber;
  if (tells_name(flags, capitals_tell)) return static_cast<std::uint8_t>(weight * 3 / 5);
  return number || !capitals_tell || weight >= text::kRareWeight ? static_cast<std::uint8_t>(weight * 4 / 5) : weight;
}

/// In a language that the table of weights does not have every word counts as a rare one, and chance would restate everything.
bool knows_the_language(const WordSpans& tokens) {
  std::size_t words = 0, unknown = 0;
  for (std::size_t i = 0; i < tokens.word.size(); ++i) {
    if ((tokens.flags[i] & text::kNumber) || tokens.weight[i] == text::kAddressWeight) continue;
    ++words;
    unknown += !(tokens.flags[i] & text::kIdeograph) && tokens.weight[i] >= text::kRareWeight;
  }
  return 2 * unknown <= words;
}

bool starts_sentence(std::span<const std::uint8_t> flags, std::uint32_t word, std::uint32_t last_start) {
  return word == 0 || (flags[word] & text::kSentenceStart) || word - last_start >= kMostSentenceWords;
}

/// Stem and weight of word i; of a light word the weight is 0.
ContentWord weighed(std::string_view text, const WordSpans& tokens, std::uint32_t i, bool capitals_tell) {
  ContentWord word;
  if (tokens.flags[i] & text::kIdeograph) {
    // A character alone says little.
    if (i + 1 == tokens.word.size() || !(tokens.flags[i + 1] & text::kIdeograph) || tokens.begin[i + 1] != tokens.begin[i] + tokens.length[i]) return word;
    const std::uint32_t weight = text::ideograph_pair_weight(tokens.weight[i], tokens.weight[i + 1]);
    if (weight < kMinWeight) return word;
    word.stem = ideograph_pair(tokens.word[i], tokens.word[i + 1]);
    word.weight = weight & kWeightBits;
  } else if (tokens.weight[i] >= kMinWeight) {
    word.stem = (tokens.flags[i] & text::kNumber) ? tokens.word[i] : text::stem_hash(text.substr(tokens.begin[i], tokens.length[i]));
    word.weight = evidence(tokens.weight[i], tokens.flags[i], capitals_tell) & kWeightBits;
    word.is_name = tells_name(tokens.flags[i], capitals_tell);
  }
  return word;
}

/// Sorts what stands in `words` from `first` on, which is in the order of the text: byte by byte, through a copy behind them.
void sort_by_stem(std::vector<ContentWord>& words, std::size_t first) {
  const std::size_t n = words.size() - first;
  words.resize(words.size() + n);
  ContentWord *from = words.data() + first, *to = from + n;
  for (unsigned shift = 0; shift < 32; shift += 8, std::swap(from, to)) {
    std::array<std::uint32_t, 257> at{};
    for (std::size_t i = 0; i < n; ++i) ++at[(from[i].stem >> shift & 0xff) + 1];
    std::partial_sum(at.begin(), at.end(), at.begin());
    for (std::size_t i = 0; i < n; ++i) to[at[from[i].stem >> shift & 0xff]++] = from[i];
  }
  words.resize(words.size() - n);
}

}  // namespace

void sentence_starts(std::span<const std::uint8_t> flags, std::vector<std::uint32_t>& out) {
  out.clear();
  for (std::uint32_t i = 0; i < flags.size(); ++i)
    if (starts_sentence(flags, i, i == 0 ? 0 : out.back())) out.push_back(i);
}

void content_words(std::string_view text, const WordSpans& tokens, std::vector<ContentWord>& out) {
  if (!knows_the_language(tokens)) return;
  const bool capitals_tell = text::capitals_tell_names(tokens.flags);
  const std::size_t first = out.size();
  std::uint32_t sentences = 0, start = 0;
  for (std::uint32_t i = 0; i < tokens.word.size(); ++i) {
    if (starts_sentence(tokens.flags, i, start)) {
      if (++sentences > kMostSentences) break;
      start = i;
    }
    ContentWord word = weighed(text, tokens, i, capitals_tell);
    if (word.weight == 0) continue;
    word.sentence = static_cast<std::uint16_t>(sentences - 1);
    word.offset = static_cast<std::uint8_t>(i - start);
    out.push_back(word);
  }
  sort_by_stem(out, first);
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(first);
  out.erase(std::unique(begin, out.end(), [](const ContentWord& x, const ContentWord& y) { return x.stem == y.stem && x.sentence == y.sentence; }), out.end());
}

}  // namespace reprise::sketch
