/* dl_plan_compare: the aligner of resolve/plan.h for callers outside. */
#include <jansson.h>
#include <stdlib.h>

#include "dateline.h"
#include "resolve/plan.h"

static json_t *text_of(dl_str s) {
    json_t *t = json_stringn(s.ptr ? s.ptr : "", s.len);
    return t ? t : json_stringn("", 0); /* bytes that are no UTF-8 */
}

static json_t *plan_of(const dl_plan *p) {
    json_t *missing = json_array(), *packages = json_array(), *o = json_object();
    for (uint32_t i = 0; i < p->missing.count; i++)
        json_array_append_new(missing, json_integer(p->missing.items[i]));
    for (uint32_t i = 0; i < p->packages.count; i++)
        json_array_append_new(packages, text_of(dl_span_text(p->text, p->packages.items[i])));
    json_object_set_new(o, "points", json_integer(p->points.count));
    json_object_set_new(o, "highest", json_integer(p->highest));
    json_object_set_new(o, "missing", missing);
    json_object_set_new(o, "packages", packages);
    json_object_set_new(o, "brackets", json_integer(p->brackets));
    json_object_set_new(o, "options", json_integer(p->options));
    return o;
}

/* Printed numbers (else places) of points, and their words joined. */
static json_t *points_of(const dl_plan *p, const uint32_t *list, uint32_t count, json_t **words) {
    json_t *numbers = json_array();
    dl_buf text = {0};
    for (uint32_t i = 0; i < count; i++) {
        const dl_plan_point *point = &p->points.items[list[i]];
        json_array_append_new(numbers, json_integer(point->number ? point->number : list[i] + 1));
        if (i) dl_buf_char(&text, '\n');
        dl_buf_str(&text, dl_span_text(p->text, point->body));
    }
    *words = text_of(dl_buf_view(&text));
    dl_buf_free(&text);
    return numbers;
}

static json_t *rows_of(const dl_plan *a, const dl_plan *b, const dl_plan_alignment *all) {
    json_t *rows = json_array();
    for (uint32_t i = 0; i < all->rows.count; i++) {
        const dl_plan_row *r = &all->rows.items[i];
        json_t *o = json_object(), *old_text, *new_text;
        json_t *olds = points_of(a, r->olds, r->old_count, &old_text);
        json_t *news = points_of(b, r->news, r->new_count, &new_text);
        json_object_set_new(o, "change", text_of(dl_str_of(dl_plan_change_name(r->change))));
        json_object_set_new(o, "moved", json_boolean(r->moved));
        json_object_set_new(o, "numbers", json_boolean(r->numbers));
        json_object_set_new(o, "old", olds);
        json_object_set_new(o, "new", news);
        json_object_set_new(o, "old_text", old_text);
        json_object_set_new(o, "new_text", new_text);
        json_object_set_new(o, "difference", text_of(r->difference));
        json_object_set_new(o, "operative", text_of(r->operative));
        json_array_append_new(rows, o);
    }
    return rows;
}

int dl_plan_compare(const char *old_text, const char *new_text, char **json, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_plan a, b;
    dl_plan_alignment rows;
    *json = NULL;
    json_t *root = json_object();
    int rc = dl_plan_parse(&a, &arena, dl_str_of(old_text), err);
    if (!rc) json_object_set_new(root, "old", plan_of(&a));
    if (!rc && new_text) {
        rc = dl_plan_parse(&b, &arena, dl_str_of(new_text), err);
        if (!rc) rc = dl_plan_align(&rows, &arena, &a, &b, err);
        if (!rc) json_object_set_new(root, "new", plan_of(&b));
        if (!rc) json_object_set_new(root, "rows", rows_of(&a, &b, &rows));
    }
    if (!rc) *json = json_dumps(root, JSON_INDENT(1));
    if (!rc && !*json) rc = dl_fail_memory(err);
    json_decref(root);
    dl_arena_free(&arena);
    return rc;
}
