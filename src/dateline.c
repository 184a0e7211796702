/* The public functions that need both engine and record: adding and rebuilding. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "batch.h"
#include "given.h"
#include "read/input.h"

enum { BATCH_BYTES = 4 << 20, BATCH_MAX = 8 << 20, BATCH_REPORTS = 8192 };

/* A note kept until the caller's thread can pass it on. */
typedef struct note {
    dl_str path, message;
    int code;
    uint64_t byte;
} note;

typedef struct notes {
    dl_arena arena;
    DL_VEC(note) items;
} notes;

typedef struct add {
    dl_record *record;
    const dl_add_options *options;
    dl_add_summary *summary;
    dl_input *input;
    given_table *table;
    notes read, put; /* of the two stages that run beside each other */
    uint64_t unread, unput;
    uint64_t done, total;
    uint64_t batch_bytes;
    bool started; /* the record's lexicons have been compared */
    const char *analysis;
} add;

static void add_note(notes *n, dl_str path, const dl_error *error) {
    note *x = DL_PUSH(&n->items, &n->arena);
    if (!x) return;
    *x = (note){.path = dl_arena_str(&n->arena, path),
                .message = dl_arena_str(&n->arena, dl_str_of(error->message)),
                .code = error->code,
                .byte = error->byte};
}

static int pass_notes(add *a, notes *n) {
    int stop = 0;
    for (uint32_t i = 0; i < n->items.count; i++) {
        const note *x = &n->items.items[i];
        dl_add_note out = {x->path.ptr, x->message.ptr, x->code, x->byte, a->done, a->total};
        if (a->options->note && a->options->note(a->options->context, &out)) stop = 1;
    }
    memset(&n->items, 0, sizeof n->items);
    dl_arena_reset(&n->arena);
    return stop;
}

static int on_round(void *self, const batch *done) {
    add *a = self;
    (void)done;
    int stop = pass_notes(a, &a->read) | pass_notes(a, &a->put);
    dl_add_note plain = {NULL, NULL, DL_OK, UINT64_MAX, a->done, a->total};
    if (a->options->note && a->options->note(a->options->context, &plain)) stop = 1;
    return stop;
}

static int on_read(void *context, uint64_t done, uint64_t total) {
    add *a = context;
    a->done = done;
    a->total = total;
    return 0;
}

/* ── next: inputs to slots ── */

static int fill_slot(add *a, batch *b, batch_slot *s, const dl_input_item *item, dl_error *err) {
    record_given said[GIVEN_MAX];
    bool in_table;
    s->path = dl_arena_str(&b->arena, item->path);
    s->raw = dl_arena_str(&b->arena, item->raw);
    uint32_t n = given_for(a->table, s->path, a->options->given, said, &in_table);
    if (item->format && n < GIVEN_MAX)
        said[n++] = (record_given){"format", dl_str_of(item->format)};
    s->said = dl_arena_array(&b->arena, n, sizeof *s->said);
    if (!s->said || b->arena.failed) return dl_fail_memory(err);
    memcpy(s->said, said, n * sizeof *said);
    s->said_count = n;
    for (uint32_t i = 0; i < n; i++)
        if (said[i].value.ptr) given_take(&s->given, said[i].field, said[i].value.ptr);
    if (!in_table) {
        dl_error none = {DL_OK, UINT64_MAX, "the --meta table has no row for it"};
        add_note(&a->read, s->path, &none);
    }
    return DL_OK;
}

static int add_next(void *self, batch *b, dl_error *err) {
    add *a = self;
    int rc = DL_OK;
    bool more = true;
    while (!rc && b->bytes < a->batch_bytes && b->slots.count < BATCH_REPORTS) {
        dl_input_item item;
        rc = dl_input_next(a->input, &item, &more, err);
        if (rc || !more) break;
        a->summary->inputs++;
        if (item.error.code) {
            a->unread++;
            add_note(&a->read, item.path, &item.error);
            continue;
        }
        batch_slot *s = DL_PUSH(&b->slots, &b->arena);
        rc = s ? fill_slot(a, b, s, &item, err) : dl_fail_memory(err);
        b->bytes += item.raw.len;
    }
    return rc;
}

/* ── put: slots to rows ── */

