/* map.h - a hash map from byte strings to uint32_t, in an arena; also an interner.
 *
 * Open addressing, at most 70 % full, insertion order kept in `entries` (iterate those: their
 * order does not depend on the hash). Keys are views; the caller keeps their bytes alive (or
 * passes them through dl_arena_str first). Nothing is ever removed.
 */
#ifndef DL_BASE_MAP_H
#define DL_BASE_MAP_H

#include "base/vec.h"

typedef struct dl_map_entry {
    dl_str key;
    uint64_t hash;
    uint32_t value;
} dl_map_entry;

typedef struct dl_map {
    dl_arena *arena;
    DL_VEC(dl_map_entry) entries;
    uint32_t *slots; /* entry index + 1; 0: free */
    uint32_t mask;   /* slot count - 1 */
} dl_map;

void dl_map_init(dl_map *map, dl_arena *arena);
/* The value for key, or DL_NONE. */
uint32_t dl_map_get(const dl_map *map, dl_str key);
/* Sets key to value; returns false where there is no memory. */
bool dl_map_set(dl_map *map, dl_str key, uint32_t value);
/* The place of key's value, new ones set to DL_NONE. Valid until the next insertion. NULL: no
 * memory. */
uint32_t *dl_map_at(dl_map *map, dl_str key);
/* Numbers keys 0, 1, 2 … in order of first sight; copies a new key into the arena. DL_NONE: no
 * memory. */
uint32_t dl_intern(dl_map *map, dl_str key);

#endif
