/* decide.h - what people decided about one report's findings, applied to its finds.
 *
 * Decisions are applied to the finds themselves, before anything is made of them, so that rows,
 * blocks and views all follow. A decision holds on to its item by type and raw byte range; where
 * the range has moved, by the same words between the same 32 characters, then by the item of the
 * type that overlaps the range most. One that holds on to nothing is an orphan.
 */
#ifndef DL_RECORD_DECIDE_H
#define DL_RECORD_DECIDE_H

#include "model/finds.h"

typedef struct decision_row {
    int64_t number;
    dl_str kind, type, field, value, target; /* of fixed_decision */
    dl_span raw;                             /* of the anchor */
    dl_str exact, before, after;
    bool orphan; /* out */
} decision_row;

/* What of a report's finds an id names. */
typedef struct decided_item {
    const char *type; /* "attribution", …; NULL: none */
    uint32_t index;
    dl_span span; /* its evidence, of the clean text */
} decided_item;

/* Applies every fix, drop, merge and split, in order; sets orphan. DL_EVALUE where a fix names a
 * field or value that is not possible: the message lists them. */
int decide_apply(struct dl_finds *finds, decision_row *rows, uint32_t count, dl_error *err);
/* The item with an id; ids are those of the finds (entities: of their first mention). */
decided_item decide_find(const struct dl_finds *finds, uint64_t id);
/* The id of one report's entity. */
uint64_t decide_entity_id(const struct dl_finds *finds, uint32_t entity);

#endif
