// What two articles share besides a passage, from maps over all families and pairs: the slow twin of src/provenance/ties.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "provenance/ties.hpp"

namespace reprise::oracle {

struct SlowTies {
  const std::vector<ArticleRecord>& articles;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> held;  // (from, to): words of `to` that stand in `from` too
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> innovations;  // (from, to): readings that the two alone have
  std::map<std::uint32_t, std::uint32_t> shared;                          // words that some other article has too

  SlowTies(const std::vector<ArticleRecord>& all, const std::vector<FamilyRecord>& families,
           const std::vector<std::vector<provenance::FamilyPair>>& pairs)
      : articles(all) {
    for (std::size_t f = 0; f < families.size(); ++f) {
      const auto& occurrences = families[f].occurrences;
      for (std::uint32_t to = 0; to < occurrences.size(); ++to) {
        std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> best;  // the closest occurrence of each other article: words, innovations
        std::uint32_t most = 0;
        for (const provenance::FamilyPair& p : pairs[f]) {
          if (p.to != to) continue;
          auto& b = best[occurrences[p.from].article];
          b = std::max(b, {p.change.matched + p.change.moved, p.change.innovations});
          most = std::max(most, p.change.matched + p.change.moved + p.change.foreign);
        }
        for (const auto& [from, has] : best) {
          held[{from, occurrences[to].article}] += has.first;
          innovations[{from, occurrences[to].article}] += has.second;
        }
        shared[occurrences[to].article] += most;
      }
    }
  }

  static bool names(const ArticleRecord& who, const std::string& outlet) {
    if (outlet.empty() || who.outlet == outlet) return false;
    if (!who.named.empty()) return std::count(who.named.begin(), who.named.end(), outlet) > 0;
    for (const Attribution& a : who.attributions) {
      if (a.cue != Cue::photo && (a.outlet == outlet || a.via == outlet)) return true;
    }
    return false;
  }
  std::set<std::uint32_t> beside(std::uint32_t article) const {
    std::set<std::uint32_t> out;
    for (const auto& [pair, words] : held) {
      if (pair.first == article) out.insert(pair.second);
    }
    return out;
  }
  std::uint32_t missing(std::uint32_t from, std::uint32_t to) const {
    const auto all = shared.find(to);
    const auto has = held.find({from, to});
    return (all == shared.end() ? 0 : all->second) - (has == held.end() ? 0 : has->second);
  }
  std::uint32_t named_by(std::uint32_t article) const {
    std::uint32_t count = 0;
    for (std::uint32_t other : beside(article)) count += names(articles[other], articles[article].outlet);
    return count;
  }
  bool names_run(std::uint32_t article) const {
    if (named_by(article) > 0) return true;
    for (std::uint32_t other : beside(article)) {
      if (named_by(other) > 0) return true;
    }
    return false;
  }
  std::uint32_t in_story(const std::vector<std::uint32_t>& of, const std::string& outlet, int steps = 2) const {
    std::set<std::uint32_t> near(of.begin(), of.end());
    for (int step = 0; step < steps; ++step) {
      std::uint32_t best = kNone, most = 0;
      std::set<std::uint32_t> further = near;
      for (const auto& [pair, words] : held) {
        if (near.count(pair.first) == 0) continue;
        further.insert(pair.second);
        if (articles[pair.second].outlet != outlet) continue;
        if (best == kNone || words > most || (words == most && pair.second < best)) best = pair.second, most = words;
      }
      if (best != kNone) return best;
      near = further;
    }
    return kNone;
  }
  provenance::Ties::Outlets outlets(const std::string& from, const std::string& to) const {
    provenance::Ties::Outlets out;
    if (from.empty() || to.empty() || from == to) return out;
    for (const auto& [pair, words] : held) {
      const ArticleRecord &a = articles[pair.first], &b = articles[pair.second];
      if (a.outlet != from || b.outlet != to) continue;
      ++out.shared;
      out.credits += names(b, from);
    }
    return out;
  }
};

}  // namespace reprise::oracle
