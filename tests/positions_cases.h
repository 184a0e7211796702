/* positions_cases.h - scores tests/data/positions.tsv, for dl_eval and for the unit test.
 *
 * A position is right where party and issue share a word with one of the answers and the stance is
 * on the same side (the families of gold/score.py). Static functions: two programs include it.
 */
#ifndef DL_TESTS_POSITIONS_CASES_H
#define DL_TESTS_POSITIONS_CASES_H

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "find/find.h"
#include "parse/parse.h"

typedef struct positions_score {
    uint32_t right, extra, missed, rows;
} positions_score;

typedef struct positions_tools {
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_finder *finder;
} positions_tools;

static inline int positions_family(dl_str stance) {
    static const char *const names[][4] = {
        {"demands", "red line", NULL, NULL},
        {"supports", "accepts", "accepts with conditions", "offers"},
        {"open", NULL, NULL, NULL},
        {"rejects", "opposes", NULL, NULL}};
    for (int f = 0; f < 4; f++)
        for (int k = 0; k < 4 && names[f][k]; k++)
            if (dl_str_is(stance, names[f][k])) return f;
    return -1;
}

/* Cuts the piece before `mark` off the front of rest. */
static inline dl_str positions_cut(dl_str *rest, char mark) {
    const char *at = rest->len ? memchr(rest->ptr, mark, rest->len) : NULL;
    dl_str piece = {rest->ptr, at ? (size_t)(at - rest->ptr) : rest->len};
    size_t skip = piece.len + (at != NULL);
    *rest = (dl_str){rest->ptr + skip, rest->len - skip};
    return dl_str_trim(piece);
}

static inline bool positions_same_word(dl_str a, dl_str b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (tolower((unsigned char)a.ptr[i]) != tolower((unsigned char)b.ptr[i])) return false;
    return a.len > 0;
}

static inline dl_str positions_word(dl_str *rest) {
    while (rest->len && !isalnum((unsigned char)rest->ptr[0]) && !(rest->ptr[0] & 0x80))
        rest->ptr++, rest->len--;
    size_t n = 0;
    while (n < rest->len && (isalnum((unsigned char)rest->ptr[n]) || (rest->ptr[n] & 0x80))) n++;
    dl_str word = {rest->ptr, n};
    rest->ptr += n, rest->len -= n;
    return word;
}

static inline bool positions_share_word(dl_str a, dl_str b) {
    for (dl_str ra = a, x = positions_word(&ra); x.len; x = positions_word(&ra))
        for (dl_str rb = b, y = positions_word(&rb); y.len; y = positions_word(&rb))
            if (positions_same_word(x, y)) return true;
    return false;
}

static inline bool positions_any(dl_str answers, dl_str got) {
    while (answers.len)
        if (positions_share_word(positions_cut(&answers, '/'), got)) return true;
    return false;
}

static inline bool positions_fits(dl_str expected, const dl_position *p) {
    dl_str rest = expected, party = positions_cut(&rest, '|'), issue = positions_cut(&rest, '|');
    bool stance = false;
    while (rest.len)
        if (positions_family(positions_cut(&rest, '/')) == positions_family(p->stance))
            stance = true;
    return stance && positions_any(party, p->party_name) && positions_any(issue, p->issue);
}

static inline int positions_find(const positions_tools *tools, dl_str text, struct dl_finds *f,
                                 dl_error *err) {
    dl_arena arena, scratch;
    dl_arena_init(&f->arena), dl_arena_init(&arena), dl_arena_init(&scratch);
    f->report.text = dl_arena_str(&f->arena, text);
    f->report.published.value = DL_STR("2025-12-01");
    memset(f->report.id, '0', 64);
    dl_block *b = DL_PUSH(&f->report.blocks, &f->arena);
    if (b) *b = (dl_block){{0, (uint32_t)text.len}, DL_BLOCK_BODY};
    dl_text parsed;
    int rc = dl_parse(tools->parser, tools->scratch, &arena, &f->report, &parsed, err);
    for (uint32_t s = 0; !rc && s < parsed.sentences.count; s++) {
        dl_sentence *copy = DL_PUSH(&f->sentences, &f->arena);
        if (copy) *copy = parsed.sentences.items[s];
    }
    dl_find_context context = {&parsed, f, &scratch};
    if (!rc) rc = dl_finder_run(tools->finder, &context, err);
    dl_arena_free(&arena), dl_arena_free(&scratch);
    return rc;
}

static inline void positions_count(const struct dl_finds *f, dl_str expected,
                                   positions_score *score) {
    bool used[64] = {false};
    uint32_t n = f->positions.count < 64 ? f->positions.count : 64, hits = 0;
    while (expected.len) {
        dl_str one = positions_cut(&expected, ';');
        bool hit = false;
        for (uint32_t i = 0; one.len && i < n && !hit; i++)
            if (!used[i] && positions_fits(one, &f->positions.items[i])) used[i] = hit = true;
        hits += hit;
        score->missed += one.len && !hit;
    }
    score->right += hits;
    score->extra += n - hits;
}

/* Scores the rows of one split ("dev", "held") of the table's bytes. */
static inline int positions_run(const dl_data *data, dl_str bytes, const char *split,
                                positions_score *score, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_tsv table;
    positions_tools tools = {NULL, NULL, NULL};
    int rc = dl_tsv_parse(&table, &arena, bytes, err);
    if (!rc) rc = dl_parser_open(&tools.parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&tools.scratch, tools.parser, err);
    if (!rc) rc = dl_finder_open(&tools.finder, data, err);
    for (uint32_t r = 0; !rc && r < table.rows.count; r++) {
        const dl_tsv_row *row = &table.rows.items[r];
        if (!dl_str_is(row->cells[0], split)) continue;
        struct dl_finds f = {0};
        rc = positions_find(&tools, row->cells[2], &f, err);
        if (!rc) positions_count(&f, row->cells[3], score);
        score->rows++;
        dl_arena_free(&f.arena);
    }
    dl_finder_close(tools.finder);
    dl_parse_scratch_close(tools.scratch);
    dl_parser_close(tools.parser);
    dl_arena_free(&arena);
    return rc;
}

static inline double positions_f1(const positions_score *s) {
    uint32_t all = 2 * s->right + s->extra + s->missed;
    return all ? 2.0 * s->right / all : 0;
}

#endif
