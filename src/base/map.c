#include "base/map.h"

#include "base/hash.h"

void dl_map_init(dl_map *map, dl_arena *arena) {
    *map = (dl_map){.arena = arena};
}

static uint32_t find_slot(const dl_map *map, dl_str key, uint64_t hash) {
    uint32_t i = (uint32_t)hash & map->mask;
    while (map->slots[i]) {
        const dl_map_entry *e = &map->entries.items[map->slots[i] - 1];
        if (e->hash == hash && dl_str_eq(e->key, key)) break;
        i = (i + 1) & map->mask;
    }
    return i;
}

static bool grow(dl_map *map) {
    uint32_t size = map->slots ? (map->mask + 1) * 2 : 32;
    uint32_t *slots = size ? dl_arena_array(map->arena, size, sizeof *slots) : NULL;
    if (!slots) return false;
    map->slots = slots;
    map->mask = size - 1;
    for (uint32_t e = 0; e < map->entries.count; e++) {
        uint32_t i = (uint32_t)map->entries.items[e].hash & map->mask;
        while (slots[i]) i = (i + 1) & map->mask;
        slots[i] = e + 1;
    }
    return true;
}

uint32_t dl_map_get(const dl_map *map, dl_str key) {
    if (!map->slots) return DL_NONE;
    uint32_t slot = map->slots[find_slot(map, key, dl_hash(key))];
    return slot ? map->entries.items[slot - 1].value : DL_NONE;
}

uint32_t *dl_map_at(dl_map *map, dl_str key) {
    if ((!map->slots || map->entries.count >= (map->mask + 1) / 10 * 7) && !grow(map)) return NULL;
    uint64_t hash = dl_hash(key);
    uint32_t i = find_slot(map, key, hash);
    if (!map->slots[i]) {
        dl_map_entry *e = DL_PUSH(&map->entries, map->arena);
        if (!e) return NULL;
        *e = (dl_map_entry){key, hash, DL_NONE};
        map->slots[i] = map->entries.count;
    }
    return &map->entries.items[map->slots[i] - 1].value;
}

bool dl_map_set(dl_map *map, dl_str key, uint32_t value) {
    uint32_t *at = dl_map_at(map, key);
    if (at) *at = value;
    return at != NULL;
}

uint32_t dl_intern(dl_map *map, dl_str key) {
    uint32_t found = dl_map_get(map, key);
    if (found != DL_NONE) return found;
    dl_str own = dl_arena_str(map->arena, key);
    if (!own.ptr) return DL_NONE;
    uint32_t id = map->entries.count;
    return dl_map_set(map, own, id) ? id : DL_NONE;
}
