/* Printed speakers: the cases of train/speaker_cases.txt, through the whole pipeline. Right among
 * those printed with high or medium certainty, coverage beside it: direct quotes, and sources whose
 * name stands outside the sentence. An unnamed source that gets a name counts as printed and wrong.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find/find.h"
#include "parse/parse.h"
#include "train/eval.h"
#include "train/files.h"

enum { DIRECT, OUTSIDE, OTHER, KINDS };

typedef struct speaker_score {
    uint32_t right[KINDS], printed[KINDS], all[KINDS];
} speaker_score;

typedef struct machine {
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_finder *finder;
} machine;

static dl_str take_line(dl_str *rest) {
    const char *nl = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    dl_str line = {rest->ptr, nl ? (size_t)(nl - rest->ptr) : rest->len};
    *rest = dl_str_sub(*rest, line.len + (nl != NULL), rest->len);
    return line;
}

static int analyse(const machine *m, dl_str text, struct dl_finds *f, dl_arena *arena,
                   dl_error *err) {
    f->report.text = dl_arena_str(&f->arena, text);
    memset(f->report.id, '0', 64);
    for (dl_str rest = f->report.text; rest.len;) {
        dl_str line = take_line(&rest);
        uint32_t start = (uint32_t)(line.ptr - f->report.text.ptr);
        dl_block *block = line.len ? DL_PUSH(&f->report.blocks, &f->arena) : NULL;
        if (block) *block = (dl_block){{start, start + (uint32_t)line.len}, DL_BLOCK_BODY};
    }
    dl_text parsed = {0};
    int rc = dl_parse(m->parser, m->scratch, arena, &f->report, &parsed, err);
    dl_find_context context = {&parsed, f, arena};
    return rc ? rc : dl_finder_run(m->finder, &context, err);
}

/* "cue | speaker | kind" */
static dl_str take_cell(dl_str *rest) {
    const char *bar = rest->len ? memchr(rest->ptr, '|', rest->len) : NULL;
    dl_str cell = {rest->ptr, bar ? (size_t)(bar - rest->ptr) : rest->len};
    *rest = dl_str_sub(*rest, cell.len + (bar != NULL), rest->len);
    return dl_str_trim(cell);
}

/* The first attribution not used yet whose cue holds the words. */
static uint32_t attribution_of(const struct dl_finds *f, dl_str cue, uint8_t *used) {
    for (uint32_t i = 0; i < f->attributions.count; i++) {
        dl_span span = f->attributions.items[i].cue;
        if (used[i] || dl_span_is_none(span)) continue;
        dl_str words = dl_span_text(f->report.text, span);
        for (size_t k = 0; k + cue.len <= words.len; k++)
            if (memcmp(words.ptr + k, cue.ptr, cue.len) == 0) {
                used[i] = 1;
                return i;
            }
    }
    return DL_NONE;
}

/* Printed names joined by " + "; empty: not resolved, or of low certainty. */
static dl_str printed(const struct dl_finds *f, const dl_attribution *a, dl_arena *arena) {
    dl_buf out = {0};
    if (a->speaker_certainty >= DL_CERTAINTY_MEDIUM) {
        for (uint32_t k = 0; k < a->speakers.count; k++) {
            if (k) dl_buf_puts(&out, " + ");
            dl_buf_str(&out, f->entities.items[f->refs.items[a->speakers.first + k]].name);
        }
        bool named = a->speaker != DL_NONE && !f->entities.items[a->speaker].unnamed;
        if (!a->speakers.count && named) dl_buf_str(&out, f->entities.items[a->speaker].name);
    }
    dl_str s = dl_arena_str(arena, dl_buf_view(&out));
    dl_buf_free(&out);
    return s;
}

/* The same name, or one whose words end the other ("Zelensky"). */
static bool same_name(dl_str got, dl_str want) {
    if (dl_str_starts(want, DL_STR("the "))) want = dl_str_sub(want, 4, want.len);
    if (dl_str_starts(got, DL_STR("the "))) got = dl_str_sub(got, 4, got.len);
    return got.len > 3 && (dl_str_ends(got, want) || dl_str_ends(want, got));
}

