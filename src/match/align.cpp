#include "match/align.hpp"

#include <algorithm>
#include <bit>

#include "text/tokens.hpp"
#include "text/weights.hpp"

namespace reprise::match {

namespace {

// A gap costs in proportion to the mean information of a word: about 24 quarter-bits in running text of any of
// the languages measured. Shift words cost 0.15 of a word each, a logarithm for having a gap at all, and each word
// passed over on both sides 0.05 of a word.
constexpr std::int32_t kMeanWordQbits = 24;

std::int32_t gap_cost(std::uint32_t da, std::uint32_t db) {
  const std::uint32_t shift = da > db ? da - db : db - da;
  const std::int32_t shared = static_cast<std::int32_t>(std::min(da, db));
  const std::int32_t log2_shift = static_cast<std::int32_t>(std::bit_width(shift));
  return kMeanWordQbits * (15 * static_cast<std::int32_t>(shift) + 50 * log2_shift + 5 * shared) / 100;
}

/// best[i], previous[i] of the chains that end in run i.
void chain_runs(const AlignOptions& options, AlignScratch& scratch) {
  const auto& runs = scratch.runs;
  scratch.best.assign(runs.size(), 0);
  scratch.previous.assign(runs.size(), -1);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& run = runs[i];
    std::int32_t best = run.qbits;
    std::int32_t from = -1;
    const std::size_t stop = i > options.lookback ? i - options.lookback : 0;
    for (std::size_t j = i; j-- > stop;) {
      const auto& before = runs[j];
      if (before.a >= run.a || before.b >= run.b) continue;
      const std::uint32_t before_a_end = before.a + before.length, before_b_end = before.b + before.length;
      const std::uint32_t overlap_a = before_a_end > run.a ? before_a_end - run.a : 0;
      const std::uint32_t overlap_b = before_b_end > run.b ? before_b_end - run.b : 0;
      const std::uint32_t overlap = std::max(overlap_a, overlap_b);
      if (overlap >= run.length) continue;
      const std::uint32_t da = run.a + overlap - before_a_end, db = run.b + overlap - before_b_end;
      if (da > options.max_gap_words || db > options.max_gap_words) continue;
      if ((da > db ? da - db : db - da) > options.max_shift_words) continue;
      const auto gain = static_cast<std::int32_t>(std::int64_t{run.qbits} * (run.length - overlap) / run.length);
      const std::int32_t score = scratch.best[j] + gain - gap_cost(da, db);
      if (score > best) best = score, from = static_cast<std::int32_t>(j);
    }
    scratch.best[i] = best;
    scratch.previous[i] = from;
  }
}

/// Words that an extension may skip before its first match: more cost more than a match brings back.
constexpr std::uint32_t kLookWords = 8;

/// True when some word of the next `na` of a is among the next `nb` of b.
bool any_common_word(const DocView& a, std::uint32_t a0, std::uint32_t na, const DocView& b, std::uint32_t b0, std::uint32_t nb, int step) {
  std::uint32_t next_b[kLookWords] = {};  // no word is 0
  for (std::uint32_t j = 0; j < nb; ++j) next_b[j] = b.words[step > 0 ? b0 + j : b0 - 1 - j];
  for (std::uint32_t i = 0; i < na; ++i) {
    const std::uint32_t word = a.words[step > 0 ? a0 + i : a0 - 1 - i];
    bool found = false;
    for (const std::uint32_t other : next_b) found |= other == word;
    if (found) return true;
  }
  return false;
}

/// False when no match of the next na and nb words is worth the words passed over before it, whatever the way there: the table
/// need not be filled. Texts that merely share "of" and "the" end here. Words passed over cost at least what the cheapest
/// treatment of the side with more of them costs; matches are chained by these least costs.
bool may_gain(const DocView& a, std::uint32_t a0, std::uint32_t na, const DocView& b, std::uint32_t b0, std::uint32_t nb, int step) {
  constexpr std::uint32_t kMost = 16, kMostPoints = 24;
  if (na > kMost || nb > kMost) return true;
  const auto at_a = [&](std::uint32_t i) { return step > 0 ? a0 + i : a0 - 1 - i; };
  const auto at_b = [&](std::uint32_t j) { return step > 0 ? b0 + j : b0 - 1 - j; };
  std::uint32_t words_b[kMost] = {};  // no word is 0
  std::uint8_t least_a = 255, least_b = 255;
  for (std::uint32_t j = 0; j < nb; ++j) words_b[j] = b.words[at_b(j)], least_b = std::min(least_b, b.weights[at_b(j)]);
  for (std::uint32_t i = 0; i < na; ++i) least_a = std::min(least_a, a.weights[at_a(i)]);
  // passed_x[i]: least cost of passing over the first i words of x, each changed against some word of the other side or skipped.
  std::int32_t passed_a[kMost + 1], passed_b[kMost + 1];
  passed_a[0] = passed_b[0] = 0;
  for (std::uint32_t i = 0; i < na; ++i) passed_a[i + 1] = passed_a[i] + std::min(mismatch_cost(a.weights[at_a(i)], least_b), skip_cost(a.weights[at_a(i)]));
  for (std::uint32_t j = 0; j < nb; ++j) passed_b[j + 1] = passed_b[j] + std::min(mismatch_cost(b.weights[at_b(j)], least_a), skip_cost(b.weights[at_b(j)]));
  struct Point {
    std::uint32_t i, j;
    std::int32_t score;
  };
  Point points[kMostPoints];
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < na; ++i) {
    const std::uint32_t word = a.words[at_a(i)];
    bool found = false;
    for (const std::uint32_t other : words_b) found |= other == word;
    if (!found) continue;
    for (std::uint32_t j = 0; j < nb; ++j) {
      if (words_b[j] != word) continue;
      std::int32_t before = -std::max(passed_a[i], passed_b[j]);
      for (std::uint32_t k = 0; k < count; ++k)
        if (points[k].i < i && points[k].j < j)
          before = std::max(before, points[k].score - std::max(passed_a[i] - passed_a[points[k].i + 1], passed_b[j] - passed_b[points[k].j + 1]));
      const std::int32_t score = before + a.weights[at_a(i)];
      if (score > 0 || count == kMostPoints) return true;
      points[count++] = {i, j, score};
    }
  }
  return false;
}

