#include "match/restatements.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>

#include "base/parallel.hpp"
#include "match/restated_candidates.hpp"
#include "text/tokens.hpp"

namespace reprise::match {

namespace {

using sketch::ContentWord;

// A stem in more sentences of an article than this tells nothing about one of them.
constexpr std::uint32_t kMostSentencesOfStem = 24;
// Shared weights are summed in sixteenths, so that their divisions keep their order.
constexpr std::uint32_t kShareScale = 16;
// A stem is counted cell by cell where the bound on what is shared is made when it has no more cells than this.
constexpr std::uint32_t kFewCells = 4;
// So many names of a sentence may only corroborate: a speaker with office and place ("Deputy Head of the Ports and Maritime Organization
// of Iran Jan Novak"). More are a list.
constexpr std::uint32_t kFewNames = 8;
// Of several sentences that make two articles a pair together the best has one of so many parts of what one alone must reach.
constexpr std::uint32_t kJointParts = 3;

/// What a bag's words come to: its names are at most half of the others, but for a list of names.
std::uint64_t with_names(std::uint64_t others, const NamesOfBag& names) {
  return others + (names.count > kFewNames ? names.weight : std::min(names.weight, others / 2));
}

/// By sentence. `names` is scratch memory.
void total_weights(std::span<const ContentWord> content, std::vector<std::uint32_t>& totals, std::vector<NamesOfBag>& names) {
  totals.clear();
  names.clear();
  for (const ContentWord& word : content) {
    if (word.sentence >= totals.size()) totals.resize(word.sentence + 1u, 0), names.resize(word.sentence + 1u);
    if (word.is_name) {
      names[word.sentence].weight += word.weight;
      ++names[word.sentence].count;
    } else {
      totals[word.sentence] += word.weight;
    }
  }
  for (std::size_t s = 0; s < totals.size(); ++s) totals[s] = static_cast<std::uint32_t>(with_names(totals[s], names[s]));
}

/// Factor of share_of() for a stem that so many sentences of both articles have: division once per stem, not per pair of sentences.
std::uint32_t share_factor(std::uint32_t sentences) { return ((1u << 20) + sentences - 1) / sentences; }

/// Among more pairs of sentences chance finds a better one: a bit for each doubling.
std::uint32_t trials(std::size_t sentence_pairs) { return 4 * static_cast<std::uint32_t>(std::bit_width(sentence_pairs)); }

/// weight * 2 / sentences in 1/16 quarter-bits, rounded down: exact for weights of a byte and at most 2 * kMostSentencesOfStem sentences.
std::uint32_t share_of(std::uint32_t weight, std::uint32_t factor) { return weight * 2 * kShareScale * factor >> 20; }

/// Whether the sentences taken make two articles a pair that nothing else joins: a strong one does, or they do together when their scores
/// beyond chance come to a fifth more, for being several. They are strong then.
bool make_pair(std::span<Alignment> taken, std::uint32_t chance, std::uint32_t strong_score) {
  if (std::any_of(taken.begin(), taken.end(), [](const Alignment& x) { return x.restated_strong; })) return true;
  const std::uint32_t sum = std::accumulate(taken.begin(), taken.end(), 0u, [&](std::uint32_t s, const Alignment& x) { return s + x.restated_score - chance; });
  if (taken.empty() || 5 * sum < 6 * strong_score) return false;
  for (Alignment& x : taken) x.restated_strong = true;
  return true;
}

/// A pair and its alignments, but for the pair itself.
void copy_pair(const PairMatch& pair, const MatchBatch& from, MatchBatch& to) {
  for (std::uint32_t i = pair.first_alignment; i < pair.first_alignment + pair.alignment_count; ++i) {
    Alignment x = from.alignments[i];
    const auto runs = from.runs.begin() + x.first_run;
    x.first_run = static_cast<std::uint32_t>(to.runs.size());
    to.runs.insert(to.runs.end(), runs, runs + x.run_count);
    to.alignments.push_back(x);
  }
}

}  // namespace

bool credits(const Credits& x, std::uint32_t outlet) {
  return outlet != kNone && std::binary_search(x.credited.begin(), x.credited.end(), outlet);
}

bool one_credits_other(const Credits& a, const Credits& b) { return credits(a, b.outlet) || credits(b, a.outlet); }

CreditLink credit_link(const Credits& a, const Credits& b) {
  if (one_credits_other(a, b)) return CreditLink::linked;
  const auto is_third = [&](std::uint32_t outlet) { return outlet != a.outlet && outlet != b.outlet && credits(b, outlet); };
  if (std::any_of(a.credited.begin(), a.credited.end(), is_third)) return CreditLink::linked;
  const auto credits_another = [&](const Credits& x) { return x.credits_media || x.credited.size() > credits(x, x.outlet); };
  return credits_another(a) || credits_another(b) ? CreditLink::source : CreditLink::none;
}

void Restater::set_later(const DocView& b) {
  b_ = &b;
  stem_set_.fill(0);
  for (const ContentWord& word : b.content) stem_set_[(word.stem % kSetBits) >> 6] |= std::uint64_t{1} << (word.stem & 63);
  total_weights(b.content, total_b_, names_);
  first_of_b_.fill(static_cast<std::uint32_t>(b.content.size()));
  for (std::uint32_t j = static_cast<std::uint32_t>(b.content.size()); j-- > 0;) first_of_b_[b.content[j].stem >> kDirectoryShift] = j;
}

/// Marks the words that the pair's alignments hold.
void Restater::find_held(const DocView& a, std::span<const Alignment> known) {
  held_a_.clear();
  held_b_.clear();
  if (known.empty()) return;
  held_a_.resize(a.size(), 0);
  held_b_.resize(b_->size(), 0);
  for (const Alignment& x : known) {
    std::fill(held_a_.begin() + x.a_begin, held_a_.begin() + x.a_end, std::uint8_t{1});
    std::fill(held_b_.begin() + x.b_begin, held_b_.begin() + x.b_end, std::uint8_t{1});
  }
}

/// Lists the stems that a and b have in common where no alignment holds them, and counts a's sentences.
void Restater::find_stems(const DocView& a) {
  words_a_.clear();
  words_b_.clear();
  rare_.clear();
  wide_.clear();
  const auto &x = a.content, &y = b_->content;
  // Without a branch for each word: most stems are not b's.
  places_.resize(x.size());
  std::size_t places = 0;
  std::uint32_t last = 0;
  for (std::uint32_t i = 0; i < x.size(); ++i) {
    places_[places] = i;
    places += may_share(x[i].stem);
    last = std::max<std::uint32_t>(last, x[i].sentence);
  }
  sentences_a_ = x.empty() ? 0 : last + 1;
  const auto take = [](const DocView& doc, std::uint32_t begin, std::uint32_t end, const auto& held, std::vector<Word>& words) {
    for (std::uint32_t i = begin; i < end; ++i)
      if (const ContentWord& word = doc.content[i]; held.empty() || !held[doc.sentences[word.sentence] + word.offset])
        words.push_back({word.sentence, word.offset, word.weight, word.is_name != 0, is_common(doc, i), false});
    return static_cast<std::uint32_t>(words.size());
  };
  for (std::size_t k = 0; k < places;) {
    const std::uint32_t i = places_[k], stem = x[i].stem;
    std::uint32_t i_end = i, j = first_of_b_[stem >> kDirectoryShift];
    for (; k < places && x[places_[k]].stem == stem; ++k) ++i_end;
    while (j < y.size() && y[j].stem < stem) ++j;
    std::uint32_t j_end = j;
    while (j_end < y.size() && y[j_end].stem == stem) ++j_end;
    if (j == j_end || j_end - j > kMostSentencesOfStem || i_end - i > kMostSentencesOfStem) continue;
    SharedStem shared{static_cast<std::uint32_t>(words_a_.size()), 0, static_cast<std::uint32_t>(words_b_.size()), 0, share_factor(i_end - i + j_end - j)};
    shared.a_end = take(a, i, i_end, held_a_, words_a_);
    shared.b_end = take(*b_, j, j_end, held_b_, words_b_);
    const std::uint32_t cells = (shared.a_end - shared.a) * (shared.b_end - shared.b);
    if (cells > 0) (cells <= kFewCells ? rare_ : wide_).push_back(shared);
  }
}

/// Calls visit(cell, index in words_a_, index in words_b_, what it adds to shared(s, t)) for each pair of sentences that have a stem.
template <typename Visit>
void Restater::visit_cells(std::span<const SharedStem> stems, Visit visit) const {
  const auto width = static_cast<std::uint32_t>(total_b_.size());
  for (const SharedStem& stem : stems)
    for (std::uint32_t p = stem.a; p < stem.a_end; ++p) {
      const Word& x = words_a_[p];
      for (std::uint32_t q = stem.b; q < stem.b_end; ++q)
        if (const Word& y = words_b_[q]; !(x.common && y.common)) visit(x.sentence * width + y.sentence, p, q, share_of(std::min(x.weight, y.weight), stem.share));
    }
}

/// Lists what cells have in common that share `least`, in 1/16 quarter-bits, if one of them shares `asked`.
void Restater::find_common(std::uint32_t asked, std::uint32_t least) {
  common_.clear();
  // A bound first. Stems of few sentences are counted cell by cell; of the others, which add little to each of their many cells, at
  // most all of a's sentence.
  if (rest_.size() < sentences_a_) rest_.resize(sentences_a_, 0);
  std::uint32_t bound = 0, most = 0;
  for (const SharedStem& stem : wide_)
    for (std::uint32_t p = stem.a; p < stem.a_end; ++p) bound = std::max(bound, rest_[words_a_[p].sentence] += share_of(words_a_[p].weight, stem.share));
  visit_cells(rare_, [&](std::uint32_t cell, std::uint32_t p, std::uint32_t, std::uint32_t shared) {
    shared_[cell] += shared;
    most = std::max(most, shared_[cell]);
    bound = std::max(bound, shared_[cell] + rest_[words_a_[p].sentence]);
  });
  std::fill_n(rest_.begin(), sentences_a_, 0u);
  if (bound < asked) {
    visit_cells(rare_, [&](std::uint32_t cell, std::uint32_t, std::uint32_t, std::uint32_t) { shared_[cell] = 0; });
    return;
  }
  visit_cells(wide_, [&](std::uint32_t cell, std::uint32_t, std::uint32_t, std::uint32_t shared) { most = std::max(most, shared_[cell] += shared); });
  const auto list = [&](std::uint32_t cell, std::uint32_t p, std::uint32_t q, std::uint32_t shared) {
    if (shared_[cell] >= least) common_.push_back({cell, p, q, shared});
  };
  if (most >= asked) {
    visit_cells(rare_, list);
    visit_cells(wide_, list);
  }
  std::fill_n(shared_.begin(), sentences_a_ * total_b_.size(), 0u);
}

/// The cells of common_.
void Restater::list_cells() {
  cells_.clear();
  std::sort(common_.begin(), common_.end(), [](const Common& p, const Common& q) { return p.cell != q.cell ? p.cell < q.cell : p.in_a < q.in_a; });
  const auto width = static_cast<std::uint32_t>(total_b_.size());
  for (std::uint32_t i = 0; i < common_.size();) {
    std::uint32_t end = i;
    while (end < common_.size() && common_[end].cell == common_[i].cell) ++end;
    cells_.push_back({common_[i].cell / width, common_[i].cell % width, i, end, 0});
    i = end;
  }
}

/// What the best sentence of a pair must reach; by the null distributions of docs/accuracy.md one table serves all languages.
std::uint32_t Restater::strong_score(CreditLink link) const {
  if (link == CreditLink::linked) return options_.linked_score;
  return link == CreditLink::source ? options_.source_score : options_.strong_score;
}

/// What a further sentence of a pair must reach.
std::uint32_t Restater::weak_score(CreditLink link) const { return link == CreditLink::linked ? options_.weak_linked_score : options_.weak_score; }

/// What the best of the sentences that make two articles a pair must reach. Where somebody is credited several may do so together;
/// without a credit two reports of one event have as many sentences in common.
std::uint32_t Restater::first_score(CreditLink link) const { return link == CreditLink::none ? strong_score(link) : strong_score(link) / kJointParts; }

bool Restater::long_enough(const Cell& cell, const DocView& a) const {
  return words_of(a, a.sentences[cell.a], a.sentence_end(cell.a)) >= options_.min_words &&
         words_of(*b_, b_->sentences[cell.b], b_->sentence_end(cell.b)) >= options_.min_words;
}

/// The score of a pair of sentences over the words that nothing explains yet; 0 when they are too few. It does not exceed what the
/// common words weigh.
std::uint32_t Restater::score(const Cell& cell) const {
  std::uint64_t others = 0;
  NamesOfBag names;
  std::uint32_t stems = 0;
  for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
    const Common& c = common_[i];
    if (is_used(c)) continue;
    ++stems;
    if (words_a_[c.in_a].is_name || words_b_[c.in_b].is_name) {
      names.weight += c.shared;
      ++names.count;
    } else {
      others += c.shared;
    }
  }
  const std::uint64_t shared = with_names(others, names);
  if (stems < options_.min_stems || shared == 0) return 0;
  const auto [smaller, larger] = std::minmax(total_a_[cell.a], total_b_[cell.b]);
  return static_cast<std::uint32_t>(shared * shared / (std::uint64_t{std::max(smaller, larger / 2)} * kShareScale * kShareScale));
}

