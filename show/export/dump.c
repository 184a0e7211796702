/* dump.c - the canonical dump, for comparing: every view that is marked for it, every column, every
 * certainty, rows sorted by all their columns. The same reports, decisions and program give the
 * same bytes, whatever the order, batch, thread count or machine. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "export/export.h"

static void put_row(const dl_rows *rows, const char *view, FILE *out) {
    fprintf(out, "{\"view\":\"%s\"", view);
    for (uint32_t i = 0; i < dl_rows_columns(rows); i++) {
        const char *text = dl_rows_text(rows, i);
        fprintf(out, ",\"%s\":", dl_rows_name(rows, i));
        if (text && dl_rows_type(rows, i) != DL_TYPE_TEXT)
            fputs(text, out);
        else
            cli_json_text(out, text);
    }
    fputs("}\n", out);
}

/* The view's columns, comma-separated; the caller frees. */
static char *columns_of(dl_record *record, const char *view, dl_error *err) {
    dl_where where = {"view", "=", view};
    dl_query q = {.view = "column", .columns = "name", .where = &where, .where_count = 1};
    dl_rows *rows;
    char *all = calloc(1, 1);
    size_t len = 0;
    int more = 0;
    if (!all || dl_rows_open(&rows, record, &q, err)) return all;
    while (!dl_rows_next(rows, &more, err) && more) {
        const char *name = dl_rows_text(rows, 0);
        char *grown = realloc(all, len + strlen(name) + 2);
        if (!grown) break;
        all = grown;
        len += (size_t)sprintf(all + len, "%s%s", len ? "," : "", name);
    }
    dl_rows_close(rows);
    return all;
}

static int put_view(dl_record *record, const char *view, FILE *out, dl_error *err) {
    char *columns = columns_of(record, view, err);
    if (!columns) return DL_ENOMEM;
    dl_query q = {.view = view, .order = columns, .all = 1};
    dl_rows *rows = NULL;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    while (!rc && !(rc = dl_rows_next(rows, &more, err)) && more) put_row(rows, view, out);
    dl_rows_close(rows);
    free(columns);
    return rc;
}

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    (void)all;
    dl_where where = {"dump", "=", "1"};
    dl_query q = {.view = "view", .columns = "name", .where = &where, .where_count = 1};
    dl_rows *views;
    int more = 0, rc = dl_rows_open(&views, record, &q, err);
    if (rc) return rc;
    while (!rc && !(rc = dl_rows_next(views, &more, err)) && more) {
        const char *view = dl_rows_text(views, 0);
        if (!argument || !strcmp(argument, view)) rc = put_view(record, view, out, err);
    }
    dl_rows_close(views);
    return rc;
}

EXPORT_FORMAT(dump){
    .name = "dump",
    .what = "canonical, for comparing two records (--of VIEW: that one)",
    .run = run,
};
