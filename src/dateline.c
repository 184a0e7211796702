/* The public functions that need both engine and record: adding and rebuilding. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "batch.h"
#include "copies/copies.h"
#include "given.h"
#include "read/input.h"
#include "resolve/resolve.h"
#include "resolve/stories.h"

enum { BATCH_BYTES = 1 << 20, BATCH_MAX = 8 << 20, BATCH_REPORTS = 8192 };

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
    bool started; /* the record's analysis has been compared */
    bool refind;  /* something new is said of reports that were there */
    const dl_engine *engine;
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

static void count_bad(add *a, batch_slot *s, const dl_error *error) {
    a->unput++;
    add_note(&a->put, s->path, error);
    s->bad = true;
}

/* The fixed rows of a slot, and its index where it is new. */
static int put_slot(add *a, batch_slot *s, dl_items *touched, dl_error *err) {
    enum record_state state;
    int rc =
        record_put_fixed(a->record, s->id, s->raw, s->said, s->said_count, &s->report, &state, err);
    if (rc) return rc;
    s->known = state != RECORD_NEW;
    if (state == RECORD_CHANGED) {
        a->summary->changed++;
        a->refind = true; /* what is known already may be found otherwise now */
    } else if (state == RECORD_KNOWN) {
        a->summary->known++;
    }
    if (s->known) return DL_OK;
    dl_error bad = {0};
    if (record_spans_lie(s->finds, &bad)) { /* law 1: keeps one report out, not the batch */
        count_bad(a, s, &bad);
        return record_take_out(a->record, s->report, err);
    }
    record_index index = batch_index(s);
    a->summary->added++;
    a->summary->words += s->finds->report.words;
    a->summary->bytes += s->raw.len;
    return record_put_index(a->record, s->report, &index, touched, err);
}

static int put_new_finds(dl_record *record, batch *b, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < b->slots.count; i++) {
        batch_slot *s = &b->slots.items[i];
        if (!s->bad && !s->known)
            rc = record_put_finds(record, s->report, s->finds, dl_buf_view(&s->blob), err);
    }
    return rc;
}

/* Solves what the new reports touch, and writes it and them. */
static int put_resolved(dl_record *record, const dl_engine *engine, batch *b, dl_items *touched,
                        dl_error *err) {
    const dl_lookup *lookup;
    dl_links links;
    dl_report_list fresh = {0}, copies_of = {0};
    dl_links_init(&links);
    for (uint32_t i = 0; i < b->slots.count; i++) {
        const batch_slot *s = &b->slots.items[i];
        uint32_t *one = s->bad || s->known ? NULL : DL_PUSH(&fresh, touched->arena);
        if (one) *one = (uint32_t)s->report;
    }
    int rc = record_lookup(record, &lookup, err);
    if (!rc) rc = dl_resolver_solve(engine_resolver(engine), lookup, touched, &links, err);
    if (!rc) rc = dl_copies_solve(lookup, fresh.items, fresh.count, &links, &copies_of, err);
    if (!rc) rc = dl_stories_solve(lookup, fresh.items, fresh.count, &links, err);
    if (!rc) rc = record_put_links(record, &links, copies_of.items, copies_of.count, err);
    if (!rc) rc = put_new_finds(record, b, err);
    if (!rc) rc = record_resolved(record, err);
    dl_links_free(&links);
    return rc;
}

static int put_batch(add *a, batch *b, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_items touched = {.arena = &arena};
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < b->slots.count; i++) {
        batch_slot *s = &b->slots.items[i];
        if (s->bad)
            count_bad(a, s, &s->error);
        else
            rc = put_slot(a, s, &touched, err);
    }
    if (!rc && touched.arena->failed) rc = dl_fail_memory(err);
    if (!rc) rc = put_resolved(a->record, a->engine, b, &touched, err);
    dl_arena_free(&arena);
    return rc;
}

