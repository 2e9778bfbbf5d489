// The report page: well-formed, inert whatever the data holds, deterministic, bounded.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "base/utf8.hpp"
#include "report/html_parts.hpp"
#include "report/run_io.hpp"
#include "report/sample_run.hpp"

using namespace reprise;
using namespace reprise::report;

namespace {

std::string page_of(const report_test::Sample& s, const ReportOptions& options = {}) {
  const std::string path = std::filesystem::temp_directory_path() / ("reprise-page-" + std::to_string(::getpid()) + ".html");
  auto done = write_html(s.run, s.texts, options, path);
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove(path);
  return bytes;
}

struct Tag {
  std::string name;
  bool closing = false;
  std::vector<std::pair<std::string, std::string>> attributes;
};

/// A small reader of tags as a browser would split them; style and script are passed over as raw text.
std::vector<Tag> tags_of(const std::string& page) {
  std::vector<Tag> out;
  for (std::size_t i = 0; (i = page.find('<', i)) != std::string::npos;) {
    ++i;
    if (page[i] == '!') continue;
    Tag tag;
    if (page[i] == '/') {
      tag.closing = true;
      ++i;
    }
    while (i < page.size() && std::isalnum(static_cast<unsigned char>(page[i]))) tag.name += page[i++];
    CHECK(!tag.name.empty());
    while (i < page.size() && page[i] != '>') {
      if (page[i] == ' ') {
        ++i;
        continue;
      }
      std::string name, value;
      while (page[i] != '=' && page[i] != ' ' && page[i] != '>') name += page[i++];
      if (page[i] == '=') {
        ++i;
        if (page[i] == '"') {
          const std::size_t end = page.find('"', i + 1);
          value = page.substr(i + 1, end - i - 1);
          i = end + 1;
        } else {
          while (page[i] != ' ' && page[i] != '>') value += page[i++];
        }
      }
      tag.attributes.emplace_back(name, value);
    }
    out.push_back(tag);
    if (!tag.closing && (tag.name == "style" || tag.name == "script")) i = page.find("</" + tag.name, i);
  }
  return out;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
  return n;
}

}  // namespace

