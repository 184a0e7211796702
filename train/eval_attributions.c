/* DL_EVAL_ERRORS=FILE in the environment writes gold and found side by side, to read the errors.
 *
 * Attributions on PolNeAR dev, from raw text through our own pipeline: what the program finds,
 * not what a tagger scores. Nested attributions and quotes without a cue are left out: PolNeAR
 * annotates the outermost, and nothing without a cue. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "find/attributions.h"
#include "find/cues.h"
#include "train/eval.h"
#include "train/files.h"
#include "train/polnear.h"

static void push_span(polnear_spans *to, dl_span span, dl_arena *arena) {
    dl_span *s = dl_span_is_none(span) ? NULL : DL_PUSH(to, arena);
    if (s) *s = span;
}

static uint32_t found(const struct dl_finds *finds, polnear_attribution *got, dl_arena *arena) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < finds->attributions.count; i++) {
        const dl_attribution *a = &finds->attributions.items[i];
        if (a->within != DL_NONE || dl_span_is_none(a->cue)) continue;
        polnear_attribution *p = &got[n++];
        push_span(&p->role[POLNEAR_SOURCE], a->source, arena);
        push_span(&p->role[POLNEAR_CUE], a->cue, arena);
        for (uint32_t k = 0; k < a->content.count; k++)
            push_span(&p->role[POLNEAR_CONTENT], finds->spans.items[a->content.first + k], arena);
    }
    return n;
}

static void print_one(FILE *f, dl_str text, char mark, const polnear_attribution *a) {
    static const char *const names[] = {"S", "C", "X"};
    fprintf(f, "%c", mark);
    for (uint32_t r = 0; r < POLNEAR_ROLES; r++)
        for (uint32_t k = 0; k < a->role[r].count; k++) {
            dl_span s = a->role[r].items[k];
            fprintf(f, "\t%s %u-%u %.*s", names[r], s.start, s.end, (int)(s.end - s.start),
                    text.ptr + s.start);
        }
    fprintf(f, "\n");
}

static void print_errors(FILE *f, const polnear_article *a, const polnear_attribution *got,
                         uint32_t count) {
    fprintf(f, "# article\n");
    for (uint32_t i = 0; i < a->gold.count; i++)
        print_one(f, a->finds.report.text, 'g', &a->gold.items[i]);
    for (uint32_t i = 0; i < count; i++) print_one(f, a->finds.report.text, 'p', &got[i]);
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* *spent: processor seconds of the finding alone. */
static int compare_all(polnear_corpus *corpus, const dl_attributions *finder, polnear_score *score,
                       double *spent, dl_error *err) {
    dl_arena scratch;
    dl_arena_init(&scratch);
    const char *path = getenv("DL_EVAL_ERRORS");
    FILE *errors = path ? fopen(path, "w") : NULL;
    int rc = DL_OK;
    for (uint32_t k = 0; !rc && k < corpus->articles.count; k++) {
        polnear_article *a = corpus->articles.items[k];
        dl_arena_init(&a->finds.arena);
        dl_find_context context = {&a->text, &a->finds, &scratch};
        double start = seconds();
        rc = dl_attributions_find(finder, &context, err);
        *spent += seconds() - start;
        polnear_attribution *got =
            dl_arena_array(&scratch, a->finds.attributions.count + 1, sizeof *got);
        uint32_t n = !rc && got ? found(&a->finds, got, &scratch) : 0;
        if (!rc && got) polnear_compare(score, a, got, n);
        if (errors && got) print_errors(errors, a, got, n);
        dl_arena_free(&a->finds.arena);
        dl_arena_reset(&scratch);
    }
    dl_arena_free(&scratch);
    if (errors) fclose(errors);
    return rc;
}

/* ── classes of cues ── */

static const polnear_article *article_of(const polnear_corpus *corpus, dl_str name) {
    for (uint32_t k = 0; k < corpus->articles.count; k++)
        if (dl_str_eq(corpus->articles.items[k]->name, name)) return corpus->articles.items[k];
    return NULL;
}

static uint32_t number_of(dl_str s) {
    uint32_t n = 0;
    for (size_t i = 0; i < s.len; i++) n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n;
}

/* Class the program gives to a cue that stands at those code points. */
static int class_at(const dl_cues *cues, const polnear_article *a, uint32_t start, uint32_t end) {
    const dl_tokens *t = &a->text.tokens;
    dl_span span = {a->bytes_of[start], a->bytes_of[end]};
    dl_words w = {0, 0};
    while (w.first < t->count && t->start[w.first] + t->len[w.first] <= span.start) w.first++;
    for (w.end = w.first; w.end < t->count && t->start[w.end] < span.end;) w.end++;
    int cls = dl_cues_class(cues, &a->text, a->finds.report.text, w);
    return cls < 0 ? DL_CUE_SPEECH : cls;
}

