/* The driver: keys -> blocks -> rows. */
#include "resolve/resolve.h"

#include <stdlib.h>

#include "base/map.h"
#include "resolve/group.h"
#include "model/namekey.h"
#include "resolve/kinds.h"
#include "resolve/lexicon.h"

/* Every kind of thing that is put together from blocks, in the order they are solved. A kind is one
 * file; its line stands here and its prototype in kinds.h. */
static const dl_kind *const kinds[] = {
    &dl_kind_entity,    /* first: the others name their entities by it */
    &dl_kind_origin,    /* whoever first knew */
    &dl_kind_statement, /* one speaker on one occasion */
    &dl_kind_event,     /* the same act in many reports */
    &dl_kind_meeting,   /* encounters and their accounts */
    &dl_kind_position,  /* histories */
    &dl_kind_version,   /* of a negotiated text */
    &dl_kind_question,  /* what reports answer differently */
};

struct dl_resolver {
    dl_arena arena;
    dl_map encounters, given; /* word -> index into values; folded name -> group */
    DL_VEC(dl_str) values;
};

static int load_encounters(dl_resolver *r, const dl_data *data, dl_error *err) {
    dl_tsv table;
    int rc = dl_data_table(data, "en/encounters.tsv", &r->arena, &table, err);
    if (rc) return rc;
    uint32_t lemma = dl_tsv_column(&table, "lemma"), as = dl_tsv_column(&table, "as");
    for (uint32_t i = 0; i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        dl_str *value = DL_PUSH(&r->values, &r->arena);
        if (!value || !dl_map_set(&r->encounters, dl_tsv_cell(row, lemma), i))
            return dl_fail_memory(err);
        *value = dl_tsv_cell(row, as);
    }
    return DL_OK;
}

/* Every name of a row, folded, has the row's number. */
static int load_given(dl_resolver *r, const dl_data *data, dl_error *err) {
    dl_tsv table;
    int rc = dl_data_table(data, "en/given_variants.tsv", &r->arena, &table, err);
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        dl_str rest = dl_tsv_cell(&table.rows.items[i], dl_tsv_column(&table, "names"));
        while (rest.len) {
            const char *semicolon = memchr(rest.ptr, ';', rest.len);
            size_t len = semicolon ? (size_t)(semicolon - rest.ptr) : rest.len;
            dl_str name = dl_name_folded(&r->arena, dl_str_trim((dl_str){rest.ptr, len}));
            if (!dl_map_set(&r->given, name, i)) return dl_fail_memory(err);
            rest = dl_str_sub(rest, semicolon ? len + 1 : len, rest.len);
        }
    }
    return rc;
}

dl_str dl_resolver_encounter(const dl_resolver *r, dl_str frame) {
    size_t len = 0;
    while (len < frame.len && frame.ptr[len] != ' ') len++;
    uint32_t at = dl_map_get(&r->encounters, (dl_str){frame.ptr, len});
    return at == DL_NONE ? (dl_str){"", 0} : r->values.items[at];
}

uint32_t dl_resolver_given(const dl_resolver *r, dl_str folded) {
    return dl_map_get(&r->given, folded);
}

int dl_resolver_open(dl_resolver **out, const dl_data *data, dl_error *err) {
    *out = NULL;
    dl_resolver *r = calloc(1, sizeof *r);
    if (!r) return dl_fail_memory(err);
    dl_arena_init(&r->arena);
    dl_map_init(&r->encounters, &r->arena);
    dl_map_init(&r->given, &r->arena);
    int rc = load_encounters(r, data, err);
    if (!rc) rc = load_given(r, data, err);
    if (rc)
        dl_resolver_close(r);
    else
        *out = r;
    return rc;
}

void dl_resolver_close(dl_resolver *r) {
    if (!r) return;
    dl_arena_free(&r->arena);
    free(r);
}

int dl_resolver_items(const dl_resolver *r, const struct dl_finds *finds, uint32_t report,
                      dl_items *out, dl_error *err) {
    uint32_t before = out->items.count;
    for (size_t k = 0; k < DL_COUNT(kinds); k++) {
        int rc = kinds[k]->items(r, finds, out, err);
        if (rc) return rc;
    }
    for (uint32_t i = before; i < out->items.count; i++) out->items.items[i].ref.report = report;
    return out->arena->failed ? dl_fail_memory(err) : DL_OK;
}

