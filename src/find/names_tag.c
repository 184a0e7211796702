/* Name spans: the learnt tagger's labels, then what the rest of the report says of them. */
#include "find/names_model.h"
#include "find/names_spans.h"
#include "model/entity.h"

static bool add_span(name_work *w, uint32_t first, uint32_t count, uint8_t cls, uint8_t sure) {
    name_span *s = DL_PUSH(&w->spans, w->arena);
    if (!s) return false;
    *s = (name_span){first, count, cls, sure};
    return true;
}

/* The tagger of words holds it for a name, or it is long or oddly written enough. */
static bool name_is_proper(const name_work *w, const lex_match *m) {
    uint32_t last = m->first + m->count - 1;
    const dl_sentence *s = &w->text->sentences.items[w->sentence[m->first]];
    if (!name_is_capital(w, m->first) && name_type_of(w, m->first)->shape != SHAPE_MIXED)
        return false;
    if (m->count > 1) return name_is_capital(w, last);
    return w->tokens->upos[last] == DL_PROPN ||
           (m->first != s->first && !w->lower[w->sentence[m->first]] &&
            w->tokens->upos[last] == DL_NOUN);
}

enum {
    MASK_PEOPLE =
        1 << LEX_ADJECTIVE | 1 << LEX_PEOPLE | 1 << LEX_PLACE_ADJECTIVE | 1 << LEX_PLACE_PEOPLE,
    MASK_LOC = 1 << LEX_COUNTRY | 1 << LEX_CAPITAL,
    MASK_ORG = 1 << LEX_GOVERNMENT | 1 << LEX_BODY | 1 << LEX_OUTLET,
};

/* Names of the tables that the labels miss: only those that are nothing else ("Axios"), written as
 * a name. */
static void rescue(const name_work *w, uint8_t *labels, int16_t *margins) {
    for (uint32_t i = 0; i < w->tokens->count;) {
        uint32_t e;
        const lex_match *m = labels[i] ? NULL : name_longest(w, i, MASK_LOC | MASK_ORG, &e);
        bool take = m && !(name_entry(w, e)->flags & LEX_COMMON) && name_is_proper(w, m);
        for (uint32_t k = 0; take && k < m->count; k++) take = !labels[i + k];
        if (!take) {
            i++;
            continue;
        }
        uint32_t cls = MASK_LOC >> name_entry(w, e)->cls & 1 ? NAME_LOC : NAME_ORG;
        for (uint32_t k = 0; k < m->count; k++) {
            uint32_t part = m->count == 1       ? LABEL_UNIT
                            : k == 0            ? LABEL_BEGIN
                            : k + 1 == m->count ? LABEL_LAST
                                                : LABEL_INSIDE;
            labels[i + k] = label_of(cls, part);
            margins[i + k] = 1;
        }
        i += m->count;
    }
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

static bool is_name_entry(const name_work *w, uint32_t first, uint32_t count, uint32_t mask) {
    uint32_t e = name_exact(w, first, count, mask);
    return e != DL_NONE && !(name_entry(w, e)->flags & LEX_COMMON);
}

/* What the tables and the tags know better than the labels. Returns false to drop the span. */
static bool mend(const name_work *w, name_span *s) {
    uint32_t last = s->first + s->count - 1, e;
    if (s->cls == NAME_PER && s->count == 1) {
        bool person = name_exact(w, s->first, 1, 1 << LEX_GIVEN | 1 << LEX_FAMILY) != DL_NONE;
        if (!person && name_exact(w, s->first, 1, MASK_PEOPLE) != DL_NONE)
            return false;                                            /* "Russians" */
        if (is_name_entry(w, s->first, 1, MASK_LOC)) person = false; /* "left Geneva" */
        if (!person && is_name_entry(w, s->first, 1, MASK_ORG)) s->cls = NAME_ORG;
        if (!person && is_name_entry(w, s->first, 1, MASK_LOC)) s->cls = NAME_LOC;
        uint32_t pos = w->tokens->upos[s->first]; /* "Read also: …" */
        bool start = w->text->sentences.items[w->sentence[s->first]].first == s->first;
        if (start && !person && !s->sure && pos != DL_PROPN) return false;
    }
    while (s->count > 1 && s->cls == NAME_LOC && !name_is_capital(w, s->first) &&
           name_longest(w, s->first + 1, MASK_LOC | 1 << LEX_PLACE, &e) &&
           !name_longest(w, s->first, MASK_LOC | 1 << LEX_PLACE, &e)) {
        s->first++; /* "eastern Ukraine" */
        s->count--;
    }
    while (s->count > 1 && s->cls != NAME_PER && !w->lower[w->sentence[last]] &&
           name_type_of(w, last)->shape == SHAPE_LOWER && w->tokens->upos[last] == DL_NOUN) {
        s->count--; /* "Ukrainian |capital" */
        last--;
        if (name_exact(w, s->first, s->count, MASK_PEOPLE) != DL_NONE) return false;
    }
    if (s->cls == NAME_PER && s->count > 1) { /* "Johns Hopkins University" */
        uint32_t noun = name_exact(w, last, 1, 1 << LEX_NOUN);
        const lex_row *row = noun == DL_NONE ? NULL : name_row(w, name_entry(w, noun)->row);
        if (row && !row->common && row->kind == DL_ENTITY_ORGANIZATION &&
            name_exact(w, last, 1, 1 << LEX_FAMILY) == DL_NONE)
            s->cls = NAME_ORG;
    }
    const lex_match *role = name_longest(w, s->first, 1 << LEX_ROLE, &e);
    if (role && role->count >= s->count &&
        (s->cls != NAME_PER ||
         name_exact(w, s->first, s->count, 1 << LEX_GIVEN | 1 << LEX_FAMILY) == DL_NONE))
        return false;
    for (uint32_t i = s->first > 4 ? s->first - 4 : 0; i < s->first; i++) /* inside a title */
        if (w->sentence[i] == w->sentence[s->first] &&
            (role = name_longest(w, i, 1 << LEX_ROLE, &e)) && i + role->count > last &&
            role->count > 2)
            return false;
    return true;
}

static void mend_all(name_work *w) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->spans.count; i++) {
        name_span s = w->spans.items[i];
        if (mend(w, &s)) w->spans.items[kept++] = s;
    }
    w->spans.count = kept;
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
    if (!rc) rescue(w, labels, margins);
    if (!rc && !spans_of(w, labels, margins)) rc = dl_fail_memory(err);
    if (!rc && !name_mend_persons(w)) rc = dl_fail_memory(err);
    if (!rc) mend_all(w);
    if (!rc && !name_mend_spans(w)) rc = dl_fail_memory(err);
    return rc;
}
