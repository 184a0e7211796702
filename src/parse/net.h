/* net.h - a net with one hidden layer over words and small features, its inputs precomputed.
 *
 *   word at each of `places` places ─┐ (embedding × first layer: once a word type, cached)
 *                                    ├─ + ─> ReLU ─> hidden (u8) ─> scores ─> best output
 *   small features (tags, labels …) ─┘ (one row a value: a table)
 *
 * After Chen & Manning (EMNLP 2014) for the precomputation, in integers throughout.
 * File sections: "shape" (eight u32, see net.c), "vocabulary" (u16 length and bytes of each word),
 * "embedding" int8, "first" int16, "small" int8, "bias" int16, "output" int8, "outbias" int32.
 */
#ifndef DL_PARSE_NET_H
#define DL_PARSE_NET_H

#include "base/weights.h"
#include "parse/kernels.h"
#include "parse/word.h"

enum { DL_NET_PLACES = 16, DL_NET_SMALL = 48, DL_NET_DIM = 96, DL_NET_VALUES = 128 };

typedef struct dl_net {
    uint32_t dim;     /* of an embedding; even */
    uint32_t places;  /* word places */
    uint32_t width;   /* of the hidden layer; a multiple of 64 */
    uint32_t small;   /* small features */
    uint32_t values;  /* values of each small feature */
    uint32_t outputs; /* outputs in use */
    uint32_t padded;  /* outputs, to a multiple of DL_KERNEL_LANES */
    uint32_t shift;   /* of the row kernel */
    dl_vocabulary vocabulary;
    const int8_t *embedding; /* [rows][dim] */
    const int16_t *first;    /* [dim / 2][places × width][2] */
    const int8_t *small_row; /* [small][values][width] */
    const int16_t *bias;     /* [width] */
    const int8_t *output;    /* [width / 4][padded][4] */
    const int32_t *outbias;  /* [outputs] */
} dl_net;

/* Views into weights, the vocabulary's table in arena. Checks every size. */
int dl_net_open(dl_net *net, const dl_weights *weights, dl_arena *arena, dl_error *err);
/* Bytes a word type needs: places × width. */
static inline uint32_t dl_net_row_size(const dl_net *net) {
    return net->places * net->width;
}
/* The rows of a word at every place: out has dl_net_row_size numbers. */
void dl_net_word_rows(const dl_net *net, const dl_kernels *kernels, const dl_word *word,
                      int8_t *out);
static inline const int8_t *dl_net_small_row(const dl_net *net, uint32_t feature, uint32_t value) {
    return net->small_row + ((size_t)feature * net->values + value) * net->width;
}

#endif
