#include "group/parting.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "group/topics.hpp"
#include "text/tokens.hpp"

namespace reprise::group {

namespace {

/// The parts of a cluster that its edges still hold together, two members at least each.
void divide(Cluster&& cluster, std::vector<Cluster>& out) {
  std::vector<std::uint32_t> part(cluster.docs.size());
  const auto place = [&](std::uint32_t doc) {
    return static_cast<std::uint32_t>(std::lower_bound(cluster.docs.begin(), cluster.docs.end(), doc) - cluster.docs.begin());
  };
  for (std::uint32_t i = 0; i < part.size(); ++i) part[i] = i;
  const auto find = [&](std::uint32_t i) {
    while (part[i] != i) i = part[i] = part[part[i]];
    return i;
  };
  for (const ClusterEdge& e : cluster.edges) {
    const std::uint32_t a = find(place(e.a)), b = find(place(e.b));
    part[std::max(a, b)] = std::min(a, b);
  }
  std::vector<Cluster> parts(part.size());
  for (std::uint32_t i = 0; i < part.size(); ++i) parts[find(i)].docs.push_back(cluster.docs[i]);
  for (const ClusterEdge& e : cluster.edges) parts[find(place(e.a))].edges.push_back(e);
  for (Cluster& p : parts)
    if (p.docs.size() > 1) out.push_back(std::move(p));
}

/// Takes back the edges for which is_none(edge) holds.
template <class IsNone>
void take_back(std::vector<Cluster>& clusters, const IsNone& is_none) {
  std::vector<Cluster> parted;
  for (Cluster& cluster : clusters) {
    if (std::erase_if(cluster.edges, is_none) == 0) parted.push_back(std::move(cluster));
    else divide(std::move(cluster), parted);
  }
  std::sort(parted.begin(), parted.end(), [](const Cluster& x, const Cluster& y) { return x.docs.front() < y.docs.front(); });
  clusters = std::move(parted);
}

std::vector<std::uint8_t> in_clusters(std::span<const Cluster> clusters, std::size_t docs) {
  std::vector<std::uint8_t> result(docs, 0);
  for (const Cluster& cluster : clusters)
    for (const std::uint32_t d : cluster.docs) result[d] = 1;
  return result;
}

/// Two articles say different things outside what they share; false where too little stands there to tell.
bool are_unrelated(const match::DocView& a, const match::DocView& b, std::span<const match::Alignment> shared, std::uint32_t max_cosine_permille, RestComparer& rest) {
  const std::uint32_t cosine = rest.cosine_permille(a, b, shared);
  return cosine != kNone && cosine < max_cosine_permille;
}

/// The words that fill a form: numbers, and those that say much. Ascending, each once.
void read_fillings(const match::DocView& doc, std::uint32_t min_weight, std::vector<std::uint32_t>& out) {
  out.clear();
  for (std::uint32_t i = 0; i < doc.size(); ++i)
    if ((doc.flags[i] & text::kNumber) || (doc.weights[i] >= min_weight && !(doc.flags[i] & text::kIdeograph))) out.push_back(doc.words[i]);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

bool other_filling(const match::DocView& a, const match::DocView& b, const FormOptions& options) {
  std::vector<std::uint32_t> of_a, of_b, only;
  read_fillings(a, options.min_weight, of_a);
  read_fillings(b, options.min_weight, of_b);
  const auto others = [&](const std::vector<std::uint32_t>& x, const std::vector<std::uint32_t>& y) {
    only.clear();
    std::set_difference(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(only));
    return only.size() >= options.min_other_words && 1000 * only.size() >= std::uint64_t{options.min_other_permille} * x.size();
  };
  return others(of_a, of_b) && others(of_b, of_a);
}

/// The articles outside their boilerplate, whose ranges are given.
bool unrelated_beside(const match::DocView& a, std::span<const WordRange> of_a, const match::DocView& b, std::span<const WordRange> of_b,
                      std::uint32_t max_cosine_permille, RestComparer& rest) {
  std::vector<match::Alignment> shared;  // of which only the places are read
  for (const WordRange& range : of_a) shared.push_back({.a_begin = range.begin, .a_end = range.end});
  for (const WordRange& range : of_b) shared.push_back({.b_begin = range.begin, .b_end = range.end});
  return are_unrelated(a, b, shared, max_cosine_permille, rest);
}

}  // namespace

void part_own_leads(std::span<const match::DocView> docs, const match::MatchBatch& matches, std::span<const std::uint32_t> outlets,
                    std::span<const std::int32_t> days, const LeadOptions& options, std::vector<Cluster>& clusters) {
  const TopicOptions topics;
  RestComparer rest(topics);
  const auto own_leads = [&](const ClusterEdge& e) {
    if (outlets[e.a] == kNone || outlets[e.a] != outlets[e.b]) return false;
    const auto pair = std::lower_bound(matches.pairs.begin(), matches.pairs.end(), e, [](const match::PairMatch& x, const ClusterEdge& y) { return x.b != y.b ? x.b < y.b : x.a < y.a; });
    if (pair == matches.pairs.end() || pair->a != e.a || pair->b != e.b) return false;
    const auto shared = std::span(matches.alignments).subspan(pair->first_alignment, pair->alignment_count);
    std::uint64_t in_a = 0, in_b = 0;
    for (const match::Alignment& x : shared) {
      if (std::min(x.a_begin, x.b_begin) < options.lead_words) return false;
      in_a += x.a_end - x.a_begin, in_b += x.b_end - x.b_begin;
    }
    const auto own = [&](std::uint32_t doc, std::uint64_t in) {
      return in + options.min_own_words <= docs[doc].size() || 1000 * in <= (1000ull - options.min_own_permille) * docs[doc].size();
    };
    const bool far = days[e.a] != kUnknownDay && days[e.b] != kUnknownDay && std::abs(std::int64_t{days[e.a]} - days[e.b]) >= options.far_days;
    return (far || (own(e.a, in_a) && own(e.b, in_b))) && are_unrelated(docs[e.a], docs[e.b], shared, options.max_cosine_permille, rest);
  };
  take_back(clusters, own_leads);
}

void part_forms(std::span<const match::DocView> docs, std::span<const Family> families, std::span<const Kind> kinds, const FormOptions& options,
                std::vector<Cluster>& clusters) {
  const std::vector<std::uint8_t> clustered = in_clusters(clusters, docs.size());
  std::vector<std::vector<WordRange>> boilerplate(docs.size());
  for (std::size_t f = 0; f < families.size(); ++f)
    if (kinds[f] == Kind::boilerplate)
      for (const FamilyOccurrence& o : families[f].occurrences)
        if (clustered[o.doc]) boilerplate[o.doc].push_back({o.begin, o.end});
  const auto mostly_boilerplate = [&](std::uint32_t d) {
    std::uint64_t words = 0;
    for (const WordRange& range : boilerplate[d]) words += range.end - range.begin;
    return 1000 * words >= std::uint64_t{options.min_boilerplate_permille} * docs[d].size();
  };
  const TopicOptions topics;
  RestComparer rest(topics);
  take_back(clusters, [&](const ClusterEdge& e) {
    return mostly_boilerplate(e.a) && mostly_boilerplate(e.b) &&
           (other_filling(docs[e.a], docs[e.b], options) || unrelated_beside(docs[e.a], boilerplate[e.a], docs[e.b], boilerplate[e.b], options.max_cosine_permille, rest));
  });
}

namespace {

/// A story that an article holds.
struct Held {
  std::uint32_t doc;
  std::uint32_t words = 0;         ///< of the holder
  std::vector<WordRange> at = {};  ///< in the holder
};

std::uint64_t words_in_both(const Held& x, const Held& y) {
  std::uint64_t common = 0;
  for (const WordRange& a : x.at)
    for (const WordRange& b : y.at) common += match::overlap(a.begin, a.end, b.begin, b.end);
  return common;
}

/// The articles most of which stands in `doc`, the longest first. `of_doc`: its families.
std::vector<Held> stories_in(std::uint32_t doc, std::span<const std::uint32_t> of_doc, std::span<const match::DocView> docs, std::span<const Family> families,
                             const RoundUpOptions& options) {
  struct Piece {
    std::uint32_t doc, words;
    WordRange at;
  };
  std::vector<Piece> pieces;
  for (const std::uint32_t f : of_doc) {
    const auto& all = families[f].occurrences;
    const auto here = std::find_if(all.begin(), all.end(), [&](const FamilyOccurrence& o) { return o.doc == doc; });
    for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), options.max_holders); ++i)
      if (all[i].doc != doc) pieces.push_back({all[i].doc, all[i].end - all[i].begin, {here->begin, here->end}});
  }
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& x, const Piece& y) { return x.doc < y.doc; });
  std::vector<Held> stories;
  for (std::size_t i = 0; i < pieces.size();) {
    Held story{pieces[i].doc};
    std::uint64_t of_story = 0;
    for (; i < pieces.size() && pieces[i].doc == story.doc; ++i) {
      of_story += pieces[i].words;
      story.words += pieces[i].at.end - pieces[i].at.begin;
      story.at.push_back(pieces[i].at);
    }
    const match::DocView& text = docs[story.doc];
    if (1000 * std::min<std::uint64_t>(of_story, story.words) >= std::uint64_t{options.min_held_permille} * text.size() &&
        match::words_of(text, 0, text.size()) >= options.min_story_words)
      stories.push_back(std::move(story));
  }
  std::stable_sort(stories.begin(), stories.end(), [](const Held& x, const Held& y) { return x.words > y.words; });
  if (stories.size() > options.max_stories) stories.resize(options.max_stories);
  return stories;
}

}  // namespace

