// Writes src/text/fold_table.inc to standard output from ICU's Unicode data. Built only on request:
//   cmake --build build/release -t generate_fold_table   (writes the file into the source tree)
//
// Rules, in order, for a character c:
//   1. quotation marks, apostrophes, stops, commas, openers, spaces, line breaks: the lists below and the Unicode property;
//   2. Mn and Me marks, tatweel and NKo's are `mark`, Cf and other default-ignorables are `format`; but marks that are vowels of a script without other
//      letters for them (Indic scripts) stay letters, and those of Thai, Lao, Khmer and Myanmar hang on their character;
//   3. decimal digits of any script are 0-9;
//   4. letters and other numbers: NFKD, case folding, NFKD again, marks dropped, then our exceptions (kLetters), until nothing
//      changes; Han goes through ICU's Traditional-Simplified where that is one to one;
//   5. Hangul and kana keep their composed form (NFKC): their NFKD parts are letters, not accents;
//   6. what then is not letters and digits only (½, ℃, ㎏, ﷺ) is `other`, and so is all else.
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "text/fold.hpp"

namespace {

using reprise::text::CharClass;
using Chars = std::vector<char32_t>;

const icu::Normalizer2* nfkd = nullptr;
const icu::Normalizer2* nfkc = nullptr;
std::unique_ptr<icu::Transliterator> simplify;

// Letters that Unicode keeps apart and readers of news do not.
const std::map<char32_t, Chars> kLetters = {
    {U'ø', {U'o'}},        {U'đ', {U'd'}},      {U'ð', {U'd'}},      {U'ł', {U'l'}},      {U'ħ', {U'h'}},
    {U'ŧ', {U't'}},        {U'ı', {U'i'}},      {U'æ', {U'a', U'e'}}, {U'œ', {U'o', U'e'}}, {U'þ', {U't', U'h'}},
    {0x0649, {0x064a}},  // alef maksura -> yeh
    {0x06cc, {0x064a}},  // Farsi yeh -> yeh
    {0x06a9, {0x0643}},  // keheh -> kaf
    {0x0629, {0x0647}},  // teh marbuta -> heh
    {0x06c1, {0x0647}},  {0x06be, {0x0647}},  {0x06d5, {0x0647}},  // heh goal, heh doachashmee, ae -> heh
    {0x0671, {0x0627}},  // alef wasla -> alef
    {0x05da, {0x05db}},  {0x05dd, {0x05de}},  {0x05df, {0x05e0}},  {0x05e3, {0x05e4}},  {0x05e5, {0x05e6}},  // finals
};

const char32_t kApostrophes[] = U"'’‘‛ʼʹ`´＇׳";

bool one_of(char32_t c, const char32_t* list) {
  for (; *list != 0; ++list) {
    if (*list == c) return true;
  }
  return false;
}

UScriptCode script_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status);
}

// Scripts written without spaces, a character (with what hangs on it) to a word.
bool unspaced(UScriptCode s) {
  return s == USCRIPT_HAN || s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA || s == USCRIPT_THAI || s == USCRIPT_LAO ||
         s == USCRIPT_KHMER || s == USCRIPT_MYANMAR;
}

bool is_mark(char32_t c) {
  if (c == 0x0640 || c == 0x07fa) return true;  // tatweel, NKo's
  const auto type = u_charType(static_cast<UChar32>(c));
  const auto s = script_of(c);
  const bool hangs = s == USCRIPT_THAI || s == USCRIPT_LAO || s == USCRIPT_KHMER || s == USCRIPT_MYANMAR;
  if (type == U_COMBINING_SPACING_MARK) return hangs;
  if (type != U_NON_SPACING_MARK && type != U_ENCLOSING_MARK) return false;
  return hangs || s == USCRIPT_INHERITED || s == USCRIPT_COMMON || s == USCRIPT_LATIN || s == USCRIPT_GREEK ||
         s == USCRIPT_CYRILLIC || s == USCRIPT_HEBREW || s == USCRIPT_ARABIC || s == USCRIPT_SYRIAC || s == USCRIPT_HAN ||
         s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA || s == USCRIPT_HANGUL || s == USCRIPT_ARMENIAN || s == USCRIPT_NKO;
}

