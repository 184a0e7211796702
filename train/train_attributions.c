#include "train/train_attributions.h"

#include <stdio.h>
#include <stdlib.h>

#include "find/attribution_model.h"
#include "find/triples_mend.h"
#include "train/crf.h"

/* An article ready for the taggers. */
typedef struct prepared {
    const polnear_article *article;
    dl_quotations quotes;
    dl_attr_view view;
    uint8_t *gold_cue; /* DL_CUE_* a token */
    uint8_t *seen_cue; /* as a tagger that never saw the article labels it */
} prepared;

typedef struct prepared_set {
    dl_arena *arena;
    DL_VEC(prepared) items;
} prepared_set;

static dl_words words_of(const dl_tokens *t, dl_span span) {
    uint32_t lo = 0, hi = t->count;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (t->start[mid] + t->len[mid] <= span.start)
            lo = mid + 1;
        else
            hi = mid;
    }
    dl_words w = {lo, lo};
    while (w.end < t->count && t->start[w.end] < span.end) w.end++;
    return w;
}

static void mark_cues(prepared *p) {
    const polnear_article *a = p->article;
    for (uint32_t k = 0; k < a->gold.count; k++) {
        dl_words w = words_of(&a->text.tokens, a->gold.items[k].role[POLNEAR_CUE].items[0]);
        for (uint32_t i = w.first; i < w.end; i++)
            p->gold_cue[i] = i == w.first ? DL_CUE_B : DL_CUE_I;
    }
}

static bool prepare(prepared_set *set, dl_arena *arena, const polnear_corpus *corpus,
                    const dl_cues *cues) {
    set->arena = arena;
    for (uint32_t k = 0; k < corpus->articles.count; k++) {
        const polnear_article *a = corpus->articles.items[k];
        prepared *p = DL_PUSH(&set->items, arena);
        if (!p) return false;
        p->article = a;
        dl_quotations_find(&p->quotes, arena, &a->finds.report, &a->text);
    }
    for (uint32_t k = 0; k < set->items.count; k++) {
        prepared *p = &set->items.items[k];
        const polnear_article *a = p->article;
        dl_attr_view_make(&p->view, arena, cues, &a->text, a->finds.report.text, &p->quotes);
        p->gold_cue = dl_arena_array(arena, a->text.tokens.count + 1, 1);
        p->seen_cue = dl_arena_array(arena, a->text.tokens.count + 1, 1);
        if (arena->failed) return false;
        mark_cues(p);
    }
    return true;
}

/* ── the cue tagger ── */

static const uint8_t cue_barred[DL_CUE_LABELS * DL_CUE_LABELS] = {0, 0, 1, 0, 0, 0, 0, 0, 0};
static const uint8_t span_barred[DL_ROLE_LABELS * DL_ROLE_LABELS] = {
    0, 0, 1, 0, 1, /* O  -> O BS IS BC IC */
    0, 0, 0, 0, 1, /* BS */
    0, 0, 0, 0, 1, /* IS */
    0, 0, 1, 0, 0, /* BC */
    0, 0, 1, 0, 0, /* IC */
};

static void add_token(crf_data *data, const uint32_t *rows, uint32_t count, uint8_t gold,
                      uint8_t pinned) {
    crf_token *t = DL_PUSH(&data->tokens, &data->arena);
    if (!t) return;
    *t = (crf_token){data->rows.count, count, gold, pinned};
    for (uint32_t k = 0; k < count; k++) {
        uint32_t *row = DL_PUSH(&data->rows, &data->arena);
        if (row) *row = rows[k];
    }
}

/* Articles with index % folds == fold are left out (folds 0: none). */
static bool cue_data(crf_data *data, const prepared_set *set, uint32_t folds, uint32_t fold) {
    *data = (crf_data){0};
    dl_arena_init(&data->arena);
    for (uint32_t k = 0; k < set->items.count; k++) {
        const prepared *p = &set->items.items[k];
        if (folds && k % folds == fold) continue;
        for (uint32_t s = 0; s < p->view.text->sentences.count; s++) {
            const dl_sentence *sentence = &p->view.text->sentences.items[s];
            crf_sequence *seq = DL_PUSH(&data->sequences, &data->arena);
            if (!seq) return false;
            *seq = (crf_sequence){data->tokens.count, sentence->count};
            for (uint32_t i = sentence->first; i < sentence->first + sentence->count; i++) {
                uint32_t rows[DL_MAX_ROWS], n = dl_cue_rows(&p->view, s, i, rows);
                uint8_t gold = p->gold_cue[i];
                if (gold == DL_CUE_I && i == sentence->first) gold = DL_CUE_B;
                add_token(data, rows, n, gold, 0);
            }
        }
    }
    return !data->arena.failed;
}

static int learn_cues(dl_attr_model *model, int8_t *table, const prepared_set *set, uint32_t folds,
                      uint32_t fold, const attribution_training *o, dl_error *err) {
    crf_data data;
    crf_weights w = {0};
    crf_options options = {DL_CUE_LABELS,       DL_CUE_BITS, o->cue_epochs, o->seed,
                           folds ? 1 : o->runs, o->rate,     o->decay,      o->drop,
                           cue_barred};
    bool ok = cue_data(&data, set, folds, fold) && crf_train(&w, &data, &options);
    if (ok) crf_quantise(&w, &options, table, &model->cue_step[0][0]);
    model->cue = table;
    free(w.node);
    dl_arena_free(&data.arena);
    return ok ? DL_OK : dl_fail_memory(err);
}

