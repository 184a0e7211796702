/* Positions: issues × parties; a cell opens its history. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/bits.h"

enum { MATRIX_PARTIES = 40, MATRIX_SHOWN = 6, MATRIX_ISSUES = 80, MATRIX_ROWS = 5000 };

static void query(const page_request *r, dl_query *q, dl_where *where) {
    static const char *const params[][3] = {
        {"party", "party_name", "="}, {"issue", "issue", "="}, {"as-of", "said", "<="}};
    q->view = "position";
    q->order = "said,id";
    q->limit = MATRIX_ROWS;
    q->all = page_param(r, "all") != NULL;
    for (int i = 0; i < 3; i++) {
        const char *value = page_param(r, params[i][0]);
        if (value) where[q->where_count++] = (dl_where){params[i][1], params[i][2], value};
    }
}

/* One party × issue: the last stance and how many there are. */
typedef struct cell {
    char *stance, *said, *origins, *handle;
    int count, stances; /* stances: how many different ones */
} cell;

typedef struct matrix {
    char *parties[MATRIX_PARTIES], *issues[MATRIX_ISSUES];
    int party_rows[MATRIX_PARTIES], issue_rows[MATRIX_ISSUES];
    int party_count, issue_count;
    cell cells[MATRIX_ISSUES][MATRIX_PARTIES];
} matrix;

static int index_of(char **names, int *rows, int *count, int max, const char *name) {
    for (int i = 0; i < *count; i++)
        if (strcmp(names[i], name) == 0) return rows[i]++, i;
    if (*count == max) return -1;
    names[*count] = strdup(name);
    rows[*count] = 1;
    return names[*count] ? (*count)++ : -1;
}

static void keep(char **slot, const char *value) {
    free(*slot);
    *slot = value ? strdup(value) : NULL;
}

static void matrix_add(matrix *m, dl_rows *rows) {
    const char *party = dl_rows_get(rows, "party_name"), *issue = dl_rows_get(rows, "issue");
    if (!party || !issue) return;
    int i = index_of(m->issues, m->issue_rows, &m->issue_count, MATRIX_ISSUES, issue);
    int p = index_of(m->parties, m->party_rows, &m->party_count, MATRIX_PARTIES, party);
    if (i < 0 || p < 0) return;
    cell *c = &m->cells[i][p];
    const char *stance = dl_rows_get(rows, "stance");
    if (!c->stance || (stance && strcmp(c->stance, stance) != 0)) c->stances++;
    c->count++;
    keep(&c->stance, stance);
    keep(&c->said, dl_rows_get(rows, "said"));
    keep(&c->origins, dl_rows_get(rows, "origins"));
    keep(&c->handle, dl_rows_get(rows, "handle"));
}

static void matrix_free(matrix *m) {
    for (int i = 0; i < m->issue_count; i++) {
        free(m->issues[i]);
        for (int p = 0; p < m->party_count; p++) {
            cell *c = &m->cells[i][p];
            free(c->stance), free(c->said), free(c->origins), free(c->handle);
        }
    }
    for (int p = 0; p < m->party_count; p++) free(m->parties[p]);
    free(m);
}

/* Indexes by falling count, ties by first sight. */
static void order_by(const int *rows, int count, int *order) {
    for (int i = 0; i < count; i++) {
        int at = i;
        while (at > 0 && rows[order[at - 1]] < rows[i]) order[at] = order[at - 1], at--;
        order[at] = i;
    }
}

static void put_cell(text *t, const page_request *r, const matrix *m, int issue, int party) {
    const cell *c = &m->cells[issue][party];
    if (!c->count) {
        text_add(t, "<td class=\"blank\">no report found</td>");
        return;
    }
    text_add(t, "<td>");
    if (!r->published) {
        text_add(t, "<a href=\"/positions?party=");
        text_url(t, m->parties[party]);
        text_add(t, "&amp;issue=");
        text_url(t, m->issues[issue]);
        text_add(t, "\">");
    }
    text_html(t, c->stance);
    text_add(t, r->published ? "" : "</a>");
    if (c->stances > 1)
        text_format(t, " <span class=\"meta\">(%d wordings or changes)</span>", c->stances);
    text_add(t, "<br><span class=\"meta\">");
    bits_date(t, c->said);
    text_add(t, "</span> ");
    bits_badge(t, c->origins, 0);
    text_add(t, "</td>");
}

