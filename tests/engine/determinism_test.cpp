// Same articles, same bytes: at any number of threads, in any order of lines and files. And scan_articles() is scan().
#include <doctest/doctest.h>

#include "engine/command.hpp"
#include "engine/corpus_maker.hpp"
#include "report/run_io.hpp"
#include "reprise/reprise.hpp"
#include "text/tokens.hpp"
#include "text/weights.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

const std::string kFixtures = std::string(REPRISE_SOURCE_DIR) + "/fixtures/";

std::vector<std::string> fixture_files() {
  std::vector<std::string> files = {kFixtures + "seed/seed.jsonl", kFixtures + "translated/translated.jsonl"};
  for (const char* language : {"en", "ru", "fa", "ar", "he", "zh"}) files.push_back(kFixtures + "news/" + language + ".jsonl");
  return files;
}

std::map<std::string, std::string> scanned(const std::vector<std::string>& inputs, const std::string& run, const std::string& threads) {
  std::vector<std::string> arguments = {"scan", "-o", run, "--threads", threads, "--quiet"};
  arguments.insert(arguments.end(), inputs.begin(), inputs.end());
  const Ran ran = reprise_command(arguments);
  INFO(ran.err);
  REQUIRE((ran.code == 0 || ran.code == 1));  // 1: ids that occur twice are listed
  auto files = promised_bytes(run);
  REQUIRE(files.size() == 7);
  for (const char* name : {"articles.jsonl", "clusters.jsonl", "passages.jsonl", "chains.jsonl", "outlets.jsonl", "report.html", "texts.bin"}) REQUIRE(files.count(name) == 1);
  REQUIRE(files["passages.jsonl"].size() > 1000);
  return files;
}

void check_any_threads_any_order(const std::vector<std::string>& inputs, std::uint64_t seed) {
  const TempDir dir;
  const auto expected = scanned(inputs, dir / "one", "1");
  CHECK(differing_files(expected, scanned(inputs, dir / "two", "2")) == "");
  CHECK(differing_files(expected, scanned(inputs, dir / "eight", "8")) == "");

  std::vector<std::string> backwards(inputs.rbegin(), inputs.rend());
  CHECK(differing_files(expected, scanned(backwards, dir / "backwards", "2")) == "");

  Chance chance(seed);
  std::vector<std::string> lines;
  for (const std::string& input : inputs)
    for (std::string& line : lines_of(get(input))) lines.push_back(std::move(line));
  for (int round = 0; round < 3; ++round) {
    shuffle(lines, chance);
    std::string one, other;
    for (std::size_t i = 0; i < lines.size(); ++i) (i % 3 ? one : other) += lines[i] + "\n";
    const std::string name = "shuffled-" + std::to_string(round);
    put(dir / (name + "-a.jsonl"), one);
    put(dir / (name + "-b.jsonl.zst"), zstd(other));
    CHECK(differing_files(expected, scanned({dir / (name + "-a.jsonl"), dir / (name + "-b.jsonl.zst")}, dir / name, round == 0 ? "8" : "2")) == "");
  }
}

/// English words that are neither function words nor rare, from the table of weights: made words would have no content.
std::vector<std::string> known_words() {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text::embedded_word_weights().substr(0, 200'000)) {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    const unsigned weight = word.size() < 5 ? 0 : text::word_weight(text::word_hash(word));
    if (weight >= 24 && weight <= 44) words.push_back(word);
    word.clear();
  }
  return words;
}

/// Articles that share no run of words: half of them say sentences of earlier ones again, in another order and with other words put in.
std::vector<MadeArticle> restating_articles(std::size_t count, Chance& chance) {
  const std::vector<std::string> words = known_words();
  REQUIRE(words.size() > 3000);
  const std::vector<std::string> outlets = {"TASS", "Reuters", "Kestrel Post", "Harbor Gazette", ""};
  using Sentence = std::vector<std::string>;
  std::vector<std::vector<Sentence>> said;
  std::vector<MadeArticle> made;
  while (made.size() < count) {
    said.emplace_back(3 + chance.below(6));
    for (Sentence& sentence : said.back()) {
      for (std::uint64_t n = 10 + chance.below(12); n > 0; --n) sentence.push_back(words[chance.below(words.size())]);
      if (said.size() > 1 && chance.below(4) == 0) {
        const auto& earlier = said[chance.below(said.size() - 1)];
        const Sentence& source = earlier[chance.below(earlier.size())];
        std::copy_n(source.begin(), std::min(source.size(), sentence.size()) * 4 / 5, sentence.begin());
        shuffle(sentence, chance);
      }
    }
    MadeArticle a{.id = "r" + std::to_string(chance.below(1u << 30)), .outlet = outlets[chance.below(outlets.size())], .published = "2024-03-0" + std::to_string(1 + chance.below(6)), .title = {}, .text = {}};
    if (chance.below(3) == 0) a.text = "According to " + outlets[chance.below(4)] + ", ";
    for (const Sentence& sentence : said.back()) {
      for (const std::string& word : sentence) a.text += word + " ";
      a.text += ". The ";
    }
    made.push_back(std::move(a));
  }
  return made;
}

}  // namespace

