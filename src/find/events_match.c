/* Which frame fires for a word: conditions over the slots around it, the most specific wins. */
#include "find/events_internal.h"

static bool value_fits(const ev_report *r, uint32_t tok, const ev_value *v) {
    if (v->special == 1) {
        uint32_t m = r->mention[tok];
        if (m != DL_NONE) return ev_actor(r, m);
        return dl_map_get(&r->lex->people, r->lemma[tok]) != DL_NONE;
    }
    if (v->special == 2) {
        uint32_t m = r->mention[tok];
        if (m == DL_NONE) return false;
        uint8_t kind = r->c->finds->mentions.items[m].kind;
        return kind == DL_ENTITY_COUNTRY || kind == DL_ENTITY_PLACE;
    }
    if (v->mask) return (r->mask[tok] & v->mask) != 0;
    return dl_str_eq(r->lemma[tok], v->lemma);
}

bool ev_cond_holds(const ev_report *r, uint32_t tok, const ev_cond *cond) {
    ev_heads at = {0};
    ev_follow(r, tok, &cond->path, &at);
    ev_conjuncts(r, &at);
    bool holds = cond->count == 0 && at.count > 0;
    for (uint32_t i = 0; i < at.count && !holds; i++)
        for (uint32_t v = 0; v < cond->count && !holds; v++)
            holds = value_fits(r, at.at[i], &cond->values[v]);
    return holds != cond->negate;
}

static uint32_t frames_of(const ev_report *r, uint32_t tok, char pos) {
    char key[80] = {pos, ':'};
    dl_str lemma = r->lemma[tok];
    if (lemma.len > sizeof key - 3) return DL_NONE;
    memcpy(key + 2, lemma.ptr, lemma.len);
    return dl_map_get(&r->lex->frames_of, (dl_str){key, lemma.len + 2});
}

/* A name's own words trigger nothing: "the Meeting Point Foundation". */
static bool inside_name(const ev_report *r, uint32_t tok) {
    if (r->t->upos[tok] != DL_PROPN || r->any_actor) return false;
    uint32_t m = r->mention[tok];
    return m != DL_NONE && r->c->finds->mentions.items[m].form == DL_MENTION_NAME;
}

const ev_frame *ev_match(const ev_report *r, uint32_t tok, uint32_t *specificity) {
    char pos;
    switch (r->t->upos[tok]) {
    case DL_VERB: pos = 'v'; break;
    case DL_NOUN:
    case DL_PROPN: pos = 'n'; break;
    case DL_ADJ: pos = 'a'; break;
    default: return NULL;
    }
    if (inside_name(r, tok)) return NULL;
    const ev_frame *best = NULL;
    uint32_t most = 0;
    for (uint32_t i = frames_of(r, tok, pos); i != DL_NONE; i = r->lex->frames.items[i].next) {
        const ev_frame *f = &r->lex->frames.items[i];
        uint32_t score = 1;
        bool all = true;
        for (uint32_t k = 0; k < f->cond_count && all; k++) {
            all = ev_cond_holds(r, tok, &f->conds[k]);
            score += f->conds[k].negate ? 0 : f->conds[k].count ? 3 : 2;
        }
        if (all && score > most) best = f, most = score;
    }
    if (best) *specificity = most;
    return best;
}
