/* Stories: reports about the same thing over time. */
#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    (void)where;
    q->view = "story";
    q->limit = 500;
    q->all = page_param(r, "all") != NULL;
}

extern const page page_stories;

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_rows *rows;
    int more = 0, count = 0, rc = bits_open(&rows, r, "story", NULL, 500, err, NULL);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++) text_add(t, "<ol class=\"rows\">");
        text_add(t, "<li class=\"row\"><div class=\"when\">");
        bits_date(t, dl_rows_get(rows, "first"));
        text_add(t, "</div><div>");
        text_html(t, dl_rows_get(rows, "title"));
        text_add(t, " <span class=\"meta\">");
        bits_names(t, r, dl_rows_get(rows, "report_handles"));
        text_add(t, "</span></div></li>");
    }
    text_add(t, count ? "</ol>" : "");
    dl_rows_close(rows);
    if (!count) bits_empty(t, &page_stories);
    bits_forms(t, r);
    return rc;
}

const page page_stories = {
    .path = "/stories",
    .name = "Stories",
    .key = "y",
    .empty = "Stories would stand here: reports about the same thing over time. Add reports: "
             "<code>dateline add FILES</code>.",
    .query = query,
    .html = html,
};
