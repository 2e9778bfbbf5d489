// Articles of one outlet, made of word numbers, with facts as the engine would give them: for the tests of what is boilerplate.
#pragma once

#include <cstdint>
#include <vector>

#include "group/boilerplate.hpp"
#include "group/captions.hpp"
#include "group/clusters.hpp"
#include "group/families.hpp"
#include "group/kinds.hpp"
#include "group/occasions.hpp"
#include "group/parting.hpp"
#include "group/topics.hpp"
#include "group/wordings.hpp"
#include "match/docs.hpp"
#include "match/postings.hpp"
#include "text/tokens.hpp"

namespace reprise::test {

using Words = std::vector<std::uint32_t>;

/// Articles of one outlet, one a month unless a test says otherwise; every sentence of ten words is a line.
struct Outlet {
  std::vector<Doc> docs;
  std::vector<match::DocView> views;
  std::vector<group::DocFacts> facts;
  std::uint32_t next = 1;
  Words subject = fresh(40, next);  ///< names that a running story speaks of

  Words own(std::size_t words) { return fresh(words, next); }
  /// An article's own text in the running story: every third word is one of the subject's.
  Words own_in_story(std::size_t words) {
    Words text = own(words);
    for (std::size_t i = 0; i < text.size(); i += 3) text[i] = subject[(i * 7 / 3) % subject.size()];
    return text;
  }
  void add(Words words, std::size_t line = 10) {
    docs.push_back(make_doc(std::move(words), 32, line));
    for (std::uint8_t& flags : docs.back().flags)
      if (flags & text::kSentenceStart) flags |= text::kLineStart;
    facts.push_back({.outlet = 1, .day = static_cast<std::int32_t>(30 * docs.size())});
  }
  /// One a day instead of one a month.
  void daily() {
    for (std::size_t i = 0; i < facts.size(); ++i) facts[i].day = static_cast<std::int32_t>(i);
  }
  struct Result {
    std::vector<group::Family> families;
    std::vector<Kind> kinds;
    std::vector<std::vector<group::WordRange>> lines;
  };
  Result run() {
    views.clear();
    for (const Doc& d : docs) views.push_back(d.view());
    const match::MatchBatch matches = match::match_all(views, match::build_postings(views, {}), {}, {});
    const group::Topics topics = group::find_topics(views, facts, matches, {});
    Result result;
    result.lines = group::repeated_lines(views, facts, topics, {});
    result.families = group::build_families(views, facts, topics, result.lines, matches, {});
    result.kinds = group::find_kinds(views, facts, topics, result.families, {});
    return result;
  }
  /// The kind of the only family.
  Kind kind() {
    const Result result = run();
    REQUIRE(result.families.size() == 1);
    return result.kinds.front();
  }
};


}  // namespace reprise::test
