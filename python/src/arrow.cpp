#include "arrow.hpp"

#include <array>
#include <cerrno>
#include <vector>

extern "C" {

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema* out);
  int (*get_next)(ArrowArrayStream*, ArrowArray* out);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};

}  // extern "C"

namespace reprise::python {

namespace {

using Shared = std::shared_ptr<const Table>;

constexpr std::int64_t kNullable = 2;  // ARROW_FLAG_NULLABLE

const char* format_of(ColumnType type) {
  switch (type) {
    case ColumnType::text: return "U";     // large utf-8: 64-bit offsets
    case ColumnType::texts: return "+L";   // large list
    case ColumnType::integer: return "l";  // int64
    case ColumnType::number: return "g";   // float64
    case ColumnType::boolean: return "b";
    case ColumnType::time: return "tss:UTC";
  }
  return "n";
}

/// What a schema or an array owns: its children and their addresses, its buffers' addresses, and the table behind them.
template <class Node>
struct Owned {
  Shared table;
  std::array<const void*, 3> buffers{};
  std::vector<Node> children;
  std::vector<Node*> addresses;
};

template <class Node>
void release(Node* node) {
  auto* owned = static_cast<Owned<Node>*>(node->private_data);
  for (Node& child : owned->children)  // a consumer may have moved some away, and released them itself
    if (child.release != nullptr) child.release(&child);
  node->release = nullptr;
  delete owned;
}

template <class Node>
Owned<Node>* own(Node& node, const Shared& table, std::size_t children) {
  auto* owned = new Owned<Node>{table, {}, std::vector<Node>(children), {}};
  for (Node& child : owned->children) owned->addresses.push_back(&child);
  node = {};
  node.n_children = std::int64_t(children);
  node.children = children == 0 ? nullptr : owned->addresses.data();
  node.release = &release<Node>;
  node.private_data = owned;
  return owned;
}

void describe(ArrowSchema& out, const Shared& table, const char* format, const char* name, std::size_t children, std::int64_t flags) {
  own(out, table, children);
  out.format = format;
  out.name = name;
  out.flags = flags;
}

void describe_table(ArrowSchema& out, const Shared& table) {
  describe(out, table, "+s", "", table->columns.size(), 0);
  for (std::size_t c = 0; c < table->columns.size(); ++c) {
    const Column& column = table->columns[c];
    const bool list = column.type == ColumnType::texts;
    describe(*out.children[c], table, format_of(column.type), column.name.c_str(), list ? 1 : 0, kNullable);
    if (list) describe(*out.children[c]->children[0], table, "U", "item", 0, 0);
  }
}

void put(ArrowArray& out, std::size_t length, std::size_t nulls, std::initializer_list<const void*> buffers) {
  auto* owned = static_cast<Owned<ArrowArray>*>(out.private_data);
  std::copy(buffers.begin(), buffers.end(), owned->buffers.begin());
  out.length = std::int64_t(length);
  out.null_count = std::int64_t(nulls);
  out.n_buffers = std::int64_t(buffers.size());
  out.buffers = owned->buffers.data();
}

void fill(ArrowArray& out, const Shared& table, const Column& column) {
  own(out, table, column.type == ColumnType::texts ? 1 : 0);
  const void* valid = column.nulls == 0 ? nullptr : column.valid.data();
  switch (column.type) {
    case ColumnType::text: return put(out, column.rows, column.nulls, {valid, column.offsets.data(), column.bytes.data()});
    case ColumnType::texts:
      put(out, column.rows, column.nulls, {valid, column.offsets.data()});
      own(*out.children[0], table, 0);
      return put(*out.children[0], column.item_offsets.size() - 1, 0, {nullptr, column.item_offsets.data(), column.bytes.data()});
    case ColumnType::integer:
    case ColumnType::time: return put(out, column.rows, column.nulls, {valid, column.integers.data()});
    case ColumnType::number: return put(out, column.rows, column.nulls, {valid, column.numbers.data()});
    case ColumnType::boolean: return put(out, column.rows, column.nulls, {valid, column.booleans.data()});
  }
}

struct Stream {
  Shared table;
  bool given = false;
};

int no_memory_or(auto work) {  // the interface is C: nothing may be thrown through it
  try {
    work();
    return 0;
  } catch (...) {
    return ENOMEM;
  }
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  return no_memory_or([&] { describe_table(*out, static_cast<Stream*>(stream->private_data)->table); });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  return no_memory_or([&] {
    auto& state = *static_cast<Stream*>(stream->private_data);
    *out = {};  // its release is null: the end
    if (std::exchange(state.given, true)) return;
    own(*out, state.table, state.table->columns.size());
    put(*out, state.table->rows(), 0, {nullptr});
    for (std::size_t c = 0; c < state.table->columns.size(); ++c) fill(*out->children[c], state.table, state.table->columns[c]);
  });
}

const char* get_last_error(ArrowArrayStream*) { return nullptr; }

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<Stream*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

nanobind::object arrow_stream(Shared table) {
  auto stream = std::make_unique<ArrowArrayStream>(ArrowArrayStream{&get_schema, &get_next, &get_last_error, &release_stream, new Stream{std::move(table)}});
  return nanobind::capsule(stream.release(), "arrow_array_stream", [](void* pointer) noexcept {
    auto* given = static_cast<ArrowArrayStream*>(pointer);
    if (given->release != nullptr) given->release(given);
    delete given;
  });
}

}  // namespace reprise::python
