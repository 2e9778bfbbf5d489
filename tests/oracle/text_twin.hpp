// The tokeniser once more, plainly: no masks, no fast paths, flags in passes of their own. Slow.
// It shares with src/text the fold table, the bounds of markup (markup.hpp), the list of abbreviations and the hash of a
// folded word; those have tests of their own.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "text/markup.hpp"
#include "text/sentences.hpp"
#include "text/tokens.hpp"
#include "text/weights.hpp"
#include "text/word_hash.hpp"

namespace reprise::oracle {

using text::CharClass;
using text::Unit;

struct TwinToken {
  std::size_t begin = 0, end = 0;
  std::u32string folded;
  Unit first{};
  unsigned flags = 0;
  bool url = false;
  std::size_t url_end = 0;
};

struct TwinEvent {  // a character or a tag between tokens
  std::size_t begin = 0, end = 0, next_token = 0;
  Unit unit{};
  unsigned newlines = 0;
  bool tag = false;
  char32_t doubled = 0;  ///< the quotation mark that `` or '' stands for
};

class TextTwin {
 public:
  explicit TextTwin(std::string_view t) : t_(t) {
    split();
    sentences();
    quotes();
  }
  const std::vector<TwinToken>& tokens() const { return tokens_; }

  static std::uint32_t hash(const std::u32string& folded) {
    std::string bytes;
    text::WideHash wide;
    bool ascii = true;
    for (const char32_t c : folded) {
      wide.add(c);
      ascii = ascii && c < 0x80;
      bytes += static_cast<char>(c);
    }
    return ascii ? text::hash_ascii_word(bytes.data(), bytes.size(), false) : wide.finish();
  }

 private:
  static void append(std::u32string& out, const Unit& u) {
    if (u.entry.char_class() == CharClass::expansion) {
      for (const char32_t* e = text::kExpansions + u.entry.expansion_index(); *e != 0; ++e) out += *e;
    } else {
      out += u.entry.folded(u.c);
    }
  }
  bool has(std::size_t at) const { return at < t_.size(); }
  CharClass kind(std::size_t at) const { return has(at) ? text::unit_at(t_, at).entry.char_class() : CharClass::other; }
  std::size_t after(std::size_t at) const { return at + text::unit_at(t_, at).size_bytes; }

  TwinToken word(std::size_t begin) const {
    TwinToken w;
    w.begin = begin;
    w.first = text::unit_at(t_, begin);
    CharClass last = CharClass::other;
    bool hebrew = false;
    for (std::size_t at = begin; has(at); at = after(at)) {
      const Unit u = text::unit_at(t_, at);
      const std::size_t behind = after(at);
      const CharClass k = u.entry.char_class();
      if (u.entry.in_word() || k == CharClass::mark) {
        if (behind - begin > 255) break;
        w.end = behind;
        if (k == CharClass::mark) continue;
        append(w.folded, u);
        last = k;
        hebrew = u.entry.hebrew();
      } else if (k == CharClass::apostrophe) {
        const bool twice = has(behind) && text::unit_at(t_, behind).c == u.c;
        if (hebrew && twice) {
          if (!has(after(behind)) || !text::unit_at(t_, after(behind)).entry.hebrew()) break;
          at = behind;
          continue;
        }
        if (kind(behind) != CharClass::letter && kind(behind) != CharClass::expansion) break;
      } else if (k == CharClass::quote) {
        if (!hebrew || !has(behind) || !text::unit_at(t_, behind).entry.hebrew()) break;
      } else if (u.c == U'.' || u.c == U',' || k == CharClass::number_sign) {
        if (last != CharClass::digit || kind(behind) != CharClass::digit || after(behind) - begin > 255) break;
        std::size_t digits = 0;
        for (std::size_t i = behind; kind(i) == CharClass::digit && digits < 4; i = after(i)) ++digits;
        if (digits != 3) w.folded += U'.';
      } else if (k != CharClass::format) {
        break;
      }
    }
    return w;
  }

