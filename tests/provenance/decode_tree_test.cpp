// The best tree and its shares, against all trees listed one by one.
#include <cmath>
#include <random>

#include <doctest/doctest.h>

#include "oracle/arborescence.hpp"
#include "provenance/decode_tree.hpp"

using namespace reprise::provenance;

namespace {

std::vector<TreeEdge> random_graph(std::mt19937& rng, std::uint32_t nodes, int range, unsigned percent) {
  std::vector<TreeEdge> edges;
  for (std::uint32_t v = 1; v < nodes; ++v) {
    edges.push_back({0, v, -static_cast<std::int32_t>(rng() % static_cast<unsigned>(2 * range))});
    for (std::uint32_t u = 1; u < nodes; ++u) {
      if (u != v && rng() % 100 < percent) edges.push_back({u, v, -static_cast<std::int32_t>(rng() % static_cast<unsigned>(range))});
    }
  }
  return edges;
}

std::int64_t total(const std::vector<TreeEdge>& edges, const std::vector<std::uint32_t>& choice) {
  std::int64_t sum = 0;
  for (std::size_t v = 1; v < choice.size(); ++v) sum += edges[choice[v]].score;
  return sum;
}

}  // namespace

TEST_CASE("best_tree equals the best of all trees") {
  std::mt19937 rng(1);
  for (int round = 0; round < 600; ++round) {
    const std::uint32_t nodes = 2 + static_cast<std::uint32_t>(rng() % 6);
    const auto edges = random_graph(rng, nodes, round % 3 == 0 ? 5 : 900, 70);
    std::int64_t best = -1000000000;
    reprise::oracle::each_tree(nodes, edges, [&](const auto& choice) { best = std::max(best, total(edges, choice)); });
    const auto chosen = best_tree(nodes, edges);
    bool is_tree = false;
    reprise::oracle::each_tree(nodes, edges, [&](const auto& choice) {
      is_tree = is_tree || std::equal(choice.begin() + 1, choice.end(), chosen.begin() + 1);
    });
    CHECK(is_tree);
    CHECK(total(edges, chosen) == best);
  }
}

TEST_CASE("best_tree opens cycles within cycles") {
  // 1 and 2 prefer each other, 3 and the pair prefer each other; the way in over 3 is the cheapest.
  const std::vector<TreeEdge> edges = {{0, 1, -100}, {0, 2, -100}, {0, 3, -50}, {1, 2, 0}, {2, 1, 0}, {2, 3, -1}, {3, 1, -2}};
  const auto chosen = best_tree(4, edges);
  CHECK(edges[chosen[3]].from == 0);
  CHECK(edges[chosen[1]].from == 3);
  CHECK(edges[chosen[2]].from == 1);
}

TEST_CASE("tree_shares equals the weighted count of all trees") {
  std::mt19937 rng(2);
  for (int round = 0; round < 300; ++round) {
    const std::uint32_t nodes = 2 + static_cast<std::uint32_t>(rng() % 5);
    const auto edges = random_graph(rng, nodes, 400, 80);
    std::vector<double> sum(edges.size(), 0);
    double all = 0;
    reprise::oracle::each_tree(nodes, edges, [&](const auto& choice) {
      const double weight = std::exp(static_cast<double>(total(edges, choice)) / 100.0);
      all += weight;
      for (std::size_t v = 1; v < choice.size(); ++v) sum[choice[v]] += weight;
    });
    const auto shares = tree_shares(nodes, edges);
    for (std::size_t e = 0; e < edges.size(); ++e) CHECK(std::abs(shares[e] / 1e6 - sum[e] / all) < 2e-6);
  }
}

TEST_CASE("shares of each node add up to one, also where scores lie far apart") {
  std::mt19937 rng(3);
  const auto edges = random_graph(rng, 60, 5000, 50);
  for (const auto& shares : {tree_shares(60, edges), local_shares(60, edges)}) {
    std::vector<std::int64_t> sum(60, 0);
    for (std::size_t e = 0; e < edges.size(); ++e) sum[edges[e].to] += shares[e];
    for (std::size_t v = 1; v < 60; ++v) CHECK(std::abs(sum[v] - 1000000) < 100);
  }
}

TEST_CASE("exp_centi") {
  for (std::int32_t x : {0, -1, -50, -99, -100, -101, -2300, -3000}) {
    CHECK(exp_centi(x) == doctest::Approx(std::exp(x / 100.0)).epsilon(1e-12));
  }
  CHECK(exp_centi(5) == 1.0);
  CHECK(exp_centi(-3001) == 0.0);
}
