#include "http/bits.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/names.h"

enum { EVIDENCE_SHOWN = 4 }; /* pieces a fact; a page stays under 150 KB */

void bits_href(text *t, const page_request *r, const char *kind, const char *id,
               const char *anchor) {
    text_add(t, "href=\"");
    if (!r->published) text_char(t, '/');
    text_add(t, kind);
    text_char(t, r->published ? '-' : '/');
    text_url(t, id);
    if (r->published) text_add(t, ".html");
    if (anchor) {
        text_add(t, "#s");
        text_url(t, anchor);
    }
    text_char(t, '"');
}

void bits_badge(text *t, const char *origins_json, int64_t reports) {
    json_t *o = origins_json ? json_loads(origins_json, 0, NULL) : NULL;
    if (!json_is_object(o)) {
        json_decref(o);
        return;
    }
    long long min = json_integer_value(json_object_get(o, "min")),
              max = json_integer_value(json_object_get(o, "max"));
    text_add(t, "<span class=\"badge\">");
    if (min == max)
        text_format(t, "%lld origin%s", max, max == 1 ? "" : "s");
    else
        text_format(t, "%lld-%lld origins", min, max);
    if (reports > 0)
        text_format(t, " · %lld report%s", (long long)reports, reports == 1 ? "" : "s");
    text_add(t, "</span>");
    json_decref(o);
}

void bits_handle(text *t, const page_request *r, const char *handle) {
    if (!handle) return;
    const char *colon = strrchr(handle, ':');
    char report[256];
    size_t n = colon ? (size_t)(colon - handle) : strlen(handle);
    if (n >= sizeof report) return;
    memcpy(report, handle, n);
    report[n] = '\0';
    text_add(t, "<a class=\"meta\" ");
    bits_href(t, r, "report", report, colon ? colon + 1 : NULL);
    text_add(t, ">");
    text_html(t, handle);
    text_add(t, "</a>");
}

void bits_name(text *t, const page_request *r, const char *id, const char *name) {
    if (!name) return;
    if (id) {
        text_add(t, "<a ");
        bits_href(t, r, "people", id, NULL);
        text_add(t, ">");
    }
    text_html(t, name);
    if (id) text_add(t, "</a>");
}

void bits_names(text *t, const page_request *r, const char *json) {
    json_t *list = json ? json_loads(json, 0, NULL) : NULL;
    size_t n = json_array_size(list);
    for (size_t i = 0; i < n; i++) {
        json_t *item = json_array_get(list, i);
        if (i) text_add(t, i + 1 == n ? " and " : ", ");
        if (json_is_string(item))
            bits_name(t, r, NULL, json_string_value(item));
        else
            bits_name(t, r, json_string_value(json_object_get(item, "entity")),
                      json_string_value(json_object_get(item, "name")));
    }
    json_decref(list);
}

void bits_status(text *t, const char *status) {
    if (!status) return;
    text_add(t, "<span class=\"status ");
    text_html(t, status);
    text_add(t, "\">");
    text_html(t, strcmp(status, "occurred") == 0 ? "held" : status);
    text_add(t, "</span>");
}

static void date_words(text *t, const char *edtf, size_t len) {
    static const char *const months[] = {"",        "January",  "February", "March",  "April",
                                         "May",     "June",     "July",     "August", "September",
                                         "October", "November", "December"};
    char one[40];
    if (len >= sizeof one) {
        text_html_n(t, edtf, len);
        return;
    }
    memcpy(one, edtf, len);
    one[len] = '\0';
    edtf_parts p = edtf_read(one);
    if (strcmp(one, "..") == 0 || !*one) {
        text_add(t, "open");
        return;
    }
    if (p.approximate) text_add(t, "about ");
    if (p.day) text_format(t, "%d ", p.day);
    if (p.month) text_format(t, "%s ", months[p.month]);
    if (p.year && (p.month || strspn(one, "0123456789~?%") == strlen(one)))
        text_format(t, "%d", p.year);
    else if (!p.year || !p.month)
        text_html(t, one);
}

