/* Name spans after the labels: bodies grown to their whole name, acronyms, and one reading for one
 * name through the report. */
#include "find/names_spans.h"

#include "model/entity.h"
#include "model/namekey.h"

enum { SPELLINGS = 200 }; /* full names looked at for another spelling */

static bool is_proper(const name_work *w, uint32_t i) {
    uint8_t shape = name_type_of(w, i)->shape;
    return w->tokens->upos[i] == DL_PROPN &&
           (shape == SHAPE_CAPITAL || shape == SHAPE_UPPER || shape == SHAPE_MIXED);
}

/* The kind of thing a capitalised noun heads names of ("University"); DL_NONE: none. */
static uint32_t proper_noun_kind(const name_work *w, uint32_t i) {
    if (!name_is_capital(w, i)) return DL_NONE;
    uint32_t e = name_exact(w, i, 1, 1 << LEX_NOUN);
    if (e == DL_NONE) return DL_NONE;
    const lex_row *row = name_row(w, name_entry(w, e)->row);
    bool proper = !row->common && !(name_entry(w, e)->flags & LEX_PLURAL);
    return proper && row->kind != DL_ENTITY_DOCUMENT ? row->kind : DL_NONE;
}

/* A capitalised word that may stand in a body's name: "Medical Journal of Australia". */
static bool may_belong(const name_work *w, uint32_t i) {
    uint32_t pos = w->tokens->upos[i];
    if (is_proper(w, i)) return true;
    const dl_sentence *s = &w->text->sentences.items[w->sentence[i]];
    return i != s->first && name_type_of(w, i)->shape == SHAPE_CAPITAL &&
           (pos == DL_ADJ || pos == DL_NOUN);
}

static uint32_t span_covering(const name_work *w, uint32_t token) {
    return token < w->tokens->count ? w->span_at[token] : DL_NONE;
}

static void cover(name_work *w) {
    for (uint32_t i = 0; i < w->tokens->count; i++) w->span_at[i] = DL_NONE;
    for (uint32_t i = 0; i < w->spans.count; i++)
        for (uint32_t k = 0; k < w->spans.items[i].count; k++)
            w->span_at[w->spans.items[i].first + k] = i;
}

/* Makes one span of all from first to before end, in the place of those inside. */
static void merge(name_work *w, uint32_t at, uint32_t first, uint32_t end, uint8_t cls) {
    for (uint32_t i = first; i < end; i++) {
        uint32_t other = w->span_at[i];
        if (other != DL_NONE && other != at) w->spans.items[other].count = 0;
        w->span_at[i] = at;
    }
    w->spans.items[at] = (name_span){first, end - first, cls, w->spans.items[at].sure};
}

/* One past "of Technology", "of Housing and Urban Development" behind a body's noun. */
static uint32_t past_of(const name_work *w, uint32_t i, uint32_t stop) {
    if (i + 1 >= stop || !name_is(w, i, "of") || !is_proper(w, i + 1)) return i;
    if (span_covering(w, i + 1) != DL_NONE) return i;
    uint32_t end = i + 1;
    while (end < stop && is_proper(w, end) && span_covering(w, end) == DL_NONE) end++;
    if (end + 1 < stop && name_is(w, end, "and") && is_proper(w, end + 1) &&
        span_covering(w, end + 1) == DL_NONE)
        for (end++; end < stop && is_proper(w, end) && span_covering(w, end) == DL_NONE;) end++;
    return end;
}

