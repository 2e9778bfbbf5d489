// The catalogue's other rows: families, clusters, versions, changes, segments, fingerprints.
#include "store/catalogue_rows.hpp"

using namespace reprise;
using namespace reprise::testing;
using namespace reprise::store;

TEST_CASE("families and occurrences come back as they went in") {
  TempDir dir;
  const auto catalogue = make(dir);
  FamilyRow full;
  full.family = "f-2";
  full.kind = Kind::boilerplate;
  full.origin = 4'294'967'294u;
  full.origin_outlet = kForeign;
  full.origin_observed = true;
  full.origin_confidence = 0.1 + 0.2;
  OccurrenceRow o;
  o.number = 7;
  o.span = {0, 4'294'967'295u};
  o.chars = {3'000'000'000u, 3'000'000'001u};
  o.evidence = "{}";
  for (const Status status : {Status::origin, Status::copied, Status::cited, Status::common_source, Status::version, Status::undecided}) {
    o.status = status;
    full.occurrences.push_back(o);
    ++o.number;
  }
  for (const Relation relation : {Relation::none, Relation::verbatim, Relation::edited, Relation::paraphrase, Relation::quote, Relation::translation}) {
    o.relation = relation;
    o.parent = 3;
    o.parent_outlet = "O'Neill \"Post\"";
    o.parent_observed = true;
    o.confidence = 1e-300;
    o.identity = 1.0 / 3;
    o.credited = relation == Relation::none ? Credited::no : Credited::yes;
    o.evidence = R"({"time":"ä"})";
    full.occurrences.push_back(o);
    ++o.number;
  }
  o.span = {4'294'967'295u, 4'294'967'295u};
  --o.number;
  full.occurrences.push_back(o);  // a second one of the same article
  FamilyRow bare;
  bare.family = "f-1";
  Key full_key = 0, bare_key = 0;
  stored(*catalogue, [&] {
    full_key = good(catalogue->insert_family(full));
    bare_key = good(catalogue->insert_family(bare));
  });
  CHECK(full_key != bare_key);
  check_same(*good(catalogue->family(full_key)), full);
  check_same(*good(catalogue->family(bare_key)), bare);
  CHECK(good(catalogue->family(full_key))->key == full_key);
  CHECK(good(catalogue->family_head(full_key))->occurrences.empty());
  CHECK(good(catalogue->family_key("f-2")) == full_key);
  CHECK_FALSE(good(catalogue->family_key("f-3")));
  CHECK_FALSE(good(catalogue->family_key("")));
  CHECK_FALSE(good(catalogue->family(99)));
  CHECK(good(catalogue->occurrences_in(full_key, 5)) == 5);
  CHECK(good(catalogue->occurrences_in(full_key, 500)) == 13);
  CHECK(good(catalogue->occurrences_in(99, 500)) == 0);
  CHECK(good(catalogue->families_of(o.number)) == std::vector<Key>{full_key});
  const auto places = good(catalogue->places_of(o.number));
  REQUIRE(places.size() == 2);
  CHECK(places[0].family == full_key);
  CHECK(places[0].span == Span{0, 4'294'967'295u});
  CHECK(places[1].span == o.span);
  // By id; every kind.
  stored(*catalogue, [&] {
    for (const Kind kind : {Kind::verbatim, Kind::edited, Kind::paraphrase, Kind::quote, Kind::boilerplate}) {
      bare.family = "g" + std::string(to_string(kind));
      bare.kind = kind;
      good(catalogue->insert_family(bare));
    }
  });
  std::vector<FamilyRow> all;
  good(catalogue->each_family([&](FamilyRow&& f) {
    all.push_back(std::move(f));
    return true;
  }));
  REQUIRE(all.size() == 7);
  CHECK(all[0].family == "f-1");
  check_same(all[1], full);
  for (const FamilyRow& f : all)
    if (f.family[0] == 'g') CHECK(f.family == "g" + std::string(to_string(f.kind)));
  int visits = 0;
  good(catalogue->each_family([&](FamilyRow&&) { return ++visits < 3; }));
  CHECK(visits == 3);
  // An occurrence at the same place is replaced; kind and origin are set anew.
  stored(*catalogue, [&] {
    o = full.occurrences[0];
    o.confidence = 0.75;
    good(catalogue->insert_occurrence(full_key, o));
    full.occurrences[0] = o;
    full.key = full_key;
    full.kind = Kind::quote;
    full.origin = 0;
    full.origin_outlet.clear();
    full.origin_observed = false;
    full.origin_confidence = 0;
    good(catalogue->update_family(full));
    good(catalogue->delete_occurrences(full_key, full.occurrences.back().number));
    full.occurrences.resize(11);
  });
  check_same(*good(catalogue->family(full_key)), full);
  stored(*catalogue, [&] { good(catalogue->delete_family(full_key)); });
  CHECK_FALSE(good(catalogue->family(full_key)));
  CHECK(count(*catalogue, "SELECT count(*) FROM occurrences") == 0);
  CHECK(good(catalogue->families_of(7)).empty());
}

TEST_CASE("clusters come back as they went in") {
  TempDir dir;
  const auto catalogue = make(dir);
  ClusterRow row;
  row.cluster = "c-2";
  row.origin = 2;
  row.origin_confidence = 2.0 / 3;
  row.articles = {1, 2, 4};
  row.pairs = {{1, 2, 0.1, 0.2, 0.3}, {1, 4, 1, 1, 1}, {4, 2, 0, 0, 0}};
  Key key = 0;
  stored(*catalogue, [&] {
    for (const char* id : {"a", "b", "c", "d"}) good(catalogue->insert_article(article(id), "f", "p"));
    key = good(catalogue->insert_cluster(row));
    good(catalogue->insert_cluster({0, "c-1", 0, 0, {3}, {}}));
  });
  const auto check_row = [&](const ClusterRow& back) {
    CHECK(back.key == key);
    CHECK(back.cluster == row.cluster);
    CHECK(back.origin == row.origin);
    CHECK(back.origin_confidence == row.origin_confidence);
    CHECK(back.articles == row.articles);
    REQUIRE(back.pairs.size() == row.pairs.size());
    for (std::size_t i = 0; i < row.pairs.size(); ++i) {
      CHECK(back.pairs[i].a == row.pairs[i].a);
      CHECK(back.pairs[i].b == row.pairs[i].b);
      CHECK(back.pairs[i].jaccard == row.pairs[i].jaccard);
      CHECK(back.pairs[i].containment_a == row.pairs[i].containment_a);
      CHECK(back.pairs[i].containment_b == row.pairs[i].containment_b);
    }
  };
  check_row(*good(catalogue->cluster(key)));
  CHECK(good(catalogue->article(4))->cluster == key);
  CHECK(good(catalogue->cluster_head(key))->articles.empty());
  CHECK(good(catalogue->members(key)) == row.articles);
  CHECK_FALSE(good(catalogue->cluster(99)));
  std::vector<std::string> ids;
  good(catalogue->each_cluster([&](ClusterRow&& c) {
    ids.push_back(c.cluster);
    return true;
  }));
  CHECK(ids == std::vector<std::string>{"c-1", "c-2"});
  stored(*catalogue, [&] {
    good(catalogue->insert_pairs(key, {{1, 2, 0.5, 0.5, 0.5}}));  // again: replaced
    good(catalogue->leave_cluster(4));
    good(catalogue->join_cluster(key, 3));
    good(catalogue->forget_origin(key, 1));  // is not its origin
  });
  row.pairs[0] = {1, 2, 0.5, 0.5, 0.5};
  row.articles = {1, 2, 3};
  check_row(*good(catalogue->cluster(key)));
  stored(*catalogue, [&] { good(catalogue->forget_origin(key, 2)); });
  CHECK(good(catalogue->cluster(key))->origin == 0);
  CHECK(good(catalogue->cluster(key))->origin_confidence == 0);
  stored(*catalogue, [&] { good(catalogue->delete_cluster(key)); });
  CHECK_FALSE(good(catalogue->cluster(key)));
  CHECK(good(catalogue->article(1))->cluster == 0);
  CHECK(count(*catalogue, "SELECT count(*) FROM cluster_pairs") == 0);
}

TEST_CASE("a removed article takes its text, fingerprints, occurrences and pairs along, not its versions") {
  TempDir dir;
  const auto catalogue = make(dir);
  Key family = 0;
  stored(*catalogue, [&] {
    for (const char* id : {"a", "b", "c"}) good(catalogue->insert_article(article(id), "f", "p"));
    good(catalogue->insert_version(article("b"), 5, "old"));
    FamilyRow f;
    f.family = "f";
    for (const Number n : {1u, 2u, 3u}) {
      f.occurrences.emplace_back().number = n;
      f.occurrences.back().evidence = "{}";
    }
    family = good(catalogue->insert_family(f));
    good(catalogue->insert_cluster({0, "c", 2, 1, {1, 2, 3}, {{1, 2, 1, 1, 1}, {2, 3, 1, 1, 1}, {1, 3, 1, 1, 1}}}));
    good(catalogue->delete_article(2));
    good(catalogue->delete_article(77));  // nobody
  });
  CHECK_FALSE(good(catalogue->find("b")));
  CHECK_FALSE(good(catalogue->article(2)));
  CHECK_FALSE(good(catalogue->frame(2)));
  CHECK(good(catalogue->recent(0)).size() == 2);
  CHECK(good(catalogue->families_of(2)).empty());
  CHECK(good(catalogue->family(family))->occurrences.size() == 2);
  const auto cluster = good(catalogue->cluster(1));
  CHECK(cluster->articles == std::vector<Number>{1, 3});
  REQUIRE(cluster->pairs.size() == 1);
  CHECK(cluster->pairs[0].b == 3);
  CHECK(good(catalogue->versions("b")).size() == 1);
  stored(*catalogue, [&] { good(catalogue->clear_findings()); });
  IndexStats stats;
  good(catalogue->count(stats));
  CHECK(stats.articles == 2);
  CHECK(stats.versions == 1);
  CHECK(stats.families + stats.occurrences + stats.clusters == 0);
  CHECK(good(catalogue->article(1))->cluster == 0);
}

TEST_CASE("versions are kept by id, oldest first") {
  TempDir dir;
  const auto catalogue = make(dir);
  ArticleRow row = full_article();
  stored(*catalogue, [&] {
    row.version = 2;
    good(catalogue->insert_version(row, kLate, "second"));
    row.version = 1;
    good(catalogue->insert_version(row, kNoTime, std::string("\0first", 6)));
    good(catalogue->insert_version(article("other"), 3, ""));
    CHECK_FALSE(catalogue->insert_version(row, 1, "again"));
  });
  const auto versions = good(catalogue->versions(row.given.id));
  REQUIRE(versions.size() == 2);
  CHECK(versions[0].version == 1);
  CHECK(versions[0].replaced == kNoTime);
  CHECK(versions[0].article.text == std::string("\0first", 6));
  CHECK(versions[1].version == 2);
  CHECK(versions[1].replaced == kLate);
  const Article& a = versions[1].article;
  CHECK(a.id == row.given.id);
  CHECK(a.outlet == row.given.outlet);
  CHECK(a.url == row.given.url);
  CHECK(a.title == row.given.title);
  CHECK(a.lang == row.given.lang);
  CHECK(a.published == row.given.published);
  CHECK(a.fetched == row.given.fetched);
  CHECK(good(catalogue->versions("none")).empty());
  stored(*catalogue, [&] { good(catalogue->delete_versions(row.given.id)); });
  CHECK(good(catalogue->versions(row.given.id)).empty());
  CHECK(good(catalogue->versions("other")).size() == 1);
}

TEST_CASE("changes come back as they were told, after a number and up to so many") {
  TempDir dir;
  const auto catalogue = make(dir);
  Change full;
  full.at = kLate;
  full.article = "a";
  full.cause = kForeign;
  full.span = {1, 4'294'967'295u};
  full.before = {"f1", Status::version, "p1", "o1", "g1", "q1", 0.125};
  full.now = {"f2", Status::origin, "", "", "", "", 0};
  Change bare;
  bare.article = "b";
  bare.now = {"f2", Status::undecided, "c", "", "a", kNul, 1.0 / 3};
  stored(*catalogue, [&] {
    good(catalogue->insert_change(full));
    good(catalogue->insert_change(bare));
    good(catalogue->insert_change(full));
  });
  const auto changes = good(catalogue->changes(0, 10));
  REQUIRE(changes.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const Change& given = i == 1 ? bare : full;
    CHECK(changes[i].sequence == i + 1);
    CHECK(changes[i].at == given.at);
    CHECK(changes[i].article == given.article);
    CHECK(changes[i].cause == given.cause);
    CHECK(changes[i].span == given.span);
    check_same(changes[i].before, given.before);
    check_same(changes[i].now, given.now);
  }
  CHECK(count(*catalogue, "SELECT count(*) FROM changes WHERE at IS NULL") == 1);  // not known is null, here as everywhere
  CHECK(good(catalogue->changes(1, 1)).front().sequence == 2);
  CHECK(good(catalogue->changes(0, 0)).empty());
  CHECK(good(catalogue->changes(3, 10)).empty());
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  CHECK(good(catalogue->changes(kMost, 10)).empty());
  CHECK(good(catalogue->changes(kMost / 2 + 1, 10)).empty());
  CHECK(good(catalogue->changes(0, kMost)).size() == 3);
  CHECK(good(catalogue->changes(1, kMost / 2 + 7)).size() == 2);
  // Forgotten: its own go, others no longer name it. Sequences are not given again.
  stored(*catalogue, [&] { good(catalogue->forget_changes("a")); });
  auto left = good(catalogue->changes(0, 10));
  REQUIRE(left.size() == 1);
  CHECK(left[0].now.origin == "");
  CHECK(left[0].now.parent == "c");
  stored(*catalogue, [&] {
    good(catalogue->forget_changes("c"));
    good(catalogue->forget_changes("b"));
    good(catalogue->insert_change(bare));
  });
  left = good(catalogue->changes(0, 10));
  REQUIRE(left.size() == 1);
  CHECK(left[0].sequence == 4);
}

TEST_CASE("segments, recent fingerprints and settings") {
  TempDir dir;
  const auto catalogue = make(dir);
  const SegmentInfo first{"00000002.seg", 1, 4'294'967'295u, 1ull << 33, 1ull << 40, 0xffffffffffffffffull}, second{"00000001.seg", 3, 3, 0, 4096, 1ull << 63}, empty{"e", 0, 0, 0, 0, 0};
  stored(*catalogue, [&] {
    for (const SegmentInfo& s : {first, second, empty}) good(catalogue->insert_segment(s));
    CHECK_FALSE(catalogue->insert_segment(first));
    for (const char* id : {"a", "b", "c"}) good(catalogue->insert_article(article(id), std::string(10, 'f'), "p"));
    good(catalogue->delete_recent(2));
    good(catalogue->set_meta("k", kNul));
    good(catalogue->set_meta("k2", "x"));
    good(catalogue->set_meta("k2", ""));
  });
  CHECK(good(catalogue->segments()) == std::vector<SegmentInfo>{empty, first, second});
  CHECK(good(catalogue->recent(0)).size() == 1);
  CHECK(good(catalogue->recent(0))[0].number == 3);
  CHECK(good(catalogue->meta("k")) == kNul);
  CHECK(good(catalogue->meta("k2")) == "");
  CHECK(good(catalogue->meta("none")) == "");
  IndexStats stats;
  good(catalogue->count(stats));
  CHECK(stats.segments == 3);
  CHECK(stats.fingerprints == 1ull << 33);
  CHECK(stats.recent_articles == 1);
  CHECK(stats.articles == 3);
  CHECK(stats.text_bytes == 30);
  CHECK(stats.last_change == 0);
  CHECK(stats.format == kFormat);
  stored(*catalogue, [&] { good(catalogue->delete_segment(first.name)); });
  CHECK(good(catalogue->segments()) == std::vector<SegmentInfo>{empty, second});
}

TEST_CASE("packed fingerprints come back; bytes that are none are refused") {
  const std::vector<SegmentPosting> postings = {{0, 7, 0}, {~std::uint64_t{0}, 7, 65535}, {0x0123456789abcdef, 7, 0xff00}};
  const std::string bytes = pack_fingerprints(postings);
  CHECK(bytes.size() == 30);
  std::vector<SegmentPosting> back;
  REQUIRE(unpack_fingerprints(bytes, 7, back));
  REQUIRE(back.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(back[i].key == postings[i].key);
    CHECK(back[i].article == 7);
    CHECK(back[i].position == postings[i].position);
  }
  CHECK(unpack_fingerprints("", 7, back));
  CHECK(back.size() == 3);
  for (std::size_t size = 1; size < 30; ++size)
    if (size % 10 != 0) CHECK_FALSE(unpack_fingerprints(bytes.substr(0, size), 7, back));
  CHECK(back.size() == 3);
}