static int add_put(void *self, batch *b, dl_worker *worker, dl_error *err) {
    add *a = self;
    (void)worker;
    int rc = record_begin(a->record, err);
    if (rc) return rc;
    if (!a->started) rc = record_claim_analysis(a->record, dl_engine_analysis(a->engine), err);
    a->started = true;
    if (!rc) rc = put_batch(a, b, err);
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

/* What is said anew of a known report may change what is found in it and all that hangs on it. */
static int find_again(add *a, dl_error *err) {
    if (!a->refind) return DL_OK;
    dl_add_options again = {.threads = a->options->threads};
    return dl_record_rebuild(a->record, a->engine, &again, NULL, err);
}

static int run_add(add *a, const dl_engine *engine, dl_error *err) {
    batch_job job = {.engine = engine,
                     .threads = a->options->threads,
                     .self = a,
                     .next = add_next,
                     .put = add_put,
                     .round = on_round};
    a->engine = engine;
    int rc = record_check_analysis(a->record, dl_engine_analysis(engine), err);
    if (!rc) rc = batch_run(&job, err);
    if (!rc) rc = find_again(a, err);
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
    dl_add_summary none = {0};
    add a = {.record = record,
             .options = options ? options : &defaults,
             .summary = summary ? summary : &none};
    *a.summary = (dl_add_summary){0};
    a.batch_bytes = a.options->batch_bytes ? a.options->batch_bytes : BATCH_BYTES;
    if (a.batch_bytes > BATCH_MAX) a.batch_bytes = BATCH_MAX;
    dl_arena_init(&a.read.arena);
    dl_arena_init(&a.put.arena);
    dl_input_options in = {.progress = on_read, .context = &a};
    if (a.options->given) in.format = a.options->given->format;
    int rc = given_table_open(&a.table, a.options->meta, err);
    if (!rc) rc = dl_input_open(&a.input, paths, count, &in, err);
    if (!rc) rc = run_add(&a, engine, err);
    dl_input_close(a.input);
    given_table_close(a.table);
    dl_arena_free(&a.read.arena);
    dl_arena_free(&a.put.arena);
    return rc;
}

/* ── one report from memory ── */

typedef struct one_report {
    add *a;
    dl_str path, raw;
    bool given;
} one_report;

static int one_next(void *self, batch *b, dl_error *err) {
    one_report *one = self;
    if (one->given) return DL_OK;
    one->given = true;
    one->a->summary->inputs = 1;
    batch_slot *s = DL_PUSH(&b->slots, &b->arena);
    dl_input_item item = {.path = one->path, .raw = one->raw};
    return s ? fill_slot(one->a, b, s, &item, err) : dl_fail_memory(err);
}

static int one_put(void *self, batch *b, dl_worker *worker, dl_error *err) {
    return add_put(((one_report *)self)->a, b, worker, err);
}

int dl_record_add_bytes(dl_record *record, const dl_engine *engine, const char *path,
                        const void *bytes, size_t len, const dl_given *given,
                        dl_add_summary *summary, dl_error *err) {
    dl_add_summary none = {0};
    dl_add_options options = {.given = given};
    add a = {.record = record,
             .engine = engine,
             .options = &options,
             .summary = summary ? summary : &none};
    *a.summary = (dl_add_summary){0};
    dl_arena_init(&a.read.arena);
    dl_arena_init(&a.put.arena);
    one_report one = {.a = &a, .path = dl_str_of(path), .raw = {bytes, len}};
    batch_job job = {
        .engine = engine, .threads = 1, .self = &one, .next = one_next, .put = one_put};
    int rc = given_table_open(&a.table, NULL, err);
    if (!rc) rc = record_check_analysis(record, dl_engine_analysis(engine), err);
    if (!rc) rc = batch_run(&job, err);
    if (!rc) rc = find_again(&a, err);
    if (!rc && a.put.items.count) { /* the one input is the one that failed */
        const note *why = &a.put.items.items[0];
        rc = dl_fail(err, why->code, why->byte, "%s", why->message.ptr);
    }
    a.summary->failed = a.unput;
    a.summary->batch = (uint64_t)record_batch(record);
    given_table_close(a.table);
    dl_arena_free(&a.read.arena);
    dl_arena_free(&a.put.arena);
    return rc;
}

/* ── rebuilding ── */

typedef struct rebuild {
    add a; /* notes, summary, record, engine */
    dl_record *reader;
    dl_arena arena;
    int64_t *reports;
    uint32_t count, at;
} rebuild;

static int stored_slot(rebuild *r, batch *b, dl_error *err) {
    batch_slot *s = DL_PUSH(&b->slots, &b->arena);
    if (!s) return dl_fail_memory(err);
    dl_buf raw = {0};
    s->report = r->reports[r->at++];
    int rc = record_given_read(r->reader, s->report, &b->arena, &s->given, &s->path, err);
    if (!rc) rc = record_raw_read(r->reader, s->report, &raw, err);
    if (!rc)
        rc = record_decisions_read(r->reader, s->report, &b->arena, &s->decisions,
                                   &s->decision_count, err);
    if (!rc) s->raw = dl_arena_str(&b->arena, dl_buf_view(&raw));
    b->bytes += s->raw.len;
    dl_buf_free(&raw);
    return !rc && b->arena.failed ? dl_fail_memory(err) : rc;
}

static int rebuild_next(void *self, batch *b, dl_error *err) {
    rebuild *r = self;
    int rc = DL_OK;
    while (!rc && r->at < r->count && b->bytes < BATCH_BYTES && b->slots.count < BATCH_REPORTS)
        rc = stored_slot(r, b, err);
    r->a.done = r->at;
    r->a.total = r->count;
    return rc;
}

static int rebuild_batch(rebuild *r, batch *b, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_items touched = {.arena = &arena};
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < b->slots.count; i++) {
        batch_slot *s = &b->slots.items[i];
        if (!s->bad) s->bad = record_spans_lie(s->finds, &s->error) != DL_OK;
        if (s->bad) {
            count_bad(&r->a, s, &s->error);
            continue;
        }
        record_index index = batch_index(s);
        rc = record_put_index(r->a.record, s->report, &index, &touched, err);
        if (!rc) rc = record_orphans_put(r->a.record, s->decisions, s->decision_count, err);
        r->a.summary->added++;
        r->a.summary->words += s->finds->report.words;
    }
    if (!rc) rc = put_resolved(r->a.record, r->a.engine, b, &touched, err);
    dl_arena_free(&arena);
    return rc;
}

