/* The hits of a sentence, and which of them are only another's content. */
#include "find/events_internal.h"

/* Whether the way up from a word to a trigger stays within what the trigger governs. */
static bool governed(const ev_report *r, uint32_t tok, uint32_t trigger) {
    for (uint32_t steps = 0; tok < r->n && steps < 12; steps++) {
        if (tok == trigger) return true;
        switch (ev_rel(r, tok)) {
        case DL_REL_XCOMP:
        case DL_REL_CCOMP:
        case DL_REL_OBJ:
        case DL_REL_OBL:
        case DL_REL_NMOD:
        case DL_REL_NMOD_POSS:
        case DL_REL_AMOD:
        case DL_REL_COMPOUND:
        case DL_REL_CONJ:
        case DL_REL_ACL:
        case DL_REL_NSUBJ_PASS:
        case DL_REL_CSUBJ:
        case DL_REL_NSUBJ: break;
        case DL_REL_ADVCL: {
            if (ev_child(r, tok, DL_REL_NSUBJ) != DL_NONE) return false;
            bool infinitive = ev_child_lemma(r, tok, DL_REL_MARK, "to") != DL_NONE;
            bool of = ev_child_lemma(r, tok, DL_REL_MARK, "of") != DL_NONE ||
                      ev_child_lemma(r, tok, DL_REL_MARK, "for") != DL_NONE;
            if (!infinitive && !of) return false;
            break;
        }
        default: return false;
        }
        tok = r->t->head[tok];
    }
    return false;
}

/* A conjunct of the trigger itself is not below it: "condemned X and attacked Y". */
static bool through_conjunct(const ev_report *r, uint32_t tok, uint32_t trigger) {
    while (tok < r->n && r->t->head[tok] != trigger) {
        tok = r->t->head[tok];
        if (tok >= r->n) return true;
    }
    return tok >= r->n || ev_rel(r, tok) == DL_REL_CONJ ||
           (ev_rel(r, tok) == DL_REL_NSUBJ && !ev_passive(r, trigger));
}

static bool unreal(uint8_t type) {
    return type == DL_REQUEST || type == DL_THREATEN || type == DL_REJECT || type == DL_AGREE;
}

/* Whether everybody of b is in a. */
static bool same_people(const ev_report *r, const ev_people *a, const ev_people *b) {
    for (uint32_t i = 0; i < b->count; i++) {
        bool in = false;
        for (uint32_t k = 0; k < a->count; k++) in |= ev_same(r, a->at[k], b->at[i]);
        if (!in) return false;
    }
    return true;
}

static bool eats(const ev_report *r, const ev_hit *big, const ev_hit *small) {
    if (!(big->frame->flags & EV_EATS) || big->token == small->token) return false;
    if (!big->actors.count && !r->any_actor) return false;
    if (!governed(r, small->token, big->token)) return false;
    if (through_conjunct(r, small->token, big->token)) return false;
    if (big->frame->type == DL_AGREE && small->frame->type == DL_CONSULT) return false;
    uint8_t rel = ev_rel(r, small->token);
    bool direct =
        r->t->head[small->token] == big->token && (rel == DL_REL_OBJ || rel == DL_REL_NSUBJ_PASS);
    if (direct && same_people(r, &big->actors, &small->actors)) return true;
    bool verb = r->t->upos[small->token] == DL_VERB;
    if (big->frame->type == small->frame->type) return true;
    if (unreal(big->frame->type)) return true;
    if (big->frame->type == DL_ACCUSE && verb) return true;
    return small->actors.count == 0;
}

/* "visited Moscow to meet Putin", "held talks and met", "launched an attack": one act told by two
 * words keeps the word that says more. */
static bool same_act(const ev_report *r, const ev_hit *a, const ev_hit *b) {
    if (a->frame->type != b->frame->type || a->eaten || b->eaten) return false;
    if (r->t->upos[b->token] == DL_VERB) return false;
    ev_carrier c = ev_light(r, b->token);
    if (c.verb == a->token) return true;
    if (r->t->head[b->token] == a->token &&
        (ev_rel(r, b->token) == DL_REL_OBJ || ev_rel(r, b->token) == DL_REL_NSUBJ_PASS))
        return true;
    return false;
}

/* A finite verb that no frame fits by the tree: tried by word order where its own tag is sure. */
static bool may_be_loose(const ev_report *r, uint32_t tok) {
    if (r->any_actor || r->t->upos[tok] != DL_VERB) return false;
    return ev_xpos(r, tok, "VBD") || ev_xpos(r, tok, "VBN") || ev_xpos(r, tok, "VB") ||
           ev_xpos(r, tok, "VBZ");
}

int ev_gather(const ev_report *r, uint32_t sentence, ev_hits *hits) {
    const dl_sentence *s = &r->c->text->sentences.items[sentence];
    for (uint32_t k = s->first; k < s->first + s->count; k++) {
        uint32_t specificity = 0;
        const ev_frame *f = ev_match(r, k, &specificity);
        bool loose = !f && may_be_loose(r, k);
        if (loose) f = ev_match_loosely(r, k, &specificity);
        if (!f || (loose && f->pos != 'v')) continue;
        ev_hit *h = DL_PUSH(&hits->list, r->c->scratch);
        if (!h) return DL_ENOMEM;
        h->token = k;
        h->before = DL_NONE;
        h->loose = loose;
        r->trigger[k] = 1;
        h->frame = f;
        h->specificity = specificity;
        ev_roles(r, h);
    }
    for (uint32_t i = 0; i < hits->list.count; i++)
        for (uint32_t k = 0; k < hits->list.count; k++) {
            ev_hit *a = &hits->list.items[i], *b = &hits->list.items[k];
            if (i == k || b->eaten) continue;
            if (eats(r, a, b) || same_act(r, a, b)) b->eaten = true;
        }
    return DL_OK;
}
