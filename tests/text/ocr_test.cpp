// Scans: what is one, and what its words are. The texts are ours, printed badly by hand.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "text/lexicon.hpp"
#include "text/ocr.hpp"
#include "text/tokens.hpp"

using namespace reprise::text;

namespace {

const std::string kClean =
    "The harbour commission met on Thursday evening to hear complaints about the new ferry landing. Several merchants of the lower "
    "town said that wagons must now wait an hour before they can reach the warehouses, and that perishable goods have been lost. "
    "The chairman promised an answer within the week. Nobody expects that the landing will be moved again before winter, since "
    "the money set aside for the purpose was spent in the spring and the council has refused to grant any more.";

// The same as a column shows it: words broken at line ends with no hyphen left, letters mistaken, words run together.
const std::string kPrinted =
    "Tbe harbour commis\nsion met on Thurs\nday evening to hear com\nplaints about tho new fer\nry landing. Several mer\n"
    "chants ofthe lower town\nsaid that wagons must now\nwait an hour before they\ncan reach tlie\nwarehouses, aud that perisha\n"
    "ble goods have been lost.\nThe chairman promised an\nanswer within the week.\nNobody expects that tbe land\ning will be moved again be\n"
    "fore winter, since the mo\nney set aside for the pur\npose was spent in the spring\nand the council has refused\nto grant any more.";

Tokens repaired(const std::string& text, bool expected = true) {
  Tokens tokens;
  tokenise(text, tokens);
  CHECK((may_be_scanned(tokens) || !expected));
  CHECK(repair_ocr(text, "en", tokens) == expected);
  return tokens;
}

/// A scan of which `text` is the end: what is repaired in it does not depend on whether it alone would count as one.
Tokens repaired_tail(const std::string& text) {
  const std::string whole = kPrinted + "\n\n" + text;
  Tokens all = repaired(whole), tail;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all.begin[i] > kPrinted.size()) {
      tail.word.push_back(all.word[i]);
      tail.begin.push_back(all.begin[i] - static_cast<std::uint32_t>(kPrinted.size()) - 2);
      tail.length.push_back(all.length[i]);
      tail.weight.push_back(all.weight[i]);
      tail.flags.push_back(all.flags[i]);
    }
  return tail;
}

bool reads(const std::string& printed, const std::string& meant) {
  Tokens want;
  tokenise(meant, want);
  return repaired_tail(printed).word == want.word;
}

}  // namespace

TEST_CASE("ocr: the printed text has the words of the clean one") {
  Tokens clean;
  tokenise(kClean, clean);
  const Tokens printed = repaired(kPrinted);
  REQUIRE(printed.size() == clean.size());
  for (std::size_t i = 0; i < clean.size(); ++i) {
    CAPTURE(kClean.substr(clean.begin[i], clean.length[i]));
    CHECK(printed.word[i] == clean.word[i]);
    CHECK(printed.weight[i] == clean.weight[i]);
  }
}

TEST_CASE("ocr: clean text is left as it was") {
  const Tokens before = [] {
    Tokens t;
    tokenise(kClean, t);
    return t;
  }();
  const Tokens after = repaired(kClean, false);
  CHECK(after.word == before.word);
  CHECK(after.begin == before.begin);
  CHECK(after.flags == before.flags);
  SUBCASE("also where lines are short and nothing is broken") {
    std::string lines = kClean;
    std::replace(lines.begin(), lines.end(), ' ', '\n');
    repaired(lines, false);
  }
  SUBCASE("also with names that no table has, and a treebank's apostrophes") {
    std::string names;
    for (int i = 0; i < 20; ++i) names += "Then Xavriel Dromquist told Olgubert Nemkova that they did n't and could n't agree on Vrantzia. ";
    repaired(names, false);
  }
  SUBCASE("also in a language without a lexicon") {
    Tokens t;
    tokenise(kPrinted, t);
    CHECK_FALSE(looks_scanned(kPrinted, "und", t));
    CHECK_FALSE(looks_scanned(kPrinted, "fa", t));
  }
}

TEST_CASE("ocr: joins") {
  CHECK(reads("he asked for infor-\nmation", "he asked for information"));
  CHECK(reads("he asked for infor\nmation", "he asked for information"));
  CHECK(reads("he asked for infor?\nmation", "he asked for information"));
  CHECK(reads("he asked for infor- 1\nmation", "he asked for information"));
  CHECK(reads("the gov ernment fell", "the government fell"));
  CHECK(reads("the rail-road company", "the railroad company"));
  CHECK(reads("THE GOVERN\nMENT FELL", "the government fell"));
  // Two words stay two words.
  CHECK(reads("they went in\nto town", "they went in to town"));
  CHECK(reads("he comes to-day", "he comes to day"));
  CHECK(reads("a long\nroad", "a long road"));
  CHECK(reads("the well known\nfarmer", "the well known farmer"));
  CHECK(reads("he saw the car.\nNation and people", "he saw the car nation and people"));
}

