// Damaged, cut, foreign and hostile segment files: every flipped byte is found, no answer is ever wrong, nothing crashes.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "store/segment_format.hpp"
#include "store/segment_twin.hpp"

using namespace reprise;
using namespace reprise::testing;
using store::Segment;
using store::SegmentInfo;

namespace {

void poke(const std::string& path, std::uint64_t offset, char byte) {
  const int fd = ::open(path.c_str(), O_WRONLY);
  REQUIRE(fd >= 0);
  CHECK(::pwrite(fd, &byte, 1, static_cast<off_t>(offset)) == 1);
  ::close(fd);
}

std::string block_text(std::uint64_t offset) {
  return "at byte " + std::to_string(4096 + (offset - 4096) / 16'384 * 16'384) + ":";
}

/// Makes the header's checksum true again, and tells the catalogue so.
void reseal_header(std::string& bytes, SegmentInfo& info) {
  const std::uint64_t checksum = hash_bytes({bytes.data(), 4088});
  store::store_little(bytes.data() + 4088, checksum);
  info.checksum = checksum;
  info.bytes = bytes.size();
}

/// Makes all checksums true again, of a file whose header still has its sizes.
void reseal(std::string& bytes, const store::Shape& shape, SegmentInfo& info) {
  for (std::uint64_t b = 0; b < shape.blocks(); ++b) {
    const auto begin = shape.block_begin(b);
    store::store_little(bytes.data() + shape.table_begin() + 8 * b, hash_bytes({bytes.data() + begin, shape.block_end(b) - begin}));
  }
  store::store_little(bytes.data() + 56, hash_bytes({bytes.data() + shape.table_begin(), 8 * shape.blocks()}));
  reseal_header(bytes, info);
}

bool names(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("any flipped byte is found, and no answer is wrong") {
  TempDir dir;
  Chance chance(4);
  const auto postings = some_postings(chance, 400, 90, 30, 150);
  const SegmentInfo info = write_sound(dir.path(), "flipped", postings);
  const std::string path = dir / "flipped", bytes = get(path);
  const auto keys = all_keys(150);
  const Found right = find_in(SegmentTwin(postings), keys);
  const store::Shape shape = store::Shape::of(info.postings, info.first, info.last);
  REQUIRE(shape.file_bytes() == bytes.size());
  std::size_t refused = 0, failed = 0, unseen = 0;
  for (std::uint64_t at = 0; at < bytes.size(); ++at) {
    const auto before = open_sound(dir.path(), info);  // open when the byte flips
    poke(path, at, static_cast<char>(bytes[at] ^ (1 << (at % 8))));
    std::vector<std::string> problems;
    before->verify(problems);
    bool told = problems.size() == 1 && names(problems[0], path);
    if (at >= 4096 && at < shape.table_begin()) told = told && names(problems[0], block_text(at));
    if (!told) FAIL_CHECK("byte " << at << ": verify() said " << (problems.empty() ? "nothing" : problems[0]));

    Error error;
    const Found stale = find_in(*before, keys, {}, &error);
    if (!(error.code == ErrorCode::bad_index ? stale.hits.empty() : stale == right)) FAIL_CHECK("byte " << at << ": a wrong answer");

    const auto after = Segment::open(dir.path(), info);
    if (!after) {
      ++refused;
      if (after.error().code != ErrorCode::bad_index || !names(after.error().message, path)) FAIL_CHECK("byte " << at << ": " << after.error().message);
    } else {
      error = {};
      const Found found = find_in(**after, keys, {}, &error);
      if (error.code == ErrorCode::ok) {
        ++unseen;
        if (!(found == right)) FAIL_CHECK("byte " << at << ": a wrong answer");
      } else {
        ++failed;
        if (error.code != ErrorCode::bad_index || !names(error.message, path) || !names(error.message, block_text(at)) || !found.hits.empty()) {
          FAIL_CHECK("byte " << at << ": " << error.message);
        }
      }
      const std::vector one = {*after};
      const auto merged = store::merge_segments(dir.path(), "merged", one, [](std::uint32_t) { return true; });
      if (merged || merged.error().code != ErrorCode::bad_index) FAIL_CHECK("byte " << at << ": merged");
    }
    poke(path, at, bytes[at]);
  }
  CHECK(get(path) == bytes);
  CHECK(refused == 4096 + 8 * shape.blocks());
  CHECK(failed == bytes.size() - refused);
  CHECK(unseen == 0);  // these keys touch every block
  CHECK_FALSE(std::filesystem::exists(dir / "merged"));
  CHECK_FALSE(std::filesystem::exists(dir / "merged.partial"));
}

TEST_CASE("damage in one block leaves the others in use; what verify() finds is remembered") {
  TempDir dir;
  Chance chance(8);
  const auto postings = some_postings(chance, 60'000, 0, 500, 50'000);
  const SegmentInfo info = write_sound(dir.path(), "s", postings);
  const SegmentTwin twin(postings);
  const auto segment = open_sound(dir.path(), info);
  const auto keys = all_keys(50'000);
  find_in(*segment, keys);  // all blocks are trusted from here on
  const std::string bytes = get(dir / "s");
  const std::uint64_t at = bytes.size() * 3 / 4;
  poke(dir / "s", at, static_cast<char>(bytes[at] ^ 1));
  std::vector<std::string> problems;
  CHECK(segment->verify(problems) == info.bytes);
  REQUIRE(problems.size() == 1);
  CHECK(names(problems[0], block_text(at)));
  std::size_t failed = 0;
  for (const std::uint64_t key : keys) {
    Error error;
    const Found found = find_in(*segment, std::span(&key, 1), {}, &error);
    if (error.code == ErrorCode::ok) CHECK(found == find_in(twin, std::span(&key, 1)));
    else ++failed;
  }
  CHECK(failed > 0);
  CHECK(failed < keys.size() / 20);
}

TEST_CASE("a file that is cut or grows is refused, and told when it is open") {
  TempDir dir;
  Chance chance(6);
  const auto postings = some_postings(chance, 20'000, 0, 100, 5000);
  const SegmentInfo info = write_sound(dir.path(), "s", postings);
  const std::string bytes = get(dir / "s");
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096}, std::size_t{5000}, bytes.size() / 2, bytes.size() - 1}) {
    CAPTURE(size);
    put(dir / "s", bytes.substr(0, size));
    const auto opened = Segment::open(dir.path(), info);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::bad_index);
    CHECK(names(opened.error().message, dir / "s"));
  }
  put(dir / "s", bytes + "x");
  const auto longer = Segment::open(dir.path(), info);
  REQUIRE_FALSE(longer);
  CHECK(longer.error().code == ErrorCode::bad_index);

