/* Method: what made the record, what is in it, what is missing, and what the words mean. */
#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    (void)r, (void)where;
    q->view = "record";
    q->all = 1;
}

static const char meaning[] =
    "<h2>What the words mean</h2><dl>"
    "<dt>certainty</dt><dd>How sure dateline is that the report says this; never that it is true. "
    "High is right at least nine times in ten on "
    "labelled data. Pages show high and medium; <code>?all=1</code> shows the rest.</dd>"
    "<dt>origin</dt><dd>Whoever first knew. Copies and relays fold to it. A range, because an "
    "unknown origin adds nothing to the minimum. Separate means "
    "that no shared text, speaker or relay is visible; it proves no independence.</dd>"
    "<dt>status</dt><dd>planned, held, denied, possible, historical: counted each by itself. A "
    "planned meeting is not a meeting held.</dd>"
    "<dt>not resolved</dt><dd>The source’s own words stand because who they mean is not sure. An "
    "unnamed source is never given a name.</dd>"
    "<dt>five blanks</dt><dd><i>no report found</i> (none of the reports read says so), <i>text "
    "not public</i>, <i>party silent</i> (a report says it did not answer), "
    "<i>not yet read</i>, <i>not applicable</i>.</dd></dl>";

static int put_counts(text *t, const page_request *r, dl_error *err) {
    static const char *const views[][2] = {
        {"report", "reports"},     {"attribution", "statements"},       {"event", "events"},
        {"meeting", "meetings"},   {"position", "positions"},           {"version", "versions"},
        {"question", "questions"}, {"entity", "people, bodies, places"}};
    int rc = DL_OK;
    text_add(t, "<h2>What is in it</h2><div class=\"wide\" tabindex=\"0\"><table><tbody>");
    for (size_t i = 0; !rc && i < sizeof views / sizeof *views; i++) {
        dl_rows *rows;
        int more = 0;
        long count = 0;
        if (bits_open(&rows, r, views[i][0], NULL, 0, err, NULL))
            continue; /* a view this record does not have */
        while (!(rc = dl_rows_next(rows, &more, err)) && more) count++;
        dl_rows_close(rows);
        text_format(t, "<tr><th scope=\"row\">%s</th><td>%ld</td></tr>", views[i][1], count);
    }
    text_add(t, "</tbody></table></div>");
    return rc;
}

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_rows *rows;
    int more = 0, rc = bits_open(&rows, r, "record", NULL, 1, err, NULL);
    if (rc) return rc;
    rc = dl_rows_next(rows, &more, err);
    text_add(t, "<h2>What made it</h2><div class=\"wide\" tabindex=\"0\"><table><tbody>");
    for (uint32_t c = 0; !rc && more && c < dl_rows_columns(rows); c++) {
        text_add(t, "<tr><th scope=\"row\">");
        text_html(t, dl_rows_name(rows, c));
        text_add(t, "</th><td>");
        text_html(t, dl_rows_text(rows, c));
        text_add(t, "</td></tr>");
    }
    text_add(t, "</tbody></table></div>");
    dl_rows_close(rows);
    if (!rc) rc = put_counts(t, r, err);
    text_add(t, meaning);
    bits_forms(t, r);
    return rc;
}

const page page_method = {
    .path = "/method", .name = "Method", .key = "h", .query = query, .html = html, .empty = ""};
