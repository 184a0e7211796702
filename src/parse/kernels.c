#include "parse/kernels.h"

/* ── plain C ── */

static int8_t saturate(int32_t v) {
    return (int8_t)(v > INT8_MAX ? INT8_MAX : v < INT8_MIN ? INT8_MIN : v);
}

static void hidden_scalar(const int16_t *bias, const int8_t *const *rows, uint32_t count,
                          uint32_t width, uint8_t *hidden) {
    int16_t sum[DL_KERNEL_HIDDEN];
    memcpy(sum, bias, width * sizeof *sum);
    for (uint32_t r = 0; r < count; r++)
        for (uint32_t j = 0; j < width; j++) sum[j] = (int16_t)(sum[j] + rows[r][j]);
    for (uint32_t j = 0; j < width; j++) {
        int v = sum[j] > 0 ? sum[j] >> DL_KERNEL_SHIFT : 0;
        hidden[j] = (uint8_t)(v > 255 ? 255 : v);
    }
}

static void scores_scalar(const uint8_t *hidden, const int8_t *weights, const int32_t *bias,
                          uint32_t width, uint32_t outputs, int32_t *scores) {
    memcpy(scores, bias, outputs * sizeof *scores);
    for (uint32_t j = 0; j < width; j += 4)
        for (uint32_t c = 0; c < outputs; c++) {
            const int8_t *w = weights + ((size_t)j / 4 * outputs + c) * 4;
            scores[c] += hidden[j] * w[0] + hidden[j + 1] * w[1] + hidden[j + 2] * w[2] +
                         hidden[j + 3] * w[3];
        }
}

static uint32_t first_best(const int32_t *scores, uint32_t count) {
    uint32_t best = 0;
    for (uint32_t c = 1; c < count; c++)
        if (scores[c] > scores[best]) best = c;
    return best;
}

static uint32_t best_scalar(const uint8_t *hidden, const int8_t *weights, const int32_t *bias,
                            uint32_t width, uint32_t outputs) {
    int32_t scores[DL_KERNEL_OUTPUTS];
    scores_scalar(hidden, weights, bias, width, outputs, scores);
    return first_best(scores, outputs);
}

static void rows_scalar(const int16_t *vector, const int16_t *weights, uint32_t dim, uint32_t count,
                        uint32_t shift, int8_t *rows) {
    for (uint32_t n = 0; n < count; n++) {
        int32_t sum = 1 << (shift - 1);
        for (uint32_t k = 0; k < dim; k += 2) {
            const int16_t *w = weights + ((size_t)k / 2 * count + n) * 2;
            sum += vector[k] * w[0] + vector[k + 1] * w[1];
        }
        rows[n] = saturate(sum >> shift);
    }
}

static const dl_kernels scalar = {"scalar", hidden_scalar, best_scalar, scores_scalar, rows_scalar};

#if defined(__x86_64__)
#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))

