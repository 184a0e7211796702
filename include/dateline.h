/* dateline.h - the whole public API of libdateline.
 *
 * dateline reads news reports about a negotiation or a conflict and keeps the sourced record of
 * it in one SQLite file. This header is the manual; docs/ has the views' columns.
 *
 *   bytes ──dl_find──> dl_finds ──dl_record_add──> dl_record ──dl_rows_open──> rows to print
 *
 * Conventions. A function that can fail returns an int: 0 (DL_OK) or a DL_E* code; outputs come
 * first; the last argument is a dl_error to fill, which may be NULL. The library never prints,
 * never exits, reads no clock (but to stamp when a row was recorded) and no network. Strings are
 * UTF-8. A `const char *` result lives as long as the object it came from.
 *
 * Threads. A dl_engine is immutable and may be shared. A dl_worker, a dl_record and a dl_rows
 * belong to one thread at a time. Many dl_records may read one file while one writes.
 */
#ifndef DATELINE_H
#define DATELINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DATELINE_VERSION "0.1.0"

/* ── errors ─────────────────────────────────────────────────────────────────────────────────── */

enum {
    DL_OK = 0,
    DL_ENOMEM,     /* out of memory */
    DL_EIO,        /* the system refused a read or write (full disk, unreadable file) */
    DL_EFORMAT,    /* the bytes are not what they claim to be */
    DL_ELIMIT,     /* a limit in bytes or steps was passed (tuning.h names them) */
    DL_EEMPTY,     /* nothing to read in it */
    DL_EBINARY,    /* not text in any encoding we read */
    DL_ENOTFOUND,  /* no such report, name, row, file */
    DL_EAMBIGUOUS, /* more than one fits; the message lists them */
    DL_EVALUE,     /* a value out of its range or scale */
    DL_EVERSION,   /* a record of a newer program: refused untouched */
    DL_EANALYSIS,  /* a record made by another program, model or lexicon: rebuild first */
    DL_ENOTRECORD, /* the file is not a dateline record */
    DL_EREADONLY,  /* the record is open for reading only */
    DL_EBUSY,      /* another process writes to the record */
    DL_ECORRUPT,   /* the record or a model fails its checks */
    DL_ECANCELLED, /* the caller's callback asked to stop */
};

typedef struct dl_error {
    int code;          /* DL_E* */
    uint64_t byte;     /* place in the input; UINT64_MAX: no place */
    char message[480]; /* cause, then remedy; one sentence, no line break */
} dl_error;

/* ── engine and worker ──────────────────────────────────────────────────────────────────────── */

/* Models and lexicons. */
typedef struct dl_engine dl_engine;

/* data_dir: files there replace the compiled-in lexicons and models of the same name; NULL: none
 * (the program passes $DATELINE_DATA). Free with dl_engine_close. */
int dl_engine_open(dl_engine **engine, const char *data_dir, dl_error *err);
void dl_engine_close(dl_engine *engine); /* NULL is fine */
/* Hash of program, models and lexicons, hex: two engines with the same string find the same. */
const char *dl_engine_analysis(const dl_engine *engine);

/* The scratch of one thread. */
typedef struct dl_worker dl_worker;
int dl_worker_open(dl_worker **worker, const dl_engine *engine, dl_error *err);
void dl_worker_close(dl_worker *worker); /* NULL is fine */

/* ── one report ─────────────────────────────────────────────────────────────────────────────── */

/* What a person says of a report that its bytes do not: any may be NULL. Dates are EDTF. */
typedef struct dl_given {
    const char *outlet, *published, *updated, *url, *title, *authors, *section, *language, *kind;
    /* authors: separated by ';'. format: "text", "html", "jsonl", …; NULL: told by the bytes */
    const char *format;
} dl_given;

/* The product of one report's bytes and metadata: a pure function, needs no record. */
typedef struct dl_finds dl_finds;

/* Reads, parses and finds. bytes: one report in any format but an archive (those are split by
 * dl_inputs first). path: its name for the record. The result is owned by the caller
 * (dl_finds_free) and does not depend on the worker afterwards. */
int dl_find(dl_worker *worker, const char *path, const void *bytes, size_t len,
            const dl_given *given, dl_finds **finds, dl_error *err);
void dl_finds_free(dl_finds *finds);
/* A portable byte form, the same on every machine; free() the result. */
int dl_finds_save(const dl_finds *finds, void **bytes, size_t *len, dl_error *err);
int dl_finds_load(dl_finds **finds, const void *bytes, size_t len, dl_error *err);

/* One sentence's words, tags and tree as lines of text; free() the result. The report is read and
 * parsed again: the record keeps no trees. sentence: its number, from 1; 0: all. */
