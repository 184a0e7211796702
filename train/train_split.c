/* The sentence splitter, on running text of EWT and GUM as the tokeniser cuts it. */
#include <stdio.h>
#include <stdlib.h>

#include "parse/sentence.h"
#include "parse/token.h"
#include "train/files.h"
#include "train/train.h"

enum { BATCH_TOKENS = 256 };
static const float word_drop = 2; /* as if each word had been seen so often as unknown */

/* A block with its tokens, bags, and where gold sentences begin. */
typedef struct stretch {
    uint32_t count;
    dl_token_sink tokens;
    uint32_t *slots; /* token's own number: looks are by token here */
    uint8_t *looks;
    dl_word *words;
    uint8_t *begins;
    dl_str text;
} stretch;

typedef struct learner {
    corpus c;
    dl_lexicon lexicon;
    net_trainer t;
    DL_VEC(stretch) blocks;
    uint32_t right, asked, missed;
} learner;

static void add_block(learner *l, const gold_document *d, const dl_block *block,
                      uint32_t *sentence) {
    dl_arena *arena = &l->c.arena;
    stretch *s = DL_PUSH(&l->blocks, arena);
    s->text = d->text;
    s->tokens.arena = arena;
    dl_tokenise(&l->lexicon, d->text, block->span, &s->tokens);
    uint32_t n = s->count = s->tokens.count;
    s->slots = dl_arena_array(arena, n, sizeof *s->slots);
    s->looks = dl_arena_array(arena, n, 1);
    s->words = dl_arena_array(arena, n, sizeof *s->words);
    s->begins = dl_arena_array(arena, n, 1);
    for (uint32_t i = 0; i < n; i++) {
        dl_str form = {d->text.ptr + s->tokens.start[i], s->tokens.len[i]};
        s->slots[i] = i;
        s->looks[i] = dl_word_looks(form);
        s->words[i] = dl_word_of(&l->c.vocabulary, form);
        while (*sentence < d->count) {
            uint32_t start = l->c.bank.sentences.items[d->first + *sentence].tokens[0].span.start;
            if (start > s->tokens.start[i]) break;
            s->begins[i] = start == s->tokens.start[i];
            ++*sentence;
        }
    }
}

static dl_split_view view_of(const learner *l, const stretch *s) {
    return (dl_split_view){&l->lexicon,     s->text,  s->tokens.start, s->tokens.len,
                           s->tokens.flags, s->looks, s->slots,        s->count};
}

/* Learns a block whose words are in the batch from base on (batch word 0: nothing there). The
 * state follows the gold beginnings but now and then its own. */
static void learn_block(learner *l, const stretch *s, uint32_t base) {
    dl_split_view v = view_of(l, s);
    dl_split_state state;
    uint32_t words[DL_SPLIT_PLACES];
    uint8_t small[DL_SPLIT_SMALL], allowed[2] = {1, 1}, good[2];
    float grads[2];
    dl_split_begin(&v, &state);
    for (uint32_t i = 1; i < s->count; i++) {
        dl_split_step(&v, &state, i);
        bool taken = s->begins[i];
        if (!dl_split_is_candidate(&v, i)) {
            l->missed += taken;
        } else {
            for (uint32_t p = 0; p < DL_SPLIT_PLACES; p++) {
                uint32_t at = i + p - DL_SPLIT_BEFORE;
                words[p] = at < s->count ? base + at : 0;
            }
            dl_split_small(&v, &state, i, small);
            net_forward(&l->t, words, small, true);
            bool own = l->t.scores[1] > l->t.scores[0];
            good[0] = !s->begins[i];
            good[1] = s->begins[i];
            net_softmax(l->t.scores, allowed, good, 2, grads);
            net_backward(&l->t, grads);
            l->asked++;
            l->right += own == taken;
            if (rng_below(&l->t.random, 2)) taken = own;
        }
        if (taken) state = (dl_split_state){.style = state.style};
    }
}

