#include "resolve/origin.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/words.h"
#include "resolve/group.h"
#include "resolve/tuning_resolve.h"

uint64_t dl_outlet_key(dl_str name) {
    dl_buf folded = {0};
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
        if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
            dl_buf_char(&folded, (char)c);
        else if (c == ' ' && dl_str_is(dl_buf_view(&folded), "the"))
            dl_buf_clear(&folded);
    }
    uint64_t key = folded.len ? dl_hash(dl_buf_view(&folded)) : 0;
    dl_buf_free(&folded);
    return key;
}

static int u32_cmp(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The sentence that holds a byte; the evidence itself where there is none. */
static dl_span sentence_span(const struct dl_finds *finds, dl_span evidence) {
    for (uint32_t i = 0; i < finds->sentences.count; i++) {
        dl_span s = finds->sentences.items[i].span;
        if (s.start <= evidence.start && evidence.start < s.end) return s;
    }
    return evidence;
}

static void write_grams(dl_buf *out, const struct dl_finds *finds, dl_span evidence,
                        dl_arena *scratch) {
    dl_words words = {0};
    dl_span s = dl_span_is_none(evidence) ? (dl_span){0, 0} : sentence_span(finds, evidence);
    if (s.end > finds->report.text.len) s = (dl_span){0, 0};
    dl_words_of(&words, scratch, finds->report.text, s.start, s.end);
    uint32_t *grams = dl_arena_array(scratch, words.count + 1, sizeof *grams), kept = 0;
    uint32_t n = grams ? dl_grams_of(words.items, words.count, grams) : 0;
    if (n > 1) qsort(grams, n, sizeof *grams, u32_cmp);
    for (uint32_t i = 0; i < n; i++)
        if ((!kept || grams[i] != grams[kept - 1]) && kept < DL_ORIGIN_GRAMS)
            grams[kept++] = grams[i];
    dl_buf_varint(out, kept);
    for (uint32_t i = 0; i < kept; i++) dl_buf_u32(out, grams[i]);
}

/* The relay that a statement came through, or, for what the report tells itself, the one named in
 * its very sentence: how far "writes the BBC" reaches beyond that is a judgement, and a minimum
 * must not rest on it. */
static const dl_relay *relay_of(const struct dl_finds *finds, const dl_attribution *a,
                                dl_span evidence) {
    if (a && a->via < finds->relays.count) return &finds->relays.items[a->via];
    if (dl_span_is_none(evidence)) return NULL;
    dl_span sentence = sentence_span(finds, evidence);
    for (uint32_t i = 0; i < finds->relays.count; i++) {
        const dl_relay *r = &finds->relays.items[i];
        if (!r->suggested && dl_span_contains(sentence, r->span)) return r;
    }
    return NULL;
}

static uint32_t spoken_kind(const dl_attribution *a) {
    if (a->anonymity == DL_UNNAMED) return DL_ORIGIN_UNNAMED;
    if (dl_str_is(a->occasion, "interview")) return DL_ORIGIN_INTERVIEW;
    if (dl_str_is(a->occasion, "social media")) return DL_ORIGIN_POST;
    return DL_ORIGIN_STATEMENT;
}

static dl_str source_words(const struct dl_finds *finds, const dl_attribution *a) {
    if (dl_span_is_none(a->source) || a->source.end > finds->report.text.len)
        return (dl_str){"", 0};
    return dl_span_text(finds->report.text, a->source);
}

/* Fills kind, group, moment, side and name from the outermost attribution. */
static void describe_speaker(dl_origin *o, const struct dl_finds *finds, const dl_attribution *a) {
    o->kind = spoken_kind(a);
    o->count = a->count;
    o->name = source_words(finds, a);
    if (a->anonymity == DL_UNNAMED) {
        o->side = a->side.len ? dl_hash(a->side) : 0;
        return;
    }
    o->group = dl_entity_key(finds, a->speaker);
    if (o->group) {
        o->name = finds->entities.items[a->speaker].name;
    } else {
        /* a role, or a name that was not resolved: its own words, lower-cased by the words hash */
        o->group = dl_outlet_key(o->name);
    }
    o->moment = dl_key2(dl_hash(a->occasion), dl_hash(a->date));
}

void dl_origin_describe(dl_origin *o, const struct dl_finds *finds, uint32_t attribution,
                        dl_span evidence) {
    const dl_report *report = &finds->report;
    const dl_attribution *a = NULL;
    for (uint32_t at = attribution, hop = 0; at < finds->attributions.count && hop < 16; hop++) {
        a = &finds->attributions.items[at];
        at = a->within;
    }
    const dl_relay *relay = relay_of(finds, a, evidence);
    if (relay) o->via = dl_outlet_key(relay->outlet_name);
    if (a && a->anonymity != DL_NO_SOURCE) {
        describe_speaker(o, finds, a);
        return;
    }
    o->kind = report->kind == DL_REPORT_OFFICIAL ? DL_ORIGIN_OFFICIAL_TEXT : DL_ORIGIN_UNKNOWN;
    o->name = relay ? relay->outlet_name : report->outlet.value;
}

void dl_origin_write(dl_buf *out, const struct dl_finds *finds, uint32_t attribution,
                     dl_span evidence, dl_arena *scratch) {
    dl_origin o = {0};
    dl_origin_describe(&o, finds, attribution, evidence);
    dl_buf_varint(out, o.kind);
    dl_buf_varint(out, o.count);
    dl_buf_char(
        out, (char)((o.group ? 1 : 0) | (o.moment ? 2 : 0) | (o.side ? 4 : 0) | (o.via ? 8 : 0)));
    if (o.group) dl_buf_u64(out, o.group);
    if (o.moment) dl_buf_u64(out, o.moment);
    if (o.side) dl_buf_u64(out, o.side);
    if (o.via) dl_buf_u64(out, o.via);
    dl_buf_varint(out, o.name.len);
    dl_buf_str(out, o.name);
    write_grams(out, finds, evidence, scratch);
}

dl_origin dl_origin_read(dl_reader *r) {
    dl_origin o = {.kind = (uint32_t)dl_read_varint(r), .count = (uint32_t)dl_read_varint(r)};
    uint8_t has = dl_read_u8(r);
    if (has & 1) o.group = dl_read_u64(r);
    if (has & 2) o.moment = dl_read_u64(r);
    if (has & 4) o.side = dl_read_u64(r);
    if (has & 8) o.via = dl_read_u64(r);
    o.name = dl_read_bytes(r, (size_t)dl_read_varint(r));
    o.grams = (uint32_t)dl_read_varint(r);
    if (o.grams > DL_ORIGIN_GRAMS) r->failed = true, o.grams = 0;
    for (uint32_t i = 0; i < o.grams; i++) o.gram[i] = dl_read_u32(r);
    return o;
}

/* ── counting ───────────────────────────────────────────────────────────────────────────────── */

static uint32_t shared(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb) {
    uint32_t n = 0;
    for (uint32_t i = 0, j = 0; i < na && j < nb;) {
        if (a[i] == b[j])
            n++, i++, j++;
        else if (a[i] < b[j])
            i++;
        else
            j++;
    }
    return n;
}

/* Whether the two reports have at least DL_FOLD_REPORT of the smaller text in common. Sketches are
 * bottom-k: below the smaller of their largest hashes both are complete. */
bool dl_cards_share_text(const dl_card *a, const dl_card *b) {
    if (a->report == b->report) return true;
    if (!a->sketched || !b->sketched) return false;
    uint32_t la = a->sketch[a->sketched - 1], lb = b->sketch[b->sketched - 1];
    if (a->sketched < DL_SKETCH) la = UINT32_MAX;
    if (b->sketched < DL_SKETCH) lb = UINT32_MAX;
    uint32_t limit = la < lb ? la : lb, na = 0, nb = 0;
    while (na < a->sketched && a->sketch[na] <= limit) na++;
    while (nb < b->sketched && b->sketch[nb] <= limit) nb++;
    uint32_t both = shared(a->sketch, na, b->sketch, nb);
    return both >= 3 && both * 1000 >= DL_FOLD_REPORT * (na < nb ? na : nb);
}

bool dl_origin_same_sentence(const dl_origin *a, const dl_origin *b) {
    uint32_t less = a->grams < b->grams ? a->grams : b->grams;
    if (less < 4) return false;
    return shared(a->gram, a->grams, b->gram, b->grams) * 1000 >= DL_FOLD_SENTENCE * less;
}

typedef struct hashed {
    uint64_t hash;
    uint32_t at;
} hashed;

static int hashed_cmp(const void *pa, const void *pb) {
    const hashed *a = pa, *b = pb;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* What the mentions stand for, by rank: a stated relay, the report's own voice, a speaker. */
static int rank(const dl_origin *o, const dl_card *card) {
    if (o->via) return 0;
    if (o->kind == DL_ORIGIN_UNKNOWN || o->kind == DL_ORIGIN_OFFICIAL_TEXT) return 1;
    (void)card;
    return 2;
}

/* Marks the mentions that speak for their report: those of its best rank. */
static void choose(const dl_origin *o, const dl_card *const *cards, uint32_t n, bool *speaks,
                   hashed *order) {
    for (uint32_t i = 0; i < n; i++) order[i] = (hashed){cards[i]->report, i};
    if (n > 1) qsort(order, n, sizeof *order, hashed_cmp);
    for (uint32_t i = 0, j; i < n; i = j) {
        int best = 3;
        for (j = i; j < n && order[j].hash == order[i].hash; j++) {
            int r = rank(&o[order[j].at], cards[order[j].at]);
            if (r < best) best = r;
        }
        for (uint32_t k = i; k < j; k++)
            speaks[order[k].at] = rank(&o[order[k].at], cards[order[k].at]) == best;
    }
}

/* Joins what shares a key: the first of each run with the rest, where test agrees. */
static void join_runs(uint32_t *parent, hashed *keys, uint32_t n, const dl_origin *o,
                      const dl_card *const *cards, int how) {
    if (n > 1) qsort(keys, n, sizeof *keys, hashed_cmp);
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && keys[j].hash == keys[i].hash; j++) {
            uint32_t a = keys[i].at, b = keys[j].at;
            bool same = how == 0 || (how == 1 && dl_origin_same_sentence(&o[a], &o[b])) ||
                        (how == 2 && dl_cards_share_text(cards[a], cards[b]));
            if (same) dl_join(parent, a, b);
        }
    }
}

