// Verdicts, statistics and changes as JSON: they parse, say what the run files say under the same keys, and hostile strings stay inside. Attributions and
// evidence read back to the same bytes; damaged ones are an error.
#include <doctest/doctest.h>

#include <simdjson.h>

#include <cmath>
#include <limits>

#include "engine/verdicts.hpp"
#include "hostile/files.hpp"
#include "report/records_json.hpp"
#include "report/run_io.hpp"
#include "reprise/index.hpp"
#include "sample_run.hpp"

using namespace reprise;
using namespace reprise::report_test;

namespace {

using Element = simdjson::dom::element;

/// One JSON value on one line.
class Parsed {
 public:
  explicit Parsed(const std::string& json) {
    CAPTURE(json);
    REQUIRE(json.find('\n') == std::string::npos);
    REQUIRE_FALSE(parser_.parse(json).get(root_));
  }
  Element root() const { return root_; }

 private:
  simdjson::dom::parser parser_;
  Element root_;
};

Element at(Element value, std::string_view key) {
  simdjson::dom::object object;
  REQUIRE_FALSE(value.get_object().get(object));
  Element out;
  CAPTURE(key);
  REQUIRE_FALSE(object.at_key(key).get(out));
  return out;
}
std::string json_of(Element value) { return simdjson::minify(value); }
std::string json_at(Element value, std::string_view key) { return json_of(at(value, key)); }

std::vector<std::string> keys_of(Element value) {
  std::vector<std::string> keys;
  simdjson::dom::object object;
  REQUIRE_FALSE(value.get_object().get(object));
  for (const auto& field : object) keys.emplace_back(field.key);
  return keys;
}
std::vector<Element> items(Element value) {
  simdjson::dom::array array;
  REQUIRE_FALSE(value.get_array().get(array));
  return {array.begin(), array.end()};
}
std::string text(Element value) {
  std::string_view out;
  REQUIRE_FALSE(value.get_string().get(out));
  return std::string(out);
}

/// All bytes, and the characters that break lines, tags and terminals.
std::string hostile() {
  std::string out = "\"\\/\b\f\n\r\t\x7f'</script><!--\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE\xC2\x85\xEF\xBB\xBF\xF0\x9F\x9B\xB0";
  for (int byte = 0; byte < 256; ++byte) out.push_back(static_cast<char>(byte));
  return out + std::string("\xC2\0\xE2\x80\xF0\x9F\xED\xA0\x80\xC0\xAF", 11);
}

const std::vector<std::string> kOccurrenceKeys = {"span", "chars", "parent", "parent_outlet", "parent_observed", "confidence", "status", "relation", "identity", "credited", "evidence"};
const std::vector<std::string> kHopKeys = {"outlet", "article", "published", "relation", "confidence", "credited"};

template <class... More>
std::vector<std::string> joined(std::vector<std::string> keys, const More&... more) {
  (keys.insert(keys.end(), more.begin(), more.end()), ...);
  return keys;
}

VerdictPassage hostile_passage() {
  const std::string h = hostile();
  VerdictPassage p;
  p.family = p.article = p.outlet = p.parent = p.parent_outlet = p.origin.article = p.origin.outlet = h;
  p.evidence = {h, h, h, {{h, h, std::nan("")}}};
  p.confidence = std::numeric_limits<double>::infinity();
  p.identity = -1e300;
  p.published = {std::numeric_limits<Seconds>::max(), std::numeric_limits<Seconds>::max()};
  p.span = p.chars = {0, 0xffffffffu};
  p.chain.push_back({h, h, {-1, 5}, Relation::quote, 1e-9, Credited::no});
  return p;
}

/// Control characters and line separators are escaped, and nothing but UTF-8 is written.
void check_plain(const std::string& json) {
  std::size_t bad = 0;
  CHECK(utf8::valid(json, &bad));
  for (const char c : json) {
    const auto byte = static_cast<unsigned char>(c);
    CHECK((byte >= 0x20 && byte != 0x7f));
  }
  for (const char* separator : {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xC2\x85"}) CHECK(json.find(separator) == std::string::npos);
}

std::string attributions_of(const std::vector<Attribution>& list) {
  std::string out;
  report::append_attributions(out, list);
  return out;
}
std::string evidence_of(const VerdictEvidence& evidence) {
  std::string out;
  report::append_evidence(out, evidence);
  return out;
}

}  // namespace

TEST_CASE("a verdict says under each key what the run files say") {
  const Sample s = sample();
  const Run& run = s.run;
  std::size_t passages = 0, chains = 0;
  for (std::uint32_t a = 0; a < run.articles.size(); ++a) {
    const Verdict verdict = engine::verdict_of(run, a);
    const std::string json = to_json(verdict);
    check_plain(json);
    const Parsed parsed(json);
    const Element v = parsed.root();
    CHECK(keys_of(v) == std::vector<std::string>{"article", "outlet", "outlet_as_given", "published", "url", "title", "lang", "words", "near_duplicates", "cluster", "near_duplicate_of", "passages", "sources", "chains", "attributions", "original_share"});
    const std::string lines = report::article_lines(run, run.articles[a].id);
    const Parsed article(lines.substr(0, lines.find('\n')));
    for (const char* key : {"article", "outlet", "outlet_as_given", "published", "url", "title", "lang", "words", "cluster", "near_duplicate_of", "original_share", "sources", "attributions"}) {
      CAPTURE(key);
      CHECK(json_at(v, key) == json_at(article.root(), key));
    }
    // Chains: those of chains.jsonl.
    const std::string chain_line = lines.substr(lines.find('\n') + 1);
    if (chain_line.empty()) {
      CHECK(items(at(v, "chains")).empty());
      CHECK(to_json(verdict.chains) == "[]");
    } else {
      ++chains;
      const Parsed line(chain_line.substr(0, chain_line.size() - 1));
      CHECK(json_at(v, "chains") == json_at(line.root(), "chains"));
      CHECK(json_of(Parsed(to_json(verdict.chains)).root()) == json_at(line.root(), "chains"));
    }
    // Passages: the occurrences of passages.jsonl, and their family's keys.
    for (const Element p : items(at(v, "passages"))) {
      ++passages;
      CHECK(keys_of(p) == joined({"family", "kind"}, kOccurrenceKeys, std::vector<std::string>{"origin", "chain"}));
      std::string family_line = report::family_line(run, text(at(p, "family")));
      family_line.pop_back();
      const Parsed family(family_line);
      for (const char* key : {"kind", "origin"}) CHECK(json_at(p, key) == json_at(family.root(), key));
      int same = 0;
      for (const Element o : items(at(family.root(), "occurrences"))) {
        if (json_at(o, "article") != json_at(v, "article") || json_at(o, "span") != json_at(p, "span")) continue;
        ++same;
        for (const std::string& key : kOccurrenceKeys) CHECK(json_at(o, key) == json_at(p, key));
      }
      CHECK(same == 1);
      for (const Element h : items(at(p, "chain"))) CHECK(keys_of(h) == kHopKeys);
    }
  }
  CHECK(passages == 12);
  CHECK(chains == run.chains.size());
}

TEST_CASE("a family is the line of passages.jsonl, byte for byte") {
  const Sample s = sample();
  for (std::uint32_t f = 0; f < s.run.families.size(); ++f)
    CHECK(to_json(engine::verdict_family(s.run, f)) + "\n" == report::family_line(s.run, s.run.families[f].id));
}

TEST_CASE("near-duplicates say both containments from the article's own side") {
  const Sample s = sample();
  const auto of = [&](const char* id) {
    for (std::uint32_t a = 0; a < s.run.articles.size(); ++a)
      if (s.run.articles[a].id == id) return to_json(engine::verdict_of(s.run, a));
    return std::string();
  };
  const Parsed tass(of("tass-1")), fars(of("fars-1"));
  const std::vector<Element> of_tass = items(at(tass.root(), "near_duplicates")), of_fars = items(at(fars.root(), "near_duplicates"));
  REQUIRE(of_tass.size() == 1);
  REQUIRE(of_fars.size() == 1);
  CHECK(keys_of(of_tass[0]) == std::vector<std::string>{"article", "outlet", "published", "jaccard", "containment", "containment_other"});
  CHECK(json_at(of_tass[0], "article") == "\"fars-1\"");
  CHECK(json_at(of_tass[0], "containment") == "0.8");
  CHECK(json_at(of_tass[0], "containment_other") == "0.4");
  CHECK(json_at(of_fars[0], "containment") == "0.4");
  CHECK(json_at(tass.root(), "near_duplicate_of") == "null");
  CHECK(json_at(fars.root(), "near_duplicate_of") == "\"tass-1\"");
}

TEST_CASE("hostile strings and numbers stay inside") {
  const std::string h = hostile();
  Verdict v;
  v.article = v.outlet = v.outlet_as_given = v.title = v.url = v.lang = v.cluster = v.near_duplicate_of = h;
  v.near_duplicates.push_back({h, h, {}, 2, std::nan(""), -0.00001});
  v.passages.push_back(hostile_passage());
  v.sources.push_back({h, h, 1e20, true});
  v.chains.push_back({0.5, {h, h}, hostile_passage().chain});
  v.attributions.push_back({h, h, Cue::link, {1, 2}, {3, 4}, h, {}, false, false});
  VerdictFamily f{h, Kind::quote, h, {h, h, true, 1}, {hostile_passage()}};
  Change c;
  c.article = c.cause = h;
  c.before = {h, Status::cited, h, h, h, h, 1};
  StoredArticle stored;
  stored.article.id = stored.article.text = stored.article.title = h;
  stored.earlier.push_back({7, std::numeric_limits<Seconds>::min() + 1, stored.article});
  stored.verdict = v;
  for (const std::string& json : {to_json(v), to_json(f), to_json(v.chains), to_json(c), to_json(stored)}) {
    check_plain(json);
    const Parsed parsed(json);
  }
  const Parsed parsed(to_json(v));
  // What is UTF-8 of it comes back.
  const std::string back = text(at(parsed.root(), "title"));
  CHECK(back.substr(0, 80) == h.substr(0, 80));
  CHECK(text(items(at(items(at(parsed.root(), "chains"))[0], "families"))[0]) == back);
}

TEST_CASE("empty verdicts and unknown values") {
  CHECK(to_json(Verdict{}) ==
        R"({"article":"","outlet":null,"outlet_as_given":null,"published":null,"url":null,"title":null,"lang":null,"words":0,"near_duplicates":[],"cluster":null,"near_duplicate_of":null,"passages":[],"sources":[],"chains":[],"attributions":[],"original_share":1})");
  CHECK(to_json(VerdictFamily{}) == R"({"family":"","kind":"verbatim","text":"","origin":{"article":null,"outlet":null,"observed":false,"confidence":0},"occurrences":[]})");
  CHECK(to_json(std::vector<VerdictChain>{}) == "[]");
  CHECK(to_json(std::vector<VerdictChain>{{}, {}}) == R"([{"share":0,"families":[],"hops":[]},{"share":0,"families":[],"hops":[]}])");
}

TEST_CASE("statistics, changes and stored articles") {
  IndexStats s;
  s.articles = std::numeric_limits<std::uint64_t>::max();
  s.versions = 1;
  s.families = 2;
  s.occurrences = 3;
  s.clusters = 4;
  s.segments = 5;
  s.fingerprints = 6;
  s.recent_articles = 7;
  s.text_bytes = 8;
  s.disk_bytes = 9;
  s.last_change = 10;
  s.settled = true;
  s.format = 1;
  CHECK(to_json(s) ==
        R"({"articles":18446744073709551615,"versions":1,"families":2,"occurrences":3,"clusters":4,"segments":5,"fingerprints":6,"recent_articles":7,"text_bytes":8,"disk_bytes":9,"last_change":10,"settled":true,"format":1})");
  const Parsed statistics(to_json(s));
  Change c;
  c.sequence = 3;
  c.at = 1696669920;
  c.article = "a";
  c.span = {1, 2};
  c.now = {"f", Status::copied, "p", "", "o", "O", 0.5};
  CHECK(to_json(c) ==
        R"({"sequence":3,"at":"2023-10-07T09:12:00Z","article":"a","cause":null,"span":[1,2],"before":null,"now":{"family":"f","status":"copied","parent":"p","parent_outlet":null,"origin":"o","origin_outlet":"O","confidence":0.5}})");
  const Parsed change(to_json(Change{}));
  CHECK(json_at(change.root(), "at") == "null");
  CHECK(json_at(change.root(), "now") == "null");
  StoredArticle a;
  a.article.id = "x";
  a.article.text = "t";
  a.earlier.push_back({1, kNoTime, {}});
  const Parsed stored(to_json(a));
  CHECK(keys_of(stored.root()) == std::vector<std::string>{"article", "version", "added", "outlet_as_given", "published", "fetched", "url", "title", "lang", "text", "earlier", "verdict"});
  CHECK(keys_of(items(at(stored.root(), "earlier"))[0]) == std::vector<std::string>{"version", "replaced", "outlet_as_given", "published", "fetched", "url", "title", "lang", "text"});
  CHECK(json_at(at(stored.root(), "verdict"), "words") == "0");
}

TEST_CASE("attributions and evidence: write, read, write is the same bytes") {
  std::vector<Attribution> attributions;
  std::vector<VerdictEvidence> evidences = {{}, {"t", "", "", {}}, {"", "v", "", {{}}}, {"", "", hostile(), {{"a", "", 1}, {"", "O", 1.0 / 3}, {hostile(), hostile(), 0}}}};
  CHECK(evidence_of({}) == R"({"time":null,"variants":null,"attribution":null})");
  CHECK(attributions_of({}) == "[]");
  for (const Cue cue : {Cue::sentence, Cue::dateline, Cue::byline, Cue::credit, Cue::photo, Cue::link}) {
    attributions.push_back({"TASS", cue == Cue::photo ? "" : "IRNA", cue, {0, 0xffffffffu}, {7, 7}, "said «ТАСС»", {1, 2}, true, true});
    attributions.push_back({hostile(), hostile(), cue, {1, 2}, {1, 2}, hostile(), {}, false, false});
    const std::string json = attributions_of(attributions);
    const auto back = report::parse_attributions(json);
    REQUIRE(back);
    REQUIRE(back->size() == attributions.size());
    CHECK(attributions_of(*back) == json);
    CHECK((*back)[0].outlet == "TASS");
    CHECK((*back)[0].via == "IRNA");
    CHECK((*back)[0].span == Span{0, 0xffffffffu});
    CHECK((*back)[0].text == "said «ТАСС»");
  }
  for (const VerdictEvidence& evidence : evidences) {
    const std::string json = evidence_of(evidence);
    const auto back = report::parse_evidence(json);
    REQUIRE(back);
    CHECK(evidence_of(*back) == json);
    CHECK(back->time == evidence.time);
    CHECK(back->candidates.size() == evidence.candidates.size());
  }
  // What no one wrote is nothing; white space and keys of a later version are passed over.
  CHECK(report::parse_attributions("")->empty());
  CHECK(report::parse_attributions(" [ ] ")->empty());
  const auto later = report::parse_evidence(R"({"new":[{}],"attribution":"x","time":null,"variants":null,"candidates":[]})");
  REQUIRE(later);
  CHECK(later->attribution == "x");
}

TEST_CASE("damaged attributions and evidence are a bad index, never a crash") {
  const auto check_bad = [](const auto& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::bad_index);
    CHECK_FALSE(result.error().message.empty());
    CHECK(result.error().message.size() < 400);
    std::size_t bad = 0;
    CHECK(utf8::valid(result.error().message, &bad));
    CHECK(result.error().message.find('\n') == std::string::npos);
  };
  for (const char* json : {"{}", "null", "1", "\"x\"", "[1]", "[[]]", "[{}]", "[{\"outlet\":null}]", "[", "x", " ", "\xff", "[{\"outlet\":\"\xff\"}]",
                           R"([{"outlet":"a","via":null,"cue":"shout","span":[1,2],"chars":[1,2],"text":"x"}])",
                           R"([{"outlet":"a","via":null,"cue":"","span":[1,2],"chars":[1,2],"text":"x"}])",
                           R"([{"outlet":"a","via":null,"cue":"link","span":[2,1],"chars":[1,2],"text":"x"}])",
                           R"([{"outlet":"a","via":null,"cue":"link","span":[1,4294967296],"chars":[1,2],"text":"x"}])",
                           R"([{"outlet":"a","via":null,"cue":"link","span":[1,2,3],"chars":[1,2],"text":"x"}])",
                           R"([{"outlet":"a","via":null,"cue":"link","span":[1],"chars":[1,2],"text":"x"}])",
                           R"([{"outlet":"a","via":null,"cue":"link","span":[-1,2],"chars":[1,2],"text":"x"}])"}) {
    CAPTURE(json);
    check_bad(report::parse_attributions(json));
  }
  for (const char* json : {"", " ", "[]", "null", "1", "{", "{}", R"({"time":1,"variants":null,"attribution":null})", R"({"time":null,"variants":null})",
                           R"({"time":null,"variants":null,"attribution":null,"candidates":{}})", R"({"time":null,"variants":null,"attribution":null,"candidates":[1]})",
                           R"({"time":null,"variants":null,"attribution":null,"candidates":[{"article":null,"outlet":null,"share":1.5}]})",
                           R"({"time":null,"variants":null,"attribution":null}x)"}) {
    CAPTURE(json);
    check_bad(report::parse_evidence(json));
  }
  check_bad(report::parse_attributions(std::string(1'000'000, '[')));
  check_bad(report::parse_evidence(std::string(5000, '[') + std::string(5000, ']')));
  // Bytes flipped and cut: an error or a list, and what is read is written and read again.
  const std::string attributions = attributions_of({{"TASS", "IRNA", Cue::dateline, {10, 20}, {10, 20}, "«x» \\ \"\x01", {}, false, false}, {"Fars", "", Cue::link, {30, 40}, {30, 40}, "y", {}, false, false}});
  const std::string evidence = evidence_of({"2 h after.", "«3» of 41", "", {{"a", "O", 0.25}, {"", "", 0.75}}});
  testing::Chance chance(1);
  const auto see = [&](const std::string& json) {
    if (const auto list = report::parse_attributions(json)) {
      const std::string again = attributions_of(*list);
      const auto back = report::parse_attributions(again);
      REQUIRE(back);
      CHECK(attributions_of(*back) == again);
    } else {
      check_bad(list);
    }
    if (const auto object = report::parse_evidence(json)) {
      const std::string again = evidence_of(*object);
      const auto back = report::parse_evidence(again);
      REQUIRE(back);
      CHECK(evidence_of(*back) == again);
    } else {
      check_bad(object);
    }
  };
  for (const std::string& whole : {attributions, evidence}) {
    for (std::size_t size = 0; size < whole.size(); ++size) see(whole.substr(0, size));
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string flipped = whole;
        flipped[i] = static_cast<char>(flipped[i] ^ 1 << bit);
        see(flipped);
      }
      std::string other = whole;
      for (int n = 0; n < 3; ++n) other[chance.below(other.size())] = "\"\\{}[],:0\xff\0-e"[chance.below(13)];
      see(other);
    }
  }
}