void part_round_ups(std::span<const match::DocView> docs, std::span<const Family> families, std::span<const Kind> kinds,
                    std::span<const std::uint32_t> outlets, const RoundUpOptions& options, std::vector<Cluster>& clusters) {
  const std::vector<std::uint8_t> clustered = in_clusters(clusters, docs.size());
  std::vector<std::vector<std::uint32_t>> families_of(docs.size());
  for (std::uint32_t f = 0; f < families.size(); ++f) {
    if (kinds[f] == Kind::boilerplate) continue;
    for (const FamilyOccurrence& o : families[f].occurrences)
      if (clustered[o.doc] && (families_of[o.doc].empty() || families_of[o.doc].back() != f)) families_of[o.doc].push_back(f);
  }
  const TopicOptions topics;
  RestComparer rest(topics);
  // Two pieces of one outlet that another joins may be a wire's story in two takes.
  const auto may_be_takes = [&](std::uint32_t doc, std::uint32_t x, std::uint32_t y) { return outlets[x] != kNone && outlets[x] == outlets[y] && outlets[x] != outlets[doc]; };
  const auto is_round_up = [&](std::uint32_t doc) {
    const std::vector<Held> stories = stories_in(doc, families_of[doc], docs, families, options);
    for (std::size_t i = 0; i < stories.size(); ++i)
      for (std::size_t j = i + 1; j < stories.size(); ++j) {
        const Held &x = stories[i], &y = stories[j];
        if (!may_be_takes(doc, x.doc, y.doc) && 1000 * words_in_both(x, y) <= std::uint64_t{options.max_common_permille} * y.words &&
            are_unrelated(docs[x.doc], docs[y.doc], {}, options.max_cosine_permille, rest))
          return true;
      }
    return false;
  };
  std::vector<std::uint8_t> round_up(docs.size(), 0);
  for (const Cluster& cluster : clusters) {
    std::vector<std::uint32_t> found;
    for (const std::uint32_t d : cluster.docs)
      if (is_round_up(d)) found.push_back(d);
    if (2 * found.size() <= cluster.docs.size())
      for (const std::uint32_t d : found) round_up[d] = 1;
  }
  take_back(clusters, [&](const ClusterEdge& e) { return round_up[e.a] != round_up[e.b]; });
}

void part_occasions(std::span<const DividedPost> divided, std::vector<Cluster>& clusters) {
  if (divided.empty()) return;
  const auto posts_of = [&](std::uint32_t doc) {
    return std::equal_range(divided.begin(), divided.end(), DividedPost{doc, 0, 0}, [](const DividedPost& x, const DividedPost& y) { return x.doc < y.doc; });
  };
  take_back(clusters, [&](const ClusterEdge& e) {
    const auto of_a = posts_of(e.a), of_b = posts_of(e.b);
    for (auto x = of_a.first; x != of_a.second; ++x)
      for (auto y = of_b.first; y != of_b.second; ++y)
        if (x->family == y->family && x->occasion != y->occasion) return true;
    return false;
  });
}

}  // namespace reprise::group
