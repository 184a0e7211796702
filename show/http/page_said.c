/* Statements: who said what, to whom, on what occasion, through whom it reached us. */
#include <stdio.h>
#include <string.h>

#include "http/bits.h"

static const char *const classes[] = {"speech",   "belief",     "intention",
                                      "decision", "perception", NULL};
static const char *const quotes[] = {"direct", "mixed", "indirect", NULL};

static void query(const page_request *r, dl_query *q, dl_where *where) {
    static char like[3][160];
    static const char *const params[][2] = {
        {"by", "speaker_name"}, {"words", "words"}, {"via", "via_name"}};
    static const char *const exact[][2] = {
        {"class", "class"}, {"kind", "quote"}, {"since", "published"}};
    q->view = "attribution";
    q->limit = 100;
    q->all = page_param(r, "all") != NULL;
    for (int i = 0; i < 3; i++) {
        const char *value = page_param(r, params[i][0]);
        if (!value || strlen(value) > 140) continue;
        snprintf(like[i], sizeof like[i], "%%%s%%", value);
        where[q->where_count++] = (dl_where){params[i][1], "like", like[i]};
    }
    for (int i = 0; i < 3; i++) {
        const char *value = page_param(r, exact[i][0]);
        if (value) where[q->where_count++] = (dl_where){exact[i][1], i == 2 ? ">=" : "=", value};
    }
    if (!page_param(r, "class")) where[q->where_count++] = (dl_where){"class", "!=", "perception"};
}

static int put_statement(text *t, const page_request *r, dl_rows *rows, dl_error *err) {
    const char *quote = dl_rows_get(rows, "quote"), *name = dl_rows_get(rows, "speaker_name");
    bool direct = quote && strcmp(quote, "direct") == 0;
    text_add(t, "<li class=\"row\"><div class=\"when\">");
    bits_date(t, dl_rows_get(rows, "date") ? dl_rows_get(rows, "date")
                                           : dl_rows_get(rows, "published"));
    text_add(t, "</div><div><b>");
    if (name)
        bits_name(t, r, dl_rows_get(rows, "speaker"), name);
    else
        text_add(t, "no source stated");
    text_add(t, "</b>");
    if (name && !dl_rows_get(rows, "speaker"))
        text_add(t, " <span class=\"meta\">(not resolved)</span>");
    text_add(t, " <span class=\"cue\">");
    text_html(t, dl_rows_get(rows, "cue_text"));
    text_format(t, "</span><br>%s", direct ? "<q>" : "");
    text_html(t, dl_rows_get(rows, "words"));
    text_format(t, "%s<br><span class=\"meta\">%s", direct ? "</q>" : "", quote ? quote : "");
    static const char *const more[][2] = {
        {"class", ""},        {"denied", ""},    {"occasion", "at: "},        {"addressee", "to: "},
        {"via_name", "via "}, {"anonymity", ""}, {"certainty", "certainty "}, {"outlet", "in "}};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        const char *value = dl_rows_get(rows, more[i][0]);
        if (!value || !*value || strcmp(value, "speech") == 0 || strcmp(value, "named") == 0)
            continue;
        text_format(t, " · %s", more[i][1]);
        text_html(t, value);
    }
    text_add(t, "</span> ");
    bits_handle(t, r, dl_rows_get(rows, "handle"));
    text_add(t, "<details><summary>in its place</summary>");
    int rc = bits_evidence(t, r, dl_rows_get(rows, "content"), err);
    text_add(t, "</details></div></li>");
    return rc;
}

extern const page page_said;

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    dl_where where[8];
    dl_query q = {.where = where};
    dl_rows *rows;
    text *t = &reply->body;
    query(r, &q, where);
    int more = 0, count = 0, rc = dl_rows_open(&rows, r->record, &q, err);
    if (rc) return rc;
    if (!r->published) {
        text_add(t, "<form class=\"meta\" action=\"/said\">");
        bits_input(t, r, "words", "words", "text");
        bits_input(t, r, "by", "by", "text");
        bits_input(t, r, "via", "via", "text");
        bits_input(t, r, "since", "since", "date");
        bits_select(t, r, "class", "class", classes);
        bits_select(t, r, "kind", "quote", quotes);
        text_add(t, "<button>Show</button></form>");
    }
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++) text_add(t, "<ol class=\"rows\">");
        if ((rc = put_statement(t, r, rows, err))) break;
    }
    text_add(t, count ? "</ol>" : "");
    dl_rows_close(rows);
    if (!count) bits_empty(t, &page_said);
    bits_forms(t, r);
    return rc;
}

const page page_said = {
    .path = "/said",
    .name = "Statements",
    .key = "s",
    .empty = "Statements would stand here: who said what, with the exact words. Add reports: "
             "<code>dateline add FILES</code>; "
             "<code>?all=1</code> also shows what is of low certainty.",
    .query = query,
    .html = html,
};