/* Labels each article by a tagger learnt on the other half: the span tagger must learn to live
 * with such cues. */
static int jackknife(prepared_set *set, const attribution_training *o, const uint8_t *gate,
                     int8_t *table, dl_error *err) {
    dl_arena scratch;
    dl_arena_init(&scratch);
    int rc = DL_OK;
    for (uint32_t fold = 0; !rc && fold < 2; fold++) {
        dl_attr_model model = {.cue_bias = o->cue_bias, .gate = gate};
        rc = learn_cues(&model, table, set, 2, fold, o, err);
        for (uint32_t k = fold; !rc && k < set->items.count; k += 2) {
            prepared *p = &set->items.items[k];
            for (uint32_t s = 0; s < p->view.text->sentences.count; s++)
                dl_cue_tag(&model, &p->view, s, &scratch,
                           p->seen_cue + p->view.text->sentences.items[s].first);
            dl_arena_reset(&scratch);
        }
    }
    dl_arena_free(&scratch);
    return rc;
}

/* ── the span tagger ── */

/* The gold attribution whose cue overlaps most tokens; DL_NONE: none. */
static uint32_t gold_for(const prepared *p, dl_words cue) {
    const polnear_article *a = p->article;
    for (uint32_t k = 0; k < a->gold.count; k++) {
        dl_words w = words_of(&a->text.tokens, a->gold.items[k].role[POLNEAR_CUE].items[0]);
        if (w.first < cue.end && cue.first < w.end) return k;
    }
    return DL_NONE;
}

static void paint(const prepared *p, const dl_window *w, const polnear_spans *spans, uint8_t begin,
                  uint8_t *labels) {
    for (uint32_t k = 0; k < spans->count; k++) {
        dl_words range = words_of(&p->article->text.tokens, spans->items[k]);
        bool open = false;
        for (uint32_t i = 0; i < w->count; i++) {
            uint32_t token = w->tokens[i];
            bool in = token >= range.first && token < range.end &&
                      !(token >= w->cue.first && token < w->cue.end);
            if (in) labels[i] = open ? begin + 1 : begin;
            open = in;
        }
    }
}

/* After painting over one another an I may stand without its B. */
static void mend_labels(uint8_t *labels, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint8_t last = i ? labels[i - 1] : DL_ROLE_O;
        if (labels[i] == DL_ROLE_IS && last != DL_ROLE_BS && last != DL_ROLE_IS)
            labels[i] = DL_ROLE_BS;
        if (labels[i] == DL_ROLE_IC && last != DL_ROLE_BC && last != DL_ROLE_IC)
            labels[i] = DL_ROLE_BC;
    }
}

static void add_window(crf_data *data, const prepared *p, const uint8_t *cues, dl_words cue,
                       uint32_t gold) {
    uint32_t tokens[DL_MAX_WINDOW];
    uint8_t labels[DL_MAX_WINDOW] = {0};
    dl_window w = {.cue = cue, .tokens = tokens, .is_cue = cues};
    dl_window_fill(&p->view, &w);
    if (gold != DL_NONE) {
        const polnear_attribution *a = &p->article->gold.items[gold];
        paint(p, &w, &a->role[POLNEAR_CONTENT], DL_ROLE_BC, labels);
        paint(p, &w, &a->role[POLNEAR_SOURCE], DL_ROLE_BS, labels);
        mend_labels(labels, w.count);
    }
    crf_sequence *seq = DL_PUSH(&data->sequences, &data->arena);
    if (!seq) return;
    *seq = (crf_sequence){data->tokens.count, w.count};
    for (uint32_t i = 0; i < w.count; i++) {
        uint32_t rows[DL_MAX_ROWS], n = dl_span_rows(&p->view, &w, i, rows);
        bool pinned = w.tokens[i] >= cue.first && w.tokens[i] < cue.end;
        add_token(data, rows, n, pinned ? DL_ROLE_O : labels[i], pinned);
    }
}

static void add_article(crf_data *data, const prepared *p, const uint8_t *cues, bool only_false) {
    const dl_tokens *t = &p->view.text->tokens;
    for (uint32_t i = 0; i < t->count; i++) {
        if (cues[i] != DL_CUE_B) continue;
        uint32_t end = i + 1;
        while (end < t->count && cues[end] == DL_CUE_I) end++;
        dl_words cue = {i, end};
        uint32_t gold = gold_for(p, cue);
        if (!only_false || gold == DL_NONE) add_window(data, p, cues, cue, gold);
    }
}

