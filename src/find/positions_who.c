/* Whose position: from a token to a party. */
#include "base/utf8.h"
#include "find/positions_internal.h"

void dl_whos_add(dl_whos *list, dl_who who) {
    if (!who.name.len || list->count == DL_MOST_PARTIES) return;
    for (uint32_t i = 0; i < list->count; i++)
        if (dl_str_eq(list->items[i].key, who.key)) return;
    list->items[list->count++] = who;
}

static bool has_sector(const dl_entity *e) {
    static const char *const government[] = {"GOV", "MIL", "SPY", "COP", "JUD"};
    for (size_t i = 0; i < DL_COUNT(government); i++)
        for (size_t at = 0; at + 3 <= e->sector.len; at += 4)
            if (memcmp(e->sector.ptr + at, government[i], 3) == 0) return true;
    return false;
}

static uint32_t country_entity(const dl_view *v, dl_str code) {
    for (uint32_t i = 0; i < v->finds->entities.count; i++) {
        const dl_entity *e = &v->finds->entities.items[i];
        if (e->kind == DL_ENTITY_COUNTRY && dl_str_eq(e->code, code)) return i;
    }
    return DL_NONE;
}

static dl_who who_of_country(const dl_view *v, dl_str code) {
    dl_who who = {country_entity(v, code), {NULL, 0}, {NULL, 0}};
    uint32_t known = dl_map_get(&v->lex->countries, code);
    if (known != DL_NONE) who.name = v->lex->country_names.items[known];
    if (!who.name.len && who.entity != DL_NONE)
        who.name = v->finds->entities.items[who.entity].name;
    if (who.name.len)
        who.key = dl_arena_printf(v->scratch, "country:%.*s", (int)code.len, code.ptr);
    return who;
}

/* Whether a person or body speaks for the country of its code: officials do, a firm or a union
 * does not. */
static bool speaks_for_country(const dl_view *v, uint32_t entity) {
    const dl_entity *e = &v->finds->entities.items[entity];
    if (e->code.len != 3 || dl_map_get(&v->lex->countries, e->code) == DL_NONE) return false;
    if (e->kind == DL_ENTITY_COUNTRY) return true;
    if (e->kind == DL_ENTITY_PERSON) return true;
    return has_sector(e);
}

/* The body a person speaks for by office, where that is no country: "the EU's top diplomat". */
static uint32_t body_of(const dl_view *v, uint32_t entity) {
    for (uint32_t i = 0; i < v->finds->offices.count; i++) {
        const dl_office *o = &v->finds->offices.items[i];
        if (o->entity != entity || !o->of.len || o->former) continue;
        for (uint32_t k = 0; k < v->finds->entities.count; k++) {
            const dl_entity *e = &v->finds->entities.items[k];
            if (k != entity && e->kind != DL_ENTITY_PERSON &&
                (dl_str_eq(e->name, o->of) || (e->code.len && dl_str_eq(e->code, o->of))))
                return k;
        }
    }
    return DL_NONE;
}

dl_who dl_who_of_entity(const dl_view *v, uint32_t entity) {
    dl_who none = {DL_NONE, {NULL, 0}, {NULL, 0}};
    if (entity >= v->finds->entities.count) return none;
    const dl_entity *e = &v->finds->entities.items[entity];
    if (e->kind == DL_ENTITY_DOCUMENT) return none;
    uint32_t capital =
        e->kind == DL_ENTITY_PLACE ? dl_map_get(&v->lex->capitals, e->name) : DL_NONE;
    if (capital != DL_NONE) return who_of_country(v, v->lex->country_codes.items[capital]);
    if (speaks_for_country(v, entity)) {
        dl_who who = who_of_country(v, e->code);
        if (who.name.len) return who;
    }
    uint32_t body = e->kind == DL_ENTITY_PERSON ? body_of(v, entity) : DL_NONE;
    if (body == DL_NONE && e->kind == DL_ENTITY_PERSON && e->code.len)
        for (uint32_t k = 0; k < v->finds->entities.count && body == DL_NONE; k++) {
            const dl_entity *o = &v->finds->entities.items[k];
            if (o->kind == DL_ENTITY_ORGANIZATION && dl_str_eq(o->code, e->code)) body = k;
        }
    if (body != DL_NONE) return dl_who_of_entity(v, body);
    return (dl_who){entity, e->name, e->key};
}

/* ── a noun phrase without an entity ── */

