// Slow, plain twin of restatements: every sentence of one article against every sentence of the other, bags as maps, candidates from
// lists of all keys. It shares with the engine the content words, the options and the rules that restatements.hpp states.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "match/restatements.hpp"
#include "oracle/gaps.hpp"

namespace reprise::oracle {

/// Names are at most half of the other words, but for more than eight.
inline std::uint64_t with_names(const std::vector<std::uint64_t>& others, const std::vector<std::uint64_t>& names) {
  const std::uint64_t all_others = std::accumulate(others.begin(), others.end(), std::uint64_t{0}), all_names = std::accumulate(names.begin(), names.end(), std::uint64_t{0});
  return names.size() > 8 ? all_others + all_names : std::min(all_others + all_names, all_others + all_others / 2);
}

/// A sentence: its words [begin, end) and its content words by stem.
struct Sentence {
  std::uint32_t begin = 0, end = 0;
  struct Word {
    std::uint32_t at = 0, weight = 0;
    bool name = false, common = false;
  };
  std::map<std::uint32_t, Word> bag;

  std::uint64_t weight() const {
    std::vector<std::uint64_t> names, others;
    for (const auto& [stem, word] : bag) (word.name ? names : others).push_back(word.weight);
    return with_names(others, names);
  }
};

inline std::vector<Sentence> sentences_of(const match::DocView& doc) {
  std::vector<std::uint32_t> starts;
  sketch::sentence_starts(doc.flags, starts);
  std::vector<Sentence> out;
  for (std::size_t s = 0; s < starts.size(); ++s) out.push_back({starts[s], s + 1 < starts.size() ? starts[s + 1] : doc.size(), {}});
  for (std::size_t i = 0; i < doc.content.size(); ++i) {
    const sketch::ContentWord& word = doc.content[i];
    Sentence& sentence = out[word.sentence];
    sentence.bag[word.stem] = {sentence.begin + word.offset, word.weight, word.is_name != 0, !doc.common.empty() && doc.common[i]};
  }
  return out;
}

/// Two sentences that say the same: their numbers, the score and the pairs of words that it counts.
struct Restated {
  std::size_t a = 0, b = 0;
  std::uint64_t score = 0;
  bool strong = false;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> words;
};

/// The greatest number of pairs that increase on both sides; `words` ascending by the first.
inline std::size_t longest_chain(std::span<const std::pair<std::uint32_t, std::uint32_t>> words) {
  std::vector<std::size_t> length(words.size(), 1);
  std::size_t best = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (words[j].second < words[i].second) length[i] = std::max(length[i], length[j] + 1);
    best = std::max(best, length[i]);
  }
  return best;
}

class PlainRestater {
 public:
  PlainRestater(const match::DocView& a, const match::DocView& b, const match::RestatementOptions& options)
      : doc_a_(a), doc_b_(b), a_(sentences_of(a)), b_(sentences_of(b)), options_(options) {
    for (const Sentence& s : a_)
      for (const auto& [stem, word] : s.bag) ++in_a_[stem];
    for (const Sentence& t : b_)
      for (const auto& [stem, word] : t.bag) ++in_b_[stem];
  }

