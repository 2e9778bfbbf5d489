#include "match/candidates.hpp"

#include <algorithm>


namespace reprise::match {

namespace {

void collect_hits(std::uint32_t b, const Postings& postings, const CandidateOptions& options, CandidateScratch& scratch) {
  scratch.hits.clear();
  for (std::uint64_t e = postings.first_entry[b]; e < postings.first_entry[b + 1]; ++e) {
    const Entry& entry = postings.entries[e];
    const std::uint32_t position = postings.postings[entry.own].position, earlier = entry.own - entry.list_begin;
    const auto take = [&](const Posting& posting) {
      if (posting.doc < b) scratch.hits.push_back({static_cast<std::uint64_t>(posting.doc) << 32 | position, posting.position, entry.common != 0});
    };
    if (earlier <= options.hot_holders) {
      for (std::uint32_t i = entry.list_begin; i < entry.own; ++i) take(postings.postings[i]);
    } else {
      for (std::uint32_t i = 0; i < options.hot_earliest; ++i) take(postings.postings[entry.list_begin + i]);
      for (std::uint32_t i = entry.own - options.hot_latest; i < entry.own; ++i) take(postings.postings[i]);
    }
  }
  std::sort(scratch.hits.begin(), scratch.hits.end(), [](const auto& x, const auto& y) {
    return x.key != y.key ? x.key < y.key : x.position_a < y.position_a;
  });
}

/// Groups of hits by article, the best max_candidates of them: most hits first, then the earlier article.
void group_hits(const CandidateOptions& options, CandidateScratch& scratch) {
  auto& groups = scratch.groups;
  groups.clear();
  const auto& hits = scratch.hits;
  for (std::uint32_t i = 0; i < hits.size();) {
    std::uint32_t end = i + 1;
    while (end < hits.size() && hits[end].key >> 32 == hits[i].key >> 32) ++end;
    groups.push_back({i, end});
    i = end;
  }
  if (groups.size() <= options.always_aligned) return;
  std::stable_sort(groups.begin(), groups.end(), [](const auto& x, const auto& y) { return x.end - x.begin > y.end - y.begin; });
  if (groups.size() > options.max_candidates) groups.resize(options.max_candidates);
}

/// True when every hit of the group lies in words that enough alignments of better candidates have covered.
bool is_covered(const CandidateScratch::Group& group, const CandidateOptions& options, const CandidateScratch& scratch) {
  for (std::uint32_t i = group.begin; i < group.end; ++i)
    if (scratch.covered[static_cast<std::uint32_t>(scratch.hits[i].key)] < options.enough_alignments) return false;
  return true;
}

/// Tells of the pair's alignments which of them very many articles hold.
void mark_common(const CandidateScratch::Group& group, std::span<Alignment> alignments, const CandidateScratch& scratch) {
  for (Alignment& x : alignments) {
    // At a phrase's ends a word beside it may agree by chance, and makes a fingerprint that few hold.
    std::uint32_t common = 0, rare = 0;
    const auto end = scratch.hits.begin() + group.end;
    const auto position = [](const auto& hit) { return static_cast<std::uint32_t>(hit.key); };  // ascending in a group
    auto hit = std::partition_point(scratch.hits.begin() + group.begin, end, [&](const auto& h) { return position(h) < x.b_begin; });
    for (; hit != end && position(*hit) < x.b_end; ++hit) ++(hit->common ? common : rare);
    x.common = common > 0 && common >= rare;
  }
}

/// True when all that the pair shares are stock phrases.
bool is_stock(const DocView& a, const DocView& b, std::span<const Alignment> alignments, const CandidateOptions& options) {
  return std::all_of(alignments.begin(), alignments.end(), [&](const Alignment& x) {
    if (!x.common || x.net_qbits >= options.stock_net_qbits) return false;
    if (5 * (x.a_end - x.a_begin) >= 2 * a.size() || 5 * (x.b_end - x.b_begin) >= 2 * b.size()) return false;
    return !quoted(a, x.a_begin, x.a_end) || !quoted(b, x.b_begin, x.b_end);
  });
}

}  // namespace

void match_article(std::uint32_t b, std::span<const DocView> docs, const Postings& postings, const CandidateOptions& options,
                   const AlignOptions& align_options, CandidateScratch& scratch, MatchBatch& out) {
  collect_hits(b, postings, options, scratch);
  group_hits(options, scratch);
  const std::size_t first_pair = out.pairs.size();
  scratch.covered.assign(docs[b].size(), 0);
  for (std::size_t g = 0; g < scratch.groups.size(); ++g) {
    const auto& group = scratch.groups[g];
    if (g >= options.always_aligned && is_covered(group, options, scratch)) continue;
    // The next article's words lie anywhere in memory; soon they are compared.
    if (g + 1 < scratch.groups.size())
      for (std::uint32_t i = scratch.groups[g + 1].begin; i < std::min(scratch.groups[g + 1].end, scratch.groups[g + 1].begin + 4); ++i)
        __builtin_prefetch(&docs[scratch.hits[i].key >> 32].words[scratch.hits[i].position_a]);
    scratch.seeds.clear();
    const std::uint32_t a = static_cast<std::uint32_t>(scratch.hits[group.begin].key >> 32);
    for (std::uint32_t i = group.begin; i < group.end; ++i)
      scratch.seeds.push_back({scratch.hits[i].position_a, static_cast<std::uint32_t>(scratch.hits[i].key)});
    const std::uint32_t first = static_cast<std::uint32_t>(out.alignments.size());
    const std::size_t first_run = out.runs.size();
    align_pair(docs[a], docs[b], scratch.seeds, align_options, scratch.align, out.alignments, out.runs);
    const std::uint32_t count = static_cast<std::uint32_t>(out.alignments.size()) - first;
    if (count == 0) continue;
    mark_common(group, std::span(out.alignments).subspan(first), scratch);
    if (is_stock(docs[a], docs[b], std::span(out.alignments).subspan(first), options)) {
      out.alignments.resize(first);
      out.runs.resize(first_run);
      continue;
    }
    out.pairs.push_back({a, b, first, count});
    for (std::uint32_t i = first; i < first + count; ++i)
      for (std::uint32_t word = out.alignments[i].b_begin; word < out.alignments[i].b_end; ++word) ++scratch.covered[word];
  }
  std::sort(out.pairs.begin() + static_cast<std::ptrdiff_t>(first_pair), out.pairs.end(), [](const PairMatch& x, const PairMatch& y) { return x.a < y.a; });
}

MatchBatch match_all(std::span<const DocView> docs, const Postings& postings, const CandidateOptions& options,
                     const AlignOptions& align_options) {
  return map_articles<CandidateScratch>(docs, [&](std::uint32_t b, CandidateScratch& scratch, MatchBatch& out) {
    match_article(b, docs, postings, options, align_options, scratch, out);
  });
}

bool are_few(std::span<const DocView> docs) {
  constexpr std::size_t kFewDocs = 32, kFewWords = std::size_t{1} << 16;  // scratch memory takes up to 40 bytes a word
  std::size_t words = 0;
  if (docs.size() > kFewDocs) return false;
  for (const DocView& doc : docs) words += doc.size();
  return words <= kFewWords;
}

MatchBatch joined(std::vector<MatchBatch>& batches) {
  MatchBatch all;
  std::size_t pairs = 0, alignments = 0, runs = 0;
  for (const MatchBatch& batch : batches) pairs += batch.pairs.size(), alignments += batch.alignments.size(), runs += batch.runs.size();
  all.pairs.reserve(pairs), all.alignments.reserve(alignments), all.runs.reserve(runs);
  for (MatchBatch& batch : batches) {
    const std::uint32_t alignment_base = static_cast<std::uint32_t>(all.alignments.size());
    const std::uint32_t run_base = static_cast<std::uint32_t>(all.runs.size());
    for (PairMatch pair : batch.pairs) {
      pair.first_alignment += alignment_base;
      all.pairs.push_back(pair);
    }
    for (Alignment alignment : batch.alignments) {
      alignment.first_run += run_base;
      all.alignments.push_back(alignment);
    }
    all.runs.insert(all.runs.end(), batch.runs.begin(), batch.runs.end());
    batch = {};
  }
  return all;
}

}  // namespace reprise::match
