#include "engine/credits.hpp"

#include <algorithm>

namespace reprise::engine {

OutletNumbers::OutletNumbers(std::span<const ArticleRecord> articles) {
  for (const ArticleRecord& a : articles) {
    if (!a.outlet.empty()) names_.push_back(a.outlet);
    for (const Attribution& x : a.attributions) names_.push_back(x.outlet);
  }
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
}

std::uint32_t OutletNumbers::operator()(std::string_view name) const {
  const auto at = std::lower_bound(names_.begin(), names_.end(), name);
  return at != names_.end() && *at == name ? static_cast<std::uint32_t>(at - names_.begin()) : kNone;
}

std::vector<match::Credits> credits_of(const Corpus& corpus, std::span<const ArticleRecord> articles) {
  const OutletNumbers number(articles);
  std::vector<match::Credits> credits(corpus.docs.size());
  for (std::size_t rank = 0; rank < credits.size(); ++rank) {
    const ArticleRecord& article = articles[corpus.article_of_rank[rank]];
    credits[rank].outlet = number(article.outlet);
    credits[rank].credits_media = corpus.credits_media[rank] != 0;
    auto& credited = credits[rank].credited;
    for (const Attribution& x : article.attributions)
      if (x.cue != Cue::photo) credited.push_back(number(x.outlet));
    std::sort(credited.begin(), credited.end());
    credited.erase(std::unique(credited.begin(), credited.end()), credited.end());
  }
  return credits;
}

}  // namespace reprise::engine