/* The phrase's words from its first modifier to its head: "machinists' union". */
static dl_str phrase_name(const dl_view *v, uint32_t token) {
    uint32_t first = token;
    for (uint32_t i = 0; i < dl_kid_count(v, token); i++) {
        uint32_t kid = dl_kid_at(v, token, i);
        uint8_t rel = v->t->deprel[kid];
        bool part = rel == DL_REL_COMPOUND || rel == DL_REL_AMOD || rel == DL_REL_NMOD_POSS;
        if (!part || kid > token) continue;
        uint32_t a, b;
        dl_subtree(v, kid, &a, &b);
        if (a < first) first = a;
    }
    while (first < token && v->t->upos[first] == DL_DET) first++;
    return dl_span_text(v->clean, dl_tokens_span(v, first, token + 1));
}

static dl_str phrase_key(const dl_view *v, dl_str name) {
    dl_buf buf = {0};
    dl_buf_puts(&buf, "phrase:");
    dl_utf8_fold(&buf, name);
    dl_str key = dl_arena_str(v->scratch, dl_buf_view(&buf));
    dl_buf_free(&buf);
    return key;
}

/* "Swiss" of "Swiss negotiators", "Colombia" of "Colombia's government". */
static dl_who owner_of(const dl_view *v, uint32_t token) {
    dl_who none = {DL_NONE, {NULL, 0}, {NULL, 0}};
    for (uint32_t i = 0; i < dl_kid_count(v, token); i++) {
        uint32_t kid = dl_kid_at(v, token, i);
        uint8_t rel = v->t->deprel[kid];
        if (rel != DL_REL_AMOD && rel != DL_REL_COMPOUND && rel != DL_REL_NMOD_POSS &&
            rel != DL_REL_NMOD)
            continue;
        uint32_t m = v->mention_at[kid];
        if (m == DL_NONE || v->finds->mentions.items[m].entity == DL_NONE) continue;
        dl_who who = dl_who_of_entity(v, v->finds->mentions.items[m].entity);
        if (who.name.len) return who;
    }
    return none;
}

static uint32_t noun_class(const dl_view *v, uint32_t token) {
    dl_str lemma = v->t->lemma ? v->t->lemma[token] : v->words.lower[token];
    uint32_t cls = dl_map_get(&v->lex->party_nouns, lemma);
    if (cls == DL_NONE) cls = dl_map_get(&v->lex->party_nouns, v->words.lower[token]);
    dl_str w = v->words.lower[token];
    if (cls == DL_NONE && w.len > 1 && w.ptr[w.len - 1] == 's')
        cls = dl_map_get(&v->lex->party_nouns, dl_str_sub(w, 0, w.len - 1));
    return cls == DL_NONE ? 0 : cls;
}

bool dl_is_party_noun(const dl_view *v, uint32_t token) {
    return noun_class(v, token) != 0;
}

static dl_who who_of_noun(const dl_view *v, uint32_t token) {
    dl_who none = {DL_NONE, {NULL, 0}, {NULL, 0}};
    uint32_t cls = noun_class(v, token);
    if (cls == DL_NOUN_OFFICIAL) return owner_of(v, token);
    if (cls == DL_NOUN_ORGAN) {
        dl_who owner = owner_of(v, token);
        if (owner.name.len) return owner;
    }
    if (cls != DL_NOUN_PARTY && cls != DL_NOUN_ORGAN) return none;
    dl_str name = phrase_name(v, token);
    return (dl_who){DL_NONE, name, phrase_key(v, name)};
}

static bool is_pronoun(dl_str w) {
    static const char *const words[] = {"he",   "she",      "it",    "they", "this",
                                        "that", "these",    "those", "who",  "which",
                                        "what", "everyone", "there"};
    for (size_t i = 0; i < DL_COUNT(words); i++)
        if (dl_str_is(w, words[i])) return true;
    return false;
}

static dl_who who_at(const dl_view *v, uint32_t token) {
    dl_who none = {DL_NONE, {NULL, 0}, {NULL, 0}};
    uint32_t m = v->mention_at[token];
    if (m != DL_NONE) {
        const dl_mention *mention = &v->finds->mentions.items[m];
        uint32_t cls = mention->form == DL_MENTION_ADJECTIVE ? noun_class(v, token) : 0;
        bool unnamed =
            mention->entity != DL_NONE && v->finds->entities.items[mention->entity].unnamed;
        bool region = mention->entity != DL_NONE && mention->head == token &&
                      v->finds->entities.items[mention->entity].kind == DL_ENTITY_PLACE &&
                      noun_class(v, token) == DL_NOUN_PARTY; /* "European allies": not Europe */
        if (mention->entity != DL_NONE && !cls && !unnamed && !region)
            return dl_who_of_entity(v, mention->entity);
        if (unnamed) {
            dl_who owner = owner_of(v, token);
            if (owner.name.len) return owner;
            dl_str code = v->finds->entities.items[mention->entity].code;
            if (code.len == 3) owner = who_of_country(v, code);
            if (owner.name.len) return owner;
        }
    }
    if (v->t->upos[token] == DL_PRON || is_pronoun(v->words.lower[token])) return none;
    dl_who who = who_of_noun(v, token);
    if (!who.name.len && v->t->upos[token] == DL_PROPN) { /* a name no lexicon knows */
        dl_str name = phrase_name(v, token);
        who = (dl_who){DL_NONE, name, phrase_key(v, name)};
    }
    return who;
}

