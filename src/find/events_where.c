/* Where an event happened, or why that is not known. A government is not a place. */
#include "find/events_internal.h"

static bool is_place(const ev_report *r, uint32_t tok, bool strong) {
    uint32_t m = r->mention[tok];
    if (m == DL_NONE) return false;
    const dl_mention *x = &r->c->finds->mentions.items[m];
    if (x->kind == DL_ENTITY_PLACE) return true;
    return x->kind == DL_ENTITY_COUNTRY && (strong || x->flags & DL_MENTION_AS_PLACE);
}

/* "in Geneva", "at the Kremlin" below a word */
static uint32_t place_below(const ev_report *r, uint32_t tok) {
    static const char *const preps[] = {"in", "at", "near", "outside", "inside", "on", "across"};
    for (size_t p = 0; p < DL_COUNT(preps); p++) {
        EV_CHILDREN(r, tok, k) {
            uint8_t rel = ev_rel(r, k);
            if (rel != DL_REL_OBL && rel != DL_REL_NMOD) continue;
            if (!ev_is(r, ev_case(r, k), preps[p])) continue;
            if (is_place(r, k, p == 0)) return r->mention[k];
            /* "in the city of Goma", "in parts of Donbas", "at a hotel in Doha" */
            EV_CHILDREN(r, k, below)
            if (ev_rel(r, below) == DL_REL_NMOD && is_place(r, below, true))
                return r->mention[below];
        }
    }
    return DL_NONE;
}

static uint32_t place_beside(const ev_report *r, uint32_t tok) {
    EV_CHILDREN(r, tok, k) {
        uint8_t rel = ev_rel(r, k);
        if ((rel == DL_REL_COMPOUND || rel == DL_REL_NMOD || rel == DL_REL_NMOD_POSS) &&
            r->mention[k] != DL_NONE) {
            const dl_mention *x = &r->c->finds->mentions.items[r->mention[k]];
            bool city = x->kind == DL_ENTITY_PLACE || x->form == DL_MENTION_METONYM ||
                        x->flags & DL_MENTION_AS_PLACE;
            if (city && ev_case(r, k) == DL_NONE) return r->mention[k];
        }
    }
    return DL_NONE;
}

/* The clause's own place; then up through light verbs, purpose and control, not past a saying. */
static uint32_t search(const ev_report *r, uint32_t trigger, bool consult) {
    uint32_t tok = trigger;
    for (uint32_t steps = 0; steps < 4 && tok < r->n; steps++) {
        uint32_t m = place_below(r, tok);
        if (m != DL_NONE) return m;
        if (consult && r->t->upos[tok] == DL_VERB &&
            r->mask[tok] & ev_class_mask(r->lex, "going")) {
            ev_heads at = {0};
            uint32_t to = dl_map_get(&r->lex->preps, DL_STR("to"));
            ev_slot(r, tok, EV_OBJ, &at);
            if (to != DL_NONE) ev_slot(r, tok, EV_PREP + to, &at);
            for (uint32_t i = 0; i < at.count; i++)
                if (is_place(r, at.at[i], true)) return r->mention[at.at[i]];
        }
        uint8_t rel = ev_rel(r, tok);
        uint32_t h = r->t->head[tok];
        bool noun = r->t->upos[tok] == DL_NOUN;
        bool up = rel == DL_REL_XCOMP || rel == DL_REL_CONJ || (noun && rel == DL_REL_OBJ) ||
                  (noun && (rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS)) ||
                  (rel == DL_REL_ADVCL && ev_child_lemma(r, tok, DL_REL_MARK, "to") != DL_NONE) ||
                  (noun && rel == DL_REL_OBL && ev_is(r, ev_case(r, tok), "for"));
        if (!up || h >= r->n) break;
        if (r->mask[h] & ev_class_mask(r->lex, "reporting")) break;
        tok = h;
    }
    return DL_NONE;
}

/* The only "in Moscow" of the sentence; DL_NONE: none, or several. */
static uint32_t lone_place(const ev_report *r, uint32_t sentence) {
    const dl_sentence *s = &r->c->text->sentences.items[sentence];
    uint32_t found = DL_NONE;
    for (uint32_t k = s->first + 1; k < s->first + s->count; k++) {
        uint32_t m = r->mention[k];
        if (m == DL_NONE || m == r->mention[k - 1]) continue;
        const dl_mention *x = &r->c->finds->mentions.items[m];
        bool prep = ev_is(r, k - 1, "in") || ev_is(r, k - 1, "at");
        if (!prep || x->kind != DL_ENTITY_PLACE || x->form != DL_MENTION_NAME) continue;
        if (found != DL_NONE) return DL_NONE;
        found = m;
    }
    return found;
}

void ev_where(const ev_report *r, dl_event *e) {
    bool consult = e->type == DL_CONSULT;
    e->place = search(r, e->token, consult);
    if (e->place == DL_NONE && r->t->upos[e->token] == DL_NOUN)
        e->place = place_beside(r, e->token);
    e->place_why = e->place == DL_NONE ? DL_STR("not stated") : DL_STR("clause");
    bool verb = r->t->upos[e->token] == DL_VERB;
    if (e->place == DL_NONE && verb && consult) {
        e->place = lone_place(r, e->sentence);
        if (e->place != DL_NONE) e->place_why = DL_STR("sentence");
    }
}