/* The named thing that a mention leads back to: the relayed outlet, or the speaker. A report of the
 * outlet itself has the same key as those that relay it. */
static uint64_t named_key(const dl_origin *o, const dl_card *card) {
    if (o->via) return dl_key2(1, o->via);
    if (o->group) return dl_key2(2, o->group);
    if (o->kind == DL_ORIGIN_UNKNOWN && card->outlet) return dl_key2(1, card->outlet);
    return 0;
}

static void fold(uint32_t *parent, const dl_origin *o, const dl_card *const *cards, uint32_t n,
                 const bool *speaks, dl_arena *scratch) {
    hashed *keys = dl_arena_array(scratch, (size_t)n * (DL_SKETCH + 1), sizeof *keys);
    if (!keys) return;
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t key = speaks[i] ? named_key(&o[i], cards[i]) : 0;
        if (key) keys[count++] = (hashed){key, i};
    }
    join_runs(parent, keys, count, o, cards, 0);
    count = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t g = 0; speaks[i] && g < o[i].grams; g++)
            keys[count++] = (hashed){o[i].gram[g], i};
    join_runs(parent, keys, count, o, cards, 1);
    count = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t g = 0; speaks[i] && g < cards[i]->sketched; g++)
            keys[count++] = (hashed){cards[i]->sketch[g], i};
    join_runs(parent, keys, count, o, cards, 2);
}

