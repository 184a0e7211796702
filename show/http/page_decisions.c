/* Decisions: what people decided, why, and the way back. */
#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    (void)r, (void)where;
    q->view = "decision";
    q->order = "number desc";
    q->limit = 500;
    q->all = 1;
}

extern const page page_decisions;

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_where where[1];
    dl_query q = {.where = where};
    dl_rows *rows;
    query(r, &q, where);
    int more = 0, count = 0, rc = dl_rows_open(&rows, r->record, &q, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++) text_add(t, "<ol class=\"rows\">");
        text_add(t, "<li><b>");
        text_html(t, dl_rows_get(rows, "kind"));
        text_add(t, "</b> ");
        static const char *const parts[] = {"row_type", "field", "value", "exact", "why", "who"};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            const char *value = dl_rows_get(rows, parts[i]);
            if (!value || !*value) continue;
            text_add(t, " · ");
            text_html(t, value);
        }
        text_char(t, ' ');
        bits_handle(t, r, dl_rows_get(rows, "handle"));
        const char *undone = dl_rows_get(rows, "undone");
        if (undone && *undone && *undone != '0')
            text_add(t, " <span class=\"status\">taken back</span>");
        else if (r->writable)
            text_format(t,
                        "<form method=\"post\" action=\"/undo\"><input type=\"hidden\" "
                        "name=\"number\" value=\"%s\"><input type=\"hidden\" name=\"back\" "
                        "value=\"/decisions\"><button>Undo</button></form>",
                        dl_rows_get(rows, "number"));
        text_add(t, "</li>");
    }
    text_add(t, count ? "</ol>" : "");
    dl_rows_close(rows);
    if (!count) bits_empty(t, &page_decisions);
    bits_forms(t, r);
    return rc;
}

const page page_decisions = {
    .path = "/decisions",
    .name = "Decisions",
    .key = "c",
    .empty = "What people decided would stand here: fixes, dropped rows, merges, grades, each with "
             "its why. Make one on a report's or a "
             "person's page, or with <code>dateline fix</code>.",
    .query = query,
    .html = html,
};
