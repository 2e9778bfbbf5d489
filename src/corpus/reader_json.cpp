// JSON records: the only door to simdjson.
// Idea: simdjson's first stage finds the structure and checks UTF-8 with wide registers; we then walk the fields on demand,
//   unescape the few we want in runs between backslashes, and check the shape of all others, so that a line is either
//   sound as a whole or refused as a whole.
// Invariant: a value is read once; of equal keys the last one holds (as in Python and JavaScript). A lone surrogate becomes
//   U+FFFD; U+0000 is kept. Nesting deeper than kMaxDepth is refused, so that the walk cannot exhaust the stack.
// Cost: about one pass of simdjson's stage 1 plus one memcpy of the text. Source: Langdale and Lemire, "Parsing Gigabytes of
//   JSON per Second" (VLDB Journal 2019); Keiser and Lemire, "On-Demand JSON" (2023). Debian 12 ships 3.0.1.
// Tested by tests/corpus/reader_test.cpp and tests/hostile/reader_hostile_test.cpp.
#include <algorithm>
#include <cstring>
#include <utility>

#include <simdjson.h>

#include "base/utf8.hpp"
#include "corpus/reader_internal.hpp"

namespace reprise::corpus::detail {

namespace {

namespace sj = simdjson;
namespace od = simdjson::ondemand;

constexpr int kMaxDepth = 256;  // news records nest three deep; 256 frames of the walk take some 60 KiB of stack

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The four hex digits at raw[at]; -1 if they are none.
int code_unit(std::string_view raw, std::size_t at) {
  if (at + 4 > raw.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_value(raw[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/// The character of the escape whose 'u' is at raw[at]; moves `at` behind it. False when it is no escape.
bool read_unicode_escape(std::string_view raw, std::size_t& at, char32_t& c) {
  const int first = code_unit(raw, at + 1);
  if (first < 0) return false;
  at += 5;
  c = static_cast<char32_t>(first);
  if (first < 0xd800 || first > 0xdfff) return true;
  if (first < 0xdc00 && at + 6 <= raw.size() && raw[at] == '\\' && raw[at + 1] == 'u') {
    const int second = code_unit(raw, at + 2);
    if (second >= 0xdc00 && second <= 0xdfff) {
      at += 6;
      c = static_cast<char32_t>(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
      return true;
    }
  }
  c = 0xfffd;  // half of a pair stands for no character
  return true;
}

/// The inside of a JSON string -> appended to `out` (null: checked only). False on a bad escape.
bool unescape(std::string_view raw, std::string* out) {
  for (std::size_t at = 0; at < raw.size();) {
    const void* found = std::memchr(raw.data() + at, '\\', raw.size() - at);
    const std::size_t slash = found ? static_cast<std::size_t>(static_cast<const char*>(found) - raw.data()) : raw.size();
    if (out) out->append(raw, at, slash - at);
    at = slash;
    while (at < raw.size() && raw[at] == '\\') {  // escapes often stand in rows
      if (at + 1 >= raw.size()) return false;
      char plain = 0;
      switch (raw[at + 1]) {
        case '"': case '\\': case '/': plain = raw[at + 1]; break;
        case 'b': plain = '\b'; break;
        case 'f': plain = '\f'; break;
        case 'n': plain = '\n'; break;
        case 'r': plain = '\r'; break;
        case 't': plain = '\t'; break;
        case 'u': {
          char32_t c = 0;
          ++at;
          if (!read_unicode_escape(raw, at, c)) return false;
          if (out) utf8::append(*out, c);
          continue;
        }
        default: return false;
      }
      if (out) out->push_back(plain);
      at += 2;
    }
  }
  return true;
}

bool is_number(std::string_view token) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < token.size() && token[at] >= '0' && token[at] <= '9') ++at;
    return at - begin;
  };
  if (at < token.size() && token[at] == '-') ++at;
  const bool zero = at < token.size() && token[at] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < token.size() && token[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
    ++at;
    if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == token.size();
}

std::string_view token_of(od::value& value) {
  std::string_view token = value.raw_json_token();
  while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
  return token;
}

/// The inside of a string token; simdjson's first stage has seen that it is closed.
bool string_inside(std::string_view token, std::string_view& inside) {
  if (token.size() < 2 || token.front() != '"' || token.back() != '"') return false;
  inside = token.substr(1, token.size() - 2);
  return true;
}

sj::error_code check(od::value& value, int depth);

sj::error_code check_children(od::object object, int depth) {
  for (auto entry : object) {
    od::field field;
    if (auto error = std::move(entry).get(field)) return error;
    std::string_view key;
    if (auto error = field.unescaped_key().get(key)) return error;
    if (auto error = check(field.value(), depth + 1)) return error;
  }
  return sj::SUCCESS;
}

sj::error_code check_children(od::array array, int depth) {
  for (auto entry : array) {
    od::value value;
    if (auto error = std::move(entry).get(value)) return error;
    if (auto error = check(value, depth + 1)) return error;
  }
  return sj::SUCCESS;
}

sj::error_code check_scalar(od::value& value, od::json_type type) {
  const std::string_view token = token_of(value);
  std::string_view inside;
  switch (type) {
    case od::json_type::string:
      return string_inside(token, inside) && unescape(inside, nullptr) ? sj::SUCCESS : sj::STRING_ERROR;
    case od::json_type::number: return is_number(token) ? sj::SUCCESS : sj::NUMBER_ERROR;
    case od::json_type::boolean: return token == "true" || token == "false" ? sj::SUCCESS : sj::T_ATOM_ERROR;
    default: return token == "null" ? sj::SUCCESS : sj::N_ATOM_ERROR;
  }
}

/// Walks a value that no one wants, to be sure that it is sound.
sj::error_code check(od::value& value, int depth) {
  if (depth > kMaxDepth) return sj::DEPTH_ERROR;
  od::json_type type;
  if (auto error = value.type().get(type)) return error;
  if (type == od::json_type::object) {
    od::object object;
    if (auto error = value.get_object().get(object)) return error;
    return check_children(object, depth);
  }
  if (type == od::json_type::array) {
    od::array array;
    if (auto error = value.get_array().get(array)) return error;
    return check_children(array, depth);
  }
  return check_scalar(value, type);
}

/// A list of strings is one text, its members joined by blank lines; any other list is of the wrong type.
sj::error_code store_list(od::value& value, RawValue& out, int depth) {
  od::array array;
  if (auto error = value.get_array().get(array)) return error;
  bool strings = true;
  out.kind = RawValue::string;
  out.text.clear();
  bool first = true;
  for (auto entry : array) {
    od::value item;
    if (auto error = std::move(entry).get(item)) return error;
    od::json_type type;
    if (auto error = item.type().get(type)) return error;
    if (type != od::json_type::string) {
      strings = false;
      if (auto error = check(item, depth + 1)) return error;
      continue;
    }
    std::string_view inside;
    if (!first) out.text += "\n\n";
    first = false;
    if (!string_inside(token_of(item), inside) || !unescape(inside, &out.text)) return sj::STRING_ERROR;
  }
  if (!strings) {
    out.kind = RawValue::other;
    out.text = "an array";
  }
  return sj::SUCCESS;
}

sj::error_code store(od::value& value, od::json_type type, bool list_allowed, RawValue& out, int depth) {
  out.kind = RawValue::other;
  out.text.clear();
  switch (type) {
    case od::json_type::string: {
      std::string_view inside;
      if (!string_inside(token_of(value), inside)) return sj::STRING_ERROR;
      out.kind = RawValue::string;
      out.text.reserve(inside.size());
      return unescape(inside, &out.text) ? sj::SUCCESS : sj::STRING_ERROR;
    }
    case od::json_type::number:
      out.kind = RawValue::number;
      out.text = token_of(value);
      return check_scalar(value, type);
    case od::json_type::null: out.kind = RawValue::absent; return check_scalar(value, type);
    case od::json_type::boolean: out.text = "a truth value"; return check_scalar(value, type);
    case od::json_type::object: out.text = "an object"; return check(value, depth);
    case od::json_type::array:
      if (list_allowed) return store_list(value, out, depth);
      out.text = "an array";
      return check(value, depth);
  }
  return sj::INCORRECT_TYPE;
}

struct Target {
  std::string_view path;  // what is left of it at this level: "source.name", then "name"
  unsigned field;
};

struct Targets {
  std::array<Target, kFieldCount> items;
  std::size_t count = 0;
  void add(Target target) { items[count++] = target; }
};

sj::error_code read_fields(od::object object, const Targets& targets, RawRecord& record, int depth) {
  if (depth > kMaxDepth) return sj::DEPTH_ERROR;
  for (auto entry : object) {
    od::field field;
    if (auto error = std::move(entry).get(field)) return error;
    std::string_view key;
    if (auto error = field.unescaped_key().get(key)) return error;
    unsigned hits = 0, first = kFieldCount;
    Targets inner;
    for (std::size_t t = 0; t < targets.count; ++t) {
      const Target& target = targets.items[t];
      if (target.path == key) {
        hits |= 1u << target.field;
        if (first == kFieldCount || target.field == kText) first = target.field;
      } else if (target.path.size() > key.size() + 1 && target.path[key.size()] == '.' &&
                 target.path.substr(0, key.size()) == key) {
        inner.add({target.path.substr(key.size() + 1), target.field});
      }
    }
    od::value& value = field.value();
    od::json_type type;
    if (auto error = value.type().get(type)) return error;
    if (type == od::json_type::object && inner.count > 0) {
      od::object nested;
      if (auto error = value.get_object().get(nested)) return error;
      if (auto error = read_fields(nested, inner, record, depth + 1)) return error;
    } else if (hits != 0) {
      RawValue& out = record.values[first];
      if (auto error = store(value, type, first == kText, out, depth)) return error;
      for (unsigned f = 0; f < kFieldCount; ++f) {
        if ((hits >> f & 1u) && f != first) record.values[f] = out;
      }
    } else if (auto error = check(value, depth)) {
      return error;
    }
  }
  return sj::SUCCESS;
}

const char* type_name(od::json_type type) {
  switch (type) {
    case od::json_type::array: return "an array";
    case od::json_type::string: return "a string";
    case od::json_type::number: return "a number";
    case od::json_type::boolean: return "a truth value";
    case od::json_type::null: return "null";
    case od::json_type::object: break;
  }
  return "an object";
}

}  // namespace

struct JsonReader::State {
  FieldMapping mapping;
  Targets targets;
  od::parser parser;
  std::string padded;

  /// The document with padding behind it: in place where the caller's memory allows it.
  sj::padded_string_view pad(std::string_view json, std::size_t readable) {
    if (readable >= json.size() + sj::SIMDJSON_PADDING) return sj::padded_string_view(json.data(), json.size(), readable);
    padded.reserve(json.size() + sj::SIMDJSON_PADDING);
    padded.assign(json);
    padded.append(sj::SIMDJSON_PADDING, ' ');
    return sj::padded_string_view(padded.data(), json.size(), padded.size());
  }

  sj::error_code start(const sj::padded_string_view& view, od::document& document) {
    if (parser.capacity() < view.length()) {
      if (auto error = parser.allocate(std::max<std::size_t>(view.length() + view.length() / 2, 64u << 10))) return error;
    }
    return parser.iterate(view).get(document);
  }
};

namespace {

void describe(sj::error_code error, std::string_view json, const char* base, od::document* document, JsonProblem& problem) {
  std::size_t bad_at = 0;
  if (!utf8::valid(json, &bad_at)) {
    problem = {"bad_utf8", "expected UTF-8, found another byte at byte " + std::to_string(bad_at + 1)};
    return;
  }
  std::string detail = sj::error_message(error);
  // simdjson's messages are sentences; one line of ours has no full stop at its end.
  while (!detail.empty() && (detail.back() == '.' || is_space(detail.back()))) detail.pop_back();
  std::replace(detail.begin(), detail.end(), '\n', ' ');
  const char* location = nullptr;
  if (document && document->current_location().get(location) == sj::SUCCESS && location >= base &&
      location <= base + json.size()) {
    detail += " (near byte " + std::to_string(location - base + 1) + ")";
  }
  problem = {"bad_json", detail};
}

/// Nothing but white space may follow the document.
bool at_end(od::document& document) {
  const char* location = nullptr;
  return document.current_location().get(location) != sj::SUCCESS;
}

}  // namespace

JsonReader::JsonReader(const FieldMapping& mapping) : state_(std::make_unique<State>()) {
  state_->mapping = mapping;
  for (unsigned f = 0; f < kFieldCount; ++f) {
    const std::string& name = field_name(state_->mapping, f);
    if (!name.empty()) state_->targets.add({name, f});
  }
}

JsonReader::~JsonReader() = default;

bool JsonReader::read_object(std::string_view json, std::size_t readable, RawRecord& record, JsonProblem& problem) {
  record.clear();
  const auto view = state_->pad(json, readable);
  od::document document;
  if (auto error = state_->start(view, document)) {
    describe(error, json, view.data(), nullptr, problem);
    return false;
  }
  od::json_type type;
  auto error = document.type().get(type);
  if (!error && type != od::json_type::object) {
    problem = {"bad_json", std::string("expected an object, found ") + type_name(type)};
    return false;
  }
  od::object object;
  if (!error) error = document.get_object().get(object);
  if (!error) error = read_fields(object, state_->targets, record, 1);
  if (!error && !at_end(document)) error = sj::TAPE_ERROR;
  if (!error) return true;
  describe(error, json, view.data(), &document, problem);
  return false;
}

bool JsonReader::read_document(std::string_view json, std::size_t readable, RawRecord& record, JsonProblem& problem,
                               const std::function<void(std::size_t, RawRecord*)>& each) {
  const auto view = state_->pad(json, readable);
  od::document document;
  if (auto error = state_->start(view, document)) {
    describe(error, json, view.data(), nullptr, problem);
    return false;
  }
  od::json_type type;
  auto error = document.type().get(type);
  if (error || type != od::json_type::array) {
    if (!read_object(json, readable, record, problem)) return false;
    each(0, &record);
    return true;
  }
  od::array array;
  error = document.get_array().get(array);
  if (!error) {
    for (auto entry : array) {
      od::value value;
      if ((error = std::move(entry).get(value))) break;
      if ((error = value.type().get(type))) break;
      const std::size_t offset = static_cast<std::size_t>(value.raw_json_token().data() - view.data());
      if (type != od::json_type::object) {
        if ((error = check(value, 1))) break;
        each(offset, nullptr);
        continue;
      }
      record.clear();
      od::object object;
      if ((error = value.get_object().get(object))) break;
      if ((error = read_fields(object, state_->targets, record, 2))) break;
      each(offset, &record);
    }
  }
  if (!error && !at_end(document)) error = sj::TAPE_ERROR;
  if (!error) return true;
  describe(error, json, view.data(), &document, problem);
  return false;
}

namespace {

sj::error_code collect(od::object object, const std::string& prefix, std::vector<std::string>& keys) {
  for (auto entry : object) {
    od::field field;
    if (auto error = std::move(entry).get(field)) return error;
    std::string_view key;
    if (auto error = field.unescaped_key().get(key)) return error;
    const std::string name = prefix + std::string(key);
    od::value& value = field.value();
    od::json_type type;
    if (auto error = value.type().get(type)) return error;
    if (type == od::json_type::null) continue;
    if (type == od::json_type::object) {
      od::object nested;
      if (!prefix.empty()) continue;
      if (auto error = value.get_object().get(nested)) return error;
      if (auto error = collect(nested, name + ".", keys)) return error;
    } else if (std::find(keys.begin(), keys.end(), name) == keys.end()) {
      keys.push_back(name);
    }
  }
  return sj::SUCCESS;
}

}  // namespace

void JsonReader::collect_keys(std::string_view json, std::size_t readable, std::vector<std::string>& keys) {
  constexpr std::size_t kMaxKeys = 1000;  // a hostile record may have a million; guesses stand among the first
  if (keys.size() > kMaxKeys) return;
  const auto view = state_->pad(json, readable);
  od::document document;
  od::json_type type;
  if (state_->start(view, document) || document.type().get(type)) return;
  if (type == od::json_type::object) {
    od::object object;
    if (!document.get_object().get(object)) (void)collect(object, "", keys);
  } else if (type == od::json_type::array) {
    od::array array;
    if (document.get_array().get(array)) return;
    int looked_at = 0;
    for (auto entry : array) {
      od::value value;
      od::object object;
      if (++looked_at > 32 || std::move(entry).get(value) || value.get_object().get(object)) return;
      if (collect(object, "", keys)) return;
    }
  }
}

}  // namespace reprise::corpus::detail
