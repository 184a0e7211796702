/* plover.c - events as PLOVER records, one JSON object a line (PLOVER manual, Feb 2024).
 *
 * Out go events that occurred or go on, and what is promised: a planned CONSULT, SUPPORT, COOPERATE
 * or AID becomes AGREE, a planned RETREAT CONCEDE. Denied, possible and historical ones and other
 * plans stay out unless --status all is asked for; then every event goes out under its own type,
 * its status in `comment`. What PLOVER requires and the report does not state is never made up: an
 * event without a day, without an actor, or without the recipient that its type needs is left out.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "export/export.h"

typedef struct who {
    char id[24], country[8];
    char *sector;
} who;

typedef struct coder {
    FILE *out;
    who *people;
    size_t count, cap;
    char *coder;
    bool all;
    unsigned left_out;
} coder;

static const struct {
    const char *type;
    int quad; /* 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict */
    bool needs_recipient;
} types[] = {
    {"AGREE", 1, false},    {"CONSULT", 1, false},  {"SUPPORT", 1, false},  {"CONCEDE", 1, false},
    {"COOPERATE", 2, true}, {"AID", 2, true},       {"RETREAT", 2, false},  {"REQUEST", 3, false},
    {"ACCUSE", 3, false},   {"REJECT", 3, false},   {"THREATEN", 3, false}, {"PROTEST", 4, false},
    {"SANCTION", 4, true},  {"MOBILIZE", 4, false}, {"COERCE", 4, false},   {"ASSAULT", 4, false},
};

/* ── who they are ── */

static int by_id(const void *a, const void *b) {
    return strcmp(((const who *)a)->id, ((const who *)b)->id);
}

static int load_people(coder *c, dl_record *record, dl_error *err) {
    dl_query query = {.view = "entity", .columns = "id,country,sector", .order = "id", .all = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &query, err);
    while (!rc && !(rc = dl_rows_next(rows, &more, err)) && more) {
        if (c->count == c->cap) {
            size_t cap = c->cap ? 2 * c->cap : 256;
            who *grown = realloc(c->people, cap * sizeof *grown);
            if (!grown) {
                rc = DL_ENOMEM;
                break;
            }
            c->people = grown;
            c->cap = cap;
        }
        who *w = &c->people[c->count++];
        const char *country = dl_rows_get(rows, "country"), *sector = dl_rows_get(rows, "sector");
        snprintf(w->id, sizeof w->id, "%s", dl_rows_get(rows, "id"));
        snprintf(w->country, sizeof w->country, "%s", country ? country : "");
        w->sector = strdup(sector ? sector : "");
    }
    if (rows) dl_rows_close(rows);
    if (!rc) qsort(c->people, c->count, sizeof *c->people, by_id);
    return rc;
}

static const who *find_who(const coder *c, const char *id) {
    who key = {.id = ""};
    snprintf(key.id, sizeof key.id, "%s", id ? id : "");
    return bsearch(&key, c->people, c->count, sizeof key, by_id);
}

/* ── fields ── */

static void put_list(FILE *out, const char *texts, char sep) {
    fputc('[', out);
    for (const char *p = texts; *p;) {
        size_t n = strcspn(p, (char[]){sep, 0});
        fprintf(out, "%s\"%.*s\"", p == texts ? "" : ",", (int)n, p);
        p += n + (p[n] == sep);
    }
    fputc(']', out);
}

typedef struct party_list {
    char *ids[64], *names[64];
    unsigned count;
} party_list;

static int keep_id(void *context, const char *text) {
    party_list *p = context;
    if (p->count < 64) p->ids[p->count++] = text ? strdup(text) : NULL;
    return 0;
}

static int keep_name(void *context, const char *text) {
    party_list *p = context;
    if (p->count < 64) p->names[p->count++] = strdup(text ? text : "");
    return 0;
}

