// Passages of one article whose source is named but has no such article in the corpus.
//
// Idea: the text that a cue speaks for is a passage from the outlet named. Cues within sentences come first, because
//   they are the more exact; an agency's dateline or byline then takes what is left of the text. What has a parent
//   already is cut out. Photo credits speak for a picture, links for a page and credits for nobody knows which part:
//   none makes a passage.
// Invariant: spans are disjoint, inside the text, at borders that came in as scopes or held spans, at least
//   kLeastWords long beside their cues. cited_span() then brings them to whole words, which leaves them disjoint. Cost: O(a (log a + h)) for a attributions and h held passages.
// Tested by tests/provenance/chains_test.cpp and cited_span_test.cpp.
#include <algorithm>

#include "base/utf8.hpp"
#include "provenance/provenance.hpp"
#include "text/markup.hpp"

namespace reprise::provenance {
namespace {

constexpr std::uint32_t kLeastWords = 8;    // beside the cue; shorter scopes say little that could come from elsewhere
constexpr std::uint32_t kLeastIdeographs = 16;
constexpr std::uint32_t kNear = 250;        // bytes: the words of the source that a cue announces stand in the next sentence
// How often it is true that the passage rests on the outlet named.
constexpr double kWire = 0.9, kKnown = 0.7, kUnknown = 0.5;

// The disjoint spans that are taken already, sorted.
class Taken {
 public:
  explicit Taken(std::vector<Span> spans) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
    for (const Span& s : spans) take(s);
  }

  std::vector<Span> free_of(Span want) const {
    std::vector<Span> out;
    std::uint32_t at = want.begin;
    for (auto s = first_behind(want.begin); s != spans_.end() && s->begin < want.end; ++s) {
      if (s->begin > at) out.push_back({at, s->begin});
      at = std::max(at, s->end);
    }
    if (at < want.end) out.push_back({at, want.end});
    return out;
  }
  // O(log n) and a move of what stands behind it: at the end, nothing.
  void take(Span s) {
    if (s.begin >= s.end) return;
    const auto first = spans_.begin() + (first_behind(s.begin == 0 ? 0 : s.begin - 1) - spans_.cbegin());  // ends at s.begin or behind it
    auto last = first;
    for (; last != spans_.end() && last->begin <= s.end; ++last) s = {std::min(s.begin, last->begin), std::max(s.end, last->end)};
    if (first == last) spans_.insert(first, s);
    else *first = s, spans_.erase(first + 1, last);
  }

