/* The framework of resolve/: blocks, order, and the law that the record is a function of the set.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "resolve/memory.h"
#include "resolve/origin.h"

enum { REPORTS = 40 };

typedef struct world {
    dl_data *data;
    dl_resolver *resolver;
    struct dl_finds finds[REPORTS];
} world;

static void add_person(struct dl_finds *f, const char *given, const char *family,
                       const char *code) {
    dl_mention *m = DL_PUSH(&f->mentions, &f->arena);
    dl_entity *e = DL_PUSH(&f->entities, &f->arena);
    m->span = m->name = (dl_span){f->mentions.count * 10, f->mentions.count * 10 + 5};
    m->entity = f->entities.count - 1;
    e->kind = DL_ENTITY_PERSON;
    e->first = f->mentions.count - 1;
    e->name = dl_arena_printf(&f->arena, "%s%s%s", given, *given ? " " : "", family);
    e->given = dl_str_of(given);
    e->family = dl_str_of(family);
    e->code = dl_str_of(code);
    e->key = dl_arena_printf(&f->arena, "person:%.3s", family);
}

/* A meeting of two of the report's people, or of one; some are dated, some are copied sentences. */
static void add_meeting(struct dl_finds *f, uint64_t dice) {
    static const char *const dates[] = {"2025-11-03", "2025-11-03/2025-11-04", "", "2025-11-05~"};
    dl_event *e = DL_PUSH(&f->events, &f->arena);
    uint32_t people[2] = {(uint32_t)(dice % 6), (uint32_t)(dice >> 8 & 3)};
    e->actors = dl_finds_refs(f, people, 1 + (dice >> 16 & 1));
    e->type = DL_CONSULT;
    e->status = (uint8_t)(dice >> 20 & 1 ? DL_PLANNED : DL_OCCURRED);
    e->date = dl_str_of(dates[dice >> 24 & 3]);
    e->date_how = DL_STR("clause: weekday-past");
    e->frame = DL_STR("meet with=ACTOR #1");
    e->place = e->time = e->attribution = DL_NONE;
    e->trigger = (dl_span){f->events.count * 20, f->events.count * 20 + 4};
    e->id = dl_item_id(&f->report, "event", e->trigger, 0);
    if (dice >> 32 & 1) return;
    dl_attribution *a = DL_PUSH(&f->attributions, &f->arena);
    a->source = a->addressee = a->occasion_span = DL_SPAN_NONE;
    a->cue = e->trigger;
    a->speaker = (uint32_t)(dice >> 40) % 6;
    a->mention = a->within = a->via = a->time = DL_NONE;
    a->id = dl_item_id(&f->report, "attribution", a->cue, 0);
    e->attribution = f->attributions.count - 1;
}

static int open_world(void **state) {
    static const char *const given[] = {"Ann", "", "Bob", "A."};
    static const char *const family[] = {"Karimov", "Karimova", "Lindt", "Okoye"};
    static const char *const code[] = {"UZB", "", "CHE", "NGA"};
    world *w = calloc(1, sizeof *w);
    dl_error err;
    assert_int_equal(dl_data_open(&w->data, NULL, &err), DL_OK);
    assert_int_equal(dl_resolver_open(&w->resolver, w->data, &err), DL_OK);
    uint64_t seed = 7;
    for (uint32_t i = 0; i < REPORTS; i++) {
        struct dl_finds *f = &w->finds[i];
        dl_arena_init(&f->arena);
        dl_sha256_hex(dl_arena_printf(&f->arena, "report %u", i), f->report.id);
        f->report.text = dl_arena_printf(&f->arena, "%0200u", i);
        if (i % 5)
            f->report.published.value = dl_arena_printf(&f->arena, "2025-11-%02u", 1 + i % 9);
        for (uint32_t k = 0; k < 6; k++) {
            seed = dl_hash_mix(seed, k);
            add_person(f, given[seed >> 8 & 3], family[seed >> 16 & 3], code[seed >> 24 & 3]);
        }
        for (uint32_t k = 0; k < 4; k++) add_meeting(f, seed = dl_hash_mix(seed, k + 77));
    }
    *state = w;
    return 0;
}

