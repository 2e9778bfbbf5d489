#include "engine/assemble.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "base/utf8.hpp"
#include "provenance/decode_align.hpp"
#include "provenance/provenance.hpp"
#include "provenance/ties.hpp"

namespace reprise::engine {

namespace {

/// An occurrence, to be found by its article.
struct Place {
  std::uint32_t article;
  std::uint32_t family, occurrence;
};

/// Code points before each byte offset: offsets are asked for in ascending order.
class CharCounter {
 public:
  explicit CharCounter(std::string_view text) : text_(text) {}
  std::uint32_t at(std::uint32_t byte) {
    chars_ += static_cast<std::uint32_t>(utf8::count(text_.substr(done_, byte - done_)));
    done_ = byte;
    return chars_;
  }

 private:
  std::string_view text_;
  std::uint32_t done_ = 0, chars_ = 0;
};

void fill_chars(std::string_view text, std::span<const Place> places, Run& run) {
  std::vector<std::uint32_t> offsets;
  for (const Place& p : places) {
    const Span span = run.families[p.family].occurrences[p.occurrence].span;
    offsets.push_back(span.begin);
    offsets.push_back(span.end);
  }
  std::sort(offsets.begin(), offsets.end());
  offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
  std::vector<std::uint32_t> chars;
  CharCounter counter(text);
  for (const std::uint32_t offset : offsets) chars.push_back(counter.at(offset));
  const auto lookup = [&](std::uint32_t offset) {
    return chars[static_cast<std::size_t>(std::lower_bound(offsets.begin(), offsets.end(), offset) - offsets.begin())];
  };
  for (const Place& p : places) {
    Occurrence& o = run.families[p.family].occurrences[p.occurrence];
    o.chars = {lookup(o.span.begin), lookup(o.span.end)};
  }
}

/// The occurrence whose words stand for the family: the origin's or, without one, the earliest.
std::uint32_t wording(const FamilyRecord& family) {
  for (std::uint32_t o = 0; o < family.occurrences.size(); ++o)
    if (family.occurrences[o].article == family.origin_article) return o;
  return 0;
}

/// What takes the texts: the borders of cited passages, the characters of all occurrences, and the families' wordings. Each text is read once, in parallel.
Result<void> fill_from_texts(const Corpus& corpus, Run& run) {
  std::vector<Place> places;
  std::vector<std::uint32_t> wordings;
  for (std::uint32_t f = 0; f < run.families.size(); ++f) {
    wordings.push_back(wording(run.families[f]));
    for (std::uint32_t o = 0; o < run.families[f].occurrences.size(); ++o) places.push_back({run.families[f].occurrences[o].article, f, o});
  }
  std::sort(places.begin(), places.end(), [&](const Place& x, const Place& y) {
    return x.article != y.article ? x.article < y.article : x.family != y.family ? x.family < y.family : x.occurrence < y.occurrence;
  });
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (i == 0 || places[i].article != places[i - 1].article) starts.push_back(i);
  starts.push_back(places.size());
  std::mutex failure_lock;
  Error failure;
  parallel_ranges(starts.size() - 1, 32, [&](std::size_t begin, std::size_t end) {
    std::string room;
    for (std::size_t s = begin; s < end; ++s) {
      const auto here = std::span(places).subspan(starts[s], starts[s + 1] - starts[s]);
      const Result<std::string_view> text = corpus.spill.view(corpus.texts[here.front().article], room);
      if (!text) {
        const std::lock_guard guard(failure_lock);
        failure = text.error();
        return;
      }
      for (const Place& p : here)
        if (FamilyRecord& family = run.families[p.family]; family.occurrences.size() == 1) family.occurrences[0].span = provenance::cited_span(*text, family.occurrences[0].span);
      fill_chars(*text, here, run);
      for (const Place& p : here) {
        if (p.occurrence != wordings[p.family]) continue;
        const Span span = run.families[p.family].occurrences[p.occurrence].span;
        run.families[p.family].text = text->substr(span.begin, span.size());
      }
    }
  });
  if (failure.code != ErrorCode::ok) return failure;
  return {};
}

std::string family_id(const Run& run, const FamilyRecord& family) {
  std::string content;
  std::vector<std::string> parts;
  for (const Occurrence& o : family.occurrences)
    parts.push_back(run.articles[o.article].id + '\0' + std::to_string(o.span.begin) + '-' + std::to_string(o.span.end) + '\0');
  std::sort(parts.begin(), parts.end());
  for (const std::string& part : parts) content += part;
  if (family.occurrences.size() == 1) content += family.occurrences.front().parent_outlet;
  return "f-" + hash_hex(content, 16);
}

/// Words by binary search in the tokens' first bytes.
class CorpusWords : public provenance::WordCounter {
 public:
  explicit CorpusWords(const Corpus& corpus) : corpus_(corpus) {}
  std::uint32_t words_in(std::uint32_t article, Span span) const override {
    return corpus_.words_in(corpus_.rank_of_article[article], span).size();
  }

