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

/* "25,000 tons of aid": what is measured counts as well as the measure. */
static void contents(const ev_report *r, ev_heads *at) {
    uint64_t measure = ev_class_mask(r->lex, "quantity") | ev_class_mask(r->lex, "collective");
    uint32_t of = dl_map_get(&r->lex->preps, DL_STR("of"));
    for (uint32_t i = 0, n = at->count; i < n && of != DL_NONE; i++)
        if (r->mask[at->at[i]] & measure) ev_slot(r, at->at[i], EV_PREP + of, at);
}

bool ev_cond_holds(const ev_report *r, uint32_t tok, const ev_cond *cond) {
    ev_heads at = {0};
    ev_follow(r, tok, &cond->path, &at);
    ev_conjuncts(r, &at);
    contents(r, &at);
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

/* What a condition adds to a frame's claim: words and classes say most. */
static uint32_t weight(const ev_cond *c) {
    if (c->negate) return 0;
    if (!c->count) return 2;
    return c->values[0].special ? 3 : 4;
}

const ev_frame *ev_match(const ev_report *r, uint32_t tok, uint32_t *specificity) {
    char pos;
    switch (r->t->upos[tok]) {
    case DL_VERB: pos = 'v'; break;
    case DL_NOUN:
    case DL_PROPN: pos = 'n'; break;
    case DL_ADJ: /* "will free 90 prisoners" */
        pos = ev_child(r, tok, DL_REL_AUX) != DL_NONE ? 'v' : 'a';
        break;
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
            score += weight(&f->conds[k]);
        }
        if (all && score > most) best = f, most = score;
    }
    if (best) *specificity = most;
    return best;
}

/* ── by word order ── */

/* In a text whose actors are not given, a window ends where another clause may begin. */
static bool any_fits(const ev_report *r, uint32_t from, uint32_t to, const ev_cond *cond) {
    for (uint32_t k = from; k < to && k < r->n; k++) {
        uint8_t pos = r->t->upos[k];
        if (!r->any_actor &&
            (pos == DL_AUX || pos == DL_SCONJ || pos == DL_PRON ||
             (pos == DL_VERB && !ev_xpos(r, k, "VBN")) || (pos == DL_PUNCT && !ev_is(r, k, "-"))))
            return false;
        if (!cond->count && (r->t->upos[k] == DL_NOUN || r->t->upos[k] == DL_PROPN)) return true;
        for (uint32_t v = 0; v < cond->count; v++)
            if (value_fits(r, k, &cond->values[v])) return true;
    }
    return false;
}

static bool loosely_holds(const ev_report *r, uint32_t tok, const ev_cond *cond) {
    enum { NEAR = 5, FAR = 12 };
    uint16_t slot = cond->path.step[cond->path.count - 1];
    bool holds = false;
    if (slot == EV_SUBJ) {
        holds = any_fits(r, tok > FAR ? tok - FAR : 0, tok, cond);
    } else if (slot >= EV_PREP) {
        dl_str prep = r->lex->preps.entries.items[slot - EV_PREP].key;
        for (uint32_t k = tok + 1; k < tok + FAR && k < r->n && !holds; k++)
            holds = dl_str_eq(r->lemma[k], prep) && any_fits(r, k + 1, k + 1 + NEAR, cond);
    } else if (slot == EV_MOD || slot == EV_POSS) {
        holds = any_fits(r, tok > NEAR ? tok - NEAR : 0, tok + NEAR, cond);
    } else {
        holds = any_fits(r, tok + 1, tok + 1 + (slot == EV_PRT ? 3 : FAR - 4), cond);
    }
    return holds != cond->negate;
}

/* Without given actors only frames of words count: an object of a class, no clauses. */
static bool fit_for_order(const ev_report *r, const ev_frame *f) {
    bool words = false;
    if (r->any_actor) return true;
    for (uint32_t i = 0; i < f->cond_count; i++) {
        uint16_t slot = f->conds[i].path.step[0];
        if (slot == EV_XCOMP || slot == EV_CCOMP || slot == EV_ANY || slot == EV_PRT) return false;
        words |= slot == EV_OBJ && f->conds[i].count && !f->conds[i].values[0].special;
    }
    return words;
}

static void try_loosely(const ev_report *r, uint32_t tok, char pos, const ev_frame **best,
                        uint32_t *most) {
    for (uint32_t i = frames_of(r, tok, pos); i != DL_NONE; i = r->lex->frames.items[i].next) {
        const ev_frame *f = &r->lex->frames.items[i];
        uint32_t score = 1;
        bool all = fit_for_order(r, f);
        for (uint32_t k = 0; k < f->cond_count && all; k++) {
            all = loosely_holds(r, tok, &f->conds[k]);
            score += weight(&f->conds[k]);
        }
        if (all && score > *most) *best = f, *most = score;
    }
}

const ev_frame *ev_match_loosely(const ev_report *r, uint32_t tok, uint32_t *specificity) {
    const ev_frame *best = NULL;
    *specificity = 0;
    uint8_t pos = r->t->upos[tok];
    if (pos == DL_VERB || pos == DL_NOUN || pos == DL_PROPN || pos == DL_ADJ) {
        try_loosely(r, tok, 'v', &best, specificity);
        if (pos == DL_NOUN) try_loosely(r, tok, 'n', &best, specificity);
        if (pos == DL_ADJ) try_loosely(r, tok, 'a', &best, specificity);
    }
    return best;
}
