// Verdicts, families, chains, statistics and changes as lines of JSON. Keys are those of the run files where they mean the same.
// Tested by tests/report/verdict_json_test.cpp.
#include <new>
#include <string>

#include "report/iso_time.hpp"
#include "report/json_in.hpp"
#include "report/json_out.hpp"
#include "report/records_json.hpp"
#include "reprise/index.hpp"
#include "reprise/verdict.hpp"

namespace reprise {

namespace {

using namespace report;

void text(std::string& out, const char* key, std::string_view value) {
  out += key;
  append_json_string(out, value);
}
void text_or_null(std::string& out, const char* key, std::string_view value) {
  out += key;
  append_json_or_null(out, value);
}
void number(std::string& out, const char* key, std::uint64_t value) {
  out += key;
  append_uint(out, value);
}
void decimal(std::string& out, const char* key, double value) {
  out += key;
  append_decimal(out, value);
}
void boolean(std::string& out, const char* key, bool value) {
  out += key;
  out += value ? "true" : "false";
}
void credited(std::string& out, const char* key, Credited value) {
  out += key;
  out += value == Credited::unset ? "null" : value == Credited::yes ? "true" : "false";
}
void interval(std::string& out, const char* key, const TimeInterval& value) {
  out += key;
  append_interval(out, value);
}
void span(std::string& out, const char* key, Span value) {
  out += key;
  append_span(out, value);
}
void time(std::string& out, const char* key, Seconds value) {
  out += key;
  if (value == kNoTime) {
    out += "null";
    return;
  }
  out += '"';
  append_iso(out, value);
  out += '"';
}

template <class List, class Write>
void list(std::string& out, const char* key, const List& items, Write write) {
  out += key;
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write(item);
  }
  out += ']';
}

void append_origin(std::string& out, const char* key, const Origin& o) {
  out += key;
  text_or_null(out, "{\"article\":", o.article);
  text_or_null(out, ",\"outlet\":", o.outlet);
  boolean(out, ",\"observed\":", o.observed);
  decimal(out, ",\"confidence\":", o.confidence);
  out += '}';
}

void append_hops(std::string& out, const char* key, const std::vector<VerdictHop>& hops) {
  list(out, key, hops, [&](const VerdictHop& h) {
    text_or_null(out, "{\"outlet\":", h.outlet);
    text_or_null(out, ",\"article\":", h.article);
    interval(out, ",\"published\":", h.published);
    text_or_null(out, ",\"relation\":", to_string(h.relation));
    decimal(out, ",\"confidence\":", h.confidence);
    credited(out, ",\"credited\":", h.credited);
    out += '}';
  });
}

void append_chains(std::string& out, const char* key, const std::vector<VerdictChain>& chains) {
  list(out, key, chains, [&](const VerdictChain& c) {
    decimal(out, "{\"share\":", c.share);
    list(out, ",\"families\":", c.families, [&](const std::string& f) { append_json_string(out, f); });
    append_hops(out, ",\"hops\":", c.hops);
    out += '}';
  });
}

/// From "span" to "evidence", as in an occurrence of passages.jsonl.
void append_holding(std::string& out, const VerdictPassage& p) {
  span(out, ",\"span\":", p.span);
  span(out, ",\"chars\":", p.chars);
  text_or_null(out, ",\"parent\":", p.parent);
  text_or_null(out, ",\"parent_outlet\":", p.parent_outlet);
  boolean(out, ",\"parent_observed\":", p.parent_observed);
  decimal(out, ",\"confidence\":", p.confidence);
  text(out, ",\"status\":", to_string(p.status));
  text_or_null(out, ",\"relation\":", to_string(p.relation));
  decimal(out, ",\"identity\":", p.identity);
  credited(out, ",\"credited\":", p.credited);
  out += ",\"evidence\":";
  append_evidence(out, p.evidence);
}

void append_side(std::string& out, const char* key, const Holding& h) {
  out += key;
  if (h.family.empty()) {
    out += "null";
    return;
  }
  text(out, "{\"family\":", h.family);
  text(out, ",\"status\":", to_string(h.status));
  text_or_null(out, ",\"parent\":", h.parent);
  text_or_null(out, ",\"parent_outlet\":", h.parent_outlet);
  text_or_null(out, ",\"origin\":", h.origin);
  text_or_null(out, ",\"origin_outlet\":", h.origin_outlet);
  decimal(out, ",\"confidence\":", h.confidence);
  out += '}';
}

/// From "outlet_as_given" to "text": an article as it was given.
void append_given(std::string& out, const Article& a) {
  text_or_null(out, ",\"outlet_as_given\":", a.outlet);
  interval(out, ",\"published\":", a.published);
  time(out, ",\"fetched\":", a.fetched);
  text_or_null(out, ",\"url\":", a.url);
  text_or_null(out, ",\"title\":", a.title);
  text_or_null(out, ",\"lang\":", a.lang);
  text(out, ",\"text\":", a.text);
}

}  // namespace

