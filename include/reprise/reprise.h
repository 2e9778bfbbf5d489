/* reprise for C, and for everything that can call C. C99; also valid C++.
 *
 *   #include <reprise/reprise.h>
 *
 *   reprise_error *error = NULL;
 *   reprise_index *index = NULL;
 *   if (reprise_index_open("news.reprise", NULL, &index, &error)) return fail(error);
 *   reprise_article article;
 *   reprise_article_init(&article, sizeof article);
 *   article.id = reprise_c("jp-722");
 *   article.outlet = reprise_c("jpost.com");
 *   article.published = reprise_c("2023-10-07T09:12Z");
 *   article.text = reprise_c(body);
 *   reprise_verdict *verdict = NULL;
 *   if (reprise_index_add(index, &article, &verdict, &error)) return fail(error);
 *   for (size_t i = 0; i < reprise_verdict_passages(verdict); ++i) {
 *     reprise_passage p;
 *     reprise_verdict_passage(verdict, i, &p, sizeof p);
 *     printf("%u..%u from %s\n", p.span.begin, p.span.end, p.origin_outlet);
 *   }
 *   reprise_verdict_free(verdict);
 *   if (reprise_index_close(index, &error)) return fail(error);
 *
 * Conventions
 *  1. Names. Every symbol begins with reprise_, every macro and constant with REPRISE_. The words are those of docs/formats.md.
 *  2. Errors. A call that can fail returns a code: REPRISE_OK (0) or another of enum reprise_code. Its last argument, which may be NULL,
 *     takes a reprise_error with a message: it is written by every call, NULL on success, and what stood there before is not freed. The
 *     caller frees it (reprise_error_free). There is no last error kept anywhere. No C++ exception leaves a call. The code that is returned stands even where
 *     there was no memory for its message.
 *  3. Ownership. What a call hands out through a pointer to a pointer belongs to the caller and has one function that frees it. On failure
 *     NULL is written there. Every ..._free takes NULL. What is passed in is copied where it is kept: the caller may free it at once, but for
 *     `user` and `cancel` of the options, which must live as long as the index.
 *  4. Strings are UTF-8. Going in: a pointer and a size in bytes, or REPRISE_NUL for one that ends at its first zero byte; NULL is "". Paths
 *     and options are zero-ended and taken as the operating system has them. Coming out of a verdict: zero-ended, never NULL, "" for what is
 *     not known; they live as long as the verdict. JSON and texts come as a reprise_string, which also has a zero byte behind its end.
 *  5. JSON is one line without its line feed, with the keys of docs/formats.md: the same bytes that the C++ to_json() gives.
 *  6. Threads. Every call on an index may be made from any thread, but for reprise_index_close, beside which no other may run. Calls that write
 *     wait for each other; those that take a const index run beside them. A verdict, an error and a list of ids may be read from many threads.
 *  7. Processes. One writer (a second one gets REPRISE_LOCKED), any number of readers (read_only). An open index does not survive fork().
 *  8. Growth. Structs that go in begin with their struct_size, which ..._init() sets; those that come out are passed with their size. New fields are
 *     appended. A library that is older than the header answers REPRISE_BAD_ARGUMENT to a new field that is set, and leaves zeros in those
 *     that it cannot fill. Never use a struct that no ..._init() has seen. reprise_view, reprise_string, reprise_span and reprise_answer never grow.
 *  9. Numbers of the enums are pinned: none ever changes; new ones are appended, so that a switch needs a default.
 * 10. Positions are half-open and count from 0: `span` in bytes of the text as given, `chars` in Unicode code points. Times are Unix seconds, UTC.
 *     Shares, confidences and identities are 0..1. Flags are 0 or 1.
 *
 * Link with `pkg-config --libs reprise_c` (libreprise_c.so), or with libreprise.a and a C++ linker. The list of symbols is src/capi/symbols.txt.
 * Tested by tests/capi; docs/crawlers.md shows the calls from C, Java and the command line.
 */
#ifndef REPRISE_REPRISE_H
#define REPRISE_REPRISE_H

#include <stddef.h>
#include <stdint.h>

#ifndef REPRISE_API
#if defined(__GNUC__)
#define REPRISE_API __attribute__((visibility("default")))
#else
#define REPRISE_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define REPRISE_VERSION "0.1.0" /* of this header; reprise_version() is the library's */

#define REPRISE_NUL ((size_t)-1)   /* as a size: up to the first zero byte */
#define REPRISE_NO_TIME INT64_MIN  /* not known */

