#include "store/fingerprints.hpp"

#include <algorithm>
#include <cassert>
#include <unordered_map>

namespace reprise::store {

namespace {

constexpr std::size_t kFirstSlots = 1u << 12;

}  // namespace

std::size_t RecentTable::slot_of(std::uint64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = key & mask;
  while (slots_[slot].latest != kNone && (slots_[slot].tag != tag_of(key) || postings_[slots_[slot].latest].key != key)) slot = (slot + 1) & mask;
  return slot;
}

void RecentTable::grow(std::size_t slots) {
  std::vector<Slot> old = std::move(slots_);
  slots_.assign(slots, Slot{});
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& s : old) {
    if (s.latest == kNone) continue;
    std::size_t slot = postings_[s.latest].key & mask;
    while (slots_[slot].latest != kNone) slot = (slot + 1) & mask;
    slots_[slot] = s;
  }
}

void RecentTable::reserve_as(const RecentTable& other) {
  if (other.slots_.size() > slots_.size()) grow(other.slots_.size());
  postings_.reserve(other.postings_.size());
  links_.reserve(other.links_.size());
}

void RecentTable::insert(std::span<const SegmentPosting> postings, std::uint32_t number) {
  assert(postings.empty() || postings.front().article >= last_);  // find() stops at the first that is below its bound
  last_ = std::max(last_, postings.empty() ? number : postings.front().article);
  ++articles_;
  while (2 * (keys_ + postings.size()) > slots_.size()) grow(std::max(kFirstSlots, 2 * slots_.size()));
  for (const SegmentPosting& posting : postings) __builtin_prefetch(&slots_[posting.key & (slots_.size() - 1)], 1);
  for (const SegmentPosting& posting : postings) {
    Slot& slot = slots_[slot_of(posting.key)];
    const auto at = static_cast<std::uint32_t>(postings_.size());
    if (slot.latest == kNone) {
      ++keys_;
      links_.push_back({kNone, kNone, at, 1});
    } else {
      Link& before = links_[slot.latest];
      before.behind = at;
      links_.push_back({slot.latest, kNone, before.first, before.count + 1});
    }
    slot = {tag_of(posting.key), at};
    postings_.push_back(posting);
  }
}

void RecentTable::find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const {
  if (slots_.empty()) return;
  for (const std::uint64_t key : keys) __builtin_prefetch(&slots_[key & (slots_.size() - 1)]);
  // A text that says one thing a hundred thousand times asks for its key as often, and when it is itself in the table walks over as many of its own.
  std::unordered_map<std::uint32_t, std::uint32_t> long_walks;  // from a key's latest posting to the latest below
  constexpr std::size_t kLongWalk = 64;
  std::vector<std::uint32_t> last;
  for (std::uint32_t k = 0; k < keys.size(); ++k) {
    const std::uint32_t latest = slots_[slot_of(keys[k])].latest;
    if (latest == kNone) continue;
    std::uint32_t at = latest;
    if (const auto known = long_walks.find(latest); known != long_walks.end()) {
      at = known->second;
    } else {
      std::size_t steps = 0;
      for (; at != kNone && postings_[at].article >= below; at = links_[at].before) ++steps;
      if (steps > kLongWalk) long_walks.emplace(latest, at);
    }
    if (at == kNone) continue;
    const auto show = [&](std::uint32_t posting) { hits.push_back({k, postings_[posting].article, postings_[posting].position}); };
    const std::uint32_t count = links_[at].count;
    holders[k] += count;
    const std::uint32_t first_ones = std::min(limits.first, count);
    last.clear();
    for (std::uint32_t left = std::min(limits.last, count - first_ones), from = at; left > 0; --left, from = links_[from].before) last.push_back(from);
    for (std::uint32_t left = first_ones, from = links_[at].first; left > 0; --left, from = links_[from].behind) show(from);
    std::for_each(last.rbegin(), last.rend(), show);
  }
}

