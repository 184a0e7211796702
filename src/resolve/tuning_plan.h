/* tuning_plan.h - numbers of the plan-text aligner. Set on tests/cases/plan (19 hand-made pairs of
 * versions): lower similarity pairs unrelated points that share a form of words, higher loses
 * points reworded by half. */
#ifndef DL_RESOLVE_TUNING_PLAN_H
#define DL_RESOLVE_TUNING_PLAN_H

enum {
    DL_PLAN_MAX_TEXT = 2 << 20, /* bytes; the longest treaty texts are under 1 MB */
    DL_PLAN_MAX_POINTS = 2000,
    DL_PLAN_MAX_NUMBER = 1500,  /* a printed number above is a year, not a point */
    DL_PLAN_MAX_HEADING = 120,  /* bytes of a package's heading */
    DL_PLAN_MAX_DIFF = 4 << 20, /* cells of the word alignment; above it the middle is one change */
    DL_PLAN_LIGHT_WEIGHT = 1,   /* "the", "of": a word in 3 in such texts, says little */
    DL_PLAN_WORD_WEIGHT = 4,
    DL_PLAN_SAME = 450,       /* per mille of shared weight that makes two points one */
    DL_PLAN_SAME_PLACE = 330, /* the same, where number and neighbours agree too */
    DL_PLAN_PART = 650,       /* share of a piece that must come from the whole: split, merged */
    DL_PLAN_PART_WORDS = 3,   /* weighted words the piece must have at least, in heavy words */
};

#endif
