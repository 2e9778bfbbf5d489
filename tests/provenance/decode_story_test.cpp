// What the rest of a story says of a passage: the other passages, the names and the habits of the outlets.
#include <algorithm>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

#include "provenance/decode_model.hpp"
#include "provenance/decode_rules.hpp"
#include "provenance/decode_story.hpp"

using namespace reprise;
using namespace reprise::test;

TEST_CASE("of two parents with the same words the one that holds the copy's other passages wins") {
  for (const std::size_t richer : {std::size_t{0}, std::size_t{1}}) {
    StoryBuilder s;
    const std::uint32_t parents[] = {s.article("", kNoon), s.article("", kNoon)};
    const std::uint32_t copy = s.article("", kNoon + 5 * kHour);
    const std::size_t ferry = s.passage({{parents[0], kFerry}, {parents[1], kFerry}, {copy, kFerry}});
    s.decode();
    CHECK(s.at(ferry, copy).parent == kNone);  // nothing tells them apart
    s.passage({{parents[richer], kInquiry}, {copy, kInquiry}});
    s.passage({{parents[richer], kOwner}, {copy, kOwner}});
    s.decode();
    CHECK(s.at(ferry, copy).status == Status::copied);
    CHECK(s.at(ferry, copy).parent == parents[richer]);
    CHECK(s.at(ferry, copy).confidence > 0.8);
  }
}

TEST_CASE("readings that two texts alone have speak for a hop between them, in whichever passage they stand") {
  const auto reworded = [](int places) {
    std::string text = kFerry;
    const char* const changes[][2] = {{"towed", "hauled"}, {"forty", "some forty"}, {"sunday", "saturday"}, {"nobody", "no one"}};
    for (int k = 0; k < places; ++k) text.replace(text.find(changes[k][0]), std::string(changes[k][0]).size(), changes[k][1]);
    return text;
  };
  const auto share = [&](int places, Seconds lag, const char* of_copy = "", bool of_lines = false) {
    StoryBuilder s;
    const auto kin = s.article("Harbour Gazette", kNoon), another = s.article("Isle Observer", kNoon), copy = s.article("Valley Herald", kNoon + lag);
    s.passage({{kin, reworded(places)}, {another, kFerry}, {copy, reworded(places)}});
    const std::size_t owner = s.passage({{kin, kOwner}, {another, kOwner}, {copy, kOwner}});
    for (std::uint32_t a : {kin, another}) s.names(a, owner, "Reuters");
    if (*of_copy != '\0') s.names(copy, owner, of_copy);
    for (std::uint32_t a : {kin, copy})
      for (Attribution& line : s.articles[a].attributions) line.cue = of_lines ? Cue::credit : line.cue;
    s.decode();
    return share_of(s, owner, kin, copy);
  };
  for (const Seconds lag : {kHour, 5 * kHour}) {
    CHECK(share(1, lag) > share(0, lag) * 3 / 2);
    CHECK(share(4, lag) > share(1, lag) * 3 / 2);
    CHECK(share(4, lag, "AFP") > share(0, lag, "AFP") * 3 / 2);
    CHECK(share(4, lag, "Reuters") > share(0, lag, "Reuters") * 3 / 2);  // the name was copied with the text
    CHECK(share(4, lag, "Reuters", true) < share(0, lag, "Reuters", true) * 3 / 2);  // both have it from there, in whichever version
  }
}

TEST_CASE("two texts that each say an office gave them the words have them less likely from each other") {
  const auto share = [](bool first, bool second) {
    StoryBuilder s;
    const auto early = s.article("Harbour Gazette", kNoon), late = s.article("Valley Herald", kNoon + 5 * kHour);
    const std::size_t ferry = s.passage({{early, kFerry}, {late, kFerry}});
    if (first) s.articles[early].handed_out = {{0, 100000}};
    if (second) s.articles[late].handed_out = {{0, 100000}};
    s.decode();
    return share_of(s, ferry, early, late);
  };
  CHECK(share(true, true) < share(false, false) * 9 / 10);
  CHECK(share(true, false) == share(false, false));
  CHECK(share(false, true) == share(false, false));
}

