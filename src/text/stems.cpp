#include "text/stems.hpp"

#include <algorithm>
#include <cstddef>

#include "text/markup.hpp"
#include "text/word_hash.hpp"

namespace reprise::text {

namespace {

// A stem and the particles before it need no more letters than this.
constexpr std::size_t kMostParticles = 4;
constexpr std::size_t kLettersRead = kStemLetters + kMostParticles;
constexpr std::size_t kLeastLetters = 3;  // stay before an ending

/// The first letters of a word, folded, and how many it has (counted up to what is read).
struct Letters {
  char32_t at[kLettersRead];
  std::size_t count = 0;
  std::size_t first = 0;  ///< particles are skipped by moving this on
  bool hebrew = false, arabic = false;

  std::size_t left() const { return count - first; }
  char32_t operator[](std::size_t i) const { return at[first + i]; }
  bool all_in(char32_t low, char32_t high) const {
    return std::all_of(at, at + count, [&](char32_t c) { return c >= low && c <= high; });
  }
  /// Takes `ending` off if enough letters stay before it.
  bool drop(std::u32string_view ending) {
    if (left() < ending.size() + kLeastLetters || std::u32string_view(at + count - ending.size(), ending.size()) != ending) return false;
    count -= ending.size();
    return true;
  }
};

Letters read_letters(std::string_view spelling) {
  Letters letters;
  for (std::size_t i = 0; i < spelling.size() && letters.count < kLettersRead;) {
    const auto byte = static_cast<unsigned char>(spelling[i]);
    if (byte < 0x80 && byte != '&') {
      const unsigned char low = byte | 0x20;
      if ((low >= 'a' && low <= 'z') || (byte >= '0' && byte <= '9')) letters.at[letters.count++] = low;
      ++i;
      continue;
    }
    const Unit u = unit_at(spelling, i);
    i += u.size_bytes;
    if (u.entry.char_class() == CharClass::expansion) {
      for (const char32_t* e = kExpansions + u.entry.expansion_index(); *e != 0 && letters.count < kLettersRead; ++e) letters.at[letters.count++] = *e;
    } else if (u.entry.in_word()) {
      letters.at[letters.count++] = u.entry.folded(u.c);
    }
    letters.hebrew |= u.entry.hebrew();
    letters.arabic |= u.entry.arabic();
  }
  return letters;
}

/// Hebrew: and, the, in, as, to, from, that. A word's own first letters go with them when they are the same ones: it cannot be told,
/// and the word meets its forms with more particles only so.
void skip_hebrew_particles(Letters& letters) {
  constexpr std::u32string_view kParticles = U"והבכלמש";
  for (std::size_t n = 0; n < kMostParticles && letters.left() >= 4 && kParticles.find(letters[0]) != std::u32string_view::npos; ++n) ++letters.first;
}

/// Arabic: the article, and the conjunction or preposition that is written before it.
void skip_arabic_particles(Letters& letters) {
  constexpr std::u32string_view kBefore = U"وفبك";
  if (letters.left() >= 5 && letters[1] == U'ا' && letters[2] == U'ل' && kBefore.find(letters[0]) != std::u32string_view::npos) ++letters.first;
  if (letters.left() >= 4 && letters[1] == U'ل' && (letters[0] == U'ا' || letters[0] == U'ل')) letters.first += 2;
}

/// English, roughly: coin, coins; date, dates, dated, dating; city, cities. In other languages the endings are dropped of all forms alike.
void drop_latin_ending(Letters& letters) {
  letters.drop(U"ing") || letters.drop(U"ed") || letters.drop(U"es") || letters.drop(U"s");
  letters.drop(U"e");
  if (letters.count > kLeastLetters && letters.at[letters.count - 1] == U'y') letters.at[letters.count - 1] = U'i';
}

/// Vowels at the end of a word that truncation leaves whole: дом, дома, доме; банк, банка.
void drop_cyrillic_ending(Letters& letters) {
  if (letters.count > kStemLetters) return;
  constexpr std::u32string_view kVowels = U"аеёиоуыэюяйьіїє";
  while (letters.count > kLeastLetters && kVowels.find(letters.at[letters.count - 1]) != std::u32string_view::npos) --letters.count;
}

/// The plurals and the dual: عامل, عاملان, عاملين; انتخاب, انتخابات.
void drop_arabic_ending(Letters& letters) {
  for (const std::u32string_view ending : {U"ات", U"ون", U"ين", U"ان"})
    if (letters.drop(ending)) return;
}

/// Of words that were read to their end.
void drop_ending(Letters& letters) {
  if (letters.count == kLettersRead || letters.hebrew) return;
  if (letters.arabic) return drop_arabic_ending(letters);
  if (letters.all_in(U'a', U'z')) return drop_latin_ending(letters);
  if (letters.all_in(0x400, 0x4ff)) drop_cyrillic_ending(letters);
}

}  // namespace

std::uint32_t stem_hash(std::string_view spelling) {
  // Only an address holds a stroke. Its first letters are those of every other one.
  if (spelling.find('/') != std::string_view::npos) return url_hash(spelling);
  Letters letters = read_letters(spelling);
  std::size_t size = kStemLetters;
  if (letters.hebrew) {
    skip_hebrew_particles(letters);
    size = kHebrewStemLetters;
  } else if (letters.arabic) {
    skip_arabic_particles(letters);
  }
  drop_ending(letters);
  WideHash hash;
  for (std::size_t i = 0; i < std::min(size, letters.left()); ++i) hash.add(letters[i]);
  return hash.finish();
}

}  // namespace reprise::text
