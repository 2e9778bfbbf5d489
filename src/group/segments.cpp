#include "group/segments.hpp"

#include <algorithm>
#include <iterator>

#include "base/parallel.hpp"
#include "text/tokens.hpp"
#include "text/weights.hpp"

namespace reprise::group {

namespace {

using match::Alignment;
using match::DocView;
using match::MatchRun;

/// One side of an alignment: how word positions of this article map to the other one.
struct Side {
  std::uint32_t doc, other, begin, end;
  std::uint32_t alignment;
  bool is_a;
};

/// Maps a word position of one side to the other side: exact inside a run, the next run's start in a gap.
class PositionMap {
 public:
  PositionMap(std::span<const MatchRun> runs, const Alignment& alignment, bool from_a)
      : runs_(runs), from_a_(from_a), other_end_(from_a ? alignment.b_end : alignment.a_end) {}
  std::uint32_t operator()(std::uint32_t position) const {
    const auto here = [&](const MatchRun& r) { return from_a_ ? r.a : r.b; };
    const auto there = [&](const MatchRun& r) { return from_a_ ? r.b : r.a; };
    const auto after = std::upper_bound(runs_.begin(), runs_.end(), position,
                                        [&](std::uint32_t p, const MatchRun& r) { return p < here(r); });
    if (after != runs_.begin()) {
      const MatchRun& run = *(after - 1);
      const std::uint32_t offset = position - here(run);
      if (offset < run.length) return there(run) + offset;
    }
    return after == runs_.end() ? other_end_ : there(*after);
  }

 private:
  std::span<const MatchRun> runs_;
  bool from_a_;
  std::uint32_t other_end_;
};

std::span<const MatchRun> runs_of(const match::MatchBatch& matches, const Alignment& alignment) {
  return std::span(matches.runs).subspan(alignment.first_run, alignment.run_count);
}

/// The cuts of one article, sorted; two cuts are never nearer than `distance`.
class CutList {
 public:
  void add(std::uint32_t position, std::uint32_t distance) {
    const auto at = std::lower_bound(cuts_.begin(), cuts_.end(), position);
    if (at != cuts_.end() && *at - position < distance) return;
    if (at != cuts_.begin() && position - *(at - 1) < distance) return;
    cuts_.insert(at, position);
  }
  const std::vector<std::uint32_t>& cuts() const { return cuts_; }

 private:
  std::vector<std::uint32_t> cuts_;
};

bool starts_sentence(const DocView& doc, std::uint32_t position) {
  return position >= doc.size() || position == 0 || (doc.flags[position] & text::kSentenceStart) != 0;
}

/// A quotation begins or ends in front of `position`.
bool turns_quote(const DocView& doc, std::uint32_t position) {
  if (position == 0 || position >= doc.size()) return false;
  return ((doc.flags[position - 1] ^ doc.flags[position]) & text::kInQuote) != 0 || (doc.flags[position] & text::kQuoteStart) != 0;
}

/// Where a passage may begin or end: at a sentence or a quotation mark.
bool is_border(const DocView& doc, std::uint32_t position) { return starts_sentence(doc, position) || turns_quote(doc, position); }

/// The border nearest to `position`: up to `words` words away from the passage, whose first or last words were changed, or into it,
/// where a few words of the next sentence agree by chance. `step` is the way outward.
std::uint32_t snap(const DocView& doc, std::uint32_t position, int step, std::uint32_t words) {
  for (std::uint32_t distance = 0; distance <= words; ++distance) {
    const std::int64_t out = std::int64_t{position} + step * std::int64_t{distance};
    if (out >= 0 && out <= doc.size() && is_border(doc, static_cast<std::uint32_t>(out))) return static_cast<std::uint32_t>(out);
    const std::int64_t in = std::int64_t{position} - step * std::int64_t{distance};
    if (in >= 0 && in <= doc.size() && is_border(doc, static_cast<std::uint32_t>(in))) return static_cast<std::uint32_t>(in);
  }
  return position;
}

/// An abridged sentence with fewer words in common is no proof.
constexpr std::uint32_t kMinAbridgedWords = 6;

struct Builder {
  Builder(std::span<const DocView> all_docs, std::span<const std::vector<WordRange>> repeated_lines, const match::MatchBatch& all_matches,
          const FamilyOptions& family_options)
      : docs(all_docs), repeated(repeated_lines), matches(all_matches), options(family_options), cuts(all_docs.size()), covered(all_docs.size()) {}