TEST_CASE("ocr: misprints are read as the likeliest word, and good words stay") {
  CHECK(reads("tho peoplc wero thcre", "the people were there"));
  CHECK(reads("a govcrnmcnt decision", "a government decision"));
  CHECK(reads("a dramatlc scene", "a dramatic scene"));
  CHECK(reads("the rnembers of the cornmittee", "the members of the committee"));
  CHECK(reads("the hat and the bat", "the hat and the bat"));
  CHECK(reads("1,916 barrels and 14 sacks", "1,916 barrels and 14 sacks"));
  // A name that no table has: its misprints are one word.
  CHECK(repaired_tail("Przedmyslow").word == repaired_tail("Przedrnyslow").word);
}

TEST_CASE("ocr: words run together are divided, their bytes too") {
  const Tokens t = repaired_tail("the mayor ofthe town");
  REQUIRE(t.size() == 5);
  CHECK(t.begin[2] == 10);
  CHECK(t.length[2] == 2);
  CHECK(t.begin[3] == 12);
  CHECK(t.length[3] == 3);
}

TEST_CASE("ocr: dirt at a column's edge is dropped, initials and pronouns are not") {
  CHECK(reads("the king n\nand the queen", "the king and the queen"));
  CHECK(reads("the king H\nand the queen", "the king and the queen"));
  CHECK(reads("said J. B. Carter", "said J. B. Carter"));
  CHECK(reads("when I\nsaw a man", "when I saw a man"));
}

TEST_CASE("ocr: a line of a column begins no sentence unless one has ended") {
  const Tokens t = repaired_tail("FIRE AT THE MILL\nThe mill was lost\nand Miller with it.\nNothing is left\nof Miller's house.");
  std::vector<std::string> starts;
  const std::string text = "FIRE AT THE MILL\nThe mill was lost\nand Miller with it.\nNothing is left\nof Miller's house.";
  for (std::size_t i = 0; i < t.size(); ++i)
    if (t.flags[i] & kSentenceStart) starts.push_back(text.substr(t.begin[i], t.length[i]));
  CHECK(starts == std::vector<std::string>{"FIRE", "The", "Nothing"});
}

TEST_CASE("ocr: begins increase and lengths stay inside the text, whatever the text") {
  std::uint64_t state = 7;
  const auto below = [&](std::uint64_t n) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (state >> 33) % n;
  };
  const std::string signs = "abcdefghilmnorstuw  \n\n-?.,'1AIBH";
  for (int round = 0; round < 40; ++round) {
    std::string text = kPrinted;
    for (std::uint64_t k = 0; k < 20u * static_cast<unsigned>(round); ++k) text.insert(below(text.size()), 1, signs[below(signs.size())]);
    Tokens t;
    tokenise(text, t);
    repair_ocr(text, "en", t);
    for (std::size_t i = 0; i < t.size(); ++i) {
      REQUIRE(t.word[i] != 0);
      REQUIRE(t.weight[i] >= 1);
      REQUIRE(t.weight[i] <= 57);
      REQUIRE(t.length[i] >= 1);
      REQUIRE(t.end_of(i) <= text.size());
      if (i > 0) REQUIRE(t.begin[i] >= t.end_of(i - 1));
    }
  }
}

TEST_CASE("lexicon: skeletons") {
  CHECK(skeleton("modern") == skeleton("modem"));
  CHECK(skeleton("wbich") == skeleton("which"));
  CHECK(skeleton("tlie") == skeleton("the"));
  CHECK(skeleton("cause") != skeleton("pause"));
  const Lexicon tiny("xx", {"xx\t5\tthe\nxx\t30\tcommittee\nyy\t3\tnever\n"});
  CHECK(tiny.weight(word_hash("the")) == 5);
  CHECK(tiny.weight(word_hash("never")) == 0);
  CHECK(tiny.read("committec", word_hash("committec"), false).word == word_hash("committee"));  // looks the same
  CHECK(tiny.read("comittee", word_hash("comittee"), false).weight == 0);
  CHECK(tiny.read("comittee", word_hash("comittee"), true).word == word_hash("committee"));  // a letter left out
  CHECK(tiny.read("commixtee", word_hash("commixtee"), true).word == word_hash("committee"));  // a letter changed
  CHECK(tiny.read("committeex", word_hash("committeex"), true).word == word_hash("committee"));  // a letter added
  CHECK(tiny.read("comixtee", word_hash("comixtee"), true).weight == 0);  // two
  CHECK(Lexicon::of("xx") == nullptr);
  CHECK(Lexicon::of("en-GB") == Lexicon::of("en"));
}