 private:
  // The first that ends behind `at`.
  std::vector<Span>::const_iterator first_behind(std::uint32_t at) const {
    return std::partition_point(spans_.begin(), spans_.end(), [&](const Span& s) { return s.end <= at; });
  }
  std::vector<Span> spans_;
};

struct Claim {
  const Attribution* words;
  Span scope;
};

// Words of the piece that can be the source's: without cues, names and addresses.
std::uint32_t words_left(const Taken& cues, std::uint32_t article, Span piece, const WordCounter& words) {
  std::uint32_t left = 0;
  for (const Span& s : cues.free_of(piece)) left += words.words_in(article, s);
  return left;
}

template <class List>
Taken spans_of(const List& list) {
  std::vector<Span> spans;
  for (const auto& item : list) spans.push_back(item.span);
  return Taken(std::move(spans));
}

std::string_view nearest_source(const Attribution& a) { return a.via.empty() ? a.outlet : a.via; }

// The source's own article is in the corpus and gave the words at this place.
bool has_words_of(std::span<const Held> held, std::string_view source, Span scope) {
  return std::any_of(held.begin(), held.end(), [&](const Held& h) {
    return (h.parent == source || h.origin == source) && h.span.begin < scope.end + kNear && scope.begin < h.span.end + kNear;
  });
}

FamilyRecord cited_family(std::uint32_t article, const Attribution& a, Span span, bool wire) {
  FamilyRecord family;
  family.kind = Kind::paraphrase;
  family.origin_outlet = a.outlet;
  family.origin_confidence = wire ? kWire : a.known ? kKnown : kUnknown;
  Occurrence o;
  o.article = article;
  o.span = span;
  o.parent_outlet = nearest_source(a);
  o.confidence = family.origin_confidence;
  o.status = Status::cited;
  o.relation = Relation::paraphrase;
  o.credited = Credited::yes;
  o.evidence.time = "The source is not in the corpus; no time to compare.";
  o.evidence.variants = "The source's words are not in the corpus.";
  o.evidence.attribution = a.text;
  family.occurrences.push_back(std::move(o));
  return family;
}

using text::CharClass;

bool is_word(const text::Unit& u) { return u.entry.in_word() || u.entry.char_class() == CharClass::ideograph; }

/// A mark that opens in most languages; the others go by what stands around them.
bool is_opening_mark(const text::Unit& u) { return u.c == U'“' || u.c == U'‘' || u.c == U'«' || u.c == U'„' || u.c == U'「' || u.c == U'『'; }

/// A word stands right behind the mark, which may be what divides words in scripts without spaces only if it opens.
bool leads_on(std::string_view text, const text::Unit& mark, std::uint32_t behind) {
  if (behind >= text.size()) return false;
  const text::Unit next = text::unit_at(text, behind);
  return next.entry.in_word() || (is_opening_mark(mark) && is_word(next));
}

bool is_quotation_mark(const text::Unit& u) { return u.entry.char_class() == CharClass::quote || u.entry.char_class() == CharClass::apostrophe; }

/// Ends a sentence, a quotation or a bracket. A dot or mark with a word right behind it does not: "9 a.m.".
bool closes(const text::Unit& u) {
  const CharClass k = u.entry.char_class();
  return k == CharClass::stop || k == CharClass::dot || is_quotation_mark(u) || u.c == U')' || u.c == U']' || u.c == U'）' || u.c == U'%';
}

std::uint32_t before(std::string_view text, std::uint32_t at) {
  do --at;
  while (at > 0 && !utf8::is_boundary(text, at));
  return at;
}

/// A quotation mark that opens stands right before the word at `at`.
bool opens_before(std::string_view text, std::uint32_t at) {
  if (at == 0 || !is_quotation_mark(text::unit_at(text, before(text, at)))) return false;
  const std::uint32_t mark = before(text, at);
  if (mark == 0 || is_opening_mark(text::unit_at(text, mark))) return true;
  const text::Unit u = text::unit_at(text, before(text, mark));
  const CharClass k = u.entry.char_class();
  return k == CharClass::space || k == CharClass::newline || k == CharClass::opener || is_quotation_mark(u);
}

}  // namespace

bool names_outlet(const ArticleRecord& article, std::string_view outlet) {
  if (outlet.empty()) return false;
  if (!article.named.empty()) return std::binary_search(article.named.begin(), article.named.end(), outlet);
  return std::any_of(article.attributions.begin(), article.attributions.end(), [&](const Attribution& a) {
    return a.cue != Cue::photo && (a.outlet == outlet || a.via == outlet);
  });
}

bool is_handed_out(const ArticleRecord& article, Span span) {
  return std::any_of(article.handed_out.begin(), article.handed_out.end(), [&](Span s) { return s.begin < span.end && span.begin < s.end; });
}

Span cited_span(std::string_view text, Span span) {
  span.end = std::min(span.end, static_cast<std::uint32_t>(text.size()));
  std::uint32_t begin = span.begin, end = 0;
  while (begin < span.end && !is_word(text::unit_at(text, begin))) begin += text::unit_at(text, begin).size_bytes;
  for (std::uint32_t at = begin; at < span.end;) {
    const text::Unit u = text::unit_at(text, at);
    at += u.size_bytes;
    if (is_word(u) || u.entry.char_class() == CharClass::mark) end = at;
  }
  if (end == 0) return span;
  while (end < text.size()) {
    const text::Unit u = text::unit_at(text, end);
    if (!closes(u) || leads_on(text, u, end + u.size_bytes)) break;
    end += u.size_bytes;
  }
  if (opens_before(text, begin)) begin = before(text, begin);
  return {begin, end};
}

