/* train.h - the trainers behind dl_train. All print progress on stderr. */
#ifndef DL_TRAIN_TRAIN_H
#define DL_TRAIN_TRAIN_H

#include "train/corpus.h"

typedef struct train_options {
    const char *folder;   /* --data */
    const char *out;      /* --out: the file to write */
    const char *tags;     /* --tags: jack-knifed tags */
    const char *silver;   /* --silver: more trees to learn from; NULL: none */
    const char *teachers; /* --teachers: folder of tagger1.bin, parser1.bin, … */
    uint64_t seed;
    uint32_t epochs, width, dim;
    float rate, dropout;
} train_options;

/* The sentences of an epoch in random order; returns how many. All gold ones that are not of `fold`
 * among `folds` (folds 0: all; gold sentence s is of fold s * folds / count), at most `longest`
 * tokens each, and the epoch's third of the silver ones. */
uint32_t train_order(const corpus *c, uint32_t folds, uint32_t fold, uint32_t epoch,
                     uint32_t longest, rng *random, uint32_t *order);

int train_tagger(const train_options *options, dl_error *err);
/* Writes the tag of each token as taggers see it that were trained on the other folds. */
int train_jackknife(const train_options *options, dl_error *err);
/* Parses raw news by the first `epochs` teachers together. */
int train_silver(const train_options *options, dl_error *err);
int train_lemmas(const train_options *options, dl_error *err);
/* The name tagger; reads the shipped tagger and parser. */
int train_names(const train_options *options, dl_error *err);
int train_split(const train_options *options, dl_error *err);
int train_parser(const train_options *options, dl_error *err);

#endif
