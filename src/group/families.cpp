#include "group/families.hpp"

#include <algorithm>
#include <tuple>

#include "group/neighbours.hpp"
#include "group/segments.hpp"

namespace reprise::group {

namespace {

/// Components of a stretch of the leading article, in its order: candidates to be joined into one passage.
struct Unit {
  std::uint32_t root;   ///< component
  std::uint32_t words;  ///< its length in the leading article
  std::uint32_t line;   ///< the line (paragraph) of the leading article that it begins in, counted from the stretch's first
};

class PassageJoiner {
 public:
  PassageJoiner(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics, const SegmentGraph& graph,
               const FamilyOptions& options)
      : docs_(docs), graph_(graph), options_(options) {
    list_members();
    find_formulas(facts, topics);
  }

  std::vector<Family> join(std::span<const DocFacts> facts) {
    assigned_.assign(graph_.segments.size(), 0);
    join_stretches(true);
    join_stretches(false);
    close_scraps();
    merge_neighbours(docs_, families_);
    absorb_inner(families_);
    join_over_insertions(docs_, families_);
    taken_in_.assign(graph_.segments.size(), 0);
    cross_formulas();
    for (const bool behind : {true, false})
      for (Family& family : families_)
        if (!family.formula) take_in_formulas(facts, family, behind);
    std::sort(families_.begin(), families_.end(), [](const Family& x, const Family& y) {
      const auto& a = x.occurrences.front();
      const auto& b = y.occurrences.front();
      return a.doc != b.doc ? a.doc < b.doc : a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    return std::move(families_);
  }

 private:
  /// Walks all articles by rank; the first one that holds a component leads its stretch. Either the formulas alone, or the
  /// rest, for which formulas are gaps that may be run across.
  void join_stretches(bool formulas) {
    const auto& segments = graph_.segments;
    std::vector<Unit> stretch;
    std::vector<std::size_t> last_stretch(segments.size(), segments.size());  // by root: the first segment of the last stretch it is in
    for (std::size_t i = 0; i < segments.size();) {
      stretch.clear();
      std::size_t end = i, last = i;
      std::uint32_t skipped = 0, skipped_alone = 0, line = 0;
      for (; end < segments.size(); ++end) {
        const std::uint32_t root = segments[end].root;
        if (end > i && !follows(segments[end - 1], segments[end])) break;
        if (end > i) line += line_starts(docs_[segments[end].doc], segments[end - 1].begin + 1, segments[end].begin + 1);
        if (!formulas && !stretch.empty() && formula_[root]) {
          skipped += segments[end].size();
          if (skipped > options_.max_formula_words) break;
          continue;
        }
        // A speech tag or an aside of this article alone is a gap as well.
        if (!stretch.empty() && !holders_differ(root)) {
          skipped_alone += segments[end].size();
          if (skipped_alone > inner_gap(segments[end])) break;
          continue;
        }
        if (!open(root) || formula_[root] != formulas) break;
        if (!stretch.empty() && stretch.back().root == root) {
          stretch.back().words += segments[end].size();
        } else if (last_stretch[root] == i) {
          break;  // the leading article repeats itself: the repetition is another occurrence
        } else {
          last_stretch[root] = i;
          stretch.push_back({root, segments[end].size(), line});
        }
        skipped = skipped_alone = 0;
        last = end + 1;
      }
      if (stretch.empty()) {
        ++i;
        continue;
      }
      split(stretch, 0, stretch.size());
      i = last;
    }
  }

  static std::uint32_t identity_permille(std::uint64_t matched, std::uint64_t total) {
    return static_cast<std::uint32_t>(total ? 1000 * matched / total : 0);
  }

  void find_formulas(std::span<const DocFacts> facts, const Topics& topics) {
    const auto& segments = graph_.segments;
    formula_.assign(segments.size(), 0);
    std::vector<FamilyOccurrence> holders;
    for (std::uint32_t root = 0; root < segments.size(); ++root) {
      if (segments[root].root != root || !holders_differ(root)) continue;
      holders.clear();
      std::size_t repeated = 0;
      for (const std::uint32_t m : members(root)) {
        holders.push_back({segments[m].doc, segments[m].begin, segments[m].end});
        repeated += segments[m].repeated;
      }
      formula_[root] = 2 * repeated > holders.size() || is_boilerplate(docs_, facts, topics, holders, options_.boilerplate);
    }
  }

  /// A component too short to be a family is no hole: it goes to the passage before it in its line, or else to the one behind it there.
  void close_scraps() {
    if (scraps_.empty()) return;
    std::vector<FamilyOccurrence*> by_end, by_begin;
    for (Family& family : families_)
      if (!family.formula)
        for (FamilyOccurrence& o : family.occurrences) by_end.push_back(&o);
    by_begin = by_end;
    using Place = std::pair<std::uint32_t, std::uint32_t>;
    const auto end_of = [](const FamilyOccurrence* o) { return Place(o->doc, o->end); };
    const auto begin_of = [](const FamilyOccurrence* o) { return Place(o->doc, o->begin); };
    std::sort(by_end.begin(), by_end.end(), [&](auto* x, auto* y) { return end_of(x) < end_of(y); });
    std::sort(by_begin.begin(), by_begin.end(), [&](auto* x, auto* y) { return begin_of(x) < begin_of(y); });
    // Moving an end over a scrap keeps both orders: no other occurrence begins or ends inside it.
    for (const std::uint32_t root : scraps_)
      for (const std::uint32_t m : members(root)) {
        const Segment& scrap = graph_.segments[m];
        const auto starts_line = [&](std::uint32_t word) { return word == docs_[scrap.doc].size() || line_starts(docs_[scrap.doc], word, word + 1) != 0; };
        const auto before = std::lower_bound(by_end.begin(), by_end.end(), Place(scrap.doc, scrap.begin), [&](auto* o, Place p) { return end_of(o) < p; });
        if (!starts_line(scrap.begin) && before != by_end.end() && end_of(*before) == Place(scrap.doc, scrap.begin)) {
          (*before)->end = scrap.end;
          continue;
        }
        if (starts_line(scrap.end)) continue;
        const auto behind = std::lower_bound(by_begin.begin(), by_begin.end(), Place(scrap.doc, scrap.end), [&](auto* o, Place p) { return begin_of(o) < p; });
        if (behind != by_begin.end() && begin_of(*behind) == Place(scrap.doc, scrap.end)) (*behind)->begin = scrap.begin;
      }
  }

  /// Boilerplate between two passages belongs to the copied text where nearly all holders of the first passage run across it:
  /// the first one's occurrences then reach to the second's.
  void cross_formulas() {
    struct Place {
      FamilyOccurrence* occurrence;
      std::size_t family;
    };
    std::vector<Place> places;
    for (std::size_t f = 0; f < families_.size(); ++f)
      if (!families_[f].formula)
        for (FamilyOccurrence& o : families_[f].occurrences) places.push_back({&o, f});
    std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) {
      return std::tuple(x.occurrence->doc, x.occurrence->begin, x.occurrence->end) < std::tuple(y.occurrence->doc, y.occurrence->begin, y.occurrence->end);
    });
    std::vector<std::uint32_t> crossing(families_.size(), 0);
    std::vector<std::pair<std::size_t, std::uint32_t>> reach;  // place, new end
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
      const FamilyOccurrence &here = *places[i].occurrence, &next = *places[i + 1].occurrence;
      if (here.doc != next.doc || here.end >= next.begin || next.begin - here.end > options_.max_formula_words) continue;
      if (!all_segments(here.doc, here.end, next.begin)) continue;
      reach.emplace_back(i, next.begin);
      ++crossing[places[i].family];
    }
    for (const auto& [place, end] : reach)
      if (FamilyOccurrence& o = *places[place].occurrence; 5 * crossing[places[place].family] >= 4 * families_[places[place].family].occurrences.size()) {
        for (std::size_t s = segment_at(o.doc, o.end); s < graph_.segments.size() && graph_.segments[s].doc == o.doc && graph_.segments[s].begin < end; ++s)
          taken_in_[s] = 1;
        o.end = end;
      }
  }

