// Text reports of the sample run: what must be said, what must not get through, and orders.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/utf8.hpp"
#include "report/model.hpp"
#include "report/plain.hpp"
#include "report/run_io.hpp"
#include "report/sample_run.hpp"

using namespace reprise;
using namespace reprise::report;

namespace {

/// Whether `part` stands in `text`, line breaks and indents aside.
bool says(const std::string& text, const std::string& part) {
  std::string flat;
  for (const char c : text) {
    if (c != '\n' && c != ' ') flat.push_back(c);
    else if (!flat.empty() && flat.back() != ' ') flat.push_back(' ');
  }
  if (flat.find(part) != std::string::npos) return true;
  MESSAGE("not said: " << part << "\n" << text);
  return false;
}

void check_harmless(const std::string& text) {
  CHECK(utf8::valid(text));
  CHECK(text == [&] {  // what visible() would still change is a line break at most
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      out += visible(text.substr(at, end - at));
      if (end < text.size()) out += '\n';
      at = end + 1;
    }
    return out;
  }());
}

}  // namespace

TEST_CASE("summary") {
  const auto s = report_test::sample();
  const std::string text = summary_text(s.run);
  check_harmless(text);
  CHECK(says(text, "9 articles of 7 outlets, 1 cluster of near-duplicates"));
  CHECK(says(text, "4 passage families with 10 occurrences of them 2 copies (1 uncredited), 2 shared quotes (0 uncredited), 1 sentence that cites, 1 undecided"));
  CHECK(says(text, "1 family of boilerplate set apart"));
  CHECK(says(text, "TASS > Fars 17 1 100% 2 h 10 min"));
  CHECK(says(text, "Fars 2023-10-07 11:22 -> Jerusalem Post 2023-10-07 13:12 (verbatim, confidence 0.75, credited) -> Evil & <b>Sons</b>"));
  CHECK(says(text, "TASS (cited, not in the corpus) -> Xinhua"));
  CHECK(says(text, "Taken without credit 1b22 verbatim 2 copies, 1 uncredited Fars (fars-1) -> Evil & <b>Sons</b>"));
  CHECK(text.find("licence") == std::string::npos);  // boilerplate is no re-report
  CHECK(says(summary_text(s.run, 1), "and 4 pairs more"));
  CHECK(says(summary_text(Run{}), "0 articles of 0 outlets"));
}

TEST_CASE("article") {
  const auto s = report_test::sample();
  auto text = article_text(s.run, s.texts, "jp-722");
  REQUIRE(text);
  check_harmless(*text);
  CHECK(says(*text, "66 words, 41% of them its own"));
  CHECK(says(*text, "31% TASS (tass-1), credited"));
  CHECK(says(*text, "Fars, sentence: \"Fars News in Iran also highlighted\""));
  CHECK(says(*text, "Jerusalem Post (jp-722) has it from TASS (tass-1), verbatim, identity 100%, confidence 0.97. Credited in the words \"according to Russia's TASS media\". 4 h after the parent."));
  auto fars = article_text(s.run, s.texts, "fars-1");
  REQUIRE(fars);
  CHECK(says(*fars, "Iran and we will [-enhance them-] {+develop these relations+} in every possible way"));
  CHECK(says(*fars, "a near-duplicate of TASS (tass-1)"));
  CHECK(says(*fars, "carries it as boilerplate"));
  auto zh = article_text(s.run, s.texts, "zh-1");
  REQUIRE(zh);
  CHECK(says(*zh, "TASS (cited) -> Xinhua"));
  CHECK(says(*zh, "from TASS, which it names and of which the corpus holds no such article"));
  auto irib = article_text(s.run, s.texts, "irib-1");
  REQUIRE(irib);
  CHECK(says(*irib, "Possible: Al Jazeera (ar-1) 60%, Fars (cited, not in the corpus) 40%."));
  CHECK(says(*irib, "time unknown"));
  auto none = article_text(s.run, s.texts, "no\x1bone");
  REQUIRE(!none);
  CHECK(none.error().code == ErrorCode::not_found);
  CHECK(none.error().message.find('\x1b') == std::string::npos);
}

TEST_CASE("hostile titles, ids and texts reach the terminal as visible escapes") {
  const auto s = report_test::sample();
  for (const auto& result : {article_text(s.run, s.texts, s.run.articles[7].id), family_text(s.run, s.texts, "1b22"), explain_text(s.run, s.texts, "jp-722", s.run.articles[7].id)}) {
    REQUIRE(result);
    check_harmless(*result);
    CHECK(says(*result, "\\x1b"));
  }
  auto text = article_text(s.run, s.texts, s.run.articles[7].id);
  CHECK(says(*text, "\\x1b[31mred\\u202e"));
}

TEST_CASE("family, outlet, cluster") {
  const auto s = report_test::sample();
  auto family = family_text(s.run, s.texts, "1b22");
  REQUIRE(family);
  CHECK(says(*family, "Fars -> Jerusalem Post -> Evil & <b>Sons</b>"));
  CHECK(says(*family, "Not credited."));
  CHECK(family_text(s.run, s.texts, "2c33")->find("no re-report") != std::string::npos);
  auto outlet = outlet_text(s.run, "Fars");
  REQUIRE(outlet);
  CHECK(says(*outlet, "2 articles, 93 words"));
  CHECK(says(*outlet, "It is fed by"));
  CHECK(outlet_text(s.run, "Nobody").error().code == ErrorCode::not_found);
  CHECK(outlet_text(s.run, "").error().code == ErrorCode::not_found);
  auto cluster = cluster_text(s.run, s.texts, "c100");
  REQUIRE(cluster);
  CHECK(says(*cluster, "First: TASS (tass-1), confidence 0.70"));
  CHECK(says(*cluster, "0.31 0.80 0.40 tass-1 fars-1"));
  CHECK(cluster_text(s.run, s.texts, "c").error().code == ErrorCode::not_found);
}

