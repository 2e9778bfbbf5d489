// From seeds to exact runs; see align.hpp, step 1.
//
// Seeds come in the order of b, so the run that holds a seed is most often among the last few. Where they are many (lists of equal lines)
// the last run of every diagonal is known. In text that repeats itself for pages, each line meets many: a place that kMostLong long runs
// hold already asks for no more, or their lengths would add up to the square of the article.
#include <algorithm>
#include <bit>

#include "base/hash.hpp"
#include "match/align.hpp"

namespace reprise::match {

namespace {

constexpr std::size_t kRecent = 24;
constexpr std::uint32_t kLongWords = 256;
constexpr std::size_t kMostLong = 64;

/// Where the last run of a diagonal ends in b.
class LastRuns {
 public:
  std::uint32_t& end_of(std::uint32_t diagonal) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place(diagonal)];
    if (!slot.taken) slot = {diagonal, 0, true}, ++size_;
    return slot.end;
  }

 private:
  struct Slot {
    std::uint32_t diagonal = 0, end = 0;
    bool taken = false;
  };
  std::size_t place(std::uint32_t diagonal) const {
    std::size_t i = mix64(diagonal) & (slots_.size() - 1);
    while (slots_[i].taken && slots_[i].diagonal != diagonal) i = (i + 1) & (slots_.size() - 1);
    return i;
  }
  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(128, 2 * slots_.size()));
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.taken) slots_[place(slot.diagonal)] = slot;
  }
  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace

void grow_runs(const DocView& a, const DocView& b, std::span<const Seed> seeds, AlignScratch& scratch) {
  auto& runs = scratch.runs;
  runs.clear();
  LastRuns last;
  std::vector<std::uint32_t> long_ends;  // in b, of long runs
  for (const Seed& seed : seeds) {
    bool inside = false;
    const std::size_t recent = runs.size() > kRecent ? runs.size() - kRecent : 0;
    for (std::size_t k = runs.size(); k > recent && !inside; --k) {
      const auto& run = runs[k - 1];
      inside = seed.b - run.b == seed.a - run.a && seed.b >= run.b && seed.b < run.b + run.length;
    }
    if (inside || (recent > 0 && seed.b < last.end_of(seed.b - seed.a))) continue;
    if (long_ends.size() >= kMostLong) {
      std::erase_if(long_ends, [&](std::uint32_t end) { return end <= seed.b; });
      if (long_ends.size() >= kMostLong) continue;
    }
    std::uint32_t begin_a = seed.a, begin_b = seed.b;
    while (begin_a > 0 && begin_b > 0 && a.words[begin_a - 1] == b.words[begin_b - 1]) --begin_a, --begin_b;
    std::uint32_t end_a = seed.a, end_b = seed.b;
    while (end_a < a.size() && end_b < b.size() && a.words[end_a] == b.words[end_b]) ++end_a, ++end_b;
    if (end_a == begin_a) continue;  // a hash collision of the fingerprints
    runs.push_back({begin_a, begin_b, end_a - begin_a, static_cast<std::int32_t>(qbits_of(b, begin_b, end_b))});
    if (end_a - begin_a >= kLongWords) long_ends.push_back(end_b);
    if (runs.size() == kRecent + 1)
      for (const auto& run : runs) last.end_of(run.b - run.a) = run.b + run.length;
    else if (runs.size() > kRecent) last.end_of(end_b - end_a) = end_b;
  }
  std::sort(runs.begin(), runs.end(), [](const auto& x, const auto& y) {
    return x.b != y.b ? x.b < y.b : x.a != y.a ? x.a < y.a : x.length > y.length;
  });
}

}  // namespace reprise::match
