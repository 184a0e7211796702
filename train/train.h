/* train.h - the trainers behind dl_train. All print progress on stderr. */
#ifndef DL_TRAIN_TRAIN_H
#define DL_TRAIN_TRAIN_H

#include "train/corpus.h"

typedef struct train_options {
    const char *folder; /* --data */
    const char *out;    /* --out: the file to write */
    const char *tags;   /* --tags: jack-knifed tags */
    uint64_t seed;
    uint32_t epochs, width, dim;
    float rate, dropout;
} train_options;

/* Sentences of the corpus that are not of `fold` among `folds` (folds 0: all) in random order;
 * returns how many. Sentence s is of fold s * folds / count. */
uint32_t train_order(const corpus *c, uint32_t folds, uint32_t fold, rng *random, uint32_t *order);

int train_tagger(const train_options *options, dl_error *err);
/* Writes the tag of each token as taggers see it that were trained on the other folds. */
int train_jackknife(const train_options *options, dl_error *err);
int train_lemmas(const train_options *options, dl_error *err);
/* The name tagger; reads the shipped tagger and parser. */
int train_names(const train_options *options, dl_error *err);
int train_parser(const train_options *options, dl_error *err);

#endif
