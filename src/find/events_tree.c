/* Slots of the dependency tree, made logical: passives, relatives, control, conjuncts. */
#include "find/events_internal.h"

uint32_t ev_child(const ev_report *r, uint32_t tok, uint32_t rel) {
    EV_CHILDREN(r, tok, k) if (ev_rel(r, k) == rel) return k;
    return DL_NONE;
}

uint32_t ev_child_lemma(const ev_report *r, uint32_t tok, uint32_t rel, const char *lemma) {
    EV_CHILDREN(r, tok, k) if (ev_rel(r, k) == rel && ev_is(r, k, lemma)) return k;
    return DL_NONE;
}

bool ev_xpos(const ev_report *r, uint32_t tok, const char *tag) {
    return r->c->text->xpos_names && strcmp(r->c->text->xpos_names[r->t->xpos[tok]], tag) == 0;
}

/* "The junta pardoned prisoners" read as a noun with a participle: the sentence's real verb. */
static bool lost_verb(const ev_report *r, uint32_t v) {
    uint32_t h = r->t->head[v];
    if (h >= r->n || h >= v || ev_rel(r, h) != DL_REL_ROOT || r->t->upos[h] == DL_VERB)
        return false;
    bool carries = false;
    EV_CHILDREN(r, v, k) {
        if (ev_rel(r, k) == DL_REL_OBL_AGENT || ev_is(r, ev_case(r, k), "by")) return false;
        carries |= ev_rel(r, k) == DL_REL_OBJ || ev_rel(r, k) == DL_REL_OBL;
    }
    if (!carries || ev_child(r, h, DL_REL_NSUBJ) != DL_NONE ||
        ev_child(r, h, DL_REL_COP) != DL_NONE)
        return false;
    uint32_t s = dl_sentence_of_token(r->c->text, v);
    if (s == DL_NONE) return false;
    const dl_sentence *sent = &r->c->text->sentences.items[s];
    for (uint32_t k = sent->first; k < sent->first + sent->count; k++) {
        uint8_t rel = ev_rel(r, k);
        bool main_verb = r->t->upos[k] == DL_VERB &&
                         (rel == DL_REL_ROOT || rel == DL_REL_CONJ || rel == DL_REL_PARATAXIS);
        if (main_verb && k != v && r->t->head[k] != v) return false;
    }
    return true;
}

/* "Lebanon's army seized weapons" read as "seized weapons" of the army: who stands before. */
static uint32_t lost_subject(const ev_report *r, uint32_t v) {
    bool past = ev_xpos(r, v, "VBN") || ev_xpos(r, v, "VBD");
    if (!past || ev_rel(r, v) != DL_REL_AMOD || v == 0 || r->t->head[v] <= v) return DL_NONE;
    uint8_t before = r->t->upos[v - 1];
    if (before != DL_NOUN && before != DL_PROPN) return DL_NONE;
    bool known_actor =
        r->mention[v - 1] != DL_NONE || dl_map_get(&r->lex->people, r->lemma[v - 1]) != DL_NONE;
    return known_actor ? v - 1 : DL_NONE;
}

/* Passive by its own words; a bare participle counts where it modifies. */
static bool passive_alone(const ev_report *r, uint32_t v, bool *bare) {
    *bare = true;
    EV_CHILDREN(r, v, k) {
        uint8_t rel = ev_rel(r, k);
        if (rel == DL_REL_AUX_PASS || rel == DL_REL_NSUBJ_PASS) return true;
        if (rel == DL_REL_AUX || rel == DL_REL_NSUBJ || rel == DL_REL_OBJ) *bare = false;
    }
    if (!ev_xpos(r, v, "VBN")) return *bare = false;
    if (ev_rel(r, v) == DL_REL_ACL) return !lost_verb(r, v);
    return *bare && ev_rel(r, v) == DL_REL_ADVCL;
}

bool ev_passive(const ev_report *r, uint32_t v) {
    bool bare, ignored;
    if (passive_alone(r, v, &bare)) return true;
    uint32_t h = r->t->head[v];
    return bare && ev_rel(r, v) == DL_REL_CONJ && h < v && passive_alone(r, h, &ignored);
}