/// Local extension from (a0, b0) forward (step +1) or backward (step -1): the best-scoring end of an alignment that starts
/// there. Matches gain their weight; substitutions and gaps lose a share of the weights passed over. Returns words
/// consumed on both sides; matched runs go to `out` in walking order.
struct Extension {
  std::uint32_t a = 0, b = 0;
};
Extension extend_once(const DocView& a, std::uint32_t a0, const DocView& b, std::uint32_t b0, int step, std::uint32_t window,
                      AlignScratch& scratch, std::vector<MatchRun>& out) {
  const std::uint32_t na = std::min(window, step > 0 ? a.size() - a0 : a0);
  const std::uint32_t nb = std::min(window, step > 0 ? b.size() - b0 : b0);
  if (na == 0 || nb == 0) return {};
  if (!any_common_word(a, a0, std::min(na, kLookWords), b, b0, std::min(nb, kLookWords), step)) return {};
  if (!may_gain(a, a0, na, b, b0, nb, step)) return {};
  const auto at_a = [&](std::uint32_t i) { return step > 0 ? a0 + i : a0 - 1 - i; };
  const auto at_b = [&](std::uint32_t i) { return step > 0 ? b0 + i : b0 - 1 - i; };
  const std::size_t width = nb + 1;
  auto& cells = scratch.cells;
  if (cells.size() < (na + 1) * width) cells.resize((na + 1) * width);
  constexpr std::int32_t kDead = -1'000'000;
  constexpr std::int32_t kDrop = 56;        // X-drop: 14 bits below the best ends the extension
  constexpr std::uint32_t kBandWords = 10;  // how far the two sides may shift against each other in one step
  cells[0] = {0, 0};
  for (std::uint32_t j = 1; j <= std::min(nb, kBandWords + 1); ++j) cells[j] = {cells[j - 1].score - skip_cost(b.weights[at_b(j - 1)]), 2};
  std::int32_t best = 0;
  std::uint32_t best_i = 0, best_j = 0;
  for (std::uint32_t i = 1; i <= na; ++i) {
    const std::uint32_t pa = at_a(i - 1);
    const std::int32_t skip_a = skip_cost(a.weights[pa]);
    std::int32_t row_best = kDead;
    auto* row = &cells[i * width];
    const auto* above = row - width;
    const std::uint32_t from_j = i > kBandWords ? i - kBandWords : 1, to_j = std::min(nb, i + kBandWords);
    if (from_j > to_j) break;
    // Cells outside the band that the band's borders look at.
    row[from_j - 1] = from_j == 1 ? AlignScratch::Cell{above[0].score - skip_a, 1} : AlignScratch::Cell{kDead, 2};
    if (to_j == i + kBandWords && i > 1) row[to_j - width] = {kDead, 1};
    for (std::uint32_t j = from_j; j <= to_j; ++j) {
      const std::uint32_t pb = at_b(j - 1);
      std::int32_t score;
      std::uint8_t from;
      if (a.words[pa] == b.words[pb]) {
        score = above[j - 1].score + a.weights[pa], from = 3;
      } else {
        score = above[j - 1].score - mismatch_cost(a.weights[pa], b.weights[pb]), from = 4;
        if (above[j].score - skip_a > score) score = above[j].score - skip_a, from = 1;
        if (row[j - 1].score - skip_cost(b.weights[pb]) > score) score = row[j - 1].score - skip_cost(b.weights[pb]), from = 2;
      }
      row[j] = {score, from};
      row_best = std::max(row_best, score);
      if (score > best && from == 3) best = score, best_i = i, best_j = j;
    }
    if (row_best < best - kDrop) break;
  }
  if (best <= 0) return {};
  // The walk back meets the matches from the far end to the near one.
  const std::size_t first = out.size();
  for (std::uint32_t i = best_i, j = best_j; i > 0 || j > 0;) {
    const std::uint8_t from = i == 0 ? 2 : j == 0 ? 1 : cells[i * width + j].from;
    if (from == 3) {
      out.push_back({at_a(i - 1), at_b(j - 1), 1});
      --i, --j;
    } else if (from == 4) {
      --i, --j;
    } else if (from == 1) {
      --i;
    } else {
      --j;
    }
  }
  std::reverse(out.begin() + static_cast<std::ptrdiff_t>(first), out.end());
  return {best_i, best_j};
}

