// From text to tokens: the walk.
//
// Idea: bit masks tell where runs of ASCII letters and digits end (ascii_masks.hpp); a run that is bordered by plain
//   characters is a word, hashed 16 bytes at a time. Everything else (other scripts, apostrophes, numbers with signs,
//   entities) goes through read_word(), one character after the other. Between words most often stands one space; any other
//   gap is read character by character for stops, line breaks, quotation marks and markup.
// Rules: a word that markup divides is two tokens, save for entities, which are the characters they stand for. A Persian
//   prefix (می نمی) or suffix (ها های هایی ای تر ترین) that stands alone is one token with its word. A sentence ends with
//   ! ? … 。 and the like, and with a full stop before white space unless an abbreviation, a single letter or a list's number
//   stands right before it; never before a lower-case letter or with a comma behind the stop. A line ends one, too, but an address
//   alone in its line belongs to the line above: the items of a list are titles with their links.
// Cost: linear. Tested by tests/text, against tests/oracle/text_twin.hpp.
#include "text/tokenise.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

#include "base/utf8.hpp"
#include "text/markup.hpp"
#include "text/quotes.hpp"
#include "text/sentences.hpp"
#include "text/weights.hpp"
#include "text/word_hash.hpp"
#include "text/word_reader.hpp"

namespace reprise::text {
namespace {

constexpr std::size_t kWindowBytes = 8192;  // the masks of a window take 1 KiB and stay in L1

// What may stand behind an ASCII word only after a closer look.
constexpr bool needs_look(unsigned char b) { return b >= 0x80 || b == '.' || b == ',' || b == '\'' || b == '&' || b == ':'; }

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

// "http", "https", "www", "t": only these can start a URL.
bool may_start_url(char first, std::size_t size) {
  const char low = static_cast<char>(first | 0x20);
  return (low == 'h' && (size == 4 || size == 5)) || (low == 'w' && size == 3) || (low == 't' && size == 1);
}

struct Affixes {
  std::uint32_t prefix[2];
  std::uint32_t suffix[6];
  std::uint64_t sieve;  ///< bit h % 64 for each of their hashes
};

const Affixes& persian_affixes() {
  static const Affixes affixes = [] {
    const auto h = [](std::string_view w) { return read_word(w, 0).hash; };
    Affixes a{{h("می"), h("نمی")}, {h("ها"), h("های"), h("هایی"), h("ای"), h("تر"), h("ترین")}, 0};
    for (const std::uint32_t hash : a.prefix) a.sieve |= std::uint64_t{1} << (hash & 63);
    for (const std::uint32_t hash : a.suffix) a.sieve |= std::uint64_t{1} << (hash & 63);
    return a;
  }();
  return affixes;
}

// Arabic "أي" is a word and folds as the Persian suffix "ای" does: a suffix starts with a letter as Persian writes it.
bool starts_suffix(char32_t c) { return c == U'ا' || c == U'ه' || c == U'ت'; }

class Walker {
 public:
  Walker(std::string_view text, const WalkOptions& options, Tokens& out)
      : text_(text),
        out_(out),
        weights_(options.with_tables ? &WeightTable::get() : nullptr),
        affixes_(persian_affixes()),
        fill_masks_(mask_function(options.path)) {}

  void run() {
    refill(0);
    resize(text_.size() / 5 + 16);
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte >= 0x80 || byte == '&') {
        wide();
      } else if (in_mask(at_)) {
        ascii_word();
      } else {
        gap({byte, 1, fold(byte)});
      }
    }
    resize(count_);
    weigh();
  }

 private:
  // ---- masks of ASCII words ----
  void refill(std::size_t at) {
    window_ = at & ~std::size_t{63};
    const std::size_t size = std::min(kWindowBytes, text_.size() - std::min(window_, text_.size()));
    masks_[size / 64] = 0;
    fill_masks_(text_.data() + window_, size, masks_);
  }
  bool in_mask(std::size_t at) {
    if (at - window_ >= kWindowBytes) refill(at);
    return (masks_[(at - window_) >> 6] >> (at & 63) & 1) != 0;
  }
  std::size_t run_end(std::size_t at) {
    while (at < text_.size()) {
      if (at - window_ >= kWindowBytes) refill(at);
      const std::uint64_t rest = ~masks_[(at - window_) >> 6] >> (at & 63);
      if (rest != 0) return at + static_cast<unsigned>(std::countr_zero(rest));
      at = (at | 63) + 1;
    }
    return text_.size();
  }

