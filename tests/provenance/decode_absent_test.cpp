// Sources that have no article with the passage: cited, or of a look-alike, or of the outlet itself.
#include <doctest/doctest.h>

#include "provenance/decode_model.hpp"
#include "provenance/decode_rules.hpp"
#include "provenance/decode_story.hpp"

using namespace reprise;
using namespace reprise::test;

TEST_CASE("a source whose article in the story lacks the passage gives way to who holds it") {
  // 0: the source has no article; 1: one that lacks the passage; 2: beside one that shares nothing; 3: two steps away; 4: three steps away.
  for (const int where : {0, 1, 2, 3, 4}) {
    CAPTURE(where);
    StoryBuilder s;
    const auto holder = s.article("Harbour Gazette", kNoon), copy = s.article("Valley Herald", kNoon + 5 * kHour);
    const auto fourth = s.article("Isle Observer", kNoon + 6 * kHour), fifth = s.article("Moor Post", kNoon + 7 * kHour);
    const std::size_t ferry = s.passage({{holder, kFerry}, {copy, kFerry}});
    s.names(copy, ferry, "Upland Courier");
    const std::size_t history = s.passage({{holder, kHistory}, {fourth, kHistory}});
    s.names(fourth, history, "Harbour Gazette");
    if (where > 0) {
      const auto source = s.article("Upland Courier", kNoon - kHour);
      if (where == 1) s.passage({{source, kOwner}, {copy, kOwner}});
      if (where == 3) s.passage({{source, kOwner}, {fourth, kOwner}});
      if (where == 4) s.passage({{fifth, kInquiry}, {fourth, kInquiry}}), s.passage({{source, kOwner}, {fifth, kOwner}});
    }
    s.decode();
    const bool lacks = where == 1 || where == 3;
    const Occurrence& o = s.at(ferry, copy);
    CHECK((o.parent_outlet == "Upland Courier") == !lacks);
    CHECK((share_of(s, ferry, holder, copy) > 300000) == lacks);
    if (lacks) {
      REQUIRE_FALSE(o.evidence.candidates.empty());
      CHECK(o.evidence.candidates[0].article == holder);
      CHECK(o.credited == Credited::yes);
    } else {
      CHECK(o.confidence > 0.55);
    }
  }
}

TEST_CASE("a look-alike's source that lacks the passage gives way too") {
  for (const bool lacks : {false, true}) {
    StoryBuilder s;
    const auto holder = s.article("Harbour Gazette", kNoon), copy = s.article("Valley Herald", kNoon + 5 * kHour);
    const auto source = s.article("Reuters", kNoon - kHour);
    const std::size_t ferry = s.passage({{holder, kFerry}, {copy, kFerry}});
    s.names(holder, ferry, "Reuters");
    if (lacks) s.passage({{source, kOwner}, {holder, kOwner}});
    s.decode();
    CHECK((s.at(ferry, copy).parent_outlet == "Reuters") == !lacks);
  }
}

TEST_CASE("an absent agency has customers, an absent paper has none, nor has an agency where another's text was there before") {
  const auto copy_of = [](const char* source, const char* first) {
    StoryBuilder s;
    const auto holder = s.article("Harbour Gazette", kNoon), copy = s.article("Valley Herald", kNoon + 5 * kHour);
    std::vector<StoryBuilder::Passage> texts{{holder, kFerry}, {copy, kFerry}};
    if (*first != '\0') texts.push_back({s.article(first, kNoon - kHour), kFerry});
    const std::size_t ferry = s.passage(texts);
    s.names(holder, ferry, source);
    s.decode();
    return s.at(ferry, copy).parent_outlet;
  };
  CHECK(copy_of("Reuters", "") == "Reuters");
  CHECK(copy_of("Upland Courier", "") != "Upland Courier");
  CHECK(copy_of("Reuters", "AFP") == "AFP");
}

TEST_CASE("a text that says whose the passage is, is not its origin, though that outlet's article was not found to hold it") {
  for (const bool says : {false, true}) {
    StoryBuilder s;
    const auto first = s.article("Harbour Gazette", kNoon), copy = s.article("Valley Herald", kNoon + 5 * kHour), source = s.article("Upland Courier", kNoon - kHour);
    const std::size_t ferry = s.passage({{first, kFerry}, {copy, kFerry}});
    s.passage({{source, kOwner}, {first, kOwner}});
    s.mentions(copy, "Harbour Gazette");
    if (says) s.names(first, ferry, "Upland Courier"), s.names(copy, ferry, "Upland Courier");
    s.decode();
    const Occurrence& o = s.at(ferry, first);
    CHECK(o.status == (says ? Status::copied : Status::origin));
    if (says) {
      CHECK(o.parent == source);
      CHECK(o.confidence <= 0.55);
      CHECK(o.identity == 0);
    }
    CHECK((s.families[ferry].origin_outlet == "Harbour Gazette") == !says);
  }
}