  put(dir / "s", bytes);
  const auto segment = open_sound(dir.path(), info);
  std::vector<std::string> problems;
  put(dir / "s", bytes + "x");
  segment->verify(problems);
  CHECK(problems.size() == 1);
  problems.clear();
  put(dir / "s", bytes);
  const auto fresh = open_sound(dir.path(), info);
  std::filesystem::resize_file(dir / "s", 30'000);
  Error error;
  const auto keys = all_keys(5000);
  CHECK(find_in(*fresh, keys, {}, &error).hits.empty());
  CHECK(error.code == ErrorCode::bad_index);
  fresh->verify(problems);
  CHECK(problems.size() > 5);
}

TEST_CASE("a missing file, a missing directory, another segment") {
  TempDir dir;
  std::vector<SegmentPosting> postings = {{16, 1, 1}};
  const SegmentInfo info = write_sound(dir.path(), "a", postings);
  SegmentInfo missing = info;
  missing.name = "none";
  CHECK(Segment::open(dir.path(), missing).error().code == ErrorCode::not_found);
  CHECK(Segment::open(dir / "nowhere", info).error().code == ErrorCode::not_found);
  const auto written = store::write_segment(dir / "nowhere", "a", postings);
  REQUIRE_FALSE(written);
  CHECK(written.error().code == ErrorCode::not_found);
  CHECK(names(written.error().message, dir / "nowhere"));
  CHECK_FALSE(std::filesystem::exists(dir / "nowhere"));
  SegmentInfo other = write_sound(dir.path(), "b", {{16, 2, 1}});
  other.name = "a";
  const auto swapped = Segment::open(dir.path(), other);
  REQUIRE_FALSE(swapped);
  CHECK(swapped.error().code == ErrorCode::bad_index);
  put(dir / "c", std::string(50'000, 'x'));
  SegmentInfo foreign = info;
  foreign.name = "c";
  CHECK(Segment::open(dir.path(), foreign).error().code == ErrorCode::bad_index);
}

TEST_CASE("a later format is told from damage") {
  TempDir dir;
  SegmentInfo info = write_sound(dir.path(), "s", {{16, 1, 1}});
  std::string bytes = get(dir / "s");
  bytes[8] = 3;
  put(dir / "s", bytes);
  CHECK(Segment::open(dir.path(), info).error().code == ErrorCode::bad_index);  // a flipped bit
  reseal_header(bytes, info);
  put(dir / "s", bytes);
  const auto later = Segment::open(dir.path(), info);
  REQUIRE_FALSE(later);
  CHECK(later.error().code == ErrorCode::newer_format);
  CHECK(names(later.error().message, dir / "s"));
  bytes[8] = 0;
  reseal_header(bytes, info);
  put(dir / "s", bytes);
  CHECK(Segment::open(dir.path(), info).error().code == ErrorCode::bad_index);
}

TEST_CASE("a header with absurd numbers and true checksums is refused") {
  TempDir dir;
  Chance chance(12);
  const SegmentInfo sound = write_sound(dir.path(), "s", some_postings(chance, 500, 10, 50, 100));
  const std::string bytes = get(dir / "s");
  const std::vector<std::uint64_t> absurd = {0, 1, 7, 31, 63, 0x7fffffff, 0xffffffff, 0x100000000, 0x1fffffffffffffff, 0x7fffffffffffffff, ~0ull};
  const auto refused = [&](std::string changed) {
    if (changed == bytes) return;
    SegmentInfo info = sound;
    reseal_header(changed, info);
    info.postings = store::load_little<std::uint64_t>(changed.data() + 16);
    info.first = store::load_little<std::uint32_t>(changed.data() + 24);
    info.last = store::load_little<std::uint32_t>(changed.data() + 28);
    put(dir / "s", changed);
    const auto opened = Segment::open(dir.path(), info);
    REQUIRE_FALSE(opened);
    CHECK(names(opened.error().message, dir / "s"));
  };
  for (const std::size_t at : {12u, 24u, 28u, 32u, 36u, 40u, 44u}) {
    for (const std::uint64_t value : absurd) {
      std::string changed = bytes;
      store::store_little(changed.data() + at, static_cast<std::uint32_t>(value));
      if (at == 24 || at == 28) {  // a span of as many bits is a legal header of these sizes
        const auto first = store::load_little<std::uint32_t>(changed.data() + 24), last = store::load_little<std::uint32_t>(changed.data() + 28);
        if (first <= last && std::bit_width(last - first) == 6) continue;
      }
      refused(changed);
    }
  }
  for (const std::size_t at : {16u, 48u, 56u}) {
    for (const std::uint64_t value : absurd) {
      std::string changed = bytes;
      store::store_little(changed.data() + at, value);
      refused(changed);
    }
  }
}

TEST_CASE("a body made to mislead, with true checksums, reads inside the file") {
  TempDir dir;
  Chance chance(13);
  const auto postings = some_postings(chance, 3000, 10, 50, 700);
  const SegmentInfo sound = write_sound(dir.path(), "s", postings);
  const std::string bytes = get(dir / "s");
  const store::Shape shape = store::Shape::of(sound.postings, sound.first, sound.last);
  const auto keys = all_keys(700);
  std::size_t refused = 0;
  for (int round = 0; round < 300; ++round) {
    SegmentInfo info = sound;
    std::string changed = bytes;
    for (std::uint64_t i = 0, n = 1 + chance.below(2000); i < n; ++i) {
      const std::uint64_t in_directory = shape.records_begin() - 4096, in_records = shape.table_begin() - shape.records_begin();
      const std::uint64_t at = round % 3 == 0 ? 4096 + chance.below(in_directory)
                               : round % 3 == 1 ? shape.records_begin() + chance.below(in_records)
                                                : 4096 + chance.below(in_directory + in_records);
      changed[at] = static_cast<char>(chance.below(3) == 0 ? 0xff : chance.below(256));
    }
    reseal(changed, shape, info);
    put(dir / "s", changed);
    const auto segment = open_sound(dir.path(), info);
    Error error;
    for (const SegmentHit& hit : find_in(*segment, keys, {~0u, ~0u}, &error).hits) {
      if (hit.article < info.first || hit.article > info.last) FAIL_CHECK("article " << hit.article);
    }
    refused += error.code == ErrorCode::bad_index;
    const std::vector one = {segment};
    const auto merged = store::merge_segments(dir.path(), "merged", one, [](std::uint32_t) { return true; });
    if (!merged) CHECK(merged.error().code == ErrorCode::bad_index);
  }
  CHECK(refused > 100);
}

TEST_CASE("what cannot be written leaves nothing behind") {
  TempDir dir;
  Chance chance(14);
  auto postings = some_postings(chance, 50'000, 0, 100, 30'000);
  const SegmentInfo info = write_sound(dir.path(), "old", postings);
  const std::vector one = {open_sound(dir.path(), info)};
  put(dir / "new.partial", "left by a dead process");

  struct rlimit before {};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit small = before;
  small.rlim_cur = 100'000;
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto written = store::write_segment(dir.path(), "new", postings);
  const auto merged = store::merge_segments(dir.path(), "new", one, [](std::uint32_t) { return true; });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  for (const auto* result : {&written, &merged}) {
    REQUIRE_FALSE(*result);
    CHECK(result->error().code == ErrorCode::io);
    CHECK(names(result->error().message, dir / "new"));
  }

  std::filesystem::create_directory(dir / "taken");
  CHECK_FALSE(store::write_segment(dir.path(), "taken", postings));  // rename() refuses
  int asked = 0;
  const auto fickle = store::merge_segments(dir.path(), "new", one, [&](std::uint32_t) { return ++asked > 20'000; });
  REQUIRE_FALSE(fickle);
  CHECK(fickle.error().code == ErrorCode::bad_argument);
  std::set<std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(dir.path())) left.insert(entry.path().filename().string());
  CHECK(left == std::set<std::string>{"old", "taken"});
}
