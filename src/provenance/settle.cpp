// One direction between two articles, over all families; quotations that nothing but their words connects.
//
// Idea: a family sees its own words only. What two articles share elsewhere decides two things here. Two texts cannot each
//   have been written from the other: where their families disagree, the direction with more text stands and hops the other
//   way that no credit supports become undecided. And a speaker's words reach two reporters without either reading the
//   other: a quotation counts as copied only where the copy names the parent's outlet, is a duplicate of the parent, or
//   takes text from it outside quotations too; otherwise nobody among them is its origin.
// Invariant: votes are integer sums over a sorted list, so the order of the families does not matter; nothing is added,
//   hops are only taken back, and a family whose origin nobody is held to have copied keeps no origin.
// Cost: O(h log h) for h hops with a parent in the corpus.
// Tested by tests/provenance/settle_test.cpp.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "provenance/provenance.hpp"

namespace reprise::provenance {
namespace {

constexpr double kOwnWords = 0.6;      // the source may have had them in another article
constexpr double kCommonSource = 0.6;  // a speaker's words may still have been copied

struct Vote {
  std::uint32_t parent = 0, child = 0;
  std::uint64_t all = 0, outside_quotes = 0;  // bytes times hundredths of confidence
};

bool before(const Vote& a, const Vote& b) { return a.parent != b.parent ? a.parent < b.parent : a.child < b.child; }
bool hops(const Occurrence& o) { return (o.status == Status::copied || o.status == Status::version) && o.parent != kNone; }

class Settler {
 public:
  Settler(const std::vector<ArticleRecord>& articles, std::vector<FamilyRecord>& families)
      : articles_(articles), families_(families) {}

  void settle() {
    count();
    for (FamilyRecord& family : families_) {
      if (family.kind == Kind::boilerplate || family.occurrences.size() < 2) continue;
      keep_own_words(family);
      settle(family);
    }
  }

 private:
  void count() {
    for (const FamilyRecord& family : families_) {
      if (family.kind == Kind::boilerplate) continue;
      for (const Occurrence& o : family.occurrences) {
        if (!hops(o)) continue;
        // Of a parent in another language it is not seen what else it holds.
        if (o.status == Status::copied && holds(family, o.parent) && articles_[o.parent].lang == articles_[o.article].lang) took_from_.emplace_back(o.article, o.parent_outlet);
        const std::uint64_t weight = std::uint64_t{o.span.size()} * static_cast<std::uint64_t>(o.confidence * 100 + 0.5);
        votes_.push_back({o.parent, o.article, weight, family.kind == Kind::quote ? 0 : weight});
      }
    }
    std::sort(took_from_.begin(), took_from_.end());
    std::sort(votes_.begin(), votes_.end(), before);
    std::size_t kept = 0;
    for (const Vote& v : votes_) {
      if (kept > 0 && votes_[kept - 1].parent == v.parent && votes_[kept - 1].child == v.child) {
        votes_[kept - 1].all += v.all;
        votes_[kept - 1].outside_quotes += v.outside_quotes;
      } else {
        votes_[kept++] = v;
      }
    }
    votes_.resize(kept);
  }

  Vote votes_for(std::uint32_t parent, std::uint32_t child) const {
    const Vote key{parent, child, 0, 0};
    const auto at = std::lower_bound(votes_.begin(), votes_.end(), key, before);
    return at != votes_.end() && at->parent == parent && at->child == child ? *at : key;
  }

  bool names(std::uint32_t child, std::string_view outlet) const {
    const auto& attributions = articles_[child].attributions;
    return !outlet.empty() && std::any_of(attributions.begin(), attributions.end(), [&](const Attribution& a) {
      return a.cue != Cue::photo && (a.outlet == outlet || a.via == outlet);
    });
  }

  /// An outlet that is known is named in the passage, or for it.
  static bool names_inside(const ArticleRecord& article, Span span) {
    return std::any_of(article.attributions.begin(), article.attributions.end(), [&](const Attribution& a) {
      return a.known && !a.speaker && a.cue != Cue::photo && a.cue != Cue::link && a.outlet != article.outlet && a.scope.begin < span.end && span.begin < a.scope.end;
    });
  }

  static void release(Occurrence& o) {
    o.parent = kNone;
    o.parent_outlet.clear();
    o.parent_observed = false;
    o.relation = Relation::none;
    o.identity = 0;
    o.confidence = 0;
    o.evidence.candidates.clear();
  }

  static void make_undecided(Occurrence& o, std::vector<Candidate> candidates) {
    release(o);
    o.status = Status::undecided;
    o.evidence.candidates = std::move(candidates);
  }

