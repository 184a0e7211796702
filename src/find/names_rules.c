/* Name spans by rule: lexicon phrases and runs of capitals. */
#include "find/names_work.h"

enum {
    MASK_LOC = 1 << LEX_COUNTRY | 1 << LEX_CAPITAL | 1 << LEX_PLACE,
    MASK_ORG = 1 << LEX_GOVERNMENT | 1 << LEX_BODY | 1 << LEX_OUTLET,
    MASK_ADJECTIVE = 1 << LEX_ADJECTIVE | 1 << LEX_PLACE_ADJECTIVE,
};

static bool add_span(name_work *w, uint32_t first, uint32_t count, uint8_t cls, bool sure) {
    name_span *s = DL_PUSH(&w->spans, w->arena);
    if (!s) return false;
    *s = (name_span){first, count, cls, sure};
    for (uint32_t i = first; i < first + count; i++) w->span_at[i] = w->spans.count - 1;
    return true;
}

static bool is_wordlike(const name_work *w, uint32_t i) {
    uint8_t shape = name_type_of(w, i)->shape;
    return shape == SHAPE_CAPITAL || shape == SHAPE_UPPER || shape == SHAPE_INITIAL ||
           shape == SHAPE_MIXED;
}

/* One past the run of capitalised tokens from i ("Andrew E. Kramer", "Ségolène Le Stradic"). */
static uint32_t run_end(const name_work *w, uint32_t i, uint32_t end) {
    static const char *const inner[] = {"al", "el", "de", "von", "van", "bin", "ibn", "da", "di"};
    uint32_t j = i + 1;
    for (; j < end; j++) {
        if (is_wordlike(w, j)) continue;
        bool link = name_type_of(w, j)->atom_count == 0 && name_token(w, j).ptr[0] == '-';
        for (size_t k = 0; k < DL_COUNT(inner); k++) link |= name_is(w, j, inner[k]);
        if (!link || j + 1 >= end || !is_wordlike(w, j + 1)) break;
    }
    return j;
}

static bool classify_run(name_work *w, uint32_t i, uint32_t end, bool start) {
    uint32_t e;
    const lex_match *m;
    if (start && name_exact(w, i, 1, 1 << LEX_GIVEN | 1 << LEX_FAMILY) == DL_NONE &&
        !name_longest(w, i, 1 << LEX_ROLE | MASK_ADJECTIVE, &e))
        i++; /* "On Monday": the first word is capitalised anyway */
    while (i < end && ((m = name_longest(w, i, 1 << LEX_ROLE | MASK_ADJECTIVE, &e)))) {
        if (m->count >= end - i &&
            name_exact(w, i, end - i, 1 << LEX_GIVEN | 1 << LEX_FAMILY) != DL_NONE)
            break;
        i += m->count;
    }
    if (i >= end) return true;
    uint32_t given = name_exact(w, i, 1, 1 << LEX_GIVEN);
    bool common = given != DL_NONE && name_row(w, name_entry(w, given)->row)->common;
    if (given != DL_NONE && (end - i > 1 || !common) && end - i < 5)
        return add_span(w, i, end - i, NAME_PER, true);
    if (name_ending(w, end, 1 << LEX_NOUN, &e) && end - i > 1)
        return add_span(w, i, end - i,
                        name_row(w, name_entry(w, e)->row)->kind == DL_ENTITY_PLACE ? NAME_LOC
                                                                                    : NAME_ORG,
                        false);
    if (name_exact(w, i, end - i, 1 << LEX_NOUN) != DL_NONE) return true;
    bool acronym = end - i == 1 && name_type_of(w, i)->shape == SHAPE_UPPER;
    return add_span(w, i, end - i, acronym ? NAME_ORG : NAME_PER, false);
}

static bool tag_sentence(name_work *w, const dl_sentence *s) {
    uint32_t end = s->first + s->count;
    for (uint32_t i = s->first; i < end;) {
        uint32_t e;
        const lex_match *m = name_longest(w, i, MASK_LOC | MASK_ORG, &e);
        if (m && !(name_entry(w, e)->flags & LEX_COMMON)) {
            bool org = MASK_ORG >> name_entry(w, e)->cls & 1;
            if (!add_span(w, i, m->count, org ? NAME_ORG : NAME_LOC, true)) return false;
            i += m->count;
        } else if (name_type_of(w, i)->shape == SHAPE_CAPITAL ||
                   name_type_of(w, i)->shape == SHAPE_UPPER) {
            uint32_t j = run_end(w, i, end);
            if (!classify_run(w, i, j, i == s->first)) return false;
            i = j;
        } else {
            i++;
        }
    }
    return true;
}

int name_tag(name_work *w, dl_error *err) {
    for (uint32_t s = 0; s < w->text->sentences.count; s++)
        if (!tag_sentence(w, &w->text->sentences.items[s])) return dl_fail_memory(err);
    return DL_OK;
}