int dl_tree(dl_worker *worker, const void *bytes, size_t len, const dl_given *given,
            uint32_t sentence, char **text, dl_error *err);

/* ── the record ─────────────────────────────────────────────────────────────────────────────── */

/* One SQLite file: fixed rows (bytes, what tables said, what people decided) and derived ones. */
typedef struct dl_record dl_record;

enum {
    DL_RECORD_READ = 0,   /* also from a read-only place */
    DL_RECORD_WRITE = 1,  /* must be there */
    DL_RECORD_CREATE = 3, /* made where absent */
};

/* DL_ENOTFOUND, DL_ENOTRECORD, DL_EVERSION (both refused before SQLite touches the file), DL_EIO,
 * DL_ECORRUPT. Free with dl_record_close. */
int dl_record_open(dl_record **record, const char *path, unsigned flags, dl_error *err);
void dl_record_close(dl_record *record); /* NULL is fine */
/* Which analysis made the derived rows (dl_engine_analysis). */
const char *dl_record_analysis(const dl_record *record);

/* What happened to one input while adding. code DL_OK and note NULL: done so far, for progress. */
typedef struct dl_add_note {
    const char *path;     /* as given, "file#N" in archives; NULL for plain progress */
    const char *message;  /* cause, then remedy; NULL: none */
    int code;             /* DL_E* that kept it out of the record */
    uint64_t byte;        /* its place; UINT64_MAX: none */
    uint64_t done, total; /* bytes read of bytes named (0: not known) */
} dl_add_note;

typedef struct dl_add_options {
    const dl_given *given; /* said of every report added; may be NULL */
    const char *meta; /* a table (TSV or CSV with a header) that says it file by file; or NULL */
    uint32_t threads; /* 0: one a core */
    uint32_t batch_bytes; /* raw bytes a transaction; 0: the default, at most 8 MiB */
    /* Called on the caller's thread order-free but never at once; other than 0 stops after the
     * batch with DL_ECANCELLED. May be NULL. */
    int (*note)(void *context, const dl_add_note *note);
    void *context;
} dl_add_options;

typedef struct dl_add_summary {
    uint64_t inputs;  /* reports seen */
    uint64_t added;   /* new ones */
    uint64_t known;   /* already there, nothing new said of them */
    uint64_t changed; /* already there, with something new said of them */
    uint64_t failed;  /* kept out, each named by a note */
    uint64_t words, bytes;
    uint64_t batch; /* the batch's number in the record; 0: nothing was written */
} dl_add_summary;

/* Reads files, folders, archives, "-"; finds on all cores, writes one transaction a batch. What has
 * been committed stays where a later input fails. DL_EANALYSIS: dl_record_rebuild first. */
int dl_record_add(dl_record *record, const dl_engine *engine, const char *const *paths,
                  uint32_t count, const dl_add_options *options, dl_add_summary *summary,
                  dl_error *err);
/* Makes every derived row again from the fixed ones: after a new program, model or lexicon, or a
 * decision. Of options only threads, note and context count. Where it stops in the middle, the
 * record says so and rebuild starts again. */
int dl_record_rebuild(dl_record *record, const dl_engine *engine, const dl_add_options *options,
                      dl_add_summary *summary, dl_error *err);
/* The same as dl_record_add for one report's bytes. */
int dl_record_add_bytes(dl_record *record, const dl_engine *engine, const char *path,
                        const void *bytes, size_t len, const dl_given *given,
                        dl_add_summary *summary, dl_error *err);

/* Compares the file with itself: SQLite's own check, every stored word with the stored text, every
 * text and report with its hash, every stored find. note is called for each thing that does not
 * hold. Reading rights are enough. *problems: how many. */
int dl_record_check(dl_record *record,
                    void (*note)(void *context, const char *what, const char *message),
                    void *context, uint64_t *problems, dl_error *err);

/* The tree of a stored report's sentences (0: all), read and parsed again; free() the text. */
int dl_record_tree(dl_record *record, const dl_engine *engine, const char *report_id,
                   uint32_t sentence, char **text, dl_error *err);

/* ── decisions: a person's, fixed rows; each can be undone ──────────────────────────────────── */

typedef struct dl_decision {
    const char *kind;   /* "fix", "drop", "merge", "split", "grade", "retract" */
    const char *target; /* id of a row (16 hex digits or a beginning of it that is one row's only),
                           or of a report (64) */
    const char *field;  /* fix: of the row; NULL otherwise */
    const char *value;  /* fix: the new value ("" for none); merge: the other row's id */
    const char *why, *who; /* may be NULL */
} dl_decision;

/* Stores the decision with its anchor (the report's hash, the raw byte range, the exact words with
 * 32 characters on each side, the type) and applies it at once. DL_EVALUE names what may be fixed.
 * *number: for undo. */
