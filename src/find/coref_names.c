/* Names to entities: full names first, then what shortens them. */
#include "find/coref_rest.h"
#include "find/tuning_names.h"
#include "model/namekey.h"

uint32_t coref_new_entity(name_work *w, uint32_t mention, uint8_t kind, dl_str name) {
    dl_entity *e = DL_PUSH(&w->finds->entities, &w->finds->arena);
    if (!e) return DL_NONE;
    e->name = name;
    e->kind = kind;
    e->first = mention;
    e->certainty = DL_CERTAINTY_HIGH;
    return w->finds->entities.count - 1;
}

void coref_link(name_work *w, uint32_t mention, uint32_t entity, uint32_t rule,
                dl_certainty certainty) {
    dl_mention *m = &w->finds->mentions.items[mention];
    m->entity = entity;
    m->rule = rule;
    if (certainty < m->certainty || m->certainty == DL_CERTAINTY_NONE) m->certainty = certainty;
    dl_entity *e = &w->finds->entities.items[entity];
    if (e->first == DL_NONE || mention < e->first) e->first = mention;
}

static dl_str name_text(const name_work *w, const dl_mention *m) {
    return dl_span_text(w->bytes, dl_span_is_none(m->name) ? m->span : m->name);
}

static dl_str without_the(dl_str s) {
    if (s.len > 4 && (s.ptr[0] == 't' || s.ptr[0] == 'T') && memcmp(s.ptr + 1, "he ", 3) == 0)
        return dl_str_sub(s, 4, s.len);
    return s;
}

static void set_row(dl_entity *e, const lex_row *row) {
    e->name = row->name;
    e->code = row->code;
    e->sector = row->sector;
    e->lexicon_line = row->line;
}

static const char *key_prefix(uint8_t kind) {
    return kind == DL_ENTITY_ORGANIZATION ? "org" : dl_entity_kind_name(kind);
}

static void set_key(name_work *w, dl_entity *e) {
    if (e->kind == DL_ENTITY_COUNTRY && e->code.len) {
        e->key = dl_arena_printf(&w->finds->arena, "country:%.*s", (int)e->code.len, e->code.ptr);
        return;
    }
    dl_str folded = dl_name_folded(w->arena, without_the(e->name));
    e->key = dl_arena_printf(&w->finds->arena, "%s:%.*s", key_prefix(e->kind), (int)folded.len,
                             folded.ptr);
}

/* ── countries, places, bodies: by lexicon row, else by folded name ── */

typedef struct thing_index {
    dl_map rows, names; /* "kind:row", "kind:folded name" -> entity */
} thing_index;

static dl_str row_key(name_work *w, uint8_t kind, uint32_t row) {
    return dl_arena_printf(w->arena, "%u:%u", kind, row);
}

static dl_str fold_key(name_work *w, uint8_t kind, dl_str name) {
    dl_str folded = dl_name_folded(w->arena, without_the(name));
    return dl_arena_printf(w->arena, "%u:%.*s", kind, (int)folded.len, folded.ptr);
}

static void link_thing(name_work *w, thing_index *index, uint32_t i) {
    dl_mention *m = &w->finds->mentions.items[i];
    uint32_t row = w->rows.items[i];
    dl_str key = row == DL_NONE ? fold_key(w, m->kind, name_text(w, m)) : row_key(w, m->kind, row);
    uint32_t *at = dl_map_at(row == DL_NONE ? &index->names : &index->rows, key);
    if (!at) return;
    bool fresh = *at == DL_NONE;
    if (fresh) {
        *at = coref_new_entity(w, i, m->kind, without_the(name_text(w, m)));
        if (*at == DL_NONE) return;
        dl_entity *e = &w->finds->entities.items[*at];
        if (row != DL_NONE) set_row(e, name_row(w, row));
        if (m->kind == DL_ENTITY_GROUP && row != DL_NONE &&
            name_row(w, row)->kind != DL_ENTITY_GROUP) {
            e->name = without_the(name_text(w, m)); /* "Ukrainians" */
            e->sector = DL_STR("CVL");
            e->gender = 'p';
        }
        set_key(w, e);
    }
    uint32_t rule = fresh ? DL_LINK_FIRST : row != DL_NONE ? DL_LINK_LEXICON : DL_LINK_SAME;
    coref_link(w, i, *at, rule, m->certainty);
}