/* Whether a mention alone proves that there is an origin behind it. */
static bool is_known(const dl_origin *o, const dl_card *card) {
    if (o->via || o->group || o->kind == DL_ORIGIN_OFFICIAL_TEXT) return true;
    return o->kind == DL_ORIGIN_UNKNOWN && card->at_work;
}

/* 2: a known origin; 1: unnamed sources only; 0: unknown. */
static void grade(uint8_t *grades, const uint32_t *parent_of, const dl_origin *o,
                  const dl_card *const *cards, uint32_t n, const bool *speaks) {
    for (uint32_t i = 0; i < n; i++) {
        if (!speaks[i]) continue;
        uint8_t g = is_known(&o[i], cards[i]) ? 2 : o[i].kind == DL_ORIGIN_UNNAMED ? 1 : 0;
        if (g > grades[parent_of[i]]) grades[parent_of[i]] = g;
    }
}

dl_origins dl_origins_count(const dl_origin *o, const dl_card *const *cards, uint32_t n,
                            uint32_t *group_of, dl_arena *scratch) {
    dl_origins out = {0, 0};
    uint32_t *parent = dl_arena_array(scratch, n + 1, sizeof *parent);
    bool *speaks = dl_arena_array(scratch, n + 1, sizeof *speaks);
    hashed *sides = dl_arena_array(scratch, n + 1, sizeof *sides);
    uint8_t *grades = dl_arena_array(scratch, n + 1, 1);
    if (!parent || !speaks || !sides || !grades) return out;
    for (uint32_t i = 0; i < n; i++) parent[i] = i;
    choose(o, cards, n, speaks, sides);
    fold(parent, o, cards, n, speaks, scratch);
    for (uint32_t i = 0; i < n; i++) parent[i] = dl_root(parent, i);
    grade(grades, parent, o, cards, n, speaks);
    uint32_t unnamed = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!speaks[i] || parent[i] != i) continue;
        out.max++;
        if (grades[i] == 2) out.min++;
        if (grades[i] == 1) sides[unnamed++] = (hashed){o[i].side, i};
    }
    /* unnamed sources of one side may be one; those of no stated side may be any of the others */
    if (unnamed > 1) qsort(sides, unnamed, sizeof *sides, hashed_cmp);
    uint32_t stated = 0;
    for (uint32_t i = 0; i < unnamed; i++)
        if (sides[i].hash && (!i || sides[i].hash != sides[i - 1].hash)) stated++;
    out.min += stated ? stated : unnamed ? 1 : 0;
    if (group_of)
        for (uint32_t i = 0; i < n; i++) group_of[i] = parent[i];
    return out;
}
