#include "report/json_in.hpp"

#include <cmath>

#include "report/iso_time.hpp"
#include "report/json_out.hpp"

namespace reprise::report {

std::string LineFields::quoted(std::string_view text) {
  constexpr std::size_t kShown = 40;
  std::string_view head = text.substr(0, kShown);
  while (!head.empty() && head.size() < text.size() && (static_cast<unsigned char>(text[head.size()]) & 0xc0u) == 0x80u) head.remove_suffix(1);
  std::string out;
  append_json_string(out, head);
  if (head.size() < text.size()) out += "...";
  return out;
}

bool LineFields::field(Object& o, std::string_view key, Value& out, bool may_be_absent) {
  if (failed_) return false;
  if (!o.at_key(key).get(out)) return true;
  if (!may_be_absent) fail("expected the key \"" + std::string(key) + "\", found no such key");
  return false;
}

std::string LineFields::kind_of(Value value) {
  using Type = simdjson::dom::element_type;
  switch (value.type()) {
    case Type::ARRAY: return "an array";
    case Type::OBJECT: return "an object";
    case Type::STRING: return "a string";
    case Type::BOOL: return "true or false";
    case Type::NULL_VALUE: return "null";
    default: break;
  }
  return "the number " + simdjson::minify(value);
}

void LineFields::wrong(std::string_view key, std::string_view expected, Value found) {
  fail("expected " + std::string(expected) + " in \"" + std::string(key) + "\", found " + kind_of(found));
}

std::string_view LineFields::view(Object& o, std::string_view key, bool null_allowed) {
  Value value;
  if (!field(o, key, value)) return {};
  std::string_view text;
  if (!value.get_string().get(text)) return text;
  if (null_allowed && value.is_null()) return {};
  wrong(key, null_allowed ? "a string or null" : "a string", value);
  return {};
}

std::uint32_t LineFields::number(Object& o, std::string_view key) {
  Value value;
  if (!field(o, key, value)) return 0;
  std::uint64_t n = 0;
  if (value.get_uint64().get(n) || n > 0xffffffffu) {
    wrong(key, "a whole number below 2^32", value);
    return 0;
  }
  return static_cast<std::uint32_t>(n);
}

double LineFields::share(Object& o, std::string_view key) {
  Value value;
  if (!field(o, key, value)) return 0;
  double d = 0;
  if (value.get_double().get(d) || !(d >= 0 && d <= 1)) {
    wrong(key, "a number from 0 to 1", value);
    return 0;
  }
  return d;
}

bool LineFields::boolean(Object& o, std::string_view key) {
  Value value;
  if (!field(o, key, value)) return false;
  bool b = false;
  if (value.get_bool().get(b)) wrong(key, "true or false", value);
  return b;
}

Credited LineFields::credited(Object& o, std::string_view key) {
  Value value;
  if (!field(o, key, value)) return Credited::unset;
  bool b = false;
  if (!value.get_bool().get(b)) return b ? Credited::yes : Credited::no;
  if (!value.is_null()) wrong(key, "true, false or null", value);
  return Credited::unset;
}

Span LineFields::span(Object& o, std::string_view key) {
  std::uint64_t at[2] = {0, 0};
  std::size_t n = 0;
  list(o, key, [&](Value item) {
    if (n == 2 || item.get_uint64().get(at[n]) || at[n] > 0xffffffffu) return fail("expected two positions below 2^32 in \"" + std::string(key) + "\", found something else");
    ++n;
  });
  if (failed_) return {};
  if (n != 2 || at[0] > at[1]) {
    fail("expected [begin, end] with begin <= end in \"" + std::string(key) + "\", found " + (n == 2 ? "an end before the begin" : "fewer positions"));
    return {};
  }
  return {static_cast<std::uint32_t>(at[0]), static_cast<std::uint32_t>(at[1])};
}

bool LineFields::object(Object& o, std::string_view key, Object& out) {
  Value value;
  if (!field(o, key, value)) return false;
  if (value.get_object().get(out)) {
    wrong(key, "an object", value);
    return false;
  }
  return true;
}

TimeInterval LineFields::interval(Object& o, std::string_view key) {
  Value value;
  if (!field(o, key, value)) return {};
  Object pair;
  if (value.get_object().get(pair)) {
    if (!value.is_null()) wrong(key, "an object or null", value);
    return {};
  }
  TimeInterval out{time(pair, "from"), time(pair, "to")};
  if (!failed_ && (out.from == kNoTime || out.to == kNoTime || out.from > out.to)) fail("expected \"from\" <= \"to\" in \"" + std::string(key) + "\", found another order or no such keys");
  return failed_ ? TimeInterval{} : out;
}

Seconds LineFields::time(Object& o, std::string_view key) {
  Value value;
  if (!field(o, key, value, true)) return kNoTime;
  std::string_view text;
  if (value.get_string().get(text)) {
    wrong(key, "a time", value);
    return kNoTime;
  }
  Seconds seconds = kNoTime;
  if (!parse_iso(text, seconds)) fail("expected a time such as \"2023-10-07T09:12:00Z\" in \"" + std::string(key) + "\", found " + quoted(text));
  return failed_ ? kNoTime : seconds;
}

bool LineFields::signed_number_or_null(Object& o, std::string_view key, std::int64_t& out) {
  Value value;
  if (!field(o, key, value)) return false;
  if (!value.get_int64().get(out)) return true;
  if (!value.is_null()) wrong(key, "a whole number or null", value);
  return false;
}

Attribution LineFields::attribution(Object& o) {
  Attribution out;
  out.outlet = text(o, "outlet");
  out.via = text_or_null(o, "via");
  out.cue = word<Cue>(o, "cue", kCueNames);
  out.span = span(o, "span");
  out.chars = span(o, "chars");
  out.text = text(o, "text");
  return out;
}

}  // namespace reprise::report