/* "US |National Hurricane Center", "Georgetown |University". */
static void grow_right(name_work *w, uint32_t at, uint32_t stop) {
    const name_span s = w->spans.items[at];
    if (s.cls == NAME_PER && s.count > 1) { /* "Johns Hopkins |University" */
        uint32_t next = s.first + s.count;
        if (next < stop && is_proper(w, next) &&
            proper_noun_kind(w, next) == DL_ENTITY_ORGANIZATION &&
            name_exact(w, next, 1, 1 << LEX_FAMILY) == DL_NONE)
            merge(w, at, s.first, next + 1, NAME_ORG);
        return;
    }
    uint32_t i = s.first + s.count, kind = DL_NONE, best = 0;
    bool of = false; /* "Department of Housing |and Urban Development" */
    for (uint32_t k = s.first + 1; k < i; k++) of |= name_is(w, k, "of");
    if (s.cls == NAME_ORG && of && i + 1 < stop && name_is(w, i, "and") && is_proper(w, i + 1) &&
        span_covering(w, i + 1) == DL_NONE && proper_noun_kind(w, s.first) != DL_NONE) {
        for (best = i + 1; best < stop && is_proper(w, best) && span_covering(w, best) == DL_NONE;)
            best++;
        merge(w, at, s.first, best, NAME_ORG);
        return;
    }
    for (; i < stop && is_proper(w, i) && i < s.first + s.count + 5; i++) {
        uint32_t other = span_covering(w, i);
        if (other != DL_NONE && w->spans.items[other].cls == NAME_PER) break;
        uint32_t k = proper_noun_kind(w, i);
        if (k == DL_ENTITY_ORGANIZATION || (k == DL_ENTITY_PLACE && s.cls == NAME_LOC))
            kind = k, best = i + 1;
    }
    if (!best) return;
    if (kind == DL_ENTITY_ORGANIZATION) best = past_of(w, best, stop);
    merge(w, at, s.first, best, kind == DL_ENTITY_PLACE ? NAME_LOC : NAME_ORG);
}

/* "Housing Authority of |New Orleans", "Gulf of |Mexico". */
static bool grow_left(name_work *w, uint32_t at, uint32_t floor) {
    const name_span s = w->spans.items[at];
    uint32_t i = s.first;
    if (s.cls == NAME_PER || i < floor + 2) return false;
    if (name_is(w, i - 1, "the") && i >= floor + 3) i--;
    if (!name_is(w, i - 1, "of")) return false;
    uint32_t noun = i - 2, kind = proper_noun_kind(w, noun);
    if (kind == DL_NONE || !is_proper(w, noun)) return false;
    uint32_t first = noun;
    while (first > floor && may_belong(w, first - 1) &&
           name_exact(w, first - 1, 1, 1 << LEX_ROLE) == DL_NONE &&
           (span_covering(w, first - 1) == DL_NONE ||
            w->spans.items[span_covering(w, first - 1)].cls != NAME_PER))
        first--;
    bool place = kind == DL_ENTITY_PLACE;
    if (place && s.cls == NAME_LOC &&
        (name_is(w, noun, "city") || name_is(w, noun, "state") || name_is(w, noun, "province")))
        return false;
    merge(w, at, first, s.first + s.count, place ? NAME_LOC : NAME_ORG);
    return true;
}

/* "Enron Broadband Services, |Inc." */
static void grow_company(name_work *w, uint32_t at, uint32_t stop) {
    static const char *const words[] = {"inc", "inc.", "corp", "corp.", "ltd", "ltd.",
                                        "llc", "l.p.", "plc",  "gmbh",  "co."};
    const name_span s = w->spans.items[at];
    uint32_t i = s.first + s.count;
    for (size_t k = 0; s.count == 1 && s.first && k < DL_COUNT(words); k++) /* "Novatek |Ltd." */
        if (name_is(w, s.first, words[k]) && w->sentence[s.first - 1] == w->sentence[s.first] &&
            is_proper(w, s.first - 1)) {
            merge(w, at, s.first - 1, s.first + 1, NAME_ORG);
            return;
        }
    if (i < stop && dl_str_is(name_token(w, i), ",")) i++;
    for (size_t k = 0; i < stop && k < DL_COUNT(words); k++)
        if (name_is(w, i, words[k])) {
            merge(w, at, s.first, i + 1, NAME_ORG);
            return;
        }
}

static void drop_empty(name_work *w) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->spans.count; i++)
        if (w->spans.items[i].count) w->spans.items[kept++] = w->spans.items[i];
    w->spans.count = kept;
    cover(w);
}

