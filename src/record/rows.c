/* A cursor over one named view. Names are looked up in view_info and view_column before anything
 * reaches SQL; values are always bound. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/vec.h"
#include "record/inside.h"

typedef struct view_column {
    dl_str name;
    dl_type type;
} view_column;

struct dl_rows {
    dl_record *record;
    sqlite3_stmt *stmt;
    dl_arena arena;
    DL_VEC(view_column) view;   /* every column of the view */
    DL_VEC(view_column) chosen; /* in the order asked for */
    dl_str sort;
};

static dl_type type_of(dl_str name) {
    if (dl_str_is(name, "int")) return DL_TYPE_INT;
    if (dl_str_is(name, "bool")) return DL_TYPE_BOOL;
    return dl_str_is(name, "json") ? DL_TYPE_JSON : DL_TYPE_TEXT;
}

static const view_column *find_column(const dl_rows *rows, dl_str name) {
    for (uint32_t i = 0; i < rows->view.count; i++)
        if (dl_str_eq(rows->view.items[i].name, name)) return &rows->view.items[i];
    return NULL;
}

static int no_column(const char *view, dl_str name, dl_error *err) {
    return dl_fail(err, DL_ENOTFOUND, UINT64_MAX,
                   "the view %s has no column %.*s; docs/views.md lists them", view, (int)name.len,
                   name.ptr);
}

static int load_view(dl_rows *rows, const char *view, dl_error *err) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(rows->record->db, &s,
                         "SELECT c.name, c.type, i.sort FROM view_info i JOIN view_column c"
                         " ON c.view=i.view WHERE i.view=? ORDER BY c.place",
                         false, err);
    if (!rc) sql_bind_words(s, 1, dl_str_of(view));
    if (!rc) rc = sql_step(s, &row, err);
    while (!rc && row) {
        view_column *c = DL_PUSH(&rows->view, &rows->arena);
        if (!c) break;
        c->name = dl_arena_str(&rows->arena, sql_column(s, 0));
        c->type = type_of(sql_column(s, 1));
        if (!rows->sort.len) rows->sort = dl_arena_str(&rows->arena, sql_column(s, 2));
        rc = sql_step(s, &row, err);
    }
    sqlite3_finalize(s);
    if (!rc && rows->arena.failed) rc = dl_fail_memory(err);
    if (!rc && !rows->view.count)
        rc =
            dl_fail(err, DL_ENOTFOUND, UINT64_MAX,
                    "the record has no view %s; rebuild it where it is of an older dateline", view);
    return rc;
}

/* The next of a comma-separated list, trimmed. */
static bool next_name(dl_str *list, dl_str *name) {
    if (!list->len) return false;
    const char *comma = memchr(list->ptr, ',', list->len);
    size_t n = comma ? (size_t)(comma - list->ptr) : list->len;
    *name = dl_str_trim(dl_str_sub(*list, 0, n));
    *list = dl_str_sub(*list, comma ? n + 1 : n, list->len);
    return true;
}

static int choose(dl_rows *rows, const dl_query *q, dl_error *err) {
    dl_str list = dl_str_of(q->columns), name;
    for (uint32_t i = 0; !q->columns && i < rows->view.count; i++) {
        view_column *c = DL_PUSH(&rows->chosen, &rows->arena);
        if (c) *c = rows->view.items[i];
    }
    while (q->columns && next_name(&list, &name)) {
        const view_column *found = find_column(rows, name);
        if (!found) return no_column(q->view, name, err);
        view_column *c = DL_PUSH(&rows->chosen, &rows->arena);
        if (c) *c = *found;
    }
    return rows->arena.failed ? dl_fail_memory(err) : DL_OK;
}

static int put_order(dl_rows *rows, const dl_query *q, dl_buf *sql, dl_error *err) {
    dl_str list = q->order ? dl_str_of(q->order) : rows->sort, name;
    const char *before = " ORDER BY ";
    while (next_name(&list, &name)) {
        bool desc = dl_str_ends(name, DL_STR(" desc"));
        dl_str bare = desc ? dl_str_trim(dl_str_sub(name, 0, name.len - 5)) : name;
        if (!find_column(rows, bare)) return no_column(q->view, bare, err);
        dl_buf_printf(sql, "%s\"%.*s\"%s", before, (int)bare.len, bare.ptr, desc ? " DESC" : "");
        before = ", ";
    }
    return DL_OK;
}

static const char *operator_of(const char *op) {
    static const char *const known[][2] = {
        {"=", "= ?"},        {"!=", "<> ?"},
        {"<", "< ?"},        {"<=", "<= ?"},
        {">", "> ?"},        {">=", ">= ?"},
        {"like", "LIKE ?"},  {"match", "MATCH ?"},
        {"null", "IS NULL"}, {"not null", "IS NOT NULL"},
    };
    for (size_t i = 0; i < DL_COUNT(known); i++)
        if (!strcmp(known[i][0], op)) return known[i][1];
    return NULL;
}

