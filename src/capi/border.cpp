// Errors, strings, words and flags of reprise.h: all that needs no index.
// Tested by tests/capi.
#include "capi/border.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <system_error>

#include "base/enum_names.hpp"
#include "report/json_out.hpp"
#include "reprise/version.hpp"

static_assert(reprise::kVersion == REPRISE_VERSION);

// The numbers of reprise.h are those of the C++ enumerators.
#define REPRISE_SAME(c, cpp) static_assert(static_cast<int>(c) == static_cast<int>(reprise::cpp))
REPRISE_SAME(REPRISE_OK, ErrorCode::ok);
REPRISE_SAME(REPRISE_BAD_ARGUMENT, ErrorCode::bad_argument);
REPRISE_SAME(REPRISE_NOT_FOUND, ErrorCode::not_found);
REPRISE_SAME(REPRISE_IO, ErrorCode::io);
REPRISE_SAME(REPRISE_BAD_INPUT, ErrorCode::bad_input);
REPRISE_SAME(REPRISE_EXISTS, ErrorCode::exists);
REPRISE_SAME(REPRISE_NO_SPACE, ErrorCode::no_space);
REPRISE_SAME(REPRISE_BAD_RUN, ErrorCode::bad_run);
REPRISE_SAME(REPRISE_INTERRUPTED, ErrorCode::interrupted);
REPRISE_SAME(REPRISE_LOCKED, ErrorCode::locked);
REPRISE_SAME(REPRISE_BAD_INDEX, ErrorCode::bad_index);
REPRISE_SAME(REPRISE_NEWER_FORMAT, ErrorCode::newer_format);
REPRISE_SAME(REPRISE_READ_ONLY, ErrorCode::read_only);
REPRISE_SAME(REPRISE_NO_MEMORY, ErrorCode::no_memory);
REPRISE_SAME(REPRISE_INTERNAL, ErrorCode::internal);
REPRISE_SAME(REPRISE_KIND_VERBATIM, Kind::verbatim);
REPRISE_SAME(REPRISE_KIND_EDITED, Kind::edited);
REPRISE_SAME(REPRISE_KIND_PARAPHRASE, Kind::paraphrase);
REPRISE_SAME(REPRISE_KIND_QUOTE, Kind::quote);
REPRISE_SAME(REPRISE_KIND_BOILERPLATE, Kind::boilerplate);
REPRISE_SAME(REPRISE_STATUS_ORIGIN, Status::origin);
REPRISE_SAME(REPRISE_STATUS_COPIED, Status::copied);
REPRISE_SAME(REPRISE_STATUS_CITED, Status::cited);
REPRISE_SAME(REPRISE_STATUS_COMMON_SOURCE, Status::common_source);
REPRISE_SAME(REPRISE_STATUS_VERSION, Status::version);
REPRISE_SAME(REPRISE_STATUS_UNDECIDED, Status::undecided);
REPRISE_SAME(REPRISE_RELATION_NONE, Relation::none);
REPRISE_SAME(REPRISE_RELATION_VERBATIM, Relation::verbatim);
REPRISE_SAME(REPRISE_RELATION_EDITED, Relation::edited);
REPRISE_SAME(REPRISE_RELATION_PARAPHRASE, Relation::paraphrase);
REPRISE_SAME(REPRISE_RELATION_QUOTE, Relation::quote);
REPRISE_SAME(REPRISE_RELATION_TRANSLATION, Relation::translation);
REPRISE_SAME(REPRISE_CREDITED_UNSET, Credited::unset);
REPRISE_SAME(REPRISE_CREDITED_NO, Credited::no);
REPRISE_SAME(REPRISE_CREDITED_YES, Credited::yes);
REPRISE_SAME(REPRISE_PER_CALL, Durability::per_call);
REPRISE_SAME(REPRISE_GROUPED, Durability::grouped);
REPRISE_SAME(REPRISE_ON_FLUSH, Durability::on_flush);
#undef REPRISE_SAME
static_assert(REPRISE_NO_TIME == reprise::kNoTime);

