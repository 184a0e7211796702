/* meetings.c - one real encounter over all reports: its accounts by status, who took part.
 *
 * Blocks are held together by (person, day), (place, day) and, between sides, (two sides, day): so
 * a look-alike a week later is never even compared. Planned and held are accounts of one meeting;
 * origins are counted for each status by itself.
 */
#include <stdlib.h>

#include "resolve/encounter.h"
#include "resolve/kinds.h"
#include "resolve/tuning_resolve.h"

static uint64_t day_key(uint64_t what, int32_t day) {
    return dl_key2(what, (uint64_t)(uint32_t)day);
}

/* Keys of one participant (or pair, or place) for each day that the meeting may have been. */
static void add_days(dl_items *items, const dl_encounter *e, uint64_t what) {
    if (e->days.known && dl_when_count(e->days) <= DL_MEETING_DAYS) {
        int32_t grace = e->days.approximate ? 2 : 0;
        for (int32_t d = e->days.first - grace; d <= e->days.last + grace; d++)
            dl_items_key(items, day_key(what, d));
    } else if (!e->days.known && e->published) {
        /* no day is told: reports of one day or the next may mean the same */
        dl_items_key(items, day_key(what, (int32_t)e->published));
        dl_items_key(items, day_key(what, (int32_t)e->published - 1));
    }
}

static void add_keys(dl_items *items, const dl_encounter *e) {
    bool person = false;
    for (uint32_t i = 0; i < e->people; i++) person |= e->person[i].kind == DL_ENTITY_PERSON;
    for (uint32_t i = 0; i < e->people; i++) {
        if (e->person[i].kind == DL_ENTITY_PERSON) add_days(items, e, e->person[i].key);
        for (uint32_t k = i + 1; k < e->people && !person; k++) {
            uint64_t a = e->person[i].key, b = e->person[k].key;
            add_days(items, e, a < b ? dl_key2(a, b) : dl_key2(b, a));
        }
    }
    if (e->place && e->days.known && e->place_kind != DL_ENTITY_COUNTRY)
        add_days(items, e, dl_key2(e->place, 3));
    /* a copy of the sentence is about the same meeting, dated or not */
    for (uint32_t i = 0; i < e->tellings; i++)
        if (e->telling[i].origin.grams >= 4)
            dl_items_key(items, dl_key2(e->telling[i].origin.gram[0], 5));
}

static int meeting_items(const dl_resolver *resolver, const struct dl_finds *finds, dl_items *out,
                         dl_error *err) {
    dl_arena scratch;
    dl_buf data = {0};
    dl_encounter *list;
    dl_arena_init(&scratch);
    uint32_t n = dl_encounters_of(resolver, finds, &scratch, &list);
    for (uint32_t i = 0; i < n; i++) {
        dl_buf_clear(&data);
        dl_encounter_write(&list[i], finds, &data, &scratch);
        const dl_telling *first = &list[i].telling[0];
        for (uint32_t k = 1; k < list[i].tellings; k++)
            if (list[i].telling[k].event < first->event) first = &list[i].telling[k];
        uint64_t id = dl_hash_mix(first->id, DL_ITEM_MEETING) >> 1;
        dl_ref ref = {0, first->event};
        if (!dl_items_add(out, DL_ITEM_MEETING, ref, id, list[i].start, dl_buf_view(&data))) break;
        add_keys(out, &list[i]);
    }
    bool failed = data.failed || scratch.failed || !list;
    dl_buf_free(&data);
    dl_arena_free(&scratch);
    return failed ? dl_fail_memory(err) : DL_OK;
}

/* ── one block ──────────────────────────────────────────────────────────────────────────────── */

typedef struct cluster {
    dl_encounter sum;
    uint32_t count, lead; /* members; the first one in order */
} cluster;

typedef struct rank {
    uint32_t people, item;
    bool dated;
} rank;

typedef struct solving {
    const dl_group *group;
    dl_links *out;
    dl_encounter *all; /* by item */
    rank *order;       /* items, fullest first */
    uint32_t *of;      /* item -> cluster */
    cluster *clusters;
    uint32_t count;
    dl_origin *origins; /* room for every telling of the block */
    const dl_card **cards;
} solving;

