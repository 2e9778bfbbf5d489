#include "store/fingerprints.hpp"

#include <algorithm>
#include <cassert>
#include <unordered_map>

namespace reprise::store {

namespace {

constexpr std::size_t kFirstSlots = 1u << 12;

}  // namespace

std::pair<std::size_t, std::uint64_t> RecentTable::slot_of(const Slots& slots, std::uint64_t key) const {
  std::size_t slot = key & slots.mask;
  std::uint64_t held = slots.load(slot);
  while (held != 0 && (held >> 32 != key >> 32 || postings_[static_cast<std::uint32_t>(held) - 1].key != key)) {
    slot = (slot + 1) & slots.mask;
    held = slots.load(slot);
  }
  return {slot, held};
}

void RecentTable::grow(std::size_t slots) {
  auto next = std::make_unique<Slots>(slots);
  if (!all_slots_.empty()) {
    const Slots& old = *all_slots_.back();
    for (std::size_t i = 0; i <= old.mask; ++i) {
      const std::uint64_t held = old.load(i);
      if (held == 0) continue;
      std::size_t slot = postings_[static_cast<std::uint32_t>(held) - 1].key & next->mask;
      while (next->load(slot) != 0) slot = (slot + 1) & next->mask;
      next->store(slot, held);
    }
  }
  all_slots_.push_back(std::move(next));  // the older ones may be in use still
  slots_.store(all_slots_.back().get(), std::memory_order_release);
}

void RecentTable::reserve_as(const RecentTable& other) {
  const Slots* const wanted = other.slots_.load(std::memory_order_acquire);
  if (wanted != nullptr && (all_slots_.empty() || wanted->mask > all_slots_.back()->mask)) grow(wanted->mask + 1);
}

void RecentTable::insert(std::span<const SegmentPosting> postings, std::uint32_t number) {
  assert(postings.empty() || postings.front().article >= last_);  // find() stops at the first that is below its bound
  // All memory first: an article is in with all that it has, or not at all.
  const std::size_t there = all_slots_.empty() ? 0 : all_slots_.back()->mask + 1;
  std::size_t wanted = std::max(kFirstSlots, there);
  while (2 * (keys_ + postings.size()) > wanted) wanted *= 2;
  if (wanted > there) grow(wanted);
  postings_.make_room(postings.size());
  links_.make_room(postings.size());
  last_ = std::max(last_, postings.empty() ? number : postings.front().article);
  ++articles_;
  Slots& table = *all_slots_.back();
  for (const SegmentPosting& posting : postings) __builtin_prefetch(&table.at(posting.key & table.mask), 1);
  for (const SegmentPosting& posting : postings) {
    const auto [slot, held] = slot_of(table, posting.key);
    const std::uint32_t at = postings_.size();
    postings_.push_back(posting);
    if (held == 0) {
      ++keys_;
      links_.push_back({kNone, kNone, at, 1});
    } else {
      const std::uint32_t latest = static_cast<std::uint32_t>(held) - 1;
      Link& before = links_[latest];
      links_.push_back({latest, kNone, before.first, before.count + 1});
      std::atomic_ref(before.behind).store(at, std::memory_order_relaxed);  // read of those before a posting that was read from its slot
    }
    table.store(slot, posting.key >> 32 << 32 | (std::uint64_t{at} + 1));
  }
  whole_.store(std::uint64_t{last_} + 1, std::memory_order_release);
}

void RecentTable::find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const {
  const std::uint64_t whole = whole_.load(std::memory_order_acquire);
  if (whole < below) below = static_cast<std::uint32_t>(whole);
  const Slots* const slots = slots_.load(std::memory_order_acquire);
  if (slots == nullptr) return;
  for (const std::uint64_t key : keys) __builtin_prefetch(&slots->at(key & slots->mask));
  // A text that says one thing a hundred thousand times asks for its key as often, and when it is itself in the table walks over as many of its own.
  std::unordered_map<std::uint32_t, std::uint32_t> long_walks;  // from a key's latest posting to the latest below
  constexpr std::size_t kLongWalk = 64;
  std::vector<std::uint32_t> last;
  for (std::uint32_t k = 0; k < keys.size(); ++k) {
    const std::uint64_t held = slot_of(*slots, keys[k]).second;
    if (held == 0) continue;
    const std::uint32_t latest = static_cast<std::uint32_t>(held) - 1;
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
    for (std::uint32_t left = first_ones, from = links_[at].first; left > 0; --left) {
      show(from);
      if (left > 1) from = std::atomic_ref(const_cast<std::uint32_t&>(links_[from].behind)).load(std::memory_order_relaxed);  // C++20's atomic_ref takes no const
    }
    std::for_each(last.rbegin(), last.rend(), show);
  }
}

std::vector<SegmentPosting> RecentTable::postings() const {
  std::vector<SegmentPosting> out;
  out.reserve(postings_.size());
  for (std::uint32_t i = 0; i < postings_.size(); ++i) out.push_back(postings_[i]);
  return out;
}

std::shared_ptr<RecentTable> RecentTable::above(std::uint32_t number) const {
  auto out = std::make_shared<RecentTable>();
  const std::vector<SegmentPosting> held = postings();
  const std::span<const SegmentPosting> all = held;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].article == all[begin].article) ++end;
    if (all[begin].article > number) out->insert(all.subspan(begin, end - begin));
  }
  return out;
}

