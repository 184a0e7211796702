/* Did it happen at all: status from tense, modals, governing words, negation and conditionals. */
#include "find/events_internal.h"

/* How far a reading is from "occurred"; the farthest on the way up wins. */
static const uint8_t weight_of[DL_STATUSES] = {
    [DL_OCCURRED] = 0, [DL_ONGOING] = 1,  [DL_HISTORICAL] = 1,
    [DL_PLANNED] = 2,  [DL_POSSIBLE] = 3, [DL_DENIED] = 4,
};

static void raise(ev_status *s, uint8_t status, uint32_t cue) {
    if (weight_of[status] <= weight_of[s->status]) return;
    s->status = status;
    s->cue = cue;
}

static const ev_cue *cue_of(const ev_report *r, char kind, uint32_t tok) {
    char key[64] = {kind, ':'};
    dl_str lemma = r->lemma[tok];
    if (lemma.len > sizeof key - 3) return NULL;
    memcpy(key + 2, lemma.ptr, lemma.len);
    uint32_t i = dl_map_get(&r->lex->cues_of, (dl_str){key, lemma.len + 2});
    return i == DL_NONE ? NULL : &r->lex->cues.items[i];
}

/* "planned talks", "coming talks": a participle by its form, or by its verb. */
static const ev_cue *by_form(const ev_report *r, uint32_t tok) {
    char key[64] = "a:";
    dl_str w = dl_token_text(r->t, r->text, tok);
    if (w.len > sizeof key - 3) return NULL;
    memcpy(key + 2, w.ptr, w.len);
    uint32_t i = dl_map_get(&r->lex->cues_of, (dl_str){key, w.len + 2});
    if (i != DL_NONE) return &r->lex->cues.items[i];
    return r->t->upos[tok] == DL_VERB && ev_xpos(r, tok, "VBN") ? cue_of(r, 'e', tok) : NULL;
}

static void apply(ev_status *s, uint8_t effect, uint32_t tok) {
    switch (effect) {
    case EV_PLANS:
        raise(s, DL_PLANNED, tok);
        s->future = true;
        break;
    case EV_MAYBE: raise(s, DL_POSSIBLE, tok); break;
    case EV_DENIES:
        s->negated = true;
        raise(s, DL_DENIED, tok);
        break;
    case EV_GOES_ON: raise(s, DL_ONGOING, tok); break;
    case EV_PAST: raise(s, DL_HISTORICAL, tok); break;
    default: break;
    }
}

/* A relative in the family of auxiliaries: "will", "might", "would". */
static void modal(const ev_report *r, uint32_t aux, bool perfect, ev_status *s) {
    static const char *const future[] = {"will", "shall", "'ll", "’ll", "wo"};
    static const char *const maybe[] = {"would", "may", "might", "could", "can", "should",
                                        "must",  "'d",  "’d",    "ought", "ca"};
    for (size_t i = 0; i < DL_COUNT(future); i++)
        if (ev_is(r, aux, future[i])) {
            raise(s, DL_PLANNED, aux);
            s->future = true;
        }
    for (size_t i = 0; i < DL_COUNT(maybe); i++)
        if (ev_is(r, aux, maybe[i])) {
            if (ev_is(r, aux, "would") && !perfect) s->future = true;
            raise(s, DL_POSSIBLE, aux);
        }
}

static bool negation(const ev_report *r, uint32_t tok) {
    return ev_is(r, tok, "not") || ev_is(r, tok, "n't") || ev_is(r, tok, "n’t") ||
           ev_is(r, tok, "never") || ev_is(r, tok, "no");
}

static bool has_no(const ev_report *r, uint32_t tok) {
    EV_CHILDREN(r, tok, k)
    if ((ev_rel(r, k) == DL_REL_DET || ev_rel(r, k) == DL_REL_ADVMOD ||
         ev_rel(r, k) == DL_REL_CC) &&
        (ev_is(r, k, "no") || ev_is(r, k, "neither")))
        return true;
    return ev_is(r, ev_case(r, tok), "without");
}

