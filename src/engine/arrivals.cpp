#include "engine/arrivals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "base/parallel.hpp"
#include "base/utf8.hpp"
#include "corpus/dates.hpp"
#include "engine/analyse.hpp"
#include "engine/closeup.hpp"
#include "engine/findings.hpp"
#include "engine/neighbours.hpp"
#include "engine/texts.hpp"
#include "match/postings.hpp"
#include "text/ocr.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {

namespace {

match::DocView view_of(const PreparedBlock& block) {
  const TokenChunk& c = *block.chunk;
  return {c.word, c.weight, c.flags, {}, {}, {}};
}

/// Less information than this in a fingerprint's words, and it is a turn of phrase that tells nothing of two articles ("at the end of the"): it is not
/// indexed. bench/index_recall.sh on allsides-en, with this and with 0: 7 % of the fingerprints less, the most frequent ones, and .760 of the pairs instead of .769.
constexpr std::uint32_t kLeastPrintQbits = 60;

sketch::FingerprintOptions fingerprint_options(const ScanOptions& scan) { return {.run_words = scan.fingerprint_words, .window = scan.fingerprint_window}; }

std::uint32_t words_per_print(const ScanOptions& scan, const match::DocView& doc) {
  return match::is_ideographic(doc) ? fingerprint_options(scan).run_ideographs : scan.fingerprint_words;
}

/// The fingerprints that an index keeps of an article.
void index_fingerprints(const match::DocView& doc, const ScanOptions& scan, std::vector<sketch::Fingerprint>& out) {
  sketch::fingerprints(doc.words, match::is_ideographic(doc), fingerprint_options(scan), out);
  const std::uint32_t words = words_per_print(scan, doc);
  std::erase_if(out, [&](const sketch::Fingerprint& p) {
    const auto first = doc.weights.begin() + p.position;
    return std::accumulate(first, first + std::min(words, doc.size() - p.position), std::uint32_t{0}) < kLeastPrintQbits;
  });
}

Result<Run> analyse_here(std::span<const SharedBlock> blocks, const ScanOptions& scan, const corpus::OutletRegistry& registry) {
  Result<std::unique_ptr<Corpus>> corpus = collect(blocks, scan);
  if (!corpus) return corpus.error();
  ScanSummary summary;
  Stages stages(scan, summary);
  return analyse(**corpus, registry, scan, stages, summary);
}

Result<void> check(const Article& a, const ScanOptions& scan) {
  if (a.id.empty()) return Error{ErrorCode::bad_argument, "an article needs an id; found none", "id"};
  if (a.id.size() > 4096) return Error{ErrorCode::bad_argument, fmt::format("an article's id has at most 4096 bytes; found {}", a.id.size()), "id"};
  for (const auto& [name, value] : {std::pair("id", &a.id), {"outlet", &a.outlet}, {"url", &a.url}, {"title", &a.title}, {"text", &a.text}, {"lang", &a.lang}}) {
    std::size_t bad = 0;
    if (!utf8::valid(*value, &bad)) return about(a, ErrorCode::bad_input, fmt::format("expected UTF-8 in its {}, found other bytes at offset {}", name, bad));
  }
  if (a.text.find_first_not_of(" \t\r\n") == std::string::npos) return about(a, ErrorCode::bad_argument, "expected a text, found none");
  if (a.text.size() > scan.max_article_bytes) return about(a, ErrorCode::bad_argument, fmt::format("expected a text of at most {} bytes, found {}", scan.max_article_bytes, a.text.size()));
  return {};
}

const Arrival* fellow_of(store::Number number, const FindContext& context) { return context.fellows == nullptr ? nullptr : context.fellows->find(number); }

/// The text of a neighbour, in `room` or where it is held; nothing where it has been removed or replaced.
Result<std::optional<std::string_view>> neighbour_text(store::Number number, const FindContext& context, store::Catalogue& catalogue, std::string& room) {
  if (const Arrival* fellow = fellow_of(number, context)) return std::optional<std::string_view>(fellow->given.text);
  const Result<std::optional<std::string>> frame = catalogue.frame(number);
  if (!frame) return frame.error();
  if (!*frame) return std::optional<std::string_view>();
  if (Result<void> read = decompress(**frame, catalogue.database().path(), ErrorCode::bad_index, room); !read) return read.error();
  return std::optional<std::string_view>(room);
}

/// What else is stored of it.
Result<std::optional<store::ArticleRow>> neighbour_row(store::Number number, const FindContext& context, store::Catalogue& catalogue) {
  if (const Arrival* fellow = fellow_of(number, context)) return std::optional<store::ArticleRow>(fellow->row);
  return catalogue.article(number);
}

/// A neighbour that shares a passage with the arrival.
struct Sharing {
  std::string id;
  store::Number number = 0;
  SharedBlock block;
};

/// What reading a neighbour came to.
struct Reading {
  SharedBlock block;  ///< its words; null where it shares no passage, or is not to be compared
  bool gone = false;  ///< it has been removed or replaced
};

/// Whether it shares a passage is a function of the two texts: whatever the cache holds, a close look and all the words must both say so.
Result<Reading> read_neighbour(const Arrival& arrival, const Neighbour& n, const FindContext& context, store::Catalogue& catalogue) {
  thread_local text::Tokens tokens;
  thread_local std::string room;
  const match::DocView doc = view_of(*arrival.block);
  const TokenChunk& words = *arrival.block->chunk;
  const OwnText own{arrival.given.text, words.begin, words.length, doc};
  const std::uint32_t run_words = words_per_print(context.scan, doc);
  const match::AlignOptions align{.min_words = context.scan.min_passage_words};
  const auto left_out = [&](const std::string& id) { return id == context.leave_out || id == arrival.given.id; };
  const auto gone = [] { return Reading{nullptr, true}; };
  if (SharedBlock known = context.prepared.find(n.number, context.outlets)) {
    const std::string& id = known->articles.front().record.id;
    if (left_out(id)) return Reading();
    if (fellow_of(n.number, context) == nullptr) {
      const Result<bool> there = catalogue.holds(n.number, id);
      if (!there) return there.error();
      if (!*there) return gone();
    }
    if (!aligns(view_of(*known), doc, n.seeds, align)) return Reading();
    if (may_be_spared(n.seeds, own)) {
      const Result<std::optional<std::string_view>> text = neighbour_text(n.number, context, catalogue, room);
      if (!text) return text.error();
      if (!*text) return gone();
      if (!may_align(**text, own, n.seeds, run_words, align)) return Reading();
    }
    return Reading{std::move(known)};
  }
  const Result<std::optional<std::string_view>> text = neighbour_text(n.number, context, catalogue, room);
  if (!text) return text.error();
  if (!*text) return gone();
  if (!may_align(**text, own, n.seeds, run_words, align)) return Reading();
  text::tokenise(**text, tokens);
  // Of most neighbours nothing but the text is read: they do not align, and no scan needs its language.
  Result<std::optional<store::ArticleRow>> row = std::optional<store::ArticleRow>();
  bool scanned = false;
  if (text::may_be_scanned(tokens)) {
    row = neighbour_row(n.number, context, catalogue);
    if (!row) return row.error();
    scanned = *row && text::repair_ocr(**text, (*row)->lang, tokens);
  }
  if (!aligns({tokens.word, tokens.weight, tokens.flags, {}, {}, {}}, doc, n.seeds, align)) return Reading();
  if (!*row) row = neighbour_row(n.number, context, catalogue);
  if (!row) return row.error();
  if (!*row) return gone();
  if (left_out((*row)->given.id)) return Reading();
  auto block = std::make_shared<PreparedBlock>();
  prepare_article(std::move((*row)->given), **text, scanned ? nullptr : &tokens, context.scan, *context.outlets, *block);
  context.prepared.keep(n.number, block, context.outlets);
  return Reading{std::move(block)};
}

/// Of a frequent fingerprint so many holders on either side, where the usual ones have been removed.
constexpr std::uint32_t kManyHolders = 128;

Result<std::vector<Sharing>> sharing_neighbours(const Arrival& arrival, const FindContext& context, store::Catalogue& catalogue) {
  thread_local NeighbourScratch scratch;
  NeighbourOptions options;
  const match::DocView doc = view_of(*arrival.block);
  const std::uint32_t run_words = words_per_print(context.scan, doc);
  for (;;) {
    const Result<std::vector<Neighbour>> neighbours =
        find_neighbours(doc, arrival.prints, run_words, context.fingerprints, context.below, context.articles, options, scratch);
    if (!neighbours) return neighbours.error();
    std::vector<Sharing> sharing;
    NeighbourChoice choice(doc.size(), run_words, options);
    bool some_gone = false;
    for (const Neighbour& n : *neighbours) {
      if (sharing.size() >= options.most) break;
      if (!choice.says_more(n)) continue;
      Result<Reading> read = read_neighbour(arrival, n, context, catalogue);
      if (!read) return read.error();
      some_gone = some_gone || read->gone;
      if (!read->block) continue;
      choice.take(n);
      sharing.push_back({read->block->articles.front().record.id, n.number, std::move(read->block)});
    }
    // Removed articles keep their fingerprints until they are compacted, and may stand where a frequent one's first and last holders would.
    const auto cut = [&](std::uint32_t holders) { return holders > options.limits.first + options.limits.last; };
    if (!some_gone || options.limits.first == kManyHolders || std::none_of(scratch.holders.begin(), scratch.holders.end(), cut)) return sharing;
    options.limits = {kManyHolders, kManyHolders};
  }
}

}  // namespace