static void grow_all(name_work *w) {
    for (uint32_t i = 0; i < w->spans.count; i++) {
        if (!w->spans.items[i].count) continue;
        uint32_t first, stop;
        name_bounds(w, w->spans.items[i].first, &first, &stop);
        grow_right(w, i, stop);
        for (uint32_t steps = 0; steps < 3 && grow_left(w, i, first);) steps++;
        grow_company(w, i, stop);
    }
    drop_empty(w);
}

/* ── one reading for one name ── */

typedef struct reading {
    uint32_t votes[NAME_CLASSES];
    uint32_t sure; /* spans found with margin */
} reading;

typedef struct readings {
    dl_map keys; /* text -> items */
    DL_VEC(reading) items;
} readings;

static dl_str span_text(const name_work *w, const name_span *s) {
    return dl_span_text(w->bytes, name_tokens_span(w, s->first, s->count));
}

static reading *reading_at(name_work *w, readings *all, dl_str text) {
    uint32_t *at = dl_map_at(&all->keys, text);
    if (!at) return NULL;
    if (*at == DL_NONE) {
        *at = all->items.count;
        if (!DL_PUSH(&all->items, w->arena)) return NULL;
    }
    return &all->items.items[*at];
}

static uint32_t winner(const reading *r) {
    uint32_t best = 0;
    for (uint32_t k = 1; k < NAME_CLASSES; k++)
        if (r->votes[k] > r->votes[best]) best = k;
    return best;
}

/* Votes of every span; the family name of a full name votes for a person. */
static bool collect(name_work *w, readings *all) {
    for (uint32_t i = 0; i < w->spans.count; i++) {
        const name_span *s = &w->spans.items[i];
        uint32_t weight = s->sure ? 2 : 1;
        reading *r = reading_at(w, all, span_text(w, s));
        if (!r) return false;
        r->votes[s->cls] += weight;
        r->sure += s->sure;
        if (s->cls == NAME_ORG && s->count >= 3 &&
            proper_noun_kind(w, s->first + s->count - 1) != DL_NONE) { /* "Johns Hopkins" */
            const name_span head = {s->first, s->count - 1, NAME_ORG, s->sure};
            r = reading_at(w, all, span_text(w, &head));
            if (!r) return false;
            r->votes[NAME_ORG] += 2 * weight;
        }
        if (s->cls != NAME_PER || s->count < 2 || s->count > 6) continue;
        for (uint32_t tail = 1; tail < s->count && tail <= 3; tail += 2) { /* "Assad", "al-Assad" */
            const name_span last = {s->first + s->count - tail, tail, NAME_PER, s->sure};
            if (tail == 1 && !is_proper(w, last.first)) continue;
            r = reading_at(w, all, span_text(w, &last));
            if (!r) return false;
            r->votes[NAME_PER] += 2 * weight;
            r->sure += s->sure;
        }
    }
    return true;
}

static bool in_place(const name_work *w, uint32_t token) {
    static const char *const words[] = {"in", "at", "near", "from", "to", "into", "around"};
    const dl_sentence *s = &w->text->sentences.items[w->sentence[token]];
    for (size_t k = 0; token > s->first && k < DL_COUNT(words); k++)
        if (name_is(w, token - 1, words[k])) return true;
    return false;
}

/* "Washington" of the tables, where the report uses it as a place too. */
static bool used_as_place(const name_work *w, const name_span *s) {
    uint32_t mask = 1 << LEX_COUNTRY | 1 << LEX_CAPITAL | 1 << LEX_PLACE;
    uint32_t e = name_exact(w, s->first, s->count, mask);
    if (e == DL_NONE || (name_entry(w, e)->flags & LEX_COMMON)) return false;
    if (name_entry(w, e)->cls == LEX_COUNTRY) return true;
    for (uint32_t i = 0; i < w->spans.count; i++) {
        const name_span *o = &w->spans.items[i];
        if (o->count == s->count && dl_str_eq(span_text(w, o), span_text(w, s)) &&
            in_place(w, o->first))
            return true;
    }
    return false;
}

