#include "record/stash.h"

typedef struct stash_key {
    uint32_t kind, report, item;
} stash_key;

static dl_str key_of(const stash_key *key) {
    return (dl_str){(const char *)key, sizeof *key};
}

void stash_clear(record_stash *s) {
    dl_arena_reset(&s->arena);
    memset(&s->values, 0, sizeof s->values);
    memset(&s->finds, 0, sizeof s->finds);
    dl_map_init(&s->rows, &s->arena);
    dl_map_init(&s->fresh, &s->arena);
}

bool stash_set(record_stash *s, uint32_t kind, uint32_t report, uint32_t item, uint64_t row) {
    stash_key key = {kind, report, item};
    uint32_t known = dl_map_get(&s->rows, key_of(&key));
    if (known != DL_NONE) {
        s->values.items[known] = row;
        return true;
    }
    uint64_t *value = DL_PUSH(&s->values, &s->arena);
    if (!value) return false;
    *value = row;
    return dl_map_set(&s->rows, dl_arena_str(&s->arena, key_of(&key)), s->values.count - 1);
}

bool stash_get(const record_stash *s, uint32_t kind, uint32_t report, uint32_t item,
               uint64_t *row) {
    stash_key key = {kind, report, item};
    uint32_t at = s->values.count ? dl_map_get(&s->rows, key_of(&key)) : DL_NONE;
    if (at == DL_NONE) return false;
    *row = s->values.items[at];
    return true;
}

bool stash_set_finds(record_stash *s, uint32_t report, const struct dl_finds *finds) {
    const struct dl_finds **place = DL_PUSH(&s->finds, &s->arena);
    if (!place) return false;
    *place = finds;
    dl_str key = dl_arena_str(&s->arena, (dl_str){(const char *)&report, sizeof report});
    return key.ptr && dl_map_set(&s->fresh, key, s->finds.count - 1);
}

const struct dl_finds *stash_finds(const record_stash *s, uint32_t report) {
    if (!s->finds.count) return NULL;
    uint32_t at = dl_map_get(&s->fresh, (dl_str){(const char *)&report, sizeof report});
    return at == DL_NONE ? NULL : s->finds.items[at];
}
