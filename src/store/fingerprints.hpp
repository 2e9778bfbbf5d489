// Fingerprints: which article of an index holds which fingerprint, over all segments and what is in none yet.
//
// Idea: what was added lately stands in a hash table in memory (and, should the process die, in the catalogue's table `recent`).
//   When that is large enough it is sealed: frozen, written as a segment, and forgotten here once the catalogue names the file. A look-up asks
//   the segments, what is being sealed, and the table.
// Threads: find() may be called from any thread beside one that inserts, seals or replaces. It holds the lock of the table for the look-up there,
//   microseconds, and goes on with the segments it found when it began.
// Tested by tests/store/fingerprints_test.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "reprise/result.hpp"
#include "store/segment.hpp"

namespace reprise::store {

/// Postings in memory, by key. Not thread-safe.
class RecentTable {
 public:
  /// All of one article; articles come in the order of their numbers. `number` need only be said of one without fingerprints.
  void insert(std::span<const SegmentPosting> postings, std::uint32_t number = 0);
  /// As Segment::find, among the articles with numbers below `below`.
  void find(std::span<const std::uint64_t> keys, std::uint32_t below, const HitLimits& limits, std::vector<SegmentHit>& hits, std::span<std::uint32_t> holders) const;
  /// Makes room for as much as `other` holds.
  void reserve_as(const RecentTable& other);
  const std::vector<SegmentPosting>& postings() const { return postings_; }
  std::uint32_t articles() const { return articles_; }
  std::uint32_t last() const { return last_; }  ///< number of the latest article; 0: none
  std::uint32_t first() const { return postings_.empty() ? 0 : postings_.front().article; }
  /// A table of the articles with greater numbers than `number`.
  std::shared_ptr<RecentTable> above(std::uint32_t number) const;

 private:
  static constexpr std::uint32_t kNone = ~0u;
  /// Keys are well mixed: their low bits pick the slot, their high bits are its tag, so that another key is told without a look at its posting.
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t latest = kNone;  ///< posting of the key
  };
  static std::uint32_t tag_of(std::uint64_t key) { return static_cast<std::uint32_t>(key >> 32); }
  std::size_t slot_of(std::uint64_t key) const;
  void grow(std::size_t slots);

  std::vector<SegmentPosting> postings_;
  /// The postings of one key, in the order of their articles, and places in it.
  struct Link {
    std::uint32_t before, behind;  ///< or kNone
    std::uint32_t first;           ///< of the key
    std::uint32_t count;           ///< of those up to this one
  };
  std::vector<Link> links_;  ///< by posting
  std::vector<Slot> slots_;
  std::size_t keys_ = 0;
  std::uint32_t articles_ = 0, last_ = 0;
};

class Fingerprints {
 public:
  /// From then on find() answers `damage` until reset() or follow(): an index whose segment does not open must say so, not miss matches.
  void set_damage(Error damage);
  /// As RecentTable::insert.
  void insert(std::span<const SegmentPosting> postings, std::uint32_t number = 0);
  /// Articles with numbers from `below` on do not count; what is sealed has smaller ones.
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

  mutable std::mutex lock_;
  std::vector<std::shared_ptr<const Segment>> segments_;  ///< in no order
  std::shared_ptr<RecentTable> recent_ = std::make_shared<RecentTable>();
  std::vector<std::shared_ptr<const RecentTable>> frozen_;
  Error damage_;
};

}  // namespace reprise::store
