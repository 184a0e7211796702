/* Search: full text over the sentences, words highlighted, facets by outlet. */
#include <stdio.h>
#include <string.h>

#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    const char *words = page_param(r, "q");
    q->view = "search";
    q->limit = 100;
    q->all = 1;
    where[q->where_count++] = (dl_where){"words", "match", words ? words : ""};
    const char *outlet = page_param(r, "outlet");
    if (outlet) where[q->where_count++] = (dl_where){"outlet", "=", outlet};
}

extern const page page_search;

/* The excerpt marks its hits with U+E000 and U+E001, which no text holds after escaping. */
static void put_excerpt(text *t, const char *words) {
    for (const char *p = words; p && *p;) {
        const char *open = strstr(p, "\xee\x80\x80"),
                   *close = open ? strstr(open, "\xee\x80\x81") : NULL;
        if (!close) {
            text_html(t, p);
            return;
        }
        text_html_n(t, p, (size_t)(open - p));
        text_add(t, "<mark>");
        text_html_n(t, open + 3, (size_t)(close - open - 3));
        text_add(t, "</mark>");
        p = close + 3;
    }
}

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_where where[8];
    dl_query q = {.where = where};
    dl_rows *rows = NULL;
    if (!page_param(r, "q")) {
        text_add(t, "<p class=\"empty\">Type words into the search field above. All words must "
                    "stand in one sentence; "
                    "<code>\"two words\"</code> in quotes stand together.</p>");
        return DL_OK;
    }
    query(r, &q, where);
    int more = 0, count = 0, rc = dl_rows_open(&rows, r->record, &q, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++) text_add(t, "<ol class=\"rows\">");
        text_add(t, "<li class=\"row\"><div class=\"when\">");
        bits_date(t, dl_rows_get(rows, "published"));
        text_add(t, "</div><div>");
        put_excerpt(t, dl_rows_get(rows, "excerpt"));
        text_add(t, " <span class=\"meta\">");
        text_html(t, dl_rows_get(rows, "outlet"));
        text_add(t, "</span> ");
        bits_handle(t, r, dl_rows_get(rows, "handle"));
        text_add(t, "</div></li>");
    }
    text_add(t, count ? "</ol>" : "<p class=\"empty\">No sentence holds all these words.</p>");
    dl_rows_close(rows);
    bits_forms(t, r);
    return rc;
}

const page page_search = {
    .path = "/search", .query = query, .html = html, .empty = "No sentence holds all these words."};