Error about(const Article& article, ErrorCode code, const std::string& what) { return {code, fmt::format("article '{}': {}", article.id, what), article.id}; }

Error already_there(const Article& article) { return about(article, ErrorCode::exists, "the index has one with this id; replace is the call for a new version"); }

void postings_of(std::span<const sketch::Fingerprint> prints, store::Number number, std::vector<store::SegmentPosting>& out) {
  out.clear();
  out.reserve(prints.size());
  for (const sketch::Fingerprint& p : prints) out.push_back({p.key, number, static_cast<std::uint16_t>(std::min<std::uint32_t>(p.position, 0xffff))});
}

std::vector<store::SegmentPosting> postings_of_text(std::string_view text, std::string_view lang, const ScanOptions& scan, store::Number number) {
  thread_local text::Tokens tokens;
  thread_local std::vector<sketch::Fingerprint> prints;
  text::tokenise(text, tokens);
  text::repair_ocr(text, lang, tokens);
  const match::DocView doc{tokens.word, tokens.weight, tokens.flags, {}, {}, {}};
  index_fingerprints(doc, scan, prints);
  std::vector<store::SegmentPosting> postings;
  postings_of(prints, number, postings);
  return postings;
}

Result<Run> analyse_articles(std::span<const SharedBlock> blocks, const ScanOptions& scan, const corpus::OutletRegistry& registry) {
  Result<Run> run = Error{};
  serially([&] { run = analyse_here(blocks, scan, registry); });
  return run;
}

