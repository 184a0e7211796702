/* Timeline: what happened and what is coming, by day; a strip of the same above the list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/names.h"
#include "http/bits.h"

enum { TIMELINE_ROWS = 50, UNDATED_ROWS = 15, STRIP_MAX = 400 };

static const char *const statuses[] = {"occurred", "ongoing",    "planned", "possible",
                                       "denied",   "historical", NULL};
static const char *const types[] = {"AGREE",    "CONSULT", "SUPPORT",  "CONCEDE",  "COOPERATE",
                                    "AID",      "RETREAT", "REQUEST",  "ACCUSE",   "REJECT",
                                    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE",
                                    "ASSAULT",  NULL};

static void query(const page_request *r, dl_query *q, dl_where *where) {
    static const char *const params[][3] = {{"since", "date", ">="},
                                            {"until", "date", "<="},
                                            {"status", "status", "="},
                                            {"type", "event_type", "="}};
    q->view = "event";
    q->order = "date,id";
    q->limit = TIMELINE_ROWS;
    q->all = page_param(r, "all") != NULL;
    for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
        const char *value = page_param(r, params[i][0]);
        if (value) where[q->where_count++] = (dl_where){params[i][1], params[i][2], value};
    }
    static char like[2][120];
    const char *const names[] = {"actor", "place"};
    const char *const columns[] = {"actors", "place_name"};
    for (int i = 0; i < 2; i++) {
        const char *value = page_param(r, names[i]);
        if (!value || strlen(value) > 100) continue;
        snprintf(like[i], sizeof like[i], "%%%s%%", value);
        where[q->where_count++] = (dl_where){columns[i], "like", like[i]};
    }
}

/* ── the strip ── */

typedef struct mark {
    int first, last; /* days since year 0, about */
    char status;     /* h p d */
} mark;

static int day_number(edtf_parts p) {
    return (p.year * 12 + (p.month ? p.month - 1 : 0)) * 31 + (p.day ? p.day : 1);
}

static bool mark_of(const char *edtf, const char *status, mark *m) {
    edtf_parts a = edtf_read(edtf);
    if (!a.year) return false;
    const char *slash = strchr(edtf, '/');
    edtf_parts b = slash ? edtf_read(slash + 1) : a;
    m->first = day_number(a);
    m->last = b.year ? day_number(b) : m->first;
    if (!a.day && !slash) m->last = m->first + (a.month ? 30 : 370);
    m->status = !status                                                             ? 'h'
                : strcmp(status, "denied") == 0                                     ? 'd'
                : strcmp(status, "planned") == 0 || strcmp(status, "possible") == 0 ? 'p'
                                                                                    : 'h';
    return true;
}

static void put_strip(text *t, const mark *marks, int count) {
    int low = marks[0].first, high = marks[0].last;
    for (int i = 1; i < count; i++) {
        if (marks[i].first < low) low = marks[i].first;
        if (marks[i].last > high) high = marks[i].last;
    }
    if (high - low < 7) high = low + 7;
    static const char *const lanes[] = {"held", "planned", "denied"};
    text_add(t, "<svg class=\"strip noprint\" viewBox=\"0 0 1000 110\" role=\"img\" "
                "aria-label=\"When, in three lanes: held, "
                "planned, denied. The list below says the same in words.\">");
    for (int lane = 0; lane < 3; lane++)
        text_format(t,
                    "<line class=\"rule\" x1=\"80\" x2=\"990\" y1=\"%d\" y2=\"%d\"/><text x=\"0\" "
                    "y=\"%d\">%s</text>",
                    25 + lane * 34, 25 + lane * 34, 29 + lane * 34, lanes[lane]);
    for (int i = 0; i < count; i++) {
        int lane = marks[i].status == 'h' ? 0 : marks[i].status == 'p' ? 1 : 2;
        int x = 80 + (int)((long long)(marks[i].first - low) * 900 / (high - low + 1));
        int w = (int)((long long)(marks[i].last - marks[i].first) * 900 / (high - low + 1)) + 8;
        text_format(t,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"12\" rx=\"%d\" "
                    "opacity=\".75\"/>",
                    lanes[lane], x, 19 + lane * 34, w, w > 12 ? 6 : 2);
    }
    text_add(t, "</svg>");
}

/* ── the list ── */

static void put_filter(text *t, const page_request *r) {
    if (r->published) return;
    text_add(t, "<form class=\"meta\" action=\"/timeline\">");
    bits_input(t, r, "since", "since", "date");
    bits_input(t, r, "until", "until", "date");
    bits_input(t, r, "actor", "who", "text");
    bits_input(t, r, "place", "where", "text");
    bits_select(t, r, "type", "type", types);
    bits_select(t, r, "status", "status", statuses);
    text_add(t, "<button>Show</button></form>");
}

