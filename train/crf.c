#include "train/crf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { BARRED_STEP = -(1 << 24), L = CRF_MAX_LABELS };

typedef struct trainer {
    const crf_data *data;
    const crf_options *o;
    crf_weights *w;
    float *squares;
    double step_squares[L][L];
    double *alpha, *beta, *node; /* count × L */
    double trans[L][L];          /* exp of the steps, 0 where barred */
    uint64_t state, mask;        /* mask: seeds what is left out of the sequence at hand */
    double loss;
} trainer;

static uint32_t next_random(trainer *t, uint32_t below) {
    t->state ^= t->state << 13;
    t->state ^= t->state >> 7;
    t->state ^= t->state << 17;
    return (uint32_t)((t->state >> 16) % below);
}

/* Whether feature k of a token is left out this time. */
static bool dropped(const trainer *t, const crf_token *token, uint32_t k) {
    uint64_t h = (t->mask ^ (token->first + k)) * 0x9e3779b97f4a7c15u;
    return (h >> 56) < t->o->drop;
}

static void load_steps(trainer *t) {
    uint32_t n = t->o->labels;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++)
            t->trans[a][b] = t->o->barred[a * n + b] ? 0 : exp(t->w->step[a][b]);
}

/* exp of the node scores, each token's scaled by its largest. */
static void load_nodes(trainer *t, const crf_sequence *s) {
    uint32_t n = t->o->labels;
    for (uint32_t i = 0; i < s->count; i++) {
        const crf_token *token = &t->data->tokens.items[s->first + i];
        double score[L] = {0}, top = -1e30;
        for (uint32_t k = 0; k < token->count; k++) {
            if (dropped(t, token, k)) continue;
            const float *w = t->w->node + (size_t)t->data->rows.items[token->first + k] * n;
            for (uint32_t y = 0; y < n; y++) score[y] += w[y];
        }
        for (uint32_t y = 0; y < n; y++)
            if (score[y] > top) top = score[y];
        for (uint32_t y = 0; y < n; y++) {
            bool possible = !token->pinned || token->gold == y;
            t->node[i * L + y] = possible ? exp(score[y] - top) : 0;
        }
    }
}

static void normalise(double *row, uint32_t n) {
    double sum = 0;
    for (uint32_t y = 0; y < n; y++) sum += row[y];
    for (uint32_t y = 0; y < n && sum > 0; y++) row[y] /= sum;
}

static void forward_backward(trainer *t, uint32_t count) {
    uint32_t n = t->o->labels;
    for (uint32_t y = 0; y < n; y++) t->alpha[y] = t->trans[0][y] * t->node[y];
    normalise(t->alpha, n);
    for (uint32_t i = 1; i < count; i++) {
        double *a = t->alpha + i * L, *p = t->alpha + (i - 1) * L;
        for (uint32_t y = 0; y < n; y++) {
            a[y] = 0;
            for (uint32_t x = 0; x < n; x++) a[y] += p[x] * t->trans[x][y];
            a[y] *= t->node[i * L + y];
        }
        normalise(a, n);
    }
    for (uint32_t y = 0; y < n; y++) t->beta[(count - 1) * L + y] = 1;
    for (uint32_t i = count - 1; i > 0; i--) {
        double *b = t->beta + (i - 1) * L, *q = t->beta + i * L;
        for (uint32_t x = 0; x < n; x++) {
            b[x] = 0;
            for (uint32_t y = 0; y < n; y++) b[x] += t->trans[x][y] * t->node[i * L + y] * q[y];
        }
        normalise(b, n);
    }
}

static void update_node(trainer *t, const crf_token *token, const double *gradient) {
    uint32_t n = t->o->labels;
    float rate = (float)t->o->rate, decay = (float)t->o->decay;
    for (uint32_t k = 0; k < token->count; k++) {
        if (dropped(t, token, k)) continue;
        size_t at = (size_t)t->data->rows.items[token->first + k] * n;
        for (uint32_t y = 0; y < n; y++) {
            float g = (float)gradient[y] + decay * t->w->node[at + y];
            t->squares[at + y] += g * g;
            t->w->node[at + y] -= rate * g / sqrtf(t->squares[at + y] + 1e-4f);
        }
    }
}

static void update_step(trainer *t, uint32_t a, uint32_t b, double g) {
    if (t->o->barred[a * t->o->labels + b]) return;
    t->step_squares[a][b] += g * g;
    t->w->step[a][b] -= t->o->rate * g / sqrt(t->step_squares[a][b] + 1e-4);
}

static void learn_steps(trainer *t, const crf_sequence *s) {
    uint32_t n = t->o->labels;
    double sum[L][L] = {{0}};
    const crf_token *tokens = &t->data->tokens.items[s->first];
    for (uint32_t i = 1; i < s->count; i++) {
        double pair[L][L], total = 0;
        for (uint32_t x = 0; x < n; x++)
            for (uint32_t y = 0; y < n; y++) {
                pair[x][y] = t->alpha[(i - 1) * L + x] * t->trans[x][y] * t->node[i * L + y] *
                             t->beta[i * L + y];
                total += pair[x][y];
            }
        for (uint32_t x = 0; x < n && total > 0; x++)
            for (uint32_t y = 0; y < n; y++) sum[x][y] += pair[x][y] / total;
        sum[tokens[i - 1].gold][tokens[i].gold] -= 1;
    }
    for (uint32_t x = 0; x < n; x++)
        for (uint32_t y = 0; y < n; y++) update_step(t, x, y, sum[x][y]);
}

