// add_many(): articles go through the stages of add() side by side.
//
// Idea: only two stages need their order: numbering (an arrival sees those with smaller numbers, so each verdict is that of adding one by one) and
//   storing (rows tell of rows). They take articles one after the other while the costly stages, preparing and finding, work on the next and the ones between.
//   An arrival that is numbered and not yet committed is found by its fellows in memory.
// A call takes turns with other writers: so many articles, then whoever waits. Within a turn, so many articles are a transaction.
// Tested by tests/engine/index_batch_test.cpp.
#include <algorithm>
#include <atomic>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/parallel.hpp"
#include "engine/index_state.hpp"
#include "engine/verdicts.hpp"

namespace reprise {

using engine::Arrival;
using engine::Finding;
using store::Number;

namespace {

constexpr std::size_t kArticlesPerTurn = 1024;   // half a second
constexpr std::size_t kArticlesPerCommit = 256;
constexpr std::size_t kArticlesInFlight = 256;   // one that takes a hundred times as long as the others holds up the storing of all behind it

}  // namespace

/// The articles of one turn. The caller holds `write`, and the index is writable.
class Index::State::Turn {
 public:
  Turn(State& state, std::size_t count) : state_(state), arrivals_(count), findings_(count, Result<Finding>(Error{})) {}

  /// Answers for all of them, in their order, are appended to `answers`; an error is that of the disk or the catalogue, which ends the call.
  Error run(const std::function<Result<Article>(std::size_t)>& given, std::vector<Result<Verdict>>& answers) {
    try {
      run_stages(given, answers);
      if (failure_.code == ErrorCode::ok) note(commit());
    } catch (...) {  // no memory
      transaction_.reset();
      state_.go_back();
      throw;
    }
    if (failure_.code == ErrorCode::ok) return {};
    transaction_.reset();
    state_.go_back();
    // An id that is taken may have been taken by one of these.
    for (std::size_t i = done_; i < arrivals_.size(); ++i)
      if (arrivals_[i].error.code == ErrorCode::ok || arrivals_[i].error.code == ErrorCode::exists) answers[first_answer_ + i] = failure_;
    return failure_;
  }

 private:
  void run_stages(const std::function<Result<Article>(std::size_t)>& given, std::vector<Result<Verdict>>& answers) {
    first_answer_ = answers.size();
    answers.resize(first_answer_ + arrivals_.size(), Result<Verdict>(Error{}));
    fellows_ = {state_.last_number + 1, std::vector<const Arrival*>(arrivals_.size())};
    // Which ids are there is asked by another connection than stores, in another thread perhaps.
    Result<ReaderPool::Lease> reader = state_.readers.take();
    if (!reader) return note(reader.error());
    std::vector<std::size_t> article_of(kArticlesInFlight);
    std::size_t produced = 0;
    parallel_pipeline(
        kArticlesInFlight,
        [&](std::size_t slot) {
          if (produced == arrivals_.size()) return false;
          article_of[slot] = produced++;
          return true;
        },
        {{.serial = false,
          .run =
              [&](std::size_t slot) {
                Arrival& a = arrivals_[article_of[slot]];
                a = engine::arrival_of(given(article_of[slot]), state_.scan, state_.outlets());
                engine::make_row(a);
              }},
         {.serial = true, .run = [&](std::size_t slot) { number(arrivals_[article_of[slot]], **reader); }},
         {.serial = false, .run = [&](std::size_t slot) { find(article_of[slot]); }},
         {.serial = true, .run = [&](std::size_t slot) { store(article_of[slot], answers[first_answer_ + article_of[slot]]); }}});
  }

  void number(Arrival& a, store::Catalogue& catalogue) {
    if (a.error.code != ErrorCode::ok || stop_) return;
    const Result<std::optional<Number>> there = catalogue.find(a.given.id);
    if (!there) a.error = there.error();
    else if (*there || !ids_.insert(a.given.id).second) a.error = engine::already_there(a.given);
    if (a.error.code != ErrorCode::ok) return;
    state_.number_arrival(a);
    fellows_.of[a.number - fellows_.first] = &a;
  }

