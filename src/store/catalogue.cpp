#include "store/catalogue.hpp"

#include <fmt/format.h>

#include <cstring>

#include "store/segment_format.hpp"

namespace reprise::store {

namespace {

constexpr const char* kApplicationId = "PRAGMA application_id = 1380995666";  // "RPRR"
constexpr std::int64_t kApplication = 1380995666;

// Long lists (families in the words of their articles) are not kept: spans name the words. Evidence and attributions are the JSON of
// the run files.
constexpr const char* kSchema = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
INSERT INTO meta VALUES('settled', '1'), ('text_bytes', 0);
CREATE TABLE articles(
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  article TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  added INTEGER,
  outlet TEXT, outlet_as_given TEXT,
  published_from INTEGER, published_to INTEGER, fetched INTEGER,
  url TEXT, title TEXT, lang TEXT, lang_as_given TEXT,
  words INTEGER NOT NULL,
  cluster INTEGER,
  attributions TEXT);
CREATE INDEX articles_by_cluster ON articles(cluster) WHERE cluster IS NOT NULL;
CREATE TABLE texts(number INTEGER PRIMARY KEY, text BLOB NOT NULL);
CREATE TRIGGER texts_come AFTER INSERT ON texts BEGIN UPDATE meta SET value = value + length(NEW.text) WHERE key = 'text_bytes'; END;
CREATE TRIGGER texts_go AFTER DELETE ON texts BEGIN UPDATE meta SET value = value - length(OLD.text) WHERE key = 'text_bytes'; END;
CREATE TABLE versions(
  article TEXT NOT NULL, version INTEGER NOT NULL, replaced INTEGER,
  outlet_as_given TEXT, published_from INTEGER, published_to INTEGER, fetched INTEGER,
  url TEXT, title TEXT, lang_as_given TEXT,
  text BLOB NOT NULL,
  PRIMARY KEY(article, version));
CREATE TABLE families(
  key INTEGER PRIMARY KEY,
  family TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  origin INTEGER, origin_outlet TEXT, origin_observed INTEGER NOT NULL, origin_confidence REAL NOT NULL);
CREATE TABLE occurrences(
  family INTEGER NOT NULL, number INTEGER NOT NULL,
  span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL, char_begin INTEGER NOT NULL, char_end INTEGER NOT NULL,
  status TEXT NOT NULL, relation TEXT,
  parent INTEGER, parent_outlet TEXT, parent_observed INTEGER NOT NULL,
  confidence REAL NOT NULL, identity REAL NOT NULL, credited INTEGER,
  evidence TEXT NOT NULL,
  PRIMARY KEY(family, number, span_begin)) WITHOUT ROWID;
CREATE INDEX occurrences_by_article ON occurrences(number);
CREATE TABLE clusters(key INTEGER PRIMARY KEY, cluster TEXT NOT NULL UNIQUE, origin INTEGER, origin_confidence REAL NOT NULL);
CREATE TABLE cluster_pairs(
  cluster INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL,
  jaccard REAL NOT NULL, containment_a REAL NOT NULL, containment_b REAL NOT NULL,
  PRIMARY KEY(cluster, a, b)) WITHOUT ROWID;
CREATE TABLE changes(
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER, article TEXT NOT NULL, cause TEXT,
  span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL,
  family_before TEXT, status_before TEXT, parent_before TEXT, parent_outlet_before TEXT, origin_before TEXT, origin_outlet_before TEXT, confidence_before REAL,
  family_now TEXT, status_now TEXT, parent_now TEXT, parent_outlet_now TEXT, origin_now TEXT, origin_outlet_now TEXT, confidence_now REAL);
CREATE TABLE segments(
  name TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, postings INTEGER NOT NULL, bytes INTEGER NOT NULL,
  checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE local_outlets(name TEXT NOT NULL, site TEXT);
CREATE TABLE recent(number INTEGER PRIMARY KEY, fingerprints BLOB NOT NULL);
CREATE VIEW hops AS
  SELECT families.family, families.kind, child.article, child.outlet, occurrences.span_begin, occurrences.span_end, occurrences.status,
         occurrences.relation, mother.article AS parent, occurrences.parent_outlet, occurrences.confidence, occurrences.credited
  FROM occurrences JOIN families ON families.key = occurrences.family JOIN articles AS child ON child.number = occurrences.number
       LEFT JOIN articles AS mother ON mother.number = occurrences.parent
  WHERE occurrences.parent IS NOT NULL OR occurrences.status = 'cited';
)sql";

void bind_time(Query& query, int parameter, Seconds time) {
  if (time != kNoTime) query.bind(parameter, time);
}
Seconds time_at(const Query& query, int column) { return query.is_null(column) ? kNoTime : query.number(column); }
std::string text_at(const Query& query, int column) { return std::string(query.text(column)); }

constexpr const char* kArticleColumns =
    "SELECT number, article, version, added, outlet, outlet_as_given, published_from, published_to, fetched, url, title, lang, lang_as_given, words, "
    "cluster, attributions FROM articles ";

ArticleRow article_at(const Query& q) {
  ArticleRow a;
  a.number = static_cast<Number>(q.number(0));
  a.given.id = text_at(q, 1);
  a.version = static_cast<std::uint32_t>(q.number(2));
  a.added = time_at(q, 3);
  a.outlet = text_at(q, 4);
  a.given.outlet = text_at(q, 5);
  a.given.published = {time_at(q, 6), time_at(q, 7)};
  a.given.fetched = time_at(q, 8);
  a.given.url = text_at(q, 9);
  a.given.title = text_at(q, 10);
  a.lang = text_at(q, 11);
  a.given.lang = text_at(q, 12);
  a.words = static_cast<std::uint32_t>(q.number(13));
  a.cluster = q.number(14);
  a.attributions = text_at(q, 15);
  return a;
}

/// The one value of a query that yields one row or none.
template <class T, class Read>
Result<std::optional<T>> one(Query& query, Read read) {
  std::optional<T> out;
  if (query.step()) out = read(query);
  if (query.failed()) return query.error();
  return out;
}
template <class T, class Read>
Result<std::vector<T>> all(Query& query, Read read) {
  std::vector<T> out;
  while (query.step()) out.push_back(read(query));
  if (query.failed()) return query.error();
  return out;
}

Result<std::int64_t> pragma(Database& database, const char* sql) {
  Query query = database.query(sql);
  const Result<std::optional<std::int64_t>> value = one<std::int64_t>(query, [](const Query& q) { return q.number(0); });
  if (!value) return value.error();
  return value->value_or(0);
}

Result<void> set_up(Database& database) {
  // Commits append to the log and are not synchronised: the engine does that as often as was asked for. The log is moved
  // into the file when the engine says so, not in the middle of a call.
  // What is deleted is overwritten, but pages that are freed are not, until compact(): all zeros, they would look like pages that were lost where another program
  // moves the log into the file.
  return database.run("PRAGMA secure_delete=FAST; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;");
}

}  // namespace

Result<std::unique_ptr<Catalogue>> Catalogue::create(const std::string& path) {
  Result<std::unique_ptr<Database>> database = Database::open(path, OpenMode::create);
  if (!database) return database.error();
  if (Result<void> done = (*database)->run("PRAGMA page_size=4096"); !done) return done.error();
  if (Result<void> done = set_up(**database); !done) return done.error();
  Result<Transaction> transaction = Transaction::begin(**database);
  if (!transaction) return transaction.error();
  for (const char* sql : {kSchema, kApplicationId, "PRAGMA user_version = 1"})
    if (Result<void> done = (*database)->run(sql); !done) return done.error();
  if (Result<void> done = transaction->commit(); !done) return done.error();
  if (Result<std::uint64_t> moved = (*database)->checkpoint(true); !moved) return moved.error();
  return std::unique_ptr<Catalogue>(new Catalogue(std::move(*database)));
}

Result<std::unique_ptr<Catalogue>> Catalogue::open(const std::string& path, OpenMode mode) {
  Result<std::unique_ptr<Database>> database = Database::open(path, mode);
  if (!database) return database.error();
  const auto another = [&](std::int64_t id) { return Error{ErrorCode::bad_index, fmt::format("{}: expected the catalogue of a reprise index, found another SQLite file (application id {})", path, id), path}; };
  const Result<std::int64_t> application = pragma(**database, "PRAGMA application_id");
  if (!application) {
    // A file that other programs made has no checksums of ours: its first page looks damaged.
    const std::optional<std::uint32_t> header = application.error().code == ErrorCode::bad_index ? (*database)->application_of_header() : std::nullopt;
    return header && *header != kApplication ? another(*header) : application.error();
  }
  const Result<std::int64_t> format = pragma(**database, "PRAGMA user_version");
  if (!format) return format.error();
  if (*application != kApplication) return another(*application);
  if (*format > kFormat) return Error{ErrorCode::newer_format, fmt::format("{}: expected format {} or earlier, found {}: a later version of reprise wrote it", path, kFormat, *format), path};
  if (*format < 1) return Error{ErrorCode::bad_index, fmt::format("{}: expected format {}, found {}", path, kFormat, *format), path};
  // Room for the inner pages of the trees of a million articles: they are read anew after every commit.
  const bool reads = mode == OpenMode::read || mode == OpenMode::read_still;
  if (reads)
    if (Result<void> done = (*database)->run("PRAGMA cache_size=-16000"); !done) return done.error();
  if (!reads) {
    if (Result<void> done = set_up(**database); !done) return done.error();
    // What a dead writer's log holds goes into the file, and with the log the frames that it did not finish. Where a reader needs them, or the
    // disk is full, later: nobody counts on it. (Who must be sure that the log is on the disk calls sync_log().)
    if (Result<void> done = (*database)->run("PRAGMA busy_timeout=50"); !done) return done.error();
    const Result<std::uint64_t> moved = (*database)->checkpoint(true);
    if (!moved && moved.error().code != ErrorCode::locked && moved.error().code != ErrorCode::no_space) return moved.error();
    if (Result<void> done = (*database)->run("PRAGMA busy_timeout=5000"); !done) return done.error();
  }
  return std::unique_ptr<Catalogue>(new Catalogue(std::move(*database)));
}

Result<std::optional<Number>> Catalogue::find(std::string_view id) {
  Query q = database_->query("SELECT number FROM articles WHERE article = ?1");
  q.bind_text(1, id);
  return one<Number>(q, [](const Query& row) { return static_cast<Number>(row.number(0)); });
}

Result<std::optional<ArticleRow>> Catalogue::article(Number number) {
  static const std::string sql = std::string(kArticleColumns) + "WHERE number = ?1";
  Query q = database_->query(sql.c_str());
  q.bind(1, std::int64_t{number});
  return one<ArticleRow>(q, article_at);
}

Result<std::optional<std::string>> Catalogue::frame(Number number) {
  Query q = database_->query("SELECT text FROM texts WHERE number = ?1");
  q.bind(1, std::int64_t{number});
  return one<std::string>(q, [](const Query& row) { return text_at(row, 0); });
}

Result<bool> Catalogue::holds(Number number, std::string_view id) {
  Query q = database_->query("SELECT 1 FROM articles WHERE number = ?1 AND article = ?2");
  q.bind(1, std::int64_t{number}).bind_text(2, id);
  const bool there = q.step();
  if (q.failed()) return q.error();
  return there;
}

Result<std::vector<ArticleVersion>> Catalogue::versions(std::string_view id) {
  Query q = database_->query(
      "SELECT version, replaced, outlet_as_given, published_from, published_to, fetched, url, title, lang_as_given, text FROM versions WHERE article = ?1 ORDER BY version");
  q.bind_text(1, id);
  return all<ArticleVersion>(q, [&](const Query& row) {
    ArticleVersion v;
    v.version = static_cast<std::uint32_t>(row.number(0));
    v.replaced = time_at(row, 1);
    v.article.id = id;
    v.article.outlet = text_at(row, 2);
    v.article.published = {time_at(row, 3), time_at(row, 4)};
    v.article.fetched = time_at(row, 5);
    v.article.url = text_at(row, 6);
    v.article.title = text_at(row, 7);
    v.article.lang = text_at(row, 8);
    v.article.text = text_at(row, 9);
    return v;
  });
}

Result<std::vector<SegmentInfo>> Catalogue::segments() {
  Query q = database_->query("SELECT name, first, last, postings, bytes, checksum FROM segments ORDER BY first, name");
  return all<SegmentInfo>(q, [](const Query& row) {
    SegmentInfo s;
    s.name = text_at(row, 0);
    s.first = static_cast<Number>(row.number(1));
    s.last = static_cast<Number>(row.number(2));
    s.postings = static_cast<std::uint64_t>(row.number(3));
    s.bytes = static_cast<std::uint64_t>(row.number(4));
    s.checksum = static_cast<std::uint64_t>(row.number(5));
    return s;
  });
}

Result<std::vector<RecentRow>> Catalogue::recent(Number above) {
  Query q = database_->query("SELECT number, fingerprints FROM recent WHERE number > ?1 ORDER BY number");
  q.bind(1, std::int64_t{above});
  return all<RecentRow>(q, [](const Query& row) { return RecentRow{static_cast<Number>(row.number(0)), text_at(row, 1)}; });
}

Result<Number> Catalogue::last_number() {
  const Result<std::int64_t> last = pragma(*database_, "SELECT seq FROM sqlite_sequence WHERE name = 'articles'");
  if (!last) return last.error();
  return static_cast<Number>(*last);
}

Result<std::string> Catalogue::meta(std::string_view key) {
  Query q = database_->query("SELECT value FROM meta WHERE key = ?1");
  q.bind_text(1, key);
  const Result<std::optional<std::string>> value = one<std::string>(q, [](const Query& row) { return text_at(row, 0); });
  if (!value) return value.error();
  return value->value_or("");
}

Result<std::vector<std::pair<std::string, std::string>>> Catalogue::local_outlets() {
  Query q = database_->query("SELECT name, site FROM local_outlets ORDER BY rowid");
  return all<std::pair<std::string, std::string>>(q, [](const Query& row) { return std::pair(text_at(row, 0), text_at(row, 1)); });
}

Result<void> Catalogue::set_local_outlets(const std::vector<std::pair<std::string, std::string>>& outlets) {
  if (Result<void> done = database_->run("DELETE FROM local_outlets"); !done) return done;
  for (const auto& [name, site] : outlets) {
    Query q = database_->query("INSERT INTO local_outlets(name, site) VALUES(?1, ?2)");
    if (Result<void> done = q.bind_text(1, name).bind_text(2, site).execute(); !done) return done;
  }
  return {};
}

Result<void> Catalogue::count(IndexStats& stats) {
  const std::pair<const char*, std::uint64_t*> counts[] = {
      {"SELECT count(*) FROM articles", &stats.articles},
      {"SELECT count(*) FROM versions", &stats.versions},
      {"SELECT count(*) FROM families", &stats.families},
      {"SELECT count(*) FROM occurrences", &stats.occurrences},
      {"SELECT count(*) FROM clusters", &stats.clusters},
      {"SELECT count(*) FROM segments", &stats.segments},
      {"SELECT coalesce(sum(postings), 0) FROM segments", &stats.fingerprints},
      {"SELECT count(*) FROM recent", &stats.recent_articles},
      {"SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'text_bytes'", &stats.text_bytes},
      {"SELECT coalesce(max(sequence), 0) FROM changes", &stats.last_change},
  };
  for (const auto& [sql, to] : counts) {
    const Result<std::int64_t> value = pragma(*database_, sql);
    if (!value) return value.error();
    *to = static_cast<std::uint64_t>(*value);
  }
  stats.format = kFormat;
  return {};
}

Result<void> Catalogue::each_article(const std::function<bool(ArticleRow&&)>& visit) {
  static const std::string sql = std::string(kArticleColumns) + "ORDER BY article";
  Query q = database_->query(sql.c_str());
  while (q.step())
    if (!visit(article_at(q))) return {};
  if (q.failed()) return q.error();
  return {};
}

Result<std::vector<Number>> Catalogue::numbers() {
  Query q = database_->query("SELECT number FROM articles ORDER BY number");
  return all<Number>(q, [](const Query& row) { return static_cast<Number>(row.number(0)); });
}

Result<std::vector<std::string>> Catalogue::ids() {
  Query q = database_->query("SELECT article FROM articles ORDER BY article");
  return all<std::string>(q, [](const Query& row) { return text_at(row, 0); });
}

Result<std::vector<std::string>> Catalogue::check() {
  std::vector<std::string> problems;
  database_->verify_pages(problems);
  if (!problems.empty()) return problems;
  Query q = database_->query("PRAGMA integrity_check(20)");
  while (q.step())
    if (q.text(0) != "ok") problems.push_back(database_->path() + ": " + text_at(q, 0));
  if (q.failed()) problems.push_back(q.error().message);
  return problems;
}

Result<Number> Catalogue::insert_article(const ArticleRow& a, std::string_view frame, std::string_view fingerprints) {
  Number number = 0;
  {
    Query q = database_->query(
        "INSERT INTO articles(article, version, added, outlet, outlet_as_given, published_from, published_to, fetched, url, title, lang, lang_as_given, words, attributions) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    q.bind_text(1, a.given.id).bind(2, std::int64_t{a.version});
    bind_time(q, 3, a.added);
    q.bind_text(4, a.outlet).bind_text(5, a.given.outlet);
    bind_time(q, 6, a.given.published.from);
    bind_time(q, 7, a.given.published.to);
    bind_time(q, 8, a.given.fetched);
    q.bind_text(9, a.given.url).bind_text(10, a.given.title).bind_text(11, a.lang).bind_text(12, a.given.lang).bind(13, std::int64_t{a.words});
    q.bind_text(14, a.attributions);
    if (Result<void> done = q.execute(); !done) return done.error();
    number = static_cast<Number>(database_->last_insert_rowid());
  }
  {
    Query q = database_->query("INSERT INTO texts(number, text) VALUES(?1, ?2)");
    if (Result<void> done = q.bind(1, std::int64_t{number}).bind_blob(2, frame).execute(); !done) return done.error();
  }
  Query q = database_->query("INSERT INTO recent(number, fingerprints) VALUES(?1, ?2)");
  if (Result<void> done = q.bind(1, std::int64_t{number}).bind_blob(2, fingerprints).execute(); !done) return done.error();
  return number;
}

Result<void> Catalogue::delete_article(Number number) {
  for (const char* sql : {"DELETE FROM occurrences WHERE number = ?1", "DELETE FROM recent WHERE number = ?1", "DELETE FROM texts WHERE number = ?1",
                          "DELETE FROM cluster_pairs WHERE a = ?1 OR b = ?1", "DELETE FROM articles WHERE number = ?1"}) {
    Query q = database_->query(sql);
    if (Result<void> done = q.bind(1, std::int64_t{number}).execute(); !done) return done;
  }
  return {};
}

Result<void> Catalogue::insert_version(const ArticleRow& a, Seconds replaced, std::string_view frame) {
  Query q = database_->query(
      "INSERT INTO versions(article, version, replaced, outlet_as_given, published_from, published_to, fetched, url, title, lang_as_given, text) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
  q.bind_text(1, a.given.id).bind(2, std::int64_t{a.version});
  bind_time(q, 3, replaced);
  q.bind_text(4, a.given.outlet);
  bind_time(q, 5, a.given.published.from);
  bind_time(q, 6, a.given.published.to);
  bind_time(q, 7, a.given.fetched);
  return q.bind_text(8, a.given.url).bind_text(9, a.given.title).bind_text(10, a.given.lang).bind_blob(11, frame).execute();
}

Result<void> Catalogue::delete_versions(std::string_view id) {
  Query q = database_->query("DELETE FROM versions WHERE article = ?1");
  return q.bind_text(1, id).execute();
}

Result<void> Catalogue::set_facts(Number number, std::string_view outlet, std::string_view lang, std::uint32_t words, std::string_view attributions) {
  Query q = database_->query("UPDATE articles SET outlet = ?2, lang = ?3, words = ?4, attributions = ?5 WHERE number = ?1");
  return q.bind(1, std::int64_t{number}).bind_text(2, outlet).bind_text(3, lang).bind(4, std::int64_t{words}).bind_text(5, attributions).execute();
}

Result<void> Catalogue::insert_segment(const SegmentInfo& s) {
  Query q = database_->query("INSERT INTO segments(name, first, last, postings, bytes, checksum) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
  return q.bind_text(1, s.name).bind(2, std::int64_t{s.first}).bind(3, std::int64_t{s.last}).bind(4, static_cast<std::int64_t>(s.postings))
      .bind(5, static_cast<std::int64_t>(s.bytes)).bind(6, static_cast<std::int64_t>(s.checksum)).execute();
}

Result<void> Catalogue::delete_segment(std::string_view name) {
  Query q = database_->query("DELETE FROM segments WHERE name = ?1");
  return q.bind_text(1, name).execute();
}

Result<void> Catalogue::delete_recent(Number up_to) {
  Query q = database_->query("DELETE FROM recent WHERE number <= ?1");
  return q.bind(1, std::int64_t{up_to}).execute();
}

Result<void> Catalogue::set_meta(std::string_view key, std::string_view value) {
  Query q = database_->query("INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
  return q.bind_text(1, key).bind_text(2, value).execute();
}

std::string pack_fingerprints(std::span<const SegmentPosting> fingerprints) {
  std::string out(fingerprints.size() * 10, '\0');
  char* to = out.data();
  for (const SegmentPosting& p : fingerprints) {
    store_little(to, p.key);
    store_little(to + 8, p.position);
    to += 10;
  }
  return out;
}

bool unpack_fingerprints(std::string_view bytes, Number number, std::vector<SegmentPosting>& out) {
  if (bytes.size() % 10 != 0) return false;
  for (std::size_t i = 0; i < bytes.size(); i += 10) {
    SegmentPosting p{0, number, 0};
    for (unsigned b = 0; b < 8; ++b) p.key |= std::uint64_t{static_cast<unsigned char>(bytes[i + b])} << (8 * b);
    for (unsigned b = 0; b < 2; ++b) p.position = static_cast<std::uint16_t>(p.position | static_cast<unsigned>(static_cast<unsigned char>(bytes[i + 8 + b])) << (8 * b));
    out.push_back(p);
  }
  return true;
}

}  // namespace reprise::store
