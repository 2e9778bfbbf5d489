// Texts that are made to hurt: control characters, giant words, quadratic traps, viral copies, footers, odd ids. Every scan must end
// within seconds (ctest's timeout and the limit of CPU time below), and every span must cut whole characters.
#include <doctest/doctest.h>

#include "base/utf8.hpp"
#include "engine/command.hpp"
#include "engine/corpus_maker.hpp"
#include "engine/texts.hpp"
#include "reprise/reprise.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

struct Scanned {
  Run run;
  std::vector<std::string> texts;
};

/// Scans with the command, in at most `seconds` of processor time, and reads the run back; checks every span of it.
Scanned scanned(const std::string& lines, const TempDir& dir, unsigned seconds) {
  put(dir / "in.jsonl", lines);
  const Ran ran = reprise_command({"scan", dir / "in.jsonl", "-o", dir / "run", "--force"}, "", [&] {
    const rlimit most{seconds, seconds};
    ::setrlimit(RLIMIT_CPU, &most);
  });
  INFO(ran.err);
  REQUIRE(ran.signal == 0);
  REQUIRE(ran.code == 0);
  for (const char c : ran.out + ran.err) REQUIRE((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
  Result<Run> run = load_run(dir / "run");
  REQUIRE(run);
  const auto file = engine::TextFile::open(dir / "run/texts.bin");
  REQUIRE(file);
  Scanned s{std::move(*run), {}};
  for (std::uint32_t i = 0; i < s.run.articles.size(); ++i) {
    Result<std::string> text = (*file)->text(i);
    REQUIRE(text);
    s.texts.push_back(std::move(*text));
  }
  const auto whole = [&](std::uint32_t article, Span span, Span chars) {
    const std::string& text = s.texts[article];
    if (span.begin >= span.end || span.end > text.size()) return false;
    const std::string_view before = std::string_view(text).substr(0, span.begin), words = std::string_view(text).substr(span.begin, span.size());
    return utf8::valid(before) && utf8::valid(words) && utf8::count(before) == chars.begin && utf8::count(words) == chars.size();
  };
  std::size_t bad = 0;
  for (const FamilyRecord& family : s.run.families) {
    bool has_wording = false;
    for (const Occurrence& o : family.occurrences) {
      bad += !whole(o.article, o.span, o.chars);
      has_wording |= s.texts[o.article].substr(o.span.begin, o.span.size()) == family.text;
    }
    bad += !has_wording;
  }
  for (std::uint32_t a = 0; a < s.run.articles.size(); ++a)
    for (const Attribution& at : s.run.articles[a].attributions)
      bad += !whole(a, at.span, at.chars) || s.texts[a].substr(at.span.begin, at.span.size()) != at.text;
  CHECK(bad == 0);
  return s;
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  for (; times > 0; --times) out += text;
  return out;
}

}  // namespace

TEST_CASE("every span of the fixtures in six languages cuts whole characters, in bytes and in code points") {
  for (const char* language : {"en", "ru", "fa", "ar", "he", "zh"}) {
    INFO(language);
    const TempDir dir;
    const Scanned s = scanned(get(std::string(REPRISE_SOURCE_DIR) + "/fixtures/news/" + language + ".jsonl"), dir, 20);
    CHECK(s.run.families.size() >= 4);
  }
}

TEST_CASE("control characters, markup and bidi overrides in titles and texts never reach terminal or page as they are") {
  const TempDir dir;
  const std::string evil = "\x1b[31mred\x1b]0;title\x07 \xe2\x80\xae" "evil\xe2\x80\xac </script><script>alert(1)</script><img src=x onerror=alert(2)> \xe2\x80\xa8 \xe2\x80\xa9 " +
                           std::string(1, '\0') + " & <b>&lt;";
  std::string unended = evil;  // an id has no zero byte
  std::erase(unended, '\0');
  CorpusMaker maker(1);
  const std::string common = maker.paragraph(8);
  std::string lines;
  for (int i = 0; i < 3; ++i)
    lines += MadeArticle{"id" + std::to_string(i) + unended, "Outlet " + evil.substr(0, evil.find('\0')) + std::to_string(i), "2024-01-0" + std::to_string(i + 1), evil, evil + common + evil}.line();
  const Scanned s = scanned(lines, dir, 20);
  CHECK(s.run.articles.size() == 3);
  CHECK(s.run.families.size() >= 1);
  const std::string page = get(dir / "run/report.html");
  for (const char* raw : {"alert(1)</script>", "<img src=x", "\x1b", "\xe2\x80\xae", "\x07"}) CHECK(page.find(raw) == std::string::npos);
  for (const ArticleRecord& a : s.run.articles)
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"report", dir / "run"}, {"report", dir / "run", "--outlet", a.outlet}, {"report", dir / "run", "--family", s.run.families[0].id}}) {
      const Ran ran = reprise_command(arguments);
      INFO(ran.err);
      CHECK(ran.code == 0);
      CHECK(ran.out.find('\x1b') == std::string::npos);
      CHECK(ran.out.find("\xe2\x80\xae") == std::string::npos);
    }
}

