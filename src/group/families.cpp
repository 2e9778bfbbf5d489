#include "group/families.hpp"

#include <algorithm>

#include "group/segments.hpp"

namespace reprise::group {

namespace {

/// Components of a stretch of the leading article, in its order: candidates to be joined into one passage.
struct Unit {
  std::uint32_t root;   ///< component
  std::uint32_t words;  ///< its length in the leading article
};

class PassageJoiner {
 public:
  PassageJoiner(std::span<const match::DocView> docs, const SegmentGraph& graph, const FamilyOptions& options)
      : docs_(docs), graph_(graph), options_(options) {
    list_members();
  }

  std::vector<Family> join() {
    const auto& segments = graph_.segments;
    assigned_.assign(segments.size(), 0);
    std::vector<Unit> stretch;
    for (std::size_t i = 0; i < segments.size();) {
      stretch.clear();
      std::size_t end = i;
      while (end < segments.size() && open(segments[end].root) && (end == i || follows(segments[end - 1], segments[end]))) {
        const std::uint32_t root = segments[end].root;
        if (!stretch.empty() && stretch.back().root == root) {
          stretch.back().words += segments[end].size();
        } else if (std::any_of(stretch.begin(), stretch.end(), [&](const Unit& u) { return u.root == root; })) {
          break;  // the leading article repeats itself: the repetition is another occurrence
        } else {
          stretch.push_back({root, segments[end].size()});
        }
        ++end;
      }
      if (stretch.empty()) {
        ++i;
        continue;
      }
      split(stretch, 0, stretch.size());
      i = end;
    }
    std::sort(families_.begin(), families_.end(), [](const Family& x, const Family& y) {
      const auto& a = x.occurrences.front();
      const auto& b = y.occurrences.front();
      return a.doc != b.doc ? a.doc < b.doc : a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    return std::move(families_);
  }

 private:
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
  static bool follows(const Segment& before, const Segment& after) {
    return before.doc == after.doc && after.begin - before.end <= kMaxInnerGapWords;
  }

  /// Occurrences of units [from, to), or nothing when one of them holds less than four fifths of the text.
  bool occurrences(std::span<const Unit> units, bool must_cover, std::vector<FamilyOccurrence>& out) {
    out.clear();
    list_.clear();
    std::uint32_t words = 0;
    for (std::uint32_t u = 0; u < units.size(); ++u) {
      words += units[u].words;
      for (const std::uint32_t m : members(units[u].root)) list_.push_back({m, u});
    }
    std::sort(list_.begin(), list_.end(), [](const Member& x, const Member& y) { return x.segment < y.segment; });
    const std::uint32_t max_gap = std::max(kMaxInnerGapWords, words / 5);
    for (std::size_t i = 0; i < list_.size();) {
      std::uint32_t held = units[list_[i].unit].words;
      std::size_t end = i + 1;
      for (; end < list_.size(); ++end) {
        const Segment& before = graph_.segments[list_[end - 1].segment];
        const Segment& here = graph_.segments[list_[end].segment];
        if (here.doc != before.doc || here.begin - before.end > max_gap || list_[end].unit < list_[end - 1].unit) break;
        if (list_[end].unit != list_[end - 1].unit) held += units[list_[end].unit].words;
      }
      if (5 * held < 4 * words && must_cover) return false;
      const Segment& first = graph_.segments[list_[i].segment];
      out.push_back({first.doc, first.begin, graph_.segments[list_[end - 1].segment].end});
      i = end;
    }
    return true;
  }

  void split(std::span<const Unit> stretch, std::size_t from, std::size_t to) {
    const auto units = stretch.subspan(from, to - from);
    std::vector<FamilyOccurrence> found;
    if (occurrences(units, units.size() > 1, found)) {
      emit(units, std::move(found));
      return;
    }
    // Where do the holders change most?
    std::size_t best = 1;
    std::size_t most = 0;
    for (std::size_t k = 1; k < units.size(); ++k) {
      const std::size_t change = holders_changed(units[k - 1].root, units[k].root);
      if (change > most) most = change, best = k;
    }
    split(stretch, from, from + best);
    split(stretch, from + best, to);
  }

  std::size_t holders_changed(std::uint32_t x, std::uint32_t y) const {
    const auto a = members(x), b = members(y);
    std::size_t i = 0, j = 0, changed = 0;
    const auto doc = [&](std::uint32_t m) { return graph_.segments[m].doc; };
    const auto next = [&](std::span<const std::uint32_t> list, std::size_t& k) {
      const std::uint32_t d = doc(list[k]);
      while (k < list.size() && doc(list[k]) == d) ++k;
    };
    while (i < a.size() || j < b.size()) {
      if (j == b.size() || (i < a.size() && doc(a[i]) < doc(b[j]))) {
        ++changed, next(a, i);
      } else if (i == a.size() || doc(b[j]) < doc(a[i])) {
        ++changed, next(b, j);
      } else {
        next(a, i), next(b, j);
      }
    }
    return changed;
  }

  void emit(std::span<const Unit> units, std::vector<FamilyOccurrence> found) {
    std::uint64_t matched = 0, total = 0;
    for (const Unit& unit : units) {
      assigned_[unit.root] = 1;
      matched += graph_.matched[unit.root];
      total += graph_.total[unit.root];
    }
    const auto enough = [&](const FamilyOccurrence& o) {
      return o.end - o.begin >= options_.min_words && match::qbits_of(docs_[o.doc], o.begin, o.end) >= options_.min_qbits;
    };
    std::erase_if(found, [&](const FamilyOccurrence& o) { return !enough(o); });
    if (found.empty() || found.front().doc == found.back().doc) return;
    families_.push_back({std::move(found), static_cast<std::uint32_t>(total ? 1000 * matched / total : 0)});
  }

  /// Words between two segments that still count as following each other.
  static constexpr std::uint32_t kMaxInnerGapWords = 12;

  std::span<const match::DocView> docs_;
  const SegmentGraph& graph_;
  const FamilyOptions& options_;
  std::vector<std::uint32_t> members_;
  std::vector<std::uint64_t> first_member_;
  std::vector<std::uint8_t> assigned_;
  std::vector<Member> list_;
  std::vector<Family> families_;
};

}  // namespace

std::vector<Family> build_families(std::span<const match::DocView> docs, const match::MatchBatch& matches, const FamilyOptions& options) {
  const SegmentGraph graph = build_segments(docs, matches, options);
  return PassageJoiner(docs, graph, options).join();
}

}  // namespace reprise::group