/* The table stands beside this file. */
static int compare_classes(eval_context *c, const polnear_corpus *corpus) {
    char path[4096];
    snprintf(path, sizeof path, "%s", __FILE__);
    char *slash = strrchr(path, '/');
    snprintf(slash ? slash + 1 : path, 64, "cue_classes.tsv");
    dl_buf bytes = {0};
    dl_tsv table;
    dl_cues cues;
    int rc = file_read(path, &bytes, &c->err);
    if (!rc) rc = dl_tsv_parse(&table, &c->arena, dl_buf_view(&bytes), &c->err);
    if (!rc) rc = dl_cues_load(&cues, &c->arena, c->data, &c->err);
    uint32_t right = 0, all = 0;
    for (uint32_t r = 0; !rc && r < table.rows.count; r++) {
        const dl_str *cell = table.rows.items[r].cells;
        const polnear_article *a = article_of(corpus, cell[0]);
        uint32_t start = number_of(cell[1]), end = number_of(cell[2]);
        if (!a || end > a->points) continue;
        int cls = class_at(&cues, a, start, end);
        right += dl_str_is(cell[3], dl_cue_class_name((uint32_t)cls));
        if (getenv("DL_EVAL_CLASSES") && !dl_str_is(cell[3], dl_cue_class_name((uint32_t)cls)))
            fprintf(stderr, "%.*s: %s not %.*s\n", (int)(a->bytes_of[end] - a->bytes_of[start]),
                    a->finds.report.text.ptr + a->bytes_of[start], dl_cue_class_name((uint32_t)cls),
                    (int)cell[3].len, cell[3].ptr);
        all++;
    }
    if (!rc)
        eval_row(c, "attributions", "PolNeAR dev, 314 cues by hand", "class accuracy",
                 (double)right / (all + !all), NAN, NAN);
    dl_buf_free(&bytes);
    return rc;
}

static void add_rows(eval_context *c, const polnear_score *s) {
    static const char *const part = "attributions", *const data = "PolNeAR dev";
    eval_row(c, part, data, "linked triple F1", polnear_f1(s->linked), .68, .75);
    eval_row(c, part, data, "linked triple F1, content Jaccard .5", polnear_f1(s->strict), NAN,
             NAN);
    eval_row(c, part, data, "source exact F1", polnear_f1(s->exact[POLNEAR_SOURCE]), .74, .78);
    eval_row(c, part, data, "cue exact F1", polnear_f1(s->exact[POLNEAR_CUE]), .67, .70);
    eval_row(c, part, data, "content exact F1", polnear_f1(s->exact[POLNEAR_CONTENT]), .59, .65);
    eval_row(c, part, data, "speech cues found",
             (double)s->speech[0] / (s->speech[1] + !s->speech[1]), .92, .95);
    static const char *const kinds[] = {"linked recall, direct", "linked recall, indirect",
                                        "linked recall, mixed"};
    for (int k = 0; k < 3; k++)
        eval_row(c, part, data, kinds[k],
                 (double)s->by_quote[k][0] / (s->by_quote[k][1] + !s->by_quote[k][1]), NAN, NAN);
}

int eval_attributions(eval_context *context) {
    if (!eval_has(context, "polnear/dev/text")) {
        eval_skip(context, "attributions", "PolNeAR dev");
        return DL_OK;
    }
    dl_parser *parser = NULL;
    dl_attributions *finder = NULL;
    polnear_corpus corpus = {0};
    polnear_score score = {0};
    int rc = dl_parser_open(&parser, context->data, &context->err);
    if (!rc) rc = dl_attributions_open(&finder, context->data, &context->err);
    if (!rc) rc = polnear_load(&corpus, eval_path(context, "polnear/dev"), parser, &context->err);
    double spent = 0;
    if (!rc) rc = compare_all(&corpus, finder, &score, &spent, &context->err);
    if (!rc) add_rows(context, &score);
    if (!rc)
        eval_row(context, "attributions", "PolNeAR dev", "words/s, one core",
                 (double)corpus.words / (spent + 1e-9), 4e6, NAN);
    if (!rc) rc = compare_classes(context, &corpus);
    polnear_free(&corpus);
    dl_attributions_close(finder);
    dl_parser_close(parser);
    return rc;
}
