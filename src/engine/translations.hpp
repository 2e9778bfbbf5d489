// Translations of a corpus: which articles are compared across languages, and their concept words.
//
// Idea: an article takes part when it credits an outlet that publishes, or is credited, in another language, or when its own outlet is credited in
//   one or publishes in it. In a corpus of one language nobody does, and nothing is read again. The texts of the others are read from where they were put aside.
// Cost: per article that takes part its text decompressed and concept_words(), eight bytes per word; and, where any does, the views and the matches of all
//   articles copied once or twice.
// Tested by tests/engine/translations_test.cpp.
#pragma once

#include <span>

#include "engine/ingest.hpp"
#include "match/translations.hpp"

namespace reprise::engine {

/// Adds the translated sentences. `articles` are the corpus's own, which may have moved; `credits` as credits_of() gives them.
Result<void> add_translations(const Corpus& corpus, std::span<const ArticleRecord> articles, std::span<const match::Credits> credits, std::uint32_t min_words,
                              match::MatchBatch& matches);

}  // namespace reprise::engine
