/* plan.h - a negotiated text known in full: its points, and what changed between two versions.
 *
 *     text ──dl_plan_parse──> points ──dl_plan_align(old, new)──> rows: unchanged, reworded, …
 *
 * Three things are kept apart: a point's number (what is printed before it), its identity (what the
 * alignment finds) and the count (how many points there are). A text whose point 3 was deleted with
 * the old numbers kept has 27 points and numbers to 28. Method: the negotiators' own way of reading
 * a single text, and word alignment by longest common subsequence (Hunt & Szymanski 1977).
 *
 * Views into the text, which must outlive the plan; everything else lives in the arena. Pure
 * functions, any bytes are valid input.
 */
#ifndef DL_RESOLVE_PLAN_H
#define DL_RESOLVE_PLAN_H

#include "base/buf.h"
#include "base/error.h"
#include "base/vec.h"

typedef struct dl_plan_word {
    dl_span span;  /* in the plan's text */
    uint64_t hash; /* of the folded word; numbers by value ("600,000" = "600 000" = "600000") */
    uint8_t number, weight;
} dl_plan_word;

typedef struct dl_plan_point {
    uint32_t number;       /* as printed; 0: none printed */
    dl_span span;          /* the whole point with its number */
    dl_span body;          /* without it */
    uint32_t package;      /* index into packages; DL_NONE */
    uint32_t first, count; /* words[] */
    uint32_t brackets;     /* "[…]" still open in the text */
    uint32_t options;      /* alternatives: "Option 1", "[a / b]" */
} dl_plan_point;

typedef struct dl_plan {
    dl_str text;
    DL_VEC(dl_plan_point) points;
    DL_VEC(dl_span) packages; /* heading lines: "Package A: Territory" */
    DL_VEC(dl_plan_word) words;
    DL_VEC(uint32_t) missing; /* numbers left out between the first and the highest */
    uint32_t highest;         /* highest printed number; 0: no numbers */
    uint32_t brackets, options;
} dl_plan;

/* Points are lines that begin "1.", "1)", "(1)", "Point 1", "Article 1" …; without any, bullets;
 * without those, paragraphs. Sub-items ("a)", "-") belong to their point. */
int dl_plan_parse(dl_plan *plan, dl_arena *arena, dl_str text, dl_error *err);

typedef enum dl_plan_change {
    DL_PLAN_UNCHANGED,
    DL_PLAN_REWORDED,
    DL_PLAN_NUMBER, /* only a number in the text changed */
    DL_PLAN_SPLIT,
    DL_PLAN_MERGED,
    DL_PLAN_DELETED,
    DL_PLAN_NEW,
    DL_PLAN_CHANGES
} dl_plan_change;

typedef struct dl_plan_row {
    uint8_t change;  /* dl_plan_change */
    uint8_t moved;   /* stands elsewhere among its neighbours, or in another package */
    uint8_t numbers; /* a number changed, whatever else did */
    uint8_t pad;
    uint32_t olds[8], news[8]; /* indexes of points; one of each but for split and merged */
    uint32_t old_count, new_count;
    dl_str difference; /* "cap of [-600,000-] {+800,000+} troops"; "" where nothing differs */
    dl_str operative;  /* "shall -> should" where the operative verb changed; "" */
} dl_plan_row;

typedef struct dl_plan_alignment {
    DL_VEC(dl_plan_row) rows; /* in the order of the new text, deleted ones where they stood */
    uint32_t counts[DL_PLAN_CHANGES];
    uint32_t moved, numbers;
} dl_plan_alignment;

int dl_plan_align(dl_plan_alignment *out, dl_arena *arena, const dl_plan *old_plan,
                  const dl_plan *new_plan, dl_error *err);

const char *dl_plan_change_name(uint32_t change); /* "unchanged", "reworded", "number changed", … */

#endif