/* ---- codes and words ---- */

enum reprise_code {
  REPRISE_OK = 0,
  REPRISE_BAD_ARGUMENT = 1, /* an option or argument is not acceptable; NULL where something is needed */
  REPRISE_NOT_FOUND = 2,    /* a file, directory, article or family is not there */
  REPRISE_IO = 3,           /* the operating system refused to read or write */
  REPRISE_BAD_INPUT = 4,    /* bytes from outside are not what they should be: no UTF-8 */
  REPRISE_EXISTS = 5,       /* the id or the output is there already */
  REPRISE_NO_SPACE = 6,     /* the disk is full */
  REPRISE_BAD_RUN = 7,      /* a run directory is damaged or of another format */
  REPRISE_INTERRUPTED = 8,  /* stopped through reprise_cancel */
  REPRISE_LOCKED = 9,       /* another writer has the index open */
  REPRISE_BAD_INDEX = 10,   /* an index is damaged, or the directory holds none */
  REPRISE_NEWER_FORMAT = 11, /* an index was written by a later version */
  REPRISE_READ_ONLY = 12,   /* a call that writes, on an index opened to read */
  REPRISE_NO_MEMORY = 13,   /* memory could not be had. After a call that writes: close the index and open it again */
  REPRISE_INTERNAL = 14     /* a fault of the library; its message says which. As REPRISE_NO_MEMORY */
};

enum reprise_kind { /* of a family */
  REPRISE_KIND_VERBATIM = 0,
  REPRISE_KIND_EDITED = 1,
  REPRISE_KIND_PARAPHRASE = 2,
  REPRISE_KIND_QUOTE = 3,
  REPRISE_KIND_BOILERPLATE = 4
};

enum reprise_status { /* what is held of a passage */
  REPRISE_STATUS_ORIGIN = 0,
  REPRISE_STATUS_COPIED = 1,
  REPRISE_STATUS_CITED = 2,
  REPRISE_STATUS_COMMON_SOURCE = 3,
  REPRISE_STATUS_VERSION = 4,
  REPRISE_STATUS_UNDECIDED = 5
};

enum reprise_relation { /* to the words of the parent */
  REPRISE_RELATION_NONE = 0,
  REPRISE_RELATION_VERBATIM = 1,
  REPRISE_RELATION_EDITED = 2,
  REPRISE_RELATION_PARAPHRASE = 3,
  REPRISE_RELATION_QUOTE = 4,
  REPRISE_RELATION_TRANSLATION = 5
};

enum reprise_credited {
  REPRISE_CREDITED_UNSET = 0, /* no question: null in JSON */
  REPRISE_CREDITED_NO = 1,
  REPRISE_CREDITED_YES = 2
};

enum reprise_durability { /* what a call that writes has done when it returns; in all three it survives the death of the process */
  REPRISE_PER_CALL = 0,   /* on the disk: nothing is lost with the power. One fsync per call */
  REPRISE_GROUPED = 1,    /* on the disk after group_milliseconds or group_articles, whichever comes first */
  REPRISE_ON_FLUSH = 2    /* on the disk after reprise_index_flush() */
};

/* "not_found" for REPRISE_NOT_FOUND, "copied" for REPRISE_STATUS_COPIED, ...: the words of the JSON. "" for none, and for numbers that the library
 * does not know. Static strings, never to be freed. */
REPRISE_API const char *reprise_code_name(int code);
REPRISE_API const char *reprise_kind_name(int kind);
REPRISE_API const char *reprise_status_name(int status);
REPRISE_API const char *reprise_relation_name(int relation);

/* "0.1.0": version of the library that is running. */
REPRISE_API const char *reprise_version(void);

/* ---- errors, strings, cancelling ---- */

typedef struct reprise_error reprise_error;
REPRISE_API int reprise_error_code(const reprise_error *error);            /* REPRISE_OK for NULL */
REPRISE_API const char *reprise_error_message(const reprise_error *error); /* one line: what was expected, what was found; "" for NULL */
REPRISE_API const char *reprise_error_where(const reprise_error *error);   /* the path, id or option it is about; may be "" */
REPRISE_API void reprise_error_free(reprise_error *error);

/* Bytes of the caller. */
typedef struct reprise_view {
  const char *data;
  size_t size; /* or REPRISE_NUL */
} reprise_view;