  /// Boilerplate right before or behind a passage was copied with it where copies in different outlets have it there, one in ten of
  /// all at least: among thousands of copies some stand beside a stock phrase by chance.
  void take_in_formulas(std::span<const DocFacts> facts, Family& family, bool behind) {
    struct Next {
      std::uint32_t root, segment, occurrence;
    };
    std::vector<Next> found;
    for (bool taken = true; taken;) {
      taken = false;
      found.clear();
      for (std::uint32_t i = 0; i < family.occurrences.size(); ++i) {
        const std::uint32_t segment = formula_beside(family.occurrences[i], behind);
        if (segment != kNone) found.push_back({graph_.segments[segment].root, segment, i});
      }
      std::sort(found.begin(), found.end(), [](const Next& x, const Next& y) { return x.root != y.root ? x.root < y.root : x.segment < y.segment; });
      for (std::size_t first = 0, end = 0; first < found.size(); first = end) {
        const auto outlet = [&](std::size_t k) { return facts[family.occurrences[found[k].occurrence].doc].outlet; };
        bool copied = false;
        for (end = first; end < found.size() && found[end].root == found[first].root; ++end)
          copied = copied || (end > first && (outlet(end) != outlet(first) || outlet(end) == kNone));
        if (!copied || kFewestBesideFormula * (end - first) < family.occurrences.size()) continue;
        for (std::size_t k = first; k < end; ++k) {
          FamilyOccurrence& o = family.occurrences[found[k].occurrence];
          const Segment& segment = graph_.segments[found[k].segment];
          (behind ? o.end : o.begin) = behind ? segment.end : segment.begin;
          taken_in_[found[k].segment] = 1;
        }
        taken = true;
      }
    }
  }