void bits_date(text *t, const char *edtf) {
    if (!edtf || !*edtf) {
        text_add(t, "<span class=\"meta\">date not stated</span>");
        return;
    }
    edtf_parts p = edtf_read(edtf);
    bool day = p.day && !p.range && !p.approximate;
    if (day) text_format(t, "<time datetime=\"%.10s\">", edtf);
    const char *slash = strchr(edtf, '/');
    date_words(t, edtf, slash ? (size_t)(slash - edtf) : strlen(edtf));
    if (slash) {
        text_add(t, " to ");
        date_words(t, slash + 1, strlen(slash + 1));
    }
    if (day) text_add(t, "</time>");
}

/* ── evidence ── */

typedef struct span {
    const char *report, *exact;
    int64_t start, end;
} span;

static span span_of(json_t *o) {
    return (span){json_string_value(json_object_get(o, "report")),
                  json_string_value(json_object_get(o, "exact")),
                  json_integer_value(json_object_get(o, "start")),
                  json_integer_value(json_object_get(o, "end"))};
}

/* One sentence, the bytes of mark in it marked. */
static void put_sentence(text *t, const char *words, int64_t at, const span *mark) {
    int64_t len = (int64_t)strlen(words), from = mark->start - at, to = mark->end - at;
    if (from < 0) from = 0;
    if (to > len) to = len;
    if (from >= to) {
        text_html(t, words);
        return;
    }
    text_html_n(t, words, (size_t)from);
    text_add(t, "<mark>");
    text_html_n(t, words + from, (size_t)(to - from));
    text_add(t, "</mark>");
    text_html(t, words + to);
}

static int put_piece(text *t, const page_request *r, const span *s, dl_error *err) {
    char start[24];
    snprintf(start, sizeof start, "%lld", (long long)s->start);
    dl_rows *rows = NULL;
    int more = 0;
    int rc = bits_open(&rows, r, "sentence", "start desc", 2, err, "report", "=", s->report,
                       "start", "<=", start, NULL);
    if (rc) return rc;
    text before = {0}, words = {0}, handle = {0};
    int64_t at = 0, number = 0;
    if (!(rc = dl_rows_next(rows, &more, err)) && more) {
        text_add(&words, dl_rows_get(rows, "text"));
        text_add(&handle, dl_rows_get(rows, "handle"));
        at = dl_rows_get_int(rows, "start");
        number = dl_rows_get_int(rows, "number");
        if (!(rc = dl_rows_next(rows, &more, err)) && more)
            text_add(&before, dl_rows_get(rows, "text"));
    }
    dl_rows_close(rows);
    text_add(t, "<blockquote lang=\"en\"><p><span class=\"around\">");
    text_html(t, before.data);
    text_add(t, "</span> ");
    if (words.data) put_sentence(t, words.data, at, s);
    char next[24];
    snprintf(next, sizeof next, "%lld", (long long)number + 1);
    rows = NULL;
    if (!rc)
        rc = bits_open(&rows, r, "sentence", NULL, 1, err, "report", "=", s->report, "number", "=",
                       next, NULL);
    if (!rc && !(rc = dl_rows_next(rows, &more, err)) && more) {
        text_add(t, " <span class=\"around\">");
        text_html(t, dl_rows_get(rows, "text"));
        text_add(t, "</span>");
    }
    if (rows) dl_rows_close(rows);
    text_add(t, "</p><p class=\"meta\">");
    bits_handle(t, r, handle.data);
    text_add(t, "</p></blockquote>");
    text_free(&before), text_free(&words), text_free(&handle);
    return rc;
}