  bool glue(const TwinToken& w) {
    if (tokens_.empty() || !w.first.entry.arabic()) return false;
    TwinToken& last = tokens_.back();
    if (!last.first.entry.arabic()) return false;
    const auto is = [](const std::u32string& s, std::initializer_list<const char32_t*> list) {
      return std::any_of(list.begin(), list.end(), [&](const char32_t* e) { return s == e; });
    };
    // Folded: Farsi yeh is Arabic yeh.
    const bool suffix = is(w.folded, {U"ها", U"هاي", U"هايي", U"اي", U"تر", U"ترين"}) &&
                        (w.first.c == U'ا' || w.first.c == U'ه' || w.first.c == U'ت');
    const bool prefix = !glued_ && is(last.folded, {U"مي", U"نمي"});
    if ((!suffix && !prefix) || w.end - last.begin > 255) return false;
    std::size_t spaces = 0;
    for (std::size_t i = last.end; i < w.begin; i = after(i)) {
      if (kind(i) == CharClass::space) ++spaces;
      else if (kind(i) != CharClass::format) return false;
    }
    if (spaces != 1) return false;
    last.folded += w.folded;
    last.end = w.end;
    glued_ = true;
    return true;
  }

  void split() {
    text::TagFinder tags;
    for (std::size_t at = 0; has(at);) {
      const Unit u = text::unit_at(t_, at);
      if (u.entry.in_word()) {
        TwinToken w = word(at);
        const std::size_t url = text::url_end(t_, w.begin, w.end);
        at = url;
        if (url != w.end) {  // one word: all its characters behind a mark, shown up to 255 bytes
          w.url = true;
          w.url_end = url;
          w.folded = U"\U0010FFFF";
          w.end = w.begin;
          for (std::size_t i = w.begin; i < url;) {
            w.folded += utf8::next(t_, i);
            if (i - w.begin <= 255) w.end = i;
          }
        } else if (glue(w)) {
          continue;
        }
        tokens_.push_back(w);
        glued_ = false;
      } else if (u.entry.char_class() == CharClass::ideograph) {
        TwinToken w;
        w.begin = at;
        w.first = u;
        append(w.folded, u);
        at = after(at);
        while (kind(at) == CharClass::mark && after(at) - w.begin <= 255) at = after(at);
        w.end = at;
        tokens_.push_back(w);
        glued_ = false;
      } else {
        TwinEvent e;
        e.begin = at;
        e.end = after(at);
        e.next_token = tokens_.size();
        e.unit = u;
        if (t_[at] == '<') {
          const text::Tag tag = tags.tag_at(t_, at);
          e.tag = tag.end != at;
          if (e.tag) e.end = tag.end;
          e.newlines = tag.newlines;
        } else if (t_[at] == ']') {
          if (const std::size_t end = text::link_target_end(t_, at); end != at) e.end = end;
        } else if (t_[at] == '`' || t_[at] == '\'') {
          const char c = t_[at];
          std::size_t first = at, last = at;
          while (first > 0 && t_[first - 1] == c) --first;
          while (t_.substr(last + 1, 1) == std::string_view(&c, 1)) ++last;
          if (first == at && last == at + 1) e.end = at + 2, e.doubled = c == '`' ? U'“' : U'"';
        } else if (u.entry.char_class() == CharClass::newline) {
          e.newlines = u.c == 0x2029 ? 2 : u.c == U'\r' && t_.substr(e.end, 1) == "\n" ? 0 : 1;
        }
        at = e.end;
        events_.push_back(e);
      }
    }
  }

  void sentences() {
    std::size_t event = 0;  // they are in the order of the tokens that follow them
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      TwinToken& token = tokens_[i];
      unsigned newlines = i == 0 ? 2 : 0;
      // The last stop or comma of the gap decides; a full stop counts when it is one and white space comes behind it.
      bool strong = false, dot = false, spaced = false;
      for (; event < events_.size() && events_[event].next_token == i; ++event) {
        const TwinEvent& e = events_[event];
        newlines += e.newlines;
        const CharClass k = e.unit.entry.char_class();
        if (k == CharClass::comma) strong = dot = false;
        if (k == CharClass::stop) strong = true;
        if (k == CharClass::space || e.newlines > 0) spaced = true;
        if (k == CharClass::dot && !strong && !dot && !goes_on(e, i)) {
          dot = true;
          spaced = false;
        }
      }
      if (newlines > 0) token.flags |= text::kSentenceStart | text::kLineStart;
      // An address alone in its line belongs to the line above.
      if (newlines == 1 && token.url && alone_in_line(token)) token.flags = text::kLineStart;
      if (newlines > 1) token.flags |= text::kParagraphStart;
      const bool numbered = token.first.entry.starts_with_digit() && i > 0 && text::announces_number(hash(tokens_[i - 1].folded));
      if (newlines == 0 && (strong || (dot && spaced && !numbered)) && !token.first.entry.lower()) token.flags |= text::kSentenceStart;
      if (token.first.entry.upper()) token.flags |= text::kUpper;
      if (token.first.entry.starts_with_digit()) token.flags |= text::kNumber;
      if (token.first.entry.char_class() == CharClass::ideograph) token.flags |= text::kIdeograph;
    }
  }