/* "SAIS" for "School of Advanced International Studies": initials of the capitalised words. */
static bool is_acronym_of(dl_str acronym, dl_str name) {
    size_t at = 0;
    bool start = true;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (start && c >= 'A' && c <= 'Z') {
            while (at < acronym.len && acronym.ptr[at] == '.') at++;
            if (at == acronym.len || acronym.ptr[at++] != c) return false;
        }
        start = c == ' ' || c == '-';
    }
    while (at < acronym.len && acronym.ptr[at] == '.') at++;
    return at == acronym.len && acronym.len >= 2;
}

static bool is_acronym(dl_str s) {
    size_t upper = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z')
            upper++;
        else if (s.ptr[i] != '.')
            return false;
    }
    return upper >= 2 && upper <= 7;
}

/* Whether one is the other's beginning or end by whole words: "Johns Hopkins (University)". */
static bool is_shortened(dl_str small, dl_str full) {
    if (small.len < 4 || full.len <= small.len + 1) return false;
    bool head = dl_str_starts(full, small) && full.ptr[small.len] == ' ';
    return head;
}

/* Merges bodies known by name only into the one they shorten. */
static void merge_short_names(name_work *w) {
    uint32_t n = w->finds->entities.count;
    for (uint32_t i = 0; i < n; i++) {
        dl_entity *a = &w->finds->entities.items[i];
        if (a->kind != DL_ENTITY_ORGANIZATION || a->lexicon_line) continue;
        uint32_t found = DL_NONE, rule = DL_LINK_NONE;
        uint32_t from = i > DL_NAMES_SHORT_NEAR ? i - DL_NAMES_SHORT_NEAR : 0;
        for (uint32_t j = from; j < n && j < i + DL_NAMES_SHORT_NEAR; j++) {
            const dl_entity *b = &w->finds->entities.items[j];
            if (i == j || b->kind != DL_ENTITY_ORGANIZATION || b->name.len <= a->name.len) continue;
            bool acronym = is_acronym(a->name) && is_acronym_of(a->name, b->name);
            if (!acronym && !is_shortened(a->name, b->name)) continue;
            if (found != DL_NONE) {
                found = DL_NONE;
                break;
            }
            found = j;
            rule = acronym ? DL_LINK_ACRONYM : DL_LINK_SHORTENED;
        }
        if (found == DL_NONE) continue;
        for (uint32_t k = a->first; k < w->finds->mentions.count; k++)
            if (w->finds->mentions.items[k].entity == i)
                coref_link(w, k, found, rule, DL_CERTAINTY_MEDIUM);
        a->first = DL_NONE; /* emptied; dropped by coref_compact */
    }
}

uint32_t coref_country(name_work *w, dl_str code, uint32_t mention) {
    for (uint32_t i = 0; i < w->finds->entities.count; i++) {
        const dl_entity *e = &w->finds->entities.items[i];
        if (e->kind == DL_ENTITY_COUNTRY && dl_str_eq(e->code, code)) return i;
    }
    uint32_t row = lexicon_country(&w->names->lex, code);
    if (row == DL_NONE) return DL_NONE;
    uint32_t at = coref_new_entity(w, mention, DL_ENTITY_COUNTRY, name_row(w, row)->name);
    if (at == DL_NONE) return DL_NONE;
    set_row(&w->finds->entities.items[at], name_row(w, row));
    set_key(w, &w->finds->entities.items[at]);
    return at;
}

uint32_t coref_thing(name_work *w, uint32_t i, uint8_t kind, uint32_t row) {
    const lex_row *r = name_row(w, row);
    for (uint32_t e = 0; e < w->finds->entities.count; e++) {
        const dl_entity *x = &w->finds->entities.items[e];
        if (x->kind == kind && x->lexicon_line == r->line && dl_str_eq(x->name, r->name)) return e;
    }
    uint32_t at = coref_new_entity(w, i, kind, r->name);
    if (at == DL_NONE) return at;
    set_row(&w->finds->entities.items[at], r);
    set_key(w, &w->finds->entities.items[at]);
    return at;
}

