#include "engine/neighbours.hpp"

#include <algorithm>
#include <cstdlib>

namespace reprise::engine {

namespace {

/// Hits that lie close together and are shifted alike.
struct Gathering {
  std::int64_t shift = 0;                ///< of the latest hit
  std::uint32_t last_own = 0, last_other = 0;
  std::uint32_t covered = 0;             ///< own words before this one are counted
  std::uint32_t qbits = 0, common_qbits = 0;
};

}  // namespace

Result<std::vector<Neighbour>> find_neighbours(const match::DocView& doc, std::span<const sketch::Fingerprint> prints, std::uint32_t run_words,
                                               const store::Fingerprints& index, std::uint32_t below, const NeighbourOptions& options,
                                               NeighbourScratch& scratch) {
  scratch.keys.clear();
  for (const sketch::Fingerprint& p : prints) scratch.keys.push_back(p.key);
  scratch.holders.assign(prints.size(), 0);
  scratch.hits.clear();
  if (Result<void> done = index.find(scratch.keys, options.limits, scratch.hits, scratch.holders); !done) return done.error();
  std::erase_if(scratch.hits, [&](const store::SegmentHit& h) { return h.article >= below; });
  std::sort(scratch.hits.begin(), scratch.hits.end(), [](const store::SegmentHit& x, const store::SegmentHit& y) {
    return x.article != y.article ? x.article < y.article : x.key_index != y.key_index ? x.key_index < y.key_index : x.position < y.position;
  });
  std::vector<Neighbour> found;
  std::vector<Gathering> open;
  const auto& hits = scratch.hits;
  for (std::size_t i = 0; i < hits.size();) {
    const std::uint32_t article = hits[i].article;
    std::uint32_t best = 0;
    open.clear();
    for (; i < hits.size() && hits[i].article == article; ++i) {
      const std::uint32_t own = prints[hits[i].key_index].position, other = hits[i].position;
      const std::int64_t shift = static_cast<std::int64_t>(other) - own;
      Gathering* at = nullptr;
      for (Gathering& g : open)
        if (std::llabs(g.shift - shift) <= options.max_shift_words && own - g.last_own <= options.max_gap_words + run_words) at = &g;
      if (at == nullptr) at = &open.emplace_back(Gathering{shift, own, other, own, 0, 0});
      const std::uint32_t end = std::min(own + run_words, doc.size());
      std::uint32_t fresh = 0;
      for (std::uint32_t w = std::max(own, at->covered); w < end; ++w) fresh += doc.weights[w];
      at->qbits += fresh;
      if (scratch.holders[hits[i].key_index] > options.common_holders) at->common_qbits += fresh;
      at->covered = std::max(at->covered, end);
      at->shift = shift;
      at->last_own = own;
      at->last_other = other;
      if (at->qbits >= (2 * at->common_qbits >= at->qbits ? options.min_common_qbits : options.min_qbits)) best = std::max(best, at->qbits);
    }
    if (best > 0) found.push_back({article, best});
  }
  std::stable_sort(found.begin(), found.end(), [](const Neighbour& x, const Neighbour& y) { return x.qbits > y.qbits; });
  if (found.size() > options.most) found.resize(options.most);
  return found;
}

}  // namespace reprise::engine
