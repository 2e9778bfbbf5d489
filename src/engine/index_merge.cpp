// What a verdict found, brought into the catalogue: families grow, split or change their parents, and earlier verdicts with them.
//
// Idea: an arrival is analysed with its neighbours only. A stored family whose holders were all among them is known as well from there as
//   from anywhere: it goes, and what was found takes its place, with a change told for every earlier holder of whom something else is held
//   now. A family with other holders (a viral story, a template) cannot be judged from a part of it: the arrival joins it,
//   and nothing else moves until settle().
// Invariant: no occurrence of an article that was not analysed is touched, but that of one taken out. A stored family that lives on keeps its id.
// Tested by tests/engine/index_changes_test.cpp.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/hash.hpp"
#include "engine/index_state.hpp"
#include "engine/verdicts.hpp"
#include "report/records_json.hpp"

namespace reprise::engine {

namespace {

using store::Catalogue;
using store::FamilyRow;
using store::Key;
using store::Number;
using store::OccurrenceRow;

constexpr std::uint32_t kMostWhole = 64;  ///< holders of a family that is taken apart; larger ones are only joined
constexpr std::size_t kMostAnew = 48;     ///< articles that are analysed when one is taken out

bool overlap(Span x, Span y) {
  const std::uint32_t begin = std::max(x.begin, y.begin), end = std::min(x.end, y.end);
  return end > begin && 2 * (end - begin) >= std::min(x.size(), y.size());
}

bool holds(const FamilyRecord& family, std::uint32_t article) {
  return std::any_of(family.occurrences.begin(), family.occurrences.end(), [&](const Occurrence& o) { return o.article == article; });
}

/// Where a found family belongs in the catalogue.
struct Place {
  std::optional<FamilyRow> joined;   ///< without its occurrences: the arrival joins it, nothing else changes
  std::vector<FamilyRow> replaced;   ///< else these go
  /// The id that the catalogue has for it already; "": none.
  std::string kept_id() const { return joined ? joined->family : replaced.size() == 1 ? replaced.front().family : std::string(); }
};

/// Stored families that hold the same text as families of a finding.
class StoredFamilies {
 public:
  StoredFamilies(Catalogue& catalogue, const Finding& finding) : catalogue_(catalogue), finding_(finding) {}

  /// Those of one family: keys, ascending.
  Result<std::vector<Key>> same_as(const FamilyRecord& family) {
    std::set<Key> keys;
    for (const Occurrence& o : family.occurrences) {
      if (o.article == finding_.self) continue;
      auto known = places_.find(o.article);
      if (known == places_.end()) {
        Result<std::vector<Catalogue::Place>> places = catalogue_.places_of(finding_.numbers[o.article]);
        if (!places) return places.error();
        known = places_.emplace(o.article, std::move(*places)).first;
      }
      for (const Catalogue::Place& p : known->second)
        if (overlap(p.span, o.span)) keys.insert(p.family);
    }
    return std::vector<Key>(keys.begin(), keys.end());
  }

  /// What becomes of the families with these keys; those that `come` in this call stay.
  Result<Place> place(const std::vector<Key>& keys, const std::vector<FamilyRow>& come) {
    Place place;
    for (const Key key : keys) {
      if (std::any_of(come.begin(), come.end(), [&](const FamilyRow& c) { return c.key == key; })) continue;
      Result<std::optional<FamilyRow>> row = load(key);
      if (!row) return row.error();
      if (!*row) continue;
      if (!(*row)->occurrences.empty()) place.replaced.push_back(std::move(**row));
      else if (!place.joined) place.joined = std::move(**row);
    }
    return place;
  }

 private:
  /// The family if all its holders were analysed, else without its occurrences: it is to be joined. Nothing where it has been taken out since.
  Result<std::optional<FamilyRow>> load(Key key) {
    const Result<std::uint32_t> count = catalogue_.occurrences_in(key, kMostWhole + 1);
    if (!count) return count.error();
    Result<std::optional<FamilyRow>> row = *count > kMostWhole ? catalogue_.family_head(key) : catalogue_.family(key);
    if (!row) return row.error();
    if (!*row) return row;
    const bool whole = std::all_of((*row)->occurrences.begin(), (*row)->occurrences.end(), [&](const OccurrenceRow& o) {
      return std::find(finding_.numbers.begin(), finding_.numbers.end(), o.number) != finding_.numbers.end();
    });
    if (!whole) (*row)->occurrences.clear();
    return row;
  }