static inline reprise_view reprise_c(const char *zero_ended) {
  reprise_view view;
  view.data = zero_ended;
  view.size = REPRISE_NUL;
  return view;
}
static inline reprise_view reprise_bytes(const char *data, size_t size) {
  reprise_view view;
  view.data = data;
  view.size = size;
  return view;
}

/* Bytes of the library that belong to the caller. data[size] is 0. */
typedef struct reprise_string {
  char *data;
  size_t size;
} reprise_string;
REPRISE_API void reprise_string_free(reprise_string *string); /* and makes it {NULL, 0} */

/* A flag that stops long calls, from any thread and from a signal handler. It may serve many indexes and scans, and be taken back (0). */
typedef struct reprise_cancel reprise_cancel;
REPRISE_API reprise_cancel *reprise_cancel_new(void); /* NULL: no memory */
REPRISE_API void reprise_cancel_set(reprise_cancel *cancel, int stop);
REPRISE_API void reprise_cancel_free(reprise_cancel *cancel);

typedef struct reprise_progress {
  const char *stage;
  uint64_t articles;       /* done in this stage */
  uint64_t articles_total; /* 0 = not known yet */
  uint64_t bytes;          /* of input consumed */
  uint64_t bytes_total;    /* 0 = not known */
} reprise_progress;
/* Called from one thread at a time, not always the caller's. It must not call the index, throw, or jump out. */
typedef void (*reprise_progress_fn)(void *user, const reprise_progress *progress);

/* ---- an index: opening and closing ---- */

typedef struct reprise_index reprise_index;

typedef struct reprise_index_options {
  size_t struct_size;
  const char *timezone;       /* "+03:30": zone of times that have none. NULL or "" = unknown */
  const char *outlets_file;   /* JSONL of outlets that extends the built-in registry. NULL or "" = none */
  reprise_progress_fn progress; /* of settle, rebuild, compact, verify and import_run; may be NULL */
  void *user;                 /* passed to progress */
  const reprise_cancel *cancel; /* stops settle, rebuild, compact, verify and import_run: REPRISE_INTERRUPTED, and nothing is changed. May be NULL */
  uint64_t max_article_bytes; /* 16777216. Longer texts are REPRISE_BAD_ARGUMENT */
  int32_t create;             /* 1: open makes an index where there is none */
  int32_t read_only;          /* 0. 1: beside a writer, in this process or another */
  int32_t durability;         /* REPRISE_GROUPED */
  uint32_t group_milliseconds; /* 50; 1 to 60000 */
  uint32_t group_articles;    /* 256; 1 or more */
  uint32_t seal_articles;     /* 4096: so many recent articles become a segment; 1 or more */
  uint32_t threads;           /* of add_many, settle, rebuild and verify. 0 = one per core */
  int32_t outlets_replace;    /* 0. 1: use only outlets_file */
} reprise_index_options;

/* Fills in the defaults. struct_size: sizeof *options. */
REPRISE_API void reprise_index_options_init(reprise_index_options *options, size_t struct_size);

/* Opens the index in a directory. options NULL = defaults.
 * Errors: NOT_FOUND (nothing there, and not to be created), LOCKED, BAD_INDEX, NEWER_FORMAT, IO, NO_SPACE, BAD_ARGUMENT. */
REPRISE_API int reprise_index_open(const char *directory, const reprise_index_options *options, reprise_index **index, reprise_error **error);
/* The same for a new index in a new or empty directory. EXISTS where something stands already. */
REPRISE_API int reprise_index_create(const char *directory, const reprise_index_options *options, reprise_index **index, reprise_error **error);
/* A new index with the articles and the findings of a finished scan; settled. Also NOT_FOUND, BAD_RUN. */
REPRISE_API int reprise_index_import_run(const char *directory, const char *run_directory, const reprise_index_options *options,
                                         reprise_index **index, reprise_error **error);
/* Flushes and closes. The handle is gone in any case; the code says whether all that was written is on the disk. NULL is OK. */
REPRISE_API int reprise_index_close(reprise_index *index, reprise_error **error);

/* ---- articles going in ---- */

/* An article as a crawler has it. id and text are needed. Times are ISO 8601 ("2023-10-07T09:12Z", "2023-10-07"); one that cannot be read is
 * BAD_ARGUMENT. Bytes that are no UTF-8, and a zero byte anywhere but in the text, are BAD_INPUT. */
