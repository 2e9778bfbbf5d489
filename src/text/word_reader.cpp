// Reading of words; see word_reader.hpp.
#include "text/word_reader.hpp"

#include "base/utf8.hpp"
#include "text/word_hash.hpp"

namespace reprise::text {
namespace {

// Both hashes of the folded word, while it is read. `ascii` holds the word's bytes as long as all of it is ASCII.
class Folded {
 public:
  explicit Folded(std::string* spelling) : spelling_(spelling) {}

  void add(char32_t c) {
    wide_.add(c);
    seen_ |= c;
    ascii_[size_++] = static_cast<char>(c);
    if (spelling_ != nullptr) utf8::append(*spelling_, c);
  }
  void add(const Unit& u) {
    if (u.entry.char_class() != CharClass::expansion) return add(u.entry.folded(u.c));
    for (const char32_t* e = kExpansions + u.entry.expansion_index(); *e != 0; ++e) add(*e);
  }
  std::uint32_t hash() const { return seen_ < 0x80 ? hash_ascii_word(ascii_, size_, false) : wide_.finish(); }

 private:
  WideHash wide_;
  char32_t seen_ = 0;
  std::size_t size_ = 0;
  std::string* spelling_;
  // A character that expands takes two bytes at least. Not cleared: only what add() wrote is read.
  char ascii_[kMaxWordBytes / 2 * kMaxExpansion + kMaxExpansion];
};

bool digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && unit_at(text, at).entry.char_class() == CharClass::digit;
}

// text[at] is the first of a run of digits: is it exactly three long?
bool three_digits_at(std::string_view text, std::size_t at) {
  for (int i = 0; i < 3; ++i) {
    if (!digit_at(text, at)) return false;
    at += unit_at(text, at).size_bytes;
  }
  return !digit_at(text, at);
}

// Adds the word at `begin` to `out`.
Word read_into(std::string_view text, std::size_t begin, Folded& out) {
  const std::size_t limit = text.size();
  Unit u = unit_at(text, begin);
  Word word{begin + u.size_bytes, 0, u.entry};
  FoldEntry last = u.entry;
  out.add(u);
  std::size_t at = word.end;
  while (at < limit) {
    u = unit_at(text, at);
    const std::size_t behind = at + u.size_bytes;
    switch (u.entry.char_class()) {
      case CharClass::letter:
      case CharClass::digit:
      case CharClass::expansion:
        if (behind - begin > kMaxWordBytes) return word;
        out.add(u);
        last = u.entry;
        word.end = behind;
        break;
      case CharClass::space:  // most words end here
        return word;
      case CharClass::mark:
        if (behind - begin > kMaxWordBytes) return word;
        word.end = behind;
        break;
      case CharClass::format:
        break;
      case CharClass::apostrophe: {
        if (behind >= limit) return word;
        const Unit next = unit_at(text, behind);
        if (next.c == u.c && last.hebrew()) {  // two for the double mark
          const std::size_t letter = behind + next.size_bytes;
          if (letter >= limit || !unit_at(text, letter).entry.hebrew()) return word;
          at = letter;
          continue;
        }
        const CharClass k = next.entry.char_class();
        if (k != CharClass::letter && k != CharClass::expansion) return word;
        break;
      }
      case CharClass::quote:
        if (!last.hebrew() || behind >= limit || !unit_at(text, behind).entry.hebrew()) return word;
        break;
      case CharClass::dot:
      case CharClass::comma:
      case CharClass::number_sign:
        if (u.c != U'.' && u.c != U',' && u.entry.char_class() != CharClass::number_sign) return word;
        if (last.char_class() != CharClass::digit || !digit_at(text, behind)) return word;
        // The digit behind the sign must fit, too, or the sign would be hashed and not covered.
        if (behind + unit_at(text, behind).size_bytes - begin > kMaxWordBytes) return word;
        if (!three_digits_at(text, behind)) out.add(U'.');
        break;
      default:
        return word;
    }
    at = behind;
  }
  return word;
}

}  // namespace

Word read_word(std::string_view text, std::size_t begin, std::string* spelling) {
  Folded folded(spelling);
  Word word = read_into(text, begin, folded);
  word.hash = folded.hash();
  return word;
}

std::uint32_t hash_of_span(std::string_view text, std::size_t begin, std::size_t end, std::string* spelling) {
  Folded folded(spelling);
  text = text.substr(0, end);
  while (begin < end) {
    const Unit u = unit_at(text, begin);
    if (u.entry.in_word()) {
      begin = read_into(text, begin, folded).end;
    } else {
      if (u.entry.char_class() == CharClass::ideograph) folded.add(u);
      begin += u.size_bytes;
    }
  }
  return folded.hash();
}

}  // namespace reprise::text
