#include "base/vec.h"

void *dl_vec_push(dl_arena *arena, void **items, uint32_t *count, uint32_t *cap, size_t size) {
    if (*count == *cap) {
        uint32_t grown = *cap ? *cap * 2 : 16;
        void *more = grown > *cap ? dl_arena_alloc(arena, (size_t)grown * size) : NULL;
        if (!more) {
            arena->failed = true;
            return NULL;
        }
        if (*count) memcpy(more, *items, (size_t)*count * size);
        *items = more;
        *cap = grown;
    }
    void *slot = (char *)*items + (size_t)*count * size;
    (*count)++;
    return memset(slot, 0, size);
}
