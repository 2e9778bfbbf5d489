// Null distributions: what the engine's scores come to in pairs of articles that cannot be re-reports of each other: of different
// outlets and published far apart. Two views, for one set of articles:
//   random   pairs drawn blindly, every sentence against every other: how chance scores, quantiles and shares above thresholds;
//   engine   all pairs that the engine itself would compare, by its own keys and fingerprints: how many pass what is asked of them,
//            by what their credits say of them, out of all such pairs there are.
// Shares come with Wilson intervals of 95 %. What is found is an upper bound: a quotation from a year ago is in it, too.
// With --list N the N best pairs of each kind go to standard error, to be read. Prints rows of a Markdown table for bench/null.sh.
// Usage: null_scores [--days N] [--pairs N] [--other-topics] [--list N] LABEL INPUT...
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "corpus/outlets.hpp"
#include "engine/credits.hpp"
#include "engine/ingest.hpp"
#include "group/topics.hpp"
#include "group/vouching.hpp"
#include "match/candidates.hpp"
#include "match/postings.hpp"
#include "match/restatements.hpp"
#include "sketch/sketch.hpp"
#include "text/names.hpp"

namespace {

using namespace reprise;
using match::CreditLink;
using match::DocView;

constexpr group::TopicOptions kTopics;
constexpr std::array<std::uint32_t, 6> kLevels = {20, 40, 60, 80, 100, 120};  ///< scores of restated sentences that are counted
constexpr std::size_t kLinks = 3;
constexpr std::array<const char*, kLinks> kLinkNames = {"none", "source", "linked"};

struct Settings {
  std::int64_t days = 60;
  std::uint64_t pairs = 200'000;
  bool other_topics = false;
  std::size_t list = 0;
  std::string label;
  ScanOptions scan;
};

/// Everything about the articles that decides whether two of them are a null pair.
class NullPairs {
 public:
  NullPairs(const engine::Corpus& corpus, const Settings& settings) : corpus_(corpus), settings_(settings), credits_(engine::credits_of(corpus, corpus.articles)) {
    for (const std::uint32_t article : corpus.article_of_rank) {
      const TimeInterval& published = corpus.articles[article].published;
      day_.push_back(published.known() ? published.from / 86400 : kUnknown);
    }
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(day_.size()); }
  bool is_null(std::uint32_t a, std::uint32_t b) const {
    const std::uint32_t x = credits_[a].outlet, y = credits_[b].outlet;
    return x != y && x != kNone && y != kNone && day_[a] != kUnknown && day_[b] != kUnknown && std::abs(day_[a] - day_[b]) >= settings_.days;
  }
  /// Nothing but the alignments joins them; see group/topics.hpp. Always true unless asked for.
  bool other_topics(std::uint32_t a, std::uint32_t b, std::span<const match::Alignment> alignments, group::RestComparer& comparer) const {
    if (!settings_.other_topics) return true;
    return comparer.cosine_permille(corpus_.docs[a], corpus_.docs[b], alignments) < kTopics.min_cosine_permille;
  }
  std::span<const match::Credits> credits() const { return credits_; }
  CreditLink link(std::uint32_t a, std::uint32_t b) const { return match::credit_link(credits_[a], credits_[b]); }
  std::uint64_t count() const {
    std::vector<std::uint64_t> counts(size(), 0);
    parallel_ranges(size(), 16, [&](std::size_t begin, std::size_t end) {
      for (std::size_t b = begin; b < end; ++b)
        for (std::uint32_t a = 0; a < b; ++a) counts[b] += is_null(a, static_cast<std::uint32_t>(b));
    });
    std::uint64_t all = 0;
    for (const std::uint64_t n : counts) all += n;
    return all;
  }