static void agree(name_work *w, readings *all) {
    for (uint32_t i = 0; i < w->spans.count; i++) {
        name_span *s = &w->spans.items[i];
        uint32_t at = dl_map_get(&all->keys, span_text(w, s));
        if (at == DL_NONE) continue;
        const reading *r = &all->items.items[at];
        uint32_t best = winner(r);
        if (best == s->cls || r->votes[best] < 2 * r->votes[s->cls]) continue;
        if (best == NAME_PER && s->cls == NAME_LOC &&
            (in_place(w, s->first) || used_as_place(w, s)))
            continue;
        s->cls = (uint8_t)best;
    }
}

/* Skeletons of the family names of full names; made once. */
typedef struct spellings {
    DL_VEC(dl_str) keys, families;
} spellings;

static bool collect_spellings(name_work *w, spellings *x) {
    for (uint32_t i = 0; i < w->spans.count && x->keys.count < SPELLINGS; i++) {
        const name_span *s = &w->spans.items[i];
        if (s->cls != NAME_PER || s->count < 2) continue;
        dl_str family = name_token(w, s->first + s->count - 1);
        if (family.len < 6) continue;
        dl_str *key = DL_PUSH(&x->keys, w->arena), *text = DL_PUSH(&x->families, w->arena);
        if (!key || !text) return false;
        *key = dl_name_key(w->arena, "", family);
        *text = family;
    }
    return true;
}

/* The family name that this word spells another way: "Zelenskiy", "Zelensky". */
static uint32_t other_spelling(const name_work *w, const readings *all, const spellings *x,
                               uint32_t token) {
    char own[64] = ":";
    dl_str text = name_token(w, token);
    if (text.len < 6) return DL_NONE;
    size_t n = dl_name_skeleton(own + 1, sizeof own - 1, text) + 1;
    for (uint32_t i = 0; i < x->keys.count; i++) {
        dl_str family = x->families.items[i];
        if (dl_str_eq(x->keys.items[i], (dl_str){own, n}) && family.ptr[0] == text.ptr[0] &&
            dl_name_distance(text, family, 2) <= 2)
            return dl_map_get(&all->keys, family);
    }
    return DL_NONE;
}

/* Names found elsewhere with margin that the labels miss here. */
static bool find_missed(name_work *w, readings *all) {
    uint32_t found = w->spans.count;
    spellings spelled = {0};
    if (!collect_spellings(w, &spelled)) return false;
    for (uint32_t i = 0; i < w->tokens->count; i++) {
        if (w->span_at[i] != DL_NONE || !is_proper(w, i)) continue;
        if (i && w->span_at[i - 1] != DL_NONE && is_proper(w, i - 1) &&
            w->sentence[i - 1] == w->sentence[i])
            continue;
        uint32_t at = dl_map_get(&all->keys, name_token(w, i));
        if (at == DL_NONE) at = other_spelling(w, all, &spelled, i);
        if (at == DL_NONE || !all->items.items[at].sure) continue;
        const reading *r = &all->items.items[at];
        uint32_t best = winner(r);
        if (r->votes[best] < (best == NAME_ORG ? 2 : 4) || name_token(w, i).len < 3) continue;
        uint32_t e, first = i, count = 1;
        if (name_longest(w, i, 1 << LEX_ROLE | 1 << LEX_NOUN, &e)) continue;
        if (i >= 2 && best == NAME_PER && dl_str_is(name_token(w, i - 1), "-")) { /* "al-|Sadr" */
            first = i - 2, count = 3;
            if (first && is_proper(w, first - 1) && w->sentence[first - 1] == w->sentence[i])
                first--, count++;
            uint32_t before = w->span_at[first];
            if (before != DL_NONE && w->spans.items[before].first == first)
                w->spans.items[before].count = 0;
        }
        name_span *s = DL_PUSH(&w->spans, w->arena);
        if (!s) return false;
        *s = (name_span){first, count, (uint8_t)best, 0};
    }
    return found == w->spans.count || name_sort_spans(w);
}

