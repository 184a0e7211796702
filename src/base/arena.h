/* arena.h - memory that lives and dies together: one arena a report, one a worker's scratch.
 *
 * Not thread-safe: one arena, one thread. Memory comes in blocks; dl_arena_reset keeps the
 * largest block for the next report. An allocation that fails returns NULL and sets
 * `failed`, so that a long sequence may check once at its end.
 *
 * Two builds of one interface: arena.c (blocks) and arena_debug.c (one malloc a piece, so that
 * sanitizers see every overrun); CMake's DL_ARENA_DEBUG picks one.
 */
#ifndef DL_BASE_ARENA_H
#define DL_BASE_ARENA_H

#include "base/span.h"

typedef struct dl_arena_block dl_arena_block;

typedef struct dl_arena {
    dl_arena_block *blocks; /* newest first */
    size_t used;            /* bytes handed out since the last reset */
    bool failed;            /* an allocation returned NULL since the last reset */
} dl_arena;

void dl_arena_init(dl_arena *arena);
/* Everything handed out becomes invalid. */
void dl_arena_reset(dl_arena *arena);
void dl_arena_free(dl_arena *arena);

/* size bytes aligned to 16, uninitialised; size 0 gives a valid pointer. NULL: no memory. */
void *dl_arena_alloc(dl_arena *arena, size_t size);
void *dl_arena_zalloc(dl_arena *arena, size_t size);
/* count * size with overflow check, zeroed. */
void *dl_arena_array(dl_arena *arena, size_t count, size_t size);
/* A NUL-terminated copy; the result's len leaves the NUL out. {NULL,0} when there is no memory. */
dl_str dl_arena_str(dl_arena *arena, dl_str text);
dl_str dl_arena_printf(dl_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
