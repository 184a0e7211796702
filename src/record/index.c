#include "record/index.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/reader.h"

enum { CACHE_BYTES = 32 << 20 };

static const char *const index_sql[INDEX_STATEMENTS] = {
    [INDEX_PUT] = "INSERT INTO report_index VALUES(?,?,?,?,?,?,?)",
    [INDEX_CARD] = "SELECT card FROM report_index WHERE report=?",
    [INDEX_ITEMS] = "SELECT items FROM report_index WHERE report=?",
    [INDEX_STORY] = "SELECT story FROM report_index WHERE report=?",
    [INDEX_ORDER] = "SELECT published, order_id FROM report_index WHERE report=?",
    [INDEX_KEY_PUT] = "INSERT OR IGNORE INTO item_key VALUES(?,?)",
    [INDEX_KEY] = "SELECT report FROM item_key WHERE key=?",
    [INDEX_TERM_PUT] = "INSERT OR IGNORE INTO term VALUES(?,?,?,?,?)",
    [INDEX_TERM] = "SELECT report FROM term WHERE kind=?1 AND term=?2"
                   " ORDER BY published, order_id LIMIT ?3",
    [INDEX_TERM_AFTER] = "SELECT report FROM term WHERE kind=?1 AND term=?2"
                         " AND (published, order_id) > (?4, ?5)"
                         " ORDER BY published, order_id LIMIT ?3",
    [INDEX_TERM_BEFORE] = "SELECT report FROM term WHERE kind=?1 AND term=?2"
                          " AND (published, order_id) < (?4, ?5)"
                          " ORDER BY published DESC, order_id DESC LIMIT ?3",
    [INDEX_PROFILE_PUT] =
        "INSERT INTO profile VALUES(?,?,?,?,?,2,'') ON CONFLICT(profile) DO UPDATE SET"
        " published=excluded.published, order_id=excluded.order_id, key=excluded.key WHERE"
        " (excluded.published,excluded.order_id,excluded.key) < (published,order_id,key)",
    [INDEX_PROFILE_KEY_PUT] = "INSERT OR IGNORE INTO profile_key VALUES(?,?)",
    [INDEX_PROFILE_KEY] =
        "SELECT p.key FROM profile_key k JOIN profile p USING(profile) WHERE k.block=?",
    [INDEX_TEXT] = "SELECT finds, text FROM report WHERE report=?",
};

int64_t index_published(uint64_t published) {
    return published > INT64_MAX ? INT64_MAX : (int64_t)published;
}

int64_t index_order_id(uint64_t id) {
    return (int64_t)(id ^ (1ULL << 63));
}

uint64_t index_profile(const dl_items *items, const dl_item *item) {
    if (!item->keys.count) return item->id;
    uint64_t h = dl_hash(item->data);
    for (uint32_t k = 0; k < item->keys.count; k++)
        h = dl_hash_mix(h, items->keys.items[item->keys.first + k]);
    return h >> 1;
}

/* ── the portable form of a card ── */

static void write_card(dl_buf *out, const dl_card *card) {
    dl_buf_add(out, card->id, 64);
    dl_buf_u64(out, card->published);
    dl_buf_u64(out, card->outlet);
    dl_buf_varint(out, card->kind);
    dl_buf_varint(out, card->words);
    dl_buf_varint(out, card->grams);
    dl_buf_varint(out, card->at_work);
    dl_buf_varint(out, card->wire);
    dl_buf_varint(out, card->sketched);
    for (uint32_t i = 0; i < card->sketched; i++) dl_buf_u32(out, card->sketch[i]);
    dl_buf_varint(out, card->outlet_name.len);
    dl_buf_str(out, card->outlet_name);
}