TEST_CASE("a text of two sources has a parent in each, though either lacks much of it") {
  StoryBuilder s;
  const auto one = s.article("", kNoon), other = s.article("", kNoon), copy = s.article("", kNoon + 5 * kHour);
  const std::size_t ferry = s.passage({{one, kFerry}, {copy, kFerry}}), inquiry = s.passage({{one, kInquiry}, {copy, kInquiry}});
  const std::size_t owner = s.passage({{other, kOwner}, {copy, kOwner}}), history = s.passage({{other, kHistory}, {copy, kHistory}});
  s.decode();
  CHECK(s.at(ferry, copy).parent == one);
  CHECK(s.at(inquiry, copy).parent == one);
  CHECK(s.at(owner, copy).parent == other);
  CHECK(s.at(history, copy).parent == other);
}

TEST_CASE("a parent that is later is no measure for what the others lack") {
  // The whole of the copy stands in a text of two hours, or a day, later; of the earlier one it has the passage alone.
  for (const Seconds lag : {2 * kHour, kDay}) {
    StoryBuilder s;
    const auto early = s.article("", kNoon), copy = s.article("", kNoon + 5 * kHour), late = s.article("", kNoon + 5 * kHour + lag);
    const std::size_t ferry = s.passage({{early, kFerry}, {copy, kFerry}, {late, kFerry}});
    s.passage({{copy, kInquiry}, {late, kInquiry}});
    s.passage({{copy, kOwner}, {late, kOwner}});
    s.decode();
    CHECK(s.at(ferry, copy).parent == early);
    CHECK(s.at(ferry, late).parent == copy);
  }
}

TEST_CASE("where nobody names anybody, equal words hours apart are one source's outside the corpus") {
  StoryBuilder s;
  const auto early = s.article("Harbour Gazette", kNoon), late = s.article("Valley Herald", kNoon + 5 * kHour);
  const auto third = s.article("Upland Courier", kNoon + 9 * kHour);
  const std::size_t ferry = s.passage({{early, kFerry}, {late, kFerry}}), owner = s.passage({{early, kOwner}, {third, kOwner}});
  s.decode();
  for (std::uint32_t a : {early, late}) {
    CHECK(s.at(ferry, a).status == Status::common_source);
    CHECK(s.at(ferry, a).parent == kNone);
    CHECK(s.at(ferry, a).credited == Credited::no);
  }
  CHECK(s.at(ferry, late).evidence.variants.find(kSilence) != std::string::npos);
  CHECK(s.families[ferry].origin_article == kNone);
  CHECK(s.at(owner, third).status == Status::common_source);

  SUBCASE("one that names the earlier paper lets all of its story be copies") {
    s.names(third, owner, "Harbour Gazette");
    s.decode();
    CHECK(s.at(ferry, late).status == Status::copied);
    CHECK(s.at(ferry, late).parent == early);
    CHECK(s.at(ferry, late).credited == Credited::no);
    CHECK(s.at(ferry, early).status == Status::origin);
    CHECK(s.at(ferry, late).evidence.variants.find(kSilence) == std::string::npos);
  }
  SUBCASE("so does one that says no more than the name") {
    s.mentions(third, "Harbour Gazette");
    s.decode();
    CHECK(s.at(ferry, late).parent == early);
  }
  SUBCASE("a name of an outlet that has no part in it does not") {
    s.mentions(third, "Moor Post");
    s.mentions(late, "Moor Post");
    s.decode();
    CHECK(s.at(ferry, late).status == Status::common_source);
  }
  SUBCASE("a text that says it has a press release hides nothing") {
    s.articles[late].handed_out = {{0, 100000}};
    s.decode();
    CHECK(s.at(ferry, late).status == Status::common_source);
    CHECK(s.at(ferry, late).credited == Credited::yes);
    CHECK(s.at(ferry, early).credited == Credited::no);
    s.articles[early].handed_out = {{0, 100000}};
    s.decode();
    CHECK(s.at(ferry, early).credited == Credited::yes);
  }
  SUBCASE("nor does a name in a text that shares nothing with it") {
    s.mentions(s.article("Isle Observer", kNoon + kDay), "Harbour Gazette");
    s.decode();
    CHECK(s.at(ferry, late).status == Status::common_source);
  }
}