uint32_t ev_case(const ev_report *r, uint32_t tok) {
    return ev_child(r, tok, DL_REL_CASE);
}

bool ev_below(const ev_report *r, uint32_t tok, uint32_t top) {
    for (uint32_t steps = 0; tok != DL_NONE && steps < 200; steps++) {
        if (tok == top) return true;
        tok = r->t->head[tok] < r->n ? r->t->head[tok] : DL_NONE;
    }
    return false;
}

static void put(ev_heads *out, uint32_t tok) {
    if (tok == DL_NONE || out->count == EV_MAX_HEADS) return;
    for (uint32_t i = 0; i < out->count; i++)
        if (out->at[i] == tok) return;
    out->at[out->count++] = tok;
}

void ev_conjuncts(const ev_report *r, ev_heads *h) {
    for (uint32_t i = 0; i < h->count; i++) {
        EV_CHILDREN(r, h->at[i], k) {
            bool nominal = r->t->upos[k] != DL_VERB && r->t->upos[k] != DL_AUX;
            if (ev_rel(r, k) == DL_REL_CONJ && nominal && ev_child(r, k, DL_REL_NSUBJ) == DL_NONE)
                put(h, k);
        }
    }
}

static bool relativizer(const ev_report *r, uint32_t tok) {
    return ev_is(r, tok, "who") || ev_is(r, tok, "which") || ev_is(r, tok, "that") ||
           ev_is(r, tok, "whom");
}

static uint32_t antecedent(const ev_report *r, uint32_t v, uint32_t found) {
    if (found == DL_NONE || !relativizer(r, found)) return found;
    for (uint32_t steps = 0; v < r->n && steps < 8; steps++, v = r->t->head[v]) {
        uint8_t rel = ev_rel(r, v);
        if (rel == DL_REL_ACL_RELCL || rel == DL_REL_ACL) return r->t->head[v];
        if (rel != DL_REL_CONJ && rel != DL_REL_XCOMP) break;
    }
    return found;
}

/* The grammatical subject, inherited through conjuncts, control, participles. */
static uint32_t surface_subject(const ev_report *r, uint32_t v, uint32_t depth) {
    EV_CHILDREN(r, v, k) {
        uint8_t rel = ev_rel(r, k);
        if (rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS) return antecedent(r, v, k);
    }
    uint32_t h = r->t->head[v];
    if (h >= r->n || depth == 6) return DL_NONE;
    switch (ev_rel(r, v)) {
    case DL_REL_XCOMP: {
        uint32_t obj = ev_child(r, h, DL_REL_OBJ);
        if (obj == DL_NONE) obj = ev_child(r, h, DL_REL_IOBJ);
        bool promise = ev_is(r, h, "promise") || ev_is(r, h, "use") || ev_is(r, h, "visit");
        if (obj != DL_NONE && !promise) return obj;
        return surface_subject(r, h, depth + 1);
    }
    case DL_REL_CONJ: /* a verb hung on a noun belongs with that noun's verb */
        for (uint32_t k = 0; k < 4 && r->t->upos[h] != DL_VERB && r->t->head[h] < r->n; k++)
            h = r->t->head[h];
        return surface_subject(r, h, depth + 1);
    case DL_REL_OBL: /* "after meeting Macron, Zelensky said" */
    case DL_REL_NMOD:
        if (!ev_xpos(r, v, "VBG") || r->t->upos[h] != DL_VERB) return DL_NONE;
        return surface_subject(r, h, depth + 1);
    case DL_REL_ADVCL: return surface_subject(r, h, depth + 1);
    case DL_REL_ACL_RELCL: return h;
    case DL_REL_AMOD: return r->t->upos[v] == DL_ADJ ? h : DL_NONE; /* "the envoy is due to" */
    case DL_REL_ACL:
        if (ev_xpos(r, v, "VBG") || ev_xpos(r, v, "VBN") || ev_xpos(r, v, "VBD")) return h;
        /* "efforts to end": whose efforts */
        if (ev_child(r, h, DL_REL_NMOD_POSS) != DL_NONE) return ev_child(r, h, DL_REL_NMOD_POSS);
        if (r->t->head[h] < r->n && r->t->upos[r->t->head[h]] == DL_VERB &&
            (ev_rel(r, h) == DL_REL_OBJ || ev_rel(r, h) == DL_REL_OBL))
            return surface_subject(r, r->t->head[h], depth + 1);
        return DL_NONE;
    default: return DL_NONE;
    }
}

