// The calls for one article and for many: what comes in, is compared with its neighbours, and is stored.
//
// Stages, each a function: arrival_of (check, tokenise, sketch) -> find_finding (neighbours by fingerprints, their texts, analyse) ->
//   store_arrival (rows, in a transaction) -> verdict_of. add_many() runs the first two side by side: an arrival sees
//   the articles with smaller numbers, those of the same call included, so that its verdict is that of adding one by one.
// Tested by tests/engine/index_test.cpp, index_batch_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "base/parallel.hpp"
#include "base/utf8.hpp"
#include "corpus/dates.hpp"
#include "engine/analyse.hpp"
#include "engine/index_state.hpp"
#include "engine/texts.hpp"
#include "engine/verdicts.hpp"
#include "match/postings.hpp"
#include "text/ocr.hpp"
#include "text/tokens.hpp"

namespace reprise {

namespace engine {

match::DocView view_of(const PreparedBlock& block) {
  const TokenChunk& c = *block.chunk;
  return {c.word, c.weight, c.flags, {}, {}, {}};
}

/// Less information than this in a fingerprint's words, and it is a turn of phrase that tells nothing of two articles ("at the end of the"): it is not
/// indexed. bench/index_recall.sh on allsides-en, with this and with 0: 7 % of the fingerprints less, the most frequent ones, and .760 of the pairs instead of .769.
constexpr std::uint32_t kLeastPrintQbits = 60;

static sketch::FingerprintOptions fingerprint_options(const ScanOptions& scan) { return {.run_words = scan.fingerprint_words, .window = scan.fingerprint_window}; }

/// The fingerprints that an index keeps of an article.
static void index_fingerprints(const match::DocView& doc, const ScanOptions& scan, std::vector<sketch::Fingerprint>& out) {
  sketch::fingerprints(doc.words, match::is_ideographic(doc), fingerprint_options(scan), out);
  const std::uint32_t words = run_words(scan, doc);
  std::erase_if(out, [&](const sketch::Fingerprint& p) {
    const auto first = doc.weights.begin() + p.position;
    return std::accumulate(first, first + std::min(words, doc.size() - p.position), std::uint32_t{0}) < kLeastPrintQbits;
  });
}

std::uint32_t run_words(const ScanOptions& scan, const match::DocView& doc) {
  return match::is_ideographic(doc) ? fingerprint_options(scan).run_ideographs : scan.fingerprint_words;
}

std::vector<store::SegmentPosting> postings_of(std::span<const sketch::Fingerprint> prints, store::Number number) {
  std::vector<store::SegmentPosting> out;
  out.reserve(prints.size());
  for (const sketch::Fingerprint& p : prints) out.push_back({p.key, number, static_cast<std::uint16_t>(std::min<std::uint32_t>(p.position, 0xffff))});
  return out;
}

std::vector<store::SegmentPosting> postings_of_text(std::string_view text, std::string_view lang, const ScanOptions& scan, store::Number number) {
  thread_local text::Tokens tokens;
  thread_local std::vector<sketch::Fingerprint> prints;
  text::tokenise(text, tokens);
  text::repair_ocr(text, lang, tokens);
  const match::DocView doc{tokens.word, tokens.weight, tokens.flags, {}, {}, {}};
  index_fingerprints(doc, scan, prints);
  return postings_of(prints, number);
}

static Result<Run> analyse_here(std::vector<PreparedBlock> blocks, const ScanOptions& scan, const corpus::OutletRegistry& registry) {
  Result<std::unique_ptr<Corpus>> corpus = collect(std::move(blocks), scan, Depth::verdict);
  if (!corpus) return corpus.error();
  ScanSummary summary;
  Stages stages(scan, summary);
  return analyse(**corpus, registry, scan, stages, summary);
}

Result<Run> analyse_articles(std::vector<PreparedBlock> blocks, const ScanOptions& scan, const corpus::OutletRegistry& registry) {
  Result<Run> run = Error{};
  serially([&] { run = analyse_here(std::move(blocks), scan, registry); });
  return run;
}

}  // namespace engine

namespace {

using engine::Arrival;
using engine::Finding;
using store::Number;

constexpr std::size_t kArticlesPerCommit = 256;  // of add_many

Error about(const Article& article, ErrorCode code, const std::string& what) { return {code, fmt::format("article '{}': {}", article.id, what), article.id}; }

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

/// Everything about an article that needs no other.
Arrival arrival_of(Article article, const ScanOptions& scan, const corpus::OutletRegistry& registry) {
  Arrival arrival;
  if (const Result<void> good = check(article, scan); !good) {
    arrival.error = good.error();
    arrival.given = std::move(article);
    return arrival;
  }
  std::vector<Article> one(1, article);
  engine::prepare_articles(std::move(one), scan, registry, engine::Depth::verdict, arrival.block);
  arrival.given = std::move(article);
  const match::DocView doc = engine::view_of(arrival.block);
  engine::index_fingerprints(doc, scan, arrival.prints);
  return arrival;
}

/// What is stored of it.
void make_row(Arrival& arrival) {
  if (arrival.error.code != ErrorCode::ok) return;
  arrival.row = engine::article_row(arrival.given, arrival.block.articles.front().record);
  arrival.row.version = arrival.version;
  arrival.frame = engine::compress(arrival.given.text);
  arrival.packed = store::pack_fingerprints(engine::postings_of(arrival.prints, 0));
}

using engine::Fellows;

struct AnalysisContext {
  const ScanOptions& scan;
  const std::shared_ptr<const corpus::OutletRegistry> outlets;
  const store::Fingerprints& fingerprints;
  const Fellows* fellows = nullptr;
  Number articles = 0;         ///< in the index, about
  Number below = ~Number{0};   ///< neighbours have smaller numbers
  std::string_view leave_out;  ///< an article with this id is no neighbour
};

/// A fellow that can be compared; null where the number is none's.
const Arrival* fellow_of(Number number, const AnalysisContext& context) {
  if (context.fellows == nullptr) return nullptr;
  const auto fellow = context.fellows->find(number);
  return fellow == context.fellows->end() ? nullptr : fellow->second;
}

/// The text of a neighbour and its language; nothing where it has been removed or replaced.
Result<std::optional<std::pair<std::string, std::string>>> neighbour_text(Number number, const AnalysisContext& context, store::Catalogue& catalogue) {
  using Text = std::optional<std::pair<std::string, std::string>>;
  if (const Arrival* fellow = fellow_of(number, context)) {
    if (fellow->error.code != ErrorCode::ok) return Text();
    return Text(std::pair(fellow->given.text, fellow->row.lang));
  }
  Result<std::optional<store::Catalogue::TextRow>> row = catalogue.text(number);
  if (!row) return row.error();
  if (!*row) return Text();
  Result<std::string> text = engine::decompress((*row)->frame, catalogue.database().path(), ErrorCode::bad_index);
  if (!text) return text.error();
  return Text(std::pair(std::move(*text), std::move((*row)->lang)));
}

Result<std::optional<Article>> neighbour_article(Number number, std::string text, const AnalysisContext& context, store::Catalogue& catalogue) {
  if (const Arrival* fellow = fellow_of(number, context)) return std::optional<Article>(fellow->given);
  Result<std::optional<store::ArticleRow>> row = catalogue.article(number);
  if (!row) return row.error();
  if (!*row) return std::optional<Article>();
  (*row)->given.text = std::move(text);
  return std::optional<Article>(std::move((*row)->given));
}

/// The neighbours that share a passage with the arrival.
Result<std::vector<std::pair<Article, Number>>> sharing_neighbours(const Arrival& arrival, const AnalysisContext& context, store::Catalogue& catalogue) {
  thread_local engine::NeighbourScratch scratch;
  thread_local text::Tokens tokens;
  const engine::NeighbourOptions options;
  const match::DocView doc = engine::view_of(arrival.block);
  const std::uint32_t run_words = engine::run_words(context.scan, doc);
  const Result<std::vector<engine::Neighbour>> neighbours =
      engine::find_neighbours(doc, arrival.prints, run_words, context.fingerprints, context.below, context.articles, options, scratch);
  if (!neighbours) return neighbours.error();
  std::vector<std::pair<Article, Number>> sharing;
  engine::NeighbourChoice choice(doc.size(), run_words, options);
  for (const engine::Neighbour& n : *neighbours) {
    if (sharing.size() >= options.most) break;
    if (!choice.says_more(n)) continue;
    Result<std::optional<std::pair<std::string, std::string>>> text = neighbour_text(n.number, context, catalogue);
    if (!text) return text.error();
    if (!*text) continue;
    text::tokenise((*text)->first, tokens);
    text::repair_ocr((*text)->first, (*text)->second, tokens);
    if (!engine::aligns({tokens.word, tokens.weight, tokens.flags, {}, {}, {}}, doc, n.seeds, {.min_words = context.scan.min_passage_words})) continue;
    Result<std::optional<Article>> article = neighbour_article(n.number, std::move((*text)->first), context, catalogue);
    if (!article) return article.error();
    if (!*article || (*article)->id == context.leave_out || (*article)->id == arrival.given.id) continue;
    choice.take(n);
    sharing.emplace_back(std::move(**article), n.number);
  }
  return sharing;
}

/// The arrival and its neighbours, analysed as a small corpus. Takes the arrival's block.
Result<Finding> find_finding(Arrival& arrival, const AnalysisContext& context, store::Catalogue& catalogue) {
  Result<std::vector<std::pair<Article, Number>>> sharing = sharing_neighbours(arrival, context, catalogue);
  if (!sharing) return sharing.error();
  std::vector<engine::PreparedBlock> blocks;
  std::vector<std::pair<std::string, Number>> ids;
  for (auto& [article, number] : *sharing) {
    ids.emplace_back(article.id, number);
    std::vector<Article> one;
    one.push_back(std::move(article));
    engine::prepare_articles(std::move(one), context.scan, *context.outlets, engine::Depth::verdict, blocks.emplace_back());
  }
  ids.emplace_back(arrival.given.id, arrival.number);
  blocks.push_back(std::move(arrival.block));
  Result<Run> run = engine::analyse_articles(std::move(blocks), context.scan, *context.outlets);
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

}  // namespace

Result<void> Index::State::writable() const {
  if (!writer) return Error{ErrorCode::read_only, directory + ": the index was opened to read", directory};
  if (broken.code != ErrorCode::ok) return broken;
  return {};
}

Result<void> Index::State::mark_unsettled() {
  if (!settled) return {};
  return writer->set_meta("settled", "0");
}

Result<void> Index::State::committed(std::uint32_t articles) {
  settled = false;
  if (options.durability == Durability::per_call) {
    if (Result<void> synced = writer->database().sync_log(); !synced) {
      broken = synced.error();
      return synced;
    }
  }
  const std::lock_guard guard(work);
  if (options.durability == Durability::grouped) {
    unsynced += std::max(1u, articles);
    work_waits.notify_all();
  }
  if (fingerprints.recent_articles() >= options.seal_articles && !seal_wanted) {
    seal_wanted = true;
    work_waits.notify_all();
  }
  if (background.code != ErrorCode::ok) {
    // What was written before is not sure to be on the disk: nobody may go on as if it were.
    if (options.durability == Durability::grouped) broken = background;
    return background;
  }
  return {};
}

/// One group of arrivals: analysed side by side, stored in one transaction.
void Index::State::add_group(std::vector<Arrival>& arrivals, std::vector<Result<Verdict>>& answers) {
  const std::lock_guard guard(write);
  const auto fail_all = [&](const Error& error) {
    for (Arrival& a : arrivals)
      if (a.error.code == ErrorCode::ok) a.error = error;
  };
  std::vector<Result<Finding>> findings;
  Fellows fellows;
  // Numbers and fingerprints of what was not stored go; a failure to read them back closes the index to writers.
  const auto go_back = [&] {
    if (Result<void> back = recover(); !back) broken = back.error();
  };
  if (Result<void> open = writable(); !open) {
    fail_all(open.error());
  } else {
    try {
      number_arrivals(arrivals, fellows);
      for (std::size_t i = 0; i < arrivals.size(); ++i) findings.emplace_back(Error{});
      find_all(arrivals, fellows, findings);
      if (Result<void> stored = store_all(arrivals, findings); !stored) {
        fail_all(stored.error());
        go_back();
      }
    } catch (...) {  // no memory
      go_back();
      throw;
    }
  }
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (arrivals[i].error.code != ErrorCode::ok) answers.emplace_back(arrivals[i].error);
    else answers.emplace_back(engine::verdict_of(findings[i]->run, findings[i]->self));
  }
}

/// Gives each its number and makes its fingerprints known; those whose id is there get an error.
void Index::State::number_arrivals(std::vector<Arrival>& arrivals, Fellows& fellows) {
  std::unordered_set<std::string_view> ids;
  for (Arrival& a : arrivals) {
    if (a.error.code != ErrorCode::ok) continue;
    const Result<std::optional<Number>> there = writer->find(a.given.id);
    if (!there) a.error = there.error();
    else if (*there || !ids.insert(a.given.id).second) a.error = about(a.given, ErrorCode::exists, "the index has one with this id; replace is the call for a new version");
    if (a.error.code != ErrorCode::ok) continue;
    a.number = ++last_number;
    fingerprints.insert(engine::postings_of(a.prints, a.number), a.number);
    fellows.emplace(a.number, &a);
  }
}

void Index::State::find_all(std::vector<Arrival>& arrivals, const Fellows& fellows, std::vector<Result<Finding>>& findings) {
  // Fellows read each other meanwhile: nothing of an arrival but its block changes here.
  const auto find = [&](std::size_t begin, std::size_t end) {
    Result<ReaderPool::Lease> reader = readers.take();
    for (std::size_t i = begin; i < end; ++i) {
      Arrival& a = arrivals[i];
      if (a.error.code != ErrorCode::ok) continue;
      if (reader) findings[i] = find_finding(a, {scan, outlets(), fingerprints, &fellows, a.number - 1, a.number, {}}, **reader);
      else findings[i] = reader.error();
    }
  };
  if (arrivals.size() == 1) find(0, 1);
  else parallel_ranges(arrivals.size(), 4, find);
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    Arrival& a = arrivals[i];
    if (a.error.code == ErrorCode::ok && !findings[i]) a.error = about(a.given, findings[i].error().code, findings[i].error().message);
  }
}

