/* vec.h - growing arrays in an arena.
 *
 *     DL_VEC(dl_span) spans = {0};
 *     dl_span *s = DL_PUSH(&spans, arena);   // zeroed new element, NULL: no memory
 *
 * The items move when the array grows: keep indexes, not pointers. The old items stay in the
 * arena until it dies (a doubling array wastes at most its own size).
 */
#ifndef DL_BASE_VEC_H
#define DL_BASE_VEC_H

#include "base/arena.h"

#define DL_VEC(type)                                                                               \
    struct {                                                                                       \
        type *items;                                                                               \
        uint32_t count, cap;                                                                       \
    }

/* Makes room for one more of size bytes and returns it zeroed; NULL: no memory. */
void *dl_vec_push(dl_arena *arena, void **items, uint32_t *count, uint32_t *cap, size_t size);

#define DL_PUSH(vec, arena)                                                                        \
    ((__typeof__((vec)->items))dl_vec_push((arena), (void **)&(vec)->items, &(vec)->count,         \
                                           &(vec)->cap, sizeof *(vec)->items))

#endif