TEST_CASE("a passage that the text has from an outlet whose article was not found to hold it comes from that article, unless it came days later or long before") {
  struct Case { const char* lang; Seconds stamp; bool from_article; };
  for (const Case& c : {Case{"en", kNoon - kHour, true}, {"fr", kNoon - kHour, true}, {"fr", kNoon + 2 * kDay, true}, {"fr", kNoon + 9 * kDay, false}, {"fr", kNoon - 12 * kDay, false}}) {
    CAPTURE(c.lang);
    CAPTURE(c.stamp);
    StoryBuilder s;
    const auto copy = s.article("Valley Herald", kNoon + 5 * kHour, "en"), later = s.article("Harbour Gazette", kNoon + 9 * kDay, "en");
    const auto source = s.article("Upland Courier", c.stamp, c.lang);
    const std::size_t ferry = s.passage({{copy, kFerry}, {later, kFerry}});
    s.names(copy, ferry, "Upland Courier");
    s.passage({{source, kOwner}, {copy, kOwner}});
    s.decode();
    const Occurrence& o = s.at(ferry, copy);
    if (!c.from_article) {
      CHECK(o.parent == kNone);
      continue;
    }
    const bool abroad = std::string(c.lang) != "en";
    CHECK(o.status == Status::copied);
    CHECK(o.parent == source);
    CHECK(o.relation == (abroad ? Relation::translation : Relation::paraphrase));
    CHECK(o.confidence <= (abroad ? 0.75 : 0.65));
    CHECK(o.credited == Credited::yes);
    CHECK(s.families[ferry].origin_article == source);
    CHECK(s.families[ferry].origin_observed);
    CHECK(s.families[ferry].origin_confidence <= o.confidence);
  }
}

TEST_CASE("of several articles of the source the one beside the text is it, then the one that shares most") {
  StoryBuilder s;
  const auto copy = s.article("Valley Herald", kNoon + 5 * kHour), other = s.article("Harbour Gazette", kNoon + 6 * kHour);
  const auto far = s.article("Upland Courier", kNoon - 3 * kHour), small = s.article("Upland Courier", kNoon - 2 * kHour), large = s.article("Upland Courier", kNoon - kHour);
  const std::size_t ferry = s.passage({{copy, kFerry}, {other, kFerry}});
  s.names(copy, ferry, "Upland Courier");
  s.passage({{far, kHistory + " " + kInquiry}, {other, kHistory + " " + kInquiry}});
  s.passage({{small, kOwner.substr(0, 60)}, {copy, kOwner.substr(0, 60)}});
  s.passage({{large, kOwner}, {copy, kOwner}});
  s.decode();
  CHECK(s.at(ferry, copy).parent == large);
}

TEST_CASE("where a source that lacks the passage still is the answer little is claimed") {
  for (const bool lacks : {false, true}) {
    StoryBuilder s;
    const auto copy = s.article("Valley Herald", kNoon + 5 * kHour), later = s.article("Harbour Gazette", kNoon + 9 * kDay);
    const auto source = s.article("Upland Courier", kNoon - kHour);
    const std::size_t ferry = s.passage({{copy, kFerry}, {later, kFerry}});
    s.names(copy, ferry, "Upland Courier");
    if (lacks) s.passage({{source, kOwner}, {copy, kOwner}});
    s.decode();
    CHECK(s.at(ferry, copy).status == (lacks ? Status::copied : Status::cited));
    CHECK(s.at(ferry, copy).parent_outlet == "Upland Courier");
    CHECK(s.at(ferry, copy).confidence == (lacks ? 0.65 : 0.8));
  }
}

