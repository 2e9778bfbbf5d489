// What the parts of the reader share: records before they are articles, and the door to JSON. Not for other floors.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/reader.hpp"

namespace reprise::corpus::detail {

enum FieldIndex : unsigned { kId, kOutlet, kPublished, kFetched, kUrl, kTitle, kText, kLang, kFieldCount };

/// One field of a record as the input has it.
struct RawValue {
  enum Kind : std::uint8_t { absent, string, number, other } kind = absent;
  std::string text;       ///< unescaped string, number as written, or the name of the other type
};

struct RawRecord {
  std::array<RawValue, kFieldCount> values;
  void clear() {
    for (RawValue& value : values) {
      value.kind = RawValue::absent;
      value.text.clear();
    }
  }
};

/// The mapping's members by FieldIndex.
const std::string& field_name(const FieldMapping& mapping, unsigned field);
std::string& field_name(FieldMapping& mapping, unsigned field);

/// Fills the names that are not given with the first guess that is among `keys` (else the same in other case).
FieldMapping complete_mapping(const FieldMapping& given, const std::vector<std::string>& keys);

/// As complete_mapping(); a field that is not among `keys` is looked for under its own name ("title").
FieldMapping complete_json_mapping(const FieldMapping& given, const std::vector<std::string>& keys);

/// True when one of the guesses for the text is among the names: what tells a CSV header from other text.
bool has_text_name(const std::vector<std::string>& names, const FieldMapping& given);

/// Why a document was refused.
struct JsonProblem {
  std::string reason;  ///< bad_json | bad_utf8
  std::string detail;
};

/// The only door to simdjson. Reads single documents; keeps its scratch memory between them. Not thread-safe.
class JsonReader {
 public:
  explicit JsonReader(const FieldMapping& mapping);
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  /// One object -> `record`. `readable` is how many bytes may be read from json.data() on (padding). The whole document is
  /// checked, not only the fields that are wanted.
  bool read_object(std::string_view json, std::size_t readable, RawRecord& record, JsonProblem& problem);

  /// An object, or an array of them: `each` gets the byte offset of every record that could be read. Elements that are no
  /// object are passed with a null record.
  bool read_document(std::string_view json, std::size_t readable, RawRecord& record, JsonProblem& problem,
                     const std::function<void(std::size_t offset, RawRecord* record)>& each);

  /// Adds the names of the fields that are not null, nested ones as "outer.inner" (one level), if they are not there yet.
  void collect_keys(std::string_view json, std::size_t readable, std::vector<std::string>& keys);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace reprise::corpus::detail