static int put_event(text *t, const page_request *r, dl_rows *rows, dl_error *err) {
    const char *status = dl_rows_get(rows, "status"), *type = dl_rows_get(rows, "event_type");
    const char *process = dl_rows_get(rows, "process"), *mode = dl_rows_get(rows, "mode");
    text_format(t, "<li class=\"row %s\"><div class=\"when\">", status ? status : "");
    bits_date(t, dl_rows_get(rows, "date"));
    text_add(t, "</div><div>");
    bits_status(t, type && strcmp(type, "CONSULT") != 0 && status && strcmp(status, "occurred") == 0
                       ? "happened"
                       : status);
    text_add(t, " <span class=\"what\">");
    bits_names(t, r, dl_rows_get(rows, "actors"));
    text_add(t, " <em>");
    text_html(t, dl_rows_get(rows, "exact"));
    text_add(t, "</em> ");
    bits_names(t, r, dl_rows_get(rows, "recipients"));
    text_add(t, "</span>");
    if (dl_rows_get(rows, "place_name")) {
        text_add(t, " · ");
        text_html(t, dl_rows_get(rows, "place_name"));
    }
    text_add(t, " <span class=\"meta\">");
    text_html(t, type ? type : process);
    if (mode && *mode) text_format(t, " %s", mode);
    text_add(t, "</span> ");
    bits_badge(t, dl_rows_get(rows, "origins"), dl_rows_get_int(rows, "reports"));
    if (dl_rows_get(rows, "says")) {
        text_add(t, " <span class=\"meta\">says ");
        text_html(t, dl_rows_get(rows, "says"));
        text_add(t, "</span>");
    }
    text_add(t, " ");
    bits_handle(t, r, dl_rows_get(rows, "handle"));
    if (dl_rows_get(rows, "sentence_text")) {
        text_add(t, "<br><span class=\"around\">");
        text_html(t, dl_rows_get(rows, "sentence_text"));
        text_add(t, "</span>");
    }
    text_add(t, "<details><summary>evidence</summary>");
    int rc = bits_evidence(t, r, dl_rows_get(rows, "evidence"), err);
    text_add(t, "</details></div></li>");
    return rc;
}

extern const page page_timeline;

typedef struct timeline {
    mark marks[STRIP_MAX];
    int count; /* of marks */
    int rows;
    text list;
} timeline;

/* The rows of one query as days, or as one list where they have no date. */
static int put_list(timeline *l, const page_request *r, dl_query *q, bool dated, dl_error *err) {
    dl_rows *rows;
    int more = 0, before = l->rows, rc = dl_rows_open(&rows, r->record, q, err);
    char heading[8] = "";
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        const char *date = dl_rows_get(rows, "date"), *status = dl_rows_get(rows, "status");
        bool past = status && strcmp(status, "historical") ==
                                  0; /* told in passing: it would stretch the strip */
        if (l->count < STRIP_MAX && date && !past && mark_of(date, status, &l->marks[l->count]))
            l->count++;
        if (l->rows == before || (dated && strncmp(heading, date, 7) != 0)) {
            text_add(&l->list, l->rows == before ? "" : "</ol>");
            snprintf(heading, sizeof heading, "%.7s", dated ? date : "");
            text_add(&l->list, "<h2>");
            if (dated)
                bits_date(&l->list, heading);
            else
                text_add(&l->list, "Date not stated");
            text_add(&l->list, "</h2><ol class=\"rows\">");
        }
        l->rows++;
        if ((rc = put_event(&l->list, r, rows, err))) break;
    }
    if (l->rows > before) text_add(&l->list, "</ol>");
    dl_rows_close(rows);
    return rc;
}

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    dl_where where[9];
    dl_query q = {.where = where};
    timeline *l = calloc(1, sizeof *l);
    if (!l) return DL_ENOMEM;
    query(r, &q, where);
    dl_where *date = &where[q.where_count++];
    *date = (dl_where){"date", "not null", NULL};
    int rc = put_list(l, r, &q, true, err);
    *date = (dl_where){"date", "null", NULL};
    q.order = "sort,id";
    q.limit = UNDATED_ROWS;
    if (!rc) rc = put_list(l, r, &q, false, err);
    put_filter(&reply->body, r);
    if (l->count > 1) put_strip(&reply->body, l->marks, l->count);
    if (l->rows >= TIMELINE_ROWS)
        text_add(&reply->body, "<p class=\"meta\">The earliest are shown; narrow by day, name or "
                               "type above. JSON and CSV hold more.</p>");
    if (l->rows)
        text_bytes(&reply->body, l->list.data, l->list.len);
    else
        bits_empty(&reply->body, &page_timeline);
    bits_forms(&reply->body, r);
    text_free(&l->list);
    free(l);
    return rc;
}

const page page_timeline = {
    .path = "/timeline",
    .name = "Timeline",
    .key = "t",
    .empty = "Events would stand here, by day. Add reports: <code>dateline add FILES</code>.",
    .query = query,
    .html = html,
};