void extend(const DocView& a, std::uint32_t a0, const DocView& b, std::uint32_t b0, int step, std::uint32_t window,
            AlignScratch& scratch, std::vector<MatchRun>& out) {
  for (;;) {
    const Extension e = extend_once(a, a0, b, b0, step, window, scratch, out);
    if (e.a == 0) return;
    if (step > 0) {
      a0 += e.a, b0 += e.b;
    } else {
      a0 -= e.a, b0 -= e.b;
    }
  }
}

/// Joins runs that touch on both sides.
void coalesce(std::vector<MatchRun>& runs) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].length == 0) continue;
    if (kept > 0 && runs[kept - 1].a + runs[kept - 1].length == runs[i].a && runs[kept - 1].b + runs[kept - 1].length == runs[i].b) {
      runs[kept - 1].length += runs[i].length;
    } else {
      runs[kept++] = runs[i];
    }
  }
  runs.resize(kept);
}

/// Stretches [from, to) of the filled runs that score best by themselves: joining two runs pays only while the gap between them
/// costs less than either side gains. All maximal scoring subsequences (Ruzzo and Tompa 1999), a gap's cost being three eighths of
/// the information that is unmatched in it on both sides (a half cuts edited reports into their sentences).
std::vector<std::pair<std::uint32_t, std::uint32_t>>& maximal_pieces(const DocView& a, const DocView& b, std::span<const MatchRun> filled,
                                                                       AlignScratch& scratch) {
  auto& stack = scratch.piece_stack;
  stack.clear();
  std::int64_t total = 0;
  for (std::uint32_t i = 0; i < filled.size(); ++i) {
    const MatchRun& run = filled[i];
    if (i > 0) {
      const MatchRun& before = filled[i - 1];
      total -= (qbits_of(a, before.a + before.length, run.a) + qbits_of(b, before.b + before.length, run.b)) * 3 / 8;
    }
    AlignScratch::Piece piece{i, i + 1, total, total + qbits_of(a, run.a, run.a + run.length)};
    total = piece.right;
    for (;;) {
      std::size_t j = stack.size();
      while (j > 0 && stack[j - 1].left >= piece.left) --j;
      if (j == 0 || stack[j - 1].right >= piece.right) break;
      piece.from = stack[j - 1].from;
      piece.left = stack[j - 1].left;
      stack.resize(j - 1);
    }
    stack.push_back(piece);
  }
  scratch.pieces.clear();
  for (const auto& piece : stack) scratch.pieces.emplace_back(piece.from, piece.to);
  return scratch.pieces;
}

