#include "train/nettrain.h"

#include <stdlib.h>

#define LANES 16
/* One machine word of sixteen floats; compilers split it where the processor has narrower ones. */
typedef float lanes __attribute__((vector_size(64)));
/* The same source for three widths; without contraction all give the same bits. */
#define WIDE __attribute__((target_clones("avx512f", "avx2", "default")))

static float *numbers(size_t count) {
    size_t bytes = (count * sizeof(float) + 63) / 64 * 64;
    float *p = aligned_alloc(64, bytes);
    if (p) memset(p, 0, bytes);
    return p;
}

static bool param_open(net_param *p, size_t count, float scale, rng *random) {
    p->count = count;
    p->value = numbers(count);
    p->grad = numbers(count);
    p->moment = numbers(count);
    p->square = numbers(count);
    p->mean = numbers(count);
    if (!p->value || !p->grad || !p->moment || !p->square || !p->mean) return false;
    for (size_t i = 0; i < count && scale > 0; i++)
        p->value[i] = scale * (rng_unit(random) * 2 - 1);
    return true;
}

static void param_close(net_param *p) {
    free(p->value), free(p->grad), free(p->moment), free(p->square), free(p->mean);
}

int net_trainer_open(net_trainer *t, net_shape s, uint64_t seed, dl_error *err) {
    *t = (net_trainer){.shape = s, .beta1 = 1, .beta2 = 1};
    t->random.state = seed;
    bool good = param_open(&t->embedding, (size_t)s.rows * s.dim, 0.05f, &t->random) &&
                param_open(&t->first, (size_t)s.dim * s.places * s.width, 0.06f, &t->random) &&
                param_open(&t->small, (size_t)s.small * s.values * s.width, 0.06f, &t->random) &&
                param_open(&t->bias, s.width, 0, &t->random) &&
                param_open(&t->output, (size_t)s.outputs * s.width, 0.15f, &t->random) &&
                param_open(&t->outbias, s.outputs, 0, &t->random);
    t->hidden = numbers(s.width);
    t->mask = numbers(s.width);
    t->scores = numbers(DL_KERNEL_OUTPUTS);
    t->touched = calloc(s.rows, 1);
    if (good && t->hidden && t->mask && t->scores && t->touched) return DL_OK;
    net_trainer_close(t);
    return dl_fail_memory(err);
}

void net_trainer_close(net_trainer *t) {
    net_param *all[] = {&t->embedding, &t->first, &t->small, &t->bias, &t->output, &t->outbias};
    for (size_t i = 0; i < DL_COUNT(all); i++) param_close(all[i]);
    free(t->hidden), free(t->mask), free(t->scores), free(t->touched), free(t->words);
    free(t->vectors), free(t->vector_grads), free(t->rows), free(t->row_grads);
    *t = (net_trainer){0};
}

/* ── the batch ── */

void net_batch_begin(net_trainer *t) {
    t->count = 0;
}

static void grow(net_trainer *t) {
    uint32_t cap = t->cap ? t->cap * 2 : 512;
    size_t row = (size_t)t->shape.places * t->shape.width;
    t->words = realloc(t->words, cap * sizeof *t->words);
    free(t->vectors), free(t->vector_grads), free(t->rows), free(t->row_grads);
    t->vectors = numbers((size_t)cap * t->shape.dim);
    t->vector_grads = numbers((size_t)cap * t->shape.dim);
    t->rows = numbers(cap * row);
    t->row_grads = numbers(cap * row);
    t->cap = cap;
    if (!t->words || !t->vectors || !t->vector_grads || !t->rows || !t->row_grads) abort();
}

uint32_t net_batch_word(net_trainer *t, const dl_word *word) {
    if (t->count == t->cap) grow(t);
    t->words[t->count] = *word;
    return t->count++;
}

/* The matrix products take words by four; the last ones of a batch are zeros. */
static uint32_t fours(uint32_t n) {
    return (n + 3) / 4 * 4;
}