static int read_card(dl_card *card, dl_str bytes, uint32_t report, dl_arena *arena, dl_error *err) {
    dl_reader r = dl_reader_of(bytes);
    dl_str id = dl_read_bytes(&r, 64);
    *card = (dl_card){.report = report};
    if (id.len == 64) memcpy(card->id, id.ptr, 64);
    card->published = dl_read_u64(&r);
    card->outlet = dl_read_u64(&r);
    card->kind = (uint32_t)dl_read_varint(&r);
    card->words = (uint32_t)dl_read_varint(&r);
    card->grams = (uint32_t)dl_read_varint(&r);
    card->at_work = (uint8_t)dl_read_varint(&r);
    card->wire = (uint8_t)dl_read_varint(&r);
    card->sketched = (uint32_t)dl_read_varint(&r);
    if (card->sketched > DL_SKETCH) r.failed = true;
    for (uint32_t i = 0; !r.failed && i < card->sketched; i++) card->sketch[i] = dl_read_u32(&r);
    size_t len = (size_t)dl_read_varint(&r);
    card->outlet_name = dl_arena_str(arena, dl_read_bytes(&r, len));
    return r.failed ? dl_fail(err, DL_ECORRUPT, UINT64_MAX, "a stored card is torn: rebuild")
                    : DL_OK;
}

/* ── the look-up ── */

/* A row of one of the statements for a report; DL_ENOTFOUND where there is none. The statement is
 * reset by the caller. */
static int row_of(struct record_index_state *x, enum index_statement which, uint32_t report,
                  dl_error *err) {
    bool row = false;
    sqlite3_bind_int64(x->stmt[which], 1, report);
    int rc = sql_step(x->stmt[which], &row, err);
    if (!rc && !row) rc = dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "report %u has no index", report);
    return rc;
}

static int decoded(struct record_index_state *x, uint32_t report, const dl_items **out,
                   dl_error *err) {
    dl_str name = {(const char *)&report, sizeof report};
    uint32_t at = dl_map_get(&x->decoded, name);
    if (at == DL_NONE) {
        int rc = row_of(x, INDEX_ITEMS, report, err);
        if (rc) return rc;
        dl_items *items = DL_PUSH(&x->items, &x->cache);
        if (items) items->arena = &x->cache;
        rc = items ? dl_items_read(items, report, sql_column(x->stmt[INDEX_ITEMS], 0), err)
                   : dl_fail_memory(err);
        sqlite3_reset(x->stmt[INDEX_ITEMS]);
        if (rc) return rc;
        at = x->items.count - 1;
        if (!dl_map_set(&x->decoded, dl_arena_str(&x->cache, name), at)) return dl_fail_memory(err);
    }
    *out = &x->items.items[at];
    return DL_OK;
}

static int append(const dl_items *from, const dl_item *item, dl_items *out, dl_error *err) {
    dl_item *copy = dl_items_add(out, item->kind, item->ref, item->id, item->start, item->data);
    if (!copy) return dl_fail_memory(err);
    uint32_t at = out->items.count - 1;
    for (uint32_t k = 0; k < item->keys.count; k++) {
        uint64_t *key = DL_PUSH(&out->keys, out->arena);
        if (!key) return dl_fail_memory(err);
        *key = from->keys.items[item->keys.first + k];
        out->items.items[at].keys.count++;
    }
    return DL_OK;
}

static bool has_key(const dl_items *items, const dl_item *item, uint64_t key) {
    for (uint32_t k = 0; k < item->keys.count; k++)
        if (items->keys.items[item->keys.first + k] == key) return true;
    return false;
}

/* The one item of an entity's profile, or every other item of a report that has the key. */
static int append_from(struct record_index_state *x, uint32_t report, uint32_t entity, uint64_t key,
                       dl_items *out, dl_error *err) {
    const dl_items *items = NULL;
    int rc = decoded(x, report, &items, err);
    for (uint32_t i = 0; !rc && i < items->items.count; i++) {
        const dl_item *item = &items->items.items[i];
        bool wanted = entity == DL_NONE ? item->kind != DL_ITEM_ENTITY && has_key(items, item, key)
                                        : item->kind == DL_ITEM_ENTITY && item->ref.item == entity;
        if (wanted) rc = append(items, item, out, err);
    }
    return rc;
}

