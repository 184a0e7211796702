/* dl_record_check: the file compared with itself. Reading only. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "record/write.h"

typedef struct checking {
    dl_record *record;
    void (*note)(void *context, const char *what, const char *message);
    void *context;
    uint64_t problems;
    sqlite3_stmt *nouns[WRITE_NOUNS_MAX];
    dl_error *err;
} checking;

static void problem(checking *c, const char *what, const char *message) {
    c->problems++;
    if (c->note) c->note(c->context, what, message);
}

/* SQLite's own words on the file: one row "ok", or one row a problem. */
static int check_file(checking *c, const char *pragma) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(c->record->db, &s, pragma, false, c->err);
    if (!rc) rc = sql_step(s, &row, c->err);
    while (!rc && row) {
        const char *text = (const char *)sqlite3_column_text(s, 0);
        if (!text || strcmp(text, "ok") != 0) problem(c, "file", text ? text : pragma);
        rc = sql_step(s, &row, c->err);
    }
    sqlite3_finalize(s);
    return rc;
}

static void check_rows(checking *c, int64_t report, const char *handle, dl_str text) {
    for (uint32_t i = 0; i < record_noun_count; i++) {
        dl_error err = {0};
        if (c->nouns[i] && record_verify_noun(record_nouns[i], c->nouns[i], report, text, &err))
            problem(c, handle, err.message);
    }
}

static void check_hash(checking *c, const char *handle, dl_str bytes, dl_str want,
                       const char *message) {
    char sum[65];
    dl_sha256_hex(bytes, sum);
    if (!dl_str_is(want, sum)) problem(c, handle, message);
}

static void check_finds(checking *c, const char *handle, dl_str blob) {
    struct dl_finds finds;
    dl_error err = {0};
    if (dl_finds_read(&finds, blob, &err))
        problem(c, handle, err.message);
    else
        dl_arena_free(&finds.arena);
}

static int check_reports(checking *c) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(c->record->db, &s,
                         "SELECT f.report, f.id, f.raw, r.text_sha256, r.text, r.finds,"
                         " coalesce(h.handle, f.id) FROM fixed_report f LEFT JOIN report r"
                         " USING(report) LEFT JOIN handle h USING(report) ORDER BY f.report",
                         false, c->err);
    if (!rc) rc = sql_step(s, &row, c->err);
    while (!rc && row) {
        char handle[256];
        snprintf(handle, sizeof handle, "%s", (const char *)sqlite3_column_text(s, 6));
        check_hash(c, handle, sql_column(s, 2), sql_column(s, 1),
                   "its stored bytes are not those it was added with");
        if (sqlite3_column_type(s, 4) == SQLITE_NULL) {
            problem(c, handle, "it has no derived rows; run dateline rebuild");
        } else {
            check_hash(c, handle, sql_column(s, 4), sql_column(s, 3),
                       "its stored text is not that it was read as; run dateline rebuild");
            check_finds(c, handle, sql_column(s, 5));
            check_rows(c, sqlite3_column_int64(s, 0), handle, sql_column(s, 4));
        }
        rc = sql_step(s, &row, c->err);
    }
    sqlite3_finalize(s);
    return rc;
}

static int check_orphans(checking *c) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(c->record->db, &s,
                         "SELECT d.number, coalesce(d.exact, d.target) FROM orphan o"
                         " JOIN fixed_decision d ON d.number=o.decision ORDER BY 1",
                         false, c->err);
    if (!rc) rc = sql_step(s, &row, c->err);
    while (!rc && row) {
        char what[48], message[400];
        snprintf(what, sizeof what, "decision %lld", (long long)sqlite3_column_int64(s, 0));
        snprintf(message, sizeof message,
                 "it holds on to nothing now: \"%.300s\"; undo it or decide anew",
                 (const char *)sqlite3_column_text(s, 1));
        problem(c, what, message);
        rc = sql_step(s, &row, c->err);
    }
    sqlite3_finalize(s);
    return rc;
}

int dl_record_check(dl_record *record, void (*note)(void *, const char *, const char *),
                    void *context, uint64_t *problems, dl_error *err) {
    checking c = {.record = record, .note = note, .context = context, .err = err};
    int rc = check_file(&c, "PRAGMA integrity_check");
    if (!rc) rc = check_file(&c, "PRAGMA foreign_key_check");
    for (uint32_t i = 0; !rc && i < record_noun_count; i++)
        if (record_nouns[i]->check)
            rc = sql_prepare(record->db, &c.nouns[i], record_nouns[i]->check, false, err);
    if (!rc) rc = check_reports(&c);
    if (!rc) rc = check_orphans(&c);
    for (uint32_t i = 0; i < record_noun_count; i++) sqlite3_finalize(c.nouns[i]);
    *problems = c.problems;
    return rc;
}
