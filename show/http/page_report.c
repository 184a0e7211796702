/* Reports: the list, and one with its text, what was found in it beside each sentence, and its
 * keeping (hash, format, how each date was found). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/bits.h"

enum { MARKED_SENTENCES = 4096 };

static void query(const page_request *r, dl_query *q, dl_where *where) {
    (void)where;
    q->view = "report";
    q->all = page_param(r, "all") != NULL;
    q->limit = 1000;
}

extern const page page_reports;

static int list(const page_request *r, page_reply *reply, dl_error *err) {
    dl_rows *rows;
    text *t = &reply->body;
    int more = 0, count = 0, rc = bits_open(&rows, r, "report", NULL, 1000, err, NULL);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++) text_add(t, "<ol class=\"rows\">");
        const char *title = dl_rows_get(rows, "title"), *outlet = dl_rows_get(rows, "outlet");
        text_add(t, "<li class=\"row\"><div class=\"when\">");
        bits_date(t, dl_rows_get(rows, "published"));
        text_add(t, "</div><div>");
        text_html(t, title ? title : "(no title in the text)");
        text_add(t, " <span class=\"meta\">");
        text_html(t, outlet ? outlet : "outlet not known");
        text_format(t, " · %s words</span> ", dl_rows_get(rows, "words"));
        bits_handle(t, r, dl_rows_get(rows, "handle"));
        text_add(t, "</div></li>");
    }
    text_add(t, count ? "</ol>" : "");
    dl_rows_close(rows);
    if (!count) bits_empty(t, &page_reports);
    bits_forms(t, r);
    return rc;
}

/* What stands in one sentence, one line a fact. */
static int put_facts(const page_request *r, text *t, const char *id, const char *view,
                     const char *const *columns, const char *label, dl_error *err) {
    dl_rows *rows;
    int more = 0, count = 0,
        rc = bits_open(&rows, r, view, "start,id", 500, err, "report", "=", id, NULL);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++) text_format(t, "<h3>%s</h3><ul class=\"rows\">", label);
        text_add(t, "<li>");
        for (const char *const *c = columns; *c; c++) {
            const char *value = dl_rows_get(rows, *c);
            if (!value || !*value || strcmp(value, "[]") == 0) continue;
            if (*value == '[')
                bits_names(t, r, value);
            else
                text_html(t, value);
            text_add(t, c[1] ? " · " : " ");
        }
        const char *handle = dl_rows_get(rows, "handle"),
                   *colon = handle ? strrchr(handle, ':') : NULL;
        if (colon) {
            text_add(t, "<a class=\"meta\" href=\"#s");
            text_html(t, colon + 1);
            text_add(t, "\">sentence ");
            text_html(t, colon + 1);
            text_add(t, "</a>");
        }
        bits_decide(t, r, "drop", dl_rows_get(rows, "id"), NULL, "wrong? drop it");
        text_add(t, "</li>");
    }
    text_add(t, count ? "</ul>" : "");
    dl_rows_close(rows);
    return rc;
}

static int put_margin(const page_request *r, text *t, const char *id, dl_error *err) {
    static const struct {
        const char *view, *label, *columns[6];
    } all[] = {
        {"attribution", "Statements", {"speaker_name", "cue_text", "quote", "via_name", NULL}},
        {"event_in", "Events", {"status", "actors", "exact", "recipients", "date", NULL}},
        {"position_in", "Positions", {"party_name", "stance", "issue", NULL}},
        {"version_in", "Versions of the text", {"label", "status", "date", NULL}},
        {"assessment", "States", {"by_name", "issue", "state", "tone", NULL}},
        {"consent", "Who must consent", {"rule", "by_name", NULL}},
        {"deadline", "Deadlines", {"what", "date", "status", NULL}},
        {"relay", "Relays", {"outlet_name", "exact", NULL}},
    };
    int rc = DL_OK;
    for (size_t i = 0; !rc && i < sizeof all / sizeof *all; i++)
        rc = put_facts(r, t, id, all[i].view, all[i].columns, all[i].label, err);
    return rc;
}

/* Which sentences hold a fact. */
static int mark_sentences(const page_request *r, const char *id, unsigned char *has,
                          dl_error *err) {
    static const char *const views[] = {"attribution", "event_in", "position_in", "version_in"};
    int rc = DL_OK;
    for (size_t i = 0; !rc && i < sizeof views / sizeof *views; i++) {
        dl_rows *rows;
        int more = 0;
        rc = bits_open(&rows, r, views[i], NULL, 0, err, "report", "=", id, NULL);
        if (rc) return rc;
        while (!(rc = dl_rows_next(rows, &more, err)) && more) {
            const char *handle = dl_rows_get(rows, "handle"),
                       *colon = handle ? strrchr(handle, ':') : NULL;
            long n = colon ? strtol(colon + 1, NULL, 10) : 0;
            if (n > 0 && n < MARKED_SENTENCES) has[n] = 1;
        }
        dl_rows_close(rows);
    }
    return rc;
}

