/* lookup.h - what resolving asks of the record (or of an array of finds: resolve/memory.h).
 *
 * For each report the record keeps three things that resolve/ and copies/ made from its finds:
 *
 *   card    who it is and when: the order of reports, the outlet, a sketch of its text
 *   items   its mentions with their block keys and the few attributes that solving needs
 *   terms   sorted 32-bit features in two indexes (shingles of its text, words of its story)
 *
 * Adding a report stores these, then asks for the neighbours that share a key: never for full
 * finds, and never for more than the blocks that the new report touches.
 */
#ifndef DL_MODEL_LOOKUP_H
#define DL_MODEL_LOOKUP_H

#include "base/buf.h"
#include "base/error.h"
#include "model/finds.h"
#include "model/links.h"

enum { DL_SKETCH = 64 }; /* hashes in a sketch: the smallest of the text's word 5-grams */

/* What order and origins need of a report. Plain bytes but for `name`. */
typedef struct dl_card {
    char id[65];
    uint32_t report;    /* the record's number of it */
    uint64_t published; /* earliest moment as YYYYMMDDhhmmss; UINT64_MAX: undated */
    uint64_t outlet;    /* hash of the outlet's folded name; 0: not known */
    dl_str outlet_name;
    uint32_t kind;              /* dl_report_kind */
    uint32_t words;             /* of the body */
    uint32_t grams;             /* distinct word 5-grams of the parsed text */
    uint32_t sketched;          /* hashes in sketch */
    uint32_t sketch[DL_SKETCH]; /* ascending */
    uint8_t at_work; /* a reporter at work is visible: dateline, byline with place, own words */
    uint8_t wire;    /* a wire credit stands in it */
} dl_card;

/* The order of reports: (earliest published, report id), undated last. */
int dl_card_cmp(const dl_card *a, const dl_card *b);
/* YYYYMMDDhhmmss of the earliest moment of an EDTF value, UINT64_MAX: none. */
uint64_t dl_edtf_earliest(dl_str edtf);

/* The order of reports by itself: the first 16 digits of the id stand for it. */
typedef struct dl_order {
    uint64_t published, id;
} dl_order;

static inline int dl_order_cmp(dl_order a, dl_order b) {
    if (a.published != b.published) return a.published < b.published ? -1 : 1;
    return (a.id > b.id) - (a.id < b.id);
}
dl_order dl_card_order(const dl_card *card);

/* One mention as solving sees it. */
typedef struct dl_item {
    uint64_t id; /* dl_item_id of the mention: the row's id where it comes first */
    dl_ref ref;
    uint32_t start; /* byte of its evidence in its report: the third key of the order */
    uint32_t kind;  /* dl_item_kind */
    dl_list keys;   /* items.keys: the blocks it belongs to; at least one */
    dl_str data;    /* its resolver's own coding (dl_buf varints and strings) */
} dl_item;

typedef struct dl_items {
    dl_arena *arena; /* of strings and arrays */
    DL_VEC(dl_item) items;
    DL_VEC(uint64_t) keys; /* the kind is mixed in: keys of two kinds never meet */
} dl_items;

/* Appends an item without keys; NULL: no memory. data is copied. The pointer lives until the next
 * call. */
dl_item *dl_items_add(dl_items *items, uint32_t kind, dl_ref ref, uint64_t id, uint32_t start,
                      dl_str data);
/* Adds a block key (a hash of what must be equal) to the item added last; a key it has already is
 * not added twice. */
void dl_items_key(dl_items *items, uint64_t key);
/* The portable form of one report's items, as the record stores it; reading appends, puts `report`
 * into the refs and checks every length. Views into bytes are copied. */
int dl_items_write(const dl_items *items, dl_buf *out);
int dl_items_read(dl_items *items, uint32_t report, dl_str bytes, dl_error *err);

typedef enum dl_term_index { DL_TERMS_SHINGLES, DL_TERMS_STORY, DL_TERM_INDEXES } dl_term_index;

/* Reports that have a term. */
typedef struct dl_posting {
    uint32_t term, report;
} dl_posting;
typedef DL_VEC(dl_posting) dl_postings;

/* What is asked of an index. */
typedef struct dl_ask {
    dl_term_index index;
    const uint32_t *terms; /* ascending, distinct */
    uint32_t count;
    const dl_order *from; /* only reports behind (or, backwards, before) this place in the order of
                             reports; NULL: from the beginning */
    bool backwards;       /* towards the beginning; needs from */
    uint32_t limit;       /* at most so many for each term; 0: all */
} dl_ask;

/* Every function returns 0 or a DL_E* code; results go to the caller's arena. May be called from
 * one thread at a time. */
typedef struct dl_lookup {
    void *self;
    /* Appends every item that carries key (with all its keys), in no promised order. Of entity
     * items with the same data under one key it may give only the earliest by (card order, start):
     * they are profiles, and a member follows the profile it equals. */
    int (*items)(void *self, uint64_t key, dl_items *out, dl_error *err);
    /* The card of a report; valid as long as the arena. */
    int (*card)(void *self, uint32_t report, dl_arena *arena, const dl_card **card, dl_error *err);
    /* The order of a report: asked often, so the record keeps an array of it. */
    int (*order)(void *self, uint32_t report, dl_order *out, dl_error *err);
    /* The clean text and blocks (and credit, authors; other fields may be empty): copies. */
    int (*text)(void *self, uint32_t report, dl_arena *arena, dl_report *out, dl_error *err);
    /* For each of the asked terms the reports that have it, nearest to `from` first. */
    int (*postings)(void *self, const dl_ask *ask, dl_arena *arena, dl_postings *out,
                    dl_error *err);
    /* The story vector of a report as dl_story_write made it. */
    int (*story)(void *self, uint32_t report, dl_arena *arena, dl_str *bytes, dl_error *err);
} dl_lookup;

#endif
