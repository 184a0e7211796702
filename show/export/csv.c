/* csv.c - one view as a table (RFC 4180, UTF-8, a header line), and its codebook: a line a column
 * with type and meaning, made from the schema. Lists and objects stay JSON text in their cell. */
#include <string.h>

#include "export/export.h"

static const char *view_of(const char *argument) {
    return argument ? argument : "event";
}

/* Quoted where the text has a comma, a quote or a line break. */
static void put_cell(FILE *out, const char *text) {
    if (!text) return;
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (const char *p = text; *p; p++) {
        if (*p == '"') fputc('"', out);
        fputc(*p, out);
    }
    fputc('"', out);
}

static void put_line(FILE *out, const dl_rows *rows, int header) {
    for (uint32_t i = 0; i < dl_rows_columns(rows); i++) {
        if (i) fputc(',', out);
        put_cell(out, header ? dl_rows_name(rows, i) : dl_rows_text(rows, i));
    }
    fputs("\r\n", out);
}

static int put_query(dl_record *record, const dl_query *query, FILE *out, dl_error *err) {
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, query, err);
    if (rc) return rc;
    put_line(out, rows, 1);
    while (!(rc = dl_rows_next(rows, &more, err)) && more) put_line(out, rows, 0);
    dl_rows_close(rows);
    return rc;
}

static int run_csv(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    dl_query query = {.view = view_of(argument), .all = all};
    return put_query(record, &query, out, err);
}

static int run_codebook(dl_record *record, const char *argument, int all, FILE *out,
                        dl_error *err) {
    dl_where where = {"view", "=", view_of(argument)};
    dl_query query = {.view = "column",
                      .columns = "name,type,what",
                      .where = &where,
                      .where_count = 1,
                      .all = all};
    if (argument && strcmp(argument, "all") == 0) {
        query.where_count = 0;
        query.columns = "view,name,type,what";
    }
    return put_query(record, &query, out, err);
}

EXPORT_FORMAT(csv){
    .name = "csv",
    .what = "one view as a table: events, or --of VIEW",
    .run = run_csv,
};
EXPORT_FORMAT(codebook){
    .name = "codebook",
    .what = "what the columns of csv mean: of events, --of VIEW, or --of all",
    .run = run_codebook,
};
