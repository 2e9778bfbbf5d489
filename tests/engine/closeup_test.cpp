// A close look spares reading the words of most neighbours that share a phrase, and here of none that shares a passage.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/closeup.hpp"
#include "engine/corpus_maker.hpp"
#include "engine/neighbours.hpp"
#include "match/postings.hpp"
#include "sketch/sketch.hpp"
#include "text/tokens.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

struct Read {
  explicit Read(std::string given) : text(std::move(given)) {
    text::tokenise(text, tokens);
    sketch::fingerprints(tokens.word, match::is_ideographic(doc()), {}, prints);
  }
  match::DocView doc() const { return {tokens.word, tokens.weight, tokens.flags, {}, {}, {}}; }
  engine::OwnText own() const { return {text, tokens.begin, tokens.length, doc()}; }
  std::uint32_t run_words() const { return match::is_ideographic(doc()) ? sketch::FingerprintOptions{}.run_ideographs : sketch::FingerprintOptions{}.run_words; }
  std::string text;
  text::Tokens tokens;
  std::vector<sketch::Fingerprint> prints;
};

std::vector<match::Seed> seeds_of(const Read& other, const Read& own) {
  std::vector<match::Seed> seeds;
  for (const auto& mine : own.prints)
    for (const auto& theirs : other.prints)
      if (mine.key == theirs.key) seeds.push_back({theirs.position, mine.position});
  std::sort(seeds.begin(), seeds.end(), [](const match::Seed& x, const match::Seed& y) { return x.b != y.b ? x.b < y.b : x.a < y.a; });
  return seeds;
}

bool may(const Read& other, const Read& own) { return engine::may_align(other.text, own.own(), seeds_of(other, own), own.run_words(), {}); }
bool aligns(const Read& other, const Read& own) { return engine::aligns(other.doc(), own.doc(), seeds_of(other, own), {}); }

