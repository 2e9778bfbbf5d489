// The committed fold table against ICU, for every code point, by rules written down a second time.
#include <doctest/doctest.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <memory>
#include <set>
#include <string>

#include "text/fold.hpp"

using namespace reprise::text;

namespace {

std::u32string from_icu(const icu::UnicodeString& s) {
  std::u32string out;
  for (int32_t i = 0; i < s.length(); i = s.moveIndex32(i, 1)) out += static_cast<char32_t>(s.char32At(i));
  return out;
}

std::u32string folded(char32_t c) {
  const FoldEntry e = fold(c);
  std::u32string out;
  if (e.char_class() == CharClass::expansion) {
    for (const char32_t* p = kExpansions + e.expansion_index(); *p != 0; ++p) out += *p;
  } else {
    out += e.folded(c);
  }
  return out;
}

UScriptCode script_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status);
}

// What we do beyond NFKC case folding without marks.
bool our_exception(char32_t c) {
  static const std::set<char32_t> letters = {U'ø', U'đ', U'ð', U'ł', U'ħ', U'ŧ', U'ı', U'æ', U'œ', U'þ', 0x649, 0x6cc, 0x6a9, 0x629,
                                             0x6c1, 0x6be, 0x6d5, 0x671, 0x5da, 0x5dd, 0x5df, 0x5e3, 0x5e5};
  return letters.count(c) != 0;
}

}  // namespace

TEST_CASE("fold: equals ICU's NFKC case folding without marks, save for the named exceptions") {
  UErrorCode status = U_ZERO_ERROR;
  const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* nfkd = icu::Normalizer2::getNFKDInstance(status);
  const std::unique_ptr<icu::Transliterator> hans(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  REQUIRE(U_SUCCESS(status));
  unsigned letters = 0, differ = 0;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xd800 && c < 0xe000) continue;
    const FoldEntry e = fold(c);
    if (!e.in_word() && e.char_class() != CharClass::ideograph) continue;
    ++letters;
    const UScriptCode script = script_of(c);
    std::u32string want;
    if (u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER) {
      want += U'0' + static_cast<char32_t>(u_charDigitValue(static_cast<UChar32>(c)));
    } else {
      icu::UnicodeString s = casefold->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
      if (script == USCRIPT_HAN) hans->transliterate(s);
      const bool keeps_parts = script == USCRIPT_HANGUL || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
      const icu::UnicodeString parts = keeps_parts ? s : nfkd->normalize(s, status);
      for (const char32_t p : from_icu(parts)) {
        const auto mask = U_MASK(u_charType(static_cast<UChar32>(p)));
        const FoldEntry own = fold(p);
        if ((mask & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0 && own.char_class() != CharClass::letter) continue;
        if (p == 0x640 || own.char_class() == CharClass::apostrophe) continue;  // tatweel; ŉ
        want += our_exception(p) ? folded(p) : std::u32string(1, p);
      }
    }
    // A part may be an ideograph that has a Simplified form only after decomposition (compatibility ideographs).
    std::u32string again;
    for (const char32_t p : want) again += script_of(p) == USCRIPT_HAN ? folded(p) : std::u32string(1, p);
    if (folded(c) != again) {
      ++differ;
      MESSAGE("U+" << std::hex << static_cast<std::uint32_t>(c));
      CHECK(differ == 0);
      if (differ > 20) return;
    }
  }
  CHECK(letters > 130'000);
}

TEST_CASE("fold: marks and invisible characters") {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xd800 && c < 0xe000) continue;
    const auto mask = U_MASK(u_charType(static_cast<UChar32>(c)));
    const CharClass k = fold(c).char_class();
    if ((mask & U_GC_CF_MASK) != 0) REQUIRE(k == CharClass::format);
    const UScriptCode script = script_of(c);
    if ((mask & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0 &&
        (script == USCRIPT_INHERITED || script == USCRIPT_ARABIC || script == USCRIPT_HEBREW || script == USCRIPT_CYRILLIC)) {
      REQUIRE(k == CharClass::mark);
    }
    if ((mask & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0 && fold(c).in_word()) REQUIRE(fold(c).upper());
    if ((mask & U_GC_LL_MASK) != 0 && fold(c).in_word()) REQUIRE(fold(c).lower());
    if ((mask & (U_GC_CC_MASK | U_GC_CN_MASK | U_GC_CO_MASK)) != 0) REQUIRE(!fold(c).in_word());
  }
  CHECK(fold(0x110000).char_class() == CharClass::other);
  CHECK(fold(0xffffffff).char_class() == CharClass::other);
}

TEST_CASE("fold: folding twice is folding once") {
  for (char32_t c = 0; c < 0x110000; ++c) {
    const FoldEntry e = fold(c);
    if (!e.in_word() && e.char_class() != CharClass::ideograph) continue;
    const std::u32string once = folded(c);
    CAPTURE(static_cast<std::uint32_t>(c));
    REQUIRE(once.size() <= kMaxExpansion);
    for (const char32_t d : once) {
      REQUIRE((fold(d).in_word() || fold(d).char_class() == CharClass::ideograph));
      REQUIRE(folded(d) == std::u32string(1, d));
    }
  }
}