  /// Fellows read each other meanwhile: nothing of an arrival but its block changes here.
  void find(std::size_t i) {
    Arrival& a = arrivals_[i];
    if (a.number == 0 || stop_) return;
    engine::FindContext context = state_.beside(a);
    context.fellows = &fellows_;
    findings_[i] = state_.find_by_reader(a, context);
    a.block = nullptr;  // fellows find it where the latest ones are kept
  }

  void store(std::size_t i, Result<Verdict>& answer) {
    Arrival& a = arrivals_[i];
    if (a.error.code != ErrorCode::ok) {
      answer = a.error;
    } else if (!stop_) {
      note(store_found(a, findings_[i], answer));
      // What its fellows have no need of goes at once.
      findings_[i] = Error{};
      a.prints = {};
      a.frame = {};
      if (failure_.code == ErrorCode::ok && stored_ == kArticlesPerCommit) note(commit());
    }
    if (failure_.code == ErrorCode::ok && stored_ == 0) done_ = i + 1;
  }

  Result<void> store_found(Arrival& a, Result<Finding>& finding, Result<Verdict>& answer) {
    // A number that was given and is not stored would be given again: what cannot be found ends the turn, too.
    if (!finding) return engine::about(a.given, finding.error().code, finding.error().message);
    if (!transaction_) {
      Result<store::Transaction> begun = store::Transaction::begin(state_.writer->database());
      if (!begun) return begun.error();
      transaction_.emplace(std::move(*begun));
      if (Result<void> marked = state_.mark_unsettled(); !marked) return marked;
    }
    if (Result<void> stored = state_.store_arrival(a, *finding, {}); !stored) return stored;
    ++stored_;
    answer = engine::verdict_of(finding->run, finding->self);
    return {};
  }

  Result<void> commit() {
    if (!transaction_) return {};
    if (Result<void> done = transaction_->commit(); !done) return done;
    transaction_.reset();
    return state_.committed(static_cast<std::uint32_t>(std::exchange(stored_, 0)));
  }

  /// An error here is the disk's or the catalogue's, not an article's: nothing after it is stored.
  void note(const Result<void>& done) {
    if (done) return;
    failure_ = done.error();
    stop_ = true;
  }

  State& state_;
  std::vector<Arrival> arrivals_;
  std::vector<Result<Finding>> findings_;
  engine::Fellows fellows_;
  // Of numbering.
  std::unordered_set<std::string_view> ids_;
  // Of storing.
  std::optional<store::Transaction> transaction_;
  std::size_t first_answer_ = 0;
  std::size_t stored_ = 0;  ///< in the transaction
  std::size_t done_ = 0;    ///< the articles before have their last answer
  Error failure_;
  std::atomic<bool> stop_{false};
};

std::vector<Result<Verdict>> Index::State::add_several(std::size_t count, const std::function<Result<Article>(std::size_t)>& given) {
  std::vector<Result<Verdict>> answers;
  answers.reserve(count);
  with_threads(options.threads, [&] {
    while (answers.size() < count) {
      const std::size_t first = answers.size(), size = std::min(kArticlesPerTurn, count - first);
      const std::lock_guard guard(write);
      const Result<void> open = takes_articles();
      const Error failure = open ? Turn(*this, size).run([&](std::size_t i) { return given(first + i); }, answers) : open.error();
      if (failure.code != ErrorCode::ok) answers.resize(count, Result<Verdict>(failure));
    }
  });
  return answers;
}

std::vector<Result<Verdict>> Index::add_many(std::span<const NewArticle> articles) {
  return state_->add_several(articles.size(), [&](std::size_t i) { return engine::article_of(articles[i], state_->options.timezone); });
}
std::vector<Result<Verdict>> Index::add_many(std::span<const Article> articles) {
  return state_->add_several(articles.size(), [&](std::size_t i) { return Result<Article>(articles[i]); });
}

}  // namespace reprise
