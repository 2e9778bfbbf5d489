#include "tables.hpp"

namespace reprise::python {

namespace {

void push_bit(std::vector<std::uint8_t>& bits, std::uint64_t row, bool bit) {
  if (row % 8 == 0) bits.push_back(0);
  if (bit) bits.back() = std::uint8_t(bits.back() | 1u << (row % 8));
}

using enum ColumnType;

std::string_view id_of(const Run& run, std::uint32_t article) { return article == kNone ? std::string_view() : std::string_view(run.articles[article].id); }
std::string_view outlet_of(const Run& run, std::uint32_t article) { return article == kNone ? std::string_view() : std::string_view(run.articles[article].outlet); }

/// Two columns of times: the ends of an interval.
struct Interval {
  Column &from, &to;
  Interval(Table& table, const std::string& name) : from(table.add(name + "_from", ColumnType::time)), to(table.add(name + "_to", ColumnType::time)) {}
  void add(const TimeInterval& value) {
    from.time(value.from);
    to.time(value.known() ? value.to : kNoTime);
  }
};

/// Two columns of positions.
struct Positions {
  Column &begin, &end;
  Positions(Table& table, const std::string& name) : begin(table.add(name + "_begin", ColumnType::integer)), end(table.add(name + "_end", ColumnType::integer)) {}
  void add(Span span) {
    begin.integer(span.begin);
    end.integer(span.end);
  }
};

/// The four columns of where a family begins.
struct OriginColumns {
  Column &article, &outlet, &observed, &confidence;
  explicit OriginColumns(Table& t) : article(t.add("origin", text)), outlet(t.add("origin_outlet", text)), observed(t.add("origin_observed", boolean)), confidence(t.add("origin_confidence", number)) {}
  void add(const Run& run, const FamilyRecord& f) {
    article.text_or_null(id_of(run, f.origin_article));
    outlet.text_or_null(f.origin_outlet);
    observed.boolean(f.origin_observed);
    confidence.number(f.origin_confidence);
  }
};

Table articles(const Run& run) {
  Table t;
  Column &article = t.add("article", text), &outlet = t.add("outlet", text), &as_given = t.add("outlet_as_given", text);
  Interval published(t, "published");
  Column &fetched = t.add("fetched", time), &url = t.add("url", text), &title = t.add("title", text), &lang = t.add("lang", text), &words = t.add("words", integer);
  Column &cluster = t.add("cluster", text), &of = t.add("near_duplicate_of", text), &share = t.add("original_share", number);
  for (const ArticleRecord& a : run.articles) {
    article.text(a.id);
    outlet.text_or_null(a.outlet);
    as_given.text_or_null(a.outlet_as_given);
    published.add(a.published);
    fetched.time(a.fetched);
    url.text_or_null(a.url);
    title.text_or_null(a.title);
    lang.text_or_null(a.lang);
    words.integer(a.words);
    cluster.text_or_null(a.cluster == kNone ? std::string_view() : std::string_view(run.clusters[a.cluster].id));
    of.text_or_null(id_of(run, a.near_duplicate_of));
    share.number(a.original_share);
  }
  return t;
}

Table sources(const Run& run) {
  Table t;
  Column &article = t.add("article", text), &outlet = t.add("outlet", text), &source = t.add("source", text), &share = t.add("share", number), &credited = t.add("credited", boolean);
  for (const ArticleRecord& a : run.articles)
    for (const Source& s : a.sources) {
      article.text(a.id);
      outlet.text_or_null(s.outlet);
      source.text_or_null(id_of(run, s.article));
      share.number(s.share);
      credited.boolean(s.credited);
    }
  return t;
}

Table attributions(const Run& run) {
  Table t;
  Column &article = t.add("article", text), &outlet = t.add("outlet", text), &via = t.add("via", text), &cue = t.add("cue", text);
  Positions span(t, "span"), chars(t, "chars");
  Column& words = t.add("text", text);
  for (const ArticleRecord& a : run.articles)
    for (const Attribution& x : a.attributions) {
      article.text(a.id);
      outlet.text(x.outlet);
      via.text_or_null(x.via);
      cue.text(to_string(x.cue));
      span.add(x.span);
      chars.add(x.chars);
      words.text(x.text);
    }
  return t;
}

Table clusters(const Run& run) {
  Table t;
  Column &cluster = t.add("cluster", text), &members = t.add("articles", texts), &origin = t.add("origin", text), &origin_outlet = t.add("origin_outlet", text);
  Column &confidence = t.add("origin_confidence", number), &outlets = t.add("outlets", texts);
  for (const ClusterRecord& c : run.clusters) {
    cluster.text(c.id);
    std::vector<std::string> ids;
    for (const std::uint32_t a : c.articles) ids.emplace_back(id_of(run, a));
    members.texts(ids);
    origin.text_or_null(id_of(run, c.origin));
    origin_outlet.text_or_null(outlet_of(run, c.origin));
    confidence.number(c.origin_confidence);
    outlets.texts(c.outlets);
  }
  return t;
}

Table pairs(const Run& run) {
  Table t;
  Column &cluster = t.add("cluster", text), &a = t.add("a", text), &b = t.add("b", text), &jaccard = t.add("jaccard", number);
  Column &in_b = t.add("containment_a", number), &in_a = t.add("containment_b", number);
  for (const ClusterRecord& c : run.clusters)
    for (const ClusterPair& p : c.pairs) {
      cluster.text(c.id);
      a.text(id_of(run, p.a));
      b.text(id_of(run, p.b));
      jaccard.number(p.jaccard);
      in_b.number(p.containment_a);
      in_a.number(p.containment_b);
    }
  return t;
}

Table families(const Run& run) {
  Table t;
  Column &family = t.add("family", text), &kind = t.add("kind", text), &words = t.add("text", text);
  OriginColumns origin(t);
  Column& occurrences = t.add("occurrences", integer);
  for (const FamilyRecord& f : run.families) {
    family.text(f.id);
    kind.text(to_string(f.kind));
    words.text(f.text);
    origin.add(run, f);
    occurrences.integer(std::int64_t(f.occurrences.size()));
  }
  return t;
}

Table passages(const Run& run) {
  Table t;
  Column &family = t.add("family", text), &kind = t.add("kind", text), &article = t.add("article", text), &outlet = t.add("outlet", text);
  Interval published(t, "published");
  Positions span(t, "span"), chars(t, "chars");
  Column &status = t.add("status", text), &relation = t.add("relation", text), &parent = t.add("parent", text), &parent_outlet = t.add("parent_outlet", text);
  Column &observed = t.add("parent_observed", boolean), &confidence = t.add("confidence", number), &identity = t.add("identity", number), &credited = t.add("credited", boolean);
  OriginColumns origin(t);
  Column &by_time = t.add("evidence_time", text), &by_variants = t.add("evidence_variants", text), &by_words = t.add("evidence_attribution", text);
  for (const FamilyRecord& f : run.families)
    for (const Occurrence& o : f.occurrences) {
      family.text(f.id);
      kind.text(to_string(f.kind));
      article.text(id_of(run, o.article));
      outlet.text_or_null(outlet_of(run, o.article));
      published.add(run.articles[o.article].published);
      span.add(o.span);
      chars.add(o.chars);
      status.text(to_string(o.status));
      relation.text_or_null(to_string(o.relation));
      parent.text_or_null(id_of(run, o.parent));
      parent_outlet.text_or_null(o.parent_outlet);
      observed.boolean(o.parent_observed);
      confidence.number(o.confidence);
      identity.number(o.identity);
      credited.credited(o.credited);
      origin.add(run, f);
      by_time.text_or_null(o.evidence.time);
      by_variants.text_or_null(o.evidence.variants);
      by_words.text_or_null(o.evidence.attribution);
    }
  return t;
}

Table chains(const Run& run) {
  Table t;
  Column &article = t.add("article", text), &chain = t.add("chain", integer), &share = t.add("share", number), &families = t.add("families", texts);
  Column &hop = t.add("hop", integer), &outlet = t.add("hop_outlet", text), &holder = t.add("hop_article", text);
  Interval published(t, "hop_published");
  Column &relation = t.add("relation", text), &confidence = t.add("confidence", number), &credited = t.add("credited", boolean);
  for (const ChainRecord& record : run.chains)
    for (std::size_t c = 0; c < record.chains.size(); ++c) {
      std::vector<std::string> ids;
      for (const std::uint32_t f : record.chains[c].families) ids.push_back(run.families[f].id);
      for (std::size_t h = 0; h < record.chains[c].hops.size(); ++h) {
        const Hop& step = record.chains[c].hops[h];
        article.text(id_of(run, record.article));
        chain.integer(std::int64_t(c));
        share.number(record.chains[c].share);
        families.texts(ids);
        hop.integer(std::int64_t(h));
        outlet.text_or_null(step.outlet);
        holder.text_or_null(id_of(run, step.article));
        published.add(step.published);
        relation.text_or_null(to_string(step.relation));
        confidence.number(step.confidence);
        credited.credited(step.credited);
      }
    }
  return t;
}

Table outlets(const Run& run) {
  Table t;
  Column &from = t.add("from", text), &to = t.add("to", text), &count = t.add("articles", integer), &passed = t.add("passages", integer), &words = t.add("words", integer);
  Column &credited = t.add("credited_share", number), &lag = t.add("median_lag_seconds", integer);
  for (const OutletPair& p : run.outlet_pairs) {
    from.text_or_null(p.from);
    to.text_or_null(p.to);
    count.integer(p.articles);
    passed.integer(p.passages);
    words.integer(p.words);
    credited.number(p.credited_share);
    p.lag_known ? lag.integer(p.median_lag_seconds) : lag.null();
  }
  return t;
}

}  // namespace

void Column::end_row(bool is_valid) {
  push_bit(valid, rows, is_valid);
  if (!is_valid) ++nulls;
  ++rows;
}

void Column::text(std::string_view value) {
  bytes.append(value);
  offsets.push_back(std::int64_t(bytes.size()));
  end_row(true);
}

void Column::texts(const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    bytes.append(value);
    item_offsets.push_back(std::int64_t(bytes.size()));
  }
  offsets.push_back(std::int64_t(item_offsets.size()) - 1);
  end_row(true);
}

void Column::integer(std::int64_t value) {
  integers.push_back(value);
  end_row(true);
}

void Column::number(double value) {
  numbers.push_back(value);
  end_row(true);
}

void Column::boolean(bool value) {
  push_bit(booleans, rows, value);
  end_row(true);
}

void Column::null() {
  switch (type) {
    case ColumnType::text:
    case ColumnType::texts: offsets.push_back(offsets.back()); break;
    case ColumnType::integer:
    case ColumnType::time: integers.push_back(0); break;
    case ColumnType::number: numbers.push_back(0); break;
    case ColumnType::boolean: push_bit(booleans, rows, false); break;
  }
  end_row(false);
}

Tables tables_of(const Run& run) {
  Tables out;
  const auto add = [&](const char* name, Table table) { out.emplace_back(name, std::make_shared<const Table>(std::move(table))); };
  add("articles", articles(run));
  add("passages", passages(run));
  add("families", families(run));
  add("clusters", clusters(run));
  add("pairs", pairs(run));
  add("chains", chains(run));
  add("outlets", outlets(run));
  add("sources", sources(run));
  add("attributions", attributions(run));
  return out;
}

}  // namespace reprise::python
