/* tuning_resolve.h - the numbers of resolve/ that someone may tune. */
#ifndef DL_RESOLVE_TUNING_H
#define DL_RESOLVE_TUNING_H

enum {
    /* Two reports have text in common where this share (1/1000) of the smaller one's 5-grams is in
     * the other, estimated from their sketches (FA-KES: pairs of copies start at .3). */
    DL_FOLD_REPORT = 300,
    /* Two sentences are one text where this share of the smaller one's kept 5-grams is shared. */
    DL_FOLD_SENTENCE = 500,
};

#endif