std::string to_json(const Verdict& v) {
  std::string out;
  text(out, "{\"article\":", v.article);
  text_or_null(out, ",\"outlet\":", v.outlet);
  text_or_null(out, ",\"outlet_as_given\":", v.outlet_as_given);
  interval(out, ",\"published\":", v.published);
  text_or_null(out, ",\"url\":", v.url);
  text_or_null(out, ",\"title\":", v.title);
  text_or_null(out, ",\"lang\":", v.lang);
  number(out, ",\"words\":", v.words);
  list(out, ",\"near_duplicates\":", v.near_duplicates, [&](const NearDuplicate& d) {
    text(out, "{\"article\":", d.article);
    text_or_null(out, ",\"outlet\":", d.outlet);
    interval(out, ",\"published\":", d.published);
    decimal(out, ",\"jaccard\":", d.jaccard);
    decimal(out, ",\"containment\":", d.containment);
    decimal(out, ",\"containment_other\":", d.containment_other);
    out += '}';
  });
  text_or_null(out, ",\"cluster\":", v.cluster);
  text_or_null(out, ",\"near_duplicate_of\":", v.near_duplicate_of);
  list(out, ",\"passages\":", v.passages, [&](const VerdictPassage& p) {
    text(out, "{\"family\":", p.family);
    text(out, ",\"kind\":", to_string(p.kind));
    append_holding(out, p);
    append_origin(out, ",\"origin\":", p.origin);
    append_hops(out, ",\"chain\":", p.chain);
    out += '}';
  });
  list(out, ",\"sources\":", v.sources, [&](const VerdictSource& s) {
    text_or_null(out, "{\"outlet\":", s.outlet);
    text_or_null(out, ",\"article\":", s.article);
    decimal(out, ",\"share\":", s.share);
    boolean(out, ",\"credited\":", s.credited);
    out += '}';
  });
  append_chains(out, ",\"chains\":", v.chains);
  out += ",\"attributions\":";
  append_attributions(out, v.attributions);
  decimal(out, ",\"original_share\":", v.original_share);
  out += '}';
  return out;
}

std::string to_json(const VerdictFamily& f) {
  std::string out;
  text(out, "{\"family\":", f.family);
  text(out, ",\"kind\":", to_string(f.kind));
  text(out, ",\"text\":", f.text);
  append_origin(out, ",\"origin\":", f.origin);
  list(out, ",\"occurrences\":", f.occurrences, [&](const VerdictPassage& p) {
    text(out, "{\"article\":", p.article);
    text_or_null(out, ",\"outlet\":", p.outlet);
    interval(out, ",\"published\":", p.published);
    append_holding(out, p);
    out += '}';
  });
  out += '}';
  return out;
}

std::string to_json(const std::vector<VerdictChain>& chains) {
  std::string out;
  append_chains(out, "", chains);
  return out;
}

std::string to_json(const IndexStats& s) {
  std::string out;
  number(out, "{\"articles\":", s.articles);
  number(out, ",\"versions\":", s.versions);
  number(out, ",\"families\":", s.families);
  number(out, ",\"occurrences\":", s.occurrences);
  number(out, ",\"clusters\":", s.clusters);
  number(out, ",\"segments\":", s.segments);
  number(out, ",\"fingerprints\":", s.fingerprints);
  number(out, ",\"recent_articles\":", s.recent_articles);
  number(out, ",\"text_bytes\":", s.text_bytes);
  number(out, ",\"disk_bytes\":", s.disk_bytes);
  number(out, ",\"last_change\":", s.last_change);
  boolean(out, ",\"settled\":", s.settled);
  number(out, ",\"format\":", s.format);
  out += '}';
  return out;
}

