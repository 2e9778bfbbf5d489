// What matching loses to its exact twin (tests/oracle/exact_matching.hpp): compares all pairs of the articles given by both,
// and prints one JSON line of counts. With --list a JSON line per lost passage goes to standard error.
//
// A passage of the twin is found when the engine's alignments of the same pair cover half of its words or more on both sides;
// it is joined when a third article's alignments do so on the same words of that article (copies of one story meet in their
// earliest one); else it is lost. Why: the approximations are taken away one after the other, each stage keeping those before,
// and the first stage that finds the passage names the cause. "stock" stands before them: what the engine leaves out by rule, since the
// pair shares only what very many hold (is_stock in match/candidates.cpp). That is no approximation.
// Usage: twin_losses [--list] INPUT...
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "corpus/outlets.hpp"
#include "engine/ingest.hpp"
#include "match/candidates.hpp"
#include "match/postings.hpp"
#include "match/restatements.hpp"
#include "match/second_look.hpp"
#include "oracle/exact_matching.hpp"
#include "oracle/matching.hpp"
#include "sketch/sketch.hpp"

namespace {

using namespace reprise;
using match::Alignment;
using match::DocView;

enum Cause : std::size_t { kStock, kHot, kSampling, kChain, kShortRuns, kPairRules, kExtension, kCauses };
constexpr std::array<const char*, kCauses> kCauseNames = {"stock", "hot", "sampling", "chain", "short_runs", "pair_rules", "extension"};
enum Size : std::size_t { kShort, kMiddle, kLong, kSizes };
constexpr std::array<const char*, kSizes> kSizeNames = {"below_12", "12_to_19", "20_and_more"};

Size size_class(std::uint32_t words) { return words < 12 ? kShort : words < 20 ? kMiddle : kLong; }

struct Counts {
  std::uint64_t all = 0, found = 0, joined = 0;
  std::array<std::uint64_t, kCauses> lost{};
};
using Table = std::array<Counts, kSizes>;

/// Both sides of `x` are covered to a half by those of `found` that meet it on both sides.
bool covered(const Alignment& x, std::span<const Alignment> found) {
  std::vector<bool> in_a(x.a_end - x.a_begin), in_b(x.b_end - x.b_begin);
  for (const Alignment& y : found) {
    const std::uint32_t a0 = std::max(x.a_begin, y.a_begin), a1 = std::min(x.a_end, y.a_end);
    const std::uint32_t b0 = std::max(x.b_begin, y.b_begin), b1 = std::min(x.b_end, y.b_end);
    if (a0 >= a1 || b0 >= b1) continue;
    for (std::uint32_t i = a0; i < a1; ++i) in_a[i - x.a_begin] = true;
    for (std::uint32_t j = b0; j < b1; ++j) in_b[j - x.b_begin] = true;
  }
  const auto half = [](const std::vector<bool>& side) {
    return 2 * static_cast<std::size_t>(std::count(side.begin(), side.end(), true)) >= side.size();
  };
  return half(in_a) && half(in_b);
}

/// An alignment seen from one of its articles.
struct Seen {
  std::uint32_t other, begin, end, other_begin, other_end;
};

/// What the engine found, by pair and by article.
class Engine {
 public:
  Engine(std::span<const DocView> docs, const ScanOptions& options, const match::CandidateOptions& candidates) : sides_(docs.size()) {
    const match::Postings postings = match::build_postings(docs, {.run_words = options.fingerprint_words, .window = options.fingerprint_window});
    batch_ = match::match_all(docs, postings, candidates, {.min_words = options.min_passage_words});
    // Without credits: a pair is joined by its words alone.
    match::add_restatements(docs, std::vector<match::Credits>(docs.size()), {.min_words = options.min_passage_words}, batch_);
    match::look_again(docs, {.run_words = options.fingerprint_words}, {.min_words = options.min_passage_words}, batch_);
    for (const auto& pair : batch_.pairs)
      for (const Alignment& x : alignments(pair)) {
        sides_[pair.a].push_back({pair.b, x.a_begin, x.a_end, x.b_begin, x.b_end});
        sides_[pair.b].push_back({pair.a, x.b_begin, x.b_end, x.a_begin, x.a_end});
      }
  }
  bool finds(std::uint32_t a, std::uint32_t b, const Alignment& x) const { return covered(x, alignments(a, b)) || joined(a, b, x); }
  std::span<const Alignment> alignments(std::uint32_t a, std::uint32_t b) const {
    const auto at = std::lower_bound(batch_.pairs.begin(), batch_.pairs.end(), std::pair(b, a),
                                     [](const match::PairMatch& p, const auto& key) { return std::pair(p.b, p.a) < key; });
    if (at == batch_.pairs.end() || at->a != a || at->b != b) return {};
    return alignments(*at);
  }
  /// Some third article holds half of both sides of `x` at one place.
  bool joined(std::uint32_t a, std::uint32_t b, const Alignment& x) const {
    const auto half = [](const Seen& s, std::uint32_t begin, std::uint32_t end) {
      const std::uint32_t from = std::max(s.begin, begin), to = std::min(s.end, end);
      return to > from && 2 * (to - from) >= end - begin;
    };
    for (const Seen& s : sides_[a]) {
      if (!half(s, x.a_begin, x.a_end)) continue;
      for (const Seen& t : sides_[b]) {
        if (t.other != s.other || !half(t, x.b_begin, x.b_end)) continue;
        const std::uint32_t from = std::max(s.other_begin, t.other_begin), to = std::min(s.other_end, t.other_end);
        if (to > from && 2 * (to - from) >= std::min(x.a_end - x.a_begin, x.b_end - x.b_begin)) return true;
      }
    }
    return false;
  }

