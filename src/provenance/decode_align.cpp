#include "provenance/decode_align.hpp"

#include <algorithm>
#include <bit>

#include "base/hash.hpp"

namespace reprise::provenance {
namespace {

// A gap's price, centi-nats before scaling. From the likelihoods of a copy that drops, replaces and adds (about one
// edit in thirty words, an addition rarer than a cut, a reading that others share rarer still as one's own change);
// a run is one decision of an editor, so its further words cost little.
constexpr std::int32_t kReplace = 300, kInsert = 250, kAppend = 200, kFurtherWord = 40, kFurtherWords = 20;
constexpr std::int32_t kForeign = 200, kForeignWord = 30, kForeignWords = 10, kForeignCap = 900;
constexpr std::int32_t kDrop = 180, kDropSentence = 120, kDropEnd = 60, kMove = 60;
constexpr std::int32_t kTranslation = kReplace + kFurtherWords * kFurtherWord;  // as a long text that is wholly reworded
constexpr std::int32_t kLeastInCommon = 3000;  // of a text in another language that is no translation, as identity_of()
constexpr std::uint32_t kSentenceWords = 6;  // a dropped run of so many words is a cut clause, not a lost word
constexpr std::uint32_t kInnovationWords = 6;

// Open addressing over 64-bit keys; a key's cell has a number. Lookup only: its order never shows.
class Cells {
 public:
  void clear(std::size_t expected) {
    const std::size_t cells = std::bit_ceil(expected * 2 + 8);
    cells_.assign(cells, {kEmpty, 0});
    mask_ = cells - 1;
  }
  std::size_t at(std::uint64_t key, bool& fresh) {
    std::size_t i = static_cast<std::size_t>(mix64(key)) & mask_;
    while (cells_[i].key != kEmpty && cells_[i].key != key) i = (i + 1) & mask_;
    fresh = cells_[i].key == kEmpty;
    cells_[i].key = key;
    return i;
  }
  std::uint64_t& operator[](std::size_t cell) { return cells_[cell].value; }
  std::size_t capacity() const { return cells_.capacity(); }

