/* positions.c - the history of a party on an issue: each stance with its evidence, and what changed
 * since the one before.
 *
 * A block is a party and an issue. Mentions of the same stance, number and voice are one row; rows
 * stand in the order in which the stances were said. "hardened" and "softened" are said only where
 * a number or a stance moved between statements of the same form and level; otherwise the words
 * differ, or two voices of one side do.
 */
#include "resolve/codec.h"
#include "resolve/kinds.h"
#include "resolve/origin.h"

typedef struct held {
    dl_str stance, number, unit, form, level, voice, said;
    uint64_t moment; /* when it was said, else when it was reported */
    dl_origin origin;
} held;

static void write_position(dl_buf *out, const struct dl_finds *finds, const dl_position *p,
                           dl_arena *scratch) {
    dl_code_str(out, p->stance);
    dl_code_str(out, p->number);
    dl_code_str(out, p->unit);
    dl_code_str(out, p->form);
    dl_code_str(out, p->level);
    dl_str voice = {NULL, 0};
    if (p->speaker < finds->entities.count) voice = finds->entities.items[p->speaker].key;
    dl_code_str(out, voice);
    dl_code_str(out, p->said);
    dl_origin_write(out, finds, p->attribution, p->span, scratch);
}

static held read_position(const dl_item *item, const dl_card *card) {
    dl_reader r = dl_reader_of(item->data);
    held h = {0};
    h.stance = dl_decode_str(&r);
    h.number = dl_decode_str(&r);
    h.unit = dl_decode_str(&r);
    h.form = dl_decode_str(&r);
    h.level = dl_decode_str(&r);
    h.voice = dl_decode_str(&r);
    h.said = dl_decode_str(&r);
    h.origin = dl_origin_read(&r);
    h.moment = h.said.len ? dl_edtf_earliest(h.said) : UINT64_MAX;
    if (h.moment == UINT64_MAX) h.moment = card->published;
    return h;
}

static int position_items(const dl_resolver *resolver, const struct dl_finds *finds, dl_items *out,
                          dl_error *err) {
    (void)resolver;
    dl_arena scratch;
    dl_arena_init(&scratch);
    dl_buf data = {0};
    for (uint32_t i = 0; i < finds->positions.count; i++) {
        const dl_position *p = &finds->positions.items[i];
        dl_buf_clear(&data);
        write_position(&data, finds, p, &scratch);
        dl_items_add(out, DL_ITEM_POSITION, (dl_ref){0, i}, p->id, p->span.start,
                     dl_buf_view(&data));
        dl_items_key(out, dl_key2(dl_hash(p->party_key), dl_hash(p->issue)));
    }
    bool failed = data.failed || scratch.failed;
    dl_buf_free(&data);
    dl_arena_free(&scratch);
    return failed ? dl_fail_memory(err) : DL_OK;
}

/* ── rows ── */

typedef struct history {
    const dl_group *group;
    dl_links *out;
    held *held;
    uint32_t *row_of;  /* member -> index of the member that leads its row */
    uint32_t *leaders; /* in the order of what was said */
    uint32_t count;
} history;

/* The same stance by the same voice on one day, or told without a voice. */
static bool same_row(const held *a, const held *b) {
    return dl_str_eq(a->stance, b->stance) && dl_str_eq(a->number, b->number) &&
           dl_str_eq(a->voice, b->voice) && dl_str_eq(a->said, b->said);
}

static bool before_in_time(const history *h, uint32_t a, uint32_t b) {
    if (h->held[a].moment != h->held[b].moment) return h->held[a].moment < h->held[b].moment;
    return a < b; /* members are in the order of reports already */
}

static void find_rows(history *h) {
    for (uint32_t i = 0; i < h->group->count; i++) {
        h->row_of[i] = i;
        for (uint32_t k = 0; k < h->count && h->row_of[i] == i; k++)
            if (same_row(&h->held[h->leaders[k]], &h->held[i])) h->row_of[i] = h->leaders[k];
        if (h->row_of[i] != i) continue;
        uint32_t at = h->count++;
        while (at && before_in_time(h, i, h->leaders[at - 1])) {
            h->leaders[at] = h->leaders[at - 1];
            at--;
        }
        h->leaders[at] = i;
    }
}

/* How far a stance goes towards the other side; -1: on another scale (a demand, an offer). */
static int yielding(dl_str stance) {
    static const struct {
        const char *stance;
        int step;
    } scale[] = {{"red line", 0},
                 {"rejects", 1},
                 {"opposes", 1},
                 {"open", 2},
                 {"accepts with conditions", 3},
                 {"accepts", 4},
                 {"supports", 4}};
    for (size_t i = 0; i < DL_COUNT(scale); i++)
        if (dl_str_is(stance, scale[i].stance)) return scale[i].step;
    return -1;
}

