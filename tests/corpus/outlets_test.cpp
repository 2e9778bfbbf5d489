// The outlet registry: names in many scripts, domains, forms in running text, errors of registry files.
#include "corpus/outlets.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "text/tokens.hpp"

using reprise::corpus::AliasMatch;
using reprise::corpus::OutletRegistry;
using reprise::corpus::registrable_domain;

namespace {

std::string name_of(const OutletRegistry& registry, int outlet) {
  return outlet < 0 ? "" : registry.outlets()[static_cast<std::size_t>(outlet)].name;
}

std::string found(const char* name) { return name_of(OutletRegistry::builtin(), OutletRegistry::builtin().find(name)); }

std::string at_start(const char* text) {
  reprise::text::Tokens tokens;
  reprise::text::tokenise(text, tokens);
  return name_of(OutletRegistry::builtin(), OutletRegistry::builtin().match(tokens.word.data(), tokens.size()).outlet);
}

// A registry file for one test, removed at its end.
struct File {
  std::string path = "/tmp/reprise-outlets-" + std::to_string(::getpid()) + ".jsonl";
  explicit File(const std::string& content) { std::ofstream(path) << content; }
  ~File() { std::remove(path.c_str()); }
};

std::string error_of(const std::string& content) {
  const File file(content);
  const auto loaded = OutletRegistry::load(file.path, true);
  return loaded ? "" : loaded.error().message.substr(file.path.size());
}

}  // namespace

TEST_CASE("The shipped registry loads and is large") {
  CHECK(OutletRegistry::builtin().outlets().size() >= 2000);
  const auto loaded = OutletRegistry::load(REPRISE_SOURCE_DIR "/data/outlets.jsonl", true);
  const std::string message = loaded ? "" : loaded.error().message;
  CHECK(message == "");
  REQUIRE(loaded.has_value());
  CHECK(loaded->outlets().size() == OutletRegistry::builtin().outlets().size());
}

TEST_CASE("Names of one outlet in many scripts and spellings") {
  for (const char* name : {"TASS", "tass", "ТАСС", "ИТАР-ТАСС", "تاس", "טאס\"ס", "塔斯社", "www.tass.ru", "tass.com"}) {
    CAPTURE(name);
    CHECK(found(name) == "TASS");
  }
  for (const char* name : {"ONA", "Oman News Agency", "Оманское агентство новостей", "وكالة الأنباء العمانية", "خبرگزاری عمان", "סוכנות הידיעות של עומאן", "阿曼通讯社"}) {
    CAPTURE(name);
    CHECK(found(name) == "ONA");
  }
  for (const char* name : {"Fox News", "Fox Online News", "Fox News (Online)", "FOX NEWS", "www.foxnews.com"}) {
    CAPTURE(name);
    CHECK(found(name) == "Fox News");
  }
  CHECK(found("The New York Times") == "New York Times");
  CHECK(found("CNN (Web News)") == "CNN");
  CHECK(found("NPR Online News") == "NPR");
  CHECK(found("China News Service (chinanews.com)") == "China News Service");
  CHECK(found("新華社") == "Xinhua");  // Traditional
  CHECK(found("خبرگزاري فارس") == "Fars");  // Arabic yeh
  CHECK(found("Interfax-Ukraine") == "Interfax-Ukraine");
  CHECK(found("Evening Lantern") == "");
  CHECK(found("") == "");
  CHECK(found("()") == "");
}

TEST_CASE("Forms in running text; the longest alias wins") {
  CHECK(at_start("Интерфаксом сообщено") == "Interfax");
  CHECK(at_start("Известиям рассказали") == "Izvestia");
  CHECK(at_start("Российской газете сказал") == "Rossiyskaya Gazeta");
  for (const char* text : {"Оманское агентство новостей", "Оманского агентства новостей", "Оманскому агентству новостей", "Оманским агентством новостей"}) {
    CAPTURE(text);
    CHECK(at_start(text) == "ONA");
  }
  CHECK(at_start("Центральным телеграфным агентством Кореи") == "KCNA");
  CHECK(at_start("телеканалу «Звезда» рассказал") == "Zvezda");
  CHECK(at_start("газетой Труд") == "Trud");
  CHECK(at_start("агентства новостей") == "");
  CHECK(at_start("לרויטרס אמר") == "Reuters");
  CHECK(at_start("لرويترز قال") == "Reuters");
  CHECK(at_start("CNN's reporter") == "CNN");
  CHECK(at_start("Interfax-Ukraine says") == "Interfax-Ukraine");
  CHECK(at_start("Interfax says") == "Interfax");
  CHECK(at_start("Interference says") == "");
  reprise::text::Tokens tokens;
  reprise::text::tokenise("Fars province", tokens);
  const AliasMatch fars = OutletRegistry::builtin().match(tokens.word.data(), tokens.size());
  CHECK(fars.words == 1);
  CHECK(fars.ambiguous);
}

