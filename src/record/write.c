/* The one writer: batches, fixed rows, a report's derived rows. What a stored row says of a report
 * is read back and compared with the stored text before it counts (law 1). */
#include "record/write.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const other_sql[WRITE_OTHERS] = {
    [WRITE_FIXED] = "INSERT INTO fixed_report(id,batch,raw) VALUES(?,?,?)",
    [WRITE_FIND_ID] = "SELECT report FROM fixed_report WHERE id=?",
    [WRITE_GIVEN] = "INSERT OR IGNORE INTO fixed_given VALUES(?,?,?)",
    [WRITE_PATHS] = "SELECT field, value FROM fixed_given WHERE report=? ORDER BY field, value",
    [WRITE_REPORT] = ("INSERT INTO report VALUES"
                      "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
    [WRITE_FTS] = "INSERT INTO sentence_fts(rowid,body) VALUES(?,?)",
    [WRITE_FTS_DROP] = "INSERT INTO sentence_fts(sentence_fts,rowid,body) VALUES('delete',?,?)",
    [WRITE_PENDING] = "INSERT OR IGNORE INTO pending VALUES(?)",
    [WRITE_TEXT] = "SELECT text, spans FROM report WHERE report=?",
    [WRITE_DROP_REPORT] = "DELETE FROM report WHERE report=?",
    [WRITE_HANDLE_PUT] = "INSERT INTO handle VALUES(?1,?2,?2)",
    [WRITE_HANDLE_SET] = "UPDATE handle SET handle=?2 WHERE report=?1 AND handle<>?2",
    [WRITE_HANDLE_OF] = "SELECT stem FROM handle WHERE report=?",
    [WRITE_HANDLE_BEFORE] =
        "SELECT report, stem FROM handle WHERE stem<? ORDER BY stem DESC LIMIT 1",
    [WRITE_HANDLE_AFTER] = "SELECT report, stem FROM handle WHERE stem>? ORDER BY stem LIMIT 1",
    [WRITE_HANDLE_DROP] = "DELETE FROM handle WHERE report=?",
};

void record_writer_close(record_writer *w) {
    if (!w) return;
    for (uint32_t i = 0; i < WRITE_NOUNS_MAX; i++) {
        sqlite3_finalize(w->insert[i]);
        sqlite3_finalize(w->check[i]);
        sqlite3_finalize(w->drop[i]);
    }
    for (int i = 0; i < WRITE_OTHERS; i++) sqlite3_finalize(w->other[i]);
    for (int i = 0; i < PUT_LISTS; i++) dl_buf_free(&w->lists[i]);
    free(w);
}

static int prepare_noun(dl_record *r, record_writer *w, uint32_t i, dl_error *err) {
    char drop[128];
    snprintf(drop, sizeof drop, "DELETE FROM %s WHERE key BETWEEN ?1 AND ?2",
             record_nouns[i]->table);
    int rc = sql_prepare(r->db, &w->insert[i], record_nouns[i]->insert, true, err);
    if (!rc) rc = sql_prepare(r->db, &w->drop[i], drop, true, err);
    if (!rc && record_nouns[i]->check)
        rc = sql_prepare(r->db, &w->check[i], record_nouns[i]->check, true, err);
    return rc;
}

int record_writer_open(dl_record *r, dl_error *err) {
    if (r->writer) return DL_OK;
    if (!r->writes)
        return dl_fail(err, DL_EREADONLY, UINT64_MAX, "the record was opened for reading only");
    record_writer *w = r->writer = calloc(1, sizeof *w);
    if (!w) return dl_fail_memory(err);
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < record_noun_count; i++) rc = prepare_noun(r, w, i, err);
    for (int i = 0; !rc && i < WRITE_OTHERS; i++)
        rc = sql_prepare(r->db, &w->other[i], other_sql[i], true, err);
    if (rc) {
        record_writer_close(w);
        r->writer = NULL;
    }
    return rc;
}

/* ── batches ── */

