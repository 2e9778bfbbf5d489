#include "report/html_parts.hpp"

#include <algorithm>
#include <tuple>

#include "report/plain.hpp"
#include "report/word_diff.hpp"

namespace reprise::report {
namespace {

constexpr std::size_t kHues = 12;                  ///< with a full swatch; as many more with half a swatch
constexpr std::size_t kColours = 2 * kHues;
constexpr std::size_t kTakersShown = 5;
constexpr std::size_t kPairs = 200;
constexpr std::size_t kBoilerplate = 100;
constexpr std::size_t kOccurrencesShown = 24;
constexpr std::size_t kWordingsShown = 8;         ///< of them with their words and differences
constexpr std::uint32_t kWordingBytes = 3000;

std::string cut_words(std::string_view text, std::uint32_t limit) {
  if (text.size() <= limit) return escaped(prose(text));
  return escaped(prose(part(text, {0, limit}))) + " <span class=cut>(cut here)</span>";
}

/// The copy's words with <del> for what only the parent has and <ins> for what is new.
std::string diff_html(std::string_view parent, std::string_view copy) {
  std::string out;
  for (const DiffPiece& p : word_diff(parent, copy)) {
    if (p.side == DiffPiece::both) out += escaped(p.new_text);
    if (p.side == DiffPiece::both) continue;
    // The marks hug the words: the space around them stands outside.
    const bool old_side = p.side == DiffPiece::only_old;
    const std::string words = escaped(old_side ? p.old_text : p.new_text);
    const std::size_t first = words.find_first_not_of(' ');
    if (first == std::string::npos) continue;
    if (!out.empty() && out.back() != ' ') out += ' ';
    out += old_side ? "<del>" : "<ins>";
    out.append(words, first, words.find_last_not_of(' ') + 1 - first);
    out += old_side ? "</del> " : "</ins> ";
  }
  return out;
}

/// What an occurrence's words are: nothing when they are the family's own, else the words, differences marked.
Result<std::string> wording_html(const Page& page, const FamilyRecord& f, const Occurrence& o) {
  auto text = page.texts.text(o.article);
  if (!text) return text.error();
  const std::string_view words = part(*text, o.span);
  const std::string_view shown = part(words, {0, kWordingBytes});
  if (words == f.text) return std::string();
  if (o.parent != kNone && o.relation != Relation::translation) {
    for (const Occurrence& p : f.occurrences) {
      if (p.article != o.parent) continue;
      auto parent_text = page.texts.text(p.article);
      if (!parent_text) return parent_text.error();
      return "<blockquote dir=auto>" + diff_html(prose(part(part(*parent_text, p.span), {0, kWordingBytes})), prose(shown)) + "</blockquote>";
    }
  }
  return "<blockquote dir=auto>" + cut_words(words, kWordingBytes) + "</blockquote>";
}

}  // namespace

std::string escaped(std::string_view text) {
  const std::string plain = visible(text);
  std::string out;
  out.reserve(plain.size() + plain.size() / 16);
  for (const char c : plain) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out.push_back(c);
    }
  }
  return out;
}

bool is_web_link(std::string_view url) {
  const auto starts = [&](std::string_view scheme) {
    if (url.size() <= scheme.size()) return false;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
      if ((url[i] | 0x20) != (scheme[i] | 0x20)) return false;
    }
    return true;
  };
  return starts("http://") || starts("https://");
}

