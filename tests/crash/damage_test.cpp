// Damage and trespass: a flipped byte of a segment is named, never believed, and mended; a second writer, a newer format and what is no index are
// refused by name; what was removed is off the disk.
#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <thread>

#include "crash/expected.hpp"
#include "engine/index_inputs.hpp"
#include "store/catalogue.hpp"
#include "store/segment.hpp"
#include "store/sqlite.hpp"

using namespace reprise;
using namespace reprise::testing;
namespace fs = std::filesystem;

namespace {

/// An index of the fixtures' articles in several segments, and verdicts that need them.
struct Sound {
  TempDir dir;
  std::vector<Article> asked;
  std::vector<std::string> verdicts;

  Sound() {
    IndexOptions options;
    options.seal_articles = 20;
    std::vector<Article> articles = fixture_articles();
    for (std::size_t i = 0; i < articles.size() && asked.size() < 4; i += 17) {
      asked.push_back(articles[i]);
      asked.back().id = "asked";
    }
    Result<Index> index = Index::open(dir / "index", options);
    REQUIRE(index);
    std::size_t added = 0;
    for (const Article& a : articles) {
      REQUIRE(index->add(a));
      // Sealing is not waited for by add(): here it is, so that each segment has its twenty.
      if (++added % 20 != 0) continue;
      for (int waits = 0; index->stats()->segments < added / 20 && waits < 2000; ++waits) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    verdicts = ask(*index);
  }
  std::vector<std::string> ask(const Index& index) const {
    std::vector<std::string> out;
    for (const Article& a : asked) {
      const Result<Verdict> verdict = index.query(a);
      out.push_back(verdict ? to_json(*verdict) : "error " + std::to_string(static_cast<int>(verdict.error().code)) + " " + verdict.error().message);
    }
    return out;
  }
  std::vector<std::string> segments() const { return names_in(dir / "index/segments"); }
};

Result<Index> read_only(const std::string& directory) {
  IndexOptions options;
  options.read_only = true;
  return Index::open(directory, options);
}

/// Verdicts of a damaged index: each is right or an error that names the segment. How many were errors.
int check_answers(const Sound& sound, const Index& index, const std::string& segment) {
  const std::vector<std::string> now = sound.ask(index);
  int refused = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (now[i] == sound.verdicts[i]) continue;
    ++refused;
    INFO(now[i]);
    CHECK((now[i].starts_with("error 10 ") || now[i].starts_with("error 11 ")));
    CHECK(now[i].find(segment) != std::string::npos);
  }
  return refused;
}

bool names(const std::vector<std::string>& problems, const std::string& segment) {
  return std::any_of(problems.begin(), problems.end(), [&](const std::string& p) { return p.find(segment) != std::string::npos; });
}

}  // namespace

TEST_CASE("a flipped byte anywhere in a segment is named by verify, never gives another verdict, and is mended by rebuild") {
  const Sound sound;
  const std::string index_path = sound.dir / "index";
  REQUIRE(sound.segments().size() >= 3);
  Chance chance(5);
  int flips = 0, refused = 0, rebuilt = 0;
  for (const std::string& name : sound.segments()) {
    const std::string path = index_path + "/segments/" + name, bytes = get(path);
    // Each field of the header, and bytes all over the file.
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < 64; at += 3) places.push_back(at);
    for (std::size_t at = 64 + chance.below(200); at < bytes.size(); at += 50 + chance.below(1000)) places.push_back(at);
    places.push_back(bytes.size() - 1);
    for (const std::size_t at : places) {
      INFO(name << " byte " << at << " of " << bytes.size());
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << chance.below(8)));
      put(path, damaged);
      ++flips;
      {
        const Result<Index> index = read_only(index_path);
        REQUIRE(index);
        refused += check_answers(sound, *index, name);
        const Result<VerifyReport> report = index->verify();
        REQUIRE(report);
        CHECK(names(report->problems, name));
        CHECK(report->problems.size() == 1);
        CHECK(check_answers(sound, *index, name) >= 0);  // after verify, too
      }
      if (flips % 40 == 1) {  // mended, in a copy
        ++rebuilt;
        const TempDir copy;
        fs::copy(index_path, copy / "index", fs::copy_options::recursive);
        Result<Index> index = Index::open(copy / "index");
        REQUIRE(index);
        Article more = sound.asked.front();
        more.id = "more";
        const Result<Verdict> refused_add = index->add(more);
        if (!refused_add) CHECK(refused_add.error().code == ErrorCode::bad_index);
        else REQUIRE(index->remove("more"));
        CHECK(index->compact().has_value() == false);
        REQUIRE(index->rebuild());
        CHECK(index->verify()->problems.empty());
        CHECK(check_answers(sound, *index, "?") == 0);
        CHECK(index->add(more));
        CHECK(index->compact());
      }
      put(path, bytes);
    }
  }
  CHECK(refused > flips / 4);
  MESSAGE(flips << " flips, " << refused << " of " << flips * 4 << " verdicts refused, " << rebuilt << " rebuilds");
}

