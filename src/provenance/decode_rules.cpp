#include "provenance/decode_rules.hpp"

#include <algorithm>

namespace reprise::provenance {
namespace {

constexpr Seconds kMostLate = 3 * 3600;         // a copy's stamp may be that much earlier than its source's, without a credit
// In the written cascades credited hops were right as often however far the wording, and no others were right as often.
constexpr std::int32_t kCreditedCap = 800000, kUncreditedCap = 850000;
constexpr Seconds kHours = 2 * 3600;            // an editor's own wording is on the net this long before another copies it
constexpr std::uint32_t kSharedReadings = 3;    // words that only two of three or more witnesses have
constexpr Seconds kSilence = 30LL * 86400;      // after a month without a credit a third text is as likely
constexpr Seconds kMinutes = 1800;              // feeds put one wire on many pages within half an hour
constexpr std::int32_t kLeastIdentity = 3000, kSurelyAlike = 9000, kEqual = 9900;  // in 1/10000
constexpr std::int32_t kUnorderedCap = 600000, kShortCap = 700000;
constexpr std::uint32_t kShortHalfWords = 24;

}  // namespace

bool names_or_is(const Names& names, std::size_t parent, std::size_t child) {
  const std::uint32_t outlet = names.own[parent];
  return outlet != kNone && (names.own[child] == outlet || names.find(child, outlet) != nullptr);
}

bool certainly_later(const Published& parent, const Published& child) {
  return parent.known && child.known && parent.from > child.to;
}

bool within_minutes(const Published& a, const Published& b) {
  const Seconds lag = b.middle() - a.middle();
  return order_unknown(a, b) || (lag < kMinutes && lag > -kMinutes);
}

bool ruled_out(const Names& names, const Published& parent, const Published& child, std::size_t u, std::size_t v) {
  const std::uint32_t giver = names.own[u], taker = names.own[v];
  if (giver != kNone && giver == taker) return certainly_later(parent, child);
  if (names_or_is(names, u, v)) return false;
  // A stamp may be an update's or another clock's: hours leave the order open, and what is claimed against them is little.
  if (certainly_later(parent, child) && parent.from - child.to > kMostLate) return true;
  return taker != kNone && names.agency[taker] && (giver == kNone || !names.agency[giver]) && !names.told[u];
}

std::uint32_t absent_source(const Names& names, std::size_t witness) {
  std::uint32_t best = kNone;
  for (const Named& n : names.named[witness]) {
    if (!n.wire || names.witnesses[n.outlet] > 0) continue;
    if (best == kNone || names.claimed[n.outlet] > names.claimed[best] ||
        (names.claimed[n.outlet] == names.claimed[best] && n.outlet < best)) {
      best = n.outlet;
    }
  }
  return best;
}

bool follows_closely(const FamilyWords& words, const Published& parent, const Published& child, std::size_t u, std::size_t v) {
  if (words.size() < 3 || words.size() > 64) return false;  // two alone share everything; beyond 64 holders are pooled
  if (!parent.known || !child.known || child.from - parent.to < kHours) return false;
  const std::uint64_t both = 1ull << u | 1ull << v;
  std::uint32_t shared = 0;
  for (std::uint32_t p = words.first[v]; p < words.first[v + 1]; ++p) shared += words.holders[p] == both;
  return shared >= kSharedReadings;
}

std::int32_t most_sure(std::int32_t identity, std::uint32_t half_words, bool credited, const Published& parent, const Published& child) {
  std::int32_t cap = identity >= kSurelyAlike ? 1000000 : identity * 100 + 100000;
  if (half_words < kShortHalfWords) cap = std::min(cap, kShortCap);
  if (credited) return std::max(cap, kCreditedCap);
  if (identity < kLeastIdentity) return 0;
  // Against the times only the wording can speak, and equal words do not.
  if (certainly_later(parent, child) && (parent.from - child.to > kMostLate || identity >= kEqual)) return 0;
  if (order_unknown(parent, child)) return std::min(cap, kUnorderedCap);
  const Seconds lag = child.middle() - parent.middle();
  if (lag > kSilence) return 0;
  return std::min(cap, lag < kMinutes ? kUnorderedCap : kUncreditedCap);
}

}  // namespace reprise::provenance
