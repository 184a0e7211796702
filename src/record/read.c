/* What pipeline and rebuild read back: what is given of a report, its bytes, its finds. */
#include <stdio.h>
#include <stdlib.h>

#include "record/write.h"

static const struct {
    const char *field;
    size_t at;
} fields[] = {
    {"outlet", offsetof(dl_given, outlet)},   {"published", offsetof(dl_given, published)},
    {"updated", offsetof(dl_given, updated)}, {"url", offsetof(dl_given, url)},
    {"title", offsetof(dl_given, title)},     {"authors", offsetof(dl_given, authors)},
    {"section", offsetof(dl_given, section)}, {"language", offsetof(dl_given, language)},
    {"kind", offsetof(dl_given, kind)},       {"format", offsetof(dl_given, format)},
};

static void set_field(dl_given *given, dl_str field, const char *value, bool decided) {
    for (size_t i = 0; i < DL_COUNT(fields); i++) {
        if (!dl_str_is(field, fields[i].field)) continue;
        const char **at = (const char **)(void *)((char *)given + fields[i].at);
        if (decided || !*at) *at = value;
    }
}

/* Rows of (field, value); decided ones replace what stands. */
static int take_rows(dl_record *r, const char *sql, int64_t report, bool decided, dl_arena *arena,
                     dl_given *given, dl_str *path, dl_error *err) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(r->db, &s, sql, false, err);
    if (!rc) sqlite3_bind_int64(s, 1, report);
    if (!rc) rc = sql_step(s, &row, err);
    while (!rc && row) {
        dl_str field = sql_column(s, 0), value = dl_arena_str(arena, sql_column(s, 1));
        if (!value.ptr)
            rc = dl_fail_memory(err);
        else if (dl_str_is(field, "path"))
            *path = path->ptr ? *path : value;
        else
            set_field(given, field, value.ptr, decided);
        if (!rc) rc = sql_step(s, &row, err);
    }
    sqlite3_finalize(s);
    return rc;
}

int record_given_read(dl_record *r, int64_t report, dl_arena *arena, dl_given *given, dl_str *path,
                      dl_error *err) {
    *given = (dl_given){0};
    *path = (dl_str){NULL, 0};
    int rc =
        take_rows(r, "SELECT field, value FROM fixed_given WHERE report=? ORDER BY field, value",
                  report, false, arena, given, path, err);
    if (!rc)
        rc = take_rows(r,
                       "SELECT d.field, coalesce(d.value, '') FROM fixed_decision d"
                       " JOIN fixed_report f ON f.id=d.target WHERE f.report=?"
                       " AND d.kind='fix' AND d.type='report' AND d.undone IS NULL ORDER BY number",
                       report, true, arena, given, path, err);
    return rc;
}

int record_raw_read(dl_record *r, int64_t report, dl_buf *raw, dl_error *err) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(r->db, &s, "SELECT raw FROM fixed_report WHERE report=?", false, err);
    if (!rc) sqlite3_bind_int64(s, 1, report);
    if (!rc) rc = sql_step(s, &row, err);
    if (!rc && !row) rc = dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "there is no such report");
    if (!rc) dl_buf_str(raw, sql_column(s, 0));
    sqlite3_finalize(s);
    return !rc && raw->failed ? dl_fail_memory(err) : rc;
}

int record_finds_read(dl_record *r, int64_t report, struct dl_finds **out, dl_error *err) {
    *out = NULL;
    sqlite3_stmt *s = NULL;
    bool row = false;
    struct dl_finds *finds = calloc(1, sizeof *finds);
    if (!finds) return dl_fail_memory(err);
    int rc = sql_prepare(r->db, &s, "SELECT finds, text FROM report WHERE report=?", false, err);
    if (!rc) sqlite3_bind_int64(s, 1, report);
    if (!rc) rc = sql_step(s, &row, err);
    if (!rc && !row) rc = dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "there is no such report");
    bool loaded = !rc && (rc = dl_finds_read(finds, sql_column(s, 0), err)) == DL_OK;
    if (loaded) finds->report.text = dl_arena_str(&finds->arena, sql_column(s, 1));
    if (loaded && !finds->report.text.ptr) rc = dl_fail_memory(err);
    sqlite3_finalize(s);
    if (rc) {
        if (loaded) dl_arena_free(&finds->arena);
        free(finds);
        return rc;
    }
    *out = finds;
    return DL_OK;
}

