// The tokeniser against its slow twin and against itself on the other mask paths: random text made of what hurts.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "oracle/text_twin.hpp"
#include "text/tokenise.hpp"
#include "text/word_reader.hpp"

using namespace reprise;
using namespace reprise::text;

namespace {

const std::string_view kPieces[] = {
    "word", "Word", "WORD", "a", "I", "x1", "covid19", "don't", "don’t", "naïve", "cafe\u0301", "Straße", "ﬁne", "１２", "1,000", "1.000,5",
    "3.5", "2019,2020", "٣٫٥", "12", "1914", "Mr", "Jan", "etc", "U.S.", "http", "https://x.org/a_b(c)?q=1&amp;z", "www.site.com/x",
    "t.me/chan", "t", "www", "слово", "Слово", "ё", "г", "млн", "т.д.", "м’я", "می", "نمی", "شود", "ها", "های", "کتاب", "ای", "تر", "أي",
    "می\u200cشود", "مـــن", "صِلَة", "שלום", "צה\"ל", "צה״ל", "מנכ”ל", "דו''ח", "צה׳׳ל", "''", "ג'", "שָׁלוֹם", "中", "國", "国", "が", "か\u3099", "ｶ", "ー", "한국", "ไทย",
    "ย้", "हिन्दी", "\u200b", "\u00ad", "\u200f", "\ufeff", "\u0301", "&eacute;", "&nbsp;", "&#8217;", "&quot;", "&amp;nbsp;", "&#x41;",
    "&bogus;", "&", "&#10;", "<b>", "</b>", "<p>", "<br/>", "<", "<a href='x'", "<!-- c -->", "<!--", "-->", ">", "[", "](http://u.v/w)",
    "](see)", "](", "]", ")", "(", "**", "__", "`", "~~", "#", "@", "-", "—", "–", "/", "\"", "\"", "“", "”", "„", "«", "»", "「", "」", "『",
    "』", "״", "'", "’", "‘", ".", ".", "...", "…", "!", "?", "。", "！", "؟", "،", ",", ";", ":", "、", "।", "\n", "\n\n", "\r\n", "\r", "\u2028",
    "\u2029", "\t", "\u00a0", "\u3000", "½", "㎏", "①", "⑩", "Ⅷ", "ﷺ", "ﻻ", "😀", "\xf0\xa0\x80\x80", "\u0378"};

std::string random_text(std::mt19937& random, int pieces) {
  std::string out;
  for (int i = 0; i < pieces; ++i) {
    switch (random() % 24) {
      case 0:
        utf8::append(out, [&] {
          const char32_t c = random() % 0x110000;
          return c >= 0xd800 && c < 0xe000 ? U'?' : c;
        }());
        break;
      case 1:
        out.append(1 + random() % (random() % 16 == 0 ? 300 : 20), static_cast<char>('a' + random() % 26));
        break;
      case 2:
        for (unsigned k = random() % (random() % 16 == 0 ? 200 : 6); k > 0; --k) out += "ж";
        break;
      default: out += kPieces[random() % std::size(kPieces)];
    }
    const unsigned gap = random() % 8;
    if (gap < 4) out += ' ';
    if (gap == 4 && random() % 3 == 0) out += ". ";
  }
  return out;
}

void check_offsets(const std::string& text, const Tokens& t) {
  const std::size_t n = t.size();
  REQUIRE(t.begin.size() == n);
  REQUIRE(t.length.size() == n);
  REQUIRE(t.weight.size() == n);
  REQUIRE(t.flags.size() == n);
  for (std::size_t i = 0; i < n; ++i) {
    REQUIRE(t.word[i] != 0);
    REQUIRE(t.length[i] >= 1);
    REQUIRE(t.weight[i] >= 1);
    REQUIRE(t.weight[i] <= 57);
    REQUIRE(t.end_of(i) <= text.size());
    REQUIRE(utf8::is_boundary(text, t.begin[i]));
    REQUIRE(utf8::is_boundary(text, t.end_of(i)));
    if (i > 0) REQUIRE(t.begin[i] >= t.end_of(i - 1));
  }
}

void check_twin(const std::string& text) {
  Tokens t;
  tokenise(text, t);
  check_offsets(text, t);
  const oracle::TextTwin twin(text);
  CAPTURE(text);
  REQUIRE(t.size() == twin.tokens().size());
  for (std::size_t i = 0; i < t.size(); ++i) {
    const oracle::TwinToken& w = twin.tokens()[i];
    CAPTURE(i);
    REQUIRE(t.begin[i] == w.begin);
    REQUIRE(t.end_of(i) == w.end);
    REQUIRE(t.word[i] == oracle::TextTwin::hash(w.folded));
    REQUIRE(unsigned{t.flags[i]} == w.flags);
    // A URL's hash is of the whole of it, its span ends after 255 bytes.
    if (w.folded.front() != U'\U0010FFFF') REQUIRE(t.word[i] == hash_of_span(text, w.begin, w.end));
  }
}

}  // namespace

TEST_CASE("twin: random text gives the same tokens, flags and hashes") {
  std::mt19937 random(20260101);
  for (int round = 0; round < 6000; ++round) check_twin(random_text(random, 1 + static_cast<int>(random() % 60)));
}

TEST_CASE("twin: a long text crosses the windows of the masks") {
  std::mt19937 random(7);
  std::string text;
  while (text.size() < 100'000) text += random_text(random, 40) + "\n";
  check_twin(text);
  check_twin(std::string(20'000, 'x'));
  check_twin(std::string(8190, ' ') + "across the window's end");
}

TEST_CASE("paths: AVX2, SSE2 and plain masks agree on all bytes and lengths") {
  std::mt19937 random(11);
  for (std::size_t size = 0; size < 300; ++size) {
    std::string bytes(size, ' ');
    for (char& c : bytes) c = static_cast<char>(random());
    if (size >= 256) {
      for (unsigned b = 0; b < 256; ++b) bytes[b] = static_cast<char>(b);
    }
    std::uint64_t masks[3][8] = {};
    mask_function(MaskPath::plain)(bytes.data(), size, masks[0]);
    mask_function(MaskPath::sse2)(bytes.data(), size, masks[1]);
    mask_function(MaskPath::avx2)(bytes.data(), size, masks[2]);
    for (std::size_t i = 0; i < size; ++i) {
      const char c = bytes[i];
      const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      REQUIRE((masks[0][i / 64] >> (i % 64) & 1) == word);
    }
    for (int k = 0; k < 8; ++k) {
      REQUIRE(masks[0][k] == masks[1][k]);
      REQUIRE(masks[0][k] == masks[2][k]);
    }
  }
}

TEST_CASE("paths: the whole tokeniser is the same on each") {
  std::mt19937 random(12);
  Tokens best, other;
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_text(random, 300);
    tokenise(text, best);
    for (const MaskPath path : {MaskPath::plain, MaskPath::sse2, MaskPath::avx2}) {
      walk(text, {path, true}, other);
      REQUIRE(best.word == other.word);
      REQUIRE(best.begin == other.begin);
      REQUIRE(best.length == other.length);
      REQUIRE(best.flags == other.flags);
      REQUIRE(best.weight == other.weight);
    }
  }
}

TEST_CASE("hostile: unclosed markup costs linear time") {
  Tokens t;
  for (const char* piece : {"<a ", "<!--", "](", "](x.", "&amp;", "&", "\"", "“", "http://", "[", "<p><p", "1,", "ж'", "می "}) {
    std::string text;
    while (text.size() < 400'000) text += piece;
    tokenise(text, t);
    check_offsets(text, t);
  }
}
