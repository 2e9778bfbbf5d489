// crash_scenario DIR LOG DURABILITY: lives through a small life of the index DIR and writes to LOG what it asks for and what it is answered; goes on
// after errors, as a crawler would. Exit code 0, or 3 when some call answered an error.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <optional>

#include "crash/scenario_articles.hpp"
#include "reprise/reprise.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

int log_file = -1;
bool failed = false;

void say(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(log_file, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) std::abort();
}

template <class T>
bool told(const Result<T>& result) {
  if (!result) failed = true;
  say(result ? "ok" : "error " + std::to_string(static_cast<int>(result.error().code)) + " " + result.error().message);
  return result.has_value();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string directory = argv[1], durability = argv[3];
  log_file = ::open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::vector<MadeArticle> articles = scenario_articles();
  const std::size_t half = articles.size() / 2;
  IndexOptions options;
  options.seal_articles = kScenarioSeal;
  options.threads = 2;
  options.durability = durability == "per_call" ? Durability::per_call : durability == "grouped" ? Durability::grouped : Durability::on_flush;
  const auto given = [&](std::size_t i) {
    const MadeArticle& a = articles[i];
    return NewArticle{.id = a.id, .outlet = a.outlet, .published = a.published, .title = a.title, .text = a.text};
  };
  std::optional<Index> index;
  const auto open = [&] {
    index.reset();
    say("open");
    Result<Index> opened = Index::open(directory, options);
    if (told(opened)) index.emplace(std::move(*opened));
    return index.has_value();
  };
  const auto add = [&](std::size_t first, std::size_t count) {
    for (std::size_t i = first; i < first + count; ++i) say("add " + std::to_string(i)), told(index->add(given(i)));
  };
  const auto flush = [&] {
    say("flush");
    if (told(index->flush())) say("flushed");
  };
  const auto replace = [&](std::size_t i) { say("replace " + std::to_string(half + i)), told(index->replace(given(half + i))); };
  const auto remove = [&](std::size_t i) { say("remove " + std::to_string(i)), told(index->remove(articles[i].id)); };

  if (!open()) return 3;
  add(0, 14);
  flush();
  for (const std::size_t i : {3, 7}) replace(i);
  for (const std::size_t i : {2, 7}) remove(i);
  say("settle"), told(index->settle());
  // Many at once: each is asked for before the first is answered.
  std::vector<NewArticle> many;
  for (std::size_t i = 14; i < 34; ++i) say("ask " + std::to_string(i)), many.push_back(given(i));
  const std::vector<Result<Verdict>> answers = index->add_many(many);
  for (std::size_t i = 0; i < answers.size(); ++i) say("add " + std::to_string(14 + i)), told(answers[i]);
  say("compact"), told(index->compact());
  add(34, 8);
  replace(20);
  say("rebuild"), told(index->rebuild());
  remove(30);
  flush();
  if (!open()) return 3;
  add(42, 6);
  say("compact"), told(index->compact());
  say("query"), told(index->query(given(50)));
  add(48, 2);
  index.reset();
  say("end");
  return failed ? 3 : 0;
}
