// Chains of an article, its sources, and the roll-up per pair of outlets.
//
// Idea: within a family every occurrence with a parent leads, parent by parent, to a first holder; the ways that pass
//   the same hops are one chain of the article, with the passages' words added up (words in two passages count once).
// Invariant: a way visits no article twice, whatever the parents say; results depend on the families and articles
//   alone and are sorted (largest share first, then by hops). Shares are rounded to 1/10000.
// Cost: O(occurrences * length of the way), sorting apart.
// Tested by tests/provenance/chains_test.cpp.
#include <algorithm>
#include <map>
#include <tuple>

#include "provenance/provenance.hpp"

namespace reprise::provenance {
namespace {

bool has_parent(const Occurrence& o) {
  return o.status == Status::copied || o.status == Status::version || o.status == Status::cited;
}

struct Place {
  std::uint32_t family = 0, occurrence = 0;
};

// Words of the union of spans; sorts them.
std::uint32_t words_of(const WordCounter& words, std::uint32_t article, std::vector<Span>& spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
  std::uint32_t total = 0;
  for (std::size_t i = 0; i < spans.size();) {
    Span run = spans[i];
    for (++i; i < spans.size() && spans[i].begin <= run.end; ++i) run.end = std::max(run.end, spans[i].end);
    if (run.begin < run.end) total += words.words_in(article, run);
  }
  return total;
}

double share_of(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return 0;
  return static_cast<double>((std::min(part, whole) * 10000 + whole / 2) / whole) / 10000.0;
}

Hop hop_of(const Run& run, const Occurrence& o) {
  const ArticleRecord& a = run.articles[o.article];
  return {a.outlet, o.article, a.published, o.relation, o.confidence, o.credited};
}

Hop cited_hop(const std::string& outlet, double confidence) {
  Hop hop;
  hop.outlet = outlet;
  hop.confidence = confidence;
  return hop;
}

Hop first_hop(const Run& run, std::uint32_t article, double confidence) {
  Hop hop = cited_hop(run.articles[article].outlet, confidence);
  hop.article = article;
  hop.published = run.articles[article].published;
  return hop;
}

// "Y, citing X" in the article: X stands behind Y.
bool relayed(const ArticleRecord& article, const std::string& source, const std::string& through) {
  return std::any_of(article.attributions.begin(), article.attributions.end(),
                     [&](const Attribution& a) { return a.outlet == source && a.via == through; });
}

// From the origin, as far as it is known, down to the occurrence.
std::vector<Hop> way_to(const Run& run, const FamilyRecord& family, std::size_t occurrence,
                        const std::map<std::uint32_t, std::size_t>& holder) {
  std::vector<Hop> hops;
  std::vector<std::uint32_t> seen;
  std::size_t at = occurrence;
  for (;;) {
    const Occurrence& o = family.occurrences[at];
    if (std::find(seen.begin(), seen.end(), o.article) != seen.end()) break;
    seen.push_back(o.article);
    hops.push_back(hop_of(run, o));
    if (o.status == Status::cited) {
      hops.push_back(cited_hop(o.parent_outlet, o.confidence));
      if (!family.origin_observed && family.origin_outlet != o.parent_outlet &&
          relayed(run.articles[o.article], family.origin_outlet, o.parent_outlet)) {
        hops.push_back(cited_hop(family.origin_outlet, family.origin_confidence));
      }
      if (family.origin_observed && relayed(run.articles[o.article], family.origin_outlet, o.parent_outlet)) {
        const auto first = holder.find(family.origin_article);
        if (first != holder.end() && family.origin_article != o.article) hops.push_back(hop_of(run, family.occurrences[first->second]));
      }
      break;
    }
    if (!has_parent(o) || o.parent == kNone) break;
    const auto up = holder.find(o.parent);
    if (up == holder.end()) {  // told anew: the parent's own words were not found to be these
      hops.push_back(first_hop(run, o.parent, o.confidence));
      break;
    }
    at = up->second;
  }
  std::reverse(hops.begin(), hops.end());
  return hops;
}

// An article is its own key; an outlet that is only cited is known by its name.
using Way = std::vector<std::pair<std::string, std::uint32_t>>;

Way key_of(const std::vector<Hop>& hops) {
  Way key;
  for (const Hop& h : hops) key.emplace_back(h.article == kNone ? h.outlet : std::string(), h.article);
  return key;
}

struct Passages {
  std::vector<Span> spans;
  std::vector<std::uint32_t> families;
  std::vector<Hop> hops;          // of the passage with the most words
  std::uint32_t most_words = 0;
  bool credited = false;
};

struct PairSum {
  std::uint32_t articles = 0, passages = 0, credited = 0;
  std::uint64_t words = 0;
  std::vector<Seconds> lags;
};

Seconds middle(const TimeInterval& t) {
  return static_cast<Seconds>(t.from / 2 + t.to / 2 + (t.from % 2 + t.to % 2) / 2);
}

void add_lag(const Run& run, const Occurrence& o, PairSum& sum) {
  if (o.parent == kNone) return;
  const TimeInterval &a = run.articles[o.parent].published, &b = run.articles[o.article].published;
  constexpr Seconds kSane = Seconds{1} << 60;
  if (!a.known() || !b.known() || middle(a) > kSane || middle(b) > kSane || middle(a) < -kSane || middle(b) < -kSane) return;
  const bool exact = a.from == a.to && b.from == b.to;
  if (!exact && a.from <= b.to && b.from <= a.to) return;  // no order, no lag
  sum.lags.push_back(middle(b) - middle(a));
}

// Which occurrence of an article its family's copies are led on from: the first that has a parent, else the first.
std::map<std::uint32_t, std::size_t> holders_of(const FamilyRecord& family) {
  std::map<std::uint32_t, std::size_t> holders;
  const auto& occurrences = family.occurrences;
  for (std::size_t k = 0; k < occurrences.size(); ++k) {
    const auto [at, fresh] = holders.emplace(occurrences[k].article, k);
    if (!fresh && !has_parent(occurrences[at->second]) && has_parent(occurrences[k])) at->second = k;
  }
  return holders;
}

class Builder {
 public:
  Builder(Run& run, const WordCounter& words) : run_(run), words_(words), places_(run.articles.size()) {
    for (std::uint32_t f = 0; f < run.families.size(); ++f) {
      const FamilyRecord& family = run.families[f];
      if (family.kind == Kind::boilerplate) continue;
      for (std::uint32_t k = 0; k < family.occurrences.size(); ++k) {
        if (has_parent(family.occurrences[k])) places_[family.occurrences[k].article].push_back({f, k});
      }
    }
  }