typedef struct reprise_article {
  size_t struct_size;
  reprise_view id;        /* at most 4096 bytes */
  reprise_view outlet;    /* a name or a domain; empty = unknown, or known from the url */
  reprise_view published; /* empty = unknown */
  reprise_view fetched;   /* upper bound of the time of publication */
  reprise_view url;
  reprise_view title;
  reprise_view lang;      /* empty = to be detected */
  reprise_view text;
} reprise_article;

/* All fields empty. struct_size: sizeof *article. */
REPRISE_API void reprise_article_init(reprise_article *article, size_t struct_size);

typedef struct reprise_verdict reprise_verdict;

/* Stores the article and answers what it repeats. verdict may be NULL. Errors: EXISTS for an id that is there, BAD_ARGUMENT, BAD_INPUT, READ_ONLY, and
 * those of the disk. */
REPRISE_API int reprise_index_add(reprise_index *index, const reprise_article *article, reprise_verdict **verdict, reprise_error **error);
/* The verdict of add without storing. The id need not be new; an article with it is not compared. */
REPRISE_API int reprise_index_query(const reprise_index *index, const reprise_article *article, reprise_verdict **verdict, reprise_error **error);
/* A new text under an id that is there (else NOT_FOUND). The earlier one is kept as a version. verdict may be NULL. */
REPRISE_API int reprise_index_replace(reprise_index *index, const reprise_article *article, reprise_verdict **verdict, reprise_error **error);

/* What became of one article of add_many. */
typedef struct reprise_answer {
  reprise_verdict *verdict; /* NULL unless code is REPRISE_OK */
  reprise_error *error;     /* NULL when it is */
  int32_t code;
} reprise_answer;

/* Many at once: the same verdicts as one by one, faster. `articles` is an array whose elements have one struct_size; `answers` has room for
 * `count` answers and is filled in order: an article that cannot be added does not hinder the others. An error of the disk ends it: it
 * is the answer for all from there on, and for those before (256 at most) that were to go to the disk together. *added (may be NULL) is the number of those that are stored.
 * Returns OK when every article has its answer, be it an error. Otherwise nothing can be said of the single articles, and there is
 * nothing in `answers` to be freed. */
REPRISE_API int reprise_index_add_many(reprise_index *index, const reprise_article *articles, size_t count, reprise_answer *answers, size_t *added,
                                       reprise_error **error);
/* Frees verdicts and errors of an array of answers, not the array. */
REPRISE_API void reprise_answers_free(reprise_answer *answers, size_t count);

/* Forgets an article with all its versions. Its bytes are off the disk after compact. NOT_FOUND, READ_ONLY. */
REPRISE_API int reprise_index_remove(reprise_index *index, const char *id, size_t id_size, reprise_error **error);

/* ---- what an index knows ---- */

/* *there = 1 or 0. */
REPRISE_API int reprise_index_contains(const reprise_index *index, const char *id, size_t id_size, int *there, reprise_error **error);
/* The text as given. NOT_FOUND. */
REPRISE_API int reprise_index_text(const reprise_index *index, const char *id, size_t id_size, reprise_string *text, reprise_error **error);
/* The verdict as it stands now. NOT_FOUND. */
REPRISE_API int reprise_index_verdict(const reprise_index *index, const char *id, size_t id_size, reprise_verdict **verdict, reprise_error **error);
/* All that is stored of an article: {"article", "version", "added", the article as given, "earlier": [{"version", "replaced", the article as
 * given then}], "verdict"}. NOT_FOUND. */
REPRISE_API int reprise_index_get_json(const reprise_index *index, const char *id, size_t id_size, reprise_string *json, reprise_error **error);
/* The ways by which text came to an article: the list `chains` of chains.jsonl. NOT_FOUND. */
REPRISE_API int reprise_index_chain_json(const reprise_index *index, const char *id, size_t id_size, reprise_string *json, reprise_error **error);
/* A family with all that hold it: a line of passages.jsonl. NOT_FOUND. */
REPRISE_API int reprise_index_family_json(const reprise_index *index, const char *family, size_t family_size, reprise_string *json, reprise_error **error);
/* Verdicts that changed after they were given: a list, oldest first, of at most `limit` changes with a sequence above `since`. *last (may be NULL) is
 * the sequence of the last of them, or `since`: what to ask with next. Shorter than `limit`: there are no more. */
REPRISE_API int reprise_index_changes_json(const reprise_index *index, uint64_t since, size_t limit, reprise_string *json, uint64_t *last, reprise_error **error);