  // ---- words ----
  void ascii_word() {
    const std::size_t begin = at_;
    const std::size_t end = run_end(begin);
    const std::size_t size = text_.size();
    if (end - begin > kMaxWordBytes) return slow_word(begin);
    if (end < size) {
      const auto next = static_cast<unsigned char>(text_[end]);
      if (needs_look(next) && !ends_plainly(begin, end, next)) return;
    }
    const bool readable16 = begin + ((end - begin + 15) & ~std::size_t{15}) <= size;
    emit(begin, end, hash_ascii_word(text_.data() + begin, end - begin, readable16),
         fold(static_cast<unsigned char>(text_[begin])));
    at_ = end;
    skip_space();
  }

  // A run of ASCII letters and digits ends before `next`. True: it is a word as it stands. False: it has been dealt with.
  bool ends_plainly(std::size_t begin, std::size_t end, unsigned char next) {
    if (next >= 0x80) {
      const FoldEntry e = unit_at(text_, end).entry;
      const CharClass k = e.char_class();
      if (!e.in_word() && k != CharClass::mark && k != CharClass::format && k != CharClass::apostrophe &&
          k != CharClass::number_sign) {
        return true;
      }
    } else if (next == '.' || next == ':') {
      if (take_url(begin, end)) return false;
      if (next == ':') return true;
    }
    if (next < 0x80 && end + 1 >= text_.size()) return true;
    const char after = next < 0x80 ? text_[end + 1] : 0;
    if (next == '.' || next == ',') {
      const bool number = is_ascii_digit(text_[end - 1]) &&
                          (is_ascii_digit(after) || static_cast<unsigned char>(after) >= 0x80 || after == '&');
      if (!number) return true;
    }
    slow_word(begin);
    return false;
  }

  bool take_url(std::size_t begin, std::size_t end) {
    if (!may_start_url(text_[begin], end - begin)) return false;
    const std::size_t behind = url_end(text_, begin, end);
    if (behind == end) return false;
    // A bare URL is one word: the same link in two posts is the same text.
    std::size_t shown = std::min(behind, begin + kMaxWordBytes);
    while (!utf8::is_boundary(text_, shown)) --shown;
    of_line_above_ = newlines_ == 1 && fills_line(text_, begin, behind);
    emit(begin, shown, url_hash(text_.substr(begin, behind - begin)), fold(static_cast<unsigned char>(text_[begin])), kAddressWeight);
    at_ = behind;
    return true;
  }

  void slow_word(std::size_t begin) {
    const Word word = read_word(text_, begin);
    at_ = word.end;
    if (at_ < text_.size() && (text_[at_] == ':' || text_[at_] == '.') && take_url(begin, at_)) return;
    // Most words are no affix and behind none.
    if (word.first.arabic() && (glued_token_ == count_ || (affixes_.sieve >> (word.hash & 63) & 1) != 0)) {
      if (glue(begin, word)) return;
      if (word.hash == affixes_.prefix[0] || word.hash == affixes_.prefix[1]) glued_token_ = count_ + 1;
    }
    emit(begin, word.end, word.hash, word.first);
    skip_space();
  }

