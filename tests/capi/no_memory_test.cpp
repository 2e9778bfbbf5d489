// No exception passes the border, from wherever it is thrown: each call is made again and again, and its first, second, third, ... allocation fails
// (and those behind it succeed, as where one huge request cannot be had). The answer is a code, the message is there, and what was stored before is still there. Also: reprise.h is C++, too, beside the C++ headers.
#include <doctest/doctest.h>
#include <reprise/reprise.h>
#include <reprise/reprise.hpp>

#include <cstdlib>
#include <functional>
#include <new>
#include <string>

#include "hostile/files.hpp"
#include "seed_texts.h"

namespace {

thread_local long allocations_left = -1;  // of this thread, until the one that fails; -1 = none does

// Who asks so goes on without (std::stable_sort does): it is not counted, or a call that gets through would end the round.
void* take(std::size_t size, std::nothrow_t) { return std::malloc(size == 0 ? 1 : size); }
void* take(std::size_t size) {
  if (allocations_left < 0 || allocations_left-- != 0)
    if (void* memory = take(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take(size, std::nothrow); }  // the sanitizers have these of their own
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return take(size, std::nothrow); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

reprise_article article(const char* id, const char* outlet) {
  reprise_article a;
  reprise_article_init(&a, sizeof a);
  a.id = reprise_c(id);
  a.outlet = reprise_c(outlet);
  a.published = reprise_c("2024-02-01T08:00:00Z");
  a.text = reprise_c(kFars_text);
  return a;
}

/// Makes the call with a later allocation that fails each time (in growing steps), until none does. How often the call did not get through.
int starve(const std::function<int(reprise_error**)>& call) {
  int failed = 0;
  for (long n = 0;; n += 1 + n / 16) {
    reprise_error* error = nullptr;
    allocations_left = n;
    const int code = call(&error);
    const bool met = allocations_left < 0;
    allocations_left = -1;
    CHECK((code == REPRISE_OK) == (error == nullptr));
    const std::string message = reprise_error_message(error);
    CHECK(reprise_error_code(error) == code);
    reprise_error_free(error);
    if (!met) {
      CHECK(code == REPRISE_OK);
      return failed;
    }
    if (code == REPRISE_OK) return failed;
    INFO("after " << n << " allocations: " << message);
    CHECK(!message.empty());
    CHECK(code == REPRISE_NO_MEMORY);
    ++failed;
    REQUIRE(n < 1000000);
  }
}

}  // namespace

TEST_CASE("calls that read answer no_memory") {
  const reprise::testing::TempDir files;
  const std::string path = files / "index";
  reprise_index* index = nullptr;
  REQUIRE(reprise_index_open(path.c_str(), nullptr, &index, nullptr) == REPRISE_OK);
  const reprise_article tass = article("early", "TASS"), fars = article("late", "Fars");
  REQUIRE(reprise_index_add(index, &tass, nullptr, nullptr) == REPRISE_OK);
  reprise_verdict* verdict = nullptr;
  reprise_string json{};
  reprise_ids* ids = nullptr;
  CHECK(starve([&](reprise_error** error) { return reprise_index_query(index, &fars, &verdict, error); }) > 15);
  CHECK(reprise_verdict_near_duplicates(verdict) == 1);
  CHECK(starve([&](reprise_error** error) { return reprise_verdict_json(verdict, &json, error); }) > 0);
  reprise_string_free(&json);
  reprise_verdict_free(verdict);
  CHECK(starve([&](reprise_error** error) { return reprise_index_get_json(index, "early", REPRISE_NUL, &json, error); }) > 5);
  reprise_string_free(&json);
  CHECK(starve([&](reprise_error** error) { return reprise_index_ids(index, &ids, error); }) > 0);
  CHECK(reprise_ids_count(ids) == 1);
  reprise_ids_free(ids);
  CHECK(reprise_index_close(index, nullptr) == REPRISE_OK);
}

TEST_CASE("calls that write answer no_memory, and the index opens again with all that was stored") {
  const reprise::testing::TempDir files;
  const std::string path = files / "index";
  reprise_index* index = nullptr;
  const reprise_article tass = article("early", "TASS"), fars = article("late", "Fars");
  REQUIRE(reprise_index_open(path.c_str(), nullptr, &index, nullptr) == REPRISE_OK);
  REQUIRE(reprise_index_add(index, &tass, nullptr, nullptr) == REPRISE_OK);
  CHECK(starve([&](reprise_error** error) {
          const int code = reprise_index_add(index, &fars, nullptr, error);
          if (code == REPRISE_OK) return code;
          const long left = allocations_left;
          allocations_left = -1;
          CHECK(reprise_index_close(index, nullptr) == REPRISE_OK);
          REQUIRE(reprise_index_open(path.c_str(), nullptr, &index, nullptr) == REPRISE_OK);
          int there = 1;
          CHECK(reprise_index_contains(index, "late", REPRISE_NUL, &there, nullptr) == REPRISE_OK);
          CHECK(there == 0);
          allocations_left = left;
          return code;
        }) > 15);
  std::size_t problems = 1;
  CHECK(reprise_index_verify_json(index, nullptr, &problems, nullptr) == REPRISE_OK);
  CHECK(problems == 0);
  CHECK(reprise_index_close(index, nullptr) == REPRISE_OK);

  // The C++ calls see what the C ones have stored.
  reprise::IndexOptions reader;
  reader.read_only = true;
  const auto opened = reprise::Index::open(path, reader);
  REQUIRE(opened);
  const auto late = opened->get("late");
  REQUIRE(late);
  REQUIRE(late->verdict.near_duplicates.size() == 1);
  CHECK(late->verdict.near_duplicates.front().article == "early");
}