Alignment measure(const DocView& a, const DocView& b, std::span<const MatchRun> runs, std::uint32_t first_run) {
  Alignment alignment{.a_begin = runs.front().a,
                      .a_end = runs.back().a + runs.back().length,
                      .b_begin = runs.front().b,
                      .b_end = runs.back().b + runs.back().length,
                      .first_run = first_run,
                      .run_count = static_cast<std::uint32_t>(runs.size())};
  for (const MatchRun& run : runs) {
    alignment.matched_words += run.length;
    alignment.matched_qbits += qbits_of(a, run.a, run.a + run.length);
  }
  const std::uint32_t all = qbits_of(a, alignment.a_begin, alignment.a_end) + qbits_of(b, alignment.b_begin, alignment.b_end);
  alignment.net_qbits = static_cast<std::int32_t>(alignment.matched_qbits) - static_cast<std::int32_t>((all - 2 * alignment.matched_qbits) / 2);
  alignment.identity_permille = static_cast<std::uint32_t>(2000ull * alignment.matched_qbits / std::max(1u, all));
  return alignment;
}

/// The matched words are at least `min_words`, an ideograph being half of one and an address three.
bool enough_words(const DocView& a, const Alignment& x, std::span<const MatchRun> runs, std::uint32_t min_words) {
  if (x.matched_words < min_words) {
    std::uint32_t words = 0;
    for (const MatchRun& run : runs) words += words_of(a, run.a, run.a + run.length);
    return words >= min_words;
  }
  if (x.matched_words >= 2 * min_words) return true;
  return x.matched_words >= min_words &&
         words_of(a, x.a_begin, x.a_end) * x.matched_words >= min_words * (x.a_end - x.a_begin);
}

/// Words of [begin, end) of one side that the alignment's runs match. A gap holds none: what stands there may be said elsewhere.
std::uint32_t matched_in(std::span<const MatchRun> runs, std::uint32_t begin, std::uint32_t end, std::uint32_t MatchRun::*side) {
  std::uint32_t sum = 0;
  auto run = std::partition_point(runs.begin(), runs.end(), [&](const MatchRun& r) { return r.*side + r.length <= begin; });
  for (; run != runs.end() && (*run).*side < end; ++run) sum += overlap((*run).*side, (*run).*side + run->length, begin, end);
  return sum;
}

/// What the alignments that are kept hold, asked of their runs: cheap while they are few.
class KeptRuns {
 public:
  KeptRuns(std::span<const Alignment> all, std::span<const MatchRun> runs) : all_(all), runs_(runs) {}
  void keep(std::uint32_t i) { kept_.push_back(i); }
  /// How often kept alignments match the words that x matches.
  std::pair<std::uint64_t, std::uint64_t> held(const Alignment& x) const {
    std::uint64_t in_a = 0, in_b = 0;
    for (const std::uint32_t k : kept_) {
      const auto k_runs = runs_.subspan(all_[k].first_run, all_[k].run_count);
      for (const MatchRun& run : runs_.subspan(x.first_run, x.run_count)) {
        in_a += matched_in(k_runs, run.a, run.a + run.length, &MatchRun::a);
        in_b += matched_in(k_runs, run.b, run.b + run.length, &MatchRun::b);
      }
    }
    return {in_a, in_b};
  }

 private:
  std::span<const Alignment> all_;
  std::span<const MatchRun> runs_;
  std::vector<std::uint32_t> kept_;
};

