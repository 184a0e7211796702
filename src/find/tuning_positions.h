/* tuning_positions.h - numbers of positions, versions, states and consent. Set on
 * tests/data/positions.tsv (dev rows) and the golden cases of tests/cases/positions. */
#ifndef DL_FIND_TUNING_POSITIONS_H
#define DL_FIND_TUNING_POSITIONS_H

enum {
    DL_PATTERN_GAP = 4,       /* tokens of "..": holds a noun phrase's modifiers */
    DL_PATTERN_LONG_GAP = 12, /* tokens of "...": a short clause */
    DL_PATTERN_SLOT = 10,     /* tokens of <who>, <what> */
    DL_PATTERN_STEPS = 4000,  /* of one match: a bound, never reached in the cases */
    DL_POSITION_CLIMB = 6,    /* heads looked at for a subject */
    DL_POSITION_DEPTH = 64,   /* of a tree: a bound */
    DL_POSITION_ISSUES = 3,   /* issues one cue may be about */
    DL_POSITION_HITS = 12,    /* issues looked at in one content */
    DL_POSITION_PHRASE = 5,   /* words of an issue named by the text's own words */
};

#endif