  Catalogue& catalogue_;
  const Finding& finding_;
  std::map<std::uint32_t, std::vector<Catalogue::Place>> places_;
};

/// The numbers' ids, for changes.
class Ids {
 public:
  Ids(Catalogue& catalogue, const store::ArticleRow* taken_out) : catalogue_(catalogue) {
    if (taken_out != nullptr) ids_[taken_out->number] = taken_out->given.id;
  }
  Result<std::string> operator()(Number number) {
    if (number == 0) return std::string();
    const auto known = ids_.find(number);
    if (known != ids_.end()) return known->second;
    Result<std::optional<store::ArticleRow>> row = catalogue_.article(number);
    if (!row) return row.error();
    return ids_[number] = *row ? (*row)->given.id : std::string();
  }

 private:
  Catalogue& catalogue_;
  std::map<Number, std::string> ids_;
};

/// What an article holds somewhere.
struct Held {
  const FamilyRow* family = nullptr;
  const OccurrenceRow* occurrence = nullptr;
};

/// By article, in the order of the families.
std::multimap<Number, Held> held_in(const std::vector<FamilyRow>& families) {
  std::multimap<Number, Held> held;
  for (const FamilyRow& family : families)
    for (const OccurrenceRow& o : family.occurrences) held.emplace(o.number, Held{&family, &o});
  return held;
}

/// What its article holds of that passage among `others`; the last of them where they are several.
Held held_there(const std::multimap<Number, Held>& others, const OccurrenceRow& o) {
  Held there;
  const auto [first, last] = others.equal_range(o.number);
  for (auto other = first; other != last; ++other)
    if (overlap(other->second.occurrence->span, o.span)) there = other->second;
  return there;
}

/// Of one index at two moments: without asking for anyone's id.
bool same_rows(const Held& x, const Held& y) {
  return x.occurrence->status == y.occurrence->status && x.occurrence->parent == y.occurrence->parent && x.occurrence->parent_outlet == y.occurrence->parent_outlet &&
         x.family->origin == y.family->origin && x.family->origin_outlet == y.family->origin_outlet;
}

Result<Holding> holding_of(const Held& held, Ids& ids) {
  if (held.family == nullptr) return Holding{};
  const OccurrenceRow& o = *held.occurrence;
  Result<std::string> parent = ids(o.parent), origin = ids(held.family->origin);
  if (!parent) return parent.error();
  if (!origin) return origin.error();
  return Holding{held.family->family, o.status, *parent, o.parent_outlet, *origin, held.family->origin_outlet, o.confidence};
}

/// Nothing where both are the same.
Result<void> tell_change(Catalogue& catalogue, const Held& before, const Held& now_held, Change change, Ids& ids) {
  const OccurrenceRow& o = *(now_held.occurrence != nullptr ? now_held : before).occurrence;
  Result<Holding> was = holding_of(before, ids), is = holding_of(now_held, ids);
  if (!was) return was.error();
  if (!is) return is.error();
  change.before = std::move(*was);
  change.now = std::move(*is);
  if (same_holding(change.before, change.now)) return {};
  Result<std::string> id = ids(o.number);
  if (!id) return id.error();
  change.article = std::move(*id);
  change.span = o.span;
  return catalogue.insert_change(change);
}

/// Whether another family that was found has this for its own id: of a stored family that falls apart, the part that it was once is to have it again.
bool is_anothers(const Run& run, const FamilyRecord& family, const std::string& id) {
  return std::any_of(run.families.begin(), run.families.end(), [&](const FamilyRecord& other) { return &other != &family && other.id == id; });
}

/// The id for a family that comes into the catalogue: the one it had there, or else its own. Where a family has that already, which kept it when its
/// occurrences changed, a further one.
Result<void> insert_named(Catalogue& catalogue, FamilyRow& row, const std::string& kept_id) {
  if (!kept_id.empty()) row.family = kept_id;
  for (;;) {
    const Result<std::optional<Key>> other = catalogue.family_key(row.family);
    if (!other) return other.error();
    if (!*other) break;
    row.family = "f-" + hash_hex(row.family, 16);
  }
  const Result<Key> key = catalogue.insert_family(row);
  if (!key) return key.error();
  row.key = *key;
  return {};
}

/// The arrival's occurrences of a family that it joins.
Result<void> join_family(Catalogue& catalogue, const Finding& finding, const FamilyRecord& family, const FamilyRow& stored) {
  for (const Occurrence& o : family.occurrences)
    if (o.article == finding.self)
      if (Result<void> done = catalogue.insert_occurrence(stored.key, occurrence_row(finding.run, o, finding.numbers)); !done) return done;
  return {};
}

/// The stored cluster that most of the found one's articles are in; 0: none.
Result<Key> stored_cluster(Catalogue& catalogue, const Finding& finding, const ClusterRecord& cluster) {
  std::map<Key, std::uint32_t> votes;
  for (const std::uint32_t a : cluster.articles) {
    if (a == finding.self) continue;
    const Result<std::optional<store::ArticleRow>> row = catalogue.article(finding.numbers[a]);
    if (!row) return row.error();
    if (*row && (*row)->cluster != 0) ++votes[(*row)->cluster];
  }
  Key best = 0;
  for (const auto& [key, count] : votes)
    if (best == 0 || count > votes[best]) best = key;
  return best;
}

Result<void> merge_cluster(Catalogue& catalogue, Finding& finding, std::uint32_t index) {
  ClusterRecord& cluster = finding.run.clusters[index];
  const Result<Key> key = stored_cluster(catalogue, finding, cluster);
  if (!key) return key.error();
  const store::ClusterRow row = cluster_row(cluster, finding.numbers);
  if (*key == 0) {
    const Result<Key> made = catalogue.insert_cluster(row);
    return made ? Result<void>() : Result<void>(made.error());
  }
  const Result<std::optional<store::ClusterRow>> stored = catalogue.cluster_head(*key);
  if (!stored) return stored.error();
  if (*stored) cluster.id = (*stored)->cluster;
  for (const std::uint32_t a : cluster.articles) {
    const Number number = finding.numbers[a];
    const Result<std::optional<store::ArticleRow>> other = catalogue.article(number);
    if (!other) return other.error();
    if (!*other || (*other)->cluster != 0) continue;
    if (Result<void> joined = catalogue.join_cluster(*key, number); !joined) return joined;
  }
  return catalogue.insert_pairs(*key, row.pairs);
}

}  // namespace

bool same_holding(const Holding& x, const Holding& y) {
  return x.family.empty() == y.family.empty() && x.status == y.status && x.parent == y.parent && x.parent_outlet == y.parent_outlet && x.origin == y.origin && x.origin_outlet == y.origin_outlet;
}

void Touched::step(std::vector<FamilyRow> gone, std::vector<FamilyRow> come) {
  // A key is given again when it is free: one that stands in `now` is that of the family there.
  std::set<Key> left, made;
  for (const FamilyRow& row : gone) left.insert(row.key);
  for (const FamilyRow& row : now) made.insert(row.key);
  for (FamilyRow& row : gone)
    if (!made.contains(row.key)) before.push_back(std::move(row));
  std::erase_if(now, [&](const FamilyRow& row) { return left.contains(row.key); });
  std::move(come.begin(), come.end(), std::back_inserter(now));
}

Result<void> tell_changes(Catalogue& catalogue, const Touched& touched, std::string_view cause, Number arrival, const store::ArticleRow* taken_out) {
  Ids ids(catalogue, taken_out);
  const std::multimap<Number, Held> before = held_in(touched.before), after = held_in(touched.now);
  const auto passed_over = [&](Number number) { return number == arrival || (taken_out != nullptr && number == taken_out->number); };
  Change change;
  change.at = now();
  change.cause = cause;
  for (const FamilyRow& family : touched.before)
    for (const OccurrenceRow& o : family.occurrences) {
      if (passed_over(o.number)) continue;
      const Held was{&family, &o}, is = held_there(after, o);
      if (is.family != nullptr && same_rows(was, is)) continue;
      if (Result<void> told = tell_change(catalogue, was, is, change, ids); !told) return told;
    }
  // Earlier articles that hold something only now.
  for (const FamilyRow& family : touched.now)
    for (const OccurrenceRow& o : family.occurrences) {
      if (passed_over(o.number) || held_there(before, o).family != nullptr) continue;
      if (Result<void> told = tell_change(catalogue, {}, {&family, &o}, change, ids); !told) return told;
    }
  return {};
}

Result<void> merge_finding(Catalogue& catalogue, Finding& finding, Touched& touched, std::vector<FamilyRow> torn) {
  Run& run = finding.run;
  StoredFamilies stored(catalogue, finding);
  std::vector<std::uint8_t> taken(run.families.size(), 0);
  std::vector<FamilyRow> gone = std::move(torn), come;
  const bool all = finding.self == kNone;
  const auto touches_gone = [&](const FamilyRecord& f) {
    return std::any_of(f.occurrences.begin(), f.occurrences.end(), [&](const Occurrence& o) {
      return std::any_of(gone.begin(), gone.end(), [&](const FamilyRow& g) {
        return std::any_of(g.occurrences.begin(), g.occurrences.end(), [&](const OccurrenceRow& r) { return r.number == finding.numbers[o.article] && overlap(r.span, o.span); });
      });
    });
  };
  // First what the arrival holds; then what else the families that had to go fell apart into.
  for (const bool rest : {false, true}) {
    for (std::size_t i = 0; i < run.families.size(); ++i) {
      FamilyRecord& f = run.families[i];
      if (taken[i] || (rest || all ? !touches_gone(f) : !holds(f, finding.self))) continue;
      const Result<std::vector<Key>> keys = stored.same_as(f);
      if (!keys) return keys.error();
      Result<Place> place = stored.place(*keys, come);
      if (!place) return place.error();
      std::string kept_id = place->kept_id();
      std::optional<FamilyRow>& joined = place->joined;
      std::vector<FamilyRow>& replaced = place->replaced;
      taken[i] = 1;
      if (joined) {
        f.id = joined->family;
        if (!rest && !all)
          if (Result<void> done = join_family(catalogue, finding, f, *joined); !done) return done;
        continue;
      }
      if (replaced.empty() && gone.size() == 1 && all) kept_id = gone.front().family;
      for (FamilyRow& row : replaced) {
        if (Result<void> done = catalogue.delete_family(row.key); !done) return done;
        gone.push_back(std::move(row));
      }
      FamilyRow row = family_row(run, f, finding.numbers);
      if (is_anothers(run, f, kept_id) || std::any_of(come.begin(), come.end(), [&](const FamilyRow& c) { return c.family == kept_id; })) kept_id.clear();
      if (Result<void> done = insert_named(catalogue, row, kept_id); !done) return done;
      f.id = row.family;
      come.push_back(std::move(row));
    }
  }
  touched.step(std::move(gone), std::move(come));
  if (finding.self == kNone || run.articles[finding.self].cluster == kNone) return {};
  return merge_cluster(catalogue, finding, run.articles[finding.self].cluster);
}

Result<void> name_finding(Catalogue& catalogue, Finding& finding) {
  StoredFamilies stored(catalogue, finding);
  std::set<std::string> named;
  for (FamilyRecord& f : finding.run.families) {
    if (!holds(f, finding.self)) continue;
    const Result<std::vector<Key>> keys = stored.same_as(f);
    if (!keys) return keys.error();
    const Result<Place> place = stored.place(*keys, {});
    if (!place) return place.error();
    const std::string id = place->kept_id();
    if (!id.empty() && (place->joined || !is_anothers(finding.run, f, id)) && named.insert(id).second) f.id = id;
  }
  const std::uint32_t cluster = finding.run.articles[finding.self].cluster;
  if (cluster == kNone) return {};
  const Result<Key> key = stored_cluster(catalogue, finding, finding.run.clusters[cluster]);
  if (!key) return key.error();
  if (*key == 0) return {};
  const Result<std::optional<store::ClusterRow>> row = catalogue.cluster_head(*key);
  if (!row) return row.error();
  if (*row) finding.run.clusters[cluster].id = (*row)->cluster;
  return {};
}

namespace {

/// A large family without the article: what hung on it is undecided until settle().
Result<void> leave_family(Catalogue& catalogue, FamilyRow family, const store::ArticleRow& article, Touched& touched) {
  FamilyRow was = family;
  if (Result<void> done = catalogue.delete_occurrences(family.key, article.number); !done) return done;
  for (OccurrenceRow& o : family.occurrences) {
    if (o.number == article.number) continue;
    Result<VerdictEvidence> evidence = report::parse_evidence(o.evidence);
    if (!evidence) return evidence.error();
    const std::size_t named = std::erase_if(evidence->candidates, [&](const VerdictCandidate& c) { return c.article == article.given.id; });
    if (o.parent != article.number && named == 0) continue;
    if (o.parent == article.number) {
      o.status = Status::undecided;
      o.relation = Relation::none;
      o.parent = 0;
      o.parent_outlet.clear();
      o.parent_observed = false;
      o.confidence = o.identity = 0;
      o.credited = Credited::unset;
      *evidence = {};
    }
    o.evidence.clear();
    report::append_evidence(o.evidence, *evidence);
    if (Result<void> done = catalogue.insert_occurrence(family.key, o); !done) return done;
  }
  if (family.origin == article.number) {
    family.origin = 0;
    family.origin_outlet.clear();
    family.origin_observed = false;
    family.origin_confidence = 0;
    if (Result<void> done = catalogue.update_family(family); !done) return done;
  }
  touched.step({std::move(was)}, {std::move(family)});
  return {};
}

/// Passages that others of its stories are told to have from the article, though it does not hold them.
Result<void> leave_told_anew(Catalogue& catalogue, const std::set<Number>& others, const store::ArticleRow& article, Touched& touched) {
  std::set<Key> seen;
  for (const Number other : others) {
    const Result<std::vector<Key>> keys = catalogue.families_of(other);
    if (!keys) return keys.error();
    for (const Key key : *keys) {
      if (!seen.insert(key).second) continue;
      Result<std::optional<FamilyRow>> family = catalogue.family(key);
      if (!family) return family.error();
      if (!*family || std::none_of((*family)->occurrences.begin(), (*family)->occurrences.end(), [&](const OccurrenceRow& o) { return o.parent == article.number; })) continue;
      if (Result<void> left = leave_family(catalogue, std::move(**family), article, touched); !left) return left;
    }
  }
  return {};
}

Result<void> tear_cluster(Catalogue& catalogue, const store::ArticleRow& article) {
  if (article.cluster == 0) return {};
  if (Result<void> left = catalogue.leave_cluster(article.number); !left) return left;
  const Result<std::vector<Number>> rest = catalogue.members(article.cluster);
  if (!rest) return rest.error();
  if (rest->size() < 2) return catalogue.delete_cluster(article.cluster);
  return catalogue.forget_origin(article.cluster, article.number);
}

}  // namespace

Result<Torn> tear_out(Catalogue& catalogue, const store::ArticleRow& article, Touched& touched) {
  Torn torn;
  const Result<std::vector<Key>> keys = catalogue.families_of(article.number);
  if (!keys) return keys.error();
  std::set<Number> others;
  for (const Key key : *keys) {
    Result<std::optional<FamilyRow>> family = catalogue.family(key);
    if (!family) return family.error();
    if (!*family) continue;
    std::set<Number> holders;
    for (const OccurrenceRow& o : (*family)->occurrences)
      if (o.number != article.number) holders.insert(o.number);
    std::set<Number> together = others;
    together.insert(holders.begin(), holders.end());
    if (together.size() > kMostAnew) {
      if (Result<void> left = leave_family(catalogue, std::move(**family), article, touched); !left) return left.error();
      continue;
    }
    others = std::move(together);
    if (Result<void> gone = catalogue.delete_family(key); !gone) return gone.error();
    if (!holders.empty()) torn.families.push_back(std::move(**family));
  }
  if (Result<void> left = leave_told_anew(catalogue, others, article, touched); !left) return left.error();
  torn.articles.assign(others.begin(), others.end());
  if (Result<void> left = tear_cluster(catalogue, article); !left) return left.error();
  return torn;
}

}  // namespace reprise::engine
