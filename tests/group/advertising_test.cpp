// What was paid for.
#include <doctest/doctest.h>

#include "group/advertising.hpp"
#include "group/outlet.hpp"

using namespace reprise;
using namespace reprise::test;

TEST_CASE("what only advertisements hold is nobody's report") {
  Outlet o;
  const Words text = o.own(30);
  for (std::uint32_t i = 0; i < 3; ++i) {
    o.add(joined({text, o.own(30)}));
    o.facts.back().outlet = i, o.facts.back().advert = true;
  }
  o.daily();
  CHECK(o.kind() == Kind::boilerplate);
  o.facts[1].advert = false;
  CHECK(o.kind() == Kind::verbatim);
}

TEST_CASE("a number is a banner's where articles that bear it say different things, and in long articles") {
  Outlet o;
  const Words post = o.own(60), banner = o.own(20);
  o.add(post);
  o.add(joined({post, o.own(10)}));
  o.add(joined({o.own(100), banner}));
  o.add(joined({o.own(100), banner}));
  o.add(o.own(301));
  o.add(o.own(50));
  for (const Doc& d : o.docs) o.views.push_back(d.view());
  const std::vector<std::uint64_t> numbers = {7, 7, 8, 8, 9, 0};
  CHECK(group::find_adverts(o.views, numbers, {}) == std::vector<std::uint8_t>{1, 1, 0, 0, 0, 0});
  CHECK(group::find_adverts(o.views, numbers, {.max_words = 400}) == std::vector<std::uint8_t>{1, 1, 0, 0, 1, 0});
}
