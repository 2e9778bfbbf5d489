#include "text/ocr.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "text/lexicon.hpp"
#include "text/markup.hpp"
#include "text/weights.hpp"
#include "text/word_reader.hpp"

namespace reprise::text {
namespace {

// Detection. Of 25,000 clean English articles none has two broken words in 1,000 and none more than two different misprints of common
// words; of 4,500 scanned pages the medians are 9 in 1,000 and 6 a page.
constexpr std::size_t kMinWords = 40, kMinHints = 2, kMinBroken = 3, kMinBrokenPermille = 2;
// A scan whose lines are dirty shows few whole breaks; then misprints count, those that are only near a word by a third.
constexpr std::size_t kMinSure = 2, kMinEvidence = 8, kMinEvidencePer2000 = 3;
// Of words that the table of weights misses, to spare most clean articles the closer look: they have 75 in the median and 95 at the
// upper quarter, scans 160 and 110 at the lowest twentieth.
constexpr std::size_t kMinUnknownPermille = 100, kMinUnknownColumnsPermille = 40;
constexpr std::size_t kColumnWords = 14;  // no more a line: printed columns, or verse
constexpr std::size_t kCommonBytes = 7;          // as long as the commonest words get, nearly all
constexpr std::size_t kLookedAtWords = 4000;  // the start of a page is as broken as the rest
constexpr std::uint8_t kCommonMisprinted = 30, kNearMisprinted = 40;  // weights of words that are common, and fairly common
constexpr unsigned kClearlyCheaper = 40;  // ten bits: a join that is no matter of taste

constexpr std::size_t kMostMisprints = 300;     // looked at: enough to tell, and bounded

// Surcharges of joining two tokens and of dividing one. Weights lie some 20 below a word's information, and a join saves one word: that
// is taken off. One word in six is broken at a column line's end; inside a line a break is a misprint as any other.
constexpr int kJoinAtHyphen = -12, kJoinAtLine = 4, kJoinCompound = 12, kJoinAtSpace = 24;
constexpr unsigned kDivide = 30;
constexpr std::size_t kMinJoinedBytes = 4, kMinDividedBytes = 5, kMaxDividedBytes = 40;
constexpr std::uint8_t kCommonWeight = 30;  // two words below this are no fragments unless a line ends between them
// What a word counts in a match that no lexicon has: a misprint nearly nothing by itself, a name much.
constexpr std::uint8_t kFragmentWeight = 6, kMisprintWeight = 20, kNameWeight = 40;

/// What stands between two tokens.
struct Gap {
  bool keeps_apart = false;  ///< something but white space and hyphens
  bool line = false, hyphen = false;
  int join_surcharge() const { return line && hyphen ? kJoinAtHyphen : line ? kJoinAtLine : hyphen ? kJoinCompound : kJoinAtSpace; }
};

/// Signs that hyphens at line ends are misread as. Not those that end a clause.
bool may_be_hyphen(char32_t c) {
  switch (c) {
    case U'-': case U'\u00AD': case U'\u2010': case U'\u00AC': case U'?': case U'=': case U'~': case U'_': case U'*': case U'\u00BB': case U'\u2022': case U'\u25A0': return true;
    default: return false;
  }
}

Gap gap_between(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t kLongest = 8;
  Gap gap;
  gap.keeps_apart = end - begin > kLongest || begin == end;
  bool space = false;
  for (std::size_t i = begin; i < end && !gap.keeps_apart;) {
    const Unit u = unit_at(text, i);
    i += u.size_bytes;
    const CharClass k = u.entry.char_class();
    if (k == CharClass::newline) {
      gap.keeps_apart = gap.line;
      gap.line = true;
    } else if (may_be_hyphen(u.c)) {
      // It hangs on the word. Behind it the line ends, or a compound goes on ("to-day").
      gap.keeps_apart = gap.hyphen || space || gap.line;
      gap.hyphen = true;
    } else if (k == CharClass::space || k == CharClass::format) {
      space = true;
    } else {
      gap.keeps_apart = true;
    }
  }
  if (gap.hyphen && !gap.line && (space || text[begin] != '-')) gap.keeps_apart = true;
  return gap;
}

bool is_number(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; });
}