/* A word's own marks: auxiliaries, negation, adverbs, adjectives. */
static void own_marks(const ev_report *r, uint32_t v, ev_status *s, bool *has_aux) {
    bool have = false, be = false;
    EV_CHILDREN(r, v, k) {
        uint8_t rel = ev_rel(r, k);
        if (rel == DL_REL_AUX || rel == DL_REL_AUX_PASS || rel == DL_REL_COP) {
            if (ev_is(r, k, "have")) have = true;
            if (ev_is(r, k, "be") && rel == DL_REL_AUX) be = true;
            *has_aux |= rel == DL_REL_AUX;
        }
    }
    EV_CHILDREN(r, v, k) {
        uint8_t rel = ev_rel(r, k);
        if (rel == DL_REL_AUX || rel == DL_REL_AUX_PASS) modal(r, k, have, s);
        bool adverb = rel == DL_REL_ADVMOD || rel == DL_REL_DET;
        bool only = k + 1 < r->n && (ev_is(r, k + 1, "only") || ev_is(r, k + 1, "just"));
        if (adverb && negation(r, k) && !only) {
            s->negated = true;
            raise(s, DL_DENIED, k);
        }
        if (rel == DL_REL_ADVMOD || rel == DL_REL_AMOD || rel == DL_REL_COMPOUND) {
            const ev_cue *cue = cue_of(r, 'a', k);
            if (!cue && rel == DL_REL_AMOD) cue = by_form(r, k);
            if (cue) apply(s, cue->effect, k);
        }
        bool nobody = ev_is(r, k, "nobody") || ev_is(r, k, "none") || ev_is(r, k, "nothing");
        if ((rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS) && nobody) {
            s->negated = true;
            raise(s, DL_DENIED, k);
        }
        bool role = rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS || rel == DL_REL_OBJ;
        if (role && has_no(r, k)) {
            s->negated = true;
            raise(s, DL_DENIED, k);
        }
        if (rel == DL_REL_MARK && (ev_is(r, k, "if") || ev_is(r, k, "unless") ||
                                   ev_is(r, k, "whether") || ev_is(r, k, "lest")))
            raise(s, DL_POSSIBLE, k);
        if (rel == DL_REL_MARK && ev_is(r, k, "without")) {
            s->negated = true;
            raise(s, DL_DENIED, k);
        }
        if (rel == DL_REL_MARK && ev_is(r, k, "until")) raise(s, DL_POSSIBLE, k);
    }
    if (be && ev_xpos(r, v, "VBG")) raise(s, DL_ONGOING, v);
    /* "If …, it would": the condition stands below */
    EV_CHILDREN(r, v, k)
    if (ev_rel(r, k) == DL_REL_ADVCL &&
        (ev_child_lemma(r, k, DL_REL_MARK, "if") != DL_NONE ||
         ev_child_lemma(r, k, DL_REL_MARK, "unless") != DL_NONE) &&
        s->status == DL_PLANNED)
        raise(s, DL_POSSIBLE, k);
}

static bool to_infinitive(const ev_report *r, uint32_t v) {
    return ev_child_lemma(r, v, DL_REL_MARK, "to") != DL_NONE ||
           ev_child_lemma(r, v, DL_REL_AUX, "to") != DL_NONE;
}

/* "is to meet", "were to sign": be + infinitive */
static bool is_to(const ev_report *r, uint32_t v) {
    return to_infinitive(r, v) && ev_child(r, v, DL_REL_COP) != DL_NONE;
}