/* A mention's head word. */
static uint32_t head_of(const ev_report *r, uint32_t tok) {
    uint32_t m = r->mention[tok];
    if (m == DL_NONE) return tok;
    uint32_t h = r->c->finds->mentions.items[m].head;
    return h < r->n ? h : tok;
}

/* Where the tree gives a finite verb no subject: the name before it, over adverbs and an inserted
 * "he added". */
static uint32_t name_before(const ev_report *r, uint32_t v) {
    bool finite = ev_xpos(r, v, "VBD") || ev_xpos(r, v, "VBZ") || ev_xpos(r, v, "VBP");
    EV_CHILDREN(r, v, k) finite |= ev_rel(r, k) == DL_REL_AUX && ev_xpos(r, k, "MD");
    EV_CHILDREN(r, v, k) finite |= ev_rel(r, k) == DL_REL_AUX && ev_xpos(r, k, "VBZ");
    if (!finite) return DL_NONE;
    uint32_t s = dl_sentence_of_token(r->c->text, v);
    uint32_t first = s == DL_NONE ? v : r->c->text->sentences.items[s].first;
    for (uint32_t k = v; k-- > first && v - k < 12;) {
        if (r->mention[k] != DL_NONE && r->t->upos[k] != DL_PRON)
            return ev_case(r, head_of(r, k)) == DL_NONE ? head_of(r, k) : DL_NONE;
        uint8_t pos = r->t->upos[k];
        bool speaks = pos == DL_VERB && r->mask[k] & ev_class_mask(r->lex, "reporting");
        bool passes = pos == DL_ADV || pos == DL_AUX || pos == DL_PUNCT || speaks ||
                      (pos == DL_PRON && k + 1 < v && r->t->upos[k + 1] == DL_VERB);
        if (!passes) return DL_NONE;
    }
    return DL_NONE;
}

static void subject(const ev_report *r, uint32_t v, ev_heads *out) {
    uint32_t lost = lost_subject(r, v);
    if (lost != DL_NONE) {
        put(out, lost);
        return;
    }
    if (ev_passive(r, v)) {
        EV_CHILDREN(r, v, k) {
            uint32_t c = ev_case(r, k);
            if (ev_rel(r, k) == DL_REL_OBL_AGENT ||
                ((ev_rel(r, k) == DL_REL_OBL || ev_rel(r, k) == DL_REL_NMOD) && ev_is(r, c, "by")))
                put(out, k);
        }
        return;
    }
    uint32_t s = surface_subject(r, v, 0);
    put(out, s == DL_NONE ? name_before(r, v) : s);
}

/* The name that follows a word at once, over determiners, titles and adjectives; for a tree that
 * lost it. */
uint32_t ev_name_after(const ev_report *r, uint32_t tok) {
    uint32_t noun = DL_NONE;
    for (uint32_t k = tok + 1; k < r->n && k < tok + 7; k++) {
        uint32_t m = r->mention[k];
        bool adjective =
            m != DL_NONE && r->c->finds->mentions.items[m].form == DL_MENTION_ADJECTIVE &&
            k + 1 < r->n && r->t->upos[k + 1] != DL_PUNCT && r->t->upos[k + 1] != DL_CCONJ;
        if (m != DL_NONE && !adjective) return head_of(r, k);
        uint8_t pos = r->t->upos[k];
        if (pos == DL_NOUN) noun = k;
        if (pos != DL_DET && pos != DL_NOUN && pos != DL_ADJ && pos != DL_PROPN && pos != DL_NUM)
            break;
    }
    return noun;
}

