#include "engine/findings.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>

#include "corpus/dates.hpp"
#include "engine/texts.hpp"
#include "engine/verdicts.hpp"
#include "provenance/provenance.hpp"
#include "report/records_json.hpp"
#include "text/ocr.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {

namespace {

using store::Catalogue;
using store::Key;
using store::Number;

Error at(Error error, const std::string& where) {
  error.message = where + ": " + error.message;
  return error;
}

Number number_of(std::uint32_t article, std::span<const Number> numbers) { return article == kNone ? 0 : numbers[article]; }

Result<ArticleRecord> record_of(const store::ArticleRow& row, const corpus::OutletRegistry& registry) {
  ArticleRecord r;
  r.id = row.given.id;
  r.outlet = row.outlet;
  r.outlet_as_given = row.given.outlet;
  r.published = row.given.published;
  if (const int known = r.outlet.empty() ? -1 : registry.find(r.outlet); known >= 0)
    r.published = corpus::narrowed_to_zone(r.published, registry.outlets()[static_cast<std::size_t>(known)].timezone);
  r.fetched = row.given.fetched;
  r.url = row.given.url;
  r.title = row.given.title;
  r.lang = row.lang;
  r.words = row.words;
  Result<std::vector<Attribution>> attributions = report::parse_attributions(row.attributions);
  if (!attributions) return at(attributions.error(), "attributions of article '" + r.id + "'");
  r.attributions = std::move(*attributions);
  return r;
}

/// Words of spans, of one article at a time: the text is read and tokenised when it is asked for.
class StoredWords : public provenance::WordCounter {
 public:
  /// `only`: the one article that counts; the others' words are estimated. kNone: all count.
  StoredWords(Catalogue& catalogue, const LoadedRun& loaded, std::uint32_t only) : catalogue_(catalogue), loaded_(loaded), only_(only) {}
  std::uint32_t words_in(std::uint32_t article, Span span) const override {
    if (only_ != kNone && article != only_) return 1 + span.size() / 6;
    if (article != at_) read(article);
    const auto first = std::lower_bound(tokens_.begin.begin(), tokens_.begin.end(), span.begin);
    return static_cast<std::uint32_t>(std::lower_bound(first, tokens_.begin.end(), span.end) - first);
  }
  const Result<void>& state() const { return state_; }

 private:
  void read(std::uint32_t article) const {
    at_ = article;
    tokens_.clear();
    const Result<std::optional<std::string>> frame = catalogue_.frame(loaded_.numbers[article]);
    if (!frame || !*frame) {
      if (!frame && state_) state_ = frame.error();
      return;
    }
    const Result<std::string> text = decompress(**frame, catalogue_.database().path(), ErrorCode::bad_index);
    if (!text) {
      if (state_) state_ = text.error();
      return;
    }
    text::tokenise(*text, tokens_);
    text::repair_ocr(*text, loaded_.run.articles[article].lang, tokens_);
  }

  Catalogue& catalogue_;
  const LoadedRun& loaded_;
  std::uint32_t only_;
  mutable std::uint32_t at_ = kNone;
  mutable text::Tokens tokens_;
  mutable Result<void> state_;
};

/// Builds a run from rows.
class Loader {
 public:
  Loader(Catalogue& catalogue, const corpus::OutletRegistry& registry) : catalogue_(catalogue), registry_(registry) {}

  void add(store::FamilyRow&& family) {
    for (const store::OccurrenceRow& o : family.occurrences) {
      wanted_.push_back(o.number);
      if (o.parent) wanted_.push_back(o.parent);
    }
    families_.push_back(std::move(family));
  }
  void add(store::ClusterRow&& cluster) {
    wanted_.insert(wanted_.end(), cluster.articles.begin(), cluster.articles.end());
    clusters_.push_back(std::move(cluster));
  }
  void want(Number number) { wanted_.push_back(number); }