/// The same, counted by word: its cost does not grow with the alignments.
class KeptWords {
 public:
  KeptWords(const DocView& a, const DocView& b, std::span<const Alignment> all, std::span<const MatchRun> runs) : all_(all), runs_(runs), of_a_(a.size(), 0), of_b_(b.size(), 0) {}
  void keep(std::uint32_t i) {
    for (const MatchRun& run : runs_.subspan(all_[i].first_run, all_[i].run_count))
      for (std::uint32_t k = 0; k < run.length; ++k) ++of_a_[run.a + k], ++of_b_[run.b + k];
  }
  std::pair<std::uint64_t, std::uint64_t> held(const Alignment& x) const {
    std::uint64_t in_a = 0, in_b = 0;
    for (const MatchRun& run : runs_.subspan(x.first_run, x.run_count))
      for (std::uint32_t k = 0; k < run.length; ++k) in_a += of_a_[run.a + k], in_b += of_b_[run.b + k];
    return {in_a, in_b};
  }

 private:
  std::span<const Alignment> all_;
  std::span<const MatchRun> runs_;
  std::vector<std::uint32_t> of_a_, of_b_;
};

constexpr std::size_t kManyAlignments = 64;  ///< of one pair

/// Drops a pair's alignments, from `first` on, that repeat on one side what a better one has: an article that says a thing twice
/// took it once.
template <class Kept>
void keep_best_places(std::size_t first, std::vector<Alignment>& out, Kept held) {
  std::vector<std::uint32_t> order;
  for (std::size_t i = first; i < out.size(); ++i) order.push_back(static_cast<std::uint32_t>(i));
  std::sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) { return out[x].net_qbits != out[y].net_qbits ? out[x].net_qbits > out[y].net_qbits : x < y; });
  std::vector<std::uint32_t> kept;
  for (const std::uint32_t i : order) {
    const auto [in_a, in_b] = held.held(out[i]);
    if (10 * in_a >= 6ull * out[i].matched_words || 10 * in_b >= 6ull * out[i].matched_words) continue;
    kept.push_back(i);
    held.keep(i);
  }
  std::sort(kept.begin(), kept.end());
  std::size_t next = first;
  for (const std::uint32_t k : kept) out[next++] = out[k];
  out.resize(next);
}

/// Drops a pair's alignments from `first` on unless one of them is strong; quotations stand for themselves.
void keep_believable(const DocView& a, const DocView& b, const AlignOptions& options, std::size_t first, std::vector<Alignment>& out) {
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(first);
  const bool strong = std::any_of(begin, out.end(), [&](const Alignment& x) { return x.net_qbits >= options.strong_net_qbits; });
  out.erase(std::remove_if(begin, out.end(),
                           [&](const Alignment& x) {
                             if (strong && x.net_qbits >= options.weak_net_qbits) return false;
                             return x.net_qbits < options.quote_net_qbits || !quoted(a, x.a_begin, x.a_end) || !quoted(b, x.b_begin, x.b_end);
                           }),
            out.end());
}

/// From a chain of exact runs to a whole alignment: overlaps cut, gaps filled, ends extended.
void complete_chain(const DocView& a, const DocView& b, const AlignOptions& options, AlignScratch& scratch) {
  auto& chain = scratch.chain;
  auto& filled = scratch.filled;
  filled.clear();
  extend(a, chain.front().a, b, chain.front().b, -1, options.end_window_words, scratch, filled);
  std::reverse(filled.begin(), filled.end());
  for (std::size_t i = 0; i < chain.size(); ++i) {
    MatchRun run = chain[i];
    if (i > 0) {
      const MatchRun& before = chain[i - 1];
      const std::uint32_t a_end = before.a + before.length, b_end = before.b + before.length;
      const std::uint32_t overlap = std::max(a_end > run.a ? a_end - run.a : 0, b_end > run.b ? b_end - run.b : 0);
      run.a += overlap, run.b += overlap, run.length -= overlap;
      chain[i] = run;
      if (run.a > a_end && run.b > b_end) common_subsequence(a, a_end, run.a, b, b_end, run.b, scratch, filled);
    }
    filled.push_back(run);
  }
  const MatchRun last = chain.back();
  extend(a, last.a + last.length, b, last.b + last.length, +1, options.end_window_words, scratch, filled);
  coalesce(filled);
}