static int fuller_first(const void *pa, const void *pb) {
    const rank *a = pa, *b = pb;
    if (a->people != b->people) return a->people > b->people ? -1 : 1;
    if (a->dated != b->dated) return a->dated ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

static uint32_t best_cluster(const solving *s, const dl_encounter *e) {
    uint32_t best = DL_NONE, most = 0;
    for (uint32_t c = 0; c < s->count; c++) {
        uint32_t score;
        if (!dl_encounter_same(&s->clusters[c].sum, e, true, &score)) continue;
        if (best == DL_NONE || score > most) {
            best = c;
            most = score;
        }
    }
    return best;
}

static void cluster_all(solving *s) {
    for (uint32_t k = 0; k < s->group->count; k++) {
        uint32_t i = s->order[k].item, c = best_cluster(s, &s->all[i]);
        if (c == DL_NONE) {
            c = s->count++;
            s->clusters[c] = (cluster){s->all[i], 0, i};
        } else {
            dl_encounter_take(&s->clusters[c].sum, &s->all[i]);
        }
        s->of[i] = c;
        s->clusters[c].count++;
        if (i < s->clusters[c].lead) s->clusters[c].lead = i;
    }
}

/* From the surest: which status a meeting has where its accounts differ. */
static const uint8_t surest[] = {DL_OCCURRED, DL_HISTORICAL, DL_ONGOING,
                                 DL_DENIED,   DL_PLANNED,    DL_POSSIBLE};

/* The evidence and origins of one status; false: nobody tells it so. */
static bool add_account(solving *s, uint32_t c, uint32_t status) {
    const dl_group *g = s->group;
    dl_origin *origins = s->origins;
    const dl_card **cards = s->cards;
    dl_account account = {.status = status, .evidence = {s->out->refs.count, 0}};
    uint32_t n = 0;
    for (uint32_t i = s->clusters[c].lead; i < g->count; i++) {
        for (uint32_t t = 0; s->of[i] == c && t < s->all[i].tellings; t++) {
            const dl_telling *telling = &s->all[i].telling[t];
            if (telling->status != status) continue;
            origins[n] = telling->origin;
            cards[n++] = g->cards[i];
            dl_ref *ref = DL_PUSH(&s->out->refs, &s->out->arena);
            if (!ref) return false;
            *ref = (dl_ref){g->items[i].ref.report, telling->event};
            account.evidence.count++;
        }
    }
    if (!n) return false;
    account.origins = dl_origins_count(origins, cards, n, NULL, g->scratch);
    dl_account *place = DL_PUSH(&s->out->accounts, &s->out->arena);
    if (place) *place = account;
    return place != NULL;
}

static uint32_t reports_of(const solving *s, uint32_t c) {
    uint32_t n = 0;
    const dl_card *last = NULL;
    for (uint32_t i = 0; i < s->group->count; i++) {
        if (s->of[i] != c || s->group->cards[i] == last) continue;
        last = s->group->cards[i];
        n++;
    }
    return n;
}

/* Whether a side is spoken for by one of its people. */
static bool spoken_for(const dl_encounter *e, const dl_participant *side) {
    for (uint32_t i = 0; i < e->people; i++)
        if (e->person[i].kind == DL_ENTITY_PERSON && side->code && e->person[i].code == side->code)
            return true;
    return false;
}

static void add_person(solving *s, dl_meeting_link *row, uint32_t report, const dl_participant *p) {
    dl_ref *ref = DL_PUSH(&s->out->refs, &s->out->arena);
    dl_str *name = DL_PUSH(&s->out->strs, &s->out->arena);
    if (!ref || !name) return;
    *ref = (dl_ref){p->entity == DL_NONE ? DL_NONE : report, p->entity};
    *name = dl_arena_str(&s->out->arena, p->name);
    row->participants.count++;
    row->names.count++;
}

/* Participants by first mention, persons and the sides that no person stands for. */
static void add_people(solving *s, uint32_t c, dl_meeting_link *row) {
    const dl_encounter *sum = &s->clusters[c].sum;
    uint64_t done[DL_PEOPLE];
    uint32_t n = 0;
    row->participants = (dl_list){s->out->refs.count, 0};
    row->names = (dl_list){s->out->strs.count, 0};
    for (uint32_t i = 0; i < s->group->count; i++) {
        for (uint32_t k = 0; s->of[i] == c && k < s->all[i].people && n < DL_PEOPLE; k++) {
            const dl_participant *p = &s->all[i].person[k];
            bool known = false;
            for (uint32_t d = 0; d < n && !known; d++) known = done[d] == p->key;
            if (known) continue;
            done[n++] = p->key;
            if (p->kind != DL_ENTITY_PERSON && spoken_for(sum, p)) continue;
            add_person(s, row, s->group->items[i].ref.report, p);
        }
    }
}

static dl_str name_of(solving *s, const dl_meeting_link *row) {
    dl_arena *arena = &s->out->arena;
    const dl_str *names = s->out->strs.items + row->names.first;
    uint32_t n = row->names.count;
    dl_str who = {"", 0};
    if (n == 1) who = names[0];
    if (n == 2)
        who = dl_arena_printf(arena, "%.*s and %.*s", (int)names[0].len, names[0].ptr,
                              (int)names[1].len, names[1].ptr);
    if (n > 2)
        who = dl_arena_printf(arena, "%.*s, %.*s and %u more", (int)names[0].len, names[0].ptr,
                              (int)names[1].len, names[1].ptr, n - 2);
    if (!row->place_name.len) return who;
    return dl_arena_printf(arena, "%.*s, %.*s", (int)who.len, who.ptr, (int)row->place_name.len,
                           row->place_name.ptr);
}

/* Enough to be one meeting: two people, or one with a day or a place; sides alone ("talks between
 * Ukraine and the United States") with a day or a place, one side with both. */
static bool stands(const dl_encounter *e) {
    uint32_t persons = 0;
    for (uint32_t i = 0; i < e->people; i++) persons += e->person[i].kind == DL_ENTITY_PERSON;
    bool day = e->days.known && dl_when_count(e->days) <= DL_MEETING_DAYS, place = e->place != 0;
    if (e->people >= 2) return persons || day || place;
    return persons ? day || place : e->people && day && place;
}

static void add_row(solving *s, uint32_t c) {
    const dl_encounter *sum = &s->clusters[c].sum;
    dl_meeting_link row = {.id = s->group->items[s->clusters[c].lead].id,
                           .accounts = {s->out->accounts.count, 0},
                           .place = {DL_NONE, DL_NONE},
                           .certainty = DL_CERTAINTY_MEDIUM};
    row.date = dl_arena_str(&s->out->arena, sum->date);
    row.place_name = dl_arena_str(&s->out->arena, sum->place_name);
    row.mode = dl_arena_str(&s->out->arena, sum->mode);
    for (uint32_t i = 0; i < s->group->count && row.place.report == DL_NONE; i++)
        if (s->of[i] == c && s->all[i].place && s->all[i].place == sum->place)
            row.place = (dl_ref){s->group->items[i].ref.report, s->all[i].place_mention};
    for (uint32_t k = 0; k < DL_COUNT(surest); k++) {
        uint32_t before = s->out->accounts.count;
        if (!add_account(s, c, surest[k])) continue;
        if (!row.accounts.count++) {
            row.status = surest[k];
            row.origins = s->out->accounts.items[before].origins;
        }
    }
    add_people(s, c, &row);
    row.name = name_of(s, &row);
    row.reports = reports_of(s, c);
    if (!stands(sum)) row.certainty = DL_CERTAINTY_LOW;
    dl_meeting_link *place = DL_PUSH(&s->out->meetings, &s->out->arena);
    if (place) *place = row;
}

static int meeting_solve(const dl_group *group, dl_links *out, dl_error *err) {
    uint32_t n = group->count;
    solving s = {.group = group, .out = out};
    s.all = dl_arena_array(group->scratch, n, sizeof *s.all);
    s.order = dl_arena_array(group->scratch, n, sizeof *s.order);
    s.of = dl_arena_array(group->scratch, n, sizeof *s.of);
    s.clusters = dl_arena_array(group->scratch, n, sizeof *s.clusters);
    if (!s.all || !s.order || !s.of || !s.clusters) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        if (!dl_encounter_read(&s.all[i], group->items[i].data))
            return dl_fail(err, DL_ECORRUPT, UINT64_MAX, "a stored meeting is torn: rebuild");
        s.order[i] = (rank){s.all[i].people, i, s.all[i].days.known};
    }
    if (n > 1) qsort(s.order, n, sizeof *s.order, fuller_first);
    uint32_t tellings = 0;
    for (uint32_t i = 0; i < n; i++) tellings += s.all[i].tellings;
    s.origins = dl_arena_array(group->scratch, tellings + 1, sizeof *s.origins);
    s.cards = dl_arena_array(group->scratch, tellings + 1, sizeof *s.cards);
    if (!s.origins || !s.cards) return dl_fail_memory(err);
    cluster_all(&s);
    for (uint32_t c = 0; c < s.count; c++) add_row(&s, c);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t lead = s.clusters[s.of[i]].lead;
        dl_group_member(group, out, i, group->items[lead].id, DL_CERTAINTY_MEDIUM,
                        i == lead ? "" : "same people, day and place");
    }
    return DL_OK;
}

const dl_kind dl_kind_meeting = {DL_ITEM_MEETING, meeting_items, meeting_solve};
