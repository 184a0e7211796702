/* ris.c - RIS (Research Information Systems tags): the reports as citations. */
#include <string.h>

#include "common/names.h"
#include "export/export.h"

/* A value on one line: RIS has no way to break one. */
static void put_tag(FILE *out, const char *tag, const char *value) {
    if (!value || !*value) return;
    fprintf(out, "%s  - ", tag);
    for (const char *p = value; *p; p++) fputc((unsigned char)*p < ' ' ? ' ' : *p, out);
    fputs("\r\n", out);
}

static int put_author(void *context, const char *name) {
    text t = {0};
    names_inverted(&t, name);
    put_tag(context, "AU", t.data);
    text_free(&t);
    return 0;
}

static void put_dates(FILE *out, const char *edtf) {
    edtf_parts p = edtf_read(edtf);
    if (!p.year) return;
    fprintf(out, "PY  - %04d\r\n", p.year);
    if (p.month && p.day)
        fprintf(out, "DA  - %04d/%02d/%02d\r\n", p.year, p.month, p.day);
    else if (p.month)
        fprintf(out, "DA  - %04d/%02d\r\n", p.year, p.month);
}

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    (void)argument;
    const dl_query q = {.view = "report", .all = all};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        put_tag(out, "TY", "NEWS");
        put_tag(out, "ID", dl_rows_get(rows, "handle"));
        put_tag(out, "TI", dl_rows_get(rows, "title"));
        names_each(dl_rows_get(rows, "authors"), put_author, out);
        put_tag(out, "T2", dl_rows_get(rows, "outlet"));
        put_dates(out, dl_rows_get(rows, "published"));
        put_tag(out, "UR", dl_rows_get(rows, "url"));
        put_tag(out, "LA", dl_rows_get(rows, "language"));
        text note = {0};
        text_format(&note, "sha256:%s", dl_rows_get(rows, "id"));
        put_tag(out, "N1", note.data);
        text_free(&note);
        fputs("ER  - \r\n\r\n", out);
    }
    dl_rows_close(rows);
    return rc;
}

EXPORT_FORMAT(ris){
    .name = "ris",
    .what = "RIS: the reports as citations",
    .run = run,
};