/// All or nothing: an error here is the disk's or the catalogue's, not an article's.
Result<void> Index::State::store_all(std::vector<Arrival>& arrivals, std::vector<Result<Finding>>& findings) {
  // A number that was given and is not stored would be given again: what failed before this point ends the group, too.
  std::uint32_t stored = 0;
  for (const Arrival& a : arrivals) {
    if (a.error.code == ErrorCode::ok) ++stored;
    else if (a.number != 0) return a.error;
  }
  if (stored == 0) return {};
  Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
  if (!transaction) return transaction.error();
  if (Result<void> marked = mark_unsettled(); !marked) return marked;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (arrivals[i].error.code != ErrorCode::ok) continue;
    if (Result<void> done = store_arrival(arrivals[i], *findings[i]); !done) return done;
  }
  if (Result<void> done = transaction->commit(); !done) return done;
  return committed(stored);
}

Result<void> Index::State::store_arrival(Arrival& a, Finding& finding) {
  const Result<Number> number = writer->insert_article(a.row, a.frame, a.packed);
  if (!number) return number.error();
  if (*number != a.number) return Error{ErrorCode::bad_index, fmt::format("{}: expected to store article number {}, stored {}", catalogue_path(), a.number, *number), catalogue_path()};
  return engine::merge_finding(*writer, finding, a.given.id);
}