TEST_CASE("explain") {
  const auto s = report_test::sample();
  auto text = explain_text(s.run, s.texts, "fars-1", "tass-1");
  REQUIRE(text);
  check_harmless(*text);
  CHECK(says(*text, "By the times given, B is earlier, by 2 h 10 min."));
  CHECK(says(*text, "Jaccard 0.31, 40% of A in B, 80% of B in A"));
  CHECK(says(*text, "B > A We have very good relations with Iran and we will [-enhance them-] {+develop these relations+} in every possible way"));
  CHECK(says(*text, "Credited in the words \"Russia's TASS news agency reported\"."));
  auto reversed = explain_text(s.run, s.texts, "tass-1", "fars-1");
  REQUIRE(reversed);
  CHECK(says(*reversed, "A > B We have very good relations with Iran and we will [-enhance them-] {+develop these relations+}"));
  CHECK(says(*reversed, "80% of A in B, 40% of B in A"));
  CHECK(says(*explain_text(s.run, s.texts, "fars-1", "zh-1"), "A and B share no passage."));
  auto footer = explain_text(s.run, s.texts, "fars-1", "fars-2");
  CHECK(says(*footer, "share no passage"));
  CHECK(says(*footer, "it is no re-report"));
  CHECK(says(*explain_text(s.run, s.texts, "fars-1", "irib-1"), "The time of B is unknown."));
  CHECK(says(*explain_text(s.run, s.texts, "tass-1", s.run.articles[7].id), "By the times given, A is earlier, by 8 h 20 min at least."));
  CHECK(says(*explain_text(s.run, s.texts, "tass-1", "tass-1"), "the same article"));
  CHECK(explain_text(s.run, s.texts, "tass-1", "x").error().code == ErrorCode::not_found);
  auto long_way = explain_text(s.run, s.texts, "fars-1", s.run.articles[7].id);
  CHECK(says(*long_way, "Way: Fars -> Jerusalem Post -> Evil & <b>Sons</b>"));
}

TEST_CASE("lines stay within the width") {
  const auto s = report_test::sample();
  const std::string text = summary_text(s.run) + *article_text(s.run, s.texts, "jp-722") + *family_text(s.run, s.texts, "0a11");
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    CHECK(columns(text.substr(at, end - at)) <= 100);
    at = end + 1;
  }
}

TEST_CASE("a run with cycles and spans beyond the texts is reported, not followed for ever") {
  auto s = report_test::sample();
  FamilyRecord& f = s.run.families[1];
  f.occurrences[0].parent = f.occurrences[2].article;
  f.occurrences[0].status = Status::copied;
  f.occurrences[1].span = {4000000000u, 4100000000u};
  CHECK(way_to(f, 2).size() <= 3);
  CHECK(family_text(s.run, s.texts, "1b22").has_value());
  CHECK(article_text(s.run, s.texts, "jp-722").has_value());
}

TEST_CASE("orders") {
  const auto s = report_test::sample();
  const auto largest = largest_families(s.run);
  REQUIRE(largest.size() == 3);
  CHECK(s.run.families[largest[0].family].id == "1b22");
  CHECK(largest[0].copies == 2);
  const auto uncredited = uncredited_families(s.run);
  REQUIRE(uncredited.size() == 1);
  CHECK(uncredited[0].uncredited == 1);
  const auto pairs = heaviest_pairs(s.run);
  CHECK(s.run.outlet_pairs[pairs[0]].from == "Fars");
  CHECK(s.run.outlet_pairs[pairs[4]].to == "Xinhua");
  const auto chains = longest_chains(s.run, 2);
  REQUIRE(chains.size() == 2);
  CHECK(s.run.chains[chains[0].record].chains[chains[0].chain].hops.size() == 3);
  CHECK(most_involved_articles(s.run, 3).size() == 3);
}

TEST_CASE("explain says when the wording goes against the times") {
  auto s = report_test::sample();
  CHECK(explain_text(s.run, s.texts, "tass-1", "fars-1")->find("Against those times") == std::string::npos);
  const std::uint32_t fars = find_article(s.run, "fars-1");
  s.run.articles[fars].published = {1696600000, 1696600000};
  CHECK(says(*explain_text(s.run, s.texts, "tass-1", "fars-1"), "Against those times, the wording of 1 passage says that B has it from A"));
}

TEST_CASE("entities are shown as their characters, and what they hide stays harmless") {
  CHECK(prose("&ldquo;Yes&rdquo;&nbsp;&amp;amp; no&#8212;&lt;b&gt; AT&T &bogus; &") == "\xE2\x80\x9CYes\xE2\x80\x9D & no\xE2\x80\x94<b> AT&T &bogus; &");
  auto s = report_test::sample();
  const std::uint32_t tass = find_article(s.run, "tass-1");
  s.run.articles[tass].title = "&ldquo;Fine&rdquo; &#27;[2J &#x202e;x";
  const auto text = article_text(s.run, s.texts, "tass-1");
  REQUIRE(text);
  check_harmless(*text);
  CHECK(says(*text, "\xE2\x80\x9C" "Fine\xE2\x80\x9D"));
}