 private:
  const Corpus& corpus_;
};

void witnesses_of(const Corpus& corpus, const Run& run, const FamilyRecord& family, std::vector<provenance::Witness>& witnesses) {
  witnesses.clear();
  for (const Occurrence& o : family.occurrences) {
    const std::uint32_t rank = corpus.rank_of_article[o.article];
    const Span words = corpus.words_in(rank, o.span);
    const std::string_view language = run.articles[o.article].lang;
    witnesses.push_back({corpus.docs[rank].words.subspan(words.begin, words.size()), corpus.docs[rank].weights.subspan(words.begin, words.size()),
                         run.articles[o.article].cluster, language == "und" ? std::string_view{} : language});
  }
}

void decode_families(const Corpus& corpus, const corpus::OutletRegistry& registry, Run& run) {
  // Large families first would balance better; ranges of a few keep it simple and the order of results fixed.
  std::vector<std::vector<provenance::FamilyPair>> pairs(run.families.size());
  // Both steps read a family's words. Of a few families they are kept in between; of a scan's they would be as much as its texts.
  constexpr std::size_t kFewFamilies = 64;
  std::vector<provenance::FamilyWords> kept(run.families.size() <= kFewFamilies ? run.families.size() : 0);
  const auto words_of = [&](std::size_t f) { return kept.empty() ? nullptr : &kept[f]; };
  parallel_ranges(run.families.size(), 16, [&](std::size_t begin, std::size_t end) {
    std::vector<provenance::Witness> witnesses;
    for (std::size_t f = begin; f < end; ++f) {
      witnesses_of(corpus, run, run.families[f], witnesses);
      pairs[f] = provenance::compare_family(witnesses, run.families[f], words_of(f));
    }
  });
  const provenance::Ties ties(run.articles, run.families, pairs);
  parallel_ranges(run.families.size(), 16, [&](std::size_t begin, std::size_t end) {
    std::vector<provenance::Witness> witnesses;
    for (std::size_t f = begin; f < end; ++f) {
      witnesses_of(corpus, run, run.families[f], witnesses);
      provenance::decode_family(run.articles, registry, witnesses, pairs[f], ties, run.families[f], words_of(f));
    }
  });
}

/// Families of one occurrence, for text whose source is named and not in the corpus. They have no ids yet.
void add_cited_only(const Corpus& corpus, const corpus::OutletRegistry& registry, std::span<const std::vector<group::WordRange>> repeated, Run& run) {
  std::vector<std::vector<provenance::Held>> held(run.articles.size());
  // Whatever stands in a family has its verdict there, boilerplate too: only the text between is asked for a source by itself.
  for (const FamilyRecord& family : run.families)
    for (const Occurrence& o : family.occurrences) held[o.article].push_back({o.span, o.parent_outlet, family.origin_outlet});
  for (std::uint32_t rank = 0; rank < repeated.size(); ++rank)
    for (const group::WordRange& line : repeated[rank])
      held[corpus.article_of_rank[rank]].push_back({{corpus.byte_begin(rank, line.begin), corpus.byte_end(rank, line.end - 1)}, "", ""});
  const CorpusWords words(corpus);
  std::vector<std::vector<FamilyRecord>> found(run.articles.size());
  parallel_ranges(run.articles.size(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t a = begin; a < end; ++a) {
      if (run.articles[a].attributions.empty()) continue;
      found[a] = provenance::cited_only_families(run.articles, registry, static_cast<std::uint32_t>(a), held[a], corpus.texts[a].raw, words);
    }
  });
  for (auto& families : found)
    for (FamilyRecord& family : families) run.families.push_back(std::move(family));
}

/// A cluster's origin: the member that most of its common text comes from, as the families say; without a word from them the
/// earliest member with confidence 0.
void find_cluster_origins(Run& run) {
  struct Vote {
    std::uint64_t bytes = 0, confidence = 0;  ///< confidence in hundredths, weighted by bytes
  };
  std::vector<std::map<std::uint32_t, Vote>> votes(run.clusters.size());
  for (const FamilyRecord& family : run.families) {
    if (family.kind == Kind::boilerplate || family.origin_article == kNone) continue;
    const std::uint32_t cluster = run.articles[family.origin_article].cluster;
    if (cluster == kNone) continue;
    std::uint64_t bytes = 0;
    bool shared = false;
    for (const Occurrence& o : family.occurrences) {
      if (run.articles[o.article].cluster != cluster) continue;
      if (o.article == family.origin_article) bytes = std::max<std::uint64_t>(bytes, o.span.size());
      else shared = true;
    }
    if (!shared || bytes == 0) continue;
    Vote& vote = votes[cluster][family.origin_article];
    vote.bytes += bytes;
    vote.confidence += bytes * static_cast<std::uint64_t>(family.origin_confidence * 100 + 0.5);
  }
  for (std::size_t c = 0; c < run.clusters.size(); ++c) {
    ClusterRecord& cluster = run.clusters[c];
    std::uint64_t all = 0, best = 0;
    cluster.origin = cluster.articles.front();
    cluster.origin_confidence = 0;
    for (const auto& [article, vote] : votes[c]) all += vote.bytes;
    for (const std::uint32_t article : cluster.articles) {  // earliest first: it wins a tie
      const auto vote = votes[c].find(article);
      if (vote == votes[c].end() || vote->second.bytes <= best) continue;
      best = vote->second.bytes;
      cluster.origin = article;
      cluster.origin_confidence = static_cast<double>(vote->second.confidence / std::max<std::uint64_t>(1, all)) / 100.0;
    }
  }
}

}  // namespace

