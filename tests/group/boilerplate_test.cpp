// What is boilerplate and what is not, rule by rule: articles of word numbers, with facts as the engine would give them.
#include <doctest/doctest.h>

#include "group/outlet.hpp"

using namespace reprise;
using namespace reprise::test;
using group::Family;
using group::Kinship;


TEST_CASE("what an outlet repeats over unrelated articles is boilerplate, wherever it stands and however long it is") {
  for (const std::size_t words : {10, 20, 300}) {
    Outlet o;
    const Words block = o.own(words);
    for (int i = 0; i < 5; ++i) o.add(joined({o.own(400), block, o.own(100)}));
    CHECK(o.kind() == Kind::boilerplate);
    o.daily();
    CHECK(o.kind() == Kind::boilerplate);
    // Once in each of five outlets it is a re-report; so it is when the outlets are unknown.
    for (std::uint32_t i = 0; i < 5; ++i) o.facts[i].outlet = i;
    CHECK(o.kind() == Kind::verbatim);
    for (auto& fact : o.facts) fact.outlet = kNone;
    CHECK(o.kind() == Kind::verbatim);
    // Near-duplicates of one article count once.
    for (auto& fact : o.facts) fact = {.outlet = 1, .story = 0};
    CHECK(o.kind() == Kind::verbatim);
  }
}

TEST_CASE("a footer may be longer than the post above it; a text that is told again with another ending is none") {
  for (const bool below : {true, false}) {
    Outlet o;
    const Words block = o.own(20);
    for (int i = 0; i < 5; ++i) {
      o.add(below ? joined({o.own(10), block}) : joined({block, o.own(10)}));
      o.docs.back().flags[below ? 20 : 10] = 0;  // the block is one line
      o.facts.back().day /= 3;                   // five times in months it would be standing text
    }
    CHECK(o.kind() == (below ? Kind::boilerplate : Kind::verbatim));
    o.daily();
    CHECK(o.kind() == (below ? Kind::boilerplate : Kind::verbatim));
  }
}

TEST_CASE("background that an outlet carries through a running story is none") {
  Outlet o;
  const Words background = o.own(30);
  for (int i = 0; i < 5; ++i) o.add(joined({o.own_in_story(200), background, o.own_in_story(100)}), 1000);
  o.daily();
  CHECK(o.kind() != Kind::boilerplate);
  SUBCASE("whole lines of it neither") {
    for (auto& doc : o.docs)
      for (const std::size_t line : {200u, 230u}) doc.flags[line] |= text::kSentenceStart | text::kLineStart;
    const auto result = o.run();
    for (const auto& lines : result.lines) CHECK(lines.empty());
    REQUIRE(result.families.size() == 1);
    CHECK(result.kinds.front() != Kind::boilerplate);
  }
  SUBCASE("over months it is boilerplate") {
    for (std::size_t i = 0; i < o.facts.size(); ++i) o.facts[i].day = static_cast<std::int32_t>(30 * i);
    CHECK(o.kind() == Kind::boilerplate);
  }
  SUBCASE("in articles about other things too") {
    for (auto& doc : o.docs)
      for (std::size_t i = 0; i < doc.words.size(); ++i)
        if (i < 200 || i >= 230) doc.words[i] = o.next++;
    CHECK(o.kind() == Kind::boilerplate);
  }
}

TEST_CASE("a few words that an outlet repeats within days are a set phrase in two running stories, and none in one") {
  for (const std::size_t words : {10, 14}) {
    Outlet o;
    const Words text = o.own(words);
    for (int i = 0; i < 6; ++i) {
      if (i == 3) o.subject = o.own(40);  // another story
      o.add(joined({o.own_in_story(190), o.own(10), text, o.own(10), o.own_in_story(90)}), 1000);
    }
    o.daily();
    CHECK((o.kind() == Kind::boilerplate) == (words == 10));
    Outlet one;
    const Words again = one.own(words);
    for (int i = 0; i < 6; ++i) one.add(joined({one.own_in_story(190), one.own(10), again, one.own(10), one.own_in_story(90)}), 1000);
    one.daily();
    CHECK(one.kind() != Kind::boilerplate);
  }
}

