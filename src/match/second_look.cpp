#include "match/second_look.hpp"

#include <algorithm>
#include <bit>

namespace reprise::match {

namespace {

/// The words are hashes already: one multiplication spreads a few of them over the slots.
template <std::uint32_t kWords>
std::uint64_t hash_of(const std::uint32_t* words) {
  std::uint64_t sum = words[0];
  for (std::uint32_t i = 1; i < kWords; ++i) sum = std::rotl(sum, 21) ^ words[i];
  return sum * 0x9e3779b97f4a7c15ull;
}

}  // namespace

template <std::uint32_t kWords>
void RunIndex::build_by() {
  for (std::uint32_t i = 0; i < next_.size(); ++i) {
    const std::uint64_t slot = hash_of<kWords>(&words_[i]) >> shift_;
    if (places_[slot] == kMostPlaces) {
      next_[i] = kLeftOut;
      continue;
    }
    ++places_[slot];
    next_[i] = last_[slot];
    last_[slot] = i;
  }
}

template <std::uint32_t kWords>
void RunIndex::find_by(std::span<const std::uint32_t> a, std::vector<Seed>& out) const {
  for (std::uint32_t i = 0; i + kWords <= a.size(); i += step_) {
    const std::uint64_t slot = hash_of<kWords>(&a[i]) >> shift_;
    std::uint32_t left = places_[slot];
    if (left == 0) continue;
    for (std::uint32_t j = last_[slot]; left > 0; --left, j = next_[j]) {
      std::uint32_t before = 0, after = 0;
      while (before < step_ && before < i && before < j && a[i - 1 - before] == words_[j - 1 - before]) ++before;
      // In the same run one place was looked up before this one; unless it was left out, it has told the run.
      if (before == step_ && next_[j - step_] != kLeftOut) continue;
      while (before + after < length_ && i + after < a.size() && j + after < words_.size() && a[i + after] == words_[j + after]) ++after;
      if (before + after == length_) out.push_back({i, j});
    }
  }
}

void RunIndex::build(std::span<const std::uint32_t> words, std::uint32_t length) {
  words_ = words, length_ = length;
  looked_up_ = length < 5 ? 2 : length < 8 ? 3 : 4;
  step_ = length - looked_up_ + 1;
  next_.resize(words.size() >= looked_up_ ? words.size() - looked_up_ + 1 : 0);
  // Eight slots per place: most of what is looked up is not there, and one glance shall tell.
  const std::size_t slots = std::bit_ceil(std::max<std::size_t>(64, next_.size() * 8));
  shift_ = 64 - static_cast<unsigned>(std::countr_zero(slots));
  places_.assign(slots, 0);
  last_.resize(slots);
  looked_up_ == 2 ? build_by<2>() : looked_up_ == 3 ? build_by<3>() : build_by<4>();
}

void RunIndex::find(std::span<const std::uint32_t> a, std::vector<Seed>& out) const {
  out.clear();
  looked_up_ == 2 ? find_by<2>(a, out) : looked_up_ == 3 ? find_by<3>(a, out) : find_by<4>(a, out);
  std::sort(out.begin(), out.end(), [](const Seed& x, const Seed& y) { return x.b != y.b ? x.b < y.b : x.a < y.a; });
}

namespace {

struct Scratch {
  RunIndex index;
  std::vector<Seed> seeds;
  std::vector<Alignment> found;
  std::vector<MatchRun> runs;
  AlignScratch align;
};

bool holds(std::span<const Alignment> known, const Seed& seed) {
  return std::any_of(known.begin(), known.end(), [&](const Alignment& x) {
    return (seed.a >= x.a_begin && seed.a < x.a_end) || (seed.b >= x.b_begin && seed.b < x.b_end);
  });
}

/// Six tenths of the passage's words stand in known ones, on either side.
bool is_taken(std::span<const Alignment> known, const Alignment& x) {
  std::uint32_t in_a = 0, in_b = 0;
  for (const Alignment& k : known) in_a += overlap(x.a_begin, x.a_end, k.a_begin, k.a_end), in_b += overlap(x.b_begin, x.b_end, k.b_begin, k.b_end);
  return 10 * in_a >= 6 * (x.a_end - x.a_begin) || 10 * in_b >= 6 * (x.b_end - x.b_begin);
}

void append(Alignment x, std::span<const MatchRun> runs, MatchBatch& out) {
  const auto own = runs.subspan(x.first_run, x.run_count);
  x.first_run = static_cast<std::uint32_t>(out.runs.size());
  out.runs.insert(out.runs.end(), own.begin(), own.end());
  out.alignments.push_back(x);
}

}  // namespace

void look_again(std::span<const DocView> docs, const SecondLookOptions& options, const AlignOptions& align_options, MatchBatch& matches) {
  std::vector<std::uint64_t> first_pair(docs.size() + 1, 0);
  for (const PairMatch& pair : matches.pairs) ++first_pair[pair.b + 1];
  for (std::size_t d = 0; d < docs.size(); ++d) first_pair[d + 1] += first_pair[d];
  // Every pair that is looked at has a strong alignment.
  AlignOptions floors = align_options;
  floors.strong_net_qbits = floors.weak_net_qbits;
  const auto deserves = [&](const Alignment& x) { return !x.restated && !x.common && x.net_qbits >= align_options.strong_net_qbits; };
  matches = map_articles<Scratch>(docs, [&](std::uint32_t b, Scratch& scratch, MatchBatch& out) {
    bool indexed = false;
    for (const PairMatch& pair : std::span(matches.pairs).subspan(first_pair[b], first_pair[b + 1] - first_pair[b])) {
      const auto known = std::span(matches.alignments).subspan(pair.first_alignment, pair.alignment_count);
      const auto first = static_cast<std::uint32_t>(out.alignments.size());
      for (const Alignment& x : known) append(x, matches.runs, out);
      if (std::any_of(known.begin(), known.end(), deserves)) {
        const DocView& a = docs[pair.a];
        if (!indexed) scratch.index.build(docs[b].words, is_ideographic(docs[b]) ? options.run_ideographs : options.run_words);
        indexed = true;
        scratch.index.find(a.words, scratch.seeds);
        std::erase_if(scratch.seeds, [&](const Seed& seed) { return holds(known, seed); });
        scratch.found.clear(), scratch.runs.clear();
        align_pair(a, docs[b], scratch.seeds, floors, scratch.align, scratch.found, scratch.runs);
        for (const Alignment& x : scratch.found)
          if (!is_taken(known, x)) {
            append(x, scratch.runs, out);
            out.alignments.back().added = true;
          }
      }
      out.pairs.push_back({pair.a, b, first, static_cast<std::uint32_t>(out.alignments.size()) - first});
    }
  });
}

}  // namespace reprise::match
