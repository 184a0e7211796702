/* What a report's talks are about, as block keys. */
#include "base/hash.h"
#include "base/map.h"
#include "resolve/codec.h"

typedef struct named {
    dl_str code;
    uint32_t count;
} named;

/* Replaces the weakest of the three where this one is named more (ties: byte order of the code). */
static void keep_best(named best[3], named n) {
    for (int i = 0; i < 3; i++) {
        bool better = n.count > best[i].count ||
                      (n.count == best[i].count && n.count && dl_str_cmp(n.code, best[i].code) < 0);
        if (!better) continue;
        for (int k = 2; k > i; k--) best[k] = best[k - 1];
        best[i] = n;
        return;
    }
}

static void count_codes(const struct dl_finds *finds, dl_map *counts) {
    for (uint32_t m = 0; m < finds->mentions.count; m++) {
        uint32_t e = finds->mentions.items[m].entity;
        if (e == DL_NONE) continue;
        dl_str code = finds->entities.items[e].code;
        if (code.len != 3) continue;
        uint32_t *n = dl_map_at(counts, code);
        if (n) *n = *n == DL_NONE ? 1 : *n + 1;
    }
}

uint32_t dl_subject_keys(const struct dl_finds *finds, dl_str label, dl_arena *scratch,
                         uint64_t keys[DL_SUBJECT_KEYS]) {
    dl_map counts;
    dl_map_init(&counts, scratch);
    count_codes(finds, &counts);
    named best[3] = {{{NULL, 0}, 0}, {{NULL, 0}, 0}, {{NULL, 0}, 0}};
    for (uint32_t i = 0; i < counts.entries.count; i++)
        keep_best(best, (named){counts.entries.items[i].key, counts.entries.items[i].value});
    uint64_t base = dl_hash_mix(0x7461, dl_hash(label));
    uint32_t n = 0;
    for (int a = 0; a < 3; a++)
        for (int b = a + 1; b < 3; b++) {
            if (!best[a].count || !best[b].count) continue;
            bool swap = dl_str_cmp(best[a].code, best[b].code) > 0;
            uint64_t x = dl_hash(best[swap ? b : a].code), y = dl_hash(best[swap ? a : b].code);
            keys[n++] = dl_hash_mix(dl_hash_mix(base, x), y);
        }
    if (!n) keys[n++] = best[0].count ? dl_hash_mix(base, dl_hash(best[0].code)) : base;
    return n;
}
