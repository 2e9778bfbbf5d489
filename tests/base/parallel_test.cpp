// Work that is cancelled, work that stays in its thread, pipelines, and locks that are given in turn.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/parallel.hpp"
#include "base/turn_lock.hpp"

using namespace reprise;

namespace {

/// The threads and workers that ranges of a loop ran on, and into how many ranges it was cut.
struct Seen {
  std::mutex lock;
  std::set<std::thread::id> threads;
  std::set<unsigned> workers;
  std::size_t ranges = 0, items = 0;
  void loop(std::size_t n, std::size_t grain) {
    parallel_ranges(n, grain, [&](std::size_t begin, std::size_t end) {
      const std::lock_guard guard(lock);
      threads.insert(std::this_thread::get_id());
      workers.insert(worker_index());
      ++ranges;
      items += end - begin;
    });
  }
  bool only_here() const { return threads.size() == 1 && threads.contains(std::this_thread::get_id()); }
};

}  // namespace

TEST_CASE("a cancel is heard between ranges, and ends the loop when those that had begun are done") {
  std::atomic<bool> cancel{false};
  std::atomic<int> begun{0}, done{0};
  const auto loop = [&] {
    parallel_ranges(1000, 1, [&](std::size_t, std::size_t) {
      if (++begun == 5) cancel = true;
      ++done;
    });
  };
  for (const unsigned threads : {1u, 3u}) {
    begun = 0, done = 0, cancel = false;
    CHECK_THROWS_AS(with_threads(threads, loop, &cancel), Interrupted);
    CHECK(begun < 100);
    CHECK(begun == done);
    // Without a cancel nobody listens, and what was cancelled once is not for ever.
    begun = 0;
    with_threads(threads, loop);
    CHECK(begun == 1000);
  }
}

TEST_CASE("serial work is one range in the calling thread") {
  with_threads(4, [] {
    Seen before, inside, after;
    before.loop(1000, 1);
    CHECK(before.ranges > 1);
    serially([&] {
      inside.loop(1000, 1);
      CHECK(inside.ranges == 1);
      CHECK(inside.items == 1000);
      CHECK(inside.only_here());
      CHECK(*inside.workers.begin() == worker_index());
      CHECK(worker_index() < current_threads());
      Seen none;
      none.loop(0, 1);
      CHECK(none.ranges == 0);
    });
    after.loop(1000, 1);
    CHECK(after.ranges > 1);
    CHECK(after.items == 1000);
  });
  Seen alone;
  serially([&] { alone.loop(50, 1); });  // outside with_threads, too
  CHECK(alone.ranges == 1);
  CHECK(alone.only_here());
}

TEST_CASE("serial work in serial work stays serial until the outer one ends") {
  with_threads(4, [] {
    Seen first, second, after;
    serially([&] {
      serially([&] { first.loop(100, 1); });
      second.loop(100, 1);
    });
    after.loop(100, 1);
    CHECK(first.ranges == 1);
    CHECK(second.ranges == 1);
    CHECK(after.ranges > 1);
  });
}

TEST_CASE("serial work that throws leaves the thread as it was") {
  with_threads(4, [] {
    CHECK_THROWS_AS(serially([] { throw std::runtime_error("x"); }), std::runtime_error);
    CHECK_THROWS_AS(serially([] { parallel_ranges(10, 1, [](std::size_t, std::size_t) { throw std::logic_error("y"); }); }), std::logic_error);
    CHECK_THROWS_AS(serially([] { serially([] { throw 1; }); }), int);
    Seen after;
    after.loop(100, 1);
    CHECK(after.ranges > 1);
  });
}

TEST_CASE("each range of a shared loop can be serial by itself; its worker stays the same") {
  for (const unsigned threads : {1u, 2u, 4u}) {
    std::atomic<int> wrong{0};
    std::atomic<std::size_t> items{0};
    std::vector<std::atomic<int>> busy(16);  // by worker: the scratch memory of one is never used twice at a time
    with_threads(threads, [&] {
      parallel_ranges(60, 1, [&](std::size_t begin, std::size_t end) {
        const unsigned worker = worker_index();
        if (worker >= busy.size() || worker >= current_threads()) return void(++wrong);
        if (++busy[worker] != 1) ++wrong;
        for (std::size_t i = begin; i < end; ++i)
          serially([&] {
            Seen inside;
            inside.loop(100, 1);
            items += inside.items;
            if (inside.ranges != 1 || !inside.only_here() || worker_index() != worker) ++wrong;
          });
        --busy[worker];
      });
      Seen after;
      after.loop(100, 1);
      CHECK((after.ranges > 1));
    });
    CHECK(wrong == 0);
    CHECK(items == 6000);
  }
}

