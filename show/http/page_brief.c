/* Brief: the first page. What happened, what comes, who stands where, where accounts differ; each
 * line with its origins and its evidence. */
#include "brief/brief.h"

#include <string.h>

#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    const char *since = page_param(r, "since");
    q->view = "event";
    q->all = page_param(r, "all") != NULL;
    q->limit = 200;
    if (since) where[q->where_count++] = (dl_where){"date", ">=", since};
}

static void put_note(text *t, const page_request *r, const brief_note *n) {
    text_add(t, "<blockquote lang=\"en\"><p>");
    text_html(t, n->exact);
    text_add(t, "</p><p class=\"meta\">");
    bits_handle(t, r, n->handle);
    if (n->outlet && *n->outlet) {
        text_add(t, " · ");
        text_html(t, n->outlet);
    }
    if (n->published && *n->published) {
        text_add(t, " · ");
        bits_date(t, n->published);
    }
    text_add(t, "</p></blockquote>");
}

static void put_line(text *t, const page_request *r, const brief_line *line) {
    text_add(t, "<li class=\"row\"><div class=\"when\">");
    text_html(t, line->when);
    text_add(t, "</div><div>");
    text_html(t, line->text);
    if (line->badge && *line->badge) {
        text_add(t, " <span class=\"badge\">");
        text_html(t, line->badge);
        text_add(t, "</span>");
    }
    if (line->late) text_add(t, " <span class=\"status planned\">late</span>");
    if (line->note_count) {
        text_add(t, "<details><summary>evidence</summary>");
        for (int i = 0; i < line->note_count; i++) put_note(t, r, &line->notes[i]);
        text_add(t, "</details>");
    }
    text_add(t, "</div></li>");
}

static void put_section(text *t, const page_request *r, const brief_section *s) {
    if (!s->count && !s->none) return;
    text_add(t, "<section><h2>");
    text_html(t, s->title);
    text_add(t, "</h2>");
    if (!s->count) {
        text_add(t, "<p class=\"empty\">");
        text_html(t, s->none);
        text_add(t, "</p></section>");
        return;
    }
    text_add(t, "<ol class=\"rows\">");
    for (int i = 0; i < s->count; i++) put_line(t, r, &s->lines[i]);
    text_add(t, "</ol>");
    if (s->left)
        text_format(t, "<p class=\"meta\">%d more: <a href=\"%s\">all of them</a></p>", s->left,
                    r->published ? "#main" : "/?all=1");
    text_add(t, "</section>");
}

static void put_matrix(text *t, const page_request *r, const brief_matrix *m) {
    if (!m->issue_count) return;
    text_add(t, "<section><h2>WHERE THEY STAND</h2><div class=\"wide\" "
                "tabindex=\"0\"><table><thead><tr><th scope=\"col\">party</th>");
    for (int i = 0; i < m->issue_count; i++) {
        text_add(t, "<th scope=\"col\">");
        text_html(t, m->issues[i]);
        text_add(t, "</th>");
    }
    text_add(t, "</tr></thead><tbody>");
    for (int p = 0; p < m->party_count; p++) {
        text_add(t, "<tr><th scope=\"row\">");
        text_html(t, m->parties[p]);
        text_add(t, "</th>");
        for (int i = 0; i < m->issue_count; i++) {
            const brief_cell *c = &m->cells[p][i];
            text_add(t, c->text ? "<td>" : "<td class=\"blank\">no report found");
            text_html(t, c->text);
            if (c->text) {
                text_char(t, ' ');
                bits_handle(t, r, c->handle);
            }
            text_add(t, "</td>");
        }
        text_add(t, "</tr>");
    }
    text_add(t, "</tbody></table></div></section>");
}

extern const page page_brief;

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    brief b = {0};
    const brief_options options = {.since = page_param(r, "since"),
                                   .all = page_param(r, "all") != NULL};
    int rc = brief_load(&b, r->record, &options, err);
    if (rc) {
        brief_free(&b);
        return rc;
    }
    if (b.title && *b.title) text_add(&reply->scratch, b.title);
    reply->title = reply->scratch.data ? reply->scratch.data : "Brief";
    text_format(t, "<p class=\"meta\">%s · %d report%s, %d text%s</p>", b.range ? b.range : "",
                b.reports, b.reports == 1 ? "" : "s", b.texts, b.texts == 1 ? "" : "s");
    if (!r->published) {
        text_add(t, "<form class=\"meta noprint\" action=\"/\">");
        bits_input(t, r, "since", "published since", "date");
        text_add(t, "<button>Show</button></form>");
    }
    if (!b.reports) bits_empty(t, &page_brief);
    for (int s = 0; s < BRIEF_SECTIONS && b.reports; s++) {
        if (s == BRIEF_CHANGED) put_matrix(t, r, &b.matrix);
        put_section(t, r, &b.sections[s]);
    }
    bits_forms(t, r);
    brief_free(&b);
    return t->failed ? DL_ENOMEM : DL_OK;
}

const page page_brief = {
    .path = "/",
    .name = "Brief",
    .key = "b",
    .empty = "The brief would stand here: what happened, what comes, who stands where. Add "
             "reports: <code>dateline add FILES</code>.",
    .query = query,
    .html = html,
};