 private:
  std::span<const Alignment> alignments(const match::PairMatch& pair) const {
    return std::span(batch_.alignments).subspan(pair.first_alignment, pair.alignment_count);
  }
  match::MatchBatch batch_;
  std::vector<std::vector<Seen>> sides_;
};

/// All common fingerprints of a pair, hot or not.
std::vector<match::Seed> common_fingerprints(const DocView& a, const DocView& b, const sketch::FingerprintOptions& options) {
  std::vector<sketch::Fingerprint> in_a, in_b;
  sketch::fingerprints(a.words, match::is_ideographic(a), options, in_a);
  sketch::fingerprints(b.words, match::is_ideographic(b), options, in_b);
  std::vector<match::Seed> seeds;
  for (const auto& y : in_b)
    for (const auto& x : in_a)
      if (x.key == y.key) seeds.push_back({x.position, y.position});
  return seeds;
}

Cause cause_of(const DocView& a, const DocView& b, const Alignment& x, const ScanOptions& options, match::AlignScratch& scratch) {
  const sketch::FingerprintOptions fingerprints{.run_words = options.fingerprint_words, .window = options.fingerprint_window};
  match::AlignOptions align{.min_words = options.min_passage_words};
  const auto finds = [&](const std::vector<match::Seed>& seeds) {
    std::vector<Alignment> found;
    std::vector<match::MatchRun> runs;
    match::align_pair(a, b, seeds, align, scratch, found, runs);
    return covered(x, found);
  };
  if (finds(common_fingerprints(a, b, fingerprints))) return kHot;
  const bool ideographic = match::is_ideographic(a) && match::is_ideographic(b);
  const auto runs = oracle::common_runs(a, b, ideographic ? fingerprints.run_ideographs : fingerprints.run_words);
  if (finds(runs)) return kSampling;
  align.lookback = ~0u, align.min_chain_qbits = 0;
  if (finds(runs)) return kChain;
  const auto short_runs = oracle::common_runs(a, b, 2);
  if (finds(short_runs)) return kShortRuns;
  align.strong_net_qbits = align.weak_net_qbits = align.quote_net_qbits = align.min_net_qbits;
  return finds(short_runs) ? kPairRules : kExtension;
}

void list_loss(const engine::Corpus& corpus, std::uint32_t a, std::uint32_t b, const Alignment& x, Cause cause, bool aligned) {
  const auto id = [&](std::uint32_t rank) { return corpus.articles[corpus.article_of_rank[rank]].id.c_str(); };
  std::fprintf(stderr, "{\"a\":\"%s\",\"b\":\"%s\",\"a_bytes\":[%u,%u],\"b_bytes\":[%u,%u],\"matched\":%u,\"net\":%d,\"identity\":%u,\"cause\":\"%s\",\"pair_aligned\":%s}\n",
               id(a), id(b), corpus.byte_begin(a, x.a_begin), corpus.byte_end(a, x.a_end - 1), corpus.byte_begin(b, x.b_begin),
               corpus.byte_end(b, x.b_end - 1), x.matched_words, x.net_qbits, x.identity_permille, kCauseNames[cause],
               aligned ? "true" : "false");
}

/// All pairs (a, b) with a < b.
Table compare_with_earlier(const engine::Corpus& corpus, std::uint32_t b, const Engine& found, const Engine& with_stock, const ScanOptions& options, bool list) {
  Table table;
  oracle::ExactScratch scratch;
  std::vector<Alignment> exact;
  std::vector<match::MatchRun> runs;
  for (std::uint32_t a = 0; a < b; ++a) {
    const DocView &doc_a = corpus.docs[a], &doc_b = corpus.docs[b];
    exact.clear(), runs.clear();
    oracle::exact_align(doc_a, doc_b, {.min_words = options.min_passage_words}, scratch, exact, runs);
    for (const Alignment& x : exact) {
      Counts& counts = table[size_class(std::min(match::words_of(doc_a, x.a_begin, x.a_end), match::words_of(doc_b, x.b_begin, x.b_end)))];
      ++counts.all;
      if (covered(x, found.alignments(a, b))) {
        ++counts.found;
      } else if (found.joined(a, b, x)) {
        ++counts.joined;
      } else {
        const Cause cause = with_stock.finds(a, b, x) ? kStock : cause_of(doc_a, doc_b, x, options, scratch.align);
        ++counts.lost[cause];
        if (list) list_loss(corpus, a, b, x, cause, !found.alignments(a, b).empty());
      }
    }
  }
  return table;
}

void print(const engine::Corpus& corpus, const Table& table) {
  std::printf("{\"articles\":%zu,\"words\":%llu", corpus.docs.size(), static_cast<unsigned long long>(corpus.words));
  for (std::size_t s = 0; s < kSizes; ++s) {
    const Counts& c = table[s];
    std::printf(",\"%s\":{\"all\":%llu,\"found\":%llu,\"joined\":%llu", kSizeNames[s], static_cast<unsigned long long>(c.all),
                static_cast<unsigned long long>(c.found), static_cast<unsigned long long>(c.joined));
    for (std::size_t i = 0; i < kCauses; ++i) std::printf(",\"%s\":%llu", kCauseNames[i], static_cast<unsigned long long>(c.lost[i]));
    std::printf("}");
  }
  std::printf("}\n");
}

}  // namespace