  // One space right behind a word says nothing; it is what most gaps are.
  void skip_space() {
    if (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  void wide() {
    const Unit u = unit_at(text_, at_);
    if (u.entry.in_word()) return slow_word(at_);
    if (u.entry.char_class() != CharClass::ideograph) return gap(u);
    const std::size_t begin = at_;
    at_ += u.size_bytes;
    WideHash hash;
    hash.add(u.entry.folded(u.c));
    // Marks that hang on it.
    while (at_ < text_.size() && may_be_mark(static_cast<unsigned char>(text_[at_]))) {
      const Unit next = unit_at(text_, at_);
      if (next.entry.char_class() != CharClass::mark || at_ + next.size_bytes - begin > kMaxWordBytes) break;
      at_ += next.size_bytes;
    }
    const std::uint8_t known = weights_ != nullptr ? weights_->find_ideograph(u.entry.folded(u.c)) : 0;
    const std::uint32_t word = hash.finish();
    emit(begin, at_, word, u.entry, known != 0 ? known : weight_of(word, kIdeograph));
  }

  // By the first byte. U+4000 to U+9FFF, where most ideographs are, holds no marks; nor does anything below U+0300.
  static bool may_be_mark(unsigned char b) { return b == '&' || (b >= 0xcc && !(b >= 0xe4 && b <= 0xe9)); }

  // Persian affixes: joins the word to the token before it when one of the two is a detached affix and no more than one
  // space stands between them.
  bool glue(std::size_t begin, const Word& word) {
    if (count_ == 0) return false;
    const bool suffix = std::find(std::begin(affixes_.suffix), std::end(affixes_.suffix), word.hash) != std::end(affixes_.suffix) &&
                        starts_suffix(unit_at(text_, begin).c);
    if (!suffix && glued_token_ != count_) return false;
    const std::size_t last = count_ - 1;
    const std::size_t first = begin_[last];
    if (word.end - first > kMaxWordBytes || !unit_at(text_, first).entry.arabic()) return false;
    unsigned spaces = 0;
    for (std::size_t i = first + length_[last]; i < begin;) {
      const Unit u = unit_at(text_, i);
      if (u.entry.char_class() == CharClass::space) {
        ++spaces;
      } else if (u.entry.char_class() != CharClass::format) {
        return false;
      }
      i += u.size_bytes;
    }
    if (spaces != 1) return false;
    word_[last] = hash_of_span(text_, first, word.end);
    length_[last] = static_cast<std::uint8_t>(word.end - first);
    weight_[last] = weight_of(word_[last], 0);
    glued_token_ = 0;
    return true;
  }

  // ---- gaps ----
  // ``so'' and ''so'': typewriters and treebanks make double marks of two single ones.
  bool is_doubled_mark(std::size_t at) const {
    const char c = text_[at];
    const auto is_same = [&](std::size_t i) { return i < text_.size() && text_[i] == c; };
    return (c == '`' || c == '\'') && is_same(at + 1) && !is_same(at + 2) && !(at > 0 && text_[at - 1] == c);
  }

  void gap(const Unit& u) {
    const std::size_t begin = at_;
    at_ += u.size_bytes;
    if (is_doubled_mark(begin)) {
      ++at_;
      return quotes_.mark(u.c == U'`' ? U'“' : U'"', space_before(begin), space_after(at_), count_, flags_);
    }
    switch (u.entry.char_class()) {
      case CharClass::space:
        spaced_ = true;
        break;
      case CharClass::newline:
        if (u.c == U'\r' && at_ < text_.size() && text_[at_] == '\n') break;
        add_newlines(u.c == 0x2029 ? 2 : 1);
        break;
      case CharClass::stop:
        stop_ = kStrong;
        break;
      case CharClass::dot:
        if (stop_ == kNone && !continues(begin)) {
          stop_ = kDot;
          spaced_ = false;
        }
        break;
      case CharClass::comma:
        stop_ = kNone;
        break;
      case CharClass::quote:
        quotes_.mark(u.c, space_before(begin), space_after(at_), count_, flags_);
        break;
      case CharClass::other:
        if (u.size_bytes == 1 && u.c == U'<') {
          const Tag tag = tags_.tag_at(text_, begin);
          if (tag.end != begin) at_ = tag.end;
          if (tag.newlines > 0) add_newlines(tag.newlines);
        } else if (u.size_bytes == 1 && u.c == U']') {
          if (const std::size_t end = link_target_end(text_, begin); end != begin) at_ = end;
        }
        break;
      default:
        break;
    }
  }

  void add_newlines(unsigned n) {
    newlines_ = std::min(2u, newlines_ + n);
    spaced_ = true;
    if (newlines_ == 2) quotes_.forget();
  }

  // A full stop at `dot` after which the sentence goes on: of an abbreviation, an initial, or a list's number.
  bool continues(std::size_t dot) const {
    if (count_ == 0 || begin_[count_ - 1] + length_[count_ - 1] != dot) return false;
    const std::size_t last = count_ - 1;
    const Unit u = unit_at(text_, begin_[last]);
    if (u.size_bytes == length_[last] && u.entry.char_class() == CharClass::letter) return true;
    if ((flags_[last] & (kNumber | kLineStart)) == (kNumber | kLineStart)) return length_[last] <= 3;
    if ((flags_[last] & kNumber) != 0 && length_[last] <= 2 && last > 0 && weights_ != nullptr && announces_ordinal(word_[last - 1])) return true;
    return weights_ != nullptr && is_abbreviation(word_[last]);
  }

  // A number behind "No." and its like.
  bool is_numbered(FoldEntry first) const {
    return stop_ == kDot && first.starts_with_digit() && weights_ != nullptr && count_ > 0 && announces_number(word_[count_ - 1]);
  }

  bool space_before(std::size_t at) const {
    if (at == 0) return true;
    std::size_t before = at - 1;
    while (before > 0 && (static_cast<unsigned char>(text_[before]) & 0xc0u) == 0x80u) --before;
    const Unit u = unit_at(text_, before);
    const CharClass k = u.entry.char_class();
    return k == CharClass::space || k == CharClass::newline || k == CharClass::opener || u.c == U'>';
  }

  bool space_after(std::size_t at) const {
    if (at >= text_.size()) return true;
    const Unit u = unit_at(text_, at);
    switch (u.entry.char_class()) {
      case CharClass::space:
      case CharClass::newline:
      case CharClass::stop:
      case CharClass::dot:
      case CharClass::comma:
        return true;
      case CharClass::opener:
        return u.c != U'(' && u.c != U'[' && u.c != U'{';
      default:
        return u.c == U')' || u.c == U']' || u.c == U'}' || u.c == U'<';
    }
  }

  // ---- output ----
  std::uint8_t weight_of(std::uint32_t hash, unsigned flags) const {
    const std::uint8_t known = weights_ != nullptr ? weights_->find(hash) : 0;
    if (known != 0) return known;
    return (flags & kIdeograph) != 0 ? kIdeographWeight : (flags & kNumber) != 0 ? kNumberWeight : kRareWeight;
  }

  void emit(std::size_t begin, std::size_t end, std::uint32_t hash, FoldEntry first) { emit(begin, end, hash, first, kToBeWeighed); }

  /// The table is out of the nearest memory when an article comes, and a word alone waits for it: all of them together hardly do.
  void weigh() {
    constexpr std::size_t kAhead = 16;
    for (std::size_t i = 0; i < count_; ++i) {
      if (weights_ != nullptr && i + kAhead < count_) weights_->prefetch(word_[i + kAhead]);
      if (weight_[i] == kToBeWeighed) weight_[i] = weight_of(word_[i], flags_[i] & unsigned{kNumber});
    }
  }

  void emit(std::size_t begin, std::size_t end, std::uint32_t hash, FoldEntry first, std::uint8_t weight) {
    if (count_ == capacity_) resize(count_ + count_ / 2 + 16);
    unsigned flags = 0;
    if (first.upper()) flags |= kUpper;
    if (first.starts_with_digit()) flags |= kNumber;
    if (first.char_class() == CharClass::ideograph) flags |= kIdeograph;
    if (newlines_ != 0) {
      flags |= of_line_above_ ? unsigned{kLineStart} : kSentenceStart | kLineStart;
      if (newlines_ == 2) flags |= kParagraphStart;
    } else if (stop_ != kNone && (stop_ == kStrong || spaced_) && !first.lower() && !is_numbered(first)) {
      flags |= kSentenceStart;
    }
    of_line_above_ = false;
    newlines_ = 0;
    stop_ = kNone;
    word_[count_] = hash;
    begin_[count_] = static_cast<std::uint32_t>(begin);
    length_[count_] = static_cast<std::uint8_t>(end - begin);
    flags_[count_] = static_cast<std::uint8_t>(flags);
    weight_[count_] = weight;
    ++count_;
  }

  void resize(std::size_t tokens) {
    out_.word.resize(tokens);
    out_.begin.resize(tokens);
    out_.length.resize(tokens);
    out_.weight.resize(tokens);
    out_.flags.resize(tokens);
    capacity_ = tokens;
    word_ = out_.word.data();
    begin_ = out_.begin.data();
    length_ = out_.length.data();
    weight_ = out_.weight.data();
    flags_ = out_.flags.data();
  }

  enum Stop : std::uint8_t { kNone, kDot, kStrong };
  static constexpr std::uint8_t kToBeWeighed = 0;  // no word's weight

  std::string_view text_;
  Tokens& out_;
  const WeightTable* weights_;
  const Affixes& affixes_;
  MaskFunction fill_masks_;

  std::size_t at_ = 0;
  std::size_t count_ = 0;
  std::size_t capacity_ = 0;
  std::size_t glued_token_ = 0;  // count_ of the word that a Persian prefix waits for
  // Of the gap before the next token. The text's start is a paragraph's.
  unsigned newlines_ = 2;
  Stop stop_ = kNone;
  bool spaced_ = false;
  bool of_line_above_ = false;  // the next token is a line of its own and goes on with the sentence above
  QuoteTracker quotes_;
  TagFinder tags_;

  std::uint32_t* word_ = nullptr;
  std::uint32_t* begin_ = nullptr;
  std::uint8_t* length_ = nullptr;
  std::uint8_t* weight_ = nullptr;
  std::uint8_t* flags_ = nullptr;

  std::size_t window_ = 0;
  std::uint64_t masks_[kWindowBytes / 64 + 1];
};

}  // namespace

void walk(std::string_view text, const WalkOptions& options, Tokens& out) { Walker(text, options, out).run(); }

void Tokens::clear() {
  word.clear();
  begin.clear();
  length.clear();
  weight.clear();
  flags.clear();
}

void tokenise(std::string_view text, Tokens& out) { walk(text, {}, out); }

std::uint32_t word_hash(std::string_view word) {
  thread_local Tokens tokens;  // tables hash a hundred thousand words at a process's start
  walk(word, {.path = MaskPath::best, .with_tables = false}, tokens);
  return tokens.size() == 1 ? tokens.word[0] : 0;
}

std::uint8_t word_weight(std::uint32_t word) {
  const std::uint8_t known = WeightTable::get().find(word);
  return known != 0 ? known : kRareWeight;
}

std::string normalised(std::string_view text) {
  Tokens tokens;
  walk(text, {.path = MaskPath::best, .with_tables = false}, tokens);
  std::string out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) out += ' ';
    hash_of_span(text, tokens.begin[i], tokens.end_of(i), &out);
  }
  return out;
}

}  // namespace reprise::text