static bool is_first_person(const dl_view *v, uint32_t token) {
    dl_str w = v->words.lower[token];
    return dl_str_is(w, "we") || dl_str_is(w, "i") || dl_str_is(w, "our") || dl_str_is(w, "us") ||
           dl_str_is(w, "my");
}

void dl_whos_at(const dl_view *v, uint32_t token, dl_whos *out) {
    if (token == DL_NONE) return;
    if (is_first_person(v, token)) {
        dl_whos_of_speaker(v, v->attribution_at[token], out);
        return;
    }
    dl_whos_add(out, who_at(v, token));
    for (uint32_t i = 0; i < dl_kid_count(v, token); i++) {
        uint32_t kid = dl_kid_at(v, token, i);
        uint8_t u = v->t->upos[kid];
        if (v->t->deprel[kid] == DL_REL_CONJ &&
            (u == DL_NOUN || u == DL_PROPN || u == DL_ADJ || u == DL_PRON))
            dl_whos_add(out, who_at(v, kid));
    }
}

void dl_whos_of_speaker(const dl_view *v, uint32_t attribution, dl_whos *out) {
    if (attribution == DL_NONE) return;
    const dl_attribution *a = &v->finds->attributions.items[attribution];
    for (uint32_t i = 0; i < a->speakers.count; i++)
        dl_whos_add(out, dl_who_of_entity(v, v->finds->refs.items[a->speakers.first + i]));
    if (out->count) return;
    bool unnamed = a->speaker != DL_NONE && v->finds->entities.items[a->speaker].unnamed;
    if (a->speaker != DL_NONE && !unnamed) dl_whos_add(out, dl_who_of_entity(v, a->speaker));
    if (!out->count && a->side.len == 3) dl_whos_add(out, who_of_country(v, a->side));
    if (!out->count && !dl_span_is_none(a->source)) {
        uint32_t t = dl_token_from(v, a->source.start); /* the source's head, by its words */
        for (; t < v->t->count && v->t->start[t] < a->source.end; t++) {
            uint32_t head = v->t->head[t];
            bool top = head == DL_NONE || v->t->start[head] < a->source.start ||
                       v->t->start[head] >= a->source.end;
            if (top && !is_first_person(v, t)) dl_whos_add(out, who_at(v, t));
        }
    }
}

/* ── level ── */

static bool holds(dl_str text, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= text.len; i++) {
        size_t k = 0;
        while (k < n && (text.ptr[i + k] | 0x20) == word[k]) k++;
        if (k == n) return true;
    }
    return false;
}

static dl_str level_of_title(dl_str title) {
    static const struct {
        const char *word, *level;
    } levels[] = {{"spokes", "spokesperson"},
                  {"press secretary", "spokesperson"},
                  {"vice president", "minister"},
                  {"president", "head"},
                  {"prime minister", "head"},
                  {"chancellor", "head"},
                  {"premier", "head"},
                  {"taoiseach", "head"},
                  {"king", "head"},
                  {"supreme leader", "head"},
                  {"chief executive", "head"},
                  {"minister", "minister"},
                  {"secretary of", "minister"},
                  {"foreign secretary", "minister"},
                  {"envoy", "envoy"},
                  {"ambassador", "envoy"},
                  {"negotiator", "envoy"},
                  {"representative", "envoy"},
                  {"head of the delegation", "envoy"},
                  {"professor", "expert"},
                  {"analyst", "expert"},
                  {"leader", "head"}};
    for (size_t i = 0; i < DL_COUNT(levels); i++)
        if (holds(title, levels[i].word)) return dl_str_of(levels[i].level);
    return (dl_str){NULL, 0};
}

dl_str dl_level_of(const dl_view *v, uint32_t entity, uint32_t attribution) {
    dl_str none = {NULL, 0};
    if (attribution != DL_NONE) {
        const dl_attribution *a = &v->finds->attributions.items[attribution];
        if (a->anonymity == DL_UNNAMED) return DL_STR("unnamed official");
    }
    if (entity == DL_NONE) return none;
    for (uint32_t i = 0; i < v->finds->offices.count; i++) {
        const dl_office *o = &v->finds->offices.items[i];
        if (o->entity != entity) continue;
        dl_str level = level_of_title(o->title);
        if (level.len) return level;
    }
    return none;
}