Page::Page(const Run& r, const TextSource& t, const ReportOptions& options) : run(r), texts(t) {
  uncredited = uncredited_families(run);
  families = largest_families(run);
  families_total = families.size();
  // Half of the places go to uncredited families, the rest to the largest; what one list leaves over the other takes.
  const std::size_t places = options.top_families;
  uncredited.resize(std::min(uncredited.size(), std::max(places / 2, places - std::min(places, families.size()))));
  std::unordered_map<std::uint32_t, bool> taken;
  for (const RankedFamily& f : uncredited) taken[f.family] = true;
  std::erase_if(families, [&](const RankedFamily& f) { return taken.count(f.family) != 0; });
  // The families that lead the chains of the first screen stand in the page, so that every chain can be followed.
  const std::size_t left = places - std::min(places, uncredited.size());
  chains = longest_chains(run, kFirstScreen);
  std::vector<std::uint32_t> leads;
  for (const ChainRef& c : chains) {
    const auto& led = run.chains[c.record].chains[c.chain].families;
    if (!led.empty() && taken.count(led.front()) == 0) leads.push_back(led.front());
  }
  const auto leading = [&](const RankedFamily& f) { return std::find(leads.begin(), leads.end(), f.family) != leads.end(); };
  std::stable_partition(families.begin() + static_cast<std::ptrdiff_t>(std::min(left - std::min(left, leads.size()), families.size())), families.end(), leading);
  families.resize(std::min(families.size(), left));
  for (const auto* list : {&uncredited, &families}) {
    for (const RankedFamily& f : *list) family_anchor.emplace(f.family, family_anchor.size() + 1);
  }
  for (std::size_t i = 0; i < run.families.size(); ++i) {
    if (run.families[i].kind == Kind::boilerplate) boilerplate.push_back(static_cast<std::uint32_t>(i));
  }
  boilerplate_total = boilerplate.size();
  std::stable_sort(boilerplate.begin(), boilerplate.end(), [&](std::uint32_t a, std::uint32_t b) { return run.families[a].occurrences.size() > run.families[b].occurrences.size(); });
  boilerplate.resize(std::min(boilerplate.size(), kBoilerplate));
  articles = most_involved_articles(run, options.article_pages);
  for (const std::uint32_t a : articles) article_anchor.emplace(a, article_anchor.size() + 1);
  pairs = heaviest_pairs(run);

  // Those that give most come first (a passage has its origin's colour), then those that take most; ties by name.
  struct Weight {
    std::string_view name;
    std::uint64_t given = 0, taken = 0;
  };
  std::vector<Weight> sides, sums;
  for (const OutletPair& p : run.outlet_pairs) {
    sides.push_back({p.from, std::uint64_t{1} + p.words, 0});
    sides.push_back({p.to, 0, std::uint64_t{1} + p.words});
  }
  std::sort(sides.begin(), sides.end(), [](const Weight& a, const Weight& b) { return a.name < b.name; });
  for (const Weight& w : sides) {
    if (w.name.empty()) continue;
    if (sums.empty() || sums.back().name != w.name) sums.push_back({w.name});
    sums.back().given += w.given;
    sums.back().taken += w.taken;
  }
  std::sort(sums.begin(), sums.end(), [](const Weight& a, const Weight& b) {
    const std::uint64_t x = 2 * a.given + a.taken, y = 2 * b.given + b.taken;
    return std::tie(y, a.name) < std::tie(x, b.name);
  });
  for (std::size_t i = 0; i < std::min(sums.size(), kColours); ++i) colours.emplace(sums[i].name, static_cast<unsigned>(i));
  pairs.resize(std::min(pairs.size(), kPairs));
}

std::string Page::colour(std::string_view outlet) const {
  const auto at = colours.find(outlet);
  if (at == colours.end()) return "cx";
  return std::string("c").append(std::to_string(at->second % kHues)).append(at->second < kHues ? "" : " half");
}

std::string Page::article_link(std::uint32_t article, std::string_view words) const {
  const auto at = article_anchor.find(article);
  return at == article_anchor.end() ? std::string(words) : "<a href=\"#a" + std::to_string(at->second) + "\">" + std::string(words) + "</a>";
}

std::string Page::family_link(std::uint32_t family, std::string_view words) const {
  const auto at = family_anchor.find(family);
  return at == family_anchor.end() ? std::string(words) : "<a href=\"#f" + std::to_string(at->second) + "\">" + std::string(words) + "</a>";
}

std::string Page::outlet_chip(std::string_view outlet) const {
  return "<span class=\"chip " + colour(outlet) + "\"><bdi>" + escaped(outlet_or_unknown(outlet)) + "</bdi></span>";
}