static void sum_vectors(net_trainer *t) {
    uint32_t dim = t->shape.dim;
    memset(t->vectors, 0, (size_t)fours(t->count) * dim * sizeof(float));
    for (uint32_t i = 0; i < t->count; i++)
        for (uint32_t k = 0; k < t->words[i].count; k++) {
            const float *e = t->embedding.value + (size_t)t->words[i].row[k] * dim;
            float *v = t->vectors + (size_t)i * dim;
            for (uint32_t d = 0; d < dim; d++) v[d] += e[d];
        }
}

/* out[m][n] = sum over k of a[m][k] b[k][n]; m a multiple of 4, n of 32. */
WIDE static void multiply(const float *a, const float *b, float *out, uint32_t m, uint32_t k,
                          uint32_t n) {
    for (uint32_t i = 0; i < m; i += 4) {
        for (uint32_t j = 0; j < n; j += 2 * LANES) {
            lanes s[4][2] = {{{0}}};
            for (uint32_t d = 0; d < k; d++) {
                const lanes *w = (const lanes *)(b + (size_t)d * n + j);
                lanes w0 = w[0], w1 = w[1];
                for (uint32_t r = 0; r < 4; r++) {
                    float x = a[(size_t)(i + r) * k + d];
                    s[r][0] += w0 * x;
                    s[r][1] += w1 * x;
                }
            }
            for (uint32_t r = 0; r < 4; r++) {
                lanes *o = (lanes *)(out + (size_t)(i + r) * n + j);
                o[0] = s[r][0];
                o[1] = s[r][1];
            }
        }
    }
}

/* out[k][n] += sum over m of a[m][k] g[m][n]; k a multiple of 4, n of 32. */
WIDE static void multiply_into(const float *a, const float *g, float *out, uint32_t m, uint32_t k,
                               uint32_t n) {
    for (uint32_t j = 0; j < n; j += 2 * LANES) {
        for (uint32_t d = 0; d < k; d += 4) {
            lanes s[4][2] = {{{0}}};
            for (uint32_t i = 0; i < m; i++) {
                const lanes *w = (const lanes *)(g + (size_t)i * n + j);
                lanes w0 = w[0], w1 = w[1];
                for (uint32_t r = 0; r < 4; r++) {
                    float x = a[(size_t)i * k + d + r];
                    s[r][0] += w0 * x;
                    s[r][1] += w1 * x;
                }
            }
            for (uint32_t r = 0; r < 4; r++) {
                lanes *o = (lanes *)(out + (size_t)(d + r) * n + j);
                o[0] += s[r][0];
                o[1] += s[r][1];
            }
        }
    }
}

static inline float fold_lanes(const lanes *at) {
    float sum = 0;
    for (int i = 0; i < LANES; i++) sum += (*at)[i];
    return sum;
}

/* out[m][k] = sum over n of g[m][n] b[k][n]; m and k multiples of 4, n of 16. */
WIDE static void multiply_back(const float *g, const float *b, float *out, uint32_t m, uint32_t k,
                               uint32_t n) {
    for (uint32_t i = 0; i < m; i += 4) {
        for (uint32_t d = 0; d < k; d += 4) {
            lanes s[4][4] = {{{0}}};
            for (uint32_t j = 0; j < n; j += LANES) {
                lanes x[4];
                for (uint32_t q = 0; q < 4; q++)
                    x[q] = *(const lanes *)(b + (size_t)(d + q) * n + j);
                for (uint32_t r = 0; r < 4; r++) {
                    lanes y = *(const lanes *)(g + (size_t)(i + r) * n + j);
                    for (uint32_t q = 0; q < 4; q++) s[r][q] += x[q] * y;
                }
            }
            for (uint32_t r = 0; r < 4; r++)
                for (uint32_t q = 0; q < 4; q++)
                    out[(size_t)(i + r) * k + d + q] = fold_lanes(&s[r][q]);
        }
    }
}

void net_batch_ready(net_trainer *t) {
    uint32_t row = t->shape.places * t->shape.width;
    sum_vectors(t);
    multiply(t->vectors, t->first.value, t->rows, fours(t->count), t->shape.dim, row);
    memset(t->row_grads, 0, (size_t)fours(t->count) * row * sizeof(float));
}

