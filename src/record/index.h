/* index.h - what resolving asks of the record (model/lookup.h), and how it is put there. */
#ifndef DL_RECORD_INDEX_H
#define DL_RECORD_INDEX_H

#include "record/inside.h"

enum index_statement {
    INDEX_PUT,
    INDEX_CARD,
    INDEX_ITEMS,
    INDEX_STORY,
    INDEX_ORDER,
    INDEX_KEY_PUT,
    INDEX_KEY,
    INDEX_TERM_PUT,
    INDEX_TERM,
    INDEX_TERM_AFTER,
    INDEX_TERM_BEFORE,
    INDEX_PROFILE_PUT,
    INDEX_PROFILE_KEY_PUT,
    INDEX_PROFILE_KEY,
    INDEX_TEXT,
    INDEX_STATEMENTS
};

struct record_index_state {
    dl_record *record;
    sqlite3_stmt *stmt[INDEX_STATEMENTS];
    dl_lookup lookup;
    dl_arena cache; /* items of reports, decoded */
    dl_map decoded; /* report -> index into items */
    DL_VEC(dl_items) items;
    dl_order *orders; /* by report; filled when asked for */
    bool *ordered;
    uint32_t order_count;
};

/* The hash of what the resolver sees of an entity: those that are equal share its profile. */
uint64_t index_profile(const dl_items *items, const dl_item *item);
/* Published and id as SQLite's signed integers in the same order. */
int64_t index_published(uint64_t published);
int64_t index_order_id(uint64_t id);
int record_index_open(dl_record *record, dl_error *err);

#endif
