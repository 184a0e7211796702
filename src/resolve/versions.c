/* versions.c - which mentions are of one version of a negotiated text.
 *
 * Three things are never merged by number: a point's number, its identity, the count. A version is
 * told by its stage ("initial", "current", "revised in …", "after … was rejected") and by when it
 * is spoken of; a count claimed for it belongs to it; two counts are two versions.
 */
#include "resolve/codec.h"
#include "resolve/kinds.h"
#include "resolve/origin.h"
#include "resolve/tuning_resolve.h"

enum { ONE_DAY_OF_MOMENT = 1000000 /* of YYYYMMDDhhmmss */, MOST_AUTHORS = 6 };

typedef struct told {
    dl_str document, stage, status, label, date;
    uint32_t points, packages;
    uint64_t published;
    uint32_t authors[MOST_AUTHORS]; /* entities of its report */
    uint32_t author_count;
    dl_origin origin;
} told;

static void write_version(dl_buf *out, const struct dl_finds *finds, const dl_version *x,
                          dl_arena *scratch) {
    dl_code_str(out, x->document);
    dl_code_str(out, x->stage);
    dl_code_str(out, x->status);
    dl_code_str(out, x->label);
    dl_code_str(out, x->date);
    dl_buf_varint(out, x->points);
    dl_buf_varint(out, x->packages);
    dl_buf_varint(out, x->authors.count);
    for (uint32_t i = 0; i < x->authors.count; i++)
        dl_buf_varint(out, finds->refs.items[x->authors.first + i]);
    dl_origin_write(out, finds, x->attribution, x->span, scratch);
}

static told read_version(const dl_item *item, const dl_card *card) {
    dl_reader r = dl_reader_of(item->data);
    told t = {0};
    t.document = dl_decode_str(&r);
    t.stage = dl_decode_str(&r);
    t.status = dl_decode_str(&r);
    t.label = dl_decode_str(&r);
    t.date = dl_decode_str(&r);
    t.points = (uint32_t)dl_read_varint(&r);
    t.packages = (uint32_t)dl_read_varint(&r);
    uint32_t authors = (uint32_t)dl_read_varint(&r);
    for (uint32_t i = 0; i < authors && !r.failed; i++) {
        uint32_t entity = (uint32_t)dl_read_varint(&r);
        if (t.author_count < MOST_AUTHORS) t.authors[t.author_count++] = entity;
    }
    t.origin = dl_origin_read(&r);
    t.published = card->published;
    return t;
}

static int version_items(const dl_resolver *resolver, const struct dl_finds *finds, dl_items *out,
                         dl_error *err) {
    (void)resolver;
    dl_arena scratch;
    dl_arena_init(&scratch);
    dl_buf data = {0};
    for (uint32_t i = 0; i < finds->versions.count; i++) {
        const dl_version *x = &finds->versions.items[i];
        uint64_t keys[DL_SUBJECT_KEYS];
        uint32_t n = dl_subject_keys(finds, x->document, &scratch, keys);
        dl_buf_clear(&data);
        write_version(&data, finds, x, &scratch);
        dl_items_add(out, DL_ITEM_VERSION, (dl_ref){0, i}, x->id, x->span.start,
                     dl_buf_view(&data));
        for (uint32_t k = 0; k < n; k++) dl_items_key(out, keys[k]);
    }
    bool failed = data.failed || scratch.failed;
    dl_buf_free(&data);
    dl_arena_free(&scratch);
    return failed ? dl_fail_memory(err) : DL_OK;
}

/* ── which mentions are one version ── */

typedef struct versions {
    const dl_group *group;
    dl_links *out;
    told *told;
    uint32_t *row_of;
} versions;

/* Days between two moments, roughly: a month counts 31. */
static uint64_t days_of(uint64_t moment) {
    uint64_t day = moment / ONE_DAY_OF_MOMENT;
    return day / 10000 * 372 + day / 100 % 100 * 31 + day % 100;
}

static bool near_in_time(const told *a, const told *b) {
    if (a->published == UINT64_MAX || b->published == UINT64_MAX) return true;
    uint64_t x = days_of(a->published), y = days_of(b->published);
    return (x > y ? x - y : y - x) <= DL_VERSION_DAYS;
}

static bool same_stage(const told *a, const told *b) {
    if (!dl_str_eq(a->stage, b->stage)) return false;
    return near_in_time(a, b);
}

/* The points a row claims so far: 0 where none of its mentions does. */
static uint32_t points_of(const versions *x, uint32_t leader) {
    for (uint32_t i = 0; i < x->group->count; i++)
        if (x->row_of[i] == leader && x->told[i].points) return x->told[i].points;
    return 0;
}

static bool joins(const versions *x, uint32_t leader, uint32_t i) {
    const told *a = &x->told[leader], *b = &x->told[i];
    if (!same_stage(a, b)) return false;
    uint32_t claimed = points_of(x, leader);
    return !b->points || !claimed || claimed == b->points;
}