/* ── one decision ── */

WIDE static void sum_rows(const float *bias, const float *const *rows, uint32_t count,
                          uint32_t width, float *out) {
    for (uint32_t j = 0; j < width; j += LANES) {
        lanes s = *(const lanes *)(bias + j);
        for (uint32_t r = 0; r < count; r++) s += *(const lanes *)(rows[r] + j);
        *(lanes *)(out + j) = s;
    }
}

WIDE static void score(const float *output, const float *bias, const float *hidden, uint32_t width,
                       uint32_t count, float *scores) {
    for (uint32_t c = 0; c < count; c++) {
        lanes s = {0};
        for (uint32_t j = 0; j < width; j += LANES)
            s += *(const lanes *)(output + (size_t)c * width + j) * *(const lanes *)(hidden + j);
        scores[c] = bias[c] + fold_lanes(&s);
    }
}

void net_forward(net_trainer *t, const uint32_t *words, const uint8_t *small, bool learning) {
    const net_shape *s = &t->shape;
    size_t row = (size_t)s->places * s->width;
    for (uint32_t p = 0; p < s->places; p++) {
        size_t at = words[p] * row + p * s->width;
        t->used[p] = t->rows + at;
        t->used_grads[p] = t->row_grads + at;
    }
    for (uint32_t f = 0; f < s->small; f++) {
        size_t at = ((size_t)f * s->values + small[f]) * s->width;
        t->used[s->places + f] = t->small.value + at;
        t->used_grads[s->places + f] = t->small.grad + at;
    }
    sum_rows(t->bias.value, t->used, s->places + s->small, s->width, t->hidden);
    float keep = learning ? 1 / (1 - t->dropout) : 1;
    for (uint32_t j = 0; j < s->width; j++) {
        bool off = learning && rng_unit(&t->random) < t->dropout;
        t->mask[j] = off || t->hidden[j] <= 0 ? 0 : keep;
        t->hidden[j] = t->hidden[j] * t->mask[j];
    }
    score(t->output.value, t->outbias.value, t->hidden, s->width, s->outputs, t->scores);
}

WIDE static void add_scaled(float *out, const float *x, float by, uint32_t width) {
    for (uint32_t j = 0; j < width; j += LANES) *(lanes *)(out + j) += *(const lanes *)(x + j) * by;
}

WIDE static void add_masked(float *out, const float *x, const float *mask, uint32_t width) {
    for (uint32_t j = 0; j < width; j += LANES)
        *(lanes *)(out + j) = *(const lanes *)(x + j) * *(const lanes *)(mask + j);
}

WIDE static void add_to_all(float *const *out, uint32_t count, const float *x, uint32_t width) {
    for (uint32_t r = 0; r < count; r++)
        for (uint32_t j = 0; j < width; j += LANES)
            *(lanes *)(out[r] + j) += *(const lanes *)(x + j);
}

void net_backward(net_trainer *t, const float *score_grads) {
    const net_shape *s = &t->shape;
    _Alignas(64) float back[DL_KERNEL_HIDDEN] = {0};
    for (uint32_t c = 0; c < s->outputs; c++) {
        float g = score_grads[c];
        if (g < 1e-5f && g > -1e-5f) continue;
        t->outbias.grad[c] += g;
        add_scaled(t->output.grad + (size_t)c * s->width, t->hidden, g, s->width);
        add_scaled(back, t->output.value + (size_t)c * s->width, g, s->width);
    }
    add_masked(back, back, t->mask, s->width);
    add_scaled(t->bias.grad, back, 1, s->width);
    add_to_all(t->used_grads, s->places + s->small, back, s->width);
}

/* e^x for x ≤ 0: 2^n times a polynomial of degree 6 on [-ln2/2, ln2/2]. */
static float power_e(float x) {
    if (x < -80) return 0;
    float y = x * 1.44269504f;
    int n = (int)(y - 0.5f);
    float r = x - (float)n * 0.693147181f;
    float p =
        1 + r * (1 + r * (0.5f + r * (0.16666667f + r * (0.041666667f + r * (0.0083333333f +
                                                                             r * 0.0013888889f)))));
    union {
        uint32_t bits;
        float value;
    } two = {(uint32_t)(n + 127) << 23};
    return p * two.value;
}

