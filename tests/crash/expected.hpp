// What an index must hold after something went wrong: of each article the one state that was acknowledged, or those that may be while an answer is
// outstanding. Then the index is asked.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/corpus_maker.hpp"
#include "engine/index_inputs.hpp"
#include "reprise/reprise.hpp"

namespace reprise::testing {

class Expected {
 public:
  using State = std::optional<MadeArticle>;  ///< nothing: the article is not there

  /// It was said that the article is so now.
  void acknowledged(const std::string& id, State now) { states_[id] = {std::move(now)}; }
  /// It was asked for; the answer is not known.
  void asked(const std::string& id, State now) {
    std::vector<State>& states = states_[id];
    if (states.empty()) states.emplace_back();
    states.push_back(std::move(now));
  }
  /// Ids that are there for sure.
  std::vector<std::string> ids() const {
    std::vector<std::string> out;
    for (const auto& [id, states] : states_)
      if (states.size() == 1 && states.front()) out.push_back(id);
    return out;
  }
  bool knows(const std::string& id) const { return states_.count(id) != 0; }

  bool surely_there(const std::string& id) const {
    const auto found = states_.find(id);
    return found != states_.end() && std::all_of(found->second.begin(), found->second.end(), [](const State& s) { return s.has_value(); });
  }

  /// Opens the index as a writer does, compares all articles with what may be there, and lets verify() read it. What is there is
  /// what must be there from then on. Answers whether all was as it should be.
  bool check(const std::string& directory) {
    const Result<Index> index = Index::open(directory);
    INFO((index ? std::string("open") : index.error().message));
    CHECK(index);
    if (!index) return false;
    const Result<std::vector<std::string>> found = index->ids();
    REQUIRE(found);
    std::map<std::string, std::string> texts;
    for (const std::string& id : *found) {
      const Result<std::string> text = index->text(id);
      if (!text) FAIL_CHECK(text.error().message);
      texts[id] = text ? *text : "";
    }
    bool good = true;
    for (auto& [id, states] : states_) {
      const auto there = texts.find(id);
      State now;
      bool allowed = false;
      for (const State& state : states) {
        if (there == texts.end() ? state.has_value() : !state || state->text != there->second) continue;
        now = state;
        allowed = true;
      }
      if (!allowed) {
        FAIL_CHECK("article " << id << (there == texts.end() ? " is lost" : " has a text that nobody gave it, or should be gone"));
        good = false;
      }
      states = {now};
      if (there != texts.end()) texts.erase(there);
    }
    for (const auto& [id, text] : texts) {
      FAIL_CHECK("article " << id << " was never given");
      good = false;
    }
    const Result<VerifyReport> report = index->verify();
    if (!report) {
      FAIL_CHECK(report.error().message);
      return false;
    }
    for (const std::string& problem : report->problems) {
      FAIL_CHECK(problem);
      good = false;
    }
    return good;
  }

  /// After check(): settles the index and compares it with a scan of the articles that are there.
  void check_settled(const std::string& directory) const {
    const TempDir dir;
    std::string lines;
    for (const auto& [id, states] : states_)
      if (states.front()) lines += states.front()->line();
    put(dir / "in.jsonl", lines);
    Result<Index> index = Index::open(directory);
    REQUIRE(index);
    const Result<void> settled = index->settle();
    if (!settled) FAIL(settled.error().message);
    const Result<Run> found = index->run();
    REQUIRE(found);
    const Result<Run> expected = scan_articles(lines.empty() ? std::vector<Article>() : read_articles({dir / "in.jsonl"}), {});
    REQUIRE(expected);
    const std::vector<std::string> there = lines_of(run_bytes(*found)), wanted = lines_of(run_bytes(*expected));
    std::size_t at = 0;
    while (at < std::min(there.size(), wanted.size()) && there[at] == wanted[at]) ++at;
    INFO("found    " << (at < there.size() ? there[at].substr(0, 1000) : "nothing") << "\nexpected " << (at < wanted.size() ? wanted[at].substr(0, 1000) : "nothing"));
    CHECK((at == there.size() && at == wanted.size()));
  }

 private:
  std::map<std::string, std::vector<State>> states_;
};

}  // namespace reprise::testing