TEST_CASE("furniture of two articles: whole lines at an end of articles about different things, far apart") {
  Outlet o;
  const Words bio = o.own(60);
  o.add(joined({o.own(200), bio}));
  o.add(joined({o.own(300), bio}));
  CHECK(o.kind() == Kind::boilerplate);
  SUBCASE("at the beginning too") {
    Outlet front;
    const Words masthead = front.own(20);
    front.add(joined({masthead, front.own(100)}));
    front.add(joined({masthead, front.own(200)}));
    CHECK(front.kind() == Kind::boilerplate);
  }
  SUBCASE("not of two outlets, or of unknown ones") {
    o.facts[1].outlet = 2;
    CHECK(o.kind() == Kind::verbatim);
    o.facts[0].outlet = o.facts[1].outlet = kNone;
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("not of two versions of a story") {
    for (auto& fact : o.facts) fact.story = 0;
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("not within days: so long a text may be the background of both") {
    o.daily();
    CHECK(o.kind() == Kind::verbatim);
    for (auto& fact : o.facts) fact.day = group::kUnknownDay;
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("not inside: so long a text may be told again") {
    for (auto& doc : o.docs)
      for (std::size_t i = 0; i < 10; ++i) doc.words.push_back(o.next++), doc.weights.push_back(32), doc.flags.push_back(i == 0 ? text::kLineStart | text::kSentenceStart : 0);
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("not a part of a line") {
    o.docs[0].flags[200] = o.docs[1].flags[300] = 0;
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("a word or two over the border do not matter") {
    Outlet over;
    const Words line = over.own(20), word = over.own(1);
    over.add(joined({over.own(100), line, word, over.own(9)}));
    over.add(joined({over.own(200), line, word, over.own(19)}));
    CHECK(over.kind() == Kind::boilerplate);
  }
  SUBCASE("not in changed words") {
    for (std::size_t i = 303; i < 360; i += 8) o.docs[1].words[i] = o.next++;
    CHECK(o.kind() != Kind::boilerplate);
  }
  SUBCASE("not when it is most of an article") {
    Outlet repost;
    const Words item = repost.own(60);
    repost.add(joined({repost.own(20), item}));
    repost.add(joined({repost.own(30), item}));
    CHECK(repost.kind() != Kind::boilerplate);
  }
}

TEST_CASE("short lines are furniture inside an article and within days, but not in one running story") {
  Outlet o;
  const Words link = o.own(10);
  o.add(joined({o.own(100), link, o.own(100)}));
  o.add(joined({o.own(50), link, o.own(150)}));
  CHECK(o.kind() == Kind::boilerplate);
  o.daily();
  CHECK(o.kind() == Kind::boilerplate);
  Outlet story;
  const Words line = story.own(10);
  story.add(joined({story.own_in_story(100), line, story.own_in_story(100)}));
  story.add(joined({story.own_in_story(50), line, story.own_in_story(150)}));
  story.daily();
  CHECK(story.kind() == Kind::verbatim);
}

TEST_CASE("words inside the sentences of two articles weeks apart are a set phrase, or put in by the outlet") {
  Outlet o;
  const Words phrase = o.own(10);  // the second half of one sentence and the first of the next
  o.add(joined({o.own(105), phrase, o.own(85)}), 1000);
  o.add(joined({o.own(55), phrase, o.own(135)}), 1000);
  CHECK(o.kind() == Kind::boilerplate);
  SUBCASE("not in two outlets") {
    o.facts[1].outlet = 2;
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("not within days: it may be background") {
    o.daily();
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("not a whole sentence") {
    o.docs[0].flags[105] |= text::kSentenceStart;
    o.docs[0].flags[115] |= text::kSentenceStart;
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("not a speaker's words") {
    for (std::size_t i = 0; i < 10; ++i) o.docs[0].flags[105 + i] |= text::kInQuote, o.docs[1].flags[55 + i] |= text::kInQuote;
    CHECK(o.kind() == Kind::quote);
  }
  SUBCASE("not when it is long") {
    Outlet other;
    const Words text = other.own(61);
    other.add(joined({other.own(105), text, other.own(85)}), 1000);
    other.add(joined({other.own(55), text, other.own(135)}), 1000);
    CHECK(other.kind() == Kind::verbatim);
  }
}

TEST_CASE("a form whose numbers change is boilerplate") {
  Outlet o;
  const Words form = o.own(40);
  for (int i = 0; i < 5; ++i) {
    Words filled = form;
    for (std::size_t k = 5; k < filled.size(); k += 12) filled[k] = o.next++;
    o.add(joined({filled, o.own(60)}), 1000);
    for (std::size_t k = 5; k < form.size(); k += 12) o.docs.back().flags[k] |= text::kNumber;
  }
  o.daily();
  CHECK(o.kind() == Kind::boilerplate);
}

TEST_CASE("wordings: who says it in most of the words, numbers aside") {
  Outlet o;
  const Words text = o.own(20);
  const auto with = [&](std::size_t kept) { return joined({Words(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(kept)), o.own(20 - kept)}); };
  o.add(text);
  o.add(with(9));
  o.add(with(10));
  o.add(Words(text.begin() + 12, text.end()));  // a part of it says the same
  o.add(text);
  for (const Doc& d : o.docs) o.views.push_back(d.view());
  std::vector<group::FamilyOccurrence> occurrences;
  for (std::uint32_t d = 0; d < o.docs.size(); ++d) occurrences.push_back({d, 0, o.views[d].size()});
  occurrences.push_back({4, 0, 12});  // said twice by one article
  auto wordings = group::find_wordings(o.views, occurrences, {});
  REQUIRE(wordings.size() == 2);
  CHECK(wordings[0].docs == Words{0, 2, 3, 4});
  CHECK(wordings[1].docs == Words{1});
  CHECK(wordings[0].words == 20);
  CHECK_FALSE(wordings[0].numbers_change);
  CHECK(group::find_wordings(o.views, occurrences, {.max_wordings = 1}).size() == 1);
  // Three numbers of twenty words, and others in most of the occurrences.
  for (std::uint32_t d : {0u, 4u})
    for (std::size_t i : {2u, 5u, 8u}) {
      o.docs[d].words[i] = o.next++;
      o.docs[d].flags[i] |= text::kNumber;
    }
  wordings = group::find_wordings(o.views, occurrences, {});
  REQUIRE(!wordings.empty());
  CHECK(wordings[0].docs == Words{0, 3, 4});
  CHECK(wordings[0].numbers_change);
  for (std::size_t i : {2u, 5u}) o.docs[4].words[i] = o.docs[0].words[i];
  CHECK_FALSE(group::find_wordings(o.views, occurrences, {})[0].numbers_change);
}

TEST_CASE("what an outlet tells again within days in other words is news, over weeks a form") {
  Outlet o;
  const Words text = o.own(20);
  std::vector<group::FamilyOccurrence> occurrences;
  for (std::uint32_t i = 0; i < 5; ++i) {
    // Each has eight words of the text and twelve of its own.
    o.add(joined({Words(text.begin() + 2 * i, text.begin() + 2 * i + 8), o.own(12), o.own(100)}));
    occurrences.push_back({i, 0, 20});
  }
  for (const Doc& d : o.docs) o.views.push_back(d.view());
  const auto boilerplate = [&] { return group::is_boilerplate(o.views, o.facts, group::Topics(), occurrences, {}); };
  CHECK(boilerplate());
  o.daily();
  CHECK_FALSE(boilerplate());
  // Another outlet's copy of months ago says that the text is no news of these days.
  o.add(joined({text, o.own(100)}));
  o.facts.back() = {.outlet = 2, .day = -100};
  o.views.clear();
  for (const Doc& d : o.docs) o.views.push_back(d.view());
  occurrences.push_back({5, 0, 20});
  CHECK(boilerplate());
  // Four of the five in the same words.
  occurrences.pop_back();
  CHECK_FALSE(boilerplate());
  for (std::uint32_t i = 1; i < 4; ++i) std::copy_n(o.docs[0].words.begin(), 20, o.docs[i].words.begin());
  CHECK(boilerplate());
}

TEST_CASE("a story that most outlets run once is no boilerplate because one of them runs it again") {
  Outlet o;
  const Words story = o.own(40);
  for (std::uint32_t i = 0; i < 40; ++i) {
    o.add(joined({o.own(60), story, o.own(60)}));
    o.facts.back() = {.outlet = i < 5 ? 0 : i, .day = 100};
  }
  CHECK(o.kind() == Kind::verbatim);
  // Five outlets of which each repeats it: a formula.
  for (std::uint32_t i = 0; i < o.facts.size(); ++i) o.facts[i].outlet = i % 5;
  CHECK(o.kind() == Kind::boilerplate);
  // An outlet that repeats it, and a few that hold it once beside it: still the outlet's.
  for (std::uint32_t i = 0; i < o.facts.size(); ++i) o.facts[i].outlet = i < 20 ? 0 : i;
  CHECK(o.kind() == Kind::boilerplate);
}

TEST_CASE("articles that share their lead and much of their text are one story; far apart, nearly all of it") {
  Outlet o;
  const Words shared = o.own(120);
  o.add(joined({shared, o.own(80)}));
  o.add(joined({shared, o.own(80)}));
  o.add(joined({o.own(80), shared}));
  for (const Doc& d : o.docs) o.views.push_back(d.view());
  const match::MatchBatch matches = match::match_all(o.views, match::build_postings(o.views, {}), {}, {});
  const std::vector<std::uint32_t> clusters(3, kNone);
  const auto stories = [&](std::vector<std::int32_t> days, group::StoryOptions options = {}) {
    return group::find_stories(o.views, matches, clusters, days, options);
  };
  const std::vector<std::uint32_t> joined_first = {0, 0, kNone}, none(3, kNone);
  CHECK(stories({0, 7, 7}) == joined_first);
  CHECK(stories({0, group::kUnknownDay, 0}) == joined_first);
  CHECK(stories({0, 60, 0}) == none);
  CHECK(stories({0, 60, 0}, {.min_far_share_permille = 550}) == joined_first);
}

TEST_CASE("topics: related by what stands outside the shared text, within days") {
  Outlet o;
  const Words shared = o.own(30);
  o.add(joined({o.own_in_story(150), shared}), 1000);
  o.add(joined({o.own_in_story(150), shared}), 1000);
  o.add(joined({o.own(150), shared}), 1000);
  o.daily();
  for (const Doc& d : o.docs) o.views.push_back(d.view());
  const auto groups = [&] {
    const match::MatchBatch matches = match::match_all(o.views, match::build_postings(o.views, {}), {}, {});
    const group::Topics topics = group::find_topics(o.views, o.facts, matches, {});
    std::vector<std::uint32_t> group;
    const std::uint32_t count = topics.count(std::vector<std::uint32_t>{0, 1, 2}, o.facts, false, group);
    CHECK(group[0] == 0);
    return std::pair(count, group[1] == 0);
  };
  CHECK(groups() == std::pair(2u, true));
  o.facts[1].day = 60;
  CHECK(groups() == std::pair(3u, false));
  o.facts[1].story = o.facts[0].story = 0;
  CHECK(groups() == std::pair(2u, true));
}

TEST_CASE("topics: groups are joined over several steps, forms only when asked for") {
  const std::vector<group::RelatedPair> pairs = {
      {1, 4, Kinship::same_subject}, {0, 5, Kinship::same_form}, {4, 6, Kinship::same_subject}, {2, 5, Kinship::same_subject}};
  const group::Topics topics(8, pairs);
  const std::vector<group::DocFacts> facts(8);
  std::vector<std::uint32_t> group;
  const std::vector<std::uint32_t> all = {0, 1, 2, 3, 4, 5, 6, 7};
  CHECK(topics.count(all, facts, false, group) == 5);
  CHECK(group == std::vector<std::uint32_t>{0, 1, 2, 3, 1, 2, 1, 4});
  CHECK(topics.count(all, facts, true, group) == 4);
  CHECK(group == std::vector<std::uint32_t>{0, 1, 0, 2, 1, 0, 1, 3});
  CHECK(topics.count(std::vector<std::uint32_t>{1, 6}, facts, true, group) == 2);  // the link between them is not among them
}

TEST_CASE("numbered captions are found by their counter") {
  const auto captions_of = [](const std::string& text) {
    text::Tokens tokens;
    text::tokenise(text, tokens);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
    for (const auto& range : group::numbered_captions({tokens.word, tokens.weight, tokens.flags}, {})) found.emplace_back(range.begin, range.end);
    return found;
  };
  const std::string story = "The ferry left the harbour at noon with forty people on board.\n\n";  // 12 words
  std::string gallery, list;
  for (int i = 1; i <= 6; ++i) {
    gallery += "Sailors wave from deck " + std::string(1, static_cast<char>('A' + i)) + " slide " + std::to_string(i) + " of 6 ";
    list += std::to_string(i) + ". The deck is washed by the crew.\n";
  }
  CHECK(captions_of(story).empty());
  CHECK(captions_of(story + gallery + "\n\n" + story) == std::vector<std::pair<std::uint32_t, std::uint32_t>>{{12, 12 + 54}});
  CHECK(captions_of(story + list + story).empty());  // a list, of no total
  CHECK(captions_of("Part 1 of 9 is out. Part 4 of 9 too. Part 2 of 9 is late. Part 7 of 9 as well. Part 3 of 9 is not.").empty());
  CHECK(captions_of("").empty());
  CHECK(captions_of("slide 1 of 6").empty());
}

TEST_CASE("captions join the ranges they overlap") {
  text::Tokens tokens;
  std::string text = "Opening line here.\n";
  for (int i = 1; i <= 5; ++i) text += "photo " + std::to_string(i) + "/5 a boat\n";
  text::tokenise(text, tokens);
  const std::vector<match::DocView> docs = {{tokens.word, tokens.weight, tokens.flags}};
  std::vector<std::vector<group::WordRange>> ranges = {{{0, 3}, {8, 13}}};
  group::add_numbered_captions(docs, {}, ranges);
  REQUIRE(ranges[0].size() == 2);
  CHECK(ranges[0][0].end == 3);
  CHECK(ranges[0][1].begin == 3);
  CHECK(ranges[0][1].end <= tokens.size());
  CHECK(ranges[0][1].end >= 25);
}
