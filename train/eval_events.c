/* Rows "events": the act between two given actors (PLV train, 15 types); false events on text that
 * tells none (GUM whow, voyage, vlog); and, by eval_events_open.c, triples, records and status.
 *
 * The split of PLV train. Rows in file order are shuffled once: splitmix64 seeded with 1, and for
 * i = n-1 … 1 row i is swapped with row next() % (i+1). Of every five rows of that order the first
 * three are for reading errors, the last two are the figure. YIELD = CONCEDE + RETREAT.
 * DL_EVENTS_ERRORS=1 lists the misses of the reading part. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "find/events.h"
#include "parse/parse.h"
#include "train/eval.h"
#include "train/eval_events.h"
#include "train/files.h"
#include "train/rng.h"

int coder_open(coder *c, const dl_data *data, dl_error *err) {
    *c = (coder){.data = data};
    dl_arena_init(&c->arena);
    int rc = dl_parser_open(&c->parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&c->scratch, c->parser, err);
    if (!rc) rc = dl_finder_open(&c->finder, data, err);
    if (!rc) rc = dl_events_open(&c->events, data, err);
    return rc;
}

void coder_close(coder *c) {
    dl_events_close(c->events);
    dl_finder_close(c->finder);
    dl_parse_scratch_close(c->scratch);
    dl_parser_close(c->parser);
    dl_arena_free(&c->finds.arena);
    dl_arena_free(&c->arena);
}

/* One text as a report with one body block, parsed into c->finds and c->text. */
int coder_parse(coder *c, dl_str text, dl_error *err) {
    dl_arena_free(&c->finds.arena);
    dl_arena_reset(&c->arena);
    c->finds = (struct dl_finds){0};
    c->text = (dl_text){0};
    dl_arena_init(&c->finds.arena);
    c->finds.report.text = dl_arena_str(&c->finds.arena, text);
    dl_block *block = DL_PUSH(&c->finds.report.blocks, &c->finds.arena);
    if (!block) return dl_fail_memory(err);
    *block = (dl_block){{0, (uint32_t)text.len}, DL_BLOCK_BODY};
    int rc = dl_parse(c->parser, c->scratch, &c->arena, &c->finds.report, &c->text, err);
    for (uint32_t i = 0; !rc && i < c->text.sentences.count; i++) {
        dl_sentence *s = DL_PUSH(&c->finds.sentences, &c->finds.arena);
        if (!s) return dl_fail_memory(err);
        *s = c->text.sentences.items[i];
    }
    return rc;
}

int coder_find(coder *c, dl_error *err) {
    dl_find_context context = {&c->text, &c->finds, &c->arena};
    return dl_finder_run(c->finder, &context, err);
}

/* ── PLV ── */

static const char *const classes[] = {"AGREE",   "CONSULT",  "SUPPORT",  "COOPERATE", "AID",
                                      "YIELD",   "REQUEST",  "ACCUSE",   "REJECT",    "THREATEN",
                                      "PROTEST", "SANCTION", "MOBILIZE", "COERCE",    "ASSAULT"};
enum { CLASSES = 15 };

static uint32_t class_of(dl_str name) {
    if (dl_str_is(name, "CONCEDE") || dl_str_is(name, "RETREAT")) name = DL_STR("YIELD");
    for (uint32_t i = 0; i < CLASSES; i++)
        if (dl_str_is(name, classes[i])) return i;
    return CLASSES;
}

typedef struct plv_row {
    dl_str text;
    dl_span actor, recipient;
    uint32_t gold;
} plv_row;

/* Takes the marks <s>…</s> and <t>…</t> out of a sentence. */
static plv_row unmark(dl_arena *arena, dl_str marked) {
    plv_row row = {.actor = {0, 0}, .recipient = {0, 0}};
    char *out = dl_arena_alloc(arena, marked.len + 1);
    uint32_t n = 0;
    bool s = false, t = false;
    for (size_t i = 0; i < marked.len;) {
        dl_str rest = dl_str_sub(marked, i, marked.len);
        if (dl_str_starts(rest, DL_STR("<s>"))) {
            if (!s) row.actor.start = n;
            i += 3;
        } else if (dl_str_starts(rest, DL_STR("</s>"))) {
            if (!s) row.actor.end = n;
            s = true;
            i += 4;
        } else if (dl_str_starts(rest, DL_STR("<t>"))) {
            if (!t) row.recipient.start = n;
            i += 3;
        } else if (dl_str_starts(rest, DL_STR("</t>"))) {
            if (!t) row.recipient.end = n;
            t = true;
            i += 4;
        } else {
            out[n++] = marked.ptr[i++];
        }
    }
    row.text = (dl_str){out, n};
    return row;
}