static void learn(trainer *t, const crf_sequence *s) {
    uint32_t n = t->o->labels;
    t->mask = (uint64_t)next_random(t, UINT32_MAX) << 20;
    load_nodes(t, s);
    forward_backward(t, s->count);
    for (uint32_t i = 0; i < s->count; i++) {
        const crf_token *token = &t->data->tokens.items[s->first + i];
        double p[L];
        for (uint32_t y = 0; y < n; y++) p[y] = t->alpha[i * L + y] * t->beta[i * L + y];
        normalise(p, n);
        t->loss -= log(p[token->gold] + 1e-12);
        p[token->gold] -= 1;
        if (!token->pinned) update_node(t, token, p);
    }
    learn_steps(t, s);
    load_steps(t);
}

static uint32_t longest(const crf_data *data) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < data->sequences.count; i++)
        if (data->sequences.items[i].count > n) n = data->sequences.items[i].count;
    return n;
}

/* The mean of the weights after each epoch of the later half stands for them all. */
static void add_up(trainer *t, float *sum, double step[L][L], uint32_t epoch) {
    uint32_t first = t->o->epochs / 2;
    if (epoch < first) return;
    size_t cells = (size_t)t->o->labels << t->o->bits;
    for (size_t i = 0; i < cells; i++) sum[i] += t->w->node[i];
    for (uint32_t a = 0; a < L; a++)
        for (uint32_t b = 0; b < L; b++) step[a][b] += t->w->step[a][b];
    if (epoch + 1 < t->o->epochs) return;
    float n = (float)(t->o->epochs - first);
    for (size_t i = 0; i < cells; i++) t->w->node[i] = sum[i] / n;
    for (uint32_t a = 0; a < L; a++)
        for (uint32_t b = 0; b < L; b++) t->w->step[a][b] = step[a][b] / n;
}

static bool run_epochs(trainer *t) {
    uint32_t count = t->data->sequences.count;
    uint32_t *order = malloc((count + 1) * sizeof *order);
    float *sum = calloc((size_t)t->o->labels << t->o->bits, sizeof *sum);
    double step[L][L] = {{0}};
    if (!order || !sum) {
        free(order);
        free(sum);
        return false;
    }
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    load_steps(t);
    for (uint32_t e = 0; e < t->o->epochs; e++) {
        t->loss = 0;
        for (uint32_t i = count; i > 1; i--) {
            uint32_t k = next_random(t, i), swap = order[i - 1];
            order[i - 1] = order[k];
            order[k] = swap;
        }
        for (uint32_t i = 0; i < count; i++)
            if (t->data->sequences.items[order[i]].count)
                learn(t, &t->data->sequences.items[order[i]]);
        fprintf(stderr, "  epoch %u: loss %.4f a token\n", e + 1,
                t->loss / (t->data->tokens.count + 1));
        add_up(t, sum, step, e);
    }
    free(order);
    free(sum);
    return true;
}

static bool train_once(crf_weights *out, const crf_data *data, const crf_options *options,
                       uint64_t seed) {
    size_t cells = (size_t)options->labels << options->bits, room = (size_t)longest(data) * L;
    *out = (crf_weights){.node = calloc(cells, sizeof *out->node)};
    trainer t = {
        .data = data, .o = options, .w = out, .state = seed * 2654435761u + 88172645463325252u};
    t.squares = calloc(cells, sizeof *t.squares);
    t.alpha = calloc(room, sizeof *t.alpha);
    t.beta = calloc(room, sizeof *t.beta);
    t.node = calloc(room, sizeof *t.node);
    bool ok = out->node && t.squares && t.alpha && t.beta && t.node && run_epochs(&t);
    free(t.squares);
    free(t.alpha);
    free(t.beta);
    free(t.node);
    return ok;
}

bool crf_train(crf_weights *out, const crf_data *data, const crf_options *options) {
    size_t cells = (size_t)options->labels << options->bits;
    uint32_t runs = options->runs ? options->runs : 1;
    bool ok = train_once(out, data, options, options->seed);
    for (uint32_t run = 1; ok && run < runs; run++) {
        crf_weights more;
        ok = train_once(&more, data, options, options->seed + run);
        for (size_t i = 0; ok && i < cells; i++) out->node[i] += more.node[i];
        for (uint32_t k = 0; ok && k < L * L; k++) (&out->step[0][0])[k] += (&more.step[0][0])[k];
        free(more.node);
    }
    for (size_t i = 0; ok && i < cells; i++) out->node[i] /= (float)runs;
    for (uint32_t k = 0; ok && k < L * L; k++) (&out->step[0][0])[k] /= runs;
    return ok;
}

double crf_quantise(const crf_weights *weights, const crf_options *options, signed char *node,
                    int *step) {
    size_t cells = (size_t)options->labels << options->bits;
    double keep = 1 - options->drop / 256.0; /* all features look at once now */
    float top = 0;
    for (size_t i = 0; i < cells; i++)
        if (fabsf(weights->node[i]) > top) top = fabsf(weights->node[i]);
    double scale = top > 0 ? 127.0 / top : 1;
    if (scale < 48)
        scale = 48; /* weights beyond ±2.6 are rare: clip them, keep the small ones fine */
    for (size_t i = 0; i < cells; i++) {
        double v = weights->node[i] * keep * scale;
        node[i] = (signed char)lrint(v > 127 ? 127 : v < -127 ? -127 : v);
    }
    for (uint32_t a = 0; a < options->labels; a++)
        for (uint32_t b = 0; b < options->labels; b++)
            step[a * options->labels + b] = options->barred[a * options->labels + b]
                                                ? BARRED_STEP
                                                : (int)lrint(weights->step[a][b] * scale);
    return scale;
}
