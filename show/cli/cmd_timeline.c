/* dateline timeline: what happened and what is planned, day by day. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/cli.h"

/* ── days of EDTF values ── */

/* The first (last) day a value can mean, as text that sorts; "" for no value. "2025-11" is
 * 2025-11-00 … 2025-11-99 for sorting only. */
static void bound(const char *edtf, bool last, char out[16]) {
    const char *slash = edtf ? strchr(edtf, '/') : NULL;
    const char *from = last && slash ? slash + 1 : edtf;
    out[0] = 0;
    if (!from) return;
    size_t n = strcspn(from, "/~?%T");
    if (n > 10) n = 10;
    memcpy(out, from, n);
    out[n] = 0;
    if (n == 4 || n == 7) strcat(out, last ? "-99" : "-00");
    if (strlen(out) == 7) strcat(out, last ? "-99" : "-00");
}

/* ── who a NAME is ── */

typedef struct names {
    char *ids[64];
    unsigned count;
    const char *text; /* as typed */
} names;

static int find_ids(dl_record *record, names *n, dl_error *err) {
    char part[300];
    snprintf(part, sizeof part, "%%\"text\":\"%%%s%%", n->text);
    dl_where where = {"aliases", "like", part};
    dl_query query = {
        .view = "entity", .columns = "id", .where = &where, .where_count = 1, .all = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more)
        if (n->count < 64) n->ids[n->count++] = strdup(dl_rows_get(rows, "id"));
    dl_rows_close(rows);
    return rc;
}

/* Whether text holds part, letter case (ASCII) apart. */
static bool holds(const char *text, const char *part) {
    size_t n = strlen(part);
    for (; text && *text; text++)
        if (!strncasecmp(text, part, n)) return true;
    return false;
}

static bool names_in(const names *n, const char *json) {
    for (unsigned i = 0; json && i < n->count; i++)
        if (strstr(json, n->ids[i])) return true;
    return holds(json, n->text);
}

/* ── which rows ── */

typedef struct filter {
    const char *since, *until, *place;
    names actor;
} filter;

static bool passes(const filter *f, const dl_rows *rows) {
    char first[16], last[16];
    bound(dl_rows_get(rows, "date"), false, first);
    bound(dl_rows_get(rows, "date"), true, last);
    if (f->since && strcmp(last, f->since) < 0) return false;
    if (f->until && (!*first || strncmp(first, f->until, strlen(f->until)) > 0)) return false;
    if (f->actor.text && !names_in(&f->actor, dl_rows_get(rows, "actors")) &&
        !names_in(&f->actor, dl_rows_get(rows, "recipients")))
        return false;
    const char *place = dl_rows_get(rows, "place_name");
    return !f->place || holds(place, f->place);
}

/* ── one line ── */

/* Held is filled, planned hollow, as on a calendar of talks. */
static const char *mark_of(const char *status) {
    if (!strcmp(status, "planned")) return "○";
    if (!strcmp(status, "possible")) return "?";
    if (!strcmp(status, "denied")) return "×";
    if (!strcmp(status, "ongoing")) return "◐";
    return "●";
}

static void put_support(char *out, size_t size, const dl_rows *rows) {
    int min = -1, max = -1;
    const char *origins = dl_rows_get(rows, "origins");
    if (origins) sscanf(origins, "{\"min\":%d,\"max\":%d", &min, &max);
    long long reports = (long long)dl_rows_get_int(rows, "reports");
    size_t at = 0;
    if (min >= 0 && min == max)
        at = (size_t)snprintf(out, size, "%d origin%s · ", min, min == 1 ? "" : "s");
    else if (min >= 0)
        at = (size_t)snprintf(out, size, "%d-%d origins · ", min, max);
    snprintf(out + at, size - at, "%lld report%s", reports, reports == 1 ? "" : "s");
}

static void put_event(const cli *c, const dl_rows *rows) {
    char *actors = cli_joined(dl_rows_get(rows, "actors"), "name", ", ");
    char *recipients = cli_joined(dl_rows_get(rows, "recipients"), "name", ", ");
    const char *type = dl_rows_get(rows, "event_type"), *mode = dl_rows_get(rows, "mode");
    const char *process = dl_rows_get(rows, "process"), *place = dl_rows_get(rows, "place_name");
    const char *status = dl_rows_get(rows, "status"), *says = dl_rows_get(rows, "says");
    char support[64], right[128];
    put_support(support, sizeof support, rows);
    snprintf(right, sizeof right, "%s   %s", support, dl_rows_get(rows, "handle"));
    size_t size = strlen(actors) + strlen(recipients) + 1024;
    char *line = malloc(size);
    if (line) {
        snprintf(line, size, "%s %s%s%s  %s%s%s%s%s · %s · \"%s\"%s%s", mark_of(status),
                 type      ? type
                 : process ? process
                           : "",
                 mode ? " " : "", mode ? mode : "", *actors ? actors : "(nobody named)",
                 *recipients ? " -> " : "", recipients, place ? " · " : "", place ? place : "",
                 status, dl_rows_get(rows, "exact"), says ? ", says " : "", says ? says : "");
        cli_line(c, 2, line, right);
    }
    free(line);
    free(actors);
    free(recipients);
}

