// decode_family: one model of a family, decoded as a whole.
//
// Idea: witnesses, and the outlets that are only cited, are nodes; an edge u -> v carries what the words say of v as a
//   copy of u (decode_align), the times, the names in the text and the outlets (decode_score); the root stands for
//   "from nobody here". The best tree gives parents, its edges' shares among all trees the confidence (decode_tree).
//   A parent is given only where its share reaches kDecided; below, the status is undecided and the likeliest
//   parents are listed with their shares.
// Statuses: the top of the largest tree is the origin; other tops are common_source. Quotations reach the root more
//   easily: two reporters may have heard one speaker. Boilerplate has no direction: its first holder is called
//   origin, the rest is undecided without candidates and with confidence 0.
// Invariant: a function of the family and its articles alone; parents never form a cycle.
// Cost: O(n^2) pairs for n <= kExact, kCandidates n above, with local shares instead of the matrix.
// Source: Xu & Smith 2018 (directed spanning trees over documents); stemmatology for shared innovations.
// Tested by tests/provenance/decode_test.cpp.
#include <algorithm>
#include <bit>
#include <cstdlib>
#include <numeric>

#include "provenance/decode_align.hpp"
#include "provenance/decode_model.hpp"
#include "provenance/decode_rules.hpp"
#include "provenance/decode_score.hpp"
#include "provenance/decode_tree.hpp"
#include "provenance/provenance.hpp"
#include "provenance/ties.hpp"

