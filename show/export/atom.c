/* atom.c - Atom (RFC 4287): what was added last, newest first. The feed's times are when the record
 * took a report in; its published time stands in the entry. */
#include "common/names.h"
#include "export/export.h"

enum { FEED_ENTRIES = 200 };

static void put_published(text *t, const char *edtf) {
    edtf_parts p = edtf_read(edtf);
    if (p.year && p.month && p.day)
        text_format(t, "<published>%04d-%02d-%02dT00:00:00Z</published>", p.year, p.month, p.day);
}

static int add_author(void *context, const char *name) {
    text_add(context, "<author><name>");
    text_html(context, name);
    text_add(context, "</name></author>");
    return 0;
}

/* The report behind an arrival, as an entry. */
static int put_entry(dl_record *record, const char *id, const char *recorded, text *t,
                     dl_error *err) {
    const dl_where where = {"id", "=", id};
    const dl_query q = {.view = "report", .where = &where, .where_count = 1, .all = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (!rc) rc = dl_rows_next(rows, &more, err);
    if (!rc && more) {
        const char *title = dl_rows_get(rows, "title"), *outlet = dl_rows_get(rows, "outlet");
        const char *url = dl_rows_get(rows, "url");
        text_format(t, "<entry><id>urn:sha256:%s</id><title>", id);
        text_html(t, title ? title : dl_rows_get(rows, "path"));
        text_format(t, "</title><updated>%s</updated>", recorded);
        put_published(t, dl_rows_get(rows, "published"));
        size_t before = t->len;
        names_each(dl_rows_get(rows, "authors"), add_author, t);
        if (t->len == before) add_author(t, outlet ? outlet : "unknown");
        if (text_is_web_link(url)) {
            text_add(t, "<link rel=\"alternate\" href=\"");
            text_html(t, url);
            text_add(t, "\"/>");
        }
        text_add(t, "<summary>");
        text_html(t, outlet ? outlet : "outlet not known");
        text_format(t, ", %s words</summary></entry>\n", dl_rows_get(rows, "words"));
    }
    if (rows) dl_rows_close(rows);
    return rc;
}

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    (void)argument, (void)all;
    const dl_query q = {.view = "arrival", .order = "batch desc,report", .limit = FEED_ENTRIES};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (rc) return rc;
    text t = {0}, updated = {0};
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        const char *recorded = dl_rows_get(rows, "recorded");
        if (!updated.len) text_add(&updated, recorded);
        rc = put_entry(record, dl_rows_get(rows, "report"), recorded, &t, err);
        if (rc) break;
    }
    dl_rows_close(rows);
    fprintf(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">"
        "<id>urn:dateline:record</id><title>dateline: what is new</title><updated>%s</updated>\n",
        updated.data ? updated.data : "1970-01-01T00:00:00Z");
    if (t.data) fwrite(t.data, 1, t.len, out);
    fputs("</feed>\n", out);
    text_free(&t);
    text_free(&updated);
    return rc;
}

EXPORT_FORMAT(atom){
    .name = "atom",
    .what = "Atom: the reports added last",
    .run = run,
};