typedef struct reprise_stats {
  uint64_t articles;
  uint64_t versions;        /* put aside by replace */
  uint64_t families, occurrences, clusters;
  uint64_t segments;        /* files of fingerprints */
  uint64_t fingerprints;    /* in segments, those of removed articles among them until compact */
  uint64_t recent_articles; /* whose fingerprints are not in a segment yet */
  uint64_t text_bytes;      /* of the texts, compressed */
  uint64_t disk_bytes;      /* of all files */
  uint64_t last_change;     /* highest sequence of a change */
  uint32_t settled;         /* 1: nothing was added, replaced or removed since the last settle */
  uint32_t format;
} reprise_stats;
/* stats_size: sizeof *stats. */
REPRISE_API int reprise_index_stats(const reprise_index *index, reprise_stats *stats, size_t stats_size, reprise_error **error);
REPRISE_API int reprise_index_stats_json(const reprise_index *index, reprise_string *json, reprise_error **error);

/* All ids, ascending. */
typedef struct reprise_ids reprise_ids;
REPRISE_API int reprise_index_ids(const reprise_index *index, reprise_ids **ids, reprise_error **error);
REPRISE_API size_t reprise_ids_count(const reprise_ids *ids);
REPRISE_API const char *reprise_ids_at(const reprise_ids *ids, size_t i); /* zero-ended; NULL behind the end. Lives as long as the list */
REPRISE_API void reprise_ids_free(reprise_ids *ids);

/* ---- upkeep ---- */

REPRISE_API int reprise_index_flush(reprise_index *index, reprise_error **error);   /* all that was written is on the disk */
REPRISE_API int reprise_index_settle(reprise_index *index, reprise_error **error);  /* the index holds what a scan of its articles yields. Costs that scan */
REPRISE_API int reprise_index_compact(reprise_index *index, reprise_error **error); /* one segment; what was removed leaves the disk */
REPRISE_API int reprise_index_rebuild(reprise_index *index, reprise_error **error); /* all segments anew, from the stored texts. Mends a damaged segment */
/* Reads every byte. *problems (may be NULL) is their number: 0 = sound. The report is {"files", "bytes", "articles", "problems": [a line each]}; `json`
 * may be NULL. A damaged index is an OK answer with problems. */
REPRISE_API int reprise_index_verify_json(const reprise_index *index, reprise_string *json, size_t *problems, reprise_error **error);

/* ---- a verdict ---- */

typedef struct reprise_span {
  uint32_t begin, end;
} reprise_span;

/* One passage of the article: what it repeats, and who it was taken from. */
typedef struct reprise_passage {
  const char *family;        /* to be asked for with reprise_index_family_json */
  const char *parent;        /* article; "" unless status is copied or version */
  const char *parent_outlet; /* "" = none or unknown */
  const char *origin;        /* article where the family begins; "" when only cited, or not known */
  const char *origin_outlet;
  const char *evidence_time; /* each of the three: a plain sentence, or "" */
  const char *evidence_variants;
  const char *evidence_attribution;
  size_t hops;               /* of its chain, from the origin to this article; 0 without a parent */
  size_t candidates;         /* possible parents of an undecided one */
  double confidence;         /* of status and parent */
  double identity;           /* with the parent; an origin: 1 */
  double origin_confidence;
  reprise_span span;
  reprise_span chars;
  int32_t kind;              /* enum reprise_kind */
  int32_t status;            /* enum reprise_status */
  int32_t relation;          /* enum reprise_relation */
  int32_t credited;          /* enum reprise_credited */
  int32_t parent_observed;   /* the parent's article is in the index */
  int32_t origin_observed;
} reprise_passage;

/* One step of a passage's chain. */
typedef struct reprise_hop {
  const char *outlet;
  const char *article;       /* "": an outlet that is only cited */
  int64_t published_from, published_to;
  double confidence;
  int32_t relation;
  int32_t credited;
} reprise_hop;

/* A possible parent of an undecided passage. */
typedef struct reprise_candidate {
  const char *article;       /* "": an outlet that is only cited, or nobody in the index */
  const char *outlet;
  double share;
} reprise_candidate;

/* Another article that is nearly the same text as a whole. */
typedef struct reprise_near_duplicate {
  const char *article;
  const char *outlet;
  int64_t published_from, published_to;
  double jaccard;            /* of the two sets of shingles */
  double containment;        /* share of this article's shingles that the other has */
  double containment_other;  /* share of the other's that this article has */
} reprise_near_duplicate;

