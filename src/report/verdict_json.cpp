// Verdicts, families, chains, statistics and changes as lines of JSON. Keys are those of the run files where they mean the same.
// Tested by tests/report/verdict_json_test.cpp.
#include <new>
#include <string>

#include "report/json_fields.hpp"
#include "report/json_in.hpp"
#include "report/records_json.hpp"
#include "reprise/index.hpp"
#include "reprise/verdict.hpp"

namespace reprise::report {

namespace {

class RecordWriter : private JsonFields {
 public:
  explicit RecordWriter(std::string& out) : JsonFields(out) {}

  void attributions(std::span<const Attribution> attributions) {
    list("", attributions, [&](const Attribution& t) {
      text("{\"outlet\":", t.outlet);
      text_or_null(",\"via\":", t.via);
      text(",\"cue\":", to_string(t.cue));
      span(",\"span\":", t.span);
      span(",\"chars\":", t.chars);
      text(",\"text\":", t.text);
      out_ += '}';
    });
  }

  void evidence(const VerdictEvidence& e) {
    text_or_null("{\"time\":", e.time);
    text_or_null(",\"variants\":", e.variants);
    text_or_null(",\"attribution\":", e.attribution);
    if (!e.candidates.empty()) {
      list(",\"candidates\":", e.candidates, [&](const VerdictCandidate& c) {
        text_or_null("{\"article\":", c.article);
        text_or_null(",\"outlet\":", c.outlet);
        decimal(",\"share\":", c.share);
        out_ += '}';
      });
    }
    out_ += '}';
  }

  void verdict(const Verdict& v) {
    text("{\"article\":", v.article);
    text_or_null(",\"outlet\":", v.outlet);
    text_or_null(",\"outlet_as_given\":", v.outlet_as_given);
    interval(",\"published\":", v.published);
    text_or_null(",\"url\":", v.url);
    text_or_null(",\"title\":", v.title);
    text_or_null(",\"lang\":", v.lang);
    number(",\"words\":", v.words);
    list(",\"near_duplicates\":", v.near_duplicates, [&](const NearDuplicate& d) {
      text("{\"article\":", d.article);
      text_or_null(",\"outlet\":", d.outlet);
      interval(",\"published\":", d.published);
      decimal(",\"jaccard\":", d.jaccard);
      decimal(",\"containment\":", d.containment);
      decimal(",\"containment_other\":", d.containment_other);
      out_ += '}';
    });
    text_or_null(",\"cluster\":", v.cluster);
    text_or_null(",\"near_duplicate_of\":", v.near_duplicate_of);
    list(",\"passages\":", v.passages, [&](const VerdictPassage& p) {
      text("{\"family\":", p.family);
      text(",\"kind\":", to_string(p.kind));
      holding(p);
      origin(",\"origin\":", p.origin);
      hops(",\"chain\":", p.chain);
      out_ += '}';
    });
    list(",\"sources\":", v.sources, [&](const VerdictSource& s) {
      text_or_null("{\"outlet\":", s.outlet);
      text_or_null(",\"article\":", s.article);
      decimal(",\"share\":", s.share);
      boolean(",\"credited\":", s.credited);
      out_ += '}';
    });
    chains(",\"chains\":", v.chains);
    out_ += ",\"attributions\":";
    attributions(v.attributions);
    decimal(",\"original_share\":", v.original_share);
    out_ += '}';
  }

  void family(const VerdictFamily& f) {
    text("{\"family\":", f.family);
    text(",\"kind\":", to_string(f.kind));
    text(",\"text\":", f.text);
    origin(",\"origin\":", f.origin);
    list(",\"occurrences\":", f.occurrences, [&](const VerdictPassage& p) {
      text("{\"article\":", p.article);
      text_or_null(",\"outlet\":", p.outlet);
      interval(",\"published\":", p.published);
      holding(p);
      out_ += '}';
    });
    out_ += '}';
  }

  void stats(const IndexStats& s) {
    number("{\"articles\":", s.articles);
    number(",\"versions\":", s.versions);
    number(",\"families\":", s.families);
    number(",\"occurrences\":", s.occurrences);
    number(",\"clusters\":", s.clusters);
    number(",\"segments\":", s.segments);
    number(",\"fingerprints\":", s.fingerprints);
    number(",\"recent_articles\":", s.recent_articles);
    number(",\"text_bytes\":", s.text_bytes);
    number(",\"disk_bytes\":", s.disk_bytes);
    number(",\"last_change\":", s.last_change);
    boolean(",\"settled\":", s.settled);
    number(",\"format\":", s.format);
    out_ += '}';
  }