static int lookup_items(void *self, uint64_t key, dl_items *out, dl_error *err) {
    struct record_index_state *x = self;
    bool row = false;
    if (x->cache.used > CACHE_BYTES) {
        dl_arena_reset(&x->cache);
        memset(&x->items, 0, sizeof x->items);
        dl_map_init(&x->decoded, &x->cache);
    }
    sqlite3_stmt *s = x->stmt[INDEX_PROFILE_KEY];
    sqlite3_bind_int64(s, 1, (int64_t)key);
    int rc = sql_step(s, &row, err);
    while (!rc && row) {
        int64_t at = sqlite3_column_int64(s, 0);
        rc = append_from(x, (uint32_t)(at >> SQL_KEY_BITS),
                         (uint32_t)(at & ((1 << SQL_KEY_BITS) - 1)), key, out, err);
        if (!rc) rc = sql_step(s, &row, err);
    }
    sqlite3_reset(s);
    s = x->stmt[INDEX_KEY];
    sqlite3_bind_int64(s, 1, (int64_t)key);
    if (!rc) rc = sql_step(s, &row, err);
    while (!rc && row) {
        rc = append_from(x, (uint32_t)sqlite3_column_int64(s, 0), DL_NONE, key, out, err);
        if (!rc) rc = sql_step(s, &row, err);
    }
    sqlite3_reset(s);
    return rc;
}

static int lookup_card(void *self, uint32_t report, dl_arena *arena, const dl_card **out,
                       dl_error *err) {
    struct record_index_state *x = self;
    dl_card *card = dl_arena_alloc(arena, sizeof *card);
    if (!card) return dl_fail_memory(err);
    int rc = row_of(x, INDEX_CARD, report, err);
    if (!rc) rc = read_card(card, sql_column(x->stmt[INDEX_CARD], 0), report, arena, err);
    sqlite3_reset(x->stmt[INDEX_CARD]);
    *out = card;
    return rc;
}

/* Room for the orders of reports up to report. */
static int order_room(struct record_index_state *x, uint32_t report, dl_error *err) {
    if (report < x->order_count) return DL_OK;
    uint32_t count = x->order_count ? x->order_count : 1024;
    while (count <= report) count *= 2;
    dl_order *orders = realloc(x->orders, count * sizeof *orders);
    if (orders) x->orders = orders;
    bool *ordered = realloc(x->ordered, count * sizeof *ordered);
    if (ordered) x->ordered = ordered;
    if (!orders || !ordered) return dl_fail_memory(err);
    memset(ordered + x->order_count, 0, count - x->order_count);
    x->order_count = count;
    return DL_OK;
}

static int lookup_order(void *self, uint32_t report, dl_order *out, dl_error *err) {
    struct record_index_state *x = self;
    int rc = order_room(x, report, err);
    if (rc) return rc;
    if (!x->ordered[report]) {
        rc = row_of(x, INDEX_ORDER, report, err);
        if (rc) return rc;
        sqlite3_stmt *s = x->stmt[INDEX_ORDER];
        int64_t published = sqlite3_column_int64(s, 0);
        x->orders[report] = (dl_order){published == INT64_MAX ? UINT64_MAX : (uint64_t)published,
                                       (uint64_t)sqlite3_column_int64(s, 1) ^ (1ULL << 63)};
        sqlite3_reset(s);
        x->ordered[report] = true;
    }
    *out = x->orders[report];
    return DL_OK;
}

static int lookup_text(void *self, uint32_t report, dl_arena *arena, dl_report *out,
                       dl_error *err) {
    struct record_index_state *x = self;
    const struct dl_finds *fresh = stash_finds(&x->record->stash, report);
    if (fresh) {
        *out = fresh->report;
        return DL_OK;
    }
    struct dl_finds *stored = NULL;
    int rc = record_finds_read(x->record, report, &stored, err);
    if (rc) return rc;
    const dl_report *r = &stored->report;
    *out = (dl_report){.text = dl_arena_str(arena, r->text), .kind = r->kind, .words = r->words};
    memcpy(out->id, r->id, sizeof out->id);
    out->credit.value = dl_arena_str(arena, r->credit.value);
    out->outlet.value = dl_arena_str(arena, r->outlet.value);
    out->published.value = dl_arena_str(arena, r->published.value);
    out->blocks.items = dl_arena_array(arena, r->blocks.count + 1, sizeof(dl_block));
    if (out->blocks.items && r->blocks.count) {
        memcpy(out->blocks.items, r->blocks.items, r->blocks.count * sizeof(dl_block));
        out->blocks.count = out->blocks.cap = r->blocks.count;
    }
    for (uint32_t i = 0; i < r->authors.count; i++) {
        dl_field *f = DL_PUSH(&out->authors, arena);
        if (f) f->value = dl_arena_str(arena, r->authors.items[i].value);
    }
    dl_finds_free(stored);
    return arena->failed ? dl_fail_memory(err) : DL_OK;
}

