/* From floats to the integers of net.h. */
#include "train/nettrain.h"

enum {
    HIDDEN_BITS = 5,  /* a hidden sum of 1.0 is 32, so rows reach ±4 */
    FIRST_BITS = 12,  /* a weight of the first layer of 1.0 is 4,096; at most ±2 */
    OUTPUT_MOST = 64, /* see kernels.h */
};

static const float *weights_of(const net_trainer *t, const net_param *p, dl_arena *arena) {
    if (!t->means) return p->value;
    float *mean = dl_arena_alloc(arena, p->count * sizeof *mean);
    for (size_t i = 0; mean && i < p->count; i++) mean[i] = p->mean[i] / (float)t->means;
    return mean;
}

static int32_t rounded(float v, float most) {
    if (v > most) v = most;
    if (v < -most) v = -most;
    return (int32_t)(v < 0 ? v - 0.5f : v + 0.5f);
}

static float largest(const float *v, size_t count) {
    float most = 0;
    for (size_t i = 0; i < count; i++) {
        float a = v[i] < 0 ? -v[i] : v[i];
        if (a > most) most = a;
    }
    return most;
}

/* Bits of fraction so that nearly all embeddings fit an int8 (at least 5: ±4). */
static uint32_t embedding_bits(const float *v, size_t count) {
    uint32_t bits = 7;
    float most = largest(v, count);
    while (bits > 5 && most * (float)(1 << bits) > 140) bits--;
    return bits;
}

static int16_t *sixteen(const float *v, size_t count, float scale, float most, dl_arena *arena) {
    int16_t *out = dl_arena_alloc(arena, count * sizeof *out);
    for (size_t i = 0; out && i < count; i++) out[i] = (int16_t)rounded(v[i] * scale, most);
    return out;
}

/* [dim][n] floats to [dim / 2][n][2]. */
static int16_t *pack_first(const net_shape *s, const float *v, dl_arena *arena) {
    size_t n = (size_t)s->places * s->width;
    int16_t *out = dl_arena_alloc(arena, s->dim * n * sizeof *out);
    for (size_t k = 0; out && k < s->dim; k++)
        for (size_t j = 0; j < n; j++)
            out[((k / 2) * n + j) * 2 + k % 2] =
                (int16_t)rounded(v[k * n + j] * (1 << FIRST_BITS), 8191);
    return out;
}

/* [outputs][width] floats to [width / 4][padded][4]. */
static int8_t *pack_output(const net_shape *s, uint32_t padded, const float *v, float scale,
                           dl_arena *arena) {
    int8_t *out = dl_arena_zalloc(arena, (size_t)s->width * padded);
    for (size_t c = 0; out && c < s->outputs; c++)
        for (size_t j = 0; j < s->width; j++)
            out[((j / 4) * padded + c) * 4 + j % 4] =
                (int8_t)rounded(v[c * s->width + j] * scale, OUTPUT_MOST);
    return out;
}

static int32_t *pack_outbias(const net_shape *s, uint32_t padded, const float *v, float scale,
                             dl_arena *arena) {
    int32_t *out = dl_arena_alloc(arena, padded * sizeof *out);
    float unit = scale * (float)((1 << HIDDEN_BITS) >> DL_KERNEL_SHIFT);
    for (uint32_t c = 0; out && c < padded; c++)
        out[c] = c < s->outputs ? rounded(v[c] * unit, 1 << 24) : -(1 << 24);
    return out;
}

static int8_t *eight(const float *v, size_t count, uint32_t bits, dl_arena *arena) {
    int8_t *out = dl_arena_alloc(arena, count);
    for (size_t i = 0; out && i < count; i++)
        out[i] = (int8_t)rounded(v[i] * (float)(1 << bits), 127);
    return out;
}

static dl_str pack_vocabulary(const dl_vocabulary *vocabulary, dl_arena *arena) {
    dl_buf buf = {0};
    for (uint32_t i = 0; i < vocabulary->words.entries.count; i++) {
        dl_str word = vocabulary->words.entries.items[i].key;
        dl_buf_char(&buf, (char)(word.len & 255));
        dl_buf_char(&buf, (char)(word.len >> 8));
        dl_buf_str(&buf, word);
    }
    dl_str kept = dl_arena_str(arena, dl_buf_view(&buf));
    dl_buf_free(&buf);
    return kept;
}

int net_export(const net_trainer *t, const dl_vocabulary *vocabulary, dl_arena *arena,
               dl_weights_writer *writer, dl_error *err) {
    const net_shape *s = &t->shape;
    uint32_t padded = (s->outputs + DL_KERNEL_LANES - 1) / DL_KERNEL_LANES * DL_KERNEL_LANES;
    const float *embedding = weights_of(t, &t->embedding, arena);
    const float *first = weights_of(t, &t->first, arena), *small = weights_of(t, &t->small, arena);
    const float *bias = weights_of(t, &t->bias, arena), *output = weights_of(t, &t->output, arena);
    const float *outbias = weights_of(t, &t->outbias, arena);
    uint32_t *shape = dl_arena_array(arena, 8, sizeof *shape);
    if (arena->failed) return dl_fail_memory(err);
    uint32_t bits = embedding_bits(embedding, t->embedding.count);
    float scale = OUTPUT_MOST / largest(output, t->output.count);
    const uint32_t numbers[8] = {s->dim,
                                 s->places,
                                 s->width,
                                 s->small,
                                 s->values,
                                 s->outputs,
                                 bits + FIRST_BITS - HIDDEN_BITS,
                                 vocabulary->count};
    memcpy(shape, numbers, sizeof numbers);
    size_t n = (size_t)s->places * s->width;
    dl_weights_add(writer, "shape", shape, sizeof numbers);
    dl_str words = pack_vocabulary(vocabulary, arena);
    dl_weights_add(writer, "vocabulary", words.ptr, words.len);
    dl_weights_add(writer, "embedding", eight(embedding, t->embedding.count, bits, arena),
                   t->embedding.count);
    dl_weights_add(writer, "first", pack_first(s, first, arena), n * s->dim * 2);
    dl_weights_add(writer, "small", eight(small, t->small.count, HIDDEN_BITS, arena),
                   t->small.count);
    dl_weights_add(writer, "bias", sixteen(bias, s->width, 1 << HIDDEN_BITS, DL_KERNEL_BIAS, arena),
                   s->width * 2);
    dl_weights_add(writer, "output", pack_output(s, padded, output, scale, arena),
                   (size_t)s->width * padded);
    dl_weights_add(writer, "outbias", pack_outbias(s, padded, outbias, scale, arena), padded * 4);
    return arena->failed ? dl_fail_memory(err) : DL_OK;
}