TEST_CASE("ids with slashes, quotes and line ends are kept and found") {
  const TempDir dir;
  CorpusMaker maker(2);
  const std::string common = maker.paragraph(6);
  const std::vector<std::string> ids = {"../../etc/passwd", "a\"b'c\\d", "two\nlines\tand a tab", "</script>", "\xe2\x80\xa8", "%s%n", std::string(3000, 'i')};
  std::string lines;
  for (const std::string& id : ids) lines += MadeArticle{id, "", "2024-01-01", "", common}.line();
  const Scanned s = scanned(lines, dir, 20);
  CHECK(s.run.articles.size() == ids.size());
  for (const std::string& id : ids) {
    INFO(id);
    CHECK(reprise_command({"report", dir / "run", "--article", id}).code == 0);
    const Ran json = reprise_command({"report", dir / "run", "--format", "json", "--article=" + id});
    CHECK(json.code == 0);
    CHECK(!lines_of(json.out).empty());
    CHECK(reprise_command({"explain", dir / "run", id, ids[0]}).code == 0);
  }
  CHECK(names_in(dir.path()) == std::vector<std::string>{"in.jsonl", "run"});
}

TEST_CASE("texts without words, of one giant word, of line ends only in between") {
  const TempDir dir;
  std::string lines;
  for (int copy = 0; copy < 2; ++copy) {
    const std::string n = std::to_string(copy);
    lines += MadeArticle{"emoji" + n, "", "", "", repeated("😀👨‍👩‍👧🏴", 3000)}.line();
    lines += MadeArticle{"giant" + n, "", "", "", std::string(1u << 20, 'a')}.line();
    lines += MadeArticle{"giant-zh" + n, "", "", "", repeated("字", 100'000)}.line();
    lines += MadeArticle{"marks" + n, "", "", "", "a" + repeated("\xcc\x81", 100'000)}.line();
    lines += MadeArticle{"feeds" + n, "", "", "", "A" + std::string(100'000, '\n') + "b"}.line();
    lines += MadeArticle{"quotes" + n, "", "", "", repeated("\"“«", 30'000) + "x"}.line();
    lines += MadeArticle{"tags" + n, "", "", "", repeated("<", 100'000) + repeated("&", 100'000) + repeated("[](", 50'000) + repeated("*_~", 50'000) + " w"}.line();
  }
  CHECK(scanned(lines, dir, 120).run.articles.size() == 14);
}

TEST_CASE("stop words and one sentence, repeated for ever, are no quadratic trap") {
  const TempDir dir;
  CorpusMaker maker(3);
  const std::string sentence = maker.sentence();
  std::string lines;
  for (int copy = 0; copy < 3; ++copy) {
    const std::string n = std::to_string(copy);
    lines += MadeArticle{"stop" + n, "TASS", "2024-01-01", "", repeated("the of and to ", 50'000 / 4)}.line();
    lines += MadeArticle{"one" + n, "Fars", "2024-01-02", "", repeated("the ", 50'000)}.line();
    lines += MadeArticle{"sentence" + n, "AP", "2024-01-03", "", repeated(sentence, 4000)}.line();
    lines += MadeArticle{"said" + n, "AFP", "2024-01-03", "", repeated("According to TASS, Reuters said: «", 5000)}.line();
  }
  CHECK(scanned(lines, dir, 120).run.articles.size() == 12);
}

TEST_CASE("20,000 copies of one article are one family with every holder, and one cluster") {
  const TempDir dir;
  CorpusMaker maker(4);
  const std::string text = maker.paragraph(12);
  std::string lines;
  constexpr std::size_t kCopies = 20'000;
  for (std::size_t i = 0; i < kCopies; ++i) {
    const std::string minute = std::to_string(10 + i % 50), hour = std::to_string(10 + i / 50 % 14), day = std::to_string(10 + i / 700 % 15);
    lines += MadeArticle{"v" + std::to_string(i), "Outlet " + std::to_string(i), "2024-01-" + day + "T" + hour + ":" + minute + ":00Z", "", text}.line();
  }
  const Scanned s = scanned(lines, dir, 120);
  REQUIRE(s.run.families.size() == 1);
  CHECK(s.run.families[0].occurrences.size() == kCopies);
  REQUIRE(s.run.clusters.size() == 1);
  CHECK(s.run.clusters[0].articles.size() == kCopies);
}

TEST_CASE("a footer of one outlet under 5,000 articles is boilerplate and no one's re-report") {
  const TempDir dir;
  CorpusMaker maker(5);
  const std::string footer = "\nAll content by this agency may be used under the licence that is shown on its page. " + maker.sentence();
  std::string lines;
  for (int i = 0; i < 5000; ++i) lines += MadeArticle{"f" + std::to_string(i), "Harbor Gazette", "2024-01-0" + std::to_string(1 + i % 9), "", maker.paragraph(6) + footer}.line();
  const Scanned s = scanned(lines, dir, 120);
  std::size_t holders = 0, reports = 0;
  for (const FamilyRecord& family : s.run.families)
    for (const Occurrence& o : family.occurrences) {
      if (family.kind == Kind::boilerplate) ++holders;
      else reports += o.status == Status::copied || o.status == Status::cited || o.status == Status::version;
    }
  CHECK(holders >= 5000);
  CHECK(reports == 0);
  CHECK(s.run.chains.empty());
}