/* The statement for a question, with all but the term bound. */
static sqlite3_stmt *asked(struct record_index_state *x, const dl_ask *ask) {
    enum index_statement which = !ask->from       ? INDEX_TERM
                                 : ask->backwards ? INDEX_TERM_BEFORE
                                                  : INDEX_TERM_AFTER;
    sqlite3_stmt *s = x->stmt[which];
    sqlite3_bind_int(s, 1, (int)ask->index);
    sqlite3_bind_int64(s, 3, ask->limit ? (int64_t)ask->limit : -1);
    if (ask->from) {
        sqlite3_bind_int64(s, 4, index_published(ask->from->published));
        sqlite3_bind_int64(s, 5, index_order_id(ask->from->id));
    }
    return s;
}

static int lookup_postings(void *self, const dl_ask *ask, dl_arena *arena, dl_postings *out,
                           dl_error *err) {
    sqlite3_stmt *s = asked(self, ask);
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < ask->count; i++) {
        bool row = false;
        sqlite3_bind_int64(s, 2, ask->terms[i]);
        rc = sql_step(s, &row, err);
        while (!rc && row) {
            dl_posting *p = DL_PUSH(out, arena);
            if (!p) return dl_fail_memory(err);
            *p = (dl_posting){ask->terms[i], (uint32_t)sqlite3_column_int64(s, 0)};
            rc = sql_step(s, &row, err);
        }
        sqlite3_reset(s);
    }
    return rc;
}

static int lookup_story(void *self, uint32_t report, dl_arena *arena, dl_str *bytes,
                        dl_error *err) {
    struct record_index_state *x = self;
    int rc = row_of(x, INDEX_STORY, report, err);
    if (!rc) *bytes = dl_arena_str(arena, sql_column(x->stmt[INDEX_STORY], 0));
    sqlite3_reset(x->stmt[INDEX_STORY]);
    return !rc && !bytes->ptr ? dl_fail_memory(err) : rc;
}

/* ── opening ── */

void record_index_close(struct record_index_state *x) {
    if (!x) return;
    for (int i = 0; i < INDEX_STATEMENTS; i++) sqlite3_finalize(x->stmt[i]);
    dl_arena_free(&x->cache);
    free(x->orders);
    free(x->ordered);
    free(x);
}

int record_index_open(dl_record *r, dl_error *err) {
    if (r->index) return DL_OK;
    struct record_index_state *x = r->index = calloc(1, sizeof *x);
    if (!x) return dl_fail_memory(err);
    x->record = r;
    dl_arena_init(&x->cache);
    dl_map_init(&x->decoded, &x->cache);
    x->lookup = (dl_lookup){.self = x,
                            .items = lookup_items,
                            .card = lookup_card,
                            .order = lookup_order,
                            .text = lookup_text,
                            .postings = lookup_postings,
                            .story = lookup_story};
    int rc = DL_OK;
    for (int i = 0; !rc && i < INDEX_STATEMENTS; i++)
        rc = sql_prepare(r->db, &x->stmt[i], index_sql[i], true, err);
    if (rc) {
        record_index_close(x);
        r->index = NULL;
    }
    return rc;
}

int record_lookup(dl_record *r, const dl_lookup **lookup, dl_error *err) {
    int rc = record_index_open(r, err);
    if (!rc) *lookup = &r->index->lookup;
    return rc;
}

/* ── putting ── */

