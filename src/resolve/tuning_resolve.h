/* tuning_resolve.h - the numbers of resolve/ that someone may tune. */
#ifndef DL_RESOLVE_TUNING_H
#define DL_RESOLVE_TUNING_H

enum {
    /* Two mentions of the same stage of one text are one version within so many days (Camp David's
     * 23 drafts took 13 days: longer talks change a text in between). */
    DL_VERSION_DAYS = 14,
    /* "not final" and later "final" is a change, not a difference, beyond so many days. */
    DL_CHANGE_DAYS = 7,
    /* Two years given for one beginning differ by this at least ("nearly four years" is rounded).
     */
    DL_BEGIN_YEARS = 2,
    /* Two reports have text in common where this share (1/1000) of the smaller one's 5-grams is in
     * the other, estimated from their sketches (FA-KES: pairs of copies start at .3). */
    DL_FOLD_REPORT = 300,
    /* Two sentences are one text where this share of the smaller one's kept 5-grams is shared. */
    DL_FOLD_SENTENCE = 500,

    DL_MEETING_DAYS = 7, /* a wider range of days makes no keys */
    DL_EVENT_DAYS = 3,

    /* Stories, tuned on ECB+ 1-35 (dl_eval --only stories). */
    DL_STORY_RARE = 2,        /* documents of a word that is not in idf.tsv */
    DL_STORY_LEAST_IDF = 384, /* words below log2(N/df) = 1.5 say nothing */
    DL_STORY_TF = 69,         /* % of log2(count) that repetition adds */
    DL_STORY_NAME = 200,      /* % for what mostly stands with a capital or is a number */
    DL_STORY_TERMS = 20,      /* words a report is found by */
    DL_STORY_JOIN = 300,      /* least likeness to a parent, in 1/1000 */
    DL_STORY_SHARED = 2,      /* of them a neighbour must have */
    DL_STORY_HOLDERS = 256,   /* latest reports asked for each term */
    DL_STORY_DAYS = 60,       /* a story sleeps so long at most, where both are dated */
};

#endif