bool name_sort_spans(name_work *w) {
    uint32_t n = w->spans.count;
    name_span *copy = dl_arena_array(w->arena, n + 1, sizeof *copy);
    if (!copy) return false;
    cover(w);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->tokens->count;) {
        uint32_t s = w->span_at[i];
        if (s == DL_NONE) {
            i++;
            continue;
        }
        copy[kept++] = w->spans.items[s];
        i = w->spans.items[s].first + w->spans.items[s].count;
    }
    if (kept) memcpy(w->spans.items, copy, kept * sizeof *copy);
    w->spans.count = kept;
    return true;
}

/* The run of words before "(" whose capitals spell the acronym behind it; its first token. */
static uint32_t spelled_before(const name_work *w, uint32_t bracket, dl_str acronym) {
    const dl_sentence *s = &w->text->sentences.items[w->sentence[bracket]];
    size_t left = acronym.len;
    for (uint32_t i = bracket; left && i-- > s->first && bracket - i < 12;) {
        dl_str t = name_token(w, i);
        if (t.ptr[0] == acronym.ptr[left - 1]) {
            if (--left == 0) return i;
        } else if (name_type_of(w, i)->shape != SHAPE_LOWER) {
            return DL_NONE;
        }
    }
    return DL_NONE;
}

/* "Eastern Relief and Rescue Network (ERRN)". */
static bool read_spelled(name_work *w) {
    bool added = false;
    for (uint32_t i = 1; i + 2 < w->tokens->count; i++) {
        if (!dl_str_is(name_token(w, i), "(") || !dl_str_is(name_token(w, i + 2), ")")) continue;
        dl_str acronym = name_token(w, i + 1);
        if (name_type_of(w, i + 1)->shape != SHAPE_UPPER || acronym.len < 3) continue;
        uint32_t first = spelled_before(w, i, acronym);
        if (first == DL_NONE || i - first < 2) continue;
        uint32_t at = DL_NONE;
        for (uint32_t k = first; k < i; k++)
            if (w->span_at[k] != DL_NONE) at = w->span_at[k];
        if (at == DL_NONE) {
            if (!DL_PUSH(&w->spans, w->arena)) return false;
            at = w->spans.count - 1;
            added = true;
        }
        if (w->spans.items[at].count && w->spans.items[at].first < first) continue;
        merge(w, at, first, i, NAME_ORG);
        w->spans.items[at].sure = 1;
        if (w->span_at[i + 1] == DL_NONE) {
            name_span *s = DL_PUSH(&w->spans, w->arena);
            if (!s) return false;
            *s = (name_span){i + 1, 1, NAME_ORG, 1};
            w->span_at[i + 1] = w->spans.count - 1;
            added = true;
        } else {
            w->spans.items[w->span_at[i + 1]].cls = NAME_ORG;
        }
    }
    drop_empty(w);
    return !added || name_sort_spans(w);
}

/* "International Union for Conservation (IUCN)": what stands in brackets is that body. */
static void read_acronyms(name_work *w) {
    for (uint32_t i = 0; i + 1 < w->spans.count; i++) {
        name_span *a = &w->spans.items[i], *b = &w->spans.items[i + 1];
        uint32_t between = a->first + a->count;
        if (b->first != between + 1 || b->count != 1 || a->count < 2) continue;
        if (!dl_str_is(name_token(w, between), "(") ||
            name_type_of(w, b->first)->shape != SHAPE_UPPER)
            continue;
        if (a->cls == NAME_LOC && proper_noun_kind(w, between - 1) == DL_NONE) continue;
        a->cls = b->cls = NAME_ORG;
        a->sure = b->sure = 1;
    }
}

bool name_mend_spans(name_work *w) {
    cover(w);
    grow_all(w);
    read_acronyms(w);
    if (!read_spelled(w)) return false;
    cover(w);
    readings all = {0};
    dl_map_init(&all.keys, w->arena);
    if (!collect(w, &all)) return false;
    agree(w, &all);
    if (!find_missed(w, &all)) return false;
    cover(w);
    return true;
}