/* ── persons ── */

static void set_person(name_work *w, dl_entity *e, dl_str name, person_name p) {
    e->name = name;
    e->given = p.given;
    e->family = p.family;
    e->key = dl_name_key(&w->finds->arena, "person", p.family);
    if (!e->gender) e->gender = person_gender(w, p.given.len ? p.given : p.family);
}

uint32_t coref_new_person(name_work *w, uint32_t i, dl_str name) {
    uint32_t at = coref_new_entity(w, i, DL_ENTITY_PERSON, name);
    if (at != DL_NONE) set_person(w, &w->finds->entities.items[at], name, person_parse(w, name));
    return at;
}

/* Persons by folded family name, by its skeleton, and by folded given name. */
typedef struct person_node {
    uint32_t entity, next;
} person_node;

typedef struct person_index {
    name_work *w;
    dl_map keys;
    DL_VEC(person_node) nodes;
    DL_VEC(uint32_t) persons;
} person_index;

static dl_str index_key(const person_index *x, char kind, dl_str text) {
    char out[128];
    size_t n = kind == 's' ? dl_name_skeleton(out + 1, sizeof out - 1, text)
                           : dl_name_fold(out + 1, sizeof out - 1, text);
    for (size_t i = 1; kind == 'g' && i <= n; i++)
        if (out[i] == ' ') n = i - 1;
    out[0] = kind;
    return dl_arena_str(x->w->arena, (dl_str){out, n + 1});
}

static void index_add(person_index *x, char kind, dl_str text, uint32_t entity) {
    if (!text.len) return;
    uint32_t *at = dl_map_at(&x->keys, index_key(x, kind, text));
    person_node *node = at ? DL_PUSH(&x->nodes, x->w->arena) : NULL;
    if (!node) return;
    *node = (person_node){entity, *at};
    *at = x->nodes.count - 1;
}

static uint32_t index_first(const person_index *x, char kind, dl_str text) {
    return text.len ? dl_map_get(&x->keys, index_key(x, kind, text)) : DL_NONE;
}

static void index_person(person_index *x, uint32_t entity, bool fresh) {
    const dl_entity *e = &x->w->finds->entities.items[entity];
    index_add(x, 'f', e->family, entity);
    index_add(x, 's', e->family, entity);
    index_add(x, 'g', e->given, entity);
    for (size_t i = e->family.len; e->given.len && i-- > 1;) /* "Rodham-|Clinton", "al-|Assad" */
        if (e->family.ptr[i - 1] == '-') {
            index_add(x, 'f', dl_str_sub(e->family, i, e->family.len), entity);
            break;
        }
    uint32_t *slot = fresh ? DL_PUSH(&x->persons, x->w->arena) : NULL;
    if (slot) *slot = entity;
}

/* "Mr." or "Mrs." before the name. */
static uint8_t title_gender(const name_work *w, const dl_mention *m) {
    for (uint32_t i = 0; m->span.start < m->name.start && i < w->tokens->count; i++) {
        uint32_t e;
        dl_sentence s = w->text->sentences.items[m->sentence];
        for (uint32_t t = s.first; t < s.first + s.count && w->tokens->start[t] < m->name.start;
             t++)
            if (w->tokens->start[t] >= m->span.start && name_longest(w, t, 1 << LEX_ROLE, &e) &&
                name_row(w, name_entry(w, e)->row)->gender)
                return name_row(w, name_entry(w, e)->row)->gender;
        break;
    }
    return 0;
}

static bool same_person(const dl_entity *e, person_name p) {
    return e->given.len && person_given_agree(e->given, p.given) &&
           person_family_agree(e->family, p.family);
}

