// The border between C and C++: what the opaque handles of reprise.h are, and how no exception passes.
//
// Every call of reprise.h is one `guarded(error, [&]() -> Result<void> {...})`: the body works as C++ does, and what it returns or throws
//   becomes a code and, where the caller wants one, a reprise_error. There is no state outside the handles.
// Tested by tests/capi.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reprise/index.hpp"
#include "reprise/reprise.h"
#include "reprise/result.hpp"

struct reprise_error {
  reprise::ErrorCode code;
  std::string message, where;
};

struct reprise_cancel {
  std::atomic<bool> stop{false};
};

struct reprise_index {
  reprise::Index index;
  bool writes;  ///< flushed when it is closed
};

struct reprise_verdict {
  reprise::Verdict verdict;
};

struct reprise_ids {
  std::vector<std::string> ids;
};

namespace reprise::capi {

/// The code of `failure`; *out, where there is one, becomes its error. Never throws: without memory for the message it is a static one.
int fail(reprise_error** out, const Error& failure) noexcept;

/// The exception that is being handled, as an Error without a message where there may be no memory for one.
Error caught() noexcept;

template <class Body>
int guarded(reprise_error** error, Body body) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    const Result<void> done = body();
    return done ? REPRISE_OK : fail(error, done.error());
  } catch (...) {
    return fail(error, caught());
  }
}

Error bad_argument(const char* message, const char* where);
inline Error missing(const char* what) { return bad_argument("expected a pointer, found NULL", what); }

inline std::string_view view(const char* data, std::size_t size) {
  if (data == nullptr) return {};
  return size == REPRISE_NUL ? std::string_view(data) : std::string_view(data, size);
}
inline std::string_view view(const reprise_view& v) { return view(v.data, v.size); }
inline std::string text(const char* zero_ended) { return zero_ended == nullptr ? std::string() : std::string(zero_ended); }

/// A copy that reprise_string_free() frees.
reprise_string given(std::string_view text);

/// Reads a struct that begins with its struct_size: what the caller's header does not know yet keeps its default, and what this library does
/// not know must be zero.
template <class Struct>
Result<void> read_struct(const Struct* from, Struct& to) {
  const std::size_t size = from->struct_size;
  if (size < sizeof(from->struct_size) || size > 65536) return bad_argument("expected a struct_size as its _init function sets it", "struct_size");
  std::memcpy(&to, from, std::min(size, sizeof to));
  const char* bytes = reinterpret_cast<const char*>(from);
  for (std::size_t i = sizeof to; i < size; ++i)
    if (bytes[i] != 0) return bad_argument("an option is set that this version of the library does not know", "struct_size");
  return {};
}

/// Writes the defaults into a struct of `size` bytes; what this library does not know becomes zero.
template <class Struct>
void init_struct(Struct* to, std::size_t size, Struct defaults) {
  if (to == nullptr) return;
  std::memset(static_cast<void*>(to), 0, size);
  defaults.struct_size = size;
  std::memcpy(static_cast<void*>(to), &defaults, std::min(size, sizeof defaults));
}

/// Writes an answer of `size` bytes.
template <class Struct>
void write_struct(const Struct& from, Struct* to, std::size_t size) {
  std::memcpy(static_cast<void*>(to), &from, std::min(size, sizeof from));
  if (size > sizeof from) std::memset(reinterpret_cast<char*>(to) + sizeof from, 0, size - sizeof from);
}

std::function<void(const Progress&)> progress_of(reprise_progress_fn progress, void* user);
inline const std::atomic<bool>* cancel_of(const reprise_cancel* cancel) { return cancel == nullptr ? nullptr : &cancel->stop; }

}  // namespace reprise::capi
