/* Persons' names: their particles, hyphens and suffixes, and persons that the labels miss. */
#include "find/names_spans.h"

static bool any_of(const name_work *w, uint32_t i, const char *const *words, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (name_is(w, i, words[k])) return true;
    return false;
}

static bool is_hyphen(const name_work *w, uint32_t i) {
    dl_str t = name_token(w, i);
    return (dl_str_is(t, "-") || dl_str_is(t, "\xE2\x80\x91")) &&
           !(w->tokens->flags[i] & DL_TOKEN_SPACE_BEFORE);
}

static bool is_particle(const name_work *w, uint32_t i, uint32_t stop) {
    static const char *const words[] = {"al",  "el",    "ul",   "von", "van", "der", "den", "de",
                                        "del", "della", "di",   "da",  "dos", "du",  "la",  "le",
                                        "bin", "ibn",   "bint", "ben", "abu", "ter"};
    static const char *const joined[] = {"as", "ash", "ad", "ar",
                                         "an", "az",  "at"}; /* "at-Tayyib" */
    if (any_of(w, i, words, DL_COUNT(words))) return true;
    return any_of(w, i, joined, DL_COUNT(joined)) && i + 1 < stop && is_hyphen(w, i + 1);
}

static bool is_suffix(const name_work *w, uint32_t i) {
    static const char *const words[] = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"};
    return any_of(w, i, words, DL_COUNT(words));
}

static bool is_capital(const name_work *w, uint32_t i) {
    uint8_t shape = name_type_of(w, i)->shape;
    return shape == SHAPE_CAPITAL || shape == SHAPE_UPPER || shape == SHAPE_INITIAL ||
           shape == SHAPE_MIXED;
}

static bool is_proper(const name_work *w, uint32_t i) {
    return is_capital(w, i) && w->tokens->upos[i] == DL_PROPN;
}

static bool is_word(const name_work *w, uint32_t i) {
    uint8_t shape = name_type_of(w, i)->shape;
    return shape != SHAPE_NUMBER && shape != SHAPE_SIGN;
}

/* One past "al-Jaafari", "von der Leyen", "-un" from i; i where there is none. */
static uint32_t past_link(const name_work *w, uint32_t i, uint32_t stop) {
    uint32_t k = i;
    if (k + 1 < stop && is_hyphen(w, k) && is_word(w, k + 1) &&
        !(w->tokens->flags[k + 1] & DL_TOKEN_SPACE_BEFORE))
        return k + 2;
    while (k < stop && k < i + 3 && is_particle(w, k, stop) &&
           !(is_capital(w, k) && k + 1 == stop)) {
        k++;
        if (k < stop && is_hyphen(w, k)) k++;
    }
    return k > i && k < stop && is_capital(w, k) && is_word(w, k) ? k + 1 : i;
}

/* "Zelensky Turns to Europe": every word with a capital, so that none says anything. */
static bool is_title_case(const name_work *w, uint32_t first, uint32_t stop) {
    uint32_t capital = 0, lower = 0;
    for (uint32_t i = first; i < stop; i++) {
        capital += name_type_of(w, i)->shape == SHAPE_CAPITAL;
        lower += name_type_of(w, i)->shape == SHAPE_LOWER && name_token(w, i).len > 3;
    }
    return capital >= 3 && lower * 4 < capital && !dl_str_is(name_token(w, stop - 1), ".");
}

static uint32_t grown_end(const name_work *w, uint32_t first, uint32_t end, uint32_t stop) {
    const dl_sentence *s = &w->text->sentences.items[w->sentence[first]];
    bool headline = is_title_case(w, s->first, stop);
    while (end < stop) {
        uint32_t next = past_link(w, end, stop);
        if (next == end && is_suffix(w, end)) next = end + 1;
        if (next == end && !headline && is_proper(w, end) &&
            w->tokens->deprel[end] == DL_REL_FLAT && w->tokens->head[end] >= first &&
            w->tokens->head[end] < end)
            next = end + 1;
        if (next == end) return end;
        end = next;
    }
    return end;
}