static void object(const ev_report *r, uint32_t v, ev_heads *out) {
    if (lost_subject(r, v) != DL_NONE) {
        put(out, r->t->head[v]);
        return;
    }
    if (ev_passive(r, v)) {
        uint32_t s = surface_subject(r, v, 0);
        put(out, s);
        put(out, ev_child(r, v, DL_REL_OBJ)); /* "was given permission" */
        return;
    }
    EV_CHILDREN(r, v, k) if (ev_rel(r, k) == DL_REL_OBJ) put(out, antecedent(r, v, k));
    if (!out->count) put(out, ev_child(r, v, DL_REL_IOBJ)); /* "urged Peru to release" */
    uint32_t x = out->count ? DL_NONE : ev_child(r, v, DL_REL_XCOMP);
    bool thing = x != DL_NONE && (r->t->upos[x] == DL_PROPN || r->t->upos[x] == DL_NOUN);
    if (thing && x > v && ev_case(r, x) == DL_NONE) put(out, x);
    if (out->count) return;
    /* "the plan that Ukraine rejected": the gap */
    if (ev_rel(r, v) == DL_REL_ACL_RELCL && r->t->head[v] < r->n) {
        uint32_t s = ev_child(r, v, DL_REL_NSUBJ);
        if (s != DL_NONE && !relativizer(r, s)) put(out, r->t->head[v]);
    }
    /* "rejected and condemned the plan": the shared object of a conjunct to the right */
    EV_CHILDREN(r, v, k)
    if (ev_rel(r, k) == DL_REL_CONJ && r->t->upos[k] == DL_VERB &&
        ev_child(r, k, DL_REL_NSUBJ) == DL_NONE && !out->count && k == v + 2)
        put(out, ev_child(r, k, DL_REL_OBJ));
    if (!out->count && ev_child(r, v, DL_REL_XCOMP) == DL_NONE &&
        ev_child(r, v, DL_REL_CCOMP) == DL_NONE)
        put(out, ev_name_after(r, v));
}

/* What stands below a word with this preposition; an object's own phrase counts for its verb. */
static void prepositional(const ev_report *r, uint32_t tok, dl_str prep, ev_heads *out,
                          bool through_object) {
    EV_CHILDREN(r, tok, k) {
        uint8_t rel = ev_rel(r, k);
        bool verbal = r->t->upos[k] == DL_VERB &&
                      (rel == DL_REL_ADVCL || rel == DL_REL_ACL || rel == DL_REL_OBL);
        if (rel == DL_REL_OBL || rel == DL_REL_NMOD || rel == DL_REL_OBL_AGENT || verbal ||
            rel == DL_REL_XCOMP || rel == DL_REL_ADVMOD) {
            EV_CHILDREN(r, k, c) {
                bool marker =
                    ev_rel(r, c) == DL_REL_CASE || (verbal && ev_rel(r, c) == DL_REL_MARK);
                if (marker && dl_str_eq(r->lemma[c], prep)) put(out, k);
            }
        }
        bool carry = rel == DL_REL_OBJ || rel == DL_REL_XCOMP || rel == DL_REL_NSUBJ_PASS ||
                     (rel == DL_REL_OBL && r->t->upos[k] == DL_NOUN);
        if (through_object && carry && !dl_str_is(prep, "of") && r->t->upos[k] != DL_VERB)
            prepositional(r, k, prep, out, false);
    }
}

uint32_t ev_round(const ev_report *r, uint32_t noun) {
    uint32_t h = r->t->head[noun];
    bool of = ev_rel(r, noun) == DL_REL_NMOD && ev_is(r, ev_case(r, noun), "of");
    return of && h < r->n && r->mask[h] & ev_class_mask(r->lex, "round") ? h : noun;
}

