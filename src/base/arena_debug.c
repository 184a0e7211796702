/* The arena's debug twin: one malloc a piece, so that sanitizers and valgrind see each overrun. */
#include "base/arena.h"

#include <stdlib.h>

struct dl_arena_block {
    dl_arena_block *next;
    _Alignas(16) char data[];
};

void dl_arena_init(dl_arena *arena) {
    *arena = (dl_arena){0};
}

void dl_arena_reset(dl_arena *arena) {
    dl_arena_free(arena);
}

void dl_arena_free(dl_arena *arena) {
    for (dl_arena_block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    *arena = (dl_arena){0};
}

void *dl_arena_alloc(dl_arena *arena, size_t size) {
    dl_arena_block *b = size > SIZE_MAX / 2 ? NULL : malloc(sizeof *b + size);
    if (!b) {
        arena->failed = true;
        return NULL;
    }
    b->next = arena->blocks;
    arena->blocks = b;
    arena->used += size;
    return b->data;
}
