// Article: one text published by one outlet, as it comes from a reader or a crawler.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

namespace reprise {

/// Unix seconds, UTC. kNoTime means unknown.
using Seconds = std::int64_t;
inline constexpr Seconds kNoTime = std::numeric_limits<Seconds>::min();

/// When something was published: a closed interval [from, to] of Unix seconds. A second-exact
/// time has from == to; a date alone is its whole UTC day [00:00:00, 23:59:59]; a time without a
/// zone is widened by 14 hours either way. Unknown: both kNoTime.
struct TimeInterval {
  Seconds from = kNoTime;
  Seconds to = kNoTime;
  bool known() const { return from != kNoTime; }
  bool operator==(const TimeInterval&) const = default;
};

/// Half-open range of positions: [begin, end). Bytes of the article's text as given unless the
/// field is named `chars` (Unicode code points) or `tokens`.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const { return end - begin; }
  bool operator==(const Span&) const = default;
};

/// One article as given. All strings are UTF-8; `id` and `text` are never empty, the rest may be.
struct Article {
  std::string id;
  std::string outlet;        ///< as given; empty = unknown (never pooled with other unknowns)
  std::string url;
  std::string title;
  std::string text;
  std::string lang;          ///< of its language: "en", "en-US", "eng", "English"; empty or no tag = to be detected
  TimeInterval published;
  Seconds fetched = kNoTime; ///< upper bound of the publication time, when known
};

}  // namespace reprise
