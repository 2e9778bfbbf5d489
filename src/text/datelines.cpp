#include "text/datelines.hpp"

#include <algorithm>
#include <initializer_list>

namespace reprise::text {
namespace {

constexpr std::uint32_t kLines = 6, kWords = 160;    // where a dateline is looked for
constexpr std::uint32_t kPlaceWords = 10;            // "LOS ANGELES/CHARLESTON, S.C. (Reuters) - "
constexpr std::uint32_t kBareWords = 6;              // without brackets: "WASHINGTON, Oct. 5 — "
constexpr std::uint32_t kNameWords = 4;              // in brackets
constexpr std::uint32_t kIdeographs = 28;            // up to 电
constexpr std::uint32_t kHeadIdeographs = 16;        // between square brackets
constexpr std::uint32_t kReporterIdeographs = 40;    // in brackets behind it

bool has_any(std::string_view text, std::initializer_list<std::string_view> signs) {
  return std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}
bool opens(std::string_view gap) { return has_any(gap, {"(", "（"}); }
bool closes(std::string_view gap) { return has_any(gap, {")", "）"}); }
bool dashes(std::string_view gap) { return has_any(gap, {" - ", "–", "—", "--"}); }

/// No letter of the word is small (ASCII, Latin-1, Cyrillic), and it has three bytes at least.
bool all_caps(std::string_view word) {
  if (word.size() < 3) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]), next = static_cast<unsigned char>(i + 1 < word.size() ? word[i + 1] : 0);
    if (byte >= 'a' && byte <= 'z') return false;
    if ((byte == 0xc3 && next >= 0x9f) || (byte == 0xd0 && next >= 0xb0) || byte == 0xd1) return false;
  }
  return true;
}

class Finder {
 public:
  Finder(std::string_view text, const Tokens& tokens) : text_(text), t_(tokens), n_(static_cast<std::uint32_t>(tokens.size())) {}

  Dateline find() const {
    std::uint32_t lines = 0;
    for (std::uint32_t i = 0; i < std::min(n_, kWords) && lines < kLines; ++i) {
      if (i > 0 && !starts_line(i)) continue;
      ++lines;
      const std::uint32_t end = (t_.flags[i] & kIdeograph) ? in_ideographs(i) : (t_.flags[i] & kUpper) ? in_capitals(i) : arabic_or_hebrew(i) ? without_capitals(i) : i;
      if (end > i && end < n_ && !starts_line(end)) return {i, end};
    }
    return {};
  }

 private:
  bool starts_line(std::uint32_t i) const { return (t_.flags[i] & kLineStart) != 0; }
  std::string_view before(std::uint32_t i) const {
    const std::uint32_t from = i == 0 ? 0 : t_.end_of(i - 1);
    return text_.substr(from, t_.begin[i] - from);
  }
  /// What stands behind word i, in front of the next one; "" at the end of a line.
  std::string_view behind(std::uint32_t i) const { return i + 1 < n_ && !starts_line(i + 1) ? before(i + 1) : std::string_view(); }
  std::string_view word(std::uint32_t i) const { return text_.substr(t_.begin[i], t_.length[i]); }
  bool is(std::uint32_t i, std::initializer_list<std::string_view> words) const {
    return i < n_ && std::find(words.begin(), words.end(), word(i)) != words.end();
  }

  /// One past the word in front of the bracket that closes within `most` words from i on, or `i`.
  std::uint32_t bracket_end(std::uint32_t i, std::uint32_t most) const {
    for (std::uint32_t k = i; k < n_ && k < i + most && (k == i || !starts_line(k)); ++k)
      if (closes(behind(k))) return k + 1;
    return i;
  }

