#include "engine/verdicts.hpp"

#include <algorithm>

#include "provenance/provenance.hpp"

namespace reprise::engine {

namespace {

std::string id_of(const Run& run, std::uint32_t article) { return article == kNone ? std::string() : run.articles[article].id; }

Origin origin_of(const Run& run, const FamilyRecord& f) { return {id_of(run, f.origin_article), f.origin_outlet, f.origin_observed, f.origin_confidence}; }

std::vector<VerdictHop> hops_of(const Run& run, const std::vector<Hop>& hops) {
  std::vector<VerdictHop> out;
  for (const Hop& h : hops) out.push_back({h.outlet, id_of(run, h.article), h.published, h.relation, h.confidence, h.credited});
  return out;
}

VerdictPassage passage_of(const Run& run, const FamilyRecord& f, const Occurrence& o) {
  VerdictPassage p;
  p.family = f.id;
  p.kind = f.kind;
  p.article = run.articles[o.article].id;
  p.outlet = run.articles[o.article].outlet;
  p.published = run.articles[o.article].published;
  p.span = o.span;
  p.chars = o.chars;
  p.status = o.status;
  p.relation = o.relation;
  p.parent = id_of(run, o.parent);
  p.parent_outlet = o.parent_outlet;
  p.parent_observed = o.parent_observed;
  p.confidence = o.confidence;
  p.identity = o.identity;
  p.credited = o.credited;
  p.origin = origin_of(run, f);
  p.evidence = evidence_of(run, o.evidence);
  return p;
}

const ChainRecord* chains_of(const Run& run, std::uint32_t article) {
  for (const ChainRecord& c : run.chains)
    if (c.article == article) return &c;
  return nullptr;
}

void add_near_duplicates(const Run& run, std::uint32_t article, Verdict& v) {
  const ArticleRecord& a = run.articles[article];
  if (a.cluster == kNone) return;
  const ClusterRecord& cluster = run.clusters[a.cluster];
  v.cluster = cluster.id;
  v.near_duplicate_of = id_of(run, a.near_duplicate_of);
  for (const ClusterPair& p : cluster.pairs) {
    if (p.a != article && p.b != article) continue;
    const bool first = p.a == article;
    const ArticleRecord& other = run.articles[first ? p.b : p.a];
    v.near_duplicates.push_back({other.id, other.outlet, other.published, p.jaccard, first ? p.containment_a : p.containment_b, first ? p.containment_b : p.containment_a});
  }
  std::sort(v.near_duplicates.begin(), v.near_duplicates.end(), [](const NearDuplicate& x, const NearDuplicate& y) {
    return x.jaccard != y.jaccard ? x.jaccard > y.jaccard : x.article < y.article;
  });
}

}  // namespace

VerdictEvidence evidence_of(const Run& run, const Evidence& e) {
  VerdictEvidence out{e.time, e.variants, e.attribution, {}};
  for (const Candidate& c : e.candidates) out.candidates.push_back({id_of(run, c.article), c.outlet, c.share});
  return out;
}

Verdict verdict_of(const Run& run, std::uint32_t article) {
  const ArticleRecord& a = run.articles[article];
  Verdict v;
  v.article = a.id;
  v.outlet = a.outlet;
  v.outlet_as_given = a.outlet_as_given;
  v.published = a.published;
  v.title = a.title;
  v.url = a.url;
  v.lang = a.lang;
  v.words = a.words;
  v.attributions = a.attributions;
  v.original_share = a.original_share;
  add_near_duplicates(run, article, v);
  for (const Source& s : a.sources) v.sources.push_back({s.outlet, id_of(run, s.article), s.share, s.credited});
  const ChainRecord* chains = chains_of(run, article);
  if (chains != nullptr) {
    for (const Chain& c : chains->chains) {
      VerdictChain out{c.share, {}, hops_of(run, c.hops)};
      for (const std::uint32_t f : c.families) out.families.push_back(run.families[f].id);
      v.chains.push_back(std::move(out));
    }
  }
  for (std::uint32_t f = 0; f < run.families.size(); ++f) {
    const FamilyRecord& family = run.families[f];
    for (std::size_t k = 0; k < family.occurrences.size(); ++k) {
      const Occurrence& o = family.occurrences[k];
      if (o.article != article) continue;
      VerdictPassage p = passage_of(run, family, o);
      if (family.kind != Kind::boilerplate && (o.parent != kNone || o.status == Status::cited)) p.chain = hops_of(run, provenance::way_of(run, family, k));
      v.passages.push_back(std::move(p));
    }
  }
  std::sort(v.passages.begin(), v.passages.end(), [](const VerdictPassage& x, const VerdictPassage& y) {
    return x.span.begin != y.span.begin ? x.span.begin < y.span.begin : x.span.end != y.span.end ? x.span.end < y.span.end : x.family < y.family;
  });
  return v;
}

VerdictFamily verdict_family(const Run& run, std::uint32_t family) {
  const FamilyRecord& f = run.families[family];
  VerdictFamily v{f.id, f.kind, f.text, origin_of(run, f), {}};
  for (const Occurrence& o : f.occurrences) v.occurrences.push_back(passage_of(run, f, o));
  return v;
}

}  // namespace reprise::engine
