#include "group/topics.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "text/tokens.hpp"

namespace reprise::group {

namespace {

std::uint64_t square_root(std::uint64_t x) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = 1ull << 31; bit != 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= x) root |= bit;
  return root;
}

/// The stretches of one side, ascending, without overlap.
void list_shared(std::span<const match::Alignment> alignments, bool side_a, std::vector<WordRange>& out) {
  out.clear();
  for (const match::Alignment& x : alignments) out.push_back(side_a ? WordRange{x.a_begin, x.a_end} : WordRange{x.b_begin, x.b_end});
  std::sort(out.begin(), out.end(), [](const WordRange& x, const WordRange& y) { return x.begin < y.begin; });
  std::size_t kept = 0;
  for (const WordRange& range : out) {
    if (kept > 0 && range.begin <= out[kept - 1].end) out[kept - 1].end = std::max(out[kept - 1].end, range.end);
    else out[kept++] = range;
  }
  out.resize(kept);
}

/// Calls visit(word, weight) for every telling word outside the ranges. Ideographs tell in pairs.
template <class Visit>
void for_rest(const match::DocView& doc, std::span<const WordRange> shared, std::uint32_t min_weight, const Visit& visit) {
  std::uint32_t at = 0;
  const auto stretch = [&](std::uint32_t end) {
    for (; at < end; ++at) {
      if (doc.flags[at] & text::kNumber) continue;
      if (doc.flags[at] & text::kIdeograph) {
        if (at + 1 < end && (doc.flags[at + 1] & text::kIdeograph))
          visit(static_cast<std::uint32_t>(hash_combine(doc.words[at], doc.words[at + 1])), std::uint64_t{doc.weights[at]} + doc.weights[at + 1]);
      } else if (doc.weights[at] >= min_weight) {
        visit(doc.words[at], std::uint64_t{doc.weights[at]});
      }
    }
  };
  for (const WordRange& range : shared) {
    stretch(range.begin);
    at = std::max(at, range.end);
  }
  stretch(doc.size());
}

}  // namespace

void RestComparer::WordSet::clear(std::size_t words) {
  const std::size_t wanted = std::bit_ceil(std::max<std::size_t>(64, 2 * words));
  if (slots_.size() < wanted) slots_.assign(wanted, {}), round_ = 0;
  if (++round_ == 0) {
    std::fill(slots_.begin(), slots_.end(), Slot{});
    round_ = 1;
  }
}

std::size_t RestComparer::WordSet::place(std::uint32_t word) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = mix64(word) & mask;
  while (slots_[i].round == round_ && slots_[i].word != word) i = (i + 1) & mask;
  return i;
}

bool RestComparer::WordSet::insert(std::uint32_t word) {
  Slot& slot = slots_[place(word)];
  if (slot.round == round_) return false;
  slot = {word, round_};
  return true;
}

bool RestComparer::WordSet::contains(std::uint32_t word) const { return slots_[place(word)].round == round_; }

std::uint32_t RestComparer::cosine_permille(const match::DocView& a, const match::DocView& b, std::span<const match::Alignment> alignments) {
  in_a_.clear(a.size());
  in_b_.clear(b.size());
  std::uint64_t of_a = 0, of_b = 0, common = 0;
  std::uint32_t words_a = 0, words_b = 0;
  list_shared(alignments, false, shared_);
  for_rest(b, shared_, options_.min_weight, [&](std::uint32_t word, std::uint64_t weight) {
    if (in_b_.insert(word)) of_b += weight * weight, ++words_b;
  });
  list_shared(alignments, true, shared_);
  for_rest(a, shared_, options_.min_weight, [&](std::uint32_t word, std::uint64_t weight) {
    if (!in_a_.insert(word)) return;
    of_a += weight * weight, ++words_a;
    if (in_b_.contains(word)) common += weight * weight;
  });
  if (std::min(words_a, words_b) < (common == 0 ? options_.min_foreign_words : options_.min_rest_words)) return kNone;
  return static_cast<std::uint32_t>(1000 * common / std::max<std::uint64_t>(1, square_root(of_a) * square_root(of_b)));
}

Topics::Topics(std::size_t docs, std::span<const RelatedPair> pairs) {
  first_.assign(docs + 1, 0);
  for (const RelatedPair& pair : pairs) ++first_[pair.b + 1];
  for (std::size_t d = 0; d < docs; ++d) first_[d + 1] += first_[d];
  others_.resize(pairs.size());
  std::vector<std::uint64_t> next(first_.begin(), first_.end() - 1);
  for (const RelatedPair& pair : pairs) others_[next[pair.b]++] = {pair.a, pair.kinship};
  for (std::size_t d = 0; d < docs; ++d)
    std::sort(others_.begin() + static_cast<std::ptrdiff_t>(first_[d]), others_.begin() + static_cast<std::ptrdiff_t>(first_[d + 1]),
              [](const Other& x, const Other& y) { return x.doc < y.doc; });
}