static int close_world(void **state) {
    world *w = *state;
    for (uint32_t i = 0; i < REPORTS; i++) dl_arena_free(&w->finds[i].arena);
    dl_resolver_close(w->resolver);
    dl_data_close(w->data);
    free(w);
    return 0;
}

/* The rows of the whole set as text; a member is named by its report's id. */
static int line_cmp(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What a record would hold: for each mention of each kind its row, and what the row says. */
enum { ITEMS = 16 };

typedef struct said {
    uint64_t row;
    char text[160];
} said;

typedef struct rows {
    uint64_t of[DL_ITEM_KINDS][REPORTS][ITEMS]; /* row of each mention; 0: none */
    said rows[4096];
    uint32_t count;
} rows;

static void say(rows *r, uint64_t row, const char *text) {
    uint32_t i = 0;
    while (i < r->count && r->rows[i].row != row) i++;
    assert_true(i < DL_COUNT(r->rows));
    if (i == r->count) r->count++;
    r->rows[i].row = row;
    snprintf(r->rows[i].text, sizeof r->rows[i].text, "%s", text);
}

static const char *text_of(const rows *r, uint64_t row) {
    for (uint32_t i = 0; i < r->count; i++)
        if (r->rows[i].row == row) return r->rows[i].text;
    return "";
}

/* Applies a batch to the rows so far as a record does. */
static void apply(rows *r, const dl_links *links) {
    char text[160];
    for (uint32_t i = 0; i < links->members.count; i++) {
        const dl_member *m = &links->members.items[i];
        uint32_t item = m->ref.item == DL_NONE ? ITEMS - 1 : m->ref.item;
        assert_true(item < ITEMS);
        r->of[m->kind][m->ref.report][item] = m->row;
    }
    for (uint32_t i = 0; i < links->entities.count; i++) {
        const dl_entity_link *e = &links->entities.items[i];
        snprintf(text, sizeof text, "%.*s %.*s", (int)e->name.len, e->name.ptr, (int)e->code.len,
                 e->code.ptr);
        say(r, e->id, text);
    }
    for (uint32_t i = 0; i < links->meetings.count; i++) {
        const dl_meeting_link *m = &links->meetings.items[i];
        snprintf(text, sizeof text, "%.*s %.*s %u %u-%u of %u", (int)m->name.len, m->name.ptr,
                 (int)m->date.len, m->date.ptr, m->status, m->origins.min, m->origins.max,
                 m->reports);
        say(r, m->id, text);
    }
    for (uint32_t i = 0; i < links->events.count; i++) {
        const dl_event_link *e = &links->events.items[i];
        snprintf(text, sizeof text, "%.*s %u-%u", (int)e->date.len, e->date.ptr, e->origins.min,
                 e->origins.max);
        say(r, e->id, text);
    }
    for (uint32_t i = 0; i < links->origins.count; i++) {
        const dl_origin_link *o = &links->origins.items[i];
        snprintf(text, sizeof text, "%u %.*s of %u", o->kind, (int)o->name.len, o->name.ptr,
                 o->reports);
        say(r, o->id, text);
    }
}

static char *dump(world *w, const rows *r, const uint32_t *report_of) {
    char **lines = calloc(REPORTS * DL_ITEM_KINDS * ITEMS, sizeof *lines);
    uint32_t n = 0;
    for (uint32_t kind = 0; kind < DL_ITEM_KINDS; kind++)
        for (uint32_t i = 0; i < REPORTS; i++)
            for (uint32_t k = 0; k < ITEMS; k++) {
                char line[400];
                if (!r->of[kind][i][k]) continue;
                snprintf(line, sizeof line, "%s %.8s %u %016llx %s\n", dl_item_kind_name(kind),
                         w->finds[report_of[i]].report.id, k, (unsigned long long)r->of[kind][i][k],
                         text_of(r, r->of[kind][i][k]));
                lines[n++] = strdup(line);
            }
    qsort(lines, n, sizeof *lines, line_cmp);
    dl_buf all = {0};
    for (uint32_t i = 0; i < n; i++) {
        dl_buf_puts(&all, lines[i]);
        free(lines[i]);
    }
    free(lines);
    return all.data;
}

/* Adds the reports in an order given by seed, in batches of 1 to most, and dumps what came out. */
static char *run(world *w, uint64_t seed, uint32_t most) {
    uint32_t order[REPORTS];
    for (uint32_t i = 0; i < REPORTS; i++) order[i] = i;
    for (uint32_t i = REPORTS - 1; seed && i > 0; i--) {
        seed = dl_hash_mix(seed, i);
        uint32_t j = (uint32_t)(seed % (i + 1)), t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
    dl_memory *memory;
    dl_error err;
    rows *r = calloc(1, sizeof *r);
    assert_int_equal(dl_memory_open(&memory, w->resolver, &err), DL_OK);
    for (uint32_t at = 0, batch = 1; at < REPORTS; batch = 1 + (batch * 7 + 3) % most) {
        uint32_t first = at, number;
        for (uint32_t k = 0; k < batch && at < REPORTS; k++, at++)
            assert_int_equal(dl_memory_add(memory, &w->finds[order[at]], &number, &err), DL_OK);
        dl_arena arena;
        dl_arena_init(&arena);
        dl_items touched = {.arena = &arena};
        dl_links links;
        dl_links_init(&links);
        assert_int_equal(dl_memory_items(memory, first, &touched, &err), DL_OK);
        assert_int_equal(
            dl_resolver_solve(w->resolver, dl_memory_lookup(memory), &touched, &links, &err),
            DL_OK);
        apply(r, &links);
        dl_links_free(&links);
        dl_arena_free(&arena);
    }
    char *text = dump(w, r, order);
    dl_memory_close(memory);
    free(r);
    return text;
}

static void any_order_gives_the_same(void **state) {
    world *w = *state;
    char *all = run(w, 0, 1000);
    assert_true(strlen(all) > 1000);
    for (uint64_t seed = 1; seed <= 12; seed++) {
        char *other = run(w, seed, 1 + (uint32_t)(seed % 6) * 4);
        assert_string_equal(other, all);
        free(other);
    }
    free(all);
}

static void items_survive_their_portable_form(void **state) {
    world *w = *state;
    dl_arena arena;
    dl_arena_init(&arena);
    dl_items items = {.arena = &arena}, back = {.arena = &arena};
    dl_error err;
    assert_int_equal(dl_resolver_items(w->resolver, &w->finds[3], 9, &items, &err), DL_OK);
    dl_buf bytes = {0};
    assert_int_equal(dl_items_write(&items, &bytes), DL_OK);
    assert_int_equal(dl_items_read(&back, 9, dl_buf_view(&bytes), &err), DL_OK);
    assert_int_equal(back.items.count, items.items.count);
    for (uint32_t i = 0; i < items.items.count; i++) {
        assert_true(back.items.items[i].id == items.items.items[i].id);
        assert_int_equal(back.items.items[i].keys.count, items.items.items[i].keys.count);
        assert_true(dl_str_eq(back.items.items[i].data, items.items.items[i].data));
    }
    for (size_t cut = 0; cut < bytes.len; cut++) {
        dl_items torn = {.arena = &arena};
        int rc = dl_items_read(&torn, 9, (dl_str){bytes.data, cut}, &err);
        assert_int_equal(rc, DL_ECORRUPT);
    }
    dl_buf_free(&bytes);
    dl_arena_free(&arena);
}

static void undated_reports_come_last(void **state) {
    (void)state;
    dl_card a = {.id = "a", .published = dl_edtf_earliest(DL_STR("2025-11~"))};
    dl_card b = {.id = "b", .published = dl_edtf_earliest(DL_STR("2025-11-01T08:00:00Z"))};
    dl_card c = {.id = "0", .published = dl_edtf_earliest(DL_STR("XXXX-12-01"))};
    assert_true(dl_card_cmp(&a, &b) < 0);
    assert_true(dl_card_cmp(&b, &c) < 0);
    assert_true(c.published == UINT64_MAX);
    assert_true(dl_edtf_earliest(DL_STR("2025-11-29/2025-11-30")) == 20251129000000u);
}

static dl_origins count(const dl_origin *o, const dl_card *cards, uint32_t n) {
    const dl_card *at[8];
    for (uint32_t i = 0; i < n; i++) at[i] = &cards[i];
    dl_arena arena;
    dl_arena_init(&arena);
    dl_origins got = dl_origins_count(o, at, n, NULL, &arena);
    dl_arena_free(&arena);
    return got;
}

static void origins_are_a_range(void **state) {
    (void)state;
    dl_card cards[4] = {{.report = 0}, {.report = 1}, {.report = 2}, {.report = 3}};
    dl_origin unknown[2] = {{.kind = DL_ORIGIN_UNKNOWN}, {.kind = DL_ORIGIN_UNKNOWN}};
    dl_origins got = count(unknown, cards, 2);
    assert_int_equal(got.min, 0);
    assert_int_equal(got.max, 2);
    dl_origin unnamed[2] = {{.kind = DL_ORIGIN_UNNAMED, .side = 5},
                            {.kind = DL_ORIGIN_UNNAMED, .side = 5}};
    got = count(unnamed, cards, 2);
    assert_int_equal(got.min, 1);
    assert_int_equal(got.max, 2);
    dl_origin speaker[3] = {{.kind = DL_ORIGIN_STATEMENT, .group = 9},
                            {.kind = DL_ORIGIN_POST, .group = 9},
                            {.kind = DL_ORIGIN_STATEMENT, .group = 8}};
    got = count(speaker, cards, 3);
    assert_int_equal(got.min, 2);
    assert_int_equal(got.max, 2);
    /* two relays of one outlet, and the outlet's own report, are one */
    dl_origin relay[3] = {{.kind = DL_ORIGIN_UNKNOWN, .via = 77},
                          {.kind = DL_ORIGIN_UNNAMED, .via = 77},
                          {.kind = DL_ORIGIN_UNKNOWN}};
    cards[2].outlet = 77;
    got = count(relay, cards, 3);
    assert_int_equal(got.min, 1);
    assert_int_equal(got.max, 1);
    cards[0].at_work = cards[1].at_work = 1;
    got = count(unknown, cards, 2);
    assert_int_equal(got.min, 2);
    for (uint32_t i = 0; i < DL_SKETCH; i++) cards[0].sketch[i] = cards[1].sketch[i] = i * 7 + 1;
    cards[0].sketched = cards[1].sketched = DL_SKETCH;
    got = count(unknown, cards, 2);
    assert_int_equal(got.min, 1);
    assert_int_equal(got.max, 1);
}

static void outlet_names_fold(void **state) {
    (void)state;
    assert_true(dl_outlet_key(DL_STR("The New York Times")) ==
                dl_outlet_key(DL_STR("new york times")));
    assert_true(dl_outlet_key(DL_STR("Axios")) != dl_outlet_key(DL_STR("TASS")));
    assert_true(dl_outlet_key(DL_STR("…")) != dl_outlet_key(DL_STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_gives_the_same),
        cmocka_unit_test(items_survive_their_portable_form),
        cmocka_unit_test(undated_reports_come_last),
        cmocka_unit_test(origins_are_a_range),
        cmocka_unit_test(outlet_names_fold),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