/// Both are made of letters, they fit into a token, and the second does not begin a sentence; a name it may begin only in capitals.
bool in_capitals(std::string_view text, const Tokens& tokens, std::size_t i) {
  if (tokens.length[i] < 2 || !(tokens.flags[i] & kUpper)) return false;
  const std::string_view bytes = text.substr(tokens.begin[i], tokens.length[i]);
  return std::none_of(bytes.begin(), bytes.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool joinable(std::string_view text, const Tokens& tokens, std::size_t i, std::size_t next) {
  if ((tokens.flags[i] | tokens.flags[next]) & (kNumber | kIdeograph)) return false;
  if (tokens.flags[next] & (kParagraphStart | kQuoteStart)) return false;
  if (tokens.end_of(next) - tokens.begin[i] > kMaxWordBytes || tokens.length[i] + tokens.length[next] < kMinJoinedBytes) return false;
  return !(tokens.flags[next] & kUpper) || (in_capitals(text, tokens, i) && in_capitals(text, tokens, next));
}

/// Treebank's "did n't" is no misprint.
bool has_apostrophe(std::string_view text, const Tokens& tokens, std::size_t i) {
  const std::string_view bytes = text.substr(tokens.begin[i], tokens.length[i]);
  return bytes.find('\'') != std::string_view::npos || bytes.find("\u2019") != std::string_view::npos;
}

/// Neighbours among the first words that are a word only together: no compound, and together much the likelier. `weight_of` a word's
/// hash is 0 for what is no word.
template <class WeightOf>
std::size_t count_broken(std::string_view text, const Tokens& tokens, const WeightOf& weight_of) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < std::min(tokens.size(), kLookedAtWords); ++i) {
    if (tokens.weight[i] != kRareWeight && tokens.weight[i + 1] != kRareWeight) continue;
    if (!joinable(text, tokens, i, i + 1) || has_apostrophe(text, tokens, i) || has_apostrophe(text, tokens, i + 1)) continue;
    const Gap gap = gap_between(text, tokens.end_of(i), tokens.begin[i + 1]);
    if (gap.keeps_apart || (gap.hyphen && !gap.line)) continue;
    const unsigned left = weight_of(tokens.word[i]), right = weight_of(tokens.word[i + 1]);
    if (left != 0 && right != 0) continue;
    const unsigned whole = weight_of(hash_of_span(text, tokens.begin[i], tokens.end_of(i + 1)));
    const auto cost = [](unsigned weight) { return weight == 0 ? unsigned{Lexicon::kShortUnknownCost} : weight; };
    if (whole != 0 && whole + kClearlyCheaper <= cost(left) + cost(right)) ++count, ++i;
  }
  return count;
}

class Repair {
 public:
  Repair(std::string_view text, const Lexicon& lexicon, const Tokens& in) : text_(text), lexicon_(lexicon), in_(in) {}

  void run(Tokens& out) {
    out.clear();
    list_kept();
    std::size_t read_ahead = 0;  // kept_ index + 1 that next_reading is of
    Reading next_reading;
    for (std::size_t k = 0; k < kept_.size(); ++k) {
      const std::size_t i = kept_[k];
      const Reading own = read_ahead == k + 1 ? next_reading : read(i);
      if (k + 1 < kept_.size()) {
        const std::size_t next = kept_[k + 1];
        const Gap gap = gap_from(i, next);
        if (!gap.keeps_apart && joinable(text_, in_, i, next) && (gap.line || gap.hyphen || in_.weight[i] > kCommonWeight || in_.weight[next] > kCommonWeight)) {
          next_reading = read(next);
          read_ahead = k + 2;
          const Reading joined = read_joined(i, next, gap.line);
          if (joined.weight != 0 && joined.cost + gap.join_surcharge() < own.cost + next_reading.cost) {
            put(i, in_.begin[i], in_.end_of(next), joined, out);
            ++k;
            continue;
          }
        }
      }
      if (!divide(i, own, out)) put(i, in_.begin[i], in_.end_of(i), own, out);
    }
  }

 private:
  /// Letters alone that are no words and no initials: dirt of a column's edge. What a line's hyphen leaves behind it, too.
  void list_kept() {
    kept_.clear();
    for (std::size_t i = 0; i < in_.size(); ++i)
      if (!is_dirt(i)) kept_.push_back(i);
  }
  bool is_dirt(std::size_t i) const {
    if (in_.length[i] > 2 || in_.flags[i] & kIdeograph) return false;
    const std::size_t behind = in_.end_of(i);
    const char next = behind < text_.size() ? text_[behind] : '\n';
    if (next == '.' || next == '\'') return false;
    if (next == '\n' && i > 0 && !(in_.flags[i] & kLineStart) && in_.begin[i] - in_.end_of(i - 1) == 2 && text_[in_.end_of(i - 1)] == '-') return true;
    if (in_.length[i] != 1) return false;
    const char c = text_[in_.begin[i]];
    if (c >= 'a' && c <= 'z') return c != 'a' && c != 'i' && c != 'o';
    const bool at_edge = (in_.flags[i] & kLineStart) || next == '\n';
    return at_edge && c >= 'B' && c <= 'Z' && c != 'I' && c != 'O';
  }
  Gap gap_from(std::size_t i, std::size_t next) const {
    Gap gap;
    for (; i < next; ++i) {  // over dirt
      const Gap part = gap_between(text_, in_.end_of(i), in_.begin[i + 1]);
      gap = {gap.keeps_apart || part.keeps_apart, gap.line || part.line, gap.hyphen || part.hyphen};
      // Dirt behind a hyphen: "gov- 1/ernment".
      if (part.keeps_apart && i + 1 < next && text_[in_.end_of(i)] == '-') gap = {false, false, true};
    }
    return gap;
  }