TEST_CASE("a segment that is missing, cut, empty or another one") {
  const Sound sound;
  const std::vector<std::string> segments = sound.segments();
  REQUIRE(segments.size() >= 3);
  const std::string name = segments[1], path = sound.dir / ("index/segments/" + name), bytes = get(path);
  for (int damage = 0; damage < 4; ++damage) {
    INFO("damage " << damage);
    if (damage == 0) fs::remove(path);
    if (damage == 1) put(path, bytes.substr(0, bytes.size() / 2));
    if (damage == 2) put(path, "");
    if (damage == 3) put(path, get(sound.dir / ("index/segments/" + segments[0])));
    {
      const Result<Index> index = read_only(sound.dir / "index");
      REQUIRE(index);
      CHECK(check_answers(sound, *index, name) == static_cast<int>(sound.asked.size()));
      CHECK(names(index->verify()->problems, name));
      CHECK(index->get(sound.asked.size() ? "seed-tass" : ""));  // what needs no fingerprints is there
    }
    const Ran verified = reprise_command({"index", "verify", sound.dir / "index"});
    CHECK(verified.code == 2);
    CHECK(verified.out.find(name) != std::string::npos);
    const TempDir copy;
    fs::copy(sound.dir / "index", copy / "index", fs::copy_options::recursive);
    CHECK(reprise_command({"index", "rebuild", copy / "index"}).code == 0);
    CHECK(reprise_command({"index", "verify", copy / "index"}).code == 0);
    CHECK(check_answers(sound, *read_only(copy / "index"), "?") == 0);
    put(path, bytes);
  }
}

TEST_CASE("a damaged text or catalogue is named") {
  const Sound sound;
  const std::string path = sound.dir / "index/catalogue.sqlite", bytes = get(path);
  constexpr std::string_view kZstd("\x28\xb5\x2f\xfd", 4);
  int texts = 0;
  for (std::size_t at = bytes.find(kZstd); at != std::string::npos && texts < 20; at = bytes.find(kZstd, at + 1), ++texts) {
    std::string damaged = bytes;
    damaged[at + 40] ^= 4;  // inside the frame
    put(path, damaged);
    const Result<Index> index = read_only(sound.dir / "index");
    REQUIRE(index);
    const Result<VerifyReport> report = index->verify();
    CHECK((!report || !report->problems.empty()));
  }
  CHECK(texts == 20);
  put(path, bytes.substr(0, bytes.size() / 2));
  CHECK(reprise_command({"index", "verify", sound.dir / "index"}).code == 2);
  put(path, std::string(bytes.size(), 'x'));
  const Ran ran = reprise_command({"index", "stats", sound.dir / "index"});
  CHECK(ran.code == 2);
  CHECK(ran.err.find("catalogue.sqlite") != std::string::npos);
  CHECK(lines_of(ran.err).size() == 1);
}

TEST_CASE("a second writer is refused, in this process and from another; readers are not") {
  const TempDir dir;
  std::optional<Index> first = std::move(*Index::open(dir / "index"));
  REQUIRE(first->add({.id = "a", .text = "The first article of the index."}));
  const Result<Index> second = Index::open(dir / "index");
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::locked);
  CHECK(second.error().message == (dir / "index") + ": another writer has this index open; open it read-only, or wait until that one closes it");
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"index", "remove", dir / "index", "a"}, {"index", "settle", dir / "index"}, {"index", "compact", dir / "index"}, {"index", "rebuild", dir / "index"}}) {
    const Ran ran = reprise_command(arguments);
    CHECK(ran.code == 2);
    CHECK(ran.err == "reprise: " + second.error().message + "\n");
  }
  CHECK(read_only(dir / "index")->contains("a"));
  CHECK(read_only(dir / "index")->remove("a").error().code == ErrorCode::read_only);
  CHECK(reprise_command({"index", "stats", dir / "index"}).code == 0);
  first.reset();
  CHECK(Index::open(dir / "index"));
}

