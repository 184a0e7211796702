#include "base/words.h"

/* 0: separator, otherwise the folded byte. Bytes from 0x80 on are parts of letters. */
static const unsigned char fold[256] = {
#define ROW(a) a, a + 1, a + 2, a + 3, a + 4, a + 5, a + 6, a + 7
    [0x30] = ROW(0x30), 0x38,      0x39,      [0x41] = ROW(0x61), ROW(0x69),
    ROW(0x71),          0x79,      0x7a,      [0x61] = ROW(0x61), ROW(0x69),
    ROW(0x71),          0x79,      0x7a,      [0x80] = ROW(0x80), ROW(0x88),
    ROW(0x90),          ROW(0x98), ROW(0xa0), ROW(0xa8),          ROW(0xb0),
    ROW(0xb8),          ROW(0xc0), ROW(0xc8), ROW(0xd0),          ROW(0xd8),
    ROW(0xe0),          ROW(0xe8), ROW(0xf0), ROW(0xf8),
#undef ROW
};

/* The length of a separator outside ASCII at p: U+00A0-00BF and U+2000-206F; 0: a letter. */
static inline uint32_t wide_separator(const unsigned char *p, const unsigned char *end) {
    if (p[0] == 0xc2 && end - p > 1 && p[1] >= 0xa0) return 2;
    if (p[0] == 0xe2 && end - p > 2 && (p[1] == 0x80 || p[1] == 0x81)) return 3;
    return 0;
}

bool dl_words_of(dl_words *words, dl_arena *arena, dl_str text, uint32_t start, uint32_t end) {
    const unsigned char *base = (const unsigned char *)text.ptr, *p = base + start;
    const unsigned char *stop = base + end;
    while (p < stop) {
        uint32_t skip;
        if (!fold[*p]) {
            p++;
            continue;
        }
        if (*p >= 0x80 && (skip = wide_separator(p, stop)) > 0) {
            p += skip;
            continue;
        }
        const unsigned char *first = p;
        uint32_t h = 2166136261u;
        while (p < stop && fold[*p] && !(*p >= 0x80 && wide_separator(p, stop)))
            h = (h ^ fold[*p++]) * 16777619u;
        bool room = words->count < words->cap;
        dl_word *word = room ? &words->items[words->count++] : DL_PUSH(words, arena);
        if (!word) return false;
        *word = (dl_word){(uint32_t)(first - base), (uint32_t)(p - base), h};
    }
    return true;
}

uint32_t dl_grams_of(const dl_word *words, uint32_t count, uint32_t *out) {
    if (count < DL_GRAM) return 0;
    static const uint64_t base = 0x9e3779b97f4a7c15u;
    uint64_t top = base * base * base * base, h = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i >= DL_GRAM) h -= words[i - DL_GRAM].hash * top;
        h = h * base + words[i].hash;
        if (i + 1 < DL_GRAM) continue;
        uint64_t m = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
        out[i + 1 - DL_GRAM] = (uint32_t)(m >> 32);
    }
    return count - DL_GRAM + 1;
}
