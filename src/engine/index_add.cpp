// The calls for one article: what comes in, is compared with its neighbours, and is stored; and what goes. (add_many(): index_add_many.cpp.)
//
// Stages, each a function: arrival_of (check, tokenise, sketch), find_finding (neighbours by fingerprints, their texts, analyse; both arrivals.hpp) ->
//   store_arrival (rows, in a transaction) -> verdict_of.
// Tested by tests/engine/index_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/index_state.hpp"
#include "engine/verdicts.hpp"

namespace reprise {

using engine::Arrival;
using engine::Finding;
using store::Number;

Result<void> Index::State::writable() const {
  if (!writer) return Error{ErrorCode::read_only, directory + ": the index was opened to read", directory};
  if (broken.code != ErrorCode::ok) return broken;
  return {};
}

/// Before anything is stored: what was found damaged in the background is told now, for what a call has stored it must not call failed.
Result<void> Index::State::takes_articles() {
  if (Result<void> open = writable(); !open) return open;
  const std::lock_guard guard(work);
  if (background.code == ErrorCode::ok) return {};
  if (background.code != ErrorCode::bad_index) broken = background;  // a sync failed
  return background;
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
    const std::uint32_t before = std::exchange(unsynced, unsynced + std::max(1u, articles));
    // The sync thread waits for a group's first article and for its last.
    if (before == 0 || unsynced >= options.group_articles) work_waits.notify_all();
  }
  if (fingerprints.recent_articles() >= options.seal_articles && !seal_wanted) {
    seal_wanted = true;
    work_waits.notify_all();
  }
  if (options.durability == Durability::grouped && background.code != ErrorCode::ok && background.code != ErrorCode::bad_index) {
    // A sync failed: what was written before is not sure to be on the disk, and nobody may go on as if it were.
    broken = background;
    return background;
  }
  return {};
}

/// Gives it its number and makes its fingerprints and words known.
void Index::State::number_arrival(Arrival& a) {
  a.number = ++last_number;
  thread_local std::vector<store::SegmentPosting> postings;
  engine::postings_of(a.prints, a.number, postings);
  fingerprints.insert(postings, a.number);
  prepared.keep(a.number, a.block, a.registry);
}

/// How an arrival that has its number is analysed: beside all that have smaller ones.
engine::FindContext Index::State::beside(const Arrival& a) const {
  return {.scan = scan, .outlets = outlets(), .fingerprints = fingerprints, .prepared = prepared, .articles = a.number - 1, .below = a.number};
}

/// How an article is analysed that is not to be compared with what has its id.
engine::FindContext Index::State::apart_from(const Arrival& a) const {
  return {.scan = scan, .outlets = outlets(), .fingerprints = fingerprints, .prepared = prepared, .articles = articles_about(), .leave_out = a.given.id};
}

/// By a reading connection, at one moment. `named`: families and clusters have the ids of the catalogue.
Result<Finding> Index::State::find_by_reader(const Arrival& arrival, const engine::FindContext& context, bool named) const {
  Result<ReaderPool::Lease> reader = readers.take();
  if (!reader) return reader.error();
  Result<store::Transaction> moment = store::Transaction::read((*reader)->database());
  if (!moment) return moment.error();
  Result<Finding> finding = engine::find_finding(arrival, context, **reader);
  if (finding && named)
    if (Result<void> done = engine::name_finding(**reader, *finding); !done) return done.error();
  return finding;
}

/// In the caller's transaction. `touched`: what the call has done before; `replaced`: the row that was taken out.
Result<void> Index::State::store_arrival(const Arrival& a, Finding& finding, engine::Touched touched, const store::ArticleRow* replaced) {
  thread_local std::vector<store::SegmentPosting> postings;
  engine::postings_of(a.prints, a.number, postings);
  const Result<Number> number = writer->insert_article(a.row, a.frame, store::pack_fingerprints(postings));
  if (!number) return number.error();
  if (*number != a.number) return Error{ErrorCode::bad_index, fmt::format("{}: expected to store article number {}, stored {}", catalogue_path(), a.number, *number), catalogue_path()};
  if (Result<void> merged = engine::merge_finding(*writer, finding, touched); !merged) return merged;
  return engine::tell_changes(*writer, touched, a.given.id, a.number, replaced);
}