static bool is_full(const name_work *w, const dl_mention *m) {
    return m->kind == DL_ENTITY_PERSON && m->form == DL_MENTION_NAME &&
           person_parse(w, name_text(w, m)).words >= 2;
}

static void link_full_names(name_work *w, person_index *x) {
    for (uint32_t i = 0; i < w->finds->mentions.count; i++) {
        dl_mention *m = &w->finds->mentions.items[i];
        if (!is_full(w, m)) continue;
        dl_str name = name_text(w, m);
        person_name p = person_parse(w, name);
        uint32_t found = DL_NONE;
        for (uint32_t k = index_first(x, 's', p.family); k != DL_NONE; k = x->nodes.items[k].next) {
            uint32_t e = x->nodes.items[k].entity; /* the first of several */
            if (e < found && same_person(&w->finds->entities.items[e], p)) found = e;
        }
        uint32_t rule = DL_LINK_FULL;
        if (found == DL_NONE) {
            found = coref_new_entity(w, i, DL_ENTITY_PERSON, name);
            if (found == DL_NONE) return;
            rule = DL_LINK_FIRST;
        }
        dl_entity *e = &w->finds->entities.items[found];
        if (rule == DL_LINK_FIRST || name.len > e->name.len) {
            set_person(w, e, name, p);
            index_person(x, found, rule == DL_LINK_FIRST);
        }
        if (!e->gender) e->gender = title_gender(w, m);
        coref_link(w, i, found, rule, DL_CERTAINTY_HIGH);
    }
}

/* How well a lone name fits a person: 3 family name, 2 another spelling, 1 given name, 0 not. */
static uint32_t lone_fit(const dl_entity *e, dl_str name) {
    char fa[128], fb[128];
    if (e->kind != DL_ENTITY_PERSON) return 0;
    size_t na = dl_name_fold(fa, sizeof fa, name), nb = dl_name_fold(fb, sizeof fb, e->family);
    if (na == nb && memcmp(fa, fb, na) == 0) return 3;
    if (!e->given.len) return 0;
    if (nb > na && fb[nb - na - 1] == '-' && memcmp(fb + nb - na, fa, na) == 0) return 3;
    if (person_family_agree(e->family, name)) return 2;
    if (na >= 6 && nb >= 6 && dl_name_distance((dl_str){fa, na}, (dl_str){fb, nb}, 1) <= 1)
        return 2;
    nb = dl_name_fold(fb, sizeof fb, e->given);
    size_t n = 0;
    while (n < nb && fb[n] != ' ') n++;
    return na == n && memcmp(fa, fb, n) == 0 ? 1 : 0;
}

/* The person a lone name stands for: the best fit; between two of one family name the one whose
 * gender the title names, else nobody. *open: two readings are left. */
typedef struct lone_search {
    const name_work *w;
    dl_str name;
    uint8_t gender;
    uint32_t found, fit;
    bool open;
} lone_search;

static void try_person(lone_search *l, uint32_t entity) {
    const dl_entity *e = &l->w->finds->entities.items[entity];
    uint32_t f = entity == l->found ? 0 : lone_fit(e, l->name);
    if (!f || f < l->fit || (l->gender && e->gender && l->gender != e->gender)) return;
    l->open = f == l->fit;
    l->fit = f;
    l->found = entity;
}

static uint32_t find_lone(const name_work *w, const person_index *x, const dl_mention *m,
                          dl_str name, uint32_t *fit, bool *open) {
    lone_search l = {w, name, title_gender(w, m), DL_NONE, 0, false};
    static const char kinds[] = {'f', 's', 'g'};
    for (size_t i = 0; i < sizeof kinds; i++)
        for (uint32_t k = index_first(x, kinds[i], name); k != DL_NONE; k = x->nodes.items[k].next)
            try_person(&l, x->nodes.items[k].entity);
    uint32_t most = x->persons.count < DL_NAMES_SPELLINGS ? x->persons.count : DL_NAMES_SPELLINGS;
    for (uint32_t i = 0; l.fit < 2 && i < most; i++) try_person(&l, x->persons.items[i]);
    *fit = l.fit;
    *open = l.open;
    return l.found;
}

