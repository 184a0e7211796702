/* stash.h - what the open batch knows of its own reports before their rows are written: which row
 * each of their items belongs to, and their finds. */
#ifndef DL_RECORD_STASH_H
#define DL_RECORD_STASH_H

#include "base/map.h"
#include "model/lookup.h"

enum { STASH_PROFILE = 100 }; /* beside the dl_item_kinds: the profile of an entity */

typedef struct record_stash {
    dl_arena arena;
    dl_map rows; /* (kind, report, item) -> index into values */
    DL_VEC(uint64_t) values;
    dl_map fresh; /* report -> index into finds */
    DL_VEC(const struct dl_finds *) finds;
} record_stash;

void stash_clear(record_stash *stash);
bool stash_set(record_stash *stash, uint32_t kind, uint32_t report, uint32_t item, uint64_t row);
bool stash_get(const record_stash *stash, uint32_t kind, uint32_t report, uint32_t item,
               uint64_t *row);
bool stash_set_finds(record_stash *stash, uint32_t report, const struct dl_finds *finds);
/* NULL: not of this batch. */
const struct dl_finds *stash_finds(const record_stash *stash, uint32_t report);

#endif