TEST_CASE("the named source of a story is the likelier parent") {
  // Both papers had it at one time; a fourth text names one of them for another passage.
  for (const std::size_t source : {std::size_t{0}, std::size_t{1}}) {
    StoryBuilder s;
    const std::uint32_t papers[] = {s.article("Harbour Gazette", kNoon), s.article("Valley Herald", kNoon)};
    const auto copy = s.article("Upland Courier", kNoon + 5 * kHour), fourth = s.article("Isle Observer", kNoon + 5 * kHour);
    const std::size_t ferry = s.passage({{papers[0], kFerry}, {papers[1], kFerry}, {copy, kFerry}});
    const std::size_t owner = s.passage({{papers[0], kOwner}, {papers[1], kOwner}, {fourth, kOwner}});
    s.names(fourth, owner, s.articles[papers[source]].outlet);
    CHECK(share_of(s, ferry, papers[source], copy) > share_of(s, ferry, papers[1 - source], copy) + 50000);
  }
}

TEST_CASE("outlets that cannot be named are not judged by silence") {
  for (const auto& [outlet, status] : {std::pair<const char*, Status>{"", Status::copied}, {"harbour-gazette.example", Status::copied},
                                       {"Harbour Gazette", Status::common_source}, {"St. Harbour Gazette", Status::common_source},
                                       {"lenta.ru", Status::common_source}}) {
    CAPTURE(outlet);
    StoryBuilder s;
    const auto early = s.article(outlet, kNoon), late = s.article("Valley Herald", kNoon + 5 * kHour);
    const std::size_t ferry = s.passage({{early, kFerry}, {late, kFerry}});
    s.decode();
    CHECK(s.at(ferry, late).status == status);
    CHECK((s.at(ferry, late).parent == early) == (status == Status::copied));
  }
}

TEST_CASE("an agency is copied in silence, but not where silence is the habit") {
  struct Case { int articles, credits; bool copied; };
  for (const Case& c : {Case{0, 0, true}, Case{40, 0, false}, Case{40, 10, true}, Case{24, 0, true}}) {
    CAPTURE(c.articles);
    CAPTURE(c.credits);
    StoryBuilder s;
    const auto agency = s.article("TASS", kNoon), paper = s.article("Valley Herald", kNoon + 5 * kHour);
    const std::size_t ferry = s.passage({{agency, kFerry}, {paper, kFerry}});
    share_often(s, "TASS", "Valley Herald", c.articles, c.credits);
    s.decode();
    CHECK((s.at(ferry, paper).status == Status::copied) == c.copied);
    if (!c.copied) CHECK(s.at(ferry, paper).status == Status::common_source);
  }
}

TEST_CASE("a credit is believed however far the wording, words alone are not") {
  for (const bool credited : {false, true}) {
    StoryBuilder s;
    const auto early = s.article("TASS", kNoon), late = s.article("Valley Herald", kNoon + 5 * kHour);
    const std::size_t ferry = s.passage({{early, kFerry}, {late, kRetold}}), owner = s.passage({{early, kOwner}, {late, kOwner}});
    if (credited) s.names(late, ferry, "TASS");
    s.decode();
    const Occurrence& o = s.at(ferry, late);
    if (credited) {
      CHECK(o.parent == early);
      CHECK(o.identity < 0.6);
      CHECK(o.confidence >= 0.8);
      CHECK(s.at(owner, late).confidence > 0.85);  // the same words, and named elsewhere in the text
    } else {
      CHECK(o.confidence <= o.identity + 0.11);
      CHECK(s.at(owner, late).parent == early);
      CHECK(s.at(owner, late).confidence == 0.85);
    }
  }
}

TEST_CASE("no hop without a credit is surer than its times allow") {
  using provenance::most_sure;
  using provenance::Published;
  const auto at = [](Seconds t) { return Published{true, kNoon + t, kNoon + t}; };
  const auto sure = [&](std::int32_t identity, bool credited, Seconds lag) { return most_sure(identity, 80, credited, at(0), at(lag)); };
  CHECK(sure(10000, true, 5 * kHour) == 1000000);
  CHECK(sure(4000, true, 5 * kHour) == 800000);
  CHECK(sure(4000, true, -9 * kHour) == 800000);
  CHECK(sure(8000, true, 5 * kHour) == 900000);
  CHECK(sure(2900, true, 5 * kHour) == 800000);
  CHECK(sure(10000, false, 5 * kHour) == 850000);
  CHECK(sure(4000, false, 5 * kHour) == 500000);
  CHECK(sure(10000, false, 1800) == 850000);
  CHECK(sure(10000, false, 1799) == 600000);
  CHECK(sure(9500, false, -1) == 600000);
  CHECK(sure(9500, false, -3 * kHour) == 600000);
  CHECK(sure(9500, false, -3 * kHour - 1) == 0);
  CHECK(sure(10000, false, -1) == 0);  // equal words do not speak against the times
  CHECK(sure(4000, false, -kHour) == 500000);
}