/* The entry of a light verb for its object, or for a phrase with this preposition. */
static const ev_cue *light_cue(const ev_report *r, uint32_t verb, bool object_of, uint32_t prep) {
    char key[64] = "l:";
    dl_str lemma = r->lemma[verb];
    if (lemma.len > sizeof key - 3) return NULL;
    memcpy(key + 2, lemma.ptr, lemma.len);
    uint32_t i = dl_map_get(&r->lex->cues_of, (dl_str){key, lemma.len + 2});
    for (; i != DL_NONE; i = r->lex->cues.items[i].next) {
        const ev_cue *cue = &r->lex->cues.items[i];
        bool wants_object = !cue->prep.len || dl_str_is(cue->prep, "-");
        if (wants_object ? object_of : prep != DL_NONE && dl_str_eq(r->lemma[prep], cue->prep))
            return cue;
    }
    return NULL;
}

ev_carrier ev_light(const ev_report *r, uint32_t noun) {
    ev_carrier none = {DL_NONE, NULL};
    for (uint32_t steps = 0; ev_rel(r, noun) == DL_REL_CONJ && steps < 4; steps++)
        if (r->t->head[noun] < r->n) noun = r->t->head[noun];
    noun = ev_round(r, noun);
    uint32_t v = r->t->head[noun];
    if (v >= r->n || r->t->upos[v] != DL_VERB) {
        /* "a plan leaked", "talks between": the noun may be governed by another noun */
        return none;
    }
    uint8_t rel = ev_rel(r, noun);
    ev_heads obj = {0};
    object(r, v, &obj);
    bool is_obj = rel == DL_REL_OBJ;
    for (uint32_t i = 0; i < obj.count; i++) is_obj |= obj.at[i] == noun;
    const ev_cue *cue = light_cue(r, v, is_obj, rel == DL_REL_OBL ? ev_case(r, noun) : DL_NONE);
    return cue ? (ev_carrier){v, cue} : none;
}

static void complement(const ev_report *r, uint32_t tok, bool finite, ev_heads *out) {
    EV_CHILDREN(r, tok, k) {
        uint8_t rel = ev_rel(r, k);
        if (finite && rel == DL_REL_CCOMP) put(out, k);
        if (finite) continue;
        bool to = ev_child_lemma(r, k, DL_REL_MARK, "to") != DL_NONE;
        if (rel == DL_REL_XCOMP ||
            ((rel == DL_REL_ADVCL || rel == DL_REL_ACL || rel == DL_REL_CCOMP) && to))
            put(out, k);
    }
}

static void modifiers(const ev_report *r, uint32_t tok, ev_heads *out) {
    EV_CHILDREN(r, tok, k) {
        uint8_t rel = ev_rel(r, k);
        if (rel == DL_REL_AMOD || rel == DL_REL_COMPOUND || rel == DL_REL_FLAT) put(out, k);
        if (rel == DL_REL_NMOD && ev_case(r, k) == DL_NONE) put(out, k);
    }
}

static void owner(const ev_report *r, uint32_t tok, ev_heads *out) {
    static const char *const preps[] = {"by", "of", "from"};
    put(out, ev_child(r, tok, DL_REL_NMOD_POSS));
    for (size_t i = 0; !out->count && i < DL_COUNT(preps); i++)
        prepositional(r, tok, dl_str_of(preps[i]), out, false);
    if (!out->count) {
        ev_heads mods = {0};
        modifiers(r, tok, &mods);
        for (uint32_t i = 0; i < mods.count; i++)
            if (r->mention[mods.at[i]] != DL_NONE) put(out, mods.at[i]);
    }
}

static void anywhere(const ev_report *r, uint32_t tok, ev_heads *out, uint32_t depth) {
    EV_CHILDREN(r, tok, k) {
        put(out, k);
        if (depth < 3) anywhere(r, k, out, depth + 1);
    }
}

/* An event noun's own "subject": whoever carries it out. */
static void noun_subject(const ev_report *r, uint32_t noun, ev_heads *out) {
    ev_carrier c = ev_light(r, noun);
    if (c.cue && c.cue->subject == 1) subject(r, c.verb, out);
    if (out->count) return;
    EV_CHILDREN(r, noun, k) { /* "talks, which were attended by …" */
        uint8_t rel = ev_rel(r, k);
        bool clause = rel == DL_REL_ACL_RELCL || rel == DL_REL_ACL;
        if (clause && light_cue(r, k, true, DL_NONE)) subject(r, k, out);
    }
}

