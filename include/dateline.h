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
    /* authors: separated by ';' */
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

#ifdef __cplusplus
}
#endif

#endif