TEST_CASE("hostile data is inert") {
  const std::string page = page_of(report_test::sample());
  CHECK(utf8::valid(page));
  CHECK(count_of(page, "<script") == 1);
  CHECK(count_of(page, "</script") == 1);
  CHECK(count_of(page, "<img") == 0);
  CHECK(count_of(page, "<svg") == 0);
  CHECK(count_of(page, "</textarea") == 0);
  CHECK(count_of(page, "<b>Sons") == 0);
  CHECK(count_of(page, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;") > 0);
  CHECK(count_of(page, "Evil &amp; &lt;b&gt;Sons&lt;/b&gt;") > 0);
  CHECK(page.find('\x1b') == std::string::npos);
  CHECK(page.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(page.find("\xE2\x80\xA8") == std::string::npos);
  CHECK(page.find("http-equiv=Content-Security-Policy content=\"default-src 'none'") != std::string::npos);
}

TEST_CASE("tags are those of the page, balanced, without handlers, loads or strange links") {
  const std::set<std::string> known = {"html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "ul", "ol", "li", "b", "nav", "main", "div", "table",
                                       "caption", "thead", "tbody", "tr", "th", "td", "button", "span", "bdi", "section", "small", "q", "br", "del", "ins", "label", "input", "details",
                                       "summary", "blockquote", "code", "article", "sup", "aside", "footer", "script", "svg", "circle", "line"};
  std::vector<std::string> open;
  std::set<std::string> ids;
  std::vector<std::string> targets;
  for (const Tag& tag : tags_of(page_of(report_test::sample()))) {
    INFO(tag.name);
    CHECK(known.count(tag.name) == 1);
    for (const auto& [name, value] : tag.attributes) {
      INFO(name);
      CHECK(name.substr(0, 2) != "on");
      CHECK(name != "src");
      if (name == "id") CHECK(ids.insert(value).second);
      if (name == "href" && value[0] == '#') targets.push_back(value.substr(1));
      if (name == "href" && value[0] != '#') CHECK(value.substr(0, 21) == "https://news.example/");
    }
    if (tag.closing) {
      REQUIRE(!open.empty());
      CHECK(open.back() == tag.name);
      open.pop_back();
    } else if (tag.name != "meta" && tag.name != "br" && tag.name != "input") {
      open.push_back(tag.name);
    }
  }
  CHECK(open.empty());
  for (const std::string& target : targets) {
    INFO(target);
    CHECK(ids.count(target) == 1);
  }
}

TEST_CASE("the page says what the run says") {
  const std::string page = page_of(report_test::sample());
  CHECK(page.find("<b>9</b>articles") != std::string::npos);
  CHECK(page.find("<del>enhance them</del> <ins>develop these relations</ins>") != std::string::npos);
  CHECK(page.find("Credited in the words &quot;according to Russia&#39;s TASS media&quot;.") != std::string::npos);
  CHECK(page.find("cited, not in the corpus") != std::string::npos);
  CHECK(page.find("Boilerplate: repeated over unrelated articles") != std::string::npos);
  CHECK(page.find("<p dir=auto>") != std::string::npos);
  CHECK(page.find("我们与伊朗的关系非常好") != std::string::npos);
  CHECK(page.find("href=\"javascript") == std::string::npos);
  // Uncredited families stand before the others.
  CHECK(page.find("<details class=family id=f1><summary><span class=fhead><span class=\"chip c2\"><bdi>Fars") != std::string::npos);
}

TEST_CASE("it says who took what without credit, and every chain leads to its family") {
  const std::string page = page_of(report_test::sample());
  const std::size_t list = page.find("<h2 id=uncredited>"), chains = page.find("<h2 id=chains>"), families = page.find("<h2 id=families>");
  REQUIRE(families != std::string::npos);
  const std::string uncredited = page.substr(list, chains - list);
  CHECK(uncredited.find("Fars") < uncredited.find("&#8594;</span> <span class=\"chip"));
  CHECK(count_of(uncredited, "Evil &amp; &lt;b&gt;Sons&lt;/b&gt;") == 1);
  CHECK(uncredited.find("Jerusalem Post") == std::string::npos);  // it names its source
  const std::string ways = page.substr(chains, families - chains);
  CHECK(count_of(ways, "<q dir=auto>") == 3);
  CHECK(count_of(ways, "\"><q dir=auto>") == 3);
  CHECK(ways.find(", verbatim, confidence 0.75, credited") != std::string::npos);
  CHECK(page.find("<b>2</b>copied passages") != std::string::npos);
  CHECK(page.find("<b>1</b>sentences that cite a source") != std::string::npos);
}

TEST_CASE("entities in hostile text make no markup") {
  auto s = report_test::sample();
  for (ArticleRecord& a : s.run.articles) a.title = "&ldquo;A&rdquo; &lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp;lt;svg&amp;gt; &#60;svg onload=alert(2)&#62;";
  for (std::string& t : s.texts.texts) t += "\n\n&lt;img src=x onerror=alert(1)&gt;&#60;svg&#62;&quot;&gt;";
  const std::string page = page_of(s);
  CHECK(count_of(page, "<img") == 0);
  CHECK(count_of(page, "<svg") == 0);
  CHECK(count_of(page, "<script") == 1);
  CHECK(page.find("\xE2\x80\x9C" "A\xE2\x80\x9D &lt;/script&gt;") != std::string::npos);
}

TEST_CASE("same run, same page; an empty run has a page; the options bound it") {
  const auto s = report_test::sample();
  const std::string page = page_of(s);
  CHECK(page == page_of(s));
  const std::string small = page_of(s, {.top_families = 1, .article_pages = 1});
  CHECK(count_of(small, "<details class=family") == 1);
  CHECK(count_of(small, "<article ") == 1);
  CHECK(small.size() < page.size());
  const std::string none = page_of(s, {.top_families = 0, .article_pages = 0});
  CHECK(count_of(none, "<details class=family") == 0);
  const std::string empty = page_of(report_test::Sample{});
  CHECK(empty.find("No outlet repeats another in this run.") != std::string::npos);
}

TEST_CASE("long texts are cut around their passages, and spans beyond a text are harmless") {
  auto s = report_test::sample();
  const std::uint32_t jp = 5;
  const std::string filler(60000, 'x');
  s.texts.texts[jp] += "\n\n" + filler + "俄" + filler;
  s.run.families[0].occurrences[2].chars = {0, 4000};  // still the article that takes most
  const std::string page = page_of(s);
  CHECK(page.find("of the text left out here]") != std::string::npos);
  CHECK(page.size() < 120000);
  CHECK(utf8::valid(page));
  for (FamilyRecord& f : s.run.families) {
    for (Occurrence& o : f.occurrences) o.span = {o.span.begin + 1, 4294967295u};
  }
  CHECK(utf8::valid(page_of(s)));
}

TEST_CASE("only web links become links") {
  CHECK(is_web_link("https://a.example/"));
  CHECK(is_web_link("HTTP://a.example/"));
  for (const char* bad : {"", "https://", "javascript:alert(1)", "data:text/html,x", " https://a", "//a.example", "ftp://a.example"}) CHECK(!is_web_link(bad));
}

TEST_CASE("a text that cannot be read is an error, and no page is left") {
  auto s = report_test::sample();
  s.texts.texts.resize(2);
  const std::string path = std::filesystem::temp_directory_path() / ("reprise-nopage-" + std::to_string(::getpid()) + ".html");
  auto done = write_html(s.run, s.texts, {}, path);
  REQUIRE(!done);
  CHECK(done.error().code == ErrorCode::not_found);
  CHECK(!std::filesystem::exists(path));
}
