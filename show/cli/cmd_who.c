/* dateline who NAME: names, offices, what they did and said, what was said about them. */
#include <stdlib.h>
#include <string.h>

#include "cli/said.h"

static int put_form(void *context, const char *text) {
    int *count = context;
    if (text && *count < 12) printf("%s%s", (*count)++ ? ", " : "", text);
    return 0;
}

static void put_list(const char *label, const char *json, const char *key) {
    char *text = cli_joined(json, key, ", ");
    if (*text) {
        printf("%-9s", label);
        int count = 0;
        cli_each(json, key, put_form, &count);
        putchar('\n');
    }
    free(text);
}

static void put_entity(const cli *c, const dl_rows *rows) {
    const char *country = dl_rows_get(rows, "country"), *kind = dl_rows_get(rows, "kind");
    char *roles = cli_joined(dl_rows_get(rows, "roles"), NULL, ", ");
    char head[600];
    snprintf(head, sizeof head, "%.300s · %s%s%s%s%s", dl_rows_get(rows, "name"), kind ? kind : "",
             country ? " · " : "", country ? country : "", *roles ? " · " : "", roles);
    cli_head(c, head);
    put_list("as", dl_rows_get(rows, "offices"), "text");
    put_list("forms", dl_rows_get(rows, "aliases"), "text");
    put_list("called", dl_rows_get(rows, "described_as"), "text");
    free(roles);
}

static void put_event(const cli *c, const dl_rows *rows) {
    char *actors = cli_joined(dl_rows_get(rows, "actors"), "name", ", ");
    char *recipients = cli_joined(dl_rows_get(rows, "recipients"), "name", ", ");
    const char *type = dl_rows_get(rows, "event_type"), *process = dl_rows_get(rows, "process");
    const char *date = dl_rows_get(rows, "date"), *exact = dl_rows_get(rows, "exact");
    size_t size = strlen(actors) + strlen(recipients) + 400;
    char *text = malloc(size);
    if (text) {
        snprintf(text, size, "%s  %s · %s%s%s · %s · \"%.120s\"", date ? date : "no day",
                 type      ? type
                 : process ? process
                           : "",
                 actors, *recipients ? " -> " : "", recipients, dl_rows_get(rows, "status"),
                 exact ? exact : "");
        cli_line(c, 2, text, dl_rows_get(rows, "handle"));
    }
    free(text);
    free(recipients);
    free(actors);
}

/* Events whose actors or recipients hold the entity. */
static int put_events(const cli *c, dl_record *record, const char *id, const char *column,
                      const char *title) {
    char part[80];
    snprintf(part, sizeof part, "%%%s%%", id);
    dl_where where = {column, "like", part};
    dl_query query = {.view = "event",
                      .where = &where,
                      .where_count = 1,
                      .all = c->all,
                      .order = "date,sort,report,start,id"};
    if (c->json) return cli_json_view(record, &query);
    dl_error err = {0};
    dl_rows *rows;
    int more = 0, shown = 0, rc = dl_rows_open(&rows, record, &query, &err);
    if (rc) return cli_fail(NULL, &err);
    while (!(rc = dl_rows_next(rows, &more, &err)) && more) {
        if (!shown++) cli_head(c, title);
        put_event(c, rows);
    }
    dl_rows_close(rows);
    return rc ? cli_fail(NULL, &err) : CLI_OK;
}

/* What they said, and what others said with their name in it. */
static int put_sayings(const cli *c, dl_record *record, const char *id, const char *name) {
    unsigned shown = 0;
    const char *last = strrchr(name, ' ');
    said_filter by = {.ids = {(char *)(size_t)id}, .id_count = 1};
    said_filter about = {.words = last ? last + 1 : name, .not_by = id};
    if (c->json) fputs(",\"said\":", stdout);
    int rc = said_print(c, record, &by, "said", &shown);
    if (c->json) fputs(",\"about\":", stdout);
    return rc ? rc : said_print(c, record, &about, "said of them", &shown);
}

static int put_dossier(cli *c, dl_record *record, const char *id) {
    dl_where where = {"id", "=", id};
    dl_query query = {.view = "entity", .where = &where, .where_count = 1, .all = 1};
    dl_error err = {0};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &query, &err);
    if (rc) return cli_fail(NULL, &err);
    rc = dl_rows_next(rows, &more, &err);
    char name[300] = "";
    if (!rc && more) {
        snprintf(name, sizeof name, "%s", dl_rows_get(rows, "name"));
        if (!c->json) put_entity(c, rows);
    }
    dl_rows_close(rows);
    if (rc) return cli_fail(NULL, &err);
    if (c->json) {
        fputs("{\"entity\":", stdout);
        rc = cli_json_view(record, &query);
        fputs(",\"did\":", stdout);
    }
    if (!rc) rc = put_events(c, record, id, "actors", "did");
    if (c->json) fputs(",\"received\":", stdout);
    if (!rc) rc = put_events(c, record, id, "recipients", "was done to them");
    if (!rc) rc = put_sayings(c, record, id, name);
    if (c->json) putchar('}');
    return rc;
}

static int run(cli *c) {
    if (c->argc != 1) return cli_usage(c, "one NAME; put quotes around several words");
    said_filter f = {0};
    dl_record *record;
    dl_error err = {0};
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    if (said_find(record, &f, c->argv[0], &err)) rc = cli_fail(NULL, &err);
    if (c->json) putchar('[');
    for (unsigned i = 0; !rc && i < f.id_count; i++) {
        if (i) fputs(c->json ? ",\n" : "\n", stdout);
        rc = put_dossier(c, record, f.ids[i]);
    }
    if (c->json)
        puts("]");
    else if (!rc && !f.id_count)
        printf("no one of the name %s in the reports read\n", c->argv[0]);
    said_free(&f);
    dl_record_close(record);
    return rc;
}

CLI_COMMAND(cmd_who){
    .name = "who",
    .group = CLI_LOOK,
    .place = 45,
    .usage = "NAME",
    .what = "a dossier: names, offices, what they did and said, what was said of them",
    .help = "NAME is any form of a name; every entity that has it is shown:\n"
            "  dateline who Witkoff",
    .run = run,
};
