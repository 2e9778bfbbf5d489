// The slow twin of a segment: a map of sorted lists. And what the tests of segments share.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "hostile/files.hpp"
#include "store/segment_sink.hpp"

namespace reprise::testing {

using store::HitLimits;
using store::SegmentHit;
using store::SegmentPosting;

class SegmentTwin {
 public:
  explicit SegmentTwin(std::span<const SegmentPosting> postings) {
    for (const SegmentPosting& p : postings) lists_[p.key].insert({p.article, p.position});
  }
  void find(std::span<const std::uint64_t> keys, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const {
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
      const auto found = lists_.find(keys[i]);
      if (found == lists_.end()) continue;
      const std::uint64_t size = found->second.size();
      holders[i] += static_cast<std::uint32_t>(size);
      std::uint64_t rank = 0;
      for (const auto& [article, position] : found->second) {
        if (size <= std::uint64_t{limits.first} + limits.last || rank < limits.first || size - rank <= limits.last) hits.push_back({i, article, position});
        ++rank;
      }
    }
  }

 private:
  std::map<std::uint64_t, std::multiset<std::pair<std::uint32_t, std::uint32_t>>> lists_;
};

struct Found {
  std::vector<SegmentHit> hits;
  std::vector<std::uint32_t> holders;
  bool operator==(const Found&) const = default;
};

/// `which` is a Segment or its twin. `error` is what a segment answered, if it failed.
template <class Which>
Found find_in(const Which& which, std::span<const std::uint64_t> keys, const HitLimits& limits = {}, Error* error = nullptr) {
  Found found;
  found.holders.resize(keys.size());
  if constexpr (std::is_same_v<Which, SegmentTwin>) {
    which.find(keys, limits, found.hits, found.holders);
  } else {
    const auto done = which.find(keys, limits, found.hits, found.holders);
    if (!done && error) *error = done.error();
    if (!error) {
      INFO((done ? std::string() : done.error().message));
      CHECK(done);
    }
  }
  return found;
}

/// The least key but 0.
inline constexpr std::uint64_t kStep = ~store::kKeptBits + 1;

/// Key number `i` of all that a test uses.
inline std::uint64_t key_number(std::uint64_t i) { return mix64(i + 1) & store::kKeptBits; }

/// Postings with the skew of natural text: few keys are in very many articles, most in one or two.
inline std::vector<SegmentPosting> some_postings(Chance& chance, std::size_t count, std::uint32_t first_article, std::uint32_t articles,
                                                 std::uint64_t keys) {
  std::vector<SegmentPosting> postings(count);
  for (SegmentPosting& p : postings) {
    const std::uint64_t number = chance.below(4) == 0 ? chance.below(chance.below(chance.below(keys) + 1) + 1) : chance.below(keys);
    p = {key_number(number), static_cast<std::uint32_t>(first_article + chance.below(articles)), static_cast<std::uint16_t>(chance.below(3000))};
  }
  return postings;
}

/// Every key of the pool, some that no one holds, and one twice; in no order.
inline std::vector<std::uint64_t> all_keys(std::uint64_t keys) {
  std::vector<std::uint64_t> all;
  for (std::uint64_t i = 0; i < keys + 50; ++i) all.push_back(key_number((i * 7919) % (keys + 50)));
  all.push_back(all[0]);
  all.push_back(0);
  all.push_back(~std::uint64_t{0});
  return all;
}

inline store::SegmentInfo write_sound(const std::string& directory, const std::string& name, std::vector<SegmentPosting> postings) {
  const auto info = store::write_segment(directory, name, postings);
  INFO((info ? std::string() : info.error().message));
  REQUIRE(info);
  return *info;
}

/// A segment as older versions wrote them.
inline store::SegmentInfo write_format_1(const std::string& directory, const std::string& name, std::vector<SegmentPosting> postings) {
  std::sort(postings.begin(), postings.end(), [](const auto& x, const auto& y) { return std::tuple(x.key, x.article, x.position) < std::tuple(y.key, y.article, y.position); });
  std::uint32_t first = postings.empty() ? 0 : ~0u, last = 0;
  for (const SegmentPosting& p : postings) first = std::min(first, p.article), last = std::max(last, p.article);
  auto sink = store::SegmentSink::create(directory, name, store::Shape::of(postings.size(), first, last, 1));
  REQUIRE(sink);
  for (const SegmentPosting& p : postings) REQUIRE(sink->add(p));
  const auto info = sink->finish();
  REQUIRE(info);
  return *info;
}

inline std::shared_ptr<const store::Segment> open_sound(const std::string& directory, const store::SegmentInfo& info) {
  auto segment = store::Segment::open(directory, info);
  INFO((segment ? std::string() : segment.error().message));
  REQUIRE(segment);
  return *segment;
}

}  // namespace reprise::testing