int dl_record_decide(dl_record *record, const dl_engine *engine, const dl_decision *decision,
                     int64_t *number, dl_error *err);
/* Takes a decision back; itself a decision. */
int dl_record_undo(dl_record *record, const dl_engine *engine, int64_t number, const char *why,
                   const char *who, dl_error *err);

/* ── feeds ──────────────────────────────────────────────────────────────────────────────────── */

/* The only part of the library that uses a network and reads a clock. */
typedef struct dl_watch_options {
    int allow_private; /* also addresses inside: loopback, private ranges (tests, an intranet) */
    uint32_t recheck;  /* seconds until a known page is asked for again; 0: six hours */
    /* What happened to a feed or page: code DL_OK and message NULL: fetched. Other than 0 stops
     * with DL_ECANCELLED; what has been recorded stays. May be NULL. */
    int (*note)(void *context, const char *url, int code, const char *message);
    void *context;
} dl_watch_options;

typedef struct dl_watch_result {
    unsigned feeds, unchanged, waiting, failed; /* waiting: left alone after failures */
    unsigned pages, added, same, pages_failed;  /* same: fetched again, its text as before */
} dl_watch_result;

/* One round: asks the feeds that are due, fetches the pages that they name and that are new or may
 * have been edited, adds what has a new text. feeds: addresses (http, https) of RSS, Atom or JSON
 * feeds or OPML lists, or names of OPML files. A round that is broken off is taken up by the next:
 * nothing is lost or doubled. */
int dl_record_watch(dl_record *record, const dl_engine *engine, const char *const *feeds,
                    uint32_t count, const dl_watch_options *options, dl_watch_result *result,
                    dl_error *err);
/* ── a negotiated text known in full ────────────────────────────────────────────────────────── */

/* Two versions of a text, point by point, as JSON (free() it): {"old":{…},"new":{…},"rows":[…]}.
 * old and new have "points" (how many there are), "highest" (printed number), "missing" (numbers
 * left out), "packages", "brackets", "options"; a row has "change" (unchanged, reworded, number
 * changed, split, merged, deleted, new), "moved", "numbers" (a number changed), "old" and "new"
 * (printed numbers of its points, else their places), "old_text", "new_text", "difference"
 * ("cap of [-600,000-] {+800,000+}") and "operative" ("shall -> should"). new_text NULL: only
 * "old". DL_ELIMIT: over 2 MB or 2,000 points. */
int dl_plan_compare(const char *old_text, const char *new_text, char **json, dl_error *err);

/* ── rows: everything that is shown or exported comes through here ──────────────────────────── */

typedef struct dl_rows dl_rows;

typedef enum dl_type {
    DL_TYPE_TEXT,
    DL_TYPE_INT,
    DL_TYPE_BOOL, /* 0 or 1 */
    DL_TYPE_JSON, /* a list or object as JSON text */
} dl_type;

/* One condition on a view's column; all conditions must hold. */
typedef struct dl_where {
    const char *column;
    const char *op; /* "=", "!=", "<", "<=", ">", ">=", "like" (with % and _), "null", "not null";
                           "match" on the view search: a query as FTS5 has it */
    const char *value; /* compared as the column's type; NULL for the last two */
} dl_where;

typedef struct dl_query {
    const char *view;    /* "attribution" for v_attribution; see docs/views.md */
    const char *columns; /* comma-separated; NULL: all */
    const dl_where *where;
    uint32_t where_count;
    const char *order; /* comma-separated columns, each may end in " desc"; NULL: the view's own */
    uint64_t limit;    /* 0: no limit */
    int all;           /* 0: high and medium certainty only */
} dl_query;

/* DL_ENOTFOUND names a view or column that is not there. Free with dl_rows_close. */
int dl_rows_open(dl_rows **rows, dl_record *record, const dl_query *query, dl_error *err);
/* *more 0: no more rows. Values of a row live until the next call. */
int dl_rows_next(dl_rows *rows, int *more, dl_error *err);
uint32_t dl_rows_columns(const dl_rows *rows);
const char *dl_rows_name(const dl_rows *rows, uint32_t column);
dl_type dl_rows_type(const dl_rows *rows, uint32_t column);
/* NULL: unknown (SQL's NULL). Integers come as their digits. */
const char *dl_rows_text(const dl_rows *rows, uint32_t column);
int64_t dl_rows_int(const dl_rows *rows, uint32_t column); /* 0 for NULL */
/* By name; NULL or 0 where there is no such column. */
const char *dl_rows_get(const dl_rows *rows, const char *name);
int64_t dl_rows_get_int(const dl_rows *rows, const char *name);
void dl_rows_close(dl_rows *rows); /* NULL is fine */

#ifdef __cplusplus
}
#endif

#endif
