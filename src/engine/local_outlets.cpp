// Idea: who publishes in the corpus is an outlet, and its name in another article is worth as much as one of the registry.
//   Which names there are is known only when all is read; so articles that hold one are read a second time from the texts put
//   aside, with a registry that has these names too.
// Invariant: an article that holds none keeps its attributions as they are. Cost: a bit test per word; for the articles that hold
//   a name, as much as their tokens and attributions cost the first time.
// Tested by tests/engine/ingest_test.cpp.
#include "engine/local_outlets.hpp"

#include <algorithm>
#include <mutex>

#include "base/parallel.hpp"
#include "provenance/attributions.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {
namespace {

constexpr std::size_t kGrain = 64;  // articles of one task

std::vector<std::string> unknown_outlets(const Corpus& corpus, const corpus::OutletRegistry& registry) {
  std::vector<std::string> names;
  for (const ArticleRecord& a : corpus.articles) {
    if (!a.outlet.empty() && a.outlet == a.outlet_as_given) names.push_back(a.outlet);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::erase_if(names, [&](const std::string& name) { return registry.find(name) >= 0; });
  return names;
}

bool holds_one(std::span<const std::uint32_t> words, const corpus::OutletRegistry& registry, std::size_t first) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const corpus::AliasMatch match = registry.match(words.data() + i, words.size() - i);
    if (match.outlet >= 0 && static_cast<std::size_t>(match.outlet) >= first) return true;
  }
  return false;
}

}  // namespace

Result<void> name_local_outlets(Corpus& corpus, const corpus::OutletRegistry& registry) {
  const std::vector<std::string> names = unknown_outlets(corpus, registry);
  if (names.empty()) return {};
  const corpus::OutletRegistry wider = registry.with(names);
  const std::size_t known = registry.outlets().size();
  if (wider.outlets().size() == known) return {};
  std::mutex mutex;
  Result<void> result;
  parallel_ranges(corpus.articles.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    text::Tokens tokens;
    for (std::size_t i = begin; i < end; ++i) {
      if (!holds_one(corpus.docs[corpus.rank_of_article[i]].words, wider, known)) continue;
      const Result<std::string> text = corpus.spill.read(corpus.texts[i]);
      if (!text) {
        const std::lock_guard lock(mutex);
        result = text.error();
        return;
      }
      text::tokenise(*text, tokens);
      ArticleRecord& record = corpus.articles[i];
      record.attributions = provenance::find_attributions(*text, tokens, record.lang, wider, record.outlet, &record.named);
    }
  });
  return result;
}

}  // namespace reprise::engine
