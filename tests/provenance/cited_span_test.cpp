// Borders of passages that are only cited.
#include <doctest/doctest.h>

#include <string>

#include "provenance/provenance.hpp"

using namespace reprise;

namespace {

/// What the span between the two bars is brought to.
std::string brought(std::string text) {
  const std::size_t begin = text.find('|');
  text.erase(begin, 1);
  const std::size_t end = text.find('|');
  text.erase(end, 1);
  const Span span = provenance::cited_span(text, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  return text.substr(span.begin, span.size());
}

}  // namespace

TEST_CASE("a cited passage begins at a word or its quotation mark, and ends behind what closes it") {
  CHECK(brought("He left|. \n\nThe mill burnt down, the paper said|. Nobody") == "The mill burnt down, the paper said.");
  CHECK(brought("She told him|,\" he said. \"We will rebuild the mill| by May.\" Then") == "he said. \"We will rebuild the mill");
  CHECK(brought("Yes. |“We will rebuild it|.” Then") == "“We will rebuild it.”");
  CHECK(brought("Yes. “|We will rebuild it,| he said") == "“We will rebuild it");
  CHECK(brought("It said |the mill (built in 1880|), now") == "the mill (built in 1880)");
  CHECK(brought("It said |the mill burnt| at 9 a.m. There") == "the mill burnt");
  CHECK(brought("It opened |at 9 a|.m. and so on") == "at 9 a");
  CHECK(brought("It |asked \"|why so late\"") == "asked");
  CHECK(brought("Он сказал|, «мельница сгорела|». Потом") == "«мельница сгорела».");
  CHECK(brought("他说|：“磨坊烧毁了|。”然后") == "“磨坊烧毁了。”");
  CHECK(brought("אמר| \"הטחנה נשרפה| כליל\".") == "\"הטחנה נשרפה");
  CHECK(brought("the |whole text|") == "whole text");
  CHECK(brought("no| ... |word") == " ... ");
}
