// Passages of one article whose source is named but has no such article in the corpus.
//
// Idea: the text that a cue speaks for is a passage from the outlet named. Cues within sentences come first, because
//   they are the more exact; a dateline, byline or credit then takes what is left of the text. What has a parent
//   already is cut out. Photo credits speak for a picture and links for a page: neither makes a passage.
// Invariant: spans are disjoint, inside the text, at borders that came in as scopes or covered spans, at least
//   kLeastBytes long. Cost: O(a log a) for a attributions.
// Tested by tests/provenance/chains_test.cpp.
#include <algorithm>

#include <fmt/format.h>

#include "provenance/provenance.hpp"

namespace reprise::provenance {
namespace {

constexpr std::uint32_t kLeastBytes = 40;  // about a clause; shorter scopes are the cue and little else
constexpr double kKnown = 0.8, kUnknown = 0.6;

// The disjoint spans that are taken already, sorted.
class Taken {
 public:
  explicit Taken(std::span<const Span> covered) : spans_(covered.begin(), covered.end()) { tidy(); }

  std::vector<Span> free_of(Span want) const {
    std::vector<Span> out;
    std::uint32_t at = want.begin;
    for (const Span& s : spans_) {
      if (s.end <= at) continue;
      if (s.begin >= want.end) break;
      if (s.begin > at) out.push_back({at, s.begin});
      at = std::max(at, s.end);
    }
    if (at < want.end) out.push_back({at, want.end});
    return out;
  }
  void take(Span s) {
    spans_.push_back(s);
    tidy();
  }

 private:
  void tidy() {
    std::erase_if(spans_, [](const Span& s) { return s.begin >= s.end; });
    std::sort(spans_.begin(), spans_.end(),
              [](const Span& a, const Span& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
    std::vector<Span> merged;
    for (const Span& s : spans_) {
      if (!merged.empty() && s.begin <= merged.back().end) merged.back().end = std::max(merged.back().end, s.end);
      else merged.push_back(s);
    }
    spans_.swap(merged);
  }
  std::vector<Span> spans_;
};

struct Claim {
  const Attribution* words;
  Span scope;
};

std::string_view nearest_source(const Attribution& a) { return a.via.empty() ? a.outlet : a.via; }

}  // namespace

std::vector<FamilyRecord> cited_only_families(const std::vector<ArticleRecord>& articles, std::uint32_t article,
                                              std::span<const Span> covered, std::uint32_t text_bytes) {
  const ArticleRecord& record = articles[article];
  std::vector<Claim> inside, whole;
  for (const Attribution& a : record.attributions) {
    const bool sentence = a.cue == Cue::sentence;
    const bool document = a.cue == Cue::dateline || a.cue == Cue::byline || a.cue == Cue::credit;
    if (!sentence && !document) continue;
    const std::string_view source = nearest_source(a);
    if (source.empty() || (!record.outlet.empty() && source == record.outlet)) continue;
    const Span scope{std::min(a.scope.begin, text_bytes), std::min(a.scope.end, text_bytes)};
    if (scope.begin >= scope.end) continue;
    std::vector<Claim>& claims = sentence ? inside : whole;
    if (!claims.empty()) {
      Claim& last = claims.back();
      const bool same = nearest_source(*last.words) == source && last.words->outlet == a.outlet;
      // One blank or line break between two sentences' scopes is no border.
      if (same && scope.begin <= last.scope.end + 2 && scope.begin >= last.scope.begin) {
        last.scope.end = std::max(last.scope.end, scope.end);
        continue;
      }
    }
    claims.push_back({&a, scope});
  }
  inside.insert(inside.end(), whole.begin(), whole.end());

  std::vector<FamilyRecord> out;
  Taken taken(covered);
  for (const Claim& claim : inside) {
    for (const Span& piece : taken.free_of(claim.scope)) {
      if (piece.size() < kLeastBytes) continue;
      const Attribution& a = *claim.words;
      FamilyRecord family;
      family.kind = Kind::paraphrase;
      family.origin_outlet = a.outlet;
      family.origin_confidence = a.known ? kKnown : kUnknown;
      Occurrence o;
      o.article = article;
      o.span = piece;
      o.parent_outlet = nearest_source(a);
      o.confidence = family.origin_confidence;
      o.status = Status::cited;
      o.relation = Relation::paraphrase;
      o.credited = Credited::yes;
      o.evidence.time = "the source is not in the corpus; no time to compare";
      o.evidence.variants = "the source's words are not in the corpus";
      o.evidence.attribution = a.via.empty() || a.via == a.outlet
                                   ? fmt::format("names {}: \"{}\"", a.outlet, a.text)
                                   : fmt::format("names {}, through {}: \"{}\"", a.outlet, a.via, a.text);
      family.occurrences.push_back(std::move(o));
      out.push_back(std::move(family));
    }
    taken.take(claim.scope);
  }
  std::stable_sort(out.begin(), out.end(), [](const FamilyRecord& a, const FamilyRecord& b) {
    return a.occurrences[0].span.begin < b.occurrences[0].span.begin;
  });
  return out;
}

}  // namespace reprise::provenance