  std::span<const DocView> docs;
  std::span<const std::vector<WordRange>> repeated;
  const match::MatchBatch& matches;
  const FamilyOptions& options;

  std::vector<Side> sides;                 // by doc
  std::vector<std::uint64_t> first_side;   // per doc, size docs + 1
  std::vector<CutList> cuts;               // per doc
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> covered;  // per doc: disjoint stretches
  SegmentGraph graph;
  std::vector<std::uint64_t> first_segment;

  void list_sides() {
    sides.reserve(matches.alignments.size() * 2);
    for (const auto& pair : matches.pairs)
      for (std::uint32_t i = pair.first_alignment; i < pair.first_alignment + pair.alignment_count; ++i) {
        const Alignment& x = matches.alignments[i];
        sides.push_back({pair.a, pair.b, x.a_begin, x.a_end, i, true});
        sides.push_back({pair.b, pair.a, x.b_begin, x.b_end, i, false});
      }
    std::sort(sides.begin(), sides.end(), [](const Side& x, const Side& y) {
      return x.doc != y.doc ? x.doc < y.doc : x.begin != y.begin ? x.begin < y.begin : x.alignment != y.alignment ? x.alignment < y.alignment : x.is_a < y.is_a;
    });
    first_side.assign(docs.size() + 1, 0);
    for (const Side& side : sides) ++first_side[side.doc + 1];
    for (std::size_t d = 0; d < docs.size(); ++d) first_side[d + 1] += first_side[d];
  }

  std::span<const Side> sides_of(std::size_t d) const {
    return std::span(sides).subspan(first_side[d], first_side[d + 1] - first_side[d]);
  }

  /// Stretches of article d that some alignment covers, with their ends taken to near sentence borders, and the first cuts.
  void cut_article(std::size_t d) {
    const DocView& doc = docs[d];
    auto& stretches = covered[d];
    std::vector<std::uint32_t> borders;
    for (const Side& side : sides_of(d)) {
      const std::uint32_t begin = snap(doc, side.begin, -1, options.snap_words), end = snap(doc, side.end, +1, options.snap_words);
      if (begin >= end) continue;
      borders.push_back(begin);
      borders.push_back(end);
      stretches.push_back({begin, end});
    }
    std::sort(stretches.begin(), stretches.end());
    std::size_t kept = 0;
    for (const auto& stretch : stretches) {
      if (kept > 0 && stretch.first <= stretches[kept - 1].second) {
        stretches[kept - 1].second = std::max(stretches[kept - 1].second, stretch.second);
      } else {
        stretches[kept++] = stretch;
      }
    }
    stretches.resize(kept);
    // Ends of stretches first: text that nothing covers must not hang on to a segment; then lines that the outlet repeats, however
    // short; then sentences, then the other borders.
    for (const auto& [begin, end] : stretches) {
      cuts[d].add(begin, 1);
      cuts[d].add(end, 1);
    }
    for (const WordRange& line : repeated[d])
      for (const auto& [begin, end] : stretches)
        for (const std::uint32_t cut : {line.begin, line.end})
          if (cut > begin && cut < end) cuts[d].add(cut, 1);
    for (const auto& [begin, end] : stretches)
      for (std::uint32_t i = begin + 1; i < end; ++i)
        if (starts_sentence(doc, i)) cuts[d].add(i, options.min_cut_distance);
    for (const auto& [begin, end] : stretches)
      for (std::uint32_t i = begin + 1; i < end; ++i)
        if (turns_quote(doc, i)) cuts[d].add(i, options.min_cut_distance);
    // Inside covered text a passage is split at sentences and quotations; only in a very long sentence at the word where an alignment ends.
    std::sort(borders.begin(), borders.end());
    for (const std::uint32_t border : borders) cuts[d].add(border, options.min_split_distance);
  }