TEST_CASE("serial work in another thread says nothing of this one") {
  with_threads(4, [] {
    std::atomic<bool> inside{false}, leave{false};
    std::thread other([&] {
      serially([&] {
        inside = true;
        while (!leave) std::this_thread::yield();
      });
    });
    while (!inside) std::this_thread::yield();
    Seen here;
    here.loop(100, 1);
    CHECK(here.ranges > 1);
    leave = true;
    other.join();
  });
}

TEST_CASE("serial work is cancelled before its next loop") {
  std::atomic<bool> cancel{false};
  int loops = 0;
  const auto body = [&] {
    serially([&] {
      for (int i = 0; i < 10; ++i)
        parallel_ranges(10, 1, [&](std::size_t, std::size_t) {
          if (++loops == 3) cancel = true;
        });
    });
  };
  CHECK_THROWS_AS(with_threads(2, body, &cancel), Interrupted);
  CHECK(loops == 3);
  // The cancel of one call is not the next one's.
  loops = 10;
  with_threads(2, body);
  CHECK(loops == 20);
}

TEST_CASE("a pipeline: serial stages take slots in order, and see what earlier ones left") {
  constexpr std::size_t kItems = 500, kSlots = 7;
  for (const unsigned threads : {1u, 4u}) {
    CAPTURE(threads);
    std::vector<std::size_t> item_of(kSlots), numbered, ended;
    std::vector<std::uint64_t> squares(kItems), sums(kItems);
    std::atomic<std::size_t> in_flight{0}, most{0};
    std::size_t produced = 0;
    std::uint64_t sum = 0;
    const auto body = [&] {
      parallel_pipeline(
          kSlots,
          [&](std::size_t slot) {
            if (produced == kItems) return false;
            item_of[slot] = produced++;
            const std::size_t now = ++in_flight;
            most = std::max(most.load(), now);
            return true;
          },
          {{.serial = false, .run = [&](std::size_t slot) { squares[item_of[slot]] = item_of[slot] * item_of[slot]; }},
           {.serial = true,
            .run =
                [&](std::size_t slot) {
                  numbered.push_back(item_of[slot]);
                  sums[item_of[slot]] = sum += squares[item_of[slot]];
                }},
           // Of earlier items, too, what the serial stage wrote is there.
           {.serial = false, .run = [&](std::size_t slot) { squares[item_of[slot]] = item_of[slot] == 0 ? 0 : sums[item_of[slot] - 1]; }},
           {.serial = true, .run = [&](std::size_t slot) {
              ended.push_back(item_of[slot]);
              --in_flight;
            }}});
    };
    with_threads(threads, body);
    REQUIRE(ended.size() == kItems);
    CHECK(std::is_sorted(numbered.begin(), numbered.end()));
    CHECK(std::is_sorted(ended.begin(), ended.end()));
    CHECK(most <= kSlots);
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < kItems; ++i) {
      CHECK(squares[i] == expected);
      expected += i * i;
    }
  }
}

TEST_CASE("what a stage throws comes out of the pipeline") {
  std::size_t produced = 0;
  CHECK_THROWS_AS(parallel_pipeline(
                      4, [&](std::size_t) { return ++produced < 100; },
                      {{.serial = false, .run = [](std::size_t) {}}, {.serial = true, .run = [&](std::size_t) { throw std::runtime_error("no"); }}}),
                  std::runtime_error);
}

TEST_CASE("a turn lock is given in the order of asking") {
  TurnLock lock;
  std::vector<int> order;
  std::vector<std::jthread> threads;
  lock.lock();
  for (int i = 0; i < 5; ++i) {
    threads.emplace_back([&, i] {
      const std::lock_guard guard(lock);
      order.push_back(i);
    });
    while (lock.asked() < static_cast<std::uint64_t>(i) + 2) std::this_thread::yield();
  }
  lock.unlock();
  // Whoever gives it back and asks again comes last.
  lock.lock();
  order.push_back(5);
  lock.unlock();
  threads.clear();
  CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5});
}