static void read_parties(const char *json, party_list *p) {
    memset(p, 0, sizeof *p);
    cli_each(json ? json : "[]", "entity", keep_id, p);
    p->count = 0;
    cli_each(json ? json : "[]", "name", keep_name, p);
}

static void free_parties(party_list *p) {
    for (unsigned i = 0; i < 64; i++) free(p->ids[i]), free(p->names[i]);
}

static void put_parties(const coder *c, const char *key, const party_list *p, unsigned from,
                        unsigned to) {
    fprintf(c->out, ",\"%s\":[", key);
    for (unsigned i = from; i < to && i < p->count; i++) {
        const who *w = find_who(c, p->ids[i]);
        fprintf(c->out, "%s{\"code\":", i > from ? "," : "");
        cli_json_text(c->out, w && *w->country ? w->country : NULL);
        fputs(",\"sector\":", c->out);
        put_list(c->out, w ? w->sector : "", ';');
        fputs(",\"entity_text\":", c->out);
        cli_json_text(c->out, p->names[i]);
        fputc('}', c->out);
    }
    fputc(']', c->out);
}

static bool is_day(const char *s, size_t n) {
    if (n < 10) return false;
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? s[i] != '-' : s[i] < '0' || s[i] > '9') return false;
    return true;
}

/* First and last day of an EDTF value: "2025-11" is its first and last day. false: not a day of a
 * known year. */
static bool days_of(const char *edtf, char first[12], char last[12]) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const char *slash = strchr(edtf, '/');
    const char *ends[2] = {edtf, slash ? slash + 1 : edtf};
    char *outs[2] = {first, last};
    for (int e = 0; e < 2; e++) {
        size_t n = strcspn(ends[e], "/~?%");
        int year, month;
        if (is_day(ends[e], n)) {
            memcpy(outs[e], ends[e], 10);
            outs[e][10] = 0;
        } else if (n == 7 && sscanf(ends[e], "%4d-%2d", &year, &month) == 2 && month >= 1 &&
                   month <= 12) {
            bool leap = month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
            int day = e ? lengths[month - 1] + leap : 1;
            snprintf(outs[e], 12, "%.7s-%c%c", ends[e], '0' + day / 10, '0' + day % 10);
        } else if (n == 4 && sscanf(ends[e], "%4d", &year) == 1 && year > 0) {
            snprintf(outs[e], 12, "%.4s-%s", ends[e], e ? "12-31" : "01-01");
        } else {
            return false;
        }
    }
    return true;
}

/* The type that goes out for a type and a status; NULL: it stays in. */
static const char *typed(const coder *c, const char *type, const char *status) {
    if (!type) return NULL;
    if (c->all || !strcmp(status, "occurred") || !strcmp(status, "ongoing")) return type;
    if (strcmp(status, "planned") != 0) return NULL;
    static const char *const promised[] = {"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"};
    for (size_t i = 0; i < sizeof promised / sizeof *promised; i++)
        if (!strcmp(type, promised[i])) return "AGREE";
    return !strcmp(type, "RETREAT") || !strcmp(type, "CONCEDE") ? "CONCEDE" : NULL;
}

static void put_comment(FILE *out, const char *status, const char *edtf, const char *how) {
    fprintf(out, ",\"comment\":\"status %s; date %s", status, edtf);
    if (how) fprintf(out, " by %s", how);
    fputc('"', out);
}

static void put_rest(const coder *c, const dl_rows *rows) {
    const char *place = dl_rows_get(rows, "place_name");
    if (place) {
        fputs(",\"event_loc\":{\"extracted_place\":", c->out);
        cli_json_text(c->out, place);
        fputc('}', c->out);
    }
    fputs(",\"event_text\":[", c->out);
    cli_json_text(c->out, dl_rows_get(rows, "exact"));
    fputs("],\"text\":", c->out);
    cli_json_text(c->out, dl_rows_get(rows, "sentence_text"));
    fputs(",\"cite_info\":{\"publication\":", c->out);
    cli_json_text(c->out, dl_rows_get(rows, "outlet"));
    fputs(",\"citation\":", c->out);
    cli_json_text(c->out, dl_rows_get(rows, "report"));
    fputs(",\"codebook\":\"PLOVER 2024-02\"},\"coder\":", c->out);
    cli_json_text(c->out, c->coder);
}