/// The longest chain of common words that increases in both sentences, as runs of one word.
void Restater::chain_words(const Cell& cell, const DocView& a, std::vector<MatchRun>& runs) {
  words_.clear();
  for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
    const Common& c = common_[i];
    if (!is_used(c)) words_.push_back({a.sentences[cell.a] + words_a_[c.in_a].offset, b_->sentences[cell.b] + words_b_[c.in_b].offset, 1});
  }
  std::sort(words_.begin(), words_.end(), [](const MatchRun& x, const MatchRun& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  length_.assign(words_.size(), 1);
  previous_.assign(words_.size(), -1);
  std::size_t best = 0;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (words_[j].a < words_[i].a && words_[j].b < words_[i].b && length_[j] + 1 > length_[i]) length_[i] = length_[j] + 1, previous_[i] = static_cast<std::int32_t>(j);
    if (length_[i] > length_[best]) best = i;
  }
  const std::size_t first = runs.size();
  for (std::int32_t i = static_cast<std::int32_t>(best); i >= 0; i = previous_[static_cast<std::size_t>(i)]) runs.push_back(words_[static_cast<std::size_t>(i)]);
  std::reverse(runs.begin() + static_cast<std::ptrdiff_t>(first), runs.end());
}

Alignment Restater::alignment(const Cell& cell, const DocView& a, std::vector<MatchRun>& runs) {
  const DocView& b = *b_;
  Alignment x{.a_begin = a.sentences[cell.a],
              .a_end = a.sentence_end(cell.a),
              .b_begin = b.sentences[cell.b],
              .b_end = b.sentence_end(cell.b),
              .first_run = static_cast<std::uint32_t>(runs.size()),
              .restated = true,
              .restated_score = cell.score};
  chain_words(cell, a, runs);
  x.run_count = static_cast<std::uint32_t>(runs.size()) - x.first_run;
  x.matched_words = x.run_count;
  for (std::uint32_t i = x.first_run; i < runs.size(); ++i) x.matched_qbits += std::min(a.weights[runs[i].a], b.weights[runs[i].b]);
  const std::uint32_t all = qbits_of(a, x.a_begin, x.a_end) + qbits_of(b, x.b_begin, x.b_end);
  x.net_qbits = static_cast<std::int32_t>(2 * x.matched_qbits) - static_cast<std::int32_t>(all / 2);
  x.identity_permille = static_cast<std::uint32_t>(2000ull * x.matched_qbits / std::max(1u, all));
  return x;
}