 private:
  static constexpr std::uint64_t kEmpty = ~0ull;
  struct Cell {
    std::uint64_t key, value;
  };
  std::vector<Cell> cells_;
  std::size_t mask_ = 0;
};

// A large family's go when it is read: a scan has a few of a million words, an index none.
constexpr std::size_t kMostCellsKept = std::size_t{1} << 16;

}  // namespace

FamilyWords family_words(std::span<const Witness> witnesses) {
  FamilyWords out;
  std::size_t total = 0;
  for (const Witness& w : witnesses) total += w.words.size();
  out.first.reserve(witnesses.size() + 1);
  out.word.reserve(total);
  out.weight.reserve(total);
  out.first.push_back(0);
  thread_local Cells cells;
  thread_local std::vector<std::uint32_t> cell_of;  // by word of the family: its reading's
  cells.clear(total);
  bool fresh = false;
  for (const Witness& w : witnesses) {
    out.language.push_back(w.language);
    for (std::size_t i = 0; i < w.words.size(); ++i) {
      std::uint64_t& id = cells[cells.at(w.words[i], fresh)];
      if (fresh) id = out.distinct++;
      out.word.push_back(static_cast<std::uint32_t>(id));
      out.weight.push_back(i < w.weights.size() ? std::max<std::uint8_t>(w.weights[i], 1) : std::uint8_t{1});
    }
    out.first.push_back(static_cast<std::uint32_t>(out.word.size()));
  }
  cells.clear(total);
  cell_of.clear();
  const auto key = [&](std::size_t w, std::uint32_t p) {
    // The first word has no left neighbour in the span: a marker of its own stands there.
    std::uint64_t left = p == out.first[w] ? 0x7fffffffull : out.word[p - 1];
    return left << 32 | out.word[p];
  };
  for (std::size_t w = 0; w < witnesses.size(); ++w) {
    for (std::uint32_t p = out.first[w]; p < out.first[w + 1]; ++p) {
      const std::size_t cell = cells.at(key(w, p), fresh);
      cells[cell] |= 1ull << (w % 64);
      cell_of.push_back(static_cast<std::uint32_t>(cell));
    }
  }
  out.holders.reserve(total);
  for (const std::uint32_t cell : cell_of) out.holders.push_back(cells[cell]);
  if (cells.capacity() > kMostCellsKept) cells = {}, std::vector<std::uint32_t>().swap(cell_of);
  return out;
}

const std::vector<std::pair<std::uint32_t, std::uint32_t>>& Aligner::align(std::span<const std::uint32_t> a,
                                                                           std::span<const std::uint32_t> b,
                                                                           std::uint32_t distinct) {
  matches_.clear();
  std::size_t head = 0, tail = 0;
  const std::size_t shorter = std::min(a.size(), b.size());
  while (head < shorter && a[head] == b[head]) ++head;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const std::size_t rows = std::min(a.size() - head - tail, kMaxAligned);
  const std::size_t columns = std::min(b.size() - head - tail, kMaxAligned);
  for (std::size_t i = 0; i < head; ++i) matches_.emplace_back(i, i);
  if (rows > 0 && columns > 0) {
    const std::size_t blocks = (columns + 63) / 64;
    // Only b's own words need a mask; row 0 stays empty and serves all others.
    if (local_.size() < distinct) local_.resize(distinct, 0);
    std::uint32_t known = 0;
    masks_.assign((columns + 1) * blocks, 0);
    for (std::size_t j = 0; j < columns; ++j) {
      std::uint32_t& row = local_[b[head + j]];
      if (row == 0) row = ++known;
      masks_[row * blocks + j / 64] |= 1ull << (j % 64);
    }
    rows_.resize(blocks * (rows + 1));
    std::fill_n(rows_.begin(), blocks, ~0ull);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::uint64_t* mask = masks_.data() + local_[a[head + i]] * blocks;
      const std::uint64_t* before = rows_.data() + i * blocks;
      std::uint64_t* after = rows_.data() + (i + 1) * blocks;
      std::uint64_t carry = 0;
      for (std::size_t k = 0; k < blocks; ++k) {
        const std::uint64_t hit = before[k] & mask[k];
        const std::uint64_t partial = before[k] + hit;
        const std::uint64_t sum = partial + carry;
        carry = (partial < hit || sum < partial) ? 1 : 0;
        after[k] = sum | (before[k] & ~hit);
      }
    }
    for (std::size_t j = 0; j < columns; ++j) local_[b[head + j]] = 0;
    const auto bit = [&](std::size_t row, std::size_t column) {
      return (rows_[row * blocks + column / 64] >> (column % 64) & 1) != 0;
    };
    const std::size_t start = matches_.size();
    for (std::size_t i = rows, j = columns; i > 0 && j > 0;) {
      if (bit(i, j - 1)) {
        --j;
      } else if (!bit(i - 1, j - 1)) {
        --i;
      } else {
        --i;
        --j;
        matches_.emplace_back(head + i, head + j);
      }
    }
    std::reverse(matches_.begin() + static_cast<std::ptrdiff_t>(start), matches_.end());
  }
  for (std::size_t i = tail; i > 0; --i) matches_.emplace_back(a.size() - i, b.size() - i);
  return matches_;
}