/// A pair's alignments, by their place in b once they are many.
class AlignmentsThere {
 public:
  explicit AlignmentsThere(std::size_t first) : first_(first), added_(first) {}
  /// Takes in the alignments that are new in `out`.
  void add(const DocView& b, std::span<const Alignment> out) {
    if (out.size() - first_ <= kManyAlignments) return;
    if (blocks_.empty()) blocks_.resize(b.size() / kBlock + 1);
    for (; added_ < out.size(); ++added_)
      for (std::uint32_t block = out[added_].b_begin / kBlock; block <= out[added_].b_end / kBlock; ++block) blocks_[block].push_back(static_cast<std::uint32_t>(added_));
  }
  /// One of the alignments with the word `in_b` between their borders fits.
  template <class Fits>
  bool any(std::uint32_t in_b, std::span<const Alignment> out, const Fits& fits) const {
    if (blocks_.empty()) return std::any_of(out.begin() + static_cast<std::ptrdiff_t>(first_), out.end(), fits);
    const auto& here = blocks_[in_b / kBlock];
    return std::any_of(here.begin(), here.end(), [&](std::uint32_t i) { return fits(out[i]); });
  }

 private:
  static constexpr std::uint32_t kBlock = 64;
  std::size_t first_, added_;
  std::vector<std::vector<std::uint32_t>> blocks_;
};

}  // namespace

bool quoted(const DocView& doc, std::uint32_t begin, std::uint32_t end) {
  constexpr std::uint32_t kQuotation = 8;  // words; Chinese sets titles and terms in marks
  std::uint32_t inside = 0, words = 0;
  for (std::uint32_t i = begin; i < end; ++i) {
    if (!(doc.flags[i] & text::kInQuote)) continue;
    ++inside;
    words += !(doc.flags[i] & text::kIdeograph);
  }
  // The words that introduce a quotation may agree, too.
  return 10 * inside >= 7 * (end - begin) || (words >= kQuotation && 2 * inside >= end - begin);
}

std::uint32_t qbits_of(const DocView& doc, std::uint32_t begin, std::uint32_t end) {
  std::uint32_t sum = 0;
  for (std::uint32_t i = begin; i < end; ++i) sum += doc.weights[i];
  return sum;
}

std::uint32_t words_of(const DocView& doc, std::uint32_t begin, std::uint32_t end) {
  std::uint32_t halves = 0;
  for (std::uint32_t i = begin; i < end; ++i) halves += (doc.flags[i] & text::kIdeograph) ? 1 : doc.weights[i] == text::kAddressWeight ? 6 : 2;
  return halves / 2;
}

void common_subsequence(const DocView& a, std::uint32_t a_begin, std::uint32_t a_end, const DocView& b, std::uint32_t b_begin,
                        std::uint32_t b_end, AlignScratch& scratch, std::vector<MatchRun>& out) {
  const std::uint32_t na = a_end - a_begin, nb = b_end - b_begin;
  const std::size_t width = nb + 1;
  auto& cells = scratch.cells;
  if (cells.size() < (na + 1) * width) cells.resize((na + 1) * width);
  std::fill_n(cells.begin(), width, AlignScratch::Cell{0, 0});
  for (std::uint32_t i = 1; i <= na; ++i) {
    auto* row = &cells[i * width];
    row[0] = {0, 0};
    const auto* above = row - width;
    const std::uint32_t word = a.words[a_begin + i - 1];
    const std::int32_t weight = a.weights[a_begin + i - 1];
    for (std::uint32_t j = 1; j <= nb; ++j) {
      if (word == b.words[b_begin + j - 1]) {
        row[j] = {above[j - 1].score + weight, 3};
      } else {
        row[j] = above[j].score >= row[j - 1].score ? AlignScratch::Cell{above[j].score, 1} : AlignScratch::Cell{row[j - 1].score, 2};
      }
    }
  }
  const std::size_t first = out.size();
  for (std::uint32_t i = na, j = nb; i > 0 && j > 0;) {
    const std::uint8_t from = cells[i * width + j].from;
    if (from == 3) {
      out.push_back({a_begin + i - 1, b_begin + j - 1, 1});
      --i, --j;
    } else if (from == 1) {
      --i;
    } else {
      --j;
    }
  }
  std::reverse(out.begin() + static_cast<std::ptrdiff_t>(first), out.end());
}