Result<void> Index::State::recover() {
  const Result<Number> last = writer->last_number();
  if (!last) return last.error();
  last_number = *last;
  seen_number = 0;
  fingerprints.reset(fingerprints.segments(), std::make_shared<store::RecentTable>());
  return load_fingerprints(*writer);
}

Result<Verdict> Index::State::add_one(Result<Article> given) {
  if (!given) return given.error();
  std::vector<Arrival> arrivals;
  arrivals.push_back(arrival_of(std::move(*given), scan, *outlets()));
  make_row(arrivals.back());
  std::vector<Result<Verdict>> answers;
  add_group(arrivals, answers);
  return std::move(answers.front());
}

std::vector<Result<Verdict>> Index::State::add_several(std::size_t count, const std::function<Result<Article>(std::size_t)>& given) {
  std::vector<Result<Verdict>> answers;
  answers.reserve(count);
  with_threads(options.threads, [&] {
    for (std::size_t first = 0; first < count; first += kArticlesPerCommit) {
      std::vector<Arrival> arrivals(std::min(kArticlesPerCommit, count - first));
      parallel_ranges(arrivals.size(), 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          Result<Article> article = given(first + i);
          if (article) arrivals[i] = arrival_of(std::move(*article), scan, *outlets());
          else arrivals[i].error = article.error();
          make_row(arrivals[i]);
        }
      });
      add_group(arrivals, answers);
    }
  });
  return answers;
}

