/* csl.c - CSL-JSON (Citation Style Language 1.0.2 data schema): the reports, for Zotero, pandoc,
 * citation-js. */
#include "common/names.h"
#include "export/export.h"

static int add_author(void *context, const char *name) {
    text *t = context;
    text_add(t, t->len && t->data[t->len - 1] == '}' ? "," : "");
    text_add(t, "{\"literal\":");
    text_json(t, name);
    text_add(t, "}");
    return 0;
}

static void put_member(text *t, const char *name, const char *value) {
    if (!value || !*value) return;
    text_format(t, ",\"%s\":", name);
    text_json(t, value);
}

static void put_date(text *t, const char *edtf) {
    edtf_parts p = edtf_read(edtf);
    if (!edtf) return;
    if (!p.year) { /* "XXXX-12-01": the literal form says what is known */
        text_add(t, ",\"issued\":{\"literal\":");
        text_json(t, edtf);
        text_add(t, "}");
        return;
    }
    text_format(t, ",\"issued\":{\"date-parts\":[[%d", p.year);
    if (p.month) text_format(t, ",%d", p.month);
    if (p.day) text_format(t, ",%d", p.day);
    text_format(t, "]]%s}", p.approximate ? ",\"circa\":true" : "");
}

static void put_report(const dl_rows *rows, text *t) {
    text_add(t, "{\"id\":");
    text_json(t, dl_rows_get(rows, "handle"));
    text_add(t, ",\"type\":\"article-newspaper\"");
    put_member(t, "title", dl_rows_get(rows, "title"));
    put_member(t, "container-title", dl_rows_get(rows, "outlet"));
    text authors = {0};
    names_each(dl_rows_get(rows, "authors"), add_author, &authors);
    if (authors.len) text_format(t, ",\"author\":[%s]", authors.data);
    text_free(&authors);
    put_date(t, dl_rows_get(rows, "published"));
    put_member(t, "URL", dl_rows_get(rows, "url"));
    put_member(t, "language", dl_rows_get(rows, "language"));
    put_member(t, "section", dl_rows_get(rows, "section"));
    text_add(t, ",\"note\":");
    text note = {0};
    text_format(&note, "sha256:%s", dl_rows_get(rows, "id"));
    text_json(t, note.data);
    text_free(&note);
    text_add(t, "}");
}

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    (void)argument;
    const dl_query q = {.view = "report", .all = all};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (rc) return rc;
    fputs("[", out);
    for (const char *between = "\n"; !(rc = dl_rows_next(rows, &more, err)) && more;
         between = ",\n") {
        text t = {0};
        put_report(rows, &t);
        fputs(between, out);
        fwrite(t.data, 1, t.len, out);
        text_free(&t);
    }
    fputs("\n]\n", out);
    dl_rows_close(rows);
    return rc;
}

EXPORT_FORMAT(csl){
    .name = "csl",
    .what = "CSL-JSON: the reports as citations, for Zotero and pandoc",
    .run = run,
};