  void build() {
    index_holders();
    run_.chains.clear();
    for (std::uint32_t a = 0; a < run_.articles.size(); ++a) {
      run_.articles[a].sources.clear();
      run_.articles[a].original_share = 1;
      if (!places_[a].empty()) build_article(a);
    }
    write_pairs();
  }

 private:
  const Occurrence& occurrence(Place p) const { return run_.families[p.family].occurrences[p.occurrence]; }

  void index_holders() {
    holders_.resize(run_.families.size());
    for (std::size_t f = 0; f < run_.families.size(); ++f)
      if (run_.families[f].kind != Kind::boilerplate && run_.families[f].occurrences.size() >= 2) holders_[f] = holders_of(run_.families[f]);
  }

  void build_article(std::uint32_t a) {
    ArticleRecord& article = run_.articles[a];
    std::map<Way, Passages> ways;
    std::map<std::tuple<std::string, std::uint32_t>, Passages> sources;
    std::map<std::string, Passages> outlets;
    std::vector<Span> all;
    for (const Place& p : places_[a]) {
      const Occurrence& o = occurrence(p);
      const std::uint32_t size = o.span.begin < o.span.end ? words_.words_in(a, o.span) : 0;
      all.push_back(o.span);
      std::vector<Hop> hops = way_to(run_, run_.families[p.family], p.occurrence, holders_[p.family]);
      Passages& way = ways[key_of(hops)];
      way.spans.push_back(o.span);
      if (way.families.empty() || way.families.back() != p.family) way.families.push_back(p.family);
      if (way.hops.empty() || size > way.most_words) {
        way.most_words = size;
        way.hops = std::move(hops);
      }
      const bool credited = o.credited == Credited::yes || (o.status == Status::version && o.credited == Credited::unset);  // from itself nothing is hidden
      Passages& source = sources[{o.parent_outlet, o.parent}];
      source.spans.push_back(o.span);
      source.credited |= credited;
      if (o.parent_outlet.empty() || article.outlet.empty() || o.parent_outlet == article.outlet) continue;
      PairSum& pair = pairs_[{o.parent_outlet, article.outlet}];
      ++pair.passages;
      pair.credited += credited;
      add_lag(run_, o, pair);
      outlets[o.parent_outlet].spans.push_back(o.span);
    }
    article.original_share = share_of(article.words - std::min(article.words, words_of(words_, a, all)), article.words);
    for (auto& [name, passages] : outlets) {
      PairSum& pair = pairs_[{name, article.outlet}];
      ++pair.articles;
      pair.words += words_of(words_, a, passages.spans);
    }
    for (auto& [from, passages] : sources) {
      article.sources.push_back({std::get<0>(from), std::get<1>(from),
                                 share_of(words_of(words_, a, passages.spans), article.words), passages.credited});
    }
    std::stable_sort(article.sources.begin(), article.sources.end(),
                     [](const Source& x, const Source& y) { return x.share > y.share; });
    ChainRecord record;
    record.article = a;
    for (auto& [key, passages] : ways) {
      record.chains.push_back({share_of(words_of(words_, a, passages.spans), article.words), std::move(passages.families),
                               std::move(passages.hops)});
    }
    std::stable_sort(record.chains.begin(), record.chains.end(),
                     [](const Chain& x, const Chain& y) { return x.share > y.share; });
    run_.chains.push_back(std::move(record));
  }

  void write_pairs() {
    run_.outlet_pairs.clear();
    for (auto& [names, sum] : pairs_) {
      OutletPair row;
      row.from = names.first;
      row.to = names.second;
      row.articles = sum.articles;
      row.passages = sum.passages;
      row.words = static_cast<std::uint32_t>(std::min<std::uint64_t>(sum.words, 0xffffffffu));
      row.credited_share = share_of(sum.credited, sum.passages);
      if (!sum.lags.empty()) {
        std::sort(sum.lags.begin(), sum.lags.end());
        const std::size_t half = sum.lags.size() / 2;
        const Seconds upper = sum.lags[half], lower = sum.lags[sum.lags.size() % 2 ? half : half - 1];
        row.lag_known = true;
        row.median_lag_seconds = lower + (upper - lower) / 2;
      }
      run_.outlet_pairs.push_back(std::move(row));
    }
  }

  Run& run_;
  const WordCounter& words_;
  std::vector<std::vector<Place>> places_;
  std::vector<std::map<std::uint32_t, std::size_t>> holders_;
  std::map<std::pair<std::string, std::string>, PairSum> pairs_;
};

}  // namespace

std::vector<Hop> way_of(const Run& run, const FamilyRecord& family, std::size_t occurrence) { return way_to(run, family, occurrence, holders_of(family)); }

void build_chains(Run& run, const WordCounter& words) { Builder(run, words).build(); }

}  // namespace reprise::provenance
