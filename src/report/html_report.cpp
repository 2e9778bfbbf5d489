// The report page: one self-contained file that opens from disk and loads nothing.
//
// Idea: the first screen says who feeds whom, what was taken without credit and the longest chains; below it the families
//   and some articles, all linked with each other. Families and articles are rendered side by side and joined in order.
// Invariant: same Run and texts = same bytes. Data reaches the page only as escaped text and numbers; a content security
//   policy forbids every script but the page's own, and all loading.
// Cost: bounded by ReportOptions; each family or article shown reads its texts once or twice.
// Tested by tests/report/html_report_test.cpp and by eye in a browser.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/io.hpp"
#include "base/parallel.hpp"
#include "report/html_assets.hpp"
#include "report/html_parts.hpp"
#include "report/json_out.hpp"
#include "report/plain.hpp"
#include "report/run_io.hpp"

namespace reprise::report {
namespace {

constexpr std::size_t kMatrixSide = 9;   ///< outlets on each side of the matrix

std::string number(std::uint64_t n) { return counted(n, "", ""); }

void outlet_table(const Page& page, std::string& out) {
  out += "<div class=\"scroll tall\" tabindex=0 role=region aria-label=\"Outlet pairs\"><table class=pairs><thead><tr><th><button type=button>from</button></th><th><button type=button>to</button></th>"
         "<th class=num aria-sort=descending><button type=button>words</button></th><th class=num><button type=button>passages</button></th><th class=num><button type=button>credited</button></th>"
         "<th class=num><button type=button>median lag</button></th></tr></thead><tbody>\n";
  for (const std::uint32_t i : page.pairs) {
    const OutletPair& p = page.run.outlet_pairs[i];
    out += "<tr><td>" + page.outlet_chip(p.from) + "</td><td>" + page.outlet_chip(p.to) + "</td><td class=num data-v=" + std::to_string(p.words) + ">" + number(p.words) +
           "</td><td class=num data-v=" + std::to_string(p.passages) + ">" + number(p.passages) + "</td><td class=num data-v=\"";
    append_decimal(out, p.credited_share);
    out += "\">" + percent(p.credited_share) + "</td><td class=num data-v=" + (p.lag_known ? std::to_string(p.median_lag_seconds) : std::string("1e15")) + ">" +
           (p.lag_known ? duration_words(p.median_lag_seconds) : std::string("unknown")) + "</td></tr>\n";
  }
  out += "</tbody></table></div>";
}

/// Names with the most words, first; ties by name.
std::vector<std::string_view> top_names(std::vector<std::pair<std::string_view, std::uint64_t>> given) {
  std::sort(given.begin(), given.end());
  std::vector<std::pair<std::string_view, std::uint64_t>> sums;
  for (const auto& [name, words] : given) {
    if (sums.empty() || sums.back().first != name) sums.emplace_back(name, 0);
    sums.back().second += words;
  }
  std::sort(sums.begin(), sums.end(), [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < std::min(kMatrixSide, sums.size()); ++i) out.push_back(sums[i].first);
  return out;
}

void outlet_matrix(const Page& page, std::string& out) {
  std::vector<std::pair<std::string_view, std::uint64_t>> from, to;
  for (const OutletPair& p : page.run.outlet_pairs) {
    if (p.from == p.to) continue;
    from.emplace_back(p.from, p.words);
    to.emplace_back(p.to, p.words);
  }
  const auto rows = top_names(from), columns = top_names(to);
  std::uint64_t largest = 1;
  std::vector<std::vector<const OutletPair*>> cells(rows.size(), std::vector<const OutletPair*>(columns.size(), nullptr));
  for (const OutletPair& p : page.run.outlet_pairs) {
    const auto row = std::find(rows.begin(), rows.end(), p.from);
    const auto column = std::find(columns.begin(), columns.end(), p.to);
    if (row == rows.end() || column == columns.end() || p.from == p.to) continue;
    cells[static_cast<std::size_t>(row - rows.begin())][static_cast<std::size_t>(column - columns.begin())] = &p;
    largest = std::max<std::uint64_t>(largest, p.words);
  }
  out += "<div class=scroll tabindex=0 role=region aria-label=\"Matrix of outlets\"><table class=matrix><caption class=cut>passages, from the row to the column; darker: more words</caption><thead><tr><td></td>";
  for (const auto name : columns) out += "<th scope=col><bdi>" + escaped(shortened(visible(outlet_or_unknown(name)), 22)) + "</bdi></th>";
  out += "</tr></thead><tbody>";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    out += "<tr class=\"" + page.colour(rows[r]) + "\"><th scope=row>" + page.outlet_chip(rows[r]) + "</th>";
    for (const OutletPair* p : cells[r]) {
      if (!p) {
        out += "<td></td>";
        continue;
      }
      out += "<td style=\"--a:";
      append_decimal(out, static_cast<double>(8 + p->words * 62 / largest) / 100.0);
      out += "\">" + number(p->passages) + "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody></table></div>";
}

void chain_list(const Page& page, std::string& out) {
  const auto& chains = page.chains;
  if (chains.empty()) {
    out += "<p class=lead>No chain leads from one outlet to another.</p>";
    return;
  }
  out += "<ol class=list>";
  for (const ChainRef& ref : chains) {
    const Chain& c = page.run.chains[ref.record].chains[ref.chain];
    out += "<li><span class=way>";
    for (std::size_t i = 0; i < c.hops.size(); ++i) {
      const Hop& h = c.hops[i];
      if (i != 0) out += " <span class=to>&#8594;</span> ";
      out += page.article_link(h.article, page.outlet_chip(h.outlet)) + " <small>" + (h.article == kNone ? std::string("cited, not in the corpus") : time_words(h.published));
      if (i != 0) {
        if (h.relation != Relation::none) out += ", " + std::string(to_string(h.relation));
        out += ", confidence " + decimal2(h.confidence);
        if (h.credited != Credited::unset) out += h.credited == Credited::yes ? ", credited" : ", <b class=no>uncredited</b>";
      }
      out += "</small>";
    }
    out += "</span>";
    if (!c.families.empty()) {
      const FamilyRecord& f = page.run.families[c.families.front()];
      out += "<br>" + page.family_link(c.families.front(), "<q dir=auto>" + escaped(shortened(visible(prose(f.text)), 130)) + "</q>");
    }
    out += "</li>\n";
  }
  out += "</ol>";
}

void uncredited_list(const Page& page, const std::vector<RankedFamily>& families, std::string& out) {
  out += "<ol class=list>";
  for (std::size_t i = 0; i < std::min(kFirstScreen, families.size()); ++i) {
    const RankedFamily& r = families[i];
    const FamilyRecord& f = page.run.families[r.family];
    out += "<li>" + takers_html(page, f, true) + " <small>" + std::string(to_string(f.kind)) + ", " + tally_html(f) + "</small><br>" +
           page.family_link(r.family, "<q dir=auto>" + escaped(shortened(visible(prose(f.text)), 150)) + "</q>") + "</li>\n";
  }
  out += "</ol>";
}

void counts(const Page& page, std::string& out) {
  std::vector<std::string_view> outlets;
  for (const ArticleRecord& a : page.run.articles) {
    if (!a.outlet.empty()) outlets.push_back(a.outlet);
  }
  std::sort(outlets.begin(), outlets.end());
  const auto outlet_count = static_cast<std::size_t>(std::unique(outlets.begin(), outlets.end()) - outlets.begin());
  const Tally tally = tally_of(page.run);
  const auto item = [&](std::uint64_t n, std::string_view label) { out += "<li><b>" + number(n) + "</b>" + std::string(label) + "</li>"; };
  out += "<ul class=counts>";
  item(page.run.articles.size(), "articles");
  item(outlet_count, "outlets");
  item(page.run.clusters.size(), "near-duplicate clusters");
  item(page.run.families.size() - page.boilerplate_total, "passage families");
  item(tally.copied, "copied passages");
  item(tally.uncredited, "of them uncredited");
  item(tally.quotes, "shared quotes");
  item(tally.uncredited_quotes, "of them uncredited");
  item(tally.cited, "sentences that cite a source");
  out += "</ul>";
}

void boilerplate(const Page& page, std::string& out) {
  if (page.boilerplate.empty()) return;
  out += "<h2 id=boilerplate>Boilerplate</h2><details><summary>" + counted(page.boilerplate_total, "text that is", "texts that are") +
         " repeated over unrelated articles: never a re-report</summary><ul class=list>";
  for (const std::uint32_t i : page.boilerplate) {
    const FamilyRecord& f = page.run.families[i];
    out += "<li><small>" + counted(f.occurrences.size(), "occurrence", "occurrences") + "</small> ";
    if (!f.occurrences.empty()) out += page.outlet_chip(page.run.articles[f.occurrences.front().article].outlet);
    out += "<br><q dir=auto>" + escaped(shortened(visible(prose(f.text)), 240)) + "</q></li>\n";
  }
  out += "</ul></details>";
}

/// Renders items side by side; the first error, in the order of the items, wins.
template <class T, class F>
Result<void> render_all(const std::vector<T>& items, F&& render, std::string& out) {
  std::vector<std::string> done(items.size());
  std::vector<std::optional<Error>> errors(items.size());
  parallel_ranges(items.size(), 4, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      auto html = render(items[i]);
      if (html) {
        done[i] = std::move(*html);
      } else {
        errors[i] = html.error();
      }
    }
  });
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (errors[i]) return *errors[i];
    out += done[i];
  }
  return {};
}

}  // namespace

