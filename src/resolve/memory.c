#include "resolve/memory.h"

#include <stdlib.h>

#include "base/map.h"

/* A chain of items under one key. */
typedef struct link {
    uint32_t item, next;
} link;

/* The reports that have a term, in the order of reports. */
typedef DL_VEC(uint32_t) posting_list;

struct dl_memory {
    dl_arena arena;
    const dl_resolver *resolver;
    dl_lookup lookup;
    dl_items items;
    DL_VEC(const struct dl_finds *) finds;
    DL_VEC(dl_card) cards;
    dl_map heads; /* key -> index into links */
    DL_VEC(link) links;
    dl_map terms[DL_TERM_INDEXES]; /* term -> index into lists */
    DL_VEC(posting_list) lists;
    DL_VEC(dl_str) stories; /* by report; grows with dl_memory_story */
};

static int copy_item(const dl_items *from, uint32_t i, dl_items *out, dl_error *err) {
    const dl_item *item = &from->items.items[i];
    dl_item *copy = dl_items_add(out, item->kind, item->ref, item->id, item->start, item->data);
    if (!copy) return dl_fail_memory(err);
    for (uint32_t k = 0; k < item->keys.count; k++) {
        uint64_t *key = DL_PUSH(&out->keys, out->arena);
        if (!key) return dl_fail_memory(err);
        *key = from->keys.items[item->keys.first + k];
    }
    out->items.items[out->items.count - 1].keys.count = item->keys.count;
    return DL_OK;
}

static int memory_items(void *self, uint64_t key, dl_items *out, dl_error *err) {
    dl_memory *m = self;
    uint32_t at = dl_map_get(&m->heads, (dl_str){(const char *)&key, sizeof key});
    for (; at != DL_NONE; at = m->links.items[at].next) {
        int rc = copy_item(&m->items, m->links.items[at].item, out, err);
        if (rc) return rc;
    }
    return DL_OK;
}

static int memory_card(void *self, uint32_t report, dl_arena *arena, const dl_card **card,
                       dl_error *err) {
    dl_memory *m = self;
    if (report >= m->cards.count)
        return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "no report %u", report);
    dl_card *copy = dl_arena_alloc(arena, sizeof *copy);
    if (!copy) return dl_fail_memory(err);
    *copy = m->cards.items[report];
    *card = copy;
    return DL_OK;
}

static int memory_text(void *self, uint32_t report, dl_arena *arena, dl_report *out,
                       dl_error *err) {
    dl_memory *m = self;
    (void)arena;
    if (report >= m->finds.count)
        return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "no report %u", report);
    *out = m->finds.items[report]->report;
    return DL_OK;
}

static int memory_order(void *self, uint32_t report, dl_order *out, dl_error *err) {
    dl_memory *m = self;
    if (report >= m->cards.count)
        return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "no report %u", report);
    *out = dl_card_order(&m->cards.items[report]);
    return DL_OK;
}

/* The first place in the list whose order is not below (above: behind) `order`. */
static uint32_t place_of(const dl_memory *m, const posting_list *list, dl_order order, bool above) {
    uint32_t lo = 0, hi = list->count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int c = dl_order_cmp(dl_card_order(&m->cards.items[list->items[mid]]), order);
        if (c < 0 || (above && c == 0))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static int memory_postings(void *self, const dl_ask *ask, dl_arena *arena, dl_postings *out,
                           dl_error *err) {
    dl_memory *m = self;
    for (uint32_t i = 0; i < ask->count; i++) {
        dl_str name = {(const char *)&ask->terms[i], sizeof ask->terms[i]};
        uint32_t at = dl_map_get(&m->terms[ask->index], name);
        if (at == DL_NONE) continue;
        const posting_list *list = &m->lists.items[at];
        uint32_t first = 0, end = list->count;
        if (ask->from && ask->backwards) end = place_of(m, list, *ask->from, false);
        if (ask->from && !ask->backwards) first = place_of(m, list, *ask->from, true);
        uint32_t n = end - first;
        if (ask->limit && ask->limit < n) n = ask->limit;
        for (uint32_t k = 0; k < n; k++) {
            dl_posting *p = DL_PUSH(out, arena);
            if (!p) return dl_fail_memory(err);
            uint32_t which = ask->backwards ? end - 1 - k : first + k;
            *p = (dl_posting){ask->terms[i], list->items[which]};
        }
    }
    return DL_OK;
}

/* Puts a report into a list where its order wants it: mostly at the end. */
static int list_insert(dl_memory *m, posting_list *list, uint32_t number, dl_error *err) {
    uint32_t *place = DL_PUSH(list, &m->arena);
    if (!place) return dl_fail_memory(err);
    uint32_t i = list->count - 1;
    for (; i > 0; i--) {
        const dl_card *before = &m->cards.items[list->items[i - 1]];
        if (dl_card_cmp(before, &m->cards.items[number]) <= 0) break;
        list->items[i] = list->items[i - 1];
    }
    list->items[i] = number;
    return DL_OK;
}

int dl_memory_terms(dl_memory *m, dl_term_index index, uint32_t number, const uint32_t *terms,
                    uint32_t count, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t i = 0; i < count && !rc; i++) {
        dl_str name = {(const char *)&terms[i], 4};
        uint32_t at = dl_map_get(&m->terms[index], name);
        if (at == DL_NONE) {
            at = m->lists.count;
            if (!DL_PUSH(&m->lists, &m->arena) ||
                !dl_map_set(&m->terms[index], dl_arena_str(&m->arena, name), at))
                return dl_fail_memory(err);
        }
        rc = list_insert(m, &m->lists.items[at], number, err);
    }
    return rc;
}