static dl_str change_between(dl_links *out, const held *a, const held *b) {
    dl_arena *arena = &out->arena;
    bool like = dl_str_eq(a->form, b->form) && dl_str_eq(a->level, b->level);
    bool numbers = a->number.len && b->number.len && dl_str_eq(a->unit, b->unit) &&
                   !dl_str_eq(a->number, b->number);
    if (numbers && like)
        return dl_arena_printf(arena, "changed: %.*s -> %.*s %.*s", (int)a->number.len,
                               a->number.ptr, (int)b->number.len, b->number.ptr, (int)b->unit.len,
                               b->unit.ptr);
    if (dl_str_eq(a->stance, b->stance)) return (dl_str){"", 0};
    int from = yielding(a->stance), to = yielding(b->stance);
    const char *word = "changed";
    if (from >= 0 && from == to) word = "worded differently";
    if (from >= 0 && to >= 0 && from != to) word = to > from ? "softened" : "hardened";
    if (!like)
        word = a->voice.len && b->voice.len && !dl_str_eq(a->voice, b->voice)
                   ? "two voices of one side"
                   : "worded differently";
    return dl_arena_printf(arena, "%s: %.*s -> %.*s", word, (int)a->stance.len, a->stance.ptr,
                           (int)b->stance.len, b->stance.ptr);
}

static int gather_evidence(const history *h, uint32_t leader, dl_list *evidence,
                           dl_origins *origins) {
    uint32_t n = 0;
    dl_origin *all = dl_arena_array(h->group->scratch, h->group->count, sizeof *all);
    const dl_card **cards = dl_arena_array(h->group->scratch, h->group->count, sizeof *cards);
    if (!all || !cards) return DL_ENOMEM;
    *evidence = (dl_list){h->out->refs.count, 0};
    for (uint32_t i = 0; i < h->group->count; i++) {
        if (h->row_of[i] != leader) continue;
        dl_ref *ref = DL_PUSH(&h->out->refs, &h->out->arena);
        if (!ref) return DL_ENOMEM;
        *ref = h->group->items[i].ref;
        evidence->count++;
        all[n] = h->held[i].origin;
        cards[n++] = h->group->cards[i];
    }
    *origins = dl_origins_count(all, cards, n, NULL, h->group->scratch);
    return DL_OK;
}

static int write_row(const history *h, uint32_t k) {
    uint32_t leader = h->leaders[k];
    dl_list evidence;
    dl_origins origins;
    if (gather_evidence(h, leader, &evidence, &origins)) return DL_ENOMEM;
    dl_position_link *row = DL_PUSH(&h->out->positions, &h->out->arena);
    if (!row) return DL_ENOMEM;
    const held *me = &h->held[leader];
    *row = (dl_position_link){.id = h->group->items[leader].id,
                              .best = h->group->items[leader].ref,
                              .evidence = evidence,
                              .origins = origins,
                              .certainty = DL_CERTAINTY_MEDIUM};
    row->said = dl_arena_str(&h->out->arena, me->said);
    row->reported = (dl_str){"", 0};
    if (k) {
        row->before = h->group->items[h->leaders[k - 1]].id;
        row->change = change_between(h->out, &h->held[h->leaders[k - 1]], me);
    }
    uint64_t published = h->group->cards[leader]->published;
    if (published != UINT64_MAX)
        row->reported = dl_arena_printf(
            &h->out->arena, "%04u-%02u-%02u", (unsigned)(published / 10000000000ull % 10000),
            (unsigned)(published / 100000000ull % 100), (unsigned)(published / 1000000ull % 100));
    return DL_OK;
}

static int position_solve(const dl_group *group, dl_links *out, dl_error *err) {
    uint32_t n = group->count;
    history h = {.group = group, .out = out};
    h.held = dl_arena_array(group->scratch, n, sizeof *h.held);
    h.row_of = dl_arena_array(group->scratch, n, sizeof *h.row_of);
    h.leaders = dl_arena_array(group->scratch, n, sizeof *h.leaders);
    if (!h.held || !h.row_of || !h.leaders) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) h.held[i] = read_position(&group->items[i], group->cards[i]);
    find_rows(&h);
    for (uint32_t k = 0; k < h.count; k++)
        if (write_row(&h, k)) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++)
        dl_group_member(group, out, i, group->items[h.row_of[i]].id, DL_CERTAINTY_MEDIUM,
                        h.row_of[i] == i ? "" : "same stance, voice and day");
    return DL_OK;
}

const dl_kind dl_kind_position = {DL_ITEM_POSITION, position_items, position_solve};