TEST_CASE("a parent of hours later takes part without a credit only up to three") {
  for (const auto& [lag, part] : {std::pair<Seconds, bool>{-2 * kHour, true}, {-3 * kHour, true}, {-4 * kHour, false}}) {
    StoryBuilder s;
    const auto copy = s.article("", kNoon), parent = s.article("", kNoon - lag);
    const std::size_t ferry = s.passage({{copy, kFerry}, {parent, kFerry}});
    CHECK((share_of(s, ferry, parent, copy) > 0) == part);
  }
}

namespace {

// Papers that take one another's passages with and without a word of it, within hours.
StoryBuilder random_story(std::mt19937& rng) {
  static const char* const kOutlets[] = {"", "Harbour Gazette", "Valley Herald", "Upland Courier", "isle-observer.example", "TASS", "Reuters"};
  StoryBuilder s;
  const std::uint32_t count = 3 + rng() % 6;
  for (std::uint32_t a = 0; a < count; ++a) {
    s.article(kOutlets[rng() % 7], rng() % 8 == 0 ? 0 : kNoon + static_cast<Seconds>(rng() % 60) * 600, rng() % 3 ? "en" : "ru");
  }
  const std::string passages[] = {kFerry, kInquiry, kOwner, kHistory, kRussian};
  for (unsigned k = 2 + rng() % 4; k > 0; --k) {
    std::vector<StoryBuilder::Passage> texts;
    const std::string& base = passages[rng() % 5];
    for (unsigned o = 2 + rng() % 4; o > 0; --o) {
      // Sometimes another's text with one more change.
      std::string text = !texts.empty() && rng() % 2 ? texts[rng() % texts.size()].text : base;
      for (unsigned c = rng() % 3; c > 0; --c) {
        const std::size_t space = text.find(' ', rng() % (text.size() / 2)), end = text.find(' ', space + 1);
        text.replace(space, end - space, rng() % 2 ? "" : " other" + std::to_string(rng() % 9));
      }
      texts.push_back({static_cast<std::uint32_t>(rng() % count), text});
    }
    const std::size_t f = s.passage(texts, rng() % 6 == 0 ? Kind::quote : Kind::verbatim);
    for (const Occurrence& o : s.families[f].occurrences) {
      if (rng() % 4 == 0) s.names(o.article, f, rng() % 5 == 0 ? "Northern Observer" : kOutlets[1 + rng() % 6], rng() % 2);
      if (rng() % 9 == 0) s.mentions(o.article, kOutlets[1 + rng() % 6]);
    }
  }
  return s;
}

bool attributes(const ArticleRecord& a, const std::string& outlet) {
  return std::any_of(a.attributions.begin(), a.attributions.end(), [&](const Attribution& x) { return x.outlet == outlet || x.via == outlet; });
}

}  // namespace

TEST_CASE("random stories: hops keep the bounds of their evidence") {
  unsigned uncredited = 0, soon = 0, credited = 0, silent = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 rng(seed);
    StoryBuilder s = random_story(rng);
    s.decode();
    CAPTURE(seed);
    for (const FamilyRecord& f : s.families) {
      for (const Occurrence& o : f.occurrences) {
        silent += o.evidence.variants.find(kSilence) != std::string::npos;
        if (o.parent == kNone) continue;
        const ArticleRecord &copy = s.articles[o.article], &parent = s.articles[o.parent];
        if (!parent.outlet.empty() && (parent.outlet == copy.outlet || attributes(copy, parent.outlet))) {
          ++credited;
          continue;
        }
        ++uncredited;
        REQUIRE(o.confidence <= 0.85);
        if (!parent.published.known() || !copy.published.known()) continue;
        const Seconds lag = copy.published.from - parent.published.from;
        REQUIRE(lag >= -3 * kHour);
        if (lag < 1800) {
          ++soon;
          REQUIRE(o.confidence <= 0.6);
        }
      }
    }
  }
  CHECK(credited > 100);
  CHECK(uncredited > 100);
  CHECK(soon > 10);
  CHECK(silent > 50);
}