  Reading read(std::size_t i) {
    // Nearly all words are common ones, and those are what they seem; a single letter may be an initial.
    if (in_.length[i] == 1 || (in_.weight[i] < kCommonWeight && in_.length[i] > 3) || (in_.flags[i] & kIdeograph) || is_number(text_.substr(in_.begin[i], in_.length[i])))
      return {in_.word[i], in_.weight[i], in_.weight[i]};
    spelling_.clear();
    hash_of_span(text_, in_.begin[i], in_.end_of(i), &spelling_);
    return lexicon_.read(spelling_, in_.word[i], true);
  }
  Reading read_joined(std::size_t i, std::size_t next, bool loosely) {
    spelling_.clear();
    hash_of_span(text_, in_.begin[i], in_.end_of(i), &spelling_);
    hash_of_span(text_, in_.begin[next], in_.end_of(next), &spelling_);
    return lexicon_.read(spelling_, read_word(spelling_, 0).hash, loosely);
  }

  /// "ofthe": puts two tokens when the halves are words and cost less than the whole.
  bool divide(std::size_t i, const Reading& own, Tokens& out) {
    if (own.cost <= kDivide + 10 || in_.length[i] < kMinDividedBytes || in_.length[i] > kMaxDividedBytes || (in_.flags[i] & kNumber)) return false;
    const std::size_t begin = in_.begin[i], end = in_.end_of(i);
    // Plain letters only: then the halves' hashes are those of their bytes.
    for (std::size_t k = begin; k < end; ++k)
      if (const char c = static_cast<char>(text_[k] | 0x20); c < 'a' || c > 'z') return false;
    unsigned best = own.cost;
    std::size_t at = 0;
    for (std::size_t k = begin + 1; k + 1 < end; ++k) {
      if (k == begin + 1 && (text_[begin] | 0x20) != 'a') continue;
      const unsigned left = lexicon_.weight(hash_of_span(text_, begin, k));
      if (left == 0 || left + kDivide >= best) continue;
      const unsigned right = lexicon_.weight(hash_of_span(text_, k, end));
      if (right == 0 || left + right + kDivide >= best) continue;
      best = left + right + kDivide;
      at = k;
    }
    if (at == 0) return false;
    for (const auto& [from, to] : {std::pair{begin, at}, std::pair{at, end}}) {
      const std::uint32_t word = hash_of_span(text_, from, to);
      put(i, from, to, {word, lexicon_.weight(word), 0}, out);
    }
    out.flags.back() &= kInQuote;  // the second half starts nothing
    return true;
  }

  std::uint8_t weight_of(std::size_t i, const Reading& reading) const {
    if (reading.weight != 0) {  // as in clean text
      if (reading.word == in_.word[i]) return in_.weight[i];
      const std::uint8_t known = WeightTable::get().find(reading.word);
      return known != 0 ? known : kRareWeight;
    }
    if (in_.length[i] <= 3) return kFragmentWeight;
    return (in_.flags[i] & kUpper) ? kNameWeight : kMisprintWeight;
  }

  void put(std::size_t i, std::size_t begin, std::size_t end, const Reading& reading, Tokens& out) {
    std::uint8_t flags = in_.flags[i];
    if ((flags & kLineStart) && !(flags & kParagraphStart) && !begins_sentence(i)) flags &= static_cast<std::uint8_t>(~(kSentenceStart | kLineStart));
    out.word.push_back(reading.word);
    out.begin.push_back(static_cast<std::uint32_t>(begin));
    out.length.push_back(static_cast<std::uint8_t>(end - begin));
    out.weight.push_back(weight_of(i, reading));
    out.flags.push_back(flags);
  }

