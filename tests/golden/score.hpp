// Scores a run against the truth that stands beside the fixture corpora.
//
// Idea: a truth family lists the spans that are the same text and, for each, the article or the cited outlet it was
//   taken from. Measured are
//     reuse     over all pairs of the truth's articles: "share a family that is not boilerplate", as precision and recall
//     parent    of the true hops that were found: the predicted parent is the true one, another, or undecided
//     origin    the family's origin outlet is the outlet of the first true holder (or the outlet only cited there)
//     credited  the credited flag is the true one
//     boilerplate  re-reports claimed of text that the truth calls boilerplate: must be none
//   A hop is found when one predicted occurrence overlaps half of the smaller of the two spans; of several the one with
//   the largest overlap counts. Pairs of different cascades are scored too: none of them shares anything.
//   What an institution gave out is scored for `credited` alone.
// Invariant: right + wrong + undecided + missed = number of true occurrences that have a parent, but for those that an institution gave out and that were found.
// Cost: O(occurrences^2) per article; for fixtures only.
// Used by: tests/golden/fixtures_score_test.cpp.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace golden {

/// Half-open range of Unicode code points of an article's text.
struct Chars {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t size() const { return end - begin; }
};

inline std::int64_t overlap(Chars a, Chars b) {
  return std::max<std::int64_t>(0, std::min(a.end, b.end) - std::max(a.begin, b.begin));
}

/// true when half of the smaller span lies in the other
inline bool same_place(Chars a, Chars b) { return 2 * overlap(a, b) >= std::min(a.size(), b.size()) && overlap(a, b) > 0; }

enum class Flag { unset, no, yes };

struct TrueOccurrence {
  std::string article, outlet;
  Chars chars;
  std::string parent;                       ///< article id, or ""
  std::vector<std::string> parent_outlets;  ///< the right names of an outlet that is only cited
  Flag credited = Flag::unset;
  bool institution = false;                 ///< it is no outlet that gave the passage out
  bool has_parent() const { return !parent.empty() || !parent_outlets.empty(); }
};

struct TrueFamily {
  std::string cascade, name, kind;
  std::vector<TrueOccurrence> occurrences;
};

struct Truth {
  std::map<std::string, std::string> outlet_of;   ///< article id -> outlet
  std::map<std::string, std::string> cascade_of;  ///< article id -> cascade
  std::vector<TrueFamily> families;
};

struct FoundOccurrence {
  std::string article, outlet;
  Chars chars;
  std::string parent, parent_outlet, status, relation, attribution;
  bool parent_observed = false;
  double confidence = 0;
  Flag credited = Flag::unset;
};

struct FoundFamily {
  std::string id, kind, origin_article, origin_outlet;
  bool origin_observed = false;
  std::vector<FoundOccurrence> occurrences;
};

struct FoundHop {
  std::string outlet, article;
  Flag credited = Flag::unset;
};

struct FoundChain {
  std::vector<FoundHop> hops;  ///< origin first
};

struct FoundRun {
  std::map<std::string, std::string> outlet_of;  ///< article id -> canonical outlet
  std::vector<FoundFamily> families;
  std::map<std::string, std::vector<FoundChain>> chains;  ///< by article id
};

// ---- reading -------------------------------------------------------------------------------------------------------

using Element = simdjson::dom::element;

/// Calls f(element) for each line of a JSONL file; throws on a file or a line that cannot be read.
template <class F>
void each_line(const std::string& path, F f) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path + ": cannot be opened");
  simdjson::dom::parser parser;
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    Element element;
    if (parser.parse(line).get(element) != simdjson::SUCCESS)
      throw std::runtime_error(path + ":" + std::to_string(number) + ": no JSON");
    f(element);
  }
}

/// A member's string; "" where it is missing or null.
inline std::string text_of(Element e, const char* key) {
  std::string_view v;
  return e[key].get(v) == simdjson::SUCCESS ? std::string(v) : std::string();
}