// Also Hangul fillers and Mongolian variation selectors, which are letters and marks by category only.
bool is_format(char32_t c) {
  const auto mask = U_MASK(u_charType(static_cast<UChar32>(c)));
  return (mask & U_GC_CF_MASK) != 0 ||
         ((mask & (U_GC_L_MASK | U_GC_M_MASK)) != 0 && !is_mark(c) &&
          u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT));
}

Chars to_chars(const icu::UnicodeString& s) {
  Chars out;
  for (int32_t i = 0; i < s.length(); i = s.moveIndex32(i, 1)) out.push_back(static_cast<char32_t>(s.char32At(i)));
  return out;
}

Chars normalise(const icu::Normalizer2* with, char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const auto s = with->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
  if (U_FAILURE(status)) std::exit(1);
  return to_chars(s);
}

char32_t simplified(char32_t c) {
  icu::UnicodeString s(static_cast<UChar32>(c));
  simplify->transliterate(s);
  return s.countChar32() == 1 ? static_cast<char32_t>(s.char32At(0)) : c;
}

bool composed_script(UScriptCode s) { return s == USCRIPT_HANGUL || s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA; }

Chars fold_once(char32_t c) {
  const int digit = u_charDigitValue(static_cast<UChar32>(c));
  if (u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER && digit >= 0) return {U'0' + static_cast<char32_t>(digit)};
  if (composed_script(script_of(c)) || c == 0x30fc || c == 0xff70) return normalise(nfkc, c);
  Chars out;
  for (const char32_t d : normalise(nfkd, c)) {
    icu::UnicodeString lower(static_cast<UChar32>(d));
    lower.foldCase();
    for (const char32_t e : to_chars(lower)) {
      for (const char32_t f : normalise(nfkd, e)) {
        if (is_mark(f) || is_format(f) || one_of(f, kApostrophes)) continue;  // ŉ
        const auto own = kLetters.find(f);
        if (own != kLetters.end()) {
          out.insert(out.end(), own->second.begin(), own->second.end());
        } else {
          out.push_back(script_of(f) == USCRIPT_HAN ? simplified(f) : f);
        }
      }
    }
  }
  return out;
}

Chars fold_fully(char32_t c) {
  Chars now = fold_once(c);
  for (int round = 0; round < 8; ++round) {
    Chars next;
    for (const char32_t d : now) {
      const Chars part = fold_once(d);
      next.insert(next.end(), part.begin(), part.end());
    }
    if (next == now) return now;
    // Two ideographs may each be the other's Simplified form: the smaller one stands for both.
    if (fold_once(next[0]) == now && now.size() == 1 && next.size() == 1) return std::min(now, next);
    now = next;
  }
  return now;
}

