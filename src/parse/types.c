#include "parse/types.h"

#include <stdlib.h>

#include "base/hash.h"

static void *take(size_t count, size_t size) {
    void *p = aligned_alloc(64, (count * size + 63) / 64 * 64);
    if (p) memset(p, 0, size < 256 ? count * size : size); /* rows are written before use */
    return p;
}

static void fill(dl_types *t, uint32_t slot, uint32_t net, const dl_word *word) {
    dl_net_word_rows(t->net[net], t->kernels, word, t->rows[net] + (size_t)slot * t->size[net]);
}

static bool take_all(dl_types *t) {
    bool good = true;
    for (uint32_t n = 0; n < DL_NETS; n++) {
        t->size[n] = t->net[n] ? dl_net_row_size(t->net[n]) : 0;
        if (t->net[n])
            good = (t->rows[n] = take(DL_TYPE_SLOTS, t->size[n] * sizeof *t->rows[n])) && good;
    }
    t->looks = take(DL_TYPE_SLOTS, 1);
    t->memo = take(DL_TYPE_SLOTS, sizeof *t->memo);
    t->hash = take(DL_TYPE_SLOTS, sizeof *t->hash);
    t->keys = take(DL_TYPE_SLOTS, DL_WORD_KEY);
    t->key_len = take(DL_TYPE_SLOTS, 1);
    t->used = take(DL_TYPE_SLOTS, sizeof *t->used);
    t->recent = take(DL_TYPE_SLOTS, 1);
    t->next = take(DL_TYPE_SLOTS, sizeof *t->next);
    t->heads = take(DL_TYPE_INDEX, sizeof *t->heads);
    return good && t->looks && t->memo && t->hash && t->keys && t->key_len && t->used &&
           t->recent && t->next && t->heads;
}

int dl_types_open(dl_types *t, const dl_net *const nets[DL_NETS], const dl_kernels *kernels,
                  dl_error *err) {
    *t = (dl_types){.kernels = kernels};
    memcpy(t->net, nets, sizeof t->net);
    if (!take_all(t)) {
        dl_types_close(t);
        return dl_fail_memory(err);
    }
    dl_word none = dl_word_special(DL_WORD_NONE), root = dl_word_special(DL_WORD_ROOT);
    for (uint32_t n = 0; n < DL_NETS; n++) {
        if (!t->net[n]) continue;
        fill(t, DL_TYPE_NONE, n, &none);
        fill(t, DL_TYPE_ROOT, n, &root);
    }
    t->count = t->hand = DL_TYPE_FIRST;
    return DL_OK;
}

void dl_types_close(dl_types *t) {
    for (uint32_t n = 0; n < DL_NETS; n++) free(t->rows[n]);
    free(t->looks), free(t->memo), free(t->hash), free(t->keys), free(t->key_len);
    free(t->used), free(t->recent), free(t->next), free(t->heads);
    *t = (dl_types){0};
}

void dl_types_begin(dl_types *t) {
    if (++t->sentence) return;
    memset(t->used, 0, DL_TYPE_SLOTS * sizeof *t->used); /* the number went round */
    t->sentence = 1;
}

static void unlink_slot(dl_types *t, uint32_t slot) {
    uint32_t *at = &t->heads[t->hash[slot] % DL_TYPE_INDEX];
    while (*at != slot) at = &t->next[*at];
    *at = t->next[slot];
}

/* A free slot, or one that the clock's hand finds idle. */
static uint32_t free_slot(dl_types *t) {
    if (t->count < DL_TYPE_SLOTS) return t->count++;
    for (;;) {
        uint32_t slot = t->hand;
        t->hand = slot + 1 < DL_TYPE_SLOTS ? slot + 1 : DL_TYPE_FIRST;
        if (t->used[slot] == t->sentence) continue;
        if (!t->recent[slot]) return unlink_slot(t, slot), slot;
        t->recent[slot] = 0;
    }
}

static uint32_t add(dl_types *t, dl_str key, uint64_t hash) {
    uint32_t slot = free_slot(t);
    for (uint32_t n = 0; n < DL_NETS; n++) {
        if (!t->net[n]) continue;
        dl_word word = dl_word_of(&t->net[n]->vocabulary, key);
        fill(t, slot, n, &word);
    }
    t->looks[slot] = dl_word_looks(key);
    t->memo[slot] = 0;
    t->hash[slot] = hash;
    memcpy(t->keys + (size_t)slot * DL_WORD_KEY, key.ptr, key.len);
    t->key_len[slot] = (uint8_t)key.len;
    uint32_t *head = &t->heads[hash % DL_TYPE_INDEX];
    t->next[slot] = *head;
    *head = slot;
    return slot;
}

uint32_t dl_types_slot(dl_types *t, dl_str form) {
    char long_key[DL_WORD_KEY];
    dl_str key = dl_word_key(form, long_key);
    uint64_t hash = dl_hash(key);
    uint32_t slot = t->heads[hash % DL_TYPE_INDEX];
    for (; slot; slot = t->next[slot])
        if (t->hash[slot] == hash && t->key_len[slot] == key.len &&
            memcmp(t->keys + (size_t)slot * DL_WORD_KEY, key.ptr, key.len) == 0)
            break;
    if (!slot) slot = add(t, key, hash);
    t->used[slot] = t->sentence;
    t->recent[slot] = 1;
    return slot;
}