  /// The segment of boilerplate that ends where the occurrence begins or begins where it ends, or kNone. A whole line that the outlet
  /// repeats (a footer, a heading) is none: it stands beside the text, not in it.
  std::uint32_t formula_beside(const FamilyOccurrence& o, bool behind) const {
    const auto& segments = graph_.segments;
    auto at = std::partition_point(segments.begin(), segments.end(), [&](const Segment& s) {
      return s.doc != o.doc ? s.doc < o.doc : behind ? s.begin < o.end : s.end < o.begin;
    });
    if (at == segments.end() || at->doc != o.doc || (behind ? at->begin != o.end : at->end != o.begin)) return kNone;
    const std::size_t segment = static_cast<std::size_t>(at - segments.begin());
    return formula_[at->root] && !taken_in_[segment] && !at->repeated && at->size() <= options_.max_formula_words ? static_cast<std::uint32_t>(segment) : kNone;
  }

  /// The first segment at or behind a word of the article.
  std::size_t segment_at(std::uint32_t doc, std::uint32_t begin) const {
    return static_cast<std::size_t>(std::partition_point(graph_.segments.begin(), graph_.segments.end(), [&](const Segment& s) {
                                      return s.doc != doc ? s.doc < doc : s.begin < begin;
                                    }) - graph_.segments.begin());
  }

  /// True when [begin, end) of the article is made of segments without a hole.
  bool all_segments(std::uint32_t doc, std::uint32_t begin, std::uint32_t end) const {
    auto at = graph_.segments.begin() + static_cast<std::ptrdiff_t>(segment_at(doc, begin));
    for (; at != graph_.segments.end() && at->doc == doc && at->begin == begin && begin < end; ++at) begin = at->end;
    return begin == end;
  }

  struct Member {
    std::uint32_t segment;
    std::uint32_t unit;  ///< index in the stretch
  };

  void list_members() {
    const auto& segments = graph_.segments;
    first_member_.assign(segments.size() + 1, 0);
    for (const Segment& s : segments) ++first_member_[s.root + 1];
    for (std::size_t i = 0; i < segments.size(); ++i) first_member_[i + 1] += first_member_[i];
    members_.resize(segments.size());
    std::vector<std::uint64_t> next(first_member_.begin(), first_member_.end() - 1);
    for (std::uint32_t i = 0; i < segments.size(); ++i) members_[next[segments[i].root]++] = i;
  }
  std::span<const std::uint32_t> members(std::uint32_t root) const {
    return std::span(members_).subspan(first_member_[root], first_member_[root + 1] - first_member_[root]);
  }
  bool open(std::uint32_t root) const { return !assigned_[root] && holders_differ(root); }
  bool holders_differ(std::uint32_t root) const {
    const auto list = members(root);
    return graph_.segments[list.front()].doc != graph_.segments[list.back()].doc;
  }
  bool long_enough(const FamilyOccurrence& o) const {
    return match::words_of(docs_[o.doc], o.begin, o.end) >= options_.min_words && match::qbits_of(docs_[o.doc], o.begin, o.end) >= options_.min_qbits;
  }
  /// Tokens between two pieces of a passage that still follow each other, where the segment stands.
  std::uint32_t inner_gap(const Segment& s) const { return tokens_of(docs_[s.doc], s.begin, kMaxInnerGapWords); }
  bool follows(const Segment& before, const Segment& after) const { return before.doc == after.doc && after.begin - before.end <= inner_gap(before); }

