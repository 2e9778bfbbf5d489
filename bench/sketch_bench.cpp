// Speed of the sketch floor: one JSON line per measurement (nanoseconds per article, best of several rounds).
// Not part of the default build: cmake --build build/release --target sketch_bench && build/release/sketch_bench
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "base/hash.hpp"
#include "sketch/sketch.hpp"

namespace {

using namespace reprise;

/// Nanoseconds of one call of `work`, the best of nine rounds of about ten milliseconds.
template <class Work>
double best_ns(Work work) {
  using Clock = std::chrono::steady_clock;
  double best = 1e30;
  for (int round = 0; round < 9; ++round) {
    const auto begin = Clock::now();
    auto now = begin;
    int calls = 0;
    while (now - begin < std::chrono::milliseconds(10)) {
      for (int i = 0; i < 64; ++i) work();
      calls += 64;
      now = Clock::now();
    }
    best = std::min(best, std::chrono::duration<double, std::nano>(now - begin).count() / calls);
  }
  return best;
}

void print(const char* what, std::size_t words, double ns) {
  std::printf("{\"bench\": \"%s\", \"words\": %zu, \"ns\": %.0f}\n", what, words, ns);
}

}  // namespace

int main() {
  std::uint64_t sink = 0;
  for (const std::size_t count : {50u, 150u, 500u, 1500u, 5000u}) {
    std::vector<std::uint32_t> words(count);
    for (std::size_t i = 0; i < count; ++i) words[i] = static_cast<std::uint32_t>(mix64(i * i + count)) | 1u;
    std::vector<std::uint64_t> shingles, keys;
    std::vector<sketch::Fingerprint> fingerprints;
    sketch::Signature signature;
    sketch::shingles(words, sketch::kShingleWords, shingles);
    print("shingles", count, best_ns([&] {
            sketch::shingles(words, sketch::kShingleWords, shingles);
            sink += shingles.back();
          }));
    print("signature", count, best_ns([&] {
            sketch::make_signature(shingles, signature);
            sink += signature.slot[0];
          }));
    print("signature_scalar", count, best_ns([&] {
            sketch::make_signature_scalar(shingles, signature);
            sink += signature.slot[0];
          }));
    print("band_keys_64x4", count, best_ns([&] {
            sketch::band_keys(signature, 64, 4, keys);
            sink += keys.back();
          }));
    print("fingerprints", count, best_ns([&] {
            sketch::fingerprints(words, false, {}, fingerprints);
            sink += fingerprints.back().key;
          }));
  }
  return sink == 42 ? 1 : 0;  // keeps the work from being thrown away
}