  /// One round: every article takes over the cuts that its alignments map to it from the other articles' lists of before.
  void propagate_cuts() {
    const std::vector<CutList> before = cuts;
    parallel_ranges(docs.size(), 64, [&](std::size_t begin, std::size_t end) {
      std::vector<std::uint32_t> proposals;
      for (std::size_t d = begin; d < end; ++d) {
        proposals.clear();
        for (const Side& side : sides_of(d)) {
          const Alignment& alignment = matches.alignments[side.alignment];
          const PositionMap map(runs_of(matches, alignment), alignment, !side.is_a);
          const std::uint32_t other_begin = side.is_a ? alignment.b_begin : alignment.a_begin;
          const std::uint32_t other_end = side.is_a ? alignment.b_end : alignment.a_end;
          const auto& theirs = before[side.other].cuts();
          for (auto at = std::upper_bound(theirs.begin(), theirs.end(), other_begin); at != theirs.end() && *at < other_end; ++at)
            proposals.push_back(map(*at));
        }
        std::sort(proposals.begin(), proposals.end());
        proposals.erase(std::unique(proposals.begin(), proposals.end()), proposals.end());
        for (const std::uint32_t cut : proposals) cuts[d].add(cut, is_border(docs[d], cut) ? options.min_cut_distance : options.min_split_distance);
      }
    });
  }

  std::uint32_t addresses_in(std::size_t d, std::uint32_t begin, std::uint32_t end) const {
    const auto weights = docs[d].weights.subspan(begin, end - begin);
    return static_cast<std::uint32_t>(std::count(weights.begin(), weights.end(), text::kAddressWeight));
  }

  bool in_repeated_line(std::size_t d, std::uint32_t begin, std::uint32_t end) const {
    const auto behind = std::upper_bound(repeated[d].begin(), repeated[d].end(), begin, [](std::uint32_t b, const WordRange& r) { return b < r.begin; });
    return behind != repeated[d].begin() && end <= (behind - 1)->end;
  }

  void make_segments() {
    first_segment.assign(docs.size() + 1, 0);
    for (std::size_t d = 0; d < docs.size(); ++d) {
      const auto& list = cuts[d].cuts();
      for (const auto& [begin, end] : covered[d]) {
        auto at = std::lower_bound(list.begin(), list.end(), begin);
        for (; at != list.end() && at + 1 != list.end() && *at < end; ++at)
          graph.segments.push_back({static_cast<std::uint32_t>(d), *at, *(at + 1), static_cast<std::uint32_t>(graph.segments.size()),
                                    in_repeated_line(d, *at, *(at + 1)), addresses_in(d, *at, *(at + 1))});
      }
      first_segment[d + 1] = graph.segments.size();
    }
    graph.matched.assign(graph.segments.size(), 0);
    graph.total.assign(graph.segments.size(), 0);
  }

  std::uint32_t find(std::uint32_t i) {
    while (graph.segments[i].root != i) {
      graph.segments[i].root = graph.segments[graph.segments[i].root].root;
      i = graph.segments[i].root;
    }
    return i;
  }
  void unite(std::uint32_t x, std::uint32_t y) {
    x = find(x), y = find(y);
    if (x == y) return;
    if (y < x) std::swap(x, y);
    graph.segments[y].root = x;
  }

  struct Link {
    std::uint32_t a, b, matched;
    std::uint32_t restated_score;  ///< 0: by equal words
  };

  /// The words that the alignment's runs match in both segments, and how far they reach in each of them.
  struct Common {
    std::uint32_t words = 0, a_begin = 0, a_end = 0, b_begin = 0, b_end = 0;
    std::uint32_t addresses = 0;  ///< among the words
  };
  Common common_words(std::span<const MatchRun> runs, const Segment& a, const Segment& b) const {
    Common common;
    auto run = std::partition_point(runs.begin(), runs.end(), [&](const MatchRun& r) { return r.a + r.length <= a.begin; });
    for (; run != runs.end() && run->a < a.end; ++run) {
      // Offsets inside the run that are in a and in b.
      const std::uint32_t from = std::max({0u, a.begin > run->a ? a.begin - run->a : 0u, b.begin > run->b ? b.begin - run->b : 0u});
      const std::uint32_t to = std::min({run->length, a.end - run->a, b.end > run->b ? b.end - run->b : 0u});
      if (to <= from) continue;
      if (common.words == 0) common.a_begin = run->a + from, common.b_begin = run->b + from;
      common.a_end = run->a + to, common.b_end = run->b + to;
      common.words += to - from;
      if (a.addresses > 0 && b.addresses > 0) common.addresses += addresses_in(a.doc, run->a + from, run->a + to);
    }
    return common;
  }