static void put_json(const dl_rows *rows, bool first) {
    fputs(first ? "[\n" : ",\n", stdout);
    for (uint32_t i = 0; i < dl_rows_columns(rows); i++) {
        const char *text = dl_rows_text(rows, i);
        printf("%s\"%s\":", i ? "," : "{", dl_rows_name(rows, i));
        if (!text)
            fputs("null", stdout);
        else if (dl_rows_type(rows, i) == DL_TYPE_TEXT)
            cli_json_text(stdout, text);
        else
            fputs(text, stdout);
    }
    putchar('}');
}

/* ── the list ── */

static void put_day(const cli *c, const char *date, char *before, size_t size) {
    const char *day = date ? date : "no date stated";
    if (!strcmp(day, before)) return;
    if (*before) putchar('\n');
    cli_head(c, day);
    snprintf(before, size, "%s", day);
}

/* The rows with a date (or those without), in order of their first day. */
static int list(const cli *c, dl_record *record, const filter *f, bool dated, unsigned *shown) {
    dl_where where[3];
    uint32_t n = 0;
    where[n++] = (dl_where){"date", dated ? "not null" : "null", NULL};
    const char *type = cli_value(c, "type"), *status = cli_value(c, "status");
    if (type)
        where[n++] =
            (dl_where){isupper((unsigned char)*type) ? "event_type" : "process", "=", type};
    if (status) where[n++] = (dl_where){"status", "=", status};
    dl_query query = {.view = "event",
                      .where = where,
                      .where_count = n,
                      .all = c->all,
                      .order = "date,sort,report,start,id"};
    dl_error err = {0};
    dl_rows *rows;
    char before[64] = "";
    int more = 0, rc = dl_rows_open(&rows, record, &query, &err);
    if (rc) return cli_fail(NULL, &err);
    while (!(rc = dl_rows_next(rows, &more, &err)) && more) {
        if (!passes(f, rows)) continue;
        if (c->json) {
            put_json(rows, *shown == 0);
        } else {
            if (*shown && !*before) putchar('\n');
            put_day(c, dl_rows_get(rows, "date"), before, sizeof before);
            put_event(c, rows);
        }
        ++*shown;
    }
    dl_rows_close(rows);
    return rc ? cli_fail(NULL, &err) : CLI_OK;
}

static int run(cli *c) {
    filter f = {cli_value(c, "since"),
                cli_value(c, "until"),
                cli_value(c, "place"),
                {.text = cli_value(c, "actor")}};
    if (c->argc) return cli_usage(c, "it takes options only; --actor NAME says whose acts");
    dl_record *record;
    dl_error err = {0};
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    if (f.actor.text && find_ids(record, &f.actor, &err)) rc = cli_fail(NULL, &err);
    unsigned shown = 0;
    if (!rc) rc = list(c, record, &f, true, &shown);
    bool open = !f.since && !f.until; /* an undated act lies in no span of days */
    if (!rc && open) rc = list(c, record, &f, false, &shown);
    if (c->json)
        puts(shown ? "\n]" : "[]");
    else if (!rc && !shown)
        puts("no such event in the reports read");
    for (unsigned i = 0; i < f.actor.count; i++) free(f.actor.ids[i]);
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"since", "DATE", "from this day on: 2025-12-01, 2025-11, 2025"},
    {"until", "DATE", "up to this day"},
    {"actor", "NAME", "what a person, body or country did or what was done to it"},
    {"type", "TYPE", "a PLOVER type (CONSULT) or a process (leak)"},
    {"status", "STATUS", "occurred, ongoing, planned, possible, denied, historical"},
    {"place", "NAME", "where it happened"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_timeline){
    .name = "timeline",
    .group = CLI_LOOK,
    .place = 20,
    .usage = "[--since DATE] [--until DATE] [--actor NAME] [--type TYPE] [--status STATUS]",
    .what = "what happened and what is planned, day by day",
    .help =
        "● held  ◐ going on  ○ planned  ? possible  × denied. Days are EDTF as the reports state\n"
        "them; events without a stated day stand at the end. The handle opens the sentence:\n"
        "  dateline timeline --actor Witkoff --since 2025-12-01",
    .options = options,
    .run = run,
};