/* Of two persons with one family name: the one named in this or the sentence before, if only
 * one is; "Hunter Biden … Biden" stays open otherwise. */
static uint32_t nearest_of(const name_work *w, uint32_t mention, dl_str name, uint32_t fit) {
    const dl_mention *m = &w->finds->mentions.items[mention];
    uint32_t found = DL_NONE;
    for (uint32_t i = mention; i-- > 0;) {
        const dl_mention *b = &w->finds->mentions.items[i];
        if (b->sentence + 1 < m->sentence) break;
        if (b->entity == DL_NONE || lone_fit(&w->finds->entities.items[b->entity], name) != fit)
            continue;
        if (found != DL_NONE && found != b->entity) return DL_NONE;
        found = b->entity;
    }
    return found;
}

static void link_lone_names(name_work *w, person_index *x) {
    for (uint32_t i = 0; i < w->finds->mentions.count; i++) {
        dl_mention *m = &w->finds->mentions.items[i];
        if (m->kind != DL_ENTITY_PERSON || m->form != DL_MENTION_NAME || m->entity != DL_NONE)
            continue;
        dl_str name = name_text(w, m);
        person_name p = person_parse(w, name);
        uint32_t fit;
        bool open;
        uint32_t found = find_lone(w, x, m, p.family, &fit, &open);
        dl_certainty certainty = fit == 3 ? DL_CERTAINTY_HIGH : DL_CERTAINTY_MEDIUM;
        if (open) {
            found = nearest_of(w, i, p.family, fit);
            certainty = DL_CERTAINTY_MEDIUM;
            if (found == DL_NONE) {
                m->certainty = DL_CERTAINTY_LOW;
                continue; /* left open */
            }
        }
        static const uint8_t rules[] = {0, DL_LINK_GIVEN, DL_LINK_SPELLING, DL_LINK_SURNAME};
        if (found == DL_NONE) {
            found = coref_new_entity(w, i, DL_ENTITY_PERSON, name);
            if (found == DL_NONE) return;
            dl_entity *e = &w->finds->entities.items[found];
            e->gender = title_gender(w, m);
            set_person(w, e, name, p);
            index_person(x, found, true);
            coref_link(w, i, found, DL_LINK_FIRST, DL_CERTAINTY_HIGH);
        } else {
            dl_entity *e = &w->finds->entities.items[found];
            if (!e->gender) e->gender = title_gender(w, m);
            coref_link(w, i, found, rules[fit], certainty);
        }
    }
}

/* Drops entities that lost their mentions. */
static bool compact(name_work *w) {
    uint32_t n = w->finds->entities.count, kept = 0;
    uint32_t *to = dl_arena_array(w->arena, n, sizeof *to);
    if (!to) return false;
    for (uint32_t i = 0; i < n; i++) {
        to[i] = w->finds->entities.items[i].first == DL_NONE ? DL_NONE : kept;
        if (to[i] != DL_NONE) w->finds->entities.items[kept++] = w->finds->entities.items[i];
    }
    w->finds->entities.count = kept;
    for (uint32_t i = 0; i < w->finds->mentions.count; i++) {
        dl_mention *m = &w->finds->mentions.items[i];
        if (m->entity != DL_NONE) m->entity = to[m->entity];
    }
    return true;
}

int coref_names(name_work *w, dl_error *err) {
    person_index persons = {.w = w};
    dl_map_init(&persons.keys, w->arena);
    link_full_names(w, &persons);
    link_lone_names(w, &persons);
    thing_index index;
    dl_map_init(&index.rows, w->arena);
    dl_map_init(&index.names, w->arena);
    for (uint32_t i = 0; i < w->finds->mentions.count; i++)
        if (w->finds->mentions.items[i].kind != DL_ENTITY_PERSON &&
            w->finds->mentions.items[i].form <= DL_MENTION_METONYM)
            link_thing(w, &index, i);
    merge_short_names(w);
    if (!compact(w) || w->arena->failed || w->finds->arena.failed) return dl_fail_memory(err);
    return DL_OK;
}