int record_reports(dl_record *r, dl_arena *arena, int64_t **reports, uint32_t *count,
                   dl_error *err) {
    DL_VEC(int64_t) all = {0};
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(r->db, &s,
                         "SELECT report FROM fixed_report f WHERE NOT EXISTS (SELECT 1 FROM"
                         " fixed_decision d WHERE d.report=f.id AND d.type='report' AND"
                         " d.kind='retract' AND d.undone IS NULL) ORDER BY id",
                         false, err);
    if (!rc) rc = sql_step(s, &row, err);
    while (!rc && row) {
        int64_t *one = DL_PUSH(&all, arena);
        if (!one) {
            rc = dl_fail_memory(err);
            break;
        }
        *one = sqlite3_column_int64(s, 0);
        rc = sql_step(s, &row, err);
    }
    sqlite3_finalize(s);
    *reports = all.items;
    *count = all.count;
    return rc;
}

int record_empty_derived(dl_record *r, const char *analysis, dl_error *err) {
    sqlite3_stmt *s = NULL;
    dl_buf drops = {0};
    bool row = false;
    record_writer_close(r->writer);
    record_index_close(r->index);
    record_links_close(r->links);
    r->writer = NULL;
    r->index = NULL;
    r->links = NULL;
    int rc = sql_prepare(r->db, &s,
                         "SELECT type, name FROM main.sqlite_schema WHERE type IN ('table','view')"
                         " AND name NOT LIKE 'fixed\\_%' ESCAPE '\\'"
                         " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                         " AND name NOT LIKE 'sentence\\_fts\\_%' ESCAPE '\\'"
                         " ORDER BY type DESC, name",
                         false, err);
    if (!rc) rc = sql_step(s, &row, err);
    while (!rc && row) {
        dl_buf_printf(&drops, "DROP %s main.\"%s\";", (const char *)sqlite3_column_text(s, 0),
                      (const char *)sqlite3_column_text(s, 1));
        rc = sql_step(s, &row, err);
    }
    sqlite3_finalize(s);
    dl_buf_printf(&drops, ";");
    if (!rc && drops.failed) rc = dl_fail_memory(err);
    if (!rc) rc = sql_exec(r->db, drops.data, err);
    if (!rc) rc = record_run_sql(r->db, "schema_derived", err);
    if (!rc) rc = record_make_views(r->db, "main", err);
    dl_buf_free(&drops);
    if (!rc) rc = sql_prepare(r->db, &s, "INSERT INTO made_by VALUES(?,?)", false, err);
    if (rc) return rc;
    sql_bind_words(s, 1, DL_STR(DATELINE_VERSION));
    sql_bind_words(s, 2, dl_str_of(analysis));
    rc = sql_run(s, err);
    sqlite3_finalize(s);
    if (!rc) rc = record_read_analysis(r, err);
    return rc;
}

int record_set_analysis(dl_record *r, const char *analysis, dl_error *err) {
    sqlite3_stmt *s = NULL;
    int rc = sql_prepare(r->db, &s, "UPDATE made_by SET program=?, analysis=?", false, err);
    if (rc) return rc;
    sql_bind_words(s, 1, DL_STR(DATELINE_VERSION));
    sql_bind_words(s, 2, dl_str_of(analysis));
    rc = sql_run(s, err);
    sqlite3_finalize(s);
    return rc ? rc : record_read_analysis(r, err);
}

static int is_empty(dl_record *r, bool *empty, dl_error *err) {
    int64_t some;
    int rc = sql_int(r->db, "SELECT 1 FROM fixed_report LIMIT 1", 0, &some, err);
    *empty = !some;
    return rc;
}

int record_check_analysis(dl_record *r, const char *analysis, dl_error *err) {
    bool empty = false;
    if (!strcmp(r->analysis, analysis)) return DL_OK;
    int rc = is_empty(r, &empty, err);
    if (rc || empty) return rc;
    return dl_fail(err, DL_EANALYSIS, UINT64_MAX,
                   "the record was made by another program, model or lexicon (%.12s, this is "
                   "%.12s); run: dateline rebuild",
                   r->analysis[0] ? r->analysis : "unfinished", analysis);
}

int record_claim_analysis(dl_record *r, const char *analysis, dl_error *err) {
    int rc = record_check_analysis(r, analysis, err);
    if (rc || !strcmp(r->analysis, analysis)) return rc;
    rc = record_empty_derived(r, analysis, err);
    return rc ? rc : record_writer_open(r, err);
}
