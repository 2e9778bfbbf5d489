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

/// Which of the outlets from `first` on the words name; numbers from 0, sorted, unique.
std::vector<std::uint32_t> held(std::span<const std::uint32_t> words, const corpus::OutletRegistry& registry, std::size_t first) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const corpus::AliasMatch match = registry.match(words.data() + i, words.size() - i);
    if (match.outlet >= 0 && static_cast<std::size_t>(match.outlet) >= first) out.push_back(static_cast<std::uint32_t>(static_cast<std::size_t>(match.outlet) - first));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The names that are spoken of about as much as they publish. A president has written two of the articles and stands in thousands.
std::vector<std::string> that_publish(const Corpus& corpus, const corpus::OutletRegistry& wider, std::size_t known, const std::vector<std::vector<std::uint32_t>>& named) {
  std::vector<std::size_t> published(wider.outlets().size() - known), spoken_of(published.size());
  for (std::size_t i = 0; i < corpus.articles.size(); ++i) {
    const int own = wider.find(corpus.articles[i].outlet);
    const std::size_t self = own < 0 || static_cast<std::size_t>(own) < known ? published.size() : static_cast<std::size_t>(own) - known;
    if (self < published.size()) ++published[self];
    for (const std::uint32_t n : named[i]) spoken_of[n] += n != self;
  }
  std::vector<std::string> out;
  for (std::size_t n = 0; n < published.size(); ++n) {
    if (spoken_of[n] <= kSpokenOf + kPerArticle * published[n]) out.push_back(wider.outlets()[known + n].name);
  }
  return out;
}

}  // namespace

Result<void> name_local_outlets(Corpus& corpus, const corpus::OutletRegistry& registry) {
  const std::size_t known = registry.outlets().size();
  corpus::OutletRegistry wider = registry.with(unknown_outlets(corpus, registry));
  if (wider.outlets().size() == known) return {};
  std::vector<std::vector<std::uint32_t>> named(corpus.articles.size());
  const auto words_of = [&](std::size_t article) { return corpus.docs[corpus.rank_of_article[article]].words; };
  parallel_ranges(named.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) named[i] = held(words_of(i), wider, known);
  });
  wider = registry.with(that_publish(corpus, wider, known, named));
  if (wider.outlets().size() == known) return {};
  std::mutex mutex;
  Result<void> result;
  parallel_ranges(named.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    text::Tokens tokens;
    for (std::size_t i = begin; i < end; ++i) {
      if (named[i].empty() || held(words_of(i), wider, known).empty()) continue;
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
