/* dateline origins [REPORT|WORDS]: who first knew, and who has it from whom, as an outline. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* Ids of origins, each once, in the order they were met. */
typedef struct origin_ids {
    char (*items)[20];
    unsigned count, cap;
} origin_ids;

static bool add_id(origin_ids *ids, const char *id) {
    for (unsigned i = 0; i < ids->count; i++)
        if (!strcmp(ids->items[i], id)) return true;
    if (ids->count == ids->cap) {
        unsigned cap = ids->cap ? ids->cap * 2 : 64;
        void *grown = realloc(ids->items, cap * sizeof *ids->items);
        if (!grown) return false;
        ids->items = grown;
        ids->cap = cap;
    }
    snprintf(ids->items[ids->count++], sizeof *ids->items, "%.19s", id);
    return true;
}

/* Appends the origins of one report; sentence 0: of all of it; -1: of its own narration. */
static int add_of_report(dl_record *record, origin_ids *ids, const char *report, int64_t sentence,
                         unsigned *found, dl_error *err) {
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)sentence);
    dl_where where[] = {{"report", "=", report},
                        {"sentence", sentence < 0 ? "null" : "=", sentence < 0 ? NULL : number}};
    dl_query query = {.view = "telling", .where = where, .where_count = sentence ? 2 : 1, .all = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        (*found)++;
        if (!add_id(ids, dl_rows_get(rows, "origin"))) break;
    }
    dl_rows_close(rows);
    return rc;
}

/* Origins of the sentences that have all the words; a sentence that names no source is the report's
 * own. */
static int add_of_words(const cli *c, dl_record *record, origin_ids *ids, unsigned *reports,
                        dl_error *err) {
    size_t size = 8;
    for (int i = 0; i < c->argc; i++) size += strlen(c->argv[i]) * 2 + 4;
    char *match = calloc(size, 1), *at = match, last[80] = "";
    for (int i = 0; match && i < c->argc; i++) {
        *at++ = '"';
        for (const char *p = c->argv[i]; *p; p++) {
            if (*p == '"') *at++ = '"';
            *at++ = *p;
        }
        *at++ = '"';
        *at++ = ' ';
    }
    dl_where where = {"match", "match", match};
    dl_query query = {.view = "search",
                      .columns = "report,number",
                      .where = &where,
                      .where_count = 1,
                      .order = "report,number",
                      .all = 1};
    dl_rows *rows = NULL;
    int more = 0, rc = match ? dl_rows_open(&rows, record, &query, err) : DL_ENOMEM;
    while (!rc && !(rc = dl_rows_next(rows, &more, err)) && more) {
        const char *report = dl_rows_get(rows, "report");
        unsigned found = 0;
        if (strcmp(report, last) != 0) (*reports)++;
        snprintf(last, sizeof last, "%s", report);
        rc = add_of_report(record, ids, last, dl_rows_get_int(rows, "number"), &found, err);
        if (!rc && !found) rc = add_of_report(record, ids, last, -1, &found, err);
    }
    dl_rows_close(rows);
    free(match);
    return rc;
}

/* Without a report or words: every origin, the widest carried first. */
static int add_all(const cli *c, dl_record *record, origin_ids *ids, dl_error *err) {
    dl_query query = {.view = "origin",
                      .columns = "id",
                      .order = "reports desc,kind,name,id",
                      .limit = c->all ? 0 : 40,
                      .all = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more)
        if (!add_id(ids, dl_rows_get(rows, "id"))) break;
    dl_rows_close(rows);
    return rc;
}

/* What the origins found add up to. */
typedef struct sum {
    unsigned known, unnamed, unknown;
} sum;

static void count_kind(sum *s, const char *kind) {
    if (!strcmp(kind, "unknown"))
        s->unknown++;
    else if (!strcmp(kind, "unnamed"))
        s->unnamed++;
    else
        s->known++;
}

static void put_carrier(const cli *c, const dl_rows *rows, bool first) {
    const char *outlet = dl_rows_get(rows, "outlet"), *date = dl_rows_get(rows, "published");
    const char *via = dl_rows_get(rows, "via_name"), *copy = dl_rows_get(rows, "copy_of");
    char text[700];
    int at = snprintf(text, sizeof text, "%s",
                      copy    ? "copy"
                      : via   ? "relay"
                      : first ? "first"
                              : "also");
    if (copy)
        at += snprintf(text + at, sizeof text - (size_t)at, " (%s) of %.120s",
                       dl_rows_get(rows, "copy_kind"), copy);
    if (via) at += snprintf(text + at, sizeof text - (size_t)at, " via %.120s", via);
    snprintf(text + at, sizeof text - (size_t)at, " · %.200s · %.40s",
             outlet ? outlet : "outlet not known", date ? date : "no date");
    const char *handle = dl_rows_get(rows, "handle"), *sentence = dl_rows_get(rows, "sentence");
    char place[300];
    snprintf(place, sizeof place, "%.250s%s%s", handle ? handle : "", sentence ? ":" : "",
             sentence ? sentence : "");
    cli_line(c, copy ? 6 : via ? 4 : 2, text, place);
}

