#include "engine/closeup.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.hpp"
#include "engine/neighbours.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {

namespace {

constexpr std::size_t kMostSeeds = 8;          // what shares more is worth reading
constexpr std::size_t kMostPlaces = 24;        // of one word in the other's text
constexpr std::size_t kMarginWords = 48;       // three steps of an alignment's end
constexpr std::size_t kLeastNeedle = 4;        // bytes: what is shorter stands in many words
constexpr std::size_t kSlackBytes = 32;        // marks and spaces between the words of one phrase
constexpr std::int32_t kEnoughNetQbits = 200;  // of AlignOptions::strong_net_qbits (300): what begins here may go on beyond the margin

/// Bytes of the other's text.
struct Stretch {
  std::size_t begin = 0, end = 0;
};

/// A word without its first character, which may be a capital in one of two texts.
std::string_view tail_of(const OwnText& own, std::uint32_t word) {
  std::string_view bytes = own.text.substr(own.begin[word], own.length[word]);
  std::size_t first = 1;
  while (first < bytes.size() && !utf8::is_boundary(bytes, first)) ++first;
  return bytes.substr(std::min(first, bytes.size()));
}

/// The two longest words of the run that begins at word b; where words are short, as ideographs are, all of it as it stands.
std::array<std::string_view, 2> needles_of(const OwnText& own, std::uint32_t b, std::uint32_t end) {
  std::array<std::string_view, 2> longest;
  for (std::uint32_t w = b; w < end; ++w) {
    std::string_view tail = tail_of(own, w);
    if (tail.size() > longest[0].size()) std::swap(tail, longest[0]);
    if (tail.size() > longest[1].size()) longest[1] = tail;
  }
  if (longest[0].size() >= kLeastNeedle) return longest;
  return {own.text.substr(own.begin[b], own.begin[end - 1] + own.length[end - 1] - own.begin[b]), {}};
}

/// Appends what is to be looked at for the run that begins at word b. False where that would be too much.
bool add_stretches(std::string_view other, const OwnText& own, std::uint32_t b, std::uint32_t end, std::size_t margin, std::vector<Stretch>& stretches) {
  const auto [needle, beside] = needles_of(own, b, end);
  const std::size_t run = own.begin[end - 1] + own.length[end - 1] - own.begin[b] + kSlackBytes;
  std::size_t places = 0;
  for (std::size_t at = other.find(needle); at != std::string_view::npos; at = other.find(needle, at + needle.size())) {
    if (++places > kMostPlaces) return false;
    const std::size_t from = at > run ? at - run : 0;
    if (!beside.empty() && other.substr(from, at - from + needle.size() + run).find(beside) == std::string_view::npos) continue;
    std::size_t begin = from > margin ? from - margin : 0, stop = std::min(other.size(), at + needle.size() + run + margin);
    while (begin > 0 && !utf8::is_boundary(other, begin)) --begin;
    while (stop < other.size() && !utf8::is_boundary(other, stop)) ++stop;
    stretches.push_back({begin, stop});
  }
  return true;
}

/// Sorted, and without overlaps; answers how many bytes they hold.
std::size_t join(std::vector<Stretch>& stretches) {
  std::sort(stretches.begin(), stretches.end(), [](const Stretch& x, const Stretch& y) { return x.begin < y.begin; });
  std::size_t bytes = 0, kept = 0;
  for (const Stretch& s : stretches) {
    if (kept > 0 && s.begin <= stretches[kept - 1].end) stretches[kept - 1].end = std::max(stretches[kept - 1].end, s.end);
    else stretches[kept++] = s;
  }
  stretches.resize(kept);
  for (const Stretch& s : stretches) bytes += s.end - s.begin;
  return bytes;
}

}  // namespace

bool may_align(std::string_view other, const OwnText& own, std::span<const match::Seed> seeds, std::uint32_t run_words, const match::AlignOptions& options) {
  struct Run {
    std::uint32_t b, end;
    std::size_t wanted, found;
  };
  thread_local std::vector<Stretch> stretches;
  thread_local text::Tokens tokens;
  thread_local std::vector<match::Seed> here;
  thread_local std::vector<Run> runs;
  const std::uint32_t words = own.doc.size();
  if (seeds.size() > kMostSeeds || words == 0) return true;
  const std::size_t margin = kMarginWords * (own.text.size() / words + 1);
  if (2 * margin > other.size()) return true;

  stretches.clear();
  runs.clear();
  for (std::size_t first = 0, s = 0; s < seeds.size(); first = s) {
    const std::uint32_t b = seeds[first].b, end = std::min(b + run_words, words);
    while (s < seeds.size() && seeds[s].b == b) ++s;
    if (b >= words) continue;  // aligns() passes over it, too
    runs.push_back({b, end, s - first, 0});
    if (!add_stretches(other, own, b, end, margin, stretches)) return true;
  }
  if (2 * join(stretches) > other.size()) return true;

  // What is quoted in both needs less: in the other it may be, where the mark that opens it stands before what is looked at.
  match::AlignOptions closer = options;
  closer.strong_net_qbits = std::min(closer.strong_net_qbits, kEnoughNetQbits);
  for (const Run& run : runs)
    if (match::quoted(own.doc, run.b, run.end)) closer.strong_net_qbits = std::min(closer.strong_net_qbits, closer.quote_net_qbits);

  for (const Stretch& stretch : stretches) {
    text::tokenise(other.substr(stretch.begin, stretch.end - stretch.begin), tokens);
    here.clear();
    for (Run& run : runs) {
      const auto wanted = own.doc.words.subspan(run.b, run.end - run.b);
      for (auto at = tokens.word.begin(); (at = std::search(at, tokens.word.end(), wanted.begin(), wanted.end())) != tokens.word.end(); ++at) {
        here.push_back({static_cast<std::uint32_t>(at - tokens.word.begin()), run.b});
        ++run.found;
      }
    }
    if (here.empty()) continue;
    std::sort(here.begin(), here.end(), [](const match::Seed& x, const match::Seed& y) { return x.b != y.b ? x.b < y.b : x.a < y.a; });
    if (aligns({tokens.word, tokens.weight, tokens.flags, {}, {}, {}}, own.doc, here, closer)) return true;
  }
  return std::any_of(runs.begin(), runs.end(), [](const Run& run) { return run.found < run.wanted; });
}

}  // namespace reprise::engine