Result<Verdict> Index::State::query_one(Result<Article> given) const {
  if (!given) return given.error();
  if (Result<void> seen = refresh_reader(); !seen) return seen.error();
  Arrival arrival = arrival_of(std::move(*given), scan, *outlets());
  if (arrival.error.code != ErrorCode::ok) return arrival.error;
  Result<ReaderPool::Lease> reader = readers.take();
  if (!reader) return reader.error();
  Result<Finding> finding = find_finding(arrival, {.scan = scan, .outlets = outlets(), .fingerprints = fingerprints, .articles = articles_about(), .leave_out = arrival.given.id}, **reader);
  if (!finding) return finding.error();
  if (Result<void> named = engine::name_finding(**reader, *finding); !named) return named.error();
  return engine::verdict_of(finding->run, finding->self);
}

Result<Verdict> Index::State::replace_one(Result<Article> given) {
  if (!given) return given.error();
  Arrival arrival = arrival_of(std::move(*given), scan, *outlets());
  if (arrival.error.code != ErrorCode::ok) return arrival.error;
  const std::lock_guard guard(write);
  if (Result<void> open = writable(); !open) return open.error();
  const Result<std::optional<Number>> there = writer->find(arrival.given.id);
  if (!there) return there.error();
  if (!*there) return about(arrival.given, ErrorCode::not_found, "the index has none with this id; add is the call for a new article");
  const Result<std::optional<store::ArticleRow>> old = writer->article(**there);
  if (!old) return old.error();
  arrival.number = last_number + 1;
  arrival.version = (*old)->version + 1;
  make_row(arrival);
  Result<Finding> finding = Error{};
  {
    Result<ReaderPool::Lease> reader = readers.take();
    if (!reader) return reader.error();
    finding = find_finding(arrival, {.scan = scan, .outlets = outlets(), .fingerprints = fingerprints, .articles = articles_about(), .leave_out = arrival.given.id}, **reader);
    if (!finding) return finding.error();
  }
  const auto store = [&]() -> Result<void> {
    Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
    if (!transaction) return transaction.error();
    if (Result<void> marked = mark_unsettled(); !marked) return marked;
    const Result<std::optional<std::string>> frame = writer->frame((*old)->number);
    if (!frame) return frame.error();
    if (Result<void> kept = writer->insert_version(**old, engine::now(), frame->value_or("")); !kept) return kept;
    if (Result<void> gone = forget(**old); !gone) return gone;
    if (Result<void> stored = store_arrival(arrival, *finding); !stored) return stored;
    return transaction->commit();
  };
  if (Result<void> stored = store(); !stored) {
    if (Result<void> back = recover(); !back) broken = back.error();
    return stored.error();
  }
  last_number = arrival.number;
  fingerprints.insert(engine::postings_of(arrival.prints, arrival.number), arrival.number);
  if (Result<void> durable = committed(1); !durable) return durable.error();
  return engine::verdict_of(finding->run, finding->self);
}

