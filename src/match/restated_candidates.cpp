#include "match/restated_candidates.hpp"

#include <algorithm>
#include <numeric>

#include "base/hash.hpp"

namespace reprise::match {

namespace {

using sketch::ContentWord;

// Keys of an article whose lists are fetched ahead.
constexpr std::uint64_t kPrefetch = 8;

/// The heaviest stems of each of an article's first sentences, as indexes of content words.
struct HeavyStems {
  std::vector<std::uint32_t> words;   ///< key_stems places per sentence, heaviest first; of equals the smaller stem
  std::vector<std::uint32_t> counts;  ///< per sentence
};

void find_heavy(const DocView& doc, const RestatementOptions& options, HeavyStems& heavy) {
  heavy.words.resize(std::size_t{options.key_sentences} * options.key_stems);
  heavy.counts.assign(options.key_sentences, 0);
  for (std::uint32_t i = 0; i < doc.content.size(); ++i) {
    const ContentWord& word = doc.content[i];
    if (word.sentence >= options.key_sentences || word.stem < options.first_key_stem) continue;
    std::uint32_t* const place = heavy.words.data() + std::size_t{word.sentence} * options.key_stems;
    std::uint32_t& count = heavy.counts[word.sentence];
    // Words come by stem, so that one as heavy as another goes behind it.
    std::uint32_t at = count;
    while (at > 0 && doc.content[place[at - 1]].weight < word.weight) --at;
    if (at == options.key_stems) continue;
    count = std::min(count + 1, options.key_stems);
    for (std::uint32_t k = count - 1; k > at; --k) place[k] = place[k - 1];
    place[at] = i;
  }
}

/// The keys of one article: pairs of the heaviest stems of each of its first sentences. Position: twice the sentence, and one where
/// both are common words.
void emit_keys(const DocView& doc, const RestatementOptions& options, HeavyStems& heavy, std::vector<sketch::Fingerprint>& keys) {
  find_heavy(doc, options, heavy);
  for (std::uint32_t s = 0; s < options.key_sentences; ++s)
    for (std::uint32_t x = 0; x < heavy.counts[s]; ++x)
      for (std::uint32_t y = x + 1; y < heavy.counts[s]; ++y) {
        const std::uint32_t i = heavy.words[s * options.key_stems + x], j = heavy.words[s * options.key_stems + y];
        const auto [low, high] = std::minmax(doc.content[i].stem, doc.content[j].stem);
        keys.push_back({hash_combine(low, high), 2 * s + (is_common(doc, i) && is_common(doc, j))});
      }
}

}  // namespace

Postings restatement_keys(std::span<const DocView> docs, const RestatementOptions& options) {
  // Two of three keys are repeated: a filter would cost more than it drops.
  return group_keys(docs.size(), 0, options.hot_holders, [&](std::size_t d, std::vector<sketch::Fingerprint>& keys) {
    thread_local HeavyStems heavy;
    emit_keys(docs[d], options, heavy, keys);
  });
}

/// Marks the sentences of b whose middle enough alignments hold.
void CandidateFinder::find_settled(const DocView& b, std::span<const PairMatch> known, const MatchBatch& matches, const RestatementOptions& options) {
  held_.assign(b.size() + 1, 0);
  for (const PairMatch& pair : known)
    for (std::uint32_t i = pair.first_alignment; i < pair.first_alignment + pair.alignment_count; ++i) {
      ++held_[matches.alignments[i].b_begin];
      --held_[matches.alignments[i].b_end];
    }
  std::partial_sum(held_.begin(), held_.end(), held_.begin());
  settled_.clear();
  for (std::uint32_t s = 0; s < b.sentences.size(); ++s)
    settled_.push_back(held_[(b.sentences[s] + b.sentence_end(s)) / 2] >= static_cast<std::int32_t>(options.enough_alignments));
}

/// What earlier articles share with b.
void CandidateFinder::find_hits(std::uint32_t b, const Postings& postings, const PairFilter* filter, const RestatementOptions& options) {
  hits_.clear();
  for (std::uint64_t e = postings.first_entry[b]; e < postings.first_entry[b + 1]; ++e) {
    // Lists lie anywhere in memory; soon they are wanted.
    if (e + kPrefetch < postings.entries.size()) __builtin_prefetch(&postings.postings[postings.entries[e + kPrefetch].own]);
    const Entry& entry = postings.entries[e];
    const std::uint32_t position = postings.postings[entry.own].position;
    if (settled_[position / 2]) continue;
    const bool common = position % 2 != 0;
    const std::uint32_t earlier = entry.own - entry.list_begin;
    const std::uint32_t from = earlier <= options.hot_holders ? entry.list_begin : entry.own - options.hot_latest;
    for (std::uint32_t i = from; i < entry.own; ++i) {
      const Posting& holder = postings.postings[i];
      if (holder.doc < b && !(common && holder.position % 2) && (filter == nullptr || (*filter)(holder.doc, b)))
        hits_.push_back(std::uint64_t{holder.doc} << 32 | (holder.position / 2) << 16 | position / 2);
    }
  }
}

std::span<const std::uint32_t> CandidateFinder::find(std::uint32_t b, const DocView& doc, const Postings& keys, std::span<const Credits> credits,
                                                     std::span<const PairMatch> known, const MatchBatch& matches, const PairFilter* filter,
                                                     const RestatementOptions& options) {
  find_settled(doc, known, matches, options);
  find_hits(b, keys, filter, options);
  // Most articles have one key only. Whether that is enough is asked where there is room for them, and they are not sorted elsewhere.
  const auto doc_of = [](std::uint64_t hit) { return static_cast<std::uint32_t>(hit >> 32); };
  keys_of_.resize(credits.size(), 0);
  std::uint32_t enough = 0;
  for (const std::uint64_t hit : hits_) enough += ++keys_of_[doc_of(hit)] == options.min_keys;
  const auto kept_end = std::partition(hits_.begin(), hits_.end(), [&](std::uint64_t hit) {
    const std::uint32_t a = doc_of(hit), common = keys_of_[a];
    if (common >= options.min_keys) return true;
    return enough < options.max_candidates && common >= options.min_keys_credited && credit_link(credits[a], credits[b]) != CreditLink::none;
  });
  for (const std::uint64_t hit : hits_) keys_of_[doc_of(hit)] = 0;
  std::sort(hits_.begin(), kept_end);
  hits_.erase(kept_end, hits_.end());
  candidates_.clear();
  for (std::size_t i = 0, end = 0; i < hits_.size(); i = end) {
    while (end < hits_.size() && hits_[end] == hits_[i]) ++end;
    const std::uint32_t holder = doc_of(hits_[i]), common = static_cast<std::uint32_t>(end - i);
    if (candidates_.empty() || candidates_.back().doc != holder) candidates_.push_back({holder, 0, 0});
    candidates_.back().keys += common;
    candidates_.back().closest = std::max(candidates_.back().closest, common);
  }
  if (candidates_.size() > options.max_candidates) {
    std::nth_element(candidates_.begin(), candidates_.begin() + options.max_candidates, candidates_.end(), [&](const auto& x, const auto& y) {
      const bool x_enough = x.keys >= options.min_keys, y_enough = y.keys >= options.min_keys;
      if (x_enough != y_enough) return x_enough;
      return x.closest != y.closest ? x.closest > y.closest : x.keys != y.keys ? x.keys > y.keys : x.doc > y.doc;
    });
    candidates_.resize(options.max_candidates);
  }
  std::sort(candidates_.begin(), candidates_.end(), [](const auto& x, const auto& y) { return x.doc < y.doc; });
  found_.clear();
  for (const Candidate& candidate : candidates_) found_.push_back(candidate.doc);
  return found_;
}

}  // namespace reprise::match