/* Four consecutive bytes as one lane's value. */
INLINE int32_t quad(const uint8_t *p) {
    int32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE int32_t pair(const int16_t *p) {
    int32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* ── AVX2 ── */
#define AVX2 __attribute__((target("avx2")))

/* 64 units at a time: four registers of sums. */
AVX2 static void hidden_avx2(const int16_t *bias, const int8_t *const *rows, uint32_t count,
                             uint32_t width, uint8_t *hidden) {
    const __m256i zero = _mm256_setzero_si256();
    for (uint32_t j = 0; j < width; j += 64) {
        __m256i s[4];
        for (int b = 0; b < 4; b++) s[b] = _mm256_loadu_si256((const void *)(bias + j + b * 16));
        for (uint32_t r = 0; r < count; r++)
            for (int b = 0; b < 4; b++)
                s[b] = _mm256_add_epi16(s[b], _mm256_cvtepi8_epi16(_mm_loadu_si128(
                                                  (const void *)(rows[r] + j + b * 16))));
        for (int b = 0; b < 4; b++)
            s[b] = _mm256_srai_epi16(_mm256_max_epi16(s[b], zero), DL_KERNEL_SHIFT);
        for (int b = 0; b < 2; b++) {
            __m256i packed = _mm256_packus_epi16(s[b * 2], s[b * 2 + 1]);
            packed = _mm256_permute4x64_epi64(packed, 0xd8);
            _mm256_storeu_si256((void *)(hidden + j + b * 32), packed);
        }
    }
}

AVX2 static void scores_avx2(const uint8_t *hidden, const int8_t *weights, const int32_t *bias,
                             uint32_t width, uint32_t outputs, int32_t *scores) {
    const __m256i ones = _mm256_set1_epi16(1);
    for (uint32_t c = 0; c < outputs; c += 16) {
        __m256i a = _mm256_loadu_si256((const void *)(bias + c));
        __m256i b = _mm256_loadu_si256((const void *)(bias + c + 8));
        for (uint32_t j = 0; j < width; j += 4) {
            const int8_t *w = weights + ((size_t)j / 4 * outputs + c) * 4;
            __m256i x = _mm256_set1_epi32(quad(hidden + j));
            __m256i p = _mm256_maddubs_epi16(x, _mm256_loadu_si256((const void *)w));
            __m256i q = _mm256_maddubs_epi16(x, _mm256_loadu_si256((const void *)(w + 32)));
            a = _mm256_add_epi32(a, _mm256_madd_epi16(p, ones));
            b = _mm256_add_epi32(b, _mm256_madd_epi16(q, ones));
        }
        _mm256_storeu_si256((void *)(scores + c), a);
        _mm256_storeu_si256((void *)(scores + c + 8), b);
    }
}

AVX2 static uint32_t best_avx2(const uint8_t *hidden, const int8_t *weights, const int32_t *bias,
                               uint32_t width, uint32_t outputs) {
    int32_t scores[DL_KERNEL_OUTPUTS] = {0};
    scores_avx2(hidden, weights, bias, width, outputs, scores);
    __m256i top = _mm256_loadu_si256((const void *)scores);
    for (uint32_t c = 8; c < outputs; c += 8)
        top = _mm256_max_epi32(top, _mm256_loadu_si256((const void *)(scores + c)));
    __m128i half = _mm_max_epi32(_mm256_castsi256_si128(top), _mm256_extracti128_si256(top, 1));
    half = _mm_max_epi32(half, _mm_shuffle_epi32(half, 0x4e));
    half = _mm_max_epi32(half, _mm_shuffle_epi32(half, 0xb1));
    int32_t most = _mm_cvtsi128_si32(half);
    uint32_t c = 0;
    while (scores[c] != most) c++;
    return c;
}

AVX2 static void rows_avx2(const int16_t *vector, const int16_t *weights, uint32_t dim,
                           uint32_t count, uint32_t shift, int8_t *rows) {
    const __m128i by = _mm_cvtsi32_si128((int)shift);
    for (uint32_t n = 0; n < count; n += 16) {
        __m256i a = _mm256_set1_epi32(1 << (shift - 1)), b = a;
        for (uint32_t k = 0; k < dim; k += 2) {
            const int16_t *w = weights + ((size_t)k / 2 * count + n) * 2;
            __m256i x = _mm256_set1_epi32(pair(vector + k));
            a = _mm256_add_epi32(a, _mm256_madd_epi16(x, _mm256_loadu_si256((const void *)w)));
            b = _mm256_add_epi32(b,
                                 _mm256_madd_epi16(x, _mm256_loadu_si256((const void *)(w + 16))));
        }
        __m256i packed = _mm256_packs_epi32(_mm256_sra_epi32(a, by), _mm256_sra_epi32(b, by));
        packed = _mm256_permute4x64_epi64(packed, 0xd8);
        _mm_storeu_si128((void *)(rows + n), _mm_packs_epi16(_mm256_castsi256_si128(packed),
                                                             _mm256_extracti128_si256(packed, 1)));
    }
}

static const dl_kernels avx2 = {"avx2", hidden_avx2, best_avx2, scores_avx2, rows_avx2};

/* ── AVX-512 with VNNI ── */
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))

