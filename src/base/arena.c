/* The arena of release builds: pieces cut from blocks of growing size. */
#include "base/arena.h"

#include <stdlib.h>

enum { ARENA_FIRST_BLOCK = 64 * 1024, ARENA_ALIGN = 16 };

struct dl_arena_block {
    dl_arena_block *next;
    size_t size, used;
    _Alignas(ARENA_ALIGN) char data[];
};

void dl_arena_init(dl_arena *arena) {
    *arena = (dl_arena){0};
}

void dl_arena_reset(dl_arena *arena) {
    dl_arena_block *keep = NULL;
    for (dl_arena_block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        dl_arena_block *drop = b;
        if (!keep || b->size > keep->size) {
            drop = keep;
            keep = b;
        }
        free(drop);
    }
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
    *arena = (dl_arena){.blocks = keep};
}

void dl_arena_free(dl_arena *arena) {
    for (dl_arena_block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    *arena = (dl_arena){0};
}

static dl_arena_block *block_new(const dl_arena *arena, size_t size) {
    size_t want = arena->blocks ? arena->blocks->size * 2 : ARENA_FIRST_BLOCK;
    if (want > (size_t)8 << 20) want = (size_t)8 << 20;
    if (want < size) want = size;
    dl_arena_block *b = malloc(sizeof *b + want);
    if (b) *b = (dl_arena_block){.size = want};
    return b;
}

void *dl_arena_alloc(dl_arena *arena, size_t size) {
    if (size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size_t need = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    dl_arena_block *b = arena->blocks;
    if (!b || b->size - b->used < need) {
        b = block_new(arena, need);
        if (!b) {
            arena->failed = true;
            return NULL;
        }
        b->next = arena->blocks;
        arena->blocks = b;
    }
    void *p = b->data + b->used;
    b->used += need;
    arena->used += need;
    return p;
}
