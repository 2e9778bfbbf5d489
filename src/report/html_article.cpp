// An article in the report page: its text with the passages coloured by origin outlet, and notes beside it.
//
// Idea: the text is cut into stretches at every passage border and at every line break; a stretch belongs to the passage
//   that covers it and begins first (so nested and overlapping passages never make crossed elements). A long text keeps its
//   head and kContext bytes around each passage; what is left out is said.
// Invariant: the stretches that are shown are whole characters; spans from files are fitted to the text first.
// Tested by tests/report/html_report_test.cpp.
#include <algorithm>
#include <string>
#include <vector>

#include "report/html_parts.hpp"
#include "report/plain.hpp"

namespace reprise::report {
namespace {

constexpr std::uint32_t kWholeBytes = 9000;   ///< texts up to this stand whole
constexpr std::uint32_t kContext = 500;       ///< bytes kept around a passage of a longer text
constexpr std::uint32_t kShownBytes = 40000;  ///< and never more than this
constexpr std::size_t kNotes = 60;            ///< passages that have a note

struct Mark {
  Span span;
  Held held;
};

/// What of the text is shown: sorted, disjoint spans at character borders.
std::vector<Span> kept_parts(std::string_view text, const std::vector<Mark>& marks) {
  const auto size = static_cast<std::uint32_t>(text.size());
  if (size <= kWholeBytes) return {{0, size}};
  std::vector<Span> wanted{{0, kContext}};
  for (const Mark& m : marks) wanted.push_back({m.span.begin > kContext ? m.span.begin - kContext : 0, m.span.end > size - std::min(size, kContext) ? size : m.span.end + kContext});
  std::sort(wanted.begin(), wanted.end(), [](Span a, Span b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
  std::vector<Span> out;
  for (const Span w : wanted) {
    const Span fit = fitted(text, w);
    if (!out.empty() && fit.begin <= out.back().end + kContext / 2) {
      out.back().end = std::max(out.back().end, fit.end);
    } else {
      out.push_back(fit);
    }
  }
  std::uint32_t shown = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (shown + out[i].size() > kShownBytes) {
      out[i] = fitted(text, {out[i].begin, out[i].begin + (kShownBytes - shown)});
      out.resize(i + 1);
      break;
    }
    shown += out[i].size();
  }
  return out;
}

/// One stretch of the text that no border divides.
struct Stretch {
  std::uint32_t begin, end;
  std::size_t mark;  ///< index into marks, or marks.size()
};

std::vector<Stretch> stretches(Span shown, const std::vector<Mark>& marks) {
  std::vector<std::uint32_t> cuts{shown.begin, shown.end};
  for (const Mark& m : marks) {
    for (const std::uint32_t at : {m.span.begin, m.span.end}) {
      if (at > shown.begin && at < shown.end) cuts.push_back(at);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Stretch> out;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    std::size_t owner = marks.size();
    for (std::size_t m = 0; m < marks.size() && owner == marks.size(); ++m) {
      if (marks[m].span.begin <= cuts[i] && marks[m].span.end >= cuts[i + 1]) owner = m;
    }
    if (!out.empty() && out.back().mark == owner) {
      out.back().end = cuts[i + 1];
    } else {
      out.push_back({cuts[i], cuts[i + 1], owner});
    }
  }
  return out;
}

std::string text_html(const Page& page, std::string_view text, const std::vector<Mark>& marks, const std::string& anchor) {
  std::string out;
  const auto left_out = [&](std::uint32_t begin, std::uint32_t end) {
    if (begin < end) out += "<p class=cut>[" + counted(end - begin, "byte", "bytes") + " of the text left out here]</p>";
  };
  std::uint32_t told = 0;
  std::vector<bool> numbered(marks.size(), false);
  for (const Span shown : kept_parts(text, marks)) {
    left_out(told, shown.begin);
    told = shown.end;
    bool open = false;
    for (const Stretch& s : stretches(shown, marks)) {
      std::string before, after;
      if (s.mark < marks.size()) {
        const Held h = marks[s.mark].held;
        const FamilyRecord& f = page.run.families[h.family];
        const bool own = f.occurrences[h.occurrence].status == Status::origin;
        const std::string note = anchor + "n" + std::to_string(s.mark + 1);
        before = "<a class=\"p " + (f.kind == Kind::boilerplate ? std::string("boiler") : page.colour(f.origin_outlet)) + (own ? " own" : "") + "\" href=\"#" + note + "\" data-n=\"" + note + "\">";
        after = "</a>";
      }
      // Line by line: a passage may run over several paragraphs.
      for (std::uint32_t at = s.begin; at < s.end;) {
        const std::size_t newline = std::min<std::size_t>(text.find('\n', at), s.end);
        const std::string_view line = text.substr(at, newline - at);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
          if (!open) out += "<p dir=auto>";
          open = true;
          out += before + escaped(prose(line));
          if (s.mark < marks.size() && !numbered[s.mark]) {
            numbered[s.mark] = true;
            out += "<sup>" + std::to_string(s.mark + 1) + "</sup>";
          }
          out += after;
        } else if (open) {
          out += " ";
        }
        if (newline < s.end && open) {
          out += "</p>\n";
          open = false;
        }
        at = static_cast<std::uint32_t>(newline) + 1;
      }
    }
    if (open) out += "</p>\n";
  }
  left_out(told, static_cast<std::uint32_t>(text.size()));
  return out;
}

}  // namespace

Result<std::string> article_html(const Page& page, std::uint32_t index) {
  const ArticleRecord& a = page.run.articles[index];
  auto text = page.texts.text(index);
  if (!text) return text.error();
  std::vector<Mark> marks;
  for (const Held& h : passages_of(page.run, index)) {
    const Span span = fitted(*text, page.run.families[h.family].occurrences[h.occurrence].span);
    if (span.size() != 0 && marks.size() < kNotes) marks.push_back({span, h});
  }
  const std::string anchor = "a" + std::to_string(page.article_anchor.at(index));
  std::string out = "<article id=" + anchor + "><header><h3 dir=auto>" + escaped(a.title.empty() ? a.id : prose(a.title)) + "</h3><p class=meta>" + page.outlet_chip(a.outlet) + " " +
                    time_words(a.published) + ", " + counted(a.words, "word", "words") + ", " + percent(a.original_share) + " its own. <code>" + escaped(a.id) + "</code>";
  if (is_web_link(a.url)) {
    out += " <a rel=\"noopener noreferrer nofollow\" href=\"" + escaped(a.url) + "\">source</a>";
  } else if (!a.url.empty()) {
    out += " <code>" + escaped(a.url) + "</code>";
  }
  out += "</p>";
  if (!a.sources.empty()) {
    constexpr std::size_t kSources = 8;
    out += "<p class=meta>From ";
    for (std::size_t i = 0; i < std::min(kSources, a.sources.size()); ++i) {
      const Source& s = a.sources[i];
      if (i != 0) out += ' ';
      out += page.article_link(s.article, page.outlet_chip(s.outlet)) + " " + percent(s.share) + (own(a, s) ? ", the same outlet" : s.credited ? ", credited" : ", <b class=no>uncredited</b>");
    }
    if (a.sources.size() > kSources) out += " and " + counted(a.sources.size() - kSources, "other", "others");
    out += "</p>";
  }
  out += "</header><div class=cols><div class=text>" + text_html(page, *text, marks, anchor) + "</div><aside><ol class=notes>";
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const Held h = marks[i].held;
    const FamilyRecord& f = page.run.families[h.family];
    const Occurrence& o = f.occurrences[h.occurrence];
    out += "<li id=" + anchor + "n" + std::to_string(i + 1) + " tabindex=-1>";
    if (f.kind == Kind::boilerplate) {
      out += "<p>Boilerplate: repeated over unrelated articles, no re-report.</p></li>";
      continue;
    }
    out += "<p>" + way_html(page, f, h.occurrence) + "</p><p class=why dir=auto>" + escaped(verdict_words(page.run, f, o)) + " " + escaped(o.evidence.time) + " " +
           escaped(o.evidence.variants) + "</p><p class=meta>" + page.family_link(h.family, "family of " + counted(f.occurrences.size(), "occurrence", "occurrences")) + "</p></li>";
  }
  return out + "</ol></aside></div></article>\n";
}

}  // namespace reprise::report
