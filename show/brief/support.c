#include "brief/support.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text) {
    return strdup(text ? text : "");
}

static int by_id(const void *x, const void *y) {
    const support_row *a = x, *b = y;
    int c = strcmp(a->view, b->view);
    return c ? c : strcmp(a->id, b->id);
}

static void read_origins(support_row *row, const char *json) {
    json_t *o = json ? json_loads(json, 0, NULL) : NULL;
    row->min = json_integer_value(json_object_get(o, "min"));
    row->max = json_integer_value(json_object_get(o, "max"));
    json_decref(o);
}

static char *first_of(const char *json) {
    json_t *list = json ? json_loads(json, 0, NULL) : NULL;
    char *text = copy(json_string_value(json_array_get(list, 0)));
    json_decref(list);
    return text;
}

static support_row *room(support *s) {
    if (s->count == s->cap) {
        int cap = s->cap ? s->cap * 2 : 256;
        support_row *items = realloc(s->items, (size_t)cap * sizeof *items);
        if (!items) return NULL;
        s->items = items;
        s->cap = cap;
    }
    support_row *row = &s->items[s->count++];
    *row = (support_row){NULL, NULL, NULL, NULL, 0, 0};
    return row;
}

/* What a row says, in a line: its words, with who and what before them where it is a position. */
static char *words_of(const dl_rows *rows, const char *view) {
    const char *exact = dl_rows_get(rows, "exact"), *name = dl_rows_get(rows, "name");
    char line[1024];
    if (!strcmp(view, "position"))
        snprintf(line, sizeof line, "%s on %s: %s", dl_rows_get(rows, "party_name"),
                 dl_rows_get(rows, "issue"), dl_rows_get(rows, "stance"));
    else if (!strcmp(view, "question"))
        snprintf(line, sizeof line, "%s", dl_rows_get(rows, "question"));
    else if (!strcmp(view, "event") && dl_rows_get(rows, "sentence_text"))
        snprintf(line, sizeof line, "%s", dl_rows_get(rows, "sentence_text"));
    else
        snprintf(line, sizeof line, "%s", name && *name ? name : exact ? exact : view);
    return copy(line);
}

static int load_view(support *s, dl_record *record, const char *view, dl_error *err) {
    dl_rows *rows;
    int more = 0;
    dl_query query = {.view = view};
    int rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        support_row *row = room(s);
        if (!row) break;
        row->id = copy(dl_rows_get(rows, "id"));
        row->view = copy(view);
        row->text = words_of(rows, view);
        const char *handle = dl_rows_get(rows, "handle");
        row->handle = handle ? copy(handle) : first_of(dl_rows_get(rows, "handles"));
        read_origins(row, dl_rows_get(rows, "origins"));
    }
    dl_rows_close(rows);
    return rc;
}

int support_load(support *s, dl_record *record, dl_error *err) {
    static const char *const views[] = {"meeting", "event", "position", "version", "question"};
    int rc = DL_OK;
    for (size_t i = 0; !rc && i < sizeof views / sizeof *views; i++)
        rc = load_view(s, record, views[i], err);
    if (s->count) qsort(s->items, (size_t)s->count, sizeof *s->items, by_id);
    return rc;
}

void support_free(support *s) {
    for (int i = 0; i < s->count; i++) {
        free(s->items[i].id);
        free(s->items[i].view);
        free(s->items[i].text);
        free(s->items[i].handle);
    }
    free(s->items);
    *s = (support){NULL, 0, 0};
}

const support_row *support_find(const support *s, const support_row *like) {
    return s->count ? bsearch(like, s->items, (size_t)s->count, sizeof *s->items, by_id) : NULL;
}