namespace {

constexpr std::size_t kMostKept = 1u << 20;  // hits that a thread keeps room for: a text that says one thing for ever has more

/// Of the answers of several tables and segments, each the first and the last of its own: appends the first and the last of all.
void keep_first_and_last(std::size_t keys, const HitLimits& limits, std::span<const SegmentHit> found, std::vector<SegmentHit>& hits) {
  thread_local std::vector<std::uint32_t> begin;  // by key, into `by_key`
  thread_local std::vector<SegmentHit> by_key;
  begin.assign(keys + 1, 0);
  for (const SegmentHit& hit : found) ++begin[hit.key_index + 1];
  for (std::size_t k = 0; k < keys; ++k) begin[k + 1] += begin[k];
  by_key.resize(found.size());
  for (const SegmentHit& hit : found) by_key[begin[hit.key_index]++] = hit;  // begin[k] is then where k ends
  const std::uint64_t most = std::uint64_t{limits.first} + limits.last;
  for (std::size_t k = 0, from = 0; k < keys; from = begin[k], ++k) {
    const std::span<SegmentHit> of_key(by_key.data() + from, begin[k] - from);
    if (of_key.size() <= most) {
      hits.insert(hits.end(), of_key.begin(), of_key.end());
      continue;
    }
    std::sort(of_key.begin(), of_key.end(), [](const SegmentHit& x, const SegmentHit& y) { return x.article != y.article ? x.article < y.article : x.position < y.position; });
    hits.insert(hits.end(), of_key.begin(), of_key.begin() + limits.first);
    hits.insert(hits.end(), of_key.end() - limits.last, of_key.end());
  }
  if (by_key.capacity() > kMostKept) std::vector<SegmentHit>().swap(by_key);
}

}  // namespace

void Fingerprints::set_damage(Error damage) {
  const std::lock_guard guard(lock_);
  damage_ = std::move(damage);
}

void Fingerprints::insert(std::span<const SegmentPosting> postings, std::uint32_t number) {
  const std::lock_guard changing(changing_);
  recent_->insert(postings, number);
}

Result<void> Fingerprints::find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const {
  std::vector<std::shared_ptr<const Segment>> segments;
  std::vector<std::shared_ptr<const RecentTable>> tables;
  {
    const std::lock_guard guard(lock_);
    if (damage_.code != ErrorCode::ok) return damage_;
    segments = segments_;
    tables = frozen_;
    tables.push_back(recent_);
  }
  thread_local std::vector<SegmentHit> found;
  found.clear();
  for (const auto& table : tables) table->find(keys, below, limits, found, holders);
  for (const auto& segment : segments)
    if (Result<void> done = segment->find(keys, limits, found, holders); !done) return done;
  keep_first_and_last(keys.size(), limits, found, hits);
  if (found.capacity() > kMostKept) std::vector<SegmentHit>().swap(found);
  return {};
}

std::uint32_t Fingerprints::recent_articles() const {
  const std::lock_guard changing(changing_);
  return recent_->articles();
}

std::shared_ptr<const RecentTable> Fingerprints::seal() {
  const std::lock_guard changing(changing_);
  if (frozen_.empty() && recent_->articles() > 0) {
    auto next = std::make_shared<RecentTable>();
    next->reserve_as(*recent_);  // what comes until the next seal is about as much
    const std::lock_guard guard(lock_);
    frozen_.push_back(recent_);
    recent_ = std::move(next);
  }
  return frozen_.empty() ? nullptr : frozen_.front();
}

void Fingerprints::sealed(std::shared_ptr<const Segment> segment) {
  const std::lock_guard changing(changing_);
  std::vector<std::shared_ptr<const RecentTable>> gone;
  std::shared_ptr<RecentTable> rest = recent_;
  if (segment && recent_->first() > 0 && recent_->first() <= segment->info().last) rest = recent_->above(segment->info().last);
  const std::lock_guard guard(lock_);
  if (segment) add(std::move(segment));
  gone.swap(frozen_);
  recent_.swap(rest);
}

void Fingerprints::add(std::shared_ptr<const Segment> segment) {
  const bool there = std::any_of(segments_.begin(), segments_.end(), [&](const auto& s) { return s->info() == segment->info(); });
  if (!there) segments_.push_back(std::move(segment));
}

void Fingerprints::follow(std::vector<std::shared_ptr<const Segment>> segments, std::uint32_t sealed_to) {
  const std::lock_guard changing(changing_);
  auto next = std::make_shared<RecentTable>();
  next->reserve_as(*recent_);
  std::vector<std::shared_ptr<const RecentTable>> frozen = frozen_;
  frozen.push_back(recent_);
  std::erase_if(frozen, [&](const auto& table) { return table->last() <= sealed_to; });
  for (auto& table : frozen)
    if (table->first() <= sealed_to) table = table->above(sealed_to);
  const std::lock_guard guard(lock_);
  recent_.swap(next);
  frozen_.swap(frozen);
  segments_.swap(segments);
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
  const std::lock_guard changing(changing_);
  std::vector<std::shared_ptr<const RecentTable>> gone;
  const std::lock_guard guard(lock_);
  segments_.swap(segments);
  recent_.swap(recent);
  frozen_.swap(gone);
  damage_ = {};
}

}  // namespace reprise::store