/* One event, or none where the manual's required fields are not stated. */
static void put_event(coder *c, const dl_rows *rows) {
    const char *status = dl_rows_get(rows, "status"), *date = dl_rows_get(rows, "date");
    const char *own = dl_rows_get(rows, "event_type"), *type = typed(c, own, status);
    char first[12], last[12];
    size_t t = 0, count = sizeof types / sizeof *types;
    while (type && t < count && strcmp(types[t].type, type) != 0) t++;
    if (!type || t == count) return;
    party_list actors, recipients;
    read_parties(dl_rows_get(rows, "actors"), &actors);
    read_parties(dl_rows_get(rows, "recipients"), &recipients);
    bool split = types[t].needs_recipient && !recipients.count && actors.count > 1;
    bool valid = date && days_of(date, first, last) && actors.count &&
                 (!types[t].needs_recipient || recipients.count || split);
    if (valid) {
        fputs("{\"id\":", c->out);
        cli_json_text(c->out, dl_rows_get(rows, "id"));
        fprintf(c->out, ",\"date\":\"%s\"", first);
        if (strcmp(first, last) != 0) fprintf(c->out, ",\"enddate\":\"%s\"", last);
        put_parties(c, "actor", &actors, 0, split ? 1 : 64);
        if (split)
            put_parties(c, "recipient", &actors, 1, 64);
        else
            put_parties(c, "recipient", &recipients, 0, 64);
        fprintf(c->out, ",\"event\":[\"%s\"],\"quad_code\":%d,\"mode\":", type, types[t].quad);
        const char *mode = dl_rows_get(rows, "mode");
        put_list(c->out, mode && !strcmp(type, own) ? mode : "", ';');
        const char *contexts = dl_rows_get(rows, "contexts");
        fprintf(c->out, ",\"context\":%s", contexts ? contexts : "[]");
        put_rest(c, rows);
        put_comment(c->out, status, date, dl_rows_get(rows, "date_how"));
        fputs("}\n", c->out);
    } else {
        c->left_out++;
    }
    free_parties(&actors);
    free_parties(&recipients);
}

static int name_coder(coder *c, dl_record *record, dl_error *err) {
    dl_query query = {.view = "record", .columns = "program,analysis"};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    rc = dl_rows_next(rows, &more, err);
    if (!rc && more) {
        char text[256];
        const char *program = dl_rows_get(rows, "program"), *made = dl_rows_get(rows, "analysis");
        snprintf(text, sizeof text, "dateline %s; models and lexicons %s", program ? program : "",
                 made ? made : "");
        c->coder = strdup(text);
    }
    dl_rows_close(rows);
    return rc;
}

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    coder c = {.out = out, .all = argument && !strcmp(argument, "all")};
    int more = 0, rc = name_coder(&c, record, err);
    if (!rc) rc = load_people(&c, record, err);
    dl_query query = {.view = "event", .order = "id", .all = all};
    dl_rows *rows = NULL;
    if (!rc) rc = dl_rows_open(&rows, record, &query, err);
    while (!rc && !(rc = dl_rows_next(rows, &more, err)) && more) put_event(&c, rows);
    if (rows) dl_rows_close(rows);
    if (!rc && c.left_out)
        fprintf(stderr,
                "dateline: %u events have no stated day, actor or required recipient and are not "
                "in this export\n",
                c.left_out);
    for (size_t i = 0; i < c.count; i++) free(c.people[i].sector);
    free(c.people);
    free(c.coder);
    return rc;
}

EXPORT_FORMAT(plover){
    .name = "plover",
    .what = "events as PLOVER records, JSONL (--status all: denied, possible, past ones too)",
    .run = run,
};