void accept_pieces(const DocView& a, const DocView& b, std::span<const MatchRun> filled, const AlignOptions& options, AlignScratch& scratch,
                   std::vector<Alignment>& out, std::vector<MatchRun>& runs) {
  for (const auto& [from, to] : maximal_pieces(a, b, filled, scratch)) {
    const auto piece = filled.subspan(from, to - from);
    const Alignment alignment = measure(a, b, piece, static_cast<std::uint32_t>(runs.size()));
    if (!enough_words(a, alignment, piece, options.min_words) || alignment.matched_qbits < options.min_qbits ||
        alignment.identity_permille < options.min_identity_permille || alignment.net_qbits < options.min_net_qbits)
      continue;
    runs.insert(runs.end(), piece.begin(), piece.end());
    out.push_back(alignment);
  }
}

void keep_alignments(const DocView& a, const DocView& b, std::span<const MatchRun> runs, const AlignOptions& options, std::size_t first,
                     std::vector<Alignment>& out) {
  if (out.size() - first > kManyAlignments) keep_best_places(first, out, KeptWords(a, b, out, runs));
  else if (out.size() - first > 1) keep_best_places(first, out, KeptRuns(out, runs));
  keep_believable(a, b, options, first, out);
}

namespace {

/// Half of the chain's words, of the one text or the other, are matched by the runs. Both are in the order of both texts.
bool matches_words_of(std::span<const MatchRun> chain, std::span<const MatchRun> runs) {
  const auto half_of = [&](auto begin_of) {
    std::uint64_t matched = 0, all = 0;
    std::size_t at = 0;
    for (const MatchRun& c : chain) {
      const std::uint32_t begin = begin_of(c), end = begin + c.length;
      all += c.length;
      while (at < runs.size() && begin_of(runs[at]) + runs[at].length <= begin) ++at;
      for (std::size_t r = at; r < runs.size() && begin_of(runs[r]) < end; ++r)
        matched += std::min(end, begin_of(runs[r]) + runs[r].length) - std::max(begin, begin_of(runs[r]));
    }
    return 2 * matched >= all;
  };
  return half_of([](const MatchRun& r) { return r.a; }) || half_of([](const MatchRun& r) { return r.b; });
}

}  // namespace

void align_pair(const DocView& a, const DocView& b, std::span<const Seed> seeds, const AlignOptions& options,
                AlignScratch& scratch, std::vector<Alignment>& out, std::vector<MatchRun>& runs) {
  grow_runs(a, b, seeds, scratch);
  if (scratch.runs.empty()) return;
  chain_runs(options, scratch);
  auto& order = scratch.order;
  order.resize(scratch.runs.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t x, std::uint32_t y) { return scratch.best[x] != scratch.best[y] ? scratch.best[x] > scratch.best[y] : x < y; });
  scratch.used.assign(scratch.runs.size(), 0);
  const std::size_t first_alignment = out.size();
  AlignmentsThere there(first_alignment);
  for (const std::uint32_t end : order) {
    if (scratch.best[end] < static_cast<std::int32_t>(options.min_chain_qbits)) break;
    if (scratch.used[end]) continue;
    auto& chain = scratch.chain;
    chain.clear();
    std::int32_t chain_qbits = 0;
    for (std::int32_t i = static_cast<std::int32_t>(end); i >= 0 && !scratch.used[i]; i = scratch.previous[i]) {
      scratch.used[i] = 1;
      const auto& run = scratch.runs[i];
      chain.push_back({run.a, run.b, run.length});
      chain_qbits += run.qbits;
    }
    if (chain_qbits < static_cast<std::int32_t>(options.min_chain_qbits)) continue;
    std::reverse(chain.begin(), chain.end());
    // A chain inside an alignment that is there already (the same words by another seed) adds nothing; a paragraph that was moved within it has words of its own.
    const auto is_inside = [&](const Alignment& x) {
      return chain.front().a >= x.a_begin && chain.back().a + chain.back().length <= x.a_end && chain.front().b >= x.b_begin &&
             chain.back().b + chain.back().length <= x.b_end && matches_words_of(chain, std::span<const MatchRun>(runs).subspan(x.first_run, x.run_count));
    };
    if (there.any(chain.front().b, out, is_inside)) continue;
    complete_chain(a, b, options, scratch);
    accept_pieces(a, b, scratch.filled, options, scratch, out, runs);
    there.add(b, out);
  }
  keep_alignments(a, b, runs, options, first_alignment, out);
}

}  // namespace reprise::match
