/* The tagger, and the jack-knifed tags that the parser learns from. */
#include <stdio.h>

#include "train/files.h"
#include "train/gold.h"
#include "train/train.h"

enum { BATCH_TOKENS = 128, FOLDS = 5, JACK_EPOCHS = 6, SILVER_PARTS = 3 };

static uint32_t fold_of(uint32_t sentence, uint32_t folds, uint32_t all) {
    return (uint32_t)((uint64_t)sentence * folds / all);
}

uint32_t train_order(const corpus *c, uint32_t folds, uint32_t fold, uint32_t epoch,
                     uint32_t longest, rng *random, uint32_t *order) {
    uint32_t n = 0;
    for (uint32_t s = 0; s < c->bank.sentences.count; s++) {
        if (c->bank.sentences.items[s].count > longest) continue;
        bool taken = s < c->gold ? !folds || fold_of(s, folds, c->gold) != fold
                                 : s % SILVER_PARTS == epoch % SILVER_PARTS;
        if (taken) order[n++] = s;
    }
    rng_shuffle(random, order, n);
    return n;
}

static net_shape tagger_shape(const corpus *c, const train_options *o) {
    return (net_shape){.dim = o->dim,
                       .places = DL_TAG_PLACES,
                       .width = o->width,
                       .small = DL_TAG_SMALL,
                       .values = DL_TAG_MOST + 8,
                       .outputs = c->pair_count,
                       .rows = dl_word_rows(&c->vocabulary)};
}

typedef struct score {
    uint32_t right, all;
    double loss;
} score;

static uint32_t best_of(const float *scores, uint32_t count) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++)
        if (scores[i] > scores[best]) best = i;
    return best;
}

/* One sentence whose words are in the batch from `base` on; batch word 0 is "nothing there".
 * Follows its own choices but for a third of the words, as at run time. */
static void learn_sentence(net_trainer *t, const corpus *c, uint32_t sentence, uint32_t base,
                           uint32_t case_class, score *sum) {
    const gold_sentence *g = &c->bank.sentences.items[sentence];
    uint32_t words[DL_TAG_PLACES], before = 0, before2 = 0;
    uint8_t small[DL_TAG_SMALL], allowed[DL_KERNEL_OUTPUTS], good[DL_KERNEL_OUTPUTS] = {0};
    float grads[DL_KERNEL_OUTPUTS];
    memset(allowed, 1, sizeof allowed);
    for (uint32_t i = 0; i < g->count; i++) {
        for (uint32_t p = 0; p < DL_TAG_PLACES; p++) {
            int at = (int)i + (int)p - DL_TAG_PLACES / 2;
            words[p] = at < 0 || at >= (int)g->count ? 0 : base + (uint32_t)at;
        }
        bool open = i + 1 == g->count || (g->tokens[i + 1].flags & DL_TOKEN_SPACE_BEFORE);
        uint32_t spaces = (g->tokens[i].flags & DL_TOKEN_SPACE_BEFORE ? 1u : 0u) | (open ? 2u : 0u);
        dl_tag_small(i, case_class, spaces, before, before2, small);
        net_forward(t, words, small, true);
        uint32_t gold = c->tags[c->first[sentence] + i], best = best_of(t->scores, c->pair_count);
        if (gold != CORPUS_NO_TAG) {
            good[gold] = 1;
            sum->loss += (double)net_softmax(t->scores, allowed, good, c->pair_count, grads);
            good[gold] = 0;
            net_backward(t, grads);
            sum->right += best == gold;
            sum->all++;
        }
        uint32_t taken = gold != CORPUS_NO_TAG && rng_below(&t->random, 3) == 0 ? gold : best;
        before2 = before;
        before = taken + 1;
    }
}

/* One pass over order; the rate falls from options' to a twentieth over all passes. */
static void learn_epoch(net_trainer *t, const corpus *c, const uint32_t *order, uint32_t n,
                        const train_options *o, uint32_t epoch, uint32_t epochs) {
    score sum = {0};
    uint32_t batch = 0;
    uint32_t base[BATCH_TOKENS], shown[BATCH_TOKENS];
    for (uint32_t i = 0; i < n; batch++) {
        dl_word none = dl_word_special(DL_WORD_NONE);
        uint32_t first = i, tokens = 0;
        net_batch_begin(t);
        net_batch_word(t, &none);
        for (; i < n && tokens < BATCH_TOKENS; i++) {
            uint32_t words = c->bank.sentences.items[order[i]].count;
            base[i - first] = t->count;
            shown[i - first] = corpus_case(c, order[i], &t->random);
            tokens += words;
            for (uint32_t k = 0; k < words; k++) {
                dl_word w = corpus_word(c, order[i], k, shown[i - first], 0.25f, &t->random);
                net_batch_word(t, &w);
            }
        }
        net_batch_ready(t);
        for (uint32_t k = first; k < i; k++)
            learn_sentence(t, c, order[k], base[k - first], shown[k - first], &sum);
        float done = ((float)epoch + (float)i / (float)n) / (float)epochs;
        net_update(t, o->rate * (done < 0.3f ? 1 : 1 - 0.95f * (done - 0.3f) / 0.7f));
        if (done > 0.6f && batch % 50 == 0) net_remember(t);
    }
    fprintf(stderr, "  epoch %u: %.2f%% right, loss %.4f\n", epoch + 1, 100.0 * sum.right / sum.all,
            sum.loss / sum.all);
}

