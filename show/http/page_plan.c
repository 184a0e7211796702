/* Plan: the versions of each negotiated text as a ladder, in the order of their dates. */
#include <string.h>

#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    (void)where;
    q->view = "version";
    q->order = "date,id";
    q->limit = 500;
    q->all = page_param(r, "all") != NULL;
}

extern const page page_plan;

static int put_version(text *t, const page_request *r, dl_rows *rows, dl_error *err) {
    const char *points = dl_rows_get(rows, "points"), *packages = dl_rows_get(rows, "packages");
    text_add(t, "<li class=\"row\"><div class=\"when\">");
    bits_date(t, dl_rows_get(rows, "date"));
    text_add(t, "</div><div><b>");
    text_html(t, dl_rows_get(rows, "label"));
    text_add(t, "</b> ");
    bits_status(t, dl_rows_get(rows, "status"));
    if (points) text_format(t, " <span class=\"meta\">claimed: %s points</span>", points);
    if (packages) text_format(t, " <span class=\"meta\">in %s packages</span>", packages);
    const char *known = dl_rows_get(rows, "known"), *authors = dl_rows_get(rows, "authors");
    if (authors && strcmp(authors, "[]") != 0) {
        text_add(t, " <span class=\"meta\">by ");
        bits_names(t, r, authors);
        text_add(t, "</span>");
    }
    text_format(t, " <span class=\"meta\">%s</span> ",
                known && strcmp(known, "full") == 0 ? "text in full"
                                                    : "text not public, or not given");
    bits_badge(t, dl_rows_get(rows, "origins"), 0);
    text_add(t, "<details><summary>evidence</summary>");
    int rc = bits_evidence(t, r, dl_rows_get(rows, "evidence"), err);
    text_add(t, "</details></div></li>");
    return rc;
}

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_rows *rows;
    int more = 0, count = 0, rc = bits_open(&rows, r, "version", "date,id", 500, err, NULL);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++)
            text_add(t, "<p>A claimed number of points is a claim with its own source; versions "
                        "are never merged by number.</p><ol class=\"rows\">");
        if ((rc = put_version(t, r, rows, err))) break;
    }
    text_add(t, count ? "</ol>" : "");
    dl_rows_close(rows);
    if (!count) bits_empty(t, &page_plan);
    bits_forms(t, r);
    return rc;
}

const page page_plan = {
    .path = "/plan",
    .name = "Plan",
    .key = "l",
    .empty = "The versions of the negotiated text would stand here. Add one in full: "
             "<code>dateline plan add FILE --label NAME</code>.",
    .query = query,
    .html = html,
};