static int rebuild_put(void *self, batch *b, dl_worker *worker, dl_error *err) {
    rebuild *r = self;
    (void)worker;
    int rc = record_begin(r->a.record, err);
    if (rc) return rc;
    rc = rebuild_batch(r, b, err);
    if (!rc) return record_commit(r->a.record, err);
    record_rollback(r->a.record);
    return rc;
}

static int rebuild_round(void *self, const batch *done) {
    return on_round(&((rebuild *)self)->a, done);
}

/* Empties the derived tables, or marks them whole, in a commit of its own. */
static int mark(dl_record *record, bool empty, const char *analysis, dl_error *err) {
    int rc = record_begin(record, err);
    if (rc) return rc;
    rc = empty ? record_empty_derived(record, "unfinished", err)
               : record_set_analysis(record, analysis, err);
    if (!rc) return record_commit(record, err);
    record_rollback(record);
    return rc;
}

int dl_record_rebuild(dl_record *record, const dl_engine *engine, const dl_add_options *options,
                      dl_add_summary *summary, dl_error *err) {
    static const dl_add_options defaults;
    dl_add_summary none = {0};
    rebuild r = {.a = {.record = record,
                       .engine = engine,
                       .options = options ? options : &defaults,
                       .summary = summary ? summary : &none}};
    *r.a.summary = (dl_add_summary){0};
    dl_arena_init(&r.arena);
    dl_arena_init(&r.a.read.arena);
    dl_arena_init(&r.a.put.arena);
    batch_job job = {.engine = engine,
                     .threads = r.a.options->threads,
                     .self = &r,
                     .next = rebuild_next,
                     .put = rebuild_put,
                     .round = rebuild_round};
    int rc = mark(record, true, NULL, err);
    if (!rc) rc = dl_record_open(&r.reader, record_path(record), DL_RECORD_READ, err);
    if (!rc) rc = record_reports(r.reader, &r.arena, &r.reports, &r.count, err);
    if (!rc) rc = batch_run(&job, err);
    if (!rc && r.at == r.count) rc = mark(record, false, dl_engine_analysis(engine), err);
    r.a.summary->inputs = r.count;
    r.a.summary->failed = r.a.unput;
    dl_record_close(r.reader);
    dl_arena_free(&r.arena);
    dl_arena_free(&r.a.read.arena);
    dl_arena_free(&r.a.put.arena);
    return rc;
}

/* ── decisions ── */

/* Stores in a commit of its own, then makes what follows from it. */
static int decided(dl_record *record, const dl_engine *engine, int rc, dl_error *err) {
    if (rc) {
        record_rollback(record);
        return rc;
    }
    rc = record_commit(record, err);
    return rc ? rc : dl_record_rebuild(record, engine, NULL, NULL, err);
}

int dl_record_decide(dl_record *record, const dl_engine *engine, const dl_decision *decision,
                     int64_t *number, dl_error *err) {
    int64_t none;
    int rc = record_check_analysis(record, dl_engine_analysis(engine), err);
    if (!rc) rc = record_begin(record, err);
    if (rc) return rc;
    rc = record_decide_put(record, decision, number ? number : &none, err);
    return decided(record, engine, rc, err);
}

int dl_record_undo(dl_record *record, const dl_engine *engine, int64_t number, const char *why,
                   const char *who, dl_error *err) {
    int rc = record_check_analysis(record, dl_engine_analysis(engine), err);
    if (!rc) rc = record_begin(record, err);
    if (rc) return rc;
    return decided(record, engine, record_undo_put(record, number, why, who, err), err);
}

int dl_record_tree(dl_record *record, const dl_engine *engine, const char *id, uint32_t sentence,
                   char **text, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_given given;
    dl_str path;
    dl_buf raw = {0};
    dl_worker *worker = NULL;
    int64_t report;
    *text = NULL;
    int rc = record_report_of(record, id, &report, err);
    if (!rc) rc = record_given_read(record, report, &arena, &given, &path, err);
    if (!rc) rc = record_raw_read(record, report, &raw, err);
    if (!rc) rc = dl_worker_open(&worker, engine, err);
    if (!rc) rc = dl_tree(worker, raw.data, raw.len, &given, sentence, text, err);
    dl_worker_close(worker);
    dl_buf_free(&raw);
    dl_arena_free(&arena);
    return rc;
}