/// Words that nobody else has, and some that all have.
std::string letters(CorpusMaker& maker, std::size_t words) {
  std::string out;
  for (std::size_t i = 0; i < words; ++i) out += maker.word() + "qx" + std::to_string(maker.chance().below(100'000)) + (i % 14 == 13 ? ". " : " ");
  return out;
}

std::string common(Chance& chance, std::size_t words) {
  static const std::vector<std::string> kWords = {"the", "of", "and", "to", "in", "government", "minister", "said", "that", "year", "people", "new", "report", "would", "have", "been", "president", "with", "after", "state", "country", "party"};
  std::string out;
  for (std::size_t i = 0; i < words; ++i) out += kWords[chance.below(kWords.size())] + " ";
  return out;
}

}  // namespace

TEST_CASE("who shares a passage is not passed over; of those who share a phrase most are") {
  CorpusMaker maker(3);
  Chance& chance = maker.chance();
  int passages = 0, phrases = 0, spared = 0;
  for (int round = 0; round < 400; ++round) {
    // Several turns of phrase of both, and in some a passage, edited in part.
    const auto phrase = [&] { return common(chance, 10 + chance.below(5)); };
    std::string one = letters(maker, 60 + chance.below(400)), two = letters(maker, 60 + chance.below(400));
    for (std::uint64_t n = 1 + chance.below(3); n > 0; --n) {
      const std::string both = phrase();
      one += both + letters(maker, chance.below(90));
      two += both + letters(maker, chance.below(90));
    }
    if (chance.below(2) == 0) {
      const std::string passage = letters(maker, 8 + chance.below(50));
      one += passage;
      two += chance.below(2) == 0 ? passage : maker.edited(passage);
    }
    one += letters(maker, chance.below(200));
    two += letters(maker, chance.below(200));
    const Read other(one), own(two);
    if (seeds_of(other, own).empty()) continue;
    if (aligns(other, own)) {
      ++passages;
      CHECK(may(other, own));
    } else {
      ++phrases;
      spared += !may(other, own);
    }
  }
  CHECK(passages > 80);
  CHECK(phrases > 80);
  CHECK(2 * spared > phrases);
}

TEST_CASE("a phrase between other words, as it may be written") {
  CorpusMaker maker(4);
  const std::string before = letters(maker, 200), behind = letters(maker, 200), here = letters(maker, 150), there = letters(maker, 150);
  const auto look = [&](const std::string& mine, const std::string& theirs) {
    const Read other(before + theirs + " " + behind), own(here + mine + " " + there), words(mine);
    const auto at = std::search(own.tokens.word.begin(), own.tokens.word.end(), words.tokens.word.begin(), words.tokens.word.begin() + 5);
    REQUIRE(at != own.tokens.word.end());
    return engine::may_align(other.text, own.own(), std::vector<match::Seed>{{200, static_cast<std::uint32_t>(at - own.tokens.word.begin())}}, 5, {});
  };
  const std::string phrase = "chequered lighthouse keepers recommended caution";
  CHECK_FALSE(look(phrase, phrase));
  CHECK_FALSE(look(phrase, "Chequered lighthouse keepers recommended caution"));
  CHECK_FALSE(look(phrase, "chequered, lighthouse \"keepers\" recommended\ncaution"));
  CHECK_FALSE(look("отделение сейсмологии зафиксировало подземные толчки", "Отделение сейсмологии зафиксировало подземные толчки"));
  // Written so that it is not found as one's own text has it: where it stands is not known.
  CHECK(look("دبیر شورای عالی فضای مجازی", "دبير شورای عالي فضای مجازي"));
  CHECK(look(phrase, "ＣＨＥＱＵＥＲＥＤ ＬＩＧＨＴＨＯＵＳＥ ＫＥＥＰＥＲＳ ＲＥＣＯＭＭＥＮＤＥＤ ＣＡＵＴＩＯＮ"));
  const std::string passage = "The chequered lighthouse keepers recommended caution to every skipper who passes the northern shoals before the buoys are repaired in spring";
  CHECK(look(passage, passage));
}

TEST_CASE("a passage in other letters, of which some words stand elsewhere as one has them") {
  CorpusMaker maker(7);
  const std::string phrase = "chequered lighthouse keepers recommended caution", passage = phrase + " to every skipper who passes the northern shoals before the buoys are repaired";
  std::string capitals = passage;
  for (char& c : capitals) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const std::string before = letters(maker, 40), between = letters(maker, 150);
  const Read own(letters(maker, 150) + passage + " " + letters(maker, 150)), other(before + capitals + ". " + between + phrase + " " + letters(maker, 200));
  // The fingerprint of the phrase in capitals; that of the other place was not kept.
  const auto at = [&](const Read& read) { return static_cast<std::uint32_t>(std::search(read.tokens.word.begin(), read.tokens.word.end(), own.tokens.word.begin() + 150, own.tokens.word.begin() + 155) - read.tokens.word.begin()); };
  REQUIRE(at(own) == 150);
  REQUIRE(at(other) == 40);
  const std::vector<match::Seed> seeds = {{40, 150}};
  REQUIRE(engine::aligns(other.doc(), own.doc(), seeds, {}));
  CHECK(engine::may_align(other.text, own.own(), seeds, 5, {}));
}

TEST_CASE("ideographs") {
  std::string one, two;
  Chance chance(8);
  const auto fill = [&](std::string& to, int count) {
    for (int i = 0; i < count; ++i) {
      const auto c = 0x4e00 + chance.below(3000);
      to += {static_cast<char>(0xe0 | (c >> 12)), static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
    }
  };
  std::string phrase, passage;
  fill(phrase, 12);
  fill(passage, 80);
  fill(one, 500);
  fill(two, 400);
  std::string more, other;
  fill(more, 300);
  fill(other, 300);
  const Read a(one + phrase + more), b(two + phrase + other), c(one + passage + more), d(two + passage + other);
  REQUIRE(!seeds_of(a, b).empty());
  CHECK_FALSE(aligns(a, b));
  CHECK_FALSE(may(a, b));
  REQUIRE(aligns(c, d));
  CHECK(may(c, d));
}

TEST_CASE("what would not be spared, and places that are none") {
  CorpusMaker maker(6);
  const Read own(letters(maker, 300)), brief(letters(maker, 40)), other(letters(maker, 400)), none("");
  // Foreign places: another text's key, or "there or later".
  const std::vector<match::Seed> foreign = {{65535, 2}, {3, 7}, {9, 299}, {1, 65535}};
  CHECK(engine::may_align(brief.text, own.own(), foreign, 5, {}));
  CHECK(engine::may_align(other.text, own.own(), foreign, 5, {}));
  CHECK(engine::may_align(other.text, none.own(), foreign, 5, {}));
  CHECK_FALSE(engine::may_align(other.text, own.own(), {}, 5, {}));
  CHECK_FALSE(engine::may_align(other.text, own.own(), std::vector<match::Seed>{{0, 300}, {0, 4000}}, 5, {}));
  std::vector<match::Seed> many;
  for (std::uint32_t b = 0; b < 12; ++b) many.push_back({b, b});
  CHECK(engine::may_align(other.text, own.own(), many, 5, {}));
}