  struct What {
    bool all_articles = false;  ///< or those that families, clusters and want() name
    bool wordings = false;
    bool chains = false;
    Number chains_of = 0;       ///< whose words are counted for them; 0: everyone's
  };
  Result<LoadedRun> load(const What& what) {
    if (Result<void> done = what.all_articles ? load_every_article() : load_wanted(); !done) return done.error();
    order_articles();
    for (store::ClusterRow& c : clusters_) place(std::move(c));
    for (store::FamilyRow& f : families_)
      if (Result<void> done = place(std::move(f), what.wordings); !done) return done.error();
    const auto by_id = [](const auto& x, const auto& y) { return x.id < y.id; };
    std::sort(out_.run.families.begin(), out_.run.families.end(), by_id);
    if (!what.chains) return std::move(out_);
    const StoredWords words(catalogue_, out_, what.chains_of == 0 ? kNone : out_.index_of(what.chains_of));
    provenance::build_chains(out_.run, words);
    if (!words.state()) return words.state().error();
    return std::move(out_);
  }

 private:
  Result<void> take(store::ArticleRow&& row) {
    Result<ArticleRecord> record = record_of(row, registry_);
    if (!record) return record.error();
    loaded_.emplace_back(std::move(*record), row.number);
    return {};
  }
  Result<void> load_every_article() {
    Result<void> state;
    const Result<void> done = catalogue_.each_article([&](store::ArticleRow&& row) {
      state = take(std::move(row));
      return state.has_value();
    });
    return done ? state : done;
  }
  Result<void> load_wanted() {
    std::sort(wanted_.begin(), wanted_.end());
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
    for (const Number number : wanted_) {
      Result<std::optional<store::ArticleRow>> row = catalogue_.article(number);
      if (!row) return row.error();
      if (!*row) continue;
      if (Result<void> done = take(std::move(**row)); !done) return done;
    }
    return {};
  }

  void order_articles() {
    std::sort(loaded_.begin(), loaded_.end(), [](const auto& x, const auto& y) { return x.first.id < y.first.id; });
    for (auto& [record, number] : loaded_) {
      by_number_.emplace_back(number, static_cast<std::uint32_t>(out_.run.articles.size()));
      out_.run.articles.push_back(std::move(record));
      out_.numbers.push_back(number);
    }
    std::sort(by_number_.begin(), by_number_.end());
  }
  std::uint32_t index(Number number) const {
    const auto at = std::lower_bound(by_number_.begin(), by_number_.end(), std::pair(number, 0u));
    return at != by_number_.end() && at->first == number ? at->second : kNone;
  }
  /// The order of a scan's ranks: time, then id.
  bool before(std::uint32_t x, std::uint32_t y) const {
    const auto time = [&](std::uint32_t a) { return out_.run.articles[a].published.known() ? out_.run.articles[a].published.from : std::numeric_limits<Seconds>::max(); };
    return time(x) != time(y) ? time(x) < time(y) : x < y;
  }

  void place(store::ClusterRow&& row) {
    ClusterRecord c;
    c.id = row.cluster;
    for (const Number n : row.articles)
      if (const std::uint32_t i = index(n); i != kNone) c.articles.push_back(i);
    if (c.articles.empty()) return;
    std::sort(c.articles.begin(), c.articles.end(), [&](std::uint32_t x, std::uint32_t y) { return before(x, y); });
    c.origin = index(row.origin);
    if (c.origin == kNone) c.origin = c.articles.front();
    c.origin_confidence = row.origin_confidence;
    for (const std::uint32_t i : c.articles) {
      out_.run.articles[i].cluster = static_cast<std::uint32_t>(out_.run.clusters.size());
      if (i != c.articles.front()) out_.run.articles[i].near_duplicate_of = c.articles.front();
      if (const std::string& outlet = out_.run.articles[i].outlet; !outlet.empty()) c.outlets.push_back(outlet);
    }
    std::sort(c.outlets.begin(), c.outlets.end());
    c.outlets.erase(std::unique(c.outlets.begin(), c.outlets.end()), c.outlets.end());
    for (const store::ClusterPairRow& p : row.pairs) {
      ClusterPair pair{index(p.a), index(p.b), p.jaccard, p.containment_a, p.containment_b};
      if (pair.a == kNone || pair.b == kNone) continue;
      if (before(pair.b, pair.a)) {
        std::swap(pair.a, pair.b);
        std::swap(pair.containment_a, pair.containment_b);
      }
      c.pairs.push_back(pair);
    }
    std::sort(c.pairs.begin(), c.pairs.end(), [&](const ClusterPair& x, const ClusterPair& y) { return x.a != y.a ? before(x.a, y.a) : before(x.b, y.b); });
    out_.run.clusters.push_back(std::move(c));
  }