TEST_CASE("Canonical name: by name, by URL, as given, by domain") {
  const OutletRegistry& r = OutletRegistry::builtin();
  CHECK(r.canonical("Fars News Agency", "") == "Fars");
  CHECK(r.canonical("", "https://edition.cnn.com/x") == "CNN");
  CHECK(r.canonical("Some Blog", "https://cnn.com.example.org/") == "Some Blog");
  CHECK(r.canonical("", "http://news.example.co.uk/a") == "example.co.uk");
  CHECK(r.canonical("", "") == "");
  CHECK(name_of(r, r.find_url("https://t.me/s/breakingmash/12")) == "Mash");
  CHECK(r.find_url("https://t.me/other") == -1);
}

TEST_CASE("Registrable domains") {
  CHECK(registrable_domain("https://www.bbc.co.uk/news") == "bbc.co.uk");
  CHECK(registrable_domain("HTTP://User:pw@News.Example.COM:8080/x?y#z") == "example.com");
  CHECK(registrable_domain("ynet.co.il") == "ynet.co.il");
  CHECK(registrable_domain("a.b.blog.de/") == "blog.de");
  CHECK(registrable_domain("co.uk") == "co.uk");
  for (const char* none : {"", "localhost", "http://127.0.0.1/x", "http://", "no host at all", "a..b", ".com", "http:///x"}) {
    CAPTURE(none);
    CHECK(registrable_domain(none) == "");
  }
}

TEST_CASE("Registry files: every mistake is named with its line") {
  const std::string good = R"({"name": "Lantern", "kind": "paper", "country": "IE", "aliases": ["Evening Lantern"], "domains": ["lantern.ie"]})";
  CHECK(error_of(good + "\n\n") == "");
  CHECK(error_of("{\"name\": \"X\"").find(":1: expected one JSON object, found ") == 0);
  CHECK(error_of(good + "\n[1]") == ":2: expected one JSON object, found another JSON value");
  CHECK(error_of(R"({"kind": "paper", "country": "IE"})") == ":1: expected a field \"name\", found none");
  CHECK(error_of(R"({"name": "X", "kind": "blog", "country": "IE"})").find("found \"blog\"") != std::string::npos);
  CHECK(error_of(R"({"name": "X", "kind": "paper", "country": "ie"})").find("two capital letters") != std::string::npos);
  CHECK(error_of(R"({"name": "X", "kind": "paper", "country": "IE", "timezone": "+3"})").find("+03:30") != std::string::npos);
  CHECK(error_of(R"({"name": "X", "kind": "paper", "country": "IE", "alias": []})").find("a field \"alias\"") != std::string::npos);
  CHECK(error_of(R"({"name": "X", "kind": "paper", "country": "IE", "aliases": "Y"})").find("a list") != std::string::npos);
  CHECK(error_of(R"({"name": "X", "kind": "paper", "country": "IE", "domains": ["no dot"]})").find("expected a domain") != std::string::npos);
  CHECK(error_of(R"({"name": "--", "kind": "paper", "country": "IE"})").find("letters or digits") != std::string::npos);
  const std::string clash = error_of(good + "\n" + R"({"name": "Other", "kind": "paper", "country": "IE", "aliases": ["evening LANTERN"]})");
  CHECK(clash.find("\"Other\"") != std::string::npos);
  CHECK(clash.find("\"Lantern\"") != std::string::npos);
  CHECK_FALSE(OutletRegistry::load("/nonexistent/outlets.jsonl", true).has_value());
}

