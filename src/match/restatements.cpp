#include "match/restatements.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>

#include "base/hash.hpp"
#include "base/parallel.hpp"
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
// Keys of an article whose lists are fetched ahead.
constexpr std::uint64_t kPrefetch = 8;

bool is_common(const DocView& doc, std::size_t content_word) { return !doc.common.empty() && doc.common[content_word]; }

/// The heaviest stems of each of an article's first sentences, as indexes of content words.
struct HeavyStems {
  std::vector<std::uint32_t> words;   ///< key_stems places per sentence, heaviest first; of equals the smaller stem
  std::vector<std::uint32_t> counts;  ///< per sentence
};

void find_heavy(const DocView& doc, const RestatementOptions& options, HeavyStems& heavy) {
  heavy.words.resize(std::size_t{options.key_sentences} * options.key_stems);
  heavy.counts.assign(options.key_sentences, 0);
  for (std::uint32_t i = 0; i < doc.content.size(); ++i) {
    const ContentWord& word = doc.content[i];
    if (word.sentence >= options.key_sentences) continue;
    std::uint32_t* const place = heavy.words.data() + std::size_t{word.sentence} * options.key_stems;
    std::uint32_t& count = heavy.counts[word.sentence];
    // Words come by stem, so that one as heavy as another goes behind it.
    std::uint32_t at = count;
    while (at > 0 && doc.content[place[at - 1]].weight < word.weight) --at;
    if (at == options.key_stems) continue;
    count = std::min(count + 1, options.key_stems);
    for (std::uint32_t k = count - 1; k > at; --k) place[k] = place[k - 1];
    place[at] = i;
  }
}

/// The keys of one article: pairs of the heaviest stems of each of its first sentences. Position: twice the sentence, and one where
/// both are common words.
void emit_keys(const DocView& doc, const RestatementOptions& options, HeavyStems& heavy, std::vector<sketch::Fingerprint>& keys) {
  find_heavy(doc, options, heavy);
  for (std::uint32_t s = 0; s < options.key_sentences; ++s)
    for (std::uint32_t x = 0; x < heavy.counts[s]; ++x)
      for (std::uint32_t y = x + 1; y < heavy.counts[s]; ++y) {
        const std::uint32_t i = heavy.words[s * options.key_stems + x], j = heavy.words[s * options.key_stems + y];
        const auto [low, high] = std::minmax(doc.content[i].stem, doc.content[j].stem);
        keys.push_back({hash_combine(low, high), 2 * s + (is_common(doc, i) && is_common(doc, j))});
      }
}

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

}  // namespace