std::shared_ptr<RecentTable> RecentTable::above(std::uint32_t number) const {
  auto out = std::make_shared<RecentTable>();
  const std::span<const SegmentPosting> all = postings_;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].article == all[begin].article) ++end;
    if (all[begin].article > number) out->insert(all.subspan(begin, end - begin));
  }
  return out;
}

void Fingerprints::set_damage(Error damage) {
  const std::lock_guard guard(lock_);
  damage_ = std::move(damage);
}

void Fingerprints::insert(std::span<const SegmentPosting> postings, std::uint32_t number) {
  const std::lock_guard guard(lock_);
  recent_->insert(postings, number);
}

Result<void> Fingerprints::find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const {
  std::vector<std::shared_ptr<const Segment>> segments;
  std::vector<std::shared_ptr<const RecentTable>> frozen;
  {
    const std::lock_guard guard(lock_);
    if (damage_.code != ErrorCode::ok) return damage_;
    segments = segments_;
    frozen = frozen_;
    recent_->find(keys, below, limits, hits, holders);
  }
  for (const auto& table : frozen) table->find(keys, below, limits, hits, holders);
  for (const auto& segment : segments)
    if (Result<void> done = segment->find(keys, limits, hits, holders); !done) return done;
  return {};
}

std::uint32_t Fingerprints::recent_articles() const {
  const std::lock_guard guard(lock_);
  return recent_->articles();
}

std::shared_ptr<const RecentTable> Fingerprints::seal() {
  const std::lock_guard guard(lock_);
  if (frozen_.empty() && recent_->articles() > 0) {
    auto next = std::make_shared<RecentTable>();
    next->reserve_as(*recent_);  // what comes until the next seal is about as much
    frozen_.push_back(recent_);
    recent_ = std::move(next);
  }
  return frozen_.empty() ? nullptr : frozen_.front();
}

void Fingerprints::sealed(std::shared_ptr<const Segment> segment) {
  const std::lock_guard guard(lock_);
  frozen_.clear();
  if (!segment) return;
  if (recent_->first() > 0 && recent_->first() <= segment->info().last) recent_ = recent_->above(segment->info().last);
  add(std::move(segment));
}

void Fingerprints::add(std::shared_ptr<const Segment> segment) {
  const bool there = std::any_of(segments_.begin(), segments_.end(), [&](const auto& s) { return s->info() == segment->info(); });
  if (!there) segments_.push_back(std::move(segment));
}

void Fingerprints::follow(std::vector<std::shared_ptr<const Segment>> segments, std::uint32_t sealed_to) {
  const std::lock_guard guard(lock_);
  auto next = std::make_shared<RecentTable>();
  frozen_.push_back(recent_);
  recent_ = std::move(next);
  segments_ = std::move(segments);
  std::erase_if(frozen_, [&](const auto& table) { return table->last() <= sealed_to; });
  for (auto& table : frozen_)
    if (table->first() <= sealed_to) table = table->above(sealed_to);
  damage_ = {};
}

std::vector<std::shared_ptr<const Segment>> Fingerprints::segments() const {
  const std::lock_guard guard(lock_);
  return segments_;
}

void Fingerprints::replace(const std::vector<std::shared_ptr<const Segment>>& gone, std::vector<std::shared_ptr<const Segment>> come) {
  const std::lock_guard guard(lock_);
  std::erase_if(segments_, [&](const auto& s) { return std::find(gone.begin(), gone.end(), s) != gone.end(); });
  for (auto& segment : come) add(std::move(segment));
}

void Fingerprints::reset(std::vector<std::shared_ptr<const Segment>> segments, std::shared_ptr<RecentTable> recent) {
  const std::lock_guard guard(lock_);
  segments_ = std::move(segments);
  recent_ = std::move(recent);
  frozen_.clear();
  damage_ = {};
}

}  // namespace reprise::store