  Result<void> place(store::FamilyRow&& row, bool wording) {
    FamilyRecord f;
    f.id = row.family;
    f.kind = row.kind;
    f.origin_article = index(row.origin);
    f.origin_outlet = row.origin_outlet;
    f.origin_observed = row.origin_observed;
    f.origin_confidence = row.origin_confidence;
    for (store::OccurrenceRow& r : row.occurrences) {
      Occurrence o;
      o.article = index(r.number);
      if (o.article == kNone) continue;
      o.span = r.span;
      o.chars = r.chars;
      o.parent = index(r.parent);
      o.parent_outlet = std::move(r.parent_outlet);
      o.parent_observed = r.parent_observed;
      o.confidence = r.confidence;
      o.status = r.status;
      o.relation = r.relation;
      o.identity = r.identity;
      o.credited = r.credited;
      Result<VerdictEvidence> evidence = report::parse_evidence(r.evidence);
      if (!evidence) return at(evidence.error(), "evidence in family '" + f.id + "'");
      o.evidence.time = std::move(evidence->time);
      o.evidence.variants = std::move(evidence->variants);
      o.evidence.attribution = std::move(evidence->attribution);
      for (VerdictCandidate& c : evidence->candidates) o.evidence.candidates.push_back({index_of_id(c.article), std::move(c.outlet), c.share});
      f.occurrences.push_back(std::move(o));
    }
    if (f.occurrences.empty()) return {};
    std::sort(f.occurrences.begin(), f.occurrences.end(), [&](const Occurrence& x, const Occurrence& y) {
      return x.article != y.article ? before(x.article, y.article) : std::tie(x.span.begin, x.span.end) < std::tie(y.span.begin, y.span.end);
    });
    if (wording) {
      const auto first = std::find_if(f.occurrences.begin(), f.occurrences.end(), [&](const Occurrence& o) { return o.article == f.origin_article; });
      const Occurrence& o = first == f.occurrences.end() ? f.occurrences.front() : *first;
      const Result<std::optional<std::string>> frame = catalogue_.frame(out_.numbers[o.article]);
      if (!frame) return frame.error();
      if (*frame) {
        const Result<std::string> text = decompress(**frame, catalogue_.database().path(), ErrorCode::bad_index);
        if (!text) return at(text.error(), "text of article '" + out_.run.articles[o.article].id + "'");
        if (o.span.begin <= o.span.end && o.span.end <= text->size()) f.text = text->substr(o.span.begin, o.span.size());
      }
    }
    out_.run.families.push_back(std::move(f));
    return {};
  }

  std::uint32_t index_of_id(std::string_view id) const {
    if (id.empty()) return kNone;
    const auto found = std::lower_bound(out_.run.articles.begin(), out_.run.articles.end(), id, [](const ArticleRecord& a, std::string_view wanted) { return a.id < wanted; });
    return found != out_.run.articles.end() && found->id == id ? static_cast<std::uint32_t>(found - out_.run.articles.begin()) : kNone;
  }

  Catalogue& catalogue_;
  const corpus::OutletRegistry& registry_;
  std::vector<Number> wanted_;
  std::vector<store::FamilyRow> families_;
  std::vector<store::ClusterRow> clusters_;
  std::vector<std::pair<ArticleRecord, Number>> loaded_;
  std::vector<std::pair<Number, std::uint32_t>> by_number_;
  LoadedRun out_;
};

}  // namespace

std::uint32_t LoadedRun::index_of(Number number) const {
  const auto found = std::find(numbers.begin(), numbers.end(), number);
  return found == numbers.end() ? kNone : static_cast<std::uint32_t>(found - numbers.begin());
}