int bits_evidence(text *t, const page_request *r, const char *json, dl_error *err) {
    json_t *list = json ? json_loads(json, 0, NULL) : NULL;
    size_t i;
    json_t *item;
    int rc = DL_OK;
    json_array_foreach(list, i, item) {
        json_t *trigger = json_object_get(item, "trigger");
        span s = span_of(trigger ? trigger : item);
        if (!s.report) s = span_of(json_object_get(item, "sentence"));
        if (s.report && (rc = put_piece(t, r, &s, err))) break;
        if (i + 1 == EVIDENCE_SHOWN && json_array_size(list) > EVIDENCE_SHOWN) {
            text_format(t, "<p class=\"meta\">and %zu more</p>",
                        json_array_size(list) - EVIDENCE_SHOWN);
            break;
        }
    }
    json_decref(list);
    return rc;
}

/* ── forms ── */

void bits_input(text *t, const page_request *r, const char *name, const char *label,
                const char *type) {
    text_format(t, "<label>%s <input name=\"%s\" type=\"%s\" value=\"", label, name, type);
    text_html(t, page_param(r, name));
    text_add(t, "\"></label> ");
}

void bits_select(text *t, const page_request *r, const char *name, const char *label,
                 const char *const *values) {
    const char *now = page_param(r, name);
    text_format(t, "<label>%s <select name=\"%s\"><option value=\"\">any</option>", label, name);
    for (; *values; values++)
        text_format(t, "<option%s>%s</option>", now && strcmp(now, *values) == 0 ? " selected" : "",
                    *values);
    text_add(t, "</select></label> ");
}

static void hidden(text *t, const char *name, const char *value) {
    text_format(t, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    text_html(t, value);
    text_add(t, "\">");
}

void bits_decide(text *t, const page_request *r, const char *kind, const char *target,
                 const char *const *fields, const char *label) {
    if (!r->writable || !target) return;
    text_format(
        t,
        "<details class=\"noprint\"><summary>%s</summary><form method=\"post\" action=\"/decide\">",
        label);
    hidden(t, "kind", kind);
    hidden(t, "target", target);
    hidden(t, "back", r->path);
    if (fields) {
        text_add(t, "<label>field <select name=\"field\">");
        for (; *fields; fields++) text_format(t, "<option>%s</option>", *fields);
        text_add(t, "</select></label> ");
    }
    if (strcmp(kind, "drop") != 0)
        text_add(t, "<label>value <input name=\"value\" required></label> ");
    text_add(t, "<label>why <input name=\"why\"></label> <label>who <input name=\"who\"></label> "
                "<button>Decide</button></form></details>");
}

void bits_forms(text *t, const page_request *r) {
    if (r->published) return;
    text_add(t, "<p class=\"meta noprint\">The same as ");
    static const char *const forms[] = {"json", "csv"};
    for (int f = 0; f < 2; f++) {
        text_add(t, "<a href=\"");
        text_html(t, strcmp(r->path, "/") == 0 ? "/index" : r->path);
        text_format(t, ".%s", forms[f]);
        for (uint32_t i = 0; i < r->param_count; i++) {
            text_add(t, i ? "&amp;" : "?");
            text_url(t, r->params[i].name);
            text_char(t, '=');
            text_url(t, r->params[i].value);
        }
        text_format(t, "\">%s</a>%s", f ? "CSV" : "JSON", f ? "." : " or ");
    }
    text_add(t, "</p>");
}

void bits_empty(text *t, const page *p) {
    text_format(t, "<p class=\"empty\">%s</p>", p->empty);
}

int bits_open(dl_rows **rows, const page_request *r, const char *view, const char *order,
              uint64_t limit, dl_error *err, ...) {
    dl_where where[4];
    dl_query q = {.view = view,
                  .where = where,
                  .order = order,
                  .limit = limit,
                  .all = page_param(r, "all") != NULL};
    va_list args;
    va_start(args, err);
    for (const char *column; q.where_count < 4 && (column = va_arg(args, const char *));) {
        const char *op = va_arg(args, const char *), *value = va_arg(args, const char *);
        where[q.where_count++] = (dl_where){column, op, value};
    }
    va_end(args);
    return dl_rows_open(rows, r->record, &q, err);
}
