/* The parser: arc-hybrid with a dynamic oracle (Goldberg & Nivre, TACL 2013). */
#include <stdio.h>

#include "parse/tree.h"
#include "train/files.h"
#include "train/train.h"

enum {
    BATCH_TOKENS = 128,
    LEAST_ACTION = 3,    /* occurrences of a kind with a label */
    LONGEST_LEARNT = 200 /* words of a sentence learnt from */
};

/* The actions of the net: [0] shift, then (kind, label) pairs seen in training. */
typedef struct actions {
    uint32_t count;
    uint8_t kind[DL_KERNEL_OUTPUTS], label[DL_KERNEL_OUTPUTS];
    uint8_t number[DL_TREE_KINDS][DL_REL_COUNT]; /* of a pair; 0: none */
} actions;

static void add_action(actions *a, uint32_t kind, uint32_t label) {
    if (a->count == DL_KERNEL_OUTPUTS) return;
    a->number[kind][label] = (uint8_t)a->count;
    a->kind[a->count] = (uint8_t)kind;
    a->label[a->count++] = (uint8_t)label;
}

static void find_actions(const corpus *c, actions *a) {
    uint32_t seen[DL_TREE_KINDS][DL_REL_COUNT] = {{0}};
    for (uint32_t s = 0; s < c->gold; s++) {
        const gold_sentence *g = &c->bank.sentences.items[s];
        for (uint32_t i = 0; i < g->count; i++) {
            const gold_token *t = &g->tokens[i];
            if (t->head && t->deprel < DL_REL_COUNT)
                seen[t->head > i + 1 ? DL_TREE_LEFT : DL_TREE_RIGHT][t->deprel]++;
        }
    }
    memset(a, 0, sizeof *a);
    add_action(a, DL_TREE_SHIFT, 0);
    for (uint32_t k = DL_TREE_LEFT; k <= DL_TREE_RIGHT; k++)
        for (uint32_t l = 0; l < DL_REL_COUNT; l++)
            if (seen[k][l] >= LEAST_ACTION) add_action(a, k, l);
    fprintf(stderr, "%u actions\n", a->count);
}

typedef struct learner {
    const corpus *c;
    const train_options *o;
    net_trainer t;
    actions actions;
    uint16_t stack[LONGEST_LEARNT + 2];
    dl_tree_node nodes[LONGEST_LEARNT + 2];
    uint8_t tags[LONGEST_LEARNT + 2];
    uint32_t words[LONGEST_LEARNT + 2]; /* batch numbers of the nodes */
    uint32_t wrong, decisions;
    double loss;
    bool explore;
} learner;

static uint32_t head_of(const gold_sentence *g, uint32_t word) {
    return g->tokens[word - 1].head;
}

/* How many gold arcs each kind would put out of reach. */
static void costs(const dl_tree_state *s, const gold_sentence *g, uint32_t cost[DL_TREE_KINDS]) {
    memset(cost, 0, DL_TREE_KINDS * sizeof *cost);
    uint32_t top = s->stack[s->depth - 1], next = s->next;
    if (next <= s->count) {
        for (uint32_t i = 0; i + 1 < s->depth; i++)
            cost[DL_TREE_SHIFT] += head_of(g, next) == s->stack[i];
        for (uint32_t i = 1; i < s->depth; i++)
            cost[DL_TREE_SHIFT] += head_of(g, s->stack[i]) == next;
    }
    if (!top) return;
    uint32_t head = head_of(g, top), orphans = 0;
    for (uint32_t w = next; w <= s->count; w++) orphans += head_of(g, w) == top;
    cost[DL_TREE_LEFT] = orphans + (head == s->stack[s->depth - 2]) + (head > next);
    cost[DL_TREE_RIGHT] = orphans + (head >= next);
}