/* "Amal |Clooney": the given name that the labels leave out. */
static uint32_t grown_start(const name_work *w, const name_span *s, uint32_t floor) {
    uint32_t first = s->first;
    if (first == floor || s->count > 1 || !is_capital(w, first - 1)) return first;
    bool foreign = w->tokens->upos[first - 1] == DL_ADJ &&
                   first - 1 > floor && /* "met |Amal Clooney" */
                   w->tokens->head[first - 1] == first && !is_capital(w, first - 2);
    if (!is_proper(w, first - 1) && !foreign) return first;
    if (name_exact(w, first - 1, 1, 1 << LEX_ROLE | 1 << LEX_ADJECTIVE) != DL_NONE) return first;
    bool given = name_exact(w, first - 1, 1, 1 << LEX_GIVEN) != DL_NONE;
    bool hangs = w->tokens->head[first] == first - 1 && w->tokens->deprel[first] == DL_REL_FLAT;
    hangs |=
        w->tokens->head[first - 1] == first && (w->tokens->deprel[first - 1] == DL_REL_COMPOUND ||
                                                w->tokens->deprel[first - 1] == DL_REL_FLAT);
    const uint32_t names = 1 << LEX_COUNTRY | 1 << LEX_CAPITAL | 1 << LEX_BODY | 1 << LEX_OUTLET |
                           1 << LEX_PLACE | 1 << LEX_GOVERNMENT;
    hangs |= foreign;
    hangs &= name_exact(w, first - 1, 1, names | 1 << LEX_NOUN) == DL_NONE;
    return given || hangs ? first - 1 : first;
}

static void grow(name_work *w) {
    uint32_t kept = 0, reach = 0;
    for (uint32_t i = 0; i < w->spans.count; i++) {
        name_span s = w->spans.items[i];
        if (s.first < reach) continue; /* swallowed by the name before */
        if (s.cls == NAME_PER) {
            uint32_t floor, stop;
            name_bounds(w, s.first, &floor, &stop);
            uint32_t end = grown_end(w, s.first, s.first + s.count, stop);
            uint32_t first = grown_start(w, &s, floor < reach ? reach : floor);
            s.first = first;
            s.count = end - first;
        }
        reach = s.first + s.count;
        w->spans.items[kept++] = s;
    }
    w->spans.count = kept;
}

/* ── persons that the labels miss ── */

static bool add(name_work *w, uint32_t first, uint32_t count) {
    name_span *s = DL_PUSH(&w->spans, w->arena);
    if (!s) return false;
    *s = (name_span){first, count, NAME_PER, 1};
    for (uint32_t i = first; i < first + count; i++) w->span_at[i] = w->spans.count - 1;
    return true;
}

/* One past the run of free capitalised words from i. */
static uint32_t free_run(const name_work *w, uint32_t i, uint32_t stop) {
    uint32_t end = i;
    while (end < stop && end < i + 4 && w->span_at[end] == DL_NONE && is_proper(w, end) &&
           name_exact(w, end, 1, 1 << LEX_ROLE | 1 << LEX_ADJECTIVE | 1 << LEX_NOUN) == DL_NONE) {
        end++;
        uint32_t linked = past_link(w, end, stop);
        while (end < linked && w->span_at[end] == DL_NONE) end++;
    }
    return end;
}

static uint32_t honorific_at(const name_work *w, uint32_t i) {
    uint32_t e;
    const uint32_t names = 1 << LEX_BODY | 1 << LEX_GOVERNMENT | 1 << LEX_OUTLET | 1 << LEX_PLACE;
    const lex_match *body = name_longest(w, i, names, &e); /* "General Staff" */
    const lex_match *m = name_longest(w, i, 1 << LEX_ROLE, &e);
    if (!m || !is_capital(w, i) || (body && body->count > m->count)) return 0;
    uint8_t role = name_row(w, name_entry(w, e)->row)->role;
    if (role == LEX_HONORIFIC || role == LEX_RANK) return m->count;
    uint32_t next = i + m->count; /* "Ayatollah Sadeq Larijani" */
    return next + 1 < w->tokens->count && w->sentence[next + 1] == w->sentence[i] &&
                   is_proper(w, next) && is_proper(w, next + 1) &&
                   !(name_entry(w, e)->flags & LEX_PLURAL)
               ? m->count
               : 0;
}

