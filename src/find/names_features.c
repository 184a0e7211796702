/* What the name tagger sees of a word, and of its place. Run time and trainer both come here. */
#include "base/hash.h"
#include "base/utf8.h"
#include "find/names_model.h"
#include "model/namekey.h"

/* Bits of name_signs.phrase: for each group, a phrase begins here, goes on, ends, stands alone. */
enum phrase_group {
    GROUP_COUNTRY,
    GROUP_ADJECTIVE,
    GROUP_PLACE,
    GROUP_BODY,
    GROUP_ROLE,
    GROUP_NOUN,
    GROUP_GIVEN,
    GROUP_FAMILY,
    GROUPS
};

static const uint8_t group_of[LEX_CLASSES] = {
    [LEX_COUNTRY] = GROUP_COUNTRY,
    [LEX_CAPITAL] = GROUP_PLACE,
    [LEX_ADJECTIVE] = GROUP_ADJECTIVE,
    [LEX_PEOPLE] = GROUP_ADJECTIVE,
    [LEX_GOVERNMENT] = GROUP_BODY,
    [LEX_BODY] = GROUP_BODY,
    [LEX_OUTLET] = GROUP_BODY,
    [LEX_PLACE] = GROUP_PLACE,
    [LEX_PLACE_ADJECTIVE] = GROUP_ADJECTIVE,
    [LEX_PLACE_PEOPLE] = GROUP_ADJECTIVE,
    [LEX_ROLE] = GROUP_ROLE,
    [LEX_NOUN] = GROUP_NOUN,
    [LEX_GIVEN] = GROUP_GIVEN,
    [LEX_FAMILY] = GROUP_FAMILY,
    [LEX_FAMILY_FIRST] = GROUP_FAMILY,
    [LEX_SEAT] = GROUP_PLACE,
    [LEX_LEADER] = GROUP_FAMILY,
};

static void mark(uint32_t *phrase, uint32_t group, uint32_t first, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t part = count == 1 ? 3 : i == 0 ? 0 : i + 1 == count ? 2 : 1;
        phrase[first + i] |= 1u << (4 * group + part);
    }
}

/* The longest phrase of each group from each token, unless one already covers the token. */
static void mark_phrases(const name_work *w, uint32_t *phrase) {
    uint32_t reach[GROUPS] = {0};
    for (uint32_t i = 0; i < w->tokens->count; i++) {
        uint32_t longest[GROUPS] = {0};
        for (uint32_t k = w->match_at[i];
             k != DL_NONE && k < w->matches.count && w->matches.items[k].first == i; k++)
            for (uint32_t e = w->matches.items[k].entry; e != DL_NONE; e = name_entry(w, e)->next)
                longest[group_of[name_entry(w, e)->cls]] = w->matches.items[k].count;
        for (uint32_t g = 0; g < GROUPS; g++) {
            if (!longest[g] || i + longest[g] <= reach[g]) continue;
            mark(phrase, g, i, longest[g]);
            reach[g] = i + longest[g];
        }
    }
}

/* How each word's letters are written elsewhere in the report. */
static int see_types(name_work *w, name_signs *s, dl_error *err) {
    dl_map folded;
    dl_map_init(&folded, w->arena);
    s->folded = dl_arena_array(w->arena, w->types.count, sizeof *s->folded);
    s->seen = dl_arena_array(w->arena, w->types.count, 1);
    if (w->arena->failed) return dl_fail_memory(err);
    for (uint32_t t = 0; t < w->types.count; t++)
        s->folded[t] = dl_intern(&folded, dl_name_folded(w->arena, w->types.items[t].text));
    uint8_t *seen = dl_arena_array(w->arena, folded.entries.count, 1);
    if (!seen) return dl_fail_memory(err);
    for (uint32_t i = 0; i < w->tokens->count; i++) {
        const dl_sentence *sentence = &w->text->sentences.items[w->sentence[i]];
        uint8_t shape = name_type_of(w, i)->shape;
        if (w->lower[w->sentence[i]]) continue;
        if (shape == SHAPE_LOWER)
            seen[s->folded[w->type[i]]] |= 1;
        else if (i != sentence->first)
            seen[s->folded[w->type[i]]] |= 2;
    }
    for (uint32_t t = 0; t < w->types.count; t++) s->seen[t] = seen[s->folded[t]];
    return DL_OK;
}

int name_signs_make(name_work *w, name_signs *s, dl_error *err) {
    s->phrase = dl_arena_array(w->arena, w->tokens->count + 1, sizeof *s->phrase);
    if (!s->phrase) return dl_fail_memory(err);
    mark_phrases(w, s->phrase);
    return see_types(w, s, err);
}

/* ── rows ── */

static uint32_t row_of(uint32_t template, uint64_t value) {
    uint64_t h = (value + 0x9E3779B97F4A7C15u * (template + 1)) * 0xBF58476D1CE4E5B9u;
    h ^= h >> 31;
    h *= 0x94D049BB133111EBu;
    return (uint32_t)(h >> 32);
}

/* "Xxx", "XX", "xX9-": letter kinds, runs cut to two. */
static uint64_t pattern_of(dl_str s) {
    uint64_t pattern = 1;
    uint32_t last = 9, run = 0;
    for (size_t at = 0; at < s.len && pattern < (uint64_t)1 << 50;) {
        uint32_t c = dl_utf8_next(s, &at);
        uint32_t k = dl_utf8_is_upper(c)   ? 1
                     : dl_utf8_is_alpha(c) ? 2
                     : dl_utf8_is_digit(c) ? 3
                                           : 4;
        run = k == last ? run + 1 : 1;
        last = k;
        if (run <= 2) pattern = pattern * 5 + k;
        if (k == 4) pattern = pattern * 131 + c;
    }
    return pattern;
}

