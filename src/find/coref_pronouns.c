/* Pronouns to entities: the most salient that agrees (after Lappin & Leass 1994). */
#include "find/coref_rest.h"
#include "find/tuning_names.h"

typedef struct standing {
    int score;
    bool possible, touched;
} standing;

/* The entities that one pronoun may mean; all[] is clean between pronouns. */
typedef struct bench {
    standing *all;     /* entity -> */
    uint32_t *touched; /* entities */
    uint32_t count;
    uint32_t *often; /* entity -> mentions before the one looked at */
} bench;

static dl_mention *mention(const name_work *w, uint32_t i) {
    return &w->finds->mentions.items[i];
}

/* The mention whose phrase has this token for its head, or that covers it. */
static uint32_t mention_headed(const name_work *w, uint32_t token, uint32_t before) {
    if (token == DL_NONE) return DL_NONE;
    for (uint32_t i = before; i-- > 0;) {
        const dl_mention *m = mention(w, i);
        if (m->sentence < w->sentence[token]) break;
        if (m->head == token && m->form != DL_MENTION_PRONOUN && m->form != DL_MENTION_ADJECTIVE)
            return i;
    }
    uint32_t at = w->mention_at[token];
    return at != DL_NONE && mention(w, at)->form != DL_MENTION_ADJECTIVE ? at : DL_NONE;
}

static bool link_relative(name_work *w, uint32_t i, const nominal *n) {
    uint32_t antecedent = n->governor == DL_NONE ? DL_NONE : w->tokens->head[n->governor];
    uint32_t found = mention_headed(w, antecedent, i), token = mention(w, i)->head;
    if (found == DL_NONE && token >= 2 && w->sentence[token - 2] == w->sentence[token] &&
        dl_str_is(name_token(w, token - 1), ",")) /* "NATO, which": where the tree errs */
        found = w->mention_at[token - 2];
    if (found == DL_NONE || found == i || mention(w, found)->entity == DL_NONE) return false;
    uint32_t entity = mention(w, found)->entity;
    uint8_t kind = w->finds->entities.items[entity].kind;
    bool person = kind == DL_ENTITY_PERSON || kind == DL_ENTITY_GROUP;
    if (n->gender == 'w' && !person) return false;
    mention(w, i)->kind = kind;
    coref_link(w, i, entity, DL_LINK_RELATIVE, DL_CERTAINTY_HIGH);
    return true;
}

/* Whether the entity can be meant by the pronoun at all. */
static bool agrees(const dl_entity *e, uint8_t gender) {
    bool person = e->kind == DL_ENTITY_PERSON, plural = e->gender == 'p';
    switch (gender) {
    case 'm': return person && !plural && e->gender != 'f';
    case 'f': return person && !plural && e->gender != 'm';
    case 'n': return !person && e->kind != DL_ENTITY_GROUP && !plural;
    case 'p':
        return e->kind == DL_ENTITY_GROUP || e->kind == DL_ENTITY_ORGANIZATION || plural ||
               e->kind == DL_ENTITY_COUNTRY;
    default: return false;
    }
}

static uint32_t relation(const name_work *w, uint32_t token) {
    uint32_t rel = w->tokens->deprel[token];
    for (uint32_t k = 0; k < 4 && rel == DL_REL_CONJ && w->tokens->head[token] != DL_NONE; k++) {
        token = w->tokens->head[token];
        rel = w->tokens->deprel[token];
    }
    return rel;
}

static bool is_subject(uint32_t rel) {
    return rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS || rel == DL_REL_CSUBJ;
}

/* The verb or noun whose clause a token stands in. */
static uint32_t clause_of(const name_work *w, uint32_t token) {
    for (uint32_t k = 0; k < 10 && token != DL_NONE; k++) {
        uint32_t rel = w->tokens->deprel[token];
        if (rel == DL_REL_ROOT || rel == DL_REL_CCOMP || rel == DL_REL_ADVCL ||
            rel == DL_REL_PARATAXIS || rel == DL_REL_ACL_RELCL || rel == DL_REL_XCOMP ||
            rel == DL_REL_ACL || (rel == DL_REL_CONJ && w->tokens->upos[token] == DL_VERB))
            return token;
        token = w->tokens->head[token];
    }
    return token;
}