/* One block of 32 × registers units, kept in registers throughout. */
AVX512 INLINE void hidden_block(const int16_t *bias, const int8_t *const *rows, uint32_t count,
                                uint32_t at, int registers, uint8_t *hidden) {
    __m512i s[4];
    const __m512i zero = _mm512_setzero_si512();
    for (int b = 0; b < registers; b++) s[b] = _mm512_loadu_si512(bias + at + b * 32);
    for (uint32_t r = 0; r < count; r++)
        for (int b = 0; b < registers; b++)
            s[b] = _mm512_add_epi16(s[b], _mm512_cvtepi8_epi16(_mm256_loadu_si256(
                                              (const void *)(rows[r] + at + b * 32))));
    for (int b = 0; b < registers; b++) {
        __m512i v = _mm512_srai_epi16(_mm512_max_epi16(s[b], zero), DL_KERNEL_SHIFT);
        _mm256_storeu_si256((void *)(hidden + at + b * 32), _mm512_cvtusepi16_epi8(v));
    }
}

AVX512 static void hidden_avx512(const int16_t *bias, const int8_t *const *rows, uint32_t count,
                                 uint32_t width, uint8_t *hidden) {
    uint32_t at = 0;
    for (; at + 128 <= width; at += 128) hidden_block(bias, rows, count, at, 4, hidden);
    for (; at < width; at += 64) hidden_block(bias, rows, count, at, 2, hidden);
}

/* Sums of `blocks` × 16 outputs in registers. Two chains each hide the latency of dpbusd. */
AVX512 INLINE void sums_avx512(const uint8_t *hidden, const int8_t *weights, const int32_t *bias,
                               uint32_t width, uint32_t outputs, int blocks, __m512i *sum) {
    __m512i odd[8];
    for (int b = 0; b < blocks; b++) sum[b] = _mm512_loadu_si512(bias + b * 16);
    for (int b = 0; b < blocks; b++) odd[b] = _mm512_setzero_si512();
    for (uint32_t j = 0; j < width; j += 8) {
        const int8_t *w = weights + (size_t)j * outputs;
        const int8_t *v = w + (size_t)outputs * 4;
        __m512i x = _mm512_set1_epi32(quad(hidden + j)),
                y = _mm512_set1_epi32(quad(hidden + j + 4));
        for (int b = 0; b < blocks; b++) {
            sum[b] = _mm512_dpbusd_epi32(sum[b], x, _mm512_loadu_si512(w + b * 64));
            odd[b] = _mm512_dpbusd_epi32(odd[b], y, _mm512_loadu_si512(v + b * 64));
        }
    }
    for (int b = 0; b < blocks; b++) sum[b] = _mm512_add_epi32(sum[b], odd[b]);
}

AVX512 INLINE uint32_t best_blocks(const uint8_t *hidden, const int8_t *weights,
                                   const int32_t *bias, uint32_t width, int blocks) {
    __m512i sum[8];
    sums_avx512(hidden, weights, bias, width, (uint32_t)blocks * 16, blocks, sum);
    __m512i top = sum[0];
    for (int b = 1; b < blocks; b++) top = _mm512_max_epi32(top, sum[b]);
    __m512i most = _mm512_set1_epi32(_mm512_reduce_max_epi32(top));
    for (int b = 0; b < blocks; b++) {
        uint32_t hit = _mm512_cmpeq_epi32_mask(sum[b], most);
        if (hit) return (uint32_t)(b * 16 + __builtin_ctz(hit));
    }
    return 0;
}

