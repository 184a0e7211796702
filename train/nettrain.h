/* nettrain.h - learning the weights of a dl_net in floats; written out as a weights file.
 *
 * Work goes in batches of whole sentences. The words of a batch are put in first; their rows at
 * all places come from one matrix product, decisions then only add rows, as at run time. Adam
 * (Kingma & Ba 2015); the weights written are the mean over the last part of training (Polyak).
 *
 * All sums run in a fixed order in sixteen lanes and no function of the system's mathematics
 * library is used, so the same seed gives the same bytes on any machine.
 */
#ifndef DL_TRAIN_NETTRAIN_H
#define DL_TRAIN_NETTRAIN_H

#include "base/weights.h"
#include "parse/net.h"
#include "train/rng.h"

typedef struct net_param {
    float *value, *grad, *moment, *square, *mean;
    size_t count;
} net_param;

typedef struct net_shape {
    uint32_t dim, places, width, small, values, outputs;
    uint32_t rows; /* of the embedding */
} net_shape;

typedef struct net_trainer {
    net_shape shape;
    net_param embedding, first, small, bias, output, outbias;
    rng random;
    float dropout; /* of hidden units */
    /* the batch */
    dl_word *words;                /* bags */
    float *vectors, *vector_grads; /* [words][dim] */
    float *rows, *row_grads;       /* [words][places × width] */
    uint32_t count, cap;
    uint8_t *touched; /* embedding rows with a gradient */
    /* the last decision */
    const float *used[DL_NET_PLACES + DL_NET_SMALL];
    float *used_grads[DL_NET_PLACES + DL_NET_SMALL];
    float *hidden, *mask, *scores;
    uint32_t steps, means;
    double beta1, beta2; /* powers, for Adam's correction */
} net_trainer;

int net_trainer_open(net_trainer *t, net_shape shape, uint64_t seed, dl_error *err);
void net_trainer_close(net_trainer *t);

/* Forgets the batch's words. */
void net_batch_begin(net_trainer *t);
/* Adds a word, returns its number in the batch. */
uint32_t net_batch_word(net_trainer *t, const dl_word *word);
/* Computes all rows. Decisions may follow. */
void net_batch_ready(net_trainer *t);
/* Scores of a decision in t->scores. words: batch numbers for the places. learning: with dropout.
 */
void net_forward(net_trainer *t, const uint32_t *words, const uint8_t *small, bool learning);
/* Adds the gradients of the last forward; score_grads: of its loss. */
void net_backward(net_trainer *t, const float *score_grads);
/* Softmax over the outputs allowed, loss against the set of good ones (the sum of their
 * probabilities); gradients in grads. Returns the loss. */
float net_softmax(const float *scores, const uint8_t *allowed, const uint8_t *good, uint32_t count,
                  float *grads);
/* One step with the batch's gradients. */
void net_update(net_trainer *t, float rate);
/* Adds the weights of now to the mean. */
void net_remember(net_trainer *t);

/* Adds the net's sections as integers (the mean where one was remembered) to writer; their bytes
 * live in arena. vocabulary: as in net.h. */
int net_export(const net_trainer *t, const dl_vocabulary *vocabulary, dl_arena *arena,
               dl_weights_writer *writer, dl_error *err);

#endif
