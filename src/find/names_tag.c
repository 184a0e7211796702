/* Name spans: the learnt tagger's labels, then what the rest of the report says of them. */
#include "find/names_model.h"

static bool add_span(name_work *w, uint32_t first, uint32_t count, uint8_t cls, uint8_t sure) {
    name_span *s = DL_PUSH(&w->spans, w->arena);
    if (!s) return false;
    *s = (name_span){first, count, cls, sure};
    return true;
}

/* Labels to spans, in text order. */
static bool spans_of(name_work *w, const uint8_t *labels, const int16_t *margins) {
    for (uint32_t i = 0; i < w->tokens->count;) {
        if (!labels[i]) {
            i++;
            continue;
        }
        uint32_t end = i + 1;
        int16_t margin = margins[i];
        while (end < w->tokens->count && label_open(labels[end - 1]) && labels[end]) {
            if (margins[end] < margin) margin = margins[end];
            end++;
        }
        if (!add_span(w, i, end - i, (uint8_t)((labels[i] - 1) / 4), margin > 0)) return false;
        i = end;
    }
    return true;
}

static void cover(name_work *w) {
    for (uint32_t i = 0; i < w->spans.count; i++) {
        const name_span *s = &w->spans.items[i];
        for (uint32_t k = 0; k < s->count; k++) w->span_at[s->first + k] = i;
    }
}

int name_tag(name_work *w, dl_error *err) {
    const name_model *model = w->names->model;
    if (!model) return DL_OK;
    name_signs signs;
    uint32_t n = w->tokens->count;
    uint8_t *labels = dl_arena_array(w->arena, n + 1, 1);
    int16_t *margins = dl_arena_array(w->arena, n + 1, sizeof *margins);
    if (!labels || !margins) return dl_fail_memory(err);
    int rc = name_signs_make(w, &signs, err);
    if (!rc) rc = name_label(w, model, &signs, labels, margins, err);
    if (!rc && !spans_of(w, labels, margins)) rc = dl_fail_memory(err);
    if (!rc) cover(w);
    return rc;
}
