// What the rest of a story says of a passage: the other passages, the names and the habits of the outlets.
#include <algorithm>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

#include "provenance/decode_family_builder.hpp"
#include "provenance/decode_model.hpp"
#include "provenance/decode_rules.hpp"

using namespace reprise;
using test::StoryBuilder;

namespace {

constexpr Seconds kHour = 3600, kDay = 86400, kNoon = 1700000000 / kDay * kDay + kDay / 2;

// Passages of one story.
const std::string kFerry =
    "the ferry that ran aground off the northern mole on sunday night was towed free at high water with forty passengers "
    "still aboard and nobody hurt the harbour master said";
const std::string kInquiry =
    "an inquiry will ask why the lights of the mole had been dark since the storm of last week although the mender had "
    "been sent for twice";
const std::string kOwner =
    "the company that owns the ship promised every traveller the price of the ticket and a night in the station hotel "
    "while divers look over the hull";
const std::string kHistory =
    "twice before in this century has a ship struck the same bank and both times the council put off the dredging for "
    "want of money";
const std::string kRussian =
    "паром севший на мель у северного мола в ночь на понедельник сняли с приливом сорок пассажиров оставались на борту "
    "никто не пострадал сообщил начальник порта";

// Of one evening, in other words.
const std::string kRetold =
    "it was high water before tugs could pull free the ferry stranded off the northern mole on sunday night the harbour "
    "master says nobody was hurt among forty who spent the hours on deck wrapped in blankets and singing";

const char* const kSilence = "No text of the story credits another's outlet";


// Share of `from` among the possible parents of `to`, in millionths.
std::int32_t share_of(const StoryBuilder& s, std::size_t f, std::uint32_t from, std::uint32_t to) {
  std::vector<std::vector<provenance::FamilyPair>> pairs;
  for (std::size_t g = 0; g < s.families.size(); ++g) pairs.push_back(provenance::compare_family(s.witnesses[g], s.families[g]));
  const provenance::Ties ties(s.articles, s.families, pairs);
  const auto model = provenance::solve_family(s.articles, corpus::OutletRegistry::builtin(), s.witnesses[f], s.families[f], pairs[f], ties);
  const auto node = [&](std::uint32_t article) {
    std::uint32_t at = 0;
    while (s.families[f].occurrences[at].article != article) ++at;
    return at + 1;
  };
  for (std::size_t e = 0; e < model.edges.size(); ++e) {
    if (model.edges[e].from == node(from) && model.edges[e].to == node(to)) return model.shares[e];
  }
  return 0;
}

// `giver` and `taker` had one passage in each of so many articles; the first `credits` of the taker's say so.
void share_often(StoryBuilder& s, const std::string& giver, const std::string& taker, int articles, int credits) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (int k = 0; k < articles; ++k) {
    pairs.emplace_back(s.article(giver, kNoon - (k + 9) * kDay), s.article(taker, kNoon - (k + 9) * kDay + 5 * kHour));
  }
  for (int k = 0; k < articles; ++k) {
    const std::size_t f = s.passage({{pairs[k].first, kHistory}, {pairs[k].second, kHistory}});
    if (k < credits) s.names(pairs[k].second, f, giver);
  }
}

}  // namespace

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
    CHECK(s.at(ferry, first).status == (says ? Status::undecided : Status::origin));
    CHECK((s.families[ferry].origin_outlet == "Harbour Gazette") == !says);
  }
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
    CHECK(s.at(ferry, copy).status == Status::cited);
    CHECK(s.at(ferry, copy).parent_outlet == "Upland Courier");
    CHECK(s.at(ferry, copy).confidence == (lacks ? 0.55 : 0.8));
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
