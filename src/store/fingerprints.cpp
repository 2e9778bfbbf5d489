#include "store/fingerprints.hpp"

#include <algorithm>
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
  before_.reserve(other.before_.size());
}

void RecentTable::insert(std::span<const SegmentPosting> postings, std::uint32_t number) {
  last_ = std::max(last_, postings.empty() ? number : postings.front().article);
  ++articles_;
  while (2 * (keys_ + postings.size()) > slots_.size()) grow(std::max(kFirstSlots, 2 * slots_.size()));
  for (const SegmentPosting& posting : postings) __builtin_prefetch(&slots_[posting.key & (slots_.size() - 1)], 1);
  for (const SegmentPosting& posting : postings) {
    Slot& slot = slots_[slot_of(posting.key)];
    keys_ += slot.latest == kNone;
    before_.push_back(slot.latest);
    slot = {tag_of(posting.key), static_cast<std::uint32_t>(postings_.size())};
    postings_.push_back(posting);
  }
}

void RecentTable::find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const {
  if (slots_.empty()) return;
  for (const std::uint64_t key : keys) __builtin_prefetch(&slots_[key & (slots_.size() - 1)]);
  // A text that says one thing a hundred thousand times asks for its keys as often, and may hold as many of them.
  struct Found {
    std::uint32_t holders = 0;
    std::vector<std::uint32_t> shown;
  };
  std::unordered_map<std::size_t, Found> long_lists;  // by slot
  const std::size_t most = std::size_t{limits.first} + limits.last;
  std::vector<std::uint32_t> list;
  for (std::uint32_t k = 0; k < keys.size(); ++k) {
    const std::size_t slot = slot_of(keys[k]);
    const auto show = [&](const std::vector<std::uint32_t>& shown, std::size_t count) {
      holders[k] += static_cast<std::uint32_t>(count);
      for (const std::uint32_t at : shown) hits.push_back({k, postings_[at].article, postings_[at].position});
    };
    if (const auto known = long_lists.empty() ? long_lists.end() : long_lists.find(slot); known != long_lists.end()) {
      show(known->second.shown, known->second.holders);
      continue;
    }
    list.clear();
    std::size_t length = 0;
    for (std::uint32_t at = slots_[slot].latest; at != kNone; at = before_[at], ++length)
      if (postings_[at].article < below) list.push_back(at);
    const std::size_t count = list.size();
    std::reverse(list.begin(), list.end());
    if (count > most) list.erase(list.begin() + limits.first, list.end() - limits.last);
    if (length > most) long_lists[slot] = {static_cast<std::uint32_t>(count), list};
    show(list, count);
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