/// "Copyright 2024 The Associated Press", "AP writer Nora Blyth contributed to this report", "Source: TASS": the text is the agency's own. What "contributed"
/// by itself is a part, nobody knows which; so are inputs, files and additional reporting.
bool credits_whole(const Attribution& a) {
  if (a.cue != Cue::credit) return false;
  const auto has = [&](std::string_view word) { return a.text.find(word) != std::string::npos; };
  if (has("nformación de") || has("nformações de") || has("it Material")) return false;
  if (has("inputs") || has("ith files") || has("dditional reporting") || has("ith reporting") || has("ncludes reporting")) return false;
  return !has("contributed") || has("writer") || has("reporter") || has("journalist") || has("correspondent");
}

bool claims_text(const Attribution& a, const corpus::OutletRegistry& registry) {
  if (a.speaker) return false;
  if (a.cue == Cue::sentence) return true;
  if (a.cue != Cue::dateline && a.cue != Cue::byline && !credits_whole(a)) return false;
  const int outlet = registry.find(nearest_source(a));
  return outlet >= 0 && registry.outlets()[static_cast<std::size_t>(outlet)].kind == "agency";
}

std::vector<FamilyRecord> cited_only_families(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                                              std::uint32_t article, std::span<const Held> held, std::uint32_t text_bytes,
                                              const WordCounter& words) {
  const ArticleRecord& record = articles[article];
  std::vector<Claim> inside, whole;
  for (const Attribution& a : record.attributions) {
    if (!claims_text(a, registry)) continue;
    const std::string_view source = nearest_source(a);
    if (source.empty() || (!record.outlet.empty() && source == record.outlet)) continue;
    const Span said = a.sentence.size() > 0 ? a.sentence : a.scope;
    const Span scope{std::min(said.begin, text_bytes), std::min(said.end, text_bytes)};
    if (scope.begin >= scope.end) continue;
    std::vector<Claim>& claims = a.cue == Cue::sentence ? inside : whole;
    if (!claims.empty()) {
      Claim& last = claims.back();
      const bool same = nearest_source(*last.words) == source && last.words->outlet == a.outlet;
      // One blank or line break between two sentences' scopes is no border.
      if (same && scope.begin <= last.scope.end + 2 && scope.begin >= last.scope.begin) {
        last.scope.end = std::max(last.scope.end, scope.end);
        continue;
      }
    }
    claims.push_back({&a, scope});
  }
  const std::uint32_t least = record.lang.substr(0, 2) == "zh" ? kLeastIdeographs : kLeastWords;
  const std::size_t sentences = inside.size();
  inside.insert(inside.end(), whole.begin(), whole.end());

  std::vector<FamilyRecord> out;
  Taken taken = spans_of(held);
  const Taken cues = spans_of(record.attributions);
  for (std::size_t k = 0; k < inside.size(); ++k) {
    const Claim& claim = inside[k];
    const bool wire = k >= sentences;
    // Whose article is here gave what is found in it; a line of credit does not claim the rest.
    const bool asks = !wire || claim.words->cue == Cue::credit;
    if (asks && (has_words_of(held, nearest_source(*claim.words), claim.scope) || has_words_of(held, claim.words->outlet, claim.scope))) continue;
    for (const Span& piece : taken.free_of(claim.scope)) {
      // Of a sentence whose main part has a parent, the rest is a frame around it.
      if (!wire && piece.size() * 2 < claim.scope.size()) continue;
      if (words_left(cues, article, piece, words) < least) continue;
      out.push_back(cited_family(article, *claim.words, piece, wire));
    }
    taken.take(claim.scope);
  }
  std::stable_sort(out.begin(), out.end(), [](const FamilyRecord& a, const FamilyRecord& b) {
    return a.occurrences[0].span.begin < b.occurrences[0].span.begin;
  });
  return out;
}

}  // namespace reprise::provenance
