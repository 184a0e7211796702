/* events.c - the same real event in many reports, with all its evidence.
 *
 * Merged by type, status, participants, day and place; what stands in a copied sentence is the same
 * whatever is missing. A look-alike on another day, or at another place, is another event. Planned
 * and held stay two rows: what is planned is not what happened (meetings gather the accounts).
 */
#include <stdlib.h>

#include "resolve/days.h"
#include "resolve/kinds.h"
#include "resolve/origin.h"
#include "resolve/tuning_resolve.h"

enum { SIDES = 12 };

typedef struct telling {
    uint32_t type, status, actors, recipients;
    uint64_t actor[SIDES], recipient[SIDES];
    uint64_t what; /* mode, process: must be equal */
    uint64_t word; /* trigger, folded */
    uint64_t place;
    uint32_t place_mention, certainty;
    dl_str date;
    dl_when days;
    dl_origin origin;
} telling;

static uint32_t keys_of(const struct dl_finds *f, dl_list list, uint64_t out[SIDES]) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < list.count && n < SIDES; i++) {
        const dl_mention *m = &f->mentions.items[f->refs.items[list.first + i]];
        uint64_t key = dl_entity_key(f, m->entity);
        bool known = !key;
        for (uint32_t k = 0; k < n && !known; k++) known = out[k] == key;
        if (!known) out[n++] = key;
    }
    return n;
}

static void write_keys(dl_buf *out, const uint64_t *keys, uint32_t n) {
    dl_buf_varint(out, n);
    for (uint32_t i = 0; i < n; i++) dl_buf_u64(out, keys[i]);
}

static uint32_t read_keys(dl_reader *r, uint64_t out[SIDES]) {
    uint64_t n = dl_read_varint(r);
    if (n > SIDES) r->failed = true;
    for (uint64_t i = 0; i < n && !r->failed; i++) out[i] = dl_read_u64(r);
    return r->failed ? 0 : (uint32_t)n;
}

static void fill(telling *t, const struct dl_finds *f, const dl_event *e) {
    memset(t, 0, sizeof *t);
    t->type = e->type;
    t->status = e->status;
    t->certainty = e->certainty;
    t->actors = keys_of(f, e->actors, t->actor);
    t->recipients = keys_of(f, e->recipients, t->recipient);
    t->what = dl_key2(dl_hash(e->mode), dl_hash(e->process));
    t->word = dl_outlet_key(dl_span_text(f->report.text, e->trigger));
    t->place_mention = e->place;
    if (e->place < f->mentions.count)
        t->place = dl_entity_key(f, f->mentions.items[e->place].entity);
    t->date = e->date;
    t->days = dl_when_of(e->date);
}

static void write_telling(dl_buf *out, const telling *t, const struct dl_finds *f,
                          const dl_event *e, dl_arena *scratch) {
    dl_buf_varint(out, t->type);
    dl_buf_varint(out, t->status);
    dl_buf_varint(out, t->certainty);
    write_keys(out, t->actor, t->actors);
    write_keys(out, t->recipient, t->recipients);
    dl_buf_u64(out, t->what);
    dl_buf_u64(out, t->word);
    dl_buf_u64(out, t->place);
    dl_buf_varint(out, (uint64_t)(uint32_t)(t->place_mention + 1));
    dl_buf_varint(out, t->date.len);
    dl_buf_str(out, t->date);
    dl_origin_write(out, f, e->attribution, e->trigger, scratch);
}

static bool read_telling(telling *t, dl_str bytes) {
    dl_reader r = dl_reader_of(bytes);
    memset(t, 0, sizeof *t);
    t->type = (uint32_t)dl_read_varint(&r);
    t->status = (uint32_t)dl_read_varint(&r);
    t->certainty = (uint32_t)dl_read_varint(&r);
    t->actors = read_keys(&r, t->actor);
    t->recipients = read_keys(&r, t->recipient);
    t->what = dl_read_u64(&r);
    t->word = dl_read_u64(&r);
    t->place = dl_read_u64(&r);
    t->place_mention = (uint32_t)dl_read_varint(&r) - 1;
    t->date = dl_read_bytes(&r, (size_t)dl_read_varint(&r));
    t->origin = dl_origin_read(&r);
    t->days = dl_when_of(t->date);
    return !r.failed;
}

/* (type, actor, day) and, for copies, (type, sentence). */
static void add_keys(dl_items *items, const telling *t) {
    uint64_t type = dl_key2(t->type, t->status);
    if (t->days.known && dl_when_count(t->days) <= DL_EVENT_DAYS)
        for (uint32_t i = 0; i < t->actors; i++)
            for (int32_t d = t->days.first; d <= t->days.last; d++)
                dl_items_key(items, dl_key2(dl_key2(type, t->actor[i]), (uint64_t)(uint32_t)d));
    if (t->origin.grams >= 4) dl_items_key(items, dl_key2(type, t->origin.gram[0]));
}

static int event_items(const dl_resolver *resolver, const struct dl_finds *f, dl_items *out,
                       dl_error *err) {
    (void)resolver;
    dl_buf data = {0};
    dl_arena scratch;
    telling t;
    dl_arena_init(&scratch);
    for (uint32_t i = 0; i < f->events.count; i++) {
        const dl_event *e = &f->events.items[i];
        dl_buf_clear(&data);
        fill(&t, f, e);
        write_telling(&data, &t, f, e, &scratch);
        if (!read_telling(&t, dl_buf_view(&data))) continue;
        dl_ref ref = {0, i};
        if (!dl_items_add(out, DL_ITEM_EVENT, ref, e->id, e->trigger.start, dl_buf_view(&data)))
            break;
        add_keys(out, &t);
    }
    bool failed = data.failed || scratch.failed;
    dl_buf_free(&data);
    dl_arena_free(&scratch);
    return failed ? dl_fail_memory(err) : DL_OK;
}

