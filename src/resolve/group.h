/* group.h - what a resolver of one kind of thing is, and what it is given.
 *
 *   finds of one report ──items()──> items with keys          (when the report is added)
 *   members of a block ──solve()──> rows + members            (whenever the block is touched)
 *
 * A block is a connected component: items that share a key, and those that share one with them.
 * Law 4 holds if solve is a pure function of the group: it may use the items' data and the cards,
 * sorted as they are, and nothing else. Keys must come from one report alone: use an entity's
 * *block key* (dl_entity.key), never which entity it was found to be; days, not months, so that a
 * block stays below some thousand items. A resolver is one file resolve/<kind>.c with its line in
 * the table of resolve.c.
 */
#ifndef DL_RESOLVE_GROUP_H
#define DL_RESOLVE_GROUP_H

#include "base/hash.h"
#include "base/reader.h"
#include "model/lookup.h"
#include "resolve/resolve.h"

/* The members of one block, in order: (published, report id, start, n), undated last. */
typedef struct dl_group {
    const dl_resolver *resolver;
    uint32_t kind;
    uint32_t count;
    const dl_item *items;
    const dl_card *const *cards; /* cards[i]: the report of items[i]; an empty card where the item
                                    is a decision (ref.report DL_NONE) */
    const uint64_t *keys;        /* what items[i].keys points into */
    dl_arena *scratch;           /* dies after the call */
} dl_group;

typedef struct dl_kind {
    uint32_t kind; /* dl_item_kind */
    /* Appends this kind's items of one report (dl_items_add with a ref whose report is 0: the
     * driver puts it in). An item without a key is a block of its own. */
    int (*items)(const dl_resolver *resolver, const struct dl_finds *finds, dl_items *out,
                 dl_error *err);
    /* Appends rows, and one member for every item (dl_group_member). */
    int (*solve)(const dl_group *group, dl_links *out, dl_error *err);
} dl_kind;

/* Says that items[i] belongs to row. reason: static or in out->arena. */
void dl_group_member(const dl_group *group, dl_links *out, uint32_t i, uint64_t row,
                     dl_certainty certainty, const char *reason);

/* Small helpers for keys: dl_hash_mix(dl_hash(...), ...) over what must be equal. */
static inline uint64_t dl_key2(uint64_t a, uint64_t b) {
    return dl_hash_mix(dl_hash_mix(0x5bd1e995, a), b);
}
/* The block key of an entity of one report, as a hash; 0 for DL_NONE or one without a key. */
uint64_t dl_entity_key(const struct dl_finds *finds, uint32_t entity);

/* The country or group code that an entity of a report belongs to: as found, or by its office. */
dl_str dl_entity_code(const struct dl_finds *finds, uint32_t entity);

/* Union-find over 0 … count-1 in an array of the caller's: parent[i] = i at first. The root is the
 * smallest index, so the first member in order. */
uint32_t dl_root(uint32_t *parent, uint32_t i);
void dl_join(uint32_t *parent, uint32_t a, uint32_t b);

#endif