TEST_CASE("the order of the families does not show") {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 rng(500 + seed);
    StoryBuilder s = random_story(rng);
    s.decode();
    const std::vector<FamilyRecord> first = s.families;
    std::vector<std::size_t> order(first.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), rng);
    const auto witnesses = s.witnesses;
    for (std::size_t k = 0; k < order.size(); ++k) {
      s.families[k] = first[order[k]];
      s.witnesses[k] = witnesses[order[k]];
    }
    s.decode();
    CAPTURE(seed);
    for (std::size_t k = 0; k < order.size(); ++k) {
      const FamilyRecord &a = first[order[k]], &b = s.families[k];
      REQUIRE(a.origin_article == b.origin_article);
      REQUIRE(a.origin_outlet == b.origin_outlet);
      REQUIRE(a.origin_confidence == b.origin_confidence);
      for (std::size_t o = 0; o < a.occurrences.size(); ++o) {
        const Occurrence &x = a.occurrences[o], &y = b.occurrences[o];
        REQUIRE(x.status == y.status);
        REQUIRE(x.parent == y.parent);
        REQUIRE(x.parent_outlet == y.parent_outlet);
        REQUIRE(x.confidence == y.confidence);
        REQUIRE(x.credited == y.credited);
        REQUIRE(x.evidence.variants == y.evidence.variants);
        REQUIRE(x.evidence.candidates.size() == y.evidence.candidates.size());
        for (std::size_t c = 0; c < x.evidence.candidates.size(); ++c) {
          REQUIRE(x.evidence.candidates[c].article == y.evidence.candidates[c].article);
          REQUIRE(x.evidence.candidates[c].share == y.evidence.candidates[c].share);
        }
      }
    }
  }
}

TEST_CASE("the first of two texts with the same words is not called too different") {
  StoryBuilder s;
  const auto early = s.article("Harbour Gazette", kNoon), late = s.article("Valley Herald", kNoon + 5 * kHour);
  const std::size_t ferry = s.passage({{early, kFerry}, {late, kFerry}});
  s.decode();
  CHECK(s.at(ferry, early).evidence.variants.find("Too different") == std::string::npos);
}

TEST_CASE("far wordings are not called the same words") {
  StoryBuilder s;
  const auto early = s.article("Harbour Gazette", kNoon), late = s.article("Valley Herald", kNoon + 5 * kHour);
  const std::size_t ferry = s.passage({{early, kFerry}, {late, kRetold}});
  s.decode();
  CHECK(s.at(ferry, late).evidence.variants.find("The same words") == std::string::npos);
}

TEST_CASE("copies that all credit one holder come from it, however many look alike") {
  for (const int copies : {3, 12, 48}) {
    StoryBuilder s;
    const auto source = s.article("Reuters", kNoon);
    std::vector<StoryBuilder::Passage> texts{{source, kFerry}};
    std::vector<std::uint32_t> papers;
    for (int k = 0; k < copies; ++k) {
      papers.push_back(s.article("Paper " + std::to_string(k), kNoon + (k + 1) * kHour));
      texts.push_back({papers.back(), kFerry});
    }
    const std::size_t ferry = s.passage(texts);
    for (const std::uint32_t paper : papers) s.names(paper, ferry, "Reuters");
    s.decode();
    for (const std::uint32_t paper : papers) CHECK(s.at(ferry, paper).parent == source);
  }
}

TEST_CASE("a source named in the last item of a short article is not the article's") {
  for (const std::uint32_t begin : {60u, 560u}) {
    StoryBuilder s;
    const auto early = s.article("Harbour Gazette", kNoon), late = s.article("Valley Herald", kNoon + 5 * kHour);
    const std::size_t ferry = s.passage({{early, kFerry}, {late, kFerry}});
    s.articles[late].words = 90;
    Attribution a;
    a.outlet = "Reuters";
    a.known = true;
    a.cue = Cue::sentence;
    a.span = {begin, begin + 10};
    a.scope = {begin, begin + 20};
    a.text = "Reuters reported";
    s.articles[late].attributions.push_back(a);
    s.decode();
    CHECK((s.at(ferry, late).parent_outlet == "Reuters") == (begin == 60));
  }
}