/* One origin and, in the order of reports, those that carry it. */
static int put_origin(const cli *c, dl_record *record, const char *id, sum *s, dl_error *err) {
    dl_where where = {"origin", "=", id};
    dl_query query = {.view = "carrier", .where = &where, .where_count = 1, .all = 1};
    dl_rows *rows;
    int more = 0, shown = 0, rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!shown) {
            const char *name = dl_rows_get(rows, "name"), *kind = dl_rows_get(rows, "kind");
            char head[400];
            snprintf(head, sizeof head, "%.300s · %s",
                     name && *name ? name : "own words, no source named", kind);
            cli_head(c, head);
            count_kind(s, kind);
        }
        put_carrier(c, rows, !shown++);
    }
    dl_rows_close(rows);
    return rc;
}

static int put_circles(const cli *c, dl_record *record, dl_error *err) {
    dl_query query = {.view = "circle", .all = 1};
    dl_rows *rows;
    int more = 0, shown = 0, rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        const char *a = dl_rows_get(rows, "a_handle"), *b = dl_rows_get(rows, "b_handle");
        bool loop = !strcmp(dl_rows_get(rows, "kind"), "loop");
        char text[700];
        if (!shown++) cli_head(c, "circular");
        snprintf(text, sizeof text,
                 loop ? "%.200s and %.200s name each other"
                      : "%.200s and %.200s are one text, and neither names where it is from",
                 a, b);
        cli_line(c, 2, text, a);
    }
    dl_rows_close(rows);
    return rc;
}

static int print(const cli *c, dl_record *record, const origin_ids *ids, unsigned reports,
                 dl_error *err) {
    sum s = {0, 0, 0};
    int rc = DL_OK;
    for (unsigned i = 0; i < ids->count && !rc; i++)
        rc = put_origin(c, record, ids->items[i], &s, err);
    if (!rc && !ids->count) printf("no origin is known for this\n");
    if (!rc && ids->count && c->argc) {
        unsigned least = s.known + (s.unnamed ? 1 : 0), most = s.known + s.unnamed + s.unknown;
        printf("%u%s%.0u origin%s", least, least == most ? "" : "-", least == most ? 0 : most,
               most == 1 ? "" : "s");
        if (reports) printf(" · %u report%s", reports, reports == 1 ? "" : "s");
        printf("\nSeparate means that no shared text, speaker or relay is visible here.\n");
    }
    return rc ? rc : put_circles(c, record, err);
}

static int json(const origin_ids *ids, dl_record *record) {
    printf("[");
    for (unsigned i = 0; i < ids->count; i++) {
        dl_where where = {"origin", "=", ids->items[i]};
        dl_query query = {.view = "carrier", .where = &where, .where_count = 1, .all = 1};
        printf("%s", i ? ",\n" : "\n");
        int rc = cli_json_view(record, &query);
        if (rc) return rc;
    }
    printf("]\n");
    return CLI_OK;
}

/* The one report whose column is (like) text; false where there is none or more than one. */
static bool one_report(dl_record *record, const char *column, const char *op, const char *text,
                       char *id, size_t size) {
    dl_where where = {column, op, text};
    dl_query query = {
        .view = "report", .columns = "id", .where = &where, .where_count = 1, .all = 1};
    dl_rows *rows;
    int more = 0;
    unsigned found = 0;
    if (dl_rows_open(&rows, record, &query, NULL)) return false;
    while (!dl_rows_next(rows, &more, NULL) && more)
        if (!found++) snprintf(id, size, "%s", dl_rows_get(rows, "id"));
    dl_rows_close(rows);
    return found == 1;
}

/* Whether the one word given is a report, by handle or by its file's name. */
static bool is_report(dl_record *record, const char *text, char *id, size_t size) {
    char part[300];
    snprintf(part, sizeof part, "%%%.290s%%", text);
    return one_report(record, "handle", "=", text, id, size) ||
           (!strchr(text, ' ') && one_report(record, "path", "like", part, id, size));
}

static int run(cli *c) {
    dl_record *record;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    origin_ids ids = {0};
    unsigned reports = 0, found = 0;
    char id[80];
    dl_error err = {0};
    if (!c->argc) {
        rc = add_all(c, record, &ids, &err);
    } else if (c->argc == 1 && is_report(record, c->argv[0], id, sizeof id)) {
        reports = 1;
        rc = add_of_report(record, &ids, id, 0, &found, &err);
    } else {
        rc = add_of_words(c, record, &ids, &reports, &err);
    }
    if (!rc) rc = c->json ? json(&ids, record) : print(c, record, &ids, reports, &err);
    if (err.code) rc = cli_fail(c->record, &err);
    free(ids.items);
    dl_record_close(record);
    return rc;
}

CLI_COMMAND(cmd_origins){
    .name = "origins",
    .group = CLI_LOOK,
    .place = 50,
    .usage = "[REPORT | WORDS…]",
    .what = "who first knew, and which report has it from whom",
    .help = "An outline: each origin, the report that has it first, relays and copies under it.\n"
            "With WORDS: the origins of the sentences that have all of them, as a range; an\n"
            "unknown origin adds nothing to the minimum. Example: dateline origins \"19 points\"",
    .run = run,
};
