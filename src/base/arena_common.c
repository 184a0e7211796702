/* What both arenas share: everything above dl_arena_alloc. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>

void *dl_arena_zalloc(dl_arena *arena, size_t size) {
    void *p = dl_arena_alloc(arena, size);
    if (p) memset(p, 0, size);
    return p;
}

void *dl_arena_array(dl_arena *arena, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        arena->failed = true;
        return NULL;
    }
    return dl_arena_zalloc(arena, bytes);
}

dl_str dl_arena_str(dl_arena *arena, dl_str text) {
    char *p = dl_arena_alloc(arena, text.len + 1);
    if (!p) return (dl_str){NULL, 0};
    if (text.len) memcpy(p, text.ptr, text.len);
    p[text.len] = '\0';
    return (dl_str){p, text.len};
}

dl_str dl_arena_printf(dl_arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    dl_str out = {NULL, 0};
    char *p = n < 0 ? NULL : dl_arena_alloc(arena, (size_t)n + 1);
    if (p) {
        vsnprintf(p, (size_t)n + 1, format, again);
        out = (dl_str){p, (size_t)n};
    }
    va_end(again);
    return out;
}