static int memory_story(void *self, uint32_t report, dl_arena *arena, dl_str *bytes,
                        dl_error *err) {
    dl_memory *m = self;
    (void)arena;
    if (report >= m->stories.count)
        return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "no story vector of report %u", report);
    *bytes = m->stories.items[report];
    return DL_OK;
}

int dl_memory_story(dl_memory *m, uint32_t number, dl_str bytes, dl_error *err) {
    while (m->stories.count <= number)
        if (!DL_PUSH(&m->stories, &m->arena)) return dl_fail_memory(err);
    m->stories.items[number] = dl_arena_str(&m->arena, bytes);
    return DL_OK;
}

int dl_memory_open(dl_memory **out, const dl_resolver *resolver, dl_error *err) {
    dl_memory *m = calloc(1, sizeof *m);
    *out = m;
    if (!m) return dl_fail_memory(err);
    dl_arena_init(&m->arena);
    m->resolver = resolver;
    m->items.arena = &m->arena;
    dl_map_init(&m->heads, &m->arena);
    for (uint32_t i = 0; i < DL_TERM_INDEXES; i++) dl_map_init(&m->terms[i], &m->arena);
    m->lookup = (dl_lookup){.self = m,
                            .items = memory_items,
                            .card = memory_card,
                            .order = memory_order,
                            .text = memory_text,
                            .postings = memory_postings,
                            .story = memory_story};
    return DL_OK;
}

void dl_memory_close(dl_memory *m) {
    if (!m) return;
    dl_arena_free(&m->arena);
    free(m);
}

/* Makes the items from `first` on findable by their keys. */
static int chain_items(dl_memory *m, uint32_t first, dl_error *err) {
    for (uint32_t i = first; i < m->items.items.count; i++) {
        dl_list keys = m->items.items.items[i].keys;
        for (uint32_t k = 0; k < keys.count; k++) {
            uint64_t key = m->items.keys.items[keys.first + k];
            dl_str name = dl_arena_str(&m->arena, (dl_str){(const char *)&key, sizeof key});
            uint32_t *head = dl_map_at(&m->heads, name);
            link *l = DL_PUSH(&m->links, &m->arena);
            if (!head || !l) return dl_fail_memory(err);
            *l = (link){i, *head};
            *head = m->links.count - 1;
        }
    }
    return DL_OK;
}

int dl_memory_add(dl_memory *m, const struct dl_finds *finds, uint32_t *number, dl_error *err) {
    const struct dl_finds **place = DL_PUSH(&m->finds, &m->arena);
    dl_card *card = DL_PUSH(&m->cards, &m->arena);
    if (!place || !card) return dl_fail_memory(err);
    *place = finds;
    *number = m->finds.count - 1;
    uint32_t before = m->items.items.count;
    int rc = dl_card_make(card, finds, *number, &m->arena, err);
    if (!rc) rc = dl_resolver_items(m->resolver, finds, *number, &m->items, err);
    return rc ? rc : chain_items(m, before, err);
}

const dl_lookup *dl_memory_lookup(dl_memory *m) {
    return &m->lookup;
}

int dl_memory_items(dl_memory *m, uint32_t first, dl_items *out, dl_error *err) {
    for (uint32_t i = 0; i < m->items.items.count; i++) {
        if (m->items.items.items[i].ref.report < first) continue;
        int rc = copy_item(&m->items, i, out, err);
        if (rc) return rc;
    }
    return DL_OK;
}