  std::uint32_t in_capitals(std::uint32_t i) const {
    if (opens(before(i))) return bracket_end(i, kNameWords);  // "(CNN) "
    bool capitals = true;
    for (std::uint32_t k = i; k < std::min(n_, i + kPlaceWords) && (k == i || !starts_line(k)); ++k) {
      const std::string_view gap = behind(k);
      if (opens(gap)) {
        const std::uint32_t end = bracket_end(k + 1, kNameWords);
        return end > k + 1 && dashes(behind(end - 1)) ? end : i;
      }
      const bool month = k > i && (t_.flags[k - 1] & kNumber) != 0;  // «5 мая»
      capitals = capitals && (month || (t_.flags[k] & (kUpper | kNumber)) != 0);
      if (capitals && has_any(gap, {" /"})) {  // "MOSCOW, October 5. /TASS/."
        for (std::uint32_t end = k + 1; end < std::min(n_, k + 1 + kNameWords) && !starts_line(end); ++end)
          if (has_any(behind(end), {"/"})) return end + 1;
        return i;
      }
      if (dashes(gap)) return capitals && k < i + kBareWords && (all_caps(word(i)) || all_caps(word(k)) || (k > i && behind(k - 1) == "." && all_caps(word(k - 1)))) ? k + 1 : i;  // «Москва. 5 мая. ИНТЕРФАКС - »
    }
    return i;
  }

  /// Scripts without capitals: «نواكشوط (أ ف ب) - », «إسطنبول / الأناضول: », «شیراز- ایرنا- ».
  std::uint32_t without_capitals(std::uint32_t i) const {
    bool parted = false;
    for (std::uint32_t k = i; k < std::min(n_, i + kBareWords) && (k == i || !starts_line(k)); ++k) {
      const std::string_view gap = behind(k);
      if (opens(gap)) {
        const std::uint32_t end = bracket_end(k + 1, kNameWords);
        return end > k + 1 && (parts(behind(end - 1)) || has_any(behind(end - 1), {":"})) ? end : i;
      }
      if (parted && (glued(gap) || has_any(gap, {":"}))) return k + 1;
      if (has_any(gap, {",", "،", ".", ":", "؟", "\"", "«"})) return i;
      parted = parted || glued(gap) || has_any(gap, {"/"});
    }
    return i;
  }
  static bool parts(std::string_view gap) { return gap.size() > 1 && has_any(gap, {"-", "–", "—", "ـ"}); }
  static bool glued(std::string_view gap) { return gap.starts_with("-") && gap.size() > 1; }  // a dash between clauses has a space before it
  bool arabic_or_hebrew(std::uint32_t i) const {
    const auto lead = static_cast<unsigned char>(text_[t_.begin[i]]);
    return lead >= 0xd6 && lead <= 0xdb;
  }

  std::uint32_t in_ideographs(std::uint32_t i) const {
    if (has_any(before(i), {"【", "〔"})) {  // 【望江时报讯】
      for (std::uint32_t k = i; k < std::min(n_, i + kHeadIdeographs) && (k == i || !starts_line(k)); ++k)
        if (has_any(behind(k), {"】", "〕"})) return k + 1;
      return i;
    }
    bool agency = false;
    for (std::uint32_t k = i; k < std::min(n_, i + kIdeographs) && (k == i || !starts_line(k)); ++k) {
      const std::string_view gap = behind(k);
      const bool sent = agency && is(k, {"电", "電"}) && (is(k - 1, {"日"}) || opens(gap) || has_any(gap, {" ", "\u3000"}));
      const bool told = k > i && (is(k, {"讯", "訊"}) && (opens(gap) || has_any(gap, {" ", "\u3000"})));
      if (sent || told) return past_bracket(k);
      if (k > i && is(k, {"息"}) && is(k - 1, {"消"})) {
        const std::uint32_t end = past_bracket(k);
        return has_any(behind(end - 1), {":", "："}) ? end : i;
      }
      if (has_any(gap, {"，", "。", "：", ",", ":", "；", "！", "？"})) return i;
      agency = agency || is(k, {"社", "网", "網", "报", "報", "台", "讯", "訊"});
    }
    return i;
  }
  /// One past word k, or past the bracket that opens behind it.
  std::uint32_t past_bracket(std::uint32_t k) const {
    if (!opens(behind(k))) return k + 1;
    const std::uint32_t end = bracket_end(k + 1, kReporterIdeographs);
    return end > k + 1 ? end : k + 1;
  }

  std::string_view text_;
  const Tokens& t_;
  std::uint32_t n_;
};

}  // namespace

Dateline find_dateline(std::string_view text, const Tokens& tokens) { return Finder(text, tokens).find(); }

}  // namespace reprise::text