static int new_batch(dl_record *r, dl_error *err) {
    sqlite3_stmt *stmt = NULL;
    int rc = sql_prepare(r->db, &stmt,
                         "INSERT INTO fixed_batch(recorded)"
                         " VALUES(strftime('%Y-%m-%dT%H:%M:%SZ','now'))",
                         false, err);
    if (!rc) rc = sql_run(stmt, err);
    sqlite3_finalize(stmt);
    r->batch = sqlite3_last_insert_rowid(r->db);
    return rc;
}

int record_begin(dl_record *r, dl_error *err) {
    int rc = r->writes
                 ? sql_exec(r->db, "BEGIN IMMEDIATE", err)
                 : dl_fail(err, DL_EREADONLY, UINT64_MAX, "the record was opened for reading only");
    if (rc) return rc;
    r->in_batch = true;
    rc = record_writer_open(r, err);
    if (rc) record_rollback(r);
    r->has_row = false;
    stash_clear(&r->stash);
    return rc;
}

/* The batch gets its row with the first thing that is written, so that a re-run leaves no trace. */
int record_touch(dl_record *r, dl_error *err) {
    if (r->has_row) return DL_OK;
    int rc = new_batch(r, err);
    if (!rc) r->has_row = true;
    return rc;
}

int record_commit(dl_record *r, dl_error *err) {
    int rc = sql_exec(r->db, "COMMIT", err);
    if (rc)
        record_rollback(r);
    else
        r->in_batch = false;
    return rc;
}

void record_rollback(dl_record *r) {
    if (!sqlite3_get_autocommit(r->db)) sqlite3_exec(r->db, "ROLLBACK", NULL, NULL, NULL);
    r->in_batch = false;
}

int64_t record_batch(const dl_record *r) {
    return r->batch;
}

/* ── fixed rows ── */

static int put_given(dl_record *r, int64_t report, const record_given *given, uint32_t count,
                     bool *changed, dl_error *err) {
    sqlite3_stmt *s = r->writer->other[WRITE_GIVEN];
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < count; i++) {
        if (!given[i].value.len) continue;
        sqlite3_bind_int64(s, 1, report);
        sql_bind_words(s, 2, dl_str_of(given[i].field));
        sql_bind_words(s, 3, given[i].value);
        rc = sql_run(s, err);
        if (!rc && sqlite3_changes(r->db)) *changed = true;
    }
    return rc;
}

int record_put_fixed(dl_record *r, const char id[65], dl_str raw, const record_given *given,
                     uint32_t count, int64_t *report, enum record_state *state, dl_error *err) {
    sqlite3_stmt *find = r->writer->other[WRITE_FIND_ID];
    bool known = false, changed = false;
    sqlite3_bind_text(find, 1, id, 64, SQLITE_STATIC);
    int rc = sql_step(find, &known, err);
    if (rc) return rc;
    if (known) {
        *report = sqlite3_column_int64(find, 0);
        sqlite3_reset(find);
    } else {
        sqlite3_stmt *s = r->writer->other[WRITE_FIXED];
        rc = record_touch(r, err);
        sqlite3_bind_text(s, 1, id, 64, SQLITE_STATIC);
        sqlite3_bind_int64(s, 2, r->batch);
        sql_bind_blob(s, 3, raw);
        if (!rc) rc = sql_run(s, err);
        *report = sqlite3_last_insert_rowid(r->db);
    }
    if (!rc) rc = put_given(r, *report, given, count, &changed, err);
    if (!rc && known && changed) rc = record_touch(r, err);
    *state = !known ? RECORD_NEW : changed ? RECORD_CHANGED : RECORD_KNOWN;
    return rc;
}

/* ── derived rows of one report ── */

/* The index forgets a sentence only when it is told its words again. */
static int drop_search(dl_record *r, int64_t report, dl_str text, dl_str spans, dl_error *err) {
    sqlite3_stmt *s = r->writer->other[WRITE_FTS_DROP];
    dl_span span;
    int rc = DL_OK;
    size_t at = 0;
    for (uint32_t i = 0; !rc && json_next_span(spans, &at, &span); i++) {
        if (span.start > span.end || span.end > text.len) continue;
        sqlite3_bind_int64(s, 1, sql_key(report, i));
        sql_bind_words(s, 2, dl_span_text(text, span));
        rc = sql_run(s, err);
    }
    return rc;
}

