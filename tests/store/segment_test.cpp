// Segments against their slow twin, merges against segments of what lives, and what the format promises.
#include <doctest/doctest.h>

#include <random>
#include <thread>

#include "sketch/sketch.hpp"
#include "store/segment_format.hpp"
#include "store/segment_twin.hpp"

using namespace reprise;
using namespace reprise::testing;
using store::Segment;
using store::SegmentInfo;

TEST_CASE("a segment answers what its twin answers") {
  TempDir dir;
  Chance chance(11);
  struct Case { std::size_t postings; std::uint32_t first_article, articles; std::uint64_t keys; };
  for (const Case& c : {Case{0, 0, 1, 10}, Case{1, 7, 1, 1}, Case{300, 5, 1, 40}, Case{5000, 0, 2, 700}, Case{20'000, 1'000'000, 300, 9000},
                        Case{90'000, 0xffff0000u, 0xffff, 20'000}, Case{2000, 0, 0xffffffffu, 500}, Case{120'000, 3, 1500, 150'000},
                        Case{700'000, 3, 9000, 60'000}, Case{300'000, 0, 0xffffffffu, 60'000}}) {  // written in several pieces of 2 MiB
    CAPTURE(c.postings);
    const auto postings = some_postings(chance, c.postings, c.first_article, c.articles, c.keys);
    const SegmentTwin twin(postings);
    const SegmentInfo info = write_sound(dir.path(), "s", postings);
    CHECK(info.postings == c.postings);
    CHECK(info.bytes == std::filesystem::file_size(dir / "s"));
    CHECK_FALSE(std::filesystem::exists(dir / "s.partial"));
    const auto segment = open_sound(dir.path(), info);
    CHECK(segment->info() == info);
    const auto keys = all_keys(c.keys);
    for (const HitLimits limits : {HitLimits{}, HitLimits{0, 0}, HitLimits{1, 0}, HitLimits{0, 3}, HitLimits{100, 7}, HitLimits{~0u, ~0u}}) {
      CHECK(find_in(*segment, keys, limits) == find_in(twin, keys, limits));
    }
    std::vector<std::string> problems;
    CHECK(segment->verify(problems) == info.bytes);
    CHECK(problems.empty());
    CHECK(find_in(*segment, keys) == find_in(twin, keys));
  }
}

TEST_CASE("hits and holders are added to what is there") {
  TempDir dir;
  const auto segment = open_sound(dir.path(), write_sound(dir.path(), "s", {{kStep, 3, 5}, {kStep, 4, 6}, {kStep, 9, 0}, {kStep, 9, 2}, {kStep, 11, 1}, {2 * kStep, 1, 1}}));
  std::vector<SegmentHit> hits = {{9, 9, 9}};
  std::vector<std::uint32_t> holders = {100, 7};
  const std::vector<std::uint64_t> keys = {kStep, 3 * kStep};
  REQUIRE(segment->find(keys, {2, 1}, hits, holders));
  CHECK(hits == std::vector<SegmentHit>{{9, 9, 9}, {0, 3, 5}, {0, 4, 6}, {0, 11, 1}});
  CHECK(holders == std::vector<std::uint32_t>{105, 7});
}

TEST_CASE("a key that very many hold is found among its neighbours") {
  TempDir dir;
  std::vector<SegmentPosting> postings;
  const std::uint64_t frequent = key_number(5);
  for (std::uint32_t a = 0; a < 50'000; ++a) postings.push_back({frequent, a * 2, static_cast<std::uint16_t>(a % 90)});
  for (std::uint32_t a = 0; a < 3; ++a) {
    postings.push_back({frequent - kStep, a, 1});
    postings.push_back({frequent + kStep, a, 2});
  }
  const SegmentTwin twin(postings);
  const auto segment = open_sound(dir.path(), write_sound(dir.path(), "s", postings));
  const std::vector<std::uint64_t> keys = {frequent, frequent - kStep, frequent + kStep, frequent + 2 * kStep, frequent - 2 * kStep};
  for (const HitLimits limits : {HitLimits{}, HitLimits{0, 0}, HitLimits{25'000, 25'000}, HitLimits{3, 40'000}}) {
    CHECK(find_in(*segment, keys, limits) == find_in(twin, keys, limits));
  }
}

TEST_CASE("a merge is the segment of the living, byte for byte") {
  TempDir dir;
  Chance chance(5);
  for (int round = 0; round < 12; ++round) {
    CAPTURE(round);
    std::vector<std::shared_ptr<const Segment>> segments;
    std::vector<SegmentPosting> living;
    const std::uint64_t share_dead = chance.below(4);  // 0: none; 1: all
    const auto alive = [&](std::uint32_t article) { return share_dead == 0 || mix64(article) % share_dead != 0; };
    const std::uint64_t count = chance.below(6);
    for (std::uint64_t s = 0; s < count; ++s) {
      const auto first = static_cast<std::uint32_t>(chance.below(2) == 0 ? chance.below(1000) : s * 500);  // now apart, now interleaved
      const auto postings = some_postings(chance, chance.below(5) == 0 ? 0 : chance.below(40'000), first, 500, 8000);
      const auto write = chance.below(3) == 0 ? write_format_1 : write_sound;
      segments.push_back(open_sound(dir.path(), write(dir.path(), "s" + std::to_string(s), postings)));
      std::copy_if(postings.begin(), postings.end(), std::back_inserter(living), [&](const SegmentPosting& p) { return alive(p.article); });
    }
    std::shuffle(living.begin(), living.end(), std::minstd_rand(7));
    const SegmentTwin twin(living);
    const auto merged = store::merge_segments(dir.path(), "merged", segments, share_dead == 0 ? std::function<bool(std::uint32_t)>() : alive);
    REQUIRE(merged);
    SegmentInfo expected = write_sound(dir.path(), "expected", living);
    CHECK(get(dir / "merged") == get(dir / "expected"));
    expected.name = "merged";
    CHECK(*merged == expected);
    const auto keys = all_keys(8000);
    CHECK(find_in(*open_sound(dir.path(), *merged), keys) == find_in(twin, keys));
    for (const auto& segment : segments) std::filesystem::remove(dir / segment->info().name);
    for (const auto& segment : segments) find_in(*segment, keys);  // unlinked, and still there for who has it open
  }
}

TEST_CASE("a merge into one of its own sources replaces it") {
  TempDir dir;
  const SegmentInfo a = write_sound(dir.path(), "a", {{kStep, 1, 1}, {2 * kStep, 2, 2}}), b = write_sound(dir.path(), "b", {{kStep, 3, 3}});
  const std::vector segments = {open_sound(dir.path(), a), open_sound(dir.path(), b)};
  const auto merged = store::merge_segments(dir.path(), "a", segments, [](std::uint32_t article) { return article != 2; });
  REQUIRE(merged);
  const std::vector<std::uint64_t> keys = {kStep, 2 * kStep};
  CHECK(find_in(*open_sound(dir.path(), *merged), keys).hits == std::vector<SegmentHit>{{0, 1, 1}, {0, 3, 3}});
  CHECK(find_in(*segments[0], keys).hits == std::vector<SegmentHit>{{0, 1, 1}, {1, 2, 2}});
  CHECK_FALSE(Segment::open(dir.path(), a));
}

TEST_CASE("the order of the postings does not show, nor does the sorting of many differ from that of few") {
  TempDir dir;
  Chance chance(3);
  auto postings = some_postings(chance, 100'000, 0, 700, 60'000);
  for (SegmentPosting& p : postings) p.key |= chance.below(~store::kKeptBits);  // bits that a segment does not keep
  write_sound(dir.path(), "a", postings);
  std::stable_sort(postings.begin(), postings.end(), [](const auto& x, const auto& y) { return x.article < y.article; });
  write_sound(dir.path(), "b", postings);
  CHECK(get(dir / "a") == get(dir / "b"));
  std::vector<std::shared_ptr<const Segment>> pieces;  // each small enough for one plain sort
  for (std::size_t i = 0; i < 10; ++i) {
    pieces.push_back(open_sound(dir.path(), write_sound(dir.path(), "piece" + std::to_string(i), {postings.begin() + i * 10'000, postings.begin() + (i + 1) * 10'000})));
  }
  REQUIRE(store::merge_segments(dir.path(), "c", pieces, {}));
  CHECK(get(dir / "a") == get(dir / "c"));
}

TEST_CASE("postings of one kept key are in the order of articles, however many and whatever the bits that are not kept") {
  TempDir dir;
  Chance chance(41);
  std::vector<SegmentPosting> postings;
  for (std::uint32_t a = 0; a < 3000; ++a) postings.push_back({key_number(7) | chance.below(kStep), a, static_cast<std::uint16_t>(a % 70)});
  std::shuffle(postings.begin(), postings.end(), std::minstd_rand(3));
  const std::vector one = {open_sound(dir.path(), write_sound(dir.path(), "s", postings))};
  for (SegmentPosting& p : postings) p.key &= store::kKeptBits;
  const std::vector<std::uint64_t> keys = {key_number(7)};
  CHECK(find_in(*one[0], keys) == find_in(SegmentTwin(postings), keys));
  CHECK(store::merge_segments(dir.path(), "merged", one, {}));
}

TEST_CASE("keys are told apart by the bits that are kept, positions to 65535") {
  TempDir dir;
  const auto segment = open_sound(dir.path(), write_sound(dir.path(), "s", {{0x48001, 1, 65'534}, {0x4bfff, 2, 65'535}, {0x4c000, 3, 0}}));
  const std::vector<std::uint64_t> keys = {0x48123, 0x4c000, 0x44000};
  const Found found = find_in(*segment, keys);
  CHECK(found.hits == std::vector<SegmentHit>{{0, 1, 65'534}, {0, 2, 65'535}, {1, 3, 0}});
  CHECK(found.holders == std::vector<std::uint32_t>{2, 1, 0});
}

TEST_CASE("format 1 is read: by look-ups, by verify(), and by merges, where keys that it told apart become one") {
  TempDir dir;
  Chance chance(31);
  const auto postings = some_postings(chance, 90'000, 40, 900, 60'000);
  const SegmentTwin twin(postings);
  const auto old = open_sound(dir.path(), write_format_1(dir.path(), "old", postings));
  CHECK(old->format() == 1);
  const auto keys = all_keys(60'000);
  CHECK(find_in(*old, keys) == find_in(twin, keys));
  std::vector<std::string> problems;
  CHECK(old->verify(problems) == old->info().bytes);
  CHECK(problems.empty());

  // 60 bits tell these apart, and in their order the articles fall.
  const std::vector<SegmentPosting> apart = {{0x48010, 9, 1}, {0x48020, 5, 2}, {0x48020, 7, 2}, {0x48030, 1, 3}, {0x4c000, 2, 4}}, other = {{0x48000, 6, 1}};
  const std::vector one = {open_sound(dir.path(), write_format_1(dir.path(), "apart", apart)), open_sound(dir.path(), write_sound(dir.path(), "other", other))};
  CHECK(find_in(*one[0], std::vector<std::uint64_t>{0x48020}).hits == std::vector<SegmentHit>{{0, 5, 2}, {0, 7, 2}});
  const auto merged = store::merge_segments(dir.path(), "merged", one, {});
  REQUIRE(merged);
  CHECK(open_sound(dir.path(), *merged)->format() == 2);
  CHECK(find_in(*open_sound(dir.path(), *merged), std::vector<std::uint64_t>{0x48000}).hits ==
        std::vector<SegmentHit>{{0, 1, 3}, {0, 5, 2}, {0, 6, 1}, {0, 7, 2}, {0, 9, 1}});
}

TEST_CASE("the size is what the format says") {
  TempDir dir;
  Chance chance(1);
  // 2000 articles of 60 postings: 8 bytes each and the directory.
  const SegmentInfo usual = write_sound(dir.path(), "usual", some_postings(chance, 120'000, 500'000, 2000, 100'000));
  CHECK(static_cast<double>(usual.bytes) < 120'000 * 9.35 + 4096);
  const store::Shape million = store::Shape::of(180'000'000, 0, 999'999);
  CHECK(million.record_bytes() == 8);
  CHECK(static_cast<double>(million.file_bytes()) / 180e6 == doctest::Approx(8.75).epsilon(0.001));
  CHECK(store::Shape::of(0, 0, 0).file_bytes() == 4096 + 2 * (16'384 + 8));
  CHECK(store::Shape::of(1, 0, ~0u, 1).record_bytes() == store::kMostRecordBytes);
  for (const std::uint32_t articles : {300u, 4096u, 4097u, 65'537u, 262'145u, 1'000'000u, 4'000'001u})  // just over a power of two, too
    for (const std::uint64_t per_article : {48u, 100u, 190u}) CHECK(store::Shape::of(articles * per_article, 1, articles).record_bytes() == 8);
  CHECK(store::Shape::of(store::kMaxSegmentPostings, 0, 0, 1).directory_bits == store::kMostDirectoryBits);
}

TEST_CASE("records come back as they were packed, whatever their widths") {
  Chance chance(9);
  for (int round = 0; round < 20'000; ++round) {
    const auto first = static_cast<std::uint32_t>(chance.below(1ull << chance.below(33)));
    const auto last = first + static_cast<std::uint32_t>(chance.below((1ull << chance.below(33))) % (0x1'0000'0000ull - first));
    const store::Shape shape{1, first, last, static_cast<unsigned>(12 + chance.below(19)), static_cast<std::uint32_t>(1 + chance.below(2))};
    const store::RecordCodec codec(shape);
    REQUIRE(codec.bytes() >= store::kLeastRecordBytes);
    REQUIRE(codec.bytes() <= store::kMostRecordBytes);
    const std::uint64_t key = chance.below(8) == 0 ? ~std::uint64_t{0} : mix64(round);
    const std::uint32_t article = chance.below(3) == 0 ? last : first + static_cast<std::uint32_t>(chance.below(last - first + 1ull));
    const auto position = static_cast<std::uint16_t>(chance.below(65'536));
    char bytes[16];
    const store::KeyPlace place = codec.place(key);
    codec.pack(bytes, place.remainder, article, position);
    REQUIRE(place.bucket < 1ull << shape.directory_bits);
    REQUIRE(codec.remainder(bytes) == place.remainder);
    REQUIRE(codec.article(bytes) == article);
    REQUIRE(codec.position(bytes) == position);
    REQUIRE(codec.key(place.bucket, codec.remainder(bytes)) == (key >> (64 - shape.key_bits()) << (64 - shape.key_bits())));
  }
}

TEST_CASE("the formats are pinned") {
  TempDir dir;
  std::vector<SegmentPosting> postings;
  for (std::uint32_t i = 0; i < 40'000; ++i) postings.push_back({mix64(i % 30'000 + 1), 70 + i / 50, static_cast<std::uint16_t>(i % 50)});
  const SegmentInfo old = write_format_1(dir.path(), "old", postings);
  CHECK(old.bytes == 437'080);
  CHECK(old.checksum == 0xfb6828d07ff2f2a5ull);
  const SegmentInfo info = write_sound(dir.path(), "s", postings);
  CHECK(info.bytes == 357'040);
  CHECK(info.checksum == 0xb3129131eba4cc6aull);
}

TEST_CASE("four threads that meet unchecked blocks find what one finds") {
  TempDir dir;
  Chance chance(21);
  const auto postings = some_postings(chance, 150'000, 0, 800, 60'000);
  const SegmentInfo info = write_sound(dir.path(), "s", postings);
  const auto keys = all_keys(60'000);
  const Found expected = find_in(SegmentTwin(postings), keys);
  const auto segment = open_sound(dir.path(), info);
  std::vector<Found> found(4);
  std::vector<std::string> problems;
  std::vector<std::thread> threads;
  for (Found& mine : found) {
    threads.emplace_back([&] {
      Error error;
      mine = find_in(*segment, keys, {}, &error);
    });
  }
  threads.emplace_back([&] { segment->verify(problems); });
  for (std::thread& thread : threads) thread.join();
  for (const Found& each : found) CHECK(each == expected);
  CHECK(problems.empty());
}

TEST_CASE("a directory of large pages answers alike, touched block by block or read at once") {
  TempDir dir;
  Chance chance(31);
  std::vector<SegmentPosting> postings;
  for (std::uint32_t i = 0; i < 1'600'000; ++i)
    postings.push_back({std::uint64_t{chance.below(std::uint64_t{1} << 50)} << 14, i / 200, static_cast<std::uint16_t>(i % 200)});
  const std::vector<SegmentPosting> given = postings;
  const Result<SegmentInfo> info = store::write_segment(dir.path(), "s", postings);
  REQUIRE(info);
  REQUIRE(store::Shape::of(info->postings, info->first, info->last).records_begin() - store::kHeaderBytes >= std::size_t{2} << 20);
  const auto touched = open_sound(dir.path(), *info), read = open_sound(dir.path(), *info);
  REQUIRE(read->read_directory());
  std::size_t same = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint64_t> keys;
    std::vector<SegmentHit> expected;
    for (std::uint32_t k = 0; k < 150; ++k) {
      const SegmentPosting& p = given[chance.below(given.size())];
      // Every other one is a key that nobody has: 1.6 million of 2^50.
      keys.push_back(k % 2 == 0 ? p.key : p.key ^ std::uint64_t{1} << (14 + chance.below(50)));
      if (k % 2 == 0) expected.push_back({k, p.article, p.position});
    }
    for (const auto& segment : {touched, read}) {
      std::vector<SegmentHit> hits;
      std::vector<std::uint32_t> holders(keys.size(), 0);
      REQUIRE(segment->find(keys, {}, hits, holders));
      same += hits == expected;
    }
  }
  CHECK(same >= 598);  // two of the keys made by chance may be one
  std::vector<std::string> problems;
  CHECK(touched->verify(problems) == info->bytes);
  CHECK(problems.empty());
}

TEST_CASE("the keys of fingerprints fill the buckets evenly") {
  Chance chance(2);
  std::vector<std::uint32_t> words(600'000);
  for (std::uint32_t& word : words) word = static_cast<std::uint32_t>(chance.below(chance.below(20'000) + 1));
  std::vector<sketch::Fingerprint> fingerprints;
  sketch::fingerprints(words, false, {}, fingerprints);
  std::set<std::uint64_t> keys;
  for (const auto& f : fingerprints) keys.insert(f.key);
  std::vector<double> buckets(4096);
  for (const std::uint64_t key : keys) ++buckets[key >> 52];
  const double mean = static_cast<double>(keys.size()) / 4096;
  double chi_square = 0;
  for (const double n : buckets) chi_square += (n - mean) * (n - mean) / mean;
  CHECK(mean > 40);
  CHECK(chi_square < 4095 + 5 * 90.5);  // 4095 degrees of freedom: mean 4095, deviation sqrt(2 * 4095)
}