  bool alone_in_line(const TwinToken& url) const {
    const auto line_begin = t_.substr(0, url.begin).find_last_of("\r\n");
    const std::size_t from = line_begin == t_.npos ? 0 : line_begin + 1;
    const std::size_t to = std::min(t_.size(), t_.find_first_of("\r\n", url.url_end));
    return t_.substr(from, url.begin - from).find_first_not_of(" \t.") == t_.npos && t_.substr(url.url_end, to - url.url_end).find_first_not_of(" \t.") == t_.npos;
  }

  bool goes_on(const TwinEvent& dot, std::size_t next) const {
    if (next == 0 || tokens_[next - 1].end != dot.begin) return false;
    const TwinToken& w = tokens_[next - 1];
    const bool one_letter = w.end - w.begin == w.first.size_bytes && w.first.entry.char_class() == CharClass::letter;
    const bool list_number = (w.flags & text::kNumber) != 0 && (w.flags & text::kLineStart) != 0;
    return one_letter || (list_number ? w.end - w.begin <= 3 : text::is_abbreviation(hash(w.folded)));
  }

  // Each event finds its partner by looking back over the marks that are still open in its paragraph.
  void quotes() {
    struct Mark {
      char32_t c;
      int family;
      std::size_t next;
    };
    std::vector<Mark> open;
    std::size_t gap_of = 0;
    unsigned newlines = 2;
    for (const TwinEvent& e : events_) {
      if (e.next_token != gap_of) {
        gap_of = e.next_token;
        newlines = 0;
      }
      newlines += e.newlines;
      if (e.newlines > 0 && newlines >= 2) open.clear();
      if (e.unit.entry.char_class() != CharClass::quote && e.doubled == 0) continue;
      const char32_t c = e.doubled != 0 ? e.doubled : e.unit.c;
      const auto among = [c](std::u32string_view list) { return list.find(c) != list.npos; };
      const int family = among(U"«»") ? 1 : among(U"「」｢｣﹁﹂") ? 2 : among(U"『』﹃﹄") ? 3 : 0;
      std::size_t partner = open.size();
      while (partner > 0 && open[partner - 1].family != family) --partner;
      const char32_t by = partner > 0 ? open[partner - 1].c : U'\0';
      const bool before = border_before(e.begin), behind = border_after(e.end);
      bool opens = false;
      if (among(U"„「｢﹁『﹃")) opens = true;
      else if (among(U"“❝〝‟")) opens = by != U'„';
      else if (among(U"«")) opens = by != U'»';
      else if (among(U"”❞〞〟»")) opens = by == 0 && before && !behind;
      else if (!among(U"」｣﹂』﹄")) opens = (before && !behind) || (by == 0 && !behind) || (by == 0 && before && behind);
      if (opens) {
        if (open.size() == 8) open.erase(open.begin());
        open.push_back({c, family, e.next_token});
      } else if (partner > 0) {
        const std::size_t first = open[partner - 1].next;
        open.resize(partner - 1);
        if (first < e.next_token && e.next_token - first <= 150) {
          tokens_[first].flags |= text::kQuoteStart;
          for (std::size_t i = first; i < e.next_token; ++i) tokens_[i].flags |= text::kInQuote;
        }
      }
    }
  }

  bool border_before(std::size_t at) const {
    if (at == 0) return true;
    do --at;
    while (at > 0 && (static_cast<unsigned char>(t_[at]) & 0xc0u) == 0x80u);
    const CharClass k = kind(at);
    return t_[at] == '>' || k == CharClass::space || k == CharClass::newline || k == CharClass::opener ||
           text::unit_at(t_, at).c == U'>';
  }
  bool border_after(std::size_t at) const {
    if (!has(at)) return true;
    const CharClass k = kind(at);
    const char32_t c = text::unit_at(t_, at).c;
    if (k == CharClass::opener) return c != U'(' && c != U'[' && c != U'{';
    return k == CharClass::space || k == CharClass::newline || k == CharClass::stop || k == CharClass::dot ||
           k == CharClass::comma || c == U')' || c == U']' || c == U'}' || c == U'<';
  }

  std::string_view t_;
  std::vector<TwinToken> tokens_;
  std::vector<TwinEvent> events_;
  bool glued_ = false;
};

}  // namespace reprise::oracle