/* Parties beyond the columns, as a list. */
static void put_rest(text *t, const page_request *r, const matrix *m, const int *parties,
                     int from) {
    if (from < m->party_count) text_add(t, "<h2>Others</h2><ul class=\"rows\">");
    for (int p = from; p < m->party_count; p++) {
        text_add(t, "<li><b>");
        text_html(t, m->parties[parties[p]]);
        text_add(t, "</b>");
        for (int i = 0; i < m->issue_count; i++) {
            const cell *c = &m->cells[i][parties[p]];
            if (!c->count) continue;
            text_add(t, " · ");
            text_html(t, c->stance);
            text_add(t, ": ");
            text_html(t, m->issues[i]);
            text_char(t, ' ');
            bits_handle(t, r, c->handle);
        }
        text_add(t, "</li>");
    }
    if (from < m->party_count) text_add(t, "</ul>");
}

static void put_matrix(text *t, const page_request *r, const matrix *m) {
    int parties[MATRIX_PARTIES], issues[MATRIX_ISSUES];
    order_by(m->party_rows, m->party_count, parties);
    order_by(m->issue_rows, m->issue_count, issues);
    text_add(t, "<div class=\"wide\" tabindex=\"0\"><table><caption>The latest stance of each "
                "party on each issue, as reported. A cell opens "
                "its history.</caption><thead><tr><th scope=\"col\">issue</th>");
    int shown = m->party_count < MATRIX_SHOWN ? m->party_count : MATRIX_SHOWN;
    for (int p = 0; p < shown; p++) {
        text_add(t, "<th scope=\"col\">");
        text_html(t, m->parties[parties[p]]);
        text_add(t, "</th>");
    }
    text_add(t, "</tr></thead><tbody>");
    for (int i = 0; i < m->issue_count; i++) {
        text_add(t, "<tr><th scope=\"row\">");
        text_html(t, m->issues[issues[i]]);
        text_add(t, "</th>");
        for (int p = 0; p < shown; p++) put_cell(t, r, m, issues[i], parties[p]);
        text_add(t, "</tr>");
    }
    text_add(t, "</tbody></table></div>");
    put_rest(t, r, m, parties, shown);
}

static int put_history_row(text *t, const page_request *r, dl_rows *rows, dl_error *err) {
    text_add(t, "<li class=\"row\"><div class=\"when\">");
    bits_date(t, dl_rows_get(rows, "said"));
    text_add(t, "</div><div><b>");
    text_html(t, dl_rows_get(rows, "stance"));
    text_add(t, "</b> · ");
    text_html(t, dl_rows_get(rows, "issue"));
    static const char *const more[] = {"firmness", "form",   "speaker_name",
                                       "level",    "change", "certainty"};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        const char *value = dl_rows_get(rows, more[i]);
        if (!value || !*value) continue;
        text_add(t, " <span class=\"meta\">· ");
        text_html(t, value);
        text_add(t, "</span>");
    }
    text_char(t, ' ');
    bits_badge(t, dl_rows_get(rows, "origins"), 0);
    int rc = bits_evidence(t, r, dl_rows_get(rows, "evidence"), err);
    text_add(t, "</div></li>");
    return rc;
}

extern const page page_positions;

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_where where[8];
    dl_query q = {.where = where};
    dl_rows *rows;
    query(r, &q, where);
    bool history = page_param(r, "party") && page_param(r, "issue");
    matrix *m = calloc(1, sizeof *m);
    int more = 0, rc = m ? dl_rows_open(&rows, r->record, &q, err) : DL_ENOMEM;
    if (rc) {
        free(m);
        return rc;
    }
    if (history) {
        text_add(t, "<h2>");
        text_html(t, page_param(r, "party"));
        text_add(t, " on ");
        text_html(t, page_param(r, "issue"));
        text_add(t, "</h2><ol class=\"rows\">");
    }
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (history)
            rc = put_history_row(t, r, rows, err);
        else
            matrix_add(m, rows);
        if (rc) break;
    }
    dl_rows_close(rows);
    if (history)
        text_add(t, "</ol><p><a href=\"/positions\">all positions</a></p>");
    else if (m->issue_count)
        put_matrix(t, r, m);
    else
        bits_empty(t, &page_positions);
    bits_forms(t, r);
    matrix_free(m);
    return rc;
}

const page page_positions = {
    .path = "/positions",
    .name = "Positions",
    .key = "p",
    .empty =
        "A table of issues and parties would stand here, with the latest stance in each cell. Add "
        "reports in which a "
        "party demands, offers, accepts or rejects something: <code>dateline add FILES</code>.",
    .query = query,
    .html = html,
};
