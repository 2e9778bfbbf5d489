#include "report/model.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "report/plain.hpp"

namespace reprise::report {
namespace {

template <class Record>
std::uint32_t find_by_id(const std::vector<Record>& records, std::string_view id) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].id == id) return static_cast<std::uint32_t>(i);
  }
  return kNone;
}

std::string_view relation_words(Relation r) { return r == Relation::none ? std::string_view("in words not compared") : to_string(r); }

}  // namespace

std::uint32_t find_article(const Run& run, std::string_view id) { return find_by_id(run.articles, id); }
std::uint32_t find_family(const Run& run, std::string_view id) { return find_by_id(run.families, id); }
std::uint32_t find_cluster(const Run& run, std::string_view id) { return find_by_id(run.clusters, id); }

void add_to(Tally& t, const FamilyRecord& family) {
  const bool quote = family.kind == Kind::quote;
  for (const Occurrence& o : family.occurrences) {
    ++t.occurrences;
    if (o.status == Status::undecided) ++t.undecided;
    if (o.status == Status::cited) ++t.cited;
    if (o.status != Status::copied) continue;
    ++(quote ? t.quotes : t.copied);
    if (o.credited == Credited::no) ++(quote ? t.uncredited_quotes : t.uncredited);
  }
}

Tally tally_of(const Run& run) {
  Tally t;
  for (const FamilyRecord& f : run.families) {
    if (f.kind != Kind::boilerplate) add_to(t, f);
  }
  return t;
}

std::string tally_words(const Tally& t) {
  std::string out;
  const auto item = [&](std::size_t n, std::string_view one, std::string_view many, std::size_t uncredited) {
    if (n == 0) return;
    if (!out.empty()) out += "; ";
    out += counted(n, one, many);
    if (uncredited != 0) out += ", " + counted(uncredited, "uncredited", "uncredited");
  };
  item(t.copied, "copy", "copies", t.uncredited);
  item(t.quotes, "shared quote", "shared quotes", t.uncredited_quotes);
  item(t.cited, "sentence that cites", "sentences that cite", 0);
  return out;
}