/* Sets allowed and good for the state's decision; returns how many are good. */
static uint32_t mark_actions(const actions *a, const dl_tree_state *s, const gold_sentence *g,
                             uint32_t legal, uint8_t *allowed, uint8_t *good) {
    uint32_t cost[DL_TREE_KINDS], least = UINT32_MAX, n = 0;
    costs(s, g, cost);
    for (uint32_t k = 0; k < DL_TREE_KINDS; k++)
        if ((legal >> k & 1) && cost[k] < least) least = cost[k];
    uint32_t top = s->stack[s->depth - 1];
    for (uint32_t i = 0; i < a->count; i++) {
        allowed[i] = legal >> a->kind[i] & 1;
        good[i] = allowed[i] && cost[a->kind[i]] == least &&
                  (!a->kind[i] || a->label[i] == g->tokens[top - 1].deprel);
        n += good[i];
    }
    return n;
}

static uint32_t best_of(const float *scores, const uint8_t *among, uint32_t count) {
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++)
        if (among[i] && (best == UINT32_MAX || scores[i] > scores[best])) best = i;
    return best;
}

/* Learns from one decision and takes an action: its own, or (not exploring) a good one. */
static void learn_decision(learner *l, dl_tree_state *s, const gold_sentence *g, uint32_t legal) {
    uint8_t allowed[DL_KERNEL_OUTPUTS], good[DL_KERNEL_OUTPUTS], small[DL_TREE_SMALL];
    uint32_t words[DL_TREE_PLACES];
    float grads[DL_KERNEL_OUTPUTS];
    dl_tree_features(s, l->tags, words, small);
    for (uint32_t p = 0; p < DL_TREE_PLACES; p++) words[p] = l->words[words[p]];
    net_forward(&l->t, words, small, true);
    uint32_t n = mark_actions(&l->actions, s, g, legal, allowed, good);
    uint32_t taken = best_of(l->t.scores, allowed, l->actions.count);
    if (n) {
        l->loss += (double)net_softmax(l->t.scores, allowed, good, l->actions.count, grads);
        net_backward(&l->t, grads);
        l->decisions++;
        l->wrong += !good[taken];
        bool own = good[taken] || (l->explore && rng_below(&l->t.random, 10) < 8);
        if (!own) taken = best_of(l->t.scores, good, l->actions.count);
    }
    dl_tree_apply(s, l->actions.kind[taken], l->actions.label[taken]);
}

static void learn_sentence(learner *l, uint32_t sentence, uint32_t base) {
    const gold_sentence *g = &l->c->bank.sentences.items[sentence];
    dl_tree_state s;
    dl_tree_begin(&s, l->stack, l->nodes, g->count);
    l->tags[0] = 1;
    l->words[0] = 1;
    for (uint32_t i = 1; i <= g->count; i++) {
        l->tags[i] = (uint8_t)(l->c->predicted[l->c->first[sentence] + i - 1] + DL_TREE_TAG_FIRST);
        l->words[i] = base + i - 1;
    }
    l->tags[g->count + 1] = 0;
    l->words[g->count + 1] = 0;
    while (!dl_tree_done(&s)) {
        uint32_t legal = dl_tree_legal(&s);
        if (legal == 1u << DL_TREE_SHIFT)
            dl_tree_apply(&s, DL_TREE_SHIFT, 0);
        else if (s.next > s.count && s.depth == 2)
            dl_tree_apply(&s, DL_TREE_RIGHT, DL_REL_ROOT);
        else
            learn_decision(l, &s, g, legal);
    }
}

static float rate_at(float rate, float done) {
    return rate * (done < 0.3f ? 1 : 1 - 0.97f * (done - 0.3f) / 0.7f);
}