static const dl_kind *kind_of(uint32_t kind) {
    for (size_t k = 0; k < DL_COUNT(kinds); k++)
        if (kinds[k]->kind == kind) return kinds[k];
    return NULL;
}

/* One call of dl_resolver_solve. */
typedef struct solving {
    const dl_resolver *resolver;
    const dl_lookup *lookup;
    dl_links *out;
    dl_arena arena;   /* as long as the call: keys seen, cards */
    dl_arena scratch; /* as long as a block */
    dl_map seen_keys; /* of all blocks so far */
    dl_map cards;     /* report -> index into card_list */
    DL_VEC(const dl_card *) card_list;
    dl_error *err;
} solving;

static dl_str bytes_of(dl_arena *arena, const void *value, size_t size) {
    return dl_arena_str(arena, (dl_str){value, size});
}

static int card_of(solving *s, uint32_t report, const dl_card **card) {
    static const dl_card none;
    *card = &none;
    if (report == DL_NONE) return DL_OK;
    uint32_t at = dl_map_get(&s->cards, (dl_str){(const char *)&report, sizeof report});
    if (at != DL_NONE) {
        *card = s->card_list.items[at];
        return DL_OK;
    }
    int rc = s->lookup->card(s->lookup->self, report, &s->arena, card, s->err);
    if (rc) return rc;
    const dl_card **place = DL_PUSH(&s->card_list, &s->arena);
    if (!place) return dl_fail_memory(s->err);
    *place = *card;
    dl_map_set(&s->cards, bytes_of(&s->arena, &report, sizeof report), s->card_list.count - 1);
    return DL_OK;
}

/* The identity of an item inside a call: kind and mention. Decisions have an id of their own. */
typedef struct identity {
    uint64_t id;
    uint32_t kind, report, item, pad;
} identity;

static identity identity_of(const dl_item *item) {
    return (identity){item->id, item->kind, item->ref.report, item->ref.item, 0};
}

/* Asks for the items of one key and keeps those that are new to the block. */
static int take_key(solving *s, uint64_t key, dl_map *seen, dl_items *block) {
    dl_items got = {.arena = &s->scratch};
    int rc = s->lookup->items(s->lookup->self, key, &got, s->err);
    if (rc) return rc;
    for (uint32_t i = 0; i < got.items.count; i++) {
        identity who = identity_of(&got.items.items[i]);
        uint32_t *place = dl_map_at(seen, bytes_of(&s->scratch, &who, sizeof who));
        if (!place) return dl_fail_memory(s->err);
        if (*place != DL_NONE) continue;
        *place = 1;
        dl_item *item = DL_PUSH(&block->items, block->arena);
        if (!item) return dl_fail_memory(s->err);
        *item = got.items.items[i];
        item->keys.first = block->keys.count;
        for (uint32_t k = 0; k < item->keys.count; k++) {
            uint64_t *copy = DL_PUSH(&block->keys, block->arena);
            if (!copy) return dl_fail_memory(s->err);
            *copy = got.keys.items[got.items.items[i].keys.first + k];
        }
    }
    return DL_OK;
}

/* The whole block of a key: follows keys to items to keys until nothing new comes. */
static int gather(solving *s, uint64_t key, dl_items *block) {
    dl_map seen;
    dl_map_init(&seen, &s->scratch);
    DL_VEC(uint64_t) todo = {0};
    uint64_t *first = DL_PUSH(&todo, &s->scratch);
    if (!first) return dl_fail_memory(s->err);
    *first = key;
    for (uint32_t t = 0; t < todo.count; t++) {
        uint32_t before = block->items.count;
        int rc = take_key(s, todo.items[t], &seen, block);
        if (rc) return rc;
        for (uint32_t i = before; i < block->items.count; i++) {
            dl_list keys = block->items.items[i].keys;
            for (uint32_t k = 0; k < keys.count; k++) {
                uint64_t next = block->keys.items[keys.first + k];
                dl_str name = bytes_of(&s->arena, &next, sizeof next);
                uint32_t *known = dl_map_at(&s->seen_keys, name);
                uint64_t *place = known && *known == DL_NONE ? DL_PUSH(&todo, &s->scratch) : NULL;
                if (!known || (*known == DL_NONE && !place)) return dl_fail_memory(s->err);
                if (!place) continue;
                *known = 1;
                *place = next;
            }
        }
    }
    return DL_OK;
}

typedef struct ordered {
    const dl_item *item;
    const dl_card *card;
} ordered;