TEST_CASE("a newer format, another program's database and a directory that is no index are refused by name") {
  const TempDir dir;
  REQUIRE(Index::create(dir / "index"));
  const auto change = [&](const char* sql) {
    Result<std::unique_ptr<store::Database>> database = store::Database::open(dir / "index/catalogue.sqlite", store::OpenMode::write);
    REQUIRE(database);
    REQUIRE((*database)->run(sql));
  };
  change("PRAGMA user_version = 2");
  const auto refused = [&](ErrorCode code, const std::string& part) {
    for (const bool reads : {false, true}) {
      const Result<Index> index = reads ? read_only(dir / "index") : Index::open(dir / "index");
      REQUIRE_FALSE(index);
      INFO(index.error().message);
      CHECK(index.error().code == code);
      CHECK(index.error().message.find(part) != std::string::npos);
    }
    const Ran ran = reprise_command({"index", "add", dir / "index", "--jsonl", "-"}, R"({"id":"a","text":"b"})" "\n");
    CHECK(ran.code == 2);
    CHECK(ran.err.find(part) != std::string::npos);
  };
  refused(ErrorCode::newer_format, "expected format 1 or earlier, found 2: a later version of reprise wrote it");
  change("PRAGMA user_version = 1; PRAGMA application_id = 7");
  refused(ErrorCode::bad_index, "another SQLite file");
  fs::remove_all(dir / "index");
  put(dir / "index/thesis.txt", "mine");
  refused(ErrorCode::bad_index, "expected an index (a directory with catalogue.sqlite), found something else");
  CHECK(names_in(dir / "index") == std::vector<std::string>{"thesis.txt"});
}

namespace {

/// Where in the files of a directory the bytes stand.
std::string files_with(const std::string& directory, const std::string& bytes) {
  std::string out;
  for (const auto& entry : fs::recursive_directory_iterator(directory))
    if (entry.is_regular_file() && get(entry.path()).find(bytes) != std::string::npos) out += entry.path().filename().string() + " ";
  return out;
}

}  // namespace

TEST_CASE("a takedown is real: after remove and compact nothing of the article is on the disk") {
  const TempDir dir;
  const std::string path = dir / "index";
  IndexOptions options;
  options.seal_articles = 10;
  std::vector<Article> articles = fixture_articles();
  Article mine = *std::find_if(articles.begin(), articles.end(), [](const Article& a) { return a.id == "seed-tass"; });
  std::erase_if(articles, [&](const Article& a) { return a.id == mine.id; });
  mine.id = "takedown-id-4711";
  mine.title = "takedown-title-4711";
  mine.url = "https://example.com/takedown-url-4711";
  std::vector<std::string> traces = {"takedown-id-4711", "takedown-title-4711", "takedown-url-4711"};
  std::vector<std::uint64_t> keys;
  std::set<store::Number> numbers;
  Result<Index> index = Index::open(path, options);
  REQUIRE(index);
  const auto remember = [&] {  // the compressed text and the fingerprints, as they stand in the catalogue
    Result<std::unique_ptr<store::Catalogue>> catalogue = store::Catalogue::open(path + "/catalogue.sqlite", store::OpenMode::read);
    REQUIRE(catalogue);
    const Result<std::optional<store::Number>> number = (*catalogue)->find(mine.id);
    REQUIRE((number && *number));
    numbers.insert(**number);
    const Result<std::optional<std::string>> frame = (*catalogue)->frame(**number);
    REQUIRE((frame && *frame && (*frame)->size() > 200));
    traces.push_back((*frame)->substr(50, 100));
    for (const store::RecentRow& row : *(*catalogue)->recent(0)) {
      if (row.number != **number) continue;
      std::vector<store::SegmentPosting> postings;
      REQUIRE(store::unpack_fingerprints(row.fingerprints, row.number, postings));
      for (const store::SegmentPosting& p : postings) keys.push_back(p.key);
      traces.push_back(row.fingerprints.substr(0, 60));
    }
  };
  for (std::size_t i = 0; i < 7; ++i) REQUIRE(index->add(articles[i]));
  REQUIRE(index->add(mine));
  remember();
  for (std::size_t i = 7; i < articles.size(); ++i) REQUIRE(index->add(articles[i]));
  mine.text += " A sentence that the first version did not have, for there was more to say.";
  REQUIRE(index->replace(mine));
  remember();
  REQUIRE(index->settle());
  REQUIRE(keys.size() > 20);
  REQUIRE(traces.size() >= 6);  // the second version may be in a segment already
  REQUIRE(index->flush());
  for (const std::string& trace : traces) CHECK(files_with(path, trace) != "");  // they are looked for in the right places
  const auto postings_left = [&] {
    std::size_t left = 0;
    Result<std::unique_ptr<store::Catalogue>> catalogue = store::Catalogue::open(path + "/catalogue.sqlite", store::OpenMode::read);
    REQUIRE(catalogue);
    for (const store::SegmentInfo& info : *(*catalogue)->segments()) {
      const Result<std::shared_ptr<const store::Segment>> segment = store::Segment::open(path + "/segments", info);
      REQUIRE(segment);
      std::vector<store::SegmentHit> hits;
      std::vector<std::uint32_t> holders(keys.size());
      REQUIRE((*segment)->find(keys, {1000, 1000}, hits, holders));
      for (const store::SegmentHit& hit : hits) left += numbers.count(hit.article);
    }
    return left;
  };
  const Result<Index> reader = read_only(path);  // idle: it hinders nothing
  REQUIRE(reader);
  CHECK(reader->contains(mine.id));

  REQUIRE(index->remove(mine.id));
  CHECK(index->get(mine.id).error().code == ErrorCode::not_found);
  CHECK_FALSE(reader->contains(mine.id));
  CHECK(postings_left() > 0);
  REQUIRE(index->compact());
  CHECK(postings_left() == 0);
  for (const std::string& trace : traces) CHECK(files_with(path, trace) == "");
  CHECK(names_in(path + "/segments").size() == 1);
  const Result<std::vector<Change>> changes = index->changes(0);
  REQUIRE(changes);
  for (const Change& change : *changes) CHECK(to_json(change).find("takedown") == std::string::npos);
  CHECK(index->verify()->problems.empty());
  // The same from the command.
  REQUIRE(index->add(mine));
  index = Error{};
  CHECK(reprise_command({"index", "remove", path, mine.id}).code == 0);
  CHECK(reprise_command({"index", "compact", path}).code == 0);
  for (const std::string& trace : traces) CHECK(files_with(path, trace) == "");
}