/* "Macron praised him": subject and object of one verb are two. */
static bool is_bound_apart(const name_work *w, const dl_mention *m, const dl_mention *p,
                           uint8_t kind) {
    if (kind != PRONOUN_PERSONAL || m->sentence != p->sentence) return false;
    uint32_t a = w->tokens->head[m->head], b = w->tokens->head[p->head];
    if (a == b && a != DL_NONE) return true;
    return b != DL_NONE && w->tokens->deprel[p->head] == DL_REL_OBL && w->tokens->head[b] == a;
}

static int standing_of(const name_work *w, uint32_t k, uint32_t i, const nominal *n) {
    const dl_mention *m = mention(w, k), *p = mention(w, i);
    uint32_t rel = relation(w, m->head), own = relation(w, p->head);
    int score = DL_PRONOUN_NEAR - DL_PRONOUN_PER_SENTENCE * (int)(p->sentence - m->sentence);
    if (is_subject(rel)) score += DL_PRONOUN_SUBJECT;
    if (rel == DL_REL_OBJ) score += DL_PRONOUN_OBJECT;
    if (m->form == DL_MENTION_PRONOUN) score += DL_PRONOUN_PRONOUN;
    if (rel == own || (is_subject(rel) && is_subject(own))) score += DL_PRONOUN_PARALLEL;
    if (k == 0 || mention(w, k - 1)->sentence != m->sentence) score += DL_PRONOUN_FIRST;
    if (m->flags & DL_MENTION_AS_PLACE) score += DL_PRONOUN_AS_PLACE;
    if (rel == DL_REL_NMOD_POSS || rel == DL_REL_COMPOUND) score += DL_PRONOUN_INSIDE;
    if (w->quoted[p->head] && !w->quoted[m->head] && m->sentence == p->sentence && is_subject(rel))
        score += DL_PRONOUN_SPEAKER; /* he who speaks calls himself "I" */
    if (w->quoted[p->head] != w->quoted[m->head]) score += DL_PRONOUN_QUOTE;
    if (n->pronoun != PRONOUN_PERSONAL && m->sentence == p->sentence && is_subject(rel) &&
        clause_of(w, m->head) == clause_of(w, p->head))
        score += DL_PRONOUN_CLAUSE;
    return score;
}

static standing *touch(bench *x, uint32_t entity) {
    standing *s = &x->all[entity];
    if (!s->touched) x->touched[x->count++] = entity;
    s->touched = true;
    return s;
}

/* Adds up the entities before the pronoun, each by its best mention. */
static void weigh(const name_work *w, uint32_t i, const nominal *n, bench *x) {
    const dl_mention *p = mention(w, i);
    for (uint32_t k = i; k-- > 0;) {
        const dl_mention *m = mention(w, k);
        if (m->sentence + DL_PRONOUN_WINDOW < p->sentence) break;
        if (m->entity == DL_NONE || m->form == DL_MENTION_ADJECTIVE) continue;
        if (dl_span_contains(m->span, p->span)) continue; /* "their citizens" */
        if (!agrees(&w->finds->entities.items[m->entity], n->gender)) continue;
        standing *s = touch(x, m->entity);
        if (is_bound_apart(w, m, p, n->pronoun)) {
            s->score = INT32_MIN / 2;
            continue;
        }
        int score = standing_of(w, k, i, n);
        if (s->score < INT32_MIN / 4) continue;
        if (!s->possible || score > s->score) s->score = score;
        s->possible = true;
    }
}

/* "He is ready," Trump said: who speaks after the quote is not "he" in it. */
static void drop_speakers(const name_work *w, uint32_t i, bench *x) {
    const dl_mention *p = mention(w, i);
    for (uint32_t k = i + 1; w->quoted[p->head] && k < w->finds->mentions.count; k++) {
        const dl_mention *m = mention(w, k);
        if (m->sentence != p->sentence) break;
        if (m->entity != DL_NONE && m->form == DL_MENTION_NAME && !w->quoted[m->head] &&
            x->all[m->entity].possible && is_subject(relation(w, m->head)))
            x->all[m->entity].score += DL_PRONOUN_SPEAKER;
    }
}

static void add_standing(const name_work *w, const nominal *n, bench *b) {
    for (uint32_t i = 0; i < b->count; i++) {
        standing *s = &b->all[b->touched[i]];
        if (!s->possible) continue;
        const dl_entity *x = &w->finds->entities.items[b->touched[i]];
        uint32_t often = b->often[b->touched[i]];
        s->score += DL_PRONOUN_OFTEN * (int)(often < 5 ? often : 5);
        if (x->gender && x->gender == n->gender) s->score += DL_PRONOUN_GENDER;
        if (x->unnamed) s->score += DL_PRONOUN_UNNAMED;
        if (n->gender == 'n' && x->kind == DL_ENTITY_ORGANIZATION) s->score += DL_PRONOUN_KIND;
        if (n->gender == 'p' && x->kind == DL_ENTITY_GROUP) s->score += DL_PRONOUN_GROUP;
        if (n->gender == 'p' && x->kind == DL_ENTITY_COUNTRY) s->score += DL_PRONOUN_COUNTRY;
    }
}

static void link_best(name_work *w, uint32_t i, const nominal *n, const bench *b) {
    uint32_t best = DL_NONE, second = DL_NONE;
    const standing *all = b->all;
    for (uint32_t k = 0; k < b->count; k++) {
        uint32_t e = b->touched[k];
        if (!all[e].possible || all[e].score < INT32_MIN / 4) continue;
        if (best == DL_NONE || all[e].score > all[best].score) {
            second = best;
            best = e;
        } else if (second == DL_NONE || all[e].score > all[second].score) {
            second = e;
        }
    }
    if (best == DL_NONE) return;
    int gap = second == DL_NONE ? DL_PRONOUN_SURE : all[best].score - all[second].score;
    if (gap < DL_PRONOUN_CLOSE) return; /* left open */
    mention(w, i)->kind = w->finds->entities.items[best].kind;
    bool person = n->gender == 'm' || n->gender == 'f';
    coref_link(w, i, best, n->pronoun == PRONOUN_REFLEXIVE ? DL_LINK_REFLEXIVE : DL_LINK_PRONOUN,
               gap >= DL_PRONOUN_SURE && person ? DL_CERTAINTY_MEDIUM : DL_CERTAINTY_LOW);
}

static void link_pronoun(name_work *w, uint32_t i, const nominal *n, bench *b) {
    b->count = 0;
    weigh(w, i, n, b);
    drop_speakers(w, i, b);
    add_standing(w, n, b);
    link_best(w, i, n, b);
    for (uint32_t k = 0; k < b->count; k++) b->all[b->touched[k]] = (standing){0};
}

void coref_pronouns(name_work *w) {
    uint32_t size = w->finds->entities.count + 1;
    bench b = {dl_arena_array(w->arena, size, sizeof *b.all),
               dl_arena_array(w->arena, size, sizeof *b.touched), 0,
               dl_arena_array(w->arena, size, sizeof *b.often)};
    if (!b.all || !b.touched || !b.often) return;
    for (uint32_t i = 0; i < w->finds->mentions.count; i++) {
        const dl_mention *m = mention(w, i);
        if (m->form == DL_MENTION_PRONOUN && w->nominal_of[i] != DL_NONE) {
            const nominal *n = &w->nominals.items[w->nominal_of[i]];
            if (n->pronoun == PRONOUN_RELATIVE)
                link_relative(w, i, n);
            else
                link_pronoun(w, i, n, &b);
        }
        if (m->entity != DL_NONE) b.often[m->entity]++;
    }
}