/// What was numbered and not stored goes; a failure to read the rest back closes the index to writers.
void Index::State::go_back() noexcept {
  try {
    if (Result<void> back = recover(); !back) broken = back.error();
  } catch (...) {
    broken.code = ErrorCode::no_memory;
    broken.message = "no memory";  // so few letters take none
  }
}

Result<void> Index::State::recover() {
  const Result<Number> last = writer->last_number();
  if (!last) return last.error();
  last_number = *last;
  seen_number = 0;
  prepared.clear();
  fingerprints.reset(fingerprints.segments(), std::make_shared<store::RecentTable>());
  return load_fingerprints(*writer);
}

/// Runs `store`, a transaction. Where it fails after the arrival has its number, or memory ends, what is held in memory goes back to what the catalogue has.
Result<void> Index::State::or_go_back(const std::function<Result<void>()>& store, const Arrival& arrival) {
  try {
    Result<void> stored = store();
    if (!stored && arrival.number != 0) go_back();
    return stored;
  } catch (...) {
    if (arrival.number != 0) go_back();
    throw;
  }
}

Result<Verdict> Index::State::add_one(Result<Article> given) {
  Arrival arrival = engine::arrival_of(std::move(given), scan, outlets());
  if (arrival.error.code != ErrorCode::ok) return arrival.error;
  engine::make_row(arrival);
  const std::lock_guard guard(write);
  if (Result<void> open = takes_articles(); !open) return open.error();
  Result<Verdict> verdict = Error{};
  // Through the writing connection, whose pages stay in memory from one call to the next: those of a reader go with every commit.
  const auto add = [&]() -> Result<void> {
    Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
    if (!transaction) return transaction.error();
    const Result<std::optional<Number>> there = writer->find(arrival.given.id);
    if (!there) return there.error();
    if (*there) return engine::already_there(arrival.given);
    number_arrival(arrival);
    Result<Finding> finding = engine::find_finding(arrival, beside(arrival), *writer);
    if (!finding) return engine::about(arrival.given, finding.error().code, finding.error().message);
    if (Result<void> marked = mark_unsettled(); !marked) return marked;
    if (Result<void> stored = store_arrival(arrival, *finding, {}); !stored) return stored;
    verdict = engine::verdict_of(finding->run, finding->self);
    return transaction->commit();
  };
  if (Result<void> added = or_go_back(add, arrival); !added) return added.error();
  if (Result<void> durable = committed(1); !durable) return durable.error();
  return verdict;
}

Result<Verdict> Index::State::query_one(Result<Article> given) const {
  if (Result<void> seen = refresh_reader(); !seen) return seen.error();
  Arrival arrival = engine::arrival_of(std::move(given), scan, outlets());
  if (arrival.error.code != ErrorCode::ok) return arrival.error;
  const Result<Finding> finding = find_by_reader(arrival, apart_from(arrival), true);
  if (!finding) return finding.error();
  return engine::verdict_of(finding->run, finding->self);
}