  std::vector<Restated> restate(std::span<const match::Alignment> known, match::CreditLink link) {
    for (const match::Alignment& x : known) {
      for (std::uint32_t i = x.a_begin; i < x.a_end; ++i) explained_a_.insert(i);
      for (std::uint32_t i = x.b_begin; i < x.b_end; ++i) explained_b_.insert(i);
    }
    const std::uint64_t chance = trials(last_with_content(a_) * last_with_content(b_));
    const std::uint64_t weak = least(link) + chance;
    const std::uint64_t strong = chance + asked(link);
    std::vector<Restated> kept;
    const std::vector<Restated> all = pairs_of([&](std::size_t, std::size_t) { return weak; });
    const std::uint64_t first = link == match::CreditLink::none ? strong : chance + asked(link) / 3;
    if (!all.empty() && (!known.empty() || all.front().score >= first)) take(all, [&](const Restated&) { return weak; }, strong, kept);
    if (known.empty() && std::none_of(kept.begin(), kept.end(), [](const Restated& x) { return x.strong; })) {
      std::uint64_t beyond_chance = 0;
      for (Restated& x : kept) beyond_chance += x.score - chance, x.strong = true;
      if (beyond_chance * 5 < asked(link) * 6) kept.clear();
    }
    std::vector<match::Alignment> anchors(known.begin(), known.end());
    for (const Restated& x : kept)
      anchors.push_back({.a_begin = a_[x.a].begin, .a_end = a_[x.a].end, .b_begin = b_[x.b].begin, .b_end = b_[x.b].end, .matched_words = static_cast<std::uint32_t>(longest_chain(x.words))});
    const GapTable gaps = gap_table(doc_a_, doc_b_, anchors);
    const auto asked_in_gap = [&](std::size_t s, std::size_t t) -> std::uint64_t {
      const std::size_t pairs = s < gaps.size() && t < gaps[s].size() ? gaps[s][t] : 0;
      return pairs == 0 ? kNever : trials(pairs) + (link == match::CreditLink::none ? options_.weak_score : options_.weak_linked_score);
    };
    take(pairs_of(asked_in_gap), [&](const Restated& x) { return asked_in_gap(x.a, x.b); }, kNever, kept);
    return kept;
  }

 private:
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};
  static std::uint64_t trials(std::size_t pairs) { return 4 * static_cast<std::uint64_t>(std::bit_width(pairs)); }

  /// The pairs of sentences that reach what is asked of them, best first.
  template <typename Asked>
  std::vector<Restated> pairs_of(Asked asked) const {
    std::vector<Restated> all;
    for (std::size_t s = 0; s < a_.size(); ++s)
      for (std::size_t t = 0; t < b_.size(); ++t)
        if (long_enough(doc_a_, a_[s]) && long_enough(doc_b_, b_[t]))
          if (Restated x = scored(s, t); x.score > 0 && x.score >= asked(s, t)) all.push_back(std::move(x));
    std::stable_sort(all.begin(), all.end(), [](const Restated& x, const Restated& y) { return x.score > y.score; });
    return all;
  }

  template <typename Asked>
  void take(const std::vector<Restated>& all, Asked asked, std::uint64_t strong, std::vector<Restated>& kept) {
    for (const Restated& x : all) {
      Restated now = scored(x.a, x.b);
      if (now.score < asked(x)) continue;
      now.strong = now.score >= strong;
      for (const auto& [at_a, at_b] : now.words) explained_a_.insert(at_a), explained_b_.insert(at_b);
      kept.push_back(std::move(now));
    }
  }

  std::uint64_t least(match::CreditLink link) const { return link == match::CreditLink::linked ? options_.weak_linked_score : options_.weak_score; }

  static std::size_t last_with_content(const std::vector<Sentence>& sentences) {
    std::size_t last = 0;
    for (std::size_t s = 0; s < sentences.size(); ++s)
      if (!sentences[s].bag.empty()) last = s + 1;
    return last;
  }
  std::uint64_t asked(match::CreditLink link) const {
    if (link == match::CreditLink::none) return options_.strong_score;
    if (link == match::CreditLink::source) return options_.source_score;
    return options_.linked_score;
  }
  bool long_enough(const match::DocView& doc, const Sentence& s) const { return match::words_of(doc, s.begin, s.end) >= options_.min_words; }

  Restated scored(std::size_t s, std::size_t t) const {
    Restated x{s, t, 0, false, {}};
    std::vector<std::uint64_t> names, others;
    for (const auto& [stem, in_a] : a_[s].bag) {
      const auto in_b = b_[t].bag.find(stem);
      if (in_b == b_[t].bag.end() || (in_a.common && in_b->second.common) || explained_a_.contains(in_a.at) || explained_b_.contains(in_b->second.at)) continue;
      if (in_a_.at(stem) > 24 || in_b_.at(stem) > 24) continue;
      (in_a.name || in_b->second.name ? names : others).push_back(std::min(in_a.weight, in_b->second.weight) * 32 / (in_a_.at(stem) + in_b_.at(stem)));
      x.words.emplace_back(in_a.at, in_b->second.at);
    }
    std::sort(x.words.begin(), x.words.end());
    const std::uint64_t shared = with_names(others, names);
    const auto [smaller, larger] = std::minmax({a_[s].weight(), b_[t].weight()});
    if (x.words.size() >= options_.min_stems && shared > 0) x.score = shared * shared / (std::max(smaller, larger / 2) * 256);
    return x;
  }

  match::DocView doc_a_, doc_b_;
  std::vector<Sentence> a_, b_;
  match::RestatementOptions options_;
  std::map<std::uint32_t, std::uint64_t> in_a_, in_b_;  ///< sentences that have a stem
  std::set<std::uint32_t> explained_a_, explained_b_;   ///< places of words
};

