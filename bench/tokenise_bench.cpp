// Speed of the tokeniser: reads texts (one a line, "\n" inside a text written as backslash-n or left out) from the files
// named, and prints a JSON line per file and path: MB/s of the best of several rounds, on one core.
// Not part of the build. With a release build: g++ -std=c++20 -O3 -Isrc bench/tokenise_bench.cpp, the objects of src/text and
// src/base, -lxxhash; then ./a.out FILE...
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "text/tokenise.hpp"

int main(int argc, char** argv) {
  using namespace reprise::text;
  using Clock = std::chrono::steady_clock;
  Tokens tokens;
  tokenise("warm up", tokens);  // builds the weight table
  for (int a = 1; a < argc; ++a) {
    std::ifstream file(argv[a], std::ios::binary);
    std::vector<std::string> texts;
    std::size_t bytes = 0;
    for (std::string line; std::getline(file, line);) {
      for (std::size_t at = 0; (at = line.find("\\n", at)) != std::string::npos;) line.replace(at, 2, "\n");
      bytes += line.size();
      texts.push_back(std::move(line));
    }
    const std::pair<const char*, MaskPath> paths[] = {{"avx2", MaskPath::avx2}, {"sse2", MaskPath::sse2}, {"plain", MaskPath::plain}};
    for (const auto& [name, path] : paths) {
      double best_seconds = 1e9;
      std::size_t count = 0;
      for (int round = 0; round < 7; ++round) {
        count = 0;
        const auto start = Clock::now();
        for (const std::string& text : texts) {
          walk(text, {path, true}, tokens);
          count += tokens.size();
        }
        best_seconds = std::min(best_seconds, std::chrono::duration<double>(Clock::now() - start).count());
      }
      std::printf("{\"bench\":\"tokenise\",\"file\":\"%s\",\"path\":\"%s\",\"bytes\":%zu,\"tokens\":%zu,\"mb_per_s\":%.0f}\n", argv[a], name,
                  bytes, count, static_cast<double>(bytes) / best_seconds / 1e6);
    }
  }
}