/* One step up the tree where the word above decides about the word below; DL_NONE: the top. */
static uint32_t step_up(const ev_report *r, uint32_t v, ev_status *s) {
    uint32_t h = r->t->head[v];
    if (h >= r->n) return DL_NONE;
    uint8_t rel = ev_rel(r, v);
    bool above_noun = r->t->upos[h] == DL_NOUN || r->t->upos[h] == DL_PROPN;
    bool above_adj = r->t->upos[h] == DL_ADJ;
    char kind = above_noun ? 'n' : above_adj ? 'a' : 'v';
    const ev_cue *cue = cue_of(r, kind, h);
    bool infinitive = to_infinitive(r, v);
    switch (rel) {
    case DL_REL_XCOMP:
        if (cue)
            apply(s, cue->effect, h);
        else if (infinitive)
            raise(s, DL_POSSIBLE, h);
        if (cue && cue->effect == EV_DENIES && infinitive) s->refused = true;
        return h;
    case DL_REL_CCOMP:
    case DL_REL_CSUBJ:
        if (cue && (r->mask[h] & ev_class_mask(r->lex, "clausal"))) apply(s, cue->effect, h);
        /* a statement's own tense does not reach its content; a negated one's doubt does */
        return DL_NONE;
    case DL_REL_ADVCL:
        if (infinitive && cue && cue->effect != EV_HAPPENS && cue->effect != EV_NO_EFFECT) {
            apply(s, cue->effect, h);
            return h;
        }
        /* "denied threatening Colombia" */
        if (cue && cue->effect == EV_DENIES && ev_xpos(r, v, "VBG") &&
            ev_child(r, v, DL_REL_MARK) == DL_NONE)
            apply(s, EV_DENIES, h);
        return infinitive ? h : DL_NONE;
    case DL_REL_ACL:
        if (infinitive) {
            if (cue)
                apply(s, cue->effect, h);
            else
                raise(s, DL_POSSIBLE, h);
            return DL_NONE;
        }
        if (cue && ev_case(r, v) != DL_NONE) apply(s, cue->effect, h);
        return DL_NONE;
    case DL_REL_CONJ: return h;
    default: return DL_NONE;
    }
}

/* Nouns: what stands before and above them. */
static uint32_t noun_up(const ev_report *r, uint32_t noun, ev_status *s, bool *carried) {
    ev_carrier c = ev_light(r, noun);
    if (c.cue) {
        apply(s, c.cue->effect, c.verb);
        *carried = true;
        return c.verb;
    }
    uint32_t h = r->t->head[noun];
    if (h >= r->n) return DL_NONE;
    uint8_t rel = ev_rel(r, noun);
    uint8_t up = r->t->upos[h];
    if (rel == DL_REL_CONJ) return h;
    if (h + 1 == noun && up == DL_VERB &&
        ev_xpos(r, h, "VBG")) { /* "coming talks", as a tree may have it */
        const ev_cue *beside = by_form(r, h);
        if (beside) {
            apply(s, beside->effect, h);
            return DL_NONE;
        }
    }
    const ev_cue *verb = up == DL_VERB ? cue_of(r, 'v', h) : NULL;
    bool subject = rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS;
    if (subject || rel == DL_REL_OBJ) {
        const ev_cue *e = cue_of(r, 'e', h);
        if (e) verb = e;
        if (verb && verb->effect != EV_NO_EFFECT) {
            apply(s, verb->effect, h);
            if (subject) return h;
        }
        return DL_NONE;
    }
    if (rel == DL_REL_OBL) { /* "called for talks", not "during the talks" */
        uint32_t mark = ev_case(r, noun);
        if (!ev_is(r, mark, "for") && !ev_is(r, mark, "to") && !ev_is(r, mark, "on"))
            return DL_NONE;
    }
    if (rel == DL_REL_NMOD || rel == DL_REL_OBL || rel == DL_REL_COMPOUND) {
        const ev_cue *n = up == DL_NOUN ? cue_of(r, 'n', h) : verb;
        if (n && (rel == DL_REL_NMOD || up != DL_NOUN) && n->effect != EV_HAPPENS)
            apply(s, n->effect, h);
    }
    return DL_NONE;
}

/* Stands for nouns: "ahead of talks"; a claim that stands ("Russia's demand"); and a tree that made
 * the sentence's verb hang below its subject. */
static void look_around(const ev_report *r, uint32_t noun, uint32_t up, uint16_t flags,
                        ev_status *s) {
    uint32_t c = ev_case(r, noun);
    if (c != DL_NONE && c > 0 && ev_is(r, c, "of") && ev_is(r, c - 1, "ahead")) {
        raise(s, DL_PLANNED, c);
        s->future = true;
    }
    if ((flags & EV_STANCE) && s->status == DL_OCCURRED) raise(s, DL_ONGOING, noun);
    if (ev_rel(r, noun) != DL_REL_ROOT || up != DL_NONE) return;
    EV_CHILDREN(r, noun, k) {
        uint8_t rel = ev_rel(r, k);
        bool hung = rel == DL_REL_CONJ || rel == DL_REL_ACL || rel == DL_REL_PARATAXIS;
        if (!hung || r->t->upos[k] != DL_VERB || k < noun) continue;
        const ev_cue *cue = cue_of(r, 'e', k);
        bool ignored = false;
        if (!cue) continue;
        apply(s, cue->effect, k);
        own_marks(r, k, s, &ignored);
    }
}

