/* Search: full text over the sentences, words highlighted, facets by outlet. */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    const char *words = page_param(r, "q");
    q->view = "search";
    q->limit = 100;
    q->all = 1;
    where[q->where_count++] = (dl_where){"match", "match", words ? words : ""};
    const char *outlet = page_param(r, "outlet");
    if (outlet) where[q->where_count++] = (dl_where){"outlet", "=", outlet};
}

extern const page page_search;

static bool is_word_byte(unsigned char c) {
    return c >= 0x80 || isalnum(c);
}

/* Whether one of the query's words begins at p; its length. */
static size_t hit_at(const char *query_words, const char *p) {
    for (const char *q = query_words; *q;) {
        while (*q && !is_word_byte((unsigned char)*q)) q++;
        size_t n = 0;
        while (is_word_byte((unsigned char)q[n]) && q[n]) n++;
        if (n && strncasecmp(q, p, n) == 0 && !is_word_byte((unsigned char)p[n])) return n;
        q += n;
    }
    return 0;
}

static void put_marked(text *t, const char *words, const char *query_words) {
    const char *from = words;
    for (const char *p = words; *p;) {
        bool start = p == words || !is_word_byte((unsigned char)p[-1]);
        size_t n = start && is_word_byte((unsigned char)*p) ? hit_at(query_words, p) : 0;
        if (!n) {
            p++;
            continue;
        }
        text_html_n(t, from, (size_t)(p - from));
        text_add(t, "<mark>");
        text_html_n(t, p, n);
        text_add(t, "</mark>");
        from = p += n;
    }
    text_html(t, from);
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
        if (dl_rows_get(rows, "words"))
            put_marked(t, dl_rows_get(rows, "words"), page_param(r, "q"));
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