  void make_common(const FamilyRecord& family, Occurrence& o) const {
    release(o);
    const std::string& own = articles_[o.article].outlet;
    const bool alone = !own.empty() && std::all_of(family.occurrences.begin(), family.occurrences.end(),
                                                   [&](const Occurrence& other) { return articles_[other.article].outlet == own; });
    o.status = alone ? Status::undecided : Status::common_source;  // one outlet's own texts are no two reporters'
    if (alone) return;
    o.confidence = kCommonSource;
    const bool named = is_handed_out(articles_[o.article], o.span) || names_inside(articles_[o.article], o.span) || names_outlet(articles_[o.article], family.origin_outlet) ||
                       (!articles_[o.article].named.empty() && std::any_of(family.occurrences.begin(), family.occurrences.end(), [&](const Occurrence& other) {
                         const std::string& outlet = articles_[other.article].outlet;
                         return outlet != own && names_outlet(articles_[o.article], outlet);
                       }));
    o.credited = named ? Credited::yes : Credited::no;
    o.evidence.time = "The times do not tell where a speaker was heard.";
    o.evidence.variants = "The same words of a speaker; no sign that either text was taken from the other.";
  }

  static bool holds(const FamilyRecord& family, std::uint32_t article) {
    return std::any_of(family.occurrences.begin(), family.occurrences.end(), [&](const Occurrence& o) { return o.article == article; });
  }

  bool both_ways_here(const FamilyRecord& family, const Occurrence& o) const {
    return std::any_of(family.occurrences.begin(), family.occurrences.end(),
                       [&](const Occurrence& other) { return hops(other) && other.article == o.parent && other.parent == o.article; });
  }

  /// An article that took other passages from X's article in the corpus has this one, which that article lacks, from X only where
  /// it says so here: named elsewhere in the text, X is the source of what was found with it. The first holder is the origin then.
  void keep_own_words(FamilyRecord& family) {
    Occurrence& o = family.occurrences.front();
    if (o.status != Status::cited && !(o.status == Status::copied && !holds(family, o.parent))) return;
    if (!std::binary_search(took_from_.begin(), took_from_.end(), std::pair(o.article, o.parent_outlet))) return;
    const auto& attributions = articles_[o.article].attributions;
    const bool says_so = std::any_of(attributions.begin(), attributions.end(), [&](const Attribution& a) {
      return a.cue != Cue::photo && (a.outlet == o.parent_outlet || a.via == o.parent_outlet) && a.scope.begin < o.span.end && o.span.begin < a.scope.end;
    });
    if (says_so) return;
    release(o);
    o.status = Status::origin;
    o.identity = 1;
    o.credited = Credited::unset;
    o.evidence.attribution.clear();
    o.confidence = kOwnWords;
    family.origin_article = o.article;
    family.origin_outlet = articles_[o.article].outlet;
    family.origin_observed = true;
    family.origin_confidence = kOwnWords;
  }

  void settle(FamilyRecord& family) {
    const std::size_t n = family.occurrences.size();
    std::vector<std::uint8_t> verdict(n, 0);  // 1 undecided, 2 common source; all judged before any is changed
    bool changed = false, heard = false;
    for (std::size_t k = 0; k < n; ++k) {
      const Occurrence& o = family.occurrences[k];
      if (!hops(o)) continue;
      const bool credited = names(o.article, o.parent_outlet);
      const Vote down = votes_for(o.parent, o.article), up = votes_for(o.article, o.parent);
      const bool outvoted = up.all > 0 && up.all >= down.all;
      if (outvoted && (!credited || both_ways_here(family, o))) {
        verdict[k] = 1;
      } else if (family.kind == Kind::quote && o.status == Status::copied && !credited && down.outside_quotes == 0 && !duplicates(o)) {
        verdict[k] = 2;
        heard = true;
      }
      changed = changed || verdict[k] != 0;
    }
    if (!changed) return;
    for (std::size_t k = 0; k < n; ++k) {
      Occurrence& o = family.occurrences[k];
      if (verdict[k] == 2) make_common(family, o);
      if (verdict[k] != 1) continue;
      Candidate up{o.parent, o.parent_outlet, 0.5};
      make_undecided(o, {std::move(up)});
      o.evidence.variants += " Other passages of the two articles speak for the other direction.";
    }
    if (!family.origin_observed) return;
    if (std::any_of(family.occurrences.begin(), family.occurrences.end(), hops)) return;
    family.origin_article = kNone;
    family.origin_outlet.clear();
    family.origin_observed = false;
    family.origin_confidence = 0;
    const auto first = std::find_if(family.occurrences.begin(), family.occurrences.end(), [](const Occurrence& o) { return o.status == Status::origin; });
    if (first == family.occurrences.end()) return;
    if (heard) make_common(family, *first);
    else make_undecided(*first, {});
  }

  bool duplicates(const Occurrence& o) const {
    return articles_[o.article].cluster != kNone && articles_[o.article].cluster == articles_[o.parent].cluster;
  }

  const std::vector<ArticleRecord>& articles_;
  std::vector<FamilyRecord>& families_;
  std::vector<Vote> votes_;
  std::vector<std::pair<std::uint32_t, std::string>> took_from_;  ///< article, outlet of a parent in the corpus
};

}  // namespace

void settle_families(const std::vector<ArticleRecord>& articles, std::vector<FamilyRecord>& families) {
  Settler(articles, families).settle();
}

}  // namespace reprise::provenance
