// Fingerprints: which article of an index holds which fingerprint, over all segments and what is in none yet.
//
// Idea: what was added lately stands in a hash table in memory (and, should the process die, in the catalogue's table `recent`).
//   When that is large enough it is sealed: frozen, written as a segment, and forgotten here once the catalogue names the file. A look-up asks
//   the segments, what is being sealed, and the table.
// Threads: find() may be called from any thread beside one that inserts, seals or replaces, and waits for none of them: it takes the list of tables and segments
//   under a lock that is held for no longer than copying it takes, and the table in memory can be read while an article is put into it. What changes the list takes
//   its turn by another lock. Whoever lets go of a sealed table last, which may be a reader, gives its memory back.
// Tested by tests/store/fingerprints_test.cpp.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "base/large_pages.hpp"
#include "reprise/result.hpp"
#include "store/segment.hpp"

namespace reprise::store {

/// A list that one thread makes longer while others read what they were told is there: its elements stay where they are.
template <class T>
class GrowingList {
 public:
  std::uint32_t size() const { return size_; }
  /// Takes the memory of `more` elements: adding them cannot fail then.
  void make_room(std::size_t more) {
    if (more == 0) return;
    for (std::size_t piece = place(size_).first; piece <= place(static_cast<std::uint32_t>(size_ + more - 1)).first; ++piece) {
      if (begin_[piece] != nullptr) continue;
      pieces_[piece].reserve(std::size_t{kFirst} << piece);
      begin_[piece] = pieces_[piece].data();
    }
  }
  /// One of those that there is room for.
  void push_back(const T& value) {
    pieces_[place(size_).first].push_back(value);
    ++size_;
  }
  T& operator[](std::uint32_t index) {
    const auto [piece, at] = place(index);
    return begin_[piece][at];
  }
  const T& operator[](std::uint32_t index) const {
    const auto [piece, at] = place(index);
    return begin_[piece][at];
  }

 private:
  static constexpr std::uint32_t kFirst = 4096;  // elements of the first piece; each next one has twice as many
  static constexpr std::size_t kPieces = 21;     // more than 2^32 elements
  static std::pair<std::uint32_t, std::uint32_t> place(std::uint32_t index) {
    const std::uint64_t from = std::uint64_t{index} + kFirst;
    const auto piece = static_cast<std::uint32_t>(std::bit_width(from / kFirst)) - 1;
    return {piece, static_cast<std::uint32_t>(from - (std::uint64_t{kFirst} << piece))};
  }
  std::array<std::vector<T>, kPieces> pieces_;
  std::array<T*, kPieces> begin_{};
  std::uint32_t size_ = 0;
};

/// Postings in memory, by key. One thread at a time may insert, beside any that find: an article is found by its fingerprints when all of them are in, or by none.
class RecentTable {
 public:
  /// All of one article; articles come in the order of their numbers. `number` need only be said of one without fingerprints.
  void insert(std::span<const SegmentPosting> postings, std::uint32_t number = 0);
  /// As Segment::find, among the articles with numbers below `below`.
  void find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const;
  /// Makes room for as many keys as `other` holds.
  void reserve_as(const RecentTable& other);
  // What follows is for the thread that inserts, or when nobody does any more.
  std::vector<SegmentPosting> postings() const;
  bool has_postings() const { return postings_.size() > 0; }
  std::uint32_t articles() const { return articles_; }
  std::uint32_t last() const { return last_; }  ///< number of the latest article; 0: none
  std::uint32_t first() const { return has_postings() ? postings_[0].article : 0; }
  /// A table of the articles with greater numbers than `number`.
  std::shared_ptr<RecentTable> above(std::uint32_t number) const;

 private:
  static constexpr std::uint32_t kNone = ~0u;
  /// Slots, of which each is 0 or a key's tag (its high half) above the place of its latest posting plus one. Keys are well mixed: their low bits pick the slot, so that
  /// another key is told by its tag, without a look at its posting.
  struct Slots {
    explicit Slots(std::size_t count) : memory(count * sizeof(std::uint64_t)), mask(count - 1) {}
    std::uint64_t load(std::size_t slot) const { return std::atomic_ref(at(slot)).load(std::memory_order_acquire); }
    void store(std::size_t slot, std::uint64_t value) { std::atomic_ref(at(slot)).store(value, std::memory_order_release); }
    std::uint64_t& at(std::size_t slot) const { return reinterpret_cast<std::uint64_t*>(memory.data())[slot]; }
    LargePages memory;
    std::size_t mask;
  };
  /// Where the key is or would be, and what is there.
  std::pair<std::size_t, std::uint64_t> slot_of(const Slots& slots, std::uint64_t key) const;
  void grow(std::size_t slots);

  GrowingList<SegmentPosting> postings_;
  /// The postings of one key, in the order of their articles, and places in it.
  struct Link {
    std::uint32_t before;          ///< or kNone
    std::uint32_t behind;          ///< written when there is one, beside those who read
    std::uint32_t first;           ///< of the key
    std::uint32_t count;           ///< of those up to this one
  };
  GrowingList<Link> links_;  ///< by posting
  std::vector<std::unique_ptr<Slots>> all_slots_;  ///< the last are in use; others may still be read
  std::atomic<const Slots*> slots_{nullptr};
  std::atomic<std::uint64_t> whole_{0};  ///< articles from this number on are not all in
  std::size_t keys_ = 0;
  std::uint32_t articles_ = 0, last_ = 0;
};

class Fingerprints {
 public:
  /// From then on find() answers `damage` until reset() or follow(): an index whose segment does not open must say so, not miss matches.
  void set_damage(Error damage);
  /// As RecentTable::insert.
  void insert(std::span<const SegmentPosting> postings, std::uint32_t number = 0);
  /// Articles with numbers from `below` on do not count; what is sealed has smaller ones. The limits are those of all together: which hits of a frequent key
  /// are answered does not depend on what is sealed.
  Result<void> find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const;

  std::uint32_t recent_articles() const;
  /// Freezes what is in the table and answers it; null where nothing is. Until sealed() it answers the same table again.
  std::shared_ptr<const RecentTable> seal();
  /// The sealed table is a segment now. Where all was loaded anew meanwhile (reset(), follow()), nothing of it is there twice.
  void sealed(std::shared_ptr<const Segment> segment);
  /// What a reader does when the writer has sealed up to article `sealed_to`: these are the segments; what tables hold up to
  /// there is forgotten.
  void follow(std::vector<std::shared_ptr<const Segment>> segments, std::uint32_t sealed_to);
  std::vector<std::shared_ptr<const Segment>> segments() const;
  /// These segments instead of those that `gone` names. One that is there already is not there twice.
  void replace(const std::vector<std::shared_ptr<const Segment>>& gone, std::vector<std::shared_ptr<const Segment>> come);
  /// Everything anew: these segments, this table, no damage.
  void reset(std::vector<std::shared_ptr<const Segment>> segments, std::shared_ptr<RecentTable> recent);

 private:
  void add(std::shared_ptr<const Segment> segment);  ///< under the lock

  mutable std::mutex changing_;  ///< of what is in the table, and of which table it is; before lock_
  mutable std::mutex lock_;      ///< of the lists; no table is made, copied or freed under it
  std::vector<std::shared_ptr<const Segment>> segments_;  ///< in no order
  std::shared_ptr<RecentTable> recent_ = std::make_shared<RecentTable>();
  std::vector<std::shared_ptr<const RecentTable>> frozen_;
  Error damage_;
};

}  // namespace reprise::store
