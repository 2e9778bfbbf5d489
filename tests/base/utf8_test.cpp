// UTF-8: what is valid, and where it first is not, whatever plain ASCII stands around it; against a reading by the table of the Unicode standard (3-7).
#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>

#include "base/utf8.hpp"

using namespace reprise;

namespace {

/// Bytes of the well-formed sequence at text[i]; 0 where there is none.
std::size_t well_formed(std::string_view text, std::size_t i) {
  struct Row { unsigned first, last, second_from, second_to; std::size_t size; };
  static constexpr Row kRows[] = {{0x00, 0x7f, 0, 0, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
                                  {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
  const auto in = [&](std::size_t at, unsigned from, unsigned to) { return at < text.size() && static_cast<unsigned char>(text[at]) >= from && static_cast<unsigned char>(text[at]) <= to; };
  for (const Row& row : kRows) {
    if (!in(i, row.first, row.last)) continue;
    bool sound = row.size == 1 || in(i + 1, row.second_from, row.second_to);
    for (std::size_t k = 2; k < row.size; ++k) sound = sound && in(i + k, 0x80, 0xbf);
    return sound ? row.size : 0;
  }
  return 0;
}

std::size_t first_bad(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t size = well_formed(text, i);
    if (size == 0) return i;
    i += size;
  }
  return text.size();
}

}  // namespace

TEST_CASE("the first bad byte is found behind any run of plain letters") {
  std::mt19937_64 random(7);
  const std::string_view pieces[] = {"é", "ש", "中", "\U0001f600", "\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8", "\xff"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto n = random() % 4; n-- > 0;) text += std::string(random() % 20, 'a') + std::string(pieces[random() % std::size(pieces)]) + std::string(random() % 20, 'z');
    std::size_t bad = text.size();
    CHECK(utf8::valid(text, &bad) == (first_bad(text) == text.size()));
    CHECK(bad == first_bad(text));
  }
}