TEST_CASE("the fixtures give the same bytes at any number of threads and in any order") { check_any_threads_any_order(fixture_files(), 1); }

TEST_CASE("3,000 made articles give the same bytes at any number of threads and in any order") {
  const TempDir dir;
  CorpusMaker maker(7);
  const std::vector<MadeArticle> made = maker.make(3000);
  put(dir / "a.jsonl", json_lines({made.begin(), made.begin() + 1000}));
  put(dir / "b.jsonl", json_lines({made.begin() + 1000, made.end()}));
  check_any_threads_any_order({dir / "a.jsonl", dir / "b.jsonl"}, 2);
}

TEST_CASE("500 articles that restate each other's sentences give the same bytes at any number of threads and in any order") {
  const TempDir dir;
  Chance chance(9);
  put(dir / "a.jsonl", json_lines(restating_articles(500, chance)));
  check_any_threads_any_order({dir / "a.jsonl"}, 3);
}

TEST_CASE("of two articles with one id the same one stays in every order, and the other is listed") {
  const TempDir dir;
  const std::string one = R"({"id":"x","outlet":"TASS","text":"The first wording of this article has these words in it."})" "\n";
  const std::string two = R"({"id":"x","outlet":"Fars","text":"Another text stands under the same id and it differs."})" "\n";
  put(dir / "12.jsonl", one + two), put(dir / "21.jsonl", two + one), put(dir / "11.jsonl", one + one);
  std::string kept;
  for (const char* name : {"12", "21"}) {
    const Ran ran = reprise_command({"scan", dir / (std::string(name) + ".jsonl"), "-o", dir / name});
    CHECK(ran.code == 1);
    CHECK(ran.err.find("1 duplicate_id") != std::string::npos);
    const std::string articles = get(dir / (std::string(name) + "/articles.jsonl"));
    CHECK(lines_of(articles).size() == 1);
    CHECK(lines_of(get(dir / (std::string(name) + "/skipped.jsonl"))).size() == 1);
    CHECK((kept.empty() || kept == articles));
    kept = articles;
  }
  CHECK(reprise_command({"scan", dir / "11.jsonl", "-o", dir / "11", "--quiet"}).code == 1);
  CHECK(get(dir / "11/skipped.jsonl").find("the same article") != std::string::npos);
}

TEST_CASE("scan_articles finds what scan finds") {
  const TempDir dir;
  CorpusMaker maker(11);
  std::vector<Article> articles;
  std::vector<MadeArticle> made;
  std::map<std::string, bool> seen;
  for (const MadeArticle& m : maker.make(400)) {
    if (!m.published.empty() || !seen.emplace(m.id, true).second) continue;  // times are read by the readers alone
    made.push_back(m);
    Article a;
    a.id = m.id, a.outlet = m.outlet, a.text = m.text;
    a.title = m.title.empty() ? "" : m.title.substr(0, m.title.size() - 1);  // the readers trim
    articles.push_back(a);
  }
  REQUIRE(articles.size() > 30);
  // Two copies of one wire, or the comparison would be of runs without families.
  for (int i = 0; i < 2; ++i) {
    MadeArticle m = made[static_cast<std::size_t>(i)];
    m.id += "-copy";
    Article a = articles[static_cast<std::size_t>(i)];
    a.id = m.id;
    made.push_back(m), articles.push_back(a);
  }
  put(dir / "in.jsonl", json_lines(made));
  const auto expected = scanned({dir / "in.jsonl"}, dir / "run", "2");
  Chance chance(3);
  shuffle(articles, chance);
  const Result<Run> run = scan_articles(articles, {});
  REQUIRE(run);
  CHECK(run->families.size() >= 2);
  std::filesystem::create_directory(dir / "library");
  REQUIRE(report::write_run_files(*run, dir / "library"));
  for (const char* name : {"articles.jsonl", "clusters.jsonl", "passages.jsonl", "chains.jsonl", "outlets.jsonl"}) {
    INFO(name);
    CHECK(get(dir / (std::string("library/") + name)) == expected.at(name));
  }
}