/// Takes an article out of the catalogue, in the caller's transaction; what others held with it is found anew.
Result<void> Index::State::forget(const store::ArticleRow& row) {
  Result<engine::Torn> torn = engine::tear_out(*writer, row);
  if (!torn) return torn.error();
  if (Result<void> gone = writer->delete_article(row.number); !gone) return gone;
  if (torn->families.empty()) return {};
  std::vector<std::pair<Article, Number>> articles;
  for (const Number number : torn->articles) {
    Result<std::optional<store::ArticleRow>> other = writer->article(number);
    if (!other) return other.error();
    if (!*other) continue;
    Result<Article> article = engine::load_text(*writer, std::move(**other));
    if (!article) return article.error();
    articles.emplace_back(std::move(*article), number);
  }
  std::sort(articles.begin(), articles.end(), [](const auto& x, const auto& y) { return x.first.id < y.first.id; });
  const std::shared_ptr<const corpus::OutletRegistry> known = outlets();
  Finding finding;
  std::vector<engine::PreparedBlock> blocks(1);
  std::vector<Article> texts;
  for (auto& [article, number] : articles) {
    finding.numbers.push_back(number);
    texts.push_back(std::move(article));
  }
  engine::prepare_articles(std::move(texts), scan, *known, engine::Depth::verdict, blocks.front());
  Result<Run> run = engine::analyse_articles(std::move(blocks), scan, *known);
  if (!run) return run.error();
  finding.run = std::move(*run);
  return engine::merge_finding(*writer, finding, row.given.id, std::move(torn->families));
}