  /// Two segments are the same text when more than two fifths of the longer one's words stand in both: lower, and a segment of names
  /// and stop words links two different sentences; higher, and edited sentences fall apart. Or when one is the other abridged: most
  /// of the shorter one's words stand in the other, over most of its length. Addresses weigh as in a passage: a heading over six links, two
  /// of them the same, is another list.
  static bool same_text(const Common& common, const Segment& a, const Segment& b) {
    const std::uint32_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
    if (5 * (common.words + 2 * common.addresses) > 2 * std::max(a.said(), b.said())) return true;
    const std::uint32_t reach = a.size() > b.size() ? common.a_end - common.a_begin : common.b_end - common.b_begin;
    return common.words >= kMinAbridgedWords && 3 * common.words > 2 * shorter && 2 * reach > longer;
  }

  /// The common words of two segments that are no names: each run of a restated sentence is one word.
  std::uint32_t plain_words(std::span<const MatchRun> runs, const Segment& a, const Segment& b) const {
    return static_cast<std::uint32_t>(std::count_if(runs.begin(), runs.end(), [&](const MatchRun& r) {
      const bool inside = r.a >= a.begin && r.a < a.end && r.b >= b.begin && r.b < b.end;
      return inside && (docs[a.doc].flags[r.a] & docs[b.doc].flags[r.b] & text::kUpper) == 0;
    }));
  }

  /// Segments inside a restated sentence: both are most of it and have most of its common words, or they have words in common as it
  /// has; names do not count there, for a sentence and the tag that names its speaker share them.
  bool restates(const Segment& a, const Segment& b, const Alignment& x, std::uint32_t matched) const {
    const auto most = [](const Segment& s, std::uint32_t begin, std::uint32_t end) {
      const std::uint32_t from = std::max(s.begin, begin), to = std::min(s.end, end);
      return to > from && 2 * (to - from) >= s.size() && 2 * (to - from) >= end - begin;
    };
    if (2 * matched >= x.run_count && most(a, x.a_begin, x.a_end) && most(b, x.b_begin, x.b_end)) return true;
    const std::uint32_t plain = plain_words(runs_of(matches, x), a, b);
    return plain >= 2 && 6 * plain >= std::min(a.size(), b.size());
  }

  void link_alignment(const match::PairMatch& pair, const Alignment& x, std::vector<Link>& links) const {
    const auto runs = runs_of(matches, x);
    const auto begin_of = [&](std::uint32_t d) { return graph.segments.begin() + static_cast<std::ptrdiff_t>(first_segment[d]); };
    const auto end_of = [&](std::uint32_t d) { return graph.segments.begin() + static_cast<std::ptrdiff_t>(first_segment[d + 1]); };
    const auto first_behind = [&](std::uint32_t d, std::uint32_t position) {
      return std::partition_point(begin_of(d), end_of(d), [&](const Segment& s) { return s.end <= position; });
    };
    const auto index = [&](auto segment) { return static_cast<std::uint32_t>(segment - graph.segments.begin()); };
    const PositionMap to_b(runs, x, true);
    for (auto a = first_behind(pair.a, x.a_begin); a != end_of(pair.a) && a->begin < x.a_end; ++a) {
      // Runs ascend on both sides, so what a's segment matches lies between the images of its ends; a restated sentence is one place.
      const std::uint32_t from = x.restated || a->begin <= x.a_begin ? x.b_begin : to_b(a->begin), to = x.restated || a->end >= x.a_end ? x.b_end : to_b(a->end);
      for (auto b = first_behind(pair.b, from); b != end_of(pair.b) && b->begin < to; ++b) {
        const Common common = common_words(runs, *a, *b);
        if (x.restated ? restates(*a, *b, x, common.words) : same_text(common, *a, *b))
          links.push_back({index(a), index(b), common.words, x.restated_score});
      }
    }
  }

  /// Equal words at the front and at the end: what is found as restated, being too light for more, may be the same sentence still.
  std::uint32_t equal_ends(const Segment& a, const Segment& b) const {
    const auto x = docs[a.doc].words.subspan(a.begin, a.size()), y = docs[b.doc].words.subspan(b.begin, b.size());
    const auto front = static_cast<std::size_t>(std::mismatch(x.begin(), x.end(), y.begin(), y.end()).first - x.begin());
    const std::size_t rest = std::min(x.size(), y.size()) - front;
    std::size_t back = 0;
    while (back < rest && x[x.size() - 1 - back] == y[y.size() - 1 - back]) ++back;
    return static_cast<std::uint32_t>(front + back);
  }

