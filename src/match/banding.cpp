#include "match/banding.hpp"

#include <algorithm>

#include "base/parallel.hpp"

namespace reprise::match {

std::vector<DocPair> band_candidates(std::span<const std::uint64_t> keys, std::span<const std::uint8_t> has_keys, std::uint32_t bands) {
  const std::size_t docs = has_keys.size();
  if (std::find(has_keys.begin(), has_keys.end(), std::uint8_t{1}) == has_keys.end()) return {};  // a verdict's articles have none
  std::vector<std::vector<DocPair>> found(bands);
  parallel_ranges(bands, 1, [&](std::size_t begin, std::size_t end) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> bucketed;
    for (std::size_t band = begin; band < end; ++band) {
      bucketed.clear();
      for (std::size_t d = 0; d < docs; ++d)
        if (has_keys[d]) bucketed.emplace_back(keys[d * bands + band], static_cast<std::uint32_t>(d));
      std::sort(bucketed.begin(), bucketed.end());
      std::size_t first = 0;
      for (std::size_t i = 1; i < bucketed.size(); ++i) {
        if (bucketed[i].first != bucketed[first].first) {
          first = i;
          continue;
        }
        found[band].emplace_back(bucketed[first].second, bucketed[i].second);
        if (i - 1 != first) found[band].emplace_back(bucketed[i - 1].second, bucketed[i].second);
      }
    }
  });
  std::vector<DocPair> all;
  for (auto& pairs : found) all.insert(all.end(), pairs.begin(), pairs.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace reprise::match
