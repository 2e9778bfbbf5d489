// Text reports of an article, a family, and two articles side by side.
//
// Idea: a passage is shown with what differs from its parent marked in place ([-old-]{+new+}), and below it the verdict
//   and its evidence in words. Spans come from files and are fitted to the text before use.
// Tested by tests/report/text_report_test.cpp.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "report/model.hpp"
#include "report/plain.hpp"
#include "report/run_io.hpp"
#include "report/text_parts.hpp"
#include "report/word_diff.hpp"

namespace reprise::report {

std::string chain_lines(const Run& run, const Chain& chain, std::string_view indent) {
  std::string out;
  for (std::size_t i = 0; i < chain.hops.size(); ++i) {
    const Hop& h = chain.hops[i];
    if (i != 0) out += " -> ";
    out += visible(outlet_or_unknown(h.outlet));
    if (h.article == kNone) {
      out += " (cited, not in the corpus)";
      continue;
    }
    out.append(" ").append(time_words(h.published));
    if (i == 0) continue;
    out += " (";
    if (h.relation != Relation::none) out += std::string(to_string(h.relation)) + ", ";
    out += "confidence " + decimal2(h.confidence);
    if (h.credited != Credited::unset) out += h.credited == Credited::yes ? ", credited" : ", not credited";
    out += ")";
  }
  if (!chain.hops.empty() && chain.hops.back().article != kNone) {
    out += ": " + percent(chain.share) + " of " + visible(run.articles[chain.hops.back().article].id);
  }
  return wrap(out, std::string(indent) + "    ", indent);
}

std::string article_line(const Run& run, std::uint32_t article, std::string_view indent) {
  const ArticleRecord& a = run.articles[article];
  std::string line = time_words(a.published) + "  " + visible(outlet_or_unknown(a.outlet)) + "  " + visible(a.id);
  if (!a.title.empty()) line += "  " + shortened(visible(prose(a.title)), 100);
  return wrap(line, std::string(indent) + "    ", indent);
}

std::string verdict_lines(const Run& run, const FamilyRecord& family, const Occurrence& o, std::string_view indent) {
  std::string words = visible(verdict_words(run, family, o));
  if (!o.evidence.time.empty()) words.append(" ").append(visible(o.evidence.time));
  if (!o.evidence.variants.empty()) words.append(" ").append(visible(o.evidence.variants));
  return wrap(words, indent);
}

namespace {

constexpr std::size_t kExcerpt = 700;  ///< columns of a passage that are shown

Error no_such(std::string_view what, std::string_view id) {
  return Error{ErrorCode::not_found, "expected the id of " + std::string(what) + " of this run, found none named \"" + visible(id) + "\"", std::string(id)};
}

std::string head(const Run& run, std::uint32_t article) {
  const ArticleRecord& a = run.articles[article];
  std::string out = wrap(visible(a.id) + "  " + visible(outlet_or_unknown(a.outlet)) + "  " + time_words(a.published), "  ", "");
  if (!a.title.empty()) out += wrap(visible(prose(a.title)), "  ");
  if (!a.url.empty()) out += wrap(visible(a.url), "  ");
  return out + "  " + (a.lang.empty() ? std::string() : visible(a.lang) + ", ") + counted(a.words, "word", "words") + ", " + percent(a.original_share) + " of them its own\n";
}

/// The text of a way "TASS -> Fars -> Jerusalem Post" within a family; "" for a way of one.
std::string way_words(const Run& run, const FamilyRecord& f, std::uint32_t occurrence) {
  const auto way = way_to(f, occurrence);
  std::string out;
  const Occurrence& first = f.occurrences[way.front()];
  if (first.status == Status::cited) out = std::string(outlet_or_unknown(first.parent_outlet)) + " (cited)";
  else if (first.parent != kNone) out = outlet_or_unknown(first.parent_outlet);  // whose article does not hold the passage
  for (const std::uint32_t i : way) {
    if (!out.empty()) out += " -> ";
    out += outlet_or_unknown(run.articles[f.occurrences[i].article].outlet);
  }
  return way.size() > 1 || first.status == Status::cited || first.parent != kNone ? visible(out) : std::string();
}

/// The passage, with what differs from its parent marked when the parent is an article of the family.
Result<std::string> passage_words(const TextSource& texts, const FamilyRecord& f, const Occurrence& o, std::string_view own_text) {
  const std::string_view words = part(own_text, o.span);
  if (o.parent != kNone && o.relation != Relation::translation) {
    for (const Occurrence& p : f.occurrences) {
      if (p.article != o.parent) continue;
      auto parent_text = texts.text(p.article);
      if (!parent_text) return parent_text.error();
      return shortened(marked_diff(prose(part(*parent_text, p.span)), prose(words)), kExcerpt);
    }
  }
  return shortened(visible(prose(words)), kExcerpt);
}

}  // namespace

Result<std::string> article_text(const Run& run, const TextSource& texts, std::string_view article_id) {
  const std::uint32_t index = find_article(run, article_id);
  if (index == kNone) return no_such("an article", article_id);
  const ArticleRecord& a = run.articles[index];
  auto text = texts.text(index);
  if (!text) return text.error();

  std::string out = head(run, index);
  if (a.cluster != kNone) {
    out += wrap("In cluster " + visible(run.clusters[a.cluster].id) +
                    (a.near_duplicate_of == kNone ? ", as its earliest member" : ", a near-duplicate of " + visible(holder_words(run, run.articles[a.near_duplicate_of].outlet, a.near_duplicate_of))),
                "    ", "  ");
  }
  if (!a.sources.empty()) {
    out += "\nSources\n";
    for (const Source& s : a.sources) {
      out += wrap(percent(s.share) + "  " + visible(holder_words(run, s.outlet, s.article)) + (own(a, s) ? ", the same outlet" : s.credited ? ", credited" : ", not credited"), "      ", "  ");
    }
  }
  if (!a.attributions.empty()) {
    out += "\nNames as its sources\n";
    for (const Attribution& t : a.attributions) {
      out += wrap(visible(t.outlet) + (t.via.empty() ? "" : " (through " + visible(t.via) + ")") + ", " + std::string(to_string(t.cue)) + ": \"" + visible(prose(t.text)) + "\"", "      ", "  ");
    }
  }
  for (const ChainRecord& record : run.chains) {
    if (record.article != index || record.chains.empty()) continue;
    out += "\nChains\n";
    for (const Chain& c : record.chains) out += chain_lines(run, c, "  ");
  }
  const auto held = passages_of(run, index);
  out += held.empty() ? "\nIt shares no passage with another article of this run.\n" : "\nPassages, in the order of the text\n";
  std::size_t number = 0;
  for (const Held& h : held) {
    const FamilyRecord& f = run.families[h.family];
    const Occurrence& o = f.occurrences[h.occurrence];
    auto words = passage_words(texts, f, o, *text);
    if (!words) return words.error();
    out += '\n';
    out += wrap(std::to_string(++number) + ". characters " + std::to_string(o.chars.begin) + " to " + std::to_string(o.chars.end) + ", family " + visible(f.id) + ", " +
                           std::string(to_string(f.kind)) + ", " + counted(f.occurrences.size(), "occurrence", "occurrences"), "   ", "");
    out += wrap(in_quotes(*words), "   ");
    if (const std::string way = way_words(run, f, h.occurrence); !way.empty()) out += wrap(way, "       ", "   ");
    out += verdict_lines(run, f, o, "   ");
  }
  return out;
}

Result<std::string> family_text(const Run& run, const TextSource& texts, std::string_view family_id) {
  const std::uint32_t index = find_family(run, family_id);
  if (index == kNone) return no_such("a family", family_id);
  const FamilyRecord& f = run.families[index];
  std::string out = "Family " + visible(f.id) + ", " + std::string(to_string(f.kind)) + ", " + counted(f.occurrences.size(), "occurrence", "occurrences") + "\n";
  if (f.kind == Kind::boilerplate) {
    out += "Boilerplate: text repeated over unrelated articles. It is no re-report.\n";
  } else if (f.origin_article == kNone && f.origin_outlet.empty()) {
    out += "Origin: undecided\n";
  } else {
    out += wrap("Origin: " + visible(holder_words(run, f.origin_outlet, f.origin_article)) + ", confidence " + decimal2(f.origin_confidence), "  ", "");
  }
  out += '\n';
  out += wrap(in_quotes(shortened(visible(prose(f.text)), 4 * kExcerpt)), "  ");
  out += "\nOccurrences, earliest first\n";
  for (std::size_t i = 0; i < f.occurrences.size(); ++i) {
    const Occurrence& o = f.occurrences[i];
    out += '\n';
    out += article_line(run, o.article, "  ");
    auto text = texts.text(o.article);
    if (!text) return text.error();
    auto words = passage_words(texts, f, o, *text);
    if (!words) return words.error();
    if (visible(part(*text, o.span)) != visible(f.text)) out += wrap(in_quotes(*words), "    ");
    if (const std::string way = way_words(run, f, static_cast<std::uint32_t>(i)); !way.empty()) out += wrap(way, "        ", "    ");
    out += verdict_lines(run, f, o, "    ");
  }
  return out;
}

Result<std::string> explain_text(const Run& run, const TextSource& texts, std::string_view a_id, std::string_view b_id) {
  const std::uint32_t a = find_article(run, a_id), b = find_article(run, b_id);
  if (a == kNone) return no_such("an article", a_id);
  if (b == kNone) return no_such("an article", b_id);
  auto a_text = texts.text(a);
  if (!a_text) return a_text.error();
  auto b_text = texts.text(b);
  if (!b_text) return b_text.error();

  std::string out = "A  " + head(run, a) + "B  " + head(run, b);
  if (a == b) return out + "\nA and B are the same article.\n";
  const TimeInterval ta = run.articles[a].published, tb = run.articles[b].published;
  if (!ta.known() || !tb.known()) {
    out += "\nThe time of " + std::string(!ta.known() && !tb.known() ? "both" : !ta.known() ? "A" : "B") + " is unknown.\n";
  } else if (ta.to < tb.from) {
    out += "\nBy the times given, A is earlier, by " + duration_words(tb.from - ta.to) + (ta.from == ta.to && tb.from == tb.to ? "" : " at least") + ".\n";
  } else if (tb.to < ta.from) {
    out += "\nBy the times given, B is earlier, by " + duration_words(ta.from - tb.to) + (ta.from == ta.to && tb.from == tb.to ? "" : " at least") + ".\n";
  } else {
    out += "\nThe times do not say which is earlier.\n";
  }
  if (run.articles[a].cluster != kNone && run.articles[a].cluster == run.articles[b].cluster) {
    const ClusterRecord& c = run.clusters[run.articles[a].cluster];
    out += "They are near-duplicates: both stand in cluster " + visible(c.id);
    for (const ClusterPair& p : c.pairs) {
      if ((p.a == a && p.b == b) || (p.a == b && p.b == a)) {
        out += ", Jaccard " + decimal2(p.jaccard) + ", " + percent(p.a == a ? p.containment_a : p.containment_b) + " of A in B, " + percent(p.a == a ? p.containment_b : p.containment_a) + " of B in A";
      }
    }
    out += ".\n";
  }

  struct Shared {
    std::uint32_t family, in_a, in_b;
  };
  std::vector<Shared> shared, boilerplate;
  for (const Held& h : passages_of(run, a)) {
    const FamilyRecord& f = run.families[h.family];
    for (std::size_t k = 0; k < f.occurrences.size(); ++k) {
      if (f.occurrences[k].article == b) (f.kind == Kind::boilerplate ? boilerplate : shared).push_back({h.family, h.occurrence, static_cast<std::uint32_t>(k)});
    }
  }
  if (shared.empty()) {
    out += "\nA and B share no passage.\n";
  } else {
    out += "They share " + counted(shared.size(), "passage", "passages") + ". Marks: [-only in the left-] {+only in the right+}.\n";
  }
  // The wording can outweigh the times (a date may be that of a later edition); then it is said here, not only below.
  const bool a_first = ta.known() && tb.known() && ta.to < tb.from, b_first = ta.known() && tb.known() && tb.to < ta.from;
  std::size_t against = 0;
  for (const Shared& s : shared) {
    const auto& occurrences = run.families[s.family].occurrences;
    if ((a_first && occurrences[s.in_a].parent == b) || (b_first && occurrences[s.in_b].parent == a)) ++against;
  }
  if (against != 0) {
    out += wrap("Against those times, the wording of " + counted(against, "passage", "passages") + " says that " + (a_first ? "A has it from B" : "B has it from A") + ": the verdicts below give the reasons and the confidence.", "");
  }
  std::size_t number = 0;
  for (const Shared& s : shared) {
    const FamilyRecord& f = run.families[s.family];
    const Occurrence &x = f.occurrences[s.in_a], &y = f.occurrences[s.in_b];
    const std::string in_a = prose(part(*a_text, x.span)), in_b = prose(part(*b_text, y.span));
    out += '\n';
    out += std::to_string(++number) + ". family " + visible(f.id) + ", " + std::string(to_string(f.kind)) + "\n";
    out += wrap(shortened(visible(in_a), kExcerpt), "     ", "  A  ");
    out += wrap(shortened(visible(in_b), kExcerpt), "     ", "  B  ");
    // The older wording stands on the left when one has it from the other.
    const bool a_from_b = x.parent == b && y.parent != a;
    if (x.relation != Relation::translation && y.relation != Relation::translation) {
      const std::string diff = a_from_b ? marked_diff(in_b, in_a) : marked_diff(in_a, in_b);
      const bool same = diff.find("[-") == std::string::npos && diff.find("{+") == std::string::npos;
      out += same ? std::string("     The same words.\n") : wrap(shortened(diff, 2 * kExcerpt), "          ", a_from_b ? "  B > A   " : "  A > B   ");
    }
    out += verdict_lines(run, f, x, "     ");
    out += verdict_lines(run, f, y, "     ");
    for (const std::uint32_t k : {s.in_a, s.in_b}) {
      if (way_to(f, k).size() > 2) out += wrap("Way: " + way_words(run, f, k), "          ", "     ");
    }
  }
  for (const Shared& s : boilerplate) {
    out += "\nBoth carry boilerplate, a text that is repeated over unrelated articles; it is no re-report:\n";
    out += wrap(in_quotes(shortened(visible(prose(run.families[s.family].text)), 300)), "  ");
  }
  return out;
}

}  // namespace reprise::report
