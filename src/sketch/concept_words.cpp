#include "sketch/concept_words.hpp"

#include <algorithm>
#include <tuple>

#include "base/hash.hpp"
#include "text/concepts.hpp"
#include "text/names.hpp"
#include "text/stems.hpp"
#include "text/weights.hpp"

namespace reprise::sketch {

namespace {

constexpr std::uint32_t kFillersOfSentence = 256;    ///< more count no more
constexpr std::uint64_t kLeastThousandths = 3000;    ///< of a number: one and two stand everywhere
constexpr std::uint64_t kLeastMultiplier = 1000;     ///< "thousand" multiplies a number before it
constexpr std::uint8_t kSmallFigure = 30;
constexpr std::uint32_t kManyConsonants = 4;         ///< a name of fewer is half as much
constexpr std::uint8_t kMaybeNameWeight = 36;        ///< a lighter word is no name where capitals do not tell
constexpr std::size_t kLongestIdeographWord = 16;  // of a word or a number

enum class StemOf : std::uint64_t { concept_id = 1, number = 2, name = 3 };

std::uint32_t stem_of(StemOf kind, std::uint64_t value) {
  const std::uint64_t h = hash_combine(static_cast<std::uint64_t>(kind), value);
  return std::max(kFillerStems, static_cast<std::uint32_t>(h ^ h >> 32));
}

/// A figure is what a translation leaves as it is: it counts in full, and a small one more than in a text of the same language.
std::uint8_t number_weight(std::uint64_t thousandths) {
  const std::uint64_t whole = thousandths / 1000;
  if (thousandths % 1000 == 0 && whole < 100) return kSmallFigure;
  if (thousandths % 1000 == 0 && whole >= 1300 && whole < 2100) return text::kYearWeight;
  return text::kNumberWeight;
}

class Reader {
 public:
  Reader(std::string_view text, const WordSpans& words, std::size_t language, std::vector<ContentWord>& out)
      : text_(text), words_(words), language_(language), capitals_tell_(text::capitals_tell_names(words.flags)), out_(out) {}

  void read() {
    sentence_starts(words_.flags, starts_);
    starts_.resize(std::min(starts_.size(), kMostSentences + 1));
    const auto size = static_cast<std::uint32_t>(starts_.size() > kMostSentences ? starts_.back() : words_.word.size());
    for (std::uint32_t i = 0; i < size;) {
      while (sentence_ + 1 < starts_.size() && starts_[sentence_ + 1] <= i) ++sentence_, fillers_ = 0;
      i += words_.flags[i] & text::kNumber ? read_number(i) : words_.flags[i] & text::kIdeograph ? read_ideographs(i) : read_word(i);
    }
  }

 private:
  std::string_view spelling(std::uint32_t i) const { return text_.substr(words_.begin[i], words_.length[i]); }
  bool follows(std::uint32_t i) const {
    return i + 1 < words_.word.size() && (sentence_ + 1 >= starts_.size() || i + 1 < starts_[sentence_ + 1]);
  }
  void put(std::uint32_t i, std::uint32_t stem, std::uint32_t weight, bool is_name) {
    ContentWord word;
    word.stem = stem;
    word.sentence = static_cast<std::uint16_t>(sentence_);
    word.offset = static_cast<std::uint8_t>(i - starts_[sentence_]);
    word.weight = weight & 0x7f;
    word.is_name = is_name;
    out_.push_back(word);
  }
  void put_filler(std::uint32_t i, std::uint32_t weight) {
    if (weight >= kMinWeight && fillers_ < kFillersOfSentence) put(i, static_cast<std::uint32_t>(language_) * kFillersOfSentence + fillers_++, weight, false);
  }
  void put_number(std::uint32_t i, std::uint64_t thousandths) {
    if (thousandths >= kLeastThousandths) put(i, stem_of(StemOf::number, thousandths), number_weight(thousandths), false);
  }
  void put_concept(std::uint32_t i, std::uint32_t id) {
    const text::Concept& found = table_[id];
    if (found.value != 0 && found.value < kLeastMultiplier) return put_number(i, found.value * 1000);
    const std::uint32_t weight = found.is_name ? found.weight * 3u / 5 : found.weight;
    if (weight >= kMinWeight) put(i, stem_of(StemOf::concept_id, id), weight, found.is_name);
  }

  /// The ideographs from word i on that stand side by side.
  std::span<const std::uint32_t> ideographs(std::uint32_t i) const {
    std::uint32_t end = i + 1;
    while (end - i < kLongestIdeographWord && end < words_.word.size() && (words_.flags[end] & text::kIdeograph) &&
           words_.begin[end] == words_.begin[end - 1] + words_.length[end - 1])
      ++end;
    return words_.word.subspan(i, end - i);
  }