static void find_versions(versions *x) {
    for (uint32_t i = 0; i < x->group->count; i++) x->row_of[i] = DL_NONE;
    for (uint32_t i = 0; i < x->group->count; i++) {
        x->row_of[i] = i;
        /* a mention with a count first looks for its own count */
        for (int pass = x->told[i].points ? 0 : 1; pass < 2 && x->row_of[i] == i; pass++)
            for (uint32_t k = 0; k < i && x->row_of[i] == i; k++) {
                if (x->row_of[k] != k || !joins(x, k, i)) continue;
                if (pass == 0 && points_of(x, k) != x->told[i].points) continue;
                x->row_of[i] = k;
            }
    }
}

/* ── rows ── */

static bool better_label(const told *a, const told *b) {
    if ((a->points != 0) != (b->points != 0)) return a->points != 0;
    return a->label.len > b->label.len;
}

/* From told by one side to leaked to signed: the status that says most wins. */
static int weight_of_status(dl_str status) {
    static const char *const order[] = {"",       "proposed", "revised",          "not final",
                                        "leaked", "final",    "rejected in part", "signed"};
    for (int i = 0; i < (int)DL_COUNT(order); i++)
        if (dl_str_is(status, order[i])) return i;
    return 0;
}

/* Who wrote it, by the first mention that says. */
static bool add_authors(const versions *x, uint32_t leader, dl_version_link *row) {
    row->authors = (dl_list){x->out->refs.count, 0};
    for (uint32_t i = leader; i < x->group->count && !row->authors.count; i++)
        for (uint32_t a = 0; x->row_of[i] == leader && a < x->told[i].author_count; a++) {
            dl_ref *ref = DL_PUSH(&x->out->refs, &x->out->arena);
            if (!ref) return false;
            *ref = (dl_ref){x->group->items[i].ref.report, x->told[i].authors[a]};
            row->authors.count++;
        }
    return true;
}

static int write_row(const versions *x, uint32_t leader) {
    uint32_t n = 0, best = leader;
    dl_origin *all = dl_arena_array(x->group->scratch, x->group->count, sizeof *all);
    const dl_card **cards = dl_arena_array(x->group->scratch, x->group->count, sizeof *cards);
    dl_version_link *row = DL_PUSH(&x->out->versions, &x->out->arena);
    if (!all || !cards || !row) return DL_ENOMEM;
    row->evidence = (dl_list){x->out->refs.count, 0};
    dl_str status = {"", 0}, date = {"", 0};
    uint32_t final = 0;
    for (uint32_t i = leader; i < x->group->count; i++) {
        if (x->row_of[i] != leader) continue;
        const told *t = &x->told[i];
        dl_ref *ref = DL_PUSH(&x->out->refs, &x->out->arena);
        if (!ref) return DL_ENOMEM;
        *ref = x->group->items[i].ref;
        row->evidence.count++;
        all[n] = t->origin;
        cards[n++] = x->group->cards[i];
        if (better_label(t, &x->told[best])) best = i;
        final |= dl_str_is(t->status, "final") ? 1u : dl_str_is(t->status, "not final") ? 2u : 0;
        if (weight_of_status(t->status) > weight_of_status(status)) status = t->status;
        if (!date.len) date = t->date;
        if (t->points) row->points = t->points;
        if (t->packages) row->packages = t->packages;
    }
    if (final == 3) status = DL_STR("revised, final or not is disputed");
    if (!add_authors(x, leader, row)) return DL_ENOMEM;
    dl_arena *arena = &x->out->arena;
    row->id = x->group->items[leader].id;
    row->best = x->group->items[best].ref;
    row->document = dl_arena_str(arena, x->told[leader].document);
    row->label = dl_arena_str(arena, x->told[best].label);
    row->date = dl_arena_str(arena, date);
    row->status = dl_arena_str(arena, status);
    row->known = dl_arena_str(arena, DL_STR("described"));
    row->origins = dl_origins_count(all, cards, n, NULL, x->group->scratch);
    row->certainty = DL_CERTAINTY_MEDIUM;
    return DL_OK;
}

static int version_solve(const dl_group *group, dl_links *out, dl_error *err) {
    versions x = {.group = group, .out = out};
    x.told = dl_arena_array(group->scratch, group->count, sizeof *x.told);
    x.row_of = dl_arena_array(group->scratch, group->count, sizeof *x.row_of);
    if (!x.told || !x.row_of) return dl_fail_memory(err);
    for (uint32_t i = 0; i < group->count; i++)
        x.told[i] = read_version(&group->items[i], group->cards[i]);
    find_versions(&x);
    for (uint32_t i = 0; i < group->count; i++)
        if (x.row_of[i] == i && write_row(&x, i)) return dl_fail_memory(err);
    for (uint32_t i = 0; i < group->count; i++)
        dl_group_member(group, out, i, group->items[x.row_of[i]].id, DL_CERTAINTY_MEDIUM,
                        x.row_of[i] == i ? "" : "same stage of the same text");
    return DL_OK;
}

const dl_kind dl_kind_version = {DL_ITEM_VERSION, version_items, version_solve};
