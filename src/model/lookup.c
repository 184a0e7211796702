#include "model/lookup.h"

#include "base/hash.h"
#include "base/reader.h"

int dl_card_cmp(const dl_card *a, const dl_card *b) {
    if (a->published != b->published) return a->published < b->published ? -1 : 1;
    return strcmp(a->id, b->id);
}

dl_order dl_card_order(const dl_card *card) {
    dl_order order = {card->published, 0};
    for (unsigned i = 0; i < 16 && card->id[i]; i++) {
        char c = card->id[i];
        order.id = order.id << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return order;
}

/* Reads count digits at s[*at]; "X" counts as unknown. False where there are none. */
static bool take_digits(dl_str s, size_t *at, unsigned count, uint64_t *value) {
    if (*at + count > s.len) return false;
    uint64_t v = 0;
    for (unsigned i = 0; i < count; i++) {
        char c = s.ptr[*at + i];
        if (c < '0' || c > '9') return false;
        v = v * 10 + (uint64_t)(c - '0');
    }
    *at += count;
    *value = v;
    return true;
}

uint64_t dl_edtf_earliest(dl_str s) {
    uint64_t part[6] = {0, 1, 1, 0, 0, 0};
    static const char before[6] = {0, '-', '-', 'T', ':', ':'};
    size_t at = 0;
    if (!take_digits(s, &at, 4, &part[0])) return UINT64_MAX;
    for (unsigned i = 1; i < 6; i++) {
        if (at >= s.len || s.ptr[at] != before[i]) break;
        at++;
        if (!take_digits(s, &at, 2, &part[i])) break;
    }
    uint64_t moment = 0;
    for (unsigned i = 0; i < 6; i++) moment = moment * (i ? 100 : 1) + part[i];
    return moment;
}

dl_item *dl_items_add(dl_items *items, uint32_t kind, dl_ref ref, uint64_t id, uint32_t start,
                      dl_str data) {
    dl_item *item = DL_PUSH(&items->items, items->arena);
    if (!item) return NULL;
    *item = (dl_item){id, ref, start, kind, {items->keys.count, 0}, {NULL, 0}};
    item->data = dl_arena_str(items->arena, data);
    return item;
}

void dl_items_key(dl_items *items, uint64_t key) {
    dl_item *item = &items->items.items[items->items.count - 1];
    key = dl_hash_mix(key, item->kind + 1) >> 1; /* SQLite's integers are signed */
    for (uint32_t i = 0; i < item->keys.count; i++)
        if (items->keys.items[item->keys.first + i] == key) return;
    uint64_t *place = DL_PUSH(&items->keys, items->arena);
    if (!place) return;
    *place = key;
    item->keys.count++;
}

/* count, then for each item: kind, n + 1, start, id, keys, data. */
int dl_items_write(const dl_items *items, dl_buf *out) {
    dl_buf_varint(out, items->items.count);
    for (uint32_t i = 0; i < items->items.count; i++) {
        const dl_item *item = &items->items.items[i];
        dl_buf_varint(out, item->kind);
        dl_buf_varint(out, (uint64_t)(uint32_t)(item->ref.item + 1));
        dl_buf_varint(out, item->start);
        dl_buf_u64(out, item->id);
        dl_buf_varint(out, item->keys.count);
        for (uint32_t k = 0; k < item->keys.count; k++)
            dl_buf_u64(out, items->keys.items[item->keys.first + k]);
        dl_buf_varint(out, item->data.len);
        dl_buf_str(out, item->data);
    }
    return out->failed ? DL_ENOMEM : DL_OK;
}

int dl_items_read(dl_items *items, uint32_t report, dl_str bytes, dl_error *err) {
    dl_reader r = dl_reader_of(bytes);
    uint64_t count = dl_read_varint(&r);
    for (uint64_t i = 0; i < count && !r.failed; i++) {
        dl_item item = {.kind = (uint32_t)dl_read_varint(&r)};
        item.ref = (dl_ref){report, (uint32_t)dl_read_varint(&r) - 1};
        item.start = (uint32_t)dl_read_varint(&r);
        item.id = dl_read_u64(&r);
        uint64_t keys = dl_read_varint(&r);
        item.keys = (dl_list){items->keys.count, 0};
        for (uint64_t k = 0; k < keys && !r.failed; k++) {
            uint64_t *key = DL_PUSH(&items->keys, items->arena);
            if (!key) return dl_fail_memory(err);
            *key = dl_read_u64(&r);
            item.keys.count++;
        }
        size_t len = (size_t)dl_read_varint(&r);
        item.data = dl_arena_str(items->arena, dl_read_bytes(&r, len));
        if (r.failed || item.kind >= DL_ITEM_KINDS) break;
        dl_item *place = DL_PUSH(&items->items, items->arena);
        if (!place) return dl_fail_memory(err);
        *place = item;
    }
    if (r.failed || r.at != r.end)
        return dl_fail(err, DL_ECORRUPT, UINT64_MAX,
                       "the stored items of a report are torn: rebuild");
    return DL_OK;
}
