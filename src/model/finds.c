#include "model/finds.h"

#include "base/hash.h"

uint64_t dl_item_id(const dl_report *report, const char *type, dl_span span, uint32_t salt) {
    uint64_t h = dl_hash(dl_str_of(report->id));
    h = dl_hash_mix(h, dl_hash(dl_str_of(type)));
    h = dl_hash_mix(h, (uint64_t)span.start << 32 | span.end);
    h = dl_hash_mix(h, salt);
    return h >> 1; /* SQLite's integers are signed */
}

dl_list dl_finds_refs(struct dl_finds *finds, const uint32_t *items, uint32_t count) {
    dl_list list = {finds->refs.count, 0};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *ref = DL_PUSH(&finds->refs, &finds->arena);
        if (!ref) return list;
        *ref = items[i];
        list.count++;
    }
    return list;
}

dl_list dl_finds_spans(struct dl_finds *finds, const dl_span *items, uint32_t count) {
    dl_list list = {finds->spans.count, 0};
    for (uint32_t i = 0; i < count; i++) {
        dl_span *span = DL_PUSH(&finds->spans, &finds->arena);
        if (!span) return list;
        *span = items[i];
        list.count++;
    }
    return list;
}