int main(int argc, char** argv) {
  ScanOptions options;
  bool list = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--list") == 0) list = true;
    else options.inputs.emplace_back(argv[i]);
  }
  if (options.inputs.empty()) {
    std::fprintf(stderr, "usage: twin_losses [--list] INPUT...\n");
    return 2;
  }
  const auto corpus = engine::ingest(options, corpus::OutletRegistry::builtin(), "/tmp");
  if (!corpus) {
    std::fprintf(stderr, "twin_losses: %s: %s\n", corpus.error().where.c_str(), corpus.error().message.c_str());
    return 2;
  }
  match::CandidateOptions candidates{.hot_holders = options.hot_holders};
  const Engine found((*corpus)->docs, options, candidates);
  candidates.stock_net_qbits = 0;
  const Engine with_stock((*corpus)->docs, options, candidates);
  std::vector<Table> tables((*corpus)->docs.size());
  parallel_ranges(tables.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t b = begin; b < end; ++b) tables[b] = compare_with_earlier(**corpus, static_cast<std::uint32_t>(b), found, with_stock, options, list);
  });
  Table sum;
  for (const Table& table : tables)
    for (std::size_t s = 0; s < kSizes; ++s) {
      sum[s].all += table[s].all, sum[s].found += table[s].found, sum[s].joined += table[s].joined;
      for (std::size_t i = 0; i < kCauses; ++i) sum[s].lost[i] += table[s].lost[i];
    }
  print(**corpus, sum);
  return 0;
}
