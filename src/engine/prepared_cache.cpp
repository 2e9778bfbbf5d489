#include "engine/prepared_cache.hpp"

#include <algorithm>
#include <utility>

namespace reprise::engine {

namespace {

template <class T>
std::size_t held(const std::vector<T>& list) { return list.capacity() * sizeof(T); }
std::size_t held(const std::string& text) { return text.capacity(); }

constexpr std::size_t kPerEntry = 200;  // the entry, its place, and what the memory's keeper adds to each piece

constexpr std::size_t kContentPerWord = sizeof(sketch::ContentWord) / 2;  // half of the words have content, which may be made later

constexpr std::size_t kForgotten = 256;  // a query does not last longer than so many removals

}  // namespace

std::size_t bytes_of(const PreparedBlock& block) {
  const TokenChunk& c = *block.chunk;
  std::size_t bytes = kPerEntry + sizeof block + sizeof c + held(c.word) + held(c.begin) + held(c.length) + held(c.weight) + held(c.flags) + kContentPerWord * c.word.size() + held(c.sentences) +
                      held(block.articles) + held(block.band_keys) + held(block.frames);
  for (const Prepared& p : block.articles) {
    const ArticleRecord& r = p.record;
    bytes += held(r.id) + held(r.outlet) + held(r.outlet_as_given) + held(r.url) + held(r.title) + held(r.attributions) + held(r.named) + held(p.links);
    for (const Attribution& a : r.attributions) bytes += held(a.outlet) + held(a.via) + held(a.text);
    for (const std::string& name : r.named) bytes += held(name);
  }
  return bytes;
}

SharedBlock PreparedCache::find(store::Number number, const SharedRegistry& registry) {
  const std::lock_guard guard(lock_);
  if (registry != registry_) return nullptr;
  const auto place = places_.find(number);
  if (place == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, place->second);
  return place->second->block;
}

void PreparedCache::keep(store::Number number, SharedBlock block, const SharedRegistry& registry) {
  const std::size_t bytes = bytes_of(*block);
  const std::lock_guard guard(lock_);
  if (registry != registry_) {
    drop_all();
    registry_ = registry;
  }
  if (const auto place = places_.find(number); place != places_.end()) drop(place->second);
  if (bytes > most_bytes_ / 8 || std::find(forgotten_.begin(), forgotten_.end(), number) != forgotten_.end()) return;
  while (bytes_ + bytes > most_bytes_) drop(std::prev(entries_.end()));
  entries_.push_front({number, std::move(block), bytes});
  places_[number] = entries_.begin();
  bytes_ += bytes;
}

void PreparedCache::forget(store::Number number) {
  const std::lock_guard guard(lock_);
  if (const auto place = places_.find(number); place != places_.end()) drop(place->second);
  forgotten_.push_back(number);
  if (forgotten_.size() > kForgotten) forgotten_.pop_front();
}

void PreparedCache::clear() {
  const std::lock_guard guard(lock_);
  forgotten_.clear();
  drop_all();
}

std::size_t PreparedCache::bytes() const {
  const std::lock_guard guard(lock_);
  return bytes_;
}

void PreparedCache::drop(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  places_.erase(entry->number);
  entries_.erase(entry);
}

void PreparedCache::drop_all() {
  places_.clear();
  entries_.clear();
  bytes_ = 0;
}

}  // namespace reprise::engine