static int learn(net_trainer *t, corpus *c, const train_options *o, uint32_t folds, uint32_t fold,
                 uint32_t epochs, dl_error *err) {
    int rc = net_trainer_open(t, tagger_shape(c, o), o->seed + fold, err);
    if (rc) return rc;
    t->dropout = o->dropout;
    uint32_t *order = dl_arena_array(&c->arena, c->bank.sentences.count, sizeof *order);
    for (uint32_t e = 0; e < epochs; e++) {
        uint32_t n = train_order(c, folds, fold, e, UINT32_MAX, &t->random, order);
        learn_epoch(t, c, order, n, o, e, epochs);
    }
    return DL_OK;
}

static int export_tagger(const net_trainer *t, const corpus *c, dl_buf *out, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_weights_writer w = {0};
    int rc = net_export(t, &c->vocabulary, &arena, &w, err);
    dl_str tags = corpus_tags_section(c, &arena), notes = corpus_notes(c, "tagger", &arena);
    dl_weights_add(&w, "tags", tags.ptr, tags.len);
    dl_weights_add(&w, "notes", notes.ptr, notes.len);
    if (!rc) dl_weights_finish(&w, out);
    dl_arena_free(&arena);
    return rc;
}

int train_tagger(const train_options *o, dl_error *err) {
    corpus c;
    net_trainer t = {0};
    dl_buf out = {0};
    int rc = corpus_open(&c, o->folder, o->silver, err);
    if (!rc) rc = learn(&t, &c, o, 0, 0, o->epochs, err);
    if (!rc) rc = export_tagger(&t, &c, &out, err);
    if (!rc) rc = file_write(o->out, dl_buf_view(&out), err);
    dl_buf_free(&out);
    net_trainer_close(&t);
    corpus_close(&c);
    return rc;
}

/* Tags a fold with the tagger just trained, through the run-time code. */
static int tag_fold(corpus *c, dl_str model, uint32_t fold, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_models models = {.kernels = dl_kernels_pick()};
    int rc = dl_tagger_of(&models.tagger, model, &arena, err);
    uint32_t all = c->bank.sentences.count, first = 0, end;
    while (first < all && fold_of(first, FOLDS, all) != fold) first++;
    for (end = first; end < all && fold_of(end, FOLDS, all) == fold;) end++;
    if (!rc)
        rc = gold_tag(&models, c->bank.sentences.items + first, end - first,
                      c->predicted + c->first[first], err);
    dl_arena_free(&arena);
    return rc;
}

static void print_jackknifed(const corpus *c) {
    uint32_t right = 0;
    for (uint32_t i = 0; i < c->bank.tokens; i++) right += c->predicted[i] == c->tags[i];
    fprintf(stderr, "jack-knifed pairs: %.2f%% right\n", 100.0 * right / c->bank.tokens);
}

int train_jackknife(const train_options *o, dl_error *err) {
    corpus c;
    int rc = corpus_open(&c, o->folder, o->silver, err);
    for (uint32_t fold = 0; !rc && fold < FOLDS; fold++) {
        net_trainer t = {0};
        dl_buf out = {0};
        fprintf(stderr, "fold %u\n", fold + 1);
        rc = learn(&t, &c, o, FOLDS, fold, o->epochs < JACK_EPOCHS ? o->epochs : JACK_EPOCHS, err);
        if (!rc) rc = export_tagger(&t, &c, &out, err);
        if (!rc) rc = tag_fold(&c, dl_buf_view(&out), fold, err);
        dl_buf_free(&out);
        net_trainer_close(&t);
    }
    if (!rc) {
        print_jackknifed(&c);
        rc = file_write(o->tags, (dl_str){(const char *)c.predicted, c.bank.tokens}, err);
    }
    corpus_close(&c);
    return rc;
}