static void score_line(speaker_score *score, const struct dl_finds *f, dl_str line, uint8_t *used,
                       dl_arena *arena) {
    dl_str cue = take_cell(&line), want = take_cell(&line), kind = take_cell(&line);
    int k = dl_str_is(kind, "d") ? DIRECT : dl_str_is(kind, "o") ? OUTSIDE : OTHER;
    uint32_t at = attribution_of(f, cue, used);
    dl_str got = at == DL_NONE ? (dl_str){NULL, 0} : printed(f, &f->attributions.items[at], arena);
    bool unnamed = dl_str_is(want, "-");
    score->all[k] += !unnamed;
    if (got.len) {
        bool right = !unnamed && same_name(got, want);
        score->printed[k]++;
        score->right[k] += right;
        if (!right && getenv("DL_EVAL_SPEAKERS"))
            fprintf(stderr, "wrong: %.*s | %.*s, not %.*s\n", (int)cue.len, cue.ptr, (int)got.len,
                    got.ptr, (int)want.len, want.ptr);
    } else if (!unnamed && getenv("DL_EVAL_SPEAKERS")) {
        fprintf(stderr, "%s: %.*s | %.*s\n", at == DL_NONE ? "no statement" : "not resolved",
                (int)cue.len, cue.ptr, (int)want.len, want.ptr);
    }
}

static int score_case(const machine *m, dl_str text, dl_str lines, speaker_score *score,
                      dl_error *err) {
    struct dl_finds f = {0};
    dl_arena arena;
    dl_arena_init(&arena);
    dl_arena_init(&f.arena);
    int rc = analyse(m, text, &f, &arena, err);
    uint8_t *used = dl_arena_array(&arena, f.attributions.count + 1, 1);
    while (!rc && used && lines.len) {
        dl_str line = take_line(&lines);
        if (memchr(line.ptr, '|', line.len)) score_line(score, &f, line, used, &arena);
    }
    dl_arena_free(&f.arena);
    dl_arena_free(&arena);
    return rc;
}

static int score_all(const machine *m, dl_str rest, speaker_score *score, dl_error *err) {
    int rc = DL_OK;
    while (!rc && rest.len) {
        dl_str title = take_line(&rest);
        if (!dl_str_starts(title, DL_STR("==="))) continue;
        dl_str text = {rest.ptr, 0}, line = {NULL, 0};
        while (rest.len && (line = take_line(&rest), !dl_str_is(line, "---")))
            text.len = (size_t)(line.ptr + line.len - text.ptr);
        dl_str lines = {rest.ptr, 0};
        while (rest.len && !dl_str_starts(rest, DL_STR("==="))) {
            line = take_line(&rest);
            lines.len = (size_t)(line.ptr + line.len - lines.ptr);
        }
        rc = score_case(m, text, lines, score, err);
    }
    return rc;
}

static double share(uint32_t part, uint32_t all) {
    return all ? (double)part / all : 0;
}

int eval_speakers(eval_context *c) {
    static const char *const part = "printed speakers", *const data = "cases written for dateline";
    char path[4096];
    snprintf(path, sizeof path, "%s", __FILE__);
    char *slash = strrchr(path, '/');
    snprintf(slash ? slash + 1 : path, 64, "speaker_cases.txt");
    machine m = {0};
    dl_buf bytes = {0};
    speaker_score s = {0};
    int rc = file_read(path, &bytes, &c->err);
    if (!rc) rc = dl_parser_open(&m.parser, c->data, &c->err);
    if (!rc) rc = dl_parse_scratch_open(&m.scratch, m.parser, &c->err);
    if (!rc) rc = dl_finder_open(&m.finder, c->data, &c->err);
    if (!rc) rc = score_all(&m, dl_buf_view(&bytes), &s, &c->err);
    if (!rc) {
        eval_row(c, part, data, "direct quotes, right among printed",
                 share(s.right[DIRECT], s.printed[DIRECT]), .95, .98);
        eval_row(c, part, data, "direct quotes, coverage", share(s.printed[DIRECT], s.all[DIRECT]),
                 NAN, NAN);
        eval_row(c, part, data, "outside the sentence, right among printed",
                 share(s.right[OUTSIDE], s.printed[OUTSIDE]), .90, .95);
        eval_row(c, part, data, "outside the sentence, coverage",
                 share(s.printed[OUTSIDE], s.all[OUTSIDE]), NAN, NAN);
        eval_row(c, part, data, "in the sentence, right among printed",
                 share(s.right[OTHER], s.printed[OTHER]), NAN, NAN);
    }
    dl_finder_close(m.finder);
    dl_parse_scratch_close(m.scratch);
    dl_parser_close(m.parser);
    dl_buf_free(&bytes);
    return rc;
}