  /// The words of a segment, sorted, each once.
  void word_set(const Segment& s, std::vector<std::uint32_t>& out) const {
    const auto words = docs[s.doc].words.subspan(s.begin, s.size());
    out.assign(words.begin(), words.end());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }
  static bool much_in_common(const std::vector<std::uint32_t>& x, const std::vector<std::uint32_t>& y) {
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
      common += x[i] == y[j];
      const bool step_x = x[i] <= y[j], step_y = y[j] <= x[i];
      i += step_x, j += step_y;
    }
    return 4 * common >= std::max(x.size(), y.size());
  }

  /// A~B~C does not make A and C the same text. In a large component every segment must have a quarter of its words in common with a
  /// leader, the earliest segment that has not enough in common with the leaders before it; each leader makes a component.
  void split_drifting() {
    std::vector<std::vector<std::uint32_t>> large;
    {
      std::vector<std::uint32_t> members(graph.segments.size(), 0);
      for (const Segment& s : graph.segments) ++members[s.root];
      std::vector<std::uint32_t> index(graph.segments.size(), 0);
      for (std::uint32_t i = 0; i < graph.segments.size(); ++i) {
        const std::uint32_t root = graph.segments[i].root;
        if (members[root] <= options.max_unchecked_members) continue;
        if (index[root] == 0) {
          large.emplace_back();
          index[root] = static_cast<std::uint32_t>(large.size());
        }
        large[index[root] - 1].push_back(i);
      }
    }
    parallel_ranges(large.size(), 1, [&](std::size_t first, std::size_t last) {
      struct Leader {
        std::uint32_t segment;
        std::vector<std::uint32_t> words;
      };
      std::vector<Leader> leaders;
      std::vector<std::uint32_t> words;
      for (std::size_t c = first; c < last; ++c) {
        leaders.clear();
        for (const std::uint32_t i : large[c]) {
          word_set(graph.segments[i], words);
          const auto near = std::find_if(leaders.begin(), leaders.end(), [&](const Leader& l) { return much_in_common(words, l.words); });
          graph.segments[i].root = near == leaders.end() ? i : near->segment;
          if (near == leaders.end() && leaders.size() < options.max_leaders) leaders.push_back({i, words});
        }
      }
    });
  }

  /// Restated sentences do not pass their sameness on: what A says as B does and B as C need not be what C says. Two components
  /// become one, the best link first, while at least half of the pairs of articles between them are matched themselves.
  void unite_restated(std::vector<Link>& links) {
    std::sort(links.begin(), links.end(), [](const Link& x, const Link& y) {
      return x.restated_score != y.restated_score ? x.restated_score > y.restated_score : x.a != y.a ? x.a < y.a : x.b < y.b;
    });
    std::vector<std::uint64_t> matched_pairs;
    matched_pairs.reserve(matches.pairs.size());
    for (const auto& pair : matches.pairs) matched_pairs.push_back(std::uint64_t{pair.a} << 32 | pair.b);
    std::sort(matched_pairs.begin(), matched_pairs.end());
    const auto are_matched = [&](std::uint32_t x, std::uint32_t y) {
      return std::binary_search(matched_pairs.begin(), matched_pairs.end(), std::uint64_t{std::min(x, y)} << 32 | std::max(x, y));
    };
    // The first articles of each component that a restated link touches.
    std::vector<std::vector<std::uint32_t>> docs_of;
    std::vector<std::uint32_t> slot(graph.segments.size(), kNone);
    std::vector<std::uint8_t> touched(graph.segments.size(), 0);
    for (const Link& link : links) touched[find(link.a)] = touched[find(link.b)] = 1;
    const auto add_doc = [](std::vector<std::uint32_t>& docs_list, std::uint32_t doc) {
      if (docs_list.size() < kMostChecked && (docs_list.empty() || docs_list.back() != doc)) docs_list.push_back(doc);
    };
    for (std::uint32_t i = 0; i < graph.segments.size(); ++i) {
      const std::uint32_t root = find(i);
      if (!touched[root]) continue;
      if (slot[root] == kNone) {
        slot[root] = static_cast<std::uint32_t>(docs_of.size());
        docs_of.emplace_back();
      }
      add_doc(docs_of[slot[root]], graph.segments[i].doc);
    }
    for (const Link& link : links) {
      const std::uint32_t x = find(link.a), y = find(link.b);
      if (x == y) continue;
      const std::vector<std::uint32_t> in_x = docs_of[slot[x]], in_y = docs_of[slot[y]];
      // Two texts that one copy already has from another are two sentences of one report: a lead and what it sums up.
      if (in_x.size() > 1 && in_y.size() > 1 && std::find_first_of(in_x.begin(), in_x.end(), in_y.begin(), in_y.end()) != in_x.end()) continue;
      // Of two languages only articles that a credit joins are compared: what the other holders in a third one say is not asked.
      const std::uint32_t doc_a = graph.segments[link.a].doc, doc_b = graph.segments[link.b].doc;
      const bool translated = docs[doc_a].language != docs[doc_b].language;
      std::size_t pairs = 0, met = 0;
      for (const std::uint32_t p : translated ? speaking(in_x, doc_a) : in_x)
        for (const std::uint32_t q : translated ? speaking(in_y, doc_b) : in_y)
          if (p != q) ++pairs, met += are_matched(p, q);
      if (2 * met < pairs) continue;
      unite(x, y);
      std::vector<std::uint32_t> both;
      std::set_union(in_x.begin(), in_x.end(), in_y.begin(), in_y.end(), std::back_inserter(both));
      if (both.size() > kMostChecked) both.resize(kMostChecked);
      docs_of[slot[find(x)]] = std::move(both);
    }
  }
  static constexpr std::size_t kMostChecked = 8;