bool is_word_char(char32_t c) {
  const auto mask = U_MASK(u_charType(static_cast<UChar32>(c)));
  return (mask & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0 && !is_mark(c) && !is_format(c);
}

const char32_t kStops[] = U"!?…‼⁇⁈⁉。！？｡؟۔।॥։።";
const char32_t kDots[] = U".．";
const char32_t kCommas[] = U",;:،؛、，；：､";
const char32_t kQuotes[] = U"\"“”„‟«»「」『』＂״❝❞〝〞〟﹁﹂﹃﹄｢｣";
const char32_t kNewlines[] = U"\n\r\v\f\u0085\u2028\u2029";
const char32_t kOpeners[] = U"([{-*_~";  // with Markdown's emphasis: a quotation mark behind it opens

std::uint32_t entry_of(char32_t c, std::map<Chars, unsigned>& expansions, Chars& pool) {
  const auto bits = [](CharClass k) { return static_cast<std::uint32_t>(k); };
  const auto type = u_charType(static_cast<UChar32>(c));
  if (one_of(c, kNewlines)) return bits(CharClass::newline);
  // A backtick is Markdown's code mark far more often than an apostrophe.
  if (c == U'`') return bits(CharClass::opener);
  if (one_of(c, kStops)) return bits(CharClass::stop);
  if (one_of(c, kDots)) return bits(CharClass::dot);
  if (one_of(c, kCommas)) return bits(CharClass::comma);
  if (one_of(c, kQuotes)) return bits(CharClass::quote);
  if (one_of(c, kApostrophes)) return bits(CharClass::apostrophe);
  if (c == 0x066b || c == 0x066c) return bits(CharClass::number_sign);
  if (u_isUWhiteSpace(static_cast<UChar32>(c))) return bits(CharClass::space);
  if (one_of(c, kOpeners) || type == U_START_PUNCTUATION || type == U_DASH_PUNCTUATION) return bits(CharClass::opener);
  if (is_mark(c)) return bits(CharClass::mark);
  if (is_format(c)) return bits(CharClass::format);
  if (!is_word_char(c)) return bits(CharClass::other);

  const Chars folded = fold_fully(c);
  if (folded.empty()) return bits(CharClass::mark);
  bool alone = false;
  for (const char32_t f : folded) {
    if (!is_word_char(f)) return bits(CharClass::other);
    alone = alone || unspaced(script_of(f)) || f == 0x30fc || f == 0x3007;
  }
  std::uint32_t flags = 0;
  if (type == U_UPPERCASE_LETTER || type == U_TITLECASE_LETTER) flags |= 16;
  if (type == U_LOWERCASE_LETTER) flags |= 32;
  if (script_of(c) == USCRIPT_ARABIC) flags |= 64;
  if (script_of(c) == USCRIPT_HEBREW) flags |= 128;
  if (folded[0] >= U'0' && folded[0] <= U'9') flags |= 256;
  if (folded.size() == 1) {
    const bool digit = (flags & 256) != 0;
    const auto delta = static_cast<std::uint32_t>(static_cast<std::int32_t>(folded[0]) - static_cast<std::int32_t>(c));
    return bits(alone ? CharClass::ideograph : digit ? CharClass::digit : CharClass::letter) | flags | delta << 10;
  }
  if (alone || folded.size() > reprise::text::kMaxExpansion) return bits(CharClass::other);
  const auto [at, fresh] = expansions.try_emplace(folded, static_cast<unsigned>(pool.size()));
  if (fresh) {
    pool.insert(pool.end(), folded.begin(), folded.end());
    pool.push_back(0);
  }
  return bits(CharClass::expansion) | flags | at->second << 10;
}

template <class T>
void print(const char* head, const std::vector<T>& values) {
  std::printf("%s = {", head);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::printf("%s%s%lu", i == 0 ? "" : ",", i % 24 == 0 ? "\n" : "", static_cast<unsigned long>(values[i]));
  }
  std::printf("};\n");
}

}  // namespace

int main() {
  UErrorCode status = U_ZERO_ERROR;
  nfkd = icu::Normalizer2::getNFKDInstance(status);
  nfkc = icu::Normalizer2::getNFKCInstance(status);
  simplify.reset(icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) {
    std::fprintf(stderr, "ICU: %s\n", u_errorName(status));
    return 1;
  }
  std::map<Chars, unsigned> expansions;
  Chars pool;
  std::map<std::vector<std::uint32_t>, std::uint16_t> pages;
  std::vector<std::uint32_t> entries;
  std::vector<std::uint16_t> index;
  for (char32_t page = 0; page < 0x110000; page += 64) {
    std::vector<std::uint32_t> now;
    for (char32_t c = page; c < page + 64; ++c) {
      now.push_back(c >= 0xd800 && c < 0xe000 ? 0 : entry_of(c, expansions, pool));
    }
    const auto [at, fresh] = pages.try_emplace(now, static_cast<std::uint16_t>(pages.size()));
    if (fresh) entries.insert(entries.end(), now.begin(), now.end());
    index.push_back(at->second);
  }
  std::printf("// Generated by src/text/generate/fold_table.cpp from ICU %s (Unicode %s); do not edit.\n", U_ICU_VERSION,
              U_UNICODE_VERSION);
  print("const std::uint16_t kFoldPages[0x110000 / 64]", index);
  print("const std::uint32_t kFoldEntries[]", entries);
  print("const char32_t kExpansions[]", pool);
  std::fprintf(stderr, "%zu pages, %zu bytes\n", pages.size(), entries.size() * 4 + index.size() * 2 + pool.size() * 4);
  return 0;
}