CreditLink credit_link(const Credits& a, const Credits& b) {
  const auto credits = [](const Credits& x, std::uint32_t outlet) { return outlet != kNone && std::binary_search(x.credited.begin(), x.credited.end(), outlet); };
  if (credits(a, b.outlet) || credits(b, a.outlet)) return CreditLink::linked;
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

namespace {

struct CandidateMemory {
  std::vector<std::uint64_t> hits;  ///< article << 32 | its sentence << 16 | b's sentence, for each common key
  std::vector<std::uint32_t> keys_of;  ///< by article; zero between calls
  struct Candidate {
    std::uint32_t doc;
    std::uint32_t keys;     ///< common keys of all pairs of sentences
    std::uint32_t closest;  ///< of the pair that has most
  };
  std::vector<Candidate> candidates;
  std::vector<Alignment> aligned;
  std::vector<std::int32_t> held;     ///< per word of b: alignments that hold it
  std::vector<std::uint8_t> settled;  ///< per sentence of b
};

/// Marks the sentences of b whose middle enough alignments hold.
void find_settled(const DocView& b, std::span<const PairMatch> known, const MatchBatch& matches, const RestatementOptions& options, CandidateMemory& memory) {
  auto& held = memory.held;
  held.assign(b.size() + 1, 0);
  for (const PairMatch& pair : known)
    for (std::uint32_t i = pair.first_alignment; i < pair.first_alignment + pair.alignment_count; ++i) {
      ++held[matches.alignments[i].b_begin];
      --held[matches.alignments[i].b_end];
    }
  std::partial_sum(held.begin(), held.end(), held.begin());
  memory.settled.clear();
  for (std::uint32_t s = 0; s < b.sentences.size(); ++s)
    memory.settled.push_back(held[(b.sentences[s] + b.sentence_end(s)) / 2] >= static_cast<std::int32_t>(options.enough_alignments));
}

/// Earlier articles that have enough keys in common with b, in rank order.
void find_candidates(std::uint32_t b, const Postings& postings, std::span<const Credits> credits, const RestatementOptions& options, CandidateMemory& memory) {
  auto& hits = memory.hits;
  hits.clear();
  for (std::uint64_t e = postings.first_entry[b]; e < postings.first_entry[b + 1]; ++e) {
    // Lists lie anywhere in memory; soon they are wanted.
    if (e + kPrefetch < postings.entries.size()) __builtin_prefetch(&postings.postings[postings.entries[e + kPrefetch].own]);
    const Entry& entry = postings.entries[e];
    const std::uint32_t position = postings.postings[entry.own].position;
    if (memory.settled[position / 2]) continue;
    const bool common = position % 2 != 0;
    const std::uint32_t earlier = entry.own - entry.list_begin;
    const std::uint32_t from = earlier <= options.hot_holders ? entry.list_begin : entry.own - options.hot_latest;
    for (std::uint32_t i = from; i < entry.own; ++i) {
      const Posting& holder = postings.postings[i];
      if (holder.doc < b && !(common && holder.position % 2)) hits.push_back(std::uint64_t{holder.doc} << 32 | (holder.position / 2) << 16 | position / 2);
    }
  }
  // Most articles have one key only. Whether that is enough is asked where there is room for them, and they are not sorted elsewhere.
  auto& keys_of = memory.keys_of;
  const auto doc_of = [](std::uint64_t hit) { return static_cast<std::uint32_t>(hit >> 32); };
  keys_of.resize(credits.size(), 0);
  std::uint32_t enough = 0;
  for (const std::uint64_t hit : hits) enough += ++keys_of[doc_of(hit)] == options.min_keys;
  const auto kept_end = std::partition(hits.begin(), hits.end(), [&](std::uint64_t hit) {
    const std::uint32_t a = doc_of(hit), keys = keys_of[a];
    if (keys >= options.min_keys) return true;
    return enough < options.max_candidates && keys >= options.min_keys_credited && credit_link(credits[a], credits[b]) != CreditLink::none;
  });
  for (const std::uint64_t hit : hits) keys_of[doc_of(hit)] = 0;
  std::sort(hits.begin(), kept_end);
  hits.erase(kept_end, hits.end());
  auto& candidates = memory.candidates;
  candidates.clear();
  for (std::size_t i = 0, end = 0; i < hits.size(); i = end) {
    while (end < hits.size() && hits[end] == hits[i]) ++end;
    const std::uint32_t doc = doc_of(hits[i]), keys = static_cast<std::uint32_t>(end - i);
    if (candidates.empty() || candidates.back().doc != doc) candidates.push_back({doc, 0, 0});
    candidates.back().keys += keys;
    candidates.back().closest = std::max(candidates.back().closest, keys);
  }
  if (candidates.size() > options.max_candidates) {
    std::nth_element(candidates.begin(), candidates.begin() + options.max_candidates, candidates.end(), [&](const auto& x, const auto& y) {
      const bool x_enough = x.keys >= options.min_keys, y_enough = y.keys >= options.min_keys;
      if (x_enough != y_enough) return x_enough;
      return x.closest != y.closest ? x.closest > y.closest : x.keys != y.keys ? x.keys > y.keys : x.doc > y.doc;
    });
    candidates.resize(options.max_candidates);
  }
  std::sort(candidates.begin(), candidates.end(), [](const auto& x, const auto& y) { return x.doc < y.doc; });
}

/// The pairs of article b: those that `matches` has, with their alignments copied, and new ones; in the order of a.
void restate_article(std::uint32_t b, std::span<const DocView> docs, std::span<const Credits> credits, std::span<const PairMatch> known,
                     const MatchBatch& matches, CandidateMemory& memory, Restater& restater, MatchBatch& out) {
  if (known.empty() && memory.candidates.empty()) return;
  restater.set_later(docs[b]);
  std::size_t k = 0, c = 0;
  while (k < known.size() || c < memory.candidates.size()) {
    const bool take_known = c == memory.candidates.size() || (k < known.size() && known[k].a <= memory.candidates[c].doc);
    const std::uint32_t a = take_known ? known[k].a : memory.candidates[c].doc;
    if (c < memory.candidates.size() && memory.candidates[c].doc == a) ++c;
    const auto first = static_cast<std::uint32_t>(out.alignments.size());
    if (take_known) {
      const PairMatch& pair = known[k++];
      for (std::uint32_t i = pair.first_alignment; i < pair.first_alignment + pair.alignment_count; ++i) {
        Alignment x = matches.alignments[i];
        const auto runs = matches.runs.begin() + x.first_run;
        x.first_run = static_cast<std::uint32_t>(out.runs.size());
        out.runs.insert(out.runs.end(), runs, runs + x.run_count);
        out.alignments.push_back(x);
      }
    }
    memory.aligned.assign(out.alignments.begin() + first, out.alignments.end());
    restater.restate(docs[a], memory.aligned, credit_link(credits[a], credits[b]), out.alignments, out.runs);
    const std::uint32_t count = static_cast<std::uint32_t>(out.alignments.size()) - first;
    if (count > 0) out.pairs.push_back({a, b, first, count});
  }
}

}  // namespace

void add_restatements(std::span<const DocView> docs, std::span<const Credits> credits, const RestatementOptions& options, MatchBatch& matches) {
  // Two of three keys are repeated: a filter would cost more than it drops.
  const Postings postings = group_keys(docs.size(), 0, options.hot_holders, [&](std::size_t d, std::vector<sketch::Fingerprint>& keys) {
    thread_local HeavyStems heavy;
    emit_keys(docs[d], options, heavy, keys);
  });
  std::vector<std::uint64_t> first_pair(docs.size() + 1, 0);
  for (const PairMatch& pair : matches.pairs) ++first_pair[pair.b + 1];
  for (std::size_t d = 0; d < docs.size(); ++d) first_pair[d + 1] += first_pair[d];
  struct Scratch {
    CandidateMemory memory;
    std::optional<Restater> restater;
  };
  matches = map_articles<Scratch>(docs.size(), [&](std::uint32_t b, Scratch& scratch, MatchBatch& out) {
    if (!scratch.restater) scratch.restater.emplace(options);
    const auto known = std::span(matches.pairs).subspan(first_pair[b], first_pair[b + 1] - first_pair[b]);
    find_settled(docs[b], known, matches, options, scratch.memory);
    find_candidates(b, postings, credits, options, scratch.memory);
    restate_article(b, docs, credits, known, matches, scratch.memory, *scratch.restater, out);
  });
}

}  // namespace reprise::match