/* The sentences in their paragraphs; blocks that are no body are marked as such. */
static int put_text(const page_request *r, text *t, const char *id, dl_error *err) {
    dl_rows *rows;
    unsigned char has[MARKED_SENTENCES] = {0};
    int more = 0, rc = mark_sentences(r, id, has, err);
    if (!rc) rc = bits_open(&rows, r, "sentence", "number", 0, err, "report", "=", id, NULL);
    if (rc) return rc;
    int64_t block = -1;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        int64_t now = dl_rows_get_int(rows, "block");
        const char *kind = dl_rows_get(rows, "kind");
        bool heading = kind && strcmp(kind, "subhead") == 0;
        if (now != block)
            text_format(t, "%s<p%s>%s", block >= 0 ? "</p>" : "",
                        heading ? " class=\"subhead\"" : "", heading ? "<b>" : "");
        block = now;
        int64_t n = dl_rows_get_int(rows, "number");
        bool marked = n > 0 && n < MARKED_SENTENCES && has[n];
        text_format(t, "<span class=\"s%s\" id=\"s%lld\">", marked ? " found" : "", (long long)n);
        text_html(t, dl_rows_get(rows, "text"));
        text_format(t, "</span>%s ", heading ? "</b>" : "");
    }
    if (block >= 0) text_add(t, "</p>");
    dl_rows_close(rows);
    return rc;
}

static void put_keeping(text *t, const dl_rows *rows) {
    static const char *const keys[][2] = {
        {"outlet", "Outlet"},
        {"outlet_how", "found by"},
        {"published", "Published"},
        {"published_how", "found by"},
        {"updated", "Updated"},
        {"section", "Section"},
        {"reported_from", "Reported from"},
        {"credit", "Wire credit"},
        {"language", "Language"},
        {"kind", "Kind"},
        {"format", "Format"},
        {"encoding", "Encoding"},
        {"path", "File"},
        {"id", "SHA-256"},
    };
    text_add(t, "<details><summary>where it comes from, how it is kept</summary><div "
                "class=\"wide\" tabindex=\"0\"><table><tbody>");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *value = dl_rows_get(rows, keys[i][0]);
        text_format(t, "<tr><th scope=\"row\">%s</th><td>", keys[i][1]);
        text_html(t, value ? value : "not stated");
        text_add(t, "</td></tr>");
    }
    text_add(t, "</tbody></table></div></details>");
}

static int one(const page_request *r, page_reply *reply, dl_error *err) {
    dl_rows *rows;
    bool hash = strlen(r->rest) == 64;
    int more = 0, rc = bits_open(&rows, r, "report", NULL, 1, err, hash ? "id" : "handle", "=",
                                 r->rest, NULL);
    if (rc) return rc;
    rc = dl_rows_next(rows, &more, err);
    if (!rc && !more) {
        rc = DL_ENOTFOUND;
        snprintf(err->message, sizeof err->message, "There is no report %.100s.", r->rest);
    }
    if (!rc) {
        text *t = &reply->body;
        const char *title = dl_rows_get(rows, "title"), *outlet = dl_rows_get(rows, "outlet"),
                   *url = dl_rows_get(rows, "url");
        text_add(&reply->scratch, title ? title : dl_rows_get(rows, "path"));
        reply->title = reply->scratch.data;
        text_add(t, "<p class=\"meta\">");
        text_html(t, outlet ? outlet : "outlet not known");
        text_add(t, " · ");
        bits_date(t, dl_rows_get(rows, "published"));
        text_add(t, " · ");
        bits_names(t, r, dl_rows_get(rows, "authors"));
        if (text_is_web_link(url)) {
            text_add(t, " · <a rel=\"noreferrer noopener\" href=\"");
            text_html(t, url);
            text_add(t, "\">original</a>");
        }
        text_add(t, "</p>");
        put_keeping(t, rows);
        static const char *const fields[] = {"outlet", "title",   "published", "updated", "authors",
                                             "url",    "section", "language",  "kind",    NULL};
        bits_decide(t, r, "fix", dl_rows_get(rows, "id"), fields, "fix what is wrong or missing");
        bool text_too = !r->published || r->full_text;
        text_add(t, "<div class=\"report\"><div class=\"text\" lang=\"en\">");
        if (text_too)
            rc = put_text(r, t, dl_rows_get(rows, "id"), err);
        else
            text_add(t, "<p class=\"empty\">The full text is not published here; each fact carries "
                        "its sentence.</p>");
        text_add(t, "</div><aside aria-label=\"What was found in it\">");
        if (!rc) rc = put_margin(r, t, dl_rows_get(rows, "id"), err);
        text_add(t, "</aside></div>");
    }
    dl_rows_close(rows);
    return rc;
}

const page page_reports = {
    .path = "/reports",
    .name = "Reports",
    .key = "r",
    .empty = "Reports would stand here. Add some: <code>dateline add FILES</code>.",
    .query = query,
    .html = list,
};

const page page_report = {.path = "/report/", .html = one};