typedef DL_VEC(plv_row) plv_rows;

static int read_plv(dl_arena *arena, dl_str bytes, plv_rows *rows, dl_error *err) {
    dl_tsv table;
    int rc = dl_tsv_parse(&table, arena, bytes, err);
    if (rc) return rc;
    uint32_t marked = dl_tsv_column(&table, "marked_sentence");
    uint32_t gold = dl_tsv_column(&table, "gold_root");
    for (uint32_t i = 0; i < table.rows.count; i++) {
        plv_row row = unmark(arena, dl_tsv_cell(&table.rows.items[i], marked));
        row.gold = class_of(dl_tsv_cell(&table.rows.items[i], gold));
        plv_row *made = DL_PUSH(rows, arena);
        if (!made) return dl_fail_memory(err);
        *made = row;
    }
    return DL_OK;
}

static void shuffle(plv_rows *rows) {
    rng r = {1};
    for (uint32_t i = rows->count; i-- > 1;) {
        uint32_t j = (uint32_t)(rng_next(&r) % (i + 1));
        plv_row kept = rows->items[i];
        rows->items[i] = rows->items[j];
        rows->items[j] = kept;
    }
}

typedef struct tally {
    uint32_t right, all, gold[CLASSES], got[CLASSES], hit[CLASSES];
} tally;

static double macro_f1(const tally *t) {
    double sum = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < CLASSES; i++) {
        if (!t->gold[i]) continue;
        n++;
        uint32_t both = t->gold[i] + t->got[i];
        sum += both ? 2.0 * t->hit[i] / both : 0;
    }
    return n ? sum / n : 0;
}

static int plv_one(coder *c, const plv_row *row, tally *t, bool list, dl_error *err) {
    int rc = coder_parse(c, row->text, err);
    if (rc) return rc;
    dl_find_context context = {&c->text, &c->finds, &c->arena};
    uint8_t type;
    dl_str frame;
    rc = dl_events_classify(c->events, &context, row->actor, row->recipient, &type, &frame, err);
    if (rc) return rc;
    uint32_t got = class_of(dl_str_of(dl_event_type_name(type)));
    t->all++;
    t->gold[row->gold]++;
    if (got < CLASSES) t->got[got]++;
    if (got == row->gold) t->right++, t->hit[got]++;
    if (list && got != row->gold)
        printf("%-9s got %-9s [%.*s] %.*s || %.*s -> %.*s\n", classes[row->gold],
               got < CLASSES ? classes[got] : "-", (int)frame.len, frame.ptr, (int)row->text.len,
               row->text.ptr, (int)(row->actor.end - row->actor.start),
               row->text.ptr + row->actor.start, (int)(row->recipient.end - row->recipient.start),
               row->text.ptr + row->recipient.start);
    return DL_OK;
}

static int eval_plv(eval_context *ctx, coder *c) {
    const char *file = "plover/plv_train.tsv";
    if (!eval_has(ctx, file)) return eval_skip(ctx, "events", "PLV train"), DL_OK;
    dl_buf bytes = {0};
    plv_rows rows = {0};
    int rc = file_read(eval_path(ctx, file), &bytes, &ctx->err);
    if (!rc) rc = read_plv(&ctx->arena, dl_buf_view(&bytes), &rows, &ctx->err);
    shuffle(&rows);
    tally reading = {0}, figure = {0};
    bool list = getenv("DL_EVENTS_ERRORS") != NULL;
    for (uint32_t i = 0; !rc && i < rows.count; i++) {
        bool read = i % 5 < 3;
        if (rows.items[i].gold < CLASSES)
            rc = plv_one(c, &rows.items[i], read ? &reading : &figure, list && read, &ctx->err);
    }
    if (!rc) {
        eval_row(ctx, "events", "PLV train, read 3/5", "accuracy",
                 (double)reading.right / reading.all, NAN, NAN);
        eval_row(ctx, "events", "PLV train, 2/5", "accuracy", (double)figure.right / figure.all,
                 .60, .80);
        eval_row(ctx, "events", "PLV train, 2/5", "macro-F1", macro_f1(&figure), .55, .78);
    }
    dl_buf_free(&bytes);
    return rc;
}

int eval_events(eval_context *ctx) {
    coder c;
    int rc = coder_open(&c, ctx->data, &ctx->err);
    if (!rc) rc = eval_plv(ctx, &c);
    if (!rc) rc = eval_events_open(ctx, &c);
    if (!rc) rc = eval_status(ctx, &c);
    if (!rc) rc = eval_records(ctx, &c);
    coder_close(&c);
    return rc;
}
