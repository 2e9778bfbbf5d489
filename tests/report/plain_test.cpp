// Words for people: what makes outside text harmless, wrapping, times, and the word diff.
#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>

#include "base/utf8.hpp"
#include "report/plain.hpp"
#include "report/word_diff.hpp"

using namespace reprise;
using namespace reprise::report;

TEST_CASE("control and reordering characters become visible") {
  CHECK(visible("plain \xD9\x86\xE2\x80\x8C\xD8\xA7 text") == "plain \xD9\x86\xE2\x80\x8C\xD8\xA7 text");  // ZWNJ stays
  CHECK(visible("\x1b[2J") == "\\x1b[2J");
  CHECK(visible("a\nb\tc\r") == "a b c ");
  CHECK(visible(std::string_view("\0\x7f", 2)) == "\\x00\\x7f");
  CHECK(visible("\xC2\x9b") == "\\x9b");  // C1: the eight-bit form of ESC [
  CHECK(visible("\xE2\x80\xAE") == "\\u202e");
  CHECK(visible("\xE2\x81\xA6\xE2\x81\xA9") == "\\u2066\\u2069");
  CHECK(visible("\xE2\x80\xA8") == "\\u2028");
  CHECK(visible("a\xFF\xFEz") == "a\xEF\xBF\xBD\xEF\xBF\xBDz");
}

TEST_CASE("columns") {
  CHECK(columns("abc") == 3);
  CHECK(columns("俄罗斯") == 6);
  CHECK(columns("\xD9\x83\xD9\x8E") == 1);  // a letter and its vowel mark
  CHECK(shortened("abcdefgh", 6) == "abc...");
  CHECK(shortened("俄罗斯与伊朗", 9) == "俄罗斯...");
  CHECK(padded("ab", 4) == "ab  ");
  CHECK(padded("俄罗斯", 8) == "俄罗斯  ");
  CHECK(padded_left("7", 3) == "  7");
}

TEST_CASE("wrapping keeps every character and the width") {
  CHECK(wrap("one two three", "  ", 10) == "  one two\n  three\n");
  CHECK(wrap("one two", "   ", "1. ", 40) == "1. one two\n");
  CHECK(wrap("", "  ") == "  \n");
  CHECK(wrap("abcdefghijkl", "", 8) == "abcdefgh\nijkl\n");
  CHECK(wrap("俄罗斯与伊朗关系", "", 8) == "俄罗斯与\n伊朗关系\n");

  std::mt19937 random(7);
  const char* letters[] = {"a", "bc", " ", "\xD9\x83\xD9\x8E", "俄", " longer ", "\xF0\x9F\x93\xB0", "\xD7\x90"};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += letters[random() % 8];
    std::string folded = wrap(text, "> ", 30), joined, letters_only;
    REQUIRE(utf8::valid(folded));
    for (std::size_t at = 0; at < folded.size();) {
      const std::size_t end = folded.find('\n', at);
      const std::string line = folded.substr(at, end - at);
      REQUIRE(columns(line) <= 30);
      joined += line.substr(2);
      at = end + 1;
    }
    const auto without_spaces = [](std::string s) {
      std::erase(s, ' ');
      return s;
    };
    REQUIRE(without_spaces(joined) == without_spaces(text));
  }
}

TEST_CASE("times, durations and numbers in words") {
  CHECK(time_words({}) == "time unknown");
  CHECK(time_words({1696669920, 1696669920}) == "2023-10-07 09:12");
  CHECK(time_words({1696669921, 1696669921}) == "2023-10-07 09:12:01");
  CHECK(time_words({1696636800, 1696723199}) == "2023-10-07");
  CHECK(time_words({1696636800, 1696809599}) == "2023-10-07 .. 2023-10-08");
  CHECK(duration_words(0) == "0 s");
  CHECK(duration_words(-59) == "59 s");
  CHECK(duration_words(3599) == "59 min");
  CHECK(duration_words(7800) == "2 h 10 min");
  CHECK(duration_words(86400) == "1 day");
  CHECK(duration_words(2 * 86400 + 3 * 3600) == "2 days 3 h");
  CHECK(duration_words(INT64_MIN) == "106751991167300 days 15 h");
  CHECK(percent(0.414) == "41%");
  CHECK(percent(7) == "100%");
  CHECK(decimal2(0.875) == "0.88");
  CHECK(decimal2(1) == "1.00");
  CHECK(counted(1, "passage", "passages") == "1 passage");
  CHECK(counted(1234567, "passage", "passages") == "1,234,567 passages");
  CHECK(counted(100, "", "") == "100");
}

TEST_CASE("a span that does not fit a text is cut to whole characters") {
  const std::string text = "ab俄c";
  CHECK(fitted(text, {2, 3}) == Span{2, 5});
  CHECK(fitted(text, {3, 4}) == Span{2, 5});
  CHECK(fitted(text, {0, 99}) == Span{0, 6});
  CHECK(fitted(text, {50, 99}) == Span{6, 6});
  CHECK(part(text, {4, 6}) == "俄c");
  CHECK(part("", {0, 9}) == "");
}

TEST_CASE("the word diff marks what differs") {
  CHECK(marked_diff("We will enhance them in every way", "We will develop these relations in every way") == "We will [-enhance them-] {+develop these relations+} in every way");
  CHECK(marked_diff("the same words", "The  same words!") == "The  same words!");
  CHECK(marked_diff("one two", "one two three") == "one two {+three+}");
  CHECK(marked_diff("zero one two", "one two") == "[-zero-] one two");
  CHECK(marked_diff("", "new") == "{+new+}");
  CHECK(marked_diff("old", "") == "[-old-]");
  CHECK(marked_diff("", "") == "");
  CHECK(marked_diff("a b", "a \x1b[2J b").find('\x1b') == std::string::npos);
}

TEST_CASE("the pieces of a diff, put together, are the two texts") {
  std::mt19937 random(11);
  const char* words[] = {"alpha ", "beta, ", "gamma ", "俄", "delta. ", "\n"};
  for (int round = 0; round < 400; ++round) {
    std::string a, b;
    const auto n = random() % 12, m = random() % 12;
    for (unsigned i = 0; i < n; ++i) a += words[random() % 6];
    for (unsigned i = 0; i < m; ++i) b += words[random() % 6];
    std::string old_text, new_text;
    const auto pieces = word_diff(a, b);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      old_text += pieces[i].old_text;
      new_text += pieces[i].new_text;
      if (pieces[i].side == DiffPiece::only_old) REQUIRE(pieces[i].new_text.empty());
      if (pieces[i].side == DiffPiece::only_new) REQUIRE(pieces[i].old_text.empty());
    }
    REQUIRE(old_text == a);
    REQUIRE(new_text == b);
  }
}

TEST_CASE("a diff too large to align keeps head and tail") {
  std::string a = "head ", b = "head ";
  for (int i = 0; i < 5000; ++i) {
    a += "left" + std::to_string(i) + " ";
    b += "right" + std::to_string(i) + " ";
  }
  a += "tail";
  b += "tail";
  const auto pieces = word_diff(a, b);
  REQUIRE(pieces.size() == 4);
  CHECK(pieces.front().side == DiffPiece::both);
  CHECK(pieces.back().new_text == "tail");
}
