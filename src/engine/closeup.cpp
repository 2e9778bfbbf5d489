#include "engine/closeup.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.hpp"
#include "engine/neighbours.hpp"
#include "match/postings.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {

namespace {

constexpr std::size_t kMostSeeds = 8;          // what shares more is worth reading
constexpr std::size_t kMostPlaces = 24;        // of one word in the other's text
constexpr std::size_t kMarginWords = 48;       // three steps of an alignment's end
constexpr std::size_t kLeastNeedle = 4;        // bytes: what is shorter stands in many words
constexpr std::size_t kSlackBytes = 32;        // marks and spaces between the words of one phrase
constexpr std::uint32_t kNearWords = 24;       // counted by spaces a word's number is known so well, and to a sixteenth
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

/// About how many words stand before byte `at`: those between spaces, or characters where there are none.
std::uint32_t words_before(std::string_view text, std::size_t at, bool ideographs) {
  const std::string_view before = text.substr(0, at);
  if (ideographs) return static_cast<std::uint32_t>(utf8::count(before));
  std::uint32_t words = 0;
  bool space = true;
  for (const char c : before) {
    const bool is_space = static_cast<unsigned char>(c) <= ' ';
    words += space && !is_space;
    space = is_space;
  }
  return words;
}

/// The same words may stand in the text twice, once spelt otherwise: it is the place of this number that was meant.
bool is_near(std::uint32_t found, std::uint32_t wanted) {
  const std::uint32_t apart = found > wanted ? found - wanted : wanted - found;
  return wanted < 65535 && apart <= kNearWords + wanted / 16;
}

}  // namespace

bool may_be_spared(std::span<const match::Seed> seeds, const OwnText& own) { return seeds.size() <= kMostSeeds && own.doc.size() > 0; }

bool may_align(std::string_view other, const OwnText& own, std::span<const match::Seed> seeds, std::uint32_t run_words, const match::AlignOptions& options) {
  struct Wanted {
    match::Seed seed;
    std::uint32_t end = 0;  ///< of the run in own
    bool found = false;
  };
  thread_local std::vector<Stretch> stretches;
  thread_local text::Tokens tokens;
  thread_local std::vector<match::Seed> here;
  thread_local std::vector<Wanted> wanted;
  if (!may_be_spared(seeds, own)) return true;
  const std::uint32_t words = own.doc.size();
  const std::size_t margin = kMarginWords * (own.text.size() / words + 1);
  if (2 * margin > other.size()) return true;

  stretches.clear();
  wanted.clear();
  for (const match::Seed& seed : seeds) {
    if (seed.b >= words) continue;  // aligns() passes over it, too
    const std::uint32_t end = std::min(seed.b + run_words, words);
    if ((wanted.empty() || wanted.back().seed.b != seed.b) && !add_stretches(other, own, seed.b, end, margin, stretches)) return true;
    wanted.push_back({seed, end});
  }
  if (2 * join(stretches) > other.size()) return true;

  // What is quoted in both needs less: in the other it may be, where the mark that opens it stands before what is looked at.
  match::AlignOptions closer = options;
  closer.strong_net_qbits = std::min(closer.strong_net_qbits, kEnoughNetQbits);
  for (const Wanted& w : wanted)
    if (match::quoted(own.doc, w.seed.b, w.end)) closer.strong_net_qbits = std::min(closer.strong_net_qbits, closer.quote_net_qbits);

  const bool ideographs = match::is_ideographic(own.doc);
  for (const Stretch& stretch : stretches) {
    text::tokenise(other.substr(stretch.begin, stretch.end - stretch.begin), tokens);
    here.clear();  // by (b, a), as `wanted` is
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const std::uint32_t b = wanted[i].seed.b;
      if (i > 0 && wanted[i - 1].seed.b == b) continue;
      const auto run = own.doc.words.subspan(b, wanted[i].end - b);
      for (auto at = tokens.word.begin(); (at = std::search(at, tokens.word.end(), run.begin(), run.end())) != tokens.word.end(); ++at)
        here.push_back({static_cast<std::uint32_t>(at - tokens.word.begin()), b});
    }
    if (here.empty()) continue;
    const std::uint32_t before = words_before(other, stretch.begin, ideographs);
    for (Wanted& w : wanted)
      w.found = w.found || std::any_of(here.begin(), here.end(), [&](const match::Seed& s) { return s.b == w.seed.b && is_near(before + s.a, w.seed.a); });
    if (aligns({tokens.word, tokens.weight, tokens.flags, {}, {}, {}}, own.doc, here, closer)) return true;
  }
  return std::any_of(wanted.begin(), wanted.end(), [](const Wanted& w) { return !w.found; });
}

}  // namespace reprise::engine
