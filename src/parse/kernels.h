/* kernels.h - the arithmetic of the nets, in three forms with bit-identical results.
 *
 * The only file with SIMD is kernels.c. Every number is an integer and no sum can overflow, so
 * AVX-512 VNNI, AVX2 and plain C give the same bytes.
 *
 * A net's hidden layer is bias + the rows of its features (int8, summed in int16), then ReLU, then
 * >> DL_KERNEL_SHIFT, capped to 255. Its output is int32 sums of u8 × s8. Output
 * weights must lie within ±64, so that AVX2's pairwise int16 sums cannot saturate.
 */
#ifndef DL_PARSE_KERNELS_H
#define DL_PARSE_KERNELS_H

#include "base/span.h"

enum {
    DL_KERNEL_SHIFT = 1, /* from the int16 sum to the u8 unit */
    DL_KERNEL_ROWS = 64, /* most rows of a sum; |bias| is at most DL_KERNEL_BIAS */
    DL_KERNEL_BIAS = 16384,
    DL_KERNEL_LANES = 16,   /* outputs and rows are padded to a multiple of this */
    DL_KERNEL_HIDDEN = 256, /* widest hidden layer; widths are multiples of 64 */
    DL_KERNEL_OUTPUTS = 128 /* most outputs */
};

typedef struct dl_kernels {
    const char *name; /* "avx512", "avx2", "scalar" */
    /* hidden[0..width) from bias and count rows, all of width numbers. */
    void (*hidden)(const int16_t *bias, const int8_t *const *rows, uint32_t count, uint32_t width,
                   uint8_t *hidden);
    /* scores[c] = bias[c] + sum over width of hidden × weights; weights lie as
     * [width / 4][outputs][4], outputs a multiple of 16. Returns the first best index. */
    uint32_t (*best)(const uint8_t *hidden, const int8_t *weights, const int32_t *bias,
                     uint32_t width, uint32_t outputs);
    /* The same scores, written out. */
    void (*scores)(const uint8_t *hidden, const int8_t *weights, const int32_t *bias,
                   uint32_t width, uint32_t outputs, int32_t *scores);
    /* rows[n] = sum over dim of vector × weights, rounded, >> shift, saturated to int8; weights
     * lie as [dim / 2][count][2], dim even, count a multiple of 16. */
    void (*rows)(const int16_t *vector, const int16_t *weights, uint32_t dim, uint32_t count,
                 uint32_t shift, int8_t *rows);
} dl_kernels;

/* The fastest this processor has. */
const dl_kernels *dl_kernels_pick(void);
/* By name; NULL where the processor has not got it. */
const dl_kernels *dl_kernels_named(const char *name);

#endif