Result<Article> article_of(const NewArticle& given, const std::string& timezone) {
  Article a;
  a.id = given.id;
  a.outlet = given.outlet;
  a.url = given.url;
  a.title = given.title;
  a.text = given.text;
  a.lang = given.lang;
  if (!given.published.empty()) {
    a.published = corpus::parse_time(given.published, timezone);
    if (!a.published.known()) return about(a, ErrorCode::bad_argument, fmt::format("expected a time of publication like 2023-10-07T09:12:00Z or 2023-10-07, found '{}'", given.published));
  }
  if (!given.fetched.empty()) {
    const TimeInterval fetched = corpus::parse_time(given.fetched, timezone);
    if (!fetched.known()) return about(a, ErrorCode::bad_argument, fmt::format("expected a time of fetching like 2023-10-07T09:12:00Z, found '{}'", given.fetched));
    a.fetched = fetched.to;
  }
  return a;
}

Arrival arrival_of(Result<Article> article, const ScanOptions& scan, SharedRegistry registry) {
  Arrival arrival;
  if (!article) {
    arrival.error = article.error();
    return arrival;
  }
  arrival.given = std::move(*article);
  if (const Result<void> good = check(arrival.given, scan); !good) {
    arrival.error = good.error();
    return arrival;
  }
  auto block = std::make_shared<PreparedBlock>();
  prepare_article(without_text(arrival.given), arrival.given.text, nullptr, scan, *registry, *block);
  arrival.block = std::move(block);
  arrival.registry = std::move(registry);
  thread_local std::vector<sketch::Fingerprint> prints;  // has room for as many as there are words, of which one in three is kept
  index_fingerprints(view_of(*arrival.block), scan, prints);
  arrival.prints.assign(prints.begin(), prints.end());
  return arrival;
}

void make_row(Arrival& arrival) {
  if (arrival.error.code != ErrorCode::ok) return;
  arrival.row = article_row(without_text(arrival.given), arrival.block->articles.front().record);
  arrival.row.version = arrival.version;
  arrival.frame = compress(arrival.given.text);
}

Result<Finding> find_finding(const Arrival& arrival, const FindContext& context, store::Catalogue& catalogue) {
  Result<std::vector<Sharing>> sharing = sharing_neighbours(arrival, context, catalogue);
  if (!sharing) return sharing.error();
  std::vector<SharedBlock> blocks;
  std::vector<std::pair<std::string, store::Number>> ids;
  for (Sharing& neighbour : *sharing) {
    ids.emplace_back(std::move(neighbour.id), neighbour.number);
    blocks.push_back(std::move(neighbour.block));
  }
  ids.emplace_back(arrival.given.id, arrival.number);
  blocks.push_back(arrival.block);
  Result<Run> run = analyse_articles(blocks, context.scan, *context.outlets);
  if (!run) return run.error();
  std::sort(ids.begin(), ids.end());
  Finding finding;
  finding.run = std::move(*run);
  for (std::uint32_t i = 0; i < ids.size(); ++i) {
    finding.numbers.push_back(ids[i].second);
    if (ids[i].first == arrival.given.id) finding.self = i;
  }
  return finding;
}

}  // namespace reprise::engine
