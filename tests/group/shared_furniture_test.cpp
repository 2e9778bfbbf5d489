// Lines that articles of many outlets end with, once each: furniture under other subjects, a passage in one story.
#include <doctest/doctest.h>

#include "group/outlet.hpp"

using namespace reprise;
using namespace reprise::test;

namespace {

/// Articles of as many outlets, a month apart, with one line of twenty words each.
struct Outlets : Outlet {
  Words line = own(20);
  void add_with_line(Words before, Words behind = {}) {
    const std::size_t begin = before.size();
    add(joined({std::move(before), line, std::move(behind)}), 1000);
    docs.back().flags[begin] |= text::kSentenceStart | text::kLineStart;
    if (begin + line.size() < docs.back().flags.size()) docs.back().flags[begin + line.size()] |= text::kSentenceStart | text::kLineStart;
    facts.back().outlet = static_cast<std::uint32_t>(docs.size());
  }
};

}  // namespace

TEST_CASE("a line at the end of unrelated articles of four outlets, weeks apart, is boilerplate") {
  Outlets o;
  for (int i = 0; i < 4; ++i) o.add_with_line(o.own(200));
  CHECK(o.kind() == Kind::boilerplate);
  SUBCASE("also over a line of another kind, and in outlets that are not known") {
    for (auto& fact : o.facts) fact.outlet = kNone;
    o.add_with_line(o.own(200), o.own(8));
    o.facts.back().outlet = kNone;
    CHECK(o.kind() == Kind::boilerplate);
  }
  SUBCASE("also under a lead that is shorter than it: a paywall's words") {
    Outlets stubs;
    for (int i = 0; i < 4; ++i) stubs.add_with_line(stubs.own(15));
    CHECK(stubs.kind() == Kind::boilerplate);
  }
  SUBCASE("within days it may be a wire's") {
    o.daily();
    CHECK(o.kind() == Kind::verbatim);
  }
  SUBCASE("unless the articles are many that have nothing else in common") {
    for (int i = 0; i < 4; ++i) o.add_with_line(o.own(200));
    o.daily();
    CHECK(o.kind() == Kind::boilerplate);
  }
  SUBCASE("a speaker's words are his, whoever ends with them") {
    for (auto& doc : o.docs)
      for (std::size_t i = 200; i < 220; ++i) doc.flags[i] |= text::kInQuote;
    CHECK(o.kind() == Kind::quote);
  }
}

TEST_CASE("a line is a passage where the articles tell one story, for months or not") {
  Outlets o;
  for (int i = 0; i < 9; ++i) o.add_with_line(o.own_in_story(200));
  CHECK(o.kind() == Kind::verbatim);
  o.daily();
  CHECK(o.kind() == Kind::verbatim);
}

TEST_CASE("a line is a passage inside articles, inside a line, and where it is most of its article") {
  Outlets o;
  SUBCASE("inside articles") {
    for (int i = 0; i < 4; ++i) o.add_with_line(o.own(100), o.own(100));
  }
  SUBCASE("inside a line") {
    for (int i = 0; i < 4; ++i) {
      o.add_with_line(o.own(200));
      o.docs.back().flags[200] = 0;
    }
  }
  SUBCASE("most of its article") {
    for (int i = 0; i < 4; ++i) o.add_with_line(o.own(8));
  }
  SUBCASE("where too little else is said to tell by") {
    o.line = o.own(12);
    for (int i = 0; i < 4; ++i) o.add_with_line(joined({Words(12, o.own(1).front()), Words(12, o.own(1).front())}));
  }
  CHECK(o.kind() == Kind::verbatim);
}