  /// A line begins with token i: does a sentence? Not with a small letter, and not where the line before runs on.
  bool begins_sentence(std::size_t i) const {
    if (i == 0) return true;
    if (!(in_.flags[i] & (kUpper | kNumber))) return false;
    for (std::size_t k = in_.end_of(i - 1); k < in_.begin[i]; ++k) {
      const char c = text_[k];
      if (c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == ')') return true;
      if (c == ',' || c == ';' || c == '-') return false;
    }
    return in_capitals(text_, in_, i - 1) != in_capitals(text_, in_, i);  // a heading, or what stands behind one
  }
  std::string_view text_;
  const Lexicon& lexicon_;
  const Tokens& in_;
  std::vector<std::size_t> kept_;
  std::string spelling_;
};

struct Misprints {
  std::size_t alike = 0, near = 0;
};

/// Different spellings in small letters that are no words, and look as common words do or differ from one by a letter.
Misprints count_misprints(std::string_view text, const Tokens& tokens, const Lexicon& lexicon, std::size_t max_bytes) {
  std::vector<std::uint32_t> seen;
  Misprints result;
  std::string spelling;
  for (std::size_t i = 0; i < std::min(tokens.size(), kLookedAtWords); ++i) {
    if (tokens.weight[i] != kRareWeight || tokens.length[i] < 4 || tokens.length[i] > max_bytes || (tokens.flags[i] & (kNumber | kIdeograph | kUpper))) continue;
    if (lexicon.weight(tokens.word[i]) != 0 || std::find(seen.begin(), seen.end(), tokens.word[i]) != seen.end()) continue;
    seen.push_back(tokens.word[i]);
    spelling.clear();
    hash_of_span(text, tokens.begin[i], tokens.end_of(i), &spelling);
    const Reading alike = lexicon.read(spelling, tokens.word[i], false);
    if (alike.weight != 0 && alike.weight <= kCommonMisprinted) {
      ++result.alike;
    } else {
      const Reading near = lexicon.read(spelling, tokens.word[i], true);
      result.near += near.weight != 0 && near.weight <= kNearMisprinted;
    }
    if (seen.size() == kMostMisprints) break;
  }
  return result;
}

/// The lexicon to repair with; null when the text is no scan.
const Lexicon* scanned_in(std::string_view text, std::string_view language, const Tokens& tokens) {
  if (!may_be_scanned(tokens)) return nullptr;
  // The table of weights and the commonest words are at hand for every article; the lexicon is made only when they hint at a scan.
  const Lexicon* common = Lexicon::common_of(language);
  if (common == nullptr) return nullptr;
  std::size_t hints = count_broken(text, tokens, [](std::uint32_t word) { return WeightTable::get().find(word); });
  if (hints < kMinHints) hints += count_misprints(text, tokens, *common, kCommonBytes).alike;
  if (hints < kMinHints) return nullptr;
  const Lexicon* lexicon = Lexicon::of(language);
  const std::size_t words = std::min(tokens.size(), kLookedAtWords);
  const std::size_t broken = count_broken(text, tokens, [&](std::uint32_t word) { return lexicon->weight(word); });
  if (broken >= kMinBroken && 1000 * broken >= kMinBrokenPermille * words) return lexicon;
  const Misprints misprints = count_misprints(text, tokens, *lexicon, kMaxDividedBytes);
  const std::size_t sure = broken + misprints.alike, evidence = sure + misprints.near / 3;
  return sure >= kMinSure && evidence >= kMinEvidence && 2000 * evidence >= kMinEvidencePer2000 * words ? lexicon : nullptr;
}

}  // namespace

bool may_be_scanned(const Tokens& tokens) {
  if (tokens.size() < kMinWords) return false;
  const auto unknown = static_cast<std::size_t>(std::count(tokens.weight.begin(), tokens.weight.end(), kRareWeight));
  const auto lines = static_cast<std::size_t>(std::count_if(tokens.flags.begin(), tokens.flags.end(), [](std::uint8_t f) { return (f & kLineStart) != 0; }));
  const bool columns = lines * kColumnWords >= tokens.size();
  return 1000 * unknown >= (columns ? kMinUnknownColumnsPermille : kMinUnknownPermille) * tokens.size();
}

bool looks_scanned(std::string_view text, std::string_view language, const Tokens& tokens) {
  return scanned_in(text, language, tokens) != nullptr;
}

bool repair_ocr(std::string_view text, std::string_view language, Tokens& tokens) {
  const Lexicon* lexicon = scanned_in(text, language, tokens);
  if (lexicon == nullptr) return false;
  Tokens repaired;
  Repair(text, *lexicon, tokens).run(repaired);
  std::swap(tokens, repaired);
  return true;
}

}  // namespace reprise::text
