#include "group/boilerplate.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "text/tokens.hpp"

namespace reprise::group {

namespace {

/// One holder of a text, as counted for one outlet.
struct Holder {
  std::uint32_t outlet;
  std::uint64_t what;   ///< the story, or the words without their numbers
  std::uint64_t which;  ///< 0, or the words with their numbers
  auto operator<=>(const Holder&) const = default;
};

/// True when an outlet has the text in `enough` stories, and it is not a story that everyone runs and a few run again: most outlets
/// hold such a text once.
bool outlets_repeat(std::vector<Holder>& holders, std::uint32_t enough, std::uint32_t min_repeating_permille) {
  std::sort(holders.begin(), holders.end());
  std::uint64_t outlets = 0, stories = 0, repeating = 0;
  for (std::size_t i = 0; i < holders.size();) {
    std::size_t end = i;
    std::uint32_t count = 0;
    for (; end < holders.size() && holders[end].outlet == holders[i].outlet; ++end) count += end == i || holders[end].what != holders[end - 1].what;
    ++outlets;
    stories += count;
    if (count >= enough) repeating += count;
    i = end;
  }
  if (repeating == 0) return false;
  return 2 * stories >= 3 * outlets || 1000 * repeating >= min_repeating_permille * stories;
}

/// The largest number of different `which`s of one outlet and one `what`.
std::uint32_t most_variants(std::vector<Holder>& holders) {
  std::sort(holders.begin(), holders.end());
  std::uint32_t most = 0, count = 0;
  for (std::size_t i = 0; i < holders.size(); ++i) {
    if (i == 0 || holders[i].outlet != holders[i - 1].outlet || holders[i].what != holders[i - 1].what) count = 1;
    else if (holders[i].which != holders[i - 1].which) ++count;
    most = std::max(most, count);
  }
  return most;
}

/// Calls visit(begin, end) for each line of the article.
template <class Visit>
void for_lines(const match::DocView& doc, const Visit& visit) {
  for (std::uint32_t begin = 0, i = 1; i <= doc.size(); ++i)
    if (i == doc.size() || (doc.flags[i] & text::kLineStart)) {
      visit(begin, i);
      begin = i;
    }
}

std::uint64_t line_hash(const match::DocView& doc, std::uint32_t begin, std::uint32_t end) {
  std::uint64_t hash = end - begin;
  for (std::uint32_t i = begin; i < end; ++i) hash = hash_combine(hash, doc.words[i]);
  return hash;
}

class Stories {
 public:
  explicit Stories(std::size_t docs) : parent_(docs) {
    for (std::uint32_t d = 0; d < docs; ++d) parent_[d] = d;
  }
  std::uint32_t find(std::uint32_t d) {
    while (parent_[d] != d) d = parent_[d] = parent_[parent_[d]];
    return d;
  }
  void unite(std::uint32_t x, std::uint32_t y) {
    x = find(x), y = find(y);
    if (x != y) parent_[std::max(x, y)] = std::min(x, y);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace

std::vector<std::uint32_t> find_stories(std::span<const match::DocView> docs, const match::MatchBatch& matches,
                                        std::span<const std::uint32_t> cluster, const StoryOptions& options) {
  Stories stories(docs.size());
  std::vector<std::uint32_t> first_of_cluster;
  for (std::uint32_t d = 0; d < docs.size(); ++d) {
    if (cluster[d] == kNone) continue;
    if (cluster[d] >= first_of_cluster.size()) first_of_cluster.resize(cluster[d] + 1, kNone);
    if (first_of_cluster[cluster[d]] == kNone) first_of_cluster[cluster[d]] = d;
    stories.unite(first_of_cluster[cluster[d]], d);
  }
  for (const match::PairMatch& pair : matches.pairs) {
    std::uint64_t matched = 0, runs = 0;
    bool leads = false;
    for (std::uint32_t i = 0; i < pair.alignment_count; ++i) {
      const match::Alignment& x = matches.alignments[pair.first_alignment + i];
      matched += x.matched_words;
      runs += x.run_count;
      leads = leads || (x.a_begin < options.lead_words && x.b_begin < options.lead_words);
    }
    const std::uint64_t shorter = std::min(docs[pair.a].size(), docs[pair.b].size());
    // Another filling of the same form breaks into short runs.
    if (leads && matched >= options.min_run_words * runs && 1000 * matched >= options.min_share_permille * shorter) stories.unite(pair.a, pair.b);
  }
  std::vector<std::uint32_t> members(docs.size(), 0), story(docs.size(), kNone);
  for (std::uint32_t d = 0; d < docs.size(); ++d) ++members[stories.find(d)];
  for (std::uint32_t d = 0; d < docs.size(); ++d)
    if (members[stories.find(d)] > 1) story[d] = stories.find(d);
  return story;
}

std::vector<std::vector<WordRange>> repeated_lines(std::span<const match::DocView> docs, std::span<const DocFacts> facts,
                                                   const BoilerplateOptions& options) {
  struct Line {
    std::uint64_t outlet_and_words;
    std::uint32_t story;
    auto operator<=>(const Line&) const = default;
  };
  const auto key = [&](std::size_t d, std::uint32_t begin, std::uint32_t end) {
    return hash_combine(facts[d].outlet, line_hash(docs[d], begin, end));
  };
  constexpr std::size_t kDocsPerRange = 256;
  const std::size_t ranges = (docs.size() + kDocsPerRange - 1) / kDocsPerRange;
  std::vector<std::vector<Line>> found(ranges);
  parallel_ranges(ranges, 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t r = first; r < last; ++r)
      for (std::size_t d = r * kDocsPerRange; d < std::min(docs.size(), (r + 1) * kDocsPerRange); ++d) {
        if (facts[d].outlet == kNone) continue;
        for_lines(docs[d], [&](std::uint32_t begin, std::uint32_t end) {
          if (1000ull * (end - begin) > std::uint64_t{options.max_share_permille} * docs[d].size()) return;
          found[r].push_back({key(d, begin, end), facts[d].story == kNone ? static_cast<std::uint32_t>(d) : facts[d].story});
        });
      }
  });
  std::vector<Line> lines;
  for (auto& range : found) lines.insert(lines.end(), range.begin(), range.end());
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::vector<std::uint64_t> repeated;  // ascending
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i;
    while (end < lines.size() && lines[end].outlet_and_words == lines[i].outlet_and_words) ++end;
    if (end - i >= options.articles) repeated.push_back(lines[i].outlet_and_words);
    i = end;
  }
  std::vector<std::vector<WordRange>> result(docs.size());
  parallel_ranges(docs.size(), kDocsPerRange, [&](std::size_t first, std::size_t last) {
    for (std::size_t d = first; d < last; ++d) {
      if (facts[d].outlet == kNone) continue;
      for_lines(docs[d], [&](std::uint32_t begin, std::uint32_t end) {
        if (std::binary_search(repeated.begin(), repeated.end(), key(d, begin, end))) result[d].push_back({begin, end});
      });
    }
  });
  return result;
}

bool is_boilerplate(std::span<const match::DocView> docs, std::span<const DocFacts> facts, std::span<const FamilyOccurrence> occurrences,
                    const BoilerplateOptions& options) {
  if (occurrences.size() < options.articles) return false;
  std::vector<Holder> repeated, forms;
  for (const FamilyOccurrence& o : occurrences) {
    const DocFacts& fact = facts[o.doc];
    if (fact.outlet == kNone) continue;
    std::uint64_t words = 0, with_numbers = 0;
    for (std::uint32_t i = o.begin; i < o.end; ++i) {
      with_numbers = hash_combine(with_numbers, docs[o.doc].words[i]);
      if (!(docs[o.doc].flags[i] & text::kNumber)) words = hash_combine(words, docs[o.doc].words[i]);
    }
    const std::uint64_t share_permille = 1000ull * (o.end - o.begin) / std::max(1u, docs[o.doc].size());
    // A form is much of its article; a dated headline over changing text is not one.
    if (share_permille >= options.min_form_share_permille) forms.push_back({fact.outlet, words, with_numbers});
    if (share_permille > options.max_share_permille) continue;
    repeated.push_back({fact.outlet, fact.story == kNone ? o.doc : fact.story, 0});
  }
  return outlets_repeat(repeated, options.articles, options.min_repeating_permille) || most_variants(forms) >= options.articles;
}

}  // namespace reprise::group
