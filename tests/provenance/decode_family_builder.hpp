// Families by hand for the tests: words are given as a sentence, one number per distinct word.
#pragma once
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "provenance/provenance.hpp"

namespace reprise::test {

struct FamilyBuilder {
  std::vector<ArticleRecord> articles;
  FamilyRecord family;
  std::vector<provenance::Witness> witnesses;
  std::deque<std::vector<std::uint32_t>> words;
  std::deque<std::vector<std::uint8_t>> weights;
  std::map<std::string, std::uint32_t> vocabulary;

  /// from = 0: time unknown. The occurrence is [100, 200) of its article.
  std::uint32_t add(const std::string& id, const std::string& outlet, Seconds from, Seconds to, const std::string& text) {
    ArticleRecord a;
    a.id = id;
    a.outlet = outlet;
    a.words = 100;
    if (from != 0) a.published = {from, to};
    std::vector<std::uint32_t> w;
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t end = std::min(text.find(' ', i), text.size());
      if (end > i) w.push_back(vocabulary.emplace(text.substr(i, end - i), vocabulary.size() + 1).first->second);
      i = end + 1;
    }
    words.push_back(std::move(w));
    weights.emplace_back(words.back().size(), std::uint8_t{20});
    Occurrence o;
    o.article = static_cast<std::uint32_t>(articles.size());
    o.span = {100, 200};
    articles.push_back(std::move(a));
    family.occurrences.push_back(std::move(o));
    witnesses.push_back({words.back(), weights.back(), kNone});
    return family.occurrences.back().article;
  }

  void names(std::uint32_t article, const std::string& outlet, Cue cue = Cue::sentence, Span scope = {90, 210},
             const std::string& via = "") {
    Attribution a;
    a.outlet = outlet;
    a.via = via;
    a.cue = cue;
    a.scope = scope;
    a.span = {scope.begin, scope.begin + 5};
    a.text = "according to " + outlet;
    a.known = true;
    articles[article].attributions.push_back(a);
  }

  const Occurrence& decode() {
    provenance::decode_family(articles, corpus::OutletRegistry::builtin(), witnesses, family);
    return family.occurrences.back();
  }
};

inline const char* const kText =
    "the ministers of both states signed in the capital on tuesday a contract for a grain terminal that will take one "
    "million tons a year and cost sixty million dollars of which the port pays a third officials said after the talks";

}  // namespace reprise::test