TEST_CASE("A file extends the built-in outlets, replaces one by name, or all of them") {
  const File file(R"({"name": "TASS", "kind": "agency", "country": "RU", "aliases": ["Lantern Wire"], "domains": []})" "\n");
  const auto added = OutletRegistry::load(file.path, false);
  REQUIRE(added.has_value());
  CHECK(added->outlets().size() == OutletRegistry::builtin().outlets().size());
  CHECK(name_of(*added, added->find("Lantern Wire")) == "TASS");
  CHECK(added->find("ИТАР-ТАСС") == -1);
  const auto replaced = OutletRegistry::load(file.path, true);
  REQUIRE(replaced.has_value());
  CHECK(replaced->outlets().size() == 1);
  CHECK(replaced->find("Reuters") == -1);
}

TEST_CASE("Names alone extend a registry: without what it knows, without brackets, persons' names only with a cue") {
  const OutletRegistry wider = OutletRegistry::builtin().with({"Harbour Notes (blog)", "Reuters", "The Lantern Digest", "Anna Lindqvist", "Пристань", "--", "Lantern Digest"});
  const std::size_t known = OutletRegistry::builtin().outlets().size();
  REQUIRE(wider.outlets().size() == known + 4);
  CHECK(name_of(wider, wider.find("harbour notes")) == "Harbour Notes (blog)");
  CHECK(name_of(wider, wider.find("Lantern Digest")) == "The Lantern Digest");
  CHECK(wider.outlets()[known].kind.empty());
  const auto ambiguous = [&](const char* words) {
    reprise::text::Tokens tokens;
    reprise::text::tokenise(words, tokens);
    const AliasMatch match = wider.match(tokens.word.data(), tokens.size());
    REQUIRE(match.outlet >= static_cast<int>(known));
    return match.ambiguous;
  };
  CHECK(ambiguous("Anna Lindqvist"));
  CHECK(ambiguous("Пристань"));
  CHECK_FALSE(ambiguous("Lantern Digest"));
  CHECK(OutletRegistry{}.with({"Harbour Notes"}).outlets().size() == 1);
  CHECK(OutletRegistry::builtin().with({}).outlets().size() == known);
}

TEST_CASE("Outlets of a corpus lie over a registry: their names before its forms and before the paper of a bare name, its longer names before theirs") {
  const File file(R"({"name": "Lantern", "kind": "paper", "country": "IE", "aliases": ["Lantern newspaper", "Lantern Evening Post"], "domains": ["lantern.ie"]})" "\n"
                  R"({"name": "Пристань", "kind": "agency", "country": "RU", "aliases": ["газета Пристань"], "domains": []})" "\n"
                  R"({"name": "Mast", "kind": "agency", "country": "IE", "aliases": [], "domains": []})" "\n");
  const auto base = OutletRegistry::load(file.path, true);
  REQUIRE(base.has_value());
  const OutletRegistry wider = base->with({"The Lantern Evening", "The Mast", "Газета Пристани", "Lantern Evening Post"}, {{"harbour.ie", "The Lantern Evening"}, {"mast.ie", "Mast"}, {"elsewhere.ie", "Elsewhere"}});
  const auto at_start_of = [&](const OutletRegistry& registry, const char* text) {
    reprise::text::Tokens tokens;
    reprise::text::tokenise(text, tokens);
    return name_of(registry, registry.match(tokens.word.data(), tokens.size()).outlet);
  };
  CHECK(at_start_of(*base, "газетой Пристань") == "Пристань");
  CHECK(at_start_of(wider, "газетой Пристань") == "Пристань");
  CHECK(at_start_of(*base, "Lantern Evening Post says") == "Lantern");
  CHECK(at_start_of(wider, "Lantern Evening Post says") == "Lantern");
  CHECK(at_start_of(*base, "Lantern Evening says") == "Lantern");
  CHECK(at_start_of(wider, "Lantern Evening says") == "The Lantern Evening");
  CHECK(at_start_of(wider, "Lantern says") == "Lantern");
  CHECK(at_start_of(wider, "газету Пристани") == "Газета Пристани");
  CHECK(at_start_of(wider, "Mast says") == "Mast");
  CHECK(name_of(wider, wider.find_url("https://www.harbour.ie/a")) == "The Lantern Evening");
  CHECK(name_of(wider, wider.find_url("https://mast.ie/a")) == "Mast");
  CHECK(name_of(wider, wider.find_url("https://elsewhere.ie/a")) == "Elsewhere");
  CHECK(name_of(wider, wider.find_url("https://lantern.ie/a")) == "Lantern");
  CHECK(base->find_url("https://harbour.ie/a") == -1);

  const OutletRegistry land = OutletRegistry::builtin().with({"ארץ"});
  CHECK(at_start_of(OutletRegistry::builtin(), "להארץ נמסר") == "Haaretz");
  CHECK(at_start_of(land, "להארץ נמסר") == "Haaretz");
  CHECK(at_start_of(land, "ארץ נמסר") == "ארץ");

  // Where an outlet of the corpus is called just "Harbour", a "Harbour newspaper" is that one and no other.
  const File other(R"J({"name": "Harbour (Malta)", "kind": "paper", "country": "MT", "aliases": ["Harbour newspaper", "Harbour Malta"], "domains": []})J" "\n");
  const auto papers = OutletRegistry::load(other.path, true);
  REQUIRE(papers.has_value());
  const OutletRegistry taken = papers->with({"Harbour"});
  CHECK(at_start_of(*papers, "Harbour newspaper says") == "Harbour (Malta)");
  CHECK(at_start_of(taken, "Harbour newspaper says") == "Harbour");
  CHECK(at_start_of(taken, "Harbour newspaper's reporter") == "Harbour");
  CHECK(at_start_of(taken, "Harbour Malta says") == "Harbour (Malta)");
  CHECK(name_of(taken, taken.find("Harbour newspaper")) == "Harbour");
}

