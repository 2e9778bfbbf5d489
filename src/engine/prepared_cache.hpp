// Prepared cache: the articles that an index has compared lately, as prepare_article() makes them.
//
// Idea: who reports a story reports it within days, so that an article is wanted as a neighbour soon after it came, and again with each that follows;
//   to read it back from the catalogue, decompress, tokenise and prepare it costs more than to compare it. So arrivals and neighbours that shared a
//   passage are kept, the latest used ones, as many as some bytes hold.
// Invariant: what a number stands for never changes; that the catalogue still has it is for the caller to ask. All were prepared with one registry: another
//   one empties the cache.
// Threads: every call from any thread.
// Tested by tests/engine/prepared_cache_test.cpp, against a plain list.
#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "corpus/outlets.hpp"
#include "engine/ingest.hpp"
#include "store/catalogue.hpp"

namespace reprise::engine {

/// One article, prepared. Shared: the cache may let go of it while others compare it.
using SharedBlock = std::shared_ptr<const PreparedBlock>;
using SharedRegistry = std::shared_ptr<const corpus::OutletRegistry>;

class PreparedCache {
 public:
  explicit PreparedCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}
  /// Null where it has none that was prepared with this registry.
  SharedBlock find(store::Number number, const SharedRegistry& registry);
  /// Whatever was used least recently goes to make room. One that takes more than an eighth of it is not kept.
  void keep(store::Number number, SharedBlock block, const SharedRegistry& registry);
  /// Of an article that is removed. Who read of it before may come with it still, and is not listened to.
  void forget(store::Number number);
  /// Of all: numbers that were given may be given again.
  void clear();
  std::size_t bytes() const;

 private:
  struct Entry {
    store::Number number;
    SharedBlock block;
    std::size_t bytes;
  };
  using Entries = std::list<Entry>;
  void drop(Entries::iterator entry);
  void drop_all();

  const std::size_t most_bytes_;
  mutable std::mutex lock_;
  SharedRegistry registry_;
  Entries entries_;  ///< latest used first
  std::unordered_map<store::Number, Entries::iterator> places_;
  std::size_t bytes_ = 0;
  std::deque<store::Number> forgotten_;  ///< the latest
};

/// What a block takes in memory, about.
std::size_t bytes_of(const PreparedBlock& block);

}  // namespace reprise::engine
