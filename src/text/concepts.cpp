#include "text/concepts.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/hash.hpp"
#include "text/markup.hpp"
#include "text/stems.hpp"
#include "text/tokens.hpp"
#include "text/weights.hpp"
#include "text/word_hash.hpp"

namespace reprise::text {

namespace {

constexpr std::size_t kChinese = 5;
// A name of fewer consonants meets too many others.
constexpr std::uint32_t kLeastConsonants = 3;
constexpr std::size_t kLeastBeforeCase = 4;  // letters that stay before a Russian case ending

/// Takes the next piece off the front of `text`, up to `divider`.
std::string_view next_piece(std::string_view& text, char divider) {
  const std::string_view piece = text.substr(0, text.find(divider));
  text.remove_prefix(std::min(text.size(), piece.size() + 1));
  return piece;
}

/// The word hashes of a word of ideographs; empty when it holds anything else.
std::vector<std::uint32_t> ideographs_of(std::string_view word) {
  Tokens tokens;
  tokenise(word, tokens);
  if (std::any_of(tokens.flags.begin(), tokens.flags.end(), [](std::uint8_t f) { return !(f & kIdeograph); })) return {};
  return tokens.word;
}

std::uint64_t hash_of(std::span<const std::uint32_t> ideographs) {
  std::uint64_t hash = ideographs.size();
  for (const std::uint32_t character : ideographs) hash = hash_combine(hash, character);
  return hash;
}

/// What a word weighs as content words do (sketch/content.hpp): of ideographs seven eighths of what the first two say.
std::uint8_t weight_of(std::string_view word) {
  const std::vector<std::uint32_t> ideographs = ideographs_of(word);
  if (ideographs.empty()) return word_weight(word_hash(word));
  return ideograph_pair_weight(word_weight(ideographs[0]), ideographs.size() > 1 ? word_weight(ideographs[1]) : 0u);
}

/// A letter's class: consonants that the scripts tell apart. 0: a vowel, or a consonant that one of them leaves out or writes as a vowel
/// (w, v, f, h, y, ع).
char class_of(char32_t letter) {
  struct Class {
    char name;
    std::u32string_view letters;
  };
  static constexpr Class kClasses[] = {
      {'B', U"bpбпبپבפ"}, {'T', U"tтتطטת"},  {'D', U"dдدضד"},     {'K', U"kqgcxкгكکقغگخקכג"}, {'S', U"szjсзшщжчцسزصذظثشجچژזסשצ"},
      {'L', U"lлلל"},     {'R', U"rрرר"},    {'M', U"mмمמ"},      {'N', U"nнنנ"},
  };
  for (const Class& c : kClasses)
    if (c.letters.find(letter) != std::u32string_view::npos) return c.name;
  return 0;
}

/// The folded letters of a word.
std::u32string letters_of(std::string_view spelling) {
  std::u32string letters;
  for (std::size_t i = 0; i < spelling.size();) {
    const Unit u = unit_at(spelling, i);
    i += u.size_bytes;
    if (u.entry.char_class() == CharClass::apostrophe) letters += U'\'';
    if (u.entry.in_word()) letters += u.entry.folded(u.c);
  }
  return letters;
}

/// What a sorted list has for a key; `concepts` are the list's second halves.
std::span<const std::uint32_t> concepts_at(std::span<const std::pair<std::uint64_t, std::uint32_t>> list, std::span<const std::uint32_t> concepts, std::uint64_t key) {
  const auto first = std::lower_bound(list.begin(), list.end(), std::pair(key, std::uint32_t{0}));
  auto last = first;
  while (last != list.end() && last->first == key) ++last;
  return concepts.subspan(static_cast<std::size_t>(first - list.begin()), static_cast<std::size_t>(last - first));
}

void drop_case(std::u32string& letters) {
  if (letters.ends_with(U"'s")) letters.resize(letters.size() - 2);
  for (const std::u32string_view ending : {U"ого", U"его", U"ому", U"ему", U"ами", U"ями", U"ым", U"им", U"ом", U"ем"})
    if (letters.size() >= ending.size() + kLeastBeforeCase && letters.ends_with(ending)) return letters.resize(letters.size() - ending.size());
}

/// The article, with what is written before it.
void skip_article(std::u32string& letters) {
  for (const std::u32string_view before : {U"وال", U"بال", U"فال", U"كال", U"ال", U"لل"})
    if (letters.size() >= before.size() + 3 && letters.starts_with(before)) return void(letters.erase(0, before.size()));
}

/// What a character is in a number: a digit, or a power of ten that multiplies what stands before it.
struct NumberSign {
  std::uint64_t digit = 0, power = 0;
};
std::optional<NumberSign> number_sign(char32_t folded) {
  static constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  if (const std::size_t at = kDigits.find(folded); at != std::u32string_view::npos) return NumberSign{at, 0};
  switch (folded) {
    case U'零': return NumberSign{0, 0};
    case U'两': return NumberSign{2, 0};
    case U'十': return NumberSign{0, 10};
    case U'百': return NumberSign{0, 100};
    case U'千': return NumberSign{0, 1000};
    case U'万': return NumberSign{0, 10'000};
    case U'亿': return NumberSign{0, 100'000'000};
    default: return std::nullopt;
  }
}

}  // namespace

std::size_t concept_language(std::string_view tag) {
  return static_cast<std::size_t>(std::find(kConceptLanguages.begin(), kConceptLanguages.end(), tag) - kConceptLanguages.begin());
}

ConceptTable::ConceptTable(std::string_view tsv) {
  while (!tsv.empty()) {
    std::string_view line = next_piece(tsv, '\n');
    if (line.starts_with('#') || std::count(line.begin(), line.end(), '\t') != static_cast<std::ptrdiff_t>(kConceptLanguages.size())) continue;
    const std::string_view mark = next_piece(line, '\t');
    std::array<std::string_view, kConceptLanguages.size()> cells;
    for (std::string_view& cell : cells) cell = next_piece(line, '\t');
    Concept made;
    made.is_name = mark == "n";
    std::from_chars(mark.data(), mark.data() + mark.size(), made.value);
    find_weight(cells, made);
    for (std::size_t language = 0; language < cells.size(); ++language) add_words(cells[language], language, static_cast<std::uint32_t>(concepts_.size()));
    concepts_.push_back(made);
  }
  std::sort(by_stem_.begin(), by_stem_.end());
  by_stem_.erase(std::unique(by_stem_.begin(), by_stem_.end()), by_stem_.end());
  for (const auto& [key, concept_id] : by_stem_) concept_of_.push_back(concept_id);
  std::sort(by_ideographs_.begin(), by_ideographs_.end());
  by_ideographs_.erase(std::unique(by_ideographs_.begin(), by_ideographs_.end()), by_ideographs_.end());
  for (const auto& [key, concept_id] : by_ideographs_) concept_of_ideographs_.push_back(concept_id);
  std::sort(lengths_.begin(), lengths_.end(), std::greater<>());
  lengths_.erase(std::unique(lengths_.begin(), lengths_.end()), lengths_.end());
}

void ConceptTable::add_words(std::string_view cell, std::size_t language, std::uint32_t concept_id) {
  while (!cell.empty()) {
    const std::string_view word = next_piece(cell, ',');
    if (language == kChinese) {
      if (const std::vector<std::uint32_t> ideographs = ideographs_of(word); !ideographs.empty()) {
        by_ideographs_.emplace_back(hash_of(ideographs), concept_id);
        lengths_.push_back(ideographs.size());
      }
    } else if (word_hash(word) != 0) {
      by_stem_.emplace_back(std::uint64_t{language} << 32 | stem_hash(word), concept_id);
    }
  }
}

void ConceptTable::find_weight(const std::array<std::string_view, kConceptLanguages.size()>& cells, Concept& made) const {
  std::uint32_t sum = 0, filled = 0;
  for (std::string_view cell : cells) {
    if (cell.empty()) continue;
    std::uint8_t least = kRareWeight;
    while (!cell.empty()) least = std::min(least, weight_of(next_piece(cell, ',')));
    sum += least, ++filled;
  }
  made.weight = static_cast<std::uint8_t>(filled == 0 ? 0 : sum / filled);
}

std::span<const std::uint32_t> ConceptTable::find(std::size_t language, std::uint32_t stem) const {
  return concepts_at(by_stem_, concept_of_, std::uint64_t{language} << 32 | stem);
}

ConceptTable::Ideographs ConceptTable::longest(std::span<const std::uint32_t> ideographs) const {
  for (const std::size_t length : lengths_) {
    if (length > ideographs.size()) continue;
    if (const auto found = concepts_at(by_ideographs_, concept_of_ideographs_, hash_of(ideographs.first(length))); !found.empty()) return {found, static_cast<std::uint32_t>(length)};
  }
  return {};
}

const ConceptTable& ConceptTable::get() {
  static const ConceptTable table(embedded_concepts());
  return table;
}

NameKey name_key(std::string_view spelling, bool bare) {
  std::u32string letters = letters_of(spelling);
  if (bare) drop_case(letters);
  skip_article(letters);
  WideHash hash;
  NameKey key;
  char last = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const char32_t letter = letters[i], next = i + 1 < letters.size() ? letters[i + 1] : U' ';
    char c = class_of(letter);
    // "kh", "gh", "ch", "sh", "zh", "th", "ph", and "ts", "dzh", "j" are one consonant each, however a script writes them.
    if (letter == U'c' && (next == U'h' || next == U'e' || next == U'i' || next == U'y')) c = 'S';
    if (letter == U'p' && next == U'h') c = 0;
    if ((c == 'T' || c == 'D') && class_of(next) == 'S') c = 0;
    if (c == 0) continue;
    if (c != last) hash.add(static_cast<char32_t>(c)), ++key.consonants;
    last = c;
  }
  if (key.consonants >= kLeastConsonants) key.hash = hash.finish();
  return key;
}

std::uint64_t number_thousandths(std::string_view spelling) {
  std::vector<std::string> groups(1);
  for (std::size_t i = 0; i < spelling.size();) {
    const Unit u = unit_at(spelling, i);
    i += u.size_bytes;
    const char32_t folded = u.entry.char_class() == CharClass::digit ? u.entry.folded(u.c) : U' ';
    if (folded >= U'0' && folded <= U'9') {
      groups.back() += static_cast<char>(folded);
    } else if (u.entry.in_word()) {
      break;  // "11th", "5-й"
    } else if (u.c == U'.' || u.c == U',' || u.c == U'\'' || u.c == U'’' || u.entry.char_class() == CharClass::number_sign) {
      groups.emplace_back();
    } else {
      return 0;
    }
  }
  if (groups.back().empty()) groups.pop_back();
  if (groups.empty() || groups.front().empty()) return 0;
  const bool thousands = groups.size() > 1 && groups.front().size() <= 3 && groups.front().front() != '0' && std::all_of(groups.begin() + 1, groups.end(), [](const std::string& g) { return g.size() == 3; });
  std::string digits = groups.front(), decimals;
  if (thousands) {
    for (std::size_t g = 1; g < groups.size(); ++g) digits += groups[g];
  } else if (groups.size() == 2) {
    decimals = groups[1];
  } else if (groups.size() > 2) {
    return 0;
  }
  decimals.resize(3, '0');
  digits += decimals;
  if (digits.size() > 18) return 0;
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

IdeographNumber ideograph_number(std::string_view text) {
  constexpr std::uint64_t kMost = 1'000'000'000'000;
  constexpr std::uint32_t kMostCharacters = 16;
  IdeographNumber number;
  // Multiples of 亿, of 万 behind them, what stands behind these, and the digits that no power has multiplied yet.
  std::uint64_t great = 0, middle = 0, section = 0, digits = 0;
  bool powers = false, said_digit = false;
  for (std::size_t i = 0; i < text.size() && number.characters < kMostCharacters;) {
    const Unit u = unit_at(text, i);
    const std::optional<NumberSign> sign = number_sign(u.entry.folded(u.c));
    if (!sign || great + middle + section + digits > kMost) break;
    if (sign->power == 0) {
      digits = powers ? sign->digit : 10 * digits + sign->digit;
    } else if (!said_digit && sign->power != 10) {
      break;  // a power alone is no number: 百姓, 万科
    } else if (sign->power < 10'000) {
      section += std::max<std::uint64_t>(digits, 1) * sign->power;
      digits = 0, powers = true;
    } else if (sign->power == 10'000) {
      middle += std::max<std::uint64_t>(section + digits, 1) * sign->power;
      section = digits = 0, powers = true;
    } else if (great + middle + section + digits > kMost / 100'000) {
      break;
    } else {
      great = std::max<std::uint64_t>(great + middle + section + digits, 1) * sign->power;
      middle = section = digits = 0, powers = true;
    }
    said_digit = true;
    i += u.size_bytes;
    ++number.characters;
  }
  number.value = great + middle + section + digits;
  return number;
}

}  // namespace reprise::text