Result<void> write_html(const Run& run, const TextSource& texts, const ReportOptions& options, const std::string& path) {
  const Page page(run, texts, options);
  // A word for the policy that no article's author can foresee, and the same for the same run.
  std::uint64_t seal = run.families.size();
  for (const ArticleRecord& a : run.articles) seal = hash_combine(seal, hash_bytes(a.id, a.words));
  std::string digits;
  append_uint(digits, seal);
  const std::string nonce = hash_hex(digits, 24);

  std::string out = "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><title>reprise: who repeats whom</title><meta name=viewport content=\"width=device-width,initial-scale=1\">"
                    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none';style-src 'unsafe-inline';script-src 'nonce-" + nonce + "';base-uri 'none';form-action 'none'\">"
                    "<meta name=referrer content=no-referrer><style>";
  out += kPageStyle;
  out += "</style></head><body><a class=skip href=\"#families\">Skip to the families</a><header><h1>Who repeats whom</h1>"
         "<p class=lead>Passages that news outlets repeat from each other, who had them first, and by which way they travelled. A report by reprise.</p>";
  counts(page, out);
  out += "<nav aria-label=Parts><a href=\"#feeds\">Who feeds whom</a><a href=\"#uncredited\">Uncredited</a><a href=\"#chains\">Chains</a><a href=\"#families\">Families</a><a href=\"#articles\">Articles</a>";
  if (!page.boilerplate.empty()) out += "<a href=\"#boilerplate\">Boilerplate</a>";
  out += "</nav></header>\n<main><h2 id=feeds>Who feeds whom</h2>";
  if (page.pairs.empty()) {
    out += "<p class=lead>No outlet repeats another in this run.</p>";
  } else {
    out += "<div class=feeds>";
    outlet_table(page, out);
    outlet_matrix(page, out);
    out += "</div>";
    if (run.outlet_pairs.size() > page.pairs.size()) out += "<p class=cut>The " + number(page.pairs.size()) + " heaviest of " + number(run.outlet_pairs.size()) + " pairs; all are in outlets.jsonl.</p>";
  }
  out += "<div class=two><section><h2 id=uncredited>Taken without credit</h2><p class=lead>Who had it first &#8594; who took it and names no one. Quotations last.</p>";
  if (page.uncredited.empty()) {
    out += "<p class=lead>None was found.</p>";
  } else {
    uncredited_list(page, page.uncredited, out);
  }
  out += "</section><section><h2 id=chains>Longest chains</h2><p class=lead>The confidence is that of the step before it.</p>";
  chain_list(page, out);
  out += "</section></div>\n<h2 id=families>Families</h2><p class=lead>A family is one passage in all its variants. Uncredited re-reports come first, then the largest. " +
         number(page.uncredited.size() + page.families.size()) + " of " + number(page.families_total) +
         " with re-reports are shown; all are in passages.jsonl. <del>Struck</del>: only in the source's wording; <ins>underlined</ins>: only in the copy's.</p>"
         "<div class=find hidden><label>Filter families <input type=search id=find autocomplete=off></label><span id=found role=status class=meta></span></div>\n";
  for (const auto* list : {&page.uncredited, &page.families}) {
    if (auto done = render_all(*list, [&](const RankedFamily& f) { return family_html(page, f); }, out); !done) return done;
  }
  if (page.families_total == 0) out += "<p class=lead>No passage of this run is a re-report.</p>";
  out += "<h2 id=articles>Articles</h2><p class=lead>" + number(page.articles.size()) + " of " + number(run.articles.size()) +
         ", those that take and give most. Passages have the colour of the outlet they began with; underlined without colour: the article had them first.</p>\n";
  if (auto done = render_all(page.articles, [&](std::uint32_t a) { return article_html(page, a); }, out); !done) return done;
  boilerplate(page, out);
  out += "</main><footer><p>Times are UTC. A confidence is between 0 (a guess) and 1 (certain). An outlet with a hollow square has no colour of its own. Every statement here stands with its evidence in passages.jsonl and chains.jsonl beside this page.</p></footer>\n<script nonce=\"" + nonce + "\">";
  out += kPageScript;
  out += "</script></body></html>\n";

  auto file = io::OutputFile::create(path);
  if (!file) return file.error();
  if (auto done = file->write(out); !done) return done;
  return file->close();
}

}  // namespace reprise::report