Seconds now() { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

Article without_text(const Article& a) {
  return {.id = a.id, .outlet = a.outlet, .url = a.url, .title = a.title, .text = {}, .lang = a.lang, .published = a.published, .fetched = a.fetched};
}

store::ArticleRow article_row(Article given, const ArticleRecord& record) {
  store::ArticleRow row;
  row.given = std::move(given);
  row.added = now();
  row.outlet = record.outlet;
  row.lang = record.lang;
  row.words = record.words;
  row.attributions = attributions_json(record.attributions);
  return row;
}

std::string attributions_json(std::span<const Attribution> attributions) {
  if (attributions.empty()) return {};
  std::string out;
  report::append_attributions(out, attributions);
  return out;
}

store::OccurrenceRow occurrence_row(const Run& run, const Occurrence& o, std::span<const Number> numbers) {
  store::OccurrenceRow row;
  row.number = numbers[o.article];
  row.span = o.span;
  row.chars = o.chars;
  row.status = o.status;
  row.relation = o.relation;
  row.parent = number_of(o.parent, numbers);
  row.parent_outlet = o.parent_outlet;
  row.parent_observed = o.parent_observed;
  row.confidence = o.confidence;
  row.identity = o.identity;
  row.credited = o.credited;
  report::append_evidence(row.evidence, evidence_of(run, o.evidence));
  return row;
}

store::FamilyRow family_row(const Run& run, const FamilyRecord& f, std::span<const Number> numbers) {
  store::FamilyRow row;
  row.family = f.id;
  row.kind = f.kind;
  row.origin = number_of(f.origin_article, numbers);
  row.origin_outlet = f.origin_outlet;
  row.origin_observed = f.origin_observed;
  row.origin_confidence = f.origin_confidence;
  for (const Occurrence& o : f.occurrences) row.occurrences.push_back(occurrence_row(run, o, numbers));
  return row;
}

store::ClusterRow cluster_row(const ClusterRecord& c, std::span<const Number> numbers) {
  store::ClusterRow row;
  row.cluster = c.id;
  row.origin = number_of(c.origin, numbers);
  row.origin_confidence = c.origin_confidence;
  for (const std::uint32_t a : c.articles) row.articles.push_back(numbers[a]);
  for (const ClusterPair& p : c.pairs) row.pairs.push_back({numbers[p.a], numbers[p.b], p.jaccard, p.containment_a, p.containment_b});
  return row;
}

Result<LoadedRun> load_article(Catalogue& catalogue, const corpus::OutletRegistry& registry, Number number) {
  const Result<std::optional<store::ArticleRow>> row = catalogue.article(number);
  if (!row) return row.error();
  if (!*row) return Error{ErrorCode::not_found, "no article has the number " + std::to_string(number), ""};
  Loader loader(catalogue, registry);
  loader.want(number);
  const Result<std::vector<Key>> families = catalogue.families_of(number);
  if (!families) return families.error();
  for (const Key key : *families) {
    Result<std::optional<store::FamilyRow>> family = catalogue.family(key);
    if (!family) return family.error();
    if (*family) loader.add(std::move(**family));
  }
  if ((*row)->cluster != 0) {
    Result<std::optional<store::ClusterRow>> cluster = catalogue.cluster((*row)->cluster);
    if (!cluster) return cluster.error();
    if (*cluster) loader.add(std::move(**cluster));
  }
  return loader.load({.chains = true, .chains_of = number});
}

Result<LoadedRun> load_family(Catalogue& catalogue, const corpus::OutletRegistry& registry, Key key) {
  Loader loader(catalogue, registry);
  Result<std::optional<store::FamilyRow>> family = catalogue.family(key);
  if (!family) return family.error();
  if (*family) loader.add(std::move(**family));
  return loader.load({.wordings = true});
}

Result<LoadedRun> load_all(Catalogue& catalogue, const corpus::OutletRegistry& registry) {
  Loader loader(catalogue, registry);
  if (Result<void> done = catalogue.each_cluster([&](store::ClusterRow&& c) { loader.add(std::move(c)); return true; }); !done) return done.error();
  if (Result<void> done = catalogue.each_family([&](store::FamilyRow&& f) { loader.add(std::move(f)); return true; }); !done) return done.error();
  return loader.load({.all_articles = true, .wordings = true, .chains = true});
}

Result<Article> load_text(Catalogue& catalogue, store::ArticleRow row) {
  const Result<std::optional<std::string>> frame = catalogue.frame(row.number);
  if (!frame) return frame.error();
  if (!*frame) return Error{ErrorCode::bad_index, catalogue.database().path() + ": the text of article '" + row.given.id + "' is missing", catalogue.database().path()};
  Result<std::string> text = decompress(**frame, catalogue.database().path(), ErrorCode::bad_index);
  if (!text) return at(text.error(), "article '" + row.given.id + "'");
  row.given.text = std::move(*text);
  return std::move(row.given);
}

}  // namespace reprise::engine