static int put_where(dl_rows *rows, const dl_query *q, dl_buf *sql, dl_error *err) {
    const char *before = " WHERE ";
    if (!q->all && find_column(rows, DL_STR("certainty"))) {
        dl_buf_puts(sql, " WHERE (certainty IS NULL OR certainty<>'low')");
        before = " AND ";
    }
    for (uint32_t i = 0; i < q->where_count; i++) {
        const dl_where *w = &q->where[i];
        const char *op = operator_of(w->op);
        if (!find_column(rows, dl_str_of(w->column)))
            return no_column(q->view, dl_str_of(w->column), err);
        if (!op) return dl_fail(err, DL_EVALUE, UINT64_MAX, "no such comparison: %s", w->op);
        dl_buf_printf(sql, "%s\"%s\" %s", before, w->column, op);
        before = " AND ";
    }
    return DL_OK;
}

static void bind_where(dl_rows *rows, const dl_query *q) {
    int at = 1;
    for (uint32_t i = 0; i < q->where_count; i++) {
        const dl_where *w = &q->where[i];
        if (!strchr(operator_of(w->op), '?')) continue;
        const view_column *c = find_column(rows, dl_str_of(w->column));
        if (c->type == DL_TYPE_INT || c->type == DL_TYPE_BOOL)
            sqlite3_bind_int64(rows->stmt, at++, strtoll(w->value ? w->value : "0", NULL, 10));
        else
            sqlite3_bind_text(rows->stmt, at++, w->value, -1, SQLITE_TRANSIENT);
    }
}

static int compose(dl_rows *rows, const dl_query *q, dl_buf *sql, dl_error *err) {
    dl_buf_puts(sql, "SELECT ");
    for (uint32_t i = 0; i < rows->chosen.count; i++)
        dl_buf_printf(sql, "%s\"%s\"", i ? ", " : "", rows->chosen.items[i].name.ptr);
    dl_buf_printf(sql, " FROM v_%s", q->view);
    int rc = put_where(rows, q, sql, err);
    if (!rc) rc = put_order(rows, q, sql, err);
    if (q->limit) dl_buf_printf(sql, " LIMIT %llu", (unsigned long long)q->limit);
    return !rc && sql->failed ? dl_fail_memory(err) : rc;
}

int dl_rows_open(dl_rows **out, dl_record *record, const dl_query *query, dl_error *err) {
    *out = NULL;
    dl_rows *rows = calloc(1, sizeof *rows);
    if (!rows) return dl_fail_memory(err);
    rows->record = record;
    dl_arena_init(&rows->arena);
    dl_buf sql = {0};
    int rc = load_view(rows, query->view, err);
    if (!rc) rc = choose(rows, query, err);
    if (!rc) rc = compose(rows, query, &sql, err);
    if (!rc) rc = sql_prepare(record->db, &rows->stmt, sql.data, false, err);
    if (!rc) bind_where(rows, query);
    dl_buf_free(&sql);
    if (rc)
        dl_rows_close(rows);
    else
        *out = rows;
    return rc;
}

int dl_rows_next(dl_rows *rows, int *more, dl_error *err) {
    bool row = false;
    int rc = sql_step(rows->stmt, &row, err);
    *more = row;
    return rc;
}

uint32_t dl_rows_columns(const dl_rows *rows) {
    return rows->chosen.count;
}

const char *dl_rows_name(const dl_rows *rows, uint32_t column) {
    return rows->chosen.items[column].name.ptr;
}

dl_type dl_rows_type(const dl_rows *rows, uint32_t column) {
    return rows->chosen.items[column].type;
}

const char *dl_rows_text(const dl_rows *rows, uint32_t column) {
    return (const char *)sqlite3_column_text(rows->stmt, (int)column);
}

int64_t dl_rows_int(const dl_rows *rows, uint32_t column) {
    return sqlite3_column_int64(rows->stmt, (int)column);
}

static uint32_t chosen_index(const dl_rows *rows, const char *name) {
    for (uint32_t i = 0; i < rows->chosen.count; i++)
        if (dl_str_is(rows->chosen.items[i].name, name)) return i;
    return DL_NONE;
}

const char *dl_rows_get(const dl_rows *rows, const char *name) {
    uint32_t i = chosen_index(rows, name);
    return i == DL_NONE ? NULL : dl_rows_text(rows, i);
}

int64_t dl_rows_get_int(const dl_rows *rows, const char *name) {
    uint32_t i = chosen_index(rows, name);
    return i == DL_NONE ? 0 : dl_rows_int(rows, i);
}

void dl_rows_close(dl_rows *rows) {
    if (!rows) return;
    sqlite3_finalize(rows->stmt);
    dl_arena_free(&rows->arena);
    free(rows);
}
