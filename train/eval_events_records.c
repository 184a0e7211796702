/* Rows "full record" and "events" status: PLOVER's own gold records field by field, and the status
 * of our labelled clauses (tests/data/status.tsv, found from the working folder).
 *
 * A record's text is coded end to end. type: some event of it has the record's type, PLOVER's rules
 * for promised, refused and threatened acts applied, older names mapped (DEMAND = REQUEST,
 * DISAPPROVE and INVESTIGATE = ACCUSE, FIGHT = ASSAULT). Country and sector: of the first actor and
 * recipient of the gold, in any event of the text: lenient. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "find/events_internal.h"
#include "train/eval_events.h"
#include "train/files.h"

typedef struct field {
    uint32_t right, all;
} field;

typedef struct fields {
    field type, actor, recipient, sector;
} fields;

static const char *type_of(const char *name) {
    static const char *const map[][2] = {
        {"DEMAND", "REQUEST"},
        {"DISAPPROVE", "ACCUSE"},
        {"INVESTIGATE", "ACCUSE"},
        {"FIGHT", "ASSAULT"},
    };
    for (size_t i = 0; i < DL_COUNT(map); i++)
        if (strcmp(name, map[i][0]) == 0) return map[i][1];
    return name;
}

static const char *typed(const dl_event *e) {
    bool planned = e->status == DL_PLANNED;
    return dl_event_type_name(ev_plover_type(e->type, e->status, planned, false));
}

/* Code of the gold's party i; "" for none. Japan is JPN, whatever the file's slip says. */
static const char *gold_field(const json_t *record, const char *side, const char *key) {
    json_t *parties = json_object_get(record, side);
    json_t *first = json_is_array(parties) ? json_array_get(parties, 0) : NULL;
    const char *text = first ? json_string_value(json_object_get(first, key)) : NULL;
    if (!text) return "";
    return strcmp(text, "JAP") == 0 ? "JPN" : text;
}

/* Bodies that the gold calls IGO keep their kind in ours. */
static bool code_fits(dl_str code, const char *gold) {
    bool body = dl_str_is(code, "UNO") || dl_str_is(code, "EUR") || dl_str_is(code, "IGO");
    return dl_str_is(code, gold) || (body && strcmp(gold, "IGO") == 0);
}

static bool has_code(const struct dl_finds *f, dl_list list, const char *gold, bool sector) {
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t e = f->mentions.items[f->refs.items[list.first + i]].entity;
        if (e == DL_NONE) continue;
        const dl_entity *x = &f->entities.items[e];
        if (sector ? x->sector.len >= 3 && memcmp(x->sector.ptr, gold, 3) == 0
                   : code_fits(x->code, gold))
            return true;
    }
    return false;
}

static void count(field *f, bool right) {
    f->all++;
    f->right += right;
}

static void score(const struct dl_finds *f, const json_t *record, fields *out, bool list) {
    const char *gold = type_of(json_string_value(json_object_get(record, "event")));
    const char *actor = gold_field(record, "source", "code");
    const char *recipient = gold_field(record, "target", "code");
    const char *sector = gold_field(record, "source", "sector");
    bool type = false, a = false, r = false, s = false;
    for (uint32_t i = 0; i < f->events.count; i++) {
        const dl_event *e = &f->events.items[i];
        type |= strcmp(typed(e), gold) == 0;
        a |= has_code(f, e->actors, actor, false);
        r |= has_code(f, e->recipients, recipient, false) ||
             has_code(f, e->actors, recipient, false);
        s |= strlen(sector) >= 3 && has_code(f, e->actors, sector, true);
    }
    count(&out->type, type);
    if (*actor) count(&out->actor, a);
    if (*recipient) count(&out->recipient, r);
    if (strlen(sector) >= 3 && sector[0] != '*') count(&out->sector, s);
    if (list && !(type && a)) {
        printf("record %s%s%s: %s", gold, type ? "" : " type", a ? "" : " actor",
               json_string_value(json_object_get(record, "text")));
        for (uint32_t i = 0; i < f->events.count; i++) printf(" | %s", typed(&f->events.items[i]));
        printf("\n");
    }
}

static void put(eval_context *ctx, const char *name, const field *f) {
    eval_row(ctx, "full record", "PLOVER gold records", name,
             f->all ? (double)f->right / f->all : NAN, NAN, .80);
}

int eval_records(eval_context *ctx, coder *c) {
    const char *file = "plover/PLOVER_GSR_CAMEO.txt";
    if (!eval_has(ctx, file)) return eval_skip(ctx, "full record", "PLOVER gold records"), DL_OK;
    json_error_t where;
    json_t *all = json_load_file(eval_path(ctx, file), 0, &where);
    fields sum = {0};
    bool list = getenv("DL_EVENTS_ERRORS") != NULL;
    int rc = DL_OK;
    for (size_t i = 0; !rc && i < json_array_size(all); i++) {
        const json_t *record = json_array_get(all, i);
        const char *text = json_string_value(json_object_get(record, "text"));
        const char *type = json_string_value(json_object_get(record, "event"));
        if (!text || !type || strcmp(type, "DOCUMENT") == 0) continue;
        rc = coder_parse(c, dl_str_of(text), &ctx->err);
        if (!rc) rc = coder_find(c, &ctx->err);
        if (!rc) score(&c->finds, record, &sum, list);
    }
    json_decref(all);
    put(ctx, "type", &sum.type);
    put(ctx, "actor country", &sum.actor);
    put(ctx, "recipient country", &sum.recipient);
    put(ctx, "actor sector", &sum.sector);
    return rc;
}

/* ── status of our own clauses ── */

static bool right_status(const struct dl_finds *f, dl_str word, dl_str status) {
    for (uint32_t i = 0; i < f->events.count; i++) {
        const dl_event *e = &f->events.items[i];
        bool same = dl_str_starts(dl_span_text(f->report.text, e->trigger), word);
        if (same && dl_str_is(status, dl_status_name(e->status))) return true;
    }
    return false;
}

int eval_status(eval_context *ctx, coder *c) {
    dl_buf bytes = {0};
    dl_tsv table;
    field sum = {0};
    if (file_read("tests/data/status.tsv", &bytes, NULL))
        return eval_skip(ctx, "events", "our clauses"), DL_OK;
    int rc = dl_tsv_parse(&table, &ctx->arena, dl_buf_view(&bytes), &ctx->err);
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_str *cells = table.rows.items[i].cells;
        rc = coder_parse(c, cells[0], &ctx->err);
        c->finds.report.published.value = DL_STR("2025-12-01");
        if (!rc) rc = coder_find(c, &ctx->err);
        if (!rc) count(&sum, right_status(&c->finds, cells[1], cells[2]));
    }
    if (!rc)
        eval_row(ctx, "events", "our clauses", "status", (double)sum.right / sum.all, .85, .95);
    dl_buf_free(&bytes);
    return rc;
}