static dl_word dropped(learner *l, const dl_word *word) {
    dl_word w = *word;
    if (w.row[0] >= DL_WORD_FIRST &&
        rng_unit(&l->t.random) < word_drop / (word_drop + (float)l->c.counts[w.row[0]]))
        w.row[0] = DL_WORD_UNKNOWN;
    return w;
}

static void learn_epoch(learner *l, const uint32_t *order, const train_options *o, uint32_t epoch) {
    uint32_t base[BATCH_TOKENS], n = l->blocks.count, batch = 0;
    l->right = l->asked = l->missed = 0;
    for (uint32_t i = 0; i < n; batch++) {
        dl_word none = dl_word_special(DL_WORD_NONE);
        uint32_t first = i, tokens = 0;
        net_batch_begin(&l->t);
        net_batch_word(&l->t, &none);
        for (; i < n && tokens < BATCH_TOKENS && i - first < BATCH_TOKENS; i++) {
            const stretch *s = &l->blocks.items[order[i]];
            base[i - first] = l->t.count;
            tokens += s->count;
            for (uint32_t k = 0; k < s->count; k++) {
                dl_word w = dropped(l, &s->words[k]);
                net_batch_word(&l->t, &w);
            }
        }
        net_batch_ready(&l->t);
        for (uint32_t k = first; k < i; k++)
            learn_block(l, &l->blocks.items[order[k]], base[k - first]);
        float done = ((float)epoch + (float)i / (float)n) / (float)o->epochs;
        net_update(&l->t, o->rate * (done < 0.3f ? 1 : 1 - 0.95f * (done - 0.3f) / 0.7f));
        if (done > 0.5f && batch % 20 == 0) net_remember(&l->t);
    }
    fprintf(stderr, "  epoch %u: %.2f%% right of %u, %u beginnings never asked of\n", epoch + 1,
            100.0 * l->right / l->asked, l->asked, l->missed);
}

static int learn(learner *l, const train_options *o, dl_error *err) {
    net_shape shape = {.dim = o->dim,
                       .places = DL_SPLIT_PLACES,
                       .width = o->width,
                       .small = DL_SPLIT_SMALL,
                       .values = 32,
                       .outputs = 2,
                       .rows = dl_word_rows(&l->c.vocabulary)};
    for (uint32_t i = 0; i < l->c.bank.documents.count; i++) {
        const gold_document *d = &l->c.bank.documents.items[i];
        uint32_t sentence = 0;
        for (uint32_t b = 0; b < d->blocks.count; b++)
            add_block(l, d, &d->blocks.items[b], &sentence);
    }
    int rc = net_trainer_open(&l->t, shape, o->seed, err);
    if (rc) return rc;
    l->t.dropout = o->dropout;
    uint32_t *order = dl_arena_array(&l->c.arena, l->blocks.count, sizeof *order);
    for (uint32_t i = 0; i < l->blocks.count; i++) order[i] = i;
    for (uint32_t e = 0; e < o->epochs; e++) {
        rng_shuffle(&l->t.random, order, l->blocks.count);
        learn_epoch(l, order, o, e);
    }
    return DL_OK;
}

int train_split(const train_options *o, dl_error *err) {
    static learner l;
    dl_data *data = NULL;
    dl_buf out = {0};
    dl_weights_writer w = {0};
    int rc = dl_data_open(&data, NULL, err);
    if (!rc) rc = corpus_open(&l.c, o->folder, NULL, err);
    if (!rc) rc = dl_lexicon_load(&l.lexicon, &l.c.arena, data, err);
    if (!rc) rc = learn(&l, o, err);
    if (!rc) rc = net_export(&l.t, &l.c.vocabulary, &l.c.arena, &w, err);
    if (!rc) {
        dl_str notes = corpus_notes(&l.c, "sentence splitter", &l.c.arena);
        dl_weights_add(&w, "notes", notes.ptr, notes.len);
        dl_weights_finish(&w, &out);
        rc = file_write(o->out, dl_buf_view(&out), err);
    }
    dl_buf_free(&out);
    net_trainer_close(&l.t);
    corpus_close(&l.c);
    dl_data_close(data);
    return rc;
}
