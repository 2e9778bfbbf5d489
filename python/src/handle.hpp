// An index that several Python threads share, and that one of them may close while others are inside.
//
// Threads: every call holds `use_` shared while it works, without the GIL; close() takes it alone, and so waits for the calls that are inside.
// Calls that come after close() has begun are refused.
// Tested by python/tests/test_threads.py.
#pragma once

#include <nanobind/nanobind.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <shared_mutex>

#include "long_call.hpp"
#include "reprise/index.hpp"
#include "values.hpp"

namespace reprise::python {

class Handle {
 public:
  using Opening = Result<Index> (*)(const std::string& directory, const std::string& run, const IndexOptions& options);

  /// Opens in a thread of its own; raises what went wrong.
  static Handle* open(Opening opening, const std::string& directory, const std::string& run, IndexOptions options, nb::object tell) {
    auto handle = std::unique_ptr<Handle>(new Handle);
    options.cancel = &handle->cancel_;
    options.progress = [&slot = handle->slot_](const Progress& progress) { slot.post(progress); };
    handle->index_.emplace(value_or_raise(long_call([&] { return opening(directory, run, options); }, handle->cancel_, handle->slot_, std::move(tell))));
    return handle.release();
  }

  ~Handle() { close(); }

  /// call(index) without the GIL. Raises reprise.ClosedError after close().
  template <class Call>
  auto with(Call call) {
    std::optional<decltype(call(*index_))> result;
    {
      nb::gil_scoped_release release;
      const std::shared_lock guard(use_);
      if (!closed_) result.emplace(call(*index_));
    }
    if (!result) refuse();
    return std::move(*result);
  }

  /// The same for a call that takes long.
  template <class Call>
  auto with_long(Call call, nb::object tell) {
    using Answer = decltype(call(*index_));
    const Handle* outer = std::exchange(inside_, this);
    struct Leave {
      const Handle* outer;
      ~Leave() { inside_ = outer; }
    } leave{outer};
    auto result = long_call([&]() -> std::optional<Answer> {
      const std::shared_lock guard(use_);
      if (closed_) return std::nullopt;
      return call(*index_);
    }, cancel_, slot_, std::move(tell));
    if (!result) refuse();
    return std::move(*result);
  }

  void close() {
    if (inside_ == this) {
      PyErr_SetString(PyExc_RuntimeError, "close() was called by the progress function of a call that is still at work on this index");
      throw nb::python_error();
    }
    nb::gil_scoped_release release;
    closed_ = true;
    const std::unique_lock guard(use_);
    index_.reset();
  }
  bool closed() const { return closed_; }

 private:
  Handle() = default;
  [[noreturn]] static void refuse() {
    PyErr_SetString(nb::module_::import_("reprise._errors").attr("ClosedError").ptr(), "the index is closed");
    throw nb::python_error();
  }

  std::optional<Index> index_;
  std::shared_mutex use_;
  std::atomic<bool> closed_{false};
  std::atomic<bool> cancel_{false};
  ProgressSlot slot_;
  static inline thread_local const Handle* inside_ = nullptr;  ///< whose long call this thread waits for
};

}  // namespace reprise::python