/* ── one block ──────────────────────────────────────────────────────────────────────────────── */

static uint32_t shared(const uint64_t *a, uint32_t na, const uint64_t *b, uint32_t nb) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < na; i++)
        for (uint32_t k = 0; k < nb; k++) n += a[i] == b[k];
    return n;
}

/* Whether the sides allow it: an actor in common, and a recipient where both name one. Of an
 * encounter, where all are actors, two people in common, or one with the place. */
static bool sides_fit(const telling *a, const telling *b) {
    uint32_t actors = shared(a->actor, a->actors, b->actor, b->actors);
    uint32_t recipients = shared(a->recipient, a->recipients, b->recipient, b->recipients);
    if (a->type == DL_CONSULT) {
        actors += recipients + shared(a->actor, a->actors, b->recipient, b->recipients) +
                  shared(a->recipient, a->recipients, b->actor, b->actors);
        return actors >= 2 || (actors == 1 && a->place && a->place == b->place);
    }
    return actors && (recipients || (!a->recipients && !b->recipients));
}

static bool same_event(const telling *a, const telling *b) {
    if (a->type != b->type || a->status != b->status || a->what != b->what) return false;
    if (a->days.known && b->days.known && !dl_when_meet(a->days, b->days)) return false;
    if (a->place && b->place && a->place != b->place) return false;
    if (a->word == b->word && dl_origin_same_sentence(&a->origin, &b->origin)) return true;
    bool day = a->days.known && b->days.known && dl_when_count(a->days) <= DL_EVENT_DAYS &&
               dl_when_count(b->days) <= DL_EVENT_DAYS;
    if (!day || !sides_fit(a, b)) return false;
    return a->type == DL_CONSULT || (a->place == b->place && (a->place || a->word == b->word));
}

static uint32_t telling_rank(const telling *t) {
    return 4 * (t->days.known && dl_when_count(t->days) == 1) + 2 * t->days.known +
           3 * (t->place != 0) + t->actors + t->recipients;
}

static void add_row(const dl_group *g, const telling *t, const uint32_t *of, uint32_t lead,
                    dl_links *out) {
    uint32_t members = 0;
    for (uint32_t i = lead; i < g->count; i++) members += of[i] == lead;
    dl_origin *origins = dl_arena_array(g->scratch, members, sizeof *origins);
    const dl_card **cards = dl_arena_array(g->scratch, members, sizeof *cards);
    dl_account account = {.status = t[lead].status, .evidence = {out->refs.count, 0}};
    uint32_t n = 0, best = lead, certainty = DL_CERTAINTY_LOW; /* that of its surest mention */
    if (!origins || !cards) return;
    for (uint32_t i = lead; i < g->count; i++) {
        if (of[i] != lead) continue;
        dl_ref *ref = DL_PUSH(&out->refs, &out->arena);
        if (!ref) return;
        *ref = g->items[i].ref;
        account.evidence.count++;
        origins[n] = t[i].origin;
        cards[n++] = g->cards[i];
        if (t[i].certainty > certainty) certainty = t[i].certainty;
        if (telling_rank(&t[i]) > telling_rank(&t[best])) best = i;
    }
    account.origins = dl_origins_count(origins, cards, n, NULL, g->scratch);
    dl_account *stored = DL_PUSH(&out->accounts, &out->arena);
    dl_event_link *row = DL_PUSH(&out->events, &out->arena);
    if (!stored || !row) return;
    *stored = account;
    *row = (dl_event_link){.id = g->items[lead].id,
                           .best = g->items[best].ref,
                           .place = {DL_NONE, DL_NONE},
                           .status = account.status,
                           .accounts = {out->accounts.count - 1, 1},
                           .origins = account.origins,
                           .type = t[lead].type,
                           .certainty = (dl_certainty)certainty};
    row->date = dl_arena_str(&out->arena, t[best].date);
    if (t[best].place_mention != DL_NONE)
        row->place = (dl_ref){g->items[best].ref.report, t[best].place_mention};
}

static int event_solve(const dl_group *g, dl_links *out, dl_error *err) {
    uint32_t n = g->count;
    telling *t = dl_arena_array(g->scratch, n, sizeof *t);
    uint32_t *of = dl_arena_array(g->scratch, n, sizeof *of);
    uint32_t *leads = dl_arena_array(g->scratch, n, sizeof *leads), count = 0;
    if (!t || !of || !leads) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        if (!read_telling(&t[i], g->items[i].data))
            return dl_fail(err, DL_ECORRUPT, UINT64_MAX, "a stored event is torn: rebuild");
        of[i] = i;
        /* against the first mention of each event so far: no chains of look-alikes */
        for (uint32_t k = 0; k < count && of[i] == i; k++)
            if (same_event(&t[leads[k]], &t[i])) of[i] = leads[k];
        if (of[i] == i) leads[count++] = i;
    }
    for (uint32_t k = 0; k < count; k++) add_row(g, t, of, leads[k], out);
    for (uint32_t i = 0; i < n; i++)
        dl_group_member(g, out, i, g->items[of[i]].id, DL_CERTAINTY_MEDIUM,
                        of[i] == i ? "" : "same act, sides and day");
    return DL_OK;
}

const dl_kind dl_kind_event = {DL_ITEM_EVENT, event_items, event_solve};