void assemble_clusters(Corpus& corpus, std::span<const group::Cluster> clusters, Run& run) {
  for (const group::Cluster& cluster : clusters) {
    ClusterRecord record;
    std::vector<std::string> ids;
    for (const std::uint32_t rank : cluster.docs) {
      const std::uint32_t article = corpus.article_of_rank[rank];
      record.articles.push_back(article);
      ids.push_back(run.articles[article].id);
      const std::string& outlet = run.articles[article].outlet;
      if (!outlet.empty() && std::find(record.outlets.begin(), record.outlets.end(), outlet) == record.outlets.end()) record.outlets.push_back(outlet);
    }
    std::sort(record.outlets.begin(), record.outlets.end());
    std::sort(ids.begin(), ids.end());
    std::string content;
    for (const std::string& id : ids) content += id + '\0';
    record.id = "c-" + hash_hex(content, 16);
    const auto share = [](std::uint64_t part, std::uint64_t whole) { return whole ? static_cast<double>(part * 10000 / whole) / 10000.0 : 0.0; };
    for (const group::ClusterEdge& e : cluster.edges)
      record.pairs.push_back({corpus.article_of_rank[e.a], corpus.article_of_rank[e.b], share(e.common, std::uint64_t{e.a_size} + e.b_size - e.common),
                              share(e.common, e.a_size), share(e.common, e.b_size)});
    run.clusters.push_back(std::move(record));
  }
  std::sort(run.clusters.begin(), run.clusters.end(), [](const ClusterRecord& x, const ClusterRecord& y) { return x.id < y.id; });
  for (std::uint32_t c = 0; c < run.clusters.size(); ++c)
    for (const std::uint32_t article : run.clusters[c].articles) {
      run.articles[article].cluster = c;
      if (article != run.clusters[c].articles.front()) run.articles[article].near_duplicate_of = run.clusters[c].articles.front();
    }
}

void assemble_families(const Corpus& corpus, std::span<const group::Family> families, std::span<const Kind> kinds, Run& run) {
  run.families.resize(families.size());
  parallel_ranges(families.size(), 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t f = begin; f < end; ++f) {
      FamilyRecord& record = run.families[f];
      record.kind = kinds[f];
      for (const group::FamilyOccurrence& o : families[f].occurrences) {
        Occurrence occurrence;
        occurrence.article = corpus.article_of_rank[o.doc];
        occurrence.span = {corpus.byte_begin(o.doc, o.begin), corpus.byte_end(o.doc, o.end - 1)};
        record.occurrences.push_back(std::move(occurrence));
      }
      record.id = family_id(run, record);
    }
  });
}

Result<void> assemble_provenance(const Corpus& corpus, const corpus::OutletRegistry& registry,
                                 std::span<const std::vector<group::WordRange>> repeated, Run& run) {
  decode_families(corpus, registry, run);
  provenance::settle_families(run.articles, run.families);
  add_cited_only(corpus, registry, repeated, run);
  if (Result<void> filled = fill_from_texts(corpus, run); !filled) return filled;
  for (FamilyRecord& family : run.families)
    if (family.id.empty()) family.id = family_id(run, family);
  std::sort(run.families.begin(), run.families.end(), [](const FamilyRecord& x, const FamilyRecord& y) { return x.id < y.id; });
  provenance::build_chains(run, CorpusWords(corpus));
  find_cluster_origins(run);
  return {};
}

}  // namespace reprise::engine