std::string to_json(const Change& c) {
  std::string out;
  number(out, "{\"sequence\":", c.sequence);
  time(out, ",\"at\":", c.at);
  text(out, ",\"article\":", c.article);
  text_or_null(out, ",\"cause\":", c.cause);
  span(out, ",\"span\":", c.span);
  append_side(out, ",\"before\":", c.before);
  append_side(out, ",\"now\":", c.now);
  out += '}';
  return out;
}

std::string to_json(const StoredArticle& a) {
  std::string out;
  text(out, "{\"article\":", a.article.id);
  number(out, ",\"version\":", a.version);
  time(out, ",\"added\":", a.added);
  append_given(out, a.article);
  list(out, ",\"earlier\":", a.earlier, [&](const ArticleVersion& v) {
    number(out, "{\"version\":", v.version);
    time(out, ",\"replaced\":", v.replaced);
    append_given(out, v.article);
    out += '}';
  });
  out += ",\"verdict\":" + to_json(a.verdict) + '}';
  return out;
}

}  // namespace reprise

namespace reprise::report {

namespace {

/// Parses one JSON value and lets `read` take its fields.
template <class Read>
Result<void> parsed(std::string_view json, LineFields& in, Read read) {
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  const auto error = parser.parse(json.data(), json.size()).get(value);
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();  // says nothing of the JSON
  if (error)
    return Error{ErrorCode::bad_index, "expected JSON, found " + LineFields::quoted(json.substr(0, 40)) + " (" + simdjson::error_message(error) + ")", ""};
  read(value);
  if (in.failed()) return Error{ErrorCode::bad_index, in.message(), ""};
  return {};
}

}  // namespace

void append_attributions(std::string& out, std::span<const Attribution> attributions) {
  list(out, "", attributions, [&](const Attribution& t) {
    text(out, "{\"outlet\":", t.outlet);
    text_or_null(out, ",\"via\":", t.via);
    text(out, ",\"cue\":", to_string(t.cue));
    span(out, ",\"span\":", t.span);
    span(out, ",\"chars\":", t.chars);
    text(out, ",\"text\":", t.text);
    out += '}';
  });
}

void append_evidence(std::string& out, const VerdictEvidence& e) {
  text_or_null(out, "{\"time\":", e.time);
  text_or_null(out, ",\"variants\":", e.variants);
  text_or_null(out, ",\"attribution\":", e.attribution);
  if (!e.candidates.empty()) {
    list(out, ",\"candidates\":", e.candidates, [&](const VerdictCandidate& c) {
      text_or_null(out, "{\"article\":", c.article);
      text_or_null(out, ",\"outlet\":", c.outlet);
      decimal(out, ",\"share\":", c.share);
      out += '}';
    });
  }
  out += '}';
}

Result<std::vector<Attribution>> parse_attributions(std::string_view json) {
  std::vector<Attribution> out;
  if (json.empty()) return out;
  LineFields in;
  const Result<void> done = parsed(json, in, [&](simdjson::dom::element value) {
    simdjson::dom::array array;
    if (value.get_array().get(array)) return in.fail("expected an array of attributions");
    for (const simdjson::dom::element item : array) {
      simdjson::dom::object o;
      if (item.get_object().get(o)) return in.fail("expected objects in the array of attributions");
      out.push_back(in.attribution(o));
    }
  });
  if (!done) return done.error();
  return out;
}

Result<VerdictEvidence> parse_evidence(std::string_view json) {
  VerdictEvidence out;
  LineFields in;
  const Result<void> done = parsed(json, in, [&](simdjson::dom::element value) {
    simdjson::dom::object o;
    if (value.get_object().get(o)) return in.fail("expected evidence to be an object");
    out.time = in.text_or_null(o, "time");
    out.variants = in.text_or_null(o, "variants");
    out.attribution = in.text_or_null(o, "attribution");
    in.objects(o, "candidates", [&](simdjson::dom::object c) { out.candidates.push_back({in.text_or_null(c, "article"), in.text_or_null(c, "outlet"), in.share(c, "share")}); }, true);
  });
  if (!done) return done.error();
  return out;
}

}  // namespace reprise::report