  /// What word i multiplies a number before it by, and in how many words.
  struct Multiplier {
    std::uint64_t factor = 1;
    std::uint32_t words = 0;
  };
  Multiplier multiplier(std::uint32_t i) const {
    if (words_.flags[i] & text::kIdeograph) {
      const auto found = table_.longest(ideographs(i));
      return found.length > 0 && table_[found.concepts.front()].value >= kLeastMultiplier ? Multiplier{table_[found.concepts.front()].value, found.length} : Multiplier{};
    }
    for (const std::uint32_t id : table_.find(language_, text::stem_hash(spelling(i))))
      if (table_[id].value >= kLeastMultiplier) return {table_[id].value, 1};
    return {};
  }

  std::uint32_t read_number(std::uint32_t i) {
    const std::uint64_t thousandths = text::number_thousandths(spelling(i));
    std::uint32_t read = 1;
    std::uint64_t factor = 1;
    if (thousandths > 0 && follows(i)) {
      const Multiplier found = multiplier(i + 1);
      if (thousandths <= ~std::uint64_t{0} / found.factor) factor = found.factor, read += found.words;
    }
    put_number(i, thousandths * factor);
    return read;
  }

  std::uint32_t read_ideographs(std::uint32_t i) {
    const auto side_by_side = ideographs(i);
    const auto found = table_.longest(side_by_side);
    const text::IdeographNumber number = text::ideograph_number(text_.substr(words_.begin[i]));
    if (number.characters > 0 && number.characters >= found.length) {
      put_number(i, number.value * 1000);
      return std::min(number.characters, static_cast<std::uint32_t>(side_by_side.size()));
    }
    if (found.length > 0) {
      for (const std::uint32_t id : found.concepts) put_concept(i, id);
      return found.length;
    }
    // Two characters that begin no word are one that is not in the table.
    if (side_by_side.size() < 2 || table_.longest(side_by_side.subspan(1)).length > 0) return 1;
    put_filler(i, text::ideograph_pair_weight(words_.weight[i], words_.weight[i + 1]));
    return 2;
  }

  std::uint32_t read_word(std::uint32_t i) {
    const auto ids = table_.find(language_, text::stem_hash(spelling(i)));
    for (const std::uint32_t id : ids) put_concept(i, id);
    if (ids.empty() && words_.weight[i] >= kMinWeight && !read_name(i)) put_filler(i, words_.weight[i]);
    return 1;
  }

  /// Where capitals do not tell, any rare word may be a name; it is not marked as one, and may weigh no more for it.
  bool read_name(std::uint32_t i) {
    const bool told = capitals_tell_ && text::is_name(words_.flags[i]);
    if (!told && words_.weight[i] < kMaybeNameWeight) return false;
    if (capitals_tell_ && !(words_.flags[i] & text::kUpper)) return false;
    const text::NameKey whole = text::name_key(spelling(i), false), bare = text::name_key(spelling(i), true);
    if (whole.hash == 0 && bare.hash == 0) return false;
    const auto put_key = [&](const text::NameKey& key) {
      const std::uint32_t weight = words_.weight[i] * 3u / 5;
      if (key.hash != 0) put(i, stem_of(StemOf::name, key.hash), key.consonants >= kManyConsonants ? weight : weight / 2, told);
    };
    put_key(whole);
    if (bare.hash != whole.hash) put_key(bare);
    return true;
  }

  std::string_view text_;
  const WordSpans& words_;
  std::size_t language_;
  bool capitals_tell_;
  std::vector<ContentWord>& out_;
  const text::ConceptTable& table_ = text::ConceptTable::get();
  std::vector<std::uint32_t> starts_;
  std::size_t sentence_ = 0;
  std::uint32_t fillers_ = 0;
};

}  // namespace

void concept_words(std::string_view text, const WordSpans& words, std::size_t language, std::vector<ContentWord>& out) {
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  Reader(text, words, language, out).read();
  const auto place = [](const ContentWord& x) { return std::tuple(x.stem, x.sentence, x.offset); };
  std::sort(out.begin() + first, out.end(), [&](const ContentWord& x, const ContentWord& y) { return place(x) < place(y); });
  out.erase(std::unique(out.begin() + first, out.end(), [](const ContentWord& x, const ContentWord& y) { return x.stem == y.stem && x.sentence == y.sentence; }), out.end());
}

}  // namespace reprise::sketch
