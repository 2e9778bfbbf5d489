// Idea: who publishes in the corpus is an outlet, and its name in another article is worth as much as one of the registry.
//   Which names there are is known only when all is read; so articles that hold one are read a second time from the texts put
//   aside, with a registry that has these names too.
// Invariant: an article that holds none keeps its attributions as they are. Cost: a bit test per word; for the articles that hold
//   a name, as much as their tokens and attributions cost the first time.
// Tested by tests/engine/local_outlets_test.cpp.
#include "engine/local_outlets.hpp"

#include <algorithm>
#include <mutex>

#include "base/parallel.hpp"
#include "provenance/attributions.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {
namespace {

constexpr std::size_t kGrain = 64;      // articles of one task
constexpr std::size_t kSpokenOf = 8;    // articles that may name an outlet of a single article
constexpr std::size_t kPerArticle = 4;  // and for each that it has published

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

/// Which of the outlets the words name: sorted, unique.
std::vector<std::uint32_t> held(std::span<const std::uint32_t> words, const corpus::OutletRegistry& local) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const corpus::AliasMatch match = local.match(words.data() + i, words.size() - i);
    if (match.outlet >= 0) out.push_back(static_cast<std::uint32_t>(match.outlet));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The names that are spoken of about as much as they publish. A president has written two of the articles and stands in thousands.
std::vector<std::uint8_t> that_publish(const Corpus& corpus, const corpus::OutletRegistry& local, const std::vector<std::vector<std::uint32_t>>& named) {
  std::vector<std::size_t> published(local.outlets().size()), spoken_of(published.size());
  for (std::size_t i = 0; i < corpus.articles.size(); ++i) {
    const ArticleRecord& article = corpus.articles[i];
    const int own = article.outlet == article.outlet_as_given ? local.find(article.outlet) : -1;
    if (own >= 0) ++published[static_cast<std::size_t>(own)];
    for (const std::uint32_t n : named[i]) spoken_of[n] += static_cast<int>(n) != own;
  }
  std::vector<std::uint8_t> out;
  for (std::size_t n = 0; n < published.size(); ++n) out.push_back(spoken_of[n] <= kSpokenOf + kPerArticle * published[n]);
  return out;
}

}  // namespace

Result<void> name_local_outlets(Corpus& corpus, const corpus::OutletRegistry& registry) {
  const corpus::OutletRegistry local = corpus::OutletRegistry{}.with(unknown_outlets(corpus, registry));
  if (local.outlets().empty()) return {};
  std::vector<std::vector<std::uint32_t>> named(corpus.articles.size());
  parallel_ranges(named.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) named[i] = held(corpus.docs[corpus.rank_of_article[i]].words, local);
  });
  const std::vector<std::uint8_t> publishes = that_publish(corpus, local, named);
  std::vector<std::string> names;
  for (std::size_t n = 0; n < publishes.size(); ++n) {
    if (publishes[n]) names.push_back(local.outlets()[n].name);
  }
  const corpus::OutletRegistry wider = registry.with(names);
  std::mutex mutex;
  Result<void> result;
  parallel_ranges(named.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    text::Tokens tokens;
    for (std::size_t i = begin; i < end; ++i) {
      if (std::none_of(named[i].begin(), named[i].end(), [&](std::uint32_t n) { return publishes[n] != 0; })) continue;
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