std::vector<std::uint32_t> takers_of(const Run& run, const FamilyRecord& family, bool uncredited) {
  std::vector<std::uint32_t> out;
  std::vector<std::string_view> seen{family.origin_outlet};
  for (std::size_t i = 0; i < family.occurrences.size(); ++i) {
    const Occurrence& o = family.occurrences[i];
    if (!is_rereport(o) || (uncredited && !took_without_credit(o))) continue;
    const std::string_view outlet = run.articles[o.article].outlet;
    if (!outlet.empty() && std::find(seen.begin(), seen.end(), outlet) != seen.end()) continue;
    seen.push_back(outlet);
    out.push_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

std::string_view giver_of(const FamilyRecord& family) {
  if (!family.origin_outlet.empty() || family.origin_article != kNone) return family.origin_outlet;
  for (const Occurrence& o : family.occurrences) {
    if (is_rereport(o)) return o.parent_outlet;
  }
  return {};
}

std::vector<RankedFamily> largest_families(const Run& run) {
  std::vector<RankedFamily> out;
  for (std::size_t i = 0; i < run.families.size(); ++i) {
    if (run.families[i].kind == Kind::boilerplate) continue;
    RankedFamily r{static_cast<std::uint32_t>(i)};
    for (const Occurrence& o : run.families[i].occurrences) {
      if (!is_rereport(o)) continue;
      ++r.copies;
      r.chars += o.chars.size();
      if (took_without_credit(o)) ++r.uncredited;
    }
    if (r.copies != 0) out.push_back(r);
  }
  std::sort(out.begin(), out.end(), [](const RankedFamily& a, const RankedFamily& b) {
    return std::tie(b.chars, b.copies, a.family) < std::tie(a.chars, a.copies, b.family);
  });
  return out;
}

std::vector<RankedFamily> uncredited_families(const Run& run) {
  std::vector<RankedFamily> out = largest_families(run);
  std::erase_if(out, [](const RankedFamily& r) { return r.uncredited == 0; });
  for (RankedFamily& r : out) {
    r.chars = 0;
    for (const Occurrence& o : run.families[r.family].occurrences) {
      if (took_without_credit(o)) r.chars += o.chars.size();
    }
  }
  std::sort(out.begin(), out.end(), [&](const RankedFamily& a, const RankedFamily& b) {
    const bool a_quote = run.families[a.family].kind == Kind::quote, b_quote = run.families[b.family].kind == Kind::quote;
    return std::tie(a_quote, b.chars, b.uncredited, a.family) < std::tie(b_quote, a.chars, a.uncredited, b.family);
  });
  return out;
}

std::vector<ChainRef> longest_chains(const Run& run, std::size_t limit) {
  struct Scored {
    ChainRef ref;
    std::size_t outlets;
    std::uint64_t words;  ///< in ten-thousandths, as the files round shares
    std::uint32_t family;
  };
  std::vector<Scored> all;
  for (std::size_t i = 0; i < run.chains.size(); ++i) {
    const ChainRecord& record = run.chains[i];
    for (std::size_t k = 0; k < record.chains.size(); ++k) {
      const Chain& c = record.chains[k];
      if (c.hops.size() < 2) continue;
      std::vector<std::string_view> outlets;
      for (const Hop& h : c.hops) outlets.push_back(h.outlet);
      std::sort(outlets.begin(), outlets.end());
      const auto different = static_cast<std::size_t>(std::unique(outlets.begin(), outlets.end()) - outlets.begin());
      if (different < 2) continue;  // an outlet's own versions
      all.push_back({{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(k)}, different, static_cast<std::uint64_t>(std::llround(c.share * 10000)) * run.articles[record.article].words,
                     c.families.empty() ? kNone : c.families.front()});
    }
  }
  std::sort(all.begin(), all.end(), [](const Scored& a, const Scored& b) {
    return std::tie(b.outlets, b.words, a.ref.record, a.ref.chain) < std::tie(a.outlets, a.words, b.ref.record, b.ref.chain);
  });
  std::vector<ChainRef> out;
  std::vector<std::uint32_t> led;
  for (const Scored& s : all) {
    if (out.size() == limit) break;
    if (s.family != kNone) {
      if (std::find(led.begin(), led.end(), s.family) != led.end()) continue;
      led.push_back(s.family);
    }
    out.push_back(s.ref);
  }
  return out;
}

std::vector<std::uint32_t> heaviest_pairs(const Run& run) {
  std::vector<std::uint32_t> out(run.outlet_pairs.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint32_t>(i);
  std::sort(out.begin(), out.end(), [&](std::uint32_t x, std::uint32_t y) {
    const OutletPair &a = run.outlet_pairs[x], &b = run.outlet_pairs[y];
    const bool a_self = a.from == a.to, b_self = b.from == b.to;
    return std::tie(a_self, b.words, b.passages, x) < std::tie(b_self, a.words, a.passages, y);
  });
  return out;
}

std::vector<std::uint32_t> most_involved_articles(const Run& run, std::size_t limit) {
  // Characters an article takes, and half of those that others take from it (a giver of many copies would hide the takers).
  std::vector<std::uint64_t> score(run.articles.size(), 0);
  for (const FamilyRecord& f : run.families) {
    if (f.kind == Kind::boilerplate) continue;
    for (const Occurrence& o : f.occurrences) {
      score[o.article] += o.status == Status::undecided || o.status == Status::common_source ? o.chars.size() / 4 : is_rereport(o) ? o.chars.size() : 0;
      if (o.parent != kNone && o.status == Status::copied) score[o.parent] += o.chars.size() / 2;
    }
  }
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < score.size(); ++i) {
    if (score[i] != 0) out.push_back(static_cast<std::uint32_t>(i));
  }
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return std::tie(score[b], a) < std::tie(score[a], b); };
  const std::size_t kept = std::min(limit, out.size());
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(), before);
  out.resize(kept);
  return out;
}

