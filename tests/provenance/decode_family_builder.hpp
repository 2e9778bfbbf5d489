// Families by hand for the tests: words are given as a sentence, one number per distinct word.
#pragma once
#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "provenance/provenance.hpp"
#include "provenance/ties.hpp"

namespace reprise::test {

struct Wording {
  std::deque<std::vector<std::uint32_t>> words;
  std::deque<std::vector<std::uint8_t>> weights;
  std::map<std::string, std::uint32_t> vocabulary;

  Wording() = default;
  Wording(Wording&&) = default;  // witnesses point into words: no copies

  provenance::Witness witness(const std::string& text) {
    std::vector<std::uint32_t> w;
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t end = std::min(text.find(' ', i), text.size());
      if (end > i) w.push_back(vocabulary.emplace(text.substr(i, end - i), vocabulary.size() + 1).first->second);
      i = end + 1;
    }
    words.push_back(std::move(w));
    weights.emplace_back(words.back().size(), std::uint8_t{20});
    return {words.back(), weights.back(), kNone};
  }

  static Attribution attribution(const std::string& outlet, Cue cue, Span scope, const std::string& via) {
    Attribution a;
    a.outlet = outlet;
    a.via = via;
    a.cue = cue;
    a.scope = scope;
    a.span = {scope.begin, scope.begin + 5};
    a.text = "according to " + outlet;
    a.known = true;
    return a;
  }
};

/// One family that is all its articles share.
struct FamilyBuilder : Wording {
  std::vector<ArticleRecord> articles;
  FamilyRecord family;
  std::vector<provenance::Witness> witnesses;

  /// from = 0: time unknown. The occurrence is [100, 200) of its article.
  std::uint32_t add(const std::string& id, const std::string& outlet, Seconds from, Seconds to, const std::string& text) {
    ArticleRecord a;
    a.id = id;
    a.outlet = outlet;
    a.words = 100;
    if (from != 0) a.published = {from, to};
    Occurrence o;
    o.article = static_cast<std::uint32_t>(articles.size());
    o.span = {100, 200};
    articles.push_back(std::move(a));
    family.occurrences.push_back(std::move(o));
    witnesses.push_back(witness(text));
    return family.occurrences.back().article;
  }

  void names(std::uint32_t article, const std::string& outlet, Cue cue = Cue::sentence, Span scope = {90, 210},
             const std::string& via = "") {
    articles[article].attributions.push_back(attribution(outlet, cue, scope, via));
  }

  /// With what the family itself says of its articles, as in a corpus of this family alone.
  const Occurrence& decode() {
    const std::vector<FamilyRecord> families{family};
    const std::vector<std::vector<provenance::FamilyPair>> pairs{provenance::compare_family(witnesses, family)};
    const provenance::Ties ties(articles, families, pairs);
    provenance::decode_family(articles, corpus::OutletRegistry::builtin(), witnesses, pairs[0], ties, family);
    return family.occurrences.back();
  }
};

/// Articles that share several passages. All articles come before the first passage.
struct StoryBuilder : Wording {
  struct Passage {
    std::uint32_t article;
    std::string text;
  };
  std::vector<ArticleRecord> articles;
  std::vector<FamilyRecord> families;
  std::vector<std::vector<provenance::Witness>> witnesses;

  std::uint32_t article(const std::string& outlet, Seconds published, const std::string& lang = "") {
    ArticleRecord a;
    a.id = "a" + std::to_string(1000 + articles.size());
    a.outlet = outlet;
    a.lang = lang;
    a.words = 100;
    if (published != 0) a.published = {published, published};
    articles.push_back(std::move(a));
    return static_cast<std::uint32_t>(articles.size() - 1);
  }

  /// A family at bytes [1000 f + 100, + 100) of each article, f = the number returned.
  std::size_t passage(std::vector<Passage> texts, Kind kind = Kind::verbatim) {
    std::stable_sort(texts.begin(), texts.end(), [&](const Passage& x, const Passage& y) {
      const ArticleRecord &a = articles[x.article], &b = articles[y.article];
      return std::tie(a.published.from, a.id) < std::tie(b.published.from, b.id);
    });
    const std::size_t f = families.size();
    families.emplace_back().kind = kind;
    witnesses.emplace_back();
    for (const Passage& p : texts) {
      Occurrence o;
      o.article = p.article;
      o.span = {static_cast<std::uint32_t>(1000 * f + 100), static_cast<std::uint32_t>(1000 * f + 200)};
      families[f].occurrences.push_back(o);
      witnesses[f].push_back(witness(p.text));
    }
    return f;
  }

  /// The text says over passage f that it is the outlet's.
  void names(std::uint32_t article, std::size_t f, const std::string& outlet, bool known = true) {
    const std::uint32_t begin = static_cast<std::uint32_t>(1000 * f + 90);
    Attribution a = attribution(outlet, Cue::sentence, {begin, begin + 120}, "");
    a.known = known;
    articles[article].attributions.push_back(a);
  }
  /// The text names the outlet, but as nobody's source.
  void mentions(std::uint32_t article, const std::string& outlet) {
    std::vector<std::string>& named = articles[article].named;
    named.insert(std::upper_bound(named.begin(), named.end(), outlet), outlet);
  }

  void decode() {
    std::vector<std::vector<provenance::FamilyPair>> pairs;
    for (std::size_t f = 0; f < families.size(); ++f) pairs.push_back(provenance::compare_family(witnesses[f], families[f]));
    const provenance::Ties ties(articles, families, pairs);
    for (std::size_t f = 0; f < families.size(); ++f) {
      provenance::decode_family(articles, corpus::OutletRegistry::builtin(), witnesses[f], pairs[f], ties, families[f]);
    }
  }

  const Occurrence& at(std::size_t f, std::uint32_t article) const {
    for (const Occurrence& o : families[f].occurrences) {
      if (o.article == article) return o;
    }
    return families[f].occurrences.at(families[f].occurrences.size());  // none: throws
  }
};

inline const char* const kText =
    "the ministers of both states signed in the capital on tuesday a contract for a grain terminal that will take one "
    "million tons a year and cost sixty million dollars of which the port pays a third officials said after the talks";

}  // namespace reprise::test
