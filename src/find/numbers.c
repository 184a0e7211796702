/* Numbers with their unit in an event's clause: "28 points", "600,000 troops", "two hours". */
#include "find/events_internal.h"

static const struct {
    const char *word;
    uint32_t value;
} number_words[] = {
    {"one", 1},    {"two", 2},     {"three", 3},   {"four", 4},   {"five", 5},    {"six", 6},
    {"seven", 7},  {"eight", 8},   {"nine", 9},    {"ten", 10},   {"eleven", 11}, {"twelve", 12},
    {"dozen", 12}, {"twenty", 20}, {"thirty", 30}, {"forty", 40}, {"fifty", 50},  {"hundred", 100},
};

/* Digits with thousands separators dropped; number words as digits; otherwise as written. */
static dl_str value_of(const ev_report *r, uint32_t tok) {
    dl_arena *a = &r->c->finds->arena;
    for (size_t i = 0; i < DL_COUNT(number_words); i++)
        if (ev_is(r, tok, number_words[i].word))
            return dl_arena_printf(a, "%u", number_words[i].value);
    dl_str w = dl_token_text(r->t, r->text, tok);
    char *out = dl_arena_alloc(a, w.len + 1);
    if (!out) return w;
    size_t n = 0;
    for (size_t i = 0; i < w.len; i++)
        if (w.ptr[i] != ',') out[n++] = w.ptr[i];
    return (dl_str){out, n};
}

static void add(const ev_report *r, dl_event *e, uint32_t number, uint32_t unit) {
    dl_str v = value_of(r, number), u = r->lemma[unit];
    dl_arena *a = &r->c->finds->arena;
    e->numbers = dl_arena_printf(a, "%.*s%s%.*s %.*s", (int)e->numbers.len, e->numbers.ptr,
                                 e->numbers.len ? ";" : "", (int)v.len, v.ptr, (int)u.len, u.ptr);
}

/* "two-hour", "28-point" as one token */
static bool add_compound(const ev_report *r, dl_event *e, uint32_t tok) {
    dl_str w = r->lemma[tok];
    const char *dash = w.len ? memchr(w.ptr, '-', w.len) : NULL;
    if (!dash || dash == w.ptr) return false;
    dl_str head = {w.ptr, (size_t)(dash - w.ptr)};
    dl_str tail = {dash + 1, w.len - head.len - 1};
    uint32_t value = 0;
    bool digits = head.len < 8;
    for (size_t i = 0; i < head.len && digits; i++) {
        digits = head.ptr[i] >= '0' && head.ptr[i] <= '9';
        value = value * 10 + (uint32_t)(head.ptr[i] - '0');
    }
    for (size_t i = 0; i < DL_COUNT(number_words) && !digits; i++)
        if (dl_str_is(head, number_words[i].word)) value = number_words[i].value, digits = true;
    if (!digits || !tail.len) return false;
    e->numbers =
        dl_arena_printf(&r->c->finds->arena, "%.*s%s%u %.*s", (int)e->numbers.len, e->numbers.ptr,
                        e->numbers.len ? ";" : "", value, (int)tail.len, tail.ptr);
    return true;
}

static void walk(const ev_report *r, dl_event *e, uint32_t tok, uint32_t depth) {
    EV_CHILDREN(r, tok, k) {
        uint8_t rel = ev_rel(r, k);
        bool time = r->mask[tok] & ev_class_mask(r->lex, "time");
        if (rel == DL_REL_NUMMOD && r->t->upos[tok] == DL_NOUN && !time) {
            add(r, e, k, tok);
            continue;
        }
        if ((rel == DL_REL_AMOD || rel == DL_REL_COMPOUND) && add_compound(r, e, k)) continue;
        bool inner = rel == DL_REL_OBJ || rel == DL_REL_OBL || rel == DL_REL_NMOD ||
                     rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS;
        if (inner && depth < 3) walk(r, e, k, depth + 1);
    }
}

void ev_numbers(const ev_report *r, dl_event *e) {
    e->numbers = (dl_str){"", 0};
    EV_CHILDREN(r, e->token, k)
    if (ev_rel(r, k) == DL_REL_NUMMOD && r->t->upos[e->token] == DL_NOUN) add(r, e, k, e->token);
    walk(r, e, e->token, 0);
}