static int learn_spans(dl_attr_model *model, int8_t *table, const prepared_set *set,
                       const attribution_training *o, dl_error *err) {
    crf_data data = {0};
    dl_arena_init(&data.arena);
    for (uint32_t k = 0; k < set->items.count; k++) {
        const prepared *p = &set->items.items[k];
        add_article(&data, p, p->gold_cue, false);
        add_article(&data, p, p->seen_cue, false);
    }
    crf_weights w = {0};
    crf_options options = {DL_ROLE_LABELS, DL_SPAN_BITS, o->span_epochs, o->seed,    o->runs,
                           o->rate,        o->decay,     o->drop,        span_barred};
    bool ok = !data.arena.failed && crf_train(&w, &data, &options);
    if (ok) crf_quantise(&w, &options, table, &model->span_step[0][0]);
    model->span = table;
    free(w.node);
    dl_arena_free(&data.arena);
    return ok ? DL_OK : dl_fail_memory(err);
}

/* ── the gate ── */

enum { GATE_SEEN = 20, GATE_RATE = 200 }; /* seen so often, in a cue at most once in so many */

/* Words of train that are (almost) never in a cue: the cue tagger skips them. */
static bool make_gate(uint8_t *gate, const prepared_set *set) {
    size_t cells = (size_t)1 << DL_GATE_BITS;
    uint32_t *seen = calloc(cells, sizeof *seen), *cue = calloc(cells, sizeof *cue);
    for (uint32_t k = 0; seen && cue && k < set->items.count; k++) {
        const prepared *p = &set->items.items[k];
        for (uint32_t i = 0; i < p->view.text->tokens.count; i++) {
            uint32_t bit = p->view.atoms[i].word >> (32 - DL_GATE_BITS);
            seen[bit]++;
            cue[bit] += p->gold_cue[i] != DL_CUE_O;
        }
    }
    bool ok = seen && cue;
    for (size_t bit = 0; ok && bit < cells; bit++)
        if (seen[bit] >= GATE_SEEN && cue[bit] * GATE_RATE < seen[bit])
            gate[bit / 8] |= (uint8_t)(1u << (bit % 8));
    free(seen);
    free(cue);
    return ok;
}

/* ── figures ── */

static void show(const prepared_set *set, const dl_attr_model *model, const char *title) {
    polnear_score score = {0};
    dl_arena scratch;
    dl_arena_init(&scratch);
    for (uint32_t k = 0; k < set->items.count; k++) {
        const prepared *p = &set->items.items[k];
        dl_triples triples = {0};
        dl_triples_by_model(&triples, &scratch, model, &p->view);
        dl_triples_mend(&triples, &scratch, &p->view);
        polnear_attribution *got = dl_arena_array(&scratch, triples.count + 1, sizeof *got);
        for (uint32_t i = 0; got && i < triples.count; i++)
            got[i] = polnear_of(&triples.items[i], &p->view.text->tokens, &scratch);
        if (got) polnear_compare(&score, p->article, got, triples.count);
        dl_arena_reset(&scratch);
    }
    dl_arena_free(&scratch);
    polnear_print(&score, title);
}

static const char notes[] =
    "dateline attribution model: two linear-chain CRFs over hashed features, AdaGrad, seeded; "
    "train/main_train_attributions.c. Learnt on PolNeAR 1.0 train (Newell, Margolin, Ruths, LREC "
    "2018; "
    "annotations of articles of seven US publishers, no text in it), with tags and tree of "
    "dateline's "
    "own parser. Model: CC BY-SA 4.0.";

int attributions_train(const polnear_corpus *train, const polnear_corpus *dev, const dl_data *data,
                       const attribution_training *o, dl_buf *out, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_cues cues;
    prepared_set set = {0}, held = {0};
    int8_t *cue_table = calloc((DL_CUE_LABELS << DL_CUE_BITS) + 8, 1);
    int8_t *span_table = calloc((DL_ROLE_LABELS << DL_SPAN_BITS) + 8, 1);
    uint8_t *gate = calloc((size_t)1 << (DL_GATE_BITS - 3), 1);
    dl_attr_model model = {.cue_bias = o->cue_bias, .gate = gate, .notes = DL_STR(notes)};
    int rc = cue_table && span_table && gate ? dl_cues_load(&cues, &arena, data, err)
                                             : dl_fail_memory(err);
    if (!rc && !prepare(&set, &arena, train, &cues)) rc = dl_fail_memory(err);
    if (!rc && dev && !prepare(&held, &arena, dev, &cues)) rc = dl_fail_memory(err);
    if (!rc && !make_gate(gate, &set)) rc = dl_fail_memory(err);
    if (!rc) rc = jackknife(&set, o, gate, cue_table, err);
    if (!rc) rc = learn_cues(&model, cue_table, &set, 0, 0, o, err);
    if (!rc) rc = learn_spans(&model, span_table, &set, o, err);
    for (int32_t bias = o->cue_bias - 48; !rc && dev && bias <= o->cue_bias + 48; bias += 24) {
        char title[64];
        dl_attr_model tried = model;
        tried.cue_bias = bias;
        snprintf(title, sizeof title, "dev, cue bias %d", bias);
        show(&held, &tried, title);
    }
    if (!rc) dl_attr_model_write(&model, out);
    free(cue_table);
    free(span_table);
    free(gate);
    dl_arena_free(&arena);
    return rc;
}