static int put_row(struct record_index_state *x, int64_t report, const record_index *in,
                   dl_error *err) {
    dl_buf card = {0};
    write_card(&card, in->card);
    dl_order order = dl_card_order(in->card);
    sqlite3_stmt *s = x->stmt[INDEX_PUT];
    sqlite3_bind_int64(s, 1, report);
    sqlite3_bind_text(s, 2, in->card->id, 64, SQLITE_STATIC);
    sqlite3_bind_int64(s, 3, index_published(order.published));
    sqlite3_bind_int64(s, 4, index_order_id(order.id));
    sql_bind_blob(s, 5, dl_buf_view(&card));
    sql_bind_blob(s, 6, in->items);
    sql_bind_blob(s, 7, in->story);
    int rc = card.failed ? dl_fail_memory(err) : sql_run(s, err);
    dl_buf_free(&card);
    return rc;
}

static int put_profile(struct record_index_state *x, const dl_items *items, const dl_item *item,
                       dl_order order, dl_error *err) {
    uint64_t profile = index_profile(items, item);
    sqlite3_stmt *s = x->stmt[INDEX_PROFILE_PUT];
    sqlite3_bind_int64(s, 1, (int64_t)profile);
    sqlite3_bind_int64(s, 2, (int64_t)item->id);
    sqlite3_bind_int64(s, 3, index_published(order.published));
    sqlite3_bind_int64(s, 4, index_order_id(order.id));
    sqlite3_bind_int64(s, 5, sql_key(item->ref.report, item->ref.item));
    int rc = sql_run(s, err);
    if (!stash_set(&x->record->stash, STASH_PROFILE, item->ref.report, item->ref.item, profile))
        rc = dl_fail_memory(err);
    s = x->stmt[INDEX_PROFILE_KEY_PUT];
    for (uint32_t k = 0; !rc && k < item->keys.count; k++) {
        sqlite3_bind_int64(s, 1, (int64_t)items->keys.items[item->keys.first + k]);
        sqlite3_bind_int64(s, 2, (int64_t)profile);
        rc = sql_run(s, err);
    }
    return rc;
}

static int put_keys_of(struct record_index_state *x, const dl_items *items, const dl_item *item,
                       dl_error *err) {
    sqlite3_stmt *s = x->stmt[INDEX_KEY_PUT];
    int rc = DL_OK;
    for (uint32_t k = 0; !rc && k < item->keys.count; k++) {
        sqlite3_bind_int64(s, 1, (int64_t)items->keys.items[item->keys.first + k]);
        sqlite3_bind_int64(s, 2, item->ref.report);
        rc = sql_run(s, err);
    }
    return rc;
}

static int put_terms(struct record_index_state *x, int64_t report, const record_index *in,
                     dl_order order, dl_error *err) {
    sqlite3_stmt *s = x->stmt[INDEX_TERM_PUT];
    int rc = DL_OK;
    for (int kind = 0; kind < DL_TERM_INDEXES; kind++)
        for (uint32_t i = 0; !rc && i < in->term_count[kind]; i++) {
            sqlite3_bind_int(s, 1, kind);
            sqlite3_bind_int64(s, 2, in->terms[kind][i]);
            sqlite3_bind_int64(s, 3, index_published(order.published));
            sqlite3_bind_int64(s, 4, index_order_id(order.id));
            sqlite3_bind_int64(s, 5, report);
            rc = sql_run(s, err);
        }
    return rc;
}

int record_put_index(dl_record *r, int64_t report, const record_index *in, dl_items *touched,
                     dl_error *err) {
    int rc = record_index_open(r, err);
    uint32_t before = touched->items.count;
    if (!rc) rc = put_row(r->index, report, in, err);
    if (!rc) rc = dl_items_read(touched, (uint32_t)report, in->items, err);
    dl_order order = dl_card_order(in->card);
    for (uint32_t i = before; !rc && i < touched->items.count; i++) {
        const dl_item *item = &touched->items.items[i];
        rc = item->kind == DL_ITEM_ENTITY ? put_profile(r->index, touched, item, order, err)
                                          : put_keys_of(r->index, touched, item, err);
    }
    if (!rc) rc = put_terms(r->index, report, in, order, err);
    if (!rc && !stash_set_finds(&r->stash, (uint32_t)report, in->finds)) rc = dl_fail_memory(err);
    return rc;
}