TEST_CASE("Further names: what articles call an outlet that their address tells, names behind words for a kind, joiners") {
  const File file(R"J({"name": "Lantern (Ireland)", "kind": "paper", "country": "IE", "aliases": ["Lantern Ireland"], "domains": ["lantern.ie"]})J" "\n");
  const auto base = OutletRegistry::load(file.path, true);
  REQUIRE(base.has_value());
  const auto at_start_of = [&](const OutletRegistry& registry, const char* text) {
    reprise::text::Tokens tokens;
    reprise::text::tokenise(text, tokens);
    const AliasMatch match = registry.match(tokens.word.data(), tokens.size());
    return match.outlet < 0 ? std::string() : name_of(registry, match.outlet) + (match.ambiguous ? "?" : "");
  };
  const OutletRegistry wider = base->with({"جريدة الضفة", "سمیرم آنلاین", "اراک\u200cنا"}, {{std::string(reprise::corpus::kFurtherName) + "The Lantern", "Lantern (Ireland)"}, {std::string(reprise::corpus::kFurtherName) + "Mast", "Nobody"}});
  CHECK(at_start_of(*base, "The Lantern says") == "");
  CHECK(at_start_of(wider, "The Lantern says") == "Lantern (Ireland)?");
  CHECK(at_start_of(wider, "Mast says") == "");
  CHECK(wider.outlets().size() == base->outlets().size() + 3);
  CHECK(at_start_of(wider, "الضفة") == "جريدة الضفة?");
  CHECK(at_start_of(wider, "سمیرم\u200cآنلاین") == "سمیرم آنلاین?");
  CHECK(at_start_of(wider, "اراک نا") == "اراک\u200cنا?");
  CHECK(OutletRegistry::builtin().canonical("جريدة اليوم السابع", "") == "Youm7");
  CHECK(OutletRegistry::builtin().canonical("جريدة", "") == "جريدة");
  CHECK(OutletRegistry::builtin().canonical("سبوتنيك عربي", "") == "Sputnik");
  CHECK(OutletRegistry::builtin().canonical("Tasnim English", "") == "Tasnim");
  CHECK(OutletRegistry::builtin().canonical("CNN Arabic", "") == "CNN Arabic");  // an outlet of its own
  CHECK(OutletRegistry::builtin().canonical("English", "") == "English");
}