std::uint32_t Topics::count(std::span<const std::uint32_t> docs, std::span<const DocFacts> facts, bool with_forms, std::vector<std::uint32_t>& group) const {
  group.assign(docs.size(), 0);
  for (std::uint32_t i = 0; i < docs.size(); ++i) group[i] = i;
  const auto find = [&](std::uint32_t i) {
    while (group[i] != i) i = group[i] = group[group[i]];
    return i;
  };
  const auto unite = [&](std::uint32_t i, std::uint32_t j) {
    i = find(i), j = find(j);
    group[std::max(i, j)] = std::min(i, j);
  };
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_story;
  for (std::uint32_t i = 0; i < docs.size(); ++i)
    if (facts[docs[i]].story != kNone) by_story.emplace_back(facts[docs[i]].story, i);
  std::sort(by_story.begin(), by_story.end());
  for (std::size_t k = 1; k < by_story.size(); ++k)
    if (by_story[k].first == by_story[k - 1].first) unite(by_story[k - 1].second, by_story[k].second);
  for (std::uint32_t i = 0; i < docs.size() && !first_.empty(); ++i)
    for (std::uint64_t k = first_[docs[i]]; k < first_[docs[i] + 1]; ++k) {
      if (others_[k].kinship != Kinship::same_subject && !with_forms) continue;
      const auto at = std::lower_bound(docs.begin(), docs.end(), others_[k].doc);
      if (at != docs.end() && *at == others_[k].doc) unite(i, static_cast<std::uint32_t>(at - docs.begin()));
    }
  for (std::uint32_t i = 0; i < docs.size(); ++i) group[i] = find(i);
  std::uint32_t groups = 0;
  // Roots come before the others of their group, so their numbers are there when they are asked for.
  for (std::uint32_t i = 0; i < docs.size(); ++i) group[i] = group[i] == i ? groups++ : group[group[i]];
  return groups;
}

namespace {

Kinship kinship_of(const match::PairMatch& pair, std::span<const match::DocView> docs, std::span<const DocFacts> facts,
                     std::span<const match::Alignment> alignments, const TopicOptions& options, RestComparer& rest) {
  const DocFacts &a = facts[pair.a], &b = facts[pair.b];
  if (a.outlet == kNone || a.outlet != b.outlet) return Kinship::none;
  const bool dated = a.day != kUnknownDay && b.day != kUnknownDay;
  if (dated && std::abs(std::int64_t{a.day} - b.day) > options.running_days) return Kinship::none;
  std::uint64_t matched = 0, runs = 0;
  for (const match::Alignment& x : alignments)
    if (!x.added) matched += x.matched_words, runs += x.run_count;
  const std::uint64_t shorter = std::min(docs[pair.a].size(), docs[pair.b].size());
  if (1000 * matched >= std::uint64_t{options.min_form_share_permille} * shorter && matched < options.min_run_words * runs) return Kinship::same_form;
  const std::uint32_t cosine = rest.cosine_permille(docs[pair.a], docs[pair.b], alignments);
  if (cosine == kNone) return 1000 * matched >= std::uint64_t{options.min_share_permille} * shorter ? Kinship::same_subject : Kinship::none;
  if (cosine >= options.max_cosine_permille) return Kinship::same_form;
  return cosine >= (dated ? options.min_cosine_permille : options.undated_cosine_permille) ? Kinship::same_subject : Kinship::none;
}

}  // namespace

Topics find_topics(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const match::MatchBatch& matches,
                   const TopicOptions& options) {
  std::vector<Kinship> kinships(matches.pairs.size(), Kinship::none);
  parallel_ranges(matches.pairs.size(), 256, [&](std::size_t first, std::size_t last) {
    RestComparer rest(options);
    for (std::size_t p = first; p < last; ++p) {
      const match::PairMatch& pair = matches.pairs[p];
      kinships[p] = kinship_of(pair, docs, facts, std::span(matches.alignments).subspan(pair.first_alignment, pair.alignment_count), options, rest);
    }
  });
  std::vector<RelatedPair> pairs;
  for (std::size_t p = 0; p < kinships.size(); ++p)
    if (kinships[p] != Kinship::none) pairs.push_back({matches.pairs[p].a, matches.pairs[p].b, kinships[p]});
  return Topics(docs.size(), pairs);
}

}  // namespace reprise::group
