#include "text/lexicon.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <mutex>

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "text/tokens.hpp"
#include "text/weights.hpp"

namespace reprise::text {
namespace {

constexpr std::size_t kMostLetters = 24;       // longer words are read as they are spelled
constexpr std::size_t kLeastLettersNear = 5;   // one letter of four changed makes too many words of one
constexpr std::uint8_t kRarestNear = 60;       // words rarer than that are no guess for a spelling one edit away
// Surcharges. A letter in fifty is misread as its likeness in a fair scan (5.6 bits); other misprints are rarer, but in a long
// word there is little else that it could stand for.
constexpr std::uint16_t kSameSkeleton = 24, kNearShort = 36, kNearLong = 20;
constexpr std::size_t kLongLetters = 8;

/// Letters that scans take for each other, as one of them. From reading pages of newspapers of 1916.
char32_t likeness(char32_t c) {
  switch (c) {
    case U'c': case U'e': case U'0': return U'o';
    case U'i': case U'1': case U'j': case U'!': return U'l';
    case U't': case U'f': return U't';
    case U'b': case U'h': return U'h';
    case U'n': case U'u': return U'n';
    case U'y': case U'v': return U'v';
    case U'g': case U'q': case U'9': return U'g';
    case U's': case U'5': case U'8': return U's';
    default: return c;
  }
}

std::uint32_t hash_letters(std::u32string_view letters, std::size_t left_out) {
  std::uint64_t h = letters.size() - (left_out < letters.size());
  for (std::size_t i = 0; i < letters.size(); ++i)
    if (i != left_out) h = (h ^ letters[i]) * 0x9fb21c651e98df25ull;
  return static_cast<std::uint32_t>(mix64(h) >> 32) | 1u;
}

/// One letter changed, left out or added.
bool one_edit(std::u32string_view x, std::u32string_view y) {
  if (x.size() > y.size()) std::swap(x, y);
  if (y.size() - x.size() > 1) return false;
  std::size_t i = 0;
  while (i < x.size() && x[i] == y[i]) ++i;
  return x.substr(std::min(x.size(), i + (x.size() == y.size()))) == y.substr(i + 1 <= y.size() ? i + 1 : i);
}

}  // namespace

std::u32string skeleton(std::string_view spelling) {
  std::u32string letters;
  for (std::size_t i = 0; i < spelling.size();) letters += utf8::next(spelling, i);
  std::u32string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const char32_t c = letters[i], next = i + 1 < letters.size() ? letters[i + 1] : 0;
    char32_t pair = 0;
    if (c == U'r' && next == U'n') pair = U'm';
    if (c == U'i' && next == U'i') pair = U'n';
    if (c == U'l' && next == U'i') pair = U'h';
    if (c == U'c' && next == U'l') pair = U'd';
    if (c == U'v' && next == U'v') pair = U'w';
    out += pair != 0 ? pair : likeness(c);
    i += pair != 0;
  }
  return out;
}

Lexicon::Lexicon(std::string_view language, std::initializer_list<std::string_view> tables, unsigned max_weight) {
  for (const std::string_view tsv : tables) read_table(language, tsv, max_weight);
  // Common words first: they get the keys that several words share.
  std::stable_sort(words_.begin(), words_.end(), [](const Word& x, const Word& y) { return x.weight < y.weight; });
  index_words();
}

void Lexicon::read_table(std::string_view language, std::string_view tsv, unsigned max_weight) {
  while (!tsv.empty()) {
    const std::string_view line = tsv.substr(0, tsv.find('\n'));
    tsv.remove_prefix(std::min(tsv.size(), line.size() + 1));
    const std::size_t tab = line.find('\t');
    const std::size_t second = tab == std::string_view::npos ? tab : line.find('\t', tab + 1);
    if (second == std::string_view::npos || line.substr(0, tab) != language) continue;
    unsigned weight = 0;
    for (const char c : line.substr(tab + 1, second - tab - 1))
      if (c >= '0' && c <= '9' && weight < 1000) weight = weight * 10 + static_cast<unsigned>(c - '0');
    if (weight < 1 || weight > max_weight) continue;
    std::string_view rest = line.substr(second + 1);
    while (!rest.empty()) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      const std::uint32_t hash = word_hash(word);
      if (hash == 0) continue;
      const std::u32string bones = skeleton(normalised(word));
      if (bones.size() > kMostLetters) continue;
      words_.push_back({hash, static_cast<std::uint32_t>(skeletons_.size()), static_cast<std::uint8_t>(bones.size()), static_cast<std::uint8_t>(weight)});
      skeletons_ += bones;
    }
  }
}