  /// Occurrences of the units; false when they are no passage together. In one paragraph they are when half of the occurrences hold
  /// half of its words and nearly all have one unit in common; across paragraphs when all hold four fifths. Scraps too short to be a
  /// passage by themselves are no reason to split and no occurrence.
  bool occurrences(std::span<const Unit> units, std::vector<FamilyOccurrence>& out) {
    out.clear();
    list_.clear();
    std::uint32_t words = 0;
    for (std::uint32_t u = 0; u < units.size(); ++u) {
      words += units[u].words;
      for (const std::uint32_t m : members(units[u].root)) list_.push_back({m, u});
    }
    std::sort(list_.begin(), list_.end(), [](const Member& x, const Member& y) { return x.segment < y.segment; });
    const Segment& leading = graph_.segments[units.front().root];
    const std::uint32_t max_gap = std::max(inner_gap(leading), words / 5);
    const bool one_paragraph = units.front().line == units.back().line && words <= tokens_of(docs_[leading.doc], leading.begin, kMaxParagraphWords);
    std::size_t short_ones = 0;
    holders_.assign(units.size(), 0);
    for (std::size_t i = 0, end = 0; i < list_.size(); i = end) {
      for (end = i + 1; end < list_.size(); ++end)
        if (!(one_paragraph && same_paragraph(list_[end - 1], list_[end])) && !continues(list_[end - 1], list_[end], max_gap)) break;
      const FamilyOccurrence occurrence{graph_.segments[list_[i].segment].doc, graph_.segments[list_[i].segment].begin, graph_.segments[list_[end - 1].segment].end};
      const auto parts = std::span(list_).subspan(i, end - i);
      const std::uint32_t held = words_held(units, parts);  // fills held_
      if (units.size() > 1 && (one_paragraph ? 2 * held < words : 5 * held < 4 * words)) {
        if (!long_enough(occurrence)) continue;
        if (!one_paragraph) return false;
        ++short_ones;
      }
      out.push_back(occurrence);
      for (const std::uint32_t u : held_) ++holders_[u];
    }
    const std::size_t in_common = *std::max_element(holders_.begin(), holders_.end());
    return !one_paragraph || (2 * short_ones <= out.size() && 10 * in_common >= 9 * out.size());
  }

  /// Words, in the leading article, of the units that the members are of; these units are in held_ then. O(members): a text that is
  /// copied whole has a unit for each of its sentences.
  std::uint32_t words_held(std::span<const Unit> units, std::span<const Member> list) {
    std::uint32_t words = 0;
    held_.clear();
    is_held_.resize(std::max(is_held_.size(), units.size()));
    for (const Member& m : list) {
      if (is_held_[m.unit]) continue;
      is_held_[m.unit] = 1;
      held_.push_back(m.unit);
      words += units[m.unit].words;
    }
    for (const std::uint32_t u : held_) is_held_[u] = 0;
    return words;
  }

  /// A paragraph may tell its sentences in any order, with others between.
  bool same_paragraph(const Member& before, const Member& here) const {
    const Segment &x = graph_.segments[before.segment], &y = graph_.segments[here.segment];
    return x.doc == y.doc && y.begin - x.end <= inner_gap(x) && line_starts(docs_[x.doc], x.begin + 1, y.begin + 1) == 0;
  }

  /// The passage goes on, in its order, with at most `max_gap` words between and boilerplate.
  bool continues(const Member& before, const Member& here, std::uint32_t max_gap) const {
    const Segment &x = graph_.segments[before.segment], &y = graph_.segments[here.segment];
    if (x.doc != y.doc || here.unit < before.unit) return false;
    const std::uint32_t gap = y.begin - x.end;
    if (gap > 0 && here.unit == before.unit) return false;  // said twice, near to each other
    return gap <= max_gap || gap <= max_gap + formula_words_between(before.segment, here.segment);
  }

  /// Words of boilerplate between two segments of one article, at most max_formula_words.
  std::uint32_t formula_words_between(std::uint32_t before, std::uint32_t behind) const {
    std::uint32_t words = 0;
    for (std::uint32_t i = before + 1; i < behind; ++i)
      if (formula_[graph_.segments[i].root]) words += graph_.segments[i].size();
    return std::min(words, options_.max_formula_words);
  }