Result<Verdict> Index::State::replace_one(Result<Article> given) {
  Arrival arrival = engine::arrival_of(std::move(given), scan, outlets());
  if (arrival.error.code != ErrorCode::ok) return arrival.error;
  const std::lock_guard guard(write);
  if (Result<void> open = takes_articles(); !open) return open.error();
  const Result<std::optional<Number>> there = writer->find(arrival.given.id);
  if (!there) return there.error();
  if (!*there) return engine::about(arrival.given, ErrorCode::not_found, "the index has none with this id; add is the call for a new article");
  const Result<std::optional<store::ArticleRow>> old = writer->article(**there);
  if (!old) return old.error();
  arrival.version = (*old)->version + 1;
  engine::make_row(arrival);
  Result<Finding> finding = find_by_reader(arrival, apart_from(arrival));
  if (!finding) return finding.error();
  Result<Verdict> verdict = Error{};
  const auto store = [&]() -> Result<void> {
    Result<store::Transaction> transaction = store::Transaction::begin(writer->database());
    if (!transaction) return transaction.error();
    number_arrival(arrival);
    finding->numbers[finding->self] = arrival.number;
    if (Result<void> marked = mark_unsettled(); !marked) return marked;
    const Result<std::optional<std::string>> frame = writer->frame((*old)->number);
    if (!frame) return frame.error();
    if (Result<void> kept = writer->insert_version(**old, engine::now(), frame->value_or("")); !kept) return kept;
    engine::Touched touched;
    if (Result<void> gone = forget(**old, touched); !gone) return gone;
    if (Result<void> stored = store_arrival(arrival, *finding, std::move(touched), &**old); !stored) return stored;
    verdict = engine::verdict_of(finding->run, finding->self);
    return transaction->commit();
  };
  if (Result<void> stored = or_go_back(store, arrival); !stored) return stored.error();
  if (Result<void> durable = committed(1); !durable) return durable.error();
  return verdict;
}

/// Takes an article out of the catalogue, in the caller's transaction; what others held with it is found anew. The caller tells what is `touched`.
Result<void> Index::State::forget(const store::ArticleRow& row, engine::Touched& touched) {
  Result<engine::Torn> torn = engine::tear_out(*writer, row, touched);
  if (!torn) return torn.error();
  if (Result<void> gone = writer->delete_article(row.number); !gone) return gone;
  prepared.forget(row.number);
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
  std::vector<engine::SharedBlock> blocks;
  for (auto& [article, number] : articles) {
    finding.numbers.push_back(number);
    auto block = std::make_shared<engine::PreparedBlock>();
    const std::string text = std::exchange(article.text, {});
    engine::prepare_article(std::move(article), text, nullptr, scan, *known, *block);
    blocks.push_back(std::move(block));
  }
  Result<Run> run = engine::analyse_articles(blocks, scan, *known);
  if (!run) return run.error();
  finding.run = std::move(*run);
  return engine::merge_finding(*writer, finding, touched, std::move(torn->families));
}

Result<void> Index::remove(std::string_view id) {
  State& s = *state_;
  const std::lock_guard guard(s.write);
  if (Result<void> open = s.takes_articles(); !open) return open;
  const Result<std::optional<Number>> there = s.writer->find(id);
  if (!there) return there.error();
  if (!*there) return Error{ErrorCode::not_found, fmt::format("article '{}': the index has none with this id", id), std::string(id)};
  const auto store = [&]() -> Result<void> {
    const Result<std::optional<store::ArticleRow>> row = s.writer->article(**there);
    if (!row) return row.error();
    Result<store::Transaction> transaction = store::Transaction::begin(s.writer->database());
    if (!transaction) return transaction.error();
    if (Result<void> marked = s.mark_unsettled(); !marked) return marked;
    engine::Touched touched;
    if (Result<void> gone = s.forget(**row, touched); !gone) return gone;
    if (Result<void> told = engine::tell_changes(*s.writer, touched, id, 0, &**row); !told) return told;
    if (Result<void> gone = s.writer->delete_versions(id); !gone) return gone;
    if (Result<void> gone = s.writer->forget_changes(id); !gone) return gone;
    return transaction->commit();
  };
  if (Result<void> stored = store(); !stored) return stored;
  return s.committed(1);
}

Result<Verdict> Index::add(const NewArticle& article) { return state_->add_one(engine::article_of(article, state_->options.timezone)); }
Result<Verdict> Index::add_given(const Article& article) { return state_->add_one(article); }
Result<Verdict> Index::query(const NewArticle& article) const { return state_->query_one(engine::article_of(article, state_->options.timezone)); }
Result<Verdict> Index::query_given(const Article& article) const { return state_->query_one(article); }
Result<Verdict> Index::replace(const NewArticle& article) { return state_->replace_one(engine::article_of(article, state_->options.timezone)); }
Result<Verdict> Index::replace_given(const Article& article) { return state_->replace_one(article); }

}  // namespace reprise