static void noun_object(const ev_report *r, uint32_t noun, ev_heads *out) {
    ev_carrier c = ev_light(r, noun);
    if (c.cue && c.cue->subject == 2) put(out, surface_subject(r, c.verb, 0));
}

void ev_slot(const ev_report *r, uint32_t tok, uint32_t slot, ev_heads *out) {
    bool noun = r->t->upos[tok] == DL_NOUN || r->t->upos[tok] == DL_PROPN;
    switch (slot) {
    case EV_SUBJ:
        if (noun && ev_child(r, tok, DL_REL_NSUBJ) == DL_NONE)
            noun_subject(r, tok, out);
        else
            subject(r, tok, out);
        return;
    case EV_OBJ:
        if (noun)
            noun_object(r, tok, out);
        else
            object(r, tok, out);
        return;
    case EV_IOBJ: put(out, ev_child(r, tok, DL_REL_IOBJ)); return;
    case EV_PRT:
        EV_CHILDREN(r, tok, k)
        if (ev_rel(r, k) == DL_REL_COMPOUND_PRT ||
            ((ev_rel(r, k) == DL_REL_ADVMOD || ev_rel(r, k) == DL_REL_CASE) && k == tok + 1))
            put(out, k);
        return;
    case EV_XCOMP: complement(r, tok, false, out); return;
    case EV_CCOMP: complement(r, tok, true, out); return;
    case EV_ADV:
        EV_CHILDREN(r, tok, k)
        if (ev_rel(r, k) == DL_REL_ADVMOD || ev_rel(r, k) == DL_REL_AMOD) put(out, k);
        return;
    case EV_MOD: modifiers(r, tok, out); return;
    case EV_POSS: put(out, ev_child(r, tok, DL_REL_NMOD_POSS)); return;
    case EV_OWNER: owner(r, tok, out); return;
    case EV_ANY: anywhere(r, tok, out, 1); return;
    case EV_GOV:
        if (r->t->head[tok] < r->n) put(out, r->t->head[tok]);
        return;
    case EV_AUX: EV_CHILDREN(r, tok, k) if (ev_rel(r, k) == DL_REL_AUX) put(out, k); return;
    default: break;
    }
    uint32_t p = slot - EV_PREP;
    if (p >= r->lex->preps.entries.count) return;
    dl_str prep = r->lex->preps.entries.items[p].key;
    prepositional(r, tok, prep, out, true);
    for (uint32_t k = tok + 1; !out->count && k < tok + 8 && k < r->n; k++) {
        uint8_t pos = r->t->upos[k];
        if (dl_str_eq(r->lemma[k], prep) && pos == DL_ADP) put(out, ev_name_after(r, k));
        if (pos == DL_VERB || pos == DL_AUX || pos == DL_SCONJ || pos == DL_PUNCT) break;
    }
    ev_carrier c = noun ? ev_light(r, tok) : (ev_carrier){DL_NONE, NULL};
    if (c.verb != DL_NONE) {
        ev_heads more = {0};
        prepositional(r, c.verb, prep, &more, false);
        for (uint32_t i = 0; i < more.count; i++)
            if (more.at[i] != tok) put(out, more.at[i]);
    }
}

void ev_follow(const ev_report *r, uint32_t trigger, const ev_path *path, ev_heads *out) {
    ev_heads at = {1, {trigger}};
    for (uint32_t s = 0; s < path->count; s++) {
        ev_heads next = {0};
        for (uint32_t i = 0; i < at.count; i++) {
            ev_slot(r, at.at[i], path->step[s], &next);
            if (s + 1 < path->count) ev_conjuncts(r, &next);
        }
        at = next;
    }
    for (uint32_t i = 0; i < at.count; i++) put(out, at.at[i]);
}
