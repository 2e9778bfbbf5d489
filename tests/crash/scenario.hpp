// The log of a life of an index (tests/crash/scenario.cpp), read: what must be there after it.
#pragma once

#include <string>
#include <vector>

#include "crash/expected.hpp"
#include "crash/scenario_articles.hpp"

namespace reprise::testing {

/// Reads the log: "ask N" for each of many that are asked for together; lines of "add N", "replace N", "remove N" when it is asked for, then "ok" or "error MESSAGE"; "flushed" when all that was
/// acknowledged is on the disk; other lines of a call that changes no article. `synced`: an acknowledged call is on the disk at once.
inline Expected read_scenario(const std::vector<std::string>& log, bool power_lost, bool synced) {
  const std::vector<MadeArticle> articles = scenario_articles();
  Expected expected;
  std::vector<std::pair<std::string, Expected::State>> open;  // acknowledged, and not known to be on the disk
  std::string id;
  Expected::State state;
  bool waits = false;
  const auto asked = [&] {
    if (waits) expected.asked(id, state);
    waits = false;
  };
  for (const std::string& line : log) {
    const auto number = [&](std::size_t at) { return std::stoul(line.substr(at)); };
    if (line == "ok" && waits) {
      waits = false;
      if (!power_lost || synced) expected.acknowledged(id, state);
      else expected.asked(id, state), open.emplace_back(id, state);
    } else if (line == "flushed") {
      for (const auto& [which, what] : open) expected.acknowledged(which, what);
      open.clear();
    } else if (line.starts_with("error")) {
      asked();
    } else if (line.starts_with("ask ")) {
      expected.asked(articles[number(4)].id, articles[number(4)]);
    } else if (line.starts_with("add ") || line.starts_with("replace ")) {
      asked();
      const MadeArticle& a = articles[number(line.find(' '))];
      id = a.id, state = a, waits = true;
    } else if (line.starts_with("remove ")) {
      asked();
      id = articles[number(7)].id, state = {}, waits = true;
    }
  }
  asked();
  return expected;
}

}  // namespace reprise::testing
