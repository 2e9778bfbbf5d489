// The slow twins of RecentTable and Fingerprints: multimaps that are searched from end to end.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "store/fingerprints.hpp"
#include "store/segment_twin.hpp"

namespace reprise::testing {

class RecentTwin {
 public:
  void insert(std::span<const SegmentPosting> postings) {
    for (const SegmentPosting& p : postings) {
      lists_.insert({p.key, {p.article, p.position}});  // equal keys keep the order in which they came
      all_.push_back(p);
    }
    if (!postings.empty()) last_ = postings.back().article;
    ++articles_;
  }
  void find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const {
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
      std::vector<SegmentHit> list;
      for (auto [at, end] = lists_.equal_range(keys[i]); at != end; ++at)
        if (at->second.first < below) list.push_back({i, at->second.first, at->second.second});
      holders[i] += static_cast<std::uint32_t>(list.size());
      for (std::uint64_t rank = 0; rank < list.size(); ++rank)
        if (rank < limits.first || list.size() - rank <= limits.last) hits.push_back(list[rank]);
    }
  }
  const std::vector<SegmentPosting>& all() const { return all_; }
  std::uint32_t articles() const { return articles_; }
  std::uint32_t last() const { return last_; }

 private:
  std::multimap<std::uint64_t, std::pair<std::uint32_t, std::uint32_t>> lists_;
  std::vector<SegmentPosting> all_;
  std::uint32_t articles_ = 0, last_ = 0;
};

/// Hits in one order: across segments and tables none is promised.
inline Found in_order(Found found) {
  std::sort(found.hits.begin(), found.hits.end(), [](const SegmentHit& x, const SegmentHit& y) {
    return x.key_index != y.key_index ? x.key_index < y.key_index : x.article != y.article ? x.article < y.article : x.position < y.position;
  });
  return found;
}

template <class Table>
Found find_below(const Table& table, std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits = {}) {
  Found found;
  found.holders.resize(keys.size());
  table.find(keys, below, limits, found.hits, found.holders);
  return found;
}

}  // namespace reprise::testing
