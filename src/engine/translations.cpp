#include "engine/translations.hpp"

#include <algorithm>
#include <mutex>

#include "base/parallel.hpp"
#include "sketch/concept_words.hpp"
#include "text/concepts.hpp"

namespace reprise::engine {

namespace {

constexpr std::size_t kGrain = 64;  // articles of one task

/// Sets of languages, a bit each.
using LanguageSet = std::uint32_t;

/// By outlet: the languages of its articles, and of those that credit it.
struct Spoken {
  std::vector<LanguageSet> own, crediting;
  explicit Spoken(std::span<const match::Credits> credits, std::span<const std::size_t> languages) {
    std::size_t outlets = 0;
    const auto count = [&](std::uint32_t outlet) { outlets = outlet == kNone ? outlets : std::max<std::size_t>(outlets, outlet + 1u); };
    for (const match::Credits& c : credits) {
      count(c.outlet);
      for (const std::uint32_t outlet : c.credited) count(outlet);
    }
    own.resize(outlets), crediting.resize(outlets);
    for (std::size_t rank = 0; rank < credits.size(); ++rank) {
      const LanguageSet language = LanguageSet{1} << languages[rank];
      if (credits[rank].outlet != kNone) own[credits[rank].outlet] |= language;
      for (const std::uint32_t outlet : credits[rank].credited) crediting[outlet] |= language;
    }
  }
};

/// By rank: a column of the table of concepts.
std::vector<std::size_t> languages_of(const Corpus& corpus, std::span<const ArticleRecord> articles) {
  std::vector<std::size_t> languages;
  for (const std::uint32_t article : corpus.article_of_rank) languages.push_back(text::concept_language(articles[article].lang));
  return languages;
}

std::vector<match::Tongue> tongues_of(const Corpus& corpus, std::span<const ArticleRecord> articles, std::span<const match::Credits> credits) {
  const std::vector<std::size_t> languages = languages_of(corpus, articles);
  const Spoken spoken(credits, languages);
  std::vector<match::Tongue> tongues(credits.size());
  for (std::size_t rank = 0; rank < tongues.size(); ++rank) {
    if (languages[rank] == text::kConceptLanguages.size()) continue;
    const LanguageSet others = (LanguageSet{1} << text::kConceptLanguages.size()) - 1 - (LanguageSet{1} << languages[rank]);
    const match::Credits& c = credits[rank];
    const bool heard_abroad = c.outlet != kNone && ((spoken.own[c.outlet] | spoken.crediting[c.outlet]) & others) != 0;
    const bool hears_abroad = std::any_of(c.credited.begin(), c.credited.end(), [&](std::uint32_t outlet) { return ((spoken.own[outlet] | spoken.crediting[outlet]) & others) != 0; });
    if (!heard_abroad && !hears_abroad) continue;
    const TimeInterval& published = articles[corpus.article_of_rank[rank]].published;
    tongues[rank] = {.language = static_cast<std::uint32_t>(languages[rank]), .dated = published.known()};
    if (published.known()) tongues[rank].first_day = published.from / 86400, tongues[rank].last_day = published.to / 86400;
  }
  return tongues;
}

}  // namespace

Result<void> add_translations(const Corpus& corpus, std::span<const ArticleRecord> articles, std::span<const match::Credits> credits, std::uint32_t min_words,
                              match::MatchBatch& matches) {
  const std::vector<match::Tongue> tongues = tongues_of(corpus, articles, credits);
  if (std::none_of(tongues.begin(), tongues.end(), [](const match::Tongue& x) { return x.language != kNone; })) return {};
  std::vector<std::vector<sketch::ContentWord>> content(corpus.docs.size());
  std::mutex guard;
  Result<void> done;
  parallel_ranges(content.size(), kGrain, [&](std::size_t first, std::size_t last) {
    for (std::size_t rank = first; rank < last; ++rank) {
      if (tongues[rank].language == kNone) continue;
      const Result<std::string> text = corpus.spill.read(corpus.texts[corpus.article_of_rank[rank]]);
      if (!text) {
        const std::lock_guard lock(guard);
        done = text.error();
        return;
      }
      const TokenRange& at = corpus.tokens[rank];
      const TokenChunk& chunk = *corpus.chunks[at.chunk];
      const sketch::WordSpans words{corpus.docs[rank].words, std::span(chunk.begin).subspan(at.first, at.count), std::span(chunk.length).subspan(at.first, at.count),
                                    corpus.docs[rank].weights, corpus.docs[rank].flags};
      sketch::concept_words(*text, words, tongues[rank].language, content[rank]);
    }
  });
  if (!done) return done;
  std::vector<match::DocView> docs = corpus.docs;
  for (std::size_t rank = 0; rank < docs.size(); ++rank) docs[rank].content = content[rank];
  match::TranslationOptions options;
  options.sentences.min_words = min_words;
  match::add_translations(docs, credits, tongues, options, matches);
  return {};
}

}  // namespace reprise::engine