ev_status ev_status_of(const ev_report *r, uint32_t trigger, uint16_t flags) {
    ev_status s = {DL_OCCURRED, false, false, false, false, DL_NONE};
    bool noun = r->t->upos[trigger] == DL_NOUN || r->t->upos[trigger] == DL_PROPN;
    bool has_aux = false, carried = false;
    uint32_t v = trigger;
    if (noun) {
        own_marks(r, v, &s, &has_aux);
        if (has_no(r, v)) s.negated = true, raise(&s, DL_DENIED, v);
        for (uint32_t k = 0; k < 4 && ev_rel(r, v) == DL_REL_CONJ; k++) {
            uint32_t h = r->t->head[v]; /* "further talks and meetings are expected" */
            if (h >= r->n || r->t->upos[h] != DL_NOUN) break;
            v = h;
            own_marks(r, v, &s, &has_aux);
        }
        uint32_t round = ev_round(r, v);
        if (round != v) own_marks(r, round, &s, &has_aux);
        v = round;
        v = noun_up(r, v, &s, &carried);
    }
    if (noun) look_around(r, trigger, v, flags, &s);
    uint32_t first = v;
    for (uint32_t steps = 0; v != DL_NONE && steps < 8; steps++) {
        if (r->t->upos[v] == DL_NOUN && v != trigger) break;
        has_aux = false;
        own_marks(r, v, &s, &has_aux);
        if (is_to(r, v)) raise(&s, DL_PLANNED, v), s.future = true;
        /* a conjunct with its own auxiliaries or subject stands for itself */
        if (ev_rel(r, v) == DL_REL_CONJ &&
            (has_aux || ev_child(r, v, DL_REL_NSUBJ) != DL_NONE || ev_xpos(r, v, "VBD")))
            break;
        s.infinitive |= to_infinitive(r, v);
        v = step_up(r, v, &s);
    }
    if (r->t->upos[trigger] == DL_ADJ && (flags & EV_STANCE)) {
        uint32_t cop = ev_child(r, trigger, DL_REL_COP);
        if (cop != DL_NONE && (ev_xpos(r, cop, "VBZ") || ev_xpos(r, cop, "VBP")))
            raise(&s, DL_ONGOING, cop);
    }
    bool present = first != DL_NONE && (ev_xpos(r, first, "VBZ") || ev_xpos(r, first, "VBP")) &&
                   ev_child(r, first, DL_REL_AUX) == DL_NONE;
    if (s.status == DL_OCCURRED && (flags & EV_STANCE) && present) raise(&s, DL_ONGOING, first);
    if (flags & EV_NEGATED) s.negated = true, raise(&s, DL_DENIED, trigger);
    if ((flags & EV_FUTURE) && weight_of[s.status] < weight_of[DL_PLANNED]) s.status = DL_PLANNED;
    return s;
}

/* PLOVER manual, "future events": what is promised is AGREE, what is announced against somebody is
 * THREATEN, what is refused is REJECT. */
uint8_t ev_plover_type(uint8_t type, uint8_t status, bool future, bool refusal) {
    bool coop = type == DL_CONSULT || type == DL_SUPPORT || type == DL_COOPERATE ||
                type == DL_AID || type == DL_CONCEDE || type == DL_RETREAT || type == DL_AGREE;
    bool hard = type == DL_PROTEST || type == DL_SANCTION || type == DL_MOBILIZE ||
                type == DL_COERCE || type == DL_ASSAULT;
    if (coop && refusal) return DL_REJECT;
    if (coop && (status == DL_PLANNED || (status == DL_POSSIBLE && future))) return DL_AGREE;
    if (hard && (status == DL_PLANNED || status == DL_POSSIBLE) && !refusal) return DL_THREATEN;
    return type;
}
