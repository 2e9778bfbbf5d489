// Text reports of a whole run, an outlet and a cluster. Those of articles, families and pairs are in text_article.cpp.
//
// Idea: short tables in at most kColumns columns; every string from outside passes visible() or visible-based helpers
//   before it is joined with words of ours.
// Tested by tests/report/text_report_test.cpp.
#include <algorithm>
#include <string>
#include <vector>

#include "report/model.hpp"
#include "report/plain.hpp"
#include "report/run_io.hpp"
#include "report/text_parts.hpp"

namespace reprise::report {
namespace {

std::string name(std::string_view outlet) { return visible(outlet_or_unknown(outlet)); }

void pair_table(const Run& run, const std::vector<std::uint32_t>& pairs, std::size_t top, std::string& out) {
  out += "  " + padded("from", 24) + "   " + padded("to", 24) + padded_left("words", 9) + padded_left("passages", 10) + padded_left("credited", 10) + "  lag\n";
  for (std::size_t i = 0; i < std::min(top, pairs.size()); ++i) {
    const OutletPair& p = run.outlet_pairs[pairs[i]];
    out += "  " + padded(name(p.from), 24) + " > " + padded(name(p.to), 24) + padded_left(counted(p.words, "", ""), 9) + padded_left(counted(p.passages, "", ""), 10) +
           padded_left(percent(p.credited_share), 10) + "  " + (p.lag_known ? duration_words(p.median_lag_seconds) : "unknown") + "\n";
  }
  if (pairs.size() > top) out += "  and " + counted(pairs.size() - top, "pair", "pairs") + " more\n";
}

/// Who had it first: "TASS (tass-1)"; "(undecided)" where the family does not say.
std::string giver_words(const Run& run, const FamilyRecord& f) {
  if (f.origin_article == kNone && f.origin_outlet.empty()) return giver_of(f).empty() ? std::string("(undecided)") : visible(giver_of(f));
  return visible(holder_words(run, f.origin_outlet, f.origin_article));
}

/// Who took it: "Etemad (etemad-2), Hamshahri (h-7) and 3 others".
std::string taker_words(const Run& run, const FamilyRecord& f, bool uncredited) {
  constexpr std::size_t kTakers = 4;
  const auto takers = takers_of(run, f, uncredited);
  std::string out;
  for (std::size_t i = 0; i < std::min(kTakers, takers.size()); ++i) {
    const std::uint32_t article = f.occurrences[takers[i]].article;
    if (i != 0) out += ", ";
    out += visible(holder_words(run, run.articles[article].outlet, article));
  }
  if (takers.size() > kTakers) out += " and " + counted(takers.size() - kTakers, "other outlet", "other outlets");
  return takers.empty() ? std::string("its own later articles") : out;
}

void family_list(const Run& run, const std::vector<RankedFamily>& families, std::size_t top, bool uncredited, std::string& out) {
  for (std::size_t i = 0; i < std::min(top, families.size()); ++i) {
    const RankedFamily& r = families[i];
    const FamilyRecord& f = run.families[r.family];
    Tally tally;
    add_to(tally, f);
    out += wrap(visible(f.id) + "  " + std::string(to_string(f.kind)) + "  " + tally_words(tally), "      ", "  ");
    out += wrap(giver_words(run, f) + " -> " + taker_words(run, f, uncredited), "        ", "      ");
    out += wrap(in_quotes(shortened(visible(prose(f.text)), 150)), "      ");
  }
  if (families.size() > top) out += "  and " + counted(families.size() - top, "family", "families") + " more\n";
}

}  // namespace

std::string summary_text(const Run& run, std::size_t top) {
  const Tally tally = tally_of(run);
  std::size_t boilerplate = 0;
  for (const FamilyRecord& f : run.families) boilerplate += f.kind == Kind::boilerplate ? 1 : 0;
  std::vector<std::string_view> outlets;
  for (const ArticleRecord& a : run.articles) {
    if (!a.outlet.empty()) outlets.push_back(a.outlet);
  }
  std::sort(outlets.begin(), outlets.end());
  outlets.erase(std::unique(outlets.begin(), outlets.end()), outlets.end());

  std::string out = counted(run.articles.size(), "article", "articles") + " of " + counted(outlets.size(), "outlet", "outlets") + ", " +
                    counted(run.clusters.size(), "cluster", "clusters") + " of near-duplicates\n";
  out += counted(run.families.size() - boilerplate, "passage family", "passage families") + " with " + counted(tally.occurrences, "occurrence", "occurrences") + "\n";
  out += "of them " + counted(tally.copied, "copy", "copies") + " (" + counted(tally.uncredited, "uncredited", "uncredited") + "), " +
         counted(tally.quotes, "shared quote", "shared quotes") + " (" + counted(tally.uncredited_quotes, "uncredited", "uncredited") + "), " +
         counted(tally.cited, "sentence that cites", "sentences that cite") + ", " + counted(tally.undecided, "undecided", "undecided") + "\n";
  if (boilerplate != 0) out += counted(boilerplate, "family", "families") + " of boilerplate set apart\n";

  if (!run.outlet_pairs.empty()) {
    out += "\nWho feeds whom\n";
    pair_table(run, heaviest_pairs(run), top, out);
  }
  const auto chains = longest_chains(run, top);
  if (!chains.empty()) {
    out += "\nChains\n";
    for (const ChainRef& c : chains) out += chain_lines(run, run.chains[c.record].chains[c.chain], "  ");
  }
  const auto uncredited_list = uncredited_families(run);
  if (!uncredited_list.empty()) {
    out += "\nTaken without credit\n";
    family_list(run, uncredited_list, top, true, out);
  }
  const auto largest = largest_families(run);
  if (!largest.empty()) {
    out += "\nLargest families\n";
    family_list(run, largest, top, false, out);
  }
  return out;
}

Result<std::string> outlet_text(const Run& run, std::string_view outlet) {
  std::vector<std::uint32_t> articles;
  double original_words = 0, words = 0;
  for (std::size_t i = 0; i < run.articles.size(); ++i) {
    const ArticleRecord& a = run.articles[i];
    if (a.outlet != outlet) continue;
    articles.push_back(static_cast<std::uint32_t>(i));
    words += a.words;
    original_words += a.words * a.original_share;
  }
  std::vector<std::uint32_t> feeds, fed;
  for (const std::uint32_t i : heaviest_pairs(run)) {
    if (run.outlet_pairs[i].from == outlet) feeds.push_back(i);
    if (run.outlet_pairs[i].to == outlet) fed.push_back(i);
  }
  if (outlet.empty() || (articles.empty() && feeds.empty() && fed.empty())) {
    return Error{ErrorCode::not_found, "expected an outlet of this run, found none named \"" + visible(outlet) + "\"", std::string(outlet)};
  }
  constexpr std::size_t kTop = 15;
  std::string out = visible(outlet) + "\n";
  if (articles.empty()) {
    out += "Only cited: the corpus holds no article of it.\n";
  } else {
    out += counted(articles.size(), "article", "articles") + ", " + counted(static_cast<std::uint64_t>(words), "word", "words") + ", " +
           percent(words > 0 ? original_words / words : 1) + " of them its own\n";
  }
  if (!feeds.empty()) {
    out += "\nIt feeds\n";
    pair_table(run, feeds, kTop, out);
  }
  if (!fed.empty()) {
    out += "\nIt is fed by\n";
    pair_table(run, fed, kTop, out);
  }
  std::vector<RankedFamily> first;
  for (const RankedFamily& r : largest_families(run)) {
    if (run.families[r.family].origin_outlet == outlet) first.push_back(r);
  }
  if (!first.empty()) {
    out += "\nFamilies that began with it\n";
    family_list(run, first, kTop, false, out);
  }
  return out;
}

Result<std::string> cluster_text(const Run& run, const TextSource& texts, std::string_view cluster_id) {
  const std::uint32_t index = find_cluster(run, cluster_id);
  if (index == kNone) return Error{ErrorCode::not_found, "expected a cluster of this run, found none with the id \"" + visible(cluster_id) + "\"", std::string(cluster_id)};
  const ClusterRecord& c = run.clusters[index];
  std::string out = "Cluster " + visible(c.id) + ": " + counted(c.articles.size(), "near-duplicate", "near-duplicates") + " in " + counted(c.outlets.size(), "outlet", "outlets") + "\n";
  if (c.origin != kNone) out += wrap("First: " + visible(holder_words(run, run.articles[c.origin].outlet, c.origin)) + ", confidence " + decimal2(c.origin_confidence), "  ", "");
  out += "\nEarliest first\n";
  for (const std::uint32_t a : c.articles) out += article_line(run, a, "  ");
  if (!c.articles.empty()) {
    auto text = texts.text(c.articles.front());
    if (!text) return text.error();
    out += "\nThe earliest begins\n" + wrap(shortened(visible(prose(part(*text, {0, 4000}))), 400), "  ");
  }
  if (!c.pairs.empty()) {
    constexpr std::size_t kShown = 200;
    out += "\nEdges that hold it together: Jaccard, share of the first in the second, and the reverse\n";
    for (std::size_t i = 0; i < std::min(kShown, c.pairs.size()); ++i) {
      const ClusterPair& p = c.pairs[i];
      out += wrap(decimal2(p.jaccard) + "  " + decimal2(p.containment_a) + "  " + decimal2(p.containment_b) + "  " + visible(run.articles[p.a].id) + "  " + visible(run.articles[p.b].id),
                  "                    ", "  ");
    }
    if (c.pairs.size() > kShown) out += "  and " + counted(c.pairs.size() - kShown, "edge", "edges") + " more\n";
  }
  return out;
}

}  // namespace reprise::report