std::vector<Held> passages_of(const Run& run, std::uint32_t article) {
  std::vector<Held> out;
  for (std::size_t f = 0; f < run.families.size(); ++f) {
    const auto& occurrences = run.families[f].occurrences;
    for (std::size_t k = 0; k < occurrences.size(); ++k) {
      if (occurrences[k].article == article) out.push_back({static_cast<std::uint32_t>(f), static_cast<std::uint32_t>(k)});
    }
  }
  std::sort(out.begin(), out.end(), [&](const Held& x, const Held& y) {
    const Span a = run.families[x.family].occurrences[x.occurrence].span, b = run.families[y.family].occurrences[y.occurrence].span;
    return std::tie(a.begin, a.end, x.family, x.occurrence) < std::tie(b.begin, b.end, y.family, y.occurrence);
  });
  return out;
}

std::vector<std::uint32_t> way_to(const FamilyRecord& family, std::uint32_t occurrence) {
  std::vector<std::uint32_t> way{occurrence};
  while (way.size() <= family.occurrences.size()) {
    const std::uint32_t parent = family.occurrences[way.back()].parent;
    if (parent == kNone) break;
    std::uint32_t up = kNone;
    for (std::size_t i = 0; i < family.occurrences.size() && up == kNone; ++i) {
      if (family.occurrences[i].article == parent) up = static_cast<std::uint32_t>(i);
    }
    if (up == kNone || std::find(way.begin(), way.end(), up) != way.end()) break;
    way.push_back(up);
  }
  std::reverse(way.begin(), way.end());
  return way;
}

std::string holder_words(const Run& run, std::string_view outlet, std::uint32_t article) {
  std::string out(outlet_or_unknown(outlet));
  if (article < run.articles.size()) return out + " (" + run.articles[article].id + ")";
  return out + " (cited, not in the corpus)";
}

std::string verdict_words(const Run& run, const FamilyRecord& family, const Occurrence& o) {
  const std::string who = holder_words(run, run.articles[o.article].outlet, o.article);
  const std::string sure = ", confidence " + decimal2(o.confidence) + ".";
  std::string out;
  if (family.kind == Kind::boilerplate) return who + " carries it as boilerplate: text that is repeated over unrelated articles, which is no re-report.";
  switch (o.status) {
    case Status::origin: out = who + " is the first holder" + sure; break;
    case Status::copied:
      out = who + " has it from " + holder_words(run, o.parent_outlet, o.parent) + ", " + std::string(relation_words(o.relation)) +
            (o.identity == 0 ? std::string() : ", identity " + percent(o.identity)) + sure;  // 0: the words were not compared
      break;
    case Status::cited:
      out = who + " has it from " + std::string(outlet_or_unknown(o.parent_outlet)) + (o.credited == Credited::yes ? ", which it names and of which the corpus holds no such article" : ", which a text with the same words names and of which the corpus holds no such article") + sure;
      break;
    case Status::common_source:
      out = who + (family.origin_observed ? " has it from none of the others: from a source that is not in the corpus, such as a speaker"
                                          : " and the others have it from one source that is not in the corpus; neither has it from the other") + sure;
      break;
    case Status::version:
      out = who + (o.relation == Relation::translation ? " is a translation of the same outlet's " : " is a later version of the same outlet's ") + holder_words(run, o.parent_outlet, o.parent) + sure;
      break;
    case Status::undecided: {
      out = "Undecided where " + who + " has it from.";
      if (o.evidence.candidates.empty()) break;
      out += " Possible:";
      for (std::size_t i = 0; i < o.evidence.candidates.size(); ++i) {
        const Candidate& c = o.evidence.candidates[i];
        out += (i == 0 ? " " : ", ") + (c.article == kNone && c.outlet.empty() ? std::string("no one in the corpus") : holder_words(run, c.outlet, c.article)) + " " + percent(c.share);
      }
      out += ".";
      break;
    }
  }
  if (o.credited == Credited::no) out += " Not credited.";
  if (o.credited == Credited::yes) out += o.evidence.attribution.empty() ? " Credited." : " Credited in the words \"" + prose(o.evidence.attribution) + "\".";
  if (o.credited == Credited::unset && !o.evidence.attribution.empty()) out += " Its text says \"" + prose(o.evidence.attribution) + "\".";
  return out;
}

}  // namespace reprise::report