 private:
  static constexpr std::int64_t kUnknown = INT64_MIN;
  const engine::Corpus& corpus_;
  const Settings& settings_;
  std::vector<match::Credits> credits_;
  std::vector<std::int64_t> day_;
};

/// Asks for nothing, so that every score is seen.
match::RestatementOptions any_restatement(const ScanOptions& scan) {
  return {.min_words = scan.min_passage_words, .strong_score = 0, .source_score = 0, .linked_score = 0, .weak_score = 0, .weak_linked_score = 0};
}

match::AlignOptions any_alignment(const ScanOptions& scan) {
  match::AlignOptions options{.min_words = scan.min_passage_words};
  options.weak_net_qbits = options.strong_net_qbits = options.quote_net_qbits = options.min_net_qbits;
  return options;
}

std::size_t sentences_with_content(const DocView& doc) {
  std::size_t last = 0;
  for (const sketch::ContentWord& word : doc.content) last = std::max<std::size_t>(last, word.sentence + 1u);
  return last;
}

/// The best restated sentence's score beyond what the number of sentence pairs asks for; 0 when there is none.
std::uint32_t best_restated(const DocView& a, const DocView& b, std::span<const match::Alignment> alignments) {
  const auto trials = 4 * static_cast<std::uint32_t>(std::bit_width(sentences_with_content(a) * sentences_with_content(b)));
  std::uint32_t best = 0;
  for (const match::Alignment& x : alignments)
    if (x.restated) best = std::max(best, x.restated_score - std::min(x.restated_score, trials));  // in a gap fewer trials are asked for
  return best;
}

/// Of the best alignment of equal words: net information, names at three fifths as where two outlets' articles are vouched for.
std::int32_t best_net(const DocView& a, const DocView& b, std::span<const match::Alignment> alignments, std::span<const match::MatchRun> runs) {
  const bool names = text::capitals_tell_names(a.flags) && text::capitals_tell_names(b.flags);
  std::int32_t best = 0;
  for (const match::Alignment& x : alignments)
    if (!x.restated) best = std::max(best, group::evidence_qbits(a, b, names, x, runs));
  return best;
}

struct Scored {
  std::uint32_t a = 0, b = 0;
  CreditLink link = CreditLink::none;
  std::uint32_t restated = 0;
  std::int32_t net = 0;
};

/// Null pairs drawn blindly, each with its best restated sentence, whatever it comes to. Alignments need common fingerprints,
/// which two articles hardly have by chance: the engine's view shows them.
std::vector<Scored> score_random(const engine::Corpus& corpus, const NullPairs& null, const Settings& settings) {
  const std::uint64_t attempts = settings.pairs * 64;
  std::vector<Scored> scored;
  std::uint64_t state = 1;
  const auto draw = [&] { return static_cast<std::uint32_t>(mix64(state++) % null.size()); };
  for (std::uint64_t i = 0; i < attempts && scored.size() < settings.pairs; ++i) {
    const std::uint32_t x = draw(), y = draw();
    if (x != y && null.is_null(x, y)) scored.push_back({.a = std::min(x, y), .b = std::max(x, y)});
  }
  parallel_ranges(scored.size(), 256, [&](std::size_t begin, std::size_t end) {
    match::Restater restater(any_restatement(settings.scan));
    group::RestComparer comparer(kTopics);
    std::vector<match::Alignment> found;
    std::vector<match::MatchRun> runs;
    for (std::size_t i = begin; i < end; ++i) {
      Scored& s = scored[i];
      found.clear(), runs.clear();
      restater.set_later(corpus.docs[s.b]);
      restater.restate(corpus.docs[s.a], {}, CreditLink::none, found, runs);
      s.link = null.link(s.a, s.b);
      s.restated = null.other_topics(s.a, s.b, found, comparer) ? best_restated(corpus.docs[s.a], corpus.docs[s.b], found) : 0;
    }
  });
  return scored;
}

/// The null pairs among all that the engine compares.
std::vector<Scored> score_compared(const engine::Corpus& corpus, const NullPairs& null, const Settings& settings) {
  const ScanOptions& scan = settings.scan;
  const sketch::FingerprintOptions fingerprints{.run_words = scan.fingerprint_words, .window = scan.fingerprint_window};
  std::vector<DocView> docs = corpus.docs;
  match::MatchBatch batch;
  std::vector<std::vector<std::uint8_t>> common;
  {
    const match::Postings postings = match::build_postings(docs, fingerprints);
    batch = match::match_all(docs, postings, {.hot_holders = scan.hot_holders}, any_alignment(scan));
    common = match::common_content(docs, postings, fingerprints);
  }
  for (std::size_t d = 0; d < docs.size(); ++d) docs[d].common = common[d];
  match::add_restatements(docs, null.credits(), any_restatement(scan), batch);
  std::vector<Scored> scored;
  group::RestComparer comparer(kTopics);
  for (const match::PairMatch& p : batch.pairs) {
    const auto alignments = std::span(batch.alignments).subspan(p.first_alignment, p.alignment_count);
    if (!null.is_null(p.a, p.b) || !null.other_topics(p.a, p.b, alignments, comparer)) continue;
    scored.push_back({p.a, p.b, null.link(p.a, p.b), best_restated(corpus.docs[p.a], corpus.docs[p.b], alignments),
                      best_net(corpus.docs[p.a], corpus.docs[p.b], alignments, batch.runs)});
  }
  return scored;
}

/// Two digits, no exponents.
std::string rounded(double x) { return x < 1e-3 ? "0" : x < 0.1 ? fmt::format("{:.2f}", x) : x < 10 ? fmt::format("{:.1f}", x) : fmt::format("{:.0f}", x); }

/// `hits` of `n`, per million, with Wilson's interval of 95 %.
std::string share(std::uint64_t hits, double n) {
  if (n < 1) return "-";
  constexpr double z = 1.96;
  const double p = static_cast<double>(hits) / n, middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  return fmt::format("{} [{}, {}]", rounded(1e6 * p), rounded(1e6 * (middle - half)), rounded(1e6 * (middle + half)));
}

template <typename Passes>
std::uint64_t count_if(const std::vector<Scored>& scored, Passes passes) {
  return static_cast<std::uint64_t>(std::count_if(scored.begin(), scored.end(), passes));
}

void print_random(const Settings& settings, const NullPairs& null, std::vector<Scored> scored) {
  if (scored.empty()) return;
  std::sort(scored.begin(), scored.end(), [](const Scored& x, const Scored& y) { return x.restated < y.restated; });
  const std::size_t n = scored.size();
  const auto quantile = [&](double q) { return scored[std::min(n - 1, static_cast<std::size_t>(q * static_cast<double>(n)))].restated; };
  fmt::print("random | {} | {} | {} | {} | {} | {} | {}", settings.label, null.size(), n, quantile(0.99), quantile(0.999), quantile(0.9999), scored.back().restated);
  fmt::print(" | {}", share(count_if(scored, [&](const Scored& s) { return s.restated >= match::RestatementOptions{}.weak_linked_score; }), static_cast<double>(n)));
  for (const std::uint32_t level : kLevels) fmt::print(" | {}", share(count_if(scored, [&](const Scored& s) { return s.restated >= level; }), static_cast<double>(n)));
  fmt::print(" |\n");
}

void print_compared(const Settings& settings, const NullPairs& null, const std::vector<Scored>& random, const std::vector<Scored>& compared) {
  const double all = static_cast<double>(null.count());
  for (std::size_t link = 0; link < kLinks; ++link) {
    const auto of_link = [&](const Scored& s) { return s.link == static_cast<CreditLink>(link); };
    const double n = all * static_cast<double>(count_if(random, of_link)) / static_cast<double>(std::max<std::size_t>(1, random.size()));
    fmt::print("engine | {} | {} | {:.3g} | {}", settings.label, kLinkNames[link], n / 1e6, count_if(compared, of_link));
    for (const std::uint32_t level : kLevels) fmt::print(" | {}", share(count_if(compared, [&](const Scored& s) { return of_link(s) && s.restated >= level; }), n));
    fmt::print(" |\n");
  }
  const match::AlignOptions align;
  fmt::print("aligned | {} | {:.3g} | {}", settings.label, all / 1e6, count_if(compared, [](const Scored& s) { return s.net > 0; }));
  for (const std::int32_t threshold : {align.quote_net_qbits, align.weak_net_qbits, align.strong_net_qbits, 2 * align.strong_net_qbits})
    fmt::print(" | {}", share(count_if(compared, [&](const Scored& s) { return s.net >= threshold; }), all));
  fmt::print(" |\n");
}

void list(const engine::Corpus& corpus, const char* what, std::vector<Scored> scored, std::size_t n, bool by_net) {
  std::sort(scored.begin(), scored.end(), [&](const Scored& x, const Scored& y) { return by_net ? x.net > y.net : x.restated > y.restated; });
  for (std::size_t i = 0; i < std::min(n, scored.size()); ++i) {
    const Scored& s = scored[i];
    const auto id = [&](std::uint32_t rank) { return corpus.articles[corpus.article_of_rank[rank]].id; };
    fmt::print(stderr, "{}\t{}\t{}\t{}\trestated {}\tnet {}\n", what, id(s.a), id(s.b), kLinkNames[static_cast<std::size_t>(s.link)], s.restated, s.net);
  }
}

std::optional<Settings> read_settings(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto number = [&](auto& value) {
      if (++i == argc) return false;
      const std::string_view digits = argv[i];
      return std::from_chars(digits.data(), digits.data() + digits.size(), value).ptr == digits.data() + digits.size();
    };
    bool good = true;
    if (word == "--other-topics") settings.other_topics = true;
    else if (word == "--days") good = number(settings.days);
    else if (word == "--pairs") good = number(settings.pairs);
    else if (word == "--list") good = number(settings.list);
    else if (settings.label.empty()) settings.label = word;
    else settings.scan.inputs.emplace_back(word);
    if (!good) return std::nullopt;
  }
  if (settings.scan.inputs.empty()) return std::nullopt;
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  const std::optional<Settings> settings = read_settings(argc, argv);
  if (!settings) {
    fmt::print(stderr, "usage: null_scores [--days N] [--pairs N] [--other-topics] [--list N] LABEL INPUT...\n");
    return 2;
  }
  const auto corpus = engine::ingest(settings->scan, corpus::OutletRegistry::builtin(), "/tmp");
  if (!corpus) {
    fmt::print(stderr, "null_scores: {}: {}\n", corpus.error().where, corpus.error().message);
    return 2;
  }
  const NullPairs null(**corpus, *settings);
  const std::vector<Scored> random = score_random(**corpus, null, *settings), compared = score_compared(**corpus, null, *settings);
  print_random(*settings, null, random);
  print_compared(*settings, null, random, compared);
  list(**corpus, "random", random, settings->list, false);
  list(**corpus, "engine", compared, settings->list, false);
  list(**corpus, "aligned", compared, settings->list, true);
  return 0;
}
