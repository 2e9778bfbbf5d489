// What only reprise.h shows as JSON: a stored article with its versions, and the report of verify.
// Tested by tests/capi.
#include "capi/border.hpp"
#include "report/iso_time.hpp"
#include "report/json_out.hpp"

namespace reprise::capi {

namespace {

using namespace report;

void append_time(std::string& out, Seconds time) {
  if (time == kNoTime) {
    out += "null";
    return;
  }
  out += '"';
  append_iso(out, time);
  out += '"';
}

/// From "outlet_as_given" to "text".
void append_given(std::string& out, const Article& a) {
  out += "\"outlet_as_given\":";
  append_json_or_null(out, a.outlet);
  out += ",\"published\":";
  append_interval(out, a.published);
  out += ",\"fetched\":";
  append_time(out, a.fetched);
  for (const auto& [key, value] : {std::pair(",\"url\":", &a.url), {",\"title\":", &a.title}, {",\"lang\":", &a.lang}}) {
    out += key;
    append_json_or_null(out, *value);
  }
  out += ",\"text\":";
  append_json_string(out, a.text);
}

}  // namespace

std::string to_json(const StoredArticle& s) {
  std::string out = "{\"article\":";
  append_json_string(out, s.article.id);
  out += ',';
  append_given(out, s.article);
  out += ",\"version\":";
  append_uint(out, s.version);
  out += ",\"added\":";
  append_time(out, s.added);
  out += ",\"earlier\":[";
  for (const ArticleVersion& v : s.earlier) {
    out += &v == &s.earlier.front() ? "{\"version\":" : ",{\"version\":";
    append_uint(out, v.version);
    out += ",\"replaced\":";
    append_time(out, v.replaced);
    out += ',';
    append_given(out, v.article);
    out += '}';
  }
  out += "],\"verdict\":";
  out += reprise::to_json(s.verdict);
  out += '}';
  return out;
}

std::string to_json(const VerifyReport& r) {
  std::string out = "{\"files\":";
  append_uint(out, r.files);
  out += ",\"bytes\":";
  append_uint(out, r.bytes);
  out += ",\"articles\":";
  append_uint(out, r.articles);
  out += ",\"problems\":[";
  for (const std::string& problem : r.problems) {
    if (&problem != &r.problems.front()) out += ',';
    append_json_string(out, problem);
  }
  out += "]}";
  return out;
}

}  // namespace reprise::capi