inline bool is_true(Element e, const char* key) {
  bool v = false;
  return e[key].get(v) == simdjson::SUCCESS && v;
}

inline Flag flag_of(Element e, const char* key) {
  bool v = false;
  if (e[key].get(v) != simdjson::SUCCESS) return Flag::unset;
  return v ? Flag::yes : Flag::no;
}

inline std::vector<Element> list_of(Element e, const char* key) {
  simdjson::dom::array array;
  std::vector<Element> list;
  if (e[key].get(array) == simdjson::SUCCESS)
    for (Element item : array) list.push_back(item);
  return list;
}

inline Chars chars_of(Element e) {
  const auto ends = list_of(e, "chars");
  if (ends.size() != 2) throw std::runtime_error("an occurrence without chars");
  return {std::int64_t(ends[0]), std::int64_t(ends[1])};
}

/// Adds the lines of a truth file to `truth`.
inline void read_truth(const std::string& path, Truth& truth) {
  each_line(path, [&](Element row) {
    simdjson::dom::object members;
    const std::string cascade = text_of(row, "cascade");
    if (row["articles"].get(members) == simdjson::SUCCESS) {
      for (auto [id, outlet] : members) {
        truth.outlet_of[std::string(id)] = std::string(std::string_view(outlet));
        truth.cascade_of[std::string(id)] = cascade;
      }
      return;
    }
    TrueFamily family{cascade, text_of(row, "family"), text_of(row, "kind"), {}};
    for (Element o : list_of(row, "occurrences")) {
      TrueOccurrence occurrence{text_of(o, "article"), text_of(o, "outlet"), chars_of(o), text_of(o, "parent"), {}, flag_of(o, "credited"), is_true(o, "institution")};
      for (Element name : list_of(o, "parent_outlet")) occurrence.parent_outlets.emplace_back(std::string_view(name));
      if (const auto name = text_of(o, "parent_outlet"); !name.empty()) occurrence.parent_outlets.push_back(name);
      family.occurrences.push_back(std::move(occurrence));
    }
    truth.families.push_back(std::move(family));
  });
}

/// Reads what is scored of a run directory: articles, passages and chains.
inline FoundRun read_run(const std::string& directory) {
  FoundRun run;
  each_line(directory + "/articles.jsonl", [&](Element row) { run.outlet_of[text_of(row, "article")] = text_of(row, "outlet"); });
  each_line(directory + "/passages.jsonl", [&](Element row) {
    FoundFamily family;
    family.id = text_of(row, "family");
    family.kind = text_of(row, "kind");
    Element origin;
    if (row["origin"].get(origin) == simdjson::SUCCESS && origin.is_object()) {
      family.origin_article = text_of(origin, "article");
      family.origin_outlet = text_of(origin, "outlet");
      family.origin_observed = is_true(origin, "observed");
    }
    for (Element o : list_of(row, "occurrences")) {
      FoundOccurrence found{text_of(o, "article"), text_of(o, "outlet"),   chars_of(o),        text_of(o, "parent"),
                            text_of(o, "parent_outlet"), text_of(o, "status"), text_of(o, "relation"), "",
                            is_true(o, "parent_observed"), 0, flag_of(o, "credited")};
      double confidence = 0;
      if (o["confidence"].get(confidence) == simdjson::SUCCESS) found.confidence = confidence;
      Element evidence;
      if (o["evidence"].get(evidence) == simdjson::SUCCESS && evidence.is_object())
        found.attribution = text_of(evidence, "attribution");
      family.occurrences.push_back(std::move(found));
    }
    run.families.push_back(std::move(family));
  });
  each_line(directory + "/chains.jsonl", [&](Element row) {
    auto& chains = run.chains[text_of(row, "article")];
    for (Element c : list_of(row, "chains")) {
      FoundChain chain;
      for (Element h : list_of(c, "hops")) chain.hops.push_back({text_of(h, "outlet"), text_of(h, "article"), flag_of(h, "credited")});
      chains.push_back(std::move(chain));
    }
  });
  return run;
}

