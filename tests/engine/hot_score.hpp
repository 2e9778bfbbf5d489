// What a run made of a corpus of hot text, against its truth.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/hot_corpus.hpp"
#include "reprise/run.hpp"

namespace reprise::testing {

struct StoryScore {
  std::uint64_t core_articles = 0;    ///< hold the whole core
  std::uint64_t core_found = 0;       ///< of them, in the story's family with most articles
  std::uint64_t held = 0, found = 0;  ///< sentences in articles; of them, in the family that most holders of the sentence are in
  double worst_sentence = 1;          ///< the least share of a sentence's holders that are in one family
  std::uint64_t largest_cluster = 0;
};

struct HotScore {
  std::vector<StoryScore> stories;
  std::uint64_t families = 0;             ///< of any kind but boilerplate, two occurrences or more
  std::uint64_t foreign_families = 0;     ///< of them, made mostly of text that is no story's
  std::uint64_t largest_foreign = 0;      ///< occurrences
  std::uint64_t occurrences = 0, foreign_occurrences = 0;  ///< of story families; elsewhere than in their story
  std::uint64_t copied_words_outside = 0;
  std::uint64_t mixed_clusters = 0;       ///< hold two stories, or a story and an article of none
  std::string foreign_text;               ///< of the largest
};

inline HotScore hot_score(const Run& run, const std::vector<HotTruth>& truth, std::size_t stories) {
  HotScore score;
  score.stories.resize(stories);
  const auto truth_of = [&](std::uint32_t article) -> const HotTruth& { return truth[HotCorpus::number(run.articles[article].id)]; };
  std::vector<std::vector<std::uint64_t>> holders(stories, std::vector<std::uint64_t>(HotCorpus::kSentences, 0)), best = holders, here;
  for (const HotTruth& t : truth) {
    if (t.story == kNoStory) continue;
    score.stories[t.story].core_articles += t.whole_core;
    for (const StorySpan& s : t.spans) ++holders[t.story][s.sentence];
  }
  for (const FamilyRecord& family : run.families) {
    if (family.kind == Kind::boilerplate || family.occurrences.size() < 2) continue;
    ++score.families;
    here.assign(stories, std::vector<std::uint64_t>(HotCorpus::kSentences, 0));
    std::vector<std::uint64_t> of_story(stories, 0), core(stories, 0);
    std::uint64_t foreign = 0;
    std::uint32_t last = kNone;
    for (const Occurrence& o : family.occurrences) {
      const HotTruth& t = truth_of(o.article);
      std::uint32_t inside = 0;
      for (const StorySpan& s : t.spans) {
        const std::uint32_t common = std::min(s.end, o.span.end) > std::max(s.begin, o.span.begin) ? std::min(s.end, o.span.end) - std::max(s.begin, o.span.begin) : 0;
        inside += common;
        if (10 * common >= 6 * (s.end - s.begin)) ++here[t.story][s.sentence];
      }
      if (2 * inside < o.span.size()) {
        ++foreign;
        continue;
      }
      ++of_story[t.story];
      if (t.whole_core && o.article != last) ++core[t.story];
      last = o.article;
    }
    const std::size_t story = static_cast<std::size_t>(std::max_element(of_story.begin(), of_story.end()) - of_story.begin());
    if (of_story[story] <= foreign) {
      ++score.foreign_families;
      if (family.occurrences.size() > score.largest_foreign) score.largest_foreign = family.occurrences.size(), score.foreign_text = family.text;
    } else {
      score.occurrences += family.occurrences.size();
      score.foreign_occurrences += family.occurrences.size() - of_story[story];
    }
    for (std::size_t s = 0; s < stories; ++s) {
      score.stories[s].core_found = std::max(score.stories[s].core_found, core[s]);
      for (std::size_t k = 0; k < HotCorpus::kSentences; ++k) best[s][k] = std::max(best[s][k], here[s][k]);
    }
  }
  for (std::size_t s = 0; s < stories; ++s)
    for (std::size_t k = 0; k < HotCorpus::kSentences; ++k) {
      if (holders[s][k] == 0) continue;
      score.stories[s].held += holders[s][k];
      score.stories[s].found += best[s][k];
      score.stories[s].worst_sentence = std::min(score.stories[s].worst_sentence, static_cast<double>(best[s][k]) / static_cast<double>(holders[s][k]));
    }
  for (const ClusterRecord& cluster : run.clusters) {
    const std::uint32_t first = truth_of(cluster.articles.front()).story;
    const bool mixed = std::any_of(cluster.articles.begin(), cluster.articles.end(), [&](std::uint32_t a) { return truth_of(a).story != first; });
    score.mixed_clusters += mixed;
    if (!mixed && first != kNoStory) score.stories[first].largest_cluster = std::max<std::uint64_t>(score.stories[first].largest_cluster, cluster.articles.size());
  }
  return score;
}

}  // namespace reprise::testing