/// Takes the cells, the best first, that reach `asked(cell)` over words that nothing has explained yet; their words are explained then.
template <typename Asked>
void Restater::take_cells(const DocView& a, Asked asked, std::uint32_t strong, std::vector<Alignment>& out, std::vector<MatchRun>& runs) {
  std::sort(cells_.begin(), cells_.end(), [](const Cell& x, const Cell& y) { return x.score != y.score ? x.score > y.score : x.begin < y.begin; });
  for (Cell& cell : cells_) {
    cell.score = score(cell);
    if (cell.score < asked(cell)) continue;
    out.push_back(alignment(cell, a, runs));
    out.back().restated_strong = cell.score >= strong;
    for (std::uint32_t i = cell.begin; i < cell.end; ++i) words_a_[common_[i].in_a].used = words_b_[common_[i].in_b].used = true;
  }
}

/// Step 4, between anchors_.
void Restater::restate_gaps(const DocView& a, std::uint32_t weak, std::vector<Alignment>& out, std::vector<MatchRun>& runs) {
  find_gaps(a, *b_, anchors_, gaps_);
  if (gaps_.pairs.empty()) return;
  const auto asked_in = [&](std::uint32_t pairs) { return weak + trials(pairs); };
  const std::uint32_t least = asked_in(*std::min_element(gaps_.pairs.begin(), gaps_.pairs.end()));
  find_common(least * kShareScale, least * kShareScale);
  list_cells();
  std::erase_if(cells_, [&](const Cell& cell) {
    return gaps_.of_a[cell.a] == kNone || gaps_.of_a[cell.a] != gaps_.of_b[cell.b] || !long_enough(cell, a);
  });
  for (Cell& cell : cells_) cell.score = score(cell);
  take_cells(a, [&](const Cell& cell) { return asked_in(gaps_.pairs[gaps_.of_a[cell.a]]); }, kNone, out, runs);
}