/* What the article took from one source. */
typedef struct reprise_source {
  const char *outlet;
  const char *article;       /* "" when only cited */
  double share;              /* of the article's words */
  int32_t credited;          /* 0 or 1 */
} reprise_source;

/* The whole verdict as JSON. */
REPRISE_API int reprise_verdict_json(const reprise_verdict *verdict, reprise_string *json, reprise_error **error);
REPRISE_API void reprise_verdict_free(reprise_verdict *verdict);

/* Of the article. For NULL: "", 0 and REPRISE_NO_TIME. */
REPRISE_API const char *reprise_verdict_article(const reprise_verdict *verdict);           /* its id */
REPRISE_API const char *reprise_verdict_outlet(const reprise_verdict *verdict);            /* canonical */
REPRISE_API const char *reprise_verdict_outlet_as_given(const reprise_verdict *verdict);
REPRISE_API const char *reprise_verdict_lang(const reprise_verdict *verdict);              /* as given, or detected */
REPRISE_API const char *reprise_verdict_cluster(const reprise_verdict *verdict);           /* "" = in none */
REPRISE_API const char *reprise_verdict_near_duplicate_of(const reprise_verdict *verdict); /* the cluster's earliest article; "" for that one itself */
REPRISE_API int64_t reprise_verdict_published_from(const reprise_verdict *verdict);
REPRISE_API int64_t reprise_verdict_published_to(const reprise_verdict *verdict);          /* included */
REPRISE_API uint32_t reprise_verdict_words(const reprise_verdict *verdict);
REPRISE_API double reprise_verdict_original_share(const reprise_verdict *verdict);         /* share of its words in no passage that has a parent: what is new */

/* Its lists. Counts are 0 for NULL; an element that is not there is BAD_ARGUMENT and fills nothing. The last argument is sizeof *out. */
REPRISE_API size_t reprise_verdict_passages(const reprise_verdict *verdict); /* by span */
REPRISE_API int reprise_verdict_passage(const reprise_verdict *verdict, size_t i, reprise_passage *out, size_t out_size);
REPRISE_API int reprise_verdict_hop(const reprise_verdict *verdict, size_t passage, size_t i, reprise_hop *out, size_t out_size);
REPRISE_API int reprise_verdict_candidate(const reprise_verdict *verdict, size_t passage, size_t i, reprise_candidate *out, size_t out_size);
REPRISE_API size_t reprise_verdict_near_duplicates(const reprise_verdict *verdict); /* nearest first */
REPRISE_API int reprise_verdict_near_duplicate(const reprise_verdict *verdict, size_t i, reprise_near_duplicate *out, size_t out_size);
REPRISE_API size_t reprise_verdict_sources(const reprise_verdict *verdict); /* largest share first */
REPRISE_API int reprise_verdict_source(const reprise_verdict *verdict, size_t i, reprise_source *out, size_t out_size);

/* ---- a scan of files ---- */

typedef struct reprise_scan_options {
  size_t struct_size;
  const char *const *inputs;   /* files, directories, "-" = standard input */
  size_t inputs_count;
  const char *output;          /* the run directory to make */
  const char *timezone;        /* as in reprise_index_options */
  const char *outlets_file;
  const char *id_field;        /* names of the fields in the input; NULL or "" = guessed */
  const char *outlet_field;
  const char *published_field;
  const char *fetched_field;
  const char *url_field;
  const char *title_field;
  const char *text_field;
  const char *lang_field;
  reprise_progress_fn progress; /* a few times a second; may be NULL */
  void *user;
  const reprise_cancel *cancel; /* may be NULL */
  uint64_t max_article_bytes;  /* 16777216; longer ones are skipped */
  int32_t force;               /* 0. 1: replace a run that is there */
  uint32_t threads;            /* 0 = one per core; changes no byte of the result */
  int32_t outlets_replace;
} reprise_scan_options;
REPRISE_API void reprise_scan_options_init(reprise_scan_options *options, size_t struct_size);

/* Scans the inputs into the run directory, as `reprise scan` does. *summary_json (may be NULL): the object of summary.json. Bad records are skipped, counted
 * and listed in skipped.jsonl; an error means that it could not be done, and that nothing is left under the output's name.
 * Errors: NOT_FOUND, EXISTS, BAD_ARGUMENT, IO, NO_SPACE, INTERRUPTED. */
REPRISE_API int reprise_scan(const reprise_scan_options *options, reprise_string *summary_json, reprise_error **error);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif
