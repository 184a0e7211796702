/* Who acts and who is acted upon: from the words at the end of a role's path to mentions. */
#include "find/events_internal.h"

#include "find/tuning_events.h"

static const dl_mention *mention_at(const ev_report *r, uint32_t m) {
    return &r->c->finds->mentions.items[m];
}

bool ev_same(const ev_report *r, uint32_t a, uint32_t b) {
    if (a == b) return true;
    uint32_t x = mention_at(r, a)->entity, y = mention_at(r, b)->entity;
    return x != DL_NONE && x == y;
}

void ev_people_add(ev_people *people, uint32_t mention, const dl_mention *mentions) {
    if (mention == DL_NONE || people->count == EV_MAX_LIST) return;
    for (uint32_t i = 0; i < people->count; i++) {
        uint32_t other = people->at[i];
        if (other == mention) return;
        if (mentions[other].entity != DL_NONE && mentions[other].entity == mentions[mention].entity)
            return;
    }
    uint32_t i = people->count++;
    while (i > 0 && people->at[i - 1] > mention) people->at[i] = people->at[i - 1], i--;
    people->at[i] = mention;
}

bool ev_actor(const ev_report *r, uint32_t m) {
    if (r->any_actor) return true;
    const dl_mention *x = mention_at(r, m);
    if (x->form == DL_MENTION_PRONOUN) {
        /* not resolved: its entity is itself */
        if (x->entity == DL_NONE) return false;
        uint32_t first = r->c->finds->entities.items[x->entity].first;
        if (first < r->c->finds->mentions.count && mention_at(r, first)->form == DL_MENTION_PRONOUN)
            return false;
    }
    switch (x->kind) {
    case DL_ENTITY_COUNTRY: return !(x->flags & DL_MENTION_AS_PLACE);
    case DL_ENTITY_PERSON:
    case DL_ENTITY_ORGANIZATION:
    case DL_ENTITY_GROUP: return true;
    default: return false;
    }
}

/* Whether the words between two mentions only coordinate them: "Witkoff and Trump's son-in-law
 * Kushner". strong: a word "and" or "or" stands there. */
static bool coordinate(const ev_report *r, uint32_t from, uint32_t to, bool *strong) {
    bool comma = false;
    *strong = false;
    for (uint32_t k = from; k < to; k++) {
        uint8_t pos = r->t->upos[k];
        dl_str w = r->lemma[k];
        if (pos == DL_CCONJ && (dl_str_is(w, "and") || dl_str_is(w, "or")))
            *strong = true;
        else if (dl_str_is(w, ","))
            comma = true;
        else if (dl_str_is(w, "of") && k + 1 < to && r->mention[k + 1] != DL_NONE)
            continue; /* "Aliyev of Azerbaijan and …" */
        else if (pos == DL_VERB || pos == DL_AUX || pos == DL_ADP || pos == DL_PRON ||
                 pos == DL_SCONJ || pos == DL_PUNCT || pos == DL_ADV || pos == DL_CCONJ)
            return false;
        else if (pos != DL_DET && pos != DL_PART && r->mention[k] == DL_NONE && pos != DL_ADJ &&
                 pos != DL_NOUN && pos != DL_PROPN)
            return false;
    }
    return (*strong || comma) && to - from <= 6;
}

static uint32_t first_token(const ev_report *r, uint32_t m) {
    uint32_t k = mention_at(r, m)->head;
    while (k > 0 && r->t->start[k - 1] >= mention_at(r, m)->span.start) k--;
    return k;
}

static uint32_t past_token(const ev_report *r, uint32_t m) {
    uint32_t k = mention_at(r, m)->head;
    while (k < r->n && r->t->start[k] < mention_at(r, m)->span.end) k++;
    return k;
}

/* "Trump's son-in-law": who owns takes no part. */
static bool is_owner(const ev_report *r, uint32_t m) {
    uint32_t k = past_token(r, m);
    return k < r->n && r->t->upos[k] == DL_PART && (r->t->flags[k] & DL_TOKEN_CLITIC);
}

/* The nearest mention before (or after) m that only "and", "or" or a comma parts from it; DL_NONE.
 * A tree often loses one side of "A and B". country: only a country's name or adjective will do. */
static uint32_t neighbour(const ev_report *r, uint32_t m, bool left, bool country, bool *strong) {
    enum { REACH = 8 };
    uint32_t edge = left ? first_token(r, m) : past_token(r, m);
    for (uint32_t step = 1; step <= REACH; step++) {
        if (left ? edge < step : edge + step > r->n) break;
        uint32_t k = left ? edge - step : edge + step - 1;
        uint32_t i = r->mention[k];
        if (i == DL_NONE || i == m) continue;
        const dl_mention *y = mention_at(r, i);
        if (y->sentence != mention_at(r, m)->sentence) break;
        if (y->form == DL_MENTION_PRONOUN) break;
        if (is_owner(r, i)) continue;
        uint32_t from = left ? past_token(r, i) : edge;
        uint32_t to = left ? edge : first_token(r, i);
        if (country && y->kind != DL_ENTITY_COUNTRY) continue;
        return to > from && coordinate(r, from, to, strong) ? i : DL_NONE;
    }
    return DL_NONE;
}

/* "American and Ukrainian officials", "the Ukrainian delegation", "envoys of Israel and Hamas": a
 * delegation acts for its side, so its sides are the actors. */
static bool sides_of(const ev_report *r, uint32_t tok, ev_people *out) {
    static const char *const preps[] = {"of", "from"};
    if (!(r->mask[tok] & ev_class_mask(r->lex, "delegation"))) return false;
    uint32_t m = r->mention[tok];
    if (m != DL_NONE && mention_at(r, m)->form == DL_MENTION_NAME) return false;
    ev_heads at = {0};
    ev_slot(r, tok, EV_POSS, &at);
    ev_slot(r, tok, EV_MOD, &at);
    for (size_t i = 0; i < DL_COUNT(preps); i++) {
        uint32_t p = dl_map_get(&r->lex->preps, dl_str_of(preps[i]));
        if (p != DL_NONE) ev_slot(r, tok, EV_PREP + p, &at);
    }
    ev_conjuncts(r, &at);
    uint32_t before = out->count;
    for (uint32_t i = 0; i < at.count; i++) {
        uint32_t k = r->mention[at.at[i]];
        if (k == DL_NONE || k == m) continue;
        uint8_t kind = mention_at(r, k)->kind;
        if (kind == DL_ENTITY_COUNTRY || kind == DL_ENTITY_ORGANIZATION || kind == DL_ENTITY_GROUP)
            ev_people_add(out, k, r->c->finds->mentions.items);
    }
    for (uint32_t i = before; i < out->count; i++) { /* "American and Ukrainian officials" */
        bool strong = false;
        uint32_t beside = neighbour(r, out->at[i], true, true, &strong);
        if (beside == DL_NONE) beside = neighbour(r, out->at[i], false, true, &strong);
        if (beside != DL_NONE && strong && mention_at(r, beside)->kind == DL_ENTITY_COUNTRY &&
            mention_at(r, beside)->span.start < r->t->start[tok] && out->count < EV_MAX_LIST &&
            out->count - before < 2)
            ev_people_add(out, beside, r->c->finds->mentions.items);
    }
    return out->count > before;
}

/* The country a group belongs to: "Palestinian gunmen", "police in Kenya". */
static dl_str code_of(const ev_report *r, uint32_t tok) {
    ev_heads at = {0};
    ev_slot(r, tok, EV_OWNER, &at);
    for (uint32_t i = 0; i < at.count; i++) {
        uint32_t k = r->mention[at.at[i]];
        uint32_t e = k == DL_NONE ? DL_NONE : mention_at(r, k)->entity;
        if (e != DL_NONE && r->c->finds->entities.items[e].code.len)
            return r->c->finds->entities.items[e].code;
    }
    return (dl_str){0};
}

/* "protesters", "gunmen", "police": people without a mention yet become a group of this report. */
static uint32_t make_group(const ev_report *r, uint32_t tok) {
    uint32_t line = dl_map_get(&r->lex->people, r->lemma[tok]);
    if (line == DL_NONE || r->t->upos[tok] == DL_VERB) return DL_NONE;
    struct dl_finds *finds = r->c->finds;
    uint32_t first = tok;
    EV_CHILDREN(r, tok, k) {
        uint8_t rel = ev_rel(r, k);
        if (k < first && (rel == DL_REL_AMOD || rel == DL_REL_COMPOUND) && tok - k <= 4) first = k;
    }
    uint32_t s = dl_sentence_of_token(r->c->text, tok);
    uint32_t e = finds->entities.count, m = finds->mentions.count;
    dl_entity *entity = DL_PUSH(&finds->entities, &finds->arena);
    dl_mention *mention = DL_PUSH(&finds->mentions, &finds->arena);
    if (!entity || !mention) return DL_NONE;
    dl_span span = {r->t->start[first], r->t->start[tok] + r->t->len[tok]};
    entity->name = dl_arena_str(&finds->arena, dl_span_text(r->text, span));
    entity->key =
        dl_arena_printf(&finds->arena, "group:%.*s", (int)entity->name.len, entity->name.ptr);
    entity->code = code_of(r, tok);
    entity->sector = r->lex->sectors.items[line];
    entity->first = m;
    entity->kind = DL_ENTITY_GROUP;
    entity->gender = 'p';
    entity->certainty = DL_CERTAINTY_MEDIUM;
    *mention = (dl_mention){.span = span,
                            .name = DL_SPAN_NONE,
                            .head = tok,
                            .entity = e,
                            .sentence = s,
                            .kind = DL_ENTITY_GROUP,
                            .form = DL_MENTION_NOMINAL,
                            .flags = DL_MENTION_PLURAL,
                            .certainty = DL_CERTAINTY_MEDIUM};
    for (uint32_t k = first; k <= tok; k++)
        if (r->mention[k] == DL_NONE) r->mention[k] = m;
    return m;
}

/* "his troops": the country of the person whose troops they are, where the report names it. */
static uint32_t country_of_his(const ev_report *r, uint32_t tok) {
    if (dl_map_get(&r->lex->people, r->lemma[tok]) == DL_NONE) return DL_NONE;
    uint32_t poss = ev_child(r, tok, DL_REL_NMOD_POSS);
    uint32_t m = poss == DL_NONE ? DL_NONE : r->mention[poss];
    uint32_t e = m == DL_NONE ? DL_NONE : mention_at(r, m)->entity;
    if (e == DL_NONE || mention_at(r, m)->form != DL_MENTION_PRONOUN) return DL_NONE;
    const struct dl_finds *f = r->c->finds;
    dl_str code = f->entities.items[e].code;
    for (uint32_t i = 0; code.len && i < f->entities.count; i++)
        if (f->entities.items[i].kind == DL_ENTITY_COUNTRY &&
            dl_str_eq(f->entities.items[i].code, code))
            return f->entities.items[i].first;
    return DL_NONE;
}

static bool add_head(const ev_report *r, uint32_t tok, bool recipient, uint32_t depth,
                     ev_people *out);
static bool add_all(const ev_report *r, const ev_heads *at, bool recipient, uint32_t depth,
                    ev_people *out);
static void join_neighbours(const ev_report *r, bool recipient, uint32_t trigger, ev_people *out);

/* "they": the two people named before in the sentence, or the several subjects of the sentence
 * before. */
static bool they(const ev_report *r, uint32_t tok, uint32_t depth, ev_people *out) {
    if (!ev_is(r, tok, "they") || ev_rel(r, tok) != DL_REL_NSUBJ || depth) return false;
    uint32_t s = dl_sentence_of_token(r->c->text, tok);
    if (s == DL_NONE) return false;
    const struct dl_finds *f = r->c->finds;
    ev_people named = {0};
    const dl_sentence *here = &r->c->text->sentences.items[s];
    for (uint32_t k = here->first; k < tok; k++) {
        uint32_t i = r->mention[k];
        if (i == DL_NONE || mention_at(r, i)->kind != DL_ENTITY_PERSON) continue;
        if (mention_at(r, i)->entity != DL_NONE && ev_actor(r, i))
            ev_people_add(&named, i, f->mentions.items);
    }
    if (named.count != 2) named.count = 0;
    const dl_sentence *before = s ? here - 1 : NULL;
    if (!named.count && before && before->block == here->block) {
        ev_heads at = {0};
        for (uint32_t k = before->first; k < before->first + before->count; k++)
            if (ev_rel(r, k) == DL_REL_ROOT) {
                ev_slot(r, k, EV_SUBJ, &at);
                if (!at.count) ev_slot(r, k, EV_OBJ, &at); /* a passive's subject */
            }
        ev_conjuncts(r, &at);
        add_all(r, &at, false, 1, &named);
        join_neighbours(r, false, DL_NONE, &named);
        if (named.count < 2) named.count = 0;
    }
    for (uint32_t i = 0; i < named.count; i++) ev_people_add(out, named.at[i], f->mentions.items);
    return named.count > 0;
}

/* "We are preparing meetings", he said: whoever speaks. */
static bool we(const ev_report *r, uint32_t tok, ev_people *out) {
    if (!ev_is(r, tok, "we") && !ev_is(r, tok, "i") && !ev_is(r, tok, "our")) return false;
    if (r->mention[tok] != DL_NONE && ev_actor(r, r->mention[tok])) return false;
    const struct dl_finds *f = r->c->finds;
    uint32_t i = r->said[tok];
    if (i == DL_NONE) return false;
    const dl_attribution *a = &f->attributions.items[i];
    if (a->speaker >= f->entities.count || a->quote == DL_QUOTE_INDIRECT) return false;
    ev_people_add(out, f->entities.items[a->speaker].first, f->mentions.items);
    return true;
}

static bool add_all(const ev_report *r, const ev_heads *at, bool recipient, uint32_t depth,
                    ev_people *out) {
    bool any = false;
    for (uint32_t i = 0; i < at->count; i++) any |= add_head(r, at->at[i], recipient, depth, out);
    return any;
}

/* "Poland said it will expel …": an unresolved pronoun subject of what somebody says is whoever
 * says it. DL_NONE: not such a pronoun. */
static uint32_t sayer(const ev_report *r, uint32_t tok) {
    bool third =
        ev_is(r, tok, "it") || ev_is(r, tok, "he") || ev_is(r, tok, "she") || ev_is(r, tok, "they");
    if (!third || ev_rel(r, tok) != DL_REL_NSUBJ) return DL_NONE;
    uint32_t v = r->t->head[tok];
    for (uint32_t steps = 0; v < r->n && steps < 3; steps++) {
        uint32_t h = r->t->head[v];
        if (h >= r->n) return DL_NONE;
        if (ev_rel(r, v) == DL_REL_CCOMP && r->t->upos[h] == DL_VERB) {
            ev_heads at = {0};
            ev_slot(r, h, EV_SUBJ, &at);
            return at.count == 1 && at.at[0] != tok ? at.at[0] : DL_NONE;
        }
        if (ev_rel(r, v) != DL_REL_CONJ && ev_rel(r, v) != DL_REL_XCOMP) return DL_NONE;
        v = h;
    }
    return DL_NONE;
}

/* A country, or a place that is some country's ("visited Moscow"); not "the Middle East". */
static bool is_land(const ev_report *r, uint32_t m) {
    const dl_mention *x = mention_at(r, m);
    if (x->kind == DL_ENTITY_COUNTRY) return true;
    return x->kind == DL_ENTITY_PLACE && x->entity != DL_NONE &&
           r->c->finds->entities.items[x->entity].code.len > 0;
}

static bool add_head(const ev_report *r, uint32_t tok, bool recipient, uint32_t depth,
                     ev_people *out) {
    if (sides_of(r, tok, out)) return true;
    uint32_t his = country_of_his(r, tok);
    if (his != DL_NONE) {
        ev_people_add(out, his, r->c->finds->mentions.items);
        return true;
    }
    if (they(r, tok, depth, out) || we(r, tok, out)) return true;
    if (r->t->upos[tok] == DL_PRON &&
        (r->mention[tok] == DL_NONE || !ev_actor(r, r->mention[tok]))) {
        uint32_t who = depth < 2 ? sayer(r, tok) : DL_NONE;
        return who != DL_NONE && add_head(r, who, recipient, depth + 1, out);
    }
    uint32_t m = r->mention[tok];
    /* only a named one: "the camp" has an owner instead */
    bool place =
        m != DL_NONE && recipient && is_land(r, m) && mention_at(r, m)->form != DL_MENTION_NOMINAL;
    if (m != DL_NONE && (ev_actor(r, m) || place)) {
        ev_people_add(out, m, r->c->finds->mentions.items);
        return true;
    }
    ev_heads at = {0};
    if (depth < 2 && (r->mask[tok] & ev_class_mask(r->lex, "collective"))) {
        uint32_t p = dl_map_get(&r->lex->preps, DL_STR("of"));
        if (p != DL_NONE) ev_slot(r, tok, EV_PREP + p, &at);
        uint32_t next = at.count ? DL_NONE : ev_name_after(r, tok); /* "five hundred rebels" */
        if (next != DL_NONE) at.at[at.count++] = next;
        ev_conjuncts(r, &at);
        if (add_all(r, &at, recipient, depth + 1, out)) return true;
    }
    if (m == DL_NONE) m = make_group(r, tok);
    if (m != DL_NONE && ev_actor(r, m)) {
        ev_people_add(out, m, r->c->finds->mentions.items);
        return true;
    }
    /* "condemned Israel's decision", "Russian airstrikes killed": the thing's owner */
    bool thing = r->t->upos[tok] == DL_NOUN || r->t->upos[tok] == DL_PROPN;
    if (depth > 0 || !thing || (r->mask[tok] & ev_class_mask(r->lex, "time"))) return false;
    uint64_t act = ev_class_mask(r->lex, "attack") | ev_class_mask(r->lex, "talks");
    if (!recipient && r->mask[tok] & act) return false;
    at.count = 0;
    ev_slot(r, tok, EV_OWNER, &at);
    static const char *const preps[] = {"against", "on", "in"};
    for (size_t i = 0; recipient && !at.count && i < DL_COUNT(preps); i++) {
        uint32_t p = dl_map_get(&r->lex->preps, dl_str_of(preps[i]));
        if (p != DL_NONE) ev_slot(r, tok, EV_PREP + p, &at);
    }
    ev_conjuncts(r, &at);
    return add_all(r, &at, recipient, depth + 1, out);
}

/* A sentence whose tree has no main verb: what follows a list may be its verb. */
static bool root_is_noun(const ev_report *r, uint32_t sentence) {
    if (sentence >= r->c->text->sentences.count) return false;
    const dl_sentence *s = &r->c->text->sentences.items[sentence];
    for (uint32_t k = s->first; k < s->first + s->count; k++)
        if (ev_rel(r, k) == DL_REL_ROOT)
            return r->t->upos[k] == DL_NOUN && ev_child(r, k, DL_REL_COP) == DL_NONE;
    return false;
}

/* Left of a subject nothing may govern; right of an object no new clause may start. */
static bool may_join(const ev_report *r, uint32_t m, bool left, uint32_t trigger) {
    bool country = mention_at(r, m)->kind == DL_ENTITY_COUNTRY;
    if (!ev_actor(r, m) && !country) return false;
    if (left) {
        uint32_t k = first_token(r, m);
        while (k > 0 && (r->t->upos[k - 1] == DL_DET || r->t->upos[k - 1] == DL_ADJ)) k--;
        return k == 0 || (r->t->upos[k - 1] != DL_VERB && r->t->upos[k - 1] != DL_ADP);
    }
    if (root_is_noun(r, mention_at(r, m)->sentence)) return true;
    uint32_t k = past_token(r, m);
    while (k < r->n && (r->t->upos[k] == DL_ADV || r->t->upos[k] == DL_AUX)) k++;
    if (k == trigger) return true; /* "France, Germany and Britain condemned" */
    bool clause = k < r->n && (r->t->upos[k] == DL_VERB || r->t->upos[k - 1] == DL_AUX);
    uint32_t head = mention_at(r, m)->head; /* two subjects of one verb are one list */
    bool other = ev_rel(r, head) == DL_REL_NSUBJ && r->t->head[head] != trigger;
    return !clause && !other;
}

/* The chain "A, B and C" from one of its members outward; nothing without an "and" in it. */
static void join_side(const ev_report *r, uint32_t from, bool left, bool recipient,
                      uint32_t trigger, ev_people *out) {
    uint32_t chain[12], count = 0, sure = 0, at = from;
    while (count < DL_COUNT(chain)) {
        bool strong = false;
        at = neighbour(r, at, left, false, &strong);
        if (at == DL_NONE || !may_join(r, at, left, trigger)) break;
        chain[count++] = at;
        if (strong || sure) sure = count;
        if (strong && !left) break; /* "… and C" ends the list */
    }
    for (uint32_t i = 0; i < sure; i++)
        add_head(r, mention_at(r, chain[i])->head, recipient, 1, out);
}

static void join_neighbours(const ev_report *r, bool recipient, uint32_t trigger, ev_people *out) {
    if (r->any_actor || !out->count) return;
    uint32_t first = out->at[0], last = out->at[out->count - 1];
    join_side(r, last, true, recipient, trigger, out);
    if (first != last) join_side(r, first, true, recipient, trigger, out);
    join_side(r, last, false, recipient, trigger, out);
    if (first != last) join_side(r, first, false, recipient, trigger, out);
}

static void role(const ev_report *r, uint32_t trigger, const ev_path *paths, uint32_t count,
                 bool recipient, bool all, ev_people *out, ev_heads *heads) {
    for (uint32_t i = 0; i < count; i++) {
        ev_heads at = {0};
        ev_follow(r, trigger, &paths[i], &at);
        ev_conjuncts(r, &at);
        for (uint32_t k = 0; k < at.count && heads->count < EV_MAX_HEADS; k++)
            heads->at[heads->count++] = at.at[k];
        bool any = add_all(r, &at, recipient, 0, out);
        if (any) join_neighbours(r, recipient, trigger, out);
        if (any && !all) return;
    }
}

/* Conjoined actors stay whole; a party is never both actor and recipient. */
void ev_roles(const ev_report *r, ev_hit *hit) {
    const ev_frame *f = hit->frame;
    const dl_mention *mentions = r->c->finds->mentions.items;
    bool mutual = f->flags & EV_MUTUAL;
    role(r, hit->token, f->actors, f->actor_count, false, mutual, &hit->actors, &hit->actor_heads);
    role(r, hit->token, f->recipients, f->recipient_count, true, mutual, &hit->recipients,
         &hit->recipient_heads);
    mentions = r->c->finds->mentions.items;
    if (mutual) {
        for (uint32_t i = 0; i < hit->recipients.count; i++) {
            const dl_mention *x = &mentions[hit->recipients.at[i]];
            if (x->kind != DL_ENTITY_PLACE)
                ev_people_add(&hit->actors, hit->recipients.at[i], mentions);
        }
        hit->recipients.count = 0;
        return;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < hit->recipients.count; i++) {
        bool both = false;
        for (uint32_t k = 0; k < hit->actors.count; k++)
            both |= ev_same(r, hit->actors.at[k], hit->recipients.at[i]);
        if (!both) hit->recipients.at[kept++] = hit->recipients.at[i];
    }
    hit->recipients.count = kept;
}