  void change(const Change& c) {
    number("{\"sequence\":", c.sequence);
    time(",\"at\":", c.at);
    text(",\"article\":", c.article);
    text_or_null(",\"cause\":", c.cause);
    span(",\"span\":", c.span);
    side(",\"before\":", c.before);
    side(",\"now\":", c.now);
    out_ += '}';
  }

  void stored(const StoredArticle& a) {
    text("{\"article\":", a.article.id);
    number(",\"version\":", a.version);
    time(",\"added\":", a.added);
    given(a.article);
    list(",\"earlier\":", a.earlier, [&](const ArticleVersion& v) {
      number("{\"version\":", v.version);
      time(",\"replaced\":", v.replaced);
      given(v.article);
      out_ += '}';
    });
    out_ += ",\"verdict\":" + to_json(a.verdict) + '}';
  }

  void chains(std::string_view key, const std::vector<VerdictChain>& chains) {
    list(key, chains, [&](const VerdictChain& c) {
      decimal("{\"share\":", c.share);
      list(",\"families\":", c.families, [&](const std::string& f) { append_json_string(out_, f); });
      hops(",\"hops\":", c.hops);
      out_ += '}';
    });
  }

 private:
  void origin(std::string_view key, const Origin& o) {
    out_ += key;
    text_or_null("{\"article\":", o.article);
    text_or_null(",\"outlet\":", o.outlet);
    boolean(",\"observed\":", o.observed);
    decimal(",\"confidence\":", o.confidence);
    out_ += '}';
  }

  void hops(std::string_view key, const std::vector<VerdictHop>& hops) {
    list(key, hops, [&](const VerdictHop& h) {
      text_or_null("{\"outlet\":", h.outlet);
      text_or_null(",\"article\":", h.article);
      interval(",\"published\":", h.published);
      text_or_null(",\"relation\":", to_string(h.relation));
      decimal(",\"confidence\":", h.confidence);
      credited(",\"credited\":", h.credited);
      out_ += '}';
    });
  }

  /// From "span" to "evidence", as in an occurrence of passages.jsonl.
  void holding(const VerdictPassage& p) {
    span(",\"span\":", p.span);
    span(",\"chars\":", p.chars);
    text_or_null(",\"parent\":", p.parent);
    text_or_null(",\"parent_outlet\":", p.parent_outlet);
    boolean(",\"parent_observed\":", p.parent_observed);
    decimal(",\"confidence\":", p.confidence);
    text(",\"status\":", to_string(p.status));
    text_or_null(",\"relation\":", to_string(p.relation));
    decimal(",\"identity\":", p.identity);
    credited(",\"credited\":", p.credited);
    out_ += ",\"evidence\":";
    evidence(p.evidence);
  }

  void side(std::string_view key, const Holding& h) {
    out_ += key;
    if (h.family.empty()) {
      out_ += "null";
      return;
    }
    text("{\"family\":", h.family);
    text(",\"status\":", to_string(h.status));
    text_or_null(",\"parent\":", h.parent);
    text_or_null(",\"parent_outlet\":", h.parent_outlet);
    text_or_null(",\"origin\":", h.origin);
    text_or_null(",\"origin_outlet\":", h.origin_outlet);
    decimal(",\"confidence\":", h.confidence);
    out_ += '}';
  }

  /// From "outlet_as_given" to "text": an article as it was given.
  void given(const Article& a) {
    text_or_null(",\"outlet_as_given\":", a.outlet);
    interval(",\"published\":", a.published);
    time(",\"fetched\":", a.fetched);
    text_or_null(",\"url\":", a.url);
    text_or_null(",\"title\":", a.title);
    text_or_null(",\"lang\":", a.lang);
    text(",\"text\":", a.text);
  }
};

}  // namespace

void append_attributions(std::string& out, std::span<const Attribution> attributions) { RecordWriter(out).attributions(attributions); }
void append_evidence(std::string& out, const VerdictEvidence& e) { RecordWriter(out).evidence(e); }

}  // namespace reprise::report

namespace reprise {

std::string to_json(const Verdict& v) {
  std::string out;
  report::RecordWriter(out).verdict(v);
  return out;
}

std::string to_json(const VerdictFamily& f) {
  std::string out;
  report::RecordWriter(out).family(f);
  return out;
}

std::string to_json(const std::vector<VerdictChain>& chains) {
  std::string out;
  report::RecordWriter(out).chains("", chains);
  return out;
}

std::string to_json(const IndexStats& s) {
  std::string out;
  report::RecordWriter(out).stats(s);
  return out;
}

std::string to_json(const Change& c) {
  std::string out;
  report::RecordWriter(out).change(c);
  return out;
}

std::string to_json(const StoredArticle& a) {
  std::string out;
  report::RecordWriter(out).stored(a);
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