TEST_CASE("a foreign name that nobody knows gives way to a holder of the text's own tongue") {
  struct Case { const char *lang, *outlet; bool known, gives_way; };
  for (const Case& c : {Case{"ru", "Northern Observer", false, true}, {"ru", "Северный наблюдатель", false, false}, {"ru", "Reuters", true, false},
                        {"en", "Northern Observer", false, false}, {"", "Northern Observer", false, false}}) {
    const std::string lang = c.lang, outlet = c.outlet;
    CAPTURE(outlet);
    CAPTURE(lang);
    StoryBuilder s;
    const auto holder = s.article("TASS", kNoon, lang), copy = s.article("Вестник долины", kNoon + kHour, lang);
    const auto fourth = s.article("Островной обозреватель", kNoon + 6 * kHour, lang);
    const std::size_t ferry = s.passage({{holder, kRussian}, {copy, kRussian}});
    s.names(copy, ferry, outlet, c.known);
    s.names(fourth, s.passage({{holder, kHistory}, {fourth, kHistory}}), "TASS");
    s.decode();
    CHECK((s.at(ferry, copy).parent == holder) == c.gives_way);
    CHECK((s.at(ferry, copy).parent_outlet == outlet) == !c.gives_way);
    if (!c.gives_way) CHECK(share_of(s, ferry, holder, copy) < 250000);
  }
}

TEST_CASE("two customers of a wire are not told that no text of the story credits another's outlet") {
  StoryBuilder s;
  const auto early = s.article("Harbour Gazette", kNoon), late = s.article("Valley Herald", kNoon + 5 * kHour);
  const auto third = s.article("Upland Courier", kNoon + 9 * kHour);
  const std::size_t ferry = s.passage({{early, kFerry}, {late, kFerry}, {third, kFerry}});
  s.names(third, ferry, "Harbour Gazette");
  share_often(s, "Harbour Gazette", "Valley Herald", 40, 0);
  s.decode();
  CHECK(s.at(ferry, late).evidence.variants.find(kSilence) == std::string::npos);
}

TEST_CASE("a cited origin is no surer than the texts that cite it") {
  StoryBuilder s;
  const auto copy = s.article("Valley Herald", kNoon + 5 * kHour), source = s.article("Upland Courier", kNoon - kHour);
  const std::size_t ferry = s.passage({{copy, kFerry}});
  s.passage({{source, kOwner}, {copy, kOwner}});
  s.names(copy, ferry, "Upland Courier");
  s.decode();
  CHECK(s.families[ferry].origin_confidence <= s.at(ferry, copy).confidence);
}

TEST_CASE("a foreign name that nobody knows is not the look-alike's source either") {
  StoryBuilder s;
  const auto holder = s.article("TASS", kNoon, "ru"), copy = s.article("Вестник долины", kNoon + kHour, "ru");
  const auto fourth = s.article("Островной обозреватель", kNoon + 6 * kHour, "ru");
  const std::size_t ferry = s.passage({{holder, kRussian}, {copy, kRussian}});
  s.names(copy, ferry, "Northern Observer", false);
  s.names(fourth, s.passage({{holder, kHistory}, {fourth, kHistory}}), "TASS");
  s.decode();
  CHECK(s.at(ferry, holder).parent_outlet != "Northern Observer");
}

TEST_CASE("whose outlet was told so is nobody's customer, and others have the words from it") {
  const auto told = [](StoryBuilder& s, std::uint32_t article, std::size_t f) {
    const auto at = static_cast<std::uint32_t>(1000 * f);
    s.articles[article].own_words = {{at + 90, at + 210}};
  };
  {
    // In a story without a credit equal words speak for one source outside; not where one says that it was told so.
    for (const bool says : {false, true}) {
      StoryBuilder s;
      const std::uint32_t first = s.article("Harbour Post", kNoon), copy = s.article("Mole Gazette", kNoon + 9 * kHour);
      const std::size_t f = s.passage({{first, kFerry}, {copy, kFerry}}, Kind::quote);
      if (says) told(s, first, f);
      s.decode();
      CHECK((s.at(f, copy).status == Status::copied) == says);
      CHECK(s.at(f, copy).credited == Credited::no);
    }
  }
  {
    // A later text that has the same words from somebody who is not here says nothing of where the first has them from.
    for (const bool says : {false, true}) {
      StoryBuilder s;
      const std::uint32_t first = s.article("ISNA", kNoon), later = s.article("Mole Gazette", kNoon + 9 * kHour);
      const std::size_t f = s.passage({{first, kFerry}, {later, kFerry}});
      s.names(later, f, "Mehr");
      if (says) told(s, first, f);
      s.decode();
      CHECK((s.at(f, first).parent_outlet == "Mehr") == !says);
    }
  }
  {
    // Two that were both told so have it from neither.
    StoryBuilder s;
    const std::uint32_t first = s.article("Harbour Post", kNoon), second = s.article("Mole Gazette", kNoon + 9 * kHour);
    const std::size_t f = s.passage({{first, kFerry}, {second, kFerry}}, Kind::quote);
    told(s, first, f);
    told(s, second, f);
    s.decode();
    CHECK(s.at(f, second).status != Status::copied);
  }
}
