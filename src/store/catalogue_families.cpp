// Catalogue, second half: families with their occurrences, clusters, changes.
#include <algorithm>
#include <limits>

#include "base/enum_names.hpp"
#include "store/catalogue.hpp"

namespace reprise::store {

namespace {

std::string text_at(const Query& query, int column) { return std::string(query.text(column)); }
Number number_at(const Query& query, int column) { return static_cast<Number>(query.number(column)); }

template <class Enum, class Names>
Enum word_at(const Query& query, int column, const Names& names) {
  Enum out{};
  (void)from_name(names, query.text(column), out);  // what was written here is one of them; null is the first
  return out;
}

OccurrenceRow occurrence_at(const Query& q) {
  OccurrenceRow o;
  o.number = number_at(q, 0);
  o.span = {number_at(q, 1), number_at(q, 2)};
  o.chars = {number_at(q, 3), number_at(q, 4)};
  o.status = word_at<Status>(q, 5, kStatusNames);
  o.relation = word_at<Relation>(q, 6, kRelationNames);
  o.parent = number_at(q, 7);
  o.parent_outlet = text_at(q, 8);
  o.parent_observed = q.number(9) != 0;
  o.confidence = q.real(10);
  o.identity = q.real(11);
  o.credited = q.is_null(12) ? Credited::unset : q.number(12) != 0 ? Credited::yes : Credited::no;
  o.evidence = text_at(q, 13);
  return o;
}

FamilyRow family_at(const Query& q) {
  FamilyRow f;
  f.key = q.number(0);
  f.family = text_at(q, 1);
  f.kind = word_at<Kind>(q, 2, kKindNames);
  f.origin = number_at(q, 3);
  f.origin_outlet = text_at(q, 4);
  f.origin_observed = q.number(5) != 0;
  f.origin_confidence = q.real(6);
  return f;
}

constexpr const char* kFamilyColumns = "SELECT key, family, kind, origin, origin_outlet, origin_observed, origin_confidence FROM families ";

void bind_number(Query& query, int parameter, Number number) {
  if (number != 0) query.bind(parameter, std::int64_t{number});
}

}  // namespace

Result<std::vector<Key>> Catalogue::families_of(Number number) {
  Query q = database_->query("SELECT DISTINCT family FROM occurrences WHERE number = ?1 ORDER BY family");
  q.bind(1, std::int64_t{number});
  std::vector<Key> out;
  while (q.step()) out.push_back(q.number(0));
  if (q.failed()) return q.error();
  return out;
}

Result<std::vector<OccurrenceRow>> Catalogue::occurrences(Key family) {
  Query q = database_->query(
      "SELECT number, span_begin, span_end, char_begin, char_end, status, relation, parent, parent_outlet, parent_observed, confidence, identity, credited, evidence "
      "FROM occurrences WHERE family = ?1 ORDER BY number, span_begin");
  q.bind(1, family);
  std::vector<OccurrenceRow> out;
  while (q.step()) out.push_back(occurrence_at(q));
  if (q.failed()) return q.error();
  return out;
}

Result<std::optional<FamilyRow>> Catalogue::family_head(Key key) {
  static const std::string sql = std::string(kFamilyColumns) + "WHERE key = ?1";
  Query q = database_->query(sql.c_str());
  q.bind(1, key);
  std::optional<FamilyRow> out;
  if (q.step()) out = family_at(q);
  if (q.failed()) return q.error();
  return out;
}

Result<std::optional<FamilyRow>> Catalogue::family(Key key) {
  Result<std::optional<FamilyRow>> head = family_head(key);
  if (!head || !*head) return head;
  std::optional<FamilyRow>& out = *head;
  Result<std::vector<OccurrenceRow>> held = occurrences(key);
  if (!held) return held.error();
  out->occurrences = std::move(*held);
  return out;
}

Result<std::optional<Key>> Catalogue::family_key(std::string_view family) {
  Query q = database_->query("SELECT key FROM families WHERE family = ?1");
  q.bind_text(1, family);
  std::optional<Key> out;
  if (q.step()) out = q.number(0);
  if (q.failed()) return q.error();
  return out;
}

Result<std::vector<Catalogue::Place>> Catalogue::places_of(Number number) {
  Query q = database_->query("SELECT family, span_begin, span_end FROM occurrences WHERE number = ?1 ORDER BY family, span_begin");
  q.bind(1, std::int64_t{number});
  std::vector<Place> out;
  while (q.step()) out.push_back({q.number(0), {number_at(q, 1), number_at(q, 2)}});
  if (q.failed()) return q.error();
  return out;
}

Result<std::uint32_t> Catalogue::occurrences_in(Key family, std::uint32_t most) {
  Query q = database_->query("SELECT count(*) FROM (SELECT 1 FROM occurrences WHERE family = ?1 LIMIT ?2)");
  q.bind(1, family).bind(2, std::int64_t{most});
  std::uint32_t out = 0;
  if (q.step()) out = number_at(q, 0);
  if (q.failed()) return q.error();
  return out;
}

Result<void> Catalogue::each_family(const std::function<bool(FamilyRow&&)>& visit) {
  static const std::string sql = std::string(kFamilyColumns) + "ORDER BY family";
  Query q = database_->query(sql.c_str());
  while (q.step()) {
    FamilyRow f = family_at(q);
    Result<std::vector<OccurrenceRow>> held = occurrences(f.key);
    if (!held) return held.error();
    f.occurrences = std::move(*held);
    if (!visit(std::move(f))) return {};
  }
  if (q.failed()) return q.error();
  return {};
}

Result<Key> Catalogue::insert_family(const FamilyRow& f) {
  Key key = 0;
  {
    Query q = database_->query("INSERT INTO families(family, kind, origin, origin_outlet, origin_observed, origin_confidence) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    q.bind_text(1, f.family).bind_text(2, to_string(f.kind));
    bind_number(q, 3, f.origin);
    q.bind_text(4, f.origin_outlet).bind(5, std::int64_t{f.origin_observed}).bind(6, f.origin_confidence);
    if (Result<void> done = q.execute(); !done) return done.error();
    key = database_->last_insert_rowid();
  }
  for (const OccurrenceRow& o : f.occurrences)
    if (Result<void> done = insert_occurrence(key, o); !done) return done.error();
  return key;
}

Result<void> Catalogue::insert_occurrence(Key family, const OccurrenceRow& o) {
  Query q = database_->query(
      "INSERT OR REPLACE INTO occurrences(family, number, span_begin, span_end, char_begin, char_end, status, relation, parent, parent_outlet, parent_observed, confidence, "
      "identity, credited, evidence) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
  q.bind(1, family).bind(2, std::int64_t{o.number}).bind(3, std::int64_t{o.span.begin}).bind(4, std::int64_t{o.span.end});
  q.bind(5, std::int64_t{o.chars.begin}).bind(6, std::int64_t{o.chars.end}).bind_text(7, to_string(o.status)).bind_text(8, to_string(o.relation));
  bind_number(q, 9, o.parent);
  q.bind_text(10, o.parent_outlet).bind(11, std::int64_t{o.parent_observed}).bind(12, o.confidence).bind(13, o.identity);
  if (o.credited != Credited::unset) q.bind(14, std::int64_t{o.credited == Credited::yes});
  return q.bind_text(15, o.evidence).execute();
}

Result<void> Catalogue::delete_occurrences(Key family, Number number) {
  Query q = database_->query("DELETE FROM occurrences WHERE family = ?1 AND number = ?2");
  return q.bind(1, family).bind(2, std::int64_t{number}).execute();
}

Result<void> Catalogue::update_family(const FamilyRow& f) {
  Query q = database_->query("UPDATE families SET kind = ?2, origin = ?3, origin_outlet = ?4, origin_observed = ?5, origin_confidence = ?6 WHERE key = ?1");
  q.bind(1, f.key).bind_text(2, to_string(f.kind));
  bind_number(q, 3, f.origin);
  return q.bind_text(4, f.origin_outlet).bind(5, std::int64_t{f.origin_observed}).bind(6, f.origin_confidence).execute();
}

Result<void> Catalogue::delete_family(Key key) {
  for (const char* sql : {"DELETE FROM occurrences WHERE family = ?1", "DELETE FROM families WHERE key = ?1"}) {
    Query q = database_->query(sql);
    if (Result<void> done = q.bind(1, key).execute(); !done) return done;
  }
  return {};
}

Result<std::vector<Number>> Catalogue::members(Key cluster) {
  Query q = database_->query("SELECT number FROM articles WHERE cluster = ?1 ORDER BY number");
  q.bind(1, cluster);
  std::vector<Number> out;
  while (q.step()) out.push_back(number_at(q, 0));
  if (q.failed()) return q.error();
  return out;
}

Result<std::optional<ClusterRow>> Catalogue::cluster_head(Key key) {
  Query q = database_->query("SELECT key, cluster, origin, origin_confidence FROM clusters WHERE key = ?1");
  q.bind(1, key);
  std::optional<ClusterRow> out;
  if (q.step()) out = ClusterRow{q.number(0), text_at(q, 1), number_at(q, 2), q.real(3), {}, {}};
  if (q.failed()) return q.error();
  return out;
}

Result<std::optional<ClusterRow>> Catalogue::cluster(Key key) {
  Result<std::optional<ClusterRow>> head = cluster_head(key);
  if (!head || !*head) return head;
  std::optional<ClusterRow>& out = *head;
  Result<std::vector<Number>> articles = members(key);
  if (!articles) return articles.error();
  out->articles = std::move(*articles);
  Query q = database_->query("SELECT a, b, jaccard, containment_a, containment_b FROM cluster_pairs WHERE cluster = ?1");
  q.bind(1, key);
  while (q.step()) out->pairs.push_back({number_at(q, 0), number_at(q, 1), q.real(2), q.real(3), q.real(4)});
  if (q.failed()) return q.error();
  return out;
}

Result<void> Catalogue::each_cluster(const std::function<bool(ClusterRow&&)>& visit) {
  std::vector<Key> keys;
  {
    Query q = database_->query("SELECT key FROM clusters ORDER BY cluster");
    while (q.step()) keys.push_back(q.number(0));
    if (q.failed()) return q.error();
  }
  for (const Key key : keys) {
    Result<std::optional<ClusterRow>> found = cluster(key);
    if (!found) return found.error();
    if (*found && !visit(std::move(**found))) return {};
  }
  return {};
}

Result<Key> Catalogue::insert_cluster(const ClusterRow& c) {
  Key key = 0;
  {
    Query q = database_->query("INSERT INTO clusters(cluster, origin, origin_confidence) VALUES(?1, ?2, ?3)");
    q.bind_text(1, c.cluster);
    bind_number(q, 2, c.origin);
    if (Result<void> done = q.bind(3, c.origin_confidence).execute(); !done) return done.error();
    key = database_->last_insert_rowid();
  }
  for (const Number number : c.articles)
    if (Result<void> done = join_cluster(key, number); !done) return done.error();
  if (Result<void> done = insert_pairs(key, c.pairs); !done) return done.error();
  return key;
}

Result<void> Catalogue::join_cluster(Key key, Number number) {
  Query q = database_->query("UPDATE articles SET cluster = ?2 WHERE number = ?1");
  return q.bind(1, std::int64_t{number}).bind(2, key).execute();
}

Result<void> Catalogue::leave_cluster(Number number) {
  Query q = database_->query("UPDATE articles SET cluster = NULL WHERE number = ?1");
  return q.bind(1, std::int64_t{number}).execute();
}

Result<void> Catalogue::forget_origin(Key cluster, Number number) {
  Query q = database_->query("UPDATE clusters SET origin = NULL, origin_confidence = 0 WHERE key = ?1 AND origin = ?2");
  return q.bind(1, cluster).bind(2, std::int64_t{number}).execute();
}

Result<void> Catalogue::insert_pairs(Key cluster, const std::vector<ClusterPairRow>& pairs) {
  for (const ClusterPairRow& p : pairs) {
    Query q = database_->query("INSERT OR REPLACE INTO cluster_pairs(cluster, a, b, jaccard, containment_a, containment_b) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    q.bind(1, cluster).bind(2, std::int64_t{p.a}).bind(3, std::int64_t{p.b}).bind(4, p.jaccard).bind(5, p.containment_a).bind(6, p.containment_b);
    if (Result<void> done = q.execute(); !done) return done;
  }
  return {};
}

Result<void> Catalogue::delete_cluster(Key key) {
  for (const char* sql : {"UPDATE articles SET cluster = NULL WHERE cluster = ?1", "DELETE FROM cluster_pairs WHERE cluster = ?1", "DELETE FROM clusters WHERE key = ?1"}) {
    Query q = database_->query(sql);
    if (Result<void> done = q.bind(1, key).execute(); !done) return done;
  }
  return {};
}

Result<void> Catalogue::clear_findings() {
  return database_->run("DELETE FROM occurrences; DELETE FROM families; DELETE FROM cluster_pairs; UPDATE articles SET cluster = NULL WHERE cluster IS NOT NULL; DELETE FROM clusters;");
}

Result<void> Catalogue::insert_change(const Change& c) {
  Query q = database_->query(
      "INSERT INTO changes(at, article, cause, span_begin, span_end, family_before, status_before, parent_before, parent_outlet_before, origin_before, "
      "origin_outlet_before, confidence_before, family_now, status_now, parent_now, parent_outlet_now, origin_now, origin_outlet_now, confidence_now) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)");
  if (c.at != kNoTime) q.bind(1, c.at);
  q.bind_text(2, c.article).bind_text(3, c.cause).bind(4, std::int64_t{c.span.begin}).bind(5, std::int64_t{c.span.end});
  int at = 6;
  for (const Holding* h : {&c.before, &c.now}) {
    if (!h->family.empty()) {
      q.bind_text(at, h->family).bind_text(at + 1, to_string(h->status)).bind_text(at + 2, h->parent).bind_text(at + 3, h->parent_outlet);
      q.bind_text(at + 4, h->origin).bind_text(at + 5, h->origin_outlet).bind(at + 6, h->confidence);
    }
    at += 7;
  }
  return q.execute();
}

Result<std::vector<Change>> Catalogue::changes(std::uint64_t since, std::size_t limit) {
  Query q = database_->query(
      "SELECT sequence, at, article, cause, span_begin, span_end, family_before, status_before, parent_before, parent_outlet_before, origin_before, "
      "origin_outlet_before, confidence_before, family_now, status_now, parent_now, parent_outlet_now, origin_now, origin_outlet_now, confidence_now "
      "FROM changes WHERE sequence > ?1 ORDER BY sequence LIMIT ?2");
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();  // what SQLite counts to; a negative limit would be none
  q.bind(1, static_cast<std::int64_t>(std::min(since, kMost))).bind(2, static_cast<std::int64_t>(std::min<std::uint64_t>(limit, kMost)));
  std::vector<Change> out;
  while (q.step()) {
    Change c;
    c.sequence = static_cast<std::uint64_t>(q.number(0));
    c.at = q.is_null(1) ? kNoTime : q.number(1);
    c.article = text_at(q, 2);
    c.cause = text_at(q, 3);
    c.span = {number_at(q, 4), number_at(q, 5)};
    int at = 6;
    for (Holding* h : {&c.before, &c.now}) {
      h->family = text_at(q, at);
      if (!h->family.empty()) h->status = word_at<Status>(q, at + 1, kStatusNames);
      h->parent = text_at(q, at + 2);
      h->parent_outlet = text_at(q, at + 3);
      h->origin = text_at(q, at + 4);
      h->origin_outlet = text_at(q, at + 5);
      h->confidence = q.real(at + 6);
      at += 7;
    }
    out.push_back(std::move(c));
  }
  if (q.failed()) return q.error();
  return out;
}

Result<void> Catalogue::forget_changes(std::string_view id) {
  for (const char* sql : {"DELETE FROM changes WHERE article = ?1", "UPDATE changes SET cause = NULL WHERE cause = ?1", "UPDATE changes SET parent_before = NULL WHERE parent_before = ?1",
                          "UPDATE changes SET parent_now = NULL WHERE parent_now = ?1", "UPDATE changes SET origin_before = NULL WHERE origin_before = ?1",
                          "UPDATE changes SET origin_now = NULL WHERE origin_now = ?1"}) {
    Query q = database_->query(sql);
    if (Result<void> done = q.bind_text(1, id).execute(); !done) return done;
  }
  return {};
}

}  // namespace reprise::store