// ---- scoring -------------------------------------------------------------------------------------------------------

struct Score {
  struct Share {
    int right = 0, wrong = 0;
    double value() const { return right + wrong ? double(right) / (right + wrong) : 0.0; }
  };
  int pairs_found = 0, pairs_missed = 0, pairs_false = 0;
  Share parent, origin, credited;
  int undecided = 0, missed = 0;
  int boilerplate_reports = 0;
  std::vector<std::string> notes;  ///< one line per thing that is not right, for the reader of a failed test

  double precision() const { return pairs_found + pairs_false ? double(pairs_found) / (pairs_found + pairs_false) : 0.0; }
  double recall() const { return pairs_found + pairs_missed ? double(pairs_found) / (pairs_found + pairs_missed) : 0.0; }
  double f1() const {
    const double p = precision(), r = recall();
    return p + r > 0 ? 2 * p * r / (p + r) : 0.0;
  }
  double decided_share() const {
    const int decided = parent.right + parent.wrong;
    return decided + undecided ? double(decided) / (decided + undecided) : 0.0;
  }
};

inline std::ostream& operator<<(std::ostream& out, const Score& s) {
  out << "reuse: precision " << s.precision() << " recall " << s.recall() << " F1 " << s.f1() << " (" << s.pairs_found << " found, "
      << s.pairs_missed << " missed, " << s.pairs_false << " false)\nparent: " << s.parent.right << " right, " << s.parent.wrong
      << " wrong, " << s.undecided << " undecided, " << s.missed << " missed\norigin: " << s.origin.right << " right, " << s.origin.wrong
      << " wrong\ncredited: " << s.credited.right << " right, " << s.credited.wrong
      << " wrong\nboilerplate called a re-report: " << s.boilerplate_reports << '\n';
  for (const auto& note : s.notes) out << "  " << note << '\n';
  return out;
}

/// Outlet names are compared without ASCII case, spaces and punctuation.
inline std::string fold(std::string_view name) {
  std::string folded;
  for (const unsigned char c : name)
    if (c >= 0x80 || std::isalnum(c)) folded += char(c < 0x80 ? std::tolower(c) : c);
  return folded;
}

inline bool one_of(std::string_view name, const std::vector<std::string>& names) {
  return !fold(name).empty() && std::any_of(names.begin(), names.end(), [&](const auto& n) { return fold(n) == fold(name); });
}