/// Per article the earlier ones that it is compared with.
inline std::vector<std::set<std::uint32_t>> restatement_candidates(std::span<const match::DocView> docs, std::span<const match::Credits> credits,
                                                                const match::RestatementOptions& options) {
  using Key = std::pair<std::uint32_t, std::uint32_t>;
  std::map<Key, std::vector<std::tuple<std::uint32_t, std::uint32_t, bool>>> holders;  // (article, sentence, common words), ascending
  for (std::uint32_t d = 0; d < docs.size(); ++d) {
    const std::vector<Sentence> sentences = sentences_of(docs[d]);
    for (std::uint32_t s = 0; s < std::min<std::size_t>(options.key_sentences, sentences.size()); ++s) {
      std::vector<Key> heaviest;  // (weight, stem), lightest first
      for (const auto& [stem, word] : sentences[s].bag) heaviest.emplace_back(word.weight, ~stem);
      std::sort(heaviest.rbegin(), heaviest.rend());
      heaviest.resize(std::min<std::size_t>(heaviest.size(), options.key_stems));
      std::set<std::uint32_t> stems;
      for (const Key& x : heaviest) stems.insert(~x.second);
      for (const std::uint32_t x : stems)
        for (const std::uint32_t y : stems)
          if (x < y) holders[{x, y}].emplace_back(d, s, sentences[s].bag.at(x).common && sentences[s].bag.at(y).common);
    }
  }
  // Of b and a: the common keys of each pair of sentences.
  std::vector<std::map<std::uint32_t, std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t>>> common(docs.size());
  for (const auto& [key, list] : holders)
    for (std::size_t own = 0; own < list.size(); ++own)
      for (std::size_t i = own > options.hot_holders ? own - options.hot_latest : 0; i < own; ++i) {
        const auto [a, in_a, common_a] = list[i];
        const auto [b, in_b, common_b] = list[own];
        if (a < b && !(common_a && common_b)) ++common[b][a][{in_a, in_b}];
      }
  std::vector<std::set<std::uint32_t>> out(docs.size());
  for (std::uint32_t b = 0; b < docs.size(); ++b) {
    std::vector<std::tuple<bool, std::size_t, std::size_t, std::uint32_t>> ranked;  // (min_keys, most keys of two sentences, all keys, article)
    for (const auto& [a, pairs] : common[b]) {
      std::size_t most = 0, all = 0;
      for (const auto& [pair, keys] : pairs) most = std::max(most, keys), all += keys;
      if (all >= (match::credit_link(credits[a], credits[b]) == match::CreditLink::none ? options.min_keys : options.min_keys_credited)) ranked.emplace_back(all >= options.min_keys, most, all, a);
    }
    std::sort(ranked.rbegin(), ranked.rend());
    for (std::size_t i = 0; i < std::min<std::size_t>(ranked.size(), options.max_candidates); ++i) out[b].insert(std::get<3>(ranked[i]));
  }
  return out;
}

}  // namespace reprise::oracle