/* A report known before of which something new is said: its finds may differ now. */
static int find_again(add *a, batch_slot *s, int64_t report, dl_worker *worker, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    batch_slot again = {.raw = s->raw};
    int rc = record_given_read(a->record, report, &arena, &again.given, &again.path, err);
    if (!rc) {
        batch_find(worker, &again);
        if (again.bad) {
            rc = again.error.code;
            if (err) *err = again.error;
        }
    }
    if (!rc) rc = record_put_finds(a->record, report, again.finds, dl_buf_view(&again.blob), err);
    batch_slot_free(&again);
    dl_arena_free(&arena);
    return rc;
}

static void count_bad(add *a, batch_slot *s, const dl_error *error) {
    a->unput++;
    add_note(&a->put, s->path, error);
}

/* A finding that does not hold keeps one report out, not the batch (law 1). */
static int put_slot(add *a, batch_slot *s, dl_worker *worker, dl_error *err) {
    enum record_state state;
    int64_t report;
    int rc =
        record_put_fixed(a->record, s->id, s->raw, s->said, s->said_count, &report, &state, err);
    if (rc) return rc;
    if (state == RECORD_CHANGED) {
        a->summary->changed++;
        return find_again(a, s, report, worker, err);
    }
    if (state == RECORD_KNOWN) {
        a->summary->known++;
        return DL_OK;
    }
    dl_error bad = {0};
    rc = record_put_finds(a->record, report, s->finds, dl_buf_view(&s->blob), &bad);
    if (rc == DL_OK) {
        a->summary->added++;
        a->summary->words += s->finds->report.words;
        a->summary->bytes += s->raw.len;
    } else if (bad.code == DL_EVALUE) {
        count_bad(a, s, &bad);
        rc = record_take_out(a->record, report, err);
    } else if (err) {
        *err = bad;
    }
    return rc;
}

static int add_put(void *self, batch *b, dl_worker *worker, dl_error *err) {
    add *a = self;
    int rc = record_begin(a->record, err);
    if (rc) return rc;
    if (!a->started) rc = record_claim_analysis(a->record, a->analysis, err);
    a->started = true;
    for (uint32_t i = 0; !rc && i < b->slots.count; i++) {
        batch_slot *s = &b->slots.items[i];
        if (s->bad)
            count_bad(a, s, &s->error);
        else
            rc = put_slot(a, s, worker, err);
    }
    if (!rc) return record_commit(a->record, err);
    record_rollback(a->record);
    return rc;
}

/* ── the whole ── */

static void say_unused(add *a) {
    uint32_t at = 0;
    dl_str name;
    dl_error none = {DL_OK, UINT64_MAX,
                     "the --meta table has a row for it, but no such file was named"};
    while ((name = given_unused(a->table, &at)).ptr) add_note(&a->read, name, &none);
}

static int run_add(add *a, const dl_engine *engine, dl_error *err) {
    batch_job job = {.engine = engine,
                     .threads = a->options->threads,
                     .self = a,
                     .next = add_next,
                     .put = add_put,
                     .round = on_round};
    a->analysis = dl_engine_analysis(engine);
    int rc = record_check_analysis(a->record, a->analysis, err);
    if (!rc) rc = batch_run(&job, err);
    if (!rc) say_unused(a);
    on_round(a, NULL);
    a->summary->failed = a->unread + a->unput;
    a->summary->batch = (uint64_t)record_batch(a->record);
    return rc;
}

int dl_record_add(dl_record *record, const dl_engine *engine, const char *const *paths,
                  uint32_t count, const dl_add_options *options, dl_add_summary *summary,
                  dl_error *err) {
    static const dl_add_options defaults;
    dl_add_summary none;
    add a = {.record = record,
             .options = options ? options : &defaults,
             .summary = summary ? summary : &none};
    *a.summary = (dl_add_summary){0};
    a.batch_bytes = a.options->batch_bytes ? a.options->batch_bytes : BATCH_BYTES;
    if (a.batch_bytes > BATCH_MAX) a.batch_bytes = BATCH_MAX;
    dl_arena_init(&a.read.arena);
    dl_arena_init(&a.put.arena);
    dl_input_options in = {.progress = on_read, .context = &a};
    int rc = given_table_open(&a.table, a.options->meta, err);
    if (!rc) rc = dl_input_open(&a.input, paths, count, &in, err);
    if (!rc) rc = run_add(&a, engine, err);
    dl_input_close(a.input);
    given_table_close(a.table);
    dl_arena_free(&a.read.arena);
    dl_arena_free(&a.put.arena);
    return rc;
}
