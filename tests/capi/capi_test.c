/* reprise.h from a plain C99 program, through the shared library: what a C crawler does, and what it must be told when it errs.
 * Usage: capi_test DIRECTORY (new; it is left behind) SEED.jsonl. Prints every failed check; exit code 1 when there is one. */
#include <reprise/reprise.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "seed_texts.h"

static int checks, failures;
#define CHECK(condition)                                                         \
  do {                                                                           \
    ++checks;                                                                    \
    if (!(condition)) {                                                          \
      ++failures;                                                                \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                            \
  } while (0)

/* The code of a call, its error looked at and freed. */
static int done_with(int code, reprise_error *error) {
  CHECK(reprise_error_code(error) == code);
  CHECK((error == NULL) == (code == REPRISE_OK));
  if (code != REPRISE_OK) CHECK(reprise_error_message(error)[0] != 0 && strchr(reprise_error_message(error), '\n') == NULL);
  reprise_error_free(error);
  return code;
}

static reprise_article article(const char *id, const char *outlet, const char *published, const char *text) {
  reprise_article a;
  reprise_article_init(&a, sizeof a);
  a.id = reprise_c(id);
  a.outlet = reprise_c(outlet);
  a.published = reprise_c(published);
  a.text = reprise_c(text);
  return a;
}
static reprise_article tass(void) { return article("seed-tass", "TASS", "2023-10-05T13:41:07+03:00", kTass_text); }
static reprise_article fars(void) { return article("seed-fars", "Fars News Agency", "2023-10-05T17:22:40+03:30", kFars_text); }
static reprise_article jpost(void) { return article("seed-jpost", "Jerusalem Post", "2023-10-07T09:12:25+03:00", kJpost_text); }

static int add(reprise_index *index, reprise_article a, reprise_verdict **verdict) {
  reprise_error *error = NULL;
  const int code = reprise_index_add(index, &a, verdict, &error);
  return done_with(code, error);
}

static int has(const reprise_string *json, const char *part) { return json->data != NULL && strstr(json->data, part) != NULL; }

static reprise_index *open_index(const char *directory, const reprise_index_options *options) {
  reprise_index *index = NULL;
  reprise_error *error = NULL;
  const int code = reprise_index_open(directory, options, &index, &error);
  if (code != REPRISE_OK) {
    fprintf(stderr, "cannot open %s: %s\n", directory, reprise_error_message(error));
    exit(1);
  }
  return index;
}

static void close_index(reprise_index *index) {
  reprise_error *error = NULL;
  const int code = reprise_index_close(index, &error);
  CHECK(done_with(code, error) == REPRISE_OK);
}

/* The three articles, and all that the last one's verdict must say. */
static void test_seed(const char *directory) {
  reprise_index *index = open_index(directory, NULL);
  reprise_verdict *verdict = NULL;
  reprise_string json = {NULL, 0}, stored = {NULL, 0};
  reprise_passage p;
  reprise_hop first, last;
  reprise_source source;
  size_t i, from_tass = 0, copied = 0, credited = 0;

  CHECK(add(index, tass(), &verdict) == REPRISE_OK);
  CHECK(strcmp(reprise_verdict_article(verdict), "seed-tass") == 0);
  CHECK(strcmp(reprise_verdict_outlet(verdict), "TASS") == 0);
  CHECK(strcmp(reprise_verdict_lang(verdict), "en") == 0);
  CHECK(reprise_verdict_published_from(verdict) == 1696502467);
  CHECK(reprise_verdict_published_to(verdict) == 1696502467);
  CHECK(reprise_verdict_original_share(verdict) == 1);
  CHECK(reprise_verdict_words(verdict) > 100);
  reprise_verdict_free(verdict);
  CHECK(add(index, fars(), NULL) == REPRISE_OK);
  CHECK(add(index, jpost(), &verdict) == REPRISE_OK);

  CHECK(reprise_verdict_passages(verdict) >= 2);
  CHECK(reprise_verdict_original_share(verdict) > 0.3 && reprise_verdict_original_share(verdict) < 0.95);
  for (i = 0; i < reprise_verdict_passages(verdict); ++i) {
    CHECK(reprise_verdict_passage(verdict, i, &p, sizeof p) == REPRISE_OK);
    CHECK(p.span.begin < p.span.end && p.span.end <= strlen(kJpost_text));
    CHECK(p.chars.begin == p.span.begin && p.chars.end == p.span.end); /* its text is ASCII */
    CHECK(p.confidence >= 0 && p.confidence <= 1 && p.identity >= 0 && p.identity <= 1);
    CHECK(reprise_kind_name(p.kind)[0] != 0 && reprise_status_name(p.status)[0] != 0);
    CHECK((p.status == REPRISE_STATUS_COPIED) == (p.parent_observed && p.hops > 0));
    if (strcmp(p.origin_outlet, "TASS") == 0 && p.origin_observed && strcmp(p.origin, "seed-tass") == 0) ++from_tass;
    if (p.credited == REPRISE_CREDITED_YES) ++credited;
    if (p.status != REPRISE_STATUS_COPIED) continue;
    ++copied;
    CHECK(p.parent[0] != 0 && p.parent_outlet[0] != 0);
    CHECK(reprise_verdict_hop(verdict, i, 0, &first, sizeof first) == REPRISE_OK);
    CHECK(strcmp(first.article, p.origin) == 0 && strcmp(first.outlet, p.origin_outlet) == 0);
    CHECK(reprise_verdict_hop(verdict, i, p.hops - 1, &last, sizeof last) == REPRISE_OK);
    CHECK(strcmp(last.article, "seed-jpost") == 0 && last.relation == p.relation && last.credited == p.credited);
    CHECK(first.published_from < last.published_from);
    CHECK(reprise_verdict_hop(verdict, i, p.hops, &last, sizeof last) == REPRISE_BAD_ARGUMENT);
  }
  CHECK(from_tass >= 1 && copied >= 2 && credited >= 2);
  CHECK(reprise_verdict_passage(verdict, i, &p, sizeof p) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_verdict_sources(verdict) == 2);
  CHECK(reprise_verdict_source(verdict, 0, &source, sizeof source) == REPRISE_OK);
  CHECK(source.share > 0.05 && source.credited == 1 && source.article[0] != 0);
  CHECK(reprise_verdict_near_duplicates(verdict) == 0 && reprise_verdict_cluster(verdict)[0] == 0);

  /* The same in JSON, now and when it is asked for again. */
  CHECK(reprise_verdict_json(verdict, &json, NULL) == REPRISE_OK);
  CHECK(json.size == strlen(json.data) && strchr(json.data, '\n') == NULL);
  CHECK(strncmp(json.data, "{\"article\":\"seed-jpost\",\"outlet\":\"Jerusalem Post\"", 48) == 0);
  CHECK(has(&json, "\"passages\":[{\"family\":\"") && has(&json, "\"original_share\":"));
  reprise_verdict_free(verdict);
  CHECK(reprise_index_verdict(index, "seed-jpost", REPRISE_NUL, &verdict, NULL) == REPRISE_OK);
  CHECK(reprise_verdict_json(verdict, &stored, NULL) == REPRISE_OK);
  CHECK(strcmp(json.data, stored.data) == 0);
  reprise_string_free(&stored);
  reprise_string_free(&json);
  CHECK(json.data == NULL && json.size == 0);

  /* A family by its id. */
  CHECK(reprise_verdict_passage(verdict, 0, &p, sizeof p) == REPRISE_OK);
  CHECK(reprise_index_family_json(index, p.family, REPRISE_NUL, &json, NULL) == REPRISE_OK);
  CHECK(has(&json, p.family) && has(&json, "\"occurrences\":[{\"article\":"));
  reprise_string_free(&json);
  CHECK(reprise_index_chain_json(index, "seed-jpost-and-more", 10, &json, NULL) == REPRISE_OK); /* the size counts */
  CHECK(has(&json, "[{\"share\":") && has(&json, "\"hops\":[{\"outlet\":\"TASS\""));
  reprise_string_free(&json);
  reprise_verdict_free(verdict);
  close_index(index);
}

/* After reopening: query, replace, remove, and what changed. */
static void test_life(const char *directory) {
  reprise_index_options options;
  reprise_index *index;
  reprise_verdict *verdict = NULL;
  reprise_article a = fars();
  reprise_string json = {NULL, 0};
  reprise_stats stats;
  reprise_ids *ids = NULL;
  uint64_t last = 7;
  size_t problems = 9;
  int there = 0;

  reprise_index_options_init(&options, sizeof options);
  CHECK(options.create == 1 && options.durability == REPRISE_GROUPED && options.max_article_bytes == 16u << 20);
  options.create = 0;
  options.durability = REPRISE_PER_CALL;
  index = open_index(directory, &options);

  CHECK(reprise_index_contains(index, "seed-fars", REPRISE_NUL, &there, NULL) == REPRISE_OK && there == 1);
  CHECK(reprise_index_contains(index, "nobody", REPRISE_NUL, &there, NULL) == REPRISE_OK && there == 0);
  CHECK(reprise_index_text(index, "seed-fars", REPRISE_NUL, &json, NULL) == REPRISE_OK);
  CHECK(json.data != NULL && strcmp(json.data, kFars_text) == 0);
  reprise_string_free(&json);
  CHECK(reprise_index_ids(index, &ids, NULL) == REPRISE_OK);
  CHECK(reprise_ids_count(ids) == 3 && strcmp(reprise_ids_at(ids, 0), "seed-fars") == 0 && reprise_ids_at(ids, 3) == NULL);
  reprise_ids_free(ids);

  CHECK(reprise_index_query(index, &a, &verdict, NULL) == REPRISE_OK);
  CHECK(reprise_verdict_passages(verdict) > 0);
  reprise_verdict_free(verdict);

  a.id = reprise_c("copy");
  a.outlet = reprise_c("Mehr");
  a.published = reprise_c("2023-10-05T18:00:00+03:30");
  CHECK(reprise_index_add(index, &a, &verdict, NULL) == REPRISE_OK);
  {
    reprise_near_duplicate twin;
    CHECK(reprise_verdict_near_duplicates(verdict) == 1);
    CHECK(reprise_verdict_near_duplicate(verdict, 0, &twin, sizeof twin) == REPRISE_OK);
    CHECK(strcmp(twin.article, "seed-fars") == 0 && twin.jaccard == 1 && twin.published_from == 1696513960);
    CHECK(strcmp(reprise_verdict_near_duplicate_of(verdict), "seed-fars") == 0 && reprise_verdict_cluster(verdict)[0] != 0);
  }
  reprise_verdict_free(verdict);

  a.text = reprise_c("The ferry to the island will not sail before Monday, the harbour office said on Thursday evening.");
  CHECK(reprise_index_replace(index, &a, &verdict, NULL) == REPRISE_OK);
  CHECK(reprise_verdict_original_share(verdict) == 1);
  reprise_verdict_free(verdict);
  CHECK(reprise_index_get_json(index, "copy", REPRISE_NUL, &json, NULL) == REPRISE_OK);
  CHECK(has(&json, "{\"article\":\"copy\",\"version\":2,\"added\":\"20") && has(&json, "Mehr") && has(&json, "The ferry"));
  CHECK(has(&json, "\"earlier\":[{\"version\":1,\"replaced\":\"20") && has(&json, "\"verdict\":{\"article\":\"copy\""));
  reprise_string_free(&json);

  CHECK(reprise_index_remove(index, "seed-tass", REPRISE_NUL, NULL) == REPRISE_OK);
  CHECK(reprise_index_remove(index, "seed-tass", REPRISE_NUL, NULL) == REPRISE_NOT_FOUND);
  CHECK(reprise_index_changes_json(index, 0, 1000, &json, &last, NULL) == REPRISE_OK);
  CHECK(has(&json, "[{\"sequence\":") && has(&json, "\"article\":\"seed-fars\"") && last > 0);
  reprise_string_free(&json);
  CHECK(reprise_index_changes_json(index, last, 1000, &json, &last, NULL) == REPRISE_OK);
  CHECK(json.data != NULL && strcmp(json.data, "[]") == 0);
  reprise_string_free(&json);

  CHECK(reprise_index_settle(index, NULL) == REPRISE_OK);
  CHECK(reprise_index_compact(index, NULL) == REPRISE_OK);
  CHECK(reprise_index_rebuild(index, NULL) == REPRISE_OK);
  CHECK(reprise_index_flush(index, NULL) == REPRISE_OK);
  memset(&stats, 0xff, sizeof stats);
  CHECK(reprise_index_stats(index, &stats, sizeof stats, NULL) == REPRISE_OK);
  CHECK(stats.articles == 3 && stats.versions == 1 && stats.settled == 1 && stats.disk_bytes > 0 && stats.last_change >= last);
  CHECK(reprise_index_stats_json(index, &json, NULL) == REPRISE_OK);
  CHECK(has(&json, "{\"articles\":3,\"versions\":1"));
  reprise_string_free(&json);
  CHECK(reprise_index_verify_json(index, &json, &problems, NULL) == REPRISE_OK);
  CHECK(problems == 0 && has(&json, "\"articles\":3,\"problems\":[]}"));
  reprise_string_free(&json);
  close_index(index);
}

static void test_errors(const char *directory) {
  reprise_index_options options;
  reprise_index *index = open_index(directory, NULL), *other = (reprise_index *)1;
  reprise_error *error = NULL;
  reprise_verdict *verdict = (reprise_verdict *)1;
  reprise_article a = fars();
  reprise_string json = {NULL, 0};
  char missing[8192];
  int code, there;

  /* what is there, and what is not */
  CHECK(add(index, fars(), &verdict) == REPRISE_EXISTS);
  CHECK(verdict == NULL);
  code = reprise_index_verdict(index, "nobody", REPRISE_NUL, &verdict, &error);
  CHECK(code == REPRISE_NOT_FOUND && strstr(reprise_error_message(error), "nobody") != NULL && strcmp(reprise_error_where(error), "nobody") == 0);
  CHECK(done_with(code, error) == REPRISE_NOT_FOUND);
  CHECK(reprise_index_family_json(index, "f-0", REPRISE_NUL, &json, NULL) == REPRISE_NOT_FOUND && json.data == NULL);
  CHECK(reprise_index_create(directory, NULL, &other, &error) == REPRISE_EXISTS && other == NULL);
  CHECK(done_with(REPRISE_EXISTS, error) == REPRISE_EXISTS);
  a.id = reprise_c("nobody");
  CHECK(reprise_index_replace(index, &a, NULL, NULL) == REPRISE_NOT_FOUND);

  /* arguments */
  CHECK(add(NULL, fars(), NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(add(index, article("", "TASS", "", kTass_text), NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(add(index, article("blank", "TASS", "", " \n"), NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(add(index, article("null", NULL, NULL, NULL), NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(add(index, article("when", "TASS", "yesterday", kTass_text), NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(add(index, article("bytes", "TASS", "", "not \xff UTF-8, but words enough to be a text"), NULL) == REPRISE_BAD_INPUT);
  CHECK(add(index, article("b\xc0\xaf", "TASS", "", kTass_text), NULL) == REPRISE_BAD_INPUT);
  CHECK(add(index, article("when", "TASS", "\xff", kTass_text), NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_add(index, NULL, NULL, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_query(index, &a, NULL, NULL) == REPRISE_OK);
  CHECK(reprise_index_query(NULL, &a, NULL, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_remove(index, NULL, 0, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_contains(index, NULL, 0, &there, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_contains(index, "x", 1, NULL, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_text(index, "seed-fars", REPRISE_NUL, NULL, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_stats(index, NULL, 0, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_flush(NULL, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_open(NULL, NULL, &other, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_index_open(directory, NULL, NULL, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_verdict_json(NULL, &json, NULL) == REPRISE_BAD_ARGUMENT);
  CHECK(reprise_scan(NULL, NULL, NULL) == REPRISE_BAD_ARGUMENT);
  memset(&a, 0, sizeof a); /* no _init has seen it */
  CHECK(reprise_index_add(index, &a, NULL, NULL) == REPRISE_BAD_ARGUMENT);

  /* one writer, many readers */
  code = reprise_index_open(directory, NULL, &other, &error);
  CHECK(code == REPRISE_LOCKED && other == NULL);
  CHECK(done_with(code, error) == REPRISE_LOCKED);
  reprise_index_options_init(&options, sizeof options);
  options.read_only = 1;
  other = open_index(directory, &options);
  CHECK(add(other, tass(), NULL) == REPRISE_READ_ONLY);
  CHECK(reprise_index_remove(other, "seed-fars", REPRISE_NUL, NULL) == REPRISE_READ_ONLY);
  CHECK(reprise_index_settle(other, NULL) == REPRISE_READ_ONLY);
  CHECK(add(index, tass(), NULL) == REPRISE_OK);
  CHECK(reprise_index_contains(other, "seed-tass", REPRISE_NUL, &there, NULL) == REPRISE_OK && there == 1);
  CHECK(reprise_index_remove(index, "seed-tass", REPRISE_NUL, NULL) == REPRISE_OK);
  close_index(other);
  close_index(index);

  /* directories */
  snprintf(missing, sizeof missing, "%s-missing", directory);
  CHECK(reprise_index_open(missing, &options, &other, NULL) == REPRISE_NOT_FOUND);
  options.read_only = 0;
  options.create = 0;
  CHECK(reprise_index_open(missing, &options, &other, NULL) == REPRISE_NOT_FOUND);
  CHECK(reprise_index_import_run(missing, missing, NULL, &other, NULL) == REPRISE_NOT_FOUND);
  options.create = 1;
  options.durability = 3;
  CHECK(reprise_index_open(missing, &options, &other, NULL) == REPRISE_BAD_ARGUMENT);
  options.durability = REPRISE_GROUPED;
  options.timezone = "nowhere";
  CHECK(reprise_index_open(missing, &options, &other, NULL) == REPRISE_BAD_ARGUMENT);

  /* NULL is nothing to be freed, and nothing that is known */
  reprise_error_free(NULL);
  reprise_verdict_free(NULL);
  reprise_string_free(NULL);
  reprise_ids_free(NULL);
  reprise_cancel_free(NULL);
  reprise_cancel_set(NULL, 1);
  reprise_answers_free(NULL, 3);
  CHECK(reprise_index_close(NULL, NULL) == REPRISE_OK);
  CHECK(reprise_verdict_passages(NULL) == 0 && reprise_verdict_article(NULL)[0] == 0 && reprise_verdict_published_from(NULL) == REPRISE_NO_TIME);
  CHECK(reprise_ids_count(NULL) == 0 && reprise_ids_at(NULL, 0) == NULL && reprise_error_code(NULL) == REPRISE_OK);
  CHECK(strcmp(reprise_error_message(NULL), "") == 0);
}

/* Callers that were compiled with an older or a newer header. */
static void test_growth(const char *directory) {
  struct newer_options {
    reprise_index_options known;
    int64_t unheard_of;
  } newer;
  struct newer_stats {
    reprise_stats known;
    uint64_t unheard_of;
  } stats;
  reprise_index *index = NULL;
  reprise_index_options older;
  uint64_t articles = 0;
  const size_t older_size = offsetof(reprise_index_options, max_article_bytes);

  reprise_index_options_init(&newer.known, sizeof newer);
  CHECK(newer.unheard_of == 0 && newer.known.struct_size == sizeof newer);
  index = open_index(directory, &newer.known);
  stats.unheard_of = 1;
  CHECK(reprise_index_stats(index, &stats.known, sizeof stats, NULL) == REPRISE_OK && stats.unheard_of == 0 && stats.known.articles == 3 - 1);
  CHECK(reprise_index_stats(index, (reprise_stats *)&articles, sizeof articles, NULL) == REPRISE_OK && articles == 2);
  close_index(index);
  newer.unheard_of = 1;
  CHECK(reprise_index_open(directory, &newer.known, &index, NULL) == REPRISE_BAD_ARGUMENT);

  memset(&older, 0xff, sizeof older);
  reprise_index_options_init(&older, older_size);
  CHECK(older.create == -1); /* not its business */
  index = open_index(directory, &older);
  close_index(index);
}

static void test_many(const char *directory) {
  reprise_index *index = open_index(directory, NULL);
  reprise_article articles[5];
  reprise_answer answers[5];
  size_t added = 0;
  reprise_string alone = {NULL, 0}, json = {NULL, 0};
  reprise_verdict *verdict = NULL;

  articles[0] = tass();
  articles[1] = article("blank", "TASS", "", "");
  articles[2] = fars();
  articles[3] = tass();
  articles[4] = jpost();
  CHECK(reprise_index_add_many(index, articles, 5, answers, &added, NULL) == REPRISE_OK);
  CHECK(added == 3);
  CHECK(answers[0].code == REPRISE_OK && answers[1].code == REPRISE_BAD_ARGUMENT && answers[2].code == REPRISE_OK);
  CHECK(answers[3].code == REPRISE_EXISTS && answers[4].code == REPRISE_OK);
  CHECK(answers[0].error == NULL && answers[1].verdict == NULL && reprise_error_code(answers[3].error) == REPRISE_EXISTS);
  CHECK(strcmp(reprise_verdict_article(answers[4].verdict), "seed-jpost") == 0 && reprise_verdict_passages(answers[4].verdict) >= 2);
  CHECK(reprise_index_verdict(index, "seed-jpost", REPRISE_NUL, &verdict, NULL) == REPRISE_OK);
  CHECK(reprise_verdict_json(verdict, &alone, NULL) == REPRISE_OK && reprise_verdict_json(answers[4].verdict, &json, NULL) == REPRISE_OK);
  CHECK(strcmp(alone.data, json.data) == 0);
  reprise_string_free(&alone);
  reprise_string_free(&json);
  reprise_verdict_free(verdict);
  reprise_answers_free(answers, 5);
  CHECK(answers[4].verdict == NULL);
  CHECK(reprise_index_add_many(index, NULL, 0, NULL, NULL, NULL) == REPRISE_OK);
  CHECK(reprise_index_add_many(index, articles, 5, NULL, NULL, NULL) == REPRISE_BAD_ARGUMENT);
  articles[2].struct_size = 0;
  CHECK(reprise_index_add_many(index, articles, 5, answers, &added, NULL) == REPRISE_BAD_ARGUMENT && added == 0 && answers[0].verdict == NULL);
  close_index(index);
}

struct seen {
  int calls;
  reprise_cancel *cancel;
};
static void see(void *user, const reprise_progress *progress) {
  struct seen *seen = user;
  if (progress->stage != NULL && progress->stage[0] != 0) ++seen->calls;
}

static void test_scan(const char *directory, const char *seed) {
  char run[8192], index_directory[8192];
  reprise_scan_options options;
  reprise_index_options index_options;
  reprise_index *index = NULL;
  reprise_string json = {NULL, 0};
  reprise_stats stats;
  struct seen seen = {0, NULL};
  const char *inputs[1];

  inputs[0] = seed;
  snprintf(run, sizeof run, "%s-run", directory);
  snprintf(index_directory, sizeof index_directory, "%s-of-run", directory);
  reprise_scan_options_init(&options, sizeof options);
  options.inputs = inputs;
  options.inputs_count = 1;
  CHECK(reprise_scan(&options, NULL, NULL) == REPRISE_BAD_ARGUMENT); /* no output */
  options.output = run;
  options.text_field = "text";
  options.threads = 2;
  options.progress = see;
  options.user = &seen;
  options.cancel = seen.cancel = reprise_cancel_new();
  reprise_cancel_set(seen.cancel, 1);
  CHECK(reprise_scan(&options, &json, NULL) == REPRISE_INTERRUPTED && json.data == NULL);
  reprise_cancel_set(seen.cancel, 0);
  CHECK(reprise_scan(&options, &json, NULL) == REPRISE_OK);
  CHECK(has(&json, "{\"program\": \"reprise\"") && has(&json, "\"articles\": 6") && strchr(json.data, '\n') == NULL);
  reprise_string_free(&json);
  CHECK(seen.calls > 0);
  CHECK(reprise_scan(&options, NULL, NULL) == REPRISE_EXISTS);
  options.force = 1;
  CHECK(reprise_scan(&options, NULL, NULL) == REPRISE_OK);
  inputs[0] = "/nowhere/at/all.jsonl";
  CHECK(reprise_scan(&options, NULL, NULL) == REPRISE_NOT_FOUND);

  reprise_index_options_init(&index_options, sizeof index_options);
  index_options.progress = see;
  index_options.user = &seen;
  index_options.cancel = seen.cancel;
  CHECK(reprise_index_import_run(index_directory, run, &index_options, &index, NULL) == REPRISE_OK);
  CHECK(reprise_index_stats(index, &stats, sizeof stats, NULL) == REPRISE_OK && stats.articles == 6 && stats.settled == 1);
  CHECK(reprise_index_remove(index, "seed-ria", REPRISE_NUL, NULL) == REPRISE_OK);
  reprise_cancel_set(seen.cancel, 1);
  CHECK(reprise_index_settle(index, NULL) == REPRISE_INTERRUPTED);
  reprise_cancel_set(seen.cancel, 0);
  CHECK(reprise_index_settle(index, NULL) == REPRISE_OK);
  close_index(index);
  reprise_cancel_free(seen.cancel);
}

/* Eight threads on one index: four write, four ask. */
static reprise_index *shared;
static void *work(void *number) {
  const int n = *(const int *)number;
  intptr_t wrong = 0;
  char id[32], text[400];
  int i, there;
  for (i = 0; i < 10; ++i) {
    reprise_article a;
    reprise_verdict *verdict = NULL;
    snprintf(id, sizeof id, "t-%d-%d", n, i);
    snprintf(text, sizeof text, "Thread %d reports that ship number %d left the harbour with grain for the mills of the southern coast on time.", n, i);
    a = article(id, "TASS", "2024-01-01", text);
    if (n % 2 == 0) {
      if (reprise_index_add(shared, &a, &verdict, NULL) != REPRISE_OK) ++wrong;
      if (reprise_index_contains(shared, id, REPRISE_NUL, &there, NULL) != REPRISE_OK || !there) ++wrong;
    } else if (reprise_index_query(shared, &a, &verdict, NULL) != REPRISE_OK) {
      ++wrong;
    }
    if (strcmp(reprise_verdict_article(verdict), id) != 0) ++wrong;
    reprise_verdict_free(verdict);
  }
  return (void *)wrong;
}
static void test_threads(const char *directory) {
  pthread_t threads[8];
  int numbers[8], i;
  reprise_stats stats;
  shared = open_index(directory, NULL);
  for (i = 0; i < 8; ++i) {
    numbers[i] = i;
    CHECK(pthread_create(&threads[i], NULL, work, &numbers[i]) == 0);
  }
  for (i = 0; i < 8; ++i) {
    void *wrong = NULL;
    CHECK(pthread_join(threads[i], &wrong) == 0 && wrong == NULL);
  }
  CHECK(reprise_index_stats(shared, &stats, sizeof stats, NULL) == REPRISE_OK && stats.articles == 40);
  close_index(shared);
}

static void test_words(void) {
  int code;
  CHECK(strcmp(reprise_version(), REPRISE_VERSION) == 0);
  CHECK(strcmp(reprise_code_name(REPRISE_OK), "ok") == 0 && strcmp(reprise_code_name(REPRISE_INTERNAL), "internal") == 0);
  for (code = REPRISE_OK; code <= REPRISE_INTERNAL; ++code) CHECK(reprise_code_name(code)[0] != 0);
  CHECK(reprise_code_name(-1)[0] == 0 && reprise_code_name(REPRISE_INTERNAL + 1)[0] == 0);
  CHECK(strcmp(reprise_kind_name(REPRISE_KIND_BOILERPLATE), "boilerplate") == 0);
  CHECK(strcmp(reprise_status_name(REPRISE_STATUS_COMMON_SOURCE), "common_source") == 0);
  CHECK(strcmp(reprise_relation_name(REPRISE_RELATION_NONE), "") == 0);
  CHECK(strcmp(reprise_relation_name(REPRISE_RELATION_TRANSLATION), "translation") == 0);
}

int main(int argc, char **argv) {
  char path[4096];
  if (argc != 3) {
    fprintf(stderr, "usage: capi_test DIRECTORY SEED.jsonl\n");
    return 2;
  }
  test_words();
  snprintf(path, sizeof path, "%s/index", argv[1]);
  test_seed(path);
  test_life(path);
  {
    reprise_index *index = open_index(path, NULL);
    CHECK(reprise_index_remove(index, "copy", REPRISE_NUL, NULL) == REPRISE_OK);
    close_index(index);
  }
  test_errors(path);
  test_growth(path);
  snprintf(path, sizeof path, "%s/many", argv[1]);
  test_many(path);
  snprintf(path, sizeof path, "%s/scanned", argv[1]);
  test_scan(path, argv[2]);
  snprintf(path, sizeof path, "%s/threads", argv[1]);
  test_threads(path);
  printf("%d checks, %d failed\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