AVX512 static uint32_t best_avx512(const uint8_t *hidden, const int8_t *weights,
                                   const int32_t *bias, uint32_t width, uint32_t outputs) {
    switch (outputs / 16) {
    case 1: return best_blocks(hidden, weights, bias, width, 1);
    case 2: return best_blocks(hidden, weights, bias, width, 2);
    case 3: return best_blocks(hidden, weights, bias, width, 3);
    case 4: return best_blocks(hidden, weights, bias, width, 4);
    case 5: return best_blocks(hidden, weights, bias, width, 5);
    case 6: return best_blocks(hidden, weights, bias, width, 6);
    case 7: return best_blocks(hidden, weights, bias, width, 7);
    default: return best_blocks(hidden, weights, bias, width, 8);
    }
}

AVX512 static void scores_avx512(const uint8_t *hidden, const int8_t *weights, const int32_t *bias,
                                 uint32_t width, uint32_t outputs, int32_t *scores) {
    for (uint32_t c = 0; c < outputs; c += 16) {
        __m512i sum = _mm512_loadu_si512(bias + c);
        for (uint32_t j = 0; j < width; j += 4) {
            const int8_t *w = weights + ((size_t)j / 4 * outputs + c) * 4;
            sum = _mm512_dpbusd_epi32(sum, _mm512_set1_epi32(quad(hidden + j)),
                                      _mm512_loadu_si512(w));
        }
        _mm512_storeu_si512(scores + c, sum);
    }
}

/* Four blocks of sixteen share each pair of the vector. */
AVX512 static void rows_avx512(const int16_t *vector, const int16_t *weights, uint32_t dim,
                               uint32_t count, uint32_t shift, int8_t *rows) {
    const __m128i by = _mm_cvtsi32_si128((int)shift);
    for (uint32_t n = 0; n < count; n += 64) {
        int blocks = count - n < 64 ? (int)(count - n) / 16 : 4;
        __m512i sum[4];
        for (int b = 0; b < 4; b++) sum[b] = _mm512_set1_epi32(1 << (shift - 1));
        for (uint32_t k = 0; k < dim; k += 2) {
            const int16_t *w = weights + ((size_t)k / 2 * count + n) * 2;
            __m512i x = _mm512_set1_epi32(pair(vector + k));
            if (blocks == 4)
                for (int b = 0; b < 4; b++)
                    sum[b] = _mm512_dpwssd_epi32(sum[b], x, _mm512_loadu_si512(w + b * 32));
            else
                for (int b = 0; b < blocks; b++)
                    sum[b] = _mm512_dpwssd_epi32(sum[b], x, _mm512_loadu_si512(w + b * 32));
        }
        for (int b = 0; b < blocks; b++)
            _mm_storeu_si128((void *)(rows + n + b * 16),
                             _mm512_cvtsepi32_epi8(_mm512_sra_epi32(sum[b], by)));
    }
}

static const dl_kernels avx512 = {"avx512", hidden_avx512, best_avx512, scores_avx512, rows_avx512};

static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni");
}

const dl_kernels *dl_kernels_named(const char *name) {
    if (strcmp(name, scalar.name) == 0) return &scalar;
    if (strcmp(name, avx2.name) == 0) return __builtin_cpu_supports("avx2") ? &avx2 : NULL;
    if (strcmp(name, avx512.name) == 0) return has_avx512() ? &avx512 : NULL;
    return NULL;
}
#else
const dl_kernels *dl_kernels_named(const char *name) {
    return strcmp(name, scalar.name) == 0 ? &scalar : NULL;
}
#endif

const dl_kernels *dl_kernels_pick(void) {
    static const char *const order[] = {"avx512", "avx2"};
    for (size_t i = 0; i < DL_COUNT(order); i++) {
        const dl_kernels *k = dl_kernels_named(order[i]);
        if (k) return k;
    }
    return &scalar;
}