std::string way_html(const Page& page, const FamilyRecord& family, std::uint32_t occurrence) {
  const auto way = way_to(family, occurrence);
  const Occurrence& first = family.occurrences[way.front()];
  std::string out = "<span class=way>";
  if (first.status == Status::cited) out += page.outlet_chip(first.parent_outlet) + " <small>cited, not in the corpus</small> <span class=to>&#8594;</span> ";
  else if (first.parent != kNone) out += page.article_link(first.parent, page.outlet_chip(first.parent_outlet)) + " <small>told in other words</small> <span class=to>&#8594;</span> ";
  for (std::size_t i = 0; i < way.size(); ++i) {
    const Occurrence& o = family.occurrences[way[i]];
    if (i != 0) out += " <span class=to>&#8594;</span> ";
    out += page.article_link(o.article, page.outlet_chip(page.run.articles[o.article].outlet)) + " <small>" + time_words(page.run.articles[o.article].published) + "</small>";
  }
  return out + "</span>";
}

std::string takers_html(const Page& page, const FamilyRecord& family, bool uncredited) {
  const auto takers = takers_of(page.run, family, uncredited);
  const std::string_view giver = giver_of(family);
  std::string out = giver.empty() && family.origin_article == kNone ? std::string("<span class=to>origin undecided</span>") : page.outlet_chip(giver);
  out += " <span class=to>&#8594;</span> ";
  for (std::size_t i = 0; i < std::min(kTakersShown, takers.size()); ++i) {
    if (i != 0) out += ' ';
    out += page.outlet_chip(page.run.articles[family.occurrences[takers[i]].article].outlet);
  }
  if (takers.empty()) out += "<small>its own later articles</small>";
  if (takers.size() > kTakersShown) out += " <small>and " + counted(takers.size() - kTakersShown, "other outlet", "other outlets") + "</small>";
  return out;
}

std::string tally_html(const FamilyRecord& family) {
  Tally tally;
  add_to(tally, family);
  std::string out = tally_words(tally);
  const std::size_t uncredited = tally.uncredited + tally.uncredited_quotes;
  // A family is of one kind, so that "uncredited" stands once at most.
  if (uncredited == 0) return out;
  const std::string words = counted(uncredited, "uncredited", "uncredited");
  if (const std::size_t at = out.find(words); at != std::string::npos) out.replace(at, words.size(), "<b class=no>" + words + "</b>");
  return out;
}

Result<std::string> family_html(const Page& page, const RankedFamily& ranked) {
  const FamilyRecord& f = page.run.families[ranked.family];
  std::string out = "<details class=family id=f" + std::to_string(page.family_anchor.at(ranked.family)) + "><summary><span class=fhead>" + takers_html(page, f, false) +
                    " <span class=kind>" + std::string(to_string(f.kind)) + "</span> <small>" + tally_html(f) + "</small>";
  out += "</span><span class=ftext dir=auto>" + escaped(shortened(visible(prose(f.text)), 240)) + "</span></summary>";
  out += "<blockquote dir=auto class=whole>" + cut_words(f.text, 2 * kWordingBytes) + "</blockquote><p class=meta>family <code>" + escaped(f.id) + "</code>, origin ";
  out += f.origin_article == kNone && f.origin_outlet.empty() ? std::string("undecided") : "<bdi>" + escaped(holder_words(page.run, f.origin_outlet, f.origin_article)) + "</bdi>, confidence " + decimal2(f.origin_confidence);
  out += "</p><ol class=occ>";
  for (std::size_t i = 0; i < std::min(f.occurrences.size(), kOccurrencesShown); ++i) {
    const Occurrence& o = f.occurrences[i];
    out += "<li><p>" + way_html(page, f, static_cast<std::uint32_t>(i)) + "</p>";
    if (i < kWordingsShown) {
      auto wording = wording_html(page, f, o);
      if (!wording) return wording.error();
      out += *wording;
    }
    out += "<p class=why dir=auto>" + escaped(verdict_words(page.run, f, o)) + " " + escaped(o.evidence.time) + " " + escaped(o.evidence.variants) + "</p></li>";
  }
  out += "</ol>";
  if (f.occurrences.size() > kOccurrencesShown) out += "<p class=cut>and " + counted(f.occurrences.size() - kOccurrencesShown, "occurrence", "occurrences") + " more in passages.jsonl</p>";
  return out + "</details>\n";
}

}  // namespace reprise::report
