// Input: every kind gives the same run for the same articles; what cannot be read is listed with file, line and reason.
#include <doctest/doctest.h>

#include "engine/command.hpp"
#include "engine/corpus_maker.hpp"

using namespace reprise::testing;

namespace {

const std::string kInput = std::string(REPRISE_SOURCE_DIR) + "/fixtures/input/";

std::map<std::string, std::string> scanned(std::vector<std::string> arguments, const std::string& run, const std::string& standard_input = {}) {
  arguments.insert(arguments.begin(), "scan");
  arguments.insert(arguments.end(), {"-o", run, "--quiet"});
  const Ran ran = reprise_command(arguments, standard_input);
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  CHECK(ran.out.empty());
  CHECK(ran.err.empty());
  return promised_bytes(run);
}

std::string table_field(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string table(const std::vector<MadeArticle>& articles, char separator) {
  std::string out;
  for (const char* name : {"id", "outlet", "published", "title"}) out += std::string(name) + separator;
  out += "text\n";
  for (const MadeArticle& a : articles) {
    for (const std::string* field : {&a.id, &a.outlet, &a.published, &a.title}) out += table_field(*field) + separator;
    out += table_field(a.text) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("JSON lines, gzip, zstd, CSV, TSV, a directory and standard input give the same run") {
  const TempDir dir;
  std::vector<MadeArticle> made;
  std::map<std::string, bool> seen;
  for (MadeArticle& a : CorpusMaker(5).make(300))
    if (seen.emplace(a.id, true).second) made.push_back(std::move(a));
  made[0].text += "A comma, a \"quoted\" word;\tand a tab.\nA second line.";
  const std::string lines = json_lines(made);
  put(dir / "plain.jsonl", lines);
  put(dir / "packed.jsonl.gz", gzip(lines));
  put(dir / "packed.jsonl.zst", zstd(lines));
  put(dir / "table.csv", table(made, ','));
  put(dir / "table.tsv", table(made, '\t'));
  put(dir / "table.csv.gz", gzip(table(made, ',')));
  std::string document = "[";
  for (std::size_t i = 0; i < made.size(); ++i) {
    const std::string object = made[i].line();
    put(dir / ("files/" + std::to_string(i % 7) + "/" + std::to_string(i) + ".json"), object);
    document += (i ? "," : "") + object;
  }
  put(dir / "array.json", document + "]");
  const auto expected = scanned({dir / "plain.jsonl"}, dir / "run");
  CHECK(lines_of(expected.at("articles.jsonl")).size() == made.size());
  CHECK(lines_of(expected.at("passages.jsonl")).size() > 10);
  for (const char* input : {"packed.jsonl.gz", "packed.jsonl.zst", "table.csv", "table.tsv", "table.csv.gz", "files", "array.json"}) {
    INFO(input);
    CHECK(differing_files(expected, scanned({dir / input}, dir / (std::string("run-") + input))) == "");
  }
  CHECK(differing_files(expected, scanned({"-"}, dir / "run-stdin", lines)) == "");
  CHECK(differing_files(expected, scanned({"-"}, dir / "run-stdin-zst", zstd(lines))) == "");
  CHECK(differing_files(expected, scanned({"-"}, dir / "run-stdin-csv", table(made, ','))) == "");
}

TEST_CASE("the CSV and TSV fixtures hold the same four articles") {
  const TempDir dir;
  const auto csv = scanned({kInput + "articles.csv"}, dir / "csv");
  CHECK(lines_of(csv.at("articles.jsonl")).size() == 4);
  // The CSV has CRLF line ends, one of them inside a text; everything else is equal.
  const auto tsv = scanned({kInput + "articles.tsv"}, dir / "tsv");
  CHECK(lines_of(tsv.at("articles.jsonl")).size() == 4);
  CHECK(csv.at("articles.jsonl") == tsv.at("articles.jsonl"));
}

TEST_CASE("a directory's .txt and .json files are read, with the path as id of a .txt") {
  const TempDir dir;
  const auto run = scanned({kInput + "dir"}, dir / "run");
  const std::string& articles = run.at("articles.jsonl");
  CHECK(lines_of(articles).size() == 3);
  for (const char* id : {"\"in-dir-json\"", "\"more/tower\"", "\"pier\""}) CHECK(articles.find(id) != std::string::npos);
}

TEST_CASE("bad lines are listed with file, line and reason, the rest is scanned, the exit code is 1") {
  const TempDir dir;
  const Ran ran = reprise_command({"scan", kInput + "broken.jsonl", "-o", dir / "run"});
  CHECK(ran.code == 1);
  CHECK(ran.err.find("fields of " + kInput + "broken.jsonl: id=id outlet=outlet published=published fetched=fetched url=url title=title text=text lang=lang") != std::string::npos);
  CHECK(ran.err.find("skipped 8 (") != std::string::npos);
  CHECK(ran.err.find(dir / "run/skipped.jsonl") != std::string::npos);
  const std::vector<std::string> skips = lines_of(get(dir / "run/skipped.jsonl"));
  const std::vector<std::pair<int, std::string>> expected = {{2, "bad_json"},   {3, "bad_utf8"},     {4, "missing_text"}, {5, "empty_text"},
                                                             {6, "empty_text"}, {7, "missing_text"}, {8, "bad_json"}};
  REQUIRE(skips.size() == expected.size() + 1);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO(skips[i]);
    CHECK(skips[i].find("{\"file\":\"" + kInput + "broken.jsonl\",\"line\":" + std::to_string(expected[i].first) + ",") == 0);
    CHECK(skips[i].find("\"reason\":\"" + expected[i].second + "\"") != std::string::npos);
  }
  // Which of the two under the id ok-1 stays hangs on their content, not on their order.
  int duplicates = 0;
  for (const std::string& skip : skips) duplicates += skip.find("\"id\":\"ok-1\",\"reason\":\"duplicate_id\"") != std::string::npos;
  CHECK(duplicates == 1);
  CHECK(lines_of(get(dir / "run/articles.jsonl")).size() == 2);
  const std::string summary = get(dir / "run/summary.json");
  CHECK(summary.find("\"skipped\": 8") != std::string::npos);
  CHECK(summary.find("\"missing_text\": 2") != std::string::npos);
}

TEST_CASE("fields are taken from the options, and the guesses for the others are printed") {
  const TempDir dir;
  const std::string text = "Some words that are long enough to be a text of their own.";
  put(dir / "odd.jsonl", R"({"key":"k1","who":"TASS","when":"2024-03-04","body":"The wrong field.","words":")" + text + R"(","headline":"H"})" "\n");
  const Ran ran = reprise_command({"scan", dir / "odd.jsonl", "-o", dir / "run", "--id-field", "key", "--outlet-field", "who", "--time-field", "when", "--text-field", "words"});
  CHECK(ran.code == 0);
  CHECK(ran.err.find("id=key outlet=who published=when fetched=fetched url=url title=headline text=words lang=lang") != std::string::npos);
  const std::string articles = get(dir / "run/articles.jsonl");
  CHECK(articles.find(R"({"article":"k1","outlet":"TASS")") == 0);
  CHECK(articles.find(R"("published":{"from":"2024-03-04T00:00:00Z","to":"2024-03-04T23:59:59Z"})") != std::string::npos);
  CHECK(articles.find(R"("words":13,)") != std::string::npos);
  // The same from a config file; what stands on the command line wins.
  put(dir / "scan.cfg", "id-field = key\noutlet-field = who\ntime-field = nothing\ntext-field = words\n");
  const Ran configured = reprise_command({"scan", dir / "odd.jsonl", "-o", dir / "configured", "--config", dir / "scan.cfg", "--time-field", "when"});
  CHECK(configured.code == 0);
  CHECK(differing_files(promised_bytes(dir / "run"), promised_bytes(dir / "configured")) == "");
}

TEST_CASE("a field of a path and nested fields are found") {
  const TempDir dir;
  put(dir / "in.jsonl", R"({"id":1,"source":{"name":"Fars"},"content":"Words enough for a text, and a number as id."})" "\n");
  const auto run = scanned({dir / "in.jsonl"}, dir / "run");
  CHECK(run.at("articles.jsonl").find(R"({"article":"1","outlet":"Fars")") == 0);
}

TEST_CASE("a line over the limit is skipped, its neighbours stay") {
  const TempDir dir;
  const std::string good = R"({"id":"good","text":"Words that are kept."})" "\n";
  put(dir / "in.jsonl", R"({"id":"long","text":")" + std::string(5000, 'a') + "\"}\n" + good);
  const Ran ran = reprise_command({"scan", dir / "in.jsonl", "-o", dir / "run", "--max-article-bytes", "1000", "--quiet"});
  CHECK(ran.code == 1);
  CHECK(get(dir / "run/skipped.jsonl").find("\"line\":1,\"id\":null,\"reason\":\"too_long\"") != std::string::npos);
  CHECK(lines_of(get(dir / "run/articles.jsonl")).size() == 1);
}

TEST_CASE("no articles at all are a valid run") {
  const TempDir dir;
  put(dir / "empty.jsonl", "");
  const Ran ran = reprise_command({"scan", dir / "empty.jsonl", "-o", dir / "run"});
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK(names_in(dir / "run").size() == 9);
  CHECK(get(dir / "run/articles.jsonl").empty());
  CHECK(reprise_command({"report", dir / "run"}).code == 0);
  CHECK(get(dir / "run/report.html").find("</html>") != std::string::npos);
}