void Lexicon::index_words() {
  std::size_t keys = 0;
  for (const Word& w : words_) keys += 1 + (w.weight <= kRarestNear && w.skeleton_size + 1u >= kLeastLettersNear ? w.skeleton_size : 0u);
  exact_.assign(std::bit_ceil(2 * words_.size() + 16), {});
  near_.assign(std::bit_ceil(keys * 3 / 2 + 16), {});
  const auto enter = [](std::vector<Slot>& table, std::uint32_t key, std::uint32_t value) {
    std::size_t slot = key & (table.size() - 1);
    while (table[slot].value != 0 && table[slot].key != key) slot = (slot + 1) & (table.size() - 1);
    if (table[slot].value == 0) table[slot] = {key, value};
  };
  for (const Word& w : words_) enter(exact_, w.hash, w.weight);
  // All whole skeletons come before all shortened ones.
  for (const bool shortened : {false, true})
    for (std::uint32_t i = 0; i < words_.size(); ++i) {
      const Word& w = words_[i];
      const std::u32string_view bones = std::u32string_view(skeletons_).substr(w.skeleton_begin, w.skeleton_size);
      if (!shortened) {
        enter(near_, hash_letters(bones, bones.size()), i + 1);
      } else if (w.weight <= kRarestNear && bones.size() + 1 >= kLeastLettersNear) {
        for (std::size_t k = 0; k < bones.size(); ++k) enter(near_, hash_letters(bones, k), i + 1);
      }
    }
}

const Lexicon::Word* Lexicon::near(std::uint32_t key) const {
  for (std::size_t slot = key & (near_.size() - 1); near_[slot].value != 0; slot = (slot + 1) & (near_.size() - 1))
    if (near_[slot].key == key) return &words_[near_[slot].value - 1];
  return nullptr;
}

std::uint8_t Lexicon::weight(std::uint32_t word) const {
  for (std::size_t slot = word & (exact_.size() - 1); exact_[slot].value != 0; slot = (slot + 1) & (exact_.size() - 1))
    if (exact_[slot].key == word) return static_cast<std::uint8_t>(exact_[slot].value);
  return 0;
}

Reading Lexicon::read(std::string_view spelling, std::uint32_t word, bool loosely) const {
  const std::uint8_t known = weight(word);
  if (known != 0 && known <= kSameSkeleton) return {word, known, known};
  const std::u32string bones = skeleton(spelling);
  Reading best{word, known, known};
  if (known == 0) {
    best.cost = bones.size() <= 3 ? kShortUnknownCost : kUnknownCost;
    // A name that no table has: its likenesses are the same name.
    if (bones.size() > 3) best.word = hash_letters(bones, bones.size());
  }
  if (bones.empty() || bones.size() > kMostLetters) return {word, known, best.cost};
  const auto consider = [&](const Word* w, std::uint16_t surcharge) {
    const std::uint16_t cost = w == nullptr ? 0 : static_cast<std::uint16_t>(w->weight + surcharge);
    if (w != nullptr && cost < best.cost) best = {w->hash, w->weight, cost};
  };
  const auto bones_of = [&](const Word& w) { return std::u32string_view(skeletons_).substr(w.skeleton_begin, w.skeleton_size); };
  const std::uint32_t whole = hash_letters(bones, bones.size());
  const auto try_near = [&](const Word* w) {
    if (w == nullptr) return;
    const std::u32string_view theirs = bones_of(*w);
    if (theirs == bones) return consider(w, kSameSkeleton);
    if (known != 0 || !loosely || bones.size() < kLeastLettersNear || !one_edit(theirs, bones)) return;
    consider(w, std::min(theirs.size(), bones.size()) + 1 >= kLongLetters ? kNearLong : kNearShort);
  };
  try_near(near(whole));
  if (known != 0 || !loosely || best.weight != 0 || bones.size() < kLeastLettersNear) return best;
  for (std::size_t k = 0; k < bones.size(); ++k) try_near(near(hash_letters(bones, k)));
  return best;
}

namespace {

// Alphabets that print their vowels: elsewhere a word less one letter is another word too often.
constexpr std::array<std::string_view, 9> kLanguages = {"en", "ru", "de", "fr", "es", "it", "pt", "uk", "tr"};
constexpr unsigned kCommonWeight = 16;

/// One lexicon a language, made when it is first asked for.
class Store {
 public:
  template <class Make>
  const Lexicon* get(std::string_view language, const Make& make) {
    const std::string_view primary = language.substr(0, language.find_first_of("-_"));
    const auto at = std::find(kLanguages.begin(), kLanguages.end(), primary);
    if (at == kLanguages.end()) return nullptr;
    const auto i = static_cast<std::size_t>(at - kLanguages.begin());
    std::call_once(made_[i], [&] { lexicons_[i] = std::make_unique<const Lexicon>(make(primary)); });
    return lexicons_[i].get();
  }

 private:
  std::array<std::once_flag, kLanguages.size()> made_;
  std::array<std::unique_ptr<const Lexicon>, kLanguages.size()> lexicons_;
};

}  // namespace

const Lexicon* Lexicon::of(std::string_view language) {
  static Store store;
  return store.get(language, [](std::string_view primary) { return Lexicon(primary, {embedded_word_weights(), embedded_scan_words()}); });
}

const Lexicon* Lexicon::common_of(std::string_view language) {
  static Store store;
  return store.get(language, [](std::string_view primary) { return Lexicon(primary, {embedded_word_weights()}, kCommonWeight); });
}

}  // namespace reprise::text