namespace reprise::provenance {
namespace {

#define KNOB(name, value) static const std::int32_t name = std::getenv(#name) ? std::atoi(std::getenv(#name)) : value
constexpr std::size_t kExact = 64;        // witnesses up to which all pairs are scored
constexpr std::size_t kMostCited = 16;    // cited outlets that compete, most often named first
KNOB(kDecided, 550000);

// Words are not independent witnesses of a copy: their evidence counts a quarter.
KNOB(kTemperature, 4);
// centi-nats
KNOB(kFromNobody, -300);
KNOB(kFromNobodyQuote, -250);
constexpr std::int32_t kSameCluster = 40;
constexpr std::int32_t kCitedInside = 250, kCitedShared = -100, kCitedUnknownOutlet = 100, kCitedTop = -50, kRelay = 300;
constexpr std::int32_t kCitedAtHead = -150;  // named for the article, not over the passage
constexpr std::int32_t kCitedSibling = 100;  // the words of a text that names the source, without the name

KNOB(kCitedNear, -400);
KNOB(kCustomer, -200);
KNOB(kMissingWord, 15);
KNOB(kMissingCap, 600);
KNOB(kMissingLeast, 0);
KNOB(kLeastTime, -150);
KNOB(kStorySource, 60);
KNOB(kOtherTongue, -250);
KNOB(kSilentStory, -400);
KNOB(kUnseenOn, 0);
KNOB(kUnseenTop, 0);
KNOB(kUnseenCopy, -40);
KNOB(kUnseenShare2, 50);
KNOB(kUnseenShare, 80);
KNOB(kHabitCredit, 25);
KNOB(kHabitNever, 20);
KNOB(kHabitCap, 8);
KNOB(kHabitShared, 32);

// The kinds of evidence overlap (a late copy is also the one with the changes), so their sum claims too much: it is
// taken at four fifths. Settled on the written cascades, where hops given 0.9 and more were right too seldom.
KNOB(kSumFifths, 4);

}  // namespace

std::vector<std::pair<std::uint32_t, std::uint32_t>> candidate_pairs(const FamilyWords& words, const Names& names) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  const std::uint32_t n = static_cast<std::uint32_t>(words.size());
  if (n <= kExact) {
    for (std::uint32_t u = 0; u < n; ++u) {
      for (std::uint32_t v = u + 1; v < n; ++v) pairs.emplace_back(u, v);
    }
    return pairs;
  }
  constexpr std::uint32_t kEarliest = 8, kJustBefore = 8, kSimilar = 8, kRareWords = 6, kHolders = 24, kCredited = 8;
  // A witness's rarest readings that others share lead to those most like it.
  std::vector<std::uint32_t> frequency(words.distinct, 0), stamp(words.distinct, n);
  for (std::uint32_t w = 0; w < n; ++w) {
    for (std::uint32_t id : words.words(w)) {
      if (stamp[id] != w) ++frequency[id];
      stamp[id] = w;
    }
  }
  std::vector<std::vector<std::uint32_t>> holders(words.distinct);
  std::vector<std::vector<std::uint32_t>> rare(n);
  for (std::uint32_t w = 0; w < n; ++w) {
    std::vector<std::uint32_t>& mine = rare[w];
    for (std::uint32_t id : words.words(w)) {
      if (frequency[id] > 1) mine.push_back(id);
    }
    std::sort(mine.begin(), mine.end(), [&](std::uint32_t a, std::uint32_t b) {
      return frequency[a] != frequency[b] ? frequency[a] < frequency[b] : a < b;
    });
    mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
    if (mine.size() > kRareWords) mine.resize(kRareWords);
    for (std::uint32_t id : mine) {
      if (holders[id].size() < kHolders) holders[id].push_back(w);
    }
  }
  std::vector<std::vector<std::uint32_t>> by_outlet(names.names.size());
  for (std::uint32_t w = 0; w < n; ++w) {
    if (names.own[w] != kNone && by_outlet[names.own[w]].size() < kCredited) by_outlet[names.own[w]].push_back(w);
  }
  std::vector<std::uint32_t> votes(n, 0), touched, near;
  for (std::uint32_t v = 0; v < n; ++v) {
    near.clear();
    for (std::uint32_t u = 0; u < std::min(kEarliest, n); ++u) near.push_back(u);
    for (std::uint32_t u = v > kJustBefore ? v - kJustBefore : 0; u < v; ++u) near.push_back(u);
    touched.clear();
    for (std::uint32_t id : rare[v]) {
      for (std::uint32_t u : holders[id]) {
        if (votes[u]++ == 0) touched.push_back(u);
      }
    }
    const std::size_t take = std::min<std::size_t>(kSimilar, touched.size());
    std::partial_sort(touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(take), touched.end(),
                      [&](std::uint32_t a, std::uint32_t b) { return votes[a] != votes[b] ? votes[a] > votes[b] : a < b; });
    near.insert(near.end(), touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(take));
    for (std::uint32_t u : touched) votes[u] = 0;
    std::size_t credited = 0;
    for (const Named& named : names.named[v]) {
      for (std::uint32_t u : by_outlet[named.outlet]) {
        if (credited++ < kCredited) near.push_back(u);
      }
    }
    for (std::uint32_t u : near) {
      if (u != v) pairs.emplace_back(std::min(u, v), std::max(u, v));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

namespace {

// Outlets that are named over the passage and have no witness: the most often named first.
std::vector<std::uint32_t> cited_outlets(const Names& names) {
  std::vector<std::uint32_t> cited;
  for (std::uint32_t k = 0; k < names.names.size(); ++k) {
    if (names.witnesses[k] == 0 && names.claimed[k] > 0) cited.push_back(k);
  }
  std::stable_sort(cited.begin(), cited.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return names.claimed[a] > names.claimed[b]; });
  // A relay's source gets a node too, so that "Y, citing X" can show X behind Y.
  if (cited.size() > kMostCited) cited.resize(kMostCited);
  for (const Names::Relay& r : names.relays) {
    if (cited.size() >= 2 * kMostCited) break;
    if (names.witnesses[r.source] == 0 && std::find(cited.begin(), cited.end(), r.source) == cited.end()) {
      cited.push_back(r.source);
    }
  }
  return cited;
}

// A name that several have may have been copied with the text; one that only this witness has is its own.
std::int32_t cited_score(const Named& named, std::uint32_t witnesses_naming_it) {
  if (witnesses_naming_it > 1) return kCitedShared;
  return named.known ? kCitedInside : kCitedUnknownOutlet;
}

void build_edges(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry, std::span<const Witness> witnesses,
                 const FamilyRecord& family, std::span<const FamilyPair> pairs, const Ties& ties, FamilyModel& model) {
  const std::size_t n = witnesses.size();
  std::vector<Published> published;
  published.reserve(n);
  for (const Occurrence& o : family.occurrences) published.push_back(published_of(articles[o.article]));

  constexpr std::int32_t kFar = 3000;  // no neighbour at all
  std::vector<std::int32_t> nearest(n, kFar);
  for (const FamilyPair& p : pairs) {
    nearest[p.from] = std::min(nearest[p.from], p.change.cost);
    nearest[p.to] = std::min(nearest[p.to], p.change.cost);
  }
  // Measured from the parent that holds most of the copy's other passages: a text of several sources misses some of each.
  std::vector<std::uint32_t> least(n, 0xffffffff);
  const auto missing = [&](std::size_t u, std::size_t v) {
    return n > kExact ? 0 : ties.missing(family.occurrences[u].article, family.occurrences[v].article);
  };
  for (const FamilyPair& p : pairs) {
    const ArticleRecord &from = articles[family.occurrences[p.from].article], &to = articles[family.occurrences[p.to].article];
    if (impossible_order(from, to) || ruled_out(model.names, published[p.from], published[p.to], p.from, p.to)) continue;
    if (time_score(published[p.from], published[p.to]) < kLeastTime && !names_or_is(model.names, p.from, p.to)) continue;
    least[p.to] = std::min(least[p.to], missing(p.from, p.to));
  }
  const auto missing_cost = [&](std::size_t u, std::size_t v) {
    if (least[v] == 0xffffffff) return 0;
    const std::uint32_t words = missing(u, v) - std::min(least[v], missing(u, v));
    return std::min(static_cast<std::int32_t>(std::min<std::uint32_t>(words, 10000)) * kMissingWord, kMissingCap) +
           std::min(static_cast<std::int32_t>(std::min<std::uint32_t>(least[v], 10000)) * kMissingLeast, kMissingCap);
  };
  // How far apart the family's texts lie: the better two texts agree, the less do they come from two hands.
  std::vector<std::uint32_t> absent(n);
  for (std::size_t w = 0; w < n; ++w) absent[w] = absent_source(model.names, w);
  struct Sibling { std::uint32_t witness, source; std::int32_t cost, missing; };
  std::vector<Sibling> siblings;
  const std::int32_t spread = n == 0 ? 0 : *std::max_element(nearest.begin(), nearest.end());
  const std::int32_t from_nobody = family.kind == Kind::quote ? kFromNobodyQuote : kFromNobody;
  // An outlet that is unknown, or known by its host alone, cannot be named: that nobody does says nothing.
  const auto nameable = [&](std::uint32_t outlet) {
    if (outlet == kNone) return false;
    const std::string_view name = model.names.names[outlet];
    return name.find('.') == std::string_view::npos || name.find(' ') != std::string_view::npos || registry.find(name) >= 0;
  };
  // A name in Latin letters that nobody here knows, in a text of another script: it is of another language, and so are its words.
  const auto foreign_name = [&](std::size_t v, std::uint32_t outlet) {
    const std::string& lang = articles[family.occurrences[v].article].lang;
    const bool other_script = lang == "ru" || lang == "uk" || lang == "fa" || lang == "ar" || lang == "he" || lang == "zh" || lang == "ja" || lang == "ko";
    const std::string_view name = model.names.names[outlet];
    return other_script && registry.find(name) < 0 && std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  };
  const auto node = [](std::size_t w) { return static_cast<std::uint32_t>(w + 1); };
  const auto add = [&](std::uint32_t from, std::uint32_t to, std::int32_t score, const Change& change) {
    model.edges.push_back({from, to, score * kSumFifths / 5});
    model.changes.push_back(change);
  };
  for (std::size_t v = 0; v < n; ++v) add(0, node(v), from_nobody - spread / kTemperature, {});
  for (const FamilyPair& p : pairs) {
    if (absent[p.from] != kNone && absent[p.to] == kNone && !names_or_is(model.names, p.from, p.to) &&
        !impossible_order(articles[family.occurrences[p.from].article], articles[family.occurrences[p.to].article])) {
      siblings.push_back({p.to, absent[p.from], p.change.cost, missing_cost(p.from, p.to)});
    }
    // In a large family only a credit speaks against the order of the record: else copies of a minute, all alike,
    // would close cycles by the thousand.
    if (n > kExact && p.from > p.to) {
      const std::uint32_t source = model.names.own[p.from];
      const Named* named = source == kNone ? nullptr : model.names.find(p.to, source);
      if (named == nullptr || named->naming != Naming::inside) continue;
    }
    if (impossible_order(articles[family.occurrences[p.from].article], articles[family.occurrences[p.to].article])) continue;
    if (ruled_out(model.names, published[p.from], published[p.to], p.from, p.to)) continue;
    std::int32_t customer = 0;
    if (absent[p.from] != kNone && !names_or_is(model.names, p.from, p.to) &&
        !follows_closely(model.words, published[p.from], published[p.to], p.from, p.to)) {
      if (kCustomer <= -9999) continue;
      customer = kCustomer;
    }
    std::int32_t score = customer - p.change.cost / kTemperature + time_score(published[p.from], published[p.to]) +
                         name_score(model.names, p.from, p.to) - missing_cost(p.from, p.to);
    const std::uint32_t u_own = model.names.own[p.from], v_own = model.names.own[p.to];
    const bool direct = names_or_is(model.names, p.from, p.to);
    const auto log2 = [](std::uint32_t x) { return static_cast<std::int32_t>(std::bit_width(x)); };  // 0, 1, 2, 2, 3 ..
    Ties::Outlets known;
    if (u_own != kNone && v_own != kNone && u_own != v_own) known = ties.outlets(model.names.names[u_own], model.names.names[v_own]);
    score += kHabitCredit * std::clamp(log2(known.credits) - log2(known.back), -4, 4);
    const bool never = known.credits * 16 < known.shared;  // the copy's outlet hardly ever names the parent's
    if (!direct && never) score -= kHabitNever * std::min(log2(known.shared), kHabitCap);
    const bool agency = u_own != kNone && model.names.agency[u_own];
    const bool habit = never && known.shared >= static_cast<std::uint32_t>(kHabitShared);
    const std::uint32_t from_article = family.occurrences[p.from].article, to_article = family.occurrences[p.to].article;
    if (!direct && nameable(u_own) && (habit || (!agency && !ties.names_run(from_article) && !ties.names_run(to_article)))) score += kSilentStory;
    if (!direct && ties.named_by(from_article) > 0) score += kStorySource;
    const std::uint32_t group = witnesses[p.from].near_duplicate_group;
    if (group != kNone && group == witnesses[p.to].near_duplicate_group) score += kSameCluster;
    add(node(p.from), node(p.to), score, p.change);
  }
  model.cited = cited_outlets(model.names);
  std::vector<std::uint32_t> holders;
  for (const Occurrence& o : family.occurrences) holders.push_back(o.article);
  const auto observed = [&](std::uint32_t outlet) { return n <= kExact && ties.in_story(holders, model.names.names[outlet]); };
  const auto cited_node = [&](std::uint32_t outlet) -> std::uint32_t {
    for (std::size_t k = 0; k < model.cited.size(); ++k) {
      if (model.cited[k] == outlet) return static_cast<std::uint32_t>(n + 1 + k);
    }
    return 0;
  };
  for (std::size_t k = 0; k < model.cited.size(); ++k) {
    const std::uint32_t to = static_cast<std::uint32_t>(n + 1 + k);
    add(0, to, kCitedTop, {});
    const bool near = observed(model.cited[k]);
    model.cited_near.push_back(near);
    for (std::size_t v = 0; v < n; ++v) {
      const Named* named = model.names.find(v, model.cited[k]);
      if (named == nullptr || (!named->claims && !named->leads)) continue;
      const std::int32_t named_score = named->claims ? cited_score(*named, model.names.claimed[model.cited[k]]) : kCitedAtHead;
      add(to, node(v), named_score + (foreign_name(v, model.cited[k]) ? kOtherTongue : 0) - nearest[v] / kTemperature + (near ? kCitedNear : 0), {});
    }
  }
  if (kUnseenOn && n >= 2) {
    const std::uint32_t unseen = static_cast<std::uint32_t>(n + 1 + model.cited.size());
    add(0, unseen, from_nobody - spread / kTemperature + kUnseenTop, {});
    for (std::size_t v = 0; v < n; ++v) {
      add(unseen, node(v), kUnseenCopy - nearest[v] * (n == 2 ? kUnseenShare2 : kUnseenShare) / 100 / kTemperature, {});
    }
    model.unseen = unseen;
  }
  // The closest of the texts that name a source speaks for those beside it.
  std::sort(siblings.begin(), siblings.end(), [](const Sibling& a, const Sibling& b) {
    return a.witness != b.witness ? a.witness < b.witness : a.source != b.source ? a.source < b.source : a.cost < b.cost;
  });
  for (std::size_t k = 0; k < siblings.size(); ++k) {
    const Sibling& s = siblings[k];
    if (k > 0 && siblings[k - 1].witness == s.witness && siblings[k - 1].source == s.source) continue;
    if (const std::uint32_t from = cited_node(s.source)) {
      const bool near = observed(s.source);
      add(from, node(s.witness), kCitedSibling - s.missing - s.cost / kTemperature + (near ? kCitedNear : 0), {});
    }
  }
  for (const Names::Relay& r : model.names.relays) {
    const std::uint32_t through = cited_node(r.through), source = cited_node(r.source);
    if (source == 0 || source == through) continue;
    if (through != 0) {
      add(source, through, kRelay, {});
      continue;
    }
    for (std::size_t w = 0; w < n; ++w) {
      const Named* own = model.names.own[w] == r.through ? model.names.find(w, r.source) : nullptr;
      if (model.names.own[w] != r.through || (own != nullptr && own->naming == Naming::inside)) continue;
      add(source, node(w), kRelay - nearest[w] / kTemperature, {});
    }
  }
}

}  // namespace

std::vector<FamilyPair> compare_pairs(const FamilyWords& words, const FamilyRecord& family,
                                      std::span<const std::pair<std::uint32_t, std::uint32_t>> which) {
  Aligner aligner;
  std::vector<FamilyPair> pairs;
  for (const auto& [u, v] : which) {
    if (family.occurrences[u].article == family.occurrences[v].article) continue;
    const auto [down, up] = compare(words, u, v, aligner);
    pairs.push_back({u, v, down});
    pairs.push_back({v, u, up});
  }
  return pairs;
}

std::vector<FamilyPair> compare_family(std::span<const Witness> witnesses, const FamilyRecord& family) {
  if (family.kind == Kind::boilerplate || witnesses.size() > kExact || witnesses.size() < 2) return {};
  const FamilyWords words = family_words(witnesses);
  return compare_pairs(words, family, candidate_pairs(words, {}));
}

FamilyModel solve_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                         std::span<const Witness> witnesses, const FamilyRecord& family, std::span<const FamilyPair> compared, const Ties& ties) {
  FamilyModel model;
  model.words = family_words(witnesses);
  model.names = names_of(articles, registry, family);
  std::vector<FamilyPair> large;
  if (witnesses.size() > kExact) {
    large = compare_pairs(model.words, family, candidate_pairs(model.words, model.names));
    compared = large;
  }
  build_edges(articles, registry, witnesses, family, compared, ties, model);
  const std::uint32_t nodes = static_cast<std::uint32_t>(witnesses.size() + 1 + model.cited.size() + (model.unseen != 0));
  model.chosen = best_tree(nodes, model.edges);
  model.shares = witnesses.size() <= kExact ? tree_shares(nodes, model.edges) : local_shares(nodes, model.edges);
  return model;
}

void decode_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                   std::span<const Witness> witnesses, FamilyRecord& family) {
  decode_family(articles, registry, witnesses, compare_family(witnesses, family), {}, family);
}

void decode_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                   std::span<const Witness> witnesses, std::span<const FamilyPair> pairs, const Ties& ties, FamilyRecord& family) {
  family.origin_article = kNone;
  family.origin_outlet.clear();
  family.origin_observed = false;
  family.origin_confidence = 0;
  for (Occurrence& o : family.occurrences) {
    o.parent = kNone;
    o.parent_outlet.clear();
    o.parent_observed = false;
    o.confidence = 0;
    o.status = Status::undecided;
    o.relation = Relation::none;
    o.identity = 0;
    o.credited = Credited::unset;
    o.evidence = {};
  }
  if (family.occurrences.empty() || witnesses.size() != family.occurrences.size()) return;
  if (family.kind == Kind::boilerplate) {
    tell_boilerplate(articles, family);
    return;
  }
  const FamilyModel model = solve_family(articles, registry, witnesses, family, pairs, ties);
  tell_family(articles, registry, model, kDecided, family);
}

}  // namespace reprise::provenance
