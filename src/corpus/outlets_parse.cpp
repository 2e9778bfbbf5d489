// Registry files: JSON lines -> Outlet.
//
// A registry is a user's own file and a mistake in it would silently lose sources, so everything that is not understood is
// an error: unknown fields, wrong types, a kind or country or zone of another form. Nothing is skipped.
// Tested by tests/corpus/outlets_test.cpp.
#include "corpus/outlets_parse.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>

namespace reprise::corpus {
namespace {

constexpr std::size_t kMaxLine = 1u << 20;    // one outlet; ours are below 1 KB
constexpr std::size_t kMaxList = 1000;        // aliases or domains of one outlet
constexpr std::size_t kMaxString = 512;

constexpr std::array<std::string_view, 6> kKinds = {"agency", "paper", "broadcaster", "portal", "magazine", "photo"};

// A line's reader: keeps the place for messages.
struct Line {
  const std::string& file;
  int number;

  Error bad(std::string_view expected, std::string_view found) const {
    return {ErrorCode::bad_input, fmt::format("{}:{}: expected {}, found {}", file, number, expected, found), file};
  }

  Result<void> text(simdjson::dom::element value, std::string_view field, std::string& out) const {
    std::string_view s;
    if (value.get(s) != simdjson::SUCCESS) return bad(fmt::format("a string in \"{}\"", field), "something else");
    if (s.empty() || s.size() > kMaxString) {
      return bad(fmt::format("1 to {} bytes in \"{}\"", kMaxString, field), fmt::format("{}", s.size()));
    }
    out = std::string(s);
    return {};
  }

  Result<void> list(simdjson::dom::element value, std::string_view field, std::vector<std::string>& out) const {
    simdjson::dom::array array;
    if (value.get(array) != simdjson::SUCCESS) return bad(fmt::format("a list in \"{}\"", field), "something else");
    for (const simdjson::dom::element item : array) {
      if (out.size() == kMaxList) return bad(fmt::format("at most {} entries in \"{}\"", kMaxList, field), "more");
      std::string one;
      if (auto done = text(item, field, one); !done) return done;
      out.push_back(std::move(one));
    }
    return {};
  }
};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_zone(std::string_view z) {
  if (z.size() != 6 || (z[0] != '+' && z[0] != '-') || z[3] != ':') return false;
  if (!is_digit(z[1]) || !is_digit(z[2]) || !is_digit(z[4]) || !is_digit(z[5])) return false;
  return (z[1] - '0') * 10 + (z[2] - '0') <= 14 && z[4] < '6';
}

Result<void> check(const Line& line, const Outlet& o) {
  if (o.name.empty()) return line.bad("a field \"name\"", "none");
  bool known = false;
  for (const std::string_view kind : kKinds) known = known || kind == o.kind;
  if (!known) {
    return line.bad("\"kind\" to be agency, paper, broadcaster, portal, magazine or photo",
                    o.kind.empty() ? "none" : fmt::format("\"{}\"", o.kind));
  }
  if (o.country.size() != 2 || !is_upper(o.country[0]) || !is_upper(o.country[1])) {
    return line.bad("\"country\" to be two capital letters", o.country.empty() ? "none" : fmt::format("\"{}\"", o.country));
  }
  if (!o.timezone.empty() && !is_zone(o.timezone)) {
    return line.bad("\"timezone\" such as \"+03:30\"", fmt::format("\"{}\"", o.timezone));
  }
  return {};
}

Result<void> read_object(const Line& line, simdjson::dom::object object, Outlet& out) {
  for (const auto field : object) {
    Result<void> done;
    if (field.key == "name") {
      done = line.text(field.value, field.key, out.name);
    } else if (field.key == "kind") {
      done = line.text(field.value, field.key, out.kind);
    } else if (field.key == "country") {
      done = line.text(field.value, field.key, out.country);
    } else if (field.key == "owner") {
      done = line.text(field.value, field.key, out.owner);
    } else if (field.key == "timezone") {
      done = line.text(field.value, field.key, out.timezone);
    } else if (field.key == "aliases") {
      done = line.list(field.value, field.key, out.aliases);
    } else if (field.key == "ambiguous") {
      done = line.list(field.value, field.key, out.ambiguous);
    } else if (field.key == "domains") {
      done = line.list(field.value, field.key, out.domains);
    } else {
      done = line.bad("name, kind, country, owner, timezone, aliases, ambiguous or domains",
                      fmt::format("a field \"{}\"", field.key));
    }
    if (!done) return done;
  }
  return check(line, out);
}

}  // namespace

Result<std::vector<ParsedOutlet>> parse_outlets(std::string_view bytes, const std::string& file) {
  std::vector<ParsedOutlet> out;
  simdjson::dom::parser parser(kMaxLine);
  int number = 0;
  if (bytes.substr(0, 3) == "\xef\xbb\xbf") bytes.remove_prefix(3);
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view row = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    const Line line{file, ++number};
    if (row.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (row.size() > kMaxLine) return line.bad(fmt::format("a line of at most {} bytes", kMaxLine), fmt::format("{}", row.size()));
    const simdjson::padded_string padded(row);
    simdjson::dom::element element;
    if (const auto error = parser.parse(padded).get(element); error != simdjson::SUCCESS) {
      return line.bad("one JSON object", simdjson::error_message(error));
    }
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) return line.bad("one JSON object", "another JSON value");
    ParsedOutlet entry;
    entry.file = file;
    entry.line = number;
    if (auto done = read_object(line, object, entry.outlet); !done) return done.error();
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace reprise::corpus