namespace {

struct Gap {
  std::uint32_t from = 0, to = 0;  // positions in FamilyWords::word
};

struct Readings {
  std::uint32_t own = 0, foreign = 0, moved = 0;
};

Readings read(const FamilyWords& family, Gap gap, std::size_t self, std::size_t other) {
  Readings r;
  const std::uint64_t self_bit = 1ull << (self % 64), other_bit = 1ull << (other % 64);
  for (std::uint32_t p = gap.from; p < gap.to; ++p) {
    const std::uint64_t rest = family.holders[p] & ~self_bit;
    if (rest == 0) ++r.own;
    else if (rest & other_bit) ++r.moved;
    else ++r.foreign;
  }
  return r;
}

// The price of one gap for the copy: `mine` its words there, `theirs` the parent's.
void add_gap(Change& change, const Readings& mine, const Readings& theirs, bool at_end, std::int32_t& foreign_cost) {
  const std::uint32_t fresh = mine.own + mine.foreign, lost = theirs.own + theirs.foreign;
  change.own += mine.own;
  change.foreign += mine.foreign;
  change.moved += mine.moved;
  change.dropped += lost;
  if (fresh > 0) {
    change.cost += lost > 0 ? kReplace : at_end ? kAppend : kInsert;
    change.cost += kFurtherWord * std::min<std::int32_t>(static_cast<std::int32_t>(fresh) - 1, kFurtherWords);
    if (mine.foreign > 0) {
      foreign_cost += kForeign + kForeignWord * std::min<std::int32_t>(static_cast<std::int32_t>(mine.foreign), kForeignWords);
    }
  } else if (lost > 0) {
    change.cost += at_end ? kDropEnd : lost >= kSentenceWords ? kDropSentence : kDrop;
  }
  if (mine.moved > 0) change.cost += kMove;
}

bool in_two_languages(const FamilyWords& family, std::size_t u, std::size_t v) {
  const std::string_view a = family.language[u], b = family.language[v];
  return !a.empty() && !b.empty() && a != b;
}

// Short runs of readings that u and v alone have: what one of them changed and the other took over, or somebody before them both. A long
// run is what the others cut; and where hardly a word stands in a third text, that is told in other words, and says nothing.
std::uint32_t innovations_of(const FamilyWords& family, std::size_t u, std::size_t v, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& matches) {
  if (family.size() < 3 || family.size() > 64) return 0;
  const std::uint64_t both = 1ull << u | 1ull << v;
  std::uint32_t found = 0, run = 0, alone = 0;
  const auto end_run = [&] {
    found += run > 0 && run <= kInnovationWords;
    alone += run;
    run = 0;
  };
  for (const auto& [i, j] : matches) {
    if (family.holders[family.first[u] + i] == both && family.holders[family.first[v] + j] == both) ++run;
    else end_run();
  }
  end_run();
  return 3 * alone <= 2 * matches.size() ? found : 0;
}

}  // namespace

std::pair<Change, Change> compare(const FamilyWords& family, std::size_t u, std::size_t v, Aligner& aligner) {
  Change down, up;
  std::int32_t foreign_down = 0, foreign_up = 0;
  const auto& matches = aligner.align(family.words(u), family.words(v), family.distinct);
  const std::uint32_t base_u = family.first[u], base_v = family.first[v];
  std::uint32_t next_u = 0, next_v = 0;
  const auto gap = [&](std::uint32_t end_u, std::uint32_t end_v, bool at_end) {
    if (end_u == next_u && end_v == next_v) return;
    const Readings of_u = read(family, {base_u + next_u, base_u + end_u}, u, v);
    const Readings of_v = read(family, {base_v + next_v, base_v + end_v}, v, u);
    add_gap(down, of_v, of_u, at_end, foreign_down);
    add_gap(up, of_u, of_v, at_end, foreign_up);
  };
  for (const auto& [i, j] : matches) {
    gap(i, j, next_u == 0 && next_v == 0);
    next_u = i + 1;
    next_v = j + 1;
    down.matched_weight += family.weight[base_v + j];
    up.matched_weight += family.weight[base_u + i];
  }
  gap(family.length(u), family.length(v), true);
  down.innovations = up.innovations = innovations_of(family, u, v, matches);
  down.matched = up.matched = static_cast<std::uint32_t>(matches.size());
  down.cost += std::min(foreign_down, kForeignCap);
  up.cost += std::min(foreign_up, kForeignCap);
  if (in_two_languages(family, u, v) && identity_of(family, u, v, down) < kLeastInCommon) {
    const Change translation{.cost = kTranslation, .translated = true};
    return {translation, translation};
  }
  return {down, up};
}

std::int32_t identity_of(const FamilyWords& family, std::size_t u, std::size_t v, const Change& change) {
  std::uint64_t total = 0;
  for (std::size_t w : {u, v}) {
    for (std::uint32_t p = family.first[w]; p < family.first[w + 1]; ++p) total += family.weight[p];
  }
  if (total == 0) return 10000;
  return static_cast<std::int32_t>(std::min<std::uint64_t>(10000, 2ull * change.matched_weight * 10000 / total));
}

}  // namespace reprise::provenance
