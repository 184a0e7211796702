/* crf.h - a linear-chain conditional random field over hashed features (Lafferty et al. 2001),
 * learnt by AdaGrad (Duchi et al. 2011) on the log-likelihood. One thread, seeded: the same data
 * and seed give the same weights. */
#ifndef DL_TRAIN_CRF_H
#define DL_TRAIN_CRF_H

#include "base/vec.h"

enum { CRF_MAX_LABELS = 5 };

typedef struct crf_token {
    uint32_t first, count; /* rows[first … first+count) */
    uint8_t gold;
    uint8_t pinned; /* the label is known: no gradient, only gold is possible */
} crf_token;

typedef struct crf_sequence {
    uint32_t first, count; /* tokens */
} crf_sequence;

typedef struct crf_data {
    dl_arena arena;
    DL_VEC(uint32_t) rows;
    DL_VEC(crf_token) tokens;
    DL_VEC(crf_sequence) sequences;
} crf_data;

typedef struct crf_options {
    uint32_t labels, bits, epochs;
    uint64_t seed;
    uint32_t runs;         /* learnt so many times, each with the next seed; the mean stands */
    double rate, decay;    /* step size; L2 strength a token */
    uint32_t drop;         /* features left out at each look, of 256: makes the rest stand alone */
    const uint8_t *barred; /* labels × labels: 1 = never; row 0 also stands for the start */
} crf_options;

typedef struct crf_weights {
    float *node; /* (1 << bits) × labels; calloc'ed */
    double step[CRF_MAX_LABELS][CRF_MAX_LABELS];
} crf_weights;

/* false: no memory. The caller frees node. progress: to stderr. */
bool crf_train(crf_weights *out, const crf_data *data, const crf_options *options);

/* Integers of at most 8 bits for the nodes and the same scale for the steps. Returns the scale. */
double crf_quantise(const crf_weights *weights, const crf_options *options, signed char *node,
                    int *step);

#endif