static uint64_t fold_hash(const char *p, size_t n) {
    return dl_hash((dl_str){p, n});
}

uint32_t name_type_rows(const name_work *w, const name_signs *s, uint32_t type, uint32_t slot,
                        uint32_t rows[NAME_TYPE_ROWS]) {
    char f[96];
    const name_type *t = &w->types.items[type];
    size_t len = dl_name_fold(f, sizeof f, t->text);
    uint32_t n = 0, base = slot * 16;
    uint64_t word = fold_hash(f, len), pattern = pattern_of(t->text);
    rows[n++] = row_of(base, word);
    rows[n++] = row_of(base + 1, pattern);
    if (slot == 0 || slot == 4) return n;
    rows[n++] = row_of(base + 2, fold_hash(f + (len > 3 ? len - 3 : 0), len > 3 ? 3 : len));
    if (slot != 2) return n;
    rows[n++] = row_of(base + 3, dl_hash(t->text));
    for (size_t k = 1; k <= 4; k++) {
        rows[n++] = row_of(base + 3 + (uint32_t)k, fold_hash(f, len > k ? k : len));
        rows[n++] = row_of(base + 7 + (uint32_t)k,
                           fold_hash(f + (len > k ? len - k : 0), len > k ? k : len));
    }
    rows[n++] = row_of(base + 12, s->seen[type] * 8u + t->shape);
    rows[n++] = row_of(base + 13, pattern * 4 + s->seen[type]);
    return n;
}

enum { T_TOKEN = 100 };

static uint64_t word_at(const name_work *w, const name_signs *s, int64_t i, uint32_t first,
                        uint32_t end) {
    (void)s;
    if (i < first || i >= end) return i < first ? 1 : 2;
    const name_type *t = name_type_of(w, (uint32_t)i);
    return t->atom_count && t->atom_count <= LEX_MAX_ATOMS ? t->atoms[0] * (t->atom_count + 1)
                                                           : dl_hash(t->text);
}

static uint32_t phrase_rows(const name_signs *s, uint32_t token, uint32_t first, uint32_t end,
                            uint32_t shape, uint32_t before, uint32_t *rows) {
    uint32_t n = 0;
    for (int d = -1; d <= 1; d++) {
        int64_t at = (int64_t)token + d;
        if (at < first || at >= end) continue;
        uint32_t bits = s->phrase[at], base = T_TOKEN + 20 + 4 * (uint32_t)(d + 1);
        rows[n++] = row_of(base, bits);
        for (uint32_t b = bits; b; b &= b - 1) {
            uint32_t bit = (uint32_t)__builtin_ctz(b);
            rows[n++] = row_of(base + 1, bit);
            if (d) continue;
            rows[n++] = row_of(base + 2, bit * 8u + shape);
            rows[n++] = row_of(base + 3, bit * 16u + before);
        }
    }
    return n;
}

uint32_t name_token_rows(const name_work *w, const name_signs *s, uint32_t token, uint32_t before,
                         uint32_t before2, uint32_t rows[NAME_ROWS]) {
    const dl_sentence *sentence = &w->text->sentences.items[w->sentence[token]];
    uint32_t first = sentence->first, end = first + sentence->count, n = 0, t = T_TOKEN;
    int64_t i = token;
    const dl_tokens *tokens = w->tokens;
    uint64_t word = word_at(w, s, i, first, end), prev = word_at(w, s, i - 1, first, end),
             next = word_at(w, s, i + 1, first, end);
    uint32_t shape = name_type_of(w, token)->shape;
    uint32_t shape_prev = token > first ? name_type_of(w, token - 1)->shape : 7u;
    uint32_t shape_next = token + 1 < end ? name_type_of(w, token + 1)->shape : 7u;
    uint32_t pos = tokens->upos[token], pos_prev = token > first ? tokens->upos[token - 1] : 30u;
    uint32_t pos_next = token + 1 < end ? tokens->upos[token + 1] : 30u;
    uint32_t xpos = tokens->xpos[token], lower = w->lower[w->sentence[token]];
    rows[n++] = row_of(t + 0, before);
    rows[n++] = row_of(t + 1, before * 16 + before2);
    rows[n++] = row_of(t + 2, word * 16 + before);
    rows[n++] = row_of(t + 3, before * 8 + shape);
    rows[n++] = row_of(t + 4, dl_hash_mix(prev, word));
    rows[n++] = row_of(t + 5, dl_hash_mix(word, next));
    rows[n++] = row_of(t + 6, (shape_prev * 8 + shape) * 8 + shape_next);
    rows[n++] = row_of(t + 7, (pos * 64u + xpos) * 4 + (shape == SHAPE_LOWER));
    rows[n++] = row_of(t + 8, pos_prev * 32 + pos);
    rows[n++] = row_of(t + 9, pos * 32 + pos_next);
    rows[n++] = row_of(t + 10, (pos * 16 + before) * 8 + shape);
    rows[n++] = row_of(t + 11, ((token == first) * 4u + lower) * 8 + shape);
    rows[n++] = row_of(t + 12, next * 16 + before);
    rows[n++] = row_of(t + 13, prev * 8 + shape);
    rows[n++] = row_of(t + 14, next * 8 + shape);
    uint32_t head = tokens->head[token], rel = tokens->deprel[token];
    uint64_t head_word = head == DL_NONE ? 3 : word_at(w, s, head, first, end);
    rows[n++] = row_of(t + 15, head_word * 64 + rel);
    rows[n++] = row_of(t + 16, rel * 16u + before);
    if (lower) rows[n++] = row_of(t + 17, word * 4 + lower);
    n += phrase_rows(s, token, first, end, shape, before, rows + n);
    return n;
}