Result<void> Index::remove(std::string_view id) {
  State& s = *state_;
  const std::lock_guard guard(s.write);
  if (Result<void> open = s.writable(); !open) return open;
  const Result<std::optional<Number>> there = s.writer->find(id);
  if (!there) return there.error();
  if (!*there) return Error{ErrorCode::not_found, fmt::format("article '{}': the index has none with this id", id), std::string(id)};
  const auto store = [&]() -> Result<void> {
    const Result<std::optional<store::ArticleRow>> row = s.writer->article(**there);
    if (!row) return row.error();
    Result<store::Transaction> transaction = store::Transaction::begin(s.writer->database());
    if (!transaction) return transaction.error();
    if (Result<void> marked = s.mark_unsettled(); !marked) return marked;
    if (Result<void> gone = s.forget(**row); !gone) return gone;
    if (Result<void> gone = s.writer->delete_versions(id); !gone) return gone;
    if (Result<void> gone = s.writer->forget_changes(id); !gone) return gone;
    return transaction->commit();
  };
  if (Result<void> stored = store(); !stored) return stored;
  return s.committed(1);
}

Result<Verdict> Index::add(const NewArticle& article) { return state_->add_one(article_of(article, state_->options.timezone)); }
Result<Verdict> Index::add_given(const Article& article) { return state_->add_one(article); }
Result<Verdict> Index::query(const NewArticle& article) const { return state_->query_one(article_of(article, state_->options.timezone)); }
Result<Verdict> Index::query_given(const Article& article) const { return state_->query_one(article); }
Result<Verdict> Index::replace(const NewArticle& article) { return state_->replace_one(article_of(article, state_->options.timezone)); }
Result<Verdict> Index::replace_given(const Article& article) { return state_->replace_one(article); }

std::vector<Result<Verdict>> Index::add_many(std::span<const NewArticle> articles) {
  return state_->add_several(articles.size(), [&](std::size_t i) { return article_of(articles[i], state_->options.timezone); });
}
std::vector<Result<Verdict>> Index::add_many(std::span<const Article> articles) {
  return state_->add_several(articles.size(), [&](std::size_t i) { return Result<Article>(articles[i]); });
}

}  // namespace reprise
