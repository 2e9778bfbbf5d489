#include "provenance/ties.hpp"

#include <algorithm>

namespace reprise::provenance {
namespace {
bool before(const Tie& a, const Tie& b) { return a.from != b.from ? a.from < b.from : a.to < b.to; }

}  // namespace

Ties::Ties(const std::vector<ArticleRecord>& articles, const std::vector<FamilyRecord>& families,
           const std::vector<std::vector<FamilyPair>>& pairs)
    : articles_(&articles), shared_(articles.size(), 0) {
  std::vector<std::pair<Tie, std::uint32_t>> here;  // with the copy's occurrence
  for (std::size_t f = 0; f < families.size(); ++f) {
    const std::vector<Occurrence>& occurrences = families[f].occurrences;
    here.clear();
    for (const FamilyPair& p : pairs[f]) {
      const std::uint32_t held = p.change.matched + p.change.moved;
      here.push_back({{occurrences[p.from].article, occurrences[p.to].article, held, p.change.innovations}, p.to});
    }
    // An article that holds the passage twice: the closer of the two counts, for each occurrence of the other.
    std::sort(here.begin(), here.end(), [](const auto& a, const auto& b) {
      if (a.second != b.second) return a.second < b.second;
      return a.first.from != b.first.from ? a.first.from < b.first.from : a.first.held != b.first.held ? a.first.held > b.first.held : a.first.innovations > b.first.innovations;
    });
    for (std::size_t k = 0; k < here.size(); ++k) {
      if (k > 0 && here[k - 1].second == here[k].second && here[k - 1].first.from == here[k].first.from) continue;
      ties_.push_back(here[k].first);
    }
    std::vector<std::uint32_t> shared(occurrences.size(), 0);
    for (const FamilyPair& p : pairs[f]) shared[p.to] = std::max(shared[p.to], p.change.matched + p.change.moved + p.change.foreign);
    for (std::size_t o = 0; o < occurrences.size(); ++o) shared_[occurrences[o].article] += shared[o];
  }
  std::sort(ties_.begin(), ties_.end(), before);
  std::size_t kept = 0;
  for (const Tie& t : ties_) {
    if (kept > 0 && ties_[kept - 1].from == t.from && ties_[kept - 1].to == t.to) {
      ties_[kept - 1].held += t.held;
      ties_[kept - 1].innovations += t.innovations;
    } else {
      ties_[kept++] = t;
    }
  }
  ties_.resize(kept);
  first_.assign(articles.size() + 1, 0);
  for (const Tie& t : ties_) ++first_[t.from + 1];
  for (std::size_t a = 0; a < articles.size(); ++a) first_[a + 1] += first_[a];
  named_by_.assign(articles.size(), 0);
  for (const Tie& t : ties_) {
    const ArticleRecord &from = articles[t.from], &to = articles[t.to];
    const bool named = names_outlet(to, from.outlet) && to.outlet != from.outlet;
    named_by_[t.from] += named;
    if (from.outlet.empty() || to.outlet.empty() || from.outlet == to.outlet) continue;
    const bool forward = from.outlet < to.outlet;
    OutletPair p{forward ? from.outlet : to.outlet, forward ? to.outlet : from.outlet, t.from < t.to, 0, 0};
    (forward ? p.b_names_a : p.a_names_b) += named;
    outlet_pairs_.push_back(p);
  }
  names_run_.assign(articles.size(), false);
  for (std::size_t a = 0; a < articles.size(); ++a) names_run_[a] = named_by_[a] > 0;
  for (const Tie& t : ties_) {
    if (named_by_[t.to] > 0) names_run_[t.from] = true;
  }
  const auto less = [](const OutletPair& x, const OutletPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; };
  std::sort(outlet_pairs_.begin(), outlet_pairs_.end(), less);
  kept = 0;
  for (const OutletPair& p : outlet_pairs_) {
    if (kept > 0 && outlet_pairs_[kept - 1].a == p.a && outlet_pairs_[kept - 1].b == p.b) {
      outlet_pairs_[kept - 1].shared += p.shared;
      outlet_pairs_[kept - 1].a_names_b += p.a_names_b;
      outlet_pairs_[kept - 1].b_names_a += p.b_names_a;
    } else {
      outlet_pairs_[kept++] = p;
    }
  }
  outlet_pairs_.resize(kept);
}

Tie Ties::tie(std::uint32_t from, std::uint32_t to) const {
  const Tie none{from, to};
  const auto at = std::lower_bound(ties_.begin(), ties_.end(), none, before);
  return at != ties_.end() && at->from == from && at->to == to ? *at : none;
}

std::uint32_t Ties::missing(std::uint32_t from, std::uint32_t to) const {
  return to >= shared_.size() ? 0 : shared_[to] - std::min(tie(from, to).held, shared_[to]);
}

std::uint32_t Ties::in_story(std::span<const std::uint32_t> articles, std::string_view outlet, int steps) const {
  if (articles_ == nullptr) return kNone;
  constexpr std::size_t kMostArticles = 256;
  std::vector<std::uint32_t> seen(articles.begin(), articles.end());
  std::sort(seen.begin(), seen.end());
  std::vector<std::uint32_t> more;
  for (int step = 0; step < steps && seen.size() < kMostArticles; ++step) {
    more.clear();
    Tie best{kNone, kNone};
    for (const std::uint32_t a : seen) {
      for (std::uint32_t t = first_[a]; t < first_[a + 1]; ++t) {
        const Tie& tie = ties_[t];
        more.push_back(tie.to);
        if ((*articles_)[tie.to].outlet != outlet) continue;
        if (best.to == kNone || tie.held > best.held || (tie.held == best.held && tie.to < best.to)) best = tie;
      }
    }
    if (best.to != kNone) return best.to;
    seen.insert(seen.end(), more.begin(), more.end());
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  }
  return kNone;
}

Ties::Outlets Ties::outlets(std::string_view from, std::string_view to) const {
  const bool forward = from < to;
  OutletPair key;
  key.a = forward ? from : to;
  key.b = forward ? to : from;
  const auto at = std::lower_bound(outlet_pairs_.begin(), outlet_pairs_.end(), key,
                                   [](const OutletPair& x, const OutletPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  if (at == outlet_pairs_.end() || at->a != key.a || at->b != key.b) return {};
  return forward ? Outlets{at->shared, at->b_names_a} : Outlets{at->shared, at->a_names_b};
}

}  // namespace reprise::provenance