static int drop_finds(dl_record *r, int64_t report, dl_error *err) {
    record_writer *w = r->writer;
    sqlite3_stmt *text = w->other[WRITE_TEXT];
    bool row = false;
    sqlite3_bind_int64(text, 1, report);
    int rc = sql_step(text, &row, err);
    if (rc || !row) return rc;
    rc = drop_search(r, report, sql_column(text, 0), sql_column(text, 1), err);
    sqlite3_reset(text);
    for (uint32_t i = 0; !rc && i < record_noun_count; i++) {
        sqlite3_bind_int64(w->drop[i], 1, sql_key(report, 0));
        sqlite3_bind_int64(w->drop[i], 2, sql_key(report + 1, 0) - 1);
        rc = sql_run(w->drop[i], err);
    }
    sqlite3_bind_int64(w->other[WRITE_DROP_REPORT], 1, report);
    if (!rc) rc = sql_run(w->other[WRITE_DROP_REPORT], err);
    return rc ? rc : record_drop_handle(r, report, err);
}

static int put_nouns(dl_record *r, put *p, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < record_noun_count; i++) {
        p->stmt = r->writer->insert[i];
        rc = record_nouns[i]->put(p);
    }
    if (!rc && p->bad_span)
        rc = dl_fail(err, DL_EVALUE, UINT64_MAX,
                     "a finding points outside the text: please report this with the file");
    return rc;
}

static int put_search(dl_record *r, int64_t report, const struct dl_finds *finds, dl_error *err) {
    sqlite3_stmt *s = r->writer->other[WRITE_FTS];
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < finds->sentences.count; i++) {
        dl_span span = finds->sentences.items[i].span;
        if (span.start > span.end || span.end > finds->report.text.len) continue;
        sqlite3_bind_int64(s, 1, sql_key(report, i));
        sql_bind_words(s, 2, dl_span_text(finds->report.text, span));
        rc = sql_run(s, err);
    }
    return rc;
}

int record_put_finds(dl_record *r, int64_t report, const struct dl_finds *finds, dl_str blob,
                     dl_error *err) {
    record_writer *w = r->writer;
    put p = {.finds = finds,
             .text = finds->report.text,
             .report = report,
             .stash = &r->stash,
             .err = err};
    memcpy(p.lists, w->lists, sizeof p.lists);
    int rc = drop_finds(r, report, err);
    if (!rc) rc = record_put_report(r, report, finds, blob, err);
    if (!rc) rc = record_set_handle(r, report, finds->report.path, finds->report.id, err);
    if (!rc) rc = put_search(r, report, finds, err);
    if (!rc) rc = put_nouns(r, &p, err);
    memcpy(w->lists, p.lists, sizeof p.lists);
    if (!rc) rc = record_verify_report(r, report, err);
    sqlite3_stmt *pending = w->other[WRITE_PENDING];
    sqlite3_bind_int64(pending, 1, report);
    return rc ? rc : sql_run(pending, err);
}

int record_resolved(dl_record *r, dl_error *err) {
    return sql_exec(r->db, "DELETE FROM pending", err);
}

int record_take_out(dl_record *r, int64_t report, dl_error *err) {
    char sql[256];
    snprintf(sql, sizeof sql,
             "DELETE FROM pending WHERE report=%lld; DELETE FROM fixed_given WHERE report=%lld;"
             "DELETE FROM fixed_report WHERE report=%lld;",
             (long long)report, (long long)report, (long long)report);
    int rc = drop_finds(r, report, err);
    return rc ? rc : sql_exec(r->db, sql, err);
}

int record_pack(const struct dl_finds *finds, dl_buf *out, dl_error *err) {
    struct dl_finds without = *finds; /* a view of it: nothing is freed */
    without.report.text = (dl_str){NULL, 0};
    return dl_finds_write(&without, out, err);
}