  /// The article, and those of the list that are in its language.
  std::vector<std::uint32_t> speaking(const std::vector<std::uint32_t>& list, std::uint32_t doc) const {
    std::vector<std::uint32_t> out{doc};
    std::copy_if(list.begin(), list.end(), std::back_inserter(out), [&](std::uint32_t d) { return d != doc && docs[d].language == docs[doc].language; });
    return out;
  }

  void link_segments() {
    constexpr std::size_t kPairsPerRange = 512;
    const std::size_t ranges = (matches.pairs.size() + kPairsPerRange - 1) / kPairsPerRange;
    std::vector<std::vector<Link>> links(ranges);
    parallel_ranges(ranges, 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t r = begin; r < end; ++r)
        for (std::size_t p = r * kPairsPerRange; p < std::min(matches.pairs.size(), (r + 1) * kPairsPerRange); ++p) {
          const auto& pair = matches.pairs[p];
          for (std::uint32_t i = 0; i < pair.alignment_count; ++i)
            link_alignment(pair, matches.alignments[pair.first_alignment + i], links[r]);
        }
    });
    std::vector<Link> restated;
    for (const auto& range : links)
      for (const Link& link : range) {
        if (link.restated_score == 0) {
          unite(link.a, link.b);
        } else {
          restated.push_back(link);
        }
      }
    unite_restated(restated);
    for (std::uint32_t i = 0; i < graph.segments.size(); ++i) graph.segments[i].root = find(i);
    split_drifting();
    for (const auto& range : links)
      for (const Link& link : range) {
        const std::uint32_t root = graph.segments[link.a].root;
        if (graph.segments[link.b].root != root) continue;
        graph.matched[root] += 2ull * (link.restated_score == 0 ? link.matched : std::max(link.matched, equal_ends(graph.segments[link.a], graph.segments[link.b])));
        graph.total[root] += graph.segments[link.a].size() + graph.segments[link.b].size();
      }
  }
};

}  // namespace

SegmentGraph build_segments(std::span<const DocView> docs, std::span<const std::vector<WordRange>> repeated, const match::MatchBatch& matches,
                            const FamilyOptions& options) {
  Builder builder(docs, repeated, matches, options);
  builder.list_sides();
  parallel_ranges(docs.size(), 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t d = begin; d < end; ++d) builder.cut_article(d);
  });
  // Two rounds: a cut reaches the copies of the article it is in and, through a common source, the copies of that.
  builder.propagate_cuts();
  builder.propagate_cuts();
  builder.make_segments();
  builder.link_segments();
  return std::move(builder.graph);
}

}  // namespace reprise::group