TEST_CASE("damage that a merge finds is told before the next article is stored, and mended without closing the index") {
  const Sound sound;
  const std::string index_path = sound.dir / "index";
  const std::vector<std::string> segments = sound.segments();
  IndexOptions options;
  options.seal_articles = 20;
  for (const Durability durability : {Durability::grouped, Durability::per_call}) {
    options.durability = durability;
    const TempDir copy;
    fs::copy(index_path, copy / "index", fs::copy_options::recursive);
    Result<Index> index = Index::open(copy / "index", options);
    REQUIRE(index);
    const std::vector<Article> articles = fixture_articles();
    // What look-ups have compared is in use; a merge reads everything anew. Which sealing has four segments of one size to merge, the sizes of the texts say.
    for (const Article& a : articles) CHECK(index->query(a));
    const std::string path = copy / ("index/segments/" + segments.front());
    std::string bytes = get(path);
    bytes[bytes.size() * 3 / 4] ^= 1;
    put(path, bytes);
    Result<void> waited;
    for (std::size_t i = 0; waited && i < 10 * articles.size(); ++i) {
      Article more = articles[i % articles.size()];
      more.id = "more-" + std::to_string(i);
      const Result<Verdict> added = index->add(more);
      waited = index->wait();
      INFO((added ? std::string() : added.error().message));
      REQUIRE((added || !waited));
    }
    REQUIRE_FALSE(waited);
    CHECK(waited.error().code == ErrorCode::bad_index);
    CHECK(waited.error().message.find(segments.front()) != std::string::npos);
    const std::uint64_t before = index->stats()->articles;
    Article late = articles[40];
    late.id = "late";
    const std::vector<Article> two = {late, articles[41]};
    for (const Result<Verdict>& answer : index->add_many(std::span<const Article>(two))) CHECK((!answer && answer.error().code == ErrorCode::bad_index));
    const Result<Verdict> refused = index->add(late);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::bad_index);
    CHECK(index->get("late").error().code == ErrorCode::not_found);
    CHECK(index->stats()->articles == before);
    REQUIRE(index->rebuild());
    CHECK(index->add(late));
    CHECK(index->verify()->problems.empty());
  }
}
