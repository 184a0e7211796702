/* tuning_copies.h - the numbers of copies/ that someone may tune. */
#ifndef DL_COPIES_TUNING_H
#define DL_COPIES_TUNING_H

enum {
    /* Every 12 grams in a row keep one: a shared run of 16 words is found for certain (winnowing,
     * Schleimer, Wilkerson, Aiken 2003). FA-KES: recall 1.0 at containment >= .3 with 8, 12 and 16;
     * fewer terms are fewer rows. */
    DL_WINNOW = 12,
    /* A term leads only to its first holders in the order of reports, so that what a whole site
     * shares costs no more than this. */
    DL_COPY_HOLDERS = 64,
    /* Rows of one report: to its nearest sources in order; after this many near ones the others are
     * found through them. */
    DL_COPY_ROWS = 32,
    DL_COPY_NEAR_ROWS = 8,
    /* In 1/1000 of the smaller text's 5-grams. Below the first nothing is a copy (measures.md). */
    DL_COPY_LEAST = 100,
    DL_COPY_NEAR_LEAST = 800, /* both ways: near */
    DL_COPY_CONTAINS_LEAST = 800,
    /* A candidate must share this many terms, or this share (1/1000) of the smaller one's. */
    DL_COPY_TERMS = 2,
    /* Passages: gaps up to this many words on both sides are bridged, up to the second number
     * where as many words stand for as many (generated edits); shorter passages are dropped. */
    DL_COPY_GAP = 8,
    DL_COPY_GAP_EVEN = 24,
    DL_COPY_PASSAGE = 8,
    /* One run of this many unquoted words between two outlets is an excerpt, however long the rest
     * (FA-KES: of the pairs below .1, none but one site's own footer has 40). */
    DL_COPY_LONG = 40,
    /* A site's boilerplate: so many words at most, so near the edge, so much else in both. */
    DL_COPY_BOILERPLATE = 80,
    DL_COPY_EDGE = 10,
    DL_COPY_BOILERPLATE_LEFT = 30,
    DL_COPY_BOILERPLATE_SHARE = 300,
    /* Differences listed at most. */
    DL_COPY_DIFFERENCES = 64,
};

#endif
