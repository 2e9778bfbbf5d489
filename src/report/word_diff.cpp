#include "report/word_diff.hpp"

#include <algorithm>
#include <cstdint>

#include "report/json_out.hpp"
#include "report/plain.hpp"
#include "text/tokens.hpp"

namespace reprise::report {
namespace {

/// For each word of `a` the word of `b` it is aligned with, or -1; strictly increasing.
std::vector<std::int64_t> align(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::vector<std::int64_t> to(a.size(), -1);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) {
    to[head] = static_cast<std::int64_t>(head);
    ++head;
  }
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    to[a.size() - 1 - tail] = static_cast<std::int64_t>(b.size() - 1 - tail);
    ++tail;
  }
  const std::size_t n = a.size() - head - tail, m = b.size() - head - tail;
  if (n == 0 || m == 0 || n > kMaxCells / m) return to;
  // length[i][j]: longest common subsequence of the rests behind i and j.
  std::vector<std::uint32_t> length((n + 1) * (m + 1), 0);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return length[i * (m + 1) + j]; };
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      at(i, j) = a[head + i] == b[head + j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (std::size_t i = 0, j = 0; i < n && j < m;) {
    if (a[head + i] == b[head + j]) {
      to[head + i] = static_cast<std::int64_t>(head + j);
      ++i, ++j;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      ++i;
    } else {
      ++j;
    }
  }
  return to;
}

}  // namespace

std::vector<DiffPiece> word_diff(std::string_view old_text, std::string_view new_text) {
  text::Tokens a, b;
  text::tokenise(old_text, a);
  text::tokenise(new_text, b);
  const auto to = align(a.word, b.word);

  std::vector<DiffPiece> out;
  std::size_t old_at = 0, new_at = 0;  // bytes told so far
  const auto take = [&](DiffPiece::Side side, std::size_t old_end, std::size_t new_end) {
    if (old_end == old_at && new_end == new_at) return;
    out.push_back({side, old_text.substr(old_at, old_end - old_at), new_text.substr(new_at, new_end - new_at)});
    old_at = old_end;
    new_at = new_end;
  };
  for (std::size_t i = 0; i < a.size();) {
    if (to[i] < 0) {
      ++i;
      continue;
    }
    const std::size_t first = i;
    while (i + 1 < a.size() && to[i + 1] == to[i] + 1) ++i;
    const auto j = static_cast<std::size_t>(to[first]), last = static_cast<std::size_t>(to[i]);
    // What stands between the last run and this one: when no word does, it is only spaces and signs and goes with the run.
    const bool old_words = first > 0 && a.end_of(first - 1) > old_at, new_words = j > 0 && b.end_of(j - 1) > new_at;
    if (old_words) take(DiffPiece::only_old, a.begin[first], new_at);
    if (new_words) take(DiffPiece::only_new, old_at, b.begin[j]);
    take(DiffPiece::both, a.end_of(i), b.end_of(last));
    ++i;
  }
  const bool old_words = a.size() != 0 && a.end_of(a.size() - 1) > old_at, new_words = b.size() != 0 && b.end_of(b.size() - 1) > new_at;
  if (old_words) take(DiffPiece::only_old, old_text.size(), new_at);
  if (new_words) take(DiffPiece::only_new, old_at, new_text.size());
  take(DiffPiece::both, old_text.size(), new_text.size());
  return out;
}

std::string marked_diff(std::string_view old_given, std::string_view new_given) {
  std::string old_scratch, new_scratch, out;
  const auto pieces = word_diff(valid_utf8(old_given, old_scratch), valid_utf8(new_given, new_scratch));
  // Marks hug the words; the space around a piece is put outside of them.
  const auto marked = [&](std::string_view open, std::string text, std::string_view close) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return;
    const std::size_t last = text.find_last_not_of(' ');
    if ((first > 0 || out.empty() || text[0] == ' ') && !out.empty() && out.back() != ' ') out += ' ';
    out += open;
    out += text.substr(first, last - first + 1);
    out += close;
    if (last + 1 < text.size()) out += ' ';
  };
  for (const DiffPiece& p : pieces) {
    switch (p.side) {
      case DiffPiece::both: {
        const std::string text = visible(p.new_text);
        out += !out.empty() && out.back() == ' ' && !text.empty() && text[0] == ' ' ? text.substr(1) : text;
        break;
      }
      case DiffPiece::only_old: marked("[-", visible(p.old_text), "-]"); break;
      case DiffPiece::only_new: marked("{+", visible(p.new_text), "+}"); break;
    }
  }
  return out;
}

}  // namespace reprise::report