void Restater::restate(const DocView& a, std::span<const Alignment> known, CreditLink link, std::vector<Alignment>& out, std::vector<MatchRun>& runs) {
  find_held(a, known);
  find_stems(a);
  const std::uint32_t chance = trials(sentences_a_ * total_b_.size());
  const std::uint32_t weak = weak_score(link) + chance;
  const std::uint32_t strong = strong_score(link) + chance;
  const std::uint32_t asked = known.empty() ? std::max(weak, chance + first_score(link)) : weak;
  if (shared_.size() < sentences_a_ * total_b_.size()) shared_.resize(sentences_a_ * total_b_.size(), 0);
  // No score exceeds what is shared.
  find_common(asked * kShareScale, std::min(weak, asked) * kShareScale);
  if (known.empty() && common_.empty()) return;

  const std::size_t first = out.size();
  list_cells();
  total_weights(a.content, total_a_, names_);
  for (Cell& cell : cells_) cell.score = score(cell);
  std::erase_if(cells_, [&](const Cell& cell) { return cell.score < weak || !long_enough(cell, a); });
  const bool enough = std::any_of(cells_.begin(), cells_.end(), [&](const Cell& cell) { return cell.score >= asked; });
  const std::size_t first_run = runs.size();
  if (enough) take_cells(a, [&](const Cell&) { return weak; }, strong, out, runs);
  if (known.empty() && !make_pair(std::span(out).subspan(first), chance, strong_score(link))) {
    out.resize(first);
    runs.resize(first_run);
    return;
  }

  anchors_.assign(known.begin(), known.end());
  anchors_.insert(anchors_.end(), out.begin() + static_cast<std::ptrdiff_t>(first), out.end());
  restate_gaps(a, link == CreditLink::none ? options_.weak_score : options_.weak_linked_score, out, runs);
}

