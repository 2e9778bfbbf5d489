// Weights of words: the order that matters, and the table itself.
#include <doctest/doctest.h>

#include <string>

#include "text/tokens.hpp"
#include "text/weights.hpp"

using namespace reprise::text;

namespace {
unsigned weight(std::string_view word) {
  Tokens t;
  tokenise(word, t);
  REQUIRE(t.size() == 1);
  return t.weight[0];
}
}  // namespace

TEST_CASE("weights: stop words, nouns, names") {
  for (const std::string stop : {"the", "of", "and", "и", "в", "не", "و", "در", "به", "في", "من", "של", "את", "der", "la"}) {
    CAPTURE(stop);
    CHECK(weight(stop) <= 8);
  }
  for (const std::string noun : {"minister", "president", "election", "министр", "правительство", "دولت", "رئیس", "الحكومة", "ממשלה"}) {
    CAPTURE(noun);
    CHECK(weight(noun) >= 16);
    CHECK(weight(noun) <= 44);
  }
  for (const char* rare : {"Zyxwvut", "Абракадабрин", "ززززز", "חחחחקקק"}) CHECK(weight(rare) == kRareWeight);
  CHECK(weight("的") <= 6);
  CHECK(weight("鏡") >= 12);
  CHECK(weight("鏡") <= 24);
  CHECK(weight("龘") >= 24);
  CHECK(weight("龘") <= kIdeographWeight);
  CHECK(weight("𠀀") == kIdeographWeight);
}

TEST_CASE("weights: an address has one that no word has") {
  for (const char* address : {"https://a.b/c", "www.a.org", "t.me/walks/12"}) CHECK(weight(address) == kAddressWeight);
  for (const char* word : {"Zyxwvut", "https", "t", "me", "48213"}) CHECK(weight(word) < kAddressWeight);
}

TEST_CASE("weights: numbers") {
  CHECK(weight("7") == kSmallNumberWeight);
  CHECK(weight("٤٢") == kSmallNumberWeight);
  CHECK(weight("1916") == kYearWeight);
  CHECK(weight("۱۴۰۲") == kYearWeight);
  CHECK(weight("48213") == kNumberWeight);
  CHECK(weight("3.75") == kNumberWeight);
}

TEST_CASE("weights: tokens carry what word_weight() says of their words") {
  Tokens t;
  tokenise("The minister of Ruritania said 国 и министр во дворце", t);
  for (std::size_t i = 0; i < t.size(); ++i) CHECK(t.weight[i] == word_weight(t.word[i]));
}

TEST_CASE("weights: a table from text") {
  const WeightTable table("# remark\nen\t3\talpha beta\nru\t9\tгамма alpha\nxx\tbad\nyy\t99\ttoo_big\n");
  CHECK(table.find(word_hash("alpha")) == 3);
  CHECK(table.find(word_hash("beta")) == 3);
  CHECK(table.find(word_hash("ГАММА")) == 9);
  CHECK(table.find(word_hash("delta")) == 0);
  CHECK(table.find(word_hash("1999")) == kYearWeight);
  CHECK(WeightTable::get().size() > 60'000);
}