static int order_cmp(const void *pa, const void *pb) {
    const ordered *a = pa, *b = pb;
    int c = dl_card_cmp(a->card, b->card);
    if (c) return c;
    if (a->item->start != b->item->start) return a->item->start < b->item->start ? -1 : 1;
    if (a->item->ref.item != b->item->ref.item)
        return a->item->ref.item < b->item->ref.item ? -1 : 1;
    return (a->item->id > b->item->id) - (a->item->id < b->item->id);
}

/* Sorts the block and hands it to its kind. */
static int solve_block(solving *s, const dl_items *block) {
    uint32_t n = block->items.count;
    const dl_kind *kind = n ? kind_of(block->items.items[0].kind) : NULL;
    if (!kind) return DL_OK;
    ordered *order = dl_arena_array(&s->scratch, n, sizeof *order);
    dl_item *items = dl_arena_array(&s->scratch, n, sizeof *items);
    const dl_card **cards = dl_arena_array(&s->scratch, n, sizeof *cards);
    if (!order || !items || !cards) return dl_fail_memory(s->err);
    for (uint32_t i = 0; i < n; i++) {
        order[i].item = &block->items.items[i];
        int rc = card_of(s, order[i].item->ref.report, &order[i].card);
        if (rc) return rc;
    }
    if (n > 1) qsort(order, n, sizeof *order, order_cmp);
    for (uint32_t i = 0; i < n; i++) {
        items[i] = *order[i].item;
        cards[i] = order[i].card;
    }
    dl_group group = {s->resolver, kind->kind, n, items, cards, block->keys.items, &s->scratch};
    return kind->solve(&group, s->out, s->err);
}

static int solve_touched(solving *s, const dl_items *touched, uint32_t i) {
    const dl_item *item = &touched->items.items[i];
    dl_items block = {.arena = &s->scratch};
    if (!item->keys.count) {
        dl_item *alone = DL_PUSH(&block.items, block.arena);
        if (!alone) return dl_fail_memory(s->err);
        *alone = *item;
        return solve_block(s, &block);
    }
    for (uint32_t k = 0; k < item->keys.count; k++) {
        uint64_t key = touched->keys.items[item->keys.first + k];
        dl_str name = bytes_of(&s->arena, &key, sizeof key);
        uint32_t *known = dl_map_at(&s->seen_keys, name);
        if (!known) return dl_fail_memory(s->err);
        if (*known != DL_NONE) continue;
        *known = 1;
        dl_arena_reset(&s->scratch);
        block = (dl_items){.arena = &s->scratch};
        int rc = gather(s, key, &block);
        if (!rc) rc = solve_block(s, &block);
        if (rc) return rc;
    }
    return DL_OK;
}

int dl_resolver_solve(const dl_resolver *r, const dl_lookup *lookup, const dl_items *touched,
                      dl_links *out, dl_error *err) {
    solving s = {.resolver = r, .lookup = lookup, .out = out, .err = err};
    dl_arena_init(&s.arena);
    dl_arena_init(&s.scratch);
    dl_map_init(&s.seen_keys, &s.arena);
    dl_map_init(&s.cards, &s.arena);
    int rc = DL_OK;
    for (uint32_t i = 0; i < touched->items.count && !rc; i++) {
        dl_arena_reset(&s.scratch);
        rc = solve_touched(&s, touched, i);
    }
    if (!rc && (s.arena.failed || s.scratch.failed || out->arena.failed)) rc = dl_fail_memory(err);
    dl_arena_free(&s.scratch);
    dl_arena_free(&s.arena);
    return rc;
}

void dl_group_member(const dl_group *group, dl_links *out, uint32_t i, uint64_t row,
                     dl_certainty certainty, const char *reason) {
    dl_member *member = DL_PUSH(&out->members, &out->arena);
    if (!member) return;
    *member = (dl_member){row, group->items[i].ref, group->kind, certainty, dl_str_of(reason)};
}

uint64_t dl_entity_key(const struct dl_finds *finds, uint32_t entity) {
    if (entity >= finds->entities.count) return 0;
    dl_str key = finds->entities.items[entity].key;
    return key.len ? dl_hash(key) : 0;
}

uint32_t dl_root(uint32_t *parent, uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

void dl_join(uint32_t *parent, uint32_t a, uint32_t b) {
    a = dl_root(parent, a);
    b = dl_root(parent, b);
    if (a < b) parent[b] = a;
    if (b < a) parent[a] = b;
}