static void learn_epoch(learner *l, const uint32_t *order, uint32_t n, uint32_t epoch) {
    const corpus *c = l->c;
    uint32_t base[BATCH_TOKENS], batch = 0;
    l->wrong = l->decisions = 0;
    l->loss = 0;
    l->explore = epoch > 0;
    for (uint32_t i = 0; i < n; batch++) {
        dl_word none = dl_word_special(DL_WORD_NONE), root = dl_word_special(DL_WORD_ROOT);
        uint32_t first = i, tokens = 0;
        net_batch_begin(&l->t);
        net_batch_word(&l->t, &none);
        net_batch_word(&l->t, &root);
        for (; i < n && tokens < BATCH_TOKENS; i++) {
            base[i - first] = l->t.count;
            uint32_t shown = corpus_case(c, order[i], &l->t.random);
            uint32_t words = c->bank.sentences.items[order[i]].count;
            tokens += words;
            for (uint32_t k = 0; k < words; k++) {
                dl_word w = corpus_word(c, order[i], k, shown, 0.1f, &l->t.random);
                net_batch_word(&l->t, &w);
            }
        }
        net_batch_ready(&l->t);
        for (uint32_t k = first; k < i; k++) learn_sentence(l, order[k], base[k - first]);
        float done = ((float)epoch + (float)i / (float)n) / (float)l->o->epochs;
        net_update(&l->t, rate_at(l->o->rate, done));
        if (done > 0.6f && batch % 50 == 0) net_remember(&l->t);
    }
    fprintf(stderr, "  epoch %u: %.2f%% wrong, loss %.4f\n", epoch + 1,
            100.0 * l->wrong / l->decisions, l->loss / l->decisions);
}

static int export_parser(const learner *l, dl_buf *out, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_weights_writer w = {0};
    dl_buf list = {0};
    int rc = net_export(&l->t, &l->c->vocabulary, &arena, &w, err);
    dl_buf_char(&list, (char)l->c->pair_count);
    for (uint32_t i = 0; i < l->actions.count; i++) {
        dl_buf_char(&list, (char)l->actions.kind[i]);
        dl_buf_char(&list, (char)l->actions.label[i]);
    }
    dl_str notes = corpus_notes(l->c, "parser", &arena);
    dl_weights_add(&w, "actions", list.data, list.len);
    dl_weights_add(&w, "notes", notes.ptr, notes.len);
    if (!rc) dl_weights_finish(&w, out);
    dl_buf_free(&list);
    dl_arena_free(&arena);
    return rc;
}

static int load_tags(corpus *c, const char *path, dl_error *err) {
    dl_buf tags = {0};
    int rc = file_read(path, &tags, err);
    if (!rc && tags.len != c->gold_tokens)
        rc = dl_fail(err, DL_EFORMAT, tags.len, "%s is of another treebank: run jackknife again",
                     path);
    if (!rc) memcpy(c->predicted, tags.data, tags.len);
    dl_buf_free(&tags);
    return rc;
}

static int learn(learner *l, corpus *c, const train_options *o, dl_error *err) {
    *l = (learner){.c = c, .o = o};
    find_actions(c, &l->actions);
    net_shape shape = {.dim = o->dim,
                       .places = DL_TREE_PLACES,
                       .width = o->width,
                       .small = DL_TREE_SMALL,
                       .values = c->pair_count + DL_TREE_TAG_FIRST,
                       .outputs = l->actions.count,
                       .rows = dl_word_rows(&c->vocabulary)};
    if (shape.values < DL_TREE_VALUES) shape.values = DL_TREE_VALUES;
    int rc = net_trainer_open(&l->t, shape, o->seed, err);
    if (rc) return rc;
    l->t.dropout = o->dropout;
    uint32_t *order = dl_arena_array(&c->arena, c->bank.sentences.count, sizeof *order);
    for (uint32_t e = 0; e < o->epochs; e++) {
        uint32_t n = train_order(c, 0, 0, e, LONGEST_LEARNT, &l->t.random, order);
        learn_epoch(l, order, n, e);
    }
    return DL_OK;
}

int train_parser(const train_options *o, dl_error *err) {
    static learner l;
    corpus c;
    dl_buf out = {0};
    int rc = corpus_open(&c, o->folder, o->silver, err);
    if (!rc) rc = load_tags(&c, o->tags, err);
    if (!rc) rc = learn(&l, &c, o, err);
    if (!rc) rc = export_parser(&l, &out, err);
    if (!rc) rc = file_write(o->out, dl_buf_view(&out), err);
    dl_buf_free(&out);
    net_trainer_close(&l.t);
    corpus_close(&c);
    return rc;
}
