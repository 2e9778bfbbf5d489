// A verdict seen from C: strings of the handle, elements of its lists as plain structs. Nothing here allocates but the JSON.
// Tested by tests/capi.
#include <algorithm>

#include "capi/border.hpp"

using namespace reprise::capi;

// Callers hold these layouts.
static_assert(sizeof(void*) != 8 || (sizeof(reprise_passage) == 144 && sizeof(reprise_hop) == 48 && sizeof(reprise_candidate) == 24 &&
                                     sizeof(reprise_near_duplicate) == 56 && sizeof(reprise_source) == 32));

namespace {

/// Element i of a list, or nullptr.
template <class T>
const T* at(const std::vector<T>& list, std::size_t i) {
  return i < list.size() ? &list[i] : nullptr;
}

const reprise::VerdictPassage* passage_at(const reprise_verdict* v, std::size_t i) { return v == nullptr ? nullptr : at(v->verdict.passages, i); }

template <class Struct>
int answer(const Struct& from, Struct* out, std::size_t size) {
  if (out == nullptr) return REPRISE_BAD_ARGUMENT;
  write_struct(from, out, size);
  return REPRISE_OK;
}

reprise_span span_of(reprise::Span s) { return {s.begin, s.end}; }

}  // namespace

extern "C" {

int reprise_verdict_json(const reprise_verdict* verdict, reprise_string* json, reprise_error** error) {
  if (json != nullptr) *json = {nullptr, 0};
  return guarded(error, [&]() -> reprise::Result<void> {
    if (verdict == nullptr) return missing("verdict");
    if (json == nullptr) return missing("json");
    *json = given(reprise::to_json(verdict->verdict));
    return {};
  });
}

void reprise_verdict_free(reprise_verdict* verdict) { delete verdict; }

const char* reprise_verdict_article(const reprise_verdict* v) { return v == nullptr ? "" : v->verdict.article.c_str(); }
const char* reprise_verdict_outlet(const reprise_verdict* v) { return v == nullptr ? "" : v->verdict.outlet.c_str(); }
const char* reprise_verdict_outlet_as_given(const reprise_verdict* v) { return v == nullptr ? "" : v->verdict.outlet_as_given.c_str(); }
const char* reprise_verdict_lang(const reprise_verdict* v) { return v == nullptr ? "" : v->verdict.lang.c_str(); }
const char* reprise_verdict_cluster(const reprise_verdict* v) { return v == nullptr ? "" : v->verdict.cluster.c_str(); }
const char* reprise_verdict_near_duplicate_of(const reprise_verdict* v) { return v == nullptr ? "" : v->verdict.near_duplicate_of.c_str(); }
int64_t reprise_verdict_published_from(const reprise_verdict* v) { return v == nullptr ? REPRISE_NO_TIME : v->verdict.published.from; }
int64_t reprise_verdict_published_to(const reprise_verdict* v) { return v == nullptr ? REPRISE_NO_TIME : v->verdict.published.to; }
uint32_t reprise_verdict_words(const reprise_verdict* v) { return v == nullptr ? 0 : v->verdict.words; }
double reprise_verdict_original_share(const reprise_verdict* v) { return v == nullptr ? 0 : v->verdict.original_share; }

size_t reprise_verdict_passages(const reprise_verdict* v) { return v == nullptr ? 0 : v->verdict.passages.size(); }
size_t reprise_verdict_near_duplicates(const reprise_verdict* v) { return v == nullptr ? 0 : v->verdict.near_duplicates.size(); }
size_t reprise_verdict_sources(const reprise_verdict* v) { return v == nullptr ? 0 : v->verdict.sources.size(); }

int reprise_verdict_passage(const reprise_verdict* verdict, size_t i, reprise_passage* out, size_t out_size) {
  const reprise::VerdictPassage* p = passage_at(verdict, i);
  if (p == nullptr) return REPRISE_BAD_ARGUMENT;
  reprise_passage to{};
  to.family = p->family.c_str();
  to.parent = p->parent.c_str();
  to.parent_outlet = p->parent_outlet.c_str();
  to.origin = p->origin.article.c_str();
  to.origin_outlet = p->origin.outlet.c_str();
  to.evidence_time = p->evidence.time.c_str();
  to.evidence_variants = p->evidence.variants.c_str();
  to.evidence_attribution = p->evidence.attribution.c_str();
  to.hops = p->chain.size();
  to.candidates = p->evidence.candidates.size();
  to.confidence = p->confidence;
  to.identity = p->identity;
  to.origin_confidence = p->origin.confidence;
  to.span = span_of(p->span);
  to.chars = span_of(p->chars);
  to.kind = static_cast<int32_t>(p->kind);
  to.status = static_cast<int32_t>(p->status);
  to.relation = static_cast<int32_t>(p->relation);
  to.credited = static_cast<int32_t>(p->credited);
  to.parent_observed = p->parent_observed;
  to.origin_observed = p->origin.observed;
  return answer(to, out, out_size);
}

int reprise_verdict_hop(const reprise_verdict* verdict, size_t passage, size_t i, reprise_hop* out, size_t out_size) {
  const reprise::VerdictPassage* p = passage_at(verdict, passage);
  const reprise::VerdictHop* h = p == nullptr ? nullptr : at(p->chain, i);
  if (h == nullptr) return REPRISE_BAD_ARGUMENT;
  const reprise_hop to{h->outlet.c_str(), h->article.c_str(), h->published.from, h->published.to, h->confidence,
                       static_cast<int32_t>(h->relation), static_cast<int32_t>(h->credited)};
  return answer(to, out, out_size);
}

int reprise_verdict_candidate(const reprise_verdict* verdict, size_t passage, size_t i, reprise_candidate* out, size_t out_size) {
  const reprise::VerdictPassage* p = passage_at(verdict, passage);
  const reprise::VerdictCandidate* c = p == nullptr ? nullptr : at(p->evidence.candidates, i);
  if (c == nullptr) return REPRISE_BAD_ARGUMENT;
  return answer(reprise_candidate{c->article.c_str(), c->outlet.c_str(), c->share}, out, out_size);
}

int reprise_verdict_near_duplicate(const reprise_verdict* verdict, size_t i, reprise_near_duplicate* out, size_t out_size) {
  const reprise::NearDuplicate* d = verdict == nullptr ? nullptr : at(verdict->verdict.near_duplicates, i);
  if (d == nullptr) return REPRISE_BAD_ARGUMENT;
  return answer(reprise_near_duplicate{d->article.c_str(), d->outlet.c_str(), d->published.from, d->published.to, d->jaccard, d->containment,
                                       d->containment_other},
                out, out_size);
}

int reprise_verdict_source(const reprise_verdict* verdict, size_t i, reprise_source* out, size_t out_size) {
  const reprise::VerdictSource* s = verdict == nullptr ? nullptr : at(verdict->verdict.sources, i);
  if (s == nullptr) return REPRISE_BAD_ARGUMENT;
  return answer(reprise_source{s->outlet.c_str(), s->article.c_str(), s->share, s->credited}, out, out_size);
}

}  // extern "C"