/* ln x for 0 < x ≤ 1, to three digits: only for the loss that is printed. */
static float log_e(float x) {
    float sum = 0;
    while (x < 0.7f) x *= 1.5f, sum -= 0.405465f;
    float z = (x - 1) / (x + 1);
    return sum + 2 * z * (1 + z * z / 3);
}

float net_softmax(const float *scores, const uint8_t *allowed, const uint8_t *good, uint32_t count,
                  float *grads) {
    float top = -1e30f, all = 0, right = 0;
    for (uint32_t c = 0; c < count; c++)
        if (allowed[c] && scores[c] > top) top = scores[c];
    for (uint32_t c = 0; c < count; c++) {
        grads[c] = allowed[c] ? power_e(scores[c] - top) : 0;
        all += grads[c];
        if (good[c]) right += grads[c];
    }
    if (right < 1e-20f) right = 1e-20f;
    for (uint32_t c = 0; c < count; c++)
        grads[c] = grads[c] / all - (good[c] ? grads[c] / right : 0);
    float share = right / all;
    return share < 1e-9f ? 20 : -log_e(share);
}

/* ── steps ── */

typedef struct adam {
    float rate, correct1, correct2;
} adam;

WIDE static void adam_step(net_param *p, size_t from, size_t count, adam a) {
    float *value = p->value + from, *grad = p->grad + from;
    float *moment = p->moment + from, *square = p->square + from;
    for (size_t i = 0; i < count; i++) {
        float g = grad[i];
        float m = 0.9f * moment[i] + 0.1f * g, v = 0.999f * square[i] + 0.001f * g * g;
        moment[i] = m;
        square[i] = v;
        value[i] -= a.rate * (m * a.correct1) / (__builtin_sqrtf(v * a.correct2) + 1e-7f);
        grad[i] = 0;
    }
}

static void spread_vector_grads(net_trainer *t) {
    uint32_t dim = t->shape.dim;
    for (uint32_t i = 0; i < t->count; i++)
        for (uint32_t k = 0; k < t->words[i].count; k++) {
            uint32_t row = t->words[i].row[k];
            t->touched[row] = 1;
            float *g = t->embedding.grad + (size_t)row * dim;
            for (uint32_t d = 0; d < dim; d++) g[d] += t->vector_grads[(size_t)i * dim + d];
        }
}

void net_update(net_trainer *t, float rate) {
    const net_shape *s = &t->shape;
    uint32_t row = s->places * s->width;
    multiply_into(t->vectors, t->row_grads, t->first.grad, t->count, s->dim, row);
    multiply_back(t->row_grads, t->first.value, t->vector_grads, fours(t->count), s->dim, row);
    spread_vector_grads(t);
    t->beta1 *= 0.9;
    t->beta2 *= 0.999;
    adam a = {rate, (float)(1 / (1 - t->beta1)), (float)(1 / (1 - t->beta2))};
    net_param *dense[] = {&t->first, &t->bias, &t->output, &t->outbias};
    for (size_t i = 0; i < DL_COUNT(dense); i++) adam_step(dense[i], 0, dense[i]->count, a);
    adam_step(&t->small, 0, t->small.count, a);
    for (uint32_t i = 0; i < t->count; i++)
        for (uint32_t k = 0; k < t->words[i].count; k++) {
            uint32_t r = t->words[i].row[k];
            if (!t->touched[r]) continue;
            t->touched[r] = 0;
            adam_step(&t->embedding, (size_t)r * s->dim, s->dim, a);
        }
    t->steps++;
}

void net_remember(net_trainer *t) {
    net_param *all[] = {&t->embedding, &t->first, &t->small, &t->bias, &t->output, &t->outbias};
    for (size_t i = 0; i < DL_COUNT(all); i++)
        for (size_t k = 0; k < all[i]->count; k++) all[i]->mean[k] += all[i]->value[k];
    t->means++;
}