void restate_article(std::uint32_t b, std::span<const DocView> docs, std::span<const PairMatch> known, std::span<const std::uint32_t> candidates, const MatchBatch& matches,
                     const LinkOfPair& link_of, Restater& restater, MatchBatch& out) {
  if (known.empty() && candidates.empty()) return;
  restater.set_later(docs[b]);
  std::vector<Alignment> aligned;
  std::size_t k = 0, c = 0;
  while (k < known.size() || c < candidates.size()) {
    const bool take_known = c == candidates.size() || (k < known.size() && known[k].a <= candidates[c]);
    const std::uint32_t a = take_known ? known[k].a : candidates[c];
    if (c < candidates.size() && candidates[c] == a) ++c;
    const auto first = static_cast<std::uint32_t>(out.alignments.size());
    if (take_known) copy_pair(known[k++], matches, out);
    aligned.assign(out.alignments.begin() + first, out.alignments.end());
    if (const std::optional<CreditLink> link = link_of(a)) restater.restate(docs[a], aligned, *link, out.alignments, out.runs);
    const std::uint32_t count = static_cast<std::uint32_t>(out.alignments.size()) - first;
    if (count > 0) out.pairs.push_back({a, b, first, count});
  }
}

void add_restatements(std::span<const DocView> docs, std::span<const Credits> credits, const RestatementOptions& options, MatchBatch& matches) {
  const Postings keys = restatement_keys(docs, options);
  restate_all(
      docs, options,
      [&](std::uint32_t b, std::span<const PairMatch> known, CandidateFinder& finder) { return finder.find(b, docs[b], keys, credits, known, matches, nullptr, options); },
      [&](std::uint32_t a, std::uint32_t b) { return std::optional(credit_link(credits[a], credits[b])); }, matches);
}

}  // namespace reprise::match