namespace detail {

using Pair = std::pair<std::string, std::string>;

/// Unordered pairs of different articles that hold one family.
template <class Families>
std::set<Pair> pairs_of(const Families& families) {
  std::set<Pair> pairs;
  for (const auto& family : families) {
    if (family.kind == "boilerplate") continue;
    for (const auto& a : family.occurrences)
      for (const auto& b : family.occurrences)
        if (a.article < b.article) pairs.emplace(a.article, b.article);
  }
  return pairs;
}

struct Place {
  const FoundFamily* family = nullptr;
  const FoundOccurrence* occurrence = nullptr;
};

using PlacesOf = std::map<std::string, std::vector<Place>>;

/// The predicted occurrence that stands for a true one, or an empty Place.
inline Place best_place(const PlacesOf& places, const TrueOccurrence& truth) {
  Place best;
  const auto at = places.find(truth.article);
  if (at == places.end()) return best;
  const auto key = [&](const Place& p) {
    const Chars c = p.occurrence->chars;
    const std::int64_t difference = truth.chars.size() - c.size();
    return std::make_pair(overlap(truth.chars, c), difference < 0 ? difference : -difference);
  };
  for (const Place& p : at->second)
    if (p.family->kind != "boilerplate" && same_place(truth.chars, p.occurrence->chars))
      if (!best.family || key(p) > key(best)) best = p;
  return best;
}

/// The first true holder on the way up from `o`.
inline const TrueOccurrence& first_holder(const TrueFamily& family, const TrueOccurrence& o) {
  const TrueOccurrence* at = &o;
  for (std::size_t step = 0; step < family.occurrences.size() && !at->parent.empty(); ++step)
    for (const auto& p : family.occurrences)
      if (p.article == at->parent) {
        at = &p;
        break;
      }
  return *at;
}

inline void score_hop(const TrueFamily& family, const TrueOccurrence& o, const PlacesOf& places, const FoundRun& run, Score& score) {
  const std::string where = family.name + " in " + o.article;
  const Place place = best_place(places, o);
  if (!place.family) {
    ++score.missed;
    score.notes.push_back(where + ": passage not found");
    return;
  }
  const FoundOccurrence& found = *place.occurrence;
  if (o.parent.empty() && o.institution) {
    // No article and no outlet of the corpus is its parent.
  } else if (found.status == "undecided" || found.status == "common_source") {
    ++score.undecided;
    score.notes.push_back(where + ": " + found.status);
  } else {
    const bool right = o.parent.empty() ? found.parent.empty() && one_of(found.parent_outlet, o.parent_outlets)
                                        : found.parent == o.parent;
    ++(right ? score.parent.right : score.parent.wrong);
    if (!right)
      score.notes.push_back(where + ": parent '" + found.parent + "' '" + found.parent_outlet + "' instead of '" +
                            (o.parent.empty() ? o.parent_outlets.front() : o.parent) + "'");
  }
  const TrueOccurrence& first = first_holder(family, o);
  std::vector<std::string> names = first.parent_outlets;  // empty unless the origin is only cited
  if (names.empty()) {
    names.push_back(first.outlet);
    if (const auto canonical = run.outlet_of.find(first.article); canonical != run.outlet_of.end()) names.push_back(canonical->second);
  }
  const std::string& origin = place.family->origin_outlet;
  if (!origin.empty() && !first.institution) {
    const bool right = one_of(origin, names);
    ++(right ? score.origin.right : score.origin.wrong);
    if (!right) score.notes.push_back(where + ": origin '" + origin + "' instead of '" + names.front() + "'");
  }
  if (o.credited != Flag::unset && found.credited != Flag::unset) {
    ++(o.credited == found.credited ? score.credited.right : score.credited.wrong);
    if (o.credited != found.credited) score.notes.push_back(where + ": credited is wrong");
  }
}

}  // namespace detail

inline Score score_run(const Truth& truth, const FoundRun& run) {
  Score score;
  const auto wanted = detail::pairs_of(truth.families), found = detail::pairs_of(run.families);
  for (const auto& pair : wanted) {
    ++(found.count(pair) ? score.pairs_found : score.pairs_missed);
    if (!found.count(pair)) score.notes.push_back("pair missed: " + pair.first + " " + pair.second);
  }
  for (const auto& pair : found)
    if (!wanted.count(pair) && truth.outlet_of.count(pair.first) && truth.outlet_of.count(pair.second)) {
      ++score.pairs_false;
      score.notes.push_back("false pair: " + pair.first + " " + pair.second);
    }

  detail::PlacesOf places;
  for (const auto& family : run.families)
    for (const auto& o : family.occurrences) places[o.article].push_back({&family, &o});

  for (const auto& family : truth.families)
    for (const auto& o : family.occurrences) {
      if (family.kind == "boilerplate") {
        for (const auto& place : places[o.article])
          if (2 * overlap(o.chars, place.occurrence->chars) >= o.chars.size() &&
              (!place.occurrence->parent.empty() || !place.occurrence->parent_outlet.empty())) {
            ++score.boilerplate_reports;
            score.notes.push_back(family.name + " in " + o.article + ": boilerplate has a parent");
          }
      } else if (o.has_parent()) {
        detail::score_hop(family, o, places, run, score);
      }
    }
  return score;
}

}  // namespace golden