static bool leader_at(const name_work *w, uint32_t i, uint32_t *count) {
    uint32_t e;
    const lex_match *m = name_longest(w, i, 1 << LEX_LEADER, &e);
    if (!m || (name_entry(w, e)->flags & LEX_COMMON)) return false;
    *count = m->count;
    return true;
}

static bool in_brackets(const name_work *w, uint32_t i, uint32_t floor, uint32_t stop) {
    return i > floor && i + 1 < stop && dl_str_is(name_token(w, i - 1), "[") &&
           dl_str_is(name_token(w, i + 1), "]") && name_type_of(w, i)->shape == SHAPE_CAPITAL &&
           w->tokens->upos[i] == DL_PROPN;
}

static bool rescue(name_work *w, const dl_sentence *s) {
    uint32_t stop = s->first + s->count;
    for (uint32_t i = s->first; i < stop; i++) {
        if (w->span_at[i] != DL_NONE) continue;
        uint32_t titles = honorific_at(w, i), from = i + titles, count = 0;
        uint32_t end = from < stop ? free_run(w, from, stop) : from;
        uint32_t given = name_exact(w, i, 1, 1 << LEX_GIVEN);
        bool named = given != DL_NONE && !(name_entry(w, given)->flags & LEX_COMMON) &&
                     end > i + 1 && end < i + 5;
        if (titles && end > from && end <= from + 3)
            count = end - from;
        else if (!titles && named)
            count = end - i;
        else if (leader_at(w, i, &count) || (in_brackets(w, i, s->first, stop) && (count = 1)))
            from = i;
        else
            continue;
        bool taken = false;
        for (uint32_t k = from; k < from + count; k++) taken |= w->span_at[k] != DL_NONE;
        if (taken) continue;
        if (!add(w, from, count)) return false;
        i = from + count - 1;
    }
    return true;
}

/* "National Security Council |Oleksiy Danko": a body and a person in one. */
static bool split_bodies(name_work *w) {
    uint32_t n = w->spans.count;
    for (uint32_t i = 0; i < n; i++) {
        name_span s = w->spans.items[i];
        for (uint32_t k = 1; s.cls != NAME_PER && k + 1 < s.count; k++) {
            uint32_t e =
                name_exact(w, s.first, k, 1 << LEX_BODY | 1 << LEX_COUNTRY | 1 << LEX_NOUN);
            uint32_t given = name_exact(w, s.first + k, 1, 1 << LEX_GIVEN);
            if (e == DL_NONE || given == DL_NONE || (name_entry(w, given)->flags & LEX_COMMON))
                continue;
            w->spans.items[i].count = k;
            if (!add(w, s.first + k, s.count - k)) return false;
            break;
        }
    }
    return n == w->spans.count || name_sort_spans(w);
}

static void cover(name_work *w) {
    for (uint32_t i = 0; i < w->tokens->count; i++) w->span_at[i] = DL_NONE;
    for (uint32_t i = 0; i < w->spans.count; i++)
        for (uint32_t k = 0; k < w->spans.items[i].count; k++)
            w->span_at[w->spans.items[i].first + k] = i;
}

bool name_mend_persons(name_work *w) {
    grow(w);
    cover(w);
    if (!split_bodies(w)) return false;
    cover(w);
    for (uint32_t s = 0; s < w->text->sentences.count; s++)
        if (!rescue(w, &w->text->sentences.items[s])) return false;
    return name_sort_spans(w);
}