  void split(std::span<const Unit> stretch, std::size_t from, std::size_t to) {
    const auto units = stretch.subspan(from, to - from);
    std::vector<FamilyOccurrence> found;
    if (occurrences(units, found)) {
      emit(units, std::move(found));
      return;
    }
    // Where do most holders end, begin, or go on elsewhere? Of equals the cut nearest to the middle. Paragraphs are kept whole.
    const bool has_paragraphs = units.front().line != units.back().line;
    const auto off_middle = [&](std::size_t k) { return k > units.size() / 2 ? k - units.size() / 2 : units.size() / 2 - k; };
    std::size_t best = 0, most = 0;
    for (std::size_t k = 1; k < units.size(); ++k) {
      if (has_paragraphs && units[k - 1].line == units[k].line) continue;
      const std::size_t change = holders_changed(units[k - 1].root, units[k].root);
      if (best == 0 || change > most || (change == most && off_middle(k) < off_middle(best))) most = change, best = k;
    }
    split(stretch, from, from + best);
    split(stretch, from + best, to);
  }

  /// Articles that hold one of two neighbouring components without the other right behind it.
  std::size_t holders_changed(std::uint32_t x, std::uint32_t y) const {
    const auto a = members(x), b = members(y);
    std::size_t i = 0, j = 0, changed = 0;
    const auto doc = [&](std::uint32_t m) { return graph_.segments[m].doc; };
    const auto end_of_doc = [&](std::span<const std::uint32_t> list, std::size_t k) {
      const std::uint32_t d = doc(list[k]);
      while (k < list.size() && doc(list[k]) == d) ++k;
      return k;
    };
    while (i < a.size() || j < b.size()) {
      if (j == b.size() || (i < a.size() && doc(a[i]) < doc(b[j]))) {
        ++changed, i = end_of_doc(a, i);
      } else if (i == a.size() || doc(b[j]) < doc(a[i])) {
        ++changed, j = end_of_doc(b, j);
      } else {
        const std::size_t a_end = end_of_doc(a, i), b_end = end_of_doc(b, j);
        changed += !any_goes_on(a.subspan(i, a_end - i), b.subspan(j, b_end - j));
        i = a_end, j = b_end;
      }
    }
    return changed;
  }

  /// One of `after` begins where one of `before` ends, or soon behind; both ascend, in one article.
  bool any_goes_on(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after) const {
    std::size_t j = 0;
    for (const std::uint32_t m : before) {
      while (j < after.size() && after[j] < m) ++j;
      if (j < after.size() && graph_.segments[after[j]].begin - graph_.segments[m].end <= inner_gap(graph_.segments[m])) return true;
    }
    return false;
  }

  void emit(std::span<const Unit> units, std::vector<FamilyOccurrence> found) {
    std::uint64_t matched = 0, total = 0;
    for (const Unit& unit : units) {
      assigned_[unit.root] = 1;
      matched += graph_.matched[unit.root];
      total += graph_.total[unit.root];
    }
    std::erase_if(found, [&](const FamilyOccurrence& o) { return !long_enough(o); });
    if (found.empty() || found.front().doc == found.back().doc) {
      if (!formula_[units[0].root])
        for (const Unit& unit : units) scraps_.push_back(unit.root);
      return;
    }
    families_.push_back({std::move(found), identity_permille(matched, total), formula_[units[0].root] != 0});
  }

  static constexpr std::size_t kFewestBesideFormula = 10;     ///< one occurrence in so many has the boilerplate that is taken in
  std::span<const match::DocView> docs_;
  const SegmentGraph& graph_;
  const FamilyOptions& options_;
  std::vector<std::uint32_t> members_;
  std::vector<std::uint64_t> first_member_;
  std::vector<std::uint8_t> assigned_, formula_;
  std::vector<std::uint8_t> taken_in_;  ///< segments of boilerplate that a passage beside them has
  std::vector<std::uint32_t> scraps_;  ///< roots of components that were too short
  std::vector<Member> list_;
  std::vector<std::size_t> holders_;  ///< per unit: occurrences that hold it
  std::vector<std::uint32_t> held_;      ///< units that the occurrence at hand holds
  std::vector<std::uint8_t> is_held_;    ///< by unit; all 0 between occurrences
  std::vector<Family> families_;
};

}  // namespace

std::vector<Family> build_families(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                                   std::span<const std::vector<WordRange>> repeated, const match::MatchBatch& matches,
                                   const FamilyOptions& options) {
  const SegmentGraph graph = build_segments(docs, repeated, matches, options);
  return PassageJoiner(docs, facts, topics, graph, options).join(facts);
}

}  // namespace reprise::group
