#include "engine/neighbours.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "base/mixed_sort.hpp"

namespace reprise::engine {

namespace {

/// Hits that lie close together and are shifted alike.
struct Gathering {
  std::int64_t shift = 0;       ///< of the latest hit
  std::uint32_t last_own = 0;
  std::uint32_t counted = 0;    ///< own words before this one are counted
  std::uint32_t hits = 0, qbits = 0, common_qbits = 0;
  std::uint32_t told_qbits = 0, block_told = 0, block = 0;  ///< block: first own word of the latest block; its told_qbits are counted
};

/// 4 log2(articles / holders), in steps of an eighth of an octave.
std::uint32_t told(std::uint32_t articles, std::uint32_t holders) {
  const auto log2_eighths = [](std::uint64_t x) {
    const int whole = static_cast<int>(std::bit_width(x)) - 1;
    return 8 * whole + static_cast<int>(((x << 3) >> whole) & 7);
  };
  return static_cast<std::uint32_t>(std::max(0, log2_eighths(std::max(1u, articles)) - log2_eighths(std::max(1u, holders)))) / 2;
}

/// Into scratch.placed, by (article, own position, position): the hits that can make a neighbour. One that is alone in its article can where few hold it.
void place_hits(std::uint32_t below, const NeighbourOptions& options, NeighbourScratch& scratch) {
  constexpr std::uint32_t kSeenBits = 12;  // two articles of one place count together, which keeps too many
  const auto place_of = [](std::uint32_t article) { return article * 0x9e3779b1u >> (32 - kSeenBits); };
  scratch.seen.assign(std::size_t{1} << kSeenBits, 0);
  for (const store::SegmentHit& hit : scratch.hits) {
    std::uint8_t& seen = scratch.seen[place_of(hit.article)];
    if (seen < 2) ++seen;
  }
  scratch.placed.clear();
  for (const store::SegmentHit& hit : scratch.hits) {
    if (hit.article >= below) continue;  // a segment of a later state; what is sealed has smaller numbers
    const std::uint32_t holders = scratch.holders[hit.key_index];
    if (scratch.seen[place_of(hit.article)] < 2 && holders > options.lone_holders) continue;
    scratch.placed.push_back({std::uint64_t{hit.article} << 32 | scratch.prints[hit.key_index].position, hit.position, holders});
  }
  std::sort(scratch.placed.begin(), scratch.placed.end(), [](const NeighbourScratch::Placed& x, const NeighbourScratch::Placed& y) {
    return x.article_own != y.article_own ? x.article_own < y.article_own : x.position < y.position;
  });
}

}  // namespace

Result<std::vector<Neighbour>> find_neighbours(const match::DocView& doc, std::span<const sketch::Fingerprint> given, std::uint32_t run_words,
                                               const store::Fingerprints& index, std::uint32_t below, std::uint32_t articles, const NeighbourOptions& options,
                                               NeighbourScratch& scratch) {
  // In the order of keys, so that a segment's pages are touched in theirs.
  scratch.prints.assign(given.begin(), given.end());
  sort_mixed(scratch.prints, scratch.prints_room, [](const sketch::Fingerprint& p) { return p.key; },
             [](const sketch::Fingerprint& x, const sketch::Fingerprint& y) { return x.key != y.key ? x.key < y.key : x.position < y.position; });
  const std::vector<sketch::Fingerprint>& prints = scratch.prints;
  scratch.keys.clear();
  for (const sketch::Fingerprint& p : prints) scratch.keys.push_back(p.key);
  scratch.holders.assign(prints.size(), 0);
  scratch.hits.clear();
  if (Result<void> done = index.find(scratch.keys, below, options.limits, scratch.hits, scratch.holders); !done) return done.error();
  place_hits(below, options, scratch);
  articles = std::max(articles, options.least_articles);
  const std::uint32_t least_told = told(articles, options.few_holders);
  std::vector<Neighbour> found, lone;
  std::vector<Gathering> open;
  const auto& hits = scratch.placed;
  const auto article_of = [](const NeighbourScratch::Placed& hit) { return static_cast<std::uint32_t>(hit.article_own >> 32); };
  for (std::size_t first = 0, i = 0; i < hits.size(); first = i) {
    std::uint32_t most_qbits = 0, lone_qbits = 0;  // of a gathering that says enough; of a single hit of words that hardly anyone has
    open.clear();
    for (; i < hits.size() && article_of(hits[i]) == article_of(hits[first]); ++i) {
      const std::uint32_t own = static_cast<std::uint32_t>(hits[i].article_own), holders = hits[i].holders;
      const std::int64_t shift = static_cast<std::int64_t>(hits[i].position) - own;
      std::erase_if(open, [&](const Gathering& g) { return own - g.last_own > options.max_gap_words + run_words; });
      Gathering* at = nullptr;
      for (Gathering& g : open)
        if (std::llabs(g.shift - shift) <= options.max_shift_words) at = &g;
      if (at == nullptr) at = &open.emplace_back();
      const std::uint32_t end = std::min(own + run_words, doc.size());
      std::uint32_t fresh = 0;
      for (std::uint32_t w = std::max(own, at->counted); w < end; ++w) fresh += doc.weights[w];
      ++at->hits;
      at->qbits += fresh;
      // Fingerprints of one turn of phrase are held by the same articles: they tell it once.
      if (at->hits == 1 || own >= at->block + options.block_words) at->block = own, at->block_told = 0;
      const std::uint32_t tells = std::max(at->block_told, told(articles, holders));
      at->told_qbits += tells - at->block_told;
      at->block_told = tells;
      if (holders > options.common_holders) at->common_qbits += fresh;
      at->counted = std::max(at->counted, end);
      at->shift = shift;
      at->last_own = own;
      const bool enough = at->hits > 1 && at->told_qbits >= least_told && at->qbits >= (2 * at->common_qbits >= at->qbits ? options.min_common_qbits : options.min_qbits);
      if (enough) most_qbits = std::max(most_qbits, at->qbits);
      if (at->hits == 1 && holders <= options.lone_holders && fresh >= options.lone_qbits) lone_qbits = std::max(lone_qbits, fresh);
    }
    if (most_qbits == 0 && lone_qbits == 0) continue;
    const std::uint32_t number = article_of(hits[first]);
    Neighbour& neighbour = most_qbits > 0 ? found.emplace_back(Neighbour{number, most_qbits, {}}) : lone.emplace_back(Neighbour{number, lone_qbits, {}});
    for (std::size_t h = first; h < i; ++h) neighbour.seeds.push_back({hits[h].position, static_cast<std::uint32_t>(hits[h].article_own)});
  }
  const auto more = [](const Neighbour& x, const Neighbour& y) { return x.qbits != y.qbits ? x.qbits > y.qbits : x.number < y.number; };
  std::sort(found.begin(), found.end(), more);
  std::sort(lone.begin(), lone.end(), more);
  if (lone.size() > options.most_lone) lone.resize(options.most_lone);
  found.insert(found.end(), std::make_move_iterator(lone.begin()), std::make_move_iterator(lone.end()));
  return found;
}

bool NeighbourChoice::says_more(const Neighbour& neighbour) const {
  return std::any_of(neighbour.seeds.begin(), neighbour.seeds.end(), [&](const match::Seed& s) { return shared_[s.b] < enough_; });
}

void NeighbourChoice::take(const Neighbour& neighbour) {
  std::uint32_t counted = 0;  // seeds come in the order of b and may overlap
  for (const match::Seed& s : neighbour.seeds) {
    const std::uint32_t end = std::min<std::uint32_t>(s.b + run_words_, static_cast<std::uint32_t>(shared_.size()));
    for (std::uint32_t w = std::max(counted, s.b); w < end; ++w)
      if (shared_[w] < 255) ++shared_[w];
    counted = std::max(counted, end);
  }
}

bool aligns(const match::DocView& neighbour, const match::DocView& doc, std::span<const match::Seed> seeds, const match::AlignOptions& options) {
  thread_local match::AlignScratch scratch;
  thread_local std::vector<match::Alignment> alignments;
  thread_local std::vector<match::MatchRun> runs;
  thread_local std::vector<match::Seed> inside;
  alignments.clear();
  runs.clear();
  inside.clear();
  // A place that was stored as "there or later", or another text's key: no seed.
  for (const match::Seed& s : seeds)
    if (s.a < neighbour.size() && s.b < doc.size() && neighbour.words[s.a] == doc.words[s.b]) inside.push_back(s);
  if (inside.empty()) return false;
  match::align_pair(neighbour, doc, inside, options, scratch, alignments, runs);
  return !alignments.empty();
}

}  // namespace reprise::engine
