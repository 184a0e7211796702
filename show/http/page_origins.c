/* Origins: who first knew, and how many reports carry it; the copies beneath. */
#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    (void)where;
    q->view = "origin";
    q->order = "reports desc,name,id";
    q->limit = 500;
    q->all = page_param(r, "all") != NULL;
}

static int put_copies(text *t, const page_request *r, dl_error *err) {
    dl_rows *rows;
    int more = 0, count = 0, rc = bits_open(&rows, r, "copy", NULL, 500, err, NULL);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++)
            text_add(t, "<h2>Copies</h2><div class=\"wide\" tabindex=\"0\"><table><thead><tr><th "
                        "scope=\"col\">report</th><th scope=\"col\">has text of</th>"
                        "<th scope=\"col\">kind</th><th scope=\"col\">why this "
                        "direction</th></tr></thead><tbody>");
        text_add(t, "<tr><th scope=\"row\">");
        bits_handle(t, r, dl_rows_get(rows, "from_handle"));
        text_add(t, "</th><td>");
        bits_handle(t, r, dl_rows_get(rows, "to_handle"));
        text_add(t, "</td><td>");
        text_html(t, dl_rows_get(rows, "kind"));
        text_add(t, "</td><td>");
        text_html(t, dl_rows_get(rows, "reason"));
        text_add(t, "</td></tr>");
    }
    text_add(t, count ? "</tbody></table></div>" : "");
    dl_rows_close(rows);
    return rc;
}

extern const page page_origins;

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_rows *rows;
    int more = 0, count = 0,
        rc = bits_open(&rows, r, "origin", "reports desc,name,id", 500, err, NULL);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++)
            text_add(t, "<div class=\"wide\" tabindex=\"0\"><table><caption>Whoever first knew. "
                        "Separate origins share no visible text, speaker or relay."
                        "</caption><thead><tr><th scope=\"col\">origin</th><th "
                        "scope=\"col\">kind</th><th scope=\"col\">reports</th>"
                        "</tr></thead><tbody>");
        text_add(t, "<tr><th scope=\"row\">");
        text_html(t, dl_rows_get(rows, "name"));
        text_add(t, "</th><td>");
        text_html(t, dl_rows_get(rows, "kind"));
        text_add(t, "</td><td>");
        text_html(t, dl_rows_get(rows, "reports"));
        text_add(t, "</td></tr>");
    }
    text_add(t, count ? "</tbody></table></div>" : "");
    dl_rows_close(rows);
    if (!count) bits_empty(t, &page_origins);
    if (!rc) rc = put_copies(t, r, err);
    bits_forms(t, r);
    return rc;
}

const page page_origins = {
    .path = "/origins",
    .name = "Origins",
    .key = "o",
    .empty = "Origins would stand here: who first knew, and which reports relay or copy them. Add "
             "reports: <code>dateline add FILES</code>.",
    .query = query,
    .html = html,
};