namespace reprise::capi {

namespace {

/// Is there when nothing can be allocated; shared by all who meet it, and never freed. Not const, so that it can be handed out; nobody writes it.
reprise_error no_memory{ErrorCode::no_memory, "no memory", ""};

constexpr std::array<std::string_view, 15> kCodeNames = {"ok", "bad_argument", "not_found", "io", "bad_input", "exists", "no_space", "bad_run",
                                                         "interrupted", "locked", "bad_index", "newer_format", "read_only", "no_memory", "internal"};

template <std::size_t N>
const char* name_in(const std::array<std::string_view, N>& names, int i) {
  return i >= 0 && static_cast<std::size_t>(i) < N ? names[static_cast<std::size_t>(i)].data() : "";  // literals: zero-ended
}

}  // namespace

int fail(reprise_error** out, const Error& failure) noexcept {
  if (out != nullptr) {
    try {
      std::string scratch;
      std::string message(report::valid_utf8(failure.message, scratch));
      if (message.empty()) message = name_in(kCodeNames, static_cast<int>(failure.code));
      *out = failure.code == ErrorCode::no_memory ? &no_memory : new reprise_error{failure.code, std::move(message), failure.where};
    } catch (...) {
      *out = &no_memory;
    }
  }
  return static_cast<int>(failure.code);
}

Error caught() noexcept {
  const auto told = [](ErrorCode code, const char* what) noexcept {
    Error error;
    error.code = code;
    try {
      error.message = what;
    } catch (...) {
      error.code = ErrorCode::no_memory;
    }
    return error;
  };
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return told(ErrorCode::no_memory, "");
  } catch (const std::length_error&) {
    return told(ErrorCode::no_memory, "");
  } catch (const std::system_error& e) {  // of std::filesystem and of threads that could not be started
    const int code = e.code().value();
    return told(code == ENOMEM ? ErrorCode::no_memory : code == ENOSPC ? ErrorCode::no_space : ErrorCode::io, e.what());
  } catch (const std::exception& e) {
    return told(ErrorCode::internal, e.what());
  } catch (...) {
    return told(ErrorCode::internal, "an exception of no known type");
  }
}

Error bad_argument(const char* message, const char* where) { return {ErrorCode::bad_argument, std::string(where) + ": " + message, where}; }

reprise_string given(std::string_view text) {
  char* data = static_cast<char*>(std::malloc(text.size() + 1));
  if (data == nullptr) throw std::bad_alloc();
  if (!text.empty()) std::memcpy(data, text.data(), text.size());
  data[text.size()] = 0;
  return {data, text.size()};
}

std::function<void(const Progress&)> progress_of(reprise_progress_fn progress, void* user) {
  if (progress == nullptr) return {};
  return [progress, user](const Progress& p) {
    const reprise_progress said{p.stage, p.articles, p.articles_total, p.bytes, p.bytes_total};
    progress(user, &said);
  };
}

}  // namespace reprise::capi

using namespace reprise::capi;

extern "C" {

const char* reprise_version(void) { return reprise::kVersion.data(); }

const char* reprise_code_name(int code) { return name_in(kCodeNames, code); }
const char* reprise_kind_name(int kind) { return name_in(reprise::kKindNames, kind); }
const char* reprise_status_name(int status) { return name_in(reprise::kStatusNames, status); }
const char* reprise_relation_name(int relation) { return name_in(reprise::kRelationNames, relation); }

int reprise_error_code(const reprise_error* error) { return error == nullptr ? REPRISE_OK : static_cast<int>(error->code); }
const char* reprise_error_message(const reprise_error* error) { return error == nullptr ? "" : error->message.c_str(); }
const char* reprise_error_where(const reprise_error* error) { return error == nullptr ? "" : error->where.c_str(); }
void reprise_error_free(reprise_error* error) {
  if (error != &no_memory) delete error;
}

void reprise_string_free(reprise_string* string) {
  if (string == nullptr) return;
  std::free(string->data);
  *string = {nullptr, 0};
}

reprise_cancel* reprise_cancel_new(void) { return new (std::nothrow) reprise_cancel; }
void reprise_cancel_set(reprise_cancel* cancel, int stop) {
  if (cancel != nullptr) cancel->stop.store(stop != 0);
}
void reprise_cancel_free(reprise_cancel* cancel) { delete cancel; }

}  // extern "C"
